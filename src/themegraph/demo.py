"""The main job on the shipped sample articles, from an empty folder to a report and a picture."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from themegraph.engine import ThemeGraph
from themegraph.errors import WorkspaceExists
from themegraph.resources import data_path

__all__ = ["FIRST_DAY", "HEADLINE", "LOSS", "LOSS_DAY", "SECOND_DAY", "THEME", "run_demo"]

HEADLINE = "摩尔线程 花港"
"""The event of the demonstration: 688795 was listed on 2025-12-05 and stands in no weight table we have."""
FIRST_DAY = date(2025, 12, 21)
SECOND_DAY = date(2026, 11, 20)
LOSS = "耐克"
"""A negative event whose company stands in dated tables."""
LOSS_DAY = date(2025, 12, 21)
THEME = "人工智能"


def _fresh(folder: Path) -> None:
    """Remove an earlier demonstration, and nothing else."""
    if (folder / "themegraph.toml").is_file() and (folder / "demo").is_file():
        shutil.rmtree(folder)
    elif folder.exists() and any(folder.iterdir()):
        msg = f"{folder} exists and is not an earlier demonstration; name another folder with --kg, or remove it."
        raise WorkspaceExists(msg)


def _program() -> str:
    """Return how this program is called from here: by its name where that is on the path, else as it was called now."""
    if shutil.which("themegraph"):
        return "themegraph"
    called = Path(sys.argv[0])
    return str(called) if called.stem == "themegraph" else "python -m themegraph"


def run_demo(
    folder: Path,
    *,
    out: Path | None,
    run_at: datetime,
    show: Callable[[Any], None],
    say: Callable[[str], None],
    note: Callable[[str], None],
) -> None:
    """Build a workspace in ``folder`` from the shipped articles, print the answers, leave a report and a picture in ``out``.

    Raises
    ------
    WorkspaceExists
        If the folder holds anything but an earlier demonstration.
    """
    started = time.perf_counter()
    _fresh(folder)
    kg = ThemeGraph.create(folder, run_at=run_at)
    (folder / "demo").write_text("made by themegraph demo; it may be removed and made again\n", encoding="utf-8")
    note(f"reference data loaded in {time.perf_counter() - started:.1f} s")
    summary = kg.ingest([data_path("articles")], run_at=run_at)
    note(f"{summary.new} articles read: {summary.events} events, {summary.statements} relation readings")
    show(kg.stats())
    say("")
    show(kg.events("", as_of=SECOND_DAY, known_at=run_at, top=30, quotes=0))
    for day in (FIRST_DAY, SECOND_DAY):
        say("")
        show(kg.exposure(HEADLINE, as_of=day, known_at=run_at, top=5))
    say("")
    show(kg.exposure(LOSS, as_of=LOSS_DAY, known_at=run_at, top=5))
    target = out or folder
    target.mkdir(parents=True, exist_ok=True)
    report, picture = target / f"{FIRST_DAY}-theme-research.md", target / "moore-threads.html"
    report.write_text(kg.report(THEME, as_of=FIRST_DAY, known_at=run_at, window=3), encoding="utf-8")
    kg.draw(HEADLINE, picture, as_of=FIRST_DAY, known_at=run_at)
    say("")
    say(f"report:  {report}")
    say(f"picture: {picture}")
    note(f"demonstration done in {time.perf_counter() - started:.1f} s; ask on with: {_program()} events --kg {folder}")
