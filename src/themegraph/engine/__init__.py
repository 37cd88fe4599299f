"""ThemeGraph: a workspace and all that can be done with it. The only room that knows all stages; each is imported when it is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themegraph.engine.correction import Correction
from themegraph.engine.exchange import Exchange
from themegraph.engine.intake import IngestSummary, Intake, RereadSummary
from themegraph.engine.outputs import Outputs
from themegraph.engine.settings import WORKSPACE_FORMAT
from themegraph.engine.workspace import reader_of

if TYPE_CHECKING:
    from themegraph.ingest.articles import Rejection
    from themegraph.report.lint import LintKnowledge

__all__ = ["WORKSPACE_FORMAT", "IngestSummary", "RereadSummary", "ThemeGraph", "extract_forms", "lint_knowledge"]


class ThemeGraph(Intake, Correction, Exchange, Outputs):
    """An open workspace.

    Questions take ``as_of`` (only what was public by that day) and ``known_at`` (only what this workspace had learned by that instant;
    ``None``: no limit).
    """


def extract_forms(paths: Iterable[Path], *, kg: str | PathLike[str] | None = None) -> Iterator[dict[str, Any] | Rejection]:
    """Yield what is read in articles, in the published form; nothing is stored.

    Names are those of a workspace, or of the shipped reference data where none is given.
    """
    from themegraph.extract import Lexicon, extraction_form
    from themegraph.ingest.articles import Rejection, read_articles

    if kg is not None:
        extractor = ThemeGraph.open(kg).extractor
    else:
        from themegraph.ingest.reference import read_reference
        from themegraph.resources import data_path

        extractor = reader_of(Lexicon.build(read_reference(data_path())), {})
    for item in read_articles(paths):
        yield item if isinstance(item, Rejection) else extraction_form(item, extractor.extract(item))


def lint_knowledge(kg: str | PathLike[str] | None = None) -> LintKnowledge:
    """Return what reports are checked against: a workspace, or the shipped reference data where none is given."""
    if kg is not None:
        return ThemeGraph.open(kg).lint_knowledge()
    from themegraph.ingest.reference import read_reference
    from themegraph.report.lint import ReferenceKnowledge
    from themegraph.resources import data_path

    return ReferenceKnowledge(read_reference(data_path()))
