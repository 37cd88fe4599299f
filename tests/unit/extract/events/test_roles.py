"""Who does it to whom: position, voice, lists, ellipsis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "kind", "roles"),
    [
        ("[c:阿里巴巴]收购[c:分众传媒]股权。", "m&a", {("agent", "阿里巴巴"), ("object", "分众传媒")}),
        ("[c:中国重工]被[c:中国船舶]吸收合并。", "m&a", {("agent", "中国船舶"), ("object", "中国重工")}),
        ("[c:海通证券]与[c:国泰君安]合并。", "m&a", {("agent", "海通证券"), ("partner", "国泰君安")}),
        ("[c:北方华创]被[c:高瓴]举牌。", "shareholding_change", {("agent", "高瓴"), ("object", "北方华创")}),
        ("[c:东方财富]股东[n:沈友根]减持公司股份。", "shareholding_change", {("agent", "沈友根"), ("object", "东方财富")}),
        ("[o:证监会]对[c:某某科技]立案调查。", "lawsuit/investigation", {("agent", "证监会"), ("object", "某某科技")}),
        ("[c:某某科技]因涉嫌信披违规被[o:证监会]立案调查。", "lawsuit/investigation", {("agent", "证监会"), ("object", "某某科技")}),
        ("[c:紫光国微]收到[o:深交所]问询函。", "lawsuit/investigation", {("agent", "深交所"), ("object", "紫光国微")}),
        ("[c:华为]起诉[c:联发科]专利侵权。", "lawsuit/investigation", {("agent", "华为"), ("object", "联发科")}),
        ("[c:高盛]将[c:腾讯控股]目标价上调至700港元。", "rating/target", {("agent", "高盛"), ("object", "腾讯控股")}),
        ("[c:恒瑞医药]7月28日公告，与[c:葛兰素史克]（[c:GSK]）达成协议。", "cooperation", {("agent", "恒瑞医药"), ("partner", "葛兰素史克")}),
        ("[c:寒武纪]获得[c:字节跳动]200亿元订单。", "contract/order", {("agent", "寒武纪"), ("partner", "字节跳动")}),
        ("[c:特斯拉]向[c:三花智控]下达订单。", "contract/order", {("agent", "特斯拉"), ("beneficiary", "三花智控")}),
        ("[c:三星电子]与[c:SK海力士]上调[p:DRAM]合约价。", "price_change", {("agent", "三星电子"), ("agent", "SK海力士"), ("object", "DRAM")}),
        ("[o:美国商务部]将[c:浪潮信息]列入实体清单。", "export_control/sanction", {("agent", "美国商务部"), ("harmed", "浪潮信息")}),
        ("[o:国家药监局]批准[c:百济神州]的[p:泽尼达妥单抗]上市。", "product_launch", {("agent", "百济神州"), ("object", "泽尼达妥单抗")}),
        ("[c:金山办公]任命[n:章庆元]为CEO。", "management_change", {("agent", "金山办公"), ("object", "章庆元")}),
    ],
)
def test_position_and_voice_give_the_roles(read_marked: Callable[..., Any], text: str, kind: str, roles: set[tuple[str, str]]) -> None:
    assert read_marked(text).roles(kind) == roles


def test_an_anaphor_stands_for_its_antecedent(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("[c:摩尔线程]拥有MUSA架构。[a:公司]前三季度亏损7.24亿元。")
    assert marked.told() == {("earnings", "摩尔线程")}


def test_a_dropped_subject_is_that_of_the_clause_before(read_marked: Callable[..., Any]) -> None:
    assert read_marked("[c:宁德时代]公告，拟在匈牙利建设电池工厂。").told() == {("capacity/expansion", "宁德时代")}


def test_a_list_is_counted_out(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("[c:甲]、[c:乙]、[c:丙]、[c:丁]公布了业绩。前两家分别盈利16.05亿元和19.61亿元，其余两家分别亏损7.24亿元和3.46亿元。")
    sides = {s: p.value for e in marked.events for s, p in e.polarity}
    assert sides == {"甲": "positive", "乙": "positive", "丙": "negative", "丁": "negative"}


def test_a_company_that_only_serves_for_comparison_does_nothing(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("[c:摩尔线程]大涨5%，股价仅次于[c:贵州茅台]、[c:寒武纪]。")
    assert marked.told() == {("market_move", "摩尔线程")}


def test_an_index_that_only_serves_for_comparison_does_nothing(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("[c:美团]股价下跌4%，而同期[i:恒生科技指数]累升约24%。")
    assert marked.told() == {("market_move", "美团")}


def test_a_dollar_index_is_no_share(read_marked: Callable[..., Any]) -> None:
    assert read_marked("[i:美元指数]上涨0.4%，[c:紫金矿业]跌2%。").told() == {("market_move", "紫金矿业")}


def test_what_a_company_makes_is_not_what_moves(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("[t:存储芯片]厂商[c:美光科技]发布公告，股价在周四上涨10%。")
    assert marked.told() == {("market_move", "美光科技")}


def test_an_older_fall_told_for_comparison_is_no_event(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("[c:寒武纪]跌12.88%。上一次跌幅更大的交易日是2025年9月4日，当天下跌14.45%。")
    assert [e.trigger for e in marked.events] == ["跌"]
