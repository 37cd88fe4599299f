"""What changed since the last look: new events, changed exposures, new weight tables.

The last look is a small file in the workspace, one entry a question, written whole or not at all.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import msgspec
import numpy as np

from themegraph.errors import QuestionError, WorkspaceError
from themegraph.exposure import PropagationTable
from themegraph.exposure.expose import work
from themegraph.exposure.fund import Lines, lines_of
from themegraph.exposure.rank import STATUSES
from themegraph.exposure.weights import WeightTables
from themegraph.model.answers.directions import WatchAnswer, WatchChange
from themegraph.model.answers.exposures import WarningNote
from themegraph.model.answers.holdings import FundTable
from themegraph.query.exposures import Calendars, ask_of
from themegraph.query.facts import Facts
from themegraph.query.find import find_events
from themegraph.query.tables import fund_table, weight_tables, weights_used
from themegraph.snapshot import Snapshot

__all__ = ["FundLook", "Look", "Now", "answer_watch", "look_at", "read_looks", "write_looks"]

_FORMAT = "themegraph/watch/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class FundLook:
    """One fund at a look."""

    direct: float
    equivalent: float
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was there at one look at one question."""

    as_of: date
    known_at: datetime | None
    events: tuple[str, ...]
    """Ids of the events that fit and could be known."""
    funds: dict[str, FundLook]
    """By id: the funds that the events touched."""
    tables: tuple[str, ...]
    """Ids of the weight tables that could be known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    format: str
    looks: dict[str, Look]


def read_looks(path: Path) -> dict[str, Look]:
    """Return the last looks by question; none if there is no file.

    Raises
    ------
    WorkspaceError
        If the file cannot be read as one.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return {}
    try:
        found = msgspec.json.decode(raw, type=_File)
    except msgspec.MsgspecError as problem:
        msg = f"{path.name} of the workspace cannot be read: {problem}. themegraph watch --reset begins anew."
        raise WorkspaceError(msg) from problem
    if found.format != _FORMAT:
        msg = f"{path.name} of the workspace has format {found.format!r}, wanted {_FORMAT!r}. themegraph watch --reset begins anew."
        raise WorkspaceError(msg)
    return found.looks


def write_looks(path: Path, looks: dict[str, Look]) -> None:
    """Write the last looks whole or not at all."""
    ordered = {question: looks[question] for question in sorted(looks)}
    body = msgspec.json.format(msgspec.json.encode(_File(format=_FORMAT, looks=ordered), order="deterministic"), indent=1)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """A look and what its answer needs beside it."""

    look: Look
    events: tuple[int, ...]
    """Latest first."""
    used: dict[str, int]
    """Id of a weight table in use → the fund that uses it, the first one by id."""
    tables: WeightTables
    lines: Lines


def _event_ids(snapshot: Snapshot, events: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(sorted(snapshot.text(int(snapshot.events.id[e])) for e in events))


def look_at(facts: Facts, question: str, *, calendars: Calendars, table: PropagationTable, hops: int = 2) -> Now:
    """Return what is there now. The exposure is that of all events that fit the question, older ones faded."""
    snap = facts.snapshot
    events = tuple(find_events(facts, question).events) if question else tuple(facts.known_events())
    events = tuple(sorted(events, key=lambda e: (-facts.view.event(e).public_from, snap.text(int(snap.events.id[e])))))
    tables = weight_tables(facts, calendars, table)
    funds: dict[str, FundLook] = {}
    if question and events:
        worked = work(snap, ask_of(facts, events, calendars, weights_as_of=None, hops=hops, top=0, paths=0), table)
        direct = worked.figures.direct_positive + worked.figures.direct_negative
        norm = worked.solved.norm
        for at in worked.order:
            funds[snap.id_of(int(worked.lines.funds[at]))] = FundLook(
                direct=float(direct[at]),
                equivalent=float(worked.figures.net[at]) / norm if norm else 0.0,
                status=STATUSES[int(worked.status[at])],
            )
    lines = lines_of(tables, snap.funds.node.astype(np.int64))
    used: dict[str, int] = {}
    for chosen in sorted(lines.chosen, key=lambda c: snap.id_of(c.fund)):
        used.setdefault(snap.text(int(snap.tables.id[chosen.table])), chosen.fund)
    usable = np.flatnonzero(tables.usable(np.arange(len(snap.tables))))
    look = Look(
        as_of=facts.as_of,
        known_at=facts.known_at,
        events=_event_ids(snap, events),
        funds=dict(sorted(funds.items())),
        tables=tuple(sorted(snap.text(int(snap.tables.id[t])) for t in usable.tolist())),
    )
    return Now(look=look, events=events, used=used, tables=tables, lines=lines)


def _stated(look: FundLook | None) -> float:
    return look.equivalent if look is not None and look.status == "ranked" else 0.0


def _changes(facts: Facts, before: Look, now: Now, threshold: float) -> tuple[WatchChange, ...]:
    """Return the funds whose direct or stated equivalent weight moved by the threshold or more, or that began or ceased to be reached so far."""
    found: list[tuple[float, WatchChange]] = []
    chosen = {c.fund: c for c in now.lines.chosen}
    for identifier in sorted(before.funds.keys() | now.look.funds.keys()):
        old, new = before.funds.get(identifier), now.look.funds.get(identifier)
        moved = max(abs((new.direct if new else 0.0) - (old.direct if old else 0.0)), abs(_stated(new) - _stated(old)))
        if moved < threshold or moved == 0.0:
            continue
        node = facts.snapshot.node(identifier)
        if node < 0:
            continue
        found.append(
            (
                moved,
                WatchChange(
                    etf=facts.thing(node),
                    change="entered" if old is None else "left" if new is None else "moved",
                    direct_before=old.direct if old else None,
                    direct_now=new.direct if new else None,
                    equivalent_before=old.equivalent if old else None,
                    equivalent_now=new.equivalent if new else None,
                    status_before=old.status if old else "",
                    status_now=new.status if new else "",
                    weights=weights_used(facts, chosen[node]) if node in chosen else None,
                ),
            )
        )
    return tuple(change for _, change in sorted(found, key=lambda f: (-f[0], f[1].etf.id)))


def _new_tables(facts: Facts, now: Now, before: frozenset[str]) -> tuple[FundTable, ...]:
    fresh = sorted({fund for table, fund in now.used.items() if table not in before}, key=facts.snapshot.id_of)
    return tuple(fund_table(facts, now.tables, now.lines, fund) for fund in fresh)


def answer_watch(
    facts: Facts,
    question: str,
    before: Look | None,
    *,
    calendars: Calendars,
    table: PropagationTable,
    threshold: float = 0.005,
    top: int = 20,
    hops: int = 2,
    quotes: int = 1,
) -> tuple[WatchAnswer, Look]:
    """Return what changed since a look, and the look that is the last one from now on.

    Parameters
    ----------
    before
        The last look at this question; ``None``: there was none, and all counts as new.
    threshold
        Smallest change of a direct or equivalent weight that is told.

    Raises
    ------
    QuestionError
        If the last look was of a later day.
    """
    if before is not None and facts.as_of < before.as_of:
        msg = f"The last look was as of {before.as_of}, later than {facts.as_of}; ask for that day or a later one, or begin anew with --reset."
        raise QuestionError(msg)
    snap = facts.snapshot
    now = look_at(facts, question, calendars=calendars, table=table, hops=hops)
    known = frozenset(before.events) if before else frozenset()
    fresh = [e for e in now.events if snap.text(int(snap.events.id[e])) not in known]
    said = []
    if len(fresh) > top:
        said.append(WarningNote(code="more-events", message=f"新事件共 {len(fresh)} 个，列出最近的 {top} 个。"))
    if before is None:
        said.append(WarningNote(code="first-look", message="这是第一次查看：全部记下，下次起只报变化。"))
    tables_before = frozenset(before.tables) if before else frozenset()
    answer = WatchAnswer(
        question=question,
        as_of=facts.as_of,
        known_at=facts.known_at,
        first=before is None,
        since=before.as_of if before else None,
        since_known_at=before.known_at if before else None,
        threshold=threshold,
        events=tuple(facts.event_row(e, quotes=quotes) for e in fresh[:top]),
        events_total=len(fresh),
        gone=tuple(sorted(known - set(now.look.events))),
        changes=_changes(facts, before, now, threshold) if before else (),
        tables=_new_tables(facts, now, tables_before) if before else (),
        tables_total=len(set(now.look.tables) - tables_before),
        warnings=tuple(said),
    )
    return answer, now.look
