"""Trading sessions and index rebalances, from the tables calendars.csv, holidays.csv, indices.csv and rebalances.csv.

A session is a weekday that holidays.csv does not close. Outside the days that calendars.csv covers, every weekday counts;
:attr:`TradingCalendar.first_day` and :attr:`TradingCalendar.last_day` say where knowledge ends.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from themegraph.errors import QuestionError, nearest
from themegraph.ingest.reference_rows import read_rows
from themegraph.model import EntityId
from themegraph.model.values import dataclass
from themegraph.resources import data_path

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["TradingCalendar", "next_session", "read_calendars", "read_rebalances", "rebalances_crossed", "sessions_between"]

_EXCHANGE = {
    "SSE": "SSE", "SZSE": "SSE", "BSE": "SSE", "SH": "SSE", "SZ": "SSE", "BJ": "SSE", "CSI": "SSE", "CNI": "SSE",
    "HKEX": "HKEX", "HK": "HKEX",
    "NYSE": "NYSE", "NASDAQ": "NYSE", "US": "NYSE",
}  # fmt: skip
"""Market suffix or exchange to the calendar it keeps: the mainland exchanges share one, the American ones too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TradingCalendar:
    """When one market trades."""

    market: str
    """SSE, HKEX or NYSE in the shipped tables."""
    first_day: date
    last_day: date
    """The holidays are known from ``first_day`` to ``last_day``, both included."""
    closed: frozenset[date]
    """Weekdays without a session."""

    def is_session(self, day: date) -> bool:
        """Return whether the market opens on ``day``; a weekday outside the known range counts as a session."""
        return day.weekday() < 5 and day not in self.closed


def read_calendars(folder: Path) -> dict[str, TradingCalendar]:
    """Return the calendars of a reference folder by market.

    Raises
    ------
    BadReferenceData
        If a cell breaks the schema, or a holiday lies outside the days its calendar covers.
    """
    spans: dict[str, tuple[date, date]] = {}
    for row in read_rows(folder, "calendars.csv", ("market", "first_day", "last_day", "sessions", "source")):
        first, last = row.day("first_day"), row.day("last_day")
        if last < first:
            raise row.bad("last_day", f"a day not before first_day {first}")
        spans[row.text("market")] = (first, last)
    closed: dict[str, set[date]] = {market: set() for market in spans}
    for row in read_rows(folder, "holidays.csv", ("market", "closed_on", "source")):
        market, day = row.choice("market", spans), row.day("closed_on")
        if not spans[market][0] <= day <= spans[market][1]:
            raise row.bad("closed_on", f"a day from {spans[market][0]} to {spans[market][1]}, which calendars.csv covers")
        closed[market].add(day)
    return {
        market: TradingCalendar(market=market, first_day=first, last_day=last, closed=frozenset(closed[market]))
        for market, (first, last) in sorted(spans.items())
    }


@lru_cache(maxsize=1)
def _shipped() -> dict[str, TradingCalendar]:
    return read_calendars(data_path())


def _calendar(market: str, calendars: Mapping[str, TradingCalendar] | None) -> TradingCalendar:
    known = _shipped() if calendars is None else calendars
    key = _EXCHANGE.get(market.upper(), market.upper())
    if key not in known:
        msg = f"No trading calendar for the market {market!r}; there are {', '.join(known) or 'none'}.{nearest(market.upper(), [*known, *_EXCHANGE])}"
        raise QuestionError(msg)
    return known[key]


def next_session(day: date, market: str, *, calendars: Mapping[str, TradingCalendar] | None = None) -> date:
    """Return the first session after ``day`` (``day`` itself never counts).

    Parameters
    ----------
    day
        Any day.
    market
        An exchange or market suffix: SSE, SZSE, BSE, SH, SZ, BJ, HKEX, HK, NYSE, NASDAQ, US.
    calendars
        What :func:`read_calendars` returned; the shipped tables if not given.

    Raises
    ------
    QuestionError
        If no calendar of that market is known.

    Examples
    --------
    >>> next_session(date(2026, 9, 30), "SH")
    datetime.date(2026, 10, 8)
    """
    calendar = _calendar(market, calendars)
    day += timedelta(days=1)
    while not calendar.is_session(day):
        day += timedelta(days=1)
    return day


def sessions_between(start: date, end: date, market: str, *, calendars: Mapping[str, TradingCalendar] | None = None) -> int:
    """Return how many sessions lie after ``start`` and not after ``end``; 0 if ``end`` is not after ``start``.

    Raises
    ------
    QuestionError
        If no calendar of that market is known.

    Examples
    --------
    >>> sessions_between(date(2026, 9, 30), date(2026, 10, 9), "SH")
    2
    """
    calendar = _calendar(market, calendars)
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, 7)
    weekdays = 5 * weeks + sum((start + timedelta(days=7 * weeks + i)).weekday() < 5 for i in range(1, rest + 1))
    return weekdays - sum(start < day <= end for day in calendar.closed if day.weekday() < 5)


def read_rebalances(folder: Path) -> dict[EntityId, tuple[date, ...]]:
    """Return the days on which a scheduled change of each index takes effect, ascending; only indices whose schedule is known.

    Raises
    ------
    BadReferenceData
        If an index names a schedule that rebalances.csv does not have.
    """
    schedules: dict[str, set[date]] = {}
    for row in read_rows(folder, "rebalances.csv", ("schedule", "effective_on", "source")):
        schedules.setdefault(row.text("schedule"), set()).add(row.day("effective_on"))
    found: dict[EntityId, tuple[date, ...]] = {}
    for row in read_rows(folder, "indices.csv", ("id", "label", "label_en", "rebalance", "source")):
        if not row["rebalance"]:
            continue
        if row["rebalance"] not in schedules:
            raise row.bad("rebalance", "a schedule of rebalances.csv, or a blank", schedules)
        found[EntityId(row["id"])] = tuple(sorted(schedules[row["rebalance"]]))
    return found


def rebalances_crossed(days: tuple[date, ...], since: date, until: date) -> int:
    """Return how many of the ascending ``days`` lie after ``since`` and not after ``until``."""
    return max(0, bisect_right(days, until) - bisect_right(days, since))
