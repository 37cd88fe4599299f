"""Names near one that nothing bears."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from themegraph.engine import ThemeGraph
from themegraph.errors import InputError, UnknownEntity
from themegraph.query.near import near_names
from themegraph.render.table import to_table

Call = Callable[..., Result]
DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def kg(demo_kg: Path) -> ThemeGraph:
    return ThemeGraph.open(demo_kg)


@pytest.mark.parametrize(
    ("text", "first"), [("招商", "招商银行"), ("光大", "光大证券"), ("贵州茅苔", "贵州茅台"), ("51507", "515070.SH 人工智能ETF华夏")]
)
def test_a_short_or_misspelt_name_is_answered_with_who_is_most_often_held(kg: ThemeGraph, text: str, first: str) -> None:
    assert near_names(kg.snapshot, text)[0] == first


def test_a_company_asked_for_as_an_etf_is_told_as_what_it_is(kg: ThemeGraph) -> None:
    with pytest.raises(UnknownEntity, match=r"company:600519\.SH .*not an ETF.* themegraph company"):
        kg.etf("贵州茅台", as_of=DAY)


def test_the_code_of_an_etf_cut_short_or_mistyped_is_answered_with_the_ones_near_it(kg: ThemeGraph) -> None:
    with pytest.raises(UnknownEntity, match=r"Did you mean 515070\.SH 人工智能ETF华夏"):
        kg.etf("51507", as_of=DAY)
    with pytest.raises(UnknownEntity, match=r"Did you mean .*515070\.SH"):
        kg.etf("515071.SH", as_of=DAY)


def test_an_index_asked_for_as_an_etf_is_told_with_the_etfs_that_track_it(kg: ThemeGraph) -> None:
    with pytest.raises(UnknownEntity, match=r"index:000300\.CSI .*not an ETF.* It is tracked by .*510300\.SH 沪深300ETF华泰柏瑞"):
        kg.etf("沪深300", as_of=DAY)


def test_a_question_that_nothing_fits_is_answered_with_near_names_and_no_talk_of_weights(kg: ThemeGraph) -> None:
    text = to_table(kg.exposure("光大", as_of=DAY)).replace("\n", "")
    assert "没有叫“光大”的公司" in text
    assert "光大证券" in text
    assert "权重表" not in text
    assert "图中有 贵州茅台（company:600519.SH）" in kg.events("贵州茅台", as_of=date(2020, 1, 2)).warnings[-1].message


def test_a_word_that_begins_many_names_is_answered_with_whom_it_may_mean(kg: ThemeGraph) -> None:
    said = {w.code: w.message for w in kg.exposure("摩尔 架构", as_of=DAY).warnings}
    assert "ambiguous-name" not in said
    said = {w.code: w.message for w in kg.exposure("光大 摩尔线程", as_of=DAY).warnings}
    assert "“光大”不是完整的名称，可能指光大证券" in said["ambiguous-name"]
    assert "ambiguous-name" not in {w.code for w in kg.exposure("摩尔线程 架构", as_of=DAY).warnings}


def test_a_misspelt_holding_is_answered_with_near_names(kg: ThemeGraph, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("名称,权重\n贵州茅苔,50%\n宁德时待,50%\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"贵州茅苔.*Did you mean 贵州茅台.*宁德时待.*Did you mean 宁德时代"):
        kg.portfolio(tmp_path / "own.csv", "摩尔线程", as_of=DAY)


def test_the_kind_of_a_fund_is_said_in_chinese(kg: ThemeGraph) -> None:
    facts = {f.name: f.value for f in kg.entity("515070.SH", as_of=DAY).facts}
    assert facts["类型"] == "股票"


def test_a_folder_without_articles_is_no_answer(call: Call, small_kg: Path, tmp_path: Path) -> None:
    done = call("ingest", tmp_path, "--kg", small_kg)
    assert done.exit_code == 1
    assert "wanted files ending in" in done.stderr


def test_a_gold_folder_of_another_layout_is_told_what_is_wanted(call: Call, tmp_path: Path) -> None:
    done = call("eval", tmp_path)
    assert done.exit_code == 2
    assert "wanted articles/ID.json" in done.stderr


def test_a_report_that_is_not_there_is_not_blamed_on_the_disk(call: Call, tmp_path: Path) -> None:
    done = call("lint", tmp_path / "none.md")
    assert done.exit_code == 2
    assert "free space" not in done.stderr
