"""Our own table, CSV or Parquet: the format to write where a source has none that we read."""

from __future__ import annotations

from themegraph.errors import nearest
from themegraph.ingest.holdings.cells import coded, fraction
from themegraph.ingest.holdings.dates import known_next_session
from themegraph.ingest.holdings.forms import Cells, Table, TableForm
from themegraph.ingest.holdings.resolve import fund_id, index_id
from themegraph.ingest.holdings.values import CASH, FUND, FUTURE, OTHER, SHARE, Asked, Draft, Found, Line

__all__ = ["FORMS"]

_BASES = ("pcf_derived", "fund_disclosed", "index_weight", "yahoo_top10", "stated_in_text")
_COVERAGES = ("full", "top", "partial")
_KINDS = (SHARE, CASH, FUTURE, FUND, OTHER)
_FULL = 0.02


def read_own(table: Table, asked: Asked) -> Found:
    """Return one draft per fund or index, day and basis.

    ``weight`` is a fraction, ``weight_pct`` percent; exactly one of them is a column, so no unit is ever guessed.
    """
    found = Found()
    percent = "weight_pct" in table.columns
    if percent == ("weight" in table.columns):
        found.refuse(table.at, "unit-mix-up", "wanted one column weight (fractions) or weight_pct (percent), not both or neither")
        return found
    groups: dict[tuple[str, ...], Draft] = {}
    for row in table.lines:
        wrong = _wrong(row)
        if wrong:
            found.refuse(row.at, "bad-cell", wrong)
            return found
        words = ("fund", "index", "as_of", "known_at", "basis", "coverage", "source")
        key = tuple(row[word] for word in words)
        if key not in groups:
            groups[key] = _draft(row, asked)
        kind = row["kind"] or SHARE
        word = "weight_pct" if percent else "weight"
        weight = row.number(word)
        if row[word] and weight is None:
            found.refuse(row.at, "bad-cell", f"column {word}: wanted a number or a blank; found {row[word]!r}")
            return found
        candidates, sure = coded(row["code"], None) if kind in (SHARE, FUND) else ((), False)
        groups[key].lines.append(
            Line(
                at=row.at,
                code=row["code"],
                candidates=candidates,
                sure=sure,
                name=row["name"],
                weight=fraction(weight) if percent else weight,
                kind=kind,
            )
        )
    for _, draft in sorted(groups.items()):
        _cover(draft, found)
        found.drafts.append(draft)
    return found


def _wrong(row: Cells) -> str:
    for word, allowed in (("basis", _BASES), ("coverage", _COVERAGES), ("kind", _KINDS)):
        if row[word] and row[word] not in allowed:
            return f"column {word}: wanted one of {', '.join(allowed)}; found {row[word]!r}.{nearest(row[word], allowed)}"
    for word in ("as_of", "known_at"):
        if row[word] and row.day(word) is None:
            return f"column {word}: wanted a day as YYYY-MM-DD; found {row[word]!r}"
    if row["n_total"] and not (row["n_total"].isdigit() and int(row["n_total"]) > 0):
        return f"column n_total: wanted a whole number above 0; found {row['n_total']!r}"
    if row["fund"] and row["index"]:
        return "wanted a fund or an index, not both"
    if not (row["code"] or row["name"]):
        return "wanted a code or a name"
    return ""


def _draft(row: Cells, asked: Asked) -> Draft:
    code = row["fund"] or ("" if row["index"] else asked.fund or "")
    fund = fund_id(code.removeprefix("etf:"), asked.resolver) if code else None
    index = index_id(row["index"].removeprefix("index:"), asked.resolver, family="CSI") if row["index"] else None
    as_of = row.day("as_of") or asked.as_of
    known_at = row.day("known_at") or (known_next_session(as_of, fund or index or "") if as_of else None)
    return Draft(
        fund=fund,
        index=index,
        basis=row["basis"] or ("index_weight" if index else "fund_disclosed"),
        coverage=row["coverage"],
        n_total=int(row["n_total"]) if row["n_total"] else None,
        as_of=as_of,
        known_at=known_at,
        known_stated=bool(row["known_at"]),
        at=row.at,
        source=row["source"],
    )


def _cover(draft: Draft, found: Found) -> None:
    """Fill in a coverage that the file does not state: full if the lines make up the whole, else partial."""
    if not draft.coverage:
        total = sum(line.weight or 0.0 for line in draft.lines)
        full = abs(total - 1) <= _FULL and all(line.weight is not None for line in draft.lines)
        # A list that adds up to 100 or to 0.01 is a full one in the wrong unit; the check of units says so.
        wrong_unit = abs(total / 100 - 1) <= _FULL or abs(total * 100 - 1) <= _FULL
        draft.coverage = "full" if full or wrong_unit else "partial"
        if draft.coverage == "partial":
            draft.falling = False
            found.note(draft.at, "coverage", f"the lines sum to {total:.2%} and no coverage is stated: read as partial, in no order")
    if draft.coverage == "full" and draft.n_total is None:
        draft.n_total = len(draft.lines)


FORMS = (
    TableForm(
        name="own",
        label="our own table",
        columns={"code": "code"},
        optional={
            "fund": "fund", "index": "index", "weight": "weight", "weight_pct": "weight_pct", "name": "name", "kind": "kind", "as_of": "as_of",
            "known_at": "known_at", "basis": "basis", "coverage": "coverage", "n_total": "n_total", "source": "source",
        },
        shown="fund or index, code, weight or weight_pct[, name, kind, as_of, known_at, basis, coverage, n_total, source]",
        read=read_own,
    ),
)  # fmt: skip
