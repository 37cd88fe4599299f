"""Taking back, disputes and differences, as a user asks for them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from click.testing import Result

from themegraph.engine import ThemeGraph

Call = Callable[..., Result]
BEFORE = "2025-12-03T00:00:00Z"


def exposure(call: Call, kg: Path, *clock: str) -> str:
    return call("exposure", "星澜算力", "--as-of", "2025-07-01", *clock, "--format", "json", "--kg", kg).stdout


def test_a_retracted_source_counts_no_more_and_the_past_answer_stays(kg_copy: Path, call: Call) -> None:
    then, now = exposure(call, kg_copy, "--known-at", BEFORE), exposure(call, kg_copy)
    assert json.loads(now)["rows"]
    done = call("retract", "样例证券报", "--reason", "更正", "--author", "编辑部", "--kg", kg_copy)
    assert done.exit_code == 0
    assert "retracted" in done.stderr
    assert call("exposure", "星澜算力", "--as-of", "2025-07-01", "--kg", kg_copy).exit_code == 1
    assert exposure(call, kg_copy, "--known-at", BEFORE) == then
    stats = json.loads(call("stats", "--format", "json", "--kg", kg_copy).stdout)
    assert stats["counts"]["articles"] == 2
    assert call("unretract", "source:样例证券报", "--kg", kg_copy).exit_code == 0
    assert json.loads(exposure(call, kg_copy))["rows"] == json.loads(now)["rows"]


def test_what_is_not_there_cannot_be_retracted_and_the_nearest_is_named(kg_copy: Path, call: Call) -> None:
    refused = call("retract", "样例证券", "--reason", "x", "--kg", kg_copy)
    assert refused.exit_code == 2
    assert "样例证券报" in refused.stderr
    assert call("purge", "article:none", "--reason", "x", "--kg", kg_copy).exit_code == 2
    assert call("retract", "statement:none", "--reason", "x", "--kg", kg_copy).exit_code == 2


def test_a_purged_article_leaves_no_word_in_the_folder(kg_copy: Path, call: Call) -> None:
    kg = ThemeGraph.open(kg_copy)
    article = next(e.quotes[0].article for e in kg.events("东岚汽车", as_of=date(2025, 7, 1)).rows)
    assert call("purge", article, "--reason", "应要求", "--kg", kg_copy).exit_code == 0
    words = "三万辆电动车".encode()
    left = [p.name for part in ("snapshot", "compiled") for p in (kg_copy / part).rglob("*") if p.is_file() and words in p.read_bytes()]
    assert left == []
    assert "再说" not in call("purge", article, "--reason", "再说", "--kg", kg_copy).stdout
    assert "purged before" in call("purge", article, "--reason", "x", "--kg", kg_copy).stderr


def test_a_denial_stands_beside_the_claim_with_the_words_of_both(kg_copy: Path, tmp_path: Path, call: Call, article_text: Callable[..., str]) -> None:
    (tmp_path / "a.md").write_text(
        article_text("星澜算力签订供货协议", "2025-06-20 09:00:00 +0800", "样例证券报", "星澜算力与北槐光电签订供货协议。"), encoding="utf-8"
    )
    (tmp_path / "b.md").write_text(
        article_text("星澜算力澄清", "2025-06-21 09:00:00 +0800", "样例通讯社", "星澜算力澄清：公司并未与北槐光电签订供货协议。"), encoding="utf-8"
    )
    assert call("conflicts", "--as-of", "2025-07-01", "--kg", kg_copy).exit_code == 1
    assert call("ingest", tmp_path / "a.md", tmp_path / "b.md", "--kg", kg_copy).exit_code == 0
    answer = json.loads(call("conflicts", "--as-of", "2025-07-01", "--format", "json", "--kg", kg_copy).stdout)
    row = next(r for r in answer["rows"] if r["kind"] == "statement")
    assert "签订供货协议" in row["asserted"][0]["quote"]
    assert "并未" in row["denied"][0]["quote"]
    table = call("conflicts", "--as-of", "2025-07-01", "--kg", kg_copy).stdout
    assert "说有：「" in table
    assert "说无：「" in table
    assert call("conflicts", "--as-of", "2025-06-20", "--kg", kg_copy).exit_code == 1


def test_a_difference_names_the_weights_that_changed_and_the_evidence_that_went(kg_copy: Path, call: Call) -> None:
    found = call("diff", "星澜算力", "--from", "2025-07-01", "--to", "2025-11-01", "--learned", "--kg", kg_copy)
    assert found.exit_code == 0
    assert "权重日 2025-04-30" in found.stdout
    assert "权重日 2025-09-30" in found.stdout
    back = call("diff", "星澜算力", "--from", "2025-11-01", "--to", "2025-07-01", "--kg", kg_copy)
    assert back.exit_code == 2
    assert "--to 2025-07-01 lies before --from 2025-11-01" in back.stderr
    kg = ThemeGraph.open(kg_copy)
    kg.retract("样例证券报", reason="更正", run_at=datetime(2025, 12, 5, tzinfo=UTC))
    gone = kg.diff(
        "星澜算力", first=(date(2025, 12, 4), datetime(2025, 12, 4, tzinfo=UTC)), second=(date(2025, 12, 6), datetime(2025, 12, 6, tzinfo=UTC))
    )
    assert {"event-gone", "evidence-gone", "row-gone"} <= {c.kind for c in gone.rows}
    same = kg.diff("星澜算力", first=(date(2025, 12, 4), None), second=(date(2025, 12, 4), None))
    assert same.rows == ()


def test_one_outlet_of_a_text_is_taken_back_and_the_other_stands(kg_copy: Path, tmp_path: Path, call: Call, article_text: Callable[..., str]) -> None:
    text = "6月10日，星澜算力（600901.SH）发布新一代GPU芯片“青崖”。公司表示，云砚半导体是其供应商。"
    (tmp_path / "a.md").write_text(article_text("星澜算力发布新一代GPU芯片", "2025-06-10 11:00:00 +0800", "样例财经", text), encoding="utf-8")
    assert "published again 1, duplicate 0" in call("ingest", tmp_path / "a.md", "--kg", kg_copy).stderr
    article = ThemeGraph.open(kg_copy).events("星澜算力", as_of=date(2025, 7, 1)).rows[0].quotes[0].article
    assert call("retract", article, "--source", "样例证券报", "--reason", "撤稿", "--kg", kg_copy).exit_code == 0
    assert "样例财经" in exposure(call, kg_copy)
    assert "样例证券报" not in exposure(call, kg_copy)
    wrong = call("retract", article, "--source", "样例财", "--reason", "撤稿", "--kg", kg_copy)
    assert wrong.exit_code == 2
    assert "样例财经" in wrong.stderr
    assert call("unretract", article, "--source", "样例证券报", "--kg", kg_copy).exit_code == 0
    assert "样例证券报" in exposure(call, kg_copy)


def test_reading_again_changes_nothing_where_the_same_comes_out(kg_copy: Path, call: Call) -> None:
    done = call("reread", "--kg", kg_copy)
    assert done.exit_code == 0
    assert "read 4, changed 0; +0 events, +0 relation readings." in done.stderr


def test_an_undated_text_is_kept_and_said_how_to_be_dated(kg_copy: Path, tmp_path: Path, call: Call) -> None:
    (tmp_path / "a.txt").write_text("东岚汽车召回\n\n东岚汽车宣布召回两万辆电动车。\n", encoding="utf-8")
    told = call("ingest", tmp_path / "a.txt", "--kg", kg_copy).stderr
    assert "a.txt: kept, but it enters no as-of answer" in told
    assert "发布时间：2026-11-19" in told
    (tmp_path / "2025-06-20-b.txt").write_text("东岚汽车扩产\n\n东岚汽车宣布扩产。\n", encoding="utf-8")
    assert "发布时间" not in call("ingest", tmp_path / "2025-06-20-b.txt", "--kg", kg_copy).stderr


def test_a_folder_where_a_file_is_wanted_is_said(small_kg: Path, tmp_path: Path, call: Call) -> None:
    done = call("lint", tmp_path, "--kg", small_kg)
    assert done.exit_code == 2
    assert "a file or a folder is wanted" in done.stderr
