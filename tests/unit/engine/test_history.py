"""What was known at an instant stays what it was, whatever is learned, decided or read again later; and the difference says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from themegraph.engine import ThemeGraph
from themegraph.errors import InputError
from themegraph.model import Article, Extraction
from themegraph.render.data import to_json

DAY = date(2025, 12, 1)
THEN = datetime(2025, 12, 3, tzinfo=UTC)


def newer(kg: ThemeGraph, version: str, change: Callable[[Extraction], Extraction] = lambda e: e) -> None:
    """Let a workspace read with another version of its extractor."""
    old = kg.extractor

    def extract(article: Article) -> Extraction:
        found = old.extract(article)
        readings = tuple(replace(r, evidence=replace(r.evidence, provenance=replace(r.evidence.provenance, version=version))) for r in found.readings)
        return change(replace(found, readings=readings))

    kg.__dict__["extractor"] = SimpleNamespace(extract=extract)


def replay(kg: ThemeGraph, known_at: datetime) -> list[str]:
    """Return answers of every kind, byte for byte."""
    clock = {"as_of": DAY, "known_at": known_at}
    answers = [kg.events("", **clock), kg.conflicts(**clock)]
    for question in ("星澜算力", "东岚汽车", "算力芯片"):
        answers += [kg.exposure(question, **clock), kg.beneficiaries(question, **clock), kg.entity(question, **clock)]
    answers += [kg.explain("星澜算力", "510991.SH", **clock), kg.etf("159991.SZ", **clock), kg.company("星澜算力", **clock)]
    return [to_json(a) for a in answers] + [kg.report("算力芯片", as_of=DAY, known_at=known_at)]


@pytest.fixture
def put(tmp_path: Path, article_text: Callable[..., str]) -> Callable[..., Path]:
    """Return the maker of an article's file."""

    def make(name: str, title: str, published: str, source: str, text: str) -> Path:
        (tmp_path / f"{name}.md").write_text(article_text(title, published, source, text), encoding="utf-8")
        return tmp_path / f"{name}.md"

    return make


LAUNCH = ("星澜算力发布新一代GPU芯片", "6月10日，星澜算力（600901.SH）发布新一代GPU芯片“青崖”。公司表示，云砚半导体是其供应商。")


def test_an_answer_of_then_is_the_same_bytes_whatever_comes_later(kg_copy: Path, put: Callable[..., Path]) -> None:
    kg = ThemeGraph.open(kg_copy)
    before = replay(kg, THEN)
    at = iter(THEN + timedelta(days=n) for n in range(1, 30))
    kg.ingest([put("reprint", LAUNCH[0], "2025-06-09 09:00:00 +0800", "样例通讯社", LAUNCH[1] + "据悉。")], run_at=next(at))
    kg.ingest([put("outlet", LAUNCH[0], "2025-06-09 08:00:00 +0800", "样例财经", LAUNCH[1])], run_at=next(at))
    kg.ingest([put("denial", "澄清", "2025-06-11 08:00:00 +0800", "样例通讯社", "星澜算力否认发布新一代GPU芯片，称未发布。")], run_at=next(at))
    kg.alias("星澜", "company:600901.SH", run_at=next(at))
    kg.retract("样例汽车网", reason="更正", run_at=next(at))
    newer(kg, "9", lambda e: replace(e, effects=(), events=e.events[:1]))
    assert kg.reread(run_at=next(at)).changed
    kg.retract("样例证券报", reason="更正", run_at=next(at))
    assert replay(ThemeGraph.open(kg_copy), THEN) == before
    assert replay(ThemeGraph.open(kg_copy), next(at)) != before
    # Kept on disk for the next question of that instant, and not needed.
    assert list((kg_copy / "compiled" / "past").iterdir())
    kg.unretract("样例汽车网", run_at=next(at))
    assert replay(kg, THEN) == before


def test_what_an_event_means_follows_what_was_known(kg_copy: Path, put: Callable[..., Path]) -> None:
    kg = ThemeGraph.open(kg_copy)
    later = THEN + timedelta(days=1)

    def meaning(known_at: datetime) -> dict[str, str]:
        return {p.name: p.polarity for e in kg.events("星澜算力 发布", as_of=DAY, known_at=known_at).rows for p in e.participants}

    then = meaning(THEN)
    assert "positive" in then.values()
    newer(kg, "2", lambda e: replace(e, events=tuple(replace(x, polarity=()) for x in e.events)))
    kg.reread(run_at=later)
    assert meaning(THEN) == then
    assert "positive" not in meaning(later).values()
    rows = kg.diff("星澜算力 发布", first=(DAY, THEN), second=(DAY, later)).rows
    assert {"reread", "meaning"} <= {r.kind for r in rows}


def test_reading_again_with_a_name_given_since_finds_what_was_missed_and_the_difference_says_why(kg_copy: Path, put: Callable[..., Path]) -> None:
    kg = ThemeGraph.open(kg_copy)
    kg.ingest([put("nick", "小澜签下大单", "2025-06-20 09:00:00 +0800", "样例证券报", "6月20日，小澜与北槐光电签订供货协议。")], run_at=THEN)
    kg.alias("小澜", "company:600901.SH", author="研究员", reason="公司俗称", run_at=THEN + timedelta(hours=1))
    first, second = (DAY, THEN), (DAY, THEN + timedelta(hours=2))
    summary = kg.reread(run_at=second[1])
    assert (summary.read, summary.changed) == (5, 1)
    assert kg.reread(run_at=second[1]).changed == 0
    rows = kg.diff("星澜算力", first=first, second=second).rows
    kinds = {r.kind: r for r in rows}
    assert {"alias", "reread", "event-new"} <= set(kinds)
    assert "小澜 = company:600901.SH" in kinds["alias"].after
    assert "研究员 公司俗称" in kinds["alias"].after
    assert "read 2025-12-03T00:00:00+00:00 by themegraph" in kinds["reread"].before
    back = {r.kind: r for r in kg.diff("星澜算力", first=second, second=first).rows}
    assert back["alias-undone"].before == kinds["alias"].after
    assert back["reread"].after == kinds["reread"].before


def test_another_version_of_an_extractor_is_named(kg_copy: Path) -> None:
    kg = ThemeGraph.open(kg_copy)
    newer(kg, "99.1")
    kg.reread(run_at=THEN + timedelta(days=1))
    row = next(r for r in kg.diff("星澜算力", first=(DAY, THEN), second=(DAY, THEN + timedelta(days=2))).rows if r.kind == "reader")
    assert "99.1" in row.after
    assert "99.1" not in row.before


def test_retractions_and_outlets_survive_reading_again(kg_copy: Path, put: Callable[..., Path]) -> None:
    kg = ThemeGraph.open(kg_copy)
    summary = kg.ingest([put("outlet", LAUNCH[0], "2025-06-10 12:00:00 +0800", "样例财经", LAUNCH[1])], run_at=THEN)
    assert (summary.new, summary.republished, summary.duplicate) == (0, 1, 0)
    assert kg.ingest([put("outlet", LAUNCH[0], "2025-06-10 12:00:00 +0800", "样例财经", LAUNCH[1])], run_at=THEN).duplicate == 1
    row = kg.events("星澜算力 发布", as_of=DAY, quotes=5).rows[0]
    assert (row.articles, row.voices) == (2, 1)
    assert {q.source for q in row.quotes} == {"样例证券报", "样例财经"}
    article = row.quotes[0].article
    kg.retract(article, source="样例证券报", reason="撤稿", run_at=THEN + timedelta(hours=1))
    newer(kg, "2")
    kg.reread([article], run_at=THEN + timedelta(hours=2))
    row = kg.events("星澜算力 发布", as_of=DAY, quotes=5).rows[0]
    assert [q.source for q in row.quotes] == ["样例财经"]
    kg.retract("样例财经", reason="撤稿", run_at=THEN + timedelta(hours=3))
    assert not kg.events("星澜算力 发布", as_of=DAY).rows
    assert kg.stats().counts["articles"] == 3


def test_nothing_is_read_where_one_of_the_articles_cannot_be(kg_copy: Path) -> None:
    kg = ThemeGraph.open(kg_copy)
    newer(kg, "2")
    article = kg.events("星澜算力", as_of=DAY).rows[0].quotes[0].article
    with pytest.raises(InputError, match="no article"):
        kg.reread([article, "article:none"], run_at=THEN)
    with pytest.raises(InputError, match="before that"):
        kg.reread(run_at=datetime(2020, 1, 1, tzinfo=UTC))
    kg.purge(article, reason="应要求", run_at=THEN)
    with pytest.raises(InputError, match="purged"):
        kg.reread([article], run_at=THEN)
