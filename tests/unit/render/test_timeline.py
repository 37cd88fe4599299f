"""The timeline of a story."""

from __future__ import annotations

import dataclasses
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph
from themegraph.model.answers.exposures import EventRow
from themegraph.render.timeline import draw_timeline

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def rows(demo_kg: Path) -> tuple[EventRow, ...]:
    return ThemeGraph.open(demo_kg).events("摩尔线程", as_of=date(2025, 12, 21), top=12, quotes=1).rows


def test_days_rise_whatever_the_order_of_the_events(rows: tuple[EventRow, ...]) -> None:
    drawing = draw_timeline("摩尔线程", rows)
    days = [r[0] for r in drawing.rows]
    assert days == sorted(days)
    assert draw_timeline("摩尔线程", rows[::-1]) == drawing


def test_told_planned_and_denied_look_different(rows: tuple[EventRow, ...]) -> None:
    rows = (dataclasses.replace(rows[0], negated=True), *rows[1:])
    said = {r[3] for r in draw_timeline("摩尔线程", rows).rows}
    assert {"已报道", "计划或未证实", "否认"} <= said
    root = ET.fromstring(draw_timeline("摩尔线程", rows).svg)
    assert any((t.text or "").startswith("［否认］") for t in root.iter(f"{SVG}text"))


def test_each_entry_names_its_source(rows: tuple[EventRow, ...]) -> None:
    assert all("，20" in r[5] for r in draw_timeline("摩尔线程", rows).rows)


def test_markup_stays_text(rows: tuple[EventRow, ...]) -> None:
    evil = "<script>alert(1)</script>"
    drawing = draw_timeline(evil, [dataclasses.replace(r, label=evil) for r in rows])
    assert "<script" not in drawing.svg
    ET.fromstring(drawing.svg)


def test_no_events_are_said_to_be_none() -> None:
    assert "数据不足" in draw_timeline("甲", []).svg
