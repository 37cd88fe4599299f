from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
from click.testing import CliRunner

from themegraph.cli.calibrate import calibrate
from themegraph.cli.common import Call
from themegraph.engine import ThemeGraph


def test_a_workspace_without_news_has_no_verdict_and_says_so(tmp_path: Path) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text("code,date,close\n000300.SH,2025-01-02,3800\n510300.SH,2025-01-02,4\n", encoding="utf-8")
    at = datetime(2025, 6, 2, tzinfo=UTC)
    ThemeGraph.create(tmp_path / "kg", run_at=at)
    found = CliRunner().invoke(calibrate, ["--prices", str(prices), "--kg", str(tmp_path / "kg")], obj=Call(kg=None, run_at=at))
    assert found.exit_code == 1
    assert "verdict: 未校准" in found.output
    assert "refused: 0 independent event days (at least 60), 0 indices (at least 30)" in found.output


def test_json_carries_the_refusal_the_day_and_what_was_gathered(tmp_path: Path) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text("code,date,close\n000300.SH,2025-01-02,3800\n", encoding="utf-8")
    at = datetime(2025, 6, 2, tzinfo=UTC)
    ThemeGraph.create(tmp_path / "kg", run_at=at)
    asked = ["--prices", str(prices), "--kg", str(tmp_path / "kg"), "--format", "json", "--as-of", "2025-06-01"]
    found = CliRunner().invoke(calibrate, asked, obj=Call(kg=None, run_at=at))
    assert found.exit_code == 1
    answer = json.loads(found.stdout)
    schema = json.loads((Path(__file__).parents[3] / "docs" / "reference" / "calibrate.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(answer, schema)
    assert (answer["schema"], answer["verdict"], answer["as_of"]) == ("themegraph/calibrate/1", "未校准", "2025-06-01")
    assert [w["refused"] for w in answer["windows"]] == ["0 independent event days (at least 60), 0 indices (at least 30)"] * 2
    assert (answer["days"], answer["days_scored"], answer["abstained"]) == (0, 0, 0)


def test_a_price_file_without_closes_is_misuse(tmp_path: Path) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text("code,date,open\n510300.SH,2025-01-02,4\n", encoding="utf-8")
    at = datetime(2025, 6, 2, tzinfo=UTC)
    ThemeGraph.create(tmp_path / "kg", run_at=at)
    found = CliRunner().invoke(calibrate, ["--prices", str(prices), "--kg", str(tmp_path / "kg")], obj=Call(kg=None, run_at=at))
    assert found.exit_code == 2
    assert "without close" in found.output
