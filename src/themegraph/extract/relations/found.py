"""A relation as it is found, before it is a statement; and how the items of a list are walked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from themegraph.extract.relations.pairs import KINDS, Member, Skeleton, Slot
from themegraph.model import Span
from themegraph.model.values import dataclass

__all__ = ["Found", "companies_in", "items_after", "positions_of", "with_next"]

_C, _E, _I = (KINDS[kind] for kind in ("company", "etf", "index"))

# What may stand between the items of a list of movers: prices, percentages, moves, enumeration marks.
_ITEM_GAP = re.compile(
    r"(?:[\s,;、:()%.\d+\-*\"]|和|以及|及|与|等|领|涨|跌|上|下|大|收|报|元|停|逾|超|近|约|微|盘中|一度|幅|板|续|分别|占|比|重|权|例|为|则|也|亦|均|其中|随|后|跟|创|新|高|低|历史|冲|回|落|翻|红|绿|封|触|"
    r"点|个|百分|港|美|股|a股|h股|而|同|步|另|外|还|有|最|多|少|前|列|居|持|仓|市值|亿|万)*"
)
_LEAD = re.compile(r"[^。\n" + _C + _E + _I + r"]{0,24}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A relation between two names of a text, before it is a statement."""

    predicate: str
    subject: Member
    object: Member
    sentence: int
    """Index of the sentence that says it."""
    trigger: Span
    """The words that say it, in the original text."""
    rule: str
    confidence: float
    given: bool = False
    """Plans, rumours and questions about something else in the sentence do not touch it."""
    negated: bool = False
    hedged: bool = False
    qualifiers: tuple[tuple[str, str | float], ...] = field(default=())


def companies_in(slots: Iterable[Slot]) -> Iterator[Member]:
    """Yield the companies of some slots in order."""
    for slot in slots:
        if slot.kind == "company":
            yield from slot.members


def positions_of(skeleton: Skeleton, kind: str) -> list[int]:
    """Return where slots of a type stand in a skeleton, ascending."""
    return [p for p, slot in skeleton.at.items() if slot.kind == kind]


def items_after(skeletons: Sequence[Skeleton], number: int, start: int) -> Iterator[tuple[Skeleton, int, Slot]]:
    """Yield the company slots of a list that begins after ``start``; a list goes on over semicolons."""
    skeleton = skeletons[number]
    position = start
    first = True
    while True:
        here = [p for p in positions_of(skeleton, "company") if p >= position]
        for p in here:
            between = skeleton.text[position:p]
            if first:
                if not _LEAD.fullmatch(between):
                    return
            elif not _ITEM_GAP.fullmatch(between):
                return
            if re.match(r"旗下|基金", skeleton.text[p + 1 : p + 3]):
                return
            yield skeleton, p, skeleton.at[p]
            first = False
            position = p + 1
        # On to the next sentence only over a semicolon, and only for a list that has begun.
        number += 1
        if first or number >= len(skeletons) or skeletons[number].sentence.paragraph != skeleton.sentence.paragraph:
            return
        if not skeleton.text.rstrip().endswith((";", "；")) or not _ITEM_GAP.fullmatch(skeleton.text[position:].strip()):
            return
        skeleton, position = skeletons[number], 0


def with_next(skeletons: Sequence[Skeleton], number: int) -> tuple[Skeleton, ...]:
    """Return a sentence and the next one, if that is of the same paragraph."""
    here = skeletons[number]
    return (here, *(s for s in skeletons[number + 1 : number + 2] if s.sentence.paragraph == here.sentence.paragraph))
