"""Breaking text into lines as Chinese is set: between ideographs anywhere, never inside a number, a date or a code."""

from __future__ import annotations

import re

from rich.cells import cell_len

__all__ = ["widest_word", "wrap"]

_NOT_FIRST = "」』》）】”’，。、；：！？％·…—%)]},.;:!?"
"""Marks that may not begin a line: they stay with what stands before them."""
_NOT_LAST = "「『《（【“‘([{"
"""Marks that may not end a line: they stay with what stands behind them."""
_UNIT = re.compile(rf"[{re.escape(_NOT_LAST)}]*(?:[ \u3000]+|[!-~]+|[^\s])[{re.escape(_NOT_FIRST)}]*")


def _units(line: str) -> list[str]:
    """Return a line in pieces that must not be broken: an ideograph or a Latin word with its marks, or blanks."""
    return _UNIT.findall(line)


def _chopped(unit: str, width: int) -> list[str]:
    """Return a piece that is wider than a line, an address say, in parts that fit."""
    parts, part = [], ""
    for char in unit:
        if part and cell_len(part + char) > width:
            parts.append(part)
            part = ""
        part += char
    return [*parts, part]


def wrap(text: str, width: int) -> list[str]:
    """Return a text as lines of at most ``width`` columns; an ideograph takes two. Line breaks of the text are kept.

    Examples
    --------
    >>> wrap("权重日 2026-09-30（2026-10-08 可知）", 14)
    ['权重日', '2026-09-30', '（2026-10-08', '可知）']
    """
    lines: list[str] = []
    for given in text.split("\n"):
        line = ""
        for whole in _units(given):
            for unit in [whole] if cell_len(whole.strip()) <= width else _chopped(whole, width):
                if line and cell_len(line + unit.rstrip()) > width:
                    lines.append(line.rstrip())
                    line = ""
                if line or unit.strip() or not lines:
                    line += unit
        lines.append(line.rstrip())
    return lines


def widest_word(text: str) -> int:
    """Return the columns of the widest piece of a text that :func:`wrap` would not break."""
    return max((cell_len(unit.strip()) for line in text.split("\n") for unit in _units(line)), default=0)
