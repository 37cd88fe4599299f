"""How shocks spread: bounded coefficients, sparse steps over (node × last class), and the walks behind a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.exposure.local import LASTING, MEMBER, Local
from themegraph.exposure.table import SHOCK_TYPES, PropagationTable
from themegraph.snapshot import RELATION_CLASSES

__all__ = ["Coefficients", "Spread", "Walks", "coefficients", "propagate", "trace_walks"]

Array = NDArray[Any]
Floats = NDArray[np.float64]
_N = len(RELATION_CLASSES)
_K = len(SHOCK_TYPES)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coefficients:
    """What each hop passes on, by shock type, after the receiver's bound."""

    hop: Floats
    """γ · λσ · q · belief, shape (hops, shock types)."""
    member: Floats
    """The same of theme → company, shape (member hops, shock types)."""
    relay: Floats
    """φ · belief of company → theme, shape (relays,)."""
    q: Floats
    """q as used, shape (hops,)."""
    pi: Floats
    """π as used, shape (member hops,)."""
    gamma: Floats
    """Shape (receivers, shock types), in (0, 1]."""
    total: Floats
    """Σ_i |a_ijk| before the bound, shape (receivers, shock types)."""


def coefficients(
    local: Local,
    table: PropagationTable,
    *,
    lam: Floats | None = None,
    q: Floats | None = None,
    certain: bool = False,
    without: int | None = None,
    without_member: int | None = None,
) -> Coefficients:
    """Return the coefficients of all hops.

    Parameters
    ----------
    lam, q
        Other λσ and other priors of q than the table's, as sampling draws them.
    certain
        Take every belief as 1.
    without, without_member
        A hop or a member hop to leave out: its coefficient is 0 and it does not enter its receiver's sum.

    Notes
    -----
    ``γ_jk = min(1, λ_max / Σ_i |a_ijk|)`` over all in-edges of j that count, so ``Σ_i |γ a_ijk| ≤ λ_max``.
    """
    lam = table.lam if lam is None else lam
    prior = table.q_values() if q is None else q
    known, unknown = (local.known, local.unknown) if certain else (local.known_belief, local.unknown_belief)
    left = local.room()
    if without is not None or without_member is not None:
        known, unknown, left = _leave_out(local, known, unknown, certain=certain, hop=without, member=without_member)
    assumed = np.minimum(prior, left)
    total = (known + unknown * assumed) @ np.abs(lam)
    with np.errstate(divide="ignore"):
        gamma = np.minimum(1.0, np.where(total > 0, table.lambda_max / total, 1.0))

    used = np.where(np.isnan(local.q), assumed[local.dst, local.cls], local.q)
    pi = np.where(np.isnan(local.member_pi), assumed[local.member_dst, MEMBER], local.member_pi)
    belief, member_belief, seed_belief = local.belief, local.member_belief, local.seed_belief
    if certain:
        belief, member_belief, seed_belief = np.ones_like(belief), np.ones_like(member_belief), np.ones_like(seed_belief)
    hop = lam[local.cls] * (used * belief)[:, None] * gamma[local.dst]
    member = lam[MEMBER] * (pi * member_belief)[:, None] * gamma[local.member_dst]
    if without is not None:
        hop[without] = 0.0
    if without_member is not None:
        member[without_member] = 0.0
    return Coefficients(hop=hop, member=member, relay=local.seed_phi * seed_belief, q=used, pi=pi, gamma=gamma, total=total)


def _leave_out(local: Local, known: Floats, unknown: Floats, *, certain: bool, hop: int | None, member: int | None) -> tuple[Floats, Floats, Floats]:
    known, unknown = known.copy(), unknown.copy()
    if hop is not None:
        at, q, belief = (int(local.dst[hop]), int(local.cls[hop])), float(local.q[hop]), float(local.belief[hop])
    else:
        at, q, belief = (int(local.member_dst[member]), MEMBER), float(local.member_pi[member]), float(local.member_belief[member])
    weight = 1.0 if certain else belief
    left = local.room()
    if np.isnan(q):
        unknown[at] -= weight
        rest = local.unknown[at] - 1
        if np.isfinite(left[at]):
            left[at] = max(1.0 - local.known[at], 0.0) / rest if rest > 0 else np.inf
    else:
        known[at] -= q * weight
        if np.isfinite(left[at]):
            left[at] = max(1.0 - (local.known[at] - q), 0.0) / local.unknown[at]
    return known, unknown, left


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """All hops taken at one distance, with the way back."""

    hop: Array
    """Row in the hops of `Local`."""
    came: Array
    """Position of the state it left: of the seed at the first hop, of the former layer's states later."""
    state: Array
    """Position of the state it reached; −1 where its class ends the walk."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """Where the shocks of one event arrived."""

    nodes: Array
    """Seeds, shape (seeds,)."""
    shocks: Floats
    """Shape (seeds, shock types)."""
    impact: Floats
    """By receiver and shock type; the seeds' own shocks are not in it."""
    layers: tuple[Layer, ...]
    relays: Array
    """Rows of relays (company → theme) taken, with the seed they left; shape (taken, 2)."""
    coefficients: Coefficients


def _add(into: Floats, at: Array, values: Floats) -> None:
    for k in range(values.shape[1]):
        column = values[:, k]
        if column.any():
            into[:, k] += np.bincount(at, weights=column, minlength=len(into))


def _ranges(keys: Array, low: Array, high: Array) -> tuple[Array, Array]:
    start, stop = np.searchsorted(keys, low), np.searchsorted(keys, high)
    count = stop - start
    owner = np.repeat(np.arange(len(low)), count)
    shift = np.repeat(start - np.concatenate([[0], np.cumsum(count)[:-1]]), count) if len(count) else start
    return np.arange(int(count.sum())) + shift, owner


def propagate(local: Local, coefs: Coefficients, *, nodes: Array, shocks: Floats, hops: int) -> Spread:
    """Return the impacts of one event on everything within ``hops`` hops.

    Parameters
    ----------
    nodes, shocks
        Seeds (companies and groups), sorted by node, and their shocks by type, shape (seeds, shock types). A walk neither ends at nor
        passes a seed.
    """
    impact = np.zeros((len(local.receivers), _K))
    absorbed = np.isin(local.receivers, nodes)
    keys = local.src * _N + local.cls
    layers: list[Layer] = []
    low, high, value = nodes * _N, nodes * _N + _N, shocks
    for step in range(hops):
        hop, came = _ranges(keys, low, high)
        keep = ~absorbed[local.dst[hop]]
        hop, came = hop[keep], came[keep]
        arrived = value[came] * coefs.hop[hop]
        keep = np.asarray(arrived.any(axis=1))
        hop, came, arrived = hop[keep], came[keep], arrived[keep]
        if not len(hop):
            break
        _add(impact, local.dst[hop], arrived)
        lasting = np.isin(local.cls[hop], LASTING)
        state = np.full(len(hop), -1)
        reached, state[lasting] = np.unique(local.dst[hop[lasting]] * _N + local.cls[hop[lasting]], return_inverse=True)
        layers.append(Layer(hop=hop, came=came, state=state))
        if step + 1 == hops or not len(reached):
            break
        value = np.zeros((len(reached), _K))
        _add(value, state[lasting], arrived[lasting])
        low = local.receivers[reached // _N] * _N + reached % _N
        high = low + 1

    row, seed = _ranges(local.seed_node, nodes, nodes + 1)
    keep = ~np.isin(local.seed_group[row], nodes)
    row, seed = row[keep], seed[keep]
    groups = np.unique(local.member_group)
    at_group = np.zeros((len(groups), _K))
    if len(groups):
        _add(at_group, np.searchsorted(groups, local.seed_group[row]), shocks[seed] * coefs.relay[row][:, None])
        is_group = np.isin(nodes, groups)
        _add(at_group, np.searchsorted(groups, nodes[is_group]), shocks[is_group])
        keep = ~absorbed[local.member_dst]
        member = np.flatnonzero(keep)
        _add(impact, local.member_dst[member], at_group[np.searchsorted(groups, local.member_group[member])] * coefs.member[member])
    relays = np.stack([row, seed], axis=1) if len(row) else np.empty((0, 2), dtype=np.int64)
    return Spread(nodes=nodes, shocks=shocks, impact=impact, layers=tuple(layers), relays=relays, coefficients=coefs)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Walks:
    """Walks of one event to some receivers, one a row; those of length 0 (the seeds themselves) are not listed."""

    end: Array
    """Position in ``Local.receivers``."""
    seed: Array
    """Position in ``Spread.nodes``."""
    hops: Array
    """Rows of hops in order, −1 where the walk is shorter; shape (walks, H)."""
    relay: Array
    """Row of the relay, −1: none."""
    member: Array
    """Row of the member hop, −1: none."""
    value: Floats
    """What arrives, by shock type, shape (walks, shock types)."""

    def __len__(self) -> int:
        return len(self.end)


def trace_walks(local: Local, spread: Spread, ends: NDArray[np.bool_], *, hops: int) -> Walks:
    """Return every walk that ends at a marked receiver; their values sum to its impact.

    Parameters
    ----------
    ends
        Marks, shape (receivers,).
    """
    coefs = spread.coefficients
    parts: list[tuple[Array, Array, Array, Array, Array, Floats]] = []
    for depth, last in enumerate(spread.layers):
        at = np.flatnonzero(ends[local.dst[last.hop]])
        chain = [last.hop[at]]
        came, value = last.came[at], coefs.hop[last.hop[at]]
        end = local.dst[last.hop[at]]
        for layer in reversed(spread.layers[:depth]):
            order = np.argsort(layer.state, kind="stable")
            found, owner = _ranges(layer.state[order], came, came + 1)
            found = order[found]
            chain = [c[owner] for c in chain]
            chain.append(layer.hop[found])
            value = value[owner] * coefs.hop[layer.hop[found]]
            end, came = end[owner], layer.came[found]
        path = np.full((len(end), hops), -1)
        for i, rows in enumerate(reversed(chain)):
            path[:, i] = rows
        none = np.full(len(end), -1)
        parts.append((end, came, path, none, none, value * spread.shocks[came]))

    absorbed = np.isin(local.receivers, spread.nodes)
    member = np.flatnonzero(ends[local.member_dst] & ~absorbed[local.member_dst])
    by_group = np.argsort(local.member_group[member], kind="stable")
    member = member[by_group]
    if len(member):
        taken = spread.relays
        group = local.seed_group[taken[:, 0]] if len(taken) else np.empty(0, dtype=np.int64)
        found, owner = _ranges(local.member_group[member], group, group + 1)
        rows = member[found]
        relay, seed = taken[owner, 0], taken[owner, 1]
        value = spread.shocks[seed] * coefs.relay[relay][:, None] * coefs.member[rows]
        parts.append((local.member_dst[rows], seed, np.full((len(rows), hops), -1), relay, rows, value))
        found, seed = _ranges(local.member_group[member], spread.nodes, spread.nodes + 1)
        rows = member[found]
        parts.append(
            (local.member_dst[rows], seed, np.full((len(rows), hops), -1), np.full(len(rows), -1), rows, spread.shocks[seed] * coefs.member[rows])
        )
    if not parts:
        none = np.empty(0, dtype=np.int64)
        return Walks(end=none, seed=none, hops=np.empty((0, hops), dtype=np.int64), relay=none, member=none, value=np.empty((0, _K)))
    end, seed, path, relay, row, value = (np.concatenate(column) for column in zip(*parts, strict=True))
    keep = value.any(axis=1)
    return Walks(end=end[keep], seed=seed[keep], hops=path[keep], relay=relay[keep], member=row[keep], value=value[keep])


def impacts_of(local: Local, spreads: Sequence[Spread]) -> tuple[Array, Floats]:
    """Return all touched companies, sorted, and their impact by shock type, the events' own shocks included."""
    everything = [local.receivers, *(s.nodes for s in spreads)]
    nodes = np.unique(np.concatenate(everything))
    total = np.zeros((len(nodes), _K))
    for spread in spreads:
        total[np.searchsorted(nodes, local.receivers)] += spread.impact
        total[np.searchsorted(nodes, spread.nodes)] += spread.shocks
    return nodes, total
