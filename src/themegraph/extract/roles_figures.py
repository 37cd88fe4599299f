"""Who it is that moves, that costs, that is rated, that earns."""

from __future__ import annotations

import re

from themegraph.extract.lines import Actor, Line
from themegraph.extract.subjects import (
    COMPANY,
    MOVER,
    RATER,
    THING,
    Cast,
    Scene,
    group_after,
    group_before,
    grown,
    joined,
    roles,
    subject_of,
    unnamed,
)
from themegraph.extract.trigger_table import COMMODITY
from themegraph.extract.triggers import Trigger

__all__ = ["earners", "movers", "prices", "raters"]

_GOODS = re.compile(COMMODITY)


def earners(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return whose results or outlook it is."""
    return tuple(roles("agent", subject_of(line, trigger, COMPANY, scene)))


_SUMMED = re.compile(r"(?:\(.{0,20}\))?等(?:多只|多家|个|只)?(?:[a-z0-9一-鿿]{0,4})")
_NO_SHARE = re.compile(r"^(?:美元指数|美債|美债|.*国债|.*國債|人民币|人民幣|日元|欧元|歐元|VIX.*)$")
"""Indices and assets of money, not of shares."""
_LAST_TIME = re.compile(r"上一?次[^,，]{0,10}[涨跌]")
"""上一次跌幅更大的交易日是…: an older move, told for comparison."""
_COMPARED = re.compile(r"同期|相比之下|对比|跑赢|跑输")
_STOCK_WORDS = re.compile(r"股价|盘中|盘后|盘前|收盘|早盘|午盘|尾盘|开盘|a股|h股|港股|美股|该股|股份|午后|收报|报收|当日|涨停|跌停|\d%|市值|截至")


def movers(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return what moves: shares, funds, indices, sectors."""
    if _LAST_TIME.search(line.text, 0, trigger.start):
        return ()
    group = subject_of(line, trigger, MOVER, scene, carried=False)
    if not group:
        low, high = line.clauses[trigger.clause]
        if _STOCK_WORDS.search(line.text, low, max(high, trigger.end)):
            behind = (
                group_after(line, trigger.end, max(high, trigger.end), COMPANY | {"etf"})
                if re.match(r"的?(?:有|包括|个股)|[:：]", line.text[trigger.end : trigger.end + 6])
                else ()
            )
            group = behind or subject_of(line, trigger, MOVER, scene)
    if group and group[0].kind == "sector/theme":
        # 彤程新材、上海新阳等光刻胶概念股涨停: the companies named, not the sector that sums them up.
        before = group_before(line, group[0].start, 0, {"company", "etf"}, prepositional=True)
        if before and _SUMMED.fullmatch(line.text, before[-1].end, group[0].start):
            group = before
    group = tuple(a for a in group if not _NO_SHARE.search(a.folded))
    if group and _COMPARED.search(line.text, line.clauses[trigger.clause][0], group[0].start) and group[0].kind in {"index", "etf"}:
        return ()  # 而同期恒生科技指数累升约24%: only what the share is measured against
    if group and group[0].kind == "sector/theme" and any(a.kind in {"company", "etf", "index"} and a.end <= group[0].start for a in line.actors):
        return ()  # 恒瑞医药涨停，创新药概念股走强: the sector only goes along
    return tuple(roles("agent", group))


def _commodity(line: Line, trigger: Trigger) -> tuple[Actor, ...]:
    """Return the goods whose price it is: a linked product or sector, else the words of the table."""
    low, high = line.clauses[trigger.clause]
    named = [a for a in line.actors if a.kind in THING and low <= a.start and a.end <= trigger.start]
    if named and not any(a.kind == "company" and a.start > named[-1].start and a.end <= trigger.start for a in line.actors):
        return grown(line, named, len(named) - 1)
    found = None
    for found in _GOODS.finditer(line.text, low, trigger.start):  # noqa: B007 - the nearest one counts
        pass
    if found is None:
        behind = group_after(line, trigger.end, max(high, trigger.end), THING)
        if behind:
            return behind
        found = _GOODS.search(line.text, trigger.end, max(high, trigger.end)) or _GOODS.search(line.text, 0, trigger.start)
    if found is None:
        return ()
    return (unnamed(line, found.start(), found.end()),)


_OWN_PRICE = re.compile(r"提价|涨价|降价|调价|上调|下调|提高|调涨|挺价")


def prices(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return who sets a price, and the goods it is the price of."""
    low, _ = line.clauses[trigger.clause]
    goods = _commodity(line, trigger)
    makers = group_before(line, trigger.start, low, COMPANY)
    ahead = any(a.start < trigger.start for a in goods)
    deliberate = bool(_OWN_PRICE.search(trigger.word))
    if not makers and goods and ahead and deliberate and trigger.clause:
        makers = subject_of(line, trigger, COMPANY, scene, carried=False)
    elif not makers and deliberate and not (goods and ahead):
        makers = subject_of(line, trigger, COMPANY, scene)
    if not makers and not goods:
        return ()
    return (*roles("agent", makers), *roles("object", goods))


def raters(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return the house that rates and what it rates."""
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    parties = [a for a in line.actors if a.kind in {"company", "organisation"} and not a.optional]
    ahead = [a for a in parties if a.end <= trigger.start]
    raters = [a for a in ahead if RATER.search(line.text[a.start : a.end] + a.folded)]
    rater = raters[-1] if raters else (scene.rater if scene.rater is not None and not parties[1:] else None)
    if rater is not None and len(raters) > 1:
        # 高盛将中信证券目标价上调: the first one rates, the last one is rated.
        inside = [a for a in raters if a.start >= low]
        rater = inside[0] if len(inside) > 1 else rater
    rated = [a for a in ahead if a is not rater and a.start >= (rater.start if rater else 0) and a.kind == "company"]
    if not rated:
        rated = [a for a in group_after(line, trigger.end, high, COMPANY) if a is not rater]
    if not rated:
        things = [a for a in line.actors if a.kind in THING and low <= a.start < high]
        found = _GOODS.search(line.text, low, high)
        if things:
            rated = things[:1]
        elif found and rater:
            rated = [unnamed(line, found.start(), found.end())]
        else:
            rated = [a for a in subject_of(line, trigger, COMPANY, scene) if rater is None or a.key != rater.key]
            rated = rated or [a for a in (*scene.topic, *scene.title) if rater is None or a.key != rater.key][:1]
    if not rated:
        return ()
    last = rated[-1:] if len(rated) == 1 or not joined(line, rated[-2], rated[-1]) else grown(line, rated, len(rated) - 1)
    return (*roles("agent", [rater] if rater else []), *roles("object", last))
