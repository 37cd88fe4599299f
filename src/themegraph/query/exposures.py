"""Exposure questions: from words to the published answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date

from themegraph.errors import QuestionError
from themegraph.exposure import ExposureQuestion, PropagationTable, explain, expose
from themegraph.exposure import answers as engine
from themegraph.exposure.revenues import CNY, RevenueUse
from themegraph.exposure.shocks import Shock
from themegraph.exposure.weights import RebalanceRule, WeightTables
from themegraph.model.answers.exposures import (
    BeneficiariesAnswer,
    CompanyEffect,
    Coverage,
    ExplainAnswer,
    ExposureAnswer,
    FundRow,
    NotHeld,
    Path,
    PathHop,
    PossibleHolder,
    Quote,
    UnweightedFunds,
    WarningNote,
    WeightsUsed,
)
from themegraph.model.values import dataclass
from themegraph.query.facts import Facts
from themegraph.query.find import Found, ambiguous_words, find_events, nothing_found, resolve_fund
from themegraph.query.notices import note, notes
from themegraph.query.unweighted import unweighted_funds
from themegraph.snapshot import day_of

__all__ = [
    "SCENARIO",
    "STALENESS",
    "Calendars",
    "answer_beneficiaries",
    "answer_explain",
    "answer_exposure",
    "answer_exposure_of",
    "ask_of",
    "found_notes",
    "fund_row",
    "path_of",
    "published_exposure",
]

_FAINT = 0.0005
"""Inferred effects below it are counted, not listed."""
_POSSIBLE = 5
"""Funds named that may hold a company among lines not listed."""
_NAMED = 5
"""Companies that an unclear word is said to mean, before the rest are counted."""
SCENARIO = "情景：事后资料，不可用于回测"
STALENESS = {"fresh": "新", "warn": "偏旧", "widen": "旧，已放宽", "abstain": "过旧"}
_TYPES = {"demand": "需求", "supply": "供给", "cost": "成本", "price": "价格", "share": "份额", "policy": "政策", "sentiment": "情绪"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendars:
    """What is known of days: sessions, rebalances, listings."""

    sessions: tuple[date, ...] | None = None
    rebalances: Mapping[str, RebalanceRule] = field(default_factory=dict)
    listed_on: Mapping[str, date] = field(default_factory=dict)


def _hop(hop: engine.Hop, facts: Facts, quotes: int) -> PathHop:
    snap = facts.snapshot

    def label(identifier: str) -> str:
        node = snap.node(identifier)
        if node >= 0:
            return snap.label_of(node)
        event = snap.event(identifier)
        return facts.event_label(event) if event >= 0 else identifier

    predicate = {"affects": "names"}.get(hop.predicate, hop.predicate)
    evidence = facts.quotes(hop.evidence, quotes)
    if hop.holding >= 0:
        table = int(snap.holdings.table[hop.holding])
        source = snap.text(int(snap.tables.source[table]))
        weight_day = facts.snapshot.tables.as_of[table]
        evidence = (
            Quote(
                article=f"dataset:{snap.text(int(snap.tables.id[table]))}",
                title=source,
                quote=f"{snap.text(int(snap.holdings.name[hop.holding])) or label(hop.sender)} {float(snap.holdings.weight[hop.holding]):.4%}",
                start=0,
                end=0,
                published_at=date.fromordinal(int(weight_day)).isoformat() if weight_day > 0 else None,
                source=source,
                modality="asserted",
            ),
        )
    elif hop.member >= 0:
        source = snap.text(int(snap.members.source[hop.member]))
        public = int(snap.members.public_from[hop.member])
        evidence = (
            *evidence,
            Quote(
                article=f"dataset:{source}",
                title=source,
                quote=f"{label(hop.subject)} 列于 {label(hop.object)}",
                start=0,
                end=0,
                published_at=date.fromordinal(public).isoformat() if public > 0 else None,
                source=source,
                modality="asserted",
            ),
        )
    word = {"shock": "点名", "holding": "持有", "relay": "所属板块", "member": "板块成员"}.get(hop.relation) or facts.label(hop.relation)
    return PathHop(
        subject=hop.sender,
        predicate=predicate,
        predicate_label=word,
        object=hop.receiver,
        subject_label=label(hop.sender),
        object_label=label(hop.receiver),
        coefficient=hop.coefficient,
        belief=hop.belief,
        evidence=evidence,
    )


def path_of(path: engine.Path, facts: Facts, quotes: int) -> Path:
    """Return a walk of the engine as it is published."""
    return Path(contribution=path.contribution, hops=tuple(_hop(h, facts, quotes) for h in path.hops))


def fund_row(row: engine.ExposureRow, facts: Facts, quotes: int) -> FundRow:
    """Return a row of the engine as it is published."""
    snap = facts.snapshot
    at = int(snap.funds.node.searchsorted(row.fund))
    index = int(snap.funds.index[at])
    used = row.weights
    return FundRow(
        etf=facts.thing(row.fund),
        direct_weight=row.direct_positive + row.direct_negative,
        direct_weight_positive=row.direct_positive,
        direct_weight_negative=row.direct_negative,
        direct_weight_unlisted=row.direct_unlisted,
        named_weight=row.named_weight,
        net=row.net,
        long=row.long,
        short=row.short,
        gross=row.gross,
        equivalent_weight=row.equivalent_weight,
        if_true=row.if_true,
        probability_positive=row.sampled.p_positive if row.sampled else None,
        status=row.status,
        reasons=tuple(note(r, facts) for r in row.reasons),
        rank=row.rank,
        coverage=Coverage(weights=row.coverage.weights, linked=row.coverage.linked, relations=row.coverage.related),
        theme_purity=row.purity,
        unknown_weight=row.unknown_weight,
        bounds=(row.bounds.lo, row.bounds.hi),
        weights=WeightsUsed(
            as_of=used.as_of,
            known_at=used.known_at or facts.as_of,
            basis=used.basis,
            basis_label=facts.label(used.basis),
            coverage=used.coverage,
            age_days=used.age_days if used.as_of else None,
            staleness=STALENESS.get(used.staleness, used.staleness),
            source=used.source,
        ),
        manager=snap.text(int(snap.funds.manager[at])),
        index=snap.label_of(index) if index >= 0 else snap.text(int(snap.funds.index_name[at])),
        paths=tuple(path_of(p, facts, quotes) for p in row.paths),
    )


def _not_held(alarm: engine.NotHeld, facts: Facts) -> NotHeld:
    most = max((weight for _, weight in alarm.possible), default=0.0)
    hidden = f"；{len(alarm.possible)} 只 ETF 的未列出部分可能含有它，单只至多 {most:.1%}" if alarm.possible else ""
    return NotHeld(
        company=facts.thing(alarm.company),
        message=f"截至该日可用的权重表都没有列出它，直接权重为零或未知{hidden}",
        nearest=tuple(facts.thing(n) for i, _ in alarm.nearest[:3] if (n := facts.snapshot.node(i)) >= 0),
        possible=tuple(PossibleHolder(etf=facts.thing(fund), at_most=weight) for fund, weight in alarm.possible[:_POSSIBLE]),
        possible_total=len(alarm.possible),
    )


def found_notes(found: Found, facts: Facts, question: str) -> list[WarningNote]:
    """Return what the reader must know of how a question was understood."""
    out = []
    if len(found.events) > len(found.chosen):
        snap = facts.snapshot
        others = [e for e in found.events if e not in found.chosen][:5]
        listed = "；".join(f"{snap.text(int(snap.events.id[e]))} {facts.event_label(e)}" for e in others)
        out.append(WarningNote(code="several-events", message=f"有 {len(found.events)} 个事件符合“{question}”，取最符合的一个。其他：{listed}"))
    if found.later:
        out.append(WarningNote(code="later-events", message=f"另有 {found.later} 个符合的事件在该日尚未公开、没有日期或当时未收录，未使用。"))
    if not found.events:
        return [*out, WarningNote(code="no-event", message=nothing_found(facts, question, found))]
    for word, names in ambiguous_words(facts, question, found):
        more = f"等 {len(names)} 家公司" if len(names) > _NAMED else ""
        text = f"“{word}”不是完整的名称，可能指{'、'.join(names[:_NAMED])}{more}；以上按字面匹配，要问其中一家，请写全名或代码。"
        out.append(WarningNote(code="ambiguous-name", message=text))
    return out


def ask_of(
    facts: Facts,
    events: tuple[int, ...],
    calendars: Calendars,
    *,
    weights_as_of: date | None,
    hops: int,
    top: int,
    paths: int,
    funds: tuple[int, ...] = (),
) -> ExposureQuestion:
    """Return the question to the engine."""
    return ExposureQuestion(
        events=events,
        as_of=facts.as_of,
        known_at=facts.known_at,
        weights_as_of=weights_as_of,
        hops=hops,
        top=top,
        paths=paths,
        funds=funds,
        sessions=calendars.sessions,
        rebalances=calendars.rebalances,
        listed_on=calendars.listed_on,
    )


def answer_exposure_of(
    facts: Facts,
    events: tuple[int, ...],
    *,
    question: str,
    calendars: Calendars,
    table: PropagationTable,
    weights_as_of: date | None = None,
    top: int = 20,
    hops: int = 2,
    quotes: int = 2,
) -> ExposureAnswer:
    """Return the exposure of funds to events that are already known by their rows; at least one."""
    found = expose(facts.snapshot, ask_of(facts, events, calendars, weights_as_of=weights_as_of, hops=hops, top=top, paths=3), table=table)
    return published_exposure(found, facts, question=question, table=table, quotes=quotes)


def _stated(found: engine.ExposureAnswer, facts: Facts) -> dict[int, float]:
    """Return the companies that the events themselves help or hurt, and their shock over all events; largest first."""
    kinds, total = facts.snapshot.vocabulary("kinds"), dict[int, float]()
    for shock in found.shocks:
        if kinds[int(facts.snapshot.nodes.kind[shock.node])] == "company":
            total[shock.node] = total.get(shock.node, 0.0) + sum(shock.by_type)
    return dict(sorted(((n, s) for n, s in total.items() if s), key=lambda p: (-abs(p[1]), facts.snapshot.id_of(p[0]))))


def published_exposure(found: engine.ExposureAnswer, facts: Facts, *, question: str, table: PropagationTable, quotes: int) -> ExposureAnswer:
    """Return an answer of the engine as it is published, with so many quotes an event and a step."""
    named = _stated(found, facts)
    unweighted: tuple[UnweightedFunds, ...] = ()
    if not any(r.direct_positive or r.direct_negative for r in found.rows):
        day = found.question.weights_as_of or facts.as_of
        tables = WeightTables(snapshot=facts.snapshot, numbers=table, day=day, known_at=facts.known_at)
        unweighted = unweighted_funds(facts, named, tables=tables)
    return ExposureAnswer(
        question=question,
        as_of=facts.as_of,
        known_at=facts.known_at,
        weights_as_of=found.question.weights_as_of,
        scenario=SCENARIO if found.scenario else None,
        hops=found.hops,
        events=tuple(facts.event_row(e, quotes=quotes) for e in found.question.events),
        rows=tuple(fund_row(r, facts, quotes) for r in found.rows),
        not_held=tuple(_not_held(a, facts) for a in found.not_held),
        unweighted=unweighted,
        helped=tuple(facts.snapshot.label_of(n) for n, shock in named.items() if shock > 0),
        hurt=tuple(facts.snapshot.label_of(n) for n, shock in named.items() if shock < 0),
        warnings=notes(found.warnings, facts),
    )


def answer_exposure(
    facts: Facts,
    question: str,
    *,
    calendars: Calendars,
    table: PropagationTable,
    weights_as_of: date | None = None,
    top: int = 20,
    hops: int = 2,
    quotes: int = 2,
) -> ExposureAnswer:
    """Return which funds are exposed to the event that a question names; without rows if no event fits.

    Raises
    ------
    UnknownEvent
        For an event or story id that is not there.
    """
    if not question.strip():
        msg = "The question is empty: wanted an event id, a company, a code, a theme or words over the events. themegraph events lists what is there."
        raise QuestionError(msg)
    found = find_events(facts, question)
    said = tuple(found_notes(found, facts, question))
    if not found.chosen:
        return ExposureAnswer(
            question=question, as_of=facts.as_of, known_at=facts.known_at, weights_as_of=weights_as_of, hops=hops, events=(), rows=(), warnings=said
        )
    answer = answer_exposure_of(
        facts, found.chosen, question=question, calendars=calendars, table=table, weights_as_of=weights_as_of, top=top, hops=hops, quotes=quotes
    )
    return replace(answer, warnings=(*said, *answer.warnings))


def answer_beneficiaries(
    facts: Facts, question: str, *, calendars: Calendars, table: PropagationTable, top: int = 20, hops: int = 2, quotes: int = 2
) -> BeneficiariesAnswer:
    """Return who gains and who loses: what the texts state, apart from what the graph infers."""
    found = find_events(facts, question)
    said = tuple(found_notes(found, facts, question))
    if not found.chosen:
        return BeneficiariesAnswer(question=question, as_of=facts.as_of, known_at=facts.known_at, events=(), stated=(), inferred=(), warnings=said)
    answer = expose(facts.snapshot, ask_of(facts, found.chosen, calendars, weights_as_of=None, hops=hops, top=max(top, 20), paths=2), table=table)

    def effect(impact: engine.Impact) -> CompanyEffect:
        direction = "helped" if impact.impact > 0 else "hurt" if impact.impact < 0 else "unclear"
        own = [p.event for p in impact.paths if len(p.hops) == 1]
        evidence = [r for e in dict.fromkeys(own) for r in facts.view.event(e).evidence]
        return CompanyEffect(
            company=facts.thing(impact.company),
            direction=direction,
            basis="stated" if impact.named else "inferred",
            impact=impact.impact,
            paths=() if impact.named else tuple(path_of(p, facts, quotes) for p in impact.paths),
            quotes=facts.quotes(evidence, quotes) if impact.named else (),
        )

    effects = [effect(i) for i in answer.impacts]
    inferred = [e for e in effects if e.basis == "inferred" and abs(e.impact) >= _FAINT]
    faint = sum(e.basis == "inferred" for e in effects) - len(inferred)
    if faint:
        said = (*said, WarningNote(code="faint", message=f"另有 {faint} 家推断影响小于 {_FAINT:g}，未列出。"))
    return BeneficiariesAnswer(
        question=question,
        as_of=facts.as_of,
        known_at=facts.known_at,
        events=tuple(facts.event_row(e, quotes=quotes) for e in found.chosen),
        stated=tuple(e for e in effects if e.basis == "stated"),
        inferred=tuple(inferred[:top]),
        warnings=(*said, *notes(answer.warnings, facts)),
    )


def _revenue(row: RevenueUse, facts: Facts) -> str:
    """Return a revenue in words, with its rate where it is not in yuan, its period, source and day."""
    rate = f"（1 {row.currency} = {row.cny:g} CNY）" if row.cny is not None and row.currency != CNY else ""
    days = f"至 {day_of(row.period)} 的十二个月，{row.source}，{day_of(row.known_at)} 可知"
    return f"{facts.snapshot.label_of(row.company)}营收 {row.value:.6g} {row.currency}{rate}（{days}）"


def _size_from(shock: Shock, facts: Facts) -> str:
    """Return where a size comes from: stated, prior, plan, or the amount by the revenue."""
    if shock.amount is None or shock.revenue is None:
        return shock.size_from
    amount, currency = shock.amount
    return f"= min(1, 2 × {amount:.6g} {currency} ÷ {_revenue(shock.revenue, facts)})"


def _arithmetic(found: engine.Explanation, facts: Facts) -> list[str]:
    snap = facts.snapshot

    def name(identifier: str) -> str:
        node = snap.node(identifier)
        return snap.label_of(node) if node >= 0 else identifier

    out = ["一、冲击 S = 方向 × 相关度 × 规模 × 新颖度 × 衰减 × 信念"]
    for shock in found.shocks:
        parts = "，".join(f"{_TYPES.get(k, k)} {v:+.6f}" for k, v in zip(found.shock_types, shock.by_type, strict=True) if v)
        out.append(
            f"  {snap.label_of(shock.node)}：{shock.sign:+d} × {shock.relevance:g} × {shock.size:.6g}（{_size_from(shock, facts)}） × {shock.novelty:g} × {shock.decay:g}"
            f" × {shock.belief:.6f} = {shock.total:+.6f}" + (f"（{parts}）" if parts else "（同一事件脉络中由更大的一条代表）")
        )
    if found.edges:
        out.append("二、关系系数 = γ × λσ × q × 信念（按冲击类型）")
        for edge in found.edges:
            parts = "；".join(
                f"{_TYPES.get(k, k)} {g:.4g} × {lam:+g} × {edge.q:.4g} × {edge.belief:.4f} = {c:+.6f}"
                for k, g, lam, c in zip(found.shock_types, edge.gamma, edge.lam, edge.coefficients, strict=True)
                if c
            )
            origin = "已知" if edge.q_known else "取先验"
            if edge.overlap is not None and len(edge.revenues) == 2:
                sender, receiver = (_revenue(r, facts) for r in edge.revenues)
                origin = f"= 重合度先验 {edge.overlap:g} × min(1, {sender} ÷ {receiver})"
            out.append(f"  {name(edge.sender)} → {name(edge.receiver)}（{edge.relation}，q {origin}）：{parts or '系数全为 0'}")
    out.append(f"{'三' if found.edges else '二'}、暴露 E = m × Σ 权重 × 影响，m = {found.row.leverage:g}")
    shown = [x for x in found.lines if x.contribution]
    out += [f"  {name(x.id)}：{found.row.leverage:g} × {x.weight:.6f} × {x.impact:+.9f} = {x.contribution:+.9f}" for x in shown[:20]]
    if len(shown) > 20:
        out.append(f"  其余 {len(shown) - 20} 个成份合计 {sum(x.contribution for x in shown[20:]):+.9f}")
    out.append(f"  合计 E = {found.row.net:+.9f}；等效权重 E / ‖S‖∞ = {found.row.net:+.9f} / {found.norm:.6f} = {found.row.equivalent_weight:+.6f}")
    out.append(f"  区间 [{found.row.bounds.lo:+.6f}, {found.row.bounds.hi:+.6f}]，未知权重 {found.row.unknown_weight:.2%}")
    return out


def answer_explain(
    facts: Facts,
    question: str,
    fund: str,
    *,
    calendars: Calendars,
    table: PropagationTable,
    weights_as_of: date | None = None,
    hops: int = 2,
    quotes: int = 3,
) -> ExplainAnswer | None:
    """Return the arithmetic of one fund's exposure; ``None`` if no event fits the question.

    Raises
    ------
    UnknownEvent, UnknownEntity
        If the event id or the fund is not there.
    """
    snap = facts.snapshot
    node, others = resolve_fund(snap, fund)
    found = find_events(facts, question)
    if not found.chosen:
        return None
    ask = ask_of(facts, found.chosen, calendars, weights_as_of=weights_as_of, hops=hops, top=1, paths=5, funds=(node,))
    result = explain(snap, ask, node, table=table)
    said = found_notes(found, facts, question)
    if others:
        listed = "、".join(f"{facts.thing(o).code} {snap.label_of(o)}" for o in others[:5])
        said.append(WarningNote(code="several-funds", message=f"“{fund}”也可能指：{listed}"))

    def label(identifier: str) -> str:
        at = snap.node(identifier)
        return snap.label_of(at) if at >= 0 else identifier

    return ExplainAnswer(
        question=question,
        as_of=facts.as_of,
        known_at=facts.known_at,
        scenario=SCENARIO if result.scenario else None,
        row=fund_row(result.row, facts, quotes),
        lines=tuple(_arithmetic(result, facts)),
        by_constituent=tuple((label(i), v) for i, v in result.attribution.by_constituent),
        by_shock=tuple((_TYPES.get(i, i), v) for i, v in result.attribution.by_type),
        by_story=tuple((i, v) for i, v in result.attribution.by_story),
        warnings=(*said, *notes(result.warnings, facts), *(note(r, facts) for r in result.row.reasons)),
    )
