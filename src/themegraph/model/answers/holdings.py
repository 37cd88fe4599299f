"""Weight tables and what is made of them: overlap, portfolios, screens, imports and their state."""

from __future__ import annotations

from datetime import date, datetime

from themegraph.model.answers.exposures import UNCALIBRATED, EventRow, Path, Thing, WarningNote, WeightsUsed
from themegraph.model.values import dataclass

__all__ = [
    "CompanyShare",
    "FundTable",
    "HoldingsImportAnswer",
    "HoldingsStatusAnswer",
    "ImportLine",
    "OverlapAnswer",
    "OverlapPair",
    "PortfolioAnswer",
    "PortfolioLine",
    "ScreenAnswer",
    "ScreenRow",
    "SharedHolding",
    "StatusRow",
]


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
    direct_weight_unlisted: float | None
    """What an ETF may hold of them at most in lines that its weight table does not list; ``None``: it has no usable table."""
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
    revenues: int
    rows_known: int
    """Funds, listings, memberships and revenues that the files name and that were there already."""
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
