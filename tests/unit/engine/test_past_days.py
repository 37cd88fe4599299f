"""What was published after a day changes no answer as of that day, though the workspace knows it by now."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from themegraph.engine import ThemeGraph
from themegraph.errors import InputError
from themegraph.render.data import to_json

LEARNED_AT = datetime(2025, 12, 2, 8, tzinfo=UTC)
Told = tuple[str, str, str, str]
"""Day, source, title, text."""

ORDER = "{}公告，6月2日中标5亿元GPU芯片订单{}。"
STORIES: dict[str, Sequence[Told]] = {
    "a later voice sees it the other way": (
        ("2025-06-03", "样例证券报", "星澜算力与云砚半导体签署战略合作协议", "6月2日，星澜算力与云砚半导体签署战略合作协议，利好北槐光电。"),
        ("2025-06-05", "样例财经", "合作落定", "6月2日，星澜算力与云砚半导体签署战略合作协议，利空北槐光电，东岚汽车承压。"),
        ("2025-06-06", "样例通讯社", "两家公司合作", "6月2日，星澜算力与云砚半导体签署战略合作协议，北槐光电受损。"),
    ),
    "the size is stated later": (
        ("2025-06-03", "样例证券报", "星澜算力中标", ORDER.format("星澜算力", "")),
        ("2025-06-05", "样例财经", "星澜算力中标大单", ORDER.format("星澜算力", "，占公司上一年度营业收入的30%")),
    ),
    "a plan is done later": (
        ("2025-06-03", "样例证券报", "星澜算力拟收购", "星澜算力拟收购云砚半导体30%股权，尚需批准。"),
        ("2025-06-05", "样例证券报", "星澜算力收购", "星澜算力公告，已完成收购云砚半导体30%股权。"),
        ("2025-06-03", "样例汽车网", "云砚半导体召回", "云砚半导体6月3日宣布，因隐患召回三万颗芯片。"),
    ),
    "one text appears again": (
        ("2025-06-05", "样例财经", "东岚汽车召回", "东岚汽车（0991.HK）昨日宣布，因电池隐患召回三万辆电动车。"),
        ("2025-06-03", "样例汽车网", "东岚汽车召回", "东岚汽车（0991.HK）昨日宣布，因电池隐患召回三万辆电动车。"),
        ("", "样例通讯社", "东岚汽车召回", "东岚汽车（0991.HK）昨日宣布，因电池隐患召回三万辆电动车。"),
    ),
}
DAYS = (date(2025, 6, 3), date(2025, 6, 5))


def workspace(folder: Path, bare: Path, told: Sequence[Told], article_text: Callable[..., str]) -> ThemeGraph:
    shutil.copytree(bare, folder)
    (folder.parent / f"{folder.name}-articles").mkdir()
    for n, (day, source, title, text) in enumerate(told):
        page = article_text(title, f"{day} 09:00:00 +0800" if day else "", source, text)
        (folder.parent / f"{folder.name}-articles" / f"{n}.md").write_text(page, encoding="utf-8")
    kg = ThemeGraph.open(folder)
    kg.ingest([folder.parent / f"{folder.name}-articles"], run_at=LEARNED_AT)
    return kg


def answers(kg: ThemeGraph, **clock: Any) -> list[Any]:
    """Return answers of every kind as data, without the notes that count what was not public then."""
    out: list[Any] = [kg.events("", quotes=5, **clock), kg.conflicts(**clock), kg.etf("510991.SH", **clock), kg.etf("159991.SZ", **clock)]
    for question in ("星澜算力", "云砚半导体", "北槐光电", "东岚汽车", "算力芯片", "收购", "受损", "收入"):
        out += [kg.exposure(question, **clock), kg.beneficiaries(question, **clock), kg.events(question, **clock)]
    out += [kg.company(name, **clock) for name in ("星澜算力", "北槐光电")]
    data = [json.loads(to_json(a)) for a in out]
    for answer in data:
        answer["warnings"] = [w for w in answer.get("warnings", []) if w["code"] != "later-events"]
    return [*data, kg.report("算力芯片", **clock), kg.report("星澜算力", **clock)]


@pytest.mark.parametrize("story", STORIES)
def test_an_answer_as_of_a_day_is_that_of_a_workspace_without_what_came_later(
    tmp_path: Path, bare_kg: Path, article_text: Callable[..., str], story: str
) -> None:
    told = STORIES[story]
    full = workspace(tmp_path / "full", bare_kg, told, article_text)
    for day in DAYS:
        then = workspace(tmp_path / f"{day}", bare_kg, [t for t in told if not t[0] or t[0] <= str(day)], article_text)
        assert answers(full, as_of=day) == answers(then, as_of=day)
    late = [full.exposure(q, as_of=date(2025, 6, 9)) for q in ("星澜算力", "云砚半导体", "东岚汽车")]
    assert [a.rows for a in late] != [full.exposure(q, as_of=DAYS[0]).rows for q in ("星澜算力", "云砚半导体", "东岚汽车")]


def test_a_text_is_read_as_of_its_first_publication_in_whatever_order_they_come(
    tmp_path: Path, bare_kg: Path, article_text: Callable[..., str]
) -> None:
    told = STORIES["one text appears again"]
    found = [workspace(tmp_path / str(n), bare_kg, order, article_text) for n, order in enumerate((told, told[::-1]))]
    assert answers(found[0], as_of=date(2025, 6, 9)) == answers(found[1], as_of=date(2025, 6, 9))
    (event,) = found[0].events("东岚汽车 召回", as_of=date(2025, 6, 9)).rows
    assert (event.day_from, event.first_public) == (date(2025, 6, 2), date(2025, 6, 3))


def test_a_publication_with_a_wrong_day_is_taken_back_and_the_text_is_read_as_of_the_right_one(
    tmp_path: Path, bare_kg: Path, article_text: Callable[..., str]
) -> None:
    text = "东岚汽车（0991.HK）昨日宣布，因电池隐患召回三万辆电动车。"
    told = (("2024-06-03", "样例汽车网", "东岚汽车召回", text), ("2025-06-03", "样例汽车网", "东岚汽车召回", text))
    kg = workspace(tmp_path / "kg", bare_kg, told, article_text)
    day, then = date(2025, 6, 9), LEARNED_AT + timedelta(hours=1)
    before = answers(kg, as_of=day, known_at=then)
    (event,) = kg.events("东岚汽车 召回", as_of=day).rows
    assert event.first_public == date(2024, 6, 3)
    article = event.quotes[0].article
    with pytest.raises(InputError, match=r"2024-06-03.*2025-06-03.*the outlet and the day"):
        kg.retract(article, source="样例汽车网", reason="日期有误")
    assert kg.retract(article, published=date(2024, 6, 3), reason="日期有误", run_at=then + timedelta(hours=1))
    (event,) = kg.events("东岚汽车 召回", as_of=day).rows
    assert (event.first_public, event.day_from) == (date(2025, 6, 3), date(2025, 6, 2))
    assert not kg.events("东岚汽车 召回", as_of=date(2025, 6, 1)).rows
    assert answers(kg, as_of=day, known_at=then) == before
