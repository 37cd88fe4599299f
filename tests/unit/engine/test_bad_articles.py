"""Inputs that are no articles: each is named with its reason, the others go on, the workspace stays as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from themegraph.engine import ThemeGraph

Call = Callable[..., Result]


def bad(folder: Path, name: str) -> Path:
    """Write one bad input; return its path."""
    path = folder / name
    if name == "empty.md":
        path.write_bytes(b"")
    elif name == "blank.txt":
        path.write_text(" \n\n\t", encoding="utf-8")
    elif name == "binary.txt":
        path.write_bytes(bytes(range(256)) * 8)
    elif name == "long.txt":
        path.write_bytes(b"\xe4\xb8\xad" * 17_000_000)
    elif name == "long.jsonl":
        path.write_bytes(b'{"title": "x", "text": "' + b"y" * 50_000_000 + b'"}\n')
    elif name == "coding.txt":
        path.write_bytes("星澜算力发布新一代芯片。".encode() + b"\xff\xfe\xff\x80" * 30)
    elif name == "broken.json":
        path.write_text('{"title": "甲", ', encoding="utf-8")
    elif name == "deep.json":
        path.write_text("[" * 100_000, encoding="utf-8")
    elif name == "fields.json":
        path.write_text('{"titel": "甲", "txet": "乙"}', encoding="utf-8")
    elif name == "word.docx":
        path.write_bytes(b"PK\x03\x04")
    elif name == "missing.md":
        pass
    else:
        raise AssertionError(name)
    return path


REASONS = {
    "empty.md": ("empty", "wanted a text"),
    "blank.txt": ("empty", "wanted a text"),
    "binary.txt": ("binary", "UTF-8"),
    "long.txt": ("17,000,000 characters", "1,000,000", "Split it"),
    "long.jsonl": ("50,000,000 characters", "1,000,000", "Split it"),
    "coding.txt": ("not UTF-8", "byte 36", "save it as UTF-8"),
    "broken.json": ("not valid JSON", "line 1"),
    "deep.json": ("nested too deeply",),
    "fields.json": ("wanted a field", "titel", "Did you mean title"),
    "word.docx": (".docx", "wanted", ".md"),
    "missing.md": ("does not exist",),
}


@pytest.mark.parametrize("name", REASONS)
def test_a_bad_input_is_named_with_what_was_wanted_and_found(call: Call, kg_copy: Path, tmp_path: Path, name: str) -> None:
    path = bad(tmp_path, name)
    before = sorted(p.name for p in (kg_copy / "snapshot").iterdir())
    result = call("ingest", path, "--kg", kg_copy)
    assert result.exit_code == 2
    line = next(x for x in result.stderr.splitlines() if x.startswith("rejected "))
    assert str(path) in line
    for words in REASONS[name]:
        assert words in line
    assert len(line) < 500, "a message is not the file"
    assert "rejected 1" in result.stderr.splitlines()[-1]
    assert result.stdout == ""
    assert sorted(p.name for p in (kg_copy / "snapshot").iterdir()) == before
    assert ThemeGraph.open(kg_copy).stats().counts["articles"] == 4


def test_good_articles_beside_bad_ones_are_kept_and_strict_is_the_caller_s_choice(
    call: Call, bare_copy: Path, tmp_path: Path, article_folder: Path
) -> None:
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    for name in ("empty.md", "binary.txt", "coding.txt"):
        bad(mixed, name)
    first = call("ingest", mixed, article_folder, "--kg", bare_copy)
    assert first.exit_code == 0, first.stderr
    assert "read 4, new 4, duplicate 0, rejected 3" in first.stderr
    again = call("ingest", mixed, article_folder, "--strict", "--kg", bare_copy)
    assert again.exit_code == 2
    assert "read 4, new 0, duplicate 4, rejected 3" in again.stderr


def test_an_undated_article_is_kept_and_said_to_enter_no_answer(call: Call, bare_copy: Path, article_folder: Path) -> None:
    result = call("ingest", article_folder / "undated.md", "--strict", "--kg", bare_copy)
    assert result.exit_code == 0
    assert any("undated.md" in line and "no as-of answer" in line for line in result.stderr.splitlines())


def test_the_same_text_under_another_name_or_date_is_one_article(call: Call, kg_copy: Path, tmp_path: Path, article_folder: Path) -> None:
    (tmp_path / "copy.md").write_text((article_folder / "launch.md").read_text(encoding="utf-8").replace("样例证券报", "别的报纸"), encoding="utf-8")
    result = call("ingest", tmp_path / "copy.md", "--kg", kg_copy)
    assert "read 1, new 0, published again 1, duplicate 0" in result.stderr
    assert ThemeGraph.open(kg_copy).stats().counts["articles"] == 4
    assert "read 1, new 0, duplicate 1" in call("ingest", tmp_path / "copy.md", "--kg", kg_copy).stderr


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_one_text_in_any_coding_is_the_same_article(call: Call, kg_copy: Path, tmp_path: Path, article_folder: Path, coding: str) -> None:
    (tmp_path / "other.md").write_bytes((article_folder / "launch.md").read_text(encoding="utf-8").encode(coding))
    assert "new 0, duplicate 1" in call("ingest", tmp_path / "other.md", "--kg", kg_copy).stderr


def test_markup_in_an_article_stays_text_in_every_form(call: Call, bare_copy: Path, tmp_path: Path, article_text: Callable[..., str]) -> None:
    evil = "星澜算力<script>alert(1)</script>发布|新*芯片*</script><img src=x onerror=alert(2)>"
    record = {"title": evil, "text": "6月10日，星澜算力发布新一代GPU芯片。" + evil, "date": "2025-06-10", "source": "<b>样例</b>|[x](javascript:1)"}
    (tmp_path / "evil.jsonl").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    assert call("ingest", tmp_path / "evil.jsonl", "--kg", bare_copy).exit_code == 0
    ask = ("星澜算力", "--as-of", "2025-07-01", "--kg", bare_copy)
    page = tmp_path / "a.html"
    assert call("draw", *ask, "-o", page).exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text
    for markdown in (
        call("events", *ask, "--format", "md").stdout,
        call("exposure", *ask, "--format", "md").stdout,
        call("report", "算力芯片", "--date", "2025-06-11", "--kg", bare_copy).stdout,
    ):
        assert "星澜算力" in markdown
        assert "<script" not in markdown
        assert "<img" not in markdown
        assert not re.search(r"(?<!\\)\]\(", markdown), "no link is made of a text"


def test_unknown_codes_in_a_text_make_no_company(call: Call, bare_copy: Path, tmp_path: Path, article_text: Callable[..., str]) -> None:
    (tmp_path / "code.md").write_text(
        article_text("无名科技发布芯片", "2025-06-10 09:00:00 +0800", "样例", "无名科技（699999.SH）发布芯片，代码 000000 与 123456.HK 无人知晓。"),
        encoding="utf-8",
    )
    assert call("ingest", tmp_path / "code.md", "--kg", bare_copy).exit_code == 0
    unknown = call("entity", "699999.SH", "--kg", bare_copy)
    assert unknown.exit_code == 2
    assert "No entity is called '699999.SH'" in unknown.stderr


def test_an_as_of_before_any_weight_lists_no_fund_and_says_why(call: Call, kg_copy: Path, tmp_path: Path, article_text: Callable[..., str]) -> None:
    (tmp_path / "old.md").write_text(
        article_text("星澜算力中标大单", "2025-01-15 09:00:00 +0800", "样例", "1月15日，星澜算力（600901.SH）公告中标3亿元服务器订单。"),
        encoding="utf-8",
    )
    call("ingest", tmp_path / "old.md", "--kg", kg_copy)
    result = call("exposure", "星澜算力", "--as-of", "2025-01-20", "--kg", kg_copy, "--format", "json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert len(answer["events"]) == 1
    assert answer["rows"] == []
    assert [n["company"]["code"] for n in answer["not_held"]] == ["600901.SH"]
    assert "没有可用的权重表" in call("exposure", "星澜算力", "--as-of", "2025-01-20", "--kg", kg_copy).stdout
