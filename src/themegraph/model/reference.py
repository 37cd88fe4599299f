"""What is known before any article is read: entities, listings, funds, weights, memberships."""

from __future__ import annotations

from datetime import date

from themegraph.model.ids import EntityId
from themegraph.model.statements import Statement
from themegraph.model.values import dataclass

__all__ = ["Entity", "Fund", "Holding", "Listing", "Membership", "Name", "ReferenceData", "ReferenceStatement", "Revenue", "WeightTable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One way to name an entity."""

    text: str
    kind: str
    """short, full, english, former, nickname, abbreviation, group (one name for several companies)."""
    source: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing with an id: an issuer, an index, a theme, an industry class, an organisation, a product, a person."""

    id: EntityId
    type: str
    """Ontology notation of the entity type."""
    label: str
    """The name to print, Chinese where there is one."""
    label_en: str = ""
    names: tuple[Name, ...] = ()
    broader: EntityId | None = None
    """The class above, for industries and themes."""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One listing of an issuer. A, H and ADR of one company are three listings of one issuer."""

    id: EntityId
    """``share:1211.HK``."""
    issuer: EntityId
    code: str
    """``1211.HK``."""
    name: str
    exchange: str
    """SSE, SZSE, BSE, HKEX, NASDAQ, NYSE, US (exchange unknown) …"""
    primary: bool
    listed_on: date | None
    """``None``: not sourced."""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund:
    """An ETF."""

    id: EntityId
    code: str
    name: str
    names: tuple[Name, ...]
    manager: str
    index: EntityId | None
    """The tracked index where a source says so."""
    index_name: str
    kind: str
    """equity, bond, money, commodity, cross_border_equity …, or ``unknown``."""
    leverage: float
    """m of EXPOSURE.md §4: 1, −1, 2 …"""
    fee: float | None
    """Management fee a year, a fraction; ``None``: not sourced."""
    as_of: date | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One line of a weight table."""

    security: EntityId
    """``share:…`` of the line, or the ``etf:`` held by a fund of funds."""
    issuer: EntityId | None
    """``None``: the line is not linked to an issuer we know, or is not equity."""
    name: str
    weight: float | None
    """Fraction of the fund or index; ``None``: composition known, weight not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightTable:
    """The weights of one fund at one date from one source."""

    id: str
    """``weights:<hash>``."""
    fund: EntityId
    index: EntityId | None
    """The index whose weights stand in, where ``basis`` is index_weight."""
    basis: str
    """pcf_derived, fund_disclosed, index_weight, yahoo_top10, stated_in_text: the tiers of EXPOSURE.md §5, best first."""
    coverage: str
    """full, top or partial."""
    n_total: int | None
    """How many lines the whole has; ``None``: unknown."""
    sorted: bool
    """The lines are the largest ones in falling order, so an unlisted one weighs at most the smallest listed."""
    as_of: date | None
    """The day the weights describe; ``None``: the source states none."""
    known_at: date
    """The first day on which the table could be known, EXPOSURE.md §5; a table is usable from then on."""
    source: str
    holdings: tuple[Holding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A company stands in an industry class or on a theme board."""

    company: EntityId
    group: EntityId
    """``industry:…`` or ``theme:…``."""
    as_of: date | None
    """The day the source describes."""
    known_at: date
    """Usable from this day."""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revenue:
    """What a company took in over twelve months, as one source has it."""

    company: EntityId
    value: float
    """In units of ``currency``, above 0."""
    currency: str
    """ISO 4217: CNY, HKD, USD …"""
    cny: float | None
    """Yuan for one unit of the currency; ``None``: not stated, and the value compares only with others in its currency."""
    period: date
    """The last of the twelve months' days."""
    known_at: date
    """Usable from this day."""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceStatement:
    """A hand-made statement with its source."""

    statement: Statement
    known_at: date
    source: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceData:
    """Everything in ``data/``, or in a folder of the user's of the same schema."""

    entities: tuple[Entity, ...]
    listings: tuple[Listing, ...]
    funds: tuple[Fund, ...]
    tables: tuple[WeightTable, ...]
    memberships: tuple[Membership, ...]
    statements: tuple[ReferenceStatement, ...]
    revenues: tuple[Revenue, ...] = ()
