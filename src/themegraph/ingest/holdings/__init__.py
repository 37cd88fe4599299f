"""Holdings from the files people have: one importer a format, one way in, refusals with their reason."""

from themegraph.ingest.holdings.detect import format_names
from themegraph.ingest.holdings.prices import Price, Prices, prices_from_records, read_prices
from themegraph.ingest.holdings.read import holdings_from_records, read_holdings
from themegraph.ingest.holdings.resolve import ReferenceResolver
from themegraph.ingest.holdings.status import TableStatus, holdings_status
from themegraph.ingest.holdings.values import HoldingsImport, ImportNote, Quarantined, Resolver

__all__ = [
    "HoldingsImport",
    "ImportNote",
    "Price",
    "Prices",
    "Quarantined",
    "ReferenceResolver",
    "Resolver",
    "TableStatus",
    "format_names",
    "holdings_from_records",
    "holdings_status",
    "prices_from_records",
    "read_holdings",
    "read_prices",
]
