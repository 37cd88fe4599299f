"""Small articles whose names are marked in the text, for the tests of relations.

``[C宁德时代]`` is a company, and so on by the letters of the relation rules; ``[C=宁德时代|公司]`` is an anaphor for it.
"""

from __future__ import annotations

import re

from themegraph.extract.relations.patterns import LETTERS
from themegraph.extract.relations.reader import extract_relations
from themegraph.extract.text.cues import find_cues
from themegraph.extract.text.lines import read_lines
from themegraph.extract.text.sentences import split_sentences
from themegraph.model import Article, EntityId, EntityLink, Mention, Reading, Span, article_id

_MARK = re.compile(r"\[(?P<letter>[A-Z])(?:=(?P<other>[^|\]]+)\|)?(?P<name>[^\]]+)\]")
_PREFIX = {"C": "company", "E": "etf", "I": "index", "S": "theme", "P": "product", "O": "org", "H": "person", "L": "place", "M": "policy"}


def marked(title: str, text: str) -> tuple[Article, tuple[EntityLink, ...]]:
    """Return the article without its marks, and its links."""
    links: list[EntityLink] = []
    places: dict[str, Span] = {}
    whole = f"{title}\n{text}" if title else text
    plain, last = "", 0
    for found in _MARK.finditer(whole):
        plain += whole[last : found.start()]
        name, letter = found["name"], found["letter"]
        span = Span(start=len(plain), end=len(plain) + len(name))
        named = found["other"] or name
        if not found["other"]:
            places.setdefault(name, span)
        links.append(
            EntityLink(
                mention=Mention(span=span, surface=name, type=LETTERS[letter]),
                entity=EntityId(f"{_PREFIX[letter]}:{named}"),
                score=1.0,
                rule="test",
                antecedent=places[named] if found["other"] else None,
            )
        )
        plain += name
        last = found.end()
    plain += whole[last:]
    head, _, body = plain.partition("\n") if title else ("", "", plain)
    article = Article(id=article_id(head, body), external_id="t", title=head, text=body, published_at=None)
    return article, tuple(links)


def relations(text: str, *, title: str = "") -> tuple[Reading, ...]:
    """Return the relations read in a marked text."""
    article, links = marked(title, text)
    sentences = split_sentences(article)
    return extract_relations(article, sentences, links, find_cues(read_lines(article, sentences, links)))


def triples(text: str, *, title: str = "") -> set[tuple[str, str, str]]:
    """Return (subject, predicate, object) of what the text asserts or supposes."""
    return {(r.subject_surface, r.statement.predicate, r.object_surface) for r in relations(text, title=title) if not r.negated}
