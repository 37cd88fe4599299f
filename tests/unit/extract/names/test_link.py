from __future__ import annotations

import pytest


def link_of(reading, surface):
    return next(link for link in reading.links if link.mention.surface == surface and link.antecedent is None)


def test_a_code_beside_a_name_decides_and_names_the_listing(read_names):
    link = link_of(read_names("恒瑞医药（1276.HK）公告。"), "恒瑞医药")
    assert (link.entity, link.listing, link.rule) == ("company:600276.SH", "share:1276.HK", "code-beside-name")


def test_a_code_that_disagrees_is_noted_and_not_used(read_names):
    reading = read_names("寒武纪（600588）公告。")
    assert link_of(reading, "寒武纪").entity == "company:688256.SH"
    note = next(n for n in reading.notes if n.code == "code-name-mismatch")
    assert "用友网络" in note.message
    assert "寒武纪" in note.message


def test_digits_of_another_market_are_no_disagreement(read_names):
    assert read_names("英伟达（2330）").notes == ()


def test_one_name_of_two_companies_goes_by_the_market(read_names):
    assert link_of(read_names("A股北方稀土上涨，中国稀土涨9.97%。"), "中国稀土").entity == "company:000831.SZ"
    assert link_of(read_names("港股方面，中国稀土涨9.97%。"), "中国稀土").entity == "company:0769.HK"


def test_a_common_word_is_a_company_only_in_company_like_words(names_of):
    assert names_of("小米发布新款手机。")["小米"] == "company:1810.HK"
    assert "小米" not in names_of("农户种植小米和玉米。")
    assert names_of("苹果公司公布财报。")["苹果"] == "company:AAPL.US"


def test_a_sector_word_stays_a_sector(names_of):
    assert names_of("机器人概念股涨停。")["机器人"] == "theme:机器人"
    assert names_of("机器人（300024）公告签订合同。")["机器人"] == "company:300024.SZ"


def test_another_name_of_the_article_backs_a_common_word(names_of):
    names = names_of("小米集团公布业绩。业内人士称小米要再等等。")
    assert names["小米"] == "company:1810.HK"


def test_a_group_nickname_stays_open_with_its_members(read_names):
    link = link_of(read_names("易中天集体大涨。"), "易中天")
    assert link.entity is None
    assert {c.entity for c in link.candidates} == {"company:300308.SZ", "company:300502.SZ", "company:300394.SZ"}


def test_a_fund_nickname_of_two_funds_stays_open(read_names):
    reading = read_names("有人看好人工智能ETF。")
    assert [(fund.surface, fund.code) for fund in reading.funds] == [("人工智能ETF", None)]
    assert {c.entity for c in reading.links[0].candidates} == {"etf:515070.SH", "etf:159819.SZ"}


@pytest.mark.parametrize(
    ("text", "surface", "code"),
    [
        ("人工智能ETF（159819）上涨。", "人工智能ETF（159819）", "159819.SZ"),
        ("人工智能ETF华夏上涨。", "人工智能ETF华夏", "515070.SH"),
        ("半导体设备ETF（561980）盘中下跌。", "半导体设备ETF（561980）", "561980.SH"),
        ("跟踪该指数的半导体设备ETF（159516.SZ）下跌。", "半导体设备ETF（159516.SZ）", "159516.SZ"),
        ("截图把科创50ETF的代码写成600588，正确代码应为588000。", "科创50ETF", "588000.SH"),
    ],
)
def test_funds_are_linked_by_code_house_or_text(read_names, text, surface, code):
    assert (surface, code) in [(fund.surface, fund.code) for fund in read_names(text).funds]


def test_no_code_is_invented_for_a_fund(read_names):
    assert [(f.surface, f.code) for f in read_names("资金借道光伏龙头ETF入场。").funds] == [("光伏龙头ETF", None)]


def test_a_share_code_beside_a_fund_is_not_its_code(read_names):
    reading = read_names("科创50ETF（600588）")
    assert "600588.SH" not in [fund.code for fund in reading.funds]
    assert any(note.code == "code-name-mismatch" for note in reading.notes)


def test_news_about_a_fund_house_never_reaches_bank_or_fund(names_of):
    names = names_of("华夏基金宣布新任总经理。")
    assert names["华夏基金"] == "company:华夏基金"
    assert "company:600015.SH" not in names.values()


def test_a_medium_named_as_the_source_is_optional(read_names):
    assert link_of(read_names("据东方财富数据，寒武纪上涨。"), "东方财富").optional
    assert not link_of(read_names("东方财富公告净利润增长。"), "东方财富").optional


def test_an_exchange_is_an_authority_unless_its_own_business_is_told(names_of):
    assert names_of("寒武纪拟在港交所上市。")["港交所"] == "org:香港交易所"
    assert names_of("港交所股价上涨。")["港交所"] == "company:0388.HK"


def test_letters_in_brackets_abbreviate_the_name_before(names_of):
    names = names_of("葛兰素史克（GSK）达成协议。GSK将支付首付款。")
    assert names["GSK"] == "company:GSK.L"


def test_short_forms_said_in_brackets_are_learned(names_of):
    names = names_of("湖北亿纬动力有限公司（以下简称“亿纬动力”）投产。亿纬动力表示产能爬坡顺利。")
    assert names["亿纬动力"] == names["湖北亿纬动力有限公司"]


def test_short_forms_of_names_given_in_full_are_learned(names_of):
    assert names_of("三花智控午后涨停。传特斯拉向三花下订单。")["三花"] == "company:002050.SZ"
    assert names_of("恒瑞医药公告。恒瑞还可获得分成。")["恒瑞"] == "company:600276.SH"


def test_a_short_form_of_two_firms_names_neither(names_of):
    assert "中信" not in names_of("中信证券与中信银行签约，中信方面未回应。")


def test_nvidia_has_many_names_and_one_id(names_of):
    names = names_of("台媒写作輝達，大陆写英伟达，代码为NVDA，NVIDIA（NASDAQ: NVDA）上涨。")
    assert {names[n] for n in ("輝達", "英伟达", "NVDA", "NVIDIA")} == {"company:NVDA.US"}


def test_a_code_in_front_of_its_name_counts_and_another_names_code_does_not(read_names):
    assert link_of(read_names("688795摩尔线程大涨。"), "摩尔线程").rule == "code-beside-name"
    reading = read_names("海光信息（688041）寒武纪（688256）双双上涨。")
    assert reading.notes == ()
    assert {link.entity for link in reading.links} == {"company:688041.SH", "company:688256.SH"}


def test_guarded_names_in_one_enumeration_settle_each_other(names_of):
    assert names_of("亚马逊之外，苹果、英伟达也面临调查。")["苹果"] == "company:AAPL.US"


def test_a_sector_word_is_the_sector_even_where_its_company_is_named(read_names):
    links = [link.entity for link in read_names("机器人（300024）公告称业绩增长，机器人板块走强。").links]
    assert links == ["company:300024.SZ", "theme:机器人"]


def test_a_fund_name_grows_to_the_bracket_with_its_code(read_names):
    fund = read_names("游戏ETF龙头（159869）净流入，游戏ETF华夏机构客户（多为险资）增持。").funds[0]
    assert (fund.surface, fund.code) == ("游戏ETF龙头（159869）", "159869.SZ")


def test_a_full_name_is_the_company_whose_name_it_holds(names_of):
    assert names_of("寒武纪股份有限公司公告称中标。")["寒武纪股份有限公司"] == "company:688256.SH"
    assert names_of("燧原科技股份有限公司（下称“燧原科技”）辅导备案。")["燧原科技股份有限公司"] == "company:燧原科技"


@pytest.mark.parametrize(
    "name",
    [
        "寒武纪有限公司",
        "寒武纪集团有限公司",
        "寒武纪大学",
        "小米医院",
        "恒瑞医药公益基金会",
        "恒瑞医学基金会",
        "寒武纪产业投资基金",
    ],
)
def test_a_name_that_holds_a_listed_one_gets_no_code(name, names_of):
    assert names_of(f"{name}近日发布公告。")[name] in {f"company:{name}", f"org:{name}"}


def test_an_answer_of_one_firm_speaks_for_no_other(read_names):
    reading = read_names("燧原科技披露招股书。公司的芯片由海光信息供货。寒武纪在互动平台称未受影响。", title="燧原科技上会在即")
    back = [link.entity for link in reading.links if link.antecedent is not None]
    assert back == ["company:燧原科技"]


def test_a_subsidiary_called_like_its_parent_gets_no_code(names_of):
    assert names_of("小米汽车科技有限公司（下称“小米”）备案召回计划，小米称将免费升级。")["小米汽车科技有限公司"] == "company:小米汽车科技有限公司"
