from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from themegraph.calibrate import read_price_table
from themegraph.errors import InputError


def written(folder: Path, text: str, name: str = "prices.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_tushare_columns_with_factor_and_limit_prices(tmp_path: Path) -> None:
    text = "ts_code,trade_date,close,vol,adj_factor,up_limit,down_limit\n510300.SH,20250102,4.0,100,2,4.0,3.2\n510300.SH,20250103,4.1,0,2,4.4,3.6\n"
    found = read_price_table(written(tmp_path, text)).series["510300.SH"]
    assert found.close.tolist() == [8.0, 8.2]
    assert found.adjusted
    assert found.locked.tolist() == [True, False]
    assert found.suspended.tolist() == [False, True]
    assert found.days.tolist() == [date(2025, 1, 2).toordinal(), date(2025, 1, 3).toordinal()]


def test_yfinance_columns_and_names_of_benchmarks(tmp_path: Path) -> None:
    text = (
        "Date,Ticker,Open,Close,Adj Close,Volume\n2025-01-03,^GSPC,1,5900,5900,0\n2025-01-02,^GSPC,1,5800,5800,0\n2025-01-02,510300.SS,1,4.0,3.9,5\n"
    )
    found = read_price_table(written(tmp_path, text)).series
    assert sorted(found) == ["510300.SH", "SPX.US"]
    assert found["SPX.US"].close.tolist() == [5800, 5900]
    assert not found["SPX.US"].suspended.any()
    assert found["510300.SH"].close.tolist() == [3.9]


def test_an_akshare_file_is_named_after_its_code_and_a_folder_is_read_whole(tmp_path: Path) -> None:
    written(tmp_path, "日期,开盘,收盘,成交量\n2025-01-02,4,4.1,7\n", "sh510300.csv")
    written(tmp_path, "日期,收盘\n2025-01-02,3800\n", "000300.SH.csv")
    found = read_price_table(tmp_path).series
    assert sorted(found) == ["000300.SH", "510300.SH"]
    assert not found["510300.SH"].adjusted


def test_parquet_with_missing_closes(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"code": ["510300.SH"] * 2, "date": ["2025-01-02", "2025-01-03"], "close": [4.0, None], "nav": [4.1, 4.2]}), tmp_path / "p"
    )
    found = read_price_table(tmp_path / "p").series["510300.SH"]
    assert np.isnan(found.close).tolist() == [False, True]
    assert found.nav.tolist() == [4.1, 4.2]


def test_rows_without_an_adjusted_close_are_no_jump(tmp_path: Path) -> None:
    text = "code,date,close,adj_close\n510300.SH,2025-01-02,4.0,8.0\n510300.SH,2025-01-03,4.1,\n"
    assert np.isnan(read_price_table(written(tmp_path, text)).series["510300.SH"].close).tolist() == [False, True]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("code,date,open\n510300.SH,2025-01-02,4\n", "without close"),
        ("code,date,close\n510300,2025-01-02,4\n", "code with its market"),
        ("code,date,close\n510300.SH,someday,4\n", "and a day"),
        ("code,date,close\n510300.SH,2025-01-02,-4\n", "above 0"),
        ("code,date,close\n510300.SH,2025-01-02,4\n510300.SH,2025-01-02,5\n", "two different prices"),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_price_table(written(tmp_path, text))
