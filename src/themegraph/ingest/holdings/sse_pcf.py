"""申购赎回清单 of the Shanghai exchange: XML since December 2025, text in GBK before."""

from __future__ import annotations

import re

from themegraph.ingest.holdings.cells import clean, day, number
from themegraph.ingest.holdings.forms import DocumentForm
from themegraph.ingest.holdings.pcf import Basket, Component, basket_draft
from themegraph.ingest.holdings.resolve import fund_id
from themegraph.ingest.holdings.sheets import Opened
from themegraph.ingest.holdings.values import Asked, Found, Resolver
from themegraph.ingest.holdings.xml import child_texts, local_name, parse_xml
from themegraph.model import EntityId

__all__ = ["FORMS"]

_ROOT = "SSEPortfolioCompositionFile"


def read_sse_xml(opened: Opened, asked: Asked) -> Found:
    """Return the draft of an XML list. UnderlyingSecurityID of a component is its market."""
    found = Found()
    root = parse_xml(opened.raw)
    if isinstance(root, str):
        found.refuse(1, "unreadable", root)
        return found
    head = child_texts(root)
    basket = _basket(head, fund_id(head.get("FundInstrumentID", ""), asked.resolver, market="SH"), head.get("EstimatedCashComponent", ""))
    parts = [e for e in root.iter() if local_name(e) == "Component"]
    for at, part in enumerate(parts, 1):
        cells = child_texts(part)
        basket.components.append(
            Component(
                at=at,
                code=cells.get("InstrumentID", ""),
                market=cells.get("UnderlyingSecurityID", ""),
                name=cells.get("InstrumentName", ""),
                quantity=number(cells.get("Quantity", "")),
                cash=number(cells.get("SubstitutionCashAmount", "")),
            )
        )
    _counted(head.get("RecordNumber", ""), basket, found)
    return _drafted(basket, asked, found)


def read_sse_text(opened: Opened, asked: Asked) -> Found:
    """Return the draft of a text list. ``Fundid1`` is the creation code, one above the trading code."""
    found = Found()
    head, body, mark, end = {}, [], False, False
    for at, raw in enumerate(opened.text.splitlines(), 1):
        line = clean(raw)
        if line == "TAGTAG":
            mark = True
        elif line == "ENDENDEND":
            end = True
            break
        elif mark and "|" in line:
            body.append((at, [cell.strip() for cell in line.split("|")]))
        elif "=" in line:
            key, _, value = line.partition("=")
            head[key.strip()] = value.strip()
    if not mark or not end:
        found.refuse(1, "unreadable", "清单缺 TAGTAG 或 ENDENDEND：文件不完整")
        return found
    basket = _basket(head, _traded(head.get("Fundid1", ""), asked.resolver), head.get("EstimateCashComponent", ""))
    for at, cells in body:
        cells += [""] * (6 - len(cells))
        basket.components.append(Component(at=at, code=cells[0], name=cells[1], quantity=number(cells[2]), cash=number(cells[5])))
    _counted(head.get("Recordnum", ""), basket, found)
    return _drafted(basket, asked, found)


def _basket(head: dict[str, str], fund: EntityId | None, cash: str) -> Basket:
    return Basket(
        fund=fund,
        trading_day=day(head.get("TradingDay", "")),
        previous_day=day(head.get("PreTradingDay", "")),
        nav=number(head.get("NAVperCU", head.get("NAVperCu", ""))),
        cash=number(cash),
        per_share=number(head.get("NAV", "")),
        unit=number(head.get("CreationRedemptionUnit", "")),
    )


def _traded(creation: str, resolver: Resolver) -> EntityId | None:
    """Return the fund whose creation code this is: the code one below if that is a fund we know, the code itself if that one is."""
    if not re.fullmatch(r"5[0-9]{5}", creation):
        return None
    below = f"{int(creation) - 1}.SH"
    return resolver.fund(below) or fund_id(creation if resolver.fund(f"{creation}.SH") else below, resolver, market="SH")


def _counted(wanted: str, basket: Basket, found: Found) -> None:
    count = number(wanted)
    if count is not None and int(count) != len(basket.components):
        found.refuse(1, "unreadable", f"清单自称 {int(count)} 条记录，实有 {len(basket.components)} 条：不完整或已损坏")
        basket.components.clear()


def _drafted(basket: Basket, asked: Asked, found: Found) -> Found:
    draft = basket_draft(basket, asked, found) if not found.refused else None
    if draft:
        found.drafts.append(draft)
    return found


FORMS = (
    DocumentForm(
        name="sse-pcf",
        label="上交所 creation list (XML)",
        kind="xml",
        shown=f"the root element {_ROOT}",
        sniff=lambda opened: re.search(rb"<(?:\w+:)?SSEPortfolioCompositionFile[\s>]", opened.raw[:4000]) is not None,
        read=read_sse_xml,
    ),
    DocumentForm(
        name="sse-pcf-text",
        label="上交所 creation list (text, until 2025)",
        kind="text",
        shown="Fundid1=…, TAGTAG, code|name|quantity|flag|premium|amount| lines and ENDENDEND",
        sniff=lambda opened: "Fundid1=" in opened.text,
        read=read_sse_text,
    ),
)
