"""The names of an article as slots: enumerations are one slot, brackets after a name belong to it, anaphors stand for their antecedent.

The relation rules do not read the text itself but its *skeleton*: every slot is one private character that says what kind of thing stands
there, and the words between stay as they are (simplified, narrow, lower case). ``寒武纪、海光信息（688041）等为阿里巴巴供货`` becomes
``Ⓒ等为Ⓒ供货``, whatever the names are and however many the enumeration has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from themegraph.extract.text.sentences import Sentence
from themegraph.folding import exchange_of, simplify
from themegraph.model import Article, EntityId, EntityLink, Span
from themegraph.model.values import dataclass

__all__ = ["KINDS", "KIND_BITS", "Member", "Skeleton", "Slot", "build_skeletons", "find_pairs", "find_slots", "narrow"]

KINDS = {
    "company": "\ue000",
    "etf": "\ue001",
    "index": "\ue002",
    "sector/theme": "\ue003",
    "product/technology": "\ue004",
    "organisation": "\ue005",
    "person": "\ue006",
    "place": "\ue007",
    "macro/policy": "\ue008",
}
"""The private character of each entity type."""

KIND_BITS = {kind: 1 << number for number, kind in enumerate(KINDS)}
"""One bit for each entity type."""

_NOTE = re.compile(r"[”\"》]?\(([^()\n]{1,40})\)")
_STAKE = re.compile(r"(?:的)?\d{1,3}(?:\.\d+)?%的?股[权份](?=、|和|及|与|,以及|以及)")
_JOIN = re.compile(r"[”\"》]?(?:以及|及其|、|,以及|和|与|及|暨|或|&|/|·|跟|同|and|,and|, and)?[“\"《]?")
_IS_CALLED = re.compile(r"(?:产品|药物|新药|候选药物|候选药|项目|车型|机型|新车|游戏|手游|芯片|火箭|技术|模型)?[《\"]?")
_MODEL = re.compile(r"\d|[a-z]{2}")
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff%]) (?=[\u4e00-\u9fff])")
_UNKNOWN_ITEM = re.compile(
    r"(?:的)?、[^、和与及,。;:()\"“”\s在对为将已的等由被向从后前内中]{2,7}(?<!公司)(?<!企业)(?<!客户)(?<!股东)(?<!机构)(?<!板块)(?<!方面)(、|以及|和|及|与)"
)
"""One name of an enumeration may be unknown to us: LG新能源、某某和宁德时代."""
_JOIN_WORD = re.compile(r"以及|及其|和|与|及|暨|或|&|/|跟|同|and|、")
_JOINED_WITHIN = 10
"""How many characters may stand between two names of one enumeration."""
_PARTING = frozenset({"与", "跟", "同"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One name inside a slot."""

    link: EntityLink
    surface: str
    """The name's surface; for an anaphor the antecedent's."""
    plain: str
    """The surface simplified, narrow, in lower case."""
    entity: EntityId | None
    note: str = ""
    """What stands in brackets after the name: a code, a weight, an abbreviation. Narrow, lower case."""
    parted: bool = False
    """The name follows 与, 跟 or 同, which part an enumeration into two sides (A、B与C合作)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One name, or an enumeration of names of one type."""

    kind: str
    """Entity type of all members."""
    members: tuple[Member, ...]
    start: int
    end: int
    """Half-open, in the original text, brackets included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skeleton:
    """One sentence with its names made single characters."""

    sentence: Sentence
    index: int
    """Position among the skeletons of the article."""
    parts: range
    """Positions of the sentences it is made of; more than one where a bracket was cut."""
    text: str
    slots: tuple[Slot, ...]
    """In text order."""
    at: dict[int, Slot]
    """Slot at each position of :attr:`text` that holds one."""
    kinds: int
    """Which types are named: the bits of :data:`KIND_BITS`."""
    offsets: tuple[int, ...]
    """Original offset of each character of :attr:`text`, and the end of the sentence."""

    def span(self, start: int, end: int) -> Span:
        """Return the original span of ``text[start:end]``; a slot at the end is taken whole."""
        last = self.at.get(end - 1)
        return Span(start=self.offsets[start], end=last.end if last else self.offsets[end - 1] + 1)


@cache
def _narrow_table() -> dict[int, str]:
    table = {0x3000: " ", 0x00A0: " ", ord("「"): '"', ord("」"): '"', ord("『"): '"', ord("』"): '"', ord("“"): '"', ord("”"): '"'}
    table |= {p: chr(p - 0xFEE0) for p in range(0xFF01, 0xFF5F)}
    table |= {ord(c): chr(ord(c) + 32) for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    table |= {p: chr(p - 0xFEE0 + 32) for p in range(0xFF21, 0xFF3B)}
    # Private characters of the text itself would look like slots.
    table |= {ord(mark): "?" for mark in KINDS.values()}
    return table


def narrow(text: str) -> str:
    """Return the text simplified, narrow and in lower case, character by character, of the same length.

    Examples
    --------
    >>> narrow("輝達（NVDA）")
    '辉达(nvda)'
    """
    plain = exchange_of(_narrow_table)(simplify(text))
    # A blank between two Chinese characters is a stop: headlines are written so.
    return _BLANK.sub(",", plain)


def _outermost(links: Iterable[EntityLink]) -> Iterator[EntityLink]:
    end = -1
    for link in sorted(links, key=lambda k: (k.mention.span.start, -k.mention.span.end)):
        if link.optional or link.mention.type not in KINDS or link.mention.span.start < end:
            continue
        end = link.mention.span.end
        yield link


def _members(links: Sequence[EntityLink], plain: str) -> Iterator[tuple[EntityLink, Span, str, int]]:
    """Yield each outermost link with the span of its surface, its note and where its brackets end."""
    chosen = list(_outermost(links))
    length = len(plain)
    k = 0
    while k < len(chosen):
        link = chosen[k]
        span = link.mention.span
        end, note = span.end, ""
        if end < length and plain[end] in '("”》' and (found := _NOTE.match(plain, end)):
            inside = [other for other in chosen[k + 1 : k + 4] if other.mention.span.end <= found.end()]
            # A second name in brackets is the same thing under another name; different things in brackets stay apart.
            if all(other.antecedent is not None or (other.entity is not None and other.entity == link.entity) for other in inside):
                end, note = found.end(), found[1]
                k += len(inside)
        if not note and link.mention.type == "company" and (stake := _STAKE.match(plain, end)):
            end, note = stake.end(), stake.group()
        yield link, link.antecedent or span, note, end
        k += 1


def find_slots(article: Article, links: Sequence[EntityLink], plain: str) -> tuple[Slot, ...]:
    """Return the slots of an article in text order. ``plain`` is :func:`narrow` of its content."""
    slots: list[Slot] = []
    current: list[Member] = []
    kind, start, end = "", 0, 0

    def close() -> None:
        if current:
            slots.append(Slot(kind=kind, members=tuple(current), start=start, end=end))
            current.clear()

    content = article.content
    for link, named, note, after in _members(links, plain):
        span = link.mention.span
        if kind == link.mention.type == "product/technology" and current and "\n" not in (gap := plain[end : span.start]):
            name = plain[named.start : named.end]
            if _IS_CALLED.fullmatch(gap) and (_MODEL.search(name) or gap.endswith(('"', "《"))):
                current.pop()  # 双抗产品RC148 is one thing: the name says more than the kind.
                if not current:
                    kind = ""
            elif gap == '"' or (not gap and _MODEL.search(current[-1].plain)):
                end = after  # "龙泉二号"全固态电池: the name came first.
                continue
        joiner: str | None = None
        if current and link.mention.type == kind and 0 <= span.start - end <= _JOINED_WITHIN and "\n" not in plain[end : span.start]:
            between = plain[end : span.start].strip()
            found = _JOIN.fullmatch(between)
            if not found and kind == "company":
                found = _UNKNOWN_ITEM.fullmatch(between)
            if found and (between or kind == "company"):
                word = _JOIN_WORD.search(found[1] if found.re is _UNKNOWN_ITEM else between)
                joiner = word.group() if word else ""
        if joiner is None:
            close()
            kind, start = link.mention.type, span.start
        current.append(
            Member(
                link=link,
                surface=content[named.start : named.end],
                plain=plain[named.start : named.end],
                entity=link.entity,
                note=note,
                parted=joiner in _PARTING,
            )
        )
        end = after
    close()
    return tuple(slots)


def build_skeletons(article: Article, sentences: Sequence[Sentence], links: Sequence[EntityLink]) -> tuple[Skeleton, ...]:
    """Return the skeletons of the sentences, in order. A slot belongs to the sentence in which it starts.

    Parameters
    ----------
    article
        The text.
    sentences
        Its sentences, in order.
    links
        Its names, anaphors with their antecedents among them; optional ones are left out.
    """
    plain = narrow(article.content)
    slots = find_slots(article, links, plain)
    skeletons: list[Skeleton] = []
    k = number = 0
    while number < len(sentences):
        sentence, first = sentences[number], number
        parts: list[str] = []
        offsets: list[int] = []
        at: dict[int, Slot] = {}
        here: list[Slot] = []
        position = sentence.span.start
        while k < len(slots) and slots[k].start < position:
            k += 1
        while True:
            stop = sentences[number].span.end
            while k < len(slots) and slots[k].start < stop:
                slot = slots[k]
                k += 1
                parts.append(plain[position : slot.start])
                offsets.extend(range(position, slot.start))
                at[len(offsets)] = slot
                here.append(slot)
                parts.append(KINDS[slot.kind])
                offsets.append(slot.start)
                position = slot.end
            number += 1
            # A bracket after a name may hold a semicolon (600276.SH；1276.HK), which is no end of the sentence.
            if position <= stop or number >= len(sentences) or sentences[number].span.start >= position:
                break
        kinds = 0
        for slot in here:
            kinds |= KIND_BITS[slot.kind]
        if position < stop:
            parts.append(plain[position:stop])
            offsets.extend(range(position, stop))
        offsets.append(max(stop, position))
        if number - first > 1:
            joined = sentences[first:number]
            sentence = replace(
                sentence, span=Span(start=joined[0].span.start, end=joined[-1].span.end), clauses=tuple(c for part in joined for c in part.clauses)
            )
        skeletons.append(
            Skeleton(
                sentence=sentence,
                index=len(skeletons),
                parts=range(first, number),
                text="".join(parts),
                slots=tuple(here),
                at=at,
                kinds=kinds,
                offsets=tuple(offsets),
            )
        )
    return tuple(skeletons)


def find_pairs(skeleton: Skeleton, *, most: int = 12) -> tuple[tuple[Member, Member], ...]:
    """Return ordered pairs of different companies named in a sentence, left before right; none where more than ``most`` are named.

    A sentence that lists more names than that is a table or a roll call: no pair in it says anything about the two.
    """
    named: list[Member] = []
    seen: set[str] = set()
    for slot in skeleton.slots:
        if slot.kind != "company":
            continue
        for member in slot.members:
            if member.entity is not None and member.entity not in seen:
                seen.add(member.entity)
                named.append(member)
    if len(named) > most:
        return ()
    return tuple((left, right) for i, left in enumerate(named) for right in named[i + 1 :])
