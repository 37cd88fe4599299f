"""中证指数 closeweight lists."""

from datetime import date

import pytest

from themegraph.ingest.holdings import holdings_from_records, read_holdings

HEADER = [
    "日期Date", "指数代码 Index Code", "指数名称 Index Name", "指数英文名称Index Name(Eng)", "成份券代码Constituent Code", "成份券名称Constituent Name",
    "成份券英文名称Constituent Name(Eng)", "交易所Exchange", "交易所英文名称Exchange(Eng)", "权重(%)weight",
]  # fmt: skip
SZ, SH = ("深圳证券交易所", "Shenzhen Stock Exchange"), ("上海证券交易所", "Shanghai Stock Exchange")
ROWS = [
    ["20260430", "000300", "沪深300", "CSI 300", "000001", "平安银行", "Ping An Bank Co., Ltd.", *SZ, 40.425],
    ["20260430", "000300", "沪深300", "CSI 300", "688981", "中芯国际", "Semiconductor Manufacturing International Corporation", *SH, 59.575],
]


@pytest.mark.parametrize("word", ["成份券", "成分券"])
def test_both_spellings_of_constituent_are_read(workbook, resolver, word):
    path = workbook("000300closeweight.xls", [[c.replace("成份券", word) for c in HEADER], *ROWS])
    found = read_holdings(path, resolver=resolver)
    assert [t.fund for t in found.tables] == ["etf:159919.SZ", "etf:510300.SH"]
    table = found.tables[0]
    assert (table.basis, table.coverage, table.n_total, table.sorted, table.index) == ("index_weight", "full", 2, True, "index:000300.CSI")
    assert [(h.security, h.issuer, h.weight) for h in table.holdings] == [
        ("share:688981.SH", "company:688981.SH", 0.59575),
        ("share:000001.SZ", "company:000001.SZ", 0.40425),
    ]
    assert found.formats == (("000300closeweight.xls", "csindex"),)
    assert not found.quarantined


def test_a_month_end_list_is_known_from_the_next_session(workbook, resolver):
    table = read_holdings(workbook("w.xlsx", [HEADER, *ROWS]), resolver=resolver).tables[0]
    assert (table.as_of, table.known_at) == (date(2026, 4, 30), date(2026, 5, 6))


def test_codes_that_lost_their_zeros_get_them_back(workbook, resolver):
    rows = [[20260430, 300, *ROWS[0][2:4], 1, *ROWS[0][5:]], [20260430, 300, *ROWS[1][2:4], 688981, *ROWS[1][5:]]]
    table = read_holdings(workbook("w.xlsx", [HEADER, *rows]), resolver=resolver).tables[0]
    assert {h.security for h in table.holdings} == {"share:000001.SZ", "share:688981.SH"}


def test_the_akshare_frame_has_the_same_columns(resolver):
    columns = ["日期", "指数代码", "指数名称", "指数英文名称", "成分券代码", "成分券名称", "成分券英文名称", "交易所", "交易所英文名称", "权重"]
    records = [dict(zip(columns, [date(2023, 12, 29), *row[1:]], strict=True)) for row in ROWS]
    found = holdings_from_records(records, resolver=resolver)
    assert found.formats == (("records", "csindex"),)
    assert found.tables[0].as_of == date(2023, 12, 29)


def test_a_list_without_weights_is_kept_as_composition(workbook, resolver):
    found = read_holdings(workbook("000300cons.xls", [HEADER[:9], *[r[:9] for r in ROWS]]), resolver=resolver)
    assert [n.kind for n in found.notes] == ["weights-unknown"]
    assert [h.weight for h in found.tables[0].holdings] == [None, None]


def test_an_index_that_no_fund_tracks_is_kept_under_its_own_id(workbook, resolver):
    rows = [[r[0], "930713", "CS人工智", "CSI AI", *r[4:]] for r in ROWS]
    found = read_holdings(workbook("w.xlsx", [HEADER, *rows]), resolver=resolver)
    assert [t.fund for t in found.tables] == ["index:930713.CSI"]
    assert [n.kind for n in found.notes] == ["unknown-fund"]


def test_an_unknown_constituent_is_kept_unlinked(workbook, resolver):
    rows = [ROWS[0], [*ROWS[1][:4], "688999", "某某科技", *ROWS[1][6:]]]
    found = read_holdings(workbook("w.xlsx", [HEADER, *rows]), resolver=resolver)
    assert [(h.security, h.issuer) for h in found.tables[0].holdings] == [("share:688999.SH", None), ("share:000001.SZ", "company:000001.SZ")]
    assert [n.kind for n in found.notes] == ["unlinked"]
    assert "688999 某某科技" in found.notes[0].message


def test_hong_kong_constituents_resolve_by_their_exchange(workbook, resolver):
    rows = [ROWS[0], [*ROWS[1][:4], "00700", "腾讯控股", "Tencent", "香港证券交易所", "Hong Kong Exchanges and Clearing Ltd", 59.575]]
    found = read_holdings(workbook("w.xlsx", [HEADER, *rows]), resolver=resolver)
    assert found.tables[0].holdings[0].issuer == "company:0700.HK"


def test_a_weight_that_is_no_number_quarantines_the_list(workbook, resolver):
    found = read_holdings(workbook("w.xlsx", [HEADER, ROWS[0], [*ROWS[1][:9], "n.a."]]), resolver=resolver)
    assert not found.tables
    assert [(q.reason, q.line) for q in found.quarantined] == [("bad-cell", 3)]


def test_the_old_binary_workbook_is_read_whatever_it_is_called(old_workbook, resolver):
    found = read_holdings(old_workbook("000300closeweight.dat", [HEADER, *ROWS]), resolver=resolver)
    assert [h.weight for h in found.tables[0].holdings] == [0.59575, 0.40425]
    assert found.formats == (("000300closeweight.dat", "csindex"),)


def test_an_index_file_serves_the_fund_asked_for_alone(workbook, resolver):
    path = workbook("w.xlsx", [HEADER, *ROWS])
    assert [t.fund for t in read_holdings(path, resolver=resolver, fund="510300").tables] == ["etf:510300.SH"]


def test_a_fund_whose_index_we_do_not_know_is_taken_on_the_callers_word(workbook, resolver):
    found = read_holdings(workbook("w.xlsx", [HEADER, *ROWS]), resolver=resolver, fund="515880")
    assert [t.fund for t in found.tables] == ["etf:515880.SH"]
    assert "按所说采用" in found.notes[0].message


def test_a_fund_of_another_index_is_refused(workbook, resolver):
    rows = [[r[0], "000905", *r[2:]] for r in ROWS]
    found = read_holdings(workbook("w.xlsx", [HEADER, *rows]), resolver=resolver, fund="510300")
    assert [q.reason for q in found.quarantined] == ["fund-mismatch"]


def test_a_header_without_lines_is_refused(workbook, resolver):
    assert [q.reason for q in read_holdings(workbook("w.xlsx", [HEADER]), resolver=resolver).quarantined] == ["no-lines"]
