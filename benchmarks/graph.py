"""The store and the snapshot, side by side with rdflib's in-memory Dataset and with pyoxigraph used directly, and how each grows.

A size is a number of RDF statements (quads) of made-up news (:mod:`benchmarks.world`); an article has some 290. Each contestant of a load runs in a process of its
own, so that its memory is its own; times are of the processor unless they say otherwise. ``large`` adds 10^6.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyoxigraph as ox
from benchmarks.world import NOW, articles, reference

from themegraph.demo import FIRST_DAY, HEADLINE
from themegraph.engine import ThemeGraph
from themegraph.graph.compile import compile_snapshot
from themegraph.graph.compiled import CompileCache
from themegraph.graph.keep import add_article, load_reference
from themegraph.graph.publish import publish_snapshot
from themegraph.graph.rdf import article_quads, extraction_quads
from themegraph.graph.store import OxigraphStore
from themegraph.ontology import load_ontology
from themegraph.resources import data_path, ontology_path
from themegraph.snapshot import RELATION_CLASSES, SnapshotBuilder, open_snapshot, write_snapshot

SIZES = (10_000, 100_000)
LARGE = 1_000_000
INSERTS = 100
COMPANIES = 2_000
_LIMIT = 60.0
"""Seconds that rdflib gets for one question."""


def _quads(size: int) -> Iterator[ox.Quad]:
    """Yield so many quads of articles."""
    onto = load_ontology()

    def every() -> Iterator[ox.Quad]:
        for article, extraction in articles(size, companies=COMPANIES):
            yield from dict.fromkeys([*article_quads(article), *extraction_quads(article, extraction, ontology=onto)])

    return islice(every(), size)


def _new(count: int) -> list[tuple[Any, Any, list[ox.Quad]]]:
    """Return articles that no load has, with their quads."""
    onto = load_ontology()
    return [
        (a, e, list(dict.fromkeys([*article_quads(a), *extraction_quads(a, e, ontology=onto)])))
        for a, e in articles(count, companies=COMPANIES, first=10_000_000)
    ]


def _size(folder: Path) -> float:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6


# ---------------------------------------------------------------- one contestant, in a process of its own


def _ours(path: Path, folder: Path | None) -> tuple[Callable[[], None], dict[str, Callable[[], None]]]:
    onto, new = load_ontology(), _new(INSERTS)
    store = OxigraphStore(None if folder is None else folder / "s")

    def load() -> None:
        with path.open("rb") as file:
            store.bulk_extend(ox.parse(file, format=ox.RdfFormat.N_QUADS))
        store.flush()

    def insert() -> None:
        for article, extraction, _ in new:
            add_article(store, article, extraction, learned_at=NOW, ontology=onto)

    return load, {"insert": insert}


def _raw(path: Path, folder: Path | None) -> tuple[Callable[[], None], dict[str, Callable[[], None]]]:
    onto, new = load_ontology(), _new(2 * INSERTS)
    store = ox.Store() if folder is None else ox.Store(str(folder / "s"))

    def load() -> None:
        store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
        store.flush()

    def in_hand() -> None:
        for _, _, quads in new[:INSERTS]:
            store.extend(quads)

    def made() -> None:
        for article, extraction, _ in new[INSERTS:]:
            store.extend(list(dict.fromkeys([*article_quads(article), *extraction_quads(article, extraction, ontology=onto)])))

    return load, {"insert": made, "insert, quads in hand": in_hand}


def _rdflib(path: Path, _: Path | None) -> tuple[Callable[[], None], dict[str, Callable[[], None]]]:
    import rdflib

    data = rdflib.Dataset()
    forms = [ox.serialize(quads, format=ox.RdfFormat.N_QUADS) for _, _, quads in _new(INSERTS)]
    ready = []
    for form in forms:
        one = rdflib.Dataset()
        one.parse(data=(form or b"").decode(), format="nquads")
        ready.append([(s, p, o, data.graph(g)) for s, p, o, g in one.quads()])

    def load() -> None:
        data.parse(str(path), format="nquads")

    def in_hand() -> None:
        for quads in ready:
            data.addN(quads)

    return load, {"insert, quads in hand": in_hand}


_CONTESTANTS = {
    "themegraph, disk": (_ours, True),
    "pyoxigraph, disk": (_raw, True),
    "themegraph, memory": (_ours, False),
    "pyoxigraph, memory": (_raw, False),
    "rdflib, memory": (_rdflib, False),
}


def _child(name: str, path: Path) -> None:
    """Load a file, insert articles, and print the figures as JSON."""
    make, disk = _CONTESTANTS[name]
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        load, inserts = make(path, Path(folder) if disk else None)
        gc.collect()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        cpu, wall = time.process_time(), time.perf_counter()
        load()
        found: dict[str, float] = {"load": time.process_time() - cpu, "load wall": time.perf_counter() - wall}
        found["memory"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        found["disk"] = _size(Path(folder))
        for what, insert in inserts.items():
            cpu = time.process_time()
            insert()
            found[what] = 1000 * (time.process_time() - cpu) / INSERTS
    print(json.dumps(found))


def _loads(folder: Path, size: int) -> None:
    path = folder / f"{size}.nq"
    with path.open("wb") as out:
        ox.serialize(_quads(size), out, format=ox.RdfFormat.N_QUADS)
    print(f"{size:,} quads, {path.stat().st_size / 1e6:.1f} MB of N-Quads: load of the file, then {INSERTS} articles one by one")
    print(f"   {'':<20} {'load':>8} {'quads/s':>9} {'memory':>9} {'disk':>8}   {'article from values':>20} {'from quads in hand':>20}")
    results: dict[str, dict[str, float]] = {}
    for name in _CONTESTANTS:
        command = [sys.executable, "-m", "benchmarks.graph", name, str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
        r = results[name] = json.loads(done.stdout)
        values = f"{r['insert']:17.2f} ms" if "insert" in r else f"{'':>20}"
        quads = f"{r['insert, quads in hand']:17.2f} ms" if "insert, quads in hand" in r else f"{'':>20}"
        print(f"   {name:<20} {r['load']:6.2f} s {size / r['load']:9,.0f} {r['memory']:6.0f} MB {r['disk']:5.0f} MB   {values} {quads}", flush=True)
    path.unlink()
    ours, raw, other = results["themegraph, disk"], results["pyoxigraph, disk"], results["rdflib, memory"]
    memory = results["themegraph, memory"]
    print(
        f"   load: rdflib takes {other['load'] / memory['load']:.1f} × ours in memory, {other['load'] / ours['load']:.1f} × ours on disk (target 8 ×); "
        f"ours {ours['load'] / raw['load']:.2f} × pyoxigraph on disk (target 1.3 ×)"
    )
    print(
        f"   article: ours {ours['insert'] / raw['insert']:.2f} × pyoxigraph that makes the same quads, {ours['insert'] / raw['insert, quads in hand']:.2f} × "
        f"pyoxigraph with quads in hand (target 1.3 ×); rdflib in memory, not kept, {other['insert, quads in hand'] / memory['insert']:.2f} × ours in memory",
        flush=True,
    )


# ---------------------------------------------------------------- the whole way: store, snapshot, one article more


def _grown(folder: Path, size: int) -> None:
    onto, place = load_ontology(), folder / f"grown{size}"
    place.mkdir()
    taken, n, cache = 0, 0, CompileCache(place / "compiled")
    news = articles(size, companies=COMPANIES)
    with OxigraphStore(place / "store") as store:
        load_reference(store, reference(COMPANIES), dataset="made-up", learned_at=NOW, ontology=onto)
        taken = len(store.raw)
        start, at_first = time.process_time(), taken
        while taken < size or not n:
            article, extraction = next(news)
            add_article(store, article, extraction, learned_at=NOW, ontology=onto)
            n += 1
            taken += 300 if n % 50 else len(store.raw) - taken
        store.flush()
        added = time.process_time() - start
        taken = len(store.raw)
        start = time.process_time()
        snapshot = compile_snapshot(store, ontology=onto, cache=cache)
        publish_snapshot(place / "snapshot", snapshot)
        first = time.process_time() - start
        more: list[float] = []
        walls: list[float] = []
        for article, extraction in islice(news, 5):
            cpu, wall = time.process_time(), time.perf_counter()
            add_article(store, article, extraction, learned_at=NOW, ontology=onto)
            store.flush()
            publish_snapshot(place / "snapshot", compile_snapshot(store, ontology=onto, cache=cache))
            more.append(time.process_time() - cpu)
            walls.append(time.perf_counter() - wall)
    claims = len(snapshot.statements)
    print(
        f"   {taken:>9,} {n:>8,} {claims:>8,} {len(snapshot.events):>8,} {(taken - at_first) / max(n, 1):>8.0f} {1000 * added / max(n, 1):>8.2f} ms {_size(place / 'store'):>6.0f} MB "
        f"{first:>8.2f} s {1e6 * first / taken:>8.1f} s {statistics.median(more):>8.2f} s {statistics.median(walls):>7.2f} s {min(walls):>7.2f} s",
        flush=True,
    )


def _workspace(folder: Path, size: int) -> None:
    """Time one article through reader, store and snapshot of a running process, and commands of processes of their own."""
    onto, place = load_ontology(), folder / f"kg{size}"
    kg = ThemeGraph.create(place, run_at=NOW)
    kg.ingest([data_path("articles")], run_at=NOW)
    with OxigraphStore(place / "store") as store:
        news = articles(size, companies=COMPANIES)
        while len(store.raw) < size:
            for article, extraction in islice(news, 200):
                add_article(store, article, extraction, learned_at=NOW, ontology=onto)
        store.flush()
        taken = len(store.raw)
    (place / "unpublished").touch()
    counts = kg.stats().counts
    print(
        f"a workspace of {taken:,} quads: the shipped data and {counts['articles']:,} articles; {_size(place):.0f} MB on disk, {_size(place / 'store'):.0f} MB of it the store"
    )
    walls, cpus = [], []
    for n in range(5):
        path = folder / f"one{n}.md"
        path.write_text(
            f'---\ntitle: "寒武纪中标第{n}号项目"\ndate: 2025-12-2{n}\nsource: 样例\n---\n\n寒武纪公告，第{n}号项目中标{n + 2}亿元订单，中芯国际为其供应商。\n',
            encoding="utf-8",
        )
        wall, cpu = time.perf_counter(), time.process_time()
        kg.ingest([path], run_at=NOW)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    print(
        f"   one article into it, running process: {statistics.median(walls[1:]):.2f} s wall, {statistics.median(cpus[1:]):.2f} s CPU (target 1 s; "
        f"first of the process {walls[0]:.2f} s, fastest {min(walls):.2f} s)"
    )
    path = folder / "cold.md"
    path.write_text('---\ntitle: "寒武纪再中标"\ndate: 2025-12-28\nsource: 样例\n---\n\n寒武纪公告，再中标9亿元订单。\n', encoding="utf-8")
    commands = {
        "exposure": ["exposure", HEADLINE, "--as-of", str(FIRST_DAY), "--format", "json"],
        "stats": ["stats"],
        "sparql": ["sparql", "SELECT ?s WHERE { ?s a tg:Evidence } LIMIT 5"],
        "ingest one.md": ["ingest", str(path)],
    }
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    for name, command in commands.items():
        taken_s = []
        for _ in range(1 if name.startswith("ingest") else 3):
            start = time.perf_counter()
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-m", "themegraph", *command, "--kg", str(place)], check=True, capture_output=True, env=kept)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            taken_s.append((time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
        wall, cpu = min(taken_s)
        print(f"   cold {name:<15} {wall:6.2f} s wall, {cpu:5.2f} s CPU (target 3 s)", flush=True)


def _arrays(folder: Path, edges: int) -> None:
    """Time the arrays alone: sorted, written and opened again."""
    rng, builder = np.random.default_rng(7), SnapshotBuilder()
    ends = rng.integers(0, edges // 10, (2, edges)).tolist()
    for i in range(edges // 10):
        builder.add_node(f"company:{i:07d}.SH")
    cpu = time.process_time()
    for i, (src, dst) in enumerate(zip(*ends, strict=True)):
        builder.add_statement(f"statement:{i:020d}", dst, "supplies_to", src, belief=0.8, public_from=NOW.date())
        builder.add_edge(src, dst, RELATION_CLASSES[0], statement=i, q=0.1)
    added = time.process_time() - cpu
    cpu = time.process_time()
    snapshot = builder.build()
    built = time.process_time() - cpu
    cpu = time.process_time()
    write_snapshot(snapshot, folder / f"arrays{edges}")
    written = time.process_time() - cpu
    wall = time.perf_counter()
    open_snapshot(folder / f"arrays{edges}")
    opened = time.perf_counter() - wall
    scale = 1e6 / edges
    print(
        f"snapshot of {edges:,} edges and as many claims: per 10^6 edges rows added in {scale * added:.1f} s, arrays built in {scale * built:.1f} s, written in {scale * written:.1f} s, "
        f"{scale * _size(folder / f'arrays{edges}'):.0f} MB; opened in {1000 * opened:.0f} ms",
        flush=True,
    )


# ---------------------------------------------------------------- questions


def _competency(folder: Path) -> None:
    """Ask the competency questions of the demonstration graph, here and in rdflib."""
    import rdflib

    kg = ThemeGraph.create(folder / "asked", run_at=NOW)
    kg.ingest([data_path("articles")], run_at=NOW)
    with OxigraphStore(folder / "asked" / "store", read_only=True) as store:
        data = rdflib.Dataset(default_union=True)
        path = folder / "asked.nq"
        ox.serialize(store.quads(), str(path), format=ox.RdfFormat.N_QUADS)
        cpu = time.process_time()
        data.parse(str(path), format="nquads")
        print(
            f"competency questions on the demonstration graph ({len(store.raw):,} quads, in rdflib after {time.process_time() - cpu:.0f} s of loading)"
        )
        for query in sorted(ontology_path("queries").glob("*.rq")):
            text = query.read_text(encoding="utf-8")
            times = []
            for _ in range(5):
                cpu = time.process_time()
                rows: Any = store.query(text)
                found = sum(1 for _ in rows)
                times.append(time.process_time() - cpu)
            ours = min(times)
            other, other_rows = _in_rdflib(data, text)
            said = f"{1000 * other:9.1f} ms {other / ours:7.1f} ×" if other is not None else f"    over {_LIMIT:.0f} s"
            unlike = "" if other is None or other_rows == found else f"   ({other_rows} rows in rdflib)"
            print(f"   {query.stem:<36} {found:>6} rows {1000 * ours:8.1f} ms   rdflib {said}{unlike}", flush=True)


class _TooLong(Exception):
    pass


def _in_rdflib(data: Any, text: str) -> tuple[float | None, int]:
    """Return the time of a question in rdflib, ``None`` if it runs past its time, and the rows."""
    import signal

    from themegraph.graph.terms import PREFIXES

    def stop(*_: object) -> None:
        raise _TooLong

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, _LIMIT)
    cpu = time.process_time()
    try:
        rows = sum(1 for _ in data.query(text, initNs=PREFIXES))
    except _TooLong:
        return None, 0
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.process_time() - cpu, rows


def main(folder: Path, *, large: bool = False) -> None:
    """Print all tables."""
    sizes = [*SIZES, *([LARGE] if large else [])]
    for size in sizes:
        _loads(folder, size)
    print("store and snapshot together; compiling and one article more, from its values to the published snapshot, in a running process")
    print(
        f"   {'quads':>9} {'articles':>8} {'claims':>8} {'events':>8} {'quads/a':>8} {'add an a':>11} {'disk':>9} {'compile':>10} {'per 10^6':>10} {'one more':>10} {'wall':>9} {'fastest':>9}"
    )
    for size in sizes:
        _grown(folder, size)
    _arrays(folder, sizes[-1])
    _workspace(folder, sizes[-1] if large else 300_000)
    _competency(folder)


if __name__ == "__main__":
    _child(sys.argv[1], Path(sys.argv[2]))
