"""What a fund holds, by the lists of constituents in a text: 前三大成份股为…, 权重股中…, …等成份股."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from themegraph.extract.relations.found import Found, items_after, positions_of
from themegraph.extract.relations.pairs import KINDS, Member, Skeleton

__all__ = ["HOLDINGS_HEAD", "find_holdings"]

_C, _E = KINDS["company"], KINDS["etf"]

HOLDINGS_HEAD = re.compile(r"(?:前[一二两三四五六七八九十\d]+大)?(?:权重股|重仓股|成[份分]股|持仓股?|重仓|权重|持股|成[份分]证券|标的)")
_HOLDINGS_FIRST = re.compile(r"前[一二两三四五六七八九十\d]+大(?:权重股|重仓股|成[份分]股|持仓股?|权重|重仓|成[份分]证券|持股)")
_HOLDINGS_TAIL = re.compile(r"等?(?:多只|[一二两三四五六七八九十\d]+[只家])?(?:权重股|重仓股|成[份分]股|成[份分]券|权重)|等?的权重")
_HOLDINGS_IS = re.compile(
    r"(?:等)?(?:均|同|也|亦|都|分别|则)?(?:为|是|系|位列|位居|稳居|跻身|现身)(?:其|该基金|该etf|该产品|该指数|指数|基金)?(?:的)?(?:前[一二两三四五六七八九十\d]+大|第[一二三四五]大)?(?:权重股|重仓股|成[份分]股|持仓股?)"
    r"|(?:分别|合计|则|也)?(?:居|列|位居|分居|分列|占据|包揽|位列)(?:其|指数|基金)?(?:权重|持仓|重仓股|权重股|成[份分]股)(?:榜)?(?:的)?前[一二三四五六七八九十两]"
)
"""五粮液、泸州老窖同为其重仓股."""
_WEIGHS_IN = re.compile(
    rf"({_C})[^,。;{_C}]{{0,6}}?(?:在|于|占)({_E})(?:的|中|内|里|所占|前[一二三四五十]+大|持仓|净值|基金|组合|当中|资产|、)*(?:权重|占比|仓位|比重|比例|持仓比例)(?:约|为|达|是|高达|升至|降至|有)*(\d{{1,2}}(?:\.\d+)?)%"
)
"""宁德时代在创业板ETF中的权重为18.4%."""
_BACK = 12
"""How many sentences back a list looks for its fund."""
_WEIGHT_WORDS = re.compile(r"(?:占比|权重|比重|比例|占基金净值比?例?)(?:为|约|达|约为)?(\d{1,2}(?:\.\d+)?)%")
_AS_OF = re.compile(r"(?:截至|截止|截止到|截至到)?(20\d\d)年(\d{1,2})月(\d{1,2})日")
_DAY = re.compile(r"(?:截至|截止|按|以)(?:到)?(\d{1,2})月(\d{1,2})日")
_QUARTER = re.compile(r"(20\d\d)年(?:第?([一二三四1234])季[度报末]|(中报|年报|半年报))")
_QUARTER_END = {"一": (3, 31), "二": (6, 30), "三": (9, 30), "四": (12, 31), "1": (3, 31), "2": (6, 30), "3": (9, 30), "4": (12, 31)}


def _stated_date(text: str, published: date | None) -> str:
    """Return the day that weights describe; one without a year is the last such day before publication, and none if there is none to go by."""
    if found := _AS_OF.search(text):
        try:
            return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        except ValueError:
            return ""
    if published and (found := _DAY.search(text)):
        for year in (published.year, published.year - 1):
            try:
                stated = date(year, int(found[1]), int(found[2]))
            except ValueError:
                return ""
            if stated <= published:
                return stated.isoformat()
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


def _fund_for(skeletons: Sequence[Skeleton], number: int, position: int, tracked: dict[str, list[Member]]) -> list[Member]:
    """Return the funds whose holdings a list gives: those that track the index named with it, else the one named nearest before."""
    skeleton = skeletons[number]
    before = [p for p, slot in skeleton.at.items() if slot.kind in {"etf", "index"} and p < position]
    if before:
        slot = skeleton.at[max(before)]
        member = slot.members[-1]
        if slot.kind == "etf":
            return list(slot.members) if len(slot.members) == 1 else []
        # Of an index that no fund of the text tracks, its own leading constituents are told.
        named = tracked.get(member.entity or "", [])
        return named or ([member] if _HOLDINGS_FIRST.match(skeleton.text, position) and member.entity else [])
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


_INDEX_MOVES = re.compile(
    r"(?:盘中|午后|早盘|当日|收盘|一度|全天|成[份分]股|个股)*(?:上|下|大|收|微|逆市)?[涨跌升](?:幅|逾|超|近|约)?[\d.%]*,(?:其中,?)?(?=" + _C + ")"
)
_BROAD = re.compile(r"300|500|1000|2000|上证|深证|创业板|科创50|恒生指数|恒指|综指|纳斯达克|标普|道琼斯|a50|msci")


def _index_movers(skeleton: Skeleton, tracked: dict[str, list[Member]]) -> Iterator[Found]:
    """Yield the shares that a sentence names right behind the move of a narrow index, as held by the funds that the text says track it."""
    for p in positions_of(skeleton, "index"):
        index = skeleton.at[p].members[-1]
        found = _INDEX_MOVES.match(skeleton.text, p + 1)
        if not found or not index.entity or _BROAD.search(index.plain):
            continue
        for where, at, slot in items_after([skeleton], 0, found.end()):
            for member in slot.members:
                for fund in tracked.get(index.entity, ()):
                    yield Found(
                        predicate="holds", subject=fund, object=member, sentence=skeleton.index, trigger=where.span(at, at + 1), rule="holds.movers",
                        confidence=0.7, given=True,
                    )  # fmt: skip


def find_holdings(skeletons: Sequence[Skeleton], tracked: dict[str, list[Member]], *, published: date | None = None) -> Iterator[Found]:
    """Yield what funds hold, by the lists of constituents that stand with them or with their index, weights included.

    Where a text lists none, the shares it names as the movers of a narrow index are held by the funds that track it.
    """
    listed = list(_lists(skeletons, tracked, published))
    yield from listed
    if not listed:
        for skeleton in skeletons:
            yield from _index_movers(skeleton, tracked)


def _lists(skeletons: Sequence[Skeleton], tracked: dict[str, list[Member]], published: date | None) -> Iterator[Found]:
    for number, skeleton in enumerate(skeletons):
        text = skeleton.text
        if _C not in text:
            continue
        for head in HOLDINGS_HEAD.finditer(text):
            items = list(items_after(skeletons, number, head.end()))
            funds = _fund_for(skeletons, number, head.start(), tracked) if items else []
            if not funds:
                continue
            weighty = bool(_HOLDINGS_FIRST.match(text, head.start()) or re.match(r"权重|重仓|持仓", text[head.start() : head.end()]))
            day = _stated_date(text, published)
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
        for found in _WEIGHS_IN.finditer(text):
            day = _stated_date(text, published)
            weight = float(found[3]) / 100
            for member in skeleton.at[found.start(1)].members[-1:]:
                yield Found(
                    predicate="holds", subject=skeleton.at[found.start(2)].members[0], object=member, sentence=number,
                    trigger=skeleton.span(found.start(3), found.end(3)), rule="holds.weighs", confidence=0.9, given=True,
                    qualifiers=(("weight", round(weight, 6)), *((("weight_date", day),) if day else ())),
                )  # fmt: skip
        for p in positions_of(skeleton, "company"):
            slot = skeleton.at[p]
            tail = _HOLDINGS_TAIL.match(text, p + 1) or _HOLDINGS_IS.match(text, p + 1)
            if not tail:
                continue
            for fund in _fund_for(skeletons, number, p, tracked):
                for member in slot.members:
                    yield Found(
                        predicate="holds", subject=fund, object=member, sentence=number, trigger=skeleton.span(p + 1, tail.end()), rule="holds.tail",
                        confidence=0.85, given=True,
                    )  # fmt: skip
