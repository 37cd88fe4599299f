"""Read what happened: find the triggers, cast them, date them, and tell each thing once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from themegraph.extract.events.drafts import Draft, read_drafts
from themegraph.extract.events.effects import attach_effects, find_effects
from themegraph.extract.events.merging import carry_denials, tell_once
from themegraph.extract.text.cues import Cue
from themegraph.extract.text.dates import published_day
from themegraph.extract.text.lines import Actor, Line
from themegraph.folding import fold_name
from themegraph.model import Argument, Article, Event, StatedEffect, event_id

__all__ = ["EventReading", "extract_events"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReading:
    """The events of one article, and whom it says they help or hurt."""

    events: tuple[Event, ...]
    effects: tuple[StatedEffect, ...]


# Words of fields that have no market in them; a text with more of these than of market words tells no market event.
_ELSEWHERE = re.compile(
    r"比赛|球队|球员|进球|夺冠|冠军|决赛|联赛|主教练|教练|赛季|球迷|奥运|世界杯|锦标赛|演唱会|歌手|导演|演员|剧组|观众|展览|展出|博物馆|考古|古墓|文物|画家|诗人|小说|气温|降雨|降水|台风|寒潮|暴雨|天气|气象|高考|考生|"
    r"学生|校园|婚礼|旅游攻略|食谱|菜谱|健身|减肥|星座|宠物|交警|车祸|嫌疑人|警方|民警|图书馆|志愿者|登山|马拉松|选手|金牌|银牌|铜牌|剧场|音乐会|画展|非遗|庙会|match|goal|coach|season|museum|exhibition|weather|rainfall"
)
_MARKET = re.compile(
    r"股|亿|营收|净利|利润|市值|涨|跌|etf|基金|指数|投资|证券|板块|融资|公司|企业|产能|订单|业绩|上市|收购|并购|行业|产业|出口|进口|关税|价格|市场|央行|利率|美元|中标|项目|股东|机构|评级|\d%|shares|stocks?|revenue|profit|market|exports?|billion|million|investor|rate|bank|price|traders|quarter|sales|deal|存款准备金|cpi|ppi|pmi|gdp|lpr|集采|医保|限购|限产|补贴|油价|牌照|税率|实体清单|反倾销|召回|降息|加息|降准|通胀|经济|贸易|现货|期货|涨价|降价|制裁|管制|管制"
)


def _about_markets(lines: Sequence[Line]) -> bool:
    """Return whether the article speaks of markets at all."""
    head = lines[:60]
    elsewhere = sum(len(_ELSEWHERE.findall(line.text)) for line in head)
    actors = any(a.kind in {"company", "etf", "index"} and not a.optional for line in head for a in line.actors)
    if not elsewhere:
        ruled = any(
            a.kind == "sector/theme" or (a.office and a.kind == "organisation") or a.kind == "macro/policy" for line in head for a in line.actors
        )
        return actors or ruled or any(_MARKET.search(line.text) for line in head)
    themes = any(a.kind == "sector/theme" for line in head for a in line.actors)
    here = sum(len(_MARKET.findall(line.text)) for line in head)
    return here + 2 * actors + themes > elsewhere


def _surface(article: Article, actor: Actor) -> str:
    """Return an actor's name as the article writes it; words that no reader linked are folded in their line."""
    written = article.content[actor.span.start : actor.span.end]
    return actor.surface if actor.entity or actor.anaphor or fold_name(written) != fold_name(actor.surface) else written


def _event(article: Article, draft: Draft) -> Event:
    line, trigger = draft.line, draft.trigger
    span = line.span(trigger.start, trigger.end)
    arguments = tuple(Argument(role=role, surface=_surface(article, a), entity=a.entity, span=a.span) for role, a in draft.cast)
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


def extract_events(article: Article, lines: Sequence[Line], cues: Sequence[tuple[Cue, ...]]) -> EventReading:
    """Return the events of an article in text order, each told once, and whom the text says is helped or hurt.

    Parameters
    ----------
    lines
        Its sentences, read with all its links, anaphors among them.
    cues
        The cues of each line.

    Notes
    -----
    Linear in the length of the article but for the comparison of its events with one another. A text that is not about markets has no events.
    """
    if not _about_markets(lines):
        return EventReading(events=(), effects=())
    today = published_day(article.published_at)
    drafts = carry_denials(tell_once(list(read_drafts(lines, cues, today)), lines), lines, cues)
    effects = find_effects(drafts, lines, cues, today) if drafts else []
    attach_effects(drafts, effects)
    stated: dict[str, StatedEffect] = {}
    for effect in effects:
        actor = effect.actor
        stated.setdefault(
            actor.key, StatedEffect(surface=_surface(article, actor), entity=actor.entity, helped=effect.helped, span=effect.line.sentence.span)
        )
    events: dict[str, Event] = {}
    for draft in sorted(drafts, key=lambda d: (d.line.number, d.trigger.start)):
        event = _event(article, draft)
        events.setdefault(event.id, event)
    return EventReading(events=tuple(events.values()), effects=tuple(sorted(stated.values(), key=lambda e: (e.span.start, e.span.end, e.surface))))
