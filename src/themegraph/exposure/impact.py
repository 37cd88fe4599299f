"""How shocks spread: sparse steps over (node × last class), and the walks behind a result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from themegraph.exposure.coefficients import Passing
from themegraph.exposure.local import LASTING, grouped, ranges
from themegraph.exposure.table import SHOCK_TYPES
from themegraph.model.values import dataclass
from themegraph.snapshot import RELATION_CLASSES
from themegraph.snapshot.sets import among, distinct, numbered

__all__ = ["Graph", "Layer", "Spread", "Walks", "impacts_of", "propagate", "trace_walks"]

Array = NDArray[Any]
Floats = NDArray[np.float64]
_N = len(RELATION_CLASSES)
_K = len(SHOCK_TYPES)
_LASTS = among(np.arange(_N), LASTING)


class Graph(Protocol):
    """Where walks are taken: the part of the graph that one question reaches, or the whole of it as of a day."""

    @property
    def receivers(self) -> Array:
        """Nodes, sorted; ``dst`` and ``member_dst`` are positions in it."""

    @property
    def dst(self) -> Array:
        """Receiver of each hop."""

    @property
    def cls(self) -> Array:
        """Class of each hop."""

    @property
    def member_group(self) -> Array:
        """Group of each member hop (theme → company), sorted."""

    @property
    def member_dst(self) -> Array:
        """Receiver of each member hop."""

    @property
    def seed_node(self) -> Array:
        """Company of each relay's first half (company → theme), sorted."""

    @property
    def seed_group(self) -> Array:
        """Its group."""

    def leaving(self, nodes: Array, cls: Array | None = None) -> tuple[Array, Array]:
        """Return the hops that leave some nodes (of one class each, where given), and for each hop the position of its node."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """All hops taken at one distance, with the way back."""

    hop: Array
    """Row in the hops of the graph."""
    came: Array
    """Position of the state it left: of the seed at the first hop, of the former layer's states later."""
    state: Array
    """Position of the state it reached; −1 where its class ends the walk, or where the last hop is taken."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """Where the shocks of one event arrived."""

    nodes: Array
    """Seeds, shape (seeds,)."""
    shocks: Floats
    """Shape (seeds, shock types)."""
    reached: Array
    """Positions in the graph's ``receivers``, sorted; the seeds themselves are not among them."""
    impact: Floats
    """Shape (reached, shock types)."""
    layers: tuple[Layer, ...]
    relays: Array
    """Rows of relays (company → theme) taken, with the seed they left; shape (taken, 2)."""
    passing: Passing


def _summed(place: Array, values: Floats, count: int) -> Floats:
    out = np.empty((count, values.shape[1]))
    for k in range(values.shape[1]):
        out[:, k] = np.bincount(place, weights=values[:, k], minlength=count)
    return out


def _absorbing(graph: Graph, nodes: Array) -> NDArray[np.bool_]:
    """Return which receivers are seeds: walks neither end there nor pass."""
    found = np.zeros(len(graph.receivers), dtype=bool)
    at = np.searchsorted(graph.receivers, nodes)
    inside = at < len(graph.receivers)
    at = at[inside]
    found[at[graph.receivers[at] == nodes[inside]]] = True
    return found


def _relays(graph: Graph, nodes: Array) -> Array:
    """Return the relays that leave the seeds for groups that are none, and the position of the seed; shape (relays, 2)."""
    row, seed = ranges(graph.seed_node, nodes, nodes + 1)
    if len(row) and len(nodes) > 1:
        keep = np.flatnonzero(~among(graph.seed_group[row], nodes))
        row, seed = row[keep], seed[keep]
    return np.stack([row, seed], axis=1)


def propagate(graph: Graph, passing: Passing, *, nodes: Array, shocks: Floats, hops: int) -> Spread:
    """Return the impacts of one event on everything within ``hops`` hops.

    Parameters
    ----------
    nodes, shocks
        Seeds (companies and groups), sorted by node, and their shocks by type, shape (seeds, shock types). A walk neither ends at nor
        passes a seed.

    Notes
    -----
    Each step takes all hops of the frontier at once; its states are (node, last class). Only shock types that some seed has are carried.
    The cost follows the hops taken and, once per question, one byte a receiver of the graph.
    """
    kinds = np.flatnonzero(shocks.any(axis=0))
    absorbing = _absorbing(graph, nodes)
    layers: list[Layer] = []
    ends: list[Array] = []
    brought: list[Floats] = []
    first = value = shocks[:, kinds]
    hop, came = graph.leaving(nodes)
    for step in range(hops):
        dst = graph.dst[hop]
        keep = np.flatnonzero(~absorbing[dst])
        hop, came, dst = hop[keep], came[keep], dst[keep]
        arrived = value[came] * passing.hop(hop, kinds)
        keep = np.flatnonzero(arrived.any(axis=1))
        if len(keep) < len(hop):
            hop, came, dst, arrived = hop[keep], came[keep], dst[keep], arrived[keep]
        if not len(hop):
            break
        ends.append(dst)
        brought.append(arrived)
        state = np.full(len(hop), -1)
        layers.append(Layer(hop=hop, came=came, state=state))
        cls = graph.cls[hop]
        lasting = np.flatnonzero(_LASTS[cls])
        if step + 1 == hops or not len(lasting):
            break
        keys = dst[lasting].astype(np.int64) * _N + cls[lasting]
        reached, state[lasting] = grouped(keys, len(graph.receivers) * _N)
        value = _summed(state[lasting], arrived[lasting], len(reached))
        hop, came = graph.leaving(graph.receivers[reached // _N], reached % _N)

    relays = _relays(graph, nodes)
    row, seed = relays[:, 0], relays[:, 1]
    groups, place = numbered(np.concatenate([graph.seed_group[row], nodes]))
    member, group = ranges(graph.member_group, groups, groups + 1)
    if len(member):
        dst = graph.member_dst[member]
        keep = np.flatnonzero(~absorbing[dst])
        at_group = np.concatenate([first[seed] * passing.relay(row)[:, None], first])
        ends.append(dst[keep])
        brought.append(_summed(place, at_group, len(groups))[group[keep]] * passing.member(member[keep], kinds))

    impact = np.zeros((0, _K))
    reached = np.empty(0, dtype=np.int64)
    if ends:
        reached, place = grouped(np.concatenate(ends), len(graph.receivers))
        impact = np.zeros((len(reached), _K))
        impact[:, kinds] = _summed(place, np.concatenate(brought), len(reached))
    return Spread(nodes=nodes, shocks=shocks, reached=reached, impact=impact, layers=tuple(layers), relays=relays, passing=passing)


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


def trace_walks(graph: Graph, spread: Spread, ends: NDArray[np.bool_], *, hops: int) -> Walks:
    """Return every walk that ends at a marked receiver; their values sum to its impact.

    Parameters
    ----------
    ends
        Marks, shape (receivers,).

    Notes
    -----
    From the last hop back along the states each hop left: only walks that arrive are followed, none is pruned.
    """
    passing = spread.passing
    kinds = np.flatnonzero(spread.shocks.any(axis=0))
    shocks = spread.shocks[:, kinds]
    parts: list[tuple[Array, Array, Array, Array, Array, Floats]] = []
    for depth, last in enumerate(spread.layers):
        at = np.flatnonzero(ends[graph.dst[last.hop]])
        chain = [last.hop[at]]
        came, value = last.came[at], passing.hop(last.hop[at], kinds)
        end = graph.dst[last.hop[at]]
        for layer in reversed(spread.layers[:depth]):
            found, owner = _reached_from(layer.state, came)
            chain = [c[owner] for c in chain]
            chain.append(layer.hop[found])
            value = value[owner] * passing.hop(layer.hop[found], kinds)
            end, came = end[owner], layer.came[found]
        path = np.full((len(end), hops), -1)
        for i, rows in enumerate(reversed(chain)):
            path[:, i] = rows
        none = np.full(len(end), -1)
        parts.append((end, came, path, none, none, value * shocks[came]))

    absorbing = _absorbing(graph, spread.nodes) if len(graph.member_group) else np.empty(0, dtype=bool)

    def through(groups: Array) -> tuple[Array, Array]:
        member, owner = ranges(graph.member_group, groups, groups + 1)
        dst = graph.member_dst[member]
        keep = np.flatnonzero(ends[dst] & ~absorbing[dst])
        return member[keep], owner[keep]

    if len(spread.relays):
        rows, owner = through(graph.seed_group[spread.relays[:, 0]])
        relay, seed = spread.relays[owner, 0], spread.relays[owner, 1]
        value = shocks[seed] * passing.relay(relay)[:, None] * passing.member(rows, kinds)
        parts.append((graph.member_dst[rows], seed, np.full((len(rows), hops), -1), relay, rows, value))
    rows, seed = through(spread.nodes)
    if len(rows):
        none = np.full(len(rows), -1)
        parts.append((graph.member_dst[rows], seed, np.full((len(rows), hops), -1), none, rows, shocks[seed] * passing.member(rows, kinds)))
    if not parts:
        none = np.empty(0, dtype=np.int64)
        return Walks(end=none, seed=none, hops=np.empty((0, hops), dtype=np.int64), relay=none, member=none, value=np.empty((0, _K)))
    end, seed, path, relay, row, carried = (np.concatenate(column) for column in zip(*parts, strict=True))
    keep = np.flatnonzero(carried.any(axis=1))
    value = np.zeros((len(keep), _K))
    value[:, kinds] = carried[keep]
    return Walks(end=end[keep], seed=seed[keep], hops=path[keep], relay=relay[keep], member=row[keep], value=value)


def _reached_from(state: Array, wanted: Array) -> tuple[Array, Array]:
    """Return the hops of a layer that reached each wanted state, and for each the place of the state in ``wanted``."""
    marked = np.zeros(int(state.max(initial=-1)) + 2, dtype=bool)
    marked[wanted] = True
    at = np.flatnonzero(marked[state] & (state >= 0))
    at = at[np.argsort(state[at], kind="stable")]
    found, owner = ranges(state[at], wanted, wanted + 1)
    return at[found], owner


def impacts_of(graph: Graph, spreads: Sequence[Spread]) -> tuple[Array, Floats]:
    """Return all touched companies, sorted, and their impact by shock type, the events' own shocks included."""
    if not spreads:
        return np.empty(0, dtype=np.int64), np.zeros((0, _K))
    arrived = [(graph.receivers[s.reached], s.impact) for s in spreads]
    nodes = distinct(np.concatenate([*(at for at, _ in arrived), *(s.nodes for s in spreads)]))
    total = np.zeros((len(nodes), _K))
    for spread, (at, impact) in zip(spreads, arrived, strict=True):
        total[np.searchsorted(nodes, at)] += impact
        total[np.searchsorted(nodes, spread.nodes)] += spread.shocks
    return nodes, total
