"""The other way round: from a fund or a company to the events that touch it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from themegraph.errors import BadDate
from themegraph.exposure import ExposureQuestion, PropagationTable
from themegraph.exposure.expose import fund_position, rows_of, work
from themegraph.exposure.fund import funds_holding, lines_of, positions
from themegraph.exposure.paths import company_paths, trace
from themegraph.exposure.solve import Solved, solve
from themegraph.model import kind_of
from themegraph.model.answers.directions import CompanyAnswer, CompanyEvent, FundAnswer, FundEvent, HolderRow
from themegraph.model.answers.exposures import FundRow, WarningNote
from themegraph.query.exposures import Calendars, ask_of, fund_row, path_of
from themegraph.query.facts import Facts
from themegraph.query.find import resolve_entity, resolve_fund
from themegraph.query.tables import published, weight_tables, weights_used
from themegraph.snapshot.sets import among, distinct, shared, union

__all__ = ["answer_company", "answer_fund", "window_events"]

_DAYS = 30
"""How far back a question without ``--since`` looks."""


def window_events(facts: Facts, since: date | None) -> tuple[date, list[int]]:
    """Return the first day of a window that ends on the day of the question, and the events first public in it, latest first.

    Raises
    ------
    BadDate
        If the window begins after it ends.
    """
    first = since or facts.as_of - timedelta(days=_DAYS)
    if first > facts.as_of:
        msg = f"since {first} lies after the day of the question, {facts.as_of}."
        raise BadDate(msg)
    snap = facts.snapshot
    events = [(facts.view.event(e).public_from, snap.text(int(snap.events.id[e])), e) for e in facts.known_events()]
    inside = [(day, name, e) for day, name, e in events if day >= first.toordinal()]
    return first, [e for _, _, e in sorted(inside, key=lambda x: (-x[0], x[1]))]


def _row(facts: Facts, ask: ExposureQuestion, fund: int, table: PropagationTable, quotes: int) -> FundRow:
    worked = work(facts.snapshot, replace(ask, funds=(fund,)), table)
    row = rows_of(worked, [fund_position(worked, fund)], paths=ask.paths)[0]
    return fund_row(replace(row, rank=None), facts, quotes)


def answer_fund(
    facts: Facts,
    name: str,
    *,
    since: date | None,
    calendars: Calendars,
    table: PropagationTable,
    top: int = 20,
    hops: int = 2,
    quotes: int = 1,
) -> FundAnswer:
    """Return which events since a day touch a fund, each with its figures, and their combined exposure.

    Raises
    ------
    UnknownEntity
        If no ETF has that code or name.
    BadDate
        If ``since`` lies after the day of the question.
    """
    snap = facts.snapshot
    node, others = resolve_fund(snap, name)
    first, events = window_events(facts, since)
    lines = lines_of(weight_tables(facts, calendars, table), np.array([node]))
    said = []
    if others:
        listed = "、".join(f"{facts.thing(o).code} {snap.label_of(o)}" for o in others[:5])
        said.append(WarningNote(code="several-funds", message=f"“{name}”也可能指：{listed}"))
    touching = []
    if len(lines.funds):
        held = distinct(lines.issuer[lines.issuer >= 0])
        touching = [e for e in events if len(shared(_reached(_solved(facts, e, calendars, table, hops)), held))]
    else:
        said.append(WarningNote(code="no-weights", message=f"截至 {facts.as_of} 没有该基金可用的权重表。可见于：{published(facts, node)}。"))
    if len(touching) > top:
        said.append(WarningNote(code="more-events", message=f"共 {len(touching)} 个事件触及该基金，列出最近的 {top} 个；合计包含全部。"))
    rows = []
    for event in touching[:top]:
        ask = replace(ask_of(facts, (event,), calendars, weights_as_of=None, hops=hops, top=1, paths=1), draws=0)
        rows.append(FundEvent(event=facts.event_row(event, quotes=quotes), row=_row(facts, ask, node, table, quotes)))
    combined = None
    if touching:
        ask = replace(ask_of(facts, tuple(touching), calendars, weights_as_of=None, hops=hops, top=1, paths=3), decayed=True)
        combined = _row(facts, ask, node, table, quotes)
    elif len(lines.funds):
        said.append(
            WarningNote(code="no-event", message=f"{first} 至 {facts.as_of} 的 {len(events)} 个事件在图中都没有触及该基金；图中未见不等于没有影响。")
        )
    return FundAnswer(
        question=name,
        as_of=facts.as_of,
        known_at=facts.known_at,
        since=first,
        etf=facts.thing(node),
        weights=weights_used(facts, lines.chosen[0]) if len(lines.funds) else None,
        rows=tuple(rows),
        combined=combined,
        events_total=len(events),
        warnings=tuple(said),
    )


def _solved(facts: Facts, event: int, calendars: Calendars, table: PropagationTable, hops: int) -> Solved:
    return solve(facts.snapshot, ask_of(facts, (event,), calendars, weights_as_of=None, hops=hops, top=1, paths=1), table)


def _reached(solved: Solved) -> np.ndarray:
    return union(solved.nodes[solved.impact.any(axis=1)], solved.neutral)


def answer_company(
    facts: Facts,
    name: str,
    *,
    since: date | None,
    calendars: Calendars,
    table: PropagationTable,
    top: int = 20,
    hops: int = 2,
    quotes: int = 1,
) -> CompanyAnswer:
    """Return the events since a day that name a company, those that reach it through relations, and the funds that hold it.

    Raises
    ------
    UnknownEntity
        If nothing that is a company has that id, code or name.
    BadDate
        If ``since`` lies after the day of the question.
    """
    snap = facts.snapshot
    node, others = _company(facts, name)
    first, events = window_events(facts, since)
    named: list[CompanyEvent] = []
    reached: list[tuple[float, int, Solved]] = []
    for event in events:
        mine = [p for p in facts.view.parts(event) if snap.nodes.issuer[p.node] == node]
        solved = _solved(facts, event, calendars, table, hops)
        at = int(positions(solved.nodes, np.array([node]))[0]) if len(solved.nodes) else -1
        impact = float(solved.impact[at].sum()) if at >= 0 else 0.0
        if mine:
            signs = {p.sign for p in mine} - {0}
            direction = "unclear" if len(signs) > 1 else "helped" if 1 in signs else "hurt" if -1 in signs else "neutral"
            named.append(CompanyEvent(event=facts.event_row(event, quotes=quotes), direction=direction, impact=impact))
        elif impact:
            reached.append((impact, event, solved))
    reached.sort(key=lambda r: (-abs(r[0]), snap.text(int(snap.events.id[r[1]]))))
    said = []
    for kind, count in (("点名", len(named)), ("经关系触及", len(reached))):
        if count > top:
            said.append(WarningNote(code="more-events", message=f"{kind}它的事件共 {count} 个，列出 {top} 个。"))
    if not named and not reached:
        said.append(WarningNote(code="no-event", message=f"{first} 至 {facts.as_of} 的 {len(events)} 个事件都没有点名它，图中也未见经关系触及它的。"))
    if earlier := _earlier(facts, node, first):
        latest = max(facts.view.event(e).public_from for e in earlier)
        said.append(
            WarningNote(
                code="earlier-events",
                message=f"更早还有 {len(earlier)} 个点名它的事件，最近一个首见于 {date.fromordinal(latest)}；--since 可把窗口放宽。",
            )
        )
    holders = _holders(facts, node, calendars, table)
    if not holders:
        said.append(WarningNote(code="not-held", message=f"截至 {facts.as_of} 可用的权重表都没有列出它：直接权重为零或未知。"))
    elif len(holders) > top:
        said.append(WarningNote(code="more-holders", message=f"共 {len(holders)} 只 ETF 列有它，列出权重最大的 {top} 只。"))
    if others:
        listed = "、".join(f"{facts.thing(o).id} {snap.label_of(o)}" for o in others[:5])
        said.append(WarningNote(code="several-companies", message=f"“{name}”也可能指：{listed}"))
    return CompanyAnswer(
        question=name,
        as_of=facts.as_of,
        known_at=facts.known_at,
        since=first,
        company=facts.thing(node),
        listings=tuple(facts.thing(int(n)) for n in np.flatnonzero(snap.nodes.issuer == node) if int(n) != node),
        named=tuple(named[:top]),
        reached=tuple(_through(facts, node, *r, quotes) for r in reached[:top]),
        holders=holders[:top],
        holders_total=len(holders),
        warnings=tuple(said),
    )


def _company(facts: Facts, name: str) -> tuple[int, list[int]]:
    from themegraph.errors import UnknownEntity

    node, others = resolve_entity(facts.snapshot, name)
    companies = [n for n in (node, *others) if kind_of(facts.snapshot.id_of(n)) == "company"]
    if not companies:
        msg = (
            f"{name!r} is {facts.snapshot.id_of(node)} ({facts.snapshot.label_of(node)}), not a company. themegraph entity shows what is known of it."
        )
        raise UnknownEntity(msg)
    return companies[0], companies[1:]


def _earlier(facts: Facts, node: int, first: date) -> list[int]:
    """Return the events that name a company and were public before a day."""
    snap = facts.snapshot
    mine = among(snap.participants.node, np.flatnonzero(snap.nodes.issuer == node))
    events = distinct(snap.participants.event[mine]).tolist()
    before = [e for e in events if 0 < facts.view.event(e).public_from < first.toordinal()]
    return [e for e in before if any(snap.nodes.issuer[p.node] == node for p in facts.view.parts(e))]


def _through(facts: Facts, node: int, impact: float, event: int, solved: Solved, quotes: int) -> CompanyEvent:
    paths = company_paths(solved, trace(solved, np.array([node])), node, 2)
    return CompanyEvent(
        event=facts.event_row(event, quotes=quotes),
        direction="helped" if impact > 0 else "hurt",
        impact=impact,
        paths=tuple(path_of(p, facts, quotes) for p in paths),
    )


def _holders(facts: Facts, node: int, calendars: Calendars, table: PropagationTable) -> tuple[HolderRow, ...]:
    tables = weight_tables(facts, calendars, table)
    lines = lines_of(tables, funds_holding(tables, np.array([node])))
    rows = []
    for at, fund in enumerate(lines.funds.tolist()):
        span = lines.of(at)
        weight = lines.weight[span][lines.issuer[span] == node]
        if len(weight):
            known = None if np.isnan(weight).all() else float(np.nansum(weight))
            rows.append(HolderRow(etf=facts.thing(fund), weight=known, weights=weights_used(facts, lines.chosen[at])))
    return tuple(sorted(rows, key=lambda r: (-(r.weight if r.weight is not None else -1.0), r.etf.id)))
