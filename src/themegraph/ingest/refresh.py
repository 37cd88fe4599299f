"""Frames of akshare, fetched on request: the one place that asks the network, and the files in which its answers are handed on."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from themegraph.errors import InputError, MissingExtra

__all__ = ["Fetch", "Request", "fetch_akshare", "news_request", "weight_requests", "write_frame"]

Records = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One function of akshare and what it is asked."""

    function: str
    arguments: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """Name of the file that its frame is kept in: the function and what it was asked, so that sources say both."""
        return "_".join([self.function, *(value for _, value in self.arguments if value)]) + ".csv"


Fetch = Callable[[Request], Records]
"""Returns the records of a frame; empty where there is none."""


def weight_requests(fund: str, index: str | None, *, day: date) -> tuple[Request, ...]:
    """Return what is asked for one fund: the weights of its index, where that is one of csindex, and its own quarterly holdings.

    Parameters
    ----------
    fund, index
        Codes with their market, ``515070.SH`` and ``930713.CSI``.
    day
        Quarterly holdings are asked for its year and the one before, so that a list is there in January too.
    """
    out = []
    if index is not None and re.fullmatch(r"[0-9A-Z]{6}\.(?:CSI|SH|SZ)", index):
        out.append(Request(function="index_stock_cons_weight_csindex", arguments=(("symbol", index[:6]),)))
    if re.fullmatch(r"[15][0-9]{5}\.(?:SH|SZ)", fund):
        out += [Request(function="fund_portfolio_hold_em", arguments=(("symbol", fund[:6]), ("date", str(day.year - back)))) for back in (1, 0)]
    return tuple(out)


def news_request(company: str) -> Request:
    """Return the request for the news of a company, by the digits of its code."""
    return Request(function="stock_news_em", arguments=(("symbol", company.partition(".")[0]),))


def fetch_akshare(request: Request) -> Records:
    """Return the records of one frame, from the network.

    Raises
    ------
    MissingExtra
        If akshare is not installed.
    InputError
        If this akshare has no such function, or the call fails.
    """
    try:
        library = import_module("akshare")
    except ImportError as problem:
        msg = "Refreshing from akshare needs it installed: pip install 'themegraph[refresh]'. Files that you have are read by themegraph holdings import."
        raise MissingExtra(msg) from problem
    call = getattr(library, request.function, None)
    if call is None:
        msg = f"The installed akshare has no function {request.function}; wanted version 1.16 or later."
        raise InputError(msg)
    asked = ", ".join(f"{name}={value!r}" for name, value in request.arguments)
    try:
        frame = call(**dict(request.arguments))
    except Exception as problem:  # whatever akshare, its parsers or the network raise: one request fails, the others go on
        msg = f"akshare.{request.function}({asked}) failed: {type(problem).__name__}: {problem}"
        raise InputError(msg) from problem
    return list(frame.to_dict("records")) if frame is not None else []


def write_frame(request: Request, records: Records, folder: Path) -> Path | None:
    """Write the records of a frame as a CSV file into a folder; ``None`` where there are none."""
    if not records:
        return None
    path = folder / request.name
    columns: Iterable[str] = dict.fromkeys(str(name) for record in records for name in record)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=list(columns), restval="")
        writer.writeheader()
        writer.writerows({str(k): "" if v is None or v != v else v for k, v in record.items()} for record in records)
    return path
