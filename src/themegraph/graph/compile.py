"""Compile the store of record into the snapshot that questions are answered from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

import numpy as np

from themegraph.graph.acts import Interval, closings
from themegraph.graph.belief import error_table, modality_weights
from themegraph.graph.compiled import CompileCache, ReferencePart, add_table, node_of, seconds
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
)
from themegraph.graph.identity import merged, names_given, rename
from themegraph.graph.ledger import last_change
from themegraph.graph.memo import LedgerOnce, without_collection
from themegraph.graph.reference import datasets
from themegraph.graph.stated import stated_weights
from themegraph.graph.store import Store
from themegraph.graph.work import Meaning, Saying, Step, Tellings, Work
from themegraph.model import Event, Extraction, Statement, code_of, kind_of
from themegraph.ontology import Ontology, Term
from themegraph.snapshot import PLANNED, SIGNS, Snapshot, SnapshotBuilder, Vote, parties, stated_amount, stated_size
from themegraph.snapshot.belief import beliefs

__all__ = ["compile_snapshot"]

_REFERENCE = "reference"
"""The source class of rows of reference data."""


def _voice(heard: Heard) -> tuple[str | int, str, str]:
    if heard.heading is None:
        return heard.dataset, _REFERENCE, heard.modality
    return heard.heading.voice, heard.heading.source_class, heard.modality


def _told(heading: Heading, event: Event) -> tuple[str | int, str, str]:
    return heading.voice, heading.source_class, modality_of(event.modality, negated=event.negated, speculative=event.speculative)


def _live(intervals: Iterable[Interval]) -> bool:
    return not any(until is None for _, until in intervals)


def _called(extraction: Extraction) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what a text links, and by which words, in the order of the text; pronouns call nothing."""
    found = [(link.entity, link.mention.surface) for link in extraction.links if link.entity is not None and link.antecedent is None]
    return tuple((entity, tuple(w for w in (code_of(entity), surface) if w)) for entity, surface in dict.fromkeys(found))


class _Compiler:
    """Keeps the rows of one compilation: it goes on from those of the reference data."""

    def __init__(self, ontology: Ontology, part: ReferencePart, work: Work) -> None:
        self.ontology = ontology
        self.work = work
        self.part = part
        self.b = SnapshotBuilder(part.base)
        self.rows: dict[str, int] = {}
        """Id → row of `nodes`, of those asked for so far."""
        self.articles: dict[str, int] = {}
        self.learned: dict[str, int] = {}
        """Publication → the instant at which it was learned."""
        self.stories: dict[str, int] = {}
        self.named = set(part.named)
        self.relevance = {notation: term.relevance for notation, term in ontology.roles.items()}

    def node(self, identifier: str) -> int:
        """Return the row of an id, adding it with its local part as its name."""
        row = self.rows.get(identifier, -1)
        if row < 0:
            row = self.rows[identifier] = node_of(self.b, identifier)
        return row

    def closed(self, intervals: tuple[Interval, ...], *, evidence: int = -1, table: int = -1, article: int = -1) -> None:
        """Add when something did not count."""
        if not intervals:
            return
        for since, until in sorted(set(intervals), key=lambda i: (i[0], i[1] is None, i[1] or i[0])):
            self.b.add_closing(evidence=evidence, table=table, article=article, since=seconds(since), until=seconds(until))

    def text_names(self, headings: Iterable[Heading]) -> None:
        """Let things that only texts know be found by the words the texts use."""
        labels = self.part.labels
        for heading in headings:
            for entity, texts in self.work.called.get(heading.extraction, _called):
                if entity not in labels:
                    me = self.node(entity)
                    for text in texts:
                        key = (me, self.b.text(text))
                        if key not in self.named:
                            self.named.add(key)
                            self.b.add_name(me, text, kind="surface")

    def given_names(self, given: Iterable[tuple[str, str]]) -> None:
        """Let things be found by the names that people gave them."""
        for entity, text in given:
            me = self.node(entity)
            key = (me, self.b.text(text))
            if key not in self.named:
                self.named.add(key)
                self.b.add_name(me, text, kind="nickname")

    def stated(self, claims: tuple[Claim, ...]) -> None:
        """Add the weights that texts state, and the funds that only they know."""
        found = stated_weights(claims, self.part, ontology=self.ontology)
        for fund in sorted({s.table.fund for s in found} - self.part.funds):
            self.b.add_fund(self.node(fund))
        for stated in found:
            row = add_table(self.b, stated.table, seconds(stated.learned_at))
            self.closed(stated.closed, table=row)

    # ---------------------------------------------------------------- articles, voices, stories

    def read_articles(self, headings: Iterable[Heading]) -> None:
        for heading in headings:
            article = heading.article
            self.articles[heading.publication] = self.b.add_article(
                article.id,
                title=article.title or article.external_id,
                source=article.source,
                url=article.url,
                published_at=seconds(article.published_at),
                public_from=heading.day,
                learned_at=self.learned.setdefault(heading.publication, seconds(heading.learned_at)),
            )
            self.closed(heading.closed, article=self.articles[heading.publication])

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
        every = self.belief([[_voice(h) for h in claim.heard if h.live] for claim in claims])
        for claim, belief in zip(claims, every, strict=True):
            s = claim.statement
            days = [h.day for h in claim.heard if h.day is not None]
            public = min(days) if days else None
            row = self.b.add_statement(
                claim.id,
                self.node(s.subject),
                s.predicate,
                self.node(s.object),
                belief=belief,
                public_from=public,
                valid_from=s.valid_from,
                valid_to=s.valid_to,
            )
            for h in claim.heard:
                reading = self.b.add_evidence(
                    statement=row,
                    article=self.articles[h.heading.publication] if h.heading else -1,
                    start=h.start,
                    end=h.end,
                    story=self.stories[h.heading.voice] if h.heading else -1,
                    source_class=h.heading.source_class if h.heading else _REFERENCE,
                    modality=h.modality,
                    public_from=h.day,
                    learned_at=self.learned[h.heading.publication] if h.heading else seconds(h.learned_at),
                    dataset=h.dataset,
                    done=h.done,
                )
                self.closed(h.closed, evidence=reading)
            self.edges(claim, row, public)

    def edges(self, claim: Claim, row: int, public: date | None) -> None:
        """Add what a claim passes on. What everyone denies, and what stands between the wrong types, passes nothing on."""
        s = claim.statement
        if all(h.modality == "negated" for h in claim.heard):
            return
        done = [h.done for h in claim.heard]
        passed = self.work.passed(s, any(done), self._passed)
        if not passed:
            return
        subject, object_ = (self.node(self.part.issuer_of.get(end, end)) for end in (s.subject, s.object))
        if subject == object_:
            return
        for step in passed:
            if step.relation_class == "member":
                if public is not None and kind_of(s.subject) in {"company", "share"}:
                    self.b.add_member(subject, object_, public_from=public, pi=step.q, statement=row, source="")
                continue
            flag = step.flag | (PLANNED if step.only_when_done and not all(done) else 0)
            if step.forward:
                self.b.add_edge(subject, object_, step.relation_class, statement=row, q=step.q, flag=flag)
            if step.back:
                self.b.add_edge(object_, subject, step.relation_class, statement=row, q=step.q, flag=flag)

    def _passed(self, statement: Statement, done: bool) -> tuple[Step, ...]:
        """Return what a claim passes on by the rules of its predicate; ``done``: some reading neither denies nor doubts it."""
        if not self.ontology.admits(statement):
            return ()
        qualifiers = dict(statement.qualifiers)
        share, share_of = qualifiers.get("share"), str(qualifiers.get("share_of", ""))
        found = []
        for rule in self.ontology.predicate(statement.predicate).propagation:
            if rule.only_when_done and not done:
                continue
            known = isinstance(share, int | float) and share_of == rule.denominator
            q = rule.fixed if rule.fixed is not None else float(share) if known and isinstance(share, int | float) else None
            found.append(
                Step(
                    relation_class=rule.relation_class,
                    forward=rule.direction in {"subject_to_object", "both"},
                    back=rule.direction in {"object_to_subject", "both"},
                    q=q,
                    flag=int(rule.relation_class == "own_up" and q is not None),
                    only_when_done=rule.only_when_done,
                )
            )
        return tuple(found)

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
        found = [_told(heading, telling) for heading, telling in event.tellings if _live(heading.closed)]
        if head.negated:
            return found
        mine = {a.entity for a in head.arguments if a.entity is not None}
        for other in denials.get((event.story, head.type), ()):
            if mine & {a.entity for a in other.tellings[0][1].arguments}:
                found += [_told(heading, telling) for heading, telling in other.tellings if _live(heading.closed)]
        return found

    def _event(self, event: Told, belief: float) -> None:
        heading, head = event.tellings[0]
        days = [h.day for h, _ in event.tellings if h.day is not None]
        meaning = self.work.meaning(event.id, event.tellings, self._meaning)
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
            size=meaning.size,
            amount=stated_amount(head),
            search=meaning.search,
        )
        for party in meaning.parties:
            self.b.add_participant(row, self.node(party.entity), role=party.role, sign=party.sign, relevance=party.relevance)
        for i, (teller, telling) in enumerate(event.tellings):
            reading = self.b.add_evidence(
                event=row,
                article=self.articles[teller.publication],
                start=telling.sentence.start,
                end=telling.sentence.end,
                story=self.stories[teller.voice],
                source_class=teller.source_class,
                modality=_told(teller, telling)[2],
                public_from=teller.day,
                learned_at=self.learned[teller.publication],
            )
            self.closed(teller.closed, evidence=reading)
            if meaning.sayings:
                self._one_of_several(row, reading, meaning.sayings[i])

    def _one_of_several(self, event: int, evidence: int, saying: Saying) -> None:
        """Add what one telling says, for days on which not all of them were public."""
        row = self.b.add_telling(event, evidence, size=saying.size, search=self.search(saying.words, (v.entity for v in saying.votes)))
        for vote in saying.votes:
            self.b.add_vote(row, self.node(vote.entity), roles=vote.roles, sign=vote.sign)

    def search(self, words: Iterable[str], entities: Iterable[str]) -> str:
        """Return what a question is matched against."""
        return "\n".join([*words, *(self.label(e) for e in entities)])

    def _meaning(self, _: str, tellings: Tellings) -> Meaning:
        """Return what an event means for whom, as those say who count; where no one counts any more, as was said while they did."""
        sayings = [self._saying(teller, telling) for teller, telling in tellings]
        count = [s for s, (teller, _) in zip(sayings, tellings, strict=True) if _live(teller.closed)] or sayings
        found = parties((v for s in count for v in s.votes), relevance=self.relevance)
        return Meaning(
            search=self.search(dict.fromkeys(w for s in count for w in s.words), (p.entity for p in found)),
            parties=found,
            size=max((s.size for s in count if s.size is not None), default=None),
            sayings=tuple(sayings) if len(sayings) > 1 else (),
        )

    @staticmethod
    def _saying(teller: Heading, telling: Event) -> Saying:
        """Return what one telling says."""
        signs: dict[str, int] = {}
        roles: dict[str, set[str]] = {}
        words: dict[str, None] = {}
        named = named_in(teller, telling)
        for argument in telling.arguments:
            words[argument.surface] = None
            if argument.entity is not None:
                roles.setdefault(argument.entity, set()).add(argument.role)
        for surface, polarity in telling.polarity:
            words[surface] = None
            if surface in named:
                roles.setdefault(named[surface], set())
                signs.setdefault(named[surface], SIGNS[polarity])
        for effect in effects_of(teller, telling):
            if effect.entity is not None:
                roles.setdefault(effect.entity, set()).add("beneficiary" if effect.helped else "harmed")
        words[telling.trigger] = None
        words[teller.article.content[telling.sentence.start : telling.sentence.end]] = None
        words[teller.article.title] = None
        return Saying(
            words=tuple(w for w in words if w),
            votes=tuple(Vote(entity=e, voice=teller.voice, roles=frozenset(roles[e]), sign=signs.get(e)) for e in sorted(roles)),
            size=stated_size(telling, teller.article.content),
        )

    def label(self, identifier: str) -> str:
        """Return the name to print of an entity."""
        return self.part.labels.get(identifier) or code_of(identifier)


def compile_snapshot(
    store: Store, *, ontology: Ontology, version: int = 0, cache: CompileCache | None = None, known_at: datetime | None = None
) -> Snapshot:
    """Return the snapshot of everything in the store: articles not purged, with what was retracted marked, and the data sets that hold now.

    Parameters
    ----------
    version
        Kept in ``meta``: which state of the store this is.
    cache
        What was compiled and read from this store before; it changes how long compiling takes, not one byte of what comes out.
    known_at
        The graph as it was then: articles and publications that came later, later readings, acts, undoings and data sets are left out. Three things
        are of the present: what was purged is gone, rows that a newer version of a data set replaced are those of the newer, and the ontology and
        this program are the ones that run.

    Notes
    -----
    Rows stand in the order of ids; equal stores give equal bytes. The store alone is read: nothing else is needed to compile again.
    """
    with without_collection():
        return _compile(LedgerOnce(store), cache or CompileCache(), ontology=ontology, version=version, known_at=known_at)


def _compile(store: Store, cache: CompileCache, *, ontology: Ontology, version: int, known_at: datetime | None) -> Snapshot:
    work = cache.work
    loaded = datasets(store, known_at=known_at)
    part = cache.reference(store, loaded, ontology=ontology, known_at=known_at)
    work.named_by(part.key)
    headings = gather_headings(store, ontology=ontology, kept=cache.articles, work=work, known_at=known_at)
    joined = merged(store, known_at=known_at)
    if joined:
        headings = work.same(replace(h, extraction=work.renamed(h.extraction, joined, rename)) for h in headings)
    claims = gather_claims(headings, part.statements, loaded, shut=closings(store, known_at=known_at), ontology=ontology, work=work)
    told = gather_events(headings, work=work)
    c = _Compiler(ontology, part, work)
    c.text_names(headings)
    c.given_names(names_given(store, known_at=known_at))
    c.stated(claims)
    c.read_articles(headings)
    c.voices_and_stories(headings, told)
    c.statements(claims)
    c.events(told)
    errors, live = error_table(ontology), [h for h in headings if _live(h.closed)]
    terms: list[Term] = [
        *ontology.event_types.values(),
        *ontology.predicates.values(),
        *ontology.roles.values(),
        *ontology.relation_classes.values(),
        *ontology.weight_bases.values(),
        *ontology.modalities.values(),
    ]
    texts = {h.article.id for h in live}
    work.next_round({t.id for t in told})
    return c.b.build(
        version=version,
        ontology=ontology.version,
        labels={t.notation: t.label_zh for t in terms},
        kind_labels={kind: t.label_zh for t in ontology.entity_types.values() for kind in t.kinds},
        listed_on=part.listed_on,
        labels_en={t.notation: t.label_en for t in terms},
        undated=len(texts - {h.article.id for h in live if h.day is not None}),
        articles=len(texts),
        stories=len({t.story for t in told if any(_live(h.closed) for h, _ in t.tellings)}),
        voices=len({h.voice for h in live}),
        changed_at=changed.isoformat() if (changed := last_change(store, known_at=known_at)) else "",
        relevance=c.relevance,
        belief={
            "errors": {name: {"syst": e.syst, "rand": e.rand} for name, e in errors.items()},
            "modality_weights": modality_weights(ontology),
        },
    )
