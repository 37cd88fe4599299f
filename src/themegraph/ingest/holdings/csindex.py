"""中证指数 closeweight workbooks, and the same columns as akshare hands them over."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from themegraph.ingest.holdings.cells import coded, exchange_market, fraction
from themegraph.ingest.holdings.dates import known_next_session
from themegraph.ingest.holdings.forms import Table, TableForm
from themegraph.ingest.holdings.resolve import index_id
from themegraph.ingest.holdings.values import Asked, Draft, Found, Line

__all__ = ["FORMS"]

_BASE = {
    "date": r"日期(date)?",
    "index": r"指数代码(indexcode)?",
    "code": r"成分券代码(constituentcode)?",
    "name": r"成分券名称(constituentname)?",
    "exchange": r"交易所(exchange)?",
}
_WEIGHT = {"weight": r"权重(\(%\))?(weight)?(\(%\))?"}
_OPTIONAL = {"index_name": r"指数名称(indexname)?", "name_en": r"成分券英文名称(constituentname\(eng\))?"}


def read_csindex(table: Table, asked: Asked) -> Found:
    """Return one draft per index and day; weights are percent, dates the close they describe."""
    found = Found()
    groups: dict[tuple[str, date], Draft] = defaultdict(lambda: Draft(basis="index_weight", coverage="full"))
    for row in table.lines:
        if not row["code"] or row.width < 5:
            continue
        on, index = row.day("date"), row["index"].zfill(6)
        if on is None:
            found.refuse(row.at, "no-date", f"“日期”一列应为 YYYYMMDD，实为 {row['date']!r}")
            continue
        market = exchange_market(row["exchange"])
        candidates, sure = coded(row["code"], market)
        weight = row.number("weight")
        if "weight" in table.columns and weight is None:
            found.refuse(row.at, "bad-cell", f"{row['code']} {row['name']} 的权重应为百分数，实为 {row['weight']!r}")
            return found
        draft = groups[index, on]
        draft.at = min(draft.at, row.at) if draft.lines else row.at
        draft.lines.append(Line(at=row.at, code=row["code"], candidates=candidates, sure=sure, name=row["name"], weight=fraction(weight)))
    for (index, on), draft in sorted(groups.items()):
        draft.index = index_id(index, asked.resolver, family="CSI")
        draft.as_of, draft.known_at = on, known_next_session(on, "CSI")
        draft.n_total = len(draft.lines)
        if "weight" not in table.columns:
            draft.coverage = "partial"
            found.note(draft.at, "weights-unknown", f"指数 {index} 的名单列出 {draft.n_total} 只成份，没有权重")
        found.drafts.append(draft)
    return found


FORMS = (
    TableForm(
        name="csindex",
        label="中证指数 closeweight list",
        columns=_BASE | _WEIGHT,
        optional=_OPTIONAL,
        shown="日期Date, 指数代码 Index Code, 成份券代码Constituent Code, 成份券名称Constituent Name, 交易所Exchange, 权重(%)weight",
        read=read_csindex,
    ),
    TableForm(
        name="csindex-cons",
        label="中证指数 constituent list without weights",
        columns=_BASE,
        optional=_OPTIONAL,
        absent=tuple(_WEIGHT.values()),
        shown="日期Date, 指数代码 Index Code, 成份券代码Constituent Code, 成份券名称Constituent Name, 交易所Exchange",
        read=read_csindex,
    ),
)
"""The workbook of 2026 writes 成份券, older ones and akshare 成分券; both are read alike. The akshare frame index_stock_cons_weight_csindex has the same columns."""
