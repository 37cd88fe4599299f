"""Cut a text into paragraphs, sentences and clauses, all as spans of the original."""

from __future__ import annotations

import re
from collections.abc import Iterator

from themegraph.model import Article, Span
from themegraph.model.values import dataclass

__all__ = ["Sentence", "split_content", "split_sentences"]

_END = re.compile(r"[。！？!?；;]+[”’」』】）)\"']*|\.(?=\s+[A-Z“\"])|\n+")
_CLAUSE = re.compile(r"[，,、：:—–\s](?:(?<=\s)[-–]\s|(?<=[，,、：:—–])[，,、：:—–]*)")
_OPEN = re.compile(r"[（(][^（()）。\n]{0,38}\Z")
_CLOSES = re.compile(r"[^（()）。\n]{0,40}[)）]")
_LONGEST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of an article."""

    span: Span
    """Without white space at its ends; never empty."""
    clauses: tuple[Span, ...]
    """Parts between commas, colons and dashes, in order. Enumeration commas (、) and figures such as 1,000 do not cut."""
    paragraph: int
    """Number of the paragraph, the title being 0 where there is one."""
    title: bool


def _trim(content: str, start: int, end: int) -> Span | None:
    while start < end and content[start].isspace():
        start += 1
    while end > start and content[end - 1].isspace():
        end -= 1
    return Span(start=start, end=end) if start < end else None


def _clauses(content: str, span: Span) -> tuple[Span, ...]:
    parts: list[Span] = []
    start = span.start
    for found in _CLAUSE.finditer(content, span.start, span.end):
        mark = found.group()
        if mark == "、":
            continue
        left = content[found.start() - 1] if found.start() > span.start else ""
        right = content[found.end()] if found.end() < span.end else ""
        if mark in {",", ":", "："} and left.isascii() and left.isdigit() and right.isascii() and right.isdigit():
            continue  # 1,000 and 10:57
        if mark in {"—", "–"} and left in "0123456789%" and right in "0123456789":
            continue  # 3.75%—4.00%
        if part := _trim(content, start, found.start()):
            parts.append(part)
        start = found.end()
    if part := _trim(content, start, span.end):
        parts.append(part)
    return tuple(parts)


def split_sentences(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences of ``article.content`` in order. Linear in its length; a run of 2,000 without an end mark is cut.

    A bracket or quotation is not cut at its inner full stop unless a line ends there.
    """
    content = article.content
    title_end = len(article.title) if article.title else 0
    sentences: list[Sentence] = []
    paragraph = 0 if title_end else 1
    start = 0

    def add(begin: int, end: int) -> None:
        while begin < end:
            stop = min(end, begin + _LONGEST)
            if span := _trim(content, begin, stop):
                sentences.append(
                    Sentence(span=span, clauses=_clauses(content, span), paragraph=paragraph, title=bool(title_end) and span.end <= title_end)
                )
            begin = stop

    for found in _END.finditer(content):
        if found.end() <= title_end and "\n" not in found.group():
            # Titles use ! and ? for emphasis; they stay one sentence unless a line ends.
            continue
        if found.group()[0] in ";；" and _OPEN.search(content, max(start, found.start() - 40), found.start()) and _CLOSES.match(content, found.end()):
            continue  # （600276.SH；1276.HK）
        add(start, found.start() if "\n" in found.group() else found.end())
        start = found.end()
        if "\n" in found.group():
            paragraph += 1
    add(start, len(content))
    return tuple(sentences)


def split_content(content: str, *, limit: int) -> Iterator[tuple[int, str]]:
    r"""Yield (offset, part) of a text: one part up to ``limit``, else parts that end at blank lines, lines or, where there are none, at the limit.

    Examples
    --------
    >>> list(split_content("一二\n\n三四", limit=5))
    [(0, '一二\n\n'), (4, '三四')]
    """
    start = 0
    while len(content) - start > limit:
        for mark in ("\n\n", "\n", "。"):
            at = content.rfind(mark, start, start + limit)
            if at > start:
                end = at + len(mark)
                break
        else:
            end = start + limit
        yield start, content[start:end]
        start = end
    yield start, content[start:]
