"""A store written anew, so that its files hold nothing of what was taken out of it.

Oxigraph keeps every string it was ever given, whatever becomes of the quads that held it, and no compaction takes one away. A purge promises that a
text is gone; so the quads that are left go into new files, and these take the place of the old ones.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from themegraph.errors import WorkspaceError
from themegraph.graph.store import OxigraphStore
from themegraph.graph.view import clear_views

__all__ = ["finish_rewriting", "rewrite_store"]


def _beside(folder: Path) -> tuple[Path, Path]:
    return folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")


def rewrite_store(folder: Path) -> int:
    """Write the quads of a store into new files and put these in place of the old ones; return how many quads there are.

    Call it as the only writer, with the store closed. Whoever reads the old files goes on reading them until it lets go; a process that ends in
    between leaves the old store or the new one, never a mixture.

    Raises
    ------
    WorkspaceError
        If the store cannot be read or the new files not be written; the old ones stay then.
    """
    new, old = _beside(folder)
    finish_rewriting(folder)
    try:
        count = _copy(folder, new)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    folder.rename(old)
    new.rename(folder)
    finish_rewriting(folder)
    clear_views(folder)
    return count


def _copy(folder: Path, new: Path) -> int:
    with OxigraphStore(folder, read_only=True) as source, OxigraphStore(new) as target:
        target.bulk_extend(source.quads())
        target.flush()
        there, written = len(source.raw), len(target.raw)
    if written != there:
        raise WorkspaceError(f"Of {there} quads in {folder} only {written} could be written anew; the store was left as it is.")
    return written


def finish_rewriting(folder: Path) -> None:
    """Bring to its end what a process began that did not live to. Call it as the only writer."""
    new, old = _beside(folder)
    if not folder.exists() and old.exists():
        # The new files were whole before the old ones were moved away.
        (new if new.exists() else old).rename(folder)
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
