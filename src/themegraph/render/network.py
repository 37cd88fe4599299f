"""The interactive relation picture by pyvis: one page that loads nothing from the network.

pyvis inlines vis-network but links Bootstrap from a CDN in every mode, so only its scripts, its styles and its data are taken from what it
generates; the page around them is ours. Texts reach the page as JSON and are set as text, never as markup.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter

from pyvis.network import Network

from themegraph.render.picture import Picture

__all__ = ["drawing_height", "network_html"]

_SHAPES = {"event": "box", "company": "dot", "etf": "box", "group": "hexagon", "other": "triangle", "bucket": "square"}
_COLOURS = {"helped": "#0072B2", "hurt": "#D55E00", "neutral": "#767676"}
"""Okabe and Ito's blue and vermilion, which colour-blind readers tell apart, and a grey of contrast 4.5 on white."""
_PALE = {"helped": "#E5F1F8", "hurt": "#FBEFE5", "neutral": "#F2F2F2"}

_USUAL_WIDTH = 1050
_MIN_HEIGHT = 480
_FAN = 4
"""A node with more lines of one label leaving it has them without the label, which would be written over itself; a click shows it."""

_PAGE = """<!DOCTYPE html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>__TITLE__</title>
<style>
body { margin: 0; font: 15px/1.55 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: #1a1a1a; background: #fff; }
header { padding: 12px 18px 6px; } h1 { font-size: 19px; margin: 0 0 4px; } p { margin: 2px 0; color: #444; }
main { display: flex; border-top: 1px solid #ccc; border-bottom: 1px solid #ccc; }
#mynetwork { flex: 1; min-width: 0; height: __HEIGHT__px; outline-offset: -2px; }
aside { width: 300px; box-sizing: border-box; padding: 12px 16px; border-left: 1px solid #ccc; overflow-wrap: anywhere; }
aside h2 { font-size: 16px; margin: 0 0 6px; } aside li { margin: 0 0 6px; } ul { padding-left: 18px; margin: 4px 0 14px; }
.heading { font-weight: bold; color: #1a1a1a; }
.legend span { display: inline-block; margin-right: 14px; white-space: nowrap; }
table { border-collapse: collapse; margin: 12px 18px; } td, th { border: 1px solid #bbb; padding: 2px 8px; text-align: left; font-weight: normal; }
@media (max-width: 900px) { main { display: block; } aside { width: auto; border-left: 0; border-top: 1px solid #ccc; } }
</style>
__STYLES__
</head>
<body>
<header><h1>__TITLE__</h1>__HEADINGS__
<p class="legend"><span style="color:#0072B2">● 受益</span><span style="color:#D55E00">● 受损</span><span style="color:#595959">● 中性</span>
<span>白框：事件（断线框：否认、计划或未证实）</span><span>圆：公司</span><span>六边形：板块</span><span>色框：ETF</span><span>实线：原文或权重表所述</span><span>虚线：按关系推断</span><span>线宽：贡献大小</span></p></header>
<main><div id="mynetwork" tabindex="0" role="img" aria-label="关系图；同样的内容见下方表格"></div>
<aside><div id="panel" aria-live="polite"><h2>点选一个节点或连线</h2><p>这里显示它的证据：原文、来源与日期。键盘：Tab 进入图，左右键逐个选择节点。</p></div>__NOTES__</aside></main>
<details><summary style="padding:8px 18px">以表格查看</summary><table><tr><th>从</th><th>到</th><th>关系</th><th>证据</th></tr>__ROWS__</table></details>
__SCRIPTS__
<script>
const details = __DETAILS__;
const panel = document.getElementById("panel");
function show(key) {
  const found = details[key];
  if (!found) { return; }
  const head = document.createElement("h2");
  head.textContent = found.label;
  const list = document.createElement("ul");
  for (const line of found.lines) { const item = document.createElement("li"); item.textContent = line; list.appendChild(item); }
  panel.replaceChildren(head, list);
}
network.on("click", function (at) {
  if (at.nodes.length) { show("node " + at.nodes[0]); } else if (at.edges.length) { show("edge " + at.edges[0]); }
});
const order = nodes.getIds();
let chosen = -1;
document.getElementById("mynetwork").addEventListener("keydown", function (press) {
  if (press.key !== "ArrowRight" && press.key !== "ArrowLeft") { return; }
  chosen = (chosen + (press.key === "ArrowRight" ? 1 : order.length - 1)) % order.length;
  network.selectNodes([order[chosen]]);
  show("node " + order[chosen]);
  press.preventDefault();
});
// Boxes and names have their size only after a drawing, and it depends on the fonts of the machine. Until the reader touches the picture, what
// would cover a thing above it moves down, and all is fitted into the frame.
const GAP = 6;
let touched = false;
function spread() {
  const boxes = network.body.nodeIndices.map(function (id) {
    const node = network.body.nodes[id], box = network.getBoundingBox(id);
    return { id: id, x: node.x, y: node.y, left: box.left, right: box.right, top: box.top, bottom: box.bottom };
  }).sort((a, b) => a.y - b.y || a.x - b.x);
  let moved = false;
  boxes.forEach(function (box, at) {
    const above = boxes.slice(0, at).filter((b) => Math.min(b.right, box.right) - Math.max(b.left, box.left) > GAP);
    const down = Math.max(0, ...above.map((b) => b.bottom + GAP - box.top));
    if (down < 1) { return; }
    network.moveNode(box.id, box.x, box.y + down);
    box.top += down; box.bottom += down; moved = true;
  });
  return moved;
}
function fit() { network.fit({ maxZoomLevel: 1.15 }); }
let fitted = false;
network.on("afterDrawing", function () {
  if (touched) { return; }
  if (spread() || !fitted) { fitted = true; fit(); }
});
for (const kind of ["pointerdown", "wheel", "keydown"]) { document.getElementById("mynetwork").addEventListener(kind, () => { touched = true; }, { passive: true }); }
window.addEventListener("resize", function () { window.setTimeout(fit, 100); });
</script>
</body>
</html>
"""


def _script_json(value: object) -> str:
    """Return JSON that may stand inside a script element: no ``<``, ``>`` or ``&`` is left in it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def drawing_height(picture: Picture) -> int:
    """Return how high the drawing must be, in pixels, for a page of usual width to show it without making it smaller than that width does."""
    xs, ys = [n.x for n in picture.nodes], [n.y for n in picture.nodes]
    if not xs:
        return _MIN_HEIGHT
    scale = min(1.15, _USUAL_WIDTH / (max(xs) - min(xs) + 400))
    return max(_MIN_HEIGHT, round((max(ys) - min(ys) + 130) * scale))


def network_html(picture: Picture) -> str:
    """Return a standalone page with the interactive picture and the same content as a table.

    Positions are fixed beforehand, so equal pictures are equal bytes and nothing moves on loading.
    """
    net = Network(height="100%", width="100%", directed=True, cdn_resources="in_line")
    net.toggle_physics(False)
    details: dict[str, dict[str, object]] = {}
    names = {node.id: node.label.partition("\n")[0] for node in picture.nodes}
    funds = {node.id for node in picture.nodes if node.kind == "etf"}
    for node in picture.nodes:
        colour = _COLOURS[node.tone]
        event = node.kind == "event"
        net.add_node(
            node.id,
            label=node.label,
            shape=_SHAPES[node.kind],
            x=node.x,
            y=node.y,
            color={
                "background": _PALE[node.tone] if node.kind == "etf" else "#ffffff" if event else colour,
                "border": colour,
                "highlight": {"background": "#F0E442", "border": "#1a1a1a"},
            },
            size=14,
            borderWidth=2 if node.kind == "etf" or node.doubted else 1,
            shapeProperties={"borderDashes": [5, 4] if node.doubted else False},
            widthConstraint={"minimum": 250, "maximum": 290} if node.kind == "etf" else {"maximum": 190} if event else {"maximum": 230},
            font={"size": 16, "color": "#1a1a1a", "face": "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"},
        )
        details[f"node {node.id}"] = {"label": names[node.id], "lines": list(node.details)}
    fans = Counter((e.source, e.label) for e in picture.edges)
    for number, edge in enumerate(picture.edges):
        key = f"e{number}"
        net.add_edge(
            edge.source,
            edge.target,
            id=key,
            # A fund's box says its weights: labels on converging lines would cover each other.
            label="" if edge.target in funds or fans[edge.source, edge.label] > _FAN else edge.label,
            width=edge.width,
            dashes=edge.inferred,
            color={"color": _COLOURS[edge.tone], "opacity": 0.75},
            font={"size": 14, "color": "#444444", "strokeWidth": 4, "align": "horizontal"},
            smooth={"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.4},
        )
        details[f"edge {key}"] = {"label": f"{names[edge.source]} → {names[edge.target]}　{edge.label}", "lines": list(edge.details)}
    page = net.generate_html()
    scripts = [m[0] for m in re.finditer(r"<script(?: type=\"text/javascript\")?>.*?</script>", page, re.DOTALL)]
    styles = [m[0] for m in re.finditer(r"<style[^>]*>.*?</style>", page, re.DOTALL)]
    # The last style block only sizes pyvis's own card; ours does that.
    rows = "".join(
        f"<tr><td>{html.escape(names[e.source])}</td><td>{html.escape(names[e.target])}</td><td>{html.escape(e.label)}</td>"
        f"<td>{'<br>'.join(html.escape(d) for d in e.details)}</td></tr>"
        for e in picture.edges
    )
    filled = {
        "__TITLE__": html.escape(picture.title),
        "__HEADINGS__": "".join(f'<p class="heading">{html.escape(h)}</p>' for h in picture.headings),
        "__NOTES__": f"<h2>注意</h2><ul>{''.join(f'<li>{html.escape(n)}</li>' for n in picture.notes)}</ul>" if picture.notes else "",
        "__HEIGHT__": str(drawing_height(picture)),
        "__STYLES__": "\n".join(styles[:-1]),
        "__SCRIPTS__": "\n".join(scripts),
        "__DETAILS__": _script_json(details),
        "__ROWS__": rows,
    }
    # One pass, so that a text that happens to contain a placeholder's name stays a text.
    return re.sub("|".join(filled), lambda m: filled[m[0]], _PAGE)
