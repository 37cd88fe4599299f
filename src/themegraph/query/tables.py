"""Which weights speak for a fund as of a day, in the published form, and where better ones are published."""

from __future__ import annotations

import numpy as np

from themegraph.exposure import PropagationTable
from themegraph.exposure.fund import Lines, unknown_of
from themegraph.exposure.weights import Chosen, WeightTables
from themegraph.model import code_of, market_of
from themegraph.model.answers.exposures import WeightsUsed
from themegraph.model.answers.holdings import FundTable
from themegraph.query.exposures import STALENESS, Calendars
from themegraph.query.facts import Facts
from themegraph.snapshot import day_of

__all__ = ["fund_table", "published", "table_words", "weight_tables", "weights_used"]

_INDEX_FILES = {
    "CSI": "中证指数公司的月末样本权重文件（closeweight，{code}）",
    "CNI": "国证指数网的样本权重文件（{code}）",
    "SH": "中证指数公司的月末样本权重文件（closeweight，{code}）",
    "SZ": "国证指数网的样本权重文件（{code}）",
    "HK": "恒生指数公司的成份股权重表（{code}）",
}
_EXCHANGE_FILES = {
    "SH": "上海证券交易所每日的申购赎回清单（PCF，{code}；只有股数，要另配不复权收盘价）",
    "SZ": "深圳证券交易所每日的申购赎回清单（PCF，{code}；只有股数，要另配不复权收盘价）",
    "HK": "基金公司网站每日的持仓文件（{code}）",
    "US": "基金公司网站每日的持仓文件（{code}）",
}
_REPORTS = "基金的定期报告（季报列前十大，半年报和年报列全部持仓）"


def weight_tables(facts: Facts, calendars: Calendars, table: PropagationTable) -> WeightTables:
    """Return the choice of weight tables as of the day of the question."""
    return WeightTables(snapshot=facts.snapshot, numbers=table, day=facts.as_of, known_at=facts.known_at, rebalances=calendars.rebalances)


def table_words(facts: Facts, row: int, *, age_days: int | None, staleness: str) -> WeightsUsed:
    """Return a row of `tables` as it is published."""
    snap = facts.snapshot
    basis = snap.vocabulary("bases")[int(snap.tables.basis[row])]
    return WeightsUsed(
        as_of=day_of(int(snap.tables.as_of[row])),
        known_at=day_of(int(snap.tables.known_at[row])) or facts.as_of,
        basis=basis,
        basis_label=facts.label(basis),
        coverage=snap.vocabulary("coverages")[int(snap.tables.coverage[row])],
        age_days=age_days,
        staleness=staleness,
        source=snap.text(int(snap.tables.source[row])),
    )


def weights_used(facts: Facts, chosen: Chosen) -> WeightsUsed:
    """Return the table that was chosen for a fund as it is published."""
    dated = int(facts.snapshot.tables.as_of[chosen.table]) > 0
    return table_words(facts, chosen.table, age_days=chosen.age_days if dated else None, staleness=STALENESS.get(chosen.staleness, chosen.staleness))


def fund_table(facts: Facts, tables: WeightTables, lines: Lines, fund: int) -> FundTable:
    """Return how much of a fund is known; ``lines`` holds those of the fund, if it has a usable table."""
    at = next((i for i, node in enumerate(lines.funds.tolist()) if node == fund), -1)
    if at < 0:
        return FundTable(etf=facts.thing(fund), weights=None, lines=0, weight_known=0.0, weight_unknown=1.0)
    weight = lines.weight[lines.of(at)]
    known = min(float(np.maximum(np.nan_to_num(weight), 0.0).sum()), 1.0)
    unknown = unknown_of(tables, lines, at, known)
    return FundTable(
        etf=facts.thing(fund),
        weights=weights_used(facts, lines.chosen[at]),
        lines=len(weight),
        weight_known=known,
        weight_unknown=max(unknown.weight - unknown.moved, 0.0),
    )


def published(facts: Facts, fund: int) -> str:
    """Return where the weights of a fund are published: its index company, its exchange, its reports."""
    snap = facts.snapshot
    at = int(np.searchsorted(snap.funds.node, fund))
    index = int(snap.funds.index[at]) if at < len(snap.funds) and int(snap.funds.node[at]) == fund else -1
    places = []
    if index >= 0:
        code = code_of(snap.id_of(index))
        places.append(_INDEX_FILES.get(code.rpartition(".")[2], "指数公司公布的成份权重（{code}）").replace("{code}", code))
    fund_code = code_of(snap.id_of(fund))
    if file := _EXCHANGE_FILES.get(market_of(snap.id_of(fund))):
        places.append(file.replace("{code}", fund_code))
    return "；".join([*places, _REPORTS])
