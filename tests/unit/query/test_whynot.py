"""Why a fund is not in an answer: what decides it comes first, and what is missing has a place where it is published."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph
from themegraph.errors import QuestionError, UnknownEntity

DAY = date(2025, 7, 1)


@pytest.fixture(scope="module")
def kg(small_kg: Path) -> ThemeGraph:
    return ThemeGraph.open(small_kg)


def codes(kg: ThemeGraph, question: str, fund: str, day: date = DAY) -> list[str]:
    return [r.code for r in kg.whynot(question, fund, as_of=day).reasons]


def test_a_fund_without_any_link_lists_neither_the_company_nor_a_path(kg: ThemeGraph) -> None:
    found = codes(kg, "星澜算力", "159991.SZ")
    assert found[0] == "not-listed-full"
    assert "no-path" in found
    assert "in-the-answer" not in found


def test_a_fund_that_holds_the_company_is_said_to_be_in_the_answer(kg: ThemeGraph) -> None:
    answer = kg.whynot("星澜算力", "510991.SH", as_of=DAY)
    assert next(r.code for r in answer.reasons) == "in-the-answer"
    assert answer.row is not None
    assert answer.row.direct_weight == pytest.approx(0.4)


def test_weights_known_only_later_are_said_with_their_day(
    kg_copy: Path, tmp_path: Path, article_text: Callable[[str, str, str, str], str], learned_at: datetime
) -> None:
    article = tmp_path / "early.md"
    article.write_text(
        article_text("星澜算力发布新芯片", "2025-05-01 09:30:00 +0800", "样例证券报", "5月1日，星澜算力（600901.SH）发布新一代芯片。"),
        encoding="utf-8",
    )
    kg = ThemeGraph.open(kg_copy)
    kg.ingest([article], run_at=learned_at)
    answer = kg.whynot("星澜算力", "510991.SH", as_of=date(2025, 5, 2))
    assert answer.row is None
    assert [r.code for r in answer.reasons] == ["weights-dated-later"]
    assert "2025-05-06" in answer.reasons[0].message
    assert "939901.CSI" in answer.reasons[0].published


def test_a_question_that_no_event_fits_by_then_is_an_error(kg: ThemeGraph) -> None:
    with pytest.raises(QuestionError, match="No event public"):
        kg.whynot("星澜算力", "510991.SH", as_of=date(2025, 5, 1))


def test_every_reason_that_lacks_something_says_where_it_is_published(kg: ThemeGraph) -> None:
    for fund in ("159991.SZ", "510991.SH"):
        for question in ("星澜算力", "东岚汽车 召回"):
            for reason in kg.whynot(question, fund, as_of=DAY).reasons:
                assert reason.message
                assert "{" not in reason.message
                assert bool(reason.missing) == bool(reason.published), reason


def test_where_weights_are_published_names_the_fund_s_own_index_and_exchange(kg: ThemeGraph) -> None:
    from themegraph.query.facts import Facts
    from themegraph.query.tables import published

    snapshot = kg.snapshot
    facts = Facts(snapshot, DAY, None, lambda _: "")
    index_fund = published(facts, snapshot.node("etf:510991.SH"))
    assert "939901.CSI" in index_fund
    assert "上海证券交易所" in index_fund
    assert "深圳证券交易所" in published(facts, snapshot.node("etf:159991.SZ"))


def test_companies_of_one_fate_share_a_sentence(kg: ThemeGraph) -> None:
    found = codes(kg, "东岚汽车 召回", "510991.SH")
    assert len(found) == len(set(found))


def test_an_unknown_fund_is_misuse(kg: ThemeGraph) -> None:
    with pytest.raises(UnknownEntity, match="510991"):
        kg.whynot("星澜算力", "510992.SH", as_of=DAY)


def test_a_comparison_shows_also_the_fund_that_nothing_reaches(kg: ThemeGraph) -> None:
    answer = kg.compare("星澜算力", ["159991.SZ", "510991.SH"], as_of=DAY)
    assert [r.etf.id for r in answer.rows] == ["etf:159991.SZ", "etf:510991.SH"]
    first, second = answer.rows
    assert first.row is not None
    assert second.row is not None
    assert first.row.direct_weight == 0.0
    assert "no-path" in [r.code for r in first.reasons]
    assert second.row.direct_weight == pytest.approx(0.4)


def test_a_compared_row_is_the_row_of_the_exposure_itself(kg: ThemeGraph) -> None:
    side = kg.compare("星澜算力", ["510991.SH"], as_of=DAY).rows[0].row
    whole = next(r for r in kg.exposure("星澜算力", as_of=DAY).rows if r.etf.code == "510991.SH")
    assert side is not None
    for field in ("direct_weight", "net", "equivalent_weight", "status", "bounds", "weights"):
        assert getattr(side, field) == getattr(whole, field), field


def test_side_by_side_nothing_is_cut_off(kg: ThemeGraph) -> None:
    answer = kg.compare("东岚汽车 召回", ["510991.SH", "159991.SZ"], as_of=DAY)
    said = {r.code for row in answer.rows for r in row.reasons}
    assert "below-top" not in said
    assert all(any(r.code == "in-the-answer" for r in row.reasons) or row.row.status == "abstained" for row in answer.rows if row.row)


def test_a_fund_named_twice_is_refused(kg: ThemeGraph) -> None:
    with pytest.raises(QuestionError, match="once"):
        kg.compare("星澜算力", ["510991", "510991.SH"], as_of=DAY)


def test_the_answers_carry_the_heading_of_what_is_not_calibrated(kg: ThemeGraph) -> None:
    answer = kg.whynot("星澜算力", "510991.SH", as_of=DAY)
    assert answer.label == "相对暴露度（未校准）"
    assert dataclasses.asdict(answer)["schema"] == "themegraph/whynot/1"
