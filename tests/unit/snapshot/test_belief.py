"""Belief from evidence: the golden figure, and what must hold whatever the table says."""

from __future__ import annotations

import random

import numpy as np
import pytest

from themegraph.snapshot.belief import ERRORS, Heard, SourceError, belief, beliefs

TABLE = {"a": SourceError(syst=0.05, rand=0.3), "b": SourceError(syst=0.1, rand=0.4)}


def test_two_stories_of_one_class_and_one_of_another_give_the_golden_figure():
    heard = [Heard(source_class="a", voice=1), Heard(source_class="a", voice=2), Heard(source_class="b", voice=3)]
    assert belief(heard, errors=TABLE) == pytest.approx(0.93, abs=1e-12)


def test_a_reprint_counts_once_in_its_best_class():
    once = belief([Heard(source_class="a", voice=1)], errors=TABLE)
    assert belief([Heard(source_class="b", voice=1), Heard(source_class="a", voice=1), Heard(source_class="a", voice=1)], errors=TABLE) == once


def test_a_class_without_a_story_does_not_enter():
    assert belief([Heard(source_class="a", voice=1)], errors=TABLE) == pytest.approx(1 - 0.05 - 0.3)


def test_no_number_of_stories_of_one_class_passes_its_systematic_error():
    many = belief([Heard(source_class="a", voice=i) for i in range(1000)], errors=TABLE)
    assert many == pytest.approx(0.95)


def test_a_denial_lowers_belief_and_a_denial_alone_gives_none():
    said = Heard(source_class="a", voice=1)
    denied = Heard(source_class="b", voice=2, modality="negated")
    assert belief([said, denied], errors=TABLE) == pytest.approx(0.65 * 0.5)
    assert belief([denied], errors=TABLE) == 0.0


def test_a_rumour_is_believed_less_than_an_assertion():
    values = [belief([Heard(source_class="news", voice=1, modality=m)]) for m in ("asserted", "quoted", "hedged", "rumoured")]
    assert values == sorted(values, reverse=True)
    assert values[-1] < 0.5 * values[0]


def test_nothing_heard_is_no_belief():
    assert belief([]) == 0.0


def test_errors_that_sum_above_one_are_refused():
    with pytest.raises(ValueError, match="syst"):
        SourceError(syst=0.6, rand=0.5)


def test_many_claims_at_once_give_the_same_as_one_by_one_in_any_order():
    rng = random.Random(7)
    classes = [*ERRORS, "never heard of"]
    modalities = ["asserted", "negated", "hedged", "rumoured", "quoted", "odd"]
    rows = [(rng.randrange(40), rng.randrange(6), rng.randrange(len(classes)), rng.randrange(len(modalities))) for _ in range(400)]
    one_by_one = [
        belief([Heard(source_class=classes[c], voice=v, modality=modalities[m]) for o, v, c, m in rows if o == owner]) for owner in range(41)
    ]
    for _ in range(3):
        rng.shuffle(rows)
        owner, voice, cls, modality = (np.array(column) for column in zip(*rows, strict=True))
        found = beliefs(owner, voice, cls, modality, count=41, classes=classes, modalities=modalities)
        assert found == pytest.approx(one_by_one, abs=1e-15)


def test_no_readings_at_all_is_an_array_of_zeros():
    none = np.empty(0, dtype=np.int64)
    assert beliefs(none, none, none, none, count=3, classes=["news"], modalities=["asserted"]).tolist() == [0.0, 0.0, 0.0]
