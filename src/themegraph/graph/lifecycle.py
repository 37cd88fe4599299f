"""Taking back: retract closes what an article supports and keeps it; purge erases its words and leaves a tombstone; re-reading replaces.

A claim lives while one article that counts makes it; so does its plain triple. Each of these is one unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import pyoxigraph as ox

from themegraph.errors import InputError, nearest
from themegraph.graph.derived import plain_of_extraction, plain_of_store
from themegraph.graph.ledger import ArticleEntry, article_entries, article_entry, entry_quads
from themegraph.graph.rdf import article_of, article_quads, extraction_of, extraction_quads
from themegraph.graph.store import Store
from themegraph.graph.terms import LEDGER, article_graph, lit, node, tg
from themegraph.model import Extraction
from themegraph.ontology import Ontology

__all__ = ["purge_article", "replace_extraction", "retract_article", "unretract_article"]


def _known(store: Store, article: str) -> ArticleEntry:
    entry = article_entry(store, article)
    if entry is None:
        known = [e.article for e in article_entries(store)]
        raise InputError(f"The store has no article {article!r}.{nearest(article, known)}")
    return entry


def _ledger(store: Store, article: str, *names: str) -> list[ox.Quad]:
    return [q for name in names for q in store.quads(node(article), tg(name), None, LEDGER)]


def _closed(store: Store) -> list[ox.NamedNode]:
    """Return the graphs of articles that do not count."""
    return [article_graph(e.article) for e in article_entries(store) if e.retracted_at is not None]


def _orphans(store: Store, article: str, *, ontology: Ontology, keep: Iterable[ox.Quad] = ()) -> list[ox.Quad]:
    """Return the plain triples that stand on this article alone."""
    extraction = extraction_of(store, article, ontology=ontology)
    if extraction is None:
        return []
    mine = set(plain_of_extraction(extraction, ontology=ontology)) - set(keep)
    if not mine:
        return []
    others = plain_of_store(store, ontology=ontology, without=[*_closed(store), article_graph(article)])
    return sorted(mine - others, key=str)


def retract_article(store: Store, article: str, *, at: datetime, reason: str, ontology: Ontology) -> bool:
    """Close what an article supports; it stays in the store, marked with the moment and the reason. Return False if it was closed before.

    Raises
    ------
    InputError
        If the store has no such article.
    """
    if _known(store, article).retracted_at is not None:
        return False
    me = node(article)
    store.replace(
        remove=_orphans(store, article, ontology=ontology),
        add=[ox.Quad(me, tg("retractedAt"), lit(at), LEDGER), ox.Quad(me, tg("reason"), lit(reason), LEDGER)],
    )
    return True


def unretract_article(store: Store, article: str, *, ontology: Ontology) -> bool:
    """Let a retracted article count again. Return False if it counts, or was purged."""
    entry = _known(store, article)
    if entry.retracted_at is None or entry.purged_at is not None:
        return False
    extraction = extraction_of(store, article, ontology=ontology)
    store.replace(
        remove=_ledger(store, article, "retractedAt", "reason"),
        add=list(plain_of_extraction(extraction, ontology=ontology)) if extraction else [],
    )
    return True


def purge_article(store: Store, article: str, *, at: datetime, reason: str, ontology: Ontology) -> bool:
    """Erase an article's text, quotes and all that was read in it; a tombstone with the moment and the reason stays.

    Return False if it was purged before. The same text will not be read again: its tombstone is found by its id. Its signature goes too.
    """
    entry = _known(store, article)
    if entry.purged_at is not None:
        return False
    me = node(article)
    add = [ox.Quad(me, tg("purgedAt"), lit(at), LEDGER), ox.Quad(me, tg("reason"), lit(reason), LEDGER)]
    add.append(ox.Quad(me, tg("signature"), _empty(), LEDGER))
    if entry.retracted_at is None:
        add.append(ox.Quad(me, tg("retractedAt"), lit(at), LEDGER))
    store.replace(
        drop=[article_graph(article)],
        remove=[*_ledger(store, article, "signature", "reason"), *_orphans(store, article, ontology=ontology)],
        add=add,
    )
    return True


def _empty() -> ox.Literal:
    return ox.Literal("", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#base64Binary"))


def replace_extraction(store: Store, extraction: Extraction, *, learned_at: datetime, ontology: Ontology) -> bool:
    """Put a new reading of an article in the place of the old, as an upgraded extractor gives it. Return False if they are equal.

    Raises
    ------
    InputError
        If the store has no such article, or its text was purged.
    """
    entry = _known(store, extraction.article)
    article = article_of(store, extraction.article)
    if article is None:
        raise InputError(f"The text of {extraction.article} was purged; it cannot be read again.")
    if extraction_of(store, extraction.article, ontology=ontology) == extraction:
        return False
    quads = list(dict.fromkeys([*article_quads(article), *extraction_quads(article, extraction, ontology=ontology)]))
    plain = [] if entry.retracted_at is not None else list(plain_of_extraction(extraction, ontology=ontology))
    remove = [] if entry.retracted_at is not None else _orphans(store, article.id, ontology=ontology, keep=plain)
    remove += _ledger(store, article.id, "learnedAt", "quadCount", "statementCount", "eventCount", "mentionCount", "signature")
    ledger = entry_quads(article.id, extraction, learned_at=learned_at, quads=len(quads), signature=entry.signature)
    store.replace(drop=[article_graph(article.id)], remove=remove, add=[*quads, *ledger, *plain])
    return True
