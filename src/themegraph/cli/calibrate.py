"""The command that scores past exposures on past prices."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from themegraph.cli.common import DAY, Call, as_of_options, clocks, finish, kg_option, open_workspace, progress, show

__all__ = ["calibrate"]


@click.command()
@click.option("--prices", "source", required=True, type=click.Path(exists=True), help="Daily prices: a CSV or Parquet file, or a folder of them.")
@click.option("--since", type=DAY, help="First event day. Default: the first there is.")
@click.option("--seed", type=int, default=7, show_default=True, help="Of the bootstrap.")
@click.option("--draws", type=click.IntRange(100, 100_000), default=2000, show_default=True, help="Resamples of the bootstrap.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="Form of the answer.")
@as_of_options
@kg_option()
def calibrate(call: Call, source: str, since: date | None, seed: int, draws: int, form: str, as_of: date | None, known_at: datetime | None) -> None:
    """Score past exposures on daily PRICES: rank IC over [0,+1] and [0,+5], walk-forward, against four baselines.

    The file has the columns code, date, close (akshare, tushare or yfinance names) with the benchmarks 000300.SH, HSI and S&P 500 among
    the codes. Exit status 1: too few event days or indices for a verdict.
    """
    workspace = open_workspace(call)
    day, instant = clocks(call, as_of, known_at)
    with progress(None, "event days") as step:
        report = workspace.calibrate(Path(source), as_of=day, known_at=instant, since=since, draws=draws, seed=seed, progress=step)
    if form == "json":
        show(report, form)
    else:
        from themegraph.calibrate import render_calibration

        click.echo(render_calibration(report), nl=False)
    finish(any(not w.refused for w in report.windows))
