"""What all static pictures share."""

from __future__ import annotations

import shutil

import pytest

from themegraph.errors import QuestionError
from themegraph.render.page import Drawing, drawing_html, fit, svg, text, text_width, to_png, wrap


def test_a_text_is_never_markup() -> None:
    assert "<script" not in text(0, 0, "<script>alert(1)</script>")
    page = drawing_html(
        Drawing(
            title="<b>甲</b>", svg=svg([], width=10, height=10, title="</svg>", description="&"), head=("<i>",), rows=(("<u>",),), width=10, height=10
        )
    )
    assert "<b>" not in page
    assert "<i>" not in page
    assert "<u>" not in page
    assert page.count("</svg>") == 1


def test_what_does_not_fit_is_cut_and_says_so() -> None:
    assert fit("人工智能ETF", 12, 500) == "人工智能ETF"
    cut = fit("人工智能主题指数证券投资基金", 12, 80)
    assert cut.endswith("…")
    assert text_width(cut, 12) <= 80


def test_lines_lose_nothing_and_do_not_begin_with_a_closing_mark() -> None:
    said = "在首届MUSA开发者大会上，该公司除SoC芯片“长江”外，还拿出一款AI算力本MTT AIBOOK，售价9999元。"
    for width in range(90, 400, 7):
        lines = wrap(said, 12, width, 40)
        assert "".join(lines).replace(" ", "") == said.replace(" ", "")
        assert not any(line[0] in "，。”" for line in lines)


def test_a_png_without_a_browser_is_an_error_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(QuestionError, match="Install chromium"):
        to_png("<p>甲", width=10, height=10)
