"""A remote store when things go wrong on the way: wrong passwords, lost answers, stalls, answers cut short, a server killed."""

from __future__ import annotations

import gc
import itertools
import threading
from dataclasses import replace

import pyoxigraph as ox
import pytest

from themegraph.errors import InputError, StoreUnreachable, WorkspaceError, WorkspaceExists, WorkspaceLocked, WorkspaceVersionError
from themegraph.graph.keep import add_article
from themegraph.graph.ledger import article_entries
from themegraph.graph.place import claim, empty_store, endpoint_of, without_store
from themegraph.graph.rdf import article_of, extraction_of
from themegraph.graph.remote import Endpoint, RemoteStore, check_endpoint
from themegraph.graph.terms import LEDGER, article_graph

G, P = ox.NamedNode("urn:g"), ox.NamedNode("urn:p")


def quad(n: int, graph: ox.NamedNode = G) -> ox.Quad:
    return ox.Quad(ox.NamedNode(f"urn:{n}"), P, ox.Literal(n), graph)


@pytest.fixture
def endpoint(oxigraph_server, proxy) -> Endpoint:
    """An empty store behind a proxy that asks for a password."""
    oxigraph_server.clear()
    proxy.faults.clear()
    return Endpoint(
        query=f"{proxy.url}/query",
        update=f"{proxy.url}/update",
        graph_store=f"{proxy.url}/store",
        user=proxy.user,
        secret=proxy.secret,
        timeout=60,
        retries=3,
    )


def test_a_wrong_password_is_named_and_not_tried_again(endpoint, proxy) -> None:
    before = proxy.requests
    with RemoteStore(replace(endpoint, secret="wrong")) as store, pytest.raises(WorkspaceError, match="refused tester: HTTP 401"):
        store.extend([quad(1)])
    assert proxy.requests == before + 1


def test_a_token_is_sent_as_a_bearer(endpoint, proxy) -> None:
    with RemoteStore(replace(endpoint, user="", secret=f"token-{proxy.secret}")) as store:
        store.extend([quad(1)])
        assert list(store.quads()) == [quad(1)]


@pytest.mark.parametrize("fault", ["503", "429", "drop before", "drop after"])
def test_a_write_without_an_answer_is_sent_again_and_done_once(endpoint, proxy, fault) -> None:
    with RemoteStore(endpoint) as store:
        proxy.faults += [fault, fault]
        store.extend([quad(1), quad(2)])
        assert set(store.quads()) == {quad(1), quad(2)}
        proxy.faults += [fault]
        store.replace(drop=[G], add=[quad(3)])
        assert set(store.quads()) == {quad(3)}
        proxy.faults += [fault]
        store.bulk_extend([quad(4)])
        proxy.faults += [fault]
        assert set(store.quads()) == {quad(3), quad(4)}
    assert not proxy.faults


def test_solutions_go_with_the_thread_that_read_them(endpoint, proxy) -> None:
    """They may be dropped by that thread alone; what the collector finds later it may find in any."""
    gc.collect()
    gc.disable()
    try:
        with RemoteStore(endpoint) as store:
            store.extend([quad(1)])
            proxy.faults += ["drop before"]
            assert list(store.quads()) == [quad(1)]
        collecting = threading.Thread(target=gc.collect)
        collecting.start()
        collecting.join()
    finally:
        gc.enable()


def test_a_store_that_stays_away_is_an_error_after_the_last_try(endpoint, proxy) -> None:
    before = proxy.requests
    proxy.faults += ["503"] * 4
    with RemoteStore(endpoint) as store, pytest.raises(StoreUnreachable, match=r"503.*run the command again"):
        store.extend([quad(1)])
    assert proxy.requests == before + 4


def test_a_stall_ends_at_the_time_out(endpoint, proxy) -> None:
    proxy.faults += ["stall"]

    with RemoteStore(replace(endpoint, timeout=0.5, retries=0)) as store, pytest.raises(StoreUnreachable):
        store.extend([quad(1)])


def test_an_answer_that_is_cut_short_is_never_taken_for_a_short_answer(endpoint, proxy) -> None:
    with RemoteStore(replace(endpoint, retries=0)) as store:
        store.bulk_extend(quad(n) for n in range(3_000))
        for pattern in ((None, None, None, G), (None, P, None, None)):
            proxy.faults += ["cut"]
            with pytest.raises(WorkspaceError):
                list(store.quads(*pattern))
        assert len(list(store.quads())) == 3_000


def test_a_server_that_cuts_answers_off_by_itself_is_refused(endpoint, proxy) -> None:
    proxy.faults += ["max rows"]
    with RemoteStore(endpoint) as store, pytest.raises(WorkspaceError, match="ResultSetMaxRows"):
        list(store.quads())


def test_a_redirection_is_not_followed_with_the_password(endpoint, proxy) -> None:
    proxy.faults += ["redirect"]
    with RemoteStore(endpoint) as store, pytest.raises(WorkspaceError, match="points elsewhere"):
        store.extend([quad(1)])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"query": "ftp://127.0.0.1/q"}, "http:// or https://"),
        ({"update": "http://me:secret@127.0.0.1/u"}, "holds a name or password"),
        ({"update": "http://example.org/u"}, "in the clear"),
        ({"timeout": 0}, "timeout"),
    ],
)
def test_an_endpoint_that_cannot_be_right_is_refused(change, said) -> None:
    given = {"query": "http://127.0.0.1/q", "update": "http://127.0.0.1/u", "user": "me", "secret": "s", **change}
    with pytest.raises(WorkspaceError, match=said) as found:
        Endpoint(**given)
    assert "secret@" not in str(found.value)
    assert "hidden" not in repr(Endpoint(query="https://x.example/q", update="https://x.example/u", secret="hidden"))


def test_blank_nodes_and_the_default_graph_are_refused_before_anything_is_sent(endpoint, proxy) -> None:
    with RemoteStore(endpoint) as store:
        before = proxy.requests
        for bad in (ox.Quad(ox.BlankNode(), P, ox.Literal(1), G), ox.Quad(G, P, ox.Literal(1))):
            for write in (store.extend, store.bulk_extend):
                with pytest.raises(InputError):
                    write([quad(1), bad])
        assert proxy.requests == before


def test_a_store_is_tried_before_it_is_used_and_left_as_it_was(endpoint) -> None:
    with RemoteStore(endpoint) as store:
        check_endpoint(store)
        assert not list(store.quads())


def test_a_store_belongs_to_one_workspace(endpoint) -> None:
    with empty_store(endpoint, "mine") as store:
        claim(store, "mine")
        with pytest.raises(WorkspaceLocked, match="another workspace"):
            claim(store, "yours")
    with pytest.raises(WorkspaceExists), empty_store(endpoint, "yours"):
        pass


def test_a_store_whose_filling_failed_is_empty_again(endpoint) -> None:
    def fail() -> None:
        with empty_store(endpoint, "mine") as store:
            store.extend([quad(1, LEDGER)])
            raise KeyError("stop")

    with pytest.raises(KeyError):
        fail()
    with RemoteStore(endpoint) as store:
        assert not list(store.quads())


def test_settings_name_the_variable_of_the_secret_and_wrong_keys_are_named() -> None:
    table = {"query": "http://127.0.0.1/q", "update": "http://127.0.0.1/u", "user": "me", "secret_from": "S", "workspace": "w"}
    assert endpoint_of(table, {"S": "x"}, where="f").secret == "x"
    with pytest.raises(WorkspaceError, match="environment variable S"):
        endpoint_of(table, {}, where="f")
    with pytest.raises(WorkspaceVersionError, match="Did you mean retries"):
        endpoint_of({**table, "retrys": 1}, {"S": "x"}, where="f")
    with pytest.raises(WorkspaceVersionError, match="wrong value for 'timeout'"):
        endpoint_of({**table, "timeout": "long"}, {"S": "x"}, where="f")
    with pytest.raises(WorkspaceVersionError, match="no update"):
        endpoint_of({"query": "http://127.0.0.1/q", "workspace": "w"}, {}, where="f")


def test_settings_without_their_store_are_those_of_a_workspace_with_its_own() -> None:
    text = 'format = "x"\n[settings]\ntagger = ""\n\n[store]\nquery = "[q]"\n\n[later]\na = 1\n'
    assert without_store(text) == 'format = "x"\n[settings]\ntagger = ""\n\n[later]\na = 1\n'
    assert without_store(text.partition("[later]")[0]) == 'format = "x"\n[settings]\ntagger = ""\n\n'


def test_a_server_killed_in_mid_write_loses_no_acknowledged_article_and_leaves_no_half_one(own_server, world, onto) -> None:
    """The server is killed while articles go in, and started again: what was acknowledged is there, and nothing is there in part."""
    endpoint = Endpoint(
        query=f"{own_server.url}/query", update=f"{own_server.url}/update", graph_store=f"{own_server.url}/store", timeout=5, retries=0
    )
    acknowledged: list[str] = []
    waiting = (world.launch(title=f"甲能科技发布华岳芯片（{n}）") for n in itertools.count())

    def write() -> None:
        with RemoteStore(endpoint) as store:
            for article, extraction in waiting:
                add_article(store, article, extraction, learned_at=world.NOW, ontology=onto)
                acknowledged.append(article.id)

    for round_ in range(3):
        own_server.kill_after(0.05 + 0.1 * round_)
        with pytest.raises(StoreUnreachable):
            write()
        own_server.start()
        with RemoteStore(endpoint) as store:
            entries = {e.article: e for e in article_entries(store)}
            assert set(acknowledged) <= set(entries)
            assert len(entries) <= len(acknowledged) + round_ + 1
            for identifier, entry in entries.items():
                assert sum(1 for _ in store.quads(None, None, None, article_graph(identifier))) == entry.quads
                assert article_of(store, identifier) is not None
                assert extraction_of(store, identifier, ontology=onto) is not None


def test_a_writer_waits_for_a_server_that_comes_back(own_server, world, onto) -> None:
    endpoint = Endpoint(query=f"{own_server.url}/query", update=f"{own_server.url}/update", timeout=5, retries=8)
    own_server.kill_after(0)
    own_server.start_after(1.0)
    article, extraction = world.launch()
    with RemoteStore(endpoint) as store:
        assert add_article(store, article, extraction, learned_at=world.NOW, ontology=onto)
        assert [e.article for e in article_entries(store)] == [article.id]
