"""An OWL 2 RL reasoner finds the ontology consistent, alone and with a graph of it; and it finds a planted contradiction."""

import pyoxigraph as ox
import pytest
import rdflib

from themegraph.graph.terms import node, tg
from themegraph.resources import ontology_path

owlrl = pytest.importorskip("owlrl", reason="the extra validate has it")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

NOTHING = rdflib.OWL.Nothing
ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
"""What owlrl adds to a graph for each contradiction."""


def closed(*triples: ox.Triple) -> rdflib.Graph:
    """Return the ontology with some facts, closed under the rules of OWL 2 RL."""
    graph = rdflib.Graph().parse(ontology_path("themegraph.ttl"), format="turtle")
    graph.parse(data=(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode(), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def contradictions(graph: rdflib.Graph) -> list[str]:
    # owlrl takes the literal "0.0" for ill-typed, its value being falsy; datatypes are the business of the shapes.
    said = [str(o) for o in graph.objects(None, ERROR) if not str(o).startswith("Lexical value of the literal")]
    return said + [f"{s} is nothing" for s in graph.subjects(rdflib.RDF.type, NOTHING)]


def facts(store) -> list[ox.Triple]:
    vocabulary = node("graph:ontology")
    return sorted({q.triple for q in store.quads() if q.graph_name != vocabulary}, key=str)


def test_nothing_contradicts_itself_in_a_graph_with_reference_data_articles_and_a_denial(full) -> None:
    graph = closed(*facts(full))
    assert contradictions(graph) == []
    # The rules did run: a fund that holds something is a basket, a claim's inverse holds.
    assert (None, rdflib.RDF.type, rdflib.URIRef(tg("Basket").value)) in graph


@pytest.mark.parametrize(
    "planted",
    [
        (node("company:x"), "type", tg("Person")),
        (node("weights:x"), "hasHolding", node("company:x")),
        (node("company:x"), "fund", node("etf:510901.SH")),
    ],
    ids=["a company that is a person", "a company that is a line of a table", "a company that is a weight table"],
)
def test_a_planted_contradiction_is_found(planted) -> None:
    subject, name, value = planted
    rdf_type = ox.NamedNode(str(rdflib.RDF.type))
    found = contradictions(
        closed(ox.Triple(node("company:x"), rdf_type, tg("Company")), ox.Triple(subject, rdf_type if name == "type" else tg(name), value))
    )
    assert found
