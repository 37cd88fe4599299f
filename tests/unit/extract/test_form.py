from __future__ import annotations

import json

from themegraph.extract.form import canonical_form, extraction_form
from themegraph.extract.pipeline import Extractor
from themegraph.model import Article, article_id

TEXT = "摩尔线程（688795）发布新一代GPU，公司股价大涨10%。据东方财富数据，人工智能ETF（515070）与人工智能ETF（159819）上涨，投资者还看好人工智能ETF。"


def form(lexicon):
    article = Article(id=article_id("", TEXT), external_id="007", title="", text=TEXT, published_at=None)
    return extraction_form(article, Extractor(lexicon).extract(article))


def test_the_form_is_json_with_all_its_parts(lexicon):
    data = json.loads(json.dumps(form(lexicon), ensure_ascii=False))
    assert data["id"] == "007"
    assert {"entities", "events", "relations", "etfs", "beneficiaries", "victims"} <= data.keys()


def test_entities_are_distinct_surfaces_with_place_rule_and_score(lexicon):
    entities = form(lexicon)["entities"]
    assert len({(e["surface"], e["type"]) for e in entities}) == len(entities)
    for entity in entities:
        assert TEXT[entity["start"] : entity["end"]] == entity["surface"]
        assert 0 <= entity["score"] <= 1
        assert entity["rule"]


def test_words_that_point_back_and_media_are_no_entities(lexicon):
    data = form(lexicon)
    surfaces = {e["surface"] for e in data["entities"]}
    assert "公司" not in surfaces
    assert "东方财富" not in surfaces
    assert [e["surface"] for e in data["optional_entities"]] == ["东方财富"]


def test_an_open_fund_has_no_code(lexicon):
    etfs = {(e["name"], e["code"]) for e in form(lexicon)["etfs"]}
    assert ("人工智能ETF（515070）", "515070.SH") in etfs
    assert ("人工智能ETF", None) in etfs


def test_canonical_names_are_codes_names_or_surfaces():
    assert canonical_form("company:600276.SH", "恒瑞医药", "share:1276.HK") == "1276.HK"
    assert canonical_form("company:壁仞科技", "壁仞科技") == "壁仞科技"
    assert canonical_form("index:399967.CSI", "中证军工指数") == "399967.SZ"
    assert canonical_form(None, "易中天") == "易中天"


def test_events_and_relations_show_their_evidence(lexicon):
    data = form(lexicon)
    for item in [*data["events"], *data["relations"]]:
        quote = item["evidence"]
        assert TEXT[quote["start"] : quote["end"]] == quote["quote"]
