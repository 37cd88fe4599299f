"""Locks on files, which end with the process that holds them; the one writer of a workspace holds one."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from themegraph.errors import WorkspaceError, WorkspaceLocked

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["lock_file", "locked", "writer_active", "writer_lock"]

_LOCK = "writer.lock"


def lock_file(file: int, *, wait: bool) -> bool:
    """Lock an open file against every other process and opening; return whether it was got. The lock goes with the descriptor."""
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
def locked(path: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the lock of a file, which is made if need be; give whether it was got."""
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        yield lock_file(file, wait=wait)
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
        with locked(folder / _LOCK, wait=False) as mine:
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
        return not lock_file(file, wait=False)
    finally:
        os.close(file)
