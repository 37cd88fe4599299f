"""Array format of the graph: columns, reader, builder, writer. numpy only; no RDF."""

from themegraph.snapshot.array import Columns, Snapshot, day_of, id_key, open_snapshot
from themegraph.snapshot.build import BuilderBase, SnapshotBuilder, write_snapshot
from themegraph.snapshot.sizes import contract_size, stated_size
from themegraph.snapshot.tables import COLUMNS, FORMAT, MARKETS, RELATION_CLASSES, ROLES, SIGNS

__all__ = [
    "COLUMNS",
    "FORMAT",
    "MARKETS",
    "RELATION_CLASSES",
    "ROLES",
    "SIGNS",
    "BuilderBase",
    "Columns",
    "Snapshot",
    "SnapshotBuilder",
    "contract_size",
    "day_of",
    "id_key",
    "open_snapshot",
    "stated_size",
    "write_snapshot",
]
