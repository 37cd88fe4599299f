"""State Street SPDR workbooks."""

from __future__ import annotations

import re

from themegraph.ingest.holdings.cells import clean, coded, cusip, day, fraction
from themegraph.ingest.holdings.dates import known_next_session
from themegraph.ingest.holdings.forms import Cells, Table, TableForm
from themegraph.ingest.holdings.kinds import kind_of_line
from themegraph.ingest.holdings.resolve import fund_id
from themegraph.ingest.holdings.values import SHARE, Asked, Draft, Found, Line

__all__ = ["FORMS"]

_ONE_EXCHANGE = {"HKD": "HK", "JPY": "T"}
"""Currencies in which, as these files use tickers, one of our markets trades."""


def read_spdr(table: Table, asked: Asked) -> Found:
    """Return the draft of a fund; weights are percent. After the holdings some 85 lines of text follow."""
    found = Found()
    head = {clean(row.cells[0]).rstrip(":").lower(): " ".join(clean(c) for c in row.cells[1:] if c) for row in table.before if row.cells}
    stated = re.search(r"(?i)as of\s+(.+)", head.get("holdings", "")) or next((m for key in head if (m := re.search(r"(?i)as of\s+(.+)", key))), None)
    on = day(stated[1]) if stated else None
    if on is None:
        found.refuse(1, "no-date", "表头之上应有一行如 Holdings: As of 18-Nov-2025")
        return found
    draft = Draft(basis="fund_disclosed", coverage="full", as_of=on, known_at=known_next_session(on, "US"), at=table.at)
    code = head.get("ticker symbol", "") or asked.fund or ""
    draft.fund = fund_id(code, asked.resolver, market=None if "." in code else "US") if code else None
    for row in table.lines:
        weight = row.number("weight")
        if row.width < 5 or weight is None:
            if draft.lines:
                break
            continue
        ticker = "" if row["ticker"] in {"-", "--"} else row["ticker"]
        kind = kind_of_line(name=row["name"], ticker=ticker)
        candidates, sure = _coded(row, ticker) if kind == SHARE and ticker else ((), False)
        draft.lines.append(Line(at=row.at, code=ticker, candidates=candidates, sure=sure, name=row["name"], weight=fraction(weight), kind=kind))
    draft.n_total = len(draft.lines)
    found.drafts.append(draft)
    return found


def _coded(row: Cells, ticker: str) -> tuple[tuple[str, ...], bool]:
    """Return what a ticker means: American where it trades in dollars and has a CUSIP (of a foreign company too)."""
    currency = row["currency"].upper()
    if currency == "USD":
        candidates, _ = coded(ticker, "US")
        return candidates, cusip(row["identifier"].upper())
    return coded(ticker, _ONE_EXCHANGE.get(currency)) if currency in _ONE_EXCHANGE else ((), False)


FORMS = (
    TableForm(
        name="spdr",
        label="SPDR holdings",
        columns={"name": "name", "ticker": "ticker", "identifier": "identifier", "weight": "weight", "shares": "sharesheld"},
        optional={"currency": "localcurrency", "sedol": "sedol", "sector": "sector"},
        shown="Ticker Symbol:, Holdings: As of …, then Name, Ticker, Identifier, SEDOL, Weight, Sector, Shares Held, Local Currency",
        read=read_spdr,
    ),
)
