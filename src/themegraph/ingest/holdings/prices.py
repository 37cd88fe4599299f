"""Closing prices for lists that give share counts instead of weights."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from themegraph.errors import InputError
from themegraph.ingest.holdings.cells import clean, day, number
from themegraph.ingest.holdings.sheets import Opened, Unreadable, column_key, open_file, open_records
from themegraph.model import canonical_code, market_of

__all__ = ["Price", "Prices", "prices_from_records", "read_prices"]

_STALE_DAYS = 10
"""A suspended share keeps its last close, but not for longer than a long holiday; an older one is no price (our choice)."""
_CURRENCY = {"SH": "CNY", "SZ": "CNY", "BJ": "CNY", "HK": "HKD", "US": "USD", "KS": "KRW", "TW": "TWD", "T": "JPY", "AX": "AUD", "TO": "CAD", "SW": "CHF",
             "DE": "EUR", "PA": "EUR", "AS": "EUR"}  # fmt: skip
"""Currency a market trades in where the file names none; London quotes pence, so its rows must name GBP or GBX."""
_COLUMNS = {"code": ("code", "ts_code", "symbol", "代码", "股票代码"), "date": ("date", "trade_date", "日期"), "close": ("close", "收盘", "收盘价"),
            "currency": ("currency", "币种")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Price:
    """A closing price in yuan, and the day it is of."""

    close: float
    on: date


@dataclass(frozen=True, slots=True)
class Prices:
    """Unadjusted closes by code, and exchange rates to the yuan."""

    closes: Mapping[str, tuple[tuple[date, float, str], ...]]
    """Code (``0700.HK``; ``HKDCNY`` for a rate) to day, close, currency, by day."""

    def close(self, code: str, on: date) -> Price | None:
        """Return the last close in yuan on or at most ten days before a day; ``None`` if there is none, or no exchange rate."""
        found = self._last(code, on)
        if not found:
            return None
        when, close, currency = found
        if currency == "CNY":
            return Price(close, when)
        pence = 100.0 if currency == "GBX" else 1.0
        rate = self._last(f"{'GBP' if currency == 'GBX' else currency}CNY", on)
        return Price(close / pence * rate[1], when) if rate else None

    def _last(self, code: str, on: date) -> tuple[date, float, str] | None:
        rows = self.closes.get(code, ())
        at = bisect_right(rows, (on, float("inf"), "")) - 1
        return rows[at] if at >= 0 and (on - rows[at][0]).days <= _STALE_DAYS else None


def read_prices(path: Path) -> Prices:
    """Return the prices of a CSV or Parquet file with the columns code, date, close and, if need be, currency.

    Codes carry their market (``600031.SH``, ``0700.HK``); a row with code ``HKDCNY`` gives the yuan for one Hong Kong dollar.

    Raises
    ------
    InputError
        If the file lacks a column, or a row has no code with a market, no day or no positive close.
    """
    try:
        return _prices(open_file(Path(path)))
    except Unreadable as problem:
        msg = f"The price file {Path(path).name} {problem}."
        raise InputError(msg) from problem


def prices_from_records(records: Iterable[Mapping[str, Any]]) -> Prices:
    """Return the prices of records with the columns of :func:`read_prices`."""
    return _prices(open_records(records, "the price records"))


def _prices(opened: Opened) -> Prices:
    if not opened.rows:
        msg = f"{opened.name}: wanted a table with the columns code, date, close; found {opened.kind}."
        raise InputError(msg)
    header = [column_key(cell) for cell in opened.rows[0].cells]
    places = {word: next((header.index(c) for c in columns if c in header), -1) for word, columns in _COLUMNS.items()}
    if missing := [word for word in ("code", "date", "close") if places[word] < 0]:
        msg = (
            f"{opened.name}: wanted the columns code, date, close[, currency]; found {', '.join(opened.rows[0].cells)} without {', '.join(missing)}."
        )
        raise InputError(msg)
    rows: dict[str, dict[date, tuple[float, str]]] = {}
    for row in opened.rows[1:]:
        cells = {word: row.cells[at] if 0 <= at < len(row.cells) else "" for word, at in places.items()}
        text = clean(cells["code"]).upper().replace("/", "")
        rate = text[3:] == "CNY" and text[:3].isalpha()
        code = text if rate else canonical_code(text)
        on, close = day(cells["date"]), number(cells["close"], decimal=opened.decimal)
        if code is None or on is None:
            msg = (
                f"{opened.name}, line {row.at}: wanted a code with its market (600031.SH) and a date; found {cells['code']!r} and {cells['date']!r}."
            )
            raise InputError(msg)
        if close is None:
            continue
        if close <= 0:
            msg = f"{opened.name}, line {row.at}: wanted a close above 0; found {cells['close']!r}."
            raise InputError(msg)
        currency = cells["currency"].upper() or ("CNY" if rate else _CURRENCY.get(market_of(code), ""))
        if not currency:
            msg = f"{opened.name}, line {row.at}: wanted the currency of {code} (its market has no default)."
            raise InputError(msg)
        days = rows.setdefault(code, {})
        if days.setdefault(on, (close, currency)) != (close, currency):
            msg = f"{opened.name}, line {row.at}: {code} has two different closes on {on}."
            raise InputError(msg)
    return Prices({code: tuple((on, close, currency) for on, (close, currency) in sorted(days.items())) for code, days in sorted(rows.items())})
