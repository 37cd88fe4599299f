"""What state each part of a workspace is in, and what a damaged one still holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from themegraph.errors import ThemegraphError, WorkspaceError
from themegraph.graph.kept import KeptArticles
from themegraph.graph.ledger import ArticleEntry, article_entries
from themegraph.graph.place import open_store
from themegraph.graph.publish import open_current
from themegraph.graph.rdf import article_of
from themegraph.graph.store import Store
from themegraph.graph.terms import article_graph
from themegraph.model import Article

if TYPE_CHECKING:
    from themegraph.graph.remote import Endpoint

__all__ = ["Finding", "examine", "save_texts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    part: str
    """store, articles, snapshot, names, calendars, settings …"""
    good: bool
    message: str


_BROKEN = (ThemegraphError, OSError, RuntimeError, ValueError)
"""What a damaged store raises, at its opening or when the damaged part is read."""


def examine(folder: Path, place: Path | Endpoint) -> tuple[Finding, ...]:
    """Return the state of the store and of what is made of it, and what can be saved of a damaged one."""
    found = []
    try:
        snapshot = open_current(folder / "snapshot")
        seen = {snapshot.text(int(i)) for i in snapshot.articles.id}
        found.append(Finding(part="snapshot", good=True, message=f"opens; {len(snapshot.nodes)} nodes, {len(seen)} articles"))
    except ThemegraphError as problem:
        seen = set()
        found.append(Finding(part="snapshot", good=False, message=f"{problem} Any question compiles it again from the store."))
    try:
        with open_store(place, read_only=True) as store:
            entries = article_entries(store)
            broken = [e.article for e in entries if e.purged_at is None and not _whole(store, e)]
        found.append(Finding(part="store", good=True, message=f"opens; {len(entries)} articles in the ledger"))
        text = f"{len(broken)} differ from what the ledger says: {', '.join(broken[:5])}" if broken else "each has the quads that the ledger says"
        found.append(Finding(part="articles", good=not broken, message=text))
        lost = sorted(seen - {e.article for e in entries})
        if lost:
            text = f"{len(lost)} that the snapshot has are not in the store, whose last writing was lost: {', '.join(lost[:5])}. Ingest them again."
            found.append(Finding(part="writing", good=False, message=text))
    except _BROKEN as problem:
        n = sum(1 for _ in KeptArticles(folder / "compiled" / "articles.bin").texts())
        saved = f"The texts of {n} articles can be saved: themegraph doctor --save FILE.jsonl. " if n else ""
        found.append(
            Finding(part="store", good=False, message=f"cannot be read: {problem} {saved}Restore the last backup, and ingest what came after it.")
        )
    ahead = (folder / "unpublished").exists()
    text = "the store is ahead of the snapshot; the next question compiles it" if ahead else "the snapshot is that of the store"
    found.append(Finding(part="publication", good=not ahead, message=text))
    return tuple(found)


def _whole(store: Store, entry: ArticleEntry) -> bool:
    graphs = [article_graph(entry.article, g) for g in range(entry.generation + 1)]
    return entry.quads == sum(1 for graph in graphs for _ in store.quads(None, None, None, graph)) and article_of(store, entry.article) is not None


def save_texts(folder: Path, place: Path | Endpoint, output: Path) -> int:
    """Write the articles whose text can still be read, as JSON lines that ``ingest`` reads; return how many.

    They are taken from the store, and what that does not give from what compiling keeps. Read again, a text has the id that it had.

    Raises
    ------
    WorkspaceError
        If the file is there already.
    """
    if output.exists():
        raise WorkspaceError(f"{output} exists; name a new file.")
    found: dict[str, Article] = {}
    with suppress(*_BROKEN):
        found.update((a.id, a) for a in _in_store(place))
    for article in KeptArticles(folder / "compiled" / "articles.bin").texts():
        found.setdefault(article.id, article)
    with output.open("w", encoding="utf-8") as out:
        for identifier in sorted(found):
            a = found[identifier]
            record = {
                "id": a.external_id,
                "title": a.title,
                "text": a.text,
                "date": a.published_at.isoformat() if a.published_at else None,
                "source": a.source,
                "url": a.url,
            }
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    return len(found)


def _in_store(place: Path | Endpoint) -> Iterator[Article]:
    with open_store(place, read_only=True) as store:
        for entry in article_entries(store):
            article = None
            if entry.purged_at is None:
                with suppress(*_BROKEN):
                    article = article_of(store, entry.article)
            if article is not None:
                yield article
