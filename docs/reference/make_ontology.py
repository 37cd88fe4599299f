"""Write ontology.md from ontology/themegraph.ttl; run it after a change there. A test fails while the page is old."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from themegraph.ontology import Ontology, load_ontology

PAGE = Path(__file__).with_name("ontology.md")


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Return a Markdown table."""
    return ["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *("| " + " | ".join(row) + " |" for row in rows), ""]


def page(onto: Ontology) -> str:
    """Return the page."""
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
