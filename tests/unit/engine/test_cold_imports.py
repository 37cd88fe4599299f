"""Questions are answered from the snapshot: none of the heavy libraries is loaded for them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Program = Callable[..., subprocess.CompletedProcess[str]]

HEAVY = ("spacy", "jieba", "rdflib", "oxrdflib", "networkx", "pyvis", "pandas", "scipy", "pydantic", "numpy.ma")
ASK = f"""
import sys
from themegraph.cli import cli
try:
    cli(sys.argv[1:])
except SystemExit as end:
    code = end.code
print("LOADED", code or 0, *(m for m in {HEAVY!r} if m in sys.modules), file=sys.stderr)
"""
DAY = ("--as-of", "2025-07-01")


@pytest.mark.parametrize(
    "words",
    [
        ("exposure", "星澜算力", *DAY, "--format", "json"),
        ("exposure", "星澜算力", *DAY, "--format", "table"),
        ("exposure", "星澜算力", *DAY, "--format", "md"),
        ("events", *DAY),
        ("beneficiaries", "星澜算力", *DAY),
        ("explain", "星澜算力", "510991.SH", *DAY),
        ("entity", "星澜算力", *DAY),
        ("report", "算力芯片", "--date", "2025-06-11"),
        ("stats",),
        ("whynot", "星澜算力", "159991.SZ", *DAY),
        ("etf", "510991.SH", *DAY),
        ("company", "星澜算力", *DAY),
        ("compare", "星澜算力", "159991.SZ", "510991.SH", *DAY),
    ],
    ids=lambda words: "-".join(w for w in words if w.isascii() and not w.startswith(("--", "2025"))),
)  # fmt: skip
def test_a_question_loads_no_heavy_library(program: Program, small_kg: Path, words: tuple[str, ...]) -> None:
    said = program("-c", ASK, *words, "--kg", small_kg)
    assert said.stdout
    assert said.stderr.splitlines()[-1] == "LOADED 0", said.stderr


def test_the_check_sees_a_heavy_library(program: Program, small_kg: Path, tmp_path: Path) -> None:
    said = program("-c", ASK, "draw", "星澜算力", *DAY, "-o", tmp_path / "a.html", "--kg", small_kg)
    assert "pyvis" in said.stderr.splitlines()[-1].split()
