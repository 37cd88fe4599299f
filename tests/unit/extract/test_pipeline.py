from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone

import pytest

from themegraph.extract.pipeline import Extractor
from themegraph.model import Article, article_id

CHINA = timezone(timedelta(hours=8))


def article(text, title="", published_at=None):
    return Article(id=article_id(title, text), external_id="a", title=title, text=text, published_at=published_at)


def test_one_article_gives_names_events_and_notes(lexicon):
    extraction = Extractor(lexicon).extract(
        article("12月11日，摩尔线程（688795）大涨10%，收报941.08元。", published_at=datetime(2025, 12, 11, tzinfo=CHINA))
    )
    assert extraction.links[0].entity == "company:688795.SH"
    assert extraction.events
    assert extraction.notes == ()


def test_an_undated_article_is_noted(lexicon):
    assert [note.code for note in Extractor(lexicon).extract(article("寒武纪上涨。")).notes] == ["undated"]


def test_what_was_read_before_changes_nothing(lexicon):
    texts = ["小米集团公布业绩。", "农户种植小米。", "葛兰素史克（GSK）签约。", "GSK公布业绩。"]
    extractor = Extractor(lexicon)
    forward = list(extractor.extract_many(article(t) for t in texts))
    backward = list(extractor.extract_many(article(t) for t in reversed(texts)))
    assert forward == backward[::-1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n\t",
        "（" * 20_000,
        "（）" * 20_000 + "寒武纪上涨。",
        "寒武纪" * 5_000,
        "公司" * 10_000 + "其" * 10_000,
        "ETF" * 10_000,
        "1" * 50_000,
        "a" * 50_000,
        "《" * 20_000 + "》" * 20_000,
        "\x00\x01\x07寒武纪\x1b上涨",
        "\u202e寒武纪\u202c上涨\u200f。",
        "寒\u0301武纪e\u0301" * 200,
        "、".join(["寒武纪、海光信息"] * 3_000),
        "”“「」『』" * 5_000,
    ],
)
def test_odd_texts_are_read_to_their_end(lexicon, text):
    extraction = Extractor(lexicon).extract(article(text))
    for link in extraction.links:
        assert text[link.mention.span.start : link.mention.span.end] == link.mention.surface


def test_an_overlong_article_is_read_in_part_and_says_so(lexicon):
    text = "寒武纪上涨。\n" + "无" * 1_100_000
    extraction = Extractor(lexicon).extract(article(text, title="长文"))
    note = next(note for note in extraction.notes if note.code == "skipped")
    assert note.span.end == len("长文\n" + text)
    assert extraction.links[0].mention.surface == "寒武纪"


def test_the_same_whatever_the_hash_seed(lexicon, tmp_path):
    lexicon.save(tmp_path / "names.lex")
    code = (
        "import sys; from pathlib import Path; from themegraph.extract import *; from themegraph.model import *\n"
        "e = Extractor(Lexicon.load(Path(sys.argv[1])))\n"
        "t = '恒瑞医药（600276.SH；1276.HK）与葛兰素史克（GSK）签约，易中天与人工智能ETF上涨，公司称恒瑞看好GPU。'\n"
        "a = Article(id=article_id('', t), external_id='x', title='', text=t, published_at=None)\n"
        "print(extraction_form(a, e.extract(a)))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "names.lex")], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(runs) == 1
