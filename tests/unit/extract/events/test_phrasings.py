"""The same kinds of things said in other words: who does it and of which type; and words that only look like them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[c:理想汽车]将全年交付目标由70万辆砍至64万辆。", {("guidance", "理想汽车")}),
        ("[c:台积电]把全年美元营收增速展望从接近30%上修到35%左右。", {("guidance", "台积电")}),
        ("[c:中芯国际]二季度毛利率20.4%，高于指引上限。", {("earnings", "中芯国际")}),
        ("[c:特斯拉]第三季度每股收益0.50美元，不及分析师预期的0.54美元。", {("earnings", "特斯拉")}),
        ("[c:長榮]去年稅後純益腰斬，[c:陽明]、[c:萬海]則分別衰退62%與58%。", {("earnings", "長榮"), ("earnings", "陽明"), ("earnings", "萬海")}),
        ("[c:西部证券]拟发行不超过60亿元公司债。", {("financing/ipo", "西部证券")}),
        ("[c:中国动力]作价92亿元出售旗下风电齿轮箱业务给南高齿。", {("m&a", "中国动力")}),
        ("[c:德方纳米]：与[c:楚能新能源]签11万吨磷酸铁锂长单。", {("contract/order", "德方纳米")}),
        ("[c:英诺赛科]拿到[c:英伟达]的供货资格。", {("contract/order", "英诺赛科")}),
        ("[c:合盛硅业]东部基地全面停炉。", {("capacity/expansion", "合盛硅业")}),
        ("[c:波音]把777X的首次交付推迟到2027年。", {("product_launch", "波音")}),
        ("[i:上证指数]时隔十年重返4000点。", {("market_move", "上证指数")}),
        ("[o:交通运输部]对美国船舶收取特别港务费。", {("policy/regulation", "交通运输部")}),
        ("[l:上海]放开外环外限购。", {("policy/regulation", "上海")}),
        ("[l:俄罗斯]延长汽油出口禁令至年底。", {("export_control/sanction", "俄罗斯")}),
        ("[o:欧洲央行]按兵不动，存款利率维持2%。", {("macro", "欧洲央行")}),
        ("[o:海关总署]公布，10月出口同比降1.1%。", {("macro", "海关总署")}),
        ("[c:雀巢]解雇首席执行官傅乐宏。", {("management_change", "雀巢")}),
        ("[c:胜宏科技]获纳入[i:沪深300指数]。", {("other", "胜宏科技")}),
    ],
)
def test_other_words_tell_the_same(read_marked: Callable[..., Any], text: str, told: set[tuple[str, str]]) -> None:
    assert read_marked(text).told() == told


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[c:通威股份]称，本次检修预计影响产量约2万吨。", "guidance"),
        ("业内人士称，[p:硅片]企业涨价意愿强烈但成交不多。", "price_change"),
        ("[c:长江电力]每年分红比例不低于70%。", "other"),
        ("[c:拓普集团]介绍，该项目全生命周期收入预计58亿元。", "guidance"),
        ("[c:信达生物]的一款老药医保续约降价，幅度六成。", "cooperation"),
        ("[c:高盛]把明年全球铜供应预测下调52万吨。", "guidance"),
    ],
)
def test_words_that_only_look_like_an_event_tell_none(read_marked: Callable[..., Any], text: str, kind: str) -> None:
    assert kind not in {told for told, _ in read_marked(text).told()}


def test_a_clause_of_names_and_figures_goes_on_with_the_results_before_it(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("[c:中国平安]归母净利润702亿元，增长3.1%；[c:中国太保]、[c:新华保险]分别为291亿元和176亿元，增幅4.4%、18.7%。")
    assert marked.told() == {("earnings", "中国平安"), ("earnings", "中国太保"), ("earnings", "新华保险")}


def test_a_run_of_funds_with_signed_figures_is_a_table(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("7月份额增减前列的产品如下（亿份）：\n增：[e:有色金属ETF天弘]（159157）+12.6｜[e:电网设备ETF华夏]（159326）+9.3")
    assert marked.told() == {("other", "有色金属ETF天弘"), ("other", "电网设备ETF华夏")}


def test_a_doer_whom_no_reader_of_names_knew_is_still_the_agent(read_marked: Callable[..., Any]) -> None:
    assert read_marked("巴菲特清仓[c:比亚迪]。").roles("shareholding_change") == {("agent", "巴菲特"), ("object", "比亚迪")}
    assert read_marked("[c:中国人寿]获鸿鹄基金举牌。").roles("shareholding_change") == {("agent", "鸿鹄基金"), ("object", "中国人寿")}


def test_results_said_to_come_are_an_outlook(read_marked: Callable[..., Any]) -> None:
    assert read_marked("[c:耐克]预警，本财季营收恐低个位数下滑。").told() == {("guidance", "耐克")}


def test_the_same_house_goes_on_rating(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("[c:浙商证券]认为，进口份额将让给国产厂商；该券商把[c:开立医疗]评级降至“增持”。")
    assert ("rating/target", "浙商证券") in marked.told()


def test_a_sector_in_any_mood_takes_its_members_with_it(read_marked: Callable[..., Any]) -> None:
    for mood in ("集体发力", "全线爆发", "表现亮眼"):
        marked = read_marked(f"[t:大金融]板块{mood}，其中[c:中国太保]涨5%，[c:中信证券]涨3%。")
        assert marked.told() == {("market_move", "大金融")}, mood


def test_what_brought_a_thing_about_is_not_told_of_who_comes_next(read_marked: Callable[..., Any]) -> None:
    marked = read_marked("受某海外品牌大规模召回影响，插混市场的客流正在重新分配。", title="[c:长城汽车]订单回升")
    assert ("recall/accident", "长城汽车") not in marked.told()


def test_a_list_of_risks_tells_no_event(read_marked: Callable[..., Any]) -> None:
    assert not read_marked("风险提示：运营商集采价格不及预期，[c:亨通光电]降价。").told()
