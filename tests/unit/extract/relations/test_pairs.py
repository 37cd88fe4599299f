"""Slots and skeletons: how names become single characters."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from relation_texts import marked

from themegraph.extract.relations.pairs import KINDS, build_skeletons, find_pairs, narrow
from themegraph.extract.text.sentences import split_sentences

C = KINDS["company"]


def skeletons(text: str):
    article, links = marked("", text)
    return build_skeletons(article, split_sentences(article), links), article


def test_an_enumeration_with_codes_is_one_character() -> None:
    (skeleton,), _ = skeletons("[C寒武纪]（688256.SH）、[C海光信息]等为[C阿里巴巴]供货。")
    assert skeleton.text == f"{C}等为{C}供货。"
    assert [m.surface for m in skeleton.slots[0].members] == ["寒武纪", "海光信息"]
    assert skeleton.slots[0].members[0].note == "688256.sh"


def test_every_position_leads_back_to_the_text() -> None:
    (skeleton,), article = skeletons("昨日[C輝達]（NVDA）宣布收購[C某公司]。")
    for position, char in enumerate(skeleton.text):
        if position not in skeleton.at:
            span = skeleton.span(position, position + 1)
            assert narrow(article.content[span.start : span.end]) == char
    whole = skeleton.span(0, len(skeleton.text))
    assert article.content[whole.start : whole.end] == article.content


def test_a_semicolon_inside_a_bracket_does_not_end_a_sentence() -> None:
    found, article = skeletons("[C恒瑞医药]（600276.SH；1276.HK）公告，与[C葛兰素史克]达成协议。另一句。")
    assert [s.text for s in found] == [f"{C}公告,与{C}达成协议。", "另一句。"]
    assert list(found[0].parts) == [0]
    span = found[0].sentence.span
    assert article.content[span.start : span.end].endswith("达成协议。")


def test_private_characters_of_the_text_are_no_names() -> None:
    (skeleton,), _ = skeletons(f"{C}收购[C乙公司]。")
    assert skeleton.text == f"?收购{C}。"
    assert len(skeleton.slots) == 1


def test_a_blank_between_chinese_words_of_a_headline_is_a_stop() -> None:
    assert narrow("限产发酵 钢铁股走高 AI 芯片") == "限产发酵,钢铁股走高 ai 芯片"


def test_names_inside_names_give_way() -> None:
    article, links = marked("", "[C平安银行]走强。")
    inner = replace(links[0], mention=replace(links[0].mention, span=replace(links[0].mention.span, end=2), surface="平安"))
    (skeleton,) = build_skeletons(article, split_sentences(article), (links[0], inner))
    assert skeleton.text == f"{C}走强。"


def test_pairs_are_ordered_and_a_roll_call_has_none() -> None:
    (skeleton,), _ = skeletons("[C甲]与[C乙]、[C丙]。")
    assert [(a.surface, b.surface) for a, b in find_pairs(skeleton)] == [("甲", "乙"), ("甲", "丙"), ("乙", "丙")]
    (long,), _ = skeletons("、".join(f"[C公司{i}]" for i in range(20)))
    assert find_pairs(long) == ()
