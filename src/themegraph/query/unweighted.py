"""Funds that bear the name of a company's group and have no weights to look through: what to import, never an exposure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from themegraph.exposure.weights import WeightTables
from themegraph.model.answers.exposures import UnweightedFunds
from themegraph.query.facts import Facts
from themegraph.snapshot.sets import distinct

__all__ = ["unweighted_funds"]

_SUFFIX = re.compile(r"(?:概念|板块|行业|产业|[ⅠⅡⅢ]|I{1,3})+$")
_SHOWN = 3
_NOT_LOOKED_THROUGH = {"bond", "money", "commodity", "gold"}


def unweighted_funds(facts: Facts, companies: Iterable[int], *, tables: WeightTables) -> tuple[UnweightedFunds, ...]:
    """Return, for each industry or theme of some companies, the funds named after it (or whose index is) that have no usable weight table.

    A name is no holding: these are candidates to import weights of. Groups come in the order of the most specific first, that is of the fewest members.
    """
    snap = facts.snapshot
    day = facts.as_of.toordinal()
    groups: dict[int, int] = {}
    for company in companies:
        rows = snap.rows("members_ptr", company)
        public, found = snap.members.public_from[rows], snap.members.group[rows]
        for group in distinct(found[(public > 0) & (public <= day)]):
            groups[int(group)] = len(range(*snap.rows("group_ptr", int(group)).indices(len(snap.members))))
    if not groups:
        return ()
    kinds = snap.vocabulary("fund_kinds")
    bare = []
    for at, node in enumerate(snap.funds.node):
        if kinds[int(snap.funds.kind[at])] not in _NOT_LOOKED_THROUGH:
            index = int(snap.funds.index[at])
            name = f"{snap.label_of(int(node))} {snap.label_of(index) if index >= 0 else snap.text(int(snap.funds.index_name[at]))}"
            bare.append((index < 0, int(node), name))
    bare.sort(key=lambda fund: (fund[0], snap.id_of(fund[1])))
    out, seen = [], set()
    for group in sorted(groups, key=lambda g: (groups[g], snap.id_of(g))):
        stem = _SUFFIX.sub("", snap.label_of(group))
        if len(stem) < 2 or stem in seen or stem.isascii():
            continue
        seen.add(stem)
        named = [node for _, node, name in bare if stem in name]
        named = [node for node in named if not tables.usable(tables.rows_of(node)).any()]
        if named:
            out.append(UnweightedFunds(group=facts.thing(group), funds=tuple(facts.thing(n) for n in named[:_SHOWN]), total=len(named)))
    return tuple(out)
