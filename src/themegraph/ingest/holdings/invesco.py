"""Invesco CSV files."""

from __future__ import annotations

from datetime import date

from themegraph.ingest.holdings.cells import fraction, us_coded
from themegraph.ingest.holdings.dates import known_next_session
from themegraph.ingest.holdings.forms import Table, TableForm
from themegraph.ingest.holdings.kinds import kind_of_class, kind_of_line
from themegraph.ingest.holdings.resolve import fund_id
from themegraph.ingest.holdings.values import Asked, Draft, Found, Line

__all__ = ["FORMS"]


def read_invesco(table: Table, asked: Asked) -> Found:
    """Return one draft per fund and day; weights are percent, tickers padded with spaces."""
    found = Found()
    groups: dict[tuple[str, date], Draft] = {}
    for row in table.lines:
        on = row.day("date")
        if row.width < 5:
            continue
        if on is None:
            found.refuse(row.at, "no-date", f"Date 一列应为 MM/DD/YYYY 的日期，实为 {row['date']!r}")
            return found
        draft = groups.setdefault((row["fund"].upper(), on), Draft(basis="fund_disclosed", coverage="full", at=row.at))
        weight = row.number("weight")
        candidates, sure = us_coded(row["ticker"], row["identifier"])
        draft.lines.append(
            Line(
                at=row.at,
                code=row["ticker"],
                candidates=candidates,
                sure=sure,
                name=row["name"],
                weight=fraction(weight),
                kind=kind_of_class(row["class"]) or kind_of_line(name=row["name"], ticker=row["ticker"]),
            )
        )
    for (code, on), draft in sorted(groups.items()):
        draft.fund = fund_id(code, asked.resolver, market="US")
        draft.as_of, draft.known_at, draft.n_total = on, known_next_session(on, "US"), len(draft.lines)
        found.drafts.append(draft)
    return found


FORMS = (
    TableForm(
        name="invesco",
        label="Invesco holdings",
        columns={
            "fund": "fundticker",
            "identifier": "securityidentifier",
            "ticker": "holdingticker",
            "weight": "weight",
            "name": "name",
            "date": "date",
        },
        optional={"class": "classofshares", "sector": "sector"},
        shown="Fund Ticker, Security Identifier, Holding Ticker, Shares/Par Value, MarketValue, Weight, Name, Class of Shares, Sector, Date",
        read=read_invesco,
    ),
)
