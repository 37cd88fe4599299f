"""Folders that are no workspace, or cannot be written: a clear message, and nothing left behind."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import Result

import themegraph
from themegraph.engine import WORKSPACE_FORMAT, ThemeGraph
from themegraph.errors import BadReferenceData, WorkspaceExists, WorkspaceNotFound, WorkspaceVersionError
from themegraph.graph.locks import writer_lock
from themegraph.graph.store import OxigraphStore

Call = Callable[..., Result]


def refused(result: Result, *words: object) -> None:
    assert result.exit_code == 2, (result.exit_code, result.stderr, result.exception)
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    for word in words:
        assert str(word) in result.stderr, result.stderr


def tree(folder: Path) -> dict[str, int]:
    return {str(p.relative_to(folder)): p.stat().st_size for p in folder.rglob("*") if p.is_file()}


def test_a_folder_that_is_no_workspace_is_named_with_the_way_to_make_one(tmp_path: Path, call: Call) -> None:
    with pytest.raises(WorkspaceNotFound):
        themegraph.open(tmp_path)
    refused(call("stats", "--kg", tmp_path), tmp_path, "themegraph.toml", "themegraph init")


def test_a_workspace_of_another_format_is_named_with_both_versions(kg_copy: Path, call: Call) -> None:
    toml = kg_copy / "themegraph.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace(WORKSPACE_FORMAT, "themegraph/workspace/99"), encoding="utf-8")
    with pytest.raises(WorkspaceVersionError):
        themegraph.open(kg_copy)
    for words in (("stats",), ("ingest", "x.md"), ("exposure", "x")):
        refused(call(*words, "--kg", kg_copy), "themegraph/workspace/99", WORKSPACE_FORMAT)


@pytest.mark.parametrize(
    ("number", "said"), [("99", "A newer themegraph wrote it"), ("0", "themegraph export --to nq there"), ("x", "take the file from a backup")]
)
def test_a_workspace_of_another_format_says_how_its_contents_are_carried_over(kg_copy: Path, call: Call, number: str, said: str) -> None:
    toml = kg_copy / "themegraph.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace(WORKSPACE_FORMAT, f"themegraph/workspace/{number}"), encoding="utf-8")
    refused(call("stats", "--kg", kg_copy), said)


def test_a_damaged_settings_file_is_named(kg_copy: Path, call: Call) -> None:
    (kg_copy / "themegraph.toml").write_text("format = ", encoding="utf-8")
    refused(call("stats", "--kg", kg_copy), "themegraph.toml", "not valid TOML")
    (kg_copy / "themegraph.toml").write_bytes(b"\xff\xfe\x00")
    refused(call("stats", "--kg", kg_copy), "themegraph.toml")


def test_an_unknown_setting_is_named_with_the_nearest(kg_copy: Path, call: Call) -> None:
    toml = kg_copy / "themegraph.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("propagation =", "propagatoin ="), encoding="utf-8")
    refused(call("stats", "--kg", kg_copy), "propagatoin", "Did you mean propagation?")


def test_a_damaged_or_missing_snapshot_is_made_again_from_the_store(kg_copy: Path, call: Call) -> None:
    ask = ("exposure", "星澜算力", "--as-of", "2025-07-01", "--known-at", "2025-12-24", "--format", "json", "--kg", kg_copy)
    whole = call(*ask).stdout
    current = (kg_copy / "snapshot" / "CURRENT").read_text(encoding="utf-8").strip()
    for path in (kg_copy / "snapshot" / current).iterdir():
        path.write_bytes(path.read_bytes()[:100])
    assert call(*ask).stdout == whole
    shutil.rmtree(kg_copy / "snapshot")
    assert call(*ask).stdout == whole


def test_a_damaged_snapshot_is_named_while_another_process_writes(kg_copy: Path, call: Call) -> None:
    current = (kg_copy / "snapshot" / "CURRENT").read_text(encoding="utf-8").strip()
    for path in (kg_copy / "snapshot" / current).iterdir():
        path.write_bytes(path.read_bytes()[:100])
    with writer_lock(kg_copy):
        refused(call("stats", "--kg", kg_copy), "snapshot", "damaged")


def test_a_workspace_without_its_store_is_named(kg_copy: Path, call: Call) -> None:
    shutil.rmtree(kg_copy / "store")
    refused(call("explain", "星澜算力", "510991.SH", "--as-of", "2025-07-01", "--kg", kg_copy), "store")
    refused(call("sparql", "ASK {}", "--kg", kg_copy), "store")


def test_a_damaged_lexicon_is_named(kg_copy: Path, article_text: Callable[..., str], tmp_path: Path, call: Call) -> None:
    (kg_copy / "lexicon.bin").write_bytes(b"damaged")
    (tmp_path / "new.md").write_text(article_text("星澜算力中标", "2025-06-20 09:00:00 +0800", "样例", "星澜算力中标3亿元订单。"), encoding="utf-8")
    refused(call("ingest", tmp_path / "new.md", "--kg", kg_copy), "lexicon")


def test_a_workspace_is_not_made_over_another_or_over_other_files(tmp_path: Path, kg_copy: Path, call: Call) -> None:
    before = tree(kg_copy)
    refused(call("init", kg_copy), kg_copy, "already is a workspace")
    assert tree(kg_copy) == before
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine", encoding="utf-8")
    refused(call("init", tmp_path / "notes"), "not empty")
    refused(call("demo", "--kg", tmp_path / "notes"), "not an earlier demonstration")
    assert tree(tmp_path / "notes") == {"mine.txt": 4}


def test_a_workspace_is_made_in_an_empty_folder(tmp_path: Path, reference_folder: Path, call: Call) -> None:
    (tmp_path / "kg").mkdir()
    assert call("init", tmp_path / "kg", "--data", reference_folder).exit_code == 0
    with pytest.raises(WorkspaceExists):
        ThemeGraph.create(tmp_path / "kg", data=reference_folder)


def test_bad_reference_data_leave_nothing_behind(tmp_path: Path, reference_folder: Path, call: Call) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for path in reference_folder.iterdir():
        (data / path.name).write_bytes(path.read_bytes())
    (data / "weights.csv").write_text("table,code,kind,name,weight\nearly,600901.SH,,,much\n", encoding="utf-8")
    refused(call("init", tmp_path / "kg", "--data", data, "--strict"), "weights.csv", "much")
    with pytest.raises(BadReferenceData):
        ThemeGraph.create(tmp_path / "kg", data=data, strict=True)
    (data / "weights.csv").write_text("table,weight\nearly,0.1\n", encoding="utf-8")
    refused(call("init", tmp_path / "kg", "--data", data), "weights.csv, line 1")
    assert [p.name for p in tmp_path.iterdir()] == ["data"]


def test_bad_rows_are_left_out_with_what_rests_on_them_and_the_rest_is_a_workspace(tmp_path: Path, reference_folder: Path, call: Call) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for path in reference_folder.iterdir():
        (data / path.name).write_bytes(path.read_bytes())
    for name, old, new in (
        ("listings.csv", "600903.SH,company:600903.SH,北槐光电,SSE", "600903.SH,company:600903.SH,北槐光电,HKEX"),
        ("etfs.csv", "159991.SZ,样例汽车ETF,样例基金,,equity", "159991.SZ,样例汽车ETF,样例基金,,shares"),
        ("relations.csv", "600902.SH,supplies_to", "600902.SH,supply_to"),
        ("theme_members.csv", "600902.SH,theme:算力芯片,2025-03-01,2025-03-01", "600902.SH,theme:算力芯片,2025-03-01,spring"),
    ):
        text = (data / name).read_text(encoding="utf-8")
        assert old in text
        (data / name).write_text(text.replace(old, new), encoding="utf-8")
    made = call("init", tmp_path / "kg", "--data", data)
    assert made.exit_code == 0
    kg = ThemeGraph.open(tmp_path / "kg")
    rows = kg.quarantined_rows()
    for part in (
        "listings.csv, line 4, column exchange", "etfs.csv, line 3, column kind", "relations.csv, line 2, column predicate", "Did you mean supplies_to",
        "theme_members.csv, line 3, column known_at", "weights.csv, line 4, column code", "weight_tables.csv, line 2, column table",
        "weight_tables.csv, line 4",
    ):  # fmt: skip
        assert any(part in row for row in rows), (part, rows)
        assert part in made.stderr
    counts = kg.stats().counts
    assert (counts["funds"], counts["tables"], counts["members"]) == (1, 0, 1)
    assert ThemeGraph.create(tmp_path / "good", data=reference_folder).quarantined_rows() == ()


def test_a_folder_without_one_good_listing_is_refused(tmp_path: Path, call: Call) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "issuers.csv").write_text("id,label,label_en,source\ncompany:600901.SH,星澜算力,,\n", encoding="utf-8")
    header = "code,issuer,name,exchange,primary,listed_on,source\n"
    (tmp_path / "data" / "listings.csv").write_text(header + "600901.SH,company:600901.SH,星澜算力,SSE,yes,,样例\n", encoding="utf-8")
    refused(call("init", tmp_path / "kg", "--data", tmp_path / "data"), "no listing that can be used", "issuers.csv, line 2, column source")


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path, reference_folder: Path, call: Call) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    refused(call("init", tmp_path / "file" / "kg", "--data", reference_folder), "file")
    refused(call("stats", "--kg", tmp_path / "file"), "file")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to a read-only folder; the error itself is tested below")
def test_a_read_only_folder_is_named(tmp_path: Path, reference_folder: Path, kg_copy: Path, article_folder: Path, call: Call) -> None:
    (tmp_path / "shut").mkdir(mode=0o555)
    refused(call("init", tmp_path / "shut" / "kg", "--data", reference_folder), "shut", "writable")
    kg_copy.chmod(0o555)
    try:
        refused(call("ingest", article_folder, "--kg", kg_copy), kg_copy)
        assert call("exposure", "星澜算力", "--as-of", "2025-07-01", "--kg", kg_copy).exit_code == 0
    finally:
        kg_copy.chmod(0o755)


def test_a_write_that_is_not_permitted_is_named_and_leaves_the_workspace(
    kg_copy: Path, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch, article_folder: Path
) -> None:
    real = os.open

    def shut(path: object, flags: int, *args: int, **kwargs: object) -> int:
        if flags & os.O_RDWR and str(path).startswith(str(kg_copy)):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, flags, *args, **kwargs)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(os, "open", shut)
    refused(call("ingest", article_folder, "--kg", kg_copy), kg_copy, "ermission")
    monkeypatch.undo()
    assert ThemeGraph.open(kg_copy).stats().counts["articles"] == 4


def test_a_second_writer_is_told_to_wait_and_readers_go_on(kg_copy: Path, article_folder: Path, call: Call) -> None:
    with writer_lock(kg_copy):
        refused(call("ingest", article_folder, "--kg", kg_copy), "Another process is writing", kg_copy)
        assert call("exposure", "星澜算力", "--as-of", "2025-07-01", "--kg", kg_copy).exit_code == 0
    assert call("ingest", article_folder, "--kg", kg_copy).exit_code == 0


@pytest.mark.parametrize(
    "words", [("draw", "星澜算力", "--as-of", "2025-07-01"), ("report", "算力芯片", "--date", "2025-06-11"), ("export", "--to", "nq")]
)
def test_a_target_in_a_folder_that_is_not_there_is_named(kg_copy: Path, tmp_path: Path, call: Call, words: tuple[str, ...]) -> None:
    target = tmp_path / "nowhere" / "out"
    refused(call(*words, "-o", target, "--kg", kg_copy), "nowhere")
    assert not target.parent.exists()


def test_a_full_disk_in_the_middle_of_an_ingest_keeps_the_articles_before_it(
    bare_copy: Path, article_folder: Path, call: Call, monkeypatch: pytest.MonkeyPatch, learned_at: datetime
) -> None:
    real = OxigraphStore.extend
    written: list[int] = []

    def extend(self: OxigraphStore, quads: object) -> None:
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device", str(bare_copy / "store"))
        real(self, quads)  # type: ignore[arg-type]
        written.append(1)

    monkeypatch.setattr(OxigraphStore, "extend", extend)
    refused(call("ingest", article_folder, "--kg", bare_copy), "No space left on device", "store", "free space")
    monkeypatch.undo()
    kg = ThemeGraph.open(bare_copy)
    assert kg.stats().counts["articles"] == 2
    again = kg.ingest([article_folder], run_at=learned_at)
    assert (again.new, again.duplicate) == (2, 2)
    assert ThemeGraph.open(bare_copy).stats().counts["articles"] == 4
