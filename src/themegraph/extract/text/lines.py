"""A sentence made ready for reading: folded, its names masked, its clauses and participants in folded positions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache

from themegraph.extract.text.sentences import Sentence
from themegraph.folding import Folded, fold, fold_name
from themegraph.model import Article, EntityId, EntityLink, Span
from themegraph.model.values import dataclass

__all__ = ["MASK", "REGULATOR", "Actor", "Line", "read_lines"]

MASK = "\ue000"
"""Stands for every character of a name in :attr:`Line.masked`, so that no word of a table is found inside a name (中国中铁 holds no 中)."""

REGULATOR = re.compile(
    r"交易所|证监|金管|监管|[局委部院署厅]$|央行|人民银行|法院|政府|深交所|上交所|北交所|港交所|联交所|工信部|发改委|国务院|欧盟|联储|会议$|国会|议会|白宫|海关|海關|统计局|sec$|commission|ministry|court"
)
"""Names of those who rule; other organisations do business."""

_UNMASKED = {"macro/policy", "sector/theme", "product/technology"}
"""降息 is a name of a policy and a trigger at once; 黄金 is what a price rule looks for."""


_FAR = 1 << 60
"""Behind every position."""


@lru_cache(maxsize=4096)
def _folded(surface: str) -> str:
    return fold_name(surface)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A name in a line; for an anaphor the name it stands for."""

    start: int
    """In :attr:`Line.text`."""
    end: int
    kind: str
    """Entity type."""
    entity: EntityId | None
    surface: str
    """As it is reported: the antecedent's words for an anaphor."""
    span: Span
    """In the article, of the words that stand here."""
    anaphor: bool
    optional: bool

    @property
    def folded(self) -> str:
        """The reported name, folded: what patterns are held against."""
        return _folded(self.surface)

    @property
    def office(self) -> bool:
        """Whether it can rule: a place stands for its government."""
        return self.kind == "place" or (self.kind == "organisation" and bool(REGULATOR.search(self.folded)))

    @property
    def key(self) -> str:
        """What makes two names the same thing: the entity, or the folded name where none is known."""
        return self.entity or _folded(self.surface)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence, folded."""

    number: int
    sentence: Sentence
    text: str
    masked: str
    actors: tuple[Actor, ...]
    """In order; of nested names the outermost."""
    clauses: tuple[tuple[int, int], ...]
    """Half-open ranges of :attr:`text`, in order."""
    offsets: tuple[int, ...] | range
    """Of each folded position, and of the end, into the article."""

    def span(self, start: int, end: int) -> Span:
        """Return the article's span of ``text[start:end]``."""
        if start >= end:
            return Span(start=self.offsets[start], end=self.offsets[start])
        return Span(start=self.offsets[start], end=self.offsets[end - 1] + 1)

    def position(self, offset: int) -> int:
        """Return the first position that stands at or after an article offset."""
        return bisect_left(self.offsets, offset)

    def clause_at(self, position: int) -> int:
        """Return the number of the clause that holds a position, or of the last one before it."""
        return max(bisect_right(self.clauses, (position, _FAR)) - 1, 0)


def _place(link: EntityLink) -> tuple[int, int]:
    return link.mention.span.start, -link.mention.span.end


_BLANK = re.compile(r"(?<=[\u4e00-\u9fff%％】」”）)])\s+(?=[\u4e00-\u9fffA-Za-z“「【])")


def _title_parts(content: str, sentence: Sentence) -> tuple[Span, ...]:
    """Return the clauses of a headline, where a blank between Chinese words is a comma (宜春锂矿停产 碳酸锂期货涨停)."""
    parts: list[Span] = []
    for clause in sentence.clauses:
        start = clause.start
        for blank in _BLANK.finditer(content, clause.start, clause.end):
            parts.append(Span(start=start, end=blank.start()))
            start = blank.end()
        parts.append(Span(start=start, end=clause.end))
    return tuple(parts)


def _bracketed(text: str, before: Actor, left: int, right: int, link: EntityLink) -> bool:
    """Return whether a name only repeats the one ahead of its bracket: 葛兰素史克(GSK), 超威半导体(AMD)."""
    return text[before.end : left] == "(" and text[right : right + 1] == ")" and before.kind == link.mention.type


def _line(content: str, sentence: Sentence, inside: Iterable[EntityLink], text: str, offsets: tuple[int, ...] | range, *, number: int) -> Line:
    """Return one sentence as a line; ``text`` is the sentence folded, ``inside`` the links in it."""
    begin = sentence.span.start

    def position(offset: int) -> int:
        return offset - begin if isinstance(offsets, range) else bisect_left(offsets, offset)

    actors: list[Actor] = []
    masked: list[str] | None = None
    last = -1
    for link in sorted(inside, key=_place):
        span = link.mention.span
        if span.end <= last or span.start == span.end:
            continue
        last = span.end
        left, right = position(span.start), position(span.end)
        if left >= right:
            continue
        if actors and _bracketed(text, actors[-1], left, right, link):
            masked = masked if masked is not None else list(text)
            masked[left:right] = MASK * (right - left)
            continue
        surface = link.mention.surface
        if link.antecedent is not None:
            surface = content[link.antecedent.start : link.antecedent.end]
        actors.append(
            Actor(
                start=left,
                end=right,
                kind=link.mention.type,
                entity=link.entity,
                surface=surface,
                span=span,
                anaphor=link.antecedent is not None,
                optional=link.optional,
            )
        )
        if link.antecedent is None and link.mention.type not in _UNMASKED:
            masked = masked if masked is not None else list(text)
            masked[left:right] = MASK * (right - left)
    cut = _title_parts(content, sentence) if sentence.title else sentence.clauses
    if isinstance(offsets, range):
        clauses = tuple((c.start - begin, c.end - begin) for c in cut)
    else:
        clauses = tuple((position(c.start), position(c.end)) for c in cut)
    return Line(
        number=number,
        sentence=sentence,
        text=text,
        masked=text if masked is None else "".join(masked),
        actors=tuple(actors),
        clauses=clauses or ((0, len(text)),),
        offsets=offsets,
    )


def read_lines(article: Article, sentences: Sequence[Sentence], links: Sequence[EntityLink], *, folded: Folded | None = None) -> tuple[Line, ...]:
    """Return every sentence as a line.

    Parameters
    ----------
    links
        In text order.
    folded
        The article's content folded, where the caller has it already.
    """
    content = article.content
    whole = folded or fold(content)
    offsets = whole.offsets.tolist()
    starts = [link.mention.span.start for link in links]
    lines = []
    for number, sentence in enumerate(sentences):
        begin, end = sentence.span.start, sentence.span.end
        # A sentence has no white space at its ends, so what folding does to it does not depend on what stands around it.
        left = bisect_left(offsets, begin)
        right = bisect_left(offsets, end, lo=left)
        places = range(begin, end + 1) if right - left == end - begin else (*offsets[left:right], end)
        low = bisect_left(starts, begin)
        inside = [link for link in links[low : bisect_left(starts, end, lo=low)] if link.mention.span.end <= end]
        lines.append(_line(content, sentence, inside, whole.text[left:right], places, number=number))
    return tuple(lines)
