"""Sets as ascending arrays say what numpy's slower functions say."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from themegraph.snapshot.sets import among, distinct, first_places, numbered, shared, union, without

NUMBERS = arrays(np.int32, st.integers(0, 12), elements=st.integers(-3, 6))


@settings(deadline=None)
@given(values=NUMBERS)
def test_values_stand_once_in_order_with_their_places(values: NDArray[np.int32]) -> None:
    found, first, place = np.unique(values, return_index=True, return_inverse=True)
    assert distinct(values).tolist() == found.tolist()
    assert distinct(values).dtype == values.dtype
    assert first_places(values).tolist() == first.tolist()
    named, at = numbered(values)
    assert (named.tolist(), at.tolist()) == (found.tolist(), place.tolist())


@settings(deadline=None)
@given(one=NUMBERS, other=NUMBERS)
def test_unions_and_differences_are_sets(one: NDArray[np.int32], other: NDArray[np.int32]) -> None:
    assert union(one, other).tolist() == np.union1d(one, other).tolist()
    assert shared(one, other).tolist() == np.intersect1d(one, other).tolist()
    assert among(one, other).tolist() == np.isin(one, other).tolist()
    assert without(one, other).tolist() == np.setdiff1d(one, other).tolist()
