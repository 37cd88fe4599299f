"""The same inputs give the same bytes, whatever the hash seed and the order of the files."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph
from themegraph.render.data import to_json
from themegraph.render.network import network_html
from themegraph.render.picture import picture_of

Program = Callable[..., subprocess.CompletedProcess[str]]

BUILD = """
import json, sys
from datetime import datetime
from pathlib import Path
from themegraph.engine import ThemeGraph
folder, data, articles, when = sys.argv[1:]
kg = ThemeGraph.create(folder, data=data or None, run_at=datetime.fromisoformat(when))
kg.ingest(sorted(Path(articles).iterdir(), reverse=True), run_at=datetime.fromisoformat(when))
"""


def everything(folder: Path, questions: tuple[tuple[str, str], ...], theme: str) -> list[str]:
    """Return all answers of a workspace, in all their forms that do not name the folder."""
    kg = ThemeGraph.open(folder)
    out = [to_json(kg.stats())]
    for question, fund in questions:
        for day in (date(2025, 7, 1), date(2025, 12, 21), date(2026, 3, 1)):
            exposure = kg.exposure(question, as_of=day, top=50)
            out += [to_json(kg.events(question, as_of=day)), to_json(kg.beneficiaries(question, as_of=day)), to_json(exposure)]
            if exposure.events:
                out += [to_json(kg.explain(question, fund, as_of=day)), network_html(picture_of(exposure))]
            out.append(kg.report(theme, as_of=day, window=365))
    return out


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_the_small_workspace_answers_the_same_under_any_hash_seed_and_file_order(
    program: Program, tmp_path: Path, small_kg: Path, reference_folder: Path, article_folder: Path, learned_at: datetime, seed: str
) -> None:
    made = program("-c", BUILD, tmp_path / "kg", reference_folder, article_folder, learned_at.isoformat(), env={"PYTHONHASHSEED": seed})
    assert made.returncode == 0, made.stderr
    questions = (("星澜算力", "510991.SH"), ("东岚汽车 召回", "159991.SZ"), ("600903.SH", "510991.SH"))
    assert everything(tmp_path / "kg", questions, "算力芯片") == everything(small_kg, questions, "算力芯片")


@pytest.mark.slow
def test_the_demonstration_answers_the_same_under_another_hash_seed_and_file_order(
    program: Program, tmp_path: Path, demo_kg: Path, learned_at: datetime
) -> None:
    from themegraph.resources import data_path

    made = program("-c", BUILD, tmp_path / "kg", "", data_path("articles"), learned_at.isoformat(), env={"PYTHONHASHSEED": "20251221"})
    assert made.returncode == 0, made.stderr
    questions = tuple((q, "515070.SH") for q in ("摩尔线程 花港", "小米 召回", "人工智能"))
    ours, theirs = everything(tmp_path / "kg", questions, "人工智能"), everything(demo_kg, questions, "人工智能")
    for mine, other in zip(ours, theirs, strict=True):
        assert mine == other


def test_the_same_question_in_another_process_gives_the_same_bytes(program: Program, small_kg: Path) -> None:
    ask = ("-m", "themegraph", "exposure", "东岚汽车 召回", "--as-of", "2025-07-01", "--known-at", "2025-12-24", "--format", "json", "--kg", small_kg)
    said = [program(*ask, env={"PYTHONHASHSEED": seed}).stdout for seed in ("0", "1", "random")]
    assert len(set(said)) == 1
    assert json.loads(said[0])["rows"]
