"""What holds for exposure on any graph: additivity, enumeration, the bound, linearity, locality, order of rows."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themegraph.exposure import SHOCK_TYPES, ExposureQuestion, default_table, explain, expose, prepare, score
from themegraph.exposure.solve import solve
from themegraph.snapshot import RELATION_CLASSES, SnapshotBuilder

DAY = date(2025, 3, 3)
LASTING = {"up", "down", "own_up", "own_down"}
seeds = st.integers(min_value=0, max_value=10**6)
few = settings(max_examples=25, deadline=None)


class Plan:
    """A random world as plain rows, so that it can be built in any order and checked by hand."""

    def __init__(self, seed, *, n_events=1, n=12, m=30):
        rng = random.Random(seed)
        self.companies = [f"company:{i:06d}.SH" for i in range(n)]
        self.groups = [f"theme:t{i}" for i in range(3)]
        self.edges = []
        for i in range(m):
            src, dst = rng.sample(self.companies, 2)
            q = rng.choice([None, rng.random() * 0.3])
            self.edges.append((f"statement:{i}", src, dst, rng.choice(RELATION_CLASSES[:-1]), q, rng.choice([0.5, 0.8, 1.0])))
        self.members = [(c, g, rng.choice([None, rng.random() * 0.4])) for c in self.companies for g in self.groups if rng.random() < 0.4]
        self.funds = []
        for i in range(4):
            held = rng.sample(self.companies, rng.randint(2, 6))
            weights = [rng.random() for _ in held]
            self.funds.append((f"etf:{i:06d}.SH", [(c, w / sum(weights) * rng.choice([0.6, 1.0])) for c, w in zip(held, weights, strict=True)]))
        self.events = []
        types = sorted(default_table().events)
        for i in range(n_events):
            named = rng.sample(self.companies, rng.randint(1, 3))
            parts = [(c, rng.choice([-1, 1]), rng.choice([0.5, 1.0])) for c in named]
            self.events.append((f"event:{i}", rng.choice(types), f"story:{rng.randrange(n_events)}", rng.choice([0.4, 0.9]), parts))

    def build(self, *, shuffle=None, extra=(), scale=1.0):
        b = SnapshotBuilder()

        def rows(values):
            values = list(values)
            if shuffle is not None:
                random.Random(shuffle).shuffle(values)
            return values

        for node in rows([*self.companies, *self.groups, *(f for f, _ in self.funds)]):
            b.add_node(node, label=node)
        for name, src, dst, cls, q, belief in rows([*self.edges, *extra]):
            statement = b.add_statement(name, b.add_node(dst), "relates_to", b.add_node(src), belief=belief, public_from=DAY)
            b.add_edge(b.node(src), b.node(dst), cls, statement=statement, q=q)
        for company, group, pi in rows(self.members):
            b.add_member(b.node(company), b.node(group), public_from=DAY, pi=pi)
        for fund, lines in rows(self.funds):
            b.add_fund(b.node(fund), kind="equity")
            table = b.add_table(f"weights:{fund}", b.node(fund), basis="index_weight", coverage="full", known_at=DAY, as_of=DAY)
            for company, weight in rows(lines):
                b.add_holding(table, b.node(company), issuer=b.node(company), weight=weight)
        stories = {}
        for story in rows({e[2]: None for e in self.events}):
            stories[story] = b.add_story(story, first_public=DAY)
        for name, kind, story, belief, parts in rows(self.events):
            event = b.add_event(name, kind, story=stories[story], trigger="t", summary="s", belief=belief, public_from=DAY, size=0.5 * scale)
            for company, sign, relevance in rows(parts):
                b.add_participant(event, b.node(company), role="agent", sign=sign, relevance=relevance)
        return b.build()


def ask(snapshot, **more):
    return ExposureQuestion(events=tuple(range(len(snapshot.events))), as_of=DAY + timedelta(days=5), top=0, draws=more.pop("draws", 0), **more)


def impacts(snapshot, **more):
    solved = solve(snapshot, ask(snapshot, **more), default_table())
    return {snapshot.id_of(int(n)): solved.impact[i] for i, n in enumerate(solved.nodes)}


def by_hand(plan, hops):
    """The definition, by plain recursion over dictionaries: no arrays, no frontier."""
    table = default_table()
    lam = {(c, k): float(table.lam[i, j]) for i, c in enumerate(RELATION_CLASSES) for j, k in enumerate(SHOCK_TYPES)}
    prior = {c: table.q[i].value for i, c in enumerate(RELATION_CLASSES)}
    parallel = defaultdict(list)
    for _, src, dst, cls, q, belief in plan.edges:
        parallel[src, dst, cls].append((q is None, -belief, -(q or 0.0)))
    edges = []
    for (src, dst, cls), options in parallel.items():
        unknown, belief, q = min(options)
        edges.append((src, dst, cls, None if unknown else -q, -belief))
    rows = [(g, c, "member", pi, 1.0) for c, g, pi in plan.members] + edges
    shares = defaultdict(lambda: [0.0, 0])
    for _, dst, cls, q, _ in rows:
        shares[dst, cls][0] += q or 0.0
        shares[dst, cls][1] += q is None

    def value(dst, cls, q):
        if q is not None:
            return q
        known, n = shares[dst, cls]
        return min(prior[cls], max(1 - known, 0) / n) if cls in {"up", "down", "member"} else prior[cls]

    over = {key for key, (known, _) in shares.items() if key[1] in {"up", "down", "member"} and known > table.quarantine_sum}
    rows = [r for r in rows if not (r[3] is not None and (r[1], r[2]) in over)]
    for key in over:
        shares[key][0] = 0.0
    total = defaultdict(float)
    for _, dst, cls, q, belief in rows:
        for k in SHOCK_TYPES:
            total[dst, k] += abs(lam[cls, k]) * value(dst, cls, q) * belief

    def coefficient(row, k):
        _, dst, cls, q, belief = row
        gamma = min(1.0, table.lambda_max / total[dst, k]) if total[dst, k] else 1.0
        return gamma * lam[cls, k] * value(dst, cls, q) * belief

    out = defaultdict(lambda: np.zeros(len(SHOCK_TYPES)))
    size = defaultdict(int)
    for _, g, _ in plan.members:
        size[g] += 1
    for _, kind, _, belief, parts in plan.events:
        named = {c for c, _, _ in parts}
        for company, sign, relevance in parts:
            for j, k in enumerate(SHOCK_TYPES):
                shock = table.event(kind).mu[j] * sign * relevance * 0.5 * belief
                out[company][j] += shock

                def walk(node, last, carried, depth, j=j, k=k, named=named):
                    for row in rows:
                        if row[0] != node or row[1] in named or row[2] == "member" or (last and row[2] != last):
                            continue
                        arrived = carried * coefficient(row, k)
                        out[row[1]][j] += arrived
                        if row[2] in LASTING and depth + 1 < hops:
                            walk(row[1], row[2], arrived, depth + 1)

                walk(company, None, shock, 0)
                for c, g, _ in plan.members:
                    if c == company:
                        for row in rows:
                            if row[2] == "member" and row[0] == g and row[1] not in named:
                                out[row[1]][j] += shock / size[g] * coefficient(row, k)
    return out


@few
@given(seed=seeds, hops=st.sampled_from([1, 2, 3]))
def test_sparse_steps_equal_the_definition_worked_by_hand(seed, hops):
    plan = Plan(seed)
    found, wanted = impacts(plan.build(), hops=hops), by_hand(plan, hops)
    for company in plan.companies:
        assert found.get(company, np.zeros(len(SHOCK_TYPES))) == pytest.approx(wanted[company], abs=1e-12)


@few
@given(seed=seeds, n_events=st.integers(1, 4), hops=st.sampled_from([2, 3]))
def test_every_attribution_sums_to_the_exposure(seed, n_events, hops):
    snapshot = Plan(seed, n_events=n_events).build()
    for row in expose(snapshot, ask(snapshot, hops=hops)).rows:
        found = explain(snapshot, ask(snapshot, hops=hops), row.fund)
        parts = found.attribution
        sums = [
            sum(v for _, v in parts.by_constituent),
            sum(p.contribution for p in parts.by_walk),
            sum(v for _, v in parts.by_story),
            sum(v for _, v in parts.by_event),
            sum(v for _, v in parts.by_type),
            row.long + row.short,
        ]
        assert sums == pytest.approx([row.net] * len(sums), abs=1e-12)
        assert len(parts.by_walk) == row.paths_total


@few
@given(seed=seeds)
def test_the_coefficients_of_a_path_multiply_to_its_contribution(seed):
    snapshot = Plan(seed).build()
    for row in expose(snapshot, ask(snapshot, paths=0)).rows:
        for path in row.paths:
            assert sum(path.by_type) == pytest.approx(path.contribution, abs=1e-12)
            assert np.prod([h.coefficient for h in path.hops]) == pytest.approx(path.contribution, abs=1e-12)
            assert [h.receiver for h in path.hops[:-1]] == [h.sender for h in path.hops[1:]]


@few
@given(seed=seeds, limit=st.integers(1, 4))
def test_the_walks_shown_are_the_largest_of_all(seed, limit):
    snapshot = Plan(seed).build()
    every = {r.id: r.paths for r in expose(snapshot, ask(snapshot, paths=0)).rows}
    for row in expose(snapshot, ask(snapshot, paths=limit)).rows:
        best = sorted((abs(p.contribution) for p in every[row.id]), reverse=True)[:limit]
        assert [abs(p.contribution) for p in row.paths] == pytest.approx(best, abs=0)


@few
@given(seed=seeds, hops=st.sampled_from([1, 2, 3]))
def test_no_impact_passes_the_bound(seed, hops):
    snapshot = Plan(seed, n=8, m=60).build()
    solved = solve(snapshot, ask(snapshot, hops=hops), default_table())
    limit = solved.norm * sum(default_table().lambda_max ** h for h in range(hops + 1))
    assert np.abs(solved.impact.sum(axis=1)).max() <= limit + 1e-12


@few
@given(seed=seeds, scale=st.floats(0.1, 1.0))
def test_impacts_are_linear_in_the_shock(seed, scale):
    plan = Plan(seed)
    one, other = impacts(plan.build()), impacts(plan.build(scale=scale))
    for company, value in one.items():
        assert other[company] == pytest.approx(value * scale, abs=1e-12)


@few
@given(seed=seeds)
def test_events_of_different_stories_add_up(seed):
    plan = Plan(seed, n_events=2)
    plan.events = [(name, kind, f"story:{i}", belief, parts) for i, (name, kind, _, belief, parts) in enumerate(plan.events)]
    snapshot = plan.build()
    table = default_table()
    day = DAY + timedelta(days=5)
    both = solve(snapshot, ExposureQuestion(events=(0, 1), as_of=day, decayed=False), table)
    total = defaultdict(lambda: np.zeros(len(SHOCK_TYPES)))
    for event in (0, 1):
        part = solve(snapshot, ExposureQuestion(events=(event,), as_of=day), table)
        for i, node in enumerate(part.nodes.tolist()):
            total[node] += part.impact[i]
    for i, node in enumerate(both.nodes.tolist()):
        assert both.impact[i] == pytest.approx(total[node], abs=1e-12)


@few
@given(seed=seeds, cls=st.sampled_from(RELATION_CLASSES[:-1]))
def test_an_edge_from_a_company_that_nothing_reaches_changes_only_its_receiver(seed, cls):
    plan = Plan(seed)
    far = [(f"statement:far{i}", "company:999999.SH", plan.companies[0], cls, 0.9, 1.0) for i in range(1)]
    before, after = impacts(plan.build(), hops=1), impacts(plan.build(extra=far), hops=1)
    for company in plan.companies[1:]:
        same = after.get(company, np.zeros(len(SHOCK_TYPES)))
        assert same == pytest.approx(before.get(company, np.zeros(len(SHOCK_TYPES))), abs=1e-15)


@few
@given(seed=seeds, order=seeds)
def test_the_order_of_rows_does_not_matter(seed, order):
    plan = Plan(seed, n_events=3)
    names = [e[0] for e in plan.events]

    def answer(snapshot):
        found = expose(snapshot, ask(snapshot, draws=20))
        return [(r.id, r.status, r.rank, r.net, r.bounds.lo, r.bounds.hi, r.sampled.p_positive, r.coverage.related) for r in found.rows]

    one, other = answer(plan.build()), answer(plan.build(shuffle=order))
    assert [r[:3] for r in one] == [r[:3] for r in other]
    for a, b in zip(one, other, strict=True):
        assert a[3:] == pytest.approx(b[3:], abs=1e-12)
    assert names


@few
@given(seed=seeds)
def test_bounds_hold_the_exposure(seed):
    plan = Plan(seed)
    snapshot = plan.build()
    for row in expose(snapshot, ask(snapshot)).rows:
        assert row.bounds.lo <= row.net <= row.bounds.hi


@few
@given(seed=seeds, n_events=st.integers(1, 3), hops=st.sampled_from([1, 2, 3]))
def test_draws_without_doubt_repeat_the_exposure(seed, n_events, hops):
    table = default_table()
    certain = replace(table, spread=0.0, q=tuple(replace(q, low=q.value, high=q.value) for q in table.q))
    snapshot = Plan(seed, n_events=n_events).build()
    for row in expose(snapshot, ask(snapshot, hops=hops, draws=3), certain).rows:
        assert (row.sampled.lo, row.sampled.hi) == pytest.approx((row.net, row.net), abs=1e-12)


@few
@given(seed=seeds, n_events=st.integers(1, 3), hops=st.sampled_from([1, 2, 3]))
def test_scores_on_the_prepared_graph_are_those_of_the_answer(seed, n_events, hops):
    snapshot = Plan(seed, n_events=n_events).build()
    day = DAY + timedelta(days=5)
    ground = prepare(snapshot, as_of=day)
    for event in range(n_events):
        question = ExposureQuestion(events=(event,), as_of=day, top=0, paths=0, draws=0, hops=hops)
        rows = {r.fund: r for r in expose(snapshot, question).rows}
        found = score(ground, event, top=0, paths=0, hops=hops)
        assert {f for f, r in rows.items() if r.net} == set(found.funds.tolist())
        for i, fund in enumerate(found.funds.tolist()):
            row, mine = rows[fund], found.walk_contribution[found.walk_fund == i]
            assert found.net[i] == pytest.approx(row.net, abs=1e-12)
            assert found.direct[i] == pytest.approx(row.direct_positive + row.direct_negative, abs=1e-12)
            assert mine.sum() == pytest.approx(row.net, abs=1e-12)
            assert sorted(mine.tolist()) == pytest.approx(sorted(p.contribution for p in row.paths), abs=1e-12)
            first = score(ground, event, top=0, paths=2, hops=hops)
            best = first.walk_contribution[first.walk_fund == i]
            assert np.abs(best) == pytest.approx(np.abs(mine[:2]), abs=0)
