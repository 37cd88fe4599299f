"""The timeline of a story: what happened on which day, on whose word; told, planned and denied look different."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from themegraph.model.answers.exposures import EventRow
from themegraph.render.figures import day
from themegraph.render.page import Drawing, fit, svg, text, wrap

__all__ = ["draw_timeline"]

_WIDTH = 900
_RAIL, _TEXT = 150.0, 176.0
_MOST = 30
"""Events drawn; the earliest are left out first, and their number is said."""


def _when(row: EventRow) -> date | None:
    """Return the day an event stands at: its own where it is one day, else the day it was first told."""
    if row.day_from and row.day_to and (row.day_to - row.day_from).days <= 1:
        return row.day_to
    return row.first_public or row.day_from


def _state(row: EventRow) -> tuple[str, str]:
    return ("denied", "否认") if row.negated else ("planned", "计划或未证实") if row.speculative else ("told", "已报道")


def _mark(y: float, state: str, tone: str) -> str:
    if state == "denied":
        return f'<path class="link l{tone}" d="M{_RAIL - 6:.1f},{y - 6:.1f} l12,12 m0,-12 l-12,12" stroke-width="3"/>'
    if state == "planned":
        return f'<circle cx="{_RAIL}" cy="{y:.1f}" r="6" class="back l{tone}" stroke-width="3" stroke-dasharray="3 2"/>'
    return f'<circle cx="{_RAIL}" cy="{y:.1f}" r="7" class="{tone}"/>'


def draw_timeline(title: str, events: Sequence[EventRow]) -> Drawing:
    """Return the timeline of events as static SVG with a table of the same content."""
    ordered = sorted(events, key=lambda r: (str(_when(r) or ""), r.id))
    left_out = max(0, len(ordered) - _MOST)
    ordered = ordered[left_out:]
    parts = [text(24, 30, fit(f"时间线：{title}", 18, _WIDTH - 48), size=18, kind="bold")]
    marks = (("told", "实心：已报道"), ("planned", "空心：计划或未证实"), ("denied", "叉：否认"))
    x = 24.0
    for state, words in marks:
        parts.append(f'<g transform="translate({x - _RAIL + 8:.1f},0)">{_mark(52, state, "none")}</g>')
        parts.append(text(x + 20, 56, words, size=12, kind="soft"))
        x += 40 + len(words) * 12.5
    parts.append(text(x, 56, "蓝＋ 偏正面　橙－ 偏负面　灰 无方向", size=12, kind="soft"))
    y = 92.0
    rows: list[tuple[str, ...]] = []
    last = ""
    body: list[str] = []
    for row in ordered:
        state, words = _state(row)
        signs = {p.polarity for p in row.participants} & {"positive", "negative"}
        tone = {"positive": "up", "negative": "down"}[signs.pop()] if len(signs) == 1 and not row.negated else "none"
        sign = {"up": "＋", "down": "－", "none": ""}[tone]
        when = day(_when(row))
        quote = row.quotes[0] if row.quotes else None
        lines = wrap(f"「{quote.quote}」" if quote else row.summary, 12.5, _WIDTH - _TEXT - 30, 2)
        source = f"{quote.source or '来源未注明'}，{(quote.published_at or '日期不详')[:10]}" if quote else ""
        told = f"{source}；{row.articles} 篇，{row.voices} 个独立来源；{words}"
        if when != last:
            body.append(text(_RAIL - 20, y + 5, when, size=13, kind="bold", anchor="end"))
            last = when
        body.append(_mark(y, state, tone))
        body.append(
            text(_TEXT, y + 5, fit(f"{'［否认］' if row.negated else sign}{row.label or row.summary}", 14, _WIDTH - _TEXT - 30), size=14, kind="bold")
        )
        for number, line in enumerate(lines):
            body.append(text(_TEXT, y + 25 + 18 * number, line, size=12.5))
        body.append(text(_TEXT, y + 25 + 18 * len(lines), fit(told, 11.5, _WIDTH - _TEXT - 30), size=11.5, kind="soft"))
        rows.append((when, row.type_label, row.label, words, quote.quote if quote else row.summary, source))
        y += 44 + 18 * len(lines) + 12
    if ordered:
        parts.append(f'<line x1="{_RAIL}" y1="82" x2="{_RAIL}" y2="{y - 30:.1f}" class="rule" style="stroke-width:2"/>')
    else:
        parts.append(text(24, 96, "数据不足：截至该日没有符合的事件。", size=13))
    parts += body
    if left_out:
        parts.append(text(_TEXT, y, f"另有更早的 {left_out} 个事件未画。", size=12, kind="soft"))
        y += 20
    description = "；".join(f"{r[0]} {r[2]}（{r[3]}）" for r in rows)
    heading = f"时间线：{title}"
    return Drawing(
        title=heading, svg=svg(parts, width=_WIDTH, height=y + 16, title=heading, description=description),
        head=("日期", "类型", "事件", "语气", "原文", "来源"), rows=tuple(rows), width=_WIDTH, height=round(y + 16),
    )  # fmt: skip
