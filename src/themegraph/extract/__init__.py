"""Article -> mentions, links, events, statements with evidence. jieba, rjieba and spaCy live here and only here."""

from themegraph.extract.form import canonical_form, extraction_form
from themegraph.extract.names.lexicon import Lexicon
from themegraph.extract.names.reader import NameReader, NameReading
from themegraph.extract.pipeline import Extractor

__all__ = ["Extractor", "Lexicon", "NameReader", "NameReading", "canonical_form", "extraction_form"]
