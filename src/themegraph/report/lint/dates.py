"""Days in a text: that they exist, fall on the weekday written beside them, and had come when the text appeared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from themegraph.report.lint.context import Context
from themegraph.report.lint.findings import Finding

__all__ = ["DayMention", "find_days", "lint_dates"]

_DAY = re.compile(
    r"(?<!\d)(?:(?P<y>(?:19|20)\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日|(?P<y2>(?:19|20)\d{2})[-/.](?P<m2>\d{1,2})[-/.](?P<d2>\d{1,2})(?![\d.])|(?P<m3>\d{1,2})月(?P<d3>\d{1,2})日)"
    r"(?:\s?\(?(?:美东时间|当地时间|北京时间)?[,、]?(?:周|星期|礼拜)(?P<week>[一二三四五六日天])(?:\)|(?=[,、\s早上下午晚盘收开凌夜前后]|$)))?"
)
_WEEK = "一二三四五六日"
_DONE = re.compile(
    r"已|了|曾|收涨|收跌|上涨|下跌|涨停|跌停|公布(?!的?时间)|发布了|宣布|披露了|显示|登陆|挂牌|完成|落地|回落|报收|收报|大涨|大跌|录得|签署了|确认|否认|回应|上市首日"
)
_PLAN = re.compile(
    r"将|拟|计划|预计|定于|预定|有望|料|预期|可能|或(?!者)|截止|到期|有效期|届满|起实施|起执行|起施行|生效|之前|以前|前完成|前交付|前召开|明年|下周|下月|未来|展望|即将|待|安排|开售|开卖|开幕|上映|举行|召开|除权|登记日|申购|行权|交割|至$|目标|will|expected|due"
)
_TERM = re.compile(r"征集|征求|申报|报名|申请|提交|反馈|投标|招标|认购|发售|募集|预售|窗口|期限?$|期限?截")
"""What stays open until a day to come: 公众意见征集截至12月16日."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMention:
    """A day in a normalised text."""

    start: int
    end: int
    day: date | None
    """``None``: there is no such day."""
    stated_year: bool
    week: str
    """一 … 日 as written beside it; empty if none."""


def find_days(norm: str, published: date | None) -> list[DayMention]:
    """Return the days in a text. A day without a year takes the one that puts it nearest before, or at most a month after, publication."""
    out = []
    for found in _DAY.finditer(norm):
        year = found["y"] or found["y2"]
        month, day = int(found["m"] or found["m2"] or found["m3"]), int(found["d"] or found["d2"] or found["d3"])
        week = {"天": "日"}.get(found["week"] or "", found["week"] or "")
        if year is None and published is None:
            valid = 1 <= month <= 12 and 1 <= day <= (29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31)
            if not valid:
                out.append(DayMention(start=found.start(), end=found.end(), day=None, stated_year=False, week=week))
            continue
        years = [int(year)] if year else [published.year, published.year - 1] if published else []
        options: list[date] = []
        for y in years:
            try:
                options.append(date(y, month, day))
            except ValueError:
                continue
        resolved = options[0] if options else None
        if not year and published and resolved and resolved > published + timedelta(days=31) and len(options) > 1:
            resolved = options[1]
        if not year and resolved is None and month == 2 and day == 29:
            continue
        out.append(DayMention(start=found.start(), end=found.end(), day=resolved, stated_year=bool(year), week=week))
    return out


def lint_dates(context: Context) -> Iterator[Finding]:
    """Yield impossible days, wrong weekdays, and deeds told as done that lie after publication."""
    doc, published = context.doc, context.published
    for sentence in doc.sentences:
        block = doc.blocks[sentence.block]
        words = doc.words(sentence)
        days = find_days(words, published)
        for number, mention in enumerate(days):
            start, end = sentence.start + mention.start, sentence.start + mention.end
            if mention.day is None:
                yield context.finding("date-impossible", block, start, end, "没有这一天。")
                continue
            if mention.week and _WEEK[mention.day.weekday()] != mention.week:
                real = _WEEK[mention.day.weekday()]
                at = words.rindex(mention.week, mention.start, mention.end)
                # Without a year the sentence may mean another one; a year apart shifts the weekday by one or two.
                if mention.stated_year or published is not None:
                    yield context.finding(
                        "date-weekday",
                        block,
                        sentence.start + at - 1,
                        sentence.start + at + 1,
                        f"{mention.day} 是周{real}，不是周{mention.week}。",
                        suggestion=f"周{real}",
                    )
            later = days[number + 1] if number + 1 < len(days) else None
            span = later is not None and re.fullmatch(r"\s?(?:至|到|-|~|—)\s?", words[mention.end : later.start])
            if span and later and later.day and mention.stated_year and later.stated_year and later.day < mention.day:
                yield context.finding("date-impossible", block, start, sentence.start + later.end, "起止颠倒：止日早于起日。")
            if published is None or mention.day <= published:
                continue
            stop = days[number + 1].start if number + 1 < len(days) else len(words)
            after = re.split(r"[。;]", words[mention.end : stop])[0]
            comma = after.find(",")
            near = after if comma < 0 or comma > 12 else after[: after.find(",", comma + 1) if after.find(",", comma + 1) > 0 else len(after)]
            before = re.split(r"[,;。]", words[: mention.start])[-1]
            source = re.search(r"\([^()]{1,40}$", words[: mention.start]) and words[mention.end : mention.end + 1] in {")", ";", ","}
            told = (before.endswith(("截至", "截止", "截至到")) and not _TERM.search(before)) or (
                _DONE.search(near) and not _PLAN.search(before[-12:] + near)
            )
            if mention.stated_year and source and not _PLAN.search(before[-12:]):
                told = True
            if number and re.search(r"\d\s?(?:至|到)\s?$", words[: mention.start]) and re.search(r"报道有|报道共", after):
                told = True
            if block.kind == "row":
                told = False
            if told:
                yield context.finding(
                    "date-after-publication",
                    block,
                    start,
                    end,
                    f"{mention.day} 晚于发表日 {published}，却写成已发生。",
                    suggestion="核对日期；若是计划，写成计划。",
                )
