"""How a rule of the relation tables is written: a pattern over sentence skeletons, with slots, words and bounded gaps.

How to read a pattern:

- ``<s:CO>`` is the slot of the subject, ``<o:P>`` of the object, ``<g:C>`` an enumeration whose members stand in the relation to one another,
  ``<:P>`` a slot that is only passed; letters say which types may stand there (:data:`LETTERS`).
- ``<T>`` is one of the rule's words. A rule is tried only in sentences that hold one of its words.
- ``«8»`` is at most eight characters without a company and without a comma, ``«,30»`` may hold commas, ``«*30»`` companies too, ``«-4»`` neither names
  nor commas nor conjunctions.
- The rest is a regular expression over simplified, narrow, lower-case text. All gaps are bounded, so matching is linear.

A rule that claims a word keeps later rules of the same predicate from reading it again: put the particular before the general.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from themegraph.extract.relations.pairs import KINDS

__all__ = ["LETTERS", "OTHER_DEAL", "Rule", "rule"]

LETTERS = {
    "C": "company",
    "E": "etf",
    "I": "index",
    "S": "sector/theme",
    "P": "product/technology",
    "O": "organisation",
    "H": "person",
    "L": "place",
    "M": "macro/policy",
}
"""The letter of each entity type in patterns."""

_TOKEN = re.compile(r"<(?P<name>[sog]?):(?P<types>[A-Z]+)>|«(?P<gap>[,*-]?)(?P<most>\d+)»|<T>")
_COMPANY = KINDS["company"]


def _expand(pattern: str, words: tuple[str, ...]) -> str:
    alternatives = "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))

    def expand(found: re.Match[str]) -> str:
        if found.group() == "<T>":
            return f"(?P<t>{alternatives})"
        if found["most"]:
            barred = {"": f"。;!?\\n,{_COMPANY}", ",": f"。;!?\\n{_COMPANY}", "*": "。;!?\\n", "-": f"。;!?\\n,、与和及{''.join(KINDS.values())}"}[
                found["gap"]
            ]
            return f"[^{barred}]{{0,{found['most']}}}?"
        marks = "".join(KINDS[LETTERS[letter]] for letter in found["types"])
        return f"(?P<{found['name']}>[{marks}])" if found["name"] else f"[{marks}]"

    return _TOKEN.sub(expand, pattern)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One way to say a relation."""

    name: str
    predicate: str
    pattern: str
    words: tuple[str, ...]
    confidence: float = 0.85
    """How often it is right, by judgement; in [0, 1]."""
    given: bool = False
    """The relation is taken for granted by the wording (英伟达的H20), so plans and rumours about it do not touch it."""
    topic: str = ""
    """``s`` or ``o``: the pattern names only the other side, this one is the company that the passage is about; ``issuer``: the object is the company
    of the title, as in an announcement's 公司股份."""
    hedged: bool = False
    """The wording itself is a supposition."""
    unless: str = ""
    """A regular expression over the words from the first slot to the trigger; where it is found, the rule says nothing."""
    presupposed: bool = False
    """The deed presupposes the relation: who denies to sell a stake does not deny to hold it."""
    claims: bool = True
    """Whether the words it read are closed to later rules of the predicate."""

    @cached_property
    def source(self) -> str:
        """The pattern as a regular expression."""
        return _expand(self.pattern, self.words)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The same, compiled; the rules are many, and an article needs few of them."""
        return re.compile(self.source)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


def rule(name: str, predicate: str, pattern: str, words: str, **more: object) -> Rule:
    """Return a rule; its words stand in one string, with an underscore for a blank inside a word."""
    return Rule(name=name, predicate=predicate, pattern=pattern, words=_words(words), **more)  # type: ignore[arg-type]


OTHER_DEAL = "(?!«24»(?:采购|供货|供应|销售|建造|租售|承包|买卖|购销|租赁|借款|担保|保证|贷款|质押|授信|股权转让|增资|收购|施工|总包|转让|认购|补偿|和解)(?:框架|意向)?(?:合同|协议|订单))"
"""A contract of another kind is no cooperation: 与A签订采购合同."""
