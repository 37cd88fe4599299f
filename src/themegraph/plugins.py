"""Extensions by name, over entry points: ours are found the way anyone's are, and only what is asked for is imported.

==================  ==============================================================  ===========================================
kind                shape                                                           chosen by
==================  ==============================================================  ===========================================
taggers             ``() -> Tagger``: proposes names that no registry has           ``tagger`` in themegraph.toml
classifiers         ``() -> RelationClassifier``: relations between pairs of names  ``classifier`` in themegraph.toml
proposers           ``(table, cache, where=) -> Proposer``: a second reader         ``proposer`` in themegraph.toml
article_formats     ``(Path) -> Iterable[Mapping]``: records with title and text    the file's suffix without its dot
==================  ==============================================================  ===========================================

A package adds one by an entry point in the group ``themegraph.<kind>``.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import Any

from themegraph.errors import PluginError, nearest

__all__ = ["KINDS", "load", "names"]

KINDS = ("article_formats", "classifiers", "proposers", "taggers")


def _found(kind: str) -> dict[str, EntryPoint]:
    if kind not in KINDS:
        msg = f"No kind of plugin {kind!r}; there are {', '.join(KINDS)}.{nearest(kind, KINDS)}"
        raise PluginError(msg)
    # Two packages may offer one name; the first by module path wins, so that the choice does not hang on the order of installation.
    ordered = sorted(entry_points(group=f"themegraph.{kind}"), key=lambda p: p.value, reverse=True)
    return {point.name: point for point in ordered}


def names(kind: str) -> list[str]:
    """Return the names of the installed plugins of a kind, sorted.

    Raises
    ------
    PluginError
        If there is no such kind.
    """
    return sorted(_found(kind))


def load(kind: str, name: str) -> Any:
    """Return the object that a plugin names; its module is imported now.

    Raises
    ------
    PluginError
        If no plugin of that kind has the name, or it cannot be imported.
    """
    found = _found(kind)
    if name not in found:
        msg = f"No plugin {name!r} among {kind}: there are {', '.join(sorted(found)) or 'none'}.{nearest(name, found)}"
        raise PluginError(msg)
    try:
        return found[name].load()
    except (ImportError, AttributeError) as problem:
        msg = f"The plugin {name!r} ({found[name].value}) cannot be loaded: {problem}"
        raise PluginError(msg) from problem
