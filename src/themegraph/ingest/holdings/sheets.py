"""Open a file as what its bytes are: a table of cells, or a text (XML, JSON, an exchange's own form)."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from themegraph.errors import MissingExtra, UnreadableArticle
from themegraph.ingest.decode import decode
from themegraph.ingest.holdings.cells import clean, number

__all__ = ["Opened", "Row", "Unreadable", "column_key", "open_bytes", "open_file", "open_records"]

_MAX_BYTES = 64 * 2**20
"""Larger than any list of holdings; a file beyond it is something else."""
_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?%?")
_COMMA_DECIMAL = re.compile(r"[-+]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),[0-9]+%?")
_DOT_DECIMAL = re.compile(r"[-+$]*[0-9,]*\.[0-9]+%?")


class Unreadable(Exception):
    """The bytes are no table and no text; the message says what they look like. Turned into a quarantined file by the reader."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    at: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file, opened."""

    name: str
    """File name without its folder."""
    kind: str
    """table, xml, json or text."""
    rows: tuple[Row, ...] = ()
    text: str = ""
    raw: bytes = b""
    """Of XML only: its declaration names the encoding."""
    data: Any = None
    """Of JSON that is no list of records."""
    decimal: str = "."


def column_key(cell: str) -> str:
    """Return a header cell for comparison: NFKC, lower case, no spaces, 份 and 分 of 成份券 alike.

    Examples
    --------
    >>> column_key("成份券代码Constituent Code") == column_key("成分券代码 constituent code")
    True
    """
    return re.sub(r"\s+", "", clean(cell)).lower().replace("成份", "成分")


def open_file(path: Path) -> Opened:
    """Return a file, opened by its bytes; its suffix is not looked at.

    Raises
    ------
    Unreadable
        If it cannot be read, is too large, or is no table and no text.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            msg = f"文件有 {path.stat().st_size:,} 字节，至多 {_MAX_BYTES // 2**20} MiB"
            raise Unreadable(msg)
        return open_bytes(path.read_bytes(), path.name)
    except OSError as problem:
        raise Unreadable(problem.strerror or str(problem)) from problem


def open_bytes(raw: bytes, name: str) -> Opened:
    """Return the bytes of a file, opened.

    Raises
    ------
    Unreadable
        If they are no table and no text.
    """
    if not raw.strip():
        msg = "文件是空的"
        raise Unreadable(msg)
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _workbook(raw, name)
    if raw.startswith(b"PAR1"):
        return _parquet(raw, name)
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<", raw):
        if re.match(rb"(?is)(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html|<table)", raw):
            msg = "是网页，不是数据文件（下载被拒绝时常得到网页）；请重新下载，并用浏览器看一下"
            raise Unreadable(msg)
        return Opened(name=name, kind="xml", raw=raw.lstrip(b"\xef\xbb\xbf \t\r\n"))
    try:
        text = decode(raw)
    except UnreadableArticle as problem:
        msg = "不是 UTF-8、GB18030 或 Big5 的文本，可能是二进制文件；请另存为 UTF-8"
        raise Unreadable(msg) from problem
    if re.match(r"\s*[\[{]\s*(?:[\[{\"\]}]|$)", text):
        return _json(text, name)
    return _delimited(text, name)


def open_records(records: Iterable[Mapping[str, Any]], name: str) -> Opened:
    """Return records - a data frame's ``to_dict("records")`` - as a table; the header counts as line 1."""
    records = list(records)
    columns = list(dict.fromkeys(str(key) for record in records for key in record))
    rows = [Row(1, tuple(columns))]
    for at, record in enumerate(records, 2):
        cells = {str(key): value for key, value in record.items()}
        rows.append(Row(at, tuple(_cell(cells.get(column)) for column in columns)))
    return Opened(name=name, kind="table", rows=tuple(rows))


def _cell(value: Any) -> str:
    """Return a typed cell as text: whole floats without their point, days in ISO form, missing values blank."""
    # NaN and NaT differ from themselves; the missing value of pandas has no truth at all.
    if value is None or type(value).__name__ == "NAType" or value != value:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if (value.hour, value.minute, value.second) == (0, 0, 0) else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if math.isfinite(value) and value == int(value) and abs(value) < 1e15 else repr(float(value))
    return clean(str(value)) if not isinstance(value, str) else value.strip()


def _grid(rows: Iterable[Sequence[Any]], name: str) -> Opened:
    kept = tuple(Row(at, tuple(_cell(c) for c in cells)) for at, cells in enumerate(rows, 1))
    return Opened(name=name, kind="table", rows=tuple(row for row in kept if any(row.cells)))


def _workbook(raw: bytes, name: str) -> Opened:
    import python_calamine

    if raw.startswith(b"PK"):
        try:
            inside = zipfile.ZipFile(io.BytesIO(raw)).infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as problem:
            msg = "开头像 xlsx 工作簿，但不完整或已损坏"
            raise Unreadable(msg) from problem
        if sum(part.file_size for part in inside) > 8 * _MAX_BYTES:
            msg = "工作簿解开后远大于任何持仓名单所需"
            raise Unreadable(msg)
    try:
        book = python_calamine.load_workbook(io.BytesIO(raw))
        sheets = (book.get_sheet_by_index(i).to_python(skip_empty_area=False) for i in range(len(book.sheet_names)))
        rows = next((rows for rows in sheets if any(cell not in ("", None) for row in rows for cell in row)), [])
    except (python_calamine.CalamineError, OSError, ValueError) as problem:
        msg = f"不能作为 Excel 工作簿读取（{problem}）"
        raise Unreadable(msg) from problem
    except BaseException as problem:
        # Some damaged workbooks make the Rust reader panic, which arrives as an exception outside Exception.
        if type(problem).__name__ != "PanicException":
            raise
        msg = "不能作为 Excel 工作簿读取：已损坏"
        raise Unreadable(msg) from problem
    return _grid(rows, name)


def _parquet(raw: bytes, name: str) -> Opened:
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as problem:
        msg = f"{name} is a Parquet file, which needs pyarrow: pip install 'themegraph[parquet]'."
        raise MissingExtra(msg) from problem
    try:
        records = parquet.read_table(arrow.BufferReader(raw)).to_pylist()
    except (arrow.ArrowException, OSError, ValueError, OverflowError) as problem:
        msg = f"不能作为 Parquet 读取（{problem}）"
        raise Unreadable(msg) from problem
    return open_records(records, name)


def _json(text: str, name: str) -> Opened:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as problem:
        msg = f"开头像 JSON，但不是（{problem}）"
        raise Unreadable(msg) from problem
    if (
        isinstance(data, list)
        and data
        and all(isinstance(r, dict) for r in data)
        and not any(isinstance(v, list | dict) for r in data for v in r.values())
    ):
        return open_records(data, name)
    return Opened(name=name, kind="json", data=data)


def _delimited(text: str, name: str) -> Opened:
    if re.match(r"\s*\[ETF", text) or "ENDENDEND" in text or re.search(r"(?m)^\s*组合信息内容", text):
        return Opened(name=name, kind="text", text=text)
    lines = [line for line in text.splitlines() if line.strip()]
    counts = {mark: Counter(line.count(mark) for line in lines if line.count(mark)) for mark in ",;\t|"}
    mark = max(counts, key=lambda m: (sum(counts[m].values()), m == ","))
    # Semicolons part the cells where commas part the decimals.
    if counts[";"] and sum(counts[";"].values()) >= 0.8 * len(lines):
        mark = ";"
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    rows, start = [], 1
    try:
        for cells in reader:
            if any(cell.strip("\ufeff\xa0 ") for cell in cells):
                rows.append(Row(start, tuple(clean(cell) for cell in cells)))
            start = reader.line_num + 1
    except csv.Error as problem:
        msg = f"第 {start} 行不是分隔文本（{problem}）"
        raise Unreadable(msg) from problem
    return Opened(name=name, kind="table", text=text, rows=tuple(rows), decimal=_decimal(rows))


def _decimal(rows: Sequence[Row]) -> str:
    """Return the decimal separator of a table: a comma if some cell can only mean that and none has a decimal point."""
    commas = False
    for cell in _all_cells(rows):
        if (
            _DOT_DECIMAL.fullmatch(cell)
            and not _COMMA_DECIMAL.fullmatch(cell)
            and number(cell) is not None
            and not re.fullmatch(r"[-+]?[0-9]{1,3}(?:\.[0-9]{3})+", cell)
        ):
            return "."
        commas = commas or bool(_COMMA_DECIMAL.fullmatch(cell) and not _THOUSANDS.fullmatch(cell))
    return "," if commas else "."


def _all_cells(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        yield from row.cells
