"""What happened, to whom, when, by how much."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from themegraph.model.ids import EntityId, content_hash
from themegraph.model.text import Span
from themegraph.model.values import dataclass

__all__ = ["Argument", "DateInterval", "Event", "Modality", "Polarity", "Quantity", "event_id"]


class Polarity(StrEnum):
    """What an event means for one company, from that company's point of view."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"


class Modality(StrEnum):
    """How a text says a thing. One reading has one; the strongest doubt wins: negated, rumoured, hedged, quoted, asserted."""

    ASSERTED = "asserted"
    NEGATED = "negated"
    """The text denies it, or it was called off."""
    HEDGED = "hedged"
    """Planned, forecast, possible, hypothetical."""
    RUMOURED = "rumoured"
    """Hearsay that the text does not confirm."""
    QUOTED = "quoted"
    """Said by somebody the text names, not by the text itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateInterval:
    """Days from ``start`` to ``end``, both included."""

    start: date
    end: date
    text: str = ""
    """The words it was read from."""

    def __post_init__(self) -> None:
        if self.end < self.start:
            msg = f"A date interval needs start <= end; found {self.start} and {self.end}."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit, bound to what it measures."""

    value: float
    """In ``unit``; a percentage stays a percentage (``-32.1``), money is in yuan, dollars … not in 亿."""
    unit: str
    """``%``, ``pp``, ``CNY``, ``USD``, ``HKD``, ``x`` (times), ``shares``, ``units`` …"""
    metric: str
    """What is measured, in the text's words: 净利润, 算力密度, 发行价. Empty if the text does not say."""
    base: str
    """``同比``, ``环比``, a named base, or empty."""
    subject: EntityId | None
    """Whose number it is, where that is known."""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A participant of an event."""

    role: str
    """Ontology notation: agent, object, partner, beneficiary, harmed."""
    surface: str
    """As the text names it; for an anaphor the antecedent's surface."""
    entity: EntityId | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, is denied or is supposed, as one article tells it."""

    id: str
    """``event:<hash>`` of :func:`event_id`: equal readings in two articles have equal ids."""
    type: str
    """Ontology notation: product_launch, earnings, …, other (19 of them)."""
    trigger: str
    trigger_span: Span
    sentence: Span
    """The sentence that tells it: the quote that is shown."""
    arguments: tuple[Argument, ...]
    polarity: tuple[tuple[str, Polarity], ...]
    """(surface, polarity) for each named company, in text order; a surface stands at most once."""
    when: DateInterval | None
    """Resolved against ``published_at``; ``None`` if the text gives no time or there is nothing to resolve it against."""
    quantities: tuple[Quantity, ...]
    modality: Modality
    negated: bool
    speculative: bool
    quoted_from: str = ""
    """Who says it, where the text attributes it; a surface."""
    confidence: float = 1.0
    """In [0, 1], the extractor's own."""


def event_id(
    event_type: str, arguments: tuple[Argument, ...], when: DateInterval | None, quantities: tuple[Quantity, ...], *, negated: bool, speculative: bool
) -> str:
    """Return the id that depends on what is said only: type, roles, days, numbers, negation and speculation."""
    roles = sorted(f"{a.role}={a.entity or a.surface}" for a in arguments)
    days = f"{when.start}/{when.end}" if when else ""
    numbers = sorted(f"{q.value:.6g}{q.unit}" for q in quantities)
    return f"event:{content_hash(event_type, *roles, days, *numbers, str(negated), str(speculative))}"
