"""From the words of a question to entities and events."""

from __future__ import annotations

import re

import numpy as np

from themegraph.errors import UnknownEntity, UnknownEvent, nearest
from themegraph.folding import fold_name
from themegraph.model import canonical_code, kind_of
from themegraph.model.values import dataclass
from themegraph.query.facts import Facts
from themegraph.query.near import companies_beginning_with, did_you_mean, near_names
from themegraph.snapshot import Snapshot
from themegraph.snapshot.sets import among, distinct

__all__ = ["Found", "ambiguous_words", "find_entities", "find_events", "narrower", "nothing_found", "resolve_entity", "resolve_fund"]

_KIND_ORDER = ("company", "etf", "index", "theme", "industry", "product", "org", "policy", "person", "place", "share")
_MARKETS = ("SH", "SZ", "BJ", "HK", "US")
_ROLE_WEIGHT = {"agent": 1.0, "object": 0.9, "beneficiary": 0.8, "harmed": 0.8, "partner": 0.6, "mention": 0.2}
_CURRENT_DAYS = 31
_BACKGROUND = 0.25
"""What a match with an event told as background is worth less."""
_TRACKERS = 5
"""Trackers of an index that a message names before it counts the rest."""
_ENOUGH = 0.5
"""An event fits free words from this share of them on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a question was understood as."""

    entity: int
    """The node the whole question names, −1 for an id or free words."""
    events: tuple[int, ...]
    """Events that fit, best first."""
    chosen: tuple[int, ...]
    """The events of the best one's story: what an exposure is computed for."""
    later: int
    """How many events fit but were not yet public or known."""


def _by_kind(snapshot: Snapshot, nodes: list[int]) -> list[int]:
    def order(node: int) -> tuple[int, int]:
        kind = kind_of(snapshot.id_of(node))
        return (_KIND_ORDER.index(kind) if kind in _KIND_ORDER else len(_KIND_ORDER), node)

    return sorted(set(nodes), key=order)


def _codes(text: str) -> list[str]:
    found = canonical_code(text)
    if found:
        return [found]
    bare = text.strip().upper()
    moved = re.fullmatch(r"(SH|SZ|BJ|HK|US)[.:]?([A-Z0-9.]+)", bare)
    if moved and (code := canonical_code(moved[2], moved[1])):
        return [code]
    if re.fullmatch(r"[A-Z0-9.\-]{1,8}", bare):
        # Without an exchange a code may mean several things: all of them are candidates, and only those that exist are kept.
        return [code for market in _MARKETS if (code := canonical_code(bare, market))]
    return []


def find_entities(snapshot: Snapshot, text: str) -> list[int]:
    """Return the nodes that a text may name, best first: by id, by code in any usual form, by any of their names. Shares give their issuer."""
    text = text.strip()
    direct = snapshot.node(text)
    if direct >= 0:
        return [int(snapshot.nodes.issuer[direct])]
    nodes: list[int] = []
    for code in _codes(text):
        for kind in ("company", "share", "etf", "index"):
            node = snapshot.node(f"{kind}:{code}")
            if node >= 0:
                nodes.append(int(snapshot.nodes.issuer[node]))
    nodes += [int(snapshot.nodes.issuer[n]) for n in snapshot.named(text)]
    return _by_kind(snapshot, nodes)


def resolve_entity(snapshot: Snapshot, text: str) -> tuple[int, list[int]]:
    """Return the node a text names, and the others it may mean.

    Raises
    ------
    UnknownEntity
        If nothing has that id, code or name.
    """
    found = find_entities(snapshot, text)
    if not found:
        msg = f"No entity is called {text!r}: wanted an id (company:688795.SH), a code (688795.SH, 0700.HK, NVDA.US) or a name.{did_you_mean(snapshot, text)}"
        raise UnknownEntity(msg)
    return found[0], found[1:]


def _trackers(snapshot: Snapshot, index: int) -> list[str]:
    """Return codes and names of the ETFs known to track an index, by code."""
    nodes = snapshot.funds.node[np.flatnonzero(snapshot.funds.index == index)].tolist()
    return sorted(f"{snapshot.id_of(n).partition(':')[2]} {snapshot.label_of(n)}" for n in nodes)


def resolve_fund(snapshot: Snapshot, text: str) -> tuple[int, list[int]]:
    """Return the ETF a text names, and the other ETFs it may mean.

    Raises
    ------
    UnknownEntity
        If no ETF has that id, code or name.
    """
    found = find_entities(snapshot, text)
    funds = [n for n in found if kind_of(snapshot.id_of(n)) == "etf"]
    if not funds:
        if found:
            kind = kind_of(snapshot.id_of(found[0]))
            more = " themegraph company shows which ETFs hold it." if kind == "company" else ""
            if kind == "index" and (trackers := _trackers(snapshot, found[0])):
                more = f" It is tracked by {', '.join(trackers[:_TRACKERS])}{f' and {len(trackers) - _TRACKERS} more' if len(trackers) > _TRACKERS else ''}."
            msg = f"{text!r} is {snapshot.id_of(found[0])} ({snapshot.label_of(found[0])}), not an ETF: wanted a code (515070.SH) or a name.{more}"
            raise UnknownEntity(msg)
        msg = f"No ETF is called {text!r}: wanted a code (515070.SH) or a name.{did_you_mean(snapshot, text, ('etf',))}"
        raise UnknownEntity(msg)
    return funds[0], funds[1:]


def _events_of(facts: Facts, node: int) -> dict[int, float]:
    """Return event → how central the node is to it."""
    snapshot, view = facts.snapshot, facts.view
    rows = snapshot.participates.row[snapshot.rows("participates_ptr", node)]
    found: dict[int, float] = {}
    for event in distinct(snapshot.participants.event[rows]).tolist():
        weights = [_ROLE_WEIGHT[p.role] for p in view.parts(event) if p.node == node]
        if weights:
            found[event] = max(weights)
    return found


def narrower(snapshot: Snapshot, node: int) -> list[int]:
    """Return a theme or class with all that stand below it, itself first."""
    found, frontier = [node], [node]
    while frontier:
        below = np.flatnonzero(among(snapshot.nodes.broader, frontier))
        frontier = [int(n) for n in below if int(n) not in found]
        found += frontier
    return found


def _topic_pattern(snapshot: Snapshot, nodes: list[int]) -> re.Pattern[str] | None:
    """Return a pattern for the names of a topic in folded text; Latin names only as whole words."""
    names = {fold_name(text) for node in nodes for text, _ in snapshot.names_of(node)}
    parts = [rf"(?<![a-z0-9]){re.escape(n)}(?![a-z0-9])" if n.isascii() else re.escape(n) for n in sorted(names) if len(n) >= 2]
    return re.compile("|".join(parts)) if parts else None


def _events_of_group(facts: Facts, node: int) -> dict[int, float]:
    """Return the events of a theme or industry and all below it.

    Those that name it come first, then those whose headline or sentence speaks of it, then those of its members as of the day.
    """
    snap = facts.snapshot
    nodes = narrower(snap, node)
    found: dict[int, float] = {}

    def add(events: dict[int, float], share: float) -> None:
        for event, weight in events.items():
            found[event] = max(share * weight, found.get(event, 0.0))

    for topic in nodes:
        add(_events_of(facts, topic), 1.0)
        rows = snap.group_members[snap.rows("group_ptr", topic)]
        public = snap.members.public_from[rows]
        for row in rows[(public > 0) & (public <= facts.as_of.toordinal())]:
            add(_events_of(facts, int(snap.members.company[row])), 0.5)
    if pattern := _topic_pattern(snap, nodes):
        texts = {e: facts.view.words(e) for e in range(len(snap.events))}
        add({e: 1.0 for e, text in texts.items() if pattern.search(text)}, 0.7)
    return found


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _word_scores(facts: Facts, question: str) -> dict[int, float]:
    """Return event → share of the question's words that it answers, for events that answer at least one whole word."""
    snap = facts.snapshot
    words = [w for w in (fold_name(w) for w in re.split(r"[\s,，、;；|]+", question)) if w]
    if not words:
        return {}
    entities = [[_events_of(facts, n) for n in find_entities(snap, w)[:8]] for w in words]
    total = sum(len(w) for w in words)
    scores: dict[int, float] = {}
    for event in range(len(snap.events)):
        text = fold_name(facts.view.words(event))
        got, whole = 0.0, False
        for word, known in zip(words, entities, strict=True):
            named = word in fold_name(snap.text(int(snap.events.trigger[event])))
            central = max((k[event] for k in known if event in k), default=0.0)
            if word in text or central:
                got += len(word) * (0.7 + 0.3 * central if central else 1.0 if named else 0.85)
                whole = True
            elif len(word) > 2 and (pairs := _pairs(word)):
                share = sum(p in text for p in pairs) / len(pairs)
                got += len(word) * 0.6 * share if share >= 0.6 else 0.0
                whole = whole or share >= 0.6
        if whole and got / total >= _ENOUGH:
            scores[event] = got / total
    return scores


def _ranked(facts: Facts, scores: dict[int, float]) -> tuple[list[int], int]:
    """Return the events that could be known, best first, and how many others fit: score, told as done, belief, voices, day."""
    snap = facts.snapshot
    keyed = []
    later = 0
    for event, score in scores.items():
        known = facts.view.event(event)
        if known.public_from <= 0:
            later += 1
            continue
        # An article on today's event also tells older ones as background; what happened about when it was told comes first.
        ended = int(snap.events.day_to[event])
        background = bool(ended) and known.public_from - ended > _CURRENT_DAYS
        negated, speculative = bool(snap.events.negated[event]), bool(snap.events.speculative[event])
        voices = len({int(snap.evidence.story[r]) for r in known.evidence})
        companies = sum(p.sign != 0 and kind_of(snap.id_of(p.node)) == "company" for p in facts.view.parts(event))
        identifier = snap.text(int(snap.events.id[event]))
        keyed.append(
            (
                (
                    -round(score - _BACKGROUND * background, 1),
                    background,
                    negated,
                    companies == 0,
                    speculative,
                    -voices,
                    -known.public_from,
                    identifier,
                ),
                event,
            )
        )
    return [event for _, event in sorted(keyed)], later


def find_events(facts: Facts, question: str) -> Found:
    """Return the events a question asks for: an event or story id, an entity in any form, or free words; all events for no words.

    Raises
    ------
    UnknownEvent
        For an event or story id that is not there.
    """
    snap = facts.snapshot
    text = question.strip()
    entity = -1
    if kind_of(text) in {"event", "story"} and ":" in text:
        ids = snap.events.id if text.startswith("event:") else snap.stories.id
        rows = [r for r in range(len(ids)) if snap.text(int(ids[r])) == text]
        if not rows:
            known = [snap.text(int(i)) for i in ids]
            msg = f"No such id: {text}.{nearest(text, known)} themegraph events lists them."
            raise UnknownEvent(msg)
        if text.startswith("event:"):
            ranked, later = _ranked(facts, {rows[0]: 1.0})
            return Found(entity=-1, events=tuple(ranked), chosen=tuple(ranked), later=later)
        scores = {int(e): 1.0 for e in np.flatnonzero(snap.events.story == rows[0])}
    elif not text:
        scores = dict.fromkeys(range(len(snap.events)), 1.0)
    else:
        nodes = find_entities(snap, text)
        if nodes:
            entity = nodes[0]
            group = kind_of(snap.id_of(entity)) in {"theme", "industry"}
            scores = _events_of_group(facts, entity) if group else _events_of(facts, entity)
        else:
            scores = {}
        if not scores:
            scores = _word_scores(facts, text)
    ranked, later = _ranked(facts, scores)
    chosen: tuple[int, ...] = ()
    if ranked:
        story = int(snap.events.story[ranked[0]])
        fits = set(ranked)
        same = [e for e in facts.known_events() if story >= 0 and int(snap.events.story[e]) == story]
        chosen = (ranked[0], *sorted(set(same) - {ranked[0]}, key=lambda e: (e not in fits, e)))
    return Found(entity=entity, events=tuple(ranked), chosen=chosen, later=later)


def ambiguous_words(facts: Facts, question: str, found: Found) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the words of a question that are no name but begin the names of several companies, each with these companies."""
    if found.entity >= 0 or ":" in question:
        return ()
    snap = facts.snapshot
    words = dict.fromkeys(w for w in re.split(r"[\s,，、;；|]+", question.strip()) if w and not find_entities(snap, w))
    meant = ((word, companies_beginning_with(snap, word)) for word in words)
    return tuple((word, names) for word, names in meant if len(names) > 1)


def nothing_found(facts: Facts, question: str, found: Found) -> str:
    """Return in words that no event fits a question, and what may help: what it was understood as, else names near its words."""
    text = f"截至 {facts.as_of} 没有符合“{question}”的事件。"
    snap = facts.snapshot
    if found.entity >= 0:
        return f"{text}图中有 {snap.label_of(found.entity)}（{snap.id_of(found.entity)}），没有它那时已公开的事件。"
    for word in question.split():
        if not find_entities(snap, word) and (near := near_names(snap, word)):
            return f"{text}没有叫“{word}”的公司、基金或题材；是否指：{'、'.join(near)}？"
    return text
