"""The articles and events of a report's days, read once."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta

import numpy as np

from themegraph.folding import fold_name
from themegraph.model import kind_of
from themegraph.query.facts import Facts
from themegraph.report.lint.lookup import ORDINARY, Lookup
from themegraph.snapshot import Snapshot

__all__ = ["Gatherer"]


def _company_names(snap: Snapshot) -> Lookup:
    """Return the look-up of all companies by name; names that are common words are left out, and so are codes."""
    kinds, words = snap.vocabulary("kinds"), snap.vocabulary("name_kinds")
    firms = np.flatnonzero(snap.nodes.kind == kinds.index("company")) if "company" in kinds else np.array([], dtype=np.int64)
    inside = np.isin(snap.names.node, firms)
    if "code" in words:
        inside &= snap.names.kind != words.index("code")
    pairs = [*zip(firms.tolist(), snap.nodes.label[firms].tolist(), strict=True)]
    pairs += zip(snap.names.node[inside].tolist(), snap.names.text[inside].tolist(), strict=True)
    names: dict[str, set[int]] = defaultdict(set)
    for node, text in pairs:
        name = fold_name(snap.text(text))
        if len(name) >= (3 if name.isascii() else 2) and name not in ORDINARY:
            names[name].add(node)
    ids = {node: snap.id_of(node) for node in firms.tolist()}
    return Lookup(names={name: tuple(sorted(ids[n] for n in found)) for name, found in names.items()})


class Gatherer:
    """The window's articles and events, read once.

    Parameters
    ----------
    facts
        What is known on the day.
    window
        Days up to that day whose articles count.
    """

    def __init__(self, facts: Facts, window: int) -> None:
        self.facts = facts
        self.snap = snap = facts.snapshot
        self.first = (facts.as_of - timedelta(days=window - 1)).toordinal()
        self.last = facts.as_of.toordinal()
        self.events_of: dict[int, list[int]] = defaultdict(list)
        self.evidence_of: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.voice: dict[int, int] = {}
        self._names: dict[int, tuple[str, ...]] = {}
        self._folded: dict[int, str] = {}
        self._participants: dict[int, list[tuple[int, str, int]]] = {}
        self._subjects: dict[int, tuple[int, tuple[str, ...]]] = {}
        self._contents: dict[int, str] = {}
        self._finder: Lookup | None = None
        learned = facts.known_at.timestamp() if facts.known_at else float("inf")
        articles = snap.articles
        inside = (articles.public_from >= self.first) & (articles.public_from <= self.last) & (articles.learned_at <= learned)
        self.rows = [int(r) for r in np.flatnonzero(inside)]
        self._read_events()

    def _read_events(self) -> None:
        snap, window = self.snap, set(self.rows)
        pointer = snap.pointers["event_evidence_ptr"]
        owners = np.repeat(np.arange(len(snap.events)), np.diff(pointer))
        near = np.flatnonzero(np.isin(snap.evidence.article[snap.event_evidence], self.rows))
        for at in near.tolist():
            row, event = int(snap.event_evidence[at]), int(owners[at])
            article = int(snap.evidence.article[row])
            if article in window and int(snap.evidence.owner[row]) == event and self.facts.view.event(event).public_from > 0 and self._says(event):
                if event not in self.events_of[article]:
                    self.events_of[article].append(event)
                self.evidence_of[article][event].append(row)
                self.voice[article] = int(snap.evidence.story[row])

    def _says(self, event: int) -> bool:
        """Return whether an event is whole enough to be told: a launch of nothing is none (监管部门发布信息 is no product)."""
        kind = self.snap.vocabulary("event_types")[int(self.snap.events.type[event])]
        return kind != "product_launch" or any(role == "object" for _, role, _ in self.participants(event))

    def content(self, article: int) -> str:
        """Return an article's content as it was read; it is asked for again and again."""
        if article not in self._contents:
            self._contents[article] = self.facts.content(self.snap.text(int(self.snap.articles.id[article])))
        return self._contents[article]

    def folded(self, article: int) -> str:
        """Return an article's content in simplified script, half width and lower case."""
        if article not in self._folded:
            self._folded[article] = fold_name(self.content(article))
        return self._folded[article]

    def names(self, node: int) -> tuple[str, ...]:
        """Return the names of a node as texts have them, folded, longest first."""
        if node not in self._names:
            texts = {fold_name(t) for t, _ in self.snap.names_of(node)} | {fold_name(self.snap.label_of(node))}
            self._names[node] = tuple(sorted((t for t in texts if len(t) >= 2), key=lambda t: (-len(t), t)))
        return self._names[node]

    def participants(self, event: int) -> list[tuple[int, str, int]]:
        """Return (node, role, sign) of an event."""
        if event not in self._participants:
            self._participants[event] = [(p.node, p.role, p.sign) for p in self.facts.view.parts(event)]
        return self._participants[event]

    def companies(self, event: int) -> set[int]:
        """Return the companies that take part in an event."""
        return {n for n, _, _ in self.participants(event) if kind_of(self.snap.id_of(n)) == "company"}

    def find_companies(self, folded: str) -> list[tuple[int, int, int]]:
        """Return (start, end, node) of the companies that a folded text names, in its order; the first of those that share a name."""
        if self._finder is None:
            self._finder = _company_names(self.snap)
        return [(h.start, h.end, self.snap.node(h.ids[0])) for h in self._finder.find(folded)]

    def subject(self, article: int) -> tuple[int, tuple[str, ...]]:
        """Return the company an article is about, −1 if there is no one company, and the index whose market it tells."""
        if article not in self._subjects:
            self._subjects[article] = self._subject(article)
        return self._subjects[article]

    def _subject(self, article: int) -> tuple[int, tuple[str, ...]]:
        snap = self.snap
        content = self.folded(article)
        title = fold_name(snap.text(int(snap.articles.title[article])))
        heard: Counter[int] = Counter()
        found: set[str] = set()
        for event in self.events_of[article]:
            for node, role, _ in self.participants(event):
                kind = kind_of(snap.id_of(node))
                if kind == "company" and node not in heard:
                    heard[node] = max((content.count(n) for n in self.names(node)), default=0)
                elif kind == "index" and role == "agent":
                    found.add(snap.id_of(node))
        markets = tuple(sorted(found))
        if not heard:
            # No event was read there: the companies of other articles' events that it names.
            heard.update(node for _, _, node in self.find_companies(content))
        if not heard:
            return -1, markets
        entitled = [n for n in heard if any(name in title for name in self.names(n))]
        most = sorted(heard, key=lambda n: (-heard[n], snap.id_of(n)))
        if len(entitled) == 1 and heard[entitled[0]] * 2 >= heard[most[0]]:
            return entitled[0], markets
        if (most[0] in entitled or not entitled) and heard[most[0]] >= 3 and heard[most[0]] * 2 > sum(heard.values()):
            return most[0], markets
        return -1, markets
