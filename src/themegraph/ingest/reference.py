"""Read a reference folder - our ``data/`` or a user's of the same schema - into one :class:`ReferenceData`.

The schema of every table stands in docs/reference/data.md. Only issuers.csv and listings.csv must be there.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass, field
from math import fsum
from pathlib import Path
from typing import TYPE_CHECKING

from themegraph.errors import BadReferenceData
from themegraph.ingest.reference_rows import Refused, Row, plain_number, read_rows
from themegraph.model import (
    Entity,
    EntityId,
    Fund,
    Holding,
    Listing,
    Membership,
    Name,
    ReferenceData,
    ReferenceStatement,
    Statement,
    WeightTable,
    canonical_code,
    content_hash,
    market_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

__all__ = ["read_reference"]

_log = logging.getLogger(__name__)

_HAN = re.compile(r"[\u3400-\u9fff]")
_NAME_KINDS = ("short", "full", "english", "former", "nickname", "abbreviation", "group")
_FUND_KINDS = ("equity", "cross_border_equity", "bond", "money", "gold", "commodity", "fund_of_funds", "unknown")
_BASES = ("pcf_derived", "fund_disclosed", "index_weight", "yahoo_top10", "stated_in_text")
_COVERAGES = ("full", "top", "partial")
_EXCHANGES = {
    "SSE": "SH", "SZSE": "SZ", "BSE": "BJ", "HKEX": "HK",
    "NASDAQ": "US", "NYSE": "US", "NYSE American": "US", "NYSE Arca": "US", "Cboe BZX": "US", "US": "US",
    "KRX": "KS", "TWSE": "TW", "TSE": "T", "ASX": "AX", "TSX": "TO", "LSE": "L", "SIX": "SW", "XETRA": "DE", "EURONEXT PARIS": "PA", "EURONEXT AMS": "AS",
}  # fmt: skip
"""Exchange to the market suffix of its codes; US is an American exchange that the source does not name."""
_LINE_KINDS = ("", "unlinked", "cash", "future", "fund")
_ENTITY_TYPES = ("company", "organisation", "person", "place", "sector/theme", "product/technology", "macro/policy", "index")
_ENTITY_KINDS = ("company", "org", "person", "place", "theme", "product", "policy", "macro", "industry", "index")
_SUM_WARN, _SUM_BAD = 0.0075, 0.02
"""Accepted and highest distance of a full list's sum from 1 (EXPOSURE.md §6)."""


@dataclass(slots=True)
class _Draft:
    """An entity while its names are still being gathered."""

    id: EntityId
    type: str
    label: str
    label_en: str
    broader: EntityId | None
    source: str
    row: Row
    names: list[Name] = field(default_factory=list)

    def name(self, name: Name) -> None:
        if name.text and all(n.text != name.text or name.kind == "group" != n.kind for n in self.names):
            self.names.append(name)

    def frozen(self) -> Entity:
        label = self.label
        if self.type == "company" and not _HAN.search(label):
            label = _chinese_label(self.names) or label
        return Entity(
            id=self.id, type=self.type, label=label, label_en=self.label_en, names=tuple(self.names), broader=self.broader, source=self.source
        )


def _chinese_label(names: list[Name]) -> str:
    """Return the first Chinese name in use, without 公司 where the name is used without it too; blank if there is none."""
    used = [n.text for n in names if n.kind in ("short", "abbreviation") and _HAN.search(n.text)]
    if not used:
        return ""
    stem = used[0].removesuffix("公司")
    return stem if stem in used else used[0]


@dataclass(slots=True)
class _FundDraft:
    fund: Row
    id: EntityId
    names: list[Name] = field(default_factory=list)

    def name(self, name: Name) -> None:
        if name.text and all(n.text != name.text or name.kind == "group" != n.kind for n in self.names):
            self.names.append(name)


def read_reference(folder: Path, *, refused: list[str] | None = None, predicates: Collection[str] = ()) -> ReferenceData:
    """Return everything the tables of ``folder`` say.

    Parameters
    ----------
    folder
        A folder with at least issuers.csv and listings.csv.
    refused
        Where the reason goes for which each bad row is left out, with what rests on it: a listing whose issuer is bad, a weight table with a bad
        line. ``None``: the first bad cell is an error.
    predicates
        Those that a statement may have; none: any.

    Returns
    -------
    ReferenceData
        Entities by id, listings and funds by code, tables by fund and date, whatever the order of rows; an entity's names in
        the order of the files.
        An index table is repeated for every fund whose ``index`` it weighs.

    Raises
    ------
    BadReferenceData
        At the first cell that breaks the schema, naming file, line, column, what was wanted and the nearest good value. With ``refused`` only for
        a file that is missing or is no such table, and where no listing is left.
    """
    folder = Path(folder)
    bad = Refused(refused)
    drafts: dict[str, _Draft] = {}
    _read_simple(folder, "issuers.csv", ("id", "label", "label_en", "source"), "company", "company", drafts, bad, required=True)
    listings = _read_listings(folder, drafts, bad)
    if refused and not listings:
        raise BadReferenceData(f"{folder} has no listing that can be used: {refused[0]}")
    _read_entities(folder, drafts, listings, bad)
    funds = _read_funds(folder, drafts, bad)
    _read_names(folder, drafts, funds, listings, bad)
    made: dict[str, Fund] = {}
    for code, draft in sorted(funds.items()):
        with bad.row():
            made[code] = _fund(draft, drafts)
    funds = {code: funds[code] for code in made}
    final_funds = tuple(made.values())
    return ReferenceData(
        entities=tuple(drafts[i].frozen() for i in sorted(drafts)),
        listings=tuple(listings[code] for code in sorted(listings)),
        funds=final_funds,
        tables=_read_tables(folder, listings, final_funds, drafts, bad),
        memberships=_read_memberships(folder, listings, drafts, bad),
        statements=_read_statements(folder, drafts, funds, listings, bad, predicates),
    )


# Entities


def _add(drafts: dict[str, _Draft], draft: _Draft, *, merge: bool = False) -> None:
    old = drafts.get(draft.id)
    if old is None:
        drafts[draft.id] = draft
        if draft.label:
            draft.name(
                Name(text=draft.label, kind="short" if _HAN.search(draft.label) or draft.type != "company" else "english", source=draft.source)
            )
        if draft.label_en:
            draft.name(Name(text=draft.label_en, kind="english", source=draft.source))
        return
    if not merge or old.row.path == draft.row.path:
        raise draft.row.bad("id", f"each id once (it stands in {old.row.path.name}, line {old.row.line})")
    if old.type != draft.type:
        raise draft.row.bad("type", f"{old.type}, the type that {draft.id} has in {old.row.path.name}, line {old.row.line}")
    old.name(Name(text=draft.label, kind="short", source=draft.source))
    old.name(Name(text=draft.label_en, kind="english", source=draft.source))
    old.label_en = old.label_en or draft.label_en
    old.broader = old.broader or draft.broader


def _read_entities(folder: Path, drafts: dict[str, _Draft], listings: dict[str, Listing], bad: Refused) -> None:
    _read_simple(folder, "industries.csv", ("id", "label", "label_en", "broader", "source"), "industry", "sector/theme", drafts, bad)
    _read_simple(folder, "themes.csv", ("id", "label", "label_en", "broader", "source"), "theme", "sector/theme", drafts, bad)
    _read_simple(folder, "indices.csv", ("id", "label", "label_en", "rebalance", "source"), "index", "index", drafts, bad)
    for name in ("organisations.csv", "people.csv", "concepts.csv"):
        for row in read_rows(folder, name, ("id", "type", "label", "label_en", "names", "broader", "source"), refused=bad):
            with bad.row():
                entity_type = row.choice("type", _ENTITY_TYPES)
                broader = EntityId(row.id("broader", _ENTITY_KINDS)) if row["broader"] else None
                identifier = _issuer_of(row.id("id", _ENTITY_KINDS), listings)
                draft = _Draft(identifier, entity_type, row.text("label"), row["label_en"], broader, row.text("source"), row)
                _add(drafts, draft, merge=True)
                for text in row["names"].split("|"):
                    drafts[draft.id].name(Name(text=text.strip(), kind="short", source=draft.source))
    while missing := [d for d in drafts.values() if d.broader and d.broader not in drafts]:
        for draft in missing:
            bad.take(draft.row.bad("broader", "the id of an entity in these tables", drafts))
            del drafts[draft.id]


def _read_simple(
    folder: Path, name: str, columns: tuple[str, ...], kind: str, entity_type: str, drafts: dict[str, _Draft], bad: Refused, *, required: bool = False
) -> None:
    for row in read_rows(folder, name, columns, required=required, refused=bad):
        with bad.row():
            broader = EntityId(row.id("broader", (kind,))) if row.cells.get("broader") else None
            identifier = EntityId(row.id("id", (kind,)))
            _add(drafts, _Draft(identifier, entity_type, row.text("label"), row["label_en"], broader, row.text("source"), row))


def _issuer_of(identifier: str, listings: dict[str, Listing]) -> EntityId:
    """Return the issuer's own id for ``company:`` and the code of any of its listings; other ids as they are."""
    kind, _, local = identifier.partition(":")
    return listings[local].issuer if kind == "company" and local in listings else EntityId(identifier)


def _read_listings(folder: Path, drafts: dict[str, _Draft], bad: Refused) -> dict[str, Listing]:
    listings: dict[str, Listing] = {}
    lines: dict[str, int] = {}
    primary: dict[str, int] = {}
    columns = ("code", "issuer", "name", "exchange", "primary", "listed_on", "source")
    for row in read_rows(folder, "listings.csv", columns, required=True, refused=bad):
        with bad.row():
            listing = _listing(row, lines, primary, drafts)
            lines[listing.code] = row.line
            if listing.primary:
                primary[listing.issuer] = row.line
            listings[listing.code] = listing
            name = Name(text=row["name"], kind="short" if _HAN.search(row["name"]) else "english", source=row["source"])
            drafts[listing.issuer].name(name)
    _check_joins(folder, listings, drafts, bad)
    return listings


def _listing(row: Row, lines: dict[str, int], primary: dict[str, int], drafts: dict[str, _Draft]) -> Listing:
    code, issuer = row.code("code"), EntityId(row["issuer"])
    if code in lines:
        raise row.bad("code", f"each code once (it stands in line {lines[code]})")
    if issuer not in drafts or drafts[issuer].type != "company":
        raise row.bad("issuer", "the id of an issuer in issuers.csv", drafts)
    exchange = row.choice("exchange", _EXCHANGES)
    if _EXCHANGES[exchange] != market_of(code):
        raise row.bad("exchange", f"an exchange of the market {market_of(code)}")
    first = row.flag("primary")
    if first and issuer in primary:
        raise row.bad("primary", f"one primary listing for {issuer} (line {primary[issuer]} is one already)")
    return Listing(
        id=EntityId(f"share:{code}"), issuer=issuer, code=code, name=row.text("name"), exchange=exchange,
        primary=first, listed_on=row.day_or_blank("listed_on"), source=row.text("source"),
    )  # fmt: skip


def _check_joins(folder: Path, listings: dict[str, Listing], drafts: dict[str, _Draft], bad: Refused) -> None:
    """Hold the listings against joins.csv, the record of which listings were judged to be one company's and which not."""
    for row in read_rows(folder, "joins.csv", ("code", "issuer", "decision", "ground", "source"), refused=bad):
        with bad.row():
            listing, same = listings.get(row.code("code")), row.choice("decision", ("same", "apart")) == "same"
            if listing is None:
                raise row.bad("code", "a code of listings.csv", listings)
            if row["issuer"] not in drafts:
                raise row.bad("issuer", "the id of an issuer in issuers.csv", drafts)
            if (listing.issuer == row["issuer"]) != same:
                raise row.bad("decision", f"what listings.csv says: {listing.code} is {listing.issuer}")
            row.text("ground")


# Funds and names


def _read_funds(folder: Path, drafts: dict[str, _Draft], bad: Refused) -> dict[str, _FundDraft]:
    funds: dict[str, _FundDraft] = {}
    columns = ("code", "name", "manager", "index", "kind", "leverage", "fee", "index_source", "as_of", "source")
    for row in read_rows(folder, "etfs.csv", columns, refused=bad):
        with bad.row():
            code = row.code("code")
            if code in funds:
                raise row.bad("code", f"each code once (it stands in line {funds[code].fund.line})")
            if row["index"] and row["index"] not in drafts:
                raise row.bad("index", "the id of an index in indices.csv", (i for i in drafts if i.startswith("index:")))
            if row["index"]:
                row.text("index_source")
            draft = _FundDraft(row, EntityId(f"etf:{code}"))
            draft.name(Name(text=row["name"], kind="short" if _HAN.search(row["name"]) else "english", source=row.text("source")))
            funds[code] = draft
    return funds


def _fund(draft: _FundDraft, drafts: dict[str, _Draft]) -> Fund:
    row = draft.fund
    index = EntityId(row["index"]) if row["index"] else None
    return Fund(
        id=draft.id, code=row["code"], name=row["name"] or row["code"], names=tuple(draft.names), manager=row["manager"], index=index,
        index_name=drafts[index].label if index else "", kind=row.choice("kind", _FUND_KINDS), leverage=row.number("leverage", -5, 5),
        fee=row.number_or_blank("fee", 0, 0.2), as_of=row.day_or_blank("as_of"), source=row["source"],
    )  # fmt: skip


def _resolve(row: Row, column: str, text: str, drafts: dict[str, _Draft], funds: dict[str, _FundDraft], listings: dict[str, Listing]) -> EntityId:
    """Return the id that a cell means: an id we have, or a listing code, which means its issuer (its fund, for an ETF's code)."""
    kind, colon, local = text.partition(":")
    if colon:
        identifier = _issuer_of(text, listings)
        if identifier in drafts:
            return identifier
        if kind == "etf" and local in funds:
            return funds[local].id
        known: Iterable[str] = (i for i in drafts if i.startswith(f"{kind}:"))
        raise row.bad(column, "an id that stands in these tables", known, found=text)
    code = canonical_code(text)
    if code in listings:
        return listings[code].issuer
    if code in funds:
        return funds[code].id
    raise row.bad(column, "an id, or the code of a listing or an ETF in these tables", [*listings, *funds], found=text)


def _read_names(folder: Path, drafts: dict[str, _Draft], funds: dict[str, _FundDraft], listings: dict[str, Listing], bad: Refused) -> None:
    def give(identifier: EntityId, name: Name) -> None:
        (drafts[identifier] if identifier in drafts else funds[identifier.partition(":")[2]]).name(name)

    for row in read_rows(folder, "names.csv", ("entity", "text", "kind", "source", "valid_from", "valid_to"), refused=bad):
        with bad.row():
            name = Name(
                text=row.text("text"), kind=row.choice("kind", _NAME_KINDS), source=row.text("source"),
                valid_from=row.day_or_blank("valid_from"), valid_to=row.day_or_blank("valid_to"),
            )  # fmt: skip
            give(_resolve(row, "entity", row.text("entity"), drafts, funds, listings), name)
    for row in read_rows(folder, "aliases.csv", ("entity", "text", "kind", "source", "note"), refused=bad):
        with bad.row():
            kind = row.choice("kind", _NAME_KINDS)
            parts = [part.strip() for part in row.text("entity").split("|")]
            if len(parts) > 1 and kind != "group":
                raise row.bad("kind", "group, where one name stands for several entities")
            name = Name(text=row.text("text"), kind=kind, source=row.text("source"))
            for identifier in [_resolve(row, "entity", part, drafts, funds, listings) for part in parts]:
                give(identifier, name)


# Weights


def _read_tables(
    folder: Path, listings: dict[str, Listing], funds: tuple[Fund, ...], drafts: dict[str, _Draft], bad: Refused
) -> tuple[WeightTable, ...]:
    """Return the tables all of whose lines can be used: a weight left out would be read as one that the fund does not hold.

    A line that is no row at all is an error whatever becomes of others: it does not say which table it is of.
    """
    heads: dict[str, Row] = {}
    columns = ("table", "fund", "index", "basis", "coverage", "n_total", "sorted", "as_of", "known_at", "source")
    for row in read_rows(folder, "weight_tables.csv", columns, refused=bad):
        with bad.row():
            if row.text("table") in heads:
                raise row.bad("table", f"each table once (it stands in line {heads[row['table']].line})")
            heads[row["table"]] = row
    lines: dict[str, list[Holding]] = {key: [] for key in heads}
    seen: set[tuple[str, str]] = set()
    fund_codes = {fund.code for fund in funds}
    given: Counter[str] = Counter()
    for row in read_rows(folder, "weights.csv", ("table", "code", "kind", "name", "weight")):
        with bad.row():
            if row["table"] not in heads:
                raise row.bad("table", "a table of weight_tables.csv", heads)
            given[row["table"]] += 1
            holding = _holding(row, listings, fund_codes)
            if (row["table"], holding.security) in seen:
                raise row.bad("code", f"each security once in table {row['table']}")
            seen.add((row["table"], holding.security))
            lines[row["table"]].append(holding)
    by_id = {fund.id: fund for fund in funds}
    tables: list[WeightTable] = []
    for key, head in heads.items():
        with bad.row():
            if not given[key]:
                raise head.bad("table", "at least one line in weights.csv")
            if len(lines[key]) < given[key]:
                raise head.bad("table", f"a table without bad lines in weights.csv ({given[key] - len(lines[key])} of {given[key]} are)")
            tables += _expand(head, tuple(lines[key]), by_id, drafts)
    return tuple(sorted(tables, key=lambda t: (t.fund, t.known_at, t.source, t.id)))


def _holding(row: Row, listings: dict[str, Listing], fund_codes: set[str]) -> Holding:
    kind, code = row.choice("kind", _LINE_KINDS), row.text("code")
    weight = row.number_or_blank("weight", 0 if kind in ("", "unlinked", "fund") else -1, 1)
    if kind == "":
        if code not in listings:
            row.code("code")
            raise row.bad("code", "a code of listings.csv (write kind unlinked for a share that listings.csv does not have)", listings)
        listing = listings[code]
        return Holding(security=listing.id, issuer=listing.issuer, name=row["name"] or listing.name, weight=weight)
    scheme = {"unlinked": "share", "cash": "cash", "future": "future", "fund": "etf" if code in fund_codes else "fund"}[kind]
    return Holding(security=EntityId(f"{scheme}:{code}"), issuer=None, name=row["name"] or code, weight=weight)


def _expand(head: Row, holdings: tuple[Holding, ...], funds: dict[EntityId, Fund], drafts: dict[str, _Draft]) -> list[WeightTable]:
    basis, coverage = head.choice("basis", _BASES), head.choice("coverage", _COVERAGES)
    index = EntityId(head["index"]) if head["index"] else None
    if bool(head["fund"]) == bool(index):
        raise head.bad("fund", "either a fund or an index, not both or neither")
    if index and (index not in drafts or basis != "index_weight"):
        raise head.bad("index", "an index of indices.csv, with basis index_weight", (i for i in drafts if i.startswith("index:")))
    if head["fund"] and head["fund"] not in funds:
        raise head.bad("fund", "the id of a fund in etfs.csv, like etf:515070.SH", funds)
    _check_sum(head, coverage, holdings)
    as_of, known_at = head.day_or_blank("as_of"), head.day("known_at")
    _check_days(head, as_of, known_at)
    targets = [EntityId(head["fund"])] if head["fund"] else [fund.id for fund in funds.values() if fund.index == index]
    ordered = tuple(sorted(holdings, key=lambda h: (-(h.weight if h.weight is not None else -2.0), h.security)))
    return [
        WeightTable(
            id=f"weights:{content_hash(head['table'], target)}", fund=target, index=index, basis=basis, coverage=coverage,
            n_total=head.count_or_blank("n_total"), sorted=head.flag("sorted"), as_of=as_of, known_at=known_at,
            source=head.text("source"), holdings=ordered,
        )
        for target in targets
    ]  # fmt: skip


def _check_sum(head: Row, coverage: str, holdings: tuple[Holding, ...]) -> None:
    known = [h.weight for h in holdings if h.weight is not None]
    total = fsum(known)
    if total > 1 + _SUM_BAD or (coverage == "full" and len(known) == len(holdings) and total < 1 - _SUM_BAD):
        raise head.bad("coverage", f"weights that sum to {'1' if coverage == 'full' else 'at most 1'} within {_SUM_BAD:g}", found=f"{total:.4f}")
    if coverage == "full" and abs(total - 1) > _SUM_WARN:
        _log.debug("%s, line %d: the full list %s sums to %.4f", head.path.name, head.line, head["table"], total)


def _check_days(row: Row, as_of: date | None, known_at: date) -> None:
    if as_of and known_at < as_of:
        raise row.bad("known_at", f"a day not before as_of {as_of}")


# Memberships and statements


def _read_memberships(folder: Path, listings: dict[str, Listing], drafts: dict[str, _Draft], bad: Refused) -> tuple[Membership, ...]:
    found: set[Membership] = set()
    for name, kind in (("industry_members.csv", "industry"), ("theme_members.csv", "theme")):
        for row in read_rows(folder, name, ("code", kind, "as_of", "known_at", "source"), refused=bad):
            with bad.row():
                listing = listings.get(row["code"])
                if listing is None:
                    row.code("code")
                    raise row.bad("code", "a code of listings.csv", listings)
                group = row[kind]
                if group not in drafts or not group.startswith(f"{kind}:"):
                    raise row.bad(kind, f"the id of a row of {'industries' if kind == 'industry' else 'themes'}.csv", drafts)
                as_of, known_at = row.day_or_blank("as_of"), row.day("known_at")
                _check_days(row, as_of, known_at)
                found.add(Membership(company=listing.issuer, group=EntityId(group), as_of=as_of, known_at=known_at, source=row.text("source")))
    return tuple(sorted(found, key=lambda m: (m.company, m.group, m.known_at, m.source, str(m.as_of))))


def _read_statements(
    folder: Path, drafts: dict[str, _Draft], funds: dict[str, _FundDraft], listings: dict[str, Listing], bad: Refused, predicates: Collection[str]
) -> tuple[ReferenceStatement, ...]:
    columns = ("subject", "predicate", "object", "qualifiers", "valid_from", "valid_to", "known_at", "source", "quote")
    found: dict[tuple[str, str], ReferenceStatement] = {}
    for row in read_rows(folder, "relations.csv", columns, refused=bad):
        with bad.row():
            statement = Statement(
                subject=_resolve(row, "subject", row.text("subject"), drafts, funds, listings), predicate=row.choice("predicate", predicates) if predicates else row.text("predicate"),
                object=_resolve(row, "object", row.text("object"), drafts, funds, listings), qualifiers=_qualifiers(row),
                valid_from=row.day_or_blank("valid_from"), valid_to=row.day_or_blank("valid_to"),
            )  # fmt: skip
            key = (statement.id, row.text("source"))
            if key in found:
                raise row.bad("subject", "each statement once per source")
            found[key] = ReferenceStatement(statement=statement, known_at=row.day("known_at"), source=row["source"], quote=row["quote"])
    return tuple(found[key] for key in sorted(found))


def _qualifiers(row: Row) -> tuple[tuple[str, str | float], ...]:
    found: dict[str, str | float] = {}
    for part in filter(None, (p.strip() for p in row["qualifiers"].split(";"))):
        key, equals, value = (x.strip() for x in part.partition("="))
        if not equals or not key or not value:
            raise row.bad("qualifiers", "name=value pairs parted by semicolons", found=part)
        if key in found:
            raise row.bad("qualifiers", f"the name {key} once", found=row["qualifiers"])
        number = plain_number(value)
        found[key] = value if number is None else number
    return tuple(sorted(found.items()))
