"""The SHACL shapes, held to a good graph and to planted faults."""

import pyoxigraph as ox
import pytest

from themegraph.errors import OntologyError
from themegraph.graph.checks import check_store, read_shapes
from themegraph.graph.terms import DERIVED, iri, lit, node, tg
from themegraph.resources import ontology_path

pyshacl = pytest.importorskip("pyshacl", reason="the extra [validate] is not installed")
import rdflib  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def verdict(store) -> tuple[bool, str]:
    triples = {q.triple for q in store.quads()}
    data = rdflib.Graph().parse(data=(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode(), format="nt")
    shapes = rdflib.Graph().parse(ontology_path("shapes.ttl"), format="turtle")
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes, advanced=True)
    return conforms, text


def test_the_small_world_conforms(full) -> None:
    conforms, text = verdict(full)
    assert conforms, text
    assert check_store(full) == ()


TABLE, LINE = node("weights:t0.1"), node("holding:t0.1/0")
DATE = iri("xsd", "date")
FAULTS = {
    # message: (properties taken away, of one thing or of all; triples added)
    "a fraction, not a percentage": ([(LINE, tg("weight"))], [(LINE, tg("weight"), lit(7.2))]),
    "from which day": ([(TABLE, tg("knownAt"))], []),
    "A claim has evidence": ([(None, tg("evidenceFor"))], []),
    "A fund tracks an index": ([], [(node("etf:510901.SH"), tg("tracksIndex"), node("company:600901.SH"))]),
    "No company owns itself": (
        [],
        [(node("company:a"), tg("subsidiaryOf"), node("company:b")), (node("company:b"), tg("subsidiaryOf"), node("company:a"))],
    ),
    "predicate of the ontology": ([], [(node("statement:x"), iri("rdf", "type"), iri("rdf", "Statement"))]),
    "The ledger says when": ([(None, tg("learnedAt"))], []),
    "A link says why": ([(None, tg("rule"))], []),
    "add up to one at most; two": ([(LINE, tg("weight"))], [(LINE, tg("weight"), lit(1.04))]),
    "the shares of one whole".capitalize(): (
        [],
        [
            (node(f"statement:s{n}"), predicate, value)
            for n in range(2)
            for predicate, value in (
                (iri("rdf", "subject"), node("company:600901.SH")),
                (iri("tgq", "share"), lit(0.7)),
                (iri("tgq", "share_of"), lit("revenue_of_subject")),
            )
        ],
    ),
    "A listing has the code": ([(None, tg("code"))], [(node("share:600901.SH"), tg("code"), lit("600902.SH"))]),
    "known on their day or later": ([(TABLE, tg("asOf"))], [(TABLE, tg("asOf"), ox.Literal("2026-01-01", datatype=DATE))]),
}


@pytest.mark.parametrize("message", list(FAULTS))
def test_a_planted_fault_is_found(message, full) -> None:
    away, added = FAULTS[message]
    gone = [q for subject, predicate in away for q in full.quads(subject, predicate, None, None)]
    full.replace(remove=gone, add=[ox.Quad(*triple, DERIVED) for triple in added])
    conforms, text = verdict(full)
    assert not conforms
    assert message in text
    native = check_store(full)
    assert any(message in f.message for f in native), native


def test_shapes_that_use_more_of_shacl_are_refused(tmp_path) -> None:
    (tmp_path / "s.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <x:s> a sh:NodeShape ; sh:targetClass <x:C> ; sh:xone ( <x:a> ) .", encoding="utf-8"
    )
    with pytest.raises(OntologyError, match="sh:xone"):
        read_shapes(tmp_path / "s.ttl")


def test_violations_come_before_warnings(full) -> None:
    full.replace(
        remove=list(full.quads(LINE, tg("weight"), None, None)),
        add=[ox.Quad(LINE, tg("weight"), lit(1.5), DERIVED)],
    )
    found = check_store(full)
    assert [f.severity for f in found] == ["Violation", "Warning"]
    assert found[0].node == "holding:t0.1/0"
    assert found[0].value == "1.5"
