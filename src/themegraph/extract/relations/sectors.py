"""Which companies a text counts to a sector: those that move with it, those a number announces, those named after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from themegraph.extract.relations.found import Found, positions_of
from themegraph.extract.relations.holdings import HOLDINGS_HEAD
from themegraph.extract.relations.members import SectorsOf
from themegraph.extract.relations.pairs import KINDS, Member, Skeleton, Slot

__all__ = ["find_sectors"]

_C, _S, _P = (KINDS[kind] for kind in ("company", "sector/theme", "product/technology"))

_MOVE = re.compile(
    r"涨|跌|造好|向好|走软|炒高|受追捧|领升|领涨|承接|受挫|分化|回调|回吐|受挫|首当其冲|受压|受捧|受累|杀跌|下行|上行|震荡|调整|齐升|齐挫|承压|走势|领跑|疲软|活跃|mixed|slip|走强|走高|走弱|走低|拉升|飙|大升|急升|重挫|下挫|跳水|翻红|翻绿|新高|新低|封板|回落|反弹|爆发|活跃|异动|升逾|升超|升近|上扬|上行|收高|收升|上升|rose|fell|jump|surge|gain|drop|slid|soar"
)
_MOVER = re.compile(
    r"(?:(?:等|分别|各|合计|被|仍|股价|a股|h股|港股|美股|盘中|早盘|午后|尾盘|开盘|突然|一度|均|双双|集体|纷纷|也|则|亦|继续|同步|再度|率先|直线|快速|逆势|应声|随后|跟|多股|个股|们|多只|今日|昨日|盘前|盘后|周[一二三四五]|当日|小幅|cm|日|30cm|"
    r"竞价|高开|低开|放量|强势|年内|年初至今|今年以来|今年|本周|本月|月内|周内|累计|最高|最多|联袂|携手|领|大幅|收盘|全线|封住|封上|冲击|触及|拉升|[,、\d.%]){0,14}?)"
    r"(?:[上下收大急领微逆劲猛暴]?[涨跌升]|走强|走高|走弱|走低|拉升|飙|重挫|下挫|跳水|翻红|翻绿|创|封|回落|反弹|爆发|活跃|异动|上扬|收高|盘中|冲高|探底|承压|无升跌|平收|持平|平开|收平)"
)
_SECTION = re.compile(
    r"(?:^|,)(?:隔夜)?(?:美股|港股|a股|欧股|日股|韩股|海外|外围|另外|此外|与此同时|消息面|基本面|资金面)(?:市场|上|方面)?(?=[,:]|方面)"
)
_HEAD_NOUN = r"(?:板块|概念股|概念|行业|个股|股|赛道|产业链|龙头股|题材|方向|族群|类股|指数|产业|领域|方面| (?:stocks|shares|names|mixed|fall|rise|slump|jump|surge|slide|slip|gain|rally|drop))"
_SECTOR_HEAD = re.compile(f"{_S}(?:等)?{_HEAD_NOUN}")


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
    if not HOLDINGS_HEAD.search(skeleton.text) or any(slot.kind == "etf" for slot in skeleton.slots):
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
        for p in positions_of(skeleton, "company")
        if _MOVER.match(skeleton.text, p + 1) or _INDEX_TAIL.match(skeleton.text, p + 1) or _MOVER_EN.match(skeleton.text, p + 1)
    ]


_CONTRAST = re.compile(rf"[,;](?:而|反观|相反|但|不过|与此同时)|{_S}(?:板块|概念股?|行业|个股|股|指数|方面)?(?:则|却|反而)")
"""晨光生物上涨,机器人板块则下跌: whom a group that comes later is set against is none of it."""
_UP_OR_DOWN = re.compile(
    r"(?P<up>涨|升|走强|走高|拉升|飙|新高|反弹|爆发|活跃|翻红|造好|上扬|收高)|(?P<down>跌|下挫|走弱|走低|重挫|跳水|翻绿|新低|回落|受压|受挫|承压|走软|疲软)"
)


def _opposite(text: str, mover: int, head: int) -> bool:
    """Return whether a share and a group named behind it go opposite ways: 某股跌3%,同日光伏板块大涨."""
    own, group = _UP_OR_DOWN.search(text, mover, head), _UP_OR_DOWN.search(text, head)
    return own is not None and group is not None and own.lastgroup != group.lastgroup


_MOVER_EN = re.compile(
    r"(?:'s)?(?: shares| stock)? (?:fell|rose|lost|gained|added|jumped|slid|dropped|climbed|slipped|surged|soared|advanced|declined|tumbled|rallied|was up|was down|up|down|falling|rising|losing|gaining|adding|slipping)"
)


def _sector_movers(skeletons: Sequence[Skeleton], sectors_of: SectorsOf | None) -> Iterator[Found]:
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
        apart = not heads and _SECTION.search(text) is not None
        if apart:
            listing = None
            if sectors_of is None:
                waiting = None
        used: Member | None = None
        sector: Member | None
        for p, slot in movers:
            earlier = [m for at, m in heads if at < p]
            if heads:
                if not earlier and (_CONTRAST.search(text, p + 1, heads[0][0] + 6) or _opposite(text, p, heads[0][0])):
                    continue
                sector, sure = (earlier[-1] if earlier else heads[0][1]), 0.85
            else:
                sector, sure = (listing if goes_on else waiting), 0.7
            if sector is None:
                continue
            used = sector
            for member in slot.members:
                # A股方面, 港股方面 begin a new list: of the old group only who is known to be of it.
                if apart and not (sectors_of and member.entity and sector.entity in sectors_of(member.entity)):
                    continue
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
        for p in positions_of(skeleton, "company"):
            for member in skeleton.at[p].members:
                for word, sector in trades.items():
                    if member.plain.endswith(word) and not _VOICE.match(skeleton.text, p + 1):
                        yield Found(
                            predicate="belongs_to_sector", subject=member, object=sector, sentence=number, trigger=skeleton.span(p, p + 1),
                            rule="sector.name", confidence=0.75, given=True,
                        )  # fmt: skip


_COUNT = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_COUNTED = re.compile(
    rf"([两二三四五六七八九十\d](?:(?<=\d)\d)?)(?:家|大|只|间)[^,。{_C}{_S}]{{0,4}}(?:{_S}(?![^,。{_C}]{{0,2}}(?:品牌|产品|业务|车型|项目|平台|基地|板块|赛道|方向|领域|市场))|{_P}(?=[^,。{_C}]{{0,3}}(?:公司|企业|股|厂商|巨头|龙头)))(?:[^,。{_C}{_S}]{{0,3}}(?:公司|企业|股|厂商|巨头|龙头))?|[{_S}{_P}](双|三|四小|五|四|两)(?:雄|强|寡头|龙头|龙|巨头|强|宝|剑客|杰|大巨头|大龙头)"
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
            for p in positions_of(other, "company"):
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
        for p in positions_of(skeleton, "company"):
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


def find_sectors(skeletons: Sequence[Skeleton], *, sectors_of: SectorsOf | None = None) -> Iterator[Found]:
    """Yield which companies belong to which sector by moving with it, being counted in it, or by their name."""
    yield from _sector_movers(skeletons, sectors_of)
    yield from _sector_counted(skeletons)
    yield from _sector_by_name(skeletons)
    yield from _sector_partial(skeletons)
