import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from themegraph.errors import OntologyError
from themegraph.model import Statement, entity_id
from themegraph.ontology import load_ontology, read_ontology
from themegraph.snapshot import RELATION_CLASSES, ROLES
from themegraph.snapshot.belief import ERRORS, MODALITY_WEIGHTS

A, B = entity_id("company", "600001.SH"), entity_id("company", "000002.SZ")

GOLD_EVENT_TYPES = {
    "product_launch", "earnings", "guidance", "financing/ipo", "m&a", "contract/order", "cooperation", "capacity/expansion", "price_change",
    "market_move", "policy/regulation", "export_control/sanction", "lawsuit/investigation", "recall/accident", "management_change",
    "shareholding_change", "rating/target", "macro", "other",
}  # fmt: skip
GOLD_PREDICATES = {
    "supplies_to", "customer_of", "cooperates_with", "competes_with", "invests_in", "acquires", "subsidiary_of", "produces", "uses_technology",
    "belongs_to_sector", "tracks_index", "holds", "regulated_by", "benefits", "harms",
}  # fmt: skip
GOLD_ENTITY_TYPES = {"company", "etf", "index", "sector/theme", "product/technology", "organisation", "person", "place", "macro/policy"}


def test_the_words_of_the_annotation_are_all_there() -> None:
    onto = load_ontology()
    assert set(onto.event_types) == GOLD_EVENT_TYPES
    assert set(onto.predicates) == GOLD_PREDICATES
    assert set(onto.entity_types) == GOLD_ENTITY_TYPES | {"share"}


def test_roles_and_relation_classes_are_those_of_the_snapshot() -> None:
    onto = load_ontology()
    assert set(onto.roles) == set(ROLES)
    assert set(onto.relation_classes) == set(RELATION_CLASSES)
    assert {rule.relation_class for p in onto.predicates.values() for rule in p.propagation} == set(RELATION_CLASSES)


def test_every_term_has_a_label_in_both_languages() -> None:
    missing = [iri for iri, (zh, en) in load_ontology().labels.items() if not zh or not en]
    assert missing == []


def test_an_unknown_word_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(OntologyError, match="supplies_to"):
        load_ontology().predicate("suplies_to")
    with pytest.raises(OntologyError, match="financing/ipo"):
        load_ontology().event_type("financing")
    with pytest.raises(OntologyError):
        load_ontology().type_of("compagny:1")


def test_themes_and_industries_are_both_sectors() -> None:
    onto = load_ontology()
    assert onto.type_of("theme:人工智能").notation == onto.type_of("industry:sw2021/270108").notation == "sector/theme"


def test_a_customer_claim_is_the_supply_claim_turned_round() -> None:
    onto = load_ontology()
    claim = Statement(subject=A, predicate="customer_of", object=B, qualifiers=(("share", 0.2), ("share_of", "cost_of_subject")))
    supply = Statement(subject=B, predicate="supplies_to", object=A, qualifiers=(("share", 0.2), ("share_of", "cost_of_object")))
    assert onto.canonical(claim) == supply
    assert onto.canonical(supply) == supply


def test_a_symmetric_claim_has_one_form() -> None:
    onto = load_ontology()
    one = Statement(subject=A, predicate="competes_with", object=B)
    other = Statement(subject=B, predicate="competes_with", object=A)
    assert onto.canonical(one) == onto.canonical(other)


def test_a_claim_between_the_wrong_types_is_not_admitted() -> None:
    onto = load_ontology()
    fund, index = entity_id("etf", "515070.SH"), entity_id("index", "930713.CSI")
    assert onto.admits(Statement(subject=fund, predicate="tracks_index", object=index))
    assert not onto.admits(Statement(subject=index, predicate="tracks_index", object=fund))
    assert not onto.admits(Statement(subject=entity_id("thing", "x"), predicate="benefits", object=fund))


def test_sources_have_a_class_by_name() -> None:
    onto = load_ontology()
    assert onto.source_class_of("上交所") == "official"
    assert onto.source_class_of("巨潮资讯网") == "filing"
    assert onto.source_class_of("财联社记者 某某") == "news"
    assert onto.source_class_of("某地方网") == "unknown"
    assert onto.source_class_of("") == "unknown"


def test_the_table_of_errors_is_the_one_that_belief_uses() -> None:
    onto = load_ontology()
    assert {n: (c.systematic, c.random) for n, c in onto.source_classes.items()} == {n: (e.syst, e.rand) for n, e in ERRORS.items()}
    assert {n: m.certainty for n, m in onto.modalities.items()} == dict(MODALITY_WEIGHTS)


def test_a_file_with_a_broken_list_is_refused(tmp_path) -> None:
    path = tmp_path / "t.ttl"
    path.write_text(
        "@prefix tg: <https://themegraph.readthedocs.io/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\ntg:p a tg:Predicate ; skos:notation "p" ; rdfs:domain tg:Nothing .',
        encoding="utf-8",
    )
    with pytest.raises(OntologyError, match="Nothing"):
        read_ontology(path)


def test_reading_the_ontology_needs_no_rdflib() -> None:
    code = "import sys, themegraph.ontology as o; o.load_ontology(); print('rdflib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"


def test_the_page_about_the_ontology_is_current() -> None:
    reference = Path(__file__).parents[2] / "docs" / "reference"
    spec = importlib.util.spec_from_file_location("make_ontology", reference / "make_ontology.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    text = (reference / "ontology.md").read_text(encoding="utf-8")
    assert text == maker.page(load_ontology()), "run python docs/reference/make_ontology.py"
