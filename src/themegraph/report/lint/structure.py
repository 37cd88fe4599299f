"""What a whole report owes its reader: sources, losers, weights, risks, a disclaimer, and items that are not one story told often."""

from __future__ import annotations

import re
from collections.abc import Iterator

from themegraph.report.lint.context import Context
from themegraph.report.lint.document import Block
from themegraph.report.lint.findings import Finding
from themegraph.report.lint.likeness import likeness, shingles

__all__ = ["item_lists", "lint_structure"]

_SOURCE = re.compile(r"来源|资料来源|消息来源|参考资料|参考文献|出处|\bsources?\b|\breferences?\b")
_CITED = re.compile(
    r"\([^()]{2,60}?(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}月\d{1,2}日|\d{4}年)[^()]{0,60}\)|来源[::]|\[\d{1,3}\]|据[^,。]{2,16}(?:报道|披露|公告|统计|数据|消息)|https?://"
)
_LOSERS = re.compile(
    r"受损|承压|受压|利空|受冲击|受拖累|拖累|输家|受害|受挫|不利于|负面影响|损失方|被替代|被挤压|挤压|失去|亏损扩大|成本上升|面临压力|hurt|loser|victim"
)
_WINNERS = re.compile(r"受益|利好|提振|获益|催化|机会|benefi")
_RISK = re.compile(r"风险|不确定|risk|uncertain")
_DISCLAIMER = re.compile(r"免责声明|不构成(?:任何)?(?:投资|买卖|交易)?(?:建议|意见|要约)|投资需谨慎|disclaimer|not (?:constitute )?investment advice")
_AI = re.compile(r"\bai\b|人工智能(?:生成|辅助|撰写|自动)|(?:自动|机器|程序|模型|算法)(?:自动)?(?:生成|撰写|写成)|aigc|generated")
_GENERATED = {"ai_generated", "generated", "ai-generated", "aigc", "generator", "generated_by"}
_FUND = re.compile(r"etf|lof|\breit")
_CODE = re.compile(r"\((?:[a-z]{2,5}|\d{6})(?:\.[a-z]{2})?\)|(?<!\d)[15]\d{5}(?:\.(?:sh|sz))?(?!\d)")
_WEIGHT = re.compile(
    r"权重[^。]{0,20}?\d[\d.]*%|\d[\d.]*%[^。]{0,12}?(?:权重|持仓|占比)|占[^。,]{0,10}\d[\d.]*%|weight[^.]{0,20}\d[\d.]*%|未知权重|图中未见|数据不足"
)
_TOLD = re.compile(
    r"(?P<items>\d{1,3}|[一二三四五六七八九十]{1,3})\s?(?:个|条|大|项|则)\s?(?:最?重要|关键|核心|主要)?的?(?:信息|要点|消息|事件|看点|新闻|亮点|风险|因素)|(?:top|前)\s?(?P<top>\d{1,2})"
)
_QUOTE = re.compile(r"「(?:[^「」]|「[^「」]*」){8,}」")
_STORIES = re.compile(r"(\d{1,3})\s?个?(?:独立)?(?:事件|故事)|独立(?:事件|来源)[^。]{0,6}?(\d{1,3})")
_CN = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_ALIKE = 0.10
"""Share of shingles from which an item is taken to tell what a section tells."""


def item_lists(blocks: tuple[Block, ...]) -> list[tuple[int, list[int]]]:
    """Return (heading, items) for each run of numbered items; −1 where no heading stands above."""
    out: list[tuple[int, list[int]]] = []
    run: list[int] = []
    for number, block in enumerate(blocks):
        if block.kind == "item" and block.number is not None:
            if run and blocks[run[0]].section != block.section:
                out.append((blocks[run[0]].section, run))
                run = []
            run.append(number)
        elif run and block.kind == "heading":
            out.append((blocks[run[0]].section, run))
            run = []
    if run:
        out.append((blocks[run[0]].section, run))
    return [(head, items) for head, items in out if len(items) > 1]


def _missing(context: Context) -> Iterator[Finding]:
    doc = context.doc
    blocks = doc.blocks
    norm = "\n".join(b.norm for b in blocks)
    first = next((b for b in blocks if b.kind == "heading"), blocks[0])
    head = context.finding
    cited = [bool(_CITED.search(b.norm)) or any(b.offsets[0] <= k.start < b.offsets[-1] for k in doc.links) for b in blocks]
    listed = any(b.kind == "heading" and _SOURCE.search(b.norm) for b in blocks)
    if not listed and not any(cited):
        yield head(
            "no-sources",
            first,
            0,
            len(first.plain),
            "全文没有来源：没有媒体、日期或链接。",
            suggestion="每条信息后写（媒体，日期），文末加“来源”一节。",
        )
    risky = [n for n, b in enumerate(blocks) if b.kind == "heading" and _RISK.search(b.norm)]
    if not risky and not re.search(r"风险提示|主要风险", norm):
        yield head(
            "no-risks", first, 0, len(first.plain), "没有风险与不确定性的部分。", suggestion="加上“风险与不确定性”一节，写与本题材有关的风险。"
        )
    if not _DISCLAIMER.search(norm):
        yield head("no-disclaimer", first, 0, len(first.plain), "没有免责声明。", suggestion="**免责声明**：本报告基于公开信息整理，不构成投资建议。")
    generated = doc.front_matter and next((f for f in doc.front_matter.fields if f.name.lower() in _GENERATED), None)
    if generated and generated.value.lower() not in {"false", "no", "0", ""}:
        top = blocks[0]
        if not _AI.search(top.norm) or (top.kind == "heading" and "生成" not in top.norm and "generated" not in top.norm):
            yield head(
                "no-ai-label",
                top,
                0,
                len(top.plain),
                "文件头注明由程序生成，第一行可见文字却没有标明。",
                suggestion="> 本文由程序自动生成（AI 生成内容）。",
            )
    body = [b for b in blocks if not any(_RISK.search(h.norm) for h in doc.headings(b)) and not (b.kind == "heading" and _RISK.search(b.norm))]
    winners = next(((b, m) for b in body if (m := _WINNERS.search(b.norm))), None)
    if winners and not any(_LOSERS.search(b.norm) for b in body):
        block, found = winners
        yield head(
            "no-losers",
            block,
            found.start(),
            found.end(),
            "只写受益方，没有写谁受损。",
            suggestion="以同样篇幅写受损方；图中没有时写“图中未见受损方”。",
        )
    funds = [(b, m) for b in blocks if _FUND.search(b.norm) and (m := _CODE.search(b.norm)) and b.kind != "quote"]
    if funds and not any(_WEIGHT.search(b.norm) for b in blocks) and not any(b.kind == "row" and "权重" in b.norm for b in blocks):
        block, found = funds[0]
        at = block.norm.rfind("etf", 0, found.start())
        yield head(
            "no-weights",
            block,
            max(0, at) if at >= 0 else found.start(),
            found.end(),
            "列出ETF却没有相关公司的权重与权重日期。",
            suggestion="写出权重、日期与口径；不知道时写“权重未知”。",
        )


def _items(context: Context) -> Iterator[Finding]:
    doc = context.doc
    blocks = doc.blocks
    for section, items in item_lists(blocks):
        heading = blocks[section] if section >= 0 else None
        told = _TOLD.search(heading.norm) if heading else None
        if told and heading:
            raw = told["items"] or told["top"]
            number = int(raw) if raw.isdigit() else sum(_CN[c] for c in raw)
            atmost = re.search(r"至多|最多|不超过|up to", heading.norm)
            if (number != len(items) and not atmost) or (atmost and len(items) > number):
                yield context.finding(
                    "item-count", heading, told.start(), told.end(), f"标题说{number}条，实际{len(items)}条。", suggestion=str(len(items))
                )
        cited = [bool(_CITED.search(blocks[n].norm)) for n in items]
        linked = [any(blocks[n].offsets[0] <= k.start < blocks[n].offsets[-1] for k in doc.links) for n in items]
        have = [a or b for a, b in zip(cited, linked, strict=True)]
        if sum(have) * 2 >= len(items):
            for n, ok in zip(items, have, strict=True):
                if not ok:
                    yield context.finding(
                        "item-no-source", blocks[n], 0, len(blocks[n].plain), "这一条没有来源，其他条有。", suggestion="句末写（媒体，日期）。"
                    )
        if heading is None or len(items) < 4 or not re.search(r"信息|要点|消息|事件|看点|新闻|交易影响|headline|news", heading.norm):
            continue
        stories = _stories(context, items)
        declared = _STORIES.search(heading.norm)
        if stories and declared is None and len(items) >= 1.5 * stories[0]:
            yield context.finding(
                "items-one-story", heading, 0, len(heading.plain), f"{len(items)} 条信息只来自 {stories[0]} 个独立事件。", evidence=stories[1],
                suggestion=f"{len(items)} 条信息，{stories[0]} 个独立事件",
            )  # fmt: skip


def _quotes(context: Context) -> Iterator[Finding]:
    """Yield quotations in lists without a source, in a text whose other quotations have one."""
    quoted = [b for b in context.doc.blocks if b.kind == "item" and b.number is None and _QUOTE.search(b.norm)]
    cited = [bool(_CITED.search(b.norm)) or any(b.offsets[0] <= k.start < b.offsets[-1] for k in context.doc.links) for b in quoted]
    if len(quoted) < 3 or sum(cited) * 2 < len(quoted):
        return
    for block, ok in zip(quoted, cited, strict=True):
        if not ok:
            yield context.finding("item-no-source", block, 0, len(block.plain), "这条引文没有来源，其他引文有。", suggestion="句末写（媒体，日期）。")


def _stories(context: Context, items: list[int]) -> tuple[int, str] | None:
    """Return how many stories the items tell, and by what: the sections of the text below that tell the same.

    Every item is given to the part of the analysis that it shares most of its words with. Fewer than four fifths of the items placed: unknown.
    """
    doc = context.doc
    last = items[-1]
    parts: dict[int, list[str]] = {}
    for number, block in enumerate(doc.blocks):
        if number <= last or block.kind == "heading" or block.section < 0:
            continue
        head = doc.blocks[block.section]
        chain = [h.norm for h in doc.headings(block)]
        if (
            head.level >= 3
            and re.search("驱动|分析|影响分析|事件|概述|故事|主线|driver|analysis", " ".join(chain))
            and not re.search("etf|风险|来源|行业|说明|时间线", " ".join(chain[2:] or chain))
        ):
            parts.setdefault(block.section, [head.norm]).append(block.norm)
    deepest = max((doc.blocks[s].level for s in parts), default=0)
    sections = [(s, shingles(" ".join(words))) for s, words in parts.items() if doc.blocks[s].level == deepest]
    if len(sections) < 2:
        return None
    told: set[int] = set()
    placed = 0
    for number in items:
        own = shingles(doc.blocks[number].norm)
        best = max(((likeness(own, other), -s) for s, other in sections), default=(0.0, 0))
        if best[0] >= _ALIKE:
            placed += 1
            told.add(-best[1])
    if placed * 5 < 4 * len(items):
        return None
    return len(told), "；".join(doc.blocks[s].plain for s in sorted(told))


def lint_structure(context: Context) -> Iterator[Finding]:
    """Yield what is missing from a whole report, and items counted twice. A paragraph owes nothing of this."""
    if not context.doc.blocks:
        return
    if context.whole:
        yield from _missing(context)
    yield from _items(context)
    yield from _quotes(context)
