"""Abnormal returns of funds after news: a market model per fund and event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from themegraph.calibrate.answers import FundFacts
from themegraph.calibrate.prices import BENCHMARKS, PriceTable, Series

__all__ = ["ESTIMATION", "Measured", "abnormal_return", "day_zero"]

ESTIMATION = 120
"""Sessions of the market model (prior: half a year, as event studies of daily returns commonly take)."""
_MIN_ESTIMATION = 60
_MAX_LOCKED = 10
"""A fund locked for longer is left out (prior)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """An abnormal return, or why there is none."""

    value: float
    """Cumulative log abnormal return; NaN where ``reason`` is set."""
    reason: str = ""
    locked: bool = False
    delisted: bool = False
    end: int = -1
    """Position of its last session among the sessions of the market."""


def _opening(day: date, market: str) -> datetime:
    """Return when the continuous session of a day opens: 09:30 in Shanghai and Hong Kong (UTC+8), 09:30 in New York."""
    if market != "US":
        return datetime.combine(day, time(1, 30), UTC)
    march, november = date(day.year, 3, 8), date(day.year, 11, 1)
    summer = march + timedelta(days=(6 - march.weekday()) % 7)
    winter = november + timedelta(days=(6 - november.weekday()) % 7)
    return datetime.combine(day, time(13, 30) if summer <= day < winter else time(14, 30), UTC)


def day_zero(known_at: datetime, market: str, sessions: NDArray[np.int64]) -> int:
    """Return the position in ``sessions`` of the first that opens after ``known_at``; ``len(sessions)`` if there is none.

    Parameters
    ----------
    known_at
        Aware instant.
    market
        A, HK or US. American summer time runs from the second Sunday of March to the first of November (rule since 2007).
    sessions
        Ordinals, rising.
    """
    instant = known_at.astimezone(UTC)
    at = int(np.searchsorted(sessions, instant.date().toordinal() - 1))
    while at < len(sessions) and _opening(date.fromordinal(int(sessions[at])), market) <= instant:
        at += 1
    return at


def _aligned(series: Series, sessions: NDArray[np.int64], values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return log prices and whether each session is locked, both by session; NaN: no price, or suspended."""
    out = np.full(len(sessions), np.nan)
    locked = np.zeros(len(sessions), dtype=bool)
    at = np.searchsorted(sessions, series.days)
    ok = at < len(sessions)
    ok[ok] = sessions[at[ok]] == series.days[ok]
    ok &= ~series.suspended & np.isfinite(values)
    out[at[ok]] = np.log(values[ok])
    locked[at[ok]] = series.locked[ok]
    return out, locked


def abnormal_return(
    fund: FundFacts,
    known_at: datetime,
    prices: PriceTable,
    *,
    last: int,
    embargo: int,
    estimation: int = ESTIMATION,
    benchmarks: Mapping[str, str] = BENCHMARKS,
) -> Measured:
    """Return the abnormal return of a fund over sessions 0 … ``last`` after news.

    Notes
    -----
    ``Σ_t (r_t − α − β m_t)`` with log returns of adjusted closes (of net asset values for QDII funds); α and β by least squares over
    ``estimation`` sessions that end ``embargo`` sessions before day 0. Sessions are the days on which the benchmark has a close. A fund
    suspended on day 0 is left out. One at its price limit then is measured from its first unlocked close, over as many sessions. A fund
    whose prices end within the window while the benchmark goes on counts up to its last close.
    """
    series, market = prices.series.get(fund.code), prices.series.get(benchmarks.get(fund.market, ""))
    if series is None:
        return Measured(value=np.nan, reason="no prices")
    if market is None:
        return Measured(value=np.nan, reason=f"no benchmark of market {fund.market}")
    keep = np.isfinite(market.close)
    sessions, index = market.days[keep], np.log(market.close[keep])
    values = series.nav if fund.qdii else series.close
    if fund.qdii and not np.isfinite(values).any():
        return Measured(value=np.nan, reason="QDII without net asset values")
    price, locked = _aligned(series, sessions, values)
    zero = day_zero(known_at, fund.market, sessions)
    if zero < 1 or zero + last >= len(sessions):
        return Measured(value=np.nan, reason="window beyond the benchmark's prices")
    if not np.isfinite(price[zero]):
        return Measured(value=np.nan, reason="suspended or no price on day 0")
    start = zero
    if locked[zero]:
        free = [s for s in range(zero, min(zero + _MAX_LOCKED + 1, len(sessions))) if not locked[s] and np.isfinite(price[s])]
        if not free or free[0] + 1 + last >= len(sessions):
            return Measured(value=np.nan, reason="locked at its price limit")
        start = free[0] + 1
    fund_r, market_r = np.diff(price), np.diff(index)  # Entry t is the return of session t + 1.
    end = zero - 1 - embargo
    window = slice(max(0, end - estimation), max(0, end))
    x, y = market_r[window], fund_r[window]
    known = np.isfinite(x) & np.isfinite(y)
    if known.sum() < min(_MIN_ESTIMATION, estimation):
        return Measured(value=np.nan, reason="too few returns before the news")
    x, y = x[known], y[known]
    spread = x - x.mean()
    beta = float(spread @ y / (spread @ spread)) if spread @ spread > 0 else 0.0
    alpha = float(y.mean() - beta * x.mean())
    stop = start + last
    ended = int(np.flatnonzero(np.isfinite(price))[-1])
    delisted = ended < stop and ended < len(sessions) - 1
    stop = min(stop, ended) if delisted else stop
    path = price[start - 1 : stop + 1]
    if stop < start or not np.isfinite(path[[0, -1]]).all():
        return Measured(value=np.nan, reason="suspended within the window")
    value = (path[-1] - path[0]) - alpha * (stop - start + 1) - beta * (index[stop] - index[start - 1])
    return Measured(value=float(value), locked=bool(locked[zero]), delisted=delisted, end=stop)
