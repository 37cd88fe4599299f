"""Broken files: whatever is cut out of a good one, the reader answers with a refusal or an unknown format, never with another error."""

import random

import pytest

from themegraph.errors import ThemegraphError
from themegraph.ingest.holdings import read_holdings

GOOD = {
    "own": "fund,code,weight,name,as_of\n510300.SH,600519.SH,0.6,贵州茅台,2026-06-30\n510300.SH,000001.SZ,0.4,平安银行,2026-06-30\n",
    "pcf-text": "[ETF]\nFundid1=510071\nRecordnum=1\nEstimateCashComponent=-1.0\nTradingDay=20200624\nPreTradingDay=20200623\nNAVperCU=1080646.00\nTAGTAG\n600031|三一重工|3200|1|0.1||\nENDENDEND\n",
    "pcf-xml": "<?xml version='1.0'?><PCFFile xmlns='http://ts.szse.cn/Fund'><SecurityID>159518</SecurityID><TradingDay>20260703</TradingDay><PreTradingDay>20260701</PreTradingDay>"
    "<NAVperCU>1043484.98</NAVperCU><Components><Component><UnderlyingSecurityID>000063</UnderlyingSecurityID><UnderlyingSymbol>中兴通讯</UnderlyingSymbol>"
    "<ComponentShare>1.0</ComponentShare></Component></Components></PCFFile>",
    "ark": 'date,fund,company,ticker,cusip,shares,"market value ($)","weight (%)"\n06/04/2024,ARKK,"TESLA INC",TSLA,88160R101,"4,125","$727.9",100%\n"words, words"\n',
    "ishares": 'Fund Holdings as of,"Sep 9, 2026"\n\xa0\nTicker,Name,Sector,Asset Class,Market Value,Weight (%),Notional Value,Shares,Price,Location,Exchange\n'
    '"RY","ROYAL BANK","F","Equity","1,1","100.0","1","1","1","Canada","Toronto Stock Exchange"\n',
    "yahoo": '{"symbol":"ARKK","holdings":[{"symbol":"TSLA","weight":0.1},{"symbol":"AMD","weight":0.05}]}',
    "hold": "序号,股票代码,股票名称,占净值比例,持股数,持仓市值,季度\n1,002025,航天电器,3.46,209.92,7947.67,2024年1季度股票投资明细\n",
}


@pytest.mark.parametrize("name", GOOD)
def test_damage_never_raises_a_foreign_error(save, resolver, name):
    dice = random.Random(7)
    raw = GOOD[name].encode()
    for round_ in range(150):
        broken = bytearray(raw)
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(broken))
            action = dice.randrange(4)
            if action == 0:
                broken[at] = dice.randrange(256)
            elif action == 1:
                del broken[at : at + dice.randint(1, 30)]
            elif action == 2:
                broken[at:at] = bytes(dice.choice([b",,,", b"\n", b'"', b"-", b"1e99", b"\xff\xfe", "，".encode(), b"nan", b"<", b"\0"]))
            else:
                broken = broken[: max(at, 2)]
            if not broken:
                broken = bytearray(b" ")
        path = save(f"{name}-{round_}.txt", bytes(broken))
        try:
            found = read_holdings(path, resolver=resolver, fund="510300.SH")
        except ThemegraphError:
            continue
        for table in found.tables:
            assert table.holdings
            assert all(h.weight is None or abs(h.weight) < 1e6 for h in table.holdings)
