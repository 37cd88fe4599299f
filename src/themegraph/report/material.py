"""Gather what a theme report is written from: the theme's articles of some days, as story lines with their facts, effects and funds."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from themegraph.exposure import PropagationTable, expose
from themegraph.exposure import answers as engine
from themegraph.folding import fold, fold_name
from themegraph.model import kind_of
from themegraph.model.answers.exposures import EventRow, ExposureAnswer, Path, Quote, Thing, WarningNote
from themegraph.query.exposures import Calendars, ask_of, published_exposure
from themegraph.query.facts import SHANGHAI, Facts
from themegraph.report.clauses import sentences_of
from themegraph.report.gather import Gatherer
from themegraph.report.lines import Piece, marks_of, story_lines, terms_of, voices_of
from themegraph.report.lint.advice import gives_opinion
from themegraph.report.scope import Membership, Scope, scope_of, theme_node
from themegraph.report.tabled import TableFigure, table_figures
from themegraph.report.told import FIRM, Told, told_in
from themegraph.snapshot import Snapshot

__all__ = ["MAX_ITEMS", "MAX_STORIES", "ArticleRef", "Effect", "Industry", "StoryLine", "Tabled", "ThemeMaterial", "tellable", "theme_material"]

MAX_ITEMS = 10
"""At most so many items stand in 简要部分; fewer are never padded."""
MAX_STORIES = 8
"""So many stories are told in full; the others stand in the timeline and in the sources."""
_WEIGHED = 10
"""So many stories, those with the most voices first, are weighed by what they do to funds; of them the first are told in full."""
FUNDS = 20
"""Funds asked for; the tables show fewer."""
_RELAYS = frozenset({"relay", "member", "narrower"})
"""Steps through a theme: that two companies share one makes none of its members the one to name."""
_INTO_LIST = "所属板块"
"""The step from a company into a list that it stands on, as the answers label it."""
_SCHEMES = {"industry:sw2021/": "申万行业分类 2021 版", "industry:gics/": "GICS 类行业", "industry:tushare/": "tushare 行业"}
_SECTORS = {
    "Communication Services": "通信服务", "Consumer Discretionary": "可选消费", "Consumer Staples": "必需消费", "Energy": "能源", "Financials": "金融",
    "Health Care": "医疗保健", "Industrials": "工业", "Information Technology": "信息技术", "Materials": "原材料", "Real Estate": "房地产", "Utilities": "公用事业",
}  # fmt: skip
"""The eleven sectors as Chinese readers know them."""
_FRESH = 0.5
"""Novelty from which a fact is news: what is told as background moves nothing now."""
_DOUBTFUL = frozenset({"hedged", "rumoured"})
_QUOTES = 8
"""Readings of one event that are looked through for a company."""
_INFERRED = 3
"""Inferred companies told of a side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRef:
    """An article that a report rests on."""

    id: str
    title: str
    source: str
    published_at: str
    url: str
    reprint_of: str = ""
    """Source of the article it reprints; empty for an original."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A company that gains or loses, and why we say so."""

    company: Thing
    helped: bool
    stated: bool
    """True: a text names it; False: the graph infers it."""
    impact: float
    doubtful: bool
    """What it rests on is planned, expected or rumoured."""
    kind: str
    """Type of the event that moves it, such as ``market_move``."""
    sender: str
    """Inferred: the company named by a text from which the path leaves; else empty."""
    steps: tuple[tuple[str, str], ...]
    """Inferred: (class of relation, name of whom it leads to), in order."""
    source: Quote | None
    """Where the text says it; ``None`` where the graph infers it."""
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabled:
    """A figure of a table in an article."""

    figure: TableFigure
    whose: str
    """The company its row names, else the one the article is about; empty if there is none."""
    source: Quote
    """Its row."""
    events: tuple[str, ...]
    """What the reader of events took from the row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """One story as a reader understands it."""

    heading: str
    """The headline of the article that leads it."""
    subject: str
    """Name of the one company it is about; empty if there is none."""
    articles: tuple[ArticleRef, ...]
    voices: int
    told: tuple[Told, ...]
    """Facts, highest score first."""
    tabled: tuple[Tabled, ...]
    """Figures of tables, in the order of the articles; reprints give none of their own."""
    events: tuple[EventRow, ...]
    exposure: ExposureAnswer | None
    """``None``: no event with companies, so nothing was asked."""
    gains: tuple[Effect, ...]
    losses: tuple[Effect, ...]
    mixed: tuple[str, ...]
    """Companies of which the texts tell good and bad; they stand on neither side."""
    first: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """A class of industries and who of it the texts name."""

    name: str
    gains: tuple[str, ...]
    losses: tuple[str, ...]
    scheme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeMaterial:
    """All that a report is written from."""

    theme: Thing
    as_of: date
    window: int
    """Days up to ``as_of`` whose articles count."""
    lines: tuple[StoryLine, ...]
    """Highest score first."""
    exposure: ExposureAnswer | None
    """Of all stories together; ``None``: nothing to ask."""
    industries: tuple[Industry, ...]
    """Of the companies that the texts name with a direction, the most named first."""
    foreign: frozenset[str]
    """Ids of funds that hold another market than theirs: 跨境."""
    tables: Mapping[str, tuple[tuple[str, float], ...]]
    """Fund → (name, weight) of the lines of the table its row rests on, largest first."""
    undated: int
    """Undated articles that were left out."""
    outside: int
    """Articles of these days that are not about the theme."""
    membership: Membership | None
    """Where its members come from; ``None``: it is no theme or industry."""
    groups: frozenset[str]
    """Ids of the theme and of all below it."""


def _is_about(gather: Gatherer, scope: Scope, article: int, subject: int) -> bool:
    if subject >= 0 and subject in scope.members:
        return True
    if any(e in scope.events for e in gather.events_of[article]) or scope.speaks(gather.folded(article)):
        return True
    return scope.has({n for e in gather.events_of[article] for n in gather.companies(e)})


def _of_theme(gather: Gatherer, scope: Scope, article: int, event: int) -> bool:
    """Return whether an event names the theme, or a sentence of the article that tells it does."""
    if event in scope.events:
        return True
    evidence, text = gather.snap.evidence, gather.content(article)
    return any(
        scope.speaks(fold_name(text[a:b]))
        for r in gather.evidence_of[article].get(event, ())
        for a, b in sentences_of(text)
        if a <= int(evidence.start[r]) < b
    )


def _article_ref(snap: Snapshot, row: int, original: int) -> ArticleRef:
    return ArticleRef(
        id=snap.text(int(snap.articles.id[row])),
        title=snap.text(int(snap.articles.title[row])),
        source=snap.text(int(snap.articles.source[row])),
        published_at=datetime.fromtimestamp(int(snap.articles.published_at[row]), SHANGHAI).isoformat(),
        url=snap.text(int(snap.articles.url[row])),
        reprint_of="" if row == original else snap.text(int(snap.articles.source[original])) or "同一报道",
    )


def _speaks_here(gather: Gatherer, node: int, text: str) -> bool:
    """Return whether a sentence names a node and does not only let it speak."""
    folded = fold_name(text)
    ticker = gather.facts.thing(node).code.partition(".")[0].lower()
    if len(ticker) >= 2 and re.search(rf"(?<![a-z0-9]){re.escape(ticker)}(?![a-z0-9])", folded):
        return True
    for name in gather.names(node):
        at = folded.find(name)
        if at >= 0:
            after = folded[at + len(name) : at + len(name) + 40].partition("，")[0].partition(",")[0]
            said = any(v in after for v in ("说", "称", "认为", "表示", "指出", "提醒", "预计", "统计", "数据显示"))
            return not (said and any(w in folded for w in ("客户", "机构", "投资者", "散户", "资金")))
    return False


def _ask(facts: Facts, events: tuple[int, ...], calendars: Calendars, table: PropagationTable) -> engine.ExposureAnswer:
    """Return what the engine answers; a report shows no figure of the draws, so none are made."""
    question = ask_of(facts, events, calendars, weights_as_of=None, hops=2, top=FUNDS, paths=3)
    return expose(facts.snapshot, replace(question, draws=0), table=table, view=facts.view)


def _tabled(
    gather: Gatherer, article: int, relevant: Callable[[int, list[int], str], bool], named_in: Callable[[str], list[tuple[int, str]]]
) -> list[tuple[Tabled, list[int]]]:
    """Return the figures of an article's tables that belong to the theme, with the rows of the events read there."""
    snap = gather.snap
    text = gather.content(article)
    if "|" not in text and "\t" not in text:
        return []
    subject, _ = gather.subject(article)
    published = int(snap.articles.published_at[article])
    out: list[tuple[Tabled, list[int]]] = []
    for figure in table_figures(text):
        rows = [e for e, found in gather.evidence_of[article].items() if any(figure.start <= int(snap.evidence.start[r]) < figure.end for r in found)]
        if not relevant(article, rows, figure.label):
            continue
        named = list(dict.fromkeys(name for _, name in named_in(figure.label)))
        quote = Quote(
            article=snap.text(int(snap.articles.id[article])), title=snap.text(int(snap.articles.title[article])), quote=text[figure.start : figure.end],
            start=figure.start, end=figure.end, published_at=datetime.fromtimestamp(published, SHANGHAI).isoformat() if published else None,
            source=snap.text(int(snap.articles.source[article])), modality="asserted",
        )  # fmt: skip
        whose = named[0] if len(named) == 1 else snap.label_of(subject) if subject >= 0 and not named else ""
        events = tuple(snap.text(int(snap.events.id[e])) for e in rows)
        out.append((Tabled(figure=figure, whose=whose, source=quote, events=events), rows))
    return out


def _effects(
    gather: Gatherer, impacts: Iterable[engine.Impact], told: tuple[Told, ...], mixed: frozenset[int], shocked: tuple[int, ...]
) -> list[Effect]:
    facts, snap = gather.facts, gather.snap
    out: list[Effect] = []
    named: set[int] = set()
    for impact in sorted(impacts, key=lambda i: not i.named):
        if not impact.impact or impact.company in mixed:
            continue
        if impact.named:
            # Named in the words that tell it; whom another sentence mentions is not stated here.
            source = _teller(gather, told, shocked, impact.company, impact.impact)
            if source is None:
                continue
            named.add(impact.company)
            quote, events, kind, doubtful = source
            out.append(
                Effect(
                    company=facts.thing(impact.company), helped=impact.impact > 0, stated=True, impact=impact.impact,
                    doubtful=doubtful, kind=kind, sender="", steps=(), source=quote, facts=(*events, quote.article),
                )
            )  # fmt: skip
            continue
        path = impact.paths[0] if impact.paths else None
        # Only what leaves a company that the text names, and goes by a relation of two: to share a line of an industry table or a theme
        # is no relation that one could name in public, and a company told good and bad passes nothing on.
        if path is None or len(path.hops) < 2 or snap.node(path.hops[0].receiver) not in named or any(h.relation in _RELAYS for h in path.hops):
            continue
        steps = tuple((h.relation, snap.label_of(n) if (n := snap.node(h.receiver)) >= 0 else h.receiver) for h in path.hops[1:])
        used = [snap.text(int(snap.statements.id[h.statement])) for h in path.hops[1:] if h.statement >= 0]
        out.append(
            Effect(
                company=facts.thing(impact.company), helped=impact.impact > 0, stated=False, impact=impact.impact, doubtful=False,
                kind=snap.vocabulary("event_types")[int(snap.events.type[path.event])], sender=snap.label_of(snap.node(path.hops[0].receiver)),
                steps=steps, source=None, facts=tuple(dict.fromkeys((snap.text(int(snap.events.id[path.event])), *used))),
            )
        )  # fmt: skip
    return sorted(out, key=lambda e: (not e.stated, -abs(e.impact), e.company.id))


def _teller(
    gather: Gatherer, told: tuple[Told, ...], shocked: tuple[int, ...], company: int, impact: float
) -> tuple[Quote, tuple[str, ...], str, bool] | None:
    """Return where an article says what a company gains or loses, by which events, of which type, and whether that is only planned or rumoured.

    First the fact whose own sentence names it; else, for a row of a table or a sentence that the story does not tell, the event's evidence:
    whom the figures of the funds count stands among those who gain or lose.
    """
    snap = gather.snap
    types = snap.vocabulary("event_types")

    def moves(event: int) -> bool:
        return any(n == company and s * impact > 0 for n, _, s in gather.participants(event))

    for fact in told:
        for event in fact.rows:
            if moves(event) and _speaks_here(gather, company, fact.quotes[0].quote):
                return fact.quotes[0], fact.events, types[int(snap.events.type[event])], fact.modality in _DOUBTFUL
    moving = [gather.facts.event_row(e, quotes=_QUOTES) for e in shocked if moves(e)]
    readings = [(q, row) for row in moving for q in row.quotes if q.modality != "negated"]
    best = next(((q, row) for q, row in readings if _speaks_here(gather, company, q.quote)), readings[0] if readings else None)
    return (best[0], (best[1].id,), best[1].type, best[0].modality in _DOUBTFUL) if best else None


def _side(effects: Iterable[Effect], *, helped: bool) -> tuple[Effect, ...]:
    own = [e for e in effects if e.helped == helped]
    return (*(e for e in own if e.stated), *[e for e in own if not e.stated][:_INFERRED])


def _industries(gather: Gatherer, lines: Iterable[StoryLine]) -> tuple[Industry, ...]:
    """Return the industries of the companies named, both sides; each company under one scheme, the first of `_SCHEMES` that has it."""
    found: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for effect in [e for line in lines for e in (*line.gains, *line.losses) if e.stated]:
        classes = _classes(gather, gather.snap.node(effect.company.id))
        scheme = next((s for s in _SCHEMES.values() if s in classes), next(iter(classes), ""))
        for name in classes.get(scheme, ()):
            side = found.setdefault((name, scheme), ([], []))[0 if effect.helped else 1]
            if effect.company.name not in side:
                side.append(effect.company.name)
    ordered = sorted(found.items(), key=lambda kv: (-len(kv[1][0]) - len(kv[1][1]), kv[0]))
    return tuple(Industry(name=name, gains=tuple(gains), losses=tuple(losses), scheme=scheme) for (name, scheme), (gains, losses) in ordered)


def _classes(gather: Gatherer, node: int) -> dict[str, list[str]]:
    """Return the industries of a company as of the day, by scheme."""
    snap = gather.snap
    out: dict[str, list[str]] = {}
    for row in range(*snap.rows("members_ptr", node).indices(len(snap.members))):
        group = int(snap.members.group[row])
        if kind_of(snap.id_of(group)) == "industry" and 0 < int(snap.members.public_from[row]) <= gather.last:
            label = snap.label_of(group)
            scheme = next((s for start, s in _SCHEMES.items() if snap.id_of(group).startswith(start)), snap.text(int(snap.members.source[row])))
            names = out.setdefault(scheme, [])
            if (name := _SECTORS.get(label, label).rstrip("ⅡⅢ")) not in names:
                names.append(name)
    return {scheme: out[scheme] for scheme in sorted(out)}


def _mixed(gather: Gatherer, events: Iterable[int]) -> frozenset[int]:
    """Return the companies of which these events tell both good and bad: what that adds up to, the texts do not say."""
    signs: dict[int, set[int]] = defaultdict(set)
    for event in events:
        for node, _, sign in gather.participants(event):
            if sign and kind_of(gather.snap.id_of(node)) == "company":
                signs[node].add(sign)
    return frozenset(n for n, found in signs.items() if len(found) > 1)


def _foreign(snap: Snapshot) -> frozenset[str]:
    kinds = snap.vocabulary("fund_kinds")
    wanted = [n for n, kind in enumerate(kinds) if kind.startswith("cross_border")]
    return frozenset(snap.id_of(int(n)) for n in snap.funds.node[np.isin(snap.funds.kind, wanted)])


def tellable(path: Path, groups: frozenset[str]) -> bool:
    """Return whether a path can be named in public in a report on these themes.

    To share a line of an industry table is no relation, and neither is to share a list of another theme: by such lists a shipping line and a
    maker of chips are neighbours. What passes that way stays in the model's figures. The report's own theme is what it is about, and a theme
    that the text itself names leads to its members.
    """
    return all(kind_of(h.object) != "industry" and (h.predicate_label != _INTO_LIST or h.object in groups) for h in path.hops)


def _tables(snap: Snapshot, answer: ExposureAnswer | None) -> dict[str, tuple[tuple[str, float], ...]]:
    out: dict[str, tuple[tuple[str, float], ...]] = {}
    for row in answer.rows if answer else ():
        at = int(snap.funds.node.searchsorted(snap.node(row.etf.id)))
        for table in range(*snap.rows("tables_ptr", at).indices(len(snap.tables))):
            known, stated = int(snap.tables.known_at[table]), int(snap.tables.as_of[table])
            if known != row.weights.known_at.toordinal() or (row.weights.as_of and stated != row.weights.as_of.toordinal()):
                continue
            held: dict[str, float] = defaultdict(float)
            for n in range(*snap.rows("holdings_ptr", table).indices(len(snap.holdings))):
                line = int(snap.holdings.issuer[n]) if snap.holdings.issuer[n] >= 0 else int(snap.holdings.security[n])
                weight = float(snap.holdings.weight[n])
                if weight == weight:
                    held[snap.label_of(line) if line >= 0 else f"#{n}"] += weight
            out[row.etf.id] = tuple(sorted(held.items(), key=lambda kv: (-kv[1], kv[0])))
            break
    return out


def _line(
    gather: Gatherer,
    scope: Scope,
    pieces: list[Piece],
    voices: list[list[Piece]],
    subject: int,
    calendars: Calendars,
    table: PropagationTable,
    *,
    full: bool,
) -> StoryLine:
    facts, snap = gather.facts, gather.snap
    original = {p.row: group[0].row for group in voices for p in group}
    subjects = {n for p in pieces if p.subject and (n := snap.node(p.subject)) >= 0}

    headed = {p.row for p in pieces if scope.heads(fold_name(snap.text(int(snap.articles.title[p.row]))))}
    # Whom an event of the theme touches belongs to it, in whatever sentence: the losers of a rise of freight rates stand in their own.
    touched = {n for p in pieces for e in gather.events_of[p.row] if _of_theme(gather, scope, p.row, e) for n in gather.companies(e)}
    own = scope.members | subjects | touched
    # … and who stands with them in one event: the makers of batteries where a mine stops.
    wanted = own | {n for p in pieces for e in gather.events_of[p.row] if own & gather.companies(e) for n in gather.companies(e)}

    def relevant(article: int, events: list[int], text: str) -> bool:
        """Whether a sentence belongs to the theme: it speaks of it, or of whom it touches, or of nobody else, or stands under a headline of it."""
        if article in headed or any(e in scope.events for e in events):
            return True
        folded = fold_name(text)
        if scope.speaks(folded) or (FIRM.search(text) and gather.subject(article)[0] in wanted):
            return True
        named = {n for e in events for n in gather.companies(e)} | {n for _, _, n in gather.find_companies(folded)}
        return not named or bool(named & wanted)

    def named_in(text: str) -> list[tuple[int, str]]:
        folded = fold(text)
        return [(int(folded.offsets[at]), snap.label_of(n)) for at, _, n in gather.find_companies(folded.text)]

    told = told_in(
        facts, [[p.row for p in group] for group in voices], gather.evidence_of, gather.content, relevant,
        first=gather.first, subject_of=lambda row: snap.label_of(n) if (n := gather.subject(row)[0]) >= 0 else "", named_in=named_in,
        agents_of=lambda e: list(dict.fromkeys(snap.label_of(n) for n, role, _ in gather.participants(e) if role == "agent")),
    )  # fmt: skip
    told = tuple(f for f in told if not gives_opinion(f.text))
    tabled = [t for group in voices for t in _tabled(gather, group[0].row, relevant, named_in)]
    listed = {e for _, rows in tabled for e in rows}
    rows = sorted({e for fact in told for e in fact.rows} | listed)
    fresh = sorted({e for fact in told if fact.novelty >= _FRESH for e in fact.rows} | listed)
    mixed = _mixed(gather, fresh)
    shocked = tuple(e for e in fresh if any(s and n not in mixed and kind_of(snap.id_of(n)) == "company" for n, _, s in gather.participants(e)))
    loudest = max(voices, key=lambda group: (len(group), -group[0].order[0], group[0].order[1]))
    heading_row = next((p.row for p in (*loudest, *pieces) if not gives_opinion(snap.text(int(snap.articles.title[p.row])))), pieces[0].row)
    answer = None
    effects: list[Effect] = []
    if shocked and full:
        asked = _ask(facts, shocked, calendars, table)
        answer = published_exposure(asked, facts, question=snap.text(int(snap.articles.title[heading_row])), table=table, quotes=2)
        effects = _effects(gather, asked.impacts, told, mixed, shocked)
        reach: dict[str, float] = defaultdict(float)
        for row in answer.rows:
            for path in row.paths:
                event = path.hops[0].subject if path.hops else ""
                reach[event] = max(reach[event], abs(path.contribution))
        told = tuple(f.scored(max((reach.get(e, 0.0) for e in f.events), default=0.0)) for f in told)
    told = tuple(sorted(told, key=lambda f: (-f.score, f.quotes[0].published_at or "", f.quotes[0].article, f.quotes[0].start)))
    return StoryLine(
        heading=snap.text(int(snap.articles.title[heading_row])) or told[0].text if told else snap.text(int(snap.articles.title[heading_row])),
        subject=snap.label_of(subject) if subject >= 0 else "",
        articles=tuple(_article_ref(snap, p.row, original[p.row]) for p in pieces),
        voices=len(voices),
        told=told,
        tabled=tuple(t for t, _ in tabled),
        events=tuple(facts.event_row(e, quotes=0) for e in rows),
        exposure=answer,
        gains=_side(effects, helped=True),
        losses=_side(effects, helped=False),
        mixed=tuple(sorted(snap.label_of(n) for n in mixed)),
        first=date.fromordinal(int(snap.articles.public_from[pieces[0].row])),
    )


def theme_material(facts: Facts, theme: str, *, calendars: Calendars, table: PropagationTable, window: int = 3) -> ThemeMaterial:
    """Return the story lines of a theme in the last ``window`` days, with their facts, effects and funds.

    Raises
    ------
    UnknownEntity
        If there is no such theme; the message names the nearest.
    """
    node = theme_node(facts.snapshot, theme)
    gather = Gatherer(facts, window)
    snap = gather.snap
    scope = scope_of(facts, node)
    pieces, about = [], set()
    subject_of: dict[int, int] = {}
    for row in gather.rows:
        subject, markets = gather.subject(row)
        subject_of[row] = subject
        if _is_about(gather, scope, row, subject):
            about.add(row)
        pieces.append(
            Piece(
                row=row,
                terms=terms_of(gather.content(row)),
                marks=marks_of(gather.content(row)),
                subject=snap.id_of(subject) if subject >= 0 else "",
                markets=markets,
                voice=gather.voice.get(row, -1),
                order=(int(snap.articles.published_at[row]), snap.text(int(snap.articles.id[row]))),
            )
        )
    groups = [(g, voices_of(g)) for g in story_lines(pieces) if 3 * sum(p.row in about for p in g) >= len(g)]
    groups.sort(key=lambda gv: (-len(gv[1]), gv[0][0].order))
    lines = []
    for number, (group, voices) in enumerate(groups):
        subjects = Counter(subject_of[p.row] for p in group if subject_of[p.row] >= 0)
        subject = subjects.most_common(1)[0][0] if len(subjects) == 1 and 2 * sum(subjects.values()) > len(group) else -1
        line = _line(gather, scope, group, voices, subject, calendars, table, full=number < _WEIGHED)
        if line.told:
            lines.append(line)
    lines.sort(key=lambda s: (-s.told[0].score, -s.voices, s.articles[0].published_at, s.articles[0].id))
    shown = lines[:MAX_STORIES]
    ids = {e.id for line in shown if line.exposure for e in line.exposure.events}
    rows = tuple(e for e in sorted({e for r in gather.rows for e in gather.events_of[r]}) if snap.text(int(snap.events.id[e])) in ids)
    answer = published_exposure(_ask(facts, rows, calendars, table), facts, question=snap.label_of(node), table=table, quotes=1) if rows else None
    if answer is not None:
        # A fund that only a list leads to, and that holds none of the companies, has no place in a text for the public.
        rows_kept = tuple(r for r in answer.rows if r.direct_weight > 0 or any(tellable(p, scope.groups) for p in r.paths))
        answer = replace(answer, rows=rows_kept, warnings=tuple(w for w in answer.warnings if isinstance(w, WarningNote)))
    used = {a.id for line in lines for a in line.articles}
    return ThemeMaterial(
        theme=facts.thing(node),
        as_of=facts.as_of,
        window=window,
        lines=tuple(lines),
        exposure=answer,
        industries=_industries(gather, shown),
        foreign=_foreign(snap),
        tables=_tables(snap, answer),
        undated=int((snap.articles.published_at == 0).sum()),
        outside=len(gather.rows) - len(used),
        membership=scope.membership,
        groups=scope.groups,
    )
