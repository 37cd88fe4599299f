"""Conditions: the grammar, three-valued logic, and what an unknown value does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph
from themegraph.errors import QuestionError, UnknownEntity
from themegraph.query.conditions import Comparison, Interval, comparisons, holds, parse

DAY = date(2025, 7, 1)
Value = Interval | tuple[str, ...] | bool | None


def truth(text: str, values: dict[str, Value]) -> bool | None:
    return holds(parse(text), lambda c: values[c.field], set())


KNOWN: dict[str, Value] = {
    "fee": (0.005, 0.005),
    "manager": ("样例基金", "样例"),
    "age_days": (30.0, 30.0),
    "direct_weight": (0.02, 0.08),
    "index": None,
}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("fee<0.6", True),
        ("fee<0.5", False),
        ("fee<=0.5%", True),
        ("fee != 0.5", False),
        ("manager=样例", True),
        ("费率<0.6 且 管理人~例基", True),
        ("天数>=31 或 非 管理人=样例", False),
        ("manager~例基", True),
        ("manager != 样例基金", False),
        ("not fee<0.6", False),
        ("fee<0.6 and age_days>20 and not age_days>=31", True),
        ("fee>1 or age_days=30", True),
        ("fee>1 or age_days=31 or manager~样", True),
        ("(fee>1 or age_days=30) and manager=别家", False),
        ("fee<0.6 且 （age_days＞20 或 fee>1）", True),
        ("fee<0.6 AND NOT manager=别家", True),
        ("direct_weight>0.01", True),
        ("direct_weight>8%", False),
        ("direct_weight>0.05", None),
        ("not direct_weight>0.05", None),
        ("direct_weight=0.05", None),
        ("index=甲", None),
        ("index=甲 and fee>1", False),
        ("index=甲 or fee<1", True),
        ("index=甲 or fee>1", None),
    ],
)
def test_an_expression_is_true_false_or_unknown(text: str, wanted: bool | None) -> None:
    assert truth(text, KNOWN) is wanted


def test_and_binds_before_or() -> None:
    assert truth("fee<1 or fee>1 and fee>1", KNOWN) is True


def test_the_field_that_left_it_open_is_named() -> None:
    lacking: set[str] = set()
    assert holds(parse("fee<1 and index=甲 and direct_weight>0.05"), lambda c: KNOWN[c.field], lacking) is None
    assert lacking == {"index", "direct_weight"}


def test_quoted_values_may_hold_anything() -> None:
    found = next(comparisons(parse('name~"and (or) = <"')))
    assert isinstance(found, Comparison)
    assert found.text == "and (or) = <"


@pytest.mark.parametrize(
    ("text", "words", "column"),
    [
        ("", "empty", 0),
        ("fees<0.5", "Did you mean fee", 0),
        ("管理费律<0.5", "管理费, 管理费率?", 0),
        ("fee<abc", "Wanted a number", 4),
        ("fee 0.5", "Wanted an operator", 4),
        ("fee<", "found the end", 4),
        ("fee<0.5 manager=a", "Wanted and, or, or the end", 8),
        ("(fee<0.5", "not closed", 0),
        ("fee<0.5)", "Wanted and, or, or the end", 7),
        ("manager>3", "is text", 7),
        ("fee~3", "is a number", 3),
        ('name="abc', "not closed", 5),
        ("theme>0.3", "theme(NAME)", 5),
        ("age_days<5%", "number of days", 9),
        ("fee<0.5 and", "Wanted a field", 11),
        ("fee<inf", "Wanted a number", 4),
        ("__import__('os')", "Wanted a field", 0),
    ],
)  # fmt: skip
def test_an_error_points_at_the_place(text: str, words: str, column: int) -> None:
    with pytest.raises(QuestionError) as problem:
        parse(text)
    first, line, caret = str(problem.value).split("\n")
    assert words in first
    assert line == f"  {text}"
    assert caret == f"  {' ' * column}^"


def test_deep_nesting_is_an_error_and_no_crash() -> None:
    with pytest.raises(QuestionError, match="deep"):
        parse("(" * 5000 + "fee<1")


@pytest.fixture(scope="module")
def kg(small_kg: Path) -> ThemeGraph:
    return ThemeGraph.open(small_kg)


def found(kg: ThemeGraph, text: str, event: str = "", day: date = DAY) -> list[str]:
    return [r.etf.code for r in kg.screen(text, event=event, as_of=day).rows]


def test_the_weight_of_a_theme_s_members_is_known_as_of_the_day(kg: ThemeGraph) -> None:
    assert found(kg, "theme=算力芯片") == ["510991.SH"]
    assert found(kg, "theme(算力芯片)>=0.75") == ["510991.SH"]
    assert found(kg, "theme(算力芯片)>0.76") == []
    assert kg.screen("theme=算力芯片", as_of=DAY).rows[0].theme_weight == pytest.approx(0.75)
    early = kg.screen("theme=算力芯片", as_of=date(2025, 5, 1))
    assert (early.matched, early.undecided) == (0, 2)
    assert dict(early.unknown) == {"theme": 2}


def test_the_direct_weight_is_about_the_event_and_without_one_about_the_theme(kg: ThemeGraph) -> None:
    assert found(kg, "direct_weight>0.3", "星澜算力") == ["510991.SH"]
    assert found(kg, "direct_weight>0.5", "星澜算力") == []
    answer = kg.screen("theme=算力芯片 and direct_weight>0.5", as_of=DAY)
    assert [r.etf.code for r in answer.rows] == ["510991.SH"]
    assert "theme-weight" in [w.code for w in answer.warnings]


def test_a_field_of_an_event_without_an_event_is_refused(kg: ThemeGraph) -> None:
    for text in ("direct_weight>0.1", "equivalent_weight>0.1", "status=ranked"):
        with pytest.raises(QuestionError, match="--event"):
            kg.screen(text, as_of=DAY)


def test_facts_of_funds_can_be_asked(kg: ThemeGraph) -> None:
    assert found(kg, "market=SZ") == ["159991.SZ"]
    assert found(kg, "name~算力 and manager=样例 and kind=equity and fee<=0.5") == ["510991.SH"]
    assert found(kg, "index=939901") == ["510991.SH"]
    assert found(kg, "unknown_weight<=0 and age_days>60") == ["159991.SZ", "510991.SH"]


def test_a_word_that_no_fund_can_have_is_an_error(kg: ThemeGraph) -> None:
    with pytest.raises(QuestionError, match="Did you mean equity"):
        kg.screen("kind=equty", as_of=DAY)
    with pytest.raises(UnknownEntity, match="算力芯片"):
        kg.screen("theme=算力芯", as_of=DAY)


def test_the_direct_weight_of_a_row_is_that_of_the_exposure(kg: ThemeGraph) -> None:
    row = kg.screen("direct_weight>0", event="东岚汽车 召回", as_of=DAY).rows[0]
    whole = next(r for r in kg.exposure("东岚汽车 召回", as_of=DAY).rows if r.etf.id == row.etf.id)
    assert row.direct_weight == whole.direct_weight
    assert row.direct_weight_unlisted == pytest.approx(whole.direct_weight_unlisted)
    assert row.status == whole.status
    assert row.weights == whole.weights
