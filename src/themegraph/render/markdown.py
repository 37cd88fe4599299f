"""Blocks as Markdown. Whatever stands in a text stays text: every character that Markdown reads as markup is escaped."""

from __future__ import annotations

import re
from typing import Any

from themegraph.render.blocks import Block, Line, blocks_of

__all__ = ["blocks_to_markdown", "escape_markdown", "to_markdown"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")
_BLOCK_START = re.compile(r"(?:(\d{1,9})([.)])|([-+=]))(?=[\s\-+=]|$)")
"""What at the start of a line would open a list, a rule or an underlined heading."""


def escape_markdown(text: str) -> str:
    r"""Return a text that Markdown and HTML leave as it is.

    Examples
    --------
    >>> escape_markdown("*ST 甲 <script>|")
    '\\*ST 甲 &lt;script&gt;\\|'
    """
    flat = " ".join(text.split())
    safe = _SPECIAL.sub(r"\\\1", flat.replace("&", "&amp;").replace("<", "\0lt;").replace(">", "\0gt;"))
    return safe.replace("\0", "&")


def blocks_to_markdown(blocks: list[Block]) -> str:
    """Return blocks as Markdown with one blank line between kinds."""
    out: list[str] = []
    listing = False
    for block in blocks:
        if isinstance(block, Line):
            text = escape_markdown(block.text)
            if block.level not in {1, 2} and (found := _BLOCK_START.match(text)):
                text = f"{found[1]}\\{text[found.start(2) :]}" if found[1] else f"\\{text}"
            item = block.level in {3, 4}
            if listing and not item:
                out.append("")
            listing = item
            if block.level in {1, 2}:
                out += [f"{'#' * (block.level + 1)} {text}", ""]
            elif block.level == 3:
                out.append(f"- {text}")
            elif block.level == 4:
                out.append(f"  - {text}")
            else:
                out += [text, ""]
        else:
            if listing:
                out.append("")
            listing = False
            rule = ["---:" if n in block.right else "---" for n in range(len(block.head))]
            out.append(f"| {' | '.join(escape_markdown(h) for h in block.head)} |")
            out.append(f"| {' | '.join(rule)} |")
            out += [f"| {' | '.join(escape_markdown(c) for c in row)} |" for row in block.rows]
            out.append("")
    return "\n".join(out).rstrip() + "\n"


def to_markdown(answer: Any) -> str:
    """Return an answer as Markdown."""
    return blocks_to_markdown(blocks_of(answer))
