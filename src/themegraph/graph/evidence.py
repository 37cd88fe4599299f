"""What the texts of a store say, gathered across articles: claims with their readings, events with their tellings, voices and stories.

The step between the store and the snapshot. Everything here is a value in a fixed order, so equal stores give equal values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import pyoxigraph as ox

from themegraph.graph.acts import Interval, closings
from themegraph.graph.kept import KeptArticles
from themegraph.graph.ledger import ArticleEntry, article_entries
from themegraph.graph.publications import Publication, public_day, publication_of, republished
from themegraph.graph.rdf import surfaces_of
from themegraph.graph.reference import LoadedDataset
from themegraph.graph.store import Store
from themegraph.graph.stories import Telling, Text, find_stories
from themegraph.graph.terms import LEDGER, curie, instant, node, tg
from themegraph.graph.work import Work
from themegraph.model import Article, Event, Extraction, Modality, ReferenceStatement, StatedEffect, Statement, kind_of
from themegraph.ontology import Ontology
from themegraph.snapshot import SIGNS

__all__ = [
    "Claim",
    "Heading",
    "Heard",
    "Said",
    "Told",
    "effects_of",
    "gather_claims",
    "gather_events",
    "gather_headings",
    "modality_of",
    "named_in",
    "rows_learned",
]

_SUBJECT_ROLES = frozenset({"agent", "object"})
_SUBJECT_KINDS = frozenset({"company", "etf", "index"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One publication of an article, with what was read in it."""

    article: Article
    """With source, moment and address of this publication."""
    extraction: Extraction
    publication: str
    """Its id; one text published by two outlets is two headings of one voice."""
    learned_at: datetime
    """When it was learned that this publication says this: the later one of its arrival and of the reading that holds."""
    day: date | None
    """``None``: undated."""
    voice: str
    source_class: str
    closed: tuple[Interval, ...] = ()
    """When it did not count: the article was retracted, or this publication, or its source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One reading of a claim."""

    heading: Heading | None
    """``None``: reference data."""
    start: int
    end: int
    modality: str
    """``negated`` counts against the claim."""
    done: bool
    """The reading neither denies nor doubts it."""
    day: date | None
    learned_at: datetime
    dataset: str
    """Name and source of the reference data; empty for articles."""
    closed: tuple[Interval, ...] = ()
    """When it did not count: its article was retracted, or the source of that, or the claim."""

    @property
    def live(self) -> bool:
        """It counts now."""
        return not any(until is None for _, until in self.closed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim in its one form, with everything that was said for and against it."""

    id: str
    statement: Statement
    heard: tuple[Heard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event with all its tellings."""

    id: str
    story: str
    tellings: tuple[tuple[Heading, Event], ...]
    """By day and article; the first is the first that told it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim as one reading makes it."""

    id: str
    statement: Statement
    """In its one form."""
    start: int
    end: int
    modality: str
    done: bool


def gather_headings(
    store: Store, *, ontology: Ontology, kept: KeptArticles | None = None, work: Work | None = None, known_at: datetime | None = None
) -> tuple[Heading, ...]:
    """Return the publications of articles that were not purged, in the order of articles; retracted ones with when they do not count.

    Parameters
    ----------
    kept
        Articles as they were read from this store before.
    work
        What was worked out of them before.
    known_at
        As the store was then: what came later is left out, with the readings that held and the acts that stood.
    """
    kept, work = kept or KeptArticles(None), work or Work()
    shut = closings(store, known_at=known_at)
    read: list[tuple[ArticleEntry, Article, Extraction]] = []
    for entry in article_entries(store, known_at=known_at):
        found = None if entry.purged_at is not None else kept.get(store, entry, ontology=ontology)
        if found is not None:
            read.append((entry, *found))
    if known_at is None:
        kept.save(entry.article for entry, _, _ in read)
    others = republished(store, known_at=known_at)
    every = {article.id: (publication_of(article, learned_at=entry.learned_at), *others.get(article.id, ())) for entry, article, _ in read}
    content = {article.id: article.content for _, article, _ in read}
    texts = [
        Text(
            id=article.id,
            signature=entry.signature,
            day=_first_day(article.id, every[article.id], shut),
            subjects=work.subjects.get(extraction, _subjects),
        )
        for entry, article, extraction in read
    ]
    voices = work.voices.find(texts, content=content.__getitem__)
    return work.same(
        Heading(
            article=publication.of(article),
            extraction=extraction,
            publication=publication.id,
            learned_at=max(publication.learned_at, entry.read_at),
            day=public_day(publication.published_at),
            voice=voices[article.id],
            source_class=ontology.source_class_of(publication.source),
            closed=_closed(article.id, publication, shut),
        )
        for entry, article, extraction in read
        for publication in sorted(every[article.id], key=lambda p: p.id)
    )


def _closed(article: str, publication: Publication, shut: Mapping[str, tuple[Interval, ...]]) -> tuple[Interval, ...]:
    return tuple(i for what in (article, publication.id, f"source:{publication.source}") for i in shut.get(what, ()))


def _first_day(article: str, publications: Sequence[Publication], shut: Mapping[str, tuple[Interval, ...]]) -> date | None:
    """Return the first day on which a text was public, by the publications that count; where none counts any more, by all."""
    count = [p for p in publications if all(until is not None for _, until in _closed(article, p, shut))]
    return min((d for p in count or publications if (d := public_day(p.published_at))), default=None)


def _subjects(extraction: Extraction) -> frozenset[str]:
    told = {
        a.entity
        for e in extraction.events
        for a in e.arguments
        if a.role in _SUBJECT_ROLES and a.entity is not None and kind_of(a.entity) in _SUBJECT_KINDS
    }
    return frozenset(told or {link.entity for link in extraction.links if link.entity is not None and kind_of(link.entity) in _SUBJECT_KINDS})


def modality_of(modality: Modality, *, negated: bool, speculative: bool) -> str:
    """Return the one word that belief goes by: negated beats everything, and what is not done is at best hedged."""
    if negated:
        return "negated"
    return "hedged" if speculative and modality in {Modality.ASSERTED, Modality.QUOTED} else str(modality)


def _place(heard: Heard) -> tuple[str, int, int, str, str, str]:
    heading = heard.heading
    return heading.article.id if heading else "", heard.start, heard.end, heard.modality, heard.dataset, heading.publication if heading else ""


def _said(extraction: Extraction, ontology: Ontology) -> tuple[Said, ...]:
    found = []
    for reading in extraction.readings:
        statement, evidence = ontology.canonical(reading.statement), reading.evidence
        found.append(
            Said(
                id=statement.id,
                statement=statement,
                start=evidence.span.start,
                end=evidence.span.end,
                modality=modality_of(evidence.modality, negated=reading.negated, speculative=reading.speculative),
                done=not reading.negated and not reading.speculative,
            )
        )
    return tuple(found)


def _heard(heading: Heading, said: Said) -> Heard:
    return Heard(
        heading=heading,
        start=said.start,
        end=said.end,
        modality=said.modality,
        done=said.done,
        day=heading.day,
        learned_at=heading.learned_at,
        dataset="",
        closed=heading.closed,
    )


def gather_claims(
    headings: tuple[Heading, ...],
    rows: Sequence[ReferenceStatement],
    loaded: Sequence[LoadedDataset],
    *,
    shut: Mapping[str, tuple[Interval, ...]],
    ontology: Ontology,
    work: Work | None = None,
) -> tuple[Claim, ...]:
    """Return every claim of articles and reference data, by its id.

    Parameters
    ----------
    shut
        What was retracted, and when (:func:`~themegraph.graph.acts.closings`).
    """
    work = work or Work()
    statements: dict[str, Statement] = {}
    heard: dict[str, list[Heard]] = {}
    for heading in headings:
        said = work.said.get(heading.extraction, lambda e: _said(e, ontology))
        for one, reading in zip(said, work.heard_in(heading, said, _heard), strict=True):
            statements[one.id] = one.statement
            closed = shut.get(one.id, ())
            heard.setdefault(one.id, []).append(replace(reading, closed=(*reading.closed, *closed)) if closed else reading)
    if rows:
        learned = _learned(loaded)
        for row in rows:
            statement = ontology.canonical(row.statement)
            identifier = statement.id
            statements[identifier] = statement
            name, moment = learned[row.source, row.known_at]
            heard.setdefault(identifier, []).append(
                Heard(
                    heading=None,
                    start=0,
                    end=0,
                    modality="asserted",
                    done=True,
                    day=row.known_at,
                    learned_at=moment,
                    dataset=f"{name}: {row.source}" if row.source else name,
                    closed=shut.get(identifier, ()),
                )
            )
    return tuple(
        Claim(
            id=i,
            statement=statements[i],
            heard=tuple(sorted(heard[i], key=_place) if len(heard[i]) > 1 else heard[i]),
        )
        for i in sorted(statements)
    )


def _learned(every: Sequence[LoadedDataset]) -> dict[tuple[str, date], tuple[str, datetime]]:
    """Return (source, known_at) of hand-made statements → name of the data set and the moment of its loading."""
    found: dict[tuple[str, date], tuple[str, datetime]] = {}
    for loaded in every:
        if loaded.superseded:
            continue
        for graph in loaded.graphs:
            if graph.kind == "statements" and graph.known_at is not None:
                found[graph.source, graph.known_at] = (loaded.name, datetime.fromisoformat(loaded.learned_at))
    return found


def rows_learned(store: Store) -> dict[str, datetime]:
    """Return weight table, or revenue, → the moment at which this workspace first loaded it, in whatever version of a data set."""
    prefixes = (node("weights:").value, node("revenue:").value)
    return {
        curie(q.subject.value): instant(q.object.value)
        for q in store.quads(None, tg("learnedAt"), None, LEDGER)
        if isinstance(q.subject, ox.NamedNode) and q.subject.value.startswith(prefixes) and isinstance(q.object, ox.Literal)
    }


def gather_events(headings: tuple[Heading, ...], *, work: Work | None = None) -> tuple[Told, ...]:
    """Return every event with its tellings and its story, by its id."""
    work = work or Work()
    told: dict[str, list[tuple[Heading, Event]]] = {}
    for heading in headings:
        for event in heading.extraction.events:
            told.setdefault(event.id, []).append((heading, event))
    found: dict[str, tuple[tuple[Heading, Event], ...]] = {}
    for identifier in sorted(told):
        several = told[identifier]
        if len(several) > 1:
            several.sort(key=lambda t: (t[0].day is None, t[0].day or date.min, t[0].article.id, t[1].trigger_span.start, t[0].publication))
        found[identifier] = tuple(several)
    stories = find_stories([work.telling(i, tellings, _telling) for i, tellings in found.items()])
    return tuple(Told(id=i, story=stories[i], tellings=tellings) for i, tellings in found.items())


def _telling(identifier: str, tellings: Sequence[tuple[Heading, Event]]) -> Telling:
    event = tellings[0][1]
    roles: dict[str, set[str]] = {}
    for argument in event.arguments:
        roles.setdefault(argument.role, set()).add(argument.entity or argument.surface)
    agents = roles.get("agent") or roles.get("object") or roles.get("partner") or set()
    signs = {SIGNS[p] for s, p in event.polarity if s in {a.surface for a in event.arguments if (a.entity or a.surface) in agents}} - {0}
    numbers: dict[tuple[str, str], set[float]] = {}
    for quantity in event.quantities:
        numbers.setdefault((quantity.metric, quantity.unit), set()).add(quantity.value)
    return Telling(
        event=identifier,
        type=event.type,
        negated=event.negated,
        agents=frozenset(agents),
        others=frozenset((roles.get("object", set()) | roles.get("partner", set())) - agents),
        start=event.when.start if event.when else None,
        end=event.when.end if event.when else None,
        day=tellings[0][0].day,
        numbers={key: frozenset(values) for key, values in numbers.items()},
        voices={heading.voice: heading.day for heading, _ in reversed(tellings)},
        sign=signs.pop() if len(signs) == 1 else 0,
    )


def named_in(heading: Heading, event: Event) -> dict[str, str]:
    """Return surface → entity for one event as its article uses the words: its own arguments first, then the article's links."""
    found: dict[str, str] = dict(surfaces_of(heading.extraction))
    found.update({a.surface: a.entity for a in event.arguments if a.entity is not None})
    return found


def effects_of(heading: Heading, event: Event) -> list[StatedEffect]:
    """Return whom the text says this event helps or hurts, beyond those it names as its parties.

    An effect belongs to one event: among those told in its sentence the one that has the company as a party, else the one whose trigger stands
    nearest to the company's name.
    """
    found = []
    for effect in heading.extraction.effects:
        told = [e for e in heading.extraction.events if e.sentence.start < effect.span.end and effect.span.start < e.sentence.end]
        if event not in told:
            continue
        party = [e for e in told if any(a.surface == effect.surface or (a.entity is not None and a.entity == effect.entity) for a in e.arguments)]
        at = heading.article.content.find(effect.surface, effect.span.start, effect.span.end)
        nearest = min(told, key=lambda e: (abs(e.trigger_span.start - max(at, 0)), e.trigger_span.start, e.id))
        if event in party or (not party and event.id == nearest.id):
            found.append(effect)
    return found
