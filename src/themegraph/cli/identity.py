"""Commands that say who is who: names, joins, and what is left to decide."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click

from themegraph.cli.common import Call, finish, kg_option, note, open_workspace
from themegraph.errors import InputError, ThemegraphError

__all__ = ["alias", "forbid", "merge", "review", "split"]

_REASON = click.option("--reason", default="", help="Why; kept in the ledger.")
_AUTHOR = click.option("--author", default="", help="Who decided it; kept in the ledger.")
_COLUMNS = ("surface", "type", "entity", "articles", "mentions", "example", "candidates", "decision")


@click.command()
@click.argument("name")
@click.argument("entity")
@click.option("--undo", is_flag=True, help="Take the name away again.")
@_REASON
@_AUTHOR
@kg_option()
def alias(call: Call, name: str, entity: str, undo: bool, reason: str, author: str) -> None:
    """Call ENTITY (an id such as company:688795.SH, a code or a name) by NAME too, in questions and in articles read from now on."""
    kg = open_workspace(call)
    known = kg.identify(entity)
    done = kg.alias(name, known, undo=undo, reason=reason, author=author, run_at=call.run_at)
    note(f"{name} {'is no name' if undo else 'is a name'} of {known}{'' if done else '; nothing changed'}.")
    if not undo and (others := kg.namesakes(name, known)):
        note(
            f"themegraph: {', '.join(others)} {'goes' if len(others) == 1 else 'go'} by {name} too: what a text means by it is judged by what stands around it, and a question may take either. `alias --undo` takes the name away."
        )


@click.command()
@click.argument("gone")
@click.argument("stays")
@_REASON
@_AUTHOR
@kg_option()
def merge(call: Call, gone: str, stays: str, reason: str, author: str) -> None:
    """Take what texts say of GONE as said of STAYS; both are ids, codes or names, and only texts know GONE. `split` undoes it."""
    kg = open_workspace(call)
    gone, stays = kg.identify(gone), kg.identify(stays)
    done = kg.merge(gone, stays, reason=reason, author=author, run_at=call.run_at)
    note(f"{gone} is {stays}{'' if done else '; nothing changed'}.")


@click.command()
@click.argument("gone")
@_REASON
@_AUTHOR
@kg_option()
def split(call: Call, gone: str, reason: str, author: str) -> None:
    """Undo the merge of GONE into another thing."""
    done = open_workspace(call).split(gone, reason=reason, author=author, run_at=call.run_at)
    note(f"{gone} {'stands for itself again' if done else 'was not joined to anything; nothing changed'}.")


@click.command()
@click.argument("one")
@click.argument("other")
@click.option("--undo", is_flag=True, help="Allow it again.")
@_REASON
@_AUTHOR
@kg_option()
def forbid(call: Call, one: str, other: str, undo: bool, reason: str, author: str) -> None:
    """Forbid that ONE and OTHER, ids, codes or names, are ever taken for one thing: they are never merged, and in articles read from now on the name of the one is never linked to the other."""
    kg = open_workspace(call)
    one, other = kg.identify(one), kg.identify(other)
    done = kg.forbid(one, other, undo=undo, reason=reason, author=author, run_at=call.run_at)
    note(f"Taking {one} and {other} for one is {'allowed' if undo else 'forbidden'}{'' if done else '; nothing changed'}.")


def _decided(path: Path) -> list[tuple[int, dict[str, str | None]]]:
    """Return the lines of a list that was handed back, with their numbers; a spreadsheet may have saved it in another encoding."""
    from themegraph.ingest.decode import decode

    try:
        table = csv.DictReader(io.StringIO(decode(path.read_bytes()).removeprefix("\ufeff")))
        found = [(table.line_num, dict(line)) for line in table]
    except (ThemegraphError, csv.Error) as problem:
        msg = f"{path} cannot be read: {problem}."
        raise InputError(msg) from problem
    if missing := {"surface", "entity", "decision"} - set(table.fieldnames or ()):
        msg = f"{path} is no list of `themegraph review`: it has no column {', '.join(sorted(missing))}."
        raise InputError(msg)
    return found


@click.command()
@click.option("--top", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many names.")
@click.option("--apply", "decided", type=click.Path(exists=True, dir_okay=False), help="A file of this form with ids in its column decision.")
@_AUTHOR
@kg_option()
def review(call: Call, top: int, decided: str | None, author: str) -> None:
    """List the names in texts that stand for nothing we know, most frequent first, as CSV; or carry out what was decided on them.

    Write the id, code or name of what a name stands for into the column decision and hand the file back with --apply: the name becomes an alias, and a thing that the
    texts alone knew is merged into it.
    """
    kg = open_workspace(call)
    if decided is None:
        rows = kg.review(top=top)
        out = io.StringIO()
        table = csv.writer(out, lineterminator="\n")
        table.writerow(_COLUMNS)
        for row in rows:
            # A cell that a spreadsheet would take for a formula is marked as text.
            cells = [row.surface, row.type, row.entity, row.articles, row.mentions, row.example, " ".join(row.candidates), ""]
            table.writerow([f"'{c}" if isinstance(c, str) and c[:1] in {"=", "+", "-", "@"} else c for c in cells])
        click.echo(out.getvalue(), nl=False)
        finish(bool(rows))
        return
    aliases, joins = [], []
    for number, line in _decided(Path(decided)):
        stays = (line.get("decision") or "").strip()
        if not stays:
            continue
        try:
            stays = kg.identify(stays)
        except ThemegraphError as problem:
            msg = f"{decided} line {number}: {problem}"
            raise InputError(msg) from problem
        aliases.append(((line.get("surface") or "").removeprefix("'"), stays))
        gone = (line.get("entity") or "").strip()
        if gone and gone != stays:
            joins.append((gone, stays))
    merges = sum(kg.merge(gone, stays, reason="review", author=author, run_at=call.run_at) for gone, stays in joins)
    count = kg.aliases(aliases, reason="review", author=author, run_at=call.run_at)
    note(f"{count} names given, {merges} things merged.")
