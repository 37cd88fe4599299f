"""Write ontology.md from ontology/themegraph.ttl; run it after a change there. A test fails while the page is old."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from themegraph.graph.terms import PREFIXES
from themegraph.ontology import Ontology, load_ontology
from themegraph.resources import ontology_path

PAGE = Path(__file__).with_name("ontology.md")


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Return a Markdown table."""
    return ["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *("| " + " | ".join(row) + " |" for row in rows), ""]


def _name(term: str) -> str:
    """Return an IRI as a prefixed name."""
    return next((f"{prefix}:{term[len(space) :]}" for prefix, space in PREFIXES.items() if term.startswith(space)), term)


class Declared:
    """What the file declares, term by term."""

    def __init__(self) -> None:
        self.facts: dict[str, dict[str, list[str]]] = {}
        for quad in ox.parse(path=str(ontology_path("themegraph.ttl")), format=ox.RdfFormat.TURTLE):
            value = quad.object.value + (f"@{quad.object.language}" if isinstance(quad.object, ox.Literal) and quad.object.language else "")
            self.facts.setdefault(quad.subject.value, {}).setdefault(_name(quad.predicate.value), []).append(value)

    def of(self, term: str, name: str, language: str = "") -> list[str]:
        """Return the values of a property of a term; of one language where one is named."""
        found = self.facts[term].get(name, [])
        return [v.removesuffix(f"@{language}") for v in found if not language or v.endswith(f"@{language}")]

    def row(self, term: str, *names: str) -> tuple[str, ...]:
        """Return the line of a term: its name, labels, some properties, and what it means."""
        labels = [", ".join(self.of(term, "rdfs:label", language)) for language in ("zh", "en")]
        more = [", ".join(_name(v) for v in self.of(term, name)) for name in names]
        return (f"`{_name(term)}`", *labels, *more, " ".join(self.of(term, "skos:definition", "en")))

    def terms(self, *types: str, without: frozenset[str]) -> list[str]:
        """Return the terms of ours that are of one of some types, in the order of their names."""
        ours = (t for t, facts in self.facts.items() if t.startswith(PREFIXES["tg"]) and {_name(v) for v in facts.get("rdf:type", ())} & set(types))
        return sorted(set(ours) - without)


def page(onto: Ontology) -> str:
    """Return the page."""
    declared = Declared()
    shown = frozenset(t.iri for table in (onto.entity_types, onto.event_types, onto.predicates, onto.name_kinds) for t in table.values())
    lines = [
        "# The ontology",
        "",
        f"Version {onto.version}. Written from `ontology/themegraph.ttl` by `python docs/reference/make_ontology.py`; change it there. Code takes its types,",
        "roles and predicates from that file (`themegraph.ontology.load_ontology`), by the notation in the first column.",
        "",
        "## Entity types",
        "",
        *table(
            ("notation", "中文", "English", "ids", "meaning"),
            ((f"`{t.notation}`", t.label_zh, t.label_en, ", ".join(f"`{k}:`" for k in t.kinds), t.definition) for t in onto.entity_types.values()),
        ),
        "## Event types",
        "",
        *table(("notation", "中文", "English", "meaning"), ((f"`{t.notation}`", t.label_zh, t.label_en, t.definition) for t in onto.event_types.values())),
        "## Predicates",
        "",
        *table(
            ("notation", "中文", "subject", "object", "inverse", "meaning"),
            (
                (
                    f"`{p.notation}`",
                    p.label_zh,
                    ", ".join(p.domain) if len(p.domain) < len(onto.entity_types) else "any",
                    ", ".join(p.range) if len(p.range) < len(onto.entity_types) else "any",
                    f"`{p.inverse}`" if p.inverse else "itself" if p.symmetric else "",
                    p.definition,
                )
                for p in onto.predicates.values()
            ),
        ),
        "## What passes along",
        "",
        "Which edges of the exposure model a claim gives. `subject_to_object` is from sender to receiver; the share is the one whose qualifier `share_of`",
        "has the value in the fourth column.",
        "",
        *table(
            ("predicate", "class", "direction", "share of", "fixed", "only when done"),
            (
                (f"`{p.notation}`", r.relation_class, r.direction, r.denominator, "" if r.fixed is None else f"{r.fixed:g}", "yes" if r.only_when_done else "")
                for p in onto.predicates.values()
                for r in p.propagation
            ),
        ),
        "## Roles",
        "",
        *table(
            ("notation", "中文", "relevance ρ (prior)", "meaning"),
            ((f"`{r.notation}`", r.label_zh, f"{r.relevance:g}", r.definition) for r in onto.roles.values()),
        ),
        "## Source classes",
        "",
        "Errors are priors, not measurements. `systematic`: the chance that the whole class is wrong together; `random`: that one voice of it is wrong by itself.",
        "",
        *table(
            ("notation", "中文", "systematic", "random", "names listed", "meaning"),
            (
                (f"`{c.notation}`", c.label_zh, f"{c.systematic:g}", f"{c.random:g}", str(len(c.names)), c.definition)
                for c in sorted(onto.source_classes.values(), key=lambda c: (c.systematic + c.random, c.notation))
            ),
        ),
        "## Modalities",
        "",
        *table(
            ("notation", "中文", "certainty (prior)"),
            ((f"`{m.notation}`", m.label_zh, f"{m.certainty:g}") for m in onto.modalities.values()),
        ),
        "## Bases of weights",
        "",
        *table(
            ("notation", "中文", "tier"),
            ((f"`{b.notation}`", b.label_zh, str(b.tier)) for b in sorted(onto.weight_bases.values(), key=lambda b: b.tier)),
        ),
        "## Kinds of names, knowledge levels, agent types",
        "",
        *table(
            ("notation", "中文", "English"),
            (
                (f"`{t.notation}`", t.label_zh, t.label_en)
                for terms in (onto.name_kinds, onto.knowledge_levels, onto.agent_types)
                for t in terms.values()
            ),
        ),
        "## Classes",
        "",
        "All classes but the types above: the vocabularies, the unions that predicates stand between, and the records that the graph consists of.",
        "",
        *table(("class", "中文", "English", "above", "meaning"), (declared.row(t, "rdfs:subClassOf") for t in declared.terms("owl:Class", without=shown))),
        "## Properties",
        "",
        "All properties but the predicates and kinds of names above.",
        "",
        *table(
            ("property", "中文", "English", "of", "value", "meaning"),
            (
                declared.row(t, "rdfs:domain", "rdfs:range")
                for t in declared.terms("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty", without=shown)
            ),
        ),
        "## Aligned with",
        "",
        "FIBO (funds, listed shares, baskets, indices, weights, consolidation), PROV-O (articles, evidence and data sets are `prov:Entity`, extractors `prov:Activity`),",
        "Web Annotation (places in texts), schema.org (`NewsArticle`), SKOS (themes and industries are concepts in two schemes), SEM. FIBO terms are linked by",
        "`skos:closeMatch`: they were seen declared at commit 119fa8c of edmcouncil/fibo (2026-07-17). What must hold of a graph stands in `ontology/shapes.ttl` (SHACL).",
        "",
    ]  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(load_ontology()), encoding="utf-8")
