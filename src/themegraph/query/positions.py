"""Holdings of the user's own, from a CSV or workbook with the usual headings: code and weight, or code, quantity and price."""

from __future__ import annotations

import csv
import io
import math
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from themegraph.errors import InputError, ThemegraphError
from themegraph.ingest.decode import decode
from themegraph.ingest.holdings.sheets import Unreadable, open_bytes
from themegraph.model import canonical_code, kind_of
from themegraph.query.near import did_you_mean
from themegraph.snapshot import Snapshot

__all__ = ["CASH", "Position", "Positions", "read_positions"]

_COLUMNS = {
    "code": ("code", "symbol", "ticker", "ts_code", "security", "代码", "证券代码", "股票代码", "基金代码", "品种代码"),
    "name": ("name", "security_name", "名称", "证券名称", "股票名称", "基金名称", "简称", "证券简称"),
    "weight": ("weight", "weights", "权重", "比例", "占比", "仓位", "持仓比例", "持仓占比", "占净值比例", "市值占比"),
    "quantity": ("quantity", "shares", "qty", "volume", "数量", "持仓数量", "持仓", "股数", "份额", "持有数量", "证券数量", "股票余额", "持股数量"),
    "price": ("price", "close", "last", "价格", "现价", "最新价", "收盘价", "市价", "净值", "单位净值"),
    "value": ("value", "market_value", "amount", "市值", "持仓市值", "最新市值", "金额", "参考市值"),
    "currency": ("currency", "币种", "货币"),
}  # fmt: skip
_CASH = {"cash", "cny", "rmb", "hkd", "usd", "现金", "人民币", "可用资金", "可用余额", "货币资金", "余额"}
CASH = -1
"""Stands for the node of a cash line."""
_WHOLE = 0.02
"""How far a sum may lie from 1."""
_GROSS = 10.0
"""Sum of absolute weights beyond which fractions were surely meant as percent."""
_MARKETS = ("SH", "SZ", "BJ", "HK", "US")
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How xlsx and xls files begin."""
_HEADING_WITHIN = 15
"""Lines in which the heading stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One line of a portfolio."""

    line: int
    node: int
    """The share or fund; :data:`CASH` for cash."""
    weight: float
    """Of the portfolio, a fraction; negative: short."""
    said: str
    """How the file names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """A portfolio that was read."""

    rows: tuple[Position, ...]
    notes: tuple[tuple[str, str], ...]
    """(code, sentence): what the reader must know of how the file was understood."""


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _key(heading: str) -> str:
    """Return a heading without unit, case and white space: ``权重(%)`` is ``权重``."""
    return re.sub(r"[\s_]*[(\[].*$|%|\s+", "", _fold(heading)).lower()


def _number(text: str) -> tuple[float, bool] | None:
    """Return a number and whether it is marked as percent; ``None`` if it is none."""
    plain = _fold(text).replace(",", "").replace("−", "-").replace("¥", "").replace("$", "")
    marked = plain.endswith("%")
    try:
        value = float(plain.removesuffix("%"))
    except ValueError:
        return None
    return (value, marked) if math.isfinite(value) else None


@dataclass(slots=True)
class _Sheet:
    """A table with known headings."""

    name: str
    heads: dict[str, int]
    percent: bool
    """The heading of the weights says percent."""
    rows: list[tuple[int, list[str]]]

    def cell(self, row: list[str], column: str) -> str:
        at = self.heads.get(column, -1)
        return row[at].strip() if 0 <= at < len(row) else ""

    def number(self, line: int, row: list[str], column: str) -> tuple[float, bool]:
        text = self.cell(row, column)
        found = _number(text)
        if found is None:
            msg = f"{self.name} line {line}: wanted a number as {column}, found {text!r}."
            raise InputError(msg)
        return found


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    """Return the lines of a CSV file or a workbook that hold something, with their numbers."""
    try:
        raw = path.read_bytes()
        if raw.startswith(_WORKBOOKS):
            return [(row.at, list(row.cells)) for row in open_bytes(raw, path.name).rows]
        text = decode(raw).removeprefix("\ufeff")
    except Unreadable as problem:
        msg = f"{path.name} begins like an Excel workbook but cannot be read as one; save it again, or as CSV."
        raise InputError(msg) from problem
    except (OSError, ThemegraphError) as problem:
        msg = f"{path.name} cannot be read: {problem}."
        raise InputError(msg) from problem
    # The separator of the heading counts, which may stand below a title.
    separator = max(",\t;", key=lambda s: max((line.count(s) for line in text.splitlines()[:_HEADING_WITHIN]), default=0))
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        return [(reader.line_num, row) for row in reader if any(c.strip() for c in row)]
    except csv.Error as problem:
        msg = f"{path.name} line {reader.line_num}: {problem}."
        raise InputError(msg) from problem


def _heads(row: list[str]) -> dict[str, int]:
    """Return the place of each column that we know in a line that may be the heading."""
    return {name: at for at, c in reversed(list(enumerate(row))) for name, words in _COLUMNS.items() if _key(c) in words}


def _sheet(path: Path) -> _Sheet:
    lines = _lines(path)
    # Exports have titles and account numbers above the heading, and one word of a title may be that of a column.
    likely = [(at, _heads(row)) for at, (_, row) in enumerate(lines[:_HEADING_WITHIN])]
    below, heads = next((p for p in likely if len(p[1]) > 1), next((p for p in likely if p[1]), (0, {})))
    if lines and not heads:
        number, row = lines[0]
        known = ", ".join(words[0] for words in _COLUMNS.values())
        msg = (
            f"{path.name} line {number}: wanted a row of headings such as code,weight or 证券代码,权重; found {','.join(row)[:80]!r}. Known: {known}."
        )
        raise InputError(msg)
    percent = bool(lines) and any("%" in _fold(c) for c in lines[below][1])
    rows = lines[below + 1 :]
    if "code" not in heads and "name" not in heads:
        msg = f"{path.name}: no column of codes; wanted one of {', '.join(_COLUMNS['code'])}."
        raise InputError(msg)
    if "weight" not in heads and "value" not in heads and not {"quantity", "price"} <= heads.keys():
        msg = f"{path.name}: wanted a column weight (权重), or quantity and price (数量, 价格), or value (市值); found {', '.join(sorted(heads))}."
        raise InputError(msg)
    if not rows:
        msg = f"{path.name}: there is no line below the headings."
        raise InputError(msg)
    return _Sheet(name=path.name, heads=heads, percent=percent, rows=rows)


def _candidates(snapshot: Snapshot, code: str) -> list[int]:
    """Return the shares and funds that a code may mean."""
    bare = _fold(code).upper().replace(" ", "")
    codes = [c for c in (canonical_code(bare),) if c]
    if not codes:
        if moved := re.fullmatch(r"(SH|SZ|BJ|HK|US)[.:]?([A-Z0-9.]+)", bare):
            codes = [c for c in (canonical_code(moved[2], moved[1]),) if c]
        else:
            padded = bare.zfill(6) if re.fullmatch(r"[1-9]\d{0,3}", bare) else bare  # a spreadsheet ate the leading zeros of 000001
            codes = [c for market in _MARKETS for word in dict.fromkeys((bare, padded)) if (c := canonical_code(word, market))]
    nodes = [snapshot.node(f"{kind}:{c}") for c in codes for kind in ("share", "etf")]
    return sorted({n for n in nodes if n >= 0})


def _by_name(snapshot: Snapshot, name: str) -> list[int]:
    nodes = [n for n in snapshot.named(name) if kind_of(snapshot.id_of(n)) in {"etf", "company", "share"}]
    return sorted(set(nodes))


def _agree(snapshot: Snapshot, node: int, name: str) -> bool:
    issuer = int(snapshot.nodes.issuer[node])
    return issuer in {int(snapshot.nodes.issuer[n]) for n in snapshot.named(name)} or _fold(name) == snapshot.label_of(node)


def _resolve(snapshot: Snapshot, sheet: _Sheet, notes: list[tuple[str, str]]) -> list[tuple[int, int, str, list[str]]]:
    """Return (line, node, words, row) of every line; all that is wrong is said at once."""
    found: list[tuple[int, int, str, list[str]]] = []
    wrong: list[str] = []
    seen: dict[int, int] = {}
    for line, row in sheet.rows:
        code, name = sheet.cell(row, "code"), sheet.cell(row, "name")
        said = code or name
        if _fold(code).lower() in _CASH or (not code and _fold(name).lower() in _CASH):
            found.append((line, CASH, said, row))
            continue
        if _fold(said) in {"合计", "总计", "小计", "total", "Total", "TOTAL"}:
            notes.append(("total-line", f"第 {line} 行“{said}”是合计，不作为持仓。"))
            continue
        if not said:
            wrong.append(f"line {line} names neither a code nor a name")
            continue
        nodes = _candidates(snapshot, code) if code else _by_name(snapshot, name)
        if len(nodes) > 1 and name and (agreed := [n for n in nodes if _agree(snapshot, n, name)]):
            nodes = agreed
        if not nodes:
            wrong.append(f"line {line}: no share or ETF is called {said!r}{did_you_mean(snapshot, said, ('company', 'etf')).removesuffix('?')}")
        elif len(nodes) > 1:
            wrong.append(f"line {line}: {said!r} may be {', '.join(snapshot.id_of(n) for n in nodes)}; give the code with its market")
        elif nodes[0] in seen:
            wrong.append(f"line {line}: {snapshot.id_of(nodes[0])} stands on line {seen[nodes[0]]} already; add the two up")
        else:
            seen[nodes[0]] = line
            if code and name and not _agree(snapshot, nodes[0], name):
                notes.append(("code-name-mismatch", f"第 {line} 行：{code} 是 {snapshot.label_of(nodes[0])}，文件写作“{name}”；按代码计。"))
            found.append((line, nodes[0], said, row))
    if wrong:
        msg = f"{sheet.name}: {'; '.join(wrong[:10])}{f'; and {len(wrong) - 10} more' if len(wrong) > 10 else ''}."
        raise InputError(msg)
    if not found:
        msg = f"{sheet.name}: there is no position in it."
        raise InputError(msg)
    return found


def _by_weight(sheet: _Sheet, found: list[tuple[int, int, str, list[str]]], notes: list[tuple[str, str]]) -> list[float]:
    read = [sheet.number(line, row, "weight") for line, _, _, row in found]
    marked = sheet.percent or any(m for _, m in read)
    values = [v for v, _ in read]
    total, gross = math.fsum(values), math.fsum(abs(v) for v in values)
    if marked or abs(total - 100) <= 100 * _WHOLE:
        if not marked:
            notes.append(("percent", f"权重合计 {total:g}，按百分数理解。"))
        values = [v / 100 for v in values]
        total, gross = total / 100, gross / 100
    if total > 1 + _WHOLE or total < -1 - _WHOLE or gross > _GROSS:
        hint = " Fractions sum to 1, percent to 100; write % behind percent that sum to less." if not marked else ""
        what = f"sum to {total:g}" if gross <= _GROSS or abs(total) > 1 + _WHOLE else f"have an absolute sum of {gross:g}"
        msg = f"{sheet.name}: the weights {what}, wanted at most 1 (100 %).{hint}"
        raise InputError(msg)
    return values


def _by_value(sheet: _Sheet, found: list[tuple[int, int, str, list[str]]], snapshot: Snapshot, notes: list[tuple[str, str]]) -> list[float]:
    currencies = {c for _, _, _, row in found if (c := sheet.cell(row, "currency").upper())}
    if len(currencies) > 1:
        msg = f"{sheet.name}: prices are in {', '.join(sorted(currencies))}; give all in one currency, or give weights."
        raise InputError(msg)
    markets = {snapshot.id_of(node).rpartition(".")[2] for _, node, _, _ in found if node != CASH}
    if not currencies and len({m if m in {"HK", "US"} else "CN" for m in markets}) > 1:
        notes.append(("one-currency", f"持仓跨市场（{'、'.join(sorted(markets))}），价格按同一币种计；若不是，请改给权重。"))
    values = []
    for line, node, _, row in found:
        if "value" in sheet.heads and sheet.cell(row, "value"):
            value = sheet.number(line, row, "value")[0]
        elif node == CASH and not sheet.cell(row, "price"):
            value = sheet.number(line, row, "quantity")[0]
        else:
            price = sheet.number(line, row, "price")[0]
            if price < 0:
                msg = f"{sheet.name} line {line}: a price must not be negative, found {price:g}; a short position has a negative quantity."
                raise InputError(msg)
            value = sheet.number(line, row, "quantity")[0] * price
        values.append(value)
    total = math.fsum(values)
    if total <= 0:
        msg = f"{sheet.name}: the positions are worth {total:g} in all, so they have no weights; give weights instead."
        raise InputError(msg)
    return [v / total for v in values]


def read_positions(path: Path, snapshot: Snapshot, *, allow_short: bool = False) -> Positions:
    """Return the positions of a CSV file or a workbook.

    Parameters
    ----------
    allow_short
        Take negative weights and quantities as short positions; else they are an error.

    Raises
    ------
    InputError
        If a heading is missing, a cell is no number, a code is unknown, ambiguous or there twice, a position is short, or the weights sum to
        more than 1.
    """
    sheet = _sheet(path)
    notes: list[tuple[str, str]] = []
    found = _resolve(snapshot, sheet, notes)
    weights = _by_weight(sheet, found, notes) if "weight" in sheet.heads else _by_value(sheet, found, snapshot, notes)
    short = [f"line {line} ({said})" for (line, node, said, _), w in zip(found, weights, strict=True) if w < 0 and node != CASH]
    if short and not allow_short:
        msg = f"{path.name}: {', '.join(short[:10])} {'is' if len(short) == 1 else 'are'} negative; say --allow-short if these are short positions."
        raise InputError(msg)
    total = math.fsum(weights)
    if total < 1 - _WHOLE and not short:
        notes.append(("rest-unlisted", f"权重合计 {total:.2%}；其余 {1 - total:.2%} 文件未列，按未知计。"))
    rows = tuple(Position(line=line, node=node, weight=w, said=said) for (line, node, said, _), w in zip(found, weights, strict=True))
    return Positions(rows=rows, notes=tuple(notes))
