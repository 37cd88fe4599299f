"""What the exposure engine is asked and what it answers: values only. Weights, impacts and exposures are fractions, not percent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime

from themegraph.exposure.revenues import RevenueUse
from themegraph.exposure.shocks import Shock
from themegraph.exposure.weights import RebalanceRule
from themegraph.model.values import dataclass

__all__ = [
    "Attribution",
    "Bounds",
    "Coverage",
    "EdgeUse",
    "Explanation",
    "ExposureAnswer",
    "ExposureQuestion",
    "ExposureRow",
    "Fragility",
    "Hop",
    "Impact",
    "LineUse",
    "NotHeld",
    "Notice",
    "Path",
    "Sampled",
    "WeightsUsed",
    "WhyNot",
]

Arguments = tuple[tuple[str, str | int | float | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureQuestion:
    """Which funds do these events reach, as of a day?"""

    events: tuple[int, ...]
    """Rows of `events`: one event, the events of a story, or several."""
    as_of: date
    known_at: datetime | None = None
    """Only what this workspace had learned by then; aware. ``None``: no limit."""
    weights_as_of: date | None = None
    """Use the weights known by this day instead: a scenario with later data, never a back-test."""
    hops: int | None = None
    """H, 1 … 3; ``None``: the table's default."""
    top: int = 20
    """Rows of funds in the answer; 0: all."""
    paths: int = 3
    """Walks shown a fund and a company."""
    draws: int | None = None
    """Draws of the priors; 0: none, ``None``: the table's default."""
    decayed: bool | None = None
    """Whether age lowers shocks; ``None``: only where the events come from more than one story."""
    funds: tuple[int, ...] = ()
    """Fund nodes to answer for even if nothing reaches them; the others follow as usual."""
    sessions: tuple[date, ...] | None = None
    """Trading days in rising order; ``None``: weekdays."""
    rebalances: Mapping[str, RebalanceRule] = field(default_factory=dict)
    """By index id; ``*``: any other."""
    listed_on: Mapping[str, date] = field(default_factory=dict)
    """Listing day by company id, where known; it limits who may hide in an unlisted weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the reader must know, as a code with arguments; render and query write the sentence."""

    code: str
    args: Arguments = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One step of a path. The product of the coefficients of a path is its contribution."""

    subject: str
    """Id: of the event in the first hop, of the fund in the last, else of the statement's subject."""
    predicate: str
    """``affects`` (first hop), ``holds`` (last), else the statement's predicate, or ``belongs_to_sector`` of a membership row."""
    object: str
    sender: str
    """Id of where the effect comes from."""
    receiver: str
    relation: str
    """``shock``, a relation class, ``relay`` (company → group), ``narrower`` (group → group below it), ``holding``."""
    coefficient: float
    """What leaves over what arrives, summed over shock types: S for the first hop, m · w for the last."""
    coefficients: tuple[float, ...] = ()
    """By shock type; empty for the first and last hop."""
    gamma: tuple[float, ...] = ()
    """The receiver's bound by shock type."""
    in_edges: tuple[float, ...] = ()
    """Σ |a| over the receiver's in-edges by shock type, before the bound."""
    q: float | None = None
    """Share as used, with the receiver's denominator."""
    q_known: bool | None = None
    """False: the prior was taken."""
    stands_in: bool = False
    """Market values are unknown: the stake stands in for stake · V_i / V_j."""
    belief: float = 1.0
    evidence: tuple[int, ...] = ()
    """Admitted rows of `evidence`."""
    statement: int = -1
    member: int = -1
    """Row of `members`."""
    holding: int = -1
    """Row of `holdings`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A walk: event → company → … → company, and for a fund → fund."""

    contribution: float
    """To E of the fund, or to I of the company."""
    hops: tuple[Hop, ...]
    event: int
    by_type: tuple[float, ...]
    """The contribution by shock type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Where E may lie, given what is not known of the weights; equal ends: exact."""

    lo: float
    hi: float
    lo_companies: tuple[tuple[str, float], ...] = ()
    """(id, weight assumed) that give ``lo``."""
    hi_companies: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Shares of the fund, in [0, 1]."""

    weights: float
    """C_w: lines with a known weight."""
    linked: float
    """C_link: of those, lines linked to an issuer."""
    related: float
    """C_rel: of those, issuers with a sourced relation beyond membership, or named by the event itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsUsed:
    """Which weights a row rests on."""

    table: int
    """Row of `tables`."""
    id: str
    as_of: date | None
    known_at: date | None
    basis: str
    coverage: str
    tier: str
    index: str
    """Id of the index whose weights stand in, empty if the fund's own."""
    age_days: int
    crossed: int | None
    """Rebalances crossed since; ``None``: no schedule known."""
    staleness: str
    source: str
    lines: int
    n_total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """What seeded draws of the priors say about E."""

    draws: int
    p_positive: float
    lo: float
    """10 % of the draws lie below."""
    hi: float
    """10 % lie above."""
    undecided: bool
    """方向不确定."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureRow:
    """One fund."""

    fund: int
    id: str
    direct_positive: float
    """Weight of the companies that the events help."""
    direct_negative: float
    """Weight of those they hurt, as a positive number."""
    direct_unlisted: float
    """Largest weight that named companies missing from the list may have: 0 for a full list."""
    named_weight: float
    """Weight of companies that are named without being helped or hurt."""
    net: float
    """E. Not a statement about the fund where ``status`` is abstained or not_analysed."""
    long: float
    short: float
    gross: float
    equivalent_weight: float
    """E / ‖S‖∞; 0 where there is no shock."""
    if_true: float
    """E if all beliefs were 1 (若属实)."""
    leverage: float
    """m as used."""
    status: str
    """ranked, negligible, not_analysed or abstained."""
    reasons: tuple[Notice, ...]
    """Why it abstains, is not analysed, or deserves care."""
    rank: int | None
    """Among ranked rows by |equivalent weight|; rows whose bands overlap share it."""
    coverage: Coverage
    unknown_weight: float
    bounds: Bounds
    sampled: Sampled | None
    weights: WeightsUsed
    paths: tuple[Path, ...]
    paths_total: int
    """Number of walks behind E."""
    purity: float | None = None
    """Weight of the members of the groups that the events name; ``None`` where they name none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What the events mean for one company."""

    company: int
    id: str
    impact: float
    by_type: tuple[float, ...]
    named: bool
    """The events name it themselves."""
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeld:
    """A company of the event that no usable weight table lists: the not-in-index alarm."""

    company: int
    id: str
    sign: int
    possible: tuple[tuple[int, float], ...]
    """Funds whose unlisted weight may hide it, with the most that it may weigh there; largest first."""
    nearest: tuple[tuple[str, float], ...]
    """(fund id, contribution) of the funds it reaches through relations, largest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureAnswer:
    """Funds, companies and what is missing. Relative and not calibrated."""

    question: ExposureQuestion
    scenario: bool
    """Weights from after ``as_of`` were asked for: 情景：事后资料，不可用于回测."""
    shocks: tuple[Shock, ...]
    norm: float
    """‖S‖∞: the largest shock at one company."""
    rows: tuple[ExposureRow, ...]
    """Facts first: by direct weight, then by |E|."""
    rows_total: int
    """Funds reached, the rows not shown included."""
    impacts: tuple[Impact, ...]
    """Companies helped and hurt, largest |impact| first, the named ones included."""
    neutral: tuple[str, ...]
    """Ids of companies named without polarity."""
    not_held: tuple[NotHeld, ...]
    warnings: tuple[Notice, ...]
    hops: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """E taken apart; each list sums to E within 1e-12, largest |part| first."""

    by_constituent: tuple[tuple[str, float], ...]
    by_walk: tuple[Path, ...]
    by_story: tuple[tuple[str, float], ...]
    by_event: tuple[tuple[str, float], ...]
    by_type: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeUse:
    """One hop of the graph as the explanation uses it: ``coefficient_k = γ_k · λσ_k · q · belief``."""

    sender: str
    receiver: str
    relation: str
    q: float
    q_known: bool
    room: float | None
    """(1 − Σ known) / n_unknown of the receiver's denominator, where q is unknown and shared."""
    belief: float
    lam: tuple[float, ...]
    gamma: tuple[float, ...]
    in_edges: tuple[float, ...]
    coefficients: tuple[float, ...]
    statement: int
    evidence: tuple[int, ...]
    stands_in: bool = False
    """Market values are unknown: the stake stands in for stake · V_i / V_j."""
    overlap: float | None = None
    """o_j, where ``q = o_j · min(1, R_i / R_j)`` …"""
    revenues: tuple[RevenueUse, ...] = ()
    """… and R_i and R_j."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineUse:
    """One constituent: ``contribution = leverage · weight · impact``."""

    id: str
    weight: float
    impact: float
    contribution: float
    holdings: tuple[int, ...]
    """Rows of `holdings`, several where listings of one issuer stand in the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragility:
    """E without one hop, or without one source."""

    kind: str
    """``edge`` or ``source``."""
    sender: str
    receiver: str
    relation: str
    source: str
    net: float
    change: float
    rank: int | None
    """Rank the fund would have among the ranked ones, the others unchanged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything needed to redo one fund's figure by hand."""

    row: ExposureRow
    shocks: tuple[Shock, ...]
    norm: float
    shock_types: tuple[str, ...]
    lines: tuple[LineUse, ...]
    edges: tuple[EdgeUse, ...]
    attribution: Attribution
    fragility: tuple[Fragility, ...]
    warnings: tuple[Notice, ...]
    scenario: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """Why a fund is not among the exposed ones, or stands low; most decisive reason first."""

    fund: int
    id: str
    reasons: tuple[Notice, ...]
    row: ExposureRow | None
