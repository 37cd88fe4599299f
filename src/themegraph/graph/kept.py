"""What compiling reads, kept from one time to the next: articles as the store gives them back. A thing can always be read from the store again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from themegraph.graph.ledger import ArticleEntry
from themegraph.graph.rdf import article_of, extraction_of
from themegraph.graph.store import Store
from themegraph.model import Article, Extraction
from themegraph.ontology import Ontology

__all__ = ["KeptArticles"]

_HEAD = b"themegraph/kept/1\n"


class _Row(msgspec.Struct, frozen=True, array_like=True):
    """One article on disk."""

    stamp: str
    article: Article
    extraction: Extraction


def _stamp(entry: ArticleEntry) -> str:
    """Return what changes whenever an article is read again."""
    return f"{entry.article} {entry.generation} {entry.read_at.isoformat()}"


class KeptArticles:
    """Articles read from one store before, in memory and, given a file, on disk: a row is added for each new one, none is changed.

    Parameters
    ----------
    path
        The file; ``None``: in memory only. A file that cannot be read, or was cut off, costs the time of reading the store again, nothing else.

    Notes
    -----
    A row holds for one stamp: article, which reading, its moment. Where writing a value and reading it back would change it (a qualifier that is a
    truth value), no row is written.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._rows: dict[str, tuple[Article, Extraction]] = {}
        self._new: list[bytes] = []
        self._loaded = path is None
        self._on_disk: set[str] = set()

    def _load(self) -> None:
        self._loaded = True
        if self.path is None or not self.path.is_file():
            return
        raw = self.path.read_bytes()
        if not raw.startswith(_HEAD):
            self.path.unlink(missing_ok=True)
            return
        decode = msgspec.msgpack.Decoder(_Row).decode
        at = len(_HEAD)
        while at + 4 <= len(raw):
            end = at + 4 + int.from_bytes(raw[at : at + 4], "big")
            if end > len(raw):
                break
            try:
                row = decode(raw[at + 4 : end])
            except (msgspec.DecodeError, ValueError):
                break
            self._rows[row.stamp] = (row.article, row.extraction)
            at = end
        self._on_disk = set(self._rows)
        if at != len(raw):  # a writer was stopped in the middle of a row
            with suppress(OSError), self.path.open("r+b") as file:
                file.truncate(at)

    def get(self, store: Store, entry: ArticleEntry, *, ontology: Ontology) -> tuple[Article, Extraction] | None:
        """Return an article with what was read in it, from here or else from the store; ``None`` if the store has no text of it."""
        if not self._loaded:
            self._load()
        stamp = _stamp(entry)
        found = self._rows.get(stamp)
        if found is None:
            article, extraction = (
                article_of(store, entry.article),
                extraction_of(store, entry.article, ontology=ontology, generation=entry.generation),
            )
            if article is None or extraction is None:
                return None
            found = self._rows[stamp] = (article, extraction)
            if self.path is not None:
                raw = msgspec.msgpack.encode(_Row(stamp=stamp, article=article, extraction=extraction))
                with suppress(msgspec.DecodeError, ValueError):
                    if msgspec.msgpack.encode(msgspec.msgpack.decode(raw, type=_Row)) == raw:
                        self._new.append(len(raw).to_bytes(4, "big") + raw)
        return found

    def texts(self) -> Iterator[Article]:
        """Yield the articles on disk; one that was read several times comes several times."""
        if not self._loaded:
            self._load()
        for article, _ in self._rows.values():
            yield article

    def save(self, articles: Iterable[str]) -> None:
        """Write what is new; drop from memory what is no longer of these articles."""
        wanted = set(articles)
        for stamp in [s for s in self._rows if s.partition(" ")[0] not in wanted]:
            del self._rows[stamp]
        if self.path is None or not self._new:
            return
        with suppress(OSError):  # a workspace that cannot be written is still answered from
            self.path.parent.mkdir(exist_ok=True)
            with self.path.open("ab") as file:
                file.write(b"".join(self._new) if file.tell() else _HEAD + b"".join(self._new))
        self._new = []

    def forget(self) -> None:
        """Erase the file and what is in memory, as a purge demands."""
        self._rows, self._new = {}, []
        if self.path is not None:
            self.path.unlink(missing_ok=True)
