"""A quick look ahead leaves nothing out of what a slow pattern finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themegraph.extract.names import codes, deeds, goods, patterns, tagger
from themegraph.extract.text import dates
from themegraph.extract.text.scan import scan_at, scan_near

NEAR = {
    "site": (goods._SITE, goods._SITE_TAIL, 8),
    "drug": (goods._DRUG, goods._DRUG_TAIL, 4),
    "numbered": (goods._NUMBERED, goods._NUMBER_MARK, 3),
    "role": (deeds._ROLE, deeds._ROLE_WORD, 4),
    "trade": (deeds._CLAUSE, deeds._TRADE_WORD, 34),
    "called": (deeds._CALLED, *deeds._ANCHORS[deeds._CALLED]),
    "maker": (deeds._MAKER, *deeds._ANCHORS[deeds._MAKER]),
    "addressed": (patterns._ADDRESSED, patterns._ADDRESS_WORD, 3),
    "said": (patterns._SAID, patterns._SAYING_WORD, 3),
    "prefixed": (codes._PREFIXED, codes._PREFIX, 0),
    "suffixed": (codes._SUFFIXED, codes._SUFFIX, 7),
    "needed": (tagger._NEEDED, tagger._STRONG_TAIL, 2),
}
"""Each pattern with its quick one and its reach, as the reading uses them."""

PIECES = st.sampled_from(
    [
        "持股5%以上股东",
        "所持股东",
        "第一大股东",
        "一致行动人",
        "员工持股平台",
        "拟减持不超过",
        "协议转让",
        "参与认购",
        ",",
        "。",
        "、",
        "及",
        "《星布谷地》",
        "其中,",
        "包括",
        "同忻",
        "煤矿",
        "铜钴矿",
        "大型",
        "油田",
        "北",
        "阿达木单抗",
        "替尼",
        "朱雀",
        "三号",
        "12号",
        "全资子公司",
        "未上市的",
        "设备厂",
        "青海丽豪",
        "宣布",
        "王先生",
        "李明",
        "表示",
        "认为",
        "sh688795",
        "600519.sh",
        "0700.hk",
        "9988",
        "hk",
        "sz.000001",
        "燧原科技",
        "半导体",
        "去年",
        "今年",
        "2025年",
        "12月5日",
        "3日",
        "上半年",
        "第三季度",
        "周五",
        "次日",
        "前三季度",
        "q3",
        "fy25",
        "h1营收",
        "2024-2025年",
        "dec",
        "20",
        "近一周",
        "三个月前",
        "昨",
        "午后",
        "1.5%",
        "亿",
        "\n",
        "A",
        "b",
        "中",
        "公司",
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@pytest.mark.parametrize("name", NEAR)
@settings(deadline=None)
@given(text=TEXTS)
def test_a_pattern_tried_near_its_words_finds_what_it_finds_anywhere(name: str, text: str) -> None:
    pattern, anchor, reach = NEAR[name]
    assert [m.span() for m in scan_near(pattern, anchor, text, reach=reach)] == [m.span() for m in pattern.finditer(text)]


@settings(deadline=None)
@given(text=TEXTS)
def test_times_tried_where_they_may_begin_are_the_times_found_anywhere(text: str) -> None:
    tried = [(m.span(), m.groupdict()) for m in scan_at(dates._PART, dates._START, text)]
    assert tried == [(m.span(), m.groupdict()) for m in dates._PART.finditer(text)]


def test_two_matches_may_share_the_word_that_follows_them() -> None:
    pattern, anchor = re.compile("[一-龥]{2}(?=.{0,2}公司)"), re.compile("公司")
    assert [m.group() for m in scan_near(pattern, anchor, "甲乙丙丁公司", reach=6)] == ["甲乙", "丙丁"]
