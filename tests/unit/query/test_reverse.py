"""From a fund or a company to its events: the window, the figures, what is named and what is reached."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph
from themegraph.errors import BadDate, UnknownEntity

DAY = date(2025, 7, 1)


@pytest.fixture(scope="module")
def kg(small_kg: Path) -> ThemeGraph:
    return ThemeGraph.open(small_kg)


def test_the_events_of_a_fund_have_the_figures_of_the_event_s_own_exposure(kg: ThemeGraph) -> None:
    answer = kg.etf("510991.SH", since=date(2025, 6, 1), as_of=DAY)
    assert answer.rows
    for found in answer.rows:
        whole = next(r for r in kg.exposure(found.event.id, as_of=DAY).rows if r.etf.code == "510991.SH")
        assert found.row.direct_weight == whole.direct_weight
        assert found.row.net == pytest.approx(whole.net, abs=1e-15)
        assert found.row.status == whole.status
        assert found.row.rank is None


def test_events_before_the_window_and_after_the_day_are_left_out(kg: ThemeGraph) -> None:
    one = kg.etf("159991.SZ", since=date(2025, 6, 11), as_of=DAY)
    assert {r.event.first_public for r in one.rows} == {date(2025, 6, 12)}
    assert not kg.etf("159991.SZ", since=date(2025, 6, 13), as_of=DAY).rows
    assert kg.etf("159991.SZ", since=date(2025, 6, 13), as_of=date(2025, 12, 2)).rows[0].event.first_public == date(2025, 12, 1)


def test_the_combined_exposure_fades_with_age(kg: ThemeGraph) -> None:
    early = kg.etf("159991.SZ", since=date(2025, 6, 11), as_of=date(2025, 6, 12)).combined
    late = kg.etf("159991.SZ", since=date(2025, 6, 11), as_of=date(2025, 7, 30)).combined
    assert early is not None
    assert late is not None
    assert 0 < abs(late.net) < abs(early.net)
    assert late.direct_weight == early.direct_weight


def test_a_window_that_begins_after_its_end_is_refused(kg: ThemeGraph) -> None:
    with pytest.raises(BadDate, match="after the day"):
        kg.etf("510991.SH", since=date(2025, 8, 1), as_of=DAY)


def test_a_fund_without_weights_by_then_says_so_and_where_they_are(kg: ThemeGraph) -> None:
    answer = kg.etf("510991.SH", since=date(2025, 5, 1), as_of=date(2025, 5, 2))
    assert answer.weights is None
    assert answer.rows == ()
    assert [w.code for w in answer.warnings] == ["no-weights"]
    assert "939901" in answer.warnings[0].message


def test_a_company_is_told_by_name_apart_from_through_relations(kg: ThemeGraph) -> None:
    answer = kg.company("云砚半导体", since=date(2025, 6, 1), as_of=DAY)
    named = {e.event.id for e in answer.named}
    reached = {e.event.id for e in answer.reached}
    assert not named & reached
    through = kg.company("北槐光电", since=date(2025, 6, 1), as_of=DAY)
    assert [e.direction for e in through.reached] == ["hurt"]
    path = through.reached[0].paths[0]
    assert path.contribution == pytest.approx(through.reached[0].impact)
    assert [h.object for h in path.hops] == ["company:0991.HK", "company:600903.SH"]


def test_the_event_that_names_a_company_shows_its_sign(kg: ThemeGraph) -> None:
    answer = kg.company("0991.HK", since=date(2025, 6, 1), as_of=DAY)
    assert {e.direction for e in answer.named} == {"hurt"}
    assert all(e.paths == () for e in answer.named)


def test_holders_come_with_their_dates_largest_first(kg: ThemeGraph) -> None:
    holders = kg.company("北槐光电", as_of=DAY).holders
    assert [(h.etf.code, h.weight) for h in holders] == [("510991.SH", 0.25), ("159991.SZ", 0.1)]
    assert holders[0].weights.as_of == date(2025, 4, 30)
    assert holders[0].weights.basis == "index_weight"


def test_holders_follow_the_tables_known_by_the_day(kg: ThemeGraph) -> None:
    assert kg.company("北槐光电", as_of=date(2025, 5, 1)).holders == ()
    late = {h.etf.code: h.weight for h in kg.company("北槐光电", as_of=date(2025, 11, 1)).holders}
    assert late["510991.SH"] == pytest.approx(0.4)


def test_what_this_workspace_had_not_learned_yet_is_not_used(kg: ThemeGraph) -> None:
    answer = kg.etf("510991.SH", since=date(2025, 6, 1), as_of=DAY, known_at=datetime(2025, 7, 1, tzinfo=UTC))
    assert answer.rows == ()
    assert answer.events_total == 0


def test_a_fund_is_no_company(kg: ThemeGraph) -> None:
    with pytest.raises(UnknownEntity, match="not a company"):
        kg.company("510991.SH", as_of=DAY)


def test_events_before_the_window_that_name_the_company_are_counted(kg: ThemeGraph) -> None:
    whole = kg.company("0991.HK", since=date(2025, 1, 1), as_of=DAY)
    answer = kg.company("0991.HK", since=DAY, as_of=DAY)
    assert whole.named
    assert not answer.named
    (said,) = [w.message for w in answer.warnings if w.code == "earlier-events"]
    assert f"更早还有 {len(whole.named)} 个点名它的事件" in said
