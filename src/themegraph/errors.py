"""Every error themegraph raises on purpose.

::

    ThemegraphError
    ├── WorkspaceError            not a workspace, wrong format version, read-only, locked by another writer
    │   ├── WorkspaceNotFound
    │   ├── WorkspaceExists
    │   ├── WorkspaceVersionError
    │   ├── WorkspaceLocked
    │   └── StoreUnreachable      a remote store that does not answer
    ├── InputError                a file or a text that cannot be read
    │   ├── UnreadableArticle
    │   ├── UnknownFormat
    │   └── BadReferenceData
    ├── QuestionError             a question that cannot be asked as it stands
    │   ├── UnknownEntity
    │   ├── UnknownEvent
    │   ├── AmbiguousName
    │   └── BadDate
    ├── QueryRefused              SPARQL that would write or reach the network
    ├── QueryTimeout
    ├── OntologyError             a type or predicate that the ontology does not have
    ├── PluginError
    ├── ModelUnusable             a language model that does not answer, or not in the form asked for
    ├── MissingExtra              an optional package is not installed
    └── MissingResource           a packaged file is not where it should be

A message says what was wanted, what was found and what to do, with the nearest good value where there is one.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "AmbiguousName",
    "BadDate",
    "BadReferenceData",
    "InputError",
    "MissingExtra",
    "MissingResource",
    "ModelUnusable",
    "OntologyError",
    "PluginError",
    "QueryRefused",
    "QueryTimeout",
    "QuestionError",
    "StoreUnreachable",
    "ThemegraphError",
    "UnknownEntity",
    "UnknownEvent",
    "UnknownFormat",
    "UnreadableArticle",
    "WorkspaceError",
    "WorkspaceExists",
    "WorkspaceLocked",
    "WorkspaceNotFound",
    "WorkspaceVersionError",
    "nearest",
]


class ThemegraphError(Exception):
    """The base of every error we raise on purpose."""


class WorkspaceError(ThemegraphError):
    """The workspace cannot be used as asked."""


class WorkspaceNotFound(WorkspaceError):
    """The folder is not a themegraph workspace."""


class WorkspaceExists(WorkspaceError):
    """The folder already holds a workspace, or something else."""


class WorkspaceVersionError(WorkspaceError):
    """The workspace was written in a format this version does not read."""


class WorkspaceLocked(WorkspaceError):
    """Another process is writing to the workspace."""


class StoreUnreachable(WorkspaceError):
    """The remote store of the workspace does not answer."""

    def __init__(self, message: str, *, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        """What the connection said."""


class InputError(ThemegraphError):
    """A file or a text cannot be read."""


class UnreadableArticle(InputError):
    """One article cannot be read; the others go on."""


class UnknownFormat(InputError):
    """The file's format is not one we read."""


class BadReferenceData(InputError):
    """A reference file breaks its schema; the message names file, line and column."""


class QuestionError(ThemegraphError):
    """The question cannot be asked as it stands."""


class UnknownEntity(QuestionError):
    """No entity has that name, code or id."""


class UnknownEvent(QuestionError):
    """No event has that id."""


class AmbiguousName(QuestionError):
    """Several entities have that name, and none is clearly meant."""


class BadDate(QuestionError):
    """A date cannot be read or makes no sense here."""


class QueryRefused(ThemegraphError):
    """The SPARQL text would write, or reach the network."""


class QueryTimeout(ThemegraphError):
    """The query ran past its time limit and was stopped."""


class OntologyError(ThemegraphError):
    """The ontology has no such type or predicate."""


class PluginError(ThemegraphError):
    """No plugin of that name, or it does not load."""


class ModelUnusable(ThemegraphError):
    """A language model does not answer, or not in the form it was asked for."""

    def __init__(self, message: str, *, answered: bool = False) -> None:
        super().__init__(message)
        self.answered = answered
        """True: it answered, and only this answer is of no use."""


class MissingExtra(ThemegraphError):
    """An optional package is needed and not installed; the message gives the pip command."""


class MissingResource(ThemegraphError):
    """A packaged file is missing: the installation is damaged."""


def nearest(word: str, known: Iterable[str], *, n: int = 3) -> str:
    """Return `` Did you mean a, b?`` for the nearest known words, or the empty string.

    Examples
    --------
    >>> nearest("weight_prodct", ["weight_product", "sum"])
    ' Did you mean weight_product?'
    >>> nearest("xyz", ["weight_product"])
    ''
    """
    found = get_close_matches(word, list(known), n=n, cutoff=0.6)
    return f" Did you mean {', '.join(found)}?" if found else ""
