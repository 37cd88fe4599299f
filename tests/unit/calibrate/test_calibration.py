from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.calibrate.worlds import world

from themegraph.calibrate import Calibration, Scored, calibrate, one_per_index, rank_ic, render_calibration
from themegraph.errors import QuestionError


def reasons(found: Calibration, window: int) -> dict[str, int]:
    return {x.reason: x.pairs for x in found.windows[window].left_out}


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_a_planted_effect_is_found_in_both_windows(seed: int) -> None:
    found = calibrate(*world(seed, effect=0.1), draws=400)
    assert found.verdict == "已校准"
    for w in found.windows:
        exposure, noise = w.methods
        assert w.calibrated
        assert exposure.ic is not None
        assert exposure.ic.lo > 0.05
        assert noise.ic is not None
        assert noise.ic.lo < 0 < noise.ic.hi
        assert noise.lead is not None
        assert noise.lead.lo > 0
        assert w.deciles[-1].hit_rate.lo > w.deciles[0].hit_rate.hi


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4, 5])
def test_without_an_effect_none_is_found(seed: int) -> None:
    found = calibrate(*world(seed, effect=0.0), draws=400)
    assert found.verdict == "未校准"
    assert not any(w.refused for w in found.windows)


def test_an_effect_against_the_sign_of_the_score_is_learned_from_the_past_only() -> None:
    found = calibrate(*world(0, effect=-0.1), draws=200)
    assert found.windows[0].in_sample_ic is not None
    assert found.windows[0].in_sample_ic < 0
    assert found.windows[0].methods[0].ic is not None
    assert found.windows[0].methods[0].ic.mean > 0.2
    assert found.windows[0].methods[0].days < found.windows[0].event_days - 19


def test_an_effect_that_turns_round_midway_is_not_sold_as_calibrated() -> None:
    methods, funds, prices = world(3, effect=0.1)
    middle = sorted({s.known_at for s in methods["exposure"]})[45]
    turned = [replace(s, score=-s.score) if s.known_at > middle else s for s in methods["exposure"]]
    assert calibrate({"exposure": turned}, funds, prices, draws=200).verdict == "未校准"


def test_too_few_event_days_are_refused_with_the_counts() -> None:
    found = calibrate(*world(0, effect=0.1, events=59), draws=50)
    assert found.verdict == "未校准"
    assert found.windows[0].refused == "59 independent event days (at least 60), 36 indices (at least 30)"
    assert found.windows[0].methods == ()
    assert "refused: 59 independent" in render_calibration(found)


def test_too_few_indices_are_refused() -> None:
    methods, funds, prices = world(0, effect=0.1, events=62)
    same = [replace(f, index=f"index:{i % 29}") for i, f in enumerate(funds)]
    found = calibrate(methods, same, prices, draws=50)
    assert "29 indices" in found.windows[0].refused
    assert (found.funds, found.same_index) == (29, 7)


def test_days_whose_windows_overlap_count_once() -> None:
    found = calibrate(*world(0, effect=0.1, events=80, gap=3), draws=50)
    short, long = found.windows
    assert short.event_days == long.event_days == 80
    assert short.independent_days == 80
    assert not short.refused
    assert long.independent_days == 40
    assert long.refused


def test_inverse_and_leveraged_funds_stay_out_of_the_long_window_only() -> None:
    methods, funds, prices = world(0, effect=0.1, events=62)
    found = calibrate(methods, [replace(funds[0], leverage=-1.0), *funds[1:]], prices, draws=50)
    assert found.windows[0].indices == 36
    assert found.windows[1].indices == 35
    assert reasons(found, 1)["inverse or leveraged"] == 62


def test_one_fund_stands_for_its_index_and_the_unlevered_one_does() -> None:
    _, funds, prices = world(0, effect=0.0, events=2)
    a, b, c = (replace(f, index="index:one") for f in funds[:3])
    assert one_per_index([replace(a, leverage=2.0), c, b], prices) == ((b,), 2)


def test_a_fund_without_a_known_index_stays_out() -> None:
    methods, funds, prices = world(0, effect=0.1, events=62)
    found = calibrate(methods, [replace(funds[0], index=""), *funds[1:]], prices, draws=50)
    assert reasons(found, 0)["index unknown"] == 62


def test_scores_of_one_fund_on_one_day_add_up() -> None:
    methods, funds, prices = world(0, effect=0.1, events=70)
    halves = [replace(s, score=s.score / 2) for s in methods["exposure"] for _ in range(2)]
    assert calibrate({"exposure": halves}, funds, prices, draws=50) == calibrate({"exposure": methods["exposure"]}, funds, prices, draws=50)


def test_the_same_inputs_in_another_order_give_the_same_report() -> None:
    methods, funds, prices = world(1, effect=0.1, events=70)
    back = {name: list(reversed(scored)) for name, scored in reversed(methods.items())}
    assert render_calibration(calibrate(back, list(reversed(funds)), prices, draws=50)) == render_calibration(
        calibrate(methods, funds, prices, draws=50)
    )


def test_the_verdict_names_period_and_sample() -> None:
    text = render_calibration(calibrate(*world(2, effect=0.1), draws=100))
    assert text.startswith("verdict: 已校准\n  window [0,+1], out of sample 20")
    assert "69 event days, 36 indices" in text


def test_scores_without_a_time_zone_or_without_exposure_are_refused() -> None:
    methods, funds, prices = world(0, effect=0.0, events=2)
    with pytest.raises(QuestionError, match="time zone"):
        calibrate({"exposure": [Scored(known_at=methods["exposure"][0].known_at.replace(tzinfo=None), fund="x", score=1.0)]}, funds, prices)
    with pytest.raises(QuestionError, match="exposure"):
        calibrate({"noise": methods["noise"]}, funds, prices)


def test_scores_that_do_not_order_the_funds_have_no_rank_ic() -> None:
    assert rank_ic(np.zeros(5), np.arange(5.0)) is None
    assert rank_ic(np.arange(5.0), -np.arange(5.0)) == pytest.approx(-1)
