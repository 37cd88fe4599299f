"""Read numbers with their units, what they measure, against what, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from themegraph.extract.text.lines import Actor, Line
from themegraph.model import Quantity

__all__ = ["METRIC", "line_quantities"]

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SCALE = {
    "万亿": 1e12,
    "千亿": 1e11,
    "百亿": 1e10,
    "亿": 1e8,
    "千万": 1e7,
    "百万": 1e6,
    "万": 1e4,
    "千": 1e3,
    "": 1.0,
    "trillion": 1e12,
    "billion": 1e9,
    "million": 1e6,
    "bn": 1e9,
    "mn": 1e6,
    "m": 1e6,
}

_MONEY = {
    "元人民币": "CNY", "人民币": "CNY", "元": "CNY", "块": "CNY", "美元": "USD", "美金": "USD", "港元": "HKD", "港币": "HKD", "港仙": "HKD", "欧元": "EUR", "日元": "JPY",
    "英镑": "GBP", "韩元": "KRW", "新台币": "TWD", "台币": "TWD", "新元": "SGD", "瑞郎": "CHF", "澳元": "AUD", "卢布": "RUB", "卢比": "INR",
}  # fmt: skip
_COUNT = {
    "%": "%", "个百分点": "pp", "百分点": "pp", "个基点": "bp", "基点": "bp", "bp": "bp", "bps": "bp", "倍": "x", "股": "shares", "份": "units", "辆": "units", "台": "units", "架": "units",
    "艘": "units", "套": "units", "款": "units", "个": "units", "家": "units", "只": "units", "条": "units", "座": "units", "颗": "units", "片": "units", "件": "units", "部": "units",
    "张": "units", "支": "units", "剂": "units", "头": "units", "户": "households", "人": "people", "名": "people", "吨": "t", "公吨": "t", "千克": "kg", "公斤": "kg", "斤": "jin", "桶": "bbl", "盎司": "oz",
    "立方米": "m3", "平方米": "m2", "亩": "mu", "公里": "km", "兆瓦": "MW", "吉瓦": "GW", "千瓦时": "kWh", "度": "kWh", "gw": "GW", "mw": "MW", "kw": "kW", "gwh": "GWh", "mwh": "MWh", "kwh": "kWh", "mwp": "MW",
    "标准箱": "TEU", "teu": "TEU", "点": "points", "手": "lots", "箱": "boxes", "瓶": "bottles", "吋": "inch", "英寸": "inch", "纳米": "nm", "nm": "nm", "tops": "TOPS", "percent": "%", "per cent": "%",
}  # fmt: skip
_UNITS = {**_MONEY, **_COUNT}
_UNIT = "|".join(re.escape(u) for u in sorted(_UNITS, key=len, reverse=True))
_SCALES = "|".join(re.escape(s) for s in sorted(filter(None, _SCALE), key=len, reverse=True))
_APPROX = r"(?:约|逾|近|超过|超|达到|达|至少|至多|最高|最低|不足|不到|仅|高达|低至|突破|为)?"

_FIGURE = re.compile(
    rf"(?=[-+−\d])(?P<sign>[-+−])?(?P<value>{_NUMBER})(?P<more>多|余)?(?P<scale>{_SCALES})?(?P<plus>多|余)?(?P<unit>(?:{_UNIT})(?!月|季|交易日|工作日|小时|半年))?"
    rf"(?:(?P<range>至|到|~|-|—|–|～)(?P<value2>{_NUMBER})(?P<scale2>{_SCALES})?(?P<unit2>{_UNIT})?)?"
)
_DOLLAR = re.compile(rf"(?P<money>us\$|hk\$|nt\$|\$|¥|€|£)(?P<value>{_NUMBER})(?:\s?(?P<scale>trillion|billion|million|bn|mn|m|万亿|亿|万)\b)?")
_SIGNS = {"us$": "USD", "$": "USD", "hk$": "HKD", "nt$": "TWD", "¥": "CNY", "€": "EUR", "£": "GBP"}
_SIGN = re.compile(r"[$¥€£]")
_WORDY = re.compile(r"[斩半番倍之]|翻倍")
_TENTHS = re.compile(r"(?P<n>[一二两三四五六七八九])成(?P<half>半|[一二三四五六七八九])?(?![员立份果功交长品本为])")
_WORDS = re.compile(
    r"(?P<half>腰斩|减半|(?<=一)半)|(?P<double>翻倍|翻番|翻一番)|(?P<times>[一二两三四五六七八九十])倍|(?P<percent>百分之(?P<n>[一二三四五六七八九十百]+))"
)
_DIGIT = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}

METRIC = re.compile(
    r"归母净利润|归属(?:于|于上市公司股东)?(?:的)?净利润|扣非(?:归母)?净利润|归母净利|扣非净利|净利润|经营利润|营业利润|毛利润|利润总额|净亏损|净利|纯利|溢利|营业总收入|营业收入|营业额|总营收|营收|收益|收入|毛利率|净利率|毛利|"
    r"利润|每股收益|每股盈利|eps|销售额|销售收入|销量|交付量|产量|出货量|装机量|装机|产能|订单|合同金额|总金额|金额|市值|总市值|发行价|目标价|股价|换手率|成交额|成交|市占率|市场份额|份额|规模|融资余额|持股比例|持股|"
    r"股息|分红|注册资本|总投资|投资额|募资|募集资金|首付款|里程碑|保费收入|保费|不良率|拨备覆盖率|净息差|资本开支|研发投入|研发费用|费用|成本|价格|报价|均价|单价|运价|利率|中签率|算力密度|算力|能效|产值|库存|现金流|负债率|毛利水平|"
    r"吞吐量|客流量|票房|日活|月活|用户数|管理费率|费率|增速|涨幅|跌幅|r(?<=\br)evenue\b|n(?<=\bn)et (?:profit|income|loss)\b|p(?<=\bp)rofit\b|s(?<=\bs)ales\b|e(?<=\be)arnings\b|m(?<=\bm)argin\b|l(?<=\bl)oss\b|亏损|盈利|业绩"
)
_BASE = re.compile(
    r"同比|环比|按年|按季|按月|较(?:去年同期|上年同期|上年|上季度|上月|年初|前一交易日|发行价|上期|[^,，。;；]{1,12}?)(?=[增下减上升降跌涨提回高低多少翻扩收缩]|的?\d)|year[- ]on[- ]year|a year earlier|yoy"
)
_DOWN = re.compile(
    r"(?:下降|下滑|下跌|减少|减|降低|下调|收跌|大跌|微跌|暴跌|急跌|累跌|跌|降|下挫|重挫|挫|缩水|缩减|萎缩|回落|收窄|流出|亏损|fell|down|fall|dropped|declined)(?:了|约|近|超|逾|超过|幅度|幅|达|至多|逾越|[\s:：])*$"
)
_UP = re.compile(r"(?:增长|增加|上涨|上升|提升|提高|增|升|涨|上调|大增|流入|rose|up|rise|gained|jumped)(?:了|约|近|超|逾|超过|幅度|幅|达|[\s:：])*$")
_STEP = re.compile(r"(?:由|从)(?P<a>[^,，。;；]{1,16}?)(?:上调|下调|提高|降低|升|降|调|增加|减少|增|减|涨|跌|提升)?(?:至|到|为)$")


_STOP = re.compile(r"[;；。]")
_EACH = re.compile(r"分别|依次|各")
_NEAR = 60
"""How far ahead of a number its measure may stand."""
_DEALS = 8
"""Lists dealt out in one line; more is no sentence."""


def _scale(text: str | None) -> float:
    return _SCALE[text or ""]


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _metric(line: Line, start: int) -> str:
    """Return the last thing measured before a number in its clause, or in the clause before when that one has no number after it."""
    clause = line.clause_at(start)
    begin = max(line.clauses[clause][0], start - _NEAR)
    found = None
    for found in METRIC.finditer(line.text, begin, start):  # noqa: B007 - the last one counts
        pass
    if found:
        return found.group()
    # 净利润同比增长, 营收30亿元、增长5%: carried over one clause.
    if clause:
        before = line.clauses[clause - 1]
        for found in METRIC.finditer(line.text, max(before[0], before[1] - _NEAR), before[1]):  # noqa: B007
            pass
        if found and not any(a.start >= before[1] and a.start < start for a in line.actors if not a.anaphor and a.kind == "company"):
            return found.group()
    return ""


def _subject(line: Line, start: int, owner: Sequence[Actor]) -> Actor | None:
    """Return whose number it is: the last company, fund, index before it in the line, as long as it is no comparison."""
    last = None
    for actor in line.actors:
        if actor.start >= start:
            break
        if actor.kind in {"company", "etf", "index"} and line.text[max(0, actor.start - 1) : actor.start] not in {"较", "比"}:
            last = actor
    return last or (owner[0] if owner else None)


def _dealt_out(line: Line, figures: list[tuple[int, int, float, str]]) -> dict[int, Actor]:
    """Bind A、B、C分别…x、y和z: as many numbers after 分别 as there are names in the list before it, one to each."""
    bound: dict[int, Actor] = {}
    for mark in islice(_EACH.finditer(line.text), _DEALS):
        stop = _STOP.search(line.text, mark.end())
        end = stop.start() if stop else len(line.text)
        later = [f for f in figures if mark.end() <= f[0] < end]
        names: list[Actor] = []
        for actor in reversed([a for a in line.actors if a.end <= mark.start() and a.kind in {"company", "etf", "index"}]):
            if names and not re.fullmatch(r"[、和与及,，以]*(?:\(.{0,24}\))?[、和与及,，以]*", line.text[actor.end : names[0].start]):
                break
            names.insert(0, actor)
        if len(names) < 2:
            continue
        units = [f[3] for f in later]
        if not units:
            continue
        same = [f for f in later if f[3] == units[0]][: len(names)]
        if len(same) == len(names):
            bound |= {f[0]: a for f, a in zip(same, names, strict=True)}
    return bound


def line_quantities(line: Line, *, owner: Sequence[Actor] = ()) -> tuple[Quantity, ...]:
    """Return the numbers of a line that carry a unit, in order, each bound to its measure, its base and its company.

    Parameters
    ----------
    owner
        Whom an unnamed number belongs to, best first: the subject carried over from the lines before.

    Notes
    -----
    Ranges give two numbers. A number said to have fallen is negative (同比下降32.1% is -32.1). Years, codes, dates and clock times carry no unit
    that is read here and so are no quantities.
    """
    text = line.text
    figures: list[tuple[int, int, float, str]] = []
    for found in _FIGURE.finditer(text):
        unit = found["unit"] or found["unit2"]
        scale, scale2 = found["scale"], found["scale2"]
        if unit is None and not (scale or scale2):
            continue
        start = found.start()
        if start and text[start - 1].isascii() and text[start - 1].isalnum():
            continue  # the 5 of MI300X5台 is part of a name
        name = _UNITS[unit] if unit else ""
        if (
            unit in {"度", "点", "个", "家", "只", "名", "人", "条", "部", "份", "手", "支", "头", "件"}
            and not (scale or found["sign"])
            and unit != "点"
            and len(found["value"]) < 2
        ):
            continue
        value = _number(found["value"]) * _scale(scale or (scale2 if found["range"] and unit and not found["unit"] else None))
        sign = -1.0 if found["sign"] in {"-", "−"} else 1.0
        if name == "%" or name == "pp":
            before = text[max(0, start - 12) : start]
            if _DOWN.search(before):
                sign = -1.0
        first_end = found.start("range") if found["range"] else found.end()
        figures.append((start, first_end, sign * value, name))
        if found["value2"]:
            # 下降0.02个百分点至0.84%: behind its own unit, 至 leads to the level that was reached.
            sign = 1.0 if found["unit"] and found["range"] in {"至", "到"} else sign
            figures.append(
                (
                    found.start("value2"),
                    found.end(),
                    sign * _number(found["value2"]) * _scale(scale2),
                    _UNITS[found["unit2"]] if found["unit2"] else name,
                )
            )
    if _SIGN.search(text):
        figures.extend(
            (found.start(), found.end(), _number(found["value"]) * _scale(found["scale"]), _SIGNS[found["money"]]) for found in _DOLLAR.finditer(text)
        )
    for found in _TENTHS.finditer(text) if "成" in text else ():
        tenth = _DIGIT[found["n"]] * 10.0 + (5.0 if found["half"] == "半" else _DIGIT.get(found["half"] or "", 0))
        figures.append((found.start(), found.end(), -tenth if _DOWN.search(text[max(0, found.start() - 12) : found.start()]) else tenth, "%"))
    for found in _WORDS.finditer(text) if _WORDY.search(text) else ():
        if found["half"]:
            figures.append((found.start(), found.end(), -50.0 if found["half"] in {"腰斩", "减半"} else 50.0, "%"))
        elif found["double"]:
            figures.append((found.start(), found.end(), 100.0, "%"))
        elif found["times"]:
            figures.append((found.start(), found.end(), float(_DIGIT[found["times"]]), "x"))
        elif found["n"] in _DIGIT:
            figures.append((found.start(), found.end(), float(_DIGIT[found["n"]]), "%"))
    figures.sort()
    dealt = _dealt_out(line, figures) if len(figures) > 1 else {}
    read: list[Quantity] = []
    for start, end, value, name in figures:
        whose = dealt.get(start) or _subject(line, start, owner)
        clause = line.clauses[line.clause_at(start)]
        base = None
        for base in _BASE.finditer(text, max(clause[0], start - _NEAR), start):  # noqa: B007 - the nearest one counts
            pass
        read.append(
            Quantity(
                value=value,
                unit=name,
                metric=_metric(line, start),
                base=base.group() if base and start - base.end() < 14 else "",
                subject=whose.entity if whose else None,
                span=line.span(start, end),
            )
        )
    return tuple(read)
