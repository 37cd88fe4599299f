"""Past exposures as they could have been worked out on the day, and what the baselines would have said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

import numpy as np

from themegraph.calibrate.answers import FundFacts, Scored
from themegraph.calibrate.baselines import BASELINES, baseline_scores
from themegraph.calibrate.calibration import EXPOSURE
from themegraph.calibrate.prices import PriceTable
from themegraph.exposure import ExposureAnswer, ExposureQuestion, PropagationTable, expose
from themegraph.exposure.view import View
from themegraph.model import code_of, market_of
from themegraph.query.exposures import Calendars
from themegraph.query.facts import SHANGHAI
from themegraph.snapshot import Snapshot

__all__ = ["PastScores", "past_scores"]

_MARKET = {"SH": "A", "SZ": "A", "BJ": "A", "HK": "HK", "US": "US"}
_KINDS = {"equity", "cross_border_equity"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PastScores:
    """What :func:`themegraph.calibrate.calibrate` needs."""

    methods: dict[str, tuple[Scored, ...]]
    funds: tuple[FundFacts, ...]
    days: int
    """Days on which an event became public."""
    scored_days: int
    """Of those, days on which a fund could be scored."""
    abstained: int
    """Pairs of fund and day without a score: the engine abstained or had nothing to go by."""


def _market(snapshot: Snapshot, answers: list[tuple[int, int]]) -> dict[int, str]:
    """Return the market that most of the weight of each (fund, table) is listed in; the weights of the latest day count."""
    out: dict[int, str] = {}
    for fund, table in answers:
        span = snapshot.rows("holdings_ptr", table)
        weight = np.nan_to_num(snapshot.holdings.weight[span])
        total: dict[str, float] = {}
        for node, w in zip(snapshot.holdings.security[span], weight, strict=True):
            market = _MARKET.get(market_of(snapshot.id_of(int(node))), "") if node >= 0 else ""
            total[market] = total.get(market, 0.0) + float(w)
        best = max(sorted(total), key=lambda m: total[m], default="")
        out[fund] = best
    return out


def past_scores(
    snapshot: Snapshot,
    prices: PriceTable,
    *,
    as_of: date,
    known_at: datetime | None = None,
    since: date | None = None,
    calendars: Calendars | None = None,
    table: PropagationTable | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> PastScores:
    """Return the exposures of every event day up to ``as_of``, each from what was public by the end of that day.

    Parameters
    ----------
    snapshot
        The graph.
    prices
        Only funds with prices are scored; a fund that the day's news does not reach scores 0.
    as_of
        The last event day.
    known_at
        Only what the workspace had learned by then.
    since
        The first event day.
    calendars, table
        Rebalances and sessions, and coefficients; ``None``: weekdays, the shipped ones.
    progress
        Called with each day.

    Notes
    -----
    A day's events are one question at the end of the day in Shanghai, so day 0 is a later session in every market: news before the
    opening loses its first reaction rather than lend it to the score. Weights published later are never used. Rows on which the engine
    abstains, or that it calls not analysed, are no scores.
    """
    known = Calendars() if calendars is None else calendars
    facts = snapshot.funds
    kinds = snapshot.vocabulary("fund_kinds")
    rows = [r for r in range(len(facts)) if kinds[int(facts.kind[r])] in _KINDS and code_of(snapshot.id_of(int(facts.node[r]))) in prices.series]
    tested = {int(facts.node[r]): r for r in rows}
    public = snapshot.events.public_from
    first, last = (since or date.min).toordinal(), as_of.toordinal()
    days = sorted({int(d) for d in public if d > 0 and first <= d <= last})
    methods: dict[str, list[Scored]] = {name: [] for name in (EXPOSURE, *BASELINES)}
    used: dict[int, int] = {}
    scored_days = abstained = 0
    for ordinal in days if tested else []:
        day = date.fromordinal(ordinal)
        progress(day.isoformat())
        view = View(snapshot, day, known_at)
        events = tuple(int(e) for e in np.flatnonzero(public == ordinal) if view.event(int(e)).belief > 0 and not snapshot.events.negated[e])
        if not events:
            continue
        answer = _answer(snapshot, events, day, known_at, tuple(tested), known, table)
        mine = [row for row in answer.rows if row.fund in tested]
        kept = [row for row in mine if row.status in {"ranked", "negligible"}]
        abstained += len(mine) - len(kept)
        if not kept:
            continue
        scored_days += 1
        used.update((row.fund, row.weights.table) for row in kept)
        at = datetime.combine(day, time(23, 59, 59), SHANGHAI)
        said = {EXPOSURE: tuple(row.net for row in kept), **baseline_scores(snapshot, view, events, kept)}
        for name, values in said.items():
            methods[name] += [Scored(known_at=at, fund=code_of(row.id), score=v) for row, v in zip(kept, values, strict=True)]
    markets = _market(snapshot, sorted(used.items()))
    return PastScores(
        methods={name: tuple(scored) for name, scored in methods.items()},
        funds=tuple(_facts(snapshot, node, tested[node], markets[node], kinds) for node in sorted(used)),
        days=len(days),
        scored_days=scored_days,
        abstained=abstained,
    )


def _answer(
    snapshot: Snapshot,
    events: tuple[int, ...],
    day: date,
    known_at: datetime | None,
    funds: tuple[int, ...],
    calendars: Calendars,
    table: PropagationTable | None,
) -> ExposureAnswer:
    question = ExposureQuestion(
        events=events,
        as_of=day,
        known_at=known_at,
        top=0,
        paths=0,
        draws=0,
        funds=funds,
        sessions=calendars.sessions,
        rebalances=calendars.rebalances,
        listed_on=calendars.listed_on,
    )
    return expose(snapshot, question, table)


def _facts(snapshot: Snapshot, node: int, row: int, market: str, kinds: list[str]) -> FundFacts:
    funds = snapshot.funds
    index = int(funds.index[row])
    leverage = float(funds.leverage[row])
    return FundFacts(
        code=code_of(snapshot.id_of(node)),
        market=market,
        index=snapshot.id_of(index) if index >= 0 else snapshot.text(int(funds.index_name[row])),
        leverage=leverage if np.isfinite(leverage) else 1.0,
        qdii=kinds[int(funds.kind[row])] == "cross_border_equity",
    )
