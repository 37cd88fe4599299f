"""One set of tests that every store passes: in memory, on disk, and behind SPARQL 1.1 served by a program of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from themegraph.errors import WorkspaceError
from themegraph.graph.compile import compile_snapshot
from themegraph.graph.keep import add_article, load_reference
from themegraph.graph.ledger import article_entries, counts
from themegraph.graph.lifecycle import purge_article, retract, unretract
from themegraph.graph.rdf import article_of, extraction_of
from themegraph.graph.reference import reference_of
from themegraph.graph.remote import Endpoint, RemoteStore
from themegraph.graph.store import OxigraphStore, Store

A, B, P, Q = (ox.NamedNode(f"urn:{name}") for name in "abpq")
G, H = ox.NamedNode("urn:g"), ox.NamedNode("urn:h")


def quad(subject: ox.NamedNode, predicate: ox.NamedNode, value: object, graph: ox.NamedNode = G) -> ox.Quad:
    return ox.Quad(subject, predicate, value if isinstance(value, ox.NamedNode | ox.Literal) else ox.Literal(value), graph)  # type: ignore[arg-type]


Make = Callable[..., Store]


@pytest.fixture(params=["memory", "disk", "remote", "remote without graph store", "remote with a password"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Return a maker of one empty store: ``make()`` to write, ``make(read_only=True)`` to read the same."""
    if request.param == "memory":
        kept = OxigraphStore()

        def memory(*, read_only: bool = False) -> Store:
            kept.read_only = read_only
            return kept

        yield memory
        return
    if request.param == "disk":
        yield lambda *, read_only=False: OxigraphStore(tmp_path / "s", read_only=read_only)
        return
    server = request.getfixturevalue("oxigraph_server")
    proxy = request.getfixturevalue("proxy")
    server.clear()
    host = proxy.url if "password" in request.param else server.url
    endpoint = Endpoint(
        query=f"{host}/query?union-default-graph",
        update=f"{host}/update",
        graph_store="" if "without" in request.param else f"{host}/store",
        user=proxy.user if "password" in request.param else "",
        secret=proxy.secret if "password" in request.param else "",
        timeout=20,
    )
    yield lambda *, read_only=False: RemoteStore(endpoint, read_only=read_only)


class TestEveryStore:
    def test_quads_are_found_by_each_of_their_terms(self, make: Make) -> None:
        given = [quad(A, P, 1), quad(A, Q, B), quad(B, P, "é 甲\n\"\\"), quad(B, P, B, H)]  # fmt: skip
        with make() as store:
            store.extend(given)
            assert set(store.quads()) == set(given)
            for pattern in (
                (A, None, None, None),
                (None, P, None, None),
                (None, None, B, None),
                (None, None, None, H),
                (B, P, None, G),
                (A, Q, B, G),
            ):
                wanted = {q for q in given if all(t is None or t == u for t, u in zip(pattern, q, strict=True))}
                assert set(store.quads(*pattern)) == wanted, pattern
            assert not list(store.quads(A, Q, A, G))
            assert not list(store.quads(None, None, None, ox.NamedNode("urn:none")))

    def test_a_quad_twice_is_one_quad(self, make: Make) -> None:
        with make() as store:
            store.extend([quad(A, P, 1), quad(A, P, 1)])
            store.extend([quad(A, P, 1)])
            assert len(list(store.quads())) == 1

    def test_a_unit_that_breaks_off_leaves_nothing(self, make: Make) -> None:
        def broken() -> Iterator[ox.Quad]:
            yield quad(A, P, 1)
            raise KeyError("stop")

        with make() as store:
            with pytest.raises(KeyError):
                store.extend(broken())
            assert not list(store.quads())

    def test_a_bulk_load_of_many_graphs_is_there(self, make: Make) -> None:
        given = {quad(ox.NamedNode(f"urn:{n}"), P, n, ox.NamedNode(f"urn:g{n % 3}")) for n in range(6_000)}
        with make() as store:
            store.bulk_extend(iter(given))
            assert set(store.quads()) == given

    def test_dropping_removing_and_adding_are_one_unit_in_this_order(self, make: Make) -> None:
        with make() as store:
            store.extend([quad(A, P, 1), quad(A, P, 2), quad(B, P, 3, H)])
            store.replace(drop=[H, ox.NamedNode("urn:none")], remove=[quad(A, P, 1), quad(A, P, 9)], add=[quad(B, Q, A, H), quad(A, P, 4)])
            assert set(store.quads()) == {quad(A, P, 2), quad(A, P, 4), quad(B, Q, A, H)}
            store.replace()
            assert len(list(store.quads())) == 3

    def test_a_query_sees_the_union_of_all_graphs_and_takes_values(self, make: Make) -> None:
        with make() as store:
            store.extend([quad(A, P, "x"), quad(B, P, "y", H)])
            rows = store.query("SELECT ?s ?o WHERE { ?s ?p ?o } ORDER BY ?o")
            assert isinstance(rows, ox.QuerySolutions)
            assert [(r["s"], r["o"].value) for r in rows] == [(A, "x"), (B, "y")]
            tricky = ox.Literal('y" } # \\')
            store.extend([quad(A, Q, tricky)])
            rows = store.query("SELECT ?s ?o WHERE { ?s ?p ?o }", substitutions={"o": tricky})
            assert isinstance(rows, ox.QuerySolutions)
            assert [(r["s"], r["o"]) for r in rows] == [(A, tricky)]
            assert bool(store.query("ASK { ?s ?p 'y' }"))
            assert not bool(store.query("ASK { ?s ?p ?o }", substitutions={"o": ox.Literal("z")}))
            triples = store.query("CONSTRUCT { ?o ?p ?s } WHERE { ?s ?p ?o FILTER(isIRI(?s) && ?p = tg:x || ?p = <urn:p> && isIRI(?o)) }")
            assert isinstance(triples, ox.QueryTriples)
            assert not list(triples)

    def test_what_is_no_query_is_a_syntax_error(self, make: Make) -> None:
        with make() as store, pytest.raises(SyntaxError):
            store.query("SELECT WHERE")

    def test_a_store_opened_for_reading_writes_nothing(self, make: Make) -> None:
        with make() as store:
            store.extend([quad(A, P, 1)])
            store.flush()
        for write in (lambda s: s.extend([quad(B, P, 1)]), lambda s: s.bulk_extend([quad(B, P, 1)]), lambda s: s.replace(drop=[G])):
            reading = make(read_only=True)
            if reading.read_only and isinstance(reading, OxigraphStore) and reading.path is None:
                pytest.skip("a store in memory is gone when it is closed")
            with reading, pytest.raises(WorkspaceError, match="reading only"):
                write(reading)
        with make(read_only=True) as store:
            assert list(store.quads()) == [quad(A, P, 1)]

    def test_a_closed_store_says_so_and_closing_twice_does_nothing(self, make: Make) -> None:
        store = make()
        store.close()
        store.close()
        with pytest.raises(WorkspaceError, match="closed"):
            list(store.quads())

    def test_a_life_of_articles_and_data_sets_reads_back_as_from_memory(self, make: Make, world, onto) -> None:
        def live(store: Store) -> tuple[object, ...]:
            load_reference(store, world.reference(), dataset="starter", learned_at=world.NOW, ontology=onto)
            for article, extraction in (world.launch(), world.reprint(), world.other_voice(), world.denial()):
                assert add_article(store, article, extraction, learned_at=world.NOW, ontology=onto)
                assert not add_article(store, article, extraction, learned_at=world.NOW, ontology=onto)
            gone, back, erased = (article.id for article, _ in (world.launch(), world.reprint(), world.other_voice()))
            assert retract(store, gone, at=world.NOW, reason="r", ontology=onto)
            assert retract(store, back, at=world.NOW, reason="r", ontology=onto)
            assert unretract(store, back, at=world.NOW, ontology=onto)
            assert purge_article(store, erased, at=world.NOW, reason="r", ontology=onto)
            assert load_reference(store, world.reference(weight=0.2), dataset="starter", learned_at=world.NOW, ontology=onto)
            articles = [(article_of(store, i), extraction_of(store, i, ontology=onto)) for i in (gone, back, erased)]
            snapshot = compile_snapshot(store, ontology=onto)
            arrays = [getattr(snapshot.statements, name).tolist() for name in snapshot.statements.names()]
            return articles, article_entries(store), counts(store), reference_of(store, ontology=onto), sorted(map(str, store.quads())), arrays

        with make() as store, OxigraphStore() as plain:
            assert live(store) == live(plain)
