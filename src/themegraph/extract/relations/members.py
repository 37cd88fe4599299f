"""Companies of a text on a sector that reference data count to that sector: the text need not say it of each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from themegraph.extract.relations.found import Found
from themegraph.extract.relations.pairs import Member, Skeleton, Slot
from themegraph.model import EntityId

__all__ = ["SectorsOf", "find_confirmed_sectors"]

SectorsOf = Callable[[EntityId], frozenset[EntityId]]
"""Which sectors reference data count a company to."""

_GROUP = re.compile(
    r"(?:的)?(?:主|全)?(?:板块|行业|概念|产业|赛道|领域|个股|股|企业|公司|厂商|龙头|巨头|族群|类股|上市公司|题材|主题|景气|指数|etf|运营商|制造商|供应商|市场|(?:'s)? (?:stocks?|shares|makers?|sector|companies|industry))"
)
_GROUP_END = re.compile(r"(?:股|企|商|厂|行业|板块|概念|公司|类股|banks|stocks|makers|shares|miners|names)$")
# Who gives an opinion, arranges a deal, reports or oversees is in the text, but not of its sector.
_VOICE = re.compile(
    r"[^,。;]{0,6}(?:认为|指出|表示看好|研报|研究|首席|分析师|评级|目标价|预计行业|测算|统计|发布研报|维持|重申|首予|给予|上调评级|下调评级|看好|证券部|担任|保荐|承销|独家财务顾问|策略|团队|报告称|料|料将|数据|资讯|建议|analyst|said in a note)"
)
_AS_VOICE = re.compile(r"(?:据|来自|根据|援引|由|委托|聘请|通过)$")
_MOST = 40
"""A text with more lists is a table."""
_TITLE, _GROUPED = 1, 2


def _focus(skeletons: Sequence[Skeleton]) -> dict[EntityId, tuple[int, Member]]:
    """Return the sectors that the title names and the text speaks of as a group, with how often they are named."""
    firm: dict[EntityId, int] = defaultdict(int)
    said: dict[EntityId, int] = defaultdict(int)
    first: dict[EntityId, Member] = {}
    for skeleton in skeletons:
        for p, slot in skeleton.at.items():
            if slot.kind != "sector/theme":
                continue
            for member in slot.members:
                if member.entity is None:
                    continue
                said[member.entity] += 1
                group = bool(_GROUP.match(skeleton.text, p + 1) or _GROUP_END.search(member.plain))
                firm[member.entity] |= (_TITLE if skeleton.sentence.title else 0) | (_GROUPED if group else 0)
                first.setdefault(member.entity, member)
    return {sector: (said[sector], first[sector]) for sector in first if firm[sector] == _TITLE | _GROUPED}


def _spoken(skeleton: Skeleton, position: int) -> bool:
    """Return whether a name stands there only as a voice or a helper."""
    return bool(_VOICE.match(skeleton.text, position + 1) or _AS_VOICE.search(skeleton.text[max(0, position - 3) : position]))


def _listed(skeleton: Skeleton, position: int, slot: Slot) -> bool:
    """Return whether companies stand there as examples of a group: several of them, or one before 等."""
    return len(slot.members) > 1 or skeleton.text.startswith("等", position + 1)


def find_confirmed_sectors(skeletons: Sequence[Skeleton], sectors_of: SectorsOf) -> Iterator[Found]:
    """Yield the companies that a text lists while it speaks of a sector as a group, where reference data count most of a list to that sector.

    Parameters
    ----------
    sectors_of
        What reference data say of a company.

    Notes
    -----
    For texts that name no member of a sector themselves. Where the wording names some (半导体设备股走强，北方华创涨停), others of the trade in the same text
    are mostly suppliers, customers or rivals on whom it says nothing.
    """
    focus = _focus(skeletons)
    if not focus:
        return
    lists = [
        (skeleton, p, slot) for skeleton in skeletons for p, slot in skeleton.at.items() if slot.kind == "company" and _listed(skeleton, p, slot)
    ]
    if len(lists) > _MOST:
        return
    told: set[EntityId] = set()
    for skeleton, p, slot in lists:
        known = [sector for member in slot.members if member.entity for sector in sectors_of(member.entity) if sector in focus]
        if not known or _spoken(skeleton, p):
            continue
        best = min(known, key=lambda sector: (-focus[sector][0], -known.count(sector), focus[sector][1].link.mention.span.start))
        if 2 * known.count(best) < len(slot.members):
            continue
        for member in slot.members:
            if member.entity is None or member.entity in told:
                continue
            told.add(member.entity)
            yield Found(
                predicate="belongs_to_sector", subject=member, object=focus[best][1], sentence=skeleton.index, trigger=skeleton.span(p, p + 1),
                rule="sector.confirmed", confidence=0.65, given=True,
            )  # fmt: skip
