"""What weights there are for each fund: plain facts, no judgement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import fsum

from themegraph.model import EntityId, WeightTable, kind_of

__all__ = ["TableStatus", "holdings_status"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableStatus:
    """One table of one fund on one day."""

    fund: EntityId
    basis: str
    coverage: str
    as_of: date | None
    known_at: date
    usable: bool
    """Known by the day of the question."""
    age_days: int | None
    """Days since the day the weights describe; ``None``: the source states none."""
    lines: int
    n_total: int | None
    weight_known: float
    """Sum of the known weights, a fraction."""
    weight_linked: float
    """Sum of the known weights of lines linked to an issuer."""
    source: str


def holdings_status(tables: Iterable[WeightTable], *, as_of: date) -> tuple[TableStatus, ...]:
    """Return one row per table, by fund, the newest first.

    Staleness, which counts rebalances too, is the engine's to say; here are the facts it rests on.
    """
    rows = [
        TableStatus(
            fund=t.fund,
            basis=t.basis,
            coverage=t.coverage,
            as_of=t.as_of,
            known_at=t.known_at,
            usable=t.known_at <= as_of,
            age_days=(as_of - t.as_of).days if t.as_of else None,
            lines=len(t.holdings),
            n_total=t.n_total,
            weight_known=fsum(h.weight for h in t.holdings if h.weight is not None),
            weight_linked=fsum(h.weight for h in t.holdings if h.weight is not None and (h.issuer or kind_of(h.security) == "etf")),
            source=t.source,
        )
        for t in tables
    ]
    return tuple(sorted(rows, key=lambda r: (r.fund, -r.known_at.toordinal(), -(r.as_of.toordinal() if r.as_of else 0), r.basis, r.source)))
