"""申购赎回清单 of the Shenzhen exchange: XML, and its text twin in GB18030."""

from __future__ import annotations

import re

from themegraph.ingest.holdings.cells import clean, day, number
from themegraph.ingest.holdings.forms import DocumentForm
from themegraph.ingest.holdings.pcf import Basket, Component, basket_draft
from themegraph.ingest.holdings.resolve import fund_id
from themegraph.ingest.holdings.sheets import Opened
from themegraph.ingest.holdings.values import Asked, Found
from themegraph.ingest.holdings.xml import child_texts, local_name, parse_xml

__all__ = ["FORMS"]

_FLAGS = {"禁止", "允许", "必须", "退补"}
_MARKETS = ("深圳市场", "上海市场", "北京市场", "香港市场", "其他市场")


def read_szse_xml(opened: Opened, asked: Asked) -> Found:
    """Return the draft of an XML list. UnderlyingSecurityID is the tracked index in the head and the constituent in a component."""
    found = Found()
    root = parse_xml(opened.raw)
    if isinstance(root, str):
        found.refuse(1, "unreadable", root)
        return found
    head = child_texts(root)
    basket = Basket(
        fund=fund_id(head.get("SecurityID", ""), asked.resolver, market="SZ"),
        trading_day=day(head.get("TradingDay", "")),
        previous_day=day(head.get("PreTradingDay", "")),
        nav=number(head.get("NAVperCU", "")),
        cash=number(head.get("EstimateCashComponent", "")),
        per_share=number(head.get("NAV", "")),
        unit=number(head.get("CreationRedemptionUnit", "")),
    )
    for at, part in enumerate((e for e in root.iter() if local_name(e) == "Component"), 1):
        cells = child_texts(part)
        basket.components.append(
            Component(
                at=at,
                code=cells.get("UnderlyingSecurityID", ""),
                market=cells.get("UnderlyingSecurityIDSource", ""),
                name=cells.get("UnderlyingSymbol", ""),
                # A leg that is replaced by cash altogether may leave its share count out.
                quantity=number(cells.get("ComponentShare", "0")),
                cash=number(cells.get("CreationCashSubstitute", "")) or number(cells.get("RedemptionCashSubstitute", "")),
            )
        )
    return _drafted(basket, _count(head.get("TotalRecordNum", head.get("RecordNum", ""))), asked, found)


def read_szse_text(opened: Opened, asked: Asked) -> Found:
    """Return the draft of a text list: 基本信息, two dated 信息内容 and the table 组合信息内容, columns parted by spaces."""
    found = Found()
    head: dict[str, str] = {}
    days: list[str] = []
    components: list[Component] = []
    inside = False
    for at, raw in enumerate(opened.text.splitlines(), 1):
        line = clean(raw)
        if "组合信息内容" in line:
            inside = True
        elif stated := re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})日\s*信息内容", line):
            days.append(stated[1])
        elif not inside and ":" in line:
            key, _, value = line.partition(":")
            head[key.strip()] = value.strip()
        elif inside and (part := _component(at, line)):
            components.append(part)
    if not inside or len(days) != 2:
        found.refuse(1, "no-date", f"应有“信息内容”与“组合信息内容”两个带日期的部分，实有 {len(days)} 个日期")
        return found
    basket = Basket(
        fund=fund_id(head.get("基金代码", ""), asked.resolver, market="SZ"),
        trading_day=day(days[1]),
        previous_day=day(days[0]),
        nav=_amount(head.get("最小申购、赎回单位资产净值", "")),
        cash=_amount(head.get("预估现金差额", "")),
        per_share=_amount(head.get("基金份额净值", "")),
        unit=_amount(head.get("最小申购、赎回单位", "")),
        components=components,
    )
    return _drafted(basket, _count(head.get("全部申购赎回组合证券只数", "")), asked, found)


def _component(at: int, line: str) -> Component | None:
    """Return one line of the text table; names may hold spaces, so the flag is looked for."""
    words = line.split()
    flag = next((i for i, word in enumerate(words) if word in _FLAGS and i >= 3), None)
    if flag is None:
        return None
    market = next((word for word in words[flag:] if word in _MARKETS), "")
    amounts = [value for word in words[flag + 1 :] if not word.endswith("%") and (value := number(word)) is not None]
    return Component(
        at=at,
        code=words[0],
        market=market,
        name=" ".join(words[1 : flag - 1]),
        quantity=number(words[flag - 1]),
        cash=next((value for value in amounts[:2] if value), None),
    )


def _amount(text: str) -> float | None:
    found = re.match(r"-?[0-9][0-9,]*(?:\.[0-9]+)?", text)
    return number(found[0]) if found else None


def _count(text: str) -> int | None:
    found = re.match(r"[0-9]+", text)
    return int(found[0]) if found else None


def _drafted(basket: Basket, wanted: int | None, asked: Asked, found: Found) -> Found:
    if wanted is not None and wanted != len(basket.components):
        found.refuse(1, "unreadable", f"清单自称 {wanted} 条记录，实有 {len(basket.components)} 条：不完整或已损坏")
        return found
    draft = basket_draft(basket, asked, found)
    if draft:
        found.drafts.append(draft)
    return found


FORMS = (
    DocumentForm(
        name="szse-pcf",
        label="深交所 creation list (XML)",
        kind="xml",
        shown="the root element PCFFile",
        sniff=lambda opened: re.search(rb"<(?:\w+:)?PCFFile[\s>]", opened.raw[:4000]) is not None,
        read=read_szse_xml,
    ),
    DocumentForm(
        name="szse-pcf-text",
        label="深交所 creation list (text)",
        kind="text",
        shown="基金代码, two parts 信息内容 with their day, and 组合信息内容",
        sniff=lambda opened: "组合信息内容" in opened.text,
        read=read_szse_text,
    ),
)
