"""What happened, told once, with its day, its numbers and its doubt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from themegraph.model import Modality, event_id

ReadMarked = Callable[..., Any]


def test_title_and_body_tell_one_event(read_marked: ReadMarked) -> None:
    marked = read_marked("3月9日，[c:特斯拉]宣布召回24.3万辆[p:Model Y]。", title="[c:特斯拉]召回24.3万辆车")
    event = marked.one("recall/accident")
    assert event.when.start == date(2026, 3, 9)
    assert marked.sentences[0].span != event.sentence


def test_a_headline_names_the_parent_and_the_body_the_subsidiary_once(read_marked: ReadMarked) -> None:
    marked = read_marked("[c:亿纬动力]为公司子公司，收到[c:长安汽车]定点通知。", title="[c:亿纬锂能]：子公司收到定点通知")
    assert marked.told() == {("contract/order", "亿纬动力")}


def test_a_rumour_that_its_subject_denies_is_never_asserted(read_marked: ReadMarked) -> None:
    marked = read_marked(
        "[c:寒武纪]发表声明，称网上流传的内容均为不实信息。此前有传闻称，[c:寒武纪]估计2026年营收为200亿元。",
        title="[c:寒武纪]回应传闻：不实，午间跌近13%",
    )
    assert marked.one("guidance").negated
    move = marked.one("market_move")
    assert (move.negated, move.modality) == (False, Modality.ASSERTED)
    assert not marked.one("other").negated


def test_a_report_that_nobody_confirms_stays_a_rumour(read_marked: ReadMarked) -> None:
    marked = read_marked("市场传闻：[c:特斯拉]已向[c:三花智控]下达订单。截至发稿，双方均未证实上述消息。")
    event = marked.one("contract/order")
    assert (event.modality, event.negated, event.speculative) == (Modality.RUMOURED, False, True)


@pytest.mark.parametrize(
    "text",
    [
        "[c:华泰证券]表示，未与[c:招商证券]就合并进行过任何接触。",
        "[c:海光信息]终止与[c:中科曙光]的合并。",
        "[c:名创优品]否认将收购[c:永辉超市]。",
        "[c:中芯国际]：网传公司停产消息为谣言。",
        "[c:阳光电源]不存在被[l:美国]制裁的情况。",
        "答：您好，[c:北大荒]没有收购[c:大华种业]的计划。",
        "針對與[c:輝達]合作的傳聞，[c:鴻海]否認，稱並無此事。",
    ],
)
def test_denials_are_never_asserted(read_marked: ReadMarked, text: str) -> None:
    assert [e.type for e in read_marked(text).events if not e.negated and e.type != "other"] == []


@pytest.mark.parametrize(
    "text",
    [
        "昨晚的中超联赛中，[l:上海]海港队2比1战胜[l:北京]国安，主教练表示球队的进攻大涨士气。",
        "[o:故宫博物院]与[o:敦煌研究院]签署合作协议，将联合举办展览，推出新书。",
        "周末寒潮来袭，气温将下跌8度，[o:中央气象台]发布预警。",
        "警方通报：[l:杭州]一小区发生火灾，2人受伤，原因正在调查。",
        "[o:教育部]印发通知，规范高考考生报名，学生无需重复提交。",
        "[c:安踏]赞助的马拉松比赛中，选手夺冠，教练和球迷庆祝，观众达3万人。",
    ],
)
def test_texts_that_are_not_about_markets_have_no_events(read_marked: ReadMarked, text: str) -> None:
    assert read_marked(text).events == ()


def test_the_day_of_a_comparison_is_not_the_day_of_the_event(read_marked: ReadMarked) -> None:
    marked = read_marked("2月3日，[c:寒武纪]跌12.88%，为2025年9月4日下跌14.45%以来的最大单日跌幅。")
    assert marked.one("market_move").when.start == date(2026, 2, 3)


def test_results_carry_their_period(read_marked: ReadMarked) -> None:
    marked = read_marked("[c:中国神华]三季度净利润119亿元，同比下降18%；[c:陕西煤业]净利润48亿元，同比增长3.6%。")
    assert {e.when.start for e in marked.events} == {date(2025, 7, 1)}


def test_an_undated_article_leaves_relative_days_open(read_marked: ReadMarked) -> None:
    assert read_marked("昨日[c:中航沈飞]涨停。", day=None).one("market_move").when is None


def test_numbers_go_to_the_event_of_their_own_company(read_marked: ReadMarked) -> None:
    marked = read_marked("[c:圆通速递]收入增长9.8%，[c:韵达股份]收入下降1.2%。")
    assert {e.arguments[0].surface: [q.value for q in e.quantities] for e in marked.events} == {"圆通速递": [9.8], "韵达股份": [-1.2]}


def test_an_indexs_constituents_do_not_move_on_their_own(read_marked: ReadMarked) -> None:
    marked = read_marked("[i:恒生指数]收跌1.3%，[c:美团]跌4%，[c:腾讯]跌2%。")
    assert marked.told() == {("market_move", "恒生指数")}


def test_a_share_that_moves_beside_its_index_is_told_with_it_even_against_it(read_marked: ReadMarked) -> None:
    marked = read_marked("[i:中证白酒指数]涨2.2%，[c:洋河股份]逆势跌0.9%。")
    assert marked.told() == {("market_move", "中证白酒指数")}
    assert dict(marked.one("market_move").polarity) == {"洋河股份": "negative"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[c:博通]宣布停止向[c:华为]供应[p:交换芯片]。", {("other", "博通")}),
        ("[c:百利天恒]获得[c:百时美施贵宝]支付的2.5亿美元里程碑付款。", {("cooperation", "百利天恒")}),
        ("[c:天齐锂业]将锂精矿产量下调两成。", {("capacity/expansion", "天齐锂业")}),
        ("[c:潞安环能]下属煤矿通过验收，即日起恢复生产。", {("capacity/expansion", "潞安环能")}),
        ("[c:民生证券]去年并入[c:国联民生]。", {("m&a", "国联民生")}),
        ("[c:小鹏汽车]今日上市X9增程版。", {("product_launch", "小鹏汽车")}),
        ("[c:聯發科]第三季純益228億元，季減18.6%，年減10.4%。", {("earnings", "聯發科")}),
        ("[o:国家市场监督管理总局]发布信息，[c:小米汽车]召回3万辆SU7。", {("recall/accident", "小米汽车")}),
        ("【并购】[c:电魂网络]：净利润增长12%。", {("earnings", "电魂网络")}),
        ("台股當日收跌0.4%。", {("market_move", "台股")}),
        ("[c:安踏体育]的大股东安踏国际则增持60万股。", {("shareholding_change", "安踏国际")}),
        ("[c:三只松鼠]：股东NICE GROWTH拟减持不超过3%。", {("shareholding_change", "NICE GROWTH")}),
        ("[c:中国电科]旗下[c:国睿科技]因延期交付雷达，被判赔偿客户1.1亿元。", {("lawsuit/investigation", "国睿科技")}),
        ("因[p:记忆体]涨价，[c:联发科]股价下跌3%。", {("market_move", "联发科")}),
        ("N型[p:复投料]成交均价一周涨4.6%。", {("price_change", "复投料")}),
    ],
)
def test_what_is_done_has_its_type_and_its_doer(read_marked: ReadMarked, text: str, told: set[tuple[str, str]]) -> None:
    assert read_marked(text).told() == told


def test_companies_on_an_offices_list_are_its_policys_beneficiaries(read_marked: ReadMarked) -> None:
    marked = read_marked("[o:国家新闻出版署]公布，共115款[t:游戏]过审。[c:三七互娱]、[c:吉比特]等均有产品获批。")
    assert marked.told() == {("policy/regulation", "国家新闻出版署")}
    assert marked.helped() >= {"三七互娱", "吉比特"}


def test_a_forecast_in_the_clause_is_guidance_alone(read_marked: ReadMarked) -> None:
    marked = read_marked("[c:万科A]预计2025年净亏损约820亿元。")
    assert [(e.type, e.speculative) for e in marked.events] == [("guidance", True)]


def test_a_cut_that_is_only_expected_is_speculative(read_marked: ReadMarked) -> None:
    marked = read_marked("[o:美联储]宣布下调利率25个基点。主席称，12月再次降息“远非板上钉钉”。")
    assert [(e.trigger, e.speculative) for e in marked.events] == [("下调", False), ("降息", True)]


def test_an_id_depends_on_what_is_said_only(read_marked: ReadMarked) -> None:
    one = read_marked("3月9日，[c:中国中铁]中标512亿元项目。").one("contract/order")
    other = read_marked("据悉，3月9日，[c:中国中铁]中标512亿元项目，十分可喜。").one("contract/order")
    assert one.id == other.id == event_id(one.type, one.arguments, one.when, one.quantities, negated=False, speculative=False)


def test_traditional_script_tells_the_same(read_marked: ReadMarked) -> None:
    plain = read_marked("[c:汇丰]宣布收购[c:恒生]，[c:恒生]复牌后急升26%。")
    other = read_marked("[c:汇丰]宣布收購[c:恒生]，[c:恒生]復牌後急升26%。")
    assert plain.told() == other.told() != set()
    assert [(e.negated, e.speculative, dict(e.polarity)) for e in plain.events] == [
        (e.negated, e.speculative, dict(e.polarity)) for e in other.events
    ]


def test_blanks_around_names_and_numbers_change_nothing(read_marked: ReadMarked) -> None:
    plain = read_marked("[c:寒武纪]大涨5%，[c:AMD]跌3%。")
    spaced = read_marked("[c:寒武纪] 大涨 5 %，[c:AMD] 跌 3%。")
    assert plain.told() == spaced.told()
    assert [[q.value for q in e.quantities] for e in plain.events] == [[q.value for q in e.quantities] for e in spaced.events]


def test_english_is_read_by_the_lighter_path(read_marked: ReadMarked) -> None:
    marked = read_marked("[c:AMD] said it will acquire [c:ZT Systems]. [c:Tesla] recalled 2.4 million vehicles. [c:Nvidia] shares rose 3%.")
    assert marked.told() == {("m&a", "AMD"), ("recall/accident", "Tesla"), ("market_move", "Nvidia")}


def test_a_clause_of_name_and_number_alone_goes_on_with_the_verb(read_marked: ReadMarked) -> None:
    marked = read_marked("[c:中国西电]合计中标14.4亿元，[c:平高电气]12.6亿元，[c:思源电气]9.8亿元。")
    assert marked.told() == {("contract/order", name) for name in ("中国西电", "平高电气", "思源电气")}
    assert [[round(q.value / 1e8, 1) for q in e.quantities] for e in marked.events] == [[14.4], [12.6], [9.8]]


@pytest.mark.parametrize("text", ["[c:海康威视]被移出[l:美国]实体清单。", "[l:美国]解除对[c:阿里巴巴]的投资禁令。"])
def test_a_control_that_is_lifted_is_a_deed_and_good_for_its_target(read_marked: ReadMarked, text: str) -> None:
    event = read_marked(text).one("export_control/sanction")
    assert not event.negated
    assert {p.value for _, p in event.polarity} == {"positive"}


def test_companies_summed_up_by_their_sector_move_themselves(read_marked: ReadMarked) -> None:
    marked = read_marked("[c:彤程新材]、[c:上海新阳]等[t:光刻胶]概念股涨停。")
    assert marked.told() == {("market_move", "彤程新材"), ("market_move", "上海新阳")}


@pytest.mark.parametrize(
    "text",
    [
        "[c:贵州茅台]成立于1999年，总部位于[l:贵州]，是白酒行业龙头。",
        "[i:沪深300]前三大成分股为[c:贵州茅台]（4.2%）、[c:宁德时代]（3.9%）。",
        "投资者可关注[e:芯片ETF（159995）]，跟踪[i:国证芯片指数]，管理费率0.5%。",
        "风险提示：宏观经济波动风险，产品价格下跌风险。",
        "分析师[n:王某]曾任职于[c:高盛]，现任[c:中金公司]首席策略师。",
        "[c:药明康德]的收购历史可追溯到2008年。",
    ],
)
def test_a_description_is_no_event(read_marked: ReadMarked, text: str) -> None:
    assert read_marked(text).events == ()
