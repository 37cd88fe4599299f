"""Lint a text: read it once, ask every rule, order what they found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from themegraph.errors import QuestionError, nearest
from themegraph.report.lint.advice import lint_advice
from themegraph.report.lint.claims import lint_claims
from themegraph.report.lint.consistency import lint_consistency
from themegraph.report.lint.context import Context
from themegraph.report.lint.dates import lint_dates
from themegraph.report.lint.document import read_document
from themegraph.report.lint.findings import Finding, in_order
from themegraph.report.lint.frontmatter import lint_front_matter, publication_day
from themegraph.report.lint.funds import lint_paths
from themegraph.report.lint.identity import lint_identity
from themegraph.report.lint.knowledge import LintKnowledge
from themegraph.report.lint.links import lint_links
from themegraph.report.lint.rules import RULES
from themegraph.report.lint.structure import lint_structure

__all__ = ["lint_text"]

_FAMILIES: tuple[Callable[[Context], Iterator[Finding]], ...] = (
    lint_front_matter, lint_structure, lint_identity, lint_claims, lint_paths, lint_consistency, lint_advice, lint_dates, lint_links,
)  # fmt: skip


def _known(names: Iterable[str]) -> frozenset[str]:
    chosen = frozenset(names)
    for name in sorted(chosen - set(RULES)):
        msg = f"The lint has no rule {name!r}.{nearest(name, RULES)}"
        raise QuestionError(msg)
    return chosen


def lint_text(
    text: str,
    *,
    path: str = "",
    knowledge: LintKnowledge | None = None,
    as_of: date | None = None,
    whole: bool | None = None,
    only: Iterable[str] = (),
    enable: Iterable[str] = (),
    disable: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """Return what is wrong with a report, ordered by place and rule.

    Parameters
    ----------
    text
        The file as decoded: Markdown with or without front matter, HTML, or plain text. Positions are its code points.
    path
        Shown in the findings; a date in a Jekyll file name counts as the day of publication.
    knowledge
        What names, funds and claims are compared with; ``None``: only the rules that need the text alone.
    as_of
        The day of publication where the text itself states none.
    whole
        Whether structure is asked for; ``None``: if the text has front matter or at least three headings.
    only, enable, disable
        Rule ids. ``only`` alone decides if given; ``enable`` adds rules that are off by default.

    Raises
    ------
    QuestionError
        For a rule id that is not there.
    """
    chosen = _known(only) or (frozenset(r.id for r in RULES.values() if r.on) | _known(enable)) - _known(disable)
    doc = read_document(text, path=path)
    context = Context(doc=doc, knowledge=knowledge, published=publication_day(doc) or as_of, whole=doc.is_report if whole is None else whole)
    return in_order(f for family in _FAMILIES for f in family(context) if f.rule in chosen)
