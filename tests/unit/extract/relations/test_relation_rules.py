"""Each rule table: what says a relation, and what only looks like it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from relation_texts import relations, triples

from themegraph.extract.relations.patterns import LETTERS
from themegraph.extract.relations.rules import RULES

STATED = [
    # who supplies whom
    ("[C先导智能]为[C宁德时代]供应卷绕设备。", ("先导智能", "supplies_to", "宁德时代")),
    ("[C宁德时代]向[C天赐材料]采购电解液。", ("天赐材料", "supplies_to", "宁德时代")),
    ("[C东山精密]已打入[C苹果]供应链。", ("东山精密", "supplies_to", "苹果")),
    ("[C立讯精密]是[C苹果]的核心供应商。", ("立讯精密", "supplies_to", "苹果")),
    ("[C苹果]供应商[C歌尔股份]午后走强。", ("歌尔股份", "supplies_to", "苹果")),
    ("[C拓普集团]的主要客户包括[C特斯拉]、[C吉利汽车]等。", ("拓普集团", "supplies_to", "吉利汽车")),
    ("[C中国船舶]获[C中远海控]12艘集装箱船订单。", ("中国船舶", "supplies_to", "中远海控")),
    ("[C理想汽车]的电池由[C欣旺达]供货。", ("欣旺达", "supplies_to", "理想汽车")),
    ("[C平高电气]中标[C国家电网]特高压项目。", ("平高电气", "supplies_to", "国家电网")),
    ("[C台積電]為[C輝達]代工晶片。", ("台積電", "supplies_to", "輝達")),
    ("[C芯原股份]替[C谷歌]设计的芯片下月流片，由[C台积电]代工。", ("芯原股份", "supplies_to", "谷歌")),
    ("[C芯原股份]替[C谷歌]设计的芯片下月流片，由[C台积电]代工。", ("台积电", "supplies_to", "芯原股份")),
    ("[C中微公司]的[P刻蚀机]已进入[C华虹公司]产线。", ("中微公司", "supplies_to", "华虹公司")),
    ("[C云深处]披露招股书。[C=云深处|公司]的[P减速器]由[C绿的谐波]供货，[P激光雷达]则向[C禾赛]采购。", ("禾赛", "supplies_to", "云深处")),
    ("[CMicron] supplies memory chips to [CNvidia].", ("Micron", "supplies_to", "Nvidia")),
    # who works with whom, and against whom
    ("[C药明生物]与[C葛兰素史克]签署战略合作协议。", ("药明生物", "cooperates_with", "葛兰素史克")),
    ("[C长安汽车]携手[C华为]推出新车。", ("华为", "cooperates_with", "长安汽车")),
    ("[C翰森制药]把[PHS-1]的海外权利交给[C罗氏]。", ("罗氏", "cooperates_with", "翰森制药")),
    ("[C心动公司]将[P心动小镇]海外发行交由[C腾讯]负责。", ("心动公司", "cooperates_with", "腾讯")),
    ("[C比亚迪]的竞争对手[C特斯拉]宣布降价。", ("比亚迪", "competes_with", "特斯拉")),
    ("[C海天味业]业绩回暖，同业[C中炬高新]则仍承压。", ("中炬高新", "competes_with", "海天味业")),
    # who owns what
    ("[C中国平安]持有[C华夏幸福]25.19%股份。", ("中国平安", "invests_in", "华夏幸福")),
    ("[C龙湖集团]控股股东[CCharm Talent]增持1200万股。", ("Charm Talent", "invests_in", "龙湖集团")),
    ("[C美团]同日获[C腾讯控股]减持。", ("腾讯控股", "invests_in", "美团")),
    ("[C极氪]去年并入[C吉利汽车]。", ("吉利汽车", "acquires", "极氪")),
    ("[C壁仞科技]获[C启明创投]领投。", ("启明创投", "invests_in", "壁仞科技")),
    ("[C长城人寿]举牌[C秦港股份]。", ("长城人寿", "invests_in", "秦港股份")),
    ("[C紫金矿业]拟以82亿元收购[C藏格矿业]控制权。", ("紫金矿业", "acquires", "藏格矿业")),
    ("[C盛大游戏]被[C世纪华通]收购。", ("世纪华通", "acquires", "盛大游戏")),
    ("[C国泰君安]吸收合并[C海通证券]。", ("国泰君安", "acquires", "海通证券")),
    ("[C美的集团]旗下[C库卡]发布新品。", ("库卡", "subsidiary_of", "美的集团")),
    ("[C工业富联]为[C鸿海]的控股子公司。", ("工业富联", "subsidiary_of", "鸿海")),
    # what is made and used
    ("[C恒瑞医药]自主研发的[P瑞康曲妥珠单抗]获批上市。", ("恒瑞医药", "produces", "瑞康曲妥珠单抗")),
    ("[P司美格鲁肽]由[C诺和诺德]研发。", ("诺和诺德", "produces", "司美格鲁肽")),
    ("[C容百科技]在业绩会上表示，[P钠电正极材料]已向客户批量出货。", ("容百科技", "produces", "钠电正极材料")),
    ("[P叶片锻件]由[C派克新材]供应。", ("派克新材", "produces", "叶片锻件")),
    ("8月[P多晶硅]产量预计下调，其中，[C通威股份]云南基地限产六成。", ("通威股份", "produces", "多晶硅")),
    ("拥有[P九价HPV疫苗]的[C万泰生物]涨停。", ("万泰生物", "produces", "九价HPV疫苗")),
    ("[C赛力斯]新车搭载[P鸿蒙座舱]。", ("赛力斯", "uses_technology", "鸿蒙座舱")),
    # funds and indices
    ("[E军工ETF]跟踪[I中证军工指数]。", ("军工ETF", "tracks_index", "中证军工指数")),
    ("跟踪[I中证银行指数]的[E银行ETF]涨1%。", ("银行ETF", "tracks_index", "中证银行指数")),
    ("[E科创50ETF]三季度末持有[C中芯国际]。", ("科创50ETF", "holds", "中芯国际")),
    # authorities, sectors
    ("[C科大讯飞]被[O证监会]立案调查。", ("科大讯飞", "regulated_by", "证监会")),
    ("[O市场监管总局]对[C阿里巴巴]作出行政处罚。", ("阿里巴巴", "regulated_by", "市场监管总局")),
    ("[S光伏]龙头[C隆基绿能]大涨。", ("隆基绿能", "belongs_to_sector", "光伏")),
    ("[C中国神华]、[C陕西煤业]等[S煤炭]股走强。", ("陕西煤业", "belongs_to_sector", "煤炭")),
    ("[C海康威视]受益于[S安防]需求回升。", ("安防", "benefits", "海康威视")),
]

NOT_STATED = [
    ("[C集邦咨询]预计，[P硅片]价格止跌。", "produces"),
    ("传言称[C长电科技]已进入[C海力士]供应链，公司回应称没有向其供货。", "supplies_to"),
    ("[C招商银行]为[C万科]提供担保。", "supplies_to"),
    ("[C美团]向[C腾讯]购买京东股权。", "supplies_to"),
    ("[C中信证券]认为，[C宁德时代]有望受益。", "cooperates_with"),
    ("[C贵州茅台]涨2%，[C五粮液]跌1%。", "competes_with"),
    ("[C周大生]跌停，而以投资金条为主的[C菜百股份]走强。", "invests_in"),
    ("[C赛力斯]与[C华为]合作的[P问界M9]交付。", "supplies_to"),
]


@pytest.mark.parametrize(("text", "wanted"), STATED)
def test_a_way_of_saying_it_is_read_in_the_right_direction(text: str, wanted: tuple[str, str, str]) -> None:
    assert wanted in triples(text)


@pytest.mark.parametrize(("text", "predicate"), NOT_STATED)
def test_what_only_looks_like_a_relation_is_none(text: str, predicate: str) -> None:
    assert predicate not in {p for _, p, _ in triples(text)}


@pytest.mark.parametrize(
    "text",
    [
        "[C甲公司]没有为[C乙公司]供应零部件。",
        "[C甲公司]与[C乙公司]终止合作。",
        "[C甲公司]并未收购[C乙公司]股权。",
        "[C甲公司]与[C乙公司]没有股权关系。",
    ],
)
def test_a_denial_is_never_asserted(text: str) -> None:
    found = relations(text)
    assert found
    assert all(r.negated for r in found)


def test_a_plan_is_a_supposition() -> None:
    (reading,) = [r for r in relations("[C紫金矿业]计划收购[C藏格矿业]。") if r.statement.predicate == "acquires"]
    assert reading.speculative
    assert not reading.negated


def test_a_plan_for_a_product_does_not_touch_who_makes_it() -> None:
    (reading,) = relations("美国计划限制[C英伟达]的[PH20]出口。")
    assert not reading.speculative


def test_a_small_stake_bought_is_an_investment_and_a_large_one_a_purchase() -> None:
    assert triples("[C甲公司]收购[C乙公司]10%股权。") == {("甲公司", "invests_in", "乙公司")}
    assert triples("[C甲公司]收购[C乙公司]51%股权。") == {("甲公司", "acquires", "乙公司")}


def test_a_stake_keeps_its_size() -> None:
    (reading,) = relations("[C中国平安]持有[C华夏幸福]25.19%股份。")
    assert dict(reading.statement.qualifiers) == {"share": 0.2519, "share_of": "equity_of_object"}


def test_whoever_holds_most_of_a_company_is_its_parent() -> None:
    assert ("乙公司", "subsidiary_of", "甲公司") in triples("[C甲公司]持有[C乙公司]75%股权。")
    assert ("乙公司", "subsidiary_of", "甲公司") not in triples("[C甲公司]持有[C乙公司]49%股权。")


def test_every_rule_compiles_and_names_its_two_sides() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    for rule in RULES:
        groups = rule.regex.groupindex
        assert "g" in groups or len({"s", "o"} & set(groups)) + bool(rule.topic) == 2, rule.name


def test_every_word_of_a_rule_can_stand_in_folded_text() -> None:
    for rule in RULES:
        for word in rule.words:
            assert word == word.lower(), rule.name
            assert not re.search(r"[Ａ-Ｚ（），：]", word), rule.name


def test_letters_stand_for_all_types() -> None:
    assert len(set(LETTERS.values())) == len(LETTERS) == 9


def test_no_pattern_can_take_more_than_linear_time() -> None:
    for rule in RULES:
        plain = re.sub(r"\\.|\[[^\]]*\]", "x", rule.regex.pattern)
        assert not re.search(r"[*+]|\{\d+,\}", plain), rule.name
