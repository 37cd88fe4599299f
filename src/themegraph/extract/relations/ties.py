"""Ties between companies that lists tell: shareholders, investors of a round, suppliers, winners of a tender, peers, businesses of a group."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from themegraph.extract.relations.found import Found, companies_in, items_after, positions_of, with_next
from themegraph.extract.relations.pairs import KINDS, Member, Skeleton

__all__ = ["find_ties"]

_C, _O = (KINDS[kind] for kind in ("company", "organisation"))

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
    title = next((m for sk in skeletons[:1] for m in companies_in(sk.slots)), None)
    for number, skeleton in enumerate(skeletons):
        found = _SUPPLIERS.search(skeleton.text)
        topic = title or topics[number]
        if not found or topic is None:
            continue
        place, start = number, found.end()
        while True:
            where = skeletons[place]
            first = next((p for p in positions_of(where, "company") if start <= p <= start + 2), None)
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
            for p in positions_of(where, "company"):
                tail = where.text[p + 1 : p + 24].lstrip("等")
                if (where is skeleton and p <= found.start()) or not _WINS.match(tail):
                    continue
                for member in where.at[p].members:
                    yield Found(
                        predicate="supplies_to", subject=member, object=callers[0], sentence=where.index, trigger=where.span(p, p + 1),
                        rule="supply.tender", confidence=0.75, given=True,
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
        for where in with_next(skeletons, number):
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


_COUNTS = {"两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_COMMON_PARENT = re.compile(
    rf"([两三四五六])家(?:公司|企业|券商|银行|上市公司)的?(?:实际控制人|控股股东|实控人|最终控股股东)(?:均|都|同)?(?:为|是|系)([{_C}{_O}])"
)


def _common_parents(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    """Yield the common parent of so many companies, where the text has named just so many before."""
    for number, skeleton in enumerate(skeletons):
        found = _COMMON_PARENT.search(skeleton.text)
        if not found:
            continue
        before: dict[str, Member] = {}
        for sk in skeletons[:number]:
            for member in companies_in(sk.slots):
                if member.entity is not None:
                    before.setdefault(member.entity, member)
        if len(before) != _COUNTS[found[1]]:
            continue
        parent = skeleton.at[found.start(2)].members[0]
        for child in before.values():
            yield Found(
                predicate="subsidiary_of", subject=child, object=parent, sentence=number, trigger=skeleton.span(found.start(), found.end()),
                rule="subsidiary.common-parent", confidence=0.85, given=True,
            )  # fmt: skip


_PEERS = re.compile(
    r"(?:老对手|同业|同行|竞争对手|劲敌|宿敌|死对头|头号对手|同类公司|可比公司|竞品)(?:的|公司|厂商|企业|巨头|方面|中|包括|有|如)?,?(?=" + _C + ")"
)


def _peers(skeletons: Sequence[Skeleton], topics: Sequence[Member | None]) -> Iterator[Found]:
    """Yield the rivals that 同业, 老对手 and the like introduce, with the company the passage is about on the other side."""
    for number, skeleton in enumerate(skeletons):
        paragraph = (sk for sk in skeletons[max(0, number - 6) : number] if sk.sentence.paragraph == skeleton.sentence.paragraph)
        topic = next((m for sk in paragraph for m in companies_in(sk.slots)), None) or topics[number]
        for head in _PEERS.finditer(skeleton.text):
            leads = [skeleton.at[p].members[0] for p in positions_of(skeleton, "company") if p < head.start()]
            before = skeletons[number - 1] if number and skeletons[number - 1].text.endswith(";") else None
            if not leads and before is not None:
                # 京东跌5.96%；竞争对手美团…: the clause before is about the one, this about the others.
                leads = [before.at[p].members[0] for p in positions_of(before, "company")][:1]
            about = leads[0] if leads else topic
            if about is None:
                continue
            for where, _, slot in items_after(skeletons, number, head.end()):
                for member in slot.members:
                    if member.entity != about.entity:
                        yield Found(
                            predicate="competes_with", subject=about, object=member, sentence=where.index,
                            trigger=skeleton.span(head.start(), head.end()), rule="compete.peers", confidence=0.8, given=True,
                        )  # fmt: skip


_BUSINESS = re.compile(rf"{_C}旗下(?:的)?([^,。;{''.join(KINDS.values())}]{{1,6}}?)(?:业务|板块|公司|平台|品牌)")


def _businesses(skeletons: Sequence[Skeleton]) -> Iterator[Found]:
    """小米集团旗下汽车业务, where 小米汽车 is named: the business is that company."""
    everyone = [m for sk in skeletons for m in companies_in(sk.slots)]
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


def find_ties(skeletons: Sequence[Skeleton], topics: Sequence[Member | None]) -> Iterator[Found]:
    """Yield the ties of companies that lists tell; ``topics`` as in :func:`themegraph.extract.relations.lists.find_list_relations`."""
    yield from _shareholders(skeletons, topics)
    yield from _businesses(skeletons)
    yield from _rounds(skeletons)
    yield from _peers(skeletons, topics)
    yield from _suppliers(skeletons, topics)
    yield from _tenders(skeletons)
    yield from _common_parents(skeletons)
