"""One annotated document, gold or predicted, with its names resolved to one node each, as the gold set's scorer resolves them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import opencc

from themegraph.errors import UnknownFormat, UnreadableArticle

__all__ = ["SYMMETRIC", "Document", "Labels", "common_code", "is_listing", "plain_name", "read_documents", "read_labels"]

Form = Mapping[str, Any]
"""An annotation or a prediction in the published form."""

SYMMETRIC = frozenset({"cooperates_with", "competes_with"})
"""Predicates whose two sides may change places."""

_QUOTES = " “”\"《》「」『』‘’'"
_US_PREFIX = re.compile(r"(?:NASDAQ|NYSE|US)[:.]([A-Z.]{1,6})")
_US_SUFFIX = re.compile(r"([A-Z]{1,6})[.\-](?:US|O|N|OQ)")
_CN_PREFIX = re.compile(r"(SH|SZ|BJ)[.:]?(\d{6})")
_CN_SUFFIX = re.compile(r"(\d{6})[.\-](SS|SH|SZ|BJ|XSHG|XSHE)")
_HK_SUFFIX = re.compile(r"0*(\d{1,5})[.\-]HK")
_HK_PREFIX = re.compile(r"HK[.:]?0*(\d{1,5})")
_SIX = re.compile(r"\d{6}")
_LISTED = re.compile(r"\.(?:SH|SZ|BJ|HK|US|KS|T|TW|L|CSI)$")
_HAN = re.compile(r"[一-鿿]")
_EXCHANGE = {"SS": "SH", "XSHG": "SH", "XSHE": "SZ"}


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def plain_name(name: object) -> str:
    """Return a name in NFKC, with single blanks and without quotation marks at its ends.

    Examples
    --------
    >>> plain_name("《极品飞车》")
    '极品飞车'
    """
    text = unicodedata.normalize("NFKC", str(name or ""))
    return re.sub(r"\s+", " ", text).strip(_QUOTES)


@cache
def common_code(code: str) -> str:
    """Return a listing code in one form whatever form it had; a name comes back simplified, or in capitals if it has no Chinese in it.

    Examples
    --------
    >>> common_code("SH600519"), common_code("00700.HK"), common_code("NASDAQ:NVDA"), common_code("輝達")
    ('600519.SH', '0700.HK', 'NVDA.US', '辉达')
    """
    name = plain_name(code)
    text = name.upper().replace(" ", "")
    if found := _US_PREFIX.fullmatch(text) or _US_SUFFIX.fullmatch(text):
        return f"{found[1]}.US"
    if found := _CN_PREFIX.fullmatch(text):
        return f"{found[2]}.{found[1]}"
    if found := _CN_SUFFIX.fullmatch(text):
        return f"{found[1]}.{_EXCHANGE.get(found[2], found[2])}"
    if found := _HK_SUFFIX.fullmatch(text) or _HK_PREFIX.fullmatch(text):
        return f"{found[1].zfill(4)}.HK"
    if _SIX.fullmatch(text):
        exchange = "SH" if text[0] in "569" else "BJ" if text[0] in "48" else "SZ"
        return f"{text}.{exchange}"
    return str(_converter().convert(name)) if _HAN.search(name) else text


@cache
def is_listing(code: str) -> bool:
    """Return whether a name is a listing code."""
    return bool(_LISTED.search(common_code(code)))


class Labels:
    """Which gold label each of our labels stands for, and which names never count; see the gold set's ``mapping.json``."""

    def __init__(self, table: Mapping[str, Any] | None = None) -> None:
        table = table or {}
        self._entities: Mapping[str, str | None] = table.get("entity_types", {})
        self._events: Mapping[str, str | None] = table.get("event_types", {})
        self._predicates: Mapping[str, str | None] = table.get("predicates", {})
        self._merged = {name: group[0] for group in table.get("merge_types", []) for name in group}
        self.optional = frozenset(plain_name(name) for name in table.get("global_optional", []))

    def for_gold(self) -> Labels:
        """Return the labels to read gold with: only merged types change."""
        labels = Labels()
        labels._merged = self._merged
        return labels

    def entity(self, label: str) -> str | None:
        """Return the gold's entity type, or ``None`` for a label that is dropped."""
        known = self._entities.get(label, label)
        return None if known is None else self._merged.get(known, known)

    def event(self, label: str) -> str | None:
        """Return the gold's event type."""
        return self._events.get(label, label)

    def predicate(self, label: str) -> str | None:
        """Return the gold's predicate."""
        return self._predicates.get(label, label)


class Document:
    """A document whose surfaces are resolved to canonical nodes: by its own entities first, then by the gold's.

    Parameters
    ----------
    form
        The published form.
    labels
        Label table.
    gold
        The gold document of the same article, for a prediction; ``None`` for gold itself.
    """

    def __init__(self, form: Form, labels: Labels, *, gold: Document | None = None) -> None:
        self.form = form
        self.gold = gold
        self.entities: set[tuple[str, str]] = set()
        self.names: dict[str, str] = {}
        self.listings: dict[str, set[str]] = {}
        self.optional = {plain_name(name) for name in form.get("optional_entities", []) if isinstance(name, str)}
        for entity in form.get("entities", []):
            kind = labels.entity(entity.get("type"))
            if kind is None:
                continue
            surface = plain_name(entity["surface"])
            self.entities.add((surface, kind))
            code = common_code(entity.get("canonical") or surface)
            # Of a prediction's two readings of one surface the first counts.
            if surface in self.names and gold is not None:
                continue
            self.names[surface] = code
            self.listings.setdefault(code, {code}).update(common_code(other) for other in entity.get("canonical_alt", []))
        self.events = [{**event, "type": labels.event(event.get("type"))} for event in form.get("events", [])]
        self.relations = [{**relation, "predicate": labels.predicate(relation.get("predicate"))} for relation in form.get("relations", [])]

    def node(self, name: str) -> str:
        """Return the node that a surface stands for."""
        surface = plain_name(name)
        code = self.names.get(surface)
        if code is None and self.gold:
            code = self.gold.names.get(surface)
        if code is None:
            code = common_code(surface)
        if self.gold:
            if code in self.gold.listings:
                return code
            for main, others in self.gold.listings.items():
                if code in others:
                    return main
            # A prediction that left the canonical as the bare surface still means the same node.
            if surface in self.gold.names and not is_listing(code):
                return self.gold.names[surface]
        return code

    def event_agents(self, *, negated: bool) -> set[tuple[str | None, str]]:
        """Return (type, agent) of the events of one polarity; objects, then anybody, stand in for missing agents."""
        found: set[tuple[str | None, str]] = set()
        for event in self.events:
            if bool(event.get("negated")) != negated:
                continue
            people = event.get("participants", [])
            agents = [p for p in people if p.get("role") == "agent"] or [p for p in people if p.get("role") == "object"] or people
            if not agents:
                found.add((event["type"], "-"))
            for agent in agents:
                found.add((event["type"], self.node(agent["surface"])))
        return found

    def triples(self, *, negated: bool, speculative: bool | None = None) -> set[tuple[str, str, str]]:
        """Return (subject, predicate, object), symmetric ones in one order, customers turned into suppliers."""
        found: set[tuple[str, str, str]] = set()
        for relation in self.relations:
            if bool(relation.get("negated")) != negated or (speculative is not None and bool(relation.get("speculative")) != speculative):
                continue
            predicate = str(relation["predicate"])
            subject, obj = self.node(relation["subject"]), self.node(relation["object"])
            if predicate == "customer_of":
                predicate, subject, obj = "supplies_to", obj, subject
            if predicate in SYMMETRIC and subject > obj:
                subject, obj = obj, subject
            found.add((subject, predicate, obj))
        return found

    def polarities(self) -> dict[str, list[str]]:
        """Return for each company the polarities that events which are not negated give it."""
        found: dict[str, list[str]] = {}
        for event in self.events:
            if not event.get("negated"):
                for surface, polarity in (event.get("polarity") or {}).items():
                    found.setdefault(self.node(surface), []).append(polarity)
        return found


def _parse(path: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        msg = f"{path.name} is not JSON: {error}."
        raise UnreadableArticle(msg) from error


def read_documents(source: Path) -> dict[str, Form]:
    """Return documents by id, from a folder of ``*.json``, a ``.json`` (list, or id to document) or a ``.jsonl``.

    Raises
    ------
    UnknownFormat
        If the path is none of these.
    UnreadableArticle
        If a file is not JSON.
    """
    forms: Iterable[Any]
    if source.is_dir():
        forms = [_parse(path, path.read_text(encoding="utf-8")) for path in sorted(source.glob("*.json"))]
    elif source.suffix == ".jsonl":
        forms = [_parse(source, line) for line in source.read_text(encoding="utf-8").splitlines() if line.strip()]
    elif source.suffix == ".json":
        stored = _parse(source, source.read_text(encoding="utf-8"))
        forms = stored if isinstance(stored, list) else [{**form, "id": name} for name, form in stored.items()]
    else:
        msg = f"Documents are read from a folder of .json files, a .json or a .jsonl; found {source.name!r}."
        raise UnknownFormat(msg)
    return {str(form["id"]): form for form in forms if isinstance(form, dict) and "id" in form}


def read_labels(path: Path | None) -> Labels:
    """Return the label table at ``path``, or one that changes nothing."""
    return Labels(_parse(path, path.read_text(encoding="utf-8"))) if path and path.exists() else Labels()
