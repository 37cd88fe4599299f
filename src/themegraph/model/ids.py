"""Identifiers: CURIEs with one meaning each, and the listing codes inside them.

``company:688795.SH`` is an issuer (its primary listing code, or for an unlisted one its normalised name), ``share:1211.HK`` one
listing, ``etf:515070.SH`` a fund, ``index:930713.CSI``, ``industry:sw2021/270108``, ``theme:…``, ``product:…``, ``org:…``,
``person:…``, ``place:…``, ``policy:…``, ``event:<hash>``, ``story:<hash>``, ``article:<hash>``, ``statement:<hash>``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import NewType

__all__ = [
    "NAMESPACE",
    "EntityId",
    "canonical_code",
    "code_of",
    "content_hash",
    "entity_id",
    "kind_of",
    "market_of",
    "normal_name",
]

NAMESPACE = "https://themegraph.readthedocs.io/ontology#"
"""The namespace of our own terms; written ``tg:``."""

EntityId = NewType("EntityId", str)
"""A CURIE; equal ids are the same thing."""

_MARKET = {
    "SH": "SH", "SS": "SH", "SSE": "SH", "XSHG": "SH", "SHA": "SH", "CH1": "SH",
    "SZ": "SZ", "SZSE": "SZ", "XSHE": "SZ", "SHE": "SZ",
    "BJ": "BJ", "BSE": "BJ",
    "HK": "HK", "HKEX": "HK", "XHKG": "HK", "SEHK": "HK",
    "US": "US", "NASDAQ": "US", "NYSE": "US", "NYSEARCA": "US", "AMEX": "US", "BATS": "US", "CBOE": "US", "ARCA": "US", "N": "US", "O": "US", "OQ": "US",
    "CSI": "CSI", "CNI": "CNI",
    "KS": "KS", "TW": "TW", "T": "T", "AX": "AX", "TO": "TO", "L": "L", "SW": "SW", "DE": "DE", "PA": "PA", "AS": "AS",
}  # fmt: skip

_CODE = re.compile(r"(?P<code>[A-Z0-9][A-Z0-9.\-]*)[.](?P<market>[A-Z]{1,8})")


def canonical_code(code: str, exchange: str | None = None) -> str | None:
    """Return ``688795.SH``, ``0700.HK``, ``NVDA.US``, ``930713.CSI`` for a code in any usual form, or ``None``.

    Six digits alone, or a ticker alone, are not resolved: no code has a meaning without its exchange.

    Parameters
    ----------
    code
        The code, with or without its market suffix or prefix.
    exchange
        Exchange or market (``SSE``, ``SZSE``, ``HKEX``, ``NASDAQ``, ``SH`` …), used where the code has none.

    Examples
    --------
    >>> canonical_code("00700", "HKEX"), canonical_code("688795.SH"), canonical_code("BRK.B", "NYSE")
    ('0700.HK', '688795.SH', 'BRK.B.US')
    >>> canonical_code("600519") is None
    True
    """
    text = unicodedata.normalize("NFKC", code).strip().upper()
    market: str | None = None
    if exchange:
        market = _MARKET.get(exchange.strip().upper())
        if market is None:
            return None
        body = text.removesuffix(f".{market}")
    else:
        found = _CODE.fullmatch(text)
        if not found:
            return None
        body, market = found["code"], _MARKET.get(found["market"])
        if market is None:
            return None
    if market in {"SH", "SZ", "BJ"} and not re.fullmatch(r"\d{6}", body):
        return None
    if market == "HK":
        if not re.fullmatch(r"\d{1,5}", body):
            return None
        body = body.lstrip("0").zfill(4)
    if not body:
        return None
    return f"{body}.{market}"


def market_of(identifier: str) -> str:
    """Return the market suffix of a code or id (``SH``, ``HK``, ``US`` …), or the empty string."""
    tail = identifier.rpartition(".")[2]
    return tail if tail in set(_MARKET.values()) and "." in identifier else ""


def normal_name(name: str) -> str:
    """Return a name as it stands in an id: NFKC, inner white space single, none at the ends.

    Examples
    --------
    >>> normal_name(" ＳＫ海力士 ")
    'SK海力士'
    """
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", name)).strip()


def entity_id(kind: str, local: str) -> EntityId:
    """Return ``kind:local`` as an id."""
    return EntityId(f"{kind}:{local}")


def kind_of(identifier: str) -> str:
    """Return the part before the colon.

    Examples
    --------
    >>> kind_of("etf:515070.SH")
    'etf'
    """
    return identifier.partition(":")[0]


def code_of(identifier: str) -> str:
    """Return the part after the colon.

    Examples
    --------
    >>> code_of("etf:515070.SH")
    '515070.SH'
    """
    return identifier.partition(":")[2]


def content_hash(*parts: str) -> str:
    """Return 20 hex digits that depend on the parts and their order only.

    Parts are length-prefixed before hashing, so that no two different lists collide by concatenation.
    """
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(raw)}:".encode())
        digest.update(raw)
    return digest.hexdigest()[:20]
