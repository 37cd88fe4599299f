"""What must hold of the data that the package ships."""

import csv
import re
from collections import Counter
from math import fsum
from pathlib import Path

import pytest

from themegraph.ingest.calendars import read_rebalances
from themegraph.ingest.reference import read_reference
from themegraph.model import ReferenceData, canonical_code
from themegraph.resources import data_path


@pytest.fixture(scope="module")
def data() -> ReferenceData:
    return read_reference(data_path())


def test_ids_are_unique_and_codes_canonical(data: ReferenceData) -> None:
    for ids in ([e.id for e in data.entities], [x.id for x in data.listings], [f.id for f in data.funds], [t.id for t in data.tables]):
        assert len(ids) == len(set(ids))
    for code in [x.code for x in data.listings] + [f.code for f in data.funds]:
        assert canonical_code(code) == code


def test_every_listing_has_an_issuer_and_every_issuer_with_listings_one_primary(data: ReferenceData) -> None:
    companies = {e.id for e in data.entities if e.type == "company"}
    assert {x.issuer for x in data.listings} <= companies
    primaries = Counter(x.issuer for x in data.listings if x.primary)
    assert set(primaries) == {x.issuer for x in data.listings}
    assert set(primaries.values()) == {1}
    assert all(x.issuer == f"company:{x.code}" for x in data.listings if x.primary)


def test_a_share_comes_before_hong_kong_and_hong_kong_before_america(data: ReferenceData) -> None:
    rank = {"SH": 0, "SZ": 0, "BJ": 0, "HK": 1, "US": 2}
    markets: dict[str, list[int]] = {}
    primary: dict[str, int] = {}
    for listing in data.listings:
        place = rank.get(listing.code.rpartition(".")[2], 3)
        markets.setdefault(listing.issuer, []).append(place)
        if listing.primary:
            primary[listing.issuer] = place
    assert all(primary[issuer] == min(places) for issuer, places in markets.items())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("002594.SZ", "1211.HK"),
        ("688981.SH", "0981.HK"),
        ("9988.HK", "BABA.US"),
        ("GOOG.US", "GOOGL.US"),
        ("688235.SH", "ONC.US"),
        ("TSM.US", "2330.TW"),
    ],
)
def test_listings_of_one_company_have_one_issuer(data: ReferenceData, one: str, other: str) -> None:
    issuer = {x.code: x.issuer for x in data.listings}
    assert issuer[one] == issuer[other]


def test_every_listing_beyond_the_first_has_a_recorded_ground(data: ReferenceData) -> None:
    lines = [line.split(",") for line in data_path("joins.csv").read_text(encoding="utf-8").splitlines()[1:]]
    assert {x.code for x in data.listings if not x.primary} == {cells[0] for cells in lines if cells[2] == "same"}


@pytest.mark.parametrize(("one", "other"), [("000831.SZ", "0769.HK"), ("000951.SZ", "3808.HK"), ("600050.SH", "0762.HK"), ("FBNC.US", "FBP.US")])
def test_companies_of_one_name_stay_apart(data: ReferenceData, one: str, other: str) -> None:
    issuer = {x.code: x.issuer for x in data.listings}
    assert issuer[one] != issuer[other]


def test_marks_of_the_exchange_do_not_stand_in_the_label(data: ReferenceData) -> None:
    issuer = {x.code: x.issuer for x in data.listings}
    label = {e.id: e.label for e in data.entities}
    assert label[issuer["688795.SH"]] == "摩尔线程"
    assert label[issuer["1810.HK"]] == "小米集团"
    assert not [e.label for e in data.entities if e.type == "company" and re.search(r"[\u4e00-\u9fff]-[A-Z]{1,3}$", e.label)]


def test_full_lists_sum_to_one_and_others_to_no_more(data: ReferenceData) -> None:
    for table in data.tables:
        total = fsum(h.weight for h in table.holdings if h.weight is not None)
        if table.coverage == "full":
            assert total == pytest.approx(1, abs=0.0075), table.fund
        else:
            assert 0 < total < 1.0001, table.fund


def test_sorted_tables_fall(data: ReferenceData) -> None:
    for table in data.tables:
        if table.sorted:
            weights = [h.weight for h in table.holdings]
            assert weights == sorted(weights, reverse=True), table.fund


def test_no_row_is_known_before_it_is_true(data: ReferenceData) -> None:
    assert data.memberships
    assert all(m.as_of is None or m.as_of <= m.known_at for m in data.memberships)
    assert all(t.as_of is None or t.as_of <= t.known_at for t in data.tables)


def test_a_month_end_file_is_known_from_the_next_session(data: ReferenceData) -> None:
    table = next(t for t in data.tables if t.fund == "etf:159516.SZ")
    assert (str(table.as_of), str(table.known_at)) == ("2026-09-30", "2026-10-08")


def test_yahoo_tables_have_no_weight_date(data: ReferenceData) -> None:
    assert {t.as_of for t in data.tables if t.basis == "yahoo_top10"} == {None}


def test_moore_threads_stands_in_no_weight_table_and_no_class_known_by_its_launch(data: ReferenceData) -> None:
    code = "company:688795.SH"
    assert not [t.fund for t in data.tables if any(h.issuer == code for h in t.holdings)]
    assert not [m for m in data.memberships if m.company == code and str(m.known_at) <= "2025-12-21"]


def test_every_chinese_table_is_an_index_weight_of_the_index_the_fund_tracks(data: ReferenceData) -> None:
    index = {f.id: f.index for f in data.funds}
    for table in data.tables:
        if table.fund.endswith((".SH", ".SZ")):
            assert table.basis == "index_weight"
            assert table.index == index[table.fund]


def test_paris_ai_is_not_c3_ai(data: ReferenceData) -> None:
    issuer = {x.code: x.issuer for x in data.listings}
    assert issuer["AI.PA"] != issuer["AI.US"]


def test_every_class_and_theme_reaches_a_root(data: ReferenceData) -> None:
    above = {e.id: e.broader for e in data.entities}
    for start in above:
        seen, at = set(), start
        while at is not None:
            assert at not in seen, start
            seen.add(at)
            at = above[at]


def test_schedules_are_of_indices_that_exist(data: ReferenceData) -> None:
    ids = {e.id for e in data.entities}
    assert set(read_rebalances(data_path())) <= ids


def test_every_source_key_is_explained_in_sources_md_and_named_in_sources_csv() -> None:
    text = data_path("SOURCES.md").read_text(encoding="utf-8")
    used = set()
    for table in data_path().glob("*.csv"):
        with table.open(encoding="utf-8", newline="") as rows:
            used |= {(row.get("source") or "").partition(" ")[0] for row in csv.DictReader(rows)}
    keys = {key for key in used if re.fullmatch(r"[A-Z]{2,3}", key)}
    assert keys
    assert not {key for key in keys if f"| `{key}` |" not in text}
    with data_path("sources.csv").open(encoding="utf-8", newline="") as rows:
        assert keys <= {row["key"] for row in csv.DictReader(rows)}


def test_what_is_read_names_its_source_and_shows_no_key(data: ReferenceData) -> None:
    given = {x.source for x in (*data.listings, *data.funds, *data.memberships, *data.tables, *data.entities)}
    assert "同花顺概念板块" in given
    assert not [source for source in given if re.match(r"[A-Z]{2,3}(?: |$)", source)]


def test_the_schema_page_names_the_columns_of_every_shipped_table() -> None:
    root = Path(__file__).parents[3]
    page = (root / "docs" / "reference" / "data.md").read_text(encoding="utf-8")
    stated: dict[str, list[str]] = {}
    waiting: list[str] = []
    for table, columns in re.findall(r"\*\*(\w+\.csv)\*\*|`([a-z_]+(?:, [a-z_]+)+)`", page):
        if table:
            waiting.append(table)
        else:
            stated |= dict.fromkeys(waiting, columns.split(", "))
            waiting = []
    shipped = {p.name: p.read_text(encoding="utf-8").splitlines()[0].split(",") for p in data_path().glob("*.csv")}
    assert {name: stated.get(name) for name in shipped} == shipped
