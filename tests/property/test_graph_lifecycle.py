"""Any sequence of adding, retracting, restoring and purging leaves what a plain dictionary of live articles would."""

from datetime import UTC, datetime

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from themegraph.graph.compile import compile_snapshot
from themegraph.graph.keep import add_article
from themegraph.graph.ledger import counts
from themegraph.graph.lifecycle import purge_article, retract_article, unretract_article
from themegraph.graph.store import OxigraphStore
from themegraph.graph.terms import DERIVED, curie
from themegraph.model import Article, Evidence, Extraction, Modality, Provenance, Reading, Span, Statement, article_id, entity_id
from themegraph.ontology import load_ontology

ONTO = load_ontology()
NOW = datetime(2026, 1, 5, tzinfo=UTC)
A, B, C = (entity_id("company", f"60090{n}.SH") for n in range(3))
CLAIMS = [(A, "supplies_to", B), (B, "invests_in", C), (A, "produces", entity_id("product", "芯片"))]
SAYS = [(0,), (0, 1), (1, 2), (2,), (0, 1, 2)]
"""Which claims each article makes."""
DENIES = [(), (), (0,), (), (1,)]
"""Which it denies."""


def made(number: int) -> tuple[Article, Extraction]:
    text = f"第{number}篇"
    article = Article(id=article_id("", text), external_id=str(number), title="", text=text, published_at=NOW, source="财联社")
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


numbers = st.integers(0, len(SAYS) - 1)


class Life(RuleBasedStateMachine):
    """The store beside a dictionary of article → live, closed or gone."""

    def __init__(self) -> None:
        super().__init__()
        self.store = OxigraphStore()
        self.model: dict[int, str] = {}

    @rule(n=numbers)
    def add(self, n: int) -> None:
        article, extraction = made(n)
        assert add_article(self.store, article, extraction, learned_at=NOW, ontology=ONTO) == (n not in self.model)
        self.model.setdefault(n, "live")

    @rule(n=numbers)
    def retract(self, n: int) -> None:
        if n in self.model:
            done = retract_article(self.store, made(n)[0].id, at=NOW, reason="r", ontology=ONTO)
            assert done == (self.model[n] == "live")
            if done:
                self.model[n] = "closed"

    @rule(n=numbers)
    def restore(self, n: int) -> None:
        if n in self.model:
            done = unretract_article(self.store, made(n)[0].id, ontology=ONTO)
            assert done == (self.model[n] == "closed")
            if done:
                self.model[n] = "live"

    @rule(n=numbers)
    def purge(self, n: int) -> None:
        if n in self.model:
            assert purge_article(self.store, made(n)[0].id, at=NOW, reason="p", ontology=ONTO) == (self.model[n] != "gone")
            self.model[n] = "gone"

    @invariant()
    def plain_triples_are_those_of_live_articles(self) -> None:
        live = [n for n, state in self.model.items() if state == "live"]
        wanted = set()
        for c in {c for n in live for c in SAYS[n]}:
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
    def the_snapshot_has_the_claims_of_live_articles(self) -> None:
        snap = compile_snapshot(self.store, ontology=ONTO)
        live = [n for n, state in self.model.items() if state == "live"]
        assert len(snap.articles) == len(live)
        assert len(snap.statements) == len({c for n in live for c in (*SAYS[n], *DENIES[n])})
        assert len(snap.evidence) == sum(len(SAYS[n]) + len(DENIES[n]) for n in live)
        assert all(0.0 <= b <= 1.0 for b in snap.statements.belief)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
