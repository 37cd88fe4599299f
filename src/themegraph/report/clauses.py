"""Sentences of an article, the numbers in them, and quotations cut where the sense allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from themegraph.folding import fold

__all__ = ["Figure", "amounts", "clauses", "clip", "find_figures", "opening", "plain", "same_fact", "sentences_of", "starts_with_anaphor"]

_END = re.compile(r"[。！？!?]+[”」』）)]*|\n+")
_OPEN, _CLOSE = "“「『（(《【", "”」』）)》】"
_NUMBER = re.compile(
    r"(?P<about>不超过|不高于|不多于|不低于|不少于|超过|超(?=[\d一二两三四五六七八九])|不到|不足|至少|至多|最高提升至|最高|约|逾|(?<!最)近|仅)?\s?(?P<num>[+\-−]?\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九](?=成(?:左右|以上|以下|多|半|[，。；、]|$)))\s?"
    r"(?P<unit>成(?:左右|以上|以下|多|半)?|周[中里]有\d+周|週[中裡]有\d+週|%|％|个百分点|個百分點|万亿[美港]?元|亿[美港]?元|億[美港]?元|万[美港]?元|元/股|[美港]?元|万卡|萬卡|万户|万辆|辆|輛|倍|款|项|个token|點|点)(?:以上)?"
)
_BASE = re.compile(
    r"同比|环比|環比|按年|按季|较[^，。；（）]{2,16}|[与與][^，。；]{2,16}相比|比[^，。；]{2,14}(?=低|高|多|少)|自\d{4}年以[来來]|按[^，。；]{2,14}(?:统计|計算|计算|計|计)"
    r"|\d{4}财年(?:第?[一二三四1-4]财?季度?)?|(?:本|上|第[一二三四])财季|截至[^，。；]{3,12}|(?:最近|过去|過去)\d+[周週]|\d+月最[后後][两兩一二][周週]|前[一二三]季度|\d{4}年(?:[一二三四]季度|前\S季度)?|周[一二三四五]（[^）]+）|\d{1,2}月\d{1,2}日"
)
_PERIOD = re.compile(r"\d{4}[年财]|[本上第].?财季|前[一二三]季度|\d{1,2}月\d{1,2}日|周|截至|(?:最近|过去|過去)\d|按(?![年季])")
_SAID_ON = re.compile(r"(?:晚间?|早间|午间|上午|下午|盘后)?(?:披露|公告|(?:发布|公布)(?!的)|宣布|回应|表示|称|报道|透露|消息)")
"""What makes a day the day of the telling, not of the figure."""
_ANAPHOR = re.compile(r"(?:公司|该|其|他|她|它|同一|上述|報告|报告统计|两款|兩款|此前|这|這|前者|后者|相关|对方|當日|当日|当天|官方)")
_WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)?|[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number as a text gives it."""

    value: str
    """With its unit and how exact it is said to be: 约7%."""
    about: str
    """The clause that says what it measures, in the text's words."""
    base: str
    """What it is compared with or when it holds, in the text's words; empty if the sentence does not say."""


def sentences_of(content: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of sentences, without the white space around them."""
    start = 0
    for found in [*_END.finditer(content), None]:
        end = found.end() if found else len(content)
        left = start + len(content[start:end]) - len(content[start:end].lstrip())
        right = start + len(content[start:end].rstrip())
        if right > left:
            yield left, right
        start = end


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """Return a text in simplified script, half width and lower case, its white space single."""
    return " ".join(fold(text).text.split())


def starts_with_anaphor(sentence: str) -> bool:
    """Return whether a sentence begins with a word that only the sentence before explains."""
    return bool(_ANAPHOR.match(sentence.lstrip("“「")))


def clauses(text: str) -> list[tuple[int, int]]:
    """Return the spans of clauses; brackets and quotation marks are never cut through."""
    out, depth, start = [], 0, 0
    for at, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char in "，,；;：:" and not depth and not (char == "," and text[at + 1 : at + 2].isdigit()):
            out.append((start, at + 1))
            start = at + 1
    out.append((start, len(text)))
    return [(a, b) for a, b in out if b > a]


def clip(text: str, limit: int, *, keep: str = "") -> str:
    """Return at most ``limit`` characters of a text: whole, or the run of clauses that says most, with … where something is left out.

    ``keep`` is a word that should stay if it can.
    """
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    parts = clauses(flat)
    best: tuple[tuple[float, int, int], str] | None = None
    for first in range(len(parts)):
        for last in range(first, len(parts)):
            a, b = parts[first][0], parts[last][1]
            piece = flat[a:b].strip().rstrip("，,；;：:")
            shown = ("…" if first else "") + piece + ("…" if last < len(parts) - 1 else "")
            if len(shown) > limit:
                break
            said = len(re.findall(r"\d+(?:\.\d+)?", piece)) + (2.0 if keep and keep in piece else 0.0) + len(piece) / 40
            key = (said + (0.8 if not first else 0.0), -first, len(piece))
            if best is None or key > best[0]:
                best = (key, shown)
    if best is not None:
        return best[1]
    a, b = parts[0]
    return flat[a : max(a + 1, min(b, limit - 1))].rstrip("，,；;：:") + "…"


def opening(headline: str, limit: int = 26) -> str:
    """Return the beginning of a headline up to a pause, so that it names a story in a few words."""
    flat = " ".join(headline.split())
    out = ""
    for a, b in clauses(flat):
        if out and len(out) + b - a > limit:
            break
        out = flat[:b]
        if len(out) >= 8:
            break
    return out.rstrip("，,；;：: ")


_SCALES = {"万": 1e4, "亿": 1e8, "": 1.0}


def amounts(text: str) -> frozenset[str]:
    """Return the numbers of a text to three digits, 11.69万 and 116887 alike; days and years are none."""
    said = re.sub(r"\d{4}年|\d{1,2}月(?:\d{1,2}日)?|\d{4}-\d{2}-\d{2}|（[^（）]*）", "", text.replace(",", ""))
    return frozenset(f"{float(value) * _SCALES[scale]:.3g}" for value, scale in re.findall(r"(\d+(?:\.\d+)?)\s?(万|亿|)", said))


def find_figures(sentence: str) -> tuple[Figure, ...]:
    """Return the numbers with a unit in a sentence, with the clause each stands in and its base. Days and years are none."""
    spans = clauses(sentence)
    out = []
    for found in _NUMBER.finditer(sentence):
        where = next(((a, b) for a, b in spans if a <= found.start() < b), (0, len(sentence)))
        clause = sentence[where[0] : where[1]].strip(" ，,；;：:。")
        # A comparison holds for its own clause; a period or a day holds until another is named.
        before = [m for m in _BASE.finditer(sentence[: where[0]]) if _PERIOD.match(m[0]) and not _SAID_ON.match(sentence, m.end())]
        base = next((m[0] for m in _BASE.finditer(clause) if not _SAID_ON.match(clause, m.end())), "") or (before[-1][0] if before else "")
        value = f"{found['about'] or ''}{found['num']}{found['unit']}{'以上' if found[0].endswith('以上') else ''}"
        if base and found["num"] + found["unit"] in base:
            base = ""
        out.append(Figure(value=value, about=clause, base=base))
    return tuple(out)


@lru_cache(maxsize=1 << 16)
def _grams(text: str) -> tuple[frozenset[str], frozenset[str]]:
    words = _WORD.findall(plain(text))
    numbers = frozenset(w for w in words if w[0].isdigit())
    letters = [w for w in words if not w[0].isdigit()]
    return numbers, frozenset(a + b for a, b in pairwise(letters)) | {w for w in letters if len(w) > 1}


def same_fact(one: str, other: str) -> bool:
    """Return whether two sentences tell the same: nearly the same words, or the same numbers about the same things."""
    numbers_a, words_a = _grams(one)
    numbers_b, words_b = _grams(other)
    if not words_a or not words_b:
        return False
    small = min(len(words_a), len(words_b))
    shared = len(words_a & words_b)
    if shared < 0.15 * small:
        return False
    if shared / len(words_a | words_b) >= 0.5:
        return True
    if numbers_a and numbers_b:
        same = len(numbers_a & numbers_b)
        fewer = min(len(numbers_a), len(numbers_b))
        return (same >= 2 and same / fewer >= 0.66 and shared / small >= 0.15) or (same == fewer and shared / small >= 0.33)
    return shared / small >= 0.75
