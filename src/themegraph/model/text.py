"""Texts and what is found in them: articles, spans, mentions, links."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from themegraph.model.ids import EntityId, content_hash
from themegraph.model.values import dataclass

__all__ = ["Article", "Candidate", "EntityLink", "Mention", "Note", "Span", "article_id"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A half-open range of code points, ``0 <= start <= end``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            msg = f"A span needs 0 <= start <= end; found {self.start} and {self.end}."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One text as it was read. Every span anywhere refers to :attr:`content`."""

    id: str
    """``article:<hash>`` of title and text; the same text is the same article."""
    external_id: str
    """The input's own id if it had one, else the file stem; not unique."""
    title: str
    """May be empty."""
    text: str
    published_at: datetime | None
    """Aware. ``None``: undated; such an article never enters an as-of answer."""
    source: str = ""
    """The medium or publisher as the input names it; empty if it names none."""
    url: str = ""
    path: str = ""
    """Where the input was read from, as the user wrote it."""

    @property
    def content(self) -> str:
        """Title, line feed, text; the text alone where there is no title."""
        return f"{self.title}\n{self.text}" if self.title else self.text


def article_id(title: str, text: str) -> str:
    """Return the content hash id of a text. Dates, sources and paths do not enter."""
    return f"article:{content_hash(title, text)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A piece of text that names something."""

    span: Span
    surface: str
    """Exactly ``article.content[span.start:span.end]``."""
    type: str
    """Entity type by its ontology notation: company, etf, index, sector/theme, product/technology, organisation, person, place, macro/policy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One thing a mention may mean."""

    entity: EntityId
    score: float
    """In [0, 1]; comparable only between candidates of the same mention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityLink:
    """A mention and the entity it was resolved to; ``None`` means it is unknown to us (NIL) or left open."""

    mention: Mention
    entity: EntityId | None
    score: float
    """In [0, 1]; comparable only between links made by the same linker."""
    rule: str
    """Which rule decided: ``registry``, ``code-beside-name``, ``alias-learned``, ``pattern``, ``tagger``, ``ambiguous`` …"""
    candidates: tuple[Candidate, ...] = ()
    """The others that were considered, best first; the first is the runner-up."""
    listing: EntityId | None = None
    """The ``share:`` that the mention's code names, where one stands beside or in it."""
    optional: bool = False
    """True for a medium named only as the source, and for words that only look like names."""
    antecedent: Span | None = None
    """For an anaphor (公司, 前者 …) the span of the mention it refers to; anaphors are not entities of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something the reader of an article should know: a code that disagrees with its name, a skipped part."""

    code: str
    """``code-name-mismatch``, ``ambiguous-name``, ``undated``, ``skipped`` …"""
    message: str
    span: Span | None = field(default=None)
