"""Weights that texts state, made into weight tables: known from the day of the text, closed while the text does not count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from themegraph.graph.acts import Interval
from themegraph.graph.compiled import ReferencePart
from themegraph.graph.evidence import Claim, Heading, Heard
from themegraph.model import EntityId, Holding, Statement, WeightTable, code_of, content_hash, kind_of
from themegraph.ontology import Ontology

__all__ = ["StatedTable", "stated_weights"]

_WHOLE = 1.02
"""Stated parts that add up to more were misread or are not of one fund; a little more than 1 is rounding."""
_EVER = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedTable:
    """A weight table that a text states."""

    table: WeightTable
    learned_at: datetime
    closed: tuple[Interval, ...]


_Line = tuple[Heard, Statement, float]


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _lines(claims: Iterable[Claim], ontology: Ontology) -> dict[tuple[str, str, str], dict[str, list[_Line]]]:
    """Return (fund, voice, stated day) → publication → its lines."""
    found: dict[tuple[str, str, str], dict[str, list[_Line]]] = {}
    for claim in claims:
        s = claim.statement
        weight = dict(s.qualifiers).get("weight")
        if s.predicate != "holds" or kind_of(s.subject) != "etf" or not isinstance(weight, int | float) or not 0 < weight <= 1:
            continue
        for h in claim.heard:
            if h.heading is not None and h.day is not None and h.done and ontology.admits(s):
                key = (s.subject, h.heading.voice, str(dict(s.qualifiers).get("weight_date", "")))
                found.setdefault(key, {}).setdefault(h.heading.publication, []).append((h, s, float(weight)))
    return found


def stated_weights(claims: Iterable[Claim], part: ReferencePart, *, ontology: Ontology) -> list[StatedTable]:
    """Return the weights that texts state: one table for each fund, voice and stated day; the first publication of the voice stands for it.

    Where that one was retracted, the first one of the voice that was not takes its place from that moment on.
    """
    found: list[StatedTable] = []
    for (fund, _, stated), told in sorted(_lines(claims, ontology).items()):
        order = sorted(told, key=lambda i: (told[i][0][0].day or date.max, i))
        shut: list[Interval] = []
        for publication in order:
            lines = sorted(told[publication], key=lambda r: (r[0].start, r[1].id))
            rows = {s.object: (s, w) for _, s, w in lines}
            heading, public = lines[0][0].heading, lines[0][0].day
            if heading is None or public is None or sum(w for _, w in rows.values()) > _WHOLE:
                break
            own = {interval for h, _, _ in lines for interval in h.closed}
            # It stands in for the one before it only while that one does not count.
            waits = [(_EVER, min(since for since, _ in shut))] if shut else []
            found.append(
                StatedTable(
                    table=_table(fund, stated, heading, public, list(rows.values()), part),
                    learned_at=lines[0][0].learned_at,
                    closed=(*waits, *sorted(own, key=lambda i: i[0])),
                )
            )
            shut = [i for i in own if i[1] is None]
            if not shut:
                break
    return found


def _table(fund: str, stated: str, heading: Heading, public: date, rows: list[tuple[Statement, float]], part: ReferencePart) -> WeightTable:
    article = heading.article
    holdings = tuple(
        Holding(
            security=EntityId(part.listing_of.get(s.object, s.object)),
            issuer=EntityId(part.issuer_of.get(s.object, s.object)),
            name=part.labels.get(s.object) or code_of(s.object),
            weight=weight,
        )
        for s, weight in sorted(rows, key=lambda r: (-r[1], r[0].object))
    )
    return WeightTable(
        id=f"weights:{content_hash(fund, heading.publication, stated, *(f'{h.security}={h.weight!r}' for h in holdings))}",
        fund=EntityId(fund),
        index=None,
        basis="stated_in_text",
        coverage="partial",
        n_total=None,
        sorted=False,
        as_of=_iso_day(stated),
        known_at=public,
        source=" ".join(p for p in (article.source, article.title, article.url) if p),
        holdings=holdings,
    )
