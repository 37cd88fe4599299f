"""The graph behind an exposure answer, laid out once: what to draw, where, and what to say on click."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from themegraph.model import kind_of
from themegraph.model.answers.exposures import ExposureAnswer, FundRow, Path
from themegraph.render.blocks import quote_line
from themegraph.render.figures import mark, percent, signed_percent

__all__ = ["MAX_NODES", "Picture", "PictureEdge", "PictureNode", "picture_of"]

MAX_NODES = 150
"""More are gathered in one node 其他 n 项 a layer."""

_COLUMN = 225
_ROW = 76
_FUND_OFFSET = 120
"""The last column holds wide boxes: it stands further right by about half their width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureNode:
    """A thing with its place."""

    id: str
    label: str
    """One or two lines. A fund's second line says what it holds of the companies on its paths."""
    kind: str
    """event, company, etf, group, other or bucket."""
    layer: int
    """0 the event, 1 its companies, …, the funds last."""
    x: int
    y: int
    tone: str
    """helped, hurt or neutral."""
    details: tuple[str, ...]
    """Lines shown on click; plain text."""
    doubted: bool = False
    """An event that is denied, planned or not confirmed: drawn with a broken border, and its label says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureEdge:
    """A step between two things."""

    source: str
    target: str
    label: str
    width: float
    """In pixels, 1 to 8, by the size of what flows."""
    inferred: bool
    """True: drawn dashed, the effect is a model's; False: what a text or a weight table states."""
    tone: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything a drawing needs."""

    title: str
    headings: tuple[str, ...]
    """What must be read with every figure: the label of the figures, and that a scenario is one."""
    notes: tuple[str, ...]
    nodes: tuple[PictureNode, ...]
    edges: tuple[PictureEdge, ...]


def _tone(value: float) -> str:
    return "helped" if value > 0 else "hurt" if value < 0 else "neutral"


def _kind(identifier: str) -> str:
    kind = kind_of(identifier)
    return {"event": "event", "story": "event", "company": "company", "etf": "etf", "industry": "group", "theme": "group"}.get(kind, "other")


class _Canvas:
    """Collects nodes and edges while paths are followed."""

    def __init__(self) -> None:
        self.labels: dict[str, str] = {}
        self.doubted: set[str] = set()
        self.layers: dict[str, int] = {}
        self.flow: dict[str, float] = defaultdict(float)
        self.details: dict[str, list[str]] = defaultdict(list)
        self.edges: dict[tuple[str, str, str], tuple[float, bool, list[str], str]] = {}

    def node(self, identifier: str, label: str, layer: int) -> None:
        self.labels.setdefault(identifier, label)
        self.layers[identifier] = max(layer, self.layers.get(identifier, 0))

    def path(self, path: Path) -> None:
        for depth, hop in enumerate(path.hops):
            self.node(hop.subject, hop.subject_label, depth)
            self.node(hop.object, hop.object_label, depth + 1)
            self.flow[hop.object] += path.contribution
            key = (hop.subject, hop.object, hop.predicate)
            flow, _, lines, _ = self.edges.get(key, (0.0, False, [], ""))
            for line in (quote_line(q) for q in hop.evidence[:3]):
                if line not in lines:
                    lines.append(line)
            held = hop.predicate == "holds"
            label = f"权重 {percent(hop.coefficient)}" if held else "" if hop.predicate == "names" else hop.predicate_label
            self.edges[key] = (flow + path.contribution, not held and hop.predicate != "names", lines, label)


def _places(keep: dict[int, list[str]], direct: frozenset[str]) -> dict[str, tuple[int, int]]:
    """Return where each thing stands.

    ``direct`` are the funds that hold a company of the event itself: their lines pass by the layers between, so they stand above, and what those
    layers hold stands below with the funds that only they lead to.
    """
    places: dict[str, tuple[int, int]] = {}
    last = max(keep, default=0)
    crossed = bool(direct) and last > 2
    floor = max(((len(keep[n]) - 1) * _ROW / 2 for n in keep if n < 2), default=0.0)
    for layer, members in keep.items():
        boxes = any(_kind(i) == "etf" for i in members)
        ordered = [*(i for i in members if i in direct), *(i for i in members if i not in direct)] if crossed and boxes else members
        top = -_ROW * (len(members) - 1) / 2
        if crossed and boxes:
            top = floor - _ROW * (sum(i in direct for i in members) - 1)
        elif crossed and layer > 1:
            top = floor + _ROW
        for row, identifier in enumerate(ordered):
            # Names below neighbouring dots are shifted a little so that long ones do not run into each other; boxes stand in line.
            shift = _FUND_OFFSET if boxes else 18 if row % 2 else -18
            places[identifier] = (layer * _COLUMN + shift, round(top + row * _ROW))
    return places


def _fund_label(row: FundRow) -> str:
    held = {p.hops[-1].subject_label: p.hops[-1].coefficient for p in row.paths if p.hops and p.hops[-1].predicate == "holds"}
    listed = "、".join(f"{name} {percent(weight)}" for name, weight in list(held.items())[:2])
    more = " 等" if len(held) > 2 else ""
    return f"{row.etf.name} {row.etf.code}" + (f"\n持 {listed}{more}" if listed else "")


def picture_of(answer: ExposureAnswer, *, max_nodes: int = MAX_NODES) -> Picture:
    """Return the picture of an exposure answer: event → companies → funds along its paths, gainers above and losers below."""
    canvas = _Canvas()
    for event in answer.events:
        doubt = mark(negated=event.negated, speculative=event.speculative)
        canvas.node(event.id, (event.label or event.type_label) + (f"\n［{doubt}］" if doubt else ""), 0)
        canvas.doubted |= {event.id} if doubt else set()
        canvas.details[event.id] += [event.summary, f"{event.type_label}　信念 {event.belief:.2f}　{event.articles} 篇，{event.voices} 个独立来源"]
        canvas.details[event.id] += [quote_line(q) for q in event.quotes]
        for who in event.participants:
            if kind_of(who.id) != "company":
                continue
            canvas.node(who.id, who.name, 1)
            canvas.flow[who.id] += {"positive": 1e-9, "negative": -1e-9}.get(who.polarity, 0.0)
            canvas.edges.setdefault((event.id, who.id, "names"), (0.0, False, [quote_line(q) for q in event.quotes[:2]], ""))
    for row in answer.rows:
        for path in row.paths:
            canvas.path(path)
        if row.etf.id in canvas.labels:
            canvas.labels[row.etf.id] = _fund_label(row)
            canvas.flow[row.etf.id] = row.net
            canvas.details[row.etf.id] += [
                f"{row.etf.code} {row.etf.name}　{row.manager}",
                f"直接权重 {percent(row.direct_weight)}　等效权重 {signed_percent(row.equivalent_weight)}　未知权重 {percent(row.unknown_weight)}",
                f"权重日 {row.weights.as_of or '日期不详'}，可知日 {row.weights.known_at}，{row.weights.basis_label}，{row.weights.source}",
            ]
    last = max((canvas.layers[i] for i in canvas.layers), default=1)
    for identifier in canvas.layers:
        if _kind(identifier) == "etf":
            canvas.layers[identifier] = max(2, last)
    by_layer: dict[int, list[str]] = defaultdict(list)
    for identifier, layer in canvas.layers.items():
        by_layer[layer].append(identifier)
    room = max(8, max_nodes // max(1, len(by_layer)) - 1)
    keep: dict[int, list[str]] = {}
    bucket_of: dict[str, str] = {}
    for layer in sorted(by_layer):
        largest = sorted(by_layer[layer], key=lambda i: (-abs(canvas.flow[i]), i))
        shown, rest = largest[:room], largest[room:]
        if rest:
            bucket = f"bucket:{layer}"
            canvas.labels[bucket] = f"其他 {len(rest)} 项"
            canvas.flow[bucket] = sum(canvas.flow[i] for i in rest)
            canvas.details[bucket] = [canvas.labels[i].partition("\n")[0] for i in rest[:40]]
            bucket_of.update(dict.fromkeys(rest, bucket))
            shown.append(bucket)
        keep[layer] = sorted(shown, key=lambda i: (-canvas.flow[i], i))
    named = {i for i, layer in canvas.layers.items() if layer <= 1}
    direct = frozenset(t for s, t, predicate in canvas.edges if predicate == "holds" and s in named)
    places = _places(keep, direct)
    layer_of = {i: layer for layer, members in keep.items() for i in members}
    nodes = tuple(
        PictureNode(
            id=i,
            label=canvas.labels[i],
            kind="bucket" if i.startswith("bucket:") else _kind(i),
            layer=layer_of[i],
            x=places[i][0],
            y=places[i][1],
            tone="neutral" if _kind(i) == "event" else _tone(canvas.flow[i]),
            details=tuple(dict.fromkeys(d for d in canvas.details[i] if d)),
            doubted=i in canvas.doubted,
        )
        for i in sorted(layer_of, key=lambda n: (layer_of[n], places[n][1], n))
    )
    gathered: dict[tuple[str, str, str], tuple[float, bool, list[str], str]] = {}
    for (source, target, predicate), (flow, inferred, lines, label) in canvas.edges.items():
        key = (bucket_of.get(source, source), bucket_of.get(target, target), predicate)
        old = gathered.get(key, (0.0, inferred, [], label))
        gathered[key] = (old[0] + flow, inferred, old[2] + lines, old[3] if key[:2] == (source, target) else "")
    largest_flow = max((abs(f) for f, *_ in gathered.values()), default=0.0) or 1.0
    edges = tuple(
        PictureEdge(
            source=s,
            target=t,
            label=label,
            width=round(1 + 7 * abs(flow) / largest_flow, 2),
            inferred=inferred,
            tone=_tone(flow),
            details=tuple(lines[:6]),
        )
        for (s, t, _), (flow, inferred, lines, label) in sorted(gathered.items())
        if s != t
    )
    heading = f"{answer.question}　截至 {answer.as_of}"
    alarms = (f"未持有警报：{a.company.name}（{a.company.code}）{a.message}" for a in answer.not_held)
    notes = (*alarms, *(w.message for w in answer.warnings if w.code != "several-events"))
    return Picture(title=heading, headings=tuple(h for h in (answer.label, answer.scenario) if h), notes=notes, nodes=nodes, edges=edges)
