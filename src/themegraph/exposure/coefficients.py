"""What a hop passes on: λσ · q · belief, bounded so that no receiver takes more than λ_max in all."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from themegraph.exposure.local import COMP, MEMBER, Local
from themegraph.exposure.table import SHOCK_TYPES, PropagationTable
from themegraph.model.values import dataclass

__all__ = ["EVERY", "Coefficients", "Passing", "bounded", "coefficients"]

Array = NDArray[Any]
Floats = NDArray[np.float64]
EVERY = np.arange(len(SHOCK_TYPES))
"""All shock types."""


class Passing(Protocol):
    """What each hop passes on, by shock type, after the receiver's bound."""

    def hop(self, rows: Array, kinds: Array = ...) -> Floats:
        """Return ``γ · λσ · q · belief`` of some hops, shape (rows, kinds)."""

    def member(self, rows: Array, kinds: Array = ...) -> Floats:
        """Return the same of theme → company."""

    def relay(self, rows: Array) -> Floats:
        """Return ``φ · belief`` of company → theme, shape (rows,)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coefficients:
    """The coefficients of one question's hops; worked out for the hops asked for."""

    local: Local
    lam: Floats
    """λσ, shape (classes, shock types)."""
    assumed: Floats
    """q where it is unknown, shape (receivers, classes)."""
    overlap: float
    """o_j: q of a competitor is this times the ratio of revenues where that is known."""
    gamma: Floats
    """Shape (receivers, shock types), in (0, 1]."""
    total: Floats
    """Σ_i |a_ijk| before the bound, shape (receivers, shock types)."""
    certain: bool
    """Every belief is taken as 1."""
    without: int | None
    """A hop that passes nothing on."""
    without_member: int | None

    def q(self, rows: Array) -> Floats:
        """Return q of some hops as used."""
        local, known = self.local, self.local.q[rows]
        ratio = local.ratio[rows]
        unknown = np.where(np.isnan(ratio), self.assumed[local.dst[rows], local.cls[rows]], self.overlap * ratio)
        return np.where(np.isnan(known), unknown, known)

    def pi(self, rows: Array) -> Floats:
        """Return π of some member hops as used."""
        known = self.local.member_pi[rows]
        return np.where(np.isnan(known), self.assumed[self.local.member_dst[rows], MEMBER], known)

    def hop(self, rows: Array, kinds: Array = EVERY) -> Floats:
        """Return ``γ · λσ · q · belief`` of some hops, shape (rows, kinds)."""
        local = self.local
        carried = self.q(rows) if self.certain else self.q(rows) * local.belief[rows]
        found = self.lam[:, kinds][local.cls[rows]] * carried[:, None] * self.gamma[local.dst[rows][:, None], kinds]
        if self.without is not None:
            found[rows == self.without] = 0.0
        return np.asarray(found)

    def member(self, rows: Array, kinds: Array = EVERY) -> Floats:
        """Return the same of theme → company."""
        local = self.local
        carried = self.pi(rows) if self.certain else self.pi(rows) * local.member_belief[rows]
        found = self.lam[MEMBER, kinds] * carried[:, None] * self.gamma[local.member_dst[rows][:, None], kinds]
        if self.without_member is not None:
            found[rows == self.without_member] = 0.0
        return np.asarray(found)

    def relay(self, rows: Array) -> Floats:
        """Return ``φ · belief`` of company → theme, shape (rows,)."""
        phi = self.local.seed_phi[rows]
        return np.asarray(phi if self.certain else phi * self.local.seed_belief[rows])


def coefficients(
    local: Local,
    table: PropagationTable,
    *,
    certain: bool = False,
    without: int | None = None,
    without_member: int | None = None,
) -> Coefficients:
    """Return the coefficients of all hops.

    Parameters
    ----------
    certain
        Take every belief as 1.
    without, without_member
        A hop or a member hop to leave out: its coefficient is 0 and it does not enter its receiver's sum.

    Notes
    -----
    ``γ_jk = min(1, λ_max / Σ_i |a_ijk|)`` over all in-edges of j that count, so ``Σ_i |γ a_ijk| ≤ λ_max``.
    """
    known, unknown, rated = (local.known, local.unknown, local.rated) if certain else (local.known_belief, local.unknown_belief, local.rated_belief)
    left = local.room()
    if without is not None or without_member is not None:
        known, unknown, rated, left = _leave_out(local, known, unknown, rated, certain=certain, hop=without, member=without_member)
    assumed = np.minimum(table.q_values(), left)
    size = np.abs(table.lam)
    total = (known + unknown * assumed) @ size + np.outer(rated * table.overlap.value, size[COMP])
    return Coefficients(
        local=local,
        lam=table.lam,
        assumed=assumed,
        overlap=table.overlap.value,
        gamma=bounded(total, table.lambda_max),
        total=total,
        certain=certain,
        without=without,
        without_member=without_member,
    )


def bounded(total: Floats, lambda_max: float) -> Floats:
    """Return γ: what a receiver's coefficients are multiplied with so that their sizes sum to at most ``lambda_max``."""
    with np.errstate(divide="ignore"):
        return np.minimum(1.0, np.where(total > 0, lambda_max / total, 1.0))


def _leave_out(
    local: Local, known: Floats, unknown: Floats, rated: Floats, *, certain: bool, hop: int | None, member: int | None
) -> tuple[Floats, Floats, Floats, Floats]:
    known, unknown, rated = known.copy(), unknown.copy(), rated.copy()
    if hop is not None:
        at, q, belief = (int(local.dst[hop]), int(local.cls[hop])), float(local.q[hop]), float(local.belief[hop])
    else:
        at, q, belief = (int(local.member_dst[member]), MEMBER), float(local.member_pi[member]), float(local.member_belief[member])
    weight = 1.0 if certain else belief
    left = local.room()
    if hop is not None and not np.isnan(local.ratio[hop]):
        rated[at[0]] -= float(local.ratio[hop]) * weight
    elif np.isnan(q):
        unknown[at] -= weight
        rest = local.unknown[at] - 1
        if np.isfinite(left[at]):
            left[at] = max(1.0 - local.known[at], 0.0) / rest if rest > 0 else np.inf
    else:
        known[at] -= q * weight
        if np.isfinite(left[at]):
            left[at] = max(1.0 - (local.known[at] - q), 0.0) / local.unknown[at]
    return known, unknown, rated, left
