"""Past exposures against past prices: are they worth anything?

:func:`calibrate` scores plain records, :func:`past_scores` makes them from a snapshot, :func:`render_calibration` prints the verdict.
"""

from themegraph.calibrate.answers import Calibration, Decile, FundFacts, Interval, LeftOut, MethodScore, Scored, WindowResult
from themegraph.calibrate.calibration import EXPOSURE, MIN_EVENT_DAYS, MIN_INDICES, WINDOWS, calibrate, one_per_index
from themegraph.calibrate.gather import PastScores, past_scores
from themegraph.calibrate.prices import BENCHMARKS, PriceTable, Series, read_price_table, series_of
from themegraph.calibrate.report import render_calibration
from themegraph.calibrate.returns import Measured, abnormal_return, day_zero
from themegraph.calibrate.scoring import rank_ic

__all__ = [
    "BENCHMARKS",
    "EXPOSURE",
    "MIN_EVENT_DAYS",
    "MIN_INDICES",
    "WINDOWS",
    "Calibration",
    "Decile",
    "FundFacts",
    "Interval",
    "LeftOut",
    "Measured",
    "MethodScore",
    "PastScores",
    "PriceTable",
    "Scored",
    "Series",
    "WindowResult",
    "abnormal_return",
    "calibrate",
    "day_zero",
    "one_per_index",
    "past_scores",
    "rank_ic",
    "read_price_table",
    "render_calibration",
    "series_of",
]
