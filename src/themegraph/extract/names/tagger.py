"""A character CRF that proposes names of organisations the registry lacks. It proposes; the registry alone gives codes.

Weights are trained by :mod:`themegraph.extract.train.names` and live beside this module with their model card.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from themegraph.errors import MissingExtra
from themegraph.extract.text.scan import scan_near
from themegraph.extract.text.segment import segmenter
from themegraph.folding import is_cjk
from themegraph.resources import weights_path

__all__ = ["NameTagger", "character_features", "default_tagger", "tagger_windows"]

WEIGHTS = "names.crfsuite"

_TAILS = ("科技", "股份", "集团", "控股", "证券", "银行", "基金", "资本", "创投", "保险", "信托", "期货", "汽车", "半导体", "电子", "生物", "医药", "药业", "制药", "能源", "电气", "材料", "新材", "智能", "航空", "重工", "钢铁", "矿业",
          "石化", "化工", "食品", "乳业", "传媒", "影业", "网络", "信息", "软件", "通信", "光电", "动力", "物流", "地产", "置业", "环保", "种业", "船舶", "存储", "公司", "投资", "实业", "国际", "电器", "机械", "电力", "水泥", "纸业", "高科", "微电子")  # fmt: skip
# Tails too common in plain words to call the tagger for.
_WEAK = frozenset({"公司", "投资", "国际", "信息", "电力", "材料", "能源", "动力", "基金", "汽车"})
_TAIL = re.compile("|".join(_TAILS))
_STRONG_TAIL = re.compile("|".join(t for t in _TAILS if t not in _WEAK))
_NEEDED = re.compile(rf"[\u4e00-\u9fff]{{2}}(?:{_STRONG_TAIL.pattern})")


_LEFT, _RIGHT = 24, 12


def tagger_windows(text: str) -> list[tuple[int, int]]:
    """Return the stretches of a folded sentence that the tagger should see: around words that firms' names end in, known names masked out.

    Examples
    --------
    >>> tagger_windows("投资者关注燧原科技的进展"), tagger_windows("今日天气晴")
    ([(0, 12)], [])
    """
    windows: list[tuple[int, int]] = []
    for found in scan_near(_NEEDED, _STRONG_TAIL, text, reach=2):
        start, end = max(0, found.start() - _LEFT), min(len(text), found.end() + _RIGHT)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _shape(char: str) -> str:
    if is_cjk(char):
        return "c"
    if char.isdigit():
        return "0"
    if char.isascii() and char.isalpha():
        return "a"
    return "p"


def character_features(text: str) -> list[list[str]]:
    """Return the features of each character of a folded sentence: neighbours, shapes, word position, firm-name tails."""
    length = len(text)
    place = [""] * length
    word_at = [""] * length
    position = 0
    for word in segmenter()(text):
        size = len(word)
        for i in range(size):
            place[position + i] = "S" if size == 1 else "B" if i == 0 else "E" if i == size - 1 else "M"
            word_at[position + i] = word
        position += size
    tail = bytearray(length)
    for found in _TAIL.finditer(text):
        tail[found.start() : found.end()] = b"\x01" * (found.end() - found.start())
    chars = ["<s>", "<s>", *text, "</s>", "</s>"]
    shapes = ["s", "s", *(_shape(c) for c in text), "s", "s"]
    places = ["", *place, ""]
    words = ["", *word_at, ""]
    rows: list[list[str]] = []
    for i in range(length):
        a, b, c, d, e = chars[i : i + 5]
        rows.append([
            "0" + c, "-" + b, "+" + d, "=" + a, "#" + e, "1" + b + c, "2" + c + d, "3" + a + b, "4" + d + e, "5" + b + d,
            "s" + shapes[i + 1] + shapes[i + 2] + shapes[i + 3], "p" + places[i] + "," + places[i + 1] + "," + places[i + 2],
            "w" + words[i + 1], "t1" if tail[i] else "t0", "u" + words[i] if place[i] in "BS" else "u", "v" + words[i + 2] if place[i] in "ES" else "v",
        ])  # fmt: skip
    return rows


class NameTagger:
    """Proposes (start, end, score) of organisations in a folded sentence."""

    def __init__(self, path: Path) -> None:
        try:
            import pycrfsuite
        except ImportError as error:
            msg = "The name tagger needs python-crfsuite. Install it with: pip install python-crfsuite"
            raise MissingExtra(msg) from error
        self._crf = pycrfsuite.Tagger()
        self._crf.open(str(path))

    def __call__(self, text: str, /) -> Sequence[tuple[int, int, float]]:
        """Return the proposed names in text order with the marginal probability of their weakest character."""
        if not text:
            return ()
        labels = self._crf.tag(character_features(text))
        found: list[tuple[int, int, float]] = []
        start = -1
        for i, label in enumerate([*labels, "O"]):
            if start >= 0 and label != "I":
                score = min(self._crf.marginal(labels[k], k) for k in range(start, i))
                found.append((start, i, float(score)))
                start = -1
            if label == "B":
                start = i
        return found


@cache
def default_tagger() -> NameTagger:
    """Return the tagger with the packaged weights, loaded once.

    Raises
    ------
    MissingResource
        If the weights are not packaged.
    """
    return NameTagger(weights_path(WEIGHTS))
