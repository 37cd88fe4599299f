"""What an event means for holdings of the user's own: shares and ETFs mixed, by line and in total, ETFs looked through."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from themegraph.errors import QuestionError
from themegraph.exposure import PropagationTable
from themegraph.exposure.answers import ExposureRow
from themegraph.exposure.expose import Worked, rows_of, work
from themegraph.exposure.fund import positions, related
from themegraph.exposure.paths import company_paths, trace
from themegraph.exposure.solve import Solved
from themegraph.model import kind_of
from themegraph.model.answers.exposures import Thing, WarningNote
from themegraph.model.answers.holdings import CompanyShare, PortfolioAnswer, PortfolioLine
from themegraph.query.exposures import Calendars, ask_of, found_notes, path_of
from themegraph.query.facts import Facts
from themegraph.query.find import find_events
from themegraph.query.positions import CASH, Position, Positions
from themegraph.query.tables import weights_used

__all__ = ["answer_portfolio"]

_STATED = {"ranked", "negligible"}
_SHOWN = 20


@dataclass(slots=True)
class _Sums:
    """What adds up over the lines."""

    positive: float = 0.0
    negative: float = 0.0
    long: float = 0.0
    short: float = 0.0
    stated: float = 0.0
    unknown: float = 0.0
    cash: float = 0.0

    def add(self, line: PortfolioLine, helped: float, hurt: float, parts: tuple[float, ...]) -> None:
        self.positive += helped
        self.negative += hurt
        self.unknown += line.unknown_weight
        if line.kind == "cash":
            self.cash += line.weight
        if line.status in _STATED:
            self.stated += abs(line.weight)
            self.long += sum(p for p in parts if p > 0)
            self.short += sum(p for p in parts if p < 0)


def _share_status(solved: Solved, node: int, impact: float, table: PropagationTable) -> str:
    named = np.concatenate([solved.helped, solved.hurt])
    if not impact and not (solved.neutral == node).any():
        known = bool(related(solved.view, np.array([node]))[0])
        return "negligible" if known else "not_analysed"
    equivalent = abs(impact) / solved.norm if solved.norm else 0.0
    return "ranked" if (named == node).any() or equivalent >= table.negligible else "negligible"


def answer_portfolio(
    facts: Facts, book: Positions, question: str, *, calendars: Calendars, table: PropagationTable, hops: int = 2, quotes: int = 1
) -> PortfolioAnswer:
    """Return the exposure of a portfolio to an event.

    Raises
    ------
    UnknownEvent
        For an event id that is not there.
    QuestionError
        If no event fits the question.

    Notes
    -----
    The portfolio is a fund: ``E = Σ weight · I`` over shares, ``Σ weight · E`` over ETFs. A line whose own exposure is not stated (abstained, not
    analysed, no weights) enters no sum of the model; its weight is told as not stated.
    """
    snap = facts.snapshot
    found = find_events(facts, question)
    if not found.chosen:
        msg = f"No event public by {facts.as_of} fits {question!r}. themegraph events lists those that are there."
        raise QuestionError(msg)
    said = [*found_notes(found, facts, question), *(WarningNote(code=code, message=text) for code, text in book.notes)]
    funds = tuple(sorted({p.node for p in book.rows if p.node != CASH and kind_of(snap.id_of(p.node)) == "etf"}))
    ask = replace(ask_of(facts, found.chosen, calendars, weights_as_of=None, hops=hops, top=1, paths=1, funds=funds), draws=0)
    worked = work(snap, ask, table)
    at = {int(f): i for i, f in enumerate(worked.lines.funds.tolist()) if int(f) in funds}
    shown = sorted(at.values())
    rows = dict(zip((int(worked.lines.funds[i]) for i in shown), rows_of(worked, shown, paths=1), strict=True))
    sums, lines = _Sums(), []
    for position in book.rows:
        line, helped, hurt, parts = _line(facts, worked, position, rows, at, table, quotes)
        sums.add(line, helped, hurt, parts)
        lines.append(line)
    total = math.fsum(p.weight for p in book.rows)
    blank = [x.security for x in lines if x.status == "no_weights"]
    if blank:
        names = "、".join(f"{t.code} {t.name}" for t in blank[:10])
        said.append(WarningNote(code="no-weights", message=f"{names} 截至 {facts.as_of} 没有可用的权重表，未计入合计。"))
    silent = [x.security for x in lines if x.status in {"abstained", "not_analysed"}]
    if silent:
        names = "、".join(f"{t.code} {t.name}" for t in silent[:10])
        said.append(WarningNote(code="not-stated", message=f"{names} 的模型数值不陈述（权重过旧、关系太少或未分析），未计入合计，不等于没有影响。"))
    norm = worked.solved.norm
    net = sums.long + sums.short
    return PortfolioAnswer(
        question=question,
        as_of=facts.as_of,
        known_at=facts.known_at,
        events=tuple(facts.event_row(e, quotes=quotes) for e in found.chosen),
        direct_weight=math.fsum(x.direct_weight for x in lines),
        direct_weight_positive=sums.positive,
        direct_weight_negative=sums.negative,
        net=net,
        long=sums.long,
        short=sums.short,
        equivalent_weight=net / norm if norm else 0.0,
        stated_weight=sums.stated,
        unknown_weight=sums.unknown + (max(1.0 - total, 0.0) if any(code == "rest-unlisted" for code, _ in book.notes) else 0.0),
        cash=sums.cash,
        sum_weights=total,
        rows=tuple(lines),
        companies=_companies(facts, worked, book.rows, lines, at),
        warnings=tuple(said),
    )


def _line(
    facts: Facts,
    worked: Worked,
    position: Position,
    rows: dict[int, ExposureRow],
    at: dict[int, int],
    table: PropagationTable,
    quotes: int,
) -> tuple[PortfolioLine, float, float, tuple[float, ...]]:
    """Return a line, its weight in helped and in hurt companies, and the parts of its contribution that keep their sign."""
    snap, solved, weight, node = facts.snapshot, worked.solved, position.weight, position.node
    fields: dict[str, Any] = {"line": position.line, "weight": weight, "net": 0.0, "equivalent_weight": 0.0}
    fields |= _direct(0.0, 0.0)
    if node == CASH:
        cash = Thing(id="cash:", code="", name=position.said)
        return PortfolioLine(**fields, security=cash, kind="cash", status="cash", unknown_weight=0.0, weights=None), 0.0, 0.0, ()
    norm = solved.norm
    if kind_of(snap.id_of(node)) == "etf":
        if node not in at:
            fields["direct_weight_unlisted"] = None
            blank = PortfolioLine(**fields, security=facts.thing(node), kind="etf", status="no_weights", unknown_weight=abs(weight), weights=None)
            return blank, 0.0, 0.0, ()
        row = rows[node]
        helped, hurt = weight * row.direct_positive, weight * row.direct_negative
        fields |= {**_direct(helped, hurt), "net": weight * row.net, "equivalent_weight": weight * row.equivalent_weight}
        fields["direct_weight_unlisted"] = abs(weight) * row.direct_unlisted
        line = PortfolioLine(
            **fields,
            security=facts.thing(node),
            kind="etf",
            status=row.status,
            unknown_weight=abs(weight) * row.unknown_weight,
            weights=weights_used(facts, worked.lines.chosen[at[node]]),
            paths=tuple(_scaled(path_of(p, facts, quotes), weight) for p in row.paths),
        )
        return line, helped, hurt, (weight * row.long, weight * row.short)
    issuer = int(snap.nodes.issuer[node])
    place = int(positions(solved.nodes, np.array([issuer]))[0]) if len(solved.nodes) else -1
    impact = float(solved.impact[place].sum()) if place >= 0 else 0.0
    helped = weight if (solved.helped == issuer).any() else 0.0
    hurt = weight if (solved.hurt == issuer).any() else 0.0
    fields |= {**_direct(helped, hurt), "net": weight * impact, "equivalent_weight": weight * impact / norm if norm else 0.0}
    paths = company_paths(solved, trace(solved, np.array([issuer])), issuer, 1) if impact else ()
    line = PortfolioLine(
        **fields,
        security=facts.thing(node),
        kind="share",
        status=_share_status(solved, issuer, impact, table),
        unknown_weight=0.0,
        weights=None,
        paths=tuple(_scaled(path_of(p, facts, quotes), weight) for p in paths),
    )
    return line, helped, hurt, (weight * impact,)


def _direct(helped: float, hurt: float) -> dict[str, float | None]:
    return {"direct_weight": helped + hurt, "direct_weight_positive": helped, "direct_weight_negative": hurt, "direct_weight_unlisted": 0.0}


def _scaled(path: Any, weight: float) -> Any:
    """Return a path with its contribution as a part of the portfolio."""
    return replace(path, contribution=path.contribution * weight)


def _companies(facts: Facts, worked: Worked, rows: tuple[Position, ...], lines: list[PortfolioLine], at: dict[int, int]) -> tuple[CompanyShare, ...]:
    """Return what stands behind the sum, by company: held as shares, and through ETFs whose exposure is stated."""
    snap, solved, funds = facts.snapshot, worked.solved, worked.lines
    held: dict[int, float] = {}
    through: dict[int, float] = {}
    signed: dict[int, float] = {}
    for position, line in zip(rows, lines, strict=True):
        if line.status not in _STATED:
            continue
        if line.kind == "share":
            issuer = int(snap.nodes.issuer[position.node])
            held[issuer] = held.get(issuer, 0.0) + position.weight
            signed[issuer] = signed.get(issuer, 0.0) + position.weight
        elif line.kind == "etf":
            span = funds.of(at[position.node])
            for issuer, weight, part in zip(funds.issuer[span].tolist(), funds.weight[span].tolist(), funds.signed[span].tolist(), strict=True):
                if issuer >= 0 and not math.isnan(weight):
                    through[issuer] = through.get(issuer, 0.0) + position.weight * weight
                    signed[issuer] = signed.get(issuer, 0.0) + position.weight * part
    impact = dict(zip(solved.nodes.tolist(), solved.impact.sum(axis=1).tolist(), strict=True))
    touched = [n for n in signed if impact.get(n)]
    touched.sort(key=lambda n: (-abs(signed[n] * impact[n]), snap.id_of(n)))
    return tuple(
        CompanyShare(
            company=facts.thing(n), held=held.get(n, 0.0), through_etfs=through.get(n, 0.0), impact=impact[n], contribution=signed[n] * impact[n]
        )
        for n in touched[:_SHOWN]
    )
