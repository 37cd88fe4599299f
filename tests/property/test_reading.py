"""What holds for the whole reading of every text."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themegraph.extract import Extractor, Lexicon, extraction_form
from themegraph.model import Article, Entity, EntityId, Listing, ReferenceData, article_id

NAMES = {
    "688795.SH": "摩尔线程",
    "688256.SH": "寒武纪",
    "600276.SH": "恒瑞医药",
    "NVDA.US": "英伟达",
    "TSLA.US": "特斯拉",
    "002050.SZ": "三花智控",
    "600519.SH": "贵州茅台",
}
SENTENCES = (
    "摩尔线程（688795）发布新一代芯片。",
    "恒瑞医药与英伟达达成合作协议。",
    "特斯拉向三花智控下达订单，三花智控为特斯拉供应执行器。",
    "寒武纪前三季度净利润同比增长200%。",
    "贵州茅台收购恒瑞医药5%股权。",
    "据传寒武纪将被英伟达收购，寒武纪否认。",
    "寒武纪大涨10%，公司市值创新高。",
    "英伟达召回部分产品，特斯拉股价下跌。",
    "分析师预计摩尔线程明年盈利。",
    "受此影响，三花智控、恒瑞医药等公司受益。",
    "今天天气晴朗，孩子们在公园里玩耍。",
)
CHINA = timezone(timedelta(hours=8))


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    entities = tuple(Entity(id=EntityId(f"company:{code}"), type="company", label=name) for code, name in NAMES.items())
    listings = tuple(
        Listing(
            id=EntityId(f"share:{code}"),
            issuer=EntityId(f"company:{code}"),
            code=code,
            name=name,
            exchange="",
            primary=True,
            listed_on=None,
            source="t",
        )
        for code, name in NAMES.items()
    )
    return Extractor(Lexicon.build(ReferenceData(entities=entities, listings=listings, funds=(), tables=(), memberships=(), statements=())))


def article(text: str, title: str = "") -> Article:
    return Article(id=article_id(title, text), external_id="t", title=title, text=text, published_at=datetime(2026, 1, 5, 9, tzinfo=CHINA))


TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5, unique=True).map("".join)


@settings(max_examples=60, deadline=None)
@given(text=st.one_of(TEXTS, st.text(max_size=200)), title=st.sampled_from(["", "摩尔线程上市"]))
def test_every_span_lies_in_the_text_and_every_quote_is_the_texts_own(extractor, text, title):
    item = article(text, title)
    content = item.content
    extraction = extractor.extract(item)
    for event in extraction.events:
        assert content[event.trigger_span.start : event.trigger_span.end] == event.trigger
        assert event.sentence.start <= event.trigger_span.start <= event.trigger_span.end <= event.sentence.end
        assert event.polarity == tuple(dict(event.polarity).items())
    for reading in extraction.readings:
        assert content[reading.evidence.span.start : reading.evidence.span.end] == reading.evidence.quote
        assert reading.subject_surface in content
        assert reading.object_surface in content
    for effect in extraction.effects:
        assert effect.surface in content


@settings(max_examples=40, deadline=None)
@given(text=TEXTS)
def test_both_scripts_say_the_same(extractor, text):
    simple, traditional = extractor.extract(article(text)), extractor.extract(article(opencc.OpenCC("s2t").convert(text)))
    assert [(e.type, tuple((a.role, a.entity) for a in e.arguments), e.negated, e.speculative) for e in simple.events] == [
        (e.type, tuple((a.role, a.entity) for a in e.arguments), e.negated, e.speculative) for e in traditional.events
    ]
    assert [(r.statement, r.negated) for r in simple.readings] == [(r.statement, r.negated) for r in traditional.readings]


@settings(max_examples=30, deadline=None)
@given(texts=st.lists(TEXTS, max_size=4), order=st.randoms(use_true_random=False))
def test_the_order_of_articles_changes_nothing(extractor, texts, order):
    shuffled = list(texts)
    order.shuffle(shuffled)
    first = {text: extraction_form(article(text), extractor.extract(article(text))) for text in texts}
    assert {text: extraction_form(article(text), extractor.extract(article(text))) for text in shuffled} == first


@pytest.mark.parametrize(
    ("said", "denied"),
    [
        ("英伟达收购寒武纪。", "英伟达否认收购寒武纪。"),
        ("恒瑞医药与英伟达达成合作。", "恒瑞医药否认与英伟达达成合作。"),
        ("特斯拉向三花智控下达订单。", "特斯拉否认向三花智控下达订单。"),
    ],
)
def test_a_denial_takes_the_assertion_back(extractor, said, denied):
    asserted = {
        (r.statement.subject, r.statement.predicate, r.statement.object) for r in extractor.extract(article(denied)).readings if not r.negated
    }
    assert asserted == set()
    assert [
        event for event in extractor.extract(article(denied)).events if not event.negated and event.type in {"m&a", "cooperation", "contract/order"}
    ] == []
    assert [event for event in extractor.extract(article(said)).events if not event.negated]
