"""Frames of akshare: quarterly fund holdings, theme boards, code lists, fund lists. Index weights have csindex's columns and are read there."""

from __future__ import annotations

import re

from themegraph.ingest.holdings.cells import coded, fraction, mainland_code, mainland_fund, us_coded
from themegraph.ingest.holdings.classes import collected_on, fund_of, industry_of, listing_of
from themegraph.ingest.holdings.dates import full_list_known, quarter_end, top_ten_known
from themegraph.ingest.holdings.forms import Table, TableForm
from themegraph.ingest.holdings.resolve import fund_id, settled
from themegraph.ingest.holdings.values import Asked, Draft, Found, Line
from themegraph.model import EntityId, Membership

__all__ = ["FORMS"]

_QUARTER = re.compile(r"([12][0-9]{3})年第?([1-4])季度")
_TEN, _TEN_AND_FIVE = 10, 15
"""A quarterly report lists ten shares, an index fund's ten of the index and five of its active part; more rows are the full list of a half year."""


def read_fund_hold(table: Table, asked: Asked) -> Found:
    """Return the drafts of a frame ``fund_portfolio_hold_em``: of each quarter the ten largest, and the full list where there is one, which is known later.

    Weights are percent of net assets; shares only, so that they need not add up to the whole.
    """
    found = Found()
    stated = re.search(r"(?<![0-9])[15][0-9]{5}(?![0-9])", table.name)
    code = asked.fund or (stated[0] if stated else "")
    fund = fund_id(code, asked.resolver) if code else None
    quarters: dict[tuple[int, int], list[Line]] = {}
    for row in table.lines:
        if not row["code"]:
            continue
        period = _QUARTER.search(row["quarter"])
        if period is None:
            found.refuse(row.at, "no-date", f"“季度”一列应如 2024年1季度，实为 {row['quarter']!r}")
            return found
        weight = row.number("weight")
        candidates, sure = us_coded(row["code"]) if re.search(r"[A-Za-z]", row["code"]) else coded(row["code"], None)
        line = Line(at=row.at, code=row["code"], candidates=candidates, sure=sure, name=row["name"], weight=fraction(weight))
        quarters.setdefault((int(period[1]), int(period[2])), []).append(line)
    for (year, quarter), lines in sorted(quarters.items()):
        end = quarter_end(year, quarter)
        ranked = sorted(lines, key=lambda x: (-(x.weight if x.weight is not None else -1.0), x.code))
        known = all(line.weight is not None for line in lines)
        base = Draft(fund=fund, basis="fund_disclosed", coverage="top", as_of=end, known_at=top_ten_known(end), at=lines[0].at, sums_to_one=False)
        base.lines = ranked[:_TEN] if known and quarter in (2, 4) else ranked
        if len(base.lines) > _TEN or not known:
            base.coverage, base.falling = "partial", False
        found.drafts.append(base)
        if known and quarter in (2, 4) and len(lines) > _TEN:
            full = len(lines) > _TEN_AND_FIVE
            later = Draft(fund=fund, basis="fund_disclosed", coverage="full" if full else "partial", as_of=end, at=lines[0].at, sums_to_one=False)
            later.known_at, later.lines, later.n_total = full_list_known(end), ranked, len(lines) if full else None
            later.falling = None if full else False
            found.drafts.append(later)
            found.note(
                lines[0].at,
                "two-dates",
                f"{year} 年{quarter}季度：前十大自 {base.known_at} 起可知，全部 {len(lines)} 行自 {later.known_at} 起可知",
            )
    return found


def read_board(table: Table, asked: Asked) -> Found:
    """Return the members of a theme board. The frame does not say which board; the caller or the file's name does."""
    found = Found()
    stem = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", table.name).removeprefix("stock_board_concept_cons_em").strip("_- ")
    board = asked.board or (stem if re.search(r"[\u3400-\u9fff]", stem) else "")
    if not board:
        found.refuse(1, "no-fund", "表中没有写明是哪个题材板块；请用 --board 指明，或以板块名作文件名")
        return found
    day = collected_on(asked, found)
    if day is None:
        return found
    source = f"stock_board_concept_cons_em, {table.name}"
    theme = EntityId(f"theme:{board}")
    found.entities.append(industry_of(theme, board, source))
    unlinked = []
    for row in table.lines:
        candidates, sure = coded(row["code"].zfill(6), None)
        code = settled(Line(at=row.at, code=row["code"], candidates=candidates, sure=sure, name=row["name"]), asked.resolver)
        known = asked.resolver.security(code) if code else None
        if known is None or known[1] is None:
            unlinked.append(f"{row['code']} {row['name']}")
            continue
        found.memberships.append(Membership(company=known[1], group=theme, as_of=day, known_at=day, source=source))
    if unlinked:
        found.note(table.at, "unlinked", f"{len(table.lines)} 个成员中有 {len(unlinked)} 个认不出是哪家公司：{'；'.join(unlinked[:5])}")
    return found


def read_code_names(table: Table, asked: Asked) -> Found:
    """Return the listings of ``stock_info_a_code_name``, all of them A-shares, so that the range of the code says the exchange."""
    found = Found()
    for row in table.lines:
        code = mainland_code(row["code"].zfill(6)) if row["code"].isdigit() else None
        if code is None or not row["name"]:
            found.note(row.at, "dropped", f"{row['code']!r} {row['name']} 不是 A 股代码")
            continue
        found.listings.append(listing_of(code, row["name"], asked.resolver, f"stock_info_a_code_name, {table.name}"))
    return found


def read_etf_spot(table: Table, asked: Asked) -> Found:
    """Return the funds of ``fund_etf_spot_em``: code and name."""
    found = Found()
    for row in table.lines:
        code = mainland_fund(row["code"])
        if code is None:
            found.note(row.at, "dropped", f"{row['code']!r} {row['name']} 不是内地上市基金的代码")
            continue
        found.funds.append(fund_of(code, row["name"], f"fund_etf_spot_em, {table.name}", as_of=asked.run_on or asked.as_of))
    return found


FORMS = (
    TableForm(
        name="akshare-fund-hold",
        label="akshare fund_portfolio_hold_em",
        columns={"code": "股票代码", "name": "股票名称", "weight": "占净值比例", "quarter": "季度"},
        shown="序号, 股票代码, 股票名称, 占净值比例, 持股数, 持仓市值, 季度",
        read=read_fund_hold,
    ),
    TableForm(
        name="akshare-board",
        label="akshare stock_board_concept_cons_em",
        columns={"code": "代码", "name": "名称", "turnover": "换手率", "pe": "市盈率-动态", "pb": "市净率"},
        absent=("总市值", "量比"),
        shown="序号, 代码, 名称, 最新价, …, 换手率, 市盈率-动态, 市净率",
        read=read_board,
    ),
    TableForm(
        name="akshare-codes",
        label="akshare stock_info_a_code_name",
        columns={"code": "code", "name": "name"},
        absent=(r"(?!(?:code|name|index|unnamed:0)$).+",),  # any further column makes it another frame
        shown="code, name",
        read=read_code_names,
    ),
    TableForm(
        name="akshare-etf-spot",
        label="akshare fund_etf_spot_em",
        columns={"code": "代码", "name": "名称", "price": "最新价", "iopv": "iopv实时估值"},
        shown="代码, 名称, 最新价, IOPV实时估值, 基金折价率, …",
        read=read_etf_spot,
    ),
)
