"""When a table could first be known, where its file does not say (EXPOSURE: time and staleness of weights)."""

from __future__ import annotations

from datetime import date, timedelta

from themegraph.errors import QuestionError
from themegraph.ingest.calendars import next_session
from themegraph.model import market_of

__all__ = ["full_list_known", "known_next_session", "quarter_end", "top_ten_known"]

_REPORT_DAYS = 15
"""Working days after the end of a quarter within which a fund publishes its report (CSRC rules on the disclosure of public funds)."""


def known_next_session(as_of: date, where: str) -> date:
    """Return the session after ``as_of`` in a market, or in that of a fund or index; in New York's, where we keep no calendar for it."""
    market = market_of(where) or where
    try:
        return next_session(as_of, market)
    except QuestionError:
        return next_session(as_of, "NYSE")


def quarter_end(year: int, quarter: int) -> date:
    """Return the last day of a quarter.

    Examples
    --------
    >>> quarter_end(2024, 1), quarter_end(2024, 4)
    (datetime.date(2024, 3, 31), datetime.date(2024, 12, 31))
    """
    return date(year + quarter // 4, quarter % 4 * 3 + 1, 1) - timedelta(days=1)


def top_ten_known(end: date) -> date:
    """Return the fifteenth session after the end of a quarter, by when the ten largest positions are out."""
    for _ in range(_REPORT_DAYS):
        end = next_session(end, "SSE")
    return end


def full_list_known(end: date) -> date:
    """Return the day by which the full list of a half year is out: 31 August, or 31 March of the next year."""
    return date(end.year, 8, 31) if end.month == 6 else date(end.year + 1, 3, 31)
