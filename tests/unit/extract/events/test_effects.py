"""Whom a text itself calls helped or hurt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "helped", "hurt"),
    [
        ("油价大涨，[c:中国石油]、[c:中国海油]等受益，[t:航空]股承压。", {"中国石油", "中国海油"}, {"航空"}),
        ("[o:商务部]实施出口管制，[t:电动车]与[t:军工]企业将首当其冲。", set(), {"电动车", "军工"}),
        ("[o:央行]降准，利好[t:券商]。", {"券商"}, set()),
        ("[o:工信部]发布新规，利空[t:光伏]。", set(), {"光伏"}),
        ("受集采消息拖累，[c:爱康医疗]跌12%。", set(), {"爱康医疗"}),
        ("[c:特斯拉]召回24.3万辆车。", set(), {"特斯拉"}),
        ("[c:中国中铁]中标512亿元项目。", {"中国中铁"}, set()),
    ],
)
def test_the_texts_own_words_tell_who_wins_and_who_loses(read_marked: Callable[..., Any], text: str, helped: set[str], hurt: set[str]) -> None:
    marked = read_marked(text)
    assert (marked.helped(), marked.hurt()) == (helped, hurt)


def test_an_effect_that_is_denied_is_none(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("[o:美国]加征关税，[c:海尔智家]未受损，[c:美的集团]不会承压。")
    assert "海尔智家" not in marked.hurt()
    assert "美的集团" not in marked.hurt()


def test_a_move_without_news_helps_nobody(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("[c:有研新材]涨2.21%，[c:盛美上海]跌8.51%。")
    assert (marked.helped(), marked.hurt()) == (set(), set())


def test_who_moves_beside_a_companys_own_news_is_a_bystander(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("[c:贵州茅台]公告，董事长张德芹辞职。同日，[c:五粮液]上涨2%，[c:泸州老窖]下跌1%。")
    assert (marked.helped(), marked.hurt()) == (set(), set())


def test_a_move_after_the_news_is_its_effect(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("[o:商务部]对[t:稀土]实施出口管制。消息传出后，[c:北方稀土]涨10%。")
    assert marked.helped() == {"北方稀土"}


def test_a_question_helps_nobody(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("[c:理想汽车]是否会中标？")
    assert (marked.helped(), marked.hurt()) == (set(), set())


@pytest.mark.parametrize(
    ("text", "helped", "hurt"),
    [
        ("[o:央行]降准，[c:保利发展]、[c:招商蛇口]等[t:房企]有望受益。", {"保利发展", "招商蛇口"}, set()),
        ("[o:美国]加征关税，[c:北方华创]的零部件采购可能受阻。", set(), {"北方华创"}),
        ("[p:铜]价上涨，[c:铜陵有色]等冶炼企业面临加工费走低的压力。", set(), {"铜陵有色"}),
        (
            "ETF重仓[c:北方华创]、[c:中微公司]、[c:拓荆科技]。一旦[c:长江存储]扩产，直接受益的是上述设备厂商。",
            {"北方华创", "中微公司", "拓荆科技"},
            set(),
        ),
    ],
)
def test_companies_told_as_helped_or_hurt_in_prose(read_marked: Callable[..., Any], text: str, helped: set[str], hurt: set[str]) -> None:
    marked = read_marked(text)
    assert marked.helped() >= helped
    assert marked.hurt() >= hurt
    assert not marked.helped() & hurt
    assert not marked.hurt() & helped


def test_a_stranger_who_gains_is_not_the_company_before(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("[p:豆粕]期货涨停，[c:海大集团]成本承压，某农场则有望受益。")
    assert (marked.helped(), marked.hurt()) == (set(), {"海大集团"})


def test_who_was_hurt_by_an_older_event_is_not_hurt_by_this_one(read_marked: Callable[..., Any]) -> None:
    told = read_marked("[c:甲骨文]与[c:银湖资本]组建合资公司。此前曾有报道称数据中心项目失去出资方，当时[c:博通]也受到拖累。").events
    assert told
    assert not [s for e in told for s, _ in e.polarity if s == "博通"]
