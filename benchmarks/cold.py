"""Cold answers: a new process each time, beside the least that Python with numpy and click takes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.exposure import DAY, world

from themegraph.demo import FIRST_DAY, HEADLINE
from themegraph.engine import ThemeGraph
from themegraph.graph.publish import publish_snapshot
from themegraph.resources import data_path

NOW = datetime(2026, 1, 1, tzinfo=UTC)
RUNS = 11

_ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
"""As an installed program runs: its modules are compiled once, not at every start."""


def main(folder: Path) -> None:
    """Print medians of eleven runs, taken in turn so that a busy moment touches all."""
    kg = ThemeGraph.create(folder / "cold", run_at=NOW)
    kg.ingest([data_path("articles")], run_at=NOW)
    ask = ["-m", "themegraph", "exposure", HEADLINE, "--as-of", str(FIRST_DAY), "--kg", str(folder / "cold"), "--format"]
    ThemeGraph.create(folder / "million", run_at=NOW)
    publish_snapshot(folder / "million" / "snapshot", world(1_000_000, hubs=False)[0])
    large = ["-m", "themegraph", "exposure", "--as-of", str(DAY), "--kg", str(folder / "million"), "--format", "json"]
    commands = {
        'python -c "import numpy, click"': ["-c", "import numpy, click"],
        "exposure --format json": [*ask, "json"],
        "exposure --format table": [*ask, "table"],
        "json, 10^6 edges, typical event": [*large, "event:0"],
        "json, 10^6 edges, largest hub": [*large, "event:1"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(RUNS + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, *command], check=True, capture_output=True, env=_ENVIRONMENT)
            times[name].append(time.perf_counter() - start)
    base = statistics.median(next(iter(times.values()))[1:])
    targets = {
        "exposure --format json": "target 0.4 s and 2.5 ×",
        "exposure --format table": "target 0.5 s",
        "json, 10^6 edges, typical event": "target 0.4 s",
    }
    for name, taken in times.items():
        middle = statistics.median(taken[1:])
        print(f"{name:<32} {middle:6.3f} s   {middle / base:5.2f} ×   (fastest {min(taken[1:]):.3f} s)   {targets.get(name, '')}")
