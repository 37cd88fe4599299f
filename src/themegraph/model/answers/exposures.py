"""Events and the exposure to them: rows, paths, quotes and warnings that other answers are made of."""

from __future__ import annotations

from datetime import date, datetime

from themegraph.model.values import dataclass

__all__ = [
    "UNCALIBRATED",
    "BeneficiariesAnswer",
    "CompanyEffect",
    "Coverage",
    "EventParticipant",
    "EventRow",
    "EventsAnswer",
    "ExplainAnswer",
    "ExposureAnswer",
    "FundRow",
    "NotHeld",
    "Path",
    "PathHop",
    "Quote",
    "Thing",
    "UnweightedFunds",
    "WarningNote",
    "WeightsUsed",
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
    theme_purity: float | None = None
    """Known weight of the members of the themes and industries that the events name; ``None`` where they name none."""
    unknown_weight: float
    bounds: tuple[float, float]
    weights: WeightsUsed
    manager: str
    index: str
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleHolder:
    """A fund whose weight table is not complete and may hold a company that it does not list: no exposure, only a bound."""

    etf: Thing
    at_most: float
    """The most that the company may weigh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeld:
    """An event's company without a known weight in any fund asked about: the not-held alarm."""

    company: Thing
    message: str
    nearest: tuple[Thing, ...] = ()
    """Funds that hold a company related to it."""
    possible: tuple[PossibleHolder, ...] = ()
    """Funds that may hold it among lines their tables do not list; the largest bounds."""
    possible_total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UnweightedFunds:
    """Funds that bear the name of a group of the event's companies and have no usable weight table: candidates to import weights of, not exposures."""

    group: Thing
    funds: tuple[Thing, ...]
    """The first few, those whose index is known first."""
    total: int


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
    unweighted: tuple[UnweightedFunds, ...] = ()
    """Only where no fund of ``rows`` is known to hold a company of the event."""
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
