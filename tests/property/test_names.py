"""What holds for the names of every text."""

from __future__ import annotations

from itertools import pairwise

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themegraph.extract.names.lexicon import Lexicon
from themegraph.extract.names.reader import NameReader
from themegraph.extract.text.sentences import split_sentences
from themegraph.folding import fold
from themegraph.model import Article, Entity, EntityId, Fund, Listing, Name, ReferenceData, article_id

COMPANIES = {
    "688795.SH": "摩尔线程", "688256.SH": "寒武纪", "688041.SH": "海光信息", "600276.SH": "恒瑞医药", "NVDA.US": "英伟达", "1810.HK": "小米集团", "002050.SZ": "三花智控",
    "000001.SZ": "平安银行", "601318.SH": "中国平安", "300024.SZ": "机器人",
}  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> NameReader:
    entities = tuple(Entity(id=EntityId(f"company:{code}"), type="company", label=name) for code, name in COMPANIES.items())
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
        for code, name in COMPANIES.items()
    )
    funds = tuple(
        Fund(
            id=EntityId(f"etf:{code}"), code=code, name=name, names=(Name(text="芯片ETF", kind="short", source="t"),), manager="", index=None, index_name="",
            kind="equity", leverage=1.0, fee=None, as_of=None, source="t",
        )
        for code, name in (("159995.SZ", "芯片ETF华夏"), ("512760.SH", "芯片ETF国泰"))
    )  # fmt: skip
    data = ReferenceData(entities=entities, listings=listings, funds=funds, tables=(), memberships=(), statements=())
    return NameReader(Lexicon.build(data))


def read(reader: NameReader, text: str):
    article = Article(id=article_id("", text), external_id="t", title="", text=text, published_at=None)
    return reader.read(article, split_sentences(article), fold(text))


PIECES = st.sampled_from(
    [
        *COMPANIES.values(), "摩尔線程", "（688795）", "（SH688256）", "（600276.SH；1276.HK）", "（NVDA）", "芯片ETF（159995）", "芯片ETF", "芯片ETF国泰", "公司", "该公司", "其", "前者", "后者", "双方", "、", "，", "。",
        "\n", "与", "和", "涨停", "发布新品", "回应称", "董事长张建中表示", "《极品飞车》", "H200", "燧原科技有限公司", "持有神延煤炭41%股权", "（以下简称“恒瑞”）", "恒瑞", "中国版", "据", "报道", "24.5%", "2025年", "GPU", "　", "  ", "\t", "（", "）", "“", "”",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=30).map("".join)
ANY_TEXT = st.text(max_size=300)


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(TEXTS, ANY_TEXT))
def test_every_span_slices_back_to_its_surface(reader, text):
    reading = read(reader, text)
    spans = []
    for link in reading.links:
        assert text[link.mention.span.start : link.mention.span.end] == link.mention.surface
        assert link.mention.surface.strip()
        assert 0 <= link.score <= 1
        if link.antecedent is None:
            spans.append((link.mention.span.start, link.mention.span.end))
        else:
            assert link.antecedent.end <= link.mention.span.start or link.antecedent.start >= link.mention.span.end
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_both_scripts_name_the_same_things(reader, text):
    twin = opencc.OpenCC("s2t").convert(text)
    simple, traditional = read(reader, text), read(reader, twin)
    assert [(link.entity, link.mention.type) for link in simple.links] == [(link.entity, link.mention.type) for link in traditional.links]
    assert [fund.code for fund in simple.funds] == [fund.code for fund in traditional.funds]


SPACED = st.sampled_from(
    [
        "摩尔线程（688795）大涨。",
        "寒武纪（SH688256）公告。",
        "恒瑞医药（600276.SH；1276.HK）与英伟达（NASDAQ: NVDA）签约。",
        "小米集团（01810）",
        "芯片ETF（159995）下跌。",
        "英伟达H200与GPU",
    ]
)


@settings(max_examples=60, deadline=None)
@given(text=SPACED, blank=st.sampled_from([" ", "\u3000", "\u00a0", "  "]))
def test_blanks_around_codes_change_nothing(reader, text, blank):
    spaced = text.replace("（", f"{blank}（{blank}").replace("）", f"{blank}）{blank}").replace("H200", f"{blank}H200{blank}")
    plain, wide = read(reader, text), read(reader, spaced)
    assert [(link.entity, link.listing) for link in plain.links] == [(link.entity, link.listing) for link in wide.links]
    assert [fund.code for fund in plain.funds] == [fund.code for fund in wide.funds]


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXTS, max_size=5), order=st.randoms(use_true_random=False))
def test_the_order_of_articles_changes_nothing(reader, texts, order):
    shuffled = list(texts)
    order.shuffle(shuffled)
    first = {text: read(reader, text) for text in texts}
    assert {text: read(reader, text) for text in shuffled} == first


@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_no_code_comes_from_nowhere(reader, text):
    known = {f"company:{code}" for code in COMPANIES} | {"etf:159995.SZ", "etf:512760.SH"}
    digits = fold(text).text
    for link in read(reader, text).links:
        if link.entity and link.mention.type in {"company", "etf"} and link.entity.rpartition(".")[2] in {"SH", "SZ", "HK", "US"}:
            assert link.entity in known or link.entity.partition(":")[2].partition(".")[0] in digits
