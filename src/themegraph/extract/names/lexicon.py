"""All names we know, found in one pass: an Aho–Corasick automaton over folded names, and what each name may mean.

A lexicon is built once from reference data and kept on disk as bytes; loading it costs a fraction of building it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import daachorse
import msgspec
import numpy as np
from numpy.typing import NDArray

from themegraph.errors import BadReferenceData
from themegraph.extract.names.guards import COMMON_ENGLISH, COMMON_WORDS, TICKER_WORDS, is_dictionary_word, is_quality_word
from themegraph.extract.names.trades import company_sectors
from themegraph.extract.names.variants import company_variants, english_variants, fund_variants, regional_variants, strip_listing_marks
from themegraph.folding import fold_name, is_cjk
from themegraph.model import Entity, EntityId, Fund, Name, ReferenceData, code_of

__all__ = ["FundFacts", "Lexicon", "ListingFacts", "NameHit", "Sense"]

_FORMAT = 5
_KINDS = ("official", "full", "english", "former", "nickname", "abbreviation", "group", "variant", "short-variant", "ticker", "label")
_GUARDS = ("", "noted", "common-word", "two-characters", "english-word", "ticker", "derived")
_REGISTRY_MARKETS = frozenset({"SH", "SZ", "BJ", "HK"})
_COMMON_NOTES = ("common-word", "common word", "常用词", "普通词")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """One meaning of a name."""

    entity: EntityId
    type: str
    """Ontology notation of the entity type."""
    kind: str
    """Kind of the name: official, full, english, former, nickname, abbreviation, group, variant, short-variant, ticker, label."""
    guard: str
    """Why context must agree before this meaning is taken: noted (a person marked it as a word too), common-word, two-characters, english-word, ticker, derived; empty: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameHit:
    """A known name at a place of a folded text."""

    start: int
    end: int
    senses: tuple[Sense, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFacts:
    """What a code stands for."""

    code: str
    entity: EntityId
    """Issuer, fund or index."""
    listing: EntityId | None
    """The ``share:`` for an issuer's listing."""
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FundFacts:
    """What is needed to tell funds apart."""

    entity: EntityId
    code: str
    name: str
    manager: str
    index: EntityId | None
    index_name: str


class _Stored(msgspec.Struct, array_like=True):
    """The form on disk."""

    format: int
    automaton: bytes
    offsets: bytes
    senses: bytes
    entities: list[str]
    types: list[str]
    labels: list[str]
    type_names: list[str]
    listings: list[tuple[str, int, str, str]]
    own_names: dict[str, str]
    funds: list[tuple[int, str, str, str, str, str]]
    sectors: bytes
    """Pairs of (company, sector), by their numbers in ``entities``, ascending."""
    apart: list[tuple[str, str]] = []
    """Ids that people said are never one thing, both ways."""


class _Builder:
    """Collects names while a lexicon is built."""

    def __init__(self) -> None:
        self.entities: dict[str, int] = {}
        self.types: list[str] = []
        self.labels: list[str] = []
        self.names: dict[str, dict[int, tuple[int, int]]] = {}

    def entity(self, identifier: str, entity_type: str, label: str) -> int:
        if identifier not in self.entities:
            self.entities[identifier] = len(self.entities)
            self.types.append(entity_type)
            self.labels.append(label)
        return self.entities[identifier]

    def add(self, folded: str, entity: int, kind: str, guard: str) -> None:
        if len(folded) < 2 or folded.isdigit():
            return
        senses = self.names.setdefault(folded, {})
        entry = (_KINDS.index(kind), _GUARDS.index(guard))
        old = senses.get(entity)
        # The more faithful kind stays; an unguarded entry beats a guarded one of the same entity.
        if old is None or (entry[1] == 0 < old[1]) or (entry[0] < old[0] and not (old[1] == 0 < entry[1])):
            senses[entity] = entry


def _guard(folded: str, kind: str, *, common: bool, curated: bool = False) -> str:
    if folded.isascii():
        if common:
            return "noted"
        if folded in COMMON_ENGLISH:
            return "english-word"
        return "english-word" if len(folded) <= 3 and kind not in {"official", "nickname", "abbreviation"} else ""
    if folded in COMMON_WORDS:
        return "common-word"
    if common:
        return "noted"
    if curated or kind in {"nickname", "abbreviation", "group"}:
        return ""
    if is_dictionary_word(folded):
        return "common-word"
    if kind == "short-variant":
        return "derived"
    return "two-characters" if len(folded) == 2 else ""


class Lexicon:
    """Every name of the reference data with its meanings, searched in time linear in the text.

    Examples
    --------
    >>> from themegraph.model import Entity, EntityId, Name, ReferenceData
    >>> nvidia = Entity(id=EntityId("company:NVDA.US"), type="company", label="英伟达", names=(Name(text="輝達", kind="nickname", source="x"),))
    >>> lexicon = Lexicon.build(ReferenceData(entities=(nvidia,), listings=(), funds=(), tables=(), memberships=(), statements=()))
    >>> [(hit.start, hit.end, hit.senses[0].entity) for hit in lexicon.find("辉达与英伟达")]
    [(0, 2, 'company:NVDA.US'), (3, 6, 'company:NVDA.US')]
    """

    def __init__(self, stored: _Stored) -> None:
        self._stored = stored
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick.deserialize(stored.automaton)
        self._offsets: NDArray[np.int32] = np.frombuffer(stored.offsets, dtype=np.int32)
        self._senses: NDArray[np.int32] = np.frombuffer(stored.senses, dtype=np.int32).reshape(-1, 3)
        self._index: dict[str, int] | None = None
        self._codes: dict[str, ListingFacts] = {}
        self._digits: dict[str, tuple[ListingFacts, ...]] | None = None
        for code, entity, share, name in stored.listings:
            self._codes[code] = ListingFacts(
                code=code, entity=EntityId(stored.entities[entity]), listing=EntityId(share) if share else None, name=name
            )
        self._funds: dict[str, FundFacts] | None = None
        self._sectors: NDArray[np.int32] = np.frombuffer(stored.sectors, dtype=np.int32).reshape(-1, 2)
        self._apart = frozenset(stored.apart)
        self._sense_of = lru_cache(maxsize=20_000)(self._read_senses)

    # Building and keeping

    @classmethod
    def build(cls, reference: ReferenceData, *, apart: Iterable[tuple[str, str]] = ()) -> Lexicon:
        """Return the lexicon of all names in the reference data and the forms that follow from them.

        Parameters
        ----------
        apart
            Pairs of ids that are never one thing: the name of the one is never linked to the other, whatever a text or the data say.
        """
        builder = _Builder()
        _add_entities(builder, reference.entities)
        listings = _add_listings(builder, reference)
        funds = _add_funds(builder, reference.funds, listings)
        for entity in reference.entities:
            if entity.type == "index":
                listings.append((code_of(entity.id), builder.entities[entity.id], "", entity.label))
        _drop_borrowed(builder)
        parted = sorted({pair for one, other in apart for pair in ((one, other), (other, one))})
        _drop_parted(builder, parted)
        names = sorted(builder.names)
        rows: list[tuple[int, int, int]] = []
        offsets = [0]
        for name in names:
            rows.extend((entity, kind, guard) for entity, (kind, guard) in sorted(builder.names[name].items()))
            offsets.append(len(rows))
        type_names = sorted(set(builder.types))
        stored = _Stored(
            format=_FORMAT,
            automaton=daachorse.CharwiseDoubleArrayAhoCorasick(names or ["\x00"]).serialize(),
            offsets=np.asarray(offsets if names else [0, 0], dtype=np.int32).tobytes(),
            senses=np.asarray(rows, dtype=np.int32).reshape(-1, 3).tobytes(),
            entities=list(builder.entities),
            types=builder.types,
            labels=builder.labels,
            type_names=type_names,
            listings=listings,
            own_names=_own_names(listings, builder),
            funds=funds,
            sectors=_sector_pairs(reference, builder.entities),
            apart=parted,
        )
        return cls(stored)

    def to_bytes(self) -> bytes:
        """Return the compact form; equal reference data give equal bytes."""
        return msgspec.msgpack.encode(self._stored)

    @classmethod
    def from_bytes(cls, data: bytes) -> Lexicon:
        """Return the lexicon that :meth:`to_bytes` wrote.

        Raises
        ------
        BadReferenceData
            If the bytes are of another format.
        """
        try:
            stored = msgspec.msgpack.decode(data, type=_Stored)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            msg = f"A compiled lexicon of format {_FORMAT} was wanted; these {len(data)} bytes are none ({error}). Build it again from the reference data."
            raise BadReferenceData(msg) from error
        if stored.format != _FORMAT:
            msg = f"A compiled lexicon of format {_FORMAT} was wanted, format {stored.format} was found. Build it again from the reference data."
            raise BadReferenceData(msg)
        return cls(stored)

    def save(self, path: Path) -> None:
        """Write the compact form to a file."""
        path.write_bytes(self.to_bytes())

    @classmethod
    def load(cls, path: Path) -> Lexicon:
        """Return the lexicon kept in a file; see :meth:`from_bytes`."""
        return cls.from_bytes(path.read_bytes())

    # Asking

    def __len__(self) -> int:
        """Return the number of names."""
        return len(self._offsets) - 1

    def find(self, folded: str) -> Iterator[NameHit]:
        """Yield every known name in a folded text, overlapping ones too, by their ends."""
        for start, end, senses in self.hits(folded):
            yield NameHit(start=start, end=end, senses=senses)

    def hits(self, folded: str) -> Iterator[tuple[int, int, tuple[Sense, ...]]]:
        """Yield (start, end, senses) of what :meth:`find` finds: the form the reading uses, thousands of times a text."""
        for start, end, number in self._automaton.find_overlapping(folded):
            if senses := self._sense_of(number):
                yield start, end, senses

    def _read_senses(self, number: int) -> tuple[Sense, ...]:
        stored = self._stored
        rows = self._senses[self._offsets[number] : self._offsets[number + 1]].tolist()
        return tuple(
            Sense(entity=EntityId(stored.entities[entity]), type=stored.types[entity], kind=_KINDS[kind], guard=_GUARDS[guard])
            for entity, kind, guard in rows
        )

    def senses(self, name: str) -> tuple[Sense, ...]:
        """Return the meanings of exactly this name, folded or not."""
        folded = fold_name(name)
        for start, end, number in self._automaton.find_overlapping(folded):
            if start == 0 and end == len(folded):
                return self._sense_of(number)
        return ()

    def code(self, code: str) -> ListingFacts | None:
        """Return what a canonical code stands for."""
        return self._codes.get(code)

    def digits(self, digits: str) -> tuple[ListingFacts, ...]:
        """Return all listings, funds and indices whose code has these digits (or letters), whatever their market."""
        if self._digits is None:
            grouped: dict[str, list[ListingFacts]] = {}
            for code in sorted(self._codes):
                grouped.setdefault(code.rpartition(".")[0], []).append(self._codes[code])
            self._digits = {key: tuple(facts) for key, facts in grouped.items()}
        return self._digits.get(digits, ())

    def apart(self, one: EntityId, other: EntityId) -> bool:
        """Return whether people said that the two are never one thing."""
        return (one, other) in self._apart

    def listing_named(self, folded: str, entity: EntityId) -> EntityId | None:
        """Return the listing that alone of its issuer's carries this folded name: 万科企业 is 2202.HK, 万科A is 000002.SZ."""
        share = self._stored.own_names.get(folded)
        facts = self._codes.get(code_of(EntityId(share))) if share else None
        return EntityId(share) if share and facts and facts.entity == entity else None

    def fund(self, entity: EntityId) -> FundFacts | None:
        """Return the facts of a fund by its id."""
        if self._funds is None:
            self._funds = {
                self._stored.entities[number]: FundFacts(
                    entity=EntityId(self._stored.entities[number]),
                    code=code,
                    name=name,
                    manager=manager,
                    index=EntityId(index) if index else None,
                    index_name=index_name,
                )
                for number, code, name, manager, index, index_name in self._stored.funds
            }
        return self._funds.get(entity)

    def sectors_of(self, company: EntityId) -> frozenset[EntityId]:
        """Return the sectors that the reference data count a company to, wider ones included; empty for a company they do not class."""
        number = self._number(company)
        if number is None:
            return frozenset()
        first, last = np.searchsorted(self._sectors[:, 0], [number, number + 1])
        return frozenset(EntityId(self._stored.entities[sector]) for sector in self._sectors[first:last, 1].tolist())

    def label(self, entity: EntityId) -> str:
        """Return the name to print, or the id's local part if the entity is not ours."""
        number = self._number(entity)
        return self._stored.labels[number] if number is not None else code_of(entity)

    def type_of(self, entity: EntityId) -> str | None:
        """Return the entity type, or ``None`` if the entity is not ours."""
        number = self._number(entity)
        return self._stored.types[number] if number is not None else None

    def _number(self, entity: EntityId) -> int | None:
        if self._index is None:
            self._index = {identifier: number for number, identifier in enumerate(self._stored.entities)}
        return self._index.get(entity)


def _sector_pairs(reference: ReferenceData, numbers: dict[str, int]) -> bytes:
    pairs = sorted(
        (numbers[company], numbers[sector])
        for company, sectors in company_sectors(reference).items()
        if company in numbers
        for sector in sectors
        if sector in numbers
    )
    return np.asarray(pairs, dtype=np.int32).reshape(-1, 2).tobytes()


def _is_common(name: Name) -> bool:
    return any(note in name.source.lower() for note in _COMMON_NOTES)


def _add_entities(builder: _Builder, entities: Iterable[Entity]) -> None:
    for entity in entities:
        if entity.type == "industry" or entity.id.startswith("industry:"):
            # Classification labels (输配电设备, 其他专用机械) are no words of the news; sectors come as themes.
            builder.entity(entity.id, entity.type, entity.label)
            continue
        number = builder.entity(entity.id, entity.type, entity.label)
        # A Chinese name of a firm listed abroad was written down by a person: registries there have none.
        abroad = entity.type == "company" and entity.id.rpartition(".")[2] not in _REGISTRY_MARKETS
        noted = any(name.text == entity.label and _is_common(name) for name in entity.names)
        _add_name(builder, number, entity.type, entity.label, "official", common=noted, curated=abroad)
        _add_name(builder, number, entity.type, entity.label_en, "english", common=False, curated=False)
        for name in entity.names:
            if name.text == entity.label:
                continue
            kind = {"short": "official", "label": "official"}.get(name.kind, name.kind if name.kind in _KINDS else "nickname")
            common = _is_common(name)
            # A short name that a person wrote down is trusted; a listing's short name may be any word.
            _add_name(
                builder, number, entity.type, name.text, kind, common=common, curated=name.kind in {"short", "nickname", "abbreviation", "group"}
            )


_THEME_TAIL = re.compile(r"(?:概念|板块|行业|产业|\([^()]*\))$")


def _add_name(builder: _Builder, number: int, entity_type: str, text: str, kind: str, *, common: bool, curated: bool) -> None:
    folded = fold_name(text)
    if len(folded) < 2:
        return
    if entity_type != "company":
        plain = entity_type == "person" and len(folded) == 2 and is_dictionary_word(folded)
        builder.add(folded, number, kind, "common-word" if plain or (common and entity_type in {"organisation", "person"}) else "")
        for form in regional_variants(folded) if not folded.isascii() else ():
            builder.add(form, number, "variant", "")
        if entity_type == "sector/theme" and (short := _THEME_TAIL.sub("", folded)) != folded and len(short) >= 2:
            builder.add(short, number, "variant", "")
        if entity_type == "index" and folded.endswith("指数") and re.match(r"中证|国证|上证|深证|沪深|恒生", folded) and len(folded) >= 6:
            builder.add(folded.removesuffix("指数"), number, "short-variant", "derived")
        return
    if folded.isascii():
        builder.add(folded, number, kind, _guard(folded, kind, common=common, curated=curated))
        if kind in {"english", "full", "official", "former"}:
            for form in english_variants(folded):
                builder.add(form, number, "variant", _guard(form, "variant", common=common))
        return
    builder.add(folded, number, kind, _guard(folded, kind, common=common, curated=curated))
    if curated:
        for form in regional_variants(folded):
            builder.add(form, number, kind, _guard(form, kind, common=common, curated=True))
        return
    for form in company_variants(folded, kind):
        form_kind = "variant" if len(form) >= 4 else "short-variant"
        if sum(map(is_cjk, form)) >= 2 and not (form_kind == "short-variant" and is_quality_word(form)):
            builder.add(form, number, form_kind, _guard(form, form_kind, common=False))


def _add_listings(builder: _Builder, reference: ReferenceData) -> list[tuple[str, int, str, str]]:
    rows: list[tuple[str, int, str, str]] = []
    for listing in reference.listings:
        number = builder.entity(listing.issuer, "company", listing.name)
        rows.append((listing.code, number, listing.id, listing.name))
        _add_name(builder, number, "company", listing.name, "english" if listing.name.isascii() else "official", common=False, curated=False)
        body, _, market = listing.code.rpartition(".")
        if market == "US" and body.isalpha() and 2 <= len(body) <= 5 and body not in TICKER_WORDS:
            builder.add(body.lower(), number, "ticker", "ticker")
    return rows


def _add_funds(builder: _Builder, funds: Iterable[Fund], listings: list[tuple[str, int, str, str]]) -> list[tuple[int, str, str, str, str, str]]:
    rows: list[tuple[int, str, str, str, str, str]] = []
    for fund in funds:
        number = builder.entity(fund.id, "etf", fund.name)
        rows.append((number, fund.code, fund.name, fund.manager, fund.index or "", fund.index_name))
        listings.append((fund.code, number, "", fund.name))
        names = [(fund.name, "official"), *((name.text, name.kind if name.kind in _KINDS else "nickname") for name in fund.names)]
        for text, kind in names:
            folded = fold_name(text)
            if folded.isascii() and " " not in folded:
                # Tickers of US funds: only in capitals or with a market mark.
                if text.upper() not in TICKER_WORDS:
                    builder.add(folded, number, "ticker", "ticker")
                continue
            builder.add(folded, number, kind, "")
            for form, form_kind in fund_variants(folded):
                builder.add(form, number, form_kind, "")
        body, _, market = fund.code.rpartition(".")
        if market == "US" and body not in TICKER_WORDS and len(body) >= 3:
            builder.add(body.lower(), number, "ticker", "ticker")
    return rows


def _own_names(listings: Iterable[tuple[str, int, str, str]], builder: _Builder) -> dict[str, str]:
    """Return folded name -> ``share:`` for listing names of issuers with several listings that only one listing has."""
    counts: dict[int, int] = {}
    for _, number, share, _ in listings:
        counts[number] = counts.get(number, 0) + bool(share)
    named: dict[str, set[str]] = {}
    for _, number, share, name in listings:
        if share and counts[number] > 1:
            folded = fold_name(name)
            for form in {folded, strip_listing_marks(folded) if folded.endswith(("-w", "-sw", "-b", "-s")) else folded}:
                named.setdefault(form, set()).add(share)
    return {name: next(iter(shares)) for name, shares in sorted(named.items()) if len(shares) == 1}


def _drop_parted(builder: _Builder, apart: Iterable[tuple[str, str]]) -> None:
    """Drop the meanings that people ruled out: the label of the one thing is no name of the other."""
    for one, other in apart:
        first, second = builder.entities.get(one), builder.entities.get(other)
        if first is not None and second is not None:
            builder.names.get(fold_name(builder.labels[first]), {}).pop(second, None)


def _drop_borrowed(builder: _Builder) -> None:
    """Drop derived forms that are another thing's own name: 比亚迪电子 is no form of 比亚迪, 英伟达概念 gives no theme 英伟达."""
    kinds = {name: _KINDS.index(name) for name in _KINDS}
    strong = {kinds[k] for k in ("official", "full", "english", "nickname", "abbreviation", "label", "former")}
    weak = {kinds[k] for k in ("variant", "short-variant", "ticker")}
    for senses in builder.names.values():
        firm = any(kind in strong and builder.types[number] == "company" for number, (kind, _) in senses.items())
        if firm:
            for number in [n for n, (kind, _) in senses.items() if kind in weak]:
                del senses[number]
