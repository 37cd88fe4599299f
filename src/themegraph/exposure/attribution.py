"""E taken apart by constituent, walk, story, event and shock type; each list sums to E."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.exposure.answers import Attribution
from themegraph.exposure.fund import Lines, look_up
from themegraph.exposure.paths import Found, fund_paths
from themegraph.exposure.solve import Solved
from themegraph.exposure.table import SHOCK_TYPES
from themegraph.snapshot.sets import numbered

__all__ = ["attribute", "constituents"]

Array = NDArray[Any]
Floats = NDArray[np.float64]


def constituents(lines: Lines, at: int, live: NDArray[np.bool_] | None = None) -> tuple[Array, Floats, Floats, list[tuple[int, ...]]]:
    """Return a fund's issuers, sorted, with Σ m · w, Σ w and rows of `holdings` each; listings of one issuer count together.

    ``live`` marks the lines to look at, shape (lines,); ``None``: all.
    """
    span = lines.of(at)
    mine = span.start + np.flatnonzero((lines.issuer[span] >= 0) & ~np.isnan(lines.weight[span]))
    if live is not None:
        mine = mine[live[mine]]
    issuers, place = numbered(lines.issuer[mine])
    signed = np.bincount(place, weights=lines.signed[mine], minlength=len(issuers)).astype(np.float64)
    weight = np.bincount(place, weights=lines.weight[mine], minlength=len(issuers)).astype(np.float64)
    rows: list[list[int]] = [[] for _ in issuers]
    for i, row in zip(place.tolist(), lines.row[mine].tolist(), strict=True):
        rows[i].append(row)
    return issuers, signed, weight, [tuple(sorted(r)) for r in rows]


def _listed(parts: dict[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(((name, value) for name, value in parts.items() if value), key=lambda p: (-abs(p[1]), p[0])))


def attribute(solved: Solved, lines: Lines, at: int, found: Found) -> Attribution:
    """Return the parts of one fund's E.

    Parameters
    ----------
    at
        Position of the fund in ``lines``.
    found
        Walks to all its constituents.
    """
    snapshot, local = solved.snapshot, solved.local
    issuers, signed, _, rows = constituents(lines, at)
    impact = look_up(solved.nodes, solved.impact, issuers)
    each = signed * impact.sum(axis=1)
    by_event: dict[str, float] = {}
    by_story: dict[str, float] = {}
    for event, spread in zip(solved.events, solved.spreads, strict=True):
        part = look_up(local.receivers[spread.reached], spread.impact, issuers).sum(axis=1) + look_up(spread.nodes, spread.shocks, issuers).sum(
            axis=1
        )
        total = float((signed * part).sum())
        story = int(snapshot.events.story[event])
        name = snapshot.text(int(snapshot.events.id[event]))
        by_event[name] = by_event.get(name, 0.0) + total
        key = snapshot.text(int(snapshot.stories.id[story])) if story >= 0 else name
        by_story[key] = by_story.get(key, 0.0) + total
    paths, _ = fund_paths(solved, found, int(lines.funds[at]), issuers, signed, [r[0] for r in rows], 0)
    return Attribution(
        by_constituent=_listed({snapshot.id_of(int(n)): float(v) for n, v in zip(issuers.tolist(), each.tolist(), strict=True)}),
        by_walk=paths,
        by_story=_listed(by_story),
        by_event=_listed(by_event),
        by_type=_listed({k: float(v) for k, v in zip(SHOCK_TYPES, (signed[:, None] * impact).sum(axis=0).tolist(), strict=True)}),
    )
