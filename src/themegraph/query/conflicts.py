"""Where the sources disagree: claims and events that some assert and some deny, with both sides in their own words."""

from __future__ import annotations

import numpy as np

from themegraph.exposure.view import expand
from themegraph.model.answers.changes import Conflict, ConflictsAnswer
from themegraph.query.facts import Facts
from themegraph.snapshot.sets import shared

__all__ = ["find_conflicts"]


def _sides(facts: Facts, rows: list[int]) -> tuple[list[int], list[int]]:
    modalities = facts.snapshot.vocabulary("modalities")
    against = [r for r in rows if modalities[int(facts.snapshot.evidence.modality[r])] == "negated"]
    return [r for r in rows if r not in set(against)], against


def _statements(facts: Facts, quotes: int) -> list[Conflict]:
    snap = facts.snapshot
    every = np.arange(len(snap.statements))
    entries, owner = expand(snap.pointers["statement_evidence_ptr"], every)
    rows = snap.statement_evidence[entries]
    admitted = facts.view.admits(rows)
    modalities = snap.vocabulary("modalities")
    negated = snap.evidence.modality[rows] == (modalities.index("negated") if "negated" in modalities else 255)
    both = shared(owner[admitted & negated], owner[admitted & ~negated])
    predicates = snap.vocabulary("predicates")
    beliefs = facts.view.statements(both) if len(both) else np.empty(0)
    found = []
    for row, belief in zip(both.tolist(), beliefs.tolist(), strict=True):
        said, denied = _sides(facts, list(facts.view.evidence_of(row)))
        words = facts.label(predicates[int(snap.statements.predicate[row])])
        found.append(
            Conflict(
                id=snap.text(int(snap.statements.id[row])),
                kind="statement",
                label=f"{snap.label_of(int(snap.statements.subject[row]))} {words} {snap.label_of(int(snap.statements.object[row]))}",
                belief=belief,
                asserted=facts.quotes(said, quotes),
                denied=facts.quotes(denied, quotes),
            )
        )
    return found


def _events(facts: Facts, quotes: int) -> list[Conflict]:
    snap = facts.snapshot
    found = []
    for event in facts.known_events():
        if snap.events.negated[event]:
            continue
        known = facts.view.event(event)
        if not known.denied:
            continue
        own = [r for r in known.evidence if int(snap.evidence.owner[r]) == event]
        found.append(
            Conflict(
                id=snap.text(int(snap.events.id[event])),
                kind="event",
                label=facts.event_label(event),
                belief=known.belief,
                asserted=facts.quotes(own, quotes),
                denied=facts.quotes([r for r in known.evidence if r not in set(own)], quotes),
            )
        )
    return found


def find_conflicts(facts: Facts, *, quotes: int = 3) -> ConflictsAnswer:
    """Return the claims and events with admitted evidence on both sides.

    Parameters
    ----------
    quotes
        At most so many quotes a side, one voice after another.
    """
    rows = sorted([*_statements(facts, quotes), *_events(facts, quotes)], key=lambda c: (abs(c.belief - 0.5), c.kind, c.id))
    return ConflictsAnswer(as_of=facts.as_of, known_at=facts.known_at, rows=tuple(rows))
