"""Which weight table speaks for a fund as of a day: known by then, best tier, not too stale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.exposure.table import PropagationTable
from themegraph.snapshot import Snapshot, day_of

__all__ = ["ABSTAIN", "FRESH", "WARN", "WIDEN", "Chosen", "RebalanceRule", "WeightTables", "second_friday"]

Array = NDArray[Any]

FRESH, WARN, WIDEN, ABSTAIN = "fresh", "warn", "widen", "abstain"
_STALENESS = (FRESH, WARN, WIDEN, ABSTAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class RebalanceRule:
    """When an index changes its constituents, and by how much it may."""

    effective_on: tuple[date, ...]
    """Days from which new constituents hold, rising. A table dated on such a day describes the new ones."""
    turnover_cap: float | None = None
    """Share of the index that one rebalance may replace; ``None``: the table's prior."""
    weight_cap: float | None = None
    """Largest weight of one constituent; ``None``: unknown."""
    source: str = ""


def second_friday(year: int, month: int) -> date:
    """Return the second Friday of a month.

    Examples
    --------
    >>> second_friday(2025, 12)
    datetime.date(2025, 12, 12)
    """
    first = date(year, month, 1)
    return first + timedelta(days=(4 - first.weekday()) % 7 + 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The table that is used for a fund, and how far it can be trusted."""

    fund: int
    """Node."""
    table: int
    """Row of `tables`."""
    tier: str
    staleness: str
    """fresh, warn, widen or abstain."""
    age_days: int
    """Days since the day the weights describe; since the table was known where that day is unknown."""
    crossed: int | None
    """Scheduled rebalances crossed since then; ``None``: no schedule known."""
    turnover_cap: float
    weight_cap: float | None
    unlevered: bool


@dataclass(slots=True)
class WeightTables:
    """Chooses weight tables for one question.

    A table is usable iff it was known by ``day`` (not its weight date) and learned by ``known_at``. Among usable ones the least stale grade wins, a
    grade that only warns counting as fresh, then the better tier, then the later weight date.
    """

    snapshot: Snapshot
    numbers: PropagationTable
    day: date
    """``as_of``, or ``weights_as_of`` where the question asks with later data."""
    known_at: datetime | None = None
    rebalances: Mapping[str, RebalanceRule] = field(default_factory=dict)
    """By index id; ``*``: for a fund whose index has none of its own."""
    _chosen: dict[int, Chosen | None] = field(default_factory=dict)
    _tiers: dict[tuple[int, int], int] = field(default_factory=dict)

    def usable(self, rows: Array) -> NDArray[np.bool_]:
        """Return which rows of `tables` may be used."""
        tables = self.snapshot.tables
        known = tables.known_at[rows]
        found = (known > 0) & (known <= self.day.toordinal())
        if self.known_at is not None:
            found &= tables.learned_at[rows] <= self.known_at.timestamp()
        return np.asarray(found)

    def rows_of(self, fund: int) -> Array:
        """Return all rows of `tables` that may speak for a fund: its own, and those of the index it tracks."""
        owners = self.snapshot.tables.fund
        rows = np.arange(np.searchsorted(owners, fund), np.searchsorted(owners, fund, side="right"))
        index = self.index_of(fund)
        if index >= 0 and index != fund:
            rows = np.concatenate([rows, np.arange(np.searchsorted(owners, index), np.searchsorted(owners, index, side="right"))])
        return rows

    def fund_row(self, fund: int) -> int:
        """Return the row of `funds` of a node, or −1."""
        nodes = self.snapshot.funds.node
        at = int(np.searchsorted(nodes, fund))
        return at if at < len(nodes) and int(nodes[at]) == fund else -1

    def index_of(self, fund: int) -> int:
        """Return the node of the tracked index, or −1."""
        row = self.fund_row(fund)
        return int(self.snapshot.funds.index[row]) if row >= 0 else -1

    def tier(self, table: int) -> int:
        """Return the place of a table in the list of tiers, 0 the best; past the end for one that no tier takes."""
        tables = self.snapshot.tables
        key = (int(tables.basis[table]), int(tables.coverage[table]))
        if key not in self._tiers:
            basis, coverage = self.snapshot.vocabulary("bases")[key[0]], self.snapshot.vocabulary("coverages")[key[1]]
            fits = [i for i, t in enumerate(self.numbers.tiers) if basis in t.basis and (not t.coverage or coverage in t.coverage)]
            self._tiers[key] = fits[0] if fits else len(self.numbers.tiers)
        return self._tiers[key]

    def rule(self, fund: int, table: int) -> RebalanceRule | None:
        """Return the rebalance rule of the index that a table describes or the fund tracks."""
        for index in (int(self.snapshot.tables.index[table]), self.index_of(fund)):
            if index >= 0 and self.snapshot.id_of(index) in self.rebalances:
                return self.rebalances[self.snapshot.id_of(index)]
        return self.rebalances.get("*")

    def grade(self, fund: int, table: int) -> Chosen:
        """Return how stale a table is for a fund."""
        tables, numbers = self.snapshot.tables, self.numbers
        described = day_of(int(tables.as_of[table])) or day_of(int(tables.known_at[table])) or self.day
        age = max((self.day - described).days, 0)
        rule = self.rule(fund, table)
        crossed = sum(1 for d in rule.effective_on if described < d <= self.day) if rule else None
        n = crossed or 0
        if n >= numbers.abstain_crossed or age > numbers.abstain_days:
            staleness = ABSTAIN
        elif n >= numbers.widen_crossed:
            staleness = WIDEN
        elif age <= numbers.fresh_days:
            staleness = FRESH
        elif age <= numbers.warn_days:
            staleness = WARN
        else:
            staleness = WIDEN
        tier = self.tier(table)
        known = tier < len(numbers.tiers)
        return Chosen(
            fund=fund,
            table=table,
            tier=numbers.tiers[tier].name if known else "other",
            staleness=staleness,
            age_days=age,
            crossed=crossed,
            turnover_cap=rule.turnover_cap if rule and rule.turnover_cap is not None else numbers.turnover_cap,
            weight_cap=rule.weight_cap if rule else None,
            unlevered=known and numbers.tiers[tier].unlevered,
        )

    def choose(self, fund: int) -> Chosen | None:
        """Return the table to use for a fund; ``None`` if none was known by then."""
        if fund not in self._chosen:
            rows = self.rows_of(fund)
            rows = rows[self.usable(rows)] if len(rows) else rows
            best: tuple[tuple[Any, ...], Chosen] | None = None
            for table in rows.tolist():
                grade = self.grade(fund, table)
                tables = self.snapshot.tables
                key = (
                    max(_STALENESS.index(grade.staleness), 1),
                    self.tier(table),
                    -int(tables.as_of[table]),
                    -int(tables.known_at[table]),
                    int(tables.fund[table]) != fund,
                    self.snapshot.text(int(tables.id[table])),
                )
                if best is None or key < best[0]:
                    best = (key, grade)
            self._chosen[fund] = best[1] if best else None
        return self._chosen[fund]

    def later(self, fund: int) -> list[int]:
        """Return the rows of `tables` of a fund that become known only after the day, earliest first."""
        rows = self.rows_of(fund)
        known = self.snapshot.tables.known_at[rows] if len(rows) else rows
        found = rows[known > self.day.toordinal()] if len(rows) else rows
        return sorted(found.tolist(), key=lambda t: (int(self.snapshot.tables.known_at[t]), self.snapshot.text(int(self.snapshot.tables.id[t]))))
