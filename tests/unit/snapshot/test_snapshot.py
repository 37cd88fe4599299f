from datetime import date

import numpy as np
import pytest

from themegraph.errors import WorkspaceVersionError
from themegraph.snapshot import Snapshot, SnapshotBuilder, day_of, open_snapshot, write_snapshot


def small() -> Snapshot:
    b = SnapshotBuilder()
    m, c, f = (b.add_node(i, label=t) for i, t in (("company:M.SH", "甲"), ("company:C.SZ", "乙"), ("etf:510001.SH", "丙ETF")))
    b.add_name(m, "輝達")
    b.add_name(c, "辉达", kind="former")
    b.add_fund(f, manager="某基金", kind="equity")
    s = b.add_statement("statement:1", m, "competes_with", c, belief=0.9, public_from=date(2025, 1, 2))
    b.add_edge(m, c, "comp", q=0.3, statement=s)
    b.add_edge(c, m, "comp", statement=s)
    story = b.add_story("story:1", first_public=date(2025, 1, 2))
    article = b.add_article("article:1", title="题", published_at=1, public_from=date(2025, 1, 2))
    b.add_evidence(statement=s, article=article, story=story, source_class="media")
    later = b.add_table("weights:2", f, basis="index_weight", coverage="top", known_at=date(2025, 3, 1))
    first = b.add_table("weights:1", f, basis="index_weight", coverage="top", known_at=date(2025, 2, 1))
    b.add_holding(later, c, issuer=c, weight=0.2)
    b.add_holding(first, c, issuer=c, weight=0.1)
    b.add_holding(first, m, issuer=-1, weight=None, name="未识别")
    e = b.add_event("event:1", "earnings", story=story, trigger="预增", summary="题", belief=0.8, public_from=date(2025, 1, 2))
    b.add_participant(e, c, role="agent", sign=1, relevance=1.0)
    b.add_evidence(event=e, article=article, story=story, source_class="media")
    b.add_member(c, b.add_node("theme:人工智能"), public_from=date(2025, 1, 1))
    return b.build(version=3)


def test_ids_are_found_and_unknown_ones_are_not() -> None:
    snap = small()
    assert snap.label_of(snap.node("company:C.SZ")) == "乙"
    assert snap.node("company:X.SZ") == -1


def test_edges_stand_under_their_sender_and_receiver() -> None:
    snap = small()
    c = snap.node("company:C.SZ")
    out = snap.rows("edges_ptr", c)
    assert [snap.id_of(int(d)) for d in snap.edges.dst[out]] == ["company:M.SH"]
    assert np.isnan(snap.edges.q[out]).all()
    into = snap.rows("in_edges_ptr", c)
    edge = int(snap.in_edges.edge[into][0])
    assert snap.edges.q[edge] == 0.3
    assert snap.id_of(int(snap.in_edges.src[into][0])) == "company:M.SH"


def test_tables_of_a_fund_stand_in_the_order_of_time_with_their_own_lines() -> None:
    snap = small()
    tables = snap.rows("tables_ptr", 0)
    assert [day_of(int(d)) for d in snap.tables.known_at[tables]] == [date(2025, 2, 1), date(2025, 3, 1)]
    assert list(snap.holdings.weight[snap.rows("holdings_ptr", 0)][:1]) == [0.1]
    assert list(snap.holdings.weight[snap.rows("holdings_ptr", 1)]) == [0.2]
    assert len(snap.held_by.row[snap.rows("held_by_ptr", snap.node("company:C.SZ"))]) == 2


def test_evidence_of_events_and_of_statements_is_kept_apart() -> None:
    snap = small()
    assert len(snap.statement_evidence) == len(snap.event_evidence) == 1
    assert snap.statement_evidence[0] != snap.event_evidence[0]


def test_what_is_written_is_read_back_the_same(tmp_path) -> None:
    snap = small()
    write_snapshot(snap, tmp_path / "1")
    again = open_snapshot(tmp_path / "1")
    assert again.meta["version"] == 3
    assert again.text(int(again.nodes.label[0])) == "甲"
    assert np.array_equal(again.holdings.weight, snap.holdings.weight, equal_nan=True)
    assert again.node("etf:510001.SH") == snap.node("etf:510001.SH")


def test_a_truncated_snapshot_is_said_to_be_damaged(tmp_path) -> None:
    write_snapshot(small(), tmp_path / "1")
    blob = tmp_path / "1" / "arrays.bin"
    blob.write_bytes(blob.read_bytes()[:100])
    with pytest.raises(WorkspaceVersionError, match="damaged"):
        open_snapshot(tmp_path / "1")


def test_another_format_is_refused(tmp_path) -> None:
    (tmp_path / "meta.json").write_text('{"format": "other/9"}', encoding="utf-8")
    with pytest.raises(WorkspaceVersionError, match="other/9"):
        open_snapshot(tmp_path)


def test_names_are_found_in_any_script_and_shared_names_give_all() -> None:
    snap = small()
    assert [snap.id_of(n) for n in snap.named("辉達")] == ["company:M.SH", "company:C.SZ"]
    assert snap.named("没有") == []
    assert snap.names_of(snap.node("company:C.SZ")) == [("辉达", "former")]
