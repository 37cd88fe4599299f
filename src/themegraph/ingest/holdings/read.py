"""Files or records of holdings in, checked weight tables out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from themegraph.errors import QuestionError
from themegraph.ingest.holdings.detect import detect, pick
from themegraph.ingest.holdings.forms import DocumentForm, Form, Table
from themegraph.ingest.holdings.prices import Prices, read_prices
from themegraph.ingest.holdings.quarantine import accept
from themegraph.ingest.holdings.resolve import fund_id, link_lines
from themegraph.ingest.holdings.sheets import Opened, Unreadable, open_file, open_records
from themegraph.ingest.holdings.values import Asked, Draft, Found, HoldingsImport, ImportNote, Quarantined, Resolver
from themegraph.model import Entity, EntityId, Fund, Holding, Listing, Membership, Revenue, WeightTable, code_of, content_hash

__all__ = ["holdings_from_records", "read_holdings"]

PathLike = str | os.PathLike[str]


def read_holdings(
    path_or_paths: PathLike | Iterable[PathLike],
    *,
    resolver: Resolver,
    format: str = "auto",
    fund: str | None = None,
    as_of: date | None = None,
    run_on: date | None = None,
    prices: Prices | PathLike | None = None,
    index_tables: Iterable[WeightTable] = (),
    other_market: str | None = None,
    board: str | None = None,
) -> HoldingsImport:
    """Return what the files say, linked and checked.

    Parameters
    ----------
    path_or_paths
        One file or several; what comes out does not depend on their order.
    resolver
        Says what the codes are; :class:`~themegraph.ingest.holdings.ReferenceResolver` for reference data.
    format
        ``auto``, or a name of :func:`~themegraph.ingest.holdings.format_names`.
    fund
        Code of the fund that the files are of. Needed where a file does not name it; a file that names another is quarantined.
    as_of
        Day of the weights, where a file does not say; a file that says another is quarantined.
    run_on
        Day of the import. Weights of a later day are quarantined; a file that states no day is known from this one.
    prices
        Unadjusted closes (or their file) for lists of share counts.
    index_tables
        Index weights that stand in for weights derived from a few lots.
    other_market
        Market suffix of codes that a creation list puts on "other market" (``US`` for a fund on American shares).
    board
        Name of the theme board of a frame that does not carry it; else the file's name is taken.

    Returns
    -------
    HoldingsImport
        Tables sorted by fund, day and source; what was refused, with its reason; notes.

    Raises
    ------
    UnknownFormat
        If a file is none that we read; the message names the nearest format and what is missing.
    MissingExtra
        If a Parquet file comes and pyarrow is not installed.
    InputError
        If the price file cannot be read.
    """
    paths = (
        [Path(path_or_paths)]
        if isinstance(path_or_paths, str | os.PathLike)
        else sorted({Path(p) for p in path_or_paths}, key=lambda p: (p.name, str(p)))
    )
    asked = _asked(resolver, fund, as_of, run_on, prices, index_tables, other_market, board)
    opened: list[Opened] = []
    refused: list[Quarantined] = []
    for path in paths:
        try:
            opened.append(open_file(path))
        except Unreadable as problem:
            refused.append(Quarantined(file=path.name, line=1, reason="unreadable", message=f"{path.name}：{problem}"))
    return _import(opened, format, asked, refused)


def holdings_from_records(
    records: Iterable[Mapping[str, Any]],
    *,
    resolver: Resolver,
    format: str = "auto",
    name: str = "records",
    fund: str | None = None,
    as_of: date | None = None,
    run_on: date | None = None,
    prices: Prices | PathLike | None = None,
    index_tables: Iterable[WeightTable] = (),
    other_market: str | None = None,
    board: str | None = None,
) -> HoldingsImport:
    """Return what records say, linked and checked; a pandas frame's ``to_dict("records")`` are records.

    ``name`` stands where a file's name would, in sources and messages; the other parameters and errors are those of :func:`read_holdings`.
    """
    asked = _asked(resolver, fund, as_of, run_on, prices, index_tables, other_market, board)
    return _import([open_records(records, name)], format, asked, [])


def _asked(
    resolver: Resolver,
    fund: str | None,
    as_of: date | None,
    run_on: date | None,
    prices: Prices | PathLike | None,
    index_tables: Iterable[WeightTable],
    other_market: str | None,
    board: str | None,
) -> Asked:
    if as_of and run_on and as_of > run_on:
        msg = f"as_of {as_of} lies after the day of the import, {run_on}."
        raise QuestionError(msg)
    found = prices if prices is None or isinstance(prices, Prices) else read_prices(Path(prices))
    code = fund.strip().upper().removeprefix("ETF:") if fund else None
    return Asked(
        resolver=resolver,
        fund=code,
        as_of=as_of,
        run_on=run_on,
        prices=found,
        index_tables=tuple(index_tables),
        other_market=other_market,
        board=board,
    )


def _import(opened: list[Opened], name: str, asked: Asked, refused: list[Quarantined]) -> HoldingsImport:
    known: list[tuple[Opened, Form, Table | None]] = [(o, *(detect(o) if name == "auto" else pick(name, o))) for o in opened]
    # Creation lists come last: index weights of the same import may stand in for theirs.
    known.sort(key=lambda k: (k[1].name.endswith(("pcf", "pcf-text")), k[0].name))
    tables: dict[str, WeightTable] = {}
    notes: list[ImportNote] = []
    listings: dict[EntityId, Listing] = {}
    funds: dict[EntityId, Fund] = {}
    members: set[Membership] = set()
    revenues: set[Revenue] = set()
    entities: dict[EntityId, Entity] = {}
    for file, form, table in known:
        found = _read(file, form, table, asked)
        if not (found.drafts or found.refused or found.listings or found.funds or found.memberships or found.revenues or found.entities):
            found.refuse(1, "no-lines", f"文件有“{form.label}”的表头，没有可用的行")
        _select_day(found, asked)
        for draft in found.drafts:
            for made in _tables(draft, f"{form.label}, {file.name}", asked, found):
                tables.setdefault(made.id, made)
        asked = replace(
            asked, index_tables=(*asked.index_tables, *(t for t in tables.values() if t.basis == "index_weight" and t not in asked.index_tables))
        )
        listings.update((x.id, x) for x in found.listings)
        funds.update((x.id, x) for x in found.funds)
        members.update(found.memberships)
        revenues.update(found.revenues)
        entities.update((x.id, x) for x in found.entities)
        notes.extend(ImportNote(file=file.name, line=at, kind=kind, message=text) for at, kind, text in found.notes)
        refused.extend(Quarantined(file=file.name, line=at, reason=reason, message=text) for at, reason, text in found.refused)
    return HoldingsImport(
        tables=tuple(sorted(tables.values(), key=lambda t: (t.fund, t.known_at, t.source, t.id))),
        listings=tuple(listings[i] for i in sorted(listings)),
        funds=tuple(funds[i] for i in sorted(funds)),
        memberships=tuple(sorted(members, key=lambda m: (m.company, m.group, m.known_at, m.source, str(m.as_of)))),
        revenues=tuple(sorted(revenues, key=lambda v: (v.company, v.period, v.known_at, v.source, v.value))),
        entities=tuple(entities[i] for i in sorted(entities)),
        quarantined=tuple(sorted(refused)),
        notes=tuple(sorted(set(notes))),
        formats=tuple(sorted((file.name, form.name) for file, form, _ in known)),
    )


def _read(file: Opened, form: Form, table: Table | None, asked: Asked) -> Found:
    if isinstance(form, DocumentForm):
        return form.read(file, asked)
    if table is None:
        raise AssertionError(form.name)
    return form.read(table, asked)


def _select_day(found: Found, asked: Asked) -> None:
    """Keep the tables of the day that was asked for, where a file holds several days; another day alone is refused."""
    if asked.as_of is None:
        return
    kept = [d for d in found.drafts if d.as_of in (None, asked.as_of)]
    if found.drafts and not kept:
        days = ", ".join(sorted({str(d.as_of) for d in found.drafts}))
        found.refuse(found.drafts[0].at, "date-mismatch", f"文件的日期是 {days}，不是所指定的 {asked.as_of}")
    elif len(kept) < len(found.drafts):
        found.note(1, "dropped", f"不属于 {asked.as_of} 的 {len(found.drafts) - len(kept)} 张表已略去")
    found.drafts = kept


def _tables(draft: Draft, source: str, asked: Asked, found: Found) -> list[WeightTable]:
    if not draft.lines:
        found.refuse(draft.at, "no-lines", "名单只有表头，没有行")
        return []
    owners = _owners(draft, asked, found)
    if not owners:
        return []
    draft.as_of = draft.as_of or (asked.as_of if draft.basis != "yahoo_top10" else None)
    if draft.known_at is None:
        draft.known_at = asked.run_on
    if draft.known_at is None:
        found.refuse(draft.at, "no-date", "文件没有写明日期，也没有给出权重日或导入日")
        return []
    if asked.run_on and not draft.known_stated and (draft.as_of or asked.run_on) <= asked.run_on < draft.known_at:
        draft.known_at = asked.run_on
    linked = link_lines(draft, asked.resolver, found)
    if not accept(draft, linked, asked, found):
        return []
    holdings = tuple(sorted((h for _, h in linked), key=lambda h: (-(h.weight if h.weight is not None else -2.0), h.security)))
    return [_table(draft, owner, holdings, draft.source or source) for owner in owners]


def _table(draft: Draft, owner: EntityId, holdings: tuple[Holding, ...], source: str) -> WeightTable:
    lines = "\n".join(f"{h.security}\t{h.weight!r}" for h in holdings)
    falling = draft.falling if draft.falling is not None else draft.coverage in ("full", "top")
    key = (owner, draft.index or "", draft.basis, draft.coverage, str(draft.as_of), str(draft.known_at), str(draft.n_total), lines)
    assert draft.known_at is not None
    return WeightTable(
        id=f"weights:{content_hash(*key)}",
        fund=owner,
        index=draft.index,
        basis=draft.basis,
        coverage=draft.coverage,
        n_total=draft.n_total,
        sorted=falling and all(h.weight is not None for h in holdings),
        as_of=draft.as_of,
        known_at=draft.known_at,
        source=source,
        holdings=holdings,
    )


def _owners(draft: Draft, asked: Asked, found: Found) -> tuple[EntityId, ...]:
    """Return the funds that a draft speaks for; nothing, with the reason, if it speaks for none or for another than was asked."""
    resolver = asked.resolver
    wanted = resolver.fund(asked.fund) if asked.fund else None
    if draft.index is None:
        if draft.fund is None:
            found.refuse(draft.at, "no-fund", "文件没有用代码写明是哪只基金；请给出（--fund 510300.SH）")
            return ()
        if asked.fund and wanted != draft.fund and not _same_code(asked.fund, draft.fund):
            found.refuse(draft.at, "fund-mismatch", f"文件属于 {code_of(draft.fund)}，不是所指定的基金 {asked.fund}")
            return ()
        if resolver.leverage(draft.fund) is None:
            found.note(draft.at, "unknown-fund", f"{code_of(draft.fund)} 不在已知基金之中；其权重表仍保留")
        return (draft.fund,)
    trackers = resolver.trackers(draft.index)
    if asked.fund:
        owner = wanted or fund_id(asked.fund, resolver)
        if owner is None:
            found.refuse(draft.at, "no-fund", f"{asked.fund} 不是已知基金；请给出带市场后缀的代码，如 510300.SH")
            return ()
        tracked = resolver.tracked(owner)
        if tracked is None:
            found.note(draft.at, "unknown-fund", f"不知道 {code_of(owner)} 跟踪哪个指数；按所说采用 {draft.index}")
        elif tracked != draft.index:
            found.refuse(draft.at, "fund-mismatch", f"文件属于 {draft.index}，而 {asked.fund} 跟踪 {tracked}")
            return ()
        return (owner,)
    if not trackers:
        found.note(draft.at, "unknown-fund", f"没有已知基金跟踪 {draft.index}；权重表记在指数本身名下")
    return trackers or (draft.index,)


def _same_code(asked: str, fund: EntityId) -> bool:
    code = code_of(fund)
    return asked == code or ("." not in asked and asked == code.rpartition(".")[0])
