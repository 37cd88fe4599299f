"""What an event meant on a day follows from the tellings that were public by then, and nothing else."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from themegraph.exposure.view import View
from themegraph.graph.compile import compile_snapshot
from themegraph.graph.keep import add_article, load_reference
from themegraph.graph.lifecycle import retract
from themegraph.graph.store import OxigraphStore
from themegraph.model import EntityId, Polarity

SHANGHAI = timezone(timedelta(hours=8))
BODIES = (
    "甲能科技发布华岳芯片，占公司上一年度营业收入的10%，市场反应热烈，多家机构调研公司产线与客户名单。",
    "据悉甲能科技已经发布华岳芯片，丙云集团遭受压力；同业认为这一步出人意料，后续产能仍待观察。",
    "乙芯股份回应称，甲能科技发布华岳芯片不影响自身订单，公司股票停牌一天，等候进一步公告。",
)


def told(world, n, *, signs, day, parties=(), words=""):
    """Return an article that tells the one launch: the same event, and what it means in this telling."""
    draft = world.Draft(f"甲能科技发布新品{n}{words}", BODIES[n], source=f"样例{n}", published=datetime(2025, 12, day, 9, tzinfo=SHANGHAI))
    draft.link("甲能科技", world.ALPHA)
    for surface, entity in parties:
        draft.link(surface, entity)
    draft.event("product_launch", "发布", [("agent", "甲能科技", world.ALPHA)], {})
    (event,) = draft.events
    draft.events[:] = [replace(event, polarity=tuple((s, Polarity(p)) for s, p in signs.items()))]
    return draft.done()


@pytest.fixture
def tellings(world):
    return (
        told(world, 0, signs={"甲能科技": "positive"}, day=3),
        told(world, 1, signs={"甲能科技": "negative", "丙云集团": "negative"}, day=5, parties=[("丙云集团", world.BUYER)], words="突袭"),
        told(world, 2, signs={"甲能科技": "negative", "乙芯股份": "neutral"}, day=8, parties=[("乙芯股份", EntityId("company:000902.SZ"))]),
    )


def compiled(articles, world, onto, *, at=None, retracted=""):
    store = OxigraphStore()
    load_reference(store, world.reference(), dataset="starter", learned_at=world.NOW, ontology=onto)
    for n, (article, extraction) in enumerate(articles):
        add_article(store, article, extraction, learned_at=world.NOW + timedelta(days=n) if at else world.NOW, ontology=onto)
    if retracted:
        retract(store, retracted, at=world.NOW + timedelta(days=9), reason="更正", ontology=onto)
    return compile_snapshot(store, ontology=onto)


def meaning(view):
    """Return whom the one event concerns, what it means for them, and what finds it."""
    snap = view.snapshot
    (event,) = range(len(snap.events))
    parts = [(snap.id_of(p.node), p.role, p.sign, p.relevance) for p in view.parts(event)]
    return parts, view.words(event).split("\n"), view.event(event).belief


@pytest.mark.parametrize(("day", "public"), [(3, 1), (4, 1), (5, 2), (8, 3), (30, 3)])
def test_a_day_sees_the_tellings_of_its_time(tellings, world, onto, day, public) -> None:
    as_of = date(2025, 12, day)
    full, then = (View(compiled(t, world, onto), as_of) for t in (tellings, tellings[:public]))
    parts, words, belief = meaning(full)
    expected = meaning(then)
    assert (parts, belief) == (expected[0], pytest.approx(expected[2]))
    assert set(words) == set(expected[1])


def test_the_sign_turns_with_the_voices_and_balances_between(tellings, world, onto) -> None:
    snap = compiled(tellings, world, onto)
    signs = {d: {p.node: p.sign for p in View(snap, date(2025, 12, d)).parts(0)}[snap.node(world.ALPHA)] for d in (3, 5, 8)}
    assert signs == {3: 1, 5: 0, 8: -1}
    marked = {d: View(snap, date(2025, 12, d)).signed(snap.node(world.BUYER)).tolist() for d in (3, 5)}
    assert marked == {3: [], 5: [0]}


def test_an_instant_sees_what_had_been_learned(tellings, world, onto) -> None:
    snap = compiled(tellings, world, onto, at=True)
    view = View(snap, date(2025, 12, 30), world.NOW + timedelta(hours=1))
    assert [(snap.id_of(p.node), p.sign) for p in view.parts(0)] == [(world.ALPHA, 1)]
    assert view.event(0).belief < View(snap, date(2025, 12, 30)).event(0).belief


def test_a_source_left_out_has_no_vote(tellings, world, onto) -> None:
    snap = compiled(tellings, world, onto)
    source = {snap.text(int(s)): int(s) for s in snap.articles.source}["样例0"]
    (alpha,) = [p.sign for p in View(snap, date(2025, 12, 5), without_source=source).parts(0) if p.node == snap.node(world.ALPHA)]
    assert alpha == -1


def test_a_retracted_telling_has_no_vote_now_and_had_one_then(tellings, world, onto) -> None:
    snap = compiled(tellings, world, onto, retracted="source:样例1")
    now, then = (View(snap, date(2025, 12, 30), instant) for instant in (None, world.NOW + timedelta(days=1)))
    assert world.BUYER not in {snap.id_of(p.node) for p in now.parts(0)}
    assert {snap.id_of(p.node): p.sign for p in then.parts(0)}[world.BUYER] == -1


def test_a_size_counts_from_the_day_it_was_stated(builder_of_sizes) -> None:
    snap = builder_of_sizes
    assert [View(snap, date(2025, 6, d)).size(0) for d in (4, 9)] == [0.2, 0.6]
    assert math.isnan(View(snap, date(2025, 6, 2)).size(0))


@pytest.fixture
def builder_of_sizes():
    from themegraph.snapshot import SnapshotBuilder

    b = SnapshotBuilder()
    node = b.add_node("company:600901.SH")
    story = b.add_story("story:1", first_public=date(2025, 6, 2))
    event = b.add_event("event:1", "contract", story=story, trigger="t", summary="s", belief=0.9, public_from=date(2025, 6, 2), size=0.6)
    b.add_participant(event, node, role="agent", sign=1, relevance=1.0)
    for day, size in ((2, None), (3, 0.2), (8, 0.6)):
        reading = b.add_evidence(event=event, story=story, source_class="news", public_from=date(2025, 6, day))
        telling = b.add_telling(event, reading, size=size, search="x")
        b.add_vote(telling, node, roles=["agent"], sign=1)
    return b.build(relevance={"agent": 1.0})
