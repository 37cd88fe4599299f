"""Work that is stopped in the middle: Ctrl-C, kill -9, a file size limit. Whole articles or none, and the rest can be read again."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph
from themegraph.render.data import to_json

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

Program = Callable[..., subprocess.CompletedProcess[str]]
COUNT = 100
DAY = date(2025, 12, 2)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred articles, each with an event of its own."""
    folder = tmp_path_factory.mktemp("many")
    with (folder / "many.jsonl").open("w", encoding="utf-8") as out:
        for n in range(COUNT):
            company = ("星澜算力", "云砚半导体", "北槐光电", "东岚汽车")[n % 4]
            text = f"{company}公告，第{n}号项目中标{n + 1}亿元订单。公司表示，该订单对业绩有积极影响。" * 2
            record = {"title": f"{company}中标{n + 1}亿元订单", "text": text, "date": f"2025-{n % 6 + 1:02}-{n % 27 + 1:02}", "source": "样例"}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, bare_kg: Path, many: Path, learned_at: datetime) -> str:
    """What a workspace answers that read all articles in one go."""
    folder = Path(shutil.copytree(bare_kg, tmp_path_factory.mktemp("whole") / "kg"))
    ThemeGraph.open(folder).ingest([many], run_at=learned_at)
    return answered(folder)


def answered(folder: Path) -> str:
    kg = ThemeGraph.open(folder)
    assert kg.stats().counts["articles"] == COUNT
    return "".join(to_json(a) for a in (kg.events("", as_of=DAY, top=1000), kg.exposure("600901.SH", as_of=DAY), kg.entity("600902.SH", as_of=DAY)))


def start(folder: Path, many: Path, env: dict[str, str]) -> subprocess.Popen[str]:
    """Start reading; return once at least one article is on its way into the store."""
    running = subprocess.Popen(
        [sys.executable, "-m", "themegraph", "ingest", str(many), "--kg", str(folder)],
        env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    waited = time.monotonic() + 60
    while not (folder / "unpublished").exists():
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < waited
        time.sleep(0.005)
    return running


def check_whole_articles(folder: Path, many: Path, whole: str, learned_at: datetime, *, some: bool = True) -> None:
    kg = ThemeGraph.open(folder)
    kept = kg.stats().counts
    assert kept["articles"] <= COUNT
    assert not some or kept["articles"] > 0
    assert kept["events"] >= kept["articles"] // 2, "an article stands without what was read in it"
    assert len(kg.events("", as_of=DAY, top=1000).rows) == kept["events"]
    summary = kg.ingest([many], run_at=learned_at)
    assert summary.new == COUNT - kept["articles"]
    assert summary.duplicate == kept["articles"]
    assert answered(folder) == whole


def test_ctrl_c_keeps_the_articles_before_it_whole_and_says_so(
    bare_copy: Path, many: Path, whole: str, program_env: dict[str, str], learned_at: datetime
) -> None:
    running = start(bare_copy, many, program_env)
    time.sleep(0.15)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    if running.returncode == 0:
        pytest.skip("this machine read all articles before the signal came")
    assert running.returncode == 130
    assert "Ctrl-C" in err
    assert "Traceback" not in err
    assert out == ""
    assert ThemeGraph.open(bare_copy).stats().counts["articles"] < COUNT
    check_whole_articles(bare_copy, many, whole, learned_at)


def test_kill_9_loses_no_whole_article_and_leaves_no_half_one(
    tmp_path: Path, bare_kg: Path, many: Path, whole: str, program_env: dict[str, str], learned_at: datetime
) -> None:
    for number, wait in enumerate((0.02, 0.1, 0.25)):
        folder = Path(shutil.copytree(bare_kg, tmp_path / f"kg{number}"))
        running = start(folder, many, program_env)
        time.sleep(wait)
        running.kill()
        running.communicate(timeout=60)
        check_whole_articles(folder, many, whole, learned_at, some=False)


def test_questions_are_answered_while_another_process_writes(bare_copy: Path, many: Path, program: Program, program_env: dict[str, str]) -> None:
    running = start(bare_copy, many, program_env)
    try:
        said = program("-m", "themegraph", "events", "--as-of", "2025-12-02", "--format", "json", "--kg", bare_copy)
        second = program("-m", "themegraph", "ingest", many, "--kg", bare_copy)
    finally:
        _, err = running.communicate(timeout=120)
    assert running.returncode == 0, err
    assert json.loads(said.stdout)["schema"] == "themegraph/events/1"
    assert second.returncode in {0, 2}, second.stderr
    assert second.returncode == 0 or "Another process is writing" in second.stderr
    assert ThemeGraph.open(bare_copy).stats().counts["articles"] == COUNT


def test_readers_in_processes_of_their_own_never_wait_and_see_whole_moments_while_an_ingest_writes(
    tmp_path: Path, bare_copy: Path, many: Path, program: Program, program_env: dict[str, str]
) -> None:
    counting = "SELECT (COUNT(DISTINCT ?a) AS ?n) WHERE { GRAPH ?g { ?a schema:articleBody ?t } }"
    events = "SELECT (COUNT(DISTINCT ?e) AS ?n) WHERE { ?e a tg:EventReading }"
    running = start(bare_copy, many, program_env)
    seen = []
    try:
        while running.poll() is None and len(seen) < 6:
            asked = [program("-m", "themegraph", "sparql", query, "--kg", bare_copy) for query in (counting, events)]
            assert all(a.returncode == 0 for a in asked), asked
            seen.append(tuple(int(a.stdout.split()[-1]) for a in asked))
        saved = program("-m", "themegraph", "backup", tmp_path / "b.tgz", "--kg", bare_copy)
        assert saved.returncode == 0, saved.stderr
    finally:
        _, err = running.communicate(timeout=120)
    assert running.returncode == 0, err
    assert seen == sorted(seen)
    # The second question is asked after the first: each article that the first saw had its events by then.
    assert all(told >= articles for articles, told in seen), seen
    restored = ThemeGraph.restore(tmp_path / "b.tgz", tmp_path / "again")
    kept = restored.stats().counts
    assert seen[-1][0] <= kept["articles"] <= COUNT
    assert all(f.good for f in ThemeGraph.examine(tmp_path / "again"))


def test_a_file_size_limit_gives_a_message_and_leaves_the_workspace(
    bare_copy: Path, many: Path, whole: str, program: Program, learned_at: datetime
) -> None:
    """Stands for a full disk: every file that would grow past the limit fails to."""
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))\n"
        "from themegraph.cli import cli\n"
        "cli(sys.argv[1:])\n"
    )
    said = program("-c", code, "ingest", many, "--kg", bare_copy)
    assert said.returncode == 2, (said.returncode, said.stderr[-2000:])
    assert "Traceback" not in said.stderr
    assert said.stderr.splitlines()[-1].startswith("themegraph: ")
    check_whole_articles(bare_copy, many, whole, learned_at, some=False)
