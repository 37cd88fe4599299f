"""Cut folded text into words: rjieba by default, plain jieba on request."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import rjieba
from numpy.typing import NDArray

__all__ = ["SegmenterName", "Words", "dictionary_words", "is_plain_word", "read_words", "segmenter"]

SegmenterName = Literal["rjieba", "jieba"]
Segmenter = Callable[[str], list[str]]


@cache
def segmenter(name: SegmenterName = "rjieba") -> Segmenter:
    """Return a function that cuts a text into words which join to the text again.

    Plain jieba writes its prefix dictionary to a cache file: ours goes to a private temporary folder that is removed at exit.
    """
    if name == "rjieba":
        cut: Segmenter = rjieba.cut
        return cut
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    folder = tempfile.mkdtemp(prefix="themegraph-jieba-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = folder
    jieba.setLogLevel(60)

    def lcut(text: str) -> list[str]:
        return list(tokenizer.lcut(text))

    return lcut


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The dictionary words of a folded text. Characters that no dictionary word covers stand alone."""

    breaks: bytearray
    """One byte for each offset and the end: 1 where a word begins or the text ends."""
    gaps: bytearray
    """One byte for each offset: 1 where folding dropped white space in front of it."""
    tags: dict[int, str]
    """Part of speech by the word's first offset, in the tag set of jieba's dictionary (n, v, ns, nr, m, …)."""

    def before(self, end: int) -> int:
        """Return where the word that ends at ``end`` begins; the cut word's beginning if ``end`` is inside a word."""
        return max(self.breaks.rfind(1, 0, end), 0)


def dictionary_words(text: str) -> list[str]:
    """Return the words of a short folded text that the dictionary has; characters that none covers stand alone."""
    words: list[str] = rjieba.cut(text, False)
    return words


def is_plain_word(text: str) -> bool:
    """Return whether a folded text is one word of the dictionary, and not marked there as a name.

    Examples
    --------
    >>> is_plain_word("联合"), is_plain_word("恒瑞"), is_plain_word("拓荆")
    (True, False, False)
    """
    tagged = rjieba.tag(text, False)
    return len(tagged) == 1 and tagged[0][1] not in {"nz", "nt", "nr", "nrt"}


def read_words(text: str, offsets: NDArray[np.int32]) -> Words:
    """Return the dictionary words of a folded text with their parts of speech; unknown names never glue to their neighbours."""
    breaks = bytearray(len(text) + 1)
    breaks[len(text)] = 1
    tags: dict[int, str] = {}
    position = 0
    for word, tag in rjieba.tag(text, False):
        breaks[position] = 1
        tags[position] = tag
        position += len(word)
    gaps = bytearray(len(text) + 1)
    if int(offsets[-1]) != len(text):
        for at in (np.flatnonzero(np.diff(offsets) > 1) + 1).tolist():
            gaps[at] = 1
            breaks[at] = 1
    return Words(breaks=breaks, gaps=gaps, tags=tags)
