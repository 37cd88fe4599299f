"""The curated tables and the sample articles, read as plain text: no other room's reader stands between the rows and the checks."""

from __future__ import annotations

import csv
import re
from datetime import datetime
from difflib import SequenceMatcher
from pathlib import Path

import pytest
import yaml

from themegraph.folding import simplify
from themegraph.model import canonical_code
from themegraph.resources import data_path

ALIAS_COLUMNS = ["entity", "text", "kind", "source", "note"]
CONCEPT_COLUMNS = ["id", "type", "label", "label_en", "names", "broader", "source"]
RELATION_COLUMNS = ["subject", "predicate", "object", "qualifiers", "valid_from", "valid_to", "known_at", "source", "quote"]
ALIAS_KINDS = {"short", "full", "english", "former", "nickname", "abbreviation", "group"}
NOTES = {"", "common-word", "ambiguous"}
TYPE_OF_KIND = {
    "company": "company", "theme": "sector/theme", "product": "product/technology", "policy": "macro/policy", "place": "place", "index": "index",
    "org": "organisation", "person": "person",
}  # fmt: skip
PREDICATES = {
    "supplies_to", "customer_of", "cooperates_with", "competes_with", "invests_in", "acquires", "subsidiary_of", "produces", "uses_technology",
    "belongs_to_sector", "tracks_index", "holds", "regulated_by", "benefits", "harms",
}  # fmt: skip


def rows(name: str) -> list[dict[str, str]]:
    with data_path(name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def header(name: str) -> list[str]:
    with data_path(name).open(encoding="utf-8", newline="") as stream:
        return next(csv.reader(stream))


def known_ids() -> set[str]:
    tables = ("issuers.csv", "indices.csv", "themes.csv", "concepts.csv", "organisations.csv", "people.csv")
    return {row["id"] for name in tables for row in rows(name)} | {f"etf:{row['code']}" for row in rows("etfs.csv")}


def listing_names() -> dict[str, set[str]]:
    """Official short names, without the markers of share classes, to the issuers that bear them."""
    issuer_of: dict[str, set[str]] = {}
    for row in rows("listings.csv"):
        issuer_of.setdefault(re.sub(r"-(U|W|SW|S|B|P|WP|UW|WD)$", "", row["name"]), set()).add(row["issuer"])
    return issuer_of


def issuers() -> dict[str, str]:
    return {row["code"]: row["issuer"] for row in rows("listings.csv")}


def articles() -> list[Path]:
    return sorted(data_path("articles").glob("*.md"))


def split(path: Path) -> tuple[dict[str, object], str]:
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    front = yaml.safe_load(head)
    assert isinstance(front, dict)
    return front, body.strip()


# Aliases


def test_the_curated_tables_have_exactly_their_columns() -> None:
    assert header("aliases.csv") == ALIAS_COLUMNS
    for name in ("concepts.csv", "organisations.csv", "people.csv"):
        assert header(name) == CONCEPT_COLUMNS
    assert header("relations.csv") == RELATION_COLUMNS


def test_there_are_enough_aliases_of_enough_entities() -> None:
    table = rows("aliases.csv")
    assert len(table) >= 300
    assert len({row["entity"] for row in table}) >= 200


def test_every_alias_row_is_complete_and_of_a_known_kind() -> None:
    for row in rows("aliases.csv"):
        assert all(row[column] for column in ("entity", "text", "source")), row
        assert row["text"] == row["text"].strip().replace("|", ""), row
        assert row["kind"] in ALIAS_KINDS, row
        assert row["note"] in NOTES, row
        assert len(row["text"]) >= 2, row


def test_no_entity_has_the_same_alias_twice() -> None:
    pairs = [(row["entity"], row["text"]) for row in rows("aliases.csv")]
    assert len(pairs) == len(set(pairs))


def test_the_note_of_a_common_word_travels_with_the_source() -> None:
    noted = [row for row in rows("aliases.csv") if row["note"]]
    assert noted
    assert all(row["note"] in row["source"] for row in noted)


def test_every_alias_stands_for_something_that_the_other_tables_have() -> None:
    ids, listed = known_ids(), issuers()
    for row in rows("aliases.csv"):
        entity = row["entity"]
        if ":" in entity:
            assert entity in ids, row
        else:
            assert canonical_code(entity) == entity, row
            assert listed.get(entity) == f"company:{entity}", row


def test_one_name_means_two_entities_only_where_the_row_says_so() -> None:
    meanings: dict[str, set[str]] = {}
    for row in rows("aliases.csv"):
        if row["kind"] != "group" and row["note"] != "ambiguous":
            meanings.setdefault(row["text"], set()).add(row["entity"])
    assert {text: who for text, who in meanings.items() if len(who) > 1} == {}


def test_no_alias_is_the_official_name_of_another_issuer() -> None:
    official = listing_names()
    for row in rows("aliases.csv"):
        entity = row["entity"] if ":" in row["entity"] else f"company:{row['entity']}"
        if row["kind"] != "group" and entity.startswith("company:"):
            assert official.get(row["text"], {entity}) == {entity}, row


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("辉达", "NVDA.US"), ("NVIDIA", "NVDA.US"), ("超微", "AMD.US"), ("美超微", "SMCI.US"), ("谷歌", "GOOGL.US"), ("Alphabet", "GOOGL.US"),
        ("宁王", "300750.SZ"), ("迪王", "002594.SZ"), ("寒王", "688256.SH"), ("茅台", "600519.SH"), ("招行", "600036.SH"), ("工行", "601398.SH"),
        ("建行", "601939.SH"), ("中行", "601988.SH"), ("农行", "601288.SH"), ("平安", "601318.SH"), ("台积电", "TSM.US"), ("脸书", "META.US"),
        ("特斯拉汽车", "TSLA.US"), ("三星", "005930.KS"), ("海力士", "000660.KS"), ("韦尔股份", "603501.SH"), ("国泰君安", "601211.SH"),
        ("耐吉", "NKE.US"), ("大基金", "company:国家集成电路产业投资基金"),
    ],
)  # fmt: skip
def test_well_known_names_lead_to_the_right_company(text: str, code: str) -> None:
    assert {row["entity"] for row in rows("aliases.csv") if row["text"] == text} == {code}


def test_a_collective_name_stands_for_all_its_members() -> None:
    seven = {row["entity"] for row in rows("aliases.csv") if row["text"] == "七巨头"}
    assert seven == {"AAPL.US", "AMZN.US", "GOOGL.US", "META.US", "MSFT.US", "NVDA.US", "TSLA.US"}
    assert {row["entity"] for row in rows("aliases.csv") if row["text"] == "易中天"} == {"300308.SZ", "300394.SZ", "300502.SZ"}


def test_ping_an_alone_never_means_the_bank() -> None:
    assert all(row["entity"] != "000001.SZ" for row in rows("aliases.csv") if row["text"] == "平安")
    assert next(row["note"] for row in rows("aliases.csv") if row["text"] == "平安") == "common-word"


# Concepts, organisations, people


@pytest.mark.parametrize("name", ["concepts.csv", "organisations.csv", "people.csv"])
def test_every_concept_row_has_an_id_of_its_type_a_label_and_a_source(name: str) -> None:
    table = rows(name)
    assert len({row["id"] for row in table}) == len(table)
    for row in table:
        assert TYPE_OF_KIND[row["id"].partition(":")[0]] == row["type"], row
        assert all(row[column] for column in ("label", "source")), row
        assert all(part and part == part.strip() for part in row["names"].split("|")) or not row["names"], row


def test_the_broader_class_of_a_concept_exists() -> None:
    ids = known_ids()
    for name in ("concepts.csv", "organisations.csv", "people.csv"):
        assert [row for row in rows(name) if row["broader"] and row["broader"] not in ids] == []


def test_no_name_of_a_concept_means_another_concept() -> None:
    meanings: dict[str, set[str]] = {}
    for name in ("concepts.csv", "organisations.csv", "people.csv"):
        for row in rows(name):
            for text in {row["label"], *filter(None, row["names"].split("|"))}:
                meanings.setdefault(text, set()).add(row["id"])
    assert {text: ids for text, ids in meanings.items() if len(ids) > 1} == {}


def test_no_concept_takes_the_label_of_another_reference_entity() -> None:
    labels: dict[str, set[str]] = {}
    for name in ("issuers.csv", "indices.csv", "themes.csv"):
        for row in rows(name):
            if not row["label"].isascii():
                labels.setdefault(row["label"], set()).add(row["id"])
    names = [(text, row["id"]) for row in rows("concepts.csv") for text in (row["label"], *filter(None, row["names"].split("|")))]
    assert [(text, entity, labels[text]) for text, entity in names if entity not in labels.get(text, {entity})] == []


def test_concepts_cover_many_sectors_and_kinds() -> None:
    kinds = [row["id"].partition(":")[0] for row in rows("concepts.csv")]
    assert kinds.count("theme") >= 200
    assert kinds.count("product") >= 300
    assert kinds.count("policy") >= 60
    assert len(rows("organisations.csv")) >= 150
    assert len(rows("people.csv")) <= 20


# Relations


def test_every_relation_names_known_things_a_day_a_source_and_its_words() -> None:
    ids, listed = known_ids(), issuers()
    for row in rows("relations.csv"):
        for end in (row["subject"], row["object"]):
            assert (end in ids) if ":" in end else (end in listed), row
        assert row["predicate"] in PREDICATES, row
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["known_at"]), row
        assert all(row[column] for column in ("source", "quote")), row


def test_no_relation_is_stated_twice_by_one_source() -> None:
    keys = [(row["subject"], row["predicate"], row["object"], row["source"]) for row in rows("relations.csv")]
    assert len(keys) == len(set(keys))


# Articles


def test_there_are_about_twenty_articles_and_each_is_dated_with_its_zone() -> None:
    assert 20 <= len(articles()) <= 30
    for path in articles():
        front, body = split(path)
        for key in ("title", "source"):
            assert isinstance(front[key], str), (path.name, key)
            assert front[key], (path.name, key)
        day = datetime.strptime(str(front["date"]), "%Y-%m-%d %H:%M:%S %z")
        assert day.utcoffset() is not None
        assert path.name.startswith(day.date().isoformat()), path.name
        assert len(body) >= 120, path.name


def test_no_article_carries_markup_or_machine_paths() -> None:
    for path in articles():
        _, body = split(path)
        assert not re.search(r"<[a-z/]|/tmp/|\]\(", body), path.name


@pytest.mark.parametrize(
    ("name", "twin", "least"),
    [
        ("2025-12-20-moore-threads-huagang", "2025-12-20-moore-threads-huagang-reprint", 0.95),
        ("2025-12-20-moore-threads-huagang", "2025-12-21-moore-threads-huagang-tw", 0.85),
        ("2025-12-19-us-stocks-rebound", "2025-12-19-us-stocks-rebound-tw", 0.85),
        ("2025-09-19-xiaomi-su7-recall", "2025-09-19-xiaomi-su7-recall-hk", 0.9),
    ],
)
def test_a_reprint_is_nearly_the_same_text_with_the_same_figures(name: str, twin: str, least: float) -> None:
    one, two = (split(data_path(f"articles/{stem}.md"))[1] for stem in (name, twin))
    assert one != two
    assert re.findall(r"[\d.]+", one) == re.findall(r"[\d.]+", two)
    assert SequenceMatcher(None, simplify(one), simplify(two), autojunk=False).ratio() >= least


def test_the_year_end_story_keeps_its_exact_figures() -> None:
    text = "\n".join(split(path)[1] for path in articles() if "us-" in path.name)
    assert "12月最后两周" in text
    assert "75%" in text
    assert "过去33周中有32周" in text
    assert text.count("最后一周") == text.count("不是最后一周")
