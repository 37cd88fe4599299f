"""Status and rank of a fund: facts first, the model only where enough is known, shared ranks where bands overlap."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from themegraph.exposure.answers import Coverage, Notice
from themegraph.exposure.table import PropagationTable
from themegraph.exposure.weights import ABSTAIN, WARN, WIDEN, Chosen

__all__ = ["ABSTAINED", "NEGLIGIBLE", "NOT_ANALYSED", "RANKED", "STATUSES", "ordered", "reasons_of", "shared_ranks", "statuses"]

RANKED, NEGLIGIBLE, NOT_ANALYSED, ABSTAINED = "ranked", "negligible", "not_analysed", "abstained"
STATUSES = (RANKED, ABSTAINED, NEGLIGIBLE, NOT_ANALYSED)
"""In the order in which rows of equal direct weight stand."""


def statuses(
    table: PropagationTable,
    *,
    applicable: NDArray[np.bool_],
    too_old: NDArray[np.bool_],
    touched: NDArray[np.bool_],
    linked: NDArray[np.float64],
    related: NDArray[np.float64],
    equivalent_weight: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Return the status of each fund as its place in :data:`STATUSES`; all arguments have shape (funds,).

    Parameters
    ----------
    applicable
        The fund's kind has an exposure of this sort.
    too_old
        Its weights are too old to work with.
    touched
        Some constituent carries an impact.
    linked, related
        C_link and C_rel.
    """
    thin = related < table.min_relations
    return np.select(
        [~applicable | too_old, ~touched & thin, (linked < table.min_link) | thin, np.abs(equivalent_weight) < table.negligible],
        [STATUSES.index(ABSTAINED), STATUSES.index(NOT_ANALYSED), STATUSES.index(ABSTAINED), STATUSES.index(NEGLIGIBLE)],
        STATUSES.index(RANKED),
    )


def reasons_of(table: PropagationTable, *, status: str, chosen: Chosen, coverage: Coverage, kind: str, cyclic: bool = False) -> tuple[Notice, ...]:
    """Return why a fund has its status, the decisive reason first, and what else deserves care.

    Parameters
    ----------
    cyclic
        The fund holds itself through other funds.
    """
    age = (("age_days", chosen.age_days), ("crossed", chosen.crossed))
    if kind in table.not_applicable:
        return (Notice(code="fund-kind-not-applicable", args=(("kind", kind),)),)
    reasons: list[Notice] = []
    if chosen.staleness == ABSTAIN:
        reasons.append(Notice(code="weights-too-old", args=age))
    elif status == NOT_ANALYSED:
        reasons.append(Notice(code="no-relations-known", args=(("c_rel", coverage.related),)))
    elif status == ABSTAINED and coverage.linked < table.min_link:
        reasons.append(Notice(code="few-constituents-linked", args=(("c_link", coverage.linked), ("needed", table.min_link))))
    elif status == ABSTAINED:
        reasons.append(Notice(code="few-relations-known", args=(("c_rel", coverage.related), ("needed", table.min_relations))))
    if chosen.staleness == WARN:
        reasons.append(Notice(code="weights-ageing", args=age[:1]))
    elif chosen.staleness == WIDEN:
        reasons.append(Notice(code="weights-widened", args=age))
    if cyclic:
        reasons.append(Notice(code="fund-cycle"))
    return tuple(reasons)


def ordered(
    direct: NDArray[np.float64], status: NDArray[np.int64], net: NDArray[np.float64], name: Callable[[int], str], rows: NDArray[np.int64]
) -> list[int]:
    """Return ``rows`` by direct weight, then by status, then by |E|, then by name."""
    keys = (-np.abs(net[rows]), status[rows], -direct[rows])
    order = np.lexsort(keys)
    tied = np.zeros(len(order) + 1, dtype=bool)
    tied[1:-1] = np.logical_and.reduce([k[order][1:] == k[order][:-1] for k in keys])
    found: list[int] = []
    for i in range(len(order)):
        if tied[i]:
            continue
        end = i + 1
        while tied[end]:
            end += 1
        group = rows[order[i:end]].tolist()
        found.extend(group if len(group) == 1 else sorted(group, key=name))
    return found


def shared_ranks(rows: Sequence[tuple[float, float, float]]) -> list[int]:
    """Return ranks from 1 by |value|; a row whose band overlaps that of the first of the rank above shares its rank.

    Parameters
    ----------
    rows
        (value, low, high) of each row, in any order and one unit.

    Examples
    --------
    >>> shared_ranks([(0.10, 0.09, 0.11), (0.30, 0.28, 0.33), (-0.29, -0.31, -0.28)])
    [3, 1, 1]
    """
    order = sorted(range(len(rows)), key=lambda i: -abs(rows[i][0]))
    ranks = [0] * len(rows)
    leader: tuple[float, float] | None = None
    rank = 0
    for place, i in enumerate(order, start=1):
        value, low, high = rows[i]
        band = (low, high) if value >= 0 else (-high, -low)
        if leader is None or band[1] < leader[0] or band[0] > leader[1]:
            leader, rank = band, place
        ranks[i] = rank
    return ranks
