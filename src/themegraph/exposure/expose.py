"""The answer to a question: funds with all figures, companies helped and hurt, companies no fund lists, what to be careful about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.errors import UnknownEntity
from themegraph.exposure.answers import Coverage, ExposureAnswer, ExposureQuestion, ExposureRow, Impact, NotHeld, Notice, WeightsUsed
from themegraph.exposure.attribution import constituents
from themegraph.exposure.fund import Bounder, Figures, Lines, figures, funds_holding, lines_of, look_up, may_hold, positions, related
from themegraph.exposure.impact import impacts_of, propagate
from themegraph.exposure.paths import Found, company_paths, fund_paths, trace
from themegraph.exposure.rank import RANKED, STATUSES, ordered, reasons_of, shared_ranks, statuses
from themegraph.exposure.sampling import draws_of, summaries
from themegraph.exposure.solve import Solved, impacts_if_true, solve
from themegraph.exposure.table import PropagationTable, default_table
from themegraph.exposure.view import View
from themegraph.exposure.weights import ABSTAIN, Chosen
from themegraph.model.values import dataclass
from themegraph.snapshot import Snapshot, day_of
from themegraph.snapshot.sets import among, distinct, numbered, union

__all__ = ["Worked", "expose", "fund_position", "rows_of", "shown_rows", "work"]

Array = NDArray[Any]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Worked:
    """The funds of a question, before rows are cut and written."""

    solved: Solved
    lines: Lines
    figures: Figures
    related: Floats
    """C_rel by fund."""
    kinds: Array
    """Place of the fund's kind in the vocabulary; −1: not known."""
    status: Array
    """Place in ``rank.STATUSES``."""
    order: tuple[int, ...]
    """Positions in ``lines.funds`` of the rows, best first."""


def work(snapshot: Snapshot, question: ExposureQuestion, table: PropagationTable, *, view: View | None = None) -> Worked:
    """Return figures, status and order of every fund that a question reaches, and of those it asks for."""
    solved = solve(snapshot, question, table, view=view)
    live = solved.impact.any(axis=1)
    wanted = union(solved.nodes[live], solved.neutral).astype(np.int64)
    funds = union(funds_holding(solved.tables, wanted), np.array(question.funds, dtype=np.int64)).astype(np.int64)
    lines = lines_of(solved.tables, funds)
    found = figures(lines, solved.nodes, solved.impact, helped=solved.helped, hurt=solved.hurt, neutral=solved.neutral)
    covered = _related_weight(solved, lines)
    kinds = _kinds(solved, lines.funds)
    applicable = np.array([k not in table.not_applicable for k in snapshot.vocabulary("fund_kinds")] + [True])[kinds]
    status = statuses(
        table,
        applicable=applicable,
        too_old=np.array([c.staleness == ABSTAIN for c in lines.chosen], dtype=bool),
        touched=found.touched,
        linked=found.linked,
        related=covered,
        equivalent_weight=found.net / solved.norm if solved.norm else np.zeros(len(lines.funds)),
    )
    kept = np.flatnonzero(among(lines.funds, question.funds) | ((found.touched | (found.named > 0)) & applicable))
    direct = found.direct_positive + found.direct_negative
    return Worked(
        solved=solved,
        lines=lines,
        figures=found,
        related=covered,
        kinds=kinds,
        status=status,
        order=tuple(ordered(direct, status, found.net, lambda at: snapshot.id_of(int(lines.funds[at])), kept)),
    )


def _kinds(solved: Solved, funds: Array) -> Array:
    """Return the kind of each fund as its place in the vocabulary, −1 where it is not known."""
    facts = solved.snapshot.funds
    at = positions(facts.node, funds)
    return np.where(at >= 0, facts.kind[at].astype(np.int64), -1) if len(facts) else np.full(len(funds), -1)


def _related_weight(solved: Solved, lines: Lines) -> Floats:
    known = np.maximum(np.nan_to_num(lines.weight), 0.0)
    at = np.flatnonzero((lines.issuer >= 0) & (known > 0))
    issuers, place = numbered(lines.issuer[at])
    flag = related(solved.view, issuers) | among(issuers, np.concatenate([solved.helped, solved.hurt]))
    total = np.bincount(lines.owner[at], weights=known[at] * flag[place], minlength=len(lines.funds))
    return np.minimum(total, 1.0)


def _weights(solved: Solved, chosen: Chosen) -> WeightsUsed:
    snapshot, t = solved.snapshot, chosen.table
    tables = snapshot.tables
    span = snapshot.rows("holdings_ptr", t)
    index = int(tables.index[t])
    stands_in = index if index >= 0 else (int(tables.fund[t]) if int(tables.fund[t]) != chosen.fund else -1)
    total = int(tables.n_total[t])
    return WeightsUsed(
        table=t,
        id=snapshot.text(int(tables.id[t])),
        as_of=day_of(int(tables.as_of[t])),
        known_at=day_of(int(tables.known_at[t])),
        basis=snapshot.vocabulary("bases")[int(tables.basis[t])],
        coverage=snapshot.vocabulary("coverages")[int(tables.coverage[t])],
        tier=chosen.tier,
        index=snapshot.id_of(stands_in) if stands_in >= 0 else "",
        age_days=chosen.age_days,
        crossed=chosen.crossed,
        staleness=chosen.staleness,
        source=snapshot.text(int(tables.source[t])),
        lines=span.stop - span.start,
        n_total=total if total >= 0 else None,
    )


@dataclass(slots=True)
class _Shared:
    """What the shown rows have in common: walks to all their constituents, draws, impacts if all were true."""

    found: Found
    certain: tuple[Array, Floats]
    draws: Floats | None
    parts: list[tuple[Array, Floats, Floats, list[tuple[int, ...]]]]


def _shared(worked: Worked, shown: list[int]) -> _Shared:
    solved, lines = worked.solved, worked.lines
    live = positions(solved.nodes, lines.issuer) >= 0  # walks that cancel out are walks all the same
    parts = [constituents(lines, at, live) for at in shown]
    ends = distinct(np.concatenate([p[0] for p in parts])) if parts else np.empty(0, dtype=np.int64)
    found = trace(solved, ends)
    n = solved.table.draws if solved.question.draws is None else solved.question.draws
    draws = None
    if n and parts:
        weights = np.zeros((len(ends), len(parts)))
        for column, (issuers, signed, _, _) in enumerate(parts):
            weights[:, column] = look_up(issuers, signed, ends)
        draws = draws_of(solved, found, weights, ends, draws=n)
    return _Shared(found=found, certain=impacts_if_true(solved), draws=draws, parts=parts)


def rows_of(worked: Worked, shown: list[int], *, paths: int) -> tuple[ExposureRow, ...]:
    """Return the rows of some funds, given by their positions, with ranks among them."""
    solved, lines, found = worked.solved, worked.lines, worked.figures
    shared = _shared(worked, shown)
    total = solved.impact.sum(axis=1)
    named = np.concatenate([solved.helped, solved.hurt])
    samples = summaries(shared.draws, solved.table.undecided) if shared.draws is not None else None
    kinds = solved.snapshot.vocabulary("fund_kinds")
    is_named = among(solved.nodes, named)
    bound = Bounder(solved.view, solved.tables, lines, solved.nodes, total, solved.question.listed_on)
    rows: list[ExposureRow] = []
    bands: list[tuple[float, float, float]] = []
    for i, at in enumerate(shown):
        issuers, signed, _, holding = shared.parts[i]
        fund, net = int(lines.funds[at]), float(found.net[at])
        bounds, unknown, eligible = bound(at, net=net, covered=float(found.covered[at]))
        coverage = Coverage(weights=float(found.covered[at]), linked=float(found.linked[at]), related=float(worked.related[at]))
        hidden = float(is_named[eligible].sum())
        sampled = samples[i] if samples else None
        shown_paths, n_paths = fund_paths(solved, shared.found, fund, issuers, signed, [h[0] for h in holding], paths)
        certain = look_up(shared.certain[0], shared.certain[1], issuers).sum(axis=1)
        rows.append(
            ExposureRow(
                fund=fund,
                id=solved.snapshot.id_of(fund),
                direct_positive=float(found.direct_positive[at]),
                direct_negative=float(found.direct_negative[at]),
                direct_unlisted=min(unknown.each * min(hidden, unknown.names), unknown.weight),
                named_weight=float(found.named[at]),
                net=net,
                long=float(found.long[at]),
                short=float(found.short[at]),
                gross=float(found.long[at] - found.short[at]),
                equivalent_weight=net / solved.norm if solved.norm else 0.0,
                if_true=float((signed * certain).sum()),
                leverage=float(lines.leverage[at]),
                status=STATUSES[int(worked.status[at])],
                reasons=reasons_of(
                    solved.table,
                    status=STATUSES[int(worked.status[at])],
                    chosen=lines.chosen[at],
                    coverage=coverage,
                    kind=kinds[int(worked.kinds[at])] if worked.kinds[at] >= 0 else "unknown",
                    cyclic=fund in lines.cycles,
                ),
                rank=None,
                coverage=coverage,
                unknown_weight=max(1.0 - float(found.covered[at]), 0.0),
                bounds=bounds,
                sampled=sampled,
                weights=_weights(solved, lines.chosen[at]),
                paths=shown_paths,
                paths_total=n_paths,
                purity=_purity(solved, lines, at),
            )
        )
        low, high = (sampled.lo, sampled.hi) if sampled else (net, net)
        bands.append((net, min(low, bounds.lo, net), max(high, bounds.hi, net)))
    ranked = [i for i, row in enumerate(rows) if row.status == RANKED]
    for i, rank in zip(ranked, shared_ranks([bands[i] for i in ranked]), strict=True):
        rows[i] = replace(rows[i], rank=rank)
    return tuple(rows)


def _purity(solved: Solved, lines: Lines, at: int) -> float | None:
    if not len(solved.groups):
        return None
    local, span = solved.local, lines.of(at)
    members = distinct(local.receivers[local.member_dst[among(local.member_group, solved.groups)]])
    return float(np.maximum(np.nan_to_num(lines.weight[span])[among(lines.issuer[span], members)], 0.0).sum())


def _impacts(solved: Solved) -> tuple[Impact, ...]:
    snapshot, top = solved.snapshot, solved.question.top
    kinds = snapshot.vocabulary("kinds")
    total = solved.impact.sum(axis=1)
    live = np.flatnonzero(total)
    named = np.concatenate([solved.helped, solved.hurt])
    chosen: list[int] = []
    for sign in (1.0, -1.0):
        side = live[(sign * total[live] > 0)]
        side = side[np.argsort(-np.abs(total[side]), kind="stable")]
        if top and len(side) > top:
            edge = abs(float(total[side[top - 1]]))
            side = side[np.abs(total[side]) >= edge]
        ordered = sorted(side.tolist(), key=lambda i: (-abs(float(total[i])), snapshot.id_of(int(solved.nodes[i]))))
        chosen.extend(ordered[: top or None])
    chosen.extend(sorted(set(live[among(solved.nodes[live], named)].tolist()) - set(chosen)))  # whom the events name is never cut
    chosen = [i for i in chosen if kinds[int(snapshot.nodes.kind[int(solved.nodes[i])])] == "company"]
    found = trace(solved, np.sort(solved.nodes[chosen])) if chosen else None
    rows = [
        Impact(
            company=int(solved.nodes[i]),
            id=snapshot.id_of(int(solved.nodes[i])),
            impact=float(total[i]),
            by_type=tuple(solved.impact[i].tolist()),
            named=bool(among(solved.nodes[i], named)),
            paths=company_paths(solved, found, int(solved.nodes[i]), solved.question.paths) if found is not None else (),
        )
        for i in chosen
    ]
    return tuple(sorted(rows, key=lambda r: (-abs(r.impact), r.id)))


def _not_held(worked: Worked) -> tuple[NotHeld, ...]:
    solved, lines = worked.solved, worked.lines
    snapshot = solved.snapshot
    absent: list[tuple[int, int]] = []
    for company, sign in [*((int(n), 1) for n in solved.helped), *((int(n), -1) for n in solved.hurt)]:
        tables = distinct(snapshot.holdings.table[snapshot.held_by.row[snapshot.rows("held_by_ptr", company)]])
        if not len(tables) or not solved.tables.usable(tables).any():
            absent.append((company, sign))
    possible = may_hold(solved.view, solved.tables, np.array(sorted(c for c, _ in absent), dtype=np.int64), solved.question.listed_on)
    alarms: list[NotHeld] = []
    for company, sign in absent:
        nodes, impact = _alone(solved, company)
        parts = np.bincount(lines.owner, weights=lines.signed * look_up(nodes, impact, lines.issuer).sum(axis=1), minlength=len(lines.funds))
        near = sorted(((snapshot.id_of(int(lines.funds[at])), float(parts[at])) for at in np.flatnonzero(parts)), key=lambda p: (-abs(p[1]), p[0]))
        alarms.append(
            NotHeld(
                company=company,
                id=snapshot.id_of(company),
                sign=sign,
                possible=possible.get(company, ()),
                nearest=tuple(near[:5]),
            )
        )
    return tuple(sorted(alarms, key=lambda a: a.id))


def _alone(solved: Solved, company: int) -> tuple[Array, Floats]:
    """Return the impacts that come from one seed only, the others absorbing as before."""
    spreads = []
    for spread in solved.spreads:
        own = spread.nodes == company
        if not own.any():
            continue
        shocks = np.where(own[:, None], spread.shocks, 0.0)
        spreads.append(propagate(solved.local, solved.coefs, nodes=spread.nodes, shocks=shocks, hops=solved.hops))
    return impacts_of(solved.local, spreads)


def shown_rows(worked: Worked) -> list[int]:
    """Return the positions of the rows that an answer shows: the first ``top``, and those of the funds asked for, in order."""
    question, funds = worked.solved.question, worked.lines.funds
    first = set(worked.order[: question.top or None]) | {at for at in worked.order if int(funds[at]) in question.funds}
    return [at for at in worked.order if at in first]


def fund_position(worked: Worked, fund: int) -> int:
    """Return the position of a fund in the lines; −1 if it has no usable weights.

    Raises
    ------
    UnknownEntity
        If the node is not a fund.
    """
    snapshot = worked.solved.snapshot
    if not 0 <= fund < len(snapshot.nodes) or worked.solved.tables.fund_row(fund) < 0:
        name = snapshot.id_of(fund) if 0 <= fund < len(snapshot.nodes) else f"node {fund}"
        msg = f"{name} is not a fund of this workspace; give the node of an etf: id."
        raise UnknownEntity(msg)
    found = np.flatnonzero(worked.lines.funds == fund)
    return int(found[0]) if len(found) else -1


def expose(snapshot: Snapshot, question: ExposureQuestion, table: PropagationTable | None = None, *, view: View | None = None) -> ExposureAnswer:
    """Return which funds the events reach, by how much, by which walks.

    Parameters
    ----------
    table
        Coefficients; ``None``: those that ship with the package.
    view
        The snapshot as of the question's day and instant, for several questions of one day; ``None``: a fresh one.

    Raises
    ------
    QuestionError
        If the question names no event, one that is not there, a fund that is not one, or a number of hops out of range.
    """
    worked = work(snapshot, question, table or default_table(), view=view)
    solved = worked.solved
    for fund in question.funds:
        fund_position(worked, fund)
    rows = rows_of(worked, shown_rows(worked), paths=question.paths)
    impacts = _impacts(solved)
    warnings = list(solved.warnings)
    if solved.named.shocks:
        for sign, code in ((1, "none-helped"), (-1, "none-hurt")):
            if not any(sign * i.impact > 0 for i in impacts):
                warnings.append(Notice(code=code, args=(("hops", solved.hops),)))
    unweighted = sorted(set(question.funds) - set(worked.lines.funds.tolist()))
    warnings.extend(Notice(code="no-weights", args=(("fund", snapshot.id_of(fund)),)) for fund in unweighted)
    if not rows and solved.named.shocks:
        warnings.append(Notice(code="no-fund-reached"))
    return ExposureAnswer(
        question=question,
        scenario=question.weights_as_of is not None,
        shocks=solved.named.shocks,
        norm=solved.norm,
        rows=rows,
        rows_total=len(worked.order),
        impacts=impacts,
        neutral=tuple(snapshot.id_of(int(n)) for n in solved.neutral),
        not_held=_not_held(worked),
        warnings=tuple(warnings),
        hops=solved.hops,
    )
