"""The graph among its peers: checked against its shapes, written and read in standard forms, asked in SPARQL, saved and restored."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Self

from themegraph.engine.workspace import Workspace
from themegraph.errors import WorkspaceError

if TYPE_CHECKING:
    from themegraph.graph.backup import Finding
    from themegraph.graph.checks import Fault
    from themegraph.graph.store import Store

__all__ = ["Exchange"]


class Exchange(Workspace):
    """The store of record in the forms that others read."""

    def validate(self) -> tuple[Fault, ...]:
        """Return what in the store the shapes of the ontology do not allow, violations first."""
        from themegraph.graph.checks import check_store

        with self._reading() as store:
            return check_store(store)

    def shacl_report(self) -> tuple[bool, str]:
        """Return verdict and report of pySHACL on the same shapes; minutes on a large graph."""
        from themegraph.graph.checks import shacl_report

        with self._reading() as store:
            return shacl_report(store)

    def import_graph(self, source: str | PathLike[str]) -> int:
        """Add the quads of a TriG (``.trig``) or N-Quads file to the store, all or none; return how many it has.

        Raises
        ------
        InputError
            If the file cannot be read as what its ending says.
        """
        from themegraph.graph.keep import import_quads

        path = Path(source)
        raw, form, count = path.read_bytes(), path.suffix.removeprefix("."), [0]

        def add(store: Store) -> bool:
            count[0] = import_quads(store, raw, form=form)
            return True

        self._change(add)
        return count[0]

    def export(self, output: Path, *, form: str) -> None:
        """Write the whole graph to a file: trig, nq, ttl, jsonld or graphml."""
        from themegraph.graph.export import export_graph

        with self._reading() as store:
            export_graph(store, output, form=form, ontology=self.ontology)

    def sparql(self, query: str, *, form: str = "table", timeout: float = 10.0) -> str:
        """Return the result of a read-only SPARQL query as text.

        Raises
        ------
        QueryRefused
            If the query would write or reach the network.
        QueryTimeout
            If it ran longer than ``timeout`` seconds.
        """
        from themegraph.graph.sparql import run_query

        return run_query(self.store_place, query, form=form, timeout=timeout)

    def backup(self, output: str | PathLike[str]) -> int:
        """Write the workspace to one file, while it may be in use; return the number of quads."""
        from themegraph.graph.backup import back_up

        return back_up(self.path, self.store_place, Path(output))

    @classmethod
    def restore(cls, source: str | PathLike[str], folder: str | PathLike[str]) -> Self:
        """Return the workspace that a backup holds, made in a new or empty folder."""
        from themegraph.graph.backup import restore

        restore(Path(source), Path(folder))
        made = cls.open(folder)
        made._publish()
        return made

    @classmethod
    def examine(cls, folder: str | PathLike[str]) -> tuple[Finding, ...]:
        """Return the state of each part of a workspace, also of one that cannot be opened, and what can be saved of a damaged one."""
        from themegraph.graph.backup import Finding, examine

        path = Path(folder)
        try:
            place = cls.open(path).store_place
            said = Finding(
                part="settings", good=True, message="can be read" if isinstance(place, Path) else f"can be read; the store is at {place.query}"
            )
        except WorkspaceError as problem:
            place, said = path / "store", Finding(part="settings", good=False, message=str(problem))
        return said, *examine(path, place)
