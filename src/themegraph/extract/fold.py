"""Folding lives in :mod:`themegraph.folding`, since ingest, graph and query fold too."""

from themegraph.folding import Folded, fold, fold_name, is_cjk, simplify

__all__ = ["Folded", "fold", "fold_name", "is_cjk", "simplify"]
