"""Relations that a text tells by its lists: constituents of a fund, movers of a sector, makers in a market, companies on an approval list.

A rule of :mod:`themegraph.extract.relation_rules` sees one sentence. A list has a head (前三大成份股, 半导体设备板块走高, 五家算力芯片公司) and items
that may stand several clauses, or a sentence, away from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from themegraph.extract.pairs import KINDS, Member, Skeleton, Slot
from themegraph.model import Span

__all__ = ["Found", "find_list_relations"]

_C, _E, _I, _S, _P, _O = (KINDS[k] for k in ("company", "etf", "index", "sector/theme", "product/technology", "organisation"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A relation between two names of a text, before it is a statement."""

    predicate: str
    subject: Member
    object: Member
    sentence: int
    """Index of the sentence that says it."""
    trigger: Span
    """The words that say it, in the original text."""
    rule: str
    confidence: float
    given: bool = False
    """Plans, rumours and questions about something else in the sentence do not touch it."""
    negated: bool = False
    hedged: bool = False
    qualifiers: tuple[tuple[str, str | float], ...] = field(default=())


# What may stand between the items of a list of movers: prices, percentages, moves, enumeration marks.
_ITEM_GAP = re.compile(
    r"(?:[\s,;、:()%.\d+\-*\"]|和|以及|及|与|等|领|涨|跌|上|下|大|收|报|元|停|逾|超|近|约|微|盘中|一度|幅|板|续|分别|占|比|重|权|例|为|则|也|亦|均|其中|随|后|跟|创|新|高|低|历史|冲|回|落|翻|红|绿|封|触|"
    r"点|个|百分|港|美|股|a股|h股|而|同|步|另|外|还|有|最|多|少|前|列|居|持|仓|市值|亿|万)*"
)
_MOVE = re.compile(
    r"涨|跌|走强|走高|走弱|走低|拉升|飙|大升|急升|重挫|下挫|跳水|翻红|翻绿|新高|新低|封板|回落|反弹|爆发|活跃|异动|升逾|升超|升近|上扬|上行|收高|收升|上升|rose|fell|jump|surge|gain|drop|slid|soar"
)
_MOVER = re.compile(
    r"(?:(?:等|股价|a股|h股|港股|美股|盘中|早盘|午后|尾盘|开盘|突然|一度|均|双双|集体|纷纷|也|则|亦|继续|同步|再度|率先|直线|快速|逆势|应声|随后|跟|多股|个股|们|多只|今日|昨日|盘前|盘后|周[一二三四五]|当日|小幅|\d+日|20cm|30cm|"
    r"竞价|高开|低开|放量|强势|联袂|携手|领|大幅|收盘|全线|封住|封上|冲击|触及|拉升|[,、\d.%])*)"
    r"(?:[上下收大急领微逆劲猛暴]?[涨跌升]|走强|走高|走弱|走低|拉升|飙|重挫|下挫|跳水|翻红|翻绿|创|封|回落|反弹|爆发|活跃|异动|上扬|收高|盘中|冲高|探底|承压)"
)
_SECTION = re.compile(
    r"(?:^|,)(?:隔夜)?(?:美股|港股|a股|欧股|日股|韩股|海外|外围|另外|此外|与此同时|消息面|基本面|资金面)(?:市场|上|方面)?(?=[,:]|方面)"
)
_HEAD_NOUN = r"(?:板块|概念股|概念|行业|个股|股|赛道|产业链|龙头股|题材|方向|族群|类股|指数|产业|领域)"
_SECTOR_HEAD = re.compile(f"{_S}(?:等)?{_HEAD_NOUN}")


def _companies(slots: Iterable[Slot]) -> Iterator[Member]:
    for slot in slots:
        if slot.kind == "company":
            yield from slot.members


def _positions(skeleton: Skeleton, kind: str) -> list[int]:
    return [p for p, slot in skeleton.at.items() if slot.kind == kind]


# ── holdings ────────────────────────────────────────────────────────────────────────────────────────────────────────

_HOLDINGS_HEAD = re.compile(r"(?:前[一二两三四五六七八九十\d]+大)?(?:权重股|重仓股|成[份分]股|持仓股?|重仓|权重|持股|成[份分]证券|标的)")
_HOLDINGS_FIRST = re.compile(r"前[一二两三四五六七八九十\d]+大(?:权重股|重仓股|成[份分]股|持仓股?|权重|重仓|成[份分]证券|持股)")
_HOLDINGS_TAIL = re.compile(r"等?(?:多只|[一二两三四五六七八九十\d]+[只家])?(?:权重股|重仓股|成[份分]股|成[份分]券|权重)")
_LEAD = re.compile(r"[^。\n" + _C + r"]{0,24}")
_PERCENT = re.compile(r"(\d{1,2}(?:\.\d+)?)%")
_WEIGHT_WORDS = re.compile(r"(?:占比|权重|比重|比例|占基金净值比?例?)(?:为|约|达|约为)?(\d{1,2}(?:\.\d+)?)%")
_AS_OF = re.compile(r"(?:截至|截止|截止到|截至到)?(20\d\d)年(\d{1,2})月(\d{1,2})日")
_QUARTER = re.compile(r"(20\d\d)年(?:第?([一二三四1234])季[度报末]|(中报|年报|半年报))")
_QUARTER_END = {"一": (3, 31), "二": (6, 30), "三": (9, 30), "四": (12, 31), "1": (3, 31), "2": (6, 30), "3": (9, 30), "4": (12, 31)}


def _stated_date(text: str) -> str:
    if found := _AS_OF.search(text):
        try:
            return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        except ValueError:
            return ""
    if found := _QUARTER.search(text):
        month, day = _QUARTER_END[found[2]] if found[2] else ((12, 31) if found[3] == "年报" else (6, 30))
        return date(int(found[1]), month, day).isoformat()
    return ""


def _weight(member: Member, skeleton: Skeleton, position: int, *, head_says_weight: bool) -> float | None:
    """Return the stated weight of a list item as a fraction, or ``None``: a move of the price is no weight."""
    if found := re.fullmatch(r"(?:占比|权重|占)?(\d{1,2}(?:\.\d+)?)%", member.note.strip()):
        return float(found[1]) / 100 if head_says_weight or not found.group().startswith(found[1]) else None
    if found := _WEIGHT_WORDS.match(skeleton.text, position + 1):
        return float(found[1]) / 100
    return None


def _items_after(skeletons: Sequence[Skeleton], number: int, start: int) -> Iterator[tuple[Skeleton, int, Slot]]:
    """Yield the company slots of a list that begins after ``start``; a list goes on over semicolons."""
    skeleton = skeletons[number]
    position = start
    first = True
    while True:
        here = [p for p in _positions(skeleton, "company") if p >= position]
        for p in here:
            between = skeleton.text[position:p]
            if first:
                if not _LEAD.fullmatch(between):
                    return
            elif not _ITEM_GAP.fullmatch(between):
                return
            yield skeleton, p, skeleton.at[p]
            first = False
            position = p + 1
        # On to the next sentence only over a semicolon, and only for a list that has begun.
        number += 1
        if first or number >= len(skeletons) or skeletons[number].sentence.paragraph != skeleton.sentence.paragraph:
            return
        if not skeleton.text.rstrip().endswith((";", "；")) or not _ITEM_GAP.fullmatch(skeleton.text[position:].strip()):
            return
        skeleton, position = skeletons[number], 0


def _fund_for(skeletons: Sequence[Skeleton], number: int, position: int, tracked: dict[str, list[Member]]) -> list[Member]:
    """Return the funds whose holdings a list gives: those that track the index named with it, else the one named nearest before."""
    skeleton = skeletons[number]
    before = [p for p, slot in skeleton.at.items() if slot.kind in {"etf", "index"} and p < position]
    if before:
        slot = skeleton.at[max(before)]
        member = slot.members[-1]
        if slot.kind == "etf":
            return list(slot.members) if len(slot.members) == 1 else []
        return tracked.get(member.entity or "", [])
    for earlier in reversed(skeletons[:number]):
        slots = [slot for slot in earlier.slots if slot.kind in {"etf", "index"}]
        if slots:
            if slots[-1].kind == "index" and slots[-1].members[-1].entity in tracked:
                return tracked[slots[-1].members[-1].entity or ""]
            funds = [slot for slot in slots if slot.kind == "etf"]
            if funds:
                return [funds[-1].members[-1]]
    after = [slot for slot in skeleton.slots if slot.kind == "etf"]
    return [after[0].members[0]] if after else []


def _holdings(skeletons: Sequence[Skeleton], tracked: dict[str, list[Member]]) -> Iterator[Found]:
    for number, skeleton in enumerate(skeletons):
        text = skeleton.text
        if _C not in text:
            continue
        for head in _HOLDINGS_HEAD.finditer(text):
            items = list(_items_after(skeletons, number, head.end()))
            funds = _fund_for(skeletons, number, head.start(), tracked)
            if not items or not funds:
                continue
            weighty = bool(_HOLDINGS_FIRST.match(text, head.start()) or re.match(r"权重|重仓|持仓", text[head.start() : head.end()]))
            day = _stated_date(text)
            for where, p, slot in items:
                for member in slot.members:
                    weight = _weight(member, where, p, head_says_weight=weighty)
                    qualifiers: list[tuple[str, str | float]] = []
                    if weight is not None:
                        qualifiers.append(("weight", weight))
                        if day:
                            qualifiers.append(("weight_date", day))
                    for fund in funds:
                        yield Found(
                            predicate="holds", subject=fund, object=member, sentence=where.index, trigger=where.span(p, p + 1), rule="holds.list",
                            confidence=0.9, given=True, qualifiers=tuple(qualifiers),
                        )  # fmt: skip
        for p in _positions(skeleton, "company"):
            slot = skeleton.at[p]
            tail = _HOLDINGS_TAIL.match(text, p + 1)
            if not tail:
                continue
            for fund in _fund_for(skeletons, number, p, tracked):
                for member in slot.members:
                    yield Found(
                        predicate="holds", subject=fund, object=member, sentence=number, trigger=skeleton.span(p + 1, tail.end()), rule="holds.tail",
                        confidence=0.85, given=True,
                    )  # fmt: skip


# ── sectors ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_INDEX_TAIL = re.compile(r"等?(?:多只|[一二两三四五六七八九十\d]+[只家])?(?:成[份分]股|权重股)")


def _head_sectors(skeleton: Skeleton) -> list[tuple[int, int, Member]]:
    """Return (start, end, sector) of each sector of the sentence that is spoken of as a group of shares."""
    return [(found.start(), found.end(), skeleton.at[found.start()].members[-1]) for found in _SECTOR_HEAD.finditer(skeleton.text)]


def _index_sectors(skeleton: Skeleton, sectors: Sequence[Member]) -> list[tuple[int, int, Member]]:
    """Return the sectors that the indices of a sentence carry in their names (存储器指数: 存储), where it lists constituents and names no fund."""
    found: list[tuple[int, int, Member]] = []
    if not _HOLDINGS_HEAD.search(skeleton.text) or any(slot.kind == "etf" for slot in skeleton.slots):
        return found
    for p in _positions(skeleton, "index"):
        name = skeleton.at[p].members[-1].surface
        inside = [s for s in sectors if len(s.surface) >= 2 and s.surface in name]
        if inside:
            best = max(inside, key=lambda s: len(s.surface))
            found.append((p, p + 1, best))
    return found


def _movers(skeleton: Skeleton) -> Iterator[tuple[int, Slot]]:
    for p in _positions(skeleton, "company"):
        if _MOVER.match(skeleton.text, p + 1) or _INDEX_TAIL.match(skeleton.text, p + 1):
            yield p, skeleton.at[p]


def _sector_movers(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    sectors = [m for sk in skeletons for slot in sk.slots if slot.kind == "sector/theme" for m in slot.members]
    if not sectors:
        return
    title: Member | None = None
    carried: tuple[int, Member] | None = None
    for number, skeleton in enumerate(skeletons):
        text = skeleton.text
        heads = _head_sectors(skeleton) + _index_sectors(skeleton, sectors)
        heads.sort()
        moving = bool(_MOVE.search(text))
        if skeleton.sentence.title:
            named = {m.entity for _, _, m in heads}
            if heads and moving and len(named) == 1:
                title = heads[-1][2]
        current: Member | None = None
        if heads and moving:
            pass
        elif _SECTION.search(text) or any(slot.kind in {"index", "etf"} for slot in skeleton.slots):
            carried, title = None, None
            continue
        elif carried and carried[0] == skeleton.sentence.paragraph:
            current = carried[1]
        elif title and not skeleton.sentence.title:
            current = title
        for p, slot in _movers(skeleton):
            sector, sure = current, 0.7
            if heads and moving:
                before = [m for start, _, m in heads if start < p]
                sector, sure = (before[-1] if before else heads[0][2]), 0.85
            if sector is None:
                continue
            for member in slot.members:
                yield Found(
                    predicate="belongs_to_sector", subject=member, object=sector, sentence=number, trigger=skeleton.span(p, p + 1),
                    rule="sector.movers", confidence=sure, given=True,
                )  # fmt: skip
        if heads and moving:
            carried = (skeleton.sentence.paragraph, heads[-1][2])


_COUNT = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_COUNTED = re.compile(
    rf"([两二三四五六七八九十]|\d{{1,2}})(?:家|大|只)[^,。{_C}{_S}]{{0,4}}{_S}[^,。{_C}{_S}]{{0,3}}(?:公司|企业|股|厂商|巨头|龙头|银行|房企|车企|药企|券商)"
)


def _sector_counted(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    """Five chip companies are announced, five are named: they are those."""
    for number, skeleton in enumerate(skeletons):
        found = _COUNTED.search(skeleton.text)
        if not found:
            continue
        sector = next(skeleton.at[p] for p in range(found.start(), found.end()) if p in skeleton.at).members[-1]
        wanted = _COUNT.get(found[1]) or int(found[1])
        seen: dict[str, tuple[int, Member]] = {}
        for later in skeletons[number:]:
            for member in _companies(later.slots):
                if member.entity is not None:
                    seen.setdefault(member.entity, (later.index, member))
        first = list(seen.values())[:wanted]
        if len(first) == wanted and wanted > 1:
            for where, member in first:
                yield Found(
                    predicate="belongs_to_sector", subject=member, object=sector, sentence=where, trigger=skeleton.span(found.start(), found.end()),
                    rule="sector.counted", confidence=0.8, given=True,
                )  # fmt: skip
        return


_ETC_NOUN = re.compile(rf"等([^,。;、{''.join(KINDS.values())}]{{2,8}}?)(?:企业|公司|厂商|股|龙头|概念股|巨头|个股|板块|供应商|制造商|服务商|生产商)")


def _sector_partial(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    """北方华创、中微公司等设备企业, where the text speaks of 半导体设备: the short word is that sector."""
    sectors = [m for sk in skeletons for slot in sk.slots if slot.kind == "sector/theme" for m in slot.members]
    for number, skeleton in enumerate(skeletons):
        for p in _positions(skeleton, "company"):
            found = _ETC_NOUN.match(skeleton.text, p + 1)
            if not found:
                continue
            word = found[1]
            fitting = {s.entity: s for s in sectors if s.surface.endswith(word) or s.surface.startswith(word) or word.endswith(s.surface)}
            if len(fitting) != 1:
                continue
            sector = next(iter(fitting.values()))
            for member in skeleton.at[p].members:
                yield Found(
                    predicate="belongs_to_sector", subject=member, object=sector, sentence=number, trigger=skeleton.span(p, found.end()),
                    rule="sector.partial", confidence=0.8, given=True,
                )  # fmt: skip


# ── makers, approvals, shareholders, businesses ─────────────────────────────────────────────────────────────────────

_MARKET = re.compile(rf"([{_P}{_S}])(?:市场|领域|赛道|行业|产业)")
_MAKERS = re.compile(
    r"(?:厂商|企业|公司|玩家|品牌|制造商|生产商|参与者|供应商|龙头|巨头)(?:则|还|主要|目前|已)?(?:有|包括|为|如|包含|是|:)[^。;]{0,8}?"
)


def _makers(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    for number, skeleton in enumerate(skeletons):
        text = skeleton.text
        market = _MARKET.search(text)
        if not market:
            continue
        what = skeleton.at[market.start()].members[-1]
        predicate = "produces" if skeleton.at[market.start()].kind == "product/technology" else "belongs_to_sector"
        for head in _MAKERS.finditer(text, market.end()):
            for where, p, slot in _items_after(skeletons, number, head.end()):
                if where is not skeleton:
                    break
                for member in slot.members:
                    yield Found(
                        predicate=predicate, subject=member, object=what, sentence=number, trigger=skeleton.span(p, p + 1), rule="makers.list",
                        confidence=0.85, given=True,
                    )  # fmt: skip


_APPROVES = re.compile(r"审批信息|批准|核准|获批|过审|审批结果|批复|名单|公布|公示|发放|同意")
_APPROVED = re.compile(r"获批|过审|在列|获准|入选|获得批文|批准|核准|拿到版号|获发|通过审批|有产品获")
_SECTOR_APPROVED = re.compile(rf"{_S}[^,。]{{0,6}}(?:获批|过审|获准|审批|版号|批准)")


def _approvals(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    """Yield what approvals say: a regulator publishes them, and the companies on the list follow in the same paragraph."""
    sector = next((sk.at[f.start()].members[-1] for sk in skeletons if (f := _SECTOR_APPROVED.search(sk.text))), None)
    office: Member | None = None
    paragraph = -1
    for number, skeleton in enumerate(skeletons):
        if skeleton.sentence.paragraph != paragraph:
            office, paragraph = None, skeleton.sentence.paragraph
        here = [slot.members[-1] for slot in skeleton.slots if slot.kind == "organisation"]
        if here:
            office = here[0] if _APPROVES.search(skeleton.text) else None
        if office is None or not _APPROVED.search(skeleton.text):
            continue
        for p in _positions(skeleton, "company"):
            for member in skeleton.at[p].members:
                shared = {"sentence": number, "trigger": skeleton.span(p, p + 1), "given": True}
                yield Found(predicate="regulated_by", subject=member, object=office, rule="regulate.list", confidence=0.8, **shared)  # type: ignore[arg-type]
                if sector:
                    yield Found(predicate="belongs_to_sector", subject=member, object=sector, rule="sector.approved", confidence=0.7, **shared)  # type: ignore[arg-type]


_SHAREHOLDERS = re.compile(r"(?:早期|主要|原始|机构|产业|重要|原有|知名)?(?:股东|投资方|投资者|投资人|资方)[^。;:" + _C + _O + r"]{0,12}:")
_HOLDER_ITEM = re.compile(r"(?:投入|的\d|持有|持股|认购|出资|所持|的[^,。]{0,6}投资)")


def _shareholders(skeletons: Sequence[Skeleton], topics: Sequence[Member | None]) -> Iterator[Found]:
    for number, skeleton in enumerate(skeletons):
        found = _SHAREHOLDERS.search(skeleton.text)
        topic = topics[number]
        if not found or topic is None:
            continue
        for p, slot in skeleton.at.items():
            if p < found.end() or slot.kind not in {"company", "organisation", "person"} or not _HOLDER_ITEM.match(skeleton.text, p + 1):
                continue
            for member in slot.members:
                yield Found(
                    predicate="invests_in", subject=member, object=topic, sentence=number, trigger=skeleton.span(p, p + 1), rule="invest.list",
                    confidence=0.8, given=True,
                )  # fmt: skip


_BUSINESS = re.compile(rf"{_C}旗下(?:的)?([^,。;{''.join(KINDS.values())}]{{1,6}}?)(?:业务|板块|公司|平台|品牌)")


def _businesses(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    """小米集团旗下汽车业务, where 小米汽车 is named: the business is that company."""
    everyone = [m for sk in skeletons for m in _companies(sk.slots)]
    for number, skeleton in enumerate(skeletons):
        for found in _BUSINESS.finditer(skeleton.text):
            parents = skeleton.at[found.start()].members
            if len(parents) != 1:
                continue
            parent = parents[0]
            for child in everyone:
                if child.entity != parent.entity and found[1] in child.surface and child.surface[:2] == parent.surface[:2]:
                    yield Found(
                        predicate="subsidiary_of", subject=child, object=parent, sentence=number, trigger=skeleton.span(found.start() + 1, found.end()),
                        rule="subsidiary.business", confidence=0.85, given=True,
                    )  # fmt: skip
                    break


def find_list_relations(skeletons: Sequence[Skeleton], *, tracked: dict[str, list[Member]], topics: Sequence[Member | None]) -> Iterator[Found]:
    """Yield the relations told by lists.

    Parameters
    ----------
    skeletons
        All sentences of the article.
    tracked
        Index id to the funds that, by the text, track it.
    topics
        For each sentence the company that the text is about there, or ``None``.
    """
    yield from _holdings(skeletons, tracked)
    yield from _sector_movers(skeletons)
    yield from _sector_counted(skeletons)
    yield from _sector_partial(skeletons)
    yield from _makers(skeletons)
    yield from _approvals(skeletons)
    yield from _shareholders(skeletons, topics)
    yield from _businesses(skeletons)
