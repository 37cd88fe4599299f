"""How a thing is said: denial, doubt, hearsay, quotation, and how far each reaches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from themegraph.extract.text.cues import CueReading, modality_at
from themegraph.model import Modality, Span


def _at(read_marked: Callable[..., Any], text: str, word: str) -> CueReading:
    marked = read_marked(text)
    start = marked.article.content.index(word)
    span = Span(start=start, end=start + len(word))
    number = next(i for i, s in enumerate(marked.sentences) if s.span.start <= start < s.span.end)
    return modality_at(marked.cues[number], span)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[c:晶科能源]没有裁员计划。", "裁员"),
        ("[c:海尔智家]并未收购[c:开利]。", "收购"),
        ("[c:恒大汽车]否认破产传闻。", "破产"),
        ("网传[c:中芯国际]停产，系谣言。", "停产"),
        ("[c:寒武纪]称，网上流传的签约内容均为不实信息。", "签约"),
        ("[c:海光信息]终止与[c:中科曙光]合并。", "合并"),
        ("[c:华泰证券]表示，不存在与[c:招商证券]合并的情形。", "合并"),
        ("[c:甲公司]與[c:乙公司]的合作告吹。", "合作"),
        ("[c:Boeing] did not cut output.", "cut"),
        ("[c:商汤科技]与[c:阿里巴巴]合作开发大模型一事，双方均予以否认。", "合作"),
        ("股东大会否决了[c:天齐锂业]的增发议案。", "增发"),
        ("[c:韦尔股份]与[c:塔塔电子]的合作最终未能落地。", "合作"),
        ("[c:百度]与[c:苹果]的合作最终未达成。", "合作"),
        ("网传起火车辆并非[c:广汽埃安]产品。", "起火"),
        ("[c:奇瑞汽车]的上市辅导尚未启动。", "上市辅导"),
        ("[c:再鼎医药]的新药上市申请被拒。", "上市"),
        ("[c:浙能电力]扩建无望。", "扩建"),
        ("白宫不得继续征收关税。", "征收"),
        ("[c:曹操出行]的增发未能获得足够认购，宣告失败。", "增发"),
        ("网上流传的“[c:贵州茅台]下调出厂价”截图系伪造。", "下调"),
        ("[c:紫光国微]未涉及立案，子公司亦无诉讼。", "诉讼"),
        ("[c:福耀玻璃]不存在应披露而未披露的重大资产重组事项。", "重组"),
    ],
)
def test_what_is_denied_or_called_off_is_negated(read_marked: Callable[..., Any], text: str, word: str) -> None:
    found = _at(read_marked, text, word)
    assert found.negated
    assert found.modality is Modality.NEGATED


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[c:中信建投]不仅中标，还签了长单。", "中标"),
        ("[c:工商银行]不良率上升，减持不断。", "减持"),
        ("[c:万科]不得不出售资产。", "出售"),
        ("[c:东山精密]无人机业务扩产。", "扩产"),
        ("[c:中国银行]非公开发行股票。", "发行"),
        ("[c:贵州茅台]未来扩产。", "扩产"),
        ("[c:福特]称不会停止密歇根工厂扩建。", "扩建"),
        ("[c:中国船舶]否认终止收购[c:中船防务]。", "收购"),
        ("[c:万科A]否认资金链断裂，同日宣布郁亮辞任。", "辞任"),
        ("虽然[c:中芯国际]否认侵权，[c:台积电]还是起诉了它。", "起诉"),
        ("无实际控制人的[c:格力电器]获股东增持。", "增持"),
        ("[c:宁德时代]前所未有地扩产。", "扩产"),
        ("[c:比亚迪]没有回应，但已扩产。", "扩产"),
    ],
)
def test_words_that_only_look_like_a_negation_negate_nothing(read_marked: Callable[..., Any], text: str, word: str) -> None:
    assert not _at(read_marked, text, word).negated


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[c:立讯精密]拟收购[c:闻泰科技]资产。", "收购"),
        ("[c:小米]将于5月发布新车。", "发布"),
        ("[c:药明康德]有望受益。", "受益"),
        ("[c:通威股份]计划减产。", "减产"),
        ("若谈判破裂，[c:中远海控]将提价。", "提价"),
        ("[c:中国船舶]或中标。", "中标"),
        ("[c:紫金矿业]不排除收购。", "收购"),
        ("[c:Tesla] may cut prices.", "cut"),
        ("[c:美团]是否会提价？", "提价"),
    ],
)
def test_plans_forecasts_suppositions_and_questions_are_speculative(read_marked: Callable[..., Any], text: str, word: str) -> None:
    found = _at(read_marked, text, word)
    assert found.speculative
    assert not found.negated


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[c:高盛]将[c:腾讯]目标价上调至700港元。", "上调"),
        ("[c:恒瑞医药]将海外权益授予[c:默沙东]。", "授予"),
        ("[c:美的]的备案召回计划、回购计划已完成，增持完毕。", "增持"),
        ("[c:光大银行]前三季度超预期，减持。", "减持"),
        ("[c:拓邦股份]模拟芯片投产。", "投产"),
        ("[c:新希望]原材料涨价。", "涨价"),
    ],
)
def test_words_that_only_look_like_a_plan_hedge_nothing(read_marked: Callable[..., Any], text: str, word: str) -> None:
    assert not _at(read_marked, text, word).speculative


def test_hearsay_is_rumoured_and_names_no_fact(read_marked: Callable[..., Any]) -> None:
    found = _at(read_marked, "市场传闻[c:海通证券]将被[c:国泰君安]合并。", "合并")
    assert (found.modality, found.speculative, found.negated) == (Modality.RUMOURED, True, False)


def test_a_headline_rumour_does_not_reach_what_happened_behind_the_comma(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("正文。", title="传[c:特斯拉]下单，[c:三花智控]午后涨停")
    start = marked.article.content.index("涨停")
    assert modality_at(marked.cues[0], Span(start=start, end=start + 2)).modality is Modality.ASSERTED


def test_who_is_quoted_is_told(read_marked: Callable[..., Any]) -> None:
    found = _at(read_marked, "[o:中金公司]指出，[t:白酒]板块承压。", "承压")
    assert (found.modality, found.quoted_from) == (Modality.QUOTED, "中金公司")


def test_an_announcement_is_no_quotation(read_marked: Callable[..., Any]) -> None:
    assert _at(read_marked, "[c:宁德时代]公告称，中标储能项目。", "中标").modality is Modality.ASSERTED


def test_a_negation_ends_at_the_turn_of_the_sentence(read_marked: Callable[..., Any]) -> None:
    text = "[c:长电科技]未受影响，但减产。"
    assert not _at(read_marked, text, "减产").negated


def test_no_cue_is_found_inside_a_name(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("[c:未来电器]与[c:不凡帝]中标。")
    assert marked.cues == ((),)
