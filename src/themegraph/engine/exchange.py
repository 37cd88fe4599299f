"""The graph among its peers: checked against its shapes, written and read in standard forms, asked in SPARQL, saved and restored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Self

from themegraph.engine.workspace import Workspace
from themegraph.errors import ThemegraphError, WorkspaceError
from themegraph.model.values import dataclass

if TYPE_CHECKING:
    from themegraph.graph.checks import Fault
    from themegraph.graph.doctor import Finding
    from themegraph.graph.quarantine import HeldBack
    from themegraph.graph.remote import Endpoint
    from themegraph.graph.store import Store

__all__ = ["Exchange", "KgxSummary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KgxSummary:
    """What was new in files of KGX lines."""

    things: int
    tables: int
    memberships: int
    statements: int
    rejected: tuple[tuple[str, int, str], ...]
    """File, line, reason."""


class Exchange(Workspace):
    """The store of record in the forms that others read."""

    def validate(self) -> tuple[Fault, ...]:
        """Return what in the store the shapes of the ontology do not allow, violations first, what is held back last."""
        from themegraph.graph.checks import check_store
        from themegraph.graph.quarantine import marked

        with self._reading() as store:
            return marked(store, check_store(store), ontology=self.ontology)

    def quarantine(self, *, author: str = "", run_at: datetime | None = None) -> tuple[HeldBack, ...]:
        """Take the rows of reference data that violate a shape out of the answers from this moment on; return them with the reasons.

        A weight table is held back whole. The rows stay in the store; :meth:`unretract` lets one count again.
        """
        from themegraph.graph.checks import check_store
        from themegraph.graph.quarantine import hold_back

        at = run_at or datetime.now(UTC)
        found: list[HeldBack] = []

        def change(store: Store) -> bool:
            found.extend(hold_back(store, check_store(store), at=at, author=author, ontology=self.ontology))
            return bool(found)

        self._change(change)
        return tuple(found)

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

    def import_kgx(self, sources: Iterable[str | PathLike[str]], *, run_at: datetime | None = None) -> KgxSummary:
        """Take in the things and edges of files of KGX lines, as one data set of its own; return what became of each line.

        What is known already changes nothing, and a known row keeps its values. A line that cannot be taken is refused with the reason, the others
        come in. An edge that does not say from when it is known is known from the day of ``run_at``.

        Parameters
        ----------
        run_at
            The instant at which the rows count as learned; the default is the present one.
        """
        from themegraph.graph.additions import additions
        from themegraph.graph.keep import load_reference
        from themegraph.graph.kgx import read_kgx
        from themegraph.graph.ledger import article_entries
        from themegraph.graph.reference import data_version, reference_of
        from themegraph.query.facts import SHANGHAI

        learned_at = run_at or datetime.now(UTC)
        day = learned_at.astimezone(SHANGHAI).date()
        files = [Path(s) for s in sources]
        with self._writing() as store:
            here = {entry.article for entry in article_entries(store)}
            read = [read_kgx(f.read_bytes(), source=f.name, day=day, ontology=self.ontology, articles=here) for f in files]
            found = [r.data for r in read]
            new = additions(
                reference_of(store, ontology=self.ontology),
                entities=[row for data in found for row in data.entities],
                listings=[row for data in found for row in data.listings],
                funds=[row for data in found for row in data.funds],
                tables=[row for data in found for row in data.tables],
                memberships=[row for data in found for row in data.memberships],
                statements=[row for data in found for row in data.statements],
            )
            edges = len(new.tables) + len(new.memberships) + len(new.statements)
            things = len(new.entities) + len(new.listings) + len(new.funds)
            if edges or things:
                (self.path / "unpublished").touch()
                load_reference(store, new, dataset=f"kgx-{data_version(new)[:12]}", learned_at=learned_at, ontology=self.ontology)
                store.flush()
            if things:
                self._compile_names(store)
        if edges or things:
            self._publish()
        return KgxSummary(
            things=things,
            tables=len(new.tables),
            memberships=len(new.memberships),
            statements=len(new.statements),
            rejected=tuple((f.as_posix(), r.line, r.reason) for f, rows in zip(files, read, strict=True) for r in rows.rejected),
        )

    def export(self, output: Path, *, form: str = "") -> None:
        """Write the whole graph to a file, in the form that its name means if none is given (:func:`themegraph.graph.export.form_of`)."""
        from themegraph.graph.export import export_graph, form_of

        with self._reading() as store:
            export_graph(store, output, form=form or form_of(output), ontology=self.ontology)

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
        from themegraph.graph.doctor import examine

        path = Path(folder)
        place, said = cls._place_of(path)
        if not any((path / part).exists() for part in ("themegraph.toml", "store", "snapshot", "compiled")):
            # Nothing of a workspace is there: one line says so, and no part of it is damaged.
            return (said,)
        return said, *_local_parts(path), *examine(path, place)

    @classmethod
    def save_texts(cls, folder: str | PathLike[str], output: str | PathLike[str]) -> int:
        """Write the articles whose text a workspace still holds, also a damaged one, as JSON lines to ingest; return how many."""
        from themegraph.graph.doctor import save_texts

        path = Path(folder)
        return save_texts(path, cls._place_of(path)[0], Path(output))

    @classmethod
    def _place_of(cls, folder: Path) -> tuple[Path | Endpoint, Finding]:
        """Return where the store of a workspace is, as far as its settings can be read, and what they are like."""
        from themegraph.graph.doctor import Finding

        try:
            place = cls.open(folder).store_place
        except WorkspaceError as problem:
            return folder / "store", Finding(part="settings", good=False, message=str(problem))
        where = "" if isinstance(place, Path) else f"; the store is at {place.query}"
        return place, Finding(part="settings", good=True, message=f"can be read{where}")


def _local_parts(folder: Path) -> Iterator[Finding]:
    """Yield the state of what is kept beside the store and cannot be compiled from it alone."""
    from themegraph.extract import Lexicon
    from themegraph.graph.doctor import Finding
    from themegraph.ingest.calendars import read_calendars, read_rebalances

    try:
        Lexicon.load(folder / "lexicon.bin")
        yield Finding(part="names", good=True, message="can be read")
    except (ThemegraphError, OSError) as problem:
        yield Finding(
            part="names",
            good=False,
            message=f"{problem} Giving any alias (themegraph alias) compiles them again from the store; so does restoring a backup.",
        )
    try:
        if (folder / "reference" / "calendars.csv").is_file():
            read_calendars(folder / "reference")
        if (folder / "reference" / "rebalances.csv").is_file():
            read_rebalances(folder / "reference")
        yield Finding(part="calendars", good=True, message="can be read")
    except (ThemegraphError, OSError, ValueError) as problem:
        yield Finding(part="calendars", good=False, message=f"{problem} Copy the files of folder reference from the data the workspace was made of.")
