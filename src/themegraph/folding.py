"""Fold scripts and widths so that one name is found however it is written, and keep the way back.

Folding is per code point: traditional to simplified (the character table of OpenCC, shipped as ``data/folding.txt``), full width to half width, Latin to lower case. White space
between a CJK character and anything else is dropped (盘古之白), other runs of white space become one blank. Because some code points vanish,
a :class:`Folded` text carries the offset of every folded code point in the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from themegraph.model import Span
from themegraph.model.values import dataclass
from themegraph.resources import data_path

__all__ = ["Folded", "exchange_of", "fold", "fold_name", "is_cjk", "simplify"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A folded text with the way back to the original."""

    text: str
    offsets: NDArray[np.int32]
    """Shape (len(text) + 1,): the original offset of each folded code point, and the length of the original at the end."""

    def span(self, start: int, end: int) -> Span:
        """Return the original span of ``text[start:end]``, without white space that folding dropped at its ends."""
        if start >= end:
            at = int(self.offsets[start])
            return Span(start=at, end=at)
        return Span(start=int(self.offsets[start]), end=int(self.offsets[end - 1]) + 1)

    def position(self, offset: int) -> int:
        """Return the first folded position whose original offset is at least ``offset``."""
        return int(np.searchsorted(self.offsets, offset))


def is_cjk(char: str) -> bool:
    """Return whether a character is a Chinese one (unified ideographs and their extensions, 〇)."""
    point = ord(char)
    return 0x4E00 <= point <= 0x9FFF or 0x3400 <= point <= 0x4DBF or 0x20000 <= point <= 0x3134F or point == 0x3007


_BLANKS = re.compile(r"[^\S\n]+")


@cache
def _ideographs() -> dict[int, str]:
    """Return traditional → simplified, one code point each, from ``data/folding.txt``."""
    lines = data_path("folding.txt").read_text(encoding="utf-8").splitlines()
    return {ord(line[0]): line[1] for line in lines if line and not line.startswith("#")}


@cache
def _table() -> dict[int, str]:
    """Return the code point table: one character in, one character out, for every character that changes."""
    table = dict(_ideographs())
    for point in [*range(0x3000, 0x3100), *range(0xFE30, 0xFE70), *range(0xFF00, 0xFFF0), *range(0x2000, 0x2070), *range(0x00C0, 0x0250), 0x00A0]:
        char = chr(point)
        narrow = unicodedata.normalize("NFKC", char)
        if len(narrow) == 1 and narrow != char:
            table[point] = narrow
    for point in [*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0xFF21, 0xFF3B)]:
        lower = table.get(point, chr(point)).lower()
        if len(lower) == 1:
            table[point] = lower
    # Variants that no script table has and that names use.
    for old, new in {"－": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "・": "·", "‧": "·", "•": "·", "﹒": "·", "∶": ":"}.items():
        table[ord(old)] = new
    return table


_LONG = 200
"""Characters from which on it pays to look for what changes instead of asking the table for each character."""


class _Exchange:
    """A code point table, one character for one, and how to put it to use: a text changes in few places."""

    def __init__(self, table: dict[int, str]) -> None:
        self.table = table
        self._of = {chr(point): char for point, char in table.items()}
        self._changing: re.Pattern[str] | None = None

    def __call__(self, text: str) -> str:
        """Return the text with every character of the table exchanged, of the same length."""
        if len(text) < _LONG:
            return text.translate(self.table)
        if self._changing is None:
            self._changing = re.compile(f"[{''.join(map(re.escape, sorted(self._of)))}]")
        of = self._of
        return self._changing.sub(lambda found: of[found[0]], text)


@cache
def exchange_of(table: Callable[[], dict[int, str]]) -> _Exchange:
    """Return the exchange that a table makes, built once."""
    return _Exchange(table())


def simplify(text: str) -> str:
    """Return the text in simplified characters, character by character, of the same length.

    Examples
    --------
    >>> simplify("輝達與寒武紀")
    '辉达与寒武纪'
    """
    return exchange_of(_ideographs)(text)


def fold(text: str) -> Folded:
    """Return the folded text with its offset map. Linear in the length of the text.

    Examples
    --------
    >>> folded = fold("輝達 （NVDA） 與 ＡＭＤ")
    >>> folded.text
    '辉达(nvda)与amd'
    >>> span = folded.span(3, 7)
    >>> "輝達 （NVDA） 與 ＡＭＤ"[span.start : span.end]
    'NVDA'
    """
    mapped = exchange_of(_table)(text)
    offsets = np.arange(len(mapped) + 1, dtype=np.int32)
    kept: list[tuple[int, int]] = []
    parts: list[str] = []
    start = 0
    for found in _BLANKS.finditer(mapped):
        i, j = found.span()
        before = mapped[i - 1] if i else "\n"
        after = mapped[j] if j < len(mapped) else "\n"
        between = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
        kept.append((start, i + between))
        parts.append(mapped[start:i] + " " * between)
        start = j
    if not kept:
        return Folded(text=mapped, offsets=offsets)
    kept.append((start, len(mapped) + 1))
    parts.append(mapped[start:])
    return Folded(text="".join(parts), offsets=np.concatenate([offsets[i:j] for i, j in kept]))


def fold_name(name: str) -> str:
    """Return a name as it stands in folded text.

    Examples
    --------
    >>> fold_name("海光資訊"), fold_name("万  科Ａ"), fold_name("SK Hynix")
    ('海光资讯', '万科a', 'sk hynix')
    """
    mapped = name.translate(_table())
    # Most names hold no white space, and then there is nothing to map back.
    return fold(name).text.strip() if _BLANKS.search(mapped) or "\n" in mapped else mapped
