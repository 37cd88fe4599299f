"""Build a snapshot row by row, from the store or by hand in a test, and write it to disk."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.folding import fold_name
from themegraph.model import kind_of, market_of
from themegraph.model.values import dataclass
from themegraph.snapshot.array import Snapshot, id_key, snapshot_from_arrays
from themegraph.snapshot.tables import COLUMNS, FORMAT, MARKETS, NO_VOTE, RELATION_CLASSES, ROLES, SPANS, VOCABULARIES

__all__ = ["BuilderBase", "SnapshotBuilder", "write_snapshot"]

Array = NDArray[Any]


def _day(value: date | None) -> int:
    return value.toordinal() if value else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BuilderBase:
    """What a builder held at some moment: the rows in the order of their adding, as arrays. Never changed; builders go on from copies."""

    texts: dict[str, int]
    pool: bytes
    """The texts in UTF-8, one after another …"""
    lengths: Array
    """… and their lengths in bytes."""
    nodes: dict[str, int]
    keys: Array
    """:func:`id_key` of each node."""
    words: dict[str, tuple[str, ...]]
    rows: dict[str, Array]
    """``table.column`` → values."""

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return len(self.rows[f"{table}.{next(iter(COLUMNS[table]))}"])


def _columns(table: str, rows: list[tuple[Any, ...]]) -> dict[str, Array]:
    extra = ("src",) if table == "edges" else ()
    types = {**dict.fromkeys(extra, "int32"), **COLUMNS[table]}
    if not rows:
        return {name: np.empty(0, kind) for name, kind in types.items()}
    return {name: np.array(values, dtype=kind) for (name, kind), values in zip(types.items(), zip(*rows, strict=True), strict=True)}


class SnapshotBuilder:
    """Collects rows and turns them into a :class:`Snapshot`.

    The order in which rows are added does not matter to what the snapshot answers; callers that want equal bytes add them in a fixed order.
    Every ``add_`` method returns the row number, to be used where another table refers to it.
    """

    def __init__(self, base: BuilderBase | None = None) -> None:
        self._base = base
        self._texts: dict[str, int] = {} if base is None else dict(base.texts)
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
        self._first: dict[str, int] = dict.fromkeys(COLUMNS, 0) if base is None else {name: base.count(name) for name in COLUMNS}
        self._nodes: dict[str, int] = {} if base is None else dict(base.nodes)
        self._words: dict[str, dict[str, int]] = {name: {} for name in VOCABULARIES}
        if base is not None:
            self._words = {name: {word: i for i, word in enumerate(words)} for name, words in base.words.items()}
        self._event_evidence: list[int] = []
        self._statement_evidence: list[int] = []

    def text(self, value: str) -> int:
        """Return the index of a text in the pool; −1 for the empty string."""
        return self._texts.setdefault(value, len(self._texts)) if value else -1

    def word(self, vocabulary: str, value: str) -> int:
        """Return the code of a word of a vocabulary, adding it."""
        words = self._words[vocabulary]
        return words.setdefault(value, len(words))

    def _add(self, table: str, *values: Any) -> int:
        self._rows[table].append(values)
        return self._first[table] + len(self._rows[table]) - 1

    def node(self, identifier: str) -> int:
        """Return the row of a node, or −1 if it was not added."""
        return self._nodes.get(identifier, -1)

    def add_node(self, identifier: str, *, label: str = "", label_en: str = "", market: str | None = None, issuer: int | None = None) -> int:
        """Add a node once; a second call with the same id returns the first row."""
        row = self._nodes.get(identifier)
        if row is not None:
            return row
        row = len(self._nodes)
        self._nodes[identifier] = row
        place = market if market is not None else market_of(identifier)
        self._add(
            "nodes",
            self.text(identifier),
            self.text(label),
            self.text(label_en),
            self.word("kinds", kind_of(identifier)),
            MARKETS.index(place) if place in MARKETS else 0,
            row if issuer is None else issuer,
            -1,
        )
        return row

    def set_broader(self, node: int, broader: int) -> None:
        """Say which class or theme stands above a node; both must have been added."""
        row = node - self._first["nodes"]
        self._rows["nodes"][row] = (*self._rows["nodes"][row][:-1], broader)

    def add_name(self, node: int, text: str, *, kind: str = "short") -> int:
        """Add a name under which a node is found; folding is done here."""
        return self._add("names", id_key(fold_name(text)), node, self.text(text), self.word("name_kinds", kind))

    def add_fund(
        self,
        node: int,
        *,
        index: int = -1,
        index_name: str = "",
        manager: str = "",
        kind: str = "unknown",
        leverage: float = 1.0,
        fee: float | None = None,
        source: str = "",
    ) -> int:
        """Add the facts about a fund."""
        return self._add(
            "funds",
            node,
            index,
            self.text(index_name),
            self.text(manager),
            self.word("fund_kinds", kind),
            leverage,
            np.nan if fee is None else fee,
            self.text(source),
        )

    def add_statement(
        self,
        identifier: str,
        subject: int,
        predicate: str,
        object_: int,
        *,
        belief: float,
        public_from: date | None,
        valid_from: date | None = None,
        valid_to: date | None = None,
    ) -> int:
        """Add a statement. ``belief`` in [0, 1]; ``public_from`` ``None``: undated, never used in an as-of answer."""
        return self._add(
            "statements",
            self.text(identifier),
            subject,
            self.word("predicates", predicate),
            object_,
            belief,
            _day(public_from),
            _day(valid_from),
            _day(valid_to),
        )

    def add_edge(self, src: int, dst: int, relation_class: str, *, statement: int, q: float | None = None, flag: int = 0) -> int:
        """Add a propagation edge from sender to receiver; ``q`` has the receiver's denominator, ``None``: unknown."""
        return self._add("edges", src, dst, RELATION_CLASSES.index(relation_class), np.nan if q is None else q, statement, flag)

    def add_member(
        self,
        company: int,
        group: int,
        *,
        public_from: date,
        as_of: date | None = None,
        pi: float | None = None,
        statement: int = -1,
        source: str = "",
    ) -> int:
        """Add a membership of an industry class or theme."""
        return self._add("members", company, group, np.nan if pi is None else pi, _day(as_of), _day(public_from), statement, self.text(source))

    def add_table(
        self,
        identifier: str,
        fund: int,
        *,
        basis: str,
        coverage: str,
        known_at: date,
        as_of: date | None = None,
        index: int = -1,
        sorted_: bool = False,
        n_total: int | None = None,
        learned_at: int = 0,
        source: str = "",
    ) -> int:
        """Add a weight table; its lines follow by :meth:`add_holding`."""
        return self._add(
            "tables",
            self.text(identifier),
            fund,
            index,
            self.word("bases", basis),
            self.word("coverages", coverage),
            int(sorted_),
            -1 if n_total is None else n_total,
            _day(as_of),
            _day(known_at),
            learned_at,
            self.text(source),
        )

    def add_holding(self, table: int, security: int, *, issuer: int, weight: float | None, name: str = "") -> int:
        """Add a line of a weight table; ``issuer`` −1: not linked; ``weight`` a fraction, ``None``: unknown."""
        return self._add("holdings", security, issuer, self.text(name), np.nan if weight is None else weight, table)

    def add_revenue(
        self,
        company: int,
        value: float,
        currency: str,
        *,
        cny: float | None = None,
        period: date,
        public_from: date,
        learned_at: int = 0,
        source: str = "",
    ) -> int:
        """Add what a company took in over the twelve months to ``period``; ``cny`` yuan for one unit of the currency, ``None``: not stated."""
        return self._add(
            "revenues",
            company,
            value,
            self.text(currency),
            np.nan if cny is None else cny,
            _day(period),
            _day(public_from),
            learned_at,
            self.text(source),
        )

    def add_article(
        self,
        identifier: str,
        *,
        title: str,
        source: str = "",
        url: str = "",
        published_at: int = 0,
        public_from: date | None = None,
        learned_at: int = 0,
    ) -> int:
        """Add an article; instants are POSIX seconds."""
        return self._add(
            "articles", self.text(identifier), self.text(title), self.text(source), self.text(url), published_at, _day(public_from), learned_at
        )

    def add_story(self, identifier: str, *, first_public: date | None) -> int:
        """Add a story: one voice, however often it is reprinted."""
        return self._add("stories", self.text(identifier), _day(first_public))

    def add_event(
        self,
        identifier: str,
        event_type: str,
        *,
        story: int,
        trigger: str,
        summary: str,
        belief: float,
        public_from: date | None,
        day_from: date | None = None,
        day_to: date | None = None,
        negated: bool = False,
        speculative: bool = False,
        size: float | None = None,
        amount: tuple[float, str] | None = None,
        search: str = "",
    ) -> int:
        """Add an event; its participants follow by :meth:`add_participant`."""
        return self._add(
            "events",
            self.text(identifier),
            self.word("event_types", event_type),
            story,
            self.text(trigger),
            self.text(summary),
            _day(day_from),
            _day(day_to),
            _day(public_from),
            int(negated),
            int(speculative),
            belief,
            np.nan if size is None else size,
            np.nan if amount is None else amount[0],
            self.text("" if amount is None else amount[1]),
            self.text(search),
        )

    def add_participant(self, event: int, node: int, *, role: str, sign: int, relevance: float) -> int:
        """Add a participant of an event."""
        return self._add("participants", node, ROLES.index(role), sign, relevance, event)

    def add_telling(self, event: int, evidence: int, *, size: float | None = None, search: str = "") -> int:
        """Add one of several tellings of an event, in the order in which they speak; what it says of whom follows by :meth:`add_vote`."""
        return self._add("tellings", event, evidence, np.nan if size is None else size, self.text(search))

    def add_vote(self, telling: int, node: int, *, roles: Iterable[str], sign: int | None) -> int:
        """Add what a telling says of one thing; ``sign`` ``None``: it does not say what the event means for it."""
        return self._add("votes", telling, node, sum(1 << ROLES.index(r) for r in roles), NO_VOTE if sign is None else sign)

    def add_evidence(
        self,
        *,
        event: int | None = None,
        statement: int | None = None,
        article: int = -1,
        start: int = 0,
        end: int = 0,
        story: int = -1,
        source_class: str,
        modality: str = "asserted",
        public_from: date | None = None,
        learned_at: int = 0,
        dataset: str = "",
        done: bool = True,
    ) -> int:
        """Add a reading of one event or one statement (exactly one of the two)."""
        if (event is None) == (statement is None):
            msg = "Evidence belongs to one event or to one statement."
            raise ValueError(msg)
        owner = event if event is not None else statement
        row = self._add(
            "evidence",
            owner,
            article,
            start,
            end,
            story,
            self.word("source_classes", source_class),
            self.word("modalities", modality),
            _day(public_from),
            learned_at,
            self.text(dataset),
            int(done),
        )
        (self._event_evidence if event is not None else self._statement_evidence).append(row)
        return row

    def add_closing(self, *, evidence: int = -1, table: int = -1, article: int = -1, since: int, until: int = 0) -> int:
        """Say that a reading, a weight table or an article did not count from one instant on, until another (0: it still does not)."""
        return self._add("closings", evidence, table, article, since, until)

    def base(self) -> BuilderBase:
        """Return everything added so far, to go on from later; what is built then has the same bytes as if it had all been added to one builder."""
        if self._base is not None or self._event_evidence or self._statement_evidence:
            msg = "A base is made of the rows of a first builder that hold no evidence yet."
            raise ValueError(msg)
        return BuilderBase(
            texts=dict(self._texts),
            pool=b"".join(t.encode("utf-8", "replace") for t in self._texts),
            lengths=np.array([len(t.encode("utf-8", "replace")) for t in self._texts], dtype=np.int64),
            nodes=dict(self._nodes),
            keys=np.fromiter((id_key(i) for i in self._nodes), dtype=np.int64, count=len(self._nodes)),
            words={name: tuple(words) for name, words in self._words.items()},
            rows={f"{table}.{name}": values for table, rows in self._rows.items() for name, values in _columns(table, rows).items()},
        )

    def build(self, **meta: Any) -> Snapshot:
        """Return the snapshot. ``meta`` is kept in ``meta.json`` beside format, vocabularies and counts."""
        arrays: dict[str, Array] = {}
        base = self._base
        count = {name: self._first[name] + len(rows) for name, rows in self._rows.items()}
        n_nodes = count["nodes"]

        def column(table: str, name: str, values: Array) -> None:
            arrays[f"{table}.{name}"] = np.ascontiguousarray(values)

        def columns(table: str) -> dict[str, Array]:
            added = _columns(table, self._rows[table])
            if base is None or not self._first[table]:
                return added
            return {n: np.concatenate([base.rows[f"{table}.{n}"], values]) for n, values in added.items()}

        def pointer(keys: Array, count: int) -> Array:
            ptr = np.zeros(count + 1, dtype=np.int64)
            np.cumsum(np.bincount(keys, minlength=count)[:count], out=ptr[1:])
            return ptr

        for table in ("nodes", "statements", "articles", "events", "stories", "evidence"):
            for name, values in columns(table).items():
                column(table, name, values)

        names = columns("names")
        order = np.lexsort((names["text"], names["node"], names["key"]))
        for name, values in names.items():
            column("names", name, values[order])

        edges = columns("edges")
        order = np.lexsort((edges["statement"], edges["cls"], edges["dst"], edges["src"]))
        for name in COLUMNS["edges"]:
            column("edges", name, edges[name][order])
        src, dst = edges["src"][order], edges["dst"][order]
        arrays["edges_ptr"] = pointer(src, n_nodes)
        by_receiver = np.lexsort((np.arange(len(dst)), dst))
        column("in_edges", "src", src[by_receiver])
        column("in_edges", "edge", by_receiver.astype(np.int32))
        arrays["in_edges_ptr"] = pointer(dst, n_nodes)

        funds = columns("funds")
        order = np.argsort(funds["node"], kind="stable")
        for name, values in funds.items():
            column("funds", name, values[order])

        members = columns("members")
        order = np.lexsort((members["group"], members["company"]))
        members = {name: values[order] for name, values in members.items()}
        for name, values in members.items():
            column("members", name, values)
        arrays["members_ptr"] = pointer(members["company"], n_nodes)
        arrays["group_members"] = np.lexsort((members["company"], members["group"])).astype(np.int32)
        arrays["group_ptr"] = pointer(members["group"], n_nodes)

        tables = columns("tables")
        order = np.lexsort((tables["known_at"], tables["as_of"], tables["fund"]))
        place = np.empty(len(order), dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        tables = {name: values[order] for name, values in tables.items()}
        for name, values in tables.items():
            column("tables", name, values)
        fund_row = np.searchsorted(arrays["funds.node"], tables["fund"]) if len(order) else np.empty(0, np.int64)
        arrays["tables_ptr"] = pointer(fund_row, len(arrays["funds.node"]))
        holdings = columns("holdings")
        holdings["table"] = place[holdings["table"]] if len(holdings["table"]) else holdings["table"]
        order = np.lexsort((np.arange(len(holdings["table"])), holdings["table"]))
        holdings = {name: values[order] for name, values in holdings.items()}
        for name, values in holdings.items():
            column("holdings", name, values)
        arrays["holdings_ptr"] = pointer(holdings["table"], len(tables["fund"]))
        linked = np.flatnonzero(holdings["issuer"] >= 0)
        held = linked[np.lexsort((linked, holdings["issuer"][linked]))]
        column("held_by", "row", held.astype(np.int32))
        arrays["held_by_ptr"] = pointer(holdings["issuer"][linked], n_nodes)

        for name, values in columns("revenues").items():
            column("revenues", name, values)

        participants = columns("participants")
        order = np.lexsort((np.arange(len(participants["event"])), participants["event"]))
        participants = {name: values[order] for name, values in participants.items()}
        for name, values in participants.items():
            column("participants", name, values)
        arrays["participants_ptr"] = pointer(participants["event"], count["events"])
        by_node = np.lexsort((participants["event"], participants["node"]))
        column("participates", "row", by_node.astype(np.int32))
        arrays["participates_ptr"] = pointer(participants["node"], n_nodes)

        for table, by, size in (("tellings", "event", count["events"]), ("votes", "telling", count["tellings"])):
            found_rows = columns(table)
            if not (np.diff(found_rows[by]) >= 0).all():
                msg = f"The rows of {table} are added one {by} after another."
                raise ValueError(msg)
            for name, values in found_rows.items():
                column(table, name, values)
            arrays[f"{table}_ptr"] = pointer(found_rows[by], size)

        owner = arrays["evidence.owner"]
        for kind, rows, owners in (
            ("event", self._event_evidence, count["events"]),
            ("statement", self._statement_evidence, count["statements"]),
        ):
            found = np.array(rows, dtype=np.int32)
            keys = owner[found] if len(found) else np.empty(0, np.int32)
            arrays[f"{kind}_evidence"] = found[np.lexsort((found, keys))]
            arrays[f"{kind}_evidence_ptr"] = pointer(keys, owners)

        closings = columns("closings")
        closings["table"] = np.where(closings["table"] >= 0, place[closings["table"]], -1).astype(np.int32) if len(place) else closings["table"]
        for name, values in closings.items():
            column("closings", name, values)

        raw = [t.encode("utf-8", "replace") for t in islice(self._texts, 0 if base is None else len(base.texts), None)]
        lengths = np.array([len(r) for r in raw], dtype=np.int64)
        keys = np.fromiter((id_key(i) for i in islice(self._nodes, self._first["nodes"], None)), dtype=np.int64, count=n_nodes - self._first["nodes"])
        if base is not None:
            raw, lengths, keys = [base.pool, *raw], np.concatenate([base.lengths, lengths]), np.concatenate([base.keys, keys])
        arrays["pool"] = np.frombuffer(b"".join(raw), dtype=np.uint8)
        arrays["pool_ptr"] = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths, dtype=np.int64)])
        order = np.argsort(keys, kind="stable")
        arrays["node_keys"], arrays["node_rows"] = keys[order], order.astype(np.int32)

        described = {
            "format": FORMAT,
            "vocabularies": {name: list(words) for name, words in self._words.items()},
            "counts": count,
            "spans": {name: [int(arrays[name].min()), int(arrays[name].max())] for name in SPANS if len(arrays[name])},
            **meta,
        }
        return snapshot_from_arrays(described, arrays)


def _arrays_of(snapshot: Snapshot) -> dict[str, Array]:
    arrays = {f"{table}.{name}": getattr(getattr(snapshot, table), name) for table, columns in COLUMNS.items() for name in columns}
    arrays.update(snapshot.pointers)
    for name in ("pool", "pool_ptr", "node_keys", "node_rows", "event_evidence", "statement_evidence", "group_members"):
        arrays[name] = getattr(snapshot, name)
    return arrays


def write_snapshot(snapshot: Snapshot, folder: Path) -> None:
    """Write a snapshot into a folder that must not exist yet; the folder appears complete or not at all.

    One file ``arrays.bin`` holds all columns, each at a multiple of 64 bytes, so that opening maps one file; ``meta.json`` says where each stands.
    """
    partial = folder.with_name(f".{folder.name}.partial")
    if partial.exists():
        shutil.rmtree(partial)
    partial.mkdir(parents=True)
    layout: dict[str, list[Any]] = {}
    at = 0
    with (partial / "arrays.bin").open("wb") as out:
        for name, array in _arrays_of(snapshot).items():
            pad = -at % 64
            out.write(b"\0" * pad)
            at += pad
            raw = np.ascontiguousarray(array)
            out.write(raw.tobytes())
            layout[name] = [raw.dtype.str, at, raw.nbytes]
            at += raw.nbytes
        out.flush()
        os.fsync(out.fileno())
    meta = {**snapshot.meta, "layout": layout, "bytes": at}
    with (partial / "meta.json").open("w", encoding="utf-8") as out_text:
        json.dump(meta, out_text, ensure_ascii=False, sort_keys=True, indent=1)
        out_text.flush()
        os.fsync(out_text.fileno())
    partial.replace(folder)
