"""What the lint says: findings with a rule, a place in the file, evidence and a correction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "Severity", "exit_code", "in_order"]


class Severity(StrEnum):
    """How bad it is. Only errors and warnings are faults; an info is a note to the editor."""

    ERROR = "error"
    """Contradicts the reference data, the evidence or the calendar."""
    WARNING = "warning"
    """A reader is misled or left without what is needed."""
    INFO = "info"


_RANK = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.INFO: 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault or note."""

    rule: str
    """The rule's id; :data:`themegraph.report.lint.rules.RULES` describes it."""
    severity: Severity
    file: str
    start: int
    """First code point in the file as decoded."""
    end: int
    """One past the last code point. Equal to ``start`` where something is missing from the whole text."""
    text: str
    """The words at fault: the file from ``start`` to ``end``."""
    message: str
    evidence: str = ""
    """The sentence or row that says otherwise, with its source; empty where none is needed."""
    suggestion: str = ""
    """What to write instead; empty where only the author can know."""


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings by place, then rule, each once."""
    unique = {(f.start, f.end, f.rule, f.message): f for f in findings}
    return tuple(unique[key] for key in sorted(unique))


def exit_code(findings: Iterable[Finding], *, fail_on: Severity = Severity.WARNING) -> int:
    """Return 1 if a finding is at least as bad as ``fail_on``, else 0: the status with which a continuous integration job ends.

    Examples
    --------
    >>> exit_code([])
    0
    """
    return int(any(_RANK[f.severity] >= _RANK[fail_on] for f in findings))
