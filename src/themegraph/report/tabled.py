"""Rows of tables in articles: no sentences to tell, but figures to list, each with its row's and its column's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["TableFigure", "is_row", "table_figures"]

_MOST = 24
"""Columns; a line with more bars is no row that a reader would follow."""
_CAPTION = 40
"""Characters of a line that names the table below it."""
_RULE = re.compile(r"[\s|｜:\-—─=+]*$")
_FIGURE = re.compile(
    r"(?:约|逾|超|不足)?[+\-−]?\d[\d,]*(?:\.\d+)?\s?[^\d\s，。；]{0,4}(?:\s?[—~～至\-]\s?[+\-−]?\d[\d,]*(?:\.\d+)?\s?[^\d\s，。；]{0,4})?$"
)
_NO_FIGURE = re.compile(r"\d{4}[-/.年]\d{1,2}|\d{5,6}(?:\.[A-Z]{2})?$|\d{1,2}月\d{1,2}日?$|\d{4}年?$")
"""Days, years and codes."""
_UNIT = re.compile(r"[（(](?P<unit>[^（）()\d]{0,4}(?:%|元|股|吨|辆|台|户|倍|点|人|家|件|瓦|时|米|桶))[）)]")
_NO_COLUMN = re.compile(r"代码|序号|排名|名次|日期|时间|电话")
_BASE = re.compile(r"\d{4}年(?:前?[一二三四]季度|上半年|下半年|\d{1,2}月)?|同比|环比|较上年|上年同期|本报告期|本期|期末|年初")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFigure:
    """A figure in a cell."""

    value: str
    """As the cell has it, with the unit of its column's head where it has none."""
    label: str
    """The first cell of its row."""
    column: str
    """The head of its column, without the unit; empty where the table has no head."""
    base: str
    """What the head, the row or the caption says it holds for; empty if none does."""
    start: int
    end: int
    """The row, in the article's content."""


def is_row(text: str) -> bool:
    """Return whether a line is a row of a table."""
    bars = text.count("|") + text.count("｜") + text.count("\t")
    return 2 <= bars <= _MOST or ("|" in text and bool(_RULE.match(text)))


def _cells(line: str) -> list[str]:
    cells = [c.strip() for c in re.split(r"[|｜\t]", line)]
    if cells and not cells[0]:
        cells = cells[1:]
    if cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _is_figure(cell: str) -> bool:
    return bool(_FIGURE.match(cell)) and not _NO_FIGURE.match(cell)


def table_figures(content: str) -> Iterator[TableFigure]:
    """Yield the figures of the tables in an article, row by row; codes, days and ranks are none.

    A table without a head, or with rows of other lengths than its head, yields nothing: nobody could say what its figures are.
    """
    head: list[str] = []
    caption = ""
    start = 0
    for line in content.split("\n"):
        end = start + len(line)
        if not is_row(line):
            head, caption = [], "" if len(line) > _CAPTION or line.rstrip().endswith(("。", "！", "；")) else line.strip()
        elif not _RULE.match(line):
            cells = _cells(line)
            if sum(bool(c) for c in cells) == 1:
                head, caption = [], next(c for c in cells if c)
            elif not head and not any(_is_figure(c) for c in cells):
                head = cells
            elif len(cells) == len(head):
                yield from _row(cells, head, caption, start, end)
        start = end + 1


def _row(cells: list[str], head: list[str], caption: str, start: int, end: int) -> Iterator[TableFigure]:
    unit_of_all = found["unit"] if (found := re.search(r"单位[:：]\s?(?P<unit>\S{1,4})", caption)) else ""
    for cell, column in zip(cells[1:], head[1:], strict=True):
        if not _is_figure(cell) or _NO_COLUMN.search(column):
            continue
        unit = (own["unit"] if (own := _UNIT.search(column)) else unit_of_all) if re.fullmatch(r"[+\-−]?[\d,.]+", cell) else ""
        base = next((m[0] for part in (column, cells[0], caption) if (m := _BASE.search(part))), "")
        yield TableFigure(value=cell + unit, label=cells[0], column=_UNIT.sub("", column).strip(), base=base, start=start, end=end)
