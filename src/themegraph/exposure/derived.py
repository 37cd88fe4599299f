"""Small indices that a snapshot does not store, made once for each open snapshot and dropped with it."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.snapshot import Snapshot
from themegraph.snapshot.sets import distinct

__all__ = ["derived", "feeders", "fund_nodes", "narrower"]

Array = NDArray[Any]

_KEPT: dict[int, dict[str, Any]] = {}


def derived(snapshot: Snapshot, name: str, make: Callable[[Snapshot], Any]) -> Any:
    """Return ``make(snapshot)``, made once for as long as the snapshot's arrays live."""
    anchor = snapshot.pool_ptr  # one array object for the life of the snapshot; a Snapshot itself cannot be referenced weakly
    key = id(anchor)
    if key not in _KEPT:
        _KEPT[key] = {}
        weakref.finalize(anchor, _KEPT.pop, key, None)
    kept = _KEPT[key]
    if name not in kept:
        kept[name] = make(snapshot)
    return kept[name]


def _fund_nodes(snapshot: Snapshot) -> NDArray[np.bool_]:
    found = np.zeros(len(snapshot.nodes) + 1, dtype=bool)
    found[snapshot.funds.node] = True
    return found


def fund_nodes(snapshot: Snapshot) -> NDArray[np.bool_]:
    """Return which nodes are funds; one entry more than there are nodes, so that index −1 answers no."""
    found: NDArray[np.bool_] = derived(snapshot, "fund_nodes", _fund_nodes)
    return found


def _feeders(snapshot: Snapshot) -> tuple[Array, Array]:
    security = snapshot.holdings.security
    rows = np.flatnonzero(fund_nodes(snapshot)[security])
    nodes = max(len(snapshot.nodes), 1)
    pairs = distinct(security[rows].astype(np.int64) * nodes + snapshot.tables.fund[snapshot.holdings.table[rows]])
    return pairs // nodes, pairs % nodes


def feeders(snapshot: Snapshot) -> tuple[Array, Array]:
    """Return (held fund, owner of the table that lists it) pairs, sorted by the held fund."""
    found: tuple[Array, Array] = derived(snapshot, "feeders", _feeders)
    return found


def _below(snapshot: Snapshot) -> tuple[Array, Array]:
    broader = np.asarray(snapshot.nodes.broader)
    order = np.argsort(broader, kind="stable")
    order = order[np.searchsorted(broader[order], 0) :]
    return broader[order].astype(np.int64), order


def narrower(snapshot: Snapshot, group: int) -> list[int]:
    """Return every class or theme below a group, at any depth, each once; without the group itself."""
    above, below = derived(snapshot, "below", _below)
    found: dict[int, None] = {}
    stack = [group]
    while stack:
        at = stack.pop()
        for child in below[np.searchsorted(above, at) : np.searchsorted(above, at, side="right")].tolist():
            if child not in found and child != group:
                found[child] = None
                stack.append(child)
    return sorted(found)
