"""The card of one ETF: how much of it gains and how much loses by an event, line by line, with what is not known."""

from __future__ import annotations

from themegraph.model.answers.exposures import ExplainAnswer
from themegraph.render.figures import STATUS_LABELS, percent, signed, signed_percent
from themegraph.render.page import Drawing, fit, rect, svg, text, text_width

__all__ = ["draw_card"]

_WIDTH = 760
_BARS = 250.0
_LONGEST = 300.0
_LINES = 10
"""Holdings shown: a public card shows at most the top ten."""


def _weights(answer: ExplainAnswer) -> dict[str, tuple[float, bool]]:
    """Return constituent → (weight, named by the event itself)."""
    out: dict[str, tuple[float, bool]] = {}
    for path in answer.row.paths:
        if len(path.hops) < 2:
            continue
        last = path.hops[-1]
        named = len(path.hops) == 2
        old = out.get(last.subject_label, (0.0, False))
        out[last.subject_label] = (abs(last.coefficient), named or old[1])
    return out


def draw_card(answer: ExplainAnswer) -> Drawing:
    """Return the card of the fund that an explanation is about, as static SVG with a table of the same content."""
    row = answer.row
    effects = [(name, value) for name, value in answer.by_constituent if value]
    weights = _weights(answer)
    known = sorted((e for e in effects if e[0] in weights), key=lambda e: (-abs(e[1]), e[0]))[:_LINES]
    rest = [e for e in effects if e[0] not in {n for n, _ in known}]
    heading = f"{row.etf.name}（{row.etf.code}）"
    parts = [text(24, 34, fit(heading, 19, _WIDTH - 48), size=19, kind="bold")]
    parts.append(
        text(24, 56, fit(f"事件：{answer.question}；截至 {answer.as_of}；跟踪：{row.index or '未注明'}", 12.5, _WIDTH - 48), size=12.5, kind="soft")
    )
    facts = (
        ("直接权重（偏正面）", percent(row.direct_weight_positive)),
        ("直接权重（偏负面）", percent(row.direct_weight_negative)),
        ("等效权重（净）", signed_percent(row.equivalent_weight) if row.status == "ranked" else STATUS_LABELS.get(row.status, row.status)),
        ("未知权重", percent(row.unknown_weight)),
    )
    for number, (name, shown) in enumerate(facts):
        x = 24 + number * 178
        parts.append(rect(x, 72, 168, 58, "mark", radius=4))
        parts.append(text(x + 12, 92, name, size=11.5, kind="soft"))
        parts.append(text(x + 12, 118, shown, size=19, kind="bold"))
    parts.append(text(24, 156, "成份（条长＝权重；蓝＋ 偏正面，橙－ 偏负面；实心：事件点名，浅色：按关系推断）", size=12, kind="soft"))
    y = 172.0
    longest = max((weights[n][0] for n, _ in known), default=0.0) or 1.0
    rows: list[tuple[str, ...]] = []
    for name, value in known:
        weight, named = weights[name]
        tone = "up" if value > 0 else "down"
        length = max(2.0, _LONGEST * weight / longest)
        parts.append(text(24, y + 17, fit(f"{'＋' if value > 0 else '－'}{name}", 13, _BARS - 40), size=13))
        bar = rect(_BARS, y + 4, length, 17, tone)
        parts.append(bar if named else f'<g opacity="0.45">{bar}</g>')
        said = f"{percent(weight)}　{'点名' if named else '推断'}"
        parts.append(text(_BARS + length + 8, y + 17, said, size=12))
        rows.append((name, percent(weight), "偏正面" if value > 0 else "偏负面", "点名" if named else "推断", signed(value)))
        y += 28
    if not known:
        parts.append(text(24, y + 18, "图中未见从该事件到本基金成份的路径，或权重未知。", size=13))
        y += 30
    if rest:
        gain, loss = sum(v for _, v in rest if v > 0), sum(v for _, v in rest if v < 0)
        parts.append(text(24, y + 17, f"其余 {len(rest)} 个成份的贡献合计：正 {signed(gain)}，负 {signed(loss)}", size=12, kind="soft"))
        rows.append((f"其余 {len(rest)} 个成份", "", "", "", f"正 {signed(gain)}，负 {signed(loss)}"))
        y += 28
    used = row.weights
    listed = f"权重日 {used.as_of or '日期不详'}，可知日 {used.known_at}，{used.basis_label}，{used.staleness}"
    unknown = max(0.0, min(1.0, row.unknown_weight))
    parts.append(text(24, y + 20, "权重已知", size=11.5, kind="soft"))
    parts.append(rect(_BARS, y + 8, _LONGEST * (1 - unknown), 15, "mark"))
    parts.append(f'<g opacity="0.6">{rect(_BARS + _LONGEST * (1 - unknown), y + 8, _LONGEST * unknown, 15, "none")}</g>')
    parts.append(text(_BARS + _LONGEST + 8, y + 20, f"灰：未知 {percent(row.unknown_weight)}", size=11.5, kind="soft"))
    parts.append(text(24, y + 48, fit(f"{listed}；来源：{used.source}", 11.5, _WIDTH - 48), size=11.5, kind="soft"))
    closing = "相对暴露度（未校准）。基金有风险，过往权重不代表未来。"
    parts.append(text(24, y + 68, closing, size=11.5, kind="soft"))
    width = max(_WIDTH, round(24 + text_width(closing, 11.5)))
    title = f"ETF 卡片：{heading}　{answer.question}"
    description = "；".join("，".join(r) for r in rows)
    return Drawing(
        title=title, svg=svg(parts, width=width, height=y + 84, title=title, description=description),
        head=("成份", "权重", "方向", "依据", "贡献"), rows=tuple(rows), width=width, height=round(y + 84),
        notes=tuple(dict.fromkeys(n.message for n in answer.warnings))[:6],
    )  # fmt: skip
