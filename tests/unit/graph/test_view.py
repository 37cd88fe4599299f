"""Readers beside a writer that takes files away."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from themegraph.errors import WorkspaceError
from themegraph.graph.export import as_rdflib
from themegraph.graph.store import OxigraphStore

P = ox.NamedNode("urn:p")

WRITER = """
import sys, time
from pathlib import Path
import pyoxigraph as ox
from themegraph.graph.store import OxigraphStore
ends = time.monotonic() + float(sys.argv[2])
store, n = OxigraphStore(Path(sys.argv[1])), 0
while time.monotonic() < ends:
    store.extend([ox.Quad(ox.NamedNode(f"urn:{n}:{k}"), ox.NamedNode("urn:p"), ox.Literal("x" * 50), ox.NamedNode(f"urn:g{n}")) for k in range(100)])
    store.flush()
    n += 1
store.close()
"""


def unit(n: int) -> list[ox.Quad]:
    return [ox.Quad(ox.NamedNode(f"urn:{n}:{k}"), P, ox.Literal(str(k)), ox.NamedNode(f"urn:g{n}")) for k in range(50)]


def filled(folder: Path, units: int) -> OxigraphStore:
    store = OxigraphStore(folder)
    for n in range(units):
        store.extend(unit(n))
        store.flush()
    return store


def views(folder: Path) -> list[Path]:
    above = folder.with_name(f".{folder.name}.views")
    return sorted(above.iterdir()) if above.exists() else []


def test_every_opening_beside_a_busy_writer_succeeds_and_sees_whole_units_only(tmp_path: Path) -> None:
    running = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path / "s"), "4"])
    counts = []
    try:
        while not (tmp_path / "s" / "CURRENT").exists():
            time.sleep(0.01)
        while running.poll() is None:
            with OxigraphStore(tmp_path / "s", read_only=True) as store:
                counts.append(sum(1 for _ in store.quads()))
    finally:
        running.wait(timeout=60)
    assert running.returncode == 0
    assert len(counts) > 5
    assert counts == sorted(counts), "a later reader saw less than an earlier one"
    assert all(count % 100 == 0 for count in counts), "a reader saw a part of a unit"
    assert not views(tmp_path / "s")


def test_a_reader_keeps_its_moment_while_the_writer_rewrites_every_file(tmp_path: Path) -> None:
    writer = filled(tmp_path / "s", 40)
    with OxigraphStore(tmp_path / "s", read_only=True) as reader:
        writer.replace(drop=[ox.NamedNode(f"urn:g{n}") for n in range(1, 40)])
        writer.flush()
        writer.raw.optimize()
        assert sum(1 for _ in writer.quads()) == 50
        assert {q for n in range(40) for q in reader.quads(None, None, None, ox.NamedNode(f"urn:g{n}"))} == {q for n in range(40) for q in unit(n)}
    with OxigraphStore(tmp_path / "s", read_only=True) as reader:
        assert sum(1 for _ in reader.quads()) == 50


def test_what_a_reader_holds_goes_with_it(tmp_path: Path) -> None:
    filled(tmp_path / "s", 2).close()
    first, second = (OxigraphStore(tmp_path / "s", read_only=True) for _ in range(2))
    assert len(views(tmp_path / "s")) == 2
    first.close()
    first.close()
    assert len(views(tmp_path / "s")) == 1
    assert sum(1 for _ in second.quads()) == 100
    del second
    assert not views(tmp_path / "s")
    dataset = as_rdflib(tmp_path / "s")
    assert len(views(tmp_path / "s")) == 1
    assert sum(1 for _ in dataset.quads((None, None, None, None))) == 100
    del dataset
    assert not views(tmp_path / "s")


def test_what_a_killed_reader_left_is_removed_by_a_later_one(tmp_path: Path) -> None:
    filled(tmp_path / "s", 2).close()
    code = "import os, sys; from pathlib import Path; from themegraph.graph.store import OxigraphStore; s = OxigraphStore(Path(sys.argv[1]), read_only=True); os._exit(9)"
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "s")], check=False)
    (left,) = views(tmp_path / "s")
    held = OxigraphStore(tmp_path / "s", read_only=True)
    assert left in views(tmp_path / "s"), "it might be one that is just being taken"
    for folder in views(tmp_path / "s"):
        os.utime(folder, (0, 0))
    OxigraphStore(tmp_path / "s", read_only=True).close()
    (kept,) = views(tmp_path / "s")
    assert kept != left
    assert sum(1 for _ in held.quads()) == 100


def test_a_place_that_takes_no_view_is_read_as_it_is(tmp_path: Path) -> None:
    filled(tmp_path / "s", 2).close()
    (tmp_path / ".s.views").write_text("in the way")
    with OxigraphStore(tmp_path / "s", read_only=True) as reader:
        assert sum(1 for _ in reader.quads()) == 100


def test_a_damaged_store_is_named_by_its_own_path(tmp_path: Path) -> None:
    filled(tmp_path / "s", 2).close()
    manifest = tmp_path / "s" / (tmp_path / "s" / "CURRENT").read_text().strip()
    manifest.write_bytes(manifest.read_bytes()[:40])
    with pytest.raises(WorkspaceError, match="doctor") as told:
        OxigraphStore(tmp_path / "s", read_only=True)
    assert str(tmp_path / "s") in str(told.value)
    assert ".s.views" not in str(told.value)
    assert not views(tmp_path / "s")
