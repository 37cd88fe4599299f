"""The command that fetches weights and news from the network, when it is told to."""

from __future__ import annotations

import click

from themegraph.cli.common import Call, finish, kg_option, note, open_workspace, show

__all__ = ["refresh"]


@click.command()
@click.argument("etfs", nargs=-1, metavar="[ETF...]")
@click.option("--source", required=True, type=click.Choice(["akshare"]), help="Where from; needs pip install 'themegraph[refresh]'.")
@click.option("--news", multiple=True, metavar="COMPANY", help="Fetch the news of this company as articles, too. May be given again.")
@click.option("--format", "form", type=click.Choice(["table", "json", "md"]), default="table", show_default=True, help="Form of the answer.")
@kg_option()
def refresh(call: Call, etfs: tuple[str, ...], source: str, news: tuple[str, ...], form: str) -> None:
    """Fetch what SOURCE has on ETFs (weights of their index, quarterly holdings) and bring it in as holdings import does.

    This and no other command asks the network, and only for what is named. A request that fails is said and passed over. Exit status 1: nothing
    came.
    """
    workspace = open_workspace(call)
    if not etfs and not news:
        raise click.UsageError("Name at least one ETF, or a company by --news.")
    answer = workspace.refresh(etfs, source=source, news=news, run_at=call.run_at, failed=lambda message: note(f"themegraph: {message}"))
    if answer.holdings is not None:
        show(answer.holdings, form)
    if answer.articles is not None:
        note(f"{answer.articles.read} articles read, {answer.articles.new} new")
    finish(answer.holdings is not None or answer.articles is not None)
