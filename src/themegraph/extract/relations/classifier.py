"""A linear classifier of company pairs: which of FinRE's relations a sentence states between two names, and how sure that is.

Inference needs numpy alone. A pair is scored from both sides, and the score of a relation is joined with that of its inverse seen from the other
side: the two readings of one pair must agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from themegraph.errors import UnknownFormat
from themegraph.extract.relations.zones import COLUMNS, PairText, hashed_columns, pair_features
from themegraph.extract.text.segment import segmenter
from themegraph.resources import weights_path

__all__ = ["FINRE_PREDICATES", "Judgement", "RelationClassifier", "inverse_labels", "load_classifier"]

WEIGHTS = "relations.npz"
"""Name of the packaged weights."""

FORMAT = "themegraph-relations-1"
"""Written into the weights; other formats are refused."""

FINRE_PREDICATES: dict[str, tuple[str, bool] | None] = {
    # FinRE's label of (head, tail): our predicate, and whether head and tail change places.
    "注资": ("invests_in", False),
    "被注资": ("invests_in", True),
    "入股": ("invests_in", False),
    "被入股": ("invests_in", True),
    "持股": ("invests_in", False),
    "被持股": ("invests_in", True),
    "增持": ("invests_in", False),
    "被增持": ("invests_in", True),
    "拥有": ("subsidiary_of", True),
    "被拥有": ("subsidiary_of", False),
    "成立": ("subsidiary_of", True),
    "被成立": ("subsidiary_of", False),
    "收购": ("acquires", False),
    "被收购": ("acquires", True),
    "拟收购": ("acquires", False),
    "被拟收购": ("acquires", True),
    "合作": ("cooperates_with", False),
    "签约": ("cooperates_with", False),
    "合资": ("cooperates_with", False),
    "竞争": ("competes_with", False),
    # No predicate of ours: they are events (减持, 转让, 纠纷, 重组, 合并 …), the same company (自己), an opinion on another (分析),
    # or have no direction in the data (订单).
    "unknown": None, "自己": None, "纠纷": None, "重组": None, "买资": None, "被买资": None, "交易": None, "转让": None, "被转让": None,
    "分析": None, "被分析": None, "帮助": None, "被帮助": None, "发行": None, "被发行": None, "商讨": None, "合并": None, "订单": None,
    "减持": None, "被减持": None, "借壳": None, "被借壳": None, "欠款": None, "被欠款": None,
}  # fmt: skip
"""FinRE's 44 labels in our predicates."""


def inverse_labels(labels: Sequence[str]) -> NDArray[np.intp]:
    """Return for each label the position of the label that the pair has from the other side (收购 and 被收购); symmetric ones are their own.

    Examples
    --------
    >>> inverse_labels(["unknown", "收购", "合作", "被收购"]).tolist()
    [0, 3, 2, 1]
    """
    place = {label: i for i, label in enumerate(labels)}
    return np.array([place.get(f"被{label}", place.get(label.removeprefix("被"), i)) for i, label in enumerate(labels)], dtype=np.intp)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the classifier says of one pair."""

    label: str
    """FinRE's label of (head, tail)."""
    probability: float
    """In [0, 1], calibrated on a held-out part of the training data."""


class RelationClassifier:
    """Loaded weights. The same pair gets the same judgement, whatever was read before.

    Parameters
    ----------
    labels
        FinRE's labels in the order of the columns of ``weights``.
    columns
        The hashed columns that have weights, ascending.
    weights
        Shape (len(columns), len(labels)), int8.
    scales
        One per label: weight = int8 × scale.
    bias
        One per label.
    temperature
        Divides the joined scores before the softmax.
    threshold
        Below this probability nothing is said.
    """

    def __init__(
        self,
        *,
        labels: Sequence[str],
        columns: NDArray[np.int32],
        weights: NDArray[np.int8],
        scales: NDArray[np.float32],
        bias: NDArray[np.float32],
        temperature: float,
        threshold: float,
    ) -> None:
        self.labels = tuple(labels)
        self.threshold = threshold
        self._inverse = inverse_labels(self.labels)
        self._row = np.zeros(COLUMNS, dtype=np.int32)
        self._row[columns] = np.arange(1, len(columns) + 1, dtype=np.int32)
        self._weights = np.vstack([np.zeros((1, len(self.labels)), dtype=np.int8), weights])
        self._scales = scales.astype(np.float64)
        self._bias = bias.astype(np.float64)
        self._temperature = temperature
        self._words = segmenter()

    def _scores(self, pair: PairText) -> NDArray[np.float64]:
        columns = hashed_columns(pair_features(pair, self._words))
        rows = self._row[columns]
        total: NDArray[np.float64] = self._weights[rows].sum(axis=0, dtype=np.int32) * self._scales / np.sqrt(len(columns)) + self._bias
        return total

    def probabilities(self, pair: PairText) -> NDArray[np.float64]:
        """Return the chance of each label, in the order of :attr:`labels`; they sum to 1."""
        joined = (self._scores(pair) + self._scores(pair.reversed())[self._inverse]) / self._temperature
        powers = np.exp(joined - joined.max())
        chances: NDArray[np.float64] = powers / powers.sum()
        return chances

    def judge(self, pair: PairText) -> Judgement:
        """Return the likeliest label of a pair and its probability."""
        chances = self.probabilities(pair)
        best = int(chances.argmax())
        return Judgement(label=self.labels[best], probability=float(chances[best]))


def load_classifier(path: Path | None = None) -> RelationClassifier:
    """Return the classifier with the packaged weights, or those at ``path``.

    Raises
    ------
    MissingResource
        If the packaged weights are not there.
    UnknownFormat
        If the file is not one that the training wrote.
    """
    source = path or weights_path(WEIGHTS)
    with np.load(source, allow_pickle=False) as stored:
        wanted = {"format", "labels", "columns", "weights", "scales", "bias", "temperature", "threshold"}
        missing = wanted - set(stored.files)
        if missing or str(stored["format"]) != FORMAT:
            found = f"no {', '.join(sorted(missing))}" if missing else f"the format {stored['format']}"
            msg = f"{source.name} holds no relation weights: wanted the format {FORMAT}, found {found}. Train them anew."
            raise UnknownFormat(msg)
        return RelationClassifier(
            labels=[str(label) for label in stored["labels"]],
            columns=stored["columns"],
            weights=stored["weights"],
            scales=stored["scales"],
            bias=stored["bias"],
            temperature=float(stored["temperature"]),
            threshold=float(stored["threshold"]),
        )
