"""Global X CSV files."""

from __future__ import annotations

import re

from themegraph.ingest.holdings.cells import clean, coded, day, fraction
from themegraph.ingest.holdings.dates import known_next_session
from themegraph.ingest.holdings.forms import Table, TableForm
from themegraph.ingest.holdings.ishares import stated_fund
from themegraph.ingest.holdings.kinds import kind_of_line
from themegraph.ingest.holdings.values import Asked, Draft, Found, Line

__all__ = ["FORMS"]


def read_globalx(table: Table, asked: Asked) -> Found:
    """Return the draft of a fund; weights are percent, foreign tickers carry a Bloomberg suffix, so a bare one is American."""
    found = Found()
    texts = [clean(cell) for row in table.before for cell in row.cells]
    stated = next((m[1] for text in texts if (m := re.match(r"(?i)fund holdings data as of ([0-9/]+)", text))), "")
    on = day(stated)
    if on is None:
        found.refuse(1, "no-date", "表头之上应有一行如 Fund Holdings Data as of 09/30/2025")
        return found
    draft = Draft(basis="fund_disclosed", coverage="full", as_of=on, known_at=known_next_session(on, "US"), at=table.at)
    draft.fund = stated_fund(table, asked)
    for row in table.lines:
        if row.width < 3:
            continue
        weight = row.number("weight")
        bare = re.fullmatch(r"[A-Z][A-Z./]*", row["ticker"]) is not None
        candidates, sure = coded(row["ticker"], "US" if bare else None) if row["ticker"] else ((), False)
        draft.lines.append(
            Line(
                at=row.at,
                code=row["ticker"],
                candidates=candidates,
                sure=sure,
                name=row["name"],
                weight=fraction(weight),
                kind=kind_of_line(name=row["name"], ticker=row["ticker"]),
            )
        )
    draft.n_total = len(draft.lines)
    found.drafts.append(draft)
    return found


FORMS = (
    TableForm(
        name="globalx",
        label="Global X holdings",
        columns={"weight": "%ofnetassets", "ticker": "ticker", "name": "name", "sedol": "sedol"},
        shown="Fund Holdings Data as of …, then % of Net Assets, Ticker, Name, SEDOL, Market Price ($), Shares Held, Market Value ($)",
        read=read_globalx,
    ),
)
