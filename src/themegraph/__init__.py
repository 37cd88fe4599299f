"""A knowledge-graph engine from financial news to the ETFs an event touches.

>>> import themegraph
>>> from datetime import date
>>> kg = themegraph.open("kg")  # doctest: +SKIP
>>> kg.exposure("摩尔线程 花港", as_of=date(2025, 12, 21))  # doctest: +SKIP
"""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

from themegraph._version import __version__
from themegraph.errors import ThemegraphError

if TYPE_CHECKING:
    from themegraph.engine import ThemeGraph

__all__ = ["ThemegraphError", "__version__", "create", "open"]


def open(path: str | PathLike[str]) -> ThemeGraph:
    """Return the workspace in a folder.

    Raises
    ------
    WorkspaceNotFound, WorkspaceVersionError
        If the folder is no workspace, or one of another format.
    """
    from themegraph.engine import ThemeGraph

    return ThemeGraph.open(path)


def create(path: str | PathLike[str], *, data: str | PathLike[str] | None = None) -> ThemeGraph:
    """Return a new workspace in a folder, with the shipped reference data or the user's own.

    Raises
    ------
    WorkspaceExists
        If the folder is not empty.
    BadReferenceData
        If a reference file breaks its schema.
    """
    from themegraph.engine import ThemeGraph

    return ThemeGraph.create(path, data=data)
