"""Funds against weights: a path from the companies of the report to the fund, and weights and their days as the tables have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from themegraph.model import kind_of
from themegraph.report.lint.context import Context
from themegraph.report.lint.dates import find_days
from themegraph.report.lint.document import Block
from themegraph.report.lint.findings import Finding
from themegraph.report.lint.identity import find_codes
from themegraph.report.lint.knowledge import FundFacts

__all__ = ["lint_paths"]

_WEIGHTS = re.compile(r"权重|成份|成分|持仓|重仓|占比")
_SHARE = re.compile(
    r"^\s?(?:\((?:[a-z0-9.]{4,10}[,、:;]\s?)?|占(?:比|净值|指数|基金)?(?:约|为)?|权重(?:为|约)?|的?权重(?:为|约)?)\s?(?P<value>\d{1,2}(?:\.\d+)?)%"
)
_LISTED = re.compile(
    r"^\s?(?:在该基金权重表中占比?|weighs|:(?=[^%]{1,16}% of the fund's table))\s?(?P<under>不足|below )?\s?(?P<value>\d{1,2}(?:\.\d+)?)%"
)
_HOLDS = re.compile(r"(?:持有|重仓|配置了?|买入了?|的)[^,。;!?()]{0,6}$")
_HELD_AT = re.compile(r"^\s?(?:股票|股份)?(?:的)?(?:权重|比例|仓位)?(?:约|为|达|占)*\s?(?P<value>\d{1,2}(?:\.\d+)?)\s?%(?!的?股)")
_BRACKET = re.compile(r"^,\s?(?:权重|weight)\s?(?P<under>不足|below )?\s?(?P<value>\d{1,2}(?:\.\d+)?)%\)")
_HOP = re.compile(r"^[^→]{0,24}→\s?\((?:权重|weight)\s?(?P<value>\d{1,2}(?:\.\d+)?)%\)\s?")
_HELD = re.compile(r"\s?\((?:权重|weight)\s?(?P<value>\d{1,2}(?:\.\d+)?)%\)")
_WEIGHT_DAY = re.compile(r"(?:\)?\s?权重日|,)\s?(\d{4}-\d{2}-\d{2})")
_PERCENT = re.compile(r"[+-]?(\d{1,2}(?:\.\d+)?)%")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_DIRECT = r"直接权重|direct weight|其中正|positive"
_BOUND = re.compile(r"(?P<under>不足|至多|below|at most)|(?P<least>至少|at least)")
_CITED = re.compile(r"\([^()]{2,24},\s?\d{4}-\d{2}-\d{2}")
"""A source and its day behind the words."""
_SHOWN = 10
"""A report shows a fund's so many largest weights, and bounds below."""


def _funds(context: Context, norm: str) -> list[tuple[int, int, FundFacts]]:
    """Return the funds whose codes stand in a text."""
    knowledge = context.knowledge
    assert knowledge is not None
    out = []
    for start, end, digits, suffix in find_codes(norm):
        ids = knowledge.coded(f"{digits}.{suffix}") if suffix else knowledge.coded(digits)
        funds = [f for f in (knowledge.fund(i) for i in ids) if f]
        if len(funds) == 1:
            out.append((start, end, funds[0]))
    return out


def _stated(context: Context, number: int) -> Iterator[Finding]:
    """Yield weights of a company in a fund that the table of the day named, or where no day is named every table, has otherwise."""
    knowledge = context.knowledge
    assert knowledge is not None
    block = context.doc.blocks[number]
    if not (_WEIGHTS.search(block.norm) or "持有" in block.norm) or block.kind == "row":
        return
    funds = _funds(context, block.norm)
    for _, end, held_fund in funds:
        dated_line = _WEIGHT_DAY.match(block.norm[end:])
        days = {w.as_of.isoformat() for _, w in knowledge.weights(held_fund.id) or () if w.as_of}
        if dated_line and days and dated_line[1] not in days:
            right = "、".join(sorted(days))
            start = end + dated_line.start(1)
            yield context.finding(
                "weight-differs",
                block,
                start,
                start + 10,
                f"{held_fund.name}（{held_fund.code}）没有这一天的权重表。",
                evidence=f"{held_fund.code}：{right}",
                suggestion=right,
            )
    for hit in context.names[number]:
        companies = [i for i in hit.ids if kind_of(i) == "company"]
        held = [f for f in funds if f[1] <= hit.start]
        found = _SHARE.match(block.norm[hit.end :])
        if not found and held and _HOLDS.search(block.norm[held[-1][1] : hit.start]):
            found = _HELD_AT.match(block.norm[hit.end :])
        if not companies or not found or not held:
            continue
        fund = held[-1][2]
        near = block.norm[max(0, hit.start - 160) : hit.end + 160]
        spoken = {d.day for d in find_days(near, context.published) if d.day}
        rows = [w for c, w in knowledge.weights(fund.id) or () if c in companies and w.weight is not None]
        dated = [w for w in rows if w.as_of in spoken]
        said = float(found["value"]) / 100
        step = 0.5 * 10 ** -(len(found["value"].partition(".")[2]) + 2) + 1e-9
        if spoken or re.search(r"去年|上年|年末|年底|季末|季度|半年|月末", near):
            wrong = [w for w in dated if abs((w.weight or 0.0) - said) > step]
            if not dated or len(wrong) < len(dated):
                continue
        else:
            wrong = [w for w in rows if abs((w.weight or 0.0) - said) > max(step, 0.25 * said)]
            if not rows or len(wrong) < len(rows):
                continue
        best = wrong[0]
        right = f"{100 * (best.weight or 0.0):.3g}%"
        yield context.finding(
            "weight-differs", block, hit.end + found.start("value"), hit.end + found.end("value") + 1, f"权重表中是{right}（{best.as_of or '日期不详'}，{best.source}）。",
            evidence=f"{fund.name}（{fund.code}）：{best.as_of or '日期不详'} {right}", suggestion=right,
        )  # fmt: skip


def _printed(context: Context, number: int) -> Iterator[Finding]:
    """Yield weights as our reports print them, 寒武纪由某ETF（515070.SH，权重7.20%）持有, that no table of that fund has."""
    knowledge = context.knowledge
    assert knowledge is not None
    block = context.doc.blocks[number]
    if block.kind == "row" or (not _WEIGHTS.search(block.norm) and "weigh" not in block.norm):
        return
    funds = _funds(context, block.norm)
    hits = [h for h in context.names[number] if any(kind_of(i) == "company" for i in h.ids)]
    pairs = []
    for _, end, fund in funds:
        begin = max((m.end() for m in re.finditer(r"[。;:]|持有、", block.norm[:end])), default=0)
        before = [h for h in hits if begin <= h.start and h.end <= end and re.match(r"\s?(?:由|is held)", block.norm[h.end :])]
        if before and (found := _BRACKET.match(block.norm[end:])):
            pairs.append((fund, before[-1], found, end))
    for hit in hits:
        held = [f for f in funds if f[1] <= hit.start]
        if held and (found := _LISTED.match(block.norm[hit.end :])):
            pairs.append((held[-1][2], hit, found, hit.end))
    for fund, hit, found, base in pairs:
        table = knowledge.weights(fund.id) or ()
        rows = [w for c, w in table if c in hit.ids and w.weight is not None]
        said, step = _said(found["value"])
        if found["under"]:
            lists: dict[tuple[date | None, date | None, str], list[tuple[str, float]]] = {}
            for company, fact in table:
                if fact.weight is not None:
                    lists.setdefault((fact.as_of, fact.known_at, fact.source), []).append((company, fact.weight))
            fits = any((w.weight or 0.0) <= said + step for w in rows) and _bounds(said, step, list(lists.values()))
        else:
            fits = any(abs((w.weight or 0.0) - said) <= step for w in rows)
        if not rows or fits:
            continue
        right = f"{100 * (rows[0].weight or 0.0):.3g}%"
        yield context.finding(
            "weight-differs", block, base + found.start("value"), base + found.end("value") + 1, f"权重表中是{right}（{rows[0].as_of or '日期不详'}，{rows[0].source}）。",
            evidence=f"{fund.name}（{fund.code}）：{rows[0].as_of or '日期不详'} {right}", suggestion=right,
        )  # fmt: skip


def _hops(context: Context, number: int) -> Iterator[Finding]:
    """Yield weights in the last step of a path, 寒武纪 →（权重 7.20%）人工智能ETF华夏, that no table of that fund has."""
    knowledge = context.knowledge
    assert knowledge is not None
    block = context.doc.blocks[number]
    if "→" not in block.norm:
        return
    hits = context.names[number]
    for at, hit in enumerate(hits[:-1]):
        companies = [i for i in hit.ids if kind_of(i) == "company"]
        between = block.norm[hit.end : hits[at + 1].start]
        found, base = _HOP.match(between), hit.end
        if not found and between.strip() == "→":
            found, base = _HELD.match(block.norm[hits[at + 1].end :]), hits[at + 1].end
        if not companies or not found:
            continue
        funds = [i for i in hits[at + 1].ids if kind_of(i) == "etf"]
        rows = [w for f in funds for c, w in knowledge.weights(f) or () if c in companies and w.weight is not None]
        said, step = _said(found["value"])
        if not rows or any(abs((w.weight or 0.0) - said) <= step for w in rows):
            continue
        right = f"{100 * (rows[0].weight or 0.0):.3g}%"
        start = base + found.start("value")
        yield context.finding(
            "weight-differs", block, start, base + found.end("value") + 1, f"权重表中是{right}（{rows[0].as_of or '日期不详'}，{rows[0].source}）。",
            evidence=f"{block.plain[hits[at + 1].start : hits[at + 1].end]}：{rows[0].as_of or '日期不详'} {right}", suggestion=right,
        )  # fmt: skip


def _said(digits: str) -> tuple[float, float]:
    """Return a percentage as a fraction, and by how much rounding to three digits may have moved it."""
    value = float(digits) / 100
    return value, 0.5 * 10 ** -(len(digits.partition(".")[2]) + 2) * 1.001 + 1e-9


def _ranked(table: list[tuple[str, float]]) -> list[float]:
    """Return the weights of a table's companies, largest first; a company's lines count together."""
    held: dict[str, float] = {}
    for company, weight in table:
        held[company] = held.get(company, 0.0) + weight
    return sorted(held.values(), reverse=True)


def _bounds(said: float, step: float, tables: list[list[tuple[str, float]]]) -> bool:
    """Return whether a bound is what a report may print: so many times the smallest weight shown, where a table is long enough to have one."""
    tenth = [ranked[_SHOWN - 1] for table in tables if len(ranked := _ranked(table)) >= _SHOWN]
    return not tenth or any(abs(n * t - said) <= step * n + step for t in tenth for n in range(1, 7))


def _sums_of(weights: list[float]) -> set[float]:
    """Return the sums of all subsets of a few weights."""
    sums = {0.0}
    for weight in weights:
        sums |= {s + weight for s in sums}
    return sums


def _rows(context: Context) -> Iterator[Finding]:
    """Yield days, direct and unknown weights in a table row that no table of the fund bears out."""
    knowledge = context.knowledge
    assert knowledge is not None
    heads: dict[int, list[str]] = {}
    # Whose weights a table adds up: companies that the report names outside its paths.
    own = frozenset(
        i
        for block, hits in zip(context.doc.blocks, context.names, strict=True)
        if block.kind != "row" and "→" not in block.norm
        for h in hits
        for i in h.ids
        if kind_of(i) == "company"
    )
    for block in context.doc.blocks:
        if block.kind != "row":
            continue
        cells = [block.norm[a:b].strip() for a, b in block.cells]
        if block.table not in heads:
            heads[block.table] = cells
            continue
        held = next(iter(_funds(context, block.norm)), None)
        rows = knowledge.weights(held[2].id) if held else None
        if not rows or held is None:
            continue
        columns = list(zip(heads[block.table], block.cells, strict=False))
        fund = f"{held[2].name}（{held[2].code}）"
        named: date | None = None
        known: date | None = None
        undated = False
        for head, (a, b) in columns:
            text = block.norm[a:b].strip()
            if not _ISO.fullmatch(text):
                undated = undated or bool(re.search(r"权重日|截至|as.of", head) and re.search(r"不详|未注明|unknown", text))
                continue
            if re.search(r"权重日|截至|as.of", head):
                days = {w.as_of for _, w in rows if w.as_of}
            elif re.search(r"可知|known", head):
                days = {w.known_at for _, w in rows if w.known_at}
            else:
                continue
            try:
                day = date.fromisoformat(text)
            except ValueError:
                continue
            if days and day not in days:
                near = min(days, key=lambda d: (abs((d - day).days), d))
                yield context.finding(
                    "weight-differs", block, a, b, f"{fund}没有{day}的权重表。", evidence=f"{held[2].code}：{near}", suggestion=near.isoformat()
                )
            elif re.search(r"权重日|截至|as.of", head):
                named = day
            else:
                known = day
        if named is None and not undated:
            continue
        tables: dict[str, list[tuple[str, float]]] = {}
        for company, fact in rows:
            if fact.as_of == named and (known is None or fact.known_at == known) and fact.weight is not None:
                tables.setdefault(fact.source, []).append((company, fact.weight))
        yield from _halves(context, block, columns)
        for head, (a, b) in columns:
            text = block.norm[a:b].strip()
            for found in _PERCENT.finditer(text) if re.match(_DIRECT, head) else filter(None, [_PERCENT.fullmatch(text)]):
                yield from _cell(context, block, (a, b), head, text, found, tables, own, held[2], named)


def _halves(context: Context, block: Block, columns: list[tuple[str, tuple[int, int]]]) -> Iterator[Finding]:
    """Yield the two sides of a direct weight where they do not add up to it; bounds are left alone."""
    cells = {
        ("whole" if re.match(r"直接权重|direct weight", head) else "sides" if re.match(r"其中正|positive", head) else ""): (a, b)
        for head, (a, b) in columns
    }
    if "whole" not in cells or "sides" not in cells:
        return
    whole, sides = (block.norm[slice(*cells[k])].strip() for k in ("whole", "sides"))
    total = _PERCENT.fullmatch(whole.removesuffix("+"))
    parts = re.fullmatch(r"(\d[\d.]*)%\s?/\s?(\d[\d.]*)%", sides)
    if total and parts and abs(float(parts[1]) + float(parts[2]) - float(total[1])) > 0.02 * max(1.0, float(total[1])):
        yield context.finding(
            "weight-differs", block, *cells["sides"], f"正负两侧相加不是直接权重{whole}。", evidence=whole, suggestion="核对两侧的权重"
        )


def _cell(
    context: Context, block: Block, place: tuple[int, int], head: str, text: str, found: re.Match[str],
    tables: dict[str, list[tuple[str, float]]], own: frozenset[str], fund: FundFacts, named: date | None,
) -> Iterator[Finding]:  # fmt: skip
    """Yield a percentage of a table of funds that is no sum of weights of the report's companies, or not what the table leaves open."""
    said, step = _said(found[1])
    if not tables:
        return
    if re.fullmatch(r"未知权重|unknown weight", head):
        right = [max(0.0, 1 - sum(w for _, w in table)) for table in tables.values()]
    elif re.fullmatch(r"权重覆盖|weights? coverage|weights covered", head):
        right = [min(1.0, sum(w for _, w in table)) for table in tables.values()]
    elif re.match(_DIRECT, head):
        parts = [[w for c, w in table if c in own] for table in tables.values()]
        if any(len(p) > 12 for p in parts) or "未列出" in text or "not listed" in text:
            return
        right = sorted({s for p in parts for s in _sums_of(p)})
    else:
        return
    bound = _BOUND.search(text[: found.start(1)].rpartition("/")[2])
    if bound:
        # A bound that is none of ours and holds is somebody else's.
        holds = [r <= said + step if bound["under"] else r >= said - step for r in right]
        if any(holds) and (bound["least"] or _bounds(said, step, list(tables.values()))):
            return
    # A long list of rounded weights sums to one only nearly.
    slack = max(step, 0.00015) if re.search(r"未知|覆盖|unknown|cover", head) else step
    if not right or (any(abs(r - said) <= slack for r in right) and not bound):
        return
    best = min(right, key=lambda r: (abs(r - said), r))
    shown = f"{fund.name}（{fund.code}）"
    yield context.finding(
        "weight-differs", block, *place, f"{shown}的{head}按{named or '日期不详'}的权重表是{100 * best:.3g}%。",
        evidence=f"{fund.code}：{named or '日期不详'}", suggestion=f"{100 * best:.3g}%",
    )  # fmt: skip


def lint_paths(context: Context) -> Iterator[Finding]:
    """Yield weights that differ, and funds to which no path leads from the companies that the report names."""
    knowledge = context.knowledge
    if knowledge is None:
        return
    for number in range(len(context.doc.blocks)):
        yield from _stated(context, number)
        yield from _printed(context, number)
        yield from _hops(context, number)
    yield from _rows(context)
    if not context.whole:
        return
    companies = frozenset(i for hits in context.names for h in hits for i in h.ids if kind_of(i) == "company")
    if not companies:
        return
    near = companies | knowledge.related(companies)
    seen: set[str] = set()
    for block in context.doc.blocks:
        if block.kind == "row":
            continue  # a table of funds says itself what each one holds
        for start, end, digits, suffix in find_codes(block.norm):
            ids = knowledge.coded(f"{digits}.{suffix}") if suffix else knowledge.coded(digits)
            funds = [f for f in (knowledge.fund(i) for i in ids) if f]
            if len(funds) != 1 or funds[0].id in seen:
                continue
            fund = funds[0]
            opened = max(block.norm.rfind("“", 0, start), block.norm.rfind("《", 0, start))
            if opened > max(block.norm.rfind("”", 0, start), block.norm.rfind("》", 0, start)) or block.kind == "heading":
                continue  # a title
            if _CITED.search(block.norm, end):
                continue  # what a source tells of the fund, its own move or flow, is no claim of a path
            seen.add(fund.id)
            rows = knowledge.weights(fund.id)
            if rows is None:
                yield context.finding("no-path", block, start, end, f"图中未见{fund.name}（{fund.code}）的权重。", suggestion="写明权重未知。")
            elif not any(c in near and (w.weight or 0.0) > 0 for c, w in rows):
                yield context.finding(
                    "no-path",
                    block,
                    start,
                    end,
                    f"图中未见从文中公司到{fund.name}（{fund.code}）的路径。",
                    suggestion="写明图中未见，或给出持仓与日期。",
                )
