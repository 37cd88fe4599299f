"""akshare, tushare, Shenwan, Sina."""

from datetime import date

import pytest

from themegraph.errors import UnknownFormat
from themegraph.ingest.holdings import holdings_from_records, read_holdings

DAY = date(2026, 9, 15)


# akshare: quarterly holdings


def quarter(n, text="2024年1季度股票投资明细", first=()):
    rows = [*first, *((f"60{i:04d}", f"公司{i}", 2.4 - i / 100) for i in range(n - len(first)))]
    columns = ("序号", "股票代码", "股票名称", "占净值比例", "持股数", "持仓市值", "季度")
    return [dict(zip(columns, (i, code, name, weight, 209.92, 7947.67, text), strict=True)) for i, (code, name, weight) in enumerate(rows, 1)]


REAL = (("002025", "航天电器", 3.46), ("600862", "中航高科", 3.24))


def test_the_day_hides_in_the_text_of_the_quarter(resolver):
    found = holdings_from_records(quarter(10, first=REAL), resolver=resolver, fund="510300")
    (table,) = found.tables
    assert (table.basis, table.coverage, table.sorted, table.n_total) == ("fund_disclosed", "top", True, None)
    assert (table.as_of, table.known_at) == (date(2024, 3, 31), date(2024, 4, 23))  # 4 and 5 April are Qingming
    assert [(h.issuer, h.weight) for h in table.holdings[:2]] == [("company:002025.SZ", 0.0346), ("company:600862.SH", 0.0324)]


def test_stacked_quarters_are_tables_of_their_own(resolver):
    rows = quarter(10, first=REAL) + quarter(10, "2024年4季度股票投资明细", first=REAL)
    found = holdings_from_records(rows, resolver=resolver, fund="510300")
    assert [t.as_of for t in found.tables] == [date(2024, 3, 31), date(2024, 12, 31)]
    assert holdings_from_records(rows, resolver=resolver, fund="510300", as_of=date(2024, 12, 31)).tables == found.tables[1:]


def test_the_full_list_of_a_half_year_is_known_later_than_its_ten_largest(resolver):
    found = holdings_from_records(quarter(40, "2024年2季度股票投资明细", first=REAL), resolver=resolver, fund="510300")
    assert [(t.coverage, len(t.holdings), t.as_of, t.known_at) for t in found.tables] == [
        ("top", 10, date(2024, 6, 30), date(2024, 7, 19)),
        ("full", 40, date(2024, 6, 30), date(2024, 8, 31)),
    ]


def test_a_full_list_in_hand_before_its_term_was_known_that_day(resolver):
    found = holdings_from_records(quarter(40, "2024年2季度股票投资明细"), resolver=resolver, fund="510300", run_on=date(2024, 8, 20))
    assert [t.known_at for t in found.tables] == [date(2024, 7, 19), date(2024, 8, 20)]


def test_codes_that_a_spreadsheet_stripped_of_zeros_are_told_apart_by_name(resolver):
    rows = quarter(2, first=((2025, "航天电器", 3.46), (700, "腾讯控股", 3.24)))
    found = holdings_from_records(rows, resolver=resolver, fund="510300")
    assert [h.issuer for h in found.tables[0].holdings] == ["company:002025.SZ", "company:0700.HK"]


def test_an_annual_list_is_known_by_the_end_of_march(resolver):
    found = holdings_from_records(quarter(40, "2024年4季度股票投资明细"), resolver=resolver, fund="510300")
    assert [t.known_at for t in found.tables][-1] == date(2025, 3, 31)


def test_ten_and_five_rows_of_an_index_fund_are_in_no_order(resolver):
    found = holdings_from_records(quarter(15, first=REAL), resolver=resolver, fund="510300")
    assert [(t.coverage, t.sorted) for t in found.tables] == [("partial", False)]


def test_the_fund_may_stand_in_the_file_name(save, resolver):
    rows = quarter(10, first=REAL)
    text = ",".join(rows[0]) + "\n" + "\n".join(",".join(str(c) for c in r.values()) for r in rows) + "\n"
    assert read_holdings(save("fund_510300.csv", text, "gb18030"), resolver=resolver).tables[0].fund == "etf:510300.SH"
    assert [q.reason for q in read_holdings(save("fund.csv", text), resolver=resolver).quarantined] == ["no-fund"]


def test_quarterly_fractions_are_refused(resolver):
    rows = [r | {"占净值比例": r["占净值比例"] / 100} for r in quarter(10)]
    assert [q.reason for q in holdings_from_records(rows, resolver=resolver, fund="510300").quarantined] == ["unit-mix-up"]


# akshare: boards, codes, funds

BOARD = "序号,代码,名称,最新价,涨跌幅,涨跌额,成交量,成交额,振幅,最高,最低,今开,昨收,换手率,市盈率-动态,市净率\n"
BOARD += "1,688981,N中芯国际,89.99,211.60,1,1,1,1,1,1,1,1,80.23,28.88,83.66\n2,000660,SK海力士,1,1,1,1,1,1,1,1,1,1,1,1,1\n"


def test_a_board_is_named_by_its_file_or_by_the_caller(save, resolver):
    found = read_holdings(save("stock_board_concept_cons_em_先进封装.csv", BOARD), resolver=resolver, run_on=DAY)
    (member,) = found.memberships
    assert (member.company, member.group, member.as_of, member.known_at) == ("company:688981.SH", "theme:先进封装", DAY, DAY)
    assert [(e.id, e.label) for e in found.entities] == [("theme:先进封装", "先进封装")]
    assert "000660 SK海力士" in found.notes[0].message
    assert read_holdings(save("b.csv", BOARD), resolver=resolver, run_on=DAY, board="存储芯片").memberships[0].group == "theme:存储芯片"


def test_a_board_without_name_or_day_is_refused(save, resolver):
    assert [q.reason for q in read_holdings(save("b.csv", BOARD), resolver=resolver, run_on=DAY).quarantined] == ["no-fund"]
    assert [q.reason for q in read_holdings(save("b.csv", BOARD), resolver=resolver, board="甲").quarantined] == ["no-date"]


def test_spaces_and_full_width_letters_leave_the_names_of_listings(save, resolver):
    found = read_holdings(save("a.csv", "code,name\n000001,平安银行\n000002,万  科Ａ\n920001,北交甲\n"), resolver=resolver)
    assert [(x.code, x.name, x.exchange, x.issuer) for x in found.listings] == [
        ("000001.SZ", "平安银行", "SZSE", "company:000001.SZ"),
        ("000002.SZ", "万科A", "SZSE", "company:000002.SZ"),
        ("920001.BJ", "北交甲", "BSE", "company:920001.BJ"),
    ]


def test_the_fund_list_of_akshare_gives_funds(save, resolver):
    text = "代码,名称,最新价,IOPV实时估值,基金折价率,涨跌额\n159516,半导体设备ETF国泰,1.794,1.79,0.1,-0.199\n513310,中韩半导体ETF,1,1,1,1\n"
    found = read_holdings(save("a.csv", text), resolver=resolver, run_on=DAY)
    assert [(f.code, f.name, f.as_of, f.kind, f.index) for f in found.funds] == [
        ("159516.SZ", "半导体设备ETF国泰", DAY, "unknown", None),
        ("513310.SH", "中韩半导体ETF", DAY, "unknown", None),
    ]


# tushare


def test_tushare_shares_bring_their_first_day_and_their_industry(save, resolver):
    text = "ts_code,symbol,name,area,industry,market,list_date\n000001.SZ,000001,平安银行,深圳,银行,主板,19910403\n"
    found = read_holdings(save("a.csv", text), resolver=resolver, run_on=DAY)
    assert [(x.code, x.listed_on) for x in found.listings] == [("000001.SZ", date(1991, 4, 3))]
    assert [(m.group, m.known_at) for m in found.memberships] == [("industry:tushare/银行", DAY)]
    assert not read_holdings(save("a.csv", text), resolver=resolver).memberships


def test_tushare_index_weights_are_month_ends_in_percent(resolver):
    rows = [
        {"index_code": "000300.SH", "con_code": code, "trade_date": day, "weight": weight}
        for day in ("20260731", "20260831")
        for code, weight in (("600519.SH", 60.0), ("000001.SZ", 40.0))
    ]
    found = holdings_from_records(rows, resolver=resolver, fund="510300.SH")
    assert [(t.fund, t.index, t.as_of, t.known_at) for t in found.tables] == [
        ("etf:510300.SH", "index:000300.CSI", date(2026, 7, 31), date(2026, 8, 3)),
        ("etf:510300.SH", "index:000300.CSI", date(2026, 8, 31), date(2026, 9, 1)),
    ]


def test_tushare_funds_bring_index_manager_and_fee(save, resolver):
    header = "ts_code,csname,extname,cname,index_code,index_name,setup_date,list_date,list_status,exchange,mgr_name,custod_name,mgt_fee,etf_type\n"
    rows = "510300.SH,沪深300ETF,华泰柏瑞沪深300ETF,华泰柏瑞沪深300交易型,000300.SH,沪深300指数,20120504,20120528,L,SH,华泰柏瑞基金,工商银行,0.15,纯境内\n"
    rows += "511111.SH,旧ETF,旧,旧,,,20100101,20100101,D,SH,某基金,某行,0.5,纯境内\n"
    found = read_holdings(save("a.csv", header + rows), resolver=resolver)
    (fund,) = found.funds
    assert (fund.code, fund.name, fund.index, fund.manager, fund.fee) == ("510300.SH", "沪深300ETF", "index:000300.CSI", "华泰柏瑞基金", 0.0015)
    assert "已终止上市" in found.notes[0].message


def test_tushare_members_of_the_past_are_left_out_and_the_frame_counts_from_its_own_day(save, resolver):
    header = "l1_code,l1_name,l2_code,l2_name,l3_code,l3_name,ts_code,name,in_date,out_date,is_new\n"
    text = header + "801780.SI,银行,801783.SI,股份制银行Ⅱ,857831.SI,股份制银行Ⅲ,000001.SZ,平安银行,19910403,,Y\n"
    text += "801080.SI,电子,801081.SI,半导体,850812.SI,分立器件,688981.SH,中芯国际,20200716,20210730,N\n"
    found = read_holdings(save("a.csv", text), resolver=resolver, run_on=DAY)
    assert [(m.company, m.group, m.as_of, m.known_at) for m in found.memberships] == [
        ("company:000001.SZ", "industry:tushare-sw/857831.SI", DAY, DAY)
    ]
    assert [n.kind for n in found.notes] == ["dropped"]


# Shenwan and Sina

HISTORY = [
    ["股票代码", "计入日期", "行业代码", "更新日期"],
    ["000001", "1991-04-03 00:00:00", "440101", "2015-10-27 15:29:00"],
    ["000001", "2021-07-30 00:00:00", "480301", "2021-07-31 16:18:00"],
    ["000001", "2014-01-01 00:00:00", "480101", "2015-10-27 15:29:00"],
    ["000660", "1997-01-01 00:00:00", "440101", "2015-10-27 15:29:00"],
]


def test_the_class_that_begins_last_wins_and_is_known_when_written(workbook, resolver):
    found = read_holdings(workbook("StockClassifyUse_stock.xls", HISTORY), resolver=resolver)
    assert [(m.company, m.group, m.as_of, m.known_at) for m in found.memberships] == [
        ("company:000001.SZ", "industry:sw2021/480301", date(2021, 7, 30), date(2021, 7, 31))
    ]
    assert "1 只股票的最近分类早于 2021 版" in found.notes[0].message


def test_the_akshare_frame_of_the_history_is_the_same(resolver):
    rows = [dict(zip(("symbol", "start_date", "industry_code", "update_time"), row, strict=True)) for row in HISTORY[1:]]
    assert [m.group for m in holdings_from_records(rows, resolver=resolver).memberships] == ["industry:sw2021/480301"]


def test_the_classes_hang_below_each_other(workbook, resolver):
    rows = [
        ["行业代码", "一级行业名称", "二级行业名称", "三级行业名称"],
        ["110000", "农林牧渔", None, None],
        ["110100", "农林牧渔", "种植业", None],
        [110101, "农林牧渔", "种植业", "种子"],
    ]
    found = read_holdings(workbook("SwClassCode_2021.xls", rows), resolver=resolver)
    assert [(e.id, e.label, e.broader) for e in found.entities] == [
        ("industry:sw2021/110000", "农林牧渔", None),
        ("industry:sw2021/110100", "种植业", "industry:sw2021/110000"),
        ("industry:sw2021/110101", "种子", "industry:sw2021/110100"),
    ]


def test_sina_codes_carry_their_exchange_in_front(save, resolver):
    text = "代码,名称,最新价,涨跌额,涨跌幅,买入,卖出,昨收,今开,最高,最低,成交量,成交额\nsz159516,半导体设备ETF国泰,1.794,-0.199,-9.985,1,1,1,1,1,1,1,1\n159516,无前缀,1,1,1,1,1,1,1,1,1,1,1\n"
    found = read_holdings(save("a.csv", text, "gb18030"), resolver=resolver)
    assert [(f.code, f.name) for f in found.funds] == [("159516.SZ", "半导体设备ETF国泰")]
    assert found.formats == (("a.csv", "sina-etf-list"),)
    assert [n.kind for n in found.notes] == ["dropped"]


def test_a_frame_of_news_is_pointed_to_the_articles(resolver):
    with pytest.raises(UnknownFormat, match="articles"):
        holdings_from_records([{"关键词": "a", "新闻标题": "b", "新闻内容": "c", "发布时间": "d"}], resolver=resolver)
