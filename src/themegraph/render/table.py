"""Blocks as text for a terminal, by rich: Chinese columns stay aligned, nothing is wider than the screen."""

from __future__ import annotations

import io
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from themegraph.render.blocks import Grid, Line, blocks_of

__all__ = ["to_table"]

_INDENT = {3: 2, 4: 5}


def _grid(grid: Grid) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for number, name in enumerate(grid.head):
        table.add_column(Text(name), justify="right" if number in grid.right else "left", overflow="fold", no_wrap=number in grid.right)
    for row in grid.rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def to_table(answer: Any, *, width: int = 100, color: bool = False) -> str:
    """Return an answer as text at most ``width`` columns wide; an ideograph takes two.

    Every cell goes in as plain text: what an article says is never read as markup.
    """
    out = io.StringIO()
    console = Console(file=out, width=max(40, width), force_terminal=color, color_system="standard" if color else None, highlight=False, emoji=False)
    for block in blocks_of(answer):
        if isinstance(block, Line):
            style = "bold" if block.level in {1, 2} else "dim" if block.level == 4 else ""
            text = Text(block.text, style=style)
            console.print(Padding(text, (0, 0, 0, _INDENT[block.level])) if block.level in _INDENT else text)
        else:
            console.print(_grid(block))
            console.print()
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
