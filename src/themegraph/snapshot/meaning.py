"""What an event means for those it concerns, from what each of its tellings says: as the store compiles it, and as an earlier day could know it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from themegraph.model.values import dataclass
from themegraph.snapshot.tables import ROLES

__all__ = ["Party", "Vote", "parties"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one telling says of one thing that the event concerns."""

    entity: str
    voice: str | int
    """Reprints share one."""
    roles: frozenset[str]
    sign: int | None
    """What it means for it: −1, 0, 1; ``None``: the telling does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Whom an event concerns."""

    entity: str
    role: str
    """The foremost that any telling gives it."""
    sign: int
    """What it means for it: −1, 0, 1."""
    relevance: float
    """ρ of EXPOSURE.md §1, in [0, 1]."""


def _sign(votes: Iterable[int], roles: frozenset[str]) -> int:
    """Return what an event means for a company: the sum of the votes; without a vote what its role says; 0 where votes balance."""
    cast = list(votes)
    if cast:
        total = sum(cast)
        return (total > 0) - (total < 0)
    return ("beneficiary" in roles) - ("harmed" in roles)


def parties(votes: Iterable[Vote], *, relevance: Mapping[str, float]) -> tuple[Party, ...]:
    """Return whom an event concerns, by id.

    Parameters
    ----------
    votes
        In the order of the tellings. One voice has one vote on a thing, the first that it casts, whatever it says twice.
    relevance
        ρ of each role.

    Examples
    --------
    >>> two = [Vote(entity="company:A", voice=v, roles=frozenset({"agent"}), sign=s) for v, s in ((1, 1), (1, -1), (2, 1))]
    >>> [(p.role, p.sign) for p in parties(two, relevance={"agent": 1.0})]
    [('agent', 1)]
    """
    cast: dict[str, dict[str | int, int]] = {}
    roles: dict[str, frozenset[str]] = {}
    for vote in votes:
        roles[vote.entity] = roles.get(vote.entity, frozenset()) | vote.roles
        if vote.sign is not None:
            cast.setdefault(vote.entity, {}).setdefault(vote.voice, vote.sign)
    found = []
    for entity in sorted(roles):
        sign = _sign(cast.get(entity, {}).values(), roles[entity])
        role = min(roles[entity], key=ROLES.index, default="mention")
        rho = max((relevance.get(r, 0.0) for r in roles[entity]), default=0.0)
        if role == "mention" and sign:
            rho = relevance.get("partner", 0.0)
        found.append(Party(entity=entity, role=role, sign=sign, relevance=rho))
    return tuple(found)
