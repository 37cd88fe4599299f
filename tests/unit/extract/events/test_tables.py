"""What the rows of a table tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_each_row_tells_the_figure_of_whom_it_names(read_marked: Callable[..., Any]) -> None:
    marked = read_marked(
        "2月生猪销售情况：\n| 公司 | 代码 | 销量（万头） | 同比 |\n|---|---|---|---|\n| [c:牧原股份] | 002714 | 512.3 | -6.1% |\n| [c:温氏股份] | 300498 | 247.8 | +3.4% |"
    )
    assert marked.told() == {("earnings", "牧原股份"), ("earnings", "温氏股份")}
    assert {e.polarity for e in marked.events} == {(("牧原股份", "negative"),), (("温氏股份", "positive"),)}
    assert {e.when.start.isoformat() for e in marked.events} == {"2026-02-01"}


def test_a_caption_serves_where_no_row_names_the_columns(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("10月新能源车交付（单位：辆）\n[c:零跑汽车]｜80,236｜同比+14.2%\n[c:理想汽车]｜29,002｜同比-8.7%")
    assert marked.told() == {("other", "零跑汽车"), ("other", "理想汽车")}


def test_a_planned_figure_is_no_fact_and_a_code_is_no_figure(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("组件排产如下：\n| 公司 | 代码 | 3月计划(GW) |\n|---|---|---|\n| [c:隆基绿能] | 601012 | 7.1 |")
    (event,) = marked.events
    assert (event.type, event.trigger, event.speculative) == ("capacity/expansion", "7.1", True)


def test_a_table_of_what_no_event_is_tells_nothing(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("公司名单：\n| 公司 | 注册地 | 成立年份 |\n|---|---|---|\n| [c:隆基绿能] | 西安 | 2000 |")
    assert marked.events == ()
