"""The whole reading of an article: names, cues, events, relations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from themegraph.errors import ModelUnusable
from themegraph.extract.events.reader import extract_events
from themegraph.extract.names.lexicon import Lexicon
from themegraph.extract.names.reader import NameReader, Tagger
from themegraph.extract.proposals import Proposer, adopt, name_spans
from themegraph.extract.relations.denials import deny_relations
from themegraph.extract.relations.reader import extract_relations
from themegraph.extract.text.cues import find_cues
from themegraph.extract.text.lines import read_lines
from themegraph.extract.text.sentences import split_sentences
from themegraph.folding import fold
from themegraph.model import Article, Extraction, Note, Span

if TYPE_CHECKING:
    from themegraph.extract.relations.classifier import RelationClassifier

__all__ = ["Extractor"]


_LONGEST = 1_000_000
"""More than a year's annual reports are never one article; what stands behind this is not read, and a note says so."""


def _clipped(article: Article) -> tuple[Article, Note]:
    """Return the part of an overlong article that is read, cut at a line's end where there is one, and the note that says what is not."""
    content = article.content
    end = max(content.rfind("\n", _LONGEST // 2, _LONGEST), 0) or _LONGEST
    head = len(article.title) + 1 if article.title else 0
    note = Note(
        code="skipped",
        message=f"The article has {len(content)} characters; at most {_LONGEST} are read, so the part from {end} on was skipped. Split the file into its articles.",
        span=Span(start=end, end=len(content)),
    )
    if end <= head:
        return replace(article, title="", text=content[:end]), note
    return replace(article, text=article.text[: end - head]), note


class Extractor:
    """Reads articles with models loaded once. The same article gives the same extraction, whatever was read before."""

    def __init__(
        self, lexicon: Lexicon, *, tagger: Tagger | None = None, classifier: RelationClassifier | None = None, proposer: Proposer | None = None
    ) -> None:
        self.names = NameReader(lexicon, tagger=tagger)
        self.classifier = classifier
        self.proposer = proposer

    def extract(self, article: Article) -> Extraction:
        """Return all that is read in one article.

        Raises
        ------
        ModelUnusable
            If a proposer cannot read now; without one, nothing is raised.
        """
        notes: tuple[Note, ...] = ()
        if len(article.content) > _LONGEST:
            article, note = _clipped(article)
            notes = (note,)
        sentences = split_sentences(article)
        folded = fold(article.content)
        proposals, proposed = None, list[tuple[int, int, str]]()
        if self.proposer is not None:
            try:
                proposals = self.proposer(article)
            except ModelUnusable as problem:
                if not problem.answered:
                    raise
                notes = (*notes, Note(code="proposals-left-out", message=str(problem)))
            else:
                proposed = list(name_spans(article.content, proposals.names))
        reading = self.names.read(article, sentences, folded, proposed=proposed)
        notes = (*notes, *reading.notes)
        if article.published_at is None:
            notes = (
                *notes,
                Note(code="undated", message="The article has no date: days named in it are not resolved, and it enters no as-of answer."),
            )
        lines = read_lines(article, sentences, reading.links, folded=folded)
        cues = find_cues(lines)
        events = extract_events(article, lines, cues)
        relations = extract_relations(article, sentences, reading.links, cues, classifier=self.classifier, sectors_of=self.names.lexicon.sectors_of)
        relations, told = deny_relations(relations, events.events, lines, cues), events.events
        if proposals is not None:
            from themegraph.ontology import load_ontology

            more = adopt(article, lines, cues, reading.links, proposals, known=events, readings=relations, ontology=load_ontology())
            told, relations, notes = (*told, *more.events), (*relations, *more.readings), (*notes, *more.notes)
        return Extraction(
            article=article.id,
            links=reading.links,
            events=told,
            readings=relations,
            effects=events.effects,
            funds=reading.funds,
            notes=notes,
        )

    def extract_many(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Yield the extraction of each article in turn."""
        for article in articles:
            yield self.extract(article)
