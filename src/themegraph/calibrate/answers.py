"""What a calibration is given and what it answers: values only. Returns are log returns, as fractions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

__all__ = ["Calibration", "Decile", "FundFacts", "Interval", "LeftOut", "MethodScore", "Scored", "WindowResult"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What a method said of one fund before the market could answer."""

    known_at: datetime
    """Aware instant of the last piece of news behind the score. Scores of one fund from one day (Asia/Shanghai) are added up."""
    fund: str
    """Code with its market, ``510300.SH``."""
    score: float
    """Any scale; only its order within the day counts, and its sign for the slope."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FundFacts:
    """What must be known of a fund to test it."""

    code: str
    market: str
    """A, HK or US: whose sessions and whose benchmark count. For a QDII fund the market of what it holds."""
    index: str
    """Id or name of the tracked index; empty: unknown, and the fund stays out."""
    leverage: float = 1.0
    qdii: bool = False
    """Measured on its net asset value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A mean with the 2.5 % and 97.5 % points of its bootstrap."""

    mean: float
    lo: float
    hi: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Decile:
    """Funds of one tenth of the predictions, the tenths formed within each event day."""

    decile: int
    """1: lowest prediction, 10: highest."""
    pairs: int
    hit_rate: Interval
    """Share of fund-days with an abnormal return above 0."""
    mean_return: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodScore:
    """How well one method ordered the funds, out of sample."""

    method: str
    days: int
    ic: Interval | None
    """Mean rank IC within event days; ``None``: no day could be scored."""
    lead: Interval | None = None
    """Of a baseline: IC of the exposure minus its own, on the same days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Pairs of fund and event day that could not be measured, by reason."""

    reason: str
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowResult:
    """The test over one window."""

    window: tuple[int, int]
    """First and last session after the news, 0 being the first session that opens after it."""
    event_days: int
    """Event days with a rank IC."""
    independent_days: int
    """Of those, days whose windows do not overlap."""
    indices: int
    pairs: int
    first_day: date | None
    """First event day scored out of sample; the first of all where none was."""
    last_day: date | None
    in_sample_ic: float | None
    """Mean rank IC of the raw score over all days; informative only."""
    methods: tuple[MethodScore, ...]
    """The exposure first. Empty where the test was refused."""
    deciles: tuple[Decile, ...]
    left_out: tuple[LeftOut, ...]
    limit_locked: int
    """Pairs measured from the first unlocked close."""
    delisted: int
    """Pairs whose window ends with the fund."""
    refused: str
    """Why there is no verdict; empty: there is one."""
    calibrated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What past prices say about past scores."""

    schema: str = "themegraph/calibrate/1"
    verdict: str
    """已校准 if the out-of-sample interval of some window lies above 0, else 未校准."""
    as_of: date | None = None
    """Day up to which events were scored; ``None``: the scores came from the caller."""
    known_at: datetime | None = None
    days: int | None = None
    """Days with events up to then; ``None`` as above."""
    days_scored: int | None = None
    abstained: int | None = None
    """Pairs of fund and day on which the engine gave no score."""
    windows: tuple[WindowResult, ...]
    funds: int
    """Funds tested, one an index."""
    same_index: int
    """Funds left out because a fund on the same index stands for them."""
    adjusted: bool
    """Whether the prices of all funds tested are adjusted for dividends, as far as the file says."""
    benchmarks: tuple[tuple[str, str], ...]
    estimation: int
    embargo: int
    draws: int
    seed: int
