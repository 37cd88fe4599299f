"""Carry denials to the relations they deny: that of the event which tells the same, and that of a rumour some sentences before."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from themegraph.extract.text.cues import Cue, refuses
from themegraph.extract.text.lines import Line
from themegraph.model import EntityId, Event, Modality, Reading

__all__ = ["deny_relations"]

_TOLD_AS = {
    "cooperates_with": frozenset({"cooperation", "contract/order", "m&a"}),
    "supplies_to": frozenset({"contract/order", "cooperation"}),
    "customer_of": frozenset({"contract/order", "cooperation"}),
    "acquires": frozenset({"m&a", "shareholding_change"}),
    "invests_in": frozenset({"m&a", "shareholding_change", "financing/ipo"}),
}
"""As which events a relation comes about."""
_PARTS_WITH = re.compile(r"出售|减持|減持|转让|轉讓|清仓|清倉|剥离|剝離|卖|賣|退出|抛|拋")
"""Who does not sell goes on to hold."""
_ANSWERED = 3
"""Sentences between a rumour and the answer to it."""


def _pair(reading: Reading) -> frozenset[EntityId]:
    return frozenset((reading.statement.subject, reading.statement.object))


def _denied_pairs(events: Sequence[Event]) -> dict[str, set[frozenset[EntityId]]]:
    """Return for each predicate the pairs whose every event of its kind is denied."""
    told: dict[tuple[str, frozenset[EntityId]], set[bool]] = {}
    for event in events:
        if _PARTS_WITH.search(event.trigger):
            continue
        actors = sorted({a.entity for a in event.arguments if a.entity is not None})
        for i, one in enumerate(actors):
            for other in actors[i + 1 :]:
                told.setdefault((event.type, frozenset((one, other))), set()).add(event.negated)
    denied: dict[str, set[frozenset[EntityId]]] = {}
    for predicate, types in _TOLD_AS.items():
        pairs = {pair for kind, pair in told if kind in types}
        denied[predicate] = {pair for pair in pairs if all(negated == {True} for kind in types if (negated := told.get((kind, pair))) is not None)}
    return denied


def _answered(reading: Reading, number: int, lines: Sequence[Line], cues: Sequence[Sequence[Cue]]) -> bool:
    """Return whether the sentence itself or one of the next denies the rumour of sentence ``number``."""
    pair = _pair(reading)
    for line, line_cues in zip(lines[number : number + 1 + _ANSWERED], cues[number : number + 1 + _ANSWERED], strict=True):
        if not any(cue.kind == "denial" or refuses(line, cue) for cue in line_cues):
            continue
        speakers = {a.entity for a in line.actors if a.kind in {"company", "organisation"}}
        if not speakers or speakers & pair:
            return True
    return False


def deny_relations(readings: Sequence[Reading], events: Sequence[Event], lines: Sequence[Line], cues: Sequence[Sequence[Cue]]) -> tuple[Reading, ...]:
    """Return the readings with those negated that the article denies elsewhere than in their own sentence.

    Parameters
    ----------
    events
        The article's events; a relation is denied where the event that would bring it about is.
    cues
        The cues of each line.

    Notes
    -----
    A relation that the article states as a fact is left alone by denials of other sentences: only hearsay is answered.
    """
    denied = _denied_pairs(events)
    starts = [line.sentence.span.start for line in lines]
    result: list[Reading] = []
    for reading in readings:
        if not reading.negated:
            number = max(bisect_right(starts, reading.evidence.span.start) - 1, 0)
            staked = any(name == "share" for name, _ in reading.statement.qualifiers)
            event = not staked and _pair(reading) in denied.get(reading.statement.predicate, ())
            hearsay = reading.evidence.modality is Modality.RUMOURED
            if event or (hearsay and _answered(reading, number, lines, cues)):
                reading = replace(reading, negated=True, speculative=False, evidence=replace(reading.evidence, modality=Modality.NEGATED))
        result.append(reading)
    return tuple(result)
