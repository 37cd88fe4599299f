"""Refreshing from akshare, with frames written by hand in the forms that reference/FORMATS.md records; the network is never asked."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from themegraph.cli.common import Call
from themegraph.cli.refresh import refresh
from themegraph.engine import ThemeGraph
from themegraph.errors import InputError, MissingExtra, UnknownEntity, UnknownFormat
from themegraph.ingest.refresh import Request, fetch_akshare, weight_requests, write_frame

AT = datetime(2026, 2, 20, 2, tzinfo=UTC)
HOLDINGS = [
    {"序号": i, "股票代码": code, "股票名称": name, "占净值比例": share, "持股数": 10.0, "持仓市值": 100.0, "季度": "2025年4季度股票投资明细"}
    for i, (code, name, share) in enumerate([("600519", "贵州茅台", 5.1), ("601318", "中国平安", 3.2)], start=1)
]
WEIGHTS = [
    {"日期": date(2026, 1, 30), "指数代码": "000300", "指数名称": "沪深300", "指数英文名称": "CSI 300", "成分券代码": code, "成分券名称": name,
     "成分券英文名称": "", "交易所": "上海证券交易所", "交易所英文名称": "Shanghai Stock Exchange", "权重": weight}
    for code, name, weight in [("600519", "贵州茅台", 60.0), ("601318", "中国平安", 40.0)]
]  # fmt: skip
NEWS = [{"关键词": "600519", "新闻标题": "贵州茅台发布新品", "新闻内容": "贵州茅台（600519）2月18日发布新品。", "发布时间": "2026-02-18 09:30:00",
         "文章来源": "样例财经", "新闻链接": "https://example.org/1"}]  # fmt: skip


def recorded(request: Request) -> list[dict[str, object]]:
    if request.function == "fund_portfolio_hold_em":
        return HOLDINGS if dict(request.arguments)["date"] == "2025" else []
    return {"index_stock_cons_weight_csindex": WEIGHTS, "stock_news_em": NEWS}[request.function]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> ThemeGraph:
    return ThemeGraph.create(tmp_path_factory.mktemp("refresh") / "kg", run_at=AT)


def test_what_is_asked_follows_from_the_fund_and_its_index() -> None:
    asked = weight_requests("510300.SH", "000300.SH", day=date(2026, 2, 20))
    assert [(r.function, dict(r.arguments)) for r in asked] == [
        ("index_stock_cons_weight_csindex", {"symbol": "000300"}),
        ("fund_portfolio_hold_em", {"symbol": "510300", "date": "2025"}),
        ("fund_portfolio_hold_em", {"symbol": "510300", "date": "2026"}),
    ]
    assert weight_requests("SPY.US", None, day=date(2026, 2, 20)) == ()


def test_recorded_frames_come_in_as_tables_and_articles(made: ThemeGraph) -> None:
    found = made.refresh(["510300.SH"], source="akshare", news=["600519.SH"], run_at=AT, fetch=recorded)
    assert found.failed == ()
    assert found.holdings is not None
    assert found.articles is not None
    assert {(t.weights.basis, t.weights.as_of) for t in found.holdings.tables} >= {("fund_disclosed", date(2025, 12, 31))}
    assert found.articles.new == 1
    again = made.refresh(["510300.SH"], source="akshare", run_at=AT, fetch=recorded)
    assert again.holdings is not None
    assert again.holdings.tables == ()


def test_a_request_that_fails_is_said_and_the_others_come_in(made: ThemeGraph) -> None:
    def half(request: Request) -> list[dict[str, object]]:
        if request.function == "index_stock_cons_weight_csindex":
            raise InputError("no answer")
        return recorded(request)

    heard: list[str] = []
    found = made.refresh(["510300.SH"], source="akshare", run_at=AT, fetch=half, failed=heard.append)
    assert found.holdings is not None
    assert list(found.failed) == heard == ["no answer"]


def test_an_unknown_fund_or_source_fetches_nothing(made: ThemeGraph) -> None:
    def never(request: Request) -> list[dict[str, object]]:
        raise AssertionError(request)

    with pytest.raises(UnknownEntity):
        made.refresh(["999999.XX"], source="akshare", fetch=never)
    with pytest.raises(UnknownFormat, match="there is akshare"):
        made.refresh(["510300.SH"], source="tushare", fetch=never)


def test_without_akshare_the_message_says_how_to_install_it(made: ThemeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "akshare", None)
    with pytest.raises(MissingExtra, match=r"themegraph\[refresh\]"):
        made.refresh(["510300.SH"], source="akshare")
    found = CliRunner().invoke(refresh, ["510300.SH", "--source", "akshare", "--kg", str(made.path)], obj=Call(kg=None, run_at=AT))
    assert found.exit_code == 2
    assert "themegraph[refresh]" in found.output


def test_nothing_is_fetched_without_a_source_or_a_name(made: ThemeGraph) -> None:
    for arguments in (["510300.SH"], ["--source", "akshare"]):
        found = CliRunner().invoke(refresh, [*arguments, "--kg", str(made.path)], obj=Call(kg=None, run_at=AT))
        assert found.exit_code == 2


def test_a_frame_of_akshare_becomes_records_and_its_failures_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    def call(symbol: str) -> SimpleNamespace:
        if symbol == "000000":
            raise KeyError("data")
        return SimpleNamespace(to_dict=lambda _: NEWS)

    monkeypatch.setitem(sys.modules, "akshare", SimpleNamespace(stock_news_em=call))
    assert fetch_akshare(Request(function="stock_news_em", arguments=(("symbol", "600519"),))) == NEWS
    with pytest.raises(InputError, match=r"stock_news_em\(symbol='000000'\) failed: KeyError"):
        fetch_akshare(Request(function="stock_news_em", arguments=(("symbol", "000000"),)))
    with pytest.raises(InputError, match="no function fund_portfolio_hold_em"):
        fetch_akshare(Request(function="fund_portfolio_hold_em", arguments=()))


def test_codes_keep_their_zeros_and_blanks_stay_blank(tmp_path: Path) -> None:
    request = Request(function="stock_board_concept_cons_em", arguments=(("symbol", "样例"),))
    path = write_frame(request, [{"代码": "000001", "换手率": float("nan"), "名称": None}], tmp_path)
    assert path is not None
    assert path.read_text(encoding="utf-8") == "代码,换手率,名称\n000001,,\n"
    assert write_frame(request, [], tmp_path) is None
