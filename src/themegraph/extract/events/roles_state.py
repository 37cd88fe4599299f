"""Who rules, sues, bans, sets rates, and whom it meets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from themegraph.extract.events.subjects import (
    COMPANY,
    PARTY,
    THING,
    TOWARDS,
    Cast,
    Scene,
    first_group,
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
from themegraph.extract.text.lines import REGULATOR, Actor, Line

__all__ = ["accusers", "banks", "rulers"]


def accusers(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return who investigates, sues or fines whom."""
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    if trigger.word == "和解" and len(sides := [a for a in line.actors if a.kind in COMPANY and low <= a.start < trigger.start]) > 1:
        return tuple(roles("agent", sides[:2]))  # 华大智造与Illumina和解
    passive = passive_end(line, trigger, low)
    accused_kinds = COMPANY | {"person", "sector/theme"}
    if passive >= 0:
        offices = (
            group_before(line, trigger.start, passive, {"organisation"}, prepositional=True)
            or group_before(line, trigger.start, passive, PARTY, prepositional=True)
            or group_after(line, trigger.end, high, {"organisation"})
        )
        accused = group_before(line, passive, low, accused_kinds) or subject_of(line, trigger, COMPANY, scene)
        if not offices and accused:
            offices = tuple(a for a in stranger_before(line, trigger, low) if REGULATOR.search(a.folded))
        sued = without(accused, offices)
        return (*roles("agent", offices), *roles("object", sued)) if sued else ()
    offices = group_before(line, trigger.start, low, {"organisation"}) or first_group(line, low, trigger.start, {"place"})
    if not offices:
        for clause in range(trigger.clause - 1, -1, -1):
            if offices := first_group(line, *line.clauses[clause], {"organisation"}):
                break
    towards = [
        a
        for a in line.actors
        if a.kind in accused_kinds and low <= a.start < high and (a.start > trigger.end or TOWARDS.search(line.text[max(low, a.start - 6) : a.start]))
    ]
    company = group_before(line, trigger.start, low, COMPANY)
    if offices:
        targets: Sequence[Actor] = towards or company or group_after(line, trigger.end, high, accused_kinds)
        if not targets:
            targets = [a for a in subject_of(line, trigger, COMPANY, scene) if a.key not in {o.key for o in offices}]
        things = [a for a in line.actors if a.kind in THING and low <= a.start < high][:2] if not targets else []
        return (*roles("agent", offices), *roles("object", without(targets, offices)[:4]), *roles("object", things))
    suing = trigger.word in {"起诉", "控告", "状告", "提起诉讼", "告上法庭", "索赔", "申请仲裁", "提起仲裁", "诉", "sued"}
    plaintiff = company or subject_of(line, trigger, COMPANY, scene)
    if suing and plaintiff:
        accused = without(towards or group_after(line, trigger.end, high, COMPANY), plaintiff)
        return (*roles("agent", plaintiff), *roles("object", accused))
    return tuple(roles("object", plaintiff))


_SPEAKS = re.compile(r"[^,，。;；]{0,12}?(?:表示|称|指出|认为|预计|分析|建议|呼吁|测算)")
"""乘联会秘书长表示，购置税减免将减半: who speaks of a policy did not make it."""


def rulers(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """policy, export control: an office acts on goods or sectors."""
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    offices = (
        subject_of(line, trigger, {"organisation"}, scene, carried=False)
        or group_before(line, trigger.start, 0, {"organisation"}, prepositional=True)
        or subject_of(line, trigger, {"place"}, scene, carried=False)
    )
    offices = tuple(a for a in offices if REGULATOR.search(a.folded) or a.kind != "organisation" or not _SPEAKS.match(line.text, a.end))
    things = list(things_of(line, trigger))
    if trigger.clause and not things:
        things = list(group_before(line, trigger.start, 0, THING, prepositional=True))
    organisations = [a for a in offices if a.kind == "organisation"]
    if trigger.type == "policy/regulation" and not organisations and group_before(line, trigger.start, low, COMPANY):
        return ()  # 中国移动启动服务器集采: a company's own buying is no policy
    ruling = any(low <= a.start and a.end <= trigger.start for a in offices)  # 上海放开外环外限购
    if trigger.type == "policy/regulation" and not organisations and not (offices and things) and not ruling:
        return tuple(roles("object", things)) if things and trigger.word in _STRONG_POLICY else ()
    if not offices and not things and not any(a.kind == "company" for a in line.actors):
        return ()
    harmed = (
        [a for a in line.actors if a.kind == "company" and low <= a.start < high and a.start > trigger.start - 40]
        if trigger.type != "policy/regulation"
        else []
    )
    role = "harmed" if trigger.sense < 0 else "beneficiary"
    return (*roles("agent", organisations or offices), *roles("object", things[:6]), *roles(role, harmed[:6]))


_STRONG_POLICY = {"以旧换新", "集采", "带量采购", "医保谈判", "国补", "购置税", "取消限购", "出口退税", "反内卷", "关税豁免", "版号", "过审", "收储"}


def banks(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """macro: a central bank, a bureau, or a place whose figure it is."""
    offices = subject_of(line, trigger, {"organisation"}, scene, carried=False) or group_before(line, trigger.start, 0, {"organisation"})
    if offices:
        scene.office = offices
    who = offices or scene.office or subject_of(line, trigger, {"place"}, scene, carried=False)
    if who:
        return tuple(roles("agent", who))
    # 最新一期LPR出炉，均下调10个基点: the rate itself, where nobody is said to set it.
    rates = [a for a in line.actors if a.kind == "macro/policy" and a.end <= trigger.end]
    if not rates and _INDICATOR.search(trigger.word):
        rates = [unnamed(line, trigger.start, trigger.end)]
    return tuple(roles("object", rates[:1]))


_INDICATOR = re.compile(r"工业增加值|社融|社零|零售总额|顺差|外汇储备|工业企业利润|固定资产投资|信心指数|采购经理指数")
