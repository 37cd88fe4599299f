"""Find out which format a file has, by what is in it."""

from __future__ import annotations

from themegraph.errors import UnknownFormat, nearest
from themegraph.ingest.holdings import (
    akshare,
    ark,
    csindex,
    globalx,
    invesco,
    ishares,
    own,
    own_members,
    own_revenues,
    shenwan,
    sina,
    spdr,
    sse_pcf,
    szse_pcf,
    tushare,
    yahoo,
)
from themegraph.ingest.holdings.forms import DocumentForm, Form, Table, TableForm, find_table, nearest_header
from themegraph.ingest.holdings.sheets import Opened, column_key

__all__ = ["FORMS", "detect", "format_names", "pick"]

FORMS: tuple[Form, ...] = (
    *csindex.FORMS,
    *sse_pcf.FORMS,
    *szse_pcf.FORMS,
    *ishares.FORMS,
    *ark.FORMS,
    *globalx.FORMS,
    *spdr.FORMS,
    *invesco.FORMS,
    *yahoo.FORMS,
    *akshare.FORMS,
    *tushare.FORMS,
    *shenwan.FORMS,
    *sina.FORMS,
    *own.FORMS,
    *own_members.FORMS,
    *own_revenues.FORMS,
)
"""All formats; where a header fits two, the one with more columns is meant."""


def format_names() -> tuple[str, ...]:
    """Return the names that ``format=`` takes, without ``auto``."""
    return tuple(sorted(form.name for form in FORMS))


def detect(opened: Opened) -> tuple[Form, Table | None]:
    """Return the format of an opened file, and its table where the format is one.

    Raises
    ------
    UnknownFormat
        If no format fits; the message names the nearest and what the file lacks of it.
    """
    if opened.kind != "table":
        for form in FORMS:
            if isinstance(form, DocumentForm) and form.kind == opened.kind and form.sniff(opened):
                return form, None
        if b"urn:schemas-microsoft-com:office:spreadsheet" in opened.raw[:4000]:
            msg = f"{opened.name} is an Excel 2003 XML workbook (iShares gives these the suffix .xls); save it as xlsx or CSV, or download the CSV."
            raise UnknownFormat(msg)
        wanted = "; or ".join(f"{f.shown} ({f.name})" for f in FORMS if isinstance(f, DocumentForm) and f.kind == opened.kind)
        msg = f"{opened.name} is {opened.kind}, but none that we read: wanted {wanted}."
        raise UnknownFormat(msg)
    fits = [(len(form.columns), form, table) for form in FORMS if isinstance(form, TableForm) and (table := find_table(form, opened))]
    if fits:
        _, form, table = max(fits, key=lambda fit: fit[0])
        if form.name != "own" or _is_own(table):
            return form, table
    raise UnknownFormat(_unknown(opened))


def pick(name: str, opened: Opened) -> tuple[Form, Table | None]:
    """Return the format of a given name for an opened file, and its table where the format is one.

    Raises
    ------
    UnknownFormat
        If there is no such format, or the file is not of it.
    """
    form = next((f for f in FORMS if f.name == name), None)
    if form is None:
        msg = f"No holdings format {name!r}.{nearest(name, format_names())} There are auto, {', '.join(format_names())}."
        raise UnknownFormat(msg)
    if isinstance(form, DocumentForm):
        if form.kind == opened.kind and form.sniff(opened):
            return form, None
        msg = f"{opened.name} is not {form.label} ({form.name}): wanted {form.shown}."
        raise UnknownFormat(msg)
    table = find_table(form, opened)
    if table is None:
        msg = f"{opened.name} is not {form.label} ({form.name}): it lacks {_lacks(form, opened)}; wanted the header {form.shown}."
        raise UnknownFormat(msg)
    return form, table


def _is_own(table: Table) -> bool:
    return bool({"weight", "weight_pct", "weight_said"} & table.columns)


def _lacks(form: TableForm, opened: Opened) -> str:
    return ", ".join(word.replace("_", " ") for word in nearest_header(form, opened)[1]) or "a table"


def _unknown(opened: Opened) -> str:
    ranked = []
    for form in FORMS:
        if isinstance(form, TableForm):
            have, missing = nearest_header(form, opened)
            ranked.append((have / (have + len(missing)), have, form))
    keys = {column_key(cell) for row in opened.rows[:1] for cell in row.cells}
    if {"新闻标题", "新闻内容"} <= keys:
        return f"{opened.name} is news (stock_news_em), not holdings; add it as articles."
    share, _, best = max(ranked, key=lambda r: (r[0], r[1]))
    header = ", ".join(cell for cell in opened.rows[0].cells if cell)[:200] if opened.rows else "nothing"
    if share == 0:
        return f"{opened.name} is no holdings file that we read (its first line: {header}). There are {', '.join(format_names())}."
    if best.name == "own" and not nearest_header(best, opened)[1]:
        return f"{opened.name} is nearest to {best.label} (own), but lacks a column weight (fractions) or weight_pct (percent)."
    return (
        f"{opened.name} is nearest to {best.label} ({best.name}), but lacks {_lacks(best, opened)}; wanted the header {best.shown}. "
        "A table of your own has the header fund, code, weight or weight_pct, as_of; or 基金代码, 代码, 名称, 权重(%), 日期 (docs/reference/holdings-formats.md)."
    )
