"""Taking back: retract closes what an article, a publication, a source or a statement supports and keeps it; purge erases words and leaves a tombstone.

Support is many to many: a reading counts while its article counts, and one publication of that, whose source counts, and the statement it is for. A claim
lives while one reading of it counts; so does its plain triple. Each of these is one unit, and each is an act in the ledger (:mod:`themegraph.graph.acts`).
An article that is read again keeps its earlier readings, closed, each in a graph of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import pyoxigraph as ox

from themegraph._version import __version__
from themegraph.errors import BadDate, InputError, nearest
from themegraph.graph.acts import Act, act_quads, acts, closings, make_act, quarantined, undo_quads
from themegraph.graph.derived import plain_of_extraction, plain_of_statement, supported
from themegraph.graph.ledger import COUNTED, ArticleEntry, article_entries, article_entry, count_quads, extraction_record
from themegraph.graph.publications import Publication, articles_of_source, public_day, publications_of, republished
from themegraph.graph.rdf import Page, article_of, extraction_of, extraction_quads, statement_of
from themegraph.graph.store import Store
from themegraph.graph.terms import DERIVED, LEDGER, article_graph, curie, iri, lit, node, tg
from themegraph.model import Article, Extraction, Statement
from themegraph.ontology import Ontology

__all__ = [
    "closed_graphs",
    "closed_now",
    "closed_statements",
    "find_retractable",
    "first_published",
    "known_article",
    "publications",
    "purge_article",
    "replace_extraction",
    "retract",
    "unretract",
]

_SOURCE = iri("dcterms", "source")


def known_article(store: Store, article: str) -> ArticleEntry:
    """Return the ledger's line about an article.

    Raises
    ------
    InputError
        If the store never had it; the message names the nearest.
    """
    entry = article_entry(store, article)
    if entry is None:
        known = [e.article for e in article_entries(store)]
        raise InputError(f"The store has no article {article!r}.{nearest(article, known)}")
    return entry


def _ledger(store: Store, article: str, *names: str) -> list[ox.Quad]:
    return [q for name in names for q in store.quads(node(article), tg(name), None, LEDGER)]


def _sources(store: Store) -> set[str]:
    """Return the names of the sources of all texts that are there."""
    return {
        q.object.value
        for q in store.quads(None, _SOURCE, None, None)
        if isinstance(q.object, ox.Literal) and isinstance(q.graph_name, ox.NamedNode) and curie(q.graph_name.value).startswith("graph:article/")
    }


def publications(store: Store, article: str) -> tuple[Publication, ...]:
    """Return every publication of an article; none if its text was purged.

    Raises
    ------
    InputError
        If the store never had it.
    """
    entry = known_article(store, article)
    found = article_of(store, article)
    return () if found is None else publications_of(store, found, learned_at=entry.learned_at)


def first_published(store: Store, articles: Iterable[str] | None = None) -> dict[str, Article]:
    """Return texts as the first publication that counts has each, which is how it is read; those that were purged are left out.

    Where none counts any more, all stand; where none is dated, the one that was learned of first. So what is read in a text depends neither on the
    order in which its publications came nor on one that came out later.

    Parameters
    ----------
    articles
        Ids; ``None``: the texts with several publications.
    """
    shut = closed_now(store)
    read: dict[str, Article] = {}
    for identifier in sorted(republished(store)) if articles is None else articles:
        entry, found = known_article(store, identifier), article_of(store, identifier)
        if found is None:
            continue
        every = publications_of(store, found, learned_at=entry.learned_at)
        count = [p for p in every if not {identifier, p.id, f"source:{p.source}"} & shut] or every
        dated = sorted((p.published_at.timestamp(), p.id, p) for p in count if p.published_at is not None)
        read[identifier] = (dated[0][2] if dated else count[0]).of(found)
    return read


def _statements(store: Store, ontology: Ontology) -> dict[str, Statement]:
    """Return the claims in the store, in their one form, by their ids."""
    found: dict[str, Statement] = {}
    seen: set[str] = set()
    for quad in store.quads(None, tg("evidenceFor"), None, None):
        it, graph = quad.object, quad.graph_name
        if isinstance(it, ox.NamedNode) and isinstance(graph, ox.NamedNode) and it.value not in seen:
            seen.add(it.value)
            statement = ontology.canonical(statement_of(Page(store.quads(it, None, None, graph)), it.value, ontology))
            found[statement.id] = statement
    return found


def _publication(store: Store, article: str, source: str | None, published: date | None) -> str:
    """Return the one publication of an article by an outlet, or on a day in Asia/Shanghai, or both."""
    known = publications(store, article)
    found = [p for p in known if source in {None, p.source} and published in {None, public_day(p.published_at)}]
    if len(found) == 1:
        return found[0].id
    there = ", ".join(f"{p.source!r} on {public_day(p.published_at) or 'no day'}" for p in (found or known)) or "nobody"
    asked = " on ".join(str(w) for w in (source, published) if w is not None)
    if found:
        raise InputError(f"{article} has several publications that are {asked!r}: {there}. Name the outlet and the day.")
    raise InputError(f"{article} was not published by {asked!r}; it was by {there}.{nearest(source or '', [p.source for p in known])}")


def find_retractable(store: Store, what: str, *, source: str | None = None, published: date | None = None, ontology: Ontology) -> str:
    """Return the id of what a person named: an article, one publication of it, a statement, or a source by its name (``source:财联社``).

    Parameters
    ----------
    source, published
        Of an article only what this outlet published, or what was published on this day.

    Raises
    ------
    InputError
        If there is no such thing, or several; the message names the nearest.
    """
    kind = what.partition(":")[0]
    if source is not None or published is not None:
        if kind != "article":
            raise InputError(f"A source or a day is named beside an article:… id, to take back that publication alone; found {what!r}.")
        return _publication(store, what, source, published)
    if kind == "article":
        return known_article(store, what).article
    if kind == "publication":
        if not any(p.id == what for entry in article_entries(store) for p in publications(store, entry.article)):
            raise InputError(
                f"The store has no publication {what!r}. Name its article and the outlet or the day instead: article:… with --source or --published."
            )
        return what
    if kind == "statement":
        claims = _statements(store, ontology)
        if what not in claims:
            raise InputError(f"The store has no claim {what!r}.{nearest(what, claims)} themegraph sparql and entity --format json show ids.")
        return what
    name = what.removeprefix("source:")
    sources = _sources(store)
    if name not in sources and not any(a.about[0] == f"source:{name}" for a in acts(store, "retract")):
        raise InputError(
            f"No article here is of the source {name!r}.{nearest(name, sources)} Give an article:… or statement:… id, or a source's name."
        )
    return f"source:{name}"


def closed_now(store: Store) -> set[str]:
    """Return the ids of what is retracted now."""
    return {w for w, intervals in closings(store).items() if any(until is None for _, until in intervals)}


def closed_statements(store: Store) -> set[str]:
    """Return the claims that are retracted now."""
    return {w for w in closed_now(store) if w.startswith("statement:")}


def _earlier_readings(store: Store) -> set[ox.NamedNode]:
    """Return the graphs of readings that a later one took the place of."""
    found: set[ox.NamedNode] = set()
    for quad in store.quads(None, tg("generation"), None, LEDGER):
        me = curie(quad.subject.value) if isinstance(quad.subject, ox.NamedNode) else ""
        if me.startswith("article:") and isinstance(quad.object, ox.Literal):
            found.update(article_graph(me, g) for g in range(int(quad.object.value)))
    return found


def _owner_of(store: Store, publication: str) -> str:
    """Return the article that a publication is of; empty if its text was purged."""
    for quad in store.quads(None, tg("hasPublication"), node(publication), None):
        return curie(quad.subject.value) if isinstance(quad.subject, ox.NamedNode) else ""
    return next((e.article for e in article_entries(store) if any(p.id == publication for p in publications(store, e.article))), "")


def closed_graphs(store: Store, *, opened: str = "", closed: str = "") -> list[ox.NamedNode]:
    """Return the graphs whose readings do not count: earlier readings, and those of articles that were retracted, or all of whose publications were.

    Parameters
    ----------
    opened, closed
        An id that is about to be restored, or retracted.
    """
    shut = (closed_now(store) - {opened}) | ({closed} - {""})
    articles = {w for w in shut if w.startswith("article:")}
    touched = {a for w in shut if w.startswith("source:") for a in articles_of_source(store, w.removeprefix("source:"))}
    touched |= {_owner_of(store, w) for w in shut if w.startswith("publication:")} - {""}
    for article in touched - articles:
        several = publications(store, article)
        if several and all(p.id in shut or f"source:{p.source}" in shut for p in several):
            articles.add(article)
    graphs = _earlier_readings(store)
    for article in articles:
        graphs.update(_graphs(known_article(store, article)))
    return sorted(graphs, key=str)


def _graphs(entry: ArticleEntry) -> list[ox.NamedNode]:
    return [article_graph(entry.article, g) for g in range(entry.generation + 1)]


def _refresh_plain(
    store: Store, candidates: Iterable[ox.Quad], *, ontology: Ontology, without: Iterable[ox.NamedNode], statements: Iterable[str]
) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """Return which of some plain triples go and which come, so that they follow from all graphs but some, and all claims but some."""
    every = set(candidates)
    wanted = supported(store, every, ontology=ontology, without=without, statements=statements, rows=quarantined(store))
    there = {q for q in every if isinstance(q.subject, ox.NamedNode) and any(True for _ in store.quads(q.subject, q.predicate, q.object, DERIVED))}
    return sorted(there - wanted, key=str), sorted(wanted - there, key=str)


def _plain_of_article(store: Store, entry: ArticleEntry, ontology: Ontology) -> Iterator[ox.Quad]:
    extraction = extraction_of(store, entry.article, ontology=ontology, generation=entry.generation)
    if extraction is not None:
        yield from plain_of_extraction(extraction, ontology=ontology)


def _touched(store: Store, what: str, ontology: Ontology) -> Iterator[ox.Quad]:
    """Yield the plain triples that may come or go with an article, a publication, a source or a claim."""
    if what.startswith("statement:"):
        yield from plain_of_statement(_statements(store, ontology)[what], ontology=ontology)
        return
    if what.startswith("source:"):
        articles = articles_of_source(store, what.removeprefix("source:"))
    else:
        articles = {what if what.startswith("article:") else _owner_of(store, what)} - {""}
    for article in sorted(articles):
        yield from _plain_of_article(store, known_article(store, article), ontology)


def _holding(store: Store, what: str) -> Act | None:
    found = [a for a in acts(store, "retract") if a.about[0] == what and a.undone_at is None]
    return found[-1] if found else None


def retract(
    store: Store,
    what: str,
    *,
    source: str | None = None,
    published: date | None = None,
    at: datetime,
    reason: str,
    author: str = "",
    ontology: Ontology,
) -> bool:
    """Close what an article, a publication, a source or a statement supports; it stays in the store. Return False if it was closed before.

    Parameters
    ----------
    what
        ``article:…``, ``publication:…``, ``statement:…`` or ``source:…``. A retracted source closes what arrives from it later as well.
    source, published
        Of an article only what this outlet published, or what was published on this day.

    Raises
    ------
    InputError
        If the store has no such thing.
    """
    what = find_retractable(store, what, source=source, published=published, ontology=ontology)
    if _holding(store, what) is not None:
        return False
    entry = article_entry(store, what) if what.startswith("article:") else None
    if entry is not None and entry.retracted_at is not None:
        return False
    shut = closed_statements(store) | ({what} if what.startswith("statement:") else set())
    gone, come = _refresh_plain(store, _touched(store, what, ontology), ontology=ontology, without=closed_graphs(store, closed=what), statements=shut)
    add = [*act_quads(make_act("retract", [what], at=at, reason=reason, author=author)), *come]
    if entry is not None:
        add += [ox.Quad(node(what), tg("retractedAt"), lit(at), LEDGER), ox.Quad(node(what), tg("reason"), lit(reason), LEDGER)]
    store.replace(remove=gone, add=add)
    return True


def unretract(
    store: Store,
    what: str,
    *,
    source: str | None = None,
    published: date | None = None,
    at: datetime,
    reason: str = "",
    author: str = "",
    ontology: Ontology,
) -> bool:
    """Let what was retracted count again, from this moment on. Return False if it counts, or was purged."""
    what = find_retractable(store, what, source=source, published=published, ontology=ontology)
    act = _holding(store, what)
    if what.startswith("article:"):
        entry = known_article(store, what)
        if entry.purged_at is not None or (act is None and entry.retracted_at is None):
            return False
    elif act is None:
        return False
    without, statements = closed_graphs(store, opened=what), closed_statements(store) - {what}
    gone, come = _refresh_plain(store, _touched(store, what, ontology), ontology=ontology, without=without, statements=statements)
    add = [*come, *(undo_quads(act, at=at, reason=reason, author=author) if act is not None else ())]
    remove = [*gone, *(_ledger(store, what, "retractedAt", "reason") if what.startswith("article:") else ())]
    store.replace(remove=remove, add=add)
    return True


def purge_article(store: Store, article: str, *, at: datetime, reason: str, author: str = "", ontology: Ontology) -> bool:
    """Erase an article's text, quotes and all that was read in it; a tombstone with the moment and the reason stays.

    Return False if it was purged before. The same text will not be read again: its tombstone is found by its id. Its signature goes too.
    """
    entry = known_article(store, article)
    if entry.purged_at is not None:
        return False
    me = node(article)
    without, statements = [*closed_graphs(store), *_graphs(entry)], closed_statements(store)
    gone, come = _refresh_plain(store, _plain_of_article(store, entry, ontology), ontology=ontology, without=without, statements=statements)
    add = [*act_quads(make_act("purge", [article], at=at, reason=reason, author=author)), *come]
    add += [ox.Quad(me, tg("purgedAt"), lit(at), LEDGER), ox.Quad(me, tg("reason"), lit(reason), LEDGER)]
    add.append(ox.Quad(me, tg("signature"), _empty(), LEDGER))
    if entry.retracted_at is None:
        add.append(ox.Quad(me, tg("retractedAt"), lit(at), LEDGER))
    store.replace(drop=_graphs(entry), remove=[*_ledger(store, article, "signature", "reason"), *gone], add=add)
    return True


def _empty() -> ox.Literal:
    return ox.Literal("", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#base64Binary"))


def replace_extraction(store: Store, extraction: Extraction, *, learned_at: datetime, ontology: Ontology) -> bool:
    """Put a new reading of an article in the place of the old, as an upgraded extractor gives it. Return False if they are equal.

    The old reading is closed and kept, in its graph; the ledger has when each was made and from when the next one held. Publications, retractions and
    the moment at which the article was first read stay. All of it is one unit.

    Raises
    ------
    InputError
        If the store has no such article, or its text was purged, or the reading in its place is later than this moment.
    """
    entry = known_article(store, extraction.article)
    article = article_of(store, extraction.article)
    if article is None:
        raise InputError(f"The text of {extraction.article} was purged; it cannot be read again.")
    if learned_at.utcoffset() is None:
        raise BadDate(f"A moment needs its time zone; found {learned_at.isoformat()}.")
    if learned_at < entry.read_at:
        raise InputError(
            f"{article.id} was read at {entry.read_at.isoformat()}; a reading of {learned_at.isoformat()}, before that, cannot follow it."
        )
    if extraction_of(store, article.id, ontology=ontology, generation=entry.generation) == extraction:
        return False
    generation = entry.generation + 1
    quads = list(dict.fromkeys(extraction_quads(article, extraction, ontology=ontology, generation=generation)))
    shut, statements, mine = closed_graphs(store), closed_statements(store), article_graph(article.id, entry.generation)
    old = _plain_of_article(store, entry, ontology)
    gone, come = _refresh_plain(store, old, ontology=ontology, without=[*shut, mine], statements=statements)
    if mine not in shut:
        own = set(plain_of_extraction(extraction, ontology=ontology, statements=statements))
        gone = [q for q in gone if q not in own]
        come = [*come, *sorted(own, key=str)]
    ledger = [*count_quads(article.id, extraction, quads=entry.quads + len(quads), generation=generation)]
    for number, made, reader in ((entry.generation, entry.read_at, entry.reader), (generation, learned_at, __version__)):
        me = extraction_record(article.id, number)
        ledger.append(ox.Quad(me, iri("rdf", "type"), tg("Extraction"), LEDGER))
        ledger.append(ox.Quad(me, tg("extractionOf"), node(article.id), LEDGER))
        ledger.append(ox.Quad(me, tg("generation"), lit(number), LEDGER))
        ledger.append(ox.Quad(me, tg("learnedAt"), lit(made), LEDGER))
        ledger += [ox.Quad(me, tg("version"), lit(reader), LEDGER)] if reader else []
    ledger.append(ox.Quad(extraction_record(article.id, entry.generation), tg("supersededAt"), lit(learned_at), LEDGER))
    store.replace(remove=[*gone, *_ledger(store, article.id, *COUNTED)], add=[*quads, *ledger, *come])
    return True
