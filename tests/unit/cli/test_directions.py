"""The commands that ask the other way, and those on weights: forms, clocks, exit statuses, what they leave behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result

from themegraph.engine import ThemeGraph

Call = Callable[..., Result]

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"
DAY = ("--as-of", "2025-07-01")
ASKED = {
    "whynot": ("whynot", "星澜算力", "159991.SZ", *DAY),
    "etf": ("etf", "510991.SH", "--since", "2025-06-01", *DAY),
    "company": ("company", "北槐光电", "--since", "2025-06-01", *DAY),
    "compare": ("compare", "星澜算力", "510991.SH", "159991.SZ", *DAY),
    "overlap": ("overlap", "510991.SH", "159991.SZ", *DAY),
    "screen": ("screen", "direct_weight>0.1", "--event", "星澜算力", *DAY),
    "holdings-status": ("holdings", "status", "510991.SH", *DAY),
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    file = tmp_path / "own.csv"
    file.write_text("code,weight\n510991.SH,0.6\n600901.SH,0.3\ncash,0.1\n", encoding="utf-8")
    return file


def schema(name: str) -> Any:
    return json.loads((REFERENCE / f"{name}.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ASKED)
def test_json_fits_the_published_schema(call: Call, small_kg: Path, name: str) -> None:
    result = call(*ASKED[name], "--kg", small_kg, "--format", "json")
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer["schema"] == f"themegraph/{name}/1"
    jsonschema.Draft202012Validator(schema(name)).validate(answer)


@pytest.mark.parametrize("name", [*ASKED, "portfolio", "watch"])
def test_a_table_and_markdown_say_the_same_and_head_the_model_s_figures(call: Call, kg_copy: Path, book: Path, name: str) -> None:
    words = {"portfolio": ("portfolio", book, "星澜算力", *DAY), "watch": ("watch", "星澜算力", *DAY)}.get(name, ASKED.get(name, ()))
    table, markdown = call(*words, "--kg", kg_copy), call(*words, "--kg", kg_copy, "--format", "md")
    assert table.exit_code == 0, table.stderr
    assert markdown.stdout.startswith("## ")
    assert "as_of 2025-07-01" in table.stderr
    if name not in {"overlap", "holdings-status"}:
        assert "相对暴露度（未校准）" in table.stdout
        assert "相对暴露度（未校准）" in markdown.stdout
    for line in table.stdout.splitlines():
        if "等效权重" in line and "直接权重" in line and "合计" not in line:
            assert line.index("直接权重") < line.index("等效权重")


def test_a_portfolio_is_answered_as_its_schema_says(call: Call, small_kg: Path, book: Path) -> None:
    answer = json.loads(call("portfolio", book, "星澜算力", *DAY, "--kg", small_kg, "--format", "json").stdout)
    jsonschema.Draft202012Validator(schema("portfolio")).validate(answer)
    assert answer["direct_weight"] == pytest.approx(0.54)


def test_a_portfolio_that_sums_to_3_is_misuse_and_nothing_is_printed(call: Call, small_kg: Path, tmp_path: Path) -> None:
    file = tmp_path / "three.csv"
    file.write_text("code,weight\n510991.SH,1\n600901.SH,1\n600902.SH,1\n", encoding="utf-8")
    result = call("portfolio", file, "星澜算力", *DAY, "--kg", small_kg)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "sum to 3" in result.stderr


def test_watch_answers_once_and_then_says_that_nothing_changed(call: Call, kg_copy: Path) -> None:
    first = call("watch", *DAY, "--kg", kg_copy, "--format", "json")
    assert first.exit_code == 0
    jsonschema.Draft202012Validator(schema("watch")).validate(json.loads(first.stdout))
    assert call("watch", *DAY, "--kg", kg_copy).exit_code == 1
    assert call("watch", "--reset", *DAY, "--kg", kg_copy).exit_code == 0


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("whynot", "无人提过的词语", "510991.SH"), 1),
        (("whynot", "星澜算力", "999999.SH"), 2),
        (("compare", "无人提过的词语", "510991.SH"), 1),
        (("etf", "159991.SZ", "--since", "2025-06-20"), 1),
        (("etf", "999999.SH"), 2),
        (("company", "无此公司"), 2),
        (("overlap", "510991.SH"), 2),
        (("screen", "fee<"), 2),
        (("screen", "market=HK"), 1),
        (("holdings", "status", "999999.SH"), 2),
    ],
)
def test_no_answer_is_1_and_misuse_is_2(call: Call, small_kg: Path, words: tuple[str, ...], status: int) -> None:
    result = call(*words, *DAY, "--kg", small_kg)
    assert result.exit_code == status, result.stderr
    assert "Traceback" not in result.stderr


OWN = (
    "fund,code,name,weight,as_of,known_at,coverage\n"
    "159991.SZ,0991.HK,东岚汽车,0.5,2025-06-20,2025-06-23,full\n"
    "159991.SZ,600903.SH,北槐光电,0.5,2025-06-20,2025-06-23,full\n"
)
BAD = "fund,code,name,weight,as_of,known_at,coverage\n510991.SH,600901.SH,星澜算力,0.9,2025-06-20,2025-06-23,full\n510991.SH,600902.SH,云砚半导体,0.9,2025-06-20,2025-06-23,full\n"


def weight(call: Call, kg: Path, day: str, *more: str) -> float:
    answer = json.loads(call("exposure", "东岚汽车 召回", "--as-of", day, *more, "--kg", kg, "--format", "json").stdout)
    return float(next(r["direct_weight"] for r in answer["rows"] if r["etf"]["code"] == "159991.SZ"))


def test_imported_weights_count_from_the_day_they_were_known(call: Call, kg_copy: Path, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(OWN, encoding="utf-8")
    result = call("holdings", "import", file, "--kg", kg_copy, "--output-format", "json")
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    jsonschema.Draft202012Validator(schema("holdings-import")).validate(answer)
    assert [(t["etf"]["code"], t["used"], t["weight_known"]) for t in answer["tables"]] == [("159991.SZ", True, 1.0)]
    assert weight(call, kg_copy, "2025-06-22") == pytest.approx(0.9)
    assert weight(call, kg_copy, "2025-06-23") == pytest.approx(0.5)
    # This workspace learned them today, whatever the file says of their day.
    assert weight(call, kg_copy, "2025-06-23", "--known-at", "2025-12-31") == pytest.approx(0.9)


@pytest.mark.parametrize(("first", "second"), [("0.4", "0.6"), ("0.6", "0.4")])
def test_a_corrected_file_of_the_same_day_takes_the_place_of_the_first(call: Call, kg_copy: Path, tmp_path: Path, first: str, second: str) -> None:
    file = tmp_path / "own.csv"
    for hour, (hurt, other) in enumerate(((first, second), (second, first))):
        rows = f"159991.SZ,0991.HK,东岚汽车,{hurt},2025-06-20,2025-06-23,full\n159991.SZ,600903.SH,北槐光电,{other},2025-06-20,2025-06-23,full\n"
        file.write_text(OWN.splitlines()[0] + "\n" + rows, encoding="utf-8")
        ThemeGraph.open(kg_copy).import_holdings([file], run_at=datetime(2026, 2, 3, hour, tzinfo=UTC))
        assert weight(call, kg_copy, "2025-06-23") == pytest.approx(float(hurt))


def test_the_same_file_again_changes_nothing(call: Call, kg_copy: Path, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(OWN, encoding="utf-8")
    assert call("holdings", "import", file, "--kg", kg_copy).exit_code == 0
    before = {p: p.read_bytes() for p in kg_copy.rglob("*") if p.is_file() and "store" not in p.parts}
    again = json.loads(call("holdings", "import", file, "--kg", kg_copy, "--output-format", "json").stdout)
    assert (again["tables"], again["tables_known"]) == ([], 1)
    assert {p: p.read_bytes() for p in kg_copy.rglob("*") if p.is_file() and "store" not in p.parts} == before


def test_what_is_refused_is_printed_with_its_reason_and_the_rest_comes_in(call: Call, kg_copy: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "own.csv", tmp_path / "bad.csv"
    good.write_text(OWN, encoding="utf-8")
    bad.write_text(BAD, encoding="utf-8")
    result = call("holdings", "import", good, bad, "--strict", "--kg", kg_copy)
    assert result.exit_code == 2
    assert "[sum-off] 完整名单合计 180.00%" in result.stdout
    assert weight(call, kg_copy, "2025-06-23") == pytest.approx(0.5)


def test_a_theme_list_again_is_known_and_no_failure(call: Call, kg_copy: Path, tmp_path: Path) -> None:
    file = tmp_path / "themes.csv"
    file.write_text("题材,代码,名称,知悉日\n自编题材,600901.SH,星澜算力,2025-06-02\n", encoding="utf-8")
    first = call("holdings", "import", file, "--kg", kg_copy)
    again = call("holdings", "import", file, "--kg", kg_copy)
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "行业与主题成员 1（另有 0 行已有）" in first.stdout
    assert "行业与主题成员 0（另有 1 行已有）" in again.stdout


def test_a_file_of_no_format_is_misuse_and_changes_nothing(call: Call, kg_copy: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    result = call("holdings", "import", file, "--kg", kg_copy)
    assert (result.exit_code, result.stdout) == (2, "")
    assert not (kg_copy / "unpublished").exists()


def test_a_company_that_an_import_brought_is_read_in_texts(call: Call, kg_copy: Path, tmp_path: Path) -> None:
    listing, text = tmp_path / "basic.csv", tmp_path / "a.txt"
    listing.write_text("ts_code,symbol,name,area,industry,list_date\n688999.SH,688999,虚澜科技,上海,半导体,20250102\n", encoding="utf-8")
    text.write_text("虚澜科技发布新一代芯片。", encoding="utf-8")
    before = json.loads(call("extract", text, "--kg", kg_copy).stdout)
    assert "company:688999.SH" not in [e["entity"] for e in before["entities"]]
    assert call("holdings", "import", listing, "--kg", kg_copy).exit_code == 0
    after = json.loads(call("extract", text, "--kg", kg_copy).stdout)
    assert "company:688999.SH" in [e["entity"] for e in after["entities"]]
    assert call("entity", "虚澜科技", "--kg", kg_copy).exit_code == 0


def test_the_status_of_one_fund_lists_all_its_tables(call: Call, small_kg: Path) -> None:
    answer = json.loads(call("holdings", "status", "510991.SH", "--as-of", "2025-11-01", "--kg", small_kg, "--format", "json").stdout)
    assert [(r["weights"]["as_of"], r["used"]) for r in answer["rows"]] == [("2025-09-30", True), ("2025-04-30", False)]
    then = json.loads(call("holdings", "status", "510991.SH", *DAY, "--kg", small_kg, "--format", "json").stdout)
    assert next((r["weights"]["staleness"], r["used"]) for r in then["rows"]) == ("尚不可知", False)
