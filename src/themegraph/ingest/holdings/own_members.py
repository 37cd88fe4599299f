"""Our own table of theme members, CSV or Parquet: themes and boards of one's own."""

from __future__ import annotations

from datetime import date

from themegraph.ingest.holdings.cells import coded
from themegraph.ingest.holdings.classes import collected_on, industry_of
from themegraph.ingest.holdings.forms import Cells, Table, TableForm
from themegraph.ingest.holdings.resolve import misnamed, renamed, settled
from themegraph.ingest.holdings.values import Asked, Found, Line
from themegraph.model import EntityId, Membership

__all__ = ["FORMS"]


def _group(name: str, asked: Asked) -> EntityId:
    """Return the theme that a name stands for already, else a new one: two themes of one name would hide one another."""
    text = name.removeprefix("theme:").strip()
    return asked.resolver.theme(text) or EntityId(f"theme:{text}")


def read_members(table: Table, asked: Asked) -> Found:
    """Return the members of one or several themes.

    A row without ``known_at`` counts from the day of the import, whatever its ``as_of``: when a list was drawn up and when it could be known are two
    things. A code that does not resolve, alone or with the name beside it, is no member, nor is a code beside another company's name; the note names it.
    """
    found = Found()
    unlinked, differing = [], []
    themes: dict[EntityId, tuple[str, EntityId | None]] = {}
    day = date.max if all(row["known_at"] for row in table.lines) else collected_on(asked, found)
    if day is None:
        return found
    for row in table.lines:
        theme = row["theme"].removeprefix("theme:").strip()
        known_at, as_of = row.day("known_at") or day, row.day("as_of")
        if wrong := _wrong(row, asked, theme, as_of, known_at):
            found.refuse(row.at, *wrong)
            continue
        group = _group(theme, asked)
        _, before = themes.get(group, ("", None))
        themes[group] = (row["source"], _group(row["broader"], asked) if row["broader"].strip() else before)
        candidates, sure = coded(row["code"], None)
        code = settled(Line(at=row.at, code=row["code"], candidates=candidates, sure=sure, name=row["name"]), asked.resolver)
        known = asked.resolver.security(code) if code else None
        if known is None or known[1] is None:
            unlinked.append(" ".join(filter(None, (row["code"], row["name"]))))
            continue
        if mismatch := misnamed(code or "", known[1], row["name"], asked.resolver):
            found.note(row.at, "code-name-mismatch", f"{mismatch}；此行不作成员")
            continue
        if renamed(code or "", row["name"], asked.resolver):
            differing.append(f"{code} {row['name']}")
        source = row["source"] or f"own-members, {table.name}"
        found.memberships.append(Membership(company=known[1], group=group, as_of=as_of, known_at=known_at, source=source))
    for group, (source, broader) in themes.items():
        label = group.removeprefix("theme:")
        origin = source or f"own-members, {table.name}"
        if broader is not None and broader not in themes:
            found.entities.append(industry_of(broader, broader.removeprefix("theme:"), origin))
        found.entities.append(industry_of(group, label, origin, broader=broader))
    if unlinked:
        found.note(table.at, "unlinked", f"{len(table.lines)} 个成员中有 {len(unlinked)} 个认不出是哪家公司：{'；'.join(unlinked[:5])}")
    if differing:
        found.note(table.at, "name-differs", f"{len(differing)} 行的名称与其代码的已知名称不同：{'；'.join(differing[:5])}")
    return found


def _wrong(row: Cells, asked: Asked, theme: str, as_of: date | None, known_at: date) -> tuple[str, str] | None:
    """Return reason and message where a row cannot be used."""
    if not theme or not row["code"]:
        return "bad-cell", "应有题材与代码"
    for word in ("as_of", "known_at"):
        if row[word] and row.day(word) is None:
            return "bad-cell", f"{word} 一列应为 YYYY-MM-DD 的日期，实为 {row[word]!r}"
    if asked.run_on and known_at > asked.run_on:
        return "future-date", f"可知日 {known_at} 在导入日 {asked.run_on} 之后"
    if as_of and as_of > known_at:
        return "future-date", f"日期 {as_of} 在可知日 {known_at} 之后"
    return None


FORMS = (
    TableForm(
        name="own-members",
        label="our own table of theme members",
        columns={"theme": "theme|题材|主题|板块", "code": "code|代码|证券代码"},
        optional={
            "name": "name|名称|证券名称", "broader": "broader|上级", "as_of": "as_of|日期", "known_at": "known_at|知悉日", "source": "source|来源",
        },
        absent=("weight", "weight_pct", "权重.*"),
        shown="theme, code[, name, broader, as_of, known_at, source]",
        read=read_members,
    ),
)  # fmt: skip
