"""Wheel, sdist and checkout each find ontology, data and weights; the wheel runs the demonstration in an empty environment."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from themegraph import __version__
from themegraph.errors import MissingResource
from themegraph.resources import data_path, ontology_path, weights_path

ROOT = Path(__file__).parents[2]
FIND = (
    "import themegraph, json; from themegraph.resources import data_path, ontology_path, weights_path;"
    "print(json.dumps([themegraph.__version__, *(str(p) for p in (data_path('etfs.csv'), ontology_path('themegraph.ttl'), weights_path()))]))"
)


def run(*command: object, cwd: Path, env: dict[str, str] | None = None) -> str:
    kept = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "THEMEGRAPH_KG", "VIRTUAL_ENV"}}
    done = subprocess.run([str(c) for c in command], cwd=cwd, env={**kept, **(env or {})}, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist."""
    if not (ROOT / "pyproject.toml").is_file():
        pytest.skip("not a checkout")
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-d", folder, cwd=ROOT)
    return folder


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Path:
    """An environment of its own with the wheel alone installed; the libraries it needs are those of the running one, found by a path file."""
    folder = tmp_path_factory.mktemp("env") / "venv"
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    (wheel,) = built.glob("*.whl")
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--disable-pip-version-check",
        wheel,
        cwd=folder,
    )
    ours = next(p for p in sys.path if p.endswith("site-packages"))
    # A path file only adds the folder: the editable install of this checkout, itself a path file in it, is not followed.
    (site / "borrowed.pth").write_text(ours + "\n", encoding="utf-8")
    return python


def test_the_wheel_holds_what_the_package_needs(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    assert __version__ in wheel.name
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    for name in (
        "py.typed",
        "_ontology/themegraph.ttl",
        "_ontology/shapes.ttl",
        "_data/etfs.csv",
        "_data/SOURCES.md",
        "_data/folding.txt",
        "__main__.py",
    ):
        assert f"themegraph/{name}" in names, name
    assert {n.rpartition("/")[2] for n in names if n.startswith("themegraph/_data/articles/")} == {p.name for p in data_path("articles").iterdir()}
    assert {n.rpartition("/")[2] for n in names if n.startswith("themegraph/extract/weights/")} >= {
        p.name for p in weights_path().iterdir() if p.is_file()
    }
    queries = {p.name for p in ontology_path("queries").iterdir()}
    assert {n.rpartition("/")[2] for n in names if n.startswith("themegraph/_ontology/queries/")} == queries
    assert not [n for n in names if n.startswith(("tests/", "docs/")) or "__pycache__" in n]
    assert any(n.endswith("licenses/LICENSE") for n in names)
    assert any(n.endswith("licenses/NOTICE") for n in names)


def test_the_sdist_holds_the_source_and_finds_its_files(built: Path, tmp_path: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as opened:
        opened.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    for name in (
        "pyproject.toml",
        "Makefile",
        "requirements.lock",
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
        "NOTICE",
        "src/themegraph/py.typed",
        "tests/conftest.py",
    ):
        assert (folder / name).is_file(), name
    said = run(sys.executable, "-c", FIND, cwd=tmp_path, env={"PYTHONPATH": str(folder / "src")})
    assert said.count(str(folder)) == 3
    assert __version__ in said


def test_the_checkout_finds_its_own_files() -> None:
    for path in (data_path("etfs.csv"), ontology_path("themegraph.ttl")):
        assert path.is_relative_to(ROOT)
    assert weights_path().is_dir()


def test_a_missing_file_is_named_with_the_nearest() -> None:
    with pytest.raises(MissingResource, match=r"data/etf\.csv.*Did you mean etfs\.csv"):
        data_path("etf.csv")


def test_the_wheel_alone_finds_its_files(environment: Path, tmp_path: Path) -> None:
    said = run(environment, "-c", FIND, cwd=tmp_path)
    assert said.count(str(environment.parent.parent)) == 3
    assert str(ROOT) not in said
    assert said.count("_data") == said.count("_ontology") == 1


@pytest.mark.slow
def test_the_wheel_runs_the_demonstration_from_any_folder(environment: Path, tmp_path: Path) -> None:
    said = run(environment.with_name("themegraph"), "demo", "--kg", "kg", cwd=tmp_path)
    assert "未持有警报：688795.SH 摩尔线程" in said
    assert said.count("相对暴露度（未校准）　") == 3
    assert "截至 2025-12-21" in said
    assert "截至 2026-11-20" in said
    report, picture = (Path(line.split(maxsplit=1)[1]) for line in said.splitlines()[-2:])
    assert "摩尔线程" in (tmp_path / report).read_text(encoding="utf-8")
    assert (tmp_path / picture).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    again = run(environment.with_name("themegraph"), "stats", "--format", "json", "--kg", "kg", cwd=tmp_path)
    assert f'"articles": {len(list(data_path("articles").iterdir()))}' in again
