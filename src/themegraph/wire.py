"""Requests to one place on the network, sent again until they are answered: what a remote store and a language model have in common.

Nothing here is reached unless the user's settings name an address.
"""

from __future__ import annotations

import base64
import logging
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from themegraph.errors import MissingExtra, WorkspaceError, WorkspaceVersionError, nearest

if TYPE_CHECKING:
    import urllib3

__all__ = ["NoAnswer", "Refused", "Wire", "check_address", "place_of", "read_table"]

_log = logging.getLogger(__name__)

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_AGAIN = frozenset({429, 502, 503, 504})
"""Answers after which the same request may succeed."""
_LONGEST_WAIT = 10.0


class NoAnswer(Exception):
    """Nobody answered, or only to say: later."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Refused(Exception):
    """An answer that is none of the good ones."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"HTTP {status} {said}".strip())
        self.status = status
        self.said = said


def check_address(address: str, *, what: str, secret: str) -> None:
    """See that an address is one, that it holds no password, and that a secret would not go over the network in the clear.

    Parameters
    ----------
    what
        What to call the address in messages: ``query address of a remote store``.

    Raises
    ------
    WorkspaceError
        If it is not so.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise WorkspaceError(f"The {what} must be http:// or https://; found {address!r}.")
    if parts.username or parts.password:
        raise WorkspaceError(f"The {what} holds a name or password; give them as user and secret.")
    if secret and parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise WorkspaceError(f"A password would go to {parts.hostname} in the clear; use https:// for the {what}.")


def place_of(address: str) -> str:
    """Return an address as messages show it: without what stands behind its path."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def read_table(
    table: Mapping[str, Any],
    keys: Mapping[str, type | tuple[type, ...]],
    environment: Mapping[str, str],
    *,
    section: str,
    needed: Sequence[str],
    where: str,
    help: str,
) -> tuple[dict[str, Any], str]:
    """Return the values of a table of a settings file that describes an address, and its secret.

    Parameters
    ----------
    keys
        The keys it may have, with their types; ``secret_from`` names the variable of the secret, which never stands in the file.
    environment
        Where that variable is looked up.
    section
        The table's name.
    needed
        Keys that it must have.
    where
        What to call the file in messages.
    help
        Where a whole table is shown.

    Raises
    ------
    WorkspaceVersionError
        If a key is unknown, missing or of another type.
    WorkspaceError
        If the variable of the secret is not set.
    """
    for key, value in table.items():
        if key not in keys:
            raise WorkspaceVersionError(f"{where} has an unknown key {key!r} in [{section}]; known are {', '.join(keys)}.{nearest(key, keys)}")
        if not isinstance(value, keys[key]) or isinstance(value, bool):
            raise WorkspaceVersionError(f"{where} has a wrong value for {key!r} in [{section}]: {value!r}.")
    missing = [key for key in needed if not table.get(key)]
    if missing:
        raise WorkspaceVersionError(f"{where} has no {' and no '.join(missing)} in [{section}]; {help}.")
    variable = table.get("secret_from", "")
    if variable and not environment.get(variable):
        raise WorkspaceError(f"{where} takes the secret of its {section} from the environment variable {variable}, which is not set.")
    return {k: v for k, v in table.items() if k != "secret_from"}, environment[variable] if variable else ""


class Wire:
    """Connections to one place.

    Parameters
    ----------
    what
        Who answers there, for warnings: ``store``.
    extra
        The extra of this package that brings what is needed.
    user, secret
        For HTTP basic authentication; a secret without a user is a bearer token.
    timeout
        Seconds to wait for a connection, and for each next piece of an answer.
    retries
        How often a request is sent again that got no answer, or was told to come back; waits 0.2, 0.4, 0.8 s … between.

    Raises
    ------
    MissingExtra
        If urllib3 is not installed.
    """

    __slots__ = ("_pool", "_retries", "_what")

    def __init__(self, *, what: str, extra: str, user: str = "", secret: str = "", timeout: float, retries: int) -> None:
        try:
            import urllib3
        except ImportError as problem:
            raise MissingExtra(f"A {what} on the network needs urllib3: pip install 'themegraph[{extra}]'.") from problem
        head = {"User-Agent": "themegraph"}
        if secret and user:
            head["Authorization"] = "Basic " + base64.b64encode(f"{user}:{secret}".encode()).decode("ascii")
        elif secret:
            head["Authorization"] = f"Bearer {secret}"
        self._what = what
        self._retries = retries
        # A redirection is not followed: another address would get the password.
        self._pool: urllib3.PoolManager | None = urllib3.PoolManager(headers=head, timeout=urllib3.Timeout(timeout), retries=False, maxsize=4)

    @property
    def closed(self) -> bool:
        """Whether the connections were let go."""
        return self._pool is None

    def send(self, method: str, address: str, *, accept: str = "*/*", body: bytes | None = None, kind: str = "") -> urllib3.BaseHTTPResponse:
        """Send a request until it is answered or the tries are used up; return the answer, not yet read.

        Raises
        ------
        NoAnswer
            If no try was answered.
        Refused
            If the answer is not one of 2xx.
        """
        left, wait = self._retries, 0.2
        while True:
            try:
                return self._once(method, address, accept, body, kind)
            except NoAnswer as problem:
                if not left:
                    raise
                _log.warning("The %s at %s does not answer (%s); trying again in %.1f s.", self._what, place_of(address), problem.reason, wait)
            time.sleep(wait)
            left, wait = left - 1, min(2 * wait, _LONGEST_WAIT)

    def fetch(self, method: str, address: str, *, accept: str = "*/*", body: bytes | None = None, kind: str = "", most: int) -> bytes:
        """Send a request as :meth:`send` does and return the whole answer.

        Parameters
        ----------
        most
            Bytes after which an answer is taken for none.

        Raises
        ------
        NoAnswer
            If no try was answered, or the answer broke off or is too long.
        Refused
            If the answer is not one of 2xx.
        """
        import urllib3

        answer = self.send(method, address, accept=accept, body=body, kind=kind)
        try:
            raw = answer.read(most + 1)
        except urllib3.exceptions.HTTPError as problem:
            raise NoAnswer(f"the answer broke off: {problem}") from problem
        finally:
            answer.close()
        if len(raw) > most:
            raise NoAnswer(f"an answer of more than {most} bytes")
        return raw

    def _once(self, method: str, address: str, accept: str, body: bytes | None, kind: str) -> urllib3.BaseHTTPResponse:
        import urllib3

        if self._pool is None:
            raise WorkspaceError(f"The {self._what} at {place_of(address)} was closed.")
        head = {**self._pool.headers, "Accept": accept, **({"Content-Type": kind} if kind else {})}
        try:
            answer = self._pool.request(method, address, body=body, headers=head, preload_content=False)
        except urllib3.exceptions.HTTPError as problem:
            raise NoAnswer(str(problem).rpartition(": ")[2]) from problem
        if answer.status < 300:
            return answer
        try:
            said = " ".join(answer.read(600).decode("utf-8", "replace").split())
        except urllib3.exceptions.HTTPError:
            said = ""
        finally:
            answer.close()
        if answer.status in _AGAIN:
            raise NoAnswer(f"HTTP {answer.status} {said}".strip())
        raise Refused(answer.status, said)

    def close(self) -> None:
        """Let go of the connections; a second call does nothing."""
        if self._pool is not None:
            self._pool.clear()
        self._pool = None
