"""Which sentences and whom a report takes in, and what it says of its theme's list of members."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph

DAY = date(2026, 11, 18)
RATES = """集运指数主力合约11月17日下跌7.2%，报1,486.3点。
中远海控A股跌4.85%，东方海外国际下跌5.7%。
油运股走强，招商轮船涨3.3%，中远海能涨2.9%。"""
ORDER = "中远海控18日晚公告，订造12艘集装箱船，总价约23.9亿美元。公告称，本次交易占公司净资产的7.1%。中国船舶表示，公司手持订单超过2,800亿元。"
BIDS = """第十二批国家药品集采11月18日开标，平均降价58%。
| 企业 | 中选品种数 | 最大降幅 |
|---|---|---|
| 科伦药业 | 11 | 82.4% |
| 华海药业 | 2 | 64.9% |
医药板块中，科伦药业收涨4.2%，华海药业跌5.6%。"""


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory, demo_kg: Path, article_text: Callable[..., str], learned_at: datetime) -> ThemeGraph:
    folder = tmp_path_factory.mktemp("scope")
    shutil.copytree(demo_kg, folder / "kg")
    articles = folder / "articles"
    articles.mkdir()
    for name, title, told in (("a", "红海复航预期升温，集运期货跌逾7%", RATES), ("b", "中远海控订造12艘船", ORDER), ("c", "国家药品集采开标", BIDS)):
        (articles / f"{name}.md").write_text(article_text(title, f"2026-11-18 09:0{len(told) % 10}:00 +0800", f"{name}报", told), encoding="utf-8")
    out = ThemeGraph.open(folder / "kg")
    out.ingest([articles], run_at=learned_at)
    return out


@pytest.fixture(scope="module")
def shipping(kg: ThemeGraph) -> str:
    return kg.report("航运", as_of=DAY)


def test_the_losers_of_a_theme_stand_in_sentences_that_do_not_name_it(shipping: str) -> None:
    losses = next(line for line in shipping.splitlines() if line.startswith("- **受损"))
    assert "中远海控（601919.SH）" in losses
    assert "东方海外国际（0316.HK）" in losses
    assert "偏正面的有中远海能、招商轮船；偏负面的有中远海控" in shipping


def test_an_industry_of_the_same_name_stands_in_for_a_missing_list(shipping: str) -> None:
    assert "中远海控公告称，本次交易占公司净资产的7.1%" in shipping
    assert re.search(r"成员按同名行业“航运”认定，共 \d+ 家", shipping)


def test_what_another_company_says_of_itself_is_not_told_as_this_ones(shipping: str) -> None:
    row = next(line for line in shipping.splitlines() if line.startswith("| 超过2,800亿元"))
    assert row.startswith("| 超过2,800亿元 | 中国船舶 | 公司手持订单")
    assert "。中国船舶表示，公司手持订单" in shipping


def test_a_quotation_that_names_nobody_says_whose_it_is(kg: ThemeGraph) -> None:
    assert "中远海控: 「公告称，本次交易占公司净资产的7.1%」" in kg.report("航运", as_of=DAY, lang="en")


def test_a_list_of_another_theme_is_no_path(shipping: str) -> None:
    assert "板块的" not in shipping


def test_figures_of_a_table_are_listed_and_never_told(kg: ThemeGraph) -> None:
    text = kg.report("医药", as_of=DAY)
    assert "| 82.4% | 科伦药业 | 科伦药业 | 最大降幅 |" in text
    assert "\\|" not in text


def test_a_list_that_was_not_yet_known_is_spoken_of(kg: ThemeGraph) -> None:
    assert "“稀土永磁”的成员名单自 2026-07-13 起才可知" in kg.report("稀土永磁", as_of=date(2026, 3, 18))
    assert "is known from 2026-07-13 only" in kg.report("稀土永磁", as_of=date(2026, 3, 18), lang="en")
