"""Find the words of a table in one pass, longest first, and say what each one is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

import daachorse

__all__ = ["Hit", "WordTable", "behind_commas"]

T = TypeVar("T")


class Hit(NamedTuple, Generic[T]):
    """A word of a table, found at ``[start, end)``; a tuple, since every line has many."""

    start: int
    end: int
    word: str
    value: T


def behind_commas(words: Mapping[str, T]) -> dict[str, T]:
    """Return a table whose words that begin with a blank are also found behind a comma, whose blank folding takes away: ``,fell``."""
    return {**words, **{f",{word[1:]}": value for word, value in words.items() if word.startswith(" ")}}


class WordTable(Generic[T]):
    """Words and what they stand for. Of words that overlap, the leftmost is found, and of those the longest.

    A word that only looks like an entry (不动产 beside 不) is listed with a value of its own, so that it shadows the shorter one.
    """

    def __init__(self, words: Mapping[str, T] | Iterable[tuple[str, T]]) -> None:
        pairs = dict(words)
        self._words = tuple(pairs)
        self._values = tuple(pairs.values())
        self._machine = daachorse.CharwiseDoubleArrayAhoCorasick(list(self._words), daachorse.MATCH_KIND_LEFTMOST_LONGEST)

    def find(self, text: str) -> list[Hit[T]]:
        """Return the words in the text from left to right; linear in its length."""
        return [Hit(start, end, self._words[index], self._values[index]) for start, end, index in self._machine.find(text)]
