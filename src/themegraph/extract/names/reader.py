"""Read the names of an article: find them, link them, follow the words that point back."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Protocol

from themegraph.extract.names.aliases import learn_aliases
from themegraph.extract.names.codes import find_codes
from themegraph.extract.names.coref import Anaphor, find_anaphors
from themegraph.extract.names.finish import finish_links
from themegraph.extract.names.guards import takes_company
from themegraph.extract.names.lexicon import Lexicon
from themegraph.extract.names.link import Linked, link_names
from themegraph.extract.names.mentions import Found, TextView, choose, find_mentions, view_of
from themegraph.extract.names.slot_names import find_slot_names
from themegraph.extract.names.tagger import tagger_windows
from themegraph.extract.text.sentences import Sentence
from themegraph.folding import Folded
from themegraph.model import Article, Candidate, EntityLink, Mention, NamedFund, Note, Span, code_of

__all__ = ["NameReader", "NameReading", "Tagger"]


class Tagger(Protocol):
    """Proposes names of organisations in a folded sentence, as (start, end, score)."""

    def __call__(self, text: str, /) -> Sequence[tuple[int, int, float]]:
        """Return the proposals in text order; scores in [0, 1]."""
        ...


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

    def read(self, article: Article, sentences: Sequence[Sentence], folded: Folded, *, proposed: Sequence[tuple[int, int, str]] = ()) -> NameReading:
        """Return every mention of every kind with its link, the funds named, and notes.

        Parameters
        ----------
        proposed
            (start, end, type) of names that another reader saw; names that the registry knows at the same place stand before them.
        """
        view = view_of(article.content, folded)
        codes = find_codes(view.text)
        candidates = find_mentions(view, self.lexicon)
        proposals = self._proposals(view, sentences, candidates)
        confirmed = _confirmed(view, candidates, proposals, tagged=self.tagger is not None)
        confirmed += _proposed(view, candidates, proposed)
        confirmed += _in_slots(view, confirmed)
        names = choose(confirmed, len(view.text))
        linked, notes = link_names(view, self.lexicon, names, codes)
        linked = learn_aliases(view, linked, apart=self.lexicon.apart)
        linked = finish_links(view, self.lexicon, linked, codes)
        links = [_entity_link(view, link) for link in linked]
        links.extend(_back_link(view, anaphor) for anaphor in find_anaphors(view, linked, sentences))
        links.sort(key=lambda link: (link.mention.span.start, link.mention.span.end))
        funds = tuple(
            NamedFund(surface=link.mention.surface, code=code_of(link.entity) if link.entity else None, span=link.mention.span)
            for link in links
            if link.mention.type == "etf" and link.antecedent is None
        )
        return NameReading(links=tuple(links), funds=funds, notes=tuple(notes))

    def _proposals(self, view: TextView, sentences: Sequence[Sentence], candidates: Sequence[Found]) -> list[tuple[int, int, float]]:
        """Return what the tagger proposes in the sentences that hold firm-like words outside known names, in folded offsets of the text."""
        if self.tagger is None:
            return []
        text = view.text
        masked = list(text)
        for found in candidates:
            if found.senses and found.type in _SETTLED and found.end - found.start > 2:
                masked[found.start : found.end] = "\x00" * (found.end - found.start)
        free = "".join(masked)
        proposals: list[tuple[int, int, float]] = []
        for sentence in sentences:
            start, end = view.position(sentence.span.start), view.position(sentence.span.end)
            for first, last in tagger_windows(free[start:end]):
                proposals.extend((start + first + a, start + first + b, score) for a, b, score in self.tagger(text[start + first : start + last]))
        return proposals


_SETTLED = frozenset({"company", "etf", "index", "organisation", "person"})
_TAGGED = 0.5
"""Least score of a tagged name that no shape supports; chosen on the open texts."""


_LESS = -0.9
"""Another reader's name yields to one of ours at the same place, and stands before a shorter one that only its shape made a name."""


def _proposed(view: TextView, candidates: Sequence[Found], proposed: Sequence[tuple[int, int, str]]) -> list[Found]:
    """Return the names that another reader saw where the registry knows none."""
    if not proposed:
        return []
    known = bytearray(len(view.text) + 1)
    for found in candidates:
        if found.senses:
            known[found.start : found.end] = b"\x01" * (found.end - found.start)
    places = ((view.position(start), view.position(end), kind) for start, end, kind in proposed)
    return [Found(start=a, end=b, type=kind, rule="proposed", weight=_LESS) for a, b, kind in places if a < b and not any(known[a:b])]


def _joined(text: str, found: Found, ends: Set[int]) -> bool:
    """Return whether a name goes on with an enumeration of firms: 礼仁投资、源码资本."""
    return found.start > 1 and text[found.start - 1] in "、及和与" and found.start - 1 in ends


def _confirmed(view: TextView, candidates: Sequence[Found], proposals: Sequence[tuple[int, int, float]], *, tagged: bool) -> list[Found]:
    """Return the candidates without firm shapes that nothing supports, and with the tagger's own names."""
    known_ends = {
        found.end: found.start for found in candidates if found.senses and found.type in {"company", "etf", "index"} and found.end - found.start > 2
    }
    spans = {(start, end) for start, end, _ in proposals}
    ends = {found.end for found in candidates if found.type == "company"}
    kept: list[Found] = []
    for found in candidates:
        if found.rule == "firm-shape":
            at = known_ends.get(found.end)
            if at is not None and at > found.start:
                continue
            if tagged and (found.start, found.end) not in spans and not _joined(view.text, found, ends):
                continue
        if found.rule == "odd-firm" and (found.start, found.end) not in spans:
            before, after = view.text[max(0, found.start - 8) : found.start], view.text[found.end : found.end + 14]
            if takes_company(before, after) < 2:
                continue
        kept.append(found)
    places = {(found.start, found.end) for found in kept}
    for start, end, score in proposals:
        if (
            score >= _TAGGED
            and end - start >= 3
            and not view.text.startswith("股东", max(0, start - 1))
            and (start, end) not in places
            and known_ends.get(end, start) <= start
        ):
            kept.append(Found(start=start, end=end, type="company", rule="tagger", weight=-0.8))
    return kept


def _in_slots(view: TextView, confirmed: Sequence[Found]) -> list[Found]:
    """Return the firms that stand where only a firm can, outside all other names."""
    taken = bytearray(len(view.text) + 1)
    for found in confirmed:
        taken[found.start : found.end] = b"\x01" * (found.end - found.start)
    for found in confirmed:
        if found.type == "company" and found.end < len(view.text) and not taken[found.end]:
            taken[found.end] = 2
    places = dict.fromkeys(find_slot_names(view.text, view.words, taken))
    return [Found(start=start, end=end, type="company", rule="slot", weight=-0.9) for start, end in sorted(places)]


def _back_link(view: TextView, anaphor: Anaphor) -> EntityLink:
    target = anaphor.antecedent
    span = view.span(anaphor.start, anaphor.end)
    return EntityLink(
        mention=Mention(span=span, surface=view.content[span.start : span.end], type=target.type),
        entity=target.entity,
        score=0.7,
        rule="coreference",
        antecedent=view.span(target.found.start, target.found.end),
    )


def _entity_link(view: TextView, linked: Linked) -> EntityLink:
    span: Span = view.span(linked.found.start, linked.found.end)
    return EntityLink(
        mention=Mention(span=span, surface=view.content[span.start : span.end], type=linked.type),
        entity=linked.entity,
        score=linked.score,
        rule=linked.rule,
        candidates=tuple(Candidate(entity=entity, score=round(linked.score / 2, 4)) for entity in linked.candidates if entity != linked.entity),
        listing=linked.listing,
        optional=linked.optional,
    )
