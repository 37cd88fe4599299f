"""Snapshot to impacts, walks, attribution and exposure: pure arithmetic.

:func:`expose` answers a question, :func:`explain` shows one fund's arithmetic, :func:`why_not` says why a fund is not in the answer.
:func:`prepare` makes the whole graph of a day ready, :func:`score` answers one event after another on it with figures and walks alone.
"""

from themegraph.exposure.answers import (
    Attribution,
    Bounds,
    Coverage,
    EdgeUse,
    Explanation,
    ExposureAnswer,
    ExposureQuestion,
    ExposureRow,
    Fragility,
    Hop,
    Impact,
    LineUse,
    NotHeld,
    Notice,
    Path,
    Sampled,
    WeightsUsed,
    WhyNot,
)
from themegraph.exposure.explain import explain
from themegraph.exposure.expose import expose
from themegraph.exposure.ground import Ground, prepare
from themegraph.exposure.scores import Scores, score, score_events
from themegraph.exposure.shocks import Shock, decay, novelty, sessions_between
from themegraph.exposure.table import SHOCK_TYPES, PropagationTable, default_table, load_table
from themegraph.exposure.weights import RebalanceRule
from themegraph.exposure.whynot import why_not

__all__ = [
    "SHOCK_TYPES",
    "Attribution",
    "Bounds",
    "Coverage",
    "EdgeUse",
    "Explanation",
    "ExposureAnswer",
    "ExposureQuestion",
    "ExposureRow",
    "Fragility",
    "Ground",
    "Hop",
    "Impact",
    "LineUse",
    "NotHeld",
    "Notice",
    "Path",
    "PropagationTable",
    "RebalanceRule",
    "Sampled",
    "Scores",
    "Shock",
    "WeightsUsed",
    "WhyNot",
    "decay",
    "default_table",
    "explain",
    "expose",
    "load_table",
    "novelty",
    "prepare",
    "score",
    "score_events",
    "sessions_between",
    "why_not",
]
