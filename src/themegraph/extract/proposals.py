"""What somebody else read in an article - a language model, a colleague's program - and what of it we take over.

A proposal is a claim about the text, so the text decides: every name, trigger and sentence must stand in it, letter for letter; types, roles and
predicates must be ours; codes come from the registry and from nowhere else; and a doubt or denial that our own reader sees stays, whatever the
proposal says. What the rules have read is never changed by it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from themegraph._version import __version__
from themegraph.extract.events.reader import EventReading
from themegraph.extract.text.cues import Cue, CueReading, modality_at
from themegraph.extract.text.dates import line_dates, published_day
from themegraph.extract.text.lines import Actor, Line
from themegraph.extract.text.quantities import line_quantities
from themegraph.model import (
    Argument,
    Article,
    EntityLink,
    Event,
    Evidence,
    Modality,
    Note,
    Polarity,
    Provenance,
    Reading,
    Span,
    Statement,
    event_id,
)
from themegraph.ontology import Ontology

__all__ = ["Adopted", "Proposals", "ProposedEvent", "ProposedName", "ProposedRelation", "Proposer", "adopt", "name_spans"]

_CONFIDENCE = 0.6
"""Of what a proposer says and the text bears out: below our surest rules, above a name without context."""
_NAMES = frozenset({"company", "product/technology", "sector/theme", "organisation", "person"})
"""Types of names that may be new to the registry. Funds, indices, places and policies are only taken from it."""
_LONGEST_NAME = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedName:
    """A name, as the text writes it."""

    surface: str
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedEvent:
    """An event told by one sentence."""

    type: str
    trigger: str
    sentence: str
    participants: tuple[tuple[str, str], ...]
    """(surface, role)."""
    polarity: tuple[tuple[str, str], ...] = ()
    """(surface, positive | negative | neutral)."""
    negated: bool = False
    speculative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedRelation:
    """A relation told by one sentence."""

    subject: str
    predicate: str
    object: str
    sentence: str
    negated: bool = False
    speculative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """All that was proposed for one article."""

    by: str
    """Who proposes; it goes into the provenance."""
    names: tuple[ProposedName, ...] = ()
    events: tuple[ProposedEvent, ...] = ()
    relations: tuple[ProposedRelation, ...] = ()


class Proposer(Protocol):
    """Reads an article in its own way."""

    def __call__(self, article: Article, /) -> Proposals:
        """Return what it reads.

        Raises
        ------
        ModelUnusable
            If it cannot read now.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """What of the proposals the text bears out and the rules had not read."""

    events: tuple[Event, ...]
    readings: tuple[Reading, ...]
    notes: tuple[Note, ...]


def name_spans(content: str, names: Iterable[ProposedName]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, type) of every place of a proposed name in the text, as long as it can be one.

    Examples
    --------
    >>> list(name_spans("甲芯发布了X1，甲芯上涨", [ProposedName(surface="甲芯", type="company"), ProposedName(surface="乙", type="company")]))
    [(0, 2, 'company'), (8, 10, 'company')]
    """
    for name in names:
        if name.type not in _NAMES or not 2 <= len(name.surface) <= _LONGEST_NAME or "\n" in name.surface or not name.surface.strip():
            continue
        for found in re.finditer(re.escape(name.surface), content):
            yield found.start(), found.end(), name.type


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """An article as the checks need it."""

    article: Article
    lines: Sequence[Line]
    cues: Sequence[Sequence[Cue]]
    links: Sequence[EntityLink]
    ontology: Ontology

    def line(self, sentence: str, *inside: str) -> Line | None:
        """Return the first line that holds a proposed sentence, or lies in it, and all of some words."""
        if not sentence.strip():
            return None
        content = self.article.content
        for found in re.finditer(re.escape(sentence.strip()), content):
            for line in self.lines:
                span = line.sentence.span
                if span.start < found.end() and found.start() < span.end and all(word in content[span.start : span.end] for word in inside):
                    return line
        return None

    def link(self, surface: str) -> EntityLink | None:
        """Return the first link of a name; it need not stand in the sentence, which may point back at it."""
        return next((k for k in self.links if k.mention.surface == surface and k.antecedent is None and not k.optional), None)

    def said(self, line: Line, span: Span, *, negated: bool, speculative: bool) -> CueReading:
        """Return how the words at a span are said: the stronger doubt of our cues' and the proposal's."""
        ours = modality_at(self.cues[line.number], span)
        if negated or ours.negated:
            return replace(ours, modality=Modality.NEGATED, negated=True, speculative=ours.speculative or speculative)
        if speculative and not ours.speculative:
            return replace(ours, modality=Modality.HEDGED, speculative=True)
        return ours


def adopt(
    article: Article,
    lines: Sequence[Line],
    cues: Sequence[Sequence[Cue]],
    links: Sequence[EntityLink],
    proposals: Proposals,
    *,
    known: EventReading,
    readings: Sequence[Reading],
    ontology: Ontology,
) -> Adopted:
    """Return the proposed events and relations that the text bears out and that are not read already.

    Parameters
    ----------
    known, readings
        What our own rules read.

    Notes
    -----
    What is left out is counted in a note, by the reason.
    """
    text = _Text(article=article, lines=lines, cues=cues, links=links, ontology=ontology)
    left: Counter[str] = Counter()
    events = _events(text, proposals, known, left)
    relations = _relations(text, proposals, readings, left)
    notes: tuple[Note, ...] = ()
    if left:
        why = "; ".join(f"{reason}: {count}" for reason, count in sorted(left.items()))
        notes = (Note(code="proposals-left-out", message=f"Of what {proposals.by} proposed, the text does not bear out or already has: {why}."),)
    return Adopted(events=events, readings=relations, notes=notes)


def _about(event: Event) -> frozenset[str]:
    """Return whom an event is about: its agents, or everybody where it has none."""
    agents = frozenset(str(a.entity or a.surface) for a in event.arguments if a.role == "agent")
    return agents or frozenset(str(a.entity or a.surface) for a in event.arguments)


def _events(text: _Text, proposals: Proposals, known: EventReading, left: Counter[str]) -> tuple[Event, ...]:
    taken = {event.id: event for event in known.events}
    told = {(event.type, who) for event in known.events for who in _about(event)}
    mine: list[Event] = []
    for proposed in proposals.events:
        event, reason = _event(text, proposed)
        if event is None:
            left[reason] += 1
        elif event.id in taken or any((event.type, who) in told for who in _about(event)):
            left["told already"] += 1
        else:
            taken[event.id] = event
            told |= {(event.type, who) for who in _about(event)}
            mine.append(event)
    return tuple(mine)


def _event(text: _Text, proposed: ProposedEvent) -> tuple[Event | None, str]:
    ontology, content = text.ontology, text.article.content
    if proposed.type not in ontology.event_types or any(role not in ontology.roles for _, role in proposed.participants):
        return None, "no type or role of ours"
    line = text.line(proposed.sentence, proposed.trigger) if proposed.trigger.strip() else None
    if line is None:
        return None, "not in the text"
    cast = [(role, text.link(surface)) for surface, role in proposed.participants]
    named = [(role, link) for role, link in cast if link is not None]
    if not named or len(named) < len(cast):
        return None, "a participant that is no name of the text"
    at = content.find(proposed.trigger, line.sentence.span.start, line.sentence.span.end)
    span = Span(start=at, end=at + len(proposed.trigger))
    said = text.said(line, span, negated=proposed.negated, speculative=proposed.speculative)
    arguments = tuple(
        Argument(role=role, surface=link.mention.surface, entity=link.entity, span=link.mention.span) for role, link in dict.fromkeys(named)
    )
    days = [d for d in line_dates(line, today=published_day(text.article.published_at)) if d.when is not None and not d.compared]
    when = days[0].when if days else None
    agents = {link.entity or link.mention.surface for role, link in named if role == "agent"}
    quantities = line_quantities(line, owner=[actor for actor in line.actors if _is_one(actor, agents)])
    companies = {link.mention.surface for _, link in named if link.mention.type == "company"}
    signs = {s: Polarity(p) for s, p in proposed.polarity if s in companies and p in frozenset(Polarity)}
    return (
        Event(
            id=event_id(proposed.type, arguments, when, quantities, negated=said.negated, speculative=said.speculative),
            type=proposed.type,
            trigger=proposed.trigger,
            trigger_span=span,
            sentence=line.sentence.span,
            arguments=arguments,
            polarity=tuple(
                (s, Polarity.NEUTRAL if said.negated else signs.get(s, Polarity.NEUTRAL))
                for s in dict.fromkeys(s for s, _ in proposed.participants)
                if s in companies
            ),
            when=when,
            quantities=quantities,
            modality=said.modality,
            negated=said.negated,
            speculative=said.speculative,
            quoted_from=said.quoted_from,
            confidence=_CONFIDENCE,
        ),
        "",
    )


def _is_one(actor: Actor, names: set[str]) -> bool:
    return (actor.entity or actor.surface) in names


def _relations(text: _Text, proposals: Proposals, readings: Sequence[Reading], left: Counter[str]) -> tuple[Reading, ...]:
    related = {frozenset((r.statement.subject, r.statement.object)) for r in readings}
    mine: list[Reading] = []
    for proposed in proposals.relations:
        reading, reason = _relation(text, proposed, proposals.by)
        if reading is None:
            left[reason] += 1
            continue
        pair = frozenset((reading.statement.subject, reading.statement.object))
        if pair in related:
            left["told already"] += 1
            continue
        related.add(pair)
        mine.append(reading)
    return tuple(mine)


def _relation(text: _Text, proposed: ProposedRelation, by: str) -> tuple[Reading | None, str]:
    ontology, content = text.ontology, text.article.content
    if proposed.predicate not in ontology.predicates:
        return None, "no type or role of ours"
    line = text.line(proposed.sentence)
    if line is None:
        return None, "not in the text"
    ends = [text.link(surface) for surface in (proposed.subject, proposed.object)]
    subject, obj = ends
    if subject is None or obj is None or subject.entity is None or obj.entity is None or subject.entity == obj.entity:
        return None, "a participant that is no name of the text"
    span = line.sentence.span
    if not any(end.mention.surface in content[span.start : span.end] for end in (subject, obj)):
        return None, "a sentence that names neither"
    statement = Statement(subject=subject.entity, predicate=proposed.predicate, object=obj.entity)
    if not ontology.admits(statement):
        return None, "ends of a type that the predicate does not take"
    beside = [k.mention.span for k in (subject, obj) if span.start <= k.mention.span.start < span.end]
    said = text.said(line, beside[-1] if beside else span, negated=proposed.negated, speculative=proposed.speculative)
    one_form = ontology.canonical(statement)
    if one_form.subject != statement.subject:
        subject, obj = obj, subject
    return (
        Reading(
            statement=one_form,
            evidence=Evidence(
                article=text.article.id,
                span=span,
                quote=content[span.start : span.end],
                modality=said.modality,
                confidence=_CONFIDENCE,
                provenance=Provenance(
                    extractor=f"relations.proposed/{by}", version=__version__, knowledge_level="prediction" if said.speculative else "assertion"
                ),
                quoted_from=said.quoted_from,
            ),
            subject_surface=subject.mention.surface,
            object_surface=obj.mention.surface,
            negated=said.negated,
            speculative=said.speculative,
        ),
        "",
    )
