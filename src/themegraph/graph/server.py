"""A SPARQL 1.1 protocol endpoint on the loopback address: queries by GET and POST, results in the form the client asks for.

Queries pass the same reading and run in the same worker process as those of ``themegraph sparql``: updates, SERVICE and LOAD are refused, and a query
is killed at its time.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import msgspec

from themegraph.errors import QueryRefused, QueryTimeout, QuestionError, ThemegraphError
from themegraph.graph.sparql import check_query, run_query

if TYPE_CHECKING:
    from themegraph.graph.remote import Endpoint

__all__ = ["SparqlServer", "choose_form"]

_log = logging.getLogger(__name__)

_ROWS: dict[str, str] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
_TRIPLES: dict[str, str] = {"text/turtle": "ttl", "application/x-turtle": "ttl"}
_TYPES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
}
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_LONGEST = 200_000
"""Bytes of a request; no query of a person's is longer."""
_AT_ONCE = 4
"""Queries that run at a time; more are told to come back."""


def choose_form(accept: str, *, triples: bool) -> str | None:
    """Return the form for an ``Accept`` header, by its weights; ``None`` where nothing fits.

    Examples
    --------
    >>> choose_form("text/csv;q=0.5, application/sparql-results+xml", triples=False), choose_form("*/*", triples=True)
    ('xml', 'ttl')
    >>> choose_form("image/png", triples=False) is None
    True
    """
    offered = _TRIPLES if triples else _ROWS
    wanted: list[tuple[float, int, str]] = []
    for n, part in enumerate(accept.split(",")):
        name, _, rest = part.strip().partition(";")
        weight = 1.0
        for option in rest.split(";"):
            key, _, value = option.strip().partition("=")
            if key == "q":
                try:
                    weight = float(value)
                except ValueError:
                    weight = 0.0
        if name and weight > 0:
            wanted.append((-weight, n, name.strip().lower()))
    for _, _, name in sorted(wanted) or [(0.0, 0, "*/*")]:
        kind, _, sub = name.partition("/")
        if name == "*/*":
            return next(iter(offered.values()))
        if sub == "*":
            found = next((form for mime, form in offered.items() if mime.startswith(f"{kind}/")), None)
            if found:
                return found
        elif name in offered:
            return offered[name]
    return None


class _Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: SparqlServer
    server_version = "themegraph"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, format: str, *args: object) -> None:
        _log.info(format, *args)

    def _send(
        self, status: HTTPStatus, body: str | bytes, content_type: str = "text/plain; charset=utf-8", head: Iterable[tuple[str, str]] = ()
    ) -> None:
        raw = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(raw)))
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in head:
            self.send_header(name, value)
        if status >= HTTPStatus.BAD_REQUEST:
            self.close_connection = True
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(raw)

    def _refused(self) -> bool:
        """Refuse what a page in a browser could send under another name, so that no site reads the workspace through its reader's browser."""
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0].strip("[]")
        if host not in _LOOPBACK:
            self._send(HTTPStatus.FORBIDDEN, "This endpoint answers on the loopback address only.\n")
            return True
        if urlsplit(self.path).path.rstrip("/") not in {"", "/sparql", "/query"}:
            self._send(HTTPStatus.NOT_FOUND, "The endpoint is /sparql.\n")
            return True
        return False

    def do_GET(self) -> None:
        """Answer a query in the address."""
        if not self._refused():
            self._answer(parse_qs(urlsplit(self.path).query, keep_blank_values=True))

    def do_HEAD(self) -> None:
        """Answer with the header alone."""
        self.do_GET()

    def do_POST(self) -> None:
        """Answer a query in the body: a form, or the query itself."""
        if self._refused():
            return
        try:
            length = int(self.headers.get("Content-Length") or "")
        except ValueError:
            self._send(HTTPStatus.LENGTH_REQUIRED, "A POST needs its Content-Length.\n")
            return
        if not 0 <= length <= _LONGEST:
            self._send(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A request may have {_LONGEST} bytes.\n")
            return
        given = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        kind = (self.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
        try:
            text = self.rfile.read(length).decode("utf-8")
        except UnicodeDecodeError:
            self._send(HTTPStatus.BAD_REQUEST, "The body is not valid UTF-8.\n")
            return
        if kind == "application/x-www-form-urlencoded":
            for name, values in parse_qs(text, keep_blank_values=True).items():
                given.setdefault(name, []).extend(values)
        elif kind == "application/sparql-query":
            given.setdefault("query", []).append(text)
        elif kind == "application/sparql-update":
            given["update"] = [text]
        else:
            self._send(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send application/sparql-query or application/x-www-form-urlencoded.\n")
            return
        self._answer(given)

    def _answer(self, given: dict[str, list[str]]) -> None:
        if "update" in given:
            self._send(HTTPStatus.FORBIDDEN, "This endpoint is read-only: updates are refused.\n")
            return
        queries = given.get("query", [])
        if len(queries) != 1:
            self._send(HTTPStatus.BAD_REQUEST, f"Exactly one query is wanted; found {len(queries)}.\n")
            return
        if given.get("default-graph-uri") or given.get("named-graph-uri"):
            self._send(HTTPStatus.BAD_REQUEST, "Name graphs in the query (GRAPH); the data set here is always the whole workspace.\n")
            return
        try:
            kind = check_query(queries[0])
            form = choose_form(self.headers.get("Accept") or "*/*", triples=kind in {"CONSTRUCT", "DESCRIBE"})
            if form is None:
                offered = ", ".join(dict.fromkeys(_TRIPLES if kind in {"CONSTRUCT", "DESCRIBE"} else _ROWS))
                self._send(HTTPStatus.NOT_ACCEPTABLE, f"{kind} is answered as {offered}.\n")
                return
            if not self.server.slots.acquire(blocking=False):
                self._send(HTTPStatus.SERVICE_UNAVAILABLE, f"{_AT_ONCE} queries run already.\n", head=[("Retry-After", "1")])
                return
            try:
                text = run_query(self.server.store, queries[0], form=form, timeout=self.server.query_timeout)
            finally:
                self.server.slots.release()
        except QueryRefused as problem:
            self._send(HTTPStatus.FORBIDDEN, f"{problem}\n")
        except QueryTimeout as problem:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, f"{problem}\n")
        except QuestionError as problem:
            self._send(HTTPStatus.BAD_REQUEST, f"{problem}\n")
        except ThemegraphError as problem:
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, f"{problem}\n")
        else:
            limit = self.server.row_limit
            if limit is not None:
                text, cut = _limited(text, form, limit)
                self._send(HTTPStatus.OK, text, _TYPES[form], [("X-Themegraph-Truncated", "true")] if cut else [])
            else:
                self._send(HTTPStatus.OK, text, _TYPES[form])


def _limited(text: str, form: str, limit: int) -> tuple[str, bool]:
    """Return at most so many rows of a JSON or TSV result, and whether some were left out."""
    if form == "tsv":
        lines = text.splitlines(keepends=True)
        return ("".join(lines[: limit + 1]), True) if len(lines) > limit + 1 else (text, False)
    if form == "json":
        found = msgspec.json.decode(text.encode())
        rows = found.get("results", {}).get("bindings", [])
        if len(rows) > limit:
            found["results"]["bindings"] = rows[:limit]
            return msgspec.json.encode(found).decode(), True
    return text, False


class SparqlServer(ThreadingHTTPServer):
    """The endpoint over the store of a workspace.

    Parameters
    ----------
    store
        The folder of the store, or the endpoint that serves it; each query opens it as it is then.
    port
        0: any free one; :attr:`url` says which.
    query_timeout
        Seconds until a query is killed.
    row_limit
        At most so many rows of a JSON or TSV result, marked by a header where some were left out; ``None``: all.
    """

    daemon_threads = True

    def __init__(self, store: Path | Endpoint, *, port: int = 0, query_timeout: float = 10.0, row_limit: int | None = None) -> None:
        self.store = store
        self.query_timeout = query_timeout
        self.row_limit = row_limit
        self.slots = threading.BoundedSemaphore(_AT_ONCE)
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_address[1]}/sparql"
