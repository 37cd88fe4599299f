from __future__ import annotations

import pytest

from themegraph.errors import BadReferenceData
from themegraph.extract.names.lexicon import Lexicon
from themegraph.extract.names.variants import company_variants, english_variants, fund_variants, regional_variants, strip_listing_marks
from themegraph.folding import fold


def entities(lexicon, name):
    return {sense.entity for sense in lexicon.senses(name)}


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("摩尔线程", "company:688795.SH"),
        ("摩爾線程", "company:688795.SH"),
        ("Moore Threads", "company:688795.SH"),
        ("海光資訊", "company:688041.SH"),
        ("輝達", "company:NVDA.US"),
        ("NVIDIA", "company:NVDA.US"),
        ("小米集团", "company:1810.HK"),
        ("华夏人工智能ETF", "etf:515070.SH"),
        ("人工智慧ETF易方達", "etf:159819.SZ"),
    ],
)
def test_a_thing_is_found_under_its_other_names(lexicon, name, entity):
    assert entities(lexicon, name) == {entity}


def test_a_nickname_of_two_funds_keeps_both(lexicon):
    assert entities(lexicon, "人工智能ETF") == {"etf:515070.SH", "etf:159819.SZ"}


def test_a_theme_called_after_a_company_does_not_take_its_name(lexicon):
    assert entities(lexicon, "英伟达") == {"company:NVDA.US"}
    assert entities(lexicon, "光伏") == {"theme:光伏概念"}


def test_words_that_name_companies_are_guarded(lexicon):
    guards = {sense.entity: sense.guard for sense in lexicon.senses("机器人")}
    assert guards["company:300024.SZ"] == "common-word"
    assert guards["theme:机器人"] == ""


def test_bytes_give_the_same_lexicon_back(lexicon):
    again = Lexicon.from_bytes(lexicon.to_bytes())
    text = fold("摩爾線程與輝達，人工智能ETF").text
    assert list(again.find(text)) == list(lexicon.find(text))
    assert again.to_bytes() == lexicon.to_bytes()
    assert again.code("688795.SH") == lexicon.code("688795.SH")


def test_a_file_keeps_a_lexicon(lexicon, tmp_path):
    lexicon.save(tmp_path / "names.lex")
    assert len(Lexicon.load(tmp_path / "names.lex")) == len(lexicon)


def test_bytes_of_something_else_are_refused(lexicon):
    with pytest.raises(BadReferenceData, match="compiled lexicon"):
        Lexicon.from_bytes(b"\x93\x01\x02\x03")


def test_one_number_may_be_a_share_a_fund_or_an_index(lexicon):
    assert [facts.entity for facts in lexicon.digits("588000")] == ["etf:588000.SH"]
    assert lexicon.digits("999999") == ()
    assert lexicon.code("1276.HK").entity == "company:600276.SH"


def test_labels_and_types_are_answered_for_ids(lexicon):
    assert lexicon.label("company:688256.SH") == "寒武纪"
    assert lexicon.type_of("product:GPU") == "product/technology"
    assert lexicon.type_of("company:nobody") is None
    assert lexicon.fund("etf:588000.SH").manager == "华夏基金"


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("万科a", "万科"),
        ("阿里巴巴-sw", "阿里巴巴"),
        ("*st闻泰", "闻泰"),
        ("xd贵州茅", "贵州茅"),
        ("九号公司-wd", "九号公司"),
        ("百度集团", "百度集团"),
    ],
)
def test_listing_marks_are_no_part_of_a_name(name, bare):
    assert strip_listing_marks(name) == bare


def test_legal_forms_and_regions_make_variants():
    assert "比亚迪" in company_variants("比亚迪股份有限公司", "full") or "比亚迪" in company_variants("比亚迪股份", "short")
    assert regional_variants("国芯芯片") == ("国芯晶片",)
    assert english_variants("advanced micro devices inc")[0] == "advanced micro devices"
    assert ("酒etf", "nickname") in fund_variants("鹏华酒etf")
