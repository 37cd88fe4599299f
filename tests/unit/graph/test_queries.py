"""Each competency question, asked of the small world."""

from datetime import date

import pytest

from themegraph.graph.keep import add_article
from themegraph.graph.sparql import check_query
from themegraph.graph.terms import curie, lit, node
from themegraph.resources import ontology_path

QUERIES = sorted(p.name for p in ontology_path("queries").glob("*.rq"))


@pytest.fixture
def ask(full, onto, world):
    draft = world.Draft("", "传闻戊科技将入股甲能科技", published=None)
    draft.link("戊科技", None)
    draft.link("甲能科技", world.ALPHA)
    add_article(full, *draft.done(), learned_at=world.NOW, ontology=onto)
    draft = world.Draft("乙芯股份业绩预增", "乙芯股份预计净利润增长，公司是算力龙头，向丙云集团供货")
    draft.link("乙芯股份", world.BETA)
    draft.event("earnings", "增长", [("agent", "乙芯股份", world.BETA)], {"乙芯股份": "positive"})
    draft.reading(world.BETA, "belongs_to_sector", world.THEME, "公司是算力龙头")
    draft.reading(world.BETA, "supplies_to", world.BUYER, "向丙云集团供货")
    add_article(full, *draft.done(), learned_at=world.NOW, ontology=onto)

    def run(name: str, **given):
        result = full.query(ontology_path(f"queries/{name}.rq").read_text(encoding="utf-8"), substitutions=given)
        names = [v.value for v in result.variables]
        return [{n: curie(row[n].value) for n in names if row[n] is not None} for row in result]

    return run


@pytest.mark.parametrize("name", QUERIES)
def test_a_competency_question_is_admitted_and_has_an_answer(name, ask) -> None:
    check_query(ontology_path(f"queries/{name}").read_text(encoding="utf-8"))
    assert ask(name.removesuffix(".rq")) != []


def test_etfs_that_hold_a_company_of_an_event(ask, world) -> None:
    (row,) = ask("etfs-holding-companies-of-event")
    assert (row["etf"], row["company"], row["weight"], row["as_of"], row["basis"]) == (world.FUND, world.BETA, "0.1", "2025-11-28", "index_weight")
    assert ask("etfs-holding-companies-of-event", event=node(row["event"])) == [row]
    assert ask("etfs-holding-companies-of-event", event=node("event:none")) == []


def test_a_reprinted_claim_does_not_rest_on_one_article(ask) -> None:
    rows = ask("claims-of-one-article")
    names = {r["predicate"].rpartition("#")[2] for r in rows}
    assert "suppliesTo" in names
    assert "customerOf" not in names


def test_etfs_that_hold_a_supplier_come_with_the_words_that_say_so(ask, world) -> None:
    rows = ask("etfs-holding-suppliers", company=node(world.BUYER))
    assert [(r["supplier"], r["etf"], r["quote"]) for r in rows] == [(world.BETA, world.FUND, "向丙云集团供货")]


def test_members_of_a_theme_are_counted_by_etf(ask, world) -> None:
    assert [(r["name"], r["etf"], r["members"]) for r in ask("theme-members-in-etfs")] == [("算力", world.FUND, "1")]


def test_a_claim_and_its_denial_meet_though_one_says_customer(ask, world) -> None:
    rows = ask("contradicted-claims")
    assert {(r["subject"], r["object"], r["quote_against"]) for r in rows} == {(world.ALPHA, world.BUYER, "没有向丙云集团供货")}


def test_a_denial_names_who_denied_and_who_told(ask) -> None:
    rows = [r for r in ask("denied-events") if "told_by" in r]
    assert {(r["denied_by"], r["told_by"]) for r in rows} == {("巨潮资讯网", "财联社"), ("巨潮资讯网", "某地方网"), ("巨潮资讯网", "上交所")}


def test_the_evidence_of_a_claim_has_its_words_and_its_reader(ask, world) -> None:
    rows = [r for r in ask("evidence-of-claim") if r["source"] == "财联社" and "两成" in r["quote"]]
    assert [(r["quote"], r["extractor"], r["modality"]) for r in rows] == [
        ("丙云集团的采购占甲能科技收入的两成", "relations.rules/supply", "asserted")
    ]


def test_weights_not_yet_known_are_left_out(ask, world) -> None:
    assert ask("weights-known-on-a-day", etf=node(world.FUND), day=lit(date(2025, 11, 30))) == []
    (row,) = ask("weights-known-on-a-day", etf=node(world.FUND), day=lit(date(2025, 12, 1)))  # the other line has no weight
    assert (row["security"], row["weight"]) == ("share:000902.SZ", "0.1")


def test_undated_articles_and_unlinked_words_are_listed(ask) -> None:
    assert len(ask("undated-articles")) == 1
    assert [(r["surface"], r["times"], r["candidates"]) for r in ask("unlinked-mentions")] == [("戊科技", "1", "company:0903.HK")]


def test_good_news_is_told_apart_from_bad(ask, world) -> None:
    assert {(r["company"], r["polarity"], r["type"]) for r in ask("companies-gaining-and-losing")} == {
        (world.ALPHA, "positive", "product_launch"),
        (world.BETA, "positive", "earnings"),
    }
