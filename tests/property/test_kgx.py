"""Reference data -> KGX lines -> reference data is the same data, for every row that the model can hold."""

from datetime import UTC, date, datetime
from string import ascii_letters

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from themegraph.graph.keep import load_reference
from themegraph.graph.kgx import kgx_edges, kgx_nodes, read_kgx
from themegraph.graph.reference import reference_of
from themegraph.graph.store import OxigraphStore
from themegraph.model import (
    Entity,
    Fund,
    Holding,
    Listing,
    Membership,
    Name,
    ReferenceData,
    ReferenceStatement,
    Statement,
    WeightTable,
    entity_id,
)
from themegraph.ontology import load_ontology

ONTO = load_ontology()
NOW = datetime(2026, 1, 5, tzinfo=UTC)

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
some_words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
TYPES = {kind: t.notation for t in ONTO.entity_types.values() for kind in t.kinds if kind not in {"share", "etf"}}
weights = st.floats(-1, 1) | st.none()


def one(kind: str):
    return st.builds(entity_id, st.just(kind), some_words)


things = st.sampled_from(sorted(TYPES)).flatmap(one)
kinds_of_names = st.sampled_from(sorted(ONTO.name_kinds))
names = st.lists(
    st.builds(Name, text=some_words, kind=kinds_of_names, source=words, valid_from=st.none() | days, valid_to=st.none() | days), max_size=2
).map(tuple)
entities = things.flatmap(
    lambda i: st.builds(
        Entity, id=st.just(i), type=st.just(TYPES[i.partition(":")[0]]), label=some_words, label_en=words, names=names, broader=st.none() | things,
        source=words,
    )
)  # fmt: skip
listings = st.builds(
    Listing, id=one("share"), issuer=one("company"), code=some_words, name=some_words, exchange=words, primary=st.booleans(),
    listed_on=st.none() | days, source=words,
)  # fmt: skip
funds = st.builds(
    Fund, id=one("etf"), code=some_words, name=some_words, names=names, manager=words, index=st.none() | one("index"), index_name=words,
    kind=words, leverage=st.floats(-3, 3), fee=st.none() | st.floats(0, 0.1), as_of=st.none() | days, source=words,
)  # fmt: skip
lines = st.builds(Holding, security=one("share"), issuer=st.none() | one("company"), name=some_words, weight=weights)
tables = st.builds(
    WeightTable, id=st.text(ascii_letters, min_size=1, max_size=6).map(lambda t: f"weights:{t}"), fund=one("etf"), index=st.none() | one("index"),
    basis=st.sampled_from(sorted(ONTO.weight_bases)), coverage=st.sampled_from(["full", "top", "partial"]), n_total=st.none() | st.integers(1, 99),
    sorted=st.booleans(), as_of=st.none() | days, known_at=days, source=words, holdings=st.lists(lines, min_size=1, max_size=3).map(tuple),
)  # fmt: skip
members = st.builds(Membership, company=one("company"), group=one("theme") | one("industry"), as_of=st.none() | days, known_at=days, source=words)
values = some_words | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**60), 2**60) | st.booleans()
statements = st.builds(
    ReferenceStatement,
    statement=st.builds(
        Statement, subject=one("company"), predicate=st.sampled_from(["supplies_to", "cooperates_with", "invests_in", "customer_of"]),
        object=one("company"), qualifiers=st.dictionaries(some_words, values, max_size=2).map(lambda d: tuple(d.items())),
        valid_from=st.none() | days, valid_to=st.none() | days,
    ),
    known_at=days, source=words, quote=words,
)  # fmt: skip


def few(rows, key):
    return st.lists(rows, max_size=3, unique_by=key).map(tuple)


data = st.builds(
    ReferenceData, entities=few(entities, lambda e: e.id), listings=few(listings, lambda s: s.id), funds=few(funds, lambda f: f.id),
    tables=few(tables, lambda t: t.id), memberships=few(members, repr), statements=few(statements, repr),
)  # fmt: skip


def back(raw: bytes) -> ReferenceData:
    found = read_kgx(raw, source="f.jsonl", day=date(2026, 1, 5), ontology=ONTO)
    assert found.rejected == ()
    return found.data


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data)
def test_reference_data_comes_back_from_kgx_lines_as_it_went_out(given_rows: ReferenceData) -> None:
    store = OxigraphStore()
    load_reference(store, given_rows, dataset="d", learned_at=NOW, ontology=ONTO)
    before = reference_of(store, ontology=ONTO)
    raw = kgx_nodes(store, ONTO) + kgx_edges(store, ONTO)
    other = OxigraphStore()
    load_reference(other, back(raw), dataset="d", learned_at=NOW, ontology=ONTO)
    assert reference_of(other, ontology=ONTO) == before
    assert kgx_nodes(other, ONTO) + kgx_edges(other, ONTO) == raw
