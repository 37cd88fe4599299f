"""The exposure flow: columns, sides, widths and strokes."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph
from themegraph.model.answers.exposures import ExposureAnswer
from themegraph.render.flow import draw_flow

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def launch(demo_kg: Path) -> ExposureAnswer:
    return ThemeGraph.open(demo_kg).exposure("摩尔线程 花港", as_of=date(2025, 12, 21), top=8)


@pytest.fixture(scope="module")
def loss(demo_kg: Path) -> ExposureAnswer:
    return ThemeGraph.open(demo_kg).exposure("耐克 下跌", as_of=date(2025, 12, 21), top=8)


def links(answer: ExposureAnswer) -> list[ET.Element]:
    return [p for p in ET.fromstring(draw_flow(answer).svg).iter(f"{SVG}path") if p.find(f"{SVG}title") is not None]


def test_the_columns_lead_from_the_event_to_the_funds(launch: ExposureAnswer) -> None:
    said = [t.text or "" for t in ET.fromstring(draw_flow(launch).svg).iter(f"{SVG}text")]
    heads = [t for t in said if t in {"事件", "点名公司", "环节 / 板块", "关联公司", "指数", "ETF"}]
    assert heads == ["事件", "点名公司", "环节 / 板块", "关联公司", "指数", "ETF"]


def test_inferred_is_dashed_an_index_weight_dotted_and_an_unknown_weight_grey(launch: ExposureAnswer) -> None:
    kinds = {(p.find(f"{SVG}title").text or "").rpartition("　")[2]: p for p in links(launch)}  # type: ignore[union-attr]
    assert kinds["推断"].get("stroke-dasharray") == "9 5"
    assert kinds["指数权重代用"].get("stroke-dasharray") == "2.5 3.5"
    assert "lnone" in (kinds["权重未知"].get("class") or "")
    assert kinds["原文或权重表"].get("stroke-dasharray") is None


def test_a_ribbon_is_as_wide_as_what_it_carries(loss: ExposureAnswer) -> None:
    found = []
    for path in links(loss):
        said = path.find(f"{SVG}title")
        value = re.search(r"贡献 ([+-][\d.e-]+)", said.text or "") if said is not None else None
        if value:
            found.append((abs(float(value[1])), float(path.get("stroke-width") or 0)))
    wide = [(v, w) for v, w in found if w > 2]
    assert len(wide) >= 2
    ratios = [w / v for v, w in wide]
    assert max(ratios) == pytest.approx(min(ratios), rel=0.02)


def test_losers_stand_below_the_line_and_carry_a_minus(loss: ExposureAnswer) -> None:
    root = ET.fromstring(draw_flow(loss).svg)
    line = float(next(root.iter(f"{SVG}line")).get("y1") or 0)
    bars = [r for r in root.iter(f"{SVG}rect") if r.get("class") == "down"]
    assert bars
    assert all(float(r.get("y") or 0) > line for r in bars)
    assert any((t.text or "").startswith("－") for t in root.iter(f"{SVG}text"))


def test_the_table_says_the_same(launch: ExposureAnswer) -> None:
    drawing = draw_flow(launch)
    assert len(drawing.rows) == len(links(launch))
    assert all(len(r) == len(drawing.head) for r in drawing.rows)


def test_equal_answers_are_equal_bytes(launch: ExposureAnswer) -> None:
    assert draw_flow(launch) == draw_flow(launch)


def test_markup_in_a_text_stays_text(launch: ExposureAnswer) -> None:
    evil = '</title><script>alert(1)</script>"'
    event = dataclasses.replace(launch.events[0], label=evil, summary=evil)
    drawing = draw_flow(dataclasses.replace(launch, question=evil, events=(event, *launch.events[1:])))
    assert "<script" not in drawing.svg
    ET.fromstring(drawing.svg)


def test_without_rows_it_says_so(launch: ExposureAnswer) -> None:
    assert "数据不足" in draw_flow(dataclasses.replace(launch, rows=(), not_held=())).svg


def test_small_contributions_are_printed_without_an_exponent(launch: ExposureAnswer) -> None:
    said = [cell for row in draw_flow(launch).rows for cell in row]
    assert any(cell.startswith("+0.0000") for cell in said)
    assert not any(re.search(r"\de-\d", cell) for cell in said)


def test_a_planned_event_says_so_under_its_name(launch: ExposureAnswer) -> None:
    planned = dataclasses.replace(launch, events=tuple(dataclasses.replace(e, speculative=True, negated=False) for e in launch.events))
    assert "计划或未证实" in draw_flow(planned).svg
