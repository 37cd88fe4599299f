"""What draws are summed up to."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray

from themegraph.exposure.sampling import quantile

DRAWS = arrays(np.float64, array_shapes(min_dims=2, max_dims=2, max_side=30), elements=st.floats(-1, 1, allow_subnormal=False))


@settings(deadline=None)
@given(draws=DRAWS, share=st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]))
def test_a_quantile_lies_between_two_draws_where_numpy_has_it(draws: NDArray[np.float64], share: float) -> None:
    assert quantile(np.sort(draws, axis=0), share).tolist() == np.quantile(draws, share, axis=0).tolist()
