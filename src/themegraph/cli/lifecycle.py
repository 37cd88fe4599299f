"""Commands that take back, show disputes, and show what changed."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import click

from themegraph.cli.common import DAY, INSTANT, Call, as_of_options, clocks, finish, format_option, kg_option, note, open_workspace, progress, show
from themegraph.errors import BadDate

__all__ = ["conflicts", "diff", "purge", "reread", "retract", "unretract"]

_SHANGHAI = timezone(timedelta(hours=8))
_AUTHOR = click.option("--author", default="", help="Who decided it; kept in the ledger.")
_SOURCE = click.option("--source", default=None, help="Of an article only what this outlet published.")
_PUBLISHED = click.option(
    "--published", type=DAY, default=None, help="Of an article only what was published on this day, as where the day was wrong."
)


@click.command()
@click.argument("what")
@_SOURCE
@_PUBLISHED
@click.option("--reason", required=True, help="Why; kept in the ledger.")
@_AUTHOR
@kg_option()
def retract(call: Call, what: str, source: str | None, published: date | None, reason: str, author: str) -> None:
    """Close what an article, a statement or a source supports; its history stays.

    WHAT is an article:… or statement:… id, or the name of a source. From this moment on it counts in no answer; an answer asked with --known-at for
    an earlier moment stays what it was. A text that several outlets carry counts while one of them stands for it.
    """
    done = open_workspace(call).retract(what, source=source, published=published, reason=reason, author=author, run_at=call.run_at)
    note(f"{what} {'retracted' if done else 'was retracted before; nothing changed'}.")


@click.command()
@click.argument("what")
@_SOURCE
@_PUBLISHED
@click.option("--reason", default="", help="Why; kept in the ledger.")
@_AUTHOR
@kg_option()
def unretract(call: Call, what: str, source: str | None, published: date | None, reason: str, author: str) -> None:
    """Let what was retracted count again, from now on."""
    done = open_workspace(call).unretract(what, source=source, published=published, reason=reason, author=author, run_at=call.run_at)
    note(f"{what} {'counts again' if done else 'is not retracted, or was purged; nothing changed'}.")


@click.command()
@click.argument("article")
@click.option("--reason", required=True, help="Why; kept in the ledger.")
@_AUTHOR
@kg_option()
def purge(call: Call, article: str, reason: str, author: str) -> None:
    """Erase the words of ARTICLE and all that was read in it; a tombstone stays, and the same text is not read again."""
    done = open_workspace(call).purge(article, reason=reason, author=author, run_at=call.run_at)
    note(f"{article} {'purged' if done else 'was purged before; nothing changed'}.")


@click.command()
@click.argument("articles", nargs=-1)
@kg_option()
def reread(call: Call, articles: tuple[str, ...]) -> None:
    """Read ARTICLES again, all if none is named, with the extractor and the names of today.

    Where something else comes out, the earlier reading is closed and kept, and the new one holds from now on; themegraph diff shows the difference, and
    an answer asked with --known-at for an earlier moment stays what it was. Retractions and decisions on names stay.
    """
    kg = open_workspace(call)
    with progress(len(articles) or kg.stats().counts["articles"], "Reading") as step:
        summary = kg.reread(articles, run_at=call.run_at, progress=step)
    note(f"read {summary.read}, changed {summary.changed}; {summary.events:+d} events, {summary.statements:+d} relation readings.")


@click.command()
@click.option("--quotes", type=click.IntRange(1, 50), default=3, show_default=True, help="At most so many quotes a side.")
@as_of_options
@format_option()
@kg_option()
def conflicts(call: Call, quotes: int, as_of: date | None, known_at: datetime | None, form: str) -> None:
    """List claims and events that some sources assert and some deny, both sides in their own words."""
    day, instant = clocks(call, as_of, known_at)
    answer = open_workspace(call).conflicts(as_of=day, known_at=instant, quotes=quotes)
    show(answer, form)
    finish(bool(answer.rows))


class _Moment(click.ParamType):  # type: ignore[type-arg]  # generic for the checker only
    """A day, or an instant: the day of it in Asia/Shanghai is asked as of, the instant as known at."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[date, datetime]:
        if isinstance(value, tuple):
            return value
        instant = INSTANT.convert(value, param, ctx)
        return instant.astimezone(_SHANGHAI).date(), instant


@click.command()
@click.argument("query")
@click.option("--from", "first", type=_Moment(), required=True, help="A day, or an instant in ISO 8601.")
@click.option("--to", "second", type=_Moment(), required=True, help="The later day or instant.")
@click.option(
    "--learned", is_flag=True, help="Ask both days with all that is known now: what became public between them, not what was read between them."
)
@click.option("--top", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many funds are compared.")
@format_option()
@kg_option()
def diff(call: Call, query: str, first: tuple[date, datetime], second: tuple[date, datetime], learned: bool, top: int, form: str) -> None:
    """Show what changed in the exposure to QUERY between two moments, and why: acts, readings, versions; evidence, belief, weights, rows.

    A moment stands for both clocks: public by its day, and learned by this workspace by its instant.
    """
    if second < first:
        msg = f"--to {second[0]} lies before --from {first[0]}. Name the earlier moment with --from."
        raise BadDate(msg)
    one, two = ((day, call.run_at if learned else instant) for day, instant in (first, second))
    answer = open_workspace(call).diff(query, first=one, second=two, top=top)
    show(answer, form)
    finish(bool(answer.rows))
