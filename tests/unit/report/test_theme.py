"""The theme report: a Jekyll post of what the graph holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import frontmatter
import pytest

from themegraph.engine import ThemeGraph
from themegraph.errors import UnknownEntity
from themegraph.report.theme import MAX_ITEMS

DAY = date(2025, 6, 12)


@pytest.fixture(scope="module")
def report(small_kg: Path) -> str:
    return ThemeGraph.open(small_kg).report("算力芯片", as_of=DAY, window=7)


@pytest.fixture(scope="module")
def demo(demo_kg: Path) -> str:
    return ThemeGraph.open(demo_kg).report("人工智能", as_of=date(2025, 12, 21), window=7)


def test_it_is_a_post_that_says_it_was_generated(report: str) -> None:
    post = frontmatter.loads(report)
    assert post["layout"] == "post"
    assert post["title"] == "theme_research_算力芯片_2025-06-12"
    assert str(post["date"]).startswith("2025-06-12")
    assert post["ai_generated"] is True
    assert "AI 生成内容" in post.content
    assert "不构成投资建议" in post.content


def test_the_parts_stand_in_their_order(report: str) -> None:
    heads = [line for line in report.splitlines() if line.startswith("#")]
    wanted = [
        "## 简要部分",
        "## 详细部分",
        "### 1. 事件或主题概述",
        "### 2. 核心驱动与影响分析",
        "### 3. 相关ETF或行业的潜在影响",
        "### 4. 主要风险与不确定性",
    ]
    assert [h for h in heads if h in wanted] == wanted


def test_every_item_has_its_source_and_day(report: str) -> None:
    items = [line for line in report.splitlines() if re.match(r"\d+\. ", line)]
    assert items
    assert all("样例证券报，2025-06-10" in line for line in items)


def test_items_are_counted_as_items_and_as_independent_events(demo: str) -> None:
    said = re.search(r"（(\d+) 条信息，(\d+) 个独立事件）", demo)
    assert said is not None
    items = [line for line in demo.splitlines() if re.match(r"\d+\. ", line)]
    assert len(items) == int(said[1]) <= MAX_ITEMS


def test_weights_stand_with_their_day_their_known_day_and_their_basis(report: str) -> None:
    row = next(line for line in report.splitlines() if "510991.SH" in line and line.startswith("|"))
    assert [c.strip() for c in row.strip("|").split("|")] == [
        "样例算力ETF", "510991.SH", "样例算力指数", "40.0%", "40.0% / 0%", "+43.5%", "8.48% / 0%", "0%", "100%", "2025-04-30", "2025-05-06", "指数权重代用·新",
    ]  # fmt: skip


def test_what_is_not_held_is_an_alarm(demo: str) -> None:
    assert re.search(r"#### 未持有警报\n(?:\n- .*)*\n- 摩尔线程（688795\.SH）：截至该日", demo)


def test_a_day_without_events_says_that_data_do_not_suffice(small_kg: Path) -> None:
    text = ThemeGraph.open(small_kg).report("算力芯片", as_of=date(2025, 8, 1), window=3)
    assert "数据不足" in text
    assert "510991" not in text


def test_no_event_after_the_day_or_before_the_window_is_told(small_kg: Path) -> None:
    kg = ThemeGraph.open(small_kg)
    assert "星澜算力发布" not in kg.report("算力芯片", as_of=date(2025, 6, 9), window=30)
    assert "星澜算力发布" in kg.report("算力芯片", as_of=date(2025, 6, 12), window=3)
    assert "星澜算力发布" not in kg.report("算力芯片", as_of=date(2025, 6, 13), window=3)


def test_an_unknown_theme_is_an_error_that_names_the_nearest(small_kg: Path) -> None:
    with pytest.raises(UnknownEntity, match="算力芯片"):
        ThemeGraph.open(small_kg).report("算力新片", as_of=DAY)


def test_it_gives_no_advice(report: str, demo: str) -> None:
    for text in (report, demo):
        for word in ("建议买入", "建议关注", "推荐", "值得配置", "必涨", "稳赚"):
            assert word not in text


def test_every_number_of_the_overview_is_in_the_evidence(report: str) -> None:
    items = [line for line in report.splitlines() if re.match(r"\d+\. ", line)]
    assert any("6月10日" in line for line in items), "the article's own day"


def test_a_headline_is_not_markup_in_the_post(bare_copy: Path, tmp_path: Path, article_text: Callable[..., str], learned_at: datetime) -> None:
    title = "星澜算力发布<b>新</b>芯片 | [x](http://y) # *z*"
    (tmp_path / "a.md").write_text(
        article_text(title, "2025-06-10 09:00:00 +0800", "甲|乙<i>", "6月10日，星澜算力发布新一代GPU芯片。"), encoding="utf-8"
    )
    kg = ThemeGraph.open(bare_copy)
    kg.ingest([tmp_path / "a.md"], run_at=learned_at)
    text = kg.report("算力芯片", as_of=DAY)
    assert "星澜算力发布" in text
    assert "<b>" not in text
    assert "<i>" not in text
    assert not re.search(r"(?<!\\)\]\(", text)
