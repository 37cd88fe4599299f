"""The other directions: why not, from the fund, from the company, side by side, since the last look."""

from __future__ import annotations

from datetime import date, datetime

from themegraph.model.answers.exposures import UNCALIBRATED, EventRow, FundRow, Path, Thing, WarningNote, WeightsUsed
from themegraph.model.answers.holdings import FundTable
from themegraph.model.values import dataclass

__all__ = [
    "CompanyAnswer",
    "CompanyEvent",
    "CompareAnswer",
    "CompareRow",
    "FundAnswer",
    "FundEvent",
    "HolderRow",
    "Reason",
    "WatchAnswer",
    "WatchChange",
    "WhyNotAnswer",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a fund stands where it stands."""

    code: str
    """A code of the engine: no-path, weight-unknown, not-listed, weights-dated-later …"""
    message: str
    missing: str = ""
    """What would have to be known for a fuller answer; empty where nothing is missing."""
    published: str = ""
    """Where that is published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNotAnswer:
    """Why a fund is not among those exposed to an event, or what its place rests on; the most decisive reason first."""

    schema: str = "themegraph/whynot/1"
    label: str = UNCALIBRATED
    question: str
    as_of: date
    known_at: datetime | None
    etf: Thing
    events: tuple[EventRow, ...]
    reasons: tuple[Reason, ...]
    row: FundRow | None
    """The fund's figures; ``None``: no weights of it were known by then."""
    warnings: tuple[WarningNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FundEvent:
    """One event that touches a fund, with the fund's figures for it alone, as at its own moment."""

    event: EventRow
    row: FundRow
    """``rank`` is ``None``: one fund has no rank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FundAnswer:
    """Which events touch a fund, by how much, and all of them together with decay by age."""

    schema: str = "themegraph/etf/1"
    label: str = UNCALIBRATED
    question: str
    as_of: date
    known_at: datetime | None
    since: date
    """Events first public from this day on."""
    etf: Thing
    weights: WeightsUsed | None
    """``None``: no weights of the fund were known by then."""
    rows: tuple[FundEvent, ...]
    """Latest first."""
    combined: FundRow | None
    """The exposure to all these events at once, older ones faded; ``None``: nothing touches the fund."""
    events_total: int
    """Events of the window that could be known, the ones that do not touch the fund included."""
    warnings: tuple[WarningNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyEvent:
    """An event and what it means for one company."""

    event: EventRow
    direction: str
    """helped, hurt, neutral (named without effect) or unclear."""
    impact: float
    """On the scale of the shocks, as at the event's own moment."""
    paths: tuple[Path, ...] = ()
    """How it comes from the companies the event names; empty where the event names this company."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderRow:
    """A fund and how much of a company it holds, looked through to the issuer."""

    etf: Thing
    weight: float | None
    """All listings of the company together; ``None``: listed, weight unknown."""
    weights: WeightsUsed


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyAnswer:
    """Events that name a company, events that reach it through relations, and the funds that hold it."""

    schema: str = "themegraph/company/1"
    label: str = UNCALIBRATED
    question: str
    as_of: date
    known_at: datetime | None
    since: date
    company: Thing
    listings: tuple[Thing, ...]
    named: tuple[CompanyEvent, ...]
    """Latest first."""
    reached: tuple[CompanyEvent, ...]
    """Largest |impact| first."""
    holders: tuple[HolderRow, ...]
    """Largest weight first."""
    holders_total: int
    warnings: tuple[WarningNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareRow:
    """One fund in a comparison."""

    etf: Thing
    row: FundRow | None
    """``None``: no weights of it were known by then."""
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareAnswer:
    """The exposures of some funds to an event side by side, also of those that nothing reaches; in the order asked."""

    schema: str = "themegraph/compare/1"
    label: str = UNCALIBRATED
    question: str
    as_of: date
    known_at: datetime | None
    events: tuple[EventRow, ...]
    rows: tuple[CompareRow, ...]
    warnings: tuple[WarningNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchChange:
    """A fund whose exposure changed since the last look."""

    etf: Thing
    change: str
    """entered, left or moved."""
    direct_before: float | None
    direct_now: float | None
    equivalent_before: float | None
    equivalent_now: float | None
    status_before: str
    status_now: str
    weights: WeightsUsed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchAnswer:
    """What changed since the last look."""

    schema: str = "themegraph/watch/1"
    label: str = UNCALIBRATED
    question: str
    as_of: date
    known_at: datetime | None
    first: bool
    """There was no look before: everything counts as new."""
    since: date | None
    """The day of the last look."""
    since_known_at: datetime | None
    threshold: float
    """Smallest change of a direct or equivalent weight that is told."""
    events: tuple[EventRow, ...]
    """New ones, latest first."""
    events_total: int
    gone: tuple[str, ...]
    """Ids of events that were known at the last look and no longer are."""
    changes: tuple[WatchChange, ...]
    tables: tuple[FundTable, ...]
    """New weight tables that are used now."""
    tables_total: int
    """New weight tables, used or not."""
    warnings: tuple[WarningNote, ...] = ()
