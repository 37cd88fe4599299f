"""What a compilation works out and the next one need not work out again; and a store of which the ledger is read once."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

import pyoxigraph as ox

from themegraph.errors import WorkspaceError
from themegraph.graph.store import Store, Term
from themegraph.graph.terms import LEDGER

if TYPE_CHECKING:
    from themegraph.graph.rdf import Page

__all__ = ["LedgerOnce", "Memo", "ledger_page", "without_collection"]

V = TypeVar("V")


class Memo(Generic[V]):
    """Results by the very objects they were worked out from. An object that a whole round did not ask for is forgotten with its result.

    Examples
    --------
    >>> memo, thing = Memo[int](), ("a", "b")
    >>> memo.get(thing, len), memo.get(thing, hash) == 2, memo.get(("a", "b", "c"), len)
    (2, True, 3)
    """

    def __init__(self) -> None:
        self._before: dict[int, tuple[object, V]] = {}
        self._now: dict[int, tuple[object, V]] = {}

    def get(self, thing: Any, make: Callable[[Any], V]) -> V:
        """Return what was made of this object before, or make it."""
        key = id(thing)
        found = self._now.get(key) or self._before.get(key)
        if found is None or found[0] is not thing:  # the object is held, so no other can have its id
            found = (thing, make(thing))
        self._now[key] = found
        return found[1]

    def next_round(self) -> None:
        """Forget what this round did not ask for."""
        self._before, self._now = self._now, {}


class LedgerOnce:
    """A store for reading, whose ledger is read when it is first asked for and then answered from memory. It is for one compilation."""

    read_only = True

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def _quads(self) -> list[ox.Quad]:
        return list(self._store.quads(None, None, None, LEDGER))

    @cached_property
    def ledger(self) -> Page:
        """The ledger by subject and predicate."""
        from themegraph.graph.rdf import Page

        return Page(self._quads)

    @cached_property
    def _by_predicate(self) -> dict[ox.NamedNode, list[ox.Quad]]:
        found: dict[ox.NamedNode, list[ox.Quad]] = {}
        for quad in self._quads:
            found.setdefault(quad.predicate, []).append(quad)
        return found

    @cached_property
    def _by_subject(self) -> dict[Any, list[ox.Quad]]:
        found: dict[Any, list[ox.Quad]] = {}
        for quad in self._quads:
            found.setdefault(quad.subject, []).append(quad)
        return found

    def quads(
        self, subject: ox.NamedNode | None = None, predicate: ox.NamedNode | None = None, value: Term | None = None, graph: ox.NamedNode | None = None
    ) -> Iterator[ox.Quad]:
        """Yield the quads that fit the pattern."""
        if graph != LEDGER:
            yield from self._store.quads(subject, predicate, value, graph)
            return
        rows = (
            self._by_subject.get(subject, []) if subject is not None else self._quads if predicate is None else self._by_predicate.get(predicate, [])
        )
        for quad in rows:
            if (predicate is None or quad.predicate == predicate) and (value is None or quad.object == value):
                yield quad

    def _no(self, *_: object, **__: object) -> None:
        raise WorkspaceError("This view of a store was opened for reading only.")

    extend = bulk_extend = replace = _no

    def flush(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing: the store is its opener's to close."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def query(self, text: str, *, substitutions: Mapping[str, Term] | None = None) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Run a query on the store."""
        return self._store.query(text, substitutions=substitutions)


def ledger_page(store: Store) -> Page:
    """Return the whole ledger by subject and predicate."""
    from themegraph.graph.rdf import Page

    return store.ledger if isinstance(store, LedgerOnce) else Page(store.quads(None, None, None, LEDGER))


@contextmanager
def without_collection() -> Iterator[None]:
    """Keep the collector from walking, over and over, hundreds of thousands of values that are all in use; nor walk them once when it comes back."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.freeze()
            gc.unfreeze()  # both together let what was made here count as old
            gc.enable()
