"""The strict reader, on small folders made by hand."""

from datetime import date
from pathlib import Path

import pytest

from themegraph.errors import BadReferenceData
from themegraph.ingest.reference import read_reference

ISSUERS = "id,label,label_en,source\ncompany:600001.SH,甲工业,Jia Industry,S\ncompany:0002.HK,乙电子,,S\ncompany:ABC.US,ABC CORP,ABC CORP,S\n"
LISTINGS = (
    "code,issuer,name,exchange,primary,listed_on,source\n"
    "600001.SH,company:600001.SH,甲工业-U,SSE,yes,2020-01-02,S\n"
    "0001.HK,company:600001.SH,甲工业股份,HKEX,no,,S\n"
    "0002.HK,company:0002.HK,乙电子-W,HKEX,yes,,S\n"
    "ABC.US,company:ABC.US,ABC CORP,NYSE,yes,,S\n"
)
INDICES = "id,label,label_en,rebalance,source\nindex:930001.CSI,测试指数,,,S\n"
ETFS = (
    "code,name,manager,index,kind,leverage,fee,index_source,as_of,source\n"
    "510001.SH,测试ETF甲,甲基金,index:930001.CSI,equity,1,0.005,S,2026-07-02,S\n"
    "159001.SZ,测试ETF乙,乙基金,index:930001.CSI,equity,1,,S,2026-07-02,S\n"
)
TABLES = (
    "table,fund,index,basis,coverage,n_total,sorted,as_of,known_at,source\n"
    "t,,index:930001.CSI,index_weight,top,50,yes,2025-04-30,2025-05-06,S\n"
    "u,etf:510001.SH,,fund_disclosed,full,3,no,,2025-06-02,S\n"
)
WEIGHTS = "table,code,kind,name,weight\nt,0002.HK,,,0.1\nt,600001.SH,,甲,0.15\nu,0001.HK,,,0.99\nu,USD,cash,现金,-0.01\nu,7203.T,unlinked,丰田,0.02\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "issuers.csv": ISSUERS, "listings.csv": LISTINGS, "indices.csv": INDICES, "etfs.csv": ETFS, "weight_tables.csv": TABLES, "weights.csv": WEIGHTS,
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def put(folder: Path, name: str, *lines: str) -> None:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def wrong(folder: Path, *parts: str) -> None:
    with pytest.raises(BadReferenceData) as caught:
        read_reference(folder)
    for part in parts:
        assert part in str(caught.value)


def test_issuers_and_listings_are_enough(tmp_path: Path) -> None:
    (tmp_path / "issuers.csv").write_text(ISSUERS, encoding="utf-8")
    (tmp_path / "listings.csv").write_text(LISTINGS, encoding="utf-8")
    data = read_reference(tmp_path)
    assert [e.id for e in data.entities] == ["company:0002.HK", "company:600001.SH", "company:ABC.US"]
    assert data.funds == data.tables == data.memberships == data.statements == ()


def test_a_source_that_begins_with_a_key_is_given_by_its_name(folder: Path) -> None:
    before = {x.source for x in read_reference(folder).listings}
    put(folder, "sources.csv", "key,label", f"{min(before)},某数据商")
    assert {x.source for x in read_reference(folder).listings} == {*sorted(before)[1:], "某数据商"}
    put(folder, "sources.csv", "key,label", "T,")
    wrong(folder, "sources.csv", "line 2", "label")


def test_a_missing_listings_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "issuers.csv").write_text(ISSUERS, encoding="utf-8")
    (tmp_path / "listing.csv").write_text(LISTINGS, encoding="utf-8")
    wrong(tmp_path, "needs listings.csv", "Did you mean listing.csv")


def test_an_a_share_and_its_h_share_are_two_listings_of_one_issuer(folder: Path) -> None:
    data = read_reference(folder)
    mine = [x for x in data.listings if x.issuer == "company:600001.SH"]
    assert [(x.id, x.primary, x.listed_on) for x in mine] == [("share:0001.HK", False, None), ("share:600001.SH", True, date(2020, 1, 2))]


def test_listing_names_are_names_of_the_issuer_and_the_label_stays_clean(folder: Path) -> None:
    issuer = next(e for e in read_reference(folder).entities if e.id == "company:600001.SH")
    assert issuer.label == "甲工业"
    assert [(n.text, n.kind) for n in issuer.names] == [
        ("甲工业", "short"),
        ("Jia Industry", "english"),
        ("甲工业-U", "short"),
        ("甲工业股份", "short"),
    ]


def test_an_index_table_serves_every_fund_that_tracks_the_index(folder: Path) -> None:
    tables = [t for t in read_reference(folder).tables if t.basis == "index_weight"]
    assert [(t.fund, t.index) for t in tables] == [("etf:159001.SZ", "index:930001.CSI"), ("etf:510001.SH", "index:930001.CSI")]
    assert tables[0].id != tables[1].id
    assert [h.weight for h in tables[0].holdings] == [0.15, 0.1]
    assert (tables[0].n_total, tables[0].sorted, tables[0].as_of, tables[0].known_at) == (50, True, date(2025, 4, 30), date(2025, 5, 6))


def test_weights_link_to_the_issuer_whatever_the_listing_and_cash_links_to_none(folder: Path) -> None:
    table = next(t for t in read_reference(folder).tables if t.basis == "fund_disclosed")
    assert [(h.security, h.issuer) for h in table.holdings] == [
        ("share:0001.HK", "company:600001.SH"), ("share:7203.T", None), ("cash:USD", None),
    ]  # fmt: skip
    assert table.as_of is None


def test_a_group_alias_names_every_member_and_a_bare_code_means_its_issuer(folder: Path) -> None:
    put(folder, "aliases.csv", "entity,text,kind,source,note", "0001.HK|company:0002.HK,双雄,group,S,", "510001.SH,小甲,nickname,S,")
    data = read_reference(folder)
    assert {e.id for e in data.entities if any(n.text == "双雄" for n in e.names)} == {"company:600001.SH", "company:0002.HK"}
    assert [n.text for n in next(f for f in data.funds if f.code == "510001.SH").names] == ["测试ETF甲", "小甲"]


def test_two_funds_may_share_a_nickname(folder: Path) -> None:
    put(
        folder,
        "names.csv",
        "entity,text,kind,source,valid_from,valid_to",
        "etf:510001.SH,测试,nickname,S,,",
        "etf:159001.SZ,测试,nickname,S,2024-01-02,",
    )
    assert all(any(n.text == "测试" for n in f.names) for f in read_reference(folder).funds)


def test_a_chinese_short_alias_becomes_the_label_of_an_issuer_that_has_none(folder: Path) -> None:
    put(folder, "aliases.csv", "entity,text,kind,source,note", "ABC.US,艾贝西,short,S,")
    issuer = next(e for e in read_reference(folder).entities if e.id == "company:ABC.US")
    assert (issuer.label, issuer.label_en) == ("艾贝西", "ABC CORP")


def test_a_label_drops_the_word_company_where_the_name_is_used_without_it(folder: Path) -> None:
    put(folder, "aliases.csv", "entity,text,kind,source,note", "ABC.US,艾贝西公司,short,S,", "ABC.US,艾贝西,abbreviation,S,")
    assert next(e for e in read_reference(folder).entities if e.id == "company:ABC.US").label == "艾贝西"


def test_an_id_made_of_any_listing_means_the_issuer(folder: Path) -> None:
    put(folder, "aliases.csv", "entity,text,kind,source,note", "company:0001.HK,阿甲,nickname,S,")
    put(folder, "organisations.csv", "id,type,label,label_en,names,broader,source", "company:0001.HK,company,甲集团,,老甲,,T")
    data = read_reference(folder)
    assert "company:0001.HK" not in {e.id for e in data.entities}
    issuer = next(e for e in data.entities if e.id == "company:600001.SH")
    assert {"阿甲", "甲集团", "老甲"} <= {n.text for n in issuer.names}
    assert issuer.label == "甲工业"


def test_an_id_that_no_table_has_is_refused_with_the_nearest(folder: Path) -> None:
    put(folder, "aliases.csv", "entity,text,kind,source,note", "company:600001.SZ,阿甲,nickname,S,")
    wrong(folder, "aliases.csv, line 2, column entity", "Did you mean company:600001.SH")


def test_listings_that_go_against_a_recorded_decision_are_refused(folder: Path) -> None:
    head = "code,issuer,decision,ground,source"
    put(folder, "joins.csv", head, "0001.HK,company:600001.SH,same,H share,S", "0002.HK,company:600001.SH,apart,names alike,S")
    read_reference(folder)
    put(folder, "joins.csv", head, "0001.HK,company:600001.SH,apart,names alike,S")
    wrong(folder, "joins.csv, line 2, column decision", "0001.HK is company:600001.SH")


def test_a_table_without_lines_is_refused(folder: Path) -> None:
    put(folder, "weights.csv", "table,code,kind,name,weight", "t,0002.HK,,,0.1")
    wrong(folder, "weight_tables.csv, line 3, column table", "at least one line")


def test_one_name_for_several_entities_needs_the_kind_group(folder: Path) -> None:
    put(folder, "aliases.csv", "entity,text,kind,source,note", "0001.HK|0002.HK,双雄,short,S,")
    wrong(folder, "aliases.csv, line 2, column kind", "group")


def test_a_concept_may_add_names_to_a_theme_of_the_theme_table(folder: Path) -> None:
    put(folder, "themes.csv", "id,label,label_en,broader,source", "theme:储能,储能,,,S")
    put(folder, "concepts.csv", "id,type,label,label_en,names,broader,source", "theme:储能,sector/theme,储能,energy storage,电化学储能|新型储能,,T")
    theme = next(e for e in read_reference(folder).entities if e.id == "theme:储能")
    assert [n.text for n in theme.names] == ["储能", "energy storage", "电化学储能", "新型储能"]
    assert theme.label_en == "energy storage"


def test_a_relation_becomes_a_statement_with_its_qualifiers_and_quote(folder: Path) -> None:
    put(
        folder, "relations.csv", "subject,predicate,object,qualifiers,valid_from,valid_to,known_at,source,quote",
        "0001.HK,supplies_to,company:ABC.US,share=0.12;unit=revenue,2025-01-01,,2025-03-01,S,甲向ABC供货",
    )  # fmt: skip
    (found,) = read_reference(folder).statements
    assert (found.statement.subject, found.statement.object) == ("company:600001.SH", "company:ABC.US")
    assert found.statement.qualifiers == (("share", 0.12), ("unit", "revenue"))
    assert (found.known_at, found.quote) == (date(2025, 3, 1), "甲向ABC供货")


def test_members_of_two_listings_are_one_member(folder: Path) -> None:
    put(folder, "themes.csv", "id,label,label_en,broader,source", "theme:储能,储能,,,S")
    put(folder, "theme_members.csv", "code,theme,as_of,known_at,source", "0001.HK,theme:储能,,2026-07-13,S", "600001.SH,theme:储能,,2026-07-13,S")
    assert [(m.company, m.group, m.known_at) for m in read_reference(folder).memberships] == [("company:600001.SH", "theme:储能", date(2026, 7, 13))]


def test_the_order_of_rows_does_not_matter(folder: Path) -> None:
    before = read_reference(folder)
    for name in ("issuers.csv", "etfs.csv", "weight_tables.csv", "weights.csv"):
        head, *lines = (folder / name).read_text(encoding="utf-8").splitlines()
        put(folder, name, head, *reversed(lines))
    assert read_reference(folder) == before


def test_a_byte_order_mark_and_windows_line_ends_are_read(folder: Path) -> None:
    before = read_reference(folder)
    for path in folder.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_reference(folder) == before


@pytest.mark.parametrize(
    ("name", "old", "new", "parts"),
    [
        ("issuers.csv", "label_en", "label_eng", ("issuers.csv, line 1, column label_eng", "Did you mean label_en")),
        ("issuers.csv", ",label_en", "", ("issuers.csv, line 1, column label_en", "wanted the columns")),
        ("issuers.csv", "乙电子", "", ("issuers.csv, line 3, column label", "not a blank")),
        ("issuers.csv", "company:0002.HK", "company:600001.SH", ("issuers.csv, line 3, column id", "stands in issuers.csv, line 2")),
        ("issuers.csv", "company:0002.HK,乙电子,,S", "company:0002.HK,乙电子,S", ("issuers.csv, line 3", "wanted 4 cells", "found 3")),
        ("listings.csv", "0002.HK,company:0002.HK", "00002.HK,company:0002.HK", ("listings.csv, line 4, column code", "canonical form 0002.HK")),
        ("listings.csv", "600001.SH,company", "600001,company", ("listings.csv, line 2, column code", "with its market")),
        ("listings.csv", "company:600001.SH,甲工业股份", "company:600002.SH,甲工业股份", ("line 3, column issuer", "Did you mean company:600001.SH")),
        ("listings.csv", "HKEX,no", "HKEX,yes", ("listings.csv, line 3, column primary", "line 2 is one already")),
        ("listings.csv", "HKEX,no", "HKEX,maybe", ("listings.csv, line 3, column primary", "'no', 'yes'")),
        ("listings.csv", "2020-01-02", "2020-13-02", ("listings.csv, line 2, column listed_on", "YYYY-MM-DD", "2020-13-02")),
        ("etfs.csv", "index:930001.CSI,equity,1,,", "index:930010.CSI,equity,1,,", ("etfs.csv, line 3, column index", "Did you mean index:930001.CSI")),
        ("etfs.csv", "equity,1,0.005", "equty,1,0.005", ("etfs.csv, line 2, column kind", "Did you mean equity")),
        ("etfs.csv", "0.005", "0.5", ("etfs.csv, line 2, column fee", "fractions, not percent")),
        ("weight_tables.csv", "index_weight", "index_weigth", ("weight_tables.csv, line 2, column basis", "Did you mean index_weight")),
        ("weight_tables.csv", "2025-05-06", "", ("weight_tables.csv, line 2, column known_at", "YYYY-MM-DD")),
        ("weight_tables.csv", "2025-05-06", "2025-04-29", ("weight_tables.csv, line 2, column known_at", "not before as_of")),
        ("weight_tables.csv", "u,etf:510001.SH", "u,etf:510011.SH", ("weight_tables.csv, line 3, column fund", "Did you mean etf:510001.SH")),
        ("weight_tables.csv", "u,etf:510001.SH,,", "u,etf:510001.SH,index:930001.CSI,", ("column fund", "not both or neither")),
        ("weight_tables.csv", ",50,", ",0,", ("weight_tables.csv, line 2, column n_total", "above 0")),
        ("weights.csv", "甲,0.15", "甲,15", ("weights.csv, line 3, column weight", "from 0 to 1")),
        ("weights.csv", "甲,0.15", "甲,0.1_5", ("weights.csv, line 3, column weight", "from 0 to 1")),
        ("listings.csv", "-U,SSE", "-U,SSEE", ("listings.csv, line 2, column exchange", "Did you mean SSE")),
        ("listings.csv", "-U,SSE", "-U,SZSE", ("listings.csv, line 2, column exchange", "of the market SH")),
        ("listings.csv", "甲工业-U", "甲工\x00业", ("listings.csv, line 2, column name", "control characters")),
        ("listings.csv", "2020-01-02", "2020-W02-2", ("listings.csv, line 2, column listed_on", "YYYY-MM-DD")),
        ("weights.csv", "甲,0.15", "甲,nan", ("weights.csv, line 3, column weight", "from 0 to 1")),
        ("weights.csv", "t,600001.SH", "t,600011.SH", ("weights.csv, line 3, column code", "Did you mean 600001.SH")),
        ("weights.csv", "t,600001.SH", "t,0002.HK", ("weights.csv, line 3, column code", "each security once")),
        ("weights.csv", "t,600001.SH", "x,600001.SH", ("weights.csv, line 3, column table", "a table of weight_tables.csv")),
        ("weights.csv", "0.99", "0.59", ("weight_tables.csv, line 3, column coverage", "0.6000")),
    ],
)  # fmt: skip
def test_a_broken_cell_is_named_with_file_line_column_and_the_nearest_good_value(
    folder: Path, name: str, old: str, new: str, parts: tuple[str, ...]
) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    wrong(folder, *parts)


def test_a_membership_of_an_unknown_class_is_refused(folder: Path) -> None:
    put(folder, "themes.csv", "id,label,label_en,broader,source", "theme:储能,储能,,,S")
    put(folder, "theme_members.csv", "code,theme,as_of,known_at,source", "0001.HK,theme:储能器,,2026-07-13,S")
    wrong(folder, "theme_members.csv, line 2, column theme", "Did you mean theme:储能")


def test_text_that_is_not_utf_8_is_refused_with_advice(folder: Path) -> None:
    (folder / "issuers.csv").write_bytes(ISSUERS.encode("gb18030"))
    wrong(folder, "issuers.csv", "UTF-8", "Save the file as UTF-8")


def test_an_open_quote_is_refused(folder: Path) -> None:
    (folder / "etfs.csv").write_text(ETFS + '"159002.SZ,x', encoding="utf-8")
    wrong(folder, "etfs.csv", "closed quotes")
