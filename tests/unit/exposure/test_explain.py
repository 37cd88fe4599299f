"""Explanations can be redone by hand; why-not names the reason."""

from __future__ import annotations

import itertools
import math
from datetime import date, timedelta

import pytest

from themegraph.errors import QuestionError, UnknownEntity
from themegraph.exposure import SHOCK_TYPES, ExposureQuestion, explain, why_not

DAY = date(2025, 6, 2)


@pytest.fixture
def told(world):
    """A launch by A: hurts its rival B, helps its supplier C and, through the theme, D."""
    a, b, c, d = (world.company(n) for n in "ABCD")
    press = world.builder.add_article("article:1", title="t", source="press", public_from=DAY)
    agency = world.builder.add_article("article:2", title="t", source="agency", public_from=DAY)
    story = world.builder.add_story("story:x", first_public=DAY)
    for src, dst, cls, q, article in ((a, b, "comp", 0.5, press), (a, c, "up", None, agency)):
        statement = world.edge(src, dst, cls, q=q, belief=0.8)
        world.builder.add_evidence(statement=statement, article=article, story=story, source_class="news", public_from=DAY)
    theme = world.builder.add_node("theme:x")
    for node in (a, d):
        world.builder.add_member(node, theme, public_from=DAY, pi=0.5)
    world.x, world.y = world.fund("X"), world.fund("Y")
    world.table(world.x, {a: 0.1, b: 0.4, c: 0.3, d: 0.2})
    world.table(world.y, {b: 1.0})
    world.e = world.event((a, 1), kind="product_launch", size=None, belief=0.9)
    return world


def question(world, **more):
    more.setdefault("draws", 0)
    return ExposureQuestion(events=(world.e,), as_of=more.pop("as_of", DAY), **more)


def test_the_figure_can_be_redone_from_the_explanation_alone(told):
    found = explain(told.build(), question(told), told.x)
    (shock,) = found.shocks
    s = shock.sign * shock.relevance * shock.size * shock.novelty * shock.decay * shock.belief
    assert s == pytest.approx(shock.total)
    assert sum(shock.by_type) == pytest.approx(s)
    for edge in found.edges:
        for k in range(len(SHOCK_TYPES)):
            assert edge.coefficients[k] == pytest.approx(edge.gamma[k] * edge.lam[k] * edge.q * edge.belief)
            if edge.in_edges and edge.in_edges[k] > 0.6:
                assert edge.gamma[k] == pytest.approx(0.6 / edge.in_edges[k])
    impact = {"company:A.SH": s}
    edges = {(e.sender, e.receiver): e for e in found.edges}
    for name, hops in (("B", ["company:A.SH"]), ("C", ["company:A.SH"]), ("D", ["company:A.SH", "theme:x"])):
        total = 0.0
        for k, part in enumerate(shock.by_type):
            stations = [*hops, f"company:{name}.SH"]
            total += part * math.prod(edges[one, other].coefficients[k] for one, other in itertools.pairwise(stations))
        impact[f"company:{name}.SH"] = total
    assert {line.id: line.impact for line in found.lines} == pytest.approx(impact)
    assert sum(found.row.leverage * line.weight * impact[line.id] for line in found.lines) == pytest.approx(found.row.net, abs=1e-15)


def test_leaving_out_an_edge_or_a_source_shows_what_the_figure_hangs_on(told):
    found = explain(told.build(), question(told), told.x)
    by_edge = {(f.sender, f.receiver): f for f in found.fragility if f.kind == "edge"}
    rival = next(v for n, v in found.attribution.by_constituent if n == "company:B.SH")
    assert by_edge["company:A.SH", "company:B.SH"].net == pytest.approx(found.row.net - rival)
    by_source = {f.source: f for f in found.fragility if f.kind == "source"}
    assert by_source["press"].net == pytest.approx(found.row.net - rival)
    assert set(by_source) == {"press", "agency"}


def test_an_explanation_of_something_else_than_a_fund_is_refused(told):
    with pytest.raises(UnknownEntity, match="is not a fund of this workspace"):
        explain(told.build(), question(told), told.builder.node("company:A.SH"))
    with pytest.raises(UnknownEntity):
        why_not(told.build(), question(told), 10**6)


def test_an_explanation_without_weights_says_when_there_will_be_some(told):
    z = told.fund("Z")
    told.table(z, {told.builder.node("company:A.SH"): 1.0}, known=DAY + timedelta(days=4))
    with pytest.raises(QuestionError, match="2025-06-06"):
        explain(told.build(), question(told), z)


def reasons(world, fund, **more):
    return [r.code for r in why_not(world.build(), question(world, **more), fund).reasons]


def test_why_not_a_fund_in_the_answer(told):
    assert reasons(told, told.x) == ["in-the-answer"]


def test_why_not_weights_dated_later_or_none_at_all(told):
    z, nothing = told.fund("Z"), told.fund("N")
    told.table(z, {told.builder.node("company:A.SH"): 1.0}, known=DAY + timedelta(days=4))
    assert reasons(told, z) == ["weights-dated-later"]
    assert reasons(told, nothing) == ["no-weights"]


def test_why_not_no_path(told):
    z, other = told.fund("Z"), told.company("O")
    told.table(z, {other: 1.0})
    assert reasons(told, z) == ["not-listed", "listed-elsewhere-only", "no-path", "no-relations-known"]


def test_why_not_a_path_that_is_one_hop_too_long(told):
    nodes = [told.builder.node("company:A.SH"), *(told.company(n) for n in ("P", "Q", "R"))]
    for one, other in itertools.pairwise(nodes):
        told.edge(one, other, "own_up", q=0.5)
    z = told.fund("Z")
    told.table(z, {nodes[-1]: 1.0})
    assert {"no-path", "path-beyond-hops"} <= set(reasons(told, z))


def test_why_not_weight_unknown_and_not_in_the_index_yet(told):
    a, b = told.builder.node("company:A.SH"), told.builder.node("company:B.SH")
    z, y = told.fund("Z"), told.fund("V")
    told.table(z, {a: None, b: 0.5})
    assert "weight-unknown" in reasons(told, z)
    told.table(y, {b: 1.0})
    told.table(y, {a: 0.5, b: 0.5}, known=DAY + timedelta(days=3), as_of=DAY + timedelta(days=3))
    assert "not-in-index-yet" in reasons(told, y)


def test_why_not_below_the_threshold_and_below_the_rows_shown(told):
    d, o, o2 = told.builder.node("company:D.SH"), told.company("O"), told.company("O2")
    told.edge(o, o2, "coop")
    z = told.fund("Z")
    told.table(z, {d: 0.001, o2: 0.999})
    assert "below-threshold" in reasons(told, z)
    assert "below-top" in reasons(told, z, top=1)


def test_why_not_a_bond_fund(told):
    assert reasons(told, told.fund("Z", kind="bond")) == ["fund-kind-not-applicable", "no-weights"]
