"""Rows of reference data that break a shape: taken out of every answer, with the reason, until someone lets them back.

A weight table is held back whole, whichever of its lines is wrong; a listing and a fund each by itself. A hand-made claim is retracted. Each is an act in
the ledger; the rows stay in the store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pyoxigraph as ox

from themegraph.graph.acts import Act, act_quads, acts, make_act, quarantined, undo_quads
from themegraph.graph.checks import Fault
from themegraph.graph.derived import supported
from themegraph.graph.lifecycle import closed_graphs, closed_statements, retract
from themegraph.graph.rdf import Page, statement_of
from themegraph.graph.reference import reference_graphs
from themegraph.graph.store import Store
from themegraph.graph.terms import DERIVED, node, tg
from themegraph.model import ReferenceData
from themegraph.ontology import Ontology

__all__ = ["HELD_BACK", "HeldBack", "hold_back", "marked", "release", "without_rows"]

HELD_BACK = "Quarantined"
"""The severity of a fault in a row that counts no more."""
_KINDS = ("weights", "share", "etf")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """A row that was just taken out."""

    row: str
    reason: str


def _holding(store: Store) -> dict[str, Act]:
    return {a.about[0]: a for a in acts(store, "quarantine") if a.undone_at is None}


def without_rows(data: ReferenceData, rows: Collection[str]) -> ReferenceData:
    """Return reference data without some weight tables, listings and funds."""
    if not rows:
        return data
    return replace(
        data,
        tables=tuple(t for t in data.tables if t.id not in rows),
        listings=tuple(s for s in data.listings if s.id not in rows),
        funds=tuple(f for f in data.funds if f.id not in rows),
    )


def _row_of(identifier: str) -> str:
    """Return the row that a node belongs to: a line's table, else the node itself."""
    kind, _, local = identifier.partition(":")
    return f"weights:{local.rpartition('/')[0]}" if kind == "holding" else identifier


def _claims(store: Store, graphs: Collection[str], ontology: Ontology, identifier: str) -> str:
    """Return the id, in its one form, of a hand-made claim; empty where an article makes it."""
    for quad in store.quads(None, tg("evidenceFor"), node(identifier), None):
        if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value in graphs:
            page = Page(store.quads(node(identifier), None, None, quad.graph_name))
            return ontology.canonical(statement_of(page, node(identifier).value, ontology)).id
    return ""


def _plain(store: Store, row: str) -> Iterator[ox.Quad]:
    """Yield the plain triples that rest on a table or a fund."""
    if row.startswith("weights:"):
        funds = [q.object for q in store.quads(node(row), tg("fund"), None, None)]
        for line in store.quads(node(row), tg("hasHolding"), None, None):
            if isinstance(line.object, ox.NamedNode):
                for held in store.quads(line.object, tg("issuer"), None, None):
                    yield from (ox.Quad(fund, tg("holds"), held.object, DERIVED) for fund in funds if isinstance(fund, ox.NamedNode))
    elif row.startswith("etf:"):
        yield from (ox.Quad(q.subject, tg("tracksIndex"), q.object, DERIVED) for q in store.quads(node(row), tg("index"), None, None))


def _refreshed(store: Store, rows: Iterable[str], held: Collection[str], ontology: Ontology) -> tuple[list[ox.Quad], list[ox.Quad]]:
    every = {quad for row in rows for quad in _plain(store, row)}
    wanted = supported(store, every, ontology=ontology, without=closed_graphs(store), statements=closed_statements(store), rows=held)
    there = {q for q in every if isinstance(q.subject, ox.NamedNode) and any(True for _ in store.quads(q.subject, q.predicate, q.object, DERIVED))}
    return sorted(there - wanted, key=str), sorted(wanted - there, key=str)


def hold_back(store: Store, faults: Iterable[Fault], *, at: datetime, author: str = "", ontology: Ontology) -> tuple[HeldBack, ...]:
    """Take the rows of reference data that violate a shape out of the answers, in one unit; return those that counted until now."""
    graphs = {g.name for g in reference_graphs(store)}
    known, reasons, claims = _holding(store), dict[str, list[str]](), dict[str, list[str]]()
    for fault in faults:
        if fault.severity != "Violation":
            continue
        row = _row_of(fault.node)
        if row.partition(":")[0] in _KINDS:
            loaded = any(isinstance(q.graph_name, ox.NamedNode) and q.graph_name.value in graphs for q in store.quads(node(row), None, None, None))
            if loaded and row not in known:
                reasons.setdefault(row, []).append(fault.message)
        elif row.startswith("statement:") and (claim := _claims(store, graphs, ontology, row)):
            claims.setdefault(claim, []).append(fault.message)
    found = [HeldBack(row=row, reason="; ".join(dict.fromkeys(said))) for row, said in sorted(reasons.items())]
    if found:
        gone, come = _refreshed(store, reasons, {*known, *reasons}, ontology)
        add = [q for held in found for q in act_quads(make_act("quarantine", [held.row], at=at, reason=held.reason, author=author))]
        store.replace(remove=gone, add=[*add, *come])
    for claim, said in sorted(claims.items()):
        reason = "; ".join(dict.fromkeys(said))
        if retract(store, claim, at=at, reason=f"quarantined: {reason}", author=author, ontology=ontology):
            found.append(HeldBack(row=claim, reason=reason))
    return tuple(found)


def release(store: Store, row: str, *, at: datetime, reason: str = "", author: str = "", ontology: Ontology) -> bool:
    """Let a row count again; return False if it is not held back."""
    known = _holding(store)
    act = known.pop(row, None)
    if act is None:
        return False
    gone, come = _refreshed(store, [row], known, ontology)
    store.replace(remove=gone, add=[*come, *undo_quads(act, at=at, reason=reason, author=author)])
    return True


def marked(store: Store, faults: Iterable[Fault], *, ontology: Ontology) -> tuple[Fault, ...]:
    """Return faults, those in rows that count no more at the end and with a severity of their own."""
    held, graphs, shut = quarantined(store), {g.name for g in reference_graphs(store)}, closed_statements(store)

    def out(fault: Fault) -> bool:
        row = _row_of(fault.node)
        return row in held or (row.startswith("statement:") and bool(shut) and _claims(store, graphs, ontology, row) in shut)

    every = [(out(f), f) for f in faults]
    return (*(f for gone, f in every if not gone), *(replace(f, severity=HELD_BACK) for gone, f in every if gone))
