"""Blocks as text for a terminal, by rich: Chinese columns stay aligned, nothing is wider than the screen."""

from __future__ import annotations

import io
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from themegraph.render.blocks import Grid, Line, blocks_of
from themegraph.render.wrap import widest_word, wrap

__all__ = ["to_table"]

_INDENT = {3: 2, 4: 5}
_GAP = 2
"""Columns between two cells."""
_NARROWEST = 8
"""Text columns are not squeezed below four ideographs."""
_TALLEST = 3
"""A table with a row of more lines than this is set as records: one row after another, each value behind its heading."""


def _widths(grid: Grid, width: int) -> list[int] | None:
    """Return the width of each column, the widest given up first; none if the columns do not fit."""
    columns = list(zip(grid.head, *grid.rows, strict=True))
    wanted = [max(cell_len(line) for cell in column for line in cell.split("\n")) for column in columns]
    least = [max(min(w, _NARROWEST), *(widest_word(cell) for cell in column)) for w, column in zip(wanted, columns, strict=True)]
    room = width - _GAP * (len(columns) - 1)
    if sum(least) > room:
        return None
    while sum(wanted) > room:
        widest = max((n for n in range(len(wanted)) if wanted[n] > least[n]), key=lambda n: (wanted[n], -n))
        wanted[widest] -= 1
    return wanted


def _records(grid: Grid, width: int) -> Text:
    """Return a table as records: the cells up to the first name as a line, and below it each value behind its heading."""
    lead = 1 if grid.head[0] == "#" else 0
    lines = []
    for row in grid.rows:
        lines += wrap(" ".join(row[: lead + 1]), width)
        line = ""
        for head, cell in zip(grid.head[lead + 1 :], row[lead + 1 :], strict=True):
            if cell in {"", "–"}:
                continue
            said = f"{head} {cell}"
            if line and cell_len(f"{line}　{said}") > width - 3:
                lines += [f"   {part}" for part in wrap(line, width - 3)]
                line = ""
            line = f"{line}　{said}" if line else said
        lines += [f"   {part}" for part in wrap(line, width - 3) if part]
    return Text("\n".join(lines), no_wrap=True)


def _cell(text: str, width: int) -> list[str]:
    """Return a cell in lines; where it costs no further line, broken behind a code or before a bracket."""
    plain = wrap(text, width)
    if len(plain) > 1:
        for parts in (text.split(" ", 1), text.replace("（", "\n（", 1).split("\n", 1)):
            apart = [line for part in parts if part for line in wrap(part, width)]
            if len(parts) > 1 and len(apart) <= len(plain) and cell_len(parts[0]) <= width:
                return apart
    return plain


def _table(grid: Grid, widths: list[int]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for number, (name, width) in enumerate(zip(grid.head, widths, strict=True)):
        table.add_column(
            Text("\n".join(wrap(name, width))), justify="right" if number in grid.right else "left", width=width, no_wrap=True, overflow="crop"
        )
    for row in grid.rows:
        table.add_row(*(Text("\n".join(_cell(cell, width))) for cell, width in zip(row, widths, strict=True)))
    return table


def _grid(grid: Grid, width: int) -> RenderableType:
    widths = _widths(grid, width)
    if widths is None or any(len(wrap(cell, w)) > _TALLEST for row in grid.rows for cell, w in zip(row, widths, strict=True)):
        return _records(grid, width)
    return _table(grid, widths)


def to_table(answer: Any, *, width: int = 100, color: bool = False) -> str:
    """Return an answer as text at most ``width`` columns wide; an ideograph takes two.

    Every cell goes in as plain text: what an article says is never read as markup. A table that would be all line breaks on a narrow screen is set as
    records.
    """
    out = io.StringIO()
    width = max(40, width)
    console = Console(file=out, width=width, force_terminal=color, color_system="standard" if color else None, highlight=False, emoji=False)
    for block in blocks_of(answer):
        if isinstance(block, Line):
            style = "bold" if block.level in {1, 2} else "dim" if block.level == 4 else ""
            indent = _INDENT.get(block.level, 0)
            text = Text("\n".join(wrap(block.text, width - indent)), style=style, no_wrap=True)
            console.print(Padding(text, (0, 0, 0, indent)) if indent else text)
        else:
            console.print(_grid(block, width))
            console.print()
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
