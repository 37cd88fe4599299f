"""Numbers, windows and whether two numbers can be the same."""

import pytest

from themegraph.report.lint.document import normal
from themegraph.report.lint.figures import close, read_figures, read_windows


def _read(text):
    return [(f.value, f.high, f.unit, f.move) for f in read_figures(normal(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("派能科技、鹏辉能源分别上涨6.1%和5.7%", [(6.1, 6.1, "%", 1), (5.7, 5.7, "%", 1)]),
        ("归母净利润亏损3.15亿元", [(3.15e8, 3.15e8, "CNY", -1)]),
        ("拟回购65亿至130亿元", [(6.5e9, 1.3e10, "CNY", 0)]),
        ("召回116887辆SU7标准版", [(116887.0, 116887.0, "辆", 0)]),
        ("收購價US$5.5 billion", [(5.5e9, 5.5e9, "USD", 0)]),
        ("MUSA 5.0、H20、FP4到FP64、671B", []),
        ("688795.SH于12月5日上市，2025年", []),
    ],
)
def test_amounts_are_read_and_names_dates_and_codes_are_not(text, expected):
    assert _read(text) == expected


def test_a_share_of_years_that_rose_is_no_rise():
    assert _read("上涨概率达75%")[0][3] == 0


def test_windows_of_time_are_told_apart():
    assert [(w.kind, w.value) for w in read_windows("12月最后两周；近33周；第三季度；前三季度")] == [
        ("end", "2周"), ("span", "33周"), ("quarter", "3"), ("part", "前三季"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("11.69万辆", "116887辆", True), ("5亿美元", "50亿美元", False), ("约57亿元", "57.3亿元", True), ("3%至5%", "4%", True)],
)
def test_rounding_and_ranges_decide_whether_two_numbers_are_one(one, other, same):
    assert close(read_figures(one)[0], read_figures(other)[0]) is same
