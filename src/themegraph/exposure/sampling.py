"""How sure is the sign: seeded draws of the priors, evaluated on the walks of the funds at hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.exposure.answers import Sampled
from themegraph.exposure.local import COMP, MEMBER
from themegraph.exposure.paths import Found
from themegraph.exposure.shocks import SIZE_PRIORS
from themegraph.exposure.solve import Solved
from themegraph.exposure.table import SHOCK_TYPES
from themegraph.snapshot.sets import among, distinct

__all__ = ["draws_of", "summaries"]

Array = NDArray[Any]
Floats = NDArray[np.float64]
_K = len(SHOCK_TYPES)
_CHUNK = 2_000_000
"""Numbers held at once: draws × walks × shock types."""


def _triangle(rng: np.random.Generator, low: float, mode: float, high: float, size: int | tuple[int, ...]) -> Floats:
    return rng.triangular(low, mode, high, size) if high > low else np.full(size, mode)


def draws_of(solved: Solved, found: Found, weights: Floats, ends: Array, *, draws: int) -> Floats:
    """Return E of some funds under draws of λσ, q, μ and size, shape (draws, funds).

    Parameters
    ----------
    found
        Walks to all constituents of the funds.
    weights
        m · w, shape (ends, funds).
    ends
        Constituents, sorted.

    Notes
    -----
    λσ, μ (renormalised) and the size priors are multiplied by a triangle on 1 ± spread; the priors of q are drawn from a triangle on their
    interval, one draw a class. The bound γ is computed anew in every draw. Facts (known q, weights, beliefs) stay.
    """
    table = solved.table
    rng = np.random.Generator(np.random.PCG64(table.seed))
    low, high = 1.0 - table.spread, 1.0 + table.spread
    lam = table.lam * _triangle(rng, low, 1.0, high, (draws, *table.lam.shape))
    prior = np.stack([_triangle(rng, q.low, q.value, q.high, draws) for q in table.q], axis=1)
    names = sorted(table.events)
    mu = {name: _triangle(rng, low, 1.0, high, (draws, _K)) for name in names}
    size = {name: _triangle(rng, low, 1.0, high, draws) for name in names}
    overlap = _triangle(rng, table.overlap.low, table.overlap.value, table.overlap.high, draws)

    out = np.zeros((draws, weights.shape[1]))
    if not len(found.end):
        return out
    place = np.searchsorted(ends, found.end)
    step = max(1, _CHUNK // (len(found.end) * _K))
    for start in range(0, draws, step):
        part = slice(start, min(start + step, draws))
        value = _values(solved, found, lam[part], prior[part], overlap[part], {n: mu[n][part] for n in names}, {n: size[n][part] for n in names})
        out[part] = value @ weights[place]
    return out


def _values(solved: Solved, found: Found, lam: Floats, prior: Floats, overlap: Floats, mu: dict[str, Floats], size: dict[str, Floats]) -> Floats:
    """Return what each walk brings, summed over shock types, shape (draws, walks)."""
    local, table = solved.local, solved.table
    reached = [local.dst[distinct(w.hops[w.hops >= 0])] for w in found.walks] + [
        local.member_dst[distinct(w.member[w.member >= 0])] for w in found.walks
    ]
    used = distinct(np.concatenate(reached)) if reached else np.empty(0, dtype=np.int64)
    place = np.zeros(len(local.receivers), dtype=np.int64)
    place[used] = np.arange(len(used))
    assumed = np.minimum(prior[:, None, :], local.room()[used][None])
    total = np.matmul(local.known_belief[used][None] + local.unknown_belief[used][None] * assumed, np.abs(lam))
    total += (overlap[:, None] * local.rated_belief[used][None])[:, :, None] * np.abs(lam[:, COMP])[:, None, :]
    with np.errstate(divide="ignore"):
        gamma = np.minimum(1.0, np.where(total > 0, table.lambda_max / total, 1.0))

    def hop(rows: Array) -> Floats:
        dst, cls = place[local.dst[rows]], local.cls[rows]
        ratio = local.ratio[rows]
        unknown = np.where(np.isnan(ratio)[None], assumed[:, dst, cls], overlap[:, None] * ratio[None])
        q = np.where(np.isnan(local.q[rows])[None], unknown, local.q[rows][None])
        return lam[:, cls] * (q * local.belief[rows][None])[:, :, None] * gamma[:, dst]

    def member(rows: Array) -> Floats:
        dst = place[local.member_dst[rows]]
        pi = np.where(np.isnan(local.member_pi[rows])[None], assumed[:, dst, MEMBER], local.member_pi[rows][None])
        return lam[:, MEMBER][:, None] * (pi * local.member_belief[rows][None])[:, :, None] * gamma[:, dst]

    out = np.zeros((len(lam), len(found.end)))
    for i in range(len(solved.spreads)):
        at = np.flatnonzero(found.event == i)
        shocks = _shocks(solved, i, mu, size)
        value = shocks[:, found.seed[at]]
        long = np.flatnonzero(found.walk[at] >= 0)
        walks = found.walks[i]
        rows = found.walk[at[long]]
        for column in range(walks.hops.shape[1]):
            hops = walks.hops[rows, column]
            live = np.flatnonzero(hops >= 0)
            if len(live):
                value[:, long[live]] *= hop(hops[live])
        live = np.flatnonzero(walks.relay[rows] >= 0)
        if len(live):
            value[:, long[live]] *= solved.coefs.relay(walks.relay[rows[live]])[None, :, None]
        live = np.flatnonzero(walks.member[rows] >= 0)
        if len(live):
            value[:, long[live]] *= member(walks.member[rows[live]])
        out[:, at] = value.sum(axis=2)
    return out


def _shocks(solved: Solved, at: int, mu: dict[str, Floats], size: dict[str, Floats]) -> Floats:
    snapshot, event, spread = solved.snapshot, solved.events[at], solved.spreads[at]
    name = snapshot.vocabulary("event_types")[int(snapshot.events.type[event])]
    name = name if name in solved.table.events else "other"
    base = np.array(solved.table.events[name].mu)
    drawn = base * mu[name]
    factor = np.where(base > 0, mu[name] / drawn.sum(axis=1, keepdims=True), 0.0)
    found = np.array([s.node for s in solved.named.shocks if s.event == event and s.size_from in SIZE_PRIORS], dtype=np.int64)
    seeds = [solved.above.get(n, n) for n in spread.nodes.tolist()]
    scale = np.where(among(seeds, found)[None], size[name][:, None], 1.0)
    return spread.shocks[None] * factor[:, None, :] * scale[:, :, None]


def quantile(ordered: Floats, share: float) -> Floats:
    """Return the quantile of each column of finite numbers, ascending along the rows: ``numpy.quantile``, which would import masked arrays."""
    at = (len(ordered) - 1) * share
    below = int(at)
    low, high = ordered[below], ordered[min(below + 1, len(ordered) - 1)]
    step, part = high - low, at - below
    between: Floats = low + step * part if part < 0.5 else high - step * (1 - part)
    return between


def summaries(values: Floats, undecided: Sequence[float]) -> list[Sampled]:
    """Return P(E > 0) and the 10–90 % band for each fund, from draws of shape (draws, funds)."""
    positive = np.mean(values > 0, axis=0)
    ordered = np.sort(values, axis=0)
    low, high = quantile(ordered, 0.1), quantile(ordered, 0.9)
    return [
        Sampled(draws=len(values), p_positive=p, lo=lo, hi=hi, undecided=bool(undecided[0] <= p <= undecided[1]))
        for p, lo, hi in zip(positive.tolist(), low.tolist(), high.tolist(), strict=True)
    ]
