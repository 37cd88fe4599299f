"""Commands of care and of standards: the shapes, backups, the state of a workspace, the SPARQL endpoint."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from themegraph.cli.common import Call, failing, kg_option, note, open_workspace, show

__all__ = ["backup", "doctor", "import_", "restore", "sparql_server", "validate"]


@click.command("sparql-server")
@click.option("--port", type=click.IntRange(0, 65535), default=7878, show_default=True, help="Port on the loopback address; 0: any free one.")
@click.option("--timeout", type=click.FloatRange(0.1, 600), default=10.0, show_default=True, help="Seconds until a query is stopped.")
@click.option("--limit", type=click.IntRange(1), default=100_000, show_default=True, help="At most so many rows of a JSON or TSV result.")
@kg_option()
def sparql_server(call: Call, port: int, timeout: float, limit: int) -> None:
    """Answer SPARQL 1.1 protocol queries on the loopback address until Ctrl-C; updates are refused.

    GET and POST, results as JSON, XML, CSV or TSV and triples as Turtle, as the client asks. What is ingested meanwhile is in the next answer.
    """
    kg = open_workspace(call)
    from themegraph.graph.server import SparqlServer

    with SparqlServer(kg.store_place, port=port, query_timeout=timeout, row_limit=limit) as server:
        note(f"Listening on {server.url}; Ctrl-C ends it.")
        server.serve_forever()


@click.command()
@click.option("--shacl", is_flag=True, help="Run pySHACL on the same shapes as well (extra: validate); minutes on a large graph.")
@click.option("--quarantine", is_flag=True, help="Take the rows of reference data that violate a shape out of the answers from now on.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="Form of the answer.")
@kg_option()
def validate(call: Call, shacl: bool, quarantine: bool, form: str) -> None:
    """Hold the graph against the shapes of the ontology; print what they do not allow, by severity.

    Exit status 2 if there is a violation; warnings, and faults in rows that are held back, end with 0. With --quarantine a weight table with a wrong
    line, a listing, a fund or a hand-made claim that violates a shape is held back with the reason; it stays in the store, and themegraph unretract ID
    lets it count again.
    """
    kg = open_workspace(call)
    if quarantine:
        for held in kg.quarantine(run_at=call.run_at):
            note(f"held back {held.row}: {held.reason}")
    faults = kg.validate()
    if form == "json":
        show(list(faults), form)
    else:
        for fault in faults:
            click.echo(f"{fault.severity}  {fault.node}  {fault.path or fault.shape}  {fault.message}  {fault.value}".rstrip())
    bad = sum(f.severity == "Violation" for f in faults)
    held_back = sum(f.severity == "Quarantined" for f in faults)
    note(f"{bad} violations, {len(faults) - bad - held_back} warnings{f', {held_back} in rows that are held back' if held_back else ''}.")
    if shacl:
        conforms, text = kg.shacl_report()
        click.echo(text)
        bad += not conforms
    if bad:
        sys.exit(2)


@click.command()
@click.argument("output", type=click.Path(dir_okay=False))
@kg_option()
def backup(call: Call, output: str) -> None:
    """Write the workspace to the file OUTPUT; an ingest may go on meanwhile."""
    count = open_workspace(call).backup(output)
    note(f"{output}: {count:,} quads.")


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False))
@click.argument("folder", type=click.Path(file_okay=False))
@failing
def restore(source: str, folder: str) -> None:
    """Make a workspace in FOLDER, new or empty, of the backup SOURCE."""
    from themegraph.engine import ThemeGraph

    kg = ThemeGraph.restore(source, folder)
    note(f"Workspace {folder}: {kg.stats().counts['articles']:,} articles.")


@click.command()
@click.option(
    "--save",
    type=click.Path(dir_okay=False),
    help="Write every article whose text can still be read to this new file, as JSON lines that ingest reads.",
)
@kg_option()
def doctor(call: Call, save: str | None) -> None:
    """Say what state each part of the workspace is in, and what can be saved of a damaged one."""
    from themegraph.engine import ThemeGraph

    assert call.kg is not None
    found = ThemeGraph.examine(call.kg)
    for finding in found:
        click.echo(f"{'ok ' if finding.good else 'BAD'}  {finding.part}: {finding.message}")
    if save is not None:
        note(f"{save}: {ThemeGraph.save_texts(call.kg, save):,} articles.")
    if not all(f.good for f in found):
        sys.exit(1)


@click.command("import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@kg_option()
def import_(call: Call, sources: tuple[Path, ...]) -> None:
    """Add what stands in SOURCES to the workspace: .trig or .nq files such as export writes, each all or none, and .jsonl files of KGX lines.

    KGX lines come in as reference data, nodes and edges in any order; a line that cannot be taken is refused with the reason.
    """
    kg = open_workspace(call)
    for source in (s for s in sources if s.suffix.lower() != ".jsonl"):
        note(f"{source}: {kg.import_graph(source):,} quads.")
    lines = [s for s in sources if s.suffix.lower() == ".jsonl"]
    if lines:
        found = kg.import_kgx(lines, run_at=call.run_at)
        for file, line, reason in found.rejected:
            note(f"rejected {file}:{line}: {reason}")
        note(
            f"new: {found.things} things, {found.tables} weight tables, {found.memberships} memberships, {found.statements} statements; "
            f"rejected {len(found.rejected)} lines."
        )
