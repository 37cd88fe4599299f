"""Plain triples for simple queries: ``?etf tg:holds ?company``, ``?a tg:suppliesTo ?b``.

One stands here for each claim that a text or a data set asserts without denying or doubting it; of a pair of inverse predicates both are
written, and both directions of a symmetric one. Dates, sources and doubts are where they belong, at the claim's evidence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import pyoxigraph as ox

from themegraph.graph.rdf import Page, statement_of
from themegraph.graph.reference import reference_graphs
from themegraph.graph.store import Store
from themegraph.graph.terms import DERIVED, iri, node, tg
from themegraph.model import Extraction, ReferenceData, Statement
from themegraph.ontology import Ontology

__all__ = ["plain_of_extraction", "plain_of_reference", "plain_of_statement", "plain_of_store", "supported"]


def plain_of_statement(statement: Statement, *, ontology: Ontology) -> Iterator[ox.Quad]:
    """Yield the plain triples of a claim: one, and its inverse where the predicate has one or is symmetric."""
    predicate = ontology.predicate(statement.predicate)
    subject, value = node(statement.subject), node(statement.object)
    yield ox.Quad(subject, ox.NamedNode(predicate.iri), value, DERIVED)
    if predicate.symmetric:
        yield ox.Quad(value, ox.NamedNode(predicate.iri), subject, DERIVED)
    if predicate.inverse is not None:
        yield ox.Quad(value, ox.NamedNode(ontology.predicate(predicate.inverse).iri), subject, DERIVED)


def _held(fund: ox.NamedNode, holder: ox.NamedNode) -> ox.Quad:
    return ox.Quad(fund, tg("holds"), holder, DERIVED)


def plain_of_extraction(extraction: Extraction, *, ontology: Ontology, statements: Collection[str] = ()) -> Iterator[ox.Quad]:
    """Yield the plain triples of what an article asserts, without some retracted claims."""
    for reading in extraction.readings:
        if not reading.negated and not reading.speculative and (not statements or ontology.canonical(reading.statement).id not in statements):
            yield from plain_of_statement(reading.statement, ontology=ontology)


def plain_of_reference(data: ReferenceData, *, ontology: Ontology) -> Iterator[ox.Quad]:
    """Yield the plain triples of reference data: what funds hold and track, where companies belong, the hand-made statements."""
    belongs, tracks = tg("belongsToSector"), tg("tracksIndex")
    for table in data.tables:
        fund = node(table.fund)
        for line in table.holdings:
            if line.issuer is not None:
                yield _held(fund, node(line.issuer))
    for membership in data.memberships:
        yield ox.Quad(node(membership.company), belongs, node(membership.group), DERIVED)
    for fund_ in data.funds:
        if fund_.index is not None:
            yield ox.Quad(node(fund_.id), tracks, node(fund_.index), DERIVED)
    for row in data.statements:
        yield from plain_of_statement(row.statement, ontology=ontology)


def plain_of_store(
    store: Store, *, ontology: Ontology, without: Iterable[ox.NamedNode] = (), statements: Iterable[str] = (), rows: Iterable[str] = ()
) -> set[ox.Quad]:
    """Return the plain triples that follow from everything in the store but some graphs, some retracted claims, some tables and funds held back."""
    closed, held_back = set(statements), {node(r) for r in rows}
    skip = {g.value for g in without} | {DERIVED.value}
    found: set[ox.Quad] = set()
    current = {g.name: g.kind for g in reference_graphs(store)}
    for name, kind in current.items():
        if name in skip or kind not in {"weights", "memberships", "funds"}:
            continue
        graph = ox.NamedNode(name)
        if kind == "memberships":
            found.update(ox.Quad(q.subject, tg("belongsToSector"), q.object, DERIVED) for q in store.quads(None, tg("memberOf"), None, graph))
        elif kind == "funds":
            found.update(
                ox.Quad(q.subject, tg("tracksIndex"), q.object, DERIVED)
                for q in store.quads(None, tg("index"), None, graph)
                if q.subject not in held_back
            )
        else:
            page = Page(store.quads(None, None, None, graph))
            for me in page.rows.keys() - {table.value for table in held_back}:
                for line in page.all(me, tg("hasHolding")):
                    issuer = page.text(line, "issuer")
                    if issuer:
                        found.add(_held(ox.NamedNode(page.text(me, "fund")), ox.NamedNode(issuer)))
    pages: dict[str, Page] = {}
    for quad in store.quads(None, tg("evidenceFor"), None, None):
        reading, it, place = quad.subject, quad.object, quad.graph_name
        if not (isinstance(reading, ox.NamedNode) and isinstance(it, ox.NamedNode) and isinstance(place, ox.NamedNode)):
            continue
        if place.value in skip or ("/graph/reference/" in place.value and place.value not in current):
            continue
        page = pages.setdefault(place.value, Page(()))
        page.add(store.quads(reading, None, None, place))
        if not page.truth(reading.value, "negated") and not page.truth(reading.value, "speculative"):
            if it.value not in page.rows:
                page.add(store.quads(it, None, None, place))
            statement = statement_of(page, it.value, ontology)
            if not closed or ontology.canonical(statement).id not in closed:
                found.update(plain_of_statement(statement, ontology=ontology))
    return found


class _Support:
    """Looks up what a plain triple rests on, claims of one subject once."""

    def __init__(self, store: Store, ontology: Ontology, without: Iterable[ox.NamedNode], statements: Iterable[str], rows: Iterable[str]) -> None:
        self.store = store
        self.held_back = {node(r) for r in rows}
        self.ontology = ontology
        self.closed = set(statements)
        self.skip = {g.value for g in without} | {DERIVED.value}
        self.current = {g.name for g in reference_graphs(store)}
        self._claims: dict[ox.NamedNode, set[ox.Quad]] = {}

    def counts(self, graph: object) -> bool:
        """Return whether a graph is of an article that counts, or of a data set that holds now."""
        if not isinstance(graph, ox.NamedNode) or graph.value in self.skip:
            return False
        return "/graph/reference/" not in graph.value or graph.value in self.current

    def row(self, quad: ox.Quad) -> bool:
        """Return whether a row of reference data says so."""
        rows, subject = self.store.quads, quad.subject
        if not isinstance(subject, ox.NamedNode) or subject in self.held_back:
            return False
        if quad.predicate in {tg("belongsToSector"), tg("tracksIndex")}:
            name = "memberOf" if quad.predicate == tg("belongsToSector") else "index"
            return any(self.counts(q.graph_name) for q in rows(subject, tg(name), quad.object, None))
        if quad.predicate == tg("holds"):
            for line in rows(None, tg("issuer"), quad.object, None):
                if isinstance(line.subject, ox.NamedNode) and self.counts(line.graph_name):
                    tables = [q.subject for q in rows(None, tg("hasHolding"), line.subject, None) if q.subject not in self.held_back]
                    if any(next(iter(rows(t, tg("fund"), subject, None)), None) for t in tables if isinstance(t, ox.NamedNode)):
                        return True
        return False

    def claimed(self, subject: ox.NamedNode) -> set[ox.Quad]:
        """Return the plain triples of the claims that have a subject and count."""
        if subject not in self._claims:
            found: set[ox.Quad] = set()
            for q in self.store.quads(None, iri("rdf", "subject"), subject, None):
                it, graph = q.subject, q.graph_name
                if not isinstance(it, ox.NamedNode) or not isinstance(graph, ox.NamedNode) or not self.counts(graph):
                    continue
                statement = statement_of(Page(self.store.quads(it, None, None, graph)), it.value, self.ontology)
                if (not self.closed or self.ontology.canonical(statement).id not in self.closed) and self._asserted(it, graph):
                    found.update(plain_of_statement(statement, ontology=self.ontology))
            self._claims[subject] = found
        return self._claims[subject]

    def _asserted(self, it: ox.NamedNode, graph: ox.NamedNode) -> bool:
        for q in self.store.quads(None, tg("evidenceFor"), it, graph):
            if isinstance(q.subject, ox.NamedNode):
                page = Page(self.store.quads(q.subject, None, None, graph))
                if not page.truth(q.subject.value, "negated") and not page.truth(q.subject.value, "speculative"):
                    return True
        return False


def supported(
    store: Store,
    candidates: Iterable[ox.Quad],
    *,
    ontology: Ontology,
    without: Iterable[ox.NamedNode] = (),
    statements: Iterable[str] = (),
    rows: Iterable[str] = (),
) -> set[ox.Quad]:
    """Return those of some plain triples that :func:`plain_of_store` would find; only what they can rest on is looked at.

    Parameters
    ----------
    rows
        Weight tables and funds that are held back.
    """
    support = _Support(store, ontology, without, statements, rows)
    found = set()
    for quad in candidates:
        ends = [end for end in (quad.subject, quad.object) if isinstance(end, ox.NamedNode)]
        if support.row(quad) or any(quad in support.claimed(end) for end in ends):
            found.add(quad)
    return found
