"""Extensions by name: found by entry point, loaded when asked for, with the nearest name in the error."""

from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from themegraph import plugins
from themegraph.errors import PluginError
from themegraph.ingest.articles import Rejection, read_articles


def notes(path: Path) -> list[dict[str, str]]:
    """Read a made-up format: one record a line, title and text parted by a bar."""
    return [dict(zip(("title", "text"), line.split("|"), strict=True)) for line in path.read_text(encoding="utf-8").splitlines()]


def test_our_own_taggers_are_found_like_anyones() -> None:
    assert "crf" in plugins.names("taggers")
    assert callable(plugins.load("taggers", "crf"))


def test_an_unknown_name_gets_the_nearest_one() -> None:
    with pytest.raises(PluginError, match="Did you mean zones"):
        plugins.load("classifiers", "zone")


def test_an_unknown_kind_gets_the_nearest_one() -> None:
    with pytest.raises(PluginError, match="Did you mean taggers"):
        plugins.names("tagger")


def test_a_plugin_that_does_not_import_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = EntryPoints([EntryPoint(name="broken", value="no_such_module:thing", group="themegraph.taggers")])
    monkeypatch.setattr(plugins, "entry_points", lambda group: broken)
    with pytest.raises(PluginError, match="no_such_module"):
        plugins.load("taggers", "broken")


def test_a_format_of_ones_own_is_read_by_its_suffix(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "feed.notes"
    path.write_text("甲|一条消息\n乙|又一条\n", encoding="utf-8")
    assert isinstance(next(iter(read_articles([path]))), Rejection)
    monkeypatch.setattr(plugins, "names", lambda kind: ["notes"])
    monkeypatch.setattr(plugins, "load", lambda kind, name: notes)
    assert [getattr(a, "title", a) for a in read_articles([path])] == ["甲", "乙"]
