"""The vocabulary of the importers: one line, one draft table, what was refused, what came out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from themegraph.model import Entity, EntityId, Fund, Listing, Membership, Revenue, WeightTable

if TYPE_CHECKING:
    from themegraph.ingest.holdings.prices import Prices

__all__ = ["CASH", "FUND", "FUTURE", "OTHER", "SHARE", "Asked", "Draft", "Found", "HoldingsImport", "ImportNote", "Line", "Quarantined", "Resolver"]

SHARE, CASH, FUTURE, FUND, OTHER = "share", "cash", "future", "fund", "other"
"""Kinds of line; each is also the scheme of the ids of lines that are linked to nothing, except a fund's."""


class Resolver(Protocol):
    """Says what the codes in a file are. :class:`~themegraph.ingest.holdings.ReferenceResolver` is built from reference data."""

    def security(self, code: str, /) -> tuple[EntityId, EntityId | None] | None:
        """Return the share (or fund) of a code with its market, and its issuer; ``None`` if unknown."""

    def named(self, code: str, name: str, /) -> bool:
        """Return whether the security of ``code`` is known by ``name``."""

    def bearer(self, name: str, /) -> EntityId | None:
        """Return the issuer that goes by a name today, if only one does."""

    def fund(self, code: str, /) -> EntityId | None:
        """Return the fund of a code, with its market or without it where only one fund has that code."""

    def fund_named(self, name: str, /) -> EntityId | None:
        """Return the fund that has exactly this name, if it is the only one."""

    def industry(self, name: str, /) -> EntityId | None:
        """Return the third-level class of Shenwan's 2021 scheme that has this name, if it is the only one."""

    def theme(self, name: str, /) -> EntityId | None:
        """Return the theme of that label, else the only theme that also goes by that name."""

    def index(self, code: str, /) -> EntityId | None:
        """Return the index of a code, with its market or without."""

    def trackers(self, index: EntityId, /) -> tuple[EntityId, ...]:
        """Return the funds that track an index."""

    def tracked(self, fund: EntityId, /) -> EntityId | None:
        """Return the index that a fund tracks, where that is known."""

    def leverage(self, fund: EntityId, /) -> float | None:
        """Return the leverage of a fund (1: plain, long only); ``None`` if the fund is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a file, read but not yet linked."""

    at: int
    """Line of the file, from 1; the place in the list where a format has no lines."""
    code: str
    """As the file writes it; blank for most cash."""
    candidates: tuple[str, ...] = ()
    """Canonical codes that it may mean, best first."""
    sure: bool = False
    """The file names the market, so the first candidate is meant; else the name must agree too."""
    name: str = ""
    weight: float | None = None
    """Fraction; ``None``: not in the file."""
    kind: str = SHARE


@dataclass(slots=True, kw_only=True)
class Draft:
    """One table as the file has it, before it is linked and checked."""

    fund: EntityId | None = None
    index: EntityId | None = None
    """Either the fund or the index that the lines describe."""
    source: str = ""
    """Blank: the format and the file."""
    basis: str
    coverage: str
    n_total: int | None = None
    as_of: date | None = None
    known_at: date | None = None
    known_stated: bool = False
    """The source itself says ``known_at``; else it follows from a rule, and a file in hand on the day of the import was known by then."""
    lines: list[Line] = field(default_factory=list)
    at: int = 1
    """Line to name in messages about the whole table."""
    falling: bool | None = None
    """Lines left out weigh at most the smallest listed; ``None``: the coverage says so (full and top do)."""
    sums_to_one: bool = True
    """A full list that should add up; False where the source lists shares only."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Quarantined:
    """A table, or a file, that was not taken over."""

    file: str
    line: int
    reason: str
    """unreadable, no-lines, no-date, bad-cell, sum-off, negative-equity, duplicate-row, unit-mix-up, future-date, fund-mismatch, date-mismatch, no-fund."""
    message: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ImportNote:
    """Something the user should know about what was taken over."""

    file: str
    line: int
    kind: str
    """unlinked, unknown-fund, name-differs, weights-unknown, price-missing, price-old, lot-error, sum-warning, dropped …"""
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the caller said about the files."""

    resolver: Resolver
    fund: str | None = None
    as_of: date | None = None
    run_on: date | None = None
    """The day of the import; nothing may lie after it. ``None``: dates are not checked."""
    prices: Prices | None = None
    index_tables: tuple[WeightTable, ...] = ()
    """Index weights that may stand in for roughly derived ones."""
    other_market: str | None = None
    """Market of codes whose file says only "other market"."""
    board: str | None = None
    """Name of the theme board of a frame that does not carry it."""


@dataclass(slots=True)
class Found:
    """What one importer found in one file."""

    drafts: list[Draft] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    funds: list[Fund] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    revenues: list[Revenue] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    """Industry classes and theme boards that the file names."""
    notes: list[tuple[int, str, str]] = field(default_factory=list)
    """Line, kind, message."""
    refused: list[tuple[int, str, str]] = field(default_factory=list)
    """Line, reason, message."""

    def note(self, at: int, kind: str, message: str) -> None:
        """Keep a note."""
        self.notes.append((at, kind, message))

    def refuse(self, at: int, reason: str, message: str) -> None:
        """Keep a reason why something was not taken over."""
        self.refused.append((at, reason, message))


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingsImport:
    """Everything that came out of the files, sorted, whatever the order of files and rows."""

    tables: tuple[WeightTable, ...] = ()
    listings: tuple[Listing, ...] = ()
    funds: tuple[Fund, ...] = ()
    memberships: tuple[Membership, ...] = ()
    revenues: tuple[Revenue, ...] = ()
    entities: tuple[Entity, ...] = ()
    """Industry classes and theme boards that the files name."""
    quarantined: tuple[Quarantined, ...] = ()
    notes: tuple[ImportNote, ...] = ()
    formats: tuple[tuple[str, str], ...] = ()
    """File and the format it was read as."""
