"""Who does it, to whom, with whom, where companies act: deals, orders, plants, products, capital, holdings, people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from themegraph.extract.events.roles_figures import FUND_CLASS
from themegraph.extract.events.subjects import (
    COMPANY,
    HOLDER,
    PARTY,
    WITH,
    Cast,
    Scene,
    group_after,
    group_before,
    passive_end,
    roles,
    stranger_before,
    subject_of,
    things_of,
    unnamed,
    without,
)
from themegraph.extract.events.triggers import Trigger
from themegraph.extract.text.lines import MASK, REGULATOR, Actor, Line

__all__ = ["buyers", "contractors", "financed", "holders", "launchers", "others", "partners", "recallers", "staffed"]


def launchers(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return who builds or launches, and what."""
    high = line.clauses[trigger.clause][1]
    agents = subject_of(line, trigger, COMPANY, scene, carried=False)
    if not agents and trigger.type == "product_launch" and (offices := group_before(line, trigger.start, 0, {"organisation"})):
        agents = group_after(line, trigger.end, max(high, trigger.end), COMPANY)  # 国家药监局批准百济神州的新药上市
        if not agents and offices[0].start >= line.clauses[trigger.clause][0] and REGULATOR.search(offices[0].folded):
            return ()  # 市场监管总局发布…: what an office publishes is nobody's product
    agents = agents or subject_of(line, trigger, COMPANY, scene)
    return (*roles("agent", agents), *roles("object", things_of(line, trigger))) if agents else ()


_DISTANT = re.compile(r"[^,，]{0,2}(?:称|表示|回应|否认|澄清|公告称|提醒)")


def _hit_by(line: Line, trigger: Trigger) -> tuple[Actor, ...]:
    """Return the company named right after an accident (矿区泥石流事故，自由港宣布不可抗力), unless it only speaks of it."""
    clause = min(trigger.clause + 1, len(line.clauses) - 1)
    behind = group_after(line, trigger.end, line.clauses[clause][1], COMPANY)[:1]
    return tuple(a for a in behind if not _DISTANT.match(line.text, a.end))


def recallers(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return whom an accident or a recall befalls."""
    agents = subject_of(line, trigger, COMPANY, scene, carried=False) or (() if "召回" in trigger.word else _hit_by(line, trigger))
    if not agents and not any(a.kind == "company" and a.start > trigger.end for a in line.actors):
        agents = subject_of(line, trigger, COMPANY, scene)
    things = [a for a in things_of(line, trigger) if a.kind == "product/technology"]
    return (*roles("agent", agents), *roles("object", things)) if agents else ()


def _doers(line: Line, trigger: Trigger, scene: Scene) -> tuple[Actor, ...]:
    """Return the company, or the organisation that is no regulator, that does business here."""
    mixed = subject_of(line, trigger, COMPANY | {"organisation"}, scene, carried=False)
    mixed = tuple(a for a in mixed if a.kind == "company" or not REGULATOR.search(a.folded))
    return mixed or subject_of(line, trigger, COMPANY, scene)


def buyers(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """m&a: A 收购 B; B 被 A 收购; A 与 B 合并; A 将 B 出售给 C."""
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    passive = passive_end(line, trigger, low)
    doers = PARTY - {"place"}
    if trigger.word == "并入":
        merged = group_before(line, trigger.start, low, doers) or subject_of(line, trigger, COMPANY, scene)
        into = without(group_after(line, trigger.end, high, doers), merged)
        return (*roles("agent", into), *roles("object", merged)) if into else ()
    if passive >= 0 and trigger.word not in {"获得", "取得"} and (agents := group_before(line, trigger.start, passive, doers, prepositional=True)):
        targets = group_before(line, passive, low, doers) or subject_of(line, trigger, COMPANY, scene)
        return (*roles("agent", agents), *roles("object", without(targets, agents)))
    agents = _doers(line, trigger, scene)
    if not agents:
        return ()
    if trigger.word in {"合并", "吸收合并", "换股吸收合并"}:
        partner = [
            a for a in line.actors if a.kind in COMPANY and low <= a.start and a.end <= trigger.start and WITH.search(line.text[low : a.start])
        ]
        if partner:
            return (*roles("agent", without(agents, partner)), *roles("partner", partner))
        if len(agents) == 2:
            return ("agent", agents[0]), ("partner", agents[1])
    targets = without(group_after(line, trigger.end, high, doers), agents)
    if not targets:
        targets = without([a for a in line.actors if a.kind in COMPANY and low <= a.start and a.end <= trigger.start], agents)
    if not targets and trigger.clause + 1 < len(line.clauses) and high - trigger.end < 3:
        targets = without(group_after(line, high, line.clauses[trigger.clause + 1][1], COMPANY), agents)
    return (*roles("agent", agents[:3]), *roles("object", targets[:4]))


_GETS = re.compile(r"获得?|拿下|收到|接到|斩获|揽获|赢得|接获|中标|揽下|承接|夺得")


PLACES_ORDER = re.compile(
    r"下达|下单|下(?:了)?[^,，]{0,12}订单|订购|采购|抛出|授予|砍单|(?:向|给|对)[^,，]{1,24}(?:追加|增加|加)[^,，]{0,12}订单|ordered|placed"
)
"""The agent of the order is who pays for it: news for whom it goes to, not for the buyer."""


def contractors(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return who wins or places an order, with whom, for what."""
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    companies = PARTY - {"place"}
    for got in _GETS.finditer(line.masked, low, trigger.start):
        takers = group_before(line, got.start(), low, COMPANY) or (
            subject_of(line, trigger, COMPANY, scene) if not group_before(line, trigger.start, low, COMPANY) else ()
        )
        givers = without([a for a in line.actors if a.kind in companies and got.end() <= a.start and a.end <= trigger.start], takers)
        if takers:
            goods = [a for a in line.actors if a.kind == "product/technology" and low <= a.start < high][:3]
            return (*roles("agent", takers), *roles("partner", givers[:3]), *roles("object", goods))
    giving = PLACES_ORDER.search(line.masked, low, trigger.end)
    agents = (
        subject_of(line, trigger, COMPANY, scene, carried=False)
        or subject_of(line, trigger, {"organisation"}, scene, carried=False)
        or subject_of(line, trigger, COMPANY, scene)
    )
    if not agents:
        return ()
    agents, with_whom = _paired(line, agents)
    near = [a for a in line.actors if a.kind in companies and low <= a.start < high and a.key not in {g.key for g in agents}]
    things = [a for a in line.actors if a.kind == "product/technology" and low <= a.start < high][:3]
    near = [*with_whom, *without(near, with_whom)]
    if giving and not re.search(r"获|收到|接到|中标|签", line.masked[low : giving.start()]):
        others = near or group_after(line, high, len(line.text), COMPANY)[:0]
        return (*roles("agent", agents), *roles("object", things), *roles("beneficiary", others[:3]))
    others = near or without(group_after(line, trigger.end, high, companies), agents)
    return (*roles("agent", agents), *roles("partner", others[:3]), *roles("object", things))


_WITH_WHOM = re.compile(r"(?:\([^()]{0,24}\))?(?:再度|再次|已|昨日|日前|正式|宣布|近日)*(?:与|和|同|跟|携手|联手|牵手)")


def _paired(line: Line, agents: Sequence[Actor]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Return the first of two that 与 joins as the agent, the other as the partner: 中国船舶与达飞签下12艘."""
    if len(agents) == 2 and agents[0].end <= agents[1].start and _WITH_WHOM.fullmatch(line.text, agents[0].end, agents[1].start):
        return tuple(agents[:1]), tuple(agents[1:])
    return tuple(agents), ()


def partners(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return who works with whom."""
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    doers = PARTY - {"place"}
    agents = _doers(line, trigger, scene)
    if trigger.weak and (got := _GETS.search(line.masked, low, trigger.start)):
        agents = group_before(line, got.start(), 0, COMPANY) or agents  # 百利天恒获得百时美施贵宝支付的里程碑付款
    if not agents:
        return ()
    partners = [a for a in line.actors if a.kind in doers and low <= a.start < high and a.key not in {g.key for g in agents}]
    things = [a for a in line.actors if a.kind == "product/technology" and low <= a.start < high][:3]
    if not partners:
        agents, others = _paired(line, agents)
        partners = list(others)
    if not partners and len(agents) == 1 and not things and (trigger.weak or trigger.word in {"合作", "携手", "联手", "结盟"}):
        return ()
    return (*roles("agent", agents), *roles("partner", partners[:4]), *roles("object", things))


def financed(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return who raises money, or who puts it in whom."""
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    if trigger.word in {"投资", "入股", "认购", "战略投资", "注资", "增资", "战略入股", "参投"}:
        passive = passive_end(line, trigger, low)
        agents = subject_of(line, trigger, HOLDER, scene)
        if passive >= 0 and (givers := group_before(line, trigger.start, passive, HOLDER, prepositional=True)):
            owner = group_before(line, passive, low, COMPANY) or subject_of(line, trigger, COMPANY, scene)
            return (*roles("agent", without(owner, givers)), *roles("partner", givers))
        if not agents:
            return ()
        return (*roles("agent", agents), *roles("object", without(group_after(line, trigger.end, high, COMPANY), agents)))
    if trigger.word in {"领投", "跟投", "参投"}:
        return ()  # a detail of the round that the line tells of
    return tuple(roles("agent", subject_of(line, trigger, COMPANY, scene)))


_ITS_HOLDER = re.compile(
    r"(?:\(.{0,20}\))?(?:的?(?:[一-鿿]{0,4}股东|实控人|实际控制人|董监高|高管|董事长|董事|总裁|大股东|一致行动人)|:?[^,，]{0,4}股东)"
)


_HOLDERS = re.compile(
    r"(?:^|[^一-鿿a-z])(?:[^,，\ue000]{0,8}(?:股东|实控人|实际控制人|一致行动人))?(?P<names>[一-鿿a-z]{2,12}?)(?:\([^()]{0,20}\))?(?:合计|共同|均|分别|通过[^,，]{0,14})?(?:拟|计划|不在|将|已|本次|于|累计)"
)
_CALLED_HOLDER = re.compile(
    r"(?:控股股东|第[一二三]大股东|大股东|主要股东|股东|实控人|实际控制人)(?P<names>(?:[a-z][a-z .&]{2,30}[a-z.]|[一-鿿]{2,12}?))(?:\([^()]{0,20}\))?(?:则|亦|也|再度|再次|合计|均|拟|计划|将|已|近日|本次|累计|通过[^,，]{0,14})*$"
)
"""A name that the text itself calls a holder, right ahead of the deed: 大股东安踏国际则增持, 股东NICE GROWTH拟减持."""
_NO_HOLDER = re.compile(
    r"公司|股东|本次|此次|上述|其|该|无|没有|未|不|并|尚|暂|拟|董事|高管|计划|期间|目前|近日|合计|原因|自身|未来|根据|如果|按|为|因|在|若|上限|方式|减持|增持|股份|交易|市场|投资者|机构|^[^一-鿿a-z]*$|[0-9]"
)
_NO_NAME = re.compile(r"^(?:的|所持|持有|持股|部分|全体|首次|大幅|大举|继续|持续|连续|一致|质押|出售|承诺|名下|已|将|拟|等)")


def _unlinked_holders(line: Line, trigger: Trigger) -> tuple[Actor, ...]:
    """Return the holders that the text calls so and no reader of names linked: 股东中科百孚拟减持, 鼎晖华蕴及鼎晖祁贤合计拟减持."""
    low = line.clauses[trigger.clause][0]
    piece = line.masked[low : trigger.start]
    called = _CALLED_HOLDER.search(piece)
    if called:
        found: re.Match[str] | None = called
    elif trigger.sense < 0 and MASK not in piece:
        found = _HOLDERS.match(piece)
    else:
        return ()
    if not found:
        return ()
    actors: list[Actor] = []
    at = low + found.start("names")
    names = re.sub(r"[及和与](?:其)?一致行动人$", "", found["names"])
    for name in re.split(r"(?<=[一-鿿]{2})[及和与、](?=[一-鿿]{2})", names):
        if len(name) < 2 or _NO_HOLDER.search(name) or (called and _NO_NAME.match(name)):
            return ()
        start = line.masked.index(name, at)
        actors.append(replace(unnamed(line, start, start + len(name)), kind="organisation"))
        at = start + len(name)
    return tuple(actors)


def holders(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return who buys or sells whose shares."""
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    passive = passive_end(line, trigger, low)
    if passive >= 0 and "回购" not in trigger.word and "质押" not in trigger.word:
        holders = group_before(line, trigger.start, passive, HOLDER, prepositional=True)
        owned = group_before(line, passive, low, COMPANY) or subject_of(line, trigger, COMPANY, scene)
        holders = holders or stranger_before(line, trigger, low) if owned else holders
        if holders:
            return (*roles("agent", holders), *roles("object", without(owned, holders)))
        return tuple(roles("object", owned))
    if unlinked := _unlinked_holders(line, trigger):
        owned = group_before(line, unlinked[0].start, low, COMPANY) or subject_of(line, trigger, COMPANY, scene)
        return (*roles("agent", unlinked), *roles("object", owned[:1]))
    bought = group_after(line, trigger.end, min(trigger.end + 3, high), COMPANY)
    if bought and (strangers := stranger_before(line, trigger, low)):
        return (*roles("agent", strangers), *roles("object", bought[:1]))  # 巴菲特清仓比亚迪
    agents = subject_of(line, trigger, HOLDER, scene)
    if not agents:
        return ()
    if agents[0].end <= low and "股东" in line.text[low : trigger.start] and agents[0].kind == "company":
        return tuple(roles("object", agents))  # 另有法人股东减持: of the company in the clause before
    owned = without(group_after(line, trigger.end, high, COMPANY), agents)
    if not owned and len(agents) == 1 and agents[0].kind == "company" and _ITS_HOLDER.match(line.text, agents[0].end):
        return (("object", agents[0]),)  # 拓荆科技股东减持: who it is remains unnamed
    if not owned and "股东" in line.text:
        owned = without([a for a in scene.title or scene.topic if a.kind == "company"], agents)[:1]
    if not owned and agents[0].kind != "company":
        owned = without([a for a in scene.topic or scene.title if a.kind == "company"], agents)
    if not owned:
        # 宁德时代股东黄世霖减持, 公司控股股东X拟减持: the company stands ahead of its holder.
        owned = tuple(
            a
            for a in line.actors
            if a.kind in COMPANY
            and a.end <= agents[0].start
            and re.match(r"[^,，、]{0,6}(?:股东|董事|高管|总裁|实控人|实际控制人|创始人|一致行动人)", line.text[a.end : a.end + 14])
        )[-1:]
    return (*roles("agent", agents[:4]), *roles("object", without(owned[:3], agents)))


_JOINS = re.compile(r"履新|出任|执掌|加盟|接掌|入职|空降|掌舵|转任|调任|上任|升任|就任")
"""Words of coming into an office: whose office it is stands behind (招商局原副总履新中国外运董事长)."""


def staffed(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return whose management changes, and who comes or goes."""
    _low, high = line.clauses[trigger.clause]
    joined_firm = group_after(line, trigger.end, min(trigger.end + 3, max(high, trigger.end)), COMPANY) if _JOINS.search(trigger.word) else ()
    companies = joined_firm or subject_of(line, trigger, COMPANY | {"organisation"}, scene)
    if not companies:
        companies = group_after(line, trigger.end, max(high, trigger.end), COMPANY)
    people = [a for a in line.actors if a.kind == "person"]
    nearest = sorted(people, key=lambda a: (abs(line.clause_at(a.start) - trigger.clause), abs(a.start - trigger.start)))[:1]
    return (*roles("agent", companies[:2]), *roles("object", nearest)) if companies else ()


_STOPS = re.compile(r"停[止供]|暂停|中断|终止供")
"""A maker that delivers no more: 停止向…供应."""


def others(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return whom a fund flow, a dividend, a statement concerns."""
    if trigger.word in {"shipped", "exported", "exports to"}:
        places = group_before(line, trigger.start, 0, PARTY)
        return (*roles("agent", places), *roles("object", things_of(line, trigger, both=False))) if places else ()
    if funds := group_before(line, trigger.start, line.clauses[trigger.clause][0], {"etf"}):
        return tuple(roles("agent", [f for f in funds if f.entity or not FUND_CLASS.search(f.folded)]))
    kinds = {"company", "etf"} if "净" in trigger.word or "份额" in trigger.word or "规模" in trigger.word else COMPANY
    if _STOPS.match(trigger.word):
        agents = subject_of(line, trigger, COMPANY, scene)
        cut_off = without([a for a in line.actors if a.kind == "company" and trigger.start < a.start], agents)[:3]
        return (*roles("agent", agents), *roles("harmed", cut_off)) if agents else ()
    if kinds != COMPANY:
        return tuple(roles("agent", subject_of(line, trigger, {"etf"}, scene, carried=False) or scene.fund))
    return tuple(roles("agent", subject_of(line, trigger, COMPANY, scene)))
