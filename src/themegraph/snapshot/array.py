"""The snapshot as it is read: memory-mapped columns, a string pool, and the few look-ups everything else builds on."""

from __future__ import annotations

import json
from dataclasses import field
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.errors import WorkspaceVersionError
from themegraph.folding import fold_name
from themegraph.model.values import dataclass
from themegraph.snapshot.tables import COLUMNS, FORMAT

__all__ = ["Columns", "Snapshot", "day_of", "id_key", "open_snapshot"]

Array = NDArray[Any]


def day_of(ordinal: int) -> date | None:
    """Return the date of a day number, ``None`` for 0."""
    return date.fromordinal(ordinal) if ordinal > 0 else None


def id_key(identifier: str) -> int:
    """Return the 63-bit key under which an id is found; collisions are resolved by comparing the id itself."""
    return int.from_bytes(blake2b(identifier.encode(), digest_size=8).digest(), "big") >> 1


class Columns:
    """The columns of one table, as attributes. ``len()`` is the number of rows."""

    def __init__(self, arrays: dict[str, Array]) -> None:
        self._arrays = arrays
        self._length = len(next(iter(arrays.values()))) if arrays else 0
        self.__dict__.update(arrays)  # attributes of the object itself: inner loops read them

    def __getattr__(self, name: str) -> Array:
        msg = f"No column {name!r}; this table has {', '.join(self._arrays)}."
        raise AttributeError(msg)

    def __len__(self) -> int:
        return self._length

    def stored_bytes(self) -> int:
        """Return what the columns take."""
        return sum(a.nbytes for a in self._arrays.values())

    def names(self) -> tuple[str, ...]:
        """Return the column names in their documented order."""
        return tuple(self._arrays)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The graph as arrays; :mod:`themegraph.snapshot.tables` says what each column means.

    Read-only and safe to share between threads. Pointers are plain arrays of shape (rows + 1,).
    """

    meta: dict[str, Any]
    """Format, vocabularies, counters, and the version number of the store state it was compiled from."""
    pool: Array
    """UTF-8 bytes of all texts, one after another."""
    pool_ptr: Array
    nodes: Columns
    names: Columns
    funds: Columns
    statements: Columns
    edges: Columns
    in_edges: Columns
    members: Columns
    tables: Columns
    holdings: Columns
    held_by: Columns
    revenues: Columns
    articles: Columns
    events: Columns
    participants: Columns
    participates: Columns
    tellings: Columns
    votes: Columns
    stories: Columns
    evidence: Columns
    closings: Columns
    pointers: dict[str, Array]
    node_keys: Array
    """Sorted :func:`id_key` of every node id, shape (nodes,)."""
    node_rows: Array
    """Row of each key in ``node_keys``."""
    event_evidence: Array
    """Rows of `evidence` by event."""
    statement_evidence: Array
    """Rows of `evidence` by statement."""
    group_members: Array
    """Rows of `members` by group."""
    _texts: dict[int, str] = field(default_factory=dict, repr=False, compare=False)
    _events: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def text(self, index: int) -> str:
        """Return a text of the pool; the empty string for −1."""
        if index < 0:
            return ""
        found = self._texts.get(index)
        if found is None:
            found = bytes(self.pool[int(self.pool_ptr[index]) : int(self.pool_ptr[index + 1])]).decode("utf-8")
            self._texts[index] = found
        return found

    def span(self, column: str) -> tuple[int, int]:
        """Return the least and the largest value of one of :data:`~themegraph.snapshot.tables.SPANS`; (1, 0) where there is no row."""
        found = self.meta.get("spans", {}).get(column)
        if found is None:
            table, _, name = column.partition(".")
            values = getattr(getattr(self, table), name)
            found = (values.min(), values.max()) if len(values) else (1, 0)
        return int(found[0]), int(found[1])

    def is_known_by(self, instant: datetime) -> bool:
        """Return whether nothing in it was learned or decided after an instant, so that it is what was known then."""
        changed = self.meta.get("changed_at", "")
        return not changed or datetime.fromisoformat(changed) <= instant

    def node(self, identifier: str) -> int:
        """Return the row of an id, or −1."""
        key = id_key(identifier)
        at = int(np.searchsorted(self.node_keys, key))
        while at < len(self.node_keys) and int(self.node_keys[at]) == key:
            row = int(self.node_rows[at])
            if self.text(int(self.nodes.id[row])) == identifier:
                return row
            at += 1
        return -1

    def event(self, identifier: str) -> int:
        """Return the row of an event's id, or −1."""
        if not self._events:
            self._events.update({self.text(int(at)): row for row, at in enumerate(self.events.id)})
        return self._events.get(identifier, -1)

    def named(self, name: str) -> list[int]:
        """Return the nodes that have a name, however its script, width and case; in the order of their rows.

        An entry is found by a 63-bit key and compared letter by letter only where two nodes share it.
        """
        folded = fold_name(name)
        key = id_key(folded)
        lo, hi = int(np.searchsorted(self.names.key, key)), int(np.searchsorted(self.names.key, key, side="right"))
        found = {int(self.names.node[i]) for i in range(lo, hi) if fold_name(self.text(int(self.names.text[i]))) == folded}
        return sorted(found)

    def names_of(self, node: int) -> list[tuple[str, str]]:
        """Return (name, kind) of a node, in the order they were added."""
        kinds = self.vocabulary("name_kinds")
        rows = np.flatnonzero(self.names.node == node)
        by_text = sorted((int(self.names.text[r]), kinds[int(self.names.kind[r])]) for r in rows)
        return [(self.text(t), kind) for t, kind in by_text]

    def id_of(self, node: int) -> str:
        """Return a node's id."""
        return self.text(int(self.nodes.id[node]))

    def label_of(self, node: int) -> str:
        """Return a node's name to print."""
        return self.text(int(self.nodes.label[node])) or self.id_of(node)

    def vocabulary(self, name: str) -> list[str]:
        """Return one of the lists in ``meta.json``, such as ``event_types``."""
        found: list[str] = self.meta["vocabularies"][name]
        return found

    def closed(self, column: str, rows: int, instant: float | None) -> NDArray[np.bool_] | None:
        """Return which of so many rows of ``evidence``, ``table`` or ``article`` were retracted at an instant; ``None``: none of them.

        Parameters
        ----------
        instant
            POSIX seconds; ``None``: now, whatever the time is: what was retracted and not taken back.
        """
        closings = self.closings
        if not len(closings):
            return None
        still = closings.until == 0
        holds = still if instant is None else (closings.since <= instant) & (still | (closings.until > instant))
        which = getattr(closings, column)
        which = which[holds & (which >= 0)]
        if not len(which):
            return None
        found = np.zeros(rows, dtype=bool)
        found[which] = True
        return found

    def rows(self, pointer: str, index: int) -> slice:
        """Return the slice ``pointer[index] : pointer[index + 1]``."""
        ptr = self.pointers[pointer]
        return slice(int(ptr[index]), int(ptr[index + 1]))


_POINTERS = (
    "edges_ptr", "in_edges_ptr", "members_ptr", "group_ptr", "held_by_ptr", "participates_ptr", "holdings_ptr",
    "participants_ptr", "tellings_ptr", "votes_ptr", "event_evidence_ptr", "statement_evidence_ptr", "tables_ptr",
)  # fmt: skip
_LISTS = ("pool", "pool_ptr", "node_keys", "node_rows", "event_evidence", "statement_evidence", "group_members")


def snapshot_from_arrays(meta: dict[str, Any], arrays: dict[str, Array]) -> Snapshot:
    """Return the snapshot over arrays named ``table.column``, ``*_ptr`` and the lists."""
    tables = {name: Columns({column: arrays[f"{name}.{column}"] for column in columns}) for name, columns in COLUMNS.items()}
    return Snapshot(
        meta=meta,
        pointers={name: arrays[name] for name in _POINTERS},
        **{name: arrays[name] for name in _LISTS},  # type: ignore[arg-type]
        **tables,  # type: ignore[arg-type]
    )


def open_snapshot(folder: Path) -> Snapshot:
    """Open the snapshot in a folder, memory-mapped; nothing is copied.

    Raises
    ------
    WorkspaceVersionError
        If the folder holds another format, or is incomplete.
    """
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        msg = f"No readable snapshot in {folder}: {problem}. Run any command that writes (themegraph ingest) to compile it again."
        raise WorkspaceVersionError(msg) from problem
    if meta.get("format") != FORMAT:
        msg = f"The snapshot in {folder} has format {meta.get('format')!r}; this version reads {FORMAT!r}. Run themegraph ingest to compile it again."
        raise WorkspaceVersionError(msg)
    layout: dict[str, list[Any]] = meta["layout"]
    try:
        # A plain array over the map: single entries of a memmap are read ten times slower.
        blob = np.asarray(np.memmap(folder / "arrays.bin", dtype=np.uint8, mode="r"))
        if len(blob) != meta["bytes"]:
            msg = f"The snapshot in {folder} is damaged: {len(blob)} bytes where {meta['bytes']} were written."
            raise WorkspaceVersionError(msg + " Delete the folder and run any command that writes to compile it again.")
        arrays = {name: blob[start : start + size].view(dtype) for name, (dtype, start, size) in layout.items()}
        return snapshot_from_arrays(meta, arrays)
    except (OSError, ValueError, KeyError) as problem:
        msg = f"The snapshot in {folder} is damaged: {problem}. Delete the folder and run any command that writes to compile it again."
        raise WorkspaceVersionError(msg) from problem
