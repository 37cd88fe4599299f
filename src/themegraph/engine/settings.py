"""The settings file of a workspace: its format, its reader, where its store is."""

from __future__ import annotations

import json
import re
import secrets
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from themegraph._version import __version__
from themegraph.errors import InputError, WorkspaceNotFound, WorkspaceVersionError, nearest

__all__ = ["CLASSIFIER", "SETTINGS", "TAGGER", "WORKSPACE_FORMAT", "new_settings", "read_settings", "read_store_table"]

WORKSPACE_FORMAT = "themegraph/workspace/1"
SETTINGS = frozenset({"classifier", "propagation", "proposer", "public_weights", "tagger"})
TAGGER, CLASSIFIER = "crf", ""
"""What a new workspace reads with; see docs/reference/evaluation.md for what each is worth."""
_TOML = """# A themegraph workspace. Settings may be changed by hand; the format line may not.
format = "{format}"
created_by = "themegraph {version}"

[settings]
# A coefficient table of your own (see docs/explanation/exposure.md); empty: the shipped one.
propagation = ""
# Learned help of the reader: a plugin's name, or empty for none.
tagger = "{tagger}"
classifier = "{classifier}"
# A second reader whose findings the text must bear out: "llm" asks the language model of the table [model] (docs/how-to/language-model.md); empty: none.
proposer = ""
# Reports and their differences show the weight of a company only among a fund's so many largest, and a bound below; 0: every weight.
public_weights = 10
"""


def new_settings(store: Mapping[str, Any] | None = None) -> str:
    """Return the settings file of a new workspace.

    Parameters
    ----------
    store
        The ``[store]`` table, without the mark that tells this workspace from others; ``None``: a store of its own.
    """
    text = _TOML.format(format=WORKSPACE_FORMAT, version=__version__, tagger=TAGGER, classifier=CLASSIFIER)
    if store is None:
        return text
    # A JSON string or number is one of TOML too.
    rows = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in {**store, "workspace": secrets.token_hex(8)}.items()]
    return text + "\n[store]\n" + "\n".join(rows) + "\n"


def read_store_table(path: Path) -> dict[str, Any]:
    """Return the ``[store]`` table of a TOML file.

    Raises
    ------
    InputError
        If the file is no TOML, or has no such table.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get("store")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise InputError(f"{path} is not valid TOML: {problem}.") from problem
    if not isinstance(found, dict):
        raise InputError(f"{path} has no table [store].")
    return found


def read_settings(folder: Path) -> dict[str, Any]:
    """Return the settings of the workspace in a folder; the tables of a remote store and of a language model, where there are any, as ``store`` and ``model``.

    Raises
    ------
    WorkspaceNotFound, WorkspaceVersionError
        If the folder is no workspace, or one of another format.
    """
    path = folder / "themegraph.toml"
    if not path.is_file():
        msg = f"{folder} is not a themegraph workspace: it has no themegraph.toml. Make one with: themegraph init {folder}"
        raise WorkspaceNotFound(msg)
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        msg = f"{path} is not valid TOML: {problem}. Restore it, or make a new workspace with themegraph init."
        raise WorkspaceVersionError(msg) from problem
    if found.get("format") != WORKSPACE_FORMAT:
        raise WorkspaceVersionError(_other_format(path, found))
    settings: dict[str, Any] = dict(found.get("settings", {}))
    for name in settings:
        if name not in SETTINGS:
            msg = f"{path} has an unknown setting {name!r}; known are {', '.join(sorted(SETTINGS))}.{nearest(name, SETTINGS)}"
            raise WorkspaceVersionError(msg)
    top = settings.get("public_weights", 0)
    if not isinstance(top, int) or isinstance(top, bool) or top < 0:
        raise WorkspaceVersionError(f"{path} has public_weights = {top!r}; it is a whole number, 0 for every weight.")
    for name, what in (("store", "a remote store"), ("model", "a language model")):
        if name in found:
            if not isinstance(found[name], dict):
                raise WorkspaceVersionError(f"{path} has a setting {name} that is no table; {what} is described under [{name}].")
            settings[name] = found[name]
    if settings.get("proposer") and "model" not in settings:
        raise WorkspaceVersionError(f"{path} names the proposer {settings['proposer']!r} and has no table [model] that says where its model answers.")
    return settings


def _other_format(path: Path, found: Mapping[str, Any]) -> str:
    """Return what is wrong with the format of a workspace and how its contents are carried over."""
    theirs, wrote = found.get("format"), found.get("created_by", "another version")
    said = f"{path} says format {theirs!r}; themegraph {__version__} reads {WORKSPACE_FORMAT!r}."
    number = re.fullmatch(r"themegraph/workspace/(\d+)", str(theirs))
    if number is None:
        return f"{said} Correct the line, or take the file from a backup."
    if int(number[1]) > int(WORKSPACE_FORMAT.rpartition("/")[2]):
        return f"{said} A newer themegraph wrote it ({wrote}): install that version or a later one."
    return f"{said} Carry it over with the version that wrote it ({wrote}): themegraph export --to nq there, then themegraph init and import here."
