"""What comes later changes no earlier answer."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from themegraph.engine import ThemeGraph
from themegraph.render.data import to_json

DAY = date(2025, 7, 1)
QUESTIONS = ("星澜算力", "东岚汽车 召回", "算力芯片", "600903.SH")


def answers(kg: ThemeGraph, **clock: Any) -> list[Any]:
    """Return the answers to all questions as data, without the note that counts what is known by now and was not known then."""
    out: list[Any] = []
    for question in QUESTIONS:
        for answer in (
            kg.exposure(question, as_of=DAY, **clock),
            kg.beneficiaries(question, as_of=DAY, **clock),
            kg.events(question, as_of=DAY, **clock),
            kg.entity(question, as_of=DAY, **clock) if " " not in question else None,
        ):
            if answer is None:
                continue
            data = json.loads(to_json(answer))
            data["warnings"] = [w for w in data["warnings"] if w["code"] != "later-events"]
            out.append(data)
    return out


def test_a_later_weight_table_changes_no_earlier_answer(
    tmp_path: Path, reference_folder: Path, article_folder: Path, small_kg: Path, learned_at: datetime
) -> None:
    folder = Path(shutil.copytree(reference_folder, tmp_path / "data"))
    for name in ("weight_tables.csv", "weights.csv"):
        lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / name).write_text("".join(x for x in lines if not x.startswith("late,")), encoding="utf-8")
    kg = ThemeGraph.create(tmp_path / "kg", data=folder, run_at=learned_at)
    kg.ingest([article_folder], run_at=learned_at)
    assert answers(kg) == answers(ThemeGraph.open(small_kg))
    autumn = date(2025, 10, 9)
    assert kg.exposure("星澜算力", as_of=autumn).rows != ThemeGraph.open(small_kg).exposure("星澜算力", as_of=autumn).rows


def test_a_weight_table_counts_from_the_day_it_was_known_not_from_the_day_it_describes(small_kg: Path) -> None:
    kg = ThemeGraph.open(small_kg)
    before, after = (kg.exposure("星澜算力", as_of=day).rows[0] for day in (date(2025, 10, 8), date(2025, 10, 9)))
    assert (before.direct_weight, before.weights.as_of) == (pytest.approx(0.4), date(2025, 4, 30))
    assert (after.direct_weight, after.weights.as_of) == (pytest.approx(0.1), date(2025, 9, 30))


def test_a_later_article_changes_no_earlier_answer(kg_copy: Path, tmp_path: Path, article_text: Callable[..., str], learned_at: datetime) -> None:
    kg = ThemeGraph.open(kg_copy)
    before = answers(kg)
    texts = {
        "denial": ("星澜算力否认发布新一代GPU芯片", "星澜算力（600901.SH）否认发布新一代GPU芯片，称相关报道不实。"),
        "reprint": ("星澜算力发布新一代GPU芯片", "6月10日，星澜算力（600901.SH）发布新一代GPU芯片“青崖”。公司表示，云砚半导体是其供应商。据悉。"),
        "relation": ("云砚半导体", "云砚半导体与星澜算力签署战略合作协议，北槐光电为星澜算力供货。"),
    }
    for name, (title, text) in texts.items():
        (tmp_path / f"{name}.md").write_text(article_text(title, "2025-07-02 09:00:00 +0800", "样例通讯社", text), encoding="utf-8")
    summary = kg.ingest([tmp_path / f"{name}.md" for name in texts], run_at=learned_at)
    assert summary.new == 3
    assert answers(ThemeGraph.open(kg_copy)) == before
    assert ThemeGraph.open(kg_copy).events("", as_of=date(2025, 7, 3)).rows != kg.events("", as_of=DAY).rows


def test_an_article_that_arrived_late_is_not_known_before_it_arrived(
    kg_copy: Path, tmp_path: Path, article_text: Callable[..., str], learned_at: datetime
) -> None:
    kg = ThemeGraph.open(kg_copy)
    between = learned_at + timedelta(hours=1)
    before = answers(kg, known_at=between)
    (tmp_path / "late.md").write_text(
        article_text("东岚汽车再召回一万辆电动车", "2025-06-20 09:00:00 +0800", "样例通讯社", "东岚汽车（0991.HK）6月20日宣布，再召回一万辆电动车。"),
        encoding="utf-8",
    )
    kg.ingest([tmp_path / "late.md"], run_at=learned_at + timedelta(days=1))
    later = ThemeGraph.open(kg_copy)
    assert answers(later, known_at=between) == before
    assert len(later.events("东岚汽车", as_of=DAY, known_at=learned_at + timedelta(days=2)).rows) > len(
        kg.events("东岚汽车", as_of=DAY, known_at=between).rows
    )


def test_nothing_was_known_before_the_workspace_learned_it(small_kg: Path) -> None:
    assert ThemeGraph.open(small_kg).events("", as_of=DAY, known_at=datetime(2025, 12, 1, tzinfo=UTC)).rows == ()


def test_an_event_is_not_there_the_day_before_it_was_told(small_kg: Path) -> None:
    kg = ThemeGraph.open(small_kg)
    assert kg.exposure("东岚汽车 召回", as_of=date(2025, 6, 11)).events == ()
    assert len(kg.exposure("东岚汽车 召回", as_of=date(2025, 6, 12)).events) == 1


def test_an_undated_article_enters_no_answer_and_is_counted(small_kg: Path) -> None:
    kg = ThemeGraph.open(small_kg)
    found = kg.events("云砚半导体 扩产", as_of=date(2025, 12, 2))
    assert not any("扩建" in row.trigger or "云砚半导体扩产" in row.summary for row in found.rows)
    assert any(w.code == "later-events" for w in found.warnings)
    assert kg.stats().undated_articles == 1
    assert "无日期的 1 篇" in kg.report("算力芯片", as_of=DAY)


def test_a_question_with_later_weights_is_headed_as_a_scenario_in_every_form(small_kg: Path) -> None:
    from themegraph.render.markdown import to_markdown
    from themegraph.render.network import network_html
    from themegraph.render.picture import picture_of
    from themegraph.render.table import to_table

    kg = ThemeGraph.open(small_kg)
    answer = kg.exposure("星澜算力", as_of=DAY, weights_as_of=date(2025, 11, 1))
    assert answer.scenario == "情景：事后资料，不可用于回测"
    assert answer.rows[0].direct_weight == pytest.approx(0.1)
    for text in (to_table(answer), to_markdown(answer), to_json(answer), network_html(picture_of(answer))):
        assert "情景：事后资料，不可用于回测" in text
    plain = kg.exposure("星澜算力", as_of=DAY)
    assert plain.scenario is None
    assert "情景" not in to_table(plain)
    explained = kg.explain("星澜算力", "510991.SH", as_of=DAY, weights_as_of=date(2025, 11, 1))
    assert "情景：事后资料，不可用于回测" in to_table(explained)


def test_a_theme_s_members_count_from_the_day_they_were_known(
    tmp_path: Path, reference_folder: Path, article_folder: Path, learned_at: datetime
) -> None:
    folder = Path(shutil.copytree(reference_folder, tmp_path / "data"))
    path = folder / "theme_members.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2025-03-01,2025-03-01", "2025-03-01,2025-08-01"), encoding="utf-8")
    kg = ThemeGraph.create(tmp_path / "kg", data=folder, run_at=learned_at)
    kg.ingest([article_folder], run_at=learned_at)
    assert kg.exposure("算力芯片", as_of=DAY).events == ()
    assert len(kg.exposure("算力芯片", as_of=date(2025, 8, 1)).events) == 1
    assert all(h.predicate != "belongs_to_sector" for r in kg.exposure("星澜算力", as_of=DAY).rows for p in r.paths for h in p.hops)
