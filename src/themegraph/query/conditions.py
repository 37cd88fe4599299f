"""A small language of conditions: ``theme=国产GPU and direct_weight>0.05 and not (fee>=0.5 or manager~易方达)``.

::

    expression = term { "or" term }
    term       = factor { "and" factor }
    factor     = "not" factor | "(" expression ")" | field operator value
    field      = word | word "(" value ")"
    operator   = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~"
    value      = word | quoted text

A comparison is true, false or unknown; ``and``, ``or`` and ``not`` follow Kleene's three-valued logic. Nothing is ever evaluated as code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from themegraph.errors import QuestionError, nearest
from themegraph.folding import fold_name

__all__ = ["NUMBERS", "TEXTS", "Both", "Comparison", "Either", "Expression", "Interval", "Not", "comparisons", "holds", "parse"]

NUMBERS = ("direct_weight", "equivalent_weight", "unknown_weight", "fee", "age_days")
"""Fields that are compared as numbers; ``theme(NAME)`` is one too."""
TEXTS = ("theme", "market", "manager", "index", "kind", "name", "status")
_FIELDS = {
    "直接权重": "direct_weight", "等效权重": "equivalent_weight", "未知权重": "unknown_weight", "费率": "fee", "管理费": "fee", "管理费率": "fee", "天数": "age_days",
    "权重天数": "age_days", "题材": "theme", "主题": "theme", "板块": "theme", "主题权重": "theme", "市场": "market", "管理人": "manager", "基金公司": "manager", "指数": "index",
    "类型": "kind", "名称": "name", "状态": "status",
}  # fmt: skip
"""The fields as the answers head them."""
_WORDS = {"and": "and", "or": "or", "not": "not", "且": "and", "和": "and", "并且": "and", "或": "or", "或者": "or", "非": "not", "不": "not"}
_SAME = {
    "＝": "=",
    "==": "=",
    "＞": ">",
    "＜": "<",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "<>": "!=",
    "～": "~",
    "（": "(",
    "）": ")",
    "&&": "and",
    "||": "or",
}
_TOKEN = re.compile(
    r"\s*(?:(?P<text>\"[^\"]*\"|'[^']*'|“[^”]*”|「[^」]*」)|(?P<op>==|<=|>=|!=|<>|&&|\|\||[=<>~＝＞＜≥≤≠～])|(?P<bracket>[()（）])|(?P<word>[^\s()（）=<>!~＝＞＜≥≤≠～\"“”「」&|]+))"
)
_MOST = 40
"""Brackets and ``not`` may stand this deep."""

Interval = tuple[float, float]
"""Where a number may lie; equal ends: known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One condition on one field."""

    field: str
    argument: str
    """What stands in brackets behind the field: the name of a theme."""
    operator: str
    text: str
    number: float | None
    """The value as a number, for a field that is one; percent signs resolved."""
    at: int
    """Where it begins in the expression."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The opposite."""

    of: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """All of them."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Either:
    """At least one of them."""

    parts: tuple[Expression, ...]


Expression = Comparison | Not | Both | Either


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    """text, op, bracket, word, and, or, not, end."""
    value: str
    at: int


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class _Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self.text = " ".join(text.split())
        self.tokens = list(self._scan())
        self.place = 0
        self.depth = 0

    def fail(self, message: str, at: int) -> QuestionError:
        return QuestionError(f"{message}\n  {self.text}\n  {' ' * _columns(self.text[:at])}^")

    def _scan(self) -> Iterator[_Token]:
        at = 0
        while at < len(self.text):
            found = _TOKEN.match(self.text, at)
            if found is None or found.end() == at:
                start = at + (len(self.text[at:]) - len(self.text[at:].lstrip()))
                if start >= len(self.text):
                    break
                message = "A quotation mark is not closed." if self.text[start] in "\"'“「" else f"{self.text[start]!r} cannot stand here."
                raise self.fail(message, start)
            kind = str(found.lastgroup)
            value, start = found[kind], found.start(kind)
            value = value[1:-1] if kind == "text" else _SAME.get(value, value)
            if kind == "word" and value.lower() in _WORDS:
                kind = value = _WORDS[value.lower()]
            elif value in {"and", "or"} and kind == "op":
                kind = value
            yield _Token(kind, value, start)
            at = found.end()
        yield _Token("end", "", len(self.text))

    @property
    def token(self) -> _Token:
        return self.tokens[self.place]

    def take(self) -> _Token:
        found = self.token
        self.place += found.kind != "end"
        return found

    def whole(self) -> Expression:
        if self.token.kind == "end":
            raise self.fail('The expression is empty; wanted something like "theme=国产GPU and fee<0.5".', 0)
        found = self.either()
        if self.token.kind != "end":
            raise self.fail(f"Wanted and, or, or the end; found {self.token.value!r}.", self.token.at)
        return found

    def either(self) -> Expression:
        parts = [self.both()]
        while self.token.kind == "or":
            self.take()
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Either(parts=tuple(parts))

    def both(self) -> Expression:
        parts = [self.factor()]
        while self.token.kind == "and":
            self.take()
            parts.append(self.factor())
        return parts[0] if len(parts) == 1 else Both(parts=tuple(parts))

    def factor(self) -> Expression:
        self.depth += 1
        if self.depth > _MOST:
            raise self.fail(f"Brackets and not stand more than {_MOST} deep.", self.token.at)
        try:
            if self.token.kind == "not":
                self.take()
                return Not(of=self.factor())
            if self.token.value == "(" and self.token.kind == "bracket":
                opened = self.take()
                found = self.either()
                if self.token.value != ")" or self.token.kind != "bracket":
                    raise self.fail("This bracket is not closed.", opened.at)
                self.take()
                return found
            return self.comparison()
        finally:
            self.depth -= 1

    def comparison(self) -> Comparison:
        word = self.take()
        known = (*NUMBERS, *TEXTS)
        field, argument = _FIELDS.get(word.value, word.value.lower()), ""
        if word.kind != "word" or field not in known:
            near = nearest(field, (*known, *_FIELDS)) if word.kind == "word" else ""
            found = repr(word.value) if word.value else "the end"
            raise self.fail(f"Wanted a field ({', '.join(sorted(known))}; or {'、'.join(_FIELDS)}), found {found}.{near}", word.at)
        if field == "theme" and self.token.value == "(" and self.token.kind == "bracket":
            self.take()
            name = self.take()
            if name.kind not in {"word", "text"} or not name.value:
                raise self.fail("Wanted the name of a theme in the brackets.", name.at)
            argument = name.value
            if self.token.value != ")" or self.token.kind != "bracket":
                raise self.fail("Wanted a closing bracket behind the theme.", self.token.at)
            self.take()
        operator = self.take()
        if operator.kind != "op":
            found = repr(operator.value) if operator.value else "the end"
            raise self.fail(f"Wanted an operator (= != < <= > >= ~) behind {field}, found {found}.", operator.at)
        value = self.take()
        if value.kind not in {"word", "text"} or not value.value:
            found = repr(value.value) if value.value else "the end"
            raise self.fail(f"Wanted a value behind {field} {operator.value}, found {found}.", value.at)
        number = None
        if field in NUMBERS or argument:
            if operator.value == "~":
                raise self.fail(f"{field} is a number; ~ compares text.", operator.at)
            number = self._number(field, value)
        elif operator.value not in {"=", "!=", "~"}:
            raise self.fail(f"{field} is text; wanted =, != or ~{' (theme(NAME) > 0.3 compares a weight)' if field == 'theme' else ''}.", operator.at)
        return Comparison(field=field, argument=argument, operator=operator.value, text=value.value, number=number, at=word.at)

    def _number(self, field: str, value: _Token) -> float:
        plain = unicodedata.normalize("NFKC", value.value)
        marked = plain.endswith("%")
        try:
            number = float(plain.removesuffix("%"))
        except ValueError:
            number = float("nan")
        if number != number or abs(number) == float("inf"):
            raise self.fail(f"Wanted a number for {field}, found {value.value!r}.", value.at)
        if marked and field == "age_days":
            raise self.fail("age_days is a number of days, not percent.", value.at)
        # A fee is percent a year with or without the sign; weights are fractions unless the sign is there.
        return number / 100 if field == "fee" or marked else number


def parse(text: str) -> Expression:
    """Return the expression that a text writes.

    Raises
    ------
    QuestionError
        If it cannot be read; the message shows the place.

    Examples
    --------
    >>> parse("fee<0.5").number
    0.005
    >>> parse("direct_weight >= 5%").number
    0.05
    """
    return _Parser(text).whole()


def comparisons(expression: Expression) -> Iterator[Comparison]:
    """Yield the comparisons of an expression, in its order."""
    if isinstance(expression, Comparison):
        yield expression
    elif isinstance(expression, Not):
        yield from comparisons(expression.of)
    else:
        for part in expression.parts:
            yield from comparisons(part)


def _compare_numbers(operator: str, where: Interval, wanted: float) -> bool | None:
    low, high = where
    if operator == "<":
        return True if high < wanted else False if low >= wanted else None
    if operator == "<=":
        return True if high <= wanted else False if low > wanted else None
    if operator == ">":
        return True if low > wanted else False if high <= wanted else None
    if operator == ">=":
        return True if low >= wanted else False if high < wanted else None
    same = True if low == high == wanted else False if wanted < low or wanted > high else None
    return same if operator == "=" else None if same is None else not same


def _compare_texts(operator: str, texts: tuple[str, ...], wanted: str) -> bool:
    folded, words = fold_name(wanted), [fold_name(t) for t in texts]
    if operator == "~":
        return any(folded in w for w in words)
    return (folded in words) == (operator == "=")


def holds(expression: Expression, value: Callable[[Comparison], Interval | tuple[str, ...] | bool | None], lacking: set[str]) -> bool | None:
    """Return whether a thing meets an expression; ``None``: that depends on a value that is not known.

    Parameters
    ----------
    value
        The value of a comparison's field: where a number lies, the texts that name it, a truth, or ``None`` where it is not known.
    lacking
        Takes up the fields whose values left something open.
    """
    if isinstance(expression, Comparison):
        found = value(expression)
        if found is None or isinstance(found, bool):
            truth = found if found is None or expression.operator != "!=" else not found
        elif isinstance(found[0], str):
            truth = _compare_texts(expression.operator, tuple(str(t) for t in found), expression.text)
        else:
            assert expression.number is not None
            truth = _compare_numbers(expression.operator, (float(found[0]), float(found[1])), expression.number)
        if truth is None:
            lacking.add(f"theme({expression.argument})" if expression.argument else expression.field)
        return truth
    if isinstance(expression, Not):
        inner = holds(expression.of, value, lacking)
        return None if inner is None else not inner
    decisive = isinstance(expression, Either)
    own: set[str] = set()
    result: bool | None = not decisive
    for part in expression.parts:
        truth = holds(part, value, own)
        if truth is decisive:
            return decisive
        result = None if truth is None else result
    lacking |= own
    return result
