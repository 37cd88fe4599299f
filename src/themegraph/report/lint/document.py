"""A report as places in its file: front matter, headings, items, table rows and sentences, each with the way back to the original.

Markdown, HTML and plain text are read by lines and tags, in time linear in their length. Every block carries its text without markup and,
for each character of it, the code point of the file that it came from.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from html import unescape
from typing import Literal

from themegraph.folding import simplify

__all__ = ["Block", "Document", "Field", "FrontMatter", "Link", "Sentence", "normal", "read_document"]

BlockKind = Literal["heading", "item", "paragraph", "row", "quote"]

_WIDTH = {point: chr(point - 0xFEE0) for point in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x00A0: " ", 0x2212: "-", 0xFF5E: "~"}
_WIDTH |= {point: chr(point + 32) for point in range(0x41, 0x5B)} | {point + 0xFEE0: chr(point + 32) for point in range(0x41, 0x5B)}
_SENTENCE = re.compile(r"(?:[。!?]|(?<=[a-z)])\.(?=\s+[A-Z]|\s*$))+[」』”’\")]*|\n+")
_INLINE = re.compile(
    r"(?P<escape>\\)(?=[!-/:-@\[-`{-~])"
    r"|(?P<entity>&(?:amp|lt|gt|quot|nbsp|apos|#\d{1,6}|#x[0-9a-fA-F]{1,5});)"
    r"|(?P<tag></?[A-Za-z!][^<>]{0,400}>)"
    r"|(?P<open>!?\[(?=[^\[\]\n]{0,300}\]\())"
    r"|(?P<close>\]\([^()\n]{0,500}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\))"
    r"|(?P<mark>\*{1,3}|`{1,2}|~~|__)"
)
_LONGEST = 1500
"""A run of so many characters without an end mark is cut: no sentence is that long, and rules look back within a sentence."""
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+")
_ITEM = re.compile(r"[ \t]*(?:[-*+•·]|(\d{1,3})[.)、．])[ \t]+|[ \t]*(\d{1,3})[、．](?=\S)")
_RULE_LINE = re.compile(r"[ \t]*(?:-{3,}|\*{3,}|_{3,}|={3,})[ \t]*")
_DIVIDER = re.compile(r"[ \t]*\|?[ \t:|-]*-{3,}[ \t:|-]*\|?[ \t]*")
_FIELD = re.compile(r"([A-Za-z_][\w-]*):[ \t]*(.*)")
_HTML = re.compile(r"(?i)<(?:!doctype html|html|body|article|p|div|h[1-6])\b")
_BLOCK_TAG = re.compile(
    r"(?i)<(?P<end>/?)(?P<name>h[1-6]|p|div|li|tr|td|th|br|blockquote|ul|ol|table|thead|tbody|section|article|header|footer|hr)\b[^<>]{0,400}>"
)
_SKIPPED = re.compile(r"(?is)<(script|style|head|template)\b.*?</\1\s*>|<!--.*?-->")


class _Normal(dict[int, str]):
    """What becomes of each code point, found out when it is first met: one pass over a text instead of two."""

    def __missing__(self, point: int) -> str:
        new = self[point] = simplify(chr(point)).translate(_WIDTH)
        return new


_NORMAL = _Normal()


def normal(text: str) -> str:
    """Return the text in simplified script, half width and lower case, of the same length.

    Examples
    --------
    >>> normal("漲７５％（NVDA）")
    '涨75%(nvda)'
    """
    return text.translate(_NORMAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A line of the front matter."""

    name: str
    value: str
    """Without quotes."""
    start: int
    end: int
    """Of the value as written, in code points of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The YAML head of a Jekyll post."""

    start: int
    end: int
    fields: tuple[Field, ...]
    closed: bool
    body: str
    """The YAML text between the dashes."""

    def get(self, name: str) -> Field | None:
        """Return the first field of that name."""
        return next((f for f in self.fields if f.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link: where it stands, and where it leads."""

    start: int
    end: int
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading, list item, paragraph or table row, without markup."""

    kind: BlockKind
    level: int
    """Of a heading 1–6; 0 otherwise."""
    number: int | None
    """Of a numbered item."""
    plain: str
    norm: str
    """:func:`normal` of ``plain``; of equal length."""
    offsets: tuple[int, ...]
    """Code point of the file for each character of ``plain``, and one more for its end."""
    section: int
    """Index of the heading it stands under; −1 before the first."""
    cells: tuple[tuple[int, int], ...] = ()
    """Of a row: spans of its cells in ``plain``."""
    table: int = -1
    """Which table a row belongs to."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the file of ``plain[start:end]``."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a block; a table row is one sentence."""

    block: int
    start: int
    end: int
    """In the block's ``plain``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text as the rules see it."""

    path: str
    text: str
    front_matter: FrontMatter | None
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    links: tuple[Link, ...]

    def words(self, sentence: Sentence) -> str:
        """Return the normalised text of a sentence."""
        return self.blocks[sentence.block].norm[sentence.start : sentence.end]

    def headings(self, block: Block) -> tuple[Block, ...]:
        """Return the headings a block stands under, outermost first."""
        out: list[Block] = []
        at, level = block.section, 7
        while at >= 0:
            head = self.blocks[at]
            if head.level < level:
                out.append(head)
                level = head.level
            at = head.section
        return tuple(reversed(out))

    @property
    def is_report(self) -> bool:
        """Whether this is a whole report and not a paragraph: it has front matter or at least three headings."""
        return self.front_matter is not None or sum(b.kind == "heading" for b in self.blocks) >= 3


def _front_matter(text: str) -> FrontMatter | None:
    start = 1 if text.startswith("\ufeff") else 0
    if not re.compile(r"---[ \t]*\r?\n").match(text, start):
        return None
    first = text.index("\n", start) + 1
    found = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE).search(text, first)
    stop = found.start() if found else (text.find("\n\n", first) if "\n\n" in text[first:] else len(text))
    fields = []
    at = first
    for line in text[first:stop].splitlines(keepends=True):
        if field := _FIELD.match(line):
            raw = field[2].rstrip()
            value = raw[1:-1] if len(raw) > 1 and raw[0] == raw[-1] and raw[0] in "\"'" else raw
            fields.append(Field(name=field[1], value=value, start=at + field.start(2), end=at + field.start(2) + len(raw)))
        at += len(line)
    return FrontMatter(start=start, end=found.end() if found else stop, fields=tuple(fields), closed=found is not None, body=text[first:stop])


def _inline(text: str, start: int, end: int, links: list[Link]) -> tuple[list[str], list[int]]:
    """Return the characters of a piece of a file without inline markup, and where each stands."""
    chars: list[str] = []
    places: list[int] = []
    opened: list[tuple[int, int]] = []
    at = start
    for found in _INLINE.finditer(text, start, end):
        if found.start() < at:
            continue
        chars += text[at : found.start()]
        places += range(at, found.start())
        at = found.end()
        if found["escape"]:
            chars.append(text[at])
            places.append(at)
            at += 1
        elif found["entity"]:
            chars.append((unescape(found["entity"]) or " ")[0])
            places.append(found.start())
        elif found["open"]:
            opened.append((found.start(), len(chars)))
        elif found["close"]:
            if opened:
                where, since = opened.pop()
                links.append(Link(start=where, end=found.end(), label="".join(chars[since:]), url=found["close"][2:-1].strip()))
            else:
                chars += found["close"]
                places += range(found.start(), found.end())
        elif found["mark"] == "*" and found.end() < end and text[found.end()].isspace() and text[found.start() - 1 : found.start()].isspace():
            chars.append("*")
            places.append(found.start())
    chars += text[at:end]
    places += range(at, end)
    return chars, places


class _Builder:
    """Collects blocks in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self._section = -1
        self._levels: list[tuple[int, int]] = []

    def add(
        self,
        kind: BlockKind,
        pieces: list[tuple[int, int]],
        *,
        level: int = 0,
        number: int | None = None,
        table: int = -1,
        cells: list[tuple[int, int]] | None = None,
    ) -> None:
        chars: list[str] = []
        places: list[int] = []
        for start, end in pieces:
            if chars and start > 0 and kind != "row":
                chars.append(" ")
                places.append(max(0, start - 1))
            more, at = _inline(self.text, start, end, self.links)
            chars += more
            places += at
        spans: list[tuple[int, int]] = []
        if cells is not None:
            chars, places = [], []
            for start, end in cells:
                begin = len(chars)
                more, at = _inline(self.text, start, end, self.links)
                chars += [*more, " "]
                places += [*at, at[-1] + 1 if at else end]
                spans.append((begin, len(chars) - 1))
        plain = "".join(" " if c in "\n\t\r" else c for c in chars)
        left = len(plain) - len(plain.lstrip())
        right = len(plain.rstrip())
        if cells is not None:
            left, right = 0, len(plain)
        if not plain.strip():
            return
        kept = places[left:right]
        offsets = (*kept, kept[-1] + 1)
        section = self._section
        if kind == "heading":
            while self._levels and self._levels[-1][0] >= level:
                self._levels.pop()
            section = self._levels[-1][1] if self._levels else -1
            self._levels.append((level, len(self.blocks)))
            self._section = len(self.blocks)
        text = plain[left:right]
        self.blocks.append(
            Block(
                kind=kind,
                level=level,
                number=number,
                plain=text,
                norm=normal(text),
                offsets=offsets,
                section=section,
                cells=tuple(spans),
                table=table,
            )
        )


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the cells of a table line; an escaped bar stays inside its cell."""
    bars = [found.start() for found in re.finditer(r"(?<!\\)\|", text[start:end])]
    edges = [-1, *bars, end - start]
    spans = [(start + a + 1, start + b) for a, b in itertools.pairwise(edges)]
    if spans and not text[spans[0][0] : spans[0][1]].strip():
        spans = spans[1:]
    if spans and not text[spans[-1][0] : spans[-1][1]].strip():
        spans = spans[:-1]
    out = []
    for a, b in spans:
        piece = text[a:b]
        left = len(piece) - len(piece.lstrip())
        out.append((a + left, a + left + len(piece.strip())))
    return out


def _read_markdown(build: _Builder, start: int) -> None:
    text = build.text
    at = start
    pieces: list[tuple[int, int]] = []
    kind: BlockKind = "paragraph"
    number: int | None = None
    fence = ""
    table, in_table = -1, False

    def flush() -> None:
        nonlocal pieces, kind, number
        if pieces:
            build.add(kind, pieces, number=number)
        pieces, kind, number = [], "paragraph", None

    while at < len(text):
        newline = text.find("\n", at)
        end = len(text) if newline < 0 else newline
        line = text[at:end].rstrip("\r")
        stop = at + len(line)
        stripped = line.strip()
        if fence:
            fence = "" if stripped.startswith(fence) else fence
        elif stripped.startswith(("```", "~~~")):
            flush()
            fence = stripped[:3]
        elif not stripped or _RULE_LINE.fullmatch(line):
            flush()
            in_table = False
        elif head := _HEADING.match(line):
            flush()
            in_table = False
            build.add("heading", [(at + head.end(), at + len(line.rstrip().rstrip("#").rstrip()))], level=len(head[1]))
        elif stripped.startswith("|") or (in_table and "|" in stripped):
            flush()
            if not in_table:
                table += 1
            in_table = True
            if not _DIVIDER.fullmatch(line):
                build.add("row", [], table=table, cells=_cells(text, at, stop))
        elif item := _ITEM.match(line):
            flush()
            kind = "item"
            digits = item[1] or item[2]
            number = int(digits) if digits else None
            pieces = [(at + item.end(), stop)]
        elif stripped.startswith(">"):
            if kind != "quote":
                flush()
            kind = "quote"
            inside = line.index(">") + 1
            pieces.append((at + inside, stop))
        else:
            left = len(line) - len(line.lstrip())
            pieces.append((at + left, stop))
        at = end + 1
    flush()


def _read_html(build: _Builder) -> None:
    text = build.text
    hidden = [(m.start(), m.end()) for m in _SKIPPED.finditer(text)]
    blank = list(text)
    for a, b in hidden:
        blank[a:b] = " " * (b - a)
    visible = "".join(blank)
    pieces_text = build.text
    build.text = visible
    table = -1
    kind: BlockKind = "paragraph"
    level = 0
    at = 0
    cells: list[tuple[int, int]] | None = None
    number: int | None = None
    counters: list[int | None] = []

    def flush(end: int) -> None:
        if cells is None and visible[at:end].strip():
            build.add(kind, [(at, end)], level=level, number=number if kind == "item" else None)

    for found in _BLOCK_TAG.finditer(visible):
        name, closing = found["name"].lower(), bool(found["end"])
        if name in {"td", "th"} and cells is not None:
            if closing:
                cells.append((at, found.start()))
            at = found.end()
            continue
        flush(found.start())
        at = found.end()
        kind, level = "paragraph", 0
        if name == "table" and not closing:
            table += 1
        elif name == "tr":
            if closing and cells:
                build.add("row", [], table=max(table, 0), cells=cells)
            cells = None if closing else []
        elif name in {"ol", "ul"}:
            if closing:
                counters = counters[:-1]
            else:
                counters.append(0 if name == "ol" else None)
        elif name == "li" and not closing:
            kind = "item"
            last = counters[-1] if counters else None
            number = None if last is None else last + 1
            if counters and number is not None:
                counters[-1] = number
        elif name[0] == "h" and name[1:].isdigit() and not closing:
            kind, level = "heading", int(name[1])
        elif name == "blockquote" and not closing:
            kind = "quote"
    flush(len(visible))
    build.text = pieces_text


def _sentences(blocks: list[Block]) -> list[Sentence]:
    out = []
    for number, block in enumerate(blocks):
        if block.kind == "row":
            out.append(Sentence(block=number, start=0, end=len(block.norm)))
            continue
        at = 0
        for end in [*(m.end() for m in _SENTENCE.finditer(block.norm)), len(block.norm)]:
            while at < end:
                stop = min(end, at + _LONGEST)
                if block.norm[at:stop].strip():
                    out.append(Sentence(block=number, start=at, end=stop))
                at = stop
    return out


def read_document(text: str, *, path: str = "") -> Document:
    """Return the text as blocks and sentences. HTML is known by its tags, all else is read as Markdown.

    Parameters
    ----------
    text
        The file as decoded; all positions are code points of it.
    path
        The file's name, for messages and for the date in a Jekyll file name.
    """
    front = _front_matter(text)
    build = _Builder(text)
    if front is None and _HTML.search(text, 0, 4000):
        _read_html(build)
    else:
        _read_markdown(build, front.end if front else 0)
    return Document(
        path=path, text=text, front_matter=front, blocks=tuple(build.blocks), sentences=tuple(_sentences(build.blocks)), links=tuple(build.links)
    )
