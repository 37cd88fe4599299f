"""The client of a language model, against a server of the test's own."""

from __future__ import annotations

import builtins
from dataclasses import replace

import msgspec
import pytest

from themegraph.chat import Chat, ChatEndpoint, chat_endpoint_of, forget
from themegraph.errors import MissingExtra, ModelUnusable, WorkspaceError, WorkspaceVersionError


class Word(msgspec.Struct, forbid_unknown_fields=True):
    """One word."""

    word: str


@pytest.fixture
def endpoint(model_server):
    return ChatEndpoint(url=model_server.url, name="small", secret="k3y", timeout=5, retries=1)


def ask(chat, given="甲", about="article:1"):
    return chat.ask(Word, instructions="say it", given=given, about=about)


def test_the_question_carries_instructions_text_and_form_and_the_answer_is_a_value(endpoint, model_server, tmp_path) -> None:
    model_server.answers = [{"word": "好"}]
    assert ask(Chat(endpoint, tmp_path)) == Word(word="好")
    (asked,) = model_server.asked
    assert asked["model"] == "small"
    assert asked["temperature"] == 0
    assert [m["content"] for m in asked["messages"]] == ["say it", "甲"]
    assert asked["response_format"]["json_schema"]["strict"] is True
    assert "word" in str(asked["response_format"]["json_schema"]["schema"])
    assert model_server.secrets == ["Bearer k3y"]


def test_a_question_is_sent_once_and_another_model_text_or_instruction_is_another_question(endpoint, model_server, tmp_path) -> None:
    model_server.answers = [{"word": "好"}]
    for _ in range(2):
        ask(Chat(endpoint, tmp_path))
    assert len(model_server.asked) == 1
    ask(Chat(endpoint, tmp_path), given="乙")
    ask(Chat(replace(endpoint, name="large"), tmp_path))
    Chat(endpoint, tmp_path).ask(Word, instructions="say it well", given="甲", about="article:1")
    assert len(model_server.asked) == 4
    assert "k3y" not in "".join(p.read_text() for p in tmp_path.iterdir())


def test_what_was_answered_about_an_article_can_be_forgotten(endpoint, model_server, tmp_path) -> None:
    model_server.answers = [{"word": "好"}]
    ask(Chat(endpoint, tmp_path))
    ask(Chat(endpoint, tmp_path), about="article:12")
    assert forget(tmp_path, "article:1") == 1
    assert forget(tmp_path, "article:1") == 0
    ask(Chat(endpoint, tmp_path), about="article:12")
    assert len(model_server.asked) == 2
    assert forget(tmp_path / "nowhere", "article:1") == 0


def test_a_damaged_cache_is_asked_again(endpoint, model_server, tmp_path) -> None:
    model_server.answers = [{"word": "好"}]
    ask(Chat(endpoint, tmp_path))
    (kept,) = tmp_path.iterdir()
    kept.write_text('{"word": ')
    assert ask(Chat(endpoint, tmp_path)).word == "好"
    assert len(model_server.asked) == 2


@pytest.mark.parametrize(
    ("answer", "said", "answered"),
    [
        ("{not json", "another form", True),
        ({"other": 1}, "another form", True),
        (b'{"choices": [{"finish_reason": "length", "message": {"content": "{"}}]}', "cut off", True),
        (b'{"choices": [{"message": {"content": null, "refusal": "I would rather not"}}]}', "gave no answer: I would rather not", True),
        (b"<html>", "does not speak", False),
        (b"[]", "does not speak", False),
        (401, "refused: HTTP 401", False),
        (503, "does not answer", False),
    ],
)
def test_what_is_no_answer_is_said_and_not_kept(endpoint, model_server, tmp_path, answer, said, answered) -> None:
    model_server.answers = [answer]
    with pytest.raises(ModelUnusable, match=said) as problem:
        ask(Chat(endpoint, tmp_path))
    assert problem.value.answered is answered
    assert not list(tmp_path.iterdir())
    assert "k3y" not in str(problem.value)


def test_a_server_that_was_busy_is_asked_again(endpoint, model_server, tmp_path) -> None:
    model_server.answers = [503, {"word": "好"}]
    assert ask(Chat(endpoint, tmp_path)).word == "好"


def test_settings_name_the_variable_of_the_secret_and_wrong_keys_are_named() -> None:
    table = {"url": "https://model.example/v1", "name": "small", "secret_from": "KEY"}
    assert chat_endpoint_of(table, {"KEY": "x"}, where="f").secret == "x"
    assert "x" not in repr(chat_endpoint_of(table, {"KEY": "xyzzy"}, where="f")).replace("example", "")
    with pytest.raises(WorkspaceError, match="variable KEY, which is not set"):
        chat_endpoint_of(table, {}, where="f")
    with pytest.raises(WorkspaceVersionError, match=r"unknown key 'nane'.*name"):
        chat_endpoint_of({**table, "nane": "x"}, {"KEY": "x"}, where="f")
    with pytest.raises(WorkspaceVersionError, match="no url"):
        chat_endpoint_of({"name": "x"}, {}, where="f")
    with pytest.raises(WorkspaceError, match="in the clear"):
        chat_endpoint_of({**table, "url": "http://model.example/v1"}, {"KEY": "x"}, where="f")


def test_without_the_extra_it_is_named(endpoint, tmp_path, monkeypatch) -> None:
    load = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "urllib3":
            raise ImportError(name)
        return load(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"themegraph\[llm\]"):
        Chat(endpoint, tmp_path)
