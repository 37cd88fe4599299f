"""Claims beside their evidence."""

import importlib.util
from datetime import date
from pathlib import Path

import pytest

from themegraph.report.lint import Severity, lint_text

_spec = importlib.util.spec_from_file_location("lint_known", Path(__file__).with_name("known.py"))
known = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(known)
KNOWN = known.knowledge()


def lint(text, day=date(2025, 12, 21)):
    return lint_text(text, knowledge=KNOWN, as_of=day)


@pytest.mark.parametrize(
    ("text", "day", "rule", "words"),
    [
        ("标普500指数12月最后一周上涨概率达75%，与资金流入共振。", date(2025, 12, 21), "claim-window", "最后一周"),
        ("散户连续32周净买入看涨期权，刷新纪录。", date(2025, 12, 21), "claim-ratio", "连续32周"),
        ("宁德时代11月13日收涨9.8%，储能板块整体走强。", date(2025, 11, 14), "claim-subject", "宁德时代"),
        ("光线传媒节后首个交易日上涨11.7%。", date(2026, 2, 24), "claim-sign", "上涨11.7%"),
        ("新华保险前三季度归母净利润328.57亿元，环比增长58.9%。", date(2025, 11, 3), "claim-base", "环比增长58.9%"),
        ("新华保险前三季度归母净利润382.57亿元，同比增长58.9%。", date(2025, 11, 3), "claim-number", "382.57亿元"),
        ("新华保险前三季度归母净利润328.57亿美元，同比增长58.9%。", date(2025, 11, 3), "claim-unit", "328.57亿美元"),
        ("摩尔线程12月8日登陆科创板，发行价为每股114.28元。", date(2025, 12, 21), "claim-date", "12月8日"),
        (
            "「摩尔线程12月5日登陆科创板，发行价为每股141.28元。」",
            date(2025, 12, 21),
            "quote-altered",
            "摩尔线程12月5日登陆科创板，发行价为每股141.28元。",
        ),
        ("散户净买入（样例通讯，2025-12-20）。", date(2025, 12, 21), "source-unknown", "样例通讯，2025-12-20"),
        ("人工智能ETF华夏（515070）按2025年4月1日的权重，寒武纪（8.2%）居首。", date(2025, 12, 21), "weight-differs", "8.2%"),
    ],
)
def test_a_claim_that_its_evidence_contradicts_is_found(text, day, rule, words):
    assert (rule, words) in [(f.rule, f.text) for f in lint(text, day)]


@pytest.mark.parametrize(
    "text",
    [
        "标普500指数在12月最后两周有75%的年份上涨，平均1.3%。",
        "过去33周里有32周，散户净买入看涨期权。",
        "海博思创11月13日收涨9.8%，宁德时代微跌0.4%。",
        "新华保险前三季度净利约329亿元，同比增长58.9%。",
        "寒武纪2024年净利润亏损4.43亿元。",
        "人工智能ETF华夏（515070）按2025年4月1日的权重，寒武纪（7.2%）居首。",
        "「标普500指数在12月最后两周录得上涨的年份占75%」（样例通讯，2025-12-19）",
    ],
)
def test_what_the_evidence_supports_or_does_not_speak_of_is_left_alone(text):
    assert [f for f in lint(text) if f.severity is not Severity.INFO] == []


def test_the_evidence_is_quoted_with_source_and_day():
    finding = next(f for f in lint("标普500指数12月最后一周上涨概率达75%。") if f.rule == "claim-window")
    assert "最后两周录得上涨的年份占75%" in finding.evidence
    assert "样例通讯，2025-12-19" in finding.evidence
    assert finding.suggestion == "最后两周"


def test_a_table_row_is_held_to_the_weights_of_its_fund():
    table = "| ETF | 直接权重 | 未知权重 | 权重日 | 可知日 |\n|---|---|---|---|---|\n| 人工智能ETF华夏（515070.SH） | {} | 92.8% | {} | 2025-04-02 |\n\n寒武纪受关注。\n"
    assert [f.rule for f in lint(table.format("7.2%", "2025-04-01"))] == []
    assert [(f.rule, f.text) for f in lint(table.format("7.9%", "2025-04-01"))] == [("weight-differs", "7.9%")]
    assert [(f.rule, f.text) for f in lint(table.format("7.2%", "2025-04-03"))] == [("weight-differs", "2025-04-03")]
