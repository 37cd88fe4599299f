"""A report as values, and its forms: Markdown for Jekyll, JSON with the facts behind every sentence, a page that stands alone.

A text knows nothing of markup: each form escapes it in its own way, so an article's words never become markup, a link or a front-matter field.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from typing import Any

from themegraph.errors import QuestionError, nearest
from themegraph.render.markdown import escape_markdown

__all__ = ["Block", "Heading", "Listing", "Paragraph", "Report", "Sentence", "Table", "Verdict", "to_html", "to_json", "to_markdown", "write_report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence and what it rests on."""

    text: str
    lead: str = ""
    """Words before it, set bold."""
    facts: tuple[str, ...] = ()
    """Ids of events, statements, articles and weight tables; empty where the sentence is the report's own (labels, notes)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; level 1 is the title."""

    text: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Sentences in one paragraph."""

    sentences: tuple[Sentence, ...]
    quoted: bool = False
    """Set apart, as the label at the top is."""
    ruled: bool = False
    """A rule stands before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list."""

    items: tuple[Sentence, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; each row with what it rests on."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    facts: tuple[tuple[str, ...], ...]
    """One tuple a row."""
    right: frozenset[int] = frozenset()
    """Columns set flush right."""
    caption: str = ""


Block = Heading | Paragraph | Listing | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a later report is compared by: one line of the graph's answer about one fund or one story."""

    key: str
    label: str
    values: tuple[tuple[str, str], ...]
    """(what, as printed)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report."""

    title: str
    lang: str
    stamp: str
    """Date and time with zone, as Jekyll reads it."""
    theme: str
    as_of: str
    window: int
    blocks: tuple[Block, ...]
    stories: tuple[Verdict, ...] = ()
    funds: tuple[Verdict, ...] = ()


def _md(text: str) -> str:
    """Return a text that Liquid, kramdown and HTML leave as it is: Jekyll runs Liquid first, and it knows no backslash."""
    return escape_markdown(text).replace("\\{", "&#123;").replace("\\}", "&#125;")


def _sentence_md(sentence: Sentence) -> str:
    gap = "" if sentence.text.startswith(("：", ": ")) else " "
    lead = f"**{_md(sentence.lead)}**{gap}" if sentence.lead else ""
    return lead + _md(sentence.text)


def _body_start(text: str) -> str:
    """Return a line of Markdown that cannot open a list, a rule or a code block."""
    return "\\" + text if text[:1] in {"-", "+", "="} else text


def _table_md(table: Table) -> list[str]:
    rule = ("---:" if n in table.right else "---" for n in range(len(table.head)))
    out = [f"| {' | '.join(_md(h) for h in table.head)} |", f"|{'|'.join(rule)}|"]
    out += [f"| {' | '.join(_md(c) for c in row)} |" for row in table.rows]
    return [_md(table.caption), "", *out] if table.caption else out


def to_markdown(report: Report) -> str:
    """Return the report as a Jekyll post."""
    out = [
        "---", "layout: post", f"title: {json.dumps(report.title, ensure_ascii=False)}", f'date: "{report.stamp}"', f'posttime: "{report.stamp}"',
        "ai_generated: true", f"lang: {'zh-CN' if report.lang == 'zh' else 'en'}", "---", "",
    ]  # fmt: skip
    for block in report.blocks:
        if isinstance(block, Heading):
            out.append(f"{'#' * block.level} {_md(block.text)}")
        elif isinstance(block, Paragraph):
            joint = "" if report.lang == "zh" else " "
            text = _body_start(joint.join(_sentence_md(s) for s in block.sentences))
            out += ["---", ""] if block.ruled else []
            out.append(f"> {text}" if block.quoted else text)
        elif isinstance(block, Listing):
            out += [f"{f'{n}.' if block.numbered else '-'} {_sentence_md(s)}" for n, s in enumerate(block.items, start=1)]
        else:
            out += _table_md(block)
        out.append("")
    return "\n".join(out).rstrip("\n") + "\n"


def to_json(report: Report) -> str:
    """Return the report as JSON: every sentence and every row with the ids of its facts."""

    def sentence(found: Sentence) -> dict[str, Any]:
        return {"text": found.text, "facts": list(found.facts), **({"lead": found.lead} if found.lead else {})}

    def block(found: Block) -> dict[str, Any]:
        if isinstance(found, Heading):
            return {"kind": "heading", "level": found.level, "text": found.text}
        if isinstance(found, Paragraph):
            return {"kind": "paragraph", "sentences": [sentence(s) for s in found.sentences]}
        if isinstance(found, Listing):
            return {"kind": "list", "numbered": found.numbered, "items": [sentence(s) for s in found.items]}
        rows = [{"cells": list(cells), "facts": list(facts)} for cells, facts in zip(found.rows, found.facts, strict=True)]
        return {"kind": "table", "caption": found.caption, "head": list(found.head), "rows": rows}

    content = {
        "schema": "themegraph/report/1", "ai_generated": True, "title": report.title, "lang": report.lang, "date": report.stamp,
        "theme": report.theme, "as_of": report.as_of, "window_days": report.window, "blocks": [block(b) for b in report.blocks],
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


_STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --soft: #555; --line: #bbb; --back: #fff; --mark: #f3f3f0; }
@media (prefers-color-scheme: dark) { :root { --ink: #eaeaea; --soft: #b5b5b5; --line: #555; --back: #15171a; --mark: #22262b; } }
body { margin: 0 auto; max-width: 60rem; padding: 1.2rem; color: var(--ink); background: var(--back);
  font: 16px/1.7 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.3; } h2 { font-size: 1.3rem; border-bottom: 1px solid var(--line); } h3 { font-size: 1.1rem; } h4 { font-size: 1rem; }
blockquote { margin: 0 0 1rem; padding: .4rem .9rem; background: var(--mark); color: var(--soft); border-left: 4px solid var(--line); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .86rem; margin: .5rem 0 1rem; }
caption { text-align: left; color: var(--soft); } th, td { border: 1px solid var(--line); padding: .2rem .5rem; text-align: left; vertical-align: top; }
th { background: var(--mark); font-weight: 600; } .r { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; } li { margin: .2rem 0; }
@media print { body { max-width: none; font-size: 10.5pt; color: #000; background: #fff; } table { font-size: 8pt; }
  tr, li { break-inside: avoid; } h2, h3, h4 { break-after: avoid; } .scroll { overflow: visible; } }
"""


def to_html(report: Report) -> str:
    """Return the report as one page that loads nothing: no script, its own style, every text escaped."""
    esc = html.escape

    def sentence(found: Sentence) -> str:
        lead = f"<strong>{esc(found.lead)}</strong> " if found.lead else ""
        return lead + esc(found.text)

    out = [
        "<!DOCTYPE html>", f'<html lang="{"zh-Hans" if report.lang == "zh" else "en"}">', "<head>", '<meta charset="utf-8">',
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">', '<meta name="ai-generated" content="true">',
        f"<title>{esc(report.title)}</title>", f"<style>{_STYLE}</style>", "</head>", "<body>", "<article>",
    ]  # fmt: skip
    for block in report.blocks:
        if isinstance(block, Heading):
            out.append(f"<h{block.level}>{esc(block.text)}</h{block.level}>")
        elif isinstance(block, Paragraph):
            tag = "blockquote" if block.quoted else "p"
            joint = "" if report.lang == "zh" else " "
            out += ["<hr>"] if block.ruled else []
            out.append(f"<{tag}>{joint.join(sentence(s) for s in block.sentences)}</{tag}>")
        elif isinstance(block, Listing):
            tag = "ol" if block.numbered else "ul"
            out.append(f"<{tag}>" + "".join(f"<li>{sentence(s)}</li>" for s in block.items) + f"</{tag}>")
        else:
            marks = ['class="r"' if n in block.right else "" for n in range(len(block.head))]
            head = "".join(f'<th scope="col" {m}>{esc(h)}</th>' for h, m in zip(block.head, marks, strict=True))
            rows = "".join("<tr>" + "".join(f"<td {m}>{esc(c)}</td>" for c, m in zip(row, marks, strict=True)) + "</tr>" for row in block.rows)
            caption = f"<caption>{esc(block.caption)}</caption>" if block.caption else ""
            out.append(f'<div class="scroll"><table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>')
    out += [f'<p><time datetime="{esc(report.stamp)}">{esc(report.stamp)}</time></p>', "</article>", "</body>", "</html>", ""]
    return "\n".join(out)


def write_report(report: Report, *, form: str = "md") -> str:
    """Return the report in a form: ``md``, ``json`` or ``html``.

    Raises
    ------
    QuestionError
        For a form that is not there.
    """
    forms = {"html": to_html, "json": to_json, "md": to_markdown}
    if form not in forms:
        msg = f"No report form {form!r}; there are {', '.join(forms)}.{nearest(form, forms)}"
        raise QuestionError(msg)
    return forms[form](report)
