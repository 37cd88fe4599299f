"""The command that checks reports."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from themegraph.cli.common import DAY, Call, kg_option, note
from themegraph.errors import InputError

__all__ = ["lint"]


@click.command()
@click.argument("files", nargs=-1, type=click.Path())
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "sarif", "github"]), default="table", show_default=True, help="Form of the findings."
)
@click.option("--as-of", type=DAY, help="Day of publication, where a report states none.")
@click.option("--only", help="Only these rules, separated by commas.")
@click.option("--enable", help="Also these rules, separated by commas.")
@click.option("--disable", help="Without these rules, separated by commas.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="warning",
    show_default=True,
    help="Exit with status 1 from this severity on.",
)
@click.option("--rules", is_flag=True, help="List the rules and stop.")
@kg_option(required=False)
def lint(
    call: Call,
    files: tuple[str, ...],
    form: str,
    as_of: date | None,
    only: str | None,
    enable: str | None,
    disable: str | None,
    fail_on: str,
    rules: bool,
) -> None:
    """Check reports, ours or another's: names and codes, claims against the graph's evidence, structure, wording.

    Markdown, HTML or plain text. With --kg names, weights and claims are compared with that workspace, else with the shipped reference data.
    Exit status: 0 nothing at or above --fail-on, 1 something found, 2 a file that cannot be read.
    """
    from themegraph.engine import lint_knowledge
    from themegraph.ingest.decode import decode
    from themegraph.report.lint import RULES, Severity, exit_code, format_findings, lint_text

    if rules:
        for rule in RULES.values():
            click.echo(f"{rule.id:24} {rule.severity:8} {'' if rule.on else '(off) '}{rule.title}")
        return
    if not files:
        msg = "Name at least one report to check."
        raise click.UsageError(msg)

    def split(text: str | None) -> list[str]:
        return [part.strip() for part in (text or "").split(",") if part.strip()]

    texts: dict[str, str] = {}
    for name in files:
        try:
            texts[name] = decode(Path(name).read_bytes())
        except InputError as problem:
            msg = f"{name} {problem}"
            raise InputError(msg) from problem
    knowledge = lint_knowledge(call.kg)
    findings = [
        finding
        for name, text in texts.items()
        for finding in lint_text(text, path=name, knowledge=knowledge, as_of=as_of, only=split(only), enable=split(enable), disable=split(disable))
    ]
    click.echo(format_findings(findings, form, texts=texts), nl=False)
    note(f"{len(findings)} findings in {len(texts)} files.")
    if fail_on != "never":
        sys.exit(exit_code(findings, fail_on=Severity(fail_on)))
