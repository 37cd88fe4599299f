"""Files of a store that hold nothing of what was taken out of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from themegraph.engine import ThemeGraph
from themegraph.errors import WorkspaceError
from themegraph.graph.rewrite import finish_rewriting, rewrite_store
from themegraph.graph.store import OxigraphStore

SECRET = "只此一处的秘密文句"
P, G, H = (ox.NamedNode(f"urn:{n}") for n in "pgh")


def held(folder: Path, words: str) -> list[str]:
    """Return the files of a folder that hold some words in any of the usual encodings."""
    forms = [words.encode(), words.encode("utf-16-le"), words.encode("utf-32-le")]
    return [str(p.relative_to(folder)) for p in sorted(folder.rglob("*")) if p.is_file() and any(f in p.read_bytes() for f in forms)]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with OxigraphStore(tmp_path / "s") as made:
        made.extend([ox.Quad(ox.NamedNode("urn:a"), P, ox.Literal(SECRET), G)])
        made.extend([ox.Quad(ox.NamedNode(f"urn:{n}"), P, ox.Literal(str(n)), H) for n in range(200)])
        made.flush()
        made.replace(drop=[G])
        made.flush()
    return tmp_path / "s"


def quads(folder: Path) -> set[ox.Quad]:
    with OxigraphStore(folder, read_only=True) as found:
        return set(found.quads())


def test_what_was_dropped_is_gone_from_the_files_and_the_rest_is_there(store: Path) -> None:
    before = quads(store)
    assert held(store, SECRET), "the store would not need to be written anew"
    assert rewrite_store(store) == len(before) == 200
    assert quads(store) == before
    assert not held(store.parent, SECRET)
    assert [p.name for p in store.parent.iterdir()] == ["s"]


def test_a_reader_of_the_old_files_reads_on(store: Path) -> None:
    with OxigraphStore(store, read_only=True) as reader:
        rewrite_store(store)
        assert sum(1 for _ in reader.quads()) == 200
    assert not held(store.parent, SECRET)


@pytest.mark.parametrize("ended", ["before the old one is moved", "between the two moves", "before the old one is removed"])
def test_a_process_that_ends_in_between_leaves_one_whole_store(store: Path, ended: str) -> None:
    before = quads(store)
    new, old = store.with_name(".s.new"), store.with_name(".s.old")
    if ended == "before the old one is moved":
        new.mkdir()
        (new / "CURRENT").write_text("half")
    elif ended == "between the two moves":
        shutil.copytree(store, new)
        store.rename(old)
    else:
        shutil.copytree(store, old)
    finish_rewriting(store)
    assert quads(store) == before
    assert not new.exists()
    assert not old.exists()


def test_a_disk_without_room_leaves_the_store_as_it_was(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: OxigraphStore, quads: object) -> None:
        raise WorkspaceError("no room")

    before = quads(store)
    monkeypatch.setattr(OxigraphStore, "bulk_extend", fail)
    with pytest.raises(WorkspaceError, match="no room"):
        rewrite_store(store)
    assert quads(store) == before
    assert [p.name for p in store.parent.iterdir()] == ["s"]


def test_a_purge_leaves_no_word_of_the_article_in_the_workspace(bare_copy: Path, tmp_path: Path, learned_at) -> None:
    note = tmp_path / "note.md"
    note.write_text(f"---\ntitle: 北槐光电中标\ndate: 2025-12-01 09:00:00 +0800\n---\n12月1日，北槐光电中标5亿元订单，{SECRET}。\n", encoding="utf-8")
    kg = ThemeGraph.open(bare_copy)
    kg.ingest([note], run_at=learned_at)
    (article,) = (line for line in kg.sparql("SELECT ?a WHERE { ?a schema:articleBody ?t }").splitlines() if line.startswith("article:"))
    assert held(bare_copy, SECRET)
    assert kg.purge(article, reason="应要求", run_at=learned_at)
    assert not held(bare_copy, SECRET)
    assert ThemeGraph.open(bare_copy).stats().counts["articles"] == 0
    assert not kg.purge(article, reason="应要求", run_at=learned_at)
