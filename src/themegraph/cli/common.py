"""What all commands share: the workspace option, the clocks, errors as messages, forms of answers."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from themegraph.errors import BadDate, QuestionError, ThemegraphError, UnknownEntity, UnknownEvent, WorkspaceNotFound
from themegraph.model.values import dataclass

if TYPE_CHECKING:
    from themegraph.engine import ThemeGraph

__all__ = [
    "DAY",
    "INSTANT",
    "Call",
    "as_of_options",
    "clocks",
    "failing",
    "finish",
    "format_option",
    "kg_option",
    "note",
    "open_workspace",
    "or_no_answer",
    "progress",
    "show",
]

_SHANGHAI = timezone(timedelta(hours=8))
_F = TypeVar("_F", bound=Callable[..., Any])


@dataclass(slots=True)
class Call:
    """What holds for one call of the program."""

    kg: str | None
    run_at: datetime


def note(text: str) -> None:
    """Print a line to standard error."""
    click.echo(text, err=True)


def progress(total: int | None, label: str) -> Any:
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


class Day(click.ParamType):  # type: ignore[type-arg]  # generic for the checker only
    """A day as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"wanted a day as YYYY-MM-DD, found {value!r}", param, ctx)


class Instant(click.ParamType):  # type: ignore[type-arg]  # generic for the checker only
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


DAY, INSTANT = Day(), Instant()


def failing(call: Callable[..., Any]) -> Callable[..., Any]:
    """Turn errors into one message on standard error and exit status 2."""

    @wraps(call)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return call(*args, **kwargs)
        except ThemegraphError as problem:
            note(f"themegraph: {problem}")
            sys.exit(2)
        except BrokenPipeError:
            # The reader went away (themegraph … | head): nothing is wrong with us.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except KeyboardInterrupt:
            note("themegraph: stopped by Ctrl-C; everything reported as done before is kept.")
            sys.exit(130)
        except OSError as problem:
            where = f" {problem.filename}" if problem.filename else ""
            advice = "Check that the folder exists, is writable and has free space."
            if isinstance(problem, FileNotFoundError | IsADirectoryError | NotADirectoryError):
                advice = "Check the name." if isinstance(problem, FileNotFoundError) else "Check whether a file or a folder is wanted there."
            note(f"themegraph: {problem.strerror or problem}:{where or ' (no file named)'}. {advice}")
            sys.exit(2)

    return run


def kg_option(required: bool = True) -> Callable[[_F], _F]:
    """Give a command its own ``--kg``, which wins over the one before the command and over THEMEGRAPH_KG."""

    def decorate(call: _F) -> _F:
        @wraps(call)
        def run(kg: str | None, *args: Any, **kwargs: Any) -> Any:
            shared = click.get_current_context().find_object(Call)
            assert shared is not None
            if kg:
                shared.kg = kg
            if required and not shared.kg:
                msg = "No workspace named. Give --kg DIR, or set THEMEGRAPH_KG; themegraph init DIR makes one."
                raise WorkspaceNotFound(msg)
            return call(shared, *args, **kwargs)

        help_text = "Workspace folder (before or after the command; else THEMEGRAPH_KG)."
        return cast("_F", click.option("--kg", type=click.Path(file_okay=False), help=help_text)(failing(run)))

    return decorate


def format_option(*extra: str) -> Callable[[_F], _F]:
    """Give a command ``--format``."""
    return click.option(
        "--format", "form", type=click.Choice(["table", "json", "md", *extra]), default="table", show_default=True, help="Form of the answer."
    )


def as_of_options(call: _F) -> _F:
    """Give a command ``--as-of`` and ``--known-at``."""
    call = click.option("--known-at", type=INSTANT, help="Use only what this workspace had learned by then. Default: now.")(call)
    return click.option("--as-of", type=DAY, help="Use only what was public by this day (YYYY-MM-DD). Default: today in Asia/Shanghai.")(call)


def clocks(call: Call, as_of: date | None, known_at: datetime | None) -> tuple[date, datetime]:
    """Return the day and instant a question is asked for, and print them."""
    today = call.run_at.astimezone(_SHANGHAI).date()
    if as_of is not None and as_of > today:
        msg = f"--as-of {as_of} lies in the future; today is {today} in Asia/Shanghai. Ask for today or an earlier day."
        raise BadDate(msg)
    day, instant = as_of or today, known_at or call.run_at
    note(f"as_of {day} · known_at {instant.isoformat(timespec='seconds')}")
    return day, instant


def open_workspace(call: Call) -> ThemeGraph:
    """Return the workspace that was named."""
    from themegraph.engine import ThemeGraph

    assert call.kg is not None
    return ThemeGraph.open(call.kg)


def show(answer: Any, form: str) -> None:
    """Print an answer to standard output in a form."""
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


def finish(found: bool) -> None:
    """Exit with status 1 if there was no answer."""
    if not found:
        sys.exit(1)


@contextmanager
def or_no_answer() -> Iterator[None]:
    """Let a question that no event fits end with status 1, as an empty list of events does; a wrong id or name stays misuse."""
    try:
        yield
    except (UnknownEntity, UnknownEvent):
        raise
    except QuestionError as problem:
        note(f"themegraph: {problem}")
        sys.exit(1)
