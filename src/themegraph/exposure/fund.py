"""From companies to funds: look-through lines, E and its parts, coverages, and what unknown weight may hide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.exposure.answers import Bounds
from themegraph.exposure.derived import derived, feeders, fund_nodes
from themegraph.exposure.local import ranges
from themegraph.exposure.table import SHOCK_TYPES
from themegraph.exposure.view import View, expand
from themegraph.exposure.weights import ABSTAIN, WIDEN, Chosen, WeightTables
from themegraph.model.values import dataclass
from themegraph.snapshot import MARKETS, RELATION_CLASSES, Snapshot, day_of
from themegraph.snapshot.sets import among, distinct, union, without

__all__ = ["Bounder", "Figures", "Lines", "Unknown", "figures", "funds_holding", "lines_of", "look_up", "may_hold", "positions", "related"]

_MAINLAND = [MARKETS.index(m) for m in ("SH", "SZ", "BJ")]
"""A fund that holds one of the mainland exchanges may hold all three."""

Array = NDArray[Any]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lines:
    """All lines of some funds, looked through to issuers. Positions in ``funds`` own the lines."""

    funds: Array
    """Fund nodes."""
    chosen: tuple[Chosen, ...]
    leverage: Floats
    """m as used, by fund."""
    owner: Array
    """Position of the fund; lines are sorted by it."""
    start: Array
    """First line of each fund, shape (funds + 1,)."""
    issuer: Array
    """Node; −1: not linked."""
    weight: Floats
    """Plain weight; NaN: unknown."""
    signed: Floats
    """m · w, through every level of a fund of funds; 0 where unknown."""
    row: Array
    """Row of `holdings`."""
    cycles: frozenset[int]
    """Funds that hold themselves through others; the inner turn was left out."""

    def of(self, at: int) -> slice:
        """Return the lines of one fund."""
        return slice(int(self.start[at]), int(self.start[at + 1]))


def funds_holding(tables: WeightTables, companies: Array) -> Array:
    """Return the nodes of the funds, sorted, of which any table ever listed one of these companies, directly or through other funds."""
    snapshot = tables.snapshot
    entries, _ = expand(snapshot.pointers["held_by_ptr"], companies)
    found = distinct(snapshot.tables.fund[snapshot.holdings.table[snapshot.held_by.row[entries]]]).astype(np.int64)
    found = union(found, _trackers(snapshot, found))
    held, holder = feeders(snapshot)
    fresh = found
    while len(held) and len(fresh):
        above = holder[among(held, fresh)]
        fresh = without(union(above, _trackers(snapshot, above)), found)
        found = union(found, fresh)
    return found[among(found, snapshot.funds.node)]


def _trackers(snapshot: Snapshot, owners: Array) -> Array:
    return snapshot.funds.node[among(snapshot.funds.index, owners) & (snapshot.funds.index >= 0)]


def _leverage(tables: WeightTables, chosen: Chosen) -> float:
    if not chosen.unlevered:
        return 1.0
    row = tables.fund_row(chosen.fund)
    return float(tables.snapshot.funds.leverage[row]) if row >= 0 else 1.0


def lines_of(tables: WeightTables, funds: Array) -> Lines:
    """Return the look-through lines of the funds that have a usable table, in the order given.

    Notes
    -----
    A line that is itself a fund with a usable table is replaced by that fund's lines times its weight, at any depth; a fund met again on the
    way down (a cycle) keeps the line as unlinked.
    """
    snapshot = tables.snapshot
    kept = list(tables.choose_all(funds).items())
    grades = tuple(c for _, c in kept)
    facts = positions(snapshot.funds.node, np.array([f for f, _ in kept], dtype=np.int64))
    leverage = np.ones(len(kept))
    levered = np.flatnonzero((facts >= 0) & np.array([c.unlevered for c in grades], dtype=bool))
    leverage[levered] = snapshot.funds.leverage[facts[levered]]
    rows, owner = expand(snapshot.pointers["holdings_ptr"], np.array([c.table for c in grades], dtype=np.int64))
    issuer, weight = snapshot.holdings.issuer[rows].astype(np.int64), snapshot.holdings.weight[rows].astype(np.float64)
    signed = np.nan_to_num(weight) * leverage[owner] if len(rows) else np.empty(0)
    cycles: set[int] = set()
    security = snapshot.holdings.security[rows]
    nested = np.flatnonzero(fund_nodes(snapshot)[security])
    if len(nested):
        parts: list[tuple[int, int, float, float, int]] = []
        for at in nested.tolist():
            fund = int(kept[int(owner[at])][0])
            _look_through(tables, int(security[at]), float(weight[at]), float(signed[at]), int(rows[at]), (fund,), int(owner[at]), parts, cycles)
        keep = np.ones(len(rows), dtype=bool)
        keep[nested] = False
        more = list(zip(*parts, strict=True)) if parts else [(), (), (), (), ()]
        owner = np.concatenate([owner[keep], np.array(more[0], dtype=np.int64)])
        issuer = np.concatenate([issuer[keep], np.array(more[1], dtype=np.int64)])
        weight = np.concatenate([weight[keep], np.array(more[2], dtype=np.float64)])
        signed = np.concatenate([signed[keep], np.array(more[3], dtype=np.float64)])
        rows = np.concatenate([rows[keep], np.array(more[4], dtype=np.int64)])
        order = np.argsort(owner, kind="stable")
        owner, issuer, weight, signed, rows = owner[order], issuer[order], weight[order], signed[order], rows[order]
    return Lines(
        funds=np.array([f for f, _ in kept], dtype=np.int64),
        chosen=grades,
        leverage=leverage,
        owner=owner,
        start=np.searchsorted(owner, np.arange(len(kept) + 1)),
        issuer=issuer,
        weight=weight,
        signed=signed,
        row=rows,
        cycles=frozenset(cycles),
    )


def _look_through(
    tables: WeightTables,
    fund: int,
    weight: float,
    signed: float,
    row: int,
    above: tuple[int, ...],
    owner: int,
    into: list[tuple[int, int, float, float, int]],
    cycles: set[int],
) -> None:
    chosen = None if fund in above else tables.choose(fund)
    if fund in above:
        cycles.add(above[0])
    if chosen is None or chosen.staleness == ABSTAIN or np.isnan(weight):
        into.append((owner, -1, weight, 0.0, row))
        return
    snapshot = tables.snapshot
    m = _leverage(tables, chosen)
    span = snapshot.rows("holdings_ptr", chosen.table)
    for inner in range(span.start, span.stop):
        w = float(snapshot.holdings.weight[inner])
        security = int(snapshot.holdings.security[inner])
        inner_signed = 0.0 if np.isnan(w) else signed * m * w
        if security >= 0 and tables.fund_row(security) >= 0:
            _look_through(tables, security, weight * w, inner_signed, inner, (*above, fund), owner, into, cycles)
        else:
            into.append((owner, int(snapshot.holdings.issuer[inner]), weight * w, inner_signed, inner))


def related(view: View, companies: Array) -> NDArray[np.bool_]:
    """Return which companies have at least one relation beyond membership that counts."""
    snapshot = view.snapshot
    found = np.zeros(len(companies), dtype=bool)
    member = RELATION_CLASSES.index("member")
    for limit in (1, 8, None):  # one edge settles most companies; hubs are not read whole
        for pointer, inward in (("in_edges_ptr", True), ("edges_ptr", False)):
            at = np.flatnonzero(~found)
            if not len(at):
                return found
            entries, owner = expand(snapshot.pointers[pointer], companies[at], limit=limit)
            rows = snapshot.in_edges.edge[entries] if inward else entries
            keep = snapshot.edges.cls[rows] != member
            rows, owner = rows[keep], owner[keep]
            found[at[owner[view.edges(rows) > 0]]] = True
    return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figures:
    """Figures by fund, shape (funds,) unless said otherwise."""

    net: Floats
    by_type: Floats
    """Shape (funds, shock types)."""
    long: Floats
    short: Floats
    direct_positive: Floats
    direct_negative: Floats
    named: Floats
    covered: Floats
    linked: Floats
    touched: NDArray[np.bool_]
    """Some line carries an impact."""


_DENSE = 8
"""Many nodes are looked up in a table of all up to the last, where that is not longer than so many times theirs (measured)."""


def positions(nodes: Array, wanted: Array) -> Array:
    """Return the position of each wanted node in ``nodes`` (sorted), −1 where it is not among them."""
    if not len(nodes):
        return np.full(len(wanted), -1)
    size = int(nodes[-1]) + 1
    if size <= _DENSE * len(wanted):
        place = np.full(size + 1, -1)
        place[nodes] = np.arange(len(nodes))
        return np.asarray(place[np.where((wanted >= 0) & (wanted < size), wanted, size)])
    at = np.searchsorted(nodes, wanted)
    at[at == len(nodes)] = 0
    at[nodes[at] != wanted] = -1
    return at


def look_up(nodes: Array, values: Floats, wanted: Array) -> Floats:
    """Return the values of some nodes, 0 for those that are not in ``nodes`` (sorted)."""
    out = np.zeros((len(wanted), *values.shape[1:]))
    at = positions(nodes, wanted)
    hit = np.flatnonzero(at >= 0)
    out[hit] = values[at[hit]]
    return out


def figures(lines: Lines, nodes: Array, impact: Floats, *, helped: Array, hurt: Array, neutral: Array) -> Figures:
    """Return E and its parts.

    Parameters
    ----------
    nodes, impact
        Companies, sorted, and their impact by shock type.
    helped, hurt, neutral
        Companies that the events name, by the sign of their shock.
    """
    n = len(lines.funds)
    by_line = look_up(nodes, impact, lines.issuer)
    known = np.nan_to_num(lines.weight)
    parts = lines.signed[:, None] * by_line
    each = parts.sum(axis=1)

    def total(values: Floats) -> Floats:
        return np.bincount(lines.owner, weights=values, minlength=n).astype(np.float64)

    long_, short = total(np.maximum(each, 0.0)), total(np.minimum(each, 0.0))
    by_type = np.stack([total(parts[:, k]) for k in range(len(SHOCK_TYPES))], axis=1) if n else np.zeros((0, len(SHOCK_TYPES)))
    return Figures(
        net=long_ + short,
        by_type=by_type,
        long=long_,
        short=short,
        direct_positive=total(np.where(among(lines.issuer, helped), known, 0.0)),
        direct_negative=total(np.where(among(lines.issuer, hurt), known, 0.0)),
        named=total(np.where(among(lines.issuer, neutral), known, 0.0)),
        covered=np.minimum(total(np.maximum(known, 0.0)), 1.0),
        linked=np.minimum(total(np.where(lines.issuer >= 0, np.maximum(known, 0.0), 0.0)), 1.0),
        touched=total(np.asarray(by_line.any(axis=1), dtype=np.float64)) > 0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """What is not known of a fund's weights."""

    weight: float
    """Share of the fund that may lie elsewhere."""
    each: float
    """u: most that one unlisted company may weigh."""
    names: float
    """How many more companies there may be; infinite where the whole number is unknown."""
    moved: float
    """Share that a rebalance may have moved out of the listed lines."""


def unknown_of(tables: WeightTables, lines: Lines, at: int, covered: float) -> Unknown:
    """Return how much weight of a fund is unknown and how it may be spread."""
    snapshot, chosen = tables.snapshot, lines.chosen[at]
    mine = lines.of(at)
    weight = lines.weight[mine]
    full = snapshot.vocabulary("coverages")[int(snapshot.tables.coverage[chosen.table])] == "full"
    missing = int(np.isnan(weight).sum())
    total = int(snapshot.tables.n_total[chosen.table])
    known = len(weight) - missing
    names = float(missing) if full else float(max(total - known, 0)) if total >= 0 else np.inf
    rest = max(1.0 - covered, 0.0)
    if names == 0 or (full and not missing):
        rest, names = 0.0, 0.0
    ordered = bool(snapshot.tables.sorted[chosen.table]) and known > 0 and not full
    cap = chosen.weight_cap if chosen.weight_cap is not None else rest
    each = float(np.nanmin(weight)) if ordered else cap
    moved = 0.0
    if chosen.staleness == WIDEN:
        moved = min(covered, chosen.turnover_cap)
        rest, names = rest + moved, np.inf
        each = max(each, chosen.weight_cap if chosen.weight_cap is not None else moved)
    return Unknown(weight=rest, each=min(each, rest), names=names, moved=moved)


def _listings(snapshot: Snapshot) -> tuple[Array, Array]:
    """Return (issuer, listing) pairs, sorted by issuer; a company with a market of its own is among its listings."""
    issuer = snapshot.nodes.issuer.astype(np.int64)
    at = np.flatnonzero((snapshot.nodes.market > 0) & (issuer >= 0))
    at = at[np.argsort(issuer[at], kind="stable")]
    return issuer[at], at


def _markets(snapshot: Snapshot, nodes: Array) -> NDArray[np.bool_]:
    """Return in which markets some companies are listed, shape (nodes, markets); column 0 stands for none and is empty."""
    issuer, listing = derived(snapshot, "listings", _listings)
    rows, owner = ranges(issuer, nodes, nodes + 1)
    found = np.zeros((len(nodes), len(MARKETS)), dtype=bool)
    found[owner, snapshot.nodes.market[listing[rows]]] = True
    return found


class Bounder:
    """Bounds of E for the funds of one question; what all funds share is worked out once."""

    def __init__(self, view: View, tables: WeightTables, lines: Lines, nodes: Array, impact: Floats, listed_on: Mapping[str, date]) -> None:
        snapshot = view.snapshot
        kinds = snapshot.vocabulary("kinds")
        self.view, self.tables, self.lines, self.nodes, self.impact, self.listed_on = view, tables, lines, nodes, impact, listed_on
        company = kinds.index("company") if "company" in kinds else -1
        self.listed_in = _markets(snapshot, nodes)
        self.possible = (snapshot.nodes.kind[nodes] == company) & self.listed_in.any(axis=1)
        self.falling = np.lexsort((nodes, -impact))

    def _eligible(self, at: int, chosen: Chosen, place: Array) -> NDArray[np.bool_]:
        snapshot, span = self.view.snapshot, self.lines.of(at)
        known = ~np.isnan(self.lines.weight[span])
        open_line = place[(place >= 0) & ~known]
        full = snapshot.vocabulary("coverages")[int(snapshot.tables.coverage[chosen.table])] == "full"
        if full and chosen.staleness != WIDEN:
            eligible = np.zeros(len(self.nodes), dtype=bool)
        else:
            allowed = np.zeros(len(MARKETS), dtype=bool)
            listed = snapshot.holdings.security[self.lines.row[span][known]]
            allowed[snapshot.nodes.market[listed]] = True
            if not allowed[1:].any():
                allowed[1:] = True
            if allowed[_MAINLAND].any():
                allowed[_MAINLAND] = True
            eligible = self.possible & self.listed_in[:, allowed].any(axis=1)
        eligible[open_line] = True
        eligible[place[(place >= 0) & known]] = False
        return np.asarray(eligible)

    def __call__(self, at: int, *, net: float, covered: float) -> tuple[Bounds, Unknown, Array]:
        """Return where E of one fund may lie, what is unknown of its weights, and the positions of those that may hide there.

        Notes
        -----
        ``E_hi = E + |m| · max Σ u_i · m̂ I_i`` over companies that are not listed (or listed without a weight), of a market the fund holds,
        listed on an exchange by the weight date, ``0 ≤ u_i ≤ u``, ``Σ u_i ≤`` the unknown weight, at most as many names as are missing. The
        greedy choice is the maximum: every u_i has the same cap. After a rebalance, listed lines may also have lost up to the turnover.
        """
        snapshot, lines, span = self.view.snapshot, self.lines, self.lines.of(at)
        chosen, m = lines.chosen[at], float(lines.leverage[at])
        unknown = unknown_of(self.tables, lines, at, covered)
        place = positions(self.nodes, lines.issuer[span])
        eligible = self._eligible(at, chosen, place)
        described = day_of(int(snapshot.tables.as_of[chosen.table])) or day_of(int(snapshot.tables.known_at[chosen.table]))
        if self.listed_on and described is not None:
            limit = described if chosen.staleness != WIDEN else self.tables.day
            for i in np.flatnonzero(eligible).tolist():
                day = self.listed_on.get(snapshot.id_of(int(self.nodes[i])))
                eligible[i] = day is None or day <= limit
        order = self.falling[eligible[self.falling]]
        own = lines.signed[span] * np.where(place >= 0, self.impact[place], 0.0) if len(self.nodes) else np.zeros(span.stop - span.start)
        ends: list[tuple[float, tuple[tuple[str, float], ...]]] = []
        for sign in (-1.0, 1.0):
            left, names, gain = unknown.weight, unknown.names, 0.0
            taken: list[tuple[str, float]] = []
            for i in order if sign * m > 0 else order[::-1]:
                each = sign * m * float(self.impact[i])
                share = min(unknown.each, left)
                if each <= 0 or names < 1 or share <= 0:
                    break
                gain += share * each
                left, names = left - share, names - 1
                taken.append((snapshot.id_of(int(self.nodes[i])), share))
            if unknown.moved:
                gain += _removed(sign * own, np.abs(lines.signed[span]), unknown.moved, abs(m))
            ends.append((net + sign * gain, tuple(taken)))
        (lo, lo_names), (hi, hi_names) = ends
        return Bounds(lo=lo, hi=hi, lo_companies=lo_names, hi_companies=hi_names), unknown, order


def _removed(parts: Floats, weights: Floats, moved: float, m: float) -> float:
    """Return the most that E gains when ``moved`` of the fund's weight leaves the listed lines: the worst lines first."""
    gain, left = 0.0, moved * m
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(weights > 0, parts / weights, 0.0)
    for i in np.argsort(rate, kind="stable").tolist():
        if rate[i] >= 0 or left <= 0:
            break
        share = min(left, float(weights[i]))
        gain -= share * float(rate[i])
        left -= share
    return gain


def may_hold(view: View, tables: WeightTables, companies: Array, listed_on: Mapping[str, date]) -> dict[int, tuple[tuple[int, float], ...]]:
    """Return, for each company that no usable table lists, the funds that may hold it among lines not listed.

    Parameters
    ----------
    companies
        Nodes, sorted.
    listed_on
        Listing day by company id, where known.

    Returns
    -------
    dict
        Company to (fund, the most that it may weigh there), largest first, then by id. Funds whose kind has no exposure of this sort, and
        those whose weights are too old, are not among them.
    """
    found: dict[int, list[tuple[int, float]]] = {}
    if not len(companies):
        return {}
    snapshot = view.snapshot
    kinds, full = (
        snapshot.vocabulary("fund_kinds"),
        snapshot.vocabulary("coverages").index("full") if "full" in snapshot.vocabulary("coverages") else -1,
    )
    applicable = np.array([k not in tables.numbers.not_applicable for k in kinds], dtype=bool)
    graded = tables.choose_all(snapshot.funds.node[applicable[snapshot.funds.kind]].astype(np.int64)) if len(snapshot.funds) else {}
    open_ = [f for f, c in graded.items() if c.staleness != ABSTAIN and (c.staleness == WIDEN or int(snapshot.tables.coverage[c.table]) != full)]
    lines = lines_of(tables, np.array(open_, dtype=np.int64))
    bound = Bounder(view, tables, lines, companies, np.ones(len(companies)), listed_on)
    for at, fund in enumerate(lines.funds.tolist()):
        covered = min(float(np.maximum(np.nan_to_num(lines.weight[lines.of(at)]), 0.0).sum()), 1.0)
        if not snapshot.nodes.market[snapshot.holdings.security[lines.row[lines.of(at)]]].any():
            continue  # nothing is known of where it buys: to name it would name every such fund
        _, unknown, eligible = bound(at, net=0.0, covered=covered)
        if unknown.names >= 1 and unknown.each > 0:
            for i in eligible.tolist():
                found.setdefault(int(companies[i]), []).append((fund, unknown.each))
    return {c: tuple(sorted(f, key=lambda p: (-p[1], snapshot.id_of(p[0])))) for c, f in found.items()}
