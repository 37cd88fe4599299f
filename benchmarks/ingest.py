"""Articles a second, end to end: file to store and snapshot."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.texts import articles, numbered, write_jsonl

from themegraph.engine import ThemeGraph

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TIMES = 4


def main(folder: Path) -> None:
    """Print two rounds: the first has the reader's models to load, the second is told the same again."""
    found = numbered(TIMES)
    write_jsonl(folder / "articles.jsonl", found)
    characters = sum(len(a.content) for a in found)
    kg = ThemeGraph.create(folder / "ingest", run_at=NOW)
    load = time.perf_counter()
    kg.extractor.extract(articles()[0])
    load = time.perf_counter() - load
    start, cpu = time.perf_counter(), time.process_time()
    summary = kg.ingest([folder / "articles.jsonl"], run_at=NOW)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(
        f"{summary.new} articles, {characters:,} characters, {summary.events} events, {summary.statements} relation readings; models loaded in {load:.2f} s"
    )
    print(f"ingest           {summary.new / wall:7.1f} articles/s   {wall:6.2f} s wall, {cpu:6.2f} s CPU (with the snapshot at the end)")
    start = time.perf_counter()
    again = kg.ingest([folder / "articles.jsonl"], run_at=NOW)
    wall = time.perf_counter() - start
    print(f"the same again   {again.duplicate / wall:7.1f} articles/s   {wall:6.2f} s wall, {again.new} new")
