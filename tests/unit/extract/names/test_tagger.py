from __future__ import annotations

import json
from datetime import date

import pytest

from themegraph.errors import UnreadableArticle
from themegraph.extract.names.tagger import character_features, default_tagger, tagger_windows
from themegraph.extract.train.names import read_finre_names, train_names
from themegraph.resources import weights_path

LINES = [
    ("燧原科技", "腾讯", "投资", "燧原科技获得腾讯新一轮投资"),
    ("腾讯", "燧原科技", "被投资", "燧原科技获得腾讯新一轮投资"),
    ("长鑫存储", "合肥产投", "注资", "长鑫存储宣布合肥产投注资入股"),
    ("东方航空", "上航", "合并", "东方航空传将与上航合并"),
]


@pytest.fixture
def finre(tmp_path):
    folder = tmp_path / "finre"
    folder.mkdir()
    text = "\n\n".join("\t".join(line) for line in LINES) + "\n"
    (folder / "train.txt").write_text(text, encoding="utf-8")
    (folder / "valid.txt").write_text("\t".join(("中兴通讯", "华为", "合作", "中兴通讯与华为合作")) + "\n", encoding="utf-8")
    return folder


def test_all_entities_of_one_sentence_are_merged(finre):
    sentences = read_finre_names(finre / "train.txt")
    assert len(sentences) == 3
    assert [sentences[0].text[a:b] for a, b in sentences[0].names] == ["燧原科技", "腾讯"]


def test_a_broken_line_is_named(finre):
    (finre / "train.txt").write_text("只有一格\n", encoding="utf-8")
    with pytest.raises(UnreadableArticle, match="line 1"):
        read_finre_names(finre / "train.txt")


def test_training_twice_gives_the_same_weights_and_a_card(finre, tmp_path):
    reports = [train_names(finre, tmp_path / run, trained_on=date(2026, 1, 1)) for run in ("one", "two")]
    assert reports[0] == reports[1]
    assert (tmp_path / "one/names.crfsuite").read_bytes() == (tmp_path / "two/names.crfsuite").read_bytes()
    card = json.loads((tmp_path / "one/names.json").read_text(encoding="utf-8"))
    assert card["trained_on"] == "2026-01-01"
    assert card["data_licence"].startswith("MIT")
    assert card["measured"]["sentences"] == 1


def test_shipped_weights_find_an_unlisted_firm():
    text = "蓝鲸科技收购天阳药业51%股权"
    names = [text[start:end] for start, end, _ in default_tagger()(text)]
    assert {"蓝鲸科技", "天阳药业"} <= set(names)


def test_shipped_weights_are_small_and_have_a_card():
    card = json.loads(weights_path("names.json").read_text(encoding="utf-8"))
    assert weights_path("names.crfsuite").stat().st_size == card["bytes"] <= 10_000_000
    assert card["measured"]["f1"] > 0.7


def test_features_are_one_list_a_character():
    assert len(character_features("燧原科技(gpu)")) == 9
    assert default_tagger()("") == ()


def test_only_the_surroundings_of_firm_like_words_are_tagged():
    text = "无" * 100 + "关注燧原科技的进展" + "无" * 100
    assert tagger_windows("寒武纪大涨") == []
    ((start, end),) = tagger_windows(text)
    assert "燧原科技" in text[start:end]
    assert end - start < 60


def test_names_of_a_registry_make_a_second_copy_of_each_sentence(finre, tmp_path):
    train_names(finre, tmp_path / "out", trained_on=date(2026, 1, 1), names=["寒武纪", "三花智控"])
    card = json.loads((tmp_path / "out/names.json").read_text(encoding="utf-8"))
    assert card["renamed_copies"] == card["train_sentences"] == 3
