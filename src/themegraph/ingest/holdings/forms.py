"""What a format looks like: the columns that make a table one of its kind, and the function that reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from themegraph.ingest.holdings.cells import day, number
from themegraph.ingest.holdings.sheets import Opened, Row, column_key
from themegraph.ingest.holdings.values import Asked, Found

__all__ = ["Cells", "DocumentForm", "Form", "Table", "TableForm", "find_table"]

_HEADER_WITHIN = 40
"""Lines in which a header may stand; preambles are shorter."""


@dataclass(frozen=True, slots=True)
class Cells:
    """One line of a table by our column words."""

    at: int
    values: dict[str, str]
    decimal: str
    width: int
    """How many cells of the line hold something."""

    def __getitem__(self, word: str) -> str:
        return self.values.get(word, "")

    def number(self, word: str) -> float | None:
        """Return the number of a cell, or ``None``."""
        return number(self[word], decimal=self.decimal)

    def day(self, word: str) -> date | None:
        """Return the day of a cell, or ``None``."""
        return day(self[word])


@dataclass(frozen=True, slots=True)
class Table:
    """The table found in a file: what stands before its header, and its lines."""

    name: str
    before: tuple[Row, ...]
    at: int
    """Line of the header."""
    lines: tuple[Cells, ...]
    columns: frozenset[str]
    """Our words for the columns that the table has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableForm:
    """A format that is a table with a header."""

    name: str
    label: str
    """What it is, for messages."""
    columns: dict[str, str]
    """Our word to a regular expression over the header cell as :func:`column_key` writes it; all must be there."""
    optional: dict[str, str] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    """Columns, as regular expressions, whose presence says it is another format."""
    shown: str
    """The header as its source writes it, for messages."""
    read: Callable[[Table, Asked], Found]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentForm:
    """A format that is XML, JSON or an exchange's own text."""

    name: str
    label: str
    kind: str
    """xml, json or text."""
    shown: str
    """What marks it, for messages."""
    sniff: Callable[[Opened], bool]
    read: Callable[[Opened, Asked], Found]


Form = TableForm | DocumentForm


def header_of(form: TableForm, row: Row) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return the place of each of our columns in a line that may be the header, and the words that are missing."""
    keys = [column_key(cell) for cell in row.cells]
    places: dict[str, int] = {}
    for word, pattern in (form.columns | form.optional).items():
        at = next((i for i, key in enumerate(keys) if key and re.fullmatch(pattern, key) and i not in places.values()), None)
        if at is not None:
            places[word] = at
    if any(re.fullmatch(pattern, key) for pattern in form.absent for key in keys if key):
        return {}, tuple(form.columns)
    return places, tuple(word for word in form.columns if word not in places)


def find_table(form: TableForm, opened: Opened) -> Table | None:
    """Return the table of a form in a file, or ``None`` if no line is its header."""
    for index, row in enumerate(opened.rows[:_HEADER_WITHIN]):
        places, missing = header_of(form, row)
        if not missing:
            lines = tuple(_cells(opened.rows[index + 1 :], places, opened.decimal))
            return Table(opened.name, opened.rows[:index], row.at, lines, frozenset(places))
    return None


def nearest_header(form: TableForm, opened: Opened) -> tuple[int, tuple[str, ...]]:
    """Return how many of a form's columns the best line has, and which it lacks."""
    best: tuple[int, tuple[str, ...]] = (0, tuple(form.columns))
    for row in opened.rows[:_HEADER_WITHIN]:
        _, missing = header_of(form, row)
        if len(form.columns) - len(missing) > best[0]:
            best = (len(form.columns) - len(missing), missing)
    return best


def _cells(rows: tuple[Row, ...], places: dict[str, int], decimal: str) -> Iterator[Cells]:
    for row in rows:
        values = {word: row.cells[at] if at < len(row.cells) else "" for word, at in places.items()}
        yield Cells(row.at, values, decimal, sum(bool(cell) for cell in row.cells))
