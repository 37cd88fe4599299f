"""The texts that reading is timed on: the shipped sample articles and, in a checkout, the second gold set's."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from themegraph.ingest.articles import Rejection, read_articles
from themegraph.model import Article, article_id
from themegraph.resources import data_path

__all__ = ["articles", "joined", "numbered", "write_jsonl"]

_GOLD = Path(__file__).resolve().parents[1] / "tests" / "gold" / "articles"


def articles() -> list[Article]:
    """Return the texts, in a fixed order."""
    folders = [data_path("articles"), *([_GOLD] if _GOLD.is_dir() else [])]
    return [a for a in read_articles(folders) if not isinstance(a, Rejection)]


def joined(length: int) -> list[Article]:
    """Return the texts one after another, cut into articles of so many characters; the last, shorter one is left out."""
    out: list[Article] = []
    parts: list[Article] = []
    size = 0
    for article in articles():
        parts.append(article)
        size += len(article.content) + 1
        if size > length:
            text = "\n".join(a.content for a in parts)[:length]
            out.append(replace(parts[0], id=article_id("", text), title="", text=text))
            parts, size = [], 0
    return out


def numbered(times: int) -> list[Article]:
    """Return every text so many times, each copy with a number of its own, so that no two are one article."""
    out = []
    for n in range(times):
        for article in articles():
            text = f"{article.text}\n（第{n}稿）"
            out.append(replace(article, id=article_id(article.title, text), text=text))
    return out


def write_jsonl(path: Path, found: list[Article]) -> None:
    """Write articles as a file to ingest."""
    with path.open("w", encoding="utf-8") as out:
        for a in found:
            record = {"title": a.title, "text": a.text, "date": a.published_at.isoformat() if a.published_at else None, "source": a.source}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
