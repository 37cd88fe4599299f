"""The card of one ETF."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph
from themegraph.model.answers.exposures import ExplainAnswer
from themegraph.render.card import draw_card
from themegraph.render.figures import percent


@pytest.fixture(scope="module")
def answer(demo_kg: Path) -> ExplainAnswer:
    return ThemeGraph.open(demo_kg).explain("耐克 下跌", "XLY.US", as_of=date(2025, 12, 21))


def test_it_shows_the_weight_of_who_is_hurt(answer: ExplainAnswer) -> None:
    drawing = draw_card(answer)
    assert percent(answer.row.direct_weight_negative) in drawing.svg
    row = next(r for r in drawing.rows if r[0] == "耐克")
    assert row[1:4] == (percent(answer.row.direct_weight_negative), "偏负面", "点名")


def test_it_names_fund_code_day_and_basis(answer: ExplainAnswer) -> None:
    svg = draw_card(answer).svg
    assert "XLY.US" in svg
    assert str(answer.row.weights.known_at) in svg
    assert answer.row.weights.basis_label in svg
    assert "基金有风险" in svg


def test_it_is_a_well_formed_picture_and_shows_at_most_ten_holdings(answer: ExplainAnswer) -> None:
    drawing = draw_card(answer)
    ET.fromstring(drawing.svg)
    assert sum(bool(r[1]) for r in drawing.rows) <= 10
