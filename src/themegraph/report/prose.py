"""The paragraphs of a report: facts told in sentences, paths told in sentences, gainers and losers side by side."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from themegraph.folding import simplify
from themegraph.model.answers.exposures import FundRow, Path, Quote
from themegraph.report.clauses import amounts, clip, opening, same_fact
from themegraph.report.document import Block, Heading, Listing, Paragraph, Sentence, Table
from themegraph.report.material import Effect, StoryLine, tellable
from themegraph.report.restate import is_chinese, restate
from themegraph.report.told import FIRM, Told
from themegraph.report.words import Words

__all__ = ["MAX_QUOTE", "Writer", "anew", "backing", "cite", "cites", "code", "join", "title_of"]

MAX_QUOTE = 60
"""Characters of a quotation."""
MAX_TOLD = 90
"""Characters of a sentence taken over, where it can be cut."""
_TOLD = 7
"""Facts of one story told in full."""
_FIGURES = 10
_TABLED = 12
"""Figures of the articles' tables beside those of their sentences."""
_DAY_HEAD = re.compile(r"^\d{1,2}月\d{1,2}日，")
_ENOUGH_FIGURES = 3
"""With fewer the sentences say it as well as a table does."""
_COMPANIES = 8
"""Companies a side; both sides have the same room."""
_PATHS = 3
_HOLDERS = 3
_REMARK = re.compile(r"\s?[（(].*$")
"""What stands in brackets behind a source's name: 某网（转载自某报）."""
_UNSAID = re.compile(r"^(?:公司|该|其|他|她|它|上述|两款|前者|后者|对方|官方|这|同一)")
_BARE_HEAD = re.compile(r"^(?:包括|其中|新|全年|前.季|第.季|上半年|一季|二季|三季|四季|营|净|归母|毛利|收入|亏损|管理层|售价|订单|产能)")
"""A sentence that begins with a measure, not with whose it is."""
_ELSEWHEN = re.compile(r"前|上[周月年一]|去年|同期|累计|以来|连续|同日|预计|计划")
"""A clause with such a word tells of another time than its sentence's event."""
_DOUBTS = {
    "negated": re.compile(r"否认|不存在|未[曾有与向就]|没有|并无|不属实|澄清|取消|辟谣|不生产"),
    "rumoured": re.compile(r"传|据悉|据报|有报道|有消息|市场消息|知情"),
    "hedged": re.compile(r"拟|计划|预计|有望|将|或|可能|料|目标|预期|力争|拟定"),
}
"""Words with which a sentence itself says how sure it is."""
_INSIDE = str.maketrans("“”「」『』", "‘’‘’‘’")
"""Marks of a quotation inside another."""
_STEPS = {"所属板块": "relay", "板块成员": "member", "下级板块": "member", "竞争": "comp", "合作": "coop", "向上游": "up", "向下游": "down", "向股东": "own_up", "向被持股方": "own_down"}  # fmt: skip


def code(name: str, number: str, w: Words) -> str:
    """Return a name with its code."""
    return f"{name}{w['open']}{number}{w['close']}" if number and number != name else name


def join(names: Iterable[str], w: Words, *, most: int = 6) -> str:
    """Return names as a list in words, each once."""
    shown = list(dict.fromkeys(names))
    return w["and"].join(shown[:most]) + (w["etc"] if len(shown) > most else "")


def cite(quote: Quote, w: Words) -> str:
    """Return the source and day of a quotation."""
    return f"{_REMARK.sub('', quote.source) or w['unknown_source']}{w['comma']}{(quote.published_at or w['unknown_day'])[:10]}"


def cites(fact: Told, w: Words) -> str:
    """Return the sources of a fact: every independent voice, and how many reprints."""
    own = [cite(q, w) for q in fact.quotes[: fact.voices]]
    text = w["semi"].join(dict.fromkeys(own[:4]))
    return text + (w["more_reprints"].format(n=fact.reprints) if fact.reprints else "")


def backing(line: StoryLine, w: Words) -> str:
    """Return how much of a story with several sources is told by more than one of them: articles on one company need not tell the same."""
    told = sum(f.voices > 1 for f in line.told)
    return w["backing"].format(n=told) if told else w["no_backing"]


def title_of(line: StoryLine, w: Words) -> str:
    """Return a story in a few words: the beginning of its headline up to a pause."""
    return w["quote"].format(text=_heading(line).translate(_INSIDE))


def _heading(line: StoryLine) -> str:
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "，", simplify(opening(line.heading)))


def anew(facts: Iterable[Told], line: StoryLine) -> list[Told]:
    """Return the facts without those that only repeat another: its numbers in other words, or a headline that the sentences below it tell."""
    given = list(facts)
    types = {e.id: e.type for e in line.events}
    out: list[Told] = []
    for fact in given:
        numbers = amounts(fact.text)
        if any(numbers and numbers <= amounts(other.text) and same_fact(fact.text, other.text) for other in out):
            continue
        if fact.headline:
            body = [f for f in given if f is not fact and not f.headline and f.quotes[0].article == fact.quotes[0].article]
            told = {types.get(e) for f in body for e in f.events}
            if body and numbers and numbers <= frozenset().union(*(amounts(f.text) for f in body)) and {types.get(e) for e in fact.events} <= told:
                continue
        out.append(fact)
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """The words of one language, and how sentences are made of them."""

    w: Words
    chinese: bool
    weight: Callable[[str, float], str]
    """Fund id and weight of one company → how it is printed."""
    said: dict[tuple[int, int, int], str] = field(default_factory=dict, repr=False, compare=False)
    """What was restated before."""
    groups: frozenset[str] = frozenset()
    """Ids of the report's theme and of all below it: what may stand between two companies of a path."""

    def text(self, fact: Told, line: StoryLine, limit: int = MAX_TOLD) -> str:
        """Return a fact in words: the report's own sentence, or a quotation where the report's language is another than the article's."""
        if self.chinese and is_chinese(fact.text):
            return self._restated(fact, line, limit)
        cut = clip(fact.text, MAX_QUOTE, keep=fact.who).rstrip("。.")
        whose = fact.who or fact.subject
        who = f"{whose}{self.w['colon']}" if whose and whose not in cut else ""
        return who + self.w["said"].format(text=cut)

    def _restated(self, fact: Told, line: StoryLine, limit: int) -> str:
        # Every part of a report asks for it again; facts and lines live as long as the writer does.
        key = (id(fact), id(line), limit)
        if key not in self.said:
            self.said[key] = self._restate(fact, line, limit)
        return self.said[key]

    def _restate(self, fact: Told, line: StoryLine, limit: int) -> str:
        when = fact.day if fact.day and fact.day <= fact.public else None
        subject = fact.subject or line.subject
        said = restate(fact.text, subject=fact.subject, when=when, period=fact.period, limit=limit)
        own = {p.name for e in line.events if e.id in fact.events for p in e.participants}
        bare = own <= {subject} and subject and subject[:2] not in said and not fact.headline
        # 公司 far inside a sentence, or a measure without its owner: whose it is stands before.
        unsaid = fact.subject and fact.subject not in said and FIRM.search(said)
        return f"{subject}{self.w['colon']}{said}" if (bare and _BARE_HEAD.match(said)) or unsaid else said

    def plain(self, fact: Told, line: StoryLine) -> bool:
        """Return whether a reader who has not read the article knows whom the fact is about."""
        said = self._restated(fact, line, MAX_TOLD)
        if _UNSAID.match(said.lstrip("“「据")):
            return False
        firm = FIRM.search(said)
        return not firm or bool(fact.subject) or fact.named or bool(line.subject and line.subject in said[: firm.start()])

    def _tags(self, fact: Told, said: str) -> str:
        w = self.w
        doubt = {"negated": "denial", "rumoured": "rumour", "hedged": "plan"}.get(fact.modality, "")
        found = [w[doubt]] if doubt and not (self.chinese and _DOUBTS[fact.modality].search(said)) else []
        if fact.own_word and not (self.chinese and re.search(r"据[^，。]{0,12}介绍|称|给出|自行|披露", said)):
            found.append(w["own"])
        return w["tag"].format(tags=w["and"].join(found)) if found else ""

    def fact(self, fact: Told, line: StoryLine, *, limit: int = MAX_TOLD, tagged: bool = True, ended: bool = True) -> Sentence:
        """Return a fact as one sentence with its sources."""
        said = self.text(fact, line, limit)
        end = self.w["stop"] if ended else ""
        return Sentence(
            text=f"{said}{self.w['open']}{cites(fact, self.w)}{self.w['close']}{self._tags(fact, said) if tagged else ''}{end}",
            facts=(*fact.events, *dict.fromkeys(q.article for q in fact.quotes)),
        )

    # ---------------------------------------------------------------- a story

    def story(self, line: StoryLine, told: Sequence[Told]) -> list[Block]:
        """Return a story: what happened, its figures, how it travels, who gains and who loses."""
        w = self.w
        out: list[Block] = [Heading(text=_heading(line) if self.chinese else opening(line.heading), level=4)]
        facts = sorted(anew(told, line)[:_TOLD], key=lambda f: (f.quotes[0].published_at or "", f.quotes[0].article, f.quotes[0].start, f.text))
        groups: dict[str, list[Told]] = defaultdict(list)
        for fact in facts:
            kind = {"negated": "group_denial", "rumoured": "group_rumour", "hedged": "group_plan"}.get(fact.modality, "")
            groups[kind or ("group_own" if fact.own_word else "")].append(fact)
        kinds = [k for k in ("", "group_own", "group_plan", "group_rumour", "group_denial") if groups[k]]
        out += [Paragraph(sentences=tuple(self._run(groups[k], line, w[k] if k else ""))) for k in kinds]
        again = sum(bool(a.reprint_of) for a in line.articles)
        reprints = w["backed_reprints"].format(n=again) if again else ""
        backed = w["backed" if line.voices > 1 else "backed_one"].format(voices=line.voices, backing=backing(line, w), reprints=reprints)
        first = out[1] if len(out) > 1 else None
        if isinstance(first, Paragraph):
            out[1] = Paragraph(sentences=(*first.sentences, Sentence(text=backed, facts=tuple(a.id for a in line.articles))))
        out += [table for table in (self._figures(line, facts), self._tabled(line)) if table is not None]
        out.append(Listing(items=(self._chain(line), *self._side(line.gains, "gains", line), *self._side(line.losses, "losses", line))))
        if line.mixed:
            out.append(Paragraph(sentences=(Sentence(text=w["mixed"].format(names=join(line.mixed, w))),)))
        return out

    def _run(self, facts: Sequence[Told], line: StoryLine, head: str) -> list[Sentence]:
        """Return facts as sentences; those of one source in a row share its mention."""
        out: list[Sentence] = []
        before = ""
        for number, fact in enumerate(facts):
            following = facts[number + 1] if number + 1 < len(facts) else None
            shared = following is not None and cites(following, self.w) == cites(fact, self.w)
            said = self.text(fact, line)
            if (day := _DAY_HEAD.match(said)) and day[0] == before:
                said = self.w["same_day"] + said[day.end() :]
            before = day[0] if day else ""
            ids = (*fact.events, *dict.fromkeys(q.article for q in fact.quotes))
            tail = self.w["stop"] if shared else f"{self.w['open']}{cites(fact, self.w)}{self.w['close']}{self.w['stop']}"
            out.append(Sentence(text=(head if not number else "") + said + tail, facts=ids))
        return out

    def _figures(self, line: StoryLine, told: Sequence[Told]) -> Table | None:
        w = self.w
        rows: list[tuple[str, ...]] = []
        facts: list[tuple[str, ...]] = []
        seen: set[tuple[str, str]] = set()
        others = {p.name for e in line.events for p in e.participants}
        for fact in told:
            for figure, owner in zip(fact.figures, fact.owners, strict=True):
                about = clip(figure.about, 40, keep=figure.value)
                named = [n for n in sorted(others) if n in simplify(figure.about)]
                whose = owner or (named[0] if len(named) == 1 else "")
                key = (re.sub(r"^\D+", "", figure.value) or figure.value, whose)
                if key in seen or len(rows) >= _FIGURES or key[0] not in about.replace(" ", ""):
                    continue
                seen.add(key)
                dated = fact.events and fact.day and fact.day <= fact.public and not _ELSEWHEN.search(figure.about)
                base = figure.base or (fact.day.isoformat() if dated and fact.day else w["no_base"])
                rows.append((figure.value, whose or w["no_subject"], about, base, cite(fact.quotes[0], w)))
                facts.append((*fact.events, fact.quotes[0].article))
        if len(rows) < _ENOUGH_FIGURES:
            return None
        return Table(head=tuple(w["figure_head"].split("|")), rows=tuple(rows), facts=tuple(facts), right=frozenset({0}), caption=w["figures"])

    def _tabled(self, line: StoryLine) -> Table | None:
        """Return the figures that stand in tables of the articles, each with the names of its row and its column."""
        w = self.w
        shown = line.tabled[:_TABLED]
        rows = tuple(
            (t.figure.value, t.whose or w["no_subject"], t.figure.label, t.figure.column, t.figure.base or w["no_base"], cite(t.source, w))
            for t in shown
        )
        facts = tuple((*t.events, t.source.article) for t in shown)
        return Table(head=tuple(w["tabled_head"].split("|")), rows=rows, facts=facts, right=frozenset({0}), caption=w["tabled"]) if rows else None

    # ---------------------------------------------------------------- paths

    def linked(self, who: str, steps: Sequence[tuple[str, str]]) -> str:
        """Return who stands at the end of a path, told from its beginning: 甲的供应商乙."""
        said, theme = who, ""
        for relation, name in steps:
            if relation == "relay":
                theme = name
            elif relation == "member":
                said = self.w["rel_member" if theme else "rel_of_theme"].format(who=said, theme=theme, name=name)
            else:
                said = self.w.get(f"rel_{relation}", self.w["rel_other"]).format(who=said, name=name)
        return said

    def holder(self, path: Path) -> str:
        """Return the company by which a fund is reached, and how it hangs together with the one the text names."""
        hops = path.hops[:-1]
        return self.linked(hops[0].object_label, [(_STEPS.get(h.predicate_label, "other"), h.object_label) for h in hops[1:]])

    def _chain(self, line: StoryLine) -> Sentence:
        w, answer = self.w, line.exposure
        if answer is None:
            return Sentence(lead=w["chain"], text=w["no_chain"])
        found: dict[tuple[bool, str], list[tuple[Path, FundRow]]] = defaultdict(list)
        for row in answer.rows:
            for path in row.paths:
                if tellable(path, self.groups):
                    own = found[path.contribution > 0, self.holder(path)]
                    if all(r.etf.id != row.etf.id for _, r in own):
                        own.append((path, row))
        ranked: list[tuple[tuple[bool, str], list[tuple[Path, FundRow]]]] = []
        ends: set[str] = set()
        for key, own in sorted(found.items(), key=lambda kv: (-max(abs(p.contribution) for p, _ in kv[1]), kv[0][1])):
            end = own[0][0].hops[-1].subject
            if end not in ends and len(ranked) < _PATHS:
                ends.add(end)
                ranked.append((key, own))
        if not ranked:
            return Sentence(lead=w["chain"], text=w["no_holder"])
        said, ids = [], []
        for positive in (True, False):
            parts = []
            for (sign, who), own in ranked:
                if sign != positive:
                    continue
                own.sort(key=lambda pr: (-pr[0].hops[-1].coefficient, pr[1].etf.id))
                held = [
                    w["chain_fund"].format(fund=r.etf.name, code=r.etf.code, weight=self.weight(r.etf.id, p.hops[-1].coefficient))
                    for p, r in own[:_HOLDERS]
                ]
                funds = w["and"].join(held) + (w["chain_more"].format(n=len(own)) if len(own) > _HOLDERS else "")
                parts.append(w["chain_held"].format(who=who, funds=funds))
                ids += [i for p, r in own[:_HOLDERS] for i in (*path_facts(p), r.etf.id)]
            if parts:
                said.append(w["chain_up" if positive else "chain_down"] + w["semi"].join(parts) + w["stop"])
        if any(h.predicate_label == "所属板块" for _, own in ranked for p, _ in own for h in p.hops):
            said.append(w["chain_relay"])
        return Sentence(lead=w["chain"], text=("" if self.chinese else " ").join(said), facts=tuple(dict.fromkeys(ids)))

    # ---------------------------------------------------------------- who gains, who loses

    def _reason(self, effect: Effect) -> str:
        sign = "+" if effect.helped else "-"
        return self.w.get(f"kind_{effect.kind}") or self.w.get(f"kind_{effect.kind}{sign}") or self.w["kind_other"]

    def _side(self, effects: Sequence[Effect], key: str, line: StoryLine) -> list[Sentence]:
        w = self.w
        if not effects:
            return [Sentence(lead=w[key], text=w["unseen"] if line.exposure is not None else w["unasked"])]
        by_reason: dict[str, list[Effect]] = defaultdict(list)
        for effect in [e for e in effects if e.stated][:_COMPANIES]:
            assert effect.source is not None
            by_reason[
                w["because"].format(reason=self._reason(effect), source=cite(effect.source, w)) + (w["doubtful"] if effect.doubtful else "")
            ].append(effect)
        stated = [join((code(e.company.name, e.company.code, w) for e in own), w, most=_COMPANIES) + reason for reason, own in by_reason.items()]
        by_step: dict[tuple[str, tuple[tuple[str, str], ...], str], list[str]] = defaultdict(list)
        for effect in [e for e in effects if not e.stated]:
            by_step[effect.sender, effect.steps[:-1], effect.steps[-1][0]].append(code(effect.company.name, effect.company.code, w))
        inferred = [self.linked(sender, [*steps, (last, w["and"].join(names))]) for (sender, steps, last), names in by_step.items()]
        said = [w["stated"].format(names=w["semi"].join(stated))] if stated else []
        said += [w["inferred"].format(names=w["and"].join(inferred))] if inferred else []
        ids = tuple(dict.fromkeys(f for e in effects for f in e.facts))
        return [Sentence(lead=w[key], text=("" if self.chinese else " ").join(said), facts=ids)]


def path_facts(path: Path) -> tuple[str, ...]:
    """Return the ids of what a path rests on: its event, the articles and the data sets."""
    return tuple(dict.fromkeys([h.subject for h in path.hops[:1]] + [q.article for h in path.hops for q in h.evidence]))
