"""Holdings of the user's own: what the file may say, and what an event means for them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph
from themegraph.errors import InputError, QuestionError
from themegraph.model.answers.holdings import PortfolioAnswer
from themegraph.render.table import to_table

DAY = date(2025, 7, 1)
Ask = Callable[..., PortfolioAnswer]


@pytest.fixture
def ask(small_kg: Path, tmp_path: Path) -> Ask:
    def run(text: str | bytes, question: str = "星澜算力", *, short: bool = False) -> PortfolioAnswer:
        file = tmp_path / "own.csv"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return ThemeGraph.open(small_kg).portfolio(file, question, as_of=DAY, allow_short=short)

    return run


def test_shares_and_etfs_add_up(ask: Ask, small_kg: Path) -> None:
    answer = ask("code,weight\n510991.SH,0.5\n600901.SH,0.3\n159991.SZ,0.2\n")
    whole = {r.etf.code: r for r in ThemeGraph.open(small_kg).exposure("星澜算力", as_of=DAY).rows}
    assert answer.direct_weight == pytest.approx(0.5 * 0.4 + 0.3)
    fund = answer.rows[0]
    assert fund.net == pytest.approx(0.5 * whole["510991.SH"].net)
    stated = [r.net for r in answer.rows if r.status in {"ranked", "negligible"}]
    assert answer.net == pytest.approx(sum(stated), abs=1e-15)
    assert sum(c.contribution for c in answer.companies) == pytest.approx(answer.net, abs=1e-12)


def test_a_fund_alone_is_the_fund(ask: Ask, small_kg: Path) -> None:
    answer = ask("code,weight\n510991,100%\n")
    row = next(r for r in ThemeGraph.open(small_kg).exposure("星澜算力", as_of=DAY).rows if r.etf.code == "510991.SH")
    assert answer.net == pytest.approx(row.net, abs=1e-15)
    assert answer.equivalent_weight == pytest.approx(row.equivalent_weight, abs=1e-15)
    assert answer.rows[0].weights == row.weights
    assert answer.rows[0].direct_weight_unlisted == pytest.approx(row.direct_weight_unlisted, abs=1e-15)


def test_weight_that_no_table_lists_is_not_told_as_zero(demo_kg: Path, tmp_path: Path) -> None:
    kg, day = ThemeGraph.open(demo_kg), date(2026, 11, 20)
    row = next(r for r in kg.exposure("摩尔线程", as_of=day).rows if r.direct_weight_unlisted and not r.direct_weight_positive)
    (tmp_path / "own.csv").write_text(f"code,weight\n{row.etf.code},50%\n现金,50%\n", encoding="utf-8")
    answer = kg.portfolio(tmp_path / "own.csv", "摩尔线程", as_of=day)
    assert [r.direct_weight_unlisted for r in answer.rows] == [pytest.approx(row.direct_weight_unlisted / 2), 0]
    assert "合计直接权重：0% 受益，0% 受损，未列出（至多" in to_table(answer)


@pytest.mark.parametrize(
    "text",
    [
        "code,weight\n600901.SH,0.6\n0991.HK,0.4\n",
        "code,weight\n600901.SH,60\n0991.HK,40\n",
        "证券代码,证券名称,权重(%)\n600901,星澜算力,60\n00991.HK,东岚汽车,40\n",
        "代码;仓位\nSH600901;60%\n991.HK;40%\n",
        "code,quantity,price\n600901.SH,\"6,000\",1\n0991.HK,400,10\n",
        "证券代码,持仓数量,市价,市值\n600901.SH,1,1,600\n0991.HK,1,1,400\n",
    ],
)  # fmt: skip
def test_the_usual_ways_to_write_a_portfolio_give_the_same_weights(ask: Ask, text: str) -> None:
    for raw in (text.encode(), text.encode("gb18030"), b"\xef\xbb\xbf" + text.encode()):
        answer = ask(raw)
        assert [(r.security.code, round(r.weight, 9)) for r in answer.rows] == [("600901.SH", 0.6), ("0991.HK", 0.4)]


@pytest.mark.parametrize("first", ["资金账号：001，持仓 导出", "持仓查询\n\n客户,某某,币种"])
def test_a_title_above_the_heading_is_passed_over(ask: Ask, first: str) -> None:
    answer = ask(f"{first}\n证券代码,证券名称,权重(%)\n600901,星澜算力,60\n00991.HK,东岚汽车,40\n")
    assert [(r.security.code, r.weight) for r in answer.rows] == [("600901.SH", 0.6), ("0991.HK", 0.4)]


def test_a_workbook_is_read_like_a_csv(ask: Ask) -> None:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    for row in (["持仓导出"], [], ["证券代码", "证券名称", "持仓数量", "最新价"], [600901, "星澜算力", 6000, 1], ["0991.HK", "东岚汽车", 400, 10.0]):
        book.active.append(row)
    book.save(out)
    assert [(r.security.code, r.weight) for r in ask(out.getvalue()).rows] == [("600901.SH", 0.6), ("0991.HK", 0.4)]
    with pytest.raises(InputError, match="Excel workbook"):
        ask(out.getvalue()[:200])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("code,weight\n600901.SH,1\n600902.SH,1\n600903.SH,1\n", "sum to 3"),
        ("code,weight\n600901.SH,300%\n", "sum to 3"),
        ("code,weight\n600901.SH,0.5\n600999.SH,0.5\n", "line 3: no share or ETF is called '600999.SH'"),
        ("code,weight\n600901.SH,0.5\nSH600901,0.5\n", "stands on line 2 already"),
        ("code,weight\n600901.SH,half\n", "line 2: wanted a number as weight, found 'half'"),
        ("code,weight\n600901.SH,nan\n", "wanted a number"),
        ("code,weight\n600901.SH,-0.2\n600902.SH,1.2\n", "--allow-short"),
        ("code\n600901.SH\n", "wanted a column weight"),
        ("weight\n1\n", "no column of codes"),
        ("a,b\n1,2\n", "wanted a row of headings"),
        ("code,weight\n", "no line below"),
        ("", "no column of codes"),
        ("code,quantity,price\n600901.SH,1,-3\n", "must not be negative"),
        ("code,quantity,price,currency\n600901.SH,1,3,CNY\n0991.HK,1,3,HKD\n", "one currency"),
        ("code,weight\n,0.5\n", "neither a code nor a name"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_said_with_its_place(ask: Ask, text: str, words: str) -> None:
    with pytest.raises(InputError) as problem:
        ask(text)
    assert words in str(problem.value)


def test_a_file_that_is_no_text_is_named(ask: Ask) -> None:
    with pytest.raises(InputError, match=r"own\.csv cannot be read"):
        ask(b"code,weight\x00\x01\x02")


def test_all_unknown_codes_are_named_at_once(ask: Ask) -> None:
    with pytest.raises(InputError, match=r"line 2.*line 4"):
        ask("code,weight\n600998.SH,0.3\n600901.SH,0.3\n600999.SH,0.4\n")


def test_cash_has_no_exposure_and_counts_as_cash(ask: Ask) -> None:
    answer = ask("code,weight\n600901.SH,0.6\n现金,0.4\n")
    assert answer.cash == pytest.approx(0.4)
    assert answer.rows[1].status == "cash"
    assert answer.direct_weight == pytest.approx(0.6)


def test_a_short_position_subtracts_where_it_is_allowed(ask: Ask) -> None:
    long_ = ask("code,weight\n600901.SH,1.0\n")
    both = ask("code,weight\n600901.SH,1.0\n510991.SH,-0.5\ncash,0.5\n", short=True)
    assert both.direct_weight == pytest.approx(long_.direct_weight - 0.5 * 0.4)
    assert both.net < long_.net
    assert both.short < 0 < both.long


def test_what_the_file_leaves_out_is_unknown_and_said(ask: Ask) -> None:
    answer = ask("code,weight\n600901.SH,0.6\n")
    assert answer.unknown_weight == pytest.approx(0.4)
    assert "rest-unlisted" in [w.code for w in answer.warnings]


def test_a_name_that_is_not_the_code_s_is_said(ask: Ask) -> None:
    answer = ask("code,name,weight\n600901.SH,云砚半导体,1\n")
    assert answer.rows[0].security.code == "600901.SH"
    assert "code-name-mismatch" in [w.code for w in answer.warnings]


def test_a_total_line_is_no_position(ask: Ask) -> None:
    answer = ask("代码,权重\n600901.SH,0.6\n0991.HK,0.4\n合计,1\n")
    assert len(answer.rows) == 2


def test_what_is_hurt_is_told_apart_from_what_is_helped(ask: Ask) -> None:
    answer = ask("code,weight\n0991.HK,0.4\n159991.SZ,0.6\n", "东岚汽车 召回")
    assert [(r.direct_weight_positive, round(r.direct_weight_negative, 9)) for r in answer.rows] == [(0.0, 0.4), (0.0, 0.54)]
    assert answer.direct_weight_negative == pytest.approx(0.94)
    assert answer.net < 0


def test_a_share_nothing_is_known_of_is_not_analysed(ask: Ask) -> None:
    answer = ask("code,weight\n600901.SH,0.5\n0991.HK,0.5\n")
    assert answer.rows[1].status in {"not_analysed", "negligible"}
    assert answer.rows[1].net == 0.0


def test_a_question_that_no_event_fits_is_an_error(ask: Ask) -> None:
    with pytest.raises(QuestionError, match="No event public"):
        ask("code,weight\n600901.SH,1\n", "无人提过的词语")
