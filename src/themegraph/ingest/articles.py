"""Read articles from files and folders: Markdown, text, HTML, JSON, JSON lines, CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from themegraph import plugins
from themegraph.errors import InputError, UnknownFormat, UnreadableArticle, nearest
from themegraph.ingest.dates import read_published
from themegraph.ingest.decode import decode
from themegraph.ingest.markup import Plain, html_to_plain, markdown_to_plain
from themegraph.model import Article, article_id

__all__ = ["MAX_CHARACTERS", "Rejection", "article_from_mapping", "count_files", "read_articles"]

MAX_CHARACTERS = 1_000_000
"""The longest text read as one article; spaCy's own limit for one document."""
_MAX_BYTES = 512 * 1024 * 1024

_SUFFIXES = {
    ".md": "markdown", ".markdown": "markdown", ".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv",
}  # fmt: skip
_FIELDS = {
    "id": ("id", "article_id", "newsid", "news_id", "guid"),
    "title": ("title", "headline", "新闻标题", "标题", "name"),
    "text": ("text", "content", "body", "articlebody", "article_body", "新闻内容", "正文", "内容", "summary", "摘要"),
    "published": ("published_at", "published", "date", "datetime", "datepublished", "pub_date", "pubdate", "publish_time", "posttime", "time", "created_at", "发布时间", "日期", "时间"),
    "source": ("source", "media", "publisher", "site", "sitename", "文章来源", "来源", "媒体"),
    "url": ("url", "link", "href", "新闻链接", "链接", "原文链接"),
}  # fmt: skip
_HEAD_FIELDS = {
    "发布时间": "published", "发表时间": "published", "时间": "published", "日期": "published", "發布時間": "published", "發佈時間": "published", "時間": "published",
    "来源": "source", "來源": "source", "媒体": "source", "标题": "title", "標題": "title",
}  # fmt: skip
_HEAD_LINE = re.compile(rf"(?P<field>{'|'.join(_HEAD_FIELDS)})\s*[:：]\s*(?P<value>.{{2,80}})")
_DAY_LINE = re.compile(
    r"(?P<day>\d{4}(?:-\d{1,2}-\d{1,2}|年\d{1,2}月\d{1,2}日)(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?)(?:\s+(?:来源[:：])?(?P<source>\S{2,12}))?"
)
_JEKYLL_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """An input that was not read, and why."""

    path: str
    """The file as the user wrote it, with the line or record number where there is one."""
    reason: str


def _pick(record: Mapping[str, Any], field: str) -> Any:
    for name in _FIELDS[field]:
        value = record.get(name)
        if value not in (None, "", [], {}):
            return value
    return None


def _text_of(value: Any) -> str:
    """Return a string for a scalar, a name for ``{"name": …}``, lines for a list; never a repr of a structure."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return _text_of(value.get("name") or value.get("title"))
    if isinstance(value, list | tuple):
        return "\n".join(_text_of(v) for v in value)
    return str(value)


def _clean(text: str) -> str:
    """Return the text with line ends unified, and without NUL, BOM and other control characters that carry nothing."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in unified if c in "\n\t" or (ord(c) >= 32 and not 0x7F <= ord(c) < 0xA0 and c not in "\ufeff\ufffe\uffff")).strip()


def _make(*, title: str, text: str, published: Any, source: str, url: str, external_id: str, path: str) -> Article:
    if len(text) > 4 * MAX_CHARACTERS:
        # Refused before it is cleaned: cleaning costs a second for every ten million characters.
        msg = f"has {len(text):,} characters in one article; at most {MAX_CHARACTERS:,} are read. Split it"
        raise UnreadableArticle(msg)
    title = " ".join(_clean(title).split())
    # A lone surrogate cannot be written as UTF-8; it is replaced here so that nothing later stumbles over it.
    text = _clean(text).encode("utf-8", "replace").decode("utf-8")
    if not text and not title:
        msg = "is empty; wanted a text"
        raise UnreadableArticle(msg)
    if len(text) > MAX_CHARACTERS:
        msg = f"has {len(text):,} characters in one article; at most {MAX_CHARACTERS:,} are read. Split it"
        raise UnreadableArticle(msg)
    return Article(
        id=article_id(title, text),
        external_id=external_id,
        title=title,
        text=text,
        published_at=read_published(published),
        source=" ".join(_clean(source).split()),
        url=_clean(url),
        path=path,
    )


def article_from_mapping(record: Mapping[str, Any], *, path: str = "", stem: str = "") -> Article:
    """Return the article of a JSON object, CSV row or front matter; usual English and Chinese field names are known.

    Raises
    ------
    UnreadableArticle
        If no field holds a text; the message names the fields found and the nearest known ones.
    """
    lowered = {str(k).strip().lower(): v for k, v in record.items() if k is not None}
    text = _text_of(_pick(lowered, "text"))
    title = _text_of(_pick(lowered, "title"))
    if not text and not title:
        fields = ", ".join(lowered) or "no fields"
        known = [n for names in _FIELDS.values() for n in names]
        near = next((s for s in (nearest(f, known) for f in lowered) if s), "")
        msg = f"has no text; wanted a field such as title, text, content or body, found {fields}.{near}"
        raise UnreadableArticle(msg)
    if re.search(r"<(?:p|div|br|span|table|html|body)\b[^>]{0,400}>", text, re.IGNORECASE):
        text = html_to_plain(f"<html><body><article>{text}</article></body></html>").text
    external = _pick(lowered, "id")
    return _make(
        title=title,
        text=text,
        published=_pick(lowered, "published"),
        source=_text_of(_pick(lowered, "source")),
        url=_text_of(_pick(lowered, "url")),
        external_id=str(external) if external is not None else stem,
        path=path,
    )


def _from_plain(plain: Plain, path: str, stem: str) -> Article:
    published = _pick(plain.meta, "published")
    if published is None and (found := _JEKYLL_NAME.match(stem)):
        published = found[1]
    return _make(
        title=plain.title,
        text=plain.text,
        published=published,
        source=_text_of(_pick(plain.meta, "source")),
        url=_text_of(_pick(plain.meta, "url")),
        external_id=str(plain.meta.get("id") or stem),
        path=path,
    )


def _from_text(source: str, path: str, stem: str) -> Article:
    """Return the article of a plain text.

    A short first line without a full stop, followed by more, is its title; lines above it that state day, source or title are no part of the text.
    """
    lines = [line.strip() for line in source.splitlines()]
    lines = [line for line in lines if line]
    said: dict[str, str] = {}

    def states(line: str) -> bool:
        if head := _HEAD_LINE.fullmatch(line):
            said.setdefault(_HEAD_FIELDS[head["field"]], head["value"])
        elif day := _DAY_LINE.fullmatch(line):
            said.setdefault("published", day["day"])
            said.setdefault("source", day["source"] or "")
        return bool(head or day)

    while len(lines) > 1 and states(lines[0]):
        lines = lines[1:]
    title = ""
    if len(lines) > 1 and len(lines[0]) <= 60 and lines[0][-1] not in "。！？；，.;,":
        title, lines = lines[0], lines[1:]
    found = _JEKYLL_NAME.match(stem)
    for line in [*lines[:5], *lines[-2:]]:
        states(line)
    return _make(
        title=said.get("title") or title,
        text="\n".join(lines),
        published=said.get("published") or (found[1] if found else None),
        source=said.get("source", ""),
        url="",
        external_id=stem,
        path=path,
    )


def _records(data: Any) -> list[Any]:
    """Return the records of a JSON document: a list, one object, or the list inside an object such as ``{"data": [...]}``."""
    if isinstance(data, list):
        return data
    if isinstance(data, Mapping):
        for value in data.values():
            if (
                isinstance(value, list)
                and value
                and all(isinstance(v, Mapping) for v in value)
                and _pick({k.lower(): v for k, v in data.items()}, "text") is None
            ):
                return value
        return [data]
    return []


def _json_error(problem: ValueError) -> str:
    if isinstance(problem, json.JSONDecodeError):
        return f"is not valid JSON: {problem.msg} at line {problem.lineno}, column {problem.colno}"
    return f"is not valid JSON: {problem}"


def _each(records: Iterable[tuple[str, Any]], stem: str, many: bool) -> Iterator[Article | Rejection]:
    for number, (path, record) in enumerate(records, start=1):
        if not isinstance(record, Mapping):
            yield Rejection(path=path, reason=f"wanted an object with title and text, found {type(record).__name__}")
            continue
        try:
            yield article_from_mapping(record, path=path, stem=f"{stem}-{number}" if many else stem)
        except InputError as problem:
            yield Rejection(path=path, reason=str(problem))


def _read_jsonl(source: str, shown: str, stem: str) -> Iterator[Article | Rejection]:
    for number, line in enumerate(source.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{shown}:{number}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as problem:
            yield Rejection(path=where, reason=_json_error(problem) if isinstance(problem, ValueError) else "is nested too deeply")
            continue
        for item in _each([(where, record)], stem, many=False):
            if isinstance(item, Article) and item.external_id == stem:
                item = article_from_mapping(record, path=where, stem=f"{stem}-{number}")
            yield item


def _read_csv(source: str, shown: str, stem: str) -> Iterator[Article | Rejection]:
    csv.field_size_limit(2 * MAX_CHARACTERS * 4)
    delimiter = "\t" if source.split("\n", 1)[0].count("\t") > source.split("\n", 1)[0].count(",") else ","
    reader = csv.DictReader(io.StringIO(source), delimiter=delimiter)
    try:
        for number, row in enumerate(reader, start=2):
            yield from _each([(f"{shown}:{number}", {k: v for k, v in row.items() if isinstance(v, str)})], f"{stem}-{number}", many=False)
    except csv.Error as problem:
        yield Rejection(path=shown, reason=f"is not valid CSV: {problem}")


def _format_of(path: Path) -> str:
    suffix = path.suffix.lower()
    found = _SUFFIXES.get(suffix)
    if found is None and suffix[1:] in plugins.names("article_formats"):
        return "plugin"
    if found is None:
        msg = f"format {path.suffix or 'without suffix'} is not read; wanted {', '.join(sorted(_SUFFIXES))}"
        raise UnknownFormat(msg)
    return found


def _read_file(path: Path, shown: str) -> Iterator[Article | Rejection]:
    stem = path.stem
    if not path.exists():
        msg = "does not exist"
        raise UnreadableArticle(msg)
    kind = _format_of(path)
    size = path.stat().st_size
    if size == 0:
        msg = "is empty (0 bytes); wanted a text"
        raise UnreadableArticle(msg)
    if size > _MAX_BYTES:
        msg = f"has {size:,} bytes; at most {_MAX_BYTES:,} are read from one file. Split it"
        raise UnreadableArticle(msg)
    if kind == "plugin":
        records = plugins.load("article_formats", path.suffix.lower()[1:])(path)
        yield from _each(((f"{shown}#{n}", r) for n, r in enumerate(records, start=1)), stem, many=True)
        return
    source = decode(path.read_bytes())
    if kind in {"markdown", "html", "text"} and len(source) > 4 * MAX_CHARACTERS:
        msg = f"has {len(source):,} characters; at most {MAX_CHARACTERS:,} are read as one article. Split it"
        raise UnreadableArticle(msg)
    if kind == "markdown":
        yield _from_plain(markdown_to_plain(source), shown, stem)
    elif kind == "html":
        yield _from_plain(html_to_plain(source), shown, stem)
    elif kind == "text":
        yield _from_text(source, shown, stem)
    elif kind == "jsonl":
        yield from _read_jsonl(source, shown, stem)
    elif kind == "csv":
        yield from _read_csv(source, shown, stem)
    else:
        try:
            records = _records(json.loads(source))
        except RecursionError as problem:
            msg = "is nested too deeply for JSON"
            raise UnreadableArticle(msg) from problem
        except ValueError as problem:
            raise UnreadableArticle(_json_error(problem)) from problem
        if not records:
            msg = "holds no records; wanted an object or a list of objects"
            raise UnreadableArticle(msg)
        many = len(records) > 1
        yield from _each(((f"{shown}#{n}" if many else shown, r) for n, r in enumerate(records, start=1)), stem, many)


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Yield (file, named by the user) in a fixed order; folders recursively, hidden files left out."""
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not any(part.startswith(".") for part in p.relative_to(path).parts))
            yield from ((p, False) for p in inside if p.suffix.lower() in _SUFFIXES)
        else:
            yield path, True


def count_files(paths: Iterable[Path]) -> int:
    """Return how many files :func:`read_articles` will open."""
    return sum(1 for _ in _files(paths))


def read_articles(paths: Iterable[Path]) -> Iterator[Article | Rejection]:
    """Yield the articles of files and folders, and a :class:`Rejection` for each input that cannot be read.

    Folders are walked recursively in sorted order; files of other formats in them are passed over. A file that the user names must be of a
    known format. Nothing is raised for a bad input: the others go on.
    """
    for path, _named in _files(paths):
        shown = path.as_posix()
        try:
            yield from _read_file(path, shown)
        except InputError as problem:
            yield Rejection(path=shown, reason=str(problem))
        except FileNotFoundError:
            yield Rejection(path=shown, reason="does not exist")
        except OSError as problem:
            yield Rejection(path=shown, reason=f"cannot be opened: {problem.strerror or problem}")
