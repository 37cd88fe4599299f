import csv
import json
import subprocess
import sys

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib

from themegraph.errors import InputError, UnknownFormat, WorkspaceError
from themegraph.graph.export import CONTEXT, FORMS, as_rdflib, export_graph
from themegraph.graph.keep import add_article, import_quads
from themegraph.graph.store import OxigraphStore
from themegraph.resources import ontology_path

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*", "ignore:Dataset:DeprecationWarning")


def canonical(dataset):
    """Quads of an rdflib dataset as comparable text; numbers by value, since writers may differ in how they spell them."""

    def term(t):
        return ("L", str(t.toPython()), str(t.language)) if isinstance(t, rdflib.Literal) else str(t)

    return {(term(s), term(p), term(o), str(g)) for s, p, o, g in dataset.quads()}


@pytest.mark.parametrize(("form", "name"), [("trig", "trig"), ("nq", "nquads"), ("jsonld", "json-ld")])
def test_rdflib_reads_every_quad_back(full, onto, tmp_path, form, name) -> None:
    export_graph(full, tmp_path / "out", form=form, ontology=onto)
    read = rdflib.Dataset()
    read.parse(data=(tmp_path / "out").read_text(encoding="utf-8"), format=name)
    assert canonical(read) == canonical(as_rdflib(None, full.quads()))


def test_turtle_holds_the_union_of_the_graphs(full, onto, tmp_path) -> None:
    export_graph(full, tmp_path / "out.ttl", form="ttl", ontology=onto)
    read = rdflib.Graph().parse(tmp_path / "out.ttl", format="turtle")
    assert len(read) == len({q.triple for q in full.quads()})


def test_graphml_and_gexf_open_in_networkx(full, onto, tmp_path, world) -> None:
    export_graph(full, tmp_path / "out.graphml", form="graphml", ontology=onto)
    export_graph(full, tmp_path / "out.gexf", form="gexf", ontology=onto)
    for read in (nx.read_graphml(tmp_path / "out.graphml", force_multigraph=True), nx.read_gexf(tmp_path / "out.gexf")):
        assert read.nodes[world.ALPHA]["label"] == "甲能科技"
        (edge,) = [facts for a, b, facts in read.edges(data=True) if (a, b) == (world.FUND, world.BETA)]
        assert (edge["predicate"], float(edge["weight"]), edge["as_of"]) == ("holds", 0.1, "2025-11-28")


@pytest.mark.parametrize("form", list(FORMS))
def test_equal_stores_give_equal_files(onto, tmp_path, world, form) -> None:
    made = [world.launch(), world.denial()]
    for n, order in enumerate((made, made[::-1])):
        store = OxigraphStore()
        for article, extraction in order:
            add_article(store, article, extraction, learned_at=world.NOW, ontology=onto)
        export_graph(store, tmp_path / str(n), form=form, ontology=onto)
    assert (tmp_path / "0").read_bytes() == (tmp_path / "1").read_bytes()


def test_prefixes_stand_in_one_order_in_every_process(tmp_path) -> None:
    code = (
        "import sys; from pathlib import Path; from themegraph.graph.export import export_graph; from themegraph.graph.store import OxigraphStore\n"
        "from themegraph.graph.terms import *; from themegraph.ontology import load_ontology; import pyoxigraph as ox\n"
        "s = OxigraphStore(); s.extend(ox.Quad(node(i), tg('holds'), node('etf:1'), DERIVED) for i in ('company:1', 'org:2', 'span:3/4'))\n"
        "export_graph(s, Path(sys.argv[1]), form='trig', ontology=load_ontology())"
    )
    for n in range(3):
        subprocess.run([sys.executable, "-c", code, str(tmp_path / str(n))], check=True)
    assert len({(tmp_path / str(n)).read_bytes() for n in range(3)}) == 1


def test_control_characters_do_not_break_the_xml(onto, tmp_path, world, store) -> None:
    draft = world.Draft("题", "甲能科技")
    draft.reading(world.ALPHA, "produces", "product:a\x00<b>&", "甲")
    add_article(store, *draft.done(), learned_at=world.NOW, ontology=onto)
    export_graph(store, tmp_path / "out.graphml", form="graphml", ontology=onto)
    assert "product:a<b>&" in nx.read_graphml(tmp_path / "out.graphml", force_multigraph=True)


def test_the_published_context_is_the_one_in_use() -> None:
    assert json.loads(ontology_path("context.jsonld").read_text(encoding="utf-8")) == {"@context": CONTEXT}


def test_an_unknown_form_and_a_missing_folder_are_said(store, onto, tmp_path) -> None:
    with pytest.raises(UnknownFormat, match="graphml"):
        export_graph(store, tmp_path / "x", form="graphlm", ontology=onto)
    with pytest.raises(WorkspaceError, match="does not exist"):
        export_graph(store, tmp_path / "none" / "x", form="nq", ontology=onto)


def test_a_failed_export_leaves_no_file(store, onto, tmp_path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(WorkspaceError):
        export_graph(store, tmp_path / "out", form="nq", ontology=onto)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_store_on_disk_opens_in_rdflib(tmp_path, onto, world) -> None:
    with OxigraphStore(tmp_path / "s") as store:
        add_article(store, *world.launch(), learned_at=world.NOW, ontology=onto)
        store.flush()
    rows = as_rdflib(tmp_path / "s").query("SELECT ?t { GRAPH ?g { ?a <https://schema.org/headline> ?t } }")
    assert [str(row[0]) for row in rows] == ["甲能科技发布华岳芯片"]


def test_tables_and_kgx_lines_name_only_nodes_that_are_there(full, onto, tmp_path, world) -> None:
    for form in ("nodes-csv", "edges-csv", "kgx-nodes", "kgx-edges"):
        export_graph(full, tmp_path / form, form=form, ontology=onto)
    nodes = {row["id"] for row in csv.DictReader((tmp_path / "nodes-csv").read_text(encoding="utf-8").splitlines())}
    edges = list(csv.DictReader((tmp_path / "edges-csv").read_text(encoding="utf-8").splitlines()))
    assert {e["source"] for e in edges} | {e["target"] for e in edges} == nodes
    assert any((e["source"], e["target"], e["weight"]) == (world.FUND, world.BETA, "0.1") for e in edges)
    lines = [json.loads(line) for line in (tmp_path / "kgx-edges").read_text(encoding="utf-8").splitlines()]
    known = {json.loads(line)["id"] for line in (tmp_path / "kgx-nodes").read_text(encoding="utf-8").splitlines()}
    assert nodes < known
    assert {e["subject"] for e in lines} | {e["object"] for e in lines} <= known
    assert len({e["id"] for e in lines}) == len(lines)


def test_rdf_1_2_reifies_each_claim_and_loses_no_quad(full, onto, tmp_path) -> None:
    export_graph(full, tmp_path / "out", form="nq12", ontology=onto)
    quads = set(ox.parse((tmp_path / "out").read_bytes(), format=ox.RdfFormat.N_QUADS))
    assert set(full.quads()) < quads
    assert any(isinstance(q.object, ox.Triple) for q in quads)


@pytest.mark.parametrize("form", ["nq", "trig"])
def test_what_was_exported_is_imported_quad_for_quad(full, onto, tmp_path, form) -> None:
    export_graph(full, tmp_path / "out", form=form, ontology=onto)
    again = OxigraphStore()
    assert import_quads(again, (tmp_path / "out").read_bytes(), form=form) == len(full.raw)
    assert set(again.quads()) == set(full.quads())
    with pytest.raises(InputError):
        import_quads(again, b"<x> <y>", form=form)
