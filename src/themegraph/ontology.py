"""The vocabulary of types and predicates, read once from ``ontology/themegraph.ttl``.

Code takes its types, roles and predicates from here and from nowhere else. Terms are found by their notation, the word that articles'
annotations, data files and commands use (``financing/ipo``, ``supplies_to``, ``agent``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import pyoxigraph as ox

from themegraph.errors import OntologyError, nearest
from themegraph.model import NAMESPACE, EntityId, Statement, kind_of
from themegraph.model.values import dataclass
from themegraph.resources import ontology_path

__all__ = [
    "EntityType",
    "ModalityTerm",
    "Ontology",
    "Predicate",
    "Propagation",
    "Role",
    "SourceClass",
    "Term",
    "WeightBasis",
    "load_ontology",
    "read_ontology",
]

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of the vocabulary."""

    notation: str
    """The word that code and files use."""
    iri: str
    label_zh: str
    label_en: str
    definition: str = ""
    """One sentence, English; empty where the label says it all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityType(Term):
    """A type of entity."""

    kinds: tuple[str, ...]
    """Which ids are of this type: the part before the colon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Term):
    """How a participant stands to an event."""

    relevance: float
    """rho of EXPOSURE §1, in [0, 1]; a prior."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModalityTerm(Term):
    """How a text says a thing."""

    certainty: float
    """By how much a reading counts in belief, in [0, 1]; a prior."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceClass(Term):
    """A kind of source, with its share of error."""

    systematic: float
    """What all voices of the class share, in [0, 1]; a prior."""
    random: float
    """What one voice of the class adds, in [0, 1]; a prior. ``systematic + random <= 1``."""
    names: frozenset[str]
    """Names of sources of this class, as articles give them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightBasis(Term):
    """Where weights come from."""

    tier: int
    """1 is best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Propagation:
    """One edge of the exposure model that a statement of some predicate gives."""

    relation_class: str
    """up, down, comp, own_up, own_down, coop, member."""
    direction: str
    """subject_to_object, object_to_subject or both: from sender to receiver."""
    denominator: str
    """What the share is a share of: the value of the qualifier ``share_of`` that makes ``share`` the coefficient; empty where fixed."""
    fixed: float | None
    """The coefficient where it is no share of anything; ``None``: taken from the qualifiers."""
    only_when_done: bool
    """True: a planned or rumoured claim gives no edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate(Term):
    """A typed, directed property that statements use."""

    domain: tuple[str, ...]
    """Notations of the entity types that may be the subject."""
    range: tuple[str, ...]
    """Notations of the entity types that may be the object."""
    inverse: str | None
    """The notation of the inverse predicate."""
    symmetric: bool
    stated_as: str | None
    """The inverse in whose form the claim is kept; ``None``: as it is."""
    propagation: tuple[Propagation, ...]


T = TypeVar("T", bound=Term)


def _find(table: Mapping[str, T], notation: str, what: str) -> T:
    try:
        return table[notation]
    except KeyError:
        raise OntologyError(f"The ontology has no {what} {notation!r}.{nearest(notation, table)}") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """The parsed vocabulary: notation → term, in the order of the notations."""

    version: str
    entity_types: Mapping[str, EntityType]
    event_types: Mapping[str, Term]
    predicates: Mapping[str, Predicate]
    roles: Mapping[str, Role]
    polarities: Mapping[str, Term]
    modalities: Mapping[str, ModalityTerm]
    knowledge_levels: Mapping[str, Term]
    agent_types: Mapping[str, Term]
    source_classes: Mapping[str, SourceClass]
    relation_classes: Mapping[str, Term]
    weight_bases: Mapping[str, WeightBasis]
    name_kinds: Mapping[str, Term]
    labels: Mapping[str, tuple[str, str]]
    """IRI → (zh, en) of every term of ours."""
    _by_iri: Mapping[str, Term] = field(repr=False)
    _type_of_kind: Mapping[str, str] = field(repr=False)
    _class_of_source: Mapping[str, str] = field(repr=False)

    def entity_type(self, notation: str) -> EntityType:
        """Return the entity type of that notation, or raise OntologyError with the nearest."""
        return _find(self.entity_types, notation, "entity type")

    def event_type(self, notation: str) -> Term:
        """Return the event type of that notation, or raise OntologyError with the nearest."""
        return _find(self.event_types, notation, "event type")

    def predicate(self, notation: str) -> Predicate:
        """Return the predicate of that notation, or raise OntologyError with the nearest."""
        return _find(self.predicates, notation, "predicate")

    def role(self, notation: str) -> Role:
        """Return the role of that notation, or raise OntologyError with the nearest."""
        return _find(self.roles, notation, "role")

    def source_class(self, notation: str) -> SourceClass:
        """Return the source class of that notation, or raise OntologyError with the nearest."""
        return _find(self.source_classes, notation, "source class")

    def term(self, iri: str) -> Term:
        """Return the term of an IRI, or raise OntologyError."""
        try:
            return self._by_iri[iri]
        except KeyError:
            raise OntologyError(f"The ontology has no term <{iri}>.{nearest(iri, self._by_iri)}") from None

    def type_of(self, identifier: str) -> EntityType:
        """Return the entity type of an id, by its kind (``theme:`` and ``industry:`` are both sector/theme)."""
        kind = kind_of(identifier)
        found = self._type_of_kind.get(kind)
        if found is None:
            raise OntologyError(f"No entity type has ids like {identifier!r}.{nearest(kind, self._type_of_kind)}")
        return self.entity_types[found]

    def source_class_of(self, source: str) -> str:
        """Return the class of a source by the name an article gives.

        A listed name decides, whole or as the beginning of the name (``财联社记者``); an unlisted one, and none, is ``unknown``.
        """
        name = source.strip()
        if not name:
            return "unknown"
        found = self._class_of_source.get(name.casefold())
        if found is not None:
            return found
        for end in range(len(name) - 1, 2, -1):
            found = self._class_of_source.get(name[:end].casefold())
            if found is not None and not (name[end - 1].isascii() and name[end].isascii() and name[end].isalnum()):
                return found
        return "unknown"

    def admits(self, statement: Statement) -> bool:
        """Return whether subject and object are of types that the predicate takes; an id of no known kind is of no type."""
        predicate = self.predicate(statement.predicate)
        subject, object_ = (self._type_of_kind.get(kind_of(end)) for end in (statement.subject, statement.object))
        return subject in predicate.domain and object_ in predicate.range

    def canonical(self, statement: Statement) -> Statement:
        """Return the claim in its one form: customer_of turned round, the ends of a symmetric predicate in the order of their ids.

        Qualifiers that name an end (``share_of``: ``revenue_of_subject``) are turned with it.
        """
        predicate = self.predicate(statement.predicate)
        if predicate.stated_as is not None:
            return _turned(statement, predicate.stated_as)
        if predicate.symmetric and statement.object < statement.subject:
            return _turned(statement, predicate.notation)
        return statement


_ENDS = {"subject": "object", "object": "subject"}


def _turned(statement: Statement, predicate: str) -> Statement:
    def turn(value: str | float) -> str | float:
        if not isinstance(value, str):
            return value
        head, _, end = value.rpartition("_of_")
        return f"{head}_of_{_ENDS[end]}" if head and end in _ENDS else value

    return Statement(
        subject=EntityId(statement.object),
        predicate=predicate,
        object=EntityId(statement.subject),
        qualifiers=tuple((name, turn(value)) for name, value in statement.qualifiers),
        valid_from=statement.valid_from,
        valid_to=statement.valid_to,
    )


class _Reader:
    """The file as a small index: (subject, predicate) → objects."""

    def __init__(self, path: Path) -> None:
        self.index: dict[tuple[str, str], list[ox.NamedNode | ox.BlankNode | ox.Literal]] = {}
        self.of_type: dict[str, list[str]] = {}
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            subject, predicate, object_ = quad.subject.value, quad.predicate.value, quad.object
            if isinstance(object_, ox.Triple):
                continue
            self.index.setdefault((subject, predicate), []).append(object_)
            if predicate == _RDF + "type":
                self.of_type.setdefault(object_.value, []).append(subject)

    def values(self, subject: str, predicate: str) -> list[str]:
        return [o.value for o in self.index.get((subject, predicate), ())]

    def one(self, subject: str, predicate: str) -> str | None:
        found = self.values(subject, predicate)
        return found[0] if found else None

    def number(self, subject: str, name: str) -> float:
        found = self.one(subject, NAMESPACE + name)
        if found is None:
            raise OntologyError(f"The ontology gives no tg:{name} for <{subject}>.")
        return float(found)

    def label(self, subject: str, language: str) -> str:
        return next((o.value for o in self.index.get((subject, _RDFS + "label"), ()) if isinstance(o, ox.Literal) and o.language == language), "")

    def term(self, subject: str) -> dict[str, str]:
        return {
            "notation": self.one(subject, _SKOS + "notation") or "",
            "iri": subject,
            "label_zh": self.label(subject, "zh"),
            "label_en": self.label(subject, "en"),
            "definition": self.one(subject, _SKOS + "definition") or "",
        }

    def instances(self, name: str) -> list[str]:
        return self.of_type.get(NAMESPACE + name, [])

    def below(self, predicate: str, name: str) -> list[str]:
        """Return the terms with a notation that stand under another by ``predicate``."""
        top = NAMESPACE + name
        return [
            s for (s, p), objects in self.index.items() if p == predicate and any(o.value == top for o in objects) and self.one(s, _SKOS + "notation")
        ]

    def items(self, node: str) -> list[str]:
        found = []
        while node != _RDF + "nil":
            first, rest = self.one(node, _RDF + "first"), self.one(node, _RDF + "rest")
            if first is None or rest is None:
                raise OntologyError(f"A list of the ontology is broken at {node}.")
            found.append(first)
            node = rest
        return found


def _by_notation(terms: list[T]) -> Mapping[str, T]:
    return MappingProxyType({t.notation: t for t in sorted(terms, key=lambda t: t.notation)})


def read_ontology(path: Path) -> Ontology:
    """Return the vocabulary in a Turtle file of the form of ours.

    Raises
    ------
    OntologyError
        If a term lacks what its kind needs.
    """
    file = _Reader(path)
    subclass = _RDFS + "subClassOf"
    entity_types = _by_notation(
        [EntityType(**file.term(s), kinds=tuple(sorted(file.values(s, NAMESPACE + "idKind")))) for s in file.below(subclass, "Entity")]
    )
    type_by_iri = {t.iri: t.notation for t in entity_types.values()}

    def ends(subject: str, predicate: str) -> tuple[str, ...]:
        found: set[str] = set()
        for iri in file.values(subject, predicate):
            if iri == NAMESPACE + "Entity":
                found.update(entity_types)
            elif iri in type_by_iri:
                found.add(type_by_iri[iri])
            else:
                union = file.one(iri, _OWL + "unionOf")
                if union is None:
                    raise OntologyError(f"<{iri}>, an end of <{subject}>, is neither an entity type nor a union of them.")
                found.update(type_by_iri[i] for i in file.items(union))
        return tuple(sorted(found))

    def notation(iri: str | None) -> str | None:
        return None if iri is None else file.one(iri, _SKOS + "notation")

    def rules(subject: str) -> tuple[Propagation, ...]:
        found = []
        for node in file.values(subject, NAMESPACE + "propagates"):
            fixed = file.one(node, NAMESPACE + "fixedShare")
            found.append(
                Propagation(
                    relation_class=notation(file.one(node, NAMESPACE + "relationClass")) or "",
                    direction=file.one(node, NAMESPACE + "direction") or "",
                    denominator=file.one(node, NAMESPACE + "denominator") or "",
                    fixed=None if fixed is None else float(fixed),
                    only_when_done=file.one(node, NAMESPACE + "onlyWhenDone") == "true",
                )
            )
        return tuple(sorted(found, key=lambda r: (r.relation_class, r.direction)))

    predicates = _by_notation(
        [
            Predicate(
                **file.term(s),
                domain=ends(s, _RDFS + "domain"),
                range=ends(s, _RDFS + "range"),
                inverse=notation(file.one(s, _OWL + "inverseOf")),
                symmetric=_OWL + "SymmetricProperty" in file.values(s, _RDF + "type"),
                stated_as=notation(file.one(s, NAMESPACE + "statedAs")),
                propagation=rules(s),
            )
            for s in file.instances("Predicate")
        ]
    )
    event_types = _by_notation([Term(**file.term(s)) for s in file.below(subclass, "Event")])
    roles = _by_notation([Role(**file.term(s), relevance=file.number(s, "relevance")) for s in file.instances("Role")])
    modalities = _by_notation([ModalityTerm(**file.term(s), certainty=file.number(s, "certainty")) for s in file.instances("Modality")])
    source_classes = _by_notation(
        [
            SourceClass(
                **file.term(s),
                systematic=file.number(s, "systematicError"),
                random=file.number(s, "randomError"),
                names=frozenset(file.values(s, _SKOS + "altLabel")),
            )
            for s in file.instances("SourceClass")
        ]
    )
    bases = _by_notation([WeightBasis(**file.term(s), tier=int(file.number(s, "tier"))) for s in file.instances("WeightBasis")])
    plain = {
        name: _by_notation([Term(**file.term(s)) for s in file.instances(name)])
        for name in ("Polarity", "KnowledgeLevel", "AgentType", "RelationClass")
    }
    name_kinds = _by_notation([Term(**file.term(s)) for s in file.below(_RDFS + "subPropertyOf", "hasName")])
    tables: list[Mapping[str, Term]] = [
        entity_types, event_types, predicates, roles, modalities, source_classes, bases, name_kinds, *plain.values()
    ]  # fmt: skip
    return Ontology(
        version=file.one(NAMESPACE.rstrip("#"), _OWL + "versionInfo") or "",
        entity_types=entity_types,
        event_types=event_types,
        predicates=predicates,
        roles=roles,
        polarities=plain["Polarity"],
        modalities=modalities,
        knowledge_levels=plain["KnowledgeLevel"],
        agent_types=plain["AgentType"],
        source_classes=source_classes,
        relation_classes=plain["RelationClass"],
        weight_bases=bases,
        name_kinds=name_kinds,
        labels=MappingProxyType(
            {s: (file.label(s, "zh"), file.label(s, "en")) for s, p in file.index if p == _RDFS + "label" and s.startswith(NAMESPACE)}
        ),
        _by_iri=MappingProxyType({t.iri: t for table in tables for t in table.values()}),
        _type_of_kind=MappingProxyType({kind: t.notation for t in entity_types.values() for kind in t.kinds}),
        _class_of_source=MappingProxyType({name.casefold(): c.notation for c in source_classes.values() for name in c.names}),
    )


@cache
def load_ontology() -> Ontology:
    """Return the vocabulary that travels with the package; read once a process."""
    return read_ontology(ontology_path("themegraph.ttl"))
