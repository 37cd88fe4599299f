"""What weights there are, fund by fund, and how they stand as of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import numpy as np

from themegraph.exposure import PropagationTable
from themegraph.exposure.derived import fund_nodes
from themegraph.exposure.weights import Chosen, WeightTables
from themegraph.model.answers.exposures import WarningNote
from themegraph.model.answers.holdings import HoldingsStatusAnswer, StatusRow
from themegraph.query.exposures import STALENESS, Calendars
from themegraph.query.facts import Facts
from themegraph.query.find import resolve_fund
from themegraph.query.tables import published, table_words, weight_tables, weights_used

__all__ = ["answer_holdings_status", "rows_of_tables"]

_LATER, _UNUSED = "尚不可知", "未采用"


def _row(facts: Facts, tables: WeightTables, owner: int, table: int, chosen: Chosen | None) -> StatusRow:
    """Return one table of a fund; ``chosen`` is the one in use for it."""
    snap = facts.snapshot
    used = chosen is not None and chosen.table == table
    span = snap.rows("holdings_ptr", table)
    weight = np.nan_to_num(snap.holdings.weight[span])
    known = np.maximum(weight, 0.0)
    linked = (snap.holdings.issuer[span] >= 0) | fund_nodes(snap)[snap.holdings.security[span]]
    described = int(snap.tables.as_of[table])
    if chosen is not None and used:
        words = weights_used(facts, chosen)
    else:
        usable = bool(tables.usable(np.array([table]))[0])
        age = facts.as_of.toordinal() - described if described and usable else None
        words = table_words(facts, table, age_days=age, staleness=_UNUSED if usable else _LATER)
    total = int(snap.tables.n_total[table])
    return StatusRow(
        etf=facts.thing(owner),
        used=used,
        tier=chosen.tier if chosen is not None and used else "",
        weights=words,
        crossed=chosen.crossed if chosen is not None and used else None,
        lines=span.stop - span.start,
        n_total=total if total >= 0 else None,
        weight_known=float(known.sum()),
        weight_linked=float(known[linked].sum()),
    )


def rows_of_tables(facts: Facts, ids: Collection[str], *, calendars: Calendars, table: PropagationTable) -> tuple[StatusRow, ...]:
    """Return how some weight tables, given by their ids, stand."""
    snap = facts.snapshot
    tables = weight_tables(facts, calendars, table)
    wanted = [t for t in range(len(snap.tables)) if snap.text(int(snap.tables.id[t])) in ids]
    rows = [_row(facts, tables, owner, t, tables.choose(owner)) for t in wanted for owner in [int(snap.tables.fund[t])]]
    return tuple(sorted(rows, key=lambda r: (r.etf.id, str(r.weights.as_of) if r.weights else "", r.lines)))


def answer_holdings_status(
    facts: Facts, funds: tuple[str, ...] = (), *, calendars: Calendars, table: PropagationTable, top: int = 50
) -> HoldingsStatusAnswer:
    """Return the weight tables of some funds, all of each; without names the one in use for every fund that has one.

    Raises
    ------
    UnknownEntity
        If a name is no ETF.
    """
    snap = facts.snapshot
    tables = weight_tables(facts, calendars, table)
    every = tables.choose_all(snap.funds.node.astype(np.int64))
    rows: list[StatusRow] = []
    said: list[WarningNote] = []
    if funds:
        for node in dict.fromkeys(resolve_fund(snap, name)[0] for name in funds):
            found = tables.rows_of(node).tolist()
            found.sort(key=lambda t: (-int(snap.tables.known_at[t]), -int(snap.tables.as_of[t]), snap.text(int(snap.tables.id[t]))))
            rows += [_row(facts, tables, node, t, every.get(node)) for t in found]
            if not found:
                rows.append(
                    StatusRow(
                        etf=facts.thing(node),
                        used=False,
                        tier="",
                        weights=None,
                        crossed=None,
                        lines=0,
                        n_total=None,
                        weight_known=0.0,
                        weight_linked=0.0,
                    )
                )
            if node not in every:
                text = f"{facts.thing(node).code} 截至 {facts.as_of} 没有可用的权重表。可见于：{published(facts, node)}。"
                said.append(WarningNote(code="no-weights", message=text))
    else:
        rows = [_row(facts, tables, node, chosen.table, chosen) for node, chosen in sorted(every.items(), key=lambda e: snap.id_of(e[0]))]
        if len(rows) > top:
            said.append(WarningNote(code="more-funds", message=f"共 {len(rows)} 只 ETF 有可用的权重表，列出 {top} 只；写上代码可看某一只的全部。"))
            rows = rows[:top]
    counts = Counter(STALENESS.get(c.staleness, c.staleness) for c in every.values())
    return HoldingsStatusAnswer(
        as_of=facts.as_of,
        known_at=facts.known_at,
        rows=tuple(rows),
        funds=len(snap.funds),
        funds_weighted=len(every),
        by_staleness=tuple((word, counts[word]) for word in STALENESS.values() if counts[word]),
        warnings=tuple(said),
    )
