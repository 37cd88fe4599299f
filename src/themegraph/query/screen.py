"""The funds that meet conditions: facts as of the day, and figures for one event."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from themegraph.errors import QuestionError, UnknownEntity, nearest
from themegraph.exposure import PropagationTable
from themegraph.exposure.expose import Worked, work
from themegraph.exposure.fund import Bounder, Lines, lines_of, unknown_of
from themegraph.exposure.rank import STATUSES
from themegraph.exposure.weights import WeightTables
from themegraph.folding import fold_name
from themegraph.model import code_of, kind_of, market_of
from themegraph.model.answers.exposures import WarningNote
from themegraph.model.answers.holdings import ScreenAnswer, ScreenRow
from themegraph.query.conditions import Comparison, Expression, Interval, comparisons, holds, parse
from themegraph.query.exposures import Calendars, ask_of, found_notes
from themegraph.query.facts import Facts
from themegraph.query.find import find_entities, find_events, narrower
from themegraph.query.near import did_you_mean
from themegraph.query.tables import weight_tables, weights_used
from themegraph.snapshot import MARKETS
from themegraph.snapshot.sets import among, distinct

__all__ = ["answer_screen"]

_OF_EVENT = ("direct_weight", "equivalent_weight", "status")
_FUND_KINDS = {"股票": "equity", "债券": "bond", "货币": "money", "商品": "commodity", "黄金": "gold", "跨境": "cross_border_equity"}


@dataclass(slots=True)
class _Values:
    """The values of the fields of one fund after another, each worked out when a condition asks for it."""

    facts: Facts
    tables: WeightTables
    lines: Lines
    at: dict[int, int]
    """Fund → its position in ``lines``."""
    worked: Worked | None
    members: dict[str, NDArray[np.int64]]
    """Theme as written → companies, sorted."""
    bound: Bounder | None = None
    named: NDArray[np.bool_] | None = None
    unlisted: dict[int, float] = field(default_factory=dict)

    def theme(self, name: str, fund: int) -> Interval | None:
        """Return where the weight of a theme's members lies; ``None`` where no member or no weight is known."""
        members, at = self.members[name], self.at.get(fund)
        if at is None or not len(members):
            return None
        span = self.lines.of(at)
        weight = np.maximum(np.nan_to_num(self.lines.weight[span]), 0.0)
        known = float(weight[among(self.lines.issuer[span], members)].sum())
        covered = min(float(weight.sum()), 1.0)
        return known, min(known + unknown_of(self.tables, self.lines, at, covered).weight, 1.0)

    def _position(self, fund: int) -> int:
        assert self.worked is not None
        found = int(np.searchsorted(self.worked.lines.funds, fund))
        funds = self.worked.lines.funds
        return found if found < len(funds) and int(funds[found]) == fund else -1

    def direct(self, fund: int) -> Interval | None:
        """Return where the weight of the event's companies lies; of the theme's members where no event was asked for."""
        if self.worked is None:
            return self.theme(next(iter(self.members)), fund)
        at = self._position(fund)
        if at < 0:
            return None
        figures = self.worked.figures
        known = float(figures.direct_positive[at] + figures.direct_negative[at])
        if fund not in self.unlisted:
            solved = self.worked.solved
            if self.bound is None:
                impact = solved.impact.sum(axis=1)
                self.bound = Bounder(solved.view, solved.tables, self.worked.lines, solved.nodes, impact, solved.question.listed_on)
                self.named = among(solved.nodes, np.concatenate([solved.helped, solved.hurt]))
            _, unknown, eligible = self.bound(at, net=float(figures.net[at]), covered=float(figures.covered[at]))
            assert self.named is not None
            self.unlisted[fund] = min(unknown.each * min(float(self.named[eligible].sum()), unknown.names), unknown.weight)
        return known, known + self.unlisted[fund]

    def status(self, fund: int) -> str:
        """Return the status of the exposure; empty without an event or without weights."""
        at = self._position(fund) if self.worked is not None else -1
        return STATUSES[int(self.worked.status[at])] if self.worked is not None and at >= 0 else ""

    def equivalent(self, fund: int) -> float | None:
        """Return the equivalent weight where it is stated."""
        if self.worked is None or self.status(fund) not in {"ranked", "negligible"}:
            return None
        norm = self.worked.solved.norm
        return float(self.worked.figures.net[self._position(fund)]) / norm if norm else 0.0

    def unknown(self, fund: int) -> float | None:
        """Return how much of the fund is not known."""
        at = self.at.get(fund)
        if at is None:
            return None
        weight = np.maximum(np.nan_to_num(self.lines.weight[self.lines.of(at)]), 0.0)
        return max(1.0 - float(weight.sum()), 0.0)

    def fee(self, row: int) -> float | None:
        """Return the fee of a row of `funds`."""
        fee = float(self.facts.snapshot.funds.fee[row])
        return None if math.isnan(fee) else fee

    def value(self, asked: Comparison, row: int) -> Interval | tuple[str, ...] | bool | None:
        """Return the value that a comparison is about, for a row of `funds`."""
        snap = self.facts.snapshot
        funds, fund = snap.funds, int(snap.funds.node[row])
        number: float | None
        match asked.field:
            case "theme":
                where = self.theme(asked.argument or asked.text, fund)
                if asked.argument or where is None:
                    return where
                return True if where[0] > 0 else False if where[1] <= 0 else None
            case "direct_weight":
                return self.direct(fund)
            case "equivalent_weight":
                number = self.equivalent(fund)
            case "unknown_weight":
                number = self.unknown(fund)
            case "fee":
                number = self.fee(row)
            case "age_days":
                at = self.at.get(fund)
                number = None if at is None else float(self.lines.chosen[at].age_days)
            case "market":
                return (market_of(snap.id_of(fund)),)
            case "name":
                return (snap.label_of(fund), code_of(snap.id_of(fund)), *(t for t, _ in snap.names_of(fund)))
            case "manager":
                manager = snap.text(int(funds.manager[row]))
                return (manager, manager.removesuffix("基金")) if manager else None
            case "index":
                index = int(funds.index[row])
                names = [snap.text(int(funds.index_name[row]))]
                if index >= 0:
                    names += [code_of(snap.id_of(index)), snap.label_of(index), *(t for t, _ in snap.names_of(index))]
                return tuple(n for n in names if n) or None
            case "kind":
                kind = snap.vocabulary("fund_kinds")[int(funds.kind[row])]
                return None if kind == "unknown" else (kind, *(w for w, k in _FUND_KINDS.items() if k == kind))
            case _:
                return (status,) if (status := self.status(fund)) else None
        return None if number is None else (number, number)


def _themes(facts: Facts, expression: Expression) -> dict[str, NDArray[np.int64]]:
    """Return the members, as of the day, of the themes and industries that an expression names."""
    snap = facts.snapshot
    found: dict[str, NDArray[np.int64]] = {}
    for asked in comparisons(expression):
        if asked.field != "theme":
            continue
        if asked.operator == "~":
            msg = f"theme ~ {asked.text}: a theme is compared by = and !=, with one of its names."
            raise QuestionError(msg)
        name = asked.argument or asked.text
        groups = [n for n in find_entities(snap, name) if kind_of(snap.id_of(n)) in {"theme", "industry"}]
        if not groups:
            msg = f"No theme or industry is called {name!r}.{did_you_mean(snap, name, ('theme', 'industry'))}"
            raise UnknownEntity(msg)
        rows = np.concatenate([snap.group_members[snap.rows("group_ptr", g)] for g in narrower(snap, groups[0])])
        public = snap.members.public_from[rows]
        rows = rows[(public > 0) & (public <= facts.as_of.toordinal())]
        found[name] = distinct(snap.members.company[rows]).astype(np.int64)
    return found


def _check_words(facts: Facts, expression: Expression) -> None:
    """Refuse a kind, status or market that no fund can have."""
    known = {
        "kind": (*facts.snapshot.vocabulary("fund_kinds"), *_FUND_KINDS),
        "status": STATUSES,
        "market": tuple(m for m in MARKETS if m),
    }
    for asked in comparisons(expression):
        words = known.get(asked.field)
        if words and asked.operator != "~" and fold_name(asked.text) not in {fold_name(w) for w in words}:
            msg = f"No {asked.field} is {asked.text!r}; there are {', '.join(words)}.{nearest(asked.text, words)}"
            raise QuestionError(msg)


def answer_screen(
    facts: Facts,
    text: str,
    *,
    event: str = "",
    calendars: Calendars,
    table: PropagationTable,
    top: int = 20,
    hops: int = 2,
    quotes: int = 1,
) -> ScreenAnswer:
    """Return the funds that meet an expression as of the day.

    Parameters
    ----------
    event
        What ``direct_weight``, ``equivalent_weight`` and ``status`` are about. Without one, ``direct_weight`` is the weight of the members of the
        only theme that is named.

    Raises
    ------
    QuestionError
        If the expression cannot be read, needs an event, or no event fits.
    UnknownEntity
        If no theme has a name that the expression uses.
    UnknownEvent
        For an event id that is not there.
    """
    snap = facts.snapshot
    expression = parse(text)
    _check_words(facts, expression)
    members = _themes(facts, expression)
    asked = {c.field for c in comparisons(expression)}
    said: list[WarningNote] = []
    for name, companies in members.items():
        if not len(companies):
            said.append(WarningNote(code="no-members", message=f"截至 {facts.as_of} 没有“{name}”可知的成员名单，其权重未知。"))
    events: tuple[int, ...] = ()
    worked = None
    every = snap.funds.node.astype(np.int64)
    if event:
        found = find_events(facts, event)
        said += found_notes(found, facts, event)
        if not found.chosen:
            msg = f"No event public by {facts.as_of} fits {event!r}. themegraph events lists those that are there."
            raise QuestionError(msg)
        events = found.chosen
        worked = work(snap, ask_of(facts, events, calendars, weights_as_of=None, hops=hops, top=0, paths=0, funds=tuple(every.tolist())), table)
    else:
        needy = [f for f in _OF_EVENT if f in asked and not (f == "direct_weight" and len(members) == 1)]
        if needy:
            msg = f"{' and '.join(needy)} {'is' if len(needy) == 1 else 'are'} about an event; name it with --event QUERY."
            raise QuestionError(msg)
        if "direct_weight" in asked:
            said.append(WarningNote(code="theme-weight", message="没有给出事件：direct_weight 按主题成员的权重计。"))
    tables = weight_tables(facts, calendars, table)
    lines = lines_of(tables, every)
    values = _Values(
        facts=facts, tables=tables, lines=lines, at={int(f): i for i, f in enumerate(lines.funds.tolist())}, worked=worked, members=members
    )
    matched: list[int] = []
    undecided = 0
    unknown: Counter[str] = Counter()
    for row in range(len(snap.funds)):
        lacking: set[str] = set()
        truth = holds(expression, lambda c, r=row: values.value(c, r), lacking)  # type: ignore[misc]
        if truth:
            matched.append(row)
        elif truth is None:
            undecided += 1
            unknown.update(lacking)
    direct = bool(events) or "direct_weight" in asked
    rows = sorted((_screen_row(values, r, direct=direct) for r in matched), key=_order)
    if len(rows) > top:
        said.append(WarningNote(code="more-funds", message=f"共 {len(rows)} 只符合，列出 {top} 只。"))
    return ScreenAnswer(
        question=text,
        event=event,
        as_of=facts.as_of,
        known_at=facts.known_at,
        events=tuple(facts.event_row(e, quotes=quotes) for e in events),
        rows=tuple(rows[:top]),
        matched=len(matched),
        tested=len(snap.funds),
        undecided=undecided,
        unknown=tuple(sorted(unknown.items(), key=lambda u: (-u[1], u[0]))),
        warnings=tuple(said),
    )


def _order(row: ScreenRow) -> tuple[float, float, float, str]:
    return -(row.direct_weight or 0.0), -(row.theme_weight or 0.0), -abs(row.equivalent_weight or 0.0), row.etf.id


def _screen_row(values: _Values, row: int, *, direct: bool) -> ScreenRow:
    facts, snap = values.facts, values.facts.snapshot
    fund = int(snap.funds.node[row])
    index = int(snap.funds.index[row])
    held = values.direct(fund) if direct else None
    themes = [where[0] for name in values.members if (where := values.theme(name, fund)) is not None]
    at = values.at.get(fund)
    return ScreenRow(
        etf=facts.thing(fund),
        manager=snap.text(int(snap.funds.manager[row])),
        index=snap.label_of(index) if index >= 0 else snap.text(int(snap.funds.index_name[row])),
        kind=snap.vocabulary("fund_kinds")[int(snap.funds.kind[row])],
        fee=values.fee(row),
        theme_weight=max(themes) if themes else None,
        direct_weight=held[0] if held else None,
        direct_weight_unlisted=held[1] - held[0] if held else None,
        equivalent_weight=values.equivalent(fund),
        status=values.status(fund),
        unknown_weight=values.unknown(fund),
        weights=weights_used(facts, values.lines.chosen[at]) if at is not None else None,
    )
