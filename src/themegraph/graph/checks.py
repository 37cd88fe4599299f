"""The shapes of ``ontology/shapes.ttl``, held against a store without leaving it: the part of SHACL that the shapes use, a predicate at a time.

The same file is what a SHACL processor reads, so both give one verdict; this reading takes well under a second on the demonstration graph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from themegraph.errors import OntologyError
from themegraph.graph.store import Store
from themegraph.graph.terms import PREFIXES, curie, iri
from themegraph.resources import ontology_path

__all__ = ["Fault", "check_store", "read_shapes", "shacl_report"]

SH = "http://www.w3.org/ns/shacl#"
_TYPE = iri("rdf", "type")
_KNOWN = {
    "path", "minCount", "maxCount", "class", "datatype", "nodeKind", "in", "pattern", "minInclusive", "maxInclusive", "lessThanOrEquals", "node",
    "message", "severity", "targetClass", "targetSubjectsOf", "targetObjectsOf", "property", "sparql", "select", "prefixes", "declare", "prefix", "namespace", "inversePath",
}  # fmt: skip
"""What of SHACL is understood here; a shape that uses more is refused rather than half read."""
_ORDER = {"Violation": 0, "Warning": 1, "Info": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in the graph that a shape does not allow."""

    severity: str
    """Violation, Warning or Info."""
    shape: str
    """Local name of the shape."""
    node: str
    """Id of what is wrong."""
    path: str
    """The property, as a prefixed name; empty where the node itself is meant."""
    message: str
    value: str
    """The value that is wrong; empty where one is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """A property shape, or a node shape (no path)."""

    shape: str
    path: str
    inverse: bool
    facts: Mapping[str, Any]
    properties: tuple[_Rule, ...]
    severity: str
    message: str
    classes: tuple[str, ...] = ()
    subjects_of: tuple[str, ...] = ()
    objects_of: tuple[str, ...] = ()
    selects: tuple[tuple[str, str, str], ...] = ()
    """(query, message, severity)."""


Rows = dict[Any, dict[str, list[Any]]]


def _list(rows: Rows, head: Any) -> list[Any]:
    out, rdf = [], PREFIXES["rdf"]
    while isinstance(head, ox.BlankNode):
        out.append(rows[head][rdf + "first"][0])
        head = rows[head][rdf + "rest"][0]
    return out


def read_shapes(path: Path | None = None) -> tuple[_Rule, ...]:
    """Return the shapes of a file, the shipped one by default.

    Raises
    ------
    OntologyError
        If a shape uses a part of SHACL that is not understood here.
    """
    rows: Rows = {}
    for quad in ox.parse(path=str(path or ontology_path("shapes.ttl")), format=ox.RdfFormat.TURTLE):
        rows.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
        name = quad.predicate.value.removeprefix(SH)
        if quad.predicate.value.startswith(SH) and name not in _KNOWN:
            raise OntologyError(f"The shapes use sh:{name}, which the native checks do not know.")

    def one(me: Any, name: str) -> Any:
        return rows.get(me, {}).get(SH + name, [None])[0]

    def rule(me: Any, shape: str) -> _Rule:
        way = one(me, "path")
        inverse = isinstance(way, ox.BlankNode)
        facts = {
            name.removeprefix(SH): ([t.value for t in _list(rows, values[0])] if name == SH + "in" else values[0])
            for name, values in rows.get(me, {}).items()
            if name.startswith(SH) and name not in {SH + "property", SH + "sparql", SH + "path"}
        }
        severity = one(me, "severity")
        selects = []
        for query in rows.get(me, {}).get(SH + "sparql", []):
            said = one(query, "severity") or severity
            selects.append(
                (one(query, "select").value, getattr(one(query, "message"), "value", ""), said.value.removeprefix(SH) if said else "Violation")
            )
        nested = facts.get("node")
        inner = [rule(p, shape) for p in rows.get(me, {}).get(SH + "property", [])]
        if nested is not None:
            facts["node"] = rule(nested, shape)
        return _Rule(
            shape=shape,
            path=(one(way, "inversePath") if inverse else way).value if way is not None else "",
            inverse=inverse,
            facts=facts,
            properties=tuple(inner),
            severity=severity.value.removeprefix(SH) if severity is not None else "Violation",
            message=getattr(one(me, "message"), "value", ""),
            classes=tuple(t.value for t in rows.get(me, {}).get(SH + "targetClass", [])),
            subjects_of=tuple(t.value for t in rows.get(me, {}).get(SH + "targetSubjectsOf", [])),
            objects_of=tuple(t.value for t in rows.get(me, {}).get(SH + "targetObjectsOf", [])),
            selects=tuple(selects),
        )

    tops = [s for s, facts in rows.items() if facts.keys() & {SH + "targetClass", SH + "targetSubjectsOf", SH + "targetObjectsOf"}]
    return tuple(rule(s, s.value.rpartition("/")[2].rpartition("#")[2]) for s in tops)


_Values = dict[str, dict[Any, None]]


class _Graph:
    """The union of the graphs of a store, by predicate, each read once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._forth: dict[str, _Values] = {}
        self._back: dict[str, _Values] = {}
        self._instances: dict[str, set[str]] = {}

    def _rows(self, text: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query; less is decoded and handed over than by walking quads."""
        rows = self.store.query(text)
        if isinstance(rows, ox.QuerySolutions):
            for row in rows:
                yield tuple(row)

    def values(self, predicate: str, *, inverse: bool = False) -> _Values:
        kept = self._back if inverse else self._forth
        if predicate not in kept:
            found: _Values = {}
            names = "?o ?s" if inverse else "?s ?o"
            for me, other in self._rows(f"SELECT {names} WHERE {{ ?s {ox.NamedNode(predicate)} ?o }}"):
                if not isinstance(me, ox.Triple):
                    found.setdefault(me.value, {})[other] = None
            kept[predicate] = found
        return kept[predicate]

    @cached_property
    def _below(self) -> dict[str, set[str]]:
        """Class → its direct subclasses."""
        found: dict[str, set[str]] = {}
        for below, above in self._rows("SELECT ?s ?o WHERE { ?s rdfs:subClassOf ?o }"):
            found.setdefault(above.value, set()).add(below.value)
        return found

    def instances(self, name: str) -> set[str]:
        """Return the instances of a class, those of its subclasses included."""
        if name not in self._instances:
            todo, classes = [name], set()
            while todo:
                one = todo.pop()
                if one not in classes:
                    classes.add(one)
                    todo += self._below.get(one, ())
            self._instances[name] = {me.value for one in sorted(classes) for (me,) in self._rows(f"SELECT ?s WHERE {{ ?s a {ox.NamedNode(one)} }}")}
        return self._instances[name]


def _number(term: Any) -> float | None:
    try:
        return float(term.value)
    except ValueError:
        return None


class _Check:
    """Holds rules against one graph."""

    def __init__(self, graph: _Graph) -> None:
        self.graph = graph
        self.found: list[Fault] = []

    def fault(self, rule: _Rule, me: str, value: str, what: str) -> None:
        path = next((f"{p}:{rule.path[len(ns) :]}" for p, ns in sorted(PREFIXES.items()) if rule.path.startswith(ns)), rule.path)
        self.found.append(
            Fault(
                severity=rule.severity, shape=rule.shape, node=curie(me), path=("^" if rule.inverse else "") + path,
                message=f"{rule.message} ({what})" if rule.message else what[:1].upper() + what[1:] + ".", value=curie(value),
            )
        )  # fmt: skip

    def run(self, rule: _Rule) -> None:
        targets: set[str] = set()
        for name in rule.classes:
            targets |= self.graph.instances(name)
        for name in rule.subjects_of:
            targets.update(self.graph.values(name))
        for name in rule.objects_of if rule.properties or "pattern" in rule.facts else ():
            targets.update(self.graph.values(name, inverse=True))
        self.node(rule, targets)
        for query, message, severity in rule.selects:
            self.select(rule, query, message, severity)

    def node(self, rule: _Rule, nodes: Iterable[str]) -> None:
        nodes = list(nodes)
        if "pattern" in rule.facts:
            fits = re.compile(rule.facts["pattern"].value).search
            for me in nodes:
                if not fits(me):
                    self.fault(rule, me, me, f"its id does not match {rule.facts['pattern'].value}")
        for inner in rule.properties:
            self.property(inner, nodes)

    def property(self, rule: _Rule, nodes: list[str]) -> None:
        values, facts = self.graph.values(rule.path, inverse=rule.inverse), rule.facts
        least, most = (int(facts[k].value) if k in facts else None for k in ("minCount", "maxCount"))
        tests = self.tests(rule)
        nested: dict[str, None] = {}
        empty: dict[Any, None] = {}
        for me in nodes:
            mine = values.get(me, empty)
            if least is not None and len(mine) < least:
                self.fault(rule, me, "", f"{len(mine)} values where at least {least} are wanted")
            if most is not None and len(mine) > most:
                self.fault(rule, me, ", ".join(sorted(v.value for v in mine)), f"{len(mine)} values where at most {most} are wanted")
            for value in mine:
                for test, what in tests:
                    if not test(value):
                        self.fault(rule, me, value.value, what)
                nested[value.value] = None
        if "node" in facts:
            self.node(facts["node"], nested)
        if "lessThanOrEquals" in facts:
            other = self.graph.values(facts["lessThanOrEquals"].value)
            for me in nodes:
                for low in values.get(me, empty):
                    for high in other.get(me, empty):
                        a, b = _number(low), _number(high)
                        if (a > b) if a is not None and b is not None else low.value > high.value:
                            self.fault(rule, me, low.value, f"later or greater than {high.value}")

    def tests(self, rule: _Rule) -> list[tuple[Callable[[Any], bool], str]]:
        facts = rule.facts
        found: list[tuple[Callable[[Any], bool], str]] = []
        if "class" in facts:
            members = self.graph.instances(facts["class"].value)
            found.append((lambda v: v.value in members, f"no {facts['class'].value.rpartition('#')[2]}"))
        if "datatype" in facts:
            kind = facts["datatype"].value
            found.append((lambda v: isinstance(v, ox.Literal) and v.datatype.value == kind, f"no {kind.rpartition('#')[2]}"))
        if "nodeKind" in facts:
            found.append((lambda v: isinstance(v, ox.NamedNode), "no IRI"))
        if "in" in facts:
            allowed = set(facts["in"])
            found.append((lambda v: v.value in allowed, f"none of {', '.join(facts['in'])}"))
        if "pattern" in facts:
            fits = re.compile(facts["pattern"].value).search
            found.append((lambda v: fits(v.value) is not None, f"does not match {facts['pattern'].value}"))
        if "minInclusive" in facts:
            low = float(facts["minInclusive"].value)
            found.append((lambda v: (n := _number(v)) is not None and n >= low, f"below {low:g}"))
        if "maxInclusive" in facts:
            high = float(facts["maxInclusive"].value)
            found.append((lambda v: (n := _number(v)) is not None and n <= high, f"above {high:g}"))
        return found

    def select(self, rule: _Rule, query: str, message: str, severity: str) -> None:
        rows = self.graph.store.query(query)
        if not isinstance(rows, ox.QuerySolutions):
            raise OntologyError(f"The shape {rule.shape} must use SELECT.")
        names = [v.value for v in rows.variables]
        for row in rows:
            me = row["this"]
            value = row["value"] if "value" in names else None
            if isinstance(me, ox.NamedNode):
                said = getattr(value, "value", "")
                self.found.append(Fault(severity=severity, shape=rule.shape, node=curie(me.value), path="", message=message, value=said))


def check_store(store: Store, *, shapes: Path | None = None) -> tuple[Fault, ...]:
    """Return what in a store the shapes do not allow, violations first, in the order of ids.

    Parameters
    ----------
    shapes
        A file of shapes; the shipped one by default.
    """
    check = _Check(_Graph(store))
    for rule in read_shapes(shapes):
        check.run(rule)
    return tuple(sorted(set(check.found), key=lambda f: (_ORDER.get(f.severity, 3), f.shape, f.node, f.path, f.value, f.message)))


def shacl_report(store: Store) -> tuple[bool, str]:
    """Return the verdict and the report of pySHACL on the same shapes; slow beyond some ten thousand triples.

    Raises
    ------
    MissingExtra
        If pySHACL is not installed.
    """
    from themegraph.errors import MissingExtra

    try:
        import pyshacl
        import rdflib
    except ImportError as problem:
        raise MissingExtra("themegraph validate --shacl needs pySHACL: pip install 'themegraph[validate]'.") from problem
    triples = {q.triple for q in store.quads()}
    data = rdflib.Graph().parse(data=(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode(), format="nt")
    rules = rdflib.Graph().parse(ontology_path("shapes.ttl"), format="turtle")
    conforms, _, text = pyshacl.validate(data, shacl_graph=rules, advanced=True)
    return bool(conforms), str(text)
