"""Frozen values that are made quickly: an article is read into some fifteen hundred of them."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

__all__ = ["quick"]

T = TypeVar("T")


def quick(cls: type[T]) -> type[T]:
    """Return a frozen, slotted, keyword-only dataclass with an ``__init__`` that takes half the time; nothing else of the class changes.

    Raises
    ------
    TypeError
        If a field has a default factory: give such a class the ``__init__`` that :mod:`dataclasses` writes.

    Notes
    -----
    The ``__init__`` of a frozen dataclass hands every field to ``object.__setattr__``, which looks the slot up by its name; this one calls the
    slots' own setters, which are looked up once.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @quick
    ... @dataclass(frozen=True, slots=True, kw_only=True)
    ... class Price:
    ...     amount: float
    ...     currency: str = "CNY"
    >>> Price(amount=1.5)
    Price(amount=1.5, currency='CNY')
    """
    scope: dict[str, Any] = {}
    parameters, body = [], []
    for made in fields(cls):  # type: ignore[arg-type]
        if made.default_factory is not MISSING:
            msg = f"The field {made.name} of {cls.__name__} has a default factory; quick writes plain defaults only."
            raise TypeError(msg)
        scope[f"_set_{made.name}"] = getattr(cls, made.name).__set__
        if made.default is MISSING:
            parameters.append(made.name)
        else:
            scope[f"_default_{made.name}"] = made.default
            parameters.append(f"{made.name}=_default_{made.name}")
        body.append(f"    _set_{made.name}(self, {made.name})\n")
    if hasattr(cls, "__post_init__"):
        body.append("    self.__post_init__()\n")
    exec(f"def __init__(self, *, {', '.join(parameters)}):\n{''.join(body)}", scope)  # noqa: S102
    init = scope["__init__"]
    init.__qualname__, init.__module__, init.__annotations__ = f"{cls.__qualname__}.__init__", cls.__module__, cls.__init__.__annotations__
    cls.__init__ = init  # type: ignore[method-assign]
    return cls
