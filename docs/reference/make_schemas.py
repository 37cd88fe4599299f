"""Write the published forms: ``*.schema.json``, ``forms.md`` and ``commands.md`` of this folder, from the code that they describe.

Run ``python docs/reference/make_schemas.py`` after a change to a form or a command; a test holds the files to the code.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
from pathlib import Path
from typing import Any

import click

from themegraph.calibrate import answers as calibrations
from themegraph.cli import cli
from themegraph.model.answers import changes, directions, entities, exposures, holdings
from themegraph.ontology import load_ontology
from themegraph.render.data import json_schema

HERE = Path(__file__).parent


def _classes() -> list[type]:
    """Return the classes that answers are made of, in the order of their modules."""
    modules = (exposures, entities, directions, holdings, changes, calibrations)
    return [kind for module in modules for kind in vars(module).values() if inspect.isclass(kind) and kind.__module__ == module.__name__]


def _answers() -> dict[str, type]:
    """Return form → class: every class with a field ``schema`` is one."""
    return {str(f.default).split("/")[1]: kind for kind in _classes() for f in dataclasses.fields(kind) if f.name == "schema"}


ANSWERS = _answers()
_VALUES = {
    ("FundRow", "status"): ["ranked", "negligible", "not_analysed", "abstained"],
    ("CompanyEffect", "direction"): ["helped", "hurt", "unclear"],
    ("CompanyEffect", "basis"): ["stated", "inferred"],
    ("CompanyEvent", "direction"): ["helped", "hurt", "neutral", "unclear"],
    ("PortfolioLine", "kind"): ["share", "etf", "cash"],
    ("PortfolioLine", "status"): ["ranked", "negligible", "not_analysed", "abstained", "no_weights", "cash"],
    ("WatchChange", "change"): ["entered", "left", "moved"],
    ("EventParticipant", "polarity"): ["positive", "negative", "neutral"],
}
"""Fields of type string that take one of a few words."""


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema in which each object has all its fields and no other, and ``schema`` names the form."""
    for name, part in schema["$defs"].items():
        if "properties" not in part:
            continue
        part["required"] = list(part["properties"])
        part["additionalProperties"] = False
        for field, value in part["properties"].items():
            if words := _VALUES.get((name, field)):
                part["properties"][field] = {"enum": words}
            if field == "schema" and "default" in value:
                part["properties"][field] = {"const": value["default"]}
            value.pop("default", None)
    return schema


def answer_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of what a command writes with ``--format json``."""
    schema = _closed(json.loads(json_schema(ANSWERS[name])))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"themegraph {name} --format json", **schema}


def extract_schema() -> dict[str, Any]:
    """Return the JSON Schema of one line of ``themegraph extract``; its words are the ontology's."""
    words = load_ontology()
    text: dict[str, Any] = {"type": "string"}
    maybe: dict[str, Any] = {"type": ["string", "null"]}
    place = {"start": {"type": "integer", "minimum": 0}, "end": {"type": "integer", "minimum": 0}}
    score = {"type": "number", "minimum": 0, "maximum": 1}
    flag = {"type": "boolean"}
    modality = {"enum": sorted(words.modalities)}

    def thing(fields: dict[str, Any], *, optional: tuple[str, ...] = ()) -> dict[str, Any]:
        return {"type": "object", "properties": fields, "required": [f for f in fields if f not in optional], "additionalProperties": False}

    def many(items: dict[str, Any]) -> dict[str, Any]:
        return {"type": "array", "items": items}

    evidence = thing({"quote": text, **place})
    entity = thing(
        {
            "surface": text, "type": {"enum": sorted(words.entity_types)}, "canonical": text, "entity": maybe, "listing": maybe, **place, "rule": text,
            "score": score, "candidates": many(thing({"entity": text, "score": {"type": "number"}})),
        }
    )  # fmt: skip
    event = thing(
        {
            "id": text,
            "type": {"enum": sorted(words.event_types)},
            "trigger": text,
            "participants": many(thing({"surface": text, "role": {"enum": sorted(words.roles)}, "entity": maybe, **place})),
            "polarity": {"type": "object", "additionalProperties": {"enum": ["positive", "negative", "neutral"]}},
            "date": maybe,
            "when": {"anyOf": [thing({"start": text, "end": text, "text": text}), {"type": "null"}]},
            "negated": flag,
            "speculative": flag,
            "modality": modality,
            "quoted_from": maybe,
            "quantities": many(thing({"value": {"type": "number"}, "unit": text, "metric": text, "base": text, "subject": maybe, **place})),
            "evidence": evidence,
            "score": score,
        }
    )
    relation = thing(
        {
            "subject": text, "predicate": {"enum": sorted(words.predicates)}, "object": text, "subject_entity": maybe, "object_entity": maybe,
            "qualifiers": {"type": "object", "additionalProperties": text}, "valid_from": maybe, "valid_to": maybe, "evidence": evidence, "rule": text,
            "modality": modality, "quoted_from": maybe, "negated": flag, "speculative": flag, "score": score,
        }
    )  # fmt: skip
    whole = thing(
        {
            "id": text,
            "article": {"type": "string", "pattern": "^article:"},
            "title": text,
            "published_at": maybe,
            "source": maybe,
            "entities": many(entity),
            "optional_entities": many(entity),
            "events": many(event),
            "relations": many(relation),
            "etfs": many(thing({"name": text, "code": maybe})),
            "beneficiaries": many(text),
            "victims": many(text),
            "effects": many(thing({"surface": text, "entity": maybe, "helped": flag, "evidence": evidence})),
            "notes": many(thing({"code": text, "message": text, **place}, optional=("start", "end"))),
        }
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "themegraph extract --format jsonl, one line", **whole}


def _field_docs(kind: type) -> dict[str, str]:
    """Return field → the words that stand under it in the source."""
    found = re.findall(r'^    (\w+): [^\n]+\n    """(.+?)"""', inspect.getsource(kind), re.MULTILINE | re.DOTALL)
    return {name: " ".join(words.split()) for name, words in found}


def _type_words(annotation: str) -> str:
    return annotation.replace("tuple[", "list[").replace(", ...]", "]").replace("|", "\\|")


def forms_page() -> str:
    """Return the page on the published forms."""
    out = [
        "# The published forms", "",
        "What `--format json` writes, field by field. Each command's form has a JSON Schema beside this page (`<command>.schema.json`); `extract.schema.json` is one line of `themegraph extract`.", "",
        "- Weights and exposures are fractions, not percent. Unknown is `null`, never 0.",
        "- Days are `YYYY-MM-DD`, instants ISO 8601 with their offset.",
        "- `start` and `end` count code points of the article's content (title, line feed, text), half open: `content[start:end]` is the quote.",
        "- `article` is `article:<hash>`, or `dataset:<name>` where reference data say it; such a quote is the row in words, and `start` and `end` are 0.",
        "- Fields stand in this order. A new field may be added at any time; the name of the form changes when one leaves or changes its meaning.", "",
    ]  # fmt: skip
    shared = [kind for kind in _classes() if kind not in ANSWERS.values()]
    for name, kind in [*ANSWERS.items(), *((k.__name__, k) for k in shared)]:
        heading = f"`themegraph/{name}/1`" if name in ANSWERS else f"`{name}`"
        out += [f"## {heading}", "", (inspect.getdoc(kind) or "").splitlines()[0], "", "| Field | Type | Meaning |", "|---|---|---|"]
        docs = _field_docs(kind)
        out += [f"| `{f.name}` | {_type_words(str(f.type))} | {docs.get(f.name, '').replace('|', chr(92) + '|')} |" for f in dataclasses.fields(kind)]
        out.append("")
    out += [
        "## `themegraph extract`", "",
        "One object an article. `id` is the input's own `id` field, else the name of its file without suffix. `entities` are the distinct surfaces of the text at the place of their first",
        "mention; `canonical` is a code with its exchange (`688795.SH`, `0700.HK`, `NVDA.US`), a standard name, or the surface where the entity is not known (`entity` is `null` then, and",
        "`candidates` lists those in doubt). `rule` and `score` say why a link was made. Types, roles, predicates and modalities are those of the ontology. `negated`: the text denies it;",
        "`speculative`: it is planned, rumoured, forecast or supposed. `extract.schema.json` has every field.", "",
    ]  # fmt: skip
    return "\n".join(out)


def _option_line(option: click.Option) -> str:
    record = option.get_help_record(click.Context(click.Command("x")))
    assert record is not None
    return f"- `{record[0]}` — {record[1]}"


def _command_part(name: str, command: click.Command) -> list[str]:
    context = click.Context(command, info_name=f"themegraph {name}")
    words = " ".join(command.collect_usage_pieces(context))
    out = [f"## themegraph {name}", "", f"    themegraph {name} {words}", "", inspect.cleandoc(command.help or ""), ""]
    options = [p for p in command.params if isinstance(p, click.Option)]
    out += [_option_line(o) for o in options]
    out += [""] if options else []
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found is not None
            out += _command_part(f"{name} {inner}", found)
    return out


def commands_page() -> str:
    """Return the page on the commands and their options."""
    context = click.Context(cli, info_name="themegraph")
    out = [
        "# The commands", "",
        "Answers to questions are in Chinese and go to standard output; progress and refusals are in English and go to standard error; help and checks (lint, validate, doctor, eval) are in English. Exit status: 0 answered, 1 no answer (no event fits, nothing was read), 2 misuse or a failure that the message explains, 130 stopped by Ctrl-C.", "",
        "Before any command:", "",
        *[_option_line(p) for p in cli.params if isinstance(p, click.Option)], "",
        "The workspace is the one of `--kg` after the command, else of `--kg` before it, else of the variable `THEMEGRAPH_KG`.", "",
    ]  # fmt: skip
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        out += _command_part(name, command)
    return "\n".join(out)


def pages() -> dict[str, str]:
    """Return file name → text of everything this script writes."""
    schemas = {**{name: answer_schema(name) for name in ANSWERS}, "extract": extract_schema()}
    made = {f"{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n" for name, schema in schemas.items()}
    return {**made, "forms.md": forms_page(), "commands.md": commands_page()}


if __name__ == "__main__":
    for file, text in pages().items():
        (HERE / file).write_text(text, encoding="utf-8")
