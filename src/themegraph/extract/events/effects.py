"""Read who is helped and who is hurt, as far as the text itself says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from themegraph.extract.events.drafts import STATEMENTS, Draft
from themegraph.extract.events.subjects import Scene, group_after, group_before, note_listed
from themegraph.extract.text.cues import Cue, modality_at
from themegraph.extract.text.lines import Actor, Line
from themegraph.model import Polarity
from themegraph.model.values import dataclass

__all__ = ["Effect", "attach_effects", "caused", "find_effects", "line_effects"]

_KINDS = frozenset({"company", "etf", "sector/theme", "index"})
_GAINS = re.compile(
    r"受益|受惠|获益|得益|获利丰厚|有望提振|迎来(?:利好|机遇|发展机遇|修复)|有望(?:修复|提升|改善|走强)|订单能见度|弹性(?:最大|较大)|偏正面|更有利|压力(?:反而)?(?:会|将|有望)?(?:得到)?(?:缓解|减轻|纾缓)|获得约?[\d.]+亿元被动资金|直接利好|充分受益|将获提振|景气(?:度)?(?:上行|回升|提升)|消化|迎来转机|增值至|升至[^,，]{0,6}亿元左右|benefit|beneficiar|gain from|stand to gain"
)
_HELPS = re.compile(
    r"(?:利好|利多|提振|带动|推动|刺激|支撑|催化|助推|推升|惠及|拉动|激励|boost(?:s|ed)?|lift(?:s|ed)?|help(?:s|ed)?)(?=[^,，。]{0,16})"
)
_SUFFERS = re.compile(
    r"承压|受损|受挫|受阻|受压|偏负面|影响(?:更大|最大|较大)|首当其冲|面临[^,，。;；]{0,24}(?:压力|冲击|挑战|困境|风险)|承受[^,，。;；]{0,16}压力|损失[^,，。;；]{0,4}订单|成本面临上行|受(?:到)?(?:冲击|拖累|影响较大|打击|压制|损)|面临(?:压力|冲击|挑战|下行)|压力(?:随之)?(?:加大|增大|上升|剧增)|遭(?:受)?(?:冲击|打击|重创)|成本(?:将)?(?:上升|增加|抬升|高企)|利润(?:空间)?(?:受|被)(?:挤压|侵蚀)|潜在的?承压方|被动|"
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


_LEAD = re.compile(
    r"则|也|亦|将|会|有望|被|部分|分析师|分析人士|市场|机构|视为|认为|看作|列为|潜在|业内|是|属于|成为|主要|的|受益者|或|均|都|因此|由此|从而|直接|充分|最|率先|明显|可能|更|进一步|持续|同样|并|且|而|有利于|使|令|其|公司|企业|厂商|业绩|利润|盈利|成本|毛利率?|需求|订单|估值|股价|短期|长期|预计|料|势必|相应|随之|显著|[\W\ue000]"
)
"""What may stand ahead of a word of gain or loss whose subject is the clause before's; anything else is somebody no reader linked."""
_SUMMED_UP = re.compile(r"(?:\([^()]{0,20}\))?等[^,，。;；]{0,6}")


def _spelled_out(line: Line, whom: Sequence[Actor]) -> tuple[Actor, ...]:
    """Return the companies that a sector only sums up (保利发展、招商蛇口等房企), or who was found."""
    if not whom or whom[0].kind != "sector/theme":
        return tuple(whom)
    named = group_before(line, whom[0].start, 0, frozenset({"company"}), prepositional=True)
    return named if named and _SUMMED_UP.fullmatch(line.text, named[-1].end, whom[0].start) else tuple(whom)


_OPINES = re.compile(r"[^,，。;；]{0,8}?(?:认为|指出|表示|预计|研报|判断|测算|分析师|称)")
"""Who speaks of gain or loss is not who has it."""


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
                stranger = len(_LEAD.sub("", text[low : found.start()])) > 1
                if (
                    not whom
                    and not stranger
                    and line.clause_at(found.start())
                    and not any(low <= a.start < found.start() for a in line.actors if a.kind == "company")
                ):
                    before = line.clauses[line.clause_at(found.start()) - 1]
                    whom = group_before(line, before[1], before[0], _KINDS)
            for actor in _spelled_out(line, whom):
                if _OPINES.match(line.text, actor.end):
                    continue
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


_STATED_ROLES = {
    # By these an event itself says who wins and who loses: (event type, role)
    ("recall/accident", "agent"),
    ("shareholding_change", "agent"),
    ("other", "agent"),
    ("earnings", "agent"),
    ("price_change", "agent"),
    ("contract/order", "agent"),
    ("cooperation", "agent"),
    ("lawsuit/investigation", "object"),
    ("shareholding_change", "object"),
    ("rating/target", "object"),
    ("m&a", "object"),
    ("policy/regulation", "object"),
}
_ASKING = re.compile(r"是否|能否|会否|[?？]$")
_OLD = timedelta(days=10)
"""A deal two weeks back is background; results speak of a period that is over and are not asked."""
_LONG_AGO = timedelta(days=20)


def _told_effects(draft: Draft, today: date | None) -> Iterator[Effect]:
    """Yield whom an event helps or hurts by its own roles."""
    kind = draft.trigger.type
    if _ASKING.search(draft.line.text):
        return
    if (
        today
        and draft.dated
        and draft.when
        and today - draft.when.end > _OLD
        and not any(role in {"beneficiary", "harmed"} for role, _ in draft.cast)
    ):
        return
    leading = draft.line.number <= 1 and kind in {"earnings", "guidance"}
    for role, actor in draft.cast:
        sense = draft.polarity.get(actor.surface, Polarity.NEUTRAL)
        if role in {"beneficiary", "harmed"}:
            yield Effect(actor=actor, helped=role == "beneficiary", line=draft.line)
        elif sense is not Polarity.NEUTRAL and ((kind, role) in _STATED_ROLES or (leading and role == "agent")):
            yield Effect(actor=actor, helped=sense is Polarity.POSITIVE, line=draft.line)


_UNRELATED = re.compile(r"无关|無關|无直接关系|逆势|逆市|逆勢")
"""A line that itself says the move has nothing to do with the news, or runs against it."""


_ACTING = {"agent", "object", "partner"}
_WIDE = {"price_change", "policy/regulation", "export_control/sanction", "macro", "recall/accident", "capacity/expansion"}
"""News that reaches others than those it is about; beside a company's own (its lawsuit, its new chairman) who moves is a bystander."""


def _follows(line: Line, lines: Sequence[Line]) -> bool:
    """Return whether the sentence before, in the same paragraph, says what brought about the moves that this one goes on to tell."""
    before = lines[line.number - 1] if line.number else None
    return before is not None and before.sentence.paragraph == line.sentence.paragraph and caused(before)


def _moved_effects(draft: Draft, drafts: Sequence[Draft], lines: Sequence[Line], today: date | None) -> Iterator[Effect]:
    """Yield whose shares an earlier piece of news moved; a move without one, or of long ago, says nothing."""
    line = draft.line
    if today and draft.when and today - draft.when.end > _LONG_AGO:
        return
    if _UNRELATED.search(line.text):
        return
    told = [d for d in drafts if _news(d) and d.line.number <= line.number]
    together = any(a.kind in {"sector/theme", "index"} for role, a in draft.cast if role == "agent")
    because = caused(line) or any(d.trigger.type in _WIDE for d in told) or (bool(told) and (together or _follows(line, lines)))
    acting = {a.key for d in told for role, a in d.cast if role in _ACTING}
    for surface, polarity in draft.polarity.items():
        actor = next((a for a in line.actors if a.surface == surface), None) or next((a for _, a in draft.cast if a.surface == surface), None)
        if actor and polarity is not Polarity.NEUTRAL and (because or actor.key in acting):
            yield Effect(actor=actor, helped=polarity is Polarity.POSITIVE, line=line)
    if caused(line):
        for role, actor in draft.cast:
            if role == "agent" and actor.kind == "sector/theme":
                yield Effect(actor=actor, helped=draft.trigger.sense > 0, line=line)


def _news(draft: Draft) -> bool:
    if draft.trigger.type == "other":
        return draft.trigger.word in STATEMENTS
    return draft.trigger.type not in {"market_move", "earnings"}


_LISTED_ABOVE = re.compile(
    r"(?:上述|前述|这些|以上|这几|该等)(?:[一二两三四五六七八九十\d]+家)?[^,，。;；]{0,8}(?:公司|企业|厂商|厂|商|股|标的|龙头)"
)


def _pointed_at(line: Line, listed: Sequence[Actor]) -> Iterator[Effect]:
    """Yield the companies enumerated before whom a line takes up as 上述设备厂商 and calls helped or hurt."""
    pointer = _LISTED_ABOVE.search(line.masked)
    if not pointer:
        return
    low, high = line.clauses[line.clause_at(pointer.start())]
    for pattern, helped in ((_GAINS, True), (_SUFFERS, False)):
        if pattern.search(line.masked, low, max(high, pointer.end())):
            for actor in listed:
                yield Effect(actor=actor, helped=helped, line=line)
            return


def find_effects(drafts: Sequence[Draft], lines: Sequence[Line], cues: Sequence[Sequence[Cue]], today: date | None) -> list[Effect]:
    """Return everybody the text calls helped or hurt, and those whom its events and the moves they caused do; best founded first."""
    # The plainest words come first: where two of these disagree about somebody, the earlier stands.
    found: list[Effect] = []
    scene = Scene()
    for line, line_cues in zip(lines, cues, strict=True):
        if len(scene.listed) > 1:
            found.extend(_pointed_at(line, scene.listed))
        note_listed(line, scene)
        found.extend(e for e in line_effects(line) if not modality_at(line_cues, line.span(e.actor.start, e.actor.end)).negated)
    standing = [d for d in drafts if not d.said.negated]
    for draft in standing:
        found.extend(_told_effects(draft, today))
    for draft in standing:
        if draft.trigger.type == "market_move":
            found.extend(_moved_effects(draft, drafts, lines, today))
    return found


_BACK_THEN = re.compile(r"(?<!与|較|较)(?:此前|早前|先前|之前)[^,，。]{0,6}(?:曾|一度|有报道|报道|传出)|当时|彼时|[去前]年同期曾|上一?次")
"""The line looks back on something else that helped or hurt: 此前曾有报道称…，当时博通也受到拖累."""


def attach_effects(drafts: Sequence[Draft], effects: Sequence[Effect]) -> None:
    """Give an affected company that no event speaks of its place in the event of its line, or the last before it."""
    told = {s for d in drafts if d.trigger.type != "market_move" for s in d.polarity}
    for effect in effects:
        actor = effect.actor
        if actor.kind not in {"company", "sector/theme"} or actor.surface in told:
            continue
        hosts = [
            d
            for d in drafts
            if not d.said.negated and d.trigger.type not in {"market_move", "other", "earnings"} and d.line.number <= effect.line.number
        ]
        # A statement or a denial helps nobody by itself: who moved on what was rumoured is not helped by the answer to it.
        host = hosts[-1] if hosts else next((d for d in drafts if not d.said.negated and d.trigger.type != "other"), None)
        if host is None or (host.line is not effect.line and _BACK_THEN.search(effect.line.text)):
            continue
        if actor.key not in {a.key for _, a in host.cast}:
            host.cast.append(("beneficiary" if effect.helped else "harmed", actor))
        if actor.kind == "company":
            host.polarity.setdefault(actor.surface, Polarity.POSITIVE if effect.helped else Polarity.NEGATIVE)
        told.add(actor.surface)
