"""The whole graph as of a day, made once, so that one event after another costs only what its own walks touch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.exposure.coefficients import EVERY, coefficients
from themegraph.exposure.fund import lines_of
from themegraph.exposure.local import MEMBER, gather
from themegraph.exposure.table import SHOCK_TYPES, PropagationTable, default_table
from themegraph.exposure.view import View, spans
from themegraph.exposure.weights import ABSTAIN, RebalanceRule, WeightTables
from themegraph.model.values import dataclass
from themegraph.snapshot import RELATION_CLASSES, Snapshot
from themegraph.snapshot.sets import numbered

__all__ = ["Ground", "Holders", "prepare"]

Array = NDArray[Any]
Floats = NDArray[np.float64]
_N = len(RELATION_CLASSES)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Holders:
    """Who holds what as of the day: one line a (company, fund), looked through, sorted by company."""

    funds: Array
    """Nodes of the funds that the day's weights allow to be ranked, sorted."""
    start: Array
    """First line of each node, shape (nodes + 1,)."""
    company: Array
    fund: Array
    """Position in ``funds``."""
    signed: Floats
    """m · w."""
    weight: Floats
    by_fund: Array
    """The lines, by fund."""
    fund_start: Array
    """First entry of each fund in ``by_fund``, shape (funds + 1,)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """All hops that count on a day, with the receiver's bound worked out; positions of receivers are nodes.

    It holds for one snapshot, day, instant and table of numbers. Groups that relay only where an event names them are not in it:
    :func:`themegraph.exposure.scores.score` gathers the graph of such a question for itself.
    """

    snapshot: Snapshot
    view: View
    table: PropagationTable
    receivers: Array
    """Every node."""
    start: Array
    """First hop of each (node, class), shape (nodes · classes + 1,)."""
    dst: Array
    cls: Array
    statement: Array
    carried: Floats
    """q · belief of each hop, the prior where q is unknown."""
    gamma: Floats
    """Shape (nodes, shock types)."""
    member_group: Array
    member_dst: Array
    member_carried: Floats
    """π · belief."""
    seed_node: Array
    seed_group: Array
    relayed: Floats
    """φ · belief of company → group."""
    holders: Holders

    def leaving(self, nodes: Array, cls: Array | None = None) -> tuple[Array, Array]:
        """Return the hops that leave some nodes (of one class each, where given), and for each hop the position of its node."""
        low = nodes * _N if cls is None else nodes * _N + cls
        first = self.start[low]
        return spans(first, self.start[low + (_N if cls is None else 1)] - first)

    def hop(self, rows: Array, kinds: Array = EVERY) -> Floats:
        """Return ``γ · λσ · q · belief`` of some hops, shape (rows, kinds)."""
        return np.asarray(self.table.lam[:, kinds][self.cls[rows]] * self.carried[rows][:, None] * self.gamma[self.dst[rows][:, None], kinds])

    def member(self, rows: Array, kinds: Array = EVERY) -> Floats:
        """Return the same of theme → company."""
        return np.asarray(self.table.lam[MEMBER, kinds] * self.member_carried[rows][:, None] * self.gamma[self.member_dst[rows][:, None], kinds])

    def relay(self, rows: Array) -> Floats:
        """Return ``φ · belief`` of company → theme, shape (rows,)."""
        return np.asarray(self.relayed[rows])

    def sender(self, rows: Array) -> Array:
        """Return the node that each hop leaves."""
        return np.asarray((np.searchsorted(self.start, rows, side="right") - 1) // _N)

    def bytes_a_hop(self) -> float:
        """Return what the walking arrays take for each hop, nodes' arrays included; holdings are not."""
        arrays = (
            self.receivers, self.start, self.dst, self.cls, self.statement, self.carried, self.gamma,
            self.member_group, self.member_dst, self.member_carried, self.seed_node, self.seed_group, self.relayed,
        )  # fmt: skip
        return sum(a.nbytes for a in arrays) / max(len(self.dst), 1)


def prepare(
    snapshot: Snapshot,
    *,
    as_of: date,
    known_at: datetime | None = None,
    table: PropagationTable | None = None,
    rebalances: Mapping[str, RebalanceRule] | None = None,
) -> Ground:
    """Return the graph as of a day, ready for :func:`themegraph.exposure.scores.score`.

    Parameters
    ----------
    known_at
        Only what the workspace had learned by then; aware.
    table
        Coefficients; ``None``: those that ship with the package.
    rebalances
        By index id; ``*``: any other.

    Notes
    -----
    It is the graph that a question about every company would gather, packed: 17 bytes a hop and 92 a node.
    """
    numbers = table or default_table()
    view = View(snapshot, as_of, known_at)
    n = len(snapshot.nodes)
    every = np.arange(n, dtype=np.int64)
    local = gather(view, numbers, companies=every, groups=every[:0], hops=1)
    coefs = coefficients(local, numbers)
    gamma = np.ones((n, len(SHOCK_TYPES)))
    gamma[local.receivers] = coefs.gamma
    hops, members = np.arange(len(local.dst)), np.arange(len(local.member_dst))
    start = np.zeros(n * _N + 1, dtype=np.int64)
    np.cumsum(np.bincount(local.key, minlength=n * _N), out=start[1:])
    return Ground(
        snapshot=snapshot,
        view=view,
        table=numbers,
        receivers=every,
        start=start.astype(np.int32) if len(hops) < 2**31 else start,
        dst=local.receivers[local.dst].astype(np.int32),
        cls=local.cls.astype(np.uint8),
        statement=local.statement.astype(np.int32),
        carried=coefs.q(hops) * local.belief,
        gamma=gamma,
        member_group=local.member_group,
        member_dst=local.receivers[local.member_dst],
        member_carried=coefs.pi(members) * local.member_belief,
        seed_node=local.seed_node,
        seed_group=local.seed_group,
        relayed=coefs.relay(np.arange(len(local.seed_node))),
        holders=_holders(
            snapshot, numbers, WeightTables(snapshot=snapshot, numbers=numbers, day=as_of, known_at=known_at, rebalances=rebalances or {})
        ),
    )


def _holders(snapshot: Snapshot, table: PropagationTable, tables: WeightTables) -> Holders:
    kinds = snapshot.vocabulary("fund_kinds")
    applicable = np.array([k not in table.not_applicable for k in kinds], dtype=bool)
    funds = snapshot.funds.node.astype(np.int64)
    lines = lines_of(tables, funds[applicable[snapshot.funds.kind]] if len(funds) else funds)
    fresh = np.array([c.staleness != ABSTAIN for c in lines.chosen], dtype=bool)
    usable = np.flatnonzero((lines.issuer >= 0) & ~np.isnan(lines.weight) & fresh[lines.owner]) if len(fresh) else np.empty(0, dtype=np.int64)
    keys, place = numbered(lines.issuer[usable] * len(fresh) + lines.owner[usable])
    company, fund = keys // max(len(fresh), 1), keys % max(len(fresh), 1)
    by_fund = np.argsort(fund, kind="stable")
    return Holders(
        funds=lines.funds,
        start=np.searchsorted(company, np.arange(len(snapshot.nodes) + 1)),
        company=company,
        fund=fund,
        signed=_total(place, lines.signed[usable], len(keys)),
        weight=_total(place, lines.weight[usable], len(keys)),
        by_fund=by_fund,
        fund_start=np.searchsorted(fund[by_fund], np.arange(len(lines.funds) + 1)),
    )


def _total(place: Array, values: Floats, count: int) -> Floats:
    return np.bincount(place, weights=values, minlength=count).astype(np.float64)
