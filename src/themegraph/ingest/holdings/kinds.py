"""Tell shares from cash, futures and funds by what a file says of a line."""

from __future__ import annotations

import re

from themegraph.ingest.holdings.cells import clean
from themegraph.ingest.holdings.values import CASH, FUND, FUTURE, OTHER, SHARE

__all__ = ["kind_of_class", "kind_of_line"]

_ASSET = {
    "equity": SHARE, "common stock": SHARE, "stock": SHARE, "preferred stock": SHARE, "adr": SHARE, "depositary receipt": SHARE, "reit": SHARE,
    "cash": CASH, "money market": CASH, "cash collateral and margins": CASH, "fx": CASH, "forwards": CASH, "currency": CASH, "cash and/or derivatives": CASH, "cash/other": CASH,
    "futures": FUTURE, "future": FUTURE, "swaps": FUTURE, "swap": FUTURE, "derivatives": FUTURE,
    "fund": FUND, "mutual fund": FUND, "etf": FUND, "investment companies": FUND,
}  # fmt: skip
_CASH = re.compile(
    r"(?i)^(?:(?:.* )?(?:cash|payables?|receivables?)(?: .*)?|net other assets.*|other assets.*|us dollar|u\.s\. dollar|(?:euro|yen|pound|hong kong dollar|korean won).*|"
    r".*\b(?:govt|government|treasury|trsy|t-?bills?|money market|liquidity|repo)\b.*|.*现金.*|.*存款.*|.*应收.*|.*应付.*)$"
)
_FUTURE = re.compile(r"(?i)(?:\b(?:futures?|swaps?|e-?mini)\b|期货|股指|互换)")


def kind_of_line(*, asset: str = "", name: str = "", ticker: str | None = None) -> str:
    """Return the kind of a line.

    Parameters
    ----------
    asset
        Asset class as the file names it; blank: not said.
    name
        Name of the line.
    ticker
        Given where the file has no asset classes: a line without ticker is no share there.

    Examples
    --------
    >>> kind_of_line(asset="Cash Collateral and Margins"), kind_of_line(name="CASH", ticker=""), kind_of_line(name="CASH AMERICA INTL", ticker="CSH")
    ('cash', 'cash', 'share')
    """
    key = clean(asset).lower()
    if key and key not in {"-", "--"}:
        return _ASSET.get(key, OTHER)
    if ticker:
        return SHARE
    if _FUTURE.search(name):
        return FUTURE
    if _CASH.match(clean(name)):
        return CASH
    return OTHER if ticker is not None else SHARE


def kind_of_class(name: str) -> str | None:
    """Return the kind that an asset class stands for, or ``None`` if we do not know the class."""
    return _ASSET.get(clean(name).lower())
