"""Find what may be names in a text: known names with boundary rules, codes, and names by their shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from themegraph.extract.fold import Folded, is_cjk
from themegraph.extract.lexicon import Lexicon, NameHit, Sense
from themegraph.extract.patterns import COMPARED_AFTER, COMPARED_BEFORE, GENERIC_AFTER, OTHER_FIRM_AFTER, shaped_names
from themegraph.extract.segment import segmenter, word_breaks

__all__ = ["Found", "TextView", "choose", "find_mentions", "view_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """A text as the name reader sees it: original, folded, and where words begin."""

    content: str
    folded: Folded
    breaks: bytearray
    """One byte for each folded offset: 1 where a dictionary word begins."""

    @property
    def text(self) -> str:
        """The folded text; all offsets of the name reader refer to it."""
        return self.folded.text

    def raw(self, start: int, end: int) -> str:
        """Return the original text of a folded range."""
        span = self.folded.span(start, end)
        return self.content[span.start : span.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A piece of folded text that may be a name."""

    start: int
    end: int
    type: str
    """Type by shape; for known names that of the first meaning."""
    senses: tuple[Sense, ...] = ()
    rule: str = "registry"
    weight: float = 0.0
    """Added to the length when overlapping candidates compete."""


def view_of(content: str, folded: Folded) -> TextView:
    """Return the view of a text; dictionary words only, so that unknown names never glue to their neighbours."""
    return TextView(content=content, folded=folded, breaks=word_breaks(folded.text))


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _cut_off(view: TextView, start: int, end: int) -> bool:
    """Return whether a Latin name would begin or end inside a longer Latin word or number."""
    text = view.text
    if _is_word(text[start]) and start and (_is_word(text[start - 1]) or (text[start - 1] in "-.&" and start > 1 and _is_word(text[start - 2]))):
        return True
    if not _is_word(text[end - 1]) or end >= len(text):
        return False
    return _is_word(text[end]) or (text[end] in "-&" and end + 1 < len(text) and _is_word(text[end + 1]))


def _straddled(view: TextView, start: int, end: int) -> bool:
    """Return whether a dictionary word reaches over an edge of the name, and the name itself is made of dictionary words or short."""
    if view.breaks[start] and view.breaks[end]:
        return False
    name = view.text[start:end]
    if len(name) == 2:
        return True
    return all(len(word) > 1 for word in segmenter()(name))


def _capital(view: TextView, hit: NameHit) -> bool:
    raw = view.raw(hit.start, hit.end)
    letters = [c for c in raw if c.isalpha() and not is_cjk(c)]
    return any(c.isupper() for c in letters) or not letters


def _known(view: TextView, lexicon: Lexicon) -> Iterable[Found]:
    text = view.text
    for hit in lexicon.find(text):
        start, end = hit.start, hit.end
        name = text[start:end]
        if _cut_off(view, start, end) or not _capital(view, hit):
            continue
        cjk = not name.isascii()
        senses = hit.senses
        if cjk and len(name) <= 4 and _straddled(view, start, end):
            senses = tuple(s for s in senses if s.type not in {"company", "person"})
            if not senses and "etf" not in name:
                continue
        before, after = text[max(0, start - 8) : start], text[end : end + 8]
        if any(s.type == "company" for s in senses):
            if COMPARED_BEFORE.search(before) or COMPARED_AFTER.match(after):
                senses = tuple(s for s in senses if s.type != "company")
            elif (
                GENERIC_AFTER.match(after)
                and name.startswith(("中国", "全国", "上海", "北京", "广东", "深圳", "浙江", "东方", "西部", "国际"))
                and len(name) <= 4
            ):
                senses = tuple(s for s in senses if s.type != "company" or _firm_like(name))
            elif len(name) == 2 and cjk and OTHER_FIRM_AFTER.match(after):
                senses = tuple(s for s in senses if s.type != "company")
        if senses:
            yield Found(start=start, end=end, type=senses[0].type, senses=senses)


_FIRM_TAIL = re.compile(
    r"(?:科技|股份|集团|银行|证券|电子|药业|重工|智能|移动|联通|电信|平安|石油|人寿|太保|中免|中车|神华|海油|国航|东航|交建|铁建|中铁|中冶|能建|电建|西电|巨石)$"
)


def _firm_like(name: str) -> bool:
    return bool(_FIRM_TAIL.search(name))


def find_mentions(view: TextView, lexicon: Lexicon) -> list[Found]:
    """Return all candidates, overlapping ones too, in text order."""
    found = list(_known(view, lexicon))
    found.extend(
        Found(start=s.start, end=s.end, type=s.type, rule=s.rule, weight=s.weight)
        for s in shaped_names(view.text, view.content, view.folded, view.breaks)
    )
    found.sort(key=lambda f: (f.start, f.end, f.type))
    return found


def choose(candidates: Sequence[Found], length: int) -> list[Found]:
    """Return candidates without overlaps: longer and weightier first, earlier first among equals, in text order."""
    taken = bytearray(length + 1)
    kept: list[Found] = []
    for found in sorted(candidates, key=lambda f: (-(f.end - f.start + f.weight), -f.start if f.rule == "registry" else f.start, f.type)):
        if not any(taken[found.start : found.end]):
            taken[found.start : found.end] = b"\x01" * (found.end - found.start)
            kept.append(found)
    kept.sort(key=lambda f: f.start)
    return kept
