"""Facts as they are told: sentences that say the same are one fact with several voices, scored by reach, novelty and belief."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from themegraph.model.answers.exposures import Quote
from themegraph.query.facts import SHANGHAI, Facts
from themegraph.report.clauses import Figure, find_figures, plain, same_fact, sentences_of, starts_with_anaphor
from themegraph.snapshot.belief import Heard, belief

__all__ = ["Told", "told_in"]

FLOOR = 0.0005
"""Reach of a fact without a path to a fund: the threshold of 可忽略."""
_BACKGROUND = 0.2
"""What is left of the novelty of a fact that happened before the window."""
_WEAK = 0.5
"""… and of a sentence that the reader of events took nothing from."""
_SELF = re.compile(r"据(?:公司|[^，。]{0,6})介绍|公司(?:给出|称|在现场称|表示)|由公司自行|厂商自身|据介绍|公布的成绩")
_NOISE = re.compile(r"^(?:（?[记編编]者|责任编辑|責任編輯|来源[:：]|图[:：]|.{0,6}免责|以上内容|上述.{0,12}不构成)")
_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_MONTH = re.compile(r"(今年|去年)(\d{1,2})月(?!\d)")
_SAYS = ("说", "称", "认为", "表示", "指出", "提醒", "预计", "說", "稱", "認為")
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
            for start, end in sentences_of(text):
                hits = [(e, r) for at, found in told.items() if start <= at < end for e, r in found]
                words = text[start:end]
                if len(words) < _ENOUGH or (not hits and _NOISE.match(words)):
                    continue
                order = ("negated", "rumoured", "hedged", "quoted", "asserted")
                tones = {modalities[int(snap.evidence.modality[r])] for _, r in hits}
                modality = next((m for m in order if m in tones), "asserted")
                # Where one sentence both tells and doubts, what it tells decides.
                if "asserted" in tones and modality == "hedged":
                    modality = "asserted"
                out.append(
                    _Sentence(
                        article=article, voice=voice, text=words, start=start, end=end, title=bool(title) and end <= len(title),
                        events=sorted({e for e, _ in hits}), modality=modality, published=int(snap.articles.published_at[article]),
                    )
                )  # fmt: skip
    return out


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
    for sentence in found:
        key = plain(sentence.text)
        at = by_text.get(key)
        if at is None:
            for number, group in enumerate(out):
                # A headline joins the sentence below it that tells its event; two sentences of one article's body are two facts.
                own = [s for s in group if s.article == sentence.article]
                if any(not s.title for s in own) and not sentence.title:
                    continue
                joins = any(same_fact(sentence.text, s.text) for s in group[:4]) or any(s.title and set(sentence.events) & set(s.events) for s in own)
                if joins:
                    at = number
                    break
        if at is None:
            at = len(out)
            out.append([])
        by_text.setdefault(key, at)
        out[at].append(sentence)
    return out


def told_in(
    facts: Facts,
    voices: Sequence[Sequence[int]],
    evidence_of: Mapping[int, Mapping[int, list[int]]],
    content: Callable[[int], str],
    relevant: Callable[[list[int], str], bool],
    *,
    first: int,
) -> tuple[Told, ...]:
    """Return the facts that articles of one story line tell, in the order in which they were first told.

    Parameters
    ----------
    voices
        Rows of `articles` by voice, the original first in each.
    evidence_of
        Article → event → its rows of evidence there.
    relevant
        Whether a sentence with these events belongs to the theme.
    first
        Day number from which a fact is new.
    """
    snap = facts.snapshot
    classes = snap.vocabulary("source_classes")
    found = [s for s in _sentences(facts, voices, evidence_of, content) if relevant(s.events, s.text)]
    out = []
    for group in _groups(found):
        best = min(group, key=_best)
        events = sorted({e for s in group for e in s.events})
        if not events and not find_figures(best.text):
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
        agents = [p.name for p in facts.event_row(lead, quotes=0).participants if p.role == "agent"] if lead >= 0 else []
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
                figures=find_figures(best.text),
                modality=best.modality,
                own_word=bool(_SELF.search(best.text)),
                day=date.fromordinal(day) if day else None,
                period=_period({(int(snap.events.day_from[e]), int(snap.events.day_to[e])) for e in best.events}),
                public=datetime.fromtimestamp(min(s.published for s in group), SHANGHAI).date(),
                belief=belief(heard),
                novelty=(_BACKGROUND if background else 1.0) * (1.0 if events else _WEAK),
            )
        )
    return tuple(out)
