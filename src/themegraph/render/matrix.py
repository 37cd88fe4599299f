"""The matrix of events and ETFs: which fund is reached by which event, by how much weight, on which side."""

from __future__ import annotations

from collections.abc import Sequence

from themegraph.model.answers.exposures import ExposureAnswer, FundRow
from themegraph.render.figures import mark, percent, signed_percent
from themegraph.render.page import Drawing, fit, rect, svg, text, wrap

__all__ = ["draw_matrix"]

_NAMES, _CELL, _ROW = 300.0, 104.0, 44.0
_FUNDS, _EVENTS = 14, 9


def _cell(row: FundRow) -> tuple[str, str, float]:
    """Return what a cell says, its tone, and its strength in [0, 1]."""
    direct = row.direct_weight_positive + row.direct_weight_negative
    if direct > 0:
        sides = row.direct_weight_positive > 0, row.direct_weight_negative > 0
        tone = "none" if all(sides) else "up" if sides[0] else "down"
        return f"{'±' if all(sides) else '＋' if sides[0] else '－'}{percent(direct)}", tone, min(1.0, 0.25 + direct * 4)
    if row.status == "ranked" and row.net:
        return f"间接 {signed_percent(row.equivalent_weight)}", "up" if row.net > 0 else "down", 0.2
    if row.paths:
        return "间接，不排名", "up" if row.net > 0 else "down" if row.net < 0 else "none", 0.1
    if row.direct_weight_unlisted > 0:
        return f"未知（至多 {percent(row.direct_weight_unlisted)}）", "none", 0.1
    return "", "none", 0.0


def draw_matrix(title: str, answers: Sequence[ExposureAnswer]) -> Drawing:
    """Return the matrix of several events' exposures as static SVG with a table of the same content."""
    shown = [a for a in answers if a.events][:_EVENTS]
    best: dict[str, tuple[float, FundRow]] = {}
    for answer in shown:
        for row in answer.rows:
            size = (row.direct_weight_positive + row.direct_weight_negative) * 10 + abs(row.net)
            if row.etf.id not in best or size > best[row.etf.id][0]:
                best[row.etf.id] = (size, row)
    funds = [row for _, row in sorted(best.values(), key=lambda sr: (-sr[0], sr[1].etf.id))][:_FUNDS]
    width = max(640.0, 24 + _NAMES + _CELL * len(shown) + 24)
    heading = f"事件 × ETF：{title}"
    as_of = f"截至 {shown[0].as_of}；" if shown else ""
    said = f"{as_of}格内先写直接权重（＋偏正面，－偏负面，±两者都有）；没有直接权重的写间接。相对暴露度（未校准）。"
    parts = [
        text(24, 30, fit(heading, 18, width - 48), size=18, kind="bold"),
        *(text(24, 50 + 16 * n, line, size=12, kind="soft") for n, line in enumerate(wrap(said, 12, width - 48, 2))),
    ]
    top = 146.0
    for number, answer in enumerate(shown):
        event = answer.events[0]
        x = 24 + _NAMES + number * _CELL
        lines = wrap(event.label or event.summary, 11.5, _CELL - 10, 3)
        for at, line in enumerate(lines):
            parts.append(text(x + 5, top - 24 - 14 * (len(lines) - 1 - at), line, size=11.5, kind="bold"))
        doubt = mark(negated=event.negated, speculative=event.speculative)
        when = " ".join(filter(None, (str(event.day_from or event.first_public or ""), "未定" if event.speculative and not event.negated else doubt)))
        parts.append(text(x + 5, top - 6, when, size=10.5, kind="soft"))
    rows: list[tuple[str, ...]] = []
    for number, fund in enumerate(funds):
        y = top + number * _ROW
        parts.append(f'<line x1="24" y1="{y:.1f}" x2="{width - 24:.1f}" y2="{y:.1f}" class="rule"/>')
        parts.append(text(24, y + 18, fit(fund.etf.name, 12.5, _NAMES - 12), size=12.5))
        parts.append(
            text(24, y + 34, f"{fund.etf.code}　权重日 {fund.weights.as_of or '日期不详'}（{fund.weights.staleness}）", size=10.5, kind="soft")
        )
        told = []
        for column, answer in enumerate(shown):
            found = next((r for r in answer.rows if r.etf.id == fund.etf.id), None)
            words, tone, strength = _cell(found) if found else ("", "none", 0.0)
            x = 24 + _NAMES + column * _CELL
            if words:
                parts.append(f'<g opacity="{strength:.2f}">{rect(x + 2, y + 3, _CELL - 4, _ROW - 6, tone)}</g>')
                parts.append(text(x + _CELL / 2, y + 26, fit(words, 11.5, _CELL - 8), size=11.5, kind="halo", anchor="middle"))
            told.append(words or "图中未见")
        rows.append((f"{fund.etf.name}（{fund.etf.code}）", *told))
    if not funds:
        parts.append(text(24, top + 20, "数据不足：这些事件到不了任何有可用权重的基金。", size=13))
    bottom = top + max(1, len(funds)) * _ROW
    parts.append(text(24, bottom + 20, "空格：图中未见，不等于没有。权重过旧的只列不排。基金有风险。", size=11.5, kind="soft"))
    names = tuple(a.events[0].label or a.events[0].summary for a in shown)
    description = "；".join(f"{r[0]}：{'，'.join(r[1:])}" for r in rows)
    return Drawing(
        title=heading, svg=svg(parts, width=width, height=bottom + 36, title=heading, description=description), head=("ETF", *names),
        rows=tuple(rows), width=round(width), height=round(bottom + 36),
    )  # fmt: skip
