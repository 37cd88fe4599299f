"""Commands on weights: bring them in from files, show what there is."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

from themegraph.cli.common import DAY, Call, as_of_options, clocks, finish, format_option, kg_option, note, open_workspace, show

__all__ = ["holdings"]


@click.group()
def holdings() -> None:
    """Weights of ETFs: import them from the files people have, and see how they stand."""


@holdings.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False), metavar="FILE...")
@click.option("--format", "source", default="auto", show_default=True, help="Format of the files, where it is not to be found by their content.")
@click.option("--fund", help="Code of the fund the files are of; needed where a file does not name it.")
@click.option("--as-of", "day", type=DAY, help="Day of the weights, where a file does not say.")
@click.option(
    "--prices", type=click.Path(exists=True, dir_okay=False), help="Unadjusted closes (code,date,close), to turn share counts into weights."
)
@click.option("--other-market", help="Market of codes whose file says only other market (US, HK ...).")
@click.option("--board", help="Name of the theme board of a file that does not carry it.")
@click.option("--strict", is_flag=True, help="Exit with status 2 if anything was quarantined.")
@click.option("--output-format", "form", type=click.Choice(["table", "json", "md"]), default="table", show_default=True, help="Form of the answer.")
@kg_option()
def import_(
    call: Call,
    files: tuple[str, ...],
    source: str,
    fund: str | None,
    day: date | None,
    prices: str | None,
    other_market: str | None,
    board: str | None,
    strict: bool,
    form: str,
) -> None:
    """Read weight tables, listings, funds, memberships and revenues from FILEs into the workspace.

    What fails the checks is refused with its reason, and the rest comes in. The same file again changes nothing. Exit status 1: nothing usable
    was found.
    """
    answer = open_workspace(call).import_holdings(
        [Path(f) for f in files],
        format=source,
        fund=fund,
        as_of=day,
        prices=Path(prices) if prices else None,
        other_market=other_market,
        board=board,
        run_at=call.run_at,
    )
    show(answer, form)
    if answer.quarantined:
        note(f"themegraph: {len(answer.quarantined)} quarantined; docs/how-to/import-holdings.md says what each reason means.")
        if strict:
            sys.exit(2)
    new = (answer.tables, answer.funds, answer.companies, answer.listings, answer.memberships, answer.revenues)
    finish(any(new) or bool(answer.tables_known or answer.rows_known))


@holdings.command()
@click.argument("etfs", nargs=-1, metavar="[ETF...]")
@click.option("--top", type=click.IntRange(1, 5000), default=50, show_default=True, help="How many ETFs, where none is named.")
@as_of_options
@format_option()
@kg_option()
def status(call: Call, etfs: tuple[str, ...], top: int, as_of: date | None, known_at: datetime | None, form: str) -> None:
    """Show the weight tables of ETFs: tier, days, age, rebalances crossed, coverage, staleness.

    With names, all tables of each; without, the one in use for every ETF that has one.
    """
    day, instant = clocks(call, as_of, known_at)
    answer = open_workspace(call).holdings_status(etfs, as_of=day, known_at=instant, top=top)
    show(answer, form)
    finish(any(row.weights is not None for row in answer.rows))
