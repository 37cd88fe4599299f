"""Rank IC and seeded bootstrap intervals over event days."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from themegraph.calibrate.answers import Interval

__all__ = ["block_means", "interval", "rank_ic", "ranks"]

Floats = NDArray[np.float64]


def ranks(values: Floats) -> Floats:
    """Return ranks from 0, ties sharing their mean.

    Examples
    --------
    >>> ranks(np.array([0.3, 0.1, 0.3])).tolist()
    [1.5, 0.0, 1.5]
    """
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(count) - (count + 1) / 2)[place], dtype=np.float64)


def rank_ic(score: Floats, value: Floats) -> float | None:
    """Return Spearman's correlation; ``None`` where one side has no order.

    Examples
    --------
    >>> rank_ic(np.array([1.0, 2.0, 3.0]), np.array([0.1, 0.4, 0.2]))
    0.5
    """
    a, b = ranks(score), ranks(value)
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size > 0 else None


def block_means(values: Floats, weights: Floats, *, block: int, draws: int, seed: int) -> Floats:
    """Return means of resampled event days: circular blocks of ``block`` neighbouring days, so that overlapping windows stay together.

    Parameters
    ----------
    values
        Shape (days, measures): totals of a day.
    weights
        Same shape: what each total is over; a measure's mean is Σ values / Σ weights. NaN where a resample has no weight.
    block
        Event days of a block, at least 1.
    draws
        Resamples.
    seed
        Same seed, same resamples; measures side by side are resampled together.
    """
    n = len(values)
    rng = np.random.default_rng(seed)
    blocks = -(-n // block)
    out = np.empty((draws, values.shape[1]))
    for d in range(draws):
        at = ((rng.integers(0, n, blocks)[:, None] + np.arange(block)[None, :]) % n).ravel()[:n]
        total = weights[at].sum(axis=0)
        out[d] = np.divide(values[at].sum(axis=0), total, out=np.full(values.shape[1], np.nan), where=total > 0)
    return out


def interval(mean: float, resampled: Floats) -> Interval:
    """Return the mean with the 2.5 % and 97.5 % points of its resamples; without a resample the ends are infinite."""
    known = resampled[np.isfinite(resampled)]
    if not len(known):
        return Interval(mean=mean, lo=-np.inf, hi=np.inf)
    lo, hi = np.quantile(known, [0.025, 0.975])
    return Interval(mean=mean, lo=float(lo), hi=float(hi))
