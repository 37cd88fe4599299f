"""Precision and recall of the lint on eighty marked paragraphs: thirty written before the rules, thirty and twenty more after they were frozen."""

import json
from datetime import date
from pathlib import Path

import pytest

from themegraph.ingest.articles import read_articles
from themegraph.ingest.reference import read_reference
from themegraph.model import Article
from themegraph.report.lint import ReferenceKnowledge, SourceText, format_findings, lint_text
from themegraph.report.lint.measure import measure_lint
from themegraph.resources import data_path

HERE = Path(__file__).parent
ROWS = [json.loads(line) for line in (HERE / "paragraphs.jsonl").read_text(encoding="utf-8").splitlines()]


def _texts(paths):
    for article in read_articles(paths):
        assert isinstance(article, Article)
        day = article.published_at.date() if article.published_at else None
        yield SourceText(id=article.id, title=article.title, source=article.source, published=day, content=article.content, story=article.id)


@pytest.fixture(scope="module")
def knowledge():
    """Reference data, the sample articles, and the second development set as evidence (its texts are test material, not facts)."""
    articles = [data_path("articles"), *sorted((HERE.parent / "articles").glob("B*.json"))]
    return ReferenceKnowledge(read_reference(data_path()), articles=_texts(articles))


def test_the_marked_words_stand_in_their_paragraphs_and_halves_are_balanced():
    for half, size in (("before", 30), ("after", 30), ("told", 20)):
        rows = [r for r in ROWS if r["frozen_half"] == half]
        assert len(rows) == size
        assert sum(r["clean"] for r in rows) == size // 2
    for row in ROWS:
        assert row["clean"] == (not row["faults"])
        assert all(row["text"].count(f["text"]) >= 1 for f in row["faults"])


def test_precision_and_recall_of_both_halves(knowledge, capsys):
    scores = measure_lint(ROWS, knowledge=knowledge)
    with capsys.disabled():
        print()
        for half, by_rule in scores.items():
            for rule, s in by_rule.items():
                shown = [f"{x:.2f}" if x is not None else "-" for x in (s.precision, s.recall)]
                print(
                    f"  lint {half:<6} {rule:<23} right {s.right:>2}  false {s.false:>2}  missed {s.missed:>2}  precision {shown[0]}  recall {shown[1]}"
                )
    for half, recall in (("before", 0.80), ("after", 0.80), ("told", 0.75)):
        assert (scores[half]["all"].precision or 0) >= 0.95
        assert (scores[half]["all"].recall or 0) >= recall
        assert scores[half]["clean"].false == 0


def test_articles_are_no_contradiction_to_themselves(knowledge):
    """Professional prose gives no warnings: every text of the evidence, linted beside the others."""
    loud = [
        format_findings([f], "table")
        for text in knowledge.texts(frozenset())
        for f in lint_text(text.content, path=text.title, knowledge=knowledge, as_of=text.published)
        if f.severity != "info"
    ]
    assert loud == []


SEED = """---
layout: post
title: "样文_2025-12-21"
date: "2025-12-21 15:31:03 +0800"
---

# 摘要

标普500在12月最后一周上涨的概率为75%，散户持续净买入看涨期权达32周。MoE模型MFU达40%，显著高于行业平均水平（通常为30%-50%）。

## 方向

- 如人工智能AIETF（515070）、云计算50ETF（516630）等具备配置价值，相关公司受益。
"""


def test_the_faults_of_a_theme_post_are_found_with_the_sample_articles(knowledge):
    found = {f.rule for f in lint_text(SEED, knowledge=knowledge, as_of=date(2025, 12, 21))}
    assert {
        "claim-window",
        "claim-ratio",
        "compare-range",
        "advice",
        "no-losers",
        "no-weights",
        "no-sources",
        "no-risks",
        "no-disclaimer",
        "etf-alias",
    } <= found
