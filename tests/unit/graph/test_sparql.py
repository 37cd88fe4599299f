import json
import socket
import threading

import pytest

from themegraph.errors import QueryRefused, QueryTimeout, QuestionError, WorkspaceNotFound
from themegraph.graph.keep import add_article, load_reference
from themegraph.graph.sparql import check_query, run_query
from themegraph.graph.store import OxigraphStore

READS = [
    "SELECT * { ?s ?p ?o }",
    "# SERVICE in a comment\nASK {}",
    'SELECT ("SERVICE <http://x> {" AS ?x) {}',
    "SELECT ('''it's a SERVICE''' AS ?x) {}",
    'SELECT ("""say "SERVICE" """ AS ?x) {}',
    "SELECT ?service { ?service <http://example.org/service#LOAD> $SERVICE }",
    "PREFIX ex: <http://x/> SELECT * { ?s ex:customerService ex:DELETE }",
    "BASE <http://x/>\nPREFIX a: <b>\nconstruct { ?s ?p ?o } where { ?s ?p ?o }",
    "DESCRIBE company:600901.SH",
    "SELECT * { ?s ?p _:SERVICE }",
    "SELECT (?a < ?b AS ?c) { BIND(1<2 AS ?a) BIND(3>2 AS ?b) }",
    "SELECT * { ?s ?p 'a'@en-GB ; <x> 1.5e3 }",
]
REFUSED = [
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { service silent ?x { ?s ?p ?o } }",
    "SELECT * { SERV\\u0049CE <http://x/> { ?s ?p ?o } }",
    "PREFIX x: <http://x/> SELECT * { SERVICEx:y{ ?s ?p ?o } }",
    "SELECT * { ?s <urn:b> trueSERVICE<http://x/>{ ?s ?p ?o } }",
    "SELECT * { ?s <urn:b> 1SERVICE<http://x/>{ ?s ?p ?o } }",
    "PREFIX x: <http://x/> SELECT * { FILTER(1<2)SERVICE#>\nx:y{ ?s ?p ?o } }",
    "SELECT * { FILTER(\"a\"<'b>')SERVICE<http://x/>{ ?s ?p ?o }#'\n }",
    'SELECT * { ?s ?p "x\\u0022" SERVICE <http://x/> { ?s ?p ?o } ?a ?b "\\u0022y" }',
    "PREFIX : <urn:> SELECT * { ?s ?p :a、\\# . SERVICE <http://x/> { ?s ?p ?o } \n }",
    "SELECT * { ?s ?p <http://x/'> . SERVICE <http://x/> { ?s ?p ?o } ?s ?q <http://y/'> }",
    "# x\rSELECT * { SERVICE <http://x/> {} }",
    "INSERT DATA { <a> <b> <c> }",
    "PREFIX a: <b> DELETE WHERE { ?s ?p ?o }",
    "LOAD <http://x/>",
    "WITH <g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "DROP ALL",
    "",
    "hello",
]


@pytest.mark.parametrize("text", READS)
def test_reading_passes(text) -> None:
    assert check_query(text) in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


@pytest.mark.parametrize("text", REFUSED)
def test_writing_and_reaching_out_are_refused(text) -> None:
    with pytest.raises(QueryRefused):
        check_query(text)


@pytest.fixture
def folder(tmp_path, onto, world):
    with OxigraphStore(tmp_path / "store") as store:
        load_reference(store, world.reference(), dataset="starter", learned_at=world.NOW, ontology=onto)
        add_article(store, *world.launch(), learned_at=world.NOW, ontology=onto)
        store.flush()
    return tmp_path / "store"


HOLDS = "SELECT ?etf ?company { GRAPH graph:derived { ?etf tg:holds ?company } } ORDER BY ?company"


def test_rows_come_in_every_form(folder) -> None:
    text = HOLDS
    assert run_query(folder, text) == "etf\tcompany\netf:510901.SH\tcompany:000902.SZ\netf:510901.SH\tcompany:0903.HK\n"
    found = json.loads(run_query(folder, text, form="json"))
    assert [b["company"]["value"] for b in found["results"]["bindings"]] == [
        "https://themegraph.readthedocs.io/id/company/000902.SZ",
        "https://themegraph.readthedocs.io/id/company/0903.HK",
    ]
    assert run_query(folder, text, form="csv").splitlines()[0] == "etf,company"
    assert run_query(folder, text, form="tsv").splitlines()[0] == "?etf\t?company"
    assert "<sparql" in run_query(folder, text, form="xml")


def test_truth_and_triples_come_in_theirs(folder) -> None:
    assert run_query(folder, "ASK { GRAPH ?g { etf:510901.SH tg:holds ?c } }") == "true\n"
    made = run_query(folder, "CONSTRUCT { ?e tg:holds ?c } WHERE { GRAPH ?g { ?e tg:holds ?c } }", form="ttl")
    assert "etf:510901.SH tg:holds company:000902.SZ" in made


def test_words_of_a_user_enter_as_values_only(folder) -> None:
    text = "SELECT ?s ?name { GRAPH ?g { ?s skos:prefLabel ?name } } ORDER BY ?s"
    assert "company:600901.SH" in run_query(folder, text, substitutions={"name": "甲能科技"})
    assert run_query(folder, text, substitutions={"name": '" } ; DROP ALL #'}) == "s\tname\n"
    assert "算力ETF某某" in run_query(folder, "SELECT ?e ?n { GRAPH ?g { ?e skos:prefLabel ?n } }", substitutions={"e": "etf:510901.SH"})


def test_a_query_that_runs_too_long_is_stopped(folder) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c . ?d ?e ?f . ?h ?i ?j . ?k ?l ?m } }"
    with pytest.raises(QueryTimeout, match="stopped"):
        run_query(folder, slow, timeout=1.0)


def test_what_is_no_sparql_is_an_error_of_the_question(folder) -> None:
    with pytest.raises(QuestionError, match="cannot be read"):
        run_query(folder, "SELECT ?x WHERE {")
    with pytest.raises(QuestionError, match="No form"):
        run_query(folder, "ASK {}", form="yaml")
    with pytest.raises(QuestionError, match="not triples"):
        run_query(folder, "SELECT * {}", form="ttl")


def test_a_missing_store_is_said(tmp_path) -> None:
    with pytest.raises(WorkspaceNotFound):
        run_query(tmp_path / "none", "ASK {}")


def test_no_refused_query_reaches_a_listener(folder) -> None:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    listener.settimeout(0.2)
    seen: list[bytes] = []
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            with connection:
                seen.append(connection.recv(10))

    thread = threading.Thread(target=serve)
    thread.start()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    try:
        for text in REFUSED:
            with pytest.raises(QueryRefused):
                run_query(folder, text.replace("http://x/", address))
    finally:
        stop.set()
        thread.join()
        listener.close()
    assert seen == []


def test_a_query_runs_while_a_writer_writes(folder, onto, world) -> None:
    with OxigraphStore(folder) as writer:
        add_article(writer, *world.other_voice(), learned_at=world.NOW, ontology=onto)
        assert run_query(folder, "ASK { GRAPH ?g { ?a a tg:Article } }") == "true\n"
