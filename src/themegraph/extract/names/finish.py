"""Last touches on links: exchanges that are also listed, media named as a source, sector words trimmed, codes that stand alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from themegraph.extract.names.codes import CodeHit
from themegraph.extract.names.guards import word_set
from themegraph.extract.names.lexicon import Lexicon
from themegraph.extract.names.link import Linked
from themegraph.extract.names.mentions import Found, TextView
from themegraph.model import entity_id

__all__ = ["finish_links"]

_MEDIA = word_set("""
    东方财富 同花顺 人民网 新华网 万得 wind choice ifind 财联社 彭博 彭博社 路透 路透社 新华社 央视 央视新闻 央视财经 财新 财新网 第一财经 证券时报 中国证券报 上海证券报 证券日报 每日经济新闻 界面新闻 澎湃新闻 华尔街见闻 经济观察报 21世纪经济报道
    新浪财经 腾讯新闻 腾讯财经 网易财经 搜狐 凤凰网 雪球 金融界 和讯 智通财经 格隆汇 经济日报 工商时报 日经 日经新闻 韩联社 共同社 法新社 美联社 cnbc 华尔街日报 金融时报 纽约时报 彭博新闻 reuters bloomberg kyodo 南华早报 明报 信报 经济通 etnet 阿思达克 aastocks
    """)
_SOURCE_LEFT = re.compile(r"(?:据|来源:?|援引|引述|转自|综合|告诉|接受|\(|来自)[\"“《]?$")
_SOURCE_RIGHT = re.compile(
    r"^[\"”》]?(?:数据|报道|消息|终端|统计|显示|讯|电|记者|获悉|网站|choice|ifind|资讯|快讯|专访|采访|\d+月\d+日(?:讯|电)|:|\))"
)
_EXCHANGES = {
    "港交所": "香港交易所", "香港交易所": "香港交易所", "香港联交所": "香港交易所", "联交所": "香港交易所", "纳斯达克": "纳斯达克", "nasdaq": "纳斯达克", "纽交所": "纽约证券交易所", "伦交所": "伦敦证券交易所",
    "新交所": "新加坡交易所", "芝商所": "芝加哥商业交易所",
}  # fmt: skip
_EXCHANGE_AS_FIRM = re.compile(r"^(?:股价|业绩|营收|净利|收入|财报|\(|(?:上|下|收|微|大)?[涨跌]|行政总裁|季度|公布业绩|盈利|持股)")
_SECTOR_TAIL = re.compile(r"(?:概念股|概念板块|概念|板块|行业|产业|个股|股)$")
_METALS = frozenset("铜铝锂钴镍锡钨钼锌铅锑金银")
_METAL_TAILS = word_set("企 股 矿股 业股 概念 概念股 板块 矿企 业企业 企业 行业 业")
_SECTOR_CONTEXT = re.compile(
    r"^(?: ?(?:makers?|stocks|producers?|shares|giants?|companies|suppliers?)\b|板块|行业|产业|股|概念|龙头|赛道|主题|领域|公司|企业|厂商|、|和|与|及|等|etf|指数)"
)
# Words of the sector list that mostly stand inside other words: 证券部, 期货公司, 汽车销量.
_GENERIC_SECTORS = word_set(
    "证券 期货 汽车 食品 周期 金融 物流 通信 保险 传媒 物业 软件 港口 媒体 消费 电力 电池 银行 航空 零部件 制造业 建筑 机械 化工 交通 运输 零售 互联网 科技 环保 地产 农业 船舶 media energy retail banks"
)
# A place is named for the story only where it acts or is acted on; 中国市场 and 上海举行 are settings.
_ACTS = re.compile(
    r"^(?:政府|当局|宣布|对|将|拟|决定|取消|加征|限制|允许|批准|要求|方面|禁止|同意|放宽|放开|放松|收紧|推迟|暂停|延长|恢复|解除|制裁|第\d+轮制裁|计划|威胁|考虑|启动|叫停|上调|下调|提高|降低|出台|印发|发布|实施|征收|把|重启|终止对|撤销|豁免|"
    r"商务部|财政部|国会|总统|总理)"
)
_TOWARDS = re.compile(r"(?:对|向|出口至|出口到|销往|针对|输往|来自|受|被|遭)$")
_OF_AN_OFFICE = re.compile(r"(?:市|省)?[一-鿿]{0,4}(?:中院|高院|法院|证监局|监管局|检察院|公安局|委员会|海关|药监局)")
_NEVER = word_set("etf etfs 基金 指数 股票 期货合约")


def finish_links(view: TextView, lexicon: Lexicon, links: Sequence[Linked], codes: Sequence[CodeHit]) -> list[Linked]:
    """Return the links with the last touches, in text order."""
    result: list[Linked] = []
    text = view.text
    starts = [code.start for code in codes]
    subjects = {link.entity for link in links if link.rule == "code-beside-name"}
    for link in links:
        start, end = link.found.start, link.found.end
        name = text[start:end]
        before, after = text[max(0, start - 6) : start], text[end : end + 12]
        if name in _NEVER or _inside_code(start, end, codes, starts, link):
            continue
        kept: Linked | None = link
        if name in _EXCHANGES and link.type == "company" and link.rule != "code-beside-name" and not _EXCHANGE_AS_FIRM.match(after):
            kept = replace(
                link,
                entity=entity_id("org", _EXCHANGES[name]),
                type="organisation",
                rule="exchange",
                candidates=(link.entity,) if link.entity else (),
            )
        elif name in _MEDIA and link.entity not in subjects and (_SOURCE_LEFT.search(before) or _SOURCE_RIGHT.match(after)):
            kept = replace(link, optional=True)
        elif link.type == "sector/theme":
            kept = _sector(view, link, name, after)
        elif (
            link.type == "place" and not name.isascii() and (_OF_AN_OFFICE.match(after) or not (_ACTS.match(after) or _TOWARDS.search(before)))
        ) or (link.type in {"product/technology", "macro/policy"} and link.rule == "registry" and name.endswith("价") and len(name) == 2):
            kept = None
        if kept is not None and kept.type == "company" and kept.entity is not None and kept.listing is None:
            kept = replace(kept, listing=lexicon.listing_named(name, kept.entity))
        if kept is not None:
            result.append(kept)
    result.extend(_lone_codes(view, lexicon, result, codes))
    result.sort(key=lambda link: (link.found.start, link.found.end))
    return result


def _inside_code(start: int, end: int, codes: Sequence[CodeHit], starts: Sequence[int], link: Linked) -> bool:
    """Return whether a name is only the market in front of a code: NASDAQ: NVDA. Codes stand in order and do not overlap."""
    number = bisect_right(starts, start)
    return number > 0 and end < codes[number - 1].end and link.type in {"company", "index", "organisation"}


def _sector(view: TextView, link: Linked, name: str, after: str) -> Linked | None:
    tail = _SECTOR_TAIL.search(name)
    # 铜概念股, 锂企: of a metal its one character is the sector; 猪企 and 车企 are words.
    if name[0] in _METALS and name[1:] in _METAL_TAILS:
        return replace(link, found=replace(link.found, end=link.found.start + 1))
    if tail and tail.start() >= 2:
        found = replace(link.found, end=link.found.start + tail.start())
        return replace(link, found=found)
    if name in _GENERIC_SECTORS and not _SECTOR_CONTEXT.match(after):
        return None
    return link


def _lone_codes(view: TextView, lexicon: Lexicon, links: Sequence[Linked], codes: Sequence[CodeHit]) -> list[Linked]:
    """Return links for codes that stand for a thing without its name: fund codes of six digits, tickers in the brackets behind a name."""
    taken = bytearray(len(view.text) + 1)
    ends: dict[int, Linked] = {}
    funds: set[str] = set()
    for link in links:
        taken[link.found.start : link.found.end] = b"\x01" * (link.found.end - link.found.start)
        ends[link.found.end] = link
        if link.type == "etf":
            funds.update([link.entity] if link.entity else [], link.candidates)
    found: list[Linked] = []
    for code in codes:
        if any(taken[code.start : code.end]):
            continue
        if code.hint == "us":
            owner = ends.get(code.start - 1)
            if owner and owner.type == "company" and owner.entity and view.raw(code.start, code.end).isupper():
                place = Found(start=code.start, end=code.end, type="company", rule="ticker")
                found.append(Linked(found=place, entity=owner.entity, type="company", score=0.95, rule="code-beside-name", listing=owner.listing))
        elif code.hint == "cn" or code.code:
            facts = lexicon.digits(code.digits) if code.hint else tuple(f for f in [lexicon.code(code.code or "")] if f)
            known = [f for f in facts if f.entity in funds]
            if len(known) == 1:
                place = Found(start=code.start, end=code.end, type="etf", rule="code")
                found.append(Linked(found=place, entity=known[0].entity, type="etf", score=0.9, rule="code-alone"))
    return found
