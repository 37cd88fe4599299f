"""What counts as of a day and an instant: statements, events, memberships, weights."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from themegraph.errors import BadDate
from themegraph.exposure import ExposureQuestion, RebalanceRule, expose
from themegraph.exposure.weights import second_friday
from themegraph.snapshot import open_snapshot, write_snapshot

DAY = date(2025, 6, 2)


def stamp(day, hour=0):
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp())


def reach(answer, name):
    return next((i.impact for i in answer.impacts if i.id == f"company:{name}.SH"), 0.0)


def test_a_statement_counts_from_the_day_it_was_public(world):
    a, b = world.company("A"), world.company("B")
    world.edge(a, b, "comp", public=DAY + timedelta(days=3))
    event = world.event((a, 1))
    assert reach(world.ask(event), "B") == 0.0
    assert reach(world.ask(event, as_of=DAY + timedelta(days=3)), "B") == pytest.approx(0.3 * 0.4)


def test_an_undated_statement_never_counts(world):
    a, b = world.company("A"), world.company("B")
    world.edge(a, b, "comp", public=None)
    assert reach(world.ask(world.event((a, 1)), as_of=date(2030, 1, 1)), "B") == 0.0


def test_a_statement_holds_only_while_it_is_valid(world):
    a, b = world.company("A"), world.company("B")
    world.edge(a, b, "comp", public=date(2020, 1, 1), valid_from=date(2021, 1, 1), valid_to=DAY)
    event = world.event((a, 1))
    found = [reach(world.ask(event, as_of=d), "B") != 0 for d in (DAY, DAY + timedelta(days=1))]
    assert found == [True, False]


def test_belief_is_computed_again_from_the_evidence_known_by_then(world):
    a, b = world.company("A"), world.company("B")
    one, two = (world.builder.add_story(f"story:{i}", first_public=DAY) for i in "xy")
    late = DAY + timedelta(days=9)
    world.edge(a, b, "comp", belief=0.97, evidence=[("news", one, "asserted", DAY, stamp(DAY)), ("filing", two, "asserted", late, stamp(late))])
    event = world.event((a, 1))
    early = reach(world.ask(event, as_of=DAY), "B")
    assert early == pytest.approx(0.3 * 0.4 * 0.8)  # one news story: 1 - .05 - .15
    assert reach(world.ask(event, as_of=late), "B") == pytest.approx(0.3 * 0.4 * 0.97)
    assert reach(world.ask(event, as_of=late, known_at=datetime(2025, 6, 5, tzinfo=UTC)), "B") == pytest.approx(early)


def test_evidence_learned_later_than_known_at_leaves_nothing(world):
    a, b = world.company("A"), world.company("B")
    story = world.builder.add_story("story:x", first_public=DAY)
    world.edge(a, b, "comp", evidence=[("news", story, "asserted", DAY, stamp(DAY + timedelta(days=30)))])
    event = world.event((a, 1))
    assert reach(world.ask(event, known_at=datetime(2025, 6, 10, tzinfo=UTC)), "B") == 0.0


def test_known_at_needs_a_time_zone(world):
    event = world.event((world.company("A"), 1))
    with pytest.raises(BadDate, match="time zone"):
        world.ask(event, known_at=datetime(2025, 6, 10))


def test_an_event_not_yet_public_has_no_shock_and_says_so(world):
    event = world.event((world.company("A"), 1), public=DAY + timedelta(days=1))
    answer = world.ask(event)
    assert answer.shocks == ()
    assert {"event-not-known-yet", "no-shock"} <= {w.code for w in answer.warnings}


def test_a_denied_event_carries_no_shock(world):
    event = world.event((world.company("A"), 1), negated=True)
    answer = world.ask(event)
    assert answer.shocks == ()
    assert "event-denied" in {w.code for w in answer.warnings}


def test_a_denial_in_the_same_story_lowers_belief_in_the_event(world):
    a = world.company("A")
    story = world.builder.add_story("story:x", first_public=DAY)
    other = world.builder.add_story("story:y", first_public=DAY)
    event = world.event((a, 1), story=story, belief=0.8, evidence=[("news", story, "asserted", DAY, 0)])
    world.event((a, 1), story=story, negated=True, evidence=[("filing", other, "negated", DAY, 0)])
    answer = world.ask(event)
    assert answer.shocks[0].belief == pytest.approx(0.8 * (1 - 0.93))
    assert "event-disputed" in {w.code for w in answer.warnings}


def test_a_membership_counts_from_the_day_it_was_public(world):
    a, b = world.company("A"), world.company("B")
    theme = world.builder.add_node("theme:x")
    for company in (a, b):
        world.builder.add_member(company, theme, public_from=DAY + timedelta(days=1), pi=0.5)
    event = world.event((a, 1))
    assert reach(world.ask(event), "B") == 0.0
    assert reach(world.ask(event, as_of=DAY + timedelta(days=1)), "B") == pytest.approx(0.4 * 0.5 * 0.2 * 0.5)


@pytest.fixture
def funds(world):
    world.a = world.company("A")
    world.x = world.fund("X")
    world.e = world.event((world.a, 1))
    return world


def weight(answer):
    return answer.rows[0].direct_positive if answer.rows else None


def test_a_table_is_usable_from_the_day_it_was_known_not_from_its_date(funds):
    funds.table(funds.x, {funds.a: 0.5}, as_of=DAY - timedelta(days=20), known=DAY + timedelta(days=1))
    assert weight(funds.ask(funds.e)) is None
    assert weight(funds.ask(funds.e, as_of=DAY + timedelta(days=1))) == 0.5


def test_later_weights_are_a_scenario(funds):
    funds.table(funds.x, {funds.a: 0.5}, as_of=DAY + timedelta(days=30), known=DAY + timedelta(days=31))
    answer = funds.ask(funds.e, weights_as_of=DAY + timedelta(days=40))
    assert answer.scenario
    assert weight(answer) == 0.5
    assert "scenario-weights" in {w.code for w in answer.warnings}
    assert not funds.ask(funds.e).scenario


def test_a_table_learned_after_known_at_is_not_used(funds):
    funds.table(funds.x, {funds.a: 0.5}, learned=stamp(DAY + timedelta(days=5)))
    assert weight(funds.ask(funds.e, known_at=datetime(2025, 6, 4, tzinfo=UTC))) is None


def test_a_better_tier_is_used_before_a_later_table(funds):
    funds.table(funds.x, {funds.a: 0.3}, basis="pcf_derived", as_of=DAY - timedelta(days=10))
    funds.table(funds.x, {funds.a: 0.2}, basis="index_weight", as_of=DAY - timedelta(days=2))
    row = funds.ask(funds.e).rows[0]
    assert (row.direct_positive, row.weights.tier, row.weights.basis) == (0.3, "pcf", "pcf_derived")


def test_a_table_too_old_gives_way_to_a_lesser_tier(funds):
    funds.table(funds.x, {funds.a: 0.3}, basis="pcf_derived", as_of=DAY - timedelta(days=400))
    funds.table(funds.x, {funds.a: 0.2}, basis="index_weight", as_of=DAY - timedelta(days=2))
    assert weight(funds.ask(funds.e)) == 0.2


@pytest.mark.parametrize(("days", "staleness", "status"), [(45, "fresh", "ranked"), (46, "warn", "ranked"), (201, "abstain", "abstained")])
def test_weights_age_into_a_warning_and_then_abstain(funds, days, staleness, status):
    funds.table(funds.x, {funds.a: 0.5}, as_of=DAY - timedelta(days=days))
    row = funds.ask(funds.e).rows[0]
    assert (row.weights.staleness, row.status, row.weights.age_days) == (staleness, status, days)


def rules(*days):
    return {"*": RebalanceRule(effective_on=days, turnover_cap=0.1)}


def test_one_rebalance_crossed_moves_the_turnover_to_unknown(funds):
    b = funds.company("B")
    funds.edge(funds.a, b, "comp", q=0.5)
    funds.table(funds.x, {funds.a: 0.4, b: 0.6}, as_of=DAY - timedelta(days=5))
    row = funds.ask(funds.e, rebalances=rules(DAY - timedelta(days=2))).rows[0]
    assert (row.weights.crossed, row.weights.staleness) == (1, "widen")
    assert "weights-widened" in {r.code for r in row.reasons}
    assert row.bounds.lo == pytest.approx(row.net - 0.1 * 0.4)  # a tenth of the fund leaves A, the best line
    assert row.bounds.hi == row.net


def test_two_rebalances_crossed_abstain(funds):
    funds.table(funds.x, {funds.a: 0.5}, as_of=DAY - timedelta(days=40))
    row = funds.ask(funds.e, rebalances=rules(DAY - timedelta(days=30), DAY - timedelta(days=2))).rows[0]
    assert (row.status, row.reasons[0].code) == ("abstained", "weights-too-old")


def test_a_table_dated_on_the_rebalance_describes_the_new_constituents(funds):
    funds.table(funds.x, {funds.a: 0.5}, as_of=DAY)
    assert funds.ask(funds.e, rebalances=rules(DAY)).rows[0].weights.crossed == 0


def test_without_a_calendar_crossed_is_unknown_and_said(funds):
    funds.table(funds.x, {funds.a: 0.5})
    answer = funds.ask(funds.e)
    assert answer.rows[0].weights.crossed is None
    assert "no-rebalance-calendar" in {w.code for w in answer.warnings}


def test_the_rule_of_the_index_goes_before_the_general_one(world):
    index = world.builder.add_node("index:000001.CSI")
    a, x = world.company("A"), world.fund("X", index=index)
    world.table(x, {a: 0.5}, as_of=DAY - timedelta(days=5))
    own = {"index:000001.CSI": RebalanceRule(effective_on=(DAY - timedelta(days=1),)), "*": RebalanceRule(effective_on=())}
    row = world.ask(world.event((a, 1)), rebalances=own).rows[0]
    assert row.weights.crossed == 1


def test_weights_of_the_index_stand_in_for_a_fund_that_tracks_it(world):
    index = world.builder.add_node("index:000001.CSI")
    a, x = world.company("A"), world.fund("X", index=index)
    world.table(index, {a: 0.5})
    row = world.ask(world.event((a, 1))).rows[0]
    assert (row.fund, row.weights.index, row.direct_positive) == (x, "index:000001.CSI", 0.5)


def test_second_fridays():
    assert [second_friday(2025, m) for m in (3, 6, 9, 12)] == [date(2025, 3, 14), date(2025, 6, 13), date(2025, 9, 12), date(2025, 12, 12)]
    assert all(second_friday(y, m).weekday() == 4 for y in range(2020, 2030) for m in range(1, 13))


def test_the_answer_does_not_change_with_what_came_later(funds):
    funds.table(funds.x, {funds.a: 0.5})
    before = funds.ask(funds.e)
    b = funds.company("B")
    later = DAY + timedelta(days=1)
    funds.edge(funds.a, b, "up", q=0.9, public=later)
    funds.table(funds.x, {funds.a: 0.1, b: 0.9}, known=later, as_of=later)
    after = funds.ask(funds.e)
    assert [(r.net, r.bounds, r.coverage) for r in before.rows] == [(r.net, r.bounds, r.coverage) for r in after.rows]


def test_belief_is_computed_again_with_the_numbers_the_snapshot_was_compiled_with(world):
    a, b = world.company("A"), world.company("B")
    one, two = (world.builder.add_story(f"story:{i}", first_public=DAY) for i in "xy")
    late = DAY + timedelta(days=9)
    world.edge(a, b, "comp", belief=0.97, evidence=[("news", one, "asserted", DAY, 0), ("news", two, "asserted", late, 0)])
    event = world.event((a, 1))
    numbers = {"errors": {"news": {"syst": 0.1, "rand": 0.4}, "unknown": {"syst": 0.1, "rand": 0.4}}, "modality_weights": {"asserted": 1.0}}
    snapshot = world.builder.build(belief=numbers)
    assert reach(expose(snapshot, ExposureQuestion(events=(event,), as_of=DAY, draws=0)), "B") == pytest.approx(0.3 * 0.4 * 0.5)


def test_a_snapshot_on_disk_answers_as_the_one_in_memory(funds, tmp_path):
    b = funds.company("B")
    funds.edge(funds.a, b, "comp", q=None)
    funds.table(funds.x, {funds.a: 0.4, b: 0.6})
    snapshot = funds.build()
    write_snapshot(snapshot, tmp_path / "snapshot")
    question = ExposureQuestion(events=(funds.e,), as_of=DAY)
    assert expose(open_snapshot(tmp_path / "snapshot"), question) == expose(snapshot, question)
