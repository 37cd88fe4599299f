"""Why a fund is not in an answer, in words: what decides it, what is missing, and where that is published."""

from __future__ import annotations

from themegraph.errors import QuestionError
from themegraph.exposure import Notice, PropagationTable, why_not
from themegraph.model.answers.directions import CompareAnswer, CompareRow, Reason, WhyNotAnswer
from themegraph.model.answers.exposures import WarningNote
from themegraph.query.exposures import Calendars, ask_of, found_notes, fund_row
from themegraph.query.facts import Facts
from themegraph.query.find import find_events, resolve_fund
from themegraph.query.notices import note
from themegraph.query.tables import published

__all__ = ["answer_compare", "answer_whynot"]

_ORDER = (
    "event-not-known-yet", "event-denied", "no-shock", "fund-kind-not-applicable", "no-weights", "weights-dated-later", "weights-too-old",
    "weight-unknown", "not-in-index-yet", "not-listed", "not-listed-full", "not-listed-then", "in-no-table", "no-path", "path-beyond-hops", "below-threshold",
    "few-constituents-linked", "no-relations-known", "few-relations-known", "below-top", "in-the-answer", "listed-elsewhere-only",
)  # fmt: skip
"""Most decisive first; what is not here keeps its place after these."""
_RELATIONS = "公司年报和招股书的前五大客户与供应商、公司公告、研究报告；用 themegraph ingest 读入"
_MISSING = {
    "no-weights": "该日或之前可知的权重表",
    "weights-dated-later": "该日或之前可知的权重表",
    "weights-too-old": "最近一次调样之后的权重表",
    "weight-unknown": "成份的权重（申购赎回清单只有股数时，要不复权收盘价）",
    "not-listed": "未列出部分的成份和权重",
    "not-listed-then": "调样之后的权重表",
    "no-path": "事件公司与成份公司之间有来源的关系（供应、客户、竞争、持股、合作）",
    "no-relations-known": "成份公司之间有来源的关系",
    "few-relations-known": "更多成份公司有来源的关系",
    "few-constituents-linked": "未识别成份的上市公司资料（代码、名称、交易所）",
    "no-shock": "说明对公司利好或利空的报道",
    "event-not-known-yet": "该日或之前公开、注明日期的报道",
    "in-no-table": "列有该公司的权重表",
}
_ABOUT_WEIGHTS = {"no-weights", "weights-dated-later", "weights-too-old", "weight-unknown", "not-listed", "not-listed-then", "in-no-table"}
_ABOUT_RELATIONS = {"no-path", "no-relations-known", "few-relations-known"}
_ELSEWHERE = {
    "few-constituents-linked": "交易所的上市公司名单；akshare 的 stock_info_a_code_name 或 tushare 的 stock_basic，用 themegraph holdings import 导入",
    "no-shock": "公司公告和财经报道；用 themegraph ingest 读入",
    "event-not-known-yet": "公司公告和财经报道；用 themegraph ingest 读入",
}


def reasons_in_words(facts: Facts, notices: tuple[Notice, ...], fund: int) -> tuple[Reason, ...]:
    """Return the engine's reasons in words, most decisive first; companies of one fate share a sentence."""
    moved = any(n.code in {"weights-widened", "weights-too-old"} for n in notices)
    groups: dict[tuple[str, tuple[tuple[str, str | float | None], ...]], list[str]] = {}
    for notice in notices:
        args = dict(notice.args)
        code = notice.code
        if code == "not-listed" and args.get("full_list"):
            code = "not-listed-then" if moved else "not-listed-full"
        company = args.pop("company", None)
        if code == "listed-elsewhere-only":
            args.pop("tables", None)
        names = groups.setdefault((code, tuple(sorted(args.items(), key=lambda a: a[0]))), [])
        if company is not None:
            node = facts.snapshot.node(str(company))
            names.append(facts.snapshot.label_of(node) if node >= 0 else str(company))
    tables = {str(dict(n.args).get("company")): dict(n.args).get("tables") for n in notices if n.code == "listed-elsewhere-only"}
    found = []
    for (code, rest), names in groups.items():
        args = dict(rest)
        if names:
            args["company"] = "、".join(dict.fromkeys(names))
        if code == "listed-elsewhere-only":
            args["tables"] = max((int(t) for t in tables.values() if isinstance(t, int)), default=0)
        said = note(Notice(code=code, args=tuple(args.items())), facts)
        where = published(facts, fund) if code in _ABOUT_WEIGHTS else _RELATIONS if code in _ABOUT_RELATIONS else _ELSEWHERE.get(code, "")
        found.append(Reason(code=code, message=said.message, missing=_MISSING.get(code, ""), published=where))
    return tuple(sorted(found, key=lambda r: _ORDER.index(r.code) if r.code in _ORDER else len(_ORDER)))


def answer_whynot(
    facts: Facts, question: str, fund: str, *, calendars: Calendars, table: PropagationTable, top: int = 20, hops: int = 2, quotes: int = 2
) -> WhyNotAnswer:
    """Return why a fund is not among those exposed to an event, or what its place rests on.

    Raises
    ------
    UnknownEvent, UnknownEntity
        If the event id or the fund is not there.
    QuestionError
        If no event fits the question.
    """
    node, others = resolve_fund(facts.snapshot, fund)
    found = find_events(facts, question)
    said = found_notes(found, facts, question)
    if not found.chosen:
        hidden = f" {found.later} fit it that were not public, dated or learned by then." if found.later else ""
        msg = f"No event public by {facts.as_of} fits {question!r}.{hidden} themegraph events lists those that are there."
        raise QuestionError(msg)
    ask = ask_of(facts, found.chosen, calendars, weights_as_of=None, hops=hops, top=top, paths=3)
    result = why_not(facts.snapshot, ask, node, table=table)
    if others:
        listed = "、".join(f"{facts.thing(o).code} {facts.snapshot.label_of(o)}" for o in others[:5])
        said.append(WarningNote(code="several-funds", message=f"“{fund}”也可能指：{listed}"))
    return WhyNotAnswer(
        question=question,
        as_of=facts.as_of,
        known_at=facts.known_at,
        etf=facts.thing(node),
        events=tuple(facts.event_row(e, quotes=quotes) for e in found.chosen),
        reasons=reasons_in_words(facts, result.reasons, node),
        row=fund_row(result.row, facts, quotes) if result.row else None,
        warnings=tuple(said),
    )


def answer_compare(
    facts: Facts, question: str, funds: tuple[str, ...], *, calendars: Calendars, table: PropagationTable, hops: int = 2, quotes: int = 1
) -> CompareAnswer:
    """Return the exposures of some funds side by side, also of those that nothing reaches.

    Raises
    ------
    UnknownEvent, UnknownEntity
        If the event id or a fund is not there.
    QuestionError
        If no event fits, or a fund is named twice.
    """
    nodes = [resolve_fund(facts.snapshot, fund)[0] for fund in funds]
    for place, node in enumerate(nodes):
        if node in nodes[:place]:
            msg = f"{funds[place]!r} and {funds[nodes.index(node)]!r} are both {facts.snapshot.id_of(node)}; name each fund once."
            raise QuestionError(msg)
    found = find_events(facts, question)
    if not found.chosen:
        msg = f"No event public by {facts.as_of} fits {question!r}. themegraph events lists those that are there."
        raise QuestionError(msg)
    rows = []
    for node in nodes:
        ask = ask_of(facts, found.chosen, calendars, weights_as_of=None, hops=hops, top=1, paths=2)
        result = why_not(facts.snapshot, ask, node, table=table)
        # Side by side nothing is cut off: a fund that is not the first has its place, and that is all.
        notices = tuple(Notice(code="in-the-answer", args=n.args[:1]) if n.code == "below-top" else n for n in result.reasons)
        rows.append(
            CompareRow(
                etf=facts.thing(node),
                row=fund_row(result.row, facts, quotes) if result.row else None,
                reasons=reasons_in_words(facts, notices, node),
            )
        )
    return CompareAnswer(
        question=question,
        as_of=facts.as_of,
        known_at=facts.known_at,
        events=tuple(facts.event_row(e, quotes=quotes) for e in found.chosen),
        rows=tuple(rows),
        warnings=tuple(found_notes(found, facts, question)),
    )
