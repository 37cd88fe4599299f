"""Sessions and rebalances."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from themegraph.errors import BadReferenceData, QuestionError
from themegraph.ingest.calendars import next_session, read_calendars, read_rebalances, rebalances_crossed, sessions_between


def test_the_session_after_the_national_holidays_is_the_eighth() -> None:
    assert next_session(date(2026, 9, 30), "SSE") == date(2026, 10, 8)
    assert next_session(date(2026, 9, 30), "159516.SZ".rpartition(".")[2]) == date(2026, 10, 8)


def test_a_session_is_not_its_own_next_session() -> None:
    assert next_session(date(2025, 12, 22), "HK") == date(2025, 12, 23)


def test_markets_keep_their_own_holidays() -> None:
    assert next_session(date(2025, 12, 24), "US") == date(2025, 12, 26)
    assert next_session(date(2025, 12, 24), "SH") == date(2025, 12, 25)


@pytest.mark.parametrize("market", ["SH", "HK", "US"])
def test_counting_sessions_agrees_with_walking_over_them(market: str) -> None:
    start = date(2025, 9, 20)
    for days in range(-3, 60):
        end = start + timedelta(days=days)
        walked, at = 0, next_session(start, market)
        while at <= end:
            walked, at = walked + 1, next_session(at, market)
        assert sessions_between(start, end, market) == walked


def test_beyond_the_known_days_every_weekday_counts() -> None:
    assert next_session(date(2031, 12, 24), "US") == date(2031, 12, 25)


def test_an_unknown_market_is_refused_with_the_nearest() -> None:
    with pytest.raises(QuestionError, match="Did you mean"):
        next_session(date(2025, 1, 1), "HKX")


def test_a_holiday_outside_its_calendar_is_refused(tmp_path: Path) -> None:
    (tmp_path / "calendars.csv").write_text("market,first_day,last_day,sessions,source\nSSE,2025-01-01,2025-12-31,243,S\n", encoding="utf-8")
    (tmp_path / "holidays.csv").write_text("market,closed_on,source\nSSE,2026-01-01,S\n", encoding="utf-8")
    with pytest.raises(BadReferenceData, match=r"holidays\.csv, line 2, column closed_on"):
        read_calendars(tmp_path)


def test_a_rebalance_counts_from_the_day_after_the_weights() -> None:
    days = (date(2025, 6, 16), date(2025, 12, 15))
    assert rebalances_crossed(days, date(2025, 4, 1), date(2025, 12, 14)) == 1
    assert rebalances_crossed(days, date(2025, 6, 16), date(2025, 12, 15)) == 1
    assert rebalances_crossed(days, date(2025, 12, 15), date(2025, 6, 1)) == 0


def test_an_unknown_schedule_is_refused(tmp_path: Path) -> None:
    (tmp_path / "indices.csv").write_text("id,label,label_en,rebalance,source\nindex:X,x,,quartely,S\n", encoding="utf-8")
    (tmp_path / "rebalances.csv").write_text("schedule,effective_on,source\nquarterly,2025-03-10,S\n", encoding="utf-8")
    with pytest.raises(BadReferenceData, match="Did you mean quarterly"):
        read_rebalances(tmp_path)
