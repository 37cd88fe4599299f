"""What counts as of a day and an instant: statements, events and memberships, with belief from the evidence that is left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from themegraph.model.values import dataclass
from themegraph.snapshot import NO_VOTE, PLANNED, ROLES, Snapshot, Vote, parties
from themegraph.snapshot.belief import ERRORS, MODALITY_WEIGHTS, SourceError, beliefs
from themegraph.snapshot.sets import distinct, numbered, union, without

__all__ = ["EventFacts", "Part", "View", "expand", "spans"]

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


class Part(NamedTuple):
    """What one thing is to an event, as one could know it."""

    node: int
    role: str
    sign: int
    """−1, 0, 1."""
    relevance: float


def _tables(snapshot: Snapshot) -> tuple[Mapping[str, SourceError], Mapping[str, float]]:
    """Return the numbers of the belief formula that the snapshot was compiled with (``meta["belief"]``), else the default ones."""
    kept = snapshot.meta.get("belief")
    if not kept:
        return ERRORS, MODALITY_WEIGHTS
    return {name: SourceError(syst=e["syst"], rand=e["rand"]) for name, e in kept["errors"].items()}, kept["modality_weights"]


class View:
    """A snapshot as it could be known on a day (``as_of``) by a workspace at an instant (``known_at``).

    A statement or event counts if it has evidence that was public by ``as_of`` and learned by ``known_at``; only that evidence enters its
    belief, and only tellings that it admits say what an event means for whom. Where all of it is admitted what is stored stands, else it is
    worked out again. What has no evidence rows counts from its own ``public_from``. Undated evidence never counts, nor does what was retracted at that instant.
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
        earliest, latest = snapshot.span("evidence.public_from")
        learned = snapshot.span("evidence.learned_at")[1]
        self._closed = snapshot.closed("evidence", len(snapshot.evidence), self.instant)
        self._closed_now = snapshot.closed("evidence", len(snapshot.evidence), None)
        whole = without_source is None and self._closed is None and self._closed_now is None
        self._facts: dict[int, EventFacts] = {}
        self._told: dict[int, tuple[int, ...] | None] = {}
        self._parts: dict[int, tuple[Part, ...]] = {}
        first, last = snapshot.span("statements.public_from")
        self._all_public = first > 0 and last <= self.day and snapshot.span("statements.valid_from")[1] <= self.day
        self._all_public = self._all_public and snapshot.span("statements.valid_to") in {(0, 0), (1, 0)}
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
        if self._all_public and self._all_admitted:
            return np.asarray(table.belief[rows])
        public, since, until = table.public_from[rows], table.valid_from[rows], table.valid_to[rows]
        counts = (public > 0) & (public <= day) & (since <= day) & ((until == 0) | (until >= day))
        belief = np.where(counts, table.belief[rows], 0.0)
        if self._all_admitted:
            return np.asarray(belief)
        unique, back = numbered(rows[counts])
        entries, owner = expand(self.snapshot.pointers["statement_evidence_ptr"], unique)
        if len(entries):
            found = self.snapshot.statement_evidence[entries]
            admitted = self.admits(found)
            partial = distinct(owner[admitted != self._stored(found)])
            if len(partial):
                place = np.full(len(unique), -1)
                place[partial] = np.arange(len(partial))
                keep = admitted & (place[owner] >= 0)
                again = table.belief[unique].copy()
                again[partial] = self._belief(found[keep], place[owner[keep]], len(partial))
                belief[counts] = again[back]
        return np.asarray(belief)

    def edges(self, rows: Array) -> NDArray[np.float64]:
        """Return the belief in the statements behind edges, shape of ``rows``; 0 for what is only a plan where a plan passes nothing on."""
        edges, pointer = self.snapshot.edges, self.snapshot.pointers["statement_evidence_ptr"]
        belief = self.statements(edges.statement[rows])
        if self._all_admitted:
            return belief
        planned = np.flatnonzero((edges.flag[rows] & PLANNED != 0) & (belief > 0))
        if len(planned):
            entries, owner = expand(pointer, edges.statement[rows[planned]])
            found = self.snapshot.statement_evidence[entries]
            done = np.zeros(len(planned), dtype=bool)
            done[owner[self.admits(found) & (self.snapshot.evidence.done[found] != 0)]] = True
            belief[planned[~done]] = 0.0
        return belief

    def evidence_of(self, statement: int) -> tuple[int, ...]:
        """Return the admitted rows of `evidence` of a statement."""
        if statement < 0:
            return ()
        rows = self.snapshot.statement_evidence[self.snapshot.rows("statement_evidence_ptr", statement)]
        return tuple(int(r) for r in rows[self.admits(rows)])

    def _event_rows(self, event: int) -> Array:
        return np.asarray(self.snapshot.event_evidence[self.snapshot.rows("event_evidence_ptr", event)])

    def _tellings(self, event: int) -> tuple[int, ...] | None:
        """Return the rows of `tellings` that count, where not all do that count now; ``None``: what is stored of the event stands."""
        if event not in self._told:
            span = self.snapshot.rows("tellings_ptr", event)
            self._told[event] = None
            if span.stop > span.start and not self._all_admitted:
                rows = self.snapshot.tellings.evidence[span]
                admitted = self.admits(rows)
                if admitted.any() and not np.array_equal(admitted, self._stored(rows)):
                    self._told[event] = tuple((span.start + np.flatnonzero(admitted)).tolist())
        return self._told[event]

    def parts(self, event: int) -> tuple[Part, ...]:
        """Return whom an event concerns and what it means for them, as the tellings say that count. An event that could not be known keeps all."""
        found = self._parts.get(event)
        if found is None:
            told = self._tellings(event)
            found = self._parts[event] = self._stored_parts(event) if told is None else self._voted(told)
        return found

    def _stored_parts(self, event: int) -> tuple[Part, ...]:
        span, parts = self.snapshot.rows("participants_ptr", event), self.snapshot.participants
        rows = zip(parts.node[span].tolist(), parts.role[span].tolist(), parts.sign[span].tolist(), parts.relevance[span].tolist(), strict=True)
        return tuple(Part(node, ROLES[role], sign, relevance) for node, role, sign, relevance in rows)

    def _voted(self, tellings: tuple[int, ...]) -> tuple[Part, ...]:
        snapshot = self.snapshot
        votes, node_of = snapshot.votes, {}
        cast = []
        for telling in tellings:
            voice = int(snapshot.evidence.story[snapshot.tellings.evidence[telling]])
            for row in range(*snapshot.rows("votes_ptr", telling).indices(len(votes))):
                entity, sign, bits = snapshot.id_of(int(votes.node[row])), int(votes.sign[row]), int(votes.roles[row])
                node_of[entity] = int(votes.node[row])
                roles = frozenset(r for i, r in enumerate(ROLES) if bits >> i & 1)
                cast.append(Vote(entity=entity, voice=voice, roles=roles, sign=None if sign == NO_VOTE else sign))
        found = parties(cast, relevance=snapshot.meta["relevance"])
        return tuple(Part(node_of[p.entity], p.role, p.sign, p.relevance) for p in found)

    def signed(self, node: int) -> Array:
        """Return the events that mean something for a node, good or bad, sorted."""
        snapshot = self.snapshot
        rows = snapshot.participates.row[snapshot.rows("participates_ptr", node)]
        found = distinct(snapshot.participants.event[rows])
        marked = distinct(snapshot.participants.event[rows][snapshot.participants.sign[rows] != 0])
        if self._all_admitted:
            return marked
        changed = [e for e in found[np.diff(snapshot.pointers["tellings_ptr"])[found] > 0].tolist() if self._tellings(e) is not None]
        if not changed:
            return marked
        now = [e for e in changed if any(p.node == node and p.sign for p in self.parts(e))]
        return union(without(marked, np.array(changed)), np.array(now, dtype=marked.dtype)).astype(marked.dtype)

    def size(self, event: int) -> float:
        """Return the size that the tellings state which count, in (0, 1]; NaN where none does."""
        told = self._tellings(event)
        if told is None:
            return float(self.snapshot.events.size[event])
        stated = self.snapshot.tellings.size[list(told)]
        return float(np.nanmax(stated)) if not np.isnan(stated).all() else float("nan")

    def words(self, event: int) -> str:
        """Return what a question for the event is matched against: the words of the tellings that count."""
        told = self._tellings(event)
        if told is None:
            return self.snapshot.text(int(self.snapshot.events.search[event]))
        return "\n".join(self.snapshot.text(int(self.snapshot.tellings.search[t])) for t in told)

    def denials(self, event: int) -> list[int]:
        """Return the events of the same story and type that deny this one: negated, naming a company that it names."""
        events = self.snapshot.events
        story = int(events.story[event])
        if story < 0 or events.negated[event]:
            return []
        same = np.flatnonzero((events.story == story) & (events.negated == 1) & (events.type == events.type[event]))
        mine = {p.node for p in self.parts(event)}
        return [int(e) for e in same if mine & {p.node for p in self.parts(int(e))}]

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
