"""Our values behave as the frozen dataclasses that :mod:`dataclasses` makes, although little of them is made before it is needed."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field
from typing import Any

import msgspec
import pytest

from themegraph.model import EntityLink, Span
from themegraph.model.values import dataclass

EITHER = pytest.mark.parametrize("decorator", [dataclass, dataclasses.dataclass])


def pair(decorator: Callable[..., Any]) -> Any:
    @decorator(frozen=True, slots=True, kw_only=True, order=True)
    class Pair:
        """Two numbers."""

        left: int
        right: int = 2
        seen: list[int] = field(default_factory=list, repr=False, compare=False)
        total: int = field(init=False, default=7)

        def __post_init__(self) -> None:
            if self.left > self.right:
                raise ValueError(self.left)

    return Pair


def one(decorator: Callable[..., Any]) -> Any:
    @decorator(frozen=True, slots=True, kw_only=True)
    class One:
        """A single field."""

        name: str

    return One


@EITHER
def test_values_compare_print_hash_and_are_replaced_as_their_fields_say(decorator: Callable[..., Any]) -> None:
    made = pair(decorator)
    assert made(left=1) == made(left=1, right=2, seen=[3]) < made(left=2)
    assert made(left=1) != made(left=1, right=3)
    assert min(made(left=2), made(left=1)).left == 1
    assert made(left=1) >= made(left=1)
    assert repr(dataclasses.replace(made(left=1, seen=[1]), seen=[])).endswith("Pair(left=1, right=2, total=7)")
    assert hash(made(left=1)) == hash((1, 2, 7))
    assert dataclasses.asdict(made(left=1, seen=[4])) == {"left": 1, "right": 2, "seen": [4], "total": 7}


@EITHER
def test_a_default_is_made_anew_for_each_value(decorator: Callable[..., Any]) -> None:
    made = pair(decorator)
    assert made(left=1).seen is not made(left=1).seen


@EITHER
def test_values_of_two_classes_are_never_equal(decorator: Callable[..., Any]) -> None:
    assert one(decorator)(name="a") != one(decorator)(name="a")
    assert hash(one(decorator)(name="a")) == hash(("a",))
    with pytest.raises(TypeError):
        assert pair(decorator)(left=1) < pair(decorator)(left=1)


@EITHER
def test_values_stay_frozen(decorator: Callable[..., Any]) -> None:
    value = pair(decorator)(left=1)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'left'"):
        value.left = 2
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'left'"):
        del value.left
    assert not hasattr(value, "__dict__")


@EITHER
def test_a_value_still_checks_itself(decorator: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match="3"):
        pair(decorator)(left=3)


@EITHER
def test_wrong_fields_are_named(decorator: Callable[..., Any]) -> None:
    with pytest.raises(TypeError, match="left"):
        pair(decorator)()
    with pytest.raises(TypeError, match="middle"):
        pair(decorator)(left=1, middle=2)
    with pytest.raises(TypeError, match="positional"):
        pair(decorator)(1, 2)


@EITHER
def test_what_a_class_says_itself_stands(decorator: Callable[..., Any]) -> None:
    @decorator(frozen=True, slots=True, kw_only=True, eq=False)
    class Own:
        """Prints as it likes, equal to itself alone."""

        name: str

        def __repr__(self) -> str:
            return "own"

    value = Own(name="a")  # type: ignore[call-arg]
    assert repr(value) == "own"
    assert value != Own(name="a")  # type: ignore[call-arg]


@EITHER
def test_a_value_may_have_heirs(decorator: Callable[..., Any]) -> None:
    @decorator(frozen=True, slots=True, kw_only=True)
    class Price(one(decorator)):  # type: ignore[misc]
        """A field more."""

        amount: float

    assert dataclasses.replace(Price(name="a", amount=1.0), amount=2.0) == Price(name="a", amount=2.0)
    with pytest.raises(FrozenInstanceError):
        Price(name="a", amount=1.0).amount = 3.0


def test_a_value_is_copied_pickled_and_written_as_any_dataclass() -> None:
    span = Span(start=1, end=2)
    assert copy.deepcopy(span) == pickle.loads(pickle.dumps(span)) == span
    assert msgspec.json.decode(msgspec.json.encode(span), type=Span) == span
    with pytest.raises(msgspec.ValidationError, match="0 <= start <= end"):
        msgspec.json.decode(b'{"start": 2, "end": 1}', type=Span)


def test_the_signature_has_names_kinds_and_types_once_a_value_was_made() -> None:
    Span(start=1, end=1)
    parameters = inspect.signature(Span).parameters
    assert {n: p.annotation for n, p in parameters.items()} == {"start": "int", "end": "int"}
    assert all(p.kind is inspect.Parameter.KEYWORD_ONLY for p in parameters.values())
    assert dataclasses.fields(EntityLink)[0].name == "mention"
