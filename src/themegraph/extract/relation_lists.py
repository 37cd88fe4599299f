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
    r"涨|跌|分化|受挫|承压|走势|领跑|疲软|活跃|mixed|slip|走强|走高|走弱|走低|拉升|飙|大升|急升|重挫|下挫|跳水|翻红|翻绿|新高|新低|封板|回落|反弹|爆发|活跃|异动|升逾|升超|升近|上扬|上行|收高|收升|上升|rose|fell|jump|surge|gain|drop|slid|soar"
)
_MOVER = re.compile(
    r"(?:(?:等|分别|各|合计|被|仍|股价|a股|h股|港股|美股|盘中|早盘|午后|尾盘|开盘|突然|一度|均|双双|集体|纷纷|也|则|亦|继续|同步|再度|率先|直线|快速|逆势|应声|随后|跟|多股|个股|们|多只|今日|昨日|盘前|盘后|周[一二三四五]|当日|小幅|cm|日|30cm|"
    r"竞价|高开|低开|放量|强势|联袂|携手|领|大幅|收盘|全线|封住|封上|冲击|触及|拉升|[,、\d.%]){0,14}?)"
    r"(?:[上下收大急领微逆劲猛暴]?[涨跌升]|走强|走高|走弱|走低|拉升|飙|重挫|下挫|跳水|翻红|翻绿|创|封|回落|反弹|爆发|活跃|异动|上扬|收高|盘中|冲高|探底|承压)"
)
_SECTION = re.compile(
    r"(?:^|,)(?:隔夜)?(?:美股|港股|a股|欧股|日股|韩股|海外|外围|另外|此外|与此同时|消息面|基本面|资金面)(?:市场|上|方面)?(?=[,:]|方面)"
)
_HEAD_NOUN = r"(?:板块|概念股|概念|行业|个股|股|赛道|产业链|龙头股|题材|方向|族群|类股|指数|产业|领域|方面| (?:stocks|shares|names|mixed|fall|rise|slump|jump|surge|slide|slip|gain|rally|drop))"
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
_HOLDINGS_TAIL = re.compile(r"等?(?:多只|[一二两三四五六七八九十\d]+[只家])?(?:权重股|重仓股|成[份分]股|成[份分]券|权重)|等?的权重")
_BACK = 12
"""How many sentences back a list looks for its fund."""
_LEAD = re.compile(r"[^。\n" + _C + _E + _I + r"]{0,24}")
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
            if re.match(r"旗下|基金", skeleton.text[p + 1 : p + 3]):
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
    for earlier in reversed(skeletons[max(0, number - _BACK) : number]):
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
            funds = _fund_for(skeletons, number, head.start(), tracked) if items else []
            if not funds:
                continue
            weighty = bool(_HOLDINGS_FIRST.match(text, head.start()) or re.match(r"权重|重仓|持仓", text[head.start() : head.end()]))
            day = _stated_date(text)
            for where, p, slot in items:
                for member in slot.members:
                    weight = _weight(member, where, p, head_says_weight=weighty)
                    qualifiers: list[tuple[str, str | float]] = []
                    if weight is not None:
                        qualifiers.append(("weight", round(weight, 6)))
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
_GROUP_NAME = re.compile(r"(?:股|企|商|厂|链|板块|概念|族群|类股)$")
_BELONG_SUFFIXES = ("银行", "证券", "保险", "航空", "期货", "信托")
"""Trades that stand at the end of a name by law: 招商银行 is a bank. 山东黄金 is a name, too, but a gold miner only by what it says."""


_NAMES_ONE = re.compile(r"(?:板块|行业|概念)?(?:的)?(?:龙头股|龙头|巨头|权重股|概念股|新贵|一哥|独角兽|第一股)" + _C)
_SHARES = re.compile(r"(?:板块|概念股|概念|个股|股|题材|族群|类股)")


def _group_heads(skeleton: Skeleton) -> list[tuple[int, Member]]:
    """Return (position, sector) of each sector that a sentence speaks of as a group of shares, those after 等 aside: they close their own list."""
    heads: list[tuple[int, Member]] = []
    for p, slot in skeleton.at.items():
        if slot.kind not in {"sector/theme", "product/technology"} or "等" in skeleton.text[max(0, p - 3) : p]:
            continue
        member = slot.members[-1]
        if slot.kind == "product/technology":
            # A product is a group of shares only where the text says so: 光刻胶概念股.
            if _SHARES.match(skeleton.text, p + 1):
                heads.append((p, member))
        elif _NAMES_ONE.match(skeleton.text, p + 1):
            continue  # 光伏龙头隆基绿能 names its one company.
        elif _SECTOR_HEAD.match(skeleton.text, p) or _GROUP_NAME.search(member.plain):
            heads.append((p, member))
    return heads


def _index_sectors(skeleton: Skeleton, sectors: Sequence[Member]) -> list[tuple[int, Member]]:
    """Return the sectors that the indices of a sentence carry in their names (存储器指数: 存储), where it lists constituents and names no fund."""
    found: list[tuple[int, Member]] = []
    if not _HOLDINGS_HEAD.search(skeleton.text) or any(slot.kind == "etf" for slot in skeleton.slots):
        return found
    for p, slot in skeleton.at.items():
        if slot.kind == "index":
            inside = [s for s in sectors if len(s.plain) >= 2 and s.plain in slot.members[-1].plain]
            if inside:
                found.append((p, max(inside, key=lambda s: len(s.surface))))
    return found


def _movers(skeleton: Skeleton) -> list[tuple[int, Slot]]:
    return [
        (p, skeleton.at[p])
        for p in _positions(skeleton, "company")
        if _MOVER.match(skeleton.text, p + 1) or _INDEX_TAIL.match(skeleton.text, p + 1) or _MOVER_EN.match(skeleton.text, p + 1)
    ]


_MOVER_EN = re.compile(
    r"(?:'s)?(?: shares| stock)? (?:fell|rose|lost|gained|added|jumped|slid|dropped|climbed|slipped|surged|soared|advanced|declined|tumbled|rallied|was up|was down)"
)
_CONTINUES = re.compile(r"(?:其中|个股方面|个股中|具体来看|龙头股|截至|盘中|" + _C + ")")


def _sector_movers(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    """Yield the companies that move with a sector spoken of as a group of shares.

    The group stands in the sentence itself, or it waits: named without movers, or in the title, it takes the movers of the next sentence that has
    some and no group of its own. A list goes on over a semicolon.
    """
    sectors = [m for sk in skeletons for slot in sk.slots if slot.kind in {"sector/theme", "product/technology"} for m in slot.members]
    if not sectors:
        return
    waiting: Member | None = None
    listing: Member | None = None
    for number, skeleton in enumerate(skeletons):
        text = skeleton.text
        moving = bool(_MOVE.search(text))
        heads = sorted(_group_heads(skeleton) + _index_sectors(skeleton, sectors), key=lambda h: h[0]) if moving else []
        movers = _movers(skeleton)
        before = skeletons[number - 1].text if number else ""
        goes_on = before.endswith(";") and listing is not None
        if not heads and _SECTION.search(text):
            waiting = listing = None
        used: Member | None = None
        for p, slot in movers:
            earlier = [m for at, m in heads if at < p]
            if heads:
                sector, sure = (earlier[-1] if earlier else heads[0][1]), 0.85
            else:
                sector, sure = (listing if goes_on else waiting), 0.7
            if sector is None:
                continue
            used = sector
            for member in slot.members:
                yield Found(
                    predicate="belongs_to_sector", subject=member, object=sector, sentence=number, trigger=skeleton.span(p, p + 1),
                    rule="sector.movers", confidence=sure, given=True,
                )  # fmt: skip
        listing = used
        if heads and (not movers or skeleton.sentence.title):
            named = {m.entity for _, m in heads}
            waiting = heads[-1][1] if len(named) == 1 or not skeleton.sentence.title else None
        elif used is not None:
            waiting = None


_VOICE = re.compile(r"[^,。]{0,4}(?:将|评级|目标价|认为|表示|指出|分析|研报|预计|称|测算|研究|报告|首席|看好|维持|发布|解释)")
_GROUP_THEN = re.compile(rf"(?:厂商|厂|企业|公司|股|龙头|商|板块)?[^,。;{_C}]{{0,18}},(?:其中,?|如|例如)?(?={_C})")
_GROUP_WORD = re.compile(r"(?:多家|数家|几家|各家|各大|上市|头部|下游|上游|部分|主要|相关|同类|一众|两大|三大|四大|五大|六大)[^,。]{0,4}$")


def _sector_subjects(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    """Yield the companies that a group announces: 多家上市猪企披露销售简报。牧原股份…；温氏股份…."""
    for number, skeleton in enumerate(skeletons):
        for p, slot in skeleton.at.items():
            if slot.kind != "sector/theme":
                continue
            member = slot.members[-1]
            text = skeleton.text
            noun = bool(_GROUP_NAME.search(member.plain)) or bool(re.match("厂商|厂|企业|公司|股|龙头", text[p + 1 : p + 3]))
            if not noun:
                continue
            announced = bool(_GROUP_WORD.search(text[max(0, p - 8) : p]))
            leads: list[tuple[int, Slot, Skeleton]] = []
            if follow := _GROUP_THEN.match(text, p + 1):
                lead = skeleton.at[follow.end()]
                if announced or len(lead.members) > 1 or text.startswith("等", follow.end() + 1):
                    leads.append((follow.end(), lead, skeleton))
            if not announced and not leads:
                continue
            if text.endswith(("。", ":", ";")) and not leads:
                for later in skeletons[number + 1 :]:
                    first = next(iter(later.at.items()), None)
                    if later.sentence.paragraph != skeleton.sentence.paragraph or first is None or first[0] > 6 or first[1].kind != "company":
                        break
                    leads.append((first[0], first[1], later))
                    if not later.text.endswith(";"):
                        break
            for at, lead, where in leads:
                if _VOICE.match(where.text, at + 1):
                    continue
                for company in lead.members:
                    yield Found(
                        predicate="belongs_to_sector", subject=company, object=member, sentence=where.index, trigger=where.span(at, at + 1),
                        rule="sector.subjects", confidence=0.7, given=True,
                    )  # fmt: skip


def _sector_by_name(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    """Yield the companies whose name ends with a licensed trade that the text speaks of (招商银行: 银行)."""
    sectors: dict[str, Member] = {}
    for sk in skeletons:
        for slot in sk.slots:
            if slot.kind == "sector/theme":
                for m in slot.members:
                    sectors.setdefault(m.plain.removesuffix("股").removesuffix("业").removesuffix("板块"), m)
    trades = {word: sectors[word] for word in _BELONG_SUFFIXES if word in sectors}
    if not trades:
        return
    for number, skeleton in enumerate(skeletons):
        for p in _positions(skeleton, "company"):
            for member in skeleton.at[p].members:
                for word, sector in trades.items():
                    if member.plain.endswith(word) and not _VOICE.match(skeleton.text, p + 1):
                        yield Found(
                            predicate="belongs_to_sector", subject=member, object=sector, sentence=number, trigger=skeleton.span(p, p + 1),
                            rule="sector.name", confidence=0.75, given=True,
                        )  # fmt: skip


_COUNT = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_COUNTED = re.compile(
    rf"([两二三四五六七八九十]|\d{{1,2}})(?:家|大|只|间)[^,。{_C}{_S}]{{0,4}}(?:{_S}|{_P}(?=[^,。{_C}]{{0,3}}(?:公司|企业|股|厂商|巨头|龙头)))(?:[^,。{_C}{_S}]{{0,3}}(?:公司|企业|股|厂商|巨头|龙头))?|{_S}(双|三|四小|五|四|两)(?:雄|龙头|龙|巨头|强|宝|剑客|杰|大巨头|大龙头)"
)
_MOST_COUNTS = 8
_BACKWARD = re.compile(r"(?:均|都|皆|分别|同样|双双|同时)")


def _sector_counted(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    """Yield the companies that a count announces or sums up: five chip companies, and five are named, in the same paragraph or in the whole text."""
    tries = 0
    for number, skeleton in enumerate(skeletons):
        found = _COUNTED.search(skeleton.text) if tries < _MOST_COUNTS else None
        if not found:
            continue
        tries += 1
        sector = next(skeleton.at[p] for p in range(found.start(), found.end()) if p in skeleton.at).members[-1]
        word = found[1] or found[2][0]
        wanted = 2 if word == "双" else _COUNT.get(word) or int(word)
        back = bool(_BACKWARD.match(skeleton.text, found.end()))
        around = skeletons[: number + 1] if back else skeletons[number:]
        seen: dict[str, tuple[int, Member]] = {}
        local: set[str] = set()
        for other in around:
            for p in _positions(other, "company"):
                if _VOICE.match(other.text, p + 1):
                    continue
                for member in other.at[p].members:
                    if member.entity is not None:
                        seen.setdefault(member.entity, (other.index, member))
                        if other.sentence.paragraph == skeleton.sentence.paragraph:
                            local.add(member.entity)
        chosen = list(seen.items())
        chosen = chosen[-wanted:] if back else chosen[:wanted]
        complete = len(chosen) == wanted or (2 <= len(local) <= wanted and not skeleton.sentence.title)
        if not complete or wanted < 2:
            continue
        if len(chosen) < wanted:
            chosen = [(entity, value) for entity, value in chosen if entity in local]
        for _, (where, member) in chosen:
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
            fitting = {s.entity: s for s in sectors if s.plain.endswith(word) or s.plain.startswith(word) or word.endswith(s.plain)}
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
_STILL_NEEDED = re.compile(r"尚需|尚须|需经|须经|仍待|有待|尚待|仍需|方可")
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
        if office is None or not _APPROVED.search(skeleton.text) or _STILL_NEEDED.search(skeleton.text):
            continue
        for p in _positions(skeleton, "company"):
            if not _APPROVED.search(skeleton.text, p):
                continue
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


_SUPPLIERS = re.compile(r"(?:供应商|供应链公司|供应链企业|产业链公司)(?:回应|表态|方面|反应)?[^,。;:" + _C + r"]{0,4}:")


def _suppliers(skeletons: Sequence[Skeleton], topics: Sequence[Member | None]) -> Iterator[Found]:
    """Yield the suppliers that a colon announces, and the company the text is about as their customer."""
    title = next((m for sk in skeletons[:1] for m in _companies(sk.slots)), None)
    for number, skeleton in enumerate(skeletons):
        found = _SUPPLIERS.search(skeleton.text)
        topic = title or topics[number]
        if not found or topic is None:
            continue
        place, start = number, found.end()
        while True:
            where = skeletons[place]
            first = next((p for p in _positions(where, "company") if start <= p <= start + 2), None)
            if first is None:
                break
            for member in where.at[first].members:
                yield Found(
                    predicate="supplies_to", subject=member, object=topic, sentence=place, trigger=skeleton.span(found.start(), found.end()),
                    rule="supply.list", confidence=0.7, given=True,
                )  # fmt: skip
            place, start = place + 1, 0
            if not where.text.endswith(";") or place >= len(skeletons):
                break


_TENDER = re.compile(rf"(?:{_C}[^。;{_C}]{{0,24}}(?:招标|集采|采购项目|集中采购)|{_O}[^。;{_C}]{{0,24}}(?:招标|采购项目))")
_WINS = re.compile(r"(?:合计|预|拟|再度|分别|累计|也|均|成功)?(?:中标|入围|中选|\d+(?:\.\d+)?亿元|等?也?在前|候选|份额)")


def _tenders(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    """Yield the winners of a tender, in the same paragraph, as suppliers of whoever called for it."""
    for number, skeleton in enumerate(skeletons):
        found = _TENDER.search(skeleton.text)
        if not found or skeleton.sentence.title:
            continue
        callers = skeleton.at[found.start()].members
        near = [sk for sk in skeletons[number : number + 4] if sk.sentence.paragraph == skeleton.sentence.paragraph]
        if len(callers) != 1 or not any(word in sk.text for sk in near for word in ("中标", "中选", "入围")):
            continue
        for where in near:
            for p in _positions(where, "company"):
                tail = where.text[p + 1 : p + 24].lstrip("等")
                if (where is skeleton and p <= found.start()) or not _WINS.match(tail):
                    continue
                for member in where.at[p].members:
                    yield Found(
                        predicate="supplies_to", subject=member, object=callers[0], sentence=where.index, trigger=where.span(p, p + 1),
                        rule="supply.tender", confidence=0.75, given=True,
                    )  # fmt: skip


_TABLE_HEAD = re.compile(rf"{_P}[^。{_P}]{{0,8}}(?:排产|产量|销量|销售|出货|产能|价格)")
_ROW = re.compile(r"\||<t[rd]|</t[rd]")


def _tables(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    """Yield the companies of a table's rows as makers of the product whose output the line above the table announces."""
    what: Member | None = None
    for number, skeleton in enumerate(skeletons):
        text = skeleton.text
        if _ROW.match(text):
            if what is None:
                continue
            for p in _positions(skeleton, "company"):
                for member in skeleton.at[p].members:
                    yield Found(
                        predicate="produces", subject=member, object=what, sentence=number, trigger=skeleton.span(p, p + 1), rule="produce.table",
                        confidence=0.75, given=True,
                    )  # fmt: skip
        else:
            head = _TABLE_HEAD.search(text)
            what = skeleton.at[head.start()].members[-1] if head else None


_MOST_MAKERS = 200
"""A text that names more companies is a table; who makes what does not follow from names in it."""


def _by_name(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    """Yield the products that carry their maker's name: 第八代五粮液."""
    products = [(sk, p, m) for sk in skeletons for p, slot in sk.at.items() if slot.kind == "product/technology" for m in slot.members]
    if not products:
        return
    makers: dict[str, Member] = {}
    for sk in skeletons:
        for m in _companies(sk.slots):
            if len(m.plain) >= (3 if m.plain.isascii() else 2):
                makers.setdefault(m.plain, m)
    if len(makers) > _MOST_MAKERS:
        return
    for sk, p, product in products:
        name = product.plain
        fitting = [maker for maker in makers if maker in name and maker != name]
        if fitting:
            yield Found(
                predicate="produces", subject=makers[max(fitting, key=len)], object=product, sentence=sk.index, trigger=sk.span(p, p + 1),
                rule="produce.by-name", confidence=0.8, given=True,
            )  # fmt: skip


_ROUND = re.compile(
    rf"{_C}(?:股份)?(?:近日|日前|今日|昨日|已|再|正式|宣布|[^,。;{_C}]){{0,10}}?(?:完成|获得?|迎来|启动|敲定)(?:了)?[^,。;{_C}]{{0,16}}?(?:融资|轮)"
)
_INVESTS = re.compile(rf"(?:等)?[^,。;{_C}]{{0,10}}?(?:领投|跟投|参投|独投|共同投资|联合投资|独家投资|战略投资|参与投资|加码|追投|投资)")
_INVESTORS_HEAD = re.compile(r"(?:投资方|投资人|投资者|领投方|跟投方|老股东)(?:包括|为|有|是|:)?$")


def _rounds(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    """Yield the investors of a financing round: those who lead or follow it, in its sentence or the next of the paragraph."""
    for number, skeleton in enumerate(skeletons):
        found = _ROUND.search(skeleton.text)
        if not found:
            continue
        target = skeleton.at[found.start()].members[-1]
        near = [skeleton, *(sk for sk in skeletons[number + 1 : number + 2] if sk.sentence.paragraph == skeleton.sentence.paragraph)]
        for where in near:
            for p, slot in where.at.items():
                if slot.kind not in {"company", "organisation", "person"} or (where is skeleton and p == found.start()):
                    continue
                if not _INVESTS.match(where.text, p + 1) and not _INVESTORS_HEAD.search(where.text[max(0, p - 8) : p]):
                    continue
                for member in slot.members:
                    yield Found(
                        predicate="invests_in", subject=member, object=target, sentence=where.index, trigger=where.span(p, p + 1), rule="invest.round",
                        confidence=0.85, given=True,
                    )  # fmt: skip


_PEERS = re.compile(
    r"(?:老对手|同业|同行|竞争对手|劲敌|宿敌|死对头|头号对手|同类公司|可比公司|竞品)(?:的|公司|厂商|企业|巨头|方面|中|包括|有|如)?,?(?=" + _C + ")"
)


def _peers(skeletons: Sequence[Skeleton], topics: Sequence[Member | None]) -> Iterator[Found]:
    """Yield the rivals that 同业, 老对手 and the like introduce, with the company the passage is about on the other side."""
    for number, skeleton in enumerate(skeletons):
        topic = topics[number]
        for head in _PEERS.finditer(skeleton.text):
            leads = [skeleton.at[p].members[0] for p in _positions(skeleton, "company") if p < head.start()]
            about = leads[0] if leads else topic
            if about is None:
                continue
            for where, _, slot in _items_after(skeletons, number, head.end()):
                for member in slot.members:
                    if member.entity != about.entity:
                        yield Found(
                            predicate="competes_with", subject=about, object=member, sentence=where.index,
                            trigger=skeleton.span(head.start(), head.end()), rule="compete.peers", confidence=0.8, given=True,
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
                if child.entity != parent.entity and found[1] in child.plain and child.plain[:2] == parent.plain[:2]:
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
    yield from _sector_subjects(skeletons)
    yield from _sector_by_name(skeletons)
    yield from _sector_partial(skeletons)
    yield from _makers(skeletons)
    yield from _approvals(skeletons)
    yield from _shareholders(skeletons, topics)
    yield from _businesses(skeletons)
    yield from _rounds(skeletons)
    yield from _peers(skeletons, topics)
    yield from _suppliers(skeletons, topics)
    yield from _tenders(skeletons)
    yield from _tables(skeletons)
    yield from _by_name(skeletons)
