"""Writing into the store of record: one article is one unit, one data set is one unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pyoxigraph as ox

from themegraph.errors import BadDate, InputError, UnknownFormat, nearest
from themegraph.graph.acts import quarantined
from themegraph.graph.derived import plain_of_extraction, plain_of_reference, plain_of_store
from themegraph.graph.history import ontology_record
from themegraph.graph.ledger import article_entry, entry_quads
from themegraph.graph.lifecycle import closed_graphs, closed_now, closed_statements, known_article
from themegraph.graph.publications import publication_of, publication_quads, publications_of, says_where
from themegraph.graph.quarantine import without_rows
from themegraph.graph.rdf import article_of, article_quads, extraction_of, extraction_quads
from themegraph.graph.reference import data_version, datasets, reference_quads, remember_reference, revenue_id
from themegraph.graph.store import Store
from themegraph.graph.stories import signature
from themegraph.graph.terms import DERIVED, LEDGER, article_graph, iri, lit, node, tg
from themegraph.model import Article, Extraction, ReferenceData, content_hash
from themegraph.ontology import Ontology
from themegraph.resources import ontology_path

__all__ = ["add_article", "add_publication", "has_article", "import_quads", "load_reference", "load_vocabulary"]


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        msg = f"A moment needs its time zone; found {moment.isoformat()}."
        raise BadDate(msg)
    return moment


def has_article(store: Store, article: str) -> bool:
    """Return whether an article was read before, whatever became of it."""
    return article_entry(store, article) is not None


def add_article(store: Store, article: Article, extraction: Extraction, *, learned_at: datetime, ontology: Ontology) -> bool:
    """Write an article and all that was read in it, whole or not at all.

    Parameters
    ----------
    learned_at
        The moment of reading, aware; given by the caller, never asked of a clock.

    Returns
    -------
    bool
        False if the article was read before: nothing changes then.

    Raises
    ------
    OntologyError
        If the extraction uses a word the ontology does not have; nothing is written.
    """
    _aware(learned_at)
    if has_article(store, article.id):
        return False
    quads = list(dict.fromkeys([*article_quads(article), *extraction_quads(article, extraction, ontology=ontology)]))
    quads += entry_quads(article.id, extraction, learned_at=learned_at, quads=len(quads), signature=signature(article.content))
    shut = closed_now(store)
    if f"source:{article.source}" not in shut:
        quads += plain_of_extraction(extraction, ontology=ontology, statements={w for w in shut if w.startswith("statement:")})
    store.extend(quads)
    return True


def add_publication(store: Store, article: Article, *, learned_at: datetime, ontology: Ontology) -> bool:
    """Keep that a text the store has was published elsewhere too, or at another time; return False if that says nothing new.

    The text is not read again: what was read in it stands on one publication more, and stays one voice.

    Raises
    ------
    InputError
        If the store has no such text.
    """
    _aware(learned_at)
    entry = known_article(store, article.id)
    first = article_of(store, article.id)
    if first is None or not says_where(article):
        return False
    found = publication_of(article, learned_at=learned_at)
    if any(p.id == found.id for p in publications_of(store, first, learned_at=entry.learned_at)):
        return False
    new = list(publication_quads(article.id, found))
    count = ox.Quad(node(article.id), tg("quadCount"), lit(entry.quads), LEDGER)
    add = [*new, ox.Quad(node(article.id), tg("quadCount"), lit(entry.quads + len(new)), LEDGER)]
    graph = article_graph(article.id, entry.generation)
    if graph in closed_graphs(store) and not {article.id, f"source:{article.source}"} & closed_now(store):
        # Its sources were all retracted; through this one it counts again.
        extraction = extraction_of(store, article.id, ontology=ontology, generation=entry.generation)
        if extraction is not None:
            add += plain_of_extraction(extraction, ontology=ontology, statements=closed_statements(store))
    store.replace(remove=[count], add=add)
    return True


def load_vocabulary(store: Store, *, ontology: Ontology, at: datetime) -> bool:
    """Put the ontology into the store as a graph of its own, so that queries can use its labels and notations; return whether it was new.

    The ledger keeps from when on which version was used.
    """
    path = ontology_path("themegraph.ttl")
    text = path.read_bytes()
    graph, version = node("graph:ontology"), lit(content_hash(text.decode("utf-8")))
    loaded = {q.object for q in store.quads(graph, tg("contentHash"), None, LEDGER)}
    if loaded == {version}:
        return False
    names: dict[str, ox.NamedNode] = {}

    def named(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Any:
        # Blank nodes are named by their place in the file: their own names differ from one reading to the next.
        return names.setdefault(term.value, node(f"vocabulary:{len(names)}")) if isinstance(term, ox.BlankNode) else term

    quads = [ox.Quad(named(q.subject), q.predicate, named(q.object), graph) for q in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    entry = ox.Quad(graph, tg("contentHash"), version, LEDGER)
    record = ontology_record(ontology.version, version.value, at=_aware(at))
    store.replace(
        drop=[graph], remove=[ox.Quad(graph, tg("contentHash"), old, LEDGER) for old in sorted(loaded, key=str)], add=[*quads, entry, *record]
    )
    return True


def load_reference(store: Store, data: ReferenceData, *, dataset: str, learned_at: datetime, ontology: Ontology) -> bool:
    """Load a data set, taking the place of an earlier version of the same name.

    The rows go in first and past the log; the ledger's entry, without which no one reads them, comes last and in one unit.

    Parameters
    ----------
    dataset
        Its name; ``starter`` for what is shipped.
    learned_at
        The moment of loading, aware.

    Returns
    -------
    bool
        False if exactly these rows are loaded under this name already: nothing changes then.
    """
    _aware(learned_at)
    load_vocabulary(store, ontology=ontology, at=learned_at)
    version = data_version(data)
    earlier = [d for d in datasets(store) if d.name == dataset and not d.superseded]
    if any(d.version == version for d in earlier):
        return False
    rows, described = reference_quads(data, dataset=dataset, version=version, ontology=ontology)
    counter = _Counter(rows)
    store.bulk_extend(counter)
    me = node(f"dataset:{dataset}/{version}")
    entry = [
        *described,
        ox.Quad(me, iri("rdf", "type"), tg("Dataset"), LEDGER),
        ox.Quad(me, tg("datasetName"), lit(dataset), LEDGER),
        ox.Quad(me, tg("contentHash"), lit(version), LEDGER),
        ox.Quad(me, tg("learnedAt"), lit(learned_at), LEDGER),
        ox.Quad(me, tg("quadCount"), lit(counter.n), LEDGER),
        *_first_learned(store, data, learned_at),
    ]
    if not earlier:
        # A plain triple without its ledger entry would be seen; so it comes after, and a repeated load writes it again.
        store.extend(entry)
        closed = closed_statements(store)
        kept = [r for r in data.statements if not closed or ontology.canonical(r.statement).id not in closed]
        store.bulk_extend(plain_of_reference(replace(data, statements=tuple(kept)), ontology=ontology))
        remember_reference(version, data)
        return True
    # The rows of the earlier version go, so that no query meets them; what it was and when it was loaded stays in the ledger.
    entry += [ox.Quad(node(f"dataset:{d.name}/{d.version}"), tg("retractedAt"), lit(learned_at), LEDGER) for d in earlier]
    gone = [ox.NamedNode(g.name) for d in earlier for g in d.graphs]
    closed = closed_statements(store)
    kept = [r for r in data.statements if ontology.canonical(r.statement).id not in closed]
    held = quarantined(store)
    plain = plain_of_store(store, ontology=ontology, without=[*gone, *closed_graphs(store)], statements=closed, rows=held)
    plain |= set(plain_of_reference(without_rows(replace(data, statements=tuple(kept)), held), ontology=ontology))
    store.replace(drop=[DERIVED, *gone], add=[*entry, *sorted(plain, key=str)])
    return True


def _first_learned(store: Store, data: ReferenceData, learned_at: datetime) -> list[ox.Quad]:
    """Return when the weight tables and revenues that are new to this workspace were learned; each keeps its moment through every later version."""
    learned = tg("learnedAt")
    return [
        ox.Quad(node(row), learned, lit(learned_at), LEDGER)
        for row in (*(t.id for t in data.tables), *(revenue_id(v) for v in data.revenues))
        if next(iter(store.quads(node(row), learned, None, LEDGER)), None) is None
    ]


_FORMS = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG}


def import_quads(store: Store, text: bytes, *, form: str) -> int:
    """Put the quads of a TriG or N-Quads export into a store, all or none; return how many there are.

    Raises
    ------
    UnknownFormat
        If the form is neither ``nq`` nor ``trig``.
    InputError
        If the text is not of that form; nothing is written.
    """
    if form not in _FORMS:
        raise UnknownFormat(
            f"No import form {form!r}; there are {', '.join(_FORMS)} and jsonl.{nearest(form, _FORMS)} Weights come in by holdings import, articles by ingest."
        )
    try:
        quads = list(ox.parse(text, format=_FORMS[form]))
    except (SyntaxError, ValueError) as problem:
        raise InputError(f"The file cannot be read as {form}: {problem}") from problem
    if next(iter(store.quads()), None) is None:
        store.bulk_extend(quads)
    else:
        store.extend(quads)
    return len(quads)


class _Counter:
    """Counts what passes."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.n = 0
        self._quads = quads

    def __iter__(self) -> Iterator[ox.Quad]:
        for quad in self._quads:
            self.n += 1
            yield quad
