"""Numbers with their units, measures, bases and owners."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from themegraph.extract.text.quantities import line_quantities


def _read(read_marked: Callable[..., Any], text: str) -> list[tuple[float, str, str]]:
    (line,) = read_marked(text).lines
    return [(round(q.value, 6), q.unit, q.metric) for q in line_quantities(line)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("净利润同比下降32.1%。", [(-32.1, "%", "净利润")]),
        ("总市值达4423亿元。", [(4423e8, "CNY", "总市值")]),
        ("以每股114.28元的发行价计算。", [(114.28, "CNY", "")]),
        ("预计净利润98亿元至118亿元。", [(98e8, "CNY", "净利润"), (118e8, "CNY", "净利润")]),
        ("服务器DRAM价格提高60%至70%。", [(60.0, "%", "价格"), (70.0, "%", "价格")]),
        ("不良率下降0.02个百分点至0.84%。", [(-0.02, "pp", "不良率"), (0.84, "%", "不良率")]),
        ("金价目标由4900美元上调到5400美元。", [(4900.0, "USD", ""), (5400.0, "USD", "")]),
        ("中国证券报：利率下调25个基点。", [(25.0, "bp", "利率")]),
        ("销量约30.2万辆。", [(302000.0, "units", "销量")]),
        ("订单超过三成。", [(30.0, "%", "订单")]),
        ("装机10.5GW，规模1.2万亿元。", [(10.5, "GW", "装机"), (1.2e12, "CNY", "规模")]),
        ("revenue of $94.9 billion", [(94.9e9, "USD", "revenue")]),
    ],
)
def test_a_number_is_read_with_its_unit_and_measure(read_marked: Callable[..., Any], text: str, expected: list[tuple[float, str, str]]) -> None:
    assert _read(read_marked, text) == expected


@pytest.mark.parametrize("text", ["发布于2026年3月10日10:57。", "证券代码600519。", "未来12个月内增持。", "员工在三成路见面"])
def test_dates_codes_and_spans_of_time_are_no_quantities(read_marked: Callable[..., Any], text: str) -> None:
    assert [q for q in _read(read_marked, text) if q[1] != "%"] == []


def test_each_number_of_a_list_goes_to_its_own_name(read_marked: Callable[..., Any]) -> None:
    (line,) = read_marked("[c:隆基绿能]、[c:通威股份]和[c:晶科能源]分别亏损33.9亿元、52.7亿元和75.9亿元。").lines
    assert [(q.subject, round(q.value / 1e8, 1)) for q in line_quantities(line)] == [
        ("company:隆基绿能", 33.9),
        ("company:通威股份", 52.7),
        ("company:晶科能源", 75.9),
    ]


def test_a_number_belongs_to_the_nearest_company_that_is_no_comparison(read_marked: Callable[..., Any]) -> None:
    (line,) = read_marked("[c:有研新材]涨2.21%，[c:寒武纪]较[c:海光信息]多涨1.39%。").lines
    assert [q.subject for q in line_quantities(line)] == ["company:有研新材", "company:寒武纪"]


def test_the_base_of_a_comparison_is_kept(read_marked: Callable[..., Any]) -> None:
    (line,) = read_marked("[c:三一重工]营收同比增长12%，环比下降3%。").lines
    assert [(q.value, q.base) for q in line_quantities(line)] == [(12.0, "同比"), (-3.0, "环比")]
