from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "there", "absent"),
    [
        ("中国平安银行业务调整，平安银行公告称将回应。", "平安银行", "中国银行"),
        ("央行在中国银行间市场开展操作。", None, "中国银行"),
        ("中国卫星导航产业规模扩大。", None, "中国卫星"),
        ("被称为中国版英伟达的摩尔线程上市。", "摩尔线程", "英伟达"),
        ("谁会是下一个特斯拉，市场议论纷纷。", None, "特斯拉"),
        ("含有中国稀土成分的境外产品须申请许可。", None, "中国稀土"),
        ("完美的苹果价格上涨，果农增收。", None, "苹果"),
        ("FANVDA与NVDAX都不是代码。", None, "NVDA"),
    ],
)
def test_a_name_inside_something_else_is_no_mention(names_of, text, there, absent):
    names = names_of(text)
    assert there is None or there in names
    assert absent not in names


def test_an_enumeration_gives_each_name(names_of):
    names = names_of("寒武纪、海光信息、摩尔线程等公司的数据。")
    assert {"寒武纪", "海光信息", "摩尔线程"} <= names.keys()


def test_a_headline_without_marks_gives_each_name(names_of):
    assert {"中际旭创", "新易盛"} <= names_of("", title="中际旭创新易盛双双涨停").keys()


def test_a_blank_in_a_headline_ends_a_shape(names_of):
    names = names_of("", title="油价急升 蓝鲸资本看好海光信息")
    assert "油价急升 蓝鲸资本" not in names


def test_unlisted_firms_are_found_by_their_legal_form(names_of):
    names = names_of("湖北亿纬动力有限公司与小米汽车科技有限公司签订合同。")
    assert names["湖北亿纬动力有限公司"] == "company:湖北亿纬动力有限公司"
    assert names["小米汽车科技有限公司"] == "company:小米汽车科技有限公司"


def test_stakes_tell_unlisted_firms(names_of):
    assert names_of("拟购买国源电力100%股权及神延煤炭41%股权。").keys() >= {"国源电力", "神延煤炭"}


def test_a_relative_of_a_known_firm_is_a_firm_of_its_own(names_of):
    names = names_of("贵州茅台集团与贵州茅台签约。")
    assert names["贵州茅台集团"] == "company:贵州茅台集团"
    assert names["贵州茅台"] == "company:600519.SH"


@pytest.mark.parametrize(
    "text", ["创始人张建中出身于这家公司。", "公司董事会推荐张建中为董事长人选。", "张建中先生辞任董事。", "。张建中表示，公司经营正常。"]
)
def test_titles_tell_persons(names_of, text):
    assert names_of(text)["张建中"] == "person:张建中"


def test_authorities_documents_and_products_have_shapes(read_names):
    types = {
        link.mention.surface: link.mention.type
        for link in read_names("市场监督管理总局发布《网络数据安全管理条例》，《极品飞车》过审，H200对华出口获准。").links
    }
    assert types["市场监督管理总局"] == "organisation"
    assert types["网络数据安全管理条例"] == "macro/policy"
    assert types["极品飞车"] == "product/technology"
    assert types["H200"] == "product/technology"


@pytest.mark.parametrize("text", ["2025年Q3营收增长", "前3季度H1数据", "CPI同比上涨2%"])
def test_quarters_and_rates_are_no_products(read_names, text):
    assert not [link for link in read_names(text).links if link.mention.type == "product/technology"]


def test_a_word_that_would_leave_an_orphan_gives_way_to_a_name(names_of):
    assert "寒武纪" in names_of("花旗升寒武纪目标价。")


def test_what_a_foreign_firm_does_is_no_other_firm(names_of):
    assert names_of("特斯拉汽车召回部分车辆。")["特斯拉汽车"] == "company:TSLA.US"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("平安国际融资租赁有限公司发行公司债。", "平安国际融资租赁有限公司"),
        ("中信证券（山东）资产管理有限公司被责令改正。", "中信证券（山东）资产管理有限公司"),
        ("寒武纪食品投资公司挂牌。", "寒武纪食品投资公司"),
        ("招商局融资租赁（天津）有限公司增资。", "招商局融资租赁（天津）有限公司"),
        ("中国银行第八工程局有限公司中标。", "中国银行第八工程局有限公司"),
        ("特斯拉通商向赣南锂业采购。", "特斯拉通商"),
        ("*ST鼎峰公告收到立案通知。", "*ST鼎峰"),
    ],
)
def test_a_firm_with_a_known_name_inside_is_a_firm_of_its_own_without_a_code(names_of, text, whole):
    names = names_of(text)
    assert names[whole] == f"company:{whole.replace('（', '(').replace('）', ')')}"
    assert not any(entity.endswith((".SH", ".SZ", ".US")) for entity in names.values())


@pytest.mark.parametrize("text", ["贵州茅台机场旅客增长。", "特斯拉线圈实验引发围观。", "寒武纪艺术中心举办展览。", "英伟达足球联赛开幕。"])
def test_a_place_or_an_occasion_with_a_firms_name_is_not_the_firm(names_of, text):
    assert not any(entity.startswith("company:") for entity in names_of(text).values())
