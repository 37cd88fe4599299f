"""What changed in an answer between two moments: evidence that came or was taken back, belief, weights, rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from themegraph.model.answers.exposures import EventRow, ExposureAnswer, FundRow, Quote

__all__ = ["Change", "ChangesAnswer", "Moment", "compare"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day and an instant that a question is asked for."""

    as_of: date
    known_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs."""

    kind: str
    """event-new, event-gone, belief, evidence-new, evidence-gone, path-evidence-new, path-evidence-gone, weights, row-new, row-gone, row."""
    id: str
    label: str
    before: str
    """Empty where it was not there."""
    after: str
    """Empty where it is not there any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesAnswer:
    """Everything that differs between two answers to one question."""

    schema: str = "themegraph/diff/1"
    question: str
    first: Moment
    second: Moment
    rows: tuple[Change, ...]


def _said(quote: Quote) -> str:
    return f"{quote.source or quote.article} {quote.published_at or '?'} [{quote.modality}] “{quote.quote}”"


def _of_events(one: dict[str, EventRow], two: dict[str, EventRow]) -> list[Change]:
    found = []
    for identifier in sorted(one.keys() | two.keys()):
        a, b = one.get(identifier), two.get(identifier)
        if a is None or b is None:
            here = a or b
            assert here is not None
            text = f"belief {here.belief:.3f}, {here.articles} articles, {here.voices} voices"
            kind = "event-gone" if b is None else "event-new"
            found.append(Change(kind=kind, id=identifier, label=here.label, before=text if b is None else "", after="" if b is None else text))
        elif a.belief != b.belief:
            found.append(Change(kind="belief", id=identifier, label=b.label, before=f"{a.belief:.4f}", after=f"{b.belief:.4f}"))
        found += _of_quotes("evidence", identifier, (b or a).label if (b or a) else "", a.quotes if a else (), b.quotes if b else ())  # type: ignore[union-attr]
    return found


def _of_quotes(kind: str, identifier: str, label: str, one: tuple[Quote, ...], two: tuple[Quote, ...]) -> list[Change]:
    a = {(q.article, q.start, q.end, q.modality): q for q in one}
    b = {(q.article, q.start, q.end, q.modality): q for q in two}
    gone = [Change(kind=f"{kind}-gone", id=identifier, label=label, before=_said(a[k]), after="") for k in sorted(a.keys() - b.keys())]
    return gone + [Change(kind=f"{kind}-new", id=identifier, label=label, before="", after=_said(b[k])) for k in sorted(b.keys() - a.keys())]


def _weights(row: FundRow) -> str:
    used = row.weights
    return f"{used.basis}, weights of {used.as_of or '?'}, known {used.known_at}, {used.source}"


def _figures(row: FundRow) -> str:
    return f"{row.status}, rank {row.rank or '-'}, net {row.net:+.6f}, direct weight {row.direct_weight:.6f}"


def _of_rows(one: dict[str, FundRow], two: dict[str, FundRow]) -> list[Change]:
    found = []
    for identifier in sorted(one.keys() | two.keys()):
        a, b = one.get(identifier), two.get(identifier)
        if a is None and b is not None:
            found.append(Change(kind="row-new", id=identifier, label=b.etf.name, before="", after=_figures(b)))
        elif b is None and a is not None:
            found.append(Change(kind="row-gone", id=identifier, label=a.etf.name, before=_figures(a), after=""))
        elif a is not None and b is not None:
            if _figures(a) != _figures(b):
                found.append(Change(kind="row", id=identifier, label=b.etf.name, before=_figures(a), after=_figures(b)))
            if _weights(a) != _weights(b):
                found.append(Change(kind="weights", id=identifier, label=b.etf.name, before=_weights(a), after=_weights(b)))
    return found


def _path_quotes(answer: ExposureAnswer) -> tuple[Quote, ...]:
    return tuple(q for row in answer.rows for path in row.paths for hop in path.hops for q in hop.evidence)


def compare(question: str, one: ExposureAnswer, two: ExposureAnswer, *, quotes: tuple[dict[str, EventRow], dict[str, EventRow]]) -> ChangesAnswer:
    """Return what differs between two answers to one question.

    Parameters
    ----------
    quotes
        The events of the two answers, with all their quotes.
    """
    rows = _of_events(*quotes)
    rows += _of_quotes("path-evidence", "", question, _path_quotes(one), _path_quotes(two))
    rows += _of_rows({r.etf.id: r for r in one.rows}, {r.etf.id: r for r in two.rows})
    return ChangesAnswer(
        question=question,
        first=Moment(as_of=one.as_of, known_at=one.known_at),
        second=Moment(as_of=two.as_of, known_at=two.known_at),
        rows=tuple(rows),
    )
