"""Story lines, facts and the forms of the report."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph
from themegraph.errors import QuestionError
from themegraph.report.clauses import clip, find_figures, opening, same_fact, sentences_of
from themegraph.report.lines import Piece, marks_of, story_lines, terms_of, voices_of

DAY = date(2025, 12, 21)


@pytest.fixture(scope="module")
def kg(demo_kg: Path) -> ThemeGraph:
    return ThemeGraph.open(demo_kg)


@pytest.fixture(scope="module")
def report(kg: ThemeGraph) -> str:
    return kg.report("人工智能", as_of=DAY, window=3)


def piece(row: int, content: str, *, subject: str = "", markets: tuple[str, ...] = (), voice: int = -1) -> Piece:
    return Piece(
        row=row, terms=terms_of(content), marks=marks_of(content), subject=subject, markets=markets, voice=voice, order=(row, f"article:{row}")
    )


def test_the_sample_articles_are_three_stories(report: str) -> None:
    stories = [line for line in report.partition("### 2.")[2].partition("### 3.")[0].splitlines() if line.startswith("#### ")]
    assert len(stories) == 3
    assert any("摩尔线程" in s for s in stories)
    assert any("美股" in s for s in stories)
    assert any("金融" in s for s in stories)
    assert re.search(r"（\d+ 条信息，3 个独立事件）", report)


def test_a_library_is_no_part_of_artificial_intelligence(report: str) -> None:
    assert "图书馆" not in report


def test_each_article_is_a_source_once_and_reprints_are_marked(report: str) -> None:
    lines = [line for line in report.partition("### 来源")[2].partition("### 数据说明")[0].splitlines() if line.startswith("- ")]
    assert len(lines) == len(set(lines))
    reprints = [line for line in lines if "转载" in line]
    assert len(reprints) == 3
    assert any("样例门户网［转载，与样例财经同文］" in line for line in reprints)


def test_a_house_that_only_speaks_gains_nothing(report: str) -> None:
    assert not re.search(r"\*\*受益（偏正面）\*\*.*萨斯奎哈纳", report)


def test_a_company_told_good_and_bad_stands_on_neither_side(report: str) -> None:
    assert "英伟达利好与利空并见，两侧都不列" in report
    assert not re.search(r"\*\*受(?:益|损)（偏.面）\*\*.*英伟达", report)


def test_companies_outside_the_theme_are_not_told(report: str) -> None:
    assert "耐克（NKE）" not in report
    assert "XLY" not in report


def test_both_sides_have_their_line_in_every_story(report: str) -> None:
    part = report.partition("### 2.")[2].partition("### 3.")[0]
    for story in part.split("#### ")[1:]:
        assert "**受益（偏正面）**" in story
        assert "**受损（偏负面）**" in story


def test_quotations_have_at_most_sixty_characters(report: str) -> None:
    assert max(len(q) for q in re.findall(r"「([^」]*)」", report)) <= 60


def test_every_number_of_a_quotation_stands_in_an_article(report: str) -> None:
    from themegraph.resources import data_path

    said = "".join(p.read_text(encoding="utf-8") for p in data_path("articles").glob("*.md"))
    for quote in re.findall(r"「([^」]*)」", report):
        for number in re.findall(r"\d+(?:\.\d+)?", quote):
            assert number in said


def test_the_label_is_the_first_line_and_the_risk_stands_above_the_tables(report: str) -> None:
    body = report.split("---\n", 2)[2].strip()
    assert body.startswith("> 本文由程序")
    assert report.index("基金有风险。") < report.index("| ETF | 代码")


def test_no_clock_is_asked_for_the_date_of_the_post(report: str) -> None:
    assert 'date: "2025-12-21 14:00:00 +0800"' in report, "the newest article of that day"


def test_json_has_the_facts_behind_every_sentence(kg: ThemeGraph) -> None:
    found = json.loads(kg.report("人工智能", as_of=DAY, window=3, form="json"))
    assert found["schema"] == "themegraph/report/1"
    assert found["ai_generated"] is True
    items = next(b for b in found["blocks"] if b["kind"] == "list" and b["numbered"])
    for item in items["items"]:
        assert any(f.startswith("article:") for f in item["facts"])
    rows = [r for b in found["blocks"] if b["kind"] == "table" for r in b["rows"]]
    assert rows
    assert all(r["facts"] for r in rows)
    known = {e.id for e in kg.events("", as_of=DAY, top=1000).rows}
    used = {f for i in items["items"] for f in i["facts"] if f.startswith("event:")}
    assert used
    assert used <= known


def test_the_page_escapes_its_texts_and_loads_nothing(
    bare_copy: Path, tmp_path: Path, article_text: Callable[..., str], learned_at: datetime
) -> None:
    title = "星澜算力发布<script>alert(1)</script><img src=http://x.example/a.png>新芯片"
    (tmp_path / "a.md").write_text(
        article_text(title, "2025-06-10 09:00:00 +0800", "甲<i>", "6月10日，星澜算力发布新一代GPU芯片。"), encoding="utf-8"
    )
    kg = ThemeGraph.open(bare_copy)
    kg.ingest([tmp_path / "a.md"], run_at=learned_at)
    page = kg.report("算力芯片", as_of=date(2025, 6, 12), form="html")
    tags: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append(tag)

    Tags().feed(page)
    assert not {"script", "img", "link", "iframe", "i"} & set(tags)
    assert "default-src 'none'" in page
    assert "&lt;script&gt;" in page


def test_the_english_variant_has_english_words_around_quotations(kg: ThemeGraph, report: str) -> None:
    english = kg.report("人工智能", as_of=DAY, window=3, lang="en")
    assert "## In brief" in english
    assert "AI-generated" in english
    own = re.sub(r"「[^」]*」|《[^》]*》|\|[^\n]*|\[reprint[^\]]*\]|《.*", "", english)
    assert not re.search(r"数据不足|图中未见|权重|偏正面|偏负面|不排名|未列出|持有|报道|转载", own)
    for form in (r"(?m)^\d+\. ", r"(?m)^- \*\*\d{4}-\d{2}-\d{2}", r"(?m)^\| .* \| \d{6}\.S[HZ] "):
        assert len(re.findall(form, english)) == len(re.findall(form, report)) > 0


def test_a_wrong_language_or_form_is_an_error_that_names_the_right_ones(kg: ThemeGraph) -> None:
    with pytest.raises(QuestionError, match="en, zh"):
        kg.report("人工智能", as_of=DAY, lang="fr")
    with pytest.raises(QuestionError, match="html, json, md"):
        kg.report("人工智能", as_of=DAY, form="pdf")


def test_a_day_later_the_difference_names_what_grew(kg: ThemeGraph) -> None:
    said = kg.report_diff("人工智能", date(2025, 12, 20), DAY)
    assert "独立来源 2 → 3" in said
    same = kg.report_diff("人工智能", DAY, DAY)
    assert same.count("没有变化") == 2


def test_articles_about_two_companies_stay_two_lines_however_alike() -> None:
    text = "发布季度业绩公告，营业收入同比增长三成，净利润同比增长两成，董事会同意派发股息。" * 2
    lines = story_lines(
        [piece(1, "甲公司" + text, subject="company:a"), piece(2, "乙公司" + text, subject="company:b"), piece(3, "甲公司开会", subject="company:a")]
    )
    assert sorted(sorted(p.row for p in line) for line in lines) == [[1, 3], [2]]


def test_market_reports_of_one_index_are_one_line() -> None:
    lines = story_lines(
        [piece(1, "大盘早盘上涨", markets=("index:A",)), piece(2, "尾盘跳水收跌", markets=("index:A", "index:B")), piece(3, "油价回落")]
    )
    assert [[p.row for p in line] for line in lines] == [[1, 2], [3]]


def test_a_reprint_in_the_other_script_is_the_same_voice() -> None:
    text = "公司在北京举行首届开发者大会，发布新一代全功能架构，算力密度提升一半，能效提升十倍，支持多种精度。"
    other = "公司在北京舉行首屆開發者大會，發布新一代全功能架構，算力密度提升一半，能效提升十倍，支持多種精度。"
    voices = voices_of([piece(1, text), piece(2, other), piece(3, "另一家公司宣布裁员，涉及数百个岗位，并关闭两处工厂。")])
    assert [[p.row for p in v] for v in voices] == [[1, 2], [3]]


def test_a_cut_quotation_keeps_brackets_whole_and_says_where_it_was_cut() -> None:
    sentence = "公司称，该集群训练稠密模型时的MFU（模型算力利用率，越高越好）达到60%，训练混合专家（MoE）模型时为40%，有效训练时间占比超过90%，线性扩展效率为95%。"
    for limit in range(24, 80):
        cut = clip(sentence, limit)
        assert len(cut) <= limit
        assert cut.count("（") == cut.count("）") or len(cut) < 40
        assert cut.replace("…", "") in sentence


def test_numbers_stand_with_their_clause_and_their_base() -> None:
    found = find_figures("公司2025年三季度营收同比增长32.1%，净利润约5亿元，散户过去33周中有32周为净买入。")
    assert [f.value for f in found] == ["32.1%", "约5亿元", "33周中有32周"]
    assert found[0].base
    assert "营收" in found[0].about
    assert [f.value for f in find_figures("大股东拟减持不超过2%股份，交付不低于300辆，订单超20亿元。")] == ["不超过2%", "不低于300辆", "超20亿元"]
    assert find_figures("12月5日挂牌，2024年成立。") == ()


def test_the_same_numbers_about_the_same_thing_are_one_fact() -> None:
    one = "散户继续买入看涨期权，最近33周里有32周为净买入。"
    other = "过去33周中有32周，散户是看涨期权的净买入方，创下纪录。"
    assert same_fact(one, other)
    assert not same_fact("甲公司营收增长32%。", "乙公司亏损扩大32%，将裁员。")


def test_sentences_are_exact_spans() -> None:
    content = "标题\n第一句。“第二句！”第三句"
    assert [content[a:b] for a, b in sentences_of(content)] == ["标题", "第一句。", "“第二句！”", "第三句"]


def test_a_headline_is_named_by_its_beginning() -> None:
    assert opening("摩尔线程发布“花港”GPU架构，华山、庐山两款芯片亮相") == "摩尔线程发布“花港”GPU架构"


def test_a_recall_hurts_and_an_older_one_is_background(kg: ThemeGraph) -> None:
    text = kg.report("新能源汽车", as_of=date(2025, 9, 20), window=3)
    assert re.search(r"\*\*受损（偏负面）\*\* 报道点名的有小米汽车，因召回或事故", text)
    brief = text.partition("## 详细部分")[0]
    assert "30931" not in brief


def test_what_happened_long_before_moves_nothing_now(kg: ThemeGraph) -> None:
    text = kg.report("稀土", as_of=date(2025, 10, 11), window=3)
    assert "五角大楼" not in text.partition("## 详细部分")[0]
    assert not re.search(r"\*\*受益（偏正面）\*\*.*MP", text)


def test_whose_fact_it_is_is_said_only_where_the_sentence_does_not(kg: ThemeGraph) -> None:
    text = kg.report("稀土", as_of=date(2025, 10, 11), window=3)
    assert not re.search(r"北方稀土：[^。]*(?:MP Materials|Critical Metals)", text)


def test_a_line_of_an_industry_table_makes_nobody_a_beneficiary(kg: ThemeGraph) -> None:
    text = kg.report("创新药", as_of=date(2025, 7, 29), window=3)
    assert "恒瑞医药" in text
    assert "海南海药" not in text


def test_the_lint_finds_no_error_in_a_report(kg: ThemeGraph) -> None:
    from themegraph.report.lint import lint_text

    for theme, day in (("人工智能", DAY), ("稀土", date(2025, 10, 11)), ("新能源汽车", date(2025, 9, 20)), ("互联网", date(2026, 1, 14))):
        found = lint_text(kg.report(theme, as_of=day), path=f"{day}-x.md", knowledge=kg.lint_knowledge(as_of=day))
        assert [(f.rule, f.message) for f in found if str(f.severity) in {"error", "warning"}] == []


def test_a_weight_below_the_top_ten_is_a_bound_unless_the_workspace_says_otherwise(kg: ThemeGraph, report: str, tmp_path: Path) -> None:
    row = next(line for line in report.splitlines() if line.startswith("|") and "SPY.US" in line)
    assert re.search(r"\| 不足 1\.\d\d% \|", row)
    other = tmp_path / "kg"
    shutil.copytree(kg.path, other)
    settings = other / "themegraph.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("public_weights = 10", "public_weights = 0"), encoding="utf-8")
    row = next(
        line for line in ThemeGraph.open(other).report("人工智能", as_of=DAY, window=3).splitlines() if line.startswith("|") and "SPY.US" in line
    )
    assert "| 0.452% |" in row


def test_a_story_is_told_in_sentences_and_each_source_once_for_its_run(report: str) -> None:
    story = next(part for part in report.split("#### ")[1:] if part.startswith("摩尔线程"))
    told = story.partition("数字")[0]
    assert "「" not in told
    assert "该公司" not in told
    assert "尚无第三方印证的数据：" in told


def test_a_sentence_keeps_what_it_depends_on() -> None:
    from themegraph.report.restate import restate

    said = restate("此外，公司称，若良率达标，产能将在明年翻倍，但仍取决于设备交付。", subject="甲公司", when=None, limit=20)
    assert said == "甲公司称，若良率达标，产能将在明年翻倍，但仍取决于设备交付"
    assert restate("當日，該股收報10元，跌5%。", subject="乙", when=date(2025, 11, 14)) == "11月14日，该股收报10元，跌5%"
    assert restate("净利润457亿元，增长19.3%。", subject="", when=None, period="2025年前三季度") == "2025年前三季度，净利润457亿元，增长19.3%"


def test_who_is_told_good_and_bad_passes_nothing_on(kg: ThemeGraph, tmp_path: Path, article_text: Callable[..., str], learned_at: datetime) -> None:
    (tmp_path / "a.md").write_text(
        article_text(
            "LPR下调，银行股走高", "2025-06-10 09:00:00 +0800", "甲报",
            "6月10日，招商银行股价上涨2%。招商银行净息差收窄，一季度净利润同比下降2%。江苏银行股价上涨1%。",
        ),
        encoding="utf-8",
    )  # fmt: skip
    shutil.copytree(kg.path, tmp_path / "kg")
    other = ThemeGraph.open(tmp_path / "kg")
    other.ingest([tmp_path / "a.md"], run_at=learned_at)
    text = other.report("银行", as_of=date(2025, 6, 11))
    assert "**受益（偏正面）** 报道点名的有" in text
    for line in text.splitlines():
        if line.startswith(("- **受益", "- **受损")):
            assert "同属" not in line
            assert not re.search(r"推断的有.*招商银行的", line)


def test_a_rating_is_not_passed_on(bare_copy: Path, tmp_path: Path, article_text: Callable[..., str], learned_at: datetime) -> None:
    (tmp_path / "a.md").write_text(
        article_text(
            "星澜算力获机构看好",
            "2025-06-10 09:00:00 +0800",
            "甲报",
            "6月10日，星澜算力发布新一代GPU芯片。某证券维持星澜算力“买入”评级，目标价120元。",
        ),
        encoding="utf-8",
    )
    kg = ThemeGraph.open(bare_copy)
    kg.ingest([tmp_path / "a.md"], run_at=learned_at)
    text = kg.report("算力芯片", as_of=DAY_OF_RATING)
    assert "星澜算力发布新一代GPU芯片" in text
    assert "120元" not in text
    assert "“买入”" not in text


DAY_OF_RATING = date(2025, 6, 12)


def test_the_difference_is_told_in_the_language_asked_for(kg: ThemeGraph) -> None:
    said = kg.report_diff("人工智能", date(2025, 12, 20), DAY, lang="en")
    assert "independent sources 2 → 3" in said
    assert "独立" not in said
    assert "No change." in kg.report_diff("人工智能", DAY, DAY, lang="en")
