"""Daily prices as akshare, tushare, yfinance or a spreadsheet write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.errors import InputError
from themegraph.ingest.holdings.cells import clean, day, number
from themegraph.ingest.holdings.sheets import Opened, Unreadable, column_key, open_file
from themegraph.model import canonical_code

__all__ = ["BENCHMARKS", "PriceTable", "Series", "read_price_table", "series_of"]

BENCHMARKS = {"A": "000300.SH", "HK": "HSI.HK", "US": "SPX.US"}
"""沪深300, 恒生指数 and the S&P 500 under the codes that price files are read into."""

_INDEX_NAMES = {
    "000300.CSI": "000300.SH", "沪深300": "000300.SH", "CSI300": "000300.SH", "399300.SZ": "000300.SH",
    "^HSI": "HSI.HK", "HSI": "HSI.HK", "HSI.HK": "HSI.HK", "HSI.HI": "HSI.HK", "恒生指数": "HSI.HK",
    "^GSPC": "SPX.US", "SPX": "SPX.US", "SPX.US": "SPX.US", ".INX": "SPX.US", "标普500": "SPX.US",
}  # fmt: skip
"""How yfinance, tushare, akshare and terminals write the three benchmarks."""

_COLUMNS = {
    "code": ("code", "ts_code", "symbol", "ticker", "代码", "股票代码", "基金代码", "证券代码"),
    "date": ("date", "trade_date", "日期", "净值日期", "nav_date"),
    "close": ("close", "收盘", "收盘价"),
    "adjusted": ("adjclose", "adj_close", "adjustedclose", "后复权收盘", "复权收盘"),
    "factor": ("adj_factor", "复权因子"),
    "volume": ("volume", "vol", "成交量"),
    "limit": ("limit_status", "limit", "涨跌停", "涨跌停状态"),
    "up": ("up_limit", "涨停价"),
    "down": ("down_limit", "跌停价"),
    "suspended": ("suspended", "停牌", "is_suspended"),
    "nav": ("adj_nav", "复权净值", "nav", "accum_nav", "累计净值", "unit_nav", "单位净值"),
}
_PREFIXED = re.compile(r"(SH|SZ|BJ)\.?([0-9]{6})")
_YES = {"1", "-1", "1.0", "-1.0", "u", "d", "up", "down", "涨停", "跌停", "true", "yes", "y", "是", "停牌"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Series:
    """One security, by day."""

    days: NDArray[np.int64]
    """Ordinals, rising."""
    close: NDArray[np.float64]
    """Adjusted where the file allows it; NaN: none."""
    nav: NDArray[np.float64]
    locked: NDArray[np.bool_]
    """The close stands at its price limit."""
    suspended: NDArray[np.bool_]
    """The file says so, or its volume is 0."""
    adjusted: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PriceTable:
    """Series by code (``510300.SH``; benchmarks under the codes of :data:`BENCHMARKS`)."""

    series: Mapping[str, Series]


def series_of(
    days: NDArray[np.int64],
    close: NDArray[np.float64],
    *,
    nav: NDArray[np.float64] | None = None,
    locked: NDArray[np.bool_] | None = None,
    suspended: NDArray[np.bool_] | None = None,
    adjusted: bool = True,
) -> Series:
    """Return a series from arrays of equal length; what is not given is not known, or does not occur."""
    n = len(days)
    return Series(
        days=days,
        close=close,
        nav=np.full(n, np.nan) if nav is None else nav,
        locked=np.zeros(n, dtype=bool) if locked is None else locked,
        suspended=np.zeros(n, dtype=bool) if suspended is None else suspended,
        adjusted=adjusted,
    )


def read_price_table(path: Path) -> PriceTable:
    """Return the daily prices of a CSV, Excel or Parquet file, or of all such files in a folder.

    Columns are found by their akshare, tushare or yfinance names, in any order: code, date, close, and where present adjusted close or
    adjustment factor, volume, limit status or limit prices, suspension and net asset value. A file without a code column is named after
    its code (``510300.SH.csv``).

    Raises
    ------
    InputError
        If a file lacks a column, a row has no code, day or positive close, or a day of a code stands twice with different closes.
    """
    path = Path(path)
    files = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith(".")) if path.is_dir() else [path]
    if not files:
        msg = f"The folder {path.name} has no price files."
        raise InputError(msg)
    rows: dict[str, dict[date, tuple[Any, ...]]] = {}
    for file in files:
        try:
            opened = open_file(file)
        except Unreadable as problem:
            msg = f"The price file {file.name} {problem}."
            raise InputError(msg) from problem
        _take(opened, file, rows)
    return PriceTable(series={code: _series(days) for code, days in sorted(rows.items()) if days})


def _code(text: str) -> str | None:
    plain = clean(text).upper()
    if prefixed := _PREFIXED.fullmatch(plain):
        plain = f"{prefixed[2]}.{prefixed[1]}"
    found = canonical_code(plain)
    return _INDEX_NAMES.get(plain) or (_INDEX_NAMES.get(found, found) if found else None)


def _take(opened: Opened, file: Path, rows: dict[str, dict[date, tuple[Any, ...]]]) -> None:
    header = [column_key(cell) for cell in opened.rows[0].cells] if opened.rows else []
    places = {word: next((header.index(column_key(c)) for c in names if column_key(c) in header), -1) for word, names in _COLUMNS.items()}
    named = _code(file.stem) if places["code"] < 0 else None
    missing = [w for w in ("code", "date", "close") if places[w] < 0 and not (w == "code" and named) and not (w == "close" and places["nav"] >= 0)]
    if missing:
        found = ", ".join(opened.rows[0].cells) if opened.rows else opened.kind
        msg = f"{file.name}: wanted the columns code, date, close (akshare, tushare or yfinance names); found {found} without {', '.join(missing)}."
        raise InputError(msg)
    for row in opened.rows[1:]:
        cell = {word: row.cells[at] if 0 <= at < len(row.cells) else "" for word, at in places.items()}
        code, on = named or _code(cell["code"]), day(cell["date"])
        if code is None or on is None:
            msg = f"{file.name}, line {row.at}: wanted a code with its market (510300.SH) and a day; found {cell['code']!r} and {cell['date']!r}."
            raise InputError(msg)
        value = {w: number(cell[w], decimal=opened.decimal) for w in ("close", "adjusted", "factor", "volume", "up", "down", "nav")}
        if any((v := value[w]) is not None and v <= 0 for w in ("close", "adjusted", "factor", "nav")):
            msg = f"{file.name}, line {row.at}: wanted prices above 0; found close {cell['close']!r} of {code} on {on}."
            raise InputError(msg)
        close = value["close"]
        if close is None and value["nav"] is None:
            continue
        factor = value["factor"]
        adjusted = value["adjusted"] or (close * factor if close is not None and factor is not None else None)
        at_limit = close is not None and any((v := value[w]) is not None and abs(close - v) < 1e-6 * close for w in ("up", "down"))
        locked = at_limit or clean(cell["limit"]).lower() in _YES
        suspended = clean(cell["suspended"]).lower() in _YES or value["volume"] == 0
        taken = (adjusted or close, value["nav"], locked, suspended and code not in BENCHMARKS.values(), adjusted is not None)
        if rows.setdefault(code, {}).setdefault(on, taken)[:2] != taken[:2]:
            msg = f"{file.name}, line {row.at}: {code} has two different prices on {on}."
            raise InputError(msg)


def _series(by_day: Mapping[date, tuple[Any, ...]]) -> Series:
    days = sorted(by_day)
    rows = [by_day[d] for d in days]

    def floats(at: int) -> NDArray[np.float64]:
        return np.array([np.nan if r[at] is None else r[at] for r in rows], dtype=np.float64)

    # Adjusted and raw closes are different scales: where some rows lack the adjusted one, they have no price rather than a false jump.
    adjusted = [bool(r[4]) for r in rows]
    close = floats(0)
    if any(adjusted) and not all(adjusted):
        close[~np.array(adjusted)] = np.nan
    return Series(
        days=np.array([d.toordinal() for d in days], dtype=np.int64),
        close=close,
        nav=floats(1),
        locked=np.array([r[2] for r in rows], dtype=bool),
        suspended=np.array([r[3] for r in rows], dtype=bool),
        adjusted=any(adjusted),
    )
