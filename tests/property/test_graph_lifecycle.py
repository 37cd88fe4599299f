"""Any sequence of adding, retracting, restoring and purging leaves what a plain dictionary would: of articles, their sources and their claims.

Beside it, what is compiled step by step has the bytes of what is compiled from scratch, and an answer asked for an instant stays what it was.
"""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from themegraph.exposure.view import View
from themegraph.graph.compile import compile_snapshot
from themegraph.graph.compiled import CompileCache
from themegraph.graph.keep import add_article
from themegraph.graph.ledger import counts
from themegraph.graph.lifecycle import purge_article, retract, unretract
from themegraph.graph.store import OxigraphStore
from themegraph.graph.terms import DERIVED, curie
from themegraph.model import Article, Evidence, Extraction, Modality, Provenance, Reading, Span, Statement, article_id, entity_id
from themegraph.ontology import load_ontology
from themegraph.snapshot import write_snapshot

ONTO = load_ontology()
NOW = datetime(2026, 1, 5, tzinfo=UTC)
A, B, C = (entity_id("company", f"60090{n}.SH") for n in range(3))
CLAIMS = [(A, "supplies_to", B), (B, "invests_in", C), (A, "produces", entity_id("product", "芯片"))]
SAYS = [(0,), (0, 1), (1, 2), (2,), (0, 1, 2)]
"""Which claims each article makes."""
SOURCES = ["财联社", "某地方网"]
DENIES = [(), (), (0,), (), (1,)]
"""Which it denies."""


def made(number: int) -> tuple[Article, Extraction]:
    text = f"第{number}篇"
    article = Article(id=article_id("", text), external_id=str(number), title="", text=text, published_at=NOW, source=SOURCES[number % 2])
    readings = tuple(
        Reading(
            statement=Statement(subject=CLAIMS[c][0], predicate=CLAIMS[c][1], object=CLAIMS[c][2]),
            evidence=Evidence(
                article=article.id,
                span=Span(start=0, end=2),
                quote=text[:2],
                modality=Modality.NEGATED if negated else Modality.ASSERTED,
                confidence=1.0,
                provenance=Provenance(extractor="test", version="1"),
            ),
            subject_surface="",
            object_surface="",
            negated=negated,
            speculative=False,
        )
        for negated, claims in ((False, SAYS[number]), (True, DENIES[number]))
        for c in claims
    )
    return article, Extraction(article=article.id, links=(), events=(), readings=readings, effects=(), funds=())


IDS = [ONTO.canonical(Statement(subject=s, predicate=p, object=o)).id for s, p, o in CLAIMS]
numbers = st.integers(0, len(SAYS) - 1)
claims = st.integers(0, len(CLAIMS) - 1)
sources = st.integers(0, 1)


class Life(RuleBasedStateMachine):
    """The store beside a dictionary of article → live, closed or gone, and the sets of closed sources and claims."""

    def __init__(self) -> None:
        super().__init__()
        self.store = OxigraphStore()
        self.model: dict[int, str] = {}
        self.shut: set[str] = set()
        self.now = NOW
        self.cache = CompileCache()
        self.answers: list[tuple[datetime, dict[str, float]]] = []

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    @rule(n=numbers)
    def add(self, n: int) -> None:
        article, extraction = made(n)
        assert add_article(self.store, article, extraction, learned_at=self.tick(), ontology=ONTO) == (n not in self.model)
        self.model.setdefault(n, "live")

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

    @rule(n=sources, back=st.booleans())
    def close_or_open_a_source(self, n: int, back: bool) -> None:
        name = f"source:{SOURCES[n]}"
        if any(SOURCES[k % 2] == SOURCES[n] and state != "gone" for k, state in self.model.items()):
            self.close_or_open(name, back)

    @rule(c=claims, back=st.booleans())
    def close_or_open_a_claim(self, c: int, back: bool) -> None:
        if any(c in (*SAYS[n], *DENIES[n]) and state != "gone" for n, state in self.model.items()):
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
            self.answers.clear()  # what is erased is erased from the past as well

    def live(self) -> list[int]:
        return [n for n, state in self.model.items() if state == "live" and f"source:{SOURCES[n % 2]}" not in self.shut]

    @invariant()
    def plain_triples_are_those_of_what_counts(self) -> None:
        wanted = set()
        for c in {c for n in self.live() for c in SAYS[n] if IDS[c] not in self.shut}:
            subject, predicate, value = CLAIMS[c]
            wanted.add((subject, ONTO.predicate(predicate).iri, value))
            inverse = ONTO.predicate(predicate).inverse
            if inverse:
                wanted.add((value, ONTO.predicate(inverse).iri, subject))
        found = {(curie(q.subject.value), q.predicate.value, curie(q.object.value)) for q in self.store.quads(None, None, None, DERIVED)}
        assert found == wanted

    @invariant()
    def counts_are_those_of_the_model(self) -> None:
        found = counts(self.store)
        states = list(self.model.values())
        assert (found.articles, found.retracted, found.purged) == (states.count("live"), states.count("closed"), states.count("gone"))

    @invariant()
    def belief_is_that_of_what_counts_and_the_past_stays(self) -> None:
        snap = compile_snapshot(self.store, ontology=ONTO, cache=self.cache)
        scratch = compile_snapshot(self.store, ontology=ONTO)
        with tempfile.TemporaryDirectory() as folder:
            write_snapshot(snap, Path(folder) / "a")
            write_snapshot(scratch, Path(folder) / "b")
            for name in ("arrays.bin", "meta.json"):
                assert (Path(folder) / "a" / name).read_bytes() == (Path(folder) / "b" / name).read_bytes()
        rows = np.arange(len(snap.statements))
        names = [snap.text(int(i)) for i in snap.statements.id]

        def asked(known_at: datetime | None) -> dict[str, float]:
            view = View(snap, date(2026, 2, 1), known_at)
            # Belief asserts or denies: what has admitted evidence at all is told apart by the number of its readings.
            return {n: b + len(view.evidence_of(i)) for i, (n, b) in enumerate(zip(names, view.statements(rows), strict=True)) if view.evidence_of(i)}

        said = {IDS[c] for n in self.live() for c in (*SAYS[n], *DENIES[n])} - self.shut
        now = asked(None)
        assert set(now) == said
        assert asked(self.now) == now
        assert snap.meta["articles"] == len(self.live())
        for moment, answer in self.answers:
            assert asked(moment) == answer
        if not self.answers or self.answers[-1][0] != self.now:
            self.answers.append((self.now, now))


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=20, stateful_step_count=14, deadline=None)
