"""Texts with their names marked by hand, for tests of what is read between the names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from themegraph.extract.cues import Cue, find_cues
from themegraph.extract.events import EventReading, extract_events
from themegraph.extract.lines import Line, read_lines
from themegraph.extract.sentences import Sentence, split_sentences
from themegraph.model import Article, EntityId, EntityLink, Event, Mention, Span, article_id

_KINDS = {
    "c": ("company", "company"),
    "o": ("organisation", "org"),
    "t": ("sector/theme", "theme"),
    "p": ("product/technology", "product"),
    "e": ("etf", "etf"),
    "i": ("index", "index"),
    "n": ("person", "person"),
    "l": ("place", "place"),
}
_MARK = re.compile(r"\[(?P<kind>[cotpeinla]):(?P<surface>[^\]]+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A marked text, read."""

    article: Article
    sentences: tuple[Sentence, ...]
    links: tuple[EntityLink, ...]
    cues: tuple[tuple[Cue, ...], ...]
    lines: tuple[Line, ...]
    reading: EventReading

    @property
    def events(self) -> tuple[Event, ...]:
        return self.reading.events

    def told(self) -> set[tuple[str, str]]:
        """Return (type, agent) of every event; the object where there is no agent."""
        pairs: set[tuple[str, str]] = set()
        for event in self.events:
            agents = [a for a in event.arguments if a.role == "agent"] or list(event.arguments)
            pairs |= {(event.type, a.surface) for a in agents}
        return pairs

    def one(self, kind: str) -> Event:
        """Return the only event of a type."""
        (event,) = [e for e in self.events if e.type == kind]
        return event

    def roles(self, kind: str) -> set[tuple[str, str]]:
        """Return (role, surface) of the only event of a type."""
        return {(a.role, a.surface) for a in self.one(kind).arguments}

    def helped(self) -> set[str]:
        return {e.surface for e in self.reading.effects if e.helped}

    def hurt(self) -> set[str]:
        return {e.surface for e in self.reading.effects if not e.helped}


ReadMarked = Callable[..., Marked]


def read_marked_text(text: str, *, title: str = "", day: str | None = "2026-03-10") -> Marked:
    """Read ``[c:宁德时代]`` as a link to a company, ``[o:…]`` an organisation, ``[t:…]`` a theme, ``[a:公司]`` as the company before it."""
    raw = f"{title}\n{text}" if title else text
    links: list[EntityLink] = []
    plain = ""
    at = 0
    last: EntityLink | None = None
    for found in _MARK.finditer(raw):
        plain += raw[at : found.start()]
        at = found.end()
        surface = found["surface"]
        span = Span(start=len(plain), end=len(plain) + len(surface))
        plain += surface
        if found["kind"] == "a":
            assert last is not None
            links.append(
                EntityLink(
                    mention=Mention(span=span, surface=surface, type="company"),
                    entity=last.entity,
                    score=0.7,
                    rule="coreference",
                    antecedent=last.mention.span,
                )
            )
            continue
        kind, prefix = _KINDS[found["kind"]]
        link = EntityLink(mention=Mention(span=span, surface=surface, type=kind), entity=EntityId(f"{prefix}:{surface}"), score=1.0, rule="registry")
        links.append(link)
        last = link if kind == "company" else last
    plain += raw[at:]
    head, _, body = plain.partition("\n") if title else ("", "", plain)
    published = datetime.fromisoformat(day).replace(hour=12, tzinfo=ZoneInfo("Asia/Shanghai")) if day else None
    article = Article(id=article_id(head, body), external_id="marked", title=head, text=body, published_at=published)
    sentences = split_sentences(article)
    named = tuple(links)
    lines = read_lines(article, sentences, named)
    cues = find_cues(lines)
    return Marked(
        article=article,
        sentences=sentences,
        links=named,
        cues=cues,
        lines=lines,
        reading=extract_events(article, lines, cues),
    )


@pytest.fixture(scope="session")
def read_marked() -> ReadMarked:
    """Return the reader of marked texts."""
    return read_marked_text
