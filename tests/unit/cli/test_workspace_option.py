"""``--kg`` after the command, before it, and THEMEGRAPH_KG: the nearest one wins."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Call = Callable[..., Result]


def articles(result: Result) -> int:
    assert result.exit_code == 0, result.stderr
    return int(json.loads(result.stdout)["counts"]["articles"])


@pytest.fixture
def places(small_kg: Path, bare_kg: Path, tmp_path: Path) -> dict[str, Path]:
    """``four`` holds four articles, ``none`` holds none, ``wrong`` is no workspace."""
    return {"four": small_kg, "none": bare_kg, "wrong": tmp_path / "nowhere"}


def test_the_option_after_the_command_names_the_workspace(call: Call, places: dict[str, Path]) -> None:
    assert articles(call("stats", "--format", "json", "--kg", places["four"])) == 4


def test_the_option_before_the_command_names_the_workspace(call: Call, places: dict[str, Path]) -> None:
    assert articles(call("--kg", places["four"], "stats", "--format", "json")) == 4


def test_the_environment_names_the_workspace(call: Call, places: dict[str, Path]) -> None:
    assert articles(call("stats", "--format", "json", env={"THEMEGRAPH_KG": str(places["four"])})) == 4


def test_the_option_after_the_command_wins_over_all(call: Call, places: dict[str, Path]) -> None:
    env = {"THEMEGRAPH_KG": str(places["wrong"])}
    assert articles(call("--kg", places["none"], "stats", "--format", "json", "--kg", places["four"], env=env)) == 4
    assert articles(call("--kg", places["four"], "stats", "--format", "json", "--kg", places["none"], env=env)) == 0


def test_the_option_before_the_command_wins_over_the_environment(call: Call, places: dict[str, Path]) -> None:
    assert articles(call("--kg", places["four"], "stats", "--format", "json", env={"THEMEGRAPH_KG": str(places["none"])})) == 4


def test_without_any_the_message_says_how_to_name_one(call: Call) -> None:
    result = call("stats")
    assert result.exit_code == 2
    assert result.stdout == ""
    for word in ("--kg", "THEMEGRAPH_KG", "themegraph init"):
        assert word in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("ingest", "x.md"), ("events",), ("beneficiaries", "甲"), ("exposure", "甲"), ("explain", "甲", "乙"), ("entity", "甲"), ("draw", "甲", "-o", "a.html"),
        ("report", "甲"), ("sparql", "ASK {}"), ("export", "--to", "nq", "-o", "a.nq"), ("stats",),
    ],
)  # fmt: skip
def test_every_command_on_a_workspace_takes_the_option_on_both_sides(call: Call, tmp_path: Path, words: tuple[str, ...]) -> None:
    nowhere = tmp_path / "nowhere"
    for result in (call(*words, "--kg", nowhere), call("--kg", nowhere, *words)):
        assert result.exit_code == 2
        assert "not a themegraph workspace" in result.stderr
        assert str(nowhere) in result.stderr
        assert result.stdout == ""
