"""KGX lines: things and edges as JSON objects, one a line, out and in again.

Rows of reference data go out whole and come back as they were; ``row`` says what a line is. Claims of articles go out with their publications and come
back as hand-made statements. Lines of other tools are taken as far as they say enough: a node with an id and a name, an edge with a predicate of ours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import msgspec

from themegraph.errors import OntologyError
from themegraph.graph.acts import closings
from themegraph.graph.evidence import Heard, gather_claims, gather_headings
from themegraph.graph.reference import reference_of
from themegraph.graph.store import Store
from themegraph.graph.terms import PREFIXES
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
    Statement,
    WeightTable,
    code_of,
    content_hash,
    kind_of,
)
from themegraph.ontology import Ontology

__all__ = ["KgxRows", "RejectedLine", "kgx_edges", "kgx_nodes", "read_kgx"]

_THING = ["biolink:NamedThing"]


def _lines(rows: Iterable[dict[str, Any]]) -> bytes:
    return b"".join(msgspec.json.encode(row, order="deterministic") + b"\n" for row in rows)


# ---------------------------------------------------------------- out


def _node(row: Entity | Listing | Fund, kind: str) -> dict[str, Any]:
    name = row.label if isinstance(row, Entity) else row.name
    facts = msgspec.to_builtins(row)
    more = {k: v for k, v in facts.items() if k not in {"id", "label", "name", "source"} and (kind != "entity" or v)}
    synonyms = () if isinstance(row, Listing) else (n.text for n in row.names)
    node = {"id": row.id, "category": _THING, "name": name, "row": kind, "provided_by": [row.source] if row.source else [], **more}
    return {**node, "synonym": sorted(set(synonyms) - {name})}


def kgx_nodes(store: Store, ontology: Ontology) -> bytes:
    """Return the lines of things: rows of reference data whole, and what only texts know with its name."""
    data = reference_of(store, ontology=ontology)
    nodes: dict[str, dict[str, Any]] = {}
    for kind, rows in (("entity", data.entities), ("listing", data.listings), ("fund", data.funds)):
        for row in rows:
            nodes[row.id] = _node(row, kind)
    for edge in _edges(store, data, ontology):
        for end in (edge["subject"], edge["object"]):
            nodes.setdefault(end, {"id": end, "category": _THING, "name": code_of(end), "row": "named"})
    return _lines(nodes[i] for i in sorted(nodes))


def _edge(subject: str, predicate: str, object_: str, kind: str, ontology: Ontology, **more: Any) -> dict[str, Any]:
    term = ontology.predicate(predicate)
    row = {"subject": subject, "predicate": term.iri.replace(PREFIXES["tg"], "tg:"), "object": object_, "label": term.label_zh, "row": kind}
    row |= {"knowledge_level": "knowledge_assertion", "agent_type": "automated_agent" if kind == "claim" else "manual_agent"}
    row |= {k: v for k, v in msgspec.to_builtins(more).items() if v not in (None, "", [], {})}
    return {"id": f"edge:{content_hash(*(f'{k}={row[k]!r}' for k in sorted(row)))}", **row}


def _facts(statement: Statement) -> dict[str, Any]:
    return {"qualifiers": dict(statement.qualifiers), "valid_from": statement.valid_from, "valid_to": statement.valid_to}


def _claim(statement: Statement, heard: list[Heard], negated: bool, ontology: Ontology) -> dict[str, Any]:
    headings = [h.heading for h in heard if h.heading is not None]
    days = [h.day for h in heard if h.day is not None]
    first = min((h for h in heard if h.heading is not None), key=lambda h: (h.day is None, h.day or date.min, h.start))
    quote = first.heading.article.content[first.start : first.end] if first.heading else ""
    return _edge(
        statement.subject, statement.predicate, statement.object, "claim", ontology, **_facts(statement), negated=negated or None,
        publications=sorted({h.article.id for h in headings}), known_at=min(days, default=None), quote=quote,
        primary_knowledge_source="; ".join(sorted({h.article.source for h in headings} - {""})),
    )  # fmt: skip


def _edges(store: Store, data: ReferenceData, ontology: Ontology) -> Iterator[dict[str, Any]]:
    for fund in data.funds:
        if fund.index is not None:
            yield _edge(fund.id, "tracks_index", fund.index, "fund", ontology, primary_knowledge_source=fund.source)
    for table in data.tables:
        facts = {k: v for k, v in msgspec.to_builtins(replace(table, holdings=())).items() if k not in {"holdings", "fund", "source"}}
        for n, line in enumerate(table.holdings):
            yield _edge(
                table.fund, "holds", line.issuer or line.security, "holding", ontology, weight=line.weight, security=line.security, name=line.name,
                linked=line.issuer is not None, line=n, table={k: v for k, v in facts.items() if v is not None}, primary_knowledge_source=table.source,
            )  # fmt: skip
    for m in data.memberships:
        yield _edge(
            m.company, "belongs_to_sector", m.group, "membership", ontology, as_of=m.as_of, known_at=m.known_at, primary_knowledge_source=m.source
        )
    for r in data.statements:
        s = r.statement
        yield _edge(
            s.subject,
            s.predicate,
            s.object,
            "statement",
            ontology,
            **_facts(s),
            known_at=r.known_at,
            quote=r.quote,
            primary_knowledge_source=r.source,
        )
    headings = gather_headings(store, ontology=ontology)
    for claim in gather_claims(headings, (), (), shut=closings(store), ontology=ontology):
        for negated in (False, True):
            heard = [h for h in claim.heard if h.live and (h.modality == "negated") == negated]
            if heard:
                yield _claim(claim.statement, heard, negated, ontology)


def kgx_edges(store: Store, ontology: Ontology) -> bytes:
    """Return the lines of edges: holdings, memberships, tracked indices, hand-made statements and the claims of articles that count."""
    data = reference_of(store, ontology=ontology)
    return _lines(sorted(_edges(store, data, ontology), key=lambda e: (e["subject"], e["predicate"], e["object"], e["id"])))


# ---------------------------------------------------------------- in


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedLine:
    """A line that was not taken."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KgxRows:
    """What a file of lines holds for us."""

    data: ReferenceData
    rejected: tuple[RejectedLine, ...]


class _Refused(Exception):
    """A line is not taken, for this reason."""


class _Reader:
    """Collects the rows of lines."""

    def __init__(self, ontology: Ontology, day: date, source: str, articles: Collection[str]) -> None:
        self.ontology = ontology
        self.articles = articles
        self.day = day
        self.source = source
        self.types = {kind: t.notation for t in ontology.entity_types.values() for kind in t.kinds}
        self.predicates = {t.iri: t.notation for t in ontology.predicates.values()}
        self.entities: list[Entity] = []
        self.listings: list[Listing] = []
        self.funds: list[Fund] = []
        self.tables: dict[str, tuple[WeightTable, list[tuple[int, Holding]]]] = {}
        self.memberships: list[Membership] = []
        self.statements: list[ReferenceStatement] = []

    def end(self, row: dict[str, Any], field: str) -> EntityId:
        """Return an id of a kind that we have."""
        found = row.get(field)
        if not isinstance(found, str) or not found:
            raise _Refused(f"has no {field}")
        if kind_of(found) not in self.types:
            raise _Refused(f"{field} {found!r} is of no kind we know; wanted one of {', '.join(sorted(self.types))}")
        return EntityId(found)

    def said_by(self, row: dict[str, Any]) -> str:
        source = row.get("primary_knowledge_source", "" if "row" in row else self.source)
        return source if isinstance(source, str) else "; ".join(map(str, source))

    def line(self, row: object) -> None:
        """Take a line: an edge if it has a subject, else a node."""
        if not isinstance(row, dict):
            raise _Refused("is no object")
        (self.edge if "subject" in row else self.node)(row)

    def node(self, row: dict[str, Any]) -> None:
        me, kind = self.end(row, "id"), row.get("row")
        if kind == "named":
            return  # nothing is known of it but that an edge names it
        name = row.get("name") or code_of(me)
        given = row.get("provided_by", [] if kind else [self.source])
        source = "; ".join([given] if isinstance(given, str) else given)
        facts = {**row, "id": me, "source": source, "name": name, "label": name}
        if kind == "listing":
            self.listings.append(msgspec.convert({"listed_on": None, **facts}, Listing))
        elif kind == "fund" or (kind is None and kind_of(me) == "etf"):
            blank: dict[str, Any] = {
                "code": code_of(me),
                "names": [],
                "manager": "",
                "index": None,
                "index_name": "",
                "kind": "",
                "leverage": 1.0,
                "fee": None,
                "as_of": None,
            }
            self.funds.append(msgspec.convert({**blank, **facts}, Fund))
        elif kind_of(me) == "share":
            raise _Refused("is a listing without its issuer; wanted a line with row = listing")
        elif kind == "entity":
            self.entities.append(msgspec.convert(facts, Entity))
        else:
            names = [Name(text=str(n), kind="nickname", source=source) for n in row.get("synonym", []) if str(n).strip()]
            self.entities.append(Entity(id=me, type=self.types[kind_of(me)], label=str(name), names=tuple(names), source=source))

    def edge(self, row: dict[str, Any]) -> None:
        subject, object_, kind = self.end(row, "subject"), self.end(row, "object"), row.get("row")
        said = str(row.get("predicate", ""))
        predicate = self.predicates.get(said.replace("tg:", PREFIXES["tg"], 1))
        if predicate is None:
            raise _Refused(f"predicate {said!r} is none of the ontology's; wanted {', '.join('tg:' + i.rpartition('#')[2] for i in self.predicates)}")
        if row.get("negated"):
            raise _Refused("is a denial; it needs the text that it stands in, so it is taken as an article only")
        known = msgspec.convert(row.get("known_at") or self.day.isoformat(), date)
        if kind == "fund":
            return  # the fund's own line says it
        if kind == "claim" and set(row.get("publications", [None])) <= set(self.articles):
            return  # the texts that say it are here, and say it themselves
        if kind == "holding":
            self.holding(row, subject, object_)
        elif kind == "membership":
            as_of = msgspec.convert(row.get("as_of"), date | None)
            self.memberships.append(Membership(company=subject, group=object_, as_of=as_of, known_at=known, source=self.said_by(row)))
        else:
            qualifiers = msgspec.convert(row.get("qualifiers", {}), dict[str, str | bool | int | float])
            statement = Statement(
                subject=subject, predicate=predicate, object=object_, qualifiers=tuple(qualifiers.items()),
                valid_from=msgspec.convert(row.get("valid_from"), date | None), valid_to=msgspec.convert(row.get("valid_to"), date | None),
            )  # fmt: skip
            if not self.ontology.admits(statement):
                raise _Refused(f"{said} does not stand between a {kind_of(subject)} and a {kind_of(object_)}")
            self.statements.append(ReferenceStatement(statement=statement, known_at=known, source=self.said_by(row), quote=str(row.get("quote", ""))))

    def holding(self, row: dict[str, Any], fund: EntityId, held: EntityId) -> None:
        described = {"index": None, "n_total": None, "as_of": None, "holdings": [], **row["table"], "fund": fund, "source": self.said_by(row)}
        table = msgspec.convert(described, WeightTable)
        if table.basis not in self.ontology.weight_bases:
            raise _Refused(f"basis {table.basis!r} is none of {', '.join(self.ontology.weight_bases)}")
        weight = msgspec.convert(row.get("weight"), float | None)
        if weight is not None and not -1.0 <= weight <= 1.0:
            raise _Refused(f"weight {weight} is no fraction")
        line = Holding(
            security=EntityId(str(row["security"])), issuer=held if row.get("linked", False) else None, name=str(row.get("name", "")), weight=weight
        )
        known, lines = self.tables.setdefault(table.id, (table, []))
        if known != table:
            raise _Refused(f"table {table.id} is described otherwise in an earlier line")
        lines.append((msgspec.convert(row.get("line", len(lines)), int), line))

    def data(self) -> ReferenceData:
        return ReferenceData(
            entities=tuple(self.entities),
            listings=tuple(self.listings),
            funds=tuple(self.funds),
            tables=tuple(replace(t, holdings=tuple(line for _, line in sorted(lines, key=lambda p: p[0]))) for t, lines in self.tables.values()),
            memberships=tuple(self.memberships),
            statements=tuple(self.statements),
        )


def read_kgx(raw: bytes, *, source: str, day: date, ontology: Ontology, articles: Collection[str] = ()) -> KgxRows:
    """Return the rows of a file of KGX lines, nodes and edges in any order, and the lines that were not taken with the reason.

    Parameters
    ----------
    source
        Who says so where a line does not: the file's name.
    day
        From when an edge is known that says nothing of it: the day of the import. Nothing is backdated.
    articles
        The articles that are here: a claim that rests on these alone is not taken as another voice.
    """
    reader, rejected = _Reader(ontology, day, source, articles), []
    for number, text in enumerate(raw.split(b"\n"), start=1):
        if not text.strip():
            continue
        try:
            reader.line(msgspec.json.decode(text))
        except _Refused as problem:
            rejected.append(RejectedLine(line=number, reason=str(problem)))
        except (msgspec.DecodeError, OntologyError, ValueError, KeyError, TypeError) as problem:
            rejected.append(RejectedLine(line=number, reason=f"cannot be read: {problem}"))
    return KgxRows(data=reader.data(), rejected=tuple(rejected))
