"""Array format of the graph: columns, reader, builder, writer. numpy only; no RDF."""

from themegraph.snapshot.array import Columns, Snapshot, day_of, id_key, open_snapshot
from themegraph.snapshot.build import BuilderBase, SnapshotBuilder, write_snapshot
from themegraph.snapshot.meaning import Party, Vote, parties
from themegraph.snapshot.sizes import contract_size, stated_amount, stated_size
from themegraph.snapshot.tables import COLUMNS, FORMAT, MARKETS, NO_VOTE, PLANNED, RELATION_CLASSES, ROLES, SIGNS

__all__ = [
    "COLUMNS",
    "FORMAT",
    "MARKETS",
    "NO_VOTE",
    "PLANNED",
    "RELATION_CLASSES",
    "ROLES",
    "SIGNS",
    "BuilderBase",
    "Columns",
    "Party",
    "Snapshot",
    "SnapshotBuilder",
    "Vote",
    "contract_size",
    "day_of",
    "id_key",
    "open_snapshot",
    "parties",
    "stated_amount",
    "stated_size",
    "write_snapshot",
]
