"""Run one query in a process of its own: the order comes on standard input, the result goes to standard output.

Exit status 0: answered, 3: the query cannot be parsed, 1: anything else, with the reason on standard error.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph as ox

from themegraph.errors import ThemegraphError
from themegraph.graph.sparql import shorten
from themegraph.graph.store import OxigraphStore, Store
from themegraph.graph.terms import ID, PREFIXES, curie, lit, node

__all__ = ["answer", "main"]

_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}


def _term(value: str | float | bool) -> ox.NamedNode | ox.Literal:
    kind = value.partition(":")[0] if isinstance(value, str) else ""
    return node(value) if isinstance(value, str) and ":" in value and PREFIXES.get(kind, "").startswith(ID) else lit(value)


def _cell(value: Any) -> str:
    """Return a term as people read it: ids as CURIEs, literals bare, tabs and line ends as blanks."""
    if value is None:
        return ""
    if isinstance(value, ox.NamedNode):
        found = curie(value.value)
        return found if found != value.value else shorten(value.value, PREFIXES.items())
    text = value.value if isinstance(value, ox.Literal) else str(value)
    return " ".join(text.split())


def _store(order: dict[str, Any]) -> Store:
    if "endpoint" not in order:
        return OxigraphStore(Path(order["folder"]), read_only=True)
    from themegraph.graph.remote import Endpoint, RemoteStore

    return RemoteStore(Endpoint(**order["endpoint"]), read_only=True)


def answer(order: dict[str, Any]) -> bytes:
    """Return the result of a query in the wanted form."""
    substitutions = {name: _term(value) for name, value in order["substitutions"].items()}
    with _store(order) as store:
        result = store.query(order["query"], substitutions=substitutions)
        form = order["form"]
        if isinstance(result, ox.QueryTriples):
            triples = sorted(result, key=str)
            return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
        if form != "table":
            return result.serialize(format=_RESULTS[form]) or b""
        if isinstance(result, ox.QueryBoolean):
            return b"true\n" if result else b"false\n"
        names = [v.value for v in result.variables]
        lines = ["\t".join(names)]
        lines += ["\t".join(_cell(row[name]) for name in names) for row in result]
        return ("\n".join(lines) + "\n").encode()


def main() -> int:
    """Read the order, write the result."""
    try:
        sys.stdout.buffer.write(answer(msgspec.json.decode(sys.stdin.buffer.read())))
    except (SyntaxError, ValueError) as problem:
        sys.stderr.write(str(problem))
        return 3
    except (ThemegraphError, OSError, RuntimeError) as problem:
        sys.stderr.write(str(problem))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
