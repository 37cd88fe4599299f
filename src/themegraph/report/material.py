"""Gather what a theme report is written from: the theme's articles of some days, as story lines with their facts, effects and funds."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np

from themegraph.errors import UnknownEntity
from themegraph.exposure import PropagationTable, expose
from themegraph.exposure import answers as engine
from themegraph.folding import fold_name
from themegraph.model import kind_of
from themegraph.model.answers.exposures import EventRow, ExposureAnswer, Path, Quote, Thing, WarningNote
from themegraph.query.exposures import Calendars, ask_of, published_exposure
from themegraph.query.facts import SHANGHAI, Facts
from themegraph.query.find import find_entities, find_events, narrower
from themegraph.query.near import did_you_mean
from themegraph.report.lines import Piece, story_lines, terms_of, voices_of
from themegraph.report.lint.advice import gives_opinion
from themegraph.report.told import Told, told_in
from themegraph.snapshot import Snapshot

__all__ = ["MAX_ITEMS", "MAX_STORIES", "ArticleRef", "Effect", "StoryLine", "ThemeMaterial", "theme_material"]

MAX_ITEMS = 10
"""At most so many items stand in 简要部分; fewer are never padded."""
MAX_STORIES = 8
"""So many stories are told in full; the others stand in the timeline and in the sources."""
FUNDS = 20
"""Funds asked for; the tables show fewer."""
_RELAYS = frozenset({"relay", "member", "narrower"})
"""Steps through a theme: that two companies share one makes none of its members the one to name."""
_SCHEMES = {"industry:sw2021/": "申万行业分类 2021 版", "industry:gics/": "GICS 类行业", "industry:tushare/": "tushare 行业"}
_SECTORS = {
    "Communication Services": "通信服务", "Consumer Discretionary": "可选消费", "Consumer Staples": "必需消费", "Energy": "能源", "Financials": "金融",
    "Health Care": "医疗保健", "Industrials": "工业", "Information Technology": "信息技术", "Materials": "原材料", "Real Estate": "房地产", "Utilities": "公用事业",
}  # fmt: skip
"""The eleven sectors as Chinese readers know them."""
_FRESH = 0.5
"""Novelty from which a fact is news: what is told as background moves nothing now."""
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
    events: tuple[EventRow, ...]
    exposure: ExposureAnswer | None
    """``None``: no event with companies, so nothing was asked."""
    gains: tuple[Effect, ...]
    losses: tuple[Effect, ...]
    mixed: tuple[str, ...]
    """Companies of which the texts tell good and bad; they stand on neither side."""
    first: date


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
    industries: tuple[tuple[str, tuple[str, ...], str], ...]
    """(industry, companies, source), of the companies helped."""
    foreign: frozenset[str]
    """Ids of funds that hold another market than theirs: 跨境."""
    tables: Mapping[str, tuple[tuple[str, float], ...]]
    """Fund → (name, weight) of the lines of the table its row rests on, largest first."""
    undated: int
    """Undated articles that were left out."""
    outside: int
    """Articles of these days that are not about the theme."""


def _theme(snapshot: Snapshot, name: str) -> int:
    """Return the theme, industry or other subject of that name; themes first."""
    found = find_entities(snapshot, name)
    groups = [n for n in found if kind_of(snapshot.id_of(n)) in {"theme", "industry"}]
    if groups or found:
        return (groups or found)[0]
    msg = f"No theme, industry or entity is called {name!r}.{did_you_mean(snapshot, name)}"
    raise UnknownEntity(msg)


class _Gatherer:
    """The window's articles and events, read once."""

    def __init__(self, facts: Facts, theme: str, window: int) -> None:
        self.facts = facts
        self.snap = snap = facts.snapshot
        self.node = _theme(snap, theme)
        self.first = (facts.as_of - timedelta(days=window - 1)).toordinal()
        self.last = facts.as_of.toordinal()
        self.events_of: dict[int, list[int]] = defaultdict(list)
        self.evidence_of: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.voice: dict[int, int] = {}
        self._names: dict[int, tuple[str, ...]] = {}
        self._folded: dict[int, str] = {}
        learned = facts.known_at.timestamp() if facts.known_at else float("inf")
        articles = snap.articles
        inside = (articles.public_from >= self.first) & (articles.public_from <= self.last) & (articles.learned_at <= learned)
        self.rows = [int(r) for r in np.flatnonzero(inside)]
        self._read_events()

    def _read_events(self) -> None:
        snap, window = self.snap, set(self.rows)
        pointer = snap.pointers["event_evidence_ptr"]
        owners = np.repeat(np.arange(len(snap.events)), np.diff(pointer))
        near = np.flatnonzero(np.isin(snap.evidence.article[snap.event_evidence], self.rows))
        for at in near.tolist():
            row, event = int(snap.event_evidence[at]), int(owners[at])
            article = int(snap.evidence.article[row])
            if article in window and int(snap.evidence.owner[row]) == event and self.facts.view.event(event).public_from > 0 and self._says(event):
                if event not in self.events_of[article]:
                    self.events_of[article].append(event)
                self.evidence_of[article][event].append(row)
                self.voice[article] = int(snap.evidence.story[row])

    def _says(self, event: int) -> bool:
        """Return whether an event is whole enough to be told: a launch of nothing is none (监管部门发布信息 is no product)."""
        kind = self.snap.vocabulary("event_types")[int(self.snap.events.type[event])]
        return kind != "product_launch" or any(role == "object" for _, role, _ in self.participants(event))

    def content(self, article: int) -> str:
        return self.facts.content(self.snap.text(int(self.snap.articles.id[article])))

    def folded(self, article: int) -> str:
        """Return an article's content in simplified script, half width and lower case."""
        if article not in self._folded:
            self._folded[article] = fold_name(self.content(article))
        return self._folded[article]

    def names(self, node: int) -> tuple[str, ...]:
        """Return the names of a node as texts have them, folded, longest first."""
        if node not in self._names:
            texts = {fold_name(t) for t, _ in self.snap.names_of(node)} | {fold_name(self.snap.label_of(node))}
            self._names[node] = tuple(sorted((t for t in texts if len(t) >= 2), key=lambda t: (-len(t), t)))
        return self._names[node]

    def participants(self, event: int) -> list[tuple[int, str, int]]:
        """Return (node, role, sign) of an event."""
        return [(p.node, p.role, p.sign) for p in self.facts.view.parts(event)]

    def subject(self, article: int) -> tuple[int, tuple[str, ...]]:
        """Return the company an article is about, −1 if there is no one company, and the index whose market it tells."""
        snap = self.snap
        content = self.folded(article)
        title = fold_name(snap.text(int(snap.articles.title[article])))
        heard: Counter[int] = Counter()
        found: set[str] = set()
        for event in self.events_of[article]:
            for node, role, _ in self.participants(event):
                kind = kind_of(snap.id_of(node))
                if kind == "company" and node not in heard:
                    heard[node] = max((content.count(n) for n in self.names(node)), default=0)
                elif kind == "index" and role == "agent":
                    found.add(snap.id_of(node))
        markets = tuple(sorted(found))
        if not heard:
            return -1, markets
        entitled = [n for n in heard if any(name in title for name in self.names(n))]
        most = sorted(heard, key=lambda n: (-heard[n], snap.id_of(n)))
        if len(entitled) == 1 and heard[entitled[0]] * 2 >= heard[most[0]]:
            return entitled[0], markets
        if (most[0] in entitled or not entitled) and heard[most[0]] >= 3 and heard[most[0]] * 2 > sum(heard.values()):
            return most[0], markets
        return -1, markets


@dataclass(slots=True)
class _Scope:
    """What counts as the theme: its words, its members."""

    words: tuple[str, ...]
    members: frozenset[int]
    events: frozenset[int]

    def speaks(self, folded: str) -> bool:
        """Return whether a folded text names the theme; Latin names only as whole words."""
        for word in self.words:
            at = folded.find(word)
            while at >= 0:
                left, right = folded[at - 1 : at], folded[at + len(word) : at + len(word) + 1]
                if not (word.isascii() and ((left.isascii() and left.isalnum()) or (right.isascii() and right.isalnum()))):
                    return True
                at = folded.find(word, at + 1)
        return False


def _scope(facts: Facts, node: int) -> _Scope:
    snap = facts.snapshot
    if kind_of(snap.id_of(node)) not in {"theme", "industry"}:
        names = {fold_name(t) for t, _ in snap.names_of(node)} | {fold_name(snap.label_of(node))}
        return _Scope(
            words=tuple(sorted(n for n in names if len(n) >= 2)),
            members=frozenset({node}),
            events=frozenset(find_events(facts, snap.id_of(node)).events),
        )
    nodes = narrower(snap, node)
    names = {fold_name(text) for n in nodes for text, _ in snap.names_of(n)} | {fold_name(snap.label_of(n)) for n in nodes}
    members: set[int] = set()
    for group in nodes:
        rows = snap.group_members[snap.rows("group_ptr", group)]
        public = snap.members.public_from[rows]
        members |= {int(snap.members.company[r]) for r in rows[(public > 0) & (public <= facts.as_of.toordinal())]}
    named = {
        event
        for n in nodes
        for event in snap.participants.event[snap.participates.row[snap.rows("participates_ptr", n)]].tolist()
        if any(p.node == n for p in facts.view.parts(event))
    }
    return _Scope(words=tuple(sorted(n for n in names if len(n) >= 2)), members=frozenset(members), events=frozenset(named))


def _is_about(gather: _Gatherer, scope: _Scope, article: int, subject: int) -> bool:
    if subject >= 0 and subject in scope.members:
        return True
    if any(e in scope.events for e in gather.events_of[article]):
        return True
    return scope.speaks(gather.folded(article))


def _article_ref(snap: Snapshot, row: int, original: int) -> ArticleRef:
    return ArticleRef(
        id=snap.text(int(snap.articles.id[row])),
        title=snap.text(int(snap.articles.title[row])),
        source=snap.text(int(snap.articles.source[row])),
        published_at=datetime.fromtimestamp(int(snap.articles.published_at[row]), SHANGHAI).isoformat(),
        url=snap.text(int(snap.articles.url[row])),
        reprint_of="" if row == original else snap.text(int(snap.articles.source[original])) or "同一报道",
    )


def _speaks_here(gather: _Gatherer, node: int, text: str) -> bool:
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
    return expose(facts.snapshot, replace(question, draws=0), table=table)


def _effects(gather: _Gatherer, impacts: Iterable[engine.Impact], told: tuple[Told, ...], mixed: frozenset[int]) -> list[Effect]:
    facts, snap = gather.facts, gather.snap
    out: list[Effect] = []
    named: set[int] = set()
    for impact in sorted(impacts, key=lambda i: not i.named):
        if not impact.impact or impact.company in mixed:
            continue
        if impact.named:
            # Named in the words that tell it; whom another sentence mentions is not stated here.
            source = _teller(gather, told, impact.company, impact.impact)
            if source is None:
                continue
            named.add(impact.company)
            fact, kind = source
            quote = fact.quotes[0]
            out.append(
                Effect(
                    company=facts.thing(impact.company), helped=impact.impact > 0, stated=True, impact=impact.impact,
                    doubtful=fact.modality in {"hedged", "rumoured"}, kind=kind, sender="", steps=(), source=quote, facts=(*fact.events, quote.article),
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


def _teller(gather: _Gatherer, told: tuple[Told, ...], company: int, impact: float) -> tuple[Told, str] | None:
    """Return the fact whose first sentence says what the company gains or loses, and the type of that event."""
    snap = gather.snap
    for fact in told:
        for event in fact.rows:
            if any(n == company and s * impact > 0 for n, _, s in gather.participants(event)) and _speaks_here(gather, company, fact.quotes[0].quote):
                return fact, snap.vocabulary("event_types")[int(snap.events.type[event])]
    return None


def _side(effects: Iterable[Effect], *, helped: bool) -> tuple[Effect, ...]:
    own = [e for e in effects if e.helped == helped]
    return (*(e for e in own if e.stated), *[e for e in own if not e.stated][:_INFERRED])


def _industries(gather: _Gatherer, effects: Iterable[Effect]) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    snap = gather.snap
    found: dict[str, tuple[list[str], str]] = {}
    for effect in effects:
        node = snap.node(effect.company.id)
        for row in range(*snap.rows("members_ptr", node).indices(len(snap.members))):
            group = int(snap.members.group[row])
            public = int(snap.members.public_from[row])
            if kind_of(snap.id_of(group)) == "industry" and 0 < public <= gather.last:
                scheme = next(
                    (label for start, label in _SCHEMES.items() if snap.id_of(group).startswith(start)), snap.text(int(snap.members.source[row]))
                )
                names, _ = found.setdefault(_SECTORS.get(snap.label_of(group), snap.label_of(group)), ([], scheme))
                if effect.company.name not in names:
                    names.append(effect.company.name)
    return tuple((k, tuple(names), source) for k, (names, source) in sorted(found.items(), key=lambda kv: (-len(kv[1][0]), kv[0])))


def _mixed(gather: _Gatherer, events: Iterable[int]) -> frozenset[int]:
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


def _by_table(path: Path) -> bool:
    """Return whether a path goes through a line of an industry table, which is no relation that one could name in public."""
    return any(kind_of(h.object) == "industry" for h in path.hops)


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
    gather: _Gatherer,
    scope: _Scope,
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

    def relevant(events: list[int], text: str) -> bool:
        """Whether a sentence belongs to the theme: it speaks of it, or of whom the story is about, or of nobody else."""
        if scope.speaks(fold_name(text)) or any(e in scope.events for e in events):
            return True
        named = {n for e in events for n, _, _ in gather.participants(e) if kind_of(snap.id_of(n)) == "company"}
        return not named or bool(named & (scope.members | subjects))

    told = told_in(facts, [[p.row for p in group] for group in voices], gather.evidence_of, gather.content, relevant, first=gather.first)
    told = tuple(f for f in told if not gives_opinion(f.text))
    rows = sorted({e for fact in told for e in fact.rows})
    fresh = sorted({e for fact in told if fact.novelty >= _FRESH for e in fact.rows})
    mixed = _mixed(gather, fresh)
    shocked = tuple(e for e in fresh if any(s and n not in mixed and kind_of(snap.id_of(n)) == "company" for n, _, s in gather.participants(e)))
    loudest = max(voices, key=lambda group: (len(group), -group[0].order[0], group[0].order[1]))
    heading_row = next((p.row for p in (*loudest, *pieces) if not gives_opinion(snap.text(int(snap.articles.title[p.row])))), pieces[0].row)
    answer = None
    effects: list[Effect] = []
    if shocked and full:
        asked = _ask(facts, shocked, calendars, table)
        answer = published_exposure(asked, facts, question=snap.text(int(snap.articles.title[heading_row])), table=table, quotes=2)
        effects = _effects(gather, asked.impacts, told, mixed)
        reach: dict[str, float] = defaultdict(float)
        for row in answer.rows:
            for path in row.paths:
                event = path.hops[0].subject if path.hops else ""
                reach[event] = max(reach[event], abs(path.contribution))
        told = tuple(f.scored(max((reach.get(e, 0.0) for e in f.events), default=0.0)) for f in told)
    told = tuple(sorted(told, key=lambda f: (-f.score, f.quotes[0].published_at or "", f.text)))
    return StoryLine(
        heading=snap.text(int(snap.articles.title[heading_row])) or told[0].text if told else snap.text(int(snap.articles.title[heading_row])),
        subject=snap.label_of(subject) if subject >= 0 else "",
        articles=tuple(_article_ref(snap, p.row, original[p.row]) for p in pieces),
        voices=len(voices),
        told=told,
        events=tuple(facts.event_row(e, quotes=2) for e in rows),
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
    gather = _Gatherer(facts, theme, window)
    snap = gather.snap
    scope = _scope(facts, gather.node)
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
        line = _line(gather, scope, group, voices, subject, calendars, table, full=number < 2 * MAX_STORIES)
        if line.told:
            lines.append(line)
    lines.sort(key=lambda s: (-s.told[0].score, -s.voices, s.articles[0].published_at, s.articles[0].id))
    shown = lines[:MAX_STORIES]
    ids = {e.id for line in shown if line.exposure for e in line.exposure.events}
    rows = tuple(e for e in sorted({e for r in gather.rows for e in gather.events_of[r]}) if snap.text(int(snap.events.id[e])) in ids)
    answer = (
        published_exposure(_ask(facts, rows, calendars, table), facts, question=snap.label_of(gather.node), table=table, quotes=1) if rows else None
    )
    if answer is not None:
        # A fund that only a line of an industry table leads to, and that holds none of the companies, has no place in a text for the public.
        rows_kept = tuple(r for r in answer.rows if r.direct_weight > 0 or any(not _by_table(p) for p in r.paths))
        answer = replace(answer, rows=rows_kept, warnings=tuple(w for w in answer.warnings if isinstance(w, WarningNote)))
    used = {a.id for line in lines for a in line.articles}
    return ThemeMaterial(
        theme=facts.thing(gather.node),
        as_of=facts.as_of,
        window=window,
        lines=tuple(lines),
        exposure=answer,
        industries=_industries(gather, (e for line in shown for e in line.gains if e.stated)),
        foreign=_foreign(snap),
        tables=_tables(snap, answer),
        undated=int((snap.articles.published_at == 0).sum()),
        outside=len(gather.rows) - len(used),
    )
