"""Figures as people read them: three significant digits, signs where a sign matters, words where a number would mislead."""

from __future__ import annotations

import math
from datetime import date

__all__ = ["NEGLIGIBLE", "STATUS_LABELS", "UNKNOWN", "day", "fraction", "mark", "percent", "signed", "signed_percent", "significant"]

NEGLIGIBLE = 0.0005
"""Equivalent weights below it print 可忽略 (EXPOSURE.md §4)."""
UNKNOWN = "未知"
STATUS_LABELS = {"ranked": "已排名", "negligible": "可忽略", "not_analysed": "未分析", "abstained": "不排名"}


def significant(value: float, digits: int = 3) -> str:
    """Return a number with so many significant digits and no exponent.

    Examples
    --------
    >>> significant(0.0123456), significant(123.456), significant(0.0)
    ('0.0123', '123', '0')
    """
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else UNKNOWN
    places = digits - 1 - math.floor(math.log10(abs(value)))
    return f"{round(value, places):.{max(0, places)}f}"


def percent(value: float | None) -> str:
    """Return a fraction as a percentage.

    Examples
    --------
    >>> percent(0.072), percent(None), percent(0.0)
    ('7.20%', '未知', '0%')
    """
    return UNKNOWN if value is None or not math.isfinite(value) else f"{significant(value * 100)}%"


def signed_percent(value: float | None) -> str:
    """Return a fraction as a percentage with its sign.

    Examples
    --------
    >>> signed_percent(-0.0012101), signed_percent(0.27)
    ('-0.121%', '+27.0%')
    """
    text = percent(value)
    return f"+{text}" if value is not None and value > 0 and math.isfinite(value) else text


def signed(value: float) -> str:
    """Return a number with its sign and three significant digits, never with an exponent.

    Examples
    --------
    >>> signed(0.0000857), signed(-0.5), signed(0.0)
    ('+0.0000857', '-0.500', '0')
    """
    text = significant(value)
    return f"+{text}" if value > 0 else text


def mark(*, negated: bool, speculative: bool) -> str:
    """Return what a picture writes beside an event that is not simply reported; empty for one that is.

    Examples
    --------
    >>> mark(negated=True, speculative=True), mark(negated=False, speculative=True), mark(negated=False, speculative=False)
    ('否认', '计划或未证实', '')
    """
    return "否认" if negated else "计划或未证实" if speculative else ""


def fraction(value: float | None) -> str:
    """Return a signed fraction with six digits behind the point, for arithmetic that is to be redone by hand."""
    return UNKNOWN if value is None or not math.isfinite(value) else f"{value:+.6f}"


def day(value: date | None) -> str:
    """Return an ISO day, or 日期不详."""
    return value.isoformat() if value else "日期不详"
