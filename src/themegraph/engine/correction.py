"""What people correct: taking back what was said, and saying who is who."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from themegraph.engine.workspace import ANSWERS, REPORTS, Workspace

if TYPE_CHECKING:
    from themegraph.graph.identity import Unlinked
    from themegraph.graph.store import Store

__all__ = ["Correction"]


class Correction(Workspace):
    """Retraction and the identity ledger; each act is dated, signed and can be undone, but for a purge."""

    def retract(
        self,
        what: str,
        *,
        source: str | None = None,
        published: date | None = None,
        reason: str,
        author: str = "",
        run_at: datetime | None = None,
    ) -> bool:
        """Close what an article, a publication of it, a statement or a source supports from this moment on; it stays in the store.

        Parameters
        ----------
        what
            ``article:…``, ``publication:…``, ``statement:…``, or the name of a source.
        source, published
            Of an article only what this outlet published, or what was published on this day; the other publications of the same words still stand
            for them, and a text is read as the first of these has it.

        Returns
        -------
        bool
            False if it was closed before.

        Raises
        ------
        InputError
            If there is no such thing.
        """
        from themegraph.graph.lifecycle import first_published, retract

        at = run_at or datetime.now(UTC)

        def change(store: Store) -> bool:
            before = first_published(store)
            done = retract(store, what, source=source, published=published, at=at, reason=reason, author=author, ontology=self.ontology)
            self._read_moved(store, before, at=at)
            return done

        return self._change(change)

    def unretract(
        self,
        what: str,
        *,
        source: str | None = None,
        published: date | None = None,
        reason: str = "",
        author: str = "",
        run_at: datetime | None = None,
    ) -> bool:
        """Let what was retracted, or a row that was held back, count again from this moment on; return False if it counts, or was purged."""
        from themegraph.graph.acts import quarantined
        from themegraph.graph.lifecycle import first_published, unretract
        from themegraph.graph.quarantine import release

        at = run_at or datetime.now(UTC)

        def change(store: Store) -> bool:
            if what in quarantined(store):
                return release(store, what, at=at, reason=reason, author=author, ontology=self.ontology)
            before = first_published(store)
            done = unretract(store, what, source=source, published=published, at=at, reason=reason, author=author, ontology=self.ontology)
            self._read_moved(store, before, at=at)
            return done

        return self._change(change)

    def purge(self, article: str, *, reason: str, author: str = "", run_at: datetime | None = None) -> bool:
        """Erase an article's words, all that was read in it and what a model answered about it; a tombstone stays. Return False if it was purged before.

        The store's files are written anew, which takes some fifteen seconds for a million quads and room for them; a purge that was stopped in
        between is finished by another of the same article. What a remote store keeps of what was taken out of it is for its keeper to see to.
        """
        from themegraph.chat import forget
        from themegraph.graph.lifecycle import purge_article
        from themegraph.graph.locks import writer_lock
        from themegraph.graph.rewrite import rewrite_store

        at, place = run_at or datetime.now(UTC), self.store_place
        for about in (article, REPORTS):
            forget(self.path / ANSWERS, about)
        done = self._change(lambda store: purge_article(store, article, at=at, reason=reason, author=author, ontology=self.ontology))
        if isinstance(place, Path):
            with writer_lock(self.path):
                rewrite_store(place)
        if done:
            # Neither what compiling keeps nor the snapshot before this one may hold a word of it.
            self._kept.articles.forget()
            self._publish()
            self._publish()
        return done

    def _ids(self) -> tuple[set[str], set[str]]:
        """Return the ids that the graph has, and those that reference data have."""
        from themegraph.graph.reference import datasets

        snapshot = self.snapshot
        with self._reading() as store:
            part = self._kept.reference(store, datasets(store), ontology=self.ontology)
        return {snapshot.id_of(n) for n in range(len(snapshot.nodes))}, set(part.labels)

    def identify(self, text: str) -> str:
        """Return the id that an id, a code or a name stands for; an id that the graph does not have is returned as it is.

        Raises
        ------
        UnknownEntity
            If nothing has that code or name.
        InputError
            If several things have it.
        """
        from themegraph.errors import InputError
        from themegraph.query.find import resolve_entity

        if ":" in text:
            return text
        snapshot = self.snapshot
        node, others = resolve_entity(snapshot, text)
        if others:
            msg = f"{text!r} may be {', '.join(snapshot.id_of(n) for n in (node, *others[:4]))}; give the id."
            raise InputError(msg)
        return snapshot.id_of(node)

    def namesakes(self, name: str, entity: str) -> tuple[str, ...]:
        """Return the ids of what goes by a name besides one thing, by id."""
        snapshot = self.snapshot
        bearers = {snapshot.id_of(int(snapshot.nodes.issuer[n])) for n in snapshot.named(name)}
        return tuple(sorted(bearers - {entity}))

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
        from themegraph.graph.identity import add_alias, remove_alias

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
                self._compile_names(store)
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
        """Forbid that two things are ever taken for one, here and in articles read from now on, or lift that; return False if nothing changes."""
        from themegraph.graph.identity import forbid

        at = run_at or datetime.now(UTC)

        def change(store: Store) -> bool:
            done = forbid(store, one, other, undo=undo, at=at, reason=reason, author=author)
            if done:
                self._compile_names(store)
            return done

        return self._change(change)

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
