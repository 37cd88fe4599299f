"""Read the names of an article: find them, link them, follow the words that point back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from themegraph.extract.codes import find_codes
from themegraph.extract.coref import find_anaphors
from themegraph.extract.fold import Folded
from themegraph.extract.lexicon import Lexicon
from themegraph.extract.link import Linked, link_names
from themegraph.extract.mentions import TextView, choose, find_mentions, view_of
from themegraph.extract.sentences import Sentence
from themegraph.model import Article, Candidate, EntityLink, Mention, NamedFund, Note, Span, code_of

__all__ = ["NameReader", "NameReading", "Tagger"]


class Tagger(Protocol):
    """Proposes names of organisations in a folded sentence, as (start, end, score)."""

    def __call__(self, text: str, /) -> Sequence[tuple[int, int, float]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NameReading:
    """The names of one article."""

    links: tuple[EntityLink, ...]
    """In text order; words that point back carry an ``antecedent``."""
    funds: tuple[NamedFund, ...]
    notes: tuple[Note, ...]


class NameReader:
    """Reads names with a lexicon loaded once."""

    def __init__(self, lexicon: Lexicon, *, tagger: Tagger | None = None) -> None:
        self.lexicon = lexicon
        self.tagger = tagger

    def read(self, article: Article, sentences: Sequence[Sentence], folded: Folded) -> NameReading:
        """Return every mention of every kind with its link, the funds named, and notes."""
        view = view_of(article.content, folded)
        codes = find_codes(view.text)
        names = choose(find_mentions(view, self.lexicon), len(view.text))
        linked, notes = link_names(view, self.lexicon, names, codes)
        links = [_entity_link(view, link) for link in linked]
        for anaphor in find_anaphors(view, linked):
            target = anaphor.antecedent
            span = view.folded.span(anaphor.start, anaphor.end)
            links.append(
                EntityLink(
                    mention=Mention(span=span, surface=article.content[span.start : span.end], type=target.type),
                    entity=target.entity,
                    score=0.7,
                    rule="coreference",
                    antecedent=view.folded.span(target.found.start, target.found.end),
                )
            )
        links.sort(key=lambda link: link.mention.span)
        funds = tuple(
            NamedFund(surface=link.mention.surface, code=code_of(link.entity) if link.entity else None, span=link.mention.span)
            for link in links
            if link.mention.type == "etf" and link.antecedent is None
        )
        return NameReading(links=tuple(links), funds=funds, notes=tuple(notes))


def _entity_link(view: TextView, linked: Linked) -> EntityLink:
    span: Span = view.folded.span(linked.found.start, linked.found.end)
    return EntityLink(
        mention=Mention(span=span, surface=view.content[span.start : span.end], type=linked.type),
        entity=linked.entity,
        score=linked.score,
        rule=linked.rule,
        candidates=tuple(Candidate(entity=entity, score=0.5) for entity in linked.candidates if entity != linked.entity),
        listing=linked.listing,
        optional=linked.optional,
    )
