"""What one compilation works out of articles and the next need not: it changes how long compiling takes, and nothing of what comes out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from themegraph.graph.memo import Memo
from themegraph.graph.stories import Telling, VoiceFinder
from themegraph.snapshot import Party, Vote

if TYPE_CHECKING:
    from themegraph.graph.evidence import Heading, Heard, Said
    from themegraph.model import Event, Extraction, Statement

__all__ = ["Meaning", "Saying", "Step", "Tellings", "Work"]

Tellings = tuple[tuple["Heading", "Event"], ...]
"""An event as headings tell it, the first that told it first."""
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What one telling says of its event."""

    words: tuple[str, ...]
    """What a question is matched against."""
    votes: tuple[Vote, ...]
    """In the order of their ids."""
    size: float | None
    """As the text states it, in (0, 1]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What an event means, as its tellings have it."""

    search: str
    """What a question is matched against."""
    parties: tuple[Party, ...]
    """In the order of their ids."""
    size: float | None
    """As its text states it, in (0, 1]; ``None``: the prior of its type."""
    sayings: tuple[Saying, ...]
    """One a telling, where there are several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a claim passes on by one rule."""

    relation_class: str
    forward: bool
    """From subject to object."""
    back: bool
    """From object to subject."""
    q: float | None
    """``None``: unknown."""
    flag: int
    only_when_done: bool
    """It passes nothing on before some reading says that the thing is done."""


class _ByTellings(Generic[V]):
    """Results by event, as long as the very same headings tell it."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[Tellings, V]] = {}

    def get(self, identifier: str, tellings: Tellings, make: Callable[[str, Tellings], V]) -> V:
        known = self._held.get(identifier)
        if known is None or not _same_tellings(known[0], tellings):
            known = self._held[identifier] = (tellings, make(identifier, tellings))
        return known[1]

    def keep(self, events: Collection[str]) -> None:
        for gone in self._held.keys() - set(events):
            del self._held[gone]


class Work:
    """Results by the values they were worked out from, of one store and one process."""

    def __init__(self) -> None:
        self.voices = VoiceFinder()
        self.subjects: Memo[frozenset[str]] = Memo()
        """Of an extraction: whom it is about."""
        self.said: Memo[tuple[Said, ...]] = Memo()
        """Of an extraction: its claims in their one form."""
        self.called: Memo[tuple[tuple[str, tuple[str, ...]], ...]] = Memo()
        """Of an extraction: what it links, with the words for it."""
        self._names = ""
        self._heard: Memo[tuple[Heard, ...]] = Memo()
        self._passed: dict[bool, Memo[tuple[Step, ...]]] = {False: Memo(), True: Memo()}
        self._renamed: Memo[Extraction] = Memo()
        self._joined: dict[str, str] = {}
        self._headings: dict[str, Heading] = {}
        self._tellings: _ByTellings[Telling] = _ByTellings()
        self._meanings: _ByTellings[Meaning] = _ByTellings()

    def named_by(self, key: str) -> None:
        """Forget what holds names, where things go by others now; ``key`` says which data they are of."""
        if key != self._names:
            self._names, self._meanings = key, _ByTellings()

    def same(self, found: Iterable[Heading]) -> tuple[Heading, ...]:
        """Return headings, those that are as they were as the very objects that they were, so that what follows from them is found again."""
        before = self._headings
        self._headings = {h.publication: old if (old := before.get(h.publication)) == h else h for h in found}
        return tuple(self._headings.values())

    def renamed(self, extraction: Extraction, joined: dict[str, str], rename: Callable[[Extraction, dict[str, str]], Extraction]) -> Extraction:
        """Return an extraction with ids replaced by what they were joined to."""
        if joined != self._joined:
            self._joined, self._renamed = dict(joined), Memo()
        return self._renamed.get(extraction, lambda e: rename(e, joined))

    def heard_in(self, heading: Heading, said: Iterable[Said], make: Callable[[Heading, Said], Heard]) -> tuple[Heard, ...]:
        """Return the readings of claims in a heading, in the order of ``said``."""
        return self._heard.get(heading, lambda h: tuple(make(h, one) for one in said))

    def passed(self, statement: Statement, done: bool, make: Callable[[Statement, bool], tuple[Step, ...]]) -> tuple[Step, ...]:
        """Return what a claim passes on."""
        return self._passed[done].get(statement, lambda s: make(s, done))

    def telling(self, identifier: str, tellings: Tellings, make: Callable[[str, Tellings], Telling]) -> Telling:
        """Return an event as far as stories need it."""
        return self._tellings.get(identifier, tellings, make)

    def meaning(self, identifier: str, tellings: Tellings, make: Callable[[str, Tellings], Meaning]) -> Meaning:
        """Return what an event means."""
        return self._meanings.get(identifier, tellings, make)

    def next_round(self, events: Collection[str]) -> None:
        """Forget what the compilation that ends did not ask for; ``events`` are those it has."""
        memos: list[Memo[Any]] = [self.subjects, self.said, self.called, self._heard, self._renamed, *self._passed.values()]
        for memo in memos:
            memo.next_round()
        self._tellings.keep(events)
        self._meanings.keep(events)


def _same_tellings(one: Tellings, other: Tellings) -> bool:
    return len(one) == len(other) and all(h is i and e is f for (h, e), (i, f) in zip(one, other, strict=True))
