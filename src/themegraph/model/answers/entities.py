"""What is known of one thing, and of the whole workspace."""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime

from themegraph.model.answers.exposures import EventRow, Path, Thing, WarningNote
from themegraph.model.values import dataclass

__all__ = [
    "EntityAnswer",
    "HoldingFact",
    "NamedFact",
    "StatsAnswer",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFact:
    """A dated fact about an entity in words."""

    name: str
    value: str
    as_of: date | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingFact:
    """A weight of a company in a fund, with the day it describes and the day from which it could be known."""

    etf: Thing
    security: Thing
    weight: float | None
    as_of: date | None
    known_at: date
    basis: str
    basis_label: str
    coverage: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityAnswer:
    """What the graph knows of one entity."""

    schema: str = "themegraph/entity/1"
    question: str
    as_of: date
    known_at: datetime | None
    entity: Thing
    type: str
    names: tuple[str, ...]
    listings: tuple[Thing, ...]
    facts: tuple[NamedFact, ...]
    holdings: tuple[HoldingFact, ...]
    relations: tuple[Path, ...]
    events: tuple[EventRow, ...]
    others: tuple[Thing, ...] = ()
    """Other entities that the question may have meant."""
    warnings: tuple[WarningNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatsAnswer:
    """How much the workspace holds."""

    schema: str = "themegraph/stats/1"
    counts: dict[str, int]
    first_published: str | None
    last_published: str | None
    undated_articles: int
    latest_weights: date | None
    versions: dict[str, str] = field(default_factory=dict)
