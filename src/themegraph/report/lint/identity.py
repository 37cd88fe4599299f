"""Whether code, name, index, manager and market of a fund or company belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from themegraph.model import kind_of
from themegraph.report.lint.context import Context
from themegraph.report.lint.document import Block, normal
from themegraph.report.lint.findings import Finding
from themegraph.report.lint.knowledge import FundFacts, LintKnowledge
from themegraph.report.lint.likeness import shingles

__all__ = ["find_codes", "lint_identity"]

_CODE = re.compile(
    r"(?<![\d.a-z])(?P<six>\d{6})(?:\.(?P<suffix>sh|sz|bj|ss|xshg|xshe|csi|cni|hk|us|of))?(?![\d%a-z]|\.\d|,\d)"
    r"|(?<![\d.a-z])(?P<hk>0?\d{4})\.hk(?![a-z])|(?<![a-z.])(?P<us>[a-z]{1,5})\.us(?![a-z])|(?<=\()(?P<hkb>0\d{4})(?=\))|(?<=\()(?P<tick>[a-z]{2,5})(?=\))|(?<![\d.a-z])(?P<csi>h\d{5})(?:\.csi)?(?![\da-z])"
)
_NOT_CODE = re.compile(r"(?:元|辆|股|台|万|亿|吨|人|公告编号|编号|电话|邮编|no\.?)[:：]?$")
_COUNTED = re.compile(r"\s?(?:辆|股|元|台|人(?!工|福|民)|家(?!电|居|用)|吨|亿|万|户|头|份|个|名)")
_FUND_NAME = re.compile(r"[一-鿿a-z0-9&·.+-]{1,24}?(?:etf|lof)(?:联接|基金|[一-鿿]{2,4})?(?:\(qdii\))?$")
_WRAP = re.compile(r"(?:[\[(（【\"“「『《:：、,;\s]|代码|基金代码|证券代码|股票代码|code)*$")
_TRACK = re.compile(r"(?:跟踪|追踪|紧密跟踪|标的(?:指数)?(?:为|是)?|挂钩|复制|对标)(?:的)?(?:标的)?(?:指数)?(?:为|是|:)?")
_SUFFIXES = {"sh": "SH", "sz": "SZ", "bj": "BJ", "ss": "SH", "xshg": "SH", "xshe": "SZ", "csi": "CSI", "cni": "CNI", "hk": "HK", "us": "US"}
_MARKETS = (
    ("US", re.compile(r"^(?:美股|美国|纳斯达克|u\.?s\.?)(?!.*(?:qdii|跨境))")),
    ("HK", re.compile(r"^(?:港股|香港)(?!通)")),
    ("CN", re.compile(r"^(?:a股|沪深|境内|内地)")),
)
_FILLER = re.compile(r"(?:指数|基金|etf|lof|联接|主题|产业|行业|中证|国证|上证|沪深|全指|\(qdii\)|的|等|如)")


def find_codes(norm: str) -> list[tuple[int, int, str, str]]:
    """Return (start, end, code without suffix, suffix or empty) of what looks like a code."""
    out = []
    for found in _CODE.finditer(norm):
        if found["six"]:
            counted = not found["suffix"] and _COUNTED.match(norm, found.end())
            if counted or _NOT_CODE.search(norm[max(0, found.start() - 6) : found.start()]):
                continue
            suffix = _SUFFIXES.get(found["suffix"] or "", "")
            out.append((found.start(), found.end(), found["six"], suffix))
        elif found["csi"]:
            out.append((found.start(), found.end(), found["csi"], ""))
        elif found["us"] or found["tick"]:
            out.append((found.start(), found.end(), found["us"] or found["tick"], "US"))
        else:
            digits = (found["hk"] or found["hkb"]).lstrip("0").zfill(4)
            out.append((found.start(), found.end(), digits, "HK"))
    return out


def _meant(knowledge: LintKnowledge, code: str, suffix: str) -> tuple[str, ...]:
    return knowledge.coded(f"{code}.{suffix}") if suffix else knowledge.coded(code)


def _label(knowledge: LintKnowledge, identifier: str) -> str:
    fund, company, index = knowledge.fund(identifier), knowledge.company(identifier), knowledge.index(identifier)
    if fund:
        return f"{fund.name}（{fund.code}）"
    if company:
        return f"{company.name}（{company.codes[0]}）" if company.codes else company.name
    return f"{index.name}（{index.code}）" if index else identifier


def _labels(knowledge: LintKnowledge, ids: tuple[str, ...], limit: int = 3) -> str:
    return " 或 ".join(_label(knowledge, i) for i in ids[:limit])


def _short(fund: FundFacts) -> str:
    """Return the fund's name without its manager: 军工ETF国泰 is 军工ETF."""
    name = fund.name.lower()
    house = fund.manager.removesuffix("基金").lower()
    return name.removesuffix(house) if house else name


def _name_before(context: Context, block: Block, number: int, start: int) -> tuple[int, int, tuple[str, ...]] | None:
    """Return the place and meaning of the name that a code at ``start`` belongs to: it ends where the bracket or blank before the code begins."""
    low = max(0, start - 60)
    wrap = _WRAP.search(block.norm[low:start])
    end = start - len(wrap.group()) if wrap else start
    if end <= 0 or (end < start and re.search(r"[、,;]", block.norm[end:start]) and "代码" not in block.norm[end:start]):
        return None
    hits = [h for h in context.names[number] if h.end == end]
    if hits:
        # 华夏恒生科技ETF: a longer name may begin before the hit; the hit is what we know.
        return hits[0].start, end, hits[0].ids
    if found := _FUND_NAME.search(block.norm[low:end]):
        return low + found.start(), end, ()
    return None


_IN_USE = 31
"""Days for which an alias in the news says what is meant."""


def _fund_alias(context: Context, block: Block, start: int, end: int, fund: FundFacts) -> Iterator[Finding]:
    """Yield a note where a fund is called by something else than its registered name, with or without the manager's."""
    knowledge = context.knowledge
    assert knowledge is not None
    said = block.norm[start:end].removesuffix("基金")
    in_use = {fund.name.lower(), _short(fund)}
    full = {n.lower() for n in fund.names if len(n) > 9}
    if said in in_use or said in full or any(said.endswith(n) for n in in_use | full):
        return
    if context.published and any(
        text.published and 0 <= (context.published - text.published).days <= _IN_USE and said in normal(text.content)
        for text in knowledge.texts(frozenset({fund.id}))
    ):
        return  # the news of these days calls it so
    note = ""
    core = said.replace("etf", "")
    other = [
        i
        for i in knowledge.ids_of(core) + knowledge.ids_of(f"中证{core}") + knowledge.ids_of(f"中证{core}指数") + knowledge.ids_of(f"{core}指数")
        if kind_of(i) == "index"
    ]
    if other and fund.index and fund.index not in other:
        note = f"；该基金跟踪{_label(knowledge, fund.index)}，不是{_label(knowledge, other[0])}"
    yield context.finding(
        "etf-alias", block, start, end, f"{block.plain[start:end]} 是未注明日期的简称，登记简称为{fund.name}{note}。",
        evidence=_label(knowledge, fund.id), suggestion=f"{fund.name}（{fund.code}）",
    )  # fmt: skip


def _check_fund(context: Context, block: Block, number: int, code: tuple[int, int, str, str], ids: tuple[str, ...]) -> Iterator[Finding]:
    knowledge = context.knowledge
    assert knowledge is not None
    start, end, _digits, _suffix = code
    funds = [f for f in (knowledge.fund(i) for i in ids) if f]
    named = _name_before(context, block, number, start)
    if not named:
        return
    a, b, meant = named
    if any(f.id in meant for f in funds):
        fund = next(f for f in funds if f.id in meant)
        yield from _fund_alias(context, block, a, b, fund)
        return
    said = block.norm[a:b]
    looks_fund = "etf" in said or "lof" in said
    if meant and (looks_fund or any(kind_of(i) == "etf" for i in meant)):
        wanted = tuple(i for i in meant if kind_of(i) == "etf")
        if not wanted and not looks_fund:
            return
    elif meant and not looks_fund:
        # 「跟踪沪深300指数的510300」: the name is the index; a company before a fund's code is another matter.
        if any(kind_of(i) == "company" for i in meant):
            yield context.finding(
                "company-code-name", block, start, end, f"代码{block.plain[start:end]}是{_label(knowledge, funds[0].id)}，不是{block.plain[a:b]}。",
                evidence=_label(knowledge, funds[0].id), suggestion=_labels(knowledge, tuple(i for i in meant if kind_of(i) == "company")),
            )  # fmt: skip
        return
    fund = funds[0]
    wanted = tuple(i for i in meant if kind_of(i) == "etf")
    words = shingles(_FILLER.sub("", said))
    own = shingles(" ".join(_FILLER.sub("", n.lower()) for n in (*fund.names, fund.index_name)))
    core = _FILLER.sub("", said)
    if not wanted and (not core or words & own or any(core in n.lower() for n in (*fund.names, fund.index_name)) or not words):
        yield from _fund_alias(context, block, a, b, fund)
        return
    yield context.finding(
        "etf-code-name", block, start, end, f"代码{block.plain[start:end]}是{_label(knowledge, fund.id)}，不是{block.plain[a:b]}。",
        evidence=_label(knowledge, fund.id), suggestion=_labels(knowledge, wanted) or f"{fund.name}（{fund.code}）",
    )  # fmt: skip


def _check_company(context: Context, block: Block, number: int, code: tuple[int, int, str, str], ids: tuple[str, ...]) -> Iterator[Finding]:
    knowledge = context.knowledge
    assert knowledge is not None
    start, end, _, _suffix = code
    named = _name_before(context, block, number, start)
    if not named:
        return
    a, b, meant = named
    companies = tuple(i for i in meant if kind_of(i) == "company")
    funds = tuple(i for i in meant if kind_of(i) == "etf")
    indices = [i for i in meant if kind_of(i) == "index"]
    if set(meant) & set(ids) or (indices and not companies):
        return
    if funds or (not meant and "etf" in block.norm[a:b]):
        yield context.finding(
            "etf-code-name", block, start, end, f"代码{block.plain[start:end]}是{_labels(knowledge, ids)}，不是基金{block.plain[a:b]}。",
            evidence=_labels(knowledge, ids), suggestion=_labels(knowledge, funds),
        )  # fmt: skip
    elif companies and any(c.codes for c in (knowledge.company(i) for i in companies) if c):
        yield context.finding(
            "company-code-name", block, start, end, f"代码{block.plain[start:end]}是{_labels(knowledge, ids)}，不是{block.plain[a:b]}。",
            evidence=_labels(knowledge, companies), suggestion=_labels(knowledge, companies),
        )  # fmt: skip


def _check_unknown(context: Context, block: Block, number: int, code: tuple[int, int, str, str]) -> Iterator[Finding]:
    """Yield a code that nothing has: a wrong exchange, a slip in a company's code, or a fund we do not know."""
    knowledge = context.knowledge
    assert knowledge is not None
    start, end, digits, suffix = code
    named = _name_before(context, block, number, start)
    shown = block.plain[start:end]
    if suffix in {"SH", "SZ", "BJ", "HK"} and (others := knowledge.coded(digits)):
        kept = tuple(i for i in others if kind_of(i) in {"etf", "company"})
        if named:
            kept = tuple(i for i in kept if i in named[2]) or kept
        if kept and digits.isdigit() and len(digits) == 6:
            fund = knowledge.fund(kept[0])
            yield context.finding(
                "etf-market" if fund else "company-code-name", block, start, end, f"{shown} 的交易所后缀不对：{_label(knowledge, kept[0])}。",
                evidence=_label(knowledge, kept[0]), suggestion=fund.code if fund else _right_code(knowledge, kept[0], digits),
            )  # fmt: skip
            return
    if not named:
        return
    a, b, meant = named
    said = block.norm[a:b]
    companies = tuple(i for i in meant if kind_of(i) == "company")
    listed = tuple(code for i in companies if (c := knowledge.company(i)) for code in c.codes)
    funds = tuple(i for i in meant if kind_of(i) == "etf")
    if listed and not funds:
        if suffix == "US" and (
            not shown.isupper() or len(digits) < 2 or set(knowledge.ids_of(digits)) & set(meant) or digits in said.replace(" ", "")
        ):
            return  # a name in brackets, as it is or shortened
        if suffix in {"HK", "US"} and not any(code.endswith(suffix) for code in listed):
            return  # a listing we do not know
        yield context.finding(
            "company-code-name", block, start, end, f"没有代码{shown}，{block.plain[a:b]}的代码是{_labels(knowledge, companies)}。",
            evidence=_labels(knowledge, companies), suggestion=_labels(knowledge, companies),
        )  # fmt: skip
    elif funds and suffix != "US":
        yield context.finding(
            "etf-code-name",
            block,
            start,
            end,
            f"没有代码{shown}；{block.plain[a:b]}是{_labels(knowledge, funds)}。",
            evidence=_labels(knowledge, funds),
            suggestion=_labels(knowledge, funds),
        )
    elif "etf" in said and suffix != "US":
        yield context.finding("etf-code-unknown", block, start, end, f"图中未见代码{shown}。", suggestion="核对代码。")


def _check_beside(context: Context, block: Block, number: int) -> Iterator[Finding]:
    """Yield a full code (159819.SZ) beside a fund's registered name, in a row or path that names that fund alone with another code."""
    knowledge = context.knowledge
    assert knowledge is not None
    if block.kind != "row" and "→" not in block.norm:
        return
    hits = [
        (h, f) for h in context.names[number] if len(h.ids) == 1 and (f := knowledge.fund(h.ids[0])) and block.norm[h.start : h.end] == f.name.lower()
    ]
    funds = {f.id: f for _, f in hits}
    if len(funds) != 1:
        return
    fund = next(iter(funds.values()))
    for start, end, digits, suffix in find_codes(block.norm):
        if suffix not in {"SH", "SZ"} or fund.id in _meant(knowledge, digits, suffix):
            continue
        yield context.finding(
            "etf-code-name",
            block,
            start,
            end,
            f"{fund.name}的代码是{fund.code}，不是{block.plain[start:end]}。",
            evidence=_label(knowledge, fund.id),
            suggestion=fund.code,
        )


def _right_code(knowledge: LintKnowledge, identifier: str, digits: str) -> str:
    company = knowledge.company(identifier)
    codes = company.codes if company else ()
    return next((c for c in codes if c.startswith(digits)), codes[0] if codes else "")


def _check_index(context: Context, block: Block, number: int, code: tuple[int, int, str, str], ids: tuple[str, ...]) -> Iterator[Finding]:
    knowledge = context.knowledge
    assert knowledge is not None
    start, end, _, _ = code
    named = _name_before(context, block, number, start)
    if not named:
        return
    a, b, meant = named
    wanted = tuple(i for i in meant if kind_of(i) == "index")
    if wanted and not set(wanted) & set(ids):
        yield context.finding(
            "index-code-name", block, start, end, f"代码{block.plain[start:end]}是{_labels(knowledge, ids)}，不是{block.plain[a:b]}。",
            evidence=_labels(knowledge, ids), suggestion=_labels(knowledge, wanted),
        )  # fmt: skip


def _funds_at(context: Context, block: Block, number: int) -> list[tuple[int, int, FundFacts]]:
    """Return the funds that a block names for certain: by code, or by a name that only one fund has."""
    knowledge = context.knowledge
    assert knowledge is not None
    out = []
    for start, end, digits, suffix in find_codes(block.norm):
        funds = [f for f in (knowledge.fund(i) for i in _meant(knowledge, digits, suffix)) if f]
        if len(funds) == 1:
            out.append((start, end, funds[0]))
    taken = [(s, e) for s, e, _ in out]
    for hit in context.names[number]:
        fund = knowledge.fund(hit.ids[0]) if len(hit.ids) == 1 else None
        # A nickname that several funds have had is no certain name, even where one registry row has it alone.
        if fund and block.norm[hit.start : hit.end] == fund.name.lower() and not any(abs(s - hit.end) <= 2 for s, _ in taken):
            out.append((hit.start, hit.end, fund))
    return sorted(out, key=lambda x: x[0])


def _check_tracking(context: Context, block: Block, number: int, funds: list[tuple[int, int, FundFacts]]) -> Iterator[Finding]:
    knowledge = context.knowledge
    assert knowledge is not None
    norm = block.norm
    for found in _TRACK.finditer(norm):
        sentence = max(norm.rfind("。", 0, found.start()), norm.rfind(";", 0, found.start())) + 1
        before = [f for s, _, f in funds if sentence <= s < found.start()]
        stop = min((x for x in (norm.find(c, found.end()) for c in "。;,") if x >= 0), default=len(norm))
        hits = [
            h for h in context.names[number] if found.end() <= h.start < min(stop, found.end() + 30) and any(kind_of(i) == "index" for i in h.ids)
        ]
        after = [f for s, _, f in funds if found.end() <= s < stop + 20]
        if re.match(r"(?:该|上述|此|同一)指数", norm[found.start() + 2 :]):
            continue
        fund = before[-1] if before else None
        target = hits[0] if hits else None
        if fund is None and after and target and re.match(r"[^,。;]{0,12}的", norm[target.end :]):
            fund = after[0]  # 跟踪X指数的Y（代码）
        if len(before) > 1 and re.search(r"均|都|分别|两只|三只", norm[sentence : found.start()]):
            continue
        if fund is None or target is None or not fund.index:
            continue
        ids = {i for i in target.ids if kind_of(i) == "index"}
        if fund.index in ids:
            continue
        yield context.finding(
            "etf-index", block, target.start, target.end, f"{fund.name}（{fund.code}）跟踪{_label(knowledge, fund.index)}，不是{block.plain[target.start : target.end]}。",
            evidence=_label(knowledge, fund.index), suggestion=fund.index_name or _label(knowledge, fund.index),
        )  # fmt: skip


def _check_manager(context: Context, block: Block, funds: list[tuple[int, int, FundFacts]]) -> Iterator[Finding]:
    knowledge = context.knowledge
    assert knowledge is not None
    norm = block.norm
    if not funds or ("基金" not in norm and "旗下" not in norm and "管理" not in norm):
        return
    for manager in knowledge.managers():
        house = normal_house(manager)
        if len(house) < 2 or house not in norm:
            continue
        for found in re.finditer(
            rf"(?:由|属|属于|管理人(?:为|是|:)?|归){re.escape(house)}(?:基金)?|{re.escape(house)}(?:基金)?(?:旗下|管理的|发行的|的)", norm
        ):
            owned = found.group()[0] in "由属管归"
            sentence = max(norm.rfind("。", 0, found.start()), norm.rfind(";", 0, found.start())) + 1
            if owned:
                before = [f for s, _, f in funds if sentence <= s < found.start()]
                fund = before[-1] if before else None
            else:
                stop = min((x for x in (norm.find(c, found.end()) for c in "。;,") if x >= 0), default=len(norm))
                after = [f for s, _, f in funds if found.end() <= s < stop]
                fund = after[0] if after else None
                if fund and len(after) > 1:
                    fund = None
            if fund is None or not fund.manager or fund.manager == manager or normal_house(fund.manager) in found.group():
                continue
            at = found.start() + found.group().index(house)
            end = at + len(house) + (2 if norm.startswith("基金", at + len(house)) else 0)
            yield context.finding(
                "etf-manager",
                block,
                at,
                end,
                f"{fund.name}（{fund.code}）的管理人是{fund.manager}，不是{block.plain[at:end]}。",
                evidence=_label(knowledge, fund.id),
                suggestion=fund.manager,
            )


def normal_house(manager: str) -> str:
    """Return a manager's name as texts have it: 华夏 of 华夏基金."""
    return manager.removesuffix("基金").lower()


def _place(fund: FundFacts) -> str:
    market = fund.code.rpartition(".")[2]
    return {"SH": "CN", "SZ": "CN", "BJ": "CN"}.get(market, market)


def _check_market(context: Context, block: Block, funds: list[tuple[int, int, FundFacts]]) -> Iterator[Finding]:
    if not funds:
        return
    if block.kind == "row":
        said = next(((a, block.norm[a:b].strip()) for a, b in block.cells if block.norm[a:b].strip() in {"a股", "港股", "美股"}), None)
        label = said[1] if said else ""
    elif block.kind == "item":
        label = block.norm.partition(":")[0] if ":" in block.norm[:24] else ""
    else:
        label = ""
    if block.kind != "row" and not label:
        return
    heading = next((h.norm for h in reversed(context.doc.headings(block)) if any(p.search(h.norm) for _, p in _MARKETS)), "") if not label else ""
    for market, pattern in _MARKETS:
        if not pattern.search(label or heading):
            continue
        for start, end, fund in funds:
            place = _place(fund)
            if place == market or (market == "HK" and fund.kind == "cross_border_equity") or (market == "US" and fund.kind == "cross_border_equity"):
                continue
            if block.kind == "row" and market == "CN" and place == "CN":
                continue
            names = {"CN": "A股市场", "HK": "香港", "US": "美国"}
            yield context.finding(
                "etf-market",
                block,
                start,
                end,
                f"{fund.name}（{fund.code}）在{names.get(place, place)}上市，不属于“{(label or heading)[:12]}”。",
                evidence=fund.code,
                suggestion=f"移到{names.get(place, place)}一栏",
            )


def lint_identity(context: Context) -> Iterator[Finding]:
    """Yield codes, names, indices, managers and markets that do not belong together."""
    knowledge = context.knowledge
    if knowledge is None:
        return
    for number, block in enumerate(context.doc.blocks):
        wrong: set[int] = set()
        for code in find_codes(block.norm):
            ids = _meant(knowledge, code[2], code[3])
            kinds = {kind_of(i) for i in ids}
            named = _name_before(context, block, number, code[0])
            if named and set(named[2]) & set(ids):
                if "etf" in kinds:
                    yield from _check_fund(context, block, number, code, ids)
                continue
            if not ids:
                yield from _check_unknown(context, block, number, code)
            elif "etf" in kinds:
                for finding in _check_fund(context, block, number, code, ids):
                    wrong |= {code[0]} if finding.rule != "etf-alias" else set()
                    yield finding
            elif "company" in kinds:
                yield from _check_company(context, block, number, code, ids)
            elif "index" in kinds:
                yield from _check_index(context, block, number, code, ids)
        yield from _check_beside(context, block, number)
        # What is said of a fund whose code is wrong is said of another one.
        funds = [f for f in _funds_at(context, block, number) if f[0] not in wrong]
        yield from _check_tracking(context, block, number, funds)
        yield from _check_manager(context, block, funds)
        yield from _check_market(context, block, funds)
