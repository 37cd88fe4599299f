"""The relation picture in a real Chromium: it draws, it answers the keyboard, it cuts nothing off, it asks the network for nothing."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph
from themegraph.model.answers.exposures import ExposureAnswer
from themegraph.render.network import network_html
from themegraph.render.picture import picture_of

pytestmark = pytest.mark.browser

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-default-apps", "--disable-extensions", "--hide-scrollbars", "--enable-logging=stderr", "--virtual-time-budget=5000",
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page after it was loaded and drawn."""

    dom: str
    console: tuple[str, ...]
    """What it wrote to the console: errors, and refusals by its content policy."""


Show = Callable[..., Shown]


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    if found is None:
        reason = "no chromium on this machine (Debian: apt-get install chromium fonts-noto-cjk)"
        if os.environ.get("THEMEGRAPH_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture
def show(chromium: str, tmp_path: Path) -> Show:
    """Return a function that opens a page, runs a script in it, and returns what stands there then."""

    def run(page: str, *, script: str = "", size: str = "1400,1000") -> Shown:
        path = tmp_path / "page.html"
        path.write_text(page.replace("</body>", f"<script>{script}</script></body>") if script else page, encoding="utf-8")
        command = [chromium, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", f"--window-size={size}", "--dump-dom", path.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.stdout, done.stderr[-2000:]
        return Shown(dom=done.stdout, console=tuple(line for line in done.stderr.splitlines() if "CONSOLE" in line))

    return run


def told(dom: str) -> dict[str, str]:
    """Return what a script left in the attributes of the root element."""
    return dict(re.findall(r'data-([a-z]+)="([^"]*)"', dom.partition("<head")[0]))


# After the last drawing: is a name outside the canvas, and do two boxes or names cover each other?
MEASURE = """
setTimeout(function () {
  const area = document.getElementById("mynetwork").getBoundingClientRect();
  const boxes = network.body.nodeIndices.map(function (id) {
    const b = network.getBoundingBox(id);
    const a = network.canvasToDOM({ x: b.left, y: b.top }), z = network.canvasToDOM({ x: b.right, y: b.bottom });
    return { id: id, left: a.x, top: a.y, right: z.x, bottom: z.y };
  });
  const outside = boxes.filter((b) => b.left < 0 || b.top < 0 || b.right > area.width || b.bottom > area.height);
  const over = [];
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3) { over.push(a.id + " " + b.id); }
  }));
  const root = document.documentElement.dataset;
  root.nodes = boxes.length; root.outside = outside.length; root.over = over.join(", "); root.scale = network.getScale().toFixed(2);
}, 1500);
"""


@pytest.fixture(scope="module")
def answers(demo_kg: Path) -> dict[str, ExposureAnswer]:
    kg = ThemeGraph.open(demo_kg)
    return {
        "few": kg.exposure("摩尔线程 花港", as_of=date(2025, 12, 21)),
        "many": kg.exposure("摩尔线程 花港", as_of=date(2026, 11, 20), top=20),
        "loss": kg.exposure("小米 召回", as_of=date(2025, 12, 21)),
    }


WIDER_FONT = "network.body.data.nodes.forEach((n) => network.body.data.nodes.update({ id: n.id, font: { size: 21, face: 'serif' } }));"
"""What a machine without our fonts makes of the picture: wider names, broken over more lines."""


@pytest.mark.parametrize("name", ["few", "many", "loss"])
@pytest.mark.parametrize("size", ["1400,1000", "1000,800"])
@pytest.mark.parametrize("fonts", ["", WIDER_FONT], ids=["own fonts", "wider font"])
def test_all_is_drawn_inside_the_canvas_and_nothing_covers_a_name(
    show: Show, answers: dict[str, ExposureAnswer], name: str, size: str, fonts: str
) -> None:
    picture = picture_of(answers[name])
    shown = show(network_html(picture), script=fonts + MEASURE, size=size)
    assert shown.console == ()
    assert "<canvas" in shown.dom
    measured = told(shown.dom)
    assert measured["nodes"] == str(len(picture.nodes))
    assert measured["outside"] == "0"
    assert measured["over"] == ""
    assert float(measured["scale"]) >= (0.3 if fonts else 0.4), "names are too small to read"


def test_the_keyboard_goes_from_node_to_node_and_shows_the_evidence(show: Show, answers: dict[str, ExposureAnswer]) -> None:
    press = """
    const area = document.getElementById("mynetwork");
    const step = () => area.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
    step();
    """
    answer = answers["few"]
    panel = show(network_html(picture_of(answer)), script=press).dom.partition('<div id="panel"')[2].partition("</aside>")[0]
    first = picture_of(answer).nodes[0].label.partition("\n")[0]
    assert first in panel
    assert answer.events[0].quotes[0].quote in panel or answer.events[0].summary in panel
    back = show(network_html(picture_of(answer)), script=press + "step(); step();").dom.partition('<div id="panel"')[2].partition("</aside>")[0]
    assert first not in back.partition("</h2>")[0]


def test_the_notes_stay_when_a_node_is_chosen(show: Show, answers: dict[str, ExposureAnswer]) -> None:
    shown = show(network_html(picture_of(answers["few"])), script='show("node " + network.body.nodeIndices[0]);')
    assert "未持有警报" in shown.dom.partition("<aside>")[2].partition("</aside>")[0]


def test_a_headline_full_of_markup_runs_nothing_and_asks_for_nothing(
    show: Show, answers: dict[str, ExposureAnswer], server: tuple[str, list[str]]
) -> None:
    address, seen = server
    evil = f'</script><script>document.documentElement.dataset.owned = 1</script><img src="{address}/img" onerror="document.documentElement.dataset.owned = 2">'
    answer = answers["few"]
    event = dataclasses.replace(
        answer.events[0], label=evil, summary=evil, quotes=tuple(dataclasses.replace(q, quote=evil, source=evil) for q in answer.events[0].quotes)
    )
    page = network_html(picture_of(dataclasses.replace(answer, question=evil, events=(event, *answer.events[1:]))))
    shown = show(page, script='show("node " + network.body.nodeIndices[0]);')
    assert shown.console == ()
    assert "owned" not in told(shown.dom)
    assert "onerror=" in shown.dom.partition('<div id="panel"')[2], "the text is shown as it is"
    assert seen == []


def test_the_page_s_own_policy_refuses_what_would_load(show: Show, answers: dict[str, ExposureAnswer], server: tuple[str, list[str]]) -> None:
    address, seen = server
    reach = f"fetch('{address}/fetch').catch(() => 0); const i = new Image(); i.src = '{address}/image'; document.body.appendChild(i);"
    shown = show(network_html(picture_of(answers["few"])), script=reach)
    assert any("Content Security Policy" in line for line in shown.console)
    assert seen == []


def test_the_server_would_have_noticed(show: Show, server: tuple[str, list[str]]) -> None:
    address, seen = server
    show(f'<!DOCTYPE html><title>x</title><body><img src="{address}/image"></body>')
    assert seen == ["/image"]
