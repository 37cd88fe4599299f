"""Measure the pair classifier on FinRE."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from themegraph.evaluate.scoring import precision_recall
from themegraph.extract.relations.classifier import RelationClassifier, load_classifier
from themegraph.extract.train.relations import pair_of, read_finre

__all__ = ["FinreReport", "LabelLine", "evaluate_finre"]

_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelLine:
    """How one label does."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int
    """Pairs that carry the label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinreReport:
    """The scores of one split."""

    split: str
    pairs: int
    accuracy: float
    """Over all labels."""
    precision: float
    recall: float
    f1: float
    """Micro-averaged over all labels but ``unknown``, as the data's authors compute it."""
    labels: tuple[LabelLine, ...]
    """Most frequent first."""


def evaluate_finre(folder: Path, *, split: str = "valid", classifier: RelationClassifier | None = None) -> FinreReport:
    """Return how the classifier, the packaged one if none is given, labels a split of FinRE.

    Parameters
    ----------
    folder
        The folder of FinRE with ``<split>.txt``.
    split
        ``valid``, or ``train`` to see how much is learned by heart.
    classifier
        Loaded weights.
    """
    judge = classifier or load_classifier()
    rows = read_finre(folder / f"{split}.txt")
    guessed = [judge.judge(pair_of(row)).label for row in rows]
    wanted = [row.label for row in rows]
    right = Counter(a for a, b in zip(guessed, wanted, strict=True) if a == b)
    proposed, support = Counter(guessed), Counter(wanted)
    known = sum(count for label, count in right.items() if label != _UNKNOWN)
    overall = precision_recall(known, sum(proposed.values()) - proposed[_UNKNOWN] - known, sum(support.values()) - support[_UNKNOWN] - known)
    lines = []
    for label, count in sorted(support.items(), key=lambda item: (-item[1], item[0])):
        precision, recall, f1 = precision_recall(right[label], proposed[label] - right[label], count - right[label])
        lines.append(LabelLine(label=label, precision=precision, recall=recall, f1=f1, support=count))
    return FinreReport(
        split=split,
        pairs=len(rows),
        accuracy=sum(right.values()) / len(rows) if rows else 0.0,
        precision=overall[0],
        recall=overall[1],
        f1=overall[2],
        labels=tuple(lines),
    )
