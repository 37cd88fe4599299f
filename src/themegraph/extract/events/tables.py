"""Read the rows of a table: whose figure stands in each, and what kind of event the head of the table makes of it."""

from __future__ import annotations

import re

from themegraph.extract.events.triggers import Trigger
from themegraph.extract.text.lines import Actor, Line
from themegraph.model.values import dataclass

__all__ = ["Head", "Row", "head_after", "read_rows"]

_BAR = re.compile(r"[|\uff5c\t\u2502]")
_RULE = re.compile(r"[\s|\uff5c:\-\u2014\u2500=+]*$")
_MOST = 24
"""Columns; a line with more bars is no row that a reader would follow."""
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("guidance", re.compile(r"业绩预告|预告净利|预计净利|业绩指引|净利润?预[告计增]")),
    (
        "earnings",
        re.compile(
            r"净利|归母|营收|营业收入|收入|纯益|溢利|业绩|盈利|每股收益|eps|保费|票房|合约销售|签约销售|生猪|肉猪|万头|revenue|profit|earnings"
        ),
    ),
    (
        "other",
        re.compile(
            r"净流[入出]|净申购|净赎回|份额[变增减]|规模[变增减]|交付|销量|产量|发电量|吞吐量|出货量|客运量|周转量|客座率|旅客|上险量|deliver|flows?"
        ),
    ),
    ("market_move", re.compile(r"涨跌|涨幅|跌幅|收盘|收市|日涨|周涨|change")),
    ("capacity/expansion", re.compile(r"排产|开工率|检修|停产|减产|投产|产能")),
    ("contract/order", re.compile(r"中标|订单|合同金额|定点")),
    ("shareholding_change", re.compile(r"增持|减持|回购|质押|持股变动|解禁")),
)
"""What the figures of a table tell of, by the words of its head; the first that is met counts."""
_PLANNED = re.compile(r"计划|预计|预期|指引|目标|预告|拟")
_SIGNED = re.compile(r"(?P<sign>[+\-\u2212\u2013]|[增升涨]|[减降跌])?\s?(?P<number>\d[\d,.]*)\s?(?:%|个百分点)")
_DOWN = frozenset("-\u2212\u2013减降跌")
_CELL = re.compile(r"[|\uff5c\t\u2502]\s*(?P<figure>(?!\d{5,6}\s*(?:[|\uff5c\t\u2502.]))\d[\d,.]*)")
"""A cell that begins with a figure; five or six digits alone are a share's code."""
_OWNERS = frozenset({"company", "etf", "index"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands above the rows."""

    caption: str = ""
    """The last line that is no row."""
    columns: str = ""
    """The table's first row, where it names the columns."""
    inside: bool = False
    """A row has been read since the caption."""

    @property
    def kind(self) -> str:
        """The event type of the figures below; empty if the words tell none."""
        for words in (self.columns, self.caption):
            for kind, pattern in _KINDS:
                if pattern.search(words):
                    return kind
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that tells something."""

    trigger: Trigger
    actor: Actor


def _cells(line: Line) -> int:
    bars = len(_BAR.findall(line.text))
    return bars if bars <= _MOST else 0


def head_after(line: Line, head: Head) -> Head:
    """Return the head that holds for the line behind this one."""
    if _cells(line) < 2:
        # A caption of a few words may be cut off by its own brackets: 10月交付（单位：辆；11月1日公布）.
        return Head(caption=line.text if head.inside or len(head.caption) > _LONG else f"{head.caption} {line.text}")
    if _RULE.match(line.text):
        return head
    if not head.inside and not any(a.kind in _OWNERS for a in line.actors):
        return Head(caption=head.caption, columns=line.text, inside=True)
    return Head(caption=head.caption, columns=head.columns, inside=True)


_LONG = 60


_LISTED = re.compile(r"(?:\([^()]{0,24}\))?\s?:?\s?(?P<sign>[+\-\u2212\u2013])\s?(?P<number>\d[\d,.]*)")


def _listed(line: Line, head: Head) -> tuple[Row, ...]:
    """Return what a run of names tells, each with its signed figure right behind it: 增：甲ETF（159157）+12.6｜乙ETF（159326）+9.3."""
    kind = head.kind
    if not kind:
        return ()
    owners = [(a, _LISTED.match(line.text, a.end)) for a in line.actors if a.kind in _OWNERS and not a.optional]
    rows = tuple(_row(line, kind, a, *found.span(), -1 if found["sign"] in _DOWN else 1, planned=False) for a, found in owners if found)
    return rows if len(rows) > 1 else ()


def _row(line: Line, kind: str, actor: Actor, start: int, end: int, sense: int, *, planned: bool) -> Row:
    return Row(
        trigger=Trigger(
            type=kind, start=start, end=end, word=line.text[start:end], sense=sense, speculative=planned, weak=False, clause=line.clause_at(start)
        ),
        actor=actor,
    )


def read_rows(line: Line, head: Head) -> tuple[Row, ...]:
    """Return what a line tells as a table's row, or as a run of names with their figures; empty where it is neither."""
    if listed := _listed(line, head):
        return listed
    row = _read_row(line, head)
    return (row,) if row else ()


def _read_row(line: Line, head: Head) -> Row | None:
    """Return what a row tells of its first name, or ``None`` where the line is no row, names nobody or the head says nothing."""
    if _cells(line) < 2 or _RULE.match(line.text):
        return None
    actor = next((a for a in line.actors if a.kind in _OWNERS and not a.optional), None)
    kind = head.kind
    if actor is None or not kind or len(_BAR.findall(line.text, 0, actor.start)) > 2:
        return None
    figures = list(_SIGNED.finditer(line.text, actor.end))
    signed = [found for found in figures if found["sign"]]
    # Of results the last figure is the profit's; of volumes the first one is theirs, what follows are rates.
    chosen = (signed or figures)[:1] if kind == "other" else (signed or figures)[-1:]
    if chosen:
        start, end = chosen[0].span()
    else:
        number = _CELL.search(line.text, actor.end)
        if number is None:
            return None
        start, end = number.span("figure")
    sense = 0 if not signed else -1 if chosen[0]["sign"] in _DOWN else 1
    planned = kind == "guidance" or bool(_PLANNED.search(head.columns or head.caption))
    return _row(line, kind, actor, start, end, sense, planned=planned)
