"""The interactive relation picture by pyvis: one page that loads nothing from the network.

pyvis inlines vis-network but links Bootstrap from a CDN in every mode, so only its scripts, its styles and its data are taken from what it
generates; the page around them is ours. Texts reach the page as JSON and are set as text, never as markup.
"""

from __future__ import annotations

import html
import json
import re

from pyvis.network import Network

from themegraph.render.picture import Picture

__all__ = ["network_html"]

_SHAPES = {"event": "box", "company": "dot", "etf": "diamond", "group": "hexagon", "other": "triangle", "bucket": "square"}
_COLOURS = {"helped": "#0072B2", "hurt": "#D55E00", "neutral": "#767676"}
"""Okabe and Ito's blue and vermilion, which colour-blind readers tell apart, and a grey of contrast 4.5 on white."""

_PAGE = """<!DOCTYPE html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>__TITLE__</title>
<style>
body { margin: 0; font: 15px/1.55 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: #1a1a1a; background: #fff; }
header { padding: 12px 18px 4px; } h1 { font-size: 19px; margin: 0 0 4px; } p { margin: 2px 0; color: #444; }
main { display: flex; height: calc(100vh - 150px); min-height: 460px; border-top: 1px solid #ccc; }
#mynetwork { flex: 1; min-width: 0; height: 100%; outline-offset: -2px; }
aside { width: 320px; overflow: auto; padding: 12px 16px; border-left: 1px solid #ccc; }
aside h2 { font-size: 16px; margin: 0 0 6px; } aside li { margin: 0 0 6px; } ul { padding-left: 18px; margin: 4px 0; }
.legend span { display: inline-block; margin-right: 14px; white-space: nowrap; }
table { border-collapse: collapse; margin: 12px 18px; } td, th { border: 1px solid #bbb; padding: 2px 8px; text-align: left; font-weight: normal; }
@media (max-width: 720px) { main { display: block; height: auto; } #mynetwork { height: 460px; } aside { width: auto; border-left: 0; } }
</style>
__STYLES__
</head>
<body>
<header><h1>__TITLE__</h1>__NOTES__
<p class="legend"><span style="color:#0072B2">● 受益</span><span style="color:#D55E00">● 受损</span><span style="color:#595959">● 中性</span>
<span>□ 事件</span><span>○ 公司</span><span>◇ ETF</span><span>实线：原文或权重表所述</span><span>虚线：按关系推断</span><span>线宽：贡献大小</span></p></header>
<main><div id="mynetwork" tabindex="0" role="img" aria-label="关系图；同样的内容见下方表格"></div>
<aside id="panel" aria-live="polite"><h2>点选一个节点或连线</h2><p>这里显示它的证据：原文、来源与日期。键盘：Tab 进入图，左右键逐个选择节点。</p></aside></main>
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
network.fit();
</script>
</body>
</html>
"""


def _script_json(value: object) -> str:
    """Return JSON that may stand inside a script element: no ``<``, ``>`` or ``&`` is left in it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def network_html(picture: Picture) -> str:
    """Return a standalone page with the interactive picture and the same content as a table.

    Positions are fixed beforehand, so equal pictures are equal bytes and nothing moves on loading.
    """
    net = Network(height="100%", width="100%", directed=True, cdn_resources="in_line")
    net.toggle_physics(False)
    details: dict[str, dict[str, object]] = {}
    names = {node.id: node.label for node in picture.nodes}
    for node in picture.nodes:
        colour = _COLOURS[node.tone]
        boxed = node.kind == "event"
        net.add_node(
            node.id,
            label=node.label,
            shape=_SHAPES[node.kind],
            x=node.x,
            y=node.y,
            color={"background": "#ffffff" if boxed else colour, "border": colour, "highlight": {"background": "#F0E442", "border": "#1a1a1a"}},
            size=14,
            font={"size": 15, "color": "#1a1a1a", "face": "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"},
        )
        details[f"node {node.id}"] = {"label": node.label, "lines": list(node.details)}
    for number, edge in enumerate(picture.edges):
        key = f"e{number}"
        net.add_edge(
            edge.source,
            edge.target,
            id=key,
            label=edge.label,
            width=edge.width,
            dashes=edge.inferred,
            color={"color": _COLOURS[edge.tone], "opacity": 0.75},
            font={"size": 11, "color": "#444444", "strokeWidth": 4, "align": "middle"},
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
        "__NOTES__": "".join(f"<p>{html.escape(n)}</p>" for n in picture.notes[:8]),
        "__STYLES__": "\n".join(styles[:-1]),
        "__SCRIPTS__": "\n".join(scripts),
        "__DETAILS__": _script_json(details),
        "__ROWS__": rows,
    }
    # One pass, so that a text that happens to contain a placeholder's name stays a text.
    return re.sub("|".join(filled), lambda m: filled[m[0]], _PAGE)
