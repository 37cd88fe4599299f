"""Answers to JSON, and JSON Schema of the published forms."""

from __future__ import annotations

import json
from typing import Any

import msgspec

__all__ = ["json_schema", "to_json"]


def to_json(answer: Any) -> str:
    """Return an answer as indented JSON; fields stand in their documented order, so equal answers are equal bytes."""
    return msgspec.json.format(msgspec.json.encode(answer, order="deterministic"), indent=2).decode()


def json_schema(answer_type: type) -> str:
    """Return the JSON Schema of an answer type."""
    return json.dumps(msgspec.json.schema(answer_type), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
