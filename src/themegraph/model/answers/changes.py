"""Answers on disputes, and on what differs between two moments."""

from __future__ import annotations

from datetime import date, datetime

from themegraph.model.answers.exposures import Quote
from themegraph.model.values import dataclass

__all__ = ["Change", "ChangesAnswer", "Conflict", "ConflictsAnswer", "Moment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One claim or event with both sides."""

    id: str
    kind: str
    """statement or event."""
    label: str
    """Who, what, whom."""
    belief: float
    """In [0, 1], over both sides."""
    asserted: tuple[Quote, ...]
    denied: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictsAnswer:
    """What is in dispute as of a day and an instant, the most evenly doubted first."""

    schema: str = "themegraph/conflicts/1"
    as_of: date
    known_at: datetime | None
    rows: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day and an instant that a question is asked for."""

    as_of: date
    known_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs."""

    kind: str
    """What happened: retract, purge, alias, merge or forbid, each also with ``-undone``; reread (an article), reader (other versions of extractors),
    ontology (another version). What differs: event-new, event-gone, belief, meaning (what an event is for its parties), evidence-new, evidence-gone,
    path-evidence-new, path-evidence-gone, weights, row-new, row-gone, row."""
    id: str
    label: str
    before: str
    """Empty where it was not there."""
    after: str
    """Empty where it is not there any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesAnswer:
    """Everything that differs between two answers to one question."""

    schema: str = "themegraph/diff/1"
    question: str
    first: Moment
    second: Moment
    rows: tuple[Change, ...]
