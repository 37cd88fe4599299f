"""Time exposure questions on synthetic graphs, beside networkx, a plain dictionary walk and scipy.sparse, in one run.

Run ``python -m benchmarks exposure`` for 10^4 to 10^6 edges and ``python -m benchmarks exposure --large`` for 10^7 too. Two shapes of degree:
``real`` (log-normal at both ends, as supplier networks have) and ``hubs`` (Zipf with exponent 1.6 at both ends: some companies take part in a
large share of all relations). The question is one event at one company, H = 2: top 20 funds, 3 walks each.

Columns: ``reached`` companies with an impact · ``core`` impacts, funds' scores and the exact largest walks on a prepared graph · ``answer`` the
whole answer without preparation (coverages, bounds, alarms, paths with evidence rows), ``+draws`` with 200 draws of the priors · ``dict`` the
same scores and walks over plain dictionaries · ``scipy`` the scores alone by sparse products · ``networkx`` all simple paths to the same funds.
Preparation is in none of them; it is printed for each graph. All times are CPU times of one thread, medians, so that what else the machine
does is not in them. Every rival starts from the same bounded coefficients, and its scores are
compared with ours before it is timed.
"""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from themegraph.exposure import ExposureQuestion, Ground, default_table, expose, prepare, score
from themegraph.snapshot import RELATION_CLASSES, Snapshot, SnapshotBuilder, open_snapshot, write_snapshot

DAY = date(2025, 6, 2)
SIZES = (10_000, 100_000, 1_000_000)
LARGE = 10_000_000
EVENTS = 1000
LASTING = frozenset({0, 1, 3, 4})
_NETWORKX = 100_000
"""Largest graph on which networkx lists its paths."""


def _ends(edges: int, n: int, *, hubs: bool, rng: np.random.Generator) -> tuple[Any, Any]:
    """Return senders and receivers without parallel relations and loops."""
    keys = np.empty(0, dtype=np.int64)
    if not hubs:
        chance = [w / w.sum() for w in rng.lognormal(0.0, 1.2, (2, n))]
    scattered = rng.permutation(n)
    while len(keys) < edges:
        more = edges - len(keys)
        if hubs and not len(keys):
            src, dst = np.minimum(rng.zipf(1.6, (2, more)) - 1, n - 1)
            src = scattered[src]
        elif hubs:
            src, dst = rng.integers(0, n, (2, more))  # what a Zipf law repeats is filled up evenly
        else:
            src, dst = (rng.choice(n, more, p=p) for p in chance)
        keys = np.unique(np.concatenate([keys, (src.astype(np.int64) * n + dst)[src != dst]]))
    keys = np.sort(rng.permutation(keys)[:edges])
    return keys // n, keys % n


def world(edges: int, *, hubs: bool, seed: int = 7) -> tuple[Snapshot, list[int]]:
    """Return a graph with so many edges, and its events: one at a company of middling degree, one at the largest hub, then others anywhere."""
    rng = np.random.default_rng(seed)
    n, n_funds, per_fund = max(edges // 10, 200), min(1500, max(edges // 200, 20)), 50
    first = SnapshotBuilder()
    for i in range(n):
        first.add_node(f"company:{i:07d}.SH")
    for i in range(n_funds):
        first.add_fund(first.add_node(f"etf:{i:06d}.SH"), kind="equity")
    first.word("predicates", "supplies_to")
    base = first.base()
    src, dst = _ends(edges, n, hubs=hubs, rng=rng)
    q = np.where(np.arange(edges) % 2 == 1, rng.random(edges) * 0.2, np.nan)
    rows: dict[str, Any] = {
        "edges.src": src, "edges.dst": dst, "edges.cls": rng.integers(0, len(RELATION_CLASSES) - 1, edges), "edges.q": q,
        "edges.statement": np.arange(edges), "edges.flag": np.zeros(edges),
        "statements.id": np.full(edges, -1), "statements.subject": dst, "statements.predicate": np.zeros(edges), "statements.object": src,
        "statements.belief": np.full(edges, 0.8), "statements.public_from": np.full(edges, DAY.toordinal()),
        "statements.valid_from": np.zeros(edges), "statements.valid_to": np.zeros(edges),
    }  # fmt: skip
    b = SnapshotBuilder(replace(base, rows={**base.rows, **{name: values.astype(base.rows[name].dtype) for name, values in rows.items()}}))
    for fund in range(n, n + n_funds):
        table = b.add_table(f"w{fund}", fund, basis="index_weight", coverage="full", known_at=DAY, as_of=DAY)
        for company, weight in zip(rng.choice(n, per_fund, replace=False).tolist(), rng.dirichlet(np.ones(per_fund)).tolist(), strict=True):
            b.add_holding(table, company, issuer=company, weight=weight)
    degree = np.bincount(src, minlength=n)
    middling = np.flatnonzero(degree == max(int(np.median(degree[degree > 0])), 3))
    named = [int(middling[0]) if len(middling) else 0, int(degree.argmax()), *rng.integers(0, n, EVENTS).tolist()]
    story = b.add_story("story:1", first_public=DAY)
    for i, node in enumerate(named):
        event = b.add_event(f"event:{i}", "product_launch", story=story, trigger="t", summary="s", belief=0.9, public_from=DAY)
        b.add_participant(event, node, role="agent", sign=1, relevance=1.0)
    return b.build(), list(range(len(named)))


def timed(work: Callable[[], Any], *, least: int = 3, seconds: float = 1.0) -> float:
    """Return the median CPU time of a call in milliseconds."""
    work()
    times: list[float] = []
    until = time.perf_counter() + seconds
    while len(times) < least or (time.perf_counter() < until and len(times) < 200):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times) * 1000


def _shock(ground: Ground, event: int) -> tuple[int, list[float]]:
    seed = int(ground.snapshot.participants.node[ground.snapshot.rows("participants_ptr", event)][0])
    prior = default_table().events["product_launch"]
    return seed, [mu * prior.size * float(ground.snapshot.events.belief[event]) for mu in prior.mu]


class DictWalk:
    """The same walks over dictionaries and lists of plain floats."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.out: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
        src = ground.sender(np.arange(len(ground.dst))).tolist()
        for s, d, c, carried in zip(src, ground.dst.tolist(), ground.cls.tolist(), ground.carried.tolist(), strict=True):
            self.out[s].append((d, c, carried))
        self.gamma = ground.gamma.tolist()
        self.lam = ground.table.lam.tolist()
        self.held: dict[int, list[tuple[int, float]]] = defaultdict(list)
        held = ground.holders
        for company, fund, signed in zip(held.company.tolist(), held.fund.tolist(), held.signed.tolist(), strict=True):
            self.held[company].append((fund, signed))

    def __call__(self, event: int) -> dict[int, tuple[float, list[tuple[float, tuple[int, ...]]]]]:
        """Return E and the three largest walks of the 20 funds with the largest |E|."""
        seed, shock = _shock(self.ground, event)
        kinds = [k for k, s in enumerate(shock) if s]
        out, held, lam, gamma = self.out, self.held, self.lam, self.gamma
        score: dict[int, float] = defaultdict(float)
        walks: dict[int, list[tuple[float, tuple[int, ...]]]] = defaultdict(list)

        def arrive(node: int, total: float, path: tuple[int, ...]) -> None:
            for fund, signed in held.get(node, ()):
                score[fund] += signed * total
                walks[fund].append((signed * total, path))

        arrive(seed, sum(shock), (seed,))
        for d, c, carried in out.get(seed, ()):
            bound, passed = gamma[d], lam[c]
            one = [shock[k] * passed[k] * carried * bound[k] for k in kinds]
            arrive(d, sum(one), (seed, d))
            if c in LASTING:
                for e, again, share in out.get(d, ()):
                    if again == c and e != seed:
                        bound = gamma[e]
                        arrive(e, sum(v * passed[k] * share * bound[k] for v, k in zip(one, kinds, strict=True)), (seed, d, e))
        top = sorted(score, key=lambda f: -abs(score[f]))[:20]
        return {f: (score[f], sorted(walks[f], key=lambda w: -abs(w[0]))[:3]) for f in top}


class SparseProducts:
    """Scores alone, by products of sparse matrices, one a (shock type, class)."""

    def __init__(self, ground: Ground) -> None:
        from scipy import sparse

        self.ground, self.sparse = ground, sparse
        n, held = len(ground.receivers), ground.holders
        src = ground.sender(np.arange(len(ground.dst)))
        shock = _shock(ground, 0)[1]
        self.n = n
        self.matrices = []
        for k in np.flatnonzero(shock).tolist():
            for c in range(len(RELATION_CLASSES) - 1):
                mine = np.flatnonzero((ground.cls == c) & (ground.table.lam[c, k] != 0))
                if len(mine):
                    values = ground.hop(mine, np.array([k]))[:, 0]
                    self.matrices.append((k, c in LASTING, sparse.csr_matrix((values, (src[mine], ground.dst[mine])), shape=(n, n))))
        self.held = sparse.csr_matrix((held.signed, (held.company, held.fund)), shape=(n, len(held.funds)))

    def __call__(self, event: int) -> Any:
        """Return E by fund."""
        seed, shock = _shock(self.ground, event)

        def at_seed(value: float) -> Any:
            return self.sparse.csr_matrix(([value], ([0], [seed])), shape=(1, self.n))

        total = at_seed(sum(shock))
        for k, lasting, matrix in self.matrices:
            one = at_seed(shock[k]) @ matrix
            one.data[one.indices == seed] = 0.0
            total = total + one
            if lasting:
                two = one @ matrix
                two.data[two.indices == seed] = 0.0
                total = total + two
        return (total @ self.held).toarray()[0]


def networkx_paths(ground: Ground) -> Callable[[int, list[int]], int]:
    """Return a call that lists all simple paths of at most 3 edges from an event's company to some funds."""
    graph: Any = nx.DiGraph()
    graph.add_edges_from(zip(ground.sender(np.arange(len(ground.dst))).tolist(), ground.dst.tolist(), strict=True))
    held = ground.holders
    graph.add_edges_from(zip(held.company.tolist(), held.funds[held.fund].tolist(), strict=True))
    return lambda event, funds: sum(1 for fund in funds for _ in nx.all_simple_paths(graph, _shock(ground, event)[0], fund, cutoff=3))


def _agree(ground: Ground, event: int, rival: dict[int, float]) -> None:
    ours = score(ground, event)
    at = {int(f): i for i, f in enumerate(ground.holders.funds)}
    worst = max((abs(rival.get(at[int(f)], 0.0) - v) for f, v in zip(ours.funds, ours.net, strict=True)), default=0.0)
    if worst > 1e-12:
        msg = f"A rival's score differs from ours by {worst:.3g}."
        raise AssertionError(msg)


def main(sizes: list[int]) -> None:
    """Print the table."""
    print(
        f"{'edges':>9} {'shape':>5} {'event':>7} {'reached':>8} {'core':>9} {'answer':>9} {'+draws':>9} {'dict':>9} {'scipy':>9} {'networkx':>10}"
        f" {'dict/core':>10} {'scipy/core':>11} {'nx/core':>9}"
    )
    for edges in sizes:
        for hubs in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                where = Path(folder) / "snapshot"
                built, events = world(edges, hubs=hubs)
                write_snapshot(built, where)
                del built
                gc.collect()
                one_graph(where, edges, "hubs" if hubs else "real", events)
            gc.collect()


def one_graph(where: Path, edges: int, shape: str, events: list[int]) -> None:
    """Print the lines of one graph."""
    opened = timed(lambda: open_snapshot(where))
    snapshot = open_snapshot(where)
    start = time.process_time()
    ground = prepare(snapshot, as_of=DAY)
    prepared = time.process_time() - start
    start = time.process_time()
    plain = DictWalk(ground)
    by_dict = time.process_time() - start
    sparse = SparseProducts(ground)
    paths = networkx_paths(ground) if edges <= _NETWORKX else None
    for name, event in (("typical", events[0]), ("hub", events[1])):
        _agree(ground, event, {f: e for f, (e, _) in plain(event).items()})
        _agree(ground, event, dict(enumerate(sparse(event).tolist())))
        found = score(ground, event)
        question = ExposureQuestion(events=(event,), as_of=DAY, top=20, paths=3, draws=0)
        core = timed(partial(score, ground, event))
        answer = timed(partial(expose, snapshot, question))
        drawn = timed(partial(expose, snapshot, replace(question, draws=None)))
        walk = timed(partial(plain, event))
        product = timed(partial(sparse, event))
        listed = timed(partial(paths, event, found.funds.tolist()), least=1, seconds=5) if paths else float("nan")
        print(
            f"{edges:>9} {shape:>5} {name:>7} {found.companies:>8} {core:>7.2f}ms {answer:>7.1f}ms {drawn:>7.1f}ms {walk:>7.2f}ms {product:>7.2f}ms"
            f" {listed:>8.1f}ms {walk / core:>10.2f} {product / core:>11.1f} {listed / core:>9.0f}",
            flush=True,
        )
    start = time.process_time()
    for event in events[2:]:
        score(ground, event)
    batch = time.process_time() - start
    start = time.process_time()
    for event in events[2:]:
        plain(event)
    plainly = time.process_time() - start
    stored = snapshot.edges.stored_bytes() + snapshot.in_edges.stored_bytes()
    print(
        f"{'':>9} {shape:>5} {len(events) - 2} events in a batch {batch:.2f} s (dict {plainly:.2f} s) · opened in {opened:.2f} ms, prepared in {prepared:.2f} s"
        f" (dict {by_dict:.1f} s) · {stored / edges / 2:.1f} bytes an edge and direction stored, {ground.bytes_a_hop():.1f} prepared",
        flush=True,
    )
