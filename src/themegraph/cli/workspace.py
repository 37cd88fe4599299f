"""Commands that make, fill, measure and write out a workspace."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from themegraph.cli.common import Call, failing, finish, format_option, kg_option, note, open_workspace, progress, show
from themegraph.errors import InputError, ThemegraphError

_EXPORTS = ["trig", "nq", "ttl", "jsonld", "graphml", "gexf", "nodes-csv", "edges-csv", "kgx-nodes", "kgx-edges", "nq12"]

__all__ = ["demo", "export", "extract", "ingest", "init", "sparql", "stats"]


@click.command()
@click.argument("folder", type=click.Path(file_okay=False))
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False),
    help="Reference data of your own in the schema of docs/reference/data.md. Default: the shipped tables.",
)
@click.option(
    "--store",
    type=click.Path(exists=True, dir_okay=False),
    help="A TOML file with a [store] table: the SPARQL 1.1 endpoint that keeps the graph (docs/how-to/remote-store.md). Default: a folder of its own.",
)
@click.option("--strict", is_flag=True, help="Refuse tables with a bad row instead of leaving it out.")
@click.pass_obj
@failing
def init(call: Call, folder: str, data: str | None, store: str | None, strict: bool) -> None:
    """Make a workspace in FOLDER and load the reference data.

    A bad row of tables of your own is left out with what rests on it (a listing of a bad issuer, a weight table with a bad line) and its reason printed;
    all reasons stand in FOLDER/reference/quarantined.txt.
    """
    from themegraph.engine import ThemeGraph
    from themegraph.engine.settings import read_store_table

    kg = ThemeGraph.create(folder, data=data, store=read_store_table(Path(store)) if store else None, strict=strict, run_at=call.run_at)
    rows = kg.quarantined_rows()
    for row in rows[:20]:
        note(f"quarantined {row}")
    if rows:
        note(f"themegraph: {len(rows)} quarantined, all of them in {folder}/reference/quarantined.txt; mend the tables and make the workspace again.")
    counts = kg.stats().counts
    note(
        f"Workspace {folder}: {counts['nodes']:,} entities, {counts['funds']:,} ETFs, {counts['tables']:,} weight tables, {counts['holdings']:,} weight rows."
    )


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("--strict", is_flag=True, help="Exit with status 2 if any input was rejected.")
@kg_option()
def ingest(call: Call, paths: tuple[str, ...], strict: bool) -> None:
    """Read articles from files and folders into the workspace.

    Markdown (Jekyll posts too), text, HTML, JSON, JSON lines and CSV; UTF-8, GB18030 or Big5. The same text twice is one article;
    another outlet, day or address of it is kept as one more publication.
    """
    kg = open_workspace(call)
    from themegraph.ingest.articles import count_files

    where = [Path(p) for p in paths]
    with progress(count_files(where), "Reading") as step:
        summary = kg.ingest(where, run_at=call.run_at, progress=step)
    for rejected in summary.rejected:
        note(f"rejected {rejected.path}: {rejected.reason}")
    for path in summary.undated:
        note(f"undated {path}: kept, but it enters no as-of answer")
    if summary.undated:
        note("To date a text write its day as 2026-11-19: date: in front matter, a line 发布时间：2026-11-19, or a file name that begins with it.")
    again = f"published again {summary.republished}, " if summary.republished else ""
    note(
        f"read {summary.read}, new {summary.new}, {again}duplicate {summary.duplicate}, rejected {len(summary.rejected)}; "
        f"{summary.events} events, {summary.statements} relation readings."
    )
    if summary.rejected and (strict or summary.read == 0):
        sys.exit(2)
    if summary.read == 0:
        note(f"themegraph: no article in {', '.join(paths)}: wanted files ending in .md, .txt, .html, .json, .jsonl or .csv.")
        sys.exit(1)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("--format", "form", type=click.Choice(["jsonl"]), default="jsonl", show_default=True, help="Form of the output.")
@kg_option(required=False)
def extract(call: Call, paths: tuple[str, ...], form: str) -> None:
    """Print what is read in articles, one JSON object a line; nothing is stored.

    With --kg the names of that workspace are used, else those of the shipped reference data.
    """
    import msgspec

    from themegraph.engine import extract_forms
    from themegraph.ingest.articles import Rejection

    rejected = done = 0
    for item in extract_forms([Path(p) for p in paths], kg=call.kg):
        if isinstance(item, Rejection):
            note(f"rejected {item.path}: {item.reason}")
            rejected += 1
        else:
            click.echo(msgspec.json.encode(item).decode())
            done += 1
    note(f"read {done}, rejected {rejected}.")
    finish(bool(done))


@click.command()
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
@kg_option()
def sparql(call: Call, query: str, timeout: float, form: str) -> None:
    """Ask the store in SPARQL 1.1, read-only. QUERY is the query itself or a file that holds it."""
    from themegraph.ingest.decode import decode

    path, text = Path(query), query
    try:
        if len(query) < 1000 and path.is_file():
            text = decode(path.read_bytes()).removeprefix("\ufeff")
    except OSError:
        text = query
    except ThemegraphError as problem:
        msg = f"{query} {problem}."
        raise InputError(msg) from problem
    click.echo(open_workspace(call).sparql(text, form=form, timeout=timeout), nl=False)


@click.command()
@click.option("--to", "form", type=click.Choice(_EXPORTS), default=None, help="Form of the export. Default: what the file's name says.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), required=True, help="The file to write.")
@kg_option()
def export(call: Call, form: str | None, output: str) -> None:
    """Write the whole graph to a file.

    The form follows from the file's ending (.trig, .nq, .ttl, .jsonld, .graphml, .gexf; nodes.csv, edges.csv; nodes.jsonl, edges.jsonl for KGX)
    unless --to names it.
    """
    open_workspace(call).export(Path(output), form=form or "")
    click.echo(output)


@click.command()
@format_option()
@kg_option()
def stats(call: Call, form: str) -> None:
    """Show how much the workspace holds."""
    show(open_workspace(call).stats(), form)


@click.command()
@click.option("--out", type=click.Path(file_okay=False), help="Folder for the report and the picture. Default: the workspace folder.")
@kg_option(required=False)
def demo(call: Call, out: str | None) -> None:
    """Build a workspace from the shipped sample articles and run the main job on it."""
    from themegraph.demo import run_demo

    run_demo(
        Path(call.kg or "demo-kg"), out=Path(out) if out else None, run_at=call.run_at, show=lambda a: show(a, "table"), say=click.echo, note=note
    )
