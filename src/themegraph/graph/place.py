"""Where a workspace keeps its store of record: a folder of its own, or an endpoint that another program serves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from themegraph.errors import WorkspaceError, WorkspaceExists, WorkspaceLocked
from themegraph.graph.store import OxigraphStore, Store
from themegraph.graph.terms import LEDGER, iri, lit, node
from themegraph.wire import read_table

if TYPE_CHECKING:
    from themegraph.graph.remote import Endpoint

__all__ = ["claim", "empty_store", "endpoint_of", "open_store", "without_store"]


_KEYS: dict[str, type | tuple[type, ...]] = {
    "query": str,
    "update": str,
    "graph_store": str,
    "user": str,
    "secret_from": str,
    "timeout": (int, float),
    "retries": int,
    "workspace": str,
}
_MARK = iri("dcterms", "identifier")


def open_store(place: Path | Endpoint, *, read_only: bool = False) -> Store:
    """Return the open store of a place."""
    if isinstance(place, Path):
        return OxigraphStore(place, read_only=read_only)
    from themegraph.graph.remote import RemoteStore

    return RemoteStore(place, read_only=read_only)


def endpoint_of(table: Mapping[str, Any], environment: Mapping[str, str], *, where: str) -> Endpoint:
    """Return the endpoint that a ``[store]`` table of a settings file describes.

    Parameters
    ----------
    environment
        Where ``secret_from`` names a variable; a secret never stands in the file.
    where
        What to call the file in messages.

    Raises
    ------
    WorkspaceVersionError
        If a key is unknown, missing or of another type.
    WorkspaceError
        If the variable of the secret is not set, or an address is not one.
    """
    from themegraph.graph.remote import Endpoint

    values, secret = read_table(
        table,
        _KEYS,
        environment,
        section="store",
        needed=("query", "update", "workspace"),
        where=where,
        help="themegraph init --store writes all that is needed",
    )
    return Endpoint(**{key: value for key, value in values.items() if key != "workspace"}, secret=secret)


def claim(store: Store, workspace: str) -> None:
    """Say in an empty store whose it is; in one that says so already, see that it is this workspace's.

    A store has one writer. On one machine the lock of the workspace sees to that; this mark sees to it that two workspaces never share a store.

    Raises
    ------
    WorkspaceLocked
        If it is another's.
    """
    found = {getattr(q.object, "value", "") for q in store.quads(LEDGER, _MARK, None, LEDGER)}
    if not found:
        store.extend([ox.Quad(LEDGER, _MARK, lit(workspace), LEDGER)])
    elif found != {workspace}:
        raise WorkspaceLocked("The remote store belongs to another workspace. Give this one a data set of its own, or work in that workspace.")


@contextmanager
def empty_store(place: Path | Endpoint, workspace: str) -> Iterator[Store]:
    """Open a new store to be filled. One that another program keeps must be empty of ours and give back what it is given; if filling it fails, it is
    emptied of ours again.

    Raises
    ------
    WorkspaceExists
        If it holds a graph of ours already.
    """
    with open_store(place) as store:
        if isinstance(place, Path):
            yield store
            return
        from themegraph.graph.remote import RemoteStore, check_endpoint

        if next(iter(store.quads(None, None, None, LEDGER)), None) is not None:
            raise WorkspaceExists(f"The store at {place.query} holds the graph of a workspace already. Name an empty one.")
        if isinstance(store, RemoteStore):
            check_endpoint(store)
        try:
            claim(store, workspace)
            yield store
        except BaseException:
            with suppress(WorkspaceError):
                _empty(store)
            raise


def _empty(store: Store) -> None:
    ours = node("graph:").value
    found = store.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    graphs = [row["g"] for row in found] if isinstance(found, ox.QuerySolutions) else []
    store.replace(drop=[g for g in graphs if isinstance(g, ox.NamedNode) and g.value.startswith(ours)])


def without_store(settings: str) -> str:
    """Return the text of a settings file without its ``[store]`` table: that of a workspace with a store of its own."""
    return re.sub(r"(?ms)^\[store\][^\n]*\n.*?(?=^\[|\Z)", "", settings)
