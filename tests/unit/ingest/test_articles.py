"""Reading articles: every form and encoding people have, and a clear word for what cannot be read."""

import json
from pathlib import Path

import pytest

from themegraph.ingest.articles import MAX_CHARACTERS, Rejection, read_articles
from themegraph.model import Article

TEXT = "摩尔线程（688795）发布新一代GPU架构花港，算力密度提升50%。"


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def one(path: Path) -> Article:
    (item,) = read_articles([path])
    assert isinstance(item, Article), item
    return item


def refused(path: Path) -> str:
    (item,) = read_articles([path])
    assert isinstance(item, Rejection), item
    return item.reason


def test_markdown_with_front_matter_gives_title_date_and_source(tmp_path: Path) -> None:
    article = one(write(tmp_path / "a.md", f"---\ntitle: 花港\ndate: 2025-12-20 15:40:00 +0800\nsource: 样例财经\n---\n\n{TEXT}\n"))
    assert (article.title, article.source, article.text) == ("花港", "样例财经", TEXT)
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2025-12-20T15:40:00+08:00"


def test_a_jekyll_post_without_date_takes_the_day_of_its_file_name(tmp_path: Path) -> None:
    article = one(write(tmp_path / "2025-12-21-huagang.md", f"---\ntitle: 花港\n---\n{TEXT}"))
    assert article.published_at is not None
    assert article.published_at.date().isoformat() == "2025-12-21"


def test_markdown_markup_is_not_part_of_the_text(tmp_path: Path) -> None:
    article = one(
        write(
            tmp_path / "a.md",
            "# 标题\n\n**寒武纪**涨[1.39%](http://x.example/?a=1)\n\n| 名称 | 权重 |\n|---|---|\n| 中际旭创 | 15.89% |\n\n- 甲\n- 乙\n",
        )
    )
    assert article.title == "标题"
    assert article.text == "寒武纪涨1.39%\n名称 | 权重\n中际旭创 | 15.89%\n甲\n乙"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_usual_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    assert TEXT in one(write(tmp_path / "a.txt", TEXT.encode(encoding))).text


def test_big5_is_told_from_gb18030(tmp_path: Path) -> None:
    text = "輝達與超微把持全球GPU市場，摩爾線程的新股申購在周一登場，散戶反應熱烈。"
    assert one(write(tmp_path / "a.txt", text.encode("big5"))).text == text


def test_html_keeps_the_text_and_drops_scripts(tmp_path: Path) -> None:
    page = f"""<html><head><title>花港发布</title><meta property="article:published_time" content="2025-12-20T15:40:00+08:00">
    <script>alert(1)</script></head><body><nav>首页 财经</nav><article><h1>花港发布</h1><p>{TEXT}</p><p>公司未给出量产日期，{TEXT}</p></article></body></html>"""
    article = one(write(tmp_path / "a.html", page))
    assert TEXT in article.text
    assert "alert" not in article.text
    assert "首页" not in article.text
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2025-12-20T15:40:00+08:00"


def test_json_lines_keep_their_ids_and_bad_lines_are_named(tmp_path: Path) -> None:
    lines = [json.dumps({"id": "n1", "title": "甲", "content": TEXT, "published": "2025-12-20"}), "{broken", json.dumps(["no object"])]
    items = list(read_articles([write(tmp_path / "a.jsonl", "\n".join(lines))]))
    assert isinstance(items[0], Article)
    assert items[0].external_id == "n1"
    assert [i.path.rpartition(":")[2] for i in items[1:] if isinstance(i, Rejection)] == ["2", "3"]


def test_a_news_frame_as_csv_is_read_by_its_chinese_headers(tmp_path: Path) -> None:
    head = "关键词,新闻标题,新闻内容,发布时间,文章来源,新闻链接"
    article = one(write(tmp_path / "news.csv", f"{head}\n688795,花港,{TEXT},2025-12-20 15:40:00,样例财经,http://n.example/1\n"))
    assert (article.title, article.source, article.external_id) == ("花港", "样例财经", "news-2")


def test_one_text_is_one_id_whatever_file_and_format_it_stands_in(tmp_path: Path) -> None:
    first = one(write(tmp_path / "a.json", json.dumps({"title": "花港", "text": TEXT})))
    second = one(write(tmp_path / "b.md", f"---\ntitle: 花港\n---\n{TEXT}"))
    assert first.id == second.id


def test_folders_are_walked_in_order_and_other_files_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "b" / "2.txt", TEXT + "二")
    write(tmp_path / "a.txt", TEXT + "一")
    write(tmp_path / "picture.png", b"\x89PNG\0")
    write(tmp_path / ".hidden" / "x.txt", TEXT)
    assert [Path(i.path).name for i in read_articles([tmp_path])] == ["a.txt", "2.txt"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.md", b"---\ntitle: \n---\n  \n", "empty"),
        ("binary.txt", b"MZ\0\0\1\2\3", "binary"),
        ("broken.json", b"{", "not valid JSON"),
        ("nothing.json", b'{"headers": 1}', "has no text"),
        ("matter.md", b"---\ntitle: [\n---\ntext", "front matter"),
        ("a.pdf", b"%PDF", "wanted .csv"),
        ("noise.txt", bytes(range(0x80, 0x100)) * 3, "UTF-8"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    assert says in refused(write(tmp_path / name, content))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "does not exist" in refused(tmp_path / "no.txt")


def test_a_text_longer_than_the_limit_is_refused_with_the_limit(tmp_path: Path) -> None:
    assert f"{MAX_CHARACTERS:,}" in refused(write(tmp_path / "long.txt", "字" * (MAX_CHARACTERS + 1)))


def test_an_undated_text_is_read_and_stays_undated(tmp_path: Path) -> None:
    assert one(write(tmp_path / "a.txt", TEXT)).published_at is None


def test_a_misspelt_field_gets_the_nearest_known_one(tmp_path: Path) -> None:
    assert "Did you mean content" in refused(write(tmp_path / "a.json", '{"contnt": "x"}'))


def test_control_characters_and_lone_surrogates_do_not_survive(tmp_path: Path) -> None:
    article = one(write(tmp_path / "a.json", '{"text": "甲\\u0000乙\\ud800丙\\u202e"}'))
    assert article.text.encode("utf-8")
    assert "\0" not in article.text


@pytest.mark.parametrize(
    "line", ["发布时间：2026-11-19 19:30", "發佈時間：2026-11-19 19:30", "时间: 2026年11月19日", "2026-11-19 样例财经", "日期：2026/11/19"]
)
def test_a_plain_text_is_dated_by_its_own_head_lines(tmp_path: Path, line: str) -> None:
    article = one(write(tmp_path / "a.txt", f"寒武纪发布声明\n{line}\n来源：样例财经\n{TEXT}"))
    assert article.published_at is not None
    assert article.published_at.date().isoformat() == "2026-11-19"
    assert article.source == "样例财经"


@pytest.mark.parametrize("head", ["发布时间：2026-11-19 19:30", "2026-11-19 样例财经", "来源：样例财经\n日期：2026/11/19"])
def test_head_lines_above_the_title_are_neither_title_nor_text(tmp_path: Path, head: str) -> None:
    article = one(write(tmp_path / "a.txt", f"{head}\n\n寒武纪发布声明\n\n{TEXT}"))
    assert (article.title, article.text) == ("寒武纪发布声明", TEXT)
    assert article.published_at is not None
    assert article.published_at.date().isoformat() == "2026-11-19"


def test_a_day_inside_a_sentence_dates_nothing(tmp_path: Path) -> None:
    assert one(write(tmp_path / "a.txt", f"公司将于2026-11-19 召开发布会。\n{TEXT}")).published_at is None
