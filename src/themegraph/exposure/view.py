"""What counts as of a day and an instant: statements, events and memberships, with belief from the evidence that is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.exposure.derived import derived
from themegraph.snapshot import Snapshot
from themegraph.snapshot.belief import ERRORS, MODALITY_WEIGHTS, SourceError, beliefs

__all__ = ["EventFacts", "View", "expand", "spans"]

Array = NDArray[Any]


def spans(start: Array, count: Array) -> tuple[Array, Array]:
    """Return the numbers ``start … start + count − 1`` of every span one after another, and for each the position of its span."""
    owner = np.repeat(np.arange(len(count)), count)
    if not len(owner):
        return np.empty(0, dtype=np.int64), owner
    before = np.cumsum(count, dtype=np.int64) - count
    return np.arange(len(owner), dtype=np.int64) + (start - before)[owner], owner


def expand(pointer: Array, rows: Array, *, limit: int | None = None) -> tuple[Array, Array]:
    """Return the entries that a CSR pointer lists for some rows (at most ``limit`` each), and for each entry the position of its row in ``rows``."""
    start = pointer[rows]
    count = pointer[rows + 1] - start
    if limit is not None:
        count = np.minimum(count, limit)
    return spans(start, count)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFacts:
    """An event as one could know it."""

    belief: float
    """p_e in [0, 1]; 0: not known by then, or denied by all."""
    public_from: int
    """Day on which the first admitted evidence was public; 0: none."""
    evidence: tuple[int, ...]
    """Admitted rows of `evidence`, those of its denials in the same story included."""
    denied: bool
    """Some admitted evidence denies it."""


def _tables(snapshot: Snapshot) -> tuple[Mapping[str, SourceError], Mapping[str, float]]:
    """Return the numbers of the belief formula that the snapshot was compiled with (``meta["belief"]``), else the default ones."""
    kept = snapshot.meta.get("belief")
    if not kept:
        return ERRORS, MODALITY_WEIGHTS
    return {name: SourceError(syst=e["syst"], rand=e["rand"]) for name, e in kept["errors"].items()}, kept["modality_weights"]


def _evidence_span(snapshot: Snapshot) -> tuple[int, int, int]:
    """Return the first and last day and the last instant of all evidence; (1, 0, 0) where there is none."""
    evidence = snapshot.evidence
    if not len(evidence):
        return 1, 0, 0
    return int(evidence.public_from.min()), int(evidence.public_from.max()), int(evidence.learned_at.max())


class View:
    """A snapshot as it could be known on a day (``as_of``) by a workspace at an instant (``known_at``).

    A statement or event counts if it has evidence that was public by ``as_of`` and learned by ``known_at``; only that evidence enters its
    belief. Where all of it is admitted the stored belief stands, else it is computed again. What has no evidence rows counts from its own
    ``public_from``. Undated evidence never counts, nor does what was retracted at that instant.
    """

    def __init__(self, snapshot: Snapshot, as_of: date, known_at: datetime | None = None, *, without_source: int | None = None) -> None:
        self.snapshot = snapshot
        self.as_of = as_of
        self.day = as_of.toordinal()
        self.instant = None if known_at is None else known_at.timestamp()
        self._classes = snapshot.vocabulary("source_classes")
        self._modalities = snapshot.vocabulary("modalities")
        self._negated = self._modalities.index("negated") if "negated" in self._modalities else -1
        self._without = without_source
        self._errors, self._weights = _tables(snapshot)
        earliest, latest, learned = derived(snapshot, "evidence_span", _evidence_span)
        self._closed = snapshot.closed("evidence", len(snapshot.evidence), self.instant)
        self._closed_now = snapshot.closed("evidence", len(snapshot.evidence), None)
        whole = without_source is None and self._closed is None and self._closed_now is None
        self._facts: dict[int, EventFacts] = {}
        self._all_admitted = whole and earliest > 0 and latest <= self.day and (self.instant is None or learned <= self.instant)

    def admits(self, rows: Array) -> NDArray[np.bool_]:
        """Return which rows of `evidence` count."""
        evidence = self.snapshot.evidence
        public = evidence.public_from[rows]
        found = (public > 0) & (public <= self.day)
        if self.instant is not None:
            found &= evidence.learned_at[rows] <= self.instant
        if self._without is not None:
            article = evidence.article[rows]
            source = self.snapshot.articles.source[np.maximum(article, 0)] if len(self.snapshot.articles) else article
            found &= (article < 0) | (source != self._without)
        if self._closed is not None:
            found &= ~self._closed[rows]
        return np.asarray(found)

    def _stored(self, rows: Array) -> NDArray[np.bool_]:
        """Return which rows of `evidence` entered the stored beliefs: all but what is retracted now."""
        return np.ones(len(rows), dtype=bool) if self._closed_now is None else ~self._closed_now[rows]

    def _belief(self, rows: Array, owner: Array, count: int, against: NDArray[np.bool_] | None = None) -> NDArray[np.float64]:
        evidence = self.snapshot.evidence
        story, dataset, article = (evidence.story[rows].astype(np.int64), evidence.dataset[rows].astype(np.int64), evidence.article[rows])
        voice = np.where(story >= 0, story, np.where(dataset >= 0, -2 - 2 * dataset, -3 - 2 * article.astype(np.int64)))
        modality, modalities = evidence.modality[rows].astype(np.int64), list(self._modalities)
        if against is not None and against.any():
            if self._negated < 0:
                modalities.append("negated")
            modality = np.where(against, self._negated if self._negated >= 0 else len(modalities) - 1, modality)
        return beliefs(
            owner,
            voice,
            evidence.source_class[rows],
            modality,
            count=count,
            classes=self._classes,
            modalities=modalities,
            errors=self._errors,
            modality_weights=self._weights,
        )

    def statements(self, rows: Array) -> NDArray[np.float64]:
        """Return the belief in statements, shape of ``rows``; 0 for one that does not count."""
        table, day = self.snapshot.statements, self.day
        public, since, until = table.public_from[rows], table.valid_from[rows], table.valid_to[rows]
        counts = (public > 0) & (public <= day) & (since <= day) & ((until == 0) | (until >= day))
        belief = np.where(counts, table.belief[rows], 0.0)
        if self._all_admitted:
            return np.asarray(belief)
        unique, back = np.unique(rows[counts], return_inverse=True)
        entries, owner = expand(self.snapshot.pointers["statement_evidence_ptr"], unique)
        if len(entries):
            found = self.snapshot.statement_evidence[entries]
            admitted = self.admits(found)
            partial = np.unique(owner[admitted != self._stored(found)])
            if len(partial):
                place = np.full(len(unique), -1)
                place[partial] = np.arange(len(partial))
                keep = admitted & (place[owner] >= 0)
                again = table.belief[unique].copy()
                again[partial] = self._belief(found[keep], place[owner[keep]], len(partial))
                belief[counts] = again[back]
        return np.asarray(belief)

    def evidence_of(self, statement: int) -> tuple[int, ...]:
        """Return the admitted rows of `evidence` of a statement."""
        if statement < 0:
            return ()
        rows = self.snapshot.statement_evidence[self.snapshot.rows("statement_evidence_ptr", statement)]
        return tuple(int(r) for r in rows[self.admits(rows)])

    def _event_rows(self, event: int) -> Array:
        return np.asarray(self.snapshot.event_evidence[self.snapshot.rows("event_evidence_ptr", event)])

    def _participants(self, event: int) -> set[int]:
        span = self.snapshot.rows("participants_ptr", event)
        return {int(n) for n in self.snapshot.participants.node[span]}

    def denials(self, event: int) -> list[int]:
        """Return the events of the same story and type that deny this one: negated, naming a company that it names."""
        events = self.snapshot.events
        story = int(events.story[event])
        if story < 0 or events.negated[event]:
            return []
        same = np.flatnonzero((events.story == story) & (events.negated == 1) & (events.type == events.type[event]))
        mine = self._participants(event)
        return [int(e) for e in same if mine & self._participants(int(e))]

    def event(self, event: int) -> EventFacts:
        """Return what could be known of an event. A negated event has belief 0: it tells that the thing did not happen."""
        known = self._facts.get(event)
        if known is None:
            known = self._facts[event] = self._event(event)
        return known

    def _event(self, event: int) -> EventFacts:
        events = self.snapshot.events
        rows = self._event_rows(event)
        public = int(events.public_from[event])
        if not len(rows):
            known = 0 < public <= self.day
            belief = float(events.belief[event]) if known and not events.negated[event] else 0.0
            return EventFacts(belief=belief, public_from=public if known else 0, evidence=(), denied=bool(events.negated[event]))
        own = rows[self.admits(rows)]
        if not len(own):
            return EventFacts(belief=0.0, public_from=0, evidence=(), denied=False)
        first = int(self.snapshot.evidence.public_from[own].min())
        if events.negated[event]:
            return EventFacts(belief=0.0, public_from=first, evidence=tuple(int(r) for r in own), denied=True)
        denials = [self._event_rows(e) for e in self.denials(event)]
        against = np.concatenate(denials) if denials else np.empty(0, dtype=rows.dtype)
        against = against[self.admits(against)]
        if not denials and bool(np.array_equal(self._stored(rows), self.admits(rows))):
            belief = float(events.belief[event])
        else:
            every = np.concatenate([own, against])
            flags = np.arange(len(every)) >= len(own)
            belief = float(self._belief(every, np.zeros(len(every), dtype=np.int64), 1, flags)[0])
        return EventFacts(belief=belief, public_from=first, evidence=tuple(int(r) for r in (*own, *against)), denied=bool(len(against)))
