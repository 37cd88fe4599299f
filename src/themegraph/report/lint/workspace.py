"""Knowledge from a snapshot: names, funds, weights, stories and articles as of a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import numpy as np

from themegraph.model import code_of, kind_of
from themegraph.report.lint.knowledge import CompanyFacts, FundFacts, IndexFacts, NameHit, SourceText, WeightFact
from themegraph.report.lint.lookup import Lookup, build_lookup
from themegraph.snapshot import Snapshot, day_of

__all__ = ["SnapshotKnowledge"]

_SHANGHAI = timezone(timedelta(hours=8))
_ALL = 2000
"""Up to so many articles are all evidence; beyond, those that name what the report names."""


class SnapshotKnowledge:
    """What a workspace knows, for the lint.

    Parameters
    ----------
    snapshot
        The compiled graph.
    content
        Article id → its content; empty for a purged one.
    as_of
        Weights and articles count from the day they were public; ``None``: all. An article of the day itself counts.
    known_at
        What the workspace learned later does not count; ``None``: all.
    """

    def __init__(self, snapshot: Snapshot, content: Callable[[str], str], *, as_of: date | None = None, known_at: datetime | None = None) -> None:
        self._snapshot = snapshot
        self._content = content
        self._day = as_of.toordinal() if as_of else 1 << 30
        self._instant = int(known_at.timestamp()) if known_at else 1 << 62
        self._lookup = self._names()
        self._funds = {int(node): row for row, node in enumerate(snapshot.funds.node)}

    def _names(self) -> Lookup:
        """Return the look-up over the nodes that reports name: companies, funds, indices, organisations."""
        snap = self._snapshot
        kinds = snap.vocabulary("name_kinds")
        called: dict[int, list[str]] = {}
        codes: dict[int, list[str]] = {}
        for node, text, kind in zip(snap.names.node.tolist(), snap.names.text.tolist(), snap.names.kind.tolist(), strict=True):
            name = snap.text(text)
            if kinds[kind] == "code":
                if "." in name:
                    codes.setdefault(node, []).append(name)
            else:
                called.setdefault(node, []).append(name)
        companies, indices, others, funds = [], [], [], []
        fund_rows = {int(node): row for row, node in enumerate(snap.funds.node)}
        kind_names = snap.vocabulary("fund_kinds")
        for node in range(len(snap.nodes)):
            identifier = snap.id_of(node)
            kind = kind_of(identifier)
            label = snap.label_of(node)
            names = list(dict.fromkeys([label, *sorted(called.get(node, []))]))
            if kind == "company":
                own = code_of(identifier)
                listed = sorted(codes.get(node, []), key=lambda c, own=own: (c != own, c))  # type: ignore[misc]
                companies.append((CompanyFacts(id=identifier, name=label, codes=tuple(listed)), names))
            elif kind == "index":
                indices.append((IndexFacts(id=identifier, code=code_of(identifier).partition(".")[0], name=label), names))
            elif kind == "org":
                others.append((identifier, names))
            elif kind == "etf":
                row = fund_rows.get(node, -1)
                index = int(snap.funds.index[row]) if row >= 0 else -1
                funds.append(
                    FundFacts(
                        id=identifier, code=code_of(identifier), name=label, names=tuple(names),
                        manager=snap.text(int(snap.funds.manager[row])) if row >= 0 else "",
                        index=snap.id_of(index) if index >= 0 else "",
                        index_name=(snap.text(int(snap.funds.index_name[row])) or (snap.label_of(index) if index >= 0 else "")) if row >= 0 else "",
                        kind=kind_names[int(snap.funds.kind[row])] if row >= 0 else "",
                    )
                )  # fmt: skip
        return build_lookup(funds=funds, companies=companies, indices=indices, others=others)

    def find_names(self, norm: str) -> tuple[NameHit, ...]:
        """Return the names in a normalised text, leftmost and longest, without overlaps."""
        return self._lookup.find(norm)

    def ids_of(self, name: str) -> tuple[str, ...]:
        """Return what a normalised name may mean."""
        return self._lookup.names.get(name, ())

    def fund(self, identifier: str) -> FundFacts | None:
        """Return a fund by id."""
        return self._lookup.funds.get(identifier)

    def company(self, identifier: str) -> CompanyFacts | None:
        """Return a company by id."""
        return self._lookup.companies.get(identifier)

    def index(self, identifier: str) -> IndexFacts | None:
        """Return an index by id."""
        return self._lookup.indices.get(identifier)

    def coded(self, code: str) -> tuple[str, ...]:
        """Return the ids with a code, with or without suffix."""
        return self._lookup.codes.get(code.lower(), ())

    def managers(self) -> tuple[str, ...]:
        """Return the names of all fund managers."""
        return self._lookup.managers

    def _articles(self) -> list[int]:
        snap = self._snapshot
        public, learned = snap.articles.public_from, snap.articles.learned_at
        return [int(r) for r in np.flatnonzero((public > 0) & (public <= self._day) & (learned <= self._instant))]

    def _source(self, row: int) -> tuple[str, date | None]:
        snap = self._snapshot
        instant = int(snap.articles.published_at[row])
        day = datetime.fromtimestamp(instant, _SHANGHAI).date() if instant else day_of(int(snap.articles.public_from[row]))
        return snap.text(int(snap.articles.source[row])), day

    def texts(self, ids: frozenset[str]) -> tuple[SourceText, ...]:
        """Return the articles as evidence: all of a small workspace, else those with an event or statement about one of these things."""
        snap = self._snapshot
        rows = self._articles()
        evidence = snap.evidence
        if len(rows) > _ALL:
            wanted = {n for n in (snap.node(i) for i in ids) if n >= 0}
            kept: set[int] = set()
            for node in sorted(wanted):
                for part in snap.participates.row[snap.rows("participates_ptr", node)]:
                    event = int(snap.participants.event[part])
                    kept.update(int(evidence.article[e]) for e in snap.event_evidence[snap.rows("event_evidence_ptr", event)])
            related = np.flatnonzero(np.isin(snap.statements.subject, sorted(wanted)) | np.isin(snap.statements.object, sorted(wanted)))
            for statement in related:
                kept.update(int(evidence.article[e]) for e in snap.statement_evidence[snap.rows("statement_evidence_ptr", int(statement))])
            rows = [r for r in rows if r in kept]
        story: dict[int, int] = {}
        for article, number in zip(evidence.article.tolist(), evidence.story.tolist(), strict=True):
            if article >= 0 and number >= 0:
                story.setdefault(article, number)
        out = []
        for row in rows:
            identifier = snap.text(int(snap.articles.id[row]))
            text = self._content(identifier)
            if not text:
                continue
            source, day = self._source(row)
            number = story.get(row, -1)
            out.append(
                SourceText(
                    id=identifier, title=snap.text(int(snap.articles.title[row])), source=source, published=day, content=text,
                    story=snap.text(int(snap.stories.id[number])) if 0 <= number < len(snap.stories) else identifier,
                )
            )  # fmt: skip
        return tuple(out)

    def sources(self) -> frozenset[tuple[str, date]]:
        """Return (source, day of publication) of every dated article."""
        return frozenset((source, day) for source, day in map(self._source, self._articles()) if source and day)

    def weights(self, fund: str) -> tuple[tuple[str, WeightFact], ...] | None:
        """Return (company id, weight) of a fund in every table that is known on the day; ``None``: no table."""
        snap = self._snapshot
        row = self._funds.get(snap.node(fund), -1)
        if row < 0:
            return None
        tables = range(*snap.rows("tables_ptr", row).indices(len(snap.tables)))
        bases = snap.vocabulary("bases")
        out: list[tuple[str, WeightFact]] = []
        for table in tables:
            known = int(snap.tables.known_at[table])
            if known > self._day or int(snap.tables.learned_at[table]) > self._instant:
                continue
            facts = {
                "as_of": day_of(int(snap.tables.as_of[table])), "known_at": day_of(known), "basis": bases[int(snap.tables.basis[table])],
                "source": snap.text(int(snap.tables.source[table])),
            }  # fmt: skip
            for holding in range(*snap.rows("holdings_ptr", table).indices(len(snap.holdings))):
                issuer = int(snap.holdings.issuer[holding])
                weight = float(snap.holdings.weight[holding])
                security = int(snap.holdings.security[holding])
                line = issuer if issuer >= 0 else security
                if line >= 0:
                    out.append((snap.id_of(line), WeightFact(weight=None if weight != weight else weight, **facts)))  # type: ignore[arg-type]
        return tuple(out) or None

    def related(self, companies: frozenset[str]) -> frozenset[str]:
        """Return the companies that one stated relation joins to these."""
        snap = self._snapshot
        rows = sorted(n for n in (snap.node(i) for i in companies) if n >= 0)
        public = (snap.statements.public_from > 0) & (snap.statements.public_from <= self._day)
        subject, target = snap.statements.subject, snap.statements.object
        found = {int(n) for n in target[np.isin(subject, rows) & public]} | {int(n) for n in subject[np.isin(target, rows) & public]}
        return frozenset(i for i in (snap.id_of(n) for n in sorted(found)) if kind_of(i) == "company")
