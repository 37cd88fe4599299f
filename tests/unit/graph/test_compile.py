from datetime import UTC, date, datetime

import numpy as np
import pytest

from themegraph.graph.compile import compile_snapshot
from themegraph.graph.keep import add_article, load_reference
from themegraph.graph.reference import reference_of
from themegraph.graph.store import OxigraphStore
from themegraph.model import StatedEffect
from themegraph.snapshot import RELATION_CLASSES, ROLES, day_of, open_snapshot, write_snapshot


def edges(snap):
    found = {}
    for src in range(len(snap.nodes)):
        for e in range(*snap.rows("edges_ptr", src).indices(10**9)):
            key = (snap.id_of(src), RELATION_CLASSES[int(snap.edges.cls[e])], snap.id_of(int(snap.edges.dst[e])))
            found[key] = float(snap.edges.q[e])
    return found


def reading(world, onto, *readings, published=datetime(2025, 12, 20, 8, tzinfo=UTC)):
    store = OxigraphStore()
    load_reference(store, world.reference(), dataset="starter", learned_at=world.NOW, ontology=onto)
    for i, (subject, predicate, value, options) in enumerate(readings):
        draft = world.Draft(f"题{i}", f"甲能科技第{i}条消息", published=published)
        draft.reading(subject, predicate, value, "消息", **options)
        add_article(store, *draft.done(), learned_at=world.NOW, ontology=onto)
    return compile_snapshot(store, ontology=onto)


def test_a_supply_claim_gives_an_edge_each_way_with_the_receivers_denominator(world, onto) -> None:
    share = {"qualifiers": (("share", 0.2), ("share_of", "revenue_of_subject"))}
    snap = reading(world, onto, (world.ALPHA, "supplies_to", world.BUYER, share))
    found = edges(snap)
    assert found[world.BUYER, "up", world.ALPHA] == 0.2
    assert np.isnan(found[world.ALPHA, "down", world.BUYER])


def test_a_customer_claim_is_the_same_claim(world, onto) -> None:
    snap = reading(
        world, onto,
        (world.ALPHA, "supplies_to", world.BUYER, {"qualifiers": (("share", 0.2), ("share_of", "revenue_of_subject"))}),
        (world.BUYER, "customer_of", world.ALPHA, {"qualifiers": (("share", 0.2), ("share_of", "revenue_of_object"))}),
    )  # fmt: skip
    assert len(snap.statements) == 2  # the hand-made one and this
    assert edges(snap)[world.BUYER, "up", world.ALPHA] == 0.2


def test_ownership_goes_up_by_the_stake_and_down_in_full(world, onto) -> None:
    stake = {"qualifiers": (("share", 0.3), ("share_of", "equity_of_object"))}
    found = edges(reading(world, onto, (world.ALPHA, "invests_in", world.BUYER, stake)))
    assert found[world.BUYER, "own_up", world.ALPHA] == 0.3
    assert found[world.ALPHA, "own_down", world.BUYER] == 1.0
    found = edges(reading(world, onto, (world.BUYER, "subsidiary_of", world.ALPHA, {})))
    assert np.isnan(found[world.BUYER, "own_up", world.ALPHA])
    assert found[world.ALPHA, "own_down", world.BUYER] == 1.0


def test_a_stake_that_stands_in_for_market_values_is_flagged(world, onto) -> None:
    stake = {"qualifiers": (("share", 0.3), ("share_of", "equity_of_object"))}
    snap = reading(world, onto, (world.ALPHA, "invests_in", world.BUYER, stake))
    flagged = [RELATION_CLASSES[int(c)] for c, f in zip(snap.edges.cls, snap.edges.flag, strict=True) if f]
    assert flagged == ["own_up"]


def test_a_deal_that_is_only_planned_makes_no_owner(world, onto) -> None:
    assert not any(c.startswith("own") for _, c, _ in edges(reading(world, onto, (world.ALPHA, "acquires", world.BUYER, {"speculative": True}))))
    assert any(c.startswith("own") for _, c, _ in edges(reading(world, onto, (world.ALPHA, "acquires", world.BUYER, {}))))


def test_what_is_only_denied_passes_nothing_on(world, onto) -> None:
    found = edges(reading(world, onto, (world.ALPHA, "supplies_to", world.BUYER, {"negated": True})))
    assert {c for _, c, _ in found} == {"comp"}


def test_a_claim_between_the_wrong_types_passes_nothing_on(world, onto) -> None:
    snap = reading(world, onto, (world.ALPHA, "tracks_index", world.BUYER, {}), (world.ALPHA, "supplies_to", world.FUND, {}))
    assert {c for _, c, _ in edges(snap)} == {"comp"}
    assert len(snap.statements) == 3


def test_a_sector_claim_makes_a_member_from_its_day_on(world, onto) -> None:
    snap = reading(world, onto, (world.BETA, "belongs_to_sector", world.THEME, {}))
    rows = snap.rows("members_ptr", snap.node(world.BETA))
    assert [day_of(int(d)) for d in snap.members.public_from[rows]] == [date(2025, 12, 20)]
    assert (snap.members.statement[rows] >= 0).all()
    known = snap.rows("members_ptr", snap.node(world.ALPHA))
    assert [day_of(int(d)) for d in snap.members.public_from[known]] == [date(2025, 6, 2)]


def test_an_undated_text_has_no_day_anywhere(world, onto) -> None:
    snap = reading(world, onto, (world.BETA, "belongs_to_sector", world.THEME, {}), (world.ALPHA, "supplies_to", world.BUYER, {}), published=None)
    assert list(snap.articles.public_from) == [0, 0]
    predicates = snap.vocabulary("predicates")
    days = {predicates[int(p)]: int(d) for p, d in zip(snap.statements.predicate, snap.statements.public_from, strict=True)}
    assert days["supplies_to"] == 0
    assert days["competes_with"] > 0
    assert len(snap.members.company[snap.rows("members_ptr", snap.node(world.BETA))]) == 0
    assert snap.meta["undated"] == 2


def test_weights_that_a_text_states_are_a_table_of_their_own(world, onto) -> None:
    snap = reading(
        world, onto, (world.FUND, "holds", world.BETA, {"qualifiers": (("weight", 0.1589), ("weight_date", "2025-09-30"))}),
        (world.FUND, "holds", world.ALPHA, {"qualifiers": (("weight", 0.1),), "speculative": True}),
    )  # fmt: skip
    bases = snap.vocabulary("bases")
    (row,) = [i for i in range(len(snap.tables)) if bases[int(snap.tables.basis[i])] == "stated_in_text"]
    assert day_of(int(snap.tables.as_of[row])) == date(2025, 9, 30)
    assert day_of(int(snap.tables.known_at[row])) == date(2025, 12, 20)
    lines = snap.rows("holdings_ptr", row)
    assert [(snap.id_of(int(s)), float(w)) for s, w in zip(snap.holdings.security[lines], snap.holdings.weight[lines], strict=True)] == [
        ("share:000902.SZ", 0.1589)
    ]
    assert snap.id_of(int(snap.holdings.issuer[lines][0])) == world.BETA


def test_stated_weights_that_add_up_to_too_much_are_left_out(world, onto) -> None:
    draft = world.Draft("题", "甲能科技权重")
    draft.reading(world.FUND, "holds", world.BETA, "权重", qualifiers=(("weight", 0.9),))
    draft.reading(world.FUND, "holds", world.ALPHA, "权重", qualifiers=(("weight", 0.9),))
    store = OxigraphStore()
    add_article(store, *draft.done(), learned_at=world.NOW, ontology=onto)
    assert len(compile_snapshot(store, ontology=onto).tables) == 0


def test_a_fund_that_only_a_text_knows_has_its_row(world, onto) -> None:
    draft = world.Draft("题", "甲能科技权重")
    draft.reading(world.FUND, "holds", world.BETA, "权重", qualifiers=(("weight", 0.9),))
    store = OxigraphStore()
    add_article(store, *draft.done(), learned_at=world.NOW, ontology=onto)
    snap = compile_snapshot(store, ontology=onto)
    assert [snap.id_of(int(n)) for n in snap.funds.node] == [world.FUND]
    assert snap.rows("tables_ptr", 0) == slice(0, 1)


def event_of(snap, *, negated=0):
    (row,) = [i for i in range(len(snap.events)) if int(snap.events.negated[i]) == negated]
    return row


def test_one_event_in_three_articles_is_one_row_with_three_readings_and_two_voices(full, onto) -> None:
    snap = compile_snapshot(full, ontology=onto)
    row = event_of(snap)
    rows = snap.event_evidence[snap.rows("event_evidence_ptr", row)]
    assert len(rows) == 3
    assert len({int(s) for s in snap.evidence.story[rows]}) == 2
    assert day_of(int(snap.events.public_from[row])) == date(2025, 12, 20)
    assert snap.text(int(snap.events.summary[row])) == "甲能科技发布华岳芯片"


def test_a_denial_is_of_the_same_story_and_lowers_belief(full, store, onto, world) -> None:
    snap = compile_snapshot(full, ontology=onto)
    told, denied = event_of(snap), event_of(snap, negated=1)
    assert snap.events.story[told] == snap.events.story[denied]
    alone = OxigraphStore()
    for make in (world.launch, world.reprint, world.other_voice):
        add_article(alone, *make(), learned_at=world.NOW, ontology=onto)
    undenied = compile_snapshot(alone, ontology=onto)
    assert snap.events.belief[told] < 0.5 < undenied.events.belief[event_of(undenied)]


def test_a_reprint_adds_no_belief_and_another_voice_does(world, onto) -> None:
    def belief(*makes):
        store = OxigraphStore()
        for make in makes:
            add_article(store, *make(), learned_at=world.NOW, ontology=onto)
        snap = compile_snapshot(store, ontology=onto)
        return float(snap.events.belief[event_of(snap)])

    assert belief(world.launch) == belief(world.launch, world.reprint)
    assert belief(world.launch, world.reprint) < belief(world.launch, world.other_voice)


def test_participants_have_role_sign_and_relevance(full, onto) -> None:
    snap = compile_snapshot(full, ontology=onto)
    span = snap.rows("participants_ptr", event_of(snap))
    parts = snap.participants
    found = {
        snap.id_of(int(n)): (ROLES[int(r)], int(s), float(w))
        for n, r, s, w in zip(parts.node[span], parts.role[span], parts.sign[span], parts.relevance[span], strict=True)
    }
    assert found == {
        "company:600901.SH": ("agent", 1, 1.0),
        "product:华岳芯片": ("object", 0, 1.0),
        "company:0903.HK": ("beneficiary", 1, 1.0),
    }


def test_questions_find_an_event_by_title_sentence_and_names(full, onto) -> None:
    snap = compile_snapshot(full, ontology=onto)
    search = snap.text(int(snap.events.search[event_of(snap)]))
    for words in ("国产算力再添新品", "甲能科技", "算力密度提升50%", "丙云集团"):
        assert words in search


def test_names_find_companies_funds_and_things_only_texts_know(full, onto, world) -> None:
    snap = compile_snapshot(full, ontology=onto)
    for name, identifier in (("甲能科技", world.ALPHA), ("ALPHA", world.ALPHA), ("旧名", world.ALPHA), ("600901", world.ALPHA), ("0903.hk", world.BUYER),
                             ("算力ETF某某", world.FUND), ("510901.SH", world.FUND), ("华岳芯片", world.CHIP), ("華嶽芯片", world.CHIP)):  # fmt: skip
        assert [snap.id_of(n) for n in snap.named(name)] == [identifier], name


def test_hand_made_statements_are_evidence_with_their_source(full, onto) -> None:
    snap = compile_snapshot(full, ontology=onto)
    rows = [r for r in range(len(snap.evidence)) if int(snap.evidence.article[r]) < 0]
    assert [snap.text(int(snap.evidence.dataset[r])) for r in rows] == ["starter: 某年报"]
    assert [snap.vocabulary("source_classes")[int(snap.evidence.source_class[r])] for r in rows] == ["reference"]


def test_equal_stores_give_equal_bytes_whatever_came_first(tmp_path, world, onto) -> None:
    made = [world.launch(), world.reprint(), world.other_voice(), world.denial()]
    for n, order in enumerate((made, made[::-1])):
        store = OxigraphStore()
        for article, extraction in order:
            add_article(store, article, extraction, learned_at=world.NOW, ontology=onto)
        load_reference(store, world.reference(), dataset="starter", learned_at=world.NOW, ontology=onto)
        write_snapshot(compile_snapshot(store, ontology=onto), tmp_path / str(n))
    for name in ("arrays.bin", "meta.json"):
        assert (tmp_path / "0" / name).read_bytes() == (tmp_path / "1" / name).read_bytes()
    assert len(open_snapshot(tmp_path / "0").articles) == 4


def test_later_evidence_is_told_by_the_moment_it_was_learned(store, onto, world) -> None:
    later = world.NOW.replace(month=3)
    add_article(store, *world.launch(), learned_at=world.NOW, ontology=onto)
    add_article(store, *world.other_voice(), learned_at=later, ontology=onto)
    snap = compile_snapshot(store, ontology=onto)
    rows = snap.event_evidence[snap.rows("event_evidence_ptr", event_of(snap))]
    assert sorted(int(t) for t in snap.evidence.learned_at[rows]) == [int(world.NOW.timestamp()), int(later.timestamp())]


def test_the_time_zone_of_publication_decides_the_day(world, onto) -> None:
    store = OxigraphStore()
    draft = world.Draft("题", "甲能科技", published=datetime(2025, 12, 20, 17, 0, tzinfo=UTC))
    add_article(store, *draft.done(), learned_at=world.NOW, ontology=onto)
    assert day_of(int(compile_snapshot(store, ontology=onto).articles.public_from[0])) == date(2025, 12, 21)


@pytest.mark.parametrize("kind", ["up", "down", "comp", "own_up", "own_down", "coop"])
def test_every_class_of_edge_comes_from_some_predicate(kind, world, onto) -> None:
    snap = reading(
        world, onto, (world.ALPHA, "supplies_to", world.BUYER, {}), (world.ALPHA, "cooperates_with", world.BUYER, {}),
        (world.ALPHA, "invests_in", world.BUYER, {}),
    )  # fmt: skip
    assert kind in {c for _, c, _ in edges(snap)}


def test_what_was_just_loaded_compiles_to_the_bytes_of_what_is_read_back(tmp_path, full, onto, monkeypatch) -> None:
    write_snapshot(compile_snapshot(full, ontology=onto), tmp_path / "recent")
    monkeypatch.setattr("themegraph.graph.compiled.recent_reference", reference_of)
    write_snapshot(compile_snapshot(full, ontology=onto), tmp_path / "read")
    for name in ("arrays.bin", "meta.json"):
        assert (tmp_path / "recent" / name).read_bytes() == (tmp_path / "read" / name).read_bytes()


def test_whom_a_text_calls_helped_joins_the_event_that_stands_nearest(onto, world) -> None:
    draft = world.Draft("题", "甲能科技发布新品，丙云集团受益；乙芯股份遭到调查")
    draft.link("丙云集团", world.BUYER)
    draft.event("product_launch", "发布", [("agent", "甲能科技", world.ALPHA)], {"甲能科技": "positive"})
    draft.event("lawsuit/investigation", "调查", [("object", "乙芯股份", world.BETA)], {"乙芯股份": "negative"})
    draft.effects += [
        StatedEffect(surface="丙云集团", entity=world.BUYER, helped=True, span=draft.span(draft.text)),
        StatedEffect(surface="乙芯股份", entity=world.BETA, helped=False, span=draft.span(draft.text)),
    ]
    store = OxigraphStore()
    add_article(store, *draft.done(), learned_at=world.NOW, ontology=onto)
    snap = compile_snapshot(store, ontology=onto)
    types = snap.vocabulary("event_types")
    parts = {
        types[int(snap.events.type[e])]: {snap.id_of(int(n)) for n in snap.participants.node[snap.rows("participants_ptr", e)]}
        for e in range(len(snap.events))
    }
    assert parts == {"product_launch": {world.ALPHA, world.BUYER}, "lawsuit/investigation": {world.BETA}}
