"""The static pictures and the report's page in a real Chromium: visible, quiet, inert, alone."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import struct
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph
from themegraph.render.card import draw_card
from themegraph.render.flow import draw_flow
from themegraph.render.matrix import draw_matrix
from themegraph.render.page import Drawing, drawing_html, to_png
from themegraph.render.timeline import draw_timeline

pytestmark = pytest.mark.browser

DAY = date(2025, 12, 21)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-default-apps", "--disable-extensions", "--hide-scrollbars", "--enable-logging=stderr", "--virtual-time-budget=4000",
)  # fmt: skip

# Which texts does the page draw outside their picture, or over each other?
MEASURE = """<script>
const root = document.documentElement.dataset, area = document.querySelector("svg").getBoundingClientRect();
const boxes = [...document.querySelectorAll("svg text")].map((t) => ({ said: t.textContent, at: t.getBoundingClientRect() }));
root.texts = boxes.length;
root.outside = boxes.filter((b) => b.at.right > area.right + 1 || b.at.left < area.left - 1 || b.at.bottom > area.bottom + 1).map((b) => b.said).join("|");
const over = [];
boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
  if (Math.min(a.at.right, b.at.right) - Math.max(a.at.left, b.at.left) > 3 && Math.min(a.at.bottom, b.at.bottom) - Math.max(a.at.top, b.at.top) > 6) {
    over.push(a.said + " / " + b.said);
  }
}));
root.over = over.join("|");
</script>"""


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    if found is None:
        reason = "no chromium on this machine (Debian: apt-get install chromium fonts-noto-cjk)"
        if os.environ.get("THEMEGRAPH_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


Show = Callable[[str], tuple[str, list[str]]]


@pytest.fixture
def show(chromium: str, tmp_path: Path) -> Show:
    """Return a function that opens a page and returns what stands there then, and what it wrote to the console."""

    def run(page: str) -> tuple[str, list[str]]:
        path = tmp_path / "page.html"
        path.write_text(page, encoding="utf-8")
        command = [chromium, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1300,900", "--dump-dom", path.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.stdout, done.stderr[-2000:]
        return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]

    return run


@pytest.fixture(scope="module")
def kg(demo_kg: Path) -> ThemeGraph:
    return ThemeGraph.open(demo_kg)


@pytest.fixture(scope="module")
def drawings(kg: ThemeGraph) -> dict[str, Drawing]:
    events = kg.events("摩尔线程", as_of=DAY, top=12, quotes=1).rows
    return {
        "flow": draw_flow(kg.exposure("摩尔线程 花港", as_of=DAY, top=8)),
        "loss": draw_flow(kg.exposure("耐克 下跌", as_of=DAY, top=12)),
        "timeline": draw_timeline("摩尔线程", events),
        "matrix": draw_matrix("人工智能", [kg.exposure(e.id, as_of=DAY, top=8) for e in kg.events("人工智能", as_of=DAY, top=7).rows]),
        "card": draw_card(kg.explain("摩尔线程 花港", "512480.SH", as_of=DAY)),
    }


NAMES = ["flow", "loss", "timeline", "matrix", "card"]


@pytest.mark.parametrize("name", NAMES)
def test_all_words_are_inside_the_picture_and_none_covers_another(show: Show, drawings: dict[str, Drawing], name: str) -> None:
    page = drawing_html(drawings[name]).replace("default-src 'none'", "default-src 'none'; script-src 'unsafe-inline'")
    dom, console = show(page.replace("</body>", MEASURE + "</body>"))
    assert console == []
    told = dict(re.findall(r'data-([a-z]+)="([^"]*)"', dom.partition("<head")[0]))
    assert int(told["texts"]) > 5
    assert told["outside"] == ""
    assert told["over"] == ""


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_can_be_reached_by_keyboard_and_read_as_a_table(show: Show, drawings: dict[str, Drawing], name: str) -> None:
    dom, console = show(drawing_html(drawings[name]))
    assert console == []
    assert '<figure tabindex="0"' in dom
    assert dom.count("<tr>") == len(drawings[name].rows) + 1


def test_a_headline_full_of_markup_runs_nothing_and_asks_for_nothing(show: Show, kg: ThemeGraph, server: tuple[str, list[str]]) -> None:
    address, seen = server
    evil = f'</title></svg><script>document.documentElement.dataset.owned = 1</script><img src="{address}/img" onerror="document.documentElement.dataset.owned = 2">'
    answer = kg.exposure("摩尔线程 花港", as_of=DAY, top=5)
    event = dataclasses.replace(
        answer.events[0], label=evil, summary=evil, quotes=tuple(dataclasses.replace(q, quote=evil) for q in answer.events[0].quotes)
    )
    told = dataclasses.replace(answer, question=evil, events=(event,))
    for drawing in (draw_flow(told), draw_timeline(evil, [event]), draw_matrix(evil, [told])):
        dom, console = show(drawing_html(drawing))
        assert console == []
        assert "data-owned" not in dom.partition("<head")[0]
    assert seen == []


def test_the_server_would_have_noticed(show: Show, server: tuple[str, list[str]]) -> None:
    address, seen = server
    show(f'<!DOCTYPE html><title>x</title><body><img src="{address}/image"></body>')
    assert seen == ["/image"]


def test_the_report_s_page_shows_its_tables_and_stays_quiet(show: Show, kg: ThemeGraph) -> None:
    dom, console = show(kg.report("人工智能", as_of=DAY, window=3, form="html"))
    assert console == []
    assert "直接权重" in dom
    assert dom.count("<table>") >= 3


def test_a_png_is_a_picture_of_the_size_asked_for(chromium: str, drawings: dict[str, Drawing]) -> None:
    drawing = drawings["card"]
    png = to_png(drawing_html(drawing), width=drawing.width, height=drawing.height)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", png[16:24]) == (2 * drawing.width, 2 * drawing.height)
