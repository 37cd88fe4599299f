"""Top holdings of Yahoo, as JSON or as the yfinance frame."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from themegraph.ingest.holdings.cells import coded, day, number
from themegraph.ingest.holdings.forms import DocumentForm, Table, TableForm
from themegraph.ingest.holdings.resolve import fund_id
from themegraph.ingest.holdings.sheets import Opened
from themegraph.ingest.holdings.values import Asked, Draft, Found, Line

__all__ = ["FORMS"]

_COLLECTED = ("collected", "collected_at", "fetched_at", "retrieved_at", "date", "asOf")


def read_yahoo_json(opened: Opened, asked: Asked) -> Found:
    """Return one draft per fund. Weights are fractions; the day they describe is unknown, so only the day of collection counts."""
    found = Found()
    for at, item in enumerate(_items(opened.data), 1):
        stated = next((str(item[key]) for key in _COLLECTED if item.get(key)), "")
        draft = _draft(str(item.get("symbol", "")), day(stated[:10]) if stated else None, asked, at)
        for place, part in enumerate(item["holdings"], 1):
            if not isinstance(part, Mapping) or not part.get("symbol"):
                found.refuse(at, "bad-cell", f"{item.get('symbol')} 的第 {place} 项持仓没有代码")
                draft.lines.clear()
                break
            raw = part.get("weight", part.get("holdingPercent"))
            draft.lines.append(
                _line(place, str(part["symbol"]), str(part.get("name") or part.get("holdingName") or ""), "" if raw is None else str(raw))
            )
        if draft.lines:
            found.drafts.append(draft)
    return found


def read_yahoo_frame(table: Table, asked: Asked) -> Found:
    """Return the draft of the frame ``funds_data.top_holdings``, whose fund the caller names."""
    found = Found()
    draft = _draft(asked.fund or "", None, asked, table.at)
    draft.lines = [_line(row.at, row["symbol"], row["name"], row["weight"]) for row in table.lines if row["symbol"]]
    found.drafts.append(draft)
    return found


def _draft(symbol: str, collected: date | None, asked: Asked, at: int) -> Draft:
    candidates, _ = _symbol(symbol)
    fund = fund_id(candidates[0], asked.resolver) if candidates else None
    return Draft(fund=fund, basis="yahoo_top10", coverage="top", known_at=collected or asked.run_on or asked.as_of, at=at)


def _line(at: int, symbol: str, name: str, weight: str) -> Line:
    candidates, sure = _symbol(symbol)
    return Line(at=at, code=symbol, candidates=candidates, sure=sure, name=name, weight=number(weight))


def _symbol(symbol: str) -> tuple[tuple[str, ...], bool]:
    """Return what a Yahoo symbol means: without a suffix it is American, and a dash parts the class."""
    return coded(symbol, None) if "." in symbol else coded(symbol.replace("-", "."), "US")


def _items(data: Any) -> list[Mapping[str, Any]]:
    items = data if isinstance(data, list) else [data]
    return [item for item in items if isinstance(item, Mapping) and isinstance(item.get("holdings"), list) and item.get("symbol")]


FORMS = (
    DocumentForm(
        name="yahoo",
        label="Yahoo top holdings",
        kind="json",
        shown='{"symbol": …, "holdings": [{"symbol": …, "weight": …}]}',
        sniff=lambda opened: bool(_items(opened.data)),
        read=read_yahoo_json,
    ),
    TableForm(
        name="yahoo-frame",
        label="Yahoo top holdings (yfinance frame)",
        columns={"symbol": "symbol", "name": "name", "weight": "holdingpercent"},
        shown="Symbol, Name, Holding Percent",
        read=read_yahoo_frame,
    ),
)
