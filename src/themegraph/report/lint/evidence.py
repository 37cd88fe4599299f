"""Sentences with what can be compared in them: whose number it is, what stands around it, which window and days it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from themegraph.model import kind_of
from themegraph.report.lint.dates import DayMention, find_days
from themegraph.report.lint.document import normal
from themegraph.report.lint.figures import Figure, Window, read_figures, read_windows
from themegraph.report.lint.knowledge import LintKnowledge, NameHit, SourceText
from themegraph.report.lint.likeness import shingles

__all__ = ["Claim", "EvidenceIndex", "Ratio", "Told", "build_index", "carried_days", "read_told"]

_END = re.compile(r"[。!?][」』”’\")]*|\n+|(?<=[a-z)])\.(?=\s)")
_LONGEST = 1500
_MOST = 40
"""So many numbers of a sentence are compared; a longer row is a table that lost its lines."""
_BREAK = re.compile(r"[,;。!?:](?!\d{3})|、(?!\d)")
_HARD = re.compile(r"[,;。!?]")
_LIST = re.compile(r"^(?:、|和|及|与|以及|,|\([^()]{1,14}\)|\s)*$")
_EACH = re.compile(r"分别|依次|各自")
_RATIO = re.compile(
    r"(?P<of>\d{1,4})\s?(?P<u>周|个?星期|天|个?交易日|个?月|年|个?季度|次|家|只|个|名|位)\s?(?:之?中|里|内|当中)?,?\s?(?:有|录得|出现)?(?P<n>\d{1,4})\s?(?P<v>周|个?星期|天|个?交易日|个?月|年|个?季度|次|家|只|个|名|位)"
)
_METRIC = re.compile(
    r"归母净利润|净利润|净利|毛利率|营业总收入|营业收入|营收|收入|首付款|里程碑|发行价|发售价|售价|均价|目标价|市值|成交额|换手率|持股比例|股份|权重|销量|销售|交付|产量|产能|金额|价格|良率|渗透率|市占率|份额|股息|召回|融资额|票房|利率|费率|"
    r"涨幅|跌幅|增幅|降幅|概率|机率|mfu|效率|密度|能效|吞吐|性能|成本|报价|出货|排产|回购|亏损|盈利|发电量|来水|排名|订单|中标|净流入|净流出|份额|息差|比例|占比|利差|溢价|折让|运价|日租金|开支|支出|交易价格"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A number and its surroundings."""

    figure: Figure
    subjects: frozenset[str]
    """Ids of those whose number it is; empty: nobody is named."""
    named: bool
    """Whether the subject stands in the sentence itself."""
    subject_span: tuple[int, int]
    """Of the subject's name in the sentence; (0, 0) where it is not named there."""
    local: frozenset[str]
    """Shingles of the piece between the numbers, names left out."""
    metric: str
    window: Window | None
    """The last one before the number in its sentence, or the only one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """So many of so many: 33周中有32周."""

    start: int
    end: int
    count: int
    of: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence as claims."""

    norm: str
    names: frozenset[str]
    """Ids named in it, or carried from the sentence before where it names nobody."""
    claims: tuple[Claim, ...]
    ratios: tuple[Ratio, ...]
    days: tuple[DayMention, ...]
    shingles: frozenset[str]
    when: frozenset[date] = frozenset()
    """Days it speaks of: those it names, else those named last before it, else the day of publication."""
    dated: bool = False
    """Whether ``when`` was read in the text."""
    article: int = -1
    """Row in the index's articles; −1: the report itself."""
    start: int = 0
    end: int = 0
    """Of the sentence in the article's content."""


def _ids(hit: NameHit) -> frozenset[str]:
    return frozenset(i for i in hit.ids if kind_of(i) in {"company", "etf", "index", "org"})


def _around(norm: str, figures: list[Figure], at: int) -> frozenset[str]:
    """Return the shingles of the piece that a figure stands in; widened to earlier clauses while it says too little."""
    figure = figures[at]
    left = figures[at - 1].end if at else 0
    stop = figures[at + 1].start if at + 1 < len(figures) else len(norm)
    tail = _BREAK.search(norm, figure.end, stop)
    right = tail.start() if tail else min(stop, figure.end + 14)
    breaks = [m.end() for m in _HARD.finditer(norm, 0, figure.start)]
    begin = max(left, breaks[-1] if breaks else 0)
    found = shingles(norm[begin : figure.start]) | shingles(norm[figure.end : right])
    back = [b for b in breaks if b < begin]
    while len(found) < 3 and (begin > 0):
        begin = back.pop() if back else 0
        found = shingles(re.sub(r"[\d.%]+", " ", norm[begin : figure.start])) | found
    return found


def _owners(norm: str, figures: list[Figure], hits: list[NameHit]) -> list[tuple[frozenset[str], tuple[int, int]]]:
    """Return whose each number is: paired by 分别, else the nearest name before it with those listed beside it."""
    out: list[tuple[frozenset[str], tuple[int, int]]] = []
    for figure in figures:
        before = [h for h in hits if h.end <= figure.start]
        begin = max((m.end() for m in re.finditer(r"[。;!?]", norm[: figure.start])), default=0)
        before = [h for h in before if h.start >= begin and not norm[: h.start].endswith(("较", "比", "跟随", "除"))]
        if not before:
            out.append((frozenset(), (0, 0)))
            continue
        last = before[-1]
        group = [last]
        for hit in reversed(before[:-1]):
            if _LIST.match(norm[hit.end : group[0].start]) and "," not in norm[hit.end : group[0].start]:
                group.insert(0, hit)
            else:
                break
        ids = frozenset().union(*(_ids(h) for h in group))
        out.append((ids, (last.start, last.end)))
    for each in _EACH.finditer(norm):
        stop = min((m.start() for m in re.finditer(r"[。;]", norm[each.end() :])), default=len(norm) - each.end()) + each.end()
        after = [n for n, f in enumerate(figures) if each.end() <= f.start < stop]
        named = [h for h in hits if h.end <= each.start()]
        begin = max((m.end() for m in re.finditer(r"[。;]", norm[: each.start()])), default=0)
        named = [h for h in named if h.start >= begin]
        run: list[NameHit] = []
        for hit in reversed(named):
            if not run or _LIST.match(norm[hit.end : run[0].start]):
                run.insert(0, hit)
            else:
                break
        between = [h for h in hits if each.end() <= h.start < stop]
        pieces = [n for n in after if not between or figures[n].start < between[0].start]
        if len(run) >= 2 and len(pieces) >= len(run):
            for hit, n in zip(run, pieces, strict=False):
                out[n] = (_ids(hit), (hit.start, hit.end))
    return out


def _blank(norm: str, hits: list[NameHit]) -> str:
    """Return the text with its names blanked, of the same length."""
    out = list(norm)
    for hit in hits:
        out[hit.start : hit.end] = " " * (hit.end - hit.start)
    return "".join(out)


def read_told(
    norm: str,
    hits: list[NameHit],
    *,
    carried: frozenset[str],
    published: date | None,
    when: frozenset[date] = frozenset(),
    article: int = -1,
    start: int = 0,
) -> Told:
    """Return a normalised sentence as claims.

    Parameters
    ----------
    norm, hits
        The sentence and the names in it.
    carried
        Whom it speaks of if it names nobody.
    published
        By which days without a year are read.
    when
        The days it speaks of if it names none.
    article, start
        Where it stands in the index.
    """
    figures = read_figures(norm)[:_MOST]
    bare = _blank(norm, hits) if figures else norm
    owners = _owners(norm, figures, hits) if figures else []
    windows = read_windows(norm) if figures else []
    claims = []
    for at, (figure, (ids, span)) in enumerate(zip(figures, owners, strict=True)):
        begin = max((m.end() for m in _HARD.finditer(norm, 0, figure.start)), default=0)
        metrics = list(_METRIC.finditer(norm, begin, figure.start)) or list(_METRIC.finditer(norm, figure.end, figure.end + 8))[:1]
        if not metrics and begin:
            earlier = max((m.end() for m in _HARD.finditer(norm, 0, begin - 1)), default=0)
            metrics = list(_METRIC.finditer(norm, earlier, begin)) if not any(f.start >= earlier and f.end <= begin for f in figures) else []
        full = max((m.end() for m in re.finditer(r"[。;!?]", norm[: figure.start])), default=0)
        near = [w for w in windows if full <= w.start and w.end <= figure.start]
        window = near[-1] if near else (windows[0] if len(windows) == 1 and full <= windows[0].start else None)
        claims.append(
            Claim(
                figure=figure, subjects=ids or carried, named=bool(ids), subject_span=span, local=_around(bare, figures, at),
                metric=metrics[-1].group() if metrics else "", window=window,
            )
        )  # fmt: skip
    ratios = [
        Ratio(start=m.start(), end=m.end(), count=int(m["n"]), of=int(m["of"]), unit=m["u"].lstrip("个"))
        for m in _RATIO.finditer(norm)
        if m["u"].lstrip("个") == m["v"].lstrip("个") and int(m["n"]) <= int(m["of"])
    ]
    own = frozenset().union(*(_ids(h) for h in hits)) if hits else frozenset()
    days = find_days(norm, published)
    named = frozenset(d.day for d in days if d.day)
    return Told(
        norm=norm, names=own or carried, claims=tuple(claims), ratios=tuple(ratios), days=tuple(days), shingles=shingles(norm),
        when=named or when or (frozenset({published}) if published else frozenset()), dated=bool(named or when), article=article, start=start, end=start + len(norm),
    )  # fmt: skip


def cut_ends(ends: list[int]) -> list[int]:
    """Return the ends of sentences with more between those that lie too far apart."""
    out: list[int] = []
    at = 0
    for end in ends:
        while end - at > _LONGEST:
            at += _LONGEST
            out.append(at)
        out.append(end)
        at = end
    return out


def carried_days(told: Told) -> frozenset[date]:
    """Return the days that the sentences after this one speak of: 7月28日 and not 截至6月30日, 自1月1日."""
    return frozenset(d.day for d in told.days if d.day and not told.norm[: d.start].endswith(("截至", "截止", "自", "从", "至", "到", "较", "于")))


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceIndex:
    """Evidence sentences, found by name and by number."""

    articles: tuple[SourceText, ...]
    told: tuple[Told, ...]
    by_name: dict[str, tuple[int, ...]]
    """Sentences that name an id, or speak of it."""
    by_shingle: dict[str, tuple[int, ...]]
    """Sentences with numbers by shingle; shingles of more than 200 sentences are left out."""
    article_names: tuple[frozenset[str], ...]
    texts: tuple[str, ...]
    """Normalised contents."""
    credits: tuple[tuple[str, str], ...]
    """(source, day) by which each article is credited, normalised; two empty words where it is undated."""
    by_credit: dict[tuple[str, str], tuple[int, ...]]
    """Articles by credit."""


def build_index(knowledge: LintKnowledge, articles: Iterable[SourceText]) -> EvidenceIndex:
    """Return the index over these articles. Linear in their length."""
    kept = tuple(articles)
    told: list[Told] = []
    by_name: dict[str, list[int]] = {}
    by_shingle: dict[str, list[int]] = {}
    names: list[frozenset[str]] = []
    texts: list[str] = []
    for row, article in enumerate(kept):
        norm = normal(article.content)
        texts.append(norm)
        hits = knowledge.find_names(norm)
        all_ids: set[str] = set()
        carried: frozenset[str] = frozenset()
        when: frozenset[date] = frozenset()
        at, n = 0, 0
        ends = cut_ends([m.end() for m in _END.finditer(norm)] + [len(norm)])
        for end in ends:
            sentence = norm[at:end]
            inside: list[NameHit] = []
            while n < len(hits) and hits[n].start < end:
                hit = hits[n]
                if hit.start >= at:
                    inside.append(NameHit(start=hit.start - at, end=hit.end - at, ids=hit.ids))
                n += 1
            if sentence.strip():
                one = read_told(sentence, inside, carried=carried, published=article.published, when=when, article=row, start=at)
                when = carried_days(one) or when
                first = next((_ids(h) for h in inside if any(i.startswith("company:") for i in h.ids)), None)
                carried = first or (carried if not inside else one.names)
                all_ids |= one.names
                number = len(told)
                told.append(one)
                for identifier in one.names | frozenset().union(*(c.subjects for c in one.claims)):
                    by_name.setdefault(identifier, []).append(number)
                if one.claims or one.ratios or one.days:
                    for shingle in one.shingles:
                        by_shingle.setdefault(shingle, []).append(number)
            at = end
        names.append(frozenset(all_ids))
    credits = tuple((normal(a.source), a.published.isoformat()) if a.published else ("", "") for a in kept)
    by_credit: dict[tuple[str, str], list[int]] = {}
    for row, credit in enumerate(credits):
        if credit[1]:
            by_credit.setdefault(credit, []).append(row)
            # 某网（转载自某报）is cited as 某网.
            if (bare := credit[0].partition("(")[0]) != credit[0]:
                by_credit.setdefault((bare, credit[1]), []).append(row)
    return EvidenceIndex(
        articles=kept,
        told=tuple(told),
        by_name={k: tuple(v) for k, v in by_name.items()},
        by_shingle={k: tuple(v) for k, v in by_shingle.items() if len(v) <= 200},
        article_names=tuple(names),
        texts=tuple(texts),
        credits=credits,
        by_credit={k: tuple(v) for k, v in by_credit.items()},
    )
