"""Numbers of a normalised sentence as rules compare them: value, unit, direction, what stands before them, and the window they speak of."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

__all__ = ["Figure", "Window", "clauses_of", "close", "read_figures", "read_windows"]

_SCALE = {
    "万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "亿": 1e8, "千万": 1e7, "百万": 1e6, "万": 1e4, "千": 1e3, "": 1.0,
    "trillion": 1e12, "billion": 1e9, "million": 1e6, "bn": 1e9, "mn": 1e6,
}  # fmt: skip
_UNIT = {
    "%": "%", "个百分点": "pp", "百分点": "pp", "个基点": "bp", "基点": "bp", "bps": "bp", "bp": "bp", "倍": "x",
    "元人民币": "CNY", "人民币": "CNY", "元": "CNY", "美元": "USD", "美金": "USD", "港元": "HKD", "港币": "HKD", "欧元": "EUR", "日元": "JPY", "韩元": "KRW",
    "英镑": "GBP", "新台币": "TWD", "加元": "CAD", "澳元": "AUD", "美仙": "USc", "港仙": "HKc",
    "周": "week", "个星期": "week", "天": "day", "个交易日": "session", "交易日": "session", "日": "day", "个月": "month", "年": "year", "个季度": "quarter", "季度": "quarter",
    "辆": "辆", "台": "台", "架": "架", "艘": "艘", "套": "套", "款": "款", "个": "个", "家": "家", "只": "只", "座": "座", "颗": "颗", "片": "片", "件": "件", "头": "头", "张": "张",
    "卡": "卡", "股": "股", "份": "份", "人": "人", "名": "名", "户": "户", "吨": "吨", "公斤": "kg", "桶": "桶", "盎司": "oz", "立方米": "m3", "平方米": "m2", "亩": "亩", "公里": "km",
    "兆瓦": "MW", "吉瓦": "GW", "千瓦时": "kWh", "mw": "MW", "gw": "GW", "kw": "kW", "gwh": "GWh", "mwh": "MWh", "kwh": "kWh", "teu": "TEU", "标箱": "TEU", "点": "点", "手": "手", "箱": "箱",
    "gb": "GB", "tb": "TB", "纳米": "nm", "nm": "nm", "英寸": "inch", "percent": "%", "per cent": "%", "tokens": "token", "token": "token", "个token": "token", "分": "分", "笔": "笔", "种": "种", "条": "条",
}  # fmt: skip
_UNITS = "|".join(re.escape(u) for u in sorted(_UNIT, key=len, reverse=True))
_SCALES = "|".join(re.escape(s) for s in sorted(filter(None, _SCALE), key=len, reverse=True))
_DIGIT = re.compile(r"\d")
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_FIGURE = re.compile(
    rf"(?<![a-z0-9./_-])(?<!\d,)(?P<money>us\$|hk\$|c\$|\$)?(?P<sign>[+-])?(?P<value>{_NUMBER})\s?(?P<more>多|余)?(?P<scale>{_SCALES})?(?P<plus>多|余)?\s?(?P<unit>{_UNITS})?"
    rf"(?:\s?(?:至|到|~|-|—|–)\s?(?P<value2>{_NUMBER})\s?(?P<scale2>{_SCALES})?\s?(?P<unit2>{_UNITS})?)?(?![0-9_]|\.\d)(?:(?<=[a-z0-9])(?![a-z])|(?<![a-z0-9]))"
)
_DATE = re.compile(
    r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}月(?:份|\d{1,2}日)?|(?<![\d.])\d{1,2}日(?!均)|(?<![\d.])\d{1,2}:\d{2}|(?<!\d)(?:19|20)\d{2}(?!\d|[.,]\d|%|元|亿|万|吨|家|款|点|辆|头|只)"
)
_CODE = re.compile(
    r"(?<![\d.])[0-9a-z]{1,9}\.(?:sh|sz|bj|hk|us|csi|cni|ks|tw|t)(?![a-z])|\((?:[a-z]{1,8}[:\s.])?\s?\d{4,6}\)|(?<![\d.])[034568]\d{5}(?![\d.%])(?=[)\]|、,;。\s]|$)|公告编号:?\S+"
)
_UP = r"涨|升|增|回升|提高|提升|走高|上行|净流入|流入|多赚|rose|up|gain(?:ed)?|jump(?:ed)?|add(?:ed)?|grew"
_DOWN = r"跌|降|减|下滑|回落|挫|缩|收窄|净流出|流出|走低|下行|少赚|亏损|fell|down|drop(?:ped)?|lost|declin(?:ed)?"
_MOVE = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})")
_BETWEEN = re.compile(
    r"^(?:幅(?:度)?|了|约|近|逾|超过|超|达到|达|为|在|至多|至少|最多|高达|低|高|一度|均|各|分别|幅均|大涨|:|\s|到|至|不到|接近|跌|涨|升|降|幅|长|加|少|损|亏|挫|小幅|窄|滑|落|股价|的|得|过|逾|only|by|about|some|nearly|to)*$"
)
_NOT_MOVE = re.compile(r"(?:降价|降息|减持|增持|增资|减值|增值|缩量|升级|上涨(?:的)?(?:概率|机率|年份|家数)|跌停|涨停)")
_RATE = re.compile(r"约|近|逾|(?<!不)超过?|左右|上下|接近|不到|不足|至少|至多|最多|突破|大约|近乎|about|nearly|some|more than|over")
_BASES = (("同比", r"同比|按年|较(?:去年|上年)同期|year[- ]on[- ]year|yoy"), ("环比", r"环比|按季|按月|按周|较上(?:季|月|周)|wow|qoq"))
_BASE = tuple((name, re.compile(pattern)) for name, pattern in _BASES)
_CLAUSE = re.compile(r"[,;:。!?、](?!\d{3})|\s-{1,2}\s|—{1,2}")
_SEPARATE = re.compile(r"[;。!?]|,(?!\d{3})")
_CN = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "单": 1}
_COUNT = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,2})"
_WINDOWS = (
    ("end", re.compile(rf"(?:最后|末|最末)(?P<n>{_COUNT})?个?(?P<u>周|星期|天|个交易日|交易日|个月|月)")),
    ("span", re.compile(rf"(?:近|过去|最近|此前|前|连续|连|持续)(?P<n>{_COUNT})(?P<u>周|个星期|天|日|个交易日|交易日|个月|月|年|个季度|季度|季)")),
    ("quarter", re.compile(rf"(?:第(?P<n>{_COUNT})季度?|(?<![前连近个])(?P<m>[一二三四])季度|q(?P<q>[1-4])|(?P<s>[首次])季)")),
    (
        "part",
        re.compile(r"(?P<w>前三季度?|前三季|上半年|下半年|前\d{1,2}个?月|全年|1[至到~-]\d{1,2}月|单季度?|首三季|去年|今年|上周|本周|上月|当日|隔夜)"),
    ),
)
_SUFFIX = {"个星期": "周", "星期": "周", "个交易日": "交易日", "个月": "月", "个季度": "季", "季度": "季", "日": "天"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number in a normalised text."""

    start: int
    end: int
    value: float
    """In its unit; money in yuan, dollars …, never in 亿."""
    high: float
    """The upper end of a range; equal to ``value`` otherwise."""
    unit: str
    """A canonical unit; empty where the text gives none."""
    step: float
    """Half a unit of the last digit written: by so much rounding may move it."""
    move: int
    """1 up, −1 down, 0 not said."""
    base: str
    """同比, 环比 or empty."""
    rough: bool
    """About, nearly, more than."""
    digits: str
    """As written, without thousands separators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of time that a text speaks of: 最后两周, 近33周, 第三季度, 前三季度."""

    start: int
    end: int
    kind: str
    """``end``, ``span``, ``quarter`` or ``part``."""
    value: str
    """Canonical: ``2周``, ``3``, ``前三季度``."""


def clauses_of(norm: str) -> list[tuple[int, int]]:
    """Return the spans between commas, semicolons and full stops."""
    edges = [0, *(m.end() for m in _SEPARATE.finditer(norm)), len(norm)]
    return [(a, b) for a, b in itertools.pairwise(edges) if b > a]


def _masked(norm: str) -> str:
    """Return the text with dates and codes blanked, so that they are not read as amounts."""
    text = _CODE.sub(lambda m: "\0" * len(m.group()), norm)
    return _DATE.sub(lambda m: "\0" * len(m.group()) if not re.match(r"\d{1,3}[周天]", m.group()) else m.group(), text)


def _float(text: str) -> float:
    return float(text.replace(",", ""))


def _last_digit(text: str) -> float:
    _, _, fraction = text.partition(".")
    return 0.5 * 10.0 ** -len(fraction)


def _direction(before: str, after: str) -> int:
    """Return which way a number goes: the last move in the clause before it that only fillers part from it."""
    found = None
    for move in _MOVE.finditer(before):
        found = move
    if found and (_BETWEEN.match(before[found.end() :])) and not _NOT_MOVE.search(before[max(0, found.start() - 2) : found.end() + 4]):
        return 1 if found["up"] else -1
    if after.startswith(("的涨幅", "涨幅", "的升幅", "的增幅")):
        return 1
    if after.startswith(("的跌幅", "跌幅", "的降幅", "的減幅")):
        return -1
    return 0


def read_figures(norm: str) -> list[Figure]:
    """Return the amounts in a normalised text, in order; dates, codes and names with digits (H20, 5.0 after a Latin word) are none."""
    if not _DIGIT.search(norm):
        return []
    text = _masked(norm)
    out: list[Figure] = []
    spans = clauses_of(norm)
    clause = 0
    for found in _FIGURE.finditer(text):
        start = found.start("value")
        if found["sign"] and start >= 2 and text[start - 2].isascii() and text[start - 2].isalnum():
            continue
        # A version or model: MUSA 5.0, iPhone 17, GEMM 2; a Latin word, a blank, a bare number.
        if found["unit"] is None and found["scale"] is None and not found["money"]:
            if re.search(r"[a-z][ -]?$", text[:start]) or re.match(r"[ -]?[a-z]", text[found.end() :]):
                continue
            if re.match(r"[.、)](?!\d)", text[found.end() : found.end() + 2]) and not text[:start].strip():
                continue
            if len(found["value"]) < 3 and not found["value2"]:
                continue  # counting words without a unit we know, list marks, years of a plan
        while clause + 1 < len(spans) and spans[clause][1] <= start:
            clause += 1
        begin, stop = spans[clause] if spans else (0, len(norm))
        scale = _SCALE[found["scale"] or ""]
        unit = _UNIT[found["unit"]] if found["unit"] else ""
        money = {"us$": "USD", "$": "USD", "hk$": "HKD", "c$": "CAD"}.get(found["money"] or "", "")
        unit = money or unit
        high_unit = _UNIT[found["unit2"]] if found["unit2"] else ""
        value = _float(found["value"])
        high = value
        end = found.end()
        if found["value2"]:
            if unit and high_unit and unit != high_unit:
                end = found.start("value2") - 1
            else:
                high_scale = _SCALE[found["scale2"] or ""] if found["scale2"] else (scale if found["scale"] else 1.0)
                if not found["scale"] and found["scale2"]:
                    scale = high_scale
                high = _float(found["value2"]) * high_scale
                unit = unit or high_unit
        low = value * scale
        if found["sign"] == "-":
            low, high = -low, -abs(high) * (scale if not found["value2"] else 1.0)
        elif not found["value2"]:
            high = low
        before = norm[begin:start].rstrip("+-")
        base = next((name for name, pattern in _BASE if pattern.search(norm[begin:stop])), "")
        move = -1 if found["sign"] == "-" else _direction(before, norm[found.end() : found.end() + 4])
        if not move and before.endswith(("和", "及", "与", "、", "或")) and out and out[-1].end >= start - 2:
            move = out[-1].move
        rough = bool(
            _RATE.search(norm[max(begin, start - 3) : start])
            or found["more"]
            or found["plus"]
            or norm[found.end() : found.end() + 2] in {"左右", "上下"}
        )
        out.append(
            Figure(
                start=found.start("money") if found["money"] else (start - 1 if found["sign"] else start),
                end=end, value=low, high=max(low, high) if low >= 0 else high, unit=unit, step=_last_digit(found["value"]) * scale,
                move=move, base=base, rough=rough, digits=found["value"].replace(",", ""),
            )
        )  # fmt: skip
    return out


def read_windows(norm: str) -> list[Window]:
    """Return the windows of time in a normalised text."""
    out: list[Window] = []
    for kind, pattern in _WINDOWS:
        for found in pattern.finditer(norm):
            groups = found.groupdict()
            if kind in {"end", "span"}:
                count = groups["n"] or "一"
                number = int(count) if count.isdigit() else (_CN.get(count) or sum(_CN.get(c, 0) for c in count))
                unit = _SUFFIX.get(groups["u"], groups["u"])
                value = f"{number}{unit}"
            elif kind == "quarter":
                raw = groups["n"] or groups["m"] or groups["q"] or ("一" if groups["s"] == "首" else "次")
                value = str(_CN.get(raw, raw))
            else:
                value = groups["w"].removesuffix("度") if groups["w"].startswith(("前三季", "首三季")) else groups["w"]
                value = "前三季" if value == "首三季" else value
            out.append(Window(start=found.start(), end=found.end(), kind=kind, value=value))
    parts = [(w.start, w.end) for w in out if w.kind in {"part", "quarter"}]
    kept = [w for w in out if w.kind != "span" or not any(a <= w.start < b for a, b in parts)]
    return sorted(kept, key=lambda w: (w.start, w.end))


def close(one: Figure, other: Figure) -> bool:
    """Return whether two figures can be the same number: equal in size within what rounding, 约 and ranges allow. Direction is not compared."""
    a, b = abs(one.value), abs(other.value)
    c, d = abs(one.high), abs(other.high)
    slack = max(one.step, other.step) * 1.0001 + 1e-9 * max(a, b)
    if one.rough or other.rough:
        slack = max(slack, 0.1 * max(a, b))
    lo1, hi1, lo2, hi2 = min(a, c), max(a, c), min(b, d), max(b, d)
    if (lo1 != hi1) and (lo2 != hi2):
        return abs(lo1 - lo2) <= slack and abs(hi1 - hi2) <= slack
    if lo1 != hi1 or lo2 != hi2:
        return lo1 - slack <= hi2 and lo2 - slack <= hi1
    return abs(a - b) <= slack
