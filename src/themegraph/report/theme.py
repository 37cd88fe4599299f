"""The theme report as a Jekyll post: only what the graph holds, each claim with its source."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from themegraph.model.answers import EventRow, ExposureAnswer, FundRow, Quote
from themegraph.render.blocks import path_line
from themegraph.render.figures import STATUS_LABELS, day, percent, signed_percent
from themegraph.render.markdown import escape_markdown as md

__all__ = ["MAX_ITEMS", "MAX_QUOTE", "ThemeMaterial", "write_theme_report"]

MAX_ITEMS = 10
"""At most so many items stand in 简要部分; fewer are never padded."""
MAX_QUOTE = 60
"""Characters of a quotation."""
_AI_LABEL = "本文由程序根据公开报道与权重数据自动生成（AI 生成内容），未经人工改写。"
_DISCLAIMER = "本报告基于公开信息整理，不构成投资建议。市场有风险，投资需谨慎。基金有风险，过往权重与相对暴露度均不代表未来表现。"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeMaterial:
    """All that a report is written from."""

    theme: str
    as_of: date
    window: int
    """Days up to ``as_of`` whose events count."""
    events: tuple[EventRow, ...]
    """Of the window, most important first; one story may have several."""
    exposures: tuple[ExposureAnswer, ...]
    """One for each story, in the order of ``events``."""
    undated: int
    """Undated articles that were left out."""


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= MAX_QUOTE else flat[: MAX_QUOTE - 1] + "…"


def _source(quote: Quote) -> str:
    return f"{quote.source or '来源未注明'}，{(quote.published_at or '日期不详')[:10]}"


def _item(row: EventRow) -> str:
    doubt = "（否认）" if row.negated else "（未证实或计划中）" if row.speculative else ""
    sources = "；".join(dict.fromkeys(_source(q) for q in row.quotes[:3]))
    said = f"「{_short(row.quotes[0].quote)}」" if row.quotes else ""
    return f"**{md(row.summary)}**{doubt} {md(said)}（{md(sources)}）"


def _stories(events: tuple[EventRow, ...]) -> list[list[EventRow]]:
    groups: dict[str, list[EventRow]] = {}
    for row in events:
        groups.setdefault(row.story, []).append(row)
    return list(groups.values())


def _market(row: FundRow) -> str:
    return {"SH": "A股", "SZ": "A股", "BJ": "A股", "HK": "港股", "US": "美股"}.get(row.etf.code.rpartition(".")[2], "其他")


def _fund_table(answer: ExposureAnswer) -> list[str]:
    rows = sorted(answer.rows, key=lambda r: (-abs(r.direct_weight), -abs(r.equivalent_weight), r.etf.id))
    if not rows:
        return ["截至该日没有可用的权重表持有相关公司，数据不足。", ""]
    out = ["| 市场 | ETF | 跟踪指数 | 直接权重 | 等效权重 | 未知权重 | 权重日 | 可知日 | 口径 |", "|---|---|---|---:|---:|---:|---|---|---|"]
    for row in rows:
        model = {"ranked": signed_percent(row.equivalent_weight), "negligible": "可忽略"}.get(row.status, STATUS_LABELS.get(row.status, row.status))
        cells = (
            _market(row), f"{row.etf.name}（{row.etf.code}）", row.index or "未注明", percent(row.direct_weight), model, percent(row.unknown_weight),
            day(row.weights.as_of), day(row.weights.known_at), row.weights.basis_label,
        )  # fmt: skip
        out.append(f"| {' | '.join(md(c) for c in cells)} |")
    out.append("")
    strongest = [r for r in rows if r.paths][:3]
    out += [f"- {md(r.etf.name)} 的最强路径：{md(path_line(r.paths[0]))}" for r in strongest]
    return [*out, ""] if strongest else out


def write_theme_report(material: ThemeMaterial) -> str:
    """Return the report as Markdown with Jekyll front matter. Same material, same bytes."""
    theme, as_of = material.theme, material.as_of
    groups = _stories(material.events)
    voices = len(groups)
    title = f"theme_research_{theme}_{as_of}"
    stamp = f"{as_of} 18:00:00 +0800"
    out = [
        "---", "layout: post", f"title: {json.dumps(title, ensure_ascii=False)}", f'date: "{stamp}"', f'posttime: "{stamp}"', "ai_generated: true", "---", "",
        f"> {_AI_LABEL}", "", f"# {md(theme)}主题市场研究摘要", "", "## 简要部分", "", "### 主要话题与市场趋势概述", "",
    ]  # fmt: skip
    if not groups:
        out += [f"截至 {as_of} 的 {material.window} 天内，图中没有与“{md(theme)}”有关且有日期的事件，数据不足，不作概述。", ""]
    else:
        told = sum(r.articles for r in material.events)
        leads = "；".join(md(g[0].summary) for g in groups[:3])
        out += [f"{as_of} 前 {material.window} 天内共 {voices} 个独立事件（{told} 条报道记录）：{leads}。", ""]
        items = [g[0] for g in groups][:MAX_ITEMS]
        out += [f"### 对交易影响可能最大的信息（{len(items)} 条，{voices} 个独立事件）", ""]
        out += [f"{n}. {_item(row)}" for n, row in enumerate(items, start=1)]
        out.append("")
    out += ["## 详细部分", "", "### 1. 事件或主题概述", ""]
    dated = sorted(material.events, key=lambda r: (str(r.day_from or r.first_public), r.id))
    out += [f"- {day(r.day_from or r.first_public)}　{md(r.type_label)}：{md(r.summary)}" for r in dated] or ["数据不足。"]
    out += ["", "### 2. 核心驱动与影响分析", ""]
    for group, answer in zip(groups, material.exposures, strict=False):
        out += [f"#### {md(group[0].summary)}", ""]
        quotes = list(dict.fromkeys((q.quote, _source(q)) for r in group for q in r.quotes))[:4]
        out += [f"- 「{md(_short(text))}」（{md(source)}）" for text, source in quotes]
        out.append(f"- 受益：{md('、'.join(answer.helped) or '文中未见')}")
        out.append(f"- 受损：{md('、'.join(answer.hurt) or '文中与关系图中未见')}")
        out.append("")
    out += ["### 3. 相关ETF或行业的潜在影响", "", "基金有风险。下表先列事实（直接权重），后列模型（等效权重，相对暴露度（未校准））。", ""]
    for group, answer in zip(groups, material.exposures, strict=False):
        out += [f"#### {md(group[0].summary)}", ""]
        if answer.scenario:
            out += [f"**{md(answer.scenario)}**", ""]
        out += _fund_table(answer)
        out += [f"- 未持有警报：{md(a.company.name)}（{md(a.company.code)}）{md(a.message)}" for a in answer.not_held]
        out.append("")
    out += ["### 4. 主要风险与不确定性", ""]
    risks = list(dict.fromkeys(w.message for a in material.exposures for w in a.warnings))
    singles = [g[0].summary for g in groups if max(r.voices for r in g) == 1]
    if singles:
        risks.append(f"只有一个独立来源的事件：{'；'.join(singles)}。")
    doubtful = [r.summary for r in material.events if r.speculative or r.negated]
    if doubtful:
        risks.append(f"计划、传闻或已被否认的内容：{'；'.join(dict.fromkeys(doubtful))}。")
    out += [f"- {md(r)}" for r in risks] or ["- 数据不足，未能列出与本图相关的风险。"]
    out += ["", "### 来源", ""]
    sources = sorted({(q.published_at or "", q.source, q.title) for r in material.events for q in r.quotes})
    out += [f"- {md((when or '日期不详')[:10])}　{md(source or '来源未注明')}：{md(head)}" for when, source, head in sources] or ["无。"]
    out += ["", "### 数据说明", ""]
    out += [
        "- 权重为指数权重或前十大时，不等于基金全部持仓；未列出的部分记为未知权重，不记为零。",
        f"- 只使用截至 {as_of} 可知的报道与权重；无日期的 {material.undated} 篇文章未使用。",
        "- 传导系数为先验值，未以价格校准。", "",
    ]  # fmt: skip
    out += ["---", "", f"**免责声明**：{_DISCLAIMER}", ""]
    return "\n".join(out)
