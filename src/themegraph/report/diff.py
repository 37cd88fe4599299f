"""What changed between two days' reports of one theme."""

from __future__ import annotations

from collections.abc import Sequence

from themegraph.report.document import Heading, Listing, Paragraph, Report, Sentence, Verdict
from themegraph.report.words import words

__all__ = ["diff_reports"]

_FUND = {"direct": "直接权重", "status": "状态", "equivalent": "等效权重", "as_of": "权重日"}
_STORY = {"articles": "篇数", "voices": "独立来源", "gains": "原文点名偏正面", "losses": "原文点名偏负面"}


def _changes(before: Verdict, after: Verdict, names: dict[str, str]) -> str:
    old, new = dict(before.values), dict(after.values)
    found = [f"{names.get(k, k)} {old.get(k) or '无'} → {new.get(k) or '无'}" for k in new if old.get(k) != new.get(k)]
    return "，".join(found)


def _part(before: Sequence[Verdict], after: Sequence[Verdict], names: dict[str, str]) -> list[Sentence]:
    old = {v.key: v for v in before}
    new = {v.key: v for v in after}
    out = [Sentence(lead="新增", text=v.label, facts=(v.key,)) for v in after if v.key not in old]
    out += [Sentence(lead="不再出现", text=v.label, facts=(v.key,)) for v in before if v.key not in new]
    for verdict in after:
        if verdict.key in old and (said := _changes(old[verdict.key], verdict, names)):
            out.append(Sentence(lead="变化", text=f"{verdict.label}：{said}", facts=(verdict.key,)))
    return out


def diff_reports(before: Report, after: Report) -> Report:
    """Return what is new, gone and changed from one report to the other, as a report of its own; equal reports give one sentence."""
    w = words(after.lang)
    blocks: list[Heading | Paragraph | Listing] = [
        Paragraph(sentences=(Sentence(text=w["label"]),), quoted=True),
        Heading(text=f"{after.theme}：{before.as_of} 与 {after.as_of} 的差异", level=1),
    ]
    for title, old, new, names in (("独立事件", before.stories, after.stories, _STORY), ("ETF", before.funds, after.funds, _FUND)):
        blocks.append(Heading(text=title, level=2))
        found = _part(old, new, names)
        blocks.append(Listing(items=tuple(found)) if found else Paragraph(sentences=(Sentence(text="没有变化。"),)))
    blocks.append(Paragraph(sentences=(Sentence(lead=w["disclaimer_head"], text=f"：{w['disclaimer']}"),), ruled=True))
    return Report(
        title=f"theme_research_{after.theme}_{before.as_of}_{after.as_of}", lang=after.lang, stamp=after.stamp, theme=after.theme,
        as_of=after.as_of, window=after.window, blocks=tuple(blocks), stories=after.stories, funds=after.funds,
    )  # fmt: skip
