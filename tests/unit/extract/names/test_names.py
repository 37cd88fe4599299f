from __future__ import annotations

from themegraph.extract.names.reader import NameReader
from themegraph.extract.text.sentences import split_sentences
from themegraph.folding import fold
from themegraph.model import Article


def article(text):
    return Article(id="article:1", external_id="1", title="", text=text, published_at=None)


def test_links_stand_in_text_order_and_slice_to_their_surfaces(read_names):
    text = "恒瑞医药（600276.SH）与葛兰素史克（GSK）合作，公司看好 GPU 与人工智能ETF（515070）。"
    links = read_names(text).links
    spans = [link.mention.span for link in links]
    assert spans == sorted(spans)
    assert all(text[link.mention.span.start : link.mention.span.end] == link.mention.surface for link in links)
    assert len({link.mention.surface for link in links}) >= 5


def test_spans_refer_to_title_and_text(read_names):
    reading = read_names("公司回应。", title="寒武纪涨停")
    assert [link.mention.surface for link in reading.links] == ["寒武纪", "公司"]
    assert reading.links[1].mention.span.start == len("寒武纪涨停\n")


def test_the_tagger_is_asked_only_where_firm_like_words_stand(lexicon):
    asked = []

    def tagger(text):
        asked.append(text)
        return []

    text = "今天天气很好。投资者关注奇点科技的进展。寒武纪上涨。"
    NameReader(lexicon, tagger=tagger).read(article(text), split_sentences(article(text)), fold(text))
    assert asked == ["投资者关注奇点科技的进展。"]


def test_a_tagged_name_is_an_unlisted_company_without_a_code(lexicon):
    text = "红杉中国资本与奇点资本领投该轮。"

    def tagger(sentence):
        at = sentence.find("奇点资本")
        return [(at, at + 4, 0.9)] if at >= 0 else []

    reading = NameReader(lexicon, tagger=tagger).read(article(text), split_sentences(article(text)), fold(text))
    found = {link.mention.surface: (link.entity, link.rule) for link in reading.links}
    assert found["奇点资本"][0] == "company:奇点资本"


def test_what_the_tagger_doubts_is_left_out(lexicon):
    text = "这是一家新兴科技孵化平台。"
    reading = NameReader(lexicon, tagger=lambda _: [(2, 6, 0.1)]).read(article(text), split_sentences(article(text)), fold(text))
    assert reading.links == ()


def test_an_empty_text_has_no_names(read_names):
    assert read_names("").links == ()
