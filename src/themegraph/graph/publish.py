"""One writer, many readers: the writer's lock, and snapshots that are put in place of one another in one step.

A folder of snapshots holds ``<n>/`` for each version and a file ``CURRENT`` that names the one to read. A new version is written beside the
old one; then ``CURRENT`` is replaced. Whoever has the old one open keeps reading it.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from themegraph.errors import WorkspaceError, WorkspaceLocked, WorkspaceVersionError
from themegraph.snapshot import Snapshot, open_snapshot, write_snapshot

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["current_version", "open_current", "publish_snapshot", "writer_active", "writer_lock"]

_LOCK = "writer.lock"
_KEEP = 2
"""Versions kept: the current one, and the one before it for a reader that has just read ``CURRENT``."""


def _lock_file(file: int, *, wait: bool) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError as problem:
        if problem.errno in {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK}:
            return False
        raise
    return True


@contextmanager
def _locked(path: Path, *, wait: bool) -> Iterator[bool]:
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        yield _lock_file(file, wait=wait)
    finally:
        os.close(file)


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Be the only writer of a workspace. The lock goes with the process, however that ends.

    Raises
    ------
    WorkspaceLocked
        If another process is writing.
    WorkspaceError
        If the folder cannot be written.
    """
    try:
        with _locked(folder / _LOCK, wait=False) as mine:
            if not mine:
                raise WorkspaceLocked(f"Another process is writing to {folder}. Wait for it to end; questions can be asked meanwhile.")
            yield
    except PermissionError as problem:
        raise WorkspaceError(f"{folder} cannot be written: {problem.strerror}. Change its permissions, or work on a copy.") from problem


def writer_active(folder: Path) -> bool:
    """Return whether some process is writing to the workspace now."""
    try:
        file = os.open(folder / _LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _lock_file(file, wait=False)
    finally:
        os.close(file)


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
    with _locked(folder / ".publish.lock", wait=True):
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
