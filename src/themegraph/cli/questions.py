"""Commands that ask: events, beneficiaries, exposure, explanation, entity, picture, report."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from themegraph.cli.common import DAY, INSTANT, Call, as_of_options, clocks, finish, format_option, kg_option, open_workspace, or_no_answer, show

__all__ = ["beneficiaries", "draw", "entity", "events", "explain", "exposure", "report"]


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
@click.option("-o", "--output", type=click.Path(dir_okay=False), required=True, help="The HTML file to write.")
@click.option("--weights-as-of", type=DAY, help="Use weights known by this later day.")
@click.option("--top", type=click.IntRange(1, 200), default=20, show_default=True, help="How many ETFs.")
@click.option("--hops", type=click.IntRange(1, 3), default=2, show_default=True, help="Longest walk from the event's companies.")
@as_of_options
@kg_option()
def draw(call: Call, query: str, output: str, weights_as_of: date | None, top: int, hops: int, as_of: date | None, known_at: datetime | None) -> None:
    """Draw the relation picture of an event as one HTML page that loads nothing from the network."""
    day, instant = clocks(call, as_of, known_at)
    with or_no_answer():
        open_workspace(call).draw(query, Path(output), as_of=day, known_at=instant, weights_as_of=weights_as_of, top=top, hops=hops)
    click.echo(output)


@click.command()
@click.argument("theme")
@click.option("--date", "day", type=DAY, help="The day of the report. Default: today in Asia/Shanghai.")
@click.option("--known-at", type=INSTANT, help="Use only what this workspace had learned by then. Default: now.")
@click.option("--window", type=click.IntRange(1, 365), default=3, show_default=True, help="How many days up to that day count.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="The Markdown file to write. Default: standard output.")
@kg_option()
def report(call: Call, theme: str, day: date | None, known_at: datetime | None, window: int, output: str | None) -> None:
    """Write the theme report of a day as a Jekyll post."""
    as_of, instant = clocks(call, day, known_at)
    text = open_workspace(call).report(theme, as_of=as_of, known_at=instant, window=window)
    if output:
        Path(output).write_text(text, encoding="utf-8")
        click.echo(output)
    else:
        click.echo(text, nl=False)
