"""Shapes, backups and the state of a workspace, as a user asks for them."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from themegraph.engine import ThemeGraph
from themegraph.graph.store import OxigraphStore
from themegraph.graph.terms import DERIVED, LEDGER, lit, node, tg

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


def cut(path: Path) -> None:
    """Leave the first half of a file, or of each file of a folder."""
    for file in [path] if path.is_file() else sorted(path.rglob("*")):
        if file.is_file() and file.name != "LOCK":
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.parametrize(
    ("damaged", "part"),
    [
        ("store", "store"),
        ("snapshot", "snapshot"),
        ("lexicon.bin", "names"),
        ("reference/calendars.csv", "calendars"),
        ("themegraph.toml", "settings"),
    ],
)
def test_the_doctor_names_what_is_damaged(demo_kg: Path, tmp_path: Path, call: Call, damaged: str, part: str) -> None:
    kg = Path(shutil.copytree(demo_kg, tmp_path / "kg"))
    if damaged == "themegraph.toml":
        (kg / damaged).write_bytes(b"format = ")
    else:
        cut(kg / damaged)
    found = call("doctor", "--kg", kg)
    assert found.exit_code == 1
    assert f"BAD  {part}" in found.stdout
    assert sum(line.startswith("BAD") for line in found.stdout.splitlines()) == 1


def test_each_data_file_of_a_store_that_is_cut_off_is_noticed_at_opening(kg_copy: Path, tmp_path: Path, call: Call) -> None:
    files = [p for p in (kg_copy / "store").iterdir() if p.suffix == ".sst" and p.stat().st_size > 8_000]
    assert len(files) > 3
    for file in files:
        kg = Path(shutil.copytree(kg_copy, tmp_path / file.name))
        cut(kg / "store" / file.name)
        said = call("ingest", kg_copy, "--kg", kg)
        assert said.exit_code == 2
        assert "themegraph doctor" in said.stderr
        assert "BAD  store" in call("doctor", "--kg", kg).stdout


def test_the_texts_of_a_workspace_whose_store_is_lost_can_be_saved_and_read_again(
    kg_copy: Path, tmp_path: Path, reference_folder: Path, call: Call
) -> None:
    before = {line.split()[0] for line in call("sparql", "SELECT ?a WHERE { ?a a tg:Article }", "--kg", kg_copy).stdout.splitlines()[1:]}
    cut(kg_copy / "store")
    said = call("doctor", "--save", tmp_path / "saved.jsonl", "--kg", kg_copy)
    assert said.exit_code == 1
    assert "The texts of 4 articles can be saved" in said.stdout
    assert "4 articles" in said.stderr
    assert call("doctor", "--save", tmp_path / "saved.jsonl", "--kg", kg_copy).exit_code == 2
    assert call("init", tmp_path / "new", "--data", reference_folder).exit_code == 0
    assert call("ingest", tmp_path / "saved.jsonl", "--kg", tmp_path / "new").exit_code == 0
    after = {line.split()[0] for line in call("sparql", "SELECT ?a WHERE { ?a a tg:Article }", "--kg", tmp_path / "new").stdout.splitlines()[1:]}
    assert after == before


def test_names_that_are_lost_come_back_with_the_next_alias(kg_copy: Path, call: Call) -> None:
    cut(kg_copy / "lexicon.bin")
    assert call("alias", "北光", "company:600903.SH", "--kg", kg_copy).exit_code == 0
    assert call("doctor", "--kg", kg_copy).exit_code == 0


def test_a_writing_that_the_store_lost_is_noticed_by_the_snapshot(kg_copy: Path, call: Call) -> None:
    with OxigraphStore(kg_copy / "store") as store:
        gone = next(q.subject for q in store.quads(None, tg("mentionCount"), None, LEDGER))
        store.replace(remove=list(store.quads(gone, None, None, LEDGER)))
        store.flush()
    found = call("doctor", "--kg", kg_copy)
    assert found.exit_code == 1
    assert "BAD  writing: 1 that the snapshot has" in found.stdout


def test_kgx_lines_go_out_and_come_into_another_workspace(kg_copy: Path, reference_folder: Path, tmp_path: Path, call: Call) -> None:
    for part in ("nodes", "edges"):
        assert call("export", "-o", tmp_path / f"{part}.jsonl", "--kg", kg_copy).exit_code == 0
    lines = [json.loads(line) for line in (tmp_path / "edges.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {e["row"] for e in lines} == {"claim", "fund", "holding", "membership", "statement"}
    same = call("import", tmp_path / "nodes.jsonl", tmp_path / "edges.jsonl", "--kg", kg_copy)
    assert "0 things, 0 weight tables, 0 memberships, 0 statements; rejected 0 lines" in same.stderr
    other = tmp_path / "other"
    assert call("init", other, "--data", reference_folder).exit_code == 0
    # What articles say there is said by hand here: those articles are not here.
    claims = sum(e["row"] == "claim" for e in lines)
    assert claims
    again = call("import", tmp_path / "edges.jsonl", "--kg", other)
    assert f"0 things, 0 weight tables, 0 memberships, {claims} statements; rejected 0 lines" in again.stderr


def test_kgx_lines_of_other_tools_come_in_as_far_as_they_say_enough(kg_copy: Path, tmp_path: Path, call: Call) -> None:
    rows = [
        {"id": "company:600905.SH", "category": ["biolink:NamedThing"], "name": "远松材料", "synonym": ["远松"]},
        {"id": "MONDO:1", "category": ["biolink:Disease"], "name": "x"},
        {"subject": "company:600905.SH", "predicate": "tg:suppliesTo", "object": "company:600901.SH", "primary_knowledge_source": "某表"},
        {"subject": "company:600905.SH", "predicate": "biolink:treats", "object": "company:600901.SH"},
        {"subject": "company:600905.SH", "predicate": "tg:tracksIndex", "object": "company:600901.SH"},
        {"subject": "company:600905.SH", "predicate": "tg:suppliesTo", "object": "company:600901.SH", "negated": True},
        {"subject": "etf:510991.SH", "predicate": "tg:holds", "object": "company:600901.SH", "row": "holding", "weight": 40, "security": "share:600901.SH",
         "table": {"id": "weights:x", "basis": "index_weight", "coverage": "top", "sorted": True, "known_at": "2025-01-01"}},
    ]  # fmt: skip
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows) + "[]\n{", encoding="utf-8")
    done = call("import", tmp_path / "a.jsonl", "--kg", kg_copy)
    assert done.exit_code == 0
    assert "new: 1 things, 0 weight tables, 0 memberships, 1 statements; rejected 7 lines." in done.stderr
    for number, reason in ((2, "of no kind we know"), (4, "none of the ontology's"), (5, "does not stand between"), (6, "denial"), (7, "no fraction"),
                           (8, "no object"), (9, "cannot be read")):  # fmt: skip
        assert any(f"a.jsonl:{number}: " in line and reason in line for line in done.stderr.splitlines()), number
    kg = ThemeGraph.open(kg_copy)
    today = datetime.now(UTC).date() + timedelta(days=1)
    assert kg.entity("远松", as_of=today).relations
    assert not kg.entity("远松", as_of=date(2025, 12, 31)).relations


def test_a_name_that_does_not_say_its_form_is_misuse(small_kg: Path, tmp_path: Path, call: Call) -> None:
    refused = call("export", "-o", tmp_path / "graph.xyz", "--kg", small_kg)
    assert refused.exit_code == 2
    assert "does not say which form" in refused.stderr
    assert call("export", "-o", tmp_path / "g.csv", "--kg", small_kg).exit_code == 2


def test_a_row_that_violates_a_shape_is_held_back_with_the_reason_until_it_is_let_back(kg_copy: Path, call: Call) -> None:
    def funds() -> set[str]:
        answer = call("exposure", "星澜算力", "--as-of", "2025-07-01", "--format", "json", "--kg", kg_copy)
        return {r["etf"]["id"] for r in json.loads(answer.stdout)["rows"] if r["direct_weight"]}

    assert "etf:510991.SH" in funds()
    with OxigraphStore(kg_copy / "store") as store:
        lines = list(store.quads(None, tg("weight"), None, None))
        tables = {q.subject for q in store.quads(None, tg("fund"), node("etf:510991.SH"), None)}
        mine = {q.object for table in tables for q in store.quads(table, tg("hasHolding"), None, None)}
        wrong = [q for q in lines if q.subject in mine]
        store.replace(remove=wrong, add=[type(q)(q.subject, q.predicate, lit(40.0), q.graph_name) for q in wrong])
        store.flush()
    assert call("validate", "--kg", kg_copy).exit_code == 2
    done = call("validate", "--quarantine", "--kg", kg_copy)
    assert done.exit_code == 0, done.stdout
    assert done.stderr.count("held back weights:") == 2
    assert "A weight is a fraction, not a percentage." in done.stderr
    assert "Quarantined  holding:" in done.stdout
    assert "etf:510991.SH" not in funds()
    with OxigraphStore(kg_copy / "store", read_only=True) as store:
        assert not list(store.quads(node("etf:510991.SH"), tg("holds"), None, DERIVED))
    table = next(w for w in done.stderr.split() if w.startswith("weights:")).rstrip(":")
    assert call("unretract", table, "--reason", "重新核对", "--kg", kg_copy).exit_code == 0
    assert call("validate", "--kg", kg_copy).exit_code == 2
    with OxigraphStore(kg_copy / "store", read_only=True) as store:
        assert list(store.quads(node("etf:510991.SH"), tg("holds"), None, DERIVED))


def test_the_doctor_of_a_folder_that_is_no_workspace_says_only_that(tmp_path: Path, call: Call) -> None:
    found = call("doctor", "--kg", tmp_path / "kk")
    assert found.exit_code == 1
    (line,) = found.stdout.splitlines()
    assert "is not a themegraph workspace" in line
