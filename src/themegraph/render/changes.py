"""Layouts of disputes, and of what differs between two moments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from themegraph.model.answers.changes import ChangesAnswer, ConflictsAnswer, Moment
from themegraph.render.blocks import Block, Line, quote_line

__all__ = ["LAYOUTS"]

_KINDS = {
    "retract": "撤回", "purge": "清除", "alias": "别名", "merge": "合并", "forbid": "禁止认作一物", "reread": "重读", "reader": "提取程序换版", "ontology": "本体换版",
    "event-new": "新事件", "event-gone": "事件不再可见", "belief": "信念", "meaning": "各方利好利空", "evidence-new": "新证据", "evidence-gone": "证据不再计入",
    "path-evidence-new": "路径上的新证据", "path-evidence-gone": "路径上不再计入的证据", "weights": "权重表", "row-new": "新列入的 ETF", "row-gone": "不再列入的 ETF", "row": "ETF 的数值",
}  # fmt: skip


def _conflicts(answer: ConflictsAnswer) -> list[Block]:
    out: list[Block] = [Line(text=f"各方说法相反的事件与关系　截至 {answer.as_of}", level=1)]
    for number, row in enumerate(answer.rows, start=1):
        out.append(Line(text=f"{number}. {'事件' if row.kind == 'event' else '关系'}：{row.label}　信念 {row.belief:.2f}　{row.id}", level=3))
        out.extend(Line(text=f"说有：{quote_line(quote)}", level=4) for quote in row.asserted)
        out.extend(Line(text=f"说无：{quote_line(quote)}", level=4) for quote in row.denied)
    out.append(Line(text=f"共 {len(answer.rows)} 项。" if answer.rows else "没有：截至该日没有一件事既有人说有、又有人说无。"))
    return out


def _kind(kind: str) -> str:
    undone = kind.removesuffix("-undone")
    return _KINDS.get(undone, undone) if undone == kind else f"解除{_KINDS.get(undone, undone)}"


def _moment(moment: Moment) -> str:
    return f"{moment.as_of}" if moment.known_at is None else f"{moment.as_of}（当时所知：{moment.known_at.isoformat(timespec='seconds')}）"


def _changes(answer: ChangesAnswer) -> list[Block]:
    out: list[Block] = [Line(text=f"差异　{answer.question}　{_moment(answer.first)} → {_moment(answer.second)}", level=1)]
    for row in answer.rows:
        name = "　".join(part for part in (row.label, row.id) if part)
        out.append(Line(text=f"{_kind(row.kind)}：{name}", level=3))
        out.extend(Line(text=f"{word}：{text}", level=4) for word, text in (("前", row.before), ("后", row.after)) if text)
    out.append(Line(text=f"共 {len(answer.rows)} 处不同。" if answer.rows else "没有不同。"))
    return out


LAYOUTS: dict[type, Callable[[Any], list[Block]]] = {ConflictsAnswer: _conflicts, ChangesAnswer: _changes}
"""Answer type → its layout."""
