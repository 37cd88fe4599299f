"""Events in a few words."""

import pytest

from themegraph.query.labels import event_words


@pytest.mark.parametrize(
    ("kind", "trigger", "agents", "partners", "objects", "words"),
    [
        ("product_launch", "发布", ["甲"], [], ["乙芯片"], "甲发布乙芯片"),
        ("contract/order", "订单", ["甲"], ["乙", "丙"], ["光模块"], "甲与乙、丙的订单（光模块）"),
        ("cooperation", "合作", ["甲"], ["乙"], [], "甲与乙合作"),
        ("cooperation", "合作", ["甲"], ["乙", "丙", "丁"], ["模型"], "甲与乙、丙等合作（模型）"),
        ("rating/target", "目标价由", ["甲"], [], ["乙"], "甲：乙目标价"),
        ("rating/target", "下调至", ["甲"], [], ["乙"], "甲下调乙"),
        ("guidance", "预计", ["甲"], [], [], "甲业绩指引"),
        ("market_move", "涨约", ["甲"], [], [], "甲涨"),
        ("price_change", "上调", [], [], ["DRAM"], "DRAM上调"),
        ("other", "回应称", ["甲"], [], [], "甲回应"),
        ("m&a", "收购乙", ["甲"], [], ["乙"], "甲收购乙"),
        ("recall/accident", "recalled", ["特斯拉"], [], ["Model Y"], "特斯拉 recalled Model Y"),
        ("contract/order", "won a server order", ["甲"], ["微软"], [], "甲 won a server order（微软）"),
        ("price_change", "fell", [], [], ["Brent"], "Brent fell"),
    ],
)
def test_an_event_reads_as_a_clause(kind, trigger, agents, partners, objects, words):
    assert event_words(kind, "业绩指引", trigger=trigger, agents=agents, partners=partners, objects=objects) == words


def test_an_order_goes_to_whom_it_benefits():
    words = event_words("contract/order", "合同/订单", trigger="订单", agents=["甲"], partners=[], objects=["光模块"], receivers=["乙"])
    assert words == "甲给乙的订单（光模块）"


def test_an_event_of_which_nothing_is_known_has_no_words():
    assert event_words("other", "其他", trigger="", agents=[], partners=[], objects=[]) == ""
