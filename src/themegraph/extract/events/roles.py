"""Find who does it, to whom, with whom: the frame of each type of event."""

from __future__ import annotations

from collections.abc import Callable

from themegraph.extract.events.roles_deeds import buyers, contractors, financed, holders, launchers, others, partners, recallers, staffed
from themegraph.extract.events.roles_figures import earners, movers, prices, raters
from themegraph.extract.events.roles_state import accusers, banks, rulers
from themegraph.extract.events.subjects import Cast, Role, Scene
from themegraph.extract.events.triggers import Trigger
from themegraph.extract.text.lines import Line

__all__ = ["cast_event"]

_FRAMES: dict[str, Callable[[Line, Trigger, Scene], Cast]] = {
    "market_move": movers,
    "price_change": prices,
    "earnings": earners,
    "guidance": earners,
    "capacity/expansion": launchers,
    "product_launch": launchers,
    "recall/accident": recallers,
    "rating/target": raters,
    "m&a": buyers,
    "contract/order": contractors,
    "cooperation": partners,
    "financing/ipo": financed,
    "shareholding_change": holders,
    "lawsuit/investigation": accusers,
    "policy/regulation": rulers,
    "export_control/sanction": rulers,
    "macro": banks,
    "management_change": staffed,
    "other": others,
}


def cast_event(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return who takes part in what a trigger tells of, as (role, actor); empty if nobody of a kind that could is there."""
    seen: set[str] = set()
    cast: list[Role] = []
    for role, actor in _FRAMES[trigger.type](line, trigger, scene):
        if actor.key not in seen:
            seen.add(actor.key)
            cast.append((role, actor))
    return tuple(cast)
