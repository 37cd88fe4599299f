"""Every term of the ontology is written by the code, read into the vocabulary, or stands between others; what no one uses goes."""

from dataclasses import replace

import pyoxigraph as ox

from themegraph.graph.acts import act_quads, make_act
from themegraph.graph.keep import add_publication, load_vocabulary
from themegraph.graph.lifecycle import purge_article, replace_extraction, retract, unretract
from themegraph.graph.terms import node
from themegraph.model import NAMESPACE
from themegraph.ontology import load_ontology
from themegraph.resources import ontology_path

READ = {
    "idKind", "relevance", "certainty", "systematicError", "randomError", "propagates", "relationClass", "direction", "denominator", "fixedShare",
    "onlyWhenDone", "statedAs", "tier", "Propagation", "Predicate", "Entity", "Event", "Role", "Polarity", "Modality", "KnowledgeLevel", "AgentType",
    "SourceClass", "RelationClass", "WeightBasis", "hasName",
}  # fmt: skip
"""What the reader of the ontology asks for by name."""


def test_every_term_is_in_use(full, onto, world) -> None:
    article = world.denial()[0].id
    retract(full, article, at=world.NOW, reason="更正", author="编辑", ontology=onto)
    unretract(full, article, at=world.NOW, reason="误撤", author="编辑", ontology=onto)
    retract(full, article, at=world.NOW, reason="更正", ontology=onto)
    launch, extraction = world.launch()
    add_publication(full, replace(launch, source="某网"), learned_at=world.NOW, ontology=onto)
    replace_extraction(full, replace(extraction, readings=()), learned_at=world.NOW, ontology=onto)
    full.extend(act_quads(make_act("forbid", [world.ALPHA, world.BETA], at=world.NOW, reason="")))
    purge_article(full, world.other_voice()[0].id, at=world.NOW, reason="应要求", ontology=onto)
    vocabulary = node("graph:ontology")
    written = {t.value for q in full.quads() if q.graph_name != vocabulary for t in (q.subject, q.predicate, q.object) if isinstance(t, ox.NamedNode)}
    loaded = {
        t.iri
        for table in (
            onto.entity_types, onto.event_types, onto.predicates, onto.roles, onto.polarities, onto.modalities, onto.knowledge_levels, onto.agent_types,
            onto.source_classes, onto.relation_classes, onto.weight_bases, onto.name_kinds,
        )
        for t in table.values()
    }  # fmt: skip
    quads = list(ox.parse(path=str(ontology_path("themegraph.ttl")), format=ox.RdfFormat.TURTLE))
    ends = {q.object.value for q in quads if q.predicate.value.endswith(("#domain", "#range")) and isinstance(q.object, ox.NamedNode)}
    declared = {q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode) and q.subject.value.startswith(NAMESPACE)}
    unions = {q.subject.value for q in quads if q.predicate.value.endswith("#unionOf")} & ends
    unused = sorted(t.removeprefix(NAMESPACE) for t in declared - written - loaded - unions - {NAMESPACE + n for n in READ})
    assert not unused, " ".join(unused)


def test_the_code_writes_no_term_that_the_ontology_lacks(full, onto, world) -> None:
    load_vocabulary(full, ontology=onto, at=world.NOW)
    vocabulary = node("graph:ontology")
    terms = {
        t.value for q in full.quads() for t in (q.subject, q.predicate, q.object) if isinstance(t, ox.NamedNode) and t.value.startswith(NAMESPACE)
    }
    declared = {q.subject.value for q in full.quads(None, None, None, vocabulary) if isinstance(q.subject, ox.NamedNode)}
    assert sorted(terms - declared) == []
    assert load_ontology() is onto
