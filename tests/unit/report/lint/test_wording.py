"""Advice, promises, targets and ratings that are quoted."""

import pytest

from themegraph.report.lint import lint_text


def rules(text):
    return [f.rule for f in lint_text(text)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("该基金具备配置价值。", "advice"),
        ("建议投资者逢低买入。", "advice"),
        ("投资者可逢低布局光伏龙头。", "advice"),
        ("当前是难得的上车机会。", "advice"),
        ("維持「買入」評級。", "advice"),
        ("目标价120元。", "price-target"),
        ("股价有望看高至88元。", "price-target"),
        ("必将大涨，稳赚不赔。", "certainty"),
    ],
)
def test_advice_in_ones_own_voice_is_found(text, rule):
    assert rule in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "本文不构成投资建议，也不建议追高买入。",
        "客户逢跌加仓，机构连续两周买入周期股。",
        "控股股东拟增持不超过2%股份，减持计划已届满。",
        "谨防“稳赚不赔”的骗局。",
        "公司具备光棒自给能力，铜价上行使其受益。",
        "花旗维持“买入”评级，目标价升至98元。",
        "该股没有配置价值一说，权重见下表。",
        "有观点称其必买，这种说法并无依据，属于误导。",
    ],
)
def test_denials_deeds_warnings_and_attributed_ratings_are_no_advice(text):
    assert [r for r in rules(text) if r != "quoted-rating"] == []


def test_an_attributed_rating_is_told_as_such():
    assert "quoted-rating" in rules("据花旗4月报告，该行维持“买入”评级。")


def test_a_digest_under_a_house_is_attributed():
    assert "advice" not in rules("某证券发布周报，主要观点如下：\n\n1. 上调至“增持”评级，目标价148元。")
