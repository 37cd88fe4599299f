"""Status and rank of a fund: facts first, the model only where enough is known, shared ranks where bands overlap."""

from __future__ import annotations

from collections.abc import Sequence

from themegraph.exposure.answers import Coverage, Notice
from themegraph.exposure.table import PropagationTable
from themegraph.exposure.weights import ABSTAIN, WARN, WIDEN, Chosen

__all__ = ["ABSTAINED", "NEGLIGIBLE", "NOT_ANALYSED", "RANKED", "order_key", "shared_ranks", "status_of"]

RANKED, NEGLIGIBLE, NOT_ANALYSED, ABSTAINED = "ranked", "negligible", "not_analysed", "abstained"
_ORDER = (RANKED, ABSTAINED, NEGLIGIBLE, NOT_ANALYSED)


def status_of(
    table: PropagationTable, *, chosen: Chosen, coverage: Coverage, equivalent_weight: float, touched: bool, kind: str, cyclic: bool = False
) -> tuple[str, tuple[Notice, ...]]:
    """Return the status of a fund and the reasons for it.

    Parameters
    ----------
    touched
        Some constituent carries an impact.
    kind
        The fund's kind; some have no exposure of this sort.
    cyclic
        The fund holds itself through other funds.
    """
    reasons: list[Notice] = []
    if kind in table.not_applicable:
        return ABSTAINED, (Notice(code="fund-kind-not-applicable", args=(("kind", kind),)),)
    if chosen.staleness == WARN:
        reasons.append(Notice(code="weights-ageing", args=(("age_days", chosen.age_days),)))
    elif chosen.staleness == WIDEN:
        reasons.append(Notice(code="weights-widened", args=(("age_days", chosen.age_days), ("crossed", chosen.crossed))))
    if cyclic:
        reasons.append(Notice(code="fund-cycle"))
    if chosen.staleness == ABSTAIN:
        reasons.insert(0, Notice(code="weights-too-old", args=(("age_days", chosen.age_days), ("crossed", chosen.crossed))))
        return ABSTAINED, tuple(reasons)
    low_relations = coverage.related < table.min_relations
    if not touched and low_relations:
        reasons.insert(0, Notice(code="no-relations-known", args=(("c_rel", coverage.related),)))
        return NOT_ANALYSED, tuple(reasons)
    if coverage.linked < table.min_link:
        reasons.insert(0, Notice(code="few-constituents-linked", args=(("c_link", coverage.linked), ("needed", table.min_link))))
        return ABSTAINED, tuple(reasons)
    if low_relations:
        reasons.insert(0, Notice(code="few-relations-known", args=(("c_rel", coverage.related), ("needed", table.min_relations))))
        return ABSTAINED, tuple(reasons)
    if abs(equivalent_weight) < table.negligible:
        return NEGLIGIBLE, tuple(reasons)
    return RANKED, tuple(reasons)


def order_key(*, direct: float, status: str, net: float, identifier: str) -> tuple[float, int, float, str]:
    """Return the place of a row: by direct weight, then by status, then by |E|, then by id."""
    return (-direct, _ORDER.index(status), -abs(net), identifier)


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
