"""The whole graph as a file: TriG, N-Quads, Turtle, JSON-LD, GraphML, GEXF. Equal stores give equal files.

TriG, N-Quads and JSON-LD carry every named graph. Turtle has no graphs, so it holds the union of their triples. GraphML and GEXF hold the small
view that network tools draw: things, and the plain relations between them.
"""

from __future__ import annotations

import csv
import io
import re
import weakref
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pyoxigraph as ox

from themegraph.errors import UnknownFormat, WorkspaceError, nearest
from themegraph.graph.kgx import kgx_edges, kgx_nodes
from themegraph.graph.rdf import Page
from themegraph.graph.reference import reference_graphs, table_of
from themegraph.graph.store import OxigraphStore, Store
from themegraph.graph.terms import DERIVED, PREFIXES, curie, iri
from themegraph.model import code_of, kind_of
from themegraph.ontology import Ontology

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["CONTEXT", "FORMS", "as_network", "as_rdflib", "export_graph", "form_of"]

CONTEXT: Mapping[str, str] = dict(sorted(PREFIXES.items()))
"""The JSON-LD context; published as ``ontology/context.jsonld`` and written into every file, so that reading one needs no network."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold."""


def _sorted(store: Store) -> list[ox.Quad]:
    return sorted(store.quads(), key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)))


def _prefixed(text: bytes) -> bytes:
    """Return Turtle or TriG with its prefixes in order: the serializer gives them in that of a hash."""
    lines = text.split(b"\n")
    end = next((i for i, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    return b"\n".join([*sorted(lines[:end]), *lines[end:]])


def _nq(store: Store, _: Ontology) -> bytes:
    return b"".join(f"{quad} .\n".encode() for quad in _sorted(store))


def _trig(store: Store, _: Ontology) -> bytes:
    return _prefixed(ox.serialize(_sorted(store), format=ox.RdfFormat.TRIG, prefixes=PREFIXES) or b"")


def _ttl(store: Store, _: Ontology) -> bytes:
    triples = sorted({q.triple for q in store.quads()}, key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))
    return _prefixed(ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"")


def _compact(value: str) -> str:
    """Return an IRI as JSON-LD has it under the context; in full where its end could be misread."""
    best = max(((ns, name) for name, ns in CONTEXT.items() if value.startswith(ns)), key=lambda p: len(p[0]), default=None)
    if best is None or value[len(best[0]) :].startswith("//"):
        return value
    return f"{best[1]}:{value[len(best[0]) :]}"


def _json_value(term: Any) -> Any:
    if isinstance(term, ox.NamedNode):
        return {"@id": _compact(term.value)}
    if not isinstance(term, ox.Literal):
        raise WorkspaceError(f"JSON-LD cannot hold the term {term}; export as trig or nq.")
    if term.language:
        return {"@value": term.value, "@language": term.language}
    kind = term.datatype.value
    if kind == PREFIXES["xsd"] + "string":
        return term.value
    return {"@value": term.value, "@type": _compact(kind)}


def _jsonld(store: Store, _: Ontology) -> bytes:
    rdf_type = iri("rdf", "type").value
    graphs = []
    for name, quads in groupby(_sorted(store), key=lambda q: q.graph_name):
        nodes = []
        for subject, rows in groupby(quads, key=lambda q: q.subject):
            me: dict[str, Any] = {"@id": _compact(subject.value)} if isinstance(subject, ox.NamedNode) else {"@id": str(subject)}
            for quad in rows:
                if quad.predicate.value == rdf_type and isinstance(quad.object, ox.NamedNode):
                    me.setdefault("@type", []).append(_compact(quad.object.value))
                else:
                    me.setdefault(_compact(quad.predicate.value), []).append(_json_value(quad.object))
            nodes.append(me)
        graphs.append({"@id": _compact(name.value), "@graph": nodes} if isinstance(name, ox.NamedNode) else {"@graph": nodes})
    return msgspec.json.format(msgspec.json.encode({"@context": CONTEXT, "@graph": graphs}), indent=1) + b"\n"


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


def as_network(store: Store, *, ontology: Ontology) -> nx.MultiDiGraph[str]:
    """Return things and the plain relations between them as a networkx graph.

    Nodes have ``label`` and ``kind``; edges have ``predicate`` and ``label``, and those of weight tables ``weight`` (a fraction), ``as_of``,
    ``known_at``, ``basis``. Nodes and edges stand in the order of their ids.
    """
    import networkx as nx

    labels: dict[str, str] = {}
    edges: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for graph in reference_graphs(store):
        name = ox.NamedNode(graph.name)
        if graph.kind in {"entities", "funds"}:
            for quad in store.quads(None, iri("skos", "prefLabel"), None, name):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                    labels[curie(quad.subject.value)] = quad.object.value
        elif graph.kind == "weights":
            page = Page(store.quads(None, None, None, name))
            for me in sorted(page.rows):
                if not page.text(me, "basis"):
                    continue
                table = table_of(page, me, ontology)
                for line in table.holdings:
                    if line.issuer is None:
                        continue
                    facts: dict[str, Any] = {"known_at": table.known_at.isoformat(), "basis": table.basis}
                    if table.as_of is not None:
                        facts["as_of"] = table.as_of.isoformat()
                    if line.weight is not None:
                        facts["weight"] = line.weight
                    edges.setdefault((table.fund, str(line.issuer), "holds"), []).append(facts)
    for quad in store.quads(None, None, None, DERIVED):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            key = (curie(quad.subject.value), curie(quad.object.value), ontology.term(quad.predicate.value).notation)
            edges.setdefault(key, [])
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for identifier in sorted({end for a, b, _ in edges for end in (a, b)}):
        network.add_node(_clean(identifier), label=_clean(labels.get(identifier) or code_of(identifier)), kind=_clean(kind_of(identifier)))
    for source, target, predicate in sorted(edges):
        label = ontology.predicate(predicate).label_zh
        facts_of = sorted(edges[source, target, predicate], key=lambda f: sorted((k, str(v)) for k, v in f.items())) or [{}]
        for facts in facts_of:
            network.add_edge(_clean(source), _clean(target), predicate=predicate, label=label, **facts)
    return network


def _graphml(store: Store, ontology: Ontology) -> bytes:
    import networkx as nx

    return ("\n".join(nx.generate_graphml(as_network(store, ontology=ontology))) + "\n").encode()


def _gexf(store: Store, ontology: Ontology) -> bytes:
    import networkx as nx

    text = "\n".join(nx.generate_gexf(as_network(store, ontology=ontology))) + "\n"
    # The writer puts today's date into the file; equal graphs are to give equal files.
    return re.sub(r' lastmodifieddate="[^"]*"', "", text).encode()


def _csv(head: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(head)
    table.writerows(rows)
    return out.getvalue().encode()


def _nodes_csv(store: Store, ontology: Ontology) -> bytes:
    network = as_network(store, ontology=ontology)
    return _csv(("id", "label", "kind"), ((n, facts["label"], facts["kind"]) for n, facts in network.nodes(data=True)))


_EDGE = ("predicate", "label", "weight", "as_of", "known_at", "basis")


def _edges_csv(store: Store, ontology: Ontology) -> bytes:
    network = as_network(store, ontology=ontology)
    return _csv(("source", "target", *_EDGE), ((a, b, *(facts.get(k, "") for k in _EDGE)) for a, b, facts in network.edges(data=True)))


def _nq12(store: Store, _: Ontology) -> bytes:
    """Return N-Quads of RDF 1.2: each claim reifies its triple as well. rdflib does not read these."""
    parts: dict[tuple[Any, Any], dict[str, Any]] = {}
    rdf = PREFIXES["rdf"]
    for name in ("subject", "predicate", "object"):
        for quad in store.quads(None, ox.NamedNode(rdf + name), None, None):
            parts.setdefault((quad.subject, quad.graph_name), {})[name] = quad.object
    reified = [
        ox.Quad(me, ox.NamedNode(rdf + "reifies"), ox.Triple(p["subject"], p["predicate"], p["object"]), graph)
        for (me, graph), p in parts.items()
        if len(p) == 3
    ]
    return b"".join(sorted(f"{quad} .\n".encode() for quad in [*store.quads(), *reified]))


FORMS: Mapping[str, Callable[[Store, Ontology], bytes]] = {
    "trig": _trig,
    "nq": _nq,
    "ttl": _ttl,
    "jsonld": _jsonld,
    "graphml": _graphml,
    "gexf": _gexf,
    "nodes-csv": _nodes_csv,
    "edges-csv": _edges_csv,
    "kgx-nodes": kgx_nodes,
    "kgx-edges": kgx_edges,
    "nq12": _nq12,
}
"""Form → its writer."""


def form_of(output: Path) -> str:
    """Return the form that a file's name means: its ending, and for tables and KGX lines whether it is called nodes or edges.

    Raises
    ------
    UnknownFormat
        If it means none.
    """
    ending = output.suffix.lower()
    part = next((p for p in ("nodes", "edges") if output.stem.lower().endswith(p)), "")
    if part and ending in {".csv", ".jsonl"}:
        return f"{part}-csv" if ending == ".csv" else f"kgx-{part}"
    if ending.removeprefix(".") in FORMS:
        return ending.removeprefix(".")
    wanted = "trig, nq, ttl, jsonld, graphml or gexf, or in nodes.csv, edges.csv, nodes.jsonl or edges.jsonl"
    raise UnknownFormat(f"The name {output.name!r} does not say which form is wanted: let it end in .{wanted}, or name the form.")


def export_graph(store: Store, output: Path, *, form: str, ontology: Ontology) -> None:
    """Write the whole graph to a file, which appears complete or not at all.

    Raises
    ------
    UnknownFormat
        If there is no such form.
    WorkspaceError
        If the folder of the file is missing or cannot be written.
    """
    write = FORMS.get(form)
    if write is None:
        raise UnknownFormat(f"No export form {form!r}; there are {', '.join(FORMS)}.{nearest(form, FORMS)}")
    if not output.parent.is_dir():
        raise WorkspaceError(f"{output} cannot be written: the folder {output.parent} does not exist. Make it first.")
    data = write(store, ontology)
    partial = output.with_name(f".{output.name}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(output)
    except OSError as problem:
        partial.unlink(missing_ok=True)
        raise WorkspaceError(f"{output} cannot be written: {problem.strerror or problem}.") from problem


def as_rdflib(path: Path | None, quads: Iterable[ox.Quad] = ()) -> Any:
    """Return an rdflib Dataset over a store folder (read-only, by oxrdflib), or over some quads in memory.

    A courtesy for those who work with rdflib; its property paths and its speed are not ours.
    """
    import oxrdflib
    import rdflib

    opened = OxigraphStore(path, read_only=path is not None)
    if path is None:
        opened.raw.extend(quads)
    dataset = rdflib.Dataset(store=oxrdflib.OxigraphStore(store=opened.raw))
    weakref.finalize(dataset, opened.close)
    return dataset
