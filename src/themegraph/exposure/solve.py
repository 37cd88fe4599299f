"""One question worked out up to the impacts: what counts, the shocks, the local graph, the spread of every event."""

from __future__ import annotations

from dataclasses import field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.errors import BadDate, QuestionError, UnknownEvent
from themegraph.exposure.answers import ExposureQuestion, Notice
from themegraph.exposure.coefficients import Coefficients, coefficients
from themegraph.exposure.derived import narrower
from themegraph.exposure.impact import Spread, impacts_of, propagate
from themegraph.exposure.local import Local, gather
from themegraph.exposure.shocks import Named, seeds_of, shocks_of
from themegraph.exposure.table import PropagationTable
from themegraph.exposure.view import View
from themegraph.exposure.weights import WeightTables
from themegraph.model.values import dataclass
from themegraph.snapshot import RELATION_CLASSES, Snapshot
from themegraph.snapshot.sets import distinct

__all__ = ["Solved", "impacts_if_true", "solve", "with_narrower"]

Array = NDArray[Any]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solved:
    """Everything about a question that does not depend on the fund."""

    snapshot: Snapshot
    question: ExposureQuestion
    table: PropagationTable
    view: View
    tables: WeightTables
    named: Named
    hops: int
    decayed: bool
    local: Local
    coefs: Coefficients
    events: tuple[int, ...]
    """Events with a shock, in the order of ``spreads``."""
    spreads: tuple[Spread, ...]
    nodes: Array
    """Touched companies and groups, sorted."""
    impact: Floats
    """By node and shock type, the events' own shocks included."""
    norm: float
    """‖S‖∞."""
    helped: Array
    """Seed companies with a positive shock, sorted."""
    hurt: Array
    neutral: Array
    groups: Array
    """Seed groups and what stands below them, sorted."""
    above: dict[int, int]
    """Group below a seed group → that seed group."""
    warnings: tuple[Notice, ...]
    made: dict[tuple[Any, ...], Any] = field(default_factory=dict, repr=False)
    """Beginnings of paths already written out."""


def _check(snapshot: Snapshot, question: ExposureQuestion, table: PropagationTable) -> int:
    if not question.events:
        msg = "A question needs at least one event; none was given. List events with themegraph events."
        raise QuestionError(msg)
    for event in question.events:
        if not 0 <= event < len(snapshot.events):
            msg = f"There is no event number {event}; the snapshot has {len(snapshot.events)} events."
            raise UnknownEvent(msg)
    hops = table.hops if question.hops is None else question.hops
    if not 1 <= hops <= table.max_hops:
        msg = f"The number of hops must lie in 1 … {table.max_hops}; found {hops}."
        raise QuestionError(msg)
    if question.known_at is not None and question.known_at.tzinfo is None:
        msg = f"known_at must carry its time zone; found {question.known_at.isoformat()}."
        raise BadDate(msg)
    if question.top < 0 or question.paths < 0:
        msg = f"top and paths must not be negative; found {question.top} and {question.paths}."
        raise QuestionError(msg)
    return hops


def _norm(nodes: Array, shocks: list[tuple[int, Array, Floats]]) -> tuple[float, Floats]:
    total = np.zeros((len(nodes), shocks[0][2].shape[1])) if shocks else np.zeros((0, 1))
    for _, at, values in shocks:
        total[np.searchsorted(nodes, at)] += values
    return (float(np.abs(total).sum(axis=1).max()) if len(total) else 0.0), total.sum(axis=1)


def with_narrower(snapshot: Snapshot, seeds: list[tuple[int, Array, Floats]]) -> tuple[list[tuple[int, Array, Floats]], dict[int, int]]:
    """Add to each event the groups below the groups it names: what befalls a theme befalls its parts."""
    above: dict[int, int] = {}
    found = []
    for event, nodes, shocks in seeds:
        kept = dict(zip(nodes.tolist(), shocks, strict=True))
        for node in nodes.tolist():
            for below in narrower(snapshot, node):
                if below not in kept:
                    kept[below] = kept[node]
                    above.setdefault(below, node)
        if len(kept) == len(nodes):
            found.append((event, nodes, shocks))
        else:
            found.append((event, np.array(sorted(kept), dtype=np.int64), np.stack([kept[n] for n in sorted(kept)])))
    return found, above


def solve(
    snapshot: Snapshot, question: ExposureQuestion, table: PropagationTable, *, without_source: int | None = None, view: View | None = None
) -> Solved:
    """Return the impacts of the question's events.

    Parameters
    ----------
    view
        The snapshot as of the question's day and instant, where the caller has one that earlier questions have filled; ``None``: a fresh one.
    without_source
        Text index of a source whose articles are left out of all evidence.

    Raises
    ------
    QuestionError
        If the question names no event, one that is not there, or a number of hops out of range.
    BadDate
        If ``known_at`` has no time zone.
    """
    hops = _check(snapshot, question, table)
    if view is None or without_source is not None:
        view = View(snapshot, question.as_of, question.known_at, without_source=without_source)
    tables = WeightTables(
        snapshot=snapshot,
        numbers=table,
        day=question.weights_as_of or question.as_of,
        known_at=question.known_at,
        rebalances=question.rebalances,
    )
    stories = {int(snapshot.events.story[e]) if snapshot.events.story[e] >= 0 else -1 - e for e in question.events}
    decayed = len(stories) > 1 if question.decayed is None else question.decayed
    named = shocks_of(view, table, question.events, calendar=question.sessions, decayed=decayed)
    named_seeds = seeds_of(named.shocks)
    seeds, above = with_narrower(snapshot, named_seeds)

    every = distinct(np.concatenate([nodes for _, nodes, _ in seeds])) if seeds else np.empty(0, dtype=np.int64)
    kinds = snapshot.vocabulary("kinds")
    is_company = np.array([kinds[int(snapshot.nodes.kind[n])] == "company" for n in every.tolist()], dtype=bool)
    companies, groups = every[is_company], every[~is_company]
    local = gather(view, table, companies=companies, groups=groups, hops=hops)
    coefs = coefficients(local, table)
    spreads = tuple(propagate(local, coefs, nodes=nodes, shocks=shocks, hops=hops) for _, nodes, shocks in seeds)
    nodes, impact = impacts_of(local, spreads)
    norm, totals = _norm(every, named_seeds)
    return Solved(
        snapshot=snapshot,
        question=question,
        table=table,
        view=view,
        tables=tables,
        named=named,
        hops=hops,
        decayed=decayed,
        local=local,
        coefs=coefs,
        events=tuple(event for event, _, _ in seeds),
        spreads=spreads,
        nodes=nodes,
        impact=impact,
        norm=norm,
        helped=every[is_company & (totals > 0)],
        hurt=every[is_company & (totals < 0)],
        neutral=np.array(named.neutral, dtype=np.int64),
        groups=groups,
        above=above,
        warnings=tuple(_warnings(view, question, named, local, decayed=decayed)),
    )


def impacts_if_true(solved: Solved) -> tuple[Array, Floats]:
    """Return the impacts with all beliefs, of events and of relations, taken as 1 (若属实)."""
    named = shocks_of(solved.view, solved.table, solved.question.events, calendar=solved.question.sessions, decayed=solved.decayed, certain=True)
    coefs = coefficients(solved.local, solved.table, certain=True)
    seeds, _ = with_narrower(solved.snapshot, seeds_of(named.shocks))
    spreads = [propagate(solved.local, coefs, nodes=nodes, shocks=shocks, hops=solved.hops) for _, nodes, shocks in seeds]
    return impacts_of(solved.local, spreads)


def _warnings(view: View, question: ExposureQuestion, named: Named, local: Local, *, decayed: bool) -> list[Notice]:
    snapshot = view.snapshot
    found: list[Notice] = []

    def event_id(event: int) -> str:
        return snapshot.text(int(snapshot.events.id[event]))

    for event, facts in named.facts.items():
        if not facts.public_from:
            found.append(Notice(code="event-not-known-yet", args=(("event", event_id(event)),)))
        elif snapshot.events.negated[event]:
            found.append(Notice(code="event-denied", args=(("event", event_id(event)),)))
        elif facts.denied:
            found.append(Notice(code="event-disputed", args=(("event", event_id(event)), ("belief", facts.belief))))
        elif facts.evidence and len(_voices(view, facts.evidence)) == 1:
            found.append(Notice(code="single-source", args=(("event", event_id(event)),)))
    if not named.shocks:
        found.append(Notice(code="no-shock"))
    if decayed and question.sessions is None:
        found.append(Notice(code="no-session-calendar"))
    if not question.rebalances:
        found.append(Notice(code="no-rebalance-calendar"))
    if not question.listed_on:
        found.append(Notice(code="listing-dates-unknown"))
    for node, cls, total in local.quarantined:
        found.append(Notice(code="shares-quarantined", args=(("company", snapshot.id_of(node)), ("relation", RELATION_CLASSES[cls]), ("sum", total))))
    if question.weights_as_of is not None:
        found.append(Notice(code="scenario-weights", args=(("weights_as_of", question.weights_as_of.isoformat()),)))
    return found


def _voices(view: View, rows: tuple[int, ...]) -> set[int]:
    evidence = view.snapshot.evidence
    return {int(evidence.story[r]) if evidence.story[r] >= 0 else -2 - r for r in rows}
