"""Days and periods, resolved against the day of publication."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from themegraph.extract.text.dates import line_dates
from themegraph.model import DateInterval

TODAY = date(2026, 3, 10)
"""A Tuesday."""


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("昨日收涨", "2026-03-09", "2026-03-09"),
        ("今日开盘", "2026-03-10", "2026-03-10"),
        ("本周五将公布", "2026-03-13", "2026-03-13"),
        ("上周一上涨", "2026-03-02", "2026-03-02"),
        ("周一开始", "2026-03-09", "2026-03-09"),
        ("6日收盘", "2026-03-06", "2026-03-06"),
        ("12月11日大涨", "2025-12-11", "2025-12-11"),
        ("将于5月22日发布", "2026-05-22", "2026-05-22"),
        ("2025年三季度营收", "2025-07-01", "2025-09-30"),
        ("上半年亏损", "2025-01-01", "2025-06-30"),
        ("前三季度净利润", "2025-01-01", "2025-09-30"),
        ("预计上半年盈利", "2026-01-01", "2026-06-30"),
        ("2026Q1出货", "2026-01-01", "2026-03-31"),
        ("FY2026收入", "2026-01-01", "2026-12-31"),
        ("今年以来上涨", "2026-01-01", "2026-03-10"),
        ("去年亏损", "2025-01-01", "2025-12-31"),
        ("2月销量", "2026-02-01", "2026-02-28"),
        ("两周前宣布", "2026-02-21", "2026-02-27"),
        ("2022年至2024年亏损", "2022-01-01", "2024-12-31"),
        ("2024年2月6日至2025年8月30日生产", "2024-02-06", "2025-08-30"),
        ("on Jan. 6 the ministry", "2026-01-06", "2026-01-06"),
    ],
)
def test_a_time_is_resolved_against_the_day_of_publication(read_marked: Callable[..., Any], text: str, start: str, end: str) -> None:
    (line,) = read_marked(text).lines
    when = line_dates(line, today=TODAY)[0].when
    assert when is not None
    assert (when.start.isoformat(), when.end.isoformat()) == (start, end)


@pytest.mark.parametrize("text", ["昨日收涨", "12月11日大涨", "上半年亏损", "周一开始", "今年以来"])
def test_without_a_day_of_publication_nothing_relative_is_resolved(read_marked: Callable[..., Any], text: str) -> None:
    (line,) = read_marked(text, day=None).lines
    assert [d.when for d in line_dates(line, today=None)] == [None]


def test_without_a_day_of_publication_a_full_date_still_counts(read_marked: Callable[..., Any]) -> None:
    (line,) = read_marked("2025年9月4日下跌", day=None).lines
    (found,) = line_dates(line, today=None)
    assert found.when is not None
    assert found.when.start == date(2025, 9, 4)


def test_the_day_of_an_earlier_comparison_is_marked(read_marked: Callable[..., Any]) -> None:
    (line,) = read_marked("3月9日跌12.88%，为2025年9月4日下跌14.45%以来的最大单日跌幅。").lines
    assert [d.compared for d in line_dates(line, today=TODAY)] == [False, True]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3月6日签约，次日收涨3%", "2026-03-07"),
        ("3月6日签约，次一交易日收涨3%", "2026-03-09"),
        ("3月9日发布，前一交易日大跌", "2026-03-06"),
        ("前一日大跌", "2026-03-09"),
    ],
)
def test_a_day_beside_another_is_counted_from_it(read_marked: Callable[..., Any], text: str, day: str) -> None:
    (line,) = read_marked(text).lines
    when = line_dates(line, today=TODAY)[-1].when
    assert when is not None
    assert when.start.isoformat() == day


def test_the_same_day_is_the_storys_where_its_own_line_names_none(read_marked: Callable[..., Any]) -> None:
    (line,) = read_marked("同日下调利率").lines
    story = DateInterval(start=date(2026, 3, 5), end=date(2026, 3, 5), text="3月5日")
    assert line_dates(line, today=TODAY, story=story)[0].when == story


@pytest.mark.parametrize("text", ["近10日净流入", "连续6日上涨", "已连续18日回购"])
def test_a_count_of_days_is_no_day(read_marked: Callable[..., Any], text: str) -> None:
    (line,) = read_marked(text).lines
    assert line_dates(line, today=TODAY) == ()


def test_a_documents_year_is_a_label(read_marked: Callable[..., Any]) -> None:
    (line,) = read_marked("3月9日下发2025年年报问询函").lines
    assert [d.label for d in line_dates(line, today=TODAY)] == [False, True]


def test_vague_words_name_no_day(read_marked: Callable[..., Any]) -> None:
    (line,) = read_marked("公司近日宣布，日前已获批。").lines
    assert line_dates(line, today=TODAY) == ()
