"""Which articles are one voice, and which tellings are one story.

A voice is a text and its reprints, in whatever script, a little cut or edited: for belief it counts once. A story is one happening, told by
any number of voices: for novelty it counts once. Different subjects never meet in either.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from rensa import RMinHash

from themegraph.folding import fold
from themegraph.model import content_hash

__all__ = ["Telling", "Text", "VoiceFinder", "find_stories", "find_voices", "shingles", "signature"]

PERMUTATIONS = 126
_ROWS = 3
"""Rows of a band: with 42 bands, texts that share a third of their shingles meet with probability 0.8, and are then compared in full."""
_SHINGLE = 4
SAME_TEXT = 0.6
"""Two texts are one voice where the shorter one's shingles stand in the longer one to this part … """
SAME_JACCARD = 0.35
"""… and both share this part of all of theirs."""
SAME_NUMBERS = 0.8
"""… and this part of the numbers of the one with fewer stands in the other: last month's announcement is not this month's."""
REPRINT_DAYS = 30

_NOT_WORD = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def shingles(text: str) -> frozenset[str]:
    """Return the pieces of four characters of the folded text, letters and digits only; traditional and simplified script give the same."""
    plain = _NOT_WORD.sub("", fold(text).text)
    if len(plain) <= _SHINGLE:
        return frozenset([plain] if plain else ())
    return frozenset(plain[i : i + _SHINGLE] for i in range(len(plain) - _SHINGLE + 1))


def signature(text: str) -> bytes:
    """Return the MinHash signature of a text: 126 little-endian 32-bit numbers."""
    hashed = RMinHash(num_perm=PERMUTATIONS, seed=1)
    hashed.update(sorted(shingles(text)))
    return np.array(hashed.digest(), dtype="<u4").tobytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An article as far as voices need it."""

    id: str
    signature: bytes
    day: date | None
    """The day it was public; ``None``: undated."""
    subjects: frozenset[str]
    """Ids of the companies it is about: the agents and objects of its events, else all it links."""


def _numbers(text: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(fold(text).text.replace(",", "")))


def _same_text(one: str, other: str) -> bool:
    a, b = shingles(one), shingles(other)
    if not a or not b:
        return a == b
    shared = len(a & b)
    if shared < SAME_TEXT * min(len(a), len(b)) or shared < SAME_JACCARD * len(a | b):
        return False
    m, n = _numbers(one), _numbers(other)
    return not m or not n or len(m & n) >= SAME_NUMBERS * min(len(m), len(n))


class VoiceFinder:
    """Finds voices, and keeps from one time to the next which texts are near each other and which of these are the same: some 6 KB a text."""

    def __init__(self) -> None:
        self._texts: dict[str, bytes] = {}
        """Text → its signature."""
        self._bands: dict[tuple[int, bytes], list[str]] = {}
        self._near: dict[str, set[str]] = {}
        """Texts that share a band, both ways."""
        self._same: dict[tuple[str, str], bool] = {}

    def _take_out(self, text: str) -> None:
        for band in _bands(self._texts.pop(text)):
            self._bands[band].remove(text)
        for other in self._near.pop(text, ()):
            self._near[other].discard(text)
        self._same = {pair: same for pair, same in self._same.items() if text not in pair}

    def _put_in(self, text: Text) -> None:
        self._texts[text.id] = text.signature
        for band in _bands(text.signature):
            there = self._bands.setdefault(band, [])
            for other in there:
                self._near.setdefault(text.id, set()).add(other)
                self._near.setdefault(other, set()).add(text.id)
            there.append(text.id)

    def find(self, texts: Sequence[Text], *, content: Callable[[str], str]) -> dict[str, str]:
        """Return article → voice, as :func:`find_voices` does."""
        order = sorted(texts, key=lambda t: (t.day is None, t.day or date.min, t.id))
        place = {t.id: n for n, t in enumerate(order)}
        for gone in [t for t in self._texts if t not in place]:
            self._take_out(gone)
        for text in order:
            if self._texts.get(text.id) != text.signature:
                if text.id in self._texts:
                    self._take_out(text.id)
                self._put_in(text)
        first: dict[str, str] = {}
        for n, text in enumerate(order):
            root = text.id
            for other in sorted(place[i] for i in self._near.get(text.id, ()) if place[i] < n):
                if _may_be_one(text, order[other]) and self._is_same(text.id, order[other].id, content):
                    root = first[order[other].id]
                    break
            first[text.id] = root
        return {identifier: f"voice:{content_hash(root)}" for identifier, root in first.items()}

    def _is_same(self, one: str, other: str, content: Callable[[str], str]) -> bool:
        pair = (min(one, other), max(one, other))
        found = self._same.get(pair)
        if found is None:
            found = self._same[pair] = _same_text(content(one), content(other))
        return found


def _bands(signature: bytes) -> list[tuple[int, bytes]]:
    width = 4 * _ROWS
    return [(i, signature[i : i + width]) for i in range(0, len(signature), width)]


def _may_be_one(text: Text, other: Text) -> bool:
    if text.day and other.day and abs((text.day - other.day).days) > REPRINT_DAYS:
        return False
    return not (text.subjects and other.subjects and not text.subjects & other.subjects)


def find_voices(texts: Sequence[Text], *, content: Callable[[str], str]) -> dict[str, str]:
    """Return article → voice. The voice's id is made from its first article's: ``voice:<hash>``.

    Parameters
    ----------
    content
        Returns the full text of an article; asked only for pairs whose signatures agree.

    Notes
    -----
    Articles are taken by day and id, and each joins the voice of the first earlier article that it reprints; so the answer does not depend
    on the order in which they were read. A reprint shares a subject with its original and stands within 30 days of it.
    """
    return VoiceFinder().find(texts, content=content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An event as far as stories need it."""

    event: str
    type: str
    negated: bool
    agents: frozenset[str]
    """Ids or surfaces of those who do it, or of those it is done to where no one does it."""
    others: frozenset[str]
    """Ids or surfaces of the other sides: objects and partners."""
    start: date | None
    end: date | None
    """When it happened; ``None``: the text gives no time."""
    day: date | None
    """The day it was first public; ``None``: undated."""
    numbers: Mapping[tuple[str, str], frozenset[float]]
    """(metric, unit) → values."""
    voices: Mapping[str, date | None]
    """Voice → the day from which it tells the event; ``None``: undated."""
    sign: int = 0
    """What it means for its agents: −1, 0, 1; 0 where that is mixed or not said."""


_WINDOW = {"market_move": 0, "price_change": 3}
"""Days between two tellings of one story, by event type; else …"""
_DEFAULT_WINDOW = 5
_DENIAL_WINDOW = 30
"""… and between a claim and its denial."""


def _gap(one: Telling, other: Telling) -> int | None:
    a = (one.start or one.day, one.end or one.day)
    b = (other.start or other.day, other.end or other.day)
    if a[0] is None or a[1] is None or b[0] is None or b[1] is None:
        return None
    return max(0, (b[0] - a[1]).days, (a[0] - b[1]).days)


def _agree(one: Telling, other: Telling) -> bool:
    for key in one.numbers.keys() & other.numbers.keys():
        if key[0] and not any(abs(x - y) <= 0.02 * max(abs(x), abs(y)) for x in one.numbers[key] for y in other.numbers[key]):
            return False
    return True


def _share_a_voice(one: Telling, other: Telling) -> bool:
    """Return whether one voice had told both by the day on which the later one was first public: what it told after that joins nothing."""
    days = [t.day for t in (one, other) if t.day is not None]
    by = max(days) if days else None

    def heard(telling: Telling) -> set[str]:
        return {v for v, day in telling.voices.items() if by is None or (day is not None and day <= by)}

    return not heard(one).isdisjoint(heard(other))


def same_story(one: Telling, other: Telling) -> bool:
    """Return whether two tellings are of one happening: one type, one main entity, days and numbers that go together."""
    if one.type != other.type:
        return False
    if not (one.agents & (other.agents | other.others) and other.agents & (one.agents | one.others)):
        return False
    if one.negated == other.negated and one.sign * other.sign < 0:
        return False
    if (
        one.negated == other.negated
        and one.agents == other.agents
        and one.others == other.others
        and _share_a_voice(one, other)
        and _agree(one, other)
    ):
        return True
    if one.others and other.others and not (one.others | one.agents) & other.others and not (other.others | other.agents) & one.others:
        return False
    gap = _gap(one, other)
    if gap is None:
        return False
    window = _DENIAL_WINDOW if one.negated != other.negated else _WINDOW.get(one.type, _DEFAULT_WINDOW)
    return gap <= window and _agree(one, other)


def find_stories(tellings: Iterable[Telling]) -> dict[str, str]:
    """Return event → story, ``story:<hash>`` of the story's first event.

    Notes
    -----
    Events are taken by day and id, and each joins the first story whose first event is the same happening: stories do not chain, so a
    company with weekly news has weekly stories.
    """
    order = sorted(tellings, key=lambda t: (t.day is None, t.day or t.start or date.min, t.event))
    heads: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    story: dict[str, str] = {}
    for telling in order:
        name = ""
        for agent in sorted(telling.agents):
            for head in heads[telling.type, agent]:
                if same_story(head, telling):
                    name = story[head.event]
                    break
            if name:
                break
        if not name:
            name = f"story:{content_hash(telling.event)}"
            for side in sorted(telling.agents | telling.others):
                heads[telling.type, side].append(telling)
        story[telling.event] = name
    return story
