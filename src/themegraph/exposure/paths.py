"""From walks to paths that can be read: each hop with its statement, share, belief, bound and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.exposure.answers import Hop, Path
from themegraph.exposure.impact import Walks, trace_walks
from themegraph.exposure.local import MEMBER
from themegraph.exposure.solve import Solved
from themegraph.model.values import dataclass
from themegraph.snapshot import RELATION_CLASSES
from themegraph.snapshot.sets import among

__all__ = ["Found", "company_paths", "fund_paths", "trace"]

Array = NDArray[Any]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """Walks to some companies, those of length 0 included, of all events of a question."""

    event: Array
    """Position in ``Solved.events``."""
    end: Array
    """Node of the company."""
    walk: Array
    """Row in that event's `Walks`; −1: length 0."""
    seed: Array
    """Position in that event's ``Spread.nodes``."""
    value: Floats
    """By shock type, shape (walks, shock types)."""
    walks: tuple[Walks, ...]


def trace(solved: Solved, companies: Array) -> Found:
    """Return all walks that end at some companies; they are exact, nothing is pruned."""
    local = solved.local
    ends = among(local.receivers, companies)
    parts: list[tuple[Array, Array, Array, Array, Floats]] = []
    every: list[Walks] = []
    for i, spread in enumerate(solved.spreads):
        walks = trace_walks(local, spread, ends, hops=solved.hops)
        every.append(walks)
        n = len(walks)
        parts.append((np.full(n, i), local.receivers[walks.end], np.arange(n), walks.seed, walks.value))
        own = np.flatnonzero(among(spread.nodes, companies))
        parts.append((np.full(len(own), i), spread.nodes[own], np.full(len(own), -1), own, spread.shocks[own]))
    if not parts:
        none = np.empty(0, dtype=np.int64)
        return Found(event=none, end=none, walk=none, seed=none, value=np.empty((0, 1)), walks=())
    event, end, walk, seed, value = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(end, kind="stable")
    return Found(event=event[order], end=end[order], walk=walk[order], seed=seed[order], value=value[order], walks=tuple(every))


def _shock_hop(solved: Solved, event: int, node: int, arrived: Floats) -> Hop:
    snapshot = solved.snapshot
    facts = solved.named.facts[event]
    name, company = snapshot.text(int(snapshot.events.id[event])), snapshot.id_of(node)
    return Hop(
        subject=name,
        predicate="affects",
        object=company,
        sender=name,
        receiver=company,
        relation="shock",
        coefficient=float(arrived.sum()),
        belief=facts.belief,
        evidence=facts.evidence,
    )


def _narrower_hop(solved: Solved, group: int, below: int) -> Hop:
    one, other = solved.snapshot.id_of(group), solved.snapshot.id_of(below)
    return Hop(subject=other, predicate="broader", object=one, sender=one, receiver=other, relation="narrower", coefficient=1.0)


def _ratio(after: Floats, before: Floats) -> float:
    total = float(before.sum())
    return float(after.sum()) / total if total else 0.0


def _hop(solved: Solved, row: int, before: Floats) -> tuple[Hop, Floats]:
    snapshot, local, coefs = solved.snapshot, solved.local, solved.coefs
    factor = coefs.hop(np.array([row]))[0]
    after = before * factor
    statement = int(local.statement[row])
    receiver = int(local.dst[row])
    statements = snapshot.statements
    return Hop(
        subject=snapshot.id_of(int(statements.subject[statement])),
        predicate=snapshot.vocabulary("predicates")[int(statements.predicate[statement])],
        object=snapshot.id_of(int(statements.object[statement])),
        sender=snapshot.id_of(int(local.src[row])),
        receiver=snapshot.id_of(int(local.receivers[receiver])),
        relation=RELATION_CLASSES[int(local.cls[row])],
        coefficient=_ratio(after, before),
        coefficients=tuple(factor.tolist()),
        gamma=tuple(coefs.gamma[receiver].tolist()),
        in_edges=tuple(coefs.total[receiver].tolist()),
        q=float(coefs.q(np.array([row]))[0]),
        q_known=not np.isnan(local.q[row]),
        stands_in=bool(local.flag[row]),
        belief=float(local.belief[row]),
        evidence=solved.view.evidence_of(statement),
        statement=statement,
    ), after


def _member_hop(solved: Solved, at: int, before: Floats, *, relay: bool) -> tuple[Hop, Floats]:
    """Return company → group (``relay``) or group → company; ``at`` is a row of the relays or of the member hops."""
    here = solved.local
    if relay:
        row, company, group = int(here.seed_row[at]), int(here.seed_node[at]), int(here.seed_group[at])
    else:
        row, company, group = int(here.member_row[at]), int(here.receivers[here.member_dst[at]]), int(here.member_group[at])
    snapshot, local, coefs = solved.snapshot, solved.local, solved.coefs
    statement = int(snapshot.members.statement[row])
    company_id, group_id = snapshot.id_of(company), snapshot.id_of(group)
    here_at = np.array([at])
    factor = np.full(len(before), coefs.relay(here_at)[0]) if relay else coefs.member(here_at)[0]
    receiver = -1 if relay else int(local.member_dst[at])
    after = before * factor
    return Hop(
        subject=company_id,
        predicate="belongs_to_sector" if statement < 0 else snapshot.vocabulary("predicates")[int(snapshot.statements.predicate[statement])],
        object=group_id,
        sender=company_id if relay else group_id,
        receiver=group_id if relay else company_id,
        relation="relay" if relay else RELATION_CLASSES[MEMBER],
        coefficient=_ratio(after, before),
        coefficients=tuple(factor.tolist()),
        gamma=() if relay else tuple(coefs.gamma[receiver].tolist()),
        in_edges=() if relay else tuple(coefs.total[receiver].tolist()),
        q=float(local.seed_phi[at] if relay else coefs.pi(here_at)[0]),
        q_known=True if relay else not np.isnan(local.member_pi[at]),
        belief=float(local.seed_belief[at] if relay else local.member_belief[at]),
        evidence=solved.view.evidence_of(statement),
        statement=statement,
        member=row,
    ), after


def _steps(found: Found, at: int) -> tuple[tuple[str, int], ...]:
    """Return the steps of a walk after the seed: (``hop`` | ``relay`` | ``member``, row)."""
    if found.walk[at] < 0:
        return ()
    walks, walk = found.walks[int(found.event[at])], int(found.walk[at])
    steps = [("hop", row) for row in walks.hops[walk].tolist() if row >= 0]
    steps += [(kind, int(rows[walk])) for kind, rows in (("relay", walks.relay), ("member", walks.member)) if rows[walk] >= 0]
    return tuple(steps)


def _stations(solved: Solved, found: Found, at: int) -> tuple[str, ...]:
    """Return the ids along a walk, its seed first."""
    local, spread = solved.local, solved.spreads[int(found.event[at])]
    nodes = [int(spread.nodes[found.seed[at]])]
    for kind, row in _steps(found, at):
        nodes.append(
            int(local.seed_group[row]) if kind == "relay" else int(local.receivers[local.dst[row] if kind == "hop" else local.member_dst[row]])
        )
    return tuple(solved.snapshot.id_of(n) for n in nodes)


def _path(solved: Solved, found: Found, at: int) -> tuple[tuple[Hop, ...], Floats]:
    """Return the hops of a walk and what arrives, by shock type. Beginnings that walks share are made once."""
    event, seed = int(found.event[at]), int(found.seed[at])
    spread, steps = solved.spreads[event], _steps(found, at)
    key = (event, seed)
    if key not in solved.made:
        value = spread.shocks[seed]
        node = int(spread.nodes[seed])
        start = [_shock_hop(solved, solved.events[event], solved.above.get(node, node), value)]
        if node in solved.above:
            start.append(_narrower_hop(solved, solved.above[node], node))
        solved.made[key] = tuple(start), value
    hops, value = solved.made[key]
    for n, (kind, row) in enumerate(steps, start=1):
        longer = (event, seed, *steps[:n])
        if longer not in solved.made:
            hop, after = _hop(solved, row, value) if kind == "hop" else _member_hop(solved, row, value, relay=kind == "relay")
            solved.made[longer] = (*hops, hop), after
        hops, value = solved.made[longer]
    return hops, value


def _largest(solved: Solved, found: Found, rows: Array, contribution: Floats, limit: int) -> list[int]:
    """Return the positions in ``rows`` of the largest contributions, exact, ties by the ids along the path."""
    size = np.abs(contribution)
    live = np.flatnonzero(size > 0)
    if limit and len(live) > limit:
        edge = np.partition(size[live], len(live) - limit)[len(live) - limit]
        live = live[size[live] >= edge]
    live = live[np.argsort(-size[live], kind="stable")]
    values = size[live]
    if (values[1:] == values[:-1]).any():
        keyed = [(-float(size[i]), _stations(solved, found, int(rows[i])), i) for i in live.tolist()]
        return [i for _, _, i in sorted(keyed)[: limit or None]]
    return [int(i) for i in live[: limit or None]]


def company_paths(solved: Solved, found: Found, company: int, limit: int) -> tuple[Path, ...]:
    """Return the largest walks to a company, with what each brings; ``limit`` 0: all."""
    rows = np.arange(np.searchsorted(found.end, company), np.searchsorted(found.end, company, side="right"))
    value = found.value[rows].sum(axis=1)
    paths = []
    for i in _largest(solved, found, rows, value, limit):
        hops, arrived = _path(solved, found, int(rows[i]))
        paths.append(Path(contribution=float(value[i]), hops=hops, event=solved.events[int(found.event[rows[i]])], by_type=tuple(arrived.tolist())))
    return tuple(paths)


def fund_paths(
    solved: Solved, found: Found, fund: int, issuers: Array, signed: Floats, holding: Sequence[int], limit: int
) -> tuple[tuple[Path, ...], int]:
    """Return the largest walks to a fund and how many there are.

    Parameters
    ----------
    issuers, signed, holding
        The fund's constituents, sorted and unique, with m · w and a row of `holdings` each.
    """
    at = np.minimum(np.searchsorted(issuers, found.end), max(len(issuers) - 1, 0))
    rows = np.flatnonzero(issuers[at] == found.end) if len(issuers) else np.empty(0, dtype=np.int64)
    weight = signed[at[rows]] if len(rows) else np.empty(0)
    contribution = found.value[rows].sum(axis=1) * weight
    fund_id = solved.snapshot.id_of(fund)
    paths = []
    for i in _largest(solved, found, rows, contribution, limit):
        hops, arrived = _path(solved, found, int(rows[i]))
        company = solved.snapshot.id_of(int(found.end[rows[i]]))
        last = Hop(
            subject=fund_id,
            predicate="holds",
            object=company,
            sender=company,
            receiver=fund_id,
            relation="holding",
            coefficient=float(weight[i]),
            holding=int(holding[int(at[rows[i]])]),
        )
        paths.append(
            Path(
                contribution=float(contribution[i]),
                hops=(*hops, last),
                event=solved.events[int(found.event[rows[i]])],
                by_type=tuple((arrived * weight[i]).tolist()),
            )
        )
    return tuple(paths), int(np.count_nonzero(contribution))
