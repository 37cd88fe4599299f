"""Answers as they are published: what ``--format json`` writes is these values, field by field.

Weights and exposures are fractions, not percent. Unknown is ``None``, never 0. Days are ISO dates, instants ISO 8601 with offset.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

__all__ = [
    "UNCALIBRATED",
    "BeneficiariesAnswer",
    "CompanyAnswer",
    "CompanyEffect",
    "CompanyEvent",
    "CompanyShare",
    "CompareAnswer",
    "CompareRow",
    "Coverage",
    "EntityAnswer",
    "EventParticipant",
    "EventRow",
    "EventsAnswer",
    "ExplainAnswer",
    "ExposureAnswer",
    "FundAnswer",
    "FundEvent",
    "FundRow",
    "FundTable",
    "HolderRow",
    "HoldingFact",
    "HoldingsImportAnswer",
    "HoldingsStatusAnswer",
    "ImportLine",
    "NamedFact",
    "NotHeld",
    "OverlapAnswer",
    "OverlapPair",
    "Path",
    "PathHop",
    "PortfolioAnswer",
    "PortfolioLine",
    "Quote",
    "Reason",
    "ScreenAnswer",
    "ScreenRow",
    "SharedHolding",
    "StatsAnswer",
    "StatusRow",
    "Thing",
    "WarningNote",
    "WatchAnswer",
    "WatchChange",
    "WeightsUsed",
    "WhyNotAnswer",
]

UNCALIBRATED = "相对暴露度（未校准）"
"""The heading of every exposure figure until a user calibrates on prices (EXPOSURE.md §7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """An entity with its id, code and name, which are always shown together."""

    id: str
    code: str
    """``515070.SH``; empty for what has no code."""
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Where a thing is said."""

    article: str
    """``article:<hash>``, or ``dataset:<name>`` for reference data."""
    title: str
    quote: str
    """The exact words; for reference data the row in words."""
    start: int
    end: int
    published_at: str | None
    source: str
    modality: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningNote:
    """Something the reader must know before using the answer."""

    code: str
    """``scenario``, ``not-held``, ``stale-weights``, ``single-source``, ``undated``, ``several-events`` …"""
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventParticipant:
    """Who takes part in an event, and what it means for them."""

    id: str
    name: str
    role: str
    polarity: str
    """positive, negative or neutral."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One event with what tells it."""

    id: str
    story: str
    type: str
    type_label: str
    trigger: str
    label: str
    """Who, what, whom, in a few words."""
    summary: str
    """The headline of the first article that tells it."""
    day_from: date | None
    day_to: date | None
    first_public: date | None
    """``None``: told by undated articles only; such an event enters no as-of answer."""
    participants: tuple[EventParticipant, ...]
    negated: bool
    speculative: bool
    belief: float
    articles: int
    """How many articles tell it."""
    voices: int
    """How many independent stories these are: reprints count once."""
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsAnswer:
    """Events that fit a question, best first."""

    schema: str = "themegraph/events/1"
    question: str = ""
    as_of: date | None = None
    known_at: datetime | None = None
    rows: tuple[EventRow, ...] = ()
    warnings: tuple[WarningNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PathHop:
    """One step of a path. The last one is the holding."""

    subject: str
    predicate: str
    """Ontology notation; ``names`` for event → company, ``holds`` for the last step to a fund."""
    predicate_label: str
    object: str
    subject_label: str
    object_label: str
    coefficient: float
    """Effect on the receiver per unit at the sender, the receiver bound applied; for a holding the weight."""
    belief: float
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A walk from the event to a fund (or a company) and what it contributes."""

    contribution: float
    hops: tuple[PathHop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsUsed:
    """Which weight table an exposure rests on."""

    as_of: date | None
    """The day the weights describe; ``None``: the source states none."""
    known_at: date
    basis: str
    basis_label: str
    coverage: str
    age_days: int | None
    staleness: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of a fund the figures rest on, each in [0, 1] (EXPOSURE.md §4)."""

    weights: float
    linked: float
    relations: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FundRow:
    """What is known of one fund. Facts stand before the model: direct weight first."""

    etf: Thing
    direct_weight: float
    """Weight of the companies that the event itself helps or hurts."""
    direct_weight_positive: float
    direct_weight_negative: float
    direct_weight_unlisted: float
    """The most that the event's companies may weigh among lines the table does not list; 0 for a full list."""
    named_weight: float
    """Weight of companies the event names without effect; never ranked."""
    net: float
    long: float
    short: float
    gross: float
    equivalent_weight: float
    if_true: float
    """若属实: net with all beliefs 1."""
    probability_positive: float | None
    """P(E > 0) over seeded draws of the priors; ``None``: not computed."""
    status: str
    """ranked, negligible, not_analysed or abstained."""
    reasons: tuple[WarningNote, ...]
    """Why it is not ranked, or deserves care; most decisive first."""
    rank: int | None
    coverage: Coverage
    unknown_weight: float
    bounds: tuple[float, float]
    weights: WeightsUsed
    manager: str
    index: str
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeld:
    """An event's company without a known weight in any fund asked about: the not-held alarm."""

    company: Thing
    message: str
    nearest: tuple[Thing, ...] = ()
    """Funds that hold a company related to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureAnswer:
    """Which ETFs are exposed to an event, by how much, by which path, on whose word, as of when."""

    schema: str = "themegraph/exposure/1"
    label: str = UNCALIBRATED
    scenario: str | None = None
    """情景：事后资料，不可用于回测, where later weights were asked for."""
    question: str
    as_of: date
    known_at: datetime | None
    weights_as_of: date | None = None
    hops: int = 2
    events: tuple[EventRow, ...]
    rows: tuple[FundRow, ...]
    not_held: tuple[NotHeld, ...] = ()
    helped: tuple[str, ...] = ()
    """Labels of the companies the event itself helps."""
    hurt: tuple[str, ...] = ()
    warnings: tuple[WarningNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyEffect:
    """A company that an event helps or hurts."""

    company: Thing
    direction: str
    """helped, hurt or unclear."""
    basis: str
    """stated: the text says so; inferred: the graph does."""
    impact: float
    paths: tuple[Path, ...] = ()
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BeneficiariesAnswer:
    """Who gains and who loses, what the text states apart from what the graph infers."""

    schema: str = "themegraph/beneficiaries/1"
    label: str = UNCALIBRATED
    question: str
    as_of: date
    known_at: datetime | None
    events: tuple[EventRow, ...]
    stated: tuple[CompanyEffect, ...]
    inferred: tuple[CompanyEffect, ...]
    warnings: tuple[WarningNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainAnswer:
    """The arithmetic of one fund's exposure, line by line, so that it can be redone by hand."""

    schema: str = "themegraph/explain/1"
    label: str = UNCALIBRATED
    scenario: str | None = None
    question: str
    as_of: date
    known_at: datetime | None
    row: FundRow
    lines: tuple[str, ...]
    """The computation in words and figures."""
    by_constituent: tuple[tuple[str, float], ...]
    by_shock: tuple[tuple[str, float], ...]
    by_story: tuple[tuple[str, float], ...]
    warnings: tuple[WarningNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFact:
    """A dated fact about an entity in words."""

    name: str
    value: str
    as_of: date | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingFact:
    """A weight of a company in a fund, with the day it describes and the day from which it could be known."""

    etf: Thing
    security: Thing
    weight: float | None
    as_of: date | None
    known_at: date
    basis: str
    basis_label: str
    coverage: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityAnswer:
    """What the graph knows of one entity."""

    schema: str = "themegraph/entity/1"
    question: str
    as_of: date
    known_at: datetime | None
    entity: Thing
    type: str
    names: tuple[str, ...]
    listings: tuple[Thing, ...]
    facts: tuple[NamedFact, ...]
    holdings: tuple[HoldingFact, ...]
    relations: tuple[Path, ...]
    events: tuple[EventRow, ...]
    others: tuple[Thing, ...] = ()
    """Other entities that the question may have meant."""
    warnings: tuple[WarningNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatsAnswer:
    """How much the workspace holds."""

    schema: str = "themegraph/stats/1"
    counts: dict[str, int]
    first_published: str | None
    last_published: str | None
    undated_articles: int
    latest_weights: date | None
    versions: dict[str, str] = field(default_factory=dict)


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
class FundTable:
    """The weights of one fund that a comparison of holdings rests on."""

    etf: Thing
    weights: WeightsUsed | None
    """``None``: no weights of it were known by then."""
    lines: int
    weight_known: float
    weight_unknown: float
    """The share of the fund that may lie in lines not listed, or listed without a weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedHolding:
    """A constituent of two funds."""

    security: Thing
    """The issuer; for a line that is linked to none, the line."""
    first: float | None
    """Weight in the first fund; ``None``: listed, weight unknown."""
    second: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapPair:
    """Two funds: Σ min(weight in the first, weight in the second) over common constituents."""

    first: Thing
    second: Thing
    overlap: float
    """From known weights alone."""
    bounds: tuple[float, float]
    """Where the overlap may lie, given what is not known of the weights."""
    common: int
    """Constituents that both tables list, weights known or not."""
    largest: tuple[SharedHolding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapAnswer:
    """How much some funds hold in common as of a day; a fact of their weights, no model."""

    schema: str = "themegraph/overlap/1"
    as_of: date
    known_at: datetime | None
    funds: tuple[FundTable, ...]
    pairs: tuple[OverlapPair, ...]
    warnings: tuple[WarningNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioLine:
    """One line of a portfolio. Figures are parts of the portfolio: weight times the figure of the share or fund."""

    line: int
    """Line of the file."""
    security: Thing
    kind: str
    """share, etf or cash."""
    weight: float
    """Of the portfolio; negative: short."""
    direct_weight: float
    """What the line holds of companies that the event helps or hurts, as part of the portfolio; negative where short."""
    direct_weight_positive: float
    direct_weight_negative: float
    net: float
    equivalent_weight: float
    status: str
    """ranked, negligible, not_analysed, abstained, no_weights or cash."""
    unknown_weight: float
    """Part of the portfolio's weight whose constituents are unknown."""
    weights: WeightsUsed | None
    """The weight table of an ETF; ``None`` for shares, cash, and an ETF without usable weights."""
    paths: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyShare:
    """One company in a portfolio, looked through its ETFs."""

    company: Thing
    held: float
    """As shares."""
    through_etfs: float
    impact: float
    contribution: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioAnswer:
    """What an event means for holdings of the user's own, by line and in total."""

    schema: str = "themegraph/portfolio/1"
    label: str = UNCALIBRATED
    question: str
    as_of: date
    known_at: datetime | None
    events: tuple[EventRow, ...]
    direct_weight: float
    """Weight of companies that the event helps or hurts, shares and ETFs together; short positions subtract."""
    direct_weight_positive: float
    direct_weight_negative: float
    net: float
    """The sum of the lines whose exposure is stated."""
    long: float
    short: float
    equivalent_weight: float
    stated_weight: float
    """Σ |weight| of the lines whose exposure is stated; the others are not in ``net``."""
    unknown_weight: float
    """Σ |weight| whose constituents are unknown, the part that the file does not list included."""
    cash: float
    sum_weights: float
    rows: tuple[PortfolioLine, ...]
    companies: tuple[CompanyShare, ...]
    """Largest |contribution| first."""
    warnings: tuple[WarningNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenRow:
    """A fund that meets all conditions."""

    etf: Thing
    manager: str
    index: str
    kind: str
    fee: float | None
    """A year, a fraction; ``None``: not sourced."""
    theme_weight: float | None
    """Known weight of the members of the themes asked for; ``None``: no theme was asked for, or no weights are known."""
    direct_weight: float | None
    direct_weight_unlisted: float | None
    """The most that the event's companies may weigh among lines not listed."""
    equivalent_weight: float | None
    status: str
    """Of the exposure; empty without an event."""
    unknown_weight: float | None
    weights: WeightsUsed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenAnswer:
    """The funds that meet an expression; one with an unknown value in a decisive comparison does not, and is counted."""

    schema: str = "themegraph/screen/1"
    label: str = UNCALIBRATED
    question: str
    event: str
    """The event asked for; empty: none."""
    as_of: date
    known_at: datetime | None
    events: tuple[EventRow, ...]
    rows: tuple[ScreenRow, ...]
    matched: int
    """Funds that meet it, the ones not shown included."""
    tested: int
    undecided: int
    """Funds that could meet it, but a value is not known."""
    unknown: tuple[tuple[str, int], ...]
    """Field → how many of the undecided funds lack it."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """One weight table that came in, or one thing to know about a file."""

    file: str
    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingsImportAnswer:
    """What became of files of holdings."""

    schema: str = "themegraph/holdings-import/1"
    files: int
    formats: tuple[tuple[str, str], ...]
    """File and the format it was read as."""
    tables: tuple[StatusRow, ...]
    """New weight tables."""
    tables_known: int
    """Tables that were there already."""
    funds: int
    """New funds, and known ones of which a blank was filled."""
    companies: int
    """New companies."""
    listings: int
    memberships: int
    quarantined: tuple[ImportLine, ...]
    notes: tuple[ImportLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """One weight table of a fund and how it stands."""

    etf: Thing
    """The fund, or an index that no known fund tracks."""
    used: bool
    """Questions of that day use this one."""
    tier: str
    """The tier of the table in use, as the coefficient table names them; empty for the others."""
    weights: WeightsUsed | None
    """``None``: no weights of the fund are known."""
    crossed: int | None
    """Scheduled rebalances since; ``None``: no schedule known, or not in use."""
    lines: int
    n_total: int | None
    weight_known: float
    weight_linked: float
    """Known weight of lines linked to an issuer, or to another fund."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingsStatusAnswer:
    """What weights there are as of a day, by fund."""

    schema: str = "themegraph/holdings-status/1"
    as_of: date
    known_at: datetime | None
    rows: tuple[StatusRow, ...]
    funds: int
    """Funds of the workspace."""
    funds_weighted: int
    """Those with weights that could be known by then."""
    by_staleness: tuple[tuple[str, int], ...]
    warnings: tuple[WarningNote, ...] = ()
