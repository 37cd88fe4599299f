"""Score past exposures, and baselines beside them, on past prices: walk-forward, one fund an index, event days as blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

import numpy as np
from numpy.typing import NDArray

from themegraph.calibrate.answers import Calibration, Decile, FundFacts, Interval, LeftOut, MethodScore, Scored, WindowResult
from themegraph.calibrate.prices import BENCHMARKS, PriceTable
from themegraph.calibrate.returns import ESTIMATION, abnormal_return, day_zero
from themegraph.calibrate.scoring import block_means, interval, rank_ic, ranks
from themegraph.errors import QuestionError

__all__ = ["EXPOSURE", "MIN_EVENT_DAYS", "MIN_INDICES", "WINDOWS", "calibrate", "one_per_index"]

EXPOSURE = "exposure"
"""Name of the method under test; the others are baselines."""
WINDOWS = ((0, 1), (0, 5))
MIN_EVENT_DAYS = 60
MIN_INDICES = 30
_MIN_FUNDS = 5
"""Funds a day must have for a rank IC (prior)."""
_FIRST_TRAINED = 20
"""Event days that end before the first prediction (prior)."""
_SHANGHAI = timezone(timedelta(hours=8))

Floats = NDArray[np.float64]
Days = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Day:
    """One event day: funds measured, with the scores of each method."""

    day: date
    start: int
    """Ordinal of the earliest day 0."""
    end: int
    """Ordinal of the latest last session."""
    value: Floats
    scores: Mapping[str, Floats]
    indices: tuple[str, ...]


def one_per_index(funds: Iterable[FundFacts], prices: PriceTable) -> tuple[tuple[FundFacts, ...], int]:
    """Return one fund an index, and how many others it stands for.

    Unlevered funds come before levered ones, then the fund with the most closes, then the lower code. Funds without prices or without a
    known index are not among them.
    """
    best: dict[str, FundFacts] = {}
    others = 0
    for fund in sorted(funds, key=lambda f: (f.leverage != 1.0, -_closes(f, prices), f.code)):
        if not fund.index or not _closes(fund, prices):
            continue
        if fund.index in best:
            others += 1
        else:
            best[fund.index] = fund
    return tuple(sorted(best.values(), key=lambda f: f.code)), others


def _closes(fund: FundFacts, prices: PriceTable) -> int:
    series = prices.series.get(fund.code)
    return 0 if series is None else int(np.isfinite(series.nav if fund.qdii else series.close).sum())


def calibrate(
    methods: Mapping[str, Sequence[Scored]],
    funds: Iterable[FundFacts],
    prices: PriceTable,
    *,
    benchmarks: Mapping[str, str] = BENCHMARKS,
    estimation: int = ESTIMATION,
    draws: int = 2000,
    seed: int = 7,
) -> Calibration:
    """Return what prices say about scores.

    Parameters
    ----------
    methods
        Scores by method. ``exposure`` is tested; its pairs of fund and day are the sample, and a baseline that says nothing of a pair
        scores it 0.
    funds
        Facts of the funds that occur.
    prices
        Daily prices with the benchmarks.
    benchmarks
        Market to the code of its benchmark.
    estimation
        Sessions of the market model.
    draws, seed
        Of the bootstrap.

    Raises
    ------
    QuestionError
        If ``exposure`` is not among the methods, or an instant has no time zone.

    Notes
    -----
    Walk-forward: on each event day one slope per method is fitted (abnormal return on score, both less their mean of the day) on the
    event days whose windows ended at least the embargo before; the embargo is the window's length. The prediction is slope · score, so
    out of sample only the slope's sign turns a rank IC. Below 60 independent event days (windows that do not overlap) or 30 indices the
    test is refused.
    """
    if EXPOSURE not in methods:
        msg = f"Wanted scores of the method {EXPOSURE!r}; found {', '.join(sorted(methods)) or 'none'}."
        raise QuestionError(msg)
    if any(s.known_at.tzinfo is None for scored in methods.values() for s in scored):
        msg = "Wanted instants with a time zone in known_at; found one without."
        raise QuestionError(msg)
    everyone = tuple(funds)
    chosen, same = one_per_index(everyone, prices)
    names = (EXPOSURE, *sorted(set(methods) - {EXPOSURE}))
    tables = {name: _by_day(methods[name]) for name in names}
    results = tuple(
        _window(window, names, tables, everyone, chosen, prices, benchmarks=benchmarks, estimation=estimation, draws=draws, seed=seed)
        for window in WINDOWS
    )
    return Calibration(
        verdict="已校准" if any(w.calibrated for w in results) else "未校准",
        windows=results,
        funds=len(chosen),
        same_index=same,
        adjusted=all(f.qdii or prices.series[f.code].adjusted for f in chosen),
        benchmarks=tuple(sorted((m, c) for m, c in benchmarks.items() if c in prices.series)),
        estimation=estimation,
        embargo=max(last for _, last in WINDOWS) + 1,
        draws=draws,
        seed=seed,
    )


def _by_day(scored: Sequence[Scored]) -> dict[date, dict[str, tuple[float, datetime]]]:
    out: dict[date, dict[str, tuple[float, datetime]]] = {}
    for s in sorted(scored, key=lambda s: (s.known_at, s.fund, s.score)):
        day = out.setdefault(s.known_at.astimezone(_SHANGHAI).date(), {})
        before = day.get(s.fund)
        day[s.fund] = (s.score + (before[0] if before else 0.0), max(s.known_at, before[1]) if before else s.known_at)
    return out


def _window(
    window: tuple[int, int],
    names: tuple[str, ...],
    tables: Mapping[str, dict[date, dict[str, tuple[float, datetime]]]],
    everyone: tuple[FundFacts, ...],
    chosen: tuple[FundFacts, ...],
    prices: PriceTable,
    *,
    benchmarks: Mapping[str, str],
    estimation: int,
    draws: int,
    seed: int,
) -> WindowResult:
    last = window[1]
    embargo = max(end for _, end in WINDOWS) + 1
    facts, known = {f.code: f for f in chosen}, {f.code: f for f in everyone}
    opened = [s.days for market in sorted({f.market for f in chosen}) if (s := prices.series.get(benchmarks.get(market, "")))]
    left: Counter[str] = Counter()
    locked = delisted = 0
    days: list[_Day] = []
    for day, said in sorted(tables[EXPOSURE].items()):
        kept: list[tuple[str, float, int, int]] = []
        for code, (_, known_at) in sorted(said.items()):
            fund = facts.get(code)
            if fund is None:
                left[_absent(known.get(code), prices)] += 1
                continue
            if fund.leverage != 1.0 and last > 1:
                left["inverse or leveraged"] += 1
                continue
            found = abnormal_return(fund, known_at, prices, last=last, embargo=embargo, estimation=estimation, benchmarks=benchmarks)
            if found.reason:
                left[found.reason] += 1
                continue
            locked += found.locked
            delisted += found.delisted
            market = prices.series[benchmarks[fund.market]]
            sessions = market.days[np.isfinite(market.close)]
            zero = day_zero(known_at, fund.market, sessions)
            kept.append((code, found.value, int(sessions[zero]), int(sessions[found.end])))
        if len(kept) < _MIN_FUNDS:
            left["fewer than 5 funds on the day"] += len(kept)
            continue
        scores = {n: np.array([tables[n].get(day, {}).get(code, (0.0, None))[0] for code, *_ in kept]) for n in names}
        value = np.array([v for _, v, *_ in kept])
        if rank_ic(scores[EXPOSURE], value) is None:
            left["all scores of the day equal"] += len(kept)
            continue
        indices = tuple(facts[code].index for code, *_ in kept)
        days.append(_Day(day=day, start=min(k[2] for k in kept), end=max(k[3] for k in kept), value=value, scores=scores, indices=indices))
    return _tested(
        window, names, days, sessions=opened, embargo=embargo, draws=draws, seed=seed, locked=locked, delisted=delisted,
        left=tuple(LeftOut(reason=r, pairs=n) for r, n in sorted(left.items())),
    )  # fmt: skip


def _absent(fund: FundFacts | None, prices: PriceTable) -> str:
    if fund is None:
        return "nothing known of the fund"
    if not _closes(fund, prices):
        return "no prices"
    return "another fund on the same index" if fund.index else "index unknown"


def _independent(days: Sequence[_Day]) -> int:
    count, free = 0, 0
    for d in days:
        if d.start > free:
            count, free = count + 1, d.end
    return count


def _tested(
    window: tuple[int, int],
    names: tuple[str, ...],
    days: Sequence[_Day],
    *,
    sessions: Sequence[Days],
    embargo: int,
    draws: int,
    seed: int,
    left: tuple[LeftOut, ...],
    locked: int,
    delisted: int,
) -> WindowResult:
    independent, indices = _independent(days), len({i for d in days for i in d.indices})
    raw = [ic for d in days if (ic := rank_ic(d.scores[EXPOSURE], d.value)) is not None]
    slopes = {n: _slopes([d.scores[n] for d in days], days, sessions, embargo) for n in names}
    out = [t for t in range(len(days)) if slopes[EXPOSURE][t] is not None]
    refused = ""
    if independent < MIN_EVENT_DAYS or indices < MIN_INDICES:
        refused = f"{independent} independent event days (at least {MIN_EVENT_DAYS}), {indices} indices (at least {MIN_INDICES})"
    elif len(out) < _MIN_FUNDS:
        refused = f"{len(out)} event days out of sample after the first {_FIRST_TRAINED} and the embargo"
    methods: tuple[MethodScore, ...] = ()
    deciles: tuple[Decile, ...] = ()
    if not refused:
        block = max(sum(other.start <= days[t].end for other in days[t:]) for t in range(len(days)))
        methods = _methods(names, days, slopes, out, block=min(block, len(out)), draws=draws, seed=seed)
        deciles = _deciles(days, slopes[EXPOSURE], out, block=min(block, len(out)), draws=draws, seed=seed)
    shown = out if out and not refused else range(len(days))
    main = methods[0].ic if methods else None
    return WindowResult(
        window=window,
        event_days=len(days),
        independent_days=independent,
        indices=indices,
        pairs=sum(len(d.value) for d in days),
        first_day=days[shown[0]].day if days else None,
        last_day=days[shown[-1]].day if days else None,
        in_sample_ic=float(np.mean(raw)) if raw else None,
        methods=methods,
        deciles=deciles,
        left_out=left,
        limit_locked=locked,
        delisted=delisted,
        refused=refused,
        calibrated=main is not None and main.lo > 0,
    )


def _slopes(scores: Sequence[Floats], days: Sequence[_Day], sessions: Sequence[Days], embargo: int) -> list[float | None]:
    """Return for each day the slope fitted on the days that ended before it in every market; ``None`` where they are too few or flat."""
    xy, xx = [], []
    for x, d in zip(scores, days, strict=True):
        spread = x - x.mean()
        xy.append(float(spread @ (d.value - d.value.mean())))
        xx.append(float(spread @ spread))
    ends = np.array([d.end for d in days], dtype=np.int64)
    out: list[float | None] = []
    for d in days:
        apart = np.min([np.searchsorted(s, d.start) - np.searchsorted(s, ends) for s in sessions], axis=0)
        past = np.flatnonzero(apart > embargo)
        total = sum(xx[i] for i in past)
        out.append(sum(xy[i] for i in past) / total if len(past) >= _FIRST_TRAINED and total > 0 else None)
    return out


def _methods(
    names: tuple[str, ...],
    days: Sequence[_Day],
    slopes: Mapping[str, list[float | None]],
    out: Sequence[int],
    *,
    block: int,
    draws: int,
    seed: int,
) -> tuple[MethodScore, ...]:
    columns: list[Floats] = []
    for n in names:
        # A baseline that does not order the funds of a day, or has no slope yet, has told nothing: its IC of that day is 0.
        sign = [float(np.sign(slopes[n][t] or 0.0)) for t in out]
        columns.append(np.array([s * (rank_ic(days[t].scores[n], days[t].value) or 0.0) for s, t in zip(sign, out, strict=True)]))
    ics = np.stack(columns, axis=1)
    table = np.concatenate([ics, ics[:, :1] - ics[:, 1:]], axis=1)
    drawn = block_means(table, np.ones_like(table), block=block, draws=draws, seed=seed)
    means = table.mean(axis=0)
    found: list[Interval] = [interval(float(means[i]), drawn[:, i]) for i in range(table.shape[1])]
    return tuple(MethodScore(method=n, days=len(out), ic=found[i], lead=found[len(names) + i - 1] if i else None) for i, n in enumerate(names))


def _deciles(days: Sequence[_Day], slopes: Sequence[float | None], out: Sequence[int], *, block: int, draws: int, seed: int) -> tuple[Decile, ...]:
    hits, counts, sums = np.zeros((len(out), 10)), np.zeros((len(out), 10)), np.zeros(10)
    for row, t in enumerate(out):
        value = days[t].value
        if len(value) < 10:
            continue
        predicted = days[t].scores[EXPOSURE] * float(slopes[t] or 0.0)
        tenth = np.minimum((10 * (ranks(predicted) + 0.5) / len(value)).astype(np.int64), 9)
        counts[row] += np.bincount(tenth, minlength=10)
        hits[row] += np.bincount(tenth, weights=value > 0, minlength=10)
        sums += np.bincount(tenth, weights=value, minlength=10)
    total = counts.sum(axis=0)
    drawn = block_means(hits, counts, block=block, draws=draws, seed=seed)
    return tuple(
        Decile(
            decile=k + 1,
            pairs=int(total[k]),
            hit_rate=interval(float(hits[:, k].sum() / total[k]), drawn[:, k]),
            mean_return=float(sums[k] / total[k]),
        )
        for k in range(10)
        if total[k]
    )
