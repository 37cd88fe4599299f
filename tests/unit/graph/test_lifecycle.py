from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from themegraph.errors import InputError
from themegraph.exposure.view import View
from themegraph.graph.acts import acts
from themegraph.graph.compile import compile_snapshot
from themegraph.graph.keep import add_article, add_publication
from themegraph.graph.ledger import article_entry, counts
from themegraph.graph.lifecycle import purge_article, replace_extraction, retract, unretract
from themegraph.graph.rdf import article_of, extraction_of
from themegraph.graph.store import OxigraphStore
from themegraph.graph.terms import DERIVED, LEDGER, article_graph, instant, node, tg
from themegraph.snapshot import day_of


@pytest.fixture
def two(onto, world):
    """A claim that two articles make."""
    store = OxigraphStore()
    add_article(store, *world.launch(), learned_at=world.NOW, ontology=onto)
    add_article(store, *world.reprint(), learned_at=world.NOW, ontology=onto)
    return store


def supplies(store, world) -> bool:
    return bool(list(store.quads(node(world.ALPHA), tg("suppliesTo"), node(world.BUYER), DERIVED)))


def test_a_claim_lives_while_one_of_its_articles_counts(two, onto, world) -> None:
    first, second = world.launch()[0].id, world.reprint()[0].id
    assert retract(two, first, at=world.NOW, reason="更正", ontology=onto)
    assert supplies(two, world)
    assert compile_snapshot(two, ontology=onto).meta["articles"] == 1
    assert retract(two, second, at=world.NOW, reason="更正", ontology=onto)
    assert not supplies(two, world)
    snap = compile_snapshot(two, ontology=onto)
    assert snap.meta["articles"] == snap.meta["stories"] == snap.meta["voices"] == 0
    assert not snap.statements.belief.any()
    view = View(snap, world.NOW.date())
    assert not view.statements(np.arange(len(snap.statements))).any()
    assert [view.event(e).belief for e in range(len(snap.events))] == [0.0] * len(snap.events)


def test_what_was_retracted_comes_back_as_it_was(two, onto, world) -> None:
    before, snap = set(two.quads(None, None, None, DERIVED)), compile_snapshot(two, ontology=onto)
    for article in (world.launch()[0].id, world.reprint()[0].id):
        retract(two, article, at=world.NOW, reason="更正", ontology=onto)
        assert not retract(two, article, at=world.NOW, reason="again", ontology=onto)
    for article in (world.reprint()[0].id, world.launch()[0].id):
        assert unretract(two, article, at=world.NOW, ontology=onto)
        assert not unretract(two, article, at=world.NOW, ontology=onto)
    assert set(two.quads(None, None, None, DERIVED)) == before
    after = compile_snapshot(two, ontology=onto)
    assert list(after.statements.belief) == list(snap.statements.belief)
    assert [a.undone_at for a in acts(two)] == [world.NOW, world.NOW]


def test_a_retracted_article_stays_readable_with_its_reason(two, onto, world) -> None:
    article, extraction = world.launch()
    retract(two, article.id, at=world.NOW, reason="更正", ontology=onto)
    assert article_of(two, article.id) == article
    assert extraction_of(two, article.id, ontology=onto) == extraction
    assert counts(two).retracted == 1


def test_purging_leaves_no_word_and_a_tombstone(two, onto, world) -> None:
    article, extraction = world.other_voice()
    add_article(two, article, extraction, learned_at=world.NOW, ontology=onto)
    assert purge_article(two, article.id, at=world.NOW, reason="应要求", ontology=onto)
    assert not purge_article(two, article.id, at=world.NOW, reason="again", ontology=onto)
    assert not list(two.quads(None, None, None, article_graph(article.id)))
    assert not any(article.text in str(q.object) for q in two.quads())
    assert counts(two).purged == 1
    assert not add_article(two, article, extraction, learned_at=world.NOW, ontology=onto)
    assert not unretract(two, article.id, at=world.NOW, ontology=onto)
    assert len(compile_snapshot(two, ontology=onto).articles) == 2
    assert supplies(two, world)


def test_a_new_reading_closes_the_old_and_keeps_it(two, onto, world) -> None:
    article, extraction = world.launch()
    assert not replace_extraction(two, extraction, learned_at=world.NOW, ontology=onto)
    purge_article(two, world.reprint()[0].id, at=world.NOW, reason="", ontology=onto)
    slim, later = replace(extraction, readings=()), world.NOW.replace(year=2027)
    assert replace_extraction(two, slim, learned_at=later, ontology=onto)
    assert extraction_of(two, article.id, ontology=onto) == extraction
    assert extraction_of(two, article.id, ontology=onto, generation=1) == slim
    assert article_of(two, article.id) == article
    assert not supplies(two, world)
    assert counts(two).statements == 0
    entry = article_entry(two, article.id)
    assert (entry.generation, entry.learned_at, entry.read_at) == (1, world.NOW, later)
    closed = list(two.quads(node(f"extraction:{article.id.partition(':')[2]}/0"), tg("supersededAt"), None, LEDGER))
    assert [instant(q.object.value) for q in closed] == [later]
    assert not compile_snapshot(two, ontology=onto).statements.belief.any()
    assert compile_snapshot(two, ontology=onto, known_at=world.NOW).statements.belief.any()


def test_a_reading_cannot_come_before_the_one_whose_place_it_takes(two, onto, world) -> None:
    _, extraction = world.launch()
    with pytest.raises(InputError, match="before that"):
        replace_extraction(two, replace(extraction, readings=()), learned_at=world.NOW.replace(year=2020), ontology=onto)


def test_a_retracted_article_that_is_read_again_stays_retracted(two, onto, world) -> None:
    article, extraction = world.launch()
    retract(two, article.id, at=world.NOW, reason="更正", ontology=onto)
    retract(two, world.reprint()[0].id, at=world.NOW, reason="更正", ontology=onto)
    assert replace_extraction(two, replace(extraction, effects=()), learned_at=world.NOW, ontology=onto)
    assert not supplies(two, world)
    assert unretract(two, article.id, at=world.NOW, ontology=onto)
    assert supplies(two, world)


def test_a_second_outlet_keeps_what_the_first_takes_back(onto, world) -> None:
    store = OxigraphStore()
    article, extraction = world.launch()
    add_article(store, article, extraction, learned_at=world.NOW, ontology=onto)
    other = replace(article, source="上交所", published_at=article.published_at.replace(day=22), url="https://example.org/1")
    assert add_publication(store, other, learned_at=world.NOW.replace(day=6), ontology=onto)
    assert not add_publication(store, other, learned_at=world.NOW.replace(day=7), ontology=onto)
    snap = compile_snapshot(store, ontology=onto)
    assert (snap.meta["articles"], snap.meta["voices"], len(snap.articles)) == (1, 1, 2)
    assert {snap.text(int(i)) for i in snap.articles.source} == {"财联社", "上交所"}
    assert retract(store, article.id, source="财联社", at=world.NOW.replace(day=8), reason="撤稿", ontology=onto)
    assert supplies(store, world)
    snap = compile_snapshot(store, ontology=onto)
    assert [day_of(View(snap, date(2026, 1, 9)).event(e).public_from) for e in range(len(snap.events))] == [date(2025, 12, 22)]
    assert View(snap, date(2025, 12, 21)).event(0).belief == 0.0
    assert retract(store, "source:上交所", at=world.NOW.replace(day=9), reason="撤稿", ontology=onto)
    assert not supplies(store, world)
    assert not compile_snapshot(store, ontology=onto).statements.belief.any()
    # A third outlet, and the words count again.
    assert add_publication(store, replace(other, source="央视网"), learned_at=world.NOW.replace(day=10), ontology=onto)
    assert supplies(store, world)


def test_a_text_that_says_nothing_of_where_it_stood_is_no_publication(two, onto, world) -> None:
    bare = replace(world.launch()[0], source="", published_at=None, url="")
    assert not add_publication(two, bare, learned_at=world.NOW, ontology=onto)


def test_what_an_outlet_did_not_publish_cannot_be_taken_back_from_it(two, onto, world) -> None:
    with pytest.raises(InputError, match="was not published by '上交所'; it was by '财联社'"):
        retract(two, world.launch()[0].id, source="上交所", at=world.NOW, reason="", ontology=onto)
    with pytest.raises(InputError, match="no publication"):
        retract(two, "publication:none", at=world.NOW, reason="", ontology=onto)


def test_an_article_nobody_read_cannot_be_taken_back(two, onto, world) -> None:
    with pytest.raises(InputError, match="no article"):
        retract(two, "article:none", at=world.NOW, reason="", ontology=onto)


def test_a_purged_text_cannot_be_read_again(two, onto, world) -> None:
    article, extraction = world.launch()
    purge_article(two, article.id, at=world.NOW, reason="", ontology=onto)
    with pytest.raises(InputError, match="purged"):
        replace_extraction(two, extraction, learned_at=world.NOW, ontology=onto)
