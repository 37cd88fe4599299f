"""Sentences with a source behind them, held against what that source published that day: numbers, directions, days, and the source itself.

A sentence that a text takes over, with a name put in or a clause left out, still has the source's clauses. Only where a clause is the source's but
for one number or one direction is it called wrong; what is told in other words is left to the rules of claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from themegraph.report.lint.context import Context
from themegraph.report.lint.dates import find_days
from themegraph.report.lint.document import Block, normal
from themegraph.report.lint.evidence import EvidenceIndex
from themegraph.report.lint.findings import Finding
from themegraph.report.lint.likeness import shingles
from themegraph.report.tabled import TableFigure, table_figures

__all__ = ["lint_cited"]

_CITE = re.compile(r"\((?P<cites>[^()「」]{2,24},\s?\d{4}-\d{2}-\d{2}[^()「」]{0,200})\)")
_PAIR = re.compile(r"(?P<source>[^()（）,，;；:：。、\s「」]{2,20})\s?,\s?(?P<day>\d{4}-\d{2}-\d{2})")
_HEAD = re.compile(r"^(?P<day>\d{4}-\d{2}-\d{2})(?:\s?\((?P<seen>\d{4}-\d{2}-\d{2}) 见报\))?\s?")
_TABLED = (r"^(?:数值|figure)$", r"表中行|^row of", r"表中列|^column of", r"来源|source")
"""Heads of a table of figures that are taken from tables."""
_CLAUSE = re.compile(r"[^,;。:!?]+")
_LOOSE = re.compile(r"[^\w%.+\-]+")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NO_FIGURE = re.compile(r"年|\.(?:sh|sz|bj|hk|us)\b|\)")
"""What stands behind a year or a code."""
_TURNS = (
    ("上涨", "下跌"), ("增长", "下降"), ("上升", "下滑"), ("净流入", "净流出"), ("涨", "跌"), ("升", "降"), ("高于", "低于"), ("增加", "减少"),
)  # fmt: skip
_FLIPS = {a: b for pair in _TURNS for a, b in (pair, pair[::-1])}
_TURN = re.compile("|".join(sorted(_FLIPS, key=len, reverse=True)))
_WEEKDAY = re.compile(r"(?P<last>上)?(?:周|星期)(?P<day>[一二三四五六日天])")
_TITLE = re.compile(r"“[^”]*”|《[^》]*》|\([a-z0-9.]+\)")
"""What a sentence only names: titles and codes."""
_BECAUSE = re.compile(r"因[^,;。()]{2,10}(?=[;。]|,尚属|$)")
_ENOUGH = 8
"""Characters of a clause from which its words are nobody else's."""
_OWN = 14
"""Characters that must stand in one article before a sentence is taken to be from it."""
_WHOLE = 10
"""… or where every clause of it does."""
_ALIKE = 0.6
"""Share of a clause's words from which a sentence of the source is taken to be meant."""
_STRANGE = 0.15
"""… and below which the source tells something else."""


def _tight(norm: str) -> str:
    return _LOOSE.sub("", norm)


def _allowed(index: EvidenceIndex, rows: Sequence[int]) -> set[date]:
    """Return the days that articles name, in figures or as a weekday, and those on which they appeared."""
    out: set[date] = set()
    for row in rows:
        published = index.articles[row].published
        if published is None:
            continue
        out |= {published, *(d.day for d in find_days(index.texts[row], published) if d.day)}
        for found in _WEEKDAY.finditer(index.texts[row]):
            back = (published.weekday() - "一二三四五六日".index(found["day"].replace("天", "日"))) % 7
            out.add(published - timedelta(days=back + (7 if found["last"] else 0)))
    return out


def _rows(index: EvidenceIndex, cites: str) -> list[int]:
    pairs = {(m["source"], m["day"]) for m in _PAIR.finditer(cites)}
    return sorted(r for pair in pairs for r in index.by_credit.get(pair, ()))


class _Reader:
    """The evidence without blanks and marks, made once."""

    def __init__(self, context: Context, index: EvidenceIndex) -> None:
        self.context = context
        self.index = index
        self.tight = [_tight(text) for text in index.texts]
        self.words: dict[int, list[frozenset[str]]] = {}
        self.tables: dict[int, tuple[TableFigure, ...]] = {}
        for told in index.told:
            self.words.setdefault(told.article, []).append(told.shingles)

    def _clause(self, block: Block, start: int, end: int, rows: Sequence[int]) -> Iterator[Finding]:
        """Yield the number or the direction by which a clause differs from the same clause of its source."""
        words = block.norm[start:end]
        said = _tight(words)
        texts = [self.tight[r] for r in rows]
        if len(said) < 5 or any(said in text for text in texts):
            return
        for found in _TURN.finditer(words):
            other = _tight(words[: found.start()] + _FLIPS[found.group()] + words[found.end() :])
            if any(other in text for text in texts):
                right = _FLIPS[found.group()]
                yield self.context.finding(
                    "claim-sign", block, start + found.start(), start + found.end(), f"所引报道写的是“{right}”。", evidence=other, suggestion=right
                )
                return
        days = find_days(words, self.index.articles[rows[0]].published)
        for found in _NUMBER.finditer(words):
            if any(d.start <= found.start() < d.end for d in days) or _NO_FIGURE.match(words, found.end()):
                continue
            before, after = _tight(words[: found.start()]), _tight(words[found.end() :])
            if len(before) + len(after) >= 4:
                mask = re.compile(re.escape(before) + r"(?<![\d.])(\d[\d.]*\d|\d)" + (r"(?![\d.])" if not after else "") + re.escape(after))
                match = next((m for text in texts if (m := mask.search(text))), None)
                if match:
                    yield self._number(block, start, found, match[1], match[0])
                    return
            number = found.group().replace(",", "")
            if len(number) > 1 and not any(re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.]*\d)", text) for text in texts):
                begin = max(block.norm.rfind(mark, 0, start) for mark in "。;)") + 1
                for mine in (shingles(words), shingles(block.norm[begin:end])):
                    told = [t for t in self.index.told if t.article in rows and len(mine & t.shingles) >= _ALIKE * len(mine)]
                    if len(mine) >= 3 and told:
                        yield self._number(block, start, found, "", told[0].norm.strip())
                        return

    def _number(self, block: Block, start: int, found: re.Match[str], right: str, evidence: str) -> Finding:
        message = f"所引报道写的是{right}，这里是{found.group()}。" if right else f"所引报道中没有{found.group()}这个数。"
        return self.context.finding(
            "claim-number", block, start + found.start(), start + found.end(), message, evidence=evidence, suggestion=right or "核对所引报道"
        )

    def _days(self, block: Block, start: int, end: int, allowed: set[date], published: date | None) -> Iterator[Finding]:
        for mention in find_days(block.norm[start:end], published):
            day = mention.day
            if day and allowed and min(abs((day - d).days) for d in allowed) > 1:
                right = min(allowed, key=lambda d: (abs((day - d).days), d))
                yield self.context.finding(
                    "claim-date", block, start + mention.start, start + mention.end, f"所引报道中没有{day}这一天。", suggestion=right.isoformat()
                )

    def _whose(self, words: str, rows: Sequence[int]) -> list[int] | None:
        """Return the other articles that have the words of a sentence of which the cited ones have none; ``None``: nothing to say."""
        spoken = _TITLE.sub("", words)
        pieces = [p for p in (_tight(m.group()) for m in _CLAUSE.finditer(spoken)) if len(p) >= _ENOUGH and sum(c >= "\u4e00" for c in p) >= 5]
        if not pieces or any(p in self.tight[r] for p in pieces for r in rows):
            return None
        ours = [sum(len(p) for p in pieces if p in text) for text in self.tight]
        most = max(ours, default=0)
        whole = sum(len(p) for p in pieces)
        if most < (_WHOLE if most == whole else _OWN) or 2 * most < whole:
            return None
        return [r for r, n in enumerate(ours) if n == most]

    def _credited(self, block: Block, start: int, end: int, cite: re.Match[str]) -> Iterator[Finding]:
        """Yield a source, one of several, whose articles of that day have nothing to do with what stands before it."""
        said = [words for m in re.finditer(r"[^。;]+", block.norm[start:end]) if len(words := shingles(m.group())) >= 5]
        if not said:
            return
        for pair in _PAIR.finditer(cite["cites"]):
            own = self.index.by_credit.get((pair["source"], pair["day"]), ())
            near = [words for r in own for words in self.words.get(r, ())]
            if own and not any(len(mine & theirs) >= _STRANGE * len(mine) for mine in said for theirs in near):
                a = cite.start("cites") + pair.start()
                yield self.context.finding(
                    "source-unknown", block, a, a + len(pair.group()), "这一天的这家媒体没有报道此事。", suggestion="核对来源与日期"
                )

    def block(self, block: Block, *, cites_elsewhere: bool) -> Iterator[Finding]:
        """Yield the faults of an item or a paragraph."""
        head = _HEAD.match(block.norm)
        start = head.end() if head else 0
        for cite in _CITE.finditer(block.norm):
            rows = _rows(self.index, cite["cites"])
            begin, start = start, cite.end()
            if not rows:
                continue
            published = self.index.articles[rows[0]].published
            allowed = _allowed(self.index, rows)
            if head:
                yield from self._days(block, 0, head.end("day"), allowed, None)
                seen = head["seen"]
                shown = {d.isoformat() for r in rows if (d := self.index.articles[r].published)}
                if seen and seen not in shown:
                    yield self.context.finding(
                        "claim-date", block, head.start("seen"), head.end("seen"), "所引报道不在这一天。", suggestion=min(shown)
                    )
            yield from self._days(block, begin, cite.start(), allowed, published)
            for clause in _CLAUSE.finditer(block.norm, begin, cite.start()):
                if "「" not in clause.group():
                    yield from self._clause(block, clause.start(), clause.end(), rows)
            if "因" not in block.norm[begin : cite.start()]:
                yield from self._credited(block, begin, cite.start(), cite)
            for sentence in re.finditer(r"[^。;]+", block.norm[begin : cite.start()]):
                if (others := self._whose(sentence.group(), rows)) is not None:
                    article = self.index.articles[others[0]]
                    right = f"{article.source}，{article.published}"
                    a = begin + sentence.start()
                    yield self.context.finding(
                        "source-unknown", block, a, a + len(sentence.group()), "所引来源没有这句话。", evidence=right, suggestion=right
                    )
        if cites_elsewhere and "《" not in block.norm:
            for sentence in re.finditer(r"[^。]+", block.norm[start:]):
                if "「" not in sentence.group() and (others := self._whose(sentence.group(), ())) is not None:
                    article = self.index.articles[others[0]]
                    a = start + sentence.start()
                    yield self.context.finding(
                        "item-no-source", block, a, a + len(sentence.group()), "这句话没有来源。", suggestion=f"{article.source}，{article.published}"
                    )
        if re.match(r"受益|受损", block.norm):
            for found in _BECAUSE.finditer(block.norm):
                yield self.context.finding("item-no-source", block, found.start(), found.end(), "这一条没有来源。", suggestion="写明媒体与日期")

    def _tabled(self, block: Block, head: Sequence[str]) -> Iterator[Finding]:
        """Yield a figure listed from a table of the source that differs from that table's."""
        cells = {h: block.norm[a:b].strip() for h, (a, b) in zip(head, block.cells, strict=False)}
        spans = dict(zip(head, block.cells, strict=False))
        names = [next((h for h in head if re.search(pattern, h)), "") for pattern in _TABLED]
        if not all(n in cells for n in names):
            return
        said, row, under, where = (cells[n] for n in names)
        found = [
            f
            for r in _rows(self.index, where)
            for f in self._tables(r)
            if _tight(normal(f.label)) == _tight(row) and _tight(normal(f.column)) == _tight(under)
        ]
        if found and all(_tight(normal(f.value)) != _tight(said) for f in found):
            right = found[0].value
            yield self.context.finding(
                "claim-number", block, *spans[names[0]], f"所引报道的表中写的是{right}，这里是{said}。", evidence=f"{row}：{under}", suggestion=right
            )

    def _tables(self, row: int) -> tuple[TableFigure, ...]:
        if row not in self.tables:
            self.tables[row] = tuple(table_figures(self.index.articles[row].content))
        return self.tables[row]

    def row(self, block: Block, head: Sequence[str]) -> Iterator[Finding]:
        """Yield a table row's base day, or its source, that the source's words do not bear out."""
        yield from self._tabled(block, head)
        cells = [(h, a, b, block.norm[a:b].strip()) for h, (a, b) in zip(head, block.cells, strict=False)]
        words = next((c for h, _, _, c in cells if "原文" in h or "original" in h), "")
        where = next(((a, b, c) for h, a, b, c in cells if re.search(r"来源|source", h)), None)
        if not words or where is None:
            return
        a, b, cite = where
        rows = _rows(self.index, cite)
        pieces = [_tight(p) for p in words.split("…") if len(_tight(p)) >= 4]
        if not rows or not pieces:
            return
        if not any(p in self.tight[r] for p in pieces for r in rows):
            others = [r for r, text in enumerate(self.tight) if all(p in text for p in pieces)]
            if others:
                article = self.index.articles[others[0]]
                right = f"{article.source}，{article.published}"
                yield self.context.finding("source-unknown", block, a, b, "所引来源没有这句话。", evidence=right, suggestion=right)
                return
        column = next((c, d) for h, c, d, _ in cells if "原文" in h or "original" in h)
        for clause in _CLAUSE.finditer(block.norm, *column):
            yield from self._clause(block, clause.start(), clause.end(), rows)
        for title, c, d, text in cells:
            if re.search(r"口径|基期|base", title) and re.search(r"\d{4}-\d{2}-\d{2}|\d月\d", text):
                yield from self._days(block, c, d, _allowed(self.index, rows), self.index.articles[rows[0]].published)


def lint_cited(context: Context, index: EvidenceIndex) -> Iterator[Finding]:
    """Yield sentences that differ from what the source named behind them has."""
    reader = _Reader(context, index)
    cited = sum(bool(_CITE.search(b.norm)) for b in context.doc.blocks)
    heads: dict[int, list[str]] = {}
    dated = [b for b in context.doc.blocks if b.kind == "item" and _HEAD.match(b.norm) and "《" not in b.norm]
    bare = [b for b in dated if not _CITE.search(b.norm)]
    for block in bare if len(dated) >= 3 and 2 * len(bare) < len(dated) else ():
        yield context.finding("item-no-source", block, 0, len(block.norm), "时间线的这一条没有来源。", suggestion="写明媒体与日期")
    for block in context.doc.blocks:
        if block.kind == "row":
            if block.table not in heads:
                heads[block.table] = [block.norm[a:b].strip() for a, b in block.cells]
            else:
                yield from reader.row(block, heads[block.table])
        elif block.kind in {"item", "paragraph"}:
            yield from reader.block(block, cites_elsewhere=cited >= 3)
