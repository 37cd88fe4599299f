"""Firms found where a sentence can only name a firm, and plain words that stand there, too."""

from __future__ import annotations

import pytest

from themegraph.extract.names.mentions import view_of
from themegraph.extract.names.slot_names import find_slot_names
from themegraph.folding import fold


def _names(text: str, *, known: tuple[str, ...] = ()) -> list[str]:
    view = view_of(text, fold(text))
    taken = bytearray(len(text) + 1)
    for name in known:
        start = text.index(name)
        taken[start : start + len(name)] = b"\x01" * len(name)
        taken[start + len(name)] = taken[start + len(name)] or 2
    return [view.text[start:end] for start, end in find_slot_names(view.text, view.words, taken)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("某集团拆分旗下城家公寓", "城家公寓"),
        ("某公司入股尊湃通讯", "尊湃通讯"),
        ("三一重工收购普茨迈斯特,交易已完成", "普茨迈斯特"),
        ("公司与普茨迈斯特签署合作协议", "普茨迈斯特"),
        ("股权转让给了永湃控股,与永湃控股签订协议", "永湃控股"),
    ],
)
def test_a_place_for_firms_holds_one(text: str, name: str) -> None:
    assert name in _names(text)


def test_an_enumeration_of_known_firms_goes_on_with_one() -> None:
    assert _names("蒙牛、雅士利、伊利等企业涨价", known=("蒙牛", "伊利")) == ["雅士利"]


@pytest.mark.parametrize(
    "text",
    [
        "公司拟收购优质资产,交易尚未完成",
        "客户包括国内厂商、海外品牌等",
        "公司与王文萱签订股权转让协议",
        "该基金持股降至4.9%",
        "公司旗下产品、业务均正常",
        "大股东增持后,股价跟涨",
    ],
)
def test_plain_words_and_people_are_no_firms(text: str) -> None:
    assert _names(text) == []
