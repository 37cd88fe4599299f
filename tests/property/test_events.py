"""What holds for the events of every text."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import opencc
from hypothesis import example, given, settings
from hypothesis import strategies as st

from themegraph.extract.events.reader import EventReading, extract_events
from themegraph.extract.text.cues import find_cues
from themegraph.extract.text.lines import read_lines
from themegraph.extract.text.sentences import split_sentences
from themegraph.model import Article, EntityId, EntityLink, Mention, Span, article_id

NAMES = {
    "宁德时代": "company",
    "寒武纪": "company",
    "中国中铁": "company",
    "证监会": "organisation",
    "商务部": "organisation",
    "美联储": "organisation",
    "光伏": "sector/theme",
    "沪深300": "index",
}
TRADITIONAL = opencc.OpenCC("s2t")


def read(text: str, *, names: dict[str, str] | None = None) -> EventReading:
    """Link every occurrence of the names by hand and read the events between them."""
    article = Article(
        id=article_id("", text), external_id="t", title="", text=text, published_at=datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    )
    links: list[EntityLink] = []
    for number, (name, kind) in enumerate((names or NAMES).items()):
        at = text.find(name)
        while at >= 0:
            span = Span(start=at, end=at + len(name))
            links.append(
                EntityLink(mention=Mention(span=span, surface=name, type=kind), entity=EntityId(f"{kind}:{number}"), score=1.0, rule="registry")
            )
            at = text.find(name, at + 1)
    ordered = tuple(sorted(links, key=lambda k: k.mention.span))
    sentences = split_sentences(article)
    lines = read_lines(article, sentences, ordered)
    reading = extract_events(article, lines, find_cues(lines))
    for event in reading.events:
        content = article.content
        assert content[event.trigger_span.start : event.trigger_span.end] == event.trigger != ""
        assert event.sentence.start <= event.trigger_span.start <= event.trigger_span.end <= event.sentence.end
        for argument in event.arguments:
            assert 0 <= argument.span.start < argument.span.end <= len(content)
        for quantity in event.quantities:
            assert any(c.isdigit() or c in "一二两三四五六七八九十半翻腰减" for c in content[quantity.span.start : quantity.span.end])
        surfaces = [s for s, _ in event.polarity]
        assert len(surfaces) == len(set(surfaces))
        assert event.arguments
        assert 0 <= event.confidence <= 1
        assert not (event.modality == "asserted" and (event.negated or event.speculative))
    assert len({e.id for e in reading.events}) == len(reading.events)
    return reading


PIECES = st.sampled_from(
    [
        *NAMES, "大涨5%", "跌停", "净利润同比下降32.1%", "亏损收窄至3亿元", "中标", "拟", "将", "或", "否认", "没有", "终止", "传闻", "称", "公告", "收购", "合并", "立案调查", "被", "对", "与", "和", "、", "，",
        "。", "；", "\n", "！", "？", "实施出口管制", "降息", "25个基点", "3月9日", "昨日", "上半年", "分别", "98亿元至118亿元", "前两家", "承压", "受益", "目标价", "上调", "（", "）", "“", "”", " ", "　", "‏", "é", "5",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_every_span_slices_back_whatever_the_text(pieces: list[str]) -> None:
    read("".join(pieces))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_no_text_at_all_breaks_the_reading(text: str) -> None:
    read(text)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=30))
@example(pieces=["证监会", "收购"])
def test_script_changes_no_event(pieces: list[str]) -> None:
    plain = "".join(pieces)
    other = TRADITIONAL.convert(plain)
    twins = {TRADITIONAL.convert(name): kind for name, kind in NAMES.items()}
    assert [e.id for e in read(plain).events] == [e.id for e in read(other, names=twins).events] or len(plain) != len(other)


FACTS = ["{}中标", "{}大幅扩产", "{}停产", "{}裁员", "{}召回汽车", "{}收购光伏公司", "{}提价", "{}签署战略合作协议"]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(FACTS),
    st.sampled_from(["宁德时代", "寒武纪", "中国中铁"]),
    st.sampled_from(["{}否认{}。", "网传{1}，{0}称该消息不实。", "{}：没有{}。"]),
)
def test_a_denial_removes_every_assertion_of_its_kind(fact: str, name: str, denial: str) -> None:
    told = {e.type for e in read(f"{fact.format(name)}。").events}
    denied = read(denial.format(name, fact.format("公司")))
    assert not [e for e in denied.events if e.type in told and not e.negated and e.type != "other" and not e.speculative]


def test_the_order_of_articles_changes_nothing() -> None:
    texts = ["宁德时代大涨5%。", "寒武纪否认停产。", "证监会对中国中铁立案调查。", "3月9日，中国中铁中标512亿元项目。"]
    alone = {text: read(text) for text in texts}
    shuffled = texts * 3
    random.Random(7).shuffle(shuffled)
    assert all(read(text) == alone[text] for text in shuffled)


def test_the_hash_seed_changes_nothing() -> None:
    code = (
        "from themegraph.extract.events.triggers import _words\n"
        "from themegraph.extract.text.cues import _words as cues\n"
        "print([(h.word, h.value) for h in _words().find('净利润同比增长立案调查收购上调')], [h.word for h in cues().find('拟不排除否认将')])"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PATH": ""}, capture_output=True, text=True, check=True, encoding="utf-8"
        ).stdout
        for seed in ("0", "1")
    }
    assert len(seen) == 1


def test_pathological_texts_end() -> None:
    for text in ("（" * 20_000, "宁德时代涨" * 4_000, "1" * 20_000, "寒武纪涨5%、" * 3_000, "分别" * 10_000, "称" * 20_000, "将若未拟" * 5_000):
        read(text)
