"""The one table of numbers: coefficients, sizes, priors and thresholds, read from ``propagation.toml`` or from the user's own copy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.errors import InputError, nearest
from themegraph.model.values import dataclass
from themegraph.snapshot import RELATION_CLASSES

__all__ = ["FORMAT", "SHOCK_TYPES", "EventPrior", "PropagationTable", "QPrior", "Tier", "default_table", "load_table"]

FORMAT = "themegraph/propagation/1"

SHOCK_TYPES = ("demand", "supply", "cost", "price", "share", "policy", "sentiment")
"""What a shock acts on; constant along a walk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPrior:
    """What an event type means before anything is known about the event."""

    size: float
    """In [0, 1]."""
    planned: float
    """Size of a plan without a day, in [0, 1]."""
    half_life: float
    """In sessions, positive."""
    mu: tuple[float, ...]
    """Split over :data:`SHOCK_TYPES`; sums to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QPrior:
    """The share to take where a statement gives none, and the interval it may lie in."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A class of weight tables; the list of them is ordered, best first."""

    name: str
    basis: tuple[str, ...]
    coverage: tuple[str, ...]
    """Empty: any."""
    unlevered: bool
    """The weights describe the unlevered index, so that the fund's leverage multiplies them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PropagationTable:
    """All numbers that are not facts of the graph. ``docs/explanation/exposure.md`` says what each does."""

    name: str
    """``default`` or the path it was read from."""
    lam: NDArray[np.float64]
    """λσ, shape (relation classes, shock types)."""
    q: tuple[QPrior, ...]
    """By relation class."""
    overlap: QPrior
    """o_j: share of a competitor's revenue in the contested market, where both revenues are known."""
    events: Mapping[str, EventPrior]
    lambda_max: float
    hops: int
    max_hops: int
    negligible: float
    min_link: float
    min_relations: float
    quarantine_sum: float
    novelty_days: int
    relay_groups: tuple[str, ...]
    """Regular expressions over ids of groups that relay."""
    spread: float
    draws: int
    seed: int
    undecided: tuple[float, float]
    tiers: tuple[Tier, ...]
    fresh_days: int
    warn_days: int
    abstain_days: int
    widen_crossed: int
    abstain_crossed: int
    turnover_cap: float
    not_applicable: frozenset[str]

    def event(self, event_type: str) -> EventPrior:
        """Return the priors of an event type; those of ``other`` for one the table lacks."""
        return self.events.get(event_type) or self.events["other"]

    def q_values(self) -> NDArray[np.float64]:
        """Return the priors of q, shape (relation classes,)."""
        return np.array([prior.value for prior in self.q])


_OVERLAP = QPrior(value=0.20, low=0.05, high=0.50)
"""Prior of a table written before revenues could be given."""


class _Reader:
    """Reads values from the file and says where one is missing or out of range."""

    def __init__(self, raw: dict[str, Any], name: str) -> None:
        self.raw, self.name = raw, name

    def fail(self, where: str, wanted: str, found: object) -> InputError:
        return InputError(f"{self.name}: {where} must be {wanted}; found {found!r}. See docs/explanation/exposure.md for the table's form.")

    def section(self, *path: str) -> dict[str, Any]:
        at: Any = self.raw
        for step in path:
            if not isinstance(at, dict) or step not in at:
                known = list(at) if isinstance(at, dict) else []
                msg = f"{self.name}: the section [{'.'.join(path)}] is missing.{nearest(step, known)}"
                raise InputError(msg)
            at = at[step]
        if not isinstance(at, dict):
            raise self.fail(".".join(path), "a section", at)
        return at

    def sourced(self, section: dict[str, Any], where: str) -> None:
        if not isinstance(section.get("source"), str) or not section["source"].strip():
            raise self.fail(f"{where}.source", 'a source or the word "prior"', section.get("source"))

    def number(self, section: dict[str, Any], key: str, where: str, low: float, high: float) -> float:
        value = section.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self.fail(f"{where}.{key}", f"a number in [{low:g}, {high:g}]", value)
        return float(value)

    def value(self, section: str, key: str, low: float, high: float) -> float:
        entry = self.section(section).get(key)
        if not isinstance(entry, dict):
            raise self.fail(f"{section}.{key}", "{ value = …, source = … }", entry)
        self.sourced(entry, f"{section}.{key}")
        return self.number(entry, "value", f"{section}.{key}", low, high)

    def interval(self, section: str, key: str) -> QPrior:
        entry = self.section(section, key)
        where = f"{section}.{key}"
        self.sourced(entry, where)
        low, value, high = (self.number(entry, k, where, 0.0, 1.0) for k in ("low", "value", "high"))
        if not low <= value <= high:
            raise self.fail(where, "low <= value <= high", (low, value, high))
        return QPrior(value=value, low=low, high=high)

    def event(self, name: str) -> EventPrior:
        entry, where = self.section("event", name), f"event.{name}"
        self.sourced(entry, where)
        mu = entry.get("mu")
        if not isinstance(mu, dict) or not set(mu) <= set(SHOCK_TYPES) or abs(sum(mu.values()) - 1.0) > 1e-9 or min(mu.values()) < 0:
            raise self.fail(f"{where}.mu", f"shares of {', '.join(SHOCK_TYPES)} that sum to 1", mu)
        size = self.number(entry, "size", where, 0.0, 1.0)
        return EventPrior(
            size=size,
            planned=self.number(entry, "planned", where, 0.0, 1.0) if "planned" in entry else size,
            half_life=self.number(entry, "half_life", where, 1e-6, 1e6),
            mu=tuple(float(mu.get(k, 0.0)) for k in SHOCK_TYPES),
        )


def _tier(reader: _Reader, entry: dict[str, Any]) -> Tier:
    reader.sourced(entry, "tier")
    return Tier(name=entry["name"], basis=tuple(entry["basis"]), coverage=tuple(entry.get("coverage", ())), unlevered=bool(entry["unlevered"]))


def _table(raw: dict[str, Any], name: str) -> PropagationTable:
    reader = _Reader(raw, name)
    if raw.get("format") != FORMAT:
        raise reader.fail("format", repr(FORMAT), raw.get("format"))
    lam = np.zeros((len(RELATION_CLASSES), len(SHOCK_TYPES)))
    for k, shock in enumerate(SHOCK_TYPES):
        row = reader.section("lambda", shock)
        reader.sourced(row, f"lambda.{shock}")
        for c, relation in enumerate(RELATION_CLASSES):
            lam[c, k] = reader.number(row, relation, f"lambda.{shock}", -1.0, 1.0)
    lam.setflags(write=False)
    undecided = reader.section("sampling", "undecided")["value"]
    relay = reader.section("relay")
    reader.sourced(relay, "relay")
    funds = reader.section("funds")
    reader.sourced(funds, "funds")
    events = {event: reader.event(event) for event in reader.section("event")}
    if "other" not in events:
        raise reader.fail("event", "a table with an entry for other", sorted(events))
    for pattern in relay["groups"]:
        try:
            re.compile(pattern)
        except re.error as problem:
            raise reader.fail("relay.groups", "regular expressions", pattern) from problem
    return PropagationTable(
        name=name,
        lam=lam,
        q=tuple(reader.interval("q", relation) for relation in RELATION_CLASSES),
        overlap=reader.interval("q", "overlap") if "overlap" in reader.section("q") else _OVERLAP,
        events=events,
        lambda_max=reader.value("limits", "lambda_max", 1e-9, 1.0),
        hops=int(reader.value("limits", "hops", 1, 3)),
        max_hops=int(reader.value("limits", "max_hops", 1, 3)),
        negligible=reader.value("limits", "negligible", 0.0, 1.0),
        min_link=reader.value("limits", "min_link", 0.0, 1.0),
        min_relations=reader.value("limits", "min_relations", 0.0, 1.0),
        quarantine_sum=reader.value("limits", "quarantine_sum", 1.0, 10.0),
        novelty_days=int(reader.value("limits", "novelty_days", 0, 3650)),
        relay_groups=tuple(relay["groups"]),
        spread=reader.value("sampling", "spread", 0.0, 1.0),
        draws=int(reader.value("sampling", "draws", 0, 1e6)),
        seed=int(reader.value("sampling", "seed", 0, 2**62)),
        undecided=(float(undecided[0]), float(undecided[1])),
        tiers=tuple(_tier(reader, entry) for entry in raw.get("tier", ())),
        fresh_days=int(reader.value("staleness", "fresh_days", 0, 10**6)),
        warn_days=int(reader.value("staleness", "warn_days", 0, 10**6)),
        abstain_days=int(reader.value("staleness", "abstain_days", 0, 10**6)),
        widen_crossed=int(reader.value("staleness", "widen_crossed", 1, 100)),
        abstain_crossed=int(reader.value("staleness", "abstain_crossed", 1, 100)),
        turnover_cap=reader.value("staleness", "turnover_cap", 0.0, 1.0),
        not_applicable=frozenset(funds["not_applicable"]),
    )


def load_table(path: Path) -> PropagationTable:
    """Return the table in a file of the form of ``propagation.toml``.

    Raises
    ------
    InputError
        If the file cannot be read, lacks a number, or has one out of its range or without a source.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        msg = f"The propagation table {path} cannot be read: {problem}."
        raise InputError(msg) from problem
    return _table(raw, str(path))


@cache
def default_table() -> PropagationTable:
    """Return the table that ships with the package."""
    return _table(tomllib.loads(Path(__file__).with_name("propagation.toml").read_text(encoding="utf-8")), "default")
