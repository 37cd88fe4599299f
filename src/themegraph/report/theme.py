"""The theme report: what the graph holds, in the order a reader of such posts expects, each sentence with its source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from themegraph.model.answers.exposures import ExposureAnswer, FundRow, Path, Quote
from themegraph.render.figures import STATUS_LABELS, day, percent, signed_percent
from themegraph.report.clauses import clip, opening, starts_with_anaphor
from themegraph.report.document import Block, Heading, Listing, Paragraph, Report, Sentence, Table, Verdict, to_markdown
from themegraph.report.material import MAX_ITEMS, MAX_STORIES, Effect, StoryLine, ThemeMaterial
from themegraph.report.told import Told
from themegraph.report.words import words

__all__ = ["MAX_ITEMS", "MAX_QUOTE", "ThemeMaterial", "theme_report", "write_theme_report"]

MAX_QUOTE = 60
"""Characters of a quotation."""
_FIGURES = 10
_TIMELINE = 8
"""Facts of one story in the timeline."""
_COMPANIES = 6
"""Companies a side; both sides have the same room."""
_FUNDS = 8
"""Funds a market."""
_ENOUGH_VOICES = 2
"""Independent stories that a rumour needs to enter 简要部分."""

_ELSEWHEN = re.compile(r"前|上[周月年一]|去年|同期|累计|以来|连续|同日|预计|计划")
"""A clause with such a word tells of another time than its sentence's event."""

Words = Mapping[str, str]


def _cite(quote: Quote, w: Words) -> str:
    return f"{quote.source or w['unknown_source']}，{(quote.published_at or w['unknown_day'])[:10]}"


def _cites(fact: Told, w: Words) -> str:
    """Return the sources of a fact: every independent voice, and how many reprints."""
    own = [_cite(q, w) for q in fact.quotes[: fact.voices]]
    text = "；".join(dict.fromkeys(own[:4]))
    return text + (w["more_reprints"].format(n=fact.reprints) if fact.reprints else "")


def _tags(fact: Told, w: Words, *, single: bool) -> str:
    found = []
    if fact.modality == "negated":
        found.append(w["denial"])
    elif fact.modality == "rumoured":
        found.append(w["rumour"])
    elif fact.modality == "hedged":
        found.append(w["plan"])
    if fact.own_word:
        found.append(w["own"])
    if single and fact.voices == 1:
        found.append(w["one_voice"])
    return f"［{'，'.join(found)}］" if found else ""


def _lead(fact: Told, line: StoryLine, shown: str) -> str:
    """Return whose fact it is, where the words shown do not say so: who acts, or whom 公司 means in a story about one company."""
    who = fact.who or (line.subject if starts_with_anaphor(fact.text) else "")
    return f"{who}：" if who and who not in shown else ""


def _sentence(fact: Told, line: StoryLine, w: Words, *, single: bool = True) -> Sentence:
    shown = clip(fact.text, MAX_QUOTE, keep=fact.who)
    return Sentence(
        lead=_lead(fact, line, shown),
        text=f"「{shown}」（{_cites(fact, w)}）{_tags(fact, w, single=single)}",
        facts=(*fact.events, *dict.fromkeys(q.article for q in fact.quotes)),
    )


def _enters(fact: Told) -> bool:
    return fact.novelty >= 0.5 and (fact.modality != "rumoured" or fact.voices >= _ENOUGH_VOICES)


def _chosen(lines: Sequence[StoryLine]) -> list[tuple[Told, StoryLine]]:
    """Return the items of 简要部分: highest score first, each further item of one story counting for less (1, 1/2, 1/3 …)."""
    left = [(fact, line) for line in lines for fact in line.told if _enters(fact)]
    told: dict[int, int] = defaultdict(int)
    out: list[tuple[Told, StoryLine]] = []
    while left and len(out) < MAX_ITEMS:
        best = max(range(len(left)), key=lambda n: (left[n][0].score / (1 + told[id(left[n][1])]), -n))
        fact, line = left.pop(best)
        told[id(line)] += 1
        out.append((fact, line))
    return out


def _short(line: StoryLine) -> str:
    """Return a story in a few words: the beginning of its headline up to a pause."""
    return opening(line.heading)


def _code(name: str, code: str) -> str:
    return f"{name}（{code}）" if code else name


def _join(names: Sequence[str], *, most: int = 6) -> str:
    shown = list(dict.fromkeys(names))
    return "、".join(shown[:most]) + ("等" if len(shown) > most else "")


def _overview(material: ThemeMaterial, w: Words) -> list[Sentence]:
    lines = material.lines
    first, last = material.as_of - timedelta(days=material.window - 1), material.as_of
    span = {"first": first.isoformat(), "last": last.isoformat(), "theme": material.theme.name}
    if not lines:
        out = [Sentence(text=w["none_overview"].format(**span))]
        return [*out, Sentence(text=w["none_outside"].format(n=material.outside))] if material.outside else out
    articles = [a for line in lines for a in line.articles]
    again = sum(bool(a.reprint_of) for a in articles)
    marks = "①②③" if len(lines) > 1 else ("",)
    names = "；".join(f"{mark}{_short(line)}" for mark, line in zip(marks, lines, strict=False)) + ("等" if len(lines) > 3 else "")
    reprints = w["reprints"].format(n=again) if again else ""
    out = [
        Sentence(
            text=w["count" if len(lines) > 1 else "count_one"].format(
                articles=len(articles), reprints=reprints, stories=len(lines), names=names, **span
            ),
            facts=tuple(a.id for a in articles),
        )
    ]
    best = max(lines, key=lambda s: s.voices)
    if best.voices > 1:
        said = w["most" if len(lines) > 1 else "most_one"].format(name=_short(best), voices=best.voices)
        out.append(Sentence(text=said, facts=tuple(a.id for a in best.articles)))
    else:
        out.append(Sentence(text=w["all_single" if len(lines) > 1 else "one_single"]))
    gains = [e for line in lines for e in line.gains if e.stated]
    losses = [e for line in lines for e in line.losses if e.stated]
    ids = tuple(dict.fromkeys(f for e in [*gains, *losses] for f in e.facts))
    if gains:
        hurt = w["moved_losses"].format(names=_join([e.company.name for e in losses])) if losses else w["moved_none"]
        out.append(Sentence(text=w["moved"].format(gains=_join([e.company.name for e in gains]), losses=hurt), facts=ids))
    elif losses:
        out.append(Sentence(text=w["moved_only_losses"].format(names=_join([e.company.name for e in losses])), facts=ids))
    answer = material.exposure
    if answer is not None:
        holding = [r for r in answer.rows if r.direct_weight_positive + r.direct_weight_negative > 0]
        if holding:
            old = sum(r.weights.staleness in {"过旧", "旧，已放宽"} for r in holding)
            stale = w["stale_some"].format(n=old) if old else w["stale_none"]
            out.append(Sentence(text=w["held"].format(n=len(holding), stale=stale), facts=tuple(r.etf.id for r in holding)))
        else:
            out.append(Sentence(text=w["held_none"], facts=tuple(a.company.id for a in answer.not_held)))
    return out


def _timeline(material: ThemeMaterial, w: Words) -> list[Sentence]:
    entries = []
    for line in material.lines:
        for fact in [f for f in line.told if f.events or f.novelty >= 0.5][:_TIMELINE]:
            when = fact.day if fact.day and fact.day <= fact.public else None
            entries.append((when or fact.public, fact.public, fact.text, fact, line))
    entries.sort(key=lambda e: (e[0], e[1], e[2]))
    out = []
    for when, public, _, fact, line in entries:
        sentence = _sentence(fact, line, w, single=False)
        seen = "" if when == public else f"（{public.isoformat()} 见报）"
        out.append(Sentence(lead=f"{when.isoformat()}{seen}", text=f"{sentence.lead}{sentence.text}", facts=sentence.facts))
    return out


def _figures(line: StoryLine, w: Words) -> Table | None:
    rows: list[tuple[str, ...]] = []
    facts: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for fact in line.told:
        for figure in fact.figures:
            about = clip(figure.about, 40, keep=figure.value)
            key = f"{figure.value}|{about}"
            if key in seen or len(rows) >= _FIGURES or re.sub(r"^\D+", "", figure.value) not in about.replace(" ", ""):
                continue
            seen.add(key)
            dated = fact.events and fact.day and fact.day <= fact.public and not _ELSEWHEN.search(figure.about)
            base = figure.base or (fact.day.isoformat() if dated and fact.day else w["no_base"])
            rows.append((figure.value, about, base, _cite(fact.quotes[0], w)))
            facts.append((*fact.events, fact.quotes[0].article))
    if not rows:
        return None
    return Table(head=tuple(w["figure_head"].split("|")), rows=tuple(rows), facts=tuple(facts), right=frozenset({0}), caption=w["figures"])


def _side(effects: Sequence[Effect], title: str, line: StoryLine, w: Words) -> list[Sentence]:
    if not effects:
        return [Sentence(lead=title, text=w["unseen"] if line.exposure is not None else w["unasked"])]
    out = []
    for effect in effects[:_COMPANIES]:
        basis = (w["stated"] + (w["doubtful"] if effect.doubtful else "")) if effect.stated else w["inferred"]
        why = f"「{clip(effect.why, MAX_QUOTE, keep=effect.company.name)}」（{effect.source}）" if effect.stated else effect.why
        out.append(Sentence(lead=title, text=f"{_code(effect.company.name, effect.company.code)}，{basis}：{why}", facts=effect.facts))
    return out


def _steps(path: Path) -> str:
    out = []
    for hop in path.hops:
        if hop.predicate == "names":
            out.append(hop.object_label)
        elif hop.predicate == "holds":
            out.append(f"{hop.object_label}（权重 {percent(hop.coefficient)}）")
        else:
            out.append(f"{hop.predicate_label.removeprefix('向')}：{hop.object_label}")
    return " → ".join(out)


def _path_facts(path: Path) -> tuple[str, ...]:
    return tuple(dict.fromkeys([h.subject for h in path.hops[:1]] + [q.article for h in path.hops for q in h.evidence]))


def _chain(line: StoryLine, w: Words) -> list[Sentence]:
    answer = line.exposure
    if answer is None:
        return [Sentence(lead=w["chain"], text=w["no_chain"])]
    best: dict[tuple[str, ...], tuple[Path, FundRow]] = {}
    for row in answer.rows:
        for path in row.paths:
            key = tuple(h.object for h in path.hops[:-1])
            if key not in best or abs(path.contribution) > abs(best[key][0].contribution):
                best[key] = (path, row)
    chosen = sorted(best.values(), key=lambda pr: (-abs(pr[0].contribution), pr[1].etf.id))[:3]
    if not chosen:
        return [Sentence(lead=w["chain"], text=w["no_funds"])]
    return [
        Sentence(
            lead=w["chain"],
            text=f"{_steps(path)}（{'偏正面' if path.contribution > 0 else '偏负面'}；{row.etf.code}）",
            facts=(*_path_facts(path), row.etf.id),
        )
        for path, row in chosen
    ]


def _story(line: StoryLine, w: Words) -> list[Block]:
    out: list[Block] = [Heading(text=line.heading, level=4)]
    told = [f for f in line.told if _enters(f) or f.modality == "rumoured"]
    out.append(Paragraph(sentences=(Sentence(text=f"{w['what']}："),)))
    out.append(Listing(items=tuple(_sentence(f, line, w) for f in told[:6])))
    if figures := _figures(line, w):
        out.append(figures)
    sides = [*_side(line.gains, w["gains"], line, w), *_side(line.losses, w["losses"], line, w)]
    if line.mixed:
        sides.append(Sentence(text=w["mixed"].format(names=_join(line.mixed))))
    out.append(Listing(items=(*_chain(line, w), *sides)))
    return out


def _market(row: FundRow, foreign: bool) -> str:
    tail = row.etf.code.rpartition(".")[2]
    if foreign and tail in {"SH", "SZ", "BJ"}:
        return "market_x"
    return {"SH": "market_a", "SZ": "market_a", "BJ": "market_a", "HK": "market_hk"}.get(tail, "market_us")


def _direct(weight: float, unlisted: float, unknown: float) -> str:
    """Return a direct weight; 0 only where the whole list is known."""
    if weight > 0:
        return percent(weight) + ("＋" if unlisted > 0 else "")
    if unlisted > 0:
        return f"未列出（至多 {percent(unlisted)}）"
    return "0%" if unknown < 0.005 else "未列出"


def _fund_blocks(answer: ExposureAnswer, foreign: frozenset[str], w: Words) -> list[Block]:
    rows = sorted(answer.rows, key=lambda r: (-(r.direct_weight_positive + r.direct_weight_negative), -abs(r.equivalent_weight), r.etf.id))
    by_market: dict[str, list[FundRow]] = defaultdict(list)
    for row in rows:
        by_market[_market(row, row.etf.id in foreign)].append(row)
    out: list[Block] = []
    shown: list[FundRow] = []
    for market in ("market_a", "market_hk", "market_us", "market_x"):
        if not by_market[market]:
            continue
        cells, facts = [], []
        for row in by_market[market][:_FUNDS]:
            model = {"ranked": signed_percent(row.equivalent_weight), "negligible": "可忽略"}.get(
                row.status, STATUS_LABELS.get(row.status, row.status)
            )
            cells.append((
                row.etf.name, row.etf.code, row.index or "未注明",
                _direct(row.direct_weight_positive + row.direct_weight_negative, row.direct_weight_unlisted, row.unknown_weight),
                f"{percent(row.direct_weight_positive)} / {percent(row.direct_weight_negative)}", model,
                f"{percent(row.long)} / {percent(abs(row.short))}" if row.status == "ranked" else "—",
                percent(row.unknown_weight), percent(row.coverage.weights),
                day(row.weights.as_of), day(row.weights.known_at), f"{row.weights.basis_label}·{row.weights.staleness}",
            ))  # fmt: skip
            facts.append((row.etf.id, *(_path_facts(row.paths[0]) if row.paths else ())))
            shown.append(row)
        table = Table(head=tuple(w["fund_head"].split("|")), rows=tuple(cells), facts=tuple(facts), right=frozenset(range(3, 9)))
        out += [Heading(text=w[market], level=4), table]
    with_path = [r for r in shown if r.paths][:5]
    if with_path:
        items = tuple(
            Sentence(lead=f"{r.etf.name}（{r.etf.code}）", text=_steps(r.paths[0]), facts=(r.etf.id, *_path_facts(r.paths[0]))) for r in with_path
        )
        out += [Heading(text=w["paths"], level=4), Listing(items=items)]
    twins: dict[str, list[FundRow]] = defaultdict(list)
    for row in shown:
        if row.index:
            twins[row.index].append(row)
    notes = [
        Sentence(
            text=w["twins"].format(names=_join([_code(r.etf.name, r.etf.code) for r in same], most=8), index=index),
            facts=tuple(r.etf.id for r in same),
        )
        for index, same in sorted(twins.items())
        if len(same) > 1
    ]
    if notes:
        out += [Heading(text=w["overlap"], level=4), Listing(items=tuple(notes))]
    return out


def _risks(material: ThemeMaterial, w: Words) -> list[Sentence]:
    out: list[Sentence] = []

    def say(key: str, names: Sequence[tuple[str, tuple[str, ...]]], most: int = 5) -> None:
        if names:
            text = "；".join(dict.fromkeys(n for n, _ in names[:most])) + ("等" if len(names) > most else "")
            out.append(Sentence(text=w[key].format(names=text), facts=tuple(dict.fromkeys(f for _, ids in names[:most] for f in ids))))

    def quoted(fact: Told) -> tuple[str, tuple[str, ...]]:
        return f"「{clip(fact.text, 40)}」（{_cites(fact, w)}）", (*fact.events, fact.quotes[0].article)

    told = [f for line in material.lines for f in line.told]
    say("conflict", [(e.summary, (e.id,)) for line in material.lines for e in line.events if not e.negated and 0 < e.belief < 0.2 and e.voices > 1])
    say("single", [(f"“{_short(line)}”", tuple(a.id for a in line.articles)) for line in material.lines if line.voices == 1])
    say("own_word", [quoted(f) for f in told if f.own_word], most=2)
    say("speculative", [quoted(f) for f in told if f.modality in {"hedged", "rumoured"}], most=3)
    say("denied", [quoted(f) for f in told if f.modality == "negated"], most=3)
    losers = [(_code(e.company.name, e.company.code), e.facts) for line in material.lines for e in line.losses]
    say("victims", losers)
    if not losers and material.lines:
        out.append(Sentence(text=w["no_victims"]))
    if material.exposure:
        stale = [
            (f"{_code(r.etf.name, r.etf.code)} 权重日 {day(r.weights.as_of)}", (r.etf.id,))
            for r in material.exposure.rows
            if r.weights.staleness in {"过旧", "旧，已放宽", "偏旧"}
        ]
        say("stale", stale)
    if material.lines:
        out.append(Sentence(text=w["uncertain"]))
    return out


def _verdicts(material: ThemeMaterial) -> tuple[tuple[Verdict, ...], tuple[Verdict, ...]]:
    stories = tuple(
        Verdict(
            key=line.articles[0].id,
            label=line.heading,
            values=(("articles", str(len(line.articles))), ("voices", str(line.voices)),
                    ("gains", "、".join(e.company.name for e in line.gains if e.stated)), ("losses", "、".join(e.company.name for e in line.losses if e.stated))),
        )
        for line in material.lines
    )  # fmt: skip
    rows = material.exposure.rows if material.exposure else ()
    funds = tuple(
        Verdict(
            key=r.etf.id,
            label=_code(r.etf.name, r.etf.code),
            values=(("direct", percent(r.direct_weight_positive + r.direct_weight_negative)), ("status", STATUS_LABELS.get(r.status, r.status)),
                    ("equivalent", signed_percent(r.equivalent_weight) if r.status == "ranked" else ""), ("as_of", day(r.weights.as_of))),
        )
        for r in sorted(rows, key=lambda r: r.etf.id)
    )  # fmt: skip
    return stories, funds


def _stamp(material: ThemeMaterial) -> str:
    """Return the time of the newest article used, on the report's day; midnight where that day has none. No clock is asked."""
    times = [a.published_at for line in material.lines for a in line.articles if a.published_at[:10] == material.as_of.isoformat()]
    return f"{material.as_of} {max(times)[11:19] if times else '00:00:00'} +0800"


def theme_report(material: ThemeMaterial, *, lang: str = "zh") -> Report:
    """Return the report of a theme. Same material, same report.

    Parameters
    ----------
    lang
        ``zh``, or ``en`` for English headings and templates around Chinese quotations.

    Raises
    ------
    QuestionError
        For a language that is not there.
    """
    w = words(lang)
    lines = material.lines
    blocks: list[Block] = [
        Paragraph(sentences=(Sentence(text=w["label"]),), quoted=True),
        Heading(text=w["title"].format(theme=material.theme.name), level=1),
        Heading(text=w["brief"], level=2),
        Heading(text=w["overview"], level=3),
        Paragraph(sentences=tuple(_overview(material, w))),
    ]
    items = _chosen(lines)
    if items:
        stories = len({id(line) for _, line in items})
        blocks.append(Heading(text=w["items"].format(items=len(items), stories=stories), level=3))
        blocks.append(Listing(items=tuple(_sentence(f, line, w) for f, line in items), numbered=True))
    blocks += [Heading(text=w["detail"], level=2), Heading(text=w["part1"], level=3)]
    blocks.append(
        Listing(items=tuple(_timeline(material, w)))
        if lines
        else Paragraph(sentences=(Sentence(text="数据不足。" if lang == "zh" else "Not enough data."),))
    )
    blocks.append(Heading(text=w["part2"], level=3))
    if not lines:
        blocks.append(Paragraph(sentences=(Sentence(text="数据不足。" if lang == "zh" else "Not enough data."),)))
    for line in lines[:MAX_STORIES]:
        blocks += _story(line, w)
    if len(lines) > MAX_STORIES:
        blocks.append(Paragraph(sentences=(Sentence(text=w["others"].format(n=len(lines) - MAX_STORIES)),)))
    blocks += [Heading(text=w["part3"], level=3), Paragraph(sentences=(Sentence(text=w["risk_fund"]),))]
    if material.industries:
        found = [Sentence(lead=name, text=f"{_join(names)}（{source}）") for name, names, source in material.industries[:8]]
        blocks += [Heading(text=w["industries"], level=4), Listing(items=tuple(found))]
    elif lines:
        blocks += [Heading(text=w["industries"], level=4), Paragraph(sentences=(Sentence(text=w["no_industries"]),))]
    answer = material.exposure
    if answer is not None and answer.rows:
        blocks += _fund_blocks(answer, material.foreign, w)
    else:
        blocks += [Heading(text=w["funds"], level=4), Paragraph(sentences=(Sentence(text=w["no_funds"]),))]
    if answer is not None and answer.not_held:
        alarms = [
            Sentence(
                text=w["alarm"].format(name=a.company.name, code=f"（{a.company.code}）" if a.company.code else "", message=a.message.rstrip("。"))
                + (w["nearest"].format(names=_join([_code(n.name, n.code) for n in a.nearest])) if a.nearest else ""),
                facts=(a.company.id,),
            )
            for a in answer.not_held
            if a.company.code
        ]
        if alarms:
            blocks += [Heading(text=w["not_held"], level=4), Listing(items=tuple(alarms))]
    blocks.append(Heading(text=w["part4"], level=3))
    risks = _risks(material, w)
    blocks.append(Listing(items=tuple(risks)) if risks else Paragraph(sentences=(Sentence(text="数据不足，未能列出与本图相关的风险。"),)))
    blocks.append(Heading(text=w["sources"], level=3))
    articles = sorted({a.id: a for line in lines for a in line.articles}.values(), key=lambda a: (a.published_at, a.id))
    cited = [
        Sentence(
            text=f"{a.published_at[:10]}　{a.source or w['unknown_source']}{w['reprint'].format(source=a.reprint_of) if a.reprint_of else ''}：《{a.title}》",
            facts=(a.id,),
        )
        for a in articles
    ]
    blocks.append(Listing(items=tuple(cited)) if cited else Paragraph(sentences=(Sentence(text="无。" if lang == "zh" else "None."),)))
    blocks.append(Heading(text=w["notes"], level=3))
    notes = [w["note_weights"], w["note_day"].format(day=material.as_of, n=material.undated), w["note_order"], w["note_figures"]]
    blocks.append(Listing(items=tuple(Sentence(text=n) for n in notes)))
    blocks.append(Paragraph(sentences=(Sentence(lead=w["disclaimer_head"], text=("：" if lang == "zh" else ": ") + w["disclaimer"]),), ruled=True))
    stories_seen, funds_seen = _verdicts(material)
    return Report(
        title=f"theme_research_{material.theme.name}_{material.as_of}", lang=lang, stamp=_stamp(material), theme=material.theme.name,
        as_of=material.as_of.isoformat(), window=material.window, blocks=tuple(blocks), stories=stories_seen, funds=funds_seen,
    )  # fmt: skip


def write_theme_report(material: ThemeMaterial, *, lang: str = "zh") -> str:
    """Return the report as Markdown with Jekyll front matter. Same material, same bytes."""
    return to_markdown(theme_report(material, lang=lang))
