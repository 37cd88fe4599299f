"""Names given by hand, things joined and parted, and the list of what is left to decide."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Call = Callable[..., Result]


def test_a_name_that_was_given_is_found_in_questions_and_in_texts_until_it_is_taken_away(
    kg_copy: Path, tmp_path: Path, call: Call, article_text: Callable[..., str]
) -> None:
    assert call("entity", "岚子", "--kg", kg_copy).exit_code == 2
    assert call("alias", "岚子", "company:0991.HK", "--reason", "圈内说法", "--kg", kg_copy).exit_code == 0
    assert json.loads(call("entity", "岚子", "--format", "json", "--kg", kg_copy).stdout)["entity"]["id"] == "company:0991.HK"
    (tmp_path / "a.md").write_text(
        article_text("岚子召回两万辆电动车", "2025-06-20 09:00:00 +0800", "样例汽车网", "岚子宣布，因隐患召回两万辆电动车。"), encoding="utf-8"
    )
    call("ingest", tmp_path / "a.md", "--kg", kg_copy)
    rows = json.loads(call("events", "东岚汽车", "--as-of", "2025-07-01", "--format", "json", "--kg", kg_copy).stdout)["rows"]
    assert any("岚子" in r["summary"] for r in rows)
    assert call("alias", "岚子", "company:0991.HK", "--undo", "--kg", kg_copy).exit_code == 0
    assert call("entity", "岚子", "--kg", kg_copy).exit_code in {0, 2}
    refused = call("alias", "岚子", "company:0992.HK", "--kg", kg_copy)
    assert refused.exit_code == 2
    assert "company:0991.HK" in refused.stderr


def test_who_is_meant_may_be_said_by_code_or_name_and_a_name_that_another_has_is_warned_of(kg_copy: Path, call: Call) -> None:
    given = call("alias", "星澜", "0991.HK", "--kg", kg_copy)
    assert given.exit_code == 0, given.stderr
    assert "星澜 is a name of company:0991.HK." in given.stderr
    assert "too" not in given.stderr
    doubled = call("alias", "星澜", "星澜算力", "--kg", kg_copy)
    assert doubled.exit_code == 0
    assert "company:0991.HK goes by 星澜 too" in doubled.stderr
    assert "too" not in call("alias", "星澜", "星澜算力", "--undo", "--kg", kg_copy).stderr
    unknown = call("forbid", "无此公司", "0991.HK", "--kg", kg_copy)
    assert unknown.exit_code == 2
    assert "无此公司" in unknown.stderr


def test_a_name_that_several_things_have_does_not_say_who_is_meant(kg_copy: Path, call: Call) -> None:
    for code in ("0991.HK", "600901.SH"):
        assert call("alias", "双生", code, "--kg", kg_copy).exit_code == 0
    refused = call("alias", "别名", "双生", "--kg", kg_copy)
    assert refused.exit_code == 2
    assert "company:0991.HK, company:600901.SH" in refused.stderr


def test_a_forbidden_pair_is_kept_apart_in_articles_read_later(kg_copy: Path, tmp_path: Path, call: Call, article_text: Callable[..., str]) -> None:
    def codes(name: str) -> set[str]:
        (tmp_path / name).write_text(
            article_text("东岚汽车欢乐谷召回电动车", "2025-06-20 09:00:00 +0800", "样例汽车网", "东岚汽车欢乐谷宣布召回电动车。"), encoding="utf-8"
        )
        found = json.loads(call("extract", tmp_path / name, "--kg", kg_copy).stdout.splitlines()[0])
        return {e["canonical"] for e in found["entities"] if "东岚" in e["surface"]}

    pair = ("company:东岚汽车欢乐谷", "company:0991.HK")
    assert call("forbid", *pair, "--kg", kg_copy).exit_code == 0
    assert codes("a.md") == {"东岚汽车欢乐谷"}
    assert call("forbid", *pair, "--undo", "--kg", kg_copy).exit_code == 0
    assert "东岚汽车欢乐谷" not in codes("b.md")


def test_what_only_texts_know_is_joined_and_parted_and_the_answers_follow(
    kg_copy: Path, tmp_path: Path, call: Call, article_text: Callable[..., str]
) -> None:
    (tmp_path / "a.md").write_text(
        article_text(
            "青岚动力科技有限公司召回电动车", "2025-06-20 09:00:00 +0800", "样例汽车网", "青岚动力科技有限公司宣布，因隐患召回两万辆电动车。"
        ),
        encoding="utf-8",
    )
    call("ingest", tmp_path / "a.md", "--kg", kg_copy)
    found = list(csv.DictReader(io.StringIO(call("review", "--kg", kg_copy).stdout)))
    row = next(r for r in found if "青岚" in r["surface"])
    gone, stays = row["entity"], "company:0991.HK"

    def told() -> int:
        return len(json.loads(call("events", "东岚汽车", "--as-of", "2025-07-01", "--format", "json", "--kg", kg_copy).stdout)["rows"])

    before = told()
    assert call("merge", stays, gone or stays, "--kg", kg_copy).exit_code == 2
    if gone:
        assert call("forbid", gone, stays, "--kg", kg_copy).exit_code == 0
        assert "forbidden" in call("merge", gone, stays, "--kg", kg_copy).stderr
        assert call("forbid", gone, stays, "--undo", "--kg", kg_copy).exit_code == 0
        assert call("merge", gone, stays, "--kg", kg_copy).exit_code == 0
        assert told() == before + 1
        assert call("split", gone, "--kg", kg_copy).exit_code == 0
        assert told() == before
    row["decision"] = stays
    with (tmp_path / "r.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, fieldnames=list(row))
        out.writeheader()
        out.writerow(row)
    done = call("review", "--apply", tmp_path / "r.csv", "--author", "分析员", "--kg", kg_copy)
    assert done.exit_code == 0, done.stderr
    assert not any(
        "青岚" in r["surface"] and r["entity"] == gone and gone for r in csv.DictReader(io.StringIO(call("review", "--kg", kg_copy).stdout))
    )


def test_a_list_saved_by_a_spreadsheet_in_another_encoding_is_taken_and_what_is_none_is_refused(kg_copy: Path, tmp_path: Path, call: Call) -> None:
    head = "surface,type,entity,articles,mentions,example,candidates,decision\n"
    (tmp_path / "r.csv").write_bytes(f"{head}岚子,company,,1,1,,,东岚汽车\n".encode("gb18030"))
    done = call("review", "--apply", tmp_path / "r.csv", "--kg", kg_copy)
    assert done.exit_code == 0, done.stderr
    assert "1 names given" in done.stderr
    for text, words in ((f"{head}甲,company,,1,1,,,东岚汽车\n乙,company,,1,1,,,无此公司\n", "line 3"), ("代码,权重\n1,2\n", "no column decision")):
        (tmp_path / "r.csv").write_text(text, encoding="utf-8")
        refused = call("review", "--apply", tmp_path / "r.csv", "--kg", kg_copy)
        assert refused.exit_code == 2
        assert words in refused.stderr
    assert call("entity", "甲", "--kg", kg_copy).exit_code == 2
