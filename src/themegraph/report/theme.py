"""The theme report: what the graph holds, in the order a reader of such posts expects, each sentence with its source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from themegraph.model.answers.exposures import ExposureAnswer, FundRow
from themegraph.render.figures import percent, signed_percent
from themegraph.report.document import Block, Heading, Listing, Paragraph, Report, Sentence, Table, Verdict, to_markdown
from themegraph.report.material import MAX_ITEMS, MAX_STORIES, Industry, StoryLine, ThemeMaterial, tellable
from themegraph.report.prose import MAX_QUOTE, Writer, anew, backing, cites, code, join, path_facts, title_of
from themegraph.report.told import Told
from themegraph.report.words import Words, words

__all__ = ["MAX_ITEMS", "MAX_QUOTE", "PUBLIC_WEIGHTS", "ThemeMaterial", "theme_report", "write_theme_report"]

PUBLIC_WEIGHTS = 10
"""A fund's largest lines whose weights a public text shows: what funds publish of themselves every quarter."""
_TIMELINE = 3
"""Facts of one story and day in the timeline."""
_FUNDS = 8
"""Funds a market."""
_ENOUGH_VOICES = 2
"""Independent stories that a rumour needs to enter 简要部分."""
_STALE = frozenset({"过旧", "旧，已放宽", "偏旧"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """Weights as a public text may show them."""

    material: ThemeMaterial
    top: int
    """A fund's so many largest lines; 0: all."""
    w: Words

    def floor(self, fund: str) -> float:
        """Return the weight of a fund's last line that is shown; 0 where all are."""
        lines = self.material.tables.get(fund, ())
        return lines[self.top - 1][1] if self.top and len(lines) > self.top else 0.0

    def one(self, fund: str, weight: float) -> str:
        """Return the weight of one company, or a bound."""
        floor = self.floor(fund)
        return percent(weight) if weight >= floor else self.w["below"].format(most=percent(floor))

    def part(self, row: FundRow, *, helped: bool) -> str:
        """Return the weight of the companies on one side."""
        answer = self.material.exposure
        names = set((answer.helped if helped else answer.hurt) if answer else ())
        return self._sum(row, names, row.direct_weight_positive if helped else row.direct_weight_negative)

    def direct(self, row: FundRow) -> str:
        """Return the direct weight; 0 only where the whole list is known."""
        answer, w = self.material.exposure, self.w
        weight = row.direct_weight_positive + row.direct_weight_negative
        if weight > 0:
            return self._sum(row, {*answer.helped, *answer.hurt} if answer else set(), weight) + ("＋" if row.direct_weight_unlisted > 0 else "")
        if row.direct_weight_unlisted > 0:
            return w["unlisted_most"].format(most=percent(row.direct_weight_unlisted))
        return "0%" if row.unknown_weight < 0.005 else w["unlisted"]

    def _sum(self, row: FundRow, names: set[str], total: float) -> str:
        floor = self.floor(row.etf.id)
        held = [weight for name, weight in self.material.tables.get(row.etf.id, ()) if name in names]
        small = [weight for weight in held if weight < floor]
        if not small or not total:
            return percent(total)
        shown = total - sum(small)
        return self.w["least"].format(least=percent(shown)) if shown >= floor else self.w["below"].format(most=percent(len(small) * floor))


def _enters(fact: Told) -> bool:
    return fact.novelty >= 0.5 and (fact.modality != "rumoured" or fact.voices >= _ENOUGH_VOICES)


def _chosen(lines: Sequence[StoryLine], writer: Writer) -> list[tuple[Told, StoryLine]]:
    """Return the items of 简要部分: highest score first, each further item of one story counting for less (1, 1/2, 1/3 …)."""
    left = [(fact, line) for line in lines for fact in anew((f for f in line.told if _enters(f) and writer.plain(f, line)), line)]
    told: dict[int, int] = defaultdict(int)
    out: list[tuple[Told, StoryLine]] = []
    while left and len(out) < MAX_ITEMS:
        best = max(range(len(left)), key=lambda n: (left[n][0].score / (1 + told[id(left[n][1])]), -n))
        fact, line = left.pop(best)
        told[id(line)] += 1
        out.append((fact, line))
    return out


def _overview(material: ThemeMaterial, w: Words) -> list[Sentence]:
    lines = material.lines
    first, last = material.as_of - timedelta(days=material.window - 1), material.as_of
    span = {"span": w["span"].format(first=first, last=last), "theme": material.theme.name}
    if not lines:
        out = [Sentence(text=w["none_overview"].format(**span))]
        out += [Sentence(text=w["none_outside"].format(n=material.outside))] if material.outside else []
        return out + [Sentence(text=note) for note in _membership(material, w) if material.membership and not material.membership.known]
    articles = [a for line in lines for a in line.articles]
    again = sum(bool(a.reprint_of) for a in articles)
    out = [
        Sentence(
            text=w["count" if len(lines) > 1 else "count_one"].format(
                articles=len(articles), reprints=w["reprints"].format(n=again) if again else "", stories=len(lines),
                names=join((title_of(line, w) for line in lines), w, most=3), **span,
            ),
            facts=tuple(a.id for a in articles),
        )
    ]  # fmt: skip
    best = max(lines, key=lambda s: s.voices)
    if best.voices > 1:
        said = w["most" if len(lines) > 1 else "most_one"].format(name=title_of(best, w), voices=best.voices, backing=backing(best, w))
        out.append(Sentence(text=said, facts=tuple(a.id for a in best.articles)))
    else:
        out.append(Sentence(text=w["all_single" if len(lines) > 1 else "one_single"]))
    gains = [e for line in lines for e in line.gains if e.stated]
    losses = [e for line in lines for e in line.losses if e.stated]
    ids = tuple(dict.fromkeys(f for e in [*gains, *losses] for f in e.facts))
    if gains or losses:
        key = "moved" if gains and losses else "moved_gains" if gains else "moved_losses"
        said = w[key].format(gains=join((e.company.name for e in gains), w), losses=join((e.company.name for e in losses), w))
        out.append(Sentence(text=said, facts=ids))
    answer = material.exposure
    if answer is not None and (gains or losses):
        holding = [r for r in answer.rows if r.direct_weight_positive + r.direct_weight_negative > 0]
        if holding:
            old = sum(r.weights.staleness in {"过旧", "旧，已放宽"} for r in holding)
            stale = w["stale_some"].format(n=old) if old else ""
            out.append(Sentence(text=w["held"].format(n=len(holding), stale=stale), facts=tuple(r.etf.id for r in holding)))
        else:
            out.append(Sentence(text=w["held_none"], facts=tuple(a.company.id for a in answer.not_held)))
    return out


def _voices(items: Sequence[tuple[Told, StoryLine]], w: Words) -> Sentence:
    several = [str(n) for n, (fact, _) in enumerate(items, start=1) if fact.voices > 1]
    if not several:
        return Sentence(text=w["voices_none"])
    if len(several) == len(items):
        return Sentence(text=w["voices_all"])
    return Sentence(text=w["voices_some"].format(numbers=w["and"].join(several)))


def _timeline(material: ThemeMaterial, writer: Writer) -> list[Sentence]:
    entries = []
    for line in material.lines:
        days: dict[str, int] = defaultdict(int)
        for fact in anew((f for f in line.told if writer.plain(f, line) and not f.own_word and (f.events or f.novelty >= 0.5)), line):
            when = fact.day if fact.day and fact.day <= fact.public else fact.public
            days[when.isoformat()] += 1
            if days[when.isoformat()] <= _TIMELINE:
                entries.append((when, fact.public, -fact.score, fact.text, fact, line))
    entries.sort(key=lambda e: e[:4])
    out = []
    for when, public, _, _, fact, line in entries:
        sentence = writer.fact(fact, line, limit=60)
        seen = "" if when == public else writer.w["seen"].format(day=public)
        out.append(Sentence(lead=f"{when}{seen}", text=sentence.text.removeprefix(f"{when.month}月{when.day}日，"), facts=sentence.facts))
    return out


def _market(row: FundRow, foreign: bool) -> str:
    tail = row.etf.code.rpartition(".")[2]
    if foreign and tail in {"SH", "SZ", "BJ"}:
        return "market_x"
    return {"SH": "market_a", "SZ": "market_a", "BJ": "market_a", "HK": "market_hk"}.get(tail, "market_us")


def _fund_cells(row: FundRow, shown: _Shown, w: Words) -> tuple[str, ...]:
    ranked = row.status == "ranked"
    return (
        row.etf.name, row.etf.code, row.index or w["no_index"], shown.direct(row),
        f"{shown.part(row, helped=True)} / {shown.part(row, helped=False)}",
        signed_percent(row.equivalent_weight) if ranked else w.get(row.status, row.status),
        f"{percent(row.long)} / {percent(abs(row.short))}" if ranked else "—",
        percent(row.unknown_weight), percent(row.coverage.weights),
        row.weights.as_of.isoformat() if row.weights.as_of else w["undated"], row.weights.known_at.isoformat(),
        f"{w.get(row.weights.basis_label, row.weights.basis_label)}·{w.get(row.weights.staleness, row.weights.staleness)}",
    )  # fmt: skip


def _fund_blocks(answer: ExposureAnswer, material: ThemeMaterial, writer: Writer, shown: _Shown) -> list[Block]:
    w = writer.w
    rows = sorted(answer.rows, key=lambda r: (-(r.direct_weight_positive + r.direct_weight_negative), -abs(r.equivalent_weight), r.etf.id))
    by_market: dict[str, list[FundRow]] = defaultdict(list)
    for row in rows:
        by_market[_market(row, row.etf.id in material.foreign)].append(row)
    out: list[Block] = []
    listed: list[FundRow] = []
    for market in ("market_a", "market_hk", "market_us", "market_x"):
        if not by_market[market]:
            continue
        own = by_market[market][:_FUNDS]
        listed += own
        table = Table(
            head=tuple(w["fund_head"].split("|")), rows=tuple(_fund_cells(r, shown, w) for r in own),
            facts=tuple((r.etf.id, *(path_facts(r.paths[0]) if r.paths else ())) for r in own), right=frozenset(range(3, 9)),
        )  # fmt: skip
        out += [Heading(text=w[market], level=4), table]
    held = {name for r in listed for name, _ in material.tables.get(r.etf.id, ())} & {*answer.helped, *answer.hurt}
    if held:
        out.append(
            Paragraph(sentences=(Sentence(text=w["counted"].format(names=w["and"].join(sorted(held))), facts=tuple(r.etf.id for r in listed)),))
        )
    with_path = [(r, p) for r in listed for p in [next((p for p in r.paths if tellable(p, material.groups)), None)] if p is not None][:5]
    if with_path:
        items = tuple(
            Sentence(
                lead=code(r.etf.name, r.etf.code, w) + w["colon"].rstrip(),
                text=w["path"].format(who=writer.holder(p), weight=shown.one(r.etf.id, p.hops[-1].coefficient)),
                facts=(r.etf.id, *path_facts(p)),
            )
            for r, p in with_path
        )
        out += [Heading(text=w["paths"], level=4), Listing(items=items)]
    twins: dict[str, list[FundRow]] = defaultdict(list)
    for row in listed:
        if row.index:
            twins[row.index].append(row)
    notes = [
        Sentence(
            text=w["twins"].format(names=join((code(r.etf.name, r.etf.code, w) for r in same), w, most=8), index=index),
            facts=tuple(r.etf.id for r in same),
        )
        for index, same in sorted(twins.items())
        if len(same) > 1
    ]
    if notes:
        out += [Heading(text=w["overlap"], level=4), Listing(items=tuple(notes))]
    return out


def _alarms(answer: ExposureAnswer, w: Words) -> list[Sentence]:
    """Return the alarms; companies of which the same is to be said share one."""
    listed = {r.etf.id for r in answer.rows}
    same: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for alarm in answer.not_held:
        if alarm.company.code:
            possible = w["possible"].format(n=alarm.possible_total) if alarm.possible_total else ""
            nearest = [code(n.name, n.code, w) for n in alarm.nearest if n.id in listed]
            near = w["nearest"].format(names=join(nearest, w)) if nearest else ""
            same[possible, near].append((code(alarm.company.name, alarm.company.code, w), alarm.company.id))
    return [
        Sentence(text=w["alarm"].format(names=join((n for n, _ in own), w, most=10), possible=possible) + near, facts=tuple(i for _, i in own))
        for (possible, near), own in same.items()
    ]


def _risks(material: ThemeMaterial, writer: Writer) -> list[Sentence]:
    w = writer.w
    out: list[Sentence] = []

    def say(key: str, names: Sequence[tuple[str, tuple[str, ...]]], most: int = 5) -> None:
        if names:
            text = w["semi"].join(dict.fromkeys(n for n, _ in names[:most])) + (w["etc"] if len(names) > most else "")
            out.append(Sentence(text=w[key].format(names=text), facts=tuple(dict.fromkeys(f for _, ids in names[:most] for f in ids))))

    def briefly(fact: Told, line: StoryLine) -> tuple[str, tuple[str, ...]]:
        return f"{writer.text(fact, line, 40)}{w['open']}{cites(fact, w)}{w['close']}", (*fact.events, fact.quotes[0].article)

    told = [(f, line) for line in material.lines for f in anew(line.told, line) if writer.plain(f, line)]
    say("conflict", [(e.summary, (e.id,)) for line in material.lines for e in line.events if not e.negated and 0 < e.belief < 0.2 and e.voices > 1])
    single = [(title_of(line, w), tuple(a.id for a in line.articles)) for line in material.lines if line.voices == 1]
    say("single", single if len(material.lines) > 1 else [])
    say("own_word", [briefly(f, line) for f, line in told if f.own_word], most=2)
    say("speculative", [briefly(f, line) for f, line in told if f.modality in {"hedged", "rumoured"}], most=3)
    say("denied", [briefly(f, line) for f, line in told if f.modality == "negated"], most=3)
    losers = [(code(e.company.name, e.company.code, w), e.facts) for line in material.lines for e in line.losses]
    say("victims", losers)
    if not losers and material.lines:
        out.append(Sentence(text=w["no_victims"]))
    rows = material.exposure.rows if material.exposure else ()
    stale = [r for r in rows if r.weights.staleness in _STALE and r.weights.as_of]
    say("stale", [(w["stale_fund"].format(fund=r.etf.name, code=r.etf.code, day=r.weights.as_of), (r.etf.id,)) for r in stale], most=3)
    if material.lines:
        out.append(Sentence(text=w["uncertain"]))
    return out


def _sides(industry: Industry, w: Words) -> str:
    """Return who of an industry gains and who loses, in words."""
    sides = (("industry_gains", industry.gains), ("industry_losses", industry.losses))
    return w["semi"].join(w[key].format(names=join(names, w)) for key, names in sides if names)


def _membership(material: ThemeMaterial, w: Words) -> list[str]:
    """Return what a reader must know of the list of members: how many, whose, or from which day."""
    own, theme = material.membership, material.theme.name
    if own is None:
        return []
    if own.industry:
        found = [w["note_industry"].format(theme=theme, industry=own.industry, n=own.known)]
    elif own.known:
        return [w["note_members"].format(n=own.known)]
    else:
        found = [] if own.later else [w["note_no_members"].format(theme=theme)]
    return found + ([w["note_later"].format(theme=theme, day=own.later)] if own.later else [])


def _verdicts(material: ThemeMaterial, shown: _Shown, w: Words) -> tuple[tuple[Verdict, ...], tuple[Verdict, ...]]:
    stories = tuple(
        Verdict(
            key=line.articles[0].id,
            label=line.heading,
            values=(("articles", str(len(line.articles))), ("voices", str(line.voices)),
                    ("said_gains", w["and"].join(e.company.name for e in line.gains if e.stated)),
                    ("said_losses", w["and"].join(e.company.name for e in line.losses if e.stated))),
        )
        for line in material.lines
    )  # fmt: skip
    rows = material.exposure.rows if material.exposure else ()
    funds = tuple(
        Verdict(
            key=r.etf.id,
            label=code(r.etf.name, r.etf.code, w),
            values=(("direct", shown.direct(r)), ("status", w.get(r.status, r.status)),
                    ("equivalent", signed_percent(r.equivalent_weight) if r.status == "ranked" else ""),
                    ("as_of", r.weights.as_of.isoformat() if r.weights.as_of else w["undated"])),
        )
        for r in sorted(rows, key=lambda r: r.etf.id)
    )  # fmt: skip
    return stories, funds


def _stamp(material: ThemeMaterial) -> str:
    """Return the time of the newest article used, on the report's day; midnight where that day has none. No clock is asked."""
    times = [a.published_at for line in material.lines for a in line.articles if a.published_at[:10] == material.as_of.isoformat()]
    return f"{material.as_of} {max(times)[11:19] if times else '00:00:00'} +0800"


def _sources(material: ThemeMaterial, w: Words) -> Block:
    articles = sorted({a.id: a for line in material.lines for a in line.articles}.values(), key=lambda a: (a.published_at, a.id))
    if not articles:
        return Paragraph(sentences=(Sentence(text=w["none"]),))
    return Listing(
        items=tuple(
            Sentence(
                text=f"{a.published_at[:10]}　{a.source or w['unknown_source']}{w['reprint'].format(source=a.reprint_of) if a.reprint_of else ''}：《{a.title}》",
                facts=(a.id,),
            )
            for a in articles
        )
    )


def theme_report(material: ThemeMaterial, *, lang: str = "zh", public_weights: int = PUBLIC_WEIGHTS) -> Report:
    """Return the report of a theme. Same material, same report.

    Parameters
    ----------
    lang
        ``zh``, or ``en`` for English text around Chinese quotations.
    public_weights
        The weight of a company is shown only among a fund's so many largest; 0 shows every weight.

    Raises
    ------
    QuestionError
        For a language that is not there.
    """
    w = words(lang)
    shown = _Shown(material=material, top=public_weights, w=w)
    writer = Writer(w=w, chinese=lang == "zh", weight=shown.one, groups=material.groups)
    lines = material.lines
    thin = Paragraph(sentences=(Sentence(text=w["thin"]),))
    blocks: list[Block] = [
        Paragraph(sentences=(Sentence(text=w["label"]),), quoted=True),
        Heading(text=w["title"].format(theme=material.theme.name), level=1),
        Heading(text=w["brief"], level=2),
        Heading(text=w["overview"], level=3),
        Paragraph(sentences=tuple(_overview(material, w))),
    ]
    if items := _chosen(lines, writer):
        stories = len({id(line) for _, line in items})
        blocks.append(Heading(text=w["items"].format(items=len(items), stories=stories), level=3))
        blocks.append(Listing(items=tuple(writer.fact(f, line) for f, line in items), numbered=True))
        blocks.append(Paragraph(sentences=(_voices(items, w),)))
    blocks += [Heading(text=w["detail"], level=2), Heading(text=w["part1"], level=3)]
    timeline = _timeline(material, writer)
    blocks += [Listing(items=tuple(timeline)) if timeline else thin, Heading(text=w["part2"], level=3)]
    blocks += [] if lines else [thin]
    for line in lines[:MAX_STORIES]:
        blocks += writer.story(line, [f for f in line.told if (_enters(f) or f.modality == "rumoured") and writer.plain(f, line)])
    if len(lines) > MAX_STORIES:
        blocks.append(Paragraph(sentences=(Sentence(text=w["others"].format(n=len(lines) - MAX_STORIES)),)))
    blocks += [Heading(text=w["part3"], level=3), Paragraph(sentences=(Sentence(text=w["risk_fund"]),))]
    if material.industries:
        found = [
            Sentence(lead=i.name + w["colon"].rstrip(), text=f"{_sides(i, w)}{w['open']}{w.get(i.scheme, i.scheme)}{w['close']}{w['stop']}")
            for i in material.industries[:8]
        ]
        blocks += [Heading(text=w["industries"], level=4), Listing(items=tuple(found))]
    elif lines:
        blocks += [Heading(text=w["industries"], level=4), Paragraph(sentences=(Sentence(text=w["no_industries"]),))]
    answer = material.exposure
    if answer is not None and answer.rows:
        blocks += _fund_blocks(answer, material, writer, shown)
    else:
        blocks += [Heading(text=w["funds"], level=4), Paragraph(sentences=(Sentence(text=w["no_funds"]),))]
    if answer is not None and (alarms := _alarms(answer, w)):
        blocks += [Heading(text=w["not_held"], level=4), Listing(items=tuple(alarms))]
    risks = _risks(material, writer)
    blocks.append(Heading(text=w["part4"], level=3))
    blocks.append(Listing(items=tuple(risks)) if risks else Paragraph(sentences=(Sentence(text=w["no_risks"]),)))
    blocks += [Heading(text=w["sources"], level=3), _sources(material, w), Heading(text=w["notes"], level=3)]
    undated = w["note_undated"].format(n=material.undated) if material.undated else ""
    notes = [w["note_weights"], w["note_day"].format(day=material.as_of, undated=undated), w["note_order"], w["note_figures"], w["note_opinions"]]
    notes[1:1] = [w["note_top"].format(top=public_weights)] if public_weights else []
    if answer is not None and any(shown.direct(r).endswith("＋") for r in answer.rows):
        notes.insert(1, w["note_plus"])
    notes += _membership(material, w)
    blocks.append(Listing(items=tuple(Sentence(text=n) for n in notes)))
    blocks.append(Paragraph(sentences=(Sentence(lead=w["disclaimer_head"], text=w["disclaimer"]),), ruled=True))
    stories_seen, funds_seen = _verdicts(material, shown, w)
    return Report(
        title=f"theme_research_{material.theme.name}_{material.as_of}", lang=lang, stamp=_stamp(material), theme=material.theme.name,
        as_of=material.as_of.isoformat(), window=material.window, blocks=tuple(blocks), stories=stories_seen, funds=funds_seen,
    )  # fmt: skip


def write_theme_report(material: ThemeMaterial, *, lang: str = "zh", public_weights: int = PUBLIC_WEIGHTS) -> str:
    """Return the report as Markdown with Jekyll front matter. Same material, same bytes."""
    return to_markdown(theme_report(material, lang=lang, public_weights=public_weights))
