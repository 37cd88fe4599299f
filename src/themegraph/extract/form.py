"""The published form of an extraction: one JSON object an article, readable by any scorer of the gold set."""

from __future__ import annotations

import re
from typing import Any

from themegraph.model import Article, DateInterval, EntityId, Event, Extraction, Modality, Quantity, Span, code_of, kind_of

__all__ = ["canonical_form", "extraction_form"]


_EXCHANGE_INDEX = re.compile(r"(?P<code>000\d{3}|399\d{3})\.(?:CSI|CNI)")


def canonical_form(entity: EntityId | None, surface: str, listing: EntityId | None = None) -> str:
    """Return the canonical name of the published form: the code of a listed thing, the name of another, the surface of an unknown one.

    The listing named in the text comes before the issuer's primary one. Indices that an exchange publishes under its own suffix get it.

    Examples
    --------
    >>> canonical_form(EntityId("company:688795.SH"), "摩尔線程"), canonical_form(None, "某公司")
    ('688795.SH', '某公司')
    >>> canonical_form(EntityId("index:000300.CSI"), "沪深300指数")
    '000300.SH'
    """
    if entity is None:
        return surface
    code = code_of(listing or entity)
    if kind_of(entity) == "index" and (found := _EXCHANGE_INDEX.fullmatch(code)):
        return f"{found['code']}.{'SH' if found['code'].startswith('0') else 'SZ'}"
    return code


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _days(when: DateInterval | None) -> dict[str, str] | None:
    return {"start": when.start.isoformat(), "end": when.end.isoformat(), "text": when.text} if when else None


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "value": quantity.value,
        "unit": quantity.unit,
        "metric": quantity.metric,
        "base": quantity.base,
        "subject": quantity.subject,
        **_span(quantity.span),
    }


def _event(event: Event, content: str) -> dict[str, Any]:
    return {
        "id": event.id,
        "type": event.type,
        "trigger": event.trigger,
        "participants": [{"surface": a.surface, "role": a.role, "entity": a.entity, **_span(a.span)} for a in event.arguments],
        "polarity": {surface: polarity.value for surface, polarity in event.polarity},
        "date": event.when.start.isoformat() if event.when else None,
        "when": _days(event.when),
        "negated": event.negated,
        "speculative": event.speculative,
        "modality": Modality(event.modality).value,
        "quoted_from": event.quoted_from or None,
        "quantities": [_quantity(q) for q in event.quantities],
        "evidence": {"quote": content[event.sentence.start : event.sentence.end], **_span(event.sentence)},
        "score": round(event.confidence, 4),
    }


def extraction_form(article: Article, extraction: Extraction) -> dict[str, Any]:
    """Return the published form of what was read in one article.

    Entities are the distinct surfaces of the text with the place of their first mention. Anaphors are no entities; media named
    only as a source stand under ``optional_entities``.
    """
    content = article.content
    entities: list[dict[str, Any]] = []
    optional: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    for link in extraction.links:
        mention = link.mention
        if link.antecedent is not None or (mention.surface, mention.type) in seen:
            continue
        seen.add((mention.surface, mention.type))
        (optional if link.optional else entities).append(
            {
                "surface": mention.surface,
                "type": mention.type,
                "canonical": canonical_form(link.entity, mention.surface, link.listing),
                "entity": link.entity,
                "listing": link.listing,
                **_span(mention.span),
                "rule": link.rule,
                "score": round(link.score, 4),
                "candidates": [{"entity": c.entity, "score": round(c.score, 4)} for c in link.candidates],
            }
        )
    relations = [
        {
            "subject": reading.subject_surface,
            "predicate": reading.statement.predicate,
            "object": reading.object_surface,
            "subject_entity": reading.statement.subject,
            "object_entity": reading.statement.object,
            "qualifiers": dict(reading.statement.qualifiers),
            "valid_from": reading.statement.valid_from.isoformat() if reading.statement.valid_from else None,
            "valid_to": reading.statement.valid_to.isoformat() if reading.statement.valid_to else None,
            "evidence": {"quote": reading.evidence.quote, **_span(reading.evidence.span)},
            "rule": reading.evidence.provenance.extractor,
            "modality": Modality(reading.evidence.modality).value,
            "quoted_from": reading.evidence.quoted_from or None,
            "negated": reading.negated,
            "speculative": reading.speculative,
            "score": round(reading.evidence.confidence, 4),
        }
        for reading in extraction.readings
    ]
    etfs: dict[tuple[str, str | None], None] = {}
    for fund in extraction.funds:
        etfs.setdefault((fund.surface, fund.code))
    return {
        "id": article.external_id,
        "article": article.id,
        "title": article.title,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "source": article.source or None,
        "entities": entities,
        "optional_entities": optional,
        "events": [_event(event, content) for event in extraction.events],
        "relations": relations,
        "etfs": [{"name": name, "code": code} for name, code in etfs],
        "beneficiaries": list(dict.fromkeys(e.surface for e in extraction.effects if e.helped)),
        "victims": list(dict.fromkeys(e.surface for e in extraction.effects if not e.helped)),
        "effects": [
            {"surface": e.surface, "entity": e.entity, "helped": e.helped, "evidence": {"quote": content[e.span.start : e.span.end], **_span(e.span)}}
            for e in extraction.effects
        ],
        "notes": [{"code": n.code, "message": n.message, **(_span(n.span) if n.span else {})} for n in extraction.notes],
    }
