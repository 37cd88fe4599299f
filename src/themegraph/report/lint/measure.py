"""How often the lint is right: precision and recall by rule over marked paragraphs, the two halves apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from themegraph.report.lint.findings import Severity
from themegraph.report.lint.knowledge import LintKnowledge
from themegraph.report.lint.run import lint_text

__all__ = ["Score", "measure_lint"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts of one rule in one half."""

    right: int
    """Marked faults that the rule found."""
    false: int
    """Findings where nothing is marked."""
    missed: int

    @property
    def precision(self) -> float | None:
        """Share of findings that are marked; ``None`` without findings."""
        found = self.right + self.false
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        """Share of marked faults that were found; ``None`` without marked faults."""
        marked = self.right + self.missed
        return self.right / marked if marked else None


def measure_lint(rows: Iterable[Mapping[str, Any]], *, knowledge: LintKnowledge | None) -> dict[str, dict[str, Score]]:
    """Return half → rule → score, with the sum over rules under ``all`` and clean paragraphs under ``clean``.

    Parameters
    ----------
    rows
        ``{id, text, clean, faults: [{rule, text}], frozen_half}``, and ``published`` where the day matters. A finding is right if it has the
        rule of a fault and overlaps its words. Infos count only where a fault of that rule is marked. In ``clean``, ``right`` counts clean
        paragraphs without a finding and ``false`` those with one.
    knowledge
        As for :func:`lint_text`.
    """
    counts: dict[str, dict[str, list[int]]] = {}

    def add(half: str, rule: str, at: int, number: int = 1) -> None:
        counts.setdefault(half, {}).setdefault(rule, [0, 0, 0])[at] += number

    for row in rows:
        half, text = row["frozen_half"], row["text"]
        published = date.fromisoformat(row["published"]) if row.get("published") else None
        findings = lint_text(text, path=row["id"], knowledge=knowledge, as_of=published)
        faults = [(f["rule"], text.index(f["text"]), text.index(f["text"]) + len(f["text"])) for f in row["faults"]]
        marked = {rule for rule, _, _ in faults}
        hit: set[int] = set()
        loud = 0
        for finding in findings:
            fits = [n for n, (rule, a, b) in enumerate(faults) if rule == finding.rule and finding.start < b and a < finding.end]
            hit.update(fits)
            if finding.severity is not Severity.INFO:
                loud += 1
            if not fits and (finding.severity is not Severity.INFO or finding.rule in marked):
                add(half, finding.rule, 1)
                add(half, "all", 1)
        for n, (rule, _, _) in enumerate(faults):
            add(half, rule, 0 if n in hit else 2)
            add(half, "all", 0 if n in hit else 2)
        if row["clean"]:
            add(half, "clean", 1 if loud else 0)
    return {
        half: {rule: Score(right=c[0], false=c[1], missed=c[2]) for rule, c in sorted(by_rule.items())}
        for half, by_rule in sorted(counts.items(), reverse=True)
    }
