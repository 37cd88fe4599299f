"""iShares CSV files: a preamble, the holdings, a disclaimer."""

from __future__ import annotations

import re
from datetime import date

from themegraph.ingest.holdings.cells import clean, coded, day, exchange_market, fraction
from themegraph.ingest.holdings.dates import known_next_session
from themegraph.ingest.holdings.forms import Table, TableForm
from themegraph.ingest.holdings.kinds import kind_of_line
from themegraph.ingest.holdings.resolve import fund_id
from themegraph.ingest.holdings.values import FUND, SHARE, Asked, Draft, Found, Line
from themegraph.model import EntityId

__all__ = ["FORMS", "stated_fund"]


def read_ishares(table: Table, asked: Asked) -> Found:
    """Return the draft of a fund; weights are percent. The file names its fund in words at best, so its code comes from the caller where we do not know the words."""
    found = Found()
    on = _stated_day(table)
    if on is None:
        found.refuse(1, "no-date", '表头之上应有一行如 Fund Holdings as of,"Sep 9, 2026"')
        return found
    draft = Draft(basis="fund_disclosed", coverage="full", as_of=on, at=table.at)
    draft.fund = stated_fund(table, asked)
    for row in table.lines:
        if row.width < 6 or not (row["name"] or row["ticker"]):
            if draft.lines:
                break
            continue
        kind = kind_of_line(asset=row["asset"], name=row["name"])
        weight = row.number("weight")
        ticker = "" if row["ticker"] in {"-", "--"} else row["ticker"]
        candidates, sure = coded(ticker, exchange_market(row["exchange"])) if kind in (SHARE, FUND) and ticker else ((), False)
        # A bare ticker of an exchange that we do not know must not be taken for another market's.
        if not exchange_market(row["exchange"]):
            sure = False
        draft.lines.append(
            Line(
                at=row.at,
                code=ticker,
                candidates=candidates,
                sure=sure,
                name=row["name"],
                weight=fraction(weight),
                kind=kind,
            )
        )
    draft.n_total = len(draft.lines)
    draft.known_at = known_next_session(on, "US")
    found.drafts.append(draft)
    return found


def stated_fund(table: Table, asked: Asked) -> EntityId | None:
    """Return the fund that the caller named, else the one whose name stands alone in the first line; ``None`` if neither."""
    if asked.fund:
        return fund_id(asked.fund, asked.resolver, market=None if "." in asked.fund else "US")
    first = [cell for cell in table.before[0].cells if cell] if table.before else []
    return asked.resolver.fund_named(first[0]) if len(first) == 1 else None


def _stated_day(table: Table) -> date | None:
    for row in table.before:
        text = " ".join(clean(cell) for cell in row.cells if clean(cell))
        if re.match(r"(?i)fund holdings as of", text):
            return day(re.sub(r"(?i)^fund holdings as of[ ,:]*", "", text).strip(' "'))
    return None


FORMS = (
    TableForm(
        name="ishares",
        label="iShares holdings",
        columns={
            "ticker": "ticker|issuerticker",
            "name": "name",
            "asset": "assetclass",
            "weight": r"weight\(%\)",
            "exchange": "exchange",
        },
        optional={"quantity": "shares|quantity", "currency": "currency", "market_currency": "marketcurrency"},
        shown="Fund Holdings as of, then Ticker, Name, Sector, Asset Class, Market Value, Weight (%), Notional Value, Shares, Price, Location, Exchange, Currency",
        read=read_ishares,
    ),
)
