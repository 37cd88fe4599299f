"""The columns of the snapshot: what stands in each array, its type and its meaning of "none".

A snapshot is a folder of ``.npy`` files (one a column, memory-mapped on reading) and ``meta.json``. A table is a group of columns of
equal length; ``*_ptr`` columns have one entry more and are the row pointers of a CSR layout. Text columns hold indices into the string
pool. Days are proleptic ordinals (``datetime.date.toordinal``), 0 where there is none; instants are POSIX seconds (UTC), 0 where there
is none. Indices are −1 where there is none; numbers are NaN where unknown.
"""

from __future__ import annotations

__all__ = ["COLUMNS", "FORMAT", "MARKETS", "NO_VOTE", "PLANNED", "RELATION_CLASSES", "ROLES", "SIGNS", "SPANS", "VOCABULARIES"]

FORMAT = "themegraph/snapshot/5"
"""Changes whenever a column changes its meaning."""

RELATION_CLASSES = ("up", "down", "comp", "own_up", "own_down", "coop", "member")
"""The classes of EXPOSURE.md §2, in the order of their codes. ``member`` edges run company → group; the walk theme → company reads them backwards."""

ROLES = ("agent", "object", "partner", "beneficiary", "harmed", "mention")

MARKETS = ("", "SH", "SZ", "BJ", "HK", "US", "KS", "TW", "T", "AX", "TO", "L", "SW", "DE", "PA", "AS", "CSI", "CNI")

SIGNS = {"positive": 1, "negative": -1, "neutral": 0}

NO_VOTE = 2
"""In the column of signs of votes: the telling does not say."""

PLANNED = 2
"""In the flag of an edge: it counts only while some reading of its statement that counts says that the thing is done."""

VOCABULARIES = ("kinds", "predicates", "event_types", "bases", "coverages", "source_classes", "modalities", "fund_kinds", "name_kinds")
"""Lists in ``meta.json``; the uint8 columns of the same idea are indices into them."""

SPANS = ("statements.public_from", "statements.valid_from", "statements.valid_to", "evidence.public_from", "evidence.learned_at")
"""Columns of which ``meta.json`` has the least and the largest value, so that a question need not look whether any row lies after its day."""

COLUMNS: dict[str, dict[str, str]] = {
    # Everything with an id that can stand at the end of an edge: issuers, listings, funds, indices, groups, products, organisations, persons.
    "nodes": {
        "id": "int32",  # text: the CURIE
        "label": "int32",  # text: the name to print
        "label_en": "int32",  # text
        "kind": "uint8",  # kinds: company, share, etf, index, industry, theme, product, org, person, place, policy
        "market": "uint8",  # MARKETS, of the primary listing or the fund
        "issuer": "int32",  # node: a share's issuer, else itself
        "broader": "int32",  # node: the class or theme above (skos:broader)
    },
    # Every name of every node, folded (scripts, widths, case), so that questions find them without the store. Sorted by key, then node.
    "names": {
        "key": "int64",  # id_key of the folded name
        "node": "int32",
        "text": "int32",  # text: the name as written
        "kind": "uint8",  # name_kinds
    },
    # Facts about funds; ``node`` is sorted.
    "funds": {
        "node": "int32",
        "index": "int32",  # node of the tracked index
        "index_name": "int32",  # text
        "manager": "int32",  # text
        "kind": "uint8",  # fund_kinds
        "leverage": "float64",  # m of EXPOSURE.md §4
        "fee": "float64",  # a year, fraction
        "source": "int32",  # text
    },
    # Statements between nodes. Equal claims are one row.
    "statements": {
        "id": "int32",  # text: statement:<hash>
        "subject": "int32",
        "predicate": "uint8",  # predicates
        "object": "int32",
        "belief": "float64",  # over all evidence in the store; recomputed from `evidence` for an earlier known_at
        "public_from": "int32",  # day: the first day on which any evidence was public; 0: undated, never used
        "valid_from": "int32",  # day
        "valid_to": "int32",  # day
    },
    # Propagation edges: a statement gives one or two, with the receiver's denominator. Sorted by sender.
    "edges": {
        "dst": "int32",  # receiver node
        "cls": "uint8",  # RELATION_CLASSES
        "q": "float64",  # NaN: unknown, take the prior
        "statement": "int32",
        "flag": "uint8",  # 1: market values are unknown and the stake stands in for stake · V_i / V_j; + 2: PLANNED
    },
    # The same edges by receiver.
    "in_edges": {
        "src": "int32",  # sender node
        "edge": "int32",  # row in `edges`
    },
    # Industry and theme membership; sorted by company. Membership is no statement of revenue: pi is NaN unless sourced.
    "members": {
        "company": "int32",
        "group": "int32",
        "pi": "float64",  # share of the company's revenue in the group
        "as_of": "int32",  # day
        "public_from": "int32",  # day: usable from then on
        "statement": "int32",  # −1: reference data; else the statement it rests on
        "source": "int32",  # text
    },
    # Weight tables: one fund, one date, one source.
    "tables": {
        "id": "int32",  # text
        "fund": "int32",
        "index": "int32",  # node of the index whose weights stand in
        "basis": "uint8",  # bases
        "coverage": "uint8",  # coverages
        "sorted": "uint8",  # 1: largest lines in falling order
        "n_total": "int32",  # −1: unknown
        "as_of": "int32",  # day the weights describe
        "known_at": "int32",  # day from which the table is usable
        "learned_at": "int64",  # instant at which this workspace loaded it
        "source": "int32",  # text
    },
    "holdings": {
        "security": "int32",  # node of the line
        "issuer": "int32",  # node; −1: not linked
        "name": "int32",  # text: the line's name as the source has it
        "weight": "float64",  # fraction; NaN: unknown
        "table": "int32",
    },
    # Revenues of twelve months, by company: the latest period known by a day is the one in use.
    "revenues": {
        "company": "int32",
        "value": "float64",  # in its currency, above 0
        "currency": "int32",  # text: ISO 4217
        "cny": "float64",  # yuan for one unit; NaN: not stated
        "period": "int32",  # day: the last of the twelve months' days
        "public_from": "int32",  # day: usable from then on
        "learned_at": "int64",  # instant at which this workspace loaded it
        "source": "int32",  # text
    },
    # Holdings by issuer: rows of `holdings`.
    "held_by": {"row": "int32"},
    "articles": {
        "id": "int32",
        "title": "int32",
        "source": "int32",
        "url": "int32",
        "published_at": "int64",  # instant; 0: undated
        "public_from": "int32",  # day in Asia/Shanghai; 0: undated
        "learned_at": "int64",
    },
    # One event as the articles tell it: equal readings are one row with several evidence rows.
    "events": {
        "id": "int32",
        "type": "uint8",  # event_types
        "story": "int32",  # row in `stories`
        "trigger": "int32",  # text
        "summary": "int32",  # text: the title of the first article that tells it
        "day_from": "int32",  # day it happened, or planned
        "day_to": "int32",
        "public_from": "int32",  # day the first dated evidence was public; 0: undated
        "negated": "uint8",
        "speculative": "uint8",
        "belief": "float64",  # p_e over all evidence
        "size": "float64",  # NaN: the prior of its type
        "amount": "float64",  # what a contract comes to; NaN: not stated, or stated several times
        "currency": "int32",  # text: of the amount
        "search": "int32",  # text: what a question is matched against
    },
    "participants": {
        "node": "int32",
        "role": "uint8",  # ROLES
        "sign": "int8",  # −1, 0, 1: polarity for this node
        "relevance": "float64",  # rho of EXPOSURE.md §1
        "event": "int32",
    },
    # Each telling of the events that have several, so that an earlier day finds what they meant then; by event, in the order in which they speak.
    "tellings": {
        "event": "int32",
        "evidence": "int32",
        "size": "float64",  # NaN: it states none
        "search": "int32",  # text
    },
    # What each of these tellings says of whom.
    "votes": {
        "telling": "int32",
        "node": "int32",
        "roles": "uint8",  # bits of ROLES
        "sign": "int8",  # −1, 0, 1; NO_VOTE
    },
    # Participants by node: rows of `participants`.
    "participates": {"row": "int32"},
    "stories": {
        "id": "int32",
        "first_public": "int32",  # day
    },
    # Readings, of statements and of events; `owner` is a row of one or the other.
    "evidence": {
        "owner": "int32",
        "article": "int32",  # −1: reference data
        "start": "int32",  # code points into the article's content
        "end": "int32",
        "story": "int32",  # the voice it belongs to: reprints share one; −1: reference data
        "source_class": "uint8",  # source_classes
        "modality": "uint8",  # modalities
        "public_from": "int32",  # day
        "learned_at": "int64",
        "dataset": "int32",  # text: name and source of the reference data, empty for articles
        "done": "uint8",  # 1: it neither denies the thing nor speaks of a plan
    },
    # When something did not count: a reading, a weight table or an article that was retracted, once for each reason and interval.
    "closings": {
        "evidence": "int32",  # −1: not a reading
        "table": "int32",  # −1: not a weight table
        "article": "int32",  # −1: not an article
        "since": "int64",  # instant of the retraction
        "until": "int64",  # instant at which it was taken back; 0: it still holds
    },
}
"""Table → column → dtype. Pointers: ``edges_ptr``, ``in_edges_ptr``, ``members_ptr``, ``group_ptr``, ``held_by_ptr``, ``participates_ptr`` by node;
``holdings_ptr`` by table; ``votes_ptr`` by telling; ``participants_ptr``, ``tellings_ptr`` and ``event_evidence_ptr`` by event; ``statement_evidence_ptr`` by statement;
``tables_ptr`` by fund row. ``group_members`` lists rows of `members` by group."""
