"""Made-up markets: funds that follow a benchmark, and news that moves them as much as one says."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import numpy as np
from numpy.typing import NDArray

from themegraph.calibrate import FundFacts, PriceTable, Scored, series_of

SHANGHAI = timezone(timedelta(hours=8))


def weekdays(count: int, first: date = date(2022, 1, 3)) -> list[date]:
    days: list[date] = []
    while len(days) < count:
        if first.weekday() < 5:
            days.append(first)
        first += timedelta(days=1)
    return days


def code(i: int) -> str:
    return f"51{i:04d}.SH"


def evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 20, tzinfo=SHANGHAI)


def table(days: list[date], returns: NDArray[np.float64], market: NDArray[np.float64]) -> PriceTable:
    """Return prices of funds (columns of ``returns``) and of the benchmark of A."""
    ordinals = np.array([d.toordinal() for d in days], dtype=np.int64)
    series = {code(i): series_of(ordinals, np.exp(np.cumsum(returns[:, i]))) for i in range(returns.shape[1])}
    return PriceTable(series={**series, "000300.SH": series_of(ordinals, np.exp(np.cumsum(market)))})


def world(
    seed: int, *, effect: float, events: int = 90, gap: int = 7, funds: int = 36
) -> tuple[dict[str, list[Scored]], list[FundFacts], PriceTable]:
    """Return scores (``exposure`` and one of pure noise), funds and prices.

    News comes every ``gap`` sessions in the evening; the session after it adds ``effect`` · score to each fund, whose own daily noise is 1.2 %.
    Half the scores are 0, the others have a standard deviation of 0.1.
    """
    rng = np.random.default_rng(seed)
    days = weekdays(150 + events * gap + 20)
    market = rng.normal(0, 0.01, len(days))
    returns = rng.uniform(0.5, 1.5, funds) * market[:, None] + rng.normal(0, 0.012, (len(days), funds))
    said: list[Scored] = []
    noise: list[Scored] = []
    for k in range(events):
        t = 150 + k * gap
        score = np.where(rng.random(funds) < 0.5, rng.normal(0, 0.1, funds), 0.0)
        returns[t + 1] += effect * score
        said += [Scored(known_at=evening(days[t]), fund=code(i), score=float(score[i])) for i in range(funds)]
        noise += [Scored(known_at=evening(days[t]), fund=code(i), score=float(rng.normal())) for i in range(funds)]
    facts = [FundFacts(code=code(i), market="A", index=f"index:{i}") for i in range(funds)]
    return {"exposure": said, "noise": noise}, facts, table(days, returns, market)
