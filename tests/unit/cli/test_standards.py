"""Shapes, backups and the state of a workspace, as a user asks for them."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from themegraph.graph.store import OxigraphStore
from themegraph.graph.terms import DERIVED, lit, node, tg

Call = Callable[..., Result]


def test_a_good_workspace_is_valid_and_a_planted_fault_is_named(kg_copy: Path, call: Call) -> None:
    import pyoxigraph as ox

    good = call("validate", "--kg", kg_copy)
    assert (good.exit_code, good.stdout) == (0, "")
    with OxigraphStore(kg_copy / "store") as store:
        store.extend([ox.Quad(node("holding:x/0"), tg("weight"), lit(40.0), DERIVED)])
        line = next(q.subject for q in store.quads(None, tg("weight"), None, None) if q.graph_name != DERIVED)
        store.extend([ox.Quad(line, tg("weight"), lit(40.0), DERIVED)])
        store.flush()
    bad = call("validate", "--format", "json", "--kg", kg_copy)
    assert bad.exit_code == 2
    assert any("a fraction, not a percentage" in f["message"] for f in json.loads(bad.stdout))


def test_a_backup_comes_back_as_the_same_answers(kg_copy: Path, tmp_path: Path, call: Call) -> None:
    assert call("backup", tmp_path / "b.tgz", "--kg", kg_copy).exit_code == 0
    assert call("backup", tmp_path / "b.tgz", "--kg", kg_copy).exit_code == 2
    assert call("restore", tmp_path / "b.tgz", tmp_path / "again").exit_code == 0
    assert call("restore", tmp_path / "b.tgz", tmp_path / "again").exit_code == 2
    ask = ("exposure", "星澜算力", "--as-of", "2025-07-01", "--known-at", "2025-12-03T00:00:00Z", "--format", "json")
    assert call(*ask, "--kg", tmp_path / "again").stdout == call(*ask, "--kg", kg_copy).stdout
    assert call("doctor", "--kg", tmp_path / "again").exit_code == 0


def test_a_damaged_backup_makes_no_workspace_and_none_writes_outside(kg_copy: Path, tmp_path: Path, call: Call) -> None:
    call("backup", tmp_path / "b.tgz", "--kg", kg_copy)
    raw = (tmp_path / "b.tgz").read_bytes()
    (tmp_path / "cut.tgz").write_bytes(raw[: len(raw) // 2])
    assert call("restore", tmp_path / "cut.tgz", tmp_path / "new").exit_code == 2
    with tarfile.open(tmp_path / "b.tgz") as good, tarfile.open(tmp_path / "evil.tgz", "w:gz") as evil:
        for member in good:
            file = good.extractfile(member)
            assert file is not None
            evil.addfile(member, file)
        for name in ("../out.txt", "reference/../../out.txt", "/out.txt"):
            info = tarfile.TarInfo(name)
            info.size = 1
            evil.addfile(info, io.BytesIO(b"x"))
    assert call("restore", tmp_path / "evil.tgz", tmp_path / "new").exit_code == 0
    assert not list(tmp_path.rglob("out.txt"))


@pytest.mark.parametrize("part", ["store", "snapshot"])
def test_the_doctor_names_what_is_damaged(kg_copy: Path, call: Call, part: str) -> None:
    assert call("doctor", "--kg", kg_copy).exit_code == 0
    for path in (kg_copy / part).rglob("*"):
        if path.is_file() and path.name != "LOCK":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    found = call("doctor", "--kg", kg_copy)
    assert found.exit_code == 1
    assert f"BAD  {part}" in found.stdout
