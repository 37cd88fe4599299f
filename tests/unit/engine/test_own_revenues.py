"""A revenue table of the user's own: what competitors and contracts are measured by, from the day it was known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph

NOW = datetime(2025, 12, 10, 8, tzinfo=UTC)
DAY = date(2025, 7, 1)
TABLE = (
    "公司,营业收入,币种,报告期,汇率,来源,公告日\n"
    "600901.SH,2000000000,CNY,2024,,样例年报,2025-03-31\n"
    "云砚半导体,8000000000,CNY,2024,,样例年报,2025-04-20\n"
    "600901.SH,4000000000,CNY,2025-06,,样例半年报,2025-08-30\n"
    "0991.HK,1000000000,HKD,2024,0.92,样例年报,2025-03-28\n"
)


@pytest.fixture
def kg(kg_copy: Path, tmp_path: Path, article_text: Callable[..., str]) -> ThemeGraph:
    """Return a workspace in which two companies compete, and one of them wins an order with its amount."""
    for name, title, text in (
        ("rivals", "星澜算力与云砚半导体竞争", "星澜算力与云砚半导体是竞争对手。"),
        ("order", "北槐光电中标", "6月20日，星澜算力（600901.SH）公告，中标5亿元GPU芯片订单。"),
    ):
        (tmp_path / f"{name}.md").write_text(article_text(title, "2025-06-20 09:00:00 +0800", "样例证券报", text), encoding="utf-8")
    kg = ThemeGraph.open(kg_copy)
    kg.ingest([tmp_path / "rivals.md", tmp_path / "order.md"], run_at=NOW - timedelta(days=2))
    return kg


def give(kg: ThemeGraph, folder: Path, text: str = TABLE, at: datetime = NOW) -> tuple[int, list[str]]:
    (folder / "revenues.csv").write_text(text, encoding="utf-8")
    answer = kg.import_holdings([folder / "revenues.csv"], run_at=at)
    return answer.revenues, [q.code for q in answer.quarantined]


def explained(kg: ThemeGraph, **clock: object) -> str:
    answer = kg.explain("星澜算力 中标", "510991.SH", **{"as_of": DAY, **clock})  # type: ignore[arg-type]
    assert answer is not None
    return "\n".join(answer.lines)


def test_a_contract_and_a_competitor_are_measured_by_revenue_and_the_arithmetic_shows_it(kg: ThemeGraph, tmp_path: Path) -> None:
    before = explained(kg)
    assert "× 0.3（prior）" in before
    assert give(kg, tmp_path) == (4, [])
    after = explained(kg)
    assert "0.5（= min(1, 2 × 5e+08 CNY ÷ 星澜算力营收 2e+09 CNY（至 2024-12-31 的十二个月，样例年报，2025-03-31 可知）)）" in after
    assert "重合度先验 0.2 × min(1, 星澜算力营收 2e+09 CNY" in after
    assert "× 0.05 ×" in after  # .2 · 2 / 8
    assert kg.import_holdings([tmp_path / "revenues.csv"], run_at=NOW).revenues == 0


def test_a_day_uses_the_latest_twelve_months_that_were_known_by_then(kg: ThemeGraph, tmp_path: Path) -> None:
    give(kg, tmp_path)
    assert "星澜算力营收 2e+09" in explained(kg, as_of=date(2025, 8, 29))
    assert "星澜算力营收 4e+09" in explained(kg, as_of=date(2025, 8, 30))


def test_an_earlier_instant_knows_of_no_revenues(kg: ThemeGraph, tmp_path: Path) -> None:
    then = NOW - timedelta(days=1)
    before = explained(kg, known_at=then)
    give(kg, tmp_path)
    assert explained(kg, known_at=then) == before
    assert explained(kg, known_at=NOW) != before
    give(kg, tmp_path, TABLE.replace("8000000000", "1000000000").replace("2025-04-20", "2025-04-25"), at=NOW + timedelta(days=1))
    assert "云砚半导体营收 8e+09" in explained(kg, known_at=NOW)
    assert "云砚半导体营收 1e+09" in explained(kg)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("600901.SH,20亿,CNY,2024,,,2025-03-31", "bad-cell"),
        ("600901.SH,-2,CNY,2024,,,2025-03-31", "bad-cell"),
        ("600901.SH,2000000000,CNY,2025Q1,,,2025-04-30", "bad-cell"),
        ("600901.SH,2000000000,CNY,2025,,,2025-04-30", "future-date"),
        ("600901.SH,2000000000,人民幣?,2024,,,2025-04-30", "bad-cell"),
        ("600901.SH,2000000000,CNY,2024,,,2026-04-30", "future-date"),
        ("无此公司,2000000000,CNY,2024,,,2025-04-30", "unlinked"),
        ("510991.SH,2000000000,CNY,2024,,,2025-04-30", "unlinked"),
        ("600901.SH,2000000000,HKD,2024,零点九,,2025-04-30", "bad-cell"),
    ],
)
def test_a_line_that_says_too_little_is_refused_with_its_reason_and_the_others_come_in(kg: ThemeGraph, tmp_path: Path, line: str, code: str) -> None:
    assert give(kg, tmp_path, f"公司,营业收入,币种,报告期,汇率,来源,公告日\n{line}\n600902.SH,10,CNY,2024,,,2025-04-30\n") == (1, [code])


@pytest.mark.parametrize("period", ["2024", "2024年", "2024年报", "2024年度", "2024年年报", "FY2024", "2024-12", "2024-12-31"])
def test_a_year_is_written_in_many_ways(kg: ThemeGraph, tmp_path: Path, period: str) -> None:
    assert give(kg, tmp_path, f"公司,营业收入,币种,报告期,公告日\n600901.SH,10,人民币,{period},2025-04-30\n") == (1, [])
    assert date.fromordinal(int(kg.snapshot.revenues.period[0])) == date(2024, 12, 31)


def test_of_two_figures_of_one_day_the_one_given_later_is_the_correction(kg: ThemeGraph, tmp_path: Path) -> None:
    for hour, value in enumerate((4_000_000_000, 1_000_000_000, 2_000_000_000)):
        give(kg, tmp_path, f"company,value,currency,period,known_at\n600901.SH,{value},CNY,2024,2025-04-30\n", at=NOW + timedelta(hours=hour))
    assert "星澜算力营收 2e+09" in explained(kg)
    assert "星澜算力营收 1e+09" in explained(kg, known_at=NOW + timedelta(hours=1))


def test_two_revenues_for_the_same_twelve_months_and_day_are_both_refused(kg: ThemeGraph, tmp_path: Path) -> None:
    text = "company,value,currency,period,known_at\n600901.SH,10,CNY,2024,2025-04-30\n600901.SH,11,CNY,2024,2025-04-30\n"
    assert give(kg, tmp_path, text) == (0, ["duplicate-row"])


def test_parquet_says_the_same(kg: ThemeGraph, tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = {"company": ["600901.SH"], "value": [2e9], "currency": ["CNY"], "period": ["2024"], "known_at": ["2025-03-31"], "source": ["样例年报"]}
    parquet.write_table(pyarrow.table(rows), tmp_path / "r.parquet")
    assert kg.import_holdings([tmp_path / "r.parquet"], run_at=NOW).revenues == 1
    assert "星澜算力营收 2e+09 CNY" in explained(kg)
