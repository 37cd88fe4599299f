"""IRIs and literals: how ids, words and values are written in RDF, and read back.

An id ``kind:local`` is the IRI ``…/id/kind/local``. Of the local part, letters and digits of any script, ``- . _ ~`` and ``/`` stand as they
are, everything else is percent-encoded; so every id has one IRI and every IRI of ours gives back its id.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import unquote

import pyoxigraph as ox

from themegraph.errors import UnreadableArticle
from themegraph.model import NAMESPACE

__all__ = ["DERIVED", "ID", "LEDGER", "PREFIXES", "Node", "article_graph", "curie", "day", "instant", "iri", "lit", "node", "tg"]

ID = "https://themegraph.readthedocs.io/id/"
"""The namespace of everything that is not a term of the ontology."""
QUALIFIER = "https://themegraph.readthedocs.io/qualifier/"

PREFIXES: dict[str, str] = {
    "tg": NAMESPACE,
    "tgq": QUALIFIER,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "schema": "https://schema.org/",
    **{
        kind: f"{ID}{kind}/"
        for kind in (
            "company", "share", "etf", "index", "industry", "theme", "product", "org", "person", "place", "policy",
            "event", "story", "article", "statement", "weights", "graph", "dataset", "span", "mention", "candidate", "telling", "argument", "polarity",
            "quantity", "act", "source", "reading", "extractor", "effect", "fund", "note", "name", "holding", "evidence", "vocabulary", "revenue",
        )
    },
}  # fmt: skip
"""Prefixes under which ids read as they do everywhere else: ``company:688795.SH`` is the same in a query, a Turtle file and a command."""

Node = ox.NamedNode

_PLAIN = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")
_KEEP = frozenset("-._~/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")


def _quote(text: str, *, slash: bool) -> str:
    if _PLAIN.fullmatch(text):
        return text
    out = []
    for c in text:
        if (c in _KEEP and (slash or c != "/")) or (ord(c) >= 0xA0 and c.isalnum()):
            out.append(c)
        else:
            out.extend(f"%{b:02X}" for b in c.encode("utf-8", "surrogatepass"))
    quoted = "".join(out)
    # A path segment of dots alone means something to resolvers; ours never do.
    return "/".join("%2E" * len(s) if s and set(s) == {"."} else s for s in quoted.split("/"))


@lru_cache(maxsize=1 << 17)
def node(identifier: str) -> ox.NamedNode:
    """Return the IRI of an id.

    Examples
    --------
    >>> node("company:688795.SH").value
    'https://themegraph.readthedocs.io/id/company/688795.SH'
    >>> node("theme:人工智能").value, node("org:A B").value[-5:]
    ('https://themegraph.readthedocs.io/id/theme/人工智能', 'A%20B')
    """
    kind, colon, local = identifier.partition(":")
    return ox.NamedNode(ID + _quote(kind, slash=False) + ("/" + _quote(local, slash=True) if colon else ""))


def curie(value: str) -> str:
    """Return the id of an IRI of ours; any other IRI as it is.

    Examples
    --------
    >>> curie("https://themegraph.readthedocs.io/id/org/A%20B")
    'org:A B'
    """
    if not value.startswith(ID):
        return value
    kind, slash, local = value[len(ID) :].partition("/")
    body = f"{kind}:{local}" if slash else kind
    return unquote(body, errors="surrogatepass") if "%" in body else body


def iri(prefix: str, name: str) -> ox.NamedNode:
    """Return a term of one of :data:`PREFIXES`."""
    return _iri(PREFIXES[prefix] + name)


def tg(name: str) -> ox.NamedNode:
    """Return a term of the ontology by its local name."""
    return _iri(NAMESPACE + name)


@lru_cache(maxsize=4096)
def _iri(value: str) -> ox.NamedNode:
    return ox.NamedNode(value)


_DATE = ox.NamedNode(PREFIXES["xsd"] + "date")
_INSTANT = ox.NamedNode(PREFIXES["xsd"] + "dateTime")
_DOUBLE = ox.NamedNode(PREFIXES["xsd"] + "double")


def lit(value: str | float | int | bool | date | datetime) -> ox.Literal:
    """Return a typed literal: xsd:string, double, integer, boolean, date or dateTime.

    Raises
    ------
    UnreadableArticle
        If a text holds half a surrogate pair, which no encoding of Unicode can carry.
    """
    if isinstance(value, str):
        try:
            return ox.Literal(value)
        except ValueError as problem:
            at = next((i for i, c in enumerate(value) if 0xD800 <= ord(c) <= 0xDFFF), 0)
            raise UnreadableArticle(f"A text must be valid Unicode; found half a surrogate pair at position {at}.") from problem
    if isinstance(value, datetime):
        return ox.Literal(value.isoformat(), datatype=_INSTANT)
    if isinstance(value, date):
        return ox.Literal(value.isoformat(), datatype=_DATE)
    if isinstance(value, float):
        return ox.Literal(repr(value).replace("inf", "INF").replace("nan", "NaN"), datatype=_DOUBLE)
    return ox.Literal(value)


def day(text: str) -> date:
    """Return the date of an xsd:date."""
    return date.fromisoformat(text[:10])


def instant(text: str) -> datetime:
    """Return the aware moment of an xsd:dateTime."""
    return datetime.fromisoformat(text)


LEDGER = node("graph:ledger")
"""What was loaded when."""
DERIVED = node("graph:derived")
"""Plain triples for simple queries."""


def article_graph(article: str, generation: int = 0) -> ox.NamedNode:
    """Return the name of the graph of an article and its first reading, or of a later reading of it."""
    return node(f"graph:{article.replace(':', '/', 1)}{f'/{generation}' if generation else ''}")
