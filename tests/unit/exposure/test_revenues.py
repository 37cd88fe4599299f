"""q of a competitor by revenue, and the size of a contract by its amount: only from figures that were known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from themegraph.exposure import ExposureQuestion, default_table, explain, prepare, score

DAY = date(2025, 6, 2)
SHARE = -0.5
"""λσ of a competitor for a shock to market shares."""


@pytest.fixture
def rivals(world):
    """Return a world in which A launches, and B and C compete with it."""
    world.a, world.b, world.c = (world.company(n) for n in "ABC")
    for other in (world.b, world.c):
        world.edge(world.a, other, "comp", q=None, belief=0.8)
    world.launch = world.event((world.a, 1), kind="product_launch", size=0.3)
    return world


def revenue(world, company, value, *, currency="CNY", cny=None, period=date(2024, 12, 31), known=date(2025, 3, 31), learned=0):
    world.builder.add_revenue(company, value, currency, cny=cny, period=period, public_from=known, learned_at=learned, source="年报")


def used(world, **clock):
    """Return q of A → B as the answer uses it, and whether it says so."""
    fund = world.fund("F")
    world.table(fund, {world.b: 1.0})
    ask = ExposureQuestion(events=(world.launch,), as_of=DAY, draws=0, **clock)
    (edge,) = [e for e in explain(world.build(), ask, fund).edges if e.receiver == "company:B.SH"]
    return edge.q, edge.overlap is not None


def test_q_is_the_overlap_by_the_ratio_of_revenues_at_most_the_overlap(rivals) -> None:
    revenue(rivals, rivals.a, 100.0)
    revenue(rivals, rivals.b, 400.0)
    assert used(rivals) == (pytest.approx(0.2 / 4), True)


def test_a_larger_sender_takes_no_more_than_the_contested_market(rivals) -> None:
    revenue(rivals, rivals.a, 900.0)
    revenue(rivals, rivals.b, 400.0)
    assert used(rivals) == (pytest.approx(0.2), True)


def test_without_one_of_the_revenues_the_prior_stands(rivals) -> None:
    revenue(rivals, rivals.a, 100.0)
    assert used(rivals) == (pytest.approx(0.05), False)


def test_two_currencies_compare_by_the_stated_rates_and_without_them_not_at_all(rivals) -> None:
    revenue(rivals, rivals.a, 100.0, currency="USD", cny=7.0)
    revenue(rivals, rivals.b, 1400.0)
    assert used(rivals) == (pytest.approx(0.2 * 0.5), True)


def test_no_rate_is_guessed(rivals) -> None:
    revenue(rivals, rivals.a, 100.0, currency="USD")
    revenue(rivals, rivals.b, 1400.0)
    assert used(rivals) == (pytest.approx(0.05), False)


def test_a_revenue_counts_from_the_day_and_the_instant_it_was_known(rivals) -> None:
    then = datetime(2025, 6, 1, tzinfo=UTC)
    revenue(rivals, rivals.a, 100.0)
    revenue(rivals, rivals.b, 400.0)
    revenue(rivals, rivals.b, 100.0, period=date(2025, 3, 31), known=DAY + timedelta(days=1))
    revenue(rivals, rivals.b, 200.0, known=date(2025, 4, 30), learned=int(then.timestamp()) + 60)
    assert used(rivals, known_at=then)[0] == pytest.approx(0.2 / 4)
    assert used(rivals)[0] == pytest.approx(0.2 / 2)


def test_the_bound_counts_rated_hops_and_the_prepared_graph_agrees(rivals) -> None:
    revenue(rivals, rivals.a, 100.0)
    revenue(rivals, rivals.b, 100.0)
    for n in range(12):
        rivals.edge(rivals.company(f"X{n}"), rivals.b, "comp", q=0.2)
    fund = rivals.fund("F")
    rivals.table(fund, {rivals.b: 1.0})
    snapshot = rivals.build()
    ask = ExposureQuestion(events=(rivals.launch,), as_of=DAY, draws=0)
    (edge,) = explain(snapshot, ask, fund).edges
    total = 0.5 * (0.2 * 0.8 + 12 * 0.2)
    share = list(default_table().lam[2]).index(SHARE)
    assert edge.in_edges[share] == pytest.approx(total)
    assert edge.gamma[share] == pytest.approx(0.6 / total)
    found = score(prepare(snapshot, as_of=DAY), rivals.launch)
    row = explain(snapshot, ask, fund).row
    assert found.net[list(found.funds).index(fund)] == pytest.approx(row.net, abs=1e-12)


def test_leaving_a_rated_hop_out_leaves_nothing_of_it(rivals) -> None:
    revenue(rivals, rivals.a, 100.0)
    revenue(rivals, rivals.b, 100.0)
    fund = rivals.fund("F")
    rivals.table(fund, {rivals.b: 1.0})
    found = explain(rivals.build(), ExposureQuestion(events=(rivals.launch,), as_of=DAY, draws=0), fund)
    (edge,) = [f for f in found.fragility if f.kind == "edge"]
    assert edge.net == pytest.approx(0.0, abs=1e-15)


def test_the_draws_move_the_overlap_where_revenues_are_known(rivals) -> None:
    revenue(rivals, rivals.a, 100.0)
    revenue(rivals, rivals.b, 100.0)
    fund = rivals.fund("F")
    rivals.table(fund, {rivals.b: 1.0})
    table = replace(default_table(), spread=0.0)
    ask = ExposureQuestion(events=(rivals.launch,), as_of=DAY, draws=400)
    row = explain(rivals.build(), ask, fund, table=table).row
    assert row.sampled.lo < row.net < row.sampled.hi < 0
    fixed = replace(table, overlap=replace(table.overlap, low=0.2, high=0.2))
    same = explain(rivals.build(), ask, fund, table=fixed).row.sampled
    assert same.lo == pytest.approx(same.hi)


def test_a_contract_has_the_size_of_its_amount_for_each_company_by_its_own_revenue(world) -> None:
    a, b, c = (world.company(n) for n in "ABC")
    event = world.builder.add_event(
        "event:order", "contract/order", story=-1, trigger="t", summary="s", belief=1.0, public_from=DAY, amount=(50.0, "CNY")
    )
    for node in (a, b, c):
        world.builder.add_participant(event, node, role="agent", sign=1, relevance=1.0)
    revenue(world, a, 200.0)
    revenue(world, b, 10.0, currency="HKD", cny=0.9)
    found = {s.node: (s.size, s.size_from) for s in world.ask(event).shocks}
    assert found == {a: (pytest.approx(0.5), "revenue"), b: (1.0, "revenue"), c: (0.3, "prior")}
