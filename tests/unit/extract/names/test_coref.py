from __future__ import annotations

import pytest


def anaphors(reading, article):
    content = article
    return [(link.mention.surface, content[link.antecedent.start : link.antecedent.end]) for link in reading.links if link.antecedent is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("摩尔线程发布新架构。公司计划明年量产。", ("公司", "摩尔线程")),
        ("记者就此向特斯拉求证，该公司人士表示没有信息。", ("该公司", "特斯拉")),
        ("寒武纪与海光信息披露业绩，前者增长，后者下滑。", ("前者", "寒武纪")),
        ("寒武纪与海光信息披露业绩，前者增长，后者下滑。", ("后者", "海光信息")),
        ("寒武纪公告称，其产品已量产。", ("其", "寒武纪")),
        ("恒瑞医药与葛兰素史克达成协议，将权益授予对方。", ("对方", "葛兰素史克")),
        ("人工智能ETF华夏上涨，该ETF规模增加。", ("该ETF", "人工智能ETF华夏")),
        ("寒武纪拿下订单。寒武纪当日涨停。海光信息同日澄清，公司未获得新订单。", ("公司", "海光信息")),
        ("三花智控是特斯拉的供应商。该公司前三季度净利润增长。", ("该公司", "三花智控")),
        ("三花智控业绩超预期。中信证券上调该公司目标价。", ("该公司", "三花智控")),
        ("中信证券上调三花智控目标价。公司三季度净利润增长。", ("公司", "三花智控")),
        ("中信证券上调三花智控评级，该券商看好其前景。", ("该券商", "中信证券")),
        ("英伟达三季度增长。寒武纪、海光信息均为该公司对手。", ("该公司", "英伟达")),
        ("寒武纪、海光信息公布业绩，两家合计营收增长。", ("两家", "海光信息")),
    ],
)
def test_words_that_point_back_find_their_name(read_names, text, expected):
    assert expected in anaphors(read_names(text), text)


def test_both_stands_for_two(read_names):
    text = "特斯拉向三花智控下订单，双方均未证实。"
    assert [a for a in anaphors(read_names(text), text) if a[0] == "双方"] == [("双方", "特斯拉"), ("双方", "三花智控")]


@pytest.mark.parametrize(
    "text", ["寒武纪公告，上市公司数量增加。", "寒武纪公告，其中一项完成。", "公司法修订草案公布。", "寒武纪称其他公司也在涨价。"]
)
def test_words_that_only_look_like_it_do_not_point_back(read_names, text):
    assert anaphors(read_names(text), text) == []


def test_nothing_before_means_nothing_to_point_to(read_names):
    assert anaphors(read_names("公司公告称经营正常。"), "公司公告称经营正常。") == []


def test_an_anaphor_carries_the_entity_of_its_name(read_names):
    reading = read_names("摩尔线程发布新架构。公司计划明年量产。")
    link = next(link for link in reading.links if link.antecedent is not None)
    assert (link.entity, link.rule) == ("company:688795.SH", "coreference")


@pytest.mark.parametrize(
    "text",
    [
        "证券代码：600276 证券简称：恒瑞医药。寒武纪为公司客户。公司董事会通过决议。",
        "问：请问公司与寒武纪有合作吗？答：公司与寒武纪合作稳定。（恒瑞医药 互动易）",
    ],
)
def test_announcements_and_answers_speak_for_their_company(read_names, text):
    assert {name for word, name in anaphors(read_names(text), text) if word == "公司"} == {"恒瑞医药"}
