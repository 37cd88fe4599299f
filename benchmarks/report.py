"""A report on a theme with a thousand articles, the check of a text of twenty pages, and every kind of picture."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.texts import write_jsonl
from benchmarks.themes import DAY, THEME, pages, theme_articles

from themegraph.engine import ThemeGraph
from themegraph.report.lint import lint_text

NOW = datetime(2026, 9, 1, tzinfo=UTC)
ARTICLES = 1_000
PAGES = 20
ROUNDS = 3
PICTURES = {"flow": "svg", "graph": "html", "timeline": "svg", "matrix": "svg", "card": "svg"}


def _timed(name: str, target: str, work: Callable[[], Any]) -> None:
    walls, cpus = [], []
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    print(f"{name:<28} {min(walls):7.2f} s wall   {min(cpus):7.2f} s CPU   first time {walls[0]:6.2f} s   target {target}", flush=True)


def main(folder: Path) -> None:
    """Print the fastest of three, and the first, which reads what the workspace keeps on disk."""
    found = theme_articles(ARTICLES)
    write_jsonl(folder / "theme.jsonl", found)
    started = time.perf_counter()
    summary = ThemeGraph.create(folder / "theme", run_at=NOW).ingest([folder / "theme.jsonl"], run_at=NOW)
    print(f"{summary.new} articles on {THEME}, {summary.events} events; made in {time.perf_counter() - started:.0f} s")
    kg = ThemeGraph.open(folder / "theme")
    report = ""

    def write() -> None:
        nonlocal report
        report = kg.report(THEME, as_of=DAY, known_at=NOW)

    _timed("report", "5 s", write)
    text = pages(report, found, number=PAGES)
    _timed(f"lint, {len(text):,} characters", "1 s", lambda: lint_text(text, path="pages.md", knowledge=kg.lint_knowledge(known_at=NOW)))
    event = kg.events(THEME, as_of=DAY, known_at=NOW, top=1).rows[0].id
    for kind, form in PICTURES.items():
        _timed(f"picture, {kind}", "1 s", lambda k=kind, f=form: kg.draw(event, folder / f"{k}.{f}", as_of=DAY, known_at=NOW, kind=k))
