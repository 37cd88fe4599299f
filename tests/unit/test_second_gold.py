"""The annotated sets keep the rules of their annotation, and the checker notices when one does not."""

import copy
import csv
import importlib.util
import os
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "gold"


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("second_gold_check", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CHECK = _load(FOLDER / "check.py")
PAIRS: list[tuple[dict[str, Any], dict[str, Any]]] = CHECK.read_set(FOLDER)


@pytest.mark.parametrize(("article", "gold"), PAIRS, ids=[article["id"] for article, _ in PAIRS])
def test_a_text_and_its_annotation_agree(article: dict[str, Any], gold: dict[str, Any]) -> None:
    assert CHECK.faults(article, gold) == []


@pytest.mark.parametrize("name", ["gold_c", "gold_d", "gold_e"])
def test_texts_and_annotations_of_the_later_sets_agree(name: str) -> None:
    # Ids alone: half of each set is blind, so a failure must not print what it says.
    assert [article["id"] for article, gold in CHECK.read_set(FOLDER.parent / name) if CHECK.faults(article, gold)] == []


@pytest.mark.parametrize("name", ["gold_d", "gold_e"])
def test_every_code_of_the_later_sets_is_in_the_tables_of_the_project(name: str) -> None:
    data = FOLDER.parents[1] / "data"
    known = set()
    for table in ("listings.csv", "etfs.csv"):
        with (data / table).open(encoding="utf-8", newline="") as rows:
            known |= {row["code"] for row in csv.DictReader(rows)}
    named = [(article["id"], entity) for article, gold in CHECK.read_set(FOLDER.parent / name) for entity in gold["entities"]]
    coded = [(text, entity["canonical"]) for text, entity in named if entity["type"] in {"company", "etf"} and CHECK.CODE.search(entity["canonical"])]
    assert [text for text, code in coded if code not in known] == []


def test_the_set_has_at_least_sixty_texts_and_no_id_twice() -> None:
    ids = [article["id"] for article, _ in PAIRS]
    assert len(ids) >= 60
    assert len(set(ids)) == len(ids)


def test_no_text_is_given_twice() -> None:
    assert max(Counter(article["text"] for article, _ in PAIRS).values()) == 1


def test_scripts_and_texts_without_a_market_are_covered() -> None:
    languages = Counter(article["lang"] for article, _ in PAIRS)
    assert languages["zh-Hant"] >= 8
    assert languages["mixed"] >= 5
    assert languages["en"] >= 4
    assert sum(article["theme"] == "distractor" for article, _ in PAIRS) >= 5


def test_every_event_type_and_nearly_every_predicate_occurs() -> None:
    types = {event["type"] for _, gold in PAIRS for event in gold["events"]}
    predicates = {relation["predicate"] for _, gold in PAIRS for relation in gold["relations"]}
    assert types == CHECK.EVENT_TYPES
    assert len(CHECK.PREDICATES - predicates) <= 2


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda gold: gold["entities"][0].update(surface="不在文中的名字"), "does not occur"),
        (lambda gold: gold["entities"][0].update(type="firm"), "is not legal"),
        (lambda gold: gold["events"][0].update(trigger="不在文中的词"), "trigger does not occur"),
        (lambda gold: gold["events"][0].update(date="1月8日"), "date"),
        (lambda gold: gold["events"][0]["participants"][0].update(surface="公司"), "is no entity"),
        (lambda gold: gold["relations"][0].update(predicate="likes"), "predicate is not legal"),
        (lambda gold: gold["relations"][0].update(evidence="不在文中的句子"), "evidence does not occur"),
        (lambda gold: gold["relations"][0].update(object="公司"), "an argument is no entity"),
        (lambda gold: gold.update(victims=["不在文中的名字"]), "does not occur"),
    ],
)
def test_the_checker_notices_a_fault(change: Any, complaint: str) -> None:
    article, gold = next(pair for pair in PAIRS if pair[1]["relations"] and pair[1]["events"])
    broken = copy.deepcopy(gold)
    change(broken)
    assert any(complaint in fault for fault in CHECK.faults(article, broken))


def test_the_checker_refuses_events_on_a_text_without_a_market() -> None:
    article, gold = next(pair for pair in PAIRS if pair[0]["theme"] == "distractor")
    broken = copy.deepcopy(gold)
    broken["events"].append({"type": "other", "trigger": article["text"][:2], "participants": [], "polarity": {}, "date": None})
    broken["events"][0].update(negated=False, speculative=False)
    assert any("not about markets" in fault for fault in CHECK.faults(article, broken))


@pytest.mark.skipif("THEMEGRAPH_REFERENCE" not in os.environ, reason="THEMEGRAPH_REFERENCE names no folder with companies.csv and etfs.csv")
def test_every_code_is_in_the_reference() -> None:
    codes = CHECK.reference_codes(Path(os.environ["THEMEGRAPH_REFERENCE"]))
    assert [fault for _, gold in PAIRS for fault in CHECK.code_faults(gold, codes)] == []
