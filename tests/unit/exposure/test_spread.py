"""How shocks travel: classes, seeds, themes, unknown shares, the receiver's bound."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

DAY = date(2025, 6, 2)


def reach(answer):
    return {i.id.removeprefix("company:").partition(".")[0]: i.impact for i in answer.impacts}


def test_after_up_only_up_and_a_competitor_ends_the_walk(world):
    a, b, c, d, e = (world.company(n) for n in "ABCDE")
    world.edge(a, b, "up", q=0.5)
    world.edge(b, c, "up", q=0.5)
    world.edge(b, d, "down", q=0.5)
    world.edge(a, e, "comp", q=0.5)
    world.edge(e, d, "comp", q=0.5)
    found = reach(world.ask(world.event((a, 1), kind="contract/order", size=1.0)))
    assert set(found) == {"A", "B", "C", "E"}


def test_the_number_of_hops_is_kept(world):
    nodes = [world.company(n) for n in "ABCDE"]
    for one, other in pairwise(nodes):
        world.edge(one, other, "own_up", q=0.5)
    event = world.event((nodes[0], 1))
    assert ["".join(sorted(reach(world.ask(event, hops=h)))) for h in (1, 2, 3)] == ["AB", "ABC", "ABCD"]


def test_walks_neither_end_at_nor_pass_another_named_company(world):
    a, b, c = (world.company(n) for n in "ABC")
    world.edge(a, b, "own_up", q=0.5)
    world.edge(b, c, "own_up", q=0.5)
    alone = reach(world.ask(world.event((a, 1))))
    both = reach(world.ask(world.event((a, 1), (b, -1))))
    assert alone["B"] == pytest.approx(0.4 * 0.4)
    assert alone["C"] == pytest.approx(0.4 * 0.4 * 0.4)
    assert (both["A"], both["B"], both["C"]) == pytest.approx((0.4, -0.4, -0.4 * 0.4))


def test_an_unknown_share_takes_the_prior_or_what_is_left(world):
    a, b, c, d = (world.company(n) for n in "ABCD")
    world.edge(a, b, "up", q=None)
    alone = reach(world.ask(world.event((a, 1), kind="contract/order", size=1.0)))["B"]
    assert alone == pytest.approx(0.10 * (0.7 * 0.6 + 0.3 * 0.3))
    world.edge(c, b, "up", q=0.9)
    world.edge(d, b, "up", q=None)
    crowded = world.ask(world.event((a, 1), kind="contract/order", size=1.0))
    hop = next(i for i in crowded.impacts if i.id == "company:B.SH").paths[0].hops[-1]
    assert (hop.q, hop.q_known) == (pytest.approx(0.05), False)


def test_known_shares_that_sum_above_the_limit_are_left_out_and_named(world):
    a, b, c = (world.company(n) for n in "ABC")
    world.edge(a, b, "up", q=0.8)
    world.edge(c, b, "up", q=0.8)
    answer = world.ask(world.event((a, 1), kind="contract/order"))
    assert set(reach(answer)) == {"A"}
    assert [dict(w.args)["sum"] for w in answer.warnings if w.code == "shares-quarantined"] == [pytest.approx(1.6)]


def test_one_relation_told_twice_counts_once_and_the_known_share_wins(world):
    a, b = world.company("A"), world.company("B")
    world.edge(a, b, "up", q=None)
    world.edge(a, b, "up", q=0.4, belief=0.5)
    answer = world.ask(world.event((a, 1), kind="contract/order", size=1.0))
    assert reach(answer)["B"] == pytest.approx(0.4 * 0.5 * (0.7 * 0.6 + 0.3 * 0.3))


def test_many_in_edges_cannot_push_an_impact_above_the_bound(world):
    target = world.company("T")
    seeds = [world.company(f"S{i}") for i in range(199)]
    for seed in seeds:
        world.edge(seed, target, "comp", q=1.0)
    answer = world.ask(world.event(*((s, 1) for s in seeds), size=1.0), top=0)
    assert reach(answer)["T"] == pytest.approx(0.6)


def theme(world, names, *, pi=0.5, name="theme:x"):
    group = world.builder.add_node(name)
    nodes = [world.company(n) for n in names]
    for node in nodes:
        world.builder.add_member(node, group, public_from=DAY, pi=pi)
    return group, nodes


def test_a_theme_passes_the_mean_shock_to_the_other_members(world):
    _, (a, *_others) = theme(world, "ABCD")
    found = reach(world.ask(world.event((a, 1), size=0.4)))
    assert found["B"] == pytest.approx(0.4 * 0.2 * 0.25 * 0.5)
    assert found["A"] == 0.4


def test_an_event_of_a_theme_reaches_its_members_whole(world):
    group, _ = theme(world, "ABCD")
    answer = world.ask(world.event((group, 1), size=0.4))
    assert reach(answer) == {n: pytest.approx(0.4 * 0.2 * 0.5) for n in "ABCD"}
    assert answer.norm == 0.4


def test_a_fund_has_its_share_of_the_theme_that_an_event_names(world):
    group, (a, b, *_) = theme(world, "ABCD")
    x, other = world.fund("X"), world.company("Z")
    world.table(x, {a: 0.3, b: 0.2, other: 0.5})
    assert world.ask(world.event((group, 1))).rows[0].purity == pytest.approx(0.5)


def test_only_themes_and_the_third_level_of_shenwan_relay(world):
    for name in ("industry:sw2021/270108", "industry:sw2021/270100", "industry:gics/Energy"):
        letters = {"industry:sw2021/270108": "AB", "industry:sw2021/270100": "AC", "industry:gics/Energy": "AD"}[name]
        theme(world, letters, name=name)
    found = reach(world.ask(world.event((world.company("A"), 1))))
    assert set(found) == {"A", "B"}


def test_unknown_shares_of_many_themes_never_sum_above_one(world):
    for i in range(10):
        theme(world, "AB", pi=None, name=f"theme:{i}")
    answer = world.ask(world.event((world.company("A"), 1)))
    hops = [p.hops[-1] for i in answer.impacts if i.id == "company:B.SH" for p in i.paths]
    assert {(round(h.q, 12), h.q_known) for h in hops} == {(0.1, False)}


def test_a_theme_of_two_dated_boards_counts_a_company_once(world):
    group, (a, _) = theme(world, "AB")
    world.builder.add_member(a, group, public_from=DAY, as_of=DAY, pi=0.5)
    assert reach(world.ask(world.event((a, 1))))["B"] == pytest.approx(0.4 * 0.2 * 0.5 * 0.5)


def test_a_path_over_a_theme_names_the_theme(world):
    _, (a, b) = theme(world, "AB")
    answer = world.ask(world.event((a, 1)))
    (path,) = next(i for i in answer.impacts if i.company == b).paths
    assert [h.relation for h in path.hops] == ["shock", "relay", "member"]
    assert [h.receiver for h in path.hops] == ["company:A.SH", "theme:x", "company:B.SH"]
    assert path.hops[1].q == 0.5


def test_helped_and_hurt_are_both_looked_for(world):
    a, b = world.company("A"), world.company("B")
    world.edge(a, b, "comp", q=0.5)
    answer = world.ask(world.event((a, 1), kind="contract/order"))
    assert [(i.id, i.impact > 0, i.named) for i in answer.impacts] == [("company:A.SH", True, True), ("company:B.SH", False, False)]
    alone = world.ask(world.event((world.company("C"), 1)))
    assert "none-hurt" in {w.code for w in alone.warnings}


def test_an_event_of_a_theme_reaches_the_members_of_the_themes_below_it(world):
    wide = world.builder.add_node("theme:wide")
    narrow, _ = theme(world, "AB", name="theme:narrow")
    deep, (c,) = theme(world, "C", name="theme:deep")
    world.builder.set_broader(narrow, wide)
    world.builder.set_broader(deep, narrow)
    answer = world.ask(world.event((wide, 1)))
    assert reach(answer) == {n: pytest.approx(0.4 * 0.2 * 0.5) for n in "ABC"}
    assert answer.norm == 0.4
    (path,) = next(i for i in answer.impacts if i.company == c).paths
    assert [h.relation for h in path.hops] == ["shock", "narrower", "member"]
    assert [h.receiver for h in path.hops] == ["theme:wide", "theme:deep", "company:C.SH"]


def test_a_stake_that_stands_in_for_a_ratio_of_values_is_marked(world):
    a, b = world.company("A"), world.company("B")
    statement = world.builder.add_statement("statement:x", b, "invests_in", a, belief=1.0, public_from=DAY)
    world.builder.add_edge(a, b, "own_up", statement=statement, q=0.3, flag=1)
    answer = world.ask(world.event((a, 1)))
    assert next(i for i in answer.impacts if i.company == b).paths[0].hops[-1].stands_in
