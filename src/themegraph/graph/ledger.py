"""What was written when: articles read, data sets loaded, things taken back; and the counts, so that nothing is counted by scanning."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pyoxigraph as ox

from themegraph.graph.rdf import Page
from themegraph.graph.store import Store
from themegraph.graph.terms import LEDGER, PREFIXES, curie, instant, iri, lit, node, tg
from themegraph.model import Extraction

__all__ = ["ArticleEntry", "Counts", "article_entries", "article_entry", "counts", "entry_quads"]

_TYPE = iri("rdf", "type")
_BASE64 = ox.NamedNode(PREFIXES["xsd"] + "base64Binary")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleEntry:
    """The ledger's line about an article."""

    article: str
    learned_at: datetime
    """When this workspace read it."""
    quads: int
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


def entry_quads(article: str, extraction: Extraction, *, learned_at: datetime, quads: int, signature: bytes) -> Iterator[ox.Quad]:
    """Yield the ledger's line about an article."""
    me = node(article)
    yield ox.Quad(me, _TYPE, tg("Article"), LEDGER)
    yield ox.Quad(me, tg("learnedAt"), lit(learned_at), LEDGER)
    yield ox.Quad(me, tg("quadCount"), lit(quads), LEDGER)
    yield ox.Quad(me, tg("statementCount"), lit(len(extraction.readings)), LEDGER)
    yield ox.Quad(me, tg("eventCount"), lit(len(extraction.events)), LEDGER)
    yield ox.Quad(me, tg("mentionCount"), lit(len(extraction.links)), LEDGER)
    yield ox.Quad(me, tg("signature"), ox.Literal(b64encode(signature).decode("ascii"), datatype=_BASE64), LEDGER)


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
    return _entry(page, node(article).value) if page.rows else None


def article_entries(store: Store) -> tuple[ArticleEntry, ...]:
    """Return the ledger's lines about articles, in the order of their ids."""
    page = Page(store.quads(None, None, None, LEDGER))
    wanted = tg("Article").value
    found = [_entry(page, me) for me, row in page.rows.items() if wanted in row.get(_TYPE.value, ())]
    return tuple(sorted(found, key=lambda e: e.article))


def counts(store: Store) -> Counts:
    """Return how much the store holds."""
    entries = article_entries(store)
    live = [e for e in entries if e.retracted_at is None and e.purged_at is None]
    page = Page(store.quads(None, None, None, LEDGER))
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
