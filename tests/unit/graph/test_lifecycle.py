from dataclasses import replace

import numpy as np
import pytest

from themegraph.errors import InputError
from themegraph.exposure.view import View
from themegraph.graph.acts import acts
from themegraph.graph.compile import compile_snapshot
from themegraph.graph.keep import add_article
from themegraph.graph.ledger import counts
from themegraph.graph.lifecycle import purge_article, replace_extraction, retract, unretract
from themegraph.graph.rdf import article_of, extraction_of
from themegraph.graph.store import OxigraphStore
from themegraph.graph.terms import DERIVED, article_graph, node, tg


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


def test_a_new_reading_takes_the_place_of_the_old(two, onto, world) -> None:
    article, extraction = world.launch()
    assert not replace_extraction(two, extraction, learned_at=world.NOW, ontology=onto)
    purge_article(two, world.reprint()[0].id, at=world.NOW, reason="", ontology=onto)
    slim = replace(extraction, readings=())
    assert replace_extraction(two, slim, learned_at=world.NOW.replace(year=2027), ontology=onto)
    assert extraction_of(two, article.id, ontology=onto) == slim
    assert article_of(two, article.id) == article
    assert not supplies(two, world)
    assert counts(two).statements == 0


def test_an_article_nobody_read_cannot_be_taken_back(two, onto, world) -> None:
    with pytest.raises(InputError, match="no article"):
        retract(two, "article:none", at=world.NOW, reason="", ontology=onto)


def test_a_purged_text_cannot_be_read_again(two, onto, world) -> None:
    article, extraction = world.launch()
    purge_article(two, article.id, at=world.NOW, reason="", ontology=onto)
    with pytest.raises(InputError, match="purged"):
        replace_extraction(two, extraction, learned_at=world.NOW, ontology=onto)
