"""The reference pages are held to the code, and nothing a user can type goes without a line."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import click
import jsonschema
import pytest

from themegraph.cli import cli
from themegraph.engine import ThemeGraph

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = spec_from_file_location("make_schemas", REFERENCE / "make_schemas.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_pages_are_what_the_code_says(maker: ModuleType) -> None:
    for name, text in maker.pages().items():
        assert (REFERENCE / name).read_text(encoding="utf-8") == text, f"{name} is old: run python docs/reference/make_schemas.py"


def test_every_schema_is_a_schema(maker: ModuleType) -> None:
    found = sorted(REFERENCE.glob("*.schema.json"))
    assert {p.name.partition(".")[0] for p in found} == {*maker.ANSWERS, "extract"}
    for schema in [maker.extract_schema(), *(maker.answer_schema(n) for n in maker.ANSWERS)]:
        jsonschema.Draft202012Validator.check_schema(schema)


def commands() -> list[tuple[str, click.Command]]:
    context = click.Context(cli)
    out = []
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        out.append((name, command))
        if isinstance(command, click.Group):
            out += [(f"{name} {inner}", found) for inner in command.list_commands(context) if (found := command.get_command(context, inner))]
    return out


@pytest.mark.parametrize(("name", "command"), commands(), ids=[n for n, _ in commands()])
def test_every_command_and_option_has_a_line(name: str, command: click.Command) -> None:
    page = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    part = page.partition(f"\n## themegraph {name}\n")[2].partition("\n## ")[0]
    assert part, f"themegraph {name} is not in commands.md"
    assert command.help
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"--{option.name} of {name} has no help"
            assert all(f"{word}" in part for word in option.opts)


def test_every_setting_of_a_workspace_is_explained_in_its_file(bare_kg: Path) -> None:
    from themegraph.engine.settings import SETTINGS

    text = (bare_kg / "themegraph.toml").read_text(encoding="utf-8").partition("[settings]")[2]
    for name in SETTINGS:
        assert re.search(rf"^#.*\n(?:\w+ = .*\n)*{name} = ", text, re.MULTILINE), name
    assert ThemeGraph.open(bare_kg).path == bare_kg


def test_every_command_written_in_the_docs_exists() -> None:
    known = {n for n, _ in commands()}
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        text = page.read_text(encoding="utf-8")
        code = [*re.findall(r"`([^`\n]+)`", text), *re.findall(r"^(?: {4}|\t)(.+)$", text, re.MULTILINE)]
        code += [line for block in re.findall(r"```.*?\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
        for line in code:
            for found in re.findall(r"(?:^|\$ |bin/)themegraph ([a-z]+)\b", line.strip()):
                assert found in known, f"{page.name}: themegraph {found}"


def test_every_link_between_the_pages_leads_somewhere() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        text = re.sub(
            r"```.*?```|(`+)(?!`).*?(?<!`)\1(?!`)|^- (?:Found|Better): .*?$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
        )
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
            if "://" not in target and not target.startswith("mailto:"):
                assert (page.parent / target).exists(), f"{page.name} links to {target}"
