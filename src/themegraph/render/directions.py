"""Layouts of the answers that go the other way: from a fund, a company, a portfolio, a condition, or from the last look."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from themegraph.model.answers.directions import CompanyAnswer, CompareAnswer, CompareRow, FundAnswer, Reason, WatchAnswer, WatchChange, WhyNotAnswer
from themegraph.model.answers.exposures import EventRow, FundRow, Thing, WeightsUsed
from themegraph.model.answers.holdings import (
    FundTable,
    HoldingsImportAnswer,
    HoldingsStatusAnswer,
    OverlapAnswer,
    PortfolioAnswer,
    PortfolioLine,
    ScreenAnswer,
    ScreenRow,
    StatusRow,
)
from themegraph.render.blocks import Block, Grid, Line, direct_words, equivalent_words, event_line, note_lines, path_line, quote_line
from themegraph.render.figures import STATUS_LABELS, UNKNOWN, day, percent, signed_percent

__all__ = ["LAYOUTS"]

_DIRECTION = {"helped": "受益", "hurt": "受损", "neutral": "中性提及", "unclear": "方向不明"}
_SIGN = {"helped": "利好", "hurt": "利空", "neutral": "中性", "unclear": "利好利空都有"}
"""What a text says an event is for a company, in the words of `events`."""
_STATUS = {**STATUS_LABELS, "no_weights": "无权重", "cash": "现金", "": ""}
_COVERAGE = {"full": "全部", "top": "前几大", "partial": "部分"}
_CHANGE = {"entered": "新进入", "left": "退出", "moved": "变动"}
_FIELDS = {
    "direct_weight": "直接权重", "equivalent_weight": "等效权重", "unknown_weight": "未知权重", "fee": "费率", "age_days": "权重天数", "theme": "题材", "market": "市场",
    "manager": "管理人", "index": "指数", "kind": "类型", "name": "名称", "status": "状态",
}  # fmt: skip
"""The fields of a condition, as the answers head them."""
_NO_WEIGHTS = "没有可用的权重表"


def _named(thing: Thing) -> str:
    code = thing.code or ("" if thing.id.endswith(":") else thing.id)
    return f"{code} {thing.name}".strip()


def _day_words(used: WeightsUsed | None) -> str:
    if used is None:
        return "–"
    return day(used.as_of) if used.as_of == used.known_at else f"{day(used.as_of)}（{used.known_at} 可知）"


def _basis_words(used: WeightsUsed | None) -> str:
    return _NO_WEIGHTS if used is None else f"{used.basis_label}·{_COVERAGE.get(used.coverage, used.coverage)}·{used.staleness}"


def _event_lines(events: tuple[EventRow, ...]) -> list[Block]:
    return [Line(text=f"事件：{event_line(e)}（信念 {e.belief:.2f}，{e.articles} 篇，{e.voices} 个独立来源）") for e in events]


def _figures(row: FundRow) -> tuple[str, ...]:
    return (
        direct_words(row),
        equivalent_words(row),
        percent(row.unknown_weight),
        _day_words(row.weights),
        f"{row.weights.basis_label}·{row.weights.staleness}",
    )


_FIGURE_HEAD = ("直接权重", "等效权重", "未知权重", "权重日", "口径")


def _reasons(reasons: tuple[Reason, ...]) -> list[Block]:
    out: list[Block] = []
    before = ""
    for number, reason in enumerate(reasons, start=1):
        out.append(Line(text=f"{number}. {reason.message}", level=3))
        if reason.missing:
            out.append(Line(text=f"缺：{reason.missing}", level=4))
        if reason.published:
            out.append(Line(text=f"可见于：{'同上' if reason.published == before else reason.published}", level=4))
            before = reason.published
    return out


def _whynot(answer: WhyNotAnswer) -> list[Block]:
    out: list[Block] = [Line(text=f"为何不在（或在何处）　{_named(answer.etf)}　{answer.question}　截至 {answer.as_of}", level=1)]
    out += _event_lines(answer.events)
    out.append(Line(text="原因，最要紧的在前", level=2))
    out += _reasons(answer.reasons)
    if answer.row is not None:
        out.append(Line(text=f"{answer.label}", level=2))
        out.append(Grid(head=_FIGURE_HEAD, rows=(_figures(answer.row),), right=frozenset({0, 1, 2})))
        for path in answer.row.paths:
            out.append(Line(text=path_line(path), level=3))
            out.extend(Line(text=quote_line(q), level=4) for hop in path.hops[:-1] for q in hop.evidence[:1])
    return out + note_lines(answer.warnings)


def _compare_cells(row: CompareRow) -> tuple[str, ...]:
    if row.row is None:
        return (_named(row.etf), UNKNOWN, UNKNOWN, "100%", "–", _NO_WEIGHTS)
    return (_named(row.etf), *_figures(row.row))


def _compare(answer: CompareAnswer) -> list[Block]:
    out: list[Block] = [Line(text=f"{answer.label}　并列　{answer.question}　截至 {answer.as_of}", level=1)]
    out += _event_lines(answer.events)
    out.append(Grid(head=("ETF", *_FIGURE_HEAD), rows=tuple(_compare_cells(r) for r in answer.rows), right=frozenset({1, 2, 3})))
    for row in answer.rows:
        out.append(Line(text=f"{row.etf.name}：{'；'.join(r.message.rstrip('。') for r in row.reasons[:3])}。", level=3))
        out.extend(Line(text=path_line(p), level=4) for p in (row.row.paths[:1] if row.row else ()))
    return out + note_lines(answer.warnings)


def _fund(answer: FundAnswer) -> list[Block]:
    out: list[Block] = [Line(text=f"{answer.label}　哪些事件触及 {_named(answer.etf)}　{answer.since} 至 {answer.as_of}", level=1)]
    out.append(Line(text=f"权重：{_day_words(answer.weights)}　{_basis_words(answer.weights)}"))
    if answer.rows:
        cells = tuple((day(r.event.first_public), f"{r.event.type_label}：{r.event.label}", *_figures(r.row)) for r in answer.rows)
        out.append(Grid(head=("首见", "事件", *_FIGURE_HEAD), rows=cells, right=frozenset({2, 3, 4})))
        for row in answer.rows:
            for path in row.row.paths[:1]:
                out.append(Line(text=path_line(path), level=3))
                out.extend(Line(text=quote_line(q), level=4) for hop in path.hops[:1] for q in hop.evidence[:1])
    if answer.combined is not None:
        out.append(Line(text="合计（按事件年龄衰减，同一脉络只计一次）", level=2))
        out.append(Grid(head=_FIGURE_HEAD, rows=(_figures(answer.combined),), right=frozenset({0, 1, 2})))
    return out + note_lines(answer.warnings)


def _company(answer: CompanyAnswer) -> list[Block]:
    out: list[Block] = [Line(text=f"{_named(answer.company)}　{answer.since} 至 {answer.as_of}", level=1)]
    if answer.listings:
        out.append(Line(text=f"上市地：{'、'.join(_named(t) for t in answer.listings)}"))
    out.append(Line(text="点名它的事件（原文所述）", level=2))
    for found in answer.named:
        out.append(Line(text=f"{_SIGN.get(found.direction, found.direction)}　{event_line(found.event)}（信念 {found.event.belief:.2f}）", level=3))
        out.extend(Line(text=quote_line(q), level=4) for q in found.event.quotes)
    if not answer.named:
        out.append(Line(text="没有。"))
    out.append(Line(text="持有它的 ETF", level=2))
    if answer.holders:
        out.append(
            Grid(
                head=("ETF", "权重", "权重日", "口径"),
                rows=tuple((_named(h.etf), percent(h.weight), _day_words(h.weights), _basis_words(h.weights)) for h in answer.holders),
                right=frozenset({1}),
            )
        )
    else:
        out.append(Line(text="可用的权重表都没有列出它。"))
    out.append(Line(text=f"经关系触及它的事件（由图推断，{answer.label}）", level=2))
    for found in answer.reached:
        out.append(Line(text=f"{_DIRECTION.get(found.direction, found.direction)}　影响 {found.impact:+.4f}　{event_line(found.event)}", level=3))
        out.extend(Line(text=path_line(p), level=4) for p in found.paths)
        out.extend(Line(text=quote_line(q), level=4) for p in found.paths[:1] for hop in p.hops[1:] for q in hop.evidence[:1])
    if not answer.reached:
        out.append(Line(text="图中未见；图中未见不等于没有影响。"))
    return out + note_lines(answer.warnings)


def _table_cells(table: FundTable) -> tuple[str, ...]:
    if table.weights is None:
        return (_named(table.etf), "–", UNKNOWN, UNKNOWN, "–", _NO_WEIGHTS)
    known = percent(table.weight_known)
    return (_named(table.etf), str(table.lines), known, percent(table.weight_unknown), _day_words(table.weights), _basis_words(table.weights))


_TABLE_HEAD = ("ETF", "行数", "已知权重", "未知权重", "权重日", "口径")


def _overlap(answer: OverlapAnswer) -> list[Block]:
    out: list[Block] = [Line(text=f"持仓重合：共同成份取较小权重之和　截至 {answer.as_of}", level=1)]
    out.append(Grid(head=_TABLE_HEAD, rows=tuple(_table_cells(t) for t in answer.funds), right=frozenset({1, 2, 3})))
    for pair in answer.pairs:
        low, high = pair.bounds
        span = "" if high - low < 1e-9 else f"，计入未知权重在 {percent(low)} 与 {percent(high)} 之间"
        out.append(Line(text=f"{_named(pair.first)} 与 {_named(pair.second)}：{percent(pair.overlap)}{span}；共同成份 {pair.common} 家", level=3))
        out.extend(
            Line(text=f"{_named(s.security) if s.security.code else s.security.name}　{percent(s.first)} / {percent(s.second)}", level=4)
            for s in pair.largest
        )
    return out + note_lines(answer.warnings)


def _line_cells(row: PortfolioLine) -> tuple[str, ...]:
    stated = row.status in {"ranked", "negligible"}
    model = signed_percent(row.equivalent_weight) if row.status == "ranked" else _STATUS.get(row.status, row.status)
    sides = ((row.direct_weight_positive, "受益"), (row.direct_weight_negative, "受损"))
    hidden = f"未列出（至多 {percent(row.direct_weight_unlisted)}）" if row.direct_weight_unlisted else ""
    said = [*(f"{percent(w)} {word}" for w, word in sides if w), *([hidden] if hidden else [])]
    direct = UNKNOWN if row.direct_weight_unlisted is None else "，".join(said) or "0%"
    basis = "–" if row.kind != "etf" else _NO_WEIGHTS if row.weights is None else f"{_day_words(row.weights)}　{_basis_words(row.weights)}"
    return (_named(row.security), percent(row.weight), direct, model if stated or row.status != "ranked" else "", percent(row.unknown_weight), basis)


def _portfolio(answer: PortfolioAnswer) -> list[Block]:
    out: list[Block] = [Line(text=f"{answer.label}　自有持仓　{answer.question}　截至 {answer.as_of}", level=1)]
    out += _event_lines(answer.events)
    direct = f"{percent(answer.direct_weight_positive)} 受益，{percent(answer.direct_weight_negative)} 受损"
    hidden = math.fsum(r.direct_weight_unlisted or 0.0 for r in answer.rows)
    blank = math.fsum(abs(r.weight) for r in answer.rows if r.direct_weight_unlisted is None)
    direct += f"，未列出（至多 {percent(hidden)}）" if hidden else ""
    direct += f"；{percent(blank)} 没有权重表，未知" if blank else ""
    out.append(Line(text=f"合计直接权重：{direct}　现金 {percent(answer.cash)}　权重之和 {percent(answer.sum_weights)}"))
    said = signed_percent(answer.equivalent_weight) if answer.stated_weight else "不排名"
    out.append(Line(text=f"合计等效权重：{said}（只含可述的 {percent(answer.stated_weight)}）　成份未知 {percent(answer.unknown_weight)}"))
    out.append(
        Grid(
            head=("持仓", "权重", "直接权重", "等效权重", "未知权重", "权重日与口径"),
            rows=tuple(_line_cells(r) for r in answer.rows),
            right=frozenset({1, 2, 3, 4}),
        )
    )
    if answer.companies:
        out.append(Line(text="穿透到公司", level=2))
        out.append(
            Grid(
                head=("公司", "直接持有", "经 ETF", "影响", "贡献"),
                rows=tuple(
                    (_named(c.company), percent(c.held), percent(c.through_etfs), f"{c.impact:+.4f}", f"{c.contribution:+.6f}")
                    for c in answer.companies
                ),
                right=frozenset({1, 2, 3, 4}),
            )
        )
    out.extend(Line(text=path_line(p), level=3) for r in answer.rows if r.status == "ranked" for p in r.paths[:1])
    return out + note_lines(answer.warnings)


def _screen_cells(row: ScreenRow) -> tuple[str, ...]:
    model = signed_percent(row.equivalent_weight) if row.status == "ranked" else _STATUS.get(row.status, row.status)
    direct = "–" if row.direct_weight is None else percent(row.direct_weight)
    if row.direct_weight is not None and row.direct_weight_unlisted:
        direct += f"，未列出至多 {percent(row.direct_weight_unlisted)}"
    fee = UNKNOWN if row.fee is None else f"{row.fee:.2%}"
    theme = "–" if row.theme_weight is None else percent(row.theme_weight)
    return (_named(row.etf), direct, theme, model or "–", fee, percent(row.unknown_weight), _day_words(row.weights), _basis_words(row.weights))


def _screen(answer: ScreenAnswer) -> list[Block]:
    title = f"筛选：{answer.question}　截至 {answer.as_of}" + (f"　{answer.label}　事件“{answer.event}”" if answer.event else "")
    out: list[Block] = [Line(text=title, level=1), *_event_lines(answer.events)]
    out.append(Line(text=f"{answer.tested} 只 ETF 中 {answer.matched} 只符合，{answer.undecided} 只因数值未知无法判断（不列入）。"))
    if answer.rows:
        out.append(
            Grid(
                head=("ETF", "直接权重", "主题权重", "等效权重", "费率（年）", "未知权重", "权重日", "口径"),
                rows=tuple(_screen_cells(r) for r in answer.rows),
                right=frozenset({1, 2, 3, 4, 5}),
            )
        )
    out.extend(Line(text=f"缺{_FIELDS.get(field) or field.replace('theme(', '题材(')}：{count} 只", level=3) for field, count in answer.unknown)
    return out + note_lines(answer.warnings)


def _change_cells(change: WatchChange) -> tuple[str, ...]:
    def model(value: float | None, status: str) -> str:
        return signed_percent(value) if status == "ranked" else _STATUS.get(status, status) or "–"

    return (
        _named(change.etf),
        _CHANGE.get(change.change, change.change),
        f"{'–' if change.direct_before is None else percent(change.direct_before)} → {'–' if change.direct_now is None else percent(change.direct_now)}",
        f"{model(change.equivalent_before, change.status_before)} → {model(change.equivalent_now, change.status_now)}",
        _day_words(change.weights),
        _basis_words(change.weights),
    )


def _watch(answer: WatchAnswer) -> list[Block]:
    since = "第一次查看" if answer.first else f"自上次查看（截至 {day(answer.since)}）以来"
    out: list[Block] = [Line(text=f"变化　{answer.question or '全部'}　{since}　截至 {answer.as_of}", level=1)]
    out.append(Line(text=f"新事件 {answer.events_total} 个", level=2))
    for row in answer.events:
        out.append(Line(text=f"{event_line(row)}（首见 {day(row.first_public)}，信念 {row.belief:.2f}）", level=3))
        out.append(Line(text=row.id, level=4))
        out.extend(Line(text=quote_line(q), level=4) for q in row.quotes)
    if answer.gone:
        out.append(Line(text=f"不再可见的事件：{'、'.join(answer.gone)}", level=3))
    if answer.question:
        out.append(Line(text=f"暴露变化不小于 {percent(answer.threshold)} 的 ETF（{answer.label}）", level=2))
        if answer.changes:
            head = ("ETF", "变化", "直接权重", "等效权重", "权重日", "口径")
            out.append(Grid(head=head, rows=tuple(_change_cells(c) for c in answer.changes), right=frozenset({2, 3})))
        else:
            out.append(Line(text="没有。"))
    out.append(Line(text=f"新权重表 {answer.tables_total} 张", level=2))
    if answer.tables:
        out.append(Grid(head=_TABLE_HEAD, rows=tuple(_table_cells(t) for t in answer.tables), right=frozenset({1, 2, 3})))
    return out + note_lines(answer.warnings)


def _status_cells(row: StatusRow) -> tuple[str, ...]:
    used = row.weights
    if used is None:
        return (_named(row.etf), "–", _NO_WEIGHTS, "–", "–", "–", "–", "–", "–")
    lines = str(row.lines) if row.n_total is None else f"{row.lines}/{row.n_total}"
    return (
        _named(row.etf),
        "用" if row.used else "",
        f"{used.basis_label}·{_COVERAGE.get(used.coverage, used.coverage)}",
        _day_words(used),
        "–" if used.age_days is None else str(used.age_days),
        "–" if row.crossed is None else str(row.crossed),
        used.staleness,
        lines,
        f"{percent(row.weight_known)} / {percent(row.weight_linked)}",
    )


_STATUS_HEAD = ("ETF", "采用", "口径", "权重日", "天数", "跨调样", "新旧", "行数", "已知/已识别")


def _status(answer: HoldingsStatusAnswer) -> list[Block]:
    out: list[Block] = [Line(text=f"权重表　截至 {answer.as_of}", level=1)]
    counts = "；".join(f"{word} {count} 只" for word, count in answer.by_staleness)
    out.append(Line(text=f"{answer.funds} 只 ETF 中 {answer.funds_weighted} 只有可用的权重" + (f"：{counts}" if counts else "")))
    if answer.rows:
        out.append(Grid(head=_STATUS_HEAD, rows=tuple(_status_cells(r) for r in answer.rows), right=frozenset({4, 5, 7, 8})))
    return out + note_lines(answer.warnings)


def _import(answer: HoldingsImportAnswer) -> list[Block]:
    out: list[Block] = [Line(text="导入权重", level=1)]
    out.extend(Line(text=f"{file}：{form}", level=3) for file, form in answer.formats)
    if answer.tables:
        out.append(Grid(head=_STATUS_HEAD, rows=tuple(_status_cells(r) for r in answer.tables), right=frozenset({4, 5, 7, 8})))
    out.append(
        Line(
            text=f"新权重表 {len(answer.tables)} 张（另有 {answer.tables_known} 张已有），ETF {answer.funds}，公司 {answer.companies}，"
            f"上市 {answer.listings}，营收 {answer.revenues}，行业与主题成员 {answer.memberships}（另有 {answer.rows_known} 行已有）；隔离 {len(answer.quarantined)} 项。"
        )
    )
    out.extend(Line(text=f"隔离 {q.file} 第 {q.line} 行 [{q.code}] {q.message}", level=3) for q in answer.quarantined)
    out.extend(Line(text=f"说明 {n.file} 第 {n.line} 行 [{n.code}] {n.message}", level=3) for n in answer.notes)
    return out


LAYOUTS: dict[type, Callable[[Any], list[Block]]] = {
    WhyNotAnswer: _whynot,
    CompareAnswer: _compare,
    FundAnswer: _fund,
    CompanyAnswer: _company,
    OverlapAnswer: _overlap,
    PortfolioAnswer: _portfolio,
    ScreenAnswer: _screen,
    WatchAnswer: _watch,
    HoldingsStatusAnswer: _status,
    HoldingsImportAnswer: _import,
}
"""Answer type → its layout."""
