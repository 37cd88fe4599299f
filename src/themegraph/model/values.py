"""The decorator of our values: what :func:`dataclasses.dataclass` makes of them, made when it is first needed.

A frozen dataclass is compiled from six pieces of source text, most of a millisecond of start for each class, and a command loads a hundred of
them to use a dozen. Here the methods that all values have alike are shared, and ``__init__`` is written when the first value is made. It calls
the slots' own setters, which takes half the time of handing each field to ``object.__setattr__``: an article is read into fifteen hundred values.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from operator import attrgetter, eq, ge, gt, le, lt
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["dataclass"]

T = TypeVar("T")


def _init(cls: type[Any]) -> Callable[..., None]:
    """Return the ``__init__`` of a class: keywords only, each handed to its slot, then ``__post_init__``."""
    scope: dict[str, Any] = {"_missing": MISSING}
    parameters, body = [], []
    for made in fields(cls):
        name = made.name
        scope[f"_set_{name}"] = getattr(cls, name).__set__
        if made.default_factory is not MISSING:
            scope[f"_make_{name}"] = made.default_factory
            given = f"_make_{name}() if {name} is _missing else {name}" if made.init else f"_make_{name}()"
            parameter = f"{name}=_missing"
        elif made.default is not MISSING:
            scope[f"_default_{name}"] = made.default
            given = name if made.init else f"_default_{name}"
            parameter = f"{name}=_default_{name}"
        elif made.init:
            given = parameter = name
        else:
            continue  # the class sets it itself
        body.append(f"_set_{name}(self, {given})")
        if made.init:
            parameters.append(parameter)
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    keywords = f", *, {', '.join(parameters)}" if parameters else ""
    exec(f"def __init__(self{keywords}):\n    " + "\n    ".join(body or ["pass"]), scope)  # noqa: S102 - names of fields alone, as dataclasses does
    init: Callable[..., None] = scope["__init__"]
    init.__qualname__, init.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
    init.__annotations__ = {made.name: made.type for made in fields(cls) if made.init} | {"return": "None"}
    return init


def _first(cls: type[Any]) -> Callable[..., None]:
    """Return an ``__init__`` that puts the class's own into its place when the first value is made."""

    def first(self: Any, **given: Any) -> None:
        if cls.__init__ is first:
            cls.__init__ = _init(cls)
        cls.__init__(self, **given)

    return first


def _values(made: list[Field[Any]]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives the values of some fields as a tuple."""
    if len(made) > 1:
        return attrgetter(*(f.name for f in made))
    if made:
        only = attrgetter(made[0].name)
        return lambda value: (only(value),)
    return lambda _: ()


def _repr(self: Any) -> str:
    shown = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.repr)
    return f"{type(self).__qualname__}({shown})"


def _setattr(self: object, name: str, value: object) -> None:
    msg = f"cannot assign to field {name!r}"
    raise FrozenInstanceError(msg)


def _delattr(self: object, name: str) -> None:
    msg = f"cannot delete field {name!r}"
    raise FrozenInstanceError(msg)


def _getstate(self: Any) -> list[Any]:
    return [getattr(self, f.name) for f in fields(self)]


def _setstate(self: Any, state: list[Any]) -> None:
    for made, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, made.name, value)


def _comparisons(cls: type[Any], *, order: bool) -> dict[str, Callable[..., Any]]:
    """Return equality and hash over the fields, and their order where it is wanted; values of other classes are neither equal nor in order."""
    compared = _values([f for f in fields(cls) if f.compare])
    hashed = _values([f for f in fields(cls) if (f.compare if f.hash is None else f.hash)])

    def compare(how: Callable[[Any, Any], bool]) -> Callable[[object, object], bool]:
        return lambda self, other: how(compared(self), compared(other)) if other.__class__ is self.__class__ else NotImplemented

    made: dict[str, Callable[..., Any]] = {"__eq__": compare(eq), "__hash__": lambda self: hash(hashed(self))}
    return made | ({"__lt__": compare(lt), "__le__": compare(le), "__gt__": compare(gt), "__ge__": compare(ge)} if order else {})


def _dataclass(
    *, frozen: bool = False, slots: bool = False, kw_only: bool = False, eq: bool = True, order: bool = False
) -> Callable[[type[T]], type[T]]:
    """Return a decorator that makes a dataclass; other ones than frozen, slotted, keyword-only values are left to :mod:`dataclasses`.

    Examples
    --------
    >>> @_dataclass(frozen=True, slots=True, kw_only=True)
    ... class Price:
    ...     "An amount of money."
    ...     amount: float
    ...     currency: str = "CNY"
    >>> Price(amount=1.5)
    Price(amount=1.5, currency='CNY')
    """
    if not (frozen and slots and kw_only):
        return dataclasses.dataclass(frozen=frozen, slots=slots, kw_only=kw_only, eq=eq, order=order)

    def made(cls: type[T]) -> type[T]:
        own = frozenset(vars(cls))
        heir = any(vars(base)["__dataclass_params__"].frozen for base in cls.__mro__[1:] if "__dataclass_params__" in vars(base))
        value: Any = dataclasses.dataclass(init=False, repr=False, eq=False, frozen=heir, slots=True, kw_only=True)(cls)
        value.__dataclass_params__.init = value.__dataclass_params__.repr = value.__dataclass_params__.frozen = True
        value.__dataclass_params__.eq, value.__dataclass_params__.order = eq, order
        methods = {"__init__": _first(value), "__repr__": _repr, "__setattr__": _setattr, "__delattr__": _delattr}
        methods |= {"__getstate__": _getstate, "__setstate__": _setstate}
        if eq:
            methods |= _comparisons(value, order=order)
        for name, method in methods.items():
            if name not in own:
                setattr(value, name, method)
        return value  # type: ignore[no-any-return]

    return made


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _dataclass
