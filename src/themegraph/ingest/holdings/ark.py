"""ARK CSV files."""

from __future__ import annotations

from datetime import date

from themegraph.ingest.holdings.cells import fraction, us_coded
from themegraph.ingest.holdings.dates import known_next_session
from themegraph.ingest.holdings.forms import Table, TableForm
from themegraph.ingest.holdings.kinds import kind_of_line
from themegraph.ingest.holdings.resolve import fund_id
from themegraph.ingest.holdings.values import Asked, Draft, Found, Line

__all__ = ["FORMS"]


def read_ark(table: Table, asked: Asked) -> Found:
    """Return one draft per fund and day; weights are percent, cash has no ticker, the last line is a disclaimer."""
    found = Found()
    groups: dict[tuple[str, date], Draft] = {}
    for row in table.lines:
        on = row.day("date")
        if row.width < 4 or on is None:
            if row.width >= 4:
                found.refuse(row.at, "no-date", f"date 一列应为 MM/DD/YYYY 的日期，实为 {row['date']!r}")
                return found
            continue
        draft = groups.setdefault((row["fund"].upper(), on), Draft(basis="fund_disclosed", coverage="full", at=row.at))
        weight = row.number("weight")
        candidates, sure = us_coded(row["ticker"], row["cusip"])
        draft.lines.append(
            Line(
                at=row.at,
                code=row["ticker"],
                candidates=candidates,
                sure=sure,
                name=row["company"],
                weight=fraction(weight),
                kind=kind_of_line(name=row["company"], ticker=row["ticker"]),
            )
        )
    for (code, on), draft in sorted(groups.items()):
        draft.fund = fund_id(code, asked.resolver, market="US")
        draft.as_of, draft.known_at, draft.n_total = on, known_next_session(on, "US"), len(draft.lines)
        found.drafts.append(draft)
    return found


FORMS = (
    TableForm(
        name="ark",
        label="ARK holdings",
        columns={"date": "date", "fund": "fund", "company": "company", "ticker": "ticker", "value": r"marketvalue\(\$\)", "weight": r"weight\(%\)"},
        optional={"cusip": "cusip", "shares": "shares"},
        shown='date, fund, company, ticker, cusip, shares, "market value ($)", "weight (%)"',
        read=read_ark,
    ),
)
"""Old files lack the cusip column and have ISO days; without it a ticker is linked only where the name agrees."""
