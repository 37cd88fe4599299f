"""What comes into a workspace: articles, and weights with the reference rows beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field
from datetime import UTC, date, datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from themegraph.engine.workspace import Workspace
from themegraph.model.values import dataclass

if TYPE_CHECKING:
    from themegraph.ingest.articles import Rejection
    from themegraph.ingest.refresh import Fetch, Request
    from themegraph.model.answers.holdings import HoldingsImportAnswer

__all__ = ["IngestSummary", "Intake", "RefreshSummary", "RereadSummary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestSummary:
    """What became of the inputs."""

    read: int
    new: int
    republished: int
    """Texts that were there and now have one publication more: another outlet, day or address."""
    duplicate: int
    rejected: tuple[Rejection, ...]
    undated: tuple[str, ...]
    """Paths of new articles without a date."""
    events: int
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RereadSummary:
    """What became of articles that were read again."""

    read: int
    changed: int
    """Articles of which something else was read."""
    events: int
    """How many more events there are; negative: fewer."""
    statements: int
    """How many more relation readings there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshSummary:
    """What came from the network."""

    holdings: HoldingsImportAnswer | None
    """``None``: no frame of weights came."""
    articles: IngestSummary | None
    """``None``: no frame of news came."""
    failed: tuple[str, ...]
    """What each request that failed said."""


@dataclass(slots=True)
class _Tally:
    read: int = 0
    new: int = 0
    republished: int = 0
    duplicate: int = 0
    events: int = 0
    statements: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)


class Intake(Workspace):
    """Reading articles and weights into the store."""

    def ingest(
        self, paths: Iterable[str | PathLike[str]], *, run_at: datetime | None = None, progress: Callable[[str], None] | None = None
    ) -> IngestSummary:
        """Read articles from files and folders and keep them; return what became of each.

        An article enters whole or not at all. The same text from another outlet, of another day or at another address is kept as one more publication
        of it, and read again if that is the first one; otherwise the same text again changes nothing. If the work is interrupted, what was read before stays.

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
        from themegraph.graph.keep import add_article, add_publication, has_article, load_vocabulary
        from themegraph.graph.lifecycle import first_published
        from themegraph.ingest.articles import Rejection, read_articles

        learned_at = run_at or datetime.now(UTC)
        tally = _Tally()
        last, behind = "", self.path / "unpublished"
        was_behind = behind.exists()
        with self._writing() as store:
            load_vocabulary(store, ontology=self.ontology, at=learned_at)
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
                        behind.touch()
                        before = first_published(store, [item.id])
                        if add_publication(store, item, learned_at=learned_at, ontology=self.ontology):
                            tally.republished += 1
                            self._read_moved(store, before, at=learned_at)
                        else:
                            tally.duplicate += 1
                        continue
                    extraction = self.extractor.extract(item)
                    behind.touch()
                    add_article(store, item, extraction, learned_at=learned_at, ontology=self.ontology)
                    tally.new += 1
                    tally.events += len(extraction.events)
                    tally.statements += len(extraction.readings)
                    if item.published_at is None:
                        tally.undated.append(item.path)
            finally:
                store.flush()
        if tally.new or tally.republished:
            self._publish()
        elif not was_behind:
            behind.unlink(missing_ok=True)
        return IngestSummary(
            read=tally.read,
            new=tally.new,
            republished=tally.republished,
            duplicate=tally.duplicate,
            rejected=tuple(tally.rejected),
            undated=tuple(tally.undated),
            events=tally.events,
            statements=tally.statements,
        )

    def reread(self, articles: Iterable[str] = (), *, run_at: datetime | None = None, progress: Callable[[str], None] | None = None) -> RereadSummary:
        """Read articles of the store again with the extractor, the names and the settings of today; return what became of each.

        Where something else comes out, the reading before is closed and kept, and the new one opened, in one unit for each article. Publications,
        retractions and decisions on names stay; an answer asked for an earlier instant stays what it was. If the work is interrupted, what was read
        again before stays.

        Parameters
        ----------
        articles
            Ids; none: all whose text is there.
        run_at
            The instant from which the new readings hold; the default is the present one.
        progress
            Called with the id of each article when it has been read.

        Raises
        ------
        InputError
            If there is no such article, its text was purged, or its reading is later than ``run_at``; nothing is read then.
        """
        from themegraph.errors import InputError
        from themegraph.graph.keep import load_vocabulary
        from themegraph.graph.ledger import article_entries
        from themegraph.graph.lifecycle import first_published, known_article, replace_extraction

        at, read, changed, events, statements = run_at or datetime.now(UTC), 0, 0, 0, 0
        with self._writing() as store:
            named = [known_article(store, a) for a in articles]
            for entry in named:
                if entry.purged_at is not None:
                    raise InputError(f"The text of {entry.article} was purged; it cannot be read again.")
            wanted = named or [e for e in article_entries(store) if e.purged_at is None]
            late = max((e.read_at for e in wanted), default=at)
            if late > at:
                raise InputError(f"An article was read at {late.isoformat()}; a reading of {at.isoformat()}, before that, cannot follow it.")
            (self.path / "unpublished").touch()
            load_vocabulary(store, ontology=self.ontology, at=at)
            try:
                for entry in wanted:
                    article = first_published(store, [entry.article]).get(entry.article)
                    if article is None:
                        continue
                    extraction = self.extractor.extract(article)
                    read += 1
                    if replace_extraction(store, extraction, learned_at=at, ontology=self.ontology):
                        changed += 1
                        events += len(extraction.events) - entry.events
                        statements += len(extraction.readings) - entry.statements
                    if progress is not None:
                        progress(entry.article)
            finally:
                store.flush()
        self._publish()
        return RereadSummary(read=read, changed=changed, events=events, statements=statements)

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
        from themegraph.graph.additions import additions
        from themegraph.graph.keep import load_reference
        from themegraph.graph.reference import data_version, reference_of
        from themegraph.ingest.holdings import ReferenceResolver, read_holdings
        from themegraph.model import kind_of
        from themegraph.model.answers.holdings import HoldingsImportAnswer, ImportLine
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
                known,
                tables=found.tables,
                listings=found.listings,
                funds=found.funds,
                memberships=found.memberships,
                entities=found.entities,
                revenues=found.revenues,
            )
            changed = bool(new.tables or new.listings or new.funds or new.memberships or new.entities or new.revenues)
            if changed:
                (self.path / "unpublished").touch()
                load_reference(store, new, dataset=f"import-{data_version(new)[:12]}", learned_at=learned_at, ontology=self.ontology)
                store.flush()
            if new.entities or new.listings or new.funds:
                self._compile_names(store)
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
            revenues=len(new.revenues),
            rows_known=sum(map(len, (found.funds, found.listings, found.memberships, found.revenues)))
            - sum(map(len, (new.funds, new.listings, new.memberships, new.revenues))),
            quarantined=tuple(ImportLine(file=q.file, line=q.line, code=q.reason, message=q.message) for q in found.quarantined),
            notes=tuple(ImportLine(file=n.file, line=n.line, code=n.kind, message=n.message) for n in found.notes),
        )

    def refresh(
        self,
        etfs: Iterable[str] = (),
        *,
        source: str,
        news: Iterable[str] = (),
        run_at: datetime | None = None,
        fetch: Fetch | None = None,
        failed: Callable[[str], None] = lambda _: None,
    ) -> RefreshSummary:
        """Fetch weights of ETFs and news of companies from the network, and bring them in as files are; return what became of them.

        Nothing else in a workspace asks the network. A request that fails is passed over; what the others brought comes in.

        Parameters
        ----------
        etfs, news
            ETFs whose weights, and companies whose news, are asked for; by code or name.
        source
            ``akshare``, the only one.
        fetch
            What is called for each frame; ``None``: akshare itself.
        failed
            Called with the message of each request that failed.

        Raises
        ------
        UnknownEntity
            If no ETF or company has that code or name; nothing is fetched then.
        UnknownFormat
            For another source.
        MissingExtra
            If akshare is not installed.
        """
        from tempfile import TemporaryDirectory

        from themegraph.errors import InputError, UnknownFormat, nearest
        from themegraph.ingest.refresh import fetch_akshare, news_request, weight_requests, write_frame
        from themegraph.model import code_of
        from themegraph.query.facts import SHANGHAI
        from themegraph.query.find import resolve_entity, resolve_fund

        if source != "akshare":
            msg = f"No source {source!r} to refresh from; there is akshare.{nearest(source, ['akshare'])}"
            raise UnknownFormat(msg)
        learned_at, snapshot = run_at or datetime.now(UTC), self.snapshot
        day = learned_at.astimezone(SHANGHAI).date()
        funds = [resolve_fund(snapshot, etf)[0] for etf in etfs]
        index = dict(zip(snapshot.funds.node.tolist(), snapshot.funds.index.tolist(), strict=True))
        asked: list[Request] = []
        for fund in funds:
            tracked = index.get(fund, -1)
            asked += weight_requests(code_of(snapshot.id_of(fund)), code_of(snapshot.id_of(tracked)) if tracked >= 0 else None, day=day)
        told = [news_request(code_of(snapshot.id_of(resolve_entity(snapshot, company)[0]))) for company in news]
        said: list[str] = []
        with TemporaryDirectory() as folder:
            found: list[list[Path]] = []
            for requests in (asked, told):
                files: dict[Path, None] = {}
                for request in dict.fromkeys(requests):
                    try:
                        path = write_frame(request, (fetch or fetch_akshare)(request), Path(folder))
                    except InputError as problem:
                        said.append(str(problem))
                        failed(str(problem))
                        continue
                    if path is not None:
                        files[path] = None
                found.append(list(files))
            weights, articles = found
            return RefreshSummary(
                holdings=self.import_holdings(weights, run_at=learned_at) if weights else None,
                articles=self.ingest(articles, run_at=learned_at) if articles else None,
                failed=tuple(said),
            )
