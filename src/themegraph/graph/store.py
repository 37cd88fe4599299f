"""Where quads are kept: the protocol every store fulfils, and Oxigraph on disk or in memory."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import pyoxigraph as ox

from themegraph.errors import WorkspaceError, WorkspaceLocked, WorkspaceNotFound
from themegraph.graph.view import files_of, take_view

_FLUSH_AFTER = 100_000
"""Quads added unit by unit before the log is written into the files: some 40 MB of log, which the opening after a kill reads again in half a second."""

_STILL = 3
"""Failed openings of a store whose files did not change, after which it counts as damaged."""
_PAUSE = 0.02
"""Seconds between them."""

__all__ = ["OxigraphStore", "Store", "Term", "graph_blocks"]

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Store(Protocol):
    """A set of quads that takes each unit of writing whole or not at all."""

    read_only: bool
    """True: every writing method raises WorkspaceError."""

    def quads(
        self, subject: ox.NamedNode | None = None, predicate: ox.NamedNode | None = None, value: Term | None = None, graph: ox.NamedNode | None = None
    ) -> Iterator[ox.Quad]:
        """Yield the quads that fit the pattern, ``None`` fitting anything, in no order."""
        ...

    def extend(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads, all or none."""
        ...

    def bulk_extend(self, quads: Iterable[ox.Quad]) -> None:
        """Add many quads fast; a failure may leave a part of them."""
        ...

    def replace(self, *, drop: Iterable[ox.NamedNode] = (), remove: Iterable[ox.Quad] = (), add: Iterable[ox.Quad] = ()) -> None:
        """Drop whole graphs, remove quads, add quads, in this order and all or none."""
        ...

    def query(self, text: str, *, substitutions: Mapping[str, Term] | None = None) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Run a query of our own. Users' queries go through :mod:`themegraph.graph.sparql`."""
        ...

    def flush(self) -> None:
        """Make everything written so far cheap to open; every command that writes ends with it."""
        ...

    def close(self) -> None:
        """Let go of the files, or the connections."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None: ...


class OxigraphStore:
    """Oxigraph, embedded. One process writes; readers open beside it and see the moment of their opening.

    Parameters
    ----------
    path
        The folder of the store; ``None``: in memory.
    read_only
        Open beside a writer, as of now: what it writes later is not seen, and what it takes away later stays readable.

    Raises
    ------
    WorkspaceLocked
        If another process has the store open for writing and this one wants to write.
    WorkspaceNotFound
        If it is opened read-only and does not exist.
    WorkspaceError
        If the files cannot be read.
    """

    __slots__ = ("__weakref__", "_added", "_leave", "_store", "path", "read_only")

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._store: ox.Store | None = None
        self._added = 0
        self._leave: Callable[[], object] = _nothing
        try:
            if path is None:
                self._store = ox.Store()
            elif read_only:
                if not _there(path):
                    raise WorkspaceNotFound(f"A store was wanted in {path}; there is none. Run themegraph init, or name another folder.")
                self._store, self._leave = self._beside_a_writer(path)
            else:
                path.mkdir(parents=True, exist_ok=True)
                self._store = ox.Store(str(path))
        except (OSError, RuntimeError) as problem:  # pyoxigraph names a damaged file in a RuntimeError
            text = str(problem)
            if "lock" in text.casefold():
                raise WorkspaceLocked(f"The store in {path} is being written by another process. Wait for it to end, or only read.") from problem
            raise WorkspaceError(f"The store in {path} cannot be opened: {text} themegraph doctor says what can be saved.") from problem

    def _beside_a_writer(self, path: Path) -> tuple[ox.Store, Callable[[], object]]:
        """Return the store as of one moment, and what gives its files back.

        While a writer is taking old files away one by one, the rest may look like a damaged store; whether it is one shows when nothing moves.
        """
        seen, still = files_of(path), 0
        while True:
            view = take_view(path)
            leave = weakref.finalize(self, view.close) if view else _nothing
            folder = view.path if view else path
            try:
                opened = ox.Store.read_only(str(folder))
            except (OSError, RuntimeError) as problem:
                leave()
                before, seen = seen, files_of(path)
                still = still + 1 if seen == before else 0
                if still == _STILL:
                    raise OSError(str(problem).replace(str(folder), str(path))) from problem
                time.sleep(_PAUSE)
            else:
                return opened, leave

    @property
    def raw(self) -> ox.Store:
        """The pyoxigraph store, while it is open."""
        if self._store is None:
            raise WorkspaceError(f"The store in {self.path} was closed.")
        return self._store

    def _writable(self) -> ox.Store:
        if self.read_only:
            raise WorkspaceError(f"The store in {self.path} was opened for reading only.")
        return self.raw

    def quads(
        self, subject: ox.NamedNode | None = None, predicate: ox.NamedNode | None = None, value: Term | None = None, graph: ox.NamedNode | None = None
    ) -> Iterator[ox.Quad]:
        """Yield the quads that fit the pattern, in no order."""
        return self.raw.quads_for_pattern(subject, predicate, value, graph)

    def extend(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads in one transaction."""
        store, unit = self._writable(), list(quads)
        try:
            store.extend(unit)
            self._added += len(unit)
            if self._added >= _FLUSH_AFTER:
                self.flush()
        except OSError as problem:
            raise self._write_problem(problem) from problem

    def bulk_extend(self, quads: Iterable[ox.Quad]) -> None:
        """Add many quads past the log; for the first load only."""
        store = self._writable()
        try:
            store.bulk_extend(quads)
        except OSError as problem:
            raise self._write_problem(problem) from problem

    def replace(self, *, drop: Iterable[ox.NamedNode] = (), remove: Iterable[ox.Quad] = (), add: Iterable[ox.Quad] = ()) -> None:
        """Drop, remove and add in one update request, whose every term pyoxigraph itself writes."""
        parts = [f"DROP SILENT GRAPH {graph}" for graph in drop]
        for verb, quads in (("DELETE", remove), ("INSERT", add)):
            body = graph_blocks(quads)
            if body:
                parts.append(f"{verb} DATA {{\n{body}\n}}")
        if not parts:
            return
        store = self._writable()
        try:
            store.update(" ;\n".join(parts))
        except OSError as problem:
            raise self._write_problem(problem) from problem

    def query(self, text: str, *, substitutions: Mapping[str, Term] | None = None) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Run a query with the prefixes of :data:`themegraph.graph.terms.PREFIXES`; without ``GRAPH`` it sees the union of all graphs."""
        from themegraph.graph.terms import PREFIXES

        given: dict[ox.Variable, Any] = {ox.Variable(name): term for name, term in (substitutions or {}).items()}
        return self.raw.query(text, prefixes=PREFIXES, substitutions=given, use_default_graph_as_union=True)

    def flush(self) -> None:
        """Write the log into the files."""
        if self.path is not None and not self.read_only:
            self._writable().flush()
        self._added = 0

    def close(self) -> None:
        """Let go of the files; a second call does nothing."""
        self._store = None
        self._leave()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _write_problem(self, problem: OSError) -> WorkspaceError:
        return WorkspaceError(f"Writing to the store in {self.path} failed, and nothing of this unit was kept: {problem}")


def _there(path: Path) -> bool:
    """Return whether there is a store; one that is just being replaced by another is waited for."""
    for _ in range(50):
        if (path / "CURRENT").exists():
            return True
        if not path.with_name(f".{path.name}.old").exists():
            return False
        time.sleep(_PAUSE)
    return False


def _nothing() -> None:
    """Give nothing back."""


def graph_blocks(quads: Iterable[ox.Quad]) -> str:
    """Return quads as the body of an ``INSERT DATA`` or ``DELETE DATA``; every term is written by pyoxigraph."""
    lines = []
    for quad in quads:
        triple = f"{quad.subject} {quad.predicate} {quad.object} ."
        lines.append(triple if isinstance(quad.graph_name, ox.DefaultGraph) else f"GRAPH {quad.graph_name} {{ {triple} }}")
    return "\n".join(lines)
