"""A writer that is killed loses no article it has acknowledged, and leaves no half of one."""

import os
import random
import signal
import subprocess
import sys
import textwrap

from themegraph.graph.keep import add_article
from themegraph.graph.ledger import article_entries, counts
from themegraph.graph.rdf import article_of, extraction_of
from themegraph.graph.store import OxigraphStore
from themegraph.graph.terms import article_graph

ROUNDS = int(os.environ.get("THEMEGRAPH_KILLS", "3"))

WRITER = textwrap.dedent(
    """
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from themegraph.graph.keep import add_article
    from themegraph.graph.store import OxigraphStore
    from themegraph.model import Article, EntityLink, Extraction, Mention, Span, article_id, entity_id
    from themegraph.ontology import load_ontology

    onto, now = load_ontology(), datetime(2026, 1, 5, tzinfo=UTC)
    with OxigraphStore(Path(sys.argv[1])) as store:
        for n in range(int(sys.argv[2]), 10**9):
            text = f"第{n}篇：" + "甲能科技发布新品。" * 20
            links = tuple(
                EntityLink(mention=Mention(span=Span(start=i, end=i + 2), surface=text[i : i + 2], type="company"), entity=entity_id("company", str(i)),
                           score=1.0, rule="test")
                for i in range(0, 100, 2)
            )
            article = Article(id=article_id("", text), external_id=str(n), title="", text=text, published_at=now)
            add_article(store, article, Extraction(article=article.id, links=links, events=(), readings=(), effects=(), funds=()), learned_at=now, ontology=onto)
            print(article.id, n, flush=True)
    """
)


def test_killing_the_writer_loses_nothing_acknowledged_and_leaves_nothing_half(tmp_path, onto) -> None:
    chance = random.Random(7)
    acknowledged: list[str] = []
    start = 0
    for _ in range(ROUNDS):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path / "s"), str(start)], stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            for _ in range(chance.randint(1, 60)):
                line = writer.stdout.readline().split()
                acknowledged.append(line[0])
                start = int(line[1]) + 1
            os.kill(writer.pid, signal.SIGKILL)
            for rest in writer.stdout:
                if rest.endswith("\n"):
                    acknowledged.append(rest.split()[0])
                    start = int(rest.split()[1]) + 1
        start += 1  # the one under way may be there or not
        with OxigraphStore(tmp_path / "s") as store:
            entries = {e.article: e for e in article_entries(store)}
            assert set(acknowledged) <= set(entries)
            for identifier, entry in entries.items():
                assert sum(1 for _ in store.quads(None, None, None, article_graph(identifier))) == entry.quads
                assert article_of(store, identifier) is not None
                extraction = extraction_of(store, identifier, ontology=onto)
                assert extraction is not None
                assert len(extraction.links) == entry.mentions == 50
            assert counts(store).articles == len(entries)


def test_the_log_that_an_opening_after_a_kill_reads_again_stays_small(tmp_path, monkeypatch, world, onto) -> None:
    monkeypatch.setattr("themegraph.graph.store._FLUSH_AFTER", 2_000)
    with OxigraphStore(tmp_path / "s") as store:
        logs = []
        for n in range(150):
            article, extraction = world.launch(title=f"第{n}篇")
            add_article(store, article, extraction, learned_at=world.NOW, ontology=onto)
            logs.append(sum(p.stat().st_size for p in (tmp_path / "s").glob("*.log")))
        assert len(article_entries(store)) == 150
    assert max(logs[75:]) < 1.5 * max(logs[:75]), "it grows with what was added"
