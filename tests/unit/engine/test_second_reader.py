"""A workspace whose settings name a language model."""

from __future__ import annotations

from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph
from themegraph.errors import ModelUnusable, WorkspaceError, WorkspaceVersionError

TEXT = "12月1日，星澜算力把北槐光电迎进了家门。"
ANSWER = {
    "names": [],
    "events": [],
    "relations": [{"subject": "星澜算力", "predicate": "acquires", "object": "北槐光电", "sentence": TEXT, "negated": False, "speculative": False}],
}


def with_model(folder: Path, url: str, **more: object) -> ThemeGraph:
    settings = folder / "themegraph.toml"
    rows = "".join(f"{key} = {value!r}\n" for key, value in more.items())
    text = settings.read_text(encoding="utf-8").replace('proposer = ""', 'proposer = "llm"')
    settings.write_text(f'{text}\n[model]\nurl = "{url}"\nname = "small"\nretries = 0\n{rows}', encoding="utf-8")
    return ThemeGraph.open(folder)


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.md"
    path.write_text(f"---\ntitle: 并购\ndate: 2025-12-01 09:00:00 +0800\nsource: 样例\n---\n{TEXT}\n", encoding="utf-8")
    return path


def test_what_the_model_reads_is_kept_with_its_name_asked_once_and_erased_by_a_purge(bare_copy: Path, note: Path, model_server, learned_at) -> None:
    model_server.answers = [ANSWER]
    kg = with_model(bare_copy, model_server.url)
    assert kg.ingest([note], run_at=learned_at).statements == 1
    told = kg.sparql("SELECT ?x WHERE { ?e tg:extractor ?x FILTER(CONTAINS(STR(?x), 'proposed/small')) }", form="csv")
    assert b"relations.proposed/small" in (told if isinstance(told, bytes) else told.encode())
    kg.reread(run_at=learned_at)
    assert len(model_server.asked) == 1
    (kept,) = (bare_copy / "answers").iterdir()
    article = next(iter(a for a in [kept.name.rpartition("-")[0].replace("-", ":", 1)]))
    assert kg.purge(article, reason="样例")
    assert not list((bare_copy / "answers").iterdir())


def test_a_model_that_is_not_there_stops_the_ingest_and_leaves_the_workspace(bare_copy: Path, note: Path, learned_at) -> None:
    kg = with_model(bare_copy, "http://127.0.0.1:9/v1", timeout=1)
    with pytest.raises(ModelUnusable, match="or read without it"):
        kg.ingest([note], run_at=learned_at)
    assert ThemeGraph.open(bare_copy).stats().counts["articles"] == 0


def test_settings_that_do_not_fit_are_named(bare_copy: Path, note: Path, model_server, learned_at) -> None:
    with pytest.raises(WorkspaceVersionError, match=r"unknown key 'modle' in \[model\]"):
        with_model(bare_copy, model_server.url, modle="x").ingest([note], run_at=learned_at)
    settings = bare_copy / "themegraph.toml"
    settings.write_text(settings.read_text(encoding="utf-8").partition("\n[model]\n")[0], encoding="utf-8")
    with pytest.raises(WorkspaceVersionError, match=r"no table \[model\]"):
        ThemeGraph.open(bare_copy)


def test_the_secret_comes_from_the_environment(bare_copy: Path, note: Path, model_server, learned_at, monkeypatch) -> None:
    model_server.answers = [ANSWER]
    kg = with_model(bare_copy, model_server.url, secret_from="THEMEGRAPH_TEST_KEY")
    with pytest.raises(WorkspaceError, match="THEMEGRAPH_TEST_KEY, which is not set"):
        kg.ingest([note], run_at=learned_at)
    monkeypatch.setenv("THEMEGRAPH_TEST_KEY", "k3y")
    kg.ingest([note], run_at=learned_at)
    assert model_server.secrets == ["Bearer k3y"]
    assert not [p for p in bare_copy.rglob("*") if p.is_file() and b"k3y" in p.read_bytes()]
