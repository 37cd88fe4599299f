"""The matrix of events and ETFs."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph
from themegraph.model.answers.exposures import ExposureAnswer
from themegraph.render.figures import percent
from themegraph.render.matrix import draw_matrix


@pytest.fixture(scope="module")
def answers(demo_kg: Path) -> list[ExposureAnswer]:
    kg = ThemeGraph.open(demo_kg)
    day = date(2025, 12, 21)
    return [kg.exposure(q, as_of=day, top=8) for q in ("摩尔线程 花港", "耐克 下跌")]


def test_a_cell_gives_the_direct_weight_with_its_side(answers: list[ExposureAnswer]) -> None:
    drawing = draw_matrix("甲", answers)
    row = next(r for r in answers[1].rows if r.direct_weight_negative > 0)
    cells = next(r for r in drawing.rows if row.etf.code in r[0])
    assert cells[2] == f"－{percent(row.direct_weight_negative)}"


def test_where_no_path_leads_it_says_unseen(answers: list[ExposureAnswer]) -> None:
    drawing = draw_matrix("甲", answers)
    held = {r.etf.code for r in answers[0].rows}
    other = next(r for r in drawing.rows if not any(code in r[0] for code in held))
    assert other[1] == "图中未见"


def test_it_is_a_well_formed_picture_and_the_same_each_time(answers: list[ExposureAnswer]) -> None:
    drawing = draw_matrix("<甲>", answers)
    ET.fromstring(drawing.svg)
    assert draw_matrix("<甲>", answers) == drawing
    assert "数据不足" in draw_matrix("甲", []).svg
