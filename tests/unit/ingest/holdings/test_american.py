"""ARK, Global X, SPDR, Invesco, Yahoo."""

import json
from datetime import date

import pytest

from themegraph.errors import UnknownFormat
from themegraph.ingest.holdings import holdings_from_records, read_holdings


def lines(found):
    return [(h.security, h.issuer, round(h.weight, 6) if h.weight is not None else None) for h in found.tables[0].holdings]


# ARK

ARK = """date,fund,company,ticker,cusip,shares,"market value ($)","weight (%)"
06/04/2024,ARKK,"TESLA INC",TSLA,88160R101,"4,125,293","$727,247,902.97",61.75%
06/04/2024,ARKK,"COINBASE GLOBAL INC -CLASS A",COIN,19260Q107,"2,499,449","$578,347,504.11",39.35%
06/04/2024,ARKK,"GOLDMAN FS TRSY OBLIG INST 468",,X9USDGSFT,"1,000","$1,000.00",-1.10%
"Investors should carefully consider the objectives, risks, charges and expenses of a fund before investing. It is one long line, with commas."
"""


def test_ark_days_are_american_and_the_disclaimer_is_no_line(save, resolver):
    found = read_holdings(save("arkk.csv", ARK), resolver=resolver)
    (table,) = found.tables
    assert (table.fund, table.as_of, table.known_at, table.coverage, table.n_total) == ("etf:ARKK.US", date(2024, 6, 4), date(2024, 6, 5), "full", 3)
    assert lines(found)[:2] == [("share:TSLA.US", "company:TSLA.US", 0.6175), ("share:COIN.US", "company:COIN.US", 0.3935)]
    assert found.formats == (("arkk.csv", "ark"),)


def test_an_ark_row_without_ticker_is_no_share(save, resolver):
    last = read_holdings(save("arkk.csv", ARK), resolver=resolver).tables[0].holdings[-1]
    assert last.security.partition(":")[0] in {"cash", "other"}
    assert last.weight == pytest.approx(-0.011)


def test_the_historic_ark_header_needs_names_in_place_of_cusips(save, resolver):
    text = "date,fund,company,ticker,shares,market value($),weight(%)\n2020-10-01,ARKK,TESLA INC,TSLA,1,1.0,60.0\n2020-10-01,ARKK,AIR LIQUIDE,AI,1,1.0,40.0\n"
    found = read_holdings(save("a.csv", text), resolver=resolver)
    assert [h.issuer for h in found.tables[0].holdings] == ["company:TSLA.US", None]
    assert [n.kind for n in found.notes] == ["unlinked"]


def test_fractions_in_a_percent_file_are_refused(save, resolver):
    text = ARK.replace("61.75%", "0.6175").replace("39.35%", "0.3935").replace("-1.10%", "-0.011")
    assert [q.reason for q in read_holdings(save("a.csv", text), resolver=resolver).quarantined] == ["unit-mix-up"]


def test_two_funds_in_one_ark_file_are_two_tables(save, resolver):
    rows = ARK.splitlines()[1:4]
    found = read_holdings(save("a.csv", ARK + "\n".join(r.replace("ARKK", "ARKW") for r in rows) + "\n"), resolver=resolver)
    assert [t.fund for t in found.tables] == ["etf:ARKK.US", "etf:ARKW.US"]
    assert [n.kind for n in found.notes if n.kind == "unknown-fund"] == ["unknown-fund"]


# Global X

GLOBALX = """Global X Artificial Intelligence & Technology ETF,,,,,,
Fund Holdings Data as of 09/30/2025,,,,,,
% of Net Assets,Ticker,Name,SEDOL,Market Price ($),Shares Held,Market Value ($)
50.97,BABA,ALIBABA GRP-ADR,BP41ZD1,178.73,"1,350,347.00","241,347,519.31"
30.00,700 HK,TENCENT,BMMV2K8,600.00,"1.00","1.00"
19.20,005930 KS,SAMSUNG ELECTRONICS CO,6771720,60.00,"1.00","1.00"
0.00,AI FP,AIR LIQUIDE SA,B1YXBJ7,200.00,"0.00","0.00"
-0.17,,OTHER PAYABLE & RECEIVABLES,,1.00,"-1.00","-1.00"
,,CASH,,1.00,"1.00","1.00"
"This file may not be redistributed, in whole or in part."
"""


def test_global_x_tickers_carry_their_market(save, resolver):
    found = read_holdings(save("aiq.csv", GLOBALX), resolver=resolver, fund="AIQ")
    assert lines(found) == [
        ("share:BABA.US", "company:BABA.US", 0.5097),
        ("share:0700.HK", "company:0700.HK", 0.3),
        ("share:005930.KS", "company:005930.KS", 0.192),
        ("share:AI.PA", None, 0.0),
        ("cash:OTHER PAYABLE & RECEIVABLES", None, -0.0017),
        ("cash:CASH", None, None),
    ]
    assert (found.tables[0].as_of, found.tables[0].known_at) == (date(2025, 9, 30), date(2025, 10, 1))
    assert found.formats == (("aiq.csv", "globalx"),)


def test_a_fund_is_found_by_the_name_in_the_first_line(save, resolver):
    text = GLOBALX.replace("Global X Artificial Intelligence & Technology ETF", "Global X AI")
    assert read_holdings(save("a.csv", text), resolver=resolver).tables[0].fund == "etf:AIQ.US"
    assert [q.reason for q in read_holdings(save("b.csv", GLOBALX), resolver=resolver).quarantined] == ["no-fund"]


# SPDR


def spdr_rows(weights=(60.5, 39.0)):
    return [
        ["Fund Name:", "SPDR® S&P 500® ETF Trust"],
        ["Ticker Symbol:", "SPY"],
        ["Holdings:", "As of 18-Nov-2025"],
        [],
        ["Name", "Ticker", "Identifier", "SEDOL", "Weight", "Sector", "Shares Held", "Local Currency"],
        ["NVIDIA CORP", "NVDA", "67066G104", "2379504", weights[0], "-", 293804757, "USD"],
        ["APPLE INC", "AAPL", "037833100", "2046251", weights[1], "-", 178696715, "USD"],
        ["US DOLLAR", "-", "999USDZ92", "-", 0.5, "-", 178, "USD"],
        *[["Past performance is not a reliable indicator of future performance."]] * 85,
    ]


def test_the_footer_of_a_spdr_workbook_is_no_holding(workbook, resolver):
    found = read_holdings(workbook("holdings-daily-us-en-spy.xlsx", spdr_rows()), resolver=resolver)
    assert lines(found) == [("share:NVDA.US", "company:NVDA.US", 0.605), ("share:AAPL.US", "company:AAPL.US", 0.39), ("cash:US DOLLAR", None, 0.005)]
    table = found.tables[0]
    assert (table.fund, table.as_of, table.known_at, table.n_total) == ("etf:SPY.US", date(2025, 11, 18), date(2025, 11, 19), 3)
    assert found.formats == (("holdings-daily-us-en-spy.xlsx", "spdr"),)


def test_a_spdr_workbook_of_another_fund_than_asked_is_refused(workbook, resolver):
    found = read_holdings(workbook("a.xlsx", spdr_rows()), resolver=resolver, fund="QQQ")
    assert [q.reason for q in found.quarantined] == ["fund-mismatch"]


# Invesco

INVESCO = """Fund Ticker,Security Identifier,Holding Ticker,Shares/Par Value,MarketValue,Weight,Name,Class of Shares,Sector,Date
QQQ,67066G104,NVDA,1000,100000,59.10,NVIDIA Corp,Common Stock,Information Technology,09/11/2026
QQQ,037833100,AAPL   ,100,100.0,41.0,Apple Inc,Common Stock,Information Technology,09/11/2026
QQQ,CASHUSD00,-CASH-,1,1.0,-0.1,Cash/Receivables/Payables,Currency,,09/11/2026
"""


def test_invesco_tickers_lose_their_padding(save, resolver):
    found = read_holdings(save("qqq.csv", INVESCO), resolver=resolver)
    assert lines(found) == [("share:NVDA.US", "company:NVDA.US", 0.591), ("share:AAPL.US", "company:AAPL.US", 0.41), ("cash:-CASH-", None, -0.001)]
    assert found.tables[0].known_at == date(2026, 9, 14)
    assert found.formats == (("qqq.csv", "invesco"),)


def test_invesco_rows_must_be_of_the_fund_asked_for(save, resolver):
    found = read_holdings(save("qqq.csv", INVESCO), resolver=resolver, fund="SPY")
    assert [q.reason for q in found.quarantined] == ["fund-mismatch"]


# Yahoo

YAHOO = {
    "symbol": "ARKK",
    "holdings": [{"symbol": "TSLA", "weight": 0.1026831}, {"symbol": "AMD", "weight": 0.055061597}, {"symbol": "0700.HK", "weight": 0.05}, {"symbol": "300124.SZ", "weight": 0.04}, {"symbol": "BRK-B", "weight": 0.03}],
}  # fmt: skip


def test_yahoo_weights_are_fractions_of_an_unknown_day_known_when_collected(save, resolver):
    found = read_holdings(save("a.json", json.dumps(YAHOO)), resolver=resolver, run_on=date(2026, 9, 15))
    (table,) = found.tables
    assert (table.basis, table.coverage, table.n_total, table.sorted) == ("yahoo_top10", "top", None, True)
    assert (table.as_of, table.known_at) == (None, date(2026, 9, 15))
    assert [h.issuer for h in table.holdings] == ["company:TSLA.US", "company:AMD.US", "company:0700.HK", "company:300124.SZ", "company:BRK.B.US"]
    assert table.holdings[0].weight == 0.1026831


def test_yahoo_without_a_day_of_collection_is_refused(save, resolver):
    found = read_holdings(save("a.json", json.dumps(YAHOO)), resolver=resolver)
    assert [q.reason for q in found.quarantined] == ["no-date"]


def test_yahoo_percent_in_place_of_fractions_is_refused(save, resolver):
    data = {"symbol": "ARKK", "holdings": [{"symbol": h["symbol"], "weight": h["weight"] * 100} for h in YAHOO["holdings"]]}
    found = read_holdings(save("a.json", json.dumps([data])), resolver=resolver, run_on=date(2026, 9, 15))
    assert [q.reason for q in found.quarantined] == ["unit-mix-up"]


def test_the_yfinance_frame_is_read_as_the_same(resolver):
    rows = [{"Symbol": "TSLA", "Name": "Tesla Inc", "Holding Percent": 0.1}, {"Symbol": "AMD", "Name": "AMD", "Holding Percent": 0.05}]
    found = holdings_from_records(rows, resolver=resolver, fund="ARKK", run_on=date(2026, 9, 15))
    assert found.tables[0].fund == "etf:ARKK.US"
    assert found.formats == (("records", "yahoo-frame"),)


def test_json_that_is_no_list_of_holdings_names_what_was_wanted(save, resolver):
    with pytest.raises(UnknownFormat, match="holdings"):
        read_holdings(save("a.json", json.dumps({"symbol": "ARKK", "top": []})), resolver=resolver)
