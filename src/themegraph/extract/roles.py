"""Find who does it, to whom, with whom, by position, voice and ellipsis."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from themegraph.extract.lines import Actor, Line
from themegraph.extract.trigger_table import COMMODITY
from themegraph.extract.triggers import Trigger

__all__ = ["Cast", "Scene", "cast_event", "group_after", "group_before", "note_subjects"]

Role = tuple[str, Actor]
Cast = tuple[Role, ...]

COMPANY = frozenset({"company"})
MOVER = frozenset({"company", "etf", "index", "sector/theme"})
OFFICE = frozenset({"organisation", "place"})
PARTY = frozenset({"company", "organisation", "place"})
HOLDER = frozenset({"company", "organisation", "person"})
THING = frozenset({"product/technology", "sector/theme"})

_LIST = re.compile(r"(?:[(（][^()（）]{0,30}[)）])?[、和与及暨/]?(?:以及)?(?:[(（][^()（）]{0,30}[)）])?")
_LISTED = re.compile(r"(?:[(（][^()（）]{0,30}[)）])?(?:[、和与及暨/,，]|以及|,? and )+(?:[(（][^()（）]{0,30}[)）])?")
"""Between two names of one enumeration."""
_APART = re.compile(
    r"(?:较|比|据|向|对|给|对于|针对|从|除|除了|仅次于|超越|超过|落后于|领先|来自|由于|关于|通过|借助|借|依托|至|到|于|受|被称为|所谓的?|中国版|曾任|供职|出身于|不同于|相比|相较|有别于|为|替|帮|助|按照|根据|按|之于|不如|好于|"
    r"弱于|强于|低于|高于|跑赢|跑输|优于|逊于|追踪|跟踪|挂钩|对标|叫板|挑战|看好|持有|重仓|所持|竞争对手|引用|援引|\bby\b|\bto\b|\bthan\b|\bfrom\b|\bfor\b|\bof\b)[\"“「『《]?\s?$"
)
_WITH = re.compile(r"(?:与|和|同|跟|携手|联手|联合|牵手|携|会同|伙同|\bwith )[\"“「『]?$")
_PASSIVE = re.compile(r"收(?=年报|[^购入盘市益到取储复回涨跌官缩窄]{0,4}函)|被|遭|获|受到|收到|由|接到|遭到|接获|获得|迎来|接受|\bby ")
_TOWARDS = re.compile(r"(?:对|向|针对|给予?|予|将|把|就)[^,，。;；]{0,4}$")
_LATTER = re.compile(r"(?P<which>前|后|其余|其他|另外|余下|剩下)(?P<n>两|二|三|四|五|六|2|3|4|5|6)(?:家|者|只|个|名|款)")
_COUNT = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_HEAD = 8
"""How far into its clause a subject may stand (其中，A股北方稀土…): a name further in is more likely a predicate's or an attribute's."""
_REGULATOR = re.compile(
    r"交易所|证监|金管|监管|[局委部院署厅]$|央行|人民银行|法院|政府|深交所|上交所|北交所|港交所|联交所|工信部|发改委|sec$|commission|ministry|court"
)
_GOODS = re.compile(COMMODITY)
_REPORT = re.compile(r"研报|周报|月报|报告|晨会|策略|观点|大行|点评|纪要")
_RATER = re.compile(
    r"证券|国际|高盛|摩根|大摩|小摩|瑞银|花旗|中金|里昂|野村|美银|汇丰|杰富瑞|巴克莱|德银|德意志|瑞信|麦格理|星展|大和|建银|招银|交银|晨星|穆迪|惠誉|标普|研究|goldman|morgan|ubs|citi|jefferies|barclays|nomura|hsbc|macquarie|bernstein|"
    r"daiwa|jpmorgan|clsa|moody|fitch|资本|东吴|富瑞|海通|国君|光大|申万|兴业|广发|中信|华泰|招商|国泰|安信|天风|浙商|开源|信达|民生|国金|方正"
)


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
    ahead = line.text[max(low, actor.start - 8) : actor.start]
    return bool(_APART.search(ahead) or _WITH.search(ahead))


def _joined(line: Line, left: Actor, right: Actor) -> bool:
    return bool(_LISTED.fullmatch(line.text, left.end, right.start))


def _grown(line: Line, actors: Sequence[Actor], index: int) -> tuple[Actor, ...]:
    """Return the enumeration that holds ``actors[index]``; only names of one kind are enumerated together."""
    first = last = index
    while first and actors[first - 1].kind == actors[index].kind and _joined(line, actors[first - 1], actors[first]):
        first -= 1
    while last + 1 < len(actors) and actors[last + 1].kind == actors[index].kind and _joined(line, actors[last], actors[last + 1]):
        last += 1
    return tuple(actors[first : last + 1])


def _distinct(actors: Sequence[Actor]) -> tuple[Actor, ...]:
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
        group = [a for a in _grown(line, pool, index) if a.end <= position]
        head = group[0]
        if not prepositional and _prepositional(line, head, low if head.start >= low else 0):
            continue
        return _distinct(group)
    return ()


def group_after(line: Line, position: int, high: int, kinds: Collection[str]) -> tuple[Actor, ...]:
    """Return the first enumeration of names behind a position."""
    pool = [a for a in line.actors if a.kind in kinds and not a.optional]
    for index, actor in enumerate(pool):
        if actor.start < position:
            continue
        if actor.start >= high:
            break
        return _distinct([a for a in _grown(line, pool, index) if a.start >= position])
    return ()


_TRADE = re.compile(
    r"(?:[一-鿿]{0,2}(?:厂商|龙头|企业|巨头|公司|制造商|供应商|服务商|平台|运营商|生产商|开发商|新秀|独角兽|品牌|大厂|商|股)(?:、|的)?)"
)


def _first_group(line: Line, low: int, high: int, kinds: Collection[str]) -> tuple[Actor, ...]:
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
        if low <= actor.start and actor.end <= high and not _prepositional(line, actor, low):
            return _distinct(_grown(line, pool, index))
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


def subject_of(line: Line, trigger: Trigger, kinds: Collection[str], scene: Scene, *, carried: bool = True) -> tuple[Actor, ...]:
    """Return the subject of a trigger: in its clause, else carried over from the clauses, the lines, the title before it."""
    low = line.clauses[trigger.clause][0]
    if counted := _counted(line, low, trigger.start, scene):
        return counted
    if group := group_before(line, trigger.start, low, kinds):
        return group
    fallback: tuple[Actor, ...] = ()
    for clause in range(trigger.clause - 1, -1, -1):
        begin, end = line.clauses[clause]
        if counted := _counted(line, begin, end, scene):
            return counted
        if group := _first_group(line, begin, end, kinds):
            if group[0].start - begin <= _HEAD:
                return group
            fallback = group
    if fallback:
        return fallback
    if not carried:
        return ()
    stage = scene.topic if scene.topic and scene.topic_paragraph == line.sentence.paragraph else scene.title or scene.topic
    return tuple(a for a in stage if a.kind in kinds)


def note_subjects(line: Line, scene: Scene) -> None:
    """Update the scene with a line that has been read."""
    companies = [a for a in line.actors if a.kind in COMPANY and not a.optional]
    if line.sentence.title:
        scene.title = _first_group(line, 0, len(line.text), COMPANY)
    for index in range(len(companies)):
        group = _grown(line, companies, index)
        if len(group) >= 3 and group[0] is companies[index]:
            scene.listed = _distinct(group)
            scene.dealt = set()
    if _REPORT.search(line.text):
        houses = [a for a in line.actors if a.kind in {"company", "organisation"} and _RATER.search(line.text[a.start : a.end] + a.folded)]
        scene.rater = houses[0] if houses else scene.rater
    funds = _first_group(line, 0, len(line.text), {"etf"})
    scene.fund = funds if len(funds) == 1 else scene.fund
    for begin, end in line.clauses:
        if group := _first_group(line, begin, end, COMPANY):
            if len(group) <= 2:
                scene.topic = group
                scene.topic_paragraph = line.sentence.paragraph
            break


def _roles(role: str, actors: Sequence[Actor]) -> list[Role]:
    return [(role, a) for a in actors]


def _passive(line: Line, trigger: Trigger, low: int) -> int:
    """Return where the last passive word of the clause ends, or -1."""
    last = -1
    for found in _PASSIVE.finditer(line.masked, low, trigger.start):
        last = found.end()
    if trigger.word.startswith(("被", "获", "遭")):
        last = trigger.start + 1
    return last


def _without(actors: Sequence[Actor], others: Sequence[Actor]) -> tuple[Actor, ...]:
    keys = {a.key for a in others}
    return tuple(a for a in actors if a.key not in keys)


def _things(line: Line, trigger: Trigger, *, both: bool = True) -> tuple[Actor, ...]:
    """Return the products or sectors a trigger acts on: behind it in its clause, else ahead of it."""
    low, high = line.clauses[trigger.clause]
    found = group_after(line, trigger.end, max(high, trigger.end), THING)
    if not found and both:
        found = group_before(line, trigger.start, low, THING, prepositional=True)
    return found[:8]


def _undergoes(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    return tuple(_roles("agent", subject_of(line, trigger, COMPANY, scene)))


def _launches(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    high = line.clauses[trigger.clause][1]
    agents = subject_of(line, trigger, COMPANY, scene, carried=False)
    if not agents and trigger.type == "product_launch" and group_before(line, trigger.start, 0, {"organisation"}):
        agents = group_after(line, trigger.end, max(high, trigger.end), COMPANY)  # 国家药监局批准百济神州的新药上市
    agents = agents or subject_of(line, trigger, COMPANY, scene)
    return (*_roles("agent", agents), *_roles("object", _things(line, trigger))) if agents else ()


_DISTANT = re.compile(r"[^,，]{0,2}(?:称|表示|回应|否认|澄清|公告称|提醒)")


def _hit_by(line: Line, trigger: Trigger) -> tuple[Actor, ...]:
    """Return the company named right after an accident (矿区泥石流事故，自由港宣布不可抗力), unless it only speaks of it."""
    clause = min(trigger.clause + 1, len(line.clauses) - 1)
    behind = group_after(line, trigger.end, line.clauses[clause][1], COMPANY)[:1]
    return tuple(a for a in behind if not _DISTANT.match(line.text, a.end))


def _recalls(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    agents = subject_of(line, trigger, COMPANY, scene, carried=False) or _hit_by(line, trigger)
    if not agents and not any(a.kind == "company" and a.start > trigger.end for a in line.actors):
        agents = subject_of(line, trigger, COMPANY, scene)
    things = [a for a in _things(line, trigger) if a.kind == "product/technology"]
    return (*_roles("agent", agents), *_roles("object", things)) if agents else ()


_SUMMED = re.compile(r"(?:\(.{0,20}\))?等(?:多只|多家|个|只)?(?:[a-z0-9一-鿿]{0,4})")
_NO_SHARE = re.compile(r"^(?:美元指数|美債|美债|.*国债|.*國債|人民币|人民幣|日元|欧元|歐元|VIX.*)$")
"""Indices and assets of money, not of shares."""
_LAST_TIME = re.compile(r"上一?次[^,，]{0,10}[涨跌]")
"""上一次跌幅更大的交易日是…: an older move, told for comparison."""
_COMPARED = re.compile(r"同期|相比之下|对比|跑赢|跑输")
_STOCK_WORDS = re.compile(r"股价|盘中|盘后|盘前|收盘|早盘|午盘|尾盘|开盘|a股|h股|港股|美股|该股|股份|午后|收报|报收|当日|涨停|跌停|\d%|市值|截至")


def _moves(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    if _LAST_TIME.search(line.text, 0, trigger.start):
        return ()
    group = subject_of(line, trigger, MOVER, scene, carried=False)
    if not group:
        low, high = line.clauses[trigger.clause]
        if _STOCK_WORDS.search(line.text, low, max(high, trigger.end)):
            behind = (
                group_after(line, trigger.end, max(high, trigger.end), COMPANY | {"etf"})
                if re.match(r"的?(?:有|包括|个股)|[:：]", line.text[trigger.end : trigger.end + 6])
                else ()
            )
            group = behind or subject_of(line, trigger, MOVER, scene)
    if group and group[0].kind == "sector/theme":
        # 彤程新材、上海新阳等光刻胶概念股涨停: the companies named, not the sector that sums them up.
        before = group_before(line, group[0].start, 0, {"company", "etf"}, prepositional=True)
        if before and _SUMMED.fullmatch(line.text, before[-1].end, group[0].start):
            group = before
    group = tuple(a for a in group if not _NO_SHARE.search(a.folded))
    if group and _COMPARED.search(line.text, line.clauses[trigger.clause][0], group[0].start) and group[0].kind in {"index", "etf"}:
        return ()  # 而同期恒生科技指数累升约24%: only what the share is measured against
    if group and group[0].kind == "sector/theme" and any(a.kind in {"company", "etf", "index"} and a.end <= group[0].start for a in line.actors):
        return ()  # 恒瑞医药涨停，创新药概念股走强: the sector only goes along
    return tuple(_roles("agent", group))


def _commodity(line: Line, trigger: Trigger) -> tuple[Actor, ...]:
    """Return the goods whose price it is: a linked product or sector, else the words of the table."""
    low, high = line.clauses[trigger.clause]
    named = [a for a in line.actors if a.kind in THING and low <= a.start and a.end <= trigger.start]
    if named and not any(a.kind == "company" and a.start > named[-1].start and a.end <= trigger.start for a in line.actors):
        return _grown(line, named, len(named) - 1)
    found = None
    for found in _GOODS.finditer(line.text, low, trigger.start):  # noqa: B007 - the nearest one counts
        pass
    if found is None:
        behind = group_after(line, trigger.end, max(high, trigger.end), THING)
        if behind:
            return behind
        found = _GOODS.search(line.text, trigger.end, max(high, trigger.end)) or _GOODS.search(line.text, 0, trigger.start)
    if found is None:
        return ()
    return (_unnamed(line, found.start(), found.end()),)


def _unnamed(line: Line, start: int, end: int) -> Actor:
    span = line.span(start, end)
    return Actor(start=start, end=end, kind="product/technology", entity=None, surface=line.text[start:end], span=span, anaphor=False, optional=False)


_OWN_PRICE = re.compile(r"提价|涨价|降价|调价|上调|下调|提高|调涨|挺价")


def _prices(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    low, _ = line.clauses[trigger.clause]
    goods = _commodity(line, trigger)
    makers = group_before(line, trigger.start, low, COMPANY)
    ahead = any(a.start < trigger.start for a in goods)
    deliberate = bool(_OWN_PRICE.search(trigger.word))
    if not makers and goods and ahead and deliberate and trigger.clause:
        makers = subject_of(line, trigger, COMPANY, scene, carried=False)
    elif not makers and deliberate and not (goods and ahead):
        makers = subject_of(line, trigger, COMPANY, scene)
    if not makers and not goods:
        return ()
    return (*_roles("agent", makers), *_roles("object", goods))


def _rates(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    parties = [a for a in line.actors if a.kind in {"company", "organisation"} and not a.optional]
    ahead = [a for a in parties if a.end <= trigger.start]
    raters = [a for a in ahead if _RATER.search(line.text[a.start : a.end] + a.folded)]
    rater = raters[-1] if raters else (scene.rater if scene.rater is not None and not parties[1:] else None)
    if rater is not None and len(raters) > 1:
        # 高盛将中信证券目标价上调: the first one rates, the last one is rated.
        inside = [a for a in raters if a.start >= low]
        rater = inside[0] if len(inside) > 1 else rater
    rated = [a for a in ahead if a is not rater and a.start >= (rater.start if rater else 0) and a.kind == "company"]
    if not rated:
        rated = [a for a in group_after(line, trigger.end, high, COMPANY) if a is not rater]
    if not rated:
        things = [a for a in line.actors if a.kind in THING and low <= a.start < high]
        found = _GOODS.search(line.text, low, high)
        if things:
            rated = things[:1]
        elif found and rater:
            rated = [_unnamed(line, found.start(), found.end())]
        else:
            rated = [a for a in subject_of(line, trigger, COMPANY, scene) if rater is None or a.key != rater.key]
            rated = rated or [a for a in (*scene.topic, *scene.title) if rater is None or a.key != rater.key][:1]
    if not rated:
        return ()
    last = rated[-1:] if len(rated) == 1 or not _joined(line, rated[-2], rated[-1]) else _grown(line, rated, len(rated) - 1)
    return (*_roles("agent", [rater] if rater else []), *_roles("object", last))


def _doers(line: Line, trigger: Trigger, scene: Scene) -> tuple[Actor, ...]:
    """Return the company, or the organisation that is no regulator, that does business here."""
    mixed = subject_of(line, trigger, COMPANY | {"organisation"}, scene, carried=False)
    mixed = tuple(a for a in mixed if a.kind == "company" or not _REGULATOR.search(a.folded))
    return mixed or subject_of(line, trigger, COMPANY, scene)


def _deals(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """m&a: A 收购 B; B 被 A 收购; A 与 B 合并; A 将 B 出售给 C."""
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    passive = _passive(line, trigger, low)
    doers = PARTY - {"place"}
    if passive >= 0 and trigger.word not in {"获得", "取得"} and (agents := group_before(line, trigger.start, passive, doers, prepositional=True)):
        targets = group_before(line, passive, low, doers) or subject_of(line, trigger, COMPANY, scene)
        return (*_roles("agent", agents), *_roles("object", _without(targets, agents)))
    agents = _doers(line, trigger, scene)
    if not agents:
        return ()
    if trigger.word in {"合并", "吸收合并", "换股吸收合并"}:
        partner = [
            a for a in line.actors if a.kind in COMPANY and low <= a.start and a.end <= trigger.start and _WITH.search(line.text[low : a.start])
        ]
        if partner:
            return (*_roles("agent", _without(agents, partner)), *_roles("partner", partner))
        if len(agents) == 2:
            return ("agent", agents[0]), ("partner", agents[1])
    targets = _without(group_after(line, trigger.end, high, doers), agents)
    if not targets:
        targets = _without([a for a in line.actors if a.kind in COMPANY and low <= a.start and a.end <= trigger.start], agents)
    if not targets and trigger.clause + 1 < len(line.clauses) and high - trigger.end < 3:
        targets = _without(group_after(line, high, line.clauses[trigger.clause + 1][1], COMPANY), agents)
    return (*_roles("agent", agents[:3]), *_roles("object", targets[:4]))


_GETS = re.compile(r"获得?|拿下|收到|接到|斩获|揽获|赢得|接获|中标|揽下|承接|夺得")


def _contracts(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    companies = PARTY - {"place"}
    for got in _GETS.finditer(line.masked, low, trigger.start):
        takers = group_before(line, got.start(), low, COMPANY) or (
            subject_of(line, trigger, COMPANY, scene) if not group_before(line, trigger.start, low, COMPANY) else ()
        )
        givers = _without([a for a in line.actors if a.kind in companies and got.end() <= a.start and a.end <= trigger.start], takers)
        if takers:
            goods = [a for a in line.actors if a.kind == "product/technology" and low <= a.start < high][:3]
            return (*_roles("agent", takers), *_roles("partner", givers[:3]), *_roles("object", goods))
    giving = re.search(r"下达|下单|订购|采购|抛出|授予|砍单|ordered|placed", line.masked[low : trigger.end])
    agents = (
        subject_of(line, trigger, COMPANY, scene, carried=False)
        or subject_of(line, trigger, {"organisation"}, scene, carried=False)
        or subject_of(line, trigger, COMPANY, scene)
    )
    if not agents:
        return ()
    near = [a for a in line.actors if a.kind in companies and low <= a.start < high and a.key not in {g.key for g in agents}]
    things = [a for a in line.actors if a.kind == "product/technology" and low <= a.start < high][:3]
    if giving and not re.search(r"获|收到|接到|中标|签", line.masked[low : giving.start() + low]):
        others = near or group_after(line, high, len(line.text), COMPANY)[:0]
        return (*_roles("agent", agents), *_roles("object", things), *_roles("beneficiary", others[:3]))
    others = near or _without(group_after(line, trigger.end, high, companies), agents)
    return (*_roles("agent", agents), *_roles("partner", others[:3]), *_roles("object", things))


def _joins(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    doers = PARTY - {"place"}
    agents = _doers(line, trigger, scene)
    if not agents:
        return ()
    partners = [a for a in line.actors if a.kind in doers and low <= a.start < high and a.key not in {g.key for g in agents}]
    things = [a for a in line.actors if a.kind == "product/technology" and low <= a.start < high][:3]
    if not partners and len(agents) == 2 and re.search(r"[与和同]|携手|联手", line.text[agents[0].end : agents[1].start]):
        agents, partners = agents[:1], list(agents[1:])
    if not partners and len(agents) == 1 and not things and trigger.word in {"合作", "携手", "联手", "结盟"}:
        return ()
    return (*_roles("agent", agents), *_roles("partner", partners[:4]), *_roles("object", things))


def _finances(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    if trigger.word in {"投资", "入股", "认购", "战略投资", "注资", "增资", "战略入股", "参投"}:
        passive = _passive(line, trigger, low)
        agents = subject_of(line, trigger, HOLDER, scene)
        if passive >= 0 and (givers := group_before(line, trigger.start, passive, HOLDER, prepositional=True)):
            owner = group_before(line, passive, low, COMPANY) or subject_of(line, trigger, COMPANY, scene)
            return (*_roles("agent", _without(owner, givers)), *_roles("partner", givers))
        if not agents:
            return ()
        return (*_roles("agent", agents), *_roles("object", _without(group_after(line, trigger.end, high, COMPANY), agents)))
    if trigger.word in {"领投", "跟投"}:
        return ()  # a detail of the round that the line tells of
    return tuple(_roles("agent", subject_of(line, trigger, COMPANY, scene)))


_ITS_HOLDER = re.compile(
    r"(?:\(.{0,20}\))?(?:的?(?:[一-鿿]{0,4}股东|实控人|实际控制人|董监高|高管|董事长|董事|总裁|大股东|一致行动人)|:?[^,，]{0,4}股东)"
)


def _holds(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    passive = _passive(line, trigger, low)
    if passive >= 0 and "回购" not in trigger.word and "质押" not in trigger.word:
        holders = group_before(line, trigger.start, passive, HOLDER, prepositional=True)
        owned = group_before(line, passive, low, COMPANY) or subject_of(line, trigger, COMPANY, scene)
        if holders:
            return (*_roles("agent", holders), *_roles("object", _without(owned, holders)))
        return tuple(_roles("object", owned))
    agents = subject_of(line, trigger, HOLDER, scene)
    if not agents:
        return ()
    owned = _without(group_after(line, trigger.end, high, COMPANY), agents)
    if not owned and len(agents) == 1 and agents[0].kind == "company" and _ITS_HOLDER.match(line.text, agents[0].end):
        return (("object", agents[0]),)  # 拓荆科技股东减持: who it is remains unnamed
    if not owned and agents[0].kind != "company":
        owned = _without([a for a in scene.topic or scene.title if a.kind == "company"], agents)
    if not owned:
        # 宁德时代股东黄世霖减持, 公司控股股东X拟减持: the company stands ahead of its holder.
        owned = tuple(
            a
            for a in line.actors
            if a.kind in COMPANY
            and a.end <= agents[0].start
            and re.match(r"[^,，、]{0,6}(?:股东|董事|高管|总裁|实控人|实际控制人|创始人|一致行动人)", line.text[a.end : a.end + 14])
        )[-1:]
    return (*_roles("agent", agents[:4]), *_roles("object", _without(owned[:3], agents)))


def _accuses(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    passive = _passive(line, trigger, low)
    accused_kinds = COMPANY | {"person", "sector/theme"}
    if passive >= 0:
        offices = (
            group_before(line, trigger.start, passive, {"organisation"}, prepositional=True)
            or group_before(line, trigger.start, passive, PARTY, prepositional=True)
            or group_after(line, trigger.end, high, {"organisation"})
        )
        accused = group_before(line, passive, low, accused_kinds) or subject_of(line, trigger, COMPANY, scene)
        sued = _without(accused, offices)
        return (*_roles("agent", offices), *_roles("object", sued)) if sued else ()
    offices = group_before(line, trigger.start, low, {"organisation"}) or _first_group(line, low, trigger.start, {"place"})
    if not offices:
        for clause in range(trigger.clause - 1, -1, -1):
            if offices := _first_group(line, *line.clauses[clause], {"organisation"}):
                break
    towards = [
        a
        for a in line.actors
        if a.kind in accused_kinds
        and low <= a.start < high
        and (a.start > trigger.end or _TOWARDS.search(line.text[max(low, a.start - 6) : a.start]))
    ]
    company = group_before(line, trigger.start, low, COMPANY)
    if offices:
        targets: Sequence[Actor] = towards or company or group_after(line, trigger.end, high, accused_kinds)
        if not targets:
            targets = [a for a in subject_of(line, trigger, COMPANY, scene) if a.key not in {o.key for o in offices}]
        things = [a for a in line.actors if a.kind in THING and low <= a.start < high][:2] if not targets else []
        return (*_roles("agent", offices), *_roles("object", _without(targets, offices)[:4]), *_roles("object", things))
    suing = trigger.word in {"起诉", "控告", "状告", "提起诉讼", "告上法庭", "索赔", "申请仲裁", "提起仲裁", "sued"}
    plaintiff = company or subject_of(line, trigger, COMPANY, scene)
    if suing and plaintiff:
        accused = _without(towards or group_after(line, trigger.end, high, COMPANY), plaintiff)
        return (*_roles("agent", plaintiff), *_roles("object", accused))
    return tuple(_roles("object", plaintiff))


def _rules(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """policy, export control: an office acts on goods or sectors."""
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    offices = (
        subject_of(line, trigger, {"organisation"}, scene, carried=False)
        or group_before(line, trigger.start, 0, {"organisation"}, prepositional=True)
        or subject_of(line, trigger, {"place"}, scene, carried=False)
    )
    things = list(_things(line, trigger))
    if trigger.clause and not things:
        things = list(group_before(line, trigger.start, 0, THING, prepositional=True))
    organisations = [a for a in offices if a.kind == "organisation"]
    if trigger.type == "policy/regulation" and not organisations and not (offices and things):
        return tuple(_roles("object", things)) if things and trigger.word in _STRONG_POLICY else ()
    if not offices and not things and not any(a.kind == "company" for a in line.actors):
        return ()
    harmed = (
        [a for a in line.actors if a.kind == "company" and low <= a.start < high and a.start > trigger.start - 40]
        if trigger.type != "policy/regulation"
        else []
    )
    role = "harmed" if trigger.sense < 0 else "beneficiary"
    return (*_roles("agent", organisations or offices), *_roles("object", things[:6]), *_roles(role, harmed[:6]))


_STRONG_POLICY = {"以旧换新", "集采", "带量采购", "医保谈判", "国补", "购置税", "取消限购", "出口退税", "反内卷", "关税豁免", "版号", "过审", "收储"}


def _banks(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """macro: a central bank, a bureau, or a place whose figure it is."""
    offices = subject_of(line, trigger, {"organisation"}, scene, carried=False) or group_before(line, trigger.start, 0, {"organisation"})
    if offices:
        scene.office = offices
    return tuple(_roles("agent", offices or scene.office or subject_of(line, trigger, {"place"}, scene, carried=False)))


def _staffs(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    companies = subject_of(line, trigger, COMPANY | {"organisation"}, scene)
    _low, high = line.clauses[trigger.clause]
    if not companies:
        companies = group_after(line, trigger.end, max(high, trigger.end), COMPANY)
    people = [a for a in line.actors if a.kind == "person"]
    nearest = sorted(people, key=lambda a: (abs(line.clause_at(a.start) - trigger.clause), abs(a.start - trigger.start)))[:1]
    return (*_roles("agent", companies[:2]), *_roles("object", nearest)) if companies else ()


def _others(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    if trigger.word in {"shipped", "exported", "exports to"}:
        places = group_before(line, trigger.start, 0, PARTY)
        return (*_roles("agent", places), *_roles("object", _things(line, trigger, both=False))) if places else ()
    if funds := group_before(line, trigger.start, line.clauses[trigger.clause][0], {"etf"}):
        return tuple(_roles("agent", funds))
    kinds = {"company", "etf"} if "净" in trigger.word or "份额" in trigger.word or "规模" in trigger.word else COMPANY
    if kinds != COMPANY:
        return tuple(_roles("agent", subject_of(line, trigger, {"etf"}, scene, carried=False) or scene.fund))
    return tuple(_roles("agent", subject_of(line, trigger, COMPANY, scene)))


_FRAMES: dict[str, Callable[[Line, Trigger, Scene], Cast]] = {
    "market_move": _moves,
    "price_change": _prices,
    "earnings": _undergoes,
    "guidance": _undergoes,
    "capacity/expansion": _launches,
    "product_launch": _launches,
    "recall/accident": _recalls,
    "rating/target": _rates,
    "m&a": _deals,
    "contract/order": _contracts,
    "cooperation": _joins,
    "financing/ipo": _finances,
    "shareholding_change": _holds,
    "lawsuit/investigation": _accuses,
    "policy/regulation": _rules,
    "export_control/sanction": _rules,
    "macro": _banks,
    "management_change": _staffs,
    "other": _others,
}


def cast_event(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return who takes part in what a trigger tells of, as (role, actor); empty if nobody of a kind that could is there."""
    seen: set[str] = set()
    cast: list[Role] = []
    for role, actor in _FRAMES[trigger.type](line, trigger, scene):
        if actor.key not in seen:
            seen.add(actor.key)
            cast.append((role, actor))
    return tuple(cast)
