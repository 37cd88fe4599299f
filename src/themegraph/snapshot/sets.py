"""Sets of numbers as ascending arrays.

What :mod:`numpy` has for them (``unique``, ``isin``, ``union1d``, ``setdiff1d``) imports masked arrays when first called, a tenth of the time in which a
command answers, and looks for those at every call.
"""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["among", "distinct", "first_places", "numbered", "shared", "union", "without"]

T = TypeVar("T", bound=np.generic)


def _first(ordered: NDArray[Any]) -> NDArray[np.bool_]:
    """Return where an ascending array has a value for the first time."""
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return first


def among(values: ArrayLike, wanted: ArrayLike) -> NDArray[np.bool_]:
    """Return for each value whether it is among the wanted ones, in the shape of the values.

    Examples
    --------
    >>> among([3, 1, 2], np.array([2, 3]))
    array([ True, False,  True])
    """
    asked, sought = np.asarray(values), distinct(np.asarray(wanted))
    if not len(sought):
        return np.zeros(asked.shape, dtype=np.bool_)
    found: NDArray[np.bool_] = sought[np.minimum(np.searchsorted(sought, asked), len(sought) - 1)] == asked
    return found


def distinct(values: NDArray[T]) -> NDArray[T]:
    """Return the values of an array, each once, ascending.

    Examples
    --------
    >>> distinct(np.array([3, 1, 3, 2]))
    array([1, 2, 3])
    """
    ordered: NDArray[T] = np.sort(values, axis=None)
    return ordered[_first(ordered)]


def numbered(values: NDArray[T]) -> tuple[NDArray[T], NDArray[np.intp]]:
    """Return the values of a flat array, each once, ascending, and for each element the number of its value.

    Examples
    --------
    >>> numbered(np.array([3, 1, 3, 2]))
    (array([1, 2, 3]), array([2, 0, 2, 1]))
    """
    order = np.argsort(values, kind="stable")
    ordered: NDArray[T] = values[order]
    first = _first(ordered)
    place = np.empty(len(values), dtype=np.intp)
    place[order] = np.cumsum(first) - 1
    return ordered[first], place


def first_places(values: NDArray[Any]) -> NDArray[np.intp]:
    """Return where each value of a flat array stands first, in ascending order of the values.

    Examples
    --------
    >>> first_places(np.array([3, 1, 3, 2]))
    array([1, 3, 0])
    """
    order = np.argsort(values, kind="stable")
    return order[_first(values[order])]


def shared(one: NDArray[T], other: NDArray[T]) -> NDArray[T]:
    """Return the values that two arrays have both, each once, ascending."""
    found = distinct(one)
    both: NDArray[T] = found[among(found, other)]
    return both


def union(one: NDArray[T], other: NDArray[T]) -> NDArray[T]:
    """Return the values of two arrays, each once, ascending."""
    return distinct(np.concatenate((one, other)))


def without(values: NDArray[T], others: NDArray[T]) -> NDArray[T]:
    """Return the values of one array that another has not, each once, ascending.

    Examples
    --------
    >>> without(np.array([3, 1, 3, 2]), np.array([1, 5]))
    array([2, 3])
    """
    left, right = distinct(values), distinct(others)
    if not len(right):
        return left
    at = np.minimum(np.searchsorted(right, left), len(right) - 1)
    rest: NDArray[T] = left[right[at] != left]
    return rest
