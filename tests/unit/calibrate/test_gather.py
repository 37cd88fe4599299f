from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest
from tests.unit.calibrate.worlds import SHANGHAI

from themegraph.calibrate import PastScores, PriceTable, past_scores, series_of
from themegraph.snapshot import Snapshot, SnapshotBuilder

DAY, NEWS = date(2025, 6, 2), date(2025, 6, 10)
FUNDS = ("510001.SH", "510002.SH", "510003.SH")


def snapshot(*, weights_known: date = DAY, relation_public: date = DAY) -> Snapshot:
    """News helps A. Fund 1 (电池ETF) holds half A, fund 2 all B (of A's industry, and A's supplier), fund 3 all C."""
    b = SnapshotBuilder()
    a, peer, other = (b.add_node(f"company:60000{i}.SH", label=f"公司{i}") for i in range(3))
    industry, theme = b.add_node("industry:sw2021/1", label="设备"), b.add_node("theme:电池", label="电池概念")
    for company in (a, peer):
        b.add_member(company, industry, public_from=DAY)
    for k, (src, dst) in enumerate(((a, peer), (peer, other), (other, a))):
        row = b.add_statement(f"statement:{k}", dst, "supplies_to", src, belief=0.9, public_from=relation_public)
        b.add_edge(src, dst, "up", statement=row, q=0.3)
    for code, label, lines in zip(FUNDS, ("电池ETF", "甲ETF", "乙ETF"), ({a: 0.5, other: 0.5}, {peer: 1.0}, {other: 1.0}), strict=True):
        fund = b.add_node(f"etf:{code}", label=label)
        b.add_fund(fund, kind="equity", index_name=f"{label}指数")
        table = b.add_table(f"weights:{code}", fund, basis="index_weight", coverage="full", known_at=weights_known, as_of=weights_known)
        for node, weight in lines.items():
            b.add_holding(table, node, issuer=node, weight=weight)
    story = b.add_story("story:1", first_public=NEWS)
    event = b.add_event("event:1", "contract/order", story=story, trigger="签约", summary="公司0电池大单", belief=0.9, public_from=NEWS, size=0.4)
    b.add_participant(event, a, role="agent", sign=1, relevance=1.0)
    assert theme >= 0
    return b.build()


def scores(snap: Snapshot, *, as_of: date = date(2025, 12, 31), codes: tuple[str, ...] = FUNDS) -> PastScores:
    days = np.array([DAY.toordinal()], dtype=np.int64)
    return past_scores(snap, PriceTable(series={c: series_of(days, np.ones(1)) for c in codes}), as_of=as_of)


def by_fund(found: PastScores, method: str) -> list[float]:
    said = {s.fund: s.score for s in found.methods[method]}
    return [said[c] for c in FUNDS]


def test_the_exposure_and_each_baseline_say_what_they_know() -> None:
    found = scores(snapshot())
    first, second, third = by_fund(found, "exposure")
    assert first > second > third > 0
    assert by_fund(found, "theme-name") == [1, 0, 0]
    assert by_fund(found, "equal-weight") == [0.5, 0, 0]
    assert by_fund(found, "sector") == pytest.approx([0.5, 1, 0])
    rank = by_fund(found, "pagerank")
    assert min(rank) > 0
    assert rank[1] > rank[2]


def test_a_score_is_known_at_the_end_of_the_day_of_the_news() -> None:
    found = scores(snapshot())
    assert {s.known_at for s in found.methods["exposure"]} == {datetime(2025, 6, 10, 23, 59, 59, tzinfo=SHANGHAI)}
    assert (found.days, found.scored_days) == (1, 1)


def test_weights_and_relations_of_later_days_are_never_used() -> None:
    assert scores(snapshot(weights_known=date(2025, 6, 11))).scored_days == 0
    found = scores(snapshot(relation_public=date(2025, 6, 11)))
    assert found.abstained == 3 - len(found.methods["exposure"])
    assert {s.fund: s.score for s in found.methods["pagerank"]}.get(FUNDS[2], 0.0) == 0


def test_only_funds_with_prices_and_events_up_to_the_day_are_scored() -> None:
    found = scores(snapshot(), codes=FUNDS[:1])
    assert [(f.code, f.market, f.index, f.qdii) for f in found.funds] == [(FUNDS[0], "A", "电池ETF指数", False)]
    assert scores(snapshot(), as_of=date(2025, 6, 9)).days == 0
