"""What an answer says, as headings, tables and lines that :mod:`table` and :mod:`markdown` lay out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from themegraph.model.answers.entities import EntityAnswer, StatsAnswer
from themegraph.model.answers.exposures import (
    BeneficiariesAnswer,
    CompanyEffect,
    EventParticipant,
    EventRow,
    EventsAnswer,
    ExplainAnswer,
    ExposureAnswer,
    FundRow,
    Path,
    Quote,
    WarningNote,
)
from themegraph.render.figures import STATUS_LABELS, day, percent, signed_percent

__all__ = [
    "Block",
    "Grid",
    "Line",
    "blocks_of",
    "direct_words",
    "doubt_words",
    "equivalent_words",
    "event_line",
    "note_lines",
    "participant_words",
    "path_line",
    "quote_line",
]

_WHY = {
    "weights-too-old": "权重过旧",
    "few-relations-known": "成份关系少",
    "few-constituents-linked": "成份识别少",
    "no-relations-known": "无成份关系",
    "fund-kind-not-applicable": "类型不适用",
}
"""Why a fund is not ranked, in a word for its cell; the whole sentence stands in JSON and in explain."""
_POLARITY = {"positive": "利好", "negative": "利空", "neutral": "中性"}
_ROLE = {"agent": "主体", "object": "对象", "partner": "合作方", "beneficiary": "受益方", "harmed": "受损方", "mention": "提及"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text; ``level`` 0 is body, 1 the title, 2 a heading, 3 a list item, 4 an item below it."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    """Columns set flush right."""


Block = Line | Grid


def doubt_words(quote: Quote) -> str:
    """Return how a text tells what it tells, behind a comma; nothing where it plainly says so."""
    return {"rumoured": "，传闻", "hedged": "，推测或计划", "negated": "，否认", "quoted": "，转述"}.get(quote.modality, "")


def participant_words(person: EventParticipant) -> str:
    """Return a party of an event with its part in it and what the event is for it."""
    return f"{person.name}（{_ROLE.get(person.role, person.role)}·{_POLARITY.get(person.polarity, person.polarity)}）"


def quote_line(quote: Quote) -> str:
    """Return evidence in one line: the words, who published them, when."""
    when = (quote.published_at or "日期不详")[:10]
    source = quote.source or "来源未注明"
    said = f"「{quote.quote}」" if quote.quote else "参考数据"
    return f"{said}（{source}，{when}{doubt_words(quote)}）"


def path_line(path: Path) -> str:
    """Return a path in one line, each step with its coefficient."""
    if not path.hops:
        return ""
    parts = [path.hops[0].subject_label]
    for hop in path.hops:
        if hop.predicate == "names":
            parts.append(f"→ {hop.object_label}")
        elif hop.predicate == "holds":
            parts.append(f"→（权重 {percent(hop.coefficient)}）{hop.object_label}")
        else:
            parts.append(f"→（{hop.predicate_label}，系数 {hop.coefficient:+.3g}）{hop.object_label}")
    return " ".join(parts)


def note_lines(notes: tuple[WarningNote, ...]) -> list[Block]:
    """Return what the reader must know, a line each."""
    return [Line(text=f"注意：{note.message}", level=3) for note in notes]


def event_line(row: EventRow) -> str:
    """Return an event in one line: its type, what happened, when, and the headline that tells it."""
    flags = "".join(f"［{w}］" for w, on in (("否认", row.negated), ("未发生或未证实", row.speculative)) if on)
    if row.day_from is None:
        days = f"首见 {day(row.first_public)}"
    else:
        days = day(row.day_from) if row.day_to in {None, row.day_from} else f"{day(row.day_from)} 至 {day(row.day_to)}"
    return f"{flags}{row.type_label}：{row.label}　{days}　《{row.summary}》"


def _who(row: EventRow) -> str:
    return "、".join(participant_words(p) for p in row.participants)


def _event_grid(rows: tuple[EventRow, ...]) -> Grid:
    def flags(row: EventRow) -> str:
        return "否认" if row.negated else "未证实或计划" if row.speculative else ""

    def effect(row: EventRow) -> str:
        return "、".join(f"{p.name}{'＋' if p.polarity == 'positive' else '－'}" for p in row.participants if p.polarity != "neutral")

    cells = tuple((day(r.first_public), r.type_label, r.label, effect(r), flags(r), f"{r.belief:.2f}", f"{r.articles}/{r.voices}") for r in rows)
    return Grid(head=("首见", "类型", "事件", "利好＋ 利空－", "语气", "信念", "篇/源"), rows=cells, right=frozenset({5, 6}))


def _events(answer: EventsAnswer) -> list[Block]:
    out: list[Block] = [Line(text=f"事件：{answer.question}" if answer.question else "事件", level=1)]
    if answer.rows and not any(row.quotes for row in answer.rows):
        return [*out, _event_grid(answer.rows), *note_lines(answer.warnings)]
    for number, row in enumerate(answer.rows, start=1):
        out.append(Line(text=f"{number}. {event_line(row)}", level=3))
        out.append(
            Line(text=f"{row.id}　信念 {row.belief:.2f}　{row.articles} 篇报道，{row.voices} 个独立来源　首见 {day(row.first_public)}", level=4)
        )
        if row.participants:
            out.append(Line(text=_who(row), level=4))
        out.extend(Line(text=quote_line(q), level=4) for q in row.quotes)
    return out + note_lines(answer.warnings)


def _dates(as_of: date | None, known_at: date) -> str:
    """Return the day weights describe, and the day from which they could be known where it is another."""
    return day(as_of) if as_of == known_at else f"{day(as_of)}（{known_at} 可知）"


def direct_words(row: FundRow) -> str:
    """Return what the fund holds of the event's companies: the fact, its sign, and how much more may hide in lines not listed."""
    parts = []
    if row.direct_weight_positive:
        parts.append(f"{percent(row.direct_weight_positive)} 受益")
    if row.direct_weight_negative:
        parts.append(f"{percent(row.direct_weight_negative)} 受损")
    hidden = f"未列出（至多 {percent(row.direct_weight_unlisted)}）" if row.direct_weight_unlisted else ""
    if not parts:
        # Unknown is never zero: only a complete list can say that a company is not held.
        return hidden or ("0%" if row.weights.coverage == "full" else "未列出")
    return "，".join([*parts, hidden] if hidden else parts)


def equivalent_words(row: FundRow) -> str:
    """Return the model's figure, or the word that stands for it where it is not stated."""
    said = {"ranked": signed_percent(row.equivalent_weight), "negligible": "可忽略"}.get(row.status, STATUS_LABELS.get(row.status, row.status))
    why = next((_WHY[r.code] for r in row.reasons if r.code in _WHY), "") if row.status == "abstained" else ""
    return f"{said}：{why}" if why else said


def _fund_cells(row: FundRow, *, purity: bool) -> tuple[str, ...]:
    return (
        str(row.rank) if row.rank is not None else "–",
        f"{row.etf.code} {row.etf.name}",
        direct_words(row),
        *([percent(row.theme_purity) if row.theme_purity is not None else "–"] if purity else []),
        equivalent_words(row),
        percent(row.unknown_weight),
        _dates(row.weights.as_of, row.weights.known_at),
        f"{row.weights.basis_label}·{row.weights.staleness if row.weights.as_of else '权重日不详'}",
    )


def _exposure(answer: ExposureAnswer) -> list[Block]:
    out: list[Block] = [Line(text=f"{answer.label}　{answer.question}　截至 {answer.as_of}", level=1)]
    if answer.scenario:
        out.append(Line(text=answer.scenario, level=2))
    out.extend(Line(text=f"事件：{event_line(e)}（信念 {e.belief:.2f}，{e.articles} 篇，{e.voices} 个独立来源）") for e in answer.events)
    if answer.events and not any(e.belief > 0 and not e.negated for e in answer.events):
        out.append(Line(text="受益、受损：不计（所述之事被否认，或信念为 0）"))
    elif answer.events:
        out.append(Line(text=f"受益：{'、'.join(answer.helped) or '文中未见'}　受损：{'、'.join(answer.hurt) or '文中未见'}"))
    if answer.rows:
        purity = any(r.theme_purity is not None for r in answer.rows)
        out.append(
            Grid(
                head=("#", "ETF", "直接权重", *(["主题纯度"] if purity else []), "等效权重", "未知权重", "权重日", "口径"),
                rows=tuple(_fund_cells(r, purity=purity) for r in answer.rows),
                right=frozenset({0, 2, 3, 4, *([5] if purity else [])}),
            )
        )
        out.append(Line(text="最强路径", level=2))
        for row in answer.rows:
            for path in row.paths[:1]:
                out.append(Line(text=f"{row.etf.name}：{path_line(path)}", level=3))
                out.extend(Line(text=quote_line(q), level=4) for hop in path.hops[:-1] for q in hop.evidence[:1])
    elif answer.events:
        out.append(Line(text="没有 ETF 可列：截至该日没有可用的权重表持有相关公司。图中未见不等于没有影响。"))
    for alarm in answer.not_held:
        near = f"；最近的间接持有者：{'、'.join(f'{t.code} {t.name}' for t in alarm.nearest)}" if alarm.nearest else ""
        out.append(Line(text=f"未持有警报：{alarm.company.code} {alarm.company.name}　{alarm.message.rstrip('。')}{near}。", level=3))
        if alarm.possible:
            listed = "、".join(f"{p.etf.code} {p.etf.name}（至多 {percent(p.at_most)}）" for p in alarm.possible)
            more = f"等 {alarm.possible_total} 只" if alarm.possible_total > len(alarm.possible) else ""
            out.append(Line(text=f"可能在其未列出部分的 ETF（是上限，不是暴露）：{listed}{more}", level=4))
    if answer.unweighted:
        out.append(Line(text="名称与所属板块相近、但没有可用权重表的 ETF（不是暴露结论；导入其权重后再问）", level=2))
        for bare in answer.unweighted:
            more = f"等 {bare.total} 只" if bare.total > len(bare.funds) else ""
            out.append(Line(text=f"{bare.group.name}：{'、'.join(f'{t.code} {t.name}' for t in bare.funds)}{more}", level=3))
    return out + note_lines(answer.warnings)


def _effect(effect: CompanyEffect) -> list[Block]:
    sign = {"helped": "受益", "hurt": "受损"}.get(effect.direction, "方向不明")
    out: list[Block] = [Line(text=f"{sign}　{effect.company.code} {effect.company.name}　影响 {effect.impact:+.4f}", level=3)]
    out.extend(Line(text=path_line(p), level=4) for p in effect.paths[:2])
    out.extend(Line(text=quote_line(q), level=4) for q in effect.quotes[:2])
    return out


def _beneficiaries(answer: BeneficiariesAnswer) -> list[Block]:
    out: list[Block] = [Line(text=f"谁受益、谁受损　{answer.question}　截至 {answer.as_of}（{answer.label}）", level=1)]
    out.extend(Line(text=f"事件：{event_line(e)}") for e in answer.events)
    out.append(Line(text="原文所述", level=2))
    for effect in answer.stated:
        out.extend(_effect(effect))
    if not answer.stated:
        out.append(Line(text="原文没有说到受益或受损的公司。"))
    out.append(Line(text="由图推断（先验系数，未校准）", level=2))
    for effect in answer.inferred:
        out.extend(_effect(effect))
    if not answer.inferred:
        out.append(Line(text="图中未见从事件公司出发的关系。"))
    elif not any(e.direction == "hurt" for e in (*answer.stated, *answer.inferred)):
        out.append(Line(text="谁受损：按竞争、供应、客户、持股各类关系查过，图中未见。"))
    return out + note_lines(answer.warnings)


def _explain(answer: ExplainAnswer) -> list[Block]:
    row = answer.row
    out: list[Block] = [Line(text=f"{answer.label}　{row.etf.code} {row.etf.name}　{answer.question}　截至 {answer.as_of}", level=1)]
    if answer.scenario:
        out.append(Line(text=answer.scenario, level=2))
    out.extend(Line(text=line) for line in answer.lines)
    for path in row.paths:
        out.append(Line(text=f"{path.contribution:+.9f}　{path_line(path)}", level=3))
        out.extend(Line(text=quote_line(q), level=4) for hop in path.hops for q in hop.evidence[:2])
    for title, pairs in (("按成份", answer.by_constituent), ("按冲击类型", answer.by_shock), ("按事件脉络", answer.by_story)):
        if pairs:
            out.append(Grid(head=(title, "贡献"), rows=tuple((name, f"{value:+.9f}") for name, value in pairs), right=frozenset({1})))
    return out + note_lines(answer.warnings)


def _entity(answer: EntityAnswer) -> list[Block]:
    out: list[Block] = [Line(text=f"{answer.entity.name}　{answer.entity.code or answer.entity.id}　（{answer.type}）", level=1)]
    if answer.names:
        out.append(Line(text=f"名称：{'、'.join(answer.names)}"))
    if answer.listings:
        out.append(Line(text=f"上市地：{'、'.join(f'{t.code} {t.name}' for t in answer.listings)}"))
    if answer.facts:
        out.append(
            Grid(
                head=("项目", "内容", "日期", "来源"), rows=tuple((f.name, f.value, day(f.as_of) if f.as_of else "", f.source) for f in answer.facts)
            )
        )
    if answer.holdings:
        out.append(
            Grid(
                head=("ETF", "证券", "权重", "权重日", "口径"),
                rows=tuple(
                    (
                        f"{h.etf.code} {h.etf.name}",
                        f"{h.security.code} {h.security.name}",
                        percent(h.weight),
                        _dates(h.as_of, h.known_at),
                        h.basis_label,
                    )
                    for h in answer.holdings
                ),
                right=frozenset({2}),
            )
        )
    if answer.relations:
        out.append(Line(text="关系", level=2))
        for path in answer.relations:
            out.append(
                Line(text=" ".join(f"{h.subject_label} —{h.predicate_label}→ {h.object_label}（信念 {h.belief:.2f}）" for h in path.hops), level=3)
            )
            out.extend(Line(text=quote_line(q), level=4) for h in path.hops for q in h.evidence[:1])
    if answer.events:
        out.append(Line(text="事件", level=2))
        out.extend(Line(text=f"{event_line(e)}　{e.id}", level=3) for e in answer.events)
    if answer.others:
        out.append(Line(text=f"同名或近似：{'、'.join(f'{t.id} {t.name}' for t in answer.others)}"))
    return out + note_lines(answer.warnings)


_COUNTS = {
    "articles": "文章", "voices": "独立来源的报道", "stories": "独立事件脉络", "events": "事件", "statements": "关系陈述", "evidence": "证据", "nodes": "实体", "funds": "ETF",
    "tables": "权重表", "holdings": "权重行", "members": "行业与主题成员", "edges": "传导边", "quads": "四元组",
}  # fmt: skip


def _stats(answer: StatsAnswer) -> list[Block]:
    rows = [(_COUNTS.get(name, name), f"{count:,}") for name, count in answer.counts.items()]
    span = f"{(answer.first_published or '–')[:10]} 至 {(answer.last_published or '–')[:10]}"
    return [
        Line(text="工作区", level=1),
        Grid(head=("内容", "数量"), rows=tuple(rows), right=frozenset({1})),
        Line(text=f"文章日期：{span}；无日期 {answer.undated_articles} 篇（不进入任何截至某日的回答）"),
        Line(text=f"最新可用权重：{day(answer.latest_weights)}"),
    ]


def blocks_of(answer: Any) -> list[Block]:
    """Return the blocks of any answer.

    Raises
    ------
    TypeError
        For a value that is no answer.
    """
    makers: dict[type, Callable[[Any], list[Block]]] = {
        EventsAnswer: _events,
        ExposureAnswer: _exposure,
        BeneficiariesAnswer: _beneficiaries,
        ExplainAnswer: _explain,
        EntityAnswer: _entity,
        StatsAnswer: _stats,
    }
    maker = makers.get(type(answer))
    if maker is None:
        from themegraph.render import changes, directions

        maker = {**directions.LAYOUTS, **changes.LAYOUTS}.get(type(answer))
    if maker is None:
        msg = f"No layout for {type(answer).__name__}."
        raise TypeError(msg)
    return maker(answer)
