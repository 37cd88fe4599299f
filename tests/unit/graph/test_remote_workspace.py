"""A workspace whose store of record another program keeps: made, filled, asked, corrected and saved as any other."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from themegraph.engine import ThemeGraph
from themegraph.errors import StoreUnreachable, WorkspaceExists, WorkspaceLocked
from themegraph.render.data import to_json

Call = Callable[..., Result]
DAY = date(2025, 12, 2)


@pytest.fixture
def table(oxigraph_server, proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that describes an empty store behind a password."""
    oxigraph_server.clear()
    proxy.faults.clear()
    monkeypatch.setenv("STORE_SECRET", proxy.secret)
    path = tmp_path / "store.toml"
    path.write_text(
        f'[store]\nquery = "{proxy.url}/query?union-default-graph"\nupdate = "{proxy.url}/update"\ngraph_store = "{proxy.url}/store"\n'
        f'user = "{proxy.user}"\nsecret_from = "STORE_SECRET"\ntimeout = 20\nretries = 2\n',
        encoding="utf-8",
    )
    return path


def answers(kg: ThemeGraph) -> str:
    return "".join(
        to_json(a)
        for a in (kg.events("", as_of=DAY, top=100), kg.exposure("星澜算力", as_of=DAY), kg.entity("云砚半导体", as_of=DAY), kg.conflicts(as_of=DAY))
    )


def test_it_answers_as_one_with_a_store_of_its_own_does(
    tmp_path: Path, table: Path, reference_folder: Path, article_folder: Path, small_kg: Path, call: Call, learned_at
) -> None:
    kg = tmp_path / "kg"
    assert call("init", kg, "--data", reference_folder, "--store", table).exit_code == 0
    assert not (kg / "store").exists()
    assert "geheim" not in (kg / "themegraph.toml").read_text(encoding="utf-8")
    ThemeGraph.open(kg).ingest([article_folder], run_at=learned_at)
    mine, other = ThemeGraph.open(kg), ThemeGraph.open(small_kg)
    assert answers(mine) == answers(other)
    counting = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a tg:Evidence }"
    assert mine.sparql(counting) == other.sparql(counting)
    said = call("doctor", "--kg", kg)
    assert said.exit_code == 0
    assert str(mine.store_place.query) in said.stdout
    assert mine.validate() == other.validate()
    assert mine.retract("样例证券报", reason="r", run_at=learned_at)
    assert not (kg / "unpublished").exists()


def test_a_backup_restores_to_a_workspace_with_a_store_of_its_own(
    tmp_path: Path, table: Path, reference_folder: Path, article_folder: Path, call: Call, learned_at, oxigraph_server
) -> None:
    assert call("init", tmp_path / "kg", "--data", reference_folder, "--store", table).exit_code == 0
    kg = ThemeGraph.open(tmp_path / "kg")
    kg.ingest([article_folder], run_at=learned_at)
    before = answers(kg)
    kg.backup(tmp_path / "b.tgz")
    oxigraph_server.clear()
    restored = ThemeGraph.restore(tmp_path / "b.tgz", tmp_path / "again")
    assert restored.store_place == tmp_path / "again" / "store"
    assert answers(restored) == before


def test_two_workspaces_never_share_a_store(tmp_path: Path, table: Path, reference_folder: Path, article_folder: Path, call: Call) -> None:
    assert call("init", tmp_path / "one", "--data", reference_folder, "--store", table).exit_code == 0
    assert "holds the graph of a workspace" in call("init", tmp_path / "two", "--data", reference_folder, "--store", table).stderr
    assert not (tmp_path / "two").exists()
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    toml = tmp_path / "two" / "themegraph.toml"
    head, mark, _ = toml.read_text(encoding="utf-8").partition("workspace = ")
    toml.write_text(f'{head}{mark}"another"\n', encoding="utf-8")
    with pytest.raises(WorkspaceLocked, match="belongs to another workspace"):
        ThemeGraph.open(tmp_path / "two").ingest([article_folder])
    with pytest.raises(WorkspaceExists):
        ThemeGraph.create(
            tmp_path / "three",
            data=reference_folder,
            store={"query": str(ThemeGraph.open(tmp_path / "one").store_place.query), **_rest(tmp_path / "one")},
        )


def _rest(folder: Path) -> dict[str, object]:
    place = ThemeGraph.open(folder).store_place
    return {"update": place.update, "graph_store": place.graph_store, "user": place.user, "secret_from": "STORE_SECRET"}


def test_while_the_store_is_away_questions_are_answered_and_writing_says_so(
    tmp_path: Path, reference_folder: Path, article_folder: Path, own_server, call: Call, learned_at
) -> None:
    (tmp_path / "store.toml").write_text(
        f'[store]\nquery = "{own_server.url}/query"\nupdate = "{own_server.url}/update"\nretries = 0\n', encoding="utf-8"
    )
    assert call("init", tmp_path / "kg", "--data", reference_folder, "--store", tmp_path / "store.toml").exit_code == 0
    kg = ThemeGraph.open(tmp_path / "kg")
    kg.ingest([article_folder / "launch.md"], run_at=learned_at)
    own_server.stop()
    assert kg.stats().counts["articles"] == 1
    assert kg.entity("云砚半导体", as_of=DAY)
    with pytest.raises(StoreUnreachable, match="run the command again"):
        kg.ingest([article_folder], run_at=learned_at)
    said = call("ingest", article_folder, "--kg", tmp_path / "kg")
    assert said.exit_code == 2
    assert "does not answer" in said.stderr
    assert "Traceback" not in said.stderr
    assert call("doctor", "--kg", tmp_path / "kg").exit_code == 1
    own_server.start()
    assert kg.ingest([article_folder], run_at=learned_at).new == 3
