"""The relation picture: what is drawn, and a page that loads nothing and runs nothing of a text."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph
from themegraph.model.answers.exposures import ExposureAnswer
from themegraph.render.network import network_html
from themegraph.render.picture import Picture, picture_of

DAY = date(2025, 7, 1)
EVIL = '</script><script>alert(1)</script><img src="http://evil.example/x.png" onerror=alert(2)>\u2028__DETAILS__'


@pytest.fixture(scope="module")
def answer(small_kg: Path) -> ExposureAnswer:
    return ThemeGraph.open(small_kg).exposure("东岚汽车 召回", as_of=DAY)


@pytest.fixture(scope="module")
def picture(answer: ExposureAnswer) -> Picture:
    return picture_of(answer)


class Loads(HTMLParser):
    """Collects what a page would load or follow, and its handlers."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        for name, value in attrs:
            if name in {"src", "href", "srcset", "data", "action", "poster"} or name.startswith("on"):
                self.found.append((tag, name, value or ""))


def loads(page: str) -> Loads:
    parser = Loads()
    parser.feed(page)
    return parser


def test_events_stand_left_and_funds_right(picture: Picture) -> None:
    kinds = {node.kind: node for node in picture.nodes}
    last = max(node.layer for node in picture.nodes)
    assert kinds["event"].layer == 0
    assert {n.layer for n in picture.nodes if n.kind == "etf"} == {last}
    assert max(n.x for n in picture.nodes if n.kind != "etf") < min(n.x for n in picture.nodes if n.kind == "etf")


def test_no_two_nodes_stand_in_one_place(picture: Picture) -> None:
    places = [(n.x, n.y) for n in picture.nodes]
    assert len(set(places)) == len(places)


def test_a_fund_says_what_it_holds_and_a_loser_is_shown_as_one(picture: Picture) -> None:
    labels = {n.id: n for n in picture.nodes if n.kind == "etf"}
    assert labels["etf:159991.SZ"].label == "样例汽车ETF 159991.SZ\n持 东岚汽车 90.0%、北槐光电 10.0%"
    assert {n.tone for n in labels.values()} == {"hurt"}


def test_steps_stated_are_solid_and_steps_inferred_are_dashed(picture: Picture) -> None:
    for edge in picture.edges:
        stated = edge.source.startswith("event:") or edge.target.startswith("etf:")
        assert edge.inferred is not stated, edge
        assert 1 <= edge.width <= 8


def test_every_edge_joins_two_nodes_that_are_drawn(picture: Picture) -> None:
    drawn = {n.id for n in picture.nodes}
    assert all({e.source, e.target} <= drawn for e in picture.edges)


def test_many_nodes_are_gathered_and_counted(answer: ExposureAnswer) -> None:
    rows = []
    for n in range(200):
        for row in answer.rows[:1]:
            fund = dataclasses.replace(row.etf, id=f"etf:51{n:04}.SH", code=f"51{n:04}.SH", name=f"样例{n}ETF")
            paths = tuple(
                dataclasses.replace(p, hops=(*p.hops[:-1], dataclasses.replace(p.hops[-1], object=fund.id, object_label=fund.name)))
                for p in row.paths
            )
            rows.append(dataclasses.replace(row, etf=fund, paths=paths, net=row.net * (n + 1) / 200))
    many = picture_of(dataclasses.replace(answer, rows=tuple(rows)), max_nodes=60)
    bucket = next(n for n in many.nodes if n.kind == "bucket")
    shown = sum(n.kind == "etf" for n in many.nodes)
    assert bucket.label == f"其他 {200 - shown} 项"
    assert len(many.nodes) <= 60 + 4
    assert "etf:510199.SH" in {n.id for n in many.nodes}, "the largest is kept"


def test_a_page_loads_nothing(picture: Picture) -> None:
    page = network_html(picture)
    found = loads(page)
    assert [f for f in found.found if f[2] and not f[2].startswith(("#", "data:"))] == []
    assert re.search(r"""<meta http-equiv="Content-Security-Policy" content="default-src 'none';""", page)
    assert "connect-src" not in page.partition("</head>")[0]
    assert "@import" not in page.partition("<script")[0]


def test_a_headline_cannot_leave_its_script_or_its_cell(answer: ExposureAnswer, picture: Picture) -> None:
    event = dataclasses.replace(
        answer.events[0], label=EVIL, summary=EVIL, quotes=tuple(dataclasses.replace(q, quote=EVIL) for q in answer.events[0].quotes)
    )
    evil = network_html(picture_of(dataclasses.replace(answer, question=EVIL, events=(event,))))
    plain = network_html(picture)
    assert loads(evil).scripts == loads(plain).scripts
    assert [f for f in loads(evil).found if "evil" in f[2] or f[1].startswith("on")] == []
    assert "<script>alert" not in evil
    assert "<img" not in evil


def test_a_placeholder_in_a_text_stays_a_text(answer: ExposureAnswer) -> None:
    page = network_html(picture_of(dataclasses.replace(answer, question="__SCRIPTS__ __ROWS__")))
    assert "<h1>__SCRIPTS__ __ROWS__" in page


def test_equal_answers_are_equal_bytes(answer: ExposureAnswer) -> None:
    assert network_html(picture_of(answer)) == network_html(picture_of(answer))


def test_an_answer_without_funds_can_be_drawn(answer: ExposureAnswer) -> None:
    picture = picture_of(dataclasses.replace(answer, rows=()))
    assert {n.kind for n in picture.nodes} == {"event", "company"}
    assert "<main>" in network_html(picture)


@pytest.mark.parametrize(("negated", "speculative", "said"), [(True, False, "［否认］"), (False, True, "［计划或未证实］"), (False, False, "")])
def test_an_event_that_is_not_simply_reported_says_so_in_its_box(answer: ExposureAnswer, negated: bool, speculative: bool, said: str) -> None:
    event = dataclasses.replace(answer.events[0], negated=negated, speculative=speculative)
    box = next(n for n in picture_of(dataclasses.replace(answer, events=(event, *answer.events[1:]))).nodes if n.id == event.id)
    assert box.label.partition("\n")[2] == said
    assert box.doubted == bool(said)


def test_lines_from_the_events_own_company_to_a_fund_pass_above_what_stands_between(demo_kg: Path) -> None:
    drawn = picture_of(ThemeGraph.open(demo_kg).exposure("美光科技", as_of=date(2026, 1, 10)))
    place = {n.id: n for n in drawn.nodes}
    between = [n for n in drawn.nodes if n.layer > 1 and n.kind in {"company", "group"}]
    straight = [place[e.target] for e in drawn.edges if place[e.source].layer == 1 and place[e.target].kind == "etf"]
    assert between
    assert straight
    assert max(n.y for n in straight) < min(n.y for n in between)
