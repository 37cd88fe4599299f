"""The graph as it was known at an earlier instant, compiled from the store and kept for the next question of that instant."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from themegraph.errors import WorkspaceVersionError
from themegraph.graph.compile import compile_snapshot
from themegraph.graph.compiled import CompileCache
from themegraph.graph.store import Store
from themegraph.model import content_hash
from themegraph.ontology import Ontology
from themegraph.snapshot import FORMAT, Snapshot, open_snapshot, write_snapshot

__all__ = ["PastSnapshots"]

_KEEP = 8
"""Instants kept on disk; the oldest of them goes first."""


class PastSnapshots:
    """Snapshots of past instants, in a folder that may be deleted at any time.

    Parameters
    ----------
    folder
        Where they are kept. One that cannot be written costs the time of compiling again, nothing else.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, store: Store, known_at: datetime, *, state: str, ontology: Ontology, cache: CompileCache) -> Snapshot:
        """Return the snapshot as of an instant.

        Parameters
        ----------
        state
            What the present snapshot is called; a purge changes the past as well, so what was kept for another state is not taken.
        """
        place = self.folder / content_hash(FORMAT, ontology.version, state, known_at.isoformat())
        with suppress(WorkspaceVersionError):
            return open_snapshot(place)
        found = compile_snapshot(store, ontology=ontology, cache=cache, known_at=known_at)
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            kept = sorted((p for p in self.folder.iterdir() if p.is_dir()), key=lambda p: (p.stat().st_mtime_ns, p.name))
            for old in kept[: max(0, len(kept) + 1 - _KEEP)]:
                shutil.rmtree(old, ignore_errors=True)
            mine = place.with_name(f"{place.name}.{os.getpid()}")
            shutil.rmtree(mine, ignore_errors=True)
            write_snapshot(found, mine)
            mine.replace(place)
        return found

    def forget(self) -> None:
        """Erase them all, as every change of the store demands."""
        shutil.rmtree(self.folder, ignore_errors=True)
