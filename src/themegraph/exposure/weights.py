"""Which weight table speaks for a fund as of a day: known by then, best tier, not too stale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.exposure.table import PropagationTable
from themegraph.model.values import dataclass
from themegraph.snapshot import Snapshot
from themegraph.snapshot.sets import numbered

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
    grade that only warns counting as fresh, then the better tier, then the later weight date; of tables alike in that, the one learned last.
    """

    snapshot: Snapshot
    numbers: PropagationTable
    day: date
    """``as_of``, or ``weights_as_of`` where the question asks with later data."""
    known_at: datetime | None = None
    rebalances: Mapping[str, RebalanceRule] = field(default_factory=dict)
    """By index id; ``*``: for a fund whose index has none of its own."""
    _chosen: dict[int, Chosen | None] = field(default_factory=dict)

    def usable(self, rows: Array) -> NDArray[np.bool_]:
        """Return which rows of `tables` may be used."""
        tables = self.snapshot.tables
        known = tables.known_at[rows]
        found = (known > 0) & (known <= self.day.toordinal())
        if self.known_at is not None:
            found &= tables.learned_at[rows] <= self.known_at.timestamp()
        closed = self.snapshot.closed("table", len(tables), None if self.known_at is None else self.known_at.timestamp())
        if closed is not None:
            found &= ~closed[rows]
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

    def _tier_codes(self) -> NDArray[np.int64]:
        """Return the place in the list of tiers by (basis, coverage); past the end for a pair that no tier takes."""
        bases, coverages = self.snapshot.vocabulary("bases"), self.snapshot.vocabulary("coverages")
        codes = np.full((max(len(bases), 1), max(len(coverages), 1)), len(self.numbers.tiers))
        for i, basis in enumerate(bases):
            for j, coverage in enumerate(coverages):
                fits = [n for n, t in enumerate(self.numbers.tiers) if basis in t.basis and (not t.coverage or coverage in t.coverage)]
                codes[i, j] = fits[0] if fits else len(self.numbers.tiers)
        return codes

    def _rule_of(self, index: int) -> RebalanceRule | None:
        return self.rebalances.get(self.snapshot.id_of(index)) if index >= 0 else None

    def _crossed(self, tables: Array, funds: Array, described: Array) -> tuple[Array, list[RebalanceRule | None]]:
        """Return the rebalances crossed by each (table, fund), −1 where no schedule is known, and the rules."""
        rules: list[RebalanceRule | None] = [None] * len(tables)
        crossed = np.full(len(tables), -1)
        if not self.rebalances or not len(tables):
            return crossed, rules
        general = self.rebalances.get("*")
        own, tracked = self.snapshot.tables.index[tables], self._indices(funds)
        width = int(tracked.max()) + 2
        pairs, place = numbered((own.astype(np.int64) + 1) * width + tracked + 1)
        for n, pair in enumerate(pairs.tolist()):
            rule = self._rule_of(pair // width - 1) or self._rule_of(pair % width - 1) or general
            at = np.flatnonzero(place == n)
            if rule is not None:
                days = np.array([d.toordinal() for d in rule.effective_on if d <= self.day], dtype=np.int64)
                crossed[at] = len(days) - np.searchsorted(np.sort(days), described[at], side="right")
                for i in at.tolist():
                    rules[i] = rule
        return crossed, rules

    def _indices(self, funds: Array) -> Array:
        nodes = self.snapshot.funds.node
        if not len(nodes):
            return np.full(len(funds), -1)
        at = np.minimum(np.searchsorted(nodes, funds), len(nodes) - 1)
        return np.where(nodes[at] == funds, self.snapshot.funds.index[at], -1)

    def choose_all(self, funds: Array) -> dict[int, Chosen]:
        """Return the table to use for each fund that has one known by then."""
        todo = np.array([f for f in funds.tolist() if f not in self._chosen], dtype=np.int64)
        if len(todo):
            self._chosen.update(dict.fromkeys(todo.tolist()))
            self._choose(todo)
        return {f: found for f in funds.tolist() if (found := self._chosen[f]) is not None}

    def _choose(self, funds: Array) -> None:
        tables, numbers = self.snapshot.tables, self.numbers
        owners, index = tables.fund, self._indices(funds)
        places: list[Array] = []
        rows: list[Array] = []
        for nodes, mask in ((funds, np.ones(len(funds), dtype=bool)), (index, (index >= 0) & (index != funds))):
            low, high = np.searchsorted(owners, nodes), np.searchsorted(owners, nodes, side="right")
            count = np.where(mask, high - low, 0)
            shift = np.repeat(low - np.concatenate([[0], np.cumsum(count)[:-1]]), count)
            places.append(np.repeat(np.arange(len(funds)), count))
            rows.append(np.arange(int(count.sum())) + shift)
        place, row = np.concatenate(places), np.concatenate(rows)
        keep = self.usable(row)
        place, row = place[keep], row[keep]
        as_of, known = tables.as_of[row].astype(np.int64), tables.known_at[row].astype(np.int64)
        described = np.where(as_of > 0, as_of, known)
        age = np.maximum(self.day.toordinal() - described, 0)
        crossed, rules = self._crossed(row, funds[place], described)
        tier = self._tier_codes()[tables.basis[row], tables.coverage[row]]
        n = np.maximum(crossed, 0)
        staleness = np.select(
            [
                (n >= numbers.abstain_crossed) | (age > numbers.abstain_days),
                n >= numbers.widen_crossed,
                age <= numbers.fresh_days,
                age <= numbers.warn_days,
            ],
            [3, 2, 0, 1],
            2,
        )
        borrowed = (tables.fund[row] != funds[place]).astype(np.int64)
        # Of two tables alike in all that, the one learned later is its correction.
        learned = tables.learned_at[row].astype(np.float64)
        keys = (-learned, borrowed, -known, -as_of, tier, np.maximum(staleness, 1), place)
        order = np.lexsort(keys)
        first = 0
        while first < len(order):
            best, end = int(order[first]), first + 1
            while end < len(order) and place[order[end]] == place[best]:
                other = int(order[end])
                if all(k[other] == k[best] for k in keys) and self._name(row[other]) < self._name(row[best]):
                    best = other
                end += 1
            rule, level = rules[best], int(tier[best])
            self._chosen[int(funds[place[best]])] = Chosen(
                fund=int(funds[place[best]]),
                table=int(row[best]),
                tier=numbers.tiers[level].name if level < len(numbers.tiers) else "other",
                staleness=_STALENESS[int(staleness[best])],
                age_days=int(age[best]),
                crossed=int(crossed[best]) if crossed[best] >= 0 else None,
                turnover_cap=rule.turnover_cap if rule and rule.turnover_cap is not None else numbers.turnover_cap,
                weight_cap=rule.weight_cap if rule else None,
                unlevered=level < len(numbers.tiers) and numbers.tiers[level].unlevered,
            )
            first = end

    def _name(self, table: int) -> str:
        return self.snapshot.text(int(self.snapshot.tables.id[table]))

    def choose(self, fund: int) -> Chosen | None:
        """Return the table to use for a fund; ``None`` if none was known by then."""
        return self.choose_all(np.array([fund])).get(fund)

    def later(self, fund: int) -> list[int]:
        """Return the rows of `tables` of a fund that become known only after the day, earliest first."""
        rows = self.rows_of(fund)
        known = self.snapshot.tables.known_at[rows] if len(rows) else rows
        found = rows[known > self.day.toordinal()] if len(rows) else rows
        return sorted(found.tolist(), key=lambda t: (int(self.snapshot.tables.known_at[t]), self.snapshot.text(int(self.snapshot.tables.id[t]))))
