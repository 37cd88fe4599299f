"""The pair classifier: features, label table, inference, training on a small set."""

from __future__ import annotations

import json
import warnings
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from themegraph.errors import UnknownFormat
from themegraph.extract.relations.classifier import FINRE_PREDICATES, RelationClassifier, inverse_labels, load_classifier
from themegraph.extract.relations.zones import COLUMNS, PairText, hashed_columns, locate_pair, pair_features
from themegraph.extract.text.segment import segmenter
from themegraph.resources import weights_path


def pair(text: str, head: str, tail: str) -> PairText:
    found = locate_pair(text, head, tail)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def classifier() -> RelationClassifier:
    return load_classifier()


def test_a_pair_and_its_mirror_image_are_judged_alike(classifier: RelationClassifier) -> None:
    for text, head, tail in [
        ("中国平安收购深发展", "中国平安", "深发展"),
        ("华润持有万科15%股份", "华润", "万科"),
        ("海尔与京东合作", "海尔", "京东"),
    ]:
        one = classifier.probabilities(pair(text, head, tail))
        other = classifier.probabilities(pair(text, tail, head))
        assert np.allclose(one, other[inverse_labels(classifier.labels)])
        assert one.sum() == pytest.approx(1.0)


def test_the_packaged_weights_know_plain_cases(classifier: RelationClassifier) -> None:
    assert classifier.judge(pair("中信证券持有华夏基金49%的股权", "中信证券", "华夏基金")).label == "持股"
    assert classifier.judge(pair("中信证券持有华夏基金49%的股权", "华夏基金", "中信证券")).label == "被持股"
    assert classifier.judge(pair("东方航空(以下简称东航)今日公告", "东方航空", "东航")).label == "自己"


def test_the_card_says_what_the_weights_are(classifier: RelationClassifier) -> None:
    card = json.loads(weights_path("relations.json").read_text(encoding="utf-8"))
    assert card["data_licence"].startswith("MIT")
    assert card["bytes"] == weights_path("relations.npz").stat().st_size < 12_000_000
    assert card["parameters"]["threshold"] == classifier.threshold
    assert card["measured"]["accuracy"] >= 0.55
    assert card["measured"]["micro_f1_without_unknown"] >= 0.51


def test_every_label_has_a_meaning_and_its_inverse_the_same_one_turned_round(classifier: RelationClassifier) -> None:
    assert set(classifier.labels) == set(FINRE_PREDICATES)
    for label, meaning in FINRE_PREDICATES.items():
        if label.startswith("被") and meaning:
            plain = FINRE_PREDICATES[label.removeprefix("被")]
            assert plain == (meaning[0], not meaning[1])


def test_features_depend_on_the_order_and_not_on_the_numbers() -> None:
    words = segmenter()
    forward = pair_features(pair("甲公司以12亿元收购乙公司", "甲公司", "乙公司"), words)
    assert sorted(forward) == sorted(pair_features(pair("甲公司以99亿元收购乙公司", "甲公司", "乙公司"), words))
    assert set(forward) != set(pair_features(pair("甲公司以12亿元收购乙公司", "乙公司", "甲公司"), words))


def test_columns_are_stable_and_in_range() -> None:
    columns = hashed_columns(["o>", "hs1司", "o>"])
    assert columns == sorted(set(columns))
    assert columns == hashed_columns(["hs1司", "o>"])
    assert all(0 <= c < COLUMNS for c in columns)


def test_a_pair_is_located_where_its_names_are_closest() -> None:
    text = "平安说平安，其后平安银行与招商银行合作"
    found = pair(text, "平安银行", "招商银行")
    assert (text[slice(*found.head)], text[slice(*found.tail)]) == ("平安银行", "招商银行")
    assert found.tail[0] - found.head[1] == 1
    assert locate_pair("甲收购乙", "甲", "丙") is None


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.npz"
    np.savez(other, format=np.array("else"))
    with pytest.raises(UnknownFormat, match=r"other\.npz"):
        load_classifier(other)


def _small_finre(folder: Path) -> None:
    firms = [f"{a}{b}公司" for a in "甲乙丙丁戊己庚辛" for b in "东西南北"]
    rows: list[str] = []
    for i, (one, two) in enumerate(pairwise(firms)):
        for label, back, text in (
            ("收购", "被收购", f"{one}宣布收购{two}全部股权"),
            ("合作", "合作", f"{one}与{two}签署合作协议"),
            ("unknown", "unknown", f"{one}上涨,{two}下跌"),
        ):
            rows += [f"{one}\t{two}\t{label}\t{text}{i}", f"{two}\t{one}\t{back}\t{text}{i}"]
    (folder / "train.txt").write_text("\n\n".join(rows), encoding="utf-8")
    (folder / "valid.txt").write_text(
        "金鱼集团\t银鱼集团\t收购\t金鱼集团宣布收购银鱼集团全部股权\n\n银鱼集团\t金鱼集团\t被收购\t金鱼集团宣布收购银鱼集团全部股权\n",
        encoding="utf-8",
    )
    (folder / "relation2id.txt").write_text("unknown 0\n收购 1\n合作 2\n被收购 3\n", encoding="utf-8")


def test_training_is_reproducible_and_learns(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    from themegraph.extract.train.relations import train_relations

    _small_finre(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        first = train_relations(tmp_path, tmp_path / "one", seed=3, trained_on=date(2026, 1, 2))
        second = train_relations(tmp_path, tmp_path / "two", seed=3, trained_on=date(2026, 1, 2))
    assert first.weights.read_bytes() == second.weights.read_bytes()
    assert (tmp_path / "one" / "relations.json").read_bytes() == (tmp_path / "two" / "relations.json").read_bytes()
    learned = load_classifier(first.weights)
    assert learned.judge(pair("金鱼集团宣布收购银鱼集团全部股权", "金鱼集团", "银鱼集团")).label == "收购"
    assert learned.judge(pair("金鱼集团宣布收购银鱼集团全部股权", "银鱼集团", "金鱼集团")).label == "被收购"
