"""How much funds hold in common: Σ min of their weights, and where that may lie given what is not known of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from themegraph.errors import QuestionError
from themegraph.exposure import PropagationTable
from themegraph.exposure.fund import Lines, Unknown, lines_of, unknown_of
from themegraph.exposure.weights import WeightTables
from themegraph.model.answers.exposures import Thing, WarningNote
from themegraph.model.answers.holdings import OverlapAnswer, OverlapPair, SharedHolding
from themegraph.query.exposures import Calendars
from themegraph.query.facts import Facts
from themegraph.query.find import resolve_fund
from themegraph.query.tables import fund_table, published, weight_tables

__all__ = ["answer_overlap"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    """One fund as constituent → weight; ``None`` where it is listed without a weight."""

    weights: dict[int, float | None]
    """By issuer; a line that is linked to none stands under −2 − its security."""
    unknown: Unknown
    table: int


def _book(tables: WeightTables, lines: Lines, at: int) -> _Book:
    snapshot, span = tables.snapshot, lines.of(at)
    found: dict[int, float | None] = {}
    known = np.maximum(np.nan_to_num(lines.weight[span]), 0.0)
    for issuer, weight, row in zip(lines.issuer[span].tolist(), lines.weight[span].tolist(), lines.row[span].tolist(), strict=True):
        security = int(snapshot.holdings.security[row])
        if issuer < 0 and (security < 0 or snapshot.id_of(security).partition(":")[0] not in {"share", "etf"}):
            continue  # cash, futures: two funds that both hold cash have nothing in common
        key = issuer if issuer >= 0 else -2 - security
        if np.isnan(weight):
            found.setdefault(key, None)
        elif weight > 0:
            found[key] = (found.get(key) or 0.0) + float(weight)
    return _Book(table=lines.chosen[at].table, weights=found, unknown=unknown_of(tables, lines, at, min(float(known.sum()), 1.0)))


def _bounds(first: _Book, second: _Book, overlap: float) -> tuple[float, float]:
    """Return where the overlap may lie.

    Notes
    -----
    Unknown weight of one fund meets listed lines of the other that it does not list with a weight, each up to the cap of an unlisted line, or the
    unknown weight of the other. Meeting a listed line uses up the unknown weight of one side only, so those matches come first. What a rebalance may
    have moved out of the listed lines may have been common. Two funds for which the weights of one index stand in have all of it in common,
    what it does not list too.
    """
    a, b = first.unknown, second.unknown
    if first.table == second.table:
        whole = min(overlap + a.weight - a.moved, 1.0)
        return whole, whole

    def meets(book: _Book, other: _Book, each: float) -> float:
        return sum(min(w, each) for key, w in other.weights.items() if w is not None and book.weights.get(key) is None)

    hidden_a = min(a.weight, meets(first, second, a.each))
    hidden_b = min(b.weight, meets(second, first, b.each))
    more = hidden_a + hidden_b + min(a.weight - hidden_a, b.weight - hidden_b)
    return max(overlap - a.moved - b.moved, 0.0), min(overlap + more, 1.0)


def _thing(facts: Facts, key: int) -> Thing:
    return facts.thing(key if key >= 0 else -2 - key)


def _pair(facts: Facts, one: tuple[int, _Book], other: tuple[int, _Book], top: int) -> OverlapPair:
    (first, a), (second, b) = one, other
    common = sorted(a.weights.keys() & b.weights.keys())
    both = [(key, a.weights[key], b.weights[key]) for key in common]
    overlap = float(sum(min(x, y) for _, x, y in both if x is not None and y is not None))
    both.sort(
        key=lambda r: (-(min(r[1], r[2]) if r[1] is not None and r[2] is not None else -1.0), facts.snapshot.id_of(r[0] if r[0] >= 0 else -2 - r[0]))
    )
    return OverlapPair(
        first=facts.thing(first),
        second=facts.thing(second),
        overlap=overlap,
        bounds=_bounds(a, b, overlap),
        common=len(common),
        largest=tuple(SharedHolding(security=_thing(facts, key), first=x, second=y) for key, x, y in both[:top]),
    )


def answer_overlap(facts: Facts, funds: tuple[str, ...], *, calendars: Calendars, table: PropagationTable, top: int = 10) -> OverlapAnswer:
    """Return how much each pair of funds holds in common as of the day, looked through to issuers.

    Raises
    ------
    UnknownEntity
        If a name is no ETF.
    QuestionError
        If fewer than two funds are named, or one twice.
    """
    nodes = [resolve_fund(facts.snapshot, fund)[0] for fund in funds]
    if len(nodes) < 2:
        msg = f"An overlap needs at least two ETFs; found {len(nodes)}."
        raise QuestionError(msg)
    for place, node in enumerate(nodes):
        if node in nodes[:place]:
            msg = f"{funds[place]!r} and {funds[nodes.index(node)]!r} are both {facts.snapshot.id_of(node)}; name each fund once."
            raise QuestionError(msg)
    tables = weight_tables(facts, calendars, table)
    lines = lines_of(tables, np.array(nodes))
    books = {int(fund): _book(tables, lines, at) for at, fund in enumerate(lines.funds.tolist())}
    said = [
        WarningNote(
            code="no-weights",
            message=f"{facts.thing(node).code} {facts.snapshot.label_of(node)} 截至 {facts.as_of} 没有可用的权重表，重合无从计算。可见于：{published(facts, node)}。",
        )
        for node in nodes
        if node not in books
    ]
    rows = tuple(fund_table(facts, tables, lines, node) for node in nodes)
    for a, b in combinations(nodes, 2):
        if a in books and b in books and books[a].table == books[b].table:
            both = "、".join(f"{facts.thing(n).code} {facts.snapshot.label_of(n)}" for n in (a, b))
            said.append(WarningNote(code="same-table", message=f"{both} 用同一指数的同一张权重表代用，重合是指数与自身的重合。"))
    days = {r.weights.as_of for r in rows if r.weights and r.weights.as_of}
    if len(days) > 1:
        said.append(WarningNote(code="dates-differ", message=f"权重不是同一天的：{'、'.join(sorted(d.isoformat() for d in days))}。"))
    old = [r.etf for r in rows if r.weights and r.weights.staleness == "过旧"]
    if old:
        names = "、".join(f"{t.code} {t.name}" for t in old)
        said.append(WarningNote(code="weights-too-old", message=f"{names} 的权重过旧，重合只说明权重日的情形。"))
    return OverlapAnswer(
        as_of=facts.as_of,
        known_at=facts.known_at,
        funds=rows,
        pairs=tuple(_pair(facts, (a, books[a]), (b, books[b]), top) for a, b in combinations(nodes, 2) if a in books and b in books),
        warnings=tuple(said),
    )
