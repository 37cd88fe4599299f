"""Taking back: retract closes what an article, a source or a statement supports and keeps it; purge erases words and leaves a tombstone.

Support is many to many: a reading counts while its article counts, and the source of that article, and the statement it is for. A claim lives while
one reading of it counts; so does its plain triple. Each of these is one unit, and each is an act in the ledger (:mod:`themegraph.graph.acts`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import pyoxigraph as ox

from themegraph.errors import InputError, nearest
from themegraph.graph.acts import Act, act_quads, acts, closings, make_act, undo_quads
from themegraph.graph.derived import plain_of_extraction, plain_of_store
from themegraph.graph.ledger import ArticleEntry, article_entries, article_entry, entry_quads
from themegraph.graph.rdf import Page, article_of, article_quads, extraction_of, extraction_quads, statement_of
from themegraph.graph.store import Store
from themegraph.graph.terms import DERIVED, LEDGER, article_graph, iri, lit, node, tg
from themegraph.model import Extraction
from themegraph.ontology import Ontology

__all__ = [
    "closed_graphs",
    "closed_sources",
    "closed_statements",
    "find_retractable",
    "purge_article",
    "refresh_plain",
    "replace_extraction",
    "retract",
    "unretract",
]

_SOURCE = iri("dcterms", "source")


def _known(store: Store, article: str) -> ArticleEntry:
    entry = article_entry(store, article)
    if entry is None:
        known = [e.article for e in article_entries(store)]
        raise InputError(f"The store has no article {article!r}.{nearest(article, known)}")
    return entry


def _ledger(store: Store, article: str, *names: str) -> list[ox.Quad]:
    return [q for name in names for q in store.quads(node(article), tg(name), None, LEDGER)]


def _sources(store: Store) -> dict[str, list[str]]:
    """Return source → its articles that have a text."""
    found: dict[str, list[str]] = {}
    for entry in article_entries(store):
        if entry.purged_at is None:
            me = node(entry.article)
            for quad in store.quads(me, _SOURCE, None, article_graph(entry.article)):
                found.setdefault(str(getattr(quad.object, "value", "")), []).append(entry.article)
    return found


def _statements(store: Store, ontology: Ontology) -> set[str]:
    """Return the ids, in their one form, of all claims in the store."""
    found: set[str] = set()
    seen: set[str] = set()
    for quad in store.quads(None, tg("evidenceFor"), None, None):
        it, graph = quad.object, quad.graph_name
        if isinstance(it, ox.NamedNode) and isinstance(graph, ox.NamedNode) and it.value not in seen:
            seen.add(it.value)
            found.add(ontology.canonical(statement_of(Page(store.quads(it, None, None, graph)), it.value, ontology)).id)
    return found


def find_retractable(store: Store, what: str, *, ontology: Ontology) -> str:
    """Return the id of what a person named: an article, a statement, or a source by its name (``source:财联社``).

    Raises
    ------
    InputError
        If there is no such thing; the message names the nearest.
    """
    kind = what.partition(":")[0]
    if kind == "article":
        return _known(store, what).article
    if kind == "statement":
        known = _statements(store, ontology)
        if what not in known:
            raise InputError(f"The store has no claim {what!r}.{nearest(what, known)} themegraph sparql and entity --format json show ids.")
        return what
    name = what.removeprefix("source:")
    sources = _sources(store)
    if name not in sources and not any(a.about[0] == f"source:{name}" for a in acts(store, "retract")):
        raise InputError(
            f"No article here is of the source {name!r}.{nearest(name, sources)} Give an article:… or statement:… id, or a source's name."
        )
    return f"source:{name}"


def closed_statements(store: Store) -> set[str]:
    """Return the claims that are retracted now."""
    return {w for w, intervals in closings(store).items() if w.startswith("statement:") and any(until is None for _, until in intervals)}


def closed_sources(store: Store) -> set[str]:
    """Return the sources, as ids, that are retracted now."""
    return {w for w, intervals in closings(store).items() if w.startswith("source:") and any(until is None for _, until in intervals)}


def closed_graphs(store: Store, *, opened: str = "", closed: str = "") -> list[ox.NamedNode]:
    """Return the graphs of articles that do not count: retracted themselves, or of a retracted source.

    Parameters
    ----------
    opened, closed
        An id that is about to be restored, or retracted.
    """
    shut = {w for w, intervals in closings(store).items() if any(until is None for _, until in intervals)} - {opened}
    shut |= {closed} - {""}
    articles = {w for w in shut if w.startswith("article:")}
    if any(w.startswith("source:") for w in shut):
        for name, members in _sources(store).items():
            if f"source:{name}" in shut:
                articles.update(members)
    return [article_graph(a) for a in sorted(articles)]


def refresh_plain(
    store: Store, *, ontology: Ontology, without: Iterable[ox.NamedNode], statements: Iterable[str]
) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """Return which plain triples go and which come, so that they follow from all graphs but some, and all claims but some."""
    wanted = plain_of_store(store, ontology=ontology, without=without, statements=statements)
    there = set(store.quads(None, None, None, DERIVED))
    return sorted(there - wanted, key=str), sorted(wanted - there, key=str)


def _holding(store: Store, what: str) -> Act | None:
    found = [a for a in acts(store, "retract") if a.about[0] == what and a.undone_at is None]
    return found[-1] if found else None


def retract(store: Store, what: str, *, at: datetime, reason: str, author: str = "", ontology: Ontology) -> bool:
    """Close what an article, a source or a statement supports; it stays in the store. Return False if it was closed before.

    Parameters
    ----------
    what
        ``article:…``, ``statement:…`` or ``source:…``. A retracted source closes what arrives from it later as well.

    Raises
    ------
    InputError
        If the store has no such thing.
    """
    what = find_retractable(store, what, ontology=ontology)
    if _holding(store, what) is not None:
        return False
    entry = article_entry(store, what) if what.startswith("article:") else None
    if entry is not None and entry.retracted_at is not None:
        return False
    shut = closed_statements(store) | ({what} if what.startswith("statement:") else set())
    gone, come = refresh_plain(store, ontology=ontology, without=closed_graphs(store, closed=what), statements=shut)
    add = [*act_quads(make_act("retract", [what], at=at, reason=reason, author=author)), *come]
    if entry is not None:
        add += [ox.Quad(node(what), tg("retractedAt"), lit(at), LEDGER), ox.Quad(node(what), tg("reason"), lit(reason), LEDGER)]
    store.replace(remove=gone, add=add)
    return True


def unretract(store: Store, what: str, *, at: datetime, reason: str = "", author: str = "", ontology: Ontology) -> bool:
    """Let what was retracted count again, from this moment on. Return False if it counts, or was purged."""
    what = find_retractable(store, what, ontology=ontology)
    act = _holding(store, what)
    if what.startswith("article:"):
        entry = _known(store, what)
        if entry.purged_at is not None or (act is None and entry.retracted_at is None):
            return False
    elif act is None:
        return False
    gone, come = refresh_plain(store, ontology=ontology, without=closed_graphs(store, opened=what), statements=closed_statements(store) - {what})
    add = [*come, *(undo_quads(act, at=at, reason=reason, author=author) if act is not None else ())]
    remove = [*gone, *(_ledger(store, what, "retractedAt", "reason") if what.startswith("article:") else ())]
    store.replace(remove=remove, add=add)
    return True


def purge_article(store: Store, article: str, *, at: datetime, reason: str, author: str = "", ontology: Ontology) -> bool:
    """Erase an article's text, quotes and all that was read in it; a tombstone with the moment and the reason stays.

    Return False if it was purged before. The same text will not be read again: its tombstone is found by its id. Its signature goes too.
    """
    entry = _known(store, article)
    if entry.purged_at is not None:
        return False
    me = node(article)
    gone, come = refresh_plain(store, ontology=ontology, without=[*closed_graphs(store), article_graph(article)], statements=closed_statements(store))
    add = [*act_quads(make_act("purge", [article], at=at, reason=reason, author=author)), *come]
    add += [ox.Quad(me, tg("purgedAt"), lit(at), LEDGER), ox.Quad(me, tg("reason"), lit(reason), LEDGER)]
    add.append(ox.Quad(me, tg("signature"), _empty(), LEDGER))
    if entry.retracted_at is None:
        add.append(ox.Quad(me, tg("retractedAt"), lit(at), LEDGER))
    store.replace(drop=[article_graph(article)], remove=[*_ledger(store, article, "signature", "reason"), *gone], add=add)
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
    mine = article_graph(article.id)
    quads = list(dict.fromkeys([*article_quads(article), *extraction_quads(article, extraction, ontology=ontology)]))
    shut, statements = closed_graphs(store), closed_statements(store)
    gone, come = refresh_plain(store, ontology=ontology, without=[*shut, mine], statements=statements)
    if mine not in shut:
        own = _plain_of(extraction, ontology, statements)
        gone = [q for q in gone if q not in own]
        come = [*come, *sorted(own, key=str)]
    remove = [*gone, *_ledger(store, article.id, "learnedAt", "quadCount", "statementCount", "eventCount", "mentionCount", "signature")]
    ledger = entry_quads(article.id, extraction, learned_at=learned_at, quads=len(quads), signature=entry.signature)
    store.replace(drop=[mine], remove=remove, add=[*quads, *ledger, *come])
    return True


def _plain_of(extraction: Extraction, ontology: Ontology, statements: set[str]) -> set[ox.Quad]:
    return set(plain_of_extraction(extraction, ontology=ontology, statements=statements))
