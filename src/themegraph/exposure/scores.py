"""Scores of funds for one event after another: E and the largest walks, exact, without names, quotes or bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.errors import QuestionError, UnknownEvent
from themegraph.exposure.coefficients import Passing, coefficients
from themegraph.exposure.fund import positions
from themegraph.exposure.ground import Ground, Holders
from themegraph.exposure.impact import Graph, Walks, propagate, trace_walks
from themegraph.exposure.local import gather, ranges
from themegraph.exposure.shocks import seeds_of, shocks_of
from themegraph.exposure.solve import with_narrower
from themegraph.exposure.view import spans
from themegraph.model.values import dataclass

__all__ = ["Scores", "score", "score_events"]

Array = NDArray[Any]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scores:
    """The funds that one event reaches, largest ``|E|`` first, with their largest walks."""

    event: int
    """Row of `events`."""
    norm: float
    """‖S‖∞; 0 where the event has no shock."""
    companies: int
    """Companies with an impact, the named ones included."""
    reached: int
    """Funds reached, those not listed included."""
    funds: Array
    """Nodes, shape (rows,)."""
    net: Floats
    """E."""
    direct: Floats
    """Σ w over the companies that the event names with a shock."""
    walk_fund: Array
    """Row of each walk's fund; walks are sorted by it, then by size."""
    walk_company: Array
    """Node of the constituent at which it ends."""
    walk_contribution: Floats
    walk: Array
    """Row of ``walks``; −1: the company is named by the event itself."""
    walks: Walks | None
    """Every walk to a constituent of the funds listed; ``end`` and ``hops`` refer to ``graph``. ``None`` where the event has no shock."""
    graph: Graph | None


def score(ground: Ground, event: int, *, top: int = 20, paths: int = 3, hops: int | None = None, sessions: Sequence[date] | None = None) -> Scores:
    """Return which funds one event reaches, as :func:`themegraph.exposure.expose` has them, and the largest walks of each.

    Parameters
    ----------
    event
        Row of `events`.
    top
        Funds, largest ``|E|`` first, ties by node; 0: all.
    paths
        Walks a fund, largest contribution first, ties by the rows of their hops; 0: all.
    hops
        H; ``None``: the table's default.
    sessions
        Trading days in rising order; ``None``: weekdays.

    Raises
    ------
    UnknownEvent
        If there is no such row.
    QuestionError
        If the number of hops is out of range.
    """
    snapshot, table = ground.snapshot, ground.table
    steps = table.hops if hops is None else hops
    if not 0 <= event < len(snapshot.events):
        msg = f"There is no event number {event}; the snapshot has {len(snapshot.events)} events."
        raise UnknownEvent(msg)
    if not 1 <= steps <= table.max_hops:
        msg = f"The number of hops must lie in 1 … {table.max_hops}; found {steps}."
        raise QuestionError(msg)
    named = seeds_of(shocks_of(ground.view, table, (event,), calendar=sessions, decayed=False).shocks)
    if not named:
        none = np.empty(0, dtype=np.int64)
        return Scores(
            event=event, norm=0.0, companies=0, reached=0, funds=none, net=np.empty(0), direct=np.empty(0), walk_fund=none, walk_company=none,
            walk_contribution=np.empty(0), walk=none, walks=None, graph=None,
        )  # fmt: skip
    ((_, nodes, shocks),), _ = with_narrower(snapshot, named)
    graph, passing = _graph(ground, nodes, steps)
    spread = propagate(graph, passing, nodes=nodes, shocks=shocks, hops=steps)
    held, total = ground.holders, shocks.sum(axis=1)
    each = _by_fund(held, np.concatenate([graph.receivers[spread.reached], nodes]), np.concatenate([spread.impact.sum(axis=1), total]))
    touched = np.flatnonzero(each)
    best = touched[np.lexsort((touched, -np.abs(each[touched])))][: top or None]
    lines, owner = spans(held.fund_start[best], held.fund_start[best + 1] - held.fund_start[best])
    lines = held.by_fund[lines]
    company = held.company[lines]
    walks = trace_walks(graph, spread, _marked(graph, company), hops=steps)
    end = np.concatenate([graph.receivers[walks.end], nodes])
    value = np.concatenate([walks.value.sum(axis=1), total])
    walk = np.concatenate([np.arange(len(walks)), np.full(len(nodes), -1)])
    order = np.argsort(end, kind="stable")
    found, line = ranges(end[order], company, company + 1)
    found = order[found]
    contribution = held.signed[lines[line]] * value[found]
    shown = _largest(owner[line], contribution, paths)
    named_here = positions(nodes[total != 0], company) >= 0
    return Scores(
        event=event,
        norm=float(np.abs(named[0][2]).sum(axis=1).max()),
        companies=len(spread.reached) + int(np.count_nonzero(total)),
        reached=len(touched),
        funds=held.funds[best],
        net=each[best],
        direct=np.bincount(owner[named_here], weights=held.weight[lines[named_here]], minlength=len(best)).astype(np.float64),
        walk_fund=owner[line[shown]],
        walk_company=company[line[shown]],
        walk_contribution=contribution[shown],
        walk=walk[found[shown]],
        walks=walks,
        graph=graph,
    )


def score_events(ground: Ground, events: Iterable[int], *, top: int = 20, paths: int = 3, hops: int | None = None) -> Iterator[Scores]:
    """Yield the scores of some events, each by itself, in the order given; see :func:`score`."""
    for event in events:
        yield score(ground, event, top=top, paths=paths, hops=hops)


def _graph(ground: Ground, nodes: Array, hops: int) -> tuple[Graph, Passing]:
    """Return the day's graph, or the question's own where it names a group that relays only for it."""
    kinds = ground.snapshot.vocabulary("kinds")
    is_company = np.array([kinds[k] == "company" for k in ground.snapshot.nodes.kind[nodes].tolist()], dtype=bool)
    groups = nodes[~is_company]
    if not len(groups) or len(np.intersect1d(groups, ground.member_group)) == len(groups):
        return ground, ground
    local = gather(ground.view, ground.table, companies=nodes[is_company], groups=groups, hops=hops)
    return local, coefficients(local, ground.table)


def _by_fund(held: Holders, companies: Array, totals: Floats) -> Floats:
    """Return E of every fund: from the companies reached to their lines, or, where they are more than all lines, from the lines back."""
    if len(companies) < len(held.company):
        first = held.start[companies]
        lines, owner = spans(first, held.start[companies + 1] - first)
        fund, parts = held.fund[lines], held.signed[lines] * totals[owner]
    else:
        value = np.zeros(len(held.start))
        value[companies] = totals
        fund, parts = held.fund, held.signed * value[held.company]
    return np.bincount(fund, weights=parts, minlength=len(held.funds)).astype(np.float64)


def _marked(graph: Graph, companies: Array) -> NDArray[np.bool_]:
    found = np.zeros(len(graph.receivers), dtype=bool)
    at = positions(graph.receivers, companies)
    found[at[at >= 0]] = True
    return found


def _largest(owner: Array, contribution: Floats, limit: int) -> Array:
    """Return the places of the largest contributions of each owner, in order; ties as they stand."""
    size = np.abs(contribution)
    live = np.flatnonzero(size > 0)
    order = live[np.lexsort((-size[live], owner[live]))]
    if not limit:
        return order
    ranked = owner[order]
    place = np.arange(len(order)) - np.searchsorted(ranked, ranked)
    return np.asarray(order[place < limit])
