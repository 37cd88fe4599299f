"""Who is who, as people decided it: names given by hand, things known from texts joined to others, joins forbidden, and what is left to decide.

Decisions are acts in the ledger. They are replayed whenever the graph is compiled, so undoing one leaves no trace in the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from themegraph.errors import InputError, nearest
from themegraph.graph.acts import Act, act_quads, acts, make_act, undo_quads
from themegraph.graph.evidence import Heading
from themegraph.graph.store import Store
from themegraph.model import Entity, EntityId, Extraction, Fund, Name, ReferenceData, code_of, kind_of

__all__ = [
    "Unlinked",
    "add_alias",
    "forbid",
    "forbidden",
    "merge",
    "merged",
    "names_given",
    "remove_alias",
    "rename",
    "split",
    "unlinked",
    "with_aliases",
]


def _holding(store: Store, kind: str, known_at: datetime | None = None) -> tuple[Act, ...]:
    return tuple(a for a in acts(store, kind, known_at=known_at) if a.undone_at is None)


def names_given(store: Store, *, known_at: datetime | None = None) -> tuple[tuple[str, str], ...]:
    """Return (entity, name) of the aliases that hold, or held at an instant."""
    return tuple(sorted({(a.about[0], a.name) for a in _holding(store, "alias", known_at)}))


def forbidden(store: Store) -> tuple[tuple[str, str], ...]:
    """Return the pairs of ids that must never be one thing."""
    return tuple(sorted({(a.about[0], a.about[1]) for a in _holding(store, "forbid")}))


def merged(store: Store, *, known_at: datetime | None = None) -> dict[str, str]:
    """Return what was joined → what it is now, or was at an instant, chains followed to their end."""
    direct = {a.about[0]: a.about[1] for a in _holding(store, "merge", known_at)}
    found = {}
    for start in direct:
        end, seen = direct[start], {start}
        while end in direct and end not in seen:
            seen.add(end)
            end = direct[end]
        found[start] = end
    return found


def _known(identifier: str, known: Iterable[str]) -> None:
    every = set(known)
    if identifier not in every:
        raise InputError(f"Nothing here has the id {identifier!r}.{nearest(identifier, every)}")


def add_alias(store: Store, name: str, entity: str, *, known: Iterable[str], at: datetime, reason: str = "", author: str = "") -> bool:
    """Let a thing be called by one more name; return False if it is already.

    Raises
    ------
    InputError
        If nothing has that id, or the name is shorter than two characters.
    """
    text = " ".join(name.split())
    if len(text) < 2:
        raise InputError(f"A name needs two characters at least; found {name!r}.")
    _known(entity, known)
    if (entity, text) in names_given(store):
        return False
    store.extend(list(act_quads(make_act("alias", [entity], name=text, at=at, reason=reason, author=author))))
    return True


def _undo(store: Store, act: Act | None, *, at: datetime, reason: str, author: str) -> bool:
    if act is None:
        return False
    store.extend(list(undo_quads(act, at=at, reason=reason, author=author)))
    return True


def remove_alias(store: Store, name: str, entity: str, *, at: datetime, reason: str = "", author: str = "") -> bool:
    """Undo :func:`add_alias`; return False if the name was not given."""
    text = " ".join(name.split())
    found = [a for a in _holding(store, "alias") if a.about[0] == entity and a.name == text]
    return _undo(store, found[-1] if found else None, at=at, reason=reason, author=author)


def merge(
    store: Store, gone: str, stays: str, *, known: Iterable[str], reference: Iterable[str], at: datetime, reason: str = "", author: str = ""
) -> bool:
    """Take what texts say of one thing as said of another; return False if it is so already.

    Parameters
    ----------
    gone
        A thing that only texts know. What stands in the reference data is corrected there, not here.
    known, reference
        Ids that the graph has, and those that reference data have.

    Raises
    ------
    InputError
        If an id is not there, the two are of different kinds, the first stands in reference data, the join is forbidden, or it closes a circle.
    """
    every = set(known)
    _known(gone, every)
    _known(stays, every)
    if gone in set(reference):
        raise InputError(f"{gone} stands in the reference data; correct it there. Only things that texts alone know are joined to others.")
    if kind_of(gone) != kind_of(stays):
        raise InputError(f"{gone} and {stays} are of different kinds and cannot be one thing.")
    if any(set(a.about) == {gone, stays} for a in _holding(store, "forbid")):
        raise InputError(f"Joining {gone} and {stays} is forbidden; themegraph forbid --undo lifts that.")
    joined = merged(store)
    if joined.get(gone) == stays:
        return False
    if gone == stays or joined.get(stays, stays) == gone:
        raise InputError(f"{stays} is {gone} already; joining them the other way would close a circle.")
    if gone in joined:
        raise InputError(f"{gone} is joined to {joined[gone]}; themegraph split {gone} first.")
    store.extend(list(act_quads(make_act("merge", [gone, stays], at=at, reason=reason, author=author))))
    return True


def split(store: Store, gone: str, *, at: datetime, reason: str = "", author: str = "") -> bool:
    """Undo :func:`merge`; return False if the thing was not joined to another."""
    found = [a for a in _holding(store, "merge") if a.about[0] == gone]
    return _undo(store, found[-1] if found else None, at=at, reason=reason, author=author)


def forbid(store: Store, one: str, other: str, *, undo: bool = False, at: datetime, reason: str = "", author: str = "") -> bool:
    """Forbid that two things are ever joined, or lift that; return False if nothing changes.

    Raises
    ------
    InputError
        If they are joined now.
    """
    pair = sorted([one, other])
    found = [a for a in _holding(store, "forbid") if list(a.about) == pair]
    if undo:
        return _undo(store, found[-1] if found else None, at=at, reason=reason, author=author)
    if found:
        return False
    joined = merged(store)
    if joined.get(one, one) == joined.get(other, other):
        raise InputError(f"{one} and {other} are joined now; themegraph split them first.")
    store.extend(list(act_quads(make_act("forbid", pair, at=at, reason=reason, author=author))))
    return True


# ---------------------------------------------------------------- replaying


def rename(extraction: Extraction, names: Mapping[str, str]) -> Extraction:
    """Return an extraction with ids replaced; events keep their ids, claims get those of what they say now."""
    if not names:
        return extraction

    def new(identifier: EntityId | None) -> EntityId | None:
        return identifier if identifier is None else EntityId(names.get(identifier, identifier))

    def sure(identifier: EntityId) -> EntityId:
        return EntityId(names.get(identifier, identifier))

    return replace(
        extraction,
        links=tuple(replace(link, entity=new(link.entity)) for link in extraction.links),
        events=tuple(
            replace(
                e,
                arguments=tuple(replace(a, entity=new(a.entity)) for a in e.arguments),
                quantities=tuple(replace(q, subject=new(q.subject)) for q in e.quantities),
            )
            for e in extraction.events
        ),
        readings=tuple(
            replace(r, statement=replace(r.statement, subject=sure(r.statement.subject), object=sure(r.statement.object)))
            for r in extraction.readings
        ),
        effects=tuple(replace(e, entity=new(e.entity)) for e in extraction.effects),
    )


_Named = TypeVar("_Named", Entity, Fund)


def with_aliases(data: ReferenceData, given: Iterable[tuple[str, str]], *, apart: Iterable[tuple[str, str]] = ()) -> ReferenceData:
    """Return reference data with the names that people gave, for building a lexicon.

    Parameters
    ----------
    given
        (entity, name).
    apart
        Pairs of ids that are never one thing. One that only texts know gets its own name here, so that no shorter name inside it is read there.
    """
    names: dict[str, list[Name]] = {identifier: [] for pair in apart for identifier in pair}
    for entity, text in given:
        names.setdefault(entity, []).append(Name(text=text, kind="nickname", source="ledger"))

    def more(row: _Named) -> _Named:
        return replace(row, names=(*row.names, *names.get(row.id, ())))

    known = {e.id for e in data.entities} | {f.id for f in data.funds}
    texts_only = tuple(
        Entity(id=EntityId(i), type=_TYPES[kind_of(i)], label=code_of(i), names=tuple(names[i]), source="ledger")
        for i in sorted(names)
        if i not in known and kind_of(i) in _TYPES
    )
    return replace(data, entities=(*(more(e) for e in data.entities), *texts_only), funds=tuple(more(f) for f in data.funds))


_TYPES = {"company": "company", "org": "organisation", "person": "person", "product": "product/technology"}


# ---------------------------------------------------------------- what is left to decide


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlinked:
    """A name in texts that stands for nothing in the reference data."""

    surface: str
    type: str
    entity: str
    """The id that the texts alone gave it; empty: none."""
    articles: int
    mentions: int
    example: str
    """The words around its first mention."""
    candidates: tuple[str, ...]
    """Ids that were considered, best first."""


def unlinked(headings: Iterable[Heading], *, reference: Iterable[str]) -> tuple[Unlinked, ...]:
    """Return the names that no one could place, most frequent first: those of companies, funds, indices, organisations and persons."""
    known = set(reference)
    found: dict[tuple[str, str, str], list[tuple[Heading, int, int]]] = {}
    candidates: dict[tuple[str, str, str], dict[str, float]] = {}
    for heading in {h.article.id: h for h in headings}.values():  # a text that two outlets carry is counted once
        for link in heading.extraction.links:
            if link.antecedent is not None or link.optional or (link.entity is not None and link.entity in known):
                continue
            if link.mention.type not in {"company", "etf", "index", "organisation", "person"}:
                continue
            key = (link.mention.surface, link.mention.type, str(link.entity or ""))
            found.setdefault(key, []).append((heading, link.mention.span.start, link.mention.span.end))
            for candidate in link.candidates:
                if candidate.entity in known:
                    scores = candidates.setdefault(key, {})
                    scores[candidate.entity] = max(candidate.score, scores.get(candidate.entity, 0.0))
    rows = []
    for key, places in found.items():
        heading, start, end = places[0]
        content = heading.article.content
        rows.append(
            Unlinked(
                surface=key[0],
                type=key[1],
                entity=key[2],
                articles=len({h.article.id for h, _, _ in places}),
                mentions=len(places),
                example=" ".join(content[max(0, start - 20) : end + 20].split()),
                candidates=tuple(i for i, _ in sorted(candidates.get(key, {}).items(), key=lambda c: (-c[1], c[0]))[:3]),
            )
        )
    return tuple(sorted(rows, key=lambda r: (-r.articles, -r.mentions, r.surface, r.type)))
