"""Time exposure questions on synthetic graphs, beside networkx, a plain dictionary walk and scipy.sparse, in one run.

Run ``python benchmarks/exposure.py [EDGES …]``; the default is 10^4, 10^5 and 10^6. Two shapes: ``even`` (degrees alike) and ``hubs`` (receivers and
senders drawn from a Zipf law). The question is one event at one company: top 20 funds, 3 exact walks each, H = 2.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from themegraph.exposure import ExposureQuestion, default_table, expose
from themegraph.exposure.solve import solve
from themegraph.snapshot import RELATION_CLASSES, SnapshotBuilder, open_snapshot, write_snapshot

DAY = date(2025, 6, 2)


def world(edges: int, *, hubs: bool, seed: int = 7) -> tuple[SnapshotBuilder, int, int]:
    """Return a builder with about ``edges`` edges, the row of a typical event and that of a hub's event."""
    rng = np.random.default_rng(seed)
    n, n_funds, per_fund = max(edges // 10, 200), min(1500, max(edges // 200, 20)), 50
    b = SnapshotBuilder()
    for i in range(n):
        b.add_node(f"company:{i:06d}.SH")
    funds = [b.add_node(f"etf:{i:06d}.SH") for i in range(n_funds)]
    even = rng.integers(0, n, (2, edges))
    if hubs:
        drawn = np.minimum(rng.zipf(1.6, (2, edges)) - 1, n - 1)
        drawn[0] = rng.permutation(n)[drawn[0]]
        drawn = np.unique(drawn, axis=1)  # no parallel relations: what a Zipf law repeats is filled up evenly
        drawn = np.concatenate([drawn, even], axis=1)[:, :edges]
    src, dst = drawn if hubs else even
    cls, q = rng.integers(0, len(RELATION_CLASSES) - 1, edges), rng.random(edges) * 0.2
    keep = src != dst
    for i, (s, d, c, share) in enumerate(zip(src[keep].tolist(), dst[keep].tolist(), cls[keep].tolist(), q[keep].tolist(), strict=True)):
        b.add_statement(f"s{i}", d, "supplies_to", s, belief=0.8, public_from=DAY)
        b.add_edge(s, d, RELATION_CLASSES[c], statement=i, q=share if i % 2 else None)
    for fund in funds:
        b.add_fund(fund, kind="equity")
        table = b.add_table(f"w{fund}", fund, basis="index_weight", coverage="full", known_at=DAY, as_of=DAY)
        for company, weight in zip(rng.choice(n, per_fund, replace=False).tolist(), rng.dirichlet(np.ones(per_fund)).tolist(), strict=True):
            b.add_holding(table, company, issuer=company, weight=weight)
    degree = np.bincount(src[keep], minlength=n)
    typical = (
        int(np.flatnonzero(degree == max(int(np.median(degree[degree > 0])), 3))[0])
        if (degree == max(int(np.median(degree[degree > 0])), 3)).any()
        else 0
    )
    found = []
    for node in (typical, int(degree.argmax())):
        story = b.add_story(f"story:{node}", first_public=DAY)
        event = b.add_event(f"event:{node}", "product_launch", story=story, trigger="t", summary="s", belief=0.9, public_from=DAY)
        b.add_participant(event, node, role="agent", sign=1, relevance=1.0)
        found.append(event)
    return b, found[0], found[1]


def timed(work: Callable[[], Any], *, least: int = 3, seconds: float = 1.5) -> float:
    """Return the median time of a call in milliseconds."""
    work()
    times: list[float] = []
    until = time.perf_counter() + seconds
    while len(times) < least or (time.perf_counter() < until and len(times) < 200):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def networkx_paths(snapshot: Any, event: int, targets: list[int]) -> Callable[[], int]:
    """Return a call that lists all simple paths of at most 3 edges from the event's company to the given funds."""
    graph = nx.DiGraph()
    ptr, dst = snapshot.pointers["edges_ptr"], snapshot.edges.dst
    src = np.repeat(np.arange(len(snapshot.nodes)), np.diff(ptr))
    graph.add_edges_from(zip(src.tolist(), dst.tolist(), strict=True))
    owner = snapshot.tables.fund[snapshot.holdings.table]
    graph.add_edges_from(zip(snapshot.holdings.issuer.tolist(), owner.tolist(), strict=True))
    seed = int(snapshot.participants.node[snapshot.rows("participants_ptr", event)][0])
    return lambda: sum(1 for target in targets for _ in nx.all_simple_paths(graph, seed, target, cutoff=3))


def dict_walk(snapshot: Any, event: int) -> Callable[[], int]:
    """Return a call that walks the same two hops and the holdings over plain dictionaries, without bounds on receivers."""
    lam = default_table().lam
    out: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    ptr = snapshot.pointers["edges_ptr"]
    src = np.repeat(np.arange(len(snapshot.nodes)), np.diff(ptr)).tolist()
    q = np.nan_to_num(snapshot.edges.q, nan=0.05).tolist()
    for s, d, c, share in zip(src, snapshot.edges.dst.tolist(), snapshot.edges.cls.tolist(), q, strict=True):
        out[s].append((d, c, share))
    held: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for company, table, weight in zip(
        snapshot.holdings.issuer.tolist(), snapshot.holdings.table.tolist(), snapshot.holdings.weight.tolist(), strict=True
    ):
        held[company].append((table, weight))
    seed = int(snapshot.participants.node[snapshot.rows("participants_ptr", event)][0])
    shock = np.array(default_table().events["product_launch"].mu) * 0.27
    rows = [lam[c] for c in range(len(RELATION_CLASSES))]

    def walk() -> int:
        score: dict[int, float] = defaultdict(float)
        best: dict[int, list[tuple[float, tuple[int, ...]]]] = defaultdict(list)

        def arrive(node: int, value: Any, path: tuple[int, ...]) -> None:
            total = float(value.sum())
            for table, weight in held.get(node, ()):
                score[table] += weight * total
                best[table].append((weight * total, path))

        arrive(seed, shock, (seed,))
        for d, c, share in out.get(seed, ()):
            one = shock * rows[c] * share * 0.8
            arrive(d, one, (seed, d))
            if c in {0, 1, 3, 4}:
                for e, c2, share2 in out.get(d, ()):
                    if c2 == c and e != seed:
                        arrive(e, one * rows[c] * share2 * 0.8, (seed, d, e))
        top = sorted(score, key=lambda t: -abs(score[t]))[:20]
        for table in top:
            best[table].sort(key=lambda p: -abs(p[0]))
        return len(top)

    return walk


def scores_by_scipy(snapshot: Any, event: int) -> Callable[[], Any] | None:
    """Return a call that computes two hops and the holdings by sparse matrix products, scores alone; ``None`` without scipy."""
    try:
        from scipy import sparse
    except ImportError:
        return None
    n = len(snapshot.nodes)
    src = np.repeat(np.arange(n), np.diff(snapshot.pointers["edges_ptr"]))
    lam = default_table().lam
    q = np.nan_to_num(snapshot.edges.q, nan=0.05) * 0.8
    seed = int(snapshot.participants.node[snapshot.rows("participants_ptr", event)][0])
    mu = default_table().events["product_launch"].mu
    matrices = []
    for k in np.flatnonzero(np.array(mu)).tolist():
        for c in range(len(RELATION_CLASSES) - 1):
            mine = (snapshot.edges.cls == c) & (lam[c, k] != 0)
            if mine.any():
                matrix = sparse.csr_matrix((q[mine] * lam[c, k], (src[mine], snapshot.edges.dst[mine])), shape=(n, n))
                matrices.append((k, c in {0, 1, 3, 4}, matrix))
    held = sparse.csr_matrix((snapshot.holdings.weight, (snapshot.holdings.issuer, snapshot.holdings.table)), shape=(n, len(snapshot.tables)))

    def score() -> Any:
        total = sparse.csr_matrix(([0.27], ([0], [seed])), shape=(1, n))
        for k, lasting, matrix in matrices:
            start = sparse.csr_matrix(([0.27 * mu[k]], ([0], [seed])), shape=(1, n))
            one = start @ matrix
            total = total + one
            if lasting:
                total = total + one @ matrix
        return total @ held

    return score


def main(sizes: list[int]) -> None:
    """Print the table."""
    print(
        f"{'edges':>9} {'shape':>5} {'event':>7} {'walks':>7} {'open':>8} {'impacts':>9} {'answer':>9} {'+draws':>9} {'dict':>9} {'scipy':>9} {'networkx':>10} {'nx/ours':>8} {'dict/ours':>9}"
    )
    for edges in sizes:
        for hubs in (False, True):
            builder, typical, hub = world(edges, hubs=hubs)
            with tempfile.TemporaryDirectory() as folder:
                write_snapshot(builder.build(), Path(folder) / "snapshot")
                del builder
                opened = timed(lambda where=Path(folder) / "snapshot": open_snapshot(where))
                snapshot = open_snapshot(Path(folder) / "snapshot")
                for name, event in (("typical", typical), ("hub", hub)):
                    line(snapshot, event, edges, "hubs" if hubs else "even", name, opened)


def line(snapshot: Any, event: int, edges: int, shape: str, name: str, opened: float) -> None:
    """Print one row of the table."""
    question = ExposureQuestion(events=(event,), as_of=DAY, top=20, paths=3, draws=0)
    answer = expose(snapshot, question)
    walks = sum(r.paths_total for r in answer.rows)
    impacts = timed(lambda: solve(snapshot, question, default_table()))
    ours = timed(lambda: expose(snapshot, question))
    drawn = timed(lambda: expose(snapshot, ExposureQuestion(events=(event,), as_of=DAY, top=20, paths=3)))
    plain = timed(dict_walk(snapshot, event))
    sparse = scores_by_scipy(snapshot, event)
    by_scipy = timed(sparse) if sparse else float("nan")
    by_networkx = float("nan")
    if edges <= 100_000:
        by_networkx = timed(networkx_paths(snapshot, event, [r.fund for r in answer.rows]), least=1, seconds=5)
    print(
        f"{edges:>9} {shape:>5} {name:>7} {walks:>7} {opened:>6.2f}ms {impacts:>7.2f}ms {ours:>7.2f}ms {drawn:>7.2f}ms {plain:>7.2f}ms {by_scipy:>7.2f}ms {by_networkx:>8.1f}ms"
        f" {by_networkx / ours:>8.1f} {plain / ours:>9.2f}",
        flush=True,
    )


if __name__ == "__main__":
    main([int(float(a)) for a in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
