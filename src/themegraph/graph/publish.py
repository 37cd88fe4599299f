"""Snapshots that are put in place of one another in one step.

A folder of snapshots holds ``<n>/`` for each version and a file ``CURRENT`` that names the one to read. A new version is written beside the
old one; then ``CURRENT`` is replaced. Whoever has the old one open keeps reading it.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from themegraph.errors import WorkspaceVersionError
from themegraph.graph.locks import locked
from themegraph.snapshot import Snapshot, open_snapshot, write_snapshot

__all__ = ["current_version", "open_current", "publish_snapshot"]

_KEEP = 2
"""Versions kept: the current one, and the one before it for a reader that has just read ``CURRENT``."""


def _write_synced(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # some systems do not let a folder be opened
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)


def _versions(folder: Path) -> list[int]:
    return sorted(int(p.name) for p in folder.iterdir() if p.name.isdecimal() and p.is_dir()) if folder.is_dir() else []


def current_version(folder: Path) -> int:
    """Return the number of the snapshot to read, 0 where there is none."""
    try:
        return int((folder / "CURRENT").read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return 0


def publish_snapshot(folder: Path, snapshot: Snapshot) -> int:
    """Write a snapshot as the next version and make it the current one; return its number.

    If it fails midway, the version before it stays current. Versions that no one needs any more are removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / ".publish.lock", wait=True):
        for rest in folder.glob(".*.partial"):
            shutil.rmtree(rest, ignore_errors=True)
        version = max([current_version(folder), *_versions(folder)]) + 1
        write_snapshot(snapshot, folder / str(version))
        _sync_folder(folder)
        _write_synced(folder / ".CURRENT.new", f"{version}\n")
        (folder / ".CURRENT.new").replace(folder / "CURRENT")
        _sync_folder(folder)
        for old in _versions(folder)[:-_KEEP]:
            shutil.rmtree(folder / str(old), ignore_errors=True)
    return version


def open_current(folder: Path) -> Snapshot:
    """Open the current snapshot of a folder.

    Raises
    ------
    WorkspaceVersionError
        If there is none, or it is damaged, or of another format.
    """
    version = 0
    for _ in range(3):  # it may be replaced between the reading of its number and its opening, hardly thrice
        found = current_version(folder)
        if found in {0, version}:
            break
        version = found
        try:
            return open_snapshot(folder / str(version))
        except WorkspaceVersionError:
            if current_version(folder) == version:
                raise
    msg = f"There is no snapshot in {folder}. Run any command that writes (themegraph ingest) to compile it from the store."
    raise WorkspaceVersionError(msg)
