"""A workspace in one file and back.

A backup has the store as it was at one moment, and the settings; what can be compiled from the store is left out. It may be made while an ingest
writes: the store is opened beside the writer and its quads are read from that one moment.
"""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from themegraph.errors import WorkspaceError, WorkspaceExists
from themegraph.graph.keep import import_quads
from themegraph.graph.place import open_store, without_store
from themegraph.graph.store import OxigraphStore

if TYPE_CHECKING:
    from themegraph.graph.remote import Endpoint

__all__ = ["back_up", "restore"]

FORMAT = "themegraph/backup/1"
_FILES = ("themegraph.toml", "lexicon.bin")
_FOLDERS = ("reference",)


def back_up(folder: Path, place: Path | Endpoint, output: Path) -> int:
    """Write a workspace to one file, which appears complete or not at all; return the number of quads in it.

    Parameters
    ----------
    place
        Where its store of record is. A backup of a remote store restores to a workspace with a store of its own.

    Raises
    ------
    WorkspaceError
        If the file is there already, or its folder is missing.
    """
    if output.exists():
        raise WorkspaceError(f"{output} exists; a backup never takes the place of another. Name a new file.")
    if not output.parent.is_dir():
        raise WorkspaceError(f"{output} cannot be written: the folder {output.parent} does not exist. Make it first.")
    partial = output.with_name(f".{output.name}.partial")
    try:
        with tempfile.TemporaryDirectory(dir=output.parent, prefix=".backup.") as scratch:
            quads = Path(scratch) / "store.nq"
            with open_store(place, read_only=True) as store:
                ox.serialize(store.quads(), str(quads), format=ox.RdfFormat.N_QUADS)
            raw = quads.read_bytes()
            count = raw.count(b"\n")
            head = {"format": FORMAT, "quads": count, "sha256": hashlib.sha256(raw).hexdigest()}
            (Path(scratch) / "backup.json").write_text(json.dumps(head, indent=1), encoding="utf-8")
            with tarfile.open(partial, "w:gz", compresslevel=3) as archive:
                archive.add(Path(scratch) / "backup.json", "backup.json")
                archive.add(quads, "store.nq")
                for name in _FILES:
                    if (folder / name).is_file():
                        archive.add(folder / name, name)
                for name in _FOLDERS:
                    for path in sorted((folder / name).glob("*")) if (folder / name).is_dir() else []:
                        if path.is_file():
                            archive.add(path, f"{name}/{path.name}")
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)
    return int(count)


def restore(source: Path, folder: Path) -> int:
    """Make a workspace of a backup in a folder that is not there or empty; return the number of quads.

    Nothing but the files that a backup has is taken from it, whatever it names. The snapshot is compiled when it is first asked for.

    Raises
    ------
    WorkspaceExists
        If the folder is there and not empty.
    WorkspaceError
        If the file is no backup, or damaged: its quads do not have the sum that was written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceExists(f"{folder} exists and is not empty; name a new or empty folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".restore.") as scratch:
        partial = Path(scratch) / "kg"
        (partial / "reference").mkdir(parents=True)
        quads, head = b"", {}
        try:
            with tarfile.open(source, "r:gz") as archive:
                for member in archive:
                    file = archive.extractfile(member) if member.isfile() else None
                    if file is None:
                        continue
                    part, slash, name = member.name.partition("/")
                    if member.name == "backup.json":
                        head = json.loads(file.read())
                    elif member.name == "store.nq":
                        quads = file.read()
                    elif member.name == "themegraph.toml":
                        (partial / member.name).write_text(without_store(file.read().decode("utf-8")), encoding="utf-8")
                    elif member.name in _FILES:
                        (partial / member.name).write_bytes(file.read())
                    elif slash and part in _FOLDERS and name and "/" not in name and "\\" not in name and not name.startswith("."):
                        (partial / part / name).write_bytes(file.read())
        except (tarfile.TarError, EOFError, OSError, ValueError) as problem:
            raise WorkspaceError(f"{source} cannot be read as a backup: {problem}.") from problem
        if head.get("format") != FORMAT:
            raise WorkspaceError(f"{source} is no backup of format {FORMAT!r}; found {head.get('format')!r}.")
        if hashlib.sha256(quads).hexdigest() != head.get("sha256"):
            raise WorkspaceError(f"{source} is damaged: its quads do not have the sum that was written with them. Take another backup.")
        with OxigraphStore(partial / "store") as store:
            count = import_quads(store, quads, form="nq")
            store.flush()
        (partial / "unpublished").touch()
        if folder.exists():
            folder.rmdir()
        partial.replace(folder)
    return count
