"""A language model behind an address that speaks the OpenAI chat protocol: asked for one form, answered from a cache where it was asked before.

Nothing in this package needs one. Whoever asks checks what comes back against the text at hand; here only its form is checked.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from themegraph.errors import ModelUnusable, WorkspaceError
from themegraph.wire import NoAnswer, Refused, Wire, check_address, place_of, read_table

__all__ = ["Chat", "ChatEndpoint", "chat_endpoint_of", "forget"]

F = TypeVar("F", bound=msgspec.Struct)

_KEYS: dict[str, type | tuple[type, ...]] = {"url": str, "name": str, "secret_from": str, "timeout": (int, float), "retries": int}
_LARGEST = 4_000_000
"""Bytes of an answer; a longer one is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatEndpoint:
    """Where a model answers."""

    url: str
    """Address below which ``/chat/completions`` stands, as in ``https://host/v1``."""
    name: str
    """The model's name, as the server knows it."""
    secret: str = field(default="", repr=False)
    """Bearer token; never written anywhere by us."""
    timeout: float = 120.0
    """Seconds to wait for a connection, and for each next piece of an answer."""
    retries: int = 3

    def __post_init__(self) -> None:
        check_address(self.url, what="url of a model", secret=self.secret)
        if not self.name:
            raise WorkspaceError("A model needs a name, as its server knows it.")
        if not self.timeout > 0 or self.retries < 0:
            raise WorkspaceError(f"A model needs timeout > 0 and retries >= 0; found {self.timeout!r} and {self.retries!r}.")


def chat_endpoint_of(table: Mapping[str, Any], environment: Mapping[str, str] = os.environ, *, where: str) -> ChatEndpoint:
    """Return the model that a ``[model]`` table of a settings file describes.

    Parameters
    ----------
    environment
        Where ``secret_from`` names a variable; a secret never stands in the file.
    where
        What to call the file in messages.

    Raises
    ------
    WorkspaceVersionError
        If a key is unknown, missing or of another type.
    WorkspaceError
        If the variable of the secret is not set, or the address is not one.
    """
    values, secret = read_table(
        table, _KEYS, environment, section="model", needed=("url", "name"), where=where, help="docs/how-to/language-model.md shows a whole table"
    )
    return ChatEndpoint(**values, secret=secret)


class Chat:
    """Asks a model for answers of a given form.

    An answer is kept under a hash of the model's name, the instructions and what was asked; the same question is never sent twice, and the same
    workspace gives the same bytes again.

    Parameters
    ----------
    cache
        Folder of the answers; made when the first one is kept.

    Raises
    ------
    MissingExtra
        If urllib3 is not installed.
    """

    def __init__(self, endpoint: ChatEndpoint, cache: Path) -> None:
        self.endpoint = endpoint
        self.cache = cache
        self._wire = Wire(what="model", extra="llm", secret=endpoint.secret, timeout=endpoint.timeout, retries=endpoint.retries)

    def ask(self, form: type[F], *, instructions: str, given: str, about: str) -> F:
        """Return the model's answer to one question.

        Parameters
        ----------
        form
            What is wanted; its JSON Schema goes with the question.
        instructions
            What to do, in our words; a change of them is another question.
        given
            The text to do it with, as data.
        about
            What the answer is kept with, so that it can be forgotten: an article's id.

        Raises
        ------
        ModelUnusable
            If nobody answers, or what comes is not of the form.
        """
        schema = msgspec.json.schema(form)
        key = hashlib.sha256(msgspec.json.encode([self.endpoint.name, instructions, schema, given])).hexdigest()[:32]
        kept = self.cache / f"{_file_part(about)}-{key}.json"
        with suppress(OSError, msgspec.DecodeError):  # not asked yet, or damaged
            return msgspec.json.decode(kept.read_bytes(), type=form)
        said = self._send(form.__name__, schema, instructions, given)
        try:
            answer = msgspec.json.decode(said, type=form)
        except (msgspec.DecodeError, UnicodeEncodeError) as problem:
            raise ModelUnusable(
                f"The model {self.endpoint.name} answered in another form than it was asked for: {problem}.", answered=True
            ) from problem
        self.cache.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(".partial")
        partial.write_bytes(msgspec.json.format(msgspec.json.encode(answer), indent=1))
        partial.replace(kept)
        return answer

    def _send(self, title: str, schema: dict[str, Any], instructions: str, given: str) -> str:
        place = place_of(self.endpoint.url)
        body = {
            "model": self.endpoint.name,
            "temperature": 0,
            "seed": 7,
            "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": given}],
            "response_format": {"type": "json_schema", "json_schema": {"name": title, "strict": True, "schema": schema}},
        }
        try:
            raw = self._wire.fetch(
                "POST",
                f"{self.endpoint.url.rstrip('/')}/chat/completions",
                accept="application/json",
                body=msgspec.json.encode(body),
                kind="application/json",
                most=_LARGEST,
            )
        except NoAnswer as problem:
            raise ModelUnusable(f"The model at {place} does not answer ({problem.reason}). Run the command again, or read without it.") from problem
        except Refused as problem:
            raise ModelUnusable(f"The model at {place} refused: {problem}. Check url, name and secret in the workspace's settings.") from problem
        try:
            choice = msgspec.json.decode(raw)["choices"][0]
            content = choice["message"]["content"]
        except (msgspec.DecodeError, LookupError, TypeError) as problem:
            raise ModelUnusable(f"What answers at {place} does not speak the chat protocol: it sent {raw[:80]!r}.") from problem
        if choice.get("finish_reason") == "length":
            raise ModelUnusable(
                f"The answer of the model {self.endpoint.name} was cut off before its end; give it room for more tokens.", answered=True
            )
        if not isinstance(content, str):
            raise ModelUnusable(f"The model {self.endpoint.name} gave no answer{_because(choice)}.", answered=True)
        return content

    def close(self) -> None:
        """Let go of the connections."""
        self._wire.close()


def forget(cache: Path, about: str) -> int:
    """Erase the answers about something from a cache; return how many there were."""
    found = list(cache.glob(f"{_file_part(about)}-*")) if cache.is_dir() else []
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _because(choice: Mapping[str, Any]) -> str:
    refusal = choice["message"].get("refusal") if isinstance(choice.get("message"), dict) else None
    return f": {str(refusal)[:120]}" if refusal else ""


def _file_part(about: str) -> str:
    """Return a name for files that any id gives one of: letters and digits, or a hash of it."""
    plain = about.replace(":", "-")
    return plain if plain.replace("-", "").isalnum() and plain.isascii() and len(plain) <= 80 else hashlib.sha256(about.encode()).hexdigest()[:32]
