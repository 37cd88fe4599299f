"""Rules that need the text alone: numbers within it, days, front matter, links, structure."""

from datetime import date

import pytest

from themegraph.report.lint import Severity, lint_text


def faults(text, **more):
    return [(f.rule, f.text) for f in lint_text(text, **more) if f.severity is not Severity.INFO]


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("良率为42%，明显高于行业通常的40%至55%区间。", "compare-range", "42%，明显高于行业通常的40%至55%"),
        ("负债率61%，低于同业平均的58%。", "compare-range", "61%，低于同业平均的58%"),
        ("甲4.9%、乙4.6%和丙4.1%，三者合计15.6%。", "sum-mismatch", "合计15.6%"),
    ],
)
def test_numbers_that_contradict_their_neighbours_are_found(text, rule, words):
    assert (rule, words) in faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "良率为62%，高于行业通常的40%至55%。",
        "甲4.9%、乙4.6%和丙4.1%，三者合计13.6%。",
        "前十大成份股包括甲（7%）、乙（6%）等，合计占50.14%。",
        "营收增长12%，高于去年同期的增速。",
        "涨幅超过30%，换手率低于5%。",
    ],
)
def test_numbers_that_agree_are_left_alone(text):
    assert faults(text) == []


def test_a_percentage_without_base_is_an_info_and_a_date_in_the_heading_is_enough():
    assert [f.rule for f in lint_text("销量增长30%。")] == ["percent-no-base"]
    assert lint_text("## 2025年11月\n\n销量增长30%。") == ()
    assert lint_text("与上年同期相比如下。销量增长30%。") == ()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("公司于2025年2月30日公告。", "date-impossible"),
        ("2025年12月20日（周五）召开股东会。", "date-weekday"),
        ("召回已于2025年12月26日全部完成。", "date-after-publication"),
    ],
)
def test_days_that_cannot_be_are_found(text, rule):
    assert rule in [r for r, _ in faults(text, as_of=date(2025, 12, 21))]


@pytest.mark.parametrize(
    "text",
    ["新品定于2026年1月10日上市。", "12月20日（周六）举行大会。", "11月8日起实施。", "合同于2027年12月31日前交付完毕。", "1月10日，行情一度大涨。"],
)
def test_plans_and_right_days_are_left_alone(text):
    assert faults(text, as_of=date(2025, 12, 21)) == []


HEAD = '---\nlayout: post\ntitle: "theme_research_甲_2025-12-21"\ndate: "{}"\nposttime: "{}"\n---\n'


@pytest.mark.parametrize(
    ("day", "post", "rule"),
    [
        ("2025-12-21 15:31:03", "2025-12-21 15:31:03", "front-matter-timezone"),
        ("2025-12-21 15:31:03 +0000", "2025-12-21 15:31:03 +0000", "front-matter-timezone"),
        ("2025年12月21日", "2025-12-21 15:31:03 +0800", "front-matter-date"),
        ("2025-12-21 25:31:03 +0800", "2025-12-21 15:31:03 +0800", "front-matter-date"),
        ("2025-12-21 15:31:03 +0800", "2025-12-20 15:31:03 +0800", "front-matter-mismatch"),
        ("2025-12-22 15:31:03 +0800", "2025-12-22 15:31:03 +0800", "front-matter-mismatch"),
    ],
)
def test_front_matter_that_jekyll_misreads_is_found(day, post, rule):
    assert rule in [r for r, _ in faults(HEAD.format(day, post), whole=False)]


def test_good_front_matter_is_left_alone():
    good = HEAD.format("2025-12-21 15:31:03 +0800", "2025-12-21 15:31:03 +0800")
    assert faults(good, whole=False, path="_posts/2025-12-21-a.md") == []
    assert [r for r, _ in faults(good, whole=False, path="_posts/2025-12-20-a.md")] == ["front-matter-mismatch"]


def test_front_matter_without_end_or_title_is_found():
    assert [r for r, _ in faults("---\ntitle: 甲\n\n正文。", whole=False)] == ["front-matter-yaml"]
    assert [r for r, _ in faults("---\nlayout: post\n---\n正文。", whole=False)] == ["front-matter-field", "front-matter-field"]


def test_links_that_run_scripts_or_lead_nowhere_are_found():
    assert [r for r, _ in faults("[甲](javascript:alert(1))，[乙]()，[丙](https://example.org)。")] == ["unsafe-link", "empty-link"]


REPORT = """# 摘要

## 简要部分

### 最重要的4条信息

1. 甲公司发布芯片。
2. 甲公司芯片算力提升。
3. 甲公司芯片定价。
4. 乙指数上涨。

## 详细部分

### 2. 核心驱动与影响分析

#### 甲公司芯片

甲公司发布芯片，算力提升，芯片定价为一万元，相关公司受益。

#### 乙指数

乙指数上涨，资金流入。

### 3. 相关ETF

- 人工智能ETF（515070）
"""


def test_a_report_without_its_duties_is_told_each_of_them_once():
    found = [r for r, _ in faults(REPORT)]
    assert found.count("items-one-story") == 1
    for rule in ("no-sources", "no-losers", "no-weights", "no-risks", "no-disclaimer"):
        assert found.count(rule) == 1
    assert "no-ai-label" not in found


def test_a_paragraph_owes_no_structure():
    assert faults("甲公司受益，人工智能ETF（515070）上涨。") == []


def test_an_item_count_and_an_item_without_source_are_found():
    text = "## 三条要点\n\n1. 甲。（样例通讯，2025-12-20）\n2. 乙。\n3. 丙。（样例通讯，2025-12-20）\n4. 丁。（样例通讯，2025-12-20）\n"
    assert [r for r, _ in faults(text)] == ["item-count", "item-no-source"]


def test_stories_that_the_heading_declares_are_enough():
    assert "items-one-story" not in [r for r, _ in faults(REPORT.replace("4条信息", "4条信息（2个独立事件）"))]


def test_an_ai_label_is_asked_for_only_where_the_front_matter_says_generated():
    head = "---\nlayout: post\ntitle: 甲\ndate: 2025-12-21 10:00:00 +0800\n{}---\n\n{}# 摘要\n"
    assert "no-ai-label" in [r for r, _ in faults(head.format("ai_generated: true\n", ""))]
    assert "no-ai-label" not in [r for r, _ in faults(head.format("ai_generated: true\n", "> 本文由程序自动生成（AI 生成内容）。\n\n"))]
    assert "no-ai-label" not in [r for r, _ in faults(head.format("", ""))]
