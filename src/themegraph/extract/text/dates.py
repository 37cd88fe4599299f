"""Read days, months, quarters and years, and resolve the relative ones against the day of publication in Shanghai."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from themegraph.extract.text.lines import Line
from themegraph.extract.text.scan import scan_at
from themegraph.model import DateInterval
from themegraph.model.values import dataclass

__all__ = ["DatedSpan", "line_dates", "published_day"]

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_CN = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12, "日": 7, "天": 7}
_MONTHS = {m: i + 1 for i, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"))}
_WEEKDAYS = {d: i for i, d in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))}

_Y = r"(?P<y>(?:19|20)\d{2}|去年|前年|今年|明年|本年|上年|后年)年?"
_PART = re.compile(
    rf"(?:(?<!\d)(?:(?<!\d[.,])(?=\d)|(?=(?:19|20)\d\d年))|(?=[去前今明本年上下后周星礼当同近即隔昨早午盘收截首第全中一二三四五六七八九十两半这次翌此fqhjmasondityw]))(?:(?P<ymd>(?P<y1>(?:19|20)\d{{2}}|去年|前年|今年|明年)[年./-](?P<m1>\d{{1,2}})[月./-](?P<d1>\d{{1,2}})(?:日|号|(?!\d)))"
    rf"|(?P<md>(?<![\d.])(?P<m2>\d{{1,2}})月(?P<d2>\d{{1,2}})[日号])"
    rf"|(?P<quarter>(?:{_Y})?(?:的)?(?:第(?P<q1>[一二三四1-4])季度?|(?P<q2>[一二三四])季度?|(?P<q3>前三季度|前三季|前三个季度|首三季度|首季|上半年|下半年|前半年|中期|全年度?)))"
    r"|(?P<yq>(?:(?:19|20)(?P<yq2>\d{2})年?)q(?P<q4>[1-4])|(?<![a-z\d])(?P<q5>[1-4])q(?P<yq3>\d{2,4})|(?<![a-z\d])q(?P<q6>[1-4])(?![a-z\d])|(?:(?<=\d)|(?<=年)|(?=h[12](?:营|收入|净利|业绩|利润|财报|销量)))h(?P<h1>[12])(?![a-z\d]))"
    r"|(?P<fy>fy(?P<fy1>\d{2,4})|(?P<fy2>(?:19|20)\d{2})(?:财年|财政年度))"
    r"|(?P<ym>(?P<y3>(?:19|20)\d{2}|去年|前年|今年|明年)年?(?P<m3>\d{1,2})月(?P<tail1>底|末|初|中旬|上旬|下旬|份)?(?!\d))"
    r"|(?P<m>(?<![\d.年])(?P<m4>\d{1,2})月(?P<tail2>底|末|初|中旬|上旬|下旬|份)?(?!\d))"
    r"|(?P<yrange>(?P<y4>(?:19|20)\d{2})年?(?:至|到|-|—|~)(?P<y5>(?:19|20)\d{2})年)"
    r"|(?P<year>(?<!\d)(?P<y6>(?:19|20)\d{2})年(?:度|底|末|初)?|(?P<y7>去年|前年|今年(?:以来|以内|迄今|至今|内)?|明年|本年度?|年内|年初至今|上年|后年)(?:底|末|初)?)"
    r"|(?P<weekday>(?P<w>本周|上周|下周|周|星期|礼拜|上星期|下星期|这周|当周)(?P<wd>[一二三四五六日天]))"
    r"|(?P<week>本周|上周|下周|这周|近一周)(?![一二三四五六日天])"
    r"|(?P<month>本月|上月|上个月|下月|下个月|当月|同月)(?P<tail3>底|末|初|中旬)?(?P<mdd>\d{1,2}日)?"
    r"|(?P<report>半年报|半年度报告|中报|一季报|一季度报告|三季报|三季度报告)"
    r"|(?P<beside>此?前一(?:个)?(?:交易)?日|前一天|上一?(?:个)?交易日|次日|翌日|隔日|第二天|[次翌下]一?(?:个)?交易日|翌一?交易日)"
    r"|(?P<rel>今日|今天|今晨|今早|今晚|昨日|昨天|昨晚|昨夜|昨|前日|前天|明日|明天|后天|当日|当天|当晚|即日起?|即日|同日|隔夜|早盘|午盘|午后|盘中|盘后|盘前|收盘|截至发稿)"
    r"|(?P<ago>(?P<n>[一二两三四五六七八九十]|\d{1,3})(?P<unit>天|日|周|个星期|个月|年)(?P<dir>前|后|内)(?!三))"
    r"|(?P<day>(?<![\d.月年/-])(?<![近续去期每首超约第满共达来前逾历计达隔买卖涨跌升])(?<!为期)(?<!最多)(?P<d3>\d{1,2})[日号](?![元均本内期线前后累里]|连[续涨跌升降]))"
    r"|(?P<en>\b(?P<em>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s?(?P<ed>\d{1,2})(?:st|nd|rd|th)?(?:,\s?(?P<ey>(?:19|20)\d{2}))?(?!\d))"
    r"|(?P<enmonth>\b(?:in|since|for|of|last)\s(?P<em2>january|february|march|april|may|june|july|august|september|october|november|december)(?:\s(?P<ey2>(?:19|20)\d{2}))?)"
    r"|(?P<enday>\b(?:on\s)?(?P<ew>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|\b(?P<erel>today|yesterday|tomorrow)\b))"
)
_START = re.compile(
    r"[去前今明本年上下后周星礼当同近即隔昨早午盘收截首第全中一二三四五六七八九十两半这次翌此0-9fqhjmasondityw]"
    r"(?:(?<=[^\da-z])(?=[年月日天周星季期内初三半一二四五六晨早晚夜盘中后前至个交报拜1-4])"
    r"|(?<=\d)(?<!\d\d)(?=\d{0,3}[年月日号天周个q]|\d{3}[./第一二三四前首上下中全财至到—~的-]|\d{4,5}月)"
    r"|(?<=昨)|(?<=[fqh])(?=[y1-4])|(?<=\b[a-z])(?=an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec|n\s|ince|or\s|f\s|on|ue|ed|hu|ri|at|od|es|om))"
)
"""Where a match of :data:`_PART` may begin, by two characters: the first class, and what stands behind any of it in some alternative."""
_VAGUE = {"早盘", "午盘", "午后", "盘中", "盘后", "盘前", "收盘", "截至发稿"}
_TO = re.compile(r"(?:至|到|-|—|~|～)$")
_BASE = re.compile(r"(?:较|比|相比|相较|为|自|自从|从|创|同比|高于|低于|超过)[^,，。;；]{0,4}$")
_SINCE = re.compile(r"[^,，。;；]{0,12}?以来")
_SOON = re.compile(r"(?:将|拟|定|计划)[于在]$")
"""Right ahead of a day of the month that is to come: 将于12日上会."""
_AHEAD = re.compile(r"估|预计|预期|料|将|拟|计划|指引|展望|有望|目标|力争|启动|开始")
_FROM = re.compile(r"自从?$")
_FEW = 4
"""Days; what lasts as long is a period."""
_SATURDAY = 5
_ONCE = re.compile(r"(?:生产|成立|上市|出生|毕业|加入|建立|创立|创办)")
_LABEL = re.compile(
    r"(?:年度?)?(?:年报|年度报告|半年报|半年度报告|季报|中报|财报|报告期?|业绩|审计|款|版|第[一二三四五六七八九十\d]+[批期]|预算|计划|规划|限制性股票|员工持股|非公开)"
)
"""Behind a year or quarter that only names a document or a make: 2025年年报问询函."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedSpan:
    """A piece of a line that names a time."""

    start: int
    """In the folded line."""
    end: int
    when: DateInterval | None
    """``None``: relative, and there is no day to resolve it against."""
    exact: bool
    """Names the day or period itself; 盘中 and the like only point at the day of the story."""
    compared: bool
    """A day that something is measured from or since (较9月4日, 为2025年9月4日以来), or a trait of the object (2024年生产)."""
    label: bool = False
    """A year or quarter that only names a document or a make (2025年年报问询函): it dates results, but no deed."""


def published_day(published_at: datetime | None) -> date | None:
    """Return the day of publication as a reader in Shanghai has it."""
    return published_at.astimezone(_SHANGHAI).date() if published_at else None


def _month(year: int, month: int, tail: str = "", text: str = "") -> DateInterval | None:
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    first, end = {"底": (last - 5, last), "末": (last - 5, last), "初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, last)}.get(
        tail or "", (1, last)
    )
    return DateInterval(start=date(year, month, first), end=date(year, month, end), text=text)


def _day(year: int, month: int, day: int, text: str) -> DateInterval | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return DateInterval(start=found, end=found, text=text)


def _quarters(year: int, first: int, last: int, text: str) -> DateInterval:
    return DateInterval(start=date(year, 3 * first - 2, 1), end=date(year, 3 * last, monthrange(year, 3 * last)[1]), text=text)


def _year(word: str | None, today: date | None) -> int | None:
    if not word:
        return None
    if word[:4].isdigit():
        return int(word[:4])
    if today is None:
        return None
    return today.year + {"去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}.get(word[:2], 0)


def _nearest_year(month: int, day: int, today: date | None) -> int | None:
    """Return the year of a day named without one: the nearest that a story of ``today`` may speak of, up to four months ahead, else past."""
    if today is None:
        return None
    try:
        here = date(today.year, month, min(day, 28))
    except ValueError:
        return None
    if here - today > timedelta(days=130):
        return today.year - 1
    if today - here > timedelta(days=300):
        return today.year + 1
    return today.year


def _resolve(found: re.Match[str], today: date | None, *, ahead: bool, soon: bool) -> DateInterval | None:
    text = found.group()
    kind = found.lastgroup or ""
    get = found.group
    if get("ymd"):
        year = _year(get("y1"), today)
        return _day(year, int(get("m1")), int(get("d1")), text) if year else None
    if get("md"):
        year = _nearest_year(int(get("m2")), int(get("d2")), today)
        return _day(year, int(get("m2")), int(get("d2")), text) if year else None
    if get("quarter"):
        named = _year(get("y"), today)
        word = get("q3")
        if word and not named and word in {"中期", "全年", "全年度"}:
            return None
        year = named or (today.year if today else None)
        if year is None:
            return None
        if word:
            first, last = {
                "上半年": (1, 2),
                "前半年": (1, 2),
                "下半年": (3, 4),
                "首季": (1, 1),
                "中期": (1, 2),
                "全年": (1, 4),
                "全年度": (1, 4),
            }.get(word, (1, 3))
        else:
            number = get("q1") or get("q2")
            first = last = int(number) if number.isdigit() else _CN[number]
        if not named and today and not ahead and date(year, 3 * last, 28) > today + timedelta(days=20):
            year -= 1  # results are told of a period that is over
        return _quarters(year, first, last, text)
    if get("yq"):
        quarter = get("q4") or get("q5") or get("q6")
        digits = get("yq2") or get("yq3")
        year = (2000 + int(digits) % 100) if digits else (today.year if today else None)
        if year is None:
            return None
        if get("h1"):
            return _quarters(year, 1 if get("h1") == "1" else 3, 2 if get("h1") == "1" else 4, text)
        return _quarters(year, int(quarter), int(quarter), text)
    if get("fy"):
        digits = get("fy1") or get("fy2")
        return _quarters(2000 + int(digits) % 100, 1, 4, text)
    if get("ym"):
        year = _year(get("y3"), today)
        return _month(year, int(get("m3")), get("tail1") or "", text) if year else None
    if get("m"):
        month = int(get("m4"))
        year = _nearest_year(month, 15, today) if 1 <= month <= 12 else None
        return _month(year, month, get("tail2") or "", text) if year else None
    if get("yrange"):
        low, high = int(get("y4")), int(get("y5"))
        return DateInterval(start=date(low, 1, 1), end=date(high, 12, 31), text=text) if low <= high else None
    if get("year"):
        word = get("y6") or get("y7")
        if word in {"年内", "年初至今"} or (word.startswith("今年") and len(word) > 2):
            return DateInterval(start=date(today.year, 1, 1), end=today, text=text) if today else None
        year = _year(word, today)
        return _quarters(year, 1, 4, text) if year else None
    if get("en"):
        month = _MONTHS[get("em")]
        year = int(get("ey")) if get("ey") else _nearest_year(month, int(get("ed")), today)
        return _day(year, month, int(get("ed")), text) if year else None
    if get("enmonth"):
        month = _MONTHS[get("em2")[:3]]
        year = int(get("ey2")) if get("ey2") else _nearest_year(month, 15, today)
        return _month(year, month, "", text) if year else None
    if today is None:
        return None
    if get("weekday"):
        monday = today - timedelta(days=today.weekday())
        day = monday + timedelta(days=_CN[get("wd")] - 1)
        if get("w").startswith("上"):
            day -= timedelta(days=7)
        elif get("w").startswith("下"):
            day += timedelta(days=7)
        elif get("w") in {"周", "星期", "礼拜"} and day > today:
            day -= timedelta(days=7)  # a bare weekday in news has been
        return DateInterval(start=day, end=day, text=text)
    if get("week"):
        monday = today - timedelta(days=today.weekday())
        shift = {"上": -7, "下": 7}.get(text[0], 0)
        return DateInterval(start=monday + timedelta(days=shift), end=monday + timedelta(days=shift + 6), text=text)
    if get("month"):
        shift = {"上": -1, "下": 1}.get(text[0], 0)
        index = today.year * 12 + today.month - 1 + shift
        if get("mdd"):
            return _day(index // 12, index % 12 + 1, int(get("mdd")[:-1]), text)
        return _month(index // 12, index % 12 + 1, get("tail3") or "", text)
    if get("ago"):
        count = int(get("n")) if get("n").isdigit() else _CN[get("n")]
        if get("dir") == "内":
            return None
        shift = -count if get("dir") == "前" else count
        unit = get("unit")
        if unit in {"天", "日"}:
            day = today + timedelta(days=shift)
            return DateInterval(start=day, end=day, text=text)
        if unit in {"周", "个星期"}:
            day = today + timedelta(days=7 * shift)
            return DateInterval(start=day - timedelta(days=3), end=day + timedelta(days=3), text=text)
        index = today.year * 12 + today.month - 1 + shift * (12 if unit == "年" else 1)
        return _quarters(index // 12, 1, 4, text) if unit == "年" else _month(index // 12, index % 12 + 1, "", text)
    if get("day"):
        day_number = int(get("d3"))
        if soon:
            for on in range(31):
                day = today + timedelta(days=on)
                if day.day == day_number:
                    return DateInterval(start=day, end=day, text=text)
        for back in range(62):
            day = today - timedelta(days=back)
            if day.day == day_number:
                return DateInterval(start=day, end=day, text=text)
        return None
    if get("enday"):
        if get("erel"):
            day = today + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(get("erel"), 0))
        else:
            day = today - timedelta(days=(today.weekday() - _WEEKDAYS[get("ew")]) % 7)
        return DateInterval(start=day, end=day, text=text)
    if get("report"):
        first, last = {"半": (1, 2), "中": (1, 2), "一": (1, 1), "三": (1, 3)}[text[0]]
        year = today.year - (date(today.year, 3 * last, 28) > today)
        return _quarters(year, first, last, text)
    if get("beside"):
        return None  # from the story's own day, which the caller knows
    if get("rel"):
        shift = {"昨": -1, "隔": -1, "明": 1, "后": 2}.get(text[0], -2 if text in {"前日", "前天"} else 0)
        if text in _VAGUE:
            shift = 0
        day = today + timedelta(days=shift)
        return DateInterval(start=day, end=day, text=text)
    msg = f"no branch for {kind}"
    raise AssertionError(msg)


_AFTER_DAY = ("次", "翌", "隔", "第", "下")


def _beside(word: str, base: date) -> date:
    """Return the day before or after another; of trading days Saturdays and Sundays are none."""
    step = timedelta(days=1 if word.startswith(_AFTER_DAY) else -1)
    day = base + step
    while "交易" in word and day.weekday() >= _SATURDAY:
        day += step
    return day


def line_dates(line: Line, *, today: date | None, story: DateInterval | None = None) -> tuple[DatedSpan, ...]:
    """Return the times a line names, in order.

    Parameters
    ----------
    today
        The day of publication; ``None`` leaves every relative time unresolved.
    story
        The day that the lines before last named, which 次日, 同日 and 同月 point at where their own line names none; ``None``: no line did.

    Notes
    -----
    同月, 当日, 同日 mean the story's own month or day, or that of the date last named in the line. 近日 and 日前 name no day and are not read.
    """
    dates: list[DatedSpan] = []
    text = line.text
    for found in scan_at(_PART, _START, text):
        when = _resolve(
            found,
            today,
            ahead=bool(_AHEAD.search(text[max(0, found.start() - 10) : found.end() + 8])),
            soon=bool(_SOON.search(text[max(0, found.start() - 4) : found.start()])),
        )
        word = found.group()
        named = [d for d in dates if d.when and d.exact]
        base = named[-1].when if named else story
        if word in {"当日", "当天", "当晚", "同日"} and base:
            when = base
        elif word.startswith(("同月", "当月")) and base:
            when = _month(base.start.year, base.start.month, "", word)
        elif found["beside"]:
            origin = base.end if base and (base.end - base.start).days < _FEW else None if word.startswith(_AFTER_DAY) else today
            when = DateInterval(start=_beside(word, origin), end=_beside(word, origin), text=word) if origin else None
        elif found["md"] and named and named[-1].when and _TO.search(text[: found.start()]):
            when = _day(named[-1].when.start.year, int(found["m2"]), int(found["d2"]), word) or when
        if dates and dates[-1].end == found.start() - 1 and _TO.search(text[dates[-1].start : found.start()]):
            low, high = dates[-1].when, when
            joined = (
                DateInterval(start=low.start, end=high.end, text=text[dates[-1].start : found.end()])
                if low and high and low.start <= high.end
                else None
            )
            dates[-1] = DatedSpan(
                start=dates[-1].start, end=found.end(), when=joined, exact=True, compared=dates[-1].compared or bool(_ONCE.match(text, found.end()))
            )
            continue
        tail = text[found.end() : found.end() + 14]
        since = _SINCE.match(tail)
        compared = bool(_BASE.search(line.masked[max(0, found.start() - 6) : found.start()])) and (
            bool(since) or bool(re.search(r"[较比于过同创]", text[max(0, found.start() - 5) : found.start()]))
        )
        compared = compared or bool(_ONCE.match(text, found.end()))
        label = bool(found["report"]) or bool(when and (when.end - when.start).days >= _FEW and _LABEL.match(text, found.end()))
        if since and when and today and when.start <= today and _FROM.search(text[max(0, found.start() - 2) : found.start()]):
            when, compared = DateInterval(start=when.start, end=today, text=word), False  # 自2025年以来，股价上涨428%
        dates.append(DatedSpan(start=found.start(), end=found.end(), when=when, exact=word not in _VAGUE, compared=compared, label=label))
    return tuple(dates)
