"""Belief from evidence, in INDRA's form: how likely a claim is, given who said it, in which words, in how many voices."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.model.values import dataclass

__all__ = ["ERRORS", "MODALITY_WEIGHTS", "UNKNOWN_CLASS", "Heard", "SourceError", "belief", "beliefs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceError:
    """How often a class of sources is wrong."""

    syst: float
    """Chance that the whole class is wrong together, in [0, 1]; repetition does not lower it."""
    rand: float
    """Chance that one story of the class is wrong by itself, in [0, 1]; ``syst + rand <= 1``."""

    def __post_init__(self) -> None:
        if not (self.syst >= 0.0 and self.rand >= 0.0 and self.syst + self.rand <= 1.0):
            msg = f"A source error needs syst, rand >= 0 and syst + rand <= 1; found syst = {self.syst}, rand = {self.rand}."
            raise ValueError(msg)


UNKNOWN_CLASS = "unknown"
"""The class of a source that the table does not list."""

ERRORS: Mapping[str, SourceError] = {
    "reference": SourceError(syst=0.02, rand=0.03),  # prior: a row of a reference data set, with its source
    "filing": SourceError(syst=0.02, rand=0.05),  # prior: announcement to an exchange, periodic report
    "official": SourceError(syst=0.03, rand=0.10),  # prior: regulator, ministry, exchange, statistics office, a company's own notice
    "news": SourceError(syst=0.05, rand=0.15),  # prior: edited medium
    "broker": SourceError(syst=0.10, rand=0.20),  # prior: research note
    "social": SourceError(syst=0.20, rand=0.40),  # prior: forum, blog, self-published account
    UNKNOWN_CLASS: SourceError(syst=0.10, rand=0.25),  # prior: nothing known about the medium
}
"""Systematic and random error by source class; every number is a prior and may be replaced by passing another table."""

MODALITY_WEIGHTS: Mapping[str, float] = {
    "asserted": 1.0,
    "negated": 1.0,  # a full voice, for the other side
    "quoted": 0.9,  # prior
    "hedged": 0.5,  # prior
    "rumoured": 0.3,  # prior
}
"""What is left of a story's own reliability ``1 − rand`` when it says the thing in this way; all but 1.0 are priors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One reading of a claim, reduced to what belief needs."""

    source_class: str
    voice: str | int
    """The story it belongs to; reprints share one. Reference data: one voice a data set."""
    modality: str = "asserted"
    """``negated`` counts against the claim, every other one for it."""


def _rand(error: SourceError, modality: str, weights: Mapping[str, float]) -> float:
    kept = (1.0 - error.rand) * weights.get(modality, 1.0)
    return min(1.0 - kept, 1.0 - error.syst)


def belief(
    readings: Iterable[Heard], *, errors: Mapping[str, SourceError] = ERRORS, modality_weights: Mapping[str, float] = MODALITY_WEIGHTS
) -> float:
    """Return ``p⁺ (1 − p⁻)``, the chance that a claim holds, given who said it.

    Parameters
    ----------
    readings
        Readings for the claim and against it (modality ``negated``), in any order.
    errors
        Error of each source class; a class it lacks is taken as ``unknown``.
    modality_weights
        Factor in [0, 1] on a story's own reliability, by modality.

    Returns
    -------
    float
        In [0, 1]; 0 without a reading for the claim.

    Notes
    -----
    Per side ``p = 1 − Π_s (syst_s + Π_{c ∈ s} rand_{s,c})`` over source classes s with at least one story c, as INDRA has it: the
    systematic term keeps a thousand readings of one kind from becoming certainty. A story counts once, in its best class.

    Examples
    --------
    >>> table = {"a": SourceError(syst=0.05, rand=0.3), "b": SourceError(syst=0.1, rand=0.4)}
    >>> heard = [Heard(source_class="a", voice=1), Heard(source_class="a", voice=2), Heard(source_class="b", voice=3)]
    >>> f"{belief(heard, errors=table):.6f}"
    '0.930000'
    """
    best: dict[tuple[bool, str | int], tuple[float, float, str]] = {}
    for reading in readings:
        name = reading.source_class if reading.source_class in errors else UNKNOWN_CLASS
        error = errors.get(name) or ERRORS[UNKNOWN_CLASS]
        rand = _rand(error, reading.modality, modality_weights)
        key = (reading.modality == "negated", reading.voice)
        found = (error.syst + rand, rand, name)
        if key not in best or found < best[key]:
            best[key] = found
    sides = []
    for against in (False, True):
        classes: dict[str, list[float]] = {}
        for (side, _), (_, rand, name) in best.items():
            if side == against:
                classes.setdefault(name, []).append(rand)
        terms = sorted((errors.get(name) or ERRORS[UNKNOWN_CLASS]).syst + math.prod(sorted(rands)) for name, rands in classes.items())
        sides.append(1.0 - math.prod(terms) if terms else 0.0)
    return sides[0] * (1.0 - sides[1])


def beliefs(
    owner: NDArray[Any],
    voice: NDArray[Any],
    source_class: NDArray[Any],
    modality: NDArray[Any],
    *,
    count: int,
    classes: Sequence[str],
    modalities: Sequence[str],
    errors: Mapping[str, SourceError] = ERRORS,
    modality_weights: Mapping[str, float] = MODALITY_WEIGHTS,
) -> NDArray[np.float64]:
    """Return :func:`belief` of many claims at once.

    Parameters
    ----------
    owner, voice, source_class, modality
        One entry a reading, shape (readings,): the claim in ``0 … count − 1``, its voice, and indices into ``classes`` and ``modalities``.
    count
        Number of claims.
    classes, modalities
        The words behind the indices.

    Returns
    -------
    ndarray
        Shape (count,); 0 for a claim with no reading for it.
    """
    unknown = errors.get(UNKNOWN_CLASS, ERRORS[UNKNOWN_CLASS])
    names = [c if c in errors else UNKNOWN_CLASS for c in classes]
    rank = {name: i for i, name in enumerate(sorted(set(names)))}
    table = [errors.get(name, unknown) for name in names]
    rands = np.array([[_rand(error, m, modality_weights) for m in modalities] for error in table]).reshape(len(names), len(modalities))
    systs = np.array([error.syst for error in table])
    group = np.array([rank[name] for name in names], dtype=np.int64)
    negated = np.array([m == "negated" for m in modalities])

    rand, syst, cls = rands[source_class, modality], systs[source_class], group[source_class]
    claim = owner.astype(np.int64) * 2 + negated[modality]
    order = np.lexsort((cls, rand, syst + rand, voice, claim))
    claim, rand, syst, cls, said = claim[order], rand[order], syst[order], cls[order], voice[order]
    first = np.ones(len(claim), dtype=bool)
    first[1:] = (claim[1:] != claim[:-1]) | (said[1:] != said[:-1])
    claim, rand, syst, cls = claim[first], rand[first], syst[first], cls[first]
    order = np.lexsort((rand, cls, claim))
    claim, rand, syst, cls = claim[order], rand[order], syst[order], cls[order]
    wrong = np.ones(2 * count)
    heard = np.zeros(2 * count, dtype=bool)
    if len(claim):
        start = np.flatnonzero(np.concatenate([[True], (claim[1:] != claim[:-1]) | (cls[1:] != cls[:-1])]))
        terms = syst[start] + np.multiply.reduceat(rand, start)
        side = claim[start]
        order = np.lexsort((terms, side))
        terms, side = terms[order], side[order]
        start = np.flatnonzero(np.concatenate([[True], side[1:] != side[:-1]]))
        wrong[side[start]] = np.multiply.reduceat(terms, start)
        heard[side] = True
    sides = np.where(heard, 1.0 - wrong, 0.0).reshape(count, 2)
    return np.asarray(sides[:, 0] * (1.0 - sides[:, 1]))
