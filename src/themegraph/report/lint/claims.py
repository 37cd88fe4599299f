"""Claims against evidence: each number of the report beside the evidence sentences that speak of the same thing.

A finding needs a sentence that speaks of the same subject in the same words. Where a text says something that no evidence speaks of, or
where some evidence supports it, nothing is found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from themegraph.report.lint.cited import lint_cited
from themegraph.report.lint.context import Context
from themegraph.report.lint.dates import DayMention
from themegraph.report.lint.document import Block, Sentence
from themegraph.report.lint.evidence import Claim, EvidenceIndex, Told, build_index, carried_days, read_told
from themegraph.report.lint.figures import close
from themegraph.report.lint.findings import Finding
from themegraph.report.lint.knowledge import NameHit
from themegraph.report.lint.likeness import likeness, shingles
from themegraph.report.lint.quotes import lint_quotes, lint_sources

__all__ = ["lint_claims"]

_MONEY = {"CNY", "USD", "HKD", "EUR", "JPY", "KRW", "GBP", "TWD", "CAD", "AUD"}
_TIME = {"week", "day", "month", "year", "quarter", "session"}
_RUN = re.compile(r"连续|连着|一连|持续|不间断|从未|没有中断|始终|一直|每周|每天|达|长达|已有")
_MOVES = {"", "涨幅", "跌幅"}
_PRICE = re.compile(r"涨|跌|挫|升|降|rose|fell|gain|drop|add|lost|jump")
_PHASES = (
    ("开", re.compile(r"高开|低开|开盘")), ("盘中", re.compile(r"盘中|一度|早盘|午盘|最多|最高|半日")), ("累计", re.compile(r"累计|累|以来|年内|两日|本周|上周|周|月")), ("收", re.compile(r"收")),
)  # fmt: skip
_LINE = re.compile(r"[ah]股(?=[^,。;]*$)|港股(?=[^,。;]*$)|adr(?=[^,。;]*$)")
_CREDIT = re.compile(r"[(;][^(),;]{2,24},\s?$")
_RELATIVE = {"去年", "今年", "上周", "本周", "上月", "当日", "隔夜"}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年|-|\.\d|财年|q|h)")
_LIKE = 0.30
"""Share of words from which two sentences are taken to speak of one thing, beside a common subject and number."""
_BESIDE = 0.22
"""… and where a second number of the sentence stands in the evidence sentence exactly."""
_STRONG = 0.55
"""The same where the numbers differ: only words and subject say that it is the same number."""


def _quote(index: EvidenceIndex, told: Told) -> str:
    article = index.articles[told.article]
    day = article.published.isoformat() if article.published else "日期不详"
    return f"{' '.join(article.content[told.start : told.end].split())}（{article.source or article.title}，{day}）"


def _specific(claim: Claim) -> bool:
    """Return whether a number is rare enough to be known again: decimals, or three digits that are no round number."""
    digits = claim.figure.digits
    return "." in digits or len(digits.rstrip("0")) >= 3


class _Judge:
    """Compares one sentence of the report with the evidence."""

    def __init__(self, context: Context, index: EvidenceIndex, sentence: Sentence, told: Told) -> None:
        self.context, self.index, self.sentence, self.told = context, index, sentence, told
        self.block: Block = context.doc.blocks[sentence.block]
        self.years = set(_YEAR.findall(told.norm))
        self.near = self._near()

    def _near(self) -> list[tuple[float, Told]]:
        """Return evidence sentences that share words or names, with how much they share."""
        votes: Counter[int] = Counter()
        for shingle in self.told.shingles:
            for row in self.index.by_shingle.get(shingle, ()):
                votes[row] += 1
        for identifier in self.told.names | frozenset().union(*(c.subjects for c in self.told.claims)):
            for row in self.index.by_name.get(identifier, ())[:400]:
                votes[row] += 2
        best = sorted(votes.items(), key=lambda x: (-x[1], x[0]))[:120]
        return [(likeness(self.told.shingles, self.index.told[row].shingles), self.index.told[row]) for row, n in best if n >= 2]

    def find(self, rule: str, start: int, end: int, message: str, evidence: Told, suggestion: str = "") -> Finding:
        return self.context.finding(
            rule,
            self.block,
            self.sentence.start + start,
            self.sentence.start + end,
            message,
            evidence=_quote(self.index, evidence),
            suggestion=suggestion,
        )

    def _same_time(self, other: Told) -> bool:
        years = set(_YEAR.findall(other.norm))
        if self.years and years and not self.years & years:
            return False
        mine, theirs = {d.day for d in self.told.days if d.day}, {d.day for d in other.days if d.day}
        return not (mine and theirs) or min(abs((a - b).days) for a in mine for b in theirs) <= 1

    def _same_days(self, other: Told) -> bool:
        """Return whether both speak of nearly the same days: a share price moves every day, so its numbers are compared only then."""
        mine, theirs = self.told.when, other.when
        slack = 0 if self.told.dated and other.dated else 1
        return bool(mine and theirs) and min(abs((a - b).days) for a in mine for b in theirs) <= slack

    def judge(self) -> Iterator[Finding]:
        """Yield what the evidence says otherwise in this sentence."""
        swapped = list(self._swapped())
        yield from swapped
        for claim in () if swapped else self.told.claims:
            if claim.figure.unit in _TIME:
                continue
            yield from self._claim(claim)
        if not swapped:
            yield from self._ratios()
        yield from self._days()

    def _claim(self, claim: Claim) -> Iterator[Finding]:
        figure = claim.figure
        if not figure.unit:
            return
        pairs = [(like, told, other) for like, told in self.near for other in told.claims if other.figure.unit == figure.unit]
        equal = [(like, told, other) for like, told, other in pairs if close(figure, other.figure)]
        mine = [
            (like, told, other)
            for like, told, other in equal
            if (claim.subjects & other.subjects or not claim.subjects or not other.subjects)
            and (like >= _LIKE or likeness(claim.local, other.local) >= 0.4 or (_specific(claim) and claim.figure.digits == other.figure.digits))
        ]
        if mine:
            yield from self._supported(claim, mine)
            return
        # The subject may be told in other words (the fund for its index, a product for its maker): a rare number in a like sentence is support enough.
        elsewhere = [
            (like, told, other) for like, told, other in equal if _specific(claim) and other.figure.digits == figure.digits and self._same_time(told)
        ]
        strangers = self._other_subject(claim, elsewhere)
        if strangers:
            yield strangers
            return
        if elsewhere and max(like for like, _, _ in elsewhere) >= _LIKE:
            return
        found = list(self._differs(claim, pairs))
        yield from found or self._beside(claim)

    def _sisters(self, claim: Claim, told: Told) -> int:
        """Return how many other numbers of the sentence an evidence sentence has exactly, days and spans of time not counted."""
        others = [c.figure for c in self.told.claims if c is not claim and c.figure.unit and c.figure.unit not in _TIME]
        return sum(any(o.figure.unit == f.unit and o.figure.digits == f.digits for o in told.claims) for f in others)

    def _beside(self, claim: Claim) -> Iterator[Finding]:
        """Yield a number that differs from the only one of its kind in the evidence sentence that has the other numbers beside it."""
        mine = claim.figure
        money = mine.unit in _MONEY

        def kind(figures: list[Claim], own: Claim) -> list[Claim]:
            return [c for c in figures if (c.figure.unit in _MONEY if money else c.figure.unit == own.figure.unit)]

        if not _specific(claim) or mine.rough:
            return
        for like, told in sorted(self.near, key=lambda n: (-n[0], n[1].article, n[1].start))[:5]:
            if like < _BESIDE or not self._same_time(told) or not self._sisters(claim, told) or not (self.told.dated or self.told.names & told.names):
                continue
            theirs = [c for c in kind(list(told.claims), claim) if c.figure.digits == mine.digits or not self._shared(c)]
            ours = [c for c in kind(list(self.told.claims), claim) if c is claim or not any(close(c.figure, o.figure) for o in told.claims)]
            same = [c for c in theirs if c.figure.digits == mine.digits]
            said = same[0] if len(same) == 1 else theirs[0] if len(theirs) == 1 else None
            if said is None or len(ours) != 1 or said.figure.rough or (said.figure.unit == mine.unit and close(said.figure, mine)):
                continue
            if not same and (
                said.metric != claim.metric
                or not 0.5 < (said.figure.value or 1.0) / (mine.value or 1.0) < 2.0
                or len(said.figure.digits) != len(mine.digits)
            ):
                continue
            if {said.figure.unit, mine.unit} == {"CNY", "HKD"} or (money and said.figure.unit == mine.unit and not _specific(said)):
                continue
            shown = told.norm[said.figure.start : said.figure.end]
            if said.figure.unit != mine.unit:
                yield self.find("claim-unit", mine.start, mine.end, f"证据的单位不同：{shown}，这里是{self._shown(claim)}。", told, suggestion=shown)
            else:
                yield self.find("claim-number", mine.start, mine.end, f"证据的数字是{shown}，这里是{self._shown(claim)}。", told, suggestion=shown)
            return

    def _shared(self, other: Claim) -> bool:
        """Return whether the sentence has that number of the evidence as well."""
        return any(close(c.figure, other.figure) for c in self.told.claims if c.figure.unit == other.figure.unit)

    def _shown(self, claim: Claim) -> str:
        return self.told.norm[claim.figure.start : claim.figure.end]

    def _supported(self, claim: Claim, mine: list[tuple[float, Told, Claim]]) -> Iterator[Finding]:
        """Yield what differs around an equal number: direction, window, base. Any evidence that agrees is enough."""
        figure = claim.figure
        ranked = sorted(mine, key=lambda m: (-m[0] - likeness(claim.local, m[2].local), m[1].article))
        _like, _best, _other = ranked[0]
        strong = [m for m in ranked if m[0] >= 0.2 or likeness(claim.local, m[2].local) >= 0.3]
        if not strong:
            return
        moves = [
            m for m in strong
            if m[2].figure.move and m[2].subjects & claim.subjects and m[2].figure.digits == figure.digits and (self._same_days(m[1]) or (claim.metric and self._same_time(m[1])))
        ]  # fmt: skip
        if (
            figure.move
            and claim.subjects
            and moves
            and all(m[2].figure.move != figure.move for m in moves)
            and not all(m[2].figure.move == 0 for m in strong)
        ):
            _, told, theirs = moves[0]
            word = "上涨或增加" if figure.move > 0 else "下跌或减少"
            start = max((m.end() for m in re.finditer(r"[,。;!?、:](?!\d)|\s", self.told.norm[: figure.start])), default=0)
            found = re.search(
                r"(?:微|大|收|急|重|下|上|增|减|提|回|净)?(?:涨|升|增长|增加|增|回升|提高|提升|流入|跌|降|减少|减|下滑|回落|挫|流出|亏损|亏)\S{0,4}$",
                self.told.norm[start : figure.start],
            )
            begin = start + found.start() if found else figure.start
            yield self.find(
                "claim-sign",
                begin,
                figure.end,
                f"这里写成{word}，证据方向相反。",
                told,
                suggestion=told.norm[max(0, theirs.figure.start - 6) : theirs.figure.end],
            )
            return
        windows = [m for m in strong if m[2].window is not None and m[2].window.value not in _RELATIVE]
        own = claim.window
        if own is not None and own.value not in _RELATIVE and windows:
            kinds = {own.kind} if own.kind in {"end", "span"} else {"quarter", "part"}
            rivals = [m for m in windows if m[2].window is not None and m[2].window.kind in kinds]
            agree = any(m[2].window is not None and (m[2].window.kind, m[2].window.value) == (own.kind, own.value) for m in rivals)
            if rivals and not agree and (own.kind != "span" or rivals[0][0] >= _LIKE):
                _, told, theirs = rivals[0]
                window = theirs.window
                assert window is not None
                said = told.norm[window.start : window.end]
                yield self.find(
                    "claim-window",
                    own.start,
                    own.end,
                    f"{self._shown(claim)}的期间，证据是“{said}”，这里是“{self.told.norm[own.start : own.end]}”。",
                    told,
                    suggestion=said,
                )
                return
        strong = [m for m in strong if m[2].figure.digits == figure.digits and m[2].subjects & claim.subjects]
        sisters = any(self._sisters(claim, m[1]) for m in strong)
        bases = {m[2].figure.base for m in strong if m[2].figure.base}
        if figure.base and bases and figure.base not in bases and (_specific(claim) or sisters):
            told = next(m[1] for m in strong if m[2].figure.base)
            words = {"同比": r"同比|按年|yoy", "环比": r"环比|按季|按月|qoq"}[figure.base]
            at = list(re.finditer(words, self.told.norm[: figure.start]))
            start, end = (at[-1].start(), figure.end) if at else (figure.start, figure.end)
            yield self.find("claim-base", start, end, f"证据是{'、'.join(sorted(bases))}，这里是{figure.base}。", told, suggestion=f"{min(bases)}")

    def _other_subject(self, claim: Claim, equal: list[tuple[float, Told, Claim]]) -> Finding | None:
        """Return the fault of a number that the evidence gives to another one named in the same article."""
        if not claim.named or not claim.subjects or claim.subject_span == (0, 0):
            return None
        mine = claim.figure.move
        candidates = []
        for like, told, other in equal:
            if (
                not other.named
                or not other.subjects
                or other.subjects & claim.subjects
                or not claim.subjects & self.index.article_names[told.article]
            ):
                continue
            theirs = other.figure.move
            moved = bool(mine or theirs) and (mine == theirs or not mine or not theirs)
            if moved or like >= _LIKE:
                candidates.append((like, told, other))
        # The evidence sentence names ours as well: only if it gives ours a number of its own.
        candidates = [
            c
            for c in candidates
            if not claim.subjects & c[1].names
            or any(
                o.named and o.subjects & claim.subjects and o.figure.unit == claim.figure.unit and not o.subjects & c[2].subjects for o in c[1].claims
            )
        ]
        # Another of the sentence's names may own the number: then the words were only read wrongly here.
        candidates = [c for c in candidates if not c[2].subjects & self.told.names and (c[0] >= 0.15 or likeness(claim.local, c[2].local) >= 0.3)]
        if not candidates:
            return None
        _, told, other = max(candidates, key=lambda c: (c[0], -c[1].article))
        said = told.norm[slice(*other.subject_span)]
        start, end = claim.subject_span
        return self.find(
            "claim-subject", start, end, f"证据中{self._shown(claim)}属于{said}，不属于{self.told.norm[start:end]}。", told, suggestion=said
        )

    def _differs(self, claim: Claim, pairs: list[tuple[float, Told, Claim]]) -> Iterator[Finding]:
        """Yield another number, or another unit, for the same subject and the same words."""
        figure = claim.figure
        money = figure.unit in _MONEY
        if money and _specific(claim) and (wrong := self._other_unit(claim)):
            yield wrong
            return
        ranked: list[tuple[float, Told, Claim]] = []
        for like, told in self.near:
            for other in told.claims:
                theirs = other.figure
                same_unit = theirs.unit == figure.unit
                if not (same_unit or (money and theirs.unit in _MONEY)):
                    continue
                if not self._same_time(told):
                    continue
                local = likeness(claim.local, other.local)
                common = len(claim.local & other.local)
                # Nobody is named: only a sentence that is nearly the same speaks of the same.
                alike = not claim.named and not other.named and like >= 0.7 and local >= 0.7 and common >= 3
                if not claim.subjects & other.subjects and not alike:
                    continue
                if claim.metric != other.metric or (figure.base and theirs.base and figure.base != theirs.base):
                    continue
                if claim.window and other.window and claim.window.kind == other.window.kind and claim.window.value != other.window.value:
                    continue
                if not claim.metric and not self._same_days(told) and (local < 0.6 or common < 3 or figure.move):
                    continue
                score = 0.6 * local + 0.4 * like
                if self._same_move(claim, told, other):
                    ranked.append((1.0 + like, told, other))
                    continue
                if score >= _STRONG and common >= 2 and (claim.metric or (figure.move and figure.move == theirs.move) or local >= 0.7):
                    ranked.append((score, told, other))
        if not ranked:
            return
        score, told, other = max(ranked, key=lambda r: (r[0], -r[1].article, -r[2].figure.start))
        theirs = other.figure
        said = told.norm[theirs.start : theirs.end]
        if money and figure.digits == theirs.digits:
            if figure.value == theirs.value and (figure.unit == theirs.unit or {figure.unit, theirs.unit} == {"CNY", "HKD"}):
                return
            yield self.find("claim-unit", figure.start, figure.end, f"证据的单位不同：{said}，这里是{self._shown(claim)}。", told, suggestion=said)
            return
        if theirs.unit != figure.unit or theirs.digits == figure.digits:
            return
        if figure.move and theirs.move and figure.move != theirs.move:
            return
        # Several numbers of that kind stand in the evidence: only if none of the same words is near ours.
        yield self.find("claim-number", figure.start, figure.end, f"证据的数字是{said}，这里是{self._shown(claim)}。", told, suggestion=said)

    def _other_unit(self, claim: Claim) -> Finding | None:
        """Return the fault of an amount whose digits the evidence has in another currency or scale, in a sentence with the same names and words."""
        figure = claim.figure
        for like, told in sorted(self.near, key=lambda n: (-n[0], n[1].article, n[1].start)):
            for other in told.claims:
                theirs = other.figure
                if theirs.unit not in _MONEY or theirs.digits != figure.digits or {figure.unit, theirs.unit} == {"CNY", "HKD"}:
                    continue
                if theirs.unit == figure.unit and theirs.value == figure.value:
                    return None
                near = likeness(claim.local, other.local)
                if (
                    self.told.names & told.names
                    and self._same_time(told)
                    and (like >= 0.35 or near >= 0.5)
                    and (claim.metric == other.metric or near >= 0.4)
                ):
                    said = told.norm[theirs.start : theirs.end]
                    return self.find(
                        "claim-unit", figure.start, figure.end, f"证据的单位不同：{said}，这里是{self._shown(claim)}。", told, suggestion=said
                    )
        return None

    def _swapped(self) -> Iterator[Finding]:
        """Yield two numbers that the evidence gives the other way round: 甲2台、乙4台 against 甲4台、乙2台."""
        # A name may be that of two listed companies (中国稀土): two claims are told apart where they share none.
        mine = [c for c in self.told.claims if c.named and c.subjects and c.figure.unit and not c.figure.rough]
        for at, one in enumerate(mine):
            for two in mine[at + 1 :]:
                if one.subjects & two.subjects or one.figure.unit != two.figure.unit or close(one.figure, two.figure) or one.metric != two.metric:
                    continue
                for like, told in self.near:
                    if like < 0.25 or not self._same_time(told):
                        continue
                    first = [c.figure for c in told.claims if c.named and c.subjects & one.subjects and c.figure.unit == one.figure.unit]
                    second = [c.figure for c in told.claims if c.named and c.subjects & two.subjects and c.figure.unit == two.figure.unit]
                    if not first or not second or any(close(one.figure, f) for f in first) or any(close(two.figure, f) for f in second):
                        continue
                    if any(close(one.figure, f) for f in second) and any(close(two.figure, f) for f in first):
                        start, end = one.subject_span
                        said = f"{self.told.norm[slice(*two.subject_span)]}{self._shown(one)}，{self.told.norm[start:end]}{self._shown(two)}"
                        yield self.find("claim-subject", start, end, "两个数与各自的主体写反了。", told, suggestion=said)
                        return

    def _same_move(self, claim: Claim, told: Told, other: Claim) -> bool:
        """Return whether both tell the move of one share or index on one day: the day's close, or the same phase of the day."""
        mine, theirs = claim.figure, other.figure
        if not (mine.unit == theirs.unit == "%" and mine.move and mine.move == theirs.move and claim.named and other.named):
            return False
        if (
            claim.metric not in _MOVES
            or other.metric not in _MOVES
            or mine.base
            or theirs.base
            or mine.rough
            or theirs.rough
            or not self._same_days(told)
        ):
            return False
        windows = [c.window for c in (claim, other) if c.window is not None and c.window.value not in _RELATIVE]
        if windows or len(claim.subjects) != 1 or claim.subjects != other.subjects:
            return False
        words = self.told.norm[max(0, mine.start - 10) : mine.start], told.norm[max(0, theirs.start - 10) : theirs.start]
        if not all(_PRICE.search(w) for w in words):
            return False
        phases = [next((name for name, pattern in _PHASES if pattern.search(w)), "") for w in words]
        lines = [_LINE.search(t[max(0, f.start - 24) : f.start]) for t, f in ((self.told.norm, mine), (told.norm, theirs))]
        listing = [x.group() if x else "" for x in lines]
        return listing[0] == listing[1] and (phases[0] == phases[1] or set(phases) == {"", "收"})

    def _ratios(self) -> Iterator[Finding]:
        mine = {(r.count, r.of) for r in self.told.ratios}
        for like, told in self.near:
            for ratio in told.ratios:
                words = self.told.norm
                if mine:
                    rival = next((r for r in self.told.ratios if r.unit == ratio.unit), None)
                    if rival and like >= _LIKE and (ratio.count, ratio.of) not in mine and (ratio.count == rival.count or ratio.of == rival.of):
                        said = told.norm[ratio.start : ratio.end]
                        yield self.find("claim-number", rival.start, rival.end, f"证据是“{said}”。", told, suggestion=said)
                        return
                    continue
                unit = re.escape(ratio.unit)
                found = re.search(rf"(?:连续|持续|连|近|达|过去|最近|连着|长达)?(?<!\d){ratio.count}\s?个?{unit}", words)
                if not found or re.search(rf"(?<!\d){ratio.of}(?!\d)", words) or not _RUN.search(words) or like < _LIKE:
                    continue
                said = told.norm[ratio.start : ratio.end]
                yield self.find(
                    "claim-ratio",
                    found.start(),
                    found.end(),
                    f"证据是{ratio.of}{ratio.unit}中的{ratio.count}{ratio.unit}，不是连续{ratio.count}{ratio.unit}。",
                    told,
                    suggestion=said,
                )
                return

    def _days(self) -> Iterator[Finding]:
        """Yield a day that the evidence gives otherwise, in a clause that tells the same of the same one."""
        norm = self.told.norm
        for mention in self.told.days:
            if mention.start < 20 and self.sentence.start == 0 and self.block.kind == "item" and norm[mention.start : mention.end].count("-") == 2:
                continue  # the label of a timeline's line; its quotation says what it is about
            if _CREDIT.search(norm[: mention.start]) and norm[mention.start : mention.end].count("-") == 2:
                continue  # the day of a source: lint_sources knows those
            mine = _clause_words(norm, mention)
            if mention.day is None or len(mine) < 3:
                continue
            best: tuple[float, Told, str] | None = None
            for like, told in self.near:
                share = self.told.names & told.names
                if not share and (self.told.names or told.names) and like < 0.6:
                    continue
                published = self.index.articles[told.article].published
                days = {d.day for d in told.days if d.day} | (told.when if not told.days else set())
                if mention.day in days or (mention.day == published and like >= 0.3):
                    if like >= 0.25 or likeness(mine, told.shingles) >= 0.3:
                        best = None
                        break
                    continue
                for other in told.days:
                    if other.day is None or abs((other.day - mention.day).days) > 31:
                        continue
                    theirs = _clause_words(told.norm, other)
                    common = len(mine & theirs)
                    score = common / max(1, min(len(mine), max(len(theirs), 6)))
                    if score >= (0.6 if share else 0.8) and common >= (3 if share else 5) and (best is None or score > best[0]):
                        best = (score, told, told.norm[other.start : other.end])
            if best:
                yield self.find("claim-date", mention.start, mention.end, f"证据的日期是{best[2]}。", best[1], suggestion=best[2])


def _clause_words(norm: str, mention: DayMention) -> frozenset[str]:
    """Return the shingles of the clause that a day stands in; of the next one too where the day is a clause of its own."""
    begin = max((m.end() for m in re.finditer(r"[,;。!?]", norm[: mention.start])), default=0)
    stop = re.compile(r"[,;。!?](?!\d{3})")
    found = stop.search(norm, mention.end)
    end = found.start() if found else len(norm)
    if found and end - mention.end < 5:
        more = stop.search(norm, end + 1)
        end = more.start() if more else len(norm)
    return shingles(norm[begin : mention.start] + " " + norm[mention.end : end])


def lint_claims(context: Context) -> Iterator[Finding]:
    """Yield claims that evidence contradicts. Without articles there is nothing to compare with."""
    knowledge = context.knowledge
    if knowledge is None:
        return
    named = frozenset(i for hits in context.names for h in hits for i in h.ids)
    articles = knowledge.texts(named)
    if not articles:
        return
    index = build_index(knowledge, articles)
    yield from lint_quotes(context, index)
    yield from lint_cited(context, index)
    yield from lint_sources(context, index)
    carried: frozenset[str] = frozenset()
    when: frozenset[date] = frozenset()
    last = -1
    for sentence in context.doc.sentences:
        block = context.doc.blocks[sentence.block]
        if sentence.block != last:
            carried, when = frozenset(), frozenset()
            last = sentence.block
        hits = [NameHit(start=h.start - sentence.start, end=h.end - sentence.start, ids=h.ids) for h in context.names_in(sentence)]
        told = read_told(context.doc.words(sentence), hits, carried=carried, published=context.published, when=when)
        when = carried_days(told) or when
        first = next((frozenset(h.ids) for h in hits if any(i.startswith(("company:", "index:")) for i in h.ids)), None)
        carried = first or carried
        if block.kind in {"row", "heading"} or not (told.claims or told.days or re.search(r"\d", told.norm)):
            continue
        yield from _Judge(context, index, sentence, told).judge()
