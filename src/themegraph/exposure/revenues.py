"""Revenues of companies as of a day: what competitors are measured by, and contracts."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.exposure.view import View
from themegraph.model.values import dataclass
from themegraph.snapshot import contract_size

__all__ = ["CNY", "RevenueUse", "Revenues"]

Array = NDArray[Any]
Floats = NDArray[np.float64]
CNY = "CNY"


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueUse:
    """A row of `revenues` as an answer used it."""

    company: int
    value: float
    currency: str
    cny: float | None
    """Yuan for one unit of the currency; ``None``: not stated."""
    period: int
    """Day."""
    known_at: int
    """Day."""
    source: str


class Revenues:
    """The revenue of each company in use on a day: of the latest twelve months known by then, in the latest row about them.

    Of two rows of one day the one that this workspace learned later is its correction.

    Notes
    -----
    Amounts are compared in one currency: as they stand where both are in the same, else in yuan by the rates that the rows state. What has
    no rate compares with nothing else: a guessed rate would be a guessed figure.
    """

    def __init__(self, view: View) -> None:
        self.snapshot = view.snapshot
        table = self.snapshot.revenues
        public = table.public_from
        usable = (public > 0) & (public <= view.day)
        if view.instant is not None:
            usable &= table.learned_at <= view.instant
        rows = np.flatnonzero(usable)
        order = rows[np.lexsort((rows, table.learned_at[rows], public[rows], table.period[rows], table.company[rows]))]
        company = table.company[order]
        last = np.ones(len(order), dtype=bool)
        last[:-1] = company[1:] != company[:-1]
        self._rows = order[last]
        self._company = company[last].astype(np.int64)
        self._value = table.value[self._rows]
        self._currency = table.currency[self._rows].astype(np.int64)
        yuan = np.array([self.snapshot.text(int(c)) == CNY for c in self._currency], dtype=bool)
        self._yuan = self._value * np.where(yuan, 1.0, table.cny[self._rows])

    def __len__(self) -> int:
        return len(self._rows)

    def _place(self, companies: Array) -> Array:
        """Return the place of each company's row, −1 where it has none."""
        if not len(self._rows):
            return np.full(len(companies), -1)
        at = np.minimum(np.searchsorted(self._company, companies), len(self._company) - 1)
        return np.where(self._company[at] == companies, at, -1)

    def ratio(self, senders: Array, receivers: Array) -> Floats:
        """Return ``min(1, R_i / R_j)`` for senders i and receivers j; NaN where either is unknown or they do not compare."""
        found = np.full(len(senders), np.nan)
        if not len(self._rows):
            return found
        one, other = self._place(senders), self._place(receivers)
        at = np.flatnonzero((one >= 0) & (other >= 0))
        i, j = one[at], other[at]
        same = self._currency[i] == self._currency[j]
        found[at] = np.minimum(1.0, np.where(same, self._value[i] / self._value[j], self._yuan[i] / self._yuan[j]))
        return found

    def of(self, company: int) -> RevenueUse | None:
        """Return the row of a company, ``None`` where none was known."""
        at = int(self._place(np.array([company]))[0])
        if at < 0:
            return None
        table, row = self.snapshot.revenues, int(self._rows[at])
        rate = float(table.cny[row])
        return RevenueUse(
            company=company,
            value=float(table.value[row]),
            currency=self.snapshot.text(int(table.currency[row])),
            cny=None if np.isnan(rate) else rate,
            period=int(table.period[row]),
            known_at=int(table.public_from[row]),
            source=self.snapshot.text(int(table.source[row])),
        )

    def size(self, company: int, amount: float, currency: str) -> float | None:
        """Return the size of a contract for a company, ``None`` where its revenue is unknown or in another currency than the amount."""
        found = self.of(company)
        if found is None or not amount > 0:
            return None
        if found.currency == currency:
            return contract_size(amount, found.value)
        if currency == CNY and found.cny is not None:
            return contract_size(amount, found.value * found.cny)
        return None
