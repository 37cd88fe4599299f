"""How much two Chinese texts share: pairs of characters and Latin words, without figures and common words."""

from __future__ import annotations

import re

__all__ = ["likeness", "shingles"]

_WORD = re.compile(r"[a-z][a-z0-9]+|[一-鿿]+")
_COMMON = re.compile(
    r"公司|其中|以及|并且|因此|对于|由于|通过|进行|表示|显示|认为|称|的|了|在|与|和|及|或|为|是|将|从|对|于|由|至|达|约|逾|超过|超|近|其|该|此|也|都|已|被|把|向|并|而|但|等|个|一|这|那|有|上|下|中"
)


def shingles(norm: str) -> frozenset[str]:
    """Return the pairs of neighbouring Chinese characters and the Latin words of a normalised text."""
    out: set[str] = set()
    for found in _WORD.finditer(_COMMON.sub(" ", norm)):
        word = found.group()
        if word[0].isascii():
            out.add(word)
        elif len(word) == 1:
            continue
        else:
            out.update(word[i : i + 2] for i in range(len(word) - 1))
    return frozenset(out)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the smaller set that the other has, in [0, 1]."""
    if not one or not other:
        return 0.0
    return len(one & other) / min(len(one), len(other))
