"""Reference data as quads and back.

The rows of a data set that share kind, source and dates share a graph, and the ledger says for each graph what these are; so a name or a
membership is one quad and still has its source. A newer version of a data set takes the place of the one before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

import msgspec
import pyoxigraph as ox

from themegraph.graph.memo import ledger_page
from themegraph.graph.rdf import Page, statement_of, statement_quads
from themegraph.graph.store import Store
from themegraph.graph.terms import LEDGER, curie, day, instant, iri, lit, node, tg
from themegraph.model import (
    Entity,
    EntityId,
    Fund,
    Holding,
    Listing,
    Membership,
    Name,
    ReferenceData,
    ReferenceStatement,
    Revenue,
    WeightTable,
    code_of,
    content_hash,
    kind_of,
)
from themegraph.ontology import Ontology

__all__ = [
    "LoadedDataset",
    "ReferenceGraph",
    "data_version",
    "datasets",
    "recent_reference",
    "reference_graphs",
    "reference_of",
    "reference_quads",
    "remember_reference",
    "revenue_id",
    "table_of",
    "table_quads",
]

_TYPE, _LABEL, _LABEL_EN = iri("rdf", "type"), iri("skos", "prefLabel"), iri("rdfs", "label")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ReferenceGraph:
    """A graph of rows that share kind, source and dates."""

    kind: str
    """entities, names, listings, funds, weights, memberships, statements or revenues."""
    source: str
    as_of: date | None
    known_at: date | None
    name: str
    """The graph's IRI."""


def data_version(data: ReferenceData) -> str:
    """Return a hash of the rows, whatever their order."""
    rows = [
        f"{name}{row}"
        for name in ("entities", "listings", "funds", "tables", "memberships", "statements", "revenues")
        for row in sorted(msgspec.json.encode(r).decode() for r in getattr(data, name))
    ]
    return content_hash(*rows)


class _Groups:
    """Gives each (kind, source, dates) its graph."""

    def __init__(self, dataset: str) -> None:
        self.dataset = dataset
        self.names: dict[tuple[str, str, date | None, date | None], ox.NamedNode] = {}

    def __call__(self, kind: str, source: str, as_of: date | None = None, known_at: date | None = None) -> ox.NamedNode:
        key = (kind, source, as_of, known_at)
        found = self.names.get(key)
        if found is None:
            tail = content_hash(source, str(as_of), str(known_at))[:8]
            found = self.names[key] = node(f"graph:reference/{self.dataset}/{kind}/{as_of or known_at or 'undated'}/{tail}")
        return found


def reference_quads(data: ReferenceData, *, dataset: str, version: str, ontology: Ontology) -> tuple[Iterator[ox.Quad], Iterator[ox.Quad]]:
    """Return the quads of the rows, and after these are drawn the quads that describe the graphs they stand in.

    Parameters
    ----------
    dataset
        Its name, ``starter`` for what is shipped.
    version
        :func:`data_version` of the data.

    Notes
    -----
    The second iterator must be drawn after the first is exhausted; it belongs into the ledger, written last, so that a load that breaks off
    leaves rows that no one reads.
    """
    group = _Groups(f"{dataset}/{version}")

    def described() -> Iterator[ox.Quad]:
        me = node(f"dataset:{dataset}/{version}")
        for (kind, source, as_of, known_at), graph in group.names.items():
            yield ox.Quad(me, tg("hasGraph"), graph, LEDGER)
            yield ox.Quad(graph, _TYPE, tg("ReferenceGraph"), LEDGER)
            yield ox.Quad(graph, tg("rowKind"), lit(kind), LEDGER)
            if source:
                yield ox.Quad(graph, iri("dcterms", "source"), lit(source), LEDGER)
            if as_of is not None:
                yield ox.Quad(graph, tg("asOf"), lit(as_of), LEDGER)
            if known_at is not None:
                yield ox.Quad(graph, tg("knownAt"), lit(known_at), LEDGER)

    return _rows(data, group, ontology), described()


def _rows(data: ReferenceData, group: _Groups, ontology: Ontology) -> Iterator[ox.Quad]:
    quad = ox.Quad
    classes = {t.notation: ox.NamedNode(t.iri) for t in ontology.entity_types.values()}
    schemes = {"theme": tg("ThemeScheme"), "industry": tg("IndustryScheme")}
    in_scheme, notation, broader = iri("skos", "inScheme"), iri("skos", "notation"), iri("skos", "broader")
    for e in data.entities:
        g, me = group("entities", e.source), node(e.id)
        yield quad(me, _TYPE, classes.get(e.type) or ox.NamedNode(ontology.entity_type(e.type).iri), g)
        yield quad(me, _LABEL, lit(e.label), g)
        if e.label_en:
            yield quad(me, _LABEL_EN, ox.Literal(e.label_en, language="en"), g)
        if e.broader is not None:
            yield quad(me, broader, node(e.broader), g)
        kind = kind_of(e.id)
        if kind in schemes:
            yield quad(me, in_scheme, schemes[kind], g)
            yield quad(me, notation, lit(code_of(e.id).rpartition("/")[2]), g)
        yield from _names(me, e.names, group, ontology)
    for s in data.listings:
        g, me = group("listings", s.source), node(s.id)
        yield quad(me, _TYPE, tg("Listing"), g)
        yield quad(me, tg("issuer"), node(s.issuer), g)
        yield quad(me, tg("code"), lit(s.code), g)
        yield quad(me, _LABEL, lit(s.name), g)
        yield quad(me, tg("exchange"), lit(s.exchange), g)
        yield quad(me, tg("primary"), lit(s.primary), g)
        if s.listed_on is not None:
            yield quad(me, tg("listedOn"), lit(s.listed_on), g)
    for f in data.funds:
        g, me = group("funds", f.source, f.as_of), node(f.id)
        yield quad(me, _TYPE, tg("Fund"), g)
        yield quad(me, tg("code"), lit(f.code), g)
        yield quad(me, _LABEL, lit(f.name), g)
        yield quad(me, tg("leverage"), lit(float(f.leverage)), g)
        for name, text in (("manager", f.manager), ("indexName", f.index_name), ("fundKind", f.kind)):
            if text:
                yield quad(me, tg(name), lit(text), g)
        if f.index is not None:
            yield quad(me, tg("index"), node(f.index), g)
        if f.fee is not None:
            yield quad(me, tg("fee"), lit(float(f.fee)), g)
        yield from _names(me, f.names, group, ontology)
    for t in data.tables:
        yield from table_quads(t, ontology=ontology, graph=group("weights", t.source, t.as_of, t.known_at))
    for m in data.memberships:
        yield quad(node(m.company), tg("memberOf"), node(m.group), group("memberships", m.source, m.as_of, m.known_at))
    for v in data.revenues:
        g, me = group("revenues", v.source, v.period, v.known_at), node(revenue_id(v))
        yield quad(me, _TYPE, tg("Revenue"), g)
        yield quad(me, tg("revenueOf"), node(v.company), g)
        yield quad(me, tg("amount"), lit(float(v.value)), g)
        yield quad(me, tg("currency"), lit(v.currency), g)
        if v.cny is not None:
            yield quad(me, tg("yuanForOne"), lit(float(v.cny)), g)
    for r in data.statements:
        g = group("statements", r.source, None, r.known_at)
        yield from statement_quads(r.statement, ontology=ontology, graph=g)
        me = node(f"evidence:{code_of(r.statement.id)}/{content_hash(r.source, str(r.known_at), r.quote)[:8]}")
        yield quad(me, _TYPE, tg("Evidence"), g)
        yield quad(me, tg("evidenceFor"), node(r.statement.id), g)
        yield quad(me, tg("modality"), ox.NamedNode(ontology.modalities["asserted"].iri), g)
        if r.quote:
            yield quad(me, iri("oa", "exact"), lit(r.quote), g)


def _names(me: ox.NamedNode, names: Iterable[Name], group: _Groups, ontology: Ontology) -> Iterator[ox.Quad]:
    for name in names:
        g = group("names", name.source)
        term = ontology.name_kinds.get(name.kind)
        if term is not None and name.valid_from is None and name.valid_to is None:
            yield ox.Quad(me, ox.NamedNode(term.iri), lit(name.text), g)
            continue
        it = node(f"name:{content_hash(me.value, name.text, name.kind, str(name.valid_from), str(name.valid_to))}")
        yield ox.Quad(me, tg("datedName"), it, g)
        yield ox.Quad(it, _TYPE, tg("DatedName"), g)
        yield ox.Quad(it, tg("surface"), lit(name.text), g)
        yield ox.Quad(it, tg("nameKind"), lit(name.kind), g)
        if name.valid_from is not None:
            yield ox.Quad(it, tg("validFrom"), lit(name.valid_from), g)
        if name.valid_to is not None:
            yield ox.Quad(it, tg("validTo"), lit(name.valid_to), g)


def table_quads(t: WeightTable, *, ontology: Ontology, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield a weight table with its lines."""
    me = node(t.id)
    yield ox.Quad(me, _TYPE, tg("WeightTable"), graph)
    yield ox.Quad(me, tg("fund"), node(t.fund), graph)
    if t.index is not None:
        yield ox.Quad(me, tg("index"), node(t.index), graph)
    yield ox.Quad(me, tg("basis"), ox.NamedNode(ontology.weight_bases[t.basis].iri), graph)
    yield ox.Quad(me, tg("coverage"), lit(t.coverage), graph)
    yield ox.Quad(me, tg("sorted"), lit(t.sorted), graph)
    if t.n_total is not None:
        yield ox.Quad(me, tg("linesInAll"), lit(t.n_total), graph)
    if t.as_of is not None:
        yield ox.Quad(me, tg("asOf"), lit(t.as_of), graph)
    yield ox.Quad(me, tg("knownAt"), lit(t.known_at), graph)
    if t.source:
        yield ox.Quad(me, iri("dcterms", "source"), lit(t.source), graph)
    for n, line in enumerate(t.holdings):
        row = node(f"holding:{code_of(t.id)}/{n}")
        yield ox.Quad(me, tg("hasHolding"), row, graph)
        yield ox.Quad(row, _TYPE, tg("Holding"), graph)
        yield ox.Quad(row, tg("security"), node(line.security), graph)
        if line.issuer is not None:
            yield ox.Quad(row, tg("issuer"), node(line.issuer), graph)
        if line.name:
            yield ox.Quad(row, _LABEL, lit(line.name), graph)
        if line.weight is not None:
            yield ox.Quad(row, tg("weight"), lit(float(line.weight)), graph)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedDataset:
    """One version of a data set as the ledger has it."""

    name: str
    version: str
    learned_at: str
    """The moment of loading, xsd:dateTime."""
    superseded: bool
    """True: a newer version took its place."""
    graphs: tuple[ReferenceGraph, ...]


def datasets(store: Store, *, known_at: datetime | None = None) -> tuple[LoadedDataset, ...]:
    """Return what was loaded, by name and moment.

    Parameters
    ----------
    known_at
        Only data sets of which some version had been loaded by then. The rows of a version that was replaced are gone: its successor stands in. Before
        the first was loaded, that one names things; its weight tables say themselves when they were learned.
    """
    page = ledger_page(store)
    found = []
    for me, row in page.rows.items():
        if tg("Dataset").value not in row.get(_TYPE.value, ()):
            continue
        graphs = []
        for name in page.all(me, tg("hasGraph")):
            described, usable = page.text(name, "asOf"), page.text(name, "knownAt")
            graphs.append(
                ReferenceGraph(
                    kind=page.text(name, "rowKind"),
                    source=page.get(name, iri("dcterms", "source")),
                    as_of=day(described) if described else None,
                    known_at=day(usable) if usable else None,
                    name=name,
                )
            )
        found.append(
            LoadedDataset(
                name=page.text(me, "datasetName"),
                version=page.text(me, "contentHash"),
                learned_at=page.text(me, "learnedAt"),
                superseded=bool(page.text(me, "retractedAt")),
                graphs=tuple(sorted(graphs, key=lambda g: (g.kind, g.name))),
            )
        )
    early = {d.name for d in found if known_at is None or instant(d.learned_at) <= known_at}
    early = early or {d.name for d in found if instant(d.learned_at) == min(instant(f.learned_at) for f in found)}
    return tuple(sorted((d for d in found if d.name in early), key=lambda d: (d.learned_at, d.name, d.version)))


def reference_graphs(store: Store) -> tuple[ReferenceGraph, ...]:
    """Return the graphs of the data sets that hold now."""
    return tuple(g for d in datasets(store) if not d.superseded for g in d.graphs)


_RECENT: dict[str, ReferenceData] = {}
"""The data set this process last loaded or read, by its version. A version is the hash of the rows, so what stands here cannot be out of date."""


def _sorted_names(names: Iterable[Name]) -> tuple[Name, ...]:
    return tuple(sorted(set(names), key=lambda n: (n.kind, n.text, n.source, str(n.valid_from), str(n.valid_to))))


def remember_reference(version: str, data: ReferenceData) -> None:
    """Keep a data set that was just loaded, in the form in which the store would give it back, so that compiling need not read it again."""
    _RECENT.clear()
    rows: tuple[tuple[Entity, ...], tuple[Listing, ...], tuple[Fund, ...], tuple[WeightTable, ...]] = (
        data.entities,
        data.listings,
        data.funds,
        data.tables,
    )
    if any(len({row.id for row in table}) != len(table) for table in rows):
        return
    _RECENT[version] = ReferenceData(
        entities=tuple(replace(e, names=_sorted_names(e.names)) for e in sorted(data.entities, key=lambda e: e.id)),
        listings=tuple(sorted(data.listings, key=lambda s: s.id)),
        funds=tuple(replace(f, names=_sorted_names(f.names)) for f in sorted(data.funds, key=lambda f: f.id)),
        tables=tuple(sorted(data.tables, key=lambda t: t.id)),
        memberships=tuple(sorted(set(data.memberships), key=_membership_key)),
        statements=tuple(sorted(set(data.statements), key=_statement_key)),
        revenues=tuple(sorted(set(data.revenues), key=_revenue_key)),
    )


def revenue_id(row: Revenue) -> str:
    """Return ``revenue:<hash>`` of a row."""
    return f"revenue:{content_hash(row.company, repr(row.value), row.currency, repr(row.cny), str(row.period), str(row.known_at), row.source)}"


def _revenue_key(row: Revenue) -> tuple[str, date, date, str, str]:
    return row.company, row.period, row.known_at, row.source, revenue_id(row)


def _membership_key(m: Membership) -> tuple[str, str, str, date, str]:
    return m.company, m.group, str(m.as_of), m.known_at, m.source


def _statement_key(row: ReferenceStatement) -> tuple[str, str, str, str]:
    return row.statement.id, row.source, str(row.known_at), row.quote


def recent_reference(store: Store, *, ontology: Ontology, loaded: Iterable[LoadedDataset] | None = None) -> ReferenceData:
    """Return :func:`reference_of` a store, without reading it again where this process has just loaded or read exactly that."""
    sets = [d for d in (datasets(store) if loaded is None else loaded) if not d.superseded]
    if len(sets) != 1:
        return reference_of(store, ontology=ontology, loaded=sets)
    version = sets[0].version
    found = _RECENT.get(version)
    if found is None:
        found = reference_of(store, ontology=ontology, loaded=sets)
        _RECENT.clear()
        _RECENT[version] = found
    return found


def reference_of(store: Store, *, ontology: Ontology, loaded: Iterable[LoadedDataset] | None = None) -> ReferenceData:
    """Return the reference data that holds now, each kind in the order of its ids.

    Parameters
    ----------
    loaded
        Read these data sets instead.
    """
    read = _Back(ontology)
    graphs = reference_graphs(store) if loaded is None else tuple(g for d in loaded if not d.superseded for g in d.graphs)
    for graph in graphs:
        getattr(read, graph.kind)(Page(store.quads(None, None, None, ox.NamedNode(graph.name))), graph)
    return read.data()


class _Back:
    """Collects rows graph by graph."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.entity_rows: dict[str, tuple[str, str, str, EntityId | None, str]] = {}
        self.name_rows: dict[str, list[Name]] = {}
        self.listing_rows: dict[str, Listing] = {}
        self.fund_rows: dict[str, Fund] = {}
        self.table_rows: dict[str, WeightTable] = {}
        self.membership_rows: set[Membership] = set()
        self.statement_rows: dict[str, ReferenceStatement] = {}
        self.revenue_rows: set[Revenue] = set()

    def entities(self, page: Page, graph: ReferenceGraph) -> None:
        for me, row in page.rows.items():
            if _TYPE.value not in row:
                continue
            above = page.get(me, iri("skos", "broader"))
            self.entity_rows[curie(me)] = (
                self.ontology.term(page.get(me, _TYPE)).notation,
                page.get(me, _LABEL),
                page.get(me, _LABEL_EN),
                EntityId(curie(above)) if above else None,
                graph.source,
            )

    def names(self, page: Page, graph: ReferenceGraph) -> None:
        kinds = {t.iri: t.notation for t in self.ontology.name_kinds.values()}
        for me, row in page.rows.items():
            names = self.name_rows.setdefault(curie(me), [])
            for predicate, texts in row.items():
                if predicate in kinds:
                    names += [Name(text=t, kind=kinds[predicate], source=graph.source) for t in texts]
            for it in page.all(me, tg("datedName")):
                start, end = page.text(it, "validFrom"), page.text(it, "validTo")
                names.append(
                    Name(
                        text=page.text(it, "surface"),
                        kind=page.text(it, "nameKind"),
                        source=graph.source,
                        valid_from=day(start) if start else None,
                        valid_to=day(end) if end else None,
                    )
                )

    def listings(self, page: Page, graph: ReferenceGraph) -> None:
        for me in page.rows:
            listed = page.text(me, "listedOn")
            identifier = EntityId(curie(me))
            self.listing_rows[identifier] = Listing(
                id=identifier,
                issuer=EntityId(curie(page.text(me, "issuer"))),
                code=page.text(me, "code"),
                name=page.get(me, _LABEL),
                exchange=page.text(me, "exchange"),
                primary=page.truth(me, "primary"),
                listed_on=day(listed) if listed else None,
                source=graph.source,
            )

    def funds(self, page: Page, graph: ReferenceGraph) -> None:
        for me in page.rows:
            fee = page.text(me, "fee")
            identifier = EntityId(curie(me))
            self.fund_rows[identifier] = Fund(
                id=identifier,
                code=page.text(me, "code"),
                name=page.get(me, _LABEL),
                names=(),
                manager=page.text(me, "manager"),
                index=page.entity(me, "index"),
                index_name=page.text(me, "indexName"),
                kind=page.text(me, "fundKind"),
                leverage=float(page.text(me, "leverage")),
                fee=float(fee) if fee else None,
                as_of=graph.as_of,
                source=graph.source,
            )

    def weights(self, page: Page, graph: ReferenceGraph) -> None:
        for me, row in page.rows.items():
            if tg("WeightTable").value in row.get(_TYPE.value, ()):
                table = table_of(page, me, self.ontology)
                self.table_rows[table.id] = table

    def memberships(self, page: Page, graph: ReferenceGraph) -> None:
        if graph.known_at is None:
            return
        for me in page.rows:
            for group in page.all(me, tg("memberOf")):
                self.membership_rows.add(
                    Membership(
                        company=EntityId(curie(me)), group=EntityId(curie(group)), as_of=graph.as_of, known_at=graph.known_at, source=graph.source
                    )
                )

    def statements(self, page: Page, graph: ReferenceGraph) -> None:
        if graph.known_at is None:
            return
        for me, row in page.rows.items():
            if tg("Evidence").value in row.get(_TYPE.value, ()):
                self.statement_rows[me] = ReferenceStatement(
                    statement=statement_of(page, page.text(me, "evidenceFor"), self.ontology),
                    known_at=graph.known_at,
                    source=graph.source,
                    quote=page.get(me, iri("oa", "exact")),
                )

    def revenues(self, page: Page, graph: ReferenceGraph) -> None:
        if graph.known_at is None or graph.as_of is None:
            return
        for me in page.rows:
            rate = page.text(me, "yuanForOne")
            self.revenue_rows.add(
                Revenue(
                    company=EntityId(curie(page.text(me, "revenueOf"))),
                    value=float(page.text(me, "amount")),
                    currency=page.text(me, "currency"),
                    cny=float(rate) if rate else None,
                    period=graph.as_of,
                    known_at=graph.known_at,
                    source=graph.source,
                )
            )

    def data(self) -> ReferenceData:
        def names(identifier: str) -> tuple[Name, ...]:
            return _sorted_names(self.name_rows.get(identifier, ()))

        return ReferenceData(
            entities=tuple(
                Entity(id=EntityId(i), type=kind, label=label, label_en=en, names=names(i), broader=above, source=source)
                for i, (kind, label, en, above, source) in sorted(self.entity_rows.items())
            ),
            listings=tuple(row for _, row in sorted(self.listing_rows.items())),
            funds=tuple(replace(row, names=names(i)) for i, row in sorted(self.fund_rows.items())),
            tables=tuple(row for _, row in sorted(self.table_rows.items())),
            memberships=tuple(sorted(self.membership_rows, key=_membership_key)),
            statements=tuple(sorted(self.statement_rows.values(), key=_statement_key)),
            revenues=tuple(sorted(self.revenue_rows, key=_revenue_key)),
        )


def table_of(page: Page, me: str, ontology: Ontology) -> WeightTable:
    """Return the weight table at a node of a page."""
    as_of, total = page.text(me, "asOf"), page.text(me, "linesInAll")
    return WeightTable(
        id=curie(me),
        fund=EntityId(curie(page.text(me, "fund"))),
        index=page.entity(me, "index"),
        basis=ontology.term(page.text(me, "basis")).notation,
        coverage=page.text(me, "coverage"),
        n_total=int(total) if total else None,
        sorted=page.truth(me, "sorted"),
        as_of=day(as_of) if as_of else None,
        known_at=day(page.text(me, "knownAt")),
        source=page.get(me, iri("dcterms", "source")),
        holdings=tuple(_line(page, row) for row in page.numbered(page.all(me, tg("hasHolding")))),
    )


def _line(page: Page, row: str) -> Holding:
    weight = page.text(row, "weight")
    return Holding(
        security=EntityId(curie(page.text(row, "security"))),
        issuer=page.entity(row, "issuer"),
        name=page.get(row, _LABEL),
        weight=float(weight) if weight else None,
    )
