"""What questions are answered from: a snapshot as of a day, and a way to the words of the articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field
from datetime import date, datetime, timedelta, timezone

import numpy as np

from themegraph.exposure.view import View
from themegraph.folding import simplify
from themegraph.model import code_of, kind_of
from themegraph.model.answers.exposures import EventParticipant, EventRow, Quote, Thing
from themegraph.model.values import dataclass
from themegraph.query.labels import event_words
from themegraph.snapshot import Snapshot, day_of

__all__ = ["SHANGHAI", "Facts"]

SHANGHAI = timezone(timedelta(hours=8))
_POLARITY = {1: "positive", -1: "negative", 0: "neutral"}


@dataclass(slots=True)
class Facts:
    """The snapshot as of a day, with quotes on demand."""

    snapshot: Snapshot
    as_of: date
    known_at: datetime | None
    content: Callable[[str], str]
    """Article id → its content, read from the store when a quote is shown; empty for a purged one."""
    view: View = field(init=False)

    def __post_init__(self) -> None:
        self.view = View(self.snapshot, self.as_of, self.known_at)

    def thing(self, node: int) -> Thing:
        """Return a node as id, code and name. A company or product without a listing has no code."""
        identifier = self.snapshot.id_of(node)
        local = code_of(identifier)
        listed = kind_of(identifier) in {"company", "share", "etf", "index"} and "." in local and local.isascii()
        return Thing(id=identifier, code=local if listed else "", name=self.snapshot.label_of(node))

    def quote(self, row: int) -> Quote:
        """Return a row of evidence as words with their source."""
        snap = self.snapshot
        evidence = snap.evidence
        article = int(evidence.article[row])
        modality = snap.vocabulary("modalities")[int(evidence.modality[row])]
        start, end = int(evidence.start[row]), int(evidence.end[row])
        if article < 0:
            name = snap.text(int(evidence.dataset[row]))
            public = day_of(int(evidence.public_from[row]))
            return Quote(
                article=f"dataset:{name}",
                title=name,
                quote="",
                start=start,
                end=end,
                published_at=public.isoformat() if public else None,
                source=name,
                modality=modality,
            )
        identifier = snap.text(int(snap.articles.id[article]))
        instant = int(snap.articles.published_at[article])
        return Quote(
            article=identifier,
            title=snap.text(int(snap.articles.title[article])),
            quote=self.content(identifier)[start:end],
            start=start,
            end=end,
            published_at=datetime.fromtimestamp(instant, SHANGHAI).isoformat() if instant else None,
            source=snap.text(int(snap.articles.source[article])),
            modality=modality,
        )

    def quotes(self, rows: Iterable[int], limit: int) -> tuple[Quote, ...]:
        """Return quotes of evidence rows, one voice after another, earliest first; a voice's reprints come after all voices' first."""
        evidence = self.snapshot.evidence
        ordered = sorted(rows, key=lambda r: (int(evidence.public_from[r]), int(evidence.article[r]), int(evidence.start[r]), r))
        seen: set[int] = set()
        first: list[int] = []
        later: list[int] = []
        for row in ordered:
            voice = int(evidence.story[row])
            (later if voice in seen else first).append(row)
            seen.add(voice)
        return tuple(self.quote(r) for r in (first + later)[:limit])

    def event_row(self, event: int, *, quotes: int = 1) -> EventRow:
        """Return an event with its participants and so many quotes."""
        snap = self.snapshot
        events = snap.events
        known = self.view.event(event)
        who: dict[int, EventParticipant] = {}
        for part in self.view.parts(event):
            if part.node not in who:
                who[part.node] = EventParticipant(
                    id=snap.id_of(part.node), name=snap.label_of(part.node), role=part.role, polarity=_POLARITY[part.sign]
                )
        own = [r for r in known.evidence if int(snap.evidence.owner[r]) == event]
        articles = {int(snap.evidence.article[r]) for r in own}
        voices = {int(snap.evidence.story[r]) for r in own}
        event_type = snap.vocabulary("event_types")[int(events.type[event])]
        return EventRow(
            id=snap.text(int(events.id[event])),
            story=snap.text(int(snap.stories.id[int(events.story[event])])) if int(events.story[event]) >= 0 else "",
            type=event_type,
            type_label=snap.meta.get("labels", {}).get(event_type, event_type),
            trigger=snap.text(int(events.trigger[event])),
            label=self.event_label(event),
            summary=snap.text(int(events.summary[event])),
            day_from=day_of(int(events.day_from[event])),
            day_to=day_of(int(events.day_to[event])),
            first_public=day_of(known.public_from),
            participants=tuple(who.values()),
            negated=bool(events.negated[event]),
            speculative=bool(events.speculative[event]),
            belief=float(known.belief if not events.negated[event] else events.belief[event]),
            articles=len(articles),
            voices=len(voices),
            quotes=self.quotes(own, quotes),
        )

    def event_label(self, event: int) -> str:
        """Return an event in a few words: who, what, whom."""
        snap = self.snapshot
        by_role: dict[str, list[str]] = {}
        for part in self.view.parts(event):
            names = by_role.setdefault(part.role, [])
            if (name := snap.label_of(part.node).removesuffix("概念")) not in names:
                names.append(name)
        kind = snap.vocabulary("event_types")[int(snap.events.type[event])]
        words = event_words(
            kind,
            self.label(kind),
            trigger=simplify(snap.text(int(snap.events.trigger[event]))),
            agents=by_role.get("agent", []),
            partners=by_role.get("partner", []),
            objects=by_role.get("object", []),
            receivers=by_role.get("beneficiary", []),
        )
        return words or snap.text(int(snap.events.summary[event]))

    def known_events(self) -> list[int]:
        """Return the events that could be known, in the order of the snapshot."""
        public = self.snapshot.events.public_from
        rows = np.flatnonzero((public > 0) & (public <= self.as_of.toordinal()))
        return [int(r) for r in rows if self.view.event(int(r)).public_from > 0]

    def label(self, notation: str) -> str:
        """Return the Chinese label of an ontology word, or the word itself."""
        labels: dict[str, str] = self.snapshot.meta.get("labels", {})
        return labels.get(notation, notation)
