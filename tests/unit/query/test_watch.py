"""What changed since the last look: told once, kept whole, begun anew on request."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph
from themegraph.errors import QuestionError, WorkspaceError

JUNE, LATER = date(2025, 6, 11), date(2025, 12, 2)


@pytest.fixture
def kg(kg_copy: Path) -> ThemeGraph:
    return ThemeGraph.open(kg_copy)


def test_an_event_is_new_once(kg: ThemeGraph) -> None:
    first = kg.watch(as_of=JUNE)
    assert first.first
    assert first.events_total == len(first.events) > 0
    again = kg.watch(as_of=JUNE)
    assert not again.first
    assert (again.since, again.events_total, again.tables_total) == (JUNE, 0, 0)
    then = kg.watch(as_of=date(2025, 6, 30))
    assert {e.first_public for e in then.events} == {date(2025, 6, 12)}


def test_each_question_has_its_own_last_look(kg: ThemeGraph) -> None:
    kg.watch(as_of=JUNE)
    assert kg.watch("星澜算力", as_of=JUNE).first
    assert not kg.watch("  星澜算力 ", as_of=JUNE).first


def test_a_changed_exposure_is_told_beyond_the_threshold(kg: ThemeGraph) -> None:
    kg.watch("星澜算力", as_of=date(2025, 10, 8))
    moved = kg.watch("星澜算力", as_of=date(2025, 10, 9))
    change = next(c for c in moved.changes if c.etf.code == "510991.SH")
    assert (change.change, change.direct_before, change.direct_now) == ("moved", pytest.approx(0.4), pytest.approx(0.1))
    assert change.weights is not None
    assert change.weights.as_of == date(2025, 9, 30)
    assert [t.etf.code for t in moved.tables] == ["510991.SH"]


def test_a_change_below_the_threshold_is_not_told(kg: ThemeGraph) -> None:
    kg.watch("星澜算力", as_of=date(2025, 10, 8))
    assert kg.watch("星澜算力", as_of=date(2025, 10, 9), threshold=1.0).changes == ()


def test_reset_begins_anew(kg: ThemeGraph) -> None:
    kg.watch(as_of=LATER)
    with pytest.raises(QuestionError, match="--reset"):
        kg.watch(as_of=JUNE)
    assert kg.watch(as_of=JUNE, reset=True).first


def test_a_damaged_file_is_an_error_and_is_left_as_it_is(kg: ThemeGraph) -> None:
    path = kg.path / "watch.json"
    for text in ("{", "{}", '{"format": "themegraph/watch/9", "looks": {}}'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(WorkspaceError, match="--reset"):
            kg.watch(as_of=JUNE)
        assert path.read_text(encoding="utf-8") == text
    assert kg.watch(as_of=JUNE, reset=True).first


def test_equal_looks_are_equal_bytes_and_nothing_else_is_left(kg: ThemeGraph) -> None:
    before = {p.name for p in kg.path.iterdir()}
    kg.watch("星澜算力", as_of=LATER)
    first = (kg.path / "watch.json").read_bytes()
    kg.watch("星澜算力", as_of=LATER)
    assert (kg.path / "watch.json").read_bytes() == first
    assert json.loads(first)["format"] == "themegraph/watch/1"
    assert {p.name for p in kg.path.iterdir()} - before == {"watch.json"}


def test_a_question_that_fails_leaves_the_last_look(kg: ThemeGraph) -> None:
    kg.watch(as_of=LATER)
    before = (kg.path / "watch.json").read_bytes()
    with pytest.raises(QuestionError):
        kg.watch("event:0000000000000000000", as_of=LATER)
    assert (kg.path / "watch.json").read_bytes() == before
