"""A small market to link against, and writers for the formats."""

import struct
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from themegraph.ingest.holdings import ReferenceResolver
from themegraph.model import Entity, EntityId, Fund, Listing, Name, ReferenceData

LISTINGS = {
    "000001.SZ": ("平安银行", "SZSE"), "688981.SH": ("中芯国际", "SSE"), "600031.SH": ("三一重工", "SSE"), "603444.SH": ("吉比特", "SSE"), "000063.SZ": ("中兴通讯", "SZSE"),
    "600519.SH": ("贵州茅台", "SSE"), "002025.SZ": ("航天电器", "SZSE"), "600862.SH": ("中航高科", "SSE"), "300124.SZ": ("汇川技术", "SZSE"), "000660.SZ": ("*ST南华", "SZSE"),
    "000002.SZ": ("万科A", "SZSE"), "0700.HK": ("腾讯控股", "HKEX"), "TSLA.US": ("TESLA INC", "NASDAQ"), "COIN.US": ("COINBASE GLOBAL INC", "NASDAQ"), "APA.US": ("APA CORP", "NASDAQ"),
    "BABA.US": ("ALIBABA GRP-ADR", "NYSE"), "NVDA.US": ("NVIDIA CORP", "NASDAQ"), "AAPL.US": ("APPLE INC", "NASDAQ"), "AMD.US": ("ADVANCED MICRO DEVICES", "NASDAQ"),
    "AI.US": ("C3.AI INC", "NYSE"), "005930.KS": ("Samsung Electronics", "KRX"), "RY.TO": ("ROYAL BANK OF CANADA", "TSX"), "TD.TO": ("TORONTO DOMINION", "TSX"), "BRK.B.US": ("BERKSHIRE HATHAWAY INC", "NYSE"),
}  # fmt: skip
FUNDS = {
    "510300.SH": ("沪深300ETF", "index:000300.CSI", 1.0), "510070.SH": ("民企ETF", None, 1.0), "515880.SH": ("通信ETF", None, 1.0), "159518.SZ": ("标普油气ETF", None, 1.0),
    "159919.SZ": ("沪深300ETF嘉实", "index:000300.CSI", 1.0), "ARKK.US": ("ARK Innovation ETF", None, 1.0), "XIC.TO": ("iShares Core S&P/TSX", None, 1.0), "SPY.US": ("SPDR S&P 500", None, 1.0),
    "QQQ.US": ("Invesco QQQ Trust", None, 1.0), "AIQ.US": ("Global X AI", None, 1.0), "SQQQ.US": ("ProShares UltraPro Short QQQ", None, -3.0), "IVV.US": ("iShares Core S&P 500", None, 1.0),
    "513310.SH": ("中韩半导体ETF", None, 1.0),
}  # fmt: skip


def _reference() -> ReferenceData:
    companies = [
        Entity(id=EntityId(f"company:{code}"), type="company", label=name, names=(Name(text=name, kind="short", source="T"),), source="T")
        for code, (name, _) in LISTINGS.items()
    ]
    index = Entity(id=EntityId("index:000300.CSI"), type="index", label="沪深300指数", source="T")
    chips = (Name(text="国产芯片", kind="short", source="T"),)
    theme = Entity(id=EntityId("theme:国产芯片概念"), type="sector/theme", label="国产芯片概念", names=chips, source="T")
    return ReferenceData(
        entities=(*companies, index, theme),
        listings=tuple(
            Listing(id=EntityId(f"share:{c}"), issuer=EntityId(f"company:{c}"), code=c, name=n, exchange=e, primary=True, listed_on=None, source="T")
            for c, (n, e) in LISTINGS.items()
        ),
        funds=tuple(
            Fund(
                id=EntityId(f"etf:{c}"),
                code=c,
                name=n,
                names=(),
                manager="",
                index=EntityId(i) if i else None,
                index_name="",
                kind="equity",
                leverage=m,
                fee=None,
                as_of=date(2026, 1, 1),
                source="T",
            )
            for c, (n, i, m) in FUNDS.items()
        ),
        tables=(),
        memberships=(),
        statements=(),
    )


@pytest.fixture(scope="session")
def resolver() -> ReferenceResolver:
    return ReferenceResolver(_reference())


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    """Write a file and return its path."""

    def write(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write an xlsx workbook with one sheet and return its path."""

    def write(name: str, rows: Iterable[Iterable[object]]) -> Path:
        from openpyxl import Workbook

        book = Workbook()
        for row in rows:
            book.active.append(list(row))
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def old_workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write an Excel 97 workbook with one sheet and return its path."""

    def write(name: str, rows: Iterable[Iterable[str | float]]) -> Path:
        (tmp_path / name).write_bytes(_xls(rows))
        return tmp_path / name

    return write


# The smallest Excel 97 workbook: BIFF8 records in a compound file.

_SECTOR, _FREE, _END, _FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _xls(rows: Iterable[Iterable[str | float]]) -> bytes:
    """Return the bytes of a workbook with one sheet; text as LABEL records, numbers as NUMBER records."""
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0x07CC, 0, 0))
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, str):
                text = cell.encode("utf-16-le")
                sheet += _record(0x0204, struct.pack("<HHHHB", r, c, 0, len(text) // 2, 1) + text)
            else:
                sheet += _record(0x0203, struct.pack("<HHHd", r, c, 0, cell))
    sheet += _record(0x000A, b"")
    bof = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0x07CC, 0, 0))
    name = b"Sheet1"
    place = len(bof) + 4 + 8 + len(name) + 4
    head = bof + _record(0x0085, struct.pack("<IBBBB", place, 0, 0, len(name), 0) + name) + _record(0x000A, b"")
    assert len(head) == place
    return _compound((head + sheet).ljust(4096, b"\0"))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _compound(stream: bytes) -> bytes:
    """Return a compound file whose only stream is the workbook: sector 0 the allocation table, 1 the directory, then the stream."""
    count = -(-len(stream) // _SECTOR)
    assert count + 2 <= _SECTOR // 4
    chain = [_FAT, _END, *(i + 3 if i + 1 < count else _END for i in range(count))]
    table = struct.pack(f"<{_SECTOR // 4}I", *chain, *[_FREE] * (_SECTOR // 4 - len(chain)))
    root = _entry("Root Entry", 5, child=1, start=_END, size=0)
    directory = (root + _entry("Workbook", 2, child=_FREE, start=2, size=len(stream))).ljust(_SECTOR, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<109I", 0, *[_FREE] * 108)
    return header + table + directory + stream.ljust(count * _SECTOR, b"\0")


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    entry = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, _FREE, _FREE, child)
    return entry + bytes(16 + 4 + 16) + struct.pack("<IQ", start, size)
