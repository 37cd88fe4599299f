"""What an event does to the companies it names: sign · relevance · size · novelty · decay · belief, split over shock types."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.exposure.revenues import Revenues, RevenueUse
from themegraph.exposure.table import SHOCK_TYPES, PropagationTable
from themegraph.exposure.view import EventFacts, View
from themegraph.model.values import dataclass
from themegraph.snapshot import ROLES

__all__ = ["SIZE_PRIORS", "Shock", "decay", "novelty", "sessions_between", "shocks_of"]


SIZE_PRIORS = ("prior", "plan")
"""What ``size_from`` says of a size that no text and no figure gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shock:
    """The shock of one event at one company or group, with the factors it was multiplied from."""

    event: int
    """Row of `events`."""
    story: int
    node: int
    """The issuer, or the group."""
    role: str
    sign: int
    relevance: float
    size: float
    size_from: str
    """``stated`` (the event's own figure), ``revenue`` (its amount by the company's revenue), ``prior``, or ``plan``."""
    amount: tuple[float, str] | None
    """What the contract comes to, and its currency, where the size follows from it."""
    revenue: RevenueUse | None
    """The revenue it was measured by."""
    earlier: int
    """n: earlier independent stories on the same issuer and event type."""
    novelty: float
    age: int
    """Sessions since the story was first public; 0 where decay is not applied."""
    half_life: float
    decay: float
    belief: float
    """p_e."""
    total: float
    """S, in [−1, 1]."""
    by_type: tuple[float, ...]
    """s_k; an entry is 0 where another event of the same story carries the larger one."""
    superseded_by: tuple[int, ...]
    """By shock type: the event of the same story that carries it instead; −1: none."""
    evidence: tuple[int, ...]
    """Rows of `evidence`."""


def decay(age: float, half_life: float) -> float:
    """Return ``2^(−age / half_life)``.

    Examples
    --------
    >>> f"{decay(3, 5):.6f}"
    '0.659754'
    """
    return float(2.0 ** (-max(age, 0.0) / half_life))


def novelty(earlier: int) -> float:
    """Return ``1 / (1 + n)`` for n earlier independent stories.

    Examples
    --------
    >>> novelty(1)
    0.5
    """
    return 1.0 / (1 + earlier)


def sessions_between(first: date, last: date, calendar: Sequence[date] | None) -> int:
    """Return the number of sessions after ``first`` up to and including ``last``; weekdays where no calendar is given.

    Parameters
    ----------
    calendar
        Days with a session, in rising order.
    """
    if last <= first:
        return 0
    if calendar is not None:
        return bisect.bisect_right(calendar, last) - bisect.bisect_right(calendar, first)
    return int(np.busday_count(first + timedelta(days=1), last + timedelta(days=1)))


def _earlier_stories(view: View, table: PropagationTable, node: int, event: int, first: int) -> int:
    snapshot = view.snapshot
    found = view.signed(node)
    same = found[(snapshot.events.type[found] == snapshot.events.type[event]) & (snapshot.events.negated[found] == 0)]
    own = int(snapshot.events.story[event])
    stories: dict[int, int] = {}
    for other in same.tolist():
        story = int(snapshot.events.story[other])
        if other == event or (story == own and story >= 0):
            continue
        public = view.event(other).public_from
        key = story if story >= 0 else -1 - other
        if public > 0:
            stories[key] = min(public, stories.get(key, public))
    return sum(1 for day in stories.values() if first - table.novelty_days <= day < first)


def _participants(view: View, event: int) -> list[tuple[int, int, float, str]]:
    """Return (node, sign, relevance, role), one an issuer: the most relevant part it plays."""
    snapshot = view.snapshot
    kinds = snapshot.vocabulary("kinds")
    best: dict[int, tuple[float, int, int]] = {}
    for part in view.parts(event):
        owner = int(snapshot.nodes.issuer[part.node])
        if kinds[int(snapshot.nodes.kind[owner])] not in {"company", "theme", "industry"}:
            continue
        key = (abs(part.sign) * part.relevance, -ROLES.index(part.role), part.sign)
        if owner not in best or key > best[owner]:
            best[owner] = key
    named = []
    for owner, (weight, role, sign) in sorted(best.items()):
        named.append((owner, sign, weight if sign else 0.0, ROLES[-role]))
    return named


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What the events of a question name."""

    shocks: tuple[Shock, ...]
    """By event, then node."""
    neutral: tuple[int, ...]
    """Companies that are named and carry no shock in any event: mentions and yardsticks."""
    facts: dict[int, EventFacts]
    """By event."""


def shocks_of(
    view: View,
    table: PropagationTable,
    events: Sequence[int],
    *,
    calendar: Sequence[date] | None,
    decayed: bool,
    certain: bool = False,
) -> Named:
    """Return the shocks of some events.

    Parameters
    ----------
    calendar
        Sessions in rising order; ``None``: weekdays.
    decayed
        Whether age lowers a shock. One event, or one story, as the question is asked at its own moment and is not lowered.
    certain
        Take every event as having happened (若属实).

    Notes
    -----
    Within a story, per (issuer, shock type), the largest ``|s|`` counts (ties by event id); the others stand as the same story. Across
    stories shocks add up.
    """
    snapshot = view.snapshot
    types = snapshot.vocabulary("event_types")
    found: list[Shock] = []
    neutral: set[int] = set()
    facts: dict[int, EventFacts] = {}
    revenues = Revenues(view)
    first_public: dict[int, int] = {}
    for event in sorted(set(events)):
        facts[event] = fact = view.event(event)
        story = int(snapshot.events.story[event])
        if fact.public_from:
            first_public[story] = min(fact.public_from, first_public.get(story, fact.public_from))
    for event, fact in facts.items():
        prior = table.event(types[int(snapshot.events.type[event])])
        story = int(snapshot.events.story[event])
        stated = view.size(event)
        plan = bool(snapshot.events.speculative[event]) and not int(snapshot.events.day_from[event])
        if not np.isnan(stated):
            size, size_from = min(max(stated, 0.0), 1.0), "stated"
        else:
            size, size_from = (prior.planned, "plan") if plan and prior.planned != prior.size else (prior.size, "prior")
        figure = float(snapshot.events.amount[event])
        amount = None if np.isnan(figure) else (figure, snapshot.text(int(snapshot.events.currency[event])))
        first = first_public[story] if story in first_public and story >= 0 else fact.public_from
        belief = 1.0 if certain and fact.belief > 0 else fact.belief
        for node, sign, relevance, role in _participants(view, event):
            if not sign or not relevance or not fact.public_from:
                neutral.add(node)
                continue
            own, own_from, revenue = size, size_from, None
            if size_from in SIZE_PRIORS and amount is not None and (measured := revenues.size(node, *amount)) is not None:
                own, own_from, revenue = measured, "revenue", revenues.of(node)
            earlier = _earlier_stories(view, table, node, event, first)
            age = sessions_between(date.fromordinal(first), view.as_of, calendar) if decayed else 0
            faded = decay(age, prior.half_life)
            total = sign * min(relevance, 1.0) * own * novelty(earlier) * faded * belief
            found.append(
                Shock(
                    event=event,
                    story=story,
                    node=node,
                    role=role,
                    sign=sign,
                    relevance=min(relevance, 1.0),
                    size=own,
                    size_from=own_from,
                    amount=amount if revenue is not None else None,
                    revenue=revenue,
                    earlier=earlier,
                    novelty=novelty(earlier),
                    age=age,
                    half_life=prior.half_life,
                    decay=faded,
                    belief=belief,
                    total=total,
                    by_type=tuple(mu * total for mu in prior.mu),
                    superseded_by=(-1,) * len(SHOCK_TYPES),
                    evidence=fact.evidence,
                )
            )
    shocks = _one_voice(view, [s for s in found if s.total])
    seeds = {s.node for s in shocks}
    return Named(shocks=tuple(shocks), neutral=tuple(sorted(neutral - seeds)), facts=facts)


def _one_voice(view: View, shocks: list[Shock]) -> list[Shock]:
    """Keep, per story, issuer and shock type, the largest shock; the others are marked as superseded."""
    snapshot = view.snapshot
    largest: dict[tuple[int, int, int], tuple[float, str, int]] = {}
    for shock in shocks:
        story = shock.story if shock.story >= 0 else -1 - shock.event
        for k, s in enumerate(shock.by_type):
            if s:
                key, found = (story, shock.node, k), (-abs(s), snapshot.text(int(snapshot.events.id[shock.event])), shock.event)
                largest[key] = min(found, largest.get(key, found))
    kept = []
    for shock in shocks:
        story = shock.story if shock.story >= 0 else -1 - shock.event
        winner = [largest[story, shock.node, k][2] if s else -1 for k, s in enumerate(shock.by_type)]
        by_type = tuple(s if w in {-1, shock.event} else 0.0 for s, w in zip(shock.by_type, winner, strict=True))
        kept.append(replace(shock, by_type=by_type, superseded_by=tuple(-1 if w == shock.event else w for w in winner)))
    return kept


def seeds_of(shocks: Sequence[Shock]) -> list[tuple[int, NDArray[Any], NDArray[np.float64]]]:
    """Return (event, seed nodes sorted, shocks by type) for each event that has any."""
    events: dict[int, dict[int, tuple[float, ...]]] = {}
    for shock in shocks:
        events.setdefault(shock.event, {})[shock.node] = shock.by_type
    return [
        (event, np.array(sorted(nodes), dtype=np.int64), np.array([nodes[n] for n in sorted(nodes)], dtype=np.float64))
        for event, nodes in sorted(events.items())
    ]
