from __future__ import annotations

import subprocess
import sys

import pytest
import spacy

from themegraph.errors import ThemegraphError
from themegraph.extract.pipeline import Extractor
from themegraph.extract.spacy_pipe import blank_pipeline, register_factories
from themegraph.extract.text.sentences import split_content
from themegraph.model import Article, article_id

TEXT = "摩尔线程（688795）发布新一代GPU。公司股价上涨10%，寒武纪下跌。"


def test_a_doc_carries_the_same_extraction_as_the_extractor(lexicon):
    nlp = blank_pipeline(lexicon)
    doc = nlp(TEXT)
    article = Article(id=article_id("", TEXT), external_id="", title="", text=TEXT, published_at=None)
    expected = Extractor(lexicon).extract(article)
    assert doc.text == TEXT
    assert doc._.themegraph.links == expected.links
    assert doc._.themegraph.events == expected.events
    assert doc._.themegraph.readings == expected.readings


@pytest.mark.parametrize("name", ["rjieba", "jieba"])
def test_tokens_join_to_the_text_whatever_cuts_it(lexicon, name):
    doc = blank_pipeline(lexicon, segmenter_name=name)("寒武纪 （ SH688256 ）\n\t上涨")
    assert doc.text == "寒武纪 （ SH688256 ）\n\t上涨"
    assert len(doc) > 3


def test_factories_can_be_registered_twice_and_load_a_lexicon_by_path(lexicon, tmp_path):
    lexicon.save(tmp_path / "names.lex")
    register_factories()
    register_factories()
    nlp = spacy.blank("zh")
    nlp.add_pipe("themegraph_names", config={"lexicon": str(tmp_path / "names.lex")})
    assert [link.mention.surface for link in nlp("寒武纪上涨")._.themegraph.links] == ["寒武纪"]


def test_a_component_without_what_it_needs_says_so():
    register_factories()
    nlp = spacy.blank("zh")
    nlp.add_pipe("themegraph_names")
    with pytest.raises(ThemegraphError, match="lexicon"):
        nlp("寒武纪")
    bare = spacy.blank("zh")
    bare.add_pipe("themegraph_events")
    with pytest.raises(ThemegraphError, match="themegraph_names"):
        bare("寒武纪")


def test_long_texts_are_split_at_blank_lines_and_lose_nothing():
    text = "第一段。\n\n" * 50 + "没有空行的长段" * 30
    parts = list(split_content(text, limit=100))
    assert "".join(part for _, part in parts) == text
    assert all(len(part) <= 100 and text[at : at + len(part)] == part for at, part in parts)
    assert parts[0][1].endswith("\n\n")


def test_reading_without_spacy_does_not_import_it():
    code = "import sys, themegraph.extract; print(sorted(m for m in ('spacy', 'jieba', 'rdflib') if m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
