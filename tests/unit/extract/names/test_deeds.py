from __future__ import annotations

import pytest

from themegraph.extract.names.deeds import find_doers, find_peers
from themegraph.extract.names.mentions import view_of
from themegraph.folding import fold


def doers(text: str) -> list[str]:
    view = view_of(text, fold(text))
    return [view.text[start:end] for start, end in find_doers(view.text, view.words)]


def test_a_shareholder_who_sells_is_a_firm_though_its_name_does_not_say_so() -> None:
    found = doers("公司公告，股东苏州迈拓拟减持不超过1%，宁波汇贤计划减持不超过0.5%。")
    assert "苏州迈拓" in found
    assert "宁波汇贤" in found


def test_whoever_owns_a_named_constellation_is_a_firm() -> None:
    assert "上海垣信" in doers("今年，上海垣信的“千帆星座”完成组网。")


def test_words_of_a_sentence_are_no_shareholder() -> None:
    assert doers("公司股东大会通过了议案，股东减持计划已实施完毕，主要股东的持股比例不变。") == []


def test_a_name_between_two_firms_of_an_enumeration_is_one() -> None:
    text = "宁德时代、卫蓝欣界和比亚迪均有布局。"
    view = view_of(text, fold(text))
    assert [text[a:b] for a, b in find_peers(view.text, view.words, [(0, 4), (10, 13)])] == ["卫蓝欣界"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("未上市的青海丽豪、鑫岚硅业也有减产。", "青海丽豪"),
        ("外贸业务由中航技归口承担。", "中航技"),
        ("公司并未与科迪玺洽谈合并。", "科迪玺"),
        ("控股股东Charm Talent增持1200万股。", "Charm Talent"),
        ("公司把海外发行交由Level Bright负责。", "Level Bright"),
        ("其中，米岚游《星海谷地》在列。", "米岚游"),
    ],
)
def test_what_is_done_with_a_firm_gives_it_away(text: str, name: str, names_of) -> None:
    assert names_of(text)[name] == f"company:{name}"


def test_words_beside_a_deed_are_no_firm(names_of) -> None:
    assert not [n for n, e in names_of("该项目由某欧洲能源开发商承建，公司与苏伊士运河管理局签署协议。").items() if (e or "").startswith("company:")]
