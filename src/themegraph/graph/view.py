"""A store folder as it stood at one moment, for readers beside a writer.

RocksDB, in which Oxigraph keeps its files, opens a folder for reading in several steps and opens most table files only when they are read. A
writer that compacts meanwhile deletes files that the reader still counts on, and the reader takes a sound store for a damaged one. A view is a
folder of its own whose table and log files are hard links: no writer can take them away, and taking them costs no more than naming them.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

from themegraph.graph.locks import lock_file

__all__ = ["View", "clear_views", "files_of", "take_view"]

_FILES = (".sst", ".log", ".blob")
_TRIES = 100
_PAUSE = 0.005
"""Seconds between two tries; a writer changes the list of its files some times a second at most."""
_YOUNG = 60.0
"""Seconds for which a view without a holder may be one that is just being taken."""

_number = count()


class View:
    """A folder that holds a store's files for as long as it is not closed.

    A process that is killed leaves its view behind; the next reader of the same store sees that nobody holds it and removes it.
    """

    __slots__ = ("_holder", "path")

    def __init__(self, path: Path, holder: int) -> None:
        self.path = path
        self._holder: int | None = holder

    def close(self) -> None:
        """Give the files back; a second call does nothing."""
        if self._holder is None:
            return
        holder, self._holder = self._holder, None
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(holder)
        with suppress(OSError):
            self.path.parent.rmdir()  # only the last one succeeds


def files_of(store: Path) -> tuple[bytes, bytes, frozenset[str]]:
    """Return what a store consists of now: the name of the list of its files that is in force, that list, and the table and log files there are.

    Raises
    ------
    OSError
        If there is no store, or its list cannot be read.
    """
    for _ in range(_TRIES):
        current = (store / "CURRENT").read_bytes()
        try:
            listed = (store / os.fsdecode(current.strip())).read_bytes()
        except FileNotFoundError:
            if (store / "CURRENT").read_bytes() == current:
                raise
        else:
            return current, listed, frozenset(p.name for p in store.iterdir() if p.suffix in _FILES)
    raise FileNotFoundError(f"{store} names a new list of files at every look")


def take_view(store: Path) -> View | None:
    """Return a view of a store as it stands; ``None`` where none can be made: in a folder that cannot be written or on a disk without hard links.

    Raises
    ------
    OSError
        If there is no store.
    """
    files_of(store)
    views = _views(store)
    try:
        made = _new(views)
    except OSError:
        return None
    try:
        for _ in range(_TRIES):
            if _link(store, made.path):
                return made
            for left in made.path.iterdir():
                if left.name != "held":
                    left.unlink()
            time.sleep(_PAUSE)
    except OSError:
        pass
    except BaseException:
        made.close()
        raise
    made.close()
    return None


def _new(views: Path) -> View:
    """Make an empty view and hold it."""
    while True:
        views.mkdir(exist_ok=True)
        _clear(views)
        folder = views / f"{os.getpid()}-{next(_number)}"
        try:
            folder.mkdir()
        except (FileExistsError, FileNotFoundError):  # another machine's process of the same number; the last reader has just left
            continue
        holder = os.open(folder / "held", os.O_RDWR | os.O_CREAT, 0o644)
        lock_file(holder, wait=False)
        return View(folder, holder)


def clear_views(store: Path) -> None:
    """Remove the views of a store that nobody holds, but those that may be being taken right now."""
    views = _views(store)
    if views.is_dir():
        _clear(views)
        with suppress(OSError):
            views.rmdir()


def _views(store: Path) -> Path:
    return store.with_name(f".{store.name}.views")


def _clear(views: Path) -> None:
    """Remove the views of processes that ended without closing theirs."""
    now = time.time()
    for folder in views.iterdir():
        with suppress(OSError):
            if now - folder.stat().st_mtime < _YOUNG:
                continue
            holder = os.open(folder / "held", os.O_RDWR | os.O_CREAT, 0o644)
            try:
                if lock_file(holder, wait=False):
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(holder)


def _link(store: Path, folder: Path) -> bool:
    """Link the files of a store into a folder; return whether they are those of one moment."""
    current, listed, names = before = files_of(store)
    for name in names:
        try:
            os.link(store / name, folder / name)
        except FileNotFoundError:
            return False
    (folder / os.fsdecode(current.strip())).write_bytes(listed)
    (folder / "CURRENT").write_bytes(current)
    # Where nothing came or went in between, the list names these files and no others; a log that grew since only adds what came later.
    return files_of(store) == before
