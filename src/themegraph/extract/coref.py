"""Words that point back: 公司, 该公司, 其, 前者, 后者, 双方. Rules only: the nearest salient company of the text before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from themegraph.extract.link import Linked
from themegraph.extract.mentions import TextView

__all__ = ["Anaphor", "find_anaphors"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anaphor:
    """A word that points back, and the name it points to."""

    start: int
    end: int
    antecedent: Linked


_WORD = re.compile(r"该公司|本公司|公司方面|(?<![\u4e00-\u9fff])公司(?=[\u4e00-\u9fff]|,)|前者|后者|该行|该股|该基金|该etf|该集团")


def find_anaphors(view: TextView, links: Sequence[Linked]) -> list[Anaphor]:
    """Return the words that point back to a company or fund of the text before them, in text order."""
    found: list[Anaphor] = []
    taken = [(link.found.start, link.found.end) for link in links]
    for hit in _WORD.finditer(view.text):
        if any(start < hit.end() and hit.start() < end for start, end in taken):
            continue
        word = hit.group()
        wanted = {"etf"} if word in {"该基金", "该etf"} else {"company"}
        before = [link for link in links if link.found.end <= hit.start() and link.type in wanted]
        if not before:
            continue
        antecedent = before[-1]
        if word == "前者" and len(before) > 1:
            antecedent = before[-2]
        found.append(Anaphor(start=hit.start(), end=hit.end(), antecedent=antecedent))
    return found
