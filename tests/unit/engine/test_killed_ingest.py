"""The short form of tests/endurance/kill_ingest.py."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

_SCRIPT = Path(__file__).parents[2] / "endurance" / "kill_ingest.py"


def test_kill_9_at_random_points_of_an_ingest_loses_nothing_acknowledged_and_leaves_nothing_half(
    tmp_path: Path, program_env: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", program_env["PYTHONPATH"])
    spec = importlib.util.spec_from_file_location("kill_ingest", _SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "kill_ingest", script)  # its dataclasses look themselves up there
    spec.loader.exec_module(script)
    figures = script.run(tmp_path, runs=int(os.environ.get("THEMEGRAPH_KILLS", "4")))
    assert figures.good, str(figures)
    assert figures.found >= figures.acknowledged
