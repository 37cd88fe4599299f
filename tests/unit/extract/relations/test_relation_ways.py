"""The ways of saying a tie that many nouns and verbs share: each is read in each, in the right direction."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from relation_texts import relations, triples

STATED = [
    # nouns
    ("[C甲公司]前五名客户依次为[C乙公司]、[C丙公司]。", ("甲公司", "supplies_to", "丙公司")),
    ("[C甲公司]以[C乙公司]为第一大客户。", ("甲公司", "supplies_to", "乙公司")),
    ("[C甲公司]拥有[C乙公司]、[C丙公司]等优质客户。", ("甲公司", "supplies_to", "乙公司")),
    ("[C甲公司]通过了[C乙公司]的供应商认证。", ("甲公司", "supplies_to", "乙公司")),
    ("[C甲公司]把[C乙公司]列为战略供应商。", ("乙公司", "supplies_to", "甲公司")),
    ("作为[C甲公司]的核心伙伴，[C乙公司]推出一体机。", ("乙公司", "cooperates_with", "甲公司")),
    ("[C甲公司]成为[C乙公司]在华独家分销伙伴。", ("乙公司", "cooperates_with", "甲公司")),
    ("[C甲公司]的股东包括[C乙公司]。", ("乙公司", "invests_in", "甲公司")),
    ("[C甲公司]一跃成为[C乙公司]第三大股东。", ("甲公司", "invests_in", "乙公司")),
    ("[C甲公司]为[C乙公司]的参股公司。", ("乙公司", "invests_in", "甲公司")),
    # who holds, buys, sells, founds
    ("[C甲公司]由[C乙公司]持有40%股份。", ("乙公司", "invests_in", "甲公司")),
    ("[C甲公司]将所持[C乙公司]5%股份转让。", ("甲公司", "invests_in", "乙公司")),
    ("[C甲公司]通过子公司参投[C乙公司]。", ("甲公司", "invests_in", "乙公司")),
    ("获[C甲公司]增资的[C乙公司]今日复牌。", ("甲公司", "invests_in", "乙公司")),
    ("由[C甲公司]与[C乙公司]合资成立的[C丙公司]揭牌。", ("乙公司", "invests_in", "丙公司")),
    ("[C甲公司]、[C乙公司]共同出资设立[C丙公司]。", ("甲公司", "invests_in", "丙公司")),
    ("被[C甲公司]收购后，[C乙公司]将退市。", ("甲公司", "acquires", "乙公司")),
    ("[C甲公司]完成对[C乙公司]的收购。", ("甲公司", "acquires", "乙公司")),
    ("[C丙公司]将旗下[C甲公司]卖给[C乙公司]。", ("乙公司", "acquires", "甲公司")),
    # who belongs to whom, who delivers, who competes
    ("隶属于[C甲公司]的[C乙公司]发布新品。", ("乙公司", "subsidiary_of", "甲公司")),
    ("[C甲公司]下属[C乙公司]中标。", ("乙公司", "subsidiary_of", "甲公司")),
    ("[C甲公司]纳入[C乙公司]旗下。", ("甲公司", "subsidiary_of", "乙公司")),
    ("[C甲公司]产品已批量配套[C乙公司]。", ("甲公司", "supplies_to", "乙公司")),
    ("[C甲公司]的镜头主要采购自[C乙公司]。", ("乙公司", "supplies_to", "甲公司")),
    ("[C甲公司]来自[C乙公司]的收入占比升至12%。", ("甲公司", "supplies_to", "乙公司")),
    ("与[C甲公司]展开正面竞争，[C乙公司]上线外卖业务。", ("乙公司", "competes_with", "甲公司")),
    ("[C甲公司]面临[C乙公司]、[C丙公司]的竞争。", ("甲公司", "competes_with", "丙公司")),
]

NOT_STATED = [
    ("[C甲公司]市值反超[C乙公司]。", "competes_with"),
    ("募集资金用于收购[C甲公司]，与[C乙公司]无关。", "supplies_to"),
    ("通过持有[C甲公司]30%的股权，间接持有[C乙公司]股份。", "invests_in"),
    ("[CIntel]'s rival [CAMD] gained share.", "subsidiary_of"),
]


@pytest.mark.parametrize(("text", "wanted"), STATED)
def test_a_way_is_read_in_the_right_direction(text: str, wanted: tuple[str, str, str]) -> None:
    found = triples(text)
    assert wanted in found or ((wanted[2], wanted[1], wanted[0]) in found and wanted[1] in {"cooperates_with", "competes_with"})


@pytest.mark.parametrize(("text", "predicate"), NOT_STATED)
def test_what_only_looks_like_a_tie_is_none(text: str, predicate: str) -> None:
    assert ("甲公司", predicate, "乙公司") not in triples(text)
    assert ("AMD", predicate, "Intel") not in triples(text)


def test_a_tie_that_has_ended_is_not_asserted() -> None:
    found = relations("[C甲公司]是[C乙公司]的客户，双方已终止合作。")
    assert found
    assert all(r.negated for r in found)


def test_who_denies_to_sell_a_stake_does_not_deny_to_hold_it() -> None:
    (reading,) = relations("[C甲公司]没有出售所持[C乙公司]股份的计划。")
    assert (reading.statement.predicate, reading.negated) == ("invests_in", False)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("该部件由[C甲公司]旗下[C乙公司]向[C丙公司]供货。", ("乙公司", "supplies_to", "丙公司")),
        ("[C丙公司]与[C甲公司]的全资子公司[C乙公司]签署合作协议。", ("丙公司", "cooperates_with", "乙公司")),
    ],
)
def test_what_a_subsidiary_does_its_owner_does_not(text: str, wanted: tuple[str, str, str]) -> None:
    found = {triple for triple in triples(text) if triple[1] == wanted[1]}
    assert found in ({wanted}, {(wanted[2], wanted[1], wanted[0])})
    assert ("乙公司", "subsidiary_of", "甲公司") in triples(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[C甲公司]在[E甲ETF]中的权重为18.4%。", ("甲ETF", "holds", "甲公司")),
        ("[E甲ETF]跌1.2%，[C甲公司]、[C乙公司]同为其重仓股。", ("甲ETF", "holds", "乙公司")),
        ("[E甲ETF]以[I甲指数]为跟踪标的。", ("甲ETF", "tracks_index", "甲指数")),
        ("[I甲指数]前三大成份股为[C甲公司]、[C乙公司]。", ("甲指数", "holds", "乙公司")),
    ],
)
def test_what_a_fund_or_an_index_holds_is_read_from_either_side(text: str, wanted: tuple[str, str, str]) -> None:
    assert wanted in triples(text)


def test_a_contract_of_sale_is_no_cooperation() -> None:
    assert triples("[C甲公司]与[C乙公司]签订设备采购合同。") == {("甲公司", "supplies_to", "乙公司")}


def test_an_unknown_name_does_not_end_an_enumeration() -> None:
    assert ("甲公司", "supplies_to", "丙公司") in triples("[C甲公司]向[C乙公司]、某某动力和[C丙公司]供货。")
