"""What there is: events, one entity, the whole workspace."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np

from themegraph._version import __version__
from themegraph.model import kind_of
from themegraph.model.answers.entities import EntityAnswer, HoldingFact, NamedFact, StatsAnswer
from themegraph.model.answers.exposures import EventsAnswer, Path, PathHop, Thing, WarningNote
from themegraph.query.facts import SHANGHAI, Facts
from themegraph.query.find import find_events, nothing_found, resolve_entity
from themegraph.query.labels import fund_kind_words
from themegraph.snapshot import Snapshot, day_of
from themegraph.snapshot.sets import distinct

__all__ = ["answer_entity", "answer_events", "answer_stats"]

_SHOWN = 30


def answer_events(facts: Facts, question: str, *, top: int = 20, quotes: int = 1) -> EventsAnswer:
    """Return the events that fit a question, best first; all of them, latest first, for no question.

    Raises
    ------
    UnknownEvent
        For an event or story id that is not there.
    """
    found = find_events(facts, question)
    events = list(found.events)
    if not question.strip():
        snap = facts.snapshot
        events.sort(key=lambda e: (-facts.view.event(e).public_from, snap.text(int(snap.events.id[e]))))
    said = []
    if len(events) > top:
        said.append(WarningNote(code="more-events", message=f"共 {len(events)} 个事件，显示前 {top} 个。"))
    if found.later:
        said.append(WarningNote(code="later-events", message=f"另有 {found.later} 个事件在该日尚未公开、没有日期或当时未收录。"))
    if not events:
        said.append(
            WarningNote(code="no-event", message=nothing_found(facts, question, found) if question.strip() else f"截至 {facts.as_of} 没有事件。")
        )
    rows = tuple(facts.event_row(e, quotes=quotes) for e in events[:top])
    return EventsAnswer(question=question, as_of=facts.as_of, known_at=facts.known_at, rows=rows, warnings=tuple(said))


def _holding_facts(facts: Facts, tables: list[tuple[int, int]]) -> tuple[HoldingFact, ...]:
    """Return (table, row) pairs as facts, largest weight first."""
    snap = facts.snapshot
    out = []
    for table, row in tables:
        weight = float(snap.holdings.weight[row])
        security = int(snap.holdings.security[row])
        basis = snap.vocabulary("bases")[int(snap.tables.basis[table])]
        known = day_of(int(snap.tables.known_at[table]))
        out.append(
            HoldingFact(
                etf=facts.thing(int(snap.tables.fund[table])),
                security=facts.thing(security) if security >= 0 else Thing(id="", code="", name=snap.text(int(snap.holdings.name[row]))),
                weight=None if np.isnan(weight) else weight,
                as_of=day_of(int(snap.tables.as_of[table])),
                known_at=known or date.min,
                basis=basis,
                basis_label=facts.label(basis),
                coverage=snap.vocabulary("coverages")[int(snap.tables.coverage[table])],
                source=snap.text(int(snap.tables.source[table])),
            )
        )
    return tuple(sorted(out, key=lambda h: (-(h.weight or 0.0), h.etf.id, h.security.id))[:_SHOWN])


def _usable_tables(facts: Facts, rows: np.ndarray) -> list[int]:
    """Return, of some rows of `tables`, the latest one of each fund that could be known by the day."""
    snap = facts.snapshot
    latest: dict[int, int] = {}
    closed = snap.closed("table", len(snap.tables), None if facts.known_at is None else facts.known_at.timestamp())
    for row in rows:
        table = int(row)
        if 0 < snap.tables.known_at[table] <= facts.as_of.toordinal() and not (closed is not None and closed[table]):
            latest[int(snap.tables.fund[table])] = table
    return list(latest.values())


def _holdings(facts: Facts, node: int, kind: str) -> tuple[HoldingFact, ...]:
    snap = facts.snapshot
    if kind == "company":
        rows = snap.held_by.row[snap.rows("held_by_ptr", node)]
        usable = set(_usable_tables(facts, distinct(snap.holdings.table[rows])))
        return _holding_facts(facts, [(int(snap.holdings.table[r]), int(r)) for r in rows if int(snap.holdings.table[r]) in usable])
    if kind == "etf":
        tables = _usable_tables(facts, np.flatnonzero(snap.tables.fund == node))
        return _holding_facts(facts, [(t, r) for t in tables for r in range(*snap.rows("holdings_ptr", t).indices(len(snap.holdings)))])
    return ()


def _facts_of(facts: Facts, node: int, kind: str) -> tuple[NamedFact, ...]:
    snap = facts.snapshot
    out: list[NamedFact] = []
    if kind == "etf":
        at = int(np.searchsorted(snap.funds.node, node))
        source = snap.text(int(snap.funds.source[at]))
        index = int(snap.funds.index[at])
        fee = float(snap.funds.fee[at])
        values = (
            ("基金管理人", snap.text(int(snap.funds.manager[at]))),
            (
                "跟踪指数",
                f"{snap.label_of(index)}（{snap.id_of(index).partition(':')[2]}）" if index >= 0 else snap.text(int(snap.funds.index_name[at])),
            ),
            ("类型", fund_kind_words(snap.vocabulary("fund_kinds")[int(snap.funds.kind[at])])),
            ("管理费率（年）", "" if np.isnan(fee) else f"{fee:.2%}"),
        )
        out += [NamedFact(name=n, value=v, as_of=None, source=source) for n, v in values if v]
    rows = range(*snap.rows("members_ptr", node).indices(len(snap.members)))
    for row in rows:
        public = int(snap.members.public_from[row])
        if 0 < public <= facts.as_of.toordinal():
            group = int(snap.members.group[row])
            name = {"industry": "行业", "theme": "主题板块"}.get(kind_of(snap.id_of(group)), "分组")
            stated = int(snap.members.statement[row])
            evidence = facts.view.evidence_of(stated) if stated >= 0 else ()
            source = facts.quotes(evidence, 1)[0].source if evidence else snap.text(int(snap.members.source[row]))
            as_of = day_of(public) if stated >= 0 else day_of(int(snap.members.as_of[row]))
            out.append(NamedFact(name=name, value=snap.label_of(group), as_of=as_of, source=f"报道：{source}" if stated >= 0 else source))
    if kind in {"theme", "industry"}:
        rows_of = snap.group_members[snap.rows("group_ptr", node)]
        known = [r for r in rows_of if 0 < snap.members.public_from[r] <= facts.as_of.toordinal()]
        shown = "、".join(snap.label_of(int(snap.members.company[r])) for r in known[:12])
        if known:
            source = snap.text(int(snap.members.source[known[0]]))
            as_of = day_of(int(snap.members.as_of[known[0]]))
            out.append(NamedFact(name=f"成员（{len(known)} 家）", value=shown + (" 等" if len(known) > 12 else ""), as_of=as_of, source=source))
        else:
            out.append(NamedFact(name="成员", value="截至该日没有可知的成员名单", as_of=None, source=""))
    return tuple(out)


def _relations(facts: Facts, node: int) -> tuple[Path, ...]:
    snap = facts.snapshot
    rows = np.flatnonzero((snap.statements.subject == node) | (snap.statements.object == node))
    belief = facts.view.statements(rows) if len(rows) else np.empty(0)
    predicates = snap.vocabulary("predicates")
    found = []
    for row, value in zip(rows.tolist(), belief.tolist(), strict=True):
        evidence = facts.view.evidence_of(row)
        if value <= 0.0:
            continue
        predicate = predicates[int(snap.statements.predicate[row])]
        subject, object_ = int(snap.statements.subject[row]), int(snap.statements.object[row])
        hop = PathHop(
            subject=snap.id_of(subject),
            predicate=predicate,
            predicate_label=facts.label(predicate),
            object=snap.id_of(object_),
            subject_label=snap.label_of(subject),
            object_label=snap.label_of(object_),
            coefficient=1.0,
            belief=value,
            evidence=facts.quotes(evidence, 1),
        )
        found.append(Path(contribution=0.0, hops=(hop,)))
    return tuple(sorted(found, key=lambda p: (-p.hops[0].belief, p.hops[0].predicate, p.hops[0].subject, p.hops[0].object))[:_SHOWN])


def answer_entity(facts: Facts, name: str) -> EntityAnswer:
    """Return what is known of an entity as of the day.

    Raises
    ------
    UnknownEntity
        If nothing has that id, code or name.
    """
    snap = facts.snapshot
    node, others = resolve_entity(snap, name)
    kind = kind_of(snap.id_of(node))
    shares = [int(n) for n in np.flatnonzero(snap.nodes.issuer == node) if int(n) != node]
    found = find_events(facts, snap.id_of(node))
    holdings = _holdings(facts, node, kind)
    said = []
    if kind == "company" and not holdings:
        said.append(WarningNote(code="not-held", message=f"截至 {facts.as_of} 可用的权重表都没有列出它：直接权重为零或未知。"))
    return EntityAnswer(
        question=name,
        as_of=facts.as_of,
        known_at=facts.known_at,
        entity=facts.thing(node),
        type=snap.meta.get("kind_labels", {}).get(kind, kind),
        names=tuple(dict.fromkeys(t for t, _ in snap.names_of(node))),
        listings=tuple(facts.thing(s) for s in shares),
        facts=_facts_of(facts, node, kind),
        holdings=holdings,
        relations=_relations(facts, node),
        events=tuple(facts.event_row(e, quotes=1) for e in found.events[:10]),
        others=tuple(facts.thing(o) for o in others[:10]),
        warnings=tuple(said),
    )


def answer_stats(snapshot: Snapshot) -> StatsAnswer:
    """Return how much a snapshot holds."""
    closed = snapshot.closed("article", len(snapshot.articles), None)
    published = snapshot.articles.published_at if closed is None else snapshot.articles.published_at[~closed]
    dated = published[published > 0]
    known = snapshot.tables.known_at
    names = ("articles", "stories", "events", "statements", "evidence", "nodes", "funds", "tables", "holdings", "members", "edges")
    counts = {name: len(getattr(snapshot, name)) for name in names}
    # The table of stories has the voices too, and that of articles those that were retracted.
    counts |= {name: int(snapshot.meta[name]) for name in ("articles", "stories", "voices") if name in snapshot.meta}
    if "quads" in snapshot.meta:
        counts["quads"] = int(snapshot.meta["quads"])
    return StatsAnswer(
        counts=counts,
        first_published=datetime.fromtimestamp(int(dated.min()), SHANGHAI).isoformat() if len(dated) else None,
        last_published=datetime.fromtimestamp(int(dated.max()), SHANGHAI).isoformat() if len(dated) else None,
        undated_articles=int((published == 0).sum()),
        latest_weights=day_of(int(known.max())) if len(known) else None,
        versions={"themegraph": __version__, "snapshot": str(snapshot.meta.get("format", ""))},
    )
