"""Seeded faults in a good report, so that the lint can be measured on texts whose faults are known."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from themegraph.report.lint.document import normal, read_document
from themegraph.report.lint.figures import read_figures

__all__ = ["KINDS", "Fault", "corrupt_report"]

KINDS = ("swapped code", "shifted date", "flipped sign", "changed number", "dropped source")
_CODE = re.compile(r"(?<![\d.])(\d{6})(\.(?:SH|SZ|BJ))|(?<=（)(\d{6})(?=）)")
_ISO = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_DAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日")
_SIGN = re.compile(r"(上涨|下跌|增长|下降|上升|下滑|净流入|净流出|涨|跌|升|降)(?=[了约近超逾过]*\d)")
_FLIP = {
    "上涨": "下跌", "下跌": "上涨", "增长": "下降", "下降": "增长", "上升": "下滑", "下滑": "上升", "净流入": "净流出", "净流出": "净流入", "涨": "跌", "跌": "涨", "升": "降", "降": "升",
}  # fmt: skip
_SOURCE = re.compile(r"（(?!\d{6}\.|[A-Z]+\.)(?:[^（）]{2,24}，\d{4}-\d{2}-\d{2}[；]?)+）")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What was put into the report, and where."""

    kind: str
    """One of :data:`KINDS`."""
    start: int
    end: int
    """In the corrupted text; the whole line for a dropped source."""
    before: str
    after: str


def _digit(text: str, rng: random.Random) -> str:
    """Return the number with one of its first two significant digits changed."""
    places = [n for n, c in enumerate(text) if c.isdigit()]
    lead = [n for n in places if text[n] != "0"][:1] or places[:1]
    at = rng.choice(lead + [n for n in places if n > lead[0]][:1])
    other = rng.choice([c for c in "123456789" if c != text[at]])
    return text[:at] + other + text[at + 1 :]


def _swap_code(text: str, body: int, rng: random.Random) -> tuple[int, int, str] | None:
    found = list(_CODE.finditer(text, body))
    if not found:
        return None
    chosen = rng.choice(found)
    group = 1 if chosen[1] else 3
    digits = chosen[group]
    others = sorted({m[1] or m[3] for m in found} - {digits})
    if others and rng.random() < 0.5:
        new = rng.choice(others)
    else:
        places = [n for n in range(2, 5) if digits[n] != digits[n + 1]] or [0]
        n = rng.choice(places)
        new = digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :]
    return chosen.start(group), chosen.end(group), new


def _shift_date(text: str, body: int, rng: random.Random) -> tuple[int, int, str] | None:
    found = [*_ISO.finditer(text, body), *_DAY.finditer(text, body)]
    if not found:
        return None
    chosen = rng.choice(found)
    days = rng.choice([-9, -5, -3, -2, 2, 3, 5, 9])
    try:
        if chosen.re is _ISO:
            new = (date(int(chosen[1]), int(chosen[2]), int(chosen[3])) + timedelta(days=days)).isoformat()
        else:
            moved = date(2025, int(chosen[1]), int(chosen[2])) + timedelta(days=days)
            new = f"{moved.month}月{moved.day}日"
    except ValueError:
        return None
    return chosen.start(), chosen.end(), new


def _flip_sign(text: str, body: int, rng: random.Random) -> tuple[int, int, str] | None:
    found = list(_SIGN.finditer(text, body))
    if not found:
        return None
    chosen = rng.choice(found)
    return chosen.start(), chosen.end(), _FLIP[chosen[1]]


def _change_number(text: str, body: int, rng: random.Random) -> tuple[int, int, str] | None:
    spots: list[tuple[int, int]] = []
    for block in read_document(text).blocks:
        if block.kind == "heading" or block.offsets[0] < body:
            continue
        for figure in read_figures(block.norm):
            start, end = block.span(figure.start, figure.end)
            if figure.unit in {"%", "CNY", "USD", "HKD", "x", "bp", "辆", "吨", "GW", "GWh", "token", "kWh"} and (
                m := re.search(r"\d[\d,.]*\d|\d", text[start:end])
            ):
                spots.append((start + m.start(), start + m.end()))
    if not spots:
        return None
    start, end = rng.choice(spots)
    return start, end, _digit(text[start:end], rng)


def _drop_source(text: str, body: int, rng: random.Random) -> tuple[int, int, str] | None:
    found = list(_SOURCE.finditer(text, body))
    if not found:
        return None
    chosen = rng.choice(found)
    return chosen.start(), chosen.end(), ""


_HOW: dict[str, Callable[[str, int, random.Random], tuple[int, int, str] | None]] = {
    "swapped code": _swap_code, "shifted date": _shift_date, "flipped sign": _flip_sign, "changed number": _change_number, "dropped source": _drop_source,
}  # fmt: skip


def corrupt_report(text: str, seed: int) -> tuple[str, Fault]:
    """Return the report with one fault, and the fault. Same text and seed, same fault.

    Parameters
    ----------
    text
        A report of ours, or another of the seed's form.
    seed
        Its remainder by five says which kind comes first; a kind for which the text has no place gives way to the next.

    Raises
    ------
    ValueError
        If the text has no place for any kind.
    """
    rng = random.Random(seed)  # noqa: S311 - no secret
    doc = read_document(text)
    body = doc.front_matter.end if doc.front_matter else 0
    for step in range(len(KINDS)):
        kind = KINDS[(seed + step) % len(KINDS)]
        done = _HOW[kind](text, body, rng)
        if done is None or normal(text[done[0] : done[1]]) == normal(done[2]):
            continue
        start, end, new = done
        out = text[:start] + new + text[end:]
        if kind == "dropped source":
            first = out.rfind("\n", 0, start) + 1
            last = out.find("\n", start)
            return out, Fault(kind=kind, start=first, end=len(out) if last < 0 else last, before=text[start:end], after="")
        return out, Fault(kind=kind, start=start, end=start + len(new), before=text[start:end], after=new)
    msg = "Wanted a report with codes, dates, numbers or sources; this text has none."
    raise ValueError(msg)
