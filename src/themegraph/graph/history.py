"""What happened to a store between two instants, as its ledger tells it: acts of people, articles read again, other versions of program and ontology."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pyoxigraph as ox

from themegraph.graph.acts import Act, acts
from themegraph.graph.ledger import ArticleEntry, article_entries
from themegraph.graph.rdf import Page, extraction_of
from themegraph.graph.store import Store
from themegraph.graph.terms import LEDGER, instant, lit, node, tg
from themegraph.model import Extraction
from themegraph.ontology import Ontology

__all__ = ["Happening", "happened", "ontology_in_force", "ontology_record"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that is otherwise at the second instant."""

    kind: str
    """retract, purge, alias, merge or forbid, each also with ``-undone``; reread, reader, ontology."""
    id: str
    before: str
    after: str


def ontology_record(version: str, text_hash: str, *, at: datetime) -> list[ox.Quad]:
    """Return what the ledger keeps of a version of the ontology: its text's hash and the moment from which it was used."""
    me = node(f"ontology:{text_hash}")
    return [
        ox.Quad(me, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), tg("OntologyVersion"), LEDGER),
        ox.Quad(me, tg("version"), lit(version), LEDGER),
        ox.Quad(me, tg("contentHash"), lit(text_hash), LEDGER),
        ox.Quad(me, tg("learnedAt"), lit(at), LEDGER),
    ]


def ontology_in_force(store: Store, known_at: datetime) -> str:
    """Return the version of the ontology that was used at an instant, with the hash of its text; empty where none is on record."""
    found = []
    for quad in store.quads(None, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), tg("OntologyVersion"), LEDGER):
        if isinstance(quad.subject, ox.NamedNode):
            page, me = Page(store.quads(quad.subject, None, None, LEDGER)), quad.subject.value
            # Versions may come back: the latest moment of each counts.
            moments = [instant(text) for text in page.all(me, tg("learnedAt"))]
            found += [(m, f"{page.text(me, 'version')} ({page.text(me, 'contentHash')})") for m in moments if m <= known_at]
    return max(found)[1] if found else ""


def _act(act: Act, *, undone: bool) -> Happening:
    what = f"{act.name} = {act.about[0]}" if act.name else " ".join(act.about)
    at, by, why = (act.at, act.author, act.reason) if act.undone_at is None else (act.undone_at, act.undone_by, act.undone_reason)
    text = " ".join(p for p in (what, at.isoformat(), by, why) if p)
    return Happening(kind=f"{act.kind}-undone" if undone else act.kind, id=act.about[0], before=text if undone else "", after="" if undone else text)


def _readers(extraction: Extraction | None) -> set[str]:
    return {f"{r.evidence.provenance.extractor} {r.evidence.provenance.version}" for r in extraction.readings} if extraction else set()


def _reading(entry: ArticleEntry, extraction: Extraction | None) -> str:
    events, claims = (len(extraction.events), len(extraction.readings)) if extraction else (0, 0)
    by = f" by themegraph {entry.reader}" if entry.reader else ""
    return f"read {entry.read_at.isoformat()}{by}: {events} events, {claims} relation readings"


def happened(
    store: Store, first: datetime | None, second: datetime | None, *, concerns: Callable[[Act], bool], articles: set[str], ontology: Ontology
) -> tuple[Happening, ...]:
    """Return what happened between two instants, ``None`` being now, whichever is the earlier one.

    Parameters
    ----------
    concerns
        Returns whether an act is about something in the answers.
    articles
        The articles that the answers rest on.
    """
    found: list[Happening] = []
    one, two = ({a.id: a for a in acts(store, known_at=moment)} for moment in (first, second))
    for identifier in sorted(one.keys() | two.keys(), key=lambda i: ((one.get(i) or two[i]).at, i)):
        a, b = one.get(identifier), two.get(identifier)
        stood, stands = (act is not None and act.undone_at is None for act in (a, b))
        act = b or a
        if act is not None and stood != stands and concerns(act):
            found.append(_act(act, undone=stood))
    before, after = ({e.article: e for e in article_entries(store, known_at=moment) if e.article in articles} for moment in (first, second))
    readers: tuple[set[str], set[str]] = (set(), set())
    for article in sorted(articles):
        x, y = before.get(article), after.get(article)
        read = [None if e is None else extraction_of(store, article, ontology=ontology, generation=e.generation) for e in (x, y)]
        for known, extraction in zip(readers, read, strict=True):
            known.update(_readers(extraction))
        if x is not None and y is not None and x.generation != y.generation:
            found.append(Happening(kind="reread", id=article, before=_reading(x, read[0]), after=_reading(y, read[1])))
    if all(readers) and readers[0] != readers[1]:
        gone, new = ("; ".join(sorted(one - other)) for one, other in (readers, readers[::-1]))
        found.append(Happening(kind="reader", id="", before=gone, after=new))
    if first is not None and second is not None:
        words = [ontology_in_force(store, moment) for moment in (first, second)]
        if all(words) and words[0] != words[1]:
            found.append(Happening(kind="ontology", id="", before=words[0], after=words[1]))
    return tuple(found)
