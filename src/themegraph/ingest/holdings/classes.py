"""Listings, funds and memberships from frames that are no holdings: what their importers share."""

from __future__ import annotations

import re
from datetime import date

from themegraph.ingest.holdings.cells import clean
from themegraph.ingest.holdings.values import Asked, Found, Resolver
from themegraph.model import Entity, EntityId, Fund, Listing, market_of

__all__ = ["EXCHANGES", "collected_on", "company_of", "fund_of", "industry_of", "listing_of"]

EXCHANGES = {"SH": "SSE", "SZ": "SZSE", "BJ": "BSE", "HK": "HKEX", "US": "US"}


def company_of(code: str, resolver: Resolver) -> EntityId:
    """Return the issuer of a listing; one named by the code itself if the listing is new to us."""
    known = resolver.security(code)
    return known[1] if known and known[1] else EntityId(f"company:{code}")


def listing_of(code: str, name: str, resolver: Resolver, source: str, *, listed_on: date | None = None) -> Listing:
    """Return a listing; its name without the inner spaces of the exchange's lists."""
    issuer = company_of(code, resolver)
    return Listing(
        id=EntityId(f"share:{code}"),
        issuer=issuer,
        code=code,
        name=re.sub(r"\s+", "", clean(name)) if re.search(r"[\u3400-\u9fff]", name) else clean(name),
        exchange=EXCHANGES[market_of(code)],
        primary=issuer == f"company:{code}",
        listed_on=listed_on,
        source=source,
    )


def fund_of(
    code: str,
    name: str,
    source: str,
    *,
    manager: str = "",
    index: EntityId | None = None,
    index_name: str = "",
    fee: float | None = None,
    as_of: date | None = None,
) -> Fund:
    """Return a fund listed on the mainland, where none is levered or inverse; its kind is not in these frames."""
    return Fund(
        id=EntityId(f"etf:{code}"), code=code, name=clean(name), names=(), manager=manager, index=index, index_name=index_name,
        kind="unknown", leverage=1.0, fee=fee, as_of=as_of, source=source,
    )  # fmt: skip


def industry_of(identifier: str, label: str, source: str, *, broader: str | None = None) -> Entity:
    """Return an industry class or a theme board."""
    return Entity(id=EntityId(identifier), type="sector/theme", label=label, broader=EntityId(broader) if broader else None, source=source)


def collected_on(asked: Asked, found: Found) -> date | None:
    """Return the day from which a frame without days is known: the day of the import, else the one given; ``None`` with the reason in ``found``."""
    day = asked.run_on or asked.as_of
    if day is None:
        found.refuse(1, "no-date", "表中没有日期，须给出导入日：成员关系只从可知之日起算")
    return day
