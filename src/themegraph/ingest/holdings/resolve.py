"""Say what codes are, from reference data, and turn the lines of a draft into holdings."""

from __future__ import annotations

import re
from collections import defaultdict

from themegraph.ingest.holdings.cells import mainland_fund, plain_name
from themegraph.ingest.holdings.values import FUND, SHARE, Draft, Found, Line, Resolver
from themegraph.model import EntityId, Holding, ReferenceData, canonical_code, code_of, normal_name

__all__ = ["ReferenceResolver", "fund_id", "index_id", "link_lines", "misnamed", "renamed", "settled"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_TODAY = ("short", "full", "abbreviation")
"""Kinds of name that a company has now."""
_SHENWAN = "industry:sw2021/"
_SHOWN = 5
"""Codes that a note names before it counts the rest."""


class ReferenceResolver:
    """Answers from one :class:`~themegraph.model.ReferenceData`."""

    def __init__(self, data: ReferenceData) -> None:
        self._listings = {listing.code: listing for listing in data.listings}
        self._funds = {fund.code: fund for fund in data.funds}
        self._by_id = {fund.id: fund for fund in data.funds}
        self._bare: dict[str, list[EntityId]] = defaultdict(list)
        for fund in data.funds:
            self._bare[fund.code.rpartition(".")[0]].append(fund.id)
        self._trackers: dict[EntityId, list[EntityId]] = defaultdict(list)
        for fund in data.funds:
            if fund.index:
                self._trackers[fund.index].append(fund.id)
        self._indices: dict[str, list[EntityId]] = defaultdict(list)
        self._names: dict[EntityId, frozenset[str]] = {}
        self._bearers: dict[str, set[EntityId]] = defaultdict(set)
        self._by_name: dict[str, set[EntityId]] = defaultdict(set)
        for fund in data.funds:
            for text in (fund.name, *(name.text for name in fund.names)):
                self._by_name[plain_name(text)].add(fund.id)
        self._industries: dict[str, list[EntityId]] = defaultdict(list)
        self._themes: dict[str, set[EntityId]] = defaultdict(set)
        for entity in data.entities:
            if entity.id.startswith(_SHENWAN) and not entity.id.endswith("00"):
                self._industries[entity.label].append(entity.id)
            if entity.id.startswith("theme:"):
                for text in (entity.label, *(name.text for name in entity.names)):
                    self._themes[plain_name(text)].add(entity.id)
            if entity.type == "index":
                local = code_of(entity.id)
                self._indices[local].append(entity.id)
                if "." in local:
                    self._indices[local.rpartition(".")[0]].append(entity.id)
            elif entity.type == "company":
                for name in entity.names:
                    if name.kind in _TODAY and name.valid_to is None:
                        self._bearers[plain_name(name.text)].add(entity.id)
                self._names[entity.id] = frozenset(plain_name(name.text) for name in entity.names)

    def security(self, code: str, /) -> tuple[EntityId, EntityId | None] | None:
        """Return the share (or fund) of a code with its market, and its issuer; ``None`` if unknown."""
        if listing := self._listings.get(code):
            return listing.id, listing.issuer
        return (self._funds[code].id, None) if code in self._funds else None

    def named(self, code: str, name: str, /) -> bool:
        """Return whether the security of ``code`` is known by ``name``, marks of the exchange aside."""
        wanted = plain_name(name)
        if not wanted:
            return False
        if listing := self._listings.get(code):
            return wanted == plain_name(listing.name) or wanted in self._names.get(listing.issuer, ())
        fund = self._funds.get(code)
        return fund is not None and any(wanted == plain_name(n) for n in (fund.name, *(n.text for n in fund.names)))

    def bearer(self, name: str, /) -> EntityId | None:
        """Return the issuer that goes by a name today, if only one does."""
        found = self._bearers.get(plain_name(name), set())
        return next(iter(found)) if len(found) == 1 else None

    def fund(self, code: str, /) -> EntityId | None:
        """Return the fund of a code, with its market or without it where only one fund has that code."""
        known = self._funds.get(canonical_code(code) or code)
        if known:
            return known.id
        bare = self._bare.get(code.upper(), [])
        return bare[0] if len(bare) == 1 else None

    def fund_named(self, name: str, /) -> EntityId | None:
        """Return the fund that has exactly this name, if it is the only one."""
        found = self._by_name.get(plain_name(name), set())
        return next(iter(found)) if len(found) == 1 else None

    def industry(self, name: str, /) -> EntityId | None:
        """Return the third-level class of Shenwan's 2021 scheme that has this name, if it is the only one."""
        found = self._industries.get(name, [])
        return found[0] if len(found) == 1 else None

    def theme(self, name: str, /) -> EntityId | None:
        """Return the theme of that label, else the only theme that also goes by that name."""
        found = self._themes.get(plain_name(name), set())
        labelled = EntityId(f"theme:{name}")
        return labelled if labelled in found else next(iter(found)) if len(found) == 1 else None

    def index(self, code: str, /) -> EntityId | None:
        """Return the index of a code; of one with another family's suffix (``000300.SH``) by its digits."""
        for key in (code, code.partition(".")[0]):
            found = self._indices.get(key.upper(), [])
            if len(found) == 1:
                return found[0]
        return None

    def trackers(self, index: EntityId, /) -> tuple[EntityId, ...]:
        """Return the funds that track an index, by id."""
        return tuple(sorted(self._trackers.get(index, ())))

    def tracked(self, fund: EntityId, /) -> EntityId | None:
        """Return the index that a fund tracks, where that is known."""
        known = self._by_id.get(fund)
        return known.index if known else None

    def leverage(self, fund: EntityId, /) -> float | None:
        """Return the leverage of a fund; ``None`` if it is unknown."""
        known = self._by_id.get(fund)
        return known.leverage if known else None


def fund_id(code: str, resolver: Resolver, *, market: str | None = None) -> EntityId | None:
    """Return the fund of a code in a file: a known one, else one named by code and market; ``None`` if the market is unknown."""
    canonical = canonical_code(code, market) if market else canonical_code(code)
    known = resolver.fund(canonical or code)
    if known:
        return known
    canonical = canonical or mainland_fund(code)
    return EntityId(f"etf:{canonical}") if canonical else None


def index_id(code: str, resolver: Resolver, *, family: str) -> EntityId:
    """Return the index of a code in a file: a known one, else one of ``family``."""
    return resolver.index(code) or EntityId(f"index:{code}" if "." in code else f"index:{code}.{family}")


def link_lines(draft: Draft, resolver: Resolver, found: Found) -> list[tuple[Line, Holding]]:
    """Return the lines of a draft as holdings; what is not linked is kept and noted."""
    linked: list[tuple[Line, Holding]] = []
    unlinked: list[str] = []
    differing: list[str] = []
    seen: dict[str, int] = {}
    for line in draft.lines:
        security, issuer = _link(line, resolver)
        if issuer and (mismatch := misnamed(line.candidates[0], issuer, line.name, resolver)):
            found.note(line.at, "code-name-mismatch", f"{mismatch}；此行保留，不关联")
            security, issuer = EntityId(f"{line.kind}:{normal_name(f'{line.code} {line.name}')}"), None
        if issuer is None and line.kind == SHARE and not security.startswith("etf:"):
            unlinked.append(f"{line.code or line.name} {line.name if line.code else ''}".strip())
        elif line.sure and line.kind == SHARE and renamed(line.candidates[0], line.name, resolver):
            differing.append(f"{line.candidates[0]} {line.name}")
        if line.kind != SHARE and not security.startswith("etf:"):
            # Two cash lines are two positions; only their ids must differ.
            seen[security] = seen.get(security, 0) + 1
            if seen[security] > 1:
                security = EntityId(f"{security}#{seen[security]}")
        linked.append((line, Holding(security=security, issuer=issuer, name=normal_name(line.name) or line.code, weight=line.weight)))
    if unlinked:
        bare = any(line.code and not line.sure and not line.name for line in draft.lines if line.kind == SHARE)
        why = "（没有市场后缀的代码，要有名称相配）" if bare else ""
        found.note(draft.at, "unlinked", f"{len(draft.lines)} 行中有 {len(unlinked)} 行保留，但认不出是哪家公司{why}：{_list(unlinked)}")
    if differing:
        found.note(draft.at, "name-differs", f"{len(differing)} 行的名称与其代码的已知名称不同：{_list(differing)}")
    return linked


def _list(items: list[str]) -> str:
    rest = len(items) - _SHOWN
    return "；".join(items[:_SHOWN]) + (f"；另有 {rest} 项" if rest > 0 else "")


def renamed(code: str, name: str, resolver: Resolver) -> bool:
    """Return whether a line's Chinese name is none that its code is known by."""
    return bool(_HAN.search(name)) and not resolver.named(code, name)


def misnamed(code: str, issuer: EntityId, name: str, resolver: Resolver) -> str:
    """Return in words that a line's code is of one company and its name of another, or nothing."""
    other = resolver.bearer(name) if renamed(code, name, resolver) else None
    if other is None or other == issuer:
        return ""
    local = code_of(other)
    return f"代码 {code} 与名称“{name}”不是同一家公司" + (f"（后者的代码是 {local}）" if "." in local else "（后者是另一家，没有上市代码）")


def settled(line: Line, resolver: Resolver) -> str | None:
    """Return the one code that a line means: the file names its market, or its name agrees; ``None`` if neither."""
    if line.sure and line.candidates:
        return line.candidates[0]
    return next((code for code in line.candidates if resolver.named(code, line.name)), None)


def _link(line: Line, resolver: Resolver) -> tuple[EntityId, EntityId | None]:
    if line.kind in (SHARE, FUND):
        code = settled(line, resolver)
        known = resolver.security(code) if code else None
        return known or (EntityId(f"{line.kind}:{code or normal_name(line.code or line.name)}"), None)
    return EntityId(f"{line.kind}:{normal_name(line.code or line.name) or line.kind}"), None
