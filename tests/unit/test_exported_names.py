"""What the package offers: names in ``__all__`` exist, are sorted, and the public ones change only on purpose."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

import themegraph

ROOT = Path(next(iter(themegraph.__path__)))


def modules() -> list[str]:
    """Return the names of all modules but those that run on import."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if not name.endswith(("__main__", "sparql_worker")):
            found.append(name)
    return found


@pytest.mark.parametrize("name", modules())
def test_the_names_a_module_offers_are_there_once_and_sorted(name: str) -> None:
    module = import_module(name)
    offered = getattr(module, "__all__", None)
    if offered is None:
        return
    assert len(set(offered)) == len(offered)
    for word in offered:
        assert hasattr(module, word), f"{name}.{word}"
    constants = [w for w in offered if w.isupper()]
    classes = [w for w in offered if not w.isupper() and w.lstrip("_")[:1].isupper()]
    functions = [w for w in offered if w not in constants and w not in classes]
    assert list(offered) in (sorted(offered), [*constants, *classes, *functions])


def test_the_package_offers_what_it_promises() -> None:
    assert themegraph.__all__ == ["ThemegraphError", "__version__", "create", "open"]


def test_every_error_is_under_one_base() -> None:
    from themegraph import errors

    for word in errors.__all__:
        found = getattr(errors, word)
        if isinstance(found, type):
            assert issubclass(found, themegraph.ThemegraphError)
            assert word in (errors.__doc__ or ""), f"{word} is not drawn in the tree"


def test_opening_the_package_loads_none_of_the_stages(program: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """``import themegraph`` is cheap: what a question needs is loaded when it is asked."""
    said = program("-c", "import sys, themegraph; print(*(m for m in sys.modules if m.startswith('themegraph')))")
    assert set(said.stdout.split()) <= {"themegraph", "themegraph._version", "themegraph.errors"}
