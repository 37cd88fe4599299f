"""FinRE and FewFC: the splits, the tables, the figures worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from themegraph.errors import UnreadableArticle
from themegraph.evaluate import evaluate_fewfc, evaluate_finre, render_fewfc, render_finre
from themegraph.evaluate.fewfc import FewfcSentence, fewfc_types, read_fewfc, split_fewfc
from themegraph.extract.relations.classifier import Judgement
from themegraph.model import Event, Modality, Span


class Parrot:
    """Says 合作 where the text has 合作, else unknown."""

    def judge(self, pair: object) -> Judgement:
        return Judgement(label="合作" if "合作" in pair.text else "unknown", probability=1.0)  # type: ignore[attr-defined]


def test_accuracy_counts_unknown_and_micro_f1_does_not(tmp_path: Path) -> None:
    rows = ["甲\t乙\t合作\t甲与乙合作", "甲\t乙\tunknown\t甲与乙合作", "甲\t丙\tunknown\t甲涨丙跌", "甲\t丁\t收购\t甲买下丁"]
    (tmp_path / "valid.txt").write_text("\n\n".join(rows), encoding="utf-8")
    report = evaluate_finre(tmp_path, classifier=Parrot())  # type: ignore[arg-type]
    assert report.pairs == 4
    assert report.accuracy == 0.5
    # One of two proposals is right, one of two labelled pairs is found.
    assert (report.precision, report.recall, report.f1) == (0.5, 0.5, 0.5)
    assert [line.label for line in report.labels] == ["unknown", "合作", "收购"]
    assert "accuracy 0.5000  micro-F1 without unknown 0.5000" in render_finre(report)


def test_a_broken_line_of_finre_is_named(tmp_path: Path) -> None:
    (tmp_path / "valid.txt").write_text("甲\t乙\t合作\n", encoding="utf-8")
    with pytest.raises(UnreadableArticle, match="line 1"):
        evaluate_finre(tmp_path, classifier=Parrot())  # type: ignore[arg-type]


def _fewfc(folder: Path, count: int = 120) -> None:
    kinds = [("质押", "将股份质押给银行"), ("起诉", "向法院起诉对方"), ("减持", "减持所持股份")]
    lines = []
    for i in range(count):
        kind, text = kinds[i % 3]
        lines.append(json.dumps({"id": str(i), "content": f"第{i}家公司{text}", "events": [{"type": kind, "mentions": []}]}, ensure_ascii=False))
    lines.append(lines[0])
    (folder / "train.json").write_text("\n".join(lines), encoding="utf-8")


def test_a_text_that_stands_twice_is_one_sentence(tmp_path: Path) -> None:
    _fewfc(tmp_path)
    assert len(read_fewfc(tmp_path / "train.json")) == 120


def test_a_sentence_falls_in_the_same_part_whatever_stands_beside_it() -> None:
    sentences = [FewfcSentence(id=str(i), text=f"句子{i}", types=frozenset()) for i in range(200)]
    train, test = split_fewfc(sentences)
    assert len(train) + len(test) == 200
    assert 20 <= len(test) <= 60
    backwards = split_fewfc(sentences[::-1])
    assert {s.id for s in backwards[1]} == {s.id for s in test}
    assert {s.id for s in split_fewfc(sentences, seed=8)[1]} != {s.id for s in test}


def test_the_sentence_classifier_learns_what_is_plain(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    _fewfc(tmp_path)
    (report,) = evaluate_fewfc(tmp_path)
    assert report.f1 == 1.0
    assert report.train + report.test == 120
    assert "event type micro-F1 1.0000" in render_fewfc((report,))


def _event(kind: str, trigger: str) -> Event:
    span = Span(start=0, end=len(trigger))
    return Event(
        id="event:x", type=kind, trigger=trigger, trigger_span=span, sentence=span, arguments=(), polarity=(), when=None, quantities=(),
        modality=Modality.ASSERTED, negated=False, speculative=False,
    )  # fmt: skip


def test_our_event_types_stand_for_fewfcs() -> None:
    assert fewfc_types([_event("shareholding_change", "减持")]) == {"减持", "股份股权转让"}
    assert fewfc_types([_event("shareholding_change", "质押")]) == {"质押"}
    assert fewfc_types([_event("m&a", "收购")]) == {"投资", "股份股权转让"}
    assert fewfc_types([_event("lawsuit/investigation", "起诉")]) == {"起诉"}
    assert fewfc_types([_event("market_move", "大涨")]) == frozenset()


def test_our_event_reader_is_scored_on_the_test_part(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    _fewfc(tmp_path)
    reader, _ = evaluate_fewfc(tmp_path, read_events=lambda text: [_event("shareholding_change", "质押")] if "质押" in text else [])
    pledges = next(line for line in reader.types if line.type == "质押")
    assert (pledges.precision, pledges.recall) == (1.0, 1.0)
    assert next(line for line in reader.types if line.type == "起诉").f1 == 0.0
