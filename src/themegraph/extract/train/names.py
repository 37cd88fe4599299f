"""Train the character CRF for organisation names on FinRE, and write its model card.

FinRE marks two entities a line; all entities of one sentence are merged into silver labels. They are incomplete (a third entity may go
unmarked), so precision measured on them is understated.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from themegraph.errors import MissingExtra, UnreadableArticle
from themegraph.extract.names.tagger import WEIGHTS, NameTagger, character_features
from themegraph.folding import fold_name

__all__ = ["LabelledSentence", "TaggerReport", "evaluate_names", "read_finre_names", "train_names"]

_SEED = 20260101
_C1, _C2, _ITERATIONS = 0.5, 0.02, 80
"""L1 keeps the weights small; values chosen on the valid split."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSentence:
    """A folded sentence and the half-open ranges of its organisations."""

    text: str
    names: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggerReport:
    """How the tagger does on held-out sentences."""

    sentences: int
    precision: float
    recall: float
    f1: float


def read_finre_names(path: Path) -> list[LabelledSentence]:
    """Return the distinct sentences of a FinRE file with every name that any of its lines marks, in file order.

    Raises
    ------
    UnreadableArticle
        If a line has not four tab-separated cells.
    """
    names: dict[str, dict[str, None]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) != 4:
            msg = f"{path.name}, line {number}: wanted head, tail, relation and sentence between tabs; found {len(cells)} cells."
            raise UnreadableArticle(msg)
        names.setdefault(fold_name(cells[3]), {}).update({fold_name(cells[0]): None, fold_name(cells[1]): None})
    return [LabelledSentence(text=text, names=_places(text, list(words))) for text, words in names.items() if text]


def _places(text: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    taken = bytearray(len(text))
    found: list[tuple[int, int]] = []
    for word in sorted(words, key=lambda w: (-len(w), w)):
        at = text.find(word) if word else -1
        while at >= 0:
            if not any(taken[at : at + len(word)]):
                taken[at : at + len(word)] = b"\x01" * len(word)
                found.append((at, at + len(word)))
            at = text.find(word, at + len(word))
    return tuple(sorted(found))


def _labels(sentence: LabelledSentence) -> list[str]:
    labels = ["O"] * len(sentence.text)
    for start, end in sentence.names:
        labels[start] = "B"
        labels[start + 1 : end] = ["I"] * (end - start - 1)
    return labels


def evaluate_names(tagger: NameTagger, sentences: Iterable[LabelledSentence]) -> TaggerReport:
    """Return exact-span precision, recall and F1."""
    right = proposed = marked = count = 0
    for sentence in sentences:
        count += 1
        found = {(start, end) for start, end, _ in tagger(sentence.text)}
        gold = set(sentence.names)
        right += len(found & gold)
        proposed += len(found)
        marked += len(gold)
    precision = right / proposed if proposed else 0.0
    recall = right / marked if marked else 0.0
    return TaggerReport(sentences=count, precision=precision, recall=recall, f1=2 * precision * recall / (precision + recall) if right else 0.0)


def _renamed(sentence: LabelledSentence, names: Sequence[str], chance: Random) -> LabelledSentence:
    """Return the sentence with its names replaced by others, so that the tagger learns the places of names and not the names."""
    text, places, last = "", [], 0
    for start, end in sentence.names:
        text += sentence.text[last:start]
        name = chance.choice(names) if end - start > 2 else sentence.text[start:end]
        places.append((len(text), len(text) + len(name)))
        text += name
        last = end
    return LabelledSentence(text=text + sentence.text[last:], names=tuple(places))


def train_names(finre: Path, out: Path, *, trained_on: date, names: Sequence[str] = ()) -> TaggerReport:
    """Train on ``finre/train.txt``, measure on ``finre/valid.txt``, write weights and model card to the folder ``out``.

    Parameters
    ----------
    finre
        Folder with FinRE's train.txt and valid.txt.
    out
        Folder for ``names.crfsuite`` and ``names.json``.
    trained_on
        Day written in the model card; no clock is asked.
    names
        Names of companies from reference data. Each training sentence is then seen a second time with its names replaced by some of these.

    Notes
    -----
    L-BFGS on features in file order: the same data give the same weights. Sentences of the valid split that also stand in the train
    split are left out of training.
    """
    try:
        import pycrfsuite
    except ImportError as error:
        msg = "Training the name tagger needs python-crfsuite. Install it with: pip install python-crfsuite"
        raise MissingExtra(msg) from error
    valid = read_finre_names(finre / "valid.txt")
    held = {sentence.text for sentence in valid}
    train = [sentence for sentence in read_finre_names(finre / "train.txt") if sentence.text not in held]
    count = len(train)
    if names:
        chance = Random(_SEED)  # noqa: S311 - reproducible choice, no secret
        others = sorted({fold_name(name) for name in names if 3 <= len(name) <= 8})
        train.extend(_renamed(sentence, others, chance) for sentence in train[:count])
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": _C1, "c2": _C2, "max_iterations": _ITERATIONS, "feature.minfreq": 2, "feature.possible_transitions": True})
    for sentence in train:
        trainer.append(character_features(sentence.text), _labels(sentence))
    out.mkdir(parents=True, exist_ok=True)
    weights = out / WEIGHTS
    trainer.train(str(weights))
    report = evaluate_names(NameTagger(weights), valid)
    card = {
        "model": "character CRF for names of organisations (B, I, O)",
        "file": WEIGHTS,
        "trained_on": trained_on.isoformat(),
        "data": "FinRE (thunlp/Chinese_NRE), train split, all pair entities of one sentence merged as silver labels; valid sentences left out",
        "data_licence": "MIT, Copyright (c) 2019 THUNLP",
        "train_sentences": count,
        "renamed_copies": len(train) - count,
        "features": "characters in a window of two each side and their bigrams, character shapes, rjieba word and word position, firm-name tails",
        "parameters": {"c1": _C1, "c2": _C2, "max_iterations": _ITERATIONS, "min_frequency": 2},
        "measured": {
            "split": "FinRE valid, exact spans against incomplete labels: precision is understated",
            "sentences": report.sentences,
            "precision": round(report.precision, 4),
            "recall": round(report.recall, 4),
            "f1": round(report.f1, 4),
        },
        "bytes": weights.stat().st_size,
    }
    (out / "names.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return report
