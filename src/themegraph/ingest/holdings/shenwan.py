"""申万 classification: the history of each share, and the names of the classes."""

from __future__ import annotations

from datetime import date

from themegraph.ingest.holdings.cells import mainland_code
from themegraph.ingest.holdings.classes import company_of, industry_of
from themegraph.ingest.holdings.forms import Table, TableForm
from themegraph.ingest.holdings.values import Asked, Found
from themegraph.model import EntityId, Membership

__all__ = ["FORMS"]

_SCHEME_2021 = date(2021, 7, 30)
"""First day in the files on which shares stand in classes of the 2021 scheme."""


def read_history(table: Table, asked: Asked) -> Found:
    """Return the class of each share: of its entries the one that begins last, by the day asked for.

    An entry is known from the day it was written (更新日期), which is often later than the day from which it holds.
    """
    found = Found()
    newest: dict[str, tuple[date, date, str]] = {}
    for row in table.lines:
        start, written = row.day("start"), row.day("written")
        code = mainland_code(row["code"].zfill(6)) if row["code"].isdigit() else None
        if code is None or start is None or written is None:
            found.note(row.at, "dropped", f"{row['code']!r} 没有 A 股代码，或没有日期（{row['start']!r}、{row['written']!r}）")
            continue
        if asked.as_of and start > asked.as_of:
            continue
        newest[code] = max(newest.get(code, (start, written, row["industry"])), (start, written, row["industry"]))
    older = 0
    for code, (start, written, industry) in sorted(newest.items()):
        if start < _SCHEME_2021:
            older += 1
            continue
        group = EntityId(f"industry:sw2021/{industry}")
        company = company_of(code, asked.resolver)
        found.memberships.append(Membership(company=company, group=group, as_of=start, known_at=max(start, written), source=f"申万, {table.name}"))
    if older:
        found.note(table.at, "dropped", f"{older} 只股票的最近分类早于 2021 版，已略去")
    return found


def read_classes(table: Table, asked: Asked) -> Found:
    """Return the classes of the 2021 scheme, each below the one above it."""
    found = Found()
    for row in table.lines:
        code, levels = row["code"], [row["l1"], row["l2"], row["l3"]]
        names = [name for name in levels if name]
        if not (len(code) == 6 and code.isdigit()) or not names or levels[: len(names)] != names:
            found.note(row.at, "dropped", f"{code!r} {'/'.join(levels)} 不是带上级名称的分类")
            continue
        above = {1: None, 2: f"industry:sw2021/{code[:2]}0000", 3: f"industry:sw2021/{code[:4]}00"}[len(names)]
        found.entities.append(industry_of(f"industry:sw2021/{code}", names[-1], f"申万, {table.name}", broader=above))
    return found


FORMS = (
    TableForm(
        name="shenwan-history",
        label="申万 StockClassifyUse",
        columns={"code": "股票代码|symbol", "start": "计入日期|start_date", "industry": "行业代码|industry_code", "written": "更新日期|update_time"},
        shown="股票代码, 计入日期, 行业代码, 更新日期 (akshare stock_industry_clf_hist_sw: symbol, start_date, industry_code, update_time)",
        read=read_history,
    ),
    TableForm(
        name="shenwan-classes",
        label="申万 SwClassCode",
        columns={"code": "行业代码", "l1": "一级行业名称", "l2": "二级行业名称", "l3": "三级行业名称"},
        shown="行业代码, 一级行业名称, 二级行业名称, 三级行业名称",
        read=read_classes,
    ),
)
