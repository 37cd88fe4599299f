"""What was written when: articles read, data sets loaded, things taken back; and the counts, so that nothing is counted by scanning."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pyoxigraph as ox

from themegraph._version import __version__
from themegraph.graph.memo import ledger_page
from themegraph.graph.rdf import Page
from themegraph.graph.store import Store
from themegraph.graph.terms import LEDGER, PREFIXES, curie, instant, iri, lit, node, tg
from themegraph.model import Extraction

__all__ = [
    "COUNTED",
    "ArticleEntry",
    "Counts",
    "article_entries",
    "article_entry",
    "count_quads",
    "counts",
    "entry_quads",
    "extraction_record",
    "last_change",
]

_TYPE = iri("rdf", "type")
_BASE64 = ox.NamedNode(PREFIXES["xsd"] + "base64Binary")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleEntry:
    """The ledger's line about an article."""

    article: str
    learned_at: datetime
    """When this workspace first read it."""
    read_at: datetime
    """When the reading that holds was made; later than ``learned_at`` where it was read again."""
    generation: int
    """Which reading holds; 0 is the first."""
    reader: str
    """Version of the program that made it; empty where it was not kept."""
    quads: int
    """Of all its readings."""
    statements: int
    events: int
    mentions: int
    signature: bytes
    """MinHash signature of the folded text (:func:`themegraph.graph.stories.signature`)."""
    retracted_at: datetime | None
    """``None``: it counts."""
    purged_at: datetime | None
    """``None``: its text is there."""
    reason: str
    """Why it was retracted or purged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much a store holds, from the ledger alone."""

    articles: int
    retracted: int
    purged: int
    mentions: int
    events: int
    """Tellings: an event that two articles tell counts twice."""
    statements: int
    """Readings: a claim that two articles make counts twice."""
    quads: int
    """Of articles and data sets; the ledger and the derived triples come on top."""
    datasets: int
    """Versions that hold now."""


COUNTED = ("quadCount", "statementCount", "eventCount", "mentionCount", "generation", "version")
"""What of an article's line is written anew when it is read again."""


def entry_quads(article: str, extraction: Extraction, *, learned_at: datetime, quads: int, signature: bytes) -> Iterator[ox.Quad]:
    """Yield the ledger's line about an article."""
    me = node(article)
    yield ox.Quad(me, _TYPE, tg("Article"), LEDGER)
    yield ox.Quad(me, tg("learnedAt"), lit(learned_at), LEDGER)
    yield from count_quads(article, extraction, quads=quads)
    yield ox.Quad(me, tg("signature"), ox.Literal(b64encode(signature).decode("ascii"), datatype=_BASE64), LEDGER)


def count_quads(article: str, extraction: Extraction, *, quads: int, generation: int = 0) -> Iterator[ox.Quad]:
    """Yield what of that line belongs to one reading."""
    me = node(article)
    yield ox.Quad(me, tg("quadCount"), lit(quads), LEDGER)
    yield ox.Quad(me, tg("statementCount"), lit(len(extraction.readings)), LEDGER)
    yield ox.Quad(me, tg("eventCount"), lit(len(extraction.events)), LEDGER)
    yield ox.Quad(me, tg("mentionCount"), lit(len(extraction.links)), LEDGER)
    yield ox.Quad(me, tg("version"), lit(__version__), LEDGER)
    if generation:
        yield ox.Quad(me, tg("generation"), lit(generation), LEDGER)


def extraction_record(article: str, generation: int) -> ox.NamedNode:
    """Return the node that says when a reading of an article was made, and from when a later one holds."""
    return node(f"extraction:{article.partition(':')[2]}/{generation}")


_Reading = tuple[int, datetime, str]
"""Which reading, when, by which version of the program."""


def _readings(page: Page) -> dict[str, list[_Reading]]:
    """Return article → its readings, for those that were read again."""
    found: dict[str, list[_Reading]] = {}
    wanted = tg("Extraction").value
    for me, row in page.rows.items():
        if wanted in row.get(_TYPE.value, ()):
            made = (int(page.text(me, "generation")), instant(page.text(me, "learnedAt")), page.text(me, "version"))
            found.setdefault(curie(page.text(me, "extractionOf")), []).append(made)
    return found


def _as_at(entry: ArticleEntry, readings: list[_Reading], known_at: datetime | None) -> ArticleEntry:
    """Return an entry with the reading that held at an instant."""
    held = [r for r in readings if known_at is None or r[1] <= known_at]
    if not held:
        return entry
    generation, read_at, reader = max(held)
    return replace(entry, read_at=read_at, generation=generation, reader=reader)


def _entry(page: Page, me: str) -> ArticleEntry:
    def moment(name: str) -> datetime | None:
        text = page.text(me, name)
        return instant(text) if text else None

    learned = moment("learnedAt")
    if learned is None:
        msg = f"The ledger names {curie(me)} and does not say when it was read."
        raise ValueError(msg)
    return ArticleEntry(
        article=curie(me),
        learned_at=learned,
        read_at=learned,
        generation=0,
        reader=page.text(me, "version"),
        quads=int(page.text(me, "quadCount")),
        statements=int(page.text(me, "statementCount")),
        events=int(page.text(me, "eventCount")),
        mentions=int(page.text(me, "mentionCount")),
        signature=b64decode(page.text(me, "signature")),
        retracted_at=moment("retractedAt"),
        purged_at=moment("purgedAt"),
        reason=page.text(me, "reason"),
    )


def article_entry(store: Store, article: str) -> ArticleEntry | None:
    """Return the ledger's line about an article, ``None`` if it was never read."""
    page = Page(store.quads(node(article), None, None, LEDGER))
    if not page.rows:
        return None
    held = page.text(node(article).value, "generation")
    if held:
        page.add(store.quads(extraction_record(article, int(held)), None, None, LEDGER))
    return _as_at(_entry(page, node(article).value), _readings(page).get(article, []), None)


def article_entries(store: Store, *, known_at: datetime | None = None) -> tuple[ArticleEntry, ...]:
    """Return the ledger's lines about articles, in the order of their ids.

    Parameters
    ----------
    known_at
        Only what was read by then, with the reading that held then; ``None``: all, with the one that holds now.
    """
    page = ledger_page(store)
    wanted, readings = tg("Article").value, _readings(page)
    found = [_entry(page, me) for me, row in page.rows.items() if wanted in row.get(_TYPE.value, ())]
    return tuple(
        _as_at(entry, readings.get(entry.article, []), known_at)
        for entry in sorted(found, key=lambda e: e.article)
        if known_at is None or entry.learned_at <= known_at
    )


_MOMENTS = ("learnedAt", "retractedAt", "performedAt", "undoneAt")


def last_change(store: Store, *, known_at: datetime | None = None) -> datetime | None:
    """Return the latest moment of learning or deciding, up to an instant if one is given; ``None`` for an empty store.

    What is known at the latest of all, or after it, is what is known now.
    """
    moments = (instant(q.object.value) for name in _MOMENTS for q in store.quads(None, tg(name), None, None) if isinstance(q.object, ox.Literal))
    return max((m for m in moments if known_at is None or m <= known_at), default=None)


def counts(store: Store) -> Counts:
    """Return how much the store holds."""
    entries = article_entries(store)
    live = [e for e in entries if e.retracted_at is None and e.purged_at is None]
    page = ledger_page(store)
    loaded = [me for me, row in page.rows.items() if tg("Dataset").value in row.get(_TYPE.value, ())]
    return Counts(
        articles=len(live),
        retracted=sum(e.retracted_at is not None and e.purged_at is None for e in entries),
        purged=sum(e.purged_at is not None for e in entries),
        mentions=sum(e.mentions for e in live),
        events=sum(e.events for e in live),
        statements=sum(e.statements for e in live),
        quads=sum(e.quads for e in entries if e.purged_at is None)
        + sum(int(page.text(me, "quadCount")) for me in loaded if not page.text(me, "retractedAt")),
        datasets=sum(not page.text(me, "retractedAt") for me in loaded),
    )
