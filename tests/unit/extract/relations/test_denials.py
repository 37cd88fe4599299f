"""Denials reach the relations they deny, in their own sentence or behind it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from relation_texts import marked

from themegraph.extract.events.reader import extract_events
from themegraph.extract.relations.denials import deny_relations
from themegraph.extract.relations.reader import extract_relations
from themegraph.extract.text.cues import find_cues
from themegraph.extract.text.lines import read_lines
from themegraph.extract.text.sentences import split_sentences


def _read(text: str) -> dict[tuple[str, str, str], bool]:
    article, links = marked("", text)
    sentences = split_sentences(article)
    lines = read_lines(article, sentences, links)
    cues = find_cues(lines)
    events = extract_events(article, lines, cues).events
    readings = deny_relations(extract_relations(article, sentences, links, cues), events, lines, cues)
    return {(r.subject_surface, r.statement.predicate, r.object_surface): r.negated for r in readings}


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("据报道，[C塔塔集团]将收购[C纬创资通]。[C纬创资通]11月6日澄清：并无此事。", ("塔塔集团", "acquires", "纬创资通")),
        ("市场一度传出[C中国电信]入股[C科大国创]，[C中国电信]11月10日否认。", ("中国电信", "invests_in", "科大国创")),
        ("[C寒武纪]：与[C字节跳动]无采购协议。", ("字节跳动", "cooperates_with", "寒武纪")),
        ("[C拓普集团]不是[C小鹏汽车]的执行器供应商。", ("拓普集团", "supplies_to", "小鹏汽车")),
        ("有自媒体称[C中芯国际]与[C英特尔]达成代工合作。两日后，[C中芯国际]回应，上述信息纯属捏造。", ("中芯国际", "cooperates_with", "英特尔")),
    ],
)
def test_a_relation_is_denied_with_the_rumour_or_the_deal_that_tells_it(text: str, claim: tuple[str, str, str]) -> None:
    found = _read(text)
    assert all(found.values())
    assert claim in found


def test_who_sells_nothing_goes_on_to_hold() -> None:
    found = _read("[C小米集团]持有[C美的集团]1.3%股份，并未减持[C美的集团]。")
    assert found["小米集团", "invests_in", "美的集团"] is False


def test_an_answer_about_something_else_denies_no_stated_fact() -> None:
    found = _read("[C比亚迪]向[C特斯拉]供应[P刀片电池]。[C比亚迪]否认裁员传闻。")
    assert found["比亚迪", "supplies_to", "特斯拉"] is False
