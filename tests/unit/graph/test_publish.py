import subprocess
import sys

import pytest

from themegraph.errors import WorkspaceLocked, WorkspaceVersionError
from themegraph.graph.locks import writer_active, writer_lock
from themegraph.graph.publish import current_version, open_current, publish_snapshot
from themegraph.snapshot import SnapshotBuilder


def small(label: str):
    builder = SnapshotBuilder()
    builder.add_node("company:1.SH", label=label)
    return builder.build()


def test_the_last_published_snapshot_is_the_one_opened(tmp_path) -> None:
    for n, label in enumerate("甲乙丙丁", start=1):
        assert publish_snapshot(tmp_path / "snapshot", small(label)) == n
        assert open_current(tmp_path / "snapshot").label_of(0) == label


def test_old_versions_go_and_who_reads_one_keeps_it(tmp_path) -> None:
    folder = tmp_path / "snapshot"
    publish_snapshot(folder, small("甲"))
    held = open_current(folder)
    for label in "乙丙丁":
        publish_snapshot(folder, small(label))
    assert sorted(p.name for p in folder.iterdir() if p.is_dir()) == ["3", "4"]
    assert held.label_of(0) == "甲"


def test_a_failed_publication_leaves_the_one_before(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "snapshot"
    publish_snapshot(folder, small("甲"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("themegraph.graph.publish._write_synced", full)
    with pytest.raises(OSError, match="No space"):
        publish_snapshot(folder, small("乙"))
    assert current_version(folder) == 1
    assert open_current(folder).label_of(0) == "甲"
    monkeypatch.undo()
    publish_snapshot(folder, small("丙"))
    assert open_current(folder).label_of(0) == "丙"


def test_a_folder_without_a_snapshot_says_so(tmp_path) -> None:
    with pytest.raises(WorkspaceVersionError, match="no snapshot"):
        open_current(tmp_path / "snapshot")


def test_a_second_writer_is_told_and_does_no_harm(tmp_path) -> None:
    assert not writer_active(tmp_path)
    code = (
        "import sys; from pathlib import Path; from themegraph.graph.locks import writer_lock\n"
        "with writer_lock(Path(sys.argv[1])):\n print('in', flush=True); sys.stdin.readline()"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "in\n"
        assert writer_active(tmp_path)
        with pytest.raises(WorkspaceLocked, match="Another process"), writer_lock(tmp_path):
            pass
        other.kill()
        other.wait()
        assert not writer_active(tmp_path)
        with writer_lock(tmp_path):
            assert writer_active(tmp_path)
