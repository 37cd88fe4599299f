"""Sentences without the owners of who acts in them: 均胜电子旗下均胜安全供货 says of 均胜安全 what 均胜安全供货 says.

A rule sees 由A旗下B供货 as two companies with words between, and would need to know every way of naming an owner in every place. It reads the
shortened sentence besides the whole one instead.
"""

from __future__ import annotations

import re
from dataclasses import replace

from themegraph.extract.relations.pairs import KINDS, Skeleton, Slot

__all__ = ["without_owners"]

_C = KINDS["company"]
_OWNER = re.compile(
    rf"{_C}(?:集团)?(?:的|之)?(?:(?:旗下|下属|所属|辖下|属下|麾下)(?:的)?)?"
    rf"(?:(?:间接)?(?:全资|控股|重要|核心|境外|海外|香港|一级|二级)*(?:子公司|附属公司|孙公司|公司|企业))?(?:之一)?(?:——?|的)?(?={_C})"
)
_LINKS = re.compile(r"旗下|下属|所属|辖下|属下|麾下|子公司|附属公司|孙公司")


def without_owners(skeleton: Skeleton) -> Skeleton | None:
    """Return the sentence without the owners that stand right ahead of their companies, or ``None`` if it names none.

    An owner at the end of an enumeration stays: of 甲、乙旗下丙 nobody can say whether 甲 owns 丙, too. Of 甲与乙旗下丙 the owner is 乙.
    """
    text: list[str] = []
    offsets: list[int] = []
    at: dict[int, Slot] = {}
    position = 0
    for found in _OWNER.finditer(skeleton.text):
        slot = skeleton.at[found.start()]
        if not _LINKS.search(found.group()) or (len(slot.members) > 1 and not slot.members[-1].parted):
            continue
        at |= {len(offsets) + old - position: skeleton.at[old] for old in range(position, found.start()) if old in skeleton.at}
        text.append(skeleton.text[position : found.start()])
        offsets.extend(skeleton.offsets[position : found.start()])
        if len(slot.members) > 1:
            at[len(offsets)] = replace(slot, members=slot.members[:-1])
            text.append(f"{_C}与")
            offsets.extend((skeleton.offsets[found.start()], skeleton.offsets[found.start()]))
        position = found.end()
    if not position:
        return None
    at |= {len(offsets) + old - position: slot for old, slot in skeleton.at.items() if old >= position}
    text.append(skeleton.text[position:])
    offsets.extend(skeleton.offsets[position:])
    return replace(skeleton, text="".join(text), at=at, slots=tuple(at.values()), offsets=tuple(offsets))
