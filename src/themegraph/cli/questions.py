"""Commands that ask: events, beneficiaries, exposure, explanation, entity, picture, report."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from themegraph.cli.common import DAY, INSTANT, Call, as_of_options, clocks, finish, format_option, kg_option, open_workspace, or_no_answer, show

__all__ = ["beneficiaries", "draw", "entity", "events", "explain", "exposure", "report", "report_diff"]

_KINDS = ["graph", "flow", "timeline", "matrix", "card"]


@click.command()
@click.argument("query", required=False, default="")
@click.option("--top", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many events.")
@as_of_options
@format_option()
@kg_option()
def events(call: Call, query: str, top: int, as_of: date | None, known_at: datetime | None, form: str) -> None:
    """List events: all, or those that fit QUERY (an event id, a company, a code, a theme or free words)."""
    day, instant = clocks(call, as_of, known_at)
    answer = open_workspace(call).events(query, as_of=day, known_at=instant, top=top)
    show(answer, form)
    finish(bool(answer.rows))


@click.command()
@click.argument("query")
@click.option("--hops", type=click.IntRange(1, 3), default=2, show_default=True, help="Longest walk from the event's companies.")
@click.option("--top", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many inferred companies.")
@as_of_options
@format_option()
@kg_option()
def beneficiaries(call: Call, query: str, hops: int, top: int, as_of: date | None, known_at: datetime | None, form: str) -> None:
    """Say who gains and who loses by an event: what the text states, and apart from it what the graph infers."""
    day, instant = clocks(call, as_of, known_at)
    answer = open_workspace(call).beneficiaries(query, as_of=day, known_at=instant, hops=hops, top=top)
    show(answer, form)
    finish(bool(answer.stated or answer.inferred))


@click.command()
@click.argument("query")
@click.option("--weights-as-of", type=DAY, help="Use weights known by this later day; the answer is headed 情景：事后资料，不可用于回测.")
@click.option("--top", type=click.IntRange(1, 2000), default=20, show_default=True, help="How many ETFs.")
@click.option("--hops", type=click.IntRange(1, 3), default=2, show_default=True, help="Longest walk from the event's companies.")
@as_of_options
@format_option()
@kg_option()
def exposure(
    call: Call, query: str, weights_as_of: date | None, top: int, hops: int, as_of: date | None, known_at: datetime | None, form: str
) -> None:
    """Say which ETFs are exposed to an event, by how much, by which path, on whose word, as of when."""
    day, instant = clocks(call, as_of, known_at)
    answer = open_workspace(call).exposure(query, as_of=day, known_at=instant, weights_as_of=weights_as_of, top=top, hops=hops)
    show(answer, form)
    finish(bool(answer.rows))


@click.command()
@click.argument("query")
@click.argument("etf")
@click.option("--weights-as-of", type=DAY, help="Use weights known by this later day.")
@click.option("--hops", type=click.IntRange(1, 3), default=2, show_default=True, help="Longest walk from the event's companies.")
@as_of_options
@format_option()
@kg_option()
def explain(
    call: Call, query: str, etf: str, weights_as_of: date | None, hops: int, as_of: date | None, known_at: datetime | None, form: str
) -> None:
    """Show the arithmetic of one ETF's exposure to an event, so that it can be redone by hand."""
    day, instant = clocks(call, as_of, known_at)
    with or_no_answer():
        answer = open_workspace(call).explain(query, etf, as_of=day, known_at=instant, weights_as_of=weights_as_of, hops=hops)
    show(answer, form)


@click.command()
@click.argument("name")
@as_of_options
@format_option()
@kg_option()
def entity(call: Call, name: str, as_of: date | None, known_at: datetime | None, form: str) -> None:
    """Show what is known of a company, ETF, index, theme or other entity, by name, code or id."""
    day, instant = clocks(call, as_of, known_at)
    show(open_workspace(call).entity(name, as_of=day, known_at=instant), form)


@click.command()
@click.argument("query")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False), required=True, help="The file to write: .html, .svg or .png (PNG by a Chromium on PATH)."
)
@click.option("--kind", type=click.Choice(_KINDS), default="graph", show_default=True, help="Which picture.")
@click.option("--etf", default="", help="The fund of a card. Default: the one that stands first.")
@click.option("--weights-as-of", type=DAY, help="Use weights known by this later day.")
@click.option("--top", type=click.IntRange(1, 200), default=20, show_default=True, help="How many ETFs.")
@click.option("--hops", type=click.IntRange(1, 3), default=2, show_default=True, help="Longest walk from the event's companies.")
@as_of_options
@kg_option()
def draw(
    call: Call,
    query: str,
    output: str,
    kind: str,
    etf: str,
    weights_as_of: date | None,
    top: int,
    hops: int,
    as_of: date | None,
    known_at: datetime | None,
) -> None:
    """Draw a picture of an event: relation graph, exposure flow, timeline, matrix of events and ETFs, ETF card. It loads nothing from the network."""
    day, instant = clocks(call, as_of, known_at)
    with or_no_answer():
        open_workspace(call).draw(
            query, Path(output), as_of=day, known_at=instant, weights_as_of=weights_as_of, top=top, hops=hops, kind=kind, etf=etf
        )
    click.echo(output)


class Window(click.ParamType):  # type: ignore[type-arg]  # generic for the checker only
    """A number of days: 3 or 3d; weeks as 2w."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the days."""
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"([1-9]\d{0,3})([dw]?)", str(value).strip().lower())
        days = int(found[1]) * (7 if found[2] == "w" else 1) if found else 0
        if not 1 <= days <= 365:
            self.fail(f"wanted 1 to 365 days as 3, 3d or 2w, found {value!r}", param, ctx)
        return days


def _written(text: str, output: str | None) -> None:
    if output:
        Path(output).write_text(text, encoding="utf-8")
        click.echo(output)
    else:
        click.echo(text, nl=False)


@click.command()
@click.argument("theme")
@click.option("--date", "day", type=DAY, help="The day of the report. Default: today in Asia/Shanghai.")
@click.option("--known-at", type=INSTANT, help="Use only what this workspace had learned by then. Default: now.")
@click.option("--window", type=Window(), default=3, show_default=True, help="How many days up to that day count: 3, 3d or 2w.")
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of headings and templates; quotations stay as they are.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "json", "html"]),
    default="md",
    show_default=True,
    help="Jekyll post, JSON with fact ids, or one page.",
)
@click.option("--rephrase", "rephrased", is_flag=True, help="Let the language model of the settings put sentences in other words; each is checked.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="The file to write. Default: standard output.")
@kg_option()
def report(
    call: Call, theme: str, day: date | None, known_at: datetime | None, window: int, lang: str, form: str, rephrased: bool, output: str | None
) -> None:
    """Write the theme report of a day: a Jekyll post, JSON or a page."""
    as_of, instant = clocks(call, day, known_at)
    _written(open_workspace(call).report(theme, as_of=as_of, known_at=instant, window=window, lang=lang, form=form, rephrased=rephrased), output)


@click.command(name="report-diff")
@click.argument("theme")
@click.argument("before", type=DAY)
@click.argument("after", type=DAY)
@click.option("--known-at", type=INSTANT, help="Use only what this workspace had learned by then. Default: now.")
@click.option("--window", type=Window(), default=3, show_default=True, help="How many days up to each day count: 3, 3d or 2w.")
@click.option("--format", "form", type=click.Choice(["md", "json", "html"]), default="md", show_default=True, help="Markdown, JSON or one page.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="The file to write. Default: standard output.")
@kg_option()
def report_diff(call: Call, theme: str, before: date, after: date, known_at: datetime | None, window: int, form: str, output: str | None) -> None:
    """Say what is new, gone and changed between a theme's reports of two days."""
    _, instant = clocks(call, after, known_at)
    _written(open_workspace(call).report_diff(theme, before, after, known_at=instant, window=window, form=form), output)
