"""The shock of an event: size, novelty, decay, roles, one voice a story."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from themegraph.errors import QuestionError, UnknownEvent
from themegraph.exposure import SHOCK_TYPES, default_table, sessions_between

DAY = date(2025, 6, 2)  # a Monday

TYPES = [
    "product_launch", "earnings", "guidance", "financing/ipo", "m&a", "contract/order", "cooperation", "capacity/expansion", "price_change",
    "market_move", "policy/regulation", "export_control/sanction", "lawsuit/investigation", "recall/accident", "management_change",
    "shareholding_change", "rating/target", "macro", "other",
]  # fmt: skip


def test_every_event_type_has_its_numbers():
    table = default_table()
    assert sorted(table.events) == sorted(TYPES)
    assert all(sum(e.mu) == pytest.approx(1) for e in table.events.values())
    assert table.event("never heard of") == table.events["other"]


@pytest.mark.parametrize(
    ("kind", "size"), [("product_launch", 0.3), ("cooperation", 0.15), ("earnings", 0.5), ("export_control/sanction", 0.7), ("macro", 0.1)]
)
def test_size_is_the_prior_where_the_event_states_none(world, kind, size):
    shock = world.ask(world.event((world.company("A"), -1), kind=kind, size=None)).shocks[0]
    assert (shock.size, shock.size_from, shock.total) == (size, "prior", -size)


def test_a_launch_planned_without_a_day_is_half_a_launch(world):
    a = world.company("A")
    plan = world.event((a, 1), kind="product_launch", size=None, speculative=True)
    dated = world.event((a, 1), kind="product_launch", size=None, speculative=True, day=DAY)
    assert [world.ask(e).shocks[0].size for e in (plan, dated)] == [0.15, 0.3]


def test_a_counterparty_has_half_the_shock_and_a_yardstick_none(world):
    a, b, c = (world.company(n) for n in "ABC")
    x = world.fund("X")
    world.table(x, {a: 0.2, b: 0.3, c: 0.5})
    answer = world.ask(world.event((a, 1), (b, 1, 0.5, "partner"), (c, 0, 0.0, "mention")))
    assert {s.node: s.total for s in answer.shocks} == {a: 0.4, b: 0.2}
    assert answer.neutral == ("company:C.SH",)
    row = answer.rows[0]
    assert (row.direct_positive, row.named_weight) == (0.5, 0.5)
    assert row.net == pytest.approx(0.2 * 0.4 + 0.3 * 0.2)


def test_a_company_in_two_parts_of_an_event_counts_once(world):
    a = world.company("A")
    assert [s.total for s in world.ask(world.event((a, 1, 0.5, "partner"), (a, 1, 1.0, "agent"))).shocks] == [0.4]


def test_two_listings_of_one_company_are_one_issuer(world):
    a = world.company("A")
    h = world.builder.add_node("share:0001.HK", issuer=a)
    x = world.fund("X")
    table = world.table(x, {a: 0.2})
    world.builder.add_holding(table, h, issuer=a, weight=0.1)
    answer = world.ask(world.event((a, 1), (h, 1)))
    assert [s.node for s in answer.shocks] == [a]
    assert answer.rows[0].direct_positive == pytest.approx(0.3)
    assert answer.rows[0].paths_total == 1


def test_the_fund_house_and_the_fund_are_no_seeds(world):
    x, a = world.fund("X"), world.company("A")
    org = world.builder.add_node("org:house")
    world.table(x, {a: 1.0})
    answer = world.ask(world.event((org, 1), (x, 1)))
    assert answer.shocks == ()
    assert answer.rows == ()


def test_an_earlier_story_on_the_same_company_and_type_halves_the_shock(world):
    a = world.company("A")
    world.event((a, 1), public=DAY - timedelta(days=10))
    world.event((a, 1), public=DAY - timedelta(days=10), kind="earnings")
    world.event((a, 1), public=DAY - timedelta(days=31))
    event = world.event((a, 1))
    shock = world.ask(event).shocks[0]
    assert (shock.earlier, shock.novelty, shock.total) == (1, 0.5, 0.2)


def test_reprints_of_the_earlier_story_count_once(world):
    a = world.company("A")
    story = world.builder.add_story("story:x", first_public=DAY - timedelta(days=3))
    for i in range(3):
        world.event((a, 1), public=DAY - timedelta(days=3 - i), story=story)
    assert world.ask(world.event((a, 1), public=DAY)).shocks[0].earlier == 1


def test_one_event_as_the_question_does_not_decay(world):
    event = world.event((world.company("A"), 1), public=DAY - timedelta(days=100))
    assert world.ask(event).shocks[0].decay == 1.0


def test_events_of_several_stories_decay_by_sessions(world):
    a, b = world.company("A"), world.company("B")
    old = world.event((a, 1), public=DAY - timedelta(days=7), kind="market_move")
    new = world.event((b, 1), kind="market_move")
    answer = world.ask(old, new)
    assert [(s.age, s.decay) for s in answer.shocks] == [(5, pytest.approx(2 ** (-5 / 3))), (0, 1.0)]
    assert "no-session-calendar" in {w.code for w in answer.warnings}
    closed = (DAY - timedelta(days=7), DAY - timedelta(days=3), DAY)
    assert world.ask(old, new, sessions=closed).shocks[0].age == 2


def test_sessions_are_counted_after_the_first_day():
    assert sessions_between(DAY, DAY, None) == 0
    assert sessions_between(date(2025, 5, 30), DAY, None) == 1  # Friday to Monday
    assert sessions_between(DAY, DAY - timedelta(days=3), None) == 0


def test_within_a_story_the_largest_shock_of_each_type_counts(world):
    a = world.company("A")
    story = world.builder.add_story("story:x", first_public=DAY)
    large = world.event((a, 1), story=story, kind="product_launch", size=0.3)
    small = world.event((a, 1), story=story, kind="contract/order", size=0.2)
    answer = world.ask(large, small)
    by_type = {s.event: dict(zip(SHOCK_TYPES, s.by_type, strict=True)) for s in answer.shocks}
    assert (by_type[large]["share"], by_type[large]["demand"]) == (pytest.approx(0.15), 0.0)
    assert (by_type[small]["share"], by_type[small]["demand"]) == (0.0, pytest.approx(0.14))
    assert next(s for s in answer.shocks if s.event == small).superseded_by[SHOCK_TYPES.index("share")] == large
    assert answer.norm == pytest.approx(0.15 + 0.09 + 0.14)


def test_shocks_of_two_stories_add_up(world):
    a = world.company("A")
    one, two = world.event((a, 1), kind="earnings"), world.event((a, -1), kind="price_change", size=0.1)
    answer = world.ask(one, two)
    assert next(i for i in answer.impacts if i.id == "company:A.SH").impact == pytest.approx(0.3)


def test_a_question_without_events_or_with_one_that_is_not_there_is_refused(world):
    event = world.event((world.company("A"), 1))
    with pytest.raises(QuestionError, match="at least one event"):
        world.ask()
    with pytest.raises(UnknownEvent, match="event number 99"):
        world.ask(99)
    with pytest.raises(QuestionError, match="hops"):
        world.ask(event, hops=4)


def test_an_event_that_names_no_company_answers_with_nothing_and_says_so(world):
    answer = world.ask(world.event())
    assert (answer.rows, answer.impacts, answer.norm) == ((), (), 0.0)
    assert "no-shock" in {w.code for w in answer.warnings}


def test_one_source_is_a_warning(world):
    story = world.builder.add_story("story:x", first_public=DAY)
    a = world.company("A")
    event = world.event((a, 1), story=story, evidence=[("news", story, "asserted", DAY, 0), ("news", story, "asserted", DAY, 0)])
    assert "single-source" in {w.code for w in world.ask(event).warnings}
