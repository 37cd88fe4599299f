"""Compile the store of record into the snapshot that questions are answered from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import numpy as np

from themegraph.graph.belief import error_table, modality_weights
from themegraph.graph.evidence import (
    Claim,
    Heading,
    Heard,
    Told,
    effects_of,
    gather_claims,
    gather_events,
    gather_headings,
    modality_of,
    named_in,
    table_learned,
)
from themegraph.graph.reference import recent_reference
from themegraph.graph.store import Store
from themegraph.model import EntityId, Event, Holding, ReferenceData, Statement, WeightTable, code_of, content_hash, kind_of
from themegraph.ontology import Ontology, Term
from themegraph.snapshot import ROLES, SIGNS, Snapshot, SnapshotBuilder
from themegraph.snapshot.belief import beliefs

__all__ = ["compile_snapshot"]

_REFERENCE = "reference"
"""The source class of rows of reference data."""


_WHOLE = 1.02


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _voice(heard: Heard) -> tuple[str | int, str, str]:
    if heard.heading is None:
        return heard.dataset, _REFERENCE, heard.modality
    return heard.heading.voice, heard.heading.source_class, heard.modality


def _told(heading: Heading, event: Event) -> tuple[str | int, str, str]:
    return heading.voice, heading.source_class, modality_of(event.modality, negated=event.negated, speculative=event.speculative)


def _sign(votes: Iterable[int], roles: set[str]) -> int:
    """Return what an event means for a company: the sum of the votes; without a vote what its role says; 0 where votes balance."""
    cast = list(votes)
    if cast:
        total = sum(cast)
        return (total > 0) - (total < 0)
    return ("beneficiary" in roles) - ("harmed" in roles)


def _seconds(moment: datetime | None) -> int:
    return 0 if moment is None else int(moment.timestamp())


class _Compiler:
    """Keeps the rows of one compilation."""

    def __init__(self, ontology: Ontology, data: ReferenceData) -> None:
        self.ontology = ontology
        self.data = data
        self.b = SnapshotBuilder()
        for name in ROLES:
            ontology.role(name)
        # Vocabularies in the order of the ontology, so that codes do not depend on which word was met first.
        for vocabulary, words in (
            ("event_types", ontology.event_types),
            ("predicates", ontology.predicates),
            ("source_classes", ontology.source_classes),
            ("modalities", ontology.modalities),
            ("bases", {t.notation: t for t in sorted(ontology.weight_bases.values(), key=lambda t: t.tier)}),
            ("name_kinds", ontology.name_kinds),
        ):
            for word in words:
                self.b.word(vocabulary, word)
        self.labels: dict[str, str] = {
            **{e.id: e.label for e in data.entities},
            **{s.id: s.name for s in data.listings},
            **{f.id: f.name for f in data.funds},
        }
        self.issuer_of: dict[str, str] = {s.id: s.issuer for s in data.listings}
        self.listing_of: dict[str, str] = {s.issuer: s.id for s in data.listings if s.primary}
        self.articles: dict[str, int] = {}
        self.stories: dict[str, int] = {}
        self.named: set[tuple[int, str]] = set()

    # ---------------------------------------------------------------- nodes

    def node(self, identifier: str) -> int:
        """Return the row of an id, adding it with its local part as its name."""
        found = self.b.node(identifier)
        return found if found >= 0 else self.b.add_node(identifier, label=code_of(identifier))

    def name(self, node: int, text: str, kind: str) -> None:
        """Add a name once."""
        if text and (node, text) not in self.named:
            self.named.add((node, text))
            self.b.add_name(node, text, kind=kind)

    def reference_nodes(self) -> None:
        data = self.data
        for entity in data.entities:
            self.b.add_node(entity.id, label=entity.label, label_en=entity.label_en)
        for entity in data.entities:
            if entity.broader is not None and self.b.node(entity.broader) >= 0:
                self.b.set_broader(self.b.node(entity.id), self.b.node(entity.broader))
        for listing in data.listings:
            self.b.add_node(listing.id, label=listing.name, issuer=self.node(listing.issuer))
        for fund in data.funds:
            self.b.add_node(fund.id, label=fund.name)
        for entity in data.entities:
            me = self.b.node(entity.id)
            for name in entity.names:
                self.name(me, name.text, name.kind)
            self.name(me, entity.label, "short")
            self.name(me, entity.label_en, "english")
        for listing in data.listings:
            issuer = self.b.node(listing.issuer)
            self.name(issuer, listing.code, "code")
            self.name(issuer, listing.code.rpartition(".")[0], "code")
            self.name(issuer, listing.name, "short")
        for fund in data.funds:
            me = self.b.node(fund.id)
            self.name(me, fund.code, "code")
            self.name(me, fund.code.rpartition(".")[0], "code")
            self.name(me, fund.name, "short")
            for name in fund.names:
                self.name(me, name.text, name.kind)
        for entity in data.entities:
            if kind_of(entity.id) == "index":
                self.name(self.b.node(entity.id), code_of(entity.id).rpartition(".")[0], "code")

    def text_names(self, headings: Iterable[Heading]) -> None:
        """Let things that only texts know be found by the words the texts use."""
        for heading in headings:
            for link in heading.extraction.links:
                if link.entity is not None and link.entity not in self.labels and link.antecedent is None:
                    me = self.node(link.entity)
                    self.name(me, code_of(link.entity), "surface")
                    self.name(me, link.mention.surface, "surface")

    # ---------------------------------------------------------------- funds

    def funds(self, tables: Iterable[WeightTable]) -> None:
        """Add the facts about funds; one that only a table knows is of unknown kind."""
        for fund in self.data.funds:
            self.b.add_fund(
                self.node(fund.id),
                index=-1 if fund.index is None else self.node(fund.index),
                index_name=fund.index_name,
                manager=fund.manager,
                kind=fund.kind or "unknown",
                leverage=fund.leverage,
                fee=fund.fee,
                source=fund.source,
            )
        known = {fund.id for fund in self.data.funds}
        for other in sorted({table.fund for table in tables} - known):
            self.b.add_fund(self.node(other))

    def table(self, table: WeightTable, learned_at: int) -> None:
        row = self.b.add_table(
            table.id,
            self.node(table.fund),
            basis=table.basis,
            coverage=table.coverage,
            known_at=table.known_at,
            as_of=table.as_of,
            index=-1 if table.index is None else self.node(table.index),
            sorted_=table.sorted,
            n_total=table.n_total,
            learned_at=learned_at,
            source=table.source,
        )
        for line in table.holdings:
            self.b.add_holding(
                row, self.node(line.security), issuer=-1 if line.issuer is None else self.node(line.issuer), weight=line.weight, name=line.name
            )

    # ---------------------------------------------------------------- articles, voices, stories

    def read_articles(self, headings: Iterable[Heading]) -> None:
        for heading in headings:
            article = heading.article
            self.articles[article.id] = self.b.add_article(
                article.id,
                title=article.title or article.external_id,
                source=article.source,
                url=article.url,
                published_at=_seconds(article.published_at),
                public_from=heading.day,
                learned_at=_seconds(heading.learned_at),
            )

    def voices_and_stories(self, headings: Iterable[Heading], told: Iterable[Told]) -> None:
        first: dict[str, date | None] = {}

        def seen(name: str, day: date | None) -> None:
            known = first.get(name)
            first[name] = day if known is None else known if day is None else min(known, day)

        for heading in headings:
            seen(heading.voice, heading.day)
        for event in told:
            for heading, _ in event.tellings:
                seen(event.story, heading.day)
        for name in sorted(first):
            self.stories[name] = self.b.add_story(name, first_public=first[name])

    # ---------------------------------------------------------------- belief

    def belief(self, readings: list[list[tuple[str | int, str, str]]]) -> list[float]:
        """Return the belief in each claim, given (voice, source class, modality) of its readings."""
        classes, modalities = list(self.ontology.source_classes), list(self.ontology.modalities)
        at_class = {name: i for i, name in enumerate(classes)}
        at_modality = {name: i for i, name in enumerate(modalities)}
        voices: dict[str | int, int] = {}
        flat = [(i, voices.setdefault(v, len(voices)), at_class[c], at_modality[m]) for i, rows in enumerate(readings) for v, c, m in rows]
        owner, voice, source_class, modality = (np.array(flat, dtype=np.int64).reshape(-1, 4)).T
        return [
            float(b)
            for b in beliefs(
                owner,
                voice,
                source_class,
                modality,
                count=len(readings),
                classes=classes,
                modalities=modalities,
                errors=error_table(self.ontology),
                modality_weights=modality_weights(self.ontology),
            )
        ]

    # ---------------------------------------------------------------- statements

    def statements(self, claims: tuple[Claim, ...]) -> None:
        every = self.belief([[_voice(h) for h in claim.heard] for claim in claims])
        for claim, belief in zip(claims, every, strict=True):
            s = claim.statement
            days = [h.day for h in claim.heard if h.day is not None]
            public = min(days) if days else None
            row = self.b.add_statement(
                s.id,
                self.node(s.subject),
                s.predicate,
                self.node(s.object),
                belief=belief,
                public_from=public,
                valid_from=s.valid_from,
                valid_to=s.valid_to,
            )
            for h in claim.heard:
                self.b.add_evidence(
                    statement=row,
                    article=self.articles[h.heading.article.id] if h.heading else -1,
                    start=h.start,
                    end=h.end,
                    story=self.stories[h.heading.voice] if h.heading else -1,
                    source_class=h.heading.source_class if h.heading else _REFERENCE,
                    modality=h.modality,
                    public_from=h.day,
                    learned_at=_seconds(h.learned_at),
                    dataset=h.dataset,
                )
            self.edges(claim, row, public)

    def edges(self, claim: Claim, row: int, public: date | None) -> None:
        """Add what a claim passes on. What everyone denies, and what stands between the wrong types, passes nothing on."""
        s = claim.statement
        if all(h.modality == "negated" for h in claim.heard) or not self.ontology.admits(s):
            return
        done = any(h.done for h in claim.heard)
        qualifiers = dict(s.qualifiers)
        share, share_of = qualifiers.get("share"), str(qualifiers.get("share_of", ""))
        subject, object_ = (self.node(self.issuer_of.get(end, end)) for end in (s.subject, s.object))
        if subject == object_:
            return
        for rule in self.ontology.predicate(s.predicate).propagation:
            if rule.only_when_done and not done:
                continue
            known = isinstance(share, int | float) and share_of == rule.denominator
            q = rule.fixed if rule.fixed is not None else float(share) if known and isinstance(share, int | float) else None
            if rule.relation_class == "member":
                if public is not None and kind_of(s.subject) in {"company", "share"}:
                    self.b.add_member(subject, object_, public_from=public, pi=q, statement=row, source="")
                continue
            flag = int(rule.relation_class == "own_up" and q is not None)
            if rule.direction in {"subject_to_object", "both"}:
                self.b.add_edge(subject, object_, rule.relation_class, statement=row, q=q, flag=flag)
            if rule.direction in {"object_to_subject", "both"}:
                self.b.add_edge(object_, subject, rule.relation_class, statement=row, q=q, flag=flag)

    def stated_weights(self, claims: tuple[Claim, ...]) -> list[tuple[WeightTable, datetime]]:
        """Return the weights that texts state: one table for each fund, voice and stated day; the first article of the voice stands for it."""
        lines: dict[tuple[str, str, str], dict[str, list[tuple[Heard, Statement, float]]]] = {}
        for claim in claims:
            s = claim.statement
            weight = dict(s.qualifiers).get("weight")
            if s.predicate != "holds" or kind_of(s.subject) != "etf" or not isinstance(weight, int | float) or not 0 < weight <= 1:
                continue
            for h in claim.heard:
                if h.heading is not None and h.day is not None and h.done and self.ontology.admits(s):
                    key = (s.subject, h.heading.voice, str(dict(s.qualifiers).get("weight_date", "")))
                    lines.setdefault(key, {}).setdefault(h.heading.article.id, []).append((h, s, float(weight)))
        found = []
        for (fund, _, stated), by_article in sorted(lines.items()):
            article = min(by_article, key=lambda i: (by_article[i][0][0].day or date.max, i))
            rows = {s.object: (s, w) for _, s, w in sorted(by_article[article], key=lambda r: (r[0].start, r[1].id))}
            h = by_article[article][0][0]
            # Stated parts that add up to more than a whole were misread or are not of one fund.
            if h.heading is None or h.day is None or sum(w for _, w in rows.values()) > _WHOLE:
                continue
            found.append((self._stated_table(fund, stated, h.heading, h.day, list(rows.values())), h.learned_at))
        return found

    def _stated_table(self, fund: str, stated: str, heading: Heading, public: date, rows: list[tuple[Statement, float]]) -> WeightTable:
        article = heading.article
        holdings = tuple(
            Holding(
                security=EntityId(self.listing_of.get(s.object, s.object)),
                issuer=EntityId(self.issuer_of.get(s.object, s.object)),
                name=self.label(s.object),
                weight=weight,
            )
            for s, weight in sorted(rows, key=lambda r: (-r[1], r[0].object))
        )
        return WeightTable(
            id=f"weights:{content_hash(fund, article.id, stated, *(f'{h.security}={h.weight!r}' for h in holdings))}",
            fund=EntityId(fund),
            index=None,
            basis="stated_in_text",
            coverage="partial",
            n_total=None,
            sorted=False,
            as_of=_iso_day(stated),
            known_at=public,
            source=" ".join(part for part in (article.source, article.title, article.url) if part),
            holdings=holdings,
        )

    # ---------------------------------------------------------------- events

    def events(self, told: tuple[Told, ...]) -> None:
        denials: dict[tuple[str, str], list[Told]] = {}
        for event in told:
            if event.tellings[0][1].negated:
                denials.setdefault((event.story, event.tellings[0][1].type), []).append(event)
        readings = [self._event_readings(event, denials) for event in told]
        for event, belief in zip(told, self.belief(readings), strict=True):
            self._event(event, belief)

    def _event_readings(self, event: Told, denials: dict[tuple[str, str], list[Told]]) -> list[tuple[str | int, str, str]]:
        head = event.tellings[0][1]
        found = [_told(heading, telling) for heading, telling in event.tellings]
        if head.negated:
            return found
        mine = {a.entity for a in head.arguments if a.entity is not None}
        for other in denials.get((event.story, head.type), ()):
            if mine & {a.entity for a in other.tellings[0][1].arguments}:
                found += [_told(heading, telling) for heading, telling in other.tellings]
        return found

    def _event(self, event: Told, belief: float) -> None:
        heading, head = event.tellings[0]
        days = [h.day for h, _ in event.tellings if h.day is not None]
        votes: dict[str, dict[str, int]] = {}
        roles: dict[str, set[str]] = {}
        words: dict[str, None] = {}
        for teller, telling in event.tellings:
            named = named_in(teller, telling)
            for argument in telling.arguments:
                words[argument.surface] = None
                if argument.entity is not None:
                    roles.setdefault(argument.entity, set()).add(argument.role)
            for surface, polarity in telling.polarity:
                words[surface] = None
                if surface in named:
                    entity = named[surface]
                    roles.setdefault(entity, set())
                    # One voice, one vote, whatever it says twice.
                    votes.setdefault(entity, {}).setdefault(teller.voice, SIGNS[polarity])
            for effect in effects_of(teller, telling):
                if effect.entity is not None:
                    roles.setdefault(effect.entity, set()).add("beneficiary" if effect.helped else "harmed")
            words[telling.trigger] = None
            words[teller.article.content[telling.sentence.start : telling.sentence.end]] = None
            words[teller.article.title] = None
        row = self.b.add_event(
            event.id,
            head.type,
            story=self.stories[event.story],
            trigger=head.trigger,
            summary=heading.article.title or heading.article.content[head.sentence.start : head.sentence.end],
            belief=belief,
            public_from=min(days) if days else None,
            day_from=head.when.start if head.when else None,
            day_to=head.when.end if head.when else None,
            negated=head.negated,
            speculative=head.speculative,
            search="\n".join([*(w for w in words if w), *(self.label(e) for e in sorted(roles))]),
        )
        for entity in sorted(roles):
            sign = _sign(votes.get(entity, {}).values(), roles[entity])
            role = min(roles[entity], key=ROLES.index, default="mention")
            relevance = max((self.ontology.role(r).relevance for r in roles[entity]), default=0.0)
            if role == "mention" and sign:
                relevance = self.ontology.role("partner").relevance
            self.b.add_participant(row, self.node(entity), role=role, sign=sign, relevance=relevance)
        for teller, telling in event.tellings:
            self.b.add_evidence(
                event=row,
                article=self.articles[teller.article.id],
                start=telling.sentence.start,
                end=telling.sentence.end,
                story=self.stories[teller.voice],
                source_class=teller.source_class,
                modality=_told(teller, telling)[2],
                public_from=teller.day,
                learned_at=_seconds(teller.learned_at),
            )

    def label(self, identifier: str) -> str:
        """Return the name to print of an entity."""
        return self.labels.get(identifier) or code_of(identifier)


def compile_snapshot(store: Store, *, ontology: Ontology, version: int = 0) -> Snapshot:
    """Return the snapshot of everything in the store that counts: articles neither retracted nor purged, the data sets that hold now.

    Parameters
    ----------
    version
        Kept in ``meta``: which state of the store this is.

    Notes
    -----
    Rows stand in the order of ids; equal stores give equal bytes. The store alone is read: nothing else is needed to compile again.
    """
    data = recent_reference(store, ontology=ontology)
    headings = gather_headings(store, ontology=ontology)
    claims = gather_claims(store, headings, data, ontology=ontology)
    told = gather_events(headings)
    c = _Compiler(ontology, data)
    c.reference_nodes()
    c.text_names(headings)
    stated = c.stated_weights(claims)
    learned = table_learned(store)
    c.funds([*data.tables, *(table for table, _ in stated)])
    for table in data.tables:
        c.table(table, _seconds(learned[table.id]))
    for table, moment in stated:
        c.table(table, _seconds(moment))
    for m in data.memberships:
        c.b.add_member(c.node(m.company), c.node(m.group), public_from=m.known_at, as_of=m.as_of, source=m.source)
    c.read_articles(headings)
    c.voices_and_stories(headings, told)
    c.statements(claims)
    c.events(told)
    terms: list[Term] = [
        *ontology.event_types.values(),
        *ontology.predicates.values(),
        *ontology.roles.values(),
        *ontology.relation_classes.values(),
        *ontology.weight_bases.values(),
        *ontology.modalities.values(),
    ]
    return c.b.build(
        version=version,
        ontology=ontology.version,
        labels={t.notation: t.label_zh for t in terms},
        kind_labels={kind: t.label_zh for t in ontology.entity_types.values() for kind in t.kinds},
        listed_on={s.issuer: s.listed_on.isoformat() for s in data.listings if s.primary and s.listed_on},
        labels_en={t.notation: t.label_en for t in terms},
        undated=sum(h.day is None for h in headings),
        stories=len({t.story for t in told}),
        voices=len({h.voice for h in headings}),
    )
