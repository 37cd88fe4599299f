"""The command line: a thin face over :mod:`themegraph.engine`.

Answers go to standard output, everything else to standard error. Exit status 0: answered, 1: no answer, 2: misuse or a failure that the
message explains. The clock is read once, here.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from themegraph._version import __version__
from themegraph.errors import BadDate, ThemegraphError, WorkspaceNotFound

if TYPE_CHECKING:
    from themegraph.engine import ThemeGraph

__all__ = ["cli", "main"]

_SHANGHAI = timezone(timedelta(hours=8))
_F = TypeVar("_F", bound=Callable[..., Any])
_LEVELS = ["debug", "info", "warning", "error"]


@dataclass(slots=True)
class _Call:
    """What holds for one call of the program."""

    kg: str | None
    run_at: datetime


def _note(text: str) -> None:
    click.echo(text, err=True)


def _progress(total: int | None, label: str) -> Any:
    """Return a context whose value is called once an item; a bar on a terminal, silent elsewhere."""

    @contextmanager
    def bar() -> Iterator[Callable[[str], None]]:
        if not sys.stderr.isatty():
            yield lambda _name: None
            return
        bar_of_names: Any = click.progressbar(length=total or 0, label=label, file=sys.stderr, item_show_func=lambda x: (x or "")[-32:])
        with bar_of_names as shown:
            yield lambda name: shown.update(1, name)

    return bar()


class _Day(click.ParamType):  # type: ignore[type-arg]  # generic for the checker only
    """A day as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"wanted a day as YYYY-MM-DD, found {value!r}", param, ctx)


class _Instant(click.ParamType):  # type: ignore[type-arg]  # generic for the checker only
    """An instant in ISO 8601; a day alone is its last second in Asia/Shanghai, a time without zone is Shanghai time."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        text = str(value)
        try:
            if len(text) == 10:
                return datetime.combine(date.fromisoformat(text), datetime.max.time().replace(microsecond=0), _SHANGHAI)
            found = datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"wanted an instant such as 2025-12-21 or 2025-12-21T15:00:00+08:00, found {value!r}", param, ctx)
        return found if found.tzinfo else found.replace(tzinfo=_SHANGHAI)


_DAY, _INSTANT = _Day(), _Instant()


def _failing(call: Callable[..., Any]) -> Callable[..., Any]:
    """Turn errors into one message on standard error and exit status 2."""

    @wraps(call)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return call(*args, **kwargs)
        except ThemegraphError as problem:
            _note(f"themegraph: {problem}")
            sys.exit(2)
        except BrokenPipeError:
            # The reader went away (themegraph … | head): nothing is wrong with us.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except KeyboardInterrupt:
            _note("themegraph: stopped by Ctrl-C; everything reported as done before is kept.")
            sys.exit(130)
        except OSError as problem:
            where = f" {problem.filename}" if problem.filename else ""
            _note(
                f"themegraph: {problem.strerror or problem}:{where or ' (no file named)'}. Check that the folder exists, is writable and has free space."
            )
            sys.exit(2)

    return run


def _kg_option(required: bool = True) -> Callable[[_F], _F]:
    """Give a command its own ``--kg``, which wins over the one before the command and over THEMEGRAPH_KG."""

    def decorate(call: _F) -> _F:
        @wraps(call)
        def run(kg: str | None, *args: Any, **kwargs: Any) -> Any:
            shared = click.get_current_context().find_object(_Call)
            assert shared is not None
            if kg:
                shared.kg = kg
            if required and not shared.kg:
                msg = "No workspace named. Give --kg DIR, or set THEMEGRAPH_KG; themegraph init DIR makes one."
                raise WorkspaceNotFound(msg)
            return call(shared, *args, **kwargs)

        help_text = "Workspace folder (before or after the command; else THEMEGRAPH_KG)."
        return cast("_F", click.option("--kg", type=click.Path(file_okay=False), help=help_text)(_failing(run)))

    return decorate


def _format_option(*extra: str) -> Callable[[_F], _F]:
    return click.option(
        "--format", "form", type=click.Choice(["table", "json", "md", *extra]), default="table", show_default=True, help="Form of the answer."
    )


def _as_of_options(call: _F) -> _F:
    call = click.option("--known-at", type=_INSTANT, help="Use only what this workspace had learned by then. Default: now.")(call)
    return click.option("--as-of", type=_DAY, help="Use only what was public by this day (YYYY-MM-DD). Default: today in Asia/Shanghai.")(call)


def _clocks(call: _Call, as_of: date | None, known_at: datetime | None) -> tuple[date, datetime]:
    today = call.run_at.astimezone(_SHANGHAI).date()
    if as_of is not None and as_of > today:
        msg = f"--as-of {as_of} lies in the future; today is {today} in Asia/Shanghai. Ask for today or an earlier day."
        raise BadDate(msg)
    day, instant = as_of or today, known_at or call.run_at
    _note(f"as_of {day} · known_at {instant.isoformat(timespec='seconds')}")
    return day, instant


def _open(call: _Call) -> ThemeGraph:
    from themegraph.engine import ThemeGraph

    assert call.kg is not None
    return ThemeGraph.open(call.kg)


def _show(answer: Any, form: str) -> None:
    if form == "json":
        from themegraph.render.data import to_json

        click.echo(to_json(answer))
    elif form == "md":
        from themegraph.render.markdown import to_markdown

        click.echo(to_markdown(answer), nl=False)
    else:
        from themegraph.render.table import to_table

        tty = sys.stdout.isatty()
        width = shutil.get_terminal_size((100, 24)).columns
        click.echo(to_table(answer, width=width, color=tty and "NO_COLOR" not in os.environ), nl=False)


def _finish(found: bool) -> None:
    if not found:
        sys.exit(1)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="themegraph")
@click.option("--kg", type=click.Path(file_okay=False), envvar="THEMEGRAPH_KG", help="Workspace folder (else THEMEGRAPH_KG).")
@click.option("--log-level", type=click.Choice(_LEVELS), default="warning", show_default=True, help="What is logged to standard error.")
@click.pass_context
def cli(ctx: click.Context, kg: str | None, log_level: str) -> None:
    """From financial news to the exposed ETFs: signed, dated, with every path and quote.

    Start with `themegraph demo`, or `themegraph init DIR` and `themegraph ingest PATH --kg DIR`.
    """
    logging.basicConfig(level=log_level.upper(), format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    ctx.obj = _Call(kg=kg, run_at=datetime.now(UTC).replace(microsecond=0))


@cli.command()
@click.argument("folder", type=click.Path(file_okay=False))
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False),
    help="Reference data of your own in the schema of docs/reference/data.md. Default: the shipped tables.",
)
@click.pass_obj
@_failing
def init(call: _Call, folder: str, data: str | None) -> None:
    """Make a workspace in FOLDER and load the reference data."""
    from themegraph.engine import ThemeGraph

    kg = ThemeGraph.create(folder, data=data, run_at=call.run_at)
    counts = kg.stats().counts
    _note(
        f"Workspace {folder}: {counts['nodes']:,} entities, {counts['funds']:,} ETFs, {counts['tables']:,} weight tables, {counts['holdings']:,} weight rows."
    )


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("--strict", is_flag=True, help="Exit with status 2 if any input was rejected.")
@_kg_option()
def ingest(call: _Call, paths: tuple[str, ...], strict: bool) -> None:
    """Read articles from files and folders into the workspace.

    Markdown (Jekyll posts too), text, HTML, JSON, JSON lines and CSV; UTF-8, GB18030 or Big5. The same text twice is one article.
    """
    kg = _open(call)
    from themegraph.ingest.articles import count_files

    where = [Path(p) for p in paths]
    with _progress(count_files(where), "Reading") as step:
        summary = kg.ingest(where, run_at=call.run_at, progress=step)
    for rejected in summary.rejected:
        _note(f"rejected {rejected.path}: {rejected.reason}")
    for path in summary.undated:
        _note(f"undated {path}: kept, but it enters no as-of answer")
    _note(
        f"read {summary.read}, new {summary.new}, duplicate {summary.duplicate}, rejected {len(summary.rejected)}; "
        f"{summary.events} events, {summary.statements} relation readings."
    )
    if summary.rejected and (strict or summary.read == 0):
        sys.exit(2)


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("--format", "form", type=click.Choice(["jsonl"]), default="jsonl", show_default=True, help="Form of the output.")
@_kg_option(required=False)
def extract(call: _Call, paths: tuple[str, ...], form: str) -> None:
    """Print what is read in articles, one JSON object a line; nothing is stored.

    With --kg the names of that workspace are used, else those of the shipped reference data.
    """
    import msgspec

    from themegraph.engine import extract_forms
    from themegraph.ingest.articles import Rejection

    rejected = done = 0
    for item in extract_forms([Path(p) for p in paths], kg=call.kg):
        if isinstance(item, Rejection):
            _note(f"rejected {item.path}: {item.reason}")
            rejected += 1
        else:
            click.echo(msgspec.json.encode(item).decode())
            done += 1
    _note(f"read {done}, rejected {rejected}.")
    _finish(bool(done))


@cli.command()
@click.argument("query", required=False, default="")
@click.option("--top", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many events.")
@_as_of_options
@_format_option()
@_kg_option()
def events(call: _Call, query: str, top: int, as_of: date | None, known_at: datetime | None, form: str) -> None:
    """List events: all, or those that fit QUERY (an event id, a company, a code, a theme or free words)."""
    day, instant = _clocks(call, as_of, known_at)
    answer = _open(call).events(query, as_of=day, known_at=instant, top=top)
    _show(answer, form)
    _finish(bool(answer.rows))


@cli.command()
@click.argument("query")
@click.option("--hops", type=click.IntRange(1, 3), default=2, show_default=True, help="Longest walk from the event's companies.")
@click.option("--top", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many inferred companies.")
@_as_of_options
@_format_option()
@_kg_option()
def beneficiaries(call: _Call, query: str, hops: int, top: int, as_of: date | None, known_at: datetime | None, form: str) -> None:
    """Say who gains and who loses by an event: what the text states, and apart from it what the graph infers."""
    day, instant = _clocks(call, as_of, known_at)
    answer = _open(call).beneficiaries(query, as_of=day, known_at=instant, hops=hops, top=top)
    _show(answer, form)
    _finish(bool(answer.stated or answer.inferred))


@cli.command()
@click.argument("query")
@click.option("--weights-as-of", type=_DAY, help="Use weights known by this later day; the answer is headed 情景：事后资料，不可用于回测.")
@click.option("--top", type=click.IntRange(1, 2000), default=20, show_default=True, help="How many ETFs.")
@click.option("--hops", type=click.IntRange(1, 3), default=2, show_default=True, help="Longest walk from the event's companies.")
@_as_of_options
@_format_option()
@_kg_option()
def exposure(
    call: _Call, query: str, weights_as_of: date | None, top: int, hops: int, as_of: date | None, known_at: datetime | None, form: str
) -> None:
    """Say which ETFs are exposed to an event, by how much, by which path, on whose word, as of when."""
    day, instant = _clocks(call, as_of, known_at)
    answer = _open(call).exposure(query, as_of=day, known_at=instant, weights_as_of=weights_as_of, top=top, hops=hops)
    _show(answer, form)
    _finish(bool(answer.rows))


@cli.command()
@click.argument("query")
@click.argument("etf")
@click.option("--weights-as-of", type=_DAY, help="Use weights known by this later day.")
@click.option("--hops", type=click.IntRange(1, 3), default=2, show_default=True, help="Longest walk from the event's companies.")
@_as_of_options
@_format_option()
@_kg_option()
def explain(
    call: _Call, query: str, etf: str, weights_as_of: date | None, hops: int, as_of: date | None, known_at: datetime | None, form: str
) -> None:
    """Show the arithmetic of one ETF's exposure to an event, so that it can be redone by hand."""
    day, instant = _clocks(call, as_of, known_at)
    answer = _open(call).explain(query, etf, as_of=day, known_at=instant, weights_as_of=weights_as_of, hops=hops)
    _show(answer, form)


@cli.command()
@click.argument("name")
@_as_of_options
@_format_option()
@_kg_option()
def entity(call: _Call, name: str, as_of: date | None, known_at: datetime | None, form: str) -> None:
    """Show what is known of a company, ETF, index, theme or other entity, by name, code or id."""
    day, instant = _clocks(call, as_of, known_at)
    _show(_open(call).entity(name, as_of=day, known_at=instant), form)


@cli.command()
@click.argument("query")
@click.option("-o", "--output", type=click.Path(dir_okay=False), required=True, help="The HTML file to write.")
@click.option("--weights-as-of", type=_DAY, help="Use weights known by this later day.")
@click.option("--top", type=click.IntRange(1, 200), default=20, show_default=True, help="How many ETFs.")
@click.option("--hops", type=click.IntRange(1, 3), default=2, show_default=True, help="Longest walk from the event's companies.")
@_as_of_options
@_kg_option()
def draw(
    call: _Call, query: str, output: str, weights_as_of: date | None, top: int, hops: int, as_of: date | None, known_at: datetime | None
) -> None:
    """Draw the relation picture of an event as one HTML page that loads nothing from the network."""
    day, instant = _clocks(call, as_of, known_at)
    _open(call).draw(query, Path(output), as_of=day, known_at=instant, weights_as_of=weights_as_of, top=top, hops=hops)
    click.echo(output)


@cli.command()
@click.argument("theme")
@click.option("--date", "day", type=_DAY, help="The day of the report. Default: today in Asia/Shanghai.")
@click.option("--known-at", type=_INSTANT, help="Use only what this workspace had learned by then. Default: now.")
@click.option("--window", type=click.IntRange(1, 365), default=3, show_default=True, help="How many days up to that day count.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="The Markdown file to write. Default: standard output.")
@_kg_option()
def report(call: _Call, theme: str, day: date | None, known_at: datetime | None, window: int, output: str | None) -> None:
    """Write the theme report of a day as a Jekyll post."""
    as_of, instant = _clocks(call, day, known_at)
    text = _open(call).report(theme, as_of=as_of, known_at=instant, window=window)
    if output:
        Path(output).write_text(text, encoding="utf-8")
        click.echo(output)
    else:
        click.echo(text, nl=False)


@cli.command()
@click.argument("query")
@click.option("--timeout", type=click.FloatRange(0.1, 600), default=10.0, show_default=True, help="Seconds until the query is stopped.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "tsv", "xml", "ttl"]),
    default="table",
    show_default=True,
    help="Form of the result.",
)
@_kg_option()
def sparql(call: _Call, query: str, timeout: float, form: str) -> None:
    """Ask the store in SPARQL 1.1, read-only. QUERY is the query itself or a file that holds it."""
    path = Path(query)
    try:
        text = path.read_text(encoding="utf-8") if len(query) < 1000 and path.is_file() else query
    except OSError:
        text = query
    click.echo(_open(call).sparql(text, form=form, timeout=timeout), nl=False)


@cli.command()
@click.option("--to", "form", type=click.Choice(["trig", "nq", "ttl", "jsonld", "graphml"]), required=True, help="Form of the export.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), required=True, help="The file to write.")
@_kg_option()
def export(call: _Call, form: str, output: str) -> None:
    """Write the whole graph to a file."""
    _open(call).export(Path(output), form=form)
    click.echo(output)


@cli.command()
@_format_option()
@_kg_option()
def stats(call: _Call, form: str) -> None:
    """Show how much the workspace holds."""
    _show(_open(call).stats(), form)


@cli.command()
@click.option("--out", type=click.Path(file_okay=False), help="Folder for the report and the picture. Default: the workspace folder.")
@_kg_option(required=False)
def demo(call: _Call, out: str | None) -> None:
    """Build a workspace from the shipped sample articles and run the main job on it."""
    from themegraph.demo import run_demo

    run_demo(
        Path(call.kg or "demo-kg"), out=Path(out) if out else None, run_at=call.run_at, show=lambda a: _show(a, "table"), say=click.echo, note=_note
    )


def main() -> None:
    """Run the command line."""
    cli()
