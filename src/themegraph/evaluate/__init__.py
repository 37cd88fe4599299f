"""What our reading is worth: gold sets, FinRE, FewFC. Figures only; nothing here changes what is read."""

from themegraph.evaluate.documents import Labels, read_documents, read_labels
from themegraph.evaluate.fewfc import FewfcReport, evaluate_fewfc
from themegraph.evaluate.finre import FinreReport, evaluate_finre
from themegraph.evaluate.gold import GoldReport, evaluate_gold, score_documents
from themegraph.evaluate.report import render_fewfc, render_finre, render_gold
from themegraph.evaluate.scoring import Measure, precision_recall

__all__ = [
    "FewfcReport",
    "FinreReport",
    "GoldReport",
    "Labels",
    "Measure",
    "evaluate_fewfc",
    "evaluate_finre",
    "evaluate_gold",
    "precision_recall",
    "read_documents",
    "read_labels",
    "render_fewfc",
    "render_finre",
    "render_gold",
    "score_documents",
]
