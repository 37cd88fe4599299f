"""A workspace on disk: making it, opening it, and the parts that every command of it needs.

A workspace is a folder::

    themegraph.toml      format version and settings
    store/               the graph of record, unless the settings name an endpoint that keeps it
    lexicon.bin          the names of its reference data, compiled
    reference/           calendars that questions need; quarantined.txt: rows that were left out, with the reason
    snapshot/            the graph as arrays, CURRENT naming the version in use
    compiled/            what compiling keeps to be faster the next time, and the graph as of past instants; may be deleted
    answers/             what a language model answered, where the settings name one; kept, so that the same is read again
    watch.json           what ``watch`` saw last
    unpublished          present while the store is ahead of the snapshot
    .store.views/        the moments that readers hold while a writer goes on; goes with the last reader

"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from themegraph.engine.settings import CLASSIFIER, TAGGER, new_settings, read_settings
from themegraph.errors import WorkspaceExists, WorkspaceVersionError

if TYPE_CHECKING:
    from themegraph.extract import Extractor, Lexicon
    from themegraph.graph.compiled import CompileCache
    from themegraph.graph.past import PastSnapshots
    from themegraph.graph.remote import Endpoint
    from themegraph.graph.store import Store
    from themegraph.model import Article
    from themegraph.ontology import Ontology
    from themegraph.query.exposures import Calendars
    from themegraph.query.facts import Facts
    from themegraph.snapshot import Snapshot

__all__ = ["ANSWERS", "REPORTS", "Workspace", "reader_of"]

ANSWERS = "answers"
"""Folder of what a language model answered."""
REPORTS = "report"
"""What answers about sentences of reports are kept with; they may hold words of any article."""
_QUARANTINED = "reference/quarantined.txt"
_CALENDAR_FILES = ("calendars.csv", "holidays.csv", "indices.csv", "rebalances.csv")


def reader_of(lexicon: Lexicon, settings: dict[str, Any], *, folder: Path | None = None) -> Extractor:
    """Return a reader with the learned help that the settings name; a second reader keeps its answers in the workspace's folder."""
    from themegraph import plugins
    from themegraph.extract import Extractor

    tagger, classifier = str(settings.get("tagger", TAGGER)), str(settings.get("classifier", CLASSIFIER))
    proposer = str(settings.get("proposer", "")) if folder else ""
    return Extractor(
        lexicon,
        tagger=plugins.load("taggers", tagger)() if tagger else None,
        classifier=plugins.load("classifiers", classifier)() if classifier else None,
        proposer=plugins.load("proposers", proposer)(settings["model"], folder / ANSWERS, where=str(folder / "themegraph.toml"))
        if folder and proposer
        else None,
    )


class Workspace:
    """A folder with a store of record, a snapshot made of it, and settings.

    Questions take ``as_of`` (only what was public by that day) and ``known_at`` (only what this workspace had learned by that instant;
    ``None``: no limit). Nothing here reads the clock for them.
    """

    def __init__(self, path: Path, settings: dict[str, Any]) -> None:
        self.path = path
        self._settings = settings

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.path)!r})"

    @classmethod
    def open(cls, path: str | PathLike[str]) -> Self:
        """Return the workspace in a folder.

        Raises
        ------
        WorkspaceNotFound, WorkspaceVersionError
            If the folder is no workspace, or one of another format.
        """
        folder = Path(path)
        return cls(folder, read_settings(folder))

    @classmethod
    def create(
        cls,
        path: str | PathLike[str],
        *,
        data: str | PathLike[str] | None = None,
        store: Mapping[str, Any] | None = None,
        strict: bool = False,
        run_at: datetime | None = None,
    ) -> Self:
        """Return a new workspace with the reference data of a folder, or the shipped ones.

        Parameters
        ----------
        store
            The ``[store]`` table of its settings: an empty SPARQL 1.1 endpoint that keeps the graph of record (docs/how-to/remote-store.md);
            ``None``: a folder of its own.
        strict
            Refuse a folder with a bad row. Else its good rows make the workspace, without the bad ones and what rests on them;
            :meth:`quarantined_rows` says which and why.
        run_at
            The instant at which the data count as learned; the default is the present one.

        Raises
        ------
        WorkspaceExists
            If the folder is there and not empty, or the endpoint holds a graph of ours already.
        BadReferenceData
            If a reference file is missing or is no such table, if no listing is left, or, if ``strict``, at the first bad cell; nothing is left
            behind.
        """
        from themegraph.extract import Lexicon
        from themegraph.graph.keep import load_reference
        from themegraph.graph.place import empty_store
        from themegraph.ingest.reference import read_reference
        from themegraph.ontology import load_ontology
        from themegraph.resources import data_path

        folder = Path(path)
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            what = "already is a workspace" if (folder / "themegraph.toml").is_file() else "exists and is not empty"
            msg = f"{folder} {what}; name a new or empty folder."
            raise WorkspaceExists(msg)
        source = Path(data) if data is not None else data_path()
        refused: list[str] = []
        ontology = load_ontology()
        reference = read_reference(source, refused=None if strict else refused, predicates=ontology.predicates)
        partial = folder.with_name(f".{folder.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        try:
            partial.mkdir(parents=True)
            (partial / "reference").mkdir()
            for name in _CALENDAR_FILES:
                if (source / name).is_file():
                    shutil.copyfile(source / name, partial / "reference" / name)
            if refused:
                (partial / _QUARANTINED).write_text("".join(f"{line}\n" for line in refused), encoding="utf-8")
            Lexicon.build(reference).save(partial / "lexicon.bin")
            (partial / "themegraph.toml").write_text(new_settings(store), encoding="utf-8")
            made = cls.open(partial)
            with empty_store(made.store_place, made._claim) as kept:
                load_reference(
                    kept, reference, dataset="shipped" if data is None else "own", learned_at=run_at or datetime.now(UTC), ontology=ontology
                )
                kept.flush()
            (partial / "unpublished").touch()
            if folder.exists():
                folder.rmdir()
            partial.rename(folder)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        made = cls.open(folder)
        made._publish()
        return made

    def quarantined_rows(self) -> tuple[str, ...]:
        """Return which rows of the reference folder it was made of were left out, each with file, line, column and reason."""
        path = self.path / _QUARANTINED
        return tuple(path.read_text(encoding="utf-8").splitlines()) if path.is_file() else ()

    @cached_property
    def ontology(self) -> Ontology:
        """The vocabulary."""
        from themegraph.ontology import load_ontology

        return load_ontology()

    @cached_property
    def lexicon(self) -> Lexicon:
        """The names of this workspace."""
        from themegraph.extract import Lexicon

        return Lexicon.load(self.path / "lexicon.bin")

    @cached_property
    def extractor(self) -> Extractor:
        """The reader, its models loaded."""
        return reader_of(self.lexicon, self._settings, folder=self.path)

    @property
    def snapshot(self) -> Snapshot:
        """The graph as arrays, compiled again first if the store is ahead of it and nobody is writing."""
        from themegraph.graph.locks import writer_active
        from themegraph.graph.publish import open_current

        if (self.path / "unpublished").exists() and not writer_active(self.path):
            self._publish()
        try:
            return open_current(self.path / "snapshot")
        except WorkspaceVersionError:
            # Of an earlier version, or damaged: the store has everything it is made of.
            if writer_active(self.path):
                raise
            self._publish()
            return open_current(self.path / "snapshot")

    @cached_property
    def _kept(self) -> CompileCache:
        """What compiling keeps from one time to the next."""
        from themegraph.graph.compiled import CompileCache

        return CompileCache(self.path / "compiled")

    @cached_property
    def store_place(self) -> Path | Endpoint:
        """Where the store of record is: a folder, or an endpoint."""
        table = self._settings.get("store")
        if table is None:
            return self.path / "store"
        from themegraph.graph.place import endpoint_of

        return endpoint_of(table, os.environ, where=str(self.path / "themegraph.toml"))

    @property
    def _claim(self) -> str:
        """What marks a remote store as this workspace's; empty for a folder of its own."""
        return str(self._settings.get("store", {}).get("workspace", ""))

    @cached_property
    def _past(self) -> PastSnapshots:
        """The graph as of past instants."""
        from themegraph.graph.past import PastSnapshots

        return PastSnapshots(self.path / "compiled" / "past")

    def snapshot_at(self, known_at: datetime | None) -> Snapshot:
        """Return the graph as this workspace knew it at an instant; ``None``: as it knows it now.

        What was learned or decided later is not in it: articles, readings by later extractors, weights, names, joins, retractions and their undoing.
        What was purged is gone from it too.
        """
        from themegraph.graph.publish import current_version

        present, state = self.snapshot, str(current_version(self.path / "snapshot"))
        if known_at is None or present.is_known_by(known_at):
            return present
        with self._reading() as store:
            return self._past.get(store, known_at, state=state, ontology=self.ontology, cache=self._kept)

    @contextmanager
    def _reading(self) -> Iterator[Store]:
        from themegraph.graph.place import open_store

        with open_store(self.store_place, read_only=True) as store:
            yield store

    @contextmanager
    def _writing(self) -> Iterator[Store]:
        from themegraph.graph.locks import writer_lock
        from themegraph.graph.place import claim, open_store
        from themegraph.graph.rewrite import finish_rewriting

        place = self.store_place
        with writer_lock(self.path):
            if isinstance(place, Path):
                finish_rewriting(place)
            with open_store(place) as store:
                if self._claim:
                    claim(store, self._claim)
                yield store

    def _change(self, change: Callable[[Store], bool]) -> bool:
        with self._writing() as store:
            (self.path / "unpublished").touch()
            try:
                done = change(store)
            finally:
                store.flush()
        self._publish()
        return done

    def _read_moved(self, store: Store, before: Mapping[str, Article], *, at: datetime) -> None:
        """Read the texts again whose first publication is of another day than before: what they tell of 昨日 or 上半年 is told from that day."""
        from themegraph.graph.lifecycle import first_published, known_article, replace_extraction
        from themegraph.graph.publications import public_day

        for identifier, first in first_published(store, before).items():
            if public_day(first.published_at) != public_day(before[identifier].published_at):
                moment = max(at, known_article(store, identifier).read_at)
                replace_extraction(store, self.extractor.extract(first), learned_at=moment, ontology=self.ontology)

    def _compile_names(self, store: Store) -> None:
        """Compile the lexicon anew from the reference data and what people decided on names, and let the next reading load it."""
        from themegraph.extract import Lexicon
        from themegraph.graph.identity import forbidden, names_given, with_aliases
        from themegraph.graph.reference import recent_reference

        apart = forbidden(store)
        data = with_aliases(recent_reference(store, ontology=self.ontology), names_given(store), apart=apart)
        partial = self.path / ".lexicon.partial"
        Lexicon.build(data, apart=apart).save(partial)
        partial.replace(self.path / "lexicon.bin")
        for name in ("lexicon", "extractor"):
            self.__dict__.pop(name, None)

    def _publish(self) -> None:
        """Compile the snapshot from the store and put it in place of the current one."""
        from themegraph.graph.compile import compile_snapshot
        from themegraph.graph.publish import publish_snapshot

        self._past.forget()
        with self._reading() as store:
            publish_snapshot(self.path / "snapshot", compile_snapshot(store, ontology=self.ontology, cache=self._kept))
        (self.path / "unpublished").unlink(missing_ok=True)

    def _contents(self) -> Callable[[str], str]:
        """Return article id → content, read from the store when first asked for."""
        contents: dict[str, str] = {}
        opened: list[Store] = []

        def content(article: str) -> str:
            if article not in contents:
                from themegraph.graph.place import open_store
                from themegraph.graph.rdf import article_of

                # One view of the store for all quotes of an answer: opening it costs more than reading from it.
                if not opened:
                    opened.append(open_store(self.store_place, read_only=True))
                found = article_of(opened[0], article)
                contents[article] = found.content if found else ""
            return contents[article]

        return content

    def _facts(self, as_of: date, known_at: datetime | None) -> Facts:
        from themegraph.query.facts import Facts

        return Facts(self.snapshot_at(known_at), as_of, known_at, self._contents())

    def _calendars(self, snapshot: Snapshot) -> Calendars:
        from themegraph.exposure.weights import RebalanceRule
        from themegraph.ingest.calendars import read_calendars, read_rebalances
        from themegraph.query.exposures import Calendars

        folder = self.path / "reference"
        rules: dict[str, RebalanceRule] = {}
        if (folder / "rebalances.csv").is_file() and (folder / "indices.csv").is_file():
            rules = {str(i): RebalanceRule(effective_on=days, source="rebalances.csv") for i, days in read_rebalances(folder).items()}
        sessions: tuple[date, ...] | None = None
        if (folder / "calendars.csv").is_file() and (found := read_calendars(folder).get("SSE")):
            days = (date.fromordinal(n) for n in range(found.first_day.toordinal(), found.last_day.toordinal() + 1))
            sessions = tuple(d for d in days if found.is_session(d))
        listed = {k: date.fromisoformat(v) for k, v in snapshot.meta.get("listed_on", {}).items()}
        return Calendars(sessions=sessions, rebalances=rules, listed_on=listed)

    def _table(self) -> Any:
        from themegraph.exposure import default_table, load_table

        own = str(self._settings.get("propagation", "") or "")
        return load_table(self.path / own) if own else default_table()

    def _ask(self, as_of: date, known_at: datetime | None) -> tuple[Facts, dict[str, Any]]:
        """Return what questions are answered from: facts, and the calendars and coefficients as arguments."""
        facts = self._facts(as_of, known_at)
        return facts, {"calendars": self._calendars(facts.snapshot), "table": self._table()}
