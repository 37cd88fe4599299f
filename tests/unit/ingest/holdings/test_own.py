"""Our own table, and what every format shares: refusals, detection, order."""

import json
from datetime import date

import pytest

from themegraph.errors import MissingExtra, UnknownFormat
from themegraph.ingest.holdings import format_names, holdings_from_records, holdings_status, read_holdings


def own(*rows, header="fund,code,weight,name,as_of"):
    return "\n".join([header, *rows]) + "\n"


FULL = ("510300.SH,600519.SH,0.6,贵州茅台,2026-06-30", "510300.SH,000001.SZ,0.4,平安银行,2026-06-30")


def reasons(found):
    return [q.reason for q in found.quarantined]


def test_our_own_csv_is_read_and_checked(save, resolver):
    found = read_holdings(save("a.csv", own(*FULL)), resolver=resolver)
    (table,) = found.tables
    assert (table.fund, table.basis, table.coverage, table.n_total) == ("etf:510300.SH", "fund_disclosed", "full", 2)
    assert (table.as_of, table.known_at, table.source) == (date(2026, 6, 30), date(2026, 7, 1), "our own table, a.csv")
    assert [h.weight for h in table.holdings] == [0.6, 0.4]


def test_percent_has_its_own_column(save, resolver):
    text = own(*(r.replace("0.6", "60").replace("0.4,", "40,") for r in FULL), header="fund,code,weight_pct,name,as_of")
    assert [h.weight for h in read_holdings(save("a.csv", text), resolver=resolver).tables[0].holdings] == [0.6, 0.4]


def test_every_field_of_a_table_may_be_stated(save, resolver):
    header = "fund,code,weight,name,as_of,known_at,basis,coverage,n_total,source,kind"
    row = "510300.SH,600519.SH,0.05,,2026-06-30,2026-07-21,fund_disclosed,top,300,QR,"
    table = read_holdings(save("a.csv", own(row, header=header)), resolver=resolver).tables[0]
    assert (table.known_at, table.coverage, table.n_total, table.source, table.sorted) == (date(2026, 7, 21), "top", 300, "QR", True)


def test_parquet_holds_the_same_table(tmp_path, resolver):
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    rows = {"fund": ["510300.SH"] * 2, "code": ["600519.SH", "000001.SZ"], "weight": [0.6, 0.4], "as_of": [date(2026, 6, 30)] * 2}
    parquet.write_table(arrow.table(rows), tmp_path / "a.parquet")
    table = read_holdings(tmp_path / "a.parquet", resolver=resolver).tables[0]
    assert [(h.security, h.weight) for h in table.holdings] == [("share:600519.SH", 0.6), ("share:000001.SZ", 0.4)]


def test_parquet_without_pyarrow_names_the_extra(save, resolver, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"themegraph\[parquet\]"):
        read_holdings(save("a.parquet", b"PAR1xxxxPAR1"), resolver=resolver)


def test_a_broken_parquet_file_is_quarantined(save, resolver):
    pytest.importorskip("pyarrow")
    assert reasons(read_holdings(save("a.parquet", b"PAR1xxxxPAR1"), resolver=resolver)) == ["unreadable"]


CHINESE = ("510300,600519,贵州茅台,{},2026/6/30", "510300,000001,平安银行,{},2026/6/30")


@pytest.mark.parametrize(
    ("heading", "weights"),
    [
        ("权重(%)", ("60", "40")),
        ("权重（％）", ("60", "40")),
        ("权重", ("60%", "40%")),
        ("占净值比例", ("60", "40")),
        ("持仓占比(小数)", ("0.6", "0.4")),
    ],
)
def test_chinese_headings_are_our_own_table_too(save, resolver, heading, weights):
    rows = (row.format(weight) for row, weight in zip(CHINESE, weights, strict=True))
    (table,) = read_holdings(save("a.csv", own(*rows, header=f"基金代码,证券代码,名称,{heading},日期")), resolver=resolver).tables
    assert (table.fund, table.as_of, table.coverage) == ("etf:510300.SH", date(2026, 6, 30), "full")
    assert [(h.issuer, h.weight) for h in table.holdings] == [("company:600519.SH", 0.6), ("company:000001.SZ", 0.4)]


@pytest.mark.parametrize("weights", [("0.6", "0.4"), ("60%", "0.4")])
def test_a_chinese_heading_without_a_unit_that_could_be_either_is_refused_and_says_what_to_write(save, resolver, weights):
    rows = (row.format(weight) for row, weight in zip(CHINESE, weights, strict=True))
    found = read_holdings(save("a.csv", own(*rows, header="基金代码,代码,名称,权重,日期")), resolver=resolver)
    assert reasons(found) == ["unit-mix-up"]
    assert "权重(%)" in found.quarantined[0].message


def test_codes_that_stand_alone_without_a_market_are_unlinked_and_the_note_says_why(save, resolver):
    found = read_holdings(save("a.csv", own("510300,600519,60,2026-06-30", header="基金代码,代码,权重(%),日期")), resolver=resolver)
    assert [h.issuer for h in found.tables[0].holdings] == [None]
    assert any(n.kind == "unlinked" and "市场后缀" in n.message for n in found.notes)


def test_a_table_without_a_day_is_noted(save, resolver):
    path = save("a.csv", own("510300,600519.SH,60", header="基金代码,代码,权重(%)"))
    found = read_holdings(path, resolver=resolver, run_on=date(2026, 7, 1))
    assert (found.tables[0].as_of, found.tables[0].known_at) == (None, date(2026, 7, 1))
    assert "no-day" in {n.kind for n in found.notes}
    assert "no-day" not in {n.kind for n in read_holdings(path, resolver=resolver, as_of=date(2026, 6, 30)).notes}


def test_a_fund_may_be_given_by_its_name(save, resolver):
    rows = (row.format(weight).replace("510300", "通信ETF") for row, weight in zip(CHINESE, ("60", "40"), strict=True))
    assert read_holdings(save("a.csv", own(*rows, header="基金,代码,名称,权重(%),日期")), resolver=resolver).tables[0].fund == "etf:515880.SH"


# Quarantine


@pytest.mark.parametrize(("second", "reason"), [("0.4075", None), ("0.4076", "warn"), ("0.42", "warn"), ("0.4201", "sum-off"), ("0.3799", "sum-off")])
def test_the_sum_of_a_full_list_is_accepted_warned_about_or_refused(save, resolver, second, reason):
    text = own(*(f"{r},full" for r in FULL), header="fund,code,weight,name,as_of,coverage").replace(",0.4,", f",{second},")
    found = read_holdings(save("a.csv", text), resolver=resolver)
    assert reasons(found) == (["sum-off"] if reason == "sum-off" else [])
    assert [n.kind for n in found.notes] == (["sum-warning"] if reason == "warn" else [])


def test_negative_equity_in_a_long_only_fund_is_refused_and_in_an_inverse_one_kept(save, resolver):
    rows = ("SQQQ.US,NVDA.US,-0.1,NVIDIA,2026-06-30,partial", "SQQQ.US,AAPL.US,0.2,APPLE,2026-06-30,partial")
    header = "fund,code,weight,name,as_of,coverage"
    assert len(read_holdings(save("a.csv", own(*rows, header=header)), resolver=resolver).tables) == 1
    found = read_holdings(save("b.csv", own(*rows, header=header).replace("SQQQ", "QQQ")), resolver=resolver)
    assert reasons(found) == ["negative-equity"]
    assert found.quarantined[0].line == 2


def test_negative_cash_is_no_fault(save, resolver):
    rows = (*(f"{r}," for r in FULL), "510300.SH,CNY,-0.005,现金,2026-06-30,cash")
    found = read_holdings(save("a.csv", own(*rows, header="fund,code,weight,name,as_of,kind")), resolver=resolver)
    assert [h.security for h in found.tables[0].holdings] == ["share:600519.SH", "share:000001.SZ", "cash:CNY"]


def test_a_row_that_stands_twice_refuses_the_table(save, resolver):
    found = read_holdings(save("a.csv", own(*FULL, FULL[1])), resolver=resolver)
    assert reasons(found) == ["duplicate-row"]
    assert "第一次在第 3 行" in found.quarantined[0].message


@pytest.mark.parametrize("weights", [("9999.99", "0.4"), ("60", "40"), ("0.006", "0.004")])
def test_units_that_are_mixed_up_are_refused(save, resolver, weights):
    text = own(*FULL).replace(",0.6,", f",{weights[0]},").replace(",0.4,", f",{weights[1]},")
    found = read_holdings(save("a.csv", text), resolver=resolver)
    assert not found.tables
    assert reasons(found) == ["unit-mix-up"]


def test_a_table_of_a_day_to_come_is_refused(save, resolver):
    path = save("a.csv", own(*FULL))
    assert reasons(read_holdings(path, resolver=resolver, run_on=date(2026, 6, 29))) == ["future-date"]
    assert not reasons(read_holdings(path, resolver=resolver, run_on=date(2026, 6, 30)))


def test_a_stated_day_of_knowledge_after_the_import_is_refused(save, resolver):
    text = own(*(f"{r},2026-08-01" for r in FULL), header="fund,code,weight,name,as_of,known_at")
    assert reasons(read_holdings(save("a.csv", text), resolver=resolver, run_on=date(2026, 7, 15))) == ["future-date"]
    assert read_holdings(save("a.csv", text), resolver=resolver, run_on=date(2026, 8, 1)).tables[0].known_at == date(2026, 8, 1)


def test_the_fund_asked_for_must_be_the_fund_of_the_file(save, resolver):
    path = save("a.csv", own(*FULL))
    assert reasons(read_holdings(path, resolver=resolver, fund="515880")) == ["fund-mismatch"]
    assert read_holdings(path, resolver=resolver, fund="510300").tables == read_holdings(path, resolver=resolver, fund="510300.SH").tables


def test_the_day_asked_for_must_be_a_day_of_the_file(save, resolver):
    path = save("a.csv", own(*FULL))
    assert reasons(read_holdings(path, resolver=resolver, as_of=date(2026, 3, 31))) == ["date-mismatch"]


def test_a_file_without_a_day_takes_the_one_given(save, resolver):
    path = save("a.csv", own(*(r.rpartition(",")[0] for r in FULL), header="fund,code,weight,name"))
    assert reasons(read_holdings(path, resolver=resolver)) == ["no-date"]
    assert read_holdings(path, resolver=resolver, as_of=date(2026, 6, 30)).tables[0].known_at == date(2026, 7, 1)


def test_an_unknown_code_is_kept_unlinked_and_noted(save, resolver):
    found = read_holdings(save("a.csv", own(FULL[0], "510300.SH,999999.SH,0.4,无名,2026-06-30")), resolver=resolver)
    assert found.tables[0].holdings[1].issuer is None
    assert [n.kind for n in found.notes] == ["unlinked"]


def test_six_digits_alone_need_a_name_that_agrees(save, resolver):
    found = read_holdings(
        save("a.csv", own("510300.SH,600519,0.6,贵州茅台,2026-06-30", "510300.SH,000001,0.4,上证指数,2026-06-30")), resolver=resolver
    )
    assert [h.issuer for h in found.tables[0].holdings] == ["company:600519.SH", None]


def test_a_new_name_for_a_known_code_is_linked_and_noted(save, resolver):
    found = read_holdings(save("a.csv", own(*FULL).replace("平安银行", "新平安行")), resolver=resolver)
    assert found.tables[0].holdings[1].issuer == "company:000001.SZ"
    assert [n.kind for n in found.notes] == ["name-differs"]


def test_a_code_with_the_name_of_another_company_is_not_linked(save, resolver):
    found = read_holdings(save("a.csv", own(*FULL).replace("平安银行", "中兴通讯")), resolver=resolver)
    assert [h.issuer for h in found.tables[0].holdings] == ["company:600519.SH", None]
    mismatch = next(n for n in found.notes if n.kind == "code-name-mismatch")
    assert "000001.SZ" in mismatch.message
    assert "000063.SZ" in mismatch.message
    assert mismatch.line == 3


def test_one_bad_table_does_not_take_the_others_with_it(save, resolver):
    other = "515880.SH,000063.SZ,0.5,中兴通讯,2026-06-30,full"
    found = read_holdings(save("a.csv", own(*(f"{r},full" for r in FULL), other, header="fund,code,weight,name,as_of,coverage")), resolver=resolver)
    assert [t.fund for t in found.tables] == ["etf:510300.SH"]
    assert reasons(found) == ["sum-off"]


# Detection


def test_an_unknown_file_names_the_nearest_format_and_what_is_missing(save, resolver):
    with pytest.raises(UnknownFormat, match=r"iShares.*lacks exchange"):
        read_holdings(save("a.csv", "Ticker,Name,Asset Class,Weight (%)\nRY,ROYAL BANK,Equity,100\n"), resolver=resolver)


def test_a_table_without_weights_is_nearest_to_our_own(save, resolver):
    with pytest.raises(UnknownFormat, match="weight_pct"):
        read_holdings(save("a.csv", "fund,code\n510300.SH,600519.SH\n"), resolver=resolver)


def test_a_wrong_format_name_gets_the_nearest_good_one(save, resolver):
    with pytest.raises(UnknownFormat, match="Did you mean csindex"):
        read_holdings(save("a.csv", own(*FULL)), resolver=resolver, format="csindx")


def test_a_file_that_is_not_of_the_format_asked_for_says_what_it_lacks(save, resolver):
    with pytest.raises(UnknownFormat, match="lacks date, index"):
        read_holdings(save("a.csv", own(*FULL)), resolver=resolver, format="csindex")


def test_a_web_page_in_a_data_file_is_quarantined(save, resolver):
    found = read_holdings(save("a.xls", "<!DOCTYPE html><html><body>404</body></html>"), resolver=resolver)
    assert "网页" in found.quarantined[0].message


@pytest.mark.parametrize("raw", [b"", b"  \n", b"\x00\x01\x02\x03\x00", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1broken", b'{"a": '])
def test_bytes_that_are_nothing_are_quarantined_not_raised(save, resolver, raw):
    assert reasons(read_holdings(save("a.bin", raw), resolver=resolver)) == ["unreadable"]


def test_a_missing_file_is_quarantined_with_its_name(tmp_path, resolver):
    found = read_holdings(tmp_path / "none.csv", resolver=resolver)
    assert found.quarantined[0].file == "none.csv"


def test_foreign_json_is_an_unknown_format(save, resolver):
    with pytest.raises(UnknownFormat, match="is json"):
        read_holdings(save("a.json", json.dumps({"a": {"b": 1}})), resolver=resolver)


# Order


def test_the_order_of_files_and_rows_changes_nothing(save, resolver):
    one, two = save("a.csv", own(*FULL)), save("b.csv", own(*reversed(FULL)).replace("510300", "515880"))
    assert read_holdings([one, two], resolver=resolver) == read_holdings([two, one], resolver=resolver)
    again = save("a.csv", own(*reversed(FULL)))
    assert read_holdings(again, resolver=resolver).tables == read_holdings([again, again], resolver=resolver).tables


def test_the_same_table_from_two_files_counts_once(save, resolver):
    found = read_holdings([save("a.csv", own(*FULL)), save("b.csv", own(*reversed(FULL)))], resolver=resolver)
    assert [t.source for t in found.tables] == ["our own table, a.csv"]


def test_records_are_read_like_files(resolver):
    rows = [{"fund": "510300.SH", "code": "600519.SH", "weight": 1.0, "as_of": date(2026, 6, 30), "name": float("nan")}]
    assert holdings_from_records(rows, resolver=resolver).tables[0].holdings[0].issuer == "company:600519.SH"


def test_status_gives_age_and_coverage_as_facts(save, resolver):
    tables = read_holdings(save("a.csv", own(FULL[0], "510300.SH,999999.SH,0.4,无名,2026-06-30")), resolver=resolver).tables
    (row,) = holdings_status(tables, as_of=date(2026, 7, 30))
    assert (row.age_days, row.usable, row.lines, row.n_total, row.weight_known, row.weight_linked) == (30, True, 2, 2, 1.0, 0.6)
    assert not holdings_status(tables, as_of=date(2026, 6, 30))[0].usable


def test_every_format_has_a_name():
    assert {"csindex", "sse-pcf", "sse-pcf-text", "szse-pcf", "szse-pcf-text", "ishares", "own"} <= set(format_names())
