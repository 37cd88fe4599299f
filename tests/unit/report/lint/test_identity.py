"""Codes, names, indices, managers and markets that must agree."""

import importlib.util
from datetime import date
from pathlib import Path

import pytest

from themegraph.report.lint import Severity, lint_text

_spec = importlib.util.spec_from_file_location("lint_known", Path(__file__).with_name("known.py"))
known = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(known)
KNOWN = known.knowledge()


def found(text, **more):
    return [(f.rule, f.text) for f in lint_text(text, knowledge=KNOWN, as_of=date(2025, 12, 21), **more)]


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("芯片ETF（159996）由国泰基金管理。", "etf-code-name", "159996"),
        ("摩尔线程（688759.SH）已上市。", "company-code-name", "688759.SH"),
        ("摩尔线程（688256.SH）已上市。", "company-code-name", "688256.SH"),
        ("摩尔线程（688795.SZ）已上市。", "company-code-name", "688795.SZ"),
        ("人工智能ETF华夏（515070.SZ）上涨。", "etf-market", "515070.SZ"),
        ("云计算ETF（516630）跟踪中证云计算50指数。", "etf-index", "中证云计算50指数"),
        ("军工ETF（512660）由华夏基金管理。", "etf-manager", "华夏基金"),
        ("中证人工智能主题指数（931469）下跌。", "index-code-name", "931469"),
        ("- **美股ETF**：如军工ETF（512660）等。", "etf-market", "512660"),
        ("人工智能AIETF（515070）与军工ETF（512660）。", "etf-alias", "人工智能AIETF"),
        ("不存在的某题材ETF（519998）。", "etf-code-unknown", "519998"),
    ],
)
def test_a_mismatch_is_found_at_its_words(text, rule, words):
    assert (rule, words) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "军工ETF（512660）跌2.1%，摩尔线程（688795.SH）涨1%。",
        "摩爾線程（688795）與軍工ETF國泰（512660.SH）。",
        "云计算ETF华夏（516630）跟踪中证云计算与大数据主题指数（930851）。",
        "国泰基金旗下的军工ETF（512660）规模居前，华夏基金旗下另有人工智能ETF华夏（515070）。",
        "公告编号：2025-061，合同金额134000万元，召回116887辆。",
        "花旗（Citi）维持中性，摩尔线程（MTT）产品亮相。",
    ],
)
def test_what_agrees_or_is_no_code_is_left_alone(text):
    assert [f for f in lint_text(text, knowledge=KNOWN, as_of=date(2025, 12, 21)) if f.severity is not Severity.INFO] == []


def test_an_alias_of_another_index_is_told_with_the_index_that_the_fund_tracks():
    note = next(f for f in lint_text("云计算50ETF（516630）。", knowledge=KNOWN) if f.rule == "etf-alias")
    assert note.severity is Severity.INFO
    assert "930851" in note.message
    assert "931469" in note.message


def test_without_knowledge_nothing_is_compared():
    assert lint_text("芯片ETF（159996）由国泰基金管理。") == ()


def test_unlinked_names_are_off_until_asked_for():
    assert ("unlinked-name", "寒武纪") not in found("寒武纪受关注。")
    assert ("unlinked-name", "寒武纪") in found("寒武纪受关注。", enable=["unlinked-name"])
