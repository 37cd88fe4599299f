"""Train the pair classifier on FinRE, calibrate it, and write its weights and model card.

Two linear machines are trained on the same features - a multi-class one (Crammer and Singer) and one per label - and their weights are averaged:
one model at reading time, with less variance than either. Hyper-parameters were chosen on the valid split and stand here; nothing else of it enters.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.errors import MissingExtra, UnreadableArticle
from themegraph.extract.relations.classifier import FORMAT, WEIGHTS, inverse_labels
from themegraph.extract.relations.zones import COLUMNS, PairText, hashed_columns, locate_pair, pair_features
from themegraph.extract.text.segment import segmenter

__all__ = ["FinreRow", "RelationTraining", "read_finre", "read_finre_labels", "train_relations"]

_C_JOINT, _C_EACH = 1.0, 1.0
_RARE = 2
"""Columns that fewer training pairs have are dropped."""
_CALIBRATION_SHARE = 10
"""One sentence in so many is held out of a first training to fit temperature and threshold."""
_SURE = 0.80
"""The precision, on the held-out sentences, that the threshold is chosen for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinreRow:
    """One line of FinRE."""

    head: str
    tail: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationTraining:
    """What a training wrote, and how it does on sentences held out of the first training."""

    weights: Path
    pairs: int
    columns: int
    held_out_accuracy: float
    temperature: float
    threshold: float


def read_finre(path: Path) -> list[FinreRow]:
    """Return the rows of a FinRE file in order.

    Raises
    ------
    UnreadableArticle
        If a line has not four tab-separated cells.
    """
    rows: list[FinreRow] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) != 4:
            msg = f"{path.name}, line {number}: wanted head, tail, relation and sentence between tabs; found {len(cells)} cells."
            raise UnreadableArticle(msg)
        rows.append(FinreRow(head=cells[0], tail=cells[1], label=cells[2], sentence=cells[3]))
    return rows


def read_finre_labels(path: Path) -> tuple[str, ...]:
    """Return the labels of ``relation2id.txt`` by their numbers."""
    pairs = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return tuple(label for label, _ in sorted(pairs, key=lambda pair: int(pair[1])))


def pair_of(row: FinreRow) -> PairText:
    """Return the pair of a row; a name that its sentence lacks stands at its beginning, with no width."""
    return locate_pair(row.sentence, row.head, row.tail) or PairText(text=row.sentence, head=(0, 0), tail=(0, 0))


def _matrix(columns: Sequence[Sequence[int]], used: NDArray[np.int64]) -> Any:
    from scipy.sparse import csr_matrix

    place = np.full(COLUMNS, -1, dtype=np.int64)
    place[used] = np.arange(len(used))
    pointers, indices, values = [0], [], []
    for row in columns:
        kept = place[np.array(row, dtype=np.int64)]
        kept = kept[kept >= 0]
        indices.append(kept)
        values.append(np.full(len(kept), 1 / np.sqrt(len(row)), dtype=np.float64))
        pointers.append(pointers[-1] + len(kept))
    return csr_matrix((np.concatenate(values), np.concatenate(indices), pointers), shape=(len(columns), len(used)))


def _fit(
    columns: Sequence[Sequence[int]], labels: NDArray[np.intp], count: int, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the used columns, their weights (columns, labels) and the bias of each label."""
    from sklearn.svm import LinearSVC

    seen = np.zeros(COLUMNS, dtype=np.int32)
    for row in columns:
        seen[row] += 1
    used = np.flatnonzero(seen >= _RARE)
    matrix = _matrix(columns, used)
    weights, bias = np.zeros((len(used), count)), np.zeros(count)
    machines = [
        LinearSVC(C=_C_JOINT, multi_class="crammer_singer", max_iter=3000, random_state=seed),
        LinearSVC(C=_C_EACH, max_iter=3000, random_state=seed),
    ]
    for machine in machines:
        machine.fit(matrix, labels)
        # Each machine counts alike, whatever its margins: its scores on its own data get unit variance.
        scores = machine.decision_function(matrix)
        scale = 1 / scores.std()
        weights[:, machine.classes_] += machine.coef_.T * scale / len(machines)
        bias[machine.classes_] += (machine.intercept_ - scores.mean()) * scale / len(machines)
    return used, weights, bias


def _quantised(weights: NDArray[np.float64]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    scales = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    return np.round(weights / scales).astype(np.int8), scales.astype(np.float32)


def _joined(
    columns: Sequence[Sequence[int]], mirrored: Sequence[Sequence[int]], used: NDArray[np.int64], weights: NDArray[np.float64], bias: NDArray[np.float64],
    inverse: NDArray[np.intp],
) -> NDArray[np.float64]:  # fmt: skip
    forward = _matrix(columns, used) @ weights + bias
    backward = _matrix(mirrored, used) @ weights + bias
    joined: NDArray[np.float64] = forward + backward[:, inverse]
    return joined


def _softmax(scores: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    powers = np.exp((scores - scores.max(axis=1, keepdims=True)) / temperature)
    chances: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return chances


def _calibrate(scores: NDArray[np.float64], labels: NDArray[np.intp], unknown: int) -> tuple[float, float, float]:
    """Return temperature, threshold and accuracy on the held-out sentences."""
    rows = np.arange(len(labels))
    temperature = min(
        (float(t) for t in np.geomspace(0.05, 5, 60)), key=lambda t: float(-np.log(np.maximum(_softmax(scores, t)[rows, labels], 1e-12)).mean())
    )
    chances = _softmax(scores, temperature)
    best = chances.argmax(axis=1)
    sure = chances.max(axis=1)
    threshold = 0.95
    for candidate in np.arange(0.30, 0.96, 0.01):
        chosen = (sure >= candidate) & (best != unknown)
        if chosen.sum() >= 30 and float((best[chosen] == labels[chosen]).mean()) >= _SURE:
            threshold = float(candidate)
            break
    return temperature, round(threshold, 2), float((best == labels).mean())


def train_relations(finre: Path, out: Path, *, seed: int = 7, trained_on: date) -> RelationTraining:
    """Train on ``finre/train.txt``, write ``out/relations.npz`` and its card, and say how it went.

    Parameters
    ----------
    finre
        The folder of FinRE, with train.txt, valid.txt and relation2id.txt.
    out
        Where the weights go.
    seed
        Of the machines' shuffling. Same data, same seed, same bytes.
    trained_on
        Day written in the model card; no clock is asked.

    Raises
    ------
    MissingExtra
        If scikit-learn is not installed.
    """
    try:
        import sklearn
    except ImportError as error:
        msg = "Training needs scikit-learn. Install it with: pip install 'themegraph[train]'"
        raise MissingExtra(msg) from error
    from themegraph.extract.relations.classifier import load_classifier

    labels = read_finre_labels(finre / "relation2id.txt")
    valid = read_finre(finre / "valid.txt")
    kept_out = {row.sentence for row in valid}
    rows = [row for row in read_finre(finre / "train.txt") if row.sentence not in kept_out]
    numbers = {label: i for i, label in enumerate(labels)}
    target = np.array([numbers[row.label] for row in rows], dtype=np.intp)
    words = segmenter()
    pairs = [pair_of(row) for row in rows]
    columns = [hashed_columns(pair_features(pair, words)) for pair in pairs]
    inverse = inverse_labels(labels)

    sentences = {sentence: i for i, sentence in enumerate(dict.fromkeys(row.sentence for row in rows))}
    held = np.array([sentences[row.sentence] % _CALIBRATION_SHARE == 0 for row in rows])
    used, weights, bias = _fit([c for c, h in zip(columns, held, strict=True) if not h], target[~held], len(labels), seed)
    kept = [i for i, h in enumerate(held) if h]
    mirrored = [hashed_columns(pair_features(pairs[i].reversed(), words)) for i in kept]
    scores = _joined([columns[i] for i in kept], mirrored, used, weights, bias, inverse)
    temperature, threshold, accuracy = _calibrate(scores, target[held], numbers["unknown"])

    used, weights, bias = _fit(columns, target, len(labels), seed)
    small, scales = _quantised(weights)
    loud = np.abs(small).max(axis=1) > 0
    used, small = used[loud], small[loud]
    out.mkdir(parents=True, exist_ok=True)
    path = out / WEIGHTS
    np.savez_compressed(
        path,
        format=np.array(FORMAT),
        labels=np.array(labels),
        columns=used.astype(np.int32),
        weights=small,
        scales=scales,
        bias=bias.astype(np.float32),
        temperature=np.array(temperature),
        threshold=np.array(threshold),
    )
    classifier = load_classifier(path)
    guessed = [classifier.judge(pair_of(row)).label for row in valid]
    right = sum(a == b.label for a, b in zip(guessed, valid, strict=True))
    known = sum(a == b.label != "unknown" for a, b in zip(guessed, valid, strict=True))
    precision = known / max(1, sum(a != "unknown" for a in guessed))
    recall = known / max(1, sum(row.label != "unknown" for row in valid))
    card = {
        "model": "linear classifier of company pairs, FinRE's 44 relations",
        "file": WEIGHTS,
        "trained_on": trained_on.isoformat(),
        "data": "FinRE (thunlp/Chinese_NRE), train split; valid sentences left out",
        "data_licence": "MIT, Copyright (c) 2019 THUNLP",
        "train_pairs": len(rows),
        "features": "words and character 2- and 3-grams of the zones left of, between and right of the pair with its order; words beside each name; "
        "word pairs across zones; name shapes and names; hashed to 2^20 columns, those of one training pair dropped",
        "columns": len(used),
        "parameters": {
            "machines": f"mean of LinearSVC crammer_singer C={_C_JOINT} and one-vs-rest C={_C_EACH}",
            "scikit-learn": sklearn.__version__,
            "seed": seed,
            "weights": "int8",
            "reading": "the scores of a pair and of its mirror image are joined through inverse labels",
            "temperature": round(temperature, 4),
            "threshold": threshold,
            "calibrated_on": "one tenth of the training sentences, held out of a first training",
        },
        "measured": {
            "split": "FinRE valid; the two C, the feature set and the rare-column limit were chosen on it, nothing else",
            "accuracy": round(right / len(valid), 4),
            "micro_f1_without_unknown": round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0,
            "held_out_accuracy": round(accuracy, 4),
        },
        "bytes": path.stat().st_size,
    }
    (out / "relations.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return RelationTraining(
        weights=path, pairs=len(rows), columns=len(used), held_out_accuracy=accuracy, temperature=temperature, threshold=threshold
    )
