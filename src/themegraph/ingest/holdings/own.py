"""Our own table, CSV or Parquet: the format to write where a source has none that we read."""

from __future__ import annotations

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
_SHARE_OF = "(?:权重|持仓权重|占比|持仓占比|市值占比|比例|持仓比例|占净值比例|仓位)"
"""What a heading of weights says in Chinese, without its unit."""


def _unit(table: Table, found: Found) -> str:
    """Return the column of the weights, in which unit is written in its heading or in its cells; nothing, with the reason in ``found``."""
    words = [word for word in ("weight", "weight_pct", "weight_said") if word in table.columns]
    if len(words) != 1:
        found.refuse(table.at, "unit-mix-up", "weight（小数）、weight_pct（百分数）与“权重”之中，应有且只有一列")
        return ""
    if words[0] != "weight_said":
        return words[0]
    cells = [row["weight_said"] for row in table.lines if row["weight_said"]]
    marked = sum("%" in cell for cell in cells)
    # A weight above the whole is percent; small numbers alone may be either.
    if marked == len(cells) or (not marked and any(abs(row.number("weight_said") or 0.0) > 1 + _FULL for row in table.lines)):
        return "weight_said"
    found.refuse(table.at, "unit-mix-up", "“权重”（占比）一列看不出是百分数还是小数：表头请写 权重(%) 或 权重(小数)")
    return ""


def read_own(table: Table, asked: Asked) -> Found:
    """Return one draft per fund or index, day and basis.

    ``weight`` is a fraction, ``weight_pct`` percent; 权重 without a unit is percent where its cells say so or only percent can be meant. Exactly one of
    them is a column, so no unit is ever guessed.
    """
    found = Found()
    word = _unit(table, found)
    if not word:
        return found
    groups: dict[tuple[str, ...], Draft] = {}
    for row in table.lines:
        wrong = _wrong(row)
        if wrong:
            found.refuse(row.at, "bad-cell", wrong)
            return found
        key = tuple(row[of] for of in ("fund", "index", "as_of", "known_at", "basis", "coverage", "source"))
        if key not in groups:
            groups[key] = _draft(row, asked)
        kind = row["kind"] or SHARE
        weight = row.number(word)
        if row[word] and weight is None:
            found.refuse(row.at, "bad-cell", f"权重应为数字或空白，实为 {row[word]!r}")
            return found
        candidates, sure = coded(row["code"], None) if kind in (SHARE, FUND) else ((), False)
        groups[key].lines.append(
            Line(
                at=row.at,
                code=row["code"],
                candidates=candidates,
                sure=sure,
                name=row["name"],
                weight=weight if word == "weight" else fraction(weight),
                kind=kind,
            )
        )
    for _, draft in sorted(groups.items()):
        _cover(draft, found)
        if draft.as_of is None and not draft.known_stated:
            found.note(draft.at, "no-day", "没有写明权重日（日期一列，或 --as-of）：从导入日起可知，新旧不明")
        found.drafts.append(draft)
    return found


def _wrong(row: Cells) -> str:
    for word, allowed in (("basis", _BASES), ("coverage", _COVERAGES), ("kind", _KINDS)):
        if row[word] and row[word] not in allowed:
            return f"{word} 一列应为 {'、'.join(allowed)} 之一，实为 {row[word]!r}"
    for word in ("as_of", "known_at"):
        if row[word] and row.day(word) is None:
            return f"{word} 一列应为 YYYY-MM-DD 的日期，实为 {row[word]!r}"
    if row["n_total"] and not (row["n_total"].isdigit() and int(row["n_total"]) > 0):
        return f"n_total 一列应为大于 0 的整数，实为 {row['n_total']!r}"
    if row["fund"] and row["index"]:
        return "基金与指数只能写一个"
    if not (row["code"] or row["name"]):
        return "应有代码或名称"
    return ""


def _draft(row: Cells, asked: Asked) -> Draft:
    code = row["fund"] or ("" if row["index"] else asked.fund or "")
    fund = fund_id(code.removeprefix("etf:"), asked.resolver) or asked.resolver.fund_named(code) if code else None
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
            found.note(draft.at, "coverage", f"各行合计 {total:.2%}，又没有写明 coverage：当作部分名单，不论次序")
    if draft.coverage == "full" and draft.n_total is None:
        draft.n_total = len(draft.lines)


FORMS = (
    TableForm(
        name="own",
        label="our own table",
        columns={"code": "code|代码|证券代码|股票代码|成分券代码|品种代码"},
        optional={
            "fund": "fund|etf|基金|基金代码|etf代码", "index": "index|指数|指数代码", "weight": rf"weight|{_SHARE_OF}\(小数\)",
            "weight_pct": rf"weight_pct|{_SHARE_OF}\(?%\)?", "weight_said": _SHARE_OF,
            "name": "name|名称|证券名称|股票名称|成分券名称|简称|证券简称|股票简称|成分券简称", "kind": "kind", "as_of": "as_of|日期|权重日|截止日期|截至日期|报告期",
            "known_at": "known_at|可知日|知悉日|公布日|公告日期", "basis": "basis", "coverage": "coverage", "n_total": "n_total", "source": "source|来源",
        },
        shown="fund or index, code, weight or weight_pct[, name, kind, as_of, known_at, basis, coverage, n_total, source], or 基金代码, 代码, 名称, 权重(%), 日期",
        read=read_own,
    ),
)  # fmt: skip
