"""Decide what each found name means: code beside it, the rest of the article, its type and its neighbours; leave open what stays open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from themegraph.extract.codes import CodeHit, fund_code_by_prefix
from themegraph.extract.fold import simplify
from themegraph.extract.guards import takes_company
from themegraph.extract.lexicon import Lexicon, ListingFacts, Sense
from themegraph.extract.mentions import Found, TextView
from themegraph.model import EntityId, Note, entity_id

__all__ = ["Linked", "link_names"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A found name with its meaning."""

    found: Found
    entity: EntityId | None
    type: str
    score: float
    rule: str
    candidates: tuple[EntityId, ...] = ()
    listing: EntityId | None = None
    optional: bool = False


_GAP = re.compile(r"[(\[【]?(?:(?:股票|证券|基金|公司|股份|指数)?(?:代码|代号|简称)|a股|h股|港股|美股|code|ticker|adr|沪市|深市|[:;,/、|\s.])*")


def _beside(view: TextView, found: Found, codes: Sequence[CodeHit], first: int) -> tuple[list[CodeHit], int]:
    """Return the codes that stand right behind a name, in brackets or not, and the end of the bracket (the name's end if there is none)."""
    text = view.text
    at, hits = found.end, []
    opened = at < len(text) and text[at] in "([【"
    index = first
    while index < len(codes) and codes[index].start < at:
        index += 1
    while index < len(codes) and codes[index].start - at <= 24:
        code = codes[index]
        gap = _GAP.match(text, at, code.start)
        if gap is None or gap.end() != code.start or (not opened and not hits and code.start - at > 1):
            break
        if code.hint in {"hk", "us"} and not opened:
            break
        hits.append(code)
        at = code.end
        index += 1
    end = found.end
    if hits and opened:
        close = re.compile(r"[^()\[\]【】\n]{0,20}[)\]】]").match(text, at)
        end = close.end() if close else at
    return hits, end


def _facts(lexicon: Lexicon, hit: CodeHit, *, fund: bool) -> list[ListingFacts]:
    if hit.code is not None:
        facts = lexicon.code(hit.code)
        return [facts] if facts else []
    found = lexicon.digits(hit.digits)
    market = {"hk": ("HK",), "us": ("US",), "cn": ("SH", "SZ", "BJ", "CSI", "CNI")}[hit.hint]
    return [f for f in found if f.code.rpartition(".")[2] in market]


def _shares(name: str, other: str) -> bool:
    """Return whether two names can be one company's: one is written inside the other, in order."""
    short, long = sorted((simplify(name.lower()), simplify(other.lower())), key=len)
    position = 0
    for char in short:
        position = long.find(char, position) + 1
        if not position:
            return False
    return len(short) >= 2


def link_names(view: TextView, lexicon: Lexicon, names: Sequence[Found], codes: Sequence[CodeHit]) -> tuple[list[Linked], list[Note]]:
    """Return the names with their meanings, in text order, and what a reader should know about codes that disagree."""
    notes: list[Note] = []
    first: list[Linked | Found] = []
    support: set[EntityId] = set()
    for found in names:
        hits, end = _beside(view, found, codes, 0)
        decided = _by_code(view, lexicon, found, hits, end, notes) if hits else None
        if decided is None:
            decided = _plain(found)
        if isinstance(decided, Linked) and decided.entity is not None:
            support.add(decided.entity)
        first.append(decided if decided is not None else found)
    result: list[Linked] = []
    for position, item in enumerate(first):
        if isinstance(item, Linked):
            result.append(item)
            continue
        linked = _guarded(view, lexicon, item, support, codes, first, position)
        if linked is not None:
            result.append(linked)
    return result, notes


def _plain(found: Found) -> Linked | None:
    """Return the link of a name that needs no context, or ``None``."""
    free = [s for s in found.senses if not s.guard]
    if not found.senses:
        return None
    entities = list(dict.fromkeys(s.entity for s in free))
    if len(entities) == 1 and (free[0].type != "etf" or free[0].kind != "nickname"):
        return Linked(
            found=found,
            entity=entities[0],
            type=free[0].type,
            score=0.95,
            rule="registry",
            candidates=tuple(s.entity for s in found.senses if s.guard)[:5],
        )
    return None


def _by_code(view: TextView, lexicon: Lexicon, found: Found, hits: Sequence[CodeHit], end: int, notes: list[Note]) -> Linked | None:
    name = view.text[found.start : found.end]
    etf = "etf" in name or found.type == "etf"
    seen: list[ListingFacts] = []
    for hit in hits:
        seen.extend(_facts(lexicon, hit, fund=etf))
    own = {s.entity: s for s in found.senses}
    for facts in seen:
        if facts.entity in own:
            sense = own[facts.entity]
            grown = replace(found, end=end) if sense.type == "etf" else found
            return Linked(found=grown, entity=facts.entity, type=sense.type, score=0.99, rule="code-beside-name", listing=facts.listing)
    if etf:
        for facts in seen:
            if facts.entity.startswith("etf:"):
                return Linked(found=replace(found, end=end), entity=facts.entity, type="etf", score=0.95, rule="code-beside-name")
        for hit in hits:
            code = hit.code or fund_code_by_prefix(hit.digits)
            if code and not seen:
                return Linked(found=replace(found, end=end), entity=entity_id("etf", code), type="etf", score=0.8, rule="code-in-text")
        if seen:
            notes.append(_mismatch(view, found, hits[0], seen[0], lexicon))
        return None
    if found.type == "index" or name.endswith("指数"):
        for facts in seen:
            if facts.entity.startswith("index:"):
                return Linked(found=found, entity=facts.entity, type="index", score=0.97, rule="code-beside-name")
        code = hits[0].code or (f"{hits[0].digits}.CNI" if hits[0].digits.startswith("39") else f"{hits[0].digits}.CSI")
        return Linked(found=found, entity=entity_id("index", code), type="index", score=0.8, rule="code-in-text")
    if found.type == "company":
        for facts in seen:
            if facts.entity.startswith("company:") and (_shares(name, facts.name) or _shares(name, lexicon.label(facts.entity))):
                return Linked(found=found, entity=facts.entity, type="company", score=0.9, rule="code-beside-name", listing=facts.listing)
        if seen and found.senses:
            notes.append(_mismatch(view, found, hits[0], seen[0], lexicon))
    return None


def _mismatch(view: TextView, found: Found, hit: CodeHit, facts: ListingFacts, lexicon: Lexicon) -> Note:
    name = view.raw(found.start, found.end)
    near = ", ".join(f"{lexicon.label(s.entity)} {s.entity.partition(':')[2]}" for s in found.senses[:2])
    nearest = f" The name's own code is {near}." if near else ""
    return Note(
        code="code-name-mismatch",
        message=f"{name!r} stands beside {view.raw(hit.start, hit.end)}, which is {facts.name} ({facts.code}); the two disagree and the code is not used.{nearest}",
        span=view.folded.span(found.start, hit.end),
    )


def _guarded(
    view: TextView, lexicon: Lexicon, found: Found, support: set[EntityId], codes: Sequence[CodeHit], row: Sequence[Linked | Found], position: int
) -> Linked | None:
    text = view.text
    name = text[found.start : found.end]
    if not found.senses:
        return _shaped(view, found)
    if any(s.type == "etf" for s in found.senses):
        return _fund(view, lexicon, found, codes)
    free = [s for s in found.senses if not s.guard]
    if len({s.entity for s in free}) > 1:
        return _vote(found, free, support)
    backed = [s for s in found.senses if s.entity in support]
    if len({s.entity for s in backed}) == 1:
        return Linked(found=found, entity=backed[0].entity, type=backed[0].type, score=0.9, rule="alias-voted")
    context = takes_company(text[max(0, found.start - 6) : found.start], text[found.end : found.end + 8])
    neighbour = _enumerated(view, row, position)
    for sense in found.senses:
        ok = {
            "": True,
            "two-characters": context >= 1 or neighbour,
            "common-word": context >= 2 or neighbour,
            "derived": context >= 2 and neighbour,
            "english-word": context >= 2,
            "ticker": view.raw(found.start, found.end).isupper() and len(name) >= 3 and context >= 1,
        }[sense.guard]
        if ok:
            others = tuple(s.entity for s in found.senses if s.entity != sense.entity)
            same = [s for s in found.senses if s.guard == sense.guard and s.type == sense.type]
            if len({s.entity for s in same}) > 1:
                return _vote(found, same, support)
            return Linked(found=found, entity=sense.entity, type=sense.type, score=0.75, rule="context", candidates=others[:5])
    return None


def _vote(found: Found, senses: Sequence[Sense], support: set[EntityId]) -> Linked:
    backed = [s for s in senses if s.entity in support]
    if len({s.entity for s in backed}) == 1:
        return Linked(found=found, entity=backed[0].entity, type=backed[0].type, score=0.85, rule="alias-voted")
    official = [s for s in senses if s.kind in {"official", "full"}]
    if len({s.entity for s in official}) == 1:
        return Linked(
            found=found, entity=official[0].entity, type=official[0].type, score=0.8, rule="registry", candidates=tuple(s.entity for s in senses)[:8]
        )
    return Linked(
        found=found, entity=None, type=senses[0].type, score=0.5, rule="ambiguous", candidates=tuple(dict.fromkeys(s.entity for s in senses))[:8]
    )


def _fund(view: TextView, lexicon: Lexicon, found: Found, codes: Sequence[CodeHit]) -> Linked:
    entities = list(dict.fromkeys(s.entity for s in found.senses if s.type == "etf"))
    official = [s.entity for s in found.senses if s.type == "etf" and s.kind in {"official", "full", "variant"}]
    if len(entities) == 1:
        return Linked(found=found, entity=entities[0], type="etf", score=0.9, rule="registry")
    said = {f.entity for code in codes for f in _facts(lexicon, code, fund=True)}
    near = [e for e in entities if e in said]
    if len(near) == 1:
        return Linked(found=found, entity=near[0], type="etf", score=0.85, rule="code-in-article")
    if not near and len(set(official)) == 1:
        return Linked(found=found, entity=official[0], type="etf", score=0.85, rule="registry", candidates=tuple(entities)[:8])
    return Linked(found=found, entity=None, type="etf", score=0.5, rule="ambiguous", candidates=tuple(near or entities)[:8])


def _enumerated(view: TextView, row: Sequence[Linked | Found], position: int) -> bool:
    """Return whether a neighbour in an enumeration is a company that needed no context."""
    found = row[position]
    here = found.found if isinstance(found, Linked) else found
    for step in (-1, 1):
        at = position + step
        if 0 <= at < len(row) and isinstance(other := row[at], Linked) and other.type == "company":
            gap = view.text[other.found.end : here.start] if step < 0 else view.text[here.end : other.found.start]
            if re.fullmatch(r"(?:\([^()]{0,20}\))?(?:、|和|与|及|以及|,)", gap):
                return True
    return False


def _shaped(view: TextView, found: Found) -> Linked | None:
    kinds = {
        "company": "company",
        "organisation": "org",
        "person": "person",
        "product/technology": "product",
        "macro/policy": "policy",
        "index": "index",
    }
    name = simplify(view.raw(found.start, found.end))
    if found.type == "etf":
        return Linked(found=found, entity=None, type="etf", score=0.4, rule="pattern")
    entity = entity_id(kinds[found.type], name) if found.type in kinds and found.type != "index" else None
    return Linked(found=found, entity=entity, type=found.type, score=0.6, rule="pattern")
