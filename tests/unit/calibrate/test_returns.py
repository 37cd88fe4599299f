from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest
from tests.unit.calibrate.worlds import SHANGHAI, code, evening, table, weekdays

from themegraph.calibrate import FundFacts, PriceTable, Series, abnormal_return, day_zero

DAYS = weekdays(160)
FUND = FundFacts(code=code(0), market="A", index="index:0")
NEWS = 140
"""The news comes in the evening of this session; day 0 is the next."""


def prices(jumps: dict[int, float] | None = None) -> PriceTable:
    """Return a fund with beta 1.2 and no noise, plus jumps by session."""
    market = np.random.default_rng(5).normal(0, 0.01, len(DAYS))
    returns = 1.2 * market[:, None]
    for t, jump in (jumps or {}).items():
        returns[t, 0] += jump
    return table(DAYS, returns, market)


def changed(found: PriceTable, **fields: object) -> PriceTable:
    series = found.series[code(0)]
    return PriceTable(series={**found.series, code(0): replace(series, **fields)})  # type: ignore[arg-type]


def flags(*sessions: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.isin(np.arange(len(DAYS)), sessions)


def measured(found: PriceTable, last: int = 1, fund: FundFacts = FUND):  # type: ignore[no-untyped-def]
    return abnormal_return(fund, evening(DAYS[NEWS]), found, last=last, embargo=6)


def sessions(*days: date) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([d.toordinal() for d in days], dtype=np.int64)


def test_what_the_market_explains_is_taken_off() -> None:
    assert measured(prices()).value == pytest.approx(0, abs=1e-12)
    assert measured(prices({NEWS + 1: 0.03, NEWS + 2: -0.01, NEWS + 3: 0.5})).value == pytest.approx(0.02)
    assert measured(prices({NEWS + 1: 0.03, NEWS + 6: 0.01}), last=5).value == pytest.approx(0.04)


def test_what_happens_within_the_embargo_does_not_touch_the_model() -> None:
    assert measured(prices({NEWS - k: 0.1 for k in range(6)} | {NEWS + 1: 0.03})).value == pytest.approx(0.03)
    assert measured(prices({NEWS - 6: 0.1, NEWS + 1: 0.03})).value != pytest.approx(0.03, abs=1e-6)


def test_day_zero_is_the_first_session_that_opens_after_the_news() -> None:
    week = sessions(date(2025, 12, 19), date(2025, 12, 22), date(2025, 12, 23))
    assert day_zero(datetime(2025, 12, 22, 9, 29, tzinfo=SHANGHAI), "A", week) == 1
    assert day_zero(datetime(2025, 12, 22, 9, 30, tzinfo=SHANGHAI), "A", week) == 2
    assert day_zero(datetime(2025, 12, 20, 12, tzinfo=SHANGHAI), "A", week) == 1
    assert day_zero(datetime(2025, 12, 22, 20, tzinfo=SHANGHAI), "US", week) == 1
    assert day_zero(datetime(2025, 12, 23, 23, tzinfo=SHANGHAI), "US", week) == 3


def test_american_sessions_open_an_hour_earlier_in_utc_in_summer() -> None:
    at = datetime(2026, 3, 6, 14, 0, tzinfo=UTC), datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
    week = sessions(date(2026, 3, 6), date(2026, 3, 9), date(2026, 3, 10))
    assert [day_zero(a, "US", week) for a in at] == [0, 2]


def test_a_fund_suspended_on_day_zero_leaves_the_test() -> None:
    assert measured(changed(prices(), suspended=flags(NEWS + 1))).reason == "suspended or no price on day 0"
    assert measured(changed(prices(), suspended=flags(NEWS + 2))).reason == "suspended within the window"


def test_a_locked_fund_is_measured_from_its_first_unlocked_close() -> None:
    jumps = {NEWS + 1: 0.1, NEWS + 2: 0.07, NEWS + 3: 0.02, NEWS + 4: 0.01}
    found = measured(changed(prices(jumps), locked=flags(NEWS + 1)))
    assert found.locked
    assert found.value == pytest.approx(0.03)


def test_a_fund_locked_for_long_is_left_out() -> None:
    assert measured(changed(prices(), locked=flags(*range(NEWS + 1, NEWS + 15)))).reason == "locked at its price limit"


def test_a_delisted_fund_counts_up_to_its_last_close() -> None:
    found = prices({NEWS + 1: 0.03, NEWS + 2: 0.01})
    short: Series = found.series[code(0)]
    keep = slice(0, NEWS + 2)
    cut = changed(
        found, days=short.days[keep], close=short.close[keep], nav=short.nav[keep], locked=short.locked[keep], suspended=short.suspended[keep]
    )
    assert measured(cut, last=5).delisted
    assert measured(cut, last=5).value == pytest.approx(0.03)


def test_a_qdii_fund_is_measured_on_its_net_asset_value() -> None:
    fund = replace(FUND, qdii=True)
    found = prices({NEWS + 1: 0.03})
    assert measured(found, fund=fund).reason == "QDII without net asset values"
    nav = prices({NEWS + 1: 0.01}).series[code(0)].close
    assert measured(changed(found, nav=nav), fund=fund).value == pytest.approx(0.01)


def test_what_cannot_be_measured_says_why() -> None:
    found = prices()
    assert measured(found, fund=replace(FUND, market="HK")).reason == "no benchmark of market HK"
    assert measured(found, fund=replace(FUND, code="1.SH")).reason == "no prices"
    assert abnormal_return(FUND, evening(DAYS[-2]), found, last=1, embargo=6).reason == "window beyond the benchmark's prices"
    assert abnormal_return(FUND, evening(DAYS[50]), found, last=1, embargo=6).reason == "too few returns before the news"
