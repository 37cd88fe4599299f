"""Read what happened: find the triggers, cast them, date them, and tell each thing once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from themegraph.extract.cues import Cue, CueReading, modality_at
from themegraph.extract.dates import DatedSpan, line_dates, published_day
from themegraph.extract.effects import Effect, caused, line_effects
from themegraph.extract.english_triggers import ENGLISH_STATEMENTS
from themegraph.extract.lines import Actor, Line, read_lines
from themegraph.extract.polarity import event_polarity
from themegraph.extract.quantities import line_quantities
from themegraph.extract.roles import Cast, Scene, cast_event, group_before, note_subjects
from themegraph.extract.sentences import Sentence
from themegraph.extract.trigger_table import COMMODITY
from themegraph.extract.trigger_table import STATEMENTS as _CHINESE_STATEMENTS
from themegraph.extract.triggers import Trigger, find_triggers
from themegraph.model import Argument, Article, DateInterval, EntityLink, Event, Modality, Polarity, Quantity, StatedEffect, event_id

__all__ = ["EventReading", "extract_events"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReading:
    """The events of one article, and whom it says they help or hurt."""

    events: tuple[Event, ...]
    effects: tuple[StatedEffect, ...]


@dataclass(slots=True, kw_only=True)
class _Draft:
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


# Words of fields that have no market in them; a text with more of these than of market words tells no market event.
_ELSEWHERE = re.compile(
    r"比赛|球队|球员|进球|夺冠|冠军|决赛|联赛|主教练|教练|赛季|球迷|奥运|世界杯|锦标赛|演唱会|歌手|导演|演员|剧组|观众|展览|展出|博物馆|考古|古墓|文物|画家|诗人|小说|气温|降雨|降水|台风|寒潮|暴雨|天气|气象|高考|考生|"
    r"学生|校园|婚礼|旅游攻略|食谱|菜谱|健身|减肥|星座|宠物|交警|车祸|嫌疑人|警方|民警|图书馆|志愿者|登山|马拉松|选手|金牌|银牌|铜牌|剧场|音乐会|画展|非遗|庙会|match|goal|coach|season|museum|exhibition|weather|rainfall"
)
_MARKET = re.compile(
    r"股|亿|营收|净利|利润|市值|涨|跌|etf|基金|指数|投资|证券|板块|融资|公司|企业|产能|订单|业绩|上市|收购|并购|行业|产业|出口|进口|关税|价格|市场|央行|利率|美元|中标|项目|股东|机构|评级|\d%|shares|stocks?|revenue|profit|market|exports?|billion|million|investor|rate|bank|price|traders|quarter|sales|deal|存款准备金|cpi|ppi|pmi|gdp|lpr|集采|医保|实体清单|反倾销|召回|降息|加息|降准|通胀|经济|贸易|现货|期货|涨价|降价|制裁|管制|管制"
)
STATEMENTS = frozenset(_CHINESE_STATEMENTS) | {w.replace("_", " ") for w in ENGLISH_STATEMENTS}
_UNCERTAIN = {"capacity/expansion", "m&a", "financing/ipo", "contract/order", "macro", "policy/regulation", "cooperation", "product_launch"}
_HAPPENED = {"market_move", "earnings", "lawsuit/investigation", "macro", "recall/accident", "rating/target"}
"""What cannot be called off by a word elsewhere in the clause: 终止诉讼 and 停止缩表 are deeds, a fall is a fall."""
_BESIDE = 6
"""A fall that did not happen has its negation right ahead of it."""
_PERIOD = {"earnings", "guidance"}
_MEMBERS = re.compile(r"成[分份]股|权重股|个股|其中|持仓股|概念股|板块")


def _about_markets(lines: Sequence[Line]) -> bool:
    """Return whether the article speaks of markets at all."""
    here = elsewhere = 0
    actors = themes = False
    for line in lines[:60]:
        here += len(_MARKET.findall(line.text))
        elsewhere += len(_ELSEWHERE.findall(line.text))
        themes = themes or any(a.kind == "sector/theme" for a in line.actors)
        actors = actors or any(a.kind in {"company", "etf", "index"} and not a.optional for a in line.actors)
    return here + 2 * actors + themes > elsewhere


def _event_date(
    line: Line, trigger: Trigger, dates: Sequence[DatedSpan], current: DateInterval | None, period: DateInterval | None
) -> tuple[DateInterval | None, bool]:
    """Return the time bound to a trigger and whether it stands beside it."""
    usable = [d for d in dates if not d.compared and d.when is not None]
    if trigger.type in _PERIOD:
        periods = [d for d in usable if d.when and (d.when.end - d.when.start).days > 25]
        before = [d for d in periods if d.start < trigger.end]
        if chosen := (before[-1:] or periods[:1]):
            return chosen[0].when, True
        return period, False
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    exact = [d for d in usable if d.exact]
    if trigger.type not in _PERIOD:
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
    refused = any(c.kind in {"negation", "denial"} and 0 <= span.start - c.span.end <= _BESIDE for c in cues)
    eased = trigger.type == "export_control/sanction" and trigger.sense > 0
    if said.negated and (trigger.type in _HAPPENED or eased) and not refused:
        said = CueReading(
            modality=Modality.HEDGED if said.speculative else Modality.ASSERTED,
            negated=False,
            speculative=said.speculative,
            quoted_from=said.quoted_from,
        )
    if said.speculative:
        return said
    opinion = (
        trigger.type in _UNCERTAIN
        and said.quoted_from
        and _OPINION.search(said.quoted_from)
        and not _DONE.search(line.text, *line.clauses[trigger.clause])
    )
    if not (trigger.speculative or opinion or _WILL.match(line.text, trigger.end)):
        return said
    modality = Modality.HEDGED if said.modality in {Modality.ASSERTED, Modality.QUOTED} else said.modality
    return CueReading(modality=modality, negated=said.negated, speculative=True, quoted_from=said.quoted_from)


def _own_quantities(line: Line, trigger: Trigger, cast: Sequence[tuple[str, Actor]], quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Return the numbers that belong to an event: those of its clause, and of the clauses behind it that name nobody new."""
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    keys = {a.key for _, a in cast}
    for begin, end in line.clauses[trigger.clause + 1 :]:
        if any(a.kind in {"company", "etf", "index"} and begin <= a.start < end and a.key not in keys for a in line.actors):
            break
        high = end
    begin_at, end_at = line.span(low, high).start, line.span(low, high).end
    entities = {a.entity for _, a in cast}
    inside = [q for q in quantities if begin_at <= q.span.start < end_at]
    bound = [q for q in inside if q.subject is None or q.subject in entities or not entities]
    return tuple(bound)


_ORDERED = re.compile(r"要求|决定|宣布|下调|上调|通知|印发|明确|批准|核定|公布")
_FREIGHT = re.compile(r"运价|集运|bdi|scfi|ccfi|bcti|bdti|波罗的海")
_SHARES = re.compile(r"(?:概念|产业链|产业|行业|类)?(?:股|板块|指数|etf|个股|企业|公司)")
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


_EFFECTIVE = re.compile(r"起|前|后|之前|之后|至|到")
"""Behind a day that is not the story's own: 11月8日起执行."""
_WILL = re.compile(r"将|有望|或|可能|料|可望|概率|能否|尚需|需要先|仍需")
_OPINION = re.compile(r"机构|分析|券商|人士|专家|专栏|经济学家|研报|市场|作者|证券|业内|analyst", re.IGNORECASE)
_DONE = re.compile(r"已|了|完成|正式|宣布|公告")


def _not_twice(triggers: Iterable[Trigger]) -> list[Trigger]:
    """Leave out the results that a forecast in the same clause is about: 预计净利润增长 is guidance alone."""
    found = list(triggers)
    guided = {t.clause for t in found if t.type == "guidance"}
    return [t for t in found if not (t.type == "earnings" and (t.clause in guided or (guided and "预期" in t.word)))]


_GAP = re.compile(r"(?:\([^()]{0,24}\))?(?:则|也|亦|同样)?(?:为|约|近|超|逾|达)?[-+]?\d[\d.,]*(?:亿|万|%|个百分点|元|美元|港元|倍)")
_GAPPING = {"earnings", "contract/order", "market_move", "other"}


def _gapped(line: Line, told: Sequence[_Draft]) -> Iterator[_Draft]:
    """Yield what a clause of name and number alone leaves unsaid: 中国西电中标14.4亿元，平高电气12.6亿元."""
    hosts = {d.trigger.clause: d for d in told if d.trigger.type in _GAPPING and d.near}
    busy = {d.trigger.clause for d in told}
    host: _Draft | None = None
    for number, (low, high) in enumerate(line.clauses):
        host = hosts.get(number, host)
        if host is None or number in busy:
            continue
        actor = next((a for a in line.actors if low <= a.start < high), None)
        kinds = {a.kind for role, a in host.cast if role == "agent"}
        if actor is None or actor.kind not in kinds or actor.start - low > 1 or not _GAP.match(line.text, actor.end):
            host = None
            continue
        cast = [("agent", actor)]
        yield replace(
            host,
            cast=cast,
            polarity=dict(event_polarity(line, host.trigger, cast)),
            quantities=tuple(q for q in line_quantities(line) if line.span(low, high).start <= q.span.start < line.span(low, high).end),
        )


def _drafts(lines: Sequence[Line], cues: Sequence[Sequence[Cue]], today: date | None) -> Iterator[_Draft]:
    scene = Scene()
    current: DateInterval | None = None
    paragraph = -1
    first_day: DateInterval | None = None
    period: DateInterval | None = None
    for line, line_cues in zip(lines, cues, strict=True):
        dates = line_dates(line, today=today)
        if line.sentence.paragraph != paragraph:
            paragraph = line.sentence.paragraph
            current = first_day
            period = None
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
        triggers = _not_twice(find_triggers(line))
        if triggers:
            note_listed = Scene()
            note_subjects(line, note_listed)
            if len(note_listed.listed) >= 3:
                scene.listed, scene.dealt = note_listed.listed, set()
        quantities = line_quantities(line, owner=scene.topic or scene.title) if triggers else ()
        told: list[_Draft] = []
        for trigger in triggers:
            cast = cast_event(line, trigger, scene)
            if not cast:
                continue
            trigger, cast = _priced(line, trigger, cast)
            said = _said(line, trigger, line_cues)
            when, dated = _event_date(line, trigger, dates, named[0] if named else current, period)
            if trigger.type in _PERIOD and dated:
                period = when
            low = line.clauses[trigger.clause][0]
            draft = _Draft(
                line=line,
                trigger=trigger,
                cast=list(cast),
                polarity=dict(event_polarity(line, trigger, cast)),
                when=when,
                dated=dated,
                quantities=_own_quantities(line, trigger, cast, quantities),
                said=said,
                members=any(role == "agent" and a.kind in {"index", "etf", "sector/theme"} for role, a in cast),
                near=any(low <= a.start < trigger.start for role, a in cast if role == "agent" and not a.anaphor),
            )
            told.append(draft)
            yield draft
        yield from _gapped(line, told)
        note_subjects(line, scene)
        if named:
            current = named[-1]
            first_day = first_day or current


def _without_weak(drafts: list[_Draft]) -> list[_Draft]:
    """Leave out what only names a kind of event where another word tells it: 持股比例升至5% beside 举牌."""
    firm = {d.trigger.type for d in drafts if not d.trigger.weak}
    return [d for d in drafts if not d.trigger.weak or d.trigger.type not in firm]


_APPROVAL = re.compile(r"获批|过审|版号|审批|名单|核准|目录|中选")
_LISTED = re.compile(r"名单|在列|入围|均有|上榜|入选|获批|过审")
_DROPPED = re.compile(r"落选|调出|未获|剔除|未能|移出|出局")


def _approved(drafts: list[_Draft], lines: Sequence[Line]) -> list[_Draft]:
    """Make the companies on an office's list its policy's beneficiaries: 115款游戏获批 … 三七互娱、吉比特等均有产品获批."""
    host = next(
        (
            d
            for d in drafts
            if d.trigger.type == "policy/regulation"
            and not d.said.negated
            and any(role == "agent" and a.kind == "organisation" for role, a in d.cast)
            and _APPROVAL.search(d.line.text)
        ),
        None,
    )
    if host is None:
        return drafts
    known = set(host.everybody)
    for line in lines[host.line.number : host.line.number + 4]:
        if not _LISTED.search(line.text) or _DROPPED.search(line.text):
            continue
        for actor in line.actors:
            if actor.kind == "company" and not actor.optional and not actor.anaphor and actor.key not in known:
                host.cast.append(("beneficiary", actor))
                host.polarity.setdefault(actor.surface, Polarity.POSITIVE)
                known.add(actor.key)
    return [d for d in drafts if not (d.trigger.type == "product_launch" and _LISTED.search(d.line.text) and d.line.number >= host.line.number)]


def _folded_members(drafts: Sequence[_Draft]) -> list[_Draft]:
    """Fold the moves of constituents into their index's event: 指数大涨5.98%，晓程科技涨18.09% is one event with a polarity for each."""
    kept: list[_Draft] = []
    for draft in drafts:
        if draft.trigger.type == "market_move" and not draft.members:
            host = next(
                (d for d in reversed(kept) if d.trigger.type == "market_move" and d.members and 0 <= draft.line.number - d.line.number <= 1), None
            )
            if host is not None:
                same_line = host.line is draft.line
                marked = bool(_MEMBERS.search(draft.line.text) or _MEMBERS.search(host.line.text))
                if (same_line and (host.trigger.sense == draft.trigger.sense or marked)) or (
                    marked and host.line.sentence.paragraph == draft.line.sentence.paragraph
                ):
                    for surface, polarity in draft.polarity.items():
                        host.polarity.setdefault(surface, polarity)
                    continue
        kept.append(draft)
    return kept


_PLURAL = {"market_move", "earnings"}
_TWO_SIDED = {
    "lawsuit/investigation",
    "rating/target",
    "shareholding_change",
    "m&a",
    "policy/regulation",
    "export_control/sanction",
    "contract/order",
}
"""Here the same thing is told from either side: 煌上煌收问询函, 深交所向煌上煌下发问询函."""


def _same(one: _Draft, other: _Draft) -> bool:
    """Return whether two drafts tell the same thing."""
    if one.trigger.type != other.trigger.type:
        return False
    if not (one.keys & other.keys) and not (one.trigger.type in _TWO_SIDED and (one.keys <= other.everybody or other.keys <= one.everybody)):
        return False
    if one.trigger.type == "market_move" and one.trigger.sense * other.trigger.sense < 0:
        return False
    if one.said.negated != other.said.negated:
        return False
    apart = one.when is not None and other.when is not None and (one.when.end < other.when.start or other.when.end < one.when.start)
    if apart and one.dated and other.dated:
        return False
    return not (
        one.said.speculative != other.said.speculative
        and one.trigger.type in {"macro", "product_launch", "capacity/expansion", "earnings"}
        and (apart or one.when != other.when)
    )


_PROFIT = re.compile(r"利润|净利|纯利|溢利|盈利|亏|profit|net income|loss")


def _bottom_line(draft: _Draft) -> bool:
    """Return whether results are told by their profit: it outweighs turnover (营收增长，净利润下降)."""
    low, high = draft.line.clauses[draft.trigger.clause]
    return bool(_PROFIT.search(draft.line.text, low, max(high, draft.trigger.end)))


_SUBSIDIARY = re.compile(r"子公司|孙公司|附属公司|旗下|控股公司|合资公司|subsidiary")


def _with_subsidiaries(drafts: Sequence[_Draft]) -> list[_Draft]:
    """Leave the headline's event to the body's where the body names the subsidiary that does it (亿纬锂能：子公司收到定点 … 亿纬动力收到定点)."""
    kept: list[_Draft] = []
    for draft in drafts:
        if draft.line.sentence.title:
            body = [d for d in drafts if d.trigger.type == draft.trigger.type and not d.line.sentence.title]
            if body and not any(d.everybody & draft.keys for d in body):
                host = next((d for d in body if _SUBSIDIARY.search(d.line.text) or _SUBSIDIARY.search(draft.line.text)), None)
                if host is not None:
                    for surface, polarity in draft.polarity.items():
                        host.polarity.setdefault(surface, polarity)
                    continue
        kept.append(draft)
    return kept


def _merged(drafts: Sequence[_Draft]) -> list[_Draft]:
    told: list[_Draft] = []
    for draft in _with_subsidiaries(drafts):
        if draft.trigger.type == "earnings" and _bottom_line(draft):
            for other in told:
                if other.trigger.type == "earnings" and not _bottom_line(other) and not other.said.negated:
                    other.polarity.update((s, p) for s, p in draft.polarity.items() if s in other.polarity)
        host = next((d for d in told if _same(d, draft)), None)
        if host is None:
            told.append(draft)
            continue
        better = host.line.sentence.title and not draft.line.sentence.title
        more = len(draft.cast) > len(host.cast) and not any(role == "agent" for role, _ in host.cast)
        if (better and draft.near and len(draft.keys) >= len(host.keys)) or (better and more) or (better and not draft.keys & host.keys):
            draft.polarity = {**draft.polarity, **{s: p for s, p in host.polarity.items() if s not in draft.polarity}}
            draft.said = draft.said if draft.said.speculative or not host.said.speculative else host.said
            told[told.index(host)] = draft
            host, draft = draft, host
        if draft.line is host.line and any(r == "agent" for r, _ in draft.cast) and not any(r == "agent" for r, _ in host.cast):
            told[told.index(host)] = draft
            host, draft = draft, host
        keys = {a.key for _, a in host.cast}
        host.cast.extend((role, a) for role, a in draft.cast if a.key not in keys and (role != "agent" or host.trigger.type in _PLURAL))
        weightier = draft.trigger.type == "earnings" and _bottom_line(draft) and not _bottom_line(host)
        for surface, polarity in draft.polarity.items():
            if weightier or (draft.trigger.type in _PERIOD and host.polarity.get(surface) is Polarity.NEUTRAL and polarity is not Polarity.NEUTRAL):
                host.polarity[surface] = polarity
            host.polarity.setdefault(surface, polarity)
        if draft.dated and not host.dated:
            host.when, host.dated = draft.when, True
        if draft.said.speculative and not host.said.speculative and host.line.sentence.title:
            host.said = draft.said  # a headline is shorter than the truth; in the body the first telling decides
        seen = {q.span for q in host.quantities}
        host.quantities = (*host.quantities, *(q for q in draft.quantities if q.span not in seen))
        host.keys |= draft.keys
    return told


_REPORT = re.compile(r"报道|消息|传|reported|据悉")
_REFUSAL = re.compile(
    r"(?:并|从|暂|尚)?(?:未|没有|不存在|无此|不会)(?:与|就|筹划|计划|进行|开展|任何|应披露|收到|达成|涉及|曾|收购|[一-鿿]{0,4}(?:计划|事项|接触|情况|打算|意向))|(?:公司)?无(?:此|该|相关)"
)
_POINTING = re.compile(r"上述|该|此|相关|the report")


def _denied(drafts: Sequence[_Draft], lines: Sequence[Line], cues: Sequence[Sequence[Cue]]) -> None:
    """Carry a denial back to the rumour it denies, and a lack of confirmation to the report it doubts."""
    for line, line_cues in zip(lines, cues, strict=True):
        for cue in line_cues:
            refusal = cue.kind == "negation" and bool(_REFUSAL.match(line.masked, line.position(cue.span.start)))
            if cue.kind not in {"denial", "unconfirmed"} and not refusal:
                continue
            speakers = {a.key for a in line.actors if a.kind in {"company", "organisation"}}
            for draft in drafts:
                if draft.trigger.type in {"market_move", "other"}:
                    continue
                reported = draft.said.modality is Modality.RUMOURED
                near = line.number - draft.line.number in {0, 1} and bool(_REPORT.search(draft.line.text)) and bool(_POINTING.search(line.text))
                if cue.kind == "denial" or refusal:
                    if refusal and not (0 <= line.number - draft.line.number <= 3 or draft.line.sentence.title):
                        continue
                    about = reported and (not speakers or bool(speakers & draft.everybody) or (cue.kind == "denial" and len(speakers) == 1))
                    if about and not draft.said.negated:
                        draft.said = CueReading(modality=Modality.NEGATED, negated=True, speculative=True, quoted_from=draft.said.quoted_from)
                elif (reported or near) and not draft.said.negated:
                    draft.said = CueReading(modality=Modality.RUMOURED, negated=False, speculative=True, quoted_from=draft.said.quoted_from)


_STATED_ROLES = {
    # By these an event itself says who wins and who loses: (event type, role)
    ("recall/accident", "agent"),
    ("price_change", "agent"),
    ("contract/order", "agent"),
    ("cooperation", "agent"),
    ("lawsuit/investigation", "object"),
    ("shareholding_change", "object"),
    ("rating/target", "object"),
    ("m&a", "object"),
    ("policy/regulation", "object"),
}
_ASKING = re.compile(r"是否|能否|会否|[?？]$")
_OLD = timedelta(days=10)
"""A deal two weeks back is background; results speak of a period that is over and are not asked."""
_LONG_AGO = timedelta(days=20)


def _told_effects(draft: _Draft, today: date | None) -> Iterator[Effect]:
    """Yield whom an event helps or hurts by its own roles."""
    kind = draft.trigger.type
    if _ASKING.search(draft.line.text):
        return
    if (
        today
        and draft.dated
        and draft.when
        and today - draft.when.end > _OLD
        and not any(role in {"beneficiary", "harmed"} for role, _ in draft.cast)
    ):
        return
    leading = draft.line.number <= 1 and kind in {"earnings", "guidance"}
    for role, actor in draft.cast:
        sense = draft.polarity.get(actor.surface, Polarity.NEUTRAL)
        if role in {"beneficiary", "harmed"}:
            yield Effect(actor=actor, helped=role == "beneficiary", line=draft.line)
        elif sense is not Polarity.NEUTRAL and ((kind, role) in _STATED_ROLES or (leading and role == "agent")):
            yield Effect(actor=actor, helped=sense is Polarity.POSITIVE, line=draft.line)


def _moved_effects(draft: _Draft, drafts: Sequence[_Draft], lines: Sequence[Line], today: date | None) -> Iterator[Effect]:
    """Yield whose shares an earlier piece of news moved; a move without one, or of long ago, says nothing."""
    line = draft.line
    if today and draft.when and today - draft.when.end > _LONG_AGO:
        return
    news = any(_news(d) and d.line.number <= line.number for d in drafts)
    if not news and not caused(line):
        return
    for surface, polarity in draft.polarity.items():
        actor = next((a for a in line.actors if a.surface == surface), None) or next((a for _, a in draft.cast if a.surface == surface), None)
        if actor and polarity is not Polarity.NEUTRAL:
            yield Effect(actor=actor, helped=polarity is Polarity.POSITIVE, line=line)
    if caused(line):
        for role, actor in draft.cast:
            if role == "agent" and actor.kind == "sector/theme":
                yield Effect(actor=actor, helped=draft.trigger.sense > 0, line=line)


def _news(draft: _Draft) -> bool:
    if draft.trigger.type == "other":
        return draft.trigger.word in STATEMENTS
    return draft.trigger.type not in {"market_move", "earnings"}


def _effects(drafts: Sequence[_Draft], lines: Sequence[Line], cues: Sequence[Sequence[Cue]], today: date | None) -> list[Effect]:
    # The plainest words come first: where two of these disagree about somebody, the earlier stands.
    found: list[Effect] = []
    for line, line_cues in zip(lines, cues, strict=True):
        found.extend(e for e in line_effects(line) if not modality_at(line_cues, line.span(e.actor.start, e.actor.end)).negated)
    standing = [d for d in drafts if not d.said.negated]
    for draft in standing:
        found.extend(_told_effects(draft, today))
    for draft in standing:
        if draft.trigger.type == "market_move":
            found.extend(_moved_effects(draft, drafts, lines, today))
    return found


def _attach(drafts: Sequence[_Draft], effects: Sequence[Effect]) -> None:
    """Give an affected company that no event speaks of its place in the event of its line, or the last before it."""
    told = {s for d in drafts if d.trigger.type != "market_move" for s in d.polarity}
    for effect in effects:
        actor = effect.actor
        if actor.kind not in {"company", "sector/theme"} or actor.surface in told:
            continue
        hosts = [
            d
            for d in drafts
            if not d.said.negated and d.trigger.type not in {"market_move", "other", "earnings"} and d.line.number <= effect.line.number
        ]
        host = hosts[-1] if hosts else next((d for d in drafts if not d.said.negated), None)
        if host is None:
            continue
        if actor.key not in {a.key for _, a in host.cast}:
            host.cast.append(("beneficiary" if effect.helped else "harmed", actor))
        if actor.kind == "company":
            host.polarity.setdefault(actor.surface, Polarity.POSITIVE if effect.helped else Polarity.NEGATIVE)
        told.add(actor.surface)


def _event(article: Article, draft: _Draft) -> Event:
    line, trigger = draft.line, draft.trigger
    span = line.span(trigger.start, trigger.end)
    arguments = tuple(Argument(role=role, surface=a.surface, entity=a.entity, span=a.span) for role, a in draft.cast)
    confidence = 0.55 + 0.2 * draft.near + 0.1 * draft.dated + 0.1 * bool(draft.quantities) + 0.05 * (not line.sentence.title)
    return Event(
        id=event_id(trigger.type, arguments, draft.when, draft.quantities, negated=draft.said.negated, speculative=draft.said.speculative),
        type=trigger.type,
        trigger=article.content[span.start : span.end],
        trigger_span=span,
        sentence=line.sentence.span,
        arguments=arguments,
        polarity=tuple(draft.polarity.items()),
        when=draft.when,
        quantities=draft.quantities,
        modality=draft.said.modality,
        negated=draft.said.negated,
        speculative=draft.said.speculative,
        quoted_from=draft.said.quoted_from,
        confidence=round(min(confidence, 0.95), 4),
    )


def extract_events(article: Article, sentences: Sequence[Sentence], links: Sequence[EntityLink], cues: Sequence[tuple[Cue, ...]]) -> EventReading:
    """Return the events of an article in text order, each told once, and whom the text says is helped or hurt.

    Parameters
    ----------
    links
        The article's links in text order, anaphors among them.
    cues
        The cues of each sentence, one tuple a sentence.

    Notes
    -----
    Linear in the length of the article but for the comparison of its events with one another. A text that is not about markets has no events.
    """
    lines = read_lines(article, sentences, links)
    if not _about_markets(lines):
        return EventReading(events=(), effects=())
    today = published_day(article.published_at)
    drafts = _merged(_folded_members(_approved(_without_weak(list(_drafts(lines, cues, today))), lines)))
    _denied(drafts, lines, cues)
    effects = _effects(drafts, lines, cues, today) if drafts else []
    _attach(drafts, effects)
    stated: dict[str, StatedEffect] = {}
    for effect in effects:
        actor = effect.actor
        stated.setdefault(actor.key, StatedEffect(surface=actor.surface, entity=actor.entity, helped=effect.helped, span=effect.line.sentence.span))
    events: dict[str, Event] = {}
    for draft in sorted(drafts, key=lambda d: (d.line.number, d.trigger.start)):
        event = _event(article, draft)
        events.setdefault(event.id, event)
    return EventReading(events=tuple(events.values()), effects=tuple(sorted(stated.values(), key=lambda e: (e.span, e.surface))))
