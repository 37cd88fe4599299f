"""The fixtures of the exposure definition, to the last printed digit. Names are fictional; shares, revenues and stakes are fixtures, not facts."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from themegraph.exposure.answers import ExposureQuestion
from themegraph.exposure.expose import expose
from themegraph.exposure.shocks import decay, novelty
from themegraph.exposure.table import SHOCK_TYPES
from themegraph.snapshot import SnapshotBuilder
from themegraph.snapshot.belief import Heard, SourceError, belief

DAY = date(2025, 12, 19)
ASK = date(2025, 12, 21)


class World:
    """A snapshot under construction, with companies and funds by short names."""

    def __init__(self):
        self.builder = SnapshotBuilder()
        for word in ("company", "etf"):
            self.builder.word("kinds", word)
        self.n = 0
        self.fillers = []

    def company(self, name, market="SH"):
        return self.builder.add_node(f"company:{name}.{market}", label=name)

    def edge(self, src, dst, cls, q, belief_, market="SH"):
        self.n += 1
        statement = self.builder.add_statement(f"statement:{self.n}", dst, "relates_to", src, belief=belief_, public_from=DAY)
        self.builder.add_edge(src, dst, cls, statement=statement, q=q)

    def filler(self, market="SH"):
        """A company with a relation of its own that no event of the fixture reaches."""
        n = len(self.fillers)
        one, other = self.company(f"Z{2 * n:03d}", market), self.company(f"Z{2 * n + 1:03d}", market)
        self.edge(one, other, "coop", 1.0, 1.0)
        self.fillers.append(other)
        return other

    def fund(self, name, lines, *, covered, smallest=None, left=0, m=1.0, basis="index_weight"):
        node = self.builder.add_node(f"etf:{name}.SH", label=name)
        self.builder.add_fund(node, kind="equity", leverage=m)
        rest = covered - sum(lines.values())
        lines = dict(lines)
        if smallest is not None and min(lines.values()) > smallest:
            lines[self.filler("US" if name == "X4" else "SH")] = smallest
            rest -= smallest
        if rest > 1e-9:
            lines[self.filler("US" if name == "X4" else "SH")] = rest
        table = self.builder.add_table(
            f"weights:{name}",
            node,
            basis=basis,
            coverage="top" if left else "full",
            known_at=DAY,
            as_of=DAY,
            sorted_=bool(left),
            n_total=len(lines) + left,
        )
        for company, weight in lines.items():
            self.builder.add_holding(table, company, issuer=company, weight=weight)
        return node

    def event(self, name, kind, company, *, size, belief_, sign=1):
        story = self.builder.add_story(f"story:{name}", first_public=DAY)
        event = self.builder.add_event(f"event:{name}", kind, story=story, trigger="t", summary="s", belief=belief_, public_from=DAY, size=size)
        self.builder.add_participant(event, company, role="agent", sign=sign, relevance=1.0)
        return event


@pytest.fixture
def g1():
    w = World()
    b = w.builder
    m, c, hy, f, z, p, t = (w.company(n) for n in ("M", "C", "Hy", "F", "Z", "P", "T"))
    n = w.company("N", "US")
    w.edge(m, c, "comp", 0.9 * (0.438 / 1.17), 0.9)
    w.edge(m, hy, "comp", 0.5 * (0.438 / 9.16), 0.9)
    w.edge(m, n, "comp", 0.1 * (0.438 / 940), 0.9)
    w.edge(m, f, "up", 0.005, 0.8)
    w.edge(f, z, "up", 0.20, 0.9)
    w.edge(m, p, "up", 0.02, 0.8)
    w.edge(m, t, "own_up", 0.01244 * 300 / 40, 1.0)
    theme = b.add_node("theme:gpu", label="gpu")
    for company in (m, c, hy):
        b.add_member(company, theme, public_from=DAY, pi=0.5)
    for i in range(7):
        b.add_member(w.company(f"Q{i}", "HK"), theme, public_from=DAY, pi=0.5)
    w.fund("X1", {c: 0.072}, covered=0.5014, smallest=0.0341, left=40)
    w.fund("X2", {z: 0.15455}, covered=0.9632, smallest=0.0053, left=10)
    w.fund("X3", {c: 0.10, hy: 0.09, f: 0.10, z: 0.06}, covered=1.0)
    w.fund("X4", {n: 0.208278}, covered=0.715537, smallest=0.044543, left=16)
    event = w.event("launch", "product_launch", m, size=None, belief_=0.9)
    return expose(b.build(), ExposureQuestion(events=(event,), as_of=ASK))


G1 = {
    "M.SH": (0.135, 0.054, 0.081, 0.27),
    "C.SH": (-0.020468077, 0.002447446, 0.001215, -0.016805631),
    "Hy.SH": (-0.001452429, 0.000926194, 0.001215, 0.000688765),
    "N.US": (-0.000002831, 0.000000226, 0.0, -0.000002604),
    "F.SH": (0.000162, 0.0001296, 0.0, 0.0002916),
    "Z.SH": (0.000008748, 0.000013997, 0.0, 0.000022745),
    "P.SH": (0.000648, 0.0005184, 0.0, 0.0011664),
    "T.SH": (0.0100764, 0.00403056, 0.00604584, 0.0201528),
}


@pytest.mark.parametrize("name", G1)
def test_g1_impacts_by_shock_type(g1, name):
    found = next(i for i in g1.impacts if i.id == f"company:{name}")
    by_type = dict(zip(SHOCK_TYPES, found.by_type, strict=True))
    assert (by_type["share"], by_type["demand"], by_type["sentiment"], found.impact) == pytest.approx(G1[name], abs=5.1e-10)
    assert all(v == 0 for k, v in by_type.items() if k not in {"share", "demand", "sentiment"})


@pytest.mark.parametrize(
    ("name", "net", "lo", "hi", "status"),
    [
        ("X1", -0.001210005, -0.001210, 0.008758, "ranked"),
        ("X2", 0.000003515, -0.000086, 0.001553, "negligible"),
        ("X3", -0.001588050, -0.001588050, -0.001588050, "ranked"),
        ("X4", -0.000000542, -0.000000542, -0.000000542, "negligible"),
    ],
)
def test_g1_funds_and_their_bounds(g1, name, net, lo, hi, status):
    row = next(r for r in g1.rows if r.id == f"etf:{name}.SH")
    assert row.net == pytest.approx(net, abs=5.1e-10)
    assert (row.bounds.lo, row.bounds.hi) == pytest.approx((lo, hi), abs=5.1e-7)
    assert row.status == status
    assert row.equivalent_weight == pytest.approx(row.net / 0.27)


def test_g1_long_and_short_of_the_full_list(g1):
    row = next(r for r in g1.rows if r.id == "etf:X3.SH")
    assert (row.long, row.short) == pytest.approx((0.000093, -0.001681), abs=5.1e-7)
    assert row.bounds.lo == row.net == row.bounds.hi


def test_g1_all_bounds_of_receivers_are_one(g1):
    gammas = [g for i in g1.impacts for p in i.paths for h in p.hops for g in h.gamma]
    assert gammas
    assert set(gammas) == {1.0}


def test_g1_the_event_company_that_sets_the_upper_bound_is_the_alarm(g1):
    row = next(r for r in g1.rows if r.id == "etf:X1.SH")
    assert row.bounds.hi_companies[0] == ("company:M.SH", pytest.approx(0.0341))
    assert [a.id for a in g1.not_held] == ["company:M.SH"]


@pytest.fixture
def g2():
    w = World()
    d, bb, g, y, x, v = (w.company(n) for n in "DBGYXV")
    w.edge(d, y, "comp", 0.9, 1.0)
    w.edge(bb, y, "comp", 0.9, 1.0)
    w.edge(g, y, "own_up", 0.3, 1.0)
    w.edge(d, x, "down", 0.5, 1.0)
    w.edge(d, v, "comp", 0.5, 1.0)
    w.fund("inverse", {y: 0.5, x: 0.2, d: 0.1}, covered=0.8, left=5, m=-1.0)
    event = w.event("price", "price_change", d, size=0.4, belief_=1.0)
    return expose(w.builder.build(), ExposureQuestion(events=(event,), as_of=ASK))


def test_g2_the_receiver_bound_holds_over_all_in_edges(g2):
    impacts = {i.id[8]: i for i in g2.impacts}
    hop = impacts["Y"].paths[0].hops[-1]
    price = SHOCK_TYPES.index("price")
    assert hop.in_edges[price] == pytest.approx(0.78)
    assert hop.gamma[price] == pytest.approx(0.769231, abs=5e-7)
    assert hop.coefficient == pytest.approx(0.207692, abs=5e-7)
    assert [impacts[n].impact for n in "YXV"] == pytest.approx([0.083077, -0.08, 0.06], abs=5e-7)


def test_g2_an_inverse_fund(g2):
    (row,) = g2.rows
    assert row.net == pytest.approx(-0.065538, abs=5.1e-7)
    assert row.equivalent_weight == pytest.approx(-0.163846, abs=5.1e-7)
    assert (row.bounds.lo, row.bounds.hi) == pytest.approx((-0.071538, -0.065538), abs=5.1e-7)
    assert row.leverage == -1.0
    assert np.sign(row.long) >= 0 >= np.sign(row.short)


def test_g3_belief_decay_and_novelty():
    errors = {"a": SourceError(syst=0.05, rand=0.3), "b": SourceError(syst=0.1, rand=0.4)}
    heard = [Heard(source_class="a", voice=1), Heard(source_class="a", voice=2), Heard(source_class="b", voice=3)]
    assert f"{belief(heard, errors=errors):.6f}" == "0.930000"
    assert f"{decay(3, 5):.6f}" == "0.659754"
    assert novelty(1) == 0.5
