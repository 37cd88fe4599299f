"""Graph -> RDF -> graph is the same graph, for every article and reading that the model can hold, in memory and through every exchange form."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pyoxigraph as ox
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from themegraph.graph.export import _jsonld, _nq, _trig
from themegraph.graph.keep import add_article, has_article
from themegraph.graph.rdf import article_of, extraction_of
from themegraph.graph.store import OxigraphStore
from themegraph.graph.terms import curie, node
from themegraph.model import (
    Argument,
    Article,
    Candidate,
    DateInterval,
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
    article_id,
    entity_id,
    event_id,
)
from themegraph.ontology import load_ontology

ONTO = load_ontology()
NOW = datetime(2026, 1, 5, tzinfo=UTC)

# Anything that UTF-8 can carry: half surrogate pairs are refused, and tested elsewhere.
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
some_words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
unit = st.floats(0, 1)
numbers = st.floats(allow_nan=False, allow_infinity=False)
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
zones = st.integers(-12 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
instants = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=zones)
KINDS = sorted(k for t in ONTO.entity_types.values() for k in t.kinds)
ids = st.builds(entity_id, st.sampled_from(KINDS), some_words)
modalities = st.sampled_from(list(Modality))


@st.composite
def readings_of(draw):
    title, text = draw(words), draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
    article = Article(
        id=article_id(title, text), external_id=draw(words), title=title, text=text, published_at=draw(st.none() | instants), source=draw(words),
        url=draw(words), path=draw(words),
    )  # fmt: skip
    length = len(article.content)

    @st.composite
    def spans(draw):
        a, b = sorted((draw(st.integers(0, length)), draw(st.integers(0, length))))
        return Span(start=a, end=b)

    def few(strategy, size=3):
        return st.lists(strategy, max_size=size).map(tuple)

    @st.composite
    def links(draw):
        span = draw(spans())
        return EntityLink(
            mention=Mention(span=span, surface=article.content[span.start : span.end], type=draw(st.sampled_from(sorted(ONTO.entity_types)))),
            entity=draw(st.none() | ids), score=draw(unit), rule=draw(words), candidates=draw(few(st.builds(Candidate, entity=ids, score=unit))),
            listing=draw(st.none() | ids), optional=draw(st.booleans()), antecedent=draw(st.none() | spans()),
        )  # fmt: skip

    @st.composite
    def events(draw):
        args = draw(few(st.builds(Argument, role=st.sampled_from(sorted(ONTO.roles)), surface=words, entity=st.none() | ids, span=spans())))
        when = draw(st.none() | st.tuples(days, days, words).map(lambda t: DateInterval(start=min(t[:2]), end=max(t[:2]), text=t[2])))
        quantities = draw(few(st.builds(Quantity, value=numbers, unit=words, metric=words, base=words, subject=st.none() | ids, span=spans())))
        kind, negated, speculative = draw(st.sampled_from(sorted(ONTO.event_types))), draw(st.booleans()), draw(st.booleans())
        polarity = draw(st.dictionaries(words, st.sampled_from(list(Polarity)), max_size=3))
        return Event(
            id=event_id(kind, args, when, quantities, negated=negated, speculative=speculative), type=kind, trigger=draw(words), trigger_span=draw(spans()),
            sentence=draw(spans()), arguments=args, polarity=tuple(polarity.items()), when=when, quantities=quantities, modality=draw(modalities),
            negated=negated, speculative=speculative, quoted_from=draw(words), confidence=draw(unit),
        )  # fmt: skip

    @st.composite
    def readings(draw):
        values = some_words | numbers | st.integers(-(2**60), 2**60) | st.booleans()
        qualifiers = draw(st.dictionaries(some_words | st.sampled_from([":", "a:b", "x:", "a/b"]), values, max_size=2))
        span = draw(spans())
        return Reading(
            statement=Statement(
                subject=draw(ids), predicate=draw(st.sampled_from(sorted(ONTO.predicates))), object=draw(ids), qualifiers=tuple(qualifiers.items()),
                valid_from=draw(st.none() | days), valid_to=draw(st.none() | days),
            ),
            evidence=Evidence(
                article=article.id, span=span, quote=article.content[span.start : span.end], modality=draw(modalities), confidence=draw(unit),
                provenance=Provenance(
                    extractor=draw(words), version=draw(words), settings_hash=draw(words), knowledge_level=draw(st.sampled_from(sorted(ONTO.knowledge_levels))),
                    agent_type=draw(st.sampled_from(sorted(ONTO.agent_types))),
                ),
                quoted_from=draw(words),
            ),
            subject_surface=draw(words), object_surface=draw(words), negated=draw(st.booleans()), speculative=draw(st.booleans()),
        )  # fmt: skip

    extraction = Extraction(
        article=article.id, links=draw(few(links())), events=draw(few(events(), 2)), readings=draw(few(readings())),
        effects=draw(few(st.builds(StatedEffect, surface=words, entity=st.none() | ids, helped=st.booleans(), span=spans()))),
        funds=draw(few(st.builds(NamedFund, surface=words, code=st.none() | some_words, span=spans()))),
        notes=draw(few(st.builds(Note, code=words, message=words, span=st.none() | spans()))),
    )  # fmt: skip
    return article, extraction


@given(readings_of())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_what_is_written_is_read_back_the_same(made) -> None:
    article, extraction = made
    store = OxigraphStore()
    add_article(store, article, extraction, learned_at=NOW, ontology=ONTO)
    assert article_of(store, article.id) == article
    assert extraction_of(store, article.id, ontology=ONTO) == extraction
    assert has_article(store, article.id)


@given(readings_of())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_nothing_is_lost_in_an_exchange_form(made) -> None:
    article, extraction = made
    store = OxigraphStore()
    add_article(store, article, extraction, learned_at=NOW, ontology=ONTO)
    for write, form in ((_nq, ox.RdfFormat.N_QUADS), (_trig, ox.RdfFormat.TRIG), (_jsonld, ox.RdfFormat.JSON_LD)):
        again = ox.Store()
        again.load(input=write(store, ONTO), format=form)
        assert set(again) == set(store.raw), form
    json.loads(_jsonld(store, ONTO))


@given(st.text(max_size=20))
def test_every_id_comes_back_from_its_iri(identifier) -> None:
    assert curie(node(identifier).value) == identifier


@given(st.text(max_size=20), st.text(max_size=20))
def test_different_ids_have_different_iris(one, other) -> None:
    assert (node(one) == node(other)) == (one == other)
