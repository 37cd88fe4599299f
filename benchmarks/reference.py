"""Load of the shipped reference data into a new workspace."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from themegraph.engine import ThemeGraph
from themegraph.extract import Lexicon
from themegraph.ingest.reference import read_reference
from themegraph.resources import data_path

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main(folder: Path) -> None:
    """Print the time of the whole, and of reading the tables and building the lexicon alone."""
    start = time.perf_counter()
    kg = ThemeGraph.create(folder / "reference", run_at=NOW)
    whole = time.perf_counter() - start
    start = time.perf_counter()
    reference = read_reference(data_path())
    read = time.perf_counter() - start
    start = time.perf_counter()
    Lexicon.build(reference)
    built = time.perf_counter() - start
    counts = kg.stats().counts
    size = sum(p.stat().st_size for p in (folder / "reference").rglob("*") if p.is_file()) / 1e6
    print(f"{counts['nodes']:,} entities, {counts['holdings']:,} weight rows, {counts['members']:,} memberships; {size:.0f} MB on disk")
    print(f"new workspace {whole:6.2f} s   of it: tables read and checked {read:.2f} s, names compiled {built:.2f} s, the rest store and snapshot")
