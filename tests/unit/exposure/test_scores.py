"""Scores on the prepared graph: what the random worlds of the property tests do not have."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from themegraph.errors import QuestionError, UnknownEvent
from themegraph.exposure import ExposureQuestion, expose, prepare, score, score_events

DAY = date(2025, 6, 2)


def held(world, companies, *, name="515000", **more):
    fund = world.fund(name, **more)
    world.table(fund, {c: 1.0 / len(companies) for c in companies})
    return fund


def test_a_group_that_relays_only_where_an_event_names_it_counts_for_that_event(world):
    broad = world.builder.add_node("industry:sw2021/270000")
    a, b = world.company("A"), world.company("B")
    for company in (a, b):
        world.builder.add_member(company, broad, public_from=DAY, pi=0.5)
    fund = held(world, [a, b])
    of_group, of_company = world.event((broad, 1), kind="policy"), world.event((a, 1))
    snapshot = world.build()
    ground = prepare(snapshot, as_of=DAY)
    for event in (of_group, of_company):
        (row,) = expose(snapshot, ExposureQuestion(events=(event,), as_of=DAY, draws=0)).rows
        found = score(ground, event)
        assert found.funds.tolist() == [fund]
        assert found.net[0] == pytest.approx(row.net, abs=1e-15)
        assert found.walk_contribution == pytest.approx([p.contribution for p in row.paths], abs=1e-15)
    assert score(ground, of_company).net[0] == pytest.approx(0.4 / 2)


def test_an_event_of_a_theme_reaches_the_themes_below_it(world):
    wide, narrow = world.builder.add_node("theme:wide"), world.builder.add_node("theme:narrow")
    world.builder.set_broader(narrow, wide)
    a = world.company("A")
    world.builder.add_member(a, narrow, public_from=DAY, pi=1.0)
    held(world, [a])
    event = world.event((wide, 1), kind="policy")
    snapshot = world.build()
    (row,) = expose(snapshot, ExposureQuestion(events=(event,), as_of=DAY, draws=0)).rows
    assert score(prepare(snapshot, as_of=DAY), event).net.tolist() == pytest.approx([row.net])


def test_listings_and_levels_of_funds_are_looked_through_once(world):
    a = world.company("A")
    inner = held(world, [a], name="515001")
    outer = world.fund("515002", leverage=-1.0)
    world.table(outer, {inner: 0.5})
    event = world.event((a, 1))
    snapshot = world.build()
    found = score(prepare(snapshot, as_of=DAY), event)
    assert dict(zip(found.funds.tolist(), found.net.tolist(), strict=True)) == pytest.approx({inner: 0.4, outer: -0.2})


def test_funds_of_bonds_and_funds_with_old_weights_have_no_score(world):
    a = world.company("A")
    held(world, [a], name="511000", kind="bond")
    world.table(world.fund("515003"), {a: 1.0}, known=DAY - timedelta(days=400), as_of=DAY - timedelta(days=400))
    event = world.event((a, 1))
    assert len(score(prepare(world.build(), as_of=DAY), event).funds) == 0


def test_what_was_not_known_on_the_day_does_not_count(world):
    a, b = world.company("A"), world.company("B")
    world.edge(a, b, "own_up", public=DAY + timedelta(days=1))
    held(world, [b])
    event, later = world.event((a, 1)), world.event((b, 1), public=DAY + timedelta(days=1))
    ground = prepare(world.build(), as_of=DAY, known_at=datetime(2025, 6, 2, 23, tzinfo=UTC))
    found = list(score_events(ground, [event, later]))
    assert [f.event for f in found] == [event, later]
    assert [len(f.funds) for f in found] == [0, 0]
    assert found[1].graph is None


def test_walks_that_cancel_out_are_shown(world):
    a, b, c = (world.company(n) for n in "ABC")
    world.edge(a, c, "own_up", q=0.2)
    world.edge(b, c, "own_up", q=0.2)
    held(world, [a, c])
    event = world.event((a, 1), (b, -1))
    snapshot = world.build()
    (row,) = expose(snapshot, ExposureQuestion(events=(event,), as_of=DAY, draws=0)).rows
    found = score(prepare(snapshot, as_of=DAY), event)
    assert row.paths_total == 3
    assert np.abs(found.walk_contribution) == pytest.approx([0.2, 0.032, 0.032])
    assert found.net == pytest.approx([0.2])


def test_an_event_that_is_not_there_and_too_many_hops_are_errors(world):
    a = world.company("A")
    event = world.event((a, 1))
    ground = prepare(world.build(), as_of=DAY)
    with pytest.raises(UnknownEvent, match="no event number 7"):
        score(ground, 7)
    with pytest.raises(QuestionError, match="must lie in 1 … 3"):
        score(ground, event, hops=4)
