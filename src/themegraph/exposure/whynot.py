"""Why a fund does not stand among the exposed ones, or stands low: typed reasons, the most decisive first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from themegraph.exposure.answers import ExposureQuestion, Notice, WhyNot
from themegraph.exposure.expose import Worked, fund_position, rows_of, shown_rows, work
from themegraph.exposure.rank import ABSTAINED, NEGLIGIBLE
from themegraph.exposure.table import PropagationTable, default_table
from themegraph.snapshot import Snapshot, day_of
from themegraph.snapshot.sets import distinct, union

__all__ = ["why_not"]


def why_not(snapshot: Snapshot, question: ExposureQuestion, fund: int, table: PropagationTable | None = None) -> WhyNot:
    """Return why a fund is not exposed, or what its place rests on.

    Parameters
    ----------
    fund
        Node of the fund.

    Raises
    ------
    UnknownEntity
        If the node is not a fund.

    Notes
    -----
    Codes: ``event-not-known-yet``, ``event-denied``, ``no-shock``, ``fund-kind-not-applicable``, ``no-weights``, ``weights-dated-later``,
    ``weights-too-old``, ``weight-unknown``, ``not-listed``, ``not-in-index-yet``, ``listed-elsewhere-only``, ``no-path``, ``path-beyond-hops``,
    ``below-threshold``, ``few-relations-known``, ``few-constituents-linked``, ``no-relations-known``, ``below-top``, ``in-the-answer``.
    """
    numbers = table or default_table()
    asked = replace(question, funds=tuple(sorted({*question.funds, fund})))
    worked = work(snapshot, asked, numbers)
    at = fund_position(worked, fund)
    solved = worked.solved
    reasons: list[Notice] = [w for w in solved.warnings if w.code in {"event-not-known-yet", "event-denied", "no-shock"}]
    if at < 0:
        kind = snapshot.vocabulary("fund_kinds")[int(snapshot.funds.kind[solved.tables.fund_row(fund)])]
        if kind in numbers.not_applicable:
            reasons.append(Notice(code="fund-kind-not-applicable", args=(("kind", kind),)))
        later = solved.tables.later(fund)
        if later:
            first = later[0]
            reasons.append(
                Notice(
                    code="weights-dated-later",
                    args=(
                        ("known_at", str(day_of(int(snapshot.tables.known_at[first])))),
                        ("as_of", str(day_of(int(snapshot.tables.as_of[first])) or "")),
                        ("table", snapshot.text(int(snapshot.tables.id[first]))),
                    ),
                )
            )
        else:
            reasons.append(Notice(code="no-weights"))
        return WhyNot(fund=fund, id=snapshot.id_of(fund), reasons=tuple(reasons), row=None)

    shown = shown_rows(worked)
    row = rows_of(worked, shown, paths=question.paths)[shown.index(at)]
    if row.status == ABSTAINED:
        reasons.extend(row.reasons)
    reasons.extend(_about_companies(worked, at))
    if not worked.figures.touched[at]:
        reasons.append(Notice(code="no-path", args=(("hops", solved.hops),)))
        reasons.extend(r for r in row.reasons if r not in reasons)
        if solved.hops < numbers.max_hops and solved.named.shocks:
            further = work(snapshot, replace(asked, hops=numbers.max_hops), numbers)
            if further.figures.touched[fund_position(further, fund)]:
                reasons.append(Notice(code="path-beyond-hops", args=(("hops", numbers.max_hops),)))
    elif row.status == NEGLIGIBLE:
        reasons.append(Notice(code="below-threshold", args=(("equivalent_weight", row.equivalent_weight), ("threshold", numbers.negligible))))
    place = worked.order.index(at) + 1
    if worked.figures.touched[at]:
        if question.top and place > question.top:
            reasons.append(Notice(code="below-top", args=(("place", place), ("top", question.top))))
        elif row.status != ABSTAINED:
            reasons.append(Notice(code="in-the-answer", args=(("place", place),)))
    return WhyNot(fund=fund, id=snapshot.id_of(fund), reasons=tuple(reasons), row=row)


def _about_companies(worked: Worked, at: int) -> list[Notice]:
    """Return, for each company that the events help or hurt, why it carries no weight in the fund."""
    solved, lines = worked.solved, worked.lines
    snapshot, tables = solved.snapshot, solved.tables
    chosen = lines.chosen[at]
    mine = lines.of(at)
    found: list[Notice] = []
    full = snapshot.vocabulary("coverages")[int(snapshot.tables.coverage[chosen.table])] == "full"
    later = set(tables.later(int(lines.funds[at])))
    for company in union(solved.helped, solved.hurt).tolist():
        name = snapshot.id_of(company)
        weight = lines.weight[mine][lines.issuer[mine] == company]
        if len(weight) and not np.isnan(weight).all():
            continue
        if len(weight):
            found.append(Notice(code="weight-unknown", args=(("company", name),)))
            continue
        smallest = None
        if snapshot.tables.sorted[chosen.table] and not full:
            smallest = float(np.nanmin(lines.weight[mine])) if (~np.isnan(lines.weight[mine])).any() else None
        found.append(Notice(code="not-listed", args=(("company", name), ("full_list", int(full)), ("at_most", 0.0 if full else smallest))))
        held = snapshot.holdings.table[snapshot.held_by.row[snapshot.rows("held_by_ptr", company)]]
        dates = sorted(int(snapshot.tables.known_at[t]) for t in set(held.tolist()) & later)
        if dates:
            found.append(Notice(code="not-in-index-yet", args=(("company", name), ("known_at", str(day_of(dates[0]))))))
        elif not (snapshot.tables.known_at[held] <= solved.view.day).any():
            found.append(Notice(code="in-no-table", args=(("company", name),)))
        else:
            known = snapshot.tables.known_at[distinct(held)] <= solved.view.day
            found.append(Notice(code="listed-elsewhere-only", args=(("company", name), ("tables", int(known.sum())))))
    return found
