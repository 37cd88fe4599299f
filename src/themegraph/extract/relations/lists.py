"""Relations that a text tells by its lists: makers in a market, companies on an approval list, rows of a table, and all of the neighbouring modules.

A rule of :mod:`themegraph.extract.relations.rules` sees one sentence. A list has a head (前三大成份股, 半导体设备板块走高, 五家算力芯片公司) and items
that may stand several clauses, or a sentence, away from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from themegraph.extract.relations.found import Found, companies_in, items_after, positions_of, with_next
from themegraph.extract.relations.holdings import find_holdings
from themegraph.extract.relations.members import SectorsOf
from themegraph.extract.relations.pairs import KINDS, Member, Skeleton
from themegraph.extract.relations.sectors import find_sectors
from themegraph.extract.relations.ties import find_ties

__all__ = ["find_list_relations"]

_C, _S, _P = (KINDS[kind] for kind in ("company", "sector/theme", "product/technology"))

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
            for where, p, slot in items_after(skeletons, number, head.end()):
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
        for p in positions_of(skeleton, "company"):
            if not _APPROVED.search(skeleton.text, p):
                continue
            for member in skeleton.at[p].members:
                shared = {"sentence": number, "trigger": skeleton.span(p, p + 1), "given": True}
                yield Found(predicate="regulated_by", subject=member, object=office, rule="regulate.list", confidence=0.8, **shared)  # type: ignore[arg-type]
                if sector:
                    yield Found(predicate="belongs_to_sector", subject=member, object=sector, rule="sector.approved", confidence=0.7, **shared)  # type: ignore[arg-type]


_TABLE_HEAD = re.compile(rf"{_P}[^。{_P}]{{0,8}}(?:排产|产量|销量|销售|出货|产能|价格)")
_ROW = re.compile(r"\||</?t(?:able|body|head|r|d)\b")


def _tables(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    """Yield the companies of a table's rows as makers of the product whose output the line above the table announces."""
    what: Member | None = None
    for number, skeleton in enumerate(skeletons):
        text = skeleton.text
        if _ROW.match(text):
            if what is None:
                continue
            for p in positions_of(skeleton, "company"):
                for member in skeleton.at[p].members:
                    yield Found(
                        predicate="produces", subject=member, object=what, sentence=number, trigger=skeleton.span(p, p + 1), rule="produce.table",
                        confidence=0.75, given=True,
                    )  # fmt: skip
        else:
            head = _TABLE_HEAD.search(text)
            what = skeleton.at[head.start()].members[-1] if head else None


_OUTPUT = re.compile(rf"{_P}[^。;{_P}{_C}]{{0,6}}(?:产量|产能|排产|开工率|供给|供应|销量|出货量|装机量|出栏量)")
_OUTPUT_OF = re.compile(rf"(?:等)?[^,。;{_C}{_P}]{{0,14}}?(?:限产|减产|停产|检修|复产|产量|产能|开工率|扩产|排产|满产|降负荷|出货量|销量|出栏)")


def _outputs(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    """Yield who cuts or raises the output that a sentence opens with: 8月多晶硅产量下调 … 其中，通威股份限产六成，大全能源下调产量指引."""
    for number, skeleton in enumerate(skeletons):
        head = _OUTPUT.search(skeleton.text)
        if not head:
            continue
        what = skeleton.at[head.start()].members[-1]
        for where in with_next(skeletons, number):
            if where is not skeleton and "product/technology" in {slot.kind for slot in where.slots}:
                break
            for p in positions_of(where, "company"):
                if (where is skeleton and p < head.end()) or not _OUTPUT_OF.match(where.text, p + 1):
                    continue
                for member in where.at[p].members:
                    yield Found(
                        predicate="produces", subject=member, object=what, sentence=where.index, trigger=where.span(p, p + 1), rule="produce.output",
                        confidence=0.75, given=True,
                    )  # fmt: skip


_TENDER_OF = re.compile(rf"{_P}[^。;{_P}{_C}]{{0,8}}(?:集采|集中采购|带量采购|联合采购|招标)")
_WINS_TENDER = re.compile(rf"(?:等)?[^,。;{_C}未]{{0,16}}?(?:中选|中标|入围)")


def _tendered(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    """Yield who wins a tender for a product as its makers, in its sentence or the next: 超声刀集采拟中选结果 … 迈瑞医疗以A组前列中选."""
    for number, skeleton in enumerate(skeletons):
        head = _TENDER_OF.search(skeleton.text)
        if not head:
            continue
        what = skeleton.at[head.start()].members[-1]
        for where in with_next(skeletons, number):
            if where is not skeleton and "product/technology" in {slot.kind for slot in where.slots if slot.members[-1].entity != what.entity}:
                break
            for p in positions_of(where, "company"):
                if (where is skeleton and p < head.start()) or not _WINS_TENDER.match(where.text, p + 1):
                    continue
                for member in where.at[p].members:
                    yield Found(
                        predicate="produces", subject=member, object=what, sentence=where.index, trigger=where.span(p, p + 1), rule="produce.tender",
                        confidence=0.75, given=True,
                    )  # fmt: skip


_MOST_MAKERS = 200
"""A text that names more companies is a table; who makes what does not follow from names in it."""


def _by_name(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    """Yield the products that carry their maker's name: 第八代五粮液."""
    products = [(sk, p, m) for sk in skeletons for p, slot in sk.at.items() if slot.kind == "product/technology" for m in slot.members]
    if not products:
        return
    makers: dict[str, Member] = {}
    for sk in skeletons:
        for m in companies_in(sk.slots):
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


def find_list_relations(
    skeletons: Sequence[Skeleton],
    *,
    tracked: dict[str, list[Member]],
    topics: Sequence[Member | None],
    published: date | None = None,
    sectors_of: SectorsOf | None = None,
) -> Iterator[Found]:
    """Yield the relations told by lists.

    Parameters
    ----------
    skeletons
        All sentences of the article.
    tracked
        Index id to the funds that, by the text, track it.
    topics
        For each sentence the company that the text is about there, or ``None``.
    published
        Day of publication, to complete days without a year.
    sectors_of
        What sectors reference data count a company to.
    """
    yield from find_holdings(skeletons, tracked, published=published)
    yield from find_sectors(skeletons, sectors_of=sectors_of)
    yield from _makers(skeletons)
    yield from _approvals(skeletons)
    yield from find_ties(skeletons, topics)
    yield from _tables(skeletons)
    yield from _outputs(skeletons)
    yield from _tendered(skeletons)
    yield from _by_name(skeletons)
