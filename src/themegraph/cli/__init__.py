"""The command line: a thin face over :mod:`themegraph.engine`.

Answers go to standard output, everything else to standard error. Exit status 0: answered, 1: no answer, 2: misuse or a failure that the
message explains. The clock is read once, here. Each command's module is imported when it is called.
"""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from importlib import import_module

import click

from themegraph._version import __version__
from themegraph.cli.common import Call

__all__ = ["cli", "main"]

_LEVELS = ["debug", "info", "warning", "error"]
_COMMANDS = {
    "workspace": ("init", "ingest", "extract", "sparql", "export", "stats", "demo"),
    "questions": ("events", "beneficiaries", "exposure", "explain", "entity", "draw", "report", "report-diff"),
    "directions": ("whynot", "etf", "company", "portfolio", "overlap", "compare", "screen", "watch"),
    "reports": ("lint",),
    "holdings": ("holdings",),
    "refresh": ("refresh",),
    "lifecycle": ("retract", "unretract", "purge", "reread", "conflicts", "diff"),
    "identity": ("alias", "merge", "split", "forbid", "review"),
    "standards": ("validate", "backup", "restore", "doctor", "import", "sparql-server"),
    "measure": ("eval", "train"),
    "calibrate": ("calibrate",),
}
"""Module of this package → its commands."""
_HEADINGS = {
    "workspace": "A workspace and its articles",
    "questions": "From an event",
    "directions": "From a fund, a company, a portfolio, a condition, the last look",
    "reports": "Reports of others",
    "holdings": "Weights",
    "refresh": "Weights",
    "lifecycle": "What was taken back, disputed, changed",
    "identity": "Names",
    "standards": "Checks, copies, exchange",
    "measure": "How good the reading and the model are",
    "calibrate": "How good the reading and the model are",
}
"""Module of this package → the heading that its commands stand under in the help."""


class _Lazy(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for names in _COMMANDS.values() for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for module, names in _COMMANDS.items():
            if cmd_name in names:
                found = getattr(
                    import_module(f"themegraph.cli.{module}"),
                    {"eval": "evaluate", "import": "import_"}.get(cmd_name, cmd_name.replace("-", "_")).replace("-", "_"),
                )
                return found if isinstance(found, click.Command) else None
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under headings, each with the whole first sentence of its help."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for module, names in _COMMANDS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            sections.setdefault(_HEADINGS[module], []).extend((name, found.get_short_help_str(limit=200)) for name, found in commands if found)
        for heading, rows in sections.items():
            with formatter.section(heading):
                formatter.write_dl(rows)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            from themegraph.errors import nearest

            ctx.fail(f"No such command {args[0]!r}.{nearest(args[0], self.list_commands(ctx))} themegraph --help lists them.")
        return super().resolve_command(ctx, args)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="themegraph")
@click.option("--kg", type=click.Path(file_okay=False), envvar="THEMEGRAPH_KG", help="Workspace folder (else THEMEGRAPH_KG).")
@click.option("--log-level", type=click.Choice(_LEVELS), default="warning", show_default=True, help="What is logged to standard error.")
@click.pass_context
def cli(ctx: click.Context, kg: str | None, log_level: str) -> None:
    """From financial news to the exposed ETFs: signed, dated, with every path and quote.

    Start with `themegraph demo`, or `themegraph init DIR` and `themegraph ingest PATH --kg DIR`.
    """
    logging.basicConfig(level=log_level.upper(), format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    ctx.obj = Call(kg=kg, run_at=datetime.now(UTC).replace(microsecond=0))


def main() -> None:
    """Run the command line."""
    cli()
