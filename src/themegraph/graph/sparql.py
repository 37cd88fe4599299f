"""SPARQL for users: read-only, off the network, stopped in time.

A query is read token by token first: only SELECT, ASK, CONSTRUCT and DESCRIBE pass, and none that calls SERVICE. What passes
runs in a process of its own on the store opened for reading, and that process is killed when its time is up.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from themegraph.errors import QueryRefused, QueryTimeout, QuestionError, WorkspaceError, WorkspaceNotFound

if TYPE_CHECKING:
    from themegraph.graph.remote import Endpoint

__all__ = ["FORMS", "check_query", "run_query", "shorten", "with_values"]

FORMS = ("table", "json", "csv", "tsv", "xml", "ttl")

_TOKEN = re.compile(
    r"""
      (?P<comment>(?<!\\)\#[^\r\n]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<long>\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*''')
    | (?P<string>"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<prefixed>(?:[^\W\d_][\w.\-]*)?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])?(?:(?:[\w.:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]))?)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)
    | (?P<space>\s+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)  # fmt: skip
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_READS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_WRITES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH", "USING"})


def _unescaped(text: str) -> str:
    def char(found: re.Match[str]) -> str:
        point = int(found[1] or found[2], 16)
        if point > 0x10FFFF or 0xD800 <= point <= 0xDFFF:
            raise QueryRefused(f"The escape {found[0]} names no character.")
        return chr(point)

    return _ESCAPE.sub(char, text)


def _words(text: str) -> Iterator[str]:
    """Yield, in upper case, all that the parser could take for a keyword; rather too much than too little.

    The parser has no tokens of its own: it reads ``SERVICEx:y`` and ``trueSERVICE<…>`` as SERVICE, and ``1<2)SERVICE#>`` as a comparison where
    this table sees an IRI. So a prefix counts as a word, and so does what stands after a bracket inside an IRI.
    """
    for found in _TOKEN.finditer(text):
        kind, token = found.lastgroup, found[0]
        if kind == "iri" and "'" in token:
            raise QueryRefused(f"The IRI {token} holds an apostrophe, which could hide the end of a string. Write it as %27.")
        if kind == "iri" and ")" in token:
            yield from (word.upper() for word in re.findall(r"[^\W\d]\w*", token))
        elif kind == "word":
            yield token.upper()
        elif kind == "prefixed":
            yield token.partition(":")[0].upper()


def check_query(text: str) -> str:
    """Return the form of a query (SELECT, ASK, CONSTRUCT, DESCRIBE).

    Raises
    ------
    QueryRefused
        If it is an update or calls SERVICE. Both the text as it stands and the text with its code point escapes resolved must pass, so that no
        escape hides a keyword or the end of a string.
    """
    raw = list(_words(text))
    words = [*raw, *_words(_unescaped(text))]
    for word in words:
        if "SERVICE" in word:
            raise QueryRefused(
                "SERVICE would reach the network; queries here read this workspace and nothing else. Leave it out, and rename a prefix like it."
            )
    # Prefixes stand among the words; the form is the first that is no part of the prologue.
    prologue = _prologue(text)
    first = next(iter(_words(text[prologue:])), "")
    if first in _READS:
        return first
    if first in _WRITES:
        why = "would reach the network" if first == "LOAD" else "would write"
        raise QueryRefused(f"{first} {why}; queries are read-only: SELECT, ASK, CONSTRUCT or DESCRIBE.")
    raise QueryRefused(f"A query starts with SELECT, ASK, CONSTRUCT or DESCRIBE; found {first or 'none of them'!r}.")


def _prologue(text: str) -> int:
    """Return where the prologue of PREFIX, BASE and VERSION ends."""
    end, expects = 0, ""
    for found in _TOKEN.finditer(text):
        kind, token = found.lastgroup, found[0]
        if kind in {"space", "comment"}:
            continue
        if kind == "word" and token.upper() in {"PREFIX", "BASE", "VERSION"} and not expects:
            expects = token.upper()
        elif expects == "PREFIX" and kind == "prefixed":
            continue
        elif (expects in {"PREFIX", "BASE"} and kind == "iri") or (expects == "VERSION" and kind == "string"):
            expects, end = "", found.end()
        else:
            return end
    return end


def with_values(text: str, values: Mapping[str, str]) -> str:
    """Return a query in whose outermost pattern some variables have the given values.

    Parameters
    ----------
    values
        Variable → its term as N-Triples writes it; nothing else may stand there.

    Raises
    ------
    QuestionError
        If the query has no pattern to put them in.

    Examples
    --------
    >>> with_values("SELECT ?x WHERE { ?x a ?t }", {"t": "<urn:t>"})
    'SELECT ?x WHERE { VALUES (?t) { (<urn:t>) } ?x a ?t }'
    """
    if not values:
        return text
    block = f" VALUES ({' '.join(f'?{name}' for name in values)}) {{ ({' '.join(values.values())}) }}"
    start = _prologue(text)
    marks = [m for m in _TOKEN.finditer(text, start) if m.lastgroup not in {"space", "comment"}]
    pairs: list[tuple[int, int]] = []
    depth = round_ = opened = 0
    for n, mark in enumerate(marks):
        sign = mark[0] if mark.lastgroup == "other" else ""
        round_ += (sign == "(") - (sign == ")")
        if sign == "{" and not round_:
            opened, depth = (opened if depth else n), depth + 1
        elif sign == "}" and not round_:
            depth -= 1
            if not depth:
                pairs.append((opened, n))
    nth = int(marks[0][0].upper() == "CONSTRUCT") if marks else 0
    if len(pairs) <= nth:
        raise QuestionError("Values can be given to a query with a pattern in braces; a CONSTRUCT needs its template.")
    first, last = pairs[nth]
    inside, end = marks[first].end(), marks[last].start()
    if marks[first + 1][0].upper() == "SELECT":  # a subquery must stand alone in its braces
        return f"{text[:inside]}{block} {{{text[inside:end]}}} {text[end:]}"
    return text[:inside] + block + text[inside:]


def run_query(
    store: Path | Endpoint,
    query: str,
    *,
    form: str = "table",
    timeout: float = 10.0,
    substitutions: Mapping[str, str | float | int | bool] | None = None,
) -> str:
    """Return the result of a read-only query as text.

    Parameters
    ----------
    store
        The folder of the store, or the endpoint that serves it.
    form
        ``table`` (tab-separated with ids as CURIEs, for reading), ``json``, ``csv``, ``tsv``, ``xml`` (SPARQL 1.1 results) for rows and truth
        values; ``ttl`` (or ``table``) for triples.
    timeout
        Seconds until the process that runs it is killed.
    substitutions
        Variable → value. A text that is an id (``company:688795.SH``) is that thing, any other a string. A SELECT must name the variables that are
        given. The only way for words of a user's into a query.

    Raises
    ------
    QueryRefused
        If it would write or reach the network.
    QueryTimeout
        If it ran past its time.
    QuestionError
        If it is no SPARQL, or the form does not fit its result.
    """
    kind = check_query(query)
    if form not in FORMS:
        raise QuestionError(f"No form {form!r} of results; there are {', '.join(FORMS)}.")
    if kind in {"CONSTRUCT", "DESCRIBE"} and form not in {"table", "ttl"}:
        raise QuestionError(f"{kind} gives triples: ask for ttl, not {form}.")
    if kind in {"SELECT", "ASK"} and form == "ttl":
        raise QuestionError(f"{kind} gives {'rows' if kind == 'SELECT' else 'a truth value'}, not triples: ask for table, json, csv, tsv or xml.")
    if isinstance(store, Path) and not (store / "CURRENT").exists():
        raise WorkspaceNotFound(f"A store was wanted in {store}; there is none.")
    place = {"folder": str(store)} if isinstance(store, Path) else {"endpoint": store}
    order = msgspec.json.encode({**place, "query": query, "form": form, "substitutions": dict(substitutions or {})})
    try:
        # Our own interpreter and module, no shell; the query travels as data on standard input.
        done = subprocess.run(
            [sys.executable, "-m", "themegraph.graph.sparql_worker"], input=order, capture_output=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired:
        msg = f"The query ran longer than {timeout:g} s and was stopped. Ask for less (LIMIT, a more selective pattern), or give it more time."
        raise QueryTimeout(msg) from None
    if done.returncode == 0:
        return done.stdout.decode("utf-8")
    problem = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode == 3:
        raise QuestionError(f"The query cannot be read as SPARQL: {problem}")
    raise WorkspaceError(f"The query failed: {problem or f'exit status {done.returncode}'}")


def shorten(value: str, prefixes: Iterable[tuple[str, str]]) -> str:
    """Return an IRI under the longest prefix that fits, or in angle brackets."""
    best = max(((ns, name) for name, ns in prefixes if value.startswith(ns)), key=lambda p: len(p[0]), default=None)
    return f"{best[1]}:{value[len(best[0]) :]}" if best else f"<{value}>"
