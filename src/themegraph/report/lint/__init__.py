"""The lint: what is wrong with a report, ours or another's, and what to write instead."""

from themegraph.report.lint.findings import Finding, Severity, exit_code
from themegraph.report.lint.formats import FORMATS, format_findings
from themegraph.report.lint.knowledge import LintKnowledge, SourceText
from themegraph.report.lint.lookup import ReferenceKnowledge
from themegraph.report.lint.rules import RULES, Rule, rule_page
from themegraph.report.lint.run import lint_text
from themegraph.report.lint.workspace import SnapshotKnowledge

__all__ = [
    "FORMATS",
    "RULES",
    "Finding",
    "LintKnowledge",
    "ReferenceKnowledge",
    "Rule",
    "Severity",
    "SnapshotKnowledge",
    "SourceText",
    "exit_code",
    "format_findings",
    "lint_text",
    "rule_page",
]
