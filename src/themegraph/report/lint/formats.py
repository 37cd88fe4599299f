"""Findings as a table, JSON, SARIF 2.1.0 and GitHub annotations."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from themegraph._version import __version__
from themegraph.report.lint.findings import Finding, Severity
from themegraph.report.lint.rules import RULES

__all__ = ["FORMATS", "format_findings"]

FORMATS = ("table", "json", "sarif", "github")
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


class _Lines:
    """Line and column (from 1) of code points of a text."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        self._starts += [n + 1 for n, c in enumerate(text) if c == "\n"]

    def place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def _json(findings: Iterable[Finding]) -> str:
    return json.dumps({"findings": [asdict(f) for f in findings]}, ensure_ascii=False, indent=2) + "\n"


def _table(findings: tuple[Finding, ...], lines: Mapping[str, _Lines]) -> str:
    out = []
    for f in findings:
        where = ":".join(map(str, lines[f.file].place(f.start))) if f.file in lines else f"@{f.start}"
        shown = f.text if len(f.text) <= 40 else f.text[:39] + "…"
        out.append(f"{f.file or '-'}:{where}  {f.severity:<7} {f.rule:<23} {f.message}  「{' '.join(shown.split())}」")
        if f.evidence:
            out.append(f"    证据：{' '.join(f.evidence.split())}")
        if f.suggestion:
            out.append(f"    建议：{' '.join(f.suggestion.split())}")
    counts = {s: sum(f.severity is s for f in findings) for s in Severity}
    out.append(f"{counts[Severity.ERROR]} errors, {counts[Severity.WARNING]} warnings, {counts[Severity.INFO]} infos")
    return "\n".join(out) + "\n"


def _sarif(findings: tuple[Finding, ...], lines: Mapping[str, _Lines]) -> str:
    used = sorted({f.rule for f in findings})
    results: list[dict[str, Any]] = []
    for f in findings:
        region: dict[str, Any] = {"charOffset": f.start, "charLength": f.end - f.start}
        if f.file in lines:
            (line, column), (last, stop) = lines[f.file].place(f.start), lines[f.file].place(f.end)
            region |= {"startLine": line, "startColumn": column, "endLine": last, "endColumn": stop}
        message = f.message + (f" 证据：{f.evidence}" if f.evidence else "") + (f" 建议：{f.suggestion}" if f.suggestion else "")
        results.append(
            {
                "ruleId": f.rule,
                "ruleIndex": used.index(f.rule),
                "level": _LEVEL[f.severity],
                "message": {"text": message},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": f.file or "-"}, "region": region}}],
            }
        )
    rules = [
        {"id": r, "shortDescription": {"text": RULES[r].title}, "help": {"text": f"{RULES[r].example} → {RULES[r].correction}"}, "defaultConfiguration": {"level": _LEVEL[RULES[r].severity]}}
        for r in used
    ]  # fmt: skip
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "themegraph lint", "version": __version__, "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _escape(text: str, *, value: bool = False) -> str:
    safe = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return safe.replace(":", "%3A").replace(",", "%2C") if value else safe


def _github(findings: tuple[Finding, ...], lines: Mapping[str, _Lines]) -> str:
    out = []
    for f in findings:
        place = ""
        if f.file in lines:
            (line, column), (last, stop) = lines[f.file].place(f.start), lines[f.file].place(f.end)
            place = f",line={line},endLine={last},col={column},endColumn={stop}"
        tail = f"（建议：{f.suggestion}）" if f.suggestion else ""
        out.append(
            f"::{_COMMAND[f.severity]} file={_escape(f.file, value=True)}{place},title={_escape(f.rule, value=True)}::{_escape(f.message + tail)}"
        )
    return "".join(line + "\n" for line in out)


def format_findings(findings: Iterable[Finding], form: str = "table", *, texts: Mapping[str, str] | None = None) -> str:
    """Return the findings as text in one of :data:`FORMATS`.

    Parameters
    ----------
    findings
        In the order in which they are to be shown.
    form
        ``table`` for people, ``json`` (exactly ``{"findings": [...]}``), ``sarif`` (2.1.0), ``github`` (workflow commands).
    texts
        File name → its text, so that lines and columns can be given; without it only JSON and SARIF give places.

    Raises
    ------
    ValueError
        For another form.
    """
    given = tuple(findings)
    lines = {name: _Lines(text) for name, text in (texts or {}).items()}
    if form == "json":
        return _json(given)
    if form == "table":
        return _table(given, lines)
    if form == "sarif":
        return _sarif(given, lines)
    if form == "github":
        return _github(given, lines)
    msg = f"Wanted one of {', '.join(FORMATS)}; found {form!r}."
    raise ValueError(msg)
