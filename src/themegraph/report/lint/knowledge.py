"""What the rules ask of a graph. Any object with these methods will do; two are shipped: reference data alone, and a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

__all__ = ["CompanyFacts", "FundFacts", "IndexFacts", "LintKnowledge", "NameHit", "SourceText", "WeightFact"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameHit:
    """A name in a text and what it may mean."""

    start: int
    end: int
    ids: tuple[str, ...]
    """CURIEs, sorted; several where the name is shared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FundFacts:
    """A fund as the registry has it."""

    id: str
    code: str
    """``515070.SH``."""
    name: str
    """The registered short name."""
    names: tuple[str, ...]
    """All names in use or once in use, the registered one first."""
    manager: str
    """Empty: unknown."""
    index: str
    """Id of the tracked index; empty: unknown."""
    index_name: str
    kind: str
    """equity, cross_border_equity, bond …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFacts:
    """A company, or another named thing, with its listings."""

    id: str
    name: str
    codes: tuple[str, ...]
    """``600276.SH``, ``1276.HK``; empty for what is not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFacts:
    """An index."""

    id: str
    code: str
    """Without the provider's suffix: ``930713``."""
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """An article as evidence."""

    id: str
    title: str
    source: str
    published: date | None
    content: str
    story: str
    """Equal for reprints and for articles that tell the same event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightFact:
    """A weight of a company in a fund."""

    weight: float | None
    """A fraction."""
    as_of: date | None
    known_at: date | None
    basis: str
    source: str


class LintKnowledge(Protocol):
    """What is known of names, funds, weights and articles as of a day."""

    def find_names(self, norm: str) -> tuple[NameHit, ...]:
        """Return the names in a normalised text, leftmost and longest, without overlaps."""

    def ids_of(self, name: str) -> tuple[str, ...]:
        """Return what a normalised name may mean."""

    def fund(self, identifier: str) -> FundFacts | None:
        """Return a fund by id."""

    def company(self, identifier: str) -> CompanyFacts | None:
        """Return a company by id."""

    def index(self, identifier: str) -> IndexFacts | None:
        """Return an index by id."""

    def coded(self, code: str) -> tuple[str, ...]:
        """Return the ids with a code: with suffix (``515070.SH``) that one, without it (``515070``) every one. Shares give their issuer."""

    def managers(self) -> tuple[str, ...]:
        """Return the names of all fund managers."""

    def texts(self, ids: frozenset[str]) -> tuple[SourceText, ...]:
        """Return the articles that may speak of these things; more than needed does no harm."""

    def sources(self) -> frozenset[tuple[str, date]]:
        """Return (source, day of publication) of every dated article."""

    def weights(self, fund: str) -> tuple[tuple[str, WeightFact], ...] | None:
        """Return (company id, weight) of a fund in every table that is known on the day, a line of no known issuer under its own id; ``None``: no table."""

    def related(self, companies: frozenset[str]) -> frozenset[str]:
        """Return the companies that one stated relation joins to these."""
