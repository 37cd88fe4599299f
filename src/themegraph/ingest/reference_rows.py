"""Read the tables of a reference folder cell by cell, and say exactly which cell is wrong."""

from __future__ import annotations

import csv
import re
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from themegraph.errors import BadReferenceData, nearest
from themegraph.model import canonical_code
from themegraph.model.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

__all__ = ["Refused", "Row", "plain_number", "read_rows", "wanted_date"]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SOURCES = "sources.csv"
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(?:\.[0-9]{1,20})?(?:[eE][-+]?[0-9]{1,2})?")


class Refused:
    """What becomes of a row that breaks the schema: an error, or a note of it and on to the next row.

    Parameters
    ----------
    notes
        Where each reason goes, once; ``None``: the first one is raised.
    """

    def __init__(self, notes: list[str] | None = None) -> None:
        self._notes = notes

    @contextmanager
    def row(self) -> Iterator[None]:
        """Let what is done with one row fail without the others."""
        try:
            yield
        except BadReferenceData as problem:
            self.take(problem)

    def take(self, problem: BadReferenceData) -> None:
        """Note a reason, or raise it."""
        if self._notes is None:
            raise problem
        if str(problem) not in self._notes:
            self._notes.append(str(problem))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its cells by column name, and where it stands."""

    path: Path
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def bad(self, column: str, wanted: str, known: Iterable[str] = (), *, found: str | None = None) -> BadReferenceData:
        """Return the error for one cell: file, line, column, what was wanted, what was found, the nearest good value."""
        cell = self.cells.get(column, "") if found is None else found
        hint = nearest(cell, known)
        return BadReferenceData(f"{self.path.name}, line {self.line}, column {column}: wanted {wanted}; found {cell!r}.{hint}")

    def text(self, column: str) -> str:
        """Return a cell that must not be blank."""
        cell = self.cells[column]
        if not cell:
            raise self.bad(column, "a value, not a blank")
        return cell

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """Return a cell that must be one of ``allowed``."""
        cell = self.cells[column]
        if cell not in allowed:
            raise self.bad(column, f"one of {', '.join(repr(a) for a in sorted(allowed))}", allowed)
        return cell

    def flag(self, column: str) -> bool:
        """Return True for ``yes``, False for ``no``."""
        return self.choice(column, ("yes", "no")) == "yes"

    def day(self, column: str) -> date:
        """Return a date that must be there, written YYYY-MM-DD."""
        found = wanted_date(self.cells[column])
        if found is None:
            raise self.bad(column, "a date as YYYY-MM-DD")
        return found

    def day_or_blank(self, column: str) -> date | None:
        """Return a date, or ``None`` for a blank."""
        return self.day(column) if self.cells[column] else None

    def number(self, column: str, low: float, high: float) -> float:
        """Return a number in [low, high]; fractions, never percent."""
        value = plain_number(self.cells[column])
        if value is None:
            raise self.bad(column, f"a number from {low:g} to {high:g}")
        if not low <= value <= high:
            raise self.bad(column, f"a number from {low:g} to {high:g} (fractions, not percent)")
        return value

    def number_or_blank(self, column: str, low: float, high: float) -> float | None:
        """Return a number in [low, high], or ``None`` for a blank."""
        return self.number(column, low, high) if self.cells[column] else None

    def count_or_blank(self, column: str) -> int | None:
        """Return a whole number above zero, or ``None`` for a blank."""
        cell = self.cells[column]
        if not cell:
            return None
        if not (cell.isascii() and cell.isdigit()) or int(cell) == 0:
            raise self.bad(column, "a whole number above 0")
        return int(cell)

    def code(self, column: str) -> str:
        """Return a listing code in its canonical form (``688795.SH``, ``0700.HK``, ``NVDA.US``)."""
        cell = self.text(column)
        canonical = canonical_code(cell)
        if canonical is None:
            raise self.bad(column, "a code with its market, like 688795.SH, 0700.HK or NVDA.US")
        if canonical != cell:
            raise self.bad(column, f"the canonical form {canonical}")
        return cell

    def id(self, column: str, kinds: Collection[str]) -> str:
        """Return an id ``kind:local`` whose kind is one of ``kinds``."""
        cell = self.text(column)
        kind, colon, local = cell.partition(":")
        if not colon or not local or kind not in kinds:
            raise self.bad(column, f"an id that starts with {' or '.join(f'{k}:' for k in sorted(kinds))}", found=cell)
        return cell


def plain_number(cell: str) -> float | None:
    """Return the number that a cell writes in plain digits (``0.0523``, ``-1``, ``5e-05``), or ``None``."""
    return float(cell) if _NUMBER.fullmatch(cell) else None


@lru_cache(maxsize=4096)
def wanted_date(cell: str) -> date | None:
    """Return the date of ``YYYY-MM-DD``, or ``None`` if the cell is not one."""
    if not _DAY.fullmatch(cell):
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None


def read_rows(folder: Path, name: str, columns: tuple[str, ...], *, required: bool = False, refused: Refused | None = None) -> Iterator[Row]:
    """Yield the rows of ``folder/name``, cells stripped; nothing if the file is not there and not required.

    A source that begins with a key of ``sources.csv`` is given by the name that stands there: readers of an answer know no keys.

    Parameters
    ----------
    folder
        The reference folder.
    name
        File name.
    columns
        Exactly these columns, in any order.
    required
        Whether a missing file is an error.
    refused
        What becomes of rows of a wrong length or with control characters; ``None``: they are errors.

    Raises
    ------
    BadReferenceData
        If the file is missing though required, is not UTF-8 CSV, has a wrong header or a row of wrong length.
    """
    path = folder / name
    refused = refused or Refused()
    labels: dict[str, str] = {}
    for source in read_rows(folder, _SOURCES, ("key", "label"), refused=refused) if name != _SOURCES and "source" in columns else ():
        with refused.row():
            labels[source["key"]] = source.text("label")
    if not path.is_file():
        if required:
            there = sorted(p.name for p in folder.glob("*.csv")) if folder.is_dir() else []
            msg = f"A reference folder needs {name}; {folder} has {', '.join(there) or 'no CSV file'}.{nearest(name, there)}"
            raise BadReferenceData(msg)
        return
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header = [cell.strip() for cell in next(reader, [])]
            _check_header(path, header, columns)
            width = len(header)
            for cells in reader:
                line = reader.line_num
                if not any(cells):
                    continue
                if len(cells) != width:
                    msg = f"{name}, line {line}: wanted {width} cells ({', '.join(header)}); found {len(cells)}."
                    refused.take(BadReferenceData(msg))
                    continue
                row = Row(path, line, {column: cell.strip() for column, cell in zip(header, cells, strict=True)})
                if _CONTROL.search("".join(cells)):
                    column = next(c for c, cell in zip(header, cells, strict=True) if _CONTROL.search(cell))
                    refused.take(row.bad(column, "text without control characters"))
                    continue
                key, space, rest = row.cells.get("source", "").partition(" ")
                if key in labels:
                    row.cells["source"] = f"{labels[key]}{space}{rest}"
                yield row
    except UnicodeDecodeError as error:
        msg = f"{name}, after line {line}: wanted UTF-8 text; found the byte {error.object[error.start]:#04x}. Save the file as UTF-8."
        raise BadReferenceData(msg) from error
    except csv.Error as error:
        msg = f"{name}, after line {line}: wanted comma-separated values with closed quotes; found a line that is not ({error})."
        raise BadReferenceData(msg) from error


def _check_header(path: Path, header: list[str], columns: tuple[str, ...]) -> None:
    want = ", ".join(columns)
    for cell in header:
        if cell not in columns:
            msg = f"{path.name}, line 1, column {cell or '(blank)'}: wanted the columns {want}; found {cell!r}.{nearest(cell, columns)}"
            raise BadReferenceData(msg)
        if header.count(cell) > 1:
            msg = f"{path.name}, line 1, column {cell}: wanted each column once; found it {header.count(cell)} times."
            raise BadReferenceData(msg)
    for column in columns:
        if column not in header:
            msg = f"{path.name}, line 1, column {column}: wanted the columns {want}; found {', '.join(header) or 'an empty file'}."
            raise BadReferenceData(msg)
