"""Find the words that tell of an event, each with its type, decided by the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from themegraph.extract.events.english_triggers import ENGLISH
from themegraph.extract.events.trigger_deeds import DEEDS
from themegraph.extract.events.trigger_figures import FIGURES
from themegraph.extract.events.trigger_table import COMMODITY, EARNINGS_METRIC, SHADOWS, Rule, compiled
from themegraph.extract.text.lines import MASK, Line
from themegraph.extract.text.words import WordTable, behind_commas
from themegraph.model.values import dataclass

__all__ = ["Trigger", "find_triggers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word that tells of an event."""

    type: str
    start: int
    """In the folded line."""
    end: int
    word: str
    sense: int
    """1 good, -1 bad, 0 open, for whoever does or undergoes it."""
    speculative: bool
    weak: bool
    """Tells something only where no other word of its type does."""
    clause: int
    """Number of its clause in the line."""


@cache
def _words() -> WordTable[tuple[Rule, ...]]:
    table: dict[str, tuple[Rule, ...]] = {}
    for rule in (*SHADOWS, *FIGURES, *DEEDS, *ENGLISH):
        for word in rule.words:
            table[word] = (*table.get(word, ()), rule)
    # A word that both tells and shadows is decided by its other rules first.
    return WordTable(behind_commas({w: tuple(sorted(rules, key=lambda r: r.type == "")) if len(rules) > 1 else rules for w, rules in table.items()}))


_WINDOW = 120
"""How far a condition looks; a clause is shorter, but a table or a text without punctuation is not."""
_MOST = 64
"""Triggers of one line; a line with more is no sentence."""
_METRIC = re.compile(f"{EARNINGS_METRIC}|{COMMODITY}")
_HEADING = re.compile(r"【[^【】]{1,6}】")
"""【并购】, 【业绩】: the name of a column."""
_OWN_MOVE = re.compile(r"[当今昨]日|全天|收盘|早盘|午后|盘中|股价|该股|周内")
"""A clause that begins so tells a move of its own, not the end of the clause before."""
_STUB = 4
"""A clause with no more than this ahead of its trigger has its subject in the clause before."""


def _holds(rule: Rule, line: Line, start: int, end: int, low: int, high: int) -> bool:
    """Return whether a rule's conditions hold for a word at ``[start, end)`` in the clause ``[low, high)``."""
    text = line.masked
    ahead = text[low:start]
    if (
        start - low <= _STUB
        and low
        and MASK not in ahead
        and not _OWN_MOVE.match(ahead)
        and not text[start].isascii()
        and not _METRIC.search(ahead)
        and low == line.clauses[line.clause_at(start)][0]
    ):
        # SCFI指数报2240点，环比上涨6.4%: what rises stands in the clause before, or, where that is as bare (纯益4523亿元，年增39%，创新高), ahead of it.
        for begin, stop in reversed(line.clauses[: line.clause_at(start)]):
            if low - begin > _WINDOW:
                break
            ahead = text[begin:stop] + ahead
            if MASK in ahead or _METRIC.search(ahead):
                break
    if rule.not_following and compiled(rule.not_following).match(text, end):
        return False
    if rule.following and not compiled(rule.following).match(text, end):
        return False
    if rule.preceding and not compiled(f"(?:{rule.preceding})$").search(ahead):
        return False
    if rule.not_preceding and compiled(f"(?:{rule.not_preceding})$").search(ahead):
        return False
    if rule.before and not compiled(rule.before).search(ahead):
        return False
    if rule.not_before and compiled(rule.not_before).search(ahead):
        return False
    if rule.after and not compiled(rule.after).search(text[end:high]):
        return False
    if rule.not_after and compiled(rule.not_after).search(text[end:high]):
        return False
    if rule.by and not _subject_is(rule.by, line, start, low):
        return False
    if rule.to and not any(a.kind in rule.to and end <= a.start < high for a in line.actors):
        return False
    if rule.around and not compiled(rule.around).search(text, low, high):
        return False
    if rule.not_around and compiled(rule.not_around).search(text, low, high):
        return False
    if rule.not_line and compiled(rule.not_line).search(text):
        return False
    return not (rule.line and not compiled(rule.line).search(text))


_ADDRESSED = re.compile(r"(?:向|获得?|经|据|与|跟|由|被|遭|受|对|因|从|在|收到|接到|根据|按照?|来自|除)$")
"""Ahead of a name that is then no subject."""


_BY = re.compile(r"(?:被|遭|获得?|由|经)$")
"""Ahead of the one who does it to somebody: 被美国国防部列入."""


def _subject_is(kinds: str, line: Line, start: int, low: int) -> bool:
    """Return whether who acts in the clause up to ``start``, or in the clause before where nobody is named in this one, is of one of the kinds."""
    number = line.clause_at(start)
    for begin, stop in ((low, start), line.clauses[number - 1] if number else (0, 0)):
        named = [a for a in line.actors if begin <= a.start and a.end <= stop and a.kind in _PARTIES]
        doing = [a for a in named if _BY.search(line.masked, max(begin, a.start - 3), a.start)]
        if doing:
            return any(a.office if "office" in kinds else a.kind in kinds for a in doing)
        free = [a for a in named if not _ADDRESSED.search(line.masked, max(begin, a.start - 3), a.start)]
        if free:
            return any(a.office if "office" in kinds else a.kind in kinds for a in (free[0], free[-1])) and not (
                free[-1].kind == "company" and "company" not in kinds and free[-1].end >= start - 1
            )
        if named:
            return False
    return False


_PARTIES = {"company", "organisation", "place", "person"}


def find_triggers(line: Line) -> Iterator[Trigger]:
    """Yield the triggers of a line from left to right; a word whose rules all fail tells of nothing."""
    headings = [found.span() for found in _HEADING.finditer(line.masked)] if "【" in line.masked else []
    for hit in _words().find(line.masked)[:_MOST]:
        if headings and any(begin <= hit.start and hit.end <= stop for begin, stop in headings):
            continue
        start = hit.start + hit.word.startswith((" ", ","))
        number = line.clause_at(start)
        low, high = line.clauses[number]
        low, high = max(low, start - _WINDOW), min(max(high, hit.end), hit.end + _WINDOW)
        for rule in hit.value:
            if _holds(rule, line, start, hit.end, low, high):
                if rule.type:
                    yield Trigger(
                        type=rule.type,
                        start=start,
                        end=hit.end,
                        word=f" {hit.word[1:]}" if hit.word.startswith(",") else hit.word,
                        sense=rule.sense,
                        speculative=rule.speculative,
                        weak=rule.weak,
                        clause=number,
                    )
                break
