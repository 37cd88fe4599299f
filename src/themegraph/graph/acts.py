"""What people decided about the graph: who took what back, joined or named it, when and why. Nothing decided is ever erased; it is undone.

An act stands in the ledger with kind, what it is about, author, reason and moment. Undoing it adds a second moment. The present state, and the
state at any earlier instant, follow from the acts alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pyoxigraph as ox

from themegraph.errors import BadDate, InputError
from themegraph.graph.rdf import Page
from themegraph.graph.store import Store
from themegraph.graph.terms import LEDGER, curie, instant, iri, lit, node, tg
from themegraph.model import content_hash

__all__ = ["KINDS", "Act", "act_quads", "acts", "closings", "make_act", "quarantined", "undo_quads"]

KINDS = ("retract", "purge", "quarantine", "alias", "merge", "forbid")

_TYPE = iri("rdf", "type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One decision."""

    id: str
    """``act:<hash>``."""
    kind: str
    """One of :data:`KINDS`."""
    about: tuple[str, ...]
    """Ids. Retract, purge, quarantine: one. Alias: the entity. Merge: what goes, then what stays. Forbid: two, in order."""
    name: str
    """The name that an alias gives; else empty."""
    author: str
    reason: str
    at: datetime
    undone_at: datetime | None
    """``None``: it holds."""
    undone_by: str
    undone_reason: str


def make_act(kind: str, about: Iterable[str], *, at: datetime, reason: str, author: str = "", name: str = "") -> Act:
    """Return a new act.

    Raises
    ------
    BadDate
        If the moment has no time zone.
    """
    if at.utcoffset() is None:
        raise BadDate(f"A moment needs its time zone; found {at.isoformat()}.")
    ends = tuple(about)
    return Act(
        id=f"act:{content_hash(kind, *ends, name, at.isoformat(), author)}",
        kind=kind,
        about=ends,
        name=name,
        author=author,
        reason=reason,
        at=at,
        undone_at=None,
        undone_by="",
        undone_reason="",
    )


def act_quads(act: Act) -> Iterator[ox.Quad]:
    """Yield an act as the ledger keeps it."""
    me = node(act.id)
    yield ox.Quad(me, _TYPE, tg("Act"), LEDGER)
    yield ox.Quad(me, tg("action"), lit(act.kind), LEDGER)
    yield ox.Quad(me, tg("target"), node(act.about[0]), LEDGER)
    if len(act.about) > 1:
        yield ox.Quad(me, tg("counterpart"), node(act.about[1]), LEDGER)
    for name, text in (("surface", act.name), ("author", act.author), ("reason", act.reason)):
        if text:
            yield ox.Quad(me, tg(name), lit(text), LEDGER)
    yield ox.Quad(me, tg("performedAt"), lit(act.at), LEDGER)


def undo_quads(act: Act, *, at: datetime, reason: str = "", author: str = "") -> Iterator[ox.Quad]:
    """Yield what the ledger adds when an act is undone."""
    if at.utcoffset() is None:
        raise BadDate(f"A moment needs its time zone; found {at.isoformat()}.")
    if at < act.at:
        raise InputError(f"{act.kind} of {act.about[0]} was done at {act.at.isoformat()}; it cannot be undone at {at.isoformat()}, before that.")
    me = node(act.id)
    yield ox.Quad(me, tg("undoneAt"), lit(at), LEDGER)
    if author:
        yield ox.Quad(me, tg("undoneBy"), lit(author), LEDGER)
    if reason:
        yield ox.Quad(me, tg("undoneReason"), lit(reason), LEDGER)


def acts(store: Store, *kinds: str, known_at: datetime | None = None) -> tuple[Act, ...]:
    """Return the acts of some kinds (none named: of all), in the order of their moments.

    Parameters
    ----------
    known_at
        The acts as they stood then: what came later is left out, and what was undone later held.
    """
    found = []
    for quad in store.quads(None, _TYPE, tg("Act"), LEDGER):
        if not isinstance(quad.subject, ox.NamedNode):
            continue
        page, me = Page(store.quads(quad.subject, None, None, LEDGER)), quad.subject.value
        kind = page.text(me, "action")
        if kinds and kind not in kinds:
            continue
        at = instant(page.text(me, "performedAt"))
        if known_at is not None and at > known_at:
            continue
        undone = instant(page.text(me, "undoneAt")) if page.text(me, "undoneAt") else None
        holds = undone is None or (known_at is not None and undone > known_at)
        ends = [page.text(me, name) for name in ("target", "counterpart")]
        found.append(
            Act(
                id=curie(me),
                kind=kind,
                about=tuple(curie(end) for end in ends if end),
                name=page.text(me, "surface"),
                author=page.text(me, "author"),
                reason=page.text(me, "reason"),
                at=at,
                undone_at=None if holds else undone,
                undone_by="" if holds else page.text(me, "undoneBy"),
                undone_reason="" if holds else page.text(me, "undoneReason"),
            )
        )
    return tuple(sorted(found, key=lambda a: (a.at, a.kind, a.about, a.id)))


Interval = tuple[datetime, datetime | None]
"""From when something did not count, and from when it did again; ``None``: it still does not."""


def closings(store: Store, *, known_at: datetime | None = None) -> dict[str, tuple[Interval, ...]]:
    """Return what was retracted (an article, a publication, a source, a statement) → the intervals in which it did not count, in order.

    Parameters
    ----------
    known_at
        As it stood then.
    """
    found: dict[str, list[Interval]] = {}
    for act in acts(store, "retract", known_at=known_at):
        found.setdefault(act.about[0], []).append((act.at, act.undone_at))
    for quad in store.quads(None, tg("retractedAt"), None, LEDGER):
        # Written before acts were kept: the moment alone.
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            me = curie(quad.subject.value)
            moment = instant(quad.object.value)
            if me.startswith("article:") and me not in found and (known_at is None or moment <= known_at):
                found[me] = [(moment, None)]
    return {what: tuple(intervals) for what, intervals in found.items()}


def quarantined(store: Store, *, known_at: datetime | None = None) -> frozenset[str]:
    """Return the rows of reference data that are held back, or were at an instant."""
    return frozenset(a.about[0] for a in acts(store, "quarantine", known_at=known_at) if a.undone_at is None)
