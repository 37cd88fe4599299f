"""Read the date on which an article was published."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from dateutil import parser as date_parser

__all__ = ["SHANGHAI", "read_published"]

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has had one zone without daylight saving since 1991 (IANA tz database)."""

_CHINESE = re.compile(
    r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日(?:\s*(?P<h>\d{1,2})\s*[:：时]\s*(?P<n>\d{1,2})(?:\s*[:：分]\s*(?P<s>\d{1,2}))?)?"
)
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})")
_YEAR_FIRST = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)")
_MONTH_NAME = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def read_published(value: Any) -> datetime | None:
    """Return an aware instant for what an input gives as its date, or ``None`` if it gives none that has one meaning.

    A time without a zone is Shanghai time, a day without a time its first minute there. Day-first and month-first forms without a month's
    name (03/04/2025) have two meanings and are not guessed.

    Examples
    --------
    >>> read_published("2025-12-21 15:31:03 +0800").isoformat()
    '2025-12-21T15:31:03+08:00'
    >>> read_published("2025年12月20日 09:05").isoformat()
    '2025-12-20T09:05:00+08:00'
    >>> read_published("03/04/2025") is None
    True
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return _aware(value)
    if isinstance(value, date):
        return datetime.combine(value, time.min, SHANGHAI)
    if isinstance(value, int | float):
        seconds = value / 1000 if value > 1e11 else value
        return datetime.fromtimestamp(seconds, UTC) if 3e8 < seconds < 1e10 else None
    text = str(value).strip()
    if not text:
        return None
    if found := _CHINESE.search(text):
        try:
            return datetime(
                int(found["y"]),
                int(found["m"]),
                int(found["d"]),
                int(found["h"] or 0),
                int(found["n"] or 0),
                int(found["s"] or 0),
                tzinfo=SHANGHAI,
            )
        except ValueError:
            return None
    if found := _COMPACT.fullmatch(text):
        text = f"{found['y']}-{found['m']}-{found['d']}"
    if re.fullmatch(r"\d{10}|\d{13}", text):
        return read_published(int(text))
    if not (_YEAR_FIRST.search(text) or (_MONTH_NAME.search(text) and re.search(r"\b\d{4}\b", text))):
        return None
    try:
        return _aware(date_parser.parse(text, yearfirst=True))
    except (ValueError, OverflowError):
        return None
