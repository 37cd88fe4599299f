"""The SPARQL 1.1 protocol over a real socket, with real clients."""

import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPConnection

import pyoxigraph as ox
import pytest

from themegraph.graph.keep import add_article, load_reference
from themegraph.graph.server import SparqlServer
from themegraph.graph.store import OxigraphStore

ASK = "SELECT DISTINCT ?c WHERE { etf:510901.SH tg:holds ?c } ORDER BY ?c"


@pytest.fixture
def url(tmp_path, onto, world):
    with OxigraphStore(tmp_path / "store") as store:
        load_reference(store, world.reference(), dataset="starter", learned_at=world.NOW, ontology=onto)
        add_article(store, *world.launch(), learned_at=world.NOW, ontology=onto)
        store.flush()
    server = SparqlServer(tmp_path / "store", query_timeout=20, row_limit=2)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.url
    server.shutdown()
    server.server_close()
    thread.join()


def get(url, query, accept="application/sparql-results+json", **more):
    address = f"{url}?{urllib.parse.urlencode({'query': query, **more})}"
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": accept})) as answer:
        return answer.status, answer.headers, answer.read().decode()


def post(url, body, kind, accept="application/sparql-results+json"):
    request = urllib.request.Request(url, data=body.encode(), headers={"Content-Type": kind, "Accept": accept})
    with urllib.request.urlopen(request) as answer:
        return answer.read().decode()


def refused(ask, *args) -> int:
    try:
        ask(*args)
    except urllib.error.HTTPError as problem:
        problem.close()
        return problem.code
    return 200


def test_get_and_both_kinds_of_post_give_the_same_rows(url) -> None:
    _, headers, text = get(url, ASK)
    assert headers["Content-Type"] == "application/sparql-results+json"
    rows = json.loads(text)["results"]["bindings"]
    assert rows
    assert json.loads(post(url, ASK, "application/sparql-query"))["results"]["bindings"] == rows
    assert json.loads(post(url, urllib.parse.urlencode({"query": ASK}), "application/x-www-form-urlencoded"))["results"]["bindings"] == rows


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
        ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
        ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ],
)
def test_each_form_is_what_a_reader_of_it_reads(url, accept, form) -> None:
    _, headers, text = get(url, ASK, accept)
    assert headers["Content-Type"].startswith(accept)
    found = ox.parse_query_results(text.encode(), format=form)
    assert "company/" in next(iter(found))["c"].value


def test_the_weights_of_the_accept_header_decide(url) -> None:
    assert get(url, ASK, "application/sparql-results+xml;q=0.2, text/csv")[2].startswith("c\r\n")
    assert get(url, "ASK { ?s ?p ?o }", "*/*")[2] == '{"head":{},"boolean":true}'
    assert "tg:" in get(url, "CONSTRUCT { ?a tg:holds ?b } WHERE { ?a tg:holds ?b }", "text/turtle")[2]


def test_more_rows_than_the_limit_are_cut_and_marked(url) -> None:
    _, headers, text = get(url, "SELECT ?s WHERE { ?s ?p ?o }")
    assert headers["X-Themegraph-Truncated"] == "true"
    assert len(json.loads(text)["results"]["bindings"]) == 2


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("INSERT DATA { <http://x> <http://x> <http://x> }", 403),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
        ("SELECT ?s WHERE { ?s", 400),
        ("", 403),
    ],
)
def test_what_writes_reaches_out_or_is_no_query_is_refused(url, query, status) -> None:
    assert refused(get, url, query) == status


def test_an_update_by_post_is_refused_and_changes_nothing(url) -> None:
    before = get(url, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")[2]
    for body, kind in (
        ("DROP ALL", "application/sparql-update"),
        (urllib.parse.urlencode({"update": "DROP ALL"}), "application/x-www-form-urlencoded"),
    ):
        assert refused(post, url, body, kind) == 403
    assert get(url, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")[2] == before


def test_requests_that_break_the_protocol_get_its_status(url) -> None:
    host, port = urllib.parse.urlsplit(url).netloc.split(":")

    def status(method, path, body=None, **headers) -> int:
        connection = HTTPConnection(host, int(port), timeout=30)
        connection.request(method, path, body=body, headers=headers)
        with connection.getresponse() as answer:
            found = answer.status
        connection.close()
        return found

    asked = urllib.parse.quote("ASK {}")
    assert status("GET", "/sparql") == 400
    assert status("GET", "/elsewhere?query=ASK%7B%7D") == 404
    assert status("GET", f"/sparql?query={asked}", Accept="image/png") == 406
    assert status("GET", f"/sparql?query={asked}", Host="evil.example") == 403
    assert status("POST", "/sparql", body="ASK {}", **{"Content-Type": "text/plain"}) == 415
    assert status("POST", "/sparql", body="x" * 300_000, **{"Content-Type": "application/sparql-query"}) == 413
    assert status("GET", f"/sparql?query={asked}&default-graph-uri=http://x") == 400
    assert status("DELETE", "/sparql") == 501


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*", "ignore::DeprecationWarning:SPARQLWrapper.*")
def test_sparqlwrapper_reads_every_kind_of_answer_by_get_and_post(url) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="the dev extra has it")
    client = wrapper.SPARQLWrapper(url)
    client.setQuery(ASK)
    rows = {}
    for method in (wrapper.GET, wrapper.POST):
        client.setMethod(method)
        for form in (wrapper.JSON, wrapper.XML, wrapper.CSV, wrapper.TSV):
            client.setReturnFormat(form)
            rows[method, form] = client.queryAndConvert()
    row = rows[wrapper.GET, wrapper.JSON]["results"]["bindings"][0]
    assert row["c"]["type"] == "uri"
    held = row["c"]["value"]
    for method in (wrapper.GET, wrapper.POST):
        assert rows[method, wrapper.JSON] == rows[wrapper.GET, wrapper.JSON]
        assert held in rows[method, wrapper.XML].toxml()
        assert held.encode() in rows[method, wrapper.CSV]
        assert f"<{held}>".encode() in rows[method, wrapper.TSV]
    client.setReturnFormat(wrapper.JSON)
    client.setQuery("ASK { ?etf tg:holds ?company }")
    assert client.queryAndConvert() == {"head": {}, "boolean": True}
    client.setReturnFormat(wrapper.TURTLE)
    client.setQuery("CONSTRUCT { ?etf tg:holds ?company } WHERE { ?etf tg:holds ?company }")
    assert held in {o.value for o in (q.object for q in ox.parse(client.queryAndConvert(), format=ox.RdfFormat.TURTLE))}


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*", "ignore::DeprecationWarning:SPARQLWrapper.*")
def test_sparqlwrapper_is_refused_an_update_and_told_of_a_bad_query(url) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="the dev extra has it")
    client = wrapper.SPARQLWrapper(url)
    client.setMethod(wrapper.POST)
    client.setQuery("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    with pytest.raises((wrapper.SPARQLExceptions.QueryBadFormed, wrapper.SPARQLExceptions.Unauthorized, urllib.error.HTTPError)) as update:
        client.query()
    if isinstance(update.value, urllib.error.HTTPError):
        update.value.close()
    client.setQuery("SELECT ?x WHERE {")
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed):
        client.query()
