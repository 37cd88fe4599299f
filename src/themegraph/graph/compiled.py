"""The part of the snapshot that follows from reference data alone, compiled once for each state of the data and kept."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
import numpy as np

from themegraph._version import __version__
from themegraph.graph.acts import quarantined
from themegraph.graph.evidence import rows_learned
from themegraph.graph.kept import KeptArticles
from themegraph.graph.quarantine import without_rows
from themegraph.graph.reference import LoadedDataset, recent_reference, revenue_id
from themegraph.graph.store import Store
from themegraph.graph.work import Work
from themegraph.model import ReferenceData, ReferenceStatement, WeightTable, code_of, content_hash, kind_of
from themegraph.ontology import Ontology
from themegraph.snapshot import COLUMNS, FORMAT, ROLES, BuilderBase, SnapshotBuilder

__all__ = ["CompileCache", "ReferencePart", "add_table", "node_of", "reference_part", "seconds"]

_HEAD = b"themegraph/reference-part/1\n"


def seconds(moment: datetime | None) -> int:
    """Return an instant in POSIX seconds; 0 for none."""
    return 0 if moment is None else int(moment.timestamp())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferencePart:
    """The compiled rows of reference data, and what compiling articles asks of that data."""

    key: str
    """The state of the data, the vocabulary and the format that it was compiled from."""
    base: BuilderBase
    issuer_of: dict[str, str]
    """Listing → issuer."""
    listing_of: dict[str, str]
    """Issuer → primary listing."""
    labels: dict[str, str]
    listed_on: dict[str, str]
    funds: frozenset[str]
    """Funds that have a row."""
    named: frozenset[tuple[int, int]]
    """(node, text) of every name."""
    statements: tuple[ReferenceStatement, ...]


def node_of(builder: SnapshotBuilder, identifier: str) -> int:
    """Return the row of an id, adding it with its local part as its name."""
    found = builder.node(identifier)
    return found if found >= 0 else builder.add_node(identifier, label=code_of(identifier))


def add_table(builder: SnapshotBuilder, table: WeightTable, learned_at: int) -> int:
    """Add a weight table with its lines; return its row."""
    row = builder.add_table(
        table.id,
        node_of(builder, table.fund),
        basis=table.basis,
        coverage=table.coverage,
        known_at=table.known_at,
        as_of=table.as_of,
        index=-1 if table.index is None else node_of(builder, table.index),
        sorted_=table.sorted,
        n_total=table.n_total,
        learned_at=learned_at,
        source=table.source,
    )
    for line in table.holdings:
        issuer = -1 if line.issuer is None else node_of(builder, line.issuer)
        builder.add_holding(row, node_of(builder, line.security), issuer=issuer, weight=line.weight, name=line.name)
    return row


class _Names:
    """Adds each name of a node once."""

    def __init__(self, builder: SnapshotBuilder) -> None:
        self.builder = builder
        self.seen: set[tuple[int, int]] = set()

    def __call__(self, node: int, text: str, kind: str) -> None:
        if text:
            key = (node, self.builder.text(text))
            if key not in self.seen:
                self.seen.add(key)
                self.builder.add_name(node, text, kind=kind)


def _nodes_and_names(b: SnapshotBuilder, data: ReferenceData) -> _Names:
    for entity in data.entities:
        b.add_node(entity.id, label=entity.label, label_en=entity.label_en)
    for entity in data.entities:
        if entity.broader is not None and b.node(entity.broader) >= 0:
            b.set_broader(b.node(entity.id), b.node(entity.broader))
    for listing in data.listings:
        b.add_node(listing.id, label=listing.name, issuer=node_of(b, listing.issuer))
    for fund in data.funds:
        b.add_node(fund.id, label=fund.name)
    name = _Names(b)
    for entity in data.entities:
        me = b.node(entity.id)
        for known in entity.names:
            name(me, known.text, known.kind)
        name(me, entity.label, "short")
        name(me, entity.label_en, "english")
    for listing in data.listings:
        issuer = b.node(listing.issuer)
        name(issuer, listing.code, "code")
        name(issuer, listing.code.rpartition(".")[0], "code")
        name(issuer, listing.name, "short")
    for fund in data.funds:
        me = b.node(fund.id)
        name(me, fund.code, "code")
        name(me, fund.code.rpartition(".")[0], "code")
        name(me, fund.name, "short")
        for known in fund.names:
            name(me, known.text, known.kind)
    for entity in data.entities:
        if kind_of(entity.id) == "index":
            name(b.node(entity.id), code_of(entity.id).rpartition(".")[0], "code")
    return name


def _funds(b: SnapshotBuilder, data: ReferenceData) -> frozenset[str]:
    """Add the facts about funds; one that only a table knows is of unknown kind."""
    for fund in data.funds:
        b.add_fund(
            node_of(b, fund.id),
            index=-1 if fund.index is None else node_of(b, fund.index),
            index_name=fund.index_name,
            manager=fund.manager,
            kind=fund.kind or "unknown",
            leverage=fund.leverage,
            fee=fund.fee,
            source=fund.source,
        )
    known = {fund.id for fund in data.funds}
    others = sorted({table.fund for table in data.tables} - known)
    for other in others:
        b.add_fund(node_of(b, other))
    return frozenset([*known, *others])


def reference_part(data: ReferenceData, *, key: str, learned: dict[str, datetime], ontology: Ontology) -> ReferencePart:
    """Return the compiled part.

    Parameters
    ----------
    learned
        Weight table, or revenue, → the moment of its first loading.
    """
    b = SnapshotBuilder()
    for role in ROLES:
        ontology.role(role)
    # Vocabularies in the order of the ontology, so that codes do not depend on which word was met first.
    for vocabulary, words in (
        ("event_types", ontology.event_types),
        ("predicates", ontology.predicates),
        ("source_classes", ontology.source_classes),
        ("modalities", ontology.modalities),
        ("bases", {t.notation: t for t in sorted(ontology.weight_bases.values(), key=lambda t: t.tier)}),
        ("name_kinds", ontology.name_kinds),
    ):
        for word in words:
            b.word(vocabulary, word)
    names = _nodes_and_names(b, data)
    funds = _funds(b, data)
    for table in data.tables:
        add_table(b, table, seconds(learned[table.id]))
    for m in data.memberships:
        b.add_member(node_of(b, m.company), node_of(b, m.group), public_from=m.known_at, as_of=m.as_of, source=m.source)
    for v in data.revenues:
        b.add_revenue(
            node_of(b, v.company),
            v.value,
            v.currency,
            cny=v.cny,
            period=v.period,
            public_from=v.known_at,
            learned_at=seconds(learned[revenue_id(v)]),
            source=v.source,
        )
    return ReferencePart(
        key=key,
        base=b.base(),
        issuer_of={s.id: s.issuer for s in data.listings},
        listing_of={s.issuer: s.id for s in data.listings if s.primary},
        labels={**{e.id: e.label for e in data.entities}, **{s.id: s.name for s in data.listings}, **{f.id: f.name for f in data.funds}},
        listed_on={s.issuer: s.listed_on.isoformat() for s in data.listings if s.primary and s.listed_on},
        funds=funds,
        named=frozenset(names.seen),
        statements=data.statements,
    )


# ---------------------------------------------------------------- keeping it


class _Stored(msgspec.Struct, array_like=True):
    """The form on disk. Texts and arrays stand once; what can be looked up in them does not stand again."""

    key: str
    pool: bytes
    lengths: bytes
    nodes: list[str]
    keys: bytes
    words: dict[str, list[str]]
    rows: dict[str, bytes]
    issuer_of: dict[str, str]
    listing_of: dict[str, str]
    labels: dict[str, str]
    listed_on: dict[str, str]
    funds: list[str]
    statements: list[ReferenceStatement]


def _to_bytes(part: ReferencePart) -> bytes:
    base = part.base
    stored = _Stored(
        key=part.key,
        pool=base.pool,
        lengths=base.lengths.tobytes(),
        nodes=list(base.nodes),
        keys=base.keys.tobytes(),
        words={name: list(words) for name, words in base.words.items()},
        rows={name: values.tobytes() for name, values in base.rows.items()},
        issuer_of=part.issuer_of,
        listing_of=part.listing_of,
        labels=part.labels,
        listed_on=part.listed_on,
        funds=sorted(part.funds),
        statements=list(part.statements),
    )
    return _HEAD + msgspec.msgpack.encode(stored)


def _types() -> dict[str, str]:
    found = {f"{table}.{name}": kind for table, columns in COLUMNS.items() for name, kind in columns.items()}
    return {**found, "edges.src": "int32"}


def _from_bytes(raw: bytes, key: str) -> ReferencePart | None:
    if not raw.startswith(_HEAD):
        return None
    stored = msgspec.msgpack.decode(memoryview(raw)[len(_HEAD) :], type=_Stored)
    if stored.key != key:
        return None
    lengths = np.frombuffer(stored.lengths, dtype=np.int64)
    ends = np.cumsum(lengths).tolist()
    texts: dict[str, int] = {}
    start = 0
    for i, end in enumerate(ends):
        texts[stored.pool[start:end].decode("utf-8")] = i
        start = end
    rows = {name: np.frombuffer(stored.rows[name], dtype=kind) for name, kind in _types().items()}
    return ReferencePart(
        key=key,
        base=BuilderBase(
            texts=texts,
            pool=stored.pool,
            lengths=lengths,
            nodes={identifier: i for i, identifier in enumerate(stored.nodes)},
            keys=np.frombuffer(stored.keys, dtype=np.int64),
            words={name: tuple(words) for name, words in stored.words.items()},
            rows=rows,
        ),
        issuer_of=stored.issuer_of,
        listing_of=stored.listing_of,
        labels=stored.labels,
        listed_on=stored.listed_on,
        funds=frozenset(stored.funds),
        named=frozenset(zip(rows["names.node"].tolist(), rows["names.text"].tolist(), strict=True)),
        statements=tuple(stored.statements),
    )


def _key(loaded: Iterable[LoadedDataset], ontology: Ontology, held: Iterable[str]) -> str:
    sets = [f"{d.name} {d.version} {d.learned_at} {d.superseded}" for d in loaded]
    words = [f"{name}:{','.join(getattr(ontology, name))}" for name in ("event_types", "predicates", "source_classes", "modalities", "name_kinds")]
    return content_hash(__version__, FORMAT, ontology.version, *words, str(COLUMNS), *sets, *sorted(held))


class CompileCache:
    """What one workspace keeps from one compilation to the next. Without a folder: in memory only.

    Notes
    -----
    Everything in it can be made again from the store; a file that is missing, old or damaged is passed over.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.articles = KeptArticles(None if folder is None else folder / "articles.bin")
        self.work = Work()
        self._part: ReferencePart | None = None

    def reference(self, store: Store, loaded: Sequence[LoadedDataset], *, ontology: Ontology, known_at: datetime | None = None) -> ReferencePart:
        """Return the compiled part of some data sets.

        Parameters
        ----------
        known_at
            The moment they held at, with the rows that were held back then; ``None``: now. Only the part of now is kept.
        """
        keep, held = known_at is None, quarantined(store, known_at=known_at)
        key = _key(loaded, ontology, held)
        if self._part is not None and self._part.key == key:
            return self._part
        part = self._read(key)
        if part is None:
            data = without_rows(recent_reference(store, ontology=ontology, loaded=loaded), held)
            part = reference_part(data, key=key, learned=rows_learned(store), ontology=ontology)
            if keep:
                self._write(part)
        if keep:
            self._part = part
        return part

    def _read(self, key: str) -> ReferencePart | None:
        if self.folder is None:
            return None
        with suppress(OSError, msgspec.DecodeError, ValueError, KeyError):
            return _from_bytes((self.folder / "reference.bin").read_bytes(), key)
        return None

    def _write(self, part: ReferencePart) -> None:
        if self.folder is None:
            return
        with suppress(OSError, msgspec.EncodeError, UnicodeEncodeError):  # the next process will compile it again
            self.folder.mkdir(exist_ok=True)
            partial = self.folder / f".reference.{os.getpid()}.partial"
            partial.write_bytes(_to_bytes(part))
            partial.replace(self.folder / "reference.bin")
