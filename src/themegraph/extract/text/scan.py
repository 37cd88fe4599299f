"""Scan a text for a slow pattern only where a quick one says that it could match.

A pattern that begins with one class or with plain words is looked for at the speed of a word search; one that begins with a look-behind, a group or
any Chinese character is tried at every position. Such a pattern is given a second, quick one for the words that no match of it can do without. What
is found stays the same, and a rule whose words a text does not hold costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["scan_at", "scan_near"]


def scan_at(pattern: re.Pattern[str], starts: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield what ``pattern.finditer(text)`` yields, tried only where ``starts`` matches.

    Parameters
    ----------
    starts
        Matches one character, wherever a match of the pattern may begin.
    """
    at = 0
    for start in starts.finditer(text):
        position = start.start()
        if position >= at and (found := pattern.match(text, position)) is not None:
            yield found
            at = found.end()


def scan_near(pattern: re.Pattern[str], anchor: re.Pattern[str], text: str, *, reach: int) -> Iterator[re.Match[str]]:
    """Yield what ``pattern.finditer(text)`` yields, tried only where a word of ``anchor`` follows.

    Parameters
    ----------
    anchor
        Finds a word that every match of the pattern, none of them empty, holds or is followed by.
    reach
        How far behind the beginning of a match its first such word begins at most.

    Examples
    --------
    >>> pattern, anchor = re.compile("[一-龥]{2,4}?煤矿"), re.compile("煤矿")
    >>> [found.group() for found in scan_near(pattern, anchor, "今天,同忻煤矿复产", reach=4)]
    ['同忻煤矿']
    """
    at = 0
    for word in anchor.finditer(text):
        at = max(at, word.start() - reach)
        while at <= word.start():
            found = pattern.match(text, at)
            if found is None:
                at += 1
            else:
                yield found
                at = found.end()
