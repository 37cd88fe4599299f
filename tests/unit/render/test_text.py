"""Answers as tables and Markdown: what an article says stays text, and nothing is wider than the screen."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from rich.cells import cell_len

from themegraph.engine import ThemeGraph
from themegraph.model.answers.exposures import EventRow, EventsAnswer
from themegraph.render.blocks import Grid, Line, blocks_of
from themegraph.render.markdown import blocks_to_markdown, escape_markdown, to_markdown
from themegraph.render.table import to_table
from themegraph.render.wrap import wrap

DAY = date(2025, 7, 1)
NASTY = "<script>alert(1)</script> | *ST甲* _乙_ `丙` [丁](http://x.y) ![戊](z) ~~己~~ $庚$ # 辛 &lt;b&gt; <img src=x>"


@pytest.fixture(scope="module", params=["small", "demo"])
def answers(request: pytest.FixtureRequest) -> list[Any]:
    kg = ThemeGraph.open(request.getfixturevalue(f"{request.param}_kg"))
    if request.param == "small":
        question, fund, name, day = "东岚汽车 召回", "159991.SZ", "北槐光电", DAY
    else:
        question, fund, name, day = "摩尔线程 花港", "515070.SH", "寒武纪", date(2026, 3, 1)
    return [
        kg.events("", as_of=day), kg.events("", as_of=day, quotes=0), kg.exposure(question, as_of=day), kg.beneficiaries(question, as_of=day),
        kg.explain(question, fund, as_of=day), kg.entity(name, as_of=day), kg.stats(), kg.exposure("没有的词语啊", as_of=day),
    ]  # fmt: skip


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_of_a_table_is_wider_than_the_screen(answers: list[Any], width: int) -> None:
    for answer in answers:
        for line in to_table(answer, width=width).splitlines():
            assert cell_len(line) <= width, line


def test_a_table_without_colour_has_no_control_characters(answers: list[Any]) -> None:
    for answer in answers:
        assert not any(ord(c) < 32 and c != "\n" for c in to_table(answer, width=80))


def test_codes_and_figures_of_a_grid_are_not_broken_at_eighty_columns(small_kg: Path) -> None:
    text = to_table(ThemeGraph.open(small_kg).exposure("东岚汽车 召回", as_of=DAY), width=80)
    for word in ("159991.SZ", "510991.SH", "-90.6%", "90.0%"):
        assert word in text


def test_a_line_is_broken_as_chinese_is_set() -> None:
    assert wrap("权重日 2026-09-30（2026-10-08 可知）", 14) == ["权重日", "2026-09-30", "（2026-10-08", "可知）"]
    assert wrap("降幅约4.9%。", 11) == ["降幅约", "4.9%。"]
    assert wrap("甲乙丙丁「戊己」", 10) == ["甲乙丙丁", "「戊己」"]
    assert wrap("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_a_table_that_does_not_fit_is_set_as_records(small_kg: Path) -> None:
    answer = ThemeGraph.open(small_kg).exposure("东岚汽车 召回", as_of=DAY)
    narrow = to_table(answer, width=60).splitlines()
    row = answer.rows[0]
    assert f"{row.rank or '–'} {row.etf.code} {row.etf.name}" in narrow
    assert any(line.startswith("   直接权重 ") for line in narrow)
    assert "#" in to_table(answer, width=140)


def rendered(markdown: str) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").render(markdown))


def test_what_an_article_says_is_never_markup() -> None:
    page = rendered(escape_markdown(NASTY))
    for tag in ("<script", "<em>", "<strong>", "<code>", "<a ", "<img", "<s>", "<h1", "<b>"):
        assert tag not in page, tag
    for word in ("alert(1)", "*ST甲*", "_乙_", "`丙`", "[丁](http://x.y)", "~~己~~"):
        assert word in page


def test_a_bar_in_a_cell_makes_no_new_column() -> None:
    page = rendered(blocks_to_markdown([Grid(head=("甲", "乙"), rows=((NASTY, "1"), ("a\nb", "2")))]))
    assert page.count("<td") == 4
    assert "<script" not in page


@pytest.mark.parametrize("level", [0, 1, 2, 3, 4])
def test_a_line_of_any_level_stays_one_line(level: int) -> None:
    text = blocks_to_markdown([Line(text=f"甲\n\n# 乙\n- 丙 {NASTY}", level=level)])
    assert len(text.strip().splitlines()) == 1
    assert "<script" not in text


@pytest.mark.parametrize("start", ["1. 甲", "- 甲", "+ 甲", "    甲", "> 甲", "=== ", "--- "])
def test_a_body_line_that_looks_like_a_block_stays_a_paragraph(start: str) -> None:
    page = rendered(blocks_to_markdown([Line(text="前文"), Line(text=start)]))
    for tag in ("<ol", "<ul", "<pre", "<blockquote", "<h1", "<h2", "<hr"):
        assert tag not in page, page


def test_rich_markup_in_a_headline_is_shown_as_it_is() -> None:
    row = EventRow(
        id="event:1", story="story:1", type="other", type_label="其他", trigger="发布", label="[bold red]甲[/bold red]", summary="[link=http://x]乙[/link]", day_from=DAY,
        day_to=DAY, first_public=DAY, participants=(), negated=False, speculative=False, belief=0.5, articles=1, voices=1,
    )  # fmt: skip
    for answer in (EventsAnswer(rows=(row,)), EventsAnswer(rows=(dataclasses.replace(row, quotes=()),))):
        text = to_table(answer, width=100, color=True)
        assert "[bold red]" in text
    assert "\\[link" in to_markdown(EventsAnswer(rows=(dataclasses.replace(row, label=row.summary),)))


def test_a_value_that_is_no_answer_is_refused() -> None:
    with pytest.raises(TypeError, match="dict"):
        blocks_of({})


def test_negligible_and_unranked_funds_show_a_word_instead_of_a_number(demo_kg: Path) -> None:
    answer = ThemeGraph.open(demo_kg).exposure("摩尔线程 花港", as_of=date(2025, 12, 21))
    assert {r.status for r in answer.rows} <= {"abstained", "not_analysed", "negligible"}
    text = to_table(answer, width=140)
    assert "未持有警报" in text
    assert any(word in text for word in ("不排名", "未分析", "可忽略"))


def test_a_denied_event_has_no_winners_and_losers_to_print(demo_kg: Path) -> None:
    kg, day = ThemeGraph.open(demo_kg), date(2026, 2, 10)
    denied = next(e for e in kg.events("寒武纪", as_of=day, top=50).rows if e.negated)
    text = to_table(kg.exposure(denied.id, as_of=day), width=80)
    assert "受益、受损：不计（所述之事被否认，或信念为 0）" in text
    assert "文中未见" not in text
