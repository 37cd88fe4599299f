"""What it means for the company itself, where the plain words mislead too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "surface", "expected"),
    [
        ("[c:隆基绿能]上半年亏损25.69亿元，同比大幅减亏。", "隆基绿能", "positive"),
        ("[c:蔚来]四季度亏损收窄至28亿元。", "蔚来", "positive"),
        ("[c:寒武纪]2025年扭亏为盈。", "寒武纪", "positive"),
        ("[c:金龙汽车]上半年亏损扩大至3亿元。", "金龙汽车", "negative"),
        ("[c:迈瑞医疗]三季度营收增速放缓至1.5%。", "迈瑞医疗", "negative"),
        ("[c:中芯国际]净利润增长5%，但不及预期。", "中芯国际", "negative"),
        ("[c:三一重工]净利润下降3%，好于预期。", "三一重工", "positive"),
        ("[c:江苏银行]不良贷款率下降0.02个百分点至0.84%。", "江苏银行", "positive"),
        ("[c:海底捞]增收不增利，净利润下降。", "海底捞", "negative"),
        ("[c:天孚通信]净利润增速放缓，但都为正。", "天孚通信", "positive"),
        ("[c:高盛]下调[c:腾讯]目标价至650港元，但维持“买入”评级。", "腾讯", "neutral"),
        ("[c:高盛]维持[c:腾讯]“买入”评级，目标价由700港元下调至650港元。", "腾讯", "neutral"),
        ("[c:高盛]维持[c:腾讯]“买入”评级，目标价由650港元上调至700港元。", "腾讯", "positive"),
        ("[c:大摩]将[c:李宁]评级下调至减持。", "李宁", "negative"),
        ("[c:穆迪]将[c:万科]评级展望调整为负面。", "万科", "negative"),
        ("[c:万华化学]上调[p:MDI]挂牌价。", "万华化学", "positive"),
        ("[c:特斯拉]下调[p:Model 3]售价。", "特斯拉", "negative"),
        ("[c:软银]清仓[c:英伟达]。", "英伟达", "negative"),
        ("[c:软银]清仓[c:英伟达]。", "软银", "neutral"),
        ("[c:中国平安]举牌[c:农业银行]。", "农业银行", "positive"),
        ("[c:联影医疗]与[c:东软医疗]的专利诉讼达成和解。", "联影医疗", "neutral"),
        ("[c:默沙东]收购[c:Verona Pharma]。", "默沙东", "neutral"),
        ("[c:波音]一架客机坠毁。", "波音", "negative"),
        ("[c:长江电力]宣布每10股派现9.43元。", "长江电力", "positive"),
    ],
)
def test_polarity_is_the_companys_own(read_marked: Callable[..., Any], text: str, surface: str, expected: str) -> None:
    told = [p.value for e in read_marked(text).events for s, p in e.polarity if s == surface]
    assert told
    assert set(told) == {expected}


def test_the_bottom_line_outweighs_turnover(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("[c:摩尔线程]前三季度营收增长181.99%。[c:摩尔线程]亏损7.24亿元。")
    assert {p.value for e in marked.events for _, p in e.polarity} == {"negative"}


def test_movers_of_one_sentence_keep_their_own_sign(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("[i:中证半导体产业指数]下跌2.55%，成份股涨跌互现：[c:寒武纪]涨1.39%；[c:盛美上海]跌8.51%。")
    assert dict(marked.one("market_move").polarity) == {"寒武纪": "positive", "盛美上海": "negative"}


def test_funds_and_indices_have_no_polarity(read_marked: Callable[..., Any]) -> None:
    assert read_marked("[e:证券ETF（512880）]涨2.1%。").one("market_move").polarity == ()
