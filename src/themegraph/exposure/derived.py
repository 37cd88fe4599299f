"""Small indices that a snapshot does not store, made once for each open snapshot and dropped with it."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.snapshot import Snapshot

__all__ = ["derived", "feeders"]

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


def _feeders(snapshot: Snapshot) -> tuple[Array, Array]:
    security = snapshot.holdings.security
    is_fund = np.zeros(len(snapshot.nodes) + 1, dtype=bool)  # the last entry answers for −1
    is_fund[snapshot.funds.node] = True
    rows = np.flatnonzero(is_fund[security])
    pairs = np.unique(np.stack([security[rows], snapshot.tables.fund[snapshot.holdings.table[rows]]], axis=1).astype(np.int64), axis=0)
    return pairs[:, 0], pairs[:, 1]


def feeders(snapshot: Snapshot) -> tuple[Array, Array]:
    """Return (held fund, owner of the table that lists it) pairs, sorted by the held fund."""
    found: tuple[Array, Array] = derived(snapshot, "feeders", _feeders)
    return found
