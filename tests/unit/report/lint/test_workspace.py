"""Knowledge from a snapshot answers as knowledge from reference data does."""

from datetime import date

import pytest

from themegraph.engine import ThemeGraph
from themegraph.report.lint import Severity, SnapshotKnowledge, lint_text
from themegraph.report.lint.corrupt import corrupt_report
from themegraph.resources import data_path

DAY = date(2025, 12, 21)


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    made = ThemeGraph.create(tmp_path_factory.mktemp("lint") / "kg")
    made.ingest([data_path("articles")])
    return made


def _knowledge(graph, day):
    return SnapshotKnowledge(graph.snapshot, graph._facts(day, None).content, as_of=day)


@pytest.mark.slow
def test_a_workspace_knows_names_funds_weights_and_only_what_was_public(graph):
    known = _knowledge(graph, DAY)
    assert known.coded("688795") == ("company:688795.SH",)
    assert known.fund("etf:516630.SH").index == "index:930851.CSI"
    assert any(c == "company:688256.SH" and round(w.weight, 3) == 0.072 for c, w in known.weights("etf:515070.SH"))
    days = {t.published for t in known.texts(frozenset())}
    assert days
    assert max(days) <= DAY
    assert not any(day > DAY for _, day in known.sources())


@pytest.mark.slow
def test_our_own_report_is_clean_and_its_corruptions_are_found(graph):
    known = _knowledge(graph, DAY)
    report = graph.report("人工智能", as_of=DAY)
    assert [f for f in lint_text(report, knowledge=known) if f.severity is not Severity.INFO] == []
    found = 0
    for seed in range(20):
        text, fault = corrupt_report(report, seed)
        first, last = text.rfind("\n", 0, fault.start) + 1, text.find("\n", fault.end)
        found += any(f.start <= last and f.end >= first and f.severity is not Severity.INFO for f in lint_text(text, knowledge=known))
    assert found >= 18
