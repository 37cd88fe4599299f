"""One word, several meanings: the neighbours decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from themegraph.extract.events.triggers import find_triggers

TYPES = {
    "earnings": "[c:三一重工]净利润同比增长37%。",
    "guidance": "[c:万科A]预计2025年净亏损约820亿元。",
    "market_move": "[c:药明康德]收涨6.2%。",
    "price_change": "[c:万华化学]上调[p:MDI]挂牌价500元/吨。",
    "financing/ipo": "[c:兆易创新]在[o:港交所]挂牌上市。",
    "m&a": "[c:立讯精密]收购[c:莱尼]50.1%股权。",
    "contract/order": "[c:中国中铁]中标项目。",
    "cooperation": "[c:赛力斯]与[c:华为]签署战略合作协议。",
    "capacity/expansion": "[c:天齐锂业]锂矿三期投产。",
    "product_launch": "[c:小米集团]发布[p:玄戒O1]芯片。",
    "policy/regulation": "[o:国家医保局]印发集采通知。",
    "export_control/sanction": "[o:商务部]对[p:镓]实施出口管制。",
    "lawsuit/investigation": "[c:金科股份]被[o:证监会]立案调查。",
    "recall/accident": "[c:特斯拉]召回24.3万辆车。",
    "management_change": "[c:金山办公]任命[n:章庆元]为CEO。",
    "shareholding_change": "[c:美的集团]回购股份。",
    "rating/target": "[c:高盛]上调[c:腾讯]目标价。",
    "macro": "[o:央行]降准0.5个百分点。",
    "other": "[c:长江电力]停牌。",
}


@pytest.mark.parametrize(("kind", "text"), TYPES.items())
def test_every_type_of_event_has_its_words(read_marked: Callable[..., Any], kind: str, text: str) -> None:
    (line,) = read_marked(text).lines
    assert kind in {t.type for t in find_triggers(line)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[p:碳酸锂]期货主力合约跌停。", "price_change"),
        ("[c:天齐锂业]跌停。", "market_move"),
        ("生猪价格上涨5%。", "price_change"),
        ("[c:牧原股份]股价上涨5%。", "market_move"),
        ("[c:牧原股份]营收上涨5%。", "earnings"),
        ("[o:央行]下调利率10个基点。", "macro"),
        ("[c:大摩]下调[c:美团]评级。", "rating/target"),
        ("[c:比亚迪]下调[p:海鸥]售价。", "price_change"),
        ("[c:比亚迪]下调全年销量目标。", "guidance"),
        ("[c:理想汽车]的新车正式上市，售价24.98万元。", "product_launch"),
        ("[c:沐曦股份]在科创板上市。", "financing/ipo"),
        ("[c:万科]债务重组获通过，涉及境外债。", "financing/ipo"),
        ("[c:中航电子]资产重组。", "m&a"),
    ],
)
def test_the_neighbours_decide_what_a_word_tells(read_marked: Callable[..., Any], text: str, kind: str) -> None:
    (line,) = read_marked(text).lines
    assert {t.type for t in find_triggers(line)} == {kind}


@pytest.mark.parametrize(
    "text",
    [
        "[c:中国平安]是上市公司。",
        "[c:浪潮信息]是[c:英伟达]的合作伙伴。",
        "投资者关注[c:宁德时代]的融资余额。",
        "[c:三只松鼠]营收稳定增长期已过。",
        "[c:新华制药]生产重组蛋白。",
        "[c:上海机场]获增持评级的传统优势。",
        "[c:开源证券]开源节流。",
        "今天是最后一个交易日，[c:贵州茅台]涨跌互现。",
        "[c:国泰君安]召开发布会。",
        "其中标的公司为[c:甲公司]。",
    ],
)
def test_words_inside_other_words_tell_nothing(read_marked: Callable[..., Any], text: str) -> None:
    (line,) = read_marked(text).lines
    assert [t.word for t in find_triggers(line) if t.type not in {"rating/target", "market_move"}] == []


def test_a_trigger_inside_a_name_is_not_found(read_marked: Callable[..., Any]) -> None:
    (line,) = read_marked("[c:涨停科技]和[c:收购宝]是两家公司。").lines
    assert list(find_triggers(line)) == []
