"""What each command prints, where, and with which exit status."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from themegraph import __version__

Call = Callable[..., Result]

DAY = ("--as-of", "2025-07-01")
QUESTIONS = {
    "events": ("events", "星澜算力", *DAY),
    "beneficiaries": ("beneficiaries", "星澜算力", *DAY),
    "exposure": ("exposure", "星澜算力", *DAY),
    "explain": ("explain", "星澜算力", "510991.SH", *DAY),
    "entity": ("entity", "星澜算力", *DAY),
    "stats": ("stats",),
    "whynot": ("whynot", "星澜算力", "159991.SZ", *DAY),
    "etf": ("etf", "510991.SH", *DAY),
    "company": ("company", "星澜算力", *DAY),
    "compare": ("compare", "星澜算力", "159991.SZ", "510991.SH", *DAY),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_json_names_its_schema_and_stands_alone_on_standard_output(call: Call, small_kg: Path, name: str) -> None:
    result = call(*QUESTIONS[name], "--kg", small_kg, "--format", "json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["schema"] == f"themegraph/{name}/1"


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_table_and_markdown_tell_the_same_subject(call: Call, small_kg: Path, name: str) -> None:
    table = call(*QUESTIONS[name], "--kg", small_kg)
    markdown = call(*QUESTIONS[name], "--kg", small_kg, "--format", "md")
    assert table.exit_code == markdown.exit_code == 0
    assert markdown.stdout.startswith("## ")
    word = "文章" if name == "stats" else "星澜算力"
    assert word in table.stdout
    assert word in markdown.stdout


@pytest.mark.parametrize("name", [n for n in QUESTIONS if n != "stats"])
def test_the_clocks_that_were_used_are_said_on_standard_error(call: Call, small_kg: Path, name: str) -> None:
    result = call(*QUESTIONS[name], "--known-at", "2025-12-24", "--kg", small_kg)
    assert "as_of 2025-07-01" in result.stderr
    assert "known_at 2025-12-24T23:59:59+08:00" in result.stderr
    assert "known_at" not in result.stdout


@pytest.mark.parametrize("name", ["events", "exposure", "beneficiaries"])
def test_a_question_without_an_answer_ends_with_status_1(call: Call, small_kg: Path, name: str) -> None:
    result = call(name, "无人提过的词语", *DAY, "--kg", small_kg, "--format", "json")
    assert result.exit_code == 1
    assert any(w["code"] == "no-event" for w in json.loads(result.stdout)["warnings"])


def test_explaining_and_drawing_what_no_event_fits_end_with_status_1_and_write_nothing(call: Call, small_kg: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.html"
    explain = call("explain", "无人提过的词语", "510991.SH", *DAY, "--kg", small_kg)
    draw = call("draw", "无人提过的词语", *DAY, "-o", target, "--kg", small_kg)
    for result in (explain, draw):
        assert result.exit_code == 1
        assert "themegraph events" in result.stderr
        assert result.stdout == ""
    assert not target.exists()


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (("entity", "星澜算例"), "星澜算力"),
        (("entity", "600991.SH"), "600901.SH"),
        (("explain", "星澜算力", "510992.SH"), "510991.SH"),
        (("explain", "星澜算力", "样例算力ETE"), "样例算力ETF"),
        (("report", "算力芯"), "算力芯片"),
    ],
)
def test_an_unknown_name_is_misuse_and_the_nearest_is_named(call: Call, small_kg: Path, words: tuple[str, ...], near: str) -> None:
    result = call(*words, "--kg", small_kg)
    assert result.exit_code == 2
    assert "Did you mean" in result.stderr
    assert near in result.stderr.partition("Did you mean")[2]


def test_an_unknown_event_id_is_misuse_and_the_nearest_is_named(call: Call, small_kg: Path) -> None:
    known = json.loads(call("events", "星澜算力", *DAY, "--kg", small_kg, "--format", "json").stdout)["rows"][0]["id"]
    wrong = known[:-1] + ("0" if known[-1] != "0" else "1")
    result = call("exposure", wrong, *DAY, "--kg", small_kg)
    assert result.exit_code == 2
    assert known in result.stderr


def test_an_event_can_be_asked_by_id_code_name_theme_and_free_words(call: Call, small_kg: Path) -> None:
    first = json.loads(call("events", "星澜算力", *DAY, "--kg", small_kg, "--format", "json").stdout)["rows"][0]["id"]
    for question in (first, "600901.SH", "600901", "SH600901", "Xinglan Compute", "算力芯片", "星澜算力 GPU", "GPU芯片 发布", "share:600901.SH"):
        found = json.loads(call("exposure", question, *DAY, "--kg", small_kg, "--format", "json").stdout)
        assert [e["id"] for e in found["events"]] == [first], question


def test_several_fitting_events_are_listed_and_the_best_is_taken(call: Call, small_kg: Path) -> None:
    found = json.loads(call("exposure", "东岚汽车", *DAY, "--kg", small_kg, "--format", "json").stdout)
    note = next(w["message"] for w in found["warnings"] if w["code"] == "several-events")
    listed = json.loads(call("events", "东岚汽车", *DAY, "--kg", small_kg, "--format", "json").stdout)["rows"]
    assert len(listed) == 2
    assert listed[0]["id"] == found["events"][0]["id"]
    assert listed[1]["id"] in note


@pytest.mark.parametrize("form", ["trig", "nq", "ttl", "jsonld", "graphml"])
def test_the_graph_is_written_in_every_form(call: Call, small_kg: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"graph.{form}"
    result = call("export", "--to", form, "-o", target, "--kg", small_kg)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.strip() == str(target)
    assert "星澜算力" in html.unescape(target.read_text(encoding="utf-8"))


def test_a_query_in_a_file_of_another_encoding_is_read_and_one_that_is_no_text_is_refused(call: Call, small_kg: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.rq"
    file.write_bytes("ASK { ?s ?p ?o } # 有没有任何陈述".encode("gb18030"))
    assert call("sparql", file, "--kg", small_kg).exit_code == 0
    file.write_bytes(b"\x00\x01\x02\xff")
    refused = call("sparql", file, "--kg", small_kg)
    assert refused.exit_code == 2
    assert "binary" in refused.stderr


def test_sparql_answers_a_query_and_a_file_and_refuses_to_write(call: Call, small_kg: Path, tmp_path: Path) -> None:
    text = 'ASK { GRAPH ?g { ?s ?p "星澜算力"@zh } }'
    file = tmp_path / "q.rq"
    file.write_text(text, encoding="utf-8")
    assert call("sparql", text, "--format", "json", "--kg", small_kg).stdout == call("sparql", file, "--format", "json", "--kg", small_kg).stdout
    refused = call("sparql", "DELETE WHERE { ?s ?p ?o }", "--kg", small_kg)
    assert refused.exit_code == 2
    assert refused.stdout == ""


def test_a_drawing_and_a_report_print_the_path_they_wrote(call: Call, small_kg: Path, tmp_path: Path) -> None:
    page, post = tmp_path / "a.html", tmp_path / "a.md"
    drawn = call("draw", "星澜算力", *DAY, "-o", page, "--kg", small_kg)
    written = call("report", "算力芯片", "--date", "2025-06-11", "-o", post, "--kg", small_kg)
    assert (drawn.stdout, written.stdout) == (f"{page}\n", f"{post}\n")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert post.read_text(encoding="utf-8") == call("report", "算力芯片", "--date", "2025-06-11", "--kg", small_kg).stdout


def test_extraction_prints_one_object_a_line_and_needs_no_workspace(call: Call, small_kg: Path, article_folder: Path) -> None:
    result = call("extract", article_folder, "--kg", small_kg, "--format", "jsonl")
    assert result.exit_code == 0, result.stderr
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [r["id"] for r in rows] == ["later", "launch", "recall", "undated"]
    assert "read 4, rejected 0" in result.stderr


def test_an_as_of_in_the_future_is_refused(call: Call, small_kg: Path) -> None:
    result = call("exposure", "星澜算力", "--as-of", "2999-01-01", "--kg", small_kg)
    assert result.exit_code == 2
    assert "lies in the future" in result.stderr
    assert "2999-01-01" in result.stderr


@pytest.mark.parametrize("option", ["--as-of", "--known-at", "--weights-as-of"])
def test_a_date_in_another_form_is_refused_with_the_wanted_form(call: Call, small_kg: Path, option: str) -> None:
    result = call("exposure", "星澜算力", option, "21.12.2025", "--kg", small_kg)
    assert result.exit_code == 2
    assert "21.12.2025" in result.stderr
    assert "2025-12-21" in result.stderr or "YYYY-MM-DD" in result.stderr


@pytest.mark.parametrize(
    "words",
    [("expousre", "x"), ("stats", "--fromat", "json"), ("exposure",), ("exposure", "x", "--format", "yaml"), ("exposure", "x", "--hops", "9")],
)
def test_a_wrong_command_or_option_ends_with_status_2_and_points_at_the_help(call: Call, words: tuple[str, ...]) -> None:
    result = call(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage: " in result.stderr
    assert "--help" in result.stderr or "-h" in result.stderr


def test_a_misspelt_command_gets_the_nearest_one(call: Call) -> None:
    assert "exposure" in call("expousre", "x").stderr


def test_help_is_on_standard_output_and_lists_every_command(call: Call) -> None:
    result = call("--help")
    assert result.exit_code == 0
    for name in (
        "init",
        "demo",
        "ingest",
        "extract",
        "events",
        "beneficiaries",
        "exposure",
        "explain",
        "entity",
        "draw",
        "report",
        "sparql",
        "export",
        "stats",
    ):
        assert f"\n  {name} " in result.stdout


def test_the_version_comes_from_one_place(call: Call) -> None:
    assert call("--version").stdout.strip().endswith(__version__)


def test_the_log_level_decides_what_reaches_standard_error(call: Call, small_kg: Path) -> None:
    assert call("--log-level", "nonsense", "stats", "--kg", small_kg).exit_code == 2
    assert call("--log-level", "error", "stats", "--kg", small_kg).exit_code == 0


def test_the_help_lists_every_command_under_a_heading_with_its_whole_sentence(call: Call) -> None:
    text = call("--help").stdout
    assert "From an event:" in text
    assert "..." not in text.partition("Options:")[2]
