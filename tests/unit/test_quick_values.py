"""Values made quickly behave as the frozen dataclasses that they are."""

from __future__ import annotations

import inspect
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from themegraph.model import EntityLink, Span
from themegraph.model.quick import quick


@quick
@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Pair:
    left: int
    right: int = 2

    def __post_init__(self) -> None:
        if self.left > self.right:
            raise ValueError(self.left)


def test_a_quick_value_compares_prints_and_is_replaced_as_its_fields_say() -> None:
    assert Pair(left=1) == Pair(left=1, right=2) < Pair(left=2)
    assert repr(replace(Pair(left=1), right=5)) == "Pair(left=1, right=5)"
    assert len({Pair(left=1), Pair(left=1)}) == 1


def test_a_quick_value_stays_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Pair(left=1).left = 2  # type: ignore[misc]


def test_a_quick_value_still_checks_itself() -> None:
    with pytest.raises(ValueError, match="3"):
        Pair(left=3)
    with pytest.raises(ValueError, match="0 <= start <= end"):
        Span(start=2, end=1)


def test_a_missing_field_is_named() -> None:
    with pytest.raises(TypeError, match="left"):
        Pair()  # type: ignore[call-arg]


def test_the_signature_keeps_names_kinds_and_types() -> None:
    parameters = inspect.signature(EntityLink).parameters
    assert all(p.kind is inspect.Parameter.KEYWORD_ONLY for p in parameters.values())
    assert {n: p.annotation for n, p in parameters.items()}["antecedent"] == "Span | None"


def test_a_default_factory_is_refused() -> None:
    with pytest.raises(TypeError, match="parts of Many"):

        @quick
        @dataclass(frozen=True, slots=True, kw_only=True)
        class Many:
            parts: list[int] = field(default_factory=list)
