"""Story lines: which articles of a few days tell one thing, so that a reader gets one story once.

An article belongs with another where both are about the same company, where both tell the market of the same index and nothing narrower, or
where their words are alike. Reprints are one voice inside their line.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from themegraph.report.clauses import plain

__all__ = ["Piece", "marks_of", "story_lines", "terms_of", "voices_of"]

ALIKE = 0.10
"""Cosine of tf-idf words from which two pieces tell one thing; unrelated articles of one theme stay below 0.05, tellings of one story above 0.07."""
REPRINT = 0.5
"""Share of the shorter piece's runs of words from which one is the other's reprint."""
_RUN = 8
"""Characters of a run."""
_LONG = 240
"""Runs of a longer text are compared by one in four; which, their hash says, so that equal texts keep equal runs."""
_CREDIT = re.compile(r"^(?:来源|來源|发布时间|發布時間|作者|责任编辑|記者|记者)[:：].*$", re.MULTILINE)
_TERMS = 80
"""Most telling words kept an article."""
_WORD = re.compile(r"[a-z]{2,}|\d+(?:\.\d+)?|[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An article as far as lines need it."""

    row: int
    terms: Counter[str]
    """Its words, by :func:`terms_of`."""
    subject: str
    """Id of the one company it is about; empty where there is none or several."""
    markets: tuple[str, ...]
    """Ids of the indices whose moves it tells; they count where it is about no one company."""
    marks: frozenset[str]
    """Its runs of words, by :func:`marks_of`."""
    voice: int
    """Articles of one voice are reprints; −1: unknown."""
    order: tuple[int, str]
    """Instant and id: earlier pieces lead."""


def terms_of(content: str) -> Counter[str]:
    """Return how often a text says each of its words; of Chinese, where words are not written apart, each two and three characters."""
    out: Counter[str] = Counter()
    for word in _WORD.findall(plain(content)):
        if word[0] >= "\u4e00":
            for size in (2, 3):
                out.update(word[i : i + size] for i in range(len(word) - size + 1))
        else:
            out[word] += 2
    return out


def marks_of(content: str) -> frozenset[str]:
    """Return the runs of words in a text, whatever its script, its punctuation and its white space; of a long text a fixed sample."""
    said = "".join(_WORD.findall(plain(_CREDIT.sub("", content))))
    runs = frozenset(said[i : i + _RUN] for i in range(max(1, len(said) - _RUN + 1)))
    return runs if len(runs) <= _LONG else frozenset(r for r in runs if crc32(r.encode()) % 4 == 0)


def _vectors(pieces: Sequence[Piece]) -> list[dict[str, float]]:
    counts = [p.terms for p in pieces]
    spread = Counter(term for c in counts for term in c)
    total = len(pieces)
    out = []
    for count in counts:
        scored = {t: (1 + math.log(n)) * math.log((total + 1) / spread[t]) for t, n in count.items()}
        kept = sorted(scored.items(), key=lambda kv: (-kv[1], kv[0]))[: _TERMS if total > 60 else None]
        norm = math.sqrt(sum(v * v for _, v in kept)) or 1.0
        out.append({t: v / norm for t, v in kept if v > 0})
    return out


def _pairs(vectors: Sequence[Mapping[str, float]]) -> dict[tuple[int, int], float]:
    """Return the cosine, where it says that two pieces are alike, of the pairs that share a word which is not everywhere."""
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for at, vector in enumerate(vectors):
        for term, value in vector.items():
            postings[term].append((at, value))
    most = max(12, len(vectors) // 10)
    places: list[np.ndarray] = []
    products: list[np.ndarray] = []
    for where in postings.values():
        if 1 < len(where) <= most:
            rows = np.fromiter((a for a, _ in where), dtype=np.int64, count=len(where))
            values = np.fromiter((x for _, x in where), dtype=np.float64, count=len(where))
            first, second = np.triu_indices(len(where), 1)
            places.append(rows[first] * len(vectors) + rows[second])
            products.append(values[first] * values[second])
    if not places:
        return {}
    keys, inverse = np.unique(np.concatenate(places), return_inverse=True)
    sums = np.bincount(inverse, weights=np.concatenate(products))
    kept = np.flatnonzero(sums >= ALIKE)
    return {divmod(int(keys[n]), len(vectors)): float(sums[n]) for n in kept}


class _Groups:
    def __init__(self, size: int) -> None:
        self.head = list(range(size))

    def find(self, at: int) -> int:
        while self.head[at] != at:
            self.head[at] = self.head[self.head[at]]
            at = self.head[at]
        return at

    def join(self, a: int, b: int) -> None:
        a, b = sorted((self.find(a), self.find(b)))
        self.head[b] = a


def _order(pieces: Sequence[Piece]) -> list[Piece]:
    return sorted(pieces, key=lambda p: p.order)


def story_lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the pieces by story line, each line in the order of time; lines by their first piece."""
    ordered = _order(pieces)
    groups = _Groups(len(ordered))
    by_key: dict[str, int] = {}
    for at, piece in enumerate(ordered):
        for key in [f"s{piece.subject}"] if piece.subject else [f"m{m}" for m in piece.markets]:
            groups.join(at, by_key.setdefault(key, at))
        if piece.voice >= 0:
            groups.join(at, by_key.setdefault(f"v{piece.voice}", at))
    alike = _pairs(_vectors(ordered))
    about: dict[int, set[str]] = defaultdict(set)
    for at, piece in enumerate(ordered):
        if piece.subject:
            about[groups.find(at)].add(piece.subject)
    for (a, b), _ in sorted(alike.items(), key=lambda kv: (-kv[1], kv[0])):
        x, y = groups.find(a), groups.find(b)
        # Two companies' stories are two stories, however alike their words.
        if x != y and len(about[x] | about[y]) <= 1:
            groups.join(x, y)
            about[groups.find(x)] = about[x] | about[y]
    out: dict[int, list[Piece]] = defaultdict(list)
    for at, piece in enumerate(ordered):
        out[groups.find(at)].append(piece)
    return [out[k] for k in sorted(out)]


def voices_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the pieces of a line by voice, the original first in each: reprints share one.

    A reprint is a piece most of whose words stand, in their order, in an earlier one, in whatever script: shortened ones count as well.
    """
    ordered = _order(pieces)
    groups = _Groups(len(ordered))
    first: dict[int, int] = {}
    for at, piece in enumerate(ordered):
        if piece.voice >= 0:
            groups.join(at, first.setdefault(piece.voice, at))
    holders: dict[str, list[int]] = defaultdict(list)
    for at, piece in enumerate(ordered):
        shared = Counter(other for mark in piece.marks for other in holders[mark])
        for other, number in shared.items():
            if number >= REPRINT * min(len(piece.marks), len(ordered[other].marks)):
                groups.join(other, at)
        for mark in piece.marks:
            holders[mark].append(at)
    out: dict[int, list[Piece]] = defaultdict(list)
    for at, piece in enumerate(ordered):
        out[groups.find(at)].append(piece)
    return [out[k] for k in sorted(out)]
