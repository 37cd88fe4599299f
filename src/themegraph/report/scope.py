"""What counts as a theme: its words, its members as of the day, the articles and sentences that belong to it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from themegraph.errors import UnknownEntity
from themegraph.folding import fold_name
from themegraph.model import kind_of
from themegraph.query.facts import Facts
from themegraph.query.find import find_entities, find_events, narrower
from themegraph.query.near import did_you_mean
from themegraph.snapshot import Snapshot, day_of

__all__ = ["Membership", "Scope", "scope_of", "theme_node"]

_GROUPS = frozenset({"theme", "industry"})
_LEVEL = re.compile(r"(?:概念|板块|行业|[ⅰⅱⅲⅳ]|i{1,3}|iv)$")
"""What a theme's or class's name ends with beside the name itself: 白酒概念, 白酒Ⅲ."""
_LIKELY = 2
"""Members that an article on nobody in particular has to name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Where a theme's members come from."""

    known: int
    """Members that a list names on the day; articles may name more."""
    later: date | None
    """The first day from which a list is known, where that lies after the report's day; else ``None``."""
    industry: str
    """The class of the same name that stands in for a list the theme does not have; empty: the theme's own list, or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What counts as the theme."""

    words: tuple[str, ...]
    """Its names and those of all below it, folded."""
    others: tuple[str, ...]
    """Names of other themes, folded."""
    members: frozenset[int]
    events: frozenset[int]
    """Events that name it."""
    groups: frozenset[str]
    """Ids of the theme and of all below it."""
    membership: Membership | None
    """``None``: a company, an index or another thing that has no members."""

    def speaks(self, folded: str) -> bool:
        """Return whether a folded text names the theme; Latin names only as whole words."""
        return _named(self.words, folded)

    def heads(self, folded: str) -> bool:
        """Return whether a folded headline names this theme and no other: then the whole article is about it."""
        if not self.speaks(folded):
            return False
        left = folded
        for word in sorted(self.words, key=len, reverse=True):
            left = left.replace(word, " ")
        return not _named(self.others, left)

    def has(self, companies: Collection[int]) -> bool:
        """Return whether the companies that an article names are mostly the theme's."""
        own = sum(n in self.members for n in companies)
        return own >= _LIKELY and 2 * own >= len(companies)


def _named(words: tuple[str, ...], folded: str) -> bool:
    for word in words:
        at = folded.find(word)
        while at >= 0:
            left, right = folded[at - 1 : at] if at else "", folded[at + len(word) : at + len(word) + 1]
            if not (word.isascii() and ((left.isascii() and left.isalnum()) or (right.isascii() and right.isalnum()))):
                return True
            at = folded.find(word, at + 1)
    return False


def theme_node(snapshot: Snapshot, name: str) -> int:
    """Return the theme, industry or other subject of that name; themes first.

    Raises
    ------
    UnknownEntity
        If there is none; the message names the nearest.
    """
    found = find_entities(snapshot, name)
    groups = [n for n in found if kind_of(snapshot.id_of(n)) in _GROUPS]
    if groups or found:
        return (groups or found)[0]
    msg = f"No theme, industry or entity is called {name!r}.{did_you_mean(snapshot, name)}"
    raise UnknownEntity(msg)


def _names(snapshot: Snapshot, node: int) -> set[str]:
    return {fold_name(text) for text, _ in snapshot.names_of(node)} | {fold_name(snapshot.label_of(node))}


def _bare(name: str) -> str:
    return _LEVEL.sub("", name)


def _members(snapshot: Snapshot, groups: Collection[int], day: int) -> tuple[set[int], set[int], int]:
    """Return the members that lists name on a day, those that articles name, and the first day from which a list is known; 0: never."""
    listed: set[int] = set()
    told: set[int] = set()
    first = 0
    for group in groups:
        rows = snapshot.group_members[snapshot.rows("group_ptr", group)]
        for row in rows.tolist():
            public = int(snapshot.members.public_from[row])
            by_list = int(snapshot.members.statement[row]) < 0
            if 0 < public <= day:
                (listed if by_list else told).add(int(snapshot.members.company[row]))
            if by_list and public > 0:
                first = min(first or public, public)
    return listed, told, first


def _same_name(snapshot: Snapshot, names: set[str]) -> list[int]:
    """Return the industry classes that bear a theme's name, the broadest of each scheme with all below it."""
    wanted = {_bare(n) for n in names}
    found = [n for n in range(len(snapshot.nodes)) if kind_of(snapshot.id_of(n)) == "industry" and _bare(fold_name(snapshot.label_of(n))) in wanted]
    return sorted({below for n in found for below in narrower(snapshot, n)})


def scope_of(facts: Facts, node: int) -> Scope:
    """Return what counts as a theme on the day of ``facts``.

    A theme that has no list of members, as some known by name only have none, takes those of the industry class of its name.
    """
    snap = facts.snapshot
    if kind_of(snap.id_of(node)) not in _GROUPS:
        return Scope(
            words=tuple(sorted(n for n in _names(snap, node) if len(n) >= 2)), others=(), members=frozenset({node}),
            events=frozenset(find_events(facts, snap.id_of(node)).events), groups=frozenset(), membership=None,
        )  # fmt: skip
    nodes = narrower(snap, node)
    names = set().union(*(_names(snap, n) for n in nodes))
    today = facts.as_of.toordinal()
    listed, told, first = _members(snap, nodes, today)
    industry = ""
    if not listed and (alike := _same_name(snap, _names(snap, node))):
        listed, _, _ = _members(snap, alike, today)
        industry = snap.label_of(alike[0]) if listed else ""
    named = {
        event
        for n in nodes
        for event in snap.participants.event[snap.participates.row[snap.rows("participates_ptr", n)]].tolist()
        if any(p.node == n for p in facts.view.parts(event))
    }
    themes = [n for n in range(len(snap.nodes)) if kind_of(snap.id_of(n)) == "theme" and n not in nodes]
    others = {fold_name(snap.label_of(n)).removesuffix("概念") for n in themes} - names
    return Scope(
        words=tuple(sorted(n for n in names if len(n) >= 2)),
        others=tuple(sorted(n for n in others if len(n) >= 2 and not any(n in own or own in n for own in names))),
        members=frozenset(listed | told),
        events=frozenset(named),
        groups=frozenset(snap.id_of(n) for n in nodes),
        membership=Membership(known=len(listed), later=day_of(first) if first > today else None, industry=industry),
    )
