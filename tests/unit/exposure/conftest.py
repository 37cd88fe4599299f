"""A small world to ask about: companies, relations, funds and events by short names."""

from __future__ import annotations

from datetime import date

import pytest

from themegraph.exposure import ExposureQuestion, expose
from themegraph.snapshot import SnapshotBuilder

DAY = date(2025, 6, 2)


class World:
    def __init__(self):
        self.builder = SnapshotBuilder()
        self.n = 0

    def company(self, name, market="SH"):
        return self.builder.add_node(f"company:{name}.{market}", label=name)

    def edge(self, src, dst, cls, *, q=1.0, belief=1.0, public=DAY, evidence=(), valid_from=None, valid_to=None):
        """``evidence``: (source class, story, modality, day, instant) each."""
        self.n += 1
        statement = self.builder.add_statement(
            f"statement:{self.n}", dst, "supplies_to", src, belief=belief, public_from=public, valid_from=valid_from, valid_to=valid_to
        )
        self.builder.add_edge(src, dst, cls, statement=statement, q=q)
        for source, story, modality, day, instant in evidence:
            self.builder.add_evidence(statement=statement, story=story, source_class=source, modality=modality, public_from=day, learned_at=instant)
        return statement

    def fund(self, name, *, kind="equity", leverage=1.0, index=-1):
        node = self.builder.add_node(f"etf:{name}.SH", label=name)
        self.builder.add_fund(node, kind=kind, leverage=leverage, index=index)
        return node

    def table(self, fund, lines, *, known=DAY, as_of=DAY, basis="index_weight", coverage="full", n_total=None, sorted_=False, learned=0, name=""):
        self.n += 1
        table = self.builder.add_table(
            f"weights:{name or self.n}",
            fund,
            basis=basis,
            coverage=coverage,
            known_at=known,
            as_of=as_of,
            n_total=n_total,
            sorted_=sorted_,
            learned_at=learned,
        )
        for security, weight in lines.items():
            fund_line = self.builder._rows["nodes"][security][3] == self.builder.word("kinds", "etf")
            self.builder.add_holding(table, security, issuer=-1 if fund_line else security, weight=weight)
        return table

    def event(
        self, *parts, kind="price_change", size=0.4, belief=1.0, public=DAY, story=None, negated=False, speculative=False, evidence=(), day=None
    ):
        """``parts``: (company, sign) or (company, sign, relevance, role)."""
        self.n += 1
        if story is None:
            story = self.builder.add_story(f"story:{self.n}", first_public=public)
        event = self.builder.add_event(
            f"event:{self.n}",
            kind,
            story=story,
            trigger="t",
            summary="s",
            belief=belief,
            public_from=public,
            size=size,
            negated=negated,
            speculative=speculative,
            day_from=day,
        )
        for part in parts:
            node, sign, relevance, role = (*part, 1.0, "agent")[:4] if len(part) == 2 else part
            self.builder.add_participant(event, node, role=role, sign=sign, relevance=relevance)
        for source, voice, modality, when, instant in evidence:
            self.builder.add_evidence(event=event, story=voice, source_class=source, modality=modality, public_from=when, learned_at=instant)
        return event

    def build(self):
        return self.builder.build()

    def ask(self, *events, as_of=DAY, **more):
        more.setdefault("draws", 0)
        return expose(self.build(), ExposureQuestion(events=events, as_of=as_of, **more))


def row_of(answer, name):
    return next((r for r in answer.rows if r.id == f"etf:{name}.SH"), None)


def impact_of(answer, name):
    return next((i.impact for i in answer.impacts if i.id.startswith(f"company:{name}.")), 0.0)


def codes(notices):
    return [n.code for n in notices]


@pytest.fixture
def world():
    return World()
