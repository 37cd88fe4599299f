"""The reading as a spaCy pipeline: a Doc carries the tokens and, at ``doc._.themegraph``, the extraction.

Mentions live outside the Doc as character spans, since names cross token boundaries. Importing this module imports spaCy; nothing else here does.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from themegraph.errors import ThemegraphError
from themegraph.extract.events.reader import extract_events
from themegraph.extract.names.lexicon import Lexicon
from themegraph.extract.names.reader import NameReader, Tagger
from themegraph.extract.relations.reader import extract_relations
from themegraph.extract.text.cues import find_cues
from themegraph.extract.text.lines import Line, read_lines
from themegraph.extract.text.segment import SegmenterName, segmenter
from themegraph.extract.text.sentences import Sentence, split_sentences
from themegraph.folding import fold
from themegraph.model import Article, Extraction, article_id

__all__ = ["JiebaTokenizer", "blank_pipeline", "register_factories"]


class JiebaTokenizer:
    """Cuts a text with rjieba or jieba into tokens that join to the text again."""

    def __init__(self, vocab: Vocab, *, name: SegmenterName = "rjieba") -> None:
        self.vocab = vocab
        self.name: SegmenterName = name

    def __call__(self, text: str) -> Doc:
        """Return a Doc of the text."""
        words = [word for word in segmenter(self.name)(text) if word] if text else []
        return Doc(self.vocab, words=words, spaces=[False] * len(words))


def _article(doc: Doc) -> Article:
    carried = doc._.themegraph_article
    if isinstance(carried, Article):
        return carried
    return Article(id=article_id("", doc.text), external_id="", title="", text=doc.text, published_at=None)


class _Names:
    def __init__(self, reader: NameReader | None) -> None:
        self.reader = reader

    def __call__(self, doc: Doc) -> Doc:
        if self.reader is None:
            msg = "The component themegraph_names has no lexicon. Give config={'lexicon': PATH} or build the pipeline with blank_pipeline(lexicon)."
            raise ThemegraphError(msg)
        article = _article(doc)
        reading = self.reader.read(article, split_sentences(article), fold(article.content))
        doc._.themegraph = Extraction(
            article=article.id, links=reading.links, events=(), readings=(), effects=(), funds=reading.funds, notes=reading.notes
        )
        return doc


def _before(doc: Doc) -> tuple[Article, Extraction, tuple[Sentence, ...], tuple[Line, ...]]:
    extraction = doc._.themegraph
    if not isinstance(extraction, Extraction):
        msg = "Events and relations need names: put themegraph_names before them in the pipeline."
        raise ThemegraphError(msg)
    article = _article(doc)
    sentences = split_sentences(article)
    return article, extraction, sentences, read_lines(article, sentences, extraction.links)


def _events(doc: Doc) -> Doc:
    article, extraction, _, lines = _before(doc)
    reading = extract_events(article, lines, find_cues(lines))
    doc._.themegraph = replace(extraction, events=reading.events, effects=reading.effects)
    return doc


def _relations(doc: Doc) -> Doc:
    article, extraction, sentences, lines = _before(doc)
    doc._.themegraph = replace(extraction, readings=extract_relations(article, sentences, extraction.links, find_cues(lines)))
    return doc


def register_factories() -> None:
    """Register the extensions and the factories themegraph_names, themegraph_events and themegraph_relations; a second call changes nothing."""
    for name in ("themegraph", "themegraph_article"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    if not Language.has_factory("themegraph_names"):

        def names(nlp: Language, name: str, lexicon: str) -> _Names:
            return _Names(NameReader(Lexicon.load(Path(lexicon))) if lexicon else None)

        Language.factory("themegraph_names", default_config={"lexicon": ""}, func=names)
        Language.component("themegraph_events", func=_events)
        Language.component("themegraph_relations", func=_relations)


def blank_pipeline(lexicon: Lexicon, *, tagger: Tagger | None = None, segmenter_name: SegmenterName = "rjieba") -> Language:
    """Return a blank Chinese pipeline whose tokens come from rjieba (or jieba) and whose components are ours.

    Examples
    --------
    >>> from themegraph.model import ReferenceData
    >>> nlp = blank_pipeline(Lexicon.build(ReferenceData(entities=(), listings=(), funds=(), tables=(), memberships=(), statements=())))
    >>> nlp.pipe_names
    ['themegraph_names', 'themegraph_events', 'themegraph_relations']
    """
    register_factories()
    nlp = spacy.blank("zh")
    nlp.tokenizer = JiebaTokenizer(nlp.vocab, name=segmenter_name)
    names = cast("_Names", nlp.add_pipe("themegraph_names"))
    names.reader = NameReader(lexicon, tagger=tagger)
    nlp.add_pipe("themegraph_events")
    nlp.add_pipe("themegraph_relations")
    return nlp
