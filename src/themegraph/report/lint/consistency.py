"""Numbers within one text: against a range that stands beside them, against their sum, against each other."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from themegraph.report.lint.context import Context
from themegraph.report.lint.document import Sentence
from themegraph.report.lint.figures import Figure, close, read_figures, read_windows
from themegraph.report.lint.findings import Finding
from themegraph.report.lint.likeness import shingles

__all__ = ["lint_consistency"]

_COMPARE = re.compile(
    r"(?:明显|显著|远远|远|大幅|略|稍|均|都|已|也|普遍|均显著)*(?P<cmp>高于|超过|超出|优于|领先于?|大于|高出|低于|不及|不足|小于|逊于)(?P<over>[^,。;!?]{0,24}?[\(（]?[^,。;!?]{0,16}?)$"
)
_RIVAL = re.compile(
    r"行业|同业|同行|平均|均值|均线|水平|区间|通常|一般|对手|竞品|上年|去年|此前|前值|预期|指引|目标|标准|市场|基准|其他|竞争|公司|厂商|产品|方案|average|industry|peer"
)
_UP = {"高于", "超过", "超出", "优于", "领先", "领先于", "大于", "高出"}
_SUM = re.compile(
    r"(?:(?P<n>[两二三四五六七八九十]|\d{1,2})(?:者|家|只|项|个|大|类|部分|地|省|国|款|人)?[^,。;]{0,8}?)?(?:合计|共计|总计|加总|相加|加起来)(?:占比|占|为|约|达|权重|是|持有|近|:|的|比例|中标|金额|净流入|净流出|成交|约为|起来|共)*$"
)
_OPEN = re.compile(r"等|以上|在内|其中|包括|之外|前十|前五|前20|前二十")
_CHANGE = re.compile(r"增长|增加|提升|提高|下降|下滑|减少|上涨|下跌|回落|上升|改善|下调|上调|跌|涨|增|降")
_BASE = re.compile(
    r"同比|环比|按年|按季|按月|较|比|相比|对比|高于|低于|自|由|从|至|到|当日|当天|昨日|今日|隔夜|盘中|收盘|收涨|收跌|收报|早盘|午盘|开盘|上市|首日|单日|年内|日|月|季|年|周|期间|以来|近|过去|预计|计划|目标|最高|概率|占|折让|溢价|yoy|qoq|year|month|week|quarter|day"
)
_CN = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_METRIC = re.compile(
    r"归母净利润|扣非净利润|净利润|毛利率|净利率|营业收入|营收|收入|首付款|里程碑|发行价|售价|均价|目标价|市值|总市值|成交额|换手率|持股比例|销量|交付量|产量|产能|订单金额|合同金额|交易价格|中标金额|mfu|算力密度|能效|良率|渗透率|市占率|"
    r"市场份额|股息率|分红比例|召回数量|融资额|募资额|票房|利率|费率|规模|人数|装机量|出货量|线性扩展效率|通信效率"
)


def _written(figure: Figure, norm: str) -> str:
    return norm[figure.start : figure.end]


def _comparisons(context: Context, sentence: Sentence, norm: str, figures: list[Figure]) -> Iterator[Finding]:
    """Yield comparisons that their own numbers do not bear: 40 % called above 30–50 %."""
    block = context.doc.blocks[sentence.block]
    for at, right in enumerate(figures):
        begin = max((m.end() for m in re.finditer(r"[,。;!?]", norm[: right.start])), default=0)
        found = _COMPARE.search(norm[begin : right.start])
        if not found or not right.unit:
            continue
        compared = begin + found.start()
        said = found["cmp"]
        over = found["over"]
        if said in {"超过", "不足", "超出", "高出"} and not _RIVAL.search(over):
            continue  # 超过30%: no comparison, a bound
        if not (_RIVAL.search(over) or right.high != right.value):
            continue
        if re.search(r"同比|环比|增速|增幅|\d", over):
            continue
        # The clause before the comparison, if it does not start with it.
        head = norm[:compared].rstrip(",")
        start = max((m.end() for m in re.finditer(r"[,。;!?]", head)), default=0)
        left = [f for f in figures[:at] if start <= f.start and f.end <= compared and f.unit == right.unit]
        for figure in left:
            low, high = min(figure.value, figure.high), max(figure.value, figure.high)
            above = said in _UP
            wrong = low <= right.high if above else high >= right.value
            if right.rough or figure.rough:
                wrong = (low <= right.value * 0.95) if above else (high >= right.high * 1.05)
                if right.high != right.value:
                    wrong = low <= right.high * 0.95 if above else high >= right.value * 1.05
            if not wrong:
                continue
            inside = right.value <= low <= right.high
            relation = "处于" if inside else ("不高于" if above else "不低于")
            span = f"{block.plain[sentence.start + right.start : sentence.start + right.end]}"
            yield context.finding(
                "compare-range", block, sentence.start + figure.start, sentence.start + right.end,
                f"{_written(figure, norm)} {relation} {span}{'之内' if inside else ''}，不能说{norm[compared : compared + found.start('over') - found.start()].strip() or said}。",
                evidence=norm[start : right.end], suggestion=f"{_written(figure, norm)}，{relation}{span}{'之内' if inside else ''}",
            )  # fmt: skip


def _sums(context: Context, sentence: Sentence, norm: str, figures: list[Figure]) -> Iterator[Finding]:
    """Yield sums that differ from the parts that stand before them in the sentence."""
    block = context.doc.blocks[sentence.block]
    for at, total in enumerate(figures):
        begin = max((m.end() for m in re.finditer(r"[。;!?]", norm[: total.start])), default=0)
        found = _SUM.search(norm[max(begin, total.start - 24) : total.start])
        if not found or total.rough:
            continue
        parts = [f for f in figures[:at] if f.unit == total.unit and begin <= f.start and f.value == f.high]
        if found["n"]:
            wanted = int(found["n"]) if found["n"].isdigit() else _CN[found["n"]]
            if len(parts) < wanted:
                continue
            parts = parts[-wanted:]
        if len(parts) < 2 or not total.unit:
            continue
        between = norm[parts[0].start : total.start]
        if _OPEN.search(between) or any(p.rough for p in parts):
            continue
        # The parts must be a list: nothing but names between them, not figures that compare (同比, 较).
        gaps = [norm[a.end : b.start] for a, b in itertools.pairwise(parts)]
        if any(len(g) > 16 or re.search(r"同比|环比|较|比|增|降|涨|跌", g) for g in gaps):
            continue
        got = sum(p.value for p in parts)
        slack = sum(p.step for p in parts) + total.step + 1e-9
        if abs(got - total.value) <= slack:
            continue
        head = norm.rfind("合计", begin, total.start)
        start = head if head >= 0 else total.start
        shown = f"{got / (total.value / float(total.digits)) if float(total.digits) else got:.4g}"
        suffix = _written(total, norm)[len(total.digits) :] if _written(total, norm).startswith(total.digits) else ""
        yield context.finding(
            "sum-mismatch", block, sentence.start + start, sentence.start + total.end, f"前列{len(parts)}项之和是{shown}{suffix}，不是{_written(total, norm)}。",
            evidence=norm[parts[0].start : total.end], suggestion=f"合计{shown}{suffix}",
        )  # fmt: skip


def _conflicts(context: Context) -> Iterator[Finding]:
    """Yield a second number for the same named thing, metric, window and base."""
    doc = context.doc
    seen: dict[tuple[str, ...], list[tuple[Figure, str, int]]] = {}
    for number, sentence in enumerate(doc.sentences):
        block = doc.blocks[sentence.block]
        if block.kind in {"row", "heading"} or "→" in block.norm:
            continue
        norm = doc.words(sentence)
        hits = list(context.names_in(sentence))
        for figure in read_figures(norm):
            if not figure.unit or figure.rough or figure.value != figure.high:
                continue
            begin = max((m.end() for m in re.finditer(r"[,。;!?、](?!\d)", norm[: figure.start])), default=0)
            metrics = list(_METRIC.finditer(norm, begin, figure.start))
            if not metrics or figure.start - metrics[-1].end() > 8:
                continue
            gap = norm[metrics[-1].end() : figure.start]
            owners = [h for h in hits if h.end <= sentence.start + figure.start]
            if not owners or re.search(
                r"由|从|至|到|上年|去年|较|比|低|高|升|降|增|减|涨|跌|或|下限|上限|每|假设|若|如", gap + norm[max(0, begin - 2) : metrics[-1].start()]
            ):
                continue
            owner = owners[-1]
            if len(owner.ids) != 1:
                continue
            before = norm[: figure.start]
            windows = "/".join(f"{w.kind}:{w.value}" for w in read_windows(norm))
            days = "/".join(re.findall(r"\d{4}年|\d{1,2}月(?:\d{1,2}日)?|\d{4}-\d{2}-\d{2}", norm))
            between = norm[owner.end - sentence.start : metrics[-1].start()]
            kind = "/".join(sorted(w for w in shingles(between)))
            key = (owner.ids[0], metrics[-1].group(), figure.unit, figure.base, windows, days, kind, str(figure.move))
            for other, where, earlier in seen.get(key, []):
                if not close(figure, other) and earlier != number:
                    yield context.finding(
                        "number-conflict", block, sentence.start + figure.start, sentence.start + figure.end,
                        f"前文同一项写作{where}，此处写作{_written(figure, norm)}。", evidence=before[-40:] + _written(figure, norm), suggestion=f"统一为一个数，或写明口径；前文为{where}",
                    )  # fmt: skip
                    break
            seen.setdefault(key, []).append((figure, _written(figure, norm), number))


_PRICE_MOVE = re.compile(r"(?:涨|跌|升|挫|回落|走高|走低)(?:超|逾|近|约|了|幅|至|达)*$")
_CITED = re.compile(r"\([^()]{2,24},\s?\d{4}-\d{2}-\d{2}")


_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2}) 至 (?P<day>\d{4}-\d{2}-\d{2})(?=[^。]{0,60}报道有)")
_KNOWN_BY = re.compile(r"只使用截至 (?P<day>\d{4}-\d{2}-\d{2}) 可知")


def _last_days(context: Context) -> Iterator[Finding]:
    """Yield the last day of the window and the day up to which data were used, where the text gives two."""
    places = [(block, found) for block in context.doc.blocks for pattern in (_SPAN, _KNOWN_BY) for found in pattern.finditer(block.norm)]
    days = {found["day"] for _, found in places}
    if len(days) > 1:
        for block, found in places:
            other = "、".join(sorted(days - {found["day"]}))
            yield context.finding(
                "number-conflict", block, *found.span("day"), f"同一截止日，另一处写作{other}。", evidence=other, suggestion="统一为一个日期"
            )


def _based(context: Context) -> frozenset[str]:
    """Return the percentages, as written, that some sentence of the text gives with their base: 同比下滑17% says it for every 下滑17%."""
    return frozenset(
        f.digits
        for s in context.doc.sentences
        for words in [context.doc.words(s)]
        if "%" in words
        for f in read_figures(words)
        if f.unit == "%" and f.base
    )


def _no_base(context: Context, number: int, norm: str, figures: list[Figure], based: frozenset[str]) -> Iterator[Finding]:
    """Yield percentages of change whose base and date stand neither in the sentence, nor the one before, nor the heading, nor where it is repeated."""
    doc = context.doc
    sentence = doc.sentences[number]
    block = doc.blocks[sentence.block]
    if block.kind in {"row", "heading", "quote"}:
        return
    around = [norm, *(h.norm for h in doc.headings(block))]
    if number:
        around.append(doc.words(doc.sentences[number - 1]))
    if any(_BASE.search(words) for words in around):
        return
    for figure in figures:
        before = norm[max(0, figure.start - 8) : figure.start]
        if norm.rfind("「", 0, figure.start) > norm.rfind("」", 0, figure.start):
            continue  # a quotation has its own words
        if norm.rfind("《", 0, figure.start) > norm.rfind("》", 0, figure.start):
            continue  # so has a title
        if _PRICE_MOVE.search(before) and _CITED.search(block.norm, sentence.start + figure.end):
            continue  # a day's move, told by a dated source: the base is the close before
        if figure.unit == "%" and figure.digits not in based and _CHANGE.search(before):
            yield context.finding(
                "percent-no-base",
                block,
                sentence.start + figure.start,
                sentence.start + figure.end,
                "百分比没有基数、口径或日期。",
                suggestion="写明同比、环比或相对何时。",
            )


def lint_consistency(context: Context) -> Iterator[Finding]:
    """Yield numbers that contradict others of the same text."""
    based = _based(context)
    for number, sentence in enumerate(context.doc.sentences):
        block = context.doc.blocks[sentence.block]
        norm = context.doc.words(sentence)
        figures = read_figures(norm)
        if not figures:
            continue
        if block.kind not in {"row", "heading"}:
            yield from _comparisons(context, sentence, norm, figures)
            yield from _sums(context, sentence, norm, figures)
        yield from _no_base(context, number, norm, figures, based)
    yield from _conflicts(context)
    yield from _last_days(context)
