"""What imported files add to the reference data of a workspace: only what is new, and blanks that they fill."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from themegraph.model import Entity, EntityId, Fund, Listing, Membership, Name, ReferenceData, ReferenceStatement, Revenue, WeightTable, kind_of

__all__ = ["additions"]


def _filled(known: Fund, found: Fund) -> Fund:
    """Return a known fund with its blanks filled; what is known stays."""
    filled = replace(
        known,
        manager=known.manager or found.manager,
        index=known.index or found.index,
        index_name=known.index_name or found.index_name,
        kind=found.kind if known.kind in {"", "unknown"} and found.kind else known.kind,
        fee=known.fee if known.fee is not None else found.fee,
        names=known.names,
    )
    return known if filled == known else replace(filled, source="; ".join(dict.fromkeys(s for s in (known.source, found.source) if s)))


def additions(
    known: ReferenceData,
    *,
    tables: Iterable[WeightTable] = (),
    listings: Iterable[Listing] = (),
    funds: Iterable[Fund] = (),
    memberships: Iterable[Membership] = (),
    entities: Iterable[Entity] = (),
    statements: Iterable[ReferenceStatement] = (),
    revenues: Iterable[Revenue] = (),
) -> ReferenceData:
    """Return the rows that are not known yet.

    Notes
    -----
    A row that is known keeps its values: a list of codes and names never takes the place of a curated row. A known fund is returned again only
    where the files fill one of its blanks. The issuer of a new listing becomes a company of that name if it is none yet; so does the index of a
    new fund or table.
    """
    have_entities = {e.id for e in known.entities}
    have_listings = {s.id for s in known.listings}
    have_funds = {f.id: f for f in known.funds}
    have_tables = {t.id for t in known.tables}
    have_members = {(m.company, m.group, m.as_of, m.known_at) for m in known.memberships}

    new_listings = [s for s in listings if s.id not in have_listings]
    new_funds = [f if f.id not in have_funds else _filled(have_funds[f.id], f) for f in funds]
    new_funds = [f for f in new_funds if have_funds.get(f.id) != f]
    new_tables = [t for t in tables if t.id not in have_tables]
    new_entities = {e.id: e for e in entities if e.id not in have_entities}
    for listing in sorted(new_listings, key=lambda s: (not s.primary, s.id)):
        if listing.issuer not in have_entities and listing.issuer not in new_entities:
            names = (Name(text=listing.name, kind="short", source=listing.source),)
            new_entities[listing.issuer] = Entity(id=listing.issuer, type="company", label=listing.name, names=names, source=listing.source)
    indices: dict[EntityId, tuple[str, str]] = {}
    for fund in new_funds:
        if fund.index is not None:
            indices.setdefault(fund.index, (fund.index_name, fund.source))
    for table in new_tables:
        for owner in (table.index, table.fund):
            if owner is not None and kind_of(owner) == "index":
                indices.setdefault(owner, ("", table.source))
    for index, (name, source) in sorted(indices.items()):
        if index not in have_entities and index not in new_entities:
            new_entities[index] = Entity(id=index, type="index", label=name or index.partition(":")[2], source=source)
    return ReferenceData(
        entities=tuple(new_entities[i] for i in sorted(new_entities)),
        listings=tuple(sorted(new_listings, key=lambda s: s.id)),
        funds=tuple(sorted(new_funds, key=lambda f: f.id)),
        tables=tuple(sorted(new_tables, key=lambda t: t.id)),
        memberships=tuple(
            sorted(
                {m for m in memberships if (m.company, m.group, m.as_of, m.known_at) not in have_members},
                key=lambda m: (m.company, m.group, m.known_at, m.source, str(m.as_of)),
            )
        ),
        statements=tuple(sorted(set(statements) - set(known.statements), key=lambda r: (r.statement.id, r.source, r.known_at, r.quote))),
        revenues=tuple(sorted(set(revenues) - set(known.revenues), key=lambda r: (r.company, r.period, r.known_at, r.source, r.value))),
    )
