from __future__ import annotations

import pytest

from themegraph.extract.text.segment import dictionary_words, is_plain_word, read_words, segmenter
from themegraph.folding import fold

TEXT = "摩尔线程(688795)收盘941.08元,跻身a股第三高价股。\n恒瑞还可获得分成。"


@pytest.mark.parametrize("name", ["rjieba", "jieba"])
def test_words_join_to_the_text_again(name):
    assert "".join(segmenter(name)(TEXT)) == TEXT


def test_jieba_keeps_its_cache_in_a_private_folder(tmp_path, monkeypatch):
    import tempfile

    import jieba

    segmenter("jieba")(TEXT)
    assert not list(tmp_path.iterdir())
    assert jieba.dt.tmp_dir is None
    assert tempfile.gettempdir()


def test_unknown_names_fall_into_characters():
    assert dictionary_words("拓荆") == ["拓", "荆"]
    assert is_plain_word("节能")
    assert not is_plain_word("三花")


def test_word_begins_are_marked_and_blanks_remembered():
    folded = fold("油价急升 航空股走低")
    words = read_words(folded.text, folded.offsets)
    assert words.breaks[0] == 1
    assert words.breaks[len(folded.text)] == 1
    assert words.gaps[4] == 1
    assert sum(words.gaps) == 1
    assert words.before(4) == 3
