"""Kill an ingest with ``kill -9`` at random points, many times over, and look at what is left each time.

Run ``python tests/endurance/kill_ingest.py --runs 200``; tests/unit/engine/test_killed_ingest.py runs the same a few times. Each round a process of its own
reads a batch of new articles into one workspace and says so of each; the parent kills it some random time after a random number of them, in the
middle of an article or of the snapshot's publication. Then, each time:

- every article that was ever acknowledged is in the store;
- every article in the ledger has exactly the quads that were written for it and reads back whole, and no article's graph stands without its entry;
- the workspace opens, and its snapshot has the articles of the ledger;
- every tenth round, the snapshot has the bytes of one compiled from the store alone.

``kill -9`` ends a process and not the machine: what the system has taken from the process it still writes. A power cut is not tried here.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

BATCH = 12
"""Articles of a round."""
NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
_NAMES = ("星澜算力", "云砚半导体", "北槐光电", "东岚汽车")
_WRITER = """
import sys
from datetime import datetime
from pathlib import Path
from themegraph.engine import ThemeGraph

kg, folder, now = ThemeGraph.open(sys.argv[1]), Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3])
kg.extractor
print("ready", flush=True)
sys.stdin.readline()
before = ""

def reading(path):
    # A file is read when the one before it is in the store.
    global before
    if before:
        print("kept", before, flush=True)
    before = path

kg.ingest(sorted(folder.glob("*.md")), run_at=now, progress=reading)
print("kept", before, flush=True)
print("done", flush=True)
"""


@dataclass(slots=True)
class Figures:
    """What the rounds came to."""

    rounds: int = 0
    acknowledged: int = 0
    """Articles whose writing was acknowledged."""
    found: int = 0
    """Articles in the store at the end."""
    lost: list[str] = field(default_factory=list)
    """Acknowledged articles that are not in the store."""
    half: list[str] = field(default_factory=list)
    """Articles that are there in part."""
    unlike: list[int] = field(default_factory=list)
    """Rounds after which the snapshot was not that of the store."""
    struck: Counter[str] = field(default_factory=Counter)
    """Where the kill fell: among the articles, in the last article or the publication, after the end."""

    @property
    def good(self) -> bool:
        """Nothing was lost, nothing is half, every snapshot was right."""
        return not (self.lost or self.half or self.unlike)

    def __str__(self) -> str:
        where = ", ".join(f"{n} {name}" for name, n in sorted(self.struck.items()))
        return (
            f"{self.rounds} kills ({where}): {self.acknowledged} articles acknowledged, {len(self.lost)} of them lost, {len(self.half)} half; "
            f"{self.found} in the store; {len(self.unlike)} wrong snapshots"
        )


def _reference(folder: Path) -> Path:
    folder.mkdir()
    issuers = "".join(f"company:60090{i}.SH,{name},,样例\n" for i, name in enumerate(_NAMES, start=1))
    listings = "".join(f"60090{i}.SH,company:60090{i}.SH,{name},SSE,yes,2020-01-02,样例\n" for i, name in enumerate(_NAMES, start=1))
    (folder / "issuers.csv").write_text(f"id,label,label_en,source\n{issuers}", encoding="utf-8")
    (folder / "listings.csv").write_text(f"code,issuer,name,exchange,primary,listed_on,source\n{listings}", encoding="utf-8")
    return folder


def _batch(folder: Path, number: int) -> Path:
    folder.mkdir()
    for n in range(BATCH):
        i = number * BATCH + n
        name, partner = _NAMES[i % 4], _NAMES[(i + 1) % 4]
        text = f"{name}公告，第{i}号项目中标{i + 1}亿元订单，{partner}为其供应商。公司表示，该订单对业绩有积极影响。" * 3
        head = f'---\ntitle: "{name}中标{i + 1}亿元订单"\ndate: 2025-{i % 12 + 1:02}-{i % 27 + 1:02}\nsource: 样例\n---\n\n'
        (folder / f"{n:03}.md").write_text(head + text + "\n", encoding="utf-8")
    return folder


def _round(kg: Path, batch: Path, after: int, wait: float) -> tuple[list[str], str]:
    """Start a writer and kill it so many seconds after so many acknowledgements; return the acknowledged files, and where it was."""
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(kg), str(batch), NOW.isoformat()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        if writer.stdout.readline() != "ready\n":
            raise RuntimeError("The writer did not start.")
        writer.stdin.write("\n")
        writer.stdin.flush()
        read = [writer.stdout.readline() for _ in range(after)]
        time.sleep(wait)
        os.kill(writer.pid, signal.SIGKILL)
        # A line that was cut off was never an acknowledgement.
        lines = [line.split() for line in [*read, *writer.stdout] if line.endswith("\n")]
    kept = [line[1] for line in lines if line[0] == "kept"]
    where = "after the end" if ["done"] in lines else "in the last article or the publication" if len(kept) >= BATCH - 1 else "among the articles"
    return kept, where


def _look(kg: Path, figures: Figures, wanted: set[str], *, deep: bool) -> None:
    from themegraph.engine import ThemeGraph
    from themegraph.graph.compile import compile_snapshot
    from themegraph.graph.ledger import article_entries
    from themegraph.graph.rdf import article_of, extraction_of
    from themegraph.graph.store import OxigraphStore
    from themegraph.graph.terms import article_graph
    from themegraph.ontology import load_ontology
    from themegraph.snapshot import write_snapshot

    onto = load_ontology()
    with OxigraphStore(kg / "store", read_only=True) as store:
        entries = article_entries(store)
        there = {e.article for e in entries}
        figures.lost += sorted(wanted - there - set(figures.lost))
        for entry in entries:
            n = sum(1 for _ in store.quads(None, None, None, article_graph(entry.article)))
            article, extraction = article_of(store, entry.article), extraction_of(store, entry.article, ontology=onto)
            whole = (
                article is not None and extraction is not None and len(extraction.links) == entry.mentions and len(extraction.events) == entry.events
            )
            if n != entry.quads or not whole:
                figures.half.append(entry.article)
        ours = {article_graph(a).value for a in there}
        figures.half += sorted(g.value for g in store.raw.named_graphs() if "/graph/article/" in str(g.value) and g.value not in ours)
    figures.found = len(there)
    snapshot = ThemeGraph.open(kg).snapshot
    right = len(snapshot.articles) == len(there) and int(snapshot.meta["articles"]) == len(there)
    if right and deep:
        current = kg / "snapshot" / (kg / "snapshot" / "CURRENT").read_text(encoding="utf-8").strip()
        with OxigraphStore(kg / "store", read_only=True) as store, tempfile.TemporaryDirectory() as scratch:
            write_snapshot(compile_snapshot(store, ontology=onto), Path(scratch) / "anew")
            right = (Path(scratch) / "anew" / "arrays.bin").read_bytes() == (current / "arrays.bin").read_bytes()
    if not right:
        figures.unlike.append(figures.rounds)


def run(folder: Path, *, runs: int, seed: int = 7, say: bool = False) -> Figures:
    """Kill so many writers of one workspace and return what was found.

    Parameters
    ----------
    folder
        An empty folder to work in.
    """
    from themegraph.engine import ThemeGraph
    from themegraph.ingest.articles import Rejection, read_articles

    chance, figures = random.Random(seed), Figures()
    kg = folder / "kg"
    ThemeGraph.create(kg, data=_reference(folder / "reference"), run_at=NOW)
    wanted: set[str] = set()
    # Seconds that the work after an acknowledgement takes: adjusted so that few kills come after the end.
    article, publication = 0.05, 0.3
    for number in range(runs):
        batch = _batch(folder / f"batch{number}", number)
        ids = {a.path: a.id for a in read_articles([batch]) if not isinstance(a, Rejection)}
        after = chance.choice([*range(BATCH), *[BATCH - 1] * 4])
        kept, where = _round(kg, batch, after, chance.uniform(0, publication if after == BATCH - 1 else article))
        publication *= 0.8 if where == "after the end" else 1.05
        figures.rounds += 1
        figures.struck[where] += 1
        wanted.update(ids[path] for path in kept)
        figures.acknowledged = len(wanted)
        _look(kg, figures, wanted, deep=number % 10 == 9 or number == runs - 1)
        if say:
            print(json.dumps({"round": figures.rounds, "where": where, "kept": len(kept), "found": figures.found, "good": figures.good}), flush=True)
        if not figures.good:
            break
    return figures


def main() -> int:
    """Run from the command line; exit status 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        figures = run(Path(folder), runs=args.runs, seed=args.seed, say=True)
        print(f"{figures} ({time.monotonic() - started:.0f} s)")
    return 0 if figures.good else 1


if __name__ == "__main__":
    sys.exit(main())
