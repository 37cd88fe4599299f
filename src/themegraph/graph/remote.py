"""A store that another program keeps: any SPARQL 1.1 endpoint with query and update, and the graph store protocol where it has that.

Every request of ours may be sent twice: quads are put in or taken out by their own values, whole graphs are dropped silently, and no blank node is
ever written. So a request that got no answer is sent again, and one that was done twice changes nothing the second time.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

import pyoxigraph as ox

from themegraph.errors import InputError, QuestionError, StoreUnreachable, WorkspaceError, WorkspaceNotFound
from themegraph.graph.sparql import with_values
from themegraph.graph.store import Term, graph_blocks
from themegraph.graph.terms import PREFIXES
from themegraph.wire import NoAnswer, Refused, Wire, check_address, place_of

if TYPE_CHECKING:
    import urllib3

__all__ = ["Endpoint", "RemoteStore", "check_endpoint"]

_BULK = 5_000
"""Quads in one request of a bulk load: some megabytes at most, which every server takes."""
_TRIPLES = "application/n-triples"
_ROWS = "application/sparql-results+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a remote store answers, and how it is asked.

    Without ``GRAPH`` a query is answered from what the server takes for its default graph; where the server has a parameter that makes it the union of
    all graphs, as the stores here have it, the parameter stands in ``query``.
    """

    query: str
    """Address of the SPARQL 1.1 query protocol."""
    update: str
    """Address of the SPARQL 1.1 update protocol."""
    graph_store: str = ""
    """Address of the graph store protocol, ``?graph=`` added by us; empty: whole graphs are read by queries and bulk loads are updates."""
    user: str = ""
    """Name for HTTP basic authentication; empty with a secret: the secret is a bearer token."""
    secret: str = field(default="", repr=False)
    """Password or token; never written anywhere by us."""
    timeout: float = 30.0
    """Seconds to wait for a connection, and for each next piece of an answer."""
    retries: int = 4
    """How often a request is sent again that got no answer, or was told to come back; waits 0.2, 0.4, 0.8 s … between."""

    def __post_init__(self) -> None:
        for name in ("query", "update", "graph_store"):
            if address := getattr(self, name):
                check_address(address, what=f"{name} address of a remote store", secret=self.secret)
            elif name != "graph_store":
                raise WorkspaceError(f"The {name} address of a remote store must be http:// or https://; found {address!r}.")
        if not self.timeout > 0 or self.retries < 0:
            raise WorkspaceError(f"A remote store needs timeout > 0 and retries >= 0; found {self.timeout!r} and {self.retries!r}.")


class RemoteStore:
    """A :class:`~themegraph.graph.store.Store` behind SPARQL 1.1 over HTTP.

    A unit of writing is one update request; that it is kept whole or not at all is the server's doing (SPARQL 1.1 Update §2.2 asks for it, and
    docs/how-to/remote-store.md says who does). Quads stand in named graphs, without blank nodes: what a default graph is differs between servers, and a
    blank node could not be sent twice.

    Raises
    ------
    MissingExtra
        If urllib3 is not installed.
    """

    __slots__ = ("_wire", "endpoint", "read_only")

    def __init__(self, endpoint: Endpoint, *, read_only: bool = False) -> None:
        self.endpoint = endpoint
        self.read_only = read_only
        self._wire = Wire(
            what="store", extra="remote", user=endpoint.user, secret=endpoint.secret, timeout=endpoint.timeout, retries=endpoint.retries
        )

    # ---------------------------------------------------------------- talking

    def _send(self, method: str, address: str, *, accept: str = "*/*", body: bytes | None = None, kind: str = "") -> urllib3.BaseHTTPResponse:
        """Send a request until it is answered or the tries are used up; each of ours may be sent twice."""
        try:
            return self._wire.send(method, address, accept=accept, body=body, kind=kind)
        except NoAnswer as problem:
            raise self._unreachable(problem.reason) from problem
        except Refused as problem:
            raise self._refusal(address, problem.status, problem.said) from problem

    def _refusal(self, address: str, status: int, said: str) -> Exception:
        if status in {401, 403}:
            return WorkspaceError(
                f"The store at {self._place} refused {self.endpoint.user or 'us'}: HTTP {status}. Check user and secret in the workspace's settings."
            )
        if status == 404:
            return WorkspaceNotFound(f"Nothing answers at {address}: HTTP 404. Check the addresses of the store.")
        if status == 400 and address == self.endpoint.query:
            return SyntaxError(said)
        if 300 <= status < 400:
            return WorkspaceError(f"The store at {self._place} points elsewhere (HTTP {status}); name that address itself.")
        return WorkspaceError(f"The store at {self._place} failed with HTTP {status}: {said}")

    @property
    def _place(self) -> str:
        return place_of(self.endpoint.query)

    def _unreachable(self, problem: object) -> StoreUnreachable:
        reason = str(problem).rpartition(": ")[2]
        return StoreUnreachable(
            f"The store at {self._place} does not answer ({reason}). What was being written is there whole or not at all; run the command again.",
            reason=reason,
        )

    def _read(self, answer: urllib3.BaseHTTPResponse) -> io.BufferedReader:
        return io.BufferedReader(_Body(answer, self), 1 << 16)

    def _select(self, text: str) -> Iterator[ox.QuerySolution]:
        answer = self._send("POST", self.endpoint.query, accept=_ROWS, body=text.encode(), kind="application/sparql-query")
        limit = answer.headers.get("X-SPARQL-MaxRows")
        if limit:  # Virtuoso cuts answers off at this row
            answer.close()
            raise WorkspaceError(f"The store at {self._place} cuts answers off at {limit} rows; raise ResultSetMaxRows in its settings.")
        found: object = None
        try:
            with self._read(answer) as body:
                found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
                if not isinstance(found, ox.QuerySolutions):
                    raise WorkspaceError(f"The store at {self._place} answered a SELECT with a truth value.")
                yield from found
        except (SyntaxError, ValueError) as problem:
            raise WorkspaceError(f"The store at {self._place} gave an answer that is no SPARQL result: {problem}.") from problem
        finally:
            found = None  # solutions may be dropped by the thread that made them alone, and an error's traceback would hand them to any
            answer.close()

    # ---------------------------------------------------------------- reading

    def quads(
        self, subject: ox.NamedNode | None = None, predicate: ox.NamedNode | None = None, value: Term | None = None, graph: ox.NamedNode | None = None
    ) -> Iterator[ox.Quad]:
        """Yield the quads that fit the pattern, in no order, as they arrive."""
        if graph is not None and self.endpoint.graph_store and subject is None and predicate is None and value is None:
            yield from self._whole_graph(graph)
            return
        given = {"s": subject, "p": predicate, "o": value, "g": graph}
        words = {name: f"?{name}" if term is None else str(term) for name, term in given.items()}
        asked = " ".join(f"?{name}" for name, term in given.items() if term is None) or "(1 AS ?there)"
        text = f"SELECT {asked} WHERE {{ GRAPH {words['g']} {{ {words['s']} {words['p']} {words['o']} }} }}"
        names = [name for name, term in given.items() if term is None]
        fixed: dict[str, Any] = {name: term for name, term in given.items() if term is not None}
        for row in self._select(text):
            one: dict[str, Any] = {**fixed, **{name: row[name] for name in names}}
            yield ox.Quad(one["s"], one["p"], one["o"], one["g"])

    def _whole_graph(self, graph: ox.NamedNode) -> Iterator[ox.Quad]:
        try:
            answer = self._send("GET", self._graph_address(graph), accept=_TRIPLES)
        except WorkspaceNotFound:  # a graph that is not there has no quads
            return
        try:
            with self._read(answer) as body:
                for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES):
                    yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        except (SyntaxError, ValueError) as problem:
            raise WorkspaceError(f"The store at {self._place} gave a graph that is not N-Triples: {problem}.") from problem
        finally:
            answer.close()

    def _graph_address(self, graph: ox.NamedNode) -> str:
        mark = "&" if "?" in self.endpoint.graph_store else "?"
        return f"{self.endpoint.graph_store}{mark}graph={quote(graph.value, safe='')}"

    def query(self, text: str, *, substitutions: Mapping[str, Term] | None = None) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Run a query with our prefixes; what it sees without ``GRAPH`` is the server's default graph.

        Raises
        ------
        SyntaxError
            If the server cannot read the query.
        """
        words = with_values(text, {name: str(term) for name, term in (substitutions or {}).items()})
        words = "".join(f"PREFIX {name}: <{value}>\n" for name, value in PREFIXES.items()) + words
        answer = self._send("POST", self.endpoint.query, accept=f"{_ROWS}, {_TRIPLES};q=0.9", body=words.encode(), kind="application/sparql-query")
        with self._read(answer) as body:
            if "json" in answer.headers.get("Content-Type", ""):
                return ox.parse_query_results(io.BytesIO(body.read()), format=ox.QueryResultsFormat.JSON)
            mine = ox.Store()
            mine.extend(ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
        return mine.query("CONSTRUCT WHERE { ?s ?p ?o }")

    # ---------------------------------------------------------------- writing

    def _update(self, text: str) -> None:
        if self.read_only:
            raise WorkspaceError(f"The store at {self._place} was opened for reading only.")
        self._send("POST", self.endpoint.update, body=text.encode(), kind="application/sparql-update").close()

    def extend(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads in one update request."""
        self.replace(add=quads)

    def bulk_extend(self, quads: Iterable[ox.Quad]) -> None:
        """Add many quads in requests of some thousand each, graph by graph where the server has the graph store protocol."""
        if self.read_only:
            raise WorkspaceError(f"The store at {self._place} was opened for reading only.")
        waiting = iter(quads)
        while part := list(islice(waiting, _BULK)):
            for quad in part:
                _sendable(quad)
            if not self.endpoint.graph_store:
                self.extend(part)
                continue
            part.sort(key=lambda q: str(q.graph_name))
            for _, group in groupby(part, key=lambda q: q.graph_name):
                rows = list(group)
                graph = rows[0].graph_name
                if isinstance(graph, ox.NamedNode):
                    body = ox.serialize((q.triple for q in rows), format=ox.RdfFormat.N_TRIPLES) or b""
                    self._send("POST", self._graph_address(graph), body=body, kind=_TRIPLES).close()

    def replace(self, *, drop: Iterable[ox.NamedNode] = (), remove: Iterable[ox.Quad] = (), add: Iterable[ox.Quad] = ()) -> None:
        """Drop, remove and add in one update request, whose every term pyoxigraph writes."""
        parts = [f"DROP SILENT GRAPH {graph}" for graph in drop]
        for verb, quads in (("DELETE", remove), ("INSERT", add)):
            body = graph_blocks(_sendable(q) for q in quads)
            if body:
                parts.append(f"{verb} DATA {{\n{body}\n}}")
        if parts:
            self._update(" ;\n".join(parts))

    def flush(self) -> None:
        """Do nothing: what a server has acknowledged is its to keep."""

    def close(self) -> None:
        """Let go of the connections; a second call does nothing."""
        self._wire.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class _Body(io.RawIOBase):
    """An answer as a file: what breaks off on the way is an error of the store's, and is never taken for the end."""

    def __init__(self, answer: urllib3.BaseHTTPResponse, store: RemoteStore) -> None:
        self._answer = answer
        self._store = store

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        import urllib3

        try:
            found = self._answer.read(len(buffer))
        except urllib3.exceptions.HTTPError as problem:
            raise self._store._unreachable(problem) from problem
        buffer[: len(found)] = found
        return len(found)


def _sendable(quad: ox.Quad) -> ox.Quad:
    if isinstance(quad.graph_name, ox.DefaultGraph):
        raise InputError(f"A remote store keeps quads in named graphs only; found {quad.triple} in the default graph.")
    if any(isinstance(term, ox.BlankNode) for term in (quad.subject, quad.object, quad.graph_name)):
        raise InputError(f"A remote store keeps no blank nodes, which could not be sent twice; found {quad}. Give it an IRI.")
    return quad


_PROBE = ox.NamedNode("https://themegraph.readthedocs.io/id/graph/probe")


def check_endpoint(store: RemoteStore) -> None:
    """Write some quads to a store, read them back and take them away again.

    Raises
    ------
    WorkspaceError
        If the store does not give back what it was given; the message names the first term that it changed.
    """
    xsd = PREFIXES["xsd"]
    me, says = (
        ox.NamedNode("https://themegraph.readthedocs.io/id/name/%E2%80%A6甲-1"),
        ox.NamedNode("https://themegraph.readthedocs.io/qualifier/probe"),
    )
    terms: list[ox.Literal] = [
        ox.Literal("第一行\n第二行 \"引号\" \\ 反斜线\t𠮷 é"),
        ox.Literal("x" * 100_000),
        ox.Literal("English", language="en"),
        ox.Literal("2026-01-05T08:00:00.123456+08:00", datatype=ox.NamedNode(xsd + "dateTime")),
        ox.Literal("2026-01-05", datatype=ox.NamedNode(xsd + "date")),
        ox.Literal(True),
        ox.Literal("AAECAw==", datatype=ox.NamedNode(xsd + "base64Binary")),
    ]  # fmt: skip
    numbers = [0.1, 1e-9, 12345678.9]
    given = [ox.Quad(me, says, term, _PROBE) for term in terms]
    given += [
        ox.Quad(me, ox.NamedNode(f"{says.value}/{n}"), ox.Literal(repr(v), datatype=ox.NamedNode(xsd + "double")), _PROBE)
        for n, v in enumerate(numbers)
    ]
    store.replace(drop=[_PROBE], add=given)
    try:
        found = list(store.quads(None, None, None, _PROBE))
        there = {q.object for q in found if q.predicate == says}
        for term in terms:
            if term not in there:
                raise WorkspaceError(f"The store at {store.endpoint.query} does not give back {str(term)[:80]} as it was written.")
        values = {q.predicate.value.rpartition("/")[2]: float(getattr(q.object, "value", "nan")) for q in found if q.predicate != says}
        for n, number in enumerate(numbers):
            if values.get(str(n)) != number:
                raise WorkspaceError(f"The store at {store.endpoint.query} gives the number {number!r} back as {values.get(str(n))!r}.")
        if len(list(store.quads(me, says, terms[0], _PROBE))) != 1:
            raise QuestionError(f"The store at {store.endpoint.query} does not find a quad by its own terms.")
    finally:
        store.replace(drop=[_PROBE])
