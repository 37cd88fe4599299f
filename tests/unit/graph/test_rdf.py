from dataclasses import replace

import pytest

from themegraph.errors import BadDate, OntologyError, UnreadableArticle, WorkspaceError, WorkspaceLocked, WorkspaceNotFound
from themegraph.graph.compile import compile_snapshot
from themegraph.graph.keep import add_article, has_article, load_reference
from themegraph.graph.ledger import counts
from themegraph.graph.rdf import article_of, extraction_of
from themegraph.graph.reference import reference_of
from themegraph.graph.store import OxigraphStore
from themegraph.graph.terms import DERIVED, article_graph, curie, lit, node, tg


def test_an_article_and_its_reading_come_back_as_they_were(store, onto, world) -> None:
    for make in (world.launch, world.denial):
        article, extraction = make()
        add_article(store, article, extraction, learned_at=world.NOW, ontology=onto)
        assert article_of(store, article.id) == article
        assert extraction_of(store, article.id, ontology=onto) == extraction


def test_an_article_nobody_read_is_none(store, onto) -> None:
    assert article_of(store, "article:none") is None
    assert extraction_of(store, "article:none", ontology=onto) is None
    assert not has_article(store, "article:none")


def test_the_same_article_twice_changes_nothing(store, onto, world) -> None:
    article, extraction = world.launch()
    assert add_article(store, article, extraction, learned_at=world.NOW, ontology=onto)
    before = set(store.raw)
    assert not add_article(store, article, extraction, learned_at=world.NOW.replace(year=2027), ontology=onto)
    assert set(store.raw) == before


def test_a_word_the_ontology_lacks_leaves_nothing_behind(store, onto, world) -> None:
    draft = world.Draft("题", "甲能科技供货丙云集团")
    draft.reading(world.ALPHA, "suplies_to", world.BUYER, "供货")
    before = set(store.raw)
    with pytest.raises(OntologyError, match="supplies_to"):
        add_article(store, *draft.done(), learned_at=world.NOW, ontology=onto)
    assert set(store.raw) == before


def test_half_a_surrogate_pair_is_refused_and_leaves_nothing_behind(store, onto, world) -> None:
    before = set(store.raw)
    with pytest.raises(UnreadableArticle, match="surrogate"):
        add_article(store, *world.Draft("题", "坏\ud800字").done(), learned_at=world.NOW, ontology=onto)
    assert set(store.raw) == before


def test_a_moment_without_a_zone_is_refused(store, onto, world) -> None:
    with pytest.raises(BadDate):
        add_article(store, *world.launch(), learned_at=world.NOW.replace(tzinfo=None), ontology=onto)


def test_everything_an_article_says_stands_in_its_own_graph(store, onto, world) -> None:
    article, extraction = world.launch()
    before = set(store.raw)
    add_article(store, article, extraction, learned_at=world.NOW, ontology=onto)
    graphs = {q.graph_name for q in set(store.raw) - before}
    assert graphs == {article_graph(article.id), DERIVED, node("graph:ledger")}


def test_plain_triples_hold_what_is_asserted_in_both_forms_and_nothing_denied(store, onto, world) -> None:
    add_article(store, *world.launch(), learned_at=world.NOW, ontology=onto)
    assert list(store.quads(node(world.ALPHA), tg("suppliesTo"), node(world.BUYER), DERIVED))
    assert list(store.quads(node(world.BUYER), tg("customerOf"), node(world.ALPHA), DERIVED))
    assert list(store.quads(node(world.FUND), tg("holds"), node(world.BETA), DERIVED))
    assert list(store.quads(node(world.BETA), tg("competesWith"), node(world.ALPHA), DERIVED))
    only_denied = OxigraphStore()
    add_article(only_denied, *world.denial(), learned_at=world.NOW, ontology=onto)
    assert not list(only_denied.quads(None, tg("suppliesTo"), None, DERIVED))


def test_reference_data_comes_back_as_it_was(store, onto, world) -> None:
    data, back = world.reference(), reference_of(store, ontology=onto)
    for kind in ("entities", "listings", "funds", "tables", "memberships", "statements", "revenues"):
        assert set(getattr(back, kind)) == set(getattr(data, kind)), kind


def test_the_same_data_set_twice_changes_nothing_and_a_new_version_takes_its_place(store, onto, world) -> None:
    before = set(store.raw)
    assert not load_reference(store, world.reference(), dataset="starter", learned_at=world.NOW, ontology=onto)
    assert set(store.raw) == before
    assert load_reference(store, world.reference(weight=0.2, label="甲能集团"), dataset="starter", learned_at=world.NOW, ontology=onto)
    back = reference_of(store, ontology=onto)
    assert [t.holdings[0].weight for t in back.tables] == [0.2]
    assert next(e for e in back.entities if e.id == world.ALPHA).label == "甲能集团"
    assert not list(store.quads(None, None, lit("甲能科技"), None))


def test_a_weight_table_keeps_the_moment_at_which_it_was_first_loaded(store, onto, world) -> None:
    later = replace(world.reference(), memberships=())
    load_reference(store, later, dataset="starter", learned_at=world.NOW.replace(year=2027), ontology=onto)
    snap = compile_snapshot(store, ontology=onto)
    assert list(snap.tables.learned_at) == [int(world.NOW.timestamp())]


def test_a_new_version_takes_its_plain_triples_back_and_leaves_those_of_texts(store, onto, world) -> None:
    add_article(store, *world.launch(), learned_at=world.NOW, ontology=onto)
    slim = replace(world.reference(), tables=(), statements=())
    load_reference(store, slim, dataset="starter", learned_at=world.NOW, ontology=onto)
    assert not list(store.quads(None, tg("holds"), None, DERIVED))
    assert not list(store.quads(None, tg("competesWith"), None, DERIVED))
    assert list(store.quads(node(world.ALPHA), tg("suppliesTo"), node(world.BUYER), DERIVED))
    assert list(store.quads(node(world.ALPHA), tg("belongsToSector"), node(world.THEME), DERIVED))


def test_counts_come_from_the_ledger(full) -> None:
    found = counts(full)
    assert (found.articles, found.events, found.statements, found.datasets) == (4, 4, 3, 1)


@pytest.mark.parametrize(
    "identifier",
    ["company:688795.SH", "theme:人工智能", "org:A B/c?d#e", "org:..", "org:a/../b", "org:%41", "industry:sw2021/270108", "x", "x:", "org:é·b\n\0"],
)
def test_an_id_has_one_iri_and_comes_back_from_it(identifier) -> None:
    assert curie(node(identifier).value) == identifier


def test_a_store_on_disk_is_written_by_one_and_read_by_many(tmp_path, onto, world) -> None:
    with pytest.raises(WorkspaceNotFound):
        OxigraphStore(tmp_path / "s", read_only=True)
    with OxigraphStore(tmp_path / "s") as writer:
        add_article(writer, *world.launch(), learned_at=world.NOW, ontology=onto)
        writer.flush()
        with OxigraphStore(tmp_path / "s", read_only=True) as reader:
            assert has_article(reader, world.launch()[0].id)
            with pytest.raises(WorkspaceError, match="reading only"):
                reader.extend([])
        with pytest.raises(WorkspaceLocked):
            OxigraphStore(tmp_path / "s")
    with OxigraphStore(tmp_path / "s") as again:
        assert counts(again).articles == 1


def test_replacing_drops_removes_and_adds_in_one_unit(store, world) -> None:
    import pyoxigraph as ox

    g, h = node("graph:g"), node("graph:h")
    text = ox.Literal('"} ; DROP ALL ; #\n\\')
    one, two = ox.Quad(node("x:1"), tg("reason"), text, g), ox.Quad(node("x:2"), tg("reason"), text, h)
    store.replace(add=[one, two])
    assert set(store.quads(None, tg("reason"), None, None)) == {one, two}
    store.replace(drop=[g], remove=[two], add=[ox.Quad(node("x:3"), tg("reason"), text, h)])
    assert {q.subject for q in store.quads(None, tg("reason"), None, None)} == {node("x:3")}
