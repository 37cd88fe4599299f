"""Sentences said in other words, and what is thrown away."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph
from themegraph.errors import WorkspaceError
from themegraph.report.rephrase import broken_by

GIVEN = "星澜算力公告，前三季度净利润同比下降32.1%，公司否认被调查。"


@pytest.fixture(scope="module")
def extractor(small_kg: Path):
    return ThemeGraph.open(small_kg).extractor


@pytest.mark.parametrize(
    "said",
    [
        "星澜算力发布公告称，前三季度净利润同比下降32.1%，公司否认被调查。",
        "星澜算力公告称，前三季度的净利润同比下降32.1%，公司否认正被调查。",
    ],
)
def test_other_words_for_the_same_are_taken(extractor, said) -> None:
    assert broken_by(GIVEN, said, extractor=extractor) == ""


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("星澜算力公告，前三季度净利润同比下降32%，公司否认被调查。", "numbers"),
        ("星澜算力公告，前三季度净利润同比下降32.1%，降至2亿元，公司否认被调查。", "numbers"),
        ("星澜算力公告，前两季度净利润同比下降32.1%，公司否认被调查。", "numbers"),
        ("星澜算力公告，前三季度净利润同比上升32.1%，公司否认被调查。", "direction"),
        ("云砚半导体公告，前三季度净利润同比下降32.1%，公司否认被调查。", "names"),
        ("星澜算力与云砚半导体公告，前三季度净利润同比下降32.1%，公司否认被调查。", "names"),
        ("公司公告，前三季度净利润同比下降32.1%，否认被调查。", "names"),
        ("星澜算力（NVDA）公告，前三季度净利润同比下降32.1%，公司否认被调查。", "names"),
        ("星澜算力公告，前三季度净利润同比下降32.1%，公司被调查。", "meaning"),
        ("星澜算力公告，前三季度净利润同比下降32.1%，公司否认被调查，值得关注。", "advice"),
        ("星澜算力公告，前三季度净利润同比下降32.1%，公司否认被调查。<b>", "form"),
        ("星澜算力公告，前三季度净利润同比下降32.1%。公司否认。被调查。此外无他。", "form"),
        ("", "form"),
    ],
)
def test_other_words_for_something_else_are_not(extractor, said, what) -> None:
    assert broken_by(GIVEN, said, extractor=extractor) == what


def test_a_quotation_stays_letter_for_letter(extractor) -> None:
    given = "星澜算力表示“订单已排到明年”。"
    assert broken_by(given, "星澜算力称“订单已排到明年”。", extractor=extractor) == ""
    assert broken_by(given, "星澜算力称“订单排到明年”。", extractor=extractor) == "quotations"


def with_model(folder: Path, url: str) -> ThemeGraph:
    with (folder / "themegraph.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[model]\nurl = "{url}"\nname = "small"\nretries = 0\n')
    return ThemeGraph.open(folder)


def test_a_report_takes_new_words_only_where_they_say_the_same_and_says_so(kg_copy: Path, model_server) -> None:
    day = date(2025, 6, 12)
    plain = ThemeGraph.open(kg_copy).report("算力芯片", as_of=day)
    kg = with_model(kg_copy, model_server.url)
    model_server.answers = [{"sentence": "一切都好，涨了99%。"}]
    assert kg.report("算力芯片", as_of=day, rephrased=True) == plain
    asked = [m["messages"][1]["content"] for m in model_server.asked]
    assert len(asked) == len(set(asked)) > 0
    assert kg.report("算力芯片", as_of=day, rephrased=True) == plain
    assert len(model_server.asked) == len(asked)


def test_new_words_that_hold_stand_in_every_form_under_a_label(kg_copy: Path, model_server, monkeypatch) -> None:
    from themegraph.chat import Chat
    from themegraph.report.rephrase import NewWords

    def say(self, form, *, instructions, given, about):
        import json

        text = json.loads(given)["sentence"]
        return NewWords(sentence=f"据悉，{text}" if "涨" not in text else text)

    monkeypatch.setattr(Chat, "ask", say)
    kg = with_model(kg_copy, model_server.url)
    day = date(2025, 6, 12)
    for form in ("md", "html", "json"):
        text = kg.report("算力芯片", as_of=day, form=form, rephrased=True)
        assert "由语言模型 small 换了说法" in text
        assert "据悉，" in text


def test_without_a_model_it_says_what_is_missing(kg_copy: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"no table \[model\]"):
        ThemeGraph.open(kg_copy).report("算力芯片", as_of=date(2025, 6, 12), rephrased=True)
