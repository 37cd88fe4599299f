"""Measure event typing on FewFC: our own event reader through a label table, and a linear sentence classifier trained here and thrown away.

FewFC is CC BY-SA: nothing learned from it leaves this module but figures.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from themegraph.errors import MissingExtra, UnreadableArticle
from themegraph.evaluate.scoring import precision_recall
from themegraph.extract.text.segment import segmenter
from themegraph.model import Event

__all__ = ["FewfcReport", "FewfcSentence", "TypeLine", "evaluate_fewfc", "fewfc_types", "read_fewfc", "split_fewfc"]

_TRIGGER_TYPES: tuple[tuple[str, tuple[str, ...]], ...] = (
    # The words of a trigger, and the FewFC types it stands for. A sale of shares is a transfer, too; a purchase is an investment, too.
    ("质押", ("质押",)),
    ("抵押", ("质押",)),
    ("减持", ("减持", "股份股权转让")),
    ("增持", ("投资", "股份股权转让")),
    ("回购", ("股份股权转让",)),
    ("转让", ("股份股权转让",)),
    ("出售", ("股份股权转让",)),
    ("收购", ("投资", "股份股权转让")),
    ("并购", ("投资", "股份股权转让")),
    ("入股", ("投资", "股份股权转让")),
    ("认购", ("投资", "股份股权转让")),
    ("增资", ("投资",)),
    ("投资", ("投资",)),
)
_EVENT_TYPES: dict[str, tuple[str, ...]] = {
    "lawsuit/investigation": ("起诉",),
    "m&a": ("投资", "股份股权转让"),
    "shareholding_change": ("股份股权转让",),
}
_C = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class FewfcSentence:
    """A sentence with the types of its events."""

    id: str
    text: str
    types: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeLine:
    """How one event type does."""

    type: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FewfcReport:
    """The scores on the test part of our own split."""

    method: str
    train: int
    """Sentences trained on; 0 for the event reader."""
    test: int
    precision: float
    recall: float
    f1: float
    """Micro-averaged over (sentence, type)."""
    types: tuple[TypeLine, ...]


def read_fewfc(path: Path) -> list[FewfcSentence]:
    """Return the sentences of a FewFC file, each text once, with the types of all its events.

    Raises
    ------
    UnreadableArticle
        If a line is not JSON with content and events.
    """
    found: dict[str, tuple[str, set[str]]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row: dict[str, Any] = json.loads(line)
            found.setdefault(row["content"], (row["id"], set()))[1].update(event["type"] for event in row["events"])
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            msg = f"{path.name}, line {number}: wanted a JSON object with id, content and events; {error}."
            raise UnreadableArticle(msg) from error
    return [FewfcSentence(id=name, text=text, types=frozenset(types)) for text, (name, types) in found.items()]


def split_fewfc(sentences: Iterable[FewfcSentence], *, seed: int = 7, test_share: float = 0.2) -> tuple[list[FewfcSentence], list[FewfcSentence]]:
    """Return train and test part. A sentence falls where the hash of its text and the seed puts it, whatever stands beside it in the file."""
    train: list[FewfcSentence] = []
    test: list[FewfcSentence] = []
    for sentence in sentences:
        digest = hashlib.sha256(f"{seed}:{sentence.text}".encode()).digest()
        (test if int.from_bytes(digest[:4], "big") / 2**32 < test_share else train).append(sentence)
    return train, test


def fewfc_types(events: Iterable[Event]) -> frozenset[str]:
    """Return the FewFC types of what our event reader found: by trigger where its words decide, else by event type."""
    types: set[str] = set()
    for event in events:
        by_trigger = next((names for word, names in _TRIGGER_TYPES if word in event.trigger), None)
        if event.type in {"m&a", "shareholding_change", "financing/ipo", "lawsuit/investigation", "cooperation", "other"}:
            types.update(by_trigger if by_trigger and event.type != "lawsuit/investigation" else _EVENT_TYPES.get(event.type, ()))
    return frozenset(types)


def _report(method: str, train: int, test: Sequence[FewfcSentence], guessed: Sequence[frozenset[str]]) -> FewfcReport:
    names = sorted({name for sentence in test for name in sentence.types})
    lines: list[TypeLine] = []
    totals = [0, 0, 0]
    for name in names:
        right = sum(name in g and name in s.types for g, s in zip(guessed, test, strict=True))
        wrong = sum(name in g and name not in s.types for g, s in zip(guessed, test, strict=True))
        missed = sum(name not in g and name in s.types for g, s in zip(guessed, test, strict=True))
        precision, recall, f1 = precision_recall(right, wrong, missed)
        lines.append(TypeLine(type=name, precision=precision, recall=recall, f1=f1, support=right + missed))
        totals = [a + b for a, b in zip(totals, (right, wrong, missed), strict=True)]
    precision, recall, f1 = precision_recall(*totals)
    return FewfcReport(method=method, train=train, test=len(test), precision=precision, recall=recall, f1=f1, types=tuple(lines))


def _learned(train: Sequence[FewfcSentence], test: Sequence[FewfcSentence], seed: int) -> list[frozenset[str]]:
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.multiclass import OneVsRestClassifier
        from sklearn.pipeline import make_pipeline, make_union
        from sklearn.preprocessing import MultiLabelBinarizer
        from sklearn.svm import LinearSVC
    except ImportError as error:
        msg = "Training on FewFC needs scikit-learn. Install it with: pip install 'themegraph[train]'"
        raise MissingExtra(msg) from error
    binarizer = MultiLabelBinarizer()
    wanted = binarizer.fit_transform([sorted(sentence.types) for sentence in train])
    model = make_pipeline(
        make_union(
            TfidfVectorizer(analyzer="char", ngram_range=(2, 4), min_df=2, sublinear_tf=True),
            TfidfVectorizer(tokenizer=segmenter(), token_pattern=None, lowercase=False, ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        ),
        OneVsRestClassifier(LinearSVC(C=_C, random_state=seed)),
    )
    model.fit([sentence.text for sentence in train], wanted)
    return [frozenset(names) for names in binarizer.inverse_transform(model.predict([sentence.text for sentence in test]))]


def evaluate_fewfc(
    folder: Path, *, seed: int = 7, test_share: float = 0.2, read_events: Callable[[str], Iterable[Event]] | None = None
) -> tuple[FewfcReport, ...]:
    """Return how event typing does on the test part of our own split of FewFC.

    Parameters
    ----------
    folder
        The folder of FewFC with ``train.json``.
    seed
        Of the split and the training.
    test_share
        Share of sentences held out for testing.
    read_events
        Our event reader as a function of a sentence; where given, its report stands first.

    Returns
    -------
    tuple of FewfcReport
        The event reader's, if one was given, and the linear sentence classifier's, trained on the train part alone.

    Raises
    ------
    MissingExtra
        If scikit-learn is not installed.
    """
    train, test = split_fewfc(read_fewfc(folder / "train.json"), seed=seed, test_share=test_share)
    reports: list[FewfcReport] = []
    if read_events is not None:
        reports.append(_report("event reader", 0, test, [fewfc_types(read_events(sentence.text)) for sentence in test]))
    reports.append(_report("linear sentence classifier, trained on the train part", len(train), test, _learned(train, test, seed)))
    return tuple(reports)
