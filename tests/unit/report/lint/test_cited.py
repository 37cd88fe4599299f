"""Sentences with a source behind them are held against what that source published."""

import importlib.util
from datetime import date
from pathlib import Path

import pytest

from themegraph.report.lint import ReferenceKnowledge, lint_text

_spec = importlib.util.spec_from_file_location("lint_known", Path(__file__).with_name("known.py"))
world = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(world)

DAY = date(2025, 12, 21)


@pytest.fixture(scope="module")
def known():
    return ReferenceKnowledge(world.DATA, articles=world.ARTICLES)


def found(text, known):
    return [(f.rule, f.text) for f in lint_text(text, knowledge=known, as_of=DAY) if f.severity != "info"]


def test_a_sentence_as_its_source_has_it_is_clean(known):
    assert found("次日开盘后，海博思创一度涨超14%，收涨9.8%（样例通讯，2025-11-13）。", known) == []


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("次日开盘后，海博思创一度涨超14%，收涨8.8%（样例通讯，2025-11-13）。", "claim-number", "8.8"),
        ("次日开盘后，海博思创一度跌超14%，收涨9.8%（样例通讯，2025-11-13）。", "claim-sign", "跌"),
        ("11月3日，海博思创一度涨超14%（样例通讯，2025-11-13）。", "claim-date", "11月3日"),
        ("过去33周中有32周，散户是看涨期权的净买入方（样例通讯，2025-11-13）。", "source-unknown", "散户"),
    ],
)
def test_what_differs_from_the_source_is_found(known, text, rule, words):
    assert any(r == rule and words in t for r, t in found(text, known)), found(text, known)


def test_other_words_for_the_same_are_left_alone(known):
    assert found("海博思创收盘上涨近一成，盘中最高涨幅在14%以上（样例通讯，2025-11-13）。", known) == []


def test_a_window_that_ends_before_it_begins_and_two_last_days_are_found(known):
    assert ("date-impossible", "2025-12-28 至 2025-12-21") in found("2025-12-28 至 2025-12-21，与“储能”有关的报道有 1 篇。", known)
    text = "2025-12-15 至 2025-12-21，与“储能”有关的报道有 1 篇。\n\n- 只使用截至 2025-12-19 可知的报道与权重。\n"
    assert ("number-conflict", "2025-12-19") in found(text, known)


def test_a_weight_in_prose_is_held_against_the_table(known):
    assert any(r == "weight-differs" for r, _ in found("人工智能ETF华夏（515070）持有寒武纪12.5 %。", known))
    assert any(r == "weight-differs" for r, _ in found("寒武纪由人工智能ETF华夏（515070.SH，权重7.90%）持有。", known))
    assert found("寒武纪由人工智能ETF华夏（515070.SH，权重7.20%）持有。", known) == []


NEWS = """碳酸锂期货涨停，锂矿股走强
中国稀土收跌5.9%，盛和资源跌4.6%。
若碳酸锂价格持续高于每吨12万元，电芯成本将抬升约6%。
中远海控公告，订造12艘集装箱船，每艘价格为1.99亿美元，总价约23.9亿美元。
| 企业 | 中选品种数 | 最大降幅 |
|---|---|---|
| 科伦药业 | 11 | 82.4% |
"""
NEWS_DAY = date(2025, 12, 18)
ROW = "| 数值 | 主体 | 表中行 | 表中列 | 口径或基期 | 来源 |\n|---|---|---|---|---|---|\n| {value} | 科伦药业 | 科伦药业 | 最大降幅 | 原文未写明 | 某报，2025-12-18 |\n"


@pytest.fixture(scope="module")
def newest(article_text, learned_at, demo_kg, tmp_path_factory):
    import shutil

    from themegraph.engine import ThemeGraph

    folder = tmp_path_factory.mktemp("lint")
    shutil.copytree(demo_kg, folder / "kg")
    (folder / "a.md").write_text(article_text("碳酸锂期货涨停，锂矿股走强", "2025-12-18 09:00:00 +0800", "某报", NEWS), encoding="utf-8")
    kg = ThemeGraph.open(folder / "kg")
    kg.ingest([folder / "a.md"], run_at=learned_at)
    return kg.lint_knowledge(as_of=DAY)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("中国稀土收跌4.6%，盛和资源跌5.9%。", "claim-subject"),
        ("中远海控订造12艘集装箱船，每艘1.99亿元，总价约23.9亿美元。", "claim-unit"),
        (ROW.format(value="28.4%"), "claim-number"),
    ],
)
def test_swaps_units_and_cells_that_differ_are_found(newest, text, rule):
    assert rule in {f.rule for f in lint_text(text, knowledge=newest, as_of=NEWS_DAY)}


@pytest.mark.parametrize(
    "text",
    [
        "若碳酸锂价格持续高于每吨12万元，电芯成本将抬升约6%（某报，2025-12-18）。",
        "# 碳酸锂期货涨停\n",
        ROW.format(value="82.4%"),
    ],
)
def test_what_the_article_says_is_not_called_wrong(newest, text):
    assert [f for f in lint_text(text, knowledge=newest, as_of=NEWS_DAY) if f.severity == "error"] == []


def test_a_term_that_stays_open_until_a_coming_day_is_no_deed(newest):
    assert lint_text("公众意见征集截至12月16日。", knowledge=newest, as_of=date(2025, 12, 10)) == ()
    assert [f.rule for f in lint_text("公司截至12月16日回购3万股。", knowledge=newest, as_of=date(2025, 12, 10))] == ["date-after-publication"]
