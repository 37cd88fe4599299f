"""Running, ordering, formats, the page of rules, and corruption."""

import json
import re
from pathlib import Path

import pytest

from themegraph.errors import QuestionError
from themegraph.report.lint import FORMATS, RULES, Severity, exit_code, format_findings, lint_text, rule_page
from themegraph.report.lint.corrupt import KINDS, corrupt_report

TEXT = "甲基金具备配置价值。\n乙，目标价12元；必将大涨。\n"
ROOT = Path(__file__).parents[4]


def test_findings_come_by_place_and_their_words_stand_there():
    found = lint_text(TEXT, path="a.md")
    assert [f.rule for f in found] == ["advice", "price-target", "certainty"]
    assert all(TEXT[f.start : f.end] == f.text for f in found)
    assert found == lint_text(TEXT, path="a.md")


def test_json_has_exactly_the_documented_fields():
    data = json.loads(format_findings(lint_text(TEXT, path="a.md"), "json"))
    assert list(data) == ["findings"]
    assert set(data["findings"][0]) == {"rule", "severity", "file", "start", "end", "text", "message", "evidence", "suggestion"}


def test_sarif_gives_lines_and_known_rules():
    log = json.loads(format_findings(lint_text(TEXT, path="a.md"), "sarif", texts={"a.md": TEXT}))
    run = log["runs"][0]
    assert log["version"] == "2.1.0"
    assert run["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] == 2
    assert all(run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])


def test_github_annotations_are_one_line_each_and_escaped():
    lines = format_findings(lint_text(TEXT, path="a,b.md"), "github", texts={"a,b.md": TEXT}).splitlines()
    assert lines[0].startswith("::warning file=a%2Cb.md,line=1,endLine=1,col=")
    assert len(lines) == 3


def test_the_table_counts_what_it_lists():
    assert format_findings(lint_text(TEXT, path="a.md"), "table", texts={"a.md": TEXT}).endswith("0 errors, 3 warnings, 0 infos\n")


def test_an_unknown_form_or_rule_is_refused():
    with pytest.raises(ValueError, match="table"):
        format_findings((), "xml")
    with pytest.raises(QuestionError, match="advice"):
        lint_text(TEXT, disable=["advic"])


def test_rules_are_chosen():
    assert [f.rule for f in lint_text(TEXT, only=["certainty"])] == ["certainty"]
    assert "advice" not in [f.rule for f in lint_text(TEXT, disable=["advice"])]


def test_the_exit_code_follows_the_threshold():
    found = lint_text(TEXT)
    assert exit_code(found) == 1
    assert exit_code(found, fail_on=Severity.ERROR) == 0
    assert exit_code(()) == 0


def test_every_rule_is_on_the_page():
    page = (ROOT / "docs" / "reference" / "lint-rules.md").read_text(encoding="utf-8")
    assert page == rule_page()
    assert all(re.search(rf"^### {re.escape(rule)}$", page, re.MULTILINE) for rule in RULES)
    assert "sarif" in FORMATS


@pytest.mark.parametrize(
    "text",
    ["", "\n", "---", "---\n---", "|", "# ", "「", "\ufeff---\ntitle: 甲\n", "1. ", "<p>", "\\", "[", "(" * 500, "*" * 500, "1" * 5000, "，" * 500],
)
def test_odd_texts_are_read_to_their_end(text):
    lint_text(text)


GOOD = "---\nlayout: post\n---\n\n1. 甲（688795.SH）12月5日上涨3.2%。（样例通讯，2025-12-20）\n2. 乙（300750.SZ）下跌1.1%。（样例通讯，2025-12-20）\n"


def test_corruption_is_one_change_and_the_same_for_the_same_seed():
    seen = set()
    for seed in range(20):
        text, fault = corrupt_report(GOOD, seed)
        assert (text, fault) == corrupt_report(GOOD, seed)
        assert text != GOOD
        seen.add(fault.kind)
        if fault.after:
            assert text[: fault.start] + fault.before + text[fault.end :] == GOOD
            assert text[fault.start : fault.end] == fault.after
    assert seen == set(KINDS)


def test_a_text_without_facts_cannot_be_corrupted():
    with pytest.raises(ValueError, match="has none"):
        corrupt_report("没有可改的内容。", 0)
