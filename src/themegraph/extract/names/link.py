"""Decide what each found name means: code beside it, the rest of the article, its type and its neighbours; leave open what stays open."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from themegraph.extract.names.codes import CodeHit, fund_code_by_prefix
from themegraph.extract.names.guards import takes_company, vetoed
from themegraph.extract.names.lexicon import Lexicon, ListingFacts, Sense
from themegraph.extract.names.mentions import FACILITY, Found, TextView
from themegraph.folding import simplify
from themegraph.model import EntityId, Note, entity_id, market_of, normal_name
from themegraph.model.values import dataclass

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


# 证券ETF龙头（560090）: a few characters more belong to the name where a bracket with its code follows.
_FUND_TAIL = re.compile(r"[\u4e00-\u9fff0-9]{1,6}(?=[(])")
_CLOSE = re.compile(r"[^()\[\]【】\n]{0,24}[)\]】]")


def _beside(view: TextView, found: Found, codes: Sequence[CodeHit], starts: Sequence[int]) -> tuple[list[CodeHit], int]:
    """Return the codes that stand right behind a name, in brackets or not, and the end of the bracket (the name's end if there is none)."""
    text = view.text
    at = found.end
    hits: list[CodeHit] = []
    opened = at < len(text) and text[at] in "([【"
    for number in range(bisect_left(starts, at), len(codes)):
        code = codes[number]
        if code.start - at > 24:
            break
        gap = _GAP.match(text, at, code.start)
        if gap is None or gap.end() != code.start or (not opened and not hits and code.start - at > 1):
            break
        if code.hint in {"hk", "us"} and not opened:
            break
        hits.append(code)
        at = code.end
    if hits and opened:
        close = _CLOSE.match(text, at)
        return hits, close.end() if close else at
    return hits, found.end


def _in_front(view: TextView, found: Found, ends: dict[int, CodeHit], lexicon: Lexicon) -> list[CodeHit]:
    """Return the code right in front of a name if it is the name's own: 688795摩尔线程, 600519.SH：贵州茅台."""
    hit = ends.get(found.start) or (ends.get(found.start - 1) if found.start and view.text[found.start - 1] == ":" else None)
    own = {sense.entity for sense in found.senses}
    return [hit] if hit and hit.hint in {"", "cn"} and any(facts.entity in own for facts in _facts(lexicon, hit)) else []


def _facts(lexicon: Lexicon, hit: CodeHit) -> list[ListingFacts]:
    if hit.code is not None:
        facts = lexicon.code(hit.code)
        return [facts] if facts else []
    found = lexicon.digits(hit.digits)
    market = {"hk": ("HK", "TW"), "us": ("US",), "cn": ("SH", "SZ", "BJ", "CSI", "CNI")}[hit.hint]
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
    row: list[Linked | Found] = []
    support: set[EntityId] = set()
    starts = [code.start for code in codes]
    ends = {code.end: code for code in codes}
    for found in names:
        hits, end = _beside(view, found, codes, starts)
        if not hits and found.type == "etf" and (longer := _FUND_TAIL.match(view.text, found.end)):
            grown = replace(found, end=longer.end())
            hits, end = _beside(view, grown, codes, starts)
            found = grown if hits else found
        if not hits and found.type != "etf":
            hits = _in_front(view, found, ends, lexicon)
        decided = _by_code(view, lexicon, found, hits, end, notes) if hits else None
        if decided is None:
            decided = _plain(found)
        if isinstance(decided, Linked) and decided.entity is not None:
            support.add(decided.entity)
        row.append(decided if decided is not None else found)
    said = {facts.entity for code in codes for facts in _facts(lexicon, code)}
    # Twice, so that a guarded name beside another guarded one that was settled is settled too: 苹果、谷歌、Meta.
    for _ in range(2):
        for position, item in enumerate(row):
            if isinstance(item, Found) and (linked := _guarded(view, lexicon, item, support, said, row, position)) is not None:
                row[position] = linked
    return _without_overlaps([item for item in row if isinstance(item, Linked)]), notes


def _without_overlaps(links: Sequence[Linked]) -> list[Linked]:
    """Return the links without those that stand inside one before them: a fund grows over the bracket behind it."""
    kept: list[Linked] = []
    for link in links:
        if not kept or link.found.start >= kept[-1].found.end:
            kept.append(link)
    return kept


_PRIORITY = {
    "company": 0,
    "etf": 1,
    "index": 2,
    "organisation": 3,
    "person": 4,
    "sector/theme": 5,
    "macro/policy": 6,
    "product/technology": 7,
    "place": 8,
}


def _plain(found: Found) -> Linked | None:
    """Return the link of a name that needs no context, or ``None``."""
    if len(found.senses) == 1:  # most names
        only = found.senses[0]
        if only.guard or (only.type == "etf" and only.kind == "nickname"):
            return None
        return Linked(found=found, entity=only.entity, type=only.type, score=0.95, rule="registry")
    free = [s for s in found.senses if not s.guard]
    firm = any(s.type == "company" for s in free)
    if not free or (not firm and any(s.guard == "common-word" and s.type == "company" for s in found.senses)):
        return None  # a word that is also a company's name waits for its context: 机器人
    best = min(_PRIORITY.get(s.type, 9) for s in free)
    free = [s for s in free if _PRIORITY.get(s.type, 9) == best]
    entities = list(dict.fromkeys(s.entity for s in free))
    if len(entities) == 1 and (free[0].type != "etf" or free[0].kind != "nickname"):
        others = tuple(dict.fromkeys(s.entity for s in found.senses if s.entity != entities[0]))
        return Linked(found=found, entity=entities[0], type=free[0].type, score=0.95, rule="registry", candidates=others[:5])
    return None


def _by_code(view: TextView, lexicon: Lexicon, found: Found, hits: Sequence[CodeHit], end: int, notes: list[Note]) -> Linked | None:
    name = view.text[found.start : found.end]
    etf = "etf" in name or found.type == "etf"
    seen: list[ListingFacts] = []
    for hit in hits:
        seen.extend(_facts(lexicon, hit))
    own = {s.entity: s for s in found.senses}
    seen = [facts for facts in seen if not any(lexicon.apart(entity, facts.entity) for entity in own)]
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
        if seen and found.senses and not (hits[0].hint and _foreign(found)):
            notes.append(_mismatch(view, found, hits[0], seen[0], lexicon))
    return None


def _foreign(found: Found) -> bool:
    """Return whether all meanings of a name are listed elsewhere than digits without a market can say: 台積電（2330）."""
    return all(sense.entity.rpartition(".")[2] not in {"SH", "SZ", "BJ", "HK"} for sense in found.senses if sense.type == "company")


def _mismatch(view: TextView, found: Found, hit: CodeHit, facts: ListingFacts, lexicon: Lexicon) -> Note:
    name = view.raw(found.start, found.end)
    near = ", ".join(f"{lexicon.label(s.entity)} {s.entity.partition(':')[2]}" for s in found.senses[:2])
    nearest = f" The name's own code is {near}." if near else ""
    return Note(
        code="code-name-mismatch",
        message=f"{name!r} stands beside {view.raw(hit.start, hit.end)}, which is {facts.name} ({facts.code}); the two disagree and the code is not used.{nearest}",
        span=view.span(found.start, hit.end),
    )


def _guarded(
    view: TextView, lexicon: Lexicon, found: Found, support: set[EntityId], said: set[EntityId], row: Sequence[Linked | Found], position: int
) -> Linked | None:
    """Return the link of a name that is undecided by itself, or ``None`` if it is no name here."""
    text = view.text
    if not found.senses:
        return _shaped(view, lexicon, found)
    if any(s.type == "etf" for s in found.senses):
        return _fund(found, said)
    name = text[found.start : found.end]
    before, after = text[max(0, found.start - 14) : found.start], _after(text, found.end)
    context = takes_company(before, after, name)
    other = any(s.type != "company" for s in found.senses)
    backed = [s for s in found.senses if s.entity in support and s.type == "company"]
    if len({s.entity for s in backed}) == 1 and not vetoed(name, after) and (not other or context >= 2):
        return Linked(found=found, entity=backed[0].entity, type=backed[0].type, score=0.9, rule="alias-voted")
    firms = [s for s in found.senses if s.type == "company"]
    neighbour = _enumerated(view, row, position)
    written = view.raw(found.start, found.end)
    allowed = [s for s in firms if _allowed(s, written, context, neighbour=neighbour)]
    if allowed:
        if len({s.entity for s in allowed}) > 1:
            return _vote(view, lexicon, found, allowed, support)
        others = tuple(dict.fromkeys(s.entity for s in found.senses if s.entity != allowed[0].entity))
        return Linked(
            found=found,
            entity=allowed[0].entity,
            type="company",
            score=0.75,
            rule="context" if allowed[0].guard else "registry",
            candidates=others[:5],
        )
    rest = [s for s in found.senses if s.type != "company" and not s.guard]
    if not rest:
        return None
    best = min(_PRIORITY.get(s.type, 9) for s in rest)
    rest = [s for s in rest if _PRIORITY.get(s.type, 9) == best]
    if len({s.entity for s in rest}) > 1:
        return _vote(view, lexicon, found, rest, support)
    return Linked(found=found, entity=rest[0].entity, type=rest[0].type, score=0.85, rule="registry", candidates=tuple(s.entity for s in firms)[:5])


def _after(text: str, end: int) -> str:
    """Return the words behind a name, a bracket between them stepped over: 福特（Ford）将召回."""
    if text[end : end + 1] == "(" and (close := text.find(")", end, end + 40)) > 0 and not any(c.isdigit() for c in text[end:close]):
        end = close + 1
    return text[end : end + 14]


def _allowed(sense: Sense, written: str, context: int, *, neighbour: bool) -> bool:
    """Return whether the surroundings are enough for a guarded company name. ``context`` is that of :func:`takes_company`."""
    match sense.guard:
        case "":
            return True
        case "noted":
            return context >= 2 or neighbour
        case "two-characters":
            return context >= 1 or neighbour
        case "common-word":
            # 青岛港, 上海机场: a place's own harbour is a firm where it does what firms do.
            return context >= 3 or (neighbour and context >= 1) or (context >= 2 and FACILITY.fullmatch(written) is not None)
        case "derived":
            return context >= 2 and (neighbour or len(written) >= 3)
        case "english-word":
            return written[:1].isupper() and (context >= 3 or neighbour)
        case "ticker":
            return written.isupper() and len(written) >= 3 and (context >= 3 or neighbour)
    return False


_HK_NEAR = re.compile(r"港股|h股|港元|港交所|恒指|恒生|香港|内房|\.hk")


def _vote(view: TextView, lexicon: Lexicon, found: Found, senses: Sequence[Sense], support: set[EntityId]) -> Linked:
    """Choose among several things of one name: by the article's other names, then by official name, then by the market the text speaks of."""
    ids = list(dict.fromkeys(s.entity for s in senses))
    backed = [s for s in senses if s.entity in support]
    if len({s.entity for s in backed}) == 1:
        return Linked(
            found=found,
            entity=backed[0].entity,
            type=backed[0].type,
            score=0.85,
            rule="alias-voted",
            candidates=tuple(e for e in ids if e != backed[0].entity)[:8],
        )
    groups = [s for s in senses if s.kind == "group"]
    if not groups:
        official = [s for s in senses if s.kind in {"official", "full"}]
        pool = list(dict.fromkeys(s.entity for s in official)) or ids
        if len(pool) > 1 and all(e.startswith("company:") for e in pool):
            near = _HK_NEAR.search(view.text, max(0, found.start - 40), min(len(view.text), found.end + 40))
            wanted = {"HK"} if near else {"SH", "SZ", "BJ"}
            chosen = [e for e in pool if e.rpartition(".")[2] in wanted]
            pool = chosen if len(chosen) == 1 else pool
        if len(pool) == 1:
            return Linked(
                found=found, entity=pool[0], type=senses[0].type, score=0.7, rule="market-voted", candidates=tuple(e for e in ids if e != pool[0])[:8]
            )
    return Linked(found=found, entity=None, type=senses[0].type, score=0.5, rule="group" if groups else "ambiguous", candidates=tuple(ids)[:8])


def _fund(found: Found, said: set[EntityId]) -> Linked:
    entities = list(dict.fromkeys(s.entity for s in found.senses if s.type == "etf"))
    official = [s.entity for s in found.senses if s.type == "etf" and s.kind in {"official", "full", "variant"}]
    if len(entities) == 1:
        return Linked(found=found, entity=entities[0], type="etf", score=0.9, rule="registry")
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


_KIND = {
    "company": "company",
    "organisation": "org",
    "person": "person",
    "product/technology": "product",
    "macro/policy": "policy",
    "sector/theme": "theme",
}


_LEGAL_TAIL = re.compile(r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司)$")
_A_SHARES = frozenset({"SH", "SZ", "BJ"})
_FIELD_TAIL = re.compile(r"(?:科技|技术|集团|控股|汽车|半导体|电子|智能|网络|信息|投资)$")


def _by_bare_name(lexicon: Lexicon, bare: str) -> EntityId | None:
    """Return the company a full name without its legal form names: 腾讯控股有限公司 is 腾讯控股, 小米汽车科技有限公司 is the unlisted 小米汽车.

    With a field word stripped as well, a listed company is not taken: it may be only the parent.
    """
    for step in range(3):
        firms = {s.entity for s in lexicon.senses(bare) if s.type == "company"}
        if len(firms) == 1:
            only = next(iter(firms))
            return only if step == 0 or lexicon.code(only.partition(":")[2]) is None else None
        shorter = _FIELD_TAIL.sub("", bare)
        if shorter == bare or len(shorter) < 3:
            return None
        bare = shorter
    return None


def _shaped(view: TextView, lexicon: Lexicon, found: Found) -> Linked | None:
    """Return the link of a name known by its shape only: its own name is its id; a fund or an index has none without a code."""
    if found.type in {"etf", "index"}:
        return Linked(found=found, entity=None, type=found.type, score=0.4, rule="pattern")
    legal = _LEGAL_TAIL.search(view.text, found.start, found.end) if found.type == "company" else None
    known = _by_bare_name(lexicon, view.text[found.start : legal.start()]) if legal else None
    # By law an issuer of A-shares is a 股份有限公司: 中国中车集团有限公司 is the parent of 中国中车.
    if known and legal and not (legal.group().startswith("股份") or market_of(known) not in _A_SHARES):
        known = None
    if known:
        return Linked(found=found, entity=known, type="company", score=0.8, rule="full-name")
    name = simplify(normal_name(view.raw(found.start, found.end)))
    return Linked(found=found, entity=entity_id(_KIND[found.type], name), type=found.type, score=0.6, rule=found.rule)
