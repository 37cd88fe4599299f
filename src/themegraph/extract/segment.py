"""Cut folded text into words: rjieba by default, plain jieba on request."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import warnings
from collections.abc import Callable
from functools import cache
from typing import Literal

from themegraph.errors import MissingExtra

__all__ = ["SegmenterName", "segmenter", "word_breaks"]

SegmenterName = Literal["rjieba", "jieba"]
Segmenter = Callable[[str], list[str]]


@cache
def segmenter(name: SegmenterName = "rjieba") -> Segmenter:
    """Return a function that cuts a text into words which join to the text again.

    Plain jieba writes its prefix dictionary to a cache file: ours goes to a private temporary folder that is removed at exit.

    Raises
    ------
    MissingExtra
        If the segmenter is not installed.
    """
    if name == "rjieba":
        try:
            import rjieba
        except ImportError as error:
            msg = "The segmenter rjieba is not installed. Install it with: pip install rjieba"
            raise MissingExtra(msg) from error
        cut: Segmenter = rjieba.cut
        return cut
    if name != "jieba":
        msg = f"A segmenter is 'rjieba' or 'jieba'; found {name!r}."
        raise ValueError(msg)
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


def word_breaks(text: str, *, name: SegmenterName = "rjieba") -> bytearray:
    """Return one byte for each offset of the text and its end: 1 where a word begins or the text ends."""
    breaks = bytearray(len(text) + 1)
    breaks[len(text)] = 1
    position = 0
    for word in segmenter(name)(text):
        breaks[position] = 1
        position += len(word)
    return breaks
