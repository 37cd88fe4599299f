"""A small market to link against, and writers for the formats."""

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
    return ReferenceData(
        entities=(*companies, index),
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
