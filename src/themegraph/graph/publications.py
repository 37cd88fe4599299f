"""Where one text was published: the outlet it was first read from, and every other one that carries the same words.

Each publication supports what the text says by itself: with its own source, day and moment of learning, so that taking back one leaves the other.
All of one text are one voice. The first stands at the article; the others are nodes beside it, in the same graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone

import pyoxigraph as ox

from themegraph.graph.rdf import Page
from themegraph.graph.store import Store
from themegraph.graph.terms import article_graph, curie, instant, iri, lit, node, tg
from themegraph.model import Article, content_hash

__all__ = ["Publication", "articles_of_source", "public_day", "publication_of", "publication_quads", "publications_of", "republished", "says_where"]

_SOURCE, _URL, _ID, _DAY = iri("dcterms", "source"), iri("schema", "url"), iri("dcterms", "identifier"), iri("schema", "datePublished")


_SHANGHAI = timezone(timedelta(hours=8))
"""Asia/Shanghai has had no other offset since 1991."""


def public_day(moment: datetime | None) -> date | None:
    """Return the day in Asia/Shanghai on which something published then is public."""
    return None if moment is None else moment.astimezone(_SHANGHAI).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One appearance of a text."""

    id: str
    """``publication:<hash>`` of article, source, moment and address."""
    source: str
    published_at: datetime | None
    url: str
    external_id: str
    path: str
    learned_at: datetime
    """When this workspace learned of it."""

    def of(self, article: Article) -> Article:
        """Return the article as it appeared here."""
        return replace(article, source=self.source, published_at=self.published_at, url=self.url, external_id=self.external_id, path=self.path)


def publication_of(article: Article, *, learned_at: datetime) -> Publication:
    """Return the publication that an article was read from."""
    moment = article.published_at.astimezone(UTC).isoformat() if article.published_at else ""
    return Publication(
        id=f"publication:{content_hash(article.id, article.source, moment, article.url)}",
        source=article.source,
        published_at=article.published_at,
        url=article.url,
        external_id=article.external_id,
        path=article.path,
        learned_at=learned_at,
    )


def says_where(article: Article) -> bool:
    """Return whether an input says anything of where or when its text was published."""
    return bool(article.source or article.url or article.published_at)


def publication_quads(article: str, publication: Publication) -> Iterator[ox.Quad]:
    """Yield a further publication of an article that the store has."""
    graph, me = article_graph(article), node(publication.id)
    yield ox.Quad(node(article), tg("hasPublication"), me, graph)
    yield ox.Quad(me, iri("rdf", "type"), tg("Publication"), graph)
    for predicate, text in ((_ID, publication.external_id), (_SOURCE, publication.source), (_URL, publication.url), (tg("path"), publication.path)):
        if text:
            yield ox.Quad(me, predicate, lit(text), graph)
    if publication.published_at is not None:
        yield ox.Quad(me, _DAY, lit(publication.published_at), graph)
    yield ox.Quad(me, tg("learnedAt"), lit(publication.learned_at), graph)


def _read(page: Page, me: str) -> Publication:
    published = page.get(me, _DAY)
    return Publication(
        id=curie(me),
        source=page.get(me, _SOURCE),
        published_at=instant(published) if published else None,
        url=page.get(me, _URL),
        external_id=page.get(me, _ID),
        path=page.text(me, "path"),
        learned_at=instant(page.text(me, "learnedAt")),
    )


def _in_order(found: Iterable[Publication]) -> tuple[Publication, ...]:
    return tuple(sorted(found, key=lambda p: (p.learned_at, p.published_at is None, p.published_at and p.published_at.timestamp(), p.id)))


def republished(store: Store, *, known_at: datetime | None = None) -> dict[str, tuple[Publication, ...]]:
    """Return article → its further publications, for the texts that have any; only those learned by ``known_at`` where it is given."""
    found: dict[str, list[Publication]] = {}
    for quad in store.quads(None, tg("hasPublication"), None, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode) and isinstance(quad.graph_name, ox.NamedNode):
            one = _read(Page(store.quads(quad.object, None, None, quad.graph_name)), quad.object.value)
            if known_at is None or one.learned_at <= known_at:
                found.setdefault(curie(quad.subject.value), []).append(one)
    return {article: _in_order(several) for article, several in found.items()}


def publications_of(store: Store, article: Article, *, learned_at: datetime) -> tuple[Publication, ...]:
    """Return every publication of an article, the first one among them, in the order in which they were learned of.

    Parameters
    ----------
    learned_at
        When the article was first read.
    """
    graph = article_graph(article.id)
    others = [
        _read(Page(store.quads(q.object, None, None, graph)), q.object.value)
        for q in store.quads(node(article.id), tg("hasPublication"), None, graph)
        if isinstance(q.object, ox.NamedNode)
    ]
    return _in_order([publication_of(article, learned_at=learned_at), *others])


def articles_of_source(store: Store, source: str) -> set[str]:
    """Return the articles that a source published, as the first or as a later one."""
    found = set()
    for quad in store.quads(None, _SOURCE, lit(source), None):
        me = curie(quad.subject.value) if isinstance(quad.subject, ox.NamedNode) else ""
        if me.startswith("article:"):
            found.add(me)
        elif me.startswith("publication:"):
            found.update(
                curie(q.subject.value) for q in store.quads(None, tg("hasPublication"), quad.subject, None) if isinstance(q.subject, ox.NamedNode)
            )
    return found
