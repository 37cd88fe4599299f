"""The published forms: what ``--format json`` and ``extract`` write fits their JSON Schema, and its quotes and sums are true."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result

import themegraph
from themegraph.engine import ThemeGraph, extract_forms
from themegraph.graph.rdf import article_of
from themegraph.graph.store import OxigraphStore

Call = Callable[..., Result]

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"
DAY = ("--as-of", "2025-07-01")
ASKED = {
    "events": ("events", "", *DAY),
    "beneficiaries": ("beneficiaries", "东岚汽车 召回", *DAY),
    "exposure": ("exposure", "东岚汽车 召回", *DAY),
    "explain": ("explain", "东岚汽车 召回", "510991.SH", *DAY),
    "entity": ("entity", "北槐光电", *DAY),
    "stats": ("stats",),
    "whynot": ("whynot", "东岚汽车 召回", "510991.SH", *DAY),
    "etf": ("etf", "510991.SH", *DAY),
    "company": ("company", "北槐光电", *DAY),
    "compare": ("compare", "东岚汽车 召回", "510991.SH", "159991.SZ", *DAY),
}
PROMISED = {
    "": {"schema", "label", "question", "as_of", "known_at", "events", "rows", "not_held", "warnings"},
    "rows": {
        "etf", "direct_weight", "net", "long", "short", "equivalent_weight", "status", "coverage", "unknown_weight", "bounds", "weights", "paths",
    },
    "etf": {"id", "code", "name"},
    "weights": {"as_of", "known_at", "basis", "age_days", "source"},
    "paths": {"contribution", "hops"},
    "hops": {"subject", "predicate", "object", "coefficient", "belief", "evidence"},
    "evidence": {"article", "quote", "start", "end", "published_at", "source"},
}  # fmt: skip
"""The fields of ``themegraph/exposure/1`` that others rely on."""


def schema(name: str) -> Any:
    return json.loads((REFERENCE / f"{name}.schema.json").read_text(encoding="utf-8"))


def walk(value: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every object with the name of the field it stands in."""
    if isinstance(value, dict):
        yield name, value
        for key, inner in value.items():
            yield from walk(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner, name)


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_fits_its_published_schema(call: Call, small_kg: Path, name: str) -> None:
    result = call(*ASKED[name], "--kg", small_kg, "--format", "json")
    assert result.exit_code == 0, result.stderr
    jsonschema.Draft202012Validator(schema(name)).validate(json.loads(result.stdout))


def test_every_form_that_is_published_is_closed_and_named() -> None:
    for path in REFERENCE.glob("*.schema.json"):
        name = path.name.partition(".")[0]
        text = path.read_text(encoding="utf-8")
        assert '"additionalProperties": false' in text
        assert name == "extract" or f'"const": "themegraph/{name}/1"' in text


def test_a_damaged_answer_does_not_fit_the_schema(call: Call, small_kg: Path) -> None:
    answer = json.loads(call(*ASKED["exposure"], "--kg", small_kg, "--format", "json").stdout)
    checker = jsonschema.Draft202012Validator(schema("exposure"))
    assert checker.is_valid(answer)
    answer["rows"][0]["net"] = "large"
    assert not checker.is_valid(answer)
    del answer["rows"]
    assert not checker.is_valid(answer)


def test_an_answer_without_an_event_fits_its_schema_too(call: Call, small_kg: Path) -> None:
    answer = json.loads(call("exposure", "无人提过的词语", *DAY, "--kg", small_kg, "--format", "json").stdout)
    jsonschema.Draft202012Validator(schema("exposure")).validate(answer)
    assert answer["rows"] == answer["events"] == []


def test_exposure_has_the_fields_that_others_rely_on(call: Call, small_kg: Path) -> None:
    answer = json.loads(call(*ASKED["exposure"], "--kg", small_kg, "--format", "json").stdout)
    assert answer["schema"] == "themegraph/exposure/1"
    assert answer["label"] == "相对暴露度（未校准）"
    seen = set()
    for name, value in walk(answer):
        if name in PROMISED:
            assert PROMISED[name] <= value.keys(), name
            seen.add(name)
    assert seen == PROMISED.keys()


def test_unknown_is_null_and_numbers_are_finite_fractions(demo: dict[str, Any]) -> None:
    for row in demo["rows"]:
        assert row["status"] in {"ranked", "negligible", "not_analysed", "abstained"}
        for field in ("direct_weight", "net", "long", "short", "equivalent_weight", "unknown_weight"):
            assert math.isfinite(row[field])
            assert abs(row[field]) <= 1.0, (field, row[field])
        low, high = row["bounds"]
        assert low <= row["net"] <= high or math.isclose(low, row["net"], abs_tol=1e-12) or math.isclose(high, row["net"], abs_tol=1e-12)


@pytest.fixture(scope="module")
def demo(demo_kg: Path) -> dict[str, Any]:
    """The exposure of the demonstration's event a year later, all funds."""
    from themegraph.render.data import to_json

    return dict(json.loads(to_json(themegraph.open(demo_kg).exposure("小米 召回", as_of=date(2025, 12, 21), top=50))))


def test_long_and_short_sum_to_net(demo: dict[str, Any], small_kg: Path) -> None:
    rows = list(ThemeGraph.open(small_kg).exposure("东岚汽车 召回", as_of=date(2025, 7, 1)).rows)
    assert len(rows) == 2
    for row in rows:
        assert row.long + row.short == pytest.approx(row.net, abs=1e-12)
    assert demo["rows"]
    for row in demo["rows"]:
        assert row["long"] + row["short"] == pytest.approx(row["net"], abs=1e-12)


@pytest.mark.parametrize("question", ["东岚汽车 召回", "星澜算力"])
def test_the_walks_of_a_fund_sum_to_its_net_exposure_where_all_are_shown(small_kg: Path, question: str) -> None:
    kg = ThemeGraph.open(small_kg)
    for fund in ("510991.SH", "159991.SZ"):
        row = kg.explain(question, fund, as_of=date(2025, 7, 1)).row
        assert sum(p.contribution for p in row.paths) == pytest.approx(row.net, abs=1e-12)


def test_a_walk_multiplies_its_steps(small_kg: Path) -> None:
    """A walk's contribution is the shock at its first company times the coefficients of its steps; the shock is the direct walk's over its weight."""
    row = ThemeGraph.open(small_kg).explain("星澜算力", "510991.SH", as_of=date(2025, 7, 1)).row
    direct = next(p for p in row.paths if len(p.hops) == 2)
    shock = direct.contribution / direct.hops[-1].coefficient
    longer = [p for p in row.paths if len(p.hops) > 2]
    assert longer
    for path in longer:
        assert abs(path.contribution) <= abs(shock) * path.hops[-1].coefficient + 1e-15
        assert path.contribution * shock > 0


def quotes_of(answer: Any) -> list[dict[str, Any]]:
    return [v for name, v in walk(answer) if name in {"evidence", "quotes"} and v["article"].startswith("article:")]


@pytest.mark.parametrize("command", ["events", "beneficiaries", "exposure", "explain", "entity"])
def test_every_quote_is_the_article_s_own_text_at_its_place(call: Call, demo_kg: Path, command: str) -> None:
    words = {"entity": ("entity", "摩尔线程"), "explain": ("explain", "摩尔线程 花港", "515070.SH"), "events": ("events", "")}.get(
        command, (command, "摩尔线程 花港")
    )
    answer = json.loads(call(*words, "--as-of", "2026-03-01", "--kg", demo_kg, "--format", "json").stdout)
    found = quotes_of(answer)
    assert found
    with OxigraphStore(demo_kg / "store", read_only=True) as store:
        for quote in found:
            article = article_of(store, quote["article"])
            assert article is not None
            assert quote["quote"]
            assert article.content[quote["start"] : quote["end"]] == quote["quote"]
            assert quote["title"] == article.title


def test_extraction_fits_its_schema_and_its_spans_slice_back(article_folder: Path, small_kg: Path) -> None:
    checker = jsonschema.Draft202012Validator(schema("extract"))
    forms = [f for f in extract_forms([article_folder], kg=small_kg) if isinstance(f, dict)]
    assert len(forms) == 4
    from themegraph.ingest.articles import Rejection, read_articles

    contents = {a.external_id: a.content for a in read_articles([article_folder]) if not isinstance(a, Rejection)}
    for form in forms:
        plain = json.loads(json.dumps(form, ensure_ascii=False))
        checker.validate(plain)
        text = contents[form["id"]]
        for entity in form["entities"]:
            assert text[entity["start"] : entity["end"]] == entity["surface"]
        for stated in (*form["events"], *form["relations"]):
            evidence = stated["evidence"]
            assert text[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_the_extraction_schema_refuses_an_unknown_type_and_a_missing_field(article_folder: Path, small_kg: Path) -> None:
    checker = jsonschema.Draft202012Validator(schema("extract"))
    form = json.loads(json.dumps(next(f for f in extract_forms([article_folder / "launch.md"], kg=small_kg) if isinstance(f, dict))))
    assert checker.is_valid(form)
    assert not checker.is_valid({k: v for k, v in form.items() if k != "beneficiaries"})
    form["events"][0]["type"] = "没有的类型"
    assert not checker.is_valid(form)
