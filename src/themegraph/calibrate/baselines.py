"""What simpler methods would have said of the same funds on the same day. All know no more than was public by then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.exposure import ExposureRow
from themegraph.exposure.view import View
from themegraph.snapshot import Snapshot

__all__ = ["BASELINES", "baseline_scores"]

BASELINES = ("equal-weight", "pagerank", "sector", "theme-name")

_DAMPING = 0.85
"""Of PageRank as published (Brin and Page 1998)."""
_STEPS = 40
"""0.85^40 = 0.0015 of the restart mass is still on its way."""

Floats = NDArray[np.float64]
Array = NDArray[Any]


def _named(snapshot: Snapshot, view: View, events: Sequence[int]) -> Floats:
    """Return the sign of each node that the events name, 0 for the others; the first of a node's signs in an event that is not 0 counts."""
    total = np.zeros(len(snapshot.nodes))
    for event in events:
        if view.event(event).belief <= 0:
            continue
        signs: dict[int, int] = {}
        for part in view.parts(event):
            signs[part.node] = signs.get(part.node) or part.sign
        for node, sign in signs.items():
            total[node] += sign
    return np.sign(total)


def _members(snapshot: Snapshot, day: int) -> tuple[Array, Array]:
    members = snapshot.members
    known = (members.public_from > 0) & (members.public_from <= day)
    return members.company[known].astype(np.int64), members.group[known].astype(np.int64)


def _pagerank(snapshot: Snapshot, day: int, named: Floats) -> Floats:
    """Return personalised PageRank from the named nodes, with their signs, over relations and memberships read both ways."""
    n = len(snapshot.nodes)
    if not named.any():
        return named
    edges = snapshot.edges
    sender = np.repeat(np.arange(n, dtype=np.int64), np.diff(snapshot.pointers["edges_ptr"]))
    public = snapshot.statements.public_from[np.maximum(edges.statement, 0)] if len(snapshot.statements) else np.zeros(len(edges))
    known = (edges.statement >= 0) & (public > 0) & (public <= day)
    company, group = _members(snapshot, day)
    src = np.concatenate([sender[known], edges.dst[known].astype(np.int64), company, group])
    dst = np.concatenate([edges.dst[known].astype(np.int64), sender[known], group, company])
    share = 1.0 / np.maximum(np.bincount(src, minlength=n), 1)
    restart: Floats = named / np.abs(named).sum()
    rank: Floats = restart.copy()
    for _ in range(_STEPS):
        rank = (1 - _DAMPING) * restart + _DAMPING * np.bincount(dst, weights=rank[src] * share[src], minlength=n)
    return rank


def _sector(snapshot: Snapshot, day: int, named: Floats) -> Floats:
    """Return for each company the sum of the signs of the named companies that it shares an industry with, itself included."""
    company, group = _members(snapshot, day)
    kinds = snapshot.vocabulary("kinds")
    if "industry" not in kinds:
        return np.zeros(len(snapshot.nodes))
    pairs = np.unique(np.stack([company, group])[:, snapshot.nodes.kind[group] == kinds.index("industry")], axis=1)
    signs = np.bincount(pairs[1], weights=named[pairs[0]], minlength=len(named)) + named * (snapshot.nodes.kind == kinds.index("industry"))
    return np.asarray(np.bincount(pairs[0], weights=signs[pairs[1]], minlength=len(named)), dtype=np.float64)


def _theme_words(snapshot: Snapshot, view: View, events: Sequence[int]) -> list[tuple[str, float]]:
    """Return names of themes and industries that the events name, or that stand in their headings, with the sign of the event (no sign: 1)."""
    kinds = snapshot.vocabulary("kinds")
    groups = [k for k in ("theme", "industry") if k in kinds]
    nodes = np.flatnonzero(np.isin(snapshot.nodes.kind, [kinds.index(k) for k in groups]))
    labels = {int(g): snapshot.label_of(int(g)).removesuffix("概念") for g in nodes}
    out: list[tuple[str, float]] = []
    for event in events:
        if view.event(event).belief <= 0:
            continue
        parts = view.parts(event)
        heading = snapshot.text(int(snapshot.events.summary[event])) + snapshot.text(int(snapshot.events.trigger[event]))
        named = {p.node for p in parts}
        sign = float(np.sign(sum(p.sign for p in parts))) or 1.0
        out += [(word, sign) for g, word in labels.items() if len(word) > 1 and (g in named or word in heading)]
    return out


def baseline_scores(snapshot: Snapshot, view: View, events: Sequence[int], rows: Sequence[ExposureRow]) -> dict[str, tuple[float, ...]]:
    """Return the score of each baseline for each row of an answer, with the weights that the row itself used.

    Notes
    -----
    - *theme-name*: the signed number of themes and industries of the news whose name stands in the name of the fund or of its index.
    - *equal-weight*: signed share of the fund's lines that the news names, each line counted the same.
    - *sector*: weight of the companies that share an industry with a named one, signed.
    - *pagerank*: weight times personalised PageRank, damping 0.85, restarting at the named companies with their signs.
    """
    named = _named(snapshot, view, events)
    spread, peers = _pagerank(snapshot, view.day, named), _sector(snapshot, view.day, named)
    words = _theme_words(snapshot, view, events)
    out: dict[str, list[float]] = {name: [] for name in BASELINES}
    for row in rows:
        span = snapshot.rows("holdings_ptr", row.weights.table) if row.weights.table >= 0 else slice(0, 0)
        issuer = snapshot.holdings.issuer[span]
        linked = issuer >= 0
        at, weight = issuer[linked], np.nan_to_num(snapshot.holdings.weight[span][linked])
        fund = int(np.searchsorted(snapshot.funds.node, row.fund))
        index = int(snapshot.funds.index[fund])
        text = snapshot.label_of(row.fund) + " " + (snapshot.label_of(index) if index >= 0 else snapshot.text(int(snapshot.funds.index_name[fund])))
        out["theme-name"].append(row.leverage * sum(sign for word, sign in words if word in text))
        out["equal-weight"].append(row.leverage * float(named[at].sum()) / max(1, len(issuer)))
        out["sector"].append(row.leverage * float(weight @ peers[at]))
        out["pagerank"].append(row.leverage * float(weight @ spread[at]))
    return {name: tuple(values) for name, values in out.items()}
