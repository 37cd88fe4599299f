"""Markdown and HTML to plain text. What remains is text: no tag, no link target, no emphasis."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import frontmatter
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from themegraph.errors import UnreadableArticle

__all__ = ["Plain", "html_to_plain", "markdown_to_plain"]

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_NAVIGATION = ["//nav", "//footer", "//aside", "//form"]
_TAG = re.compile(r"<[^<>]{1,400}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A text without markup, and what its head said of it."""

    title: str
    text: str
    meta: dict[str, Any]
    """Front matter, or the page's metadata: date, source, url and whatever else stood there."""


def _inline(token: Token) -> str:
    parts: list[str] = []
    for child in token.children or []:
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif child.type == "image":
            parts.append(child.content)
        elif child.type == "html_inline":
            continue
    return "".join(parts)


def _blocks(source: str) -> tuple[str, list[str]]:
    """Return the first heading of level 1 and the other blocks, a table row being one block."""
    title = ""
    blocks: list[str] = []
    cells: list[str] | None = None
    heading = ""
    for token in _MARKDOWN.parse(source):
        if token.type == "heading_open":
            heading = token.tag
        elif token.type == "heading_close":
            heading = ""
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            blocks.append(" | ".join(cells))
            cells = None
        elif token.type == "inline":
            text = _TAG.sub("", _inline(token)).strip()
            if cells is not None:
                cells.append(text)
            elif heading == "h1" and not title and text:
                title = text
            elif text:
                blocks.append(text)
        elif token.type in {"fence", "code_block"} and token.content.strip():
            blocks.append(token.content.strip())
    return title, blocks


def markdown_to_plain(source: str) -> Plain:
    """Return title, text and front matter of a Markdown file. A title in the front matter comes before a first heading.

    Raises
    ------
    UnreadableArticle
        If the front matter is no YAML mapping.
    """
    try:
        post = frontmatter.loads(source)
    except (yaml.YAMLError, ValueError, TypeError) as problem:
        msg = f"front matter between the --- lines is not valid YAML: {str(problem).splitlines()[0]}"
        raise UnreadableArticle(msg) from problem
    meta = {str(k).lower(): v for k, v in post.metadata.items()}
    heading, blocks = _blocks(post.content)
    title = str(meta.get("title") or "").strip()
    if title and heading and heading != title:
        blocks.insert(0, heading)
    return Plain(title=title or heading, text="\n".join(blocks), meta=meta)


def html_to_plain(source: str) -> Plain:
    """Return title, main text and metadata of an HTML page, read by trafilatura; navigation and scripts are left out.

    Raises
    ------
    UnreadableArticle
        If the page has no readable text.
    """
    import trafilatura

    found = trafilatura.bare_extraction(
        source, with_metadata=True, favor_recall=True, include_tables=True, include_comments=False, prune_xpath=_NAVIGATION
    )
    document: dict[str, Any] = found.as_dict() if found is not None and hasattr(found, "as_dict") else dict(found or {})
    text = str(document.get("text") or "").strip()
    if not text:
        msg = "no readable text found in the HTML page"
        raise UnreadableArticle(msg)
    title = unescape(str(document.get("title") or "")).strip()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if title and lines and lines[0] == title:
        lines = lines[1:]
    meta = {
        "date": document.get("date"),
        "source": document.get("sitename") or document.get("hostname") or "",
        "url": document.get("url") or "",
    }
    # trafilatura gives the day only; the page's own instant is better where it states one.
    stamp = re.search(r"""(?:article:published_time|datePublished|pubdate)["'\s][^>]{0,80}?content=["']([^"']{8,40})["']""", source)
    if stamp:
        meta["date"] = stamp[1]
    return Plain(title=title, text="\n".join(lines), meta=meta)
