"""Read who is helped and who is hurt, as far as the text itself says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from themegraph.extract.lines import Actor, Line
from themegraph.extract.roles import group_after, group_before

__all__ = ["Effect", "caused", "line_effects"]

_KINDS = frozenset({"company", "etf", "sector/theme", "index"})
_GAINS = re.compile(
    r"受益|受惠|获益|得益|获利丰厚|有望提振|迎来(?:利好|机遇|发展机遇|修复)|有望(?:修复|提升|改善|走强)|订单能见度|弹性(?:最大|较大)|直接利好|充分受益|将获提振|景气(?:度)?(?:上行|回升|提升)|消化|迎来转机|增值至|升至[^,，]{0,6}亿元左右|benefit|beneficiar|gain from|stand to gain"
)
_HELPS = re.compile(
    r"(?:利好|利多|提振|带动|推动|刺激|支撑|催化|助推|推升|惠及|拉动|激励|boost(?:s|ed)?|lift(?:s|ed)?|help(?:s|ed)?)(?=[^,，。]{0,16})"
)
_SUFFERS = re.compile(
    r"承压|受损|受挫|首当其冲|受(?:到)?(?:冲击|拖累|影响较大|打击|压制|损)|面临(?:压力|冲击|挑战|下行)|压力(?:随之)?(?:加大|增大|上升|剧增)|遭(?:受)?(?:冲击|打击|重创)|成本(?:将)?(?:上升|增加|抬升|高企)|利润(?:空间)?(?:受|被)(?:挤压|侵蚀)|潜在的?承压方|被动|"
    r"under pressure|suffer|hurt by|hit by"
)
_HURTS = re.compile(
    r"(?:利空|拖累|冲击|打击|打压|压制|重创|挤压|侵蚀|损害|不利于|加重|抬高[^,，]{0,4}成本|hurt(?:s)?|harm(?:s|ed)?|weigh(?:s|ed)? on)(?=[^,，。]{0,16})"
)
_NOT = re.compile(r"(?:不|未|没有|无|难以|有限|并非|谈不上)[^,，]{0,5}$")
_PREP = re.compile(r"(?:对|令|使|让|为|给|于)$")
CAUSE = re.compile(
    r"受(?:此|该|上述|[^,，。]{1,24})(?:影响|提振|刺激|消息|拖累|带动|推动|冲击|打击|利好|利空|催化|驱动|拉动|推升|支撑|压制|鼓舞)|消息(?:传出|公布|一出|发布|面上?|刺激)|引发|公告(?:后|发布后|披露后)|公布后|传出后|宣布后|"
    r"受益于|得益于|因[^,，。]{2,30}[,，]|随着|在[^,，。]{2,20}(?:带动|推动|影响|刺激|提振)下|after|following|on news|as a result"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Somebody helped or hurt, before it is reported."""

    actor: Actor
    helped: bool
    line: Line


def caused(line: Line) -> bool:
    """Return whether a line says that something brought its moves about."""
    return bool(CAUSE.search(line.text))


def line_effects(line: Line) -> Iterator[Effect]:
    """Yield who a line says is helped or hurt, by words of gain and loss; an effect that is denied is none."""
    text = line.masked
    for pattern, helped in ((_GAINS, True), (_SUFFERS, False)):
        for found in pattern.finditer(text):
            low, high = line.clauses[line.clause_at(found.start())]
            if _NOT.search(text[max(low, found.start() - 8) : found.start()]):
                continue
            if found.group() in {"受益", "受惠", "获益", "得益"} and re.match(r"于|的是|最?大?的(?:是|为)", text[found.end() : found.end() + 4]):
                whom = group_before(line, found.start(), low, _KINDS)
                if not whom and not text.startswith("于", found.end()):
                    whom = group_after(line, found.end(), max(high, found.end()), _KINDS)
                if not whom and text.startswith("于", found.end()):
                    # 受益于涨价，通威股份上半年扭亏: the next clause's subject.
                    whom = group_after(line, high, len(text), frozenset({"company"})) if low == line.clauses[0][0] else ()
            else:
                whom = group_before(line, found.start(), low, _KINDS, prepositional=True)
                if not whom and line.clause_at(found.start()) and not any(low <= a.start < found.start() for a in line.actors if a.kind == "company"):
                    before = line.clauses[line.clause_at(found.start()) - 1]
                    whom = group_before(line, before[1], before[0], _KINDS)
            for actor in whom:
                yield Effect(actor=actor, helped=helped, line=line)
    for pattern, helped in ((_HELPS, True), (_HURTS, False)):
        for found in pattern.finditer(text):
            low, high = line.clauses[line.clause_at(found.start())]
            if _NOT.search(text[max(low, found.start() - 8) : found.start()]):
                continue
            whom = group_after(line, found.end(), max(high, found.end()), _KINDS)
            if whom and whom[0].start - found.end() > 14:
                whom = ()
            if not whom and re.search(r"构成|形成|是|为|属", text[max(low, found.start() - 6) : found.start()]):
                whom = tuple(
                    a
                    for a in line.actors
                    if a.kind in _KINDS and low <= a.start < found.start() and _PREP.search(text[max(0, a.start - 1) : a.start])
                )
            for actor in whom:
                yield Effect(actor=actor, helped=helped, line=line)
