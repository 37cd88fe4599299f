"""Funds: look-through, leverage, coverages, status, order and rank, what unknown weight may hide, alarms."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from themegraph.errors import UnknownEntity
from themegraph.exposure import RebalanceRule
from themegraph.exposure.rank import shared_ranks

DAY = date(2025, 6, 2)


def row_of(answer, name):
    return next((r for r in answer.rows if r.id == f"etf:{name}.SH"), None)


def test_direct_weight_splits_by_the_sign_of_the_shock(world):
    a, b, c = (world.company(n) for n in "ABC")
    world.table(world.fund("X"), {a: 0.2, b: 0.3, c: 0.5})
    row = world.ask(world.event((a, 1), (b, -1))).rows[0]
    assert (row.direct_positive, row.direct_negative) == (0.2, 0.3)
    assert (row.long, row.short, row.net, row.gross) == pytest.approx((0.08, -0.12, -0.04, 0.2))


def test_a_company_held_directly_is_a_walk_without_relations(world):
    a = world.company("A")
    world.table(world.fund("X"), {a: 0.5})
    (path,) = world.ask(world.event((a, 1))).rows[0].paths
    assert [(h.subject.partition(":")[0], h.predicate, h.object) for h in path.hops] == [
        ("event", "affects", "company:A.SH"),
        ("etf", "holds", "company:A.SH"),
    ]
    assert path.contribution == pytest.approx(0.2)


@pytest.mark.parametrize(("basis", "m"), [("index_weight", -2.0), ("fund_disclosed", 1.0), ("pcf_derived", 1.0)])
def test_leverage_multiplies_only_weights_of_the_unlevered_index(world, basis, m):
    a = world.company("A")
    world.table(world.fund("X", leverage=-2.0), {a: 0.5}, basis=basis)
    row = world.ask(world.event((a, 1))).rows[0]
    assert (row.leverage, row.net, row.direct_positive) == (m, pytest.approx(m * 0.2), 0.5)


def test_a_feeder_looks_through_to_the_fund_it_holds(world):
    a = world.company("A")
    master, feeder = world.fund("M"), world.fund("F")
    world.table(master, {a: 0.5})
    world.table(feeder, {master: 0.9})
    answer = world.ask(world.event((a, 1)))
    assert row_of(answer, "F").direct_positive == pytest.approx(0.45)
    assert row_of(answer, "F").net == pytest.approx(0.9 * 0.5 * 0.4)


def test_a_feeder_of_a_feeder_and_a_levered_fund_inside(world):
    a = world.company("A")
    inner, middle, outer = world.fund("I", leverage=2.0), world.fund("M"), world.fund("O")
    world.table(inner, {a: 0.5})
    world.table(middle, {inner: 0.8})
    world.table(outer, {middle: 0.5})
    row = row_of(world.ask(world.event((a, 1))), "O")
    assert row.net == pytest.approx(0.5 * 0.8 * 2.0 * 0.5 * 0.4)
    assert row.direct_positive == pytest.approx(0.5 * 0.8 * 0.5)


def test_funds_that_hold_each_other_end_and_say_so(world):
    a = world.company("A")
    x, y = world.fund("X"), world.fund("Y")
    world.table(x, {a: 0.5, y: 0.5})
    world.table(y, {a: 0.2, x: 0.8})
    row = row_of(world.ask(world.event((a, 1))), "X")
    assert row.net == pytest.approx((0.5 + 0.5 * 0.2) * 0.4)
    assert "fund-cycle" in {r.code for r in row.reasons}


def test_bond_funds_have_no_exposure_of_this_sort(world):
    a = world.company("A")
    x = world.fund("X", kind="bond")
    world.table(x, {a: 1.0})
    event = world.event((a, 1))
    assert world.ask(event).rows == ()
    row = world.ask(event, funds=(x,)).rows[0]
    assert (row.status, row.reasons[0].code) == ("abstained", "fund-kind-not-applicable")


def test_the_three_coverages(world):
    a, b, c = (world.company(n) for n in "ABC")
    world.edge(a, c, "coop")
    x = world.fund("X")
    table = world.table(x, {a: 0.3, b: 0.2, c: None}, coverage="partial")
    world.builder.add_holding(table, -1, issuer=-1, weight=0.1, name="not linked")
    row = world.ask(world.event((a, 1))).rows[0]
    assert (row.coverage.weights, row.coverage.linked, row.coverage.related) == pytest.approx((0.6, 0.5, 0.3))
    assert row.unknown_weight == pytest.approx(0.4)


def test_thin_relations_abstain_and_keep_the_direct_weight(world):
    a, b = world.company("A"), world.company("B")
    world.table(world.fund("X"), {a: 0.29, b: 0.71})
    row = world.ask(world.event((a, 1))).rows[0]
    assert (row.status, row.reasons[0].code, row.rank, row.direct_positive) == ("abstained", "few-relations-known", None, 0.29)


def test_few_linked_lines_abstain(world):
    a = world.company("A")
    table = world.table(world.fund("X"), {a: 0.2})
    world.builder.add_holding(table, -1, issuer=-1, weight=0.8)
    row = world.ask(world.event((a, 1))).rows[0]
    assert (row.status, row.reasons[0].code) == ("abstained", "few-constituents-linked")


def test_no_impact_without_relations_is_not_analysed_never_no_effect(world):
    a, b = world.company("A"), world.company("B")
    x = world.fund("X")
    world.table(x, {b: 1.0})
    row = world.ask(world.event((a, 1)), funds=(x,)).rows[0]
    assert (row.status, row.net, row.reasons[0].code) == ("not_analysed", 0.0, "no-relations-known")


def test_no_impact_with_relations_is_negligible(world):
    a, b, c = (world.company(n) for n in "ABC")
    world.edge(b, c, "coop")
    x = world.fund("X")
    world.table(x, {c: 1.0})
    assert world.ask(world.event((a, 1)), funds=(x,)).rows[0].status == "negligible"


def test_the_threshold_is_on_the_equivalent_weight_not_on_the_size_of_the_event(world):
    a = world.company("A")
    b = world.company("B")
    world.edge(a, b, "own_up", q=1.0)
    world.table(world.fund("X"), {b: 1.0})
    row = world.ask(world.event((a, 1), size=0.0001)).rows[0]
    assert row.status == "ranked"
    assert row.equivalent_weight == pytest.approx(0.6)
    assert row.net < 0.0005


def test_direct_holders_come_before_larger_figures_of_the_model(world):
    a, b = world.company("A"), world.company("B")
    world.edge(a, b, "own_up", q=1.0)
    world.table(world.fund("Direct"), {a: 0.3, b: 0.01})
    world.table(world.fund("Model"), {b: 1.0})
    answer = world.ask(world.event((a, 1)))
    assert [r.id for r in answer.rows] == ["etf:Direct.SH", "etf:Model.SH"]
    assert [r.rank for r in answer.rows] == [2, 1]


def test_overlapping_bands_share_a_rank():
    assert shared_ranks([(0.5, 0.4, 0.6), (0.45, 0.3, 0.5), (0.2, 0.1, 0.25), (-0.05, -0.06, -0.04)]) == [1, 1, 3, 4]


def test_the_top_rows_are_shown_and_all_are_counted(world):
    a = world.company("A")
    for i in range(5):
        world.table(world.fund(f"X{i}"), {a: 0.5 + 0.1 * i})
    answer = world.ask(world.event((a, 1)), top=2)
    assert ([r.direct_positive for r in answer.rows], answer.rows_total) == ([pytest.approx(0.9), pytest.approx(0.8)], 5)


def test_an_unlisted_company_weighs_at_most_the_smallest_listed(world):
    a, b = world.company("A"), world.company("B")
    world.edge(a, b, "own_up", q=0.5)
    x = world.fund("X")
    world.table(x, {b: 0.6}, coverage="top", sorted_=True, n_total=2)
    row = world.ask(world.event((a, 1))).rows[0]
    assert row.direct_unlisted == pytest.approx(0.4)
    assert row.bounds.hi == pytest.approx(row.net + 0.4 * 0.4)
    assert row.bounds.hi_companies == (("company:A.SH", pytest.approx(0.4)),)


def test_an_unsorted_list_is_limited_by_the_cap_of_its_index(world):
    index = world.builder.add_node("index:1.CSI")
    a, b = world.company("A"), world.company("B")
    world.edge(a, b, "own_up", q=0.5)
    x = world.fund("X", index=index)
    world.table(x, {b: 0.6}, coverage="partial", n_total=10)
    event = world.event((a, 1))
    capped = {"index:1.CSI": RebalanceRule(effective_on=(), weight_cap=0.15)}
    assert world.ask(event).rows[0].direct_unlisted == pytest.approx(0.4)
    assert world.ask(event, rebalances=capped).rows[0].direct_unlisted == pytest.approx(0.15)


def test_a_full_list_leaves_nothing_open(world):
    a, b = world.company("A"), world.company("B")
    world.edge(a, b, "own_up", q=0.5)
    world.table(world.fund("X"), {b: 0.97})  # the rest is cash
    row = world.ask(world.event((a, 1))).rows[0]
    assert (row.bounds.lo, row.bounds.hi, row.direct_unlisted) == (row.net, row.net, 0.0)


def test_a_line_without_a_weight_stays_open_in_a_full_list(world):
    a, b = world.company("A"), world.company("B")
    world.edge(a, b, "own_up", q=0.5)
    world.table(world.fund("X"), {b: 0.7, a: None})
    row = world.ask(world.event((a, 1))).rows[0]
    assert row.bounds.hi == pytest.approx(row.net + 0.3 * 0.4)


def test_a_company_of_another_market_or_listed_later_cannot_hide(world):
    a, b = world.company("A", "US"), world.company("B")
    world.edge(a, b, "own_up", q=0.5)
    x = world.fund("X")
    world.table(x, {b: 0.6}, coverage="top", n_total=2)
    row = world.ask(world.event((a, 1))).rows[0]
    assert row.bounds.hi == row.net
    c = world.company("C")
    world.edge(c, b, "own_up", q=0.5)
    event = world.event((c, 1))
    assert world.ask(event).rows[0].direct_unlisted > 0
    assert world.ask(event, listed_on={"company:C.SH": DAY + timedelta(days=1)}).rows[0].direct_unlisted == 0.0


def test_the_alarm_names_a_company_no_table_lists_and_who_is_nearest(world):
    a, b = world.company("A"), world.company("B")
    world.edge(a, b, "own_up", q=0.5)
    x, y = world.fund("X"), world.fund("Y")
    world.table(x, {b: 0.5})
    world.table(y, {a: 0.1}, known=DAY + timedelta(days=9), as_of=DAY + timedelta(days=8))
    (alarm,) = world.ask(world.event((a, 1))).not_held
    assert (alarm.id, alarm.sign) == ("company:A.SH", 1)  # that a later table lists it is no fact of the day; whynot says so
    assert alarm.nearest == (("etf:X.SH", pytest.approx(0.5 * 0.4 * 0.4)),)


def test_a_listed_company_raises_no_alarm(world):
    a = world.company("A")
    world.table(world.fund("X"), {a: None})
    assert world.ask(world.event((a, 1))).not_held == ()


def test_if_true_takes_all_beliefs_as_one(world):
    a, b = world.company("A"), world.company("B")
    world.edge(a, b, "own_up", q=0.5, belief=0.5)
    world.table(world.fund("X"), {b: 1.0})
    row = world.ask(world.event((a, 1), belief=0.25)).rows[0]
    assert row.net == pytest.approx(0.4 * 0.25 * 0.8 * 0.5 * 0.5)
    assert row.if_true == pytest.approx(0.4 * 0.8 * 0.5)


def test_draws_are_seeded_and_keep_a_certain_sign(world):
    a, b = world.company("A"), world.company("B")
    world.edge(a, b, "comp", q=0.5)
    world.table(world.fund("X"), {a: 0.5})
    world.table(world.fund("Y"), {b: 1.0})
    event = world.event((a, 1), kind="product_launch", size=None)
    one, two = world.ask(event, draws=100), world.ask(event, draws=100)
    assert [r.sampled for r in one.rows] == [r.sampled for r in two.rows]
    direct, rival = row_of(one, "X").sampled, row_of(one, "Y").sampled
    assert (direct.p_positive, rival.p_positive, direct.undecided) == (1.0, 0.0, False)
    assert direct.lo < row_of(one, "X").net < direct.hi


def test_a_fund_pulled_both_ways_has_no_decided_sign(world):
    a, b, c = (world.company(n) for n in "ABC")
    world.edge(a, b, "up", q=None)
    world.edge(a, c, "comp", q=None)
    world.table(world.fund("X"), {b: 0.5, c: 0.5})
    sampled = world.ask(world.event((a, 1), kind="product_launch"), draws=400).rows[0].sampled
    assert 0.0 < sampled.p_positive < 1.0


def test_a_fund_asked_for_without_weights_is_said_and_what_is_no_fund_refused(world):
    a, x = world.company("A"), world.fund("X")
    event = world.event((a, 1))
    answer = world.ask(event, funds=(x,))
    assert answer.rows == ()
    assert ("no-weights", (("fund", "etf:X.SH"),)) in [(w.code, w.args) for w in answer.warnings]
    with pytest.raises(UnknownEntity, match="is not a fund"):
        world.ask(event, funds=(a,))


def test_a_company_no_table_lists_is_named_with_the_funds_that_may_hold_it(world):
    a, b, hk = world.company("A"), world.company("B"), world.company("C", market="HK")
    partly, full, abroad = world.fund("515001"), world.fund("515002"), world.fund("515003")
    world.table(partly, {b: 0.10}, coverage="top_n", sorted_=True, n_total=30)
    world.table(full, {b: 1.0})
    world.table(abroad, {hk: 0.10}, coverage="top_n", sorted_=True, n_total=30)
    answer = world.ask(world.event((a, 1)))
    assert answer.rows == ()
    (alarm,) = answer.not_held
    assert alarm.possible == ((partly, pytest.approx(0.10)),)


def test_where_a_fund_buys_follows_from_its_lines_not_from_their_issuers(world):
    mainland, both = world.company("A"), world.company("B")
    share = world.builder.add_node("share:00981.HK", issuer=both)
    fund = world.fund("515001")
    world.n += 1
    table = world.builder.add_table("weights:hk", fund, basis="index_weight", coverage="top_n", known_at=DAY, as_of=DAY, sorted_=True, n_total=30)
    world.builder.add_holding(table, share, issuer=both, weight=0.1)
    answer = world.ask(world.event((mainland, 1)))
    (alarm,) = answer.not_held
    assert alarm.possible == ()


def test_companies_that_an_event_names_are_in_the_answer_however_many(world):
    named = [world.company(n) for n in "ABCDE"]
    answer = world.ask(world.event(*((c, 1) for c in named)), top=2)
    assert sum(i.named for i in answer.impacts) == 5
