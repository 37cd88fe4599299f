"""What changed between two days' reports of one theme."""

from __future__ import annotations

from collections.abc import Sequence

from themegraph.report.document import Heading, Listing, Paragraph, Report, Sentence, Verdict
from themegraph.report.words import Words, words

__all__ = ["diff_reports"]


def _changes(before: Verdict, after: Verdict, w: Words) -> str:
    old, new = dict(before.values), dict(after.values)
    found = [f"{w[k]} {old.get(k) or w['nil']} → {new.get(k) or w['nil']}" for k in new if old.get(k) != new.get(k)]
    return w["comma"].join(found)


def _part(before: Sequence[Verdict], after: Sequence[Verdict], w: Words) -> list[Sentence]:
    old = {v.key: v for v in before}
    new = {v.key: v for v in after}
    out = [Sentence(lead=w["new"], text=v.label, facts=(v.key,)) for v in after if v.key not in old]
    out += [Sentence(lead=w["gone"], text=v.label, facts=(v.key,)) for v in before if v.key not in new]
    for verdict in after:
        if verdict.key in old and (said := _changes(old[verdict.key], verdict, w)):
            out.append(Sentence(lead=w["changed"], text=f"{verdict.label}{w['colon']}{said}", facts=(verdict.key,)))
    return out


def diff_reports(before: Report, after: Report) -> Report:
    """Return what is new, gone and changed from one report to the other, as a report of its own; equal reports give one sentence."""
    w = words(after.lang)
    blocks: list[Heading | Paragraph | Listing] = [
        Paragraph(sentences=(Sentence(text=w["label"]),), quoted=True),
        Heading(text=w["diff_title"].format(theme=after.theme, before=before.as_of, after=after.as_of), level=1),
    ]
    for title, old, new in (("diff_stories", before.stories, after.stories), ("diff_funds", before.funds, after.funds)):
        blocks.append(Heading(text=w[title], level=2))
        found = _part(old, new, w)
        blocks.append(Listing(items=tuple(found)) if found else Paragraph(sentences=(Sentence(text=w["unchanged"]),)))
    blocks.append(Paragraph(sentences=(Sentence(lead=w["disclaimer_head"], text=w["disclaimer"]),), ruled=True))
    return Report(
        title=f"theme_research_{after.theme}_{before.as_of}_{after.as_of}", lang=after.lang, stamp=after.stamp, theme=after.theme,
        as_of=after.as_of, window=after.window, blocks=tuple(blocks), stories=after.stories, funds=after.funds,
    )  # fmt: skip
