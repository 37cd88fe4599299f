"""One fund's figure so that it can be redone by hand, and what it hangs on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.errors import QuestionError
from themegraph.exposure.answers import Attribution, EdgeUse, Explanation, ExposureQuestion, ExposureRow, Fragility, LineUse
from themegraph.exposure.attribution import attribute, constituents
from themegraph.exposure.coefficients import coefficients
from themegraph.exposure.expose import Worked, fund_position, rows_of, shown_rows, work
from themegraph.exposure.fund import look_up
from themegraph.exposure.impact import impacts_of, propagate
from themegraph.exposure.local import MEMBER
from themegraph.exposure.paths import Found, trace
from themegraph.exposure.rank import RANKED
from themegraph.exposure.revenues import Revenues
from themegraph.exposure.solve import Solved, solve
from themegraph.exposure.table import SHOCK_TYPES, PropagationTable, default_table
from themegraph.snapshot import RELATION_CLASSES, Snapshot, day_of
from themegraph.snapshot.sets import among, distinct

__all__ = ["explain"]

Array = NDArray[Any]
Floats = NDArray[np.float64]

_LEAVE_OUT = 50
"""Hops left out one by one, the largest contributions first."""


def explain(snapshot: Snapshot, question: ExposureQuestion, fund: int, table: PropagationTable | None = None) -> Explanation:
    """Return the arithmetic behind one fund's figures.

    Parameters
    ----------
    fund
        Node of the fund.

    Raises
    ------
    UnknownEntity
        If the node is not a fund.
    QuestionError
        If no weights of the fund were known by then, besides what :func:`themegraph.exposure.expose` raises.

    Notes
    -----
    ``E = Σ lines leverage · weight · impact``; an impact is the sum over its walks of shock × the coefficients of the hops, type by type; a
    coefficient is ``γ · λσ · q · belief``; γ follows from the sum over the receiver's in-edges. Every factor is in the value returned.
    """
    numbers = table or default_table()
    worked = work(snapshot, _asking(question, fund), numbers)
    at = fund_position(worked, fund)
    if at < 0:
        later = worked.solved.tables.later(fund)
        hint = f" The first becomes known on {_known(snapshot, later[0])}." if later else ""
        msg = f"No weights of {snapshot.id_of(fund)} were known by {worked.solved.tables.day}.{hint} themegraph whynot says what is missing and where it is published."
        raise QuestionError(msg)
    solved = worked.solved
    shown = shown_rows(worked)
    rows = rows_of(worked, shown, paths=question.paths)
    row = rows[shown.index(at)]
    issuers, signed, weight, holdings = constituents(worked.lines, at)
    impact = look_up(solved.nodes, solved.impact, issuers).sum(axis=1)
    live = np.flatnonzero(impact)
    found = trace(solved, issuers)
    lines = [
        LineUse(
            id=snapshot.id_of(int(issuers[i])),
            weight=float(weight[i]),
            impact=float(impact[i]),
            contribution=float(signed[i] * impact[i]),
            holdings=holdings[i],
        )
        for i in live.tolist()
    ]
    lines.sort(key=lambda line: (-abs(line.contribution), line.id))
    hops, members, relays = _used(found)
    attribution = attribute(solved, worked.lines, at, found)
    return Explanation(
        row=row,
        shocks=solved.named.shocks,
        norm=solved.norm,
        shock_types=SHOCK_TYPES,
        lines=tuple(lines),
        edges=_edges(solved, hops, members, relays),
        attribution=attribution,
        fragility=_fragility(worked, at, rows, row, attribution),
        warnings=solved.warnings,
        scenario=question.weights_as_of is not None,
    )


def _asking(question: ExposureQuestion, fund: int) -> ExposureQuestion:
    return replace(question, funds=tuple(sorted({*question.funds, fund})))


def _known(snapshot: Snapshot, table: int) -> str:
    return str(day_of(int(snapshot.tables.known_at[table])))


def _used(found: Found) -> tuple[list[int], list[int], list[int]]:
    hops: set[int] = set()
    members: set[int] = set()
    relays: set[int] = set()
    for walks in found.walks:
        hops.update(distinct(walks.hops[walks.hops >= 0]).tolist())
        members.update(distinct(walks.member[walks.member >= 0]).tolist())
        relays.update(distinct(walks.relay[walks.relay >= 0]).tolist())
    return sorted(hops), sorted(members), sorted(relays)


def _edges(solved: Solved, hops: list[int], members: list[int], relays: list[int]) -> tuple[EdgeUse, ...]:
    snapshot, local, coefs, lam = solved.snapshot, solved.local, solved.coefs, solved.table.lam
    left = local.room()
    revenues = Revenues(solved.view)
    found: list[EdgeUse] = []

    def room(dst: int, cls: int, *, known: bool) -> float | None:
        value = float(left[dst, cls])
        return None if known or not np.isfinite(value) else value

    for row in hops:
        dst, cls = int(local.dst[row]), int(local.cls[row])
        known, rated = not np.isnan(local.q[row]), not np.isnan(local.ratio[row])
        measured = [revenues.of(n) for n in (int(local.src[row]), int(local.receivers[dst]))] if rated else []
        found.append(
            EdgeUse(
                sender=snapshot.id_of(int(local.src[row])),
                receiver=snapshot.id_of(int(local.receivers[dst])),
                relation=RELATION_CLASSES[cls],
                q=float(coefs.q(np.array([row]))[0]),
                q_known=known,
                room=room(dst, cls, known=known),
                belief=float(local.belief[row]),
                lam=tuple(lam[cls].tolist()),
                gamma=tuple(coefs.gamma[dst].tolist()),
                in_edges=tuple(coefs.total[dst].tolist()),
                coefficients=tuple(coefs.hop(np.array([row]))[0].tolist()),
                statement=int(local.statement[row]),
                evidence=solved.view.evidence_of(int(local.statement[row])),
                stands_in=bool(local.flag[row]),
                overlap=coefs.overlap if rated else None,
                revenues=tuple(r for r in measured if r is not None),
            )
        )
    for row in relays:
        statement = int(snapshot.members.statement[int(local.seed_row[row])])
        found.append(
            EdgeUse(
                sender=snapshot.id_of(int(local.seed_node[row])),
                receiver=snapshot.id_of(int(local.seed_group[row])),
                relation="relay",
                q=float(local.seed_phi[row]),
                q_known=True,
                room=None,
                belief=float(local.seed_belief[row]),
                lam=(1.0,) * len(SHOCK_TYPES),
                gamma=(1.0,) * len(SHOCK_TYPES),
                in_edges=(),
                coefficients=(float(coefs.relay(np.array([row]))[0]),) * len(SHOCK_TYPES),
                statement=statement,
                evidence=solved.view.evidence_of(statement),
            )
        )
    for row in members:
        dst = int(local.member_dst[row])
        known = not np.isnan(local.member_pi[row])
        statement = int(snapshot.members.statement[int(local.member_row[row])])
        found.append(
            EdgeUse(
                sender=snapshot.id_of(int(local.member_group[row])),
                receiver=snapshot.id_of(int(local.receivers[dst])),
                relation=RELATION_CLASSES[MEMBER],
                q=float(coefs.pi(np.array([row]))[0]),
                q_known=known,
                room=room(dst, MEMBER, known=known),
                belief=float(local.member_belief[row]),
                lam=tuple(lam[MEMBER].tolist()),
                gamma=tuple(coefs.gamma[dst].tolist()),
                in_edges=tuple(coefs.total[dst].tolist()),
                coefficients=tuple(coefs.member(np.array([row]))[0].tolist()),
                statement=statement,
                evidence=solved.view.evidence_of(statement),
            )
        )
    return tuple(sorted(found, key=lambda e: (e.sender, e.receiver, e.relation)))


def _net(solved: Solved, worked: Worked, at: int, nodes: Array, impact: Floats) -> float:
    mine = worked.lines.of(at)
    return float((worked.lines.signed[mine] * look_up(nodes, impact, worked.lines.issuer[mine]).sum(axis=1)).sum())


def _rank_with(rows: tuple[ExposureRow, ...], row: ExposureRow, net: float, norm: float, negligible: float) -> int | None:
    if row.status != RANKED or not norm or abs(net) / norm < negligible:
        return None
    return 1 + sum(1 for r in rows if r.status == RANKED and r.fund != row.fund and abs(r.net) > abs(net))


def _fragility(worked: Worked, at: int, rows: tuple[ExposureRow, ...], row: ExposureRow, attribution: Attribution) -> tuple[Fragility, ...]:
    """Return E without each hop it uses, and without each source; the largest change first. Bounds of receivers are computed again."""
    solved = worked.solved
    local, numbers = solved.local, solved.table
    found: list[Fragility] = []

    def note(kind: str, sender: str, receiver: str, relation: str, source: str, net: float, norm: float) -> None:
        found.append(
            Fragility(
                kind=kind,
                sender=sender,
                receiver=receiver,
                relation=relation,
                source=source,
                net=net,
                change=net - row.net,
                rank=_rank_with(rows, row, net, norm, numbers.negligible),
            )
        )

    statements: list[tuple[str, str, str]] = []
    sources: set[int] = set()
    evidence, articles = solved.snapshot.evidence, solved.snapshot.articles
    for path in attribution.by_walk:
        for hop in path.hops:
            sources.update(int(articles.source[a]) for a in evidence.article[list(hop.evidence)].tolist() if a >= 0)
            key = (hop.sender, hop.receiver, hop.relation)
            if hop.relation not in {"shock", "holding", "relay", "narrower"} and key not in statements:
                statements.append(key)
    names = {solved.snapshot.node(s) for key in statements for s in key[:2]}
    hops = {
        (solved.snapshot.id_of(int(local.src[r])), solved.snapshot.id_of(int(local.receivers[local.dst[r]])), RELATION_CLASSES[int(local.cls[r])]): r
        for r in np.flatnonzero(among(local.src, sorted(names))).tolist()
    }
    members = {
        (solved.snapshot.id_of(int(local.member_group[r])), solved.snapshot.id_of(int(local.receivers[local.member_dst[r]])), "member"): r
        for r in np.flatnonzero(among(local.member_group, sorted(names))).tolist()
    }
    for key in statements[:_LEAVE_OUT]:
        coefs = coefficients(local, numbers, without=hops.get(key), without_member=members.get(key))
        spreads = [propagate(local, coefs, nodes=s.nodes, shocks=s.shocks, hops=solved.hops) for s in solved.spreads]
        note("edge", *key, "", _net(solved, worked, at, *impacts_of(local, spreads)), solved.norm)
    text = solved.snapshot.text
    for source in sorted(sources, key=text):
        other = solve(solved.snapshot, solved.question, numbers, without_source=source)
        note("source", "", "", "", text(source), _net(solved, worked, at, other.nodes, other.impact), other.norm)
    return tuple(sorted(found, key=lambda f: (-abs(f.change), f.kind, f.sender, f.receiver, f.relation, f.source)))
