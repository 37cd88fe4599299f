"""Our own table of revenues, CSV or Parquet: what companies took in over twelve months, with the day from which it could be known."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from themegraph.ingest.holdings.cells import coded
from themegraph.ingest.holdings.forms import Cells, Table, TableForm
from themegraph.ingest.holdings.resolve import settled
from themegraph.ingest.holdings.values import Asked, Found, Line
from themegraph.model import EntityId, Revenue

__all__ = ["FORMS"]

_YEAR = re.compile(r"(?:FY ?)?([0-9]{4}) ?(?:年度?(?:报告?|年报)?|年?年报|A|annual(?: report)?)?", re.IGNORECASE)
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_CURRENCY = re.compile(r"[A-Z]{3}")
_CURRENCIES = {"人民币": "CNY", "RMB": "CNY", "元": "CNY", "港元": "HKD", "港币": "HKD", "美元": "USD"}
_SCALES = re.compile(r"[万亿]|百万|千万|[mMbBkK]$")


def read_revenues(table: Table, asked: Asked) -> Found:
    """Return one revenue a line.

    A line counts from its ``known_at``: the day of the report, not the end of its period; blank: the day of the import. What a line does not say is not
    guessed: a value in 亿, a quarter or a half year are refused, and so are two values of one company, period and day.
    """
    found = Found()
    rows: dict[tuple[EntityId, date, date], tuple[int, Revenue]] = {}
    twice: set[tuple[EntityId, date, date]] = set()
    for row in table.lines:
        read = _revenue(row, table, asked)
        if isinstance(read, tuple):
            found.refuse(row.at, *read)
            continue
        key = (read.company, read.period, read.known_at)
        other = rows.setdefault(key, (row.at, read))
        if other[1] != read:
            twice.add(key)
            found.refuse(row.at, "duplicate-row", f"第 {other[0]} 行给 {read.company} 同一期间、同一知悉日另一营收；两行都不取")
    found.revenues += [read for key, (_, read) in rows.items() if key not in twice]
    return found


def _revenue(row: Cells, table: Table, asked: Asked) -> Revenue | tuple[str, str]:
    """Return the revenue of a line, or reason and message why it cannot be used."""
    company = _company(row, asked)
    if company is None:
        return "unlinked", f"{row['company'] or '空白'} 不是已知公司的代码或名称"
    value, rate = row.number("value"), row.number("cny_rate")
    if value is None or value <= 0:
        scaled = "（请写全数，不带万、亿）" if _SCALES.search(row["value"]) else ""
        return "bad-cell", f"value 列：应为大于 0 的数{scaled}；实为 {row['value']!r}"
    currency = _CURRENCIES.get(row["currency"].strip(), row["currency"].strip().upper())
    if not _CURRENCY.fullmatch(currency):
        return "bad-cell", f"currency 列：应为 CNY、HKD、USD 这样的币种；实为 {row['currency']!r}"
    if row["cny_rate"] and (rate is None or rate <= 0):
        return "bad-cell", f"cny_rate 列：应为 1 {currency} 折合的人民币，或空白；实为 {row['cny_rate']!r}"
    period = _period(row["period"])
    if period is None:
        return "bad-cell", f"period 列：应为十二个月：年份（2025），或其最后一日、一月（2025-06-30）；实为 {row['period']!r}"
    if row["known_at"] and row.day("known_at") is None:
        return "bad-cell", f"known_at 列：应为 YYYY-MM-DD；实为 {row['known_at']!r}"
    known_at = row.day("known_at") or asked.run_on
    if known_at is None:
        return "no-date", "该行没有写从哪天起可知，也没有给出导入日"
    if asked.run_on and known_at > asked.run_on:
        return "future-date", f"known_at {known_at} 晚于导入日 {asked.run_on}"
    if period >= known_at:
        return "future-date", f"截至 {period} 的十二个月到知悉日 {known_at} 还没有结束"
    source = row["source"] or f"own-revenues, {table.name}"
    return Revenue(company=company, value=value, currency=currency, cny=rate, period=period, known_at=known_at, source=source)


def _company(row: Cells, asked: Asked) -> EntityId | None:
    text = row["company"].removeprefix("company:")
    candidates, sure = coded(text, None)
    code = settled(Line(at=row.at, code=text, candidates=candidates, sure=sure, name=row["name"]), asked.resolver) if candidates else None
    known = asked.resolver.security(code) if code else None
    if known is not None:
        return known[1]
    return None if candidates else asked.resolver.bearer(text)


def _period(text: str) -> date | None:
    """Return the last day of the twelve months that a cell names; ``None`` for quarters, half years and all else."""
    if year := _YEAR.fullmatch(text):
        return date(int(year[1]), 12, 31) if int(year[1]) > 1900 else None
    if month := _MONTH.fullmatch(text):
        y, m = int(month[1]), int(month[2])
        return date(y, m, monthrange(y, m)[1]) if y > 1900 and 1 <= m <= 12 else None
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


FORMS = (
    TableForm(
        name="own-revenues",
        label="our own table of revenues",
        columns={
            "company": "company|公司|代码|证券代码|code",
            "value": "value|revenue|营业收入|营收|金额",
            "currency": "currency|币种",
            "period": "period|报告期|期间",
        },
        optional={"name": "name|名称|证券名称", "cny_rate": "cny_rate|汇率|折人民币", "source": "source|来源", "known_at": "known_at|知悉日|公告日"},
        absent=("weight", "weight_pct", "权重.*"),
        shown="company, value, currency, period[, name, cny_rate, source, known_at]",
        read=read_revenues,
    ),
)
