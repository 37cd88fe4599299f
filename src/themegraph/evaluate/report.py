"""Print evaluation reports as plain text tables."""

from __future__ import annotations

from themegraph.evaluate.fewfc import FewfcReport
from themegraph.evaluate.finre import FinreReport
from themegraph.evaluate.gold import GoldReport, Ratio

__all__ = ["render_fewfc", "render_finre", "render_gold"]


def _ratio(ratio: Ratio) -> str:
    share = "" if ratio.share is None else f" = {ratio.share:.3f}"
    return f"{ratio.name} {ratio.count}/{ratio.total}{share}"


def render_gold(report: GoldReport, *, title: str = "gold set") -> str:
    """Return the report as text: a line a measure, the counts of what must not happen, groups and errors where they were asked for."""
    lines = [f"== {title}: {report.articles} articles, {report.predicted} predicted"]
    lines += [
        f"{m.name:38s} P {m.precision:.3f}  R {m.recall:.3f}  F1 {m.f1:.3f}  [{m.low:.2f},{m.high:.2f}]  tp/fp/fn {m.right}/{m.wrong}/{m.missed}"
        for m in report.measures
    ]
    lines += [_ratio(ratio) for ratio in report.ratios if ratio.total or "not about markets" not in ratio.name]
    lines.append(f"ETF codes invented {report.codes_invented}")
    if report.groups:
        lines += ["", f"{'group':24s} {'n':>3s}  names  links  event  relat"]
        lines += [f"{g.group:24s} {g.articles:3d}  {g.names:5.2f}  {g.links:5.2f}  {g.events:5.2f}  {g.relations:5.2f}" for g in report.groups]
    if report.errors:
        lines.append("")
    for error in report.errors:
        if not error.measure.startswith(" "):
            lines.append(f"{error.article} {error.measure}: +{list(error.wrong)} -{list(error.missed)}")
    return "\n".join(lines) + "\n"


def render_finre(report: FinreReport) -> str:
    """Return the report as text; accuracy is over all labels, micro-F1 over all but ``unknown``."""
    lines = [
        f"== FinRE {report.split}: {report.pairs} pairs",
        f"accuracy {report.accuracy:.4f}  micro-F1 without unknown {report.f1:.4f}  (P {report.precision:.4f}  R {report.recall:.4f})",
    ]
    lines += [f"{line.label:8s} P {line.precision:.2f}  R {line.recall:.2f}  F1 {line.f1:.2f}  n {line.support}" for line in report.labels]
    return "\n".join(lines) + "\n"


def render_fewfc(reports: tuple[FewfcReport, ...]) -> str:
    """Return the reports as text; micro-F1 is over (sentence, event type)."""
    lines: list[str] = []
    for report in reports:
        lines.append(f"== FewFC, own split, {report.method}: train {report.train}, test {report.test}")
        lines.append(f"event type micro-F1 {report.f1:.4f}  (P {report.precision:.4f}  R {report.recall:.4f})")
        lines += [f"{line.type:8s} P {line.precision:.2f}  R {line.recall:.2f}  F1 {line.f1:.2f}  n {line.support}" for line in report.types]
    return "\n".join(lines) + "\n"
