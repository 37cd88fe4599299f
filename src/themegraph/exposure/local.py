"""The part of the graph that a question can reach, gathered once: candidate hops, and per receiver what its bound needs."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.exposure.revenues import Revenues
from themegraph.exposure.table import PropagationTable
from themegraph.exposure.view import View, expand, spans
from themegraph.model.values import dataclass
from themegraph.snapshot import PLANNED, RELATION_CLASSES, Snapshot
from themegraph.snapshot.sets import among, distinct, first_places, numbered, union, without

__all__ = ["COMP", "DOWN", "LASTING", "MEMBER", "UP", "Local", "gather", "grouped", "ranges"]

Array = NDArray[Any]
Floats = NDArray[np.float64]

UP, DOWN, COMP, OWN_UP, OWN_DOWN, COOP, MEMBER = range(len(RELATION_CLASSES))
LASTING = (UP, DOWN, OWN_UP, OWN_DOWN)
"""Classes that a walk may take again; the others end it."""
SHARED = (UP, DOWN, MEMBER)
"""Classes whose q are shares of one denominator of the receiver."""
_N = len(RELATION_CLASSES)
_DENSE = 32
"""Keys are grouped by marking an array of all possible ones while that is at most so many times longer than they are, else by sorting (measured)."""


def grouped(keys: Array, size: int) -> tuple[Array, Array]:
    """Return the distinct keys in [0, size), sorted, and for each key its place among them."""
    if size > _DENSE * len(keys):
        found, place = numbered(keys)
        return found, place
    marked = np.zeros(size, dtype=bool)
    marked[keys] = True
    found = np.flatnonzero(marked)
    where = np.empty(size, dtype=np.int32)
    where[found] = np.arange(len(found), dtype=np.int32)
    return found, where[keys]


def ranges(keys: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """Return the positions of the sorted ``keys`` that lie in each half-open interval, and for each position the place of its interval."""
    start, stop = np.searchsorted(keys, low), np.searchsorted(keys, high)
    return spans(start, stop - start)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Local:
    """Hops that a walk from the seeds may take, and the sums over all in-edges of every receiver.

    ``q`` of a hop is NaN where unknown; its value then depends on the table's prior and on what the receiver's denominator leaves.
    """

    receivers: Array
    """Nodes, sorted."""
    known: Floats
    """Σ of the known q, shape (receivers, classes)."""
    known_belief: Floats
    """Σ known q · belief."""
    unknown: Floats
    """Number of in-edges with unknown q."""
    unknown_belief: Floats
    """Σ of their beliefs."""
    rated: Floats
    """Σ of the ratios of the competitor in-edges that have one, shape (receivers,); they stand in no other sum …"""
    rated_belief: Floats
    """… and Σ ratio · belief."""
    src: Array
    """Sender node of a hop; hops are sorted by sender, then class."""
    key: Array
    """``src · classes + cls``, rising."""
    dst: Array
    """Position of the receiver in ``receivers``."""
    cls: Array
    q: Floats
    belief: Floats
    statement: Array
    flag: Array
    """1: a stake stands in for stake · V_i / V_j."""
    ratio: Floats
    """min(1, R_i / R_j) of a competitor hop whose q is unknown and whose revenues are known, so that q = overlap · ratio; else NaN."""
    member_group: Array
    """Group node of a member hop (theme → company); member hops are sorted by group."""
    member_dst: Array
    member_pi: Floats
    member_belief: Floats
    member_row: Array
    """Row of `members`."""
    seed_node: Array
    """Company of a relay's first half (company → theme), sorted by company."""
    seed_group: Array
    seed_phi: Floats
    """φ = 1 / n of the group as of the day."""
    seed_belief: Floats
    seed_row: Array
    quarantined: tuple[tuple[int, int, float], ...]
    """(receiver node, class, sum): known shares that sum above the limit, left out."""

    def leaving(self, nodes: Array, cls: Array | None = None) -> tuple[Array, Array]:
        """Return the hops that leave some nodes (of one class each, where given), and for each hop the position of its node."""
        if cls is None:
            return ranges(self.key, nodes * _N, nodes * _N + _N)
        return ranges(self.key, nodes * _N + cls, nodes * _N + cls + 1)

    def room(self) -> Floats:
        """Return what one unknown q may be at most, shape (receivers, classes): (1 − Σ known) / n_unknown; infinite where nothing is shared."""
        left = np.full(self.known.shape, np.inf)
        for c in SHARED:
            with np.errstate(divide="ignore", invalid="ignore"):
                left[:, c] = np.where(self.unknown[:, c] > 0, np.maximum(1.0 - self.known[:, c], 0.0) / self.unknown[:, c], np.inf)
        return left


def _distinct(key: Array, q: Floats, belief: Floats, public: Array) -> Array:
    """Return the rows to keep of parallel edges (equal keys, adjacent): a known q first, then the later, the better believed, the larger."""
    same = np.zeros(len(key) + 1, dtype=bool)
    same[1:-1] = key[1:] == key[:-1]
    twice = np.flatnonzero(same[:-1] | same[1:])
    if not len(twice):
        return np.arange(len(key))
    key, q, belief, public = key[twice], q[twice], belief[twice], public[twice]
    order = np.lexsort((-np.nan_to_num(np.abs(q)), -belief, -public.astype(np.int64), np.isnan(q), key))
    first = np.ones(len(key), dtype=bool)
    first[1:] = key[order][1:] != key[order][:-1]
    keep = np.ones(len(same) - 1, dtype=bool)
    keep[twice] = False
    keep[twice[order[first]]] = True
    return np.flatnonzero(keep)


class _Members:
    """Memberships that count, one a (company, group)."""

    def __init__(self, view: View, table: PropagationTable, seeded: set[int]) -> None:
        self.view, self.snapshot = view, view.snapshot
        self.patterns = [re.compile(p) for p in table.relay_groups]
        self.seeded = seeded
        self._relays: dict[int, bool] = {}
        self._sizes: dict[int, int] = {}

    def relays(self, groups: Array) -> NDArray[np.bool_]:
        unique, back = numbered(groups)
        found = np.empty(len(unique), dtype=bool)
        for i, group in enumerate(unique.tolist()):
            if group not in self._relays:
                name = self.snapshot.id_of(group)
                self._relays[group] = group in self.seeded or any(p.fullmatch(name) for p in self.patterns)
            found[i] = self._relays[group]
        return found[back]

    def rows(self, rows: Array) -> tuple[Array, Floats]:
        """Return the rows that count, the newest of each (company, group), with their beliefs."""
        members = self.snapshot.members
        public = members.public_from[rows]
        rows = rows[(public > 0) & (public <= self.view.day)]
        rows = rows[self.relays(members.group[rows])]
        statement = members.statement[rows]
        belief = np.ones(len(rows))
        stated = statement >= 0
        if stated.any():
            belief[stated] = self.view.statements(statement[stated])
            rows, belief = rows[belief > 0], belief[belief > 0]
        company, group = members.company[rows].astype(np.int64), members.group[rows].astype(np.int64)
        key = company * len(self.snapshot.nodes) + group
        pi = np.where((members.pi[rows] >= 0) & (members.pi[rows] <= 1), members.pi[rows], np.nan)
        order = np.lexsort((-np.nan_to_num(pi), -belief, -members.as_of[rows].astype(np.int64), np.isnan(pi), key))
        first = np.ones(len(rows), dtype=bool)
        first[1:] = key[order][1:] != key[order][:-1]
        keep = order[first]
        return rows[keep], belief[keep]

    def size(self, group: int) -> int:
        """Return how many companies stand in a group as of the day."""
        if group not in self._sizes:
            rows = self.snapshot.group_members[self.snapshot.rows("group_ptr", group)]
            self._sizes[group] = len(distinct(self.snapshot.members.company[self.rows(rows)[0]]))
        return self._sizes[group]


def _reach(view: View, seeds: Array, hops: int) -> tuple[Array, Array]:
    """Return rows of `edges` that a walk of the right classes may take, and their senders, sorted by row."""
    snapshot = view.snapshot
    edges, pointer = snapshot.edges, snapshot.pointers["edges_ptr"]
    found: list[Array] = []
    senders: list[Array] = []
    frontier: list[tuple[Array, int | None]] = [(seeds, None)]
    seen: dict[int, Array] = {}
    for hop in range(hops):
        following: list[tuple[Array, int | None]] = []
        for nodes, only in frontier:
            rows, owner = expand(pointer, nodes)
            cls = edges.cls[rows]
            public = snapshot.statements.public_from[edges.statement[rows]]
            keep = (cls != MEMBER) & (public > 0) & (public <= view.day)
            if only is not None:
                keep &= cls == only
            rows, owner, cls = rows[keep], owner[keep], cls[keep]
            found.append(rows)
            senders.append(nodes[owner])
            if hop + 1 < hops:
                for c in LASTING if only is None else (only,):
                    nodes_c = distinct(edges.dst[rows[cls == c]])
                    nodes_c = without(nodes_c, seen.get(c, seeds))
                    if len(nodes_c):
                        seen[c] = union(seen.get(c, seeds), nodes_c)
                        following.append((nodes_c, c))
        frontier = following
    if len(found) == 1:
        return found[0], senders[0]
    rows = np.concatenate(found)
    once = first_places(rows)
    return rows[once], np.concatenate(senders)[once]


def _edge_key(src: Array, dst: Array, cls: Array, nodes: int) -> Array:
    return (src.astype(np.int64) * nodes + dst) * _N + cls


def gather(view: View, table: PropagationTable, *, companies: Array, groups: Array, hops: int) -> Local:
    """Return what walks of at most ``hops`` hops from seed companies and seed groups can touch.

    Parameters
    ----------
    companies, groups
        Seed nodes, sorted and unique.
    """
    snapshot: Snapshot = view.snapshot
    n = len(snapshot.nodes)
    edges = snapshot.edges
    members = _Members(view, table, {int(g) for g in groups})

    rows, src = _reach(view, companies, hops)
    belief = view.edges(rows)
    keep = (belief > 0) & (edges.dst[rows] != src)
    rows, src, belief = rows[keep], src[keep], belief[keep]

    seed_rows, seed_belief = members.rows(expand(snapshot.pointers["members_ptr"], companies)[0])
    own_groups = snapshot.members.group[seed_rows].astype(np.int64)
    relayed = distinct(np.concatenate([own_groups, groups]))
    peers = snapshot.members.company[snapshot.group_members[expand(snapshot.pointers["group_ptr"], relayed)[0]]]
    phi = np.array([1.0 / max(members.size(int(g)), 1) for g in own_groups])

    receivers, place = grouped(np.concatenate([edges.dst[rows], peers]).astype(np.int64), n)
    revenues = Revenues(view)
    sums, (over, edge_ok) = _receiver_sums(view, table, members, receivers, n, revenues)
    member_rows, member_belief, pi, member_ok = sums.members

    key = _edge_key(src, edges.dst[rows], edges.cls[rows], n)
    at = _distinct(key, edges.q[rows], belief, snapshot.statements.public_from[edges.statement[rows]])
    rows, src, belief, dst = rows[at], src[at], belief[at], place[at]
    cls = edges.cls[rows].astype(np.int64)
    q = edges.q[rows].copy()
    q[(q < 0)] = np.nan
    keep = np.flatnonzero(np.isnan(q) | edge_ok[dst, cls])
    keep = keep[np.argsort((src[keep] * _N + cls[keep]) * len(receivers) + dst[keep], kind="stable")]
    keep_member = member_ok & among(snapshot.members.group[member_rows], relayed)
    member_rows, member_belief, pi = member_rows[keep_member], member_belief[keep_member], pi[keep_member]
    order = np.lexsort((snapshot.members.company[member_rows], snapshot.members.group[member_rows]))
    member_rows, member_belief, pi = member_rows[order], member_belief[order], pi[order]
    return Local(
        receivers=receivers,
        known=sums.known,
        known_belief=sums.known_belief,
        unknown=sums.unknown,
        unknown_belief=sums.unknown_belief,
        rated=sums.rated,
        rated_belief=sums.rated_belief,
        src=src[keep],
        key=src[keep] * _N + cls[keep],
        dst=dst[keep],
        cls=cls[keep],
        q=q[keep],
        belief=belief[keep],
        statement=edges.statement[rows][keep],
        flag=edges.flag[rows][keep] & ~np.uint8(PLANNED),
        ratio=_ratios(revenues, src[keep], receivers[dst[keep]], cls[keep], q[keep]),
        member_group=snapshot.members.group[member_rows].astype(np.int64),
        member_dst=np.searchsorted(receivers, snapshot.members.company[member_rows]),
        member_pi=pi,
        member_belief=member_belief,
        member_row=member_rows,
        seed_node=snapshot.members.company[seed_rows].astype(np.int64),
        seed_group=own_groups,
        seed_phi=phi,
        seed_belief=seed_belief,
        seed_row=seed_rows,
        quarantined=over,
    )


def _ratios(revenues: Revenues, senders: Array, receivers: Array, cls: Array, q: Floats) -> Floats:
    """Return the ratio of the revenues of each competitor hop whose q is unknown; NaN for all others and where a revenue is."""
    found = np.full(len(q), np.nan)
    at = np.flatnonzero((cls == COMP) & np.isnan(q)) if len(revenues) else np.empty(0, dtype=np.int64)
    found[at] = revenues.ratio(senders[at], receivers[at])
    return found


@dataclass(slots=True)
class _Sums:
    known: Floats
    known_belief: Floats
    unknown: Floats
    unknown_belief: Floats
    rated: Floats
    rated_belief: Floats
    members: tuple[Array, Floats, Floats, NDArray[np.bool_]]


def _receiver_sums(
    view: View, table: PropagationTable, members: _Members, receivers: Array, n: int, revenues: Revenues
) -> tuple[_Sums, tuple[tuple[tuple[int, int, float], ...], NDArray[np.bool_]]]:
    """Sum all in-edges of the receivers that count, by class; leave out denominators whose known shares sum too high."""
    snapshot = view.snapshot
    edges, inward = snapshot.edges, snapshot.in_edges
    entries, owner = expand(snapshot.pointers["in_edges_ptr"], receivers)
    rows, src = inward.edge[entries], inward.src[entries]
    cls = edges.cls[rows].astype(np.int64)
    belief = view.edges(rows)
    keep = (belief > 0) & (cls != MEMBER) & (src != receivers[owner])
    rows, src, owner, cls, belief = rows[keep], src[keep], owner[keep], cls[keep], belief[keep]
    q = edges.q[rows]
    at = _distinct(_edge_key(owner, src, cls, n), q, belief, snapshot.statements.public_from[edges.statement[rows]])
    owner, cls, belief, q = owner[at], cls[at], belief[at], q[at].copy()
    q[q < 0] = np.nan

    member_rows, member_belief = members.rows(expand(snapshot.pointers["members_ptr"], receivers)[0])
    pi = snapshot.members.pi[member_rows].copy()
    pi[~((pi >= 0) & (pi <= 1))] = np.nan
    member_owner = np.searchsorted(receivers, snapshot.members.company[member_rows])

    slot = np.concatenate([owner * _N + cls, member_owner * _N + MEMBER])
    every_q, every_belief = np.concatenate([q, pi]), np.concatenate([belief, member_belief])
    size = len(receivers) * _N

    def total(mask: NDArray[np.bool_], values: Floats) -> Floats:
        return np.bincount(slot[mask], weights=values[mask], minlength=size).astype(np.float64).reshape(-1, _N)

    is_known = ~np.isnan(every_q)
    known = total(is_known, every_q)
    ok = np.ones(known.shape, dtype=bool)
    ok[:, list(SHARED)] = known[:, list(SHARED)] <= table.quarantine_sum
    over = tuple((int(receivers[r]), int(c), float(known[r, c])) for r, c in zip(*np.nonzero(~ok), strict=True))
    is_known &= ok.reshape(-1)[slot]
    ratio = np.concatenate([_ratios(revenues, src[at], receivers[owner], cls, q), np.full(len(pi), np.nan)])
    is_rated = ~np.isnan(ratio)
    is_unknown = np.isnan(every_q) & ~is_rated
    sums = _Sums(
        known=np.where(ok, known, 0.0),
        known_belief=total(is_known, every_q * every_belief),
        unknown=total(is_unknown, np.ones(len(every_q))),
        unknown_belief=total(is_unknown, every_belief),
        rated=total(is_rated, ratio)[:, COMP],
        rated_belief=total(is_rated, ratio * every_belief)[:, COMP],
        members=(member_rows, member_belief, pi, np.isnan(pi) | ok[member_owner, MEMBER]),
    )
    return sums, (over, ok)
