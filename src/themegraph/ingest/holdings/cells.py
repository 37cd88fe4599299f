"""Read single cells: numbers as people write them, days, codes with or without their market."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache

from dateutil import parser as date_parser

from themegraph.model import canonical_code

__all__ = [
    "clean",
    "coded",
    "cusip",
    "day",
    "exchange_market",
    "fraction",
    "mainland_code",
    "mainland_fund",
    "number",
    "plain_name",
    "us_coded",
    "us_cusip",
]

_SPACE = re.compile(r"\s+")
_NO_VALUE = {"", "-", "--", "—", "n/a", "na", "nan", "none", "null", "nat", "<na>"}
_NUMBER = re.compile(r"(?P<sign>[-+]?)(?P<body>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))(?P<exp>[eE][-+]?[0-9]{1,2})?")
_COMPACT_DAY = re.compile(r"([12][0-9]{3})([01][0-9])([0-3][0-9])(?:\.0)?")
_YEAR_FIRST = re.compile(r"([12][0-9]{3})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T].*)?")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([12][0-9]{3})")
_MONTH_NAME = re.compile(r"(?:[0-9]{1,2}[- ][A-Za-z]{3,9}[- ][12][0-9]{3}|[A-Za-z]{3,9}\.? [0-9]{1,2}, ?[12][0-9]{3})")
_MARKS = re.compile(r"^(?:\*?ST|S\*ST|XD|XR|DR|N(?=[\u3400-\u9fff])|C(?=[\u3400-\u9fff]))|-(?:U|W|UW|SW|B|S|P|WD|D)$|[ -]?(?:A|B|H)$")

_EXCHANGES = {
    "上海证券交易所": "SH", "上交所": "SH", "上海": "SH", "上海市场": "SH", "shanghai stock exchange": "SH", "shanghai": "SH", "shh": "SH", "sh": "SH", "sse": "SH", "101": "SH",
    "深圳证券交易所": "SZ", "深交所": "SZ", "深圳": "SZ", "深圳市场": "SZ", "shenzhen stock exchange": "SZ", "shenzhen": "SZ", "shz": "SZ", "sz": "SZ", "szse": "SZ", "102": "SZ",
    "北京证券交易所": "BJ", "北交所": "BJ", "北京": "BJ", "北京市场": "BJ", "beijing stock exchange": "BJ", "bj": "BJ", "bse": "BJ", "106": "BJ",
    "香港证券交易所": "HK", "香港联合交易所": "HK", "香港交易所": "HK", "港交所": "HK", "香港": "HK", "香港市场": "HK", "hong kong exchanges and clearing ltd": "HK",
    "stock exchange of hong kong": "HK", "hong kong stock exchange": "HK", "hkex": "HK", "hkg": "HK", "hk": "HK", "103": "HK",
    "nasdaq": "US", "new york stock exchange inc.": "US", "new york stock exchange": "US", "nyse": "US", "nyse mkt llc": "US", "nyse arca": "US", "cboe bzx": "US",
    "cboe bzx formerly known as bats": "US", "amex": "US", "us": "US",
    "korea exchange (stock market)": "KS", "korea exchange": "KS", "krx": "KS", "taiwan stock exchange": "TW", "twse": "TW",
    "tokyo stock exchange": "T", "asx - all markets": "AX", "asx": "AX", "australian securities exchange": "AX", "toronto stock exchange": "TO", "tsx": "TO",
    "london stock exchange": "L", "lse": "L", "six swiss exchange ag": "SW", "six swiss exchange": "SW", "xetra": "DE", "deutsche boerse xetra": "DE",
    "nyse euronext - euronext paris": "PA", "euronext paris": "PA", "euronext amsterdam": "AS", "nyse euronext - euronext amsterdam": "AS",
}  # fmt: skip
"""Names of exchanges in the files of index and fund companies, PCF market numbers too, to the market suffix. An exchange that is not here has no market of ours."""

_BLOOMBERG = {
    "US": "US", "UN": "US", "UQ": "US", "UW": "US", "UR": "US", "UA": "US", "HK": "HK", "CH": "", "C1": "SH", "C2": "SZ", "CG": "SH", "CS": "SZ",
    "KS": "KS", "KP": "KS", "TT": "TW", "JP": "T", "JT": "T", "AU": "AX", "AT": "AX", "CN": "TO", "CT": "TO", "LN": "L", "SW": "SW", "SE": "SW",
    "GR": "DE", "GY": "DE", "FP": "PA", "NA": "AS",
}  # fmt: skip
"""Bloomberg exchange codes to the market suffix; CH is a mainland exchange that the digits must tell apart."""


def clean(cell: str) -> str:
    """Return a cell in NFKC without byte order mark or odd spaces at its ends."""
    return unicodedata.normalize("NFKC", cell.replace("\ufeff", "")).replace("\u200b", "").strip()


def number(cell: str, *, decimal: str = ".") -> float | None:
    """Return the number of a cell, or ``None`` if it holds none.

    Percent and currency signs are dropped, brackets mean minus, the other separator parts thousands.

    Examples
    --------
    >>> number("$727,247,902.97"), number("(1,200.5)"), number("11.75%"), number("7,79", decimal=","), number("--")
    (727247902.97, -1200.5, 11.75, 7.79, None)
    """
    text = _SPACE.sub("", clean(cell)).lower()
    if text in _NO_VALUE:
        return None
    minus = text.startswith("(") and text.endswith(")")
    text = text.strip("()").replace("%", "").replace("−", "-")
    text = re.sub(r"^([-+]?)(?:hk\$|us\$|c\$|a\$|[$€£¥]|cny|usd|hkd)", r"\1", text)
    text = re.sub(r"[元份]$", "", text)
    text = text.replace(".", "").replace(",", ".") if decimal == "," else text.replace(",", "")
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    return -float(text) if minus else float(text)


def fraction(percent: float | None) -> float | None:
    """Return percent as a fraction, without the dust that dividing leaves.

    Examples
    --------
    >>> 3.24 / 100, fraction(3.24)
    (0.032400000000000005, 0.0324)
    """
    return None if percent is None else round(percent / 100, 14)


@lru_cache(maxsize=4096)
def day(cell: str) -> date | None:
    """Return the day that a cell writes, or ``None``. Slashed days with the year last are American: month first.

    Examples
    --------
    >>> day("20260430"), day("06/04/2024"), day("Sep 9, 2026"), day("19-Jun-2026"), day("2015-10-27 15:29:00")
    (datetime.date(2026, 4, 30), datetime.date(2024, 6, 4), datetime.date(2026, 9, 9), datetime.date(2026, 6, 19), datetime.date(2015, 10, 27))
    """
    text = clean(cell)
    try:
        if found := _COMPACT_DAY.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _MONTH_FIRST.fullmatch(text):
            return date(int(found[3]), int(found[1]), int(found[2]))
        if _MONTH_NAME.fullmatch(text):
            return date_parser.parse(text, default=datetime(2000, 1, 1)).date()  # noqa: DTZ001 - only its date is used
    except (ValueError, OverflowError):
        return None
    return None


def exchange_market(name: str) -> str | None:
    """Return the market suffix of an exchange as files name it, or ``None``.

    Examples
    --------
    >>> exchange_market("深圳证券交易所"), exchange_market("Toronto Stock Exchange"), exchange_market("9999")
    ('SZ', 'TO', None)
    """
    return _EXCHANGES.get(clean(name).lower())


def mainland_code(code: str) -> str | None:
    """Return the mainland code that six digits would be, by the ranges the exchanges give out; never proof by itself.

    Examples
    --------
    >>> mainland_code("600031"), mainland_code("000063"), mainland_code("920001"), mainland_code("1211")
    ('600031.SH', '000063.SZ', '920001.BJ', None)
    """
    if not re.fullmatch(r"[0-9]{6}", code):
        return None
    if code.startswith(("60", "68", "900", "50", "51", "52", "53", "55", "56", "58")):
        return f"{code}.SH"
    if code.startswith(("00", "30", "20", "15", "16", "18")):
        return f"{code}.SZ"
    return f"{code}.BJ" if code.startswith(("43", "83", "87", "88", "92")) else None


def mainland_fund(code: str) -> str | None:
    """Return the exchange-traded fund that six digits are, by the ranges of fund codes."""
    if re.fullmatch(r"5[0-9]{5}", code):
        return f"{code}.SH"
    return f"{code}.SZ" if re.fullmatch(r"1[568][0-9]{4}", code) else None


def coded(code: str, market: str | None) -> tuple[tuple[str, ...], bool]:
    """Return the canonical codes that a code may mean, and whether the market makes it sure.

    Examples
    --------
    >>> coded("700", "HK"), coded("005930 KS", None), coded("600031", None), coded("AI", None)
    ((('0700.HK',), True), (('005930.KS',), True), (('600031.SH',), False), ((), False))
    """
    text = re.sub(r"^([0-9]+)\.0$", r"\1", clean(code).upper())
    if market is None and (found := re.fullmatch(r"([A-Z0-9./]+) ([A-Z][A-Z0-9])(?: EQUITY)?", text)) and found[2] in _BLOOMBERG:
        text, market = found[1], _BLOOMBERG[found[2]]
        if not market:
            guess = mainland_code(text)
            return ((guess,), True) if guess else ((), False)
    if market:
        if market in {"SH", "SZ", "BJ"} and text.isdigit():
            text = text.zfill(6)
        if market == "KS" and text.isdigit():
            text = text.zfill(6)
        text = text.replace("/", ".").replace(" ", ".").rstrip(".") if market in {"US", "TO", "L"} else text
        sure = canonical_code(text, market) if text else None
        return ((sure,), True) if sure else ((), False)
    suffixed = canonical_code(text) if "." in text else None
    if suffixed:
        return (suffixed,), True
    if re.fullmatch(r"(?:SH|SZ|BJ)[0-9]{6}", text):
        return (f"{text[2:]}.{text[:2]}",), True
    return _guessed(text), False


def _guessed(text: str) -> tuple[str, ...]:
    """Return what bare digits may be, leading zeros lost or not: a mainland share, or one of Hong Kong where there are at most five."""
    if not re.fullmatch(r"[0-9]{1,6}", text):
        return ()
    mainland = mainland_code(text.zfill(6))
    hong_kong = canonical_code(text, "HK") if len(text) <= 5 else None
    return tuple(code for code in (mainland, hong_kong) if code)


def cusip(text: str) -> bool:
    """Return whether nine characters are a CUSIP, check digit included.

    Examples
    --------
    >>> cusip("88160R101"), cusip("88160R102")
    (True, False)
    """
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9]", text):
        return False
    total = 0
    for place, char in enumerate(text[:8]):
        value = int(char, 36) * (2 if place % 2 else 1)
        total += value // 10 + value % 10
    return (10 - total % 10) % 10 == int(text[8])


def us_cusip(text: str) -> bool:
    """Return whether an identifier is a domestic CUSIP (first character a digit) or an American ISIN; foreign ones (CINS) begin with a letter."""
    text = clean(text).upper().removeprefix("US") if re.fullmatch(r"US[0-9A-Z]{9}[0-9]", clean(text).upper()) else clean(text).upper()
    body = text[:9]
    return body[:1].isdigit() and cusip(body)


def us_coded(ticker: str, identifier: str = "") -> tuple[tuple[str, ...], bool]:
    """Return what a ticker of an American fund's file may mean, and whether that is sure.

    A Bloomberg suffix says it; a bare ticker is American for sure only where a domestic CUSIP stands beside it.

    Examples
    --------
    >>> us_coded("TSLA", "88160R101"), us_coded("AI"), us_coded("700 HK")
    ((('TSLA.US',), True), (('AI.US',), False), (('0700.HK',), True))
    """
    text = clean(ticker)
    if not text or not re.search(r"[A-Za-z]", text) or re.search(r" [A-Z]{2}$", text):
        return coded(text, None)
    found, _ = coded(text.replace("-", "."), "US")
    return found, bool(found) and us_cusip(identifier)


def plain_name(name: str) -> str:
    """Return a name for comparison: NFKC, upper case, no spaces or punctuation, without the exchange's marks.

    Examples
    --------
    >>> plain_name("万  科Ａ") == plain_name("万科A"), plain_name("XD寒武纪-U")
    (True, '寒武纪')
    """
    text = _SPACE.sub("", clean(name)).upper()
    before = None
    while before != text and len(text) > 2:
        before, text = text, _MARKS.sub("", text) or text
    return re.sub(r"[^\w]", "", text) or text
