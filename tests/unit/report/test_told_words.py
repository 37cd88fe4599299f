"""What a report makes of rows of tables, of 公司 without a name, of outlooks, of figures and whose they are."""

from __future__ import annotations

import pytest

from themegraph.report.clauses import find_figures
from themegraph.report.lines import Piece, marks_of, terms_of, voices_of
from themegraph.report.restate import restate
from themegraph.report.tabled import is_row, table_figures

TABLE = """甲公司披露业绩预告。
| 项目 | 2025年收入（亿元） | 同比 | 证券代码 |
|---|---|---|---|
| 茅台酒 | 1,530 | +5.2% | 600519 |
| 系列酒 | 261 | -2.0% | 600519 |
合计行之后的正文，增长3%。
"""


def test_a_row_of_a_table_is_no_sentence_but_its_figures_have_a_row_and_a_column() -> None:
    found = list(table_figures(TABLE))
    assert [(f.value, f.label, f.column, f.base) for f in found] == [
        ("1,530亿元", "茅台酒", "2025年收入", "2025年"), ("+5.2%", "茅台酒", "同比", "同比"),
        ("261亿元", "系列酒", "2025年收入", "2025年"), ("-2.0%", "系列酒", "同比", "同比"),
    ]  # fmt: skip
    assert all(is_row(TABLE[f.start : f.end]) for f in found)
    assert not is_row("甲公司披露业绩预告。")


def test_a_table_without_a_head_says_nothing() -> None:
    assert not list(table_figures("| 甲 | 3亿元 |\n| 乙 | 4亿元 |\n"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("公告称，公司2025年收入为6,800万元。", "甲公告称，公司2025年收入为6,800万元"),
        ("截至2月底，公司手持订单超过30亿元。", "截至2月底，甲手持订单超过30亿元"),
        ("大会上，该公司拿出新品。", "大会上，甲拿出新品"),
    ],
)
def test_a_company_without_a_name_gets_the_one_its_article_is_about(text: str, told: str) -> None:
    assert restate(text, subject="甲", when=None) == told


def test_whom_the_sentence_itself_names_is_not_replaced() -> None:
    text = "华海药业有3个品种落标，公司称落标品种销售额约2.6亿元。"
    assert restate(text, subject="", when=None) == text.rstrip("。")


def test_a_sentence_that_tells_a_share_price_is_not_put_under_an_accounting_period() -> None:
    assert restate("大中华区收入下滑17%，盘前跌9%。", subject="", when=None, period="2025年三季度") == "大中华区收入下滑17%，盘前跌9%"


def test_a_comparison_is_the_base_of_its_own_clause_only() -> None:
    found = find_figures("2026财年第三季度营收112亿美元，同比下降1%；大中华区收入14.2亿美元，同比下滑17%。")
    assert [(f.value, f.base) for f in found] == [
        ("112亿美元", "2026财年第三季度"), ("1%", "同比"), ("14.2亿美元", "2026财年第三季度"), ("17%", "同比"),
    ]  # fmt: skip


def test_the_day_of_the_telling_is_no_base() -> None:
    found = find_figures("乙公司11月18日披露的年报显示，2025年净利润28.6亿元，毛利率下降3.2个百分点。")
    assert [f.base for f in found] == ["2025年", "2025年"]


def test_tenths_are_figures() -> None:
    assert [f.value for f in find_figures("净利润同比下降六成左右，库存下降约三成，项目一成不变。")] == ["六成左右", "约三成"]


def test_a_shortened_reprint_in_the_other_script_is_no_second_voice() -> None:
    text = (
        "碳酸锂期货主力合约涨停，收于每吨118,600元，单日上涨8%，创去年六月以来新高。宜春市通知辖区八座云母矿在年底前完成储量核实。下游电池企业承压。"
    )
    short = "來源：某報\n碳酸鋰期貨主力合約漲停，收於每噸118,600元，單日上漲8%，創去年六月以來新高。宜春市通知轄區八座雲母礦在年底前完成儲量核實。"
    other = "另一家公司宣布裁员，涉及数百个岗位，并关闭两处工厂，预计节省开支。"
    pieces = [
        Piece(row=n, terms=terms_of(t), marks=marks_of(t), subject="", markets=(), voice=-1, order=(n, str(n)))
        for n, t in enumerate((text, short, other))
    ]
    assert [[p.row for p in group] for group in voices_of(pieces)] == [[0, 1], [2]]
