"""Any sequence of adding, publishing again, reading again, retracting, restoring and purging leaves what a plain dictionary would.

Beside it, what is compiled step by step has the bytes of what is compiled from scratch, and the graph as of an earlier instant has the bytes that it had then.
"""

import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from themegraph.exposure.view import View
from themegraph.graph.compile import compile_snapshot
from themegraph.graph.compiled import CompileCache
from themegraph.graph.derived import plain_of_store
from themegraph.graph.keep import add_article, add_publication
from themegraph.graph.ledger import article_entry, counts
from themegraph.graph.lifecycle import closed_graphs, closed_statements, purge_article, replace_extraction, retract, unretract
from themegraph.graph.rdf import extraction_of
from themegraph.graph.store import OxigraphStore
from themegraph.graph.terms import DERIVED, article_graph, curie
from themegraph.model import Article, Evidence, Extraction, Modality, Provenance, Reading, Span, Statement, article_id, entity_id
from themegraph.ontology import load_ontology
from themegraph.snapshot import Snapshot, write_snapshot

ONTO = load_ontology()
NOW = datetime(2026, 1, 5, tzinfo=UTC)
A, B, C = (entity_id("company", f"60090{n}.SH") for n in range(3))
CLAIMS = [(A, "supplies_to", B), (B, "invests_in", C), (A, "produces", entity_id("product", "芯片"))]
SAYS = [(0,), (0, 1), (1, 2), (2,), (0, 1, 2)]
"""Which claims each article makes, as the first version of the extractor reads it; the next version reads what the next article says, and so on."""
SOURCES = ["财联社", "某地方网"]
DENIES = [(), (), (0,), (), (1,)]
"""Which it denies."""


def said(number: int, version: int) -> tuple[int, ...]:
    return SAYS[(number + version) % len(SAYS)]


def made(number: int, version: int = 0, source: int | None = None) -> tuple[Article, Extraction]:
    text = f"第{number}篇"
    outlet = SOURCES[number % 2 if source is None else source]
    article = Article(id=article_id("", text), external_id=str(number), title="", text=text, published_at=NOW, source=outlet)
    readings = tuple(
        Reading(
            statement=Statement(subject=CLAIMS[c][0], predicate=CLAIMS[c][1], object=CLAIMS[c][2]),
            evidence=Evidence(
                article=article.id,
                span=Span(start=0, end=2),
                quote=text[:2],
                modality=Modality.NEGATED if negated else Modality.ASSERTED,
                confidence=1.0,
                provenance=Provenance(extractor="test", version=str(version)),
            ),
            subject_surface="",
            object_surface="",
            negated=negated,
            speculative=False,
        )
        for negated, claims in ((False, said(number, version)), (True, DENIES[number]))
        for c in claims
    )
    return article, Extraction(article=article.id, links=(), events=(), readings=readings, effects=(), funds=())


def raw(snapshot: Snapshot) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        write_snapshot(snapshot, Path(folder) / "a")
        return b"".join((Path(folder) / "a" / name).read_bytes() for name in ("arrays.bin", "meta.json"))


IDS = [ONTO.canonical(Statement(subject=s, predicate=p, object=o)).id for s, p, o in CLAIMS]
numbers = st.integers(0, len(SAYS) - 1)
claims = st.integers(0, len(CLAIMS) - 1)
sources = st.integers(0, 1)


class Life(RuleBasedStateMachine):
    """The store beside dictionaries: article → live, closed or gone; its version; its outlets, open or closed; and what else is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.store = OxigraphStore()
        self.model: dict[int, str] = {}
        self.version: dict[int, int] = {}
        self.outlets: dict[int, dict[int, bool]] = {}
        self.shut: set[str] = set()
        self.now = NOW
        self.cache = CompileCache()
        self.past: list[tuple[datetime, bytes]] = []

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    @rule(n=numbers)
    def add(self, n: int) -> None:
        article, extraction = made(n)
        assert add_article(self.store, article, extraction, learned_at=self.tick(), ontology=ONTO) == (n not in self.model)
        if n not in self.model:
            self.model[n], self.version[n], self.outlets[n] = "live", 0, {n % 2: True}

    @rule(n=numbers, source=sources)
    def publish_again(self, n: int, source: int) -> None:
        if n in self.model:
            done = add_publication(self.store, made(n, source=source)[0], learned_at=self.tick(), ontology=ONTO)
            assert done == (self.model[n] != "gone" and source not in self.outlets[n])
            if done:
                self.outlets[n][source] = True

    @rule(n=numbers, newer=st.booleans())
    def read_again(self, n: int, newer: bool) -> None:
        if n in self.model and self.model[n] != "gone":
            version = self.version[n] + newer
            assert replace_extraction(self.store, made(n, version)[1], learned_at=self.tick(), ontology=ONTO) == newer
            self.version[n] = version
            entry = article_entry(self.store, made(n)[0].id)
            assert entry is not None
            assert entry.generation == version
            for k in range(version + 1):
                assert extraction_of(self.store, entry.article, ontology=ONTO, generation=k) == made(n, k)[1]

    @rule(n=numbers)
    def retract_one(self, n: int) -> None:
        if n in self.model:
            done = retract(self.store, made(n)[0].id, at=self.tick(), reason="r", ontology=ONTO)
            assert done == (self.model[n] == "live")
            if done:
                self.model[n] = "closed"

    @rule(n=numbers)
    def restore_one(self, n: int) -> None:
        if n in self.model:
            done = unretract(self.store, made(n)[0].id, at=self.tick(), ontology=ONTO)
            assert done == (self.model[n] == "closed")
            if done:
                self.model[n] = "live"

    @rule(n=numbers, source=sources, back=st.booleans())
    def close_or_open_one_outlet_of_one_text(self, n: int, source: int, back: bool) -> None:
        if self.model.get(n, "gone") != "gone" and source in self.outlets[n]:
            act = unretract if back else retract
            done = act(self.store, made(n)[0].id, source=SOURCES[source], at=self.tick(), reason="r", ontology=ONTO)
            assert done == (self.outlets[n][source] != back)
            self.outlets[n][source] = back

    @rule(n=sources, back=st.booleans())
    def close_or_open_a_source(self, n: int, back: bool) -> None:
        if any(n in self.outlets[k] and state != "gone" for k, state in self.model.items()):
            self.close_or_open(f"source:{SOURCES[n]}", back)

    @rule(c=claims, back=st.booleans())
    def close_or_open_a_claim(self, c: int, back: bool) -> None:
        if any(c in (*said(n, v), *DENIES[n]) for n in self.model for v in range(self.version[n] + 1) if self.model[n] != "gone"):
            self.close_or_open(IDS[c], back)

    def close_or_open(self, what: str, back: bool) -> None:
        if back:
            assert unretract(self.store, what, at=self.tick(), ontology=ONTO) == (what in self.shut)
            self.shut.discard(what)
        else:
            assert retract(self.store, what, at=self.tick(), reason="r", ontology=ONTO) == (what not in self.shut)
            self.shut.add(what)

    @rule(n=numbers)
    def purge(self, n: int) -> None:
        if n in self.model:
            assert purge_article(self.store, made(n)[0].id, at=self.tick(), reason="p", ontology=ONTO) == (self.model[n] != "gone")
            self.model[n] = "gone"
            assert not any(list(self.store.quads(None, None, None, article_graph(made(n)[0].id, k))) for k in range(self.version[n] + 1))
            self.past.clear()  # what is erased is erased from the past as well

    def voices(self) -> dict[int, int]:
        """Return article → by how many outlets it counts, for those that count."""
        open_ = {
            n: sum(stands and f"source:{SOURCES[s]}" not in self.shut for s, stands in self.outlets[n].items())
            for n, state in self.model.items()
            if state == "live"
        }
        return {n: count for n, count in open_.items() if count}

    @invariant()
    def plain_triples_are_those_of_what_counts(self) -> None:
        wanted = set()
        for c in {c for n in self.voices() for c in said(n, self.version[n]) if IDS[c] not in self.shut}:
            subject, predicate, value = CLAIMS[c]
            wanted.add((subject, ONTO.predicate(predicate).iri, value))
            inverse = ONTO.predicate(predicate).inverse
            if inverse:
                wanted.add((value, ONTO.predicate(inverse).iri, subject))
        there = set(self.store.quads(None, None, None, DERIVED))
        assert {(curie(q.subject.value), q.predicate.value, curie(q.object.value)) for q in there} == wanted
        assert plain_of_store(self.store, ontology=ONTO, without=closed_graphs(self.store), statements=closed_statements(self.store)) == there

    @invariant()
    def counts_are_those_of_the_model(self) -> None:
        found = counts(self.store)
        states = list(self.model.values())
        assert (found.articles, found.retracted, found.purged) == (states.count("live"), states.count("closed"), states.count("gone"))
        for n, state in self.model.items():
            entry = article_entry(self.store, made(n)[0].id)
            graphs = [article_graph(entry.article, k) for k in range(entry.generation + 1)]
            assert state == "gone" or entry.quads == sum(len(list(self.store.quads(None, None, None, g))) for g in graphs)

    @invariant()
    def belief_is_that_of_what_counts_and_the_past_stays(self) -> None:
        snap = compile_snapshot(self.store, ontology=ONTO, cache=self.cache)
        now = raw(snap)
        assert now == raw(compile_snapshot(self.store, ontology=ONTO))
        rows = np.arange(len(snap.statements))
        names = [snap.text(int(i)) for i in snap.statements.id]
        view = View(snap, date(2026, 2, 1))
        heard = {n: len(view.evidence_of(i)) for i, n in enumerate(names)}
        wanted = dict.fromkeys(names, 0)
        for n, outlets in self.voices().items():
            for c in (*said(n, self.version[n]), *DENIES[n]):
                wanted[IDS[c]] += outlets * (IDS[c] not in self.shut)
        assert heard == wanted
        # However many outlets carry a text, it is one voice.
        for claim, belief in zip(names, view.statements(rows), strict=True):
            c = IDS.index(claim)
            for_it = [n for n in self.voices() if c in said(n, self.version[n]) and claim not in self.shut]
            assert (belief > 0) == bool(for_it)
        assert snap.meta["articles"] == len(self.voices()) == snap.meta["voices"]
        for moment, before in self.past[-3:]:
            assert raw(compile_snapshot(self.store, ontology=ONTO, cache=self.cache, known_at=moment)) == before
        if self.model and (not self.past or self.past[-1][0] != self.now):
            self.past.append((self.now, now))


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=20, stateful_step_count=14, deadline=None)


def test_a_second_outlet_of_the_best_class_is_believed_as_if_it_were_alone() -> None:
    def belief(*outlets: str) -> float:
        store = OxigraphStore()
        article, extraction = made(0)
        for n, outlet in enumerate(outlets):
            one = replace(article, source=outlet)
            if n:
                assert add_publication(store, one, learned_at=NOW, ontology=ONTO)
            else:
                add_article(store, one, extraction, learned_at=NOW, ontology=ONTO)
        return float(compile_snapshot(store, ontology=ONTO).statements.belief[0])

    assert belief("巨潮资讯网") > belief("某地方网")
    assert belief("某地方网", "巨潮资讯网") == belief("巨潮资讯网", "某地方网") == belief("巨潮资讯网")
