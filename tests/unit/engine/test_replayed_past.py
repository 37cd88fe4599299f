"""The short form of tests/endurance/replay_past.py."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

_SCRIPT = Path(__file__).parents[2] / "endurance" / "replay_past.py"


@pytest.mark.slow
def test_the_past_comes_out_as_it_was_after_random_acts_and_no_day_sees_what_came_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("replay_past", _SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "replay_past", script)  # its dataclasses look themselves up there
    spec.loader.exec_module(script)
    figures = script.run(tmp_path, runs=1, seed=3, acts=4, articles=12)
    assert figures.faults == []
    assert figures.asked > 300
