"""Score what was read against a gold set: names, links, events, relations, polarity, and the things that must never happen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from themegraph.errors import InputError
from themegraph.evaluate.documents import Document, Form, Labels, common_code, is_listing, read_documents, read_labels
from themegraph.evaluate.scoring import Counts, Measure, majority, measure

__all__ = ["ErrorLine", "GoldReport", "GroupLine", "Ratio", "evaluate_gold", "score_documents"]

_LINKED = frozenset({"company", "etf", "index"})
_DETAILS = ("company", "etf", "sector/theme", "organisation", "product/technology")
_GROUP_MEASURES = {
    "names": "entity mention (surface+type)",
    "links": "entity linking (codes, per article)",
    "events": "event (type+agent)",
    "relations": "relation triples",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """``count`` of ``total``."""

    name: str
    count: int
    total: int

    @property
    def share(self) -> float | None:
        """The quotient, ``None`` if there is nothing to divide by."""
        return self.count / self.total if self.total else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorLine:
    """What one article has too much and too little of one measure."""

    article: str
    measure: str
    wrong: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """F1 of the main measures in one group of articles."""

    group: str
    articles: int
    names: float
    links: float
    events: float
    relations: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldReport:
    """The scores of one run over a gold set."""

    articles: int
    predicted: int
    """Articles of the gold set that the run has a prediction for."""
    measures: tuple[Measure, ...]
    ratios: tuple[Ratio, ...]
    codes_invented: int
    """ETF codes that are not in the gold."""
    groups: tuple[GroupLine, ...] = ()
    errors: tuple[ErrorLine, ...] = ()

    def measure(self, name: str) -> Measure:
        """Return the measure of that name.

        Raises
        ------
        KeyError
            If there is none.
        """
        for found in self.measures:
            if found.name == name:
                return found
        raise KeyError(name)

    def ratio(self, name: str) -> Ratio:
        """Return the ratio of that name.

        Raises
        ------
        KeyError
            If there is none.
        """
        for found in self.ratios:
            if found.name == name:
                return found
        raise KeyError(name)


@dataclass(slots=True)
class _Tally:
    rows: dict[str, list[Counts]] = field(default_factory=dict)
    errors: list[ErrorLine] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def compare(self, name: str, article: str, gold: Set[Any], found: Set[Any], free: Set[Any] = frozenset()) -> None:
        """Count what was found against what the gold has; what is ``free`` is neither wrong nor right."""
        wrong, missed = found - gold - free, gold - found
        self.rows.setdefault(name, []).append(Counts(article=article, right=len(gold & found), wrong=len(wrong), missed=len(missed)))
        if wrong or missed:
            self.errors.append(ErrorLine(article=article, measure=name, wrong=tuple(sorted(map(str, wrong))), missed=tuple(sorted(map(str, missed)))))

    def count(self, name: str, number: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + number


def _names(tally: _Tally, article: str, gold: Document, found: Document, optional: Set[str]) -> None:
    free = {pair for pair in found.entities if pair[0] in optional and pair not in gold.entities}
    tally.compare("entity mention (surface+type)", article, gold.entities, found.entities, free)
    tally.compare("entity surface only", article, {s for s, _ in gold.entities}, {s for s, _ in found.entities}, {s for s, _ in free})
    for kind in _DETAILS:
        wanted = {pair for pair in gold.entities if pair[1] == kind}
        tally.compare(f"  mention: {kind}", article, wanted, {pair for pair in found.entities if pair[1] == kind}, free)
    listed = {gold.names[s] for s, kind in gold.entities if kind in _LINKED and is_listing(gold.names[s])}
    linked: set[str] = set()
    for surface, kind in found.entities:
        # Only codes that the prediction itself gives count: none is lent to it from the gold.
        code = found.names.get(surface)
        if kind in _LINKED and surface not in optional and code and is_listing(code):
            linked.add(code if code in gold.listings else next((main for main, others in gold.listings.items() if code in others), code))
    tally.compare("entity linking (codes, per article)", article, listed, linked)
    for surface, kind in gold.entities:
        if kind == "company" and not any(is_listing(code) for code in gold.listings[gold.names[surface]]) and not is_listing(gold.names[surface]):
            tally.count("unlisted")
            tally.count("unlisted given a code", surface in found.names and is_listing(found.names[surface]))


def _events(tally: _Tally, article: str, gold: Document, found: Document) -> None:
    stated = found.event_agents(negated=False)
    tally.compare("event (type+agent)", article, gold.event_agents(negated=False), stated)
    denied = gold.event_agents(negated=True) - gold.event_agents(negated=False)
    tally.count("denied", len(denied))
    tally.count("denied and asserted", len(denied & stated))
    certainty: dict[tuple[str | None, str], set[bool]] = {}
    for document, settle in ((gold, True), (found, False)):
        for event in document.events:
            if event.get("negated"):
                continue
            for person in event.get("participants", []):
                if person.get("role") != "agent":
                    continue
                key = (event["type"], document.node(person["surface"]))
                said = bool(event.get("speculative"))
                if settle:
                    certainty.setdefault(key, set()).add(said)
                elif len(certainty.get(key, ())) == 1:
                    tally.count("speculative compared")
                    tally.count("speculative right", said in certainty[key])


def _relations(tally: _Tally, article: str, gold: Document, found: Document) -> None:
    stated = found.triples(negated=False)
    # A supposed relation may be read or left.
    wanted = gold.triples(negated=False, speculative=False) | (gold.triples(negated=False, speculative=True) & stated)
    tally.compare("relation triples", article, wanted, stated)
    denied = gold.triples(negated=True)
    tally.count("denied", len(denied))
    tally.count("denied and asserted", len(denied & stated))


def _polarity(tally: _Tally, gold: Document, found: Document) -> None:
    read = found.polarities()
    for company, polarities in gold.polarities().items():
        wanted = majority(polarities)
        if wanted in {None, "mixed"}:
            continue
        tally.count("polarity")
        if company in read:
            tally.count("polarity covered")
            tally.count("polarity right", majority(read[company]) == wanted)


def _funds(tally: _Tally, article: str, gold: Document, found: Document, labels: Labels) -> None:
    wanted = {common_code(fund["code"]) for fund in gold.form.get("etfs", []) if fund.get("code")}
    named = found.form.get("etfs")
    if named is None:
        named = [
            {"name": entity["surface"], "code": entity.get("canonical")}
            for entity in found.form.get("entities", [])
            if labels.entity(entity.get("type")) == "etf"
        ]
    codes = {common_code(fund["code"]) for fund in named if fund.get("code") and is_listing(fund["code"])}
    others: set[str] = set()
    for surface, kind in gold.entities:
        if kind == "etf":
            others |= gold.listings[gold.names[surface]]
    tally.compare("ETFs named (code)", article, wanted, codes, others)
    tally.count("codes invented", len(codes - wanted - others))


def _tally(gold: Mapping[str, Form], predictions: Mapping[str, Form], labels: Labels) -> _Tally:
    tally = _Tally()
    gold_labels = labels.for_gold()
    for article, form in gold.items():
        wanted = Document(form, gold_labels)
        found = Document(predictions.get(article, {"id": article}), labels, gold=wanted)
        _names(tally, article, wanted, found, wanted.optional | labels.optional)
        _events(tally, article, wanted, found)
        _relations(tally, article, wanted, found)
        _polarity(tally, wanted, found)
        _funds(tally, article, wanted, found, labels)
        for side in ("beneficiaries", "victims"):
            nodes = {wanted.node(name) for name in form.get(side, [])}
            tally.compare(side, article, nodes, {found.node(name) for name in found.form.get(side, [])})
        if form.get("theme") == "distractor":
            tally.count("distractors")
            tally.count("events on distractors", len(found.event_agents(negated=False)))
    return tally


def score_documents(gold: Mapping[str, Form], predictions: Mapping[str, Form], labels: Labels, *, errors: bool = False) -> GoldReport:
    """Return the scores of predictions against gold documents, both by id.

    Parameters
    ----------
    gold
        Annotations. An article without a prediction counts as one in which nothing was read.
    predictions
        Published forms.
    labels
        What each label of the predictions stands for.
    errors
        Whether to list what is wrong and missing.
    """
    tally = _tally(gold, predictions, labels)
    counts = tally.counts
    ratios = [
        ("polarity accuracy on all gold company-article pairs", "polarity right", "polarity"),
        ("polarity accuracy on covered pairs", "polarity right", "polarity covered"),
        ("negated facts asserted (lower is better)", "denied and asserted", "denied"),
        ("speculative flag right on matched events", "speculative right", "speculative compared"),
        ("unlisted companies given a code (lower is better)", "unlisted given a code", "unlisted"),
        ("events asserted on articles that are not about markets", "events on distractors", "distractors"),
    ]
    return GoldReport(
        articles=len(gold),
        predicted=sum(article in predictions for article in gold),
        measures=tuple(measure(name, rows) for name, rows in tally.rows.items()),
        ratios=tuple(Ratio(name=name, count=counts.get(part, 0), total=counts.get(whole, 0)) for name, part, whole in ratios),
        codes_invented=counts.get("codes invented", 0),
        errors=tuple(tally.errors) if errors else (),
    )


def _group(name: str, gold: Mapping[str, Form], predictions: Mapping[str, Form], labels: Labels) -> GroupLine:
    report = score_documents(gold, predictions, labels)
    return GroupLine(group=name, articles=len(gold), **{key: report.measure(line).f1 for key, line in _GROUP_MEASURES.items()})


def evaluate_gold(
    predictions: Mapping[str, Form] | Iterable[Form],
    gold_dir: Path,
    articles_dir: Path | None = None,
    *,
    mapping: Path | None = None,
    by: Literal["theme", "script"] | None = None,
    errors: bool = False,
    only: Set[str] | None = None,
) -> GoldReport:
    """Return the scores of predictions against the gold set in a folder: the figures of the set's own scorer.

    Parameters
    ----------
    predictions
        Published forms, by id or each with its id.
    gold_dir
        Folder of annotations, a JSON file an article.
    articles_dir
        Folder of the texts, needed to group by script; ``articles`` beside ``gold_dir`` if not given.
    mapping
        ``mapping.json``; the one beside ``gold_dir`` if not given and there.
    by
        Group the main measures by theme, or by the script that the articles state (zh-Hans, zh-Hant, mixed, en).
    errors
        Whether to list what is wrong and missing, article by article.
    only
        Score these ids only; all if not given.

    Raises
    ------
    InputError
        If the folder holds no annotation, or none of the ids asked for.
    """
    gold = {article: form for article, form in read_documents(gold_dir).items() if only is None or article in only}
    if not gold:
        asked = f" with an id of {', '.join(sorted(only))}" if only else ""
        msg = f"No annotation{asked} found in {gold_dir}; wanted a folder of .json files, each with an id."
        raise InputError(msg)
    labels = read_labels(mapping or gold_dir.parent / "mapping.json")
    by_id = predictions if isinstance(predictions, Mapping) else {str(form["id"]): form for form in predictions}
    report = score_documents(gold, by_id, labels, errors=errors)
    if by is None:
        return report
    texts = read_documents(articles_dir or gold_dir.parent / "articles") if by == "script" else {}
    keys = {article: str(form.get("theme") if by == "theme" else texts.get(article, {}).get("lang")) for article, form in gold.items()}
    groups = tuple(
        _group(key, {article: form for article, form in gold.items() if keys[article] == key}, by_id, labels) for key in sorted(set(keys.values()))
    )
    return replace(report, groups=groups)
