"""The Jekyll head: readable, complete, dated in one zone and one day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import PurePath

import yaml

from themegraph.report.lint.context import Context
from themegraph.report.lint.document import Document
from themegraph.report.lint.findings import Finding

__all__ = ["lint_front_matter", "publication_day"]

_STAMP = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?[ ]?(Z|UTC|[+-]\d{2}:?\d{2})?)?")
_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_WANTED = ("layout", "title", "date")
_OURS = {"+0800", "+08:00"}


def _day(groups: tuple[str, ...]) -> date | None:
    try:
        return date(int(groups[0]), int(groups[1]), int(groups[2]))
    except ValueError:
        return None


def publication_day(doc: Document) -> date | None:
    """Return the day of the front matter's date, else of the Jekyll file name."""
    if doc.front_matter:
        for name in ("date", "posttime", "published_at"):
            field = doc.front_matter.get(name)
            if field and (found := _STAMP.match(field.value)) and (day := _day(found.groups())):
                return day
    found = _DAY.match(PurePath(doc.path).name)
    return _day(found.groups()) if found else None


def lint_front_matter(context: Context) -> Iterator[Finding]:
    """Yield faults of the front matter; a text without one has none."""
    front = context.doc.front_matter
    if front is None:
        return
    if not front.closed:
        yield context.at("front-matter-yaml", front.start, front.start + 3, "文件头没有结束行“---”。", suggestion="在文件头之后加一行“---”。")
        return
    try:
        data = yaml.safe_load(front.body)
    except yaml.YAMLError as problem:
        line = str(getattr(problem, "problem", "") or problem).splitlines()[0]
        yield context.at("front-matter-yaml", front.start, front.end, f"文件头不是有效的YAML：{line}")
        return
    if not isinstance(data, dict):
        yield context.at("front-matter-yaml", front.start, front.end, "文件头不是“名称: 值”的形式。")
        return
    for name in _WANTED:
        if name not in data or data[name] in (None, ""):
            yield context.at("front-matter-field", front.start, front.start, f"文件头缺少 {name}。", suggestion=f"{name}: …")
    days: dict[str, date] = {}
    times: dict[str, datetime] = {}
    for name in ("date", "posttime"):
        field = front.get(name)
        if field is None or not field.value:
            continue
        found = _STAMP.fullmatch(field.value.strip())
        day = _day(found.groups()) if found else None
        clock_ok = found is not None and (found[4] is None or (int(found[4]) < 24 and int(found[5]) < 60 and int(found[6] or 0) < 60))
        if found is None or day is None or not clock_ok:
            yield context.at(
                "front-matter-date",
                field.start,
                field.end,
                f"{name} 不是Jekyll能读的时间：{field.value}",
                suggestion=f'{name}: "2025-12-21 15:31:03 +0800"',
            )
            continue
        days[name] = day
        if found[4]:
            times[name] = datetime(day.year, day.month, day.day, int(found[4]), int(found[5]), int(found[6] or 0))  # noqa: DTZ001 - compared as written
            if found[7] not in _OURS:
                what = f"时区是 {found[7]}" if found[7] else "没有时区"
                yield context.at(
                    "front-matter-timezone",
                    field.start,
                    field.end,
                    f"{name} {what}，网站可能显示为另一天。",
                    suggestion=f'"{field.value.split(" +")[0].removesuffix("Z").strip()} +0800"',
                )
    if "date" not in days:
        return
    wanted = days["date"]
    if "posttime" in days and (days["posttime"] != wanted or times.get("posttime") != times.get("date")):
        field = front.get("posttime")
        assert field is not None
        yield context.at("front-matter-mismatch", field.start, field.end, f"posttime 与 date（{wanted}）不一致。")
    title = front.get("title")
    if title and (found := _DAY.search(title.value)) and (day := _day(found.groups())) and day != wanted:
        yield context.at("front-matter-mismatch", title.start, title.end, f"标题中的日期 {day} 与 date（{wanted}）不一致。")
    named = _DAY.match(PurePath(context.doc.path).name)
    if named and (day := _day(named.groups())) and day != wanted:
        yield context.at("front-matter-mismatch", front.start, front.start, f"文件名中的日期 {day} 与 date（{wanted}）不一致。")
