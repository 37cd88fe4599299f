"""Gather what a theme report is written from."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from themegraph.errors import UnknownEntity, nearest
from themegraph.exposure import PropagationTable
from themegraph.model import kind_of
from themegraph.query.exposures import Calendars, answer_exposure_of
from themegraph.query.facts import Facts
from themegraph.query.find import find_entities, find_events
from themegraph.report.theme import MAX_ITEMS, ThemeMaterial
from themegraph.snapshot import Snapshot

__all__ = ["theme_material"]

_FUNDS = 8
"""Funds shown a story."""


def _theme(snapshot: Snapshot, name: str) -> int:
    """Return the theme, industry or other subject of that name; themes first."""
    found = find_entities(snapshot, name)
    groups = [n for n in found if kind_of(snapshot.id_of(n)) in {"theme", "industry"}]
    if groups or found:
        return (groups or found)[0]
    kinds = snapshot.vocabulary("kinds")
    wanted = {kinds.index(k) for k in ("theme", "industry") if k in kinds}
    labels = [snapshot.label_of(int(n)) for n in np.flatnonzero(np.isin(snapshot.nodes.kind, list(wanted)))]
    inside = [label for label in labels if name in label or label in name][:5]
    near = f" Did you mean {', '.join(inside)}?" if inside else nearest(name, labels)
    msg = f"No theme, industry or entity is called {name!r}.{near}"
    raise UnknownEntity(msg)


def theme_material(facts: Facts, theme: str, *, calendars: Calendars, table: PropagationTable, window: int = 3) -> ThemeMaterial:
    """Return the events of a theme that became public in the last ``window`` days, with the exposures of each story.

    Stories are ordered by the largest effect on any fund, times belief; within a story events that happened come before denied ones.

    Raises
    ------
    UnknownEntity
        If there is no such theme; the message names the nearest.
    """
    snap = facts.snapshot
    node = _theme(snap, theme)
    since = facts.as_of - timedelta(days=window - 1)
    found = find_events(facts, snap.id_of(node))
    words = find_events(facts, theme) if theme != snap.id_of(node) else found
    events = [e for e in dict.fromkeys((*found.events, *words.events)) if since.toordinal() <= facts.view.event(e).public_from]
    stories: dict[int, list[int]] = {}
    for event in events:
        stories.setdefault(int(snap.events.story[event]), []).append(event)
    scored = []
    for story, members in stories.items():
        members.sort(key=lambda e: (bool(snap.events.negated[e]), bool(snap.events.speculative[e]), -float(snap.events.belief[e]), e))
        answer = answer_exposure_of(
            facts,
            tuple(members),
            question=snap.text(int(snap.events.summary[members[0]])),
            calendars=calendars,
            table=table,
            top=_FUNDS,
            hops=2,
            quotes=2,
        )
        reach = max((abs(r.net) for r in answer.rows), default=0.0)
        belief = max(float(snap.events.belief[e]) for e in members)
        scored.append(((-reach * belief, -belief, story), members, answer))
    scored.sort(key=lambda s: s[0])
    scored = scored[:MAX_ITEMS]
    return ThemeMaterial(
        theme=snap.label_of(node),
        as_of=facts.as_of,
        window=window,
        events=tuple(facts.event_row(e, quotes=3) for _, members, _ in scored for e in members),
        exposures=tuple(answer for _, _, answer in scored),
        undated=int((snap.articles.published_at == 0).sum()),
    )
