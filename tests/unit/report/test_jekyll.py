"""The report through a real Jekyll: what the site shows is what the post says."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from themegraph.engine import ThemeGraph

pytestmark = pytest.mark.browser

LAYOUT = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{{ page.title }}</title></head><body>
<p id="date">{{ page.date | date: "%Y-%m-%d %H:%M:%S %z" }}</p><p id="posttime">{{ page.posttime }}</p><p id="ai">{{ page.ai_generated }}</p>
{{ content }}</body></html>
"""


@pytest.fixture(scope="module")
def jekyll() -> str:
    found = shutil.which("jekyll")
    if found is None:
        reason = "no jekyll on this machine (Debian: apt-get install jekyll)"
        if os.environ.get("THEMEGRAPH_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def build(jekyll: str, site: Path, name: str, post: str) -> str:
    (site / "_posts").mkdir(parents=True)
    (site / "_layouts").mkdir()
    (site / "_layouts" / "post.html").write_text(LAYOUT, encoding="utf-8")
    config = "timezone: Asia/Shanghai\nencoding: utf-8\nmarkdown: kramdown\nkramdown:\n  input: GFM\nfuture: true\npermalink: /:title.html\n"
    (site / "_config.yml").write_text(config, encoding="utf-8")
    (site / "_posts" / name).write_text(post, encoding="utf-8")
    env = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    command = [jekyll, "build", "--source", str(site), "--destination", str(site / "_site"), "--disable-disk-cache", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False, env=env, cwd=site)
    assert done.returncode == 0, done.stderr[-2000:]
    pages = sorted((site / "_site").glob("*.html"))
    assert len(pages) == 1
    return pages[0].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def post(demo_kg: Path) -> str:
    return ThemeGraph.open(demo_kg).report("人工智能", as_of=date(2025, 12, 21), window=3)


@pytest.fixture(scope="module")
def page(jekyll: str, post: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    return build(jekyll, tmp_path_factory.mktemp("site"), "2025-12-21-theme-research-ai.md", post)


def words(text: str) -> str:
    """Return the visible words of HTML or of our Markdown, without marks that typography may change."""
    plain = html.unescape(re.sub(r"<[^>]+>", "", text)).replace("\\", "")
    return re.sub(r"[\s“”\"'‘’*#>|.…—–-]+", "", html.unescape(plain))


def test_front_matter_arrives_with_its_zone(page: str) -> None:
    assert "<title>theme_research_人工智能_2025-12-21</title>" in page
    assert '<p id="date">2025-12-21 14:00:00 +0800</p>' in page
    assert '<p id="posttime">2025-12-21 14:00:00 +0800</p>' in page
    assert '<p id="ai">true</p>' in page


def test_every_table_is_a_table_with_all_its_rows(page: str, post: str) -> None:
    rules = [line for line in post.splitlines() if re.fullmatch(r"\|[-:| ]+\|", line)]
    rows = [line for line in post.splitlines() if line.startswith("|")]
    assert page.count("<table>") == len(rules) >= 3
    assert page.count("<tr>") == len(rows) - len(rules)


def test_every_figure_of_the_post_is_on_the_page(page: str, post: str) -> None:
    body = words(page)
    for line in post.split("---\n", 2)[2].splitlines():
        for number in re.findall(r"\d[\d.]*%", line):
            assert number.replace(".", "") in body


def test_every_item_stands_as_it_was_written(page: str, post: str) -> None:
    body = words(page)
    items = re.findall(r"^\d+\. (.*)$", post, re.MULTILINE)
    assert items
    for item in items:
        assert words(item) in body


def test_the_label_is_the_first_thing_one_reads(page: str) -> None:
    assert re.search(r'<p id="ai">true</p>\s*<blockquote>\s*<p>本文由程序', page)


def test_a_headline_is_neither_markup_nor_liquid_on_the_page(
    jekyll: str, bare_copy: Path, tmp_path: Path, article_text: Callable[..., str], learned_at: datetime
) -> None:
    title = "星澜算力发布<b>新</b>芯片{{ site.time }}{% raw %} | [x](http://y.example) *z*"
    (tmp_path / "a.md").write_text(article_text(title, "2025-06-10 09:00:00 +0800", "甲报", "6月10日，星澜算力发布新一代GPU芯片。"), encoding="utf-8")
    kg = ThemeGraph.open(bare_copy)
    kg.ingest([tmp_path / "a.md"], run_at=learned_at)
    page = build(jekyll, tmp_path / "site", "2025-06-12-x.md", kg.report("算力芯片", as_of=date(2025, 6, 12)))
    assert "<b>" not in page
    assert 'y.example"' not in page
    assert "{{ site.time }}" in html.unescape(page)
    assert "<em>" not in page
