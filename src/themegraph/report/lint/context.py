"""What every rule is given: the document, what is known, and the days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from themegraph.report.lint.document import Block, Document, Sentence
from themegraph.report.lint.findings import Finding
from themegraph.report.lint.knowledge import LintKnowledge, NameHit
from themegraph.report.lint.rules import RULES

__all__ = ["Context"]


@dataclass(frozen=True, kw_only=True)
class Context:
    """A document with everything that rules ask of it."""

    doc: Document
    knowledge: LintKnowledge | None
    published: date | None
    """The day of publication: of the front matter, the file name, else the caller's ``as_of``."""
    whole: bool
    """Whether the text is a whole report; the rules of structure are asked of no paragraph."""
    found: list[Finding] = field(default_factory=list, repr=False, compare=False)

    def finding(self, rule: str, block: Block, start: int, end: int, message: str, *, evidence: str = "", suggestion: str = "") -> Finding:
        """Return a finding at ``block.plain[start:end]``."""
        a, b = block.span(start, end)
        return self.at(rule, a, b, message, evidence=evidence, suggestion=suggestion)

    def at(self, rule: str, start: int, end: int, message: str, *, evidence: str = "", suggestion: str = "") -> Finding:
        """Return a finding at code points of the file."""
        return Finding(
            rule=rule,
            severity=RULES[rule].severity,
            file=self.doc.path,
            start=start,
            end=end,
            text=self.doc.text[start:end],
            message=message,
            evidence=evidence,
            suggestion=suggestion,
        )

    @cached_property
    def names(self) -> tuple[tuple[NameHit, ...], ...]:
        """The names in each block, longest first at each place, without overlaps."""
        if self.knowledge is None:
            return tuple(() for _ in self.doc.blocks)
        return tuple(self.knowledge.find_names(b.norm) for b in self.doc.blocks)

    def names_in(self, sentence: Sentence) -> list[NameHit]:
        """Return the names in a sentence, with their places in its block."""
        return [h for h in self.names[sentence.block] if sentence.start <= h.start and h.end <= sentence.end]
