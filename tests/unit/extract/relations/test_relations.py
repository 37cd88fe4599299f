"""Relations of whole articles: enumerations, lists, ellipsis, evidence."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from relation_texts import marked, relations, triples

from themegraph.extract.relations.classifier import Judgement
from themegraph.extract.relations.reader import extract_relations
from themegraph.extract.text.cues import find_cues
from themegraph.extract.text.lines import read_lines
from themegraph.extract.text.sentences import split_sentences
from themegraph.model import Modality


def test_an_enumeration_gives_one_relation_each() -> None:
    found = triples("[C寒武纪]（688256）、[C海光信息]以及[C景嘉微]等为[C阿里巴巴]供货。")
    assert found == {(name, "supplies_to", "阿里巴巴") for name in ("寒武纪", "海光信息", "景嘉微")}


def test_members_before_and_after_with_are_two_sides() -> None:
    found = triples("[C甲公司]、[C乙公司]与[C丙公司]签署合作协议。")
    assert found == {("丙公司", "cooperates_with", "甲公司"), ("丙公司", "cooperates_with", "乙公司")} or found == {
        ("甲公司", "cooperates_with", "丙公司"),
        ("乙公司", "cooperates_with", "丙公司"),
    }


def test_an_anaphor_stands_for_its_antecedent() -> None:
    (reading,) = relations("[C摩尔线程]今日上市。[C=摩尔线程|公司]自研的[PMUSA架构]引发关注。")
    assert (reading.subject_surface, reading.statement.subject, reading.object_surface) == ("摩尔线程", "company:摩尔线程", "MUSA架构")


def test_the_evidence_is_the_exact_sentence() -> None:
    article, links = marked("标题", "先说别的。[C甲公司]收购[C乙公司]。再说别的。")
    sentences = split_sentences(article)
    (reading,) = extract_relations(article, sentences, links, find_cues(read_lines(article, sentences, links)))
    evidence = reading.evidence
    assert evidence.quote == "甲公司收购乙公司。" == article.content[evidence.span.start : evidence.span.end]
    assert evidence.article == article.id
    assert evidence.provenance.extractor == "relations.rules/acquire.verb"
    assert evidence.modality is Modality.ASSERTED


def test_constituents_belong_to_the_fund_that_tracks_the_index_and_keep_their_weights() -> None:
    text = "截至2025年9月30日，[I中证通信指数]前三大成分股[C中际旭创](15.89%)、[C新易盛](14.2%)、[C天孚通信](6%)。跟踪该指数的[E通信ETF]涨2%。"
    text = text.replace("跟踪该指数", "跟踪[I=中证通信指数|该指数]")
    holds = {r.object_surface: r for r in relations(text) if r.statement.predicate == "holds"}
    assert set(holds) == {"中际旭创", "新易盛", "天孚通信"}
    assert {r.subject_surface for r in holds.values()} == {"通信ETF"}
    assert dict(holds["中际旭创"].statement.qualifiers) == {"weight": 0.1589, "weight_date": "2025-09-30"}


def test_a_price_move_beside_a_constituent_is_no_weight() -> None:
    text = "[E芯片ETF]涨1%，成份股中，[C寒武纪]涨5.1%，[C中芯国际]涨2.3%；[C韦尔股份]跌1%。"
    holds = [r for r in relations(text) if r.statement.predicate == "holds"]
    assert {r.object_surface for r in holds} == {"寒武纪", "中芯国际", "韦尔股份"}
    assert all(not r.statement.qualifiers for r in holds)


def test_constituents_of_an_index_that_no_fund_tracks_are_held_by_nobody() -> None:
    assert not [t for t in triples("[I存储器指数]走强，[C普冉股份]、[C恒烁股份]等成份股涨幅靠前。") if t[1] == "holds"]


def test_movers_belong_to_the_sector_that_moves() -> None:
    found = triples("[S煤炭]板块领涨两市，[C潞安环能]涨停，[C晋控煤业]、[C山煤国际]涨逾7%。[C贵州茅台]跌1%。")
    assert found == {(name, "belongs_to_sector", "煤炭") for name in ("潞安环能", "晋控煤业", "山煤国际")}


def test_a_sector_in_the_title_waits_for_its_movers() -> None:
    found = triples("消息传出后，[C华菱钢铁]、[C首钢股份]涨超5%。", title="限产发酵 [S钢铁]股走高")
    assert found == {("华菱钢铁", "belongs_to_sector", "钢铁"), ("首钢股份", "belongs_to_sector", "钢铁")}


def test_a_counted_group_is_the_companies_named() -> None:
    found = triples("[C甲公司]盈利，[C乙公司]、[C丙公司]亏损。[C丁公司]另当别论。", title="三家[S算力芯片]公司，一家赚钱")
    assert found == {(name, "belongs_to_sector", "算力芯片") for name in ("甲公司", "乙公司", "丙公司")}


def test_market_words_are_no_sector() -> None:
    assert not triples("[S美股]板块大涨，[C甲公司]涨3%。")


def test_approvals_name_the_office_and_the_companies_on_the_list() -> None:
    text = "[O国家新闻出版署]公布审批信息。获批名单中，[C腾讯]在列；[C吉比特]、[C三七互娱]等均有产品获批。"
    found = triples(text, title="115款国产[S游戏]获批")
    assert {s for s, p, o in found if p == "regulated_by" and o == "国家新闻出版署"} == {"腾讯", "吉比特", "三七互娱"}
    assert {s for s, p, _ in found if p == "belongs_to_sector"} == {"腾讯", "吉比特", "三七互娱"}


def test_makers_in_a_market_are_listed_after_those_who_rule_it() -> None:
    found = triples("全球[PGPU]市场由[C英伟达]与[CAMD]把持，国内厂商则有[C寒武纪]、[C景嘉微]。")
    assert found == {(name, "produces", "GPU") for name in ("英伟达", "AMD", "寒武纪", "景嘉微")}


def test_winners_of_a_tender_supply_whoever_called_for_it() -> None:
    text = "[C国家电网]第三批集中招标结果公布。[C中国西电]合计中标14亿元，[C平高电气]12.6亿元。"
    assert {t for t in triples(text) if t[1] == "supplies_to"} == {("中国西电", "supplies_to", "国家电网"), ("平高电气", "supplies_to", "国家电网")}


def test_a_business_under_a_group_is_the_company_of_that_name() -> None:
    text = "[C小米汽车]召回[PSU7]。这是[C小米集团]旗下汽车业务第二次召回。"
    found = triples(text, title="[C小米集团]召回[PSU7]")
    assert ("小米汽车", "subsidiary_of", "小米集团") in found
    # What the subsidiary makes is not said again of its parent.
    assert {t for t in found if t[1] == "produces"} == {("小米汽车", "produces", "SU7")}


def test_a_denial_beats_what_is_rumoured_in_the_same_article() -> None:
    (reading,) = relations("[C甲公司]表示，没有收购[C乙公司]。", title="传[C甲公司]收购[C乙公司]")
    assert reading.negated


def test_nothing_is_said_of_names_without_an_id() -> None:
    from dataclasses import replace

    article, links = marked("", "[C甲公司]收购[C乙公司]。")
    sentences = split_sentences(article)
    unknown = (links[0], replace(links[1], entity=None))
    assert extract_relations(article, sentences, unknown, find_cues(read_lines(article, sentences, unknown))) == ()


def test_each_relation_is_stated_once() -> None:
    found = relations("[C甲公司]收购[C乙公司]。[C甲公司]完成对[C乙公司]的收购。")
    assert len(found) == 1


def test_traditional_and_simplified_twins_say_the_same() -> None:
    simple = triples("[C台积电]为[C苹果]代工，是[C苹果]的供应商。")
    traditional = triples("[C台積電]為[C蘋果]代工，是[C蘋果]的供應商。")
    assert {p for _, p, _ in simple} == {p for _, p, _ in traditional} == {"supplies_to"}


def test_a_day_without_a_year_is_completed_from_the_day_of_publication() -> None:
    from dataclasses import replace
    from datetime import UTC, datetime

    article, links = marked("", "按4月1日的指数权重，[EAI基金]前十大成分股依次为[C寒武纪]（7.2%）、[C韦尔股份]（6.2%）。")
    sentences = split_sentences(article)
    cues = find_cues(read_lines(article, sentences, links))
    dated = replace(article, published_at=datetime(2025, 4, 2, tzinfo=UTC))
    early = replace(article, published_at=datetime(2025, 3, 2, tzinfo=UTC))
    for text, wanted in ((dated, "2025-04-01"), (early, "2024-04-01"), (article, None)):
        reading = extract_relations(text, sentences, links, cues)[0]
        assert dict(reading.statement.qualifiers).get("weight_date") == wanted


def test_peers_are_rivals_of_the_company_the_passage_is_about() -> None:
    found = triples("[C蜜雪集团]发布公告。同业[C古茗]跌3.1%，[C茶百道]跌1%。")
    pairs = {frozenset((s, o)) for s, p, o in found if p == "competes_with"}
    assert pairs == {frozenset(("蜜雪集团", "古茗")), frozenset(("蜜雪集团", "茶百道"))}


def test_investors_of_a_round_are_those_who_lead_or_follow_it() -> None:
    found = triples("[C宇树科技]完成C轮融资，[C腾讯]、[C阿里巴巴]领投，[C红杉中国]跟投。[C华兴资本]担任财务顾问。")
    assert found == {(name, "invests_in", "宇树科技") for name in ("腾讯", "阿里巴巴", "红杉中国")}


def test_rows_of_a_table_make_what_the_line_above_announces() -> None:
    text = (
        "2月[P生猪]销售情况：\n<table><tr><th>公司</th></tr>\n<tr><td>[C牧原股份]</td><td>512.3</td></tr>\n| [C新希望] | 102 |\n[C温氏股份]另行公告。"
    )
    assert triples(text) == {("牧原股份", "produces", "生猪"), ("新希望", "produces", "生猪")}


def test_so_many_companies_have_one_parent() -> None:
    text = "[C中金公司]拟吸收合并[C东兴证券]和[C信达证券]。三家公司的实际控制人均为[C中央汇金]。"
    assert {s for s, p, o in triples(text) if p == "subsidiary_of" and o == "中央汇金"} == {"中金公司", "东兴证券", "信达证券"}
    assert not [t for t in triples(text.replace("三家", "两家")) if t[1] == "subsidiary_of"]


def test_what_is_called_untrue_afterwards_is_not_asserted() -> None:
    assert not triples("针对“[C甲公司]收购[C乙公司]”的传闻，[C甲公司]回应称消息不实。")


def test_who_denies_to_buy_more_does_not_deny_to_hold() -> None:
    found = triples("[C名创优品]否认再增持[C永辉超市]。今年3月，[C名创优品]收购[C永辉超市]29.4%股权。")
    assert ("名创优品", "invests_in", "永辉超市") in found


def test_the_issuer_of_an_announcement_is_the_company_of_its_title() -> None:
    text = "[C紫金国际]持有公司股份25.99%，仍为公司控股股东。股东[C新沙鸿运]减持785万股。"
    found = triples(text, title="[C藏格矿业]：权益变动公告")
    assert ("紫金国际", "invests_in", "藏格矿业") in found
    assert ("新沙鸿运", "invests_in", "藏格矿业") in found
    assert ("藏格矿业", "subsidiary_of", "紫金国际") in found


def test_the_classifier_adds_only_what_the_rules_left_open() -> None:
    class Sure:
        threshold = 0.5

        def judge(self, pair: object) -> Judgement:
            return Judgement(label="被收购", probability=0.9)

    article, links = marked("", "[C甲公司]与[C乙公司]一同出席。[C丙公司]为[C丁公司]供货。")
    sentences = split_sentences(article)
    cues = find_cues(read_lines(article, sentences, links))
    found = extract_relations(article, sentences, links, cues, classifier=Sure())  # type: ignore[arg-type]
    assert {(r.subject_surface, r.statement.predicate, r.object_surface, r.evidence.provenance.extractor) for r in found} == {
        ("乙公司", "acquires", "甲公司", "relations.classifier/被收购"),
        ("丙公司", "supplies_to", "丁公司", "relations.rules/supply.for"),
    }


def test_a_group_that_goes_the_other_way_does_not_take_the_share_before_it() -> None:
    assert triples("[C晨光生物]股价跌3%，同日[S光伏]板块大涨。") == set()
    assert triples("[C北方华创]涨停，[S半导体设备]板块走强。") == {("北方华创", "belongs_to_sector", "半导体设备")}


def test_a_denied_trade_is_not_asserted() -> None:
    assert triples("[C北大荒]不从事[P食用油]加工业务。") == set()
    assert triples("[C晨光生物]主要从事[P植物提取物]的研发。") == {("晨光生物", "produces", "植物提取物")}


def test_picks_of_a_sector_belong_to_it() -> None:
    assert triples("看好[S快递]行业，推荐[C中通快递]、[C圆通速递]。") == {(name, "belongs_to_sector", "快递") for name in ("中通快递", "圆通速递")}


def test_who_wins_a_tender_for_a_product_makes_it() -> None:
    found = triples("办公室公示[P超声刀]集采拟中选结果。[C迈瑞医疗]以A组前列中选，[C逸思医疗]落选。")
    assert found == {("迈瑞医疗", "produces", "超声刀")}


def test_who_builds_under_a_contract_is_who_is_named_first() -> None:
    assert ("沪东中华", "produces", "LNG船") in triples("[C沪东中华]与[C卡塔尔能源]签订6艘[PLNG船]建造合同。")
    assert ("卡塔尔能源", "produces", "LNG船") not in triples("[C沪东中华]与[C卡塔尔能源]签订6艘[PLNG船]建造合同。")


def test_the_part_and_not_the_whole_comes_from_the_supplier() -> None:
    found = triples("这台[P手术机器人]的[P机械臂]由[C精锋医疗]自研，[P减速器]则采购自[C绿的谐波]。")
    assert {t for t in found if t[1] == "produces"} == {("精锋医疗", "produces", "机械臂"), ("绿的谐波", "produces", "减速器")}


def test_a_rival_of_a_firm_and_what_it_is_not_say_nothing_of_it() -> None:
    assert triples("[C中材科技]的竞争对手扩产[P叶片]。") == set()
    assert triples("[C珠江啤酒]不属于[S白酒]企业。") == set()
    assert triples("[C索菲亚]、[C欧派家居]同属[S定制家居]，前者收入增长。") == {
        (name, "belongs_to_sector", "定制家居") for name in ("索菲亚", "欧派家居")
    }
