"""Find the names of a line that could be who acts: by clause, enumeration, preposition, ellipsis; and remember who was on stage."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from themegraph.extract.events.triggers import Trigger
from themegraph.extract.text.lines import Actor, Line

__all__ = [
    "COMPANY",
    "HOLDER",
    "LISTED",
    "MOVER",
    "PARTY",
    "THING",
    "TOWARDS",
    "WITH",
    "Cast",
    "Role",
    "Scene",
    "distinct",
    "first_group",
    "group_after",
    "group_before",
    "grown",
    "joined",
    "note_listed",
    "note_subjects",
    "opinion_end",
    "passive_end",
    "rates",
    "roles",
    "stranger_before",
    "subject_of",
    "things_of",
    "unnamed",
    "without",
]

Role = tuple[str, Actor]
Cast = tuple[Role, ...]

COMPANY = frozenset({"company"})
MOVER = frozenset({"company", "etf", "index", "sector/theme"})
OFFICE = frozenset({"organisation", "place"})
PARTY = frozenset({"company", "organisation", "place"})
HOLDER = frozenset({"company", "organisation", "person"})
THING = frozenset({"product/technology", "sector/theme"})

_LIST = re.compile(r"(?:[(（][^()（）]{0,30}[)）])?[、和与及暨/]?(?:以及)?(?:[(（][^()（）]{0,30}[)）])?")
LISTED = re.compile(r"(?:[(（][^()（）]{0,30}[)）])?(?:[、和与及暨/,，]|以及|,? and )+(?:[(（][^()（）]{0,30}[)）])?")
"""Between two names of one enumeration."""
_APART = re.compile(
    r"(?:较|比|据|向|对|给|对于|针对|从|除|除了|仅次于|超越|超过|落后于|领先|来自|由于|关于|通过|借助|借|依托|至|到|于|受|被称为|所谓的?|中国版|曾任|供职|出身于|不同于|相比|相较|有别于|为|替|帮|助|按照|根据|按|之于|不如|好于|"
    r"弱于|强于|低于|高于|跑赢|跑输|优于|逊于|追踪|跟踪|挂钩|对标|叫板|挑战|看好|持有|重仓|所持|引用|援引|\bby\b|\bto\b|\bthan\b|\bfrom\b|\bfor\b|(?<!shares )(?<!stock )\bof\b)[\"“「『《]?\s?$"
)
WITH = re.compile(r"(?:与|和|同|跟|携手|联手|联合|牵手|携|会同|伙同|\bwith )[\"“「『]?$")
_PASSIVE = re.compile(r"收(?=年报|[^购入盘市益到取储复回涨跌官缩窄]{0,4}函)|被|遭|获|受到|收到|由|接到|遭到|接获|获得|迎来|接受|\bby ")
TOWARDS = re.compile(r"(?:对|向|针对|给予?|予|将|把|就)[^,，。;；]{0,4}$")
_LATTER = re.compile(r"(?P<which>前|后|其余|其他|另外|余下|剩下)(?P<n>两|二|三|四|五|六|2|3|4|5|6)(?:家|者|只|个|名|款)")
_COUNT = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_HEAD = 8
"""How far into its clause a subject may stand (其中，A股北方稀土…): a name further in is more likely a predicate's or an attribute's."""
_REPORT = re.compile(r"研报|周报|月报|报告|晨会|策略|观点|大行|点评|纪要")
RATER = re.compile(
    r"证券|(?:海通|中银|建银|招银|交银|农银|工银|中泰|国泰君安|光大|安信|东吴|国元|越秀|华盛)(?:证券)?国际|高盛|摩根|大摩|小摩|瑞银|花旗|中金|里昂|野村|美银|汇丰|杰富瑞|巴克莱|德银|德意志|瑞信|麦格理|星展|大和|建银|招银|交银|晨星|穆迪|惠誉|标普|研究|goldman|morgan|ubs|citi|jefferies|barclays|nomura|hsbc|macquarie|bernstein|"
    r"daiwa|jpmorgan|clsa|moody|fitch|资本|富瑞|国君|证期|投顾|期货|(?:东吴|海通|光大|申万|申万宏源|兴业|广发|中信|中信建投|华泰|招商|国泰|国泰海通|安信|天风|浙商|开源|信达|民生|国金|方正|华创|长江|东方|国信|国盛|国海|西部|银河|中泰)$"
)


@lru_cache(maxsize=4096)
def rates(name: str) -> bool:
    """Return whether a folded name is a research house's: it gives ratings, and does nothing itself where it only comments."""
    return RATER.search(name) is not None


@dataclass(slots=True)
class Scene:
    """What the lines read so far have put on stage."""

    title: tuple[Actor, ...] = ()
    """The companies the title is about."""
    topic: tuple[Actor, ...] = ()
    """The company that the last line with one had as its subject."""
    topic_paragraph: int = -1
    listed: tuple[Actor, ...] = ()
    """The last enumeration of companies, for 前两家 and 其余两家."""
    office: tuple[Actor, ...] = ()
    """The central bank or bureau of the last macro event: 12月再次降息 is still its own."""
    fund: tuple[Actor, ...] = ()
    """The fund last named as a subject."""
    rater: Actor | None = None
    """The house whose report is being told."""
    dealt: set[str] = field(default_factory=set)
    """Keys of :attr:`listed` already taken up by 前两家."""


def _prepositional(line: Line, actor: Actor, low: int) -> bool:
    ahead = line.text[max(low, actor.start - 12) : actor.start]
    return bool(_APART.search(ahead) or WITH.search(ahead))


def joined(line: Line, left: Actor, right: Actor) -> bool:
    """Return whether two names stand in one enumeration."""
    return bool(LISTED.fullmatch(line.text, left.end, right.start))


def grown(line: Line, actors: Sequence[Actor], index: int) -> tuple[Actor, ...]:
    """Return the enumeration that holds ``actors[index]``; only names of one kind are enumerated together."""
    first = last = index
    while first and actors[first - 1].kind == actors[index].kind and joined(line, actors[first - 1], actors[first]):
        first -= 1
    while last + 1 < len(actors) and actors[last + 1].kind == actors[index].kind and joined(line, actors[last], actors[last + 1]):
        last += 1
    return tuple(actors[first : last + 1])


def distinct(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """Return the actors, each thing once."""
    seen: set[str] = set()
    kept: list[Actor] = []
    for actor in actors:
        if actor.key not in seen:
            seen.add(actor.key)
            kept.append(actor)
    return tuple(kept)


def group_before(line: Line, position: int, low: int, kinds: Collection[str], *, prepositional: bool = False) -> tuple[Actor, ...]:
    """Return the nearest enumeration of names ahead of a position that is no mere comparison or addressee.

    An enumeration is one reading unit: of 「A、B和C」 all three stand, even where ``low`` cuts it.
    """
    pool = [a for a in line.actors if a.kind in kinds and not a.optional]
    for index in range(len(pool) - 1, -1, -1):
        actor = pool[index]
        if actor.end > position:
            continue
        if actor.start < low:
            break
        group = [a for a in grown(line, pool, index) if a.end <= position]
        head = group[0]
        if not prepositional and _prepositional(line, head, low if head.start >= low else 0):
            continue
        return distinct(group)
    return ()


def group_after(line: Line, position: int, high: int, kinds: Collection[str]) -> tuple[Actor, ...]:
    """Return the first enumeration of names behind a position."""
    pool = [a for a in line.actors if a.kind in kinds and not a.optional]
    for index, actor in enumerate(pool):
        if actor.start < position:
            continue
        if actor.start >= high:
            break
        return distinct([a for a in grown(line, pool, index) if a.start >= position])
    return ()


_TRADE = re.compile(
    r"(?:[一-鿿]{0,2}(?:厂商|龙头|企业|巨头|公司|制造商|供应商|服务商|平台|运营商|生产商|开发商|新秀|独角兽|品牌|大厂|商|股)(?:、|的)?)"
)


_OWNED_BY = re.compile(
    r"(?:旗下|控股|参股|全资|间接|直接|的|\(.{0,16}\)){0,3}(?:旗下|子公司|孙公司|附属公司|附属|合资公司|联营公司|供应商|代工厂|股东|控股股东|大股东|母公司)的?"
)
_ATTRIBUTE = re.compile(
    r"[^,，。;；\ue000]{0,4}[^,，。;；]{0,14}(?:提出|发起|提起|持有|所持|控制|提供|生产|开发|研发|发行|管理|代理|投资|设计|制造|发布|推出)的"
)
"""Behind a name that only describes what the clause is about."""


def first_group(line: Line, low: int, high: int, kinds: Collection[str]) -> tuple[Actor, ...]:
    """Return the subject of a clause: its first enumeration that is not prepositional."""
    pool = [a for a in line.actors if a.kind in kinds and not a.optional]
    for index, actor in enumerate(pool):
        if (
            actor.kind in THING
            and index + 1 < len(pool)
            and pool[index + 1].kind == "company"
            and _TRADE.fullmatch(line.text, actor.end, pool[index + 1].start)
        ):
            continue  # 存储芯片厂商美光科技: what it makes stands ahead of who it is
        if low <= actor.start and actor.end <= high:
            if index + 1 < len(pool) and _OWNED_BY.fullmatch(line.text, actor.end, pool[index + 1].start):
                continue  # 中国电科旗下国睿科技: who is spoken of stands behind who owns it
            if line.masked.find("的", actor.end, actor.end + 21) >= 0 and _ATTRIBUTE.match(line.masked, actor.end):
                continue  # 建滔集团旗下公司提出的清盘呈请: only whose petition it is
            group = grown(line, pool, index)
            # 向A、B发行股份: of an enumeration the first name tells whether it is prepositional.
            if not _prepositional(line, group[0], low if group[0].start >= low else 0):
                return distinct(group)
    return ()


def _counted(line: Line, low: int, position: int, scene: Scene) -> tuple[Actor, ...]:
    """Return what 前两家, 后三家, 其余两家 point at in the last enumeration."""
    found = None
    for found in _LATTER.finditer(line.text, low, position):  # noqa: B007 - the last one counts
        pass
    if not found or len(scene.listed) < 2:
        return ()
    count = _COUNT.get(found["n"]) or int(found["n"])
    if found["which"] == "前":
        chosen = scene.listed[:count]
        scene.dealt.update(a.key for a in chosen)
    elif found["which"] == "后":
        chosen = scene.listed[-count:]
    else:
        left = [a for a in scene.listed if a.key not in scene.dealt]
        chosen = tuple(left) if len(left) == count else ()
    return chosen


_OTHERS = re.compile(
    r"(?:其|该行|公司|部分|不少|多数|许多|一些|众多|多家|海外|国内|下游|上游|外资|其他|大|中小)?(?:客户|投资者|投资人|散户|机构|基金经理|同行|对手|竞争对手|供应商|经销商|消费者|厂商|企业|车企|药企|行业|市场|外资)(?!部|端|人|价|的|需求|份额|方面|化|地位|占|认)"
)
"""Others than those named before, as the subject of a clause."""
_HEARD = 400
"""How far an opinion reaches behind the name of its house, in characters."""
_RESEARCH = re.compile(r"研报|认为|指出|分析师|团队|点评|测算|周报")
_OPINES = re.compile(
    r"[^,，。;；]{0,14}?(?:认为|指出|研报|分析师|分析|报告|团队|点评|测算|表示|称|预计|预测|判断|看好|提示|建议|直言|观点|预期|周报|said|says|expects|wrote)"
)


_GOES_ON_SAYING = re.compile(r"(?:并|且|但|同时|该行|该机构|其)?(?:认为|指出|预计|预期|相信|判断|看好|理由是|理由为|原因是|主要反映|反映)")


def opinion_end(line: Line, position: int, scene: Scene) -> int:
    """Return where the words of a research house begin that the position stands in, or -1: who only comments does nothing itself."""
    titled = {a.key for a in scene.title}
    for actor in line.actors:
        if actor.end > position:
            break
        if position - actor.end > _HEARD or actor.kind not in {"company", "organisation"} or actor.anaphor or not rates(actor.folded):
            continue
        said = _OPINES.match(line.text, actor.end)
        if said and actor.key in titled and not _RESEARCH.search(said.group()):
            continue  # 中金公司公告称: here the house itself is the news
        if (
            said
            and said.end() <= position
            and (said.end() >= line.clauses[line.clause_at(actor.start)][1] or line.clause_at(position) > line.clause_at(actor.start))
        ):
            return said.end()
    houses = [a for a in line.actors if a.end <= position and a.kind in {"company", "organisation"} and not a.anaphor and rates(a.folded)]
    for begin, end in reversed(line.clauses[: line.clause_at(position) + 1]) if houses else ():
        if houses[0].end > begin:
            break
        if (said := _GOES_ON_SAYING.match(line.text, begin, end)) and said.end() <= position:
            return said.end()  # 高盛将京东目标价削至165港元，认为零售主业利润率续升
    return -1


def subject_of(line: Line, trigger: Trigger, kinds: Collection[str], scene: Scene, *, carried: bool = True) -> tuple[Actor, ...]:
    """Return the subject of a trigger: in its clause, else carried over from the clauses, the lines, the title before it."""
    low = line.clauses[trigger.clause][0]
    said = opinion_end(line, trigger.start, scene)
    low = max(low, said)
    if counted := _counted(line, low, trigger.start, scene):
        return counted
    if group := group_before(line, trigger.start, low, kinds):
        return group
    if _OTHERS.match(line.text, max(low, said)):
        return ()  # 墨菲说，客户增持了…: who speaks is not who does it
    fallback: tuple[Actor, ...] = ()
    for clause in range(trigger.clause - 1, -1, -1):
        begin, end = line.clauses[clause]
        if end <= said:
            break
        begin = max(begin, said)
        if counted := _counted(line, begin, end, scene):
            return counted
        if group := first_group(line, begin, end, kinds):
            if group[0].start - begin <= _HEAD:
                return group
            fallback = group
    if fallback:
        return fallback
    if not carried or said >= 0:
        return ()
    stage = scene.topic if scene.topic and scene.topic_paragraph == line.sentence.paragraph else scene.title or scene.topic
    told_by = scene.rater.key if scene.rater is not None and scene.rater not in scene.title else None
    return tuple(a for a in stage if a.kind in kinds and a.key != told_by)


def note_listed(line: Line, scene: Scene) -> None:
    """Remember the last enumeration of three or more companies."""
    companies = [a for a in line.actors if a.kind in COMPANY and not a.optional]
    if len(companies) < 3:
        return
    index = 0
    while index < len(companies):
        group = grown(line, companies, index)
        if len(group) >= 3:
            scene.listed = distinct(group)
            scene.dealt = set()
        index += len(group)


def note_subjects(line: Line, scene: Scene) -> None:
    """Update the scene with a line that has been read."""
    companies = [a for a in line.actors if a.kind in COMPANY and not a.optional]
    if line.sentence.title:
        scene.title = first_group(line, 0, len(line.text), COMPANY)
    note_listed(line, scene)
    for actor in line.actors:
        if actor.kind in {"company", "organisation"} and rates(actor.folded) and _OPINES.match(line.text, actor.end) and actor not in scene.title:
            scene.rater = actor
    if _REPORT.search(line.text):
        houses = [a for a in line.actors if a.kind in {"company", "organisation"} and rates(line.text[a.start : a.end] + a.folded)]
        scene.rater = houses[0] if houses else scene.rater
    funds = first_group(line, 0, len(line.text), {"etf"})
    scene.fund = funds if len(funds) == 1 else scene.fund
    if not companies:
        return
    for begin, end in line.clauses:
        if group := first_group(line, begin, end, COMPANY):
            if len(group) <= 2:
                scene.topic = group
                scene.topic_paragraph = line.sentence.paragraph
            break


def roles(role: str, actors: Sequence[Actor]) -> list[Role]:
    """Return actors as participants in one role."""
    return [(role, a) for a in actors]


def passive_end(line: Line, trigger: Trigger, low: int) -> int:
    """Return where the last passive word of the clause ends, or -1."""
    last = -1
    for found in _PASSIVE.finditer(line.masked, low, trigger.start):
        last = found.end()
    if trigger.word.startswith(("被", "获", "遭")):
        last = trigger.start + 1
    return last


def without(actors: Sequence[Actor], others: Sequence[Actor]) -> tuple[Actor, ...]:
    """Return the actors that are none of the others."""
    keys = {a.key for a in others}
    return tuple(a for a in actors if a.key not in keys)


def things_of(line: Line, trigger: Trigger, *, both: bool = True) -> tuple[Actor, ...]:
    """Return the products or sectors a trigger acts on: behind it in its clause, else ahead of it."""
    low, high = line.clauses[trigger.clause]
    found = group_after(line, trigger.end, max(high, trigger.end), THING)
    if not found and both:
        found = group_before(line, trigger.start, low, THING, prepositional=True)
    return found[:8]


_STRANGER = re.compile(
    r"(?:^|[:：])(?:其中|此外|另外|另据|而|且|同时|据悉)?(?P<name>[一-鿿a-z][一-鿿a-z0-9·]{1,9}?)(?:近日|日前|昨日|今日|周[一二三四五六日]|\d{1,2}[月日号]|此前|再度|再次|首次|第[一二三四五\d]+[次度]|已|将|拟|正|则|也|亦|又|大举|悉数|完成|合计|分别|通过[^,，]{0,12}){0,3}$"
)
_NO_STRANGER = re.compile(
    r"[的了着过是在把被为对向与和及或将拟已这那其该本此因由于]|公司|股东|董事|高管|计划|上述|根据|如果|以|今年|去年|明年|年内|期间|目前|当前|未来|行业|市场|机构|投资者|资金|方面|消息|传|没|不|未|无|可能|预计|开始|继续|持续|"
    r"大幅|全面|进一步|同比|环比|上半|下半|季度|月份|约|逾|超|近|累计|全年|产能|项目|业务|产品|价格|订单|合同|交易|收入|利润|部分|多家|多只|两|几|许多|自|并|正式|宣布|公告|披露|完成|率先|共|还|也"
)
_PASSIVE_NAME = re.compile(
    r"(?P<name>[一-鿿a-z][一-鿿a-z0-9·]{1,11}?)(?:[^,，一-鿿a-z]{0,6}|第[一二三四五\d]+[次度]|再度|再次|首次|大举|正式|依法|罚款|处以)*$"
)


def stranger_before(line: Line, trigger: Trigger, low: int) -> tuple[Actor, ...]:
    """Return who does it where no reader of names knew the doer: all that stands in the clause ahead of the trigger (巴菲特清仓…), or behind its 被."""
    passive = passive_end(line, trigger, low)
    piece = line.masked[max(passive, low) : trigger.start]
    found = _PASSIVE_NAME.match(piece) if passive >= 0 else _STRANGER.search(piece)
    if not found or _NO_STRANGER.search(found["name"]):
        return ()
    start = max(passive, low) + found.start("name")
    return (replace(unnamed(line, start, start + len(found["name"])), kind="organisation"),)


def unnamed(line: Line, start: int, end: int) -> Actor:
    """Return words that no reader of names linked as a product."""
    span = line.span(start, end)
    return Actor(start=start, end=end, kind="product/technology", entity=None, surface=line.text[start:end], span=span, anaphor=False, optional=False)
