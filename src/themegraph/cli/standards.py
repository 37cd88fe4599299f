"""Commands that speak the standards of the field: the SPARQL endpoint."""

from __future__ import annotations

import click

from themegraph.cli.common import Call, kg_option, note, open_workspace

__all__ = ["sparql_server"]


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

    with SparqlServer(kg.path / "store", port=port, query_timeout=timeout, row_limit=limit) as server:
        note(f"Listening on {server.url}; Ctrl-C ends it.")
        server.serve_forever()
