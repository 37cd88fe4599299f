"""What is told once: a sector's move with those of its shares, one price by several names, an answer with its denial."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]


@pytest.mark.parametrize(
    "text",
    [
        "[t:固态电池]概念股表现活跃，[c:先导智能]20%涨停，[c:国轩高科]涨停。",
        "[t:煤炭]股应声造好。A股方面，[c:陕西煤业]升5.2%，[c:中煤能源]升4.6%。",
        "[t:商业航天]概念股走势分化，[c:航天动力]涨停，[c:西部材料]跌4.2%。",
    ],
)
def test_a_sectors_move_holds_those_of_its_shares(read_marked: Read, text: str) -> None:
    marked = read_marked(text)
    assert {k for k, _ in marked.told()} == {"market_move"}
    event = marked.one("market_move")
    assert [a.surface for a in event.arguments] == [text[3 : text.index("]")]]
    assert len(event.polarity) == 2


def test_a_sector_that_no_reader_linked_moves_by_its_shares(read_marked: Read) -> None:
    marked = read_marked("A股铜矿股延续强势，[c:洛阳钼业]涨6.8%。")
    assert marked.told() == {("market_move", "铜矿")}


def test_a_stranger_before_the_move_is_not_the_company_before(read_marked: Read) -> None:
    marked = read_marked("[c:美团]收市跌3.6%，某未知企业升0.7%。")
    assert [e.polarity for e in marked.events] == [(("美团", "negative"),)]


def test_an_unmoved_share_is_told_without_sense(read_marked: Read) -> None:
    marked = read_marked("[c:包钢股份]收升3.1%，[c:北方稀土]平收。")
    assert dict(next(e for e in marked.events if e.arguments[0].surface == "北方稀土").polarity) == {"北方稀土": "neutral"}


def test_one_price_by_two_names_is_one_event(read_marked: Read) -> None:
    marked = read_marked("[p:伦铜]大涨3.6%，创逾一年新高。研究人士称，铜价上行对矿企有利。")
    assert marked.told() == {("price_change", "伦铜")}


def test_the_markets_price_has_no_maker(read_marked: Read) -> None:
    marked = read_marked("[c:通威股份]三季度亏损收窄，[p:硅料]涨价是主因。")
    assert {(a.role, a.surface) for e in marked.events if e.type == "price_change" for a in e.arguments} == {("object", "硅料")}


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("[c:五粮液]回应称，消息不实。", {("price_change", True)}),
        ("[c:五粮液]发布澄清公告称，消息不实。", {("price_change", True), ("other", False)}),
    ],
)
def test_an_answer_is_an_event_beside_what_it_denies_only_as_an_announcement(read_marked: Read, answer: str, told: set[tuple[str, bool]]) -> None:
    marked = read_marked("市场传闻[c:五粮液]将提价50元。" + answer)
    assert {(e.type, e.negated) for e in marked.events} == told


def test_what_is_denied_is_neither_good_nor_bad_and_what_is_called_off_is_bad(read_marked: Read) -> None:
    denied = read_marked("[c:奥比中光]称，与[c:宇树科技]未有合作。").one("cooperation")
    assert {p for _, p in denied.polarity} == {"neutral"}
    off = read_marked("[c:大智慧]公告，终止向[c:国电南瑞]供货的合同。").events
    assert all(p != "positive" for e in off for _, p in e.polarity)


def test_a_headlines_share_is_told_with_its_sector_in_the_body(read_marked: Read) -> None:
    marked = read_marked("[t:煤炭]股应声造好。[c:兖矿能源]升6.1%，[c:中国神华]升2.9%。", title="动力煤重返800元 [c:兖矿能源]领涨")
    assert {(kind, who) for kind, who in marked.told() if kind == "market_move"} == {("market_move", "煤炭")}


def test_an_answer_that_only_denies_is_a_denial(read_marked: Read) -> None:
    marked = read_marked("[c:京东]管理层否认退出外卖市场，称没有此事。")
    assert [(e.type, e.negated) for e in marked.events] == [("other", True)]


def test_a_halt_belongs_to_its_merger(read_marked: Read) -> None:
    marked = read_marked("[c:中金公司]拟吸收合并[c:东兴证券]，[c:中金公司]股票今日起停牌。")
    assert {e.type for e in marked.events} == {"m&a"}


@pytest.mark.parametrize(
    "text",
    [
        "[c:花港股份]表示，新产线建设顺利，但未公布量产时间。",
        "[c:花港股份]未给出量产日期。",
    ],
)
def test_what_is_not_said_is_no_event(read_marked: Read, text: str) -> None:
    assert not any(e.negated for e in read_marked(text).events)


def test_a_research_house_only_comments(read_marked: Read) -> None:
    marked = read_marked("[c:国信证券]研报称，新机组从开工到投产约需56个月。")
    assert "国信证券" not in {name for _, name in marked.told()}


def test_who_speaks_is_not_who_acts(read_marked: Read) -> None:
    marked = read_marked("[c:萨斯奎哈纳]的交易主管说，客户增持了[c:英伟达]。")
    assert ("shareholding_change", "萨斯奎哈纳") not in marked.told()


def test_holders_that_no_reader_linked_sell_their_company(read_marked: Read) -> None:
    marked = read_marked("[c:龙芯中科]公告，股东中科百孚拟减持不超过5.75%，鼎晖华蕴及鼎晖祁贤合计拟减持不超过3.39%。")
    told = {(a.role, a.surface) for e in marked.events for a in e.arguments}
    assert told == {("agent", "中科百孚"), ("agent", "鼎晖华蕴"), ("agent", "鼎晖祁贤"), ("object", "龙芯中科")}
    assert all(dict(e.polarity) == {"龙芯中科": "negative"} and e.speculative for e in marked.events)


def test_deposit_rates_are_prices_of_banks(read_marked: Read) -> None:
    marked = read_marked("[c:工商银行]、[c:农业银行]下调人民币存款挂牌利率。")
    assert marked.told() == {("price_change", "工商银行"), ("price_change", "农业银行")}


def test_a_whole_sector_may_lose_money(read_marked: Read) -> None:
    assert read_marked("[c:浙商证券]研报认为，[t:光伏]行业已连续八个季度亏损。").told() == {("earnings", "光伏")}


def test_what_is_out_and_what_is_to_come_are_two_launches(read_marked: Read) -> None:
    text = "[c:摩尔线程]发布新一代架构“[p:花港]”。[c:摩尔线程]计划基于[p:花港]架构推出两款[p:芯片]。"
    marked = read_marked(text, title="[c:摩尔线程]发布“[p:花港]”架构，两款[p:芯片]亮相")
    assert sorted(e.modality != "asserted" for e in marked.events if e.type == "product_launch") == [False, True]
