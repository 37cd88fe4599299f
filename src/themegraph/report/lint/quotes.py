"""Quotations word for word, and sources by name, day and title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from themegraph.report.lint.context import Context
from themegraph.report.lint.dates import find_days
from themegraph.report.lint.document import Block, normal
from themegraph.report.lint.evidence import EvidenceIndex
from themegraph.report.lint.findings import Finding
from themegraph.report.lint.likeness import likeness, shingles

__all__ = ["lint_quotes", "lint_sources"]

_QUOTED = re.compile(r"「((?:[^「」]|「[^「」]{0,80}」){8,400})」|“([^“”]{14,400})”")
_PAIR = re.compile(r"(?P<source>[^()（）,，;；:：。、\s「」]{2,20})\s?[,，]\s?(?P<day>\d{4}-\d{2}-\d{2})")
_LISTED = re.compile(r"^(?P<day>\d{4}-\d{2}-\d{2})\s+(?P<source>[^:,。]{2,20}):\s?(?P<title>.+)$")
_DATED = re.compile(r"^(?P<day>\d{4}-\d{2}-\d{2})\s+[^:]{2,12}:\s?(?P<title>.+)$")
_TURN = re.compile(r"[涨跌升降增减]")
_VAGUE = re.compile(r"日前|近日|近期|上周|本周|此前一?日")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_HEAD_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}(?:\s?\([^()]{4,20}\))?\s?")
_LOOSE = re.compile(r"[^\w%.+\-]+")
_ALIKE = 0.72
"""Share of a quotation's words from which it is taken to be meant for that sentence."""


def _tight(norm: str) -> str:
    return _LOOSE.sub("", norm)


def _credited(context: Context, index: EvidenceIndex, block: Block, end: int, named: frozenset[str], rows: list[int]) -> Iterator[Finding]:
    """Yield a known source, named right after a quotation, that on that day told nothing of those whom the quotation names."""
    bracket = re.match(r"\s?\(([^()]{4,160})\)", block.norm[end:])
    if not bracket:
        return
    allowed = {index.credits[r] for r in rows if index.articles[r].published}
    for found in _PAIR.finditer(bracket[1]):
        pair = (found["source"], found["day"])
        if pair in allowed or pair not in index.by_credit:
            continue
        if not named or any(named & index.article_names[r] for r in index.by_credit[pair]):
            continue  # a source may be credited for the event, in its own words
        at = end + bracket.start(1) + found.start()
        right = "；".join(f"{s}，{d}" for s, d in sorted(allowed))
        yield context.finding("source-unknown", block, at, at + len(found.group()), "这一天的这家媒体没有这句话。", evidence=right, suggestion=right)


def _labelled(context: Context, index: EvidenceIndex, block: Block, start: int, rows: list[int]) -> Iterator[Finding]:
    """Yield a day at the head of a timeline's line that lies beside no day of the articles quoted in it."""
    if block.kind != "item" or not _ISO.match(block.norm):
        return
    allowed: set[date] = set()
    for row in rows:
        published = index.articles[row].published
        allowed |= ({published} if published else set()) | {d.day for d in find_days(index.texts[row], published) if d.day}
    slack = 3 if any(_VAGUE.search(index.texts[row]) for row in rows) else 1
    for mention in find_days(block.norm[:start], None):
        day = mention.day
        # A weekday or 次日 may have been resolved to the day beside; a quarter begins on its first day.
        if day is None or day.day == 1 or not allowed or min(abs((day - d).days) for d in allowed) <= slack:
            continue
        right = min(allowed, key=lambda d: (abs((d - day).days), d)).isoformat()
        yield context.finding(
            "claim-date", block, mention.start, mention.end, f"所引报道中没有{day}这一天。", evidence=index.articles[rows[0]].title, suggestion=right
        )


def _printed(context: Context, index: EvidenceIndex) -> Iterator[Finding]:
    """Yield cells of a column of original words (所指（原文）) that differ from the evidence, or whose number is not the one beside them."""
    tight = [_tight(text) for text in index.texts]
    heads: dict[int, list[str]] = {}
    for block in context.doc.blocks:
        if block.kind != "row":
            continue
        cells = [block.norm[a:b].strip() for a, b in block.cells]
        if block.table not in heads:
            heads[block.table] = cells
            continue
        head = heads[block.table]
        column = next((n for n, h in enumerate(head) if "原文" in h), -1)
        if not 0 <= column < len(cells):
            continue
        said = _tight(cells[column])
        pieces = [p for p in (_tight(piece) for piece in re.split(r"…+", cells[column])) if p]
        a, b = block.cells[column]
        if pieces and len(said) >= 4 and not any(all(piece in text for piece in pieces) for text in tight):
            mine = shingles(said)
            best = max(index.told, key=lambda t: len(mine & t.shingles), default=None)
            if best is not None and mine and len(mine & best.shingles) >= _ALIKE * len(mine):
                yield context.finding(
                    "quote-altered", block, a, b, "引文与原文不符。", evidence=best.norm.strip(), suggestion=best.norm.strip()[:120]
                )
                continue
        value = next((n for n, h in enumerate(head) if re.fullmatch(r"数值|数字|value", h)), -1)
        if 0 <= value < len(cells) and (figure := re.search(r"\d[\d,.]*", cells[value])) and figure.group() not in cells[column]:
            yield context.finding(
                "number-conflict", block, *block.cells[value], "数值与同一行的原文不同。", evidence=cells[column], suggestion=cells[column]
            )


def lint_quotes(context: Context, index: EvidenceIndex) -> Iterator[Finding]:
    """Yield quotations that are nearly, but not, the words of some evidence."""
    tight = [_tight(text) for text in index.texts]
    titles = {_tight(normal(article.title)): article.title for article in index.articles if article.title}
    heads = [(title, shingles(normal(title))) for title in titles.values()]
    yield from _printed(context, index)
    for block, hits in zip(context.doc.blocks, context.names, strict=True):
        yield from _title(context, block, titles, heads)
        for found in _QUOTED.finditer(block.norm):
            group = 1 if found[1] else 2
            inside = found[group]
            pieces = [p for p in (_tight(piece) for piece in re.split(r"…+|\.{3,}", inside)) if len(p) >= 6]
            if not pieces:
                continue
            rows = [row for row, text in enumerate(tight) if all(piece in text for piece in pieces)]
            if rows:
                named = frozenset(i for h in hits if found.start() <= h.start < found.end() for i in h.ids)
                yield from _credited(context, index, block, found.end(), named, rows)
                yield from _labelled(context, index, block, found.start(), rows)
                continue
            if all(any(piece in text for text in tight) for piece in pieces):
                continue
            mine = shingles(inside)
            if len(mine) < 5:
                continue
            best, score = None, 0.0
            for told in index.told:
                share = len(mine & told.shingles) / len(mine)
                if share > score:
                    best, score = told, share
            if best is None or score < _ALIKE:
                continue
            article = index.articles[best.article]
            day = article.published.isoformat() if article.published else "日期不详"
            yield context.finding(
                "quote-altered", block, found.start(group), found.end(group), "引文与原文不符。",
                evidence=f"{best.norm.strip()}（{article.source or article.title}，{day}）", suggestion=best.norm.strip()[:120],
            )  # fmt: skip


def _title(context: Context, block: Block, titles: dict[str, str], heads: list[tuple[str, frozenset[str]]]) -> Iterator[Finding]:
    """Yield a headline taken over with another number or direction."""
    dated = _DATED.match(block.norm)
    begin, end = dated.span("title") if dated else (0, len(block.norm))
    if block.kind not in {"heading", "item"}:
        return
    dated_line = _HEAD_DAY.match(block.norm[begin:end])
    begin += dated_line.end() if dated_line else 0
    stop = re.search(r"[「(](?!否认)", block.norm[begin:end]) if block.kind == "item" else None
    end = begin + stop.start() if stop else end
    said = block.norm[begin:end].strip()
    if len(said) < 10 or any(t.startswith(_tight(said)) for t in titles) or not (re.search(r"\d", said) or _TURN.search(said)):
        return
    mine = shingles(said)
    best, score = "", 0.0
    for title, theirs in heads:
        share = len(mine & theirs) / max(1, len(mine | theirs))
        if share > score:
            best, score = title, share
    if score < 0.7:
        return
    here, there = normal(best), said
    if re.findall(r"\d[\d.,]*", here) == re.findall(r"\d[\d.,]*", there) and _TURN.findall(here) == _TURN.findall(there):
        return
    yield context.finding("quote-altered", block, begin, end, "标题与原文的数字或方向不同。", evidence=best, suggestion=best)


def _timeline(context: Context, index: EvidenceIndex, block: Block, titled: dict[str, list[int]]) -> Iterator[Finding]:
    """Yield the day of a dated line about an article's event that neither the article names nor it appeared on."""
    found = _DATED.match(block.norm)
    if not found:
        return
    rows = titled.get(_tight(found["title"]))
    days = find_days(found["day"], None)
    if not rows or not days or days[0].day is None:
        return
    allowed: set[date] = set()
    for row in rows:
        published = index.articles[row].published
        allowed |= ({published} if published else set()) | {d.day for d in find_days(index.texts[row], published) if d.day}
    if days[0].day.day == 1 or not allowed:
        return  # the first day of a period, such as the quarter that the article is about
    if days[0].day not in allowed:
        near = min(allowed, key=lambda d: (abs((d - days[0].day).days), d))  # type: ignore[operator]
        yield context.finding(
            "claim-date",
            block,
            found.start("day"),
            found.end("day"),
            f"报道中没有{found['day']}这一天。",
            evidence=index.articles[rows[0]].title,
            suggestion=near.isoformat(),
        )


def lint_sources(context: Context, index: EvidenceIndex) -> Iterator[Finding]:
    """Yield sources that are known and published nothing on the day named, and titles that differ from the one published."""
    knowledge = context.knowledge
    assert knowledge is not None
    pairs = knowledge.sources()
    known: dict[str, set[date]] = {}
    for source, day in pairs:
        known.setdefault(normal(source), set()).add(day)
    titles: dict[tuple[str, date], list[str]] = {}
    for article in index.articles:
        if article.published:
            titles.setdefault((normal(article.source), article.published), []).append(_tight(normal(article.title)))
    titled: dict[str, list[int]] = {}
    for row, article in enumerate(index.articles):
        if len(title := _tight(normal(article.title))) >= 8:
            titled.setdefault(title, []).append(row)
    for block in context.doc.blocks:
        yield from _timeline(context, index, block, titled)
        for found in _PAIR.finditer(block.norm):
            days = known.get(found["source"])
            try:
                day = date.fromisoformat(found["day"])
            except ValueError:
                continue
            if days and day not in days:
                near = min(days, key=lambda d: (abs((d - day).days), d))
                yield context.finding(
                    "source-unknown",
                    block,
                    found.start(),
                    found.end(),
                    f"{found['source']}在{day}没有所知的报道。",
                    evidence=f"{found['source']}，{near}",
                    suggestion=f"{found['source']}，{near}",
                )
        listed = _LISTED.match(block.norm)
        if listed and (days := known.get(listed["source"])):
            try:
                day = date.fromisoformat(listed["day"])
            except ValueError:
                continue
            if day not in days:
                near = min(days, key=lambda d: (abs((d - day).days), d))
                yield context.finding(
                    "source-unknown",
                    block,
                    listed.start("day"),
                    listed.end("day"),
                    f"{listed['source']}在{day}没有所知的报道。",
                    evidence=f"{listed['source']}，{near}",
                    suggestion=near.isoformat(),
                )
                continue
            have = titles.get((listed["source"], day), [])
            said = _tight(listed["title"])
            if have and not any(t in said or said in t or likeness(shingles(said), shingles(t)) < 0.5 for t in have):
                yield context.finding(
                    "source-unknown",
                    block,
                    listed.start("title"),
                    listed.end("title"),
                    "标题与所知的报道不符。",
                    evidence=have[0],
                    suggestion=have[0],
                )
