"""Decide which tables are taken over, and say why the others are not."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from themegraph.ingest.holdings.values import SHARE, Asked, Draft, Found, Line
from themegraph.model import EntityId, Holding, code_of

__all__ = ["accept"]

_SUM_ACCEPT, _SUM_WARN = 0.0075, 0.02
"""Distance of a full list's sum from 1 up to which it is accepted, and accepted with a warning."""
_GRAIN = 1e-9
"""Sums of decimal fractions miss their value by less."""
_THIN_TOP, _THIN_LINES = 0.01, 5
"""Five or more of the largest lines of any list we know weigh more than this together; a sum below it is a fraction read as percent."""


def accept(draft: Draft, linked: Sequence[tuple[Line, Holding]], asked: Asked, found: Found) -> bool:
    """Return whether a linked draft may become a table; else the reason is in ``found``.

    Parameters
    ----------
    draft
        With fund or index, ``as_of`` and ``known_at`` settled.
    linked
        Its lines as holdings.
    asked
        ``run_on`` bars later days; the resolver says which funds are not long only.
    found
        Takes the reason, and the warning of a sum that is a little off.
    """
    for check in (_dates, _duplicates, _units, _negative, _sum):
        problem = check(draft, linked, asked)
        if problem:
            found.refuse(*problem)
            return False
    total = _total(linked)
    if _must_sum(draft, linked, asked) and abs(total - 1) > _SUM_ACCEPT + _GRAIN:
        found.note(draft.at, "sum-warning", f"完整名单合计 {total:.2%}，不是 100%；照原样采用")
    return True


Problem = tuple[int, str, str] | None
Linked = Sequence[tuple[Line, Holding]]


def _total(linked: Linked) -> float:
    return fsum(holding.weight for _, holding in linked if holding.weight is not None)


def _plain(draft: Draft, asked: Asked) -> bool:
    """Return whether the table is long only and not levered: every index, and every fund not known to be otherwise."""
    return draft.fund is None or (asked.resolver.leverage(draft.fund) or 1.0) == 1.0


def _must_sum(draft: Draft, linked: Linked, asked: Asked) -> bool:
    known = all(holding.weight is not None for _, holding in linked)
    return draft.coverage == "full" and draft.sums_to_one and known and _plain(draft, asked)


def _dates(draft: Draft, linked: Linked, asked: Asked) -> Problem:
    if draft.as_of and asked.run_on and draft.as_of > asked.run_on:
        return draft.at, "future-date", f"权重日 {draft.as_of} 在导入日 {asked.run_on} 之后"
    if draft.known_stated and draft.known_at and asked.run_on and draft.known_at > asked.run_on:
        return draft.at, "future-date", f"可知日 {draft.known_at} 在导入日 {asked.run_on} 之后"
    if draft.as_of and draft.known_at and draft.known_at < draft.as_of:
        return draft.at, "bad-cell", f"可知日 {draft.known_at} 早于权重日 {draft.as_of}"
    return None


def _duplicates(draft: Draft, linked: Linked, asked: Asked) -> Problem:
    first: dict[EntityId, int] = {}
    for line, holding in linked:
        if holding.security in first:
            return line.at, "duplicate-row", f"{code_of(holding.security)} {holding.name} 出现两次，第一次在第 {first[holding.security]} 行"
        first[holding.security] = line.at
    return None


def _units(draft: Draft, linked: Linked, asked: Asked) -> Problem:
    weights = [(line, holding.weight) for line, holding in linked if line.kind == SHARE and holding.weight is not None]
    total = _total(linked)
    if draft.coverage == "full" and draft.sums_to_one and linked and (abs(total * 100 - 1) <= _SUM_WARN or abs(total / 100 - 1) <= _SUM_WARN):
        return draft.at, "unit-mix-up", f"权重合计 {total * 100:g}%：百分数与小数混淆"
    if not _plain(draft, asked):
        return None
    for line, weight in weights:
        if abs(weight) > 1 + _SUM_WARN:
            return (
                line.at,
                "unit-mix-up",
                f"{line.code or line.name} 占 {weight * 100:g}%，超过整体：单位与本格式不符",
            )
    known = [weight for _, weight in weights if weight > 0]
    if (draft.coverage != "full" or not draft.sums_to_one) and len(known) >= _THIN_LINES and fsum(known) < _THIN_TOP and (draft.falling is not False):
        return draft.at, "unit-mix-up", f"最大的 {len(known)} 行合计只有 {fsum(known) * 100:g}%：应填百分数处填了小数"
    return None


def _negative(draft: Draft, linked: Linked, asked: Asked) -> Problem:
    if not _plain(draft, asked):
        return None
    for line, holding in linked:
        if line.kind == SHARE and holding.weight is not None and holding.weight < 0:
            return line.at, "negative-equity", f"只做多的名单里 {line.code} {line.name} 占 {holding.weight:.4%}"
    return None


def _sum(draft: Draft, linked: Linked, asked: Asked) -> Problem:
    total = _total(linked)
    if _must_sum(draft, linked, asked) and abs(total - 1) > _SUM_WARN + _GRAIN:
        return draft.at, "sum-off", f"完整名单合计 {total:.2%}；应为 100%，上下不超过 {_SUM_WARN:.0%}"
    if _plain(draft, asked) and total > 1 + _SUM_WARN + _GRAIN:
        return draft.at, "sum-off", f"各行合计 {total:.2%}，超过整体"
    return None
