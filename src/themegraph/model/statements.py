"""Claims and who makes them: a Statement carries no source, its Evidence piles up beside it."""

from __future__ import annotations

from datetime import date

from themegraph.model.events import Event, Modality
from themegraph.model.ids import EntityId, content_hash
from themegraph.model.text import EntityLink, Note, Span
from themegraph.model.values import dataclass

__all__ = ["AgentType", "Evidence", "Extraction", "KnowledgeLevel", "NamedFund", "Provenance", "Reading", "StatedEffect", "Statement"]

KnowledgeLevel = str
"""``assertion``, ``observation``, ``prediction`` or ``entailment``, as KGX has them."""
AgentType = str
"""``text_mining_agent``, ``manual_agent`` or ``data_analysis_pipeline``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A claim: subject, predicate, object, qualifiers and when it holds. Equal claims are equal values."""

    subject: EntityId
    predicate: str
    """Ontology notation: supplies_to, cooperates_with, invests_in …"""
    object: EntityId
    qualifiers: tuple[tuple[str, str | float], ...] = ()
    """Sorted (name, value): ``share`` in [0, 1], ``share_of`` (revenue_of_subject, cost_of_object …), ``direct`` …"""
    valid_from: date | None = None
    """First day it holds; ``None``: not stated. Nothing is closed by inference."""
    valid_to: date | None = None
    """Last day it holds; ``None``: not stated."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "qualifiers", tuple(sorted(self.qualifiers)))

    @property
    def id(self) -> str:
        """``statement:<hash>`` of the content alone."""
        extra = [f"{k}={v!r}" for k, v in self.qualifiers]
        return f"statement:{content_hash(self.subject, self.predicate, self.object, str(self.valid_from), str(self.valid_to), *extra)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Which extractor said so."""

    extractor: str
    """``relations.rules``, ``events.lexicon`` …, with the rule after a slash where there is one."""
    version: str
    settings_hash: str = ""
    knowledge_level: KnowledgeLevel = "assertion"
    agent_type: AgentType = "text_mining_agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reading of a claim in one article, or one row of a reference data set."""

    article: str
    """``article:<hash>``, or ``dataset:<name>`` for reference data."""
    span: Span
    """The sentence or row that says it; into ``article.content``."""
    quote: str
    """``article.content[span.start:span.end]``."""
    modality: Modality
    confidence: float
    """In [0, 1], the extractor's own, calibrated where the extractor says so."""
    provenance: Provenance
    quoted_from: str = ""
    """Whom the text quotes, a surface; empty if nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A statement and the evidence this article gives for it."""

    statement: Statement
    evidence: Evidence
    subject_surface: str
    object_surface: str
    negated: bool
    speculative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedEffect:
    """A beneficiary or victim that the text itself states, kept apart from those the graph infers."""

    surface: str
    entity: EntityId | None
    helped: bool
    """True: beneficiary, False: victim."""
    span: Span
    """The sentence that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFund:
    """An ETF named in a text."""

    surface: str
    code: str | None
    """``561980.SH``; ``None`` where two funds share the nickname and nothing decides."""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that was read in one article."""

    article: str
    links: tuple[EntityLink, ...]
    """In text order."""
    events: tuple[Event, ...]
    readings: tuple[Reading, ...]
    effects: tuple[StatedEffect, ...]
    funds: tuple[NamedFund, ...]
    notes: tuple[Note, ...] = ()
