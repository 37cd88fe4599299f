"""Facts as they are told: sentences that say the same are one fact with several voices, scored by reach, novelty and belief."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from themegraph.model.answers.exposures import Quote
from themegraph.query.facts import SHANGHAI, Facts
from themegraph.report.clauses import Figure, clauses, find_figures, plain, same_fact, sentences_of, starts_with_anaphor
from themegraph.report.restate import ANNOUNCES
from themegraph.report.tabled import is_row
from themegraph.snapshot.belief import Heard, belief

__all__ = ["FIRM", "Told", "told_in"]

FLOOR = 0.0005
"""Reach of a fact without a path to a fund: the threshold of 可忽略."""
_BACKGROUND = 0.2
"""What is left of the novelty of a fact that happened before the window."""
_WEAK = 0.5
"""… and of a sentence that the reader of events took nothing from."""
_SELF = re.compile(r"据(?:公司|[^，。]{0,6})介绍|公司(?:给出|称|在现场称|表示)|由公司自行|厂商自身|据介绍|公布的成绩")
_NOISE = re.compile(
    r"^(?:（?[记編编]者(?![^，。]{0,12}(?:了解|获悉|注意到|从|在))|责任编辑|責任編輯|来源[:：]|图[:：]|.{0,6}免责|以上内容|上述.{0,12}不构成)"
)
_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_MONTH = re.compile(r"(今年|去年)(\d{1,2})月(?!\d)")
_SAYS = ("说", "称", "认为", "表示", "指出", "提醒", "预计", "說", "稱", "認為")
_STOPS = "。！？!?；;…”」』"
_PROSE = 3
"""Sentences with an end that make an article a text of sentences; the headlines of a ticker have none."""
_FISCAL = re.compile(r"财年|财季|财政年度|fiscal|\bFY\s?\d", re.IGNORECASE)
"""Such a year is not the calendar's: its quarters are not named by us."""
_OUTLOOK = re.compile(r"(?:(?:公司|机构|市场|业内|分析师?|其)?(?:普遍)?(?:预计|预期|有望|料|或|将(?:对|为|使|有助)))")
_HEDGE = re.compile(r"拟|计划|预计|预期|有望|或(?!者)|可能|料|目标|力争|考虑|酝酿|传")
_DONE = re.compile(r"签订|签署|公告|完成|收到|中标|中选|获得|获批|实现|披露|宣布|发布|推出|投产|收购|收涨|收跌|上涨|下跌")
_ENOUGH = 8
"""Characters a sentence needs to tell anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One fact as articles tell it."""

    text: str
    """The sentence that tells it best, whole and in the article's words."""
    headline: bool
    """That sentence is a headline."""
    type_label: str
    """Of its event; empty where there is none."""
    label: str
    """Of its event: who did what."""
    who: str
    """Whose doing it is, where one company acts."""
    quotes: tuple[Quote, ...]
    """That sentence first, then one of each other voice, then reprints."""
    voices: int
    reprints: int
    rows: tuple[int, ...]
    """Rows of its events."""
    events: tuple[str, ...]
    """Their ids."""
    figures: tuple[Figure, ...]
    owners: tuple[str, ...]
    """Whose each figure is, one a figure; empty where the sentence does not say."""
    subject: str
    """Whom 公司 means in that sentence; empty where that is not known or the sentence names somebody else before."""
    named: bool
    """The sentence itself names the company that its 公司 means, before it."""
    modality: str
    """Of the best sentence: asserted, hedged, negated, quoted, rumoured."""
    own_word: bool
    """The company says it about itself."""
    day: date | None
    """When it happened, where the text says so."""
    period: str
    """The year, half or quarter that its event covers, such as 2025年前三季度; empty for any other span."""
    public: date
    belief: float
    novelty: float
    reach: float = 0.0

    @property
    def score(self) -> float:
        """(ε + reach) × novelty × belief."""
        return (FLOOR + self.reach) * self.novelty * self.belief

    def scored(self, reach: float) -> Told:
        """Return the fact with the largest contribution that its events make to any fund."""
        return replace(self, reach=reach)


@dataclass(slots=True)
class _Sentence:
    article: int
    voice: int
    text: str
    start: int
    end: int
    title: bool
    events: list[int]
    modality: str
    published: int


def _sentences(
    facts: Facts, voices: Sequence[Sequence[int]], evidence_of: Mapping[int, Mapping[int, list[int]]], content: Callable[[int], str]
) -> list[_Sentence]:
    snap = facts.snapshot
    modalities = snap.vocabulary("modalities")
    out = []
    for voice, rows in enumerate(voices):
        for article in rows:
            text = content(article)
            title = snap.text(int(snap.articles.title[article]))
            told: dict[int, list[tuple[int, int]]] = {}
            for event, readings in evidence_of.get(article, {}).items():
                for row in readings:
                    told.setdefault(int(snap.evidence.start[row]), []).append((event, row))
            spans = list(sentences_of(text))
            punctuated = sum(text[end - 1] in _STOPS for _, end in spans) >= _PROSE
            for start, end in spans:
                hits = [(e, r) for at, found in told.items() if start <= at < end for e, r in found]
                words = text[start:end]
                if len(words) < _ENOUGH or is_row(words) or (not hits and _NOISE.match(words)):
                    continue
                # In a text of sentences, a line without an end and without a figure heads what follows.
                if punctuated and end > len(title) and words[-1] not in _STOPS and not find_figures(words):
                    continue
                order = ("negated", "rumoured", "hedged", "quoted", "asserted")
                tones = {modalities[int(snap.evidence.modality[r])] for _, r in hits}
                modality = next((m for m in order if m in tones), "asserted")
                # Where one sentence both tells and doubts, what it tells decides.
                if modality == "hedged" and ("asserted" in tones or _outlook_only(words)):
                    modality = "asserted"
                out.append(
                    _Sentence(
                        article=article, voice=voice, text=words, start=start, end=end, title=bool(title) and end <= len(title),
                        events=sorted({e for e, _ in hits}), modality=modality, published=int(snap.articles.published_at[article]),
                    )
                )  # fmt: skip
    return out


def _outlook_only(text: str) -> bool:
    """Return whether only the last clauses of a sentence look ahead, and those before tell what was done: 签订合同…，预计将对业绩产生积极影响."""
    parts = [text[a:b] for a, b in clauses(text)]
    first = next((n for n, part in enumerate(parts) if _HEDGE.search(part)), len(parts))
    return 0 < first < len(parts) and bool(_OUTLOOK.match(parts[first])) and any(_DONE.search(part) for part in parts[:first])


def _told_day(text: str, published: date) -> date | None:
    """Return the latest day that a sentence names, in the year of publication unless it says another or would lie far ahead."""
    found = []
    for year, month, day in _DAY.findall(text):
        try:
            named = date(int(year) if year else published.year, int(month), int(day))
            if not year and (named - published).days > 200:
                named = named.replace(year=named.year - 1)
        except ValueError:
            continue
        found.append(named)
    return max(found, default=None)


_PERIODS = {
    ((1, 1), (12, 31)): "", ((1, 1), (6, 30)): "上半年", ((7, 1), (12, 31)): "下半年", ((1, 1), (9, 30)): "前三季度",
    ((1, 1), (3, 31)): "一季度", ((4, 1), (6, 30)): "二季度", ((7, 1), (9, 30)): "三季度", ((10, 1), (12, 31)): "四季度",
}  # fmt: skip


def _period(spans: set[tuple[int, int]]) -> str:
    """Return the name of the accounting period that the events of a sentence all cover; empty if there is no one such."""
    if len(spans) != 1 or min(next(iter(spans))) <= 0:
        return ""
    first, last = (date.fromordinal(n) for n in next(iter(spans)))
    part = _PERIODS.get(((first.month, first.day), (last.month, last.day)))
    return f"{first.year}年{part}" if part is not None and first.year == last.year else ""


def _long_ago(text: str, published: date, first: date) -> bool:
    """Return whether a sentence tells of a month that ended before the window, and names no day."""
    named = _MONTH.search(text)
    if not named or not 1 <= int(named[2]) <= 12:
        return False
    return (published.year - (named[1] == "去年"), int(named[2])) < (first.year, first.month)


FIRM = re.compile(r"(?<![一-鿿])(?:该?公司|本公司|该企业|该股)|(?<=[称示，、；：在因为对与和及将若])公司(?![债法章制])")
"""公司 for a company that another sentence names; not the end of 子公司 or of a company's own name."""
_HEADLESS = re.compile(
    r"(?:公司|[ABHＡＢＨ]股|美股|港股|其中|分别|平均|股价|单日|收[涨跌盘于]|盘[中前后]|一度|[跌涨升挫增降]|同比|环比|按年|按季|净|营|归母|毛利|收入|实现|亏损|为|至|合计|累计|占|较|约|逾|报|并|金额|总价|预计)"
)
"""A clause that begins with a measure goes on with whose it is from the clause before."""

_ARTICLE = 3
"""Characters that may stand before a subject: 其中, 港股."""


def _named_before(text: str, companies: Sequence[tuple[int, str]]) -> bool:
    found = FIRM.search(text)
    return found is not None and any(at < found.start() for at, _ in companies)


def _means_another(text: str, companies: Sequence[tuple[int, str]]) -> bool:
    """Return whether a sentence speaks of a company that only the text around it names."""
    if ANNOUNCES.match(text):
        return True
    return bool(FIRM.search(text)) and not _named_before(text, companies)


def _owner(figure: Figure, text: str, companies: Sequence[tuple[int, str]], speaker: str) -> str:
    """Return whose a figure is: the one company its clause names, else the last one named before where the clause goes on with it."""
    at = text.find(figure.about)
    if at < 0:
        return ""
    inside = list(dict.fromkeys(name for place, name in companies if at <= place < at + len(figure.about)))
    if inside:
        return inside[0] if len(inside) == 1 else ""
    if not _HEADLESS.match(figure.about):
        return ""
    before = [(place, name) for place, name in companies if place < at]
    if not before:
        return speaker if figure.about.startswith("公司") or ANNOUNCES.match(text) else ""
    place, name = before[-1]
    leads = place - max(text.rfind(mark, 0, place) for mark in "，；。：") - 1 <= _ARTICLE
    # Of several named before, the last goes on only where its clause begins with it: 与甲旗下的乙签约，总价… is nobody's.
    return name if leads or len({n for _, n in before}) == 1 else ""


def _acts(name: str, text: str) -> bool:
    """Return whether a sentence tells what somebody does, and not only what they say."""
    at = text.find(name)
    return at >= 0 and not any(v in text[at : at + len(name) + 40].replace(",", "，").partition("，")[0] for v in _SAYS)


def _best(sentence: _Sentence) -> tuple[bool, bool, bool, int, int, int, int]:
    numbers = len(find_figures(sentence.text))
    return (
        starts_with_anaphor(sentence.text),
        not sentence.events,
        len(sentence.text) > 90,
        -min(numbers, 2),
        len(sentence.text),
        sentence.published,
        sentence.start,
    )


def _quote(facts: Facts, sentence: _Sentence) -> Quote:
    snap = facts.snapshot
    return Quote(
        article=snap.text(int(snap.articles.id[sentence.article])),
        title=snap.text(int(snap.articles.title[sentence.article])),
        quote=sentence.text,
        start=sentence.start,
        end=sentence.end,
        published_at=datetime.fromtimestamp(sentence.published, SHANGHAI).isoformat() if sentence.published else None,
        source=snap.text(int(snap.articles.source[sentence.article])),
        modality=sentence.modality,
    )


def _groups(found: list[_Sentence]) -> list[list[_Sentence]]:
    out: list[list[_Sentence]] = []
    by_text: dict[str, int] = {}
    # What a headline or a sentence can join: sentences of its own article only where one of the two is the headline.
    bodies: dict[int, set[int]] = defaultdict(set)
    titled: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for sentence in found:
        key = plain(sentence.text)
        at = by_text.get(key)
        if at is None:
            closed = bodies[sentence.article] if not sentence.title else frozenset()
            told = titled[sentence.article]
            joins = {n for e in sentence.events for n in told[e]} if told else set()
            for number, group in enumerate(out):
                if number not in closed and (number in joins or any(same_fact(sentence.text, s.text) for s in group[:4])):
                    at = number
                    break
        if at is None:
            at = len(out)
            out.append([])
        by_text.setdefault(key, at)
        out[at].append(sentence)
        if sentence.title:
            for event in sentence.events:
                titled[sentence.article][event].add(at)
        else:
            bodies[sentence.article].add(at)
    return out


def told_in(
    facts: Facts,
    voices: Sequence[Sequence[int]],
    evidence_of: Mapping[int, Mapping[int, list[int]]],
    content: Callable[[int], str],
    relevant: Callable[[int, list[int], str], bool],
    *,
    first: int,
    subject_of: Callable[[int], str],
    named_in: Callable[[str], list[tuple[int, str]]],
    agents_of: Callable[[int], list[str]],
) -> tuple[Told, ...]:
    """Return the facts that articles of one story line tell, in the order in which they were first told.

    Parameters
    ----------
    voices
        Rows of `articles` by voice, the original first in each.
    evidence_of
        Article → event → its rows of evidence there.
    relevant
        Whether a sentence of an article with these events belongs to the theme.
    first
        Day number from which a fact is new.
    subject_of
        Name of the one company an article is about; empty if there is none.
    named_in
        (Place, name) of each company that a sentence names, in its order.
    agents_of
        Names of those whose doing an event is.
    """
    snap = facts.snapshot
    classes = snap.vocabulary("source_classes")
    found = [s for s in _sentences(facts, voices, evidence_of, content) if relevant(s.article, s.events, s.text)]
    out = []
    for group in _groups(found):
        best = min(group, key=_best)
        events = sorted({e for s in group for e in s.events})
        figures = find_figures(best.text)
        if not events and not figures:
            continue
        ordered = [best, *sorted((s for s in group if s is not best), key=lambda s: (s.published, s.article, s.start))]
        seen: set[int] = set()
        firsts: list[_Sentence] = []
        later: list[_Sentence] = []
        for sentence in ordered:
            (later if sentence.voice in seen else firsts).append(sentence)
            seen.add(sentence.voice)
        chosen: dict[int, _Sentence] = {}
        for sentence in [*firsts, *later]:
            chosen.setdefault(sentence.article, sentence)
        quotes = tuple(_quote(facts, s) for s in chosen.values())
        heard = []
        for sentence in firsts:
            kind = next((classes[int(snap.evidence.source_class[r])] for e in evidence_of.get(sentence.article, {}).values() for r in e), "unknown")
            heard.append(Heard(source_class=kind, voice=sentence.voice, modality="asserted" if sentence.modality == "negated" else sentence.modality))
        # A day, or two in two time zones; a month or a season is no day of a timeline.
        days = {int(snap.events.day_to[e]) for e in best.events if 0 < int(snap.events.day_to[e]) <= int(snap.events.day_from[e]) + 1}
        day = days.pop() if len(days) == 1 else 0
        told_on = datetime.fromtimestamp(best.published, SHANGHAI).date()
        if not day and (named := _told_day(best.text, told_on)):
            day = named.toordinal()
        background = day < first - 3 if day else _long_ago(best.text, told_on, date.fromordinal(first))
        lead = next((e for e in best.events), events[0] if events else -1)
        kind = snap.vocabulary("event_types")[int(snap.events.type[lead])] if lead >= 0 else ""
        companies = named_in(best.text)
        speaker = subject_of(best.article)
        agents = agents_of(lead) if lead >= 0 else []
        out.append(
            Told(
                text=" ".join(best.text.split()),
                headline=best.title,
                type_label=snap.meta.get("labels", {}).get(kind, kind),
                label=facts.event_label(lead) if lead >= 0 else "",
                who=agents[0] if len(agents) == 1 and _acts(agents[0], best.text) else "",
                quotes=quotes,
                voices=len(seen),
                reprints=len(quotes) - len(seen),
                rows=tuple(events),
                events=tuple(snap.text(int(snap.events.id[e])) for e in events),
                figures=figures,
                owners=tuple(_owner(f, best.text, companies, speaker) for f in figures),
                named=_named_before(best.text, companies),
                subject=speaker if _means_another(best.text, companies) else "",
                modality=best.modality,
                own_word=bool(_SELF.search(best.text)),
                day=date.fromordinal(day) if day else None,
                period=""
                if _FISCAL.search(content(best.article))
                else _period({(int(snap.events.day_from[e]), int(snap.events.day_to[e])) for e in best.events}),
                public=datetime.fromtimestamp(min(s.published for s in group), SHANGHAI).date(),
                belief=belief(heard),
                novelty=(_BACKGROUND if background else 1.0) * (1.0 if events else _WEAK),
            )
        )
    return tuple(out)
