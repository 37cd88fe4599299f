"""An article and what was read in it, as quads and back.

The article and its first reading stand in the article's own graph; each later reading, by a better extractor, in a graph of its own beside it
(``graph:article/<hash>/1``). Nodes are numbered in text order (``…/id/reading/<article>/0``, of a later reading ``…/id/reading/<article>.1/0``); claims
and events have the id of their content, so equal ones meet across articles and across readings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from themegraph.graph.store import Store
from themegraph.graph.terms import ID, PREFIXES, article_graph, curie, day, instant, iri, lit, node, tg
from themegraph.model import (
    Argument,
    Article,
    Candidate,
    DateInterval,
    EntityId,
    EntityLink,
    Event,
    Evidence,
    Extraction,
    Mention,
    Modality,
    NamedFund,
    Note,
    Polarity,
    Provenance,
    Quantity,
    Reading,
    Span,
    StatedEffect,
    Statement,
    content_hash,
)
from themegraph.ontology import Ontology

__all__ = ["Page", "article_of", "article_quads", "extraction_of", "extraction_quads", "statement_of", "statement_quads", "surfaces_of"]

_TYPE = iri("rdf", "type")
_SOURCE, _SELECTOR = iri("oa", "hasSource"), iri("oa", "hasSelector")
_START, _END, _EXACT = iri("oa", "start"), iri("oa", "end"), iri("oa", "exact")
_Object = ox.NamedNode | ox.Literal


class _Writer:
    """Collects the quads of one graph."""

    def __init__(self, article: str, content: str, generation: int = 0) -> None:
        self.graph = article_graph(article, generation)
        self.article = article
        self.content = content
        # Of the many nodes of an article only this part could need escapes; it is written once.
        self._text = node(article).value.removeprefix(f"{ID}article/")
        self._local = f"{self._text}.{generation}" if generation else self._text
        self.out: list[ox.Quad] = []
        self._spans: set[tuple[int, int]] = set()

    def add(self, subject: ox.NamedNode, predicate: ox.NamedNode, value: _Object) -> None:
        self.out.append(ox.Quad(subject, predicate, value, self.graph))

    def put(self, subject: ox.NamedNode, name: str, value: str | float | bool | _Object) -> None:
        """Add ``tg:name``; nothing for the empty string."""
        if isinstance(value, ox.NamedNode | ox.Literal):
            self.add(subject, tg(name), value)
        elif not isinstance(value, str) or value:
            self.add(subject, tg(name), lit(value))

    def node(self, kind: str, *numbers: int) -> ox.NamedNode:
        return ox.NamedNode(f"{ID}{kind}/{self._local}/{'/'.join(map(str, numbers))}")

    def span(self, span: Span) -> ox.NamedNode:
        """Return the selector of a piece of the text, written once."""
        found = ox.NamedNode(f"{ID}span/{self._text}/{span.start}-{span.end}")
        if (span.start, span.end) not in self._spans:
            self._spans.add((span.start, span.end))
            self.add(found, _START, lit(span.start))
            self.add(found, _END, lit(span.end))
            self.add(found, _EXACT, lit(self.content[span.start : span.end]))
        return found

    def place(self, subject: ox.NamedNode, kind: str, span: Span) -> None:
        """Say what a node is and where in the article it stands."""
        self.add(subject, _TYPE, tg(kind))
        self.add(subject, _SOURCE, node(self.article))
        self.add(subject, _SELECTOR, self.span(span))


def article_quads(article: Article) -> list[ox.Quad]:
    """Return the article itself: title, full text, where and when it was published."""
    w = _Writer(article.id, article.content)
    me = node(article.id)
    w.add(me, _TYPE, tg("Article"))
    for predicate, text in (
        (iri("schema", "headline"), article.title),
        (iri("dcterms", "identifier"), article.external_id),
        (iri("dcterms", "source"), article.source),
        (iri("schema", "url"), article.url),
        (tg("path"), article.path),
    ):
        if text:
            w.add(me, predicate, lit(text))
    w.add(me, iri("schema", "articleBody"), lit(article.text))
    if article.published_at is not None:
        w.add(me, iri("schema", "datePublished"), lit(article.published_at))
    return w.out


_LOCAL = node("x:").value


def _qualifier(name: str) -> ox.NamedNode:
    """Return the predicate of a qualifier; its name is escaped as the local part of an id is."""
    return ox.NamedNode(PREFIXES["tgq"] + node(f"x:{name}").value.removeprefix(_LOCAL))


def statement_quads(statement: Statement, *, ontology: Ontology, graph: ox.NamedNode) -> list[ox.Quad]:
    """Return a claim in the reification vocabulary, without any source."""
    me = node(statement.id)
    found: list[tuple[ox.NamedNode, _Object]] = [
        (_TYPE, iri("rdf", "Statement")),
        (iri("rdf", "subject"), node(statement.subject)),
        (iri("rdf", "predicate"), ox.NamedNode(ontology.predicate(statement.predicate).iri)),
        (iri("rdf", "object"), node(statement.object)),
    ]
    found += [(_qualifier(name), lit(value)) for name, value in statement.qualifiers]
    if statement.valid_from is not None:
        found.append((tg("validFrom"), lit(statement.valid_from)))
    if statement.valid_to is not None:
        found.append((tg("validTo"), lit(statement.valid_to)))
    return [ox.Quad(me, predicate, value, graph) for predicate, value in found]


def surfaces_of(extraction: Extraction) -> dict[str, EntityId]:
    """Return surface → entity as one article uses them; the first link decides."""
    found: dict[str, EntityId] = {}
    for link in extraction.links:
        if link.entity is not None:
            found.setdefault(link.mention.surface, link.entity)
    return found


def extraction_quads(article: Article, extraction: Extraction, *, ontology: Ontology, generation: int = 0) -> list[ox.Quad]:
    """Return everything that was read in an article.

    Parameters
    ----------
    generation
        Which reading it is; 0 is the first.

    Raises
    ------
    OntologyError
        If a type, role or predicate is not in the ontology.
    """
    w = _Writer(article.id, article.content, generation)
    known = surfaces_of(extraction)
    for n, link in enumerate(extraction.links):
        _link(w, n, link, ontology)
        if link.entity is not None:
            w.add(node(link.entity), _TYPE, ox.NamedNode(ontology.entity_type(link.mention.type).iri))
    for n, event in enumerate(extraction.events):
        _event(w, n, event, known, ontology)
    told: set[str] = set()
    for n, reading in enumerate(extraction.readings):
        if reading.statement.id not in told:
            told.add(reading.statement.id)
            w.out += statement_quads(reading.statement, ontology=ontology, graph=w.graph)
        _reading(w, n, reading, ontology)
    for n, effect in enumerate(extraction.effects):
        me = w.node("effect", n)
        w.place(me, "StatedEffect", effect.span)
        w.put(me, "surface", effect.surface)
        w.put(me, "helped", effect.helped)
        if effect.entity is not None:
            w.put(me, "entity", node(effect.entity))
    for n, fund in enumerate(extraction.funds):
        me = w.node("fund", n)
        w.place(me, "NamedFund", fund.span)
        w.put(me, "surface", fund.surface)
        if fund.code is not None:
            w.put(me, "code", fund.code)
            w.put(me, "entity", node(f"etf:{fund.code}"))
    for n, note in enumerate(extraction.notes):
        me = w.node("note", n)
        w.add(me, _TYPE, tg("Note"))
        w.add(me, _SOURCE, node(article.id))
        w.put(me, "noteCode", note.code)
        w.put(me, "message", note.message)
        if note.span is not None:
            w.add(me, _SELECTOR, w.span(note.span))
    return w.out


def _link(w: _Writer, n: int, link: EntityLink, ontology: Ontology) -> None:
    me = w.node("mention", n)
    w.place(me, "Mention", link.mention.span)
    w.put(me, "entityType", ox.NamedNode(ontology.entity_type(link.mention.type).iri))
    w.put(me, "score", float(link.score))
    w.put(me, "rule", link.rule)
    if link.entity is not None:
        w.put(me, "entity", node(link.entity))
    if link.listing is not None:
        w.put(me, "listing", node(link.listing))
    if link.optional:
        w.put(me, "optional", True)
    if link.antecedent is not None:
        w.put(me, "antecedent", w.span(link.antecedent))
    for i, candidate in enumerate(link.candidates):
        other = w.node("candidate", n, i)
        w.put(me, "hasCandidate", other)
        w.add(other, _TYPE, tg("Candidate"))
        w.put(other, "entity", node(candidate.entity))
        w.put(other, "score", float(candidate.score))


def _event(w: _Writer, n: int, event: Event, known: dict[str, EntityId], ontology: Ontology) -> None:
    it = node(event.id)
    w.add(it, _TYPE, ox.NamedNode(ontology.event_type(event.type).iri))
    w.put(it, "negated", event.negated)
    w.put(it, "speculative", event.speculative)
    for entity in sorted({a.entity for a in event.arguments if a.entity is not None}):
        w.put(it, "about", node(entity))
    me = w.node("telling", n)
    w.place(me, "EventReading", event.sentence)
    w.put(me, "tells", it)
    w.put(me, "trigger", event.trigger)
    w.put(me, "triggerSelector", w.span(event.trigger_span))
    w.put(me, "modality", ox.NamedNode(ontology.modalities[event.modality].iri))
    w.put(me, "confidence", float(event.confidence))
    w.put(me, "quotedFrom", event.quoted_from)
    if event.when is not None:
        for subject in (it, me):
            w.put(subject, "startDate", lit(event.when.start))
            w.put(subject, "endDate", lit(event.when.end))
        w.put(me, "dateText", event.when.text)
    named = dict(known)
    for i, argument in enumerate(event.arguments):
        part = w.node("argument", n, i)
        w.put(me, "hasArgument", part)
        w.add(part, _TYPE, tg("Argument"))
        w.put(part, "role", ox.NamedNode(ontology.role(argument.role).iri))
        w.put(part, "surface", argument.surface)
        w.add(part, _SELECTOR, w.span(argument.span))
        if argument.entity is not None:
            w.put(part, "entity", node(argument.entity))
            named[argument.surface] = argument.entity
    for i, (surface, polarity) in enumerate(event.polarity):
        part = w.node("polarity", n, i)
        w.put(me, "hasPolarity", part)
        w.add(part, _TYPE, tg("PolarityReading"))
        w.put(part, "surface", surface)
        w.put(part, "polarity", ox.NamedNode(ontology.polarities[polarity].iri))
        if surface in named:
            w.put(part, "entity", node(named[surface]))
    for i, quantity in enumerate(event.quantities):
        part = w.node("quantity", n, i)
        w.put(me, "hasQuantity", part)
        w.add(part, _TYPE, tg("Quantity"))
        w.put(part, "value", float(quantity.value))
        w.put(part, "unit", quantity.unit)
        w.put(part, "metric", quantity.metric)
        w.put(part, "base", quantity.base)
        w.add(part, _SELECTOR, w.span(quantity.span))
        if quantity.subject is not None:
            w.put(part, "entity", node(quantity.subject))


def _reading(w: _Writer, n: int, reading: Reading, ontology: Ontology) -> None:
    said = reading.evidence
    me = w.node("reading", n)
    w.place(me, "Evidence", said.span)
    w.put(me, "evidenceFor", node(reading.statement.id))
    w.put(me, "subjectSurface", reading.subject_surface)
    w.put(me, "objectSurface", reading.object_surface)
    w.put(me, "negated", reading.negated)
    w.put(me, "speculative", reading.speculative)
    w.put(me, "modality", ox.NamedNode(ontology.modalities[said.modality].iri))
    w.put(me, "confidence", float(said.confidence))
    w.put(me, "quotedFrom", said.quoted_from)
    by = said.provenance
    run = node(f"extractor:{content_hash(by.extractor, by.version, by.settings_hash, by.knowledge_level, by.agent_type)}")
    w.add(me, iri("prov", "wasGeneratedBy"), run)
    w.add(run, _TYPE, tg("ExtractorRun"))
    w.put(run, "extractor", by.extractor)
    w.put(run, "version", by.version)
    w.put(run, "settingsHash", by.settings_hash)
    w.put(run, "knowledgeLevel", ox.NamedNode(ontology.knowledge_levels[by.knowledge_level].iri))
    w.put(run, "agentType", ox.NamedNode(ontology.agent_types[by.agent_type].iri))


class Page:
    """The quads of one graph by subject and predicate, for reading values back."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.rows: dict[str, dict[str, list[str]]] = {}
        self.typed: dict[tuple[str, str], list[str | float]] = {}
        self.add(quads)

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Take in more quads of the graph."""
        rows, qualifier = self.rows, PREFIXES["tgq"]
        for subject, predicate, value, _ in quads:
            if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
                continue
            me, name = subject.value, predicate.value
            row = rows.get(me)
            if row is None:
                row = rows[me] = {}
            if name in row:
                row[name].append(value.value)
            else:
                row[name] = [value.value]
            if isinstance(value, ox.Literal) and name.startswith(qualifier):
                self.typed.setdefault((me, name), []).append(_value(value))

    def all(self, subject: str, predicate: ox.NamedNode) -> list[str]:
        """Return all values of a property."""
        return self.rows.get(subject, {}).get(predicate.value, [])

    def get(self, subject: str, predicate: ox.NamedNode) -> str:
        """Return the value of a property, or the empty string."""
        found = self.all(subject, predicate)
        return found[0] if found else ""

    def text(self, subject: str, name: str) -> str:
        """Return the value of ``tg:name``, or the empty string."""
        return self.get(subject, tg(name))

    def truth(self, subject: str, name: str) -> bool:
        """Return the boolean value of ``tg:name``; false where there is none."""
        return self.text(subject, name) == "true"

    def entity(self, subject: str, name: str = "entity") -> EntityId | None:
        """Return the id that ``tg:name`` points at."""
        found = self.text(subject, name)
        return EntityId(curie(found)) if found else None

    def numbered(self, subjects: Iterable[str]) -> Sequence[str]:
        """Return nodes in the order of the number that ends their IRI."""
        return sorted(subjects, key=lambda s: int(s.rpartition("/")[2]))

    def of_type(self, name: str) -> Sequence[str]:
        """Return the nodes of a class of ours, in order."""
        wanted = tg(name).value
        return self.numbered(s for s, row in self.rows.items() if wanted in row.get(_TYPE.value, ()))

    def span(self, selector: str) -> Span:
        """Return the range that a selector means."""
        return Span(start=int(self.get(selector, _START)), end=int(self.get(selector, _END)))

    def place(self, subject: str) -> Span:
        """Return the range at which a node stands."""
        return self.span(self.get(subject, _SELECTOR))


def article_of(store: Store, identifier: str) -> Article | None:
    """Return an article as it was given, or ``None`` if the store has no such article (or its text was purged)."""
    page = Page(store.quads(node(identifier), None, None, article_graph(identifier)))
    me = node(identifier).value
    if not page.rows:
        return None
    published = page.get(me, iri("schema", "datePublished"))
    return Article(
        id=identifier,
        external_id=page.get(me, iri("dcterms", "identifier")),
        title=page.get(me, iri("schema", "headline")),
        text=page.get(me, iri("schema", "articleBody")),
        published_at=instant(published) if published else None,
        source=page.get(me, iri("dcterms", "source")),
        url=page.get(me, iri("schema", "url")),
        path=page.text(me, "path"),
    )


def extraction_of(store: Store, identifier: str, *, ontology: Ontology, generation: int = 0) -> Extraction | None:
    """Return what was read in an article, or ``None`` if the store has no such article.

    Parameters
    ----------
    generation
        Which reading; the ledger says which one holds (:class:`~themegraph.graph.ledger.ArticleEntry`).
    """
    page = Page(store.quads(None, None, None, article_graph(identifier, generation)))
    if not page.rows and (not generation or article_of(store, identifier) is None):
        return None

    def word(subject: str, name: str) -> str:
        return ontology.term(page.text(subject, name)).notation

    def mention(me: str) -> EntityLink:
        others = page.numbered(page.all(me, tg("hasCandidate")))
        antecedent = page.text(me, "antecedent")
        return EntityLink(
            mention=Mention(span=page.place(me), surface=page.get(page.get(me, _SELECTOR), _EXACT), type=word(me, "entityType")),
            entity=page.entity(me),
            score=float(page.text(me, "score")),
            rule=page.text(me, "rule"),
            candidates=tuple(Candidate(entity=EntityId(curie(page.text(c, "entity"))), score=float(page.text(c, "score"))) for c in others),
            listing=page.entity(me, "listing"),
            optional=page.truth(me, "optional"),
            antecedent=page.span(antecedent) if antecedent else None,
        )

    return Extraction(
        article=identifier,
        links=tuple(mention(me) for me in page.of_type("Mention")),
        events=tuple(_event_of(page, me, ontology) for me in page.of_type("EventReading")),
        readings=tuple(_reading_of(page, me, identifier, ontology) for me in page.of_type("Evidence")),
        effects=tuple(
            StatedEffect(surface=page.text(me, "surface"), entity=page.entity(me), helped=page.truth(me, "helped"), span=page.place(me))
            for me in page.of_type("StatedEffect")
        ),
        funds=tuple(
            NamedFund(surface=page.text(me, "surface"), code=page.text(me, "code") or None, span=page.place(me)) for me in page.of_type("NamedFund")
        ),
        notes=tuple(
            Note(code=page.text(me, "noteCode"), message=page.text(me, "message"), span=page.place(me) if page.get(me, _SELECTOR) else None)
            for me in page.of_type("Note")
        ),
    )


def _event_of(page: Page, me: str, ontology: Ontology) -> Event:
    it = page.text(me, "tells")
    start = page.text(me, "startDate")
    polarities = page.numbered(page.all(me, tg("hasPolarity")))
    quantities = page.numbered(page.all(me, tg("hasQuantity")))
    return Event(
        id=curie(it),
        type=ontology.term(page.get(it, _TYPE)).notation,
        trigger=page.text(me, "trigger"),
        trigger_span=page.span(page.text(me, "triggerSelector")),
        sentence=page.place(me),
        arguments=tuple(
            Argument(role=ontology.term(page.text(a, "role")).notation, surface=page.text(a, "surface"), entity=page.entity(a), span=page.place(a))
            for a in page.numbered(page.all(me, tg("hasArgument")))
        ),
        polarity=tuple((page.text(p, "surface"), Polarity(ontology.term(page.text(p, "polarity")).notation)) for p in polarities),
        when=DateInterval(start=day(start), end=day(page.text(me, "endDate")), text=page.text(me, "dateText")) if start else None,
        quantities=tuple(
            Quantity(
                value=float(page.text(q, "value")),
                unit=page.text(q, "unit"),
                metric=page.text(q, "metric"),
                base=page.text(q, "base"),
                subject=page.entity(q),
                span=page.place(q),
            )
            for q in quantities
        ),
        modality=Modality(ontology.term(page.text(me, "modality")).notation),
        negated=page.truth(it, "negated"),
        speculative=page.truth(it, "speculative"),
        quoted_from=page.text(me, "quotedFrom"),
        confidence=float(page.text(me, "confidence")),
    )


def statement_of(page: Page, it: str, ontology: Ontology) -> Statement:
    """Return the claim at a statement node of a page."""
    qualifiers: list[tuple[str, str | float]] = []
    for predicate in page.rows[it]:
        if predicate.startswith(PREFIXES["tgq"]):
            name = curie(_LOCAL + predicate.removeprefix(PREFIXES["tgq"])).removeprefix("x:")
            qualifiers += [(name, value) for value in page.typed[it, predicate]]
    valid_from, valid_to = page.text(it, "validFrom"), page.text(it, "validTo")
    return Statement(
        subject=EntityId(curie(page.get(it, iri("rdf", "subject")))),
        predicate=ontology.term(page.get(it, iri("rdf", "predicate"))).notation,
        object=EntityId(curie(page.get(it, iri("rdf", "object")))),
        qualifiers=tuple(qualifiers),
        valid_from=day(valid_from) if valid_from else None,
        valid_to=day(valid_to) if valid_to else None,
    )


def _value(literal: ox.Literal) -> str | float:
    kind = literal.datatype.value.rpartition("#")[2]
    if kind == "boolean":
        return literal.value == "true"
    if kind == "integer":
        return int(literal.value)
    return float(literal.value) if kind == "double" else literal.value


def _reading_of(page: Page, me: str, article: str, ontology: Ontology) -> Reading:
    run = page.get(me, iri("prov", "wasGeneratedBy"))
    selector = page.get(me, _SELECTOR)
    return Reading(
        statement=statement_of(page, page.text(me, "evidenceFor"), ontology),
        evidence=Evidence(
            article=article,
            span=page.span(selector),
            quote=page.get(selector, _EXACT),
            modality=Modality(ontology.term(page.text(me, "modality")).notation),
            confidence=float(page.text(me, "confidence")),
            provenance=Provenance(
                extractor=page.text(run, "extractor"),
                version=page.text(run, "version"),
                settings_hash=page.text(run, "settingsHash"),
                knowledge_level=ontology.term(page.text(run, "knowledgeLevel")).notation,
                agent_type=ontology.term(page.text(run, "agentType")).notation,
            ),
            quoted_from=page.text(me, "quotedFrom"),
        ),
        subject_surface=page.text(me, "subjectSurface"),
        object_surface=page.text(me, "objectSurface"),
        negated=page.truth(me, "negated"),
        speculative=page.truth(me, "speculative"),
    )
