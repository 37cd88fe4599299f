"""Creation lists of both exchanges."""

from datetime import date

import pytest

from themegraph.errors import InputError
from themegraph.ingest.holdings import holdings_from_records, prices_from_records, read_holdings, read_prices

LEGACY = """[ETFMQ]
Fundid1=510071
CreationRedemptionUnit=500000
MaxCashRatio=0.30000
Publish=1
CreationRedemption=1
Recordnum={count}
EstimateCashComponent=-5368.00
TradingDay=20200624
PreTradingDay=20200623
CashComponent=-3450.00
NAVperCU=1080646.00
NAV=2.161
TAGTAG
{body}ENDENDEND
"""
TWO = "600031|三一重工|3200|1|0.10000||\n603444|吉比特|100|2||47666.000|\n"


def legacy(body: str = TWO) -> str:
    return LEGACY.format(count=body.count("\n"), body=body)


def component(code, name, quantity, market="102", flag=1, cash=None):
    amount = f"<SubstitutionCashAmount>{cash}</SubstitutionCashAmount>" if cash is not None else ""
    return (
        f"<Component><InstrumentID>{code}</InstrumentID><InstrumentName>{name}</InstrumentName><Quantity>{quantity}</Quantity>"
        f"<SubstitutionFlag>{flag}</SubstitutionFlag>{amount}<UnderlyingSecurityID>{market}</UnderlyingSecurityID></Component>"
    )


def sse(*components, nav="100000.00", cash="1000.00", code="515880"):
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n<SSEPortfolioCompositionFile><FundInstrumentID>{code}</FundInstrumentID>"
        f"<CreationRedemptionUnit>2000000</CreationRedemptionUnit><TradingDay>20260910</TradingDay><PreTradingDay>20260909</PreTradingDay>"
        f"<NAVperCU>{nav}</NAVperCU><NAV>{float(nav) / 2e6}</NAV><EstimatedCashComponent>{cash}</EstimatedCashComponent><RecordNumber>{len(components)}</RecordNumber>"
        f"<ComponentList>{''.join(components)}</ComponentList></SSEPortfolioCompositionFile>"
    )


def szse(*parts, total=None):
    body = "".join("<Component>" + "".join(f"<{k}>{v}</{k}>" for k, v in part.items()) + "</Component>" for part in parts)
    return (
        "<?xml version='1.0' encoding='UTF-8'?><PCFFile xmlns='http://ts.szse.cn/Fund'><Version>1.0</Version><SecurityID>159518</SecurityID>"
        "<Symbol>标普油气ETF嘉实</Symbol><UnderlyingSecurityID>SPSIOP</UnderlyingSecurityID><EstimateCashComponent>1638.95</EstimateCashComponent>"
        "<TradingDay>20260703</TradingDay><PreTradingDay>20260701</PreTradingDay><NAVperCU>1043484.98</NAVperCU><RecordNum>1</RecordNum>"
        f"<TotalRecordNum>{len(parts) if total is None else total}</TotalRecordNum><Components>{body}</Components></PCFFile>"
    )


CASH_LEG = {
    "UnderlyingSecurityID": "159900", "UnderlyingSymbol": "申赎现金", "ComponentShare": "0.00", "SubstituteFlag": "2", "PremiumRatio": "0.00000",
    "CreationCashSubstitute": "1146030.6400", "RedemptionCashSubstitute": "0.0000",
}  # fmt: skip
APA = {
    "UnderlyingSecurityID": "APA",
    "UnderlyingSymbol": "APA",
    "ComponentShare": "110.00",
    "SubstituteFlag": "1",
    "CreationCashSubstitute": "0.0000",
}


def closes(**rows):
    return prices_from_records([{"code": code.replace("_", "."), "date": on, "close": close} for code, (on, close) in rows.items()])


def weights(table):
    return {h.security: h.weight for h in table.holdings}


# Shanghai


def test_a_legacy_list_in_gbk_without_prices_gives_the_composition_and_says_so(save, resolver):
    found = read_holdings(save("510071.ETF", legacy(), "gb18030"), resolver=resolver)
    (table,) = found.tables
    assert (table.basis, table.as_of, table.known_at, table.n_total) == ("pcf_derived", date(2020, 6, 23), date(2020, 6, 24), 2)
    assert weights(table) == {"cash:CNY": -5368.00 / 1080646.00, "share:600031.SH": None, "share:603444.SH": None}
    assert [n.kind for n in found.notes] == ["weights-unknown"]
    assert found.formats == (("510071.ETF", "sse-pcf-text"),)


def test_the_creation_code_becomes_the_trading_code(save, resolver):
    assert read_holdings(save("a.txt", legacy()), resolver=resolver).tables[0].fund == "etf:510070.SH"


def test_a_legacy_list_without_its_end_is_cut_off(save, resolver):
    found = read_holdings(save("a.txt", legacy().replace("ENDENDEND\n", "")), resolver=resolver)
    assert not found.tables
    assert [q.reason for q in found.quarantined] == ["unreadable"]


def test_a_list_with_fewer_records_than_it_announces_is_cut_off(save, resolver):
    found = read_holdings(save("a.txt", legacy().replace("Recordnum=2", "Recordnum=30")), resolver=resolver)
    assert not found.tables
    assert "自称 30 条记录，实有 2 条" in found.quarantined[0].message


def test_weights_are_share_counts_times_close_over_net_asset_value(save, resolver):
    prices = closes(**{"000063_SZ": ("2026-09-09", 40.0), "600519_SH": ("2026-09-09", 20.0)})
    path = save("a.xml", sse(component("000063", "中兴通讯", 1900), component("600519", "贵州茅台", 1150, market="101")))
    found = read_holdings(path, resolver=resolver, prices=prices)
    (table,) = found.tables
    assert weights(table) == {"share:000063.SZ": 1900 * 40.0 / 100000, "share:600519.SH": 1150 * 20.0 / 100000, "cash:CNY": 0.01}
    assert (table.basis, table.coverage, table.n_total, table.fund) == ("pcf_derived", "full", 2, "etf:515880.SH")
    assert found.notes == ()


def test_a_placeholder_leg_without_shares_or_cash_is_dropped(save, resolver):
    path = save("a.xml", sse(component("000063", "中兴通讯", 1900), component("600519", "贵州茅台", 0, market="101", flag=2)))
    found = read_holdings(path, resolver=resolver)
    assert found.tables[0].n_total == 1
    assert {n.kind for n in found.notes} == {"dropped", "weights-unknown"}


def test_a_leg_without_shares_weighs_its_cash(save, resolver):
    path = save("a.xml", sse(component("000063", "中兴通讯", 0, flag=2, cash=99000)))
    assert weights(read_holdings(path, resolver=resolver).tables[0])["share:000063.SZ"] == 0.99


def test_the_cash_amount_of_a_leg_with_shares_is_not_its_weight(save, resolver):
    path = save("a.xml", sse(component("000063", "中兴通讯", 1900, cash=76000)))
    assert weights(read_holdings(path, resolver=resolver).tables[0])["share:000063.SZ"] is None


def test_a_hong_kong_leg_needs_its_exchange_rate(save, resolver):
    path = save("a.xml", sse(component("00700", "腾讯控股", 200, market="103"), cash="0", nav="80000"))
    without = read_holdings(path, resolver=resolver, prices=closes(**{"0700_HK": ("2026-09-09", 420.0)}))
    assert weights(without.tables[0])["share:0700.HK"] is None
    assert [n.kind for n in without.notes] == ["price-missing"]
    with_rate = read_holdings(path, resolver=resolver, prices=closes(**{"0700_HK": ("2026-09-09", 420.0), "HKDCNY": ("2026-09-09", 0.95)}))
    assert weights(with_rate.tables[0])["share:0700.HK"] == pytest.approx(200 * 420 * 0.95 / 80000, abs=1e-15)


def test_a_korean_code_on_the_other_market_is_no_shenzhen_share(save, resolver):
    path = save("a.xml", sse(component("000660", "SK海力士", 20, market="9999"), component("005930", "三星电子", 40, market="9999"), code="513310"))
    found = read_holdings(path, resolver=resolver)
    assert {h.issuer for h in found.tables[0].holdings} == {None}
    korea = read_holdings(path, resolver=resolver, other_market="KS")
    assert "company:005930.KS" in {h.issuer for h in korea.tables[0].holdings}


def test_a_legacy_code_without_market_links_only_if_its_name_agrees(save, resolver):
    found = read_holdings(save("a.txt", legacy("600031|三一重工|3200|1|0.1||\n000660|SK海力士|100|1|0.1||\n")), resolver=resolver)
    assert {h.issuer for h in found.tables[0].holdings} == {None, "company:600031.SH"}
    assert "000660 SK海力士" in next(n.message for n in found.notes if n.kind == "unlinked")


def test_adjusted_prices_make_the_sum_wrong_and_the_list_is_quarantined(save, resolver):
    path = save("a.xml", sse(component("000063", "中兴通讯", 1900)))
    found = read_holdings(path, resolver=resolver, prices=closes(**{"000063_SZ": ("2026-09-09", 20.0)}))
    assert not found.tables
    assert [q.reason for q in found.quarantined] == ["sum-off"]


def test_a_suspended_share_keeps_its_last_close_with_a_note(save, resolver):
    path = save("a.xml", sse(component("000063", "中兴通讯", 2475)))
    found = read_holdings(path, resolver=resolver, prices=closes(**{"000063_SZ": ("2026-09-07", 40.0)}))
    assert weights(found.tables[0])["share:000063.SZ"] == 0.99
    assert [n.kind for n in found.notes] == ["price-old"]
    assert read_holdings(path, resolver=resolver, prices=closes(**{"000063_SZ": ("2026-08-20", 40.0)})).notes[0].kind == "price-missing"


def test_a_later_close_is_never_used(save, resolver):
    path = save("a.xml", sse(component("000063", "中兴通讯", 2475)))
    found = read_holdings(path, resolver=resolver, prices=closes(**{"000063_SZ": ("2026-09-10", 40.0)}))
    assert weights(found.tables[0])["share:000063.SZ"] is None


def test_a_weight_rounded_to_few_lots_is_noted(save, resolver):
    path = save("a.xml", sse(component("600519", "贵州茅台", 100, market="101"), cash="0", nav="150000"))
    found = read_holdings(path, resolver=resolver, prices=closes(**{"600519_SH": ("2026-09-09", 1500.0)}))
    assert [n.kind for n in found.notes] == ["lot-error"]
    assert "100.000% ±50.000%" in found.notes[0].message


def test_a_count_off_the_lot_was_not_rounded(save, resolver):
    path = save("a.xml", sse(component("600519", "贵州茅台", 101, market="101"), cash="0", nav="151500"))
    assert not read_holdings(path, resolver=resolver, prices=closes(**{"600519_SH": ("2026-09-09", 1500.0)})).notes


def test_xml_declared_as_gbk_is_read(save, resolver):
    text = sse(component("000063", "中兴通讯", 1900)).replace("UTF-8", "GBK")
    assert read_holdings(save("a.xml", text, "gbk"), resolver=resolver).tables[0].holdings[-1].name == "中兴通讯"


def test_the_index_weight_stands_in_for_a_rough_one(save, resolver):
    rows = [("600519", "贵州茅台", "上海证券交易所", 60.0), ("000063", "中兴通讯", "深圳证券交易所", 40.0)]
    columns = ("日期", "指数代码", "成分券代码", "成分券名称", "交易所", "权重")
    index = holdings_from_records([dict(zip(columns, ("2026-08-31", "000300", *r), strict=True)) for r in rows], resolver=resolver)
    path = save(
        "a.xml", sse(component("600519", "贵州茅台", 100, market="101"), component("000063", "中兴通讯", 2000), cash="0", code="510300", nav="200000")
    )
    prices = closes(**{"600519_SH": ("2026-09-09", 1190.0), "000063_SZ": ("2026-09-09", 40.0)})
    found = read_holdings(path, resolver=resolver, prices=prices, index_tables=index.tables)
    assert weights(found.tables[0]) == {"share:600519.SH": 0.6, "share:000063.SZ": 0.4, "cash:CNY": 0.0}
    assert "已改用指数权重" in found.notes[0].message


def test_a_document_type_is_refused_unread(save, resolver):
    text = sse(component("000063", "中兴通讯", 1)).replace("<SSEPort", '<!DOCTYPE x [<!ENTITY a "b">]><SSEPort', 1)
    found = read_holdings(save("a.xml", text), resolver=resolver)
    assert [q.reason for q in found.quarantined] == ["unreadable"]


def test_a_net_asset_value_that_does_not_fit_its_unit_is_noted(save, resolver):
    text = sse(component("000063", "中兴通讯", 1900)).replace("<NAV>0.05</NAV>", "<NAV>0.06</NAV>")
    assert [n.kind for n in read_holdings(save("a.xml", text), resolver=resolver).notes] == ["nav-differs", "weights-unknown"]


def test_a_trading_day_far_from_the_day_before_is_refused(save, resolver):
    text = sse(component("000063", "中兴通讯", 1900)).replace("20260910", "20991231")
    assert [q.reason for q in read_holdings(save("a.xml", text), resolver=resolver).quarantined] == ["bad-cell"]


# Shenzhen


def test_the_cash_leg_159900_is_no_weight(save, resolver):
    found = read_holdings(save("pcf_159518_20260703.xml", szse(CASH_LEG, APA)), resolver=resolver)
    (table,) = found.tables
    assert set(weights(table)) == {"share:APA", "cash:CNY"}
    assert weights(table)["cash:CNY"] == 1638.95 / 1043484.98
    assert (table.fund, table.as_of, table.known_at) == ("etf:159518.SZ", date(2026, 7, 1), date(2026, 7, 3))


def test_a_ticker_without_market_stays_unlinked(save, resolver):
    table = read_holdings(save("a.xml", szse(APA)), resolver=resolver).tables[0]
    assert [h.issuer for h in table.holdings] == [None, None]


def test_the_other_market_may_be_named_by_the_caller(save, resolver):
    path = save("a.xml", szse(APA | {"UnderlyingSecurityIDSource": "9999"}))
    table = read_holdings(path, resolver=resolver, other_market="US").tables[0]
    assert "company:APA.US" in {h.issuer for h in table.holdings}


def test_absent_optional_elements_are_no_fault(save, resolver):
    leg = {"UnderlyingSecurityID": "000063", "UnderlyingSecurityIDSource": "102", "UnderlyingSymbol": "中兴通讯", "SubstituteFlag": "2"}
    whole = {"UnderlyingSecurityID": "600519", "UnderlyingSecurityIDSource": "101", "UnderlyingSymbol": "贵州茅台", "ComponentShare": "100.00"}
    found = read_holdings(save("a.xml", szse(leg, whole)), resolver=resolver)
    assert {h.issuer for h in found.tables[0].holdings} == {None, "company:600519.SH"}


def test_the_record_count_of_all_markets_is_checked(save, resolver):
    found = read_holdings(save("a.xml", szse(CASH_LEG, APA, total=52)), resolver=resolver)
    assert not found.tables


SZSE_TEXT = """
                      标普油气ETF申购赎回清单
                      ( 2026-07-03 )

 基本信息
---------------------------------------------
            基金名称：  标普油气ETF
            基金代码：  159518
        目标指数代码：  SPSIOP
---------------------------------------------
 2026-07-01日 信息内容
---------------------------------------------
            现金差额：  1411.95元
  最小申购、赎回单位资产净值：  1043484.98元
        基金份额净值：  1.0435元
---------------------------------------------
 2026-07-03日 信息内容
---------------------------------------------
        预估现金差额：  1638.95元
    全部申购赎回组合证券只数：  3只(含"159900"证券)
---------------------------------------------
 组合信息内容
---------------------------------------------
 证券代码   证券简称      股份数量  现金替代标志  申购现金替代保证金率  赎回现金替代保证金率  申购替代金额  赎回替代金额  挂牌市场
 159900     申赎现金             0      必须       0.00%             1,146,030.6400      0.0000   深圳市场
 000002     万  科Ａ         1,100      允许      10.00%                     0.0000      0.0000   深圳市场
 APA        APA                110      允许      10.00%                     0.0000      0.0000   其他市场
"""


def test_the_text_twin_of_shenzhen_is_read_with_its_spaced_names(save, resolver):
    found = read_holdings(save("ETF15951820260703.txt", SZSE_TEXT, "gb18030"), resolver=resolver)
    (table,) = found.tables
    assert {(h.security, h.issuer) for h in table.holdings} == {("cash:CNY", None), ("share:000002.SZ", "company:000002.SZ"), ("share:APA", None)}
    assert (table.as_of, table.known_at, table.fund) == (date(2026, 7, 1), date(2026, 7, 3), "etf:159518.SZ")
    assert found.formats == (("ETF15951820260703.txt", "szse-pcf-text"),)


# Prices


def test_a_price_row_without_market_is_an_error(save):
    with pytest.raises(InputError, match=r"line 2.*600031\.SH"):
        read_prices(save("p.csv", "code,date,close\n600519,2026-09-09,1500\n"))


def test_a_price_file_names_the_missing_column(save):
    with pytest.raises(InputError, match="without close"):
        read_prices(save("p.csv", "code,date,price\n600519.SH,2026-09-09,1500\n"))


def test_two_closes_of_one_day_are_an_error(save):
    with pytest.raises(InputError, match="two different closes"):
        read_prices(save("p.csv", "code,date,close\n600519.SH,2026-09-09,1500\n600519.SH,20260909,1501\n"))


def test_london_prices_in_pence_are_pounds_over_a_hundred(save):
    prices = read_prices(save("p.csv", "code,date,close,currency\nSHEL.L,2026-09-09,2500,GBX\nGBPCNY,2026-09-09,9.6,\n"))
    assert prices.close("SHEL.L", date(2026, 9, 9)).close == pytest.approx(240.0)
