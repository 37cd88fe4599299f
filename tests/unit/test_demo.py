"""What the demonstration says besides the answers."""

import pytest

from themegraph import demo


@pytest.mark.parametrize(
    ("found", "called", "said"),
    [
        ("/usr/bin/themegraph", "x/themegraph", "themegraph"),
        (None, ".venv/bin/themegraph", ".venv/bin/themegraph"),
        (None, "themegraph/__main__.py", "python -m themegraph"),
    ],
)
def test_the_next_command_is_named_as_it_can_be_called_here(monkeypatch: pytest.MonkeyPatch, found: str | None, called: str, said: str) -> None:
    monkeypatch.setattr("shutil.which", lambda _: found)
    monkeypatch.setattr("sys.argv", [called])
    assert demo._program() == said
