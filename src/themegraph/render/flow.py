"""The exposure flow: how an event reaches funds, column by column, gainers above a line and losers below it.

A ribbon is as wide as what it carries. Full: told by a text or read in the fund's own table; dashed: inferred along a relation; dotted: an index's
weight stands in for the fund's; grey: the weight is unknown.
"""

from __future__ import annotations

import html
from collections import defaultdict
from dataclasses import dataclass, field

from themegraph.model import kind_of
from themegraph.model.answers.exposures import ExposureAnswer, FundRow, Path
from themegraph.render.figures import mark, percent, signed
from themegraph.render.page import Drawing, fit, rect, svg, text, text_width

__all__ = ["draw_flow"]

_COLUMNS = ("事件", "点名公司", "环节 / 板块", "关联公司", "指数", "ETF")
_WIDTH, _LAST = 1200, 290
"""Pixels of the picture, and of the last column's names in it."""
_BAR = 9
_THICK, _THIN = 46.0, 1.6
"""Pixels of the widest and the thinnest ribbon."""
_SLOT = 40.0
_LABEL, _NOTE = 12.5, 10.5
_MOST = 10
"""Nodes a column; more are gathered in one."""
_DASHES = {"told": "", "inferred": ' stroke-dasharray="9 5"', "stands-in": ' stroke-dasharray="2.5 3.5"', "unknown": ' stroke-dasharray="3 6"'}
_WORDS = {"told": "原文或权重表", "inferred": "推断", "stands-in": "指数权重代用", "unknown": "权重未知"}


@dataclass(slots=True)
class _Node:
    key: str
    label: str
    column: int
    note: str = ""
    net: float = 0.0
    flow_in: float = 0.0
    flow_out: float = 0.0
    unknown: bool = False
    x: float = 0.0
    y: float = 0.0
    height: float = 0.0

    @property
    def slot(self) -> float:
        """Room it takes in its column."""
        return max(_SLOT, self.height + 12)


@dataclass(slots=True)
class _Link:
    source: str
    target: str
    kind: str
    """told, inferred, stands-in or unknown."""
    value: float = 0.0
    words: str = ""


@dataclass(slots=True)
class _Flow:
    nodes: dict[str, _Node] = field(default_factory=dict)
    links: dict[tuple[str, str, bool], _Link] = field(default_factory=dict)

    def node(self, key: str, label: str, column: int, note: str = "") -> None:
        self.nodes.setdefault(key, _Node(key=key, label=label, column=column, note=note))

    def link(self, source: str, target: str, kind: str, value: float, words: str) -> None:
        found = self.links.setdefault((source, target, value >= 0), _Link(source=source, target=target, kind=kind, words=words))
        found.value += value

    def path(self, path: Path, row: FundRow) -> None:
        """Add one walk to a fund."""
        at = ""
        for hop in path.hops:
            if hop.predicate == "names":
                self.node(hop.subject, hop.subject_label, 0)
                self.node(hop.object, hop.object_label, 1)
                self.link(hop.subject, hop.object, "told", path.contribution, "点名")
                at = hop.object
            elif hop.predicate == "holds":
                kind = "stands-in" if row.weights.basis.startswith("index") else "told"
                old = "，权重过旧" if row.weights.staleness in {"过旧", "旧，已放宽"} else ""
                self.node(row.etf.id, row.etf.name, 5, f"{row.etf.code}，未知权重 {percent(row.unknown_weight)}{old}")
                words = f"权重 {percent(abs(hop.coefficient))}"
                if row.index:
                    self.node(f"index:{row.index}", row.index, 4)
                    self.link(at, f"index:{row.index}", kind, path.contribution, words)
                    self.link(f"index:{row.index}", row.etf.id, kind, path.contribution, "跟踪")
                else:
                    self.link(at, row.etf.id, kind, path.contribution, words)
            else:
                column = 2 if kind_of(hop.object) in {"industry", "theme"} else 3
                key = f"{hop.object}#{column}"
                self.node(key, hop.object_label, column)
                self.link(at, key, "inferred", path.contribution, hop.predicate_label)
                at = key


def _gather(answer: ExposureAnswer) -> _Flow:
    flow = _Flow()
    for event in answer.events:
        doubt = mark(negated=event.negated, speculative=event.speculative)
        note = "　".join(filter(None, (str(event.day_from or event.first_public or ""), doubt)))
        flow.node(event.id, event.label or event.type_label, 0, note)
    for row in answer.rows:
        for path in row.paths:
            if path.contribution:
                flow.path(path, row)
    for alarm in answer.not_held:
        company = alarm.company
        if not company.code:
            continue
        flow.node(company.id, company.name, 1)
        flow.node("unknown", "权重未知或为零", 5, "可用的权重表都没有列出")
        flow.nodes["unknown"].unknown = True
        flow.link(company.id, "unknown", "unknown", 0.0, "权重未知")
        if not any(target == company.id for _, target, _ in flow.links):
            for event in answer.events:
                if any(p.id == company.id for p in event.participants):
                    flow.link(event.id, company.id, "told", 0.0, "点名")
                    break
    used = {k for s, t, _ in flow.links for k in (s, t)}
    flow.nodes = {k: n for k, n in flow.nodes.items() if k in used}
    return flow


def _bucket(flow: _Flow) -> None:
    """Gather the smallest nodes of a crowded column in one."""
    weight: dict[str, float] = defaultdict(float)
    for link in flow.links.values():
        weight[link.source] += abs(link.value)
        weight[link.target] += abs(link.value)
    moved: dict[str, str] = {}
    for column in range(len(_COLUMNS)):
        members = sorted((n for n in flow.nodes.values() if n.column == column and not n.unknown), key=lambda n: (-weight[n.key], n.key))
        if len(members) > _MOST:
            rest = members[_MOST - 1 :]
            key = f"bucket:{column}"
            flow.nodes[key] = _Node(key=key, label=f"其他 {len(rest)} 项", column=column)
            for node in rest:
                moved[node.key] = key
                del flow.nodes[node.key]
    links: dict[tuple[str, str, bool], _Link] = {}
    for (source, target, up), link in flow.links.items():
        ends = (moved.get(source, source), moved.get(target, target))
        found = links.setdefault(
            (*ends, up), _Link(source=ends[0], target=ends[1], kind=link.kind, words=link.words if ends == (source, target) else "")
        )
        found.value += link.value
    flow.links = links


def _place(flow: _Flow, scale: float, top: float) -> tuple[float, float]:
    """Set the places of all nodes; return the line between gainers and losers, and the bottom."""
    for link in flow.links.values():
        flow.nodes[link.source].flow_out += abs(link.value)
        flow.nodes[link.target].flow_in += abs(link.value)
        flow.nodes[link.source].net += link.value if flow.nodes[link.source].column == 0 else 0.0
        flow.nodes[link.target].net += link.value
    used = sorted({n.column for n in flow.nodes.values()})
    step = (_WIDTH - _LAST) / max(1, len(used) - 1)
    above = below = 0.0
    columns: list[tuple[list[_Node], list[_Node]]] = []
    for number, column in enumerate(used):
        members = [n for n in flow.nodes.values() if n.column == column]
        for node in members:
            node.x = 24 + number * step
            node.height = max(node.flow_in * scale, node.flow_out * scale, 4.0)
        up = sorted((n for n in members if n.net >= 0 and not n.unknown), key=lambda n: (-n.net, n.key))
        down = sorted((n for n in members if n.net < 0 or n.unknown), key=lambda n: (n.unknown, -n.net, n.key))
        columns.append((up, down))
        above = max(above, sum(n.slot for n in up))
        below = max(below, sum(n.slot for n in down))
    line = top + above
    sources: dict[str, list[str]] = defaultdict(list)
    for link in sorted(flow.links.values(), key=lambda k: (k.source, k.target)):
        sources[link.target].append(link.source)

    def beside(node: _Node) -> float:
        """Return how high the things it comes from stand, so that ribbons cross little."""
        ends = [flow.nodes[s].y + flow.nodes[s].height / 2 for s in sources[node.key]]
        return round(sum(ends) / len(ends), 3) if ends and node.column > 1 else 0.0

    for up, down in columns:
        up.sort(key=lambda n: (beside(n), -n.net, n.key))
        down.sort(key=lambda n: (n.unknown, beside(n), -n.net, n.key))
        at = line - (above + sum(n.slot for n in up)) / 2
        for node in up:
            node.y = at + (node.slot - node.height) / 2
            at += node.slot
        at = line + 8
        for node in down:
            node.y = at + (node.slot - node.height) / 2
            at += node.slot
    return line, line + below + 16


def _tone(value: float) -> str:
    return "up" if value > 0 else "down" if value < 0 else "none"


def _ribbons(flow: _Flow, scale: float) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the links as curves, and as rows of a table."""
    nodes = flow.nodes
    ordered = sorted(
        flow.links.values(), key=lambda k: (nodes[k.source].column, nodes[k.source].y, nodes[k.target].y, k.value < 0, k.source, k.target)
    )
    out_at: dict[str, float] = defaultdict(float)
    in_at: dict[str, float] = defaultdict(float)
    starts, ends = {}, {}
    for number, link in enumerate(ordered):
        starts[number] = out_at[link.source]
        out_at[link.source] += abs(link.value) * scale
    for number, link in sorted(enumerate(ordered), key=lambda p: (p[1].target, nodes[p[1].source].y, p[1].value < 0, p[1].source)):
        ends[number] = in_at[link.target]
        in_at[link.target] += abs(link.value) * scale
    parts: list[str] = []
    rows: list[tuple[str, ...]] = []
    for number, link in enumerate(ordered):
        a, b = nodes[link.source], nodes[link.target]
        carried = abs(link.value) * scale
        y1 = a.y + starts[number] + max(carried, min(a.height, 4.0)) / 2
        y2 = b.y + ends[number] + max(carried, min(b.height, 4.0)) / 2
        x1, x2 = a.x + _BAR, b.x
        bend = (x2 - x1) * 0.45
        tone = "none" if link.kind == "unknown" else _tone(link.value)
        said = "未知" if link.kind == "unknown" else signed(link.value)
        tip = html.escape(f"{a.label} → {b.label}　{link.words}　贡献 {said}　{_WORDS[link.kind]}")
        parts.append(
            f'<path class="link l{tone}" d="M{x1:.1f},{y1:.1f} C{x1 + bend:.1f},{y1:.1f} {x2 - bend:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"'
            f' stroke-width="{max(carried, _THIN):.2f}"{_DASHES[link.kind]}><title>{tip}</title></path>'
        )
        rows.append((a.label, b.label, link.words, said, _WORDS[link.kind]))
    return parts, rows


def _names(flow: _Flow) -> list[str]:
    used = sorted({n.column for n in flow.nodes.values()})
    step = (_WIDTH - _LAST) / max(1, len(used) - 1)
    out = []
    for node in sorted(flow.nodes.values(), key=lambda n: (n.column, n.y, n.key)):
        sign = "" if node.column == 0 or node.unknown or not node.net else "＋" if node.net > 0 else "－"
        out.append(rect(node.x, node.y, _BAR, node.height, "none" if node.unknown else _tone(node.net), tip=f"{node.label}　{node.note}"))
        room = _LAST - 40.0 if node.column == used[-1] else step - _BAR - 16
        middle = node.y + node.height / 2
        out.append(text(node.x + _BAR + 5, middle + (0 if node.note else 4), fit(f"{sign}{node.label}", _LABEL, room), size=_LABEL, kind="halo"))
        if node.note:
            out.append(text(node.x + _BAR + 5, middle + 14, fit(node.note, _NOTE, room), size=_NOTE, kind="halo soft"))
    return out


def _legend(y: float) -> list[str]:
    x, out = 24.0, []
    for kind, words in (
        ("told", "实线：原文或基金权重表所述"),
        ("inferred", "虚线：按关系推断"),
        ("stands-in", "点线：指数权重代用"),
        ("unknown", "灰：权重未知"),
    ):
        out.append(f'<path class="link {"lnone" if kind == "unknown" else "lup"}" d="M{x:.1f},{y:.1f} h42" stroke-width="6"{_DASHES[kind]}/>')
        out.append(text(x + 48, y + 4, words, size=11.5, kind="soft"))
        x += 48 + text_width(words, 11.5) + 26
    out.append(text(24, y + 26, "相对暴露度未以价格校准；每只基金只画贡献最大的几条路径。基金有风险。", size=11, kind="soft"))
    return out


def draw_flow(answer: ExposureAnswer) -> Drawing:
    """Return the flow of an exposure answer as static SVG with a table of the same content."""
    flow = _gather(answer)
    _bucket(flow)
    through: dict[str, float] = defaultdict(float)
    for (source, target, _), link in flow.links.items():
        through[f"out {source}"] += abs(link.value)
        through[f"in {target}"] += abs(link.value)
    scale = _THICK / (max(through.values(), default=0.0) or 1.0)
    line, bottom = _place(flow, scale, 92.0)
    title = f"暴露流向：{answer.question}"
    said = f"{answer.label}；截至 {answer.as_of}；带宽＝贡献的绝对值；蓝（＋）偏正面在上，橙（－）偏负面在下"
    parts = [text(24, 28, fit(title, 18, 1120), size=18, kind="bold"), text(24, 48, fit(said, 12, 1130), size=12, kind="soft")]
    heads = {n.column: n.x for n in flow.nodes.values()}
    parts += [text(heads[c], 76, _COLUMNS[c], size=12.5, kind="soft bold") for c in sorted(heads)]
    if not flow.nodes:
        parts.append(text(24, 110, "数据不足：截至该日没有可用的权重表持有相关公司。", size=13))
        bottom = 130.0
    if any(n.net < 0 or n.unknown for n in flow.nodes.values()):
        parts.append(f'<line x1="24" y1="{line + 2:.1f}" x2="{_WIDTH - 24}" y2="{line + 2:.1f}" class="rule" stroke-dasharray="1 4"/>')
    ribbons, rows = _ribbons(flow, scale)
    parts += [*ribbons, *_names(flow), *_legend(bottom + 22)]
    height = bottom + 64
    description = "；".join(f"{a}→{b}（{w}，{v}，{k}）" for a, b, w, v, k in rows[:60])
    return Drawing(
        title=title,
        svg=svg(parts, width=_WIDTH, height=height, title=title, description=description),
        head=("从", "到", "关系", "贡献", "依据"),
        rows=tuple(rows),
        width=_WIDTH,
        height=round(height),
        notes=tuple(dict.fromkeys(n.message for n in answer.warnings if n.code != "several-events"))[:8],
    )
