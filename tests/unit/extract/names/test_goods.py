from __future__ import annotations

import pytest

from themegraph.extract.names.mentions import view_of
from themegraph.extract.names.patterns import shaped_names
from themegraph.folding import fold


def products(text: str) -> list[str]:
    view = view_of(text, fold(text))
    return [
        view.text[s.start : s.end]
        for s in shaped_names(view.text, view.content, view.folded, view.words)
        if s.type == "product/technology" and s.rule in {"goods", "model", "quoted"}
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("公司发布了面向锂电产线的伺服驱动器。", "伺服驱动器"),
        ("公司向客户供应热管理阀门。", "热管理阀门"),
        ("子公司生产磷化铟晶片。", "磷化铟晶片"),
        ("公司推出新一代高速光模块。", "高速光模块"),
        ("长征五号运载火箭今日发射。", "长征五号"),
        ("问界M7单月交付破两万辆。", "问界m7"),
        ("歼-35A亮相航展。", "歼-35a"),
        ("该抑制剂泽布替尼全球大卖。", "泽布替尼"),
    ],
)
def test_goods_are_read_at_full_length(text: str, wanted: str) -> None:
    assert wanted in products(text)


@pytest.mark.parametrize("text", ["生产芯片的企业很多。", "根据财政部第42号文件执行。", "地铁三号线今日开通。", "市场对机器人的热情不减。"])
def test_wide_words_and_numbers_of_other_things_are_no_goods(text: str) -> None:
    assert products(text) == []
