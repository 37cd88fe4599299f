"""What funds hold in common, and where it may lie."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph
from themegraph.errors import QuestionError
from themegraph.exposure.fund import Unknown
from themegraph.query.overlap import _Book, _bounds

DAY = date(2025, 7, 1)


def test_the_overlap_is_the_sum_of_the_smaller_weights(small_kg: Path) -> None:
    answer = ThemeGraph.open(small_kg).overlap(["510991.SH", "159991.SZ"], as_of=DAY)
    pair = answer.pairs[0]
    assert pair.overlap == pytest.approx(0.1)
    assert pair.bounds == (pytest.approx(0.1), pytest.approx(0.1))
    assert pair.common == 1
    assert (pair.largest[0].security.name, pair.largest[0].first, pair.largest[0].second) == ("北槐光电", 0.25, 0.1)
    assert [f.weights.as_of if f.weights else None for f in answer.funds] == [date(2025, 4, 30)] * 2


def test_the_tables_of_the_day_are_used(small_kg: Path) -> None:
    kg = ThemeGraph.open(small_kg)
    early = kg.overlap(["510991.SH", "159991.SZ"], as_of=date(2025, 5, 10))
    assert early.pairs == ()
    assert early.funds[1].weights is None
    assert [w.code for w in early.warnings] == ["no-weights"]
    late = kg.overlap(["510991.SH", "159991.SZ"], as_of=date(2025, 10, 10))
    assert "dates-differ" in [w.code for w in late.warnings]


def test_one_fund_alone_and_one_fund_twice_are_refused(small_kg: Path) -> None:
    kg = ThemeGraph.open(small_kg)
    with pytest.raises(QuestionError, match="at least two"):
        kg.overlap(["510991.SH"], as_of=DAY)
    with pytest.raises(QuestionError, match="once"):
        kg.overlap(["510991.SH", "510991"], as_of=DAY)


def book(weights: dict[int, float | None], unknown: float, each: float, moved: float = 0.0, table: int = 0) -> _Book:
    return _Book(table=table, weights=weights, unknown=Unknown(weight=unknown, each=each, names=10, moved=moved))


def test_unknown_weight_may_meet_lines_that_only_the_other_fund_lists() -> None:
    first, second = book({1: 0.6}, 0.4, 0.1, table=1), book({1: 0.5, 2: 0.5}, 0.0, 0.0, table=2)
    low, high = _bounds(first, second, 0.5)
    assert low == 0.5
    assert high == pytest.approx(0.6)  # of company 2 the first fund can hold 0.1 at most


def test_two_unknown_parts_may_be_the_same() -> None:
    low, high = _bounds(book({1: 0.8}, 0.2, 0.2, table=1), book({1: 0.7}, 0.3, 0.2, table=2), 0.7)
    assert (low, high) == (0.7, pytest.approx(0.9))


def test_what_a_rebalance_moved_may_have_been_common() -> None:
    low, _ = _bounds(book({1: 1.0}, 0.2, 0.2, moved=0.2, table=1), book({1: 1.0}, 0.0, 0.0, table=2), 1.0)
    assert low == pytest.approx(0.8)


def test_the_table_of_one_index_is_wholly_common_to_its_funds() -> None:
    one = book({1: 0.3, 2: 0.2}, 0.5, 0.2)
    assert _bounds(one, one, 0.5) == (1.0, 1.0)


def test_no_way_to_fill_the_unknown_weight_leaves_the_bounds() -> None:
    """Whatever whole weights stand behind what is listed, the true overlap lies within."""
    steps = [0.0, 0.1, 0.2]
    for hidden in product(steps, repeat=3):  # first fund: unlisted weight in companies 2, 3, 4; each at most 0.2, together 0.4
        if abs(sum(hidden) - 0.4) > 1e-9:
            continue
        for other in product(steps, repeat=2):  # second fund: unlisted weight in companies 3 and 4
            if abs(sum(other) - 0.2) > 1e-9:
                continue
            whole = {1: 0.6, 2: hidden[0], 3: hidden[1], 4: hidden[2]}
            against = {1: 0.5, 2: 0.3, 3: other[0], 4: other[1]}
            true = sum(min(whole[k], against[k]) for k in whole)
            low, high = _bounds(book({1: 0.6}, 0.4, 0.2, table=1), book({1: 0.5, 2: 0.3}, 0.2, 0.2, table=2), 0.5)
            assert low - 1e-12 <= true <= high + 1e-12
