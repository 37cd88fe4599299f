"""The features of an entity pair: what stands left of, between and right of the two names, in which order, and how the names look.

The same features are used for training and for reading; each is a short string, hashed to a column.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["COLUMNS", "PairText", "hashed_columns", "locate_pair", "pair_features"]

COLUMNS = 1 << 20
"""Number of hashed columns."""

_WINDOW = 25
_MIDDLE = 60
_LONGEST_TEXT = 400
_NUMBER = re.compile(r"<N>|[0-9０-９]+")
_SHORT_BETWEEN = 12
_NEAR = 8
_BEYOND = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PairText:
    """A sentence with the places of two names; numbers are made ``0`` by :func:`pair_features`."""

    text: str
    head: tuple[int, int]
    tail: tuple[int, int]
    """Half-open ranges into ``text``."""

    def reversed(self) -> PairText:
        """Return the same pair seen from the other side."""
        return PairText(text=self.text, head=self.tail, tail=self.head)


def locate_pair(text: str, head: str, tail: str) -> PairText | None:
    """Return the pair at its closest places in a sentence, apart from one another where possible; ``None`` if a name is missing.

    Examples
    --------
    >>> locate_pair("中信收购中信证券", "中信证券", "中信")
    PairText(text='中信收购中信证券', head=(4, 8), tail=(0, 2))
    """
    best: tuple[tuple[int, int, int], tuple[int, int], tuple[int, int]] | None = None
    tails = [m.start() for m in re.finditer(re.escape(tail), text)] if tail else []
    for found in re.finditer(re.escape(head), text) if head else ():
        a = (found.start(), found.end())
        for start in tails:
            b = (start, start + len(tail))
            apart = a[1] <= b[0] or b[1] <= a[0]
            gap = max(b[0] - a[1], a[0] - b[1]) if apart else 0
            key = (not apart, gap, min(a[0], start))
            if best is None or key < best[0]:
                best = (key, a, b)
    return PairText(text=text, head=best[1], tail=best[2]) if best else None


def _shape(prefix: str, name: str) -> list[str]:
    features = [f"{prefix}s{k}{name[-k:]}" for k in (1, 2, 3, 4)]
    features += [f"{prefix}p{name[:2]}", f"{prefix}l{min(len(name), 12)}"]
    if name.isascii():
        features.append(f"{prefix}ascii")
    return features


def pair_features(pair: PairText, words: Callable[[str], Sequence[str]]) -> list[str]:
    """Return the features of a pair, in no particular order, some more than once.

    Parameters
    ----------
    pair
        The pair; only the 400 characters around it are looked at.
    words
        Cuts a text into words.
    """
    text, (a, b), (c, d) = pair.text, pair.head, pair.tail
    head, tail = text[a:b], text[c:d]
    order = ">" if a <= c else "<"
    first, second = ((a, b), (c, d)) if a <= c else ((c, d), (a, b))
    left = _NUMBER.sub("0", text[max(0, first[0] - _LONGEST_TEXT) : first[0]])
    middle = _NUMBER.sub("0", text[first[1] : second[0]][:_LONGEST_TEXT])
    right = _NUMBER.sub("0", text[max(first[1], second[1]) : max(first[1], second[1]) + _LONGEST_TEXT])
    features = [f"o{order}"]
    if second[0] < first[1]:
        features.append(f"nest{order}{'h' if len(head) > len(tail) else 't'}")
    for zone, part in (("L", left[-_WINDOW:]), ("B", middle[:_MIDDLE]), ("R", right[:_WINDOW])):
        mark = zone + order
        cut = [w for w in words(part) if w.strip()]
        features += [f"{mark}w{w}" for w in cut]
        features += [f"{mark}W{u}_{v}" for u, v in pairwise(cut)]
        for k in (2, 3):
            features += [f"{mark}{k}{part[i : i + k]}" for i in range(len(part) - k + 1)]
    features += [f"l1{order}{left[-1:]}", f"l2{order}{left[-2:]}", f"r1{order}{right[:1]}", f"r2{order}{right[:2]}", f"r3{order}{right[:3]}"]
    features += [f"b1{order}{middle[:1]}", f"b2{order}{middle[:2]}", f"be{order}{middle[-1:]}", f"bf{order}{middle[-2:]}"]
    if len(middle) <= _SHORT_BETWEEN:
        features.append(f"M{order}{middle}")
    features.append(f"d{order}{min(len(middle), 40) // 4}")
    for w in sorted({w for part in (left, middle, right) for w in words(part) if w.strip()}):
        features += [f"A{w}", f"Ao{order}{w}"]
    features += _surroundings(pair, words) + _conjunctions(order, left, middle, right, words)
    features += _shape("h", head) + _shape("t", tail)
    features += [
        f"ht{head[-2:]}|{tail[-2:]}",
        f"ov{min(4, len(set(head) & set(tail)))}",
        f"pre{head[:2] == tail[:2]}",
        f"in{head in tail}{tail in head}",
    ]
    features.append(f"sub{all(ch in tail for ch in head)}{all(ch in head for ch in tail)}")
    features += [f"N1{head}", f"N2{tail}", f"NP{head}|{tail}"]
    return features


def _surroundings(pair: PairText, words: Callable[[str], Sequence[str]]) -> list[str]:
    """Return the words beside each name, by its role and whatever the order."""
    features: list[str] = []
    for role, (start, end) in (("H", pair.head), ("T", pair.tail)):
        before = [w for w in words(_NUMBER.sub("0", pair.text[max(0, start - _NEAR) : start])) if w.strip()][-2:]
        after = [w for w in words(_NUMBER.sub("0", pair.text[end : end + _NEAR])) if w.strip()][:3]
        features += [f"{role}l{w}" for w in before] + [f"{role}r{w}" for w in after]
        features += [f"{role}r1{after[0] if after else ''}", f"{role}l1{before[-1] if before else ''}", f"{role}rr{'_'.join(after[:2])}"]
    return features


def _conjunctions(order: str, left: str, middle: str, right: str, words: Callable[[str], Sequence[str]]) -> list[str]:
    """Return pairs of words from neighbouring zones, and pairs with one or two words between them inside the middle."""
    inside = [w for w in words(middle[:_MIDDLE]) if w.strip()]
    behind = [w for w in words(right[:_BEYOND]) if w.strip()][:3]
    ahead = [w for w in words(left[-_BEYOND:]) if w.strip()][-3:]
    features = [f"mr{order}{u}~{v}" for u in inside[-4:] for v in behind]
    features += [f"lm{order}{u}~{v}" for u in ahead for v in inside[:4]]
    inside = inside[:14]
    features += [f"sk{order}{inside[i]}~{inside[j]}" for i in range(len(inside)) for j in range(i + 2, min(i + 5, len(inside)))]
    return features


def hashed_columns(features: Sequence[str]) -> list[int]:
    """Return the distinct columns of some features, ascending; the same on every machine and run."""
    return sorted({zlib.crc32(f.encode("utf-8", "surrogatepass")) & (COLUMNS - 1) for f in features})
