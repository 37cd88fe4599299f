"""Commands that ask the other way: why not, from a fund, a company or a portfolio, side by side, by conditions, since the last look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from themegraph.cli.common import DAY, Call, as_of_options, clocks, finish, format_option, kg_option, open_workspace, or_no_answer, show

__all__ = ["company", "compare", "etf", "overlap", "portfolio", "screen", "watch", "whynot"]

_F = TypeVar("_F", bound=Callable[..., Any])
_HOPS = click.option("--hops", type=click.IntRange(1, 3), default=2, show_default=True, help="Longest walk from the event's companies.")
_SINCE = click.option("--since", type=DAY, help="Events first public from this day on. Default: 30 days before the day of the question.")


def _top(what: str, default: int = 20) -> Callable[[_F], _F]:
    return click.option("--top", type=click.IntRange(1, 2000), default=default, show_default=True, help=f"How many {what}.")


@click.command()
@click.argument("query")
@click.argument("etf")
@click.option(
    "--top", type=click.IntRange(1, 2000), default=20, show_default=True, help="What counts as being in the answer: its first so many ETFs."
)
@_HOPS
@as_of_options
@format_option()
@kg_option()
def whynot(call: Call, query: str, etf: str, top: int, hops: int, as_of: date | None, known_at: datetime | None, form: str) -> None:
    """Say why an ETF is not exposed to an event, or stands low: the most decisive reason first, what is missing, where it is published."""
    day, instant = clocks(call, as_of, known_at)
    with or_no_answer():
        answer = open_workspace(call).whynot(query, etf, as_of=day, known_at=instant, top=top, hops=hops)
    show(answer, form)


@click.command()
@click.argument("code")
@_SINCE
@_top("events")
@_HOPS
@as_of_options
@format_option()
@kg_option()
def etf(call: Call, code: str, since: date | None, top: int, hops: int, as_of: date | None, known_at: datetime | None, form: str) -> None:
    """Say which events touch an ETF, each with its figures and path, and all of them together, older ones faded."""
    day, instant = clocks(call, as_of, known_at)
    answer = open_workspace(call).etf(code, since=since, as_of=day, known_at=instant, top=top, hops=hops)
    show(answer, form)
    finish(bool(answer.rows))


@click.command()
@click.argument("name")
@_SINCE
@_top("events of either kind, and ETFs")
@_HOPS
@as_of_options
@format_option()
@kg_option()
def company(call: Call, name: str, since: date | None, top: int, hops: int, as_of: date | None, known_at: datetime | None, form: str) -> None:
    """Say which events name a company, which reach it through relations, and which ETFs hold it."""
    day, instant = clocks(call, as_of, known_at)
    answer = open_workspace(call).company(name, since=since, as_of=day, known_at=instant, top=top, hops=hops)
    show(answer, form)
    finish(bool(answer.named or answer.reached or answer.holders))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.argument("query")
@click.option("--allow-short", is_flag=True, help="Take negative weights and quantities as short positions.")
@_HOPS
@as_of_options
@format_option()
@kg_option()
def portfolio(call: Call, file: str, query: str, allow_short: bool, hops: int, as_of: date | None, known_at: datetime | None, form: str) -> None:
    """Say what an event means for holdings of your own, by line and in total, ETFs looked through.

    FILE is a CSV or Excel workbook with the columns code,weight or code,quantity,price, in English or Chinese; shares, ETFs and cash mixed. QUERY names the event.
    """
    day, instant = clocks(call, as_of, known_at)
    with or_no_answer():
        answer = open_workspace(call).portfolio(Path(file), query, allow_short=allow_short, as_of=day, known_at=instant, hops=hops)
    show(answer, form)


@click.command()
@click.argument("etfs", nargs=-1, required=True, metavar="ETF ETF...")
@_top("common constituents of each pair", 10)
@as_of_options
@format_option()
@kg_option()
def overlap(call: Call, etfs: tuple[str, ...], top: int, as_of: date | None, known_at: datetime | None, form: str) -> None:
    """Say how much ETFs hold in common: the sum of the smaller weights, and where it may lie given what is not known."""
    day, instant = clocks(call, as_of, known_at)
    show(open_workspace(call).overlap(etfs, as_of=day, known_at=instant, top=top), form)


@click.command()
@click.argument("query")
@click.argument("etfs", nargs=-1, required=True, metavar="ETF ETF...")
@_HOPS
@as_of_options
@format_option()
@kg_option()
def compare(call: Call, query: str, etfs: tuple[str, ...], hops: int, as_of: date | None, known_at: datetime | None, form: str) -> None:
    """Put the exposures of ETFs to an event side by side, also of those that nothing reaches."""
    day, instant = clocks(call, as_of, known_at)
    with or_no_answer():
        answer = open_workspace(call).compare(query, etfs, as_of=day, known_at=instant, hops=hops)
    show(answer, form)


@click.command()
@click.argument("expression")
@click.option("--event", default="", help="The event that direct_weight, equivalent_weight and status are about.")
@_top("ETFs")
@_HOPS
@as_of_options
@format_option()
@kg_option()
def screen(call: Call, expression: str, event: str, top: int, hops: int, as_of: date | None, known_at: datetime | None, form: str) -> None:
    """List the ETFs that meet conditions, such as "theme=国产GPU and direct_weight>0.05 and fee<0.5".

    Fields: theme=NAME, theme(NAME), market, manager, index, name, kind, status, fee (percent a year), direct_weight, equivalent_weight,
    unknown_weight, age_days. Operators: = != < <= > >= and ~ (contains); and, or, not, parentheses. An ETF with an unknown value in a
    decisive comparison is not listed, and counted.
    """
    day, instant = clocks(call, as_of, known_at)
    answer = open_workspace(call).screen(expression, event=event, as_of=day, known_at=instant, top=top, hops=hops)
    show(answer, form)
    finish(bool(answer.rows))


@click.command()
@click.argument("query", required=False, default="")
@click.option("--threshold", type=click.FloatRange(0, 1), default=0.005, show_default=True, help="Smallest change of a weight that is told.")
@click.option("--reset", is_flag=True, help="Forget the last look first; all counts as new.")
@_top("new events")
@_HOPS
@as_of_options
@format_option()
@kg_option()
def watch(
    call: Call,
    query: str,
    threshold: float,
    reset: bool,
    top: int,
    hops: int,
    as_of: date | None,
    known_at: datetime | None,
    form: str,
) -> None:
    """Say what changed since the last look: new events (all, or those that fit QUERY), changed exposures to QUERY, new weight tables.

    Exit status 1: nothing changed. Each QUERY has a last look of its own, kept in the workspace.
    """
    day, instant = clocks(call, as_of, known_at)
    answer = open_workspace(call).watch(query, threshold=threshold, reset=reset, as_of=day, known_at=instant, top=top, hops=hops)
    show(answer, form)
    finish(bool(answer.events_total or answer.gone or answer.changes or answer.tables_total))
