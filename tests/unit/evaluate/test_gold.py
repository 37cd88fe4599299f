"""The scorer: figures worked out by hand, and equal to the gold set's own scorer where that is at hand."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType

import pytest

from themegraph.errors import InputError
from themegraph.evaluate import Labels, evaluate_gold, read_documents, read_labels, render_gold, score_documents
from themegraph.evaluate.documents import common_code, is_listing

GOLD = {
    "1": {
        "id": "1",
        "theme": "白酒",
        "entities": [
            {"surface": "贵州茅台", "type": "company", "canonical": "600519.SH"},
            {"surface": "五粮液", "type": "company", "canonical": "000858.SZ"},
            {"surface": "某酒厂", "type": "company", "canonical": "某酒厂"},
            {"surface": "酒ETF", "type": "etf", "canonical": "512690.SH"},
        ],
        "events": [
            {"type": "earnings", "participants": [{"surface": "贵州茅台", "role": "agent"}], "polarity": {"贵州茅台": "positive"}, "negated": False},
            {"type": "m&a", "participants": [{"surface": "五粮液", "role": "agent"}], "polarity": {}, "negated": True},
        ],
        "relations": [
            {"subject": "贵州茅台", "predicate": "competes_with", "object": "五粮液", "negated": False, "speculative": False},
            {"subject": "五粮液", "predicate": "supplies_to", "object": "贵州茅台", "negated": False, "speculative": True},
            {"subject": "贵州茅台", "predicate": "acquires", "object": "某酒厂", "negated": True, "speculative": False},
        ],
        "beneficiaries": ["贵州茅台"],
        "victims": [],
        "etfs": [{"name": "酒ETF", "code": "512690.SH"}],
        "optional_entities": ["证券时报"],
    },
    "2": {"id": "2", "theme": "distractor", "entities": [], "events": [], "relations": [], "etfs": []},
}


def prediction(**changes: object) -> dict[str, object]:
    form: dict[str, object] = {"id": "1", "entities": GOLD["1"]["entities"], "events": [], "relations": [], "etfs": []}
    form.update(changes)
    return form


def score(*forms: dict[str, object], errors: bool = False):
    return score_documents(GOLD, {str(f["id"]): f for f in forms}, Labels(), errors=errors)


def relation(subject: str, predicate: str, obj: str, *, negated: bool = False) -> dict[str, object]:
    return {"subject": subject, "predicate": predicate, "object": obj, "negated": negated}


def test_the_gold_scored_against_itself_is_perfect() -> None:
    report = score(*GOLD.values())
    assert all(m.f1 == 1.0 for m in report.measures if m.right + m.missed)
    assert report.ratio("negated facts asserted (lower is better)").count == 0
    assert report.codes_invented == 0


def test_an_article_without_a_prediction_is_missed() -> None:
    report = score()
    assert report.predicted == 0
    names = report.measure("entity mention (surface+type)")
    assert (names.right, names.wrong, names.missed) == (0, 0, 4)


def test_symmetric_relations_may_stand_in_either_order() -> None:
    found = score(prediction(relations=[relation("五粮液", "competes_with", "贵州茅台")])).measure("relation triples")
    assert (found.right, found.wrong, found.missed) == (1, 0, 0)


def test_a_customer_is_a_supplier_turned_round_and_a_supposed_relation_may_be_left() -> None:
    found = score(prediction(relations=[relation("贵州茅台", "customer_of", "五粮液")])).measure("relation triples")
    assert (found.right, found.wrong, found.missed) == (1, 0, 1)


def test_a_denied_relation_that_is_asserted_is_counted() -> None:
    report = score(prediction(relations=[relation("贵州茅台", "acquires", "某酒厂")]))
    assert report.ratio("negated facts asserted (lower is better)").count == 1
    assert (
        score(prediction(relations=[relation("贵州茅台", "acquires", "某酒厂", negated=True)]))
        .ratio("negated facts asserted (lower is better)")
        .count
        == 0
    )


def test_optional_names_are_neither_wrong_nor_right() -> None:
    with_medium = [*GOLD["1"]["entities"], {"surface": "证券时报", "type": "organisation"}, {"surface": "茅台镇", "type": "place"}]
    names = score(prediction(entities=with_medium)).measure("entity mention (surface+type)")
    assert (names.right, names.wrong, names.missed) == (4, 1, 0)


def test_a_code_for_an_unlisted_company_is_counted() -> None:
    entities = [{"surface": "某酒厂", "type": "company", "canonical": "600000.SH"}]
    report = score(prediction(entities=entities))
    unlisted = report.ratio("unlisted companies given a code (lower is better)")
    assert (unlisted.count, unlisted.total) == (1, 1)
    assert report.measure("entity linking (codes, per article)").wrong == 1


def test_an_invented_fund_code_is_counted() -> None:
    report = score(prediction(etfs=[{"name": "酒ETF", "code": "512690"}, {"name": "白酒ETF", "code": "159999.SZ"}]))
    assert report.codes_invented == 1
    funds = report.measure("ETFs named (code)")
    assert (funds.right, funds.wrong, funds.missed) == (1, 1, 0)


def test_events_on_a_distractor_are_counted() -> None:
    event = {"type": "other", "participants": [], "negated": False}
    report = score({"id": "2", "events": [event]})
    assert report.ratio("events asserted on articles that are not about markets").count == 1


def test_polarity_is_the_majority_of_the_events_that_hold() -> None:
    def event(polarity: str) -> dict[str, object]:
        return {"type": "earnings", "participants": [{"surface": "贵州茅台", "role": "agent"}], "polarity": {"贵州茅台": polarity}}

    right = score(prediction(events=[event("positive"), event("positive"), event("negative")]))
    assert right.ratio("polarity accuracy on all gold company-article pairs").share == 1.0
    mixed = score(prediction(events=[event("positive"), event("negative")]))
    assert mixed.ratio("polarity accuracy on all gold company-article pairs").count == 0
    assert mixed.ratio("polarity accuracy on covered pairs").total == 1


def test_errors_name_what_is_wrong_and_what_is_missing() -> None:
    report = score(prediction(relations=[relation("贵州茅台", "produces", "五粮液")]), errors=True)
    line = next(e for e in report.errors if e.measure == "relation triples")
    assert line.wrong == ("('600519.SH', 'produces', '000858.SZ')",)
    assert line.missed == ("('000858.SZ', 'competes_with', '600519.SH')",)
    assert "produces" in render_gold(report)


def test_codes_have_one_form_whatever_form_they_had() -> None:
    assert {common_code(c) for c in ("600519", "SH600519", "600519.SS", "600519-XSHG")} == {"600519.SH"}
    assert {common_code(c) for c in ("00700.HK", "700-HK", "HK700")} == {"0700.HK"}
    assert common_code("430047") == "430047.BJ"
    assert common_code("NVDA.O") == "NVDA.US"
    assert is_listing("931865.CSI")
    assert not is_listing("摩尔线程")


def test_a_folder_is_grouped_by_theme_and_by_script(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "articles").mkdir()
    for name, form in GOLD.items():
        (tmp_path / "gold" / f"{name}.json").write_text(json.dumps(form), encoding="utf-8")
        (tmp_path / "articles" / f"{name}.json").write_text(
            json.dumps({"id": name, "lang": "zh-Hant" if name == "1" else "zh-Hans"}), encoding="utf-8"
        )
    themes = evaluate_gold(GOLD, tmp_path / "gold", by="theme").groups
    assert [(g.group, g.articles, g.relations) for g in themes] == [("distractor", 1, 0.0), ("白酒", 1, 1.0)]
    scripts = evaluate_gold(list(GOLD.values()), tmp_path / "gold", tmp_path / "articles", by="script").groups
    assert [g.group for g in scripts] == ["zh-Hans", "zh-Hant"]


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No annotation"):
        evaluate_gold({}, tmp_path)


def test_labels_are_mapped_and_dropped(tmp_path: Path) -> None:
    table = tmp_path / "mapping.json"
    table.write_text(json.dumps({"entity_types": {"ORG": "organisation", "DATE": None}, "predicates": {"tracks": "tracks_index"}}), encoding="utf-8")
    labels = read_labels(table)
    assert labels.entity("ORG") == "organisation"
    assert labels.entity("DATE") is None
    assert labels.predicate("tracks") == "tracks_index"


SHARED = os.environ.get("THEMEGRAPH_SHARED")


def _their_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("their_score", Path(str(SHARED)) / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not SHARED, reason="THEMEGRAPH_SHARED names no folder")
def test_figures_equal_those_of_the_gold_sets_own_scorer() -> None:
    theirs = _their_scorer()
    gold_dir = Path(str(SHARED)) / "gold" / "gold"
    table = json.loads((gold_dir.parent / "mapping.json").read_text(encoding="utf-8"))
    gold = read_documents(gold_dir)
    # A prediction that is wrong in many ways: every third item of the gold is dropped, some polarities and flags are turned.
    predictions: dict[str, dict[str, object]] = {}
    for number, (name, form) in enumerate(gold.items()):
        if number % 9 == 8:
            continue
        events = [
            {**e, "negated": bool(e.get("negated")) ^ (k % 5 == 4), "speculative": k % 2 == 0}
            for k, e in enumerate(form["events"])
            if (k + number) % 3
        ]
        relations = [r for k, r in enumerate(form["relations"]) if (k + number) % 3]
        relations += [{**r, "subject": r["object"], "object": r["subject"], "negated": False} for r in form["relations"][:2]]
        entities = [e for k, e in enumerate(form["entities"]) if (k + number) % 4] + [
            {"surface": "芯片", "type": "sector"},
            {"surface": "某公司", "type": "company"},
        ]
        predictions[name] = {
            "id": name, "entities": entities, "events": events, "relations": relations, "beneficiaries": form["victims"], "victims": form["victims"],
        }  # fmt: skip
        if number % 2:
            predictions[name]["etfs"] = [*form["etfs"], {"name": "某ETF", "code": "510999.SH"}]
    rows, counts, errors = theirs.score(gold, predictions, table)
    ours = evaluate_gold(predictions, gold_dir, errors=True)
    assert [m.name for m in ours.measures] == list(rows)
    for m in ours.measures:
        precision, recall, f1 = theirs.prf(*theirs.tot(rows[m.name]))
        low, high = theirs.ci(rows[m.name])
        assert (m.precision, m.recall, m.f1, m.low, m.high) == (precision, recall, f1, low, high)
        assert (m.right, m.wrong, m.missed) == theirs.tot(rows[m.name])
    pairs = {
        "polarity accuracy on all gold company-article pairs": ("pol_ok", "pol_tot"),
        "polarity accuracy on covered pairs": ("pol_ok", "pol_cov"),
        "negated facts asserted (lower is better)": ("neg_viol", "neg_total"),
        "speculative flag right on matched events": ("spec_ok", "spec_tot"),
        "unlisted companies given a code (lower is better)": ("nil_wrong", "nil_total"),
    }
    for name, (part, whole) in pairs.items():
        assert (ours.ratio(name).count, ours.ratio(name).total) == (counts[part], counts[whole])
    assert ours.codes_invented == counts["etf_bad_code"]
    assert ours.ratio("events asserted on articles that are not about markets").count == counts["distractor_events"]
    assert [(e.measure, e.article, list(e.wrong), list(e.missed)) for e in ours.errors] == errors
