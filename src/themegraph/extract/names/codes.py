"""Find listing codes in all their usual forms: 688795, SH688795, 688795.SH, 00700.HK, 700 HK, （0700）, NASDAQ: NVDA, 930713.CSI.

Six digits alone are a code only where something beside them says so; that is the linker's business, so they are reported as ``bare``.
"""

from __future__ import annotations

import re
from itertools import chain

from themegraph.extract.text.scan import scan_near
from themegraph.model import canonical_code
from themegraph.model.values import dataclass

__all__ = ["CodeHit", "find_codes", "fund_code_by_prefix"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeHit:
    """A code at a place of a folded text."""

    start: int
    end: int
    code: str | None
    """Canonical; ``None`` where the market is not said."""
    digits: str
    """The code without its market, in capitals; Hong Kong digits have four places at least."""
    hint: str
    """What the missing market may be, judged by its place: ``cn`` (six digits), ``hk`` (four or five digits in brackets), ``us`` (letters in brackets); empty if said."""


_MARKETS = {
    "上交所": "SH", "上海": "SH", "沪市": "SH", "沪": "SH", "sse": "SH", "shse": "SH", "sh": "SH", "ss": "SH", "xshg": "SH",
    "深交所": "SZ", "深圳": "SZ", "深市": "SZ", "深": "SZ", "szse": "SZ", "sz": "SZ", "xshe": "SZ",
    "北交所": "BJ", "bse": "BJ", "bj": "BJ",
    "港交所": "HK", "香港": "HK", "港股": "HK", "hkex": "HK", "sehk": "HK", "hkg": "HK", "hk": "HK", "联交所": "HK",
    "nasdaq": "US", "nyse": "US", "nysearca": "US", "nyse arca": "US", "nyse american": "US", "amex": "US", "纳斯达克": "US", "纽交所": "US", "纽约证券交易所": "US",
    "纳指": "US", "美股": "US", "us": "US", "o": "US", "n": "US", "oq": "US", "a": "US",
    "csi": "CSI", "cni": "CNI", "ks": "KS", "tw": "TW", "t": "T", "l": "L", "of": "OF",
}  # fmt: skip

_PREFIXED = re.compile(r"(?<![0-9a-z.])(?P<m>sh|sz|bj)[.:]?(?P<d>\d{6})(?![0-9a-z.%])|(?<![0-9a-z.])(?P<hm>hk)[.:]?(?P<hd>\d{4,5})(?![0-9a-z%])")
_SUFFIXED = re.compile(
    r"(?<![0-9a-z.])(?P<d>\d{6})[.\-]?(?P<m>xshg|xshe|szse|shse|sse|bse|sh|ss|sz|bj|csi|cni|ks|of)(?![0-9a-z])"
    r"|(?<![0-9a-z.,])(?P<hd>\d{1,5})[.\- ]?(?P<hm>hk)(?![0-9a-z$])"
)
_PREFIX = re.compile(r"sh(?=[.:\d])|sz(?=[.:\d])|bj(?=[.:\d])|hk(?=[.:\d])")
_SUFFIX = re.compile("xshg|xshe|szse|shse|sse|bse|sh|ss|sz|bj|csi|cni|ks|of|hk")
_NAMED = re.compile(
    r"(?P<m>nasdaq|nyse arca|nyse american|nysearca|nyse|amex|hkex|sehk|hkg|sse|szse|bse|港交所|联交所|上交所|深交所|北交所|纳斯达克|纽交所|纽约证券交易所|美股代码|美股|港股代号|港股|hk|us)"
    r"[:.](?P<d>[a-z]{1,5}(?:\.[ab])?(?![0-9a-z])|\d{4,6}(?![0-9%.]))"
)
_TICKER = re.compile(r"(?P<d>[a-z](?<![0-9a-z.][a-z])[a-z]{0,4})\.(?P<m>us|oq|o|n|nasdaq|nyse)(?![0-9a-z.])")
_SIX = re.compile(r"\d(?<![0-9a-z.\-]\d)(?<!\d,\d)\d{5}(?![0-9a-z%]|[.,]\d|[-年月日元万亿股份户人次])")
_BRACKET = re.compile(r"[(\[【](?P<body>[^()\[\]【】\n]{1,60})[)\]】]")
_HK_BARE = re.compile(r"(?<![0-9a-z.,:\-])\d{4,5}(?![0-9a-z%.]|[-:年月日元万亿])")
_US_BARE = re.compile(r"(?<![0-9a-z.])[a-z]{1,5}(?![0-9a-z.])")
_YEAR = re.compile(r"(?:19|20)\d\d")


def fund_code_by_prefix(digits: str) -> str | None:
    """Return the canonical code of an exchange-traded fund from its six digits: 5xxxxx trades in Shanghai, 15xxxx and 16xxxx in Shenzhen.

    Examples
    --------
    >>> fund_code_by_prefix("561980"), fund_code_by_prefix("159322"), fund_code_by_prefix("600519")
    ('561980.SH', '159322.SZ', None)
    """
    if len(digits) != 6 or not digits.isdigit():
        return None
    if digits[0] == "5":
        return f"{digits}.SH"
    return f"{digits}.SZ" if digits[:2] in {"15", "16"} else None


def find_codes(text: str) -> tuple[CodeHit, ...]:
    """Return the codes of a folded text in order, without overlaps; said markets win over unsaid ones."""
    hits: dict[int, CodeHit] = {}
    taken = bytearray(len(text) + 1)

    def add(start: int, end: int, code: str | None, digits: str, hint: str) -> None:
        if any(taken[start:end]):
            return
        taken[start:end] = b"\x01" * (end - start)
        hits[start] = CodeHit(start=start, end=end, code=code, digits=digits, hint=hint)

    prefixed, suffixed = scan_near(_PREFIXED, _PREFIX, text, reach=0), scan_near(_SUFFIXED, _SUFFIX, text, reach=7)
    for found in chain(_NAMED.finditer(text), prefixed, suffixed, _TICKER.finditer(text)):
        groups = found.groupdict()
        market, body = (groups["m"], groups["d"]) if groups["m"] else (groups["hm"], groups["hd"])
        market_code = _MARKETS.get(market.removesuffix("代码").removesuffix("代号"), "")
        if market_code == "OF" or not market_code:
            add(found.start(), found.end(), None, body.upper(), "cn")
            continue
        code = canonical_code(body, market_code)
        if code:
            add(found.start(), found.end(), code, code.rpartition(".")[0], "")
    for found in _SIX.finditer(text):
        add(found.start(), found.end(), None, found.group(), "cn")
    for bracket in _BRACKET.finditer(text):
        start, end = bracket.span("body")
        for found in _HK_BARE.finditer(text, start, end):
            if not (_YEAR.fullmatch(found.group()) and found.end() - found.start() == 4):
                add(found.start(), found.end(), None, found.group().lstrip("0").zfill(4), "hk")
        for found in _US_BARE.finditer(text, start, end):
            add(found.start(), found.end(), None, found.group().upper(), "us")
    return tuple(hits[start] for start in sorted(hits))
