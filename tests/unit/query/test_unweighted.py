"""Funds named after a group of the event's companies, without weights: candidates to import, never exposures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph

QUESTION = "摩尔线程 花港"


@pytest.fixture(scope="module")
def kg(demo_kg: Path) -> ThemeGraph:
    return ThemeGraph.open(demo_kg)


def test_where_no_fund_is_known_to_hold_the_company_the_funds_of_its_boards_are_named(kg: ThemeGraph) -> None:
    day = date(2026, 11, 20)
    answer = kg.exposure(QUESTION, as_of=day)
    assert not any(r.direct_weight for r in answer.rows)
    chips = next(u for u in answer.unweighted if u.group.id == "theme:芯片概念")
    assert chips.total >= len(chips.funds) == 3
    for fund in chips.funds:
        assert "芯片" in fund.name
        assert kg.whynot(QUESTION, fund.code, as_of=day).reasons[0].code == "no-weights"
    assert not {f.id for u in answer.unweighted for f in u.funds} & {r.etf.id for r in answer.rows}


def test_a_membership_that_was_not_public_yet_names_no_fund(kg: ThemeGraph) -> None:
    groups = {u.group.id for u in kg.exposure(QUESTION, as_of=date(2025, 12, 21)).unweighted}
    assert "theme:芯片概念" not in groups


def test_where_a_fund_holds_the_company_none_is_guessed_by_name(kg: ThemeGraph) -> None:
    answer = kg.exposure("耐克", as_of=date(2026, 11, 20))
    assert any(r.direct_weight for r in answer.rows)
    assert answer.unweighted == ()
