"""Cast what the triggers of each line tell: who, when, how much, how said; one draft a trigger."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from themegraph.extract.events.english_triggers import ENGLISH_STATEMENTS
from themegraph.extract.events.polarity import clause_sense, event_polarity
from themegraph.extract.events.roles import cast_event
from themegraph.extract.events.subjects import Cast, Scene, group_before, grown, note_listed, note_subjects, opinion_end
from themegraph.extract.events.tables import Head, Row, head_after, read_rows
from themegraph.extract.events.trigger_table import COMMODITY
from themegraph.extract.events.trigger_table import STATEMENTS as _CHINESE_STATEMENTS
from themegraph.extract.events.triggers import Trigger, find_triggers
from themegraph.extract.text.cues import SPECULATIVE, Cue, CueReading, modality_at
from themegraph.extract.text.dates import DatedSpan, line_dates
from themegraph.extract.text.lines import Actor, Line
from themegraph.extract.text.quantities import line_quantities
from themegraph.folding import fold_name
from themegraph.model import DateInterval, Modality, Polarity, Quantity

__all__ = ["PERIODIC", "STATEMENTS", "Draft", "read_drafts"]


@dataclass(slots=True, kw_only=True)
class Draft:
    """An event while it is being told."""

    line: Line
    trigger: Trigger
    cast: list[tuple[str, Actor]]
    polarity: dict[str, Polarity]
    when: DateInterval | None
    dated: bool
    """The date stands beside the trigger, not only somewhere before it."""
    quantities: tuple[Quantity, ...]
    said: CueReading
    members: bool = False
    """An index, fund or sector whose constituents may follow."""
    folded: frozenset[str] = frozenset()
    """Keys of those whose moves were folded into this one."""
    confirmed: frozenset[str] = frozenset()
    """Keys of the things that the body, after the headline, tells as done."""
    near: bool = True
    """Its agent stands in its own clause."""
    keys: frozenset[str] = field(default_factory=frozenset)
    """Whom it is about: its agents, or its objects where it has none."""

    @property
    def everybody(self) -> frozenset[str]:
        """Keys of the whole cast."""
        return frozenset(a.key for _, a in self.cast)

    def __post_init__(self) -> None:
        agents = frozenset(a.key for role, a in self.cast if role == "agent")
        self.keys = agents or frozenset(a.key for role, a in self.cast if role == "object") or frozenset(a.key for _, a in self.cast)


STATEMENTS = frozenset(_CHINESE_STATEMENTS) | {w.replace("_", " ") for w in ENGLISH_STATEMENTS}
_UNCERTAIN = {"capacity/expansion", "m&a", "financing/ipo", "contract/order", "macro", "policy/regulation", "cooperation", "product_launch"}
_HAPPENED = {"market_move", "earnings", "lawsuit/investigation", "macro", "recall/accident", "rating/target"}
"""What cannot be called off by a word elsewhere in the clause: 终止诉讼 and 停止缩表 are deeds, a fall is a fall."""
_FIGURES = {"market_move", "earnings", "macro", "rating/target"}
_CLAUSE = 24
"""What was done is denied by any plain negation ahead of it in its clause: 从未向美国政府提出和解."""
_PASSED = _HAPPENED | {"price_change"}
"""What a day to come does not date, unless it is foretold."""
_BESIDE = 6
"""A fall that did not happen has its negation right ahead of it."""
PERIODIC = {"earnings", "guidance"}


def _event_date(
    line: Line, trigger: Trigger, dates: Sequence[DatedSpan], current: DateInterval | None, period: DateInterval | None, today: date | None
) -> tuple[DateInterval | None, bool]:
    """Return the time bound to a trigger and whether it stands beside it; what has happened is not dated by a day to come."""
    usable = [d for d in dates if not d.compared and d.when is not None]
    if trigger.type in _PASSED and today and not trigger.speculative:
        usable = [d for d in usable if d.when and d.when.start <= today]  # 运价明年恐跌…因此将长荣评等降为卖出: the cut is no matter of next year
    if trigger.type in PERIODIC:
        periods = [d for d in usable if d.when and (d.when.end - d.when.start).days > 25]
        before = [d for d in periods if d.start < trigger.end]
        if trigger.type == "guidance":
            low, high = line.clauses[trigger.clause]
            before = [d for d in periods if trigger.end <= d.start < high][
                :1
            ] or before  # 8月曾预告上半年利润下滑: the outlook is of what stands behind
        if chosen := (before[-1:] or periods[:1]):
            return chosen[0].when, True
        return period, False
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    usable = [d for d in usable if not d.label]
    if trigger.type == "market_move":
        # 阿斯麦三季度订单超预期，股价涨4%: a share moves on a day, over a quarter only where its own clause says so.
        # A year long past is kept: 回看2021年…，该股当年腰斩.
        usable = [
            d
            for d in usable
            if d.start >= low or (d.when and ((d.when.end - d.when.start).days < _SEASON or (today is not None and today - d.when.end > _STALE)))
        ]
    exact = [d for d in usable if d.exact]
    if trigger.type not in PERIODIC:
        for pool in (exact, usable):
            own = [d for d in pool if low <= d.start < trigger.start]
            if own:
                return own[-1].when, True
            behind = [d for d in pool if trigger.end <= d.start < high]
            if behind:
                return behind[0].when, True
            earlier = [d for d in pool if d.start < low]
            if earlier:
                return earlier[-1].when, True
    return current, False


def _said(line: Line, trigger: Trigger, cues: Sequence[Cue]) -> CueReading:
    """Return how a trigger is said by the cues around it, its own meaning and its place.

    Adds the doubt that lies in the trigger itself, in the future verb behind it (降息将推动…), or in being an analyst's opinion.
    """
    span = line.span(trigger.start, trigger.end)
    said = modality_at(cues, span)
    if trigger.type == "other" and trigger.word in STATEMENTS:
        return CueReading(modality=Modality.ASSERTED, negated=False, speculative=False)
    if said.negated and trigger.type == "policy/regulation" and _ends_a_rule(line, trigger, cues):
        said = CueReading(modality=Modality.ASSERTED, negated=False, speculative=said.speculative, quoted_from=said.quoted_from)
    beside = _BESIDE if trigger.type in _FIGURES else _CLAUSE
    framed = _FRAMED.search(line.text, line.clauses[trigger.clause][0], trigger.start)
    refused = any(
        (c.kind in {"negation", "denial"} and _refuses(line, c, trigger, beside))
        or (c.kind == "called-off" and trigger.type == "recall/accident" and 0 <= span.start - c.span.end <= 2)
        or (
            c.kind == "denial"
            and span.end <= c.span.start
            and (framed or line.clause_at(trigger.start) == line.clause_at(line.position(c.span.start)))
        )
        for c in cues
    )
    eased = trigger.type == "export_control/sanction" and trigger.sense > 0
    if said.negated and (trigger.type in _HAPPENED or eased) and not refused:
        said = CueReading(
            modality=Modality.HEDGED if said.speculative else Modality.ASSERTED,
            negated=False,
            speculative=said.speculative,
            quoted_from=said.quoted_from,
        )
    if said.speculative and trigger.type == "recall/accident" and _only_plans(cues, span.start):
        # 将召回2.5万辆: what the maker has announced is the recall itself.
        return CueReading(modality=Modality.ASSERTED, negated=said.negated, speculative=False, quoted_from=said.quoted_from)
    if said.speculative:
        return said
    opinion = (
        trigger.type in _UNCERTAIN
        and said.quoted_from
        and _OPINION.search(fold_name(said.quoted_from))
        and not _DONE.search(line.text, *line.clauses[trigger.clause])
    )
    if not (trigger.speculative or opinion or _WILL.match(line.text, trigger.end)):
        return said
    modality = Modality.HEDGED if said.modality in {Modality.ASSERTED, Modality.QUOTED} else said.modality
    return CueReading(modality=modality, negated=said.negated, speculative=True, quoted_from=said.quoted_from)


def _refuses(line: Line, cue: Cue, trigger: Trigger, beside: int) -> bool:
    """Return whether a negation ahead of a trigger denies it, rather than something in between: 未对万科作出新的评级下调, not 因摄像头不工作召回."""
    end = line.position(cue.span.end)
    if not 0 <= trigger.start - end <= beside:
        return 0 < trigger.start - end <= _CLAUSE and bool(_DIRECTED.fullmatch(line.masked, end, trigger.start))
    low = line.clauses[line.clause_at(end - 1)][0]
    return trigger.start == end or trigger.type not in _FOUND_OUT or not _GROUND.search(line.masked, low, line.position(cue.span.start))


_FRAMED = re.compile(r"回应|针对|关于|对于|所谓|网传|传闻|消息称|有报道|流传|被传")
"""回应被欧盟调查：没有接到通知，子虚乌有: what is answered is denied from clauses behind too."""
_DIRECTED = re.compile(r"(?:把|将|对|给)[^,，]*")
_FOUND_OUT = {"recall/accident", "lawsuit/investigation"}
_GROUND = re.compile(r"因|由于|鉴于")


def _only_plans(cues: Sequence[Cue], at: int) -> bool:
    """Return whether nothing but a plan makes what is said at an offset doubtful."""
    return all(c.kind == "plan" for c in cues if c.kind in SPECULATIVE and c.scope.start <= at < c.scope.end)


_PROPOSED = re.compile(r"[^,，]{0,12}?的?(?:计划|提案|法案|草案|议案|想法|打算|提议)")


def _ends_a_rule(line: Line, trigger: Trigger, cues: Sequence[Cue]) -> bool:
    """Return whether all that negates a policy is that it is ended: 取消出口退税 is a deed; 撤回加征关税的计划 and 提案被否 are none."""
    at = line.span(trigger.start, trigger.end).start
    ended = [c for c in cues if c.kind in {"negation", "denial", "called-off"} and c.scope.start <= at < c.scope.end]
    return not _PROPOSED.match(line.text, trigger.end) and all(c.kind == "called-off" and c.span.start <= at for c in ended)


def _own_quantities(line: Line, trigger: Trigger, cast: Sequence[tuple[str, Actor]], quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Return the numbers that belong to an event: those of its clause, and of the clauses behind it that name nobody new."""
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    keys = {a.key for _, a in cast}
    for begin, end in line.clauses[trigger.clause + 1 :]:
        if any(a.kind in {"company", "etf", "index"} and begin <= a.start < end and a.key not in keys for a in line.actors):
            break
        high = end
    own = line.span(low, high)
    entities = {a.entity for _, a in cast}
    inside = [q for q in quantities if own.start <= q.span.start < own.end]
    bound = [q for q in inside if q.subject is None or q.subject in entities or not entities]
    return tuple(bound)


_ORDERED = re.compile(r"要求|决定|宣布|下调|上调|通知|印发|明确|批准|核定|公布")
_FREIGHT = re.compile(r"运价|价格指数|批发价|新船价|集运|bdi|scfi|ccfi|bcti|bdti|波罗的海")
_SHARES = re.compile(r"(?:概念|产业链|产业|行业|类|矿|业)?(?:股|板块|指数|etf|个股|企业|公司)")
_GOODS = re.compile(rf"(?:{COMMODITY}|gold|silver|oil|copper|铜|铝|锌|镍|锡|锂|钴|煤|钢|金|银)(?:主力合约|主力|期货|现货)?")


def _priced(line: Line, trigger: Trigger, cast: Cast) -> tuple[Trigger, Cast]:
    """Read a move of goods or freight as a change of price: 黄金下跌逾6%, 集运指数大涨14%."""
    if trigger.type == "price_change" and not any(role == "agent" for role, _ in cast):
        offices = group_before(line, trigger.start, line.clauses[trigger.clause][0], {"organisation"})
        if offices and _ORDERED.search(line.masked, offices[-1].end, trigger.end):
            return replace(trigger, type="policy/regulation", sense=0), (*(("agent", a) for a in offices), *cast)
    if trigger.type != "market_move":
        return trigger, cast

    def goods(actor: Actor) -> bool:
        name = line.text[actor.start : actor.end]
        if actor.kind == "index":
            return bool(_FREIGHT.search(name))
        thing = actor.kind in {"sector/theme", "product/technology"}
        return thing and bool(_GOODS.fullmatch(name)) and not _SHARES.match(line.text, actor.end)

    if not all(goods(a) for _, a in cast):
        return trigger, cast
    return replace(trigger, type="price_change"), tuple(("object", a) for _, a in cast)


_MADE = re.compile(r"(?:量产|下线|试产|小批量生产)")
_MODEL = re.compile(r"首款|首台|首架|首艘|首颗|首辆|新车|车型")
_PLANT = re.compile(r"工厂|产线|基地|产能|装置|生产线|厂区|厂房|车间|矿|电站|机组|[gmk]wh?|万吨|爬坡|扩|二厂|一厂|三厂")


def _first_made(line: Line, trigger: Trigger, cast: Cast) -> Trigger:
    """Read the first making of a named product as its launch: 龙泉二号全固态电池下线; of a plant it is capacity."""
    if trigger.type != "capacity/expansion" or not _MADE.search(trigger.word):
        return trigger
    if not any(role == "object" and a.kind == "product/technology" for role, a in cast) or _PLANT.search(line.text, *line.clauses[trigger.clause]):
        return replace(trigger, type="product_launch") if _MODEL.search(line.text, *line.clauses[trigger.clause]) else trigger
    return replace(trigger, type="product_launch")


_EFFECTIVE = re.compile(r"起|前|后|之前|之后|至|到")
"""Behind a day that is not the story's own: 11月8日起执行."""
_WILL = re.compile(r" (?:will|would|could|may|might|to begin) |将|有望|或|可能|料|可望|概率|能否|尚需|需要先|仍需")
_OPINION = re.compile(r"机构|分析|券商|人士|专家|专栏|经济学家|研报|市场|作者|证券|业内|analyst", re.IGNORECASE)
_DONE = re.compile(r"已|了|完成|正式|宣布|公告")


def _not_twice(line: Line, triggers: Iterable[Trigger]) -> list[Trigger]:
    """Leave out the results that a forecast in the same clause is about: 预计净利润增长 is guidance alone."""
    found = list(triggers)
    guided = {t.clause for t in found if t.type == "guidance"}
    for number in range(len(line.clauses)):
        if number - 1 in guided and _GOES_ON.match(line.text, line.clauses[number][0]):
            guided.add(number)  # 预计净利润98亿元，同比增长89%
    return [
        t
        for t in found
        if not (t.type == "earnings" and (t.clause in guided or (guided and "预期" in t.word)))
        and not _UNSAID.search(line.text, *_ahead(line, t))
        and not _OUTCOME.match(line.text, t.end)
    ]


_GOES_ON = re.compile(
    r"(?:去年|全年|上半年)?(?:盈利|亏损|净利|净亏|归母|扣非)[^,，]{0,20}(?:至|到|-|~|—)\d|(?:较|比)?(?:同比|环比|按年|上年同期|去年同期|增长|下降|增幅|降幅|与上年)"
)
_SEASON = 80
_REMARKS = {"earnings", "guidance"}
_SUPPOSED = _REMARKS | {"price_change"}
_NEWS_OF_RESULTS = re.compile(r"公布|披露|发布|公告|财报|年报|季报|业绩|简报|快报|放榜|report")
_STALE = timedelta(days=270)


def _only_remarked(line: Line, trigger: Trigger, cues: Sequence[Cue], scene: Scene) -> bool:
    """Return whether results or an outlook are no more than a remark: a broker's, or what would be if."""
    if trigger.type not in _SUPPOSED:
        return False
    at = line.span(trigger.start, trigger.end).start
    if any(c.kind == "hypothetical" and c.scope.start <= at < c.scope.end for c in cues):
        return True
    return trigger.type in _REMARKS and opinion_end(line, trigger.start, scene) >= 0


_CAUSE = re.compile(r"(?:但|而|不过|今年以来)?(?:受|随着|伴随)(?!让|理|权|聘|邀)")
_RISKS = re.compile(r"(?:[\d.、(（一二三四五]{0,4})?风险(?:提示|因素)[:：]")


def _only_cause(line: Line, trigger: Trigger, cast: Cast) -> bool:
    """Return whether a clause that names nobody only tells what brought something about (受某海外品牌召回影响，…), or a list of risks."""
    if _RISKS.match(line.text):
        return True
    low, high = line.clauses[trigger.clause]
    if trigger.type in _PASSED - {"recall/accident", "lawsuit/investigation"} or not _CAUSE.match(line.text, low):
        return False
    return all(a.kind == "company" and not (a in line.actors and low <= a.start < max(high, trigger.end)) for _, a in cast)


def _foretold(line: Line, trigger: Trigger, cues: Sequence[Cue]) -> bool:
    """Return whether results are said to come by a word of forecast or plan ahead of them in their clause: 本财季营收恐下滑."""
    low = line.span(*line.clauses[trigger.clause]).start
    at = line.span(trigger.start, trigger.end).start
    return any(c.kind in {"forecast", "plan"} and low <= c.span.start < at < c.scope.end for c in cues)


def _background(draft: Draft, today: date | None) -> bool:
    """Return whether results are of a year long past and told in passing (2024年营收超过10亿元), not as news."""
    if draft.trigger.type != "earnings" or today is None or draft.when is None or not draft.dated or draft.trigger.sense:
        return False
    return today - draft.when.end > _STALE and not _NEWS_OF_RESULTS.search(draft.line.text)


_OUTCOME = re.compile(r"(?:结果|名单|候选人)[^,，]{0,4}(?:尚|仍|还|暂)?(?:未|没有)")
"""中标结果尚未公布: nothing has come of it yet."""
_UNSAID = re.compile(r"(?:未|没有|不)(?:有|曾|予|能)?(?:公布|给出|披露|透露|提供|说明|明确|公开)[^,，]{0,8}$")
_DETAIL = re.compile(r"[^,，]{0,3}(?:时间|日期|时点|进度|细节|金额|数量|规模|节点|安排|计划)")


def _ahead(line: Line, trigger: Trigger) -> tuple[int, int]:
    """Return the words ahead of a trigger that could say its details are not given (未公布量产时间); none where no detail follows it."""
    low = line.clauses[trigger.clause][0]
    return (low, trigger.start) if _DETAIL.match(line.text, trigger.end) else (low, low)


_GAP = re.compile(r"(?:\([^()]{0,24}\))?(?:则|也|亦|同样)?(?:为|约|近|超|逾|达)?[-+]?\d[\d.,]*(?:亿|万|%|个百分点|元|美元|港元|倍)")
_GAPS = re.compile(
    r"(?:\([^()]{0,24}\))?(?:两家|三家|则|也|亦|同样|同期|净利润?|营收|收入|纯利|销量|订单)*(?:分别|依次|各|均)(?:录得|实现|约)?(?:为|约|近|超|逾|达|增长|增|下降|下滑|降|涨|跌|升|减少|亏损|盈利)*[-+]?\d[\d.,]*(?:亿|万|%|个百分点|元|美元|港元|倍)"
)
"""Of several names at once: 中国太保、新华保险分别为291亿元和176亿元."""
_GAPPING = {"earnings", "contract/order", "market_move", "other"}


def _gapped(line: Line, told: Sequence[Draft], before: Draft | None) -> Iterator[Draft]:
    """Yield what a clause of name and number alone leaves unsaid: 中国西电中标14.4亿元，平高电气12.6亿元.

    ``before`` is what the last clause of the line before told, where only a semicolon stands between.
    """
    hosts = {d.trigger.clause: d for d in told if d.trigger.type in _GAPPING and d.near}
    busy = {d.trigger.clause for d in told}
    host = before
    for number, (low, high) in enumerate(line.clauses):
        host = hosts.get(number, host)
        if host is None or number in busy:
            continue
        inside = [a for a in line.actors if low <= a.start < high]
        kinds = {a.kind for role, a in host.cast if role == "agent"}
        group = grown(line, inside, 0) if inside else ()
        gap = _GAP if len(group) == 1 else _GAPS
        if not group or group[0].kind not in kinds or group[0].start - low > 1 or not gap.match(line.text, group[-1].end):
            host = None
            continue
        cast = [("agent", a) for a in group]
        stop = line.clauses[min(number + 1, len(line.clauses) - 1)][1]
        sense = clause_sense(line.text[group[-1].end : stop]) if host.trigger.type == "earnings" else 0
        yield replace(
            host,
            line=line,
            trigger=replace(host.trigger, clause=number, start=group[-1].end, end=high, word=line.text[group[-1].end : high]),
            cast=cast,
            polarity={a.surface: _ROW_SENSE[sense] for a in group if a.kind == "company"}
            if sense
            else dict(event_polarity(line, host.trigger, cast)),
            quantities=tuple(q for q in line_quantities(line) if line.span(low, high).start <= q.span.start < line.span(low, high).end),
        )


_ROW_SENSE = {1: Polarity.POSITIVE, -1: Polarity.NEGATIVE, 0: Polarity.NEUTRAL}


def _row_draft(line: Line, row: Row, when: DateInterval | None) -> Draft:
    """Return what a table's row tells: its own sign decides whether that is good."""
    trigger = row.trigger
    modality = Modality.HEDGED if trigger.speculative else Modality.ASSERTED
    return Draft(
        line=line,
        trigger=trigger,
        cast=[("agent", row.actor)],
        polarity={row.actor.surface: _ROW_SENSE[trigger.sense]} if row.actor.kind == "company" else {},
        when=when,
        dated=False,
        quantities=line_quantities(line),
        said=CueReading(modality=modality, negated=False, speculative=trigger.speculative),
    )


def read_drafts(lines: Sequence[Line], cues: Sequence[Sequence[Cue]], today: date | None) -> Iterator[Draft]:
    """Yield what every trigger tells, in text order, before anything is merged.

    Parameters
    ----------
    today
        The day of publication, against which days are resolved; ``None`` leaves relative ones open.
    """
    scene = Scene()
    head = Head()
    open_host: Draft | None = None
    table_period: DateInterval | None = None
    current: DateInterval | None = None
    paragraph = -1
    first_day: DateInterval | None = None
    latest: DateInterval | None = None
    period: DateInterval | None = None
    first_period: DateInterval | None = None
    for line, line_cues in zip(lines, cues, strict=True):
        dates = line_dates(line, today=today, story=latest)
        if line.sentence.paragraph != paragraph:
            paragraph = line.sentence.paragraph
            current = first_day
            period = first_period
        named = [
            d.when
            for d in dates
            if d.exact
            and not d.compared
            and d.when
            and (d.when.end - d.when.start).days < 2
            and (today is None or d.when.start <= today)
            and not _EFFECTIVE.match(line.text, d.end)
        ]
        if line.sentence.title:
            scene.title = ()
        triggers = _not_twice(line, find_triggers(line))
        if triggers:
            note_listed(line, scene)
        quantities = line_quantities(line, owner=scene.topic or scene.title) if triggers else ()
        told: list[Draft] = []
        for trigger in triggers:
            cast = cast_event(line, trigger, scene)
            if not cast or (cast[0][1].kind == "company" and _only_remarked(line, trigger, line_cues, scene)):
                continue
            if _only_cause(line, trigger, cast):
                continue
            trigger, cast = _priced(line, trigger, cast)
            trigger = _first_made(line, trigger, cast)
            said = _said(line, trigger, line_cues)
            if trigger.type == "earnings" and _foretold(line, trigger, line_cues):
                trigger = replace(trigger, type="guidance")
            when, dated = _event_date(line, trigger, dates, named[0] if named else current, period, today)
            if trigger.type in PERIODIC and dated:
                period = when
                first_period = first_period or when
            elif trigger.type == "guidance" and when is first_period:
                when = None  # an outlook is of a period to come
            elif trigger.type == "market_move" and not dated and latest is not None:
                when = latest  # shares are told of last: 周五公布数据…周一该股升4.8%…同业跌3.1%
            low = line.clauses[trigger.clause][0]
            draft = Draft(
                line=line,
                trigger=trigger,
                cast=list(cast),
                polarity=dict(event_polarity(line, trigger, cast)),
                when=when,
                dated=dated,
                quantities=_own_quantities(line, trigger, cast, quantities),
                said=said,
                members=any(role == "agent" and a.kind in {"index", "etf", "sector/theme"} for role, a in cast),
                near=any(low <= a.start < trigger.start and a in line.actors for role, a in cast if role == "agent" and not a.anaphor),
            )
            if _background(draft, today):
                continue
            told.append(draft)
            yield draft
        elliptic = list(_gapped(line, told, open_host))
        yield from elliptic
        hosts = [d for d in (*told, *elliptic) if d.near and d.trigger.type in _GAPPING]
        open_host = max(hosts, key=lambda d: d.trigger.clause) if hosts and line.text.endswith((";", "；")) else None
        for row in read_rows(line, head) if not told else ():
            yield _row_draft(line, row, current if row.trigger.type == "market_move" else table_period or current)
        head = head_after(line, head)
        if not head.inside:
            table_period = next(
                (d.when for d in dates if d.exact and not d.compared and d.when and (d.when.end - d.when.start).days > 25), table_period
            )
        note_subjects(line, scene)
        if named:
            current = named[-1]
            first_day = first_day or current
            latest = max(named, key=lambda d: d.start) if latest is None else max(latest, *named, key=lambda d: d.start)
