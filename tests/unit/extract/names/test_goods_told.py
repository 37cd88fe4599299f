"""Goods and groups that no table has, told by the words around them."""

from __future__ import annotations

import pytest

from themegraph.extract.names.goods_owned import find_owned_goods
from themegraph.extract.names.mentions import view_of
from themegraph.extract.names.patterns import shaped_names
from themegraph.folding import fold


def named(text: str, rule: str) -> list[str]:
    view = view_of(text, fold(text))
    return [view.text[s.start : s.end] for s in shaped_names(view.text, view.content, view.folded, view.words) if s.rule == rule]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("公司主要从事植物提取物的研发、生产和销售。", ["植物提取物"]),
        ("公司主要产品包括辣椒红素、叶黄素等。", ["辣椒红素", "叶黄素"]),
        ("作为国内最大的轮胎模具制造商，公司收入增长。", ["轮胎模具"]),
        ("公司旗下“裸酱油”上市两年。", ["裸酱油"]),
        ("公司的油缸、泵阀主要用于工程机械。", ["油缸", "泵阀"]),
        ("Acme's Wondercell battery sales rose.", ["wondercell"]),
    ],
)
def test_goods_are_told_by_who_makes_or_sells_them(text: str, wanted: list[str]) -> None:
    found = named(text, "told")
    assert set(wanted) <= set(found)


@pytest.mark.parametrize("text", ["这是公司的重要契机。", "公司发布规模目标。", "公司从事咨询业务。", "会议材料提供给记者。", "两家公司的对手。"])
def test_words_that_only_end_like_things_are_no_goods(text: str) -> None:
    assert named(text, "told") == []


def test_a_group_of_shares_is_told_by_the_noun_behind_it() -> None:
    assert named("光伏支架板块走强。", "group") == ["光伏支架"]
    assert named("公司是热管理领域的领军企业。", "group") == ["热管理"]


@pytest.mark.parametrize("text", ["多数板块走弱。", "国产龙头走强。", "上游产业链承压。", "涨幅居前的概念股。"])
def test_words_that_only_point_at_a_group_are_no_name(text: str) -> None:
    assert named(text, "group") == []


def test_a_metal_is_a_group_only_before_a_word_for_its_shares() -> None:
    assert named("钴概念股走强。", "group") == ["钴"]
    assert named("公司持有铜矿。", "group") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("拆开机柜，冷板来自甲公司，快接头则由乙公司供应。", {"冷板", "快接头"}),
        ("双方签订6艘LNG运输船建造合同。", {"lng运输船"}),
        ("两家公司在制冷阀件上直接竞争。", {"制冷阀件"}),
    ],
)
def test_goods_are_told_by_their_clause(text: str, wanted: set[str]) -> None:
    assert wanted <= set(named(text, "told"))


def test_what_comes_from_somewhere_and_is_no_thing_is_no_good() -> None:
    assert named("收入主要来自海外，资金由股东提供。", "told") == []


def test_what_was_recalled_is_named_before_its_count() -> None:
    assert named("公司召回2021年3月至2023年6月生产的CX-5、昂克赛拉共11.3万辆。", "recalled") == ["cx-5", "昂克赛拉"]
    assert named("公司召回约1.2万辆汽车。", "recalled") == []


def owned(text: str, firm: str) -> list[str]:
    view = view_of(text, fold(text))
    at = view.text.index(firm)
    return [view.text[start:end] for start, end in find_owned_goods(view.text, view.words, [(at, at + len(firm))])]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("农夫山泉的东方树叶增速放缓。", "东方树叶"),
        ("农夫山泉人工晶体集采中选后以价换量。", "人工晶体"),
        ("农夫山泉的继电器全球市占率领先。", "继电器"),
        ("农夫山泉的银河M9本周开订。", "银河m9"),
    ],
)
def test_a_good_behind_its_maker_may_have_any_name(text: str, wanted: str) -> None:
    assert owned(text, "农夫山泉") == [wanted]


@pytest.mark.parametrize("text", ["农夫山泉的股价上涨。", "农夫山泉乐山基地全线减产。", "农夫山泉的权重约15%。", "农夫山泉的对手降价。"])
def test_figures_and_places_of_a_firm_are_no_goods(text: str) -> None:
    assert owned(text, "农夫山泉") == []
