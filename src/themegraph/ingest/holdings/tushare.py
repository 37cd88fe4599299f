"""Frames of tushare: shares, index weights, funds, members of industries."""

from __future__ import annotations

from datetime import date

from themegraph.ingest.holdings.cells import coded, fraction
from themegraph.ingest.holdings.classes import EXCHANGES, collected_on, company_of, fund_of, industry_of, listing_of
from themegraph.ingest.holdings.dates import known_next_session
from themegraph.ingest.holdings.forms import Table, TableForm
from themegraph.ingest.holdings.resolve import index_id
from themegraph.ingest.holdings.values import Asked, Draft, Found, Line
from themegraph.model import EntityId, Membership, canonical_code, market_of

__all__ = ["FORMS"]

_FEES = (0.01, 3.0)
"""Management fees in percent a year that a fund may have; a number outside is another unit."""


def read_stock_basic(table: Table, asked: Asked) -> Found:
    """Return listings with their first day, and industries where the day of the frame is given."""
    found = Found()
    day = asked.run_on or asked.as_of
    source = f"stock_basic, {table.name}"
    for row in table.lines:
        code = canonical_code(row["code"])
        if code is None or market_of(code) not in EXCHANGES:
            found.note(row.at, "dropped", f"{row['code']!r} {row['name']} 没有认得的市场后缀")
            continue
        found.listings.append(listing_of(code, row["name"], asked.resolver, source, listed_on=row.day("list_date")))
        if row["industry"] and day:
            group = industry_of(f"industry:tushare/{row['industry']}", row["industry"], source)
            found.entities.append(group)
            found.memberships.append(Membership(company=company_of(code, asked.resolver), group=group.id, as_of=day, known_at=day, source=source))
    if day is None:
        found.note(table.at, "dropped", "行业已略去：表中没有日期，也没有给出")
    return found


def read_index_weight(table: Table, asked: Asked) -> Found:
    """Return one draft per index and day; weights are percent, days the close of the month."""
    found = Found()
    groups: dict[tuple[str, date], Draft] = {}
    for row in table.lines:
        on = row.day("date")
        weight = row.number("weight")
        if on is None or weight is None:
            found.refuse(row.at, "bad-cell", f"trade_date 应为 YYYYMMDD，weight 应为百分数；实为 {row['date']!r} 与 {row['weight']!r}")
            return found
        candidates, sure = coded(row["code"], None)
        draft = groups.setdefault((row["index"], on), Draft(basis="index_weight", coverage="full", at=row.at))
        draft.lines.append(Line(at=row.at, code=row["code"], candidates=candidates, sure=sure, weight=fraction(weight)))
    for (code, on), draft in sorted(groups.items()):
        draft.index = index_id(code, asked.resolver, family="CSI")
        draft.as_of, draft.known_at, draft.n_total = on, known_next_session(on, "CSI"), len(draft.lines)
        found.drafts.append(draft)
    return found


def read_etf_basic(table: Table, asked: Asked) -> Found:
    """Return funds with manager, tracked index and fee (percent in the frame); those no longer listed are left out."""
    found = Found()
    source = f"etf_basic, {table.name}"
    for row in table.lines:
        code = canonical_code(row["code"])
        if code is None or row["status"] == "D":
            found.note(row.at, "dropped", f"{row['code']!r} {row['name']} {'已终止上市' if code else '没有带市场的代码'}")
            continue
        fee = row.number("fee")
        if fee is not None and not _FEES[0] <= fee <= _FEES[1]:
            found.note(row.at, "dropped", f"{code} 的费率 {fee:g} 不在 {_FEES[0]:g} 至 {_FEES[1]:g}（百分数）之间，已略去")
            fee = None
        index = index_id(row["index"], asked.resolver, family="CSI") if row["index"] else None
        found.funds.append(
            fund_of(
                code,
                row["name"] or row["extname"] or row["cname"],
                source,
                manager=row["manager"],
                index=index,
                index_name=row["index_name"],
                fee=None if fee is None else round(fee / 100, 10),
                as_of=asked.run_on or asked.as_of,
            )
        )
    return found


def read_index_member(table: Table, asked: Asked) -> Found:
    """Return the members of industries on the day of the frame. Codes are those of Shenwan's indices, so classes are found by name."""
    found = Found()
    day = collected_on(asked, found)
    if day is None:
        return found
    source = f"index_member_all, {table.name}"
    past = 0
    for row in table.lines:
        code = canonical_code(row["code"])
        entered, left = row.day("in_date"), row.day("out_date")
        if (left and left <= day) or (entered and entered > day):
            past += 1
            continue
        if code is None or not row["l3_code"]:
            found.note(row.at, "dropped", f"{row['code']!r} {row['name']} 没有带市场的代码，或没有分类")
            continue
        group = asked.resolver.industry(row["l3_name"])
        if group is None:
            group = EntityId(f"industry:tushare-sw/{row['l3_code']}")
            found.entities.append(industry_of(group, row["l3_name"], source))
        found.memberships.append(Membership(company=company_of(code, asked.resolver), group=group, as_of=day, known_at=day, source=source))
    if past:
        found.note(table.at, "dropped", f"不属于 {day} 的 {past} 条成员关系已略去")
    return found


FORMS = (
    TableForm(
        name="tushare-stock-basic",
        label="tushare stock_basic",
        columns={"code": "ts_code", "name": "name", "industry": "industry", "list_date": "list_date"},
        shown="ts_code, symbol, name, area, industry, market, list_date",
        read=read_stock_basic,
    ),
    TableForm(
        name="tushare-index-weight",
        label="tushare index_weight",
        columns={"index": "index_code", "code": "con_code", "date": "trade_date", "weight": "weight"},
        shown="index_code, con_code, trade_date, weight",
        read=read_index_weight,
    ),
    TableForm(
        name="tushare-etf-basic",
        label="tushare etf_basic",
        columns={"code": "ts_code", "name": "csname", "index": "index_code", "manager": "mgr_name"},
        optional={"extname": "extname", "cname": "cname", "index_name": "index_name", "fee": "mgt_fee", "status": "list_status"},
        shown="ts_code, csname, extname, cname, index_code, index_name, setup_date, list_date, list_status, exchange, mgr_name, custod_name, mgt_fee, etf_type",
        read=read_etf_basic,
    ),
    TableForm(
        name="tushare-index-member",
        label="tushare index_member_all",
        columns={"l3_code": "l3_code", "l3_name": "l3_name", "code": "ts_code", "in_date": "in_date", "out_date": "out_date"},
        optional={"name": "name"},
        shown="l1_code, l1_name, l2_code, l2_name, l3_code, l3_name, ts_code, name, in_date, out_date, is_new",
        read=read_index_member,
    ),
)
