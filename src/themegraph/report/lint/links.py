"""Links that should not be there, and names that could have one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from themegraph.model import kind_of
from themegraph.report.lint.context import Context
from themegraph.report.lint.findings import Finding

__all__ = ["lint_links"]

_UNSAFE = re.compile(r"(?i)^[\s\x00-\x1f]*(?:javascript|vbscript|data|file):")


def lint_links(context: Context) -> Iterator[Finding]:
    """Yield unsafe and empty links, and (off by default) companies that are named without link or code."""
    for link in context.doc.links:
        if _UNSAFE.match(link.url):
            yield context.at("unsafe-link", link.start, link.end, "链接会执行脚本或携带数据。", suggestion=f"[{link.label}](https://…)")
        elif link.url in {"", "#"}:
            yield context.at("empty-link", link.start, link.end, "链接没有地址。", suggestion=f"[{link.label}](https://…)")
    if context.knowledge is None:
        return
    labels = {link.label for link in context.doc.links}
    seen: set[str] = set()
    for block, hits in zip(context.doc.blocks, context.names, strict=True):
        for hit in hits:
            companies = [i for i in hit.ids if kind_of(i) == "company"]
            if len(companies) != 1 or companies[0] in seen:
                continue
            seen.add(companies[0])
            known = context.knowledge.company(companies[0])
            name = block.plain[hit.start : hit.end]
            if known is None or not known.codes or name in labels or block.norm[hit.end : hit.end + 1] == "(":
                continue
            if any(code.partition(".")[0] in context.doc.text for code in known.codes):
                continue
            yield context.finding("unlinked-name", block, hit.start, hit.end, f"{name} 没有代码或链接。", suggestion=f"{name}（{known.codes[0]}）")
