"""Find the files that travel with the package: ontology, starter data, trained weights.

An installed wheel carries copies under ``themegraph/_ontology`` and ``themegraph/_data``. An editable install does not
(hatch's force-include is not applied there), so the checkout beside ``src/`` is looked at next.
"""

from __future__ import annotations

from pathlib import Path

from themegraph.errors import MissingResource, nearest

__all__ = ["data_path", "ontology_path", "weights_path"]

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


def _find(kind: str, name: str) -> Path:
    packaged = _PACKAGE / f"_{kind}"
    root = packaged if packaged.is_dir() else _CHECKOUT / kind
    path = root / name
    if not path.exists():
        there = [str(p.relative_to(root)) for p in root.rglob("*")] if root.is_dir() else []
        msg = (
            f"The packaged file {kind}/{name} is missing; it was looked for in {root}."
            f"{nearest(name, there)} Reinstall themegraph, or run from a complete checkout."
        )
        raise MissingResource(msg)
    return path


def ontology_path(name: str = "") -> Path:
    """Return the path of a file in the packaged ``ontology/`` folder (the folder itself for ``""``).

    Raises
    ------
    MissingResource
        If neither the installed copy nor the checkout has it.
    """
    return _find("ontology", name)


def data_path(name: str = "") -> Path:
    """Return the path of a file in the packaged ``data/`` folder (the folder itself for ``""``).

    Raises
    ------
    MissingResource
        If neither the installed copy nor the checkout has it.
    """
    return _find("data", name)


def weights_path(name: str = "") -> Path:
    """Return the path of trained weights, which live inside the package itself (``extract/weights``).

    Raises
    ------
    MissingResource
        If the file is not there.
    """
    path = _PACKAGE / "extract" / "weights" / name
    if not path.exists():
        msg = f"The trained weights {name!r} are missing; they were looked for in {path.parent}. Reinstall themegraph."
        raise MissingResource(msg)
    return path
