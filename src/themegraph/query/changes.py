"""What changed in an answer between two moments: evidence that came or was taken back, belief, weights, rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from themegraph.model import kind_of
from themegraph.model.answers.changes import Change, ChangesAnswer, Moment
from themegraph.model.answers.exposures import EventRow, ExposureAnswer, FundRow, Quote
from themegraph.render.blocks import direct_words, doubt_words, equivalent_words, participant_words
from themegraph.render.figures import day
from themegraph.snapshot import Snapshot

__all__ = ["compare", "concerned"]


def _said(quote: Quote) -> str:
    """Return a quote with the whole instant of its publication: two of one day are told apart."""
    return f"「{quote.quote}」（{quote.source or quote.article or '来源未注明'}，{quote.published_at or '日期不详'}{doubt_words(quote)}）"


def _meaning(event: EventRow) -> str:
    return "、".join(participant_words(p) for p in sorted(event.participants, key=lambda p: (p.role, p.id)))


def _of_events(one: dict[str, EventRow], two: dict[str, EventRow]) -> list[Change]:
    found = []
    for identifier in sorted(one.keys() | two.keys()):
        a, b = one.get(identifier), two.get(identifier)
        if a is None or b is None:
            here = a or b
            assert here is not None
            text = f"信念 {here.belief:.3f}，{here.articles} 篇报道，{here.voices} 个独立来源"
            kind = "event-gone" if b is None else "event-new"
            found.append(Change(kind=kind, id=identifier, label=here.label, before=text if b is None else "", after="" if b is None else text))
        else:
            if a.belief != b.belief:
                found.append(Change(kind="belief", id=identifier, label=b.label, before=f"{a.belief:.4f}", after=f"{b.belief:.4f}"))
            if _meaning(a) != _meaning(b):
                found.append(Change(kind="meaning", id=identifier, label=b.label, before=_meaning(a), after=_meaning(b)))
        found += _of_quotes("evidence", identifier, (b or a).label if (b or a) else "", a.quotes if a else (), b.quotes if b else ())  # type: ignore[union-attr]
    return found


def _of_quotes(kind: str, identifier: str, label: str, one: tuple[Quote, ...], two: tuple[Quote, ...]) -> list[Change]:
    a = {(q.article, q.start, q.end, q.modality, q.source, q.published_at or ""): q for q in one}
    b = {(q.article, q.start, q.end, q.modality, q.source, q.published_at or ""): q for q in two}
    gone = [Change(kind=f"{kind}-gone", id=identifier, label=label, before=_said(a[k]), after="") for k in sorted(a.keys() - b.keys())]
    return gone + [Change(kind=f"{kind}-new", id=identifier, label=label, before="", after=_said(b[k])) for k in sorted(b.keys() - a.keys())]


def _weights(row: FundRow) -> str:
    used = row.weights
    return f"{used.basis_label}，权重日 {day(used.as_of)}，{used.known_at} 可知，来源 {used.source}"


def _figures(row: FundRow) -> str:
    return f"{equivalent_words(row)}，位次 {row.rank or '–'}，净影响 {row.net:+.6f}，直接权重 {direct_words(row)}"


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


def concerned(
    answers: Iterable[ExposureAnswer], events: Iterable[Mapping[str, EventRow]], snapshots: Iterable[Snapshot]
) -> tuple[dict[str, str], set[str]]:
    """Return id → label of the things, claims, texts and sources that answers rest on, and which of them are articles."""
    found: dict[str, str] = {}
    quotes: list[Quote] = []
    for answer in answers:
        found.update({row.etf.id: row.etf.name for row in answer.rows})
        for hop in (hop for row in answer.rows for path in row.paths for hop in path.hops):
            found |= {hop.subject: hop.subject_label, hop.object: hop.object_label}
            quotes += hop.evidence
    for told in events:
        for event in told.values():
            found |= {event.id: event.label, **{p.id: p.name for p in event.participants}}
            quotes += event.quotes
    found |= {q.article: q.title for q in quotes} | {f"source:{q.source}": q.source for q in quotes}
    articles = {q.article for q in quotes if kind_of(q.article) == "article"}
    for snapshot in snapshots:
        for row, (subject, object_) in enumerate(zip(snapshot.statements.subject.tolist(), snapshot.statements.object.tolist(), strict=True)):
            if snapshot.id_of(subject) in found and snapshot.id_of(object_) in found:
                found[snapshot.text(int(snapshot.statements.id[row]))] = f"{snapshot.label_of(subject)} {snapshot.label_of(object_)}"
    return found, articles


def compare(
    question: str,
    one: ExposureAnswer,
    two: ExposureAnswer,
    *,
    quotes: tuple[dict[str, EventRow], dict[str, EventRow]],
    causes: Sequence[Change] = (),
) -> ChangesAnswer:
    """Return what differs between two answers to one question.

    Parameters
    ----------
    quotes
        The events of the two answers, with all their quotes.
    causes
        What happened in between to the things in them; these rows come first.
    """
    rows = [*causes, *_of_events(*quotes)]
    rows += _of_quotes("path-evidence", "", question, _path_quotes(one), _path_quotes(two))
    rows += _of_rows({r.etf.id: r for r in one.rows}, {r.etf.id: r for r in two.rows})
    return ChangesAnswer(
        question=question,
        first=Moment(as_of=one.as_of, known_at=one.known_at),
        second=Moment(as_of=two.as_of, known_at=two.known_at),
        rows=tuple(rows),
    )
