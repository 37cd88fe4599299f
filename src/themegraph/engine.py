"""ThemeGraph: opens a workspace and wires the stages. The only module that knows them all; each is imported when it is needed.

A workspace is a folder::

    themegraph.toml      format version and settings
    store/               the graph of record
    lexicon.bin          the names of its reference data, compiled
    reference/           calendars that questions need
    snapshot/            the graph as arrays, CURRENT naming the version in use
    compiled/            what compiling keeps to be faster the next time; may be deleted
    watch.json           what ``watch`` saw last
    unpublished          present while the store is ahead of the snapshot

"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themegraph._version import __version__
from themegraph.errors import QuestionError, UnknownFormat, WorkspaceError, WorkspaceExists, WorkspaceNotFound, WorkspaceVersionError, nearest

if TYPE_CHECKING:
    from themegraph.extract import Extractor, Lexicon
    from themegraph.graph.checks import Fault
    from themegraph.graph.compiled import CompileCache
    from themegraph.graph.identity import Unlinked
    from themegraph.graph.store import OxigraphStore
    from themegraph.ingest.articles import Rejection
    from themegraph.model.answers import (
        BeneficiariesAnswer,
        CompanyAnswer,
        CompareAnswer,
        EntityAnswer,
        EventsAnswer,
        ExplainAnswer,
        ExposureAnswer,
        FundAnswer,
        HoldingsImportAnswer,
        HoldingsStatusAnswer,
        OverlapAnswer,
        PortfolioAnswer,
        ScreenAnswer,
        StatsAnswer,
        WatchAnswer,
        WhyNotAnswer,
    )
    from themegraph.ontology import Ontology
    from themegraph.query.changes import ChangesAnswer
    from themegraph.query.conflicts import ConflictsAnswer
    from themegraph.query.exposures import Calendars
    from themegraph.query.facts import Facts
    from themegraph.render.page import Drawing
    from themegraph.report.document import Report
    from themegraph.report.lint import LintKnowledge
    from themegraph.snapshot import Snapshot

__all__ = ["WORKSPACE_FORMAT", "IngestSummary", "ThemeGraph", "extract_forms", "lint_knowledge"]

WORKSPACE_FORMAT = "themegraph/workspace/1"
_SETTINGS = {"classifier", "propagation", "tagger"}
_TAGGER, _CLASSIFIER = "crf", ""
"""What a new workspace reads with; see docs/reference/evaluation.md for what each is worth."""
_CALENDAR_FILES = ("calendars.csv", "holidays.csv", "indices.csv", "rebalances.csv")
_TOML = """# A themegraph workspace. Settings may be changed by hand; the format line may not.
format = "{format}"
created_by = "themegraph {version}"

[settings]
# A coefficient table of your own (see docs/explanation/exposure.md); empty: the shipped one.
propagation = ""
# Learned help of the reader: a plugin's name, or empty for none.
tagger = "{tagger}"
classifier = "{classifier}"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestSummary:
    """What became of the inputs."""

    read: int
    new: int
    duplicate: int
    rejected: tuple[Rejection, ...]
    undated: tuple[str, ...]
    """Paths of new articles without a date."""
    events: int
    statements: int


@dataclass(slots=True)
class _Tally:
    read: int = 0
    new: int = 0
    duplicate: int = 0
    events: int = 0
    statements: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)


def _read_settings(folder: Path) -> dict[str, Any]:
    path = folder / "themegraph.toml"
    if not path.is_file():
        msg = f"{folder} is not a themegraph workspace: it has no themegraph.toml. Make one with: themegraph init {folder}"
        raise WorkspaceNotFound(msg)
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        msg = f"{path} is not valid TOML: {problem}. Restore it, or make a new workspace with themegraph init."
        raise WorkspaceVersionError(msg) from problem
    if found.get("format") != WORKSPACE_FORMAT:
        msg = f"{path} says format {found.get('format')!r}; themegraph {__version__} reads {WORKSPACE_FORMAT!r}. Make a new workspace and ingest the articles again."
        raise WorkspaceVersionError(msg)
    settings: dict[str, Any] = found.get("settings", {})
    for name in settings:
        if name not in _SETTINGS:
            msg = f"{path} has an unknown setting {name!r}; known are {', '.join(sorted(_SETTINGS))}.{nearest(name, _SETTINGS)}"
            raise WorkspaceVersionError(msg)
    return settings


def _extractor(lexicon: Lexicon, settings: dict[str, Any]) -> Extractor:
    from themegraph import plugins
    from themegraph.extract import Extractor

    tagger, classifier = str(settings.get("tagger", _TAGGER)), str(settings.get("classifier", _CLASSIFIER))
    return Extractor(
        lexicon,
        tagger=plugins.load("taggers", tagger)() if tagger else None,
        classifier=plugins.load("classifiers", classifier)() if classifier else None,
    )


def extract_forms(paths: Iterable[Path], *, kg: str | PathLike[str] | None = None) -> Iterator[dict[str, Any] | Rejection]:
    """Yield what is read in articles, in the published form; nothing is stored.

    Names are those of a workspace, or of the shipped reference data where none is given.
    """
    from themegraph.extract import Lexicon, extraction_form
    from themegraph.ingest.articles import Rejection, read_articles

    if kg is not None:
        extractor = ThemeGraph.open(kg).extractor
    else:
        from themegraph.ingest.reference import read_reference
        from themegraph.resources import data_path

        extractor = _extractor(Lexicon.build(read_reference(data_path())), {})
    for item in read_articles(paths):
        yield item if isinstance(item, Rejection) else extraction_form(item, extractor.extract(item))


def lint_knowledge(kg: str | PathLike[str] | None = None) -> LintKnowledge:
    """Return what reports are checked against: a workspace, or the shipped reference data where none is given."""
    if kg is not None:
        return ThemeGraph.open(kg).lint_knowledge()
    from themegraph.ingest.reference import read_reference
    from themegraph.report.lint import ReferenceKnowledge
    from themegraph.resources import data_path

    return ReferenceKnowledge(read_reference(data_path()))


class ThemeGraph:
    """An open workspace.

    Questions take ``as_of`` (only what was public by that day) and ``known_at`` (only what this workspace had learned by that instant;
    ``None``: no limit). Nothing here reads the clock.
    """

    def __init__(self, path: Path, settings: dict[str, Any]) -> None:
        self.path = path
        self._settings = settings

    def __repr__(self) -> str:
        return f"ThemeGraph({str(self.path)!r})"

    # -- making and opening ---------------------------------------------------------------------------------------------------------

    @classmethod
    def open(cls, path: str | PathLike[str]) -> ThemeGraph:
        """Return the workspace in a folder.

        Raises
        ------
        WorkspaceNotFound, WorkspaceVersionError
            If the folder is no workspace, or one of another format.
        """
        folder = Path(path)
        return cls(folder, _read_settings(folder))

    @classmethod
    def create(cls, path: str | PathLike[str], *, data: str | PathLike[str] | None = None, run_at: datetime | None = None) -> ThemeGraph:
        """Return a new workspace with the reference data of a folder, or the shipped ones.

        ``run_at`` is the instant at which the data count as learned; the default is the present one.

        Raises
        ------
        WorkspaceExists
            If the folder is there and not empty.
        BadReferenceData
            If a reference file breaks its schema; nothing is left behind.
        """
        from themegraph.extract import Lexicon
        from themegraph.graph.keep import load_reference
        from themegraph.graph.store import OxigraphStore
        from themegraph.ingest.reference import read_reference
        from themegraph.ontology import load_ontology
        from themegraph.resources import data_path

        folder = Path(path)
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            what = "already is a workspace" if (folder / "themegraph.toml").is_file() else "exists and is not empty"
            msg = f"{folder} {what}; name a new or empty folder."
            raise WorkspaceExists(msg)
        source = Path(data) if data is not None else data_path()
        reference = read_reference(source)
        partial = folder.with_name(f".{folder.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        try:
            partial.mkdir(parents=True)
            (partial / "reference").mkdir()
            for name in _CALENDAR_FILES:
                if (source / name).is_file():
                    shutil.copyfile(source / name, partial / "reference" / name)
            Lexicon.build(reference).save(partial / "lexicon.bin")
            with OxigraphStore(partial / "store") as store:
                load_reference(
                    store, reference, dataset="shipped" if data is None else "own", learned_at=run_at or datetime.now(UTC), ontology=load_ontology()
                )
                store.flush()
            (partial / "unpublished").touch()
            (partial / "themegraph.toml").write_text(
                _TOML.format(format=WORKSPACE_FORMAT, version=__version__, tagger=_TAGGER, classifier=_CLASSIFIER), encoding="utf-8"
            )
            if folder.exists():
                folder.rmdir()
            partial.rename(folder)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        made = cls.open(folder)
        made._publish()
        return made

    # -- parts ----------------------------------------------------------------------------------------------------------------------

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
        return _extractor(self.lexicon, self._settings)

    @property
    def snapshot(self) -> Snapshot:
        """The graph as arrays, compiled again first if the store is ahead of it and nobody is writing."""
        from themegraph.graph.publish import open_current, writer_active

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

    @contextmanager
    def _reading(self) -> Iterator[OxigraphStore]:
        from themegraph.graph.store import OxigraphStore

        with OxigraphStore(self.path / "store", read_only=True) as store:
            yield store

    @contextmanager
    def _writing(self) -> Iterator[OxigraphStore]:
        from themegraph.graph.publish import writer_lock
        from themegraph.graph.store import OxigraphStore

        with writer_lock(self.path), OxigraphStore(self.path / "store") as store:
            yield store

    def _publish(self) -> None:
        """Compile the snapshot from the store and put it in place of the current one."""
        from themegraph.graph.compile import compile_snapshot
        from themegraph.graph.publish import publish_snapshot

        with self._reading() as store:
            publish_snapshot(self.path / "snapshot", compile_snapshot(store, ontology=self.ontology, cache=self._kept))
        (self.path / "unpublished").unlink(missing_ok=True)

    # -- writing --------------------------------------------------------------------------------------------------------------------

    def ingest(
        self, paths: Iterable[str | PathLike[str]], *, run_at: datetime | None = None, progress: Callable[[str], None] | None = None
    ) -> IngestSummary:
        """Read articles from files and folders and keep them; return what became of each.

        An article enters whole or not at all. The same text again changes nothing. If the work is interrupted, what was read before stays.

        Parameters
        ----------
        run_at
            The instant at which the articles count as learned; the default is the present one.
        progress
            Called with the path of each file when it has been read.

        Raises
        ------
        WorkspaceLocked
            If another process is writing.
        """
        from themegraph.graph.keep import add_article, has_article
        from themegraph.ingest.articles import Rejection, read_articles

        learned_at = run_at or datetime.now(UTC)
        tally = _Tally()
        last = ""
        with self._writing() as store:
            try:
                for item in read_articles([Path(p) for p in paths]):
                    path = item.path.partition("#")[0]
                    if progress is not None and path != last:
                        progress(path)
                    last = path
                    if isinstance(item, Rejection):
                        tally.rejected.append(item)
                        continue
                    tally.read += 1
                    if has_article(store, item.id):
                        tally.duplicate += 1
                        continue
                    extraction = self.extractor.extract(item)
                    if not tally.new:
                        (self.path / "unpublished").touch()
                    add_article(store, item, extraction, learned_at=learned_at, ontology=self.ontology)
                    tally.new += 1
                    tally.events += len(extraction.events)
                    tally.statements += len(extraction.readings)
                    if item.published_at is None:
                        tally.undated.append(item.path)
            finally:
                store.flush()
        if tally.new:
            self._publish()
        return IngestSummary(
            read=tally.read,
            new=tally.new,
            duplicate=tally.duplicate,
            rejected=tuple(tally.rejected),
            undated=tuple(tally.undated),
            events=tally.events,
            statements=tally.statements,
        )

    def import_holdings(
        self,
        paths: Iterable[str | PathLike[str]],
        *,
        format: str = "auto",
        fund: str | None = None,
        as_of: date | None = None,
        prices: str | PathLike[str] | None = None,
        other_market: str | None = None,
        board: str | None = None,
        run_at: datetime | None = None,
    ) -> HoldingsImportAnswer:
        """Read weights and the reference rows that come with them from files; return what became of each.

        All that is new in one call is one data set of its own, learned at ``run_at``. What is known already changes nothing. The other parameters
        are those of :func:`themegraph.ingest.holdings.read_holdings`.

        Raises
        ------
        UnknownFormat, InputError
            If a file is none that we read, or the price file cannot be read; nothing is written then.
        WorkspaceLocked
            If another process is writing.
        """
        from themegraph.extract import Lexicon
        from themegraph.graph.additions import additions, together
        from themegraph.graph.keep import load_reference
        from themegraph.graph.reference import data_version, reference_of
        from themegraph.ingest.holdings import ReferenceResolver, read_holdings
        from themegraph.model import kind_of
        from themegraph.model.answers import HoldingsImportAnswer, ImportLine
        from themegraph.query.facts import SHANGHAI
        from themegraph.query.holdings import rows_of_tables

        learned_at = run_at or datetime.now(UTC)
        day = learned_at.astimezone(SHANGHAI).date()
        files = [Path(p) for p in paths]
        with self._writing() as store:
            known = reference_of(store, ontology=self.ontology)
            found = read_holdings(
                files,
                resolver=ReferenceResolver(known),
                format=format,
                fund=fund,
                as_of=as_of,
                run_on=day,
                prices=prices,
                index_tables=[t for t in known.tables if t.basis == "index_weight"],
                other_market=other_market,
                board=board,
            )
            new = additions(
                known, tables=found.tables, listings=found.listings, funds=found.funds, memberships=found.memberships, entities=found.entities
            )
            changed = bool(new.tables or new.listings or new.funds or new.memberships or new.entities)
            if changed:
                (self.path / "unpublished").touch()
                load_reference(store, new, dataset=f"import-{data_version(new)[:12]}", learned_at=learned_at, ontology=self.ontology)
                store.flush()
            if new.entities or new.listings or new.funds:
                fresh = self.path / ".lexicon.bin.partial"
                Lexicon.build(together(known, new)).save(fresh)
                fresh.replace(self.path / "lexicon.bin")
                self.__dict__.pop("lexicon", None)
                self.__dict__.pop("extractor", None)
        if changed:
            self._publish()
        facts, numbers = self._ask(day, None)
        return HoldingsImportAnswer(
            files=len(files),
            formats=found.formats,
            tables=rows_of_tables(facts, {t.id for t in new.tables}, **numbers),
            tables_known=len(found.tables) - len(new.tables),
            funds=len(new.funds),
            companies=sum(kind_of(e.id) == "company" for e in new.entities),
            listings=len(new.listings),
            memberships=len(new.memberships),
            quarantined=tuple(ImportLine(file=q.file, line=q.line, code=q.reason, message=q.message) for q in found.quarantined),
            notes=tuple(ImportLine(file=n.file, line=n.line, code=n.kind, message=n.message) for n in found.notes),
        )

    # -- taking back ----------------------------------------------------------------------------------------------------------------

    def retract(self, what: str, *, reason: str, author: str = "", run_at: datetime | None = None) -> bool:
        """Close what an article, a statement or a source supports from this moment on; it stays in the store.

        Parameters
        ----------
        what
            ``article:…``, ``statement:…``, or the name of a source.

        Returns
        -------
        bool
            False if it was closed before.

        Raises
        ------
        InputError
            If there is no such thing.
        """
        from themegraph.graph.lifecycle import retract

        return self._change(lambda store: retract(store, what, at=run_at or datetime.now(UTC), reason=reason, author=author, ontology=self.ontology))

    def unretract(self, what: str, *, reason: str = "", author: str = "", run_at: datetime | None = None) -> bool:
        """Let what was retracted count again from this moment on; return False if it counts, or was purged."""
        from themegraph.graph.lifecycle import unretract

        return self._change(
            lambda store: unretract(store, what, at=run_at or datetime.now(UTC), reason=reason, author=author, ontology=self.ontology)
        )

    def purge(self, article: str, *, reason: str, author: str = "", run_at: datetime | None = None) -> bool:
        """Erase an article's words and all that was read in it; a tombstone stays. Return False if it was purged before."""
        from themegraph.graph.lifecycle import purge_article

        at = run_at or datetime.now(UTC)
        done = self._change(lambda store: purge_article(store, article, at=at, reason=reason, author=author, ontology=self.ontology))
        if done:
            # Neither what compiling keeps nor the snapshot before this one may hold a word of it.
            self._kept.articles.forget()
            self._publish()
            self._publish()
        return done

    def _change(self, change: Callable[[OxigraphStore], bool]) -> bool:
        with self._writing() as store:
            (self.path / "unpublished").touch()
            try:
                done = change(store)
            finally:
                store.flush()
        self._publish()
        return done

    # -- who is who -----------------------------------------------------------------------------------------------------------------

    def _ids(self) -> tuple[set[str], set[str]]:
        """Return the ids that the graph has, and those that reference data have."""
        from themegraph.graph.reference import datasets

        snapshot = self.snapshot
        with self._reading() as store:
            part = self._kept.reference(store, datasets(store), ontology=self.ontology)
        return {snapshot.id_of(n) for n in range(len(snapshot.nodes))}, set(part.labels)

    def alias(self, name: str, entity: str, *, undo: bool = False, reason: str = "", author: str = "", run_at: datetime | None = None) -> bool:
        """Let a thing be called by one more name, in questions and in articles read from now on; or undo that.

        Raises
        ------
        InputError
            If nothing has that id.
        """
        return self.aliases([(name, entity)], undo=undo, reason=reason, author=author, run_at=run_at) == 1

    def aliases(
        self, given: Iterable[tuple[str, str]], *, undo: bool = False, reason: str = "", author: str = "", run_at: datetime | None = None
    ) -> int:
        """Give or take (name, entity) pairs; return how many changed something. The lexicon is built again once."""
        from themegraph.extract import Lexicon
        from themegraph.graph.identity import add_alias, names_given, remove_alias, with_aliases
        from themegraph.graph.reference import recent_reference

        at, known, done = run_at or datetime.now(UTC), self._ids()[0], 0
        with self._writing() as store:
            (self.path / "unpublished").touch()
            try:
                for name, entity in given:
                    if undo:
                        done += remove_alias(store, name, entity, at=at, reason=reason, author=author)
                    else:
                        done += add_alias(store, name, entity, known=known, at=at, reason=reason, author=author)
            finally:
                store.flush()
            if done:
                data = with_aliases(recent_reference(store, ontology=self.ontology), names_given(store))
                partial = self.path / ".lexicon.partial"
                Lexicon.build(data).save(partial)
                partial.replace(self.path / "lexicon.bin")
                for name in ("lexicon", "extractor"):
                    self.__dict__.pop(name, None)
        self._publish()
        return done

    def merge(self, gone: str, stays: str, *, reason: str = "", author: str = "", run_at: datetime | None = None) -> bool:
        """Take what texts say of one thing as said of another; return False if it is so already.

        Raises
        ------
        InputError
            If an id is not there, stands in the reference data, or the join is forbidden.
        """
        from themegraph.graph.identity import merge

        known, reference = self._ids()
        at = run_at or datetime.now(UTC)
        return self._change(lambda store: merge(store, gone, stays, known=known, reference=reference, at=at, reason=reason, author=author))

    def split(self, gone: str, *, reason: str = "", author: str = "", run_at: datetime | None = None) -> bool:
        """Undo :meth:`merge`; return False if the thing was not joined."""
        from themegraph.graph.identity import split

        return self._change(lambda store: split(store, gone, at=run_at or datetime.now(UTC), reason=reason, author=author))

    def forbid(self, one: str, other: str, *, undo: bool = False, reason: str = "", author: str = "", run_at: datetime | None = None) -> bool:
        """Forbid that two things are ever joined, or lift that; return False if nothing changes."""
        from themegraph.graph.identity import forbid

        at = run_at or datetime.now(UTC)
        return self._change(lambda store: forbid(store, one, other, undo=undo, at=at, reason=reason, author=author))

    def review(self, *, top: int = 20) -> tuple[Unlinked, ...]:
        """Return the names in texts that stand for nothing in the reference data, most frequent first."""
        from themegraph.graph.evidence import gather_headings
        from themegraph.graph.identity import merged, rename, unlinked

        _, reference = self._ids()
        with self._reading() as store:
            headings = gather_headings(store, ontology=self.ontology, kept=self._kept.articles)
            joined = merged(store)
        live = [replace(h, extraction=rename(h.extraction, joined)) for h in headings if all(until is not None for _, until in h.closed)]
        return unlinked(live, reference=reference)[:top]

    # -- care -----------------------------------------------------------------------------------------------------------------------

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

        def add(store: OxigraphStore) -> bool:
            count[0] = import_quads(store, raw, form=form)
            return True

        self._change(add)
        return count[0]

    def backup(self, output: str | PathLike[str]) -> int:
        """Write the workspace to one file, while it may be in use; return the number of quads."""
        from themegraph.graph.backup import back_up

        return back_up(self.path, Path(output))

    @classmethod
    def restore(cls, source: str | PathLike[str], folder: str | PathLike[str]) -> ThemeGraph:
        """Return the workspace that a backup holds, made in a new or empty folder."""
        from themegraph.graph.backup import restore

        restore(Path(source), Path(folder))
        made = cls.open(folder)
        made._publish()
        return made

    # -- asking ---------------------------------------------------------------------------------------------------------------------

    def _contents(self) -> Callable[[str], str]:
        """Return article id → content, read from the store when first asked for."""
        contents: dict[str, str] = {}
        opened: list[OxigraphStore] = []

        def content(article: str) -> str:
            if article not in contents:
                from themegraph.graph.rdf import article_of
                from themegraph.graph.store import OxigraphStore

                # One view of the store for all quotes of an answer: opening it costs more than reading from it.
                if not opened:
                    opened.append(OxigraphStore(self.path / "store", read_only=True))
                found = article_of(opened[0], article)
                contents[article] = found.content if found else ""
            return contents[article]

        return content

    def _facts(self, as_of: date, known_at: datetime | None) -> Facts:
        from themegraph.query.facts import Facts

        return Facts(self.snapshot, as_of, known_at, self._contents())

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

    def events(self, query: str = "", *, as_of: date, known_at: datetime | None = None, top: int = 20, quotes: int = 1) -> EventsAnswer:
        """Return the events that fit a question, best first; all of them, latest first, for no question."""
        from themegraph.query.lists import answer_events

        return answer_events(self._facts(as_of, known_at), query, top=top, quotes=quotes)

    def beneficiaries(self, query: str, *, as_of: date, known_at: datetime | None = None, hops: int = 2, top: int = 20) -> BeneficiariesAnswer:
        """Return who gains and who loses by an event."""
        from themegraph.query.exposures import answer_beneficiaries

        facts = self._facts(as_of, known_at)
        return answer_beneficiaries(facts, query, calendars=self._calendars(facts.snapshot), table=self._table(), hops=hops, top=top)

    def exposure(
        self, query: str, *, as_of: date, known_at: datetime | None = None, weights_as_of: date | None = None, top: int = 20, hops: int = 2
    ) -> ExposureAnswer:
        """Return which ETFs are exposed to an event, by how much, by which path, on whose word, as of when.

        Parameters
        ----------
        query
            An event id, a company, a code, a theme, or free words over the events.
        as_of
            Only articles published, memberships and weights known by this day are used.
        known_at
            Only what this workspace had learned by then; ``None``: no limit.
        weights_as_of
            Use the weights known by this day instead: a scenario with later data, headed as such.
        top
            How many funds.
        hops
            Longest walk from the event's companies, 1 to 3.

        Raises
        ------
        UnknownEvent
            For an event id that is not there. A question that no event fits gives an answer without rows.
        """
        from themegraph.query.exposures import answer_exposure

        facts = self._facts(as_of, known_at)
        return answer_exposure(
            facts, query, calendars=self._calendars(facts.snapshot), table=self._table(), weights_as_of=weights_as_of, top=top, hops=hops
        )

    def explain(
        self, query: str, etf: str, *, as_of: date, known_at: datetime | None = None, weights_as_of: date | None = None, hops: int = 2
    ) -> ExplainAnswer:
        """Return the arithmetic of one ETF's exposure to an event.

        Raises
        ------
        UnknownEntity
            If no ETF has that code or name.
        QuestionError
            If no event fits the question.
        """
        from themegraph.query.exposures import answer_explain

        facts = self._facts(as_of, known_at)
        answer = answer_explain(
            facts, query, etf, calendars=self._calendars(facts.snapshot), table=self._table(), weights_as_of=weights_as_of, hops=hops
        )
        if answer is None:
            msg = f"No event public by {as_of} fits {query!r}. themegraph events lists those that are there."
            raise QuestionError(msg)
        return answer

    def entity(self, name: str, *, as_of: date, known_at: datetime | None = None) -> EntityAnswer:
        """Return what is known of a company, fund, index, theme or other entity.

        Raises
        ------
        UnknownEntity
            If nothing has that id, code or name.
        """
        from themegraph.query.lists import answer_entity

        return answer_entity(self._facts(as_of, known_at), name)

    # -- asking the other way ----------------------------------------------------------------------------------------------------------

    def _ask(self, as_of: date, known_at: datetime | None) -> tuple[Facts, dict[str, Any]]:
        """Return what questions are answered from: facts, and the calendars and coefficients as arguments."""
        facts = self._facts(as_of, known_at)
        return facts, {"calendars": self._calendars(facts.snapshot), "table": self._table()}

    def whynot(self, query: str, etf: str, *, as_of: date, known_at: datetime | None = None, top: int = 20, hops: int = 2) -> WhyNotAnswer:
        """Return why an ETF is not exposed to an event, or what its place rests on.

        Raises
        ------
        UnknownEntity, UnknownEvent
            If no ETF has that code or name, or no event that id.
        QuestionError
            If no event fits the question.
        """
        from themegraph.query.whynot import answer_whynot

        facts, numbers = self._ask(as_of, known_at)
        return answer_whynot(facts, query, etf, top=top, hops=hops, **numbers)

    def compare(self, query: str, etfs: Iterable[str], *, as_of: date, known_at: datetime | None = None, hops: int = 2) -> CompareAnswer:
        """Return the exposures of some ETFs to an event side by side, also of those that nothing reaches.

        Raises
        ------
        UnknownEntity, UnknownEvent, QuestionError
            As :meth:`whynot`; a fund named twice is an error too.
        """
        from themegraph.query.whynot import answer_compare

        facts, numbers = self._ask(as_of, known_at)
        return answer_compare(facts, query, tuple(etfs), hops=hops, **numbers)

    def etf(self, code: str, *, since: date | None = None, as_of: date, known_at: datetime | None = None, top: int = 20, hops: int = 2) -> FundAnswer:
        """Return which events since a day (30 days back if none is given) touch an ETF, and their combined exposure.

        Raises
        ------
        UnknownEntity
            If no ETF has that code or name.
        """
        from themegraph.query.reverse import answer_fund

        facts, numbers = self._ask(as_of, known_at)
        return answer_fund(facts, code, since=since, top=top, hops=hops, **numbers)

    def company(
        self, name: str, *, since: date | None = None, as_of: date, known_at: datetime | None = None, top: int = 20, hops: int = 2
    ) -> CompanyAnswer:
        """Return the events since a day that name a company or reach it through relations, and the ETFs that hold it.

        Raises
        ------
        UnknownEntity
            If no company has that id, code or name.
        """
        from themegraph.query.reverse import answer_company

        facts, numbers = self._ask(as_of, known_at)
        return answer_company(facts, name, since=since, top=top, hops=hops, **numbers)

    def portfolio(
        self, file: Path, query: str, *, as_of: date, known_at: datetime | None = None, allow_short: bool = False, hops: int = 2
    ) -> PortfolioAnswer:
        """Return what an event means for the holdings of a CSV file, by line and in total, ETFs looked through.

        Raises
        ------
        InputError
            If the file cannot be read as a portfolio; the message names the lines.
        UnknownEvent, QuestionError
            If no event fits the question.
        """
        from themegraph.query.portfolio import answer_portfolio
        from themegraph.query.positions import read_positions

        facts, numbers = self._ask(as_of, known_at)
        return answer_portfolio(facts, read_positions(file, facts.snapshot, allow_short=allow_short), query, hops=hops, **numbers)

    def overlap(self, etfs: Iterable[str], *, as_of: date, known_at: datetime | None = None, top: int = 10) -> OverlapAnswer:
        """Return how much each pair of ETFs holds in common.

        Raises
        ------
        UnknownEntity, QuestionError
            If a name is no ETF, or fewer than two are named.
        """
        from themegraph.query.overlap import answer_overlap

        facts, numbers = self._ask(as_of, known_at)
        return answer_overlap(facts, tuple(etfs), top=top, **numbers)

    def screen(
        self, expression: str, *, event: str = "", as_of: date, known_at: datetime | None = None, top: int = 20, hops: int = 2
    ) -> ScreenAnswer:
        """Return the ETFs that meet an expression such as ``theme=国产GPU and fee<0.5``.

        Raises
        ------
        QuestionError
            If the expression cannot be read (the message shows the place), needs an event, or no event fits.
        UnknownEntity
            If there is no such theme.
        """
        from themegraph.query.screen import answer_screen

        facts, numbers = self._ask(as_of, known_at)
        return answer_screen(facts, expression, event=event, top=top, hops=hops, **numbers)

    def watch(
        self,
        query: str = "",
        *,
        as_of: date,
        known_at: datetime | None = None,
        threshold: float = 0.005,
        reset: bool = False,
        top: int = 20,
        hops: int = 2,
    ) -> WatchAnswer:
        """Return what changed since the last look at a question, and remember this look in the workspace.

        Raises
        ------
        QuestionError
            If the last look was of a later day.
        WorkspaceError
            If the file of last looks cannot be read; ``reset`` begins anew.
        """
        from themegraph.query.watch import answer_watch, read_looks, write_looks

        path = self.path / "watch.json"
        try:
            looks = read_looks(path)
        except WorkspaceError:
            if not reset:
                raise
            looks = {}
        facts, numbers = self._ask(as_of, known_at)
        question = " ".join(query.split())
        answer, look = answer_watch(facts, question, None if reset else looks.get(question), threshold=threshold, top=top, hops=hops, **numbers)
        write_looks(path, {**looks, question: look})
        return answer

    def holdings_status(self, etfs: Iterable[str] = (), *, as_of: date, known_at: datetime | None = None, top: int = 50) -> HoldingsStatusAnswer:
        """Return the weight tables of some ETFs, all of each; without names the one in use for every ETF that has one.

        Raises
        ------
        UnknownEntity
            If a name is no ETF.
        """
        from themegraph.query.holdings import answer_holdings_status

        facts, numbers = self._ask(as_of, known_at)
        return answer_holdings_status(facts, tuple(etfs), top=top, **numbers)

    def conflicts(self, *, as_of: date, known_at: datetime | None = None, quotes: int = 3) -> ConflictsAnswer:
        """Return the claims and events that some sources assert and some deny, with the words of both sides."""
        from themegraph.query.conflicts import find_conflicts

        return find_conflicts(self._facts(as_of, known_at), quotes=quotes)

    def diff(self, query: str, *, first: tuple[date, datetime | None], second: tuple[date, datetime | None], top: int = 20) -> ChangesAnswer:
        """Return what changed in the exposure to an event between two moments, each a day (as_of) and an instant (known_at)."""
        from themegraph.query.changes import compare
        from themegraph.query.exposures import answer_exposure

        answers, events = [], []
        for as_of, known_at in (first, second):
            facts = self._facts(as_of, known_at)
            answer = answer_exposure(facts, query, calendars=self._calendars(facts.snapshot), table=self._table(), top=top)
            answers.append(answer)
            rows = {facts.snapshot.text(int(i)): n for n, i in enumerate(facts.snapshot.events.id)}
            events.append({e.id: facts.event_row(rows[e.id], quotes=1_000) for e in answer.events})
        return compare(query, *answers, quotes=(events[0], events[1]))

    def stats(self) -> StatsAnswer:
        """Return how much the workspace holds."""
        from themegraph.query.lists import answer_stats

        return answer_stats(self.snapshot)

    # -- writing answers down ---------------------------------------------------------------------------------------------------------

    def draw(
        self,
        query: str,
        output: Path,
        *,
        as_of: date,
        known_at: datetime | None = None,
        weights_as_of: date | None = None,
        top: int = 20,
        hops: int = 2,
        kind: str = "graph",
        etf: str = "",
    ) -> None:
        """Write a picture of an event that loads nothing from the network.

        Parameters
        ----------
        output
            ``.html`` for a page; for all kinds but ``graph`` also ``.svg``, or ``.png`` drawn by a Chromium found on PATH.
        kind
            ``graph``, ``flow``, ``timeline``, ``matrix`` or ``card``.
        etf
            The fund of a ``card``; empty: the one that stands first.

        Raises
        ------
        QuestionError
            If no event fits the question, the kind cannot be written in that form, or a PNG is asked for without a browser; no file is written then.
        """
        from themegraph.render.network import network_html
        from themegraph.render.page import drawing_html, to_png
        from themegraph.render.picture import picture_of

        if not output.parent.is_dir():
            msg = f"The folder {output.parent} does not exist; {output.name} was not written."
            raise WorkspaceError(msg)
        form = output.suffix.lower()
        allowed = (".html", ".png") if kind == "graph" else (".svg", ".html", ".png")
        if form not in allowed:
            msg = f"A picture of kind {kind} is written as {', '.join(allowed)}, not {form or 'a file without an ending'!r}."
            raise UnknownFormat(msg)
        if kind == "graph":
            answer = self.exposure(query, as_of=as_of, known_at=known_at, weights_as_of=weights_as_of, top=top, hops=hops)
            if not answer.events:
                raise QuestionError(_nothing_to_draw(query, as_of))
            page = network_html(picture_of(answer))
            if form == ".png":
                _write_bytes(output, to_png(page, width=1400, height=1000))
            else:
                _write_text(output, page)
            return
        drawing = self._drawing(query, kind, etf, as_of=as_of, known_at=known_at, weights_as_of=weights_as_of, top=top, hops=hops)
        if form == ".svg":
            _write_text(output, drawing.svg)
        elif form == ".html":
            _write_text(output, drawing_html(drawing))
        else:
            _write_bytes(output, to_png(drawing_html(drawing), width=drawing.width + 40, height=drawing.height + 24))

    def _drawing(
        self, query: str, kind: str, etf: str, *, as_of: date, known_at: datetime | None, weights_as_of: date | None, top: int, hops: int
    ) -> Drawing:
        """Return a static picture of an event."""
        from themegraph.render.card import draw_card
        from themegraph.render.flow import draw_flow
        from themegraph.render.matrix import draw_matrix
        from themegraph.render.timeline import draw_timeline

        if kind in {"timeline", "matrix"}:
            rows = self.events(query, as_of=as_of, known_at=known_at, top=30 if kind == "timeline" else 9, quotes=1).rows
            if not rows:
                raise QuestionError(_nothing_to_draw(query, as_of))
            if kind == "timeline":
                return draw_timeline(query, rows)
            answers = [self.exposure(r.id, as_of=as_of, known_at=known_at, weights_as_of=weights_as_of, top=top, hops=hops) for r in rows]
            return draw_matrix(query, answers)
        if kind == "card" and etf:
            return draw_card(self.explain(query, etf, as_of=as_of, known_at=known_at, weights_as_of=weights_as_of, hops=hops))
        answer = self.exposure(query, as_of=as_of, known_at=known_at, weights_as_of=weights_as_of, top=top, hops=hops)
        if not answer.events:
            raise QuestionError(_nothing_to_draw(query, as_of))
        if kind == "flow":
            return draw_flow(answer)
        if kind != "card":
            msg = f"No picture of kind {kind!r}; there are graph, flow, timeline, matrix, card.{nearest(kind, ('graph', 'flow', 'timeline', 'matrix', 'card'))}"
            raise QuestionError(msg)
        if not answer.rows:
            msg = f"No fund with usable weights is reached by {query!r} as of {as_of}; name one with etf."
            raise QuestionError(msg)
        return draw_card(self.explain(query, answer.rows[0].etf.code, as_of=as_of, known_at=known_at, weights_as_of=weights_as_of, hops=hops))

    def report(self, theme: str, *, as_of: date, known_at: datetime | None = None, window: int = 3, lang: str = "zh", form: str = "md") -> str:
        """Return the theme report of a day: a Jekyll post (``md``), ``json`` with the facts behind every sentence, or a page (``html``).

        Raises
        ------
        UnknownEntity
            If there is no such theme; the message names the nearest.
        QuestionError
            For a language or form that is not there.
        """
        from themegraph.report.document import write_report

        return write_report(self._report(theme, as_of, known_at, window, lang), form=form)

    def report_diff(
        self, theme: str, before: date, after: date, *, known_at: datetime | None = None, window: int = 3, lang: str = "zh", form: str = "md"
    ) -> str:
        """Return what is new, gone and changed between the theme's reports of two days.

        Raises
        ------
        UnknownEntity
            If there is no such theme; the message names the nearest.
        """
        from themegraph.report.diff import diff_reports
        from themegraph.report.document import write_report

        first, second = (self._report(theme, d, known_at, window, lang) for d in (before, after))
        return write_report(diff_reports(first, second), form=form)

    def _report(self, theme: str, as_of: date, known_at: datetime | None, window: int, lang: str) -> Report:
        from themegraph.report.material import theme_material
        from themegraph.report.theme import theme_report

        facts = self._facts(as_of, known_at)
        material = theme_material(facts, theme, calendars=self._calendars(facts.snapshot), table=self._table(), window=window)
        return theme_report(material, lang=lang)

    def lint_knowledge(self, *, as_of: date | None = None, known_at: datetime | None = None) -> LintKnowledge:
        """Return what this workspace knows, for checking reports with :func:`themegraph.report.lint.lint_text`."""
        from themegraph.report.lint import SnapshotKnowledge

        return SnapshotKnowledge(self.snapshot, self._contents(), as_of=as_of, known_at=known_at)

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

        return run_query(self.path / "store", query, form=form, timeout=timeout)

    def export(self, output: Path, *, form: str) -> None:
        """Write the whole graph to a file: trig, nq, ttl, jsonld or graphml."""
        from themegraph.graph.export import export_graph

        with self._reading() as store:
            export_graph(store, output, form=form, ontology=self.ontology)


def _nothing_to_draw(query: str, as_of: date) -> str:
    return f"No event public by {as_of} fits {query!r}; nothing was drawn. themegraph events lists those that are there."


def _write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    _write_bytes(path, text.encode("utf-8"))


def _write_bytes(path: Path, content: bytes) -> None:
    if not path.parent.is_dir():
        msg = f"The folder {path.parent} does not exist; {path.name} was not written."
        raise WorkspaceError(msg)
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
