"""Who it is that moves, that costs, that is rated, that earns."""

from __future__ import annotations

import re
from dataclasses import replace

from themegraph.extract.events.subjects import (
    COMPANY,
    MOVER,
    THING,
    Cast,
    Scene,
    group_after,
    group_before,
    grown,
    joined,
    opinion_end,
    rates,
    roles,
    subject_of,
    unnamed,
)
from themegraph.extract.events.trigger_table import COMMODITY
from themegraph.extract.events.triggers import Trigger
from themegraph.extract.text.lines import Actor, Line

__all__ = ["FUND_CLASS", "earners", "movers", "prices", "raters"]

_GOODS = re.compile(COMMODITY)


_WHOLE = re.compile(r"(?:行业|板块|全行业|产业)(?!人士|专家|协会|分析|周报|龙头|公司|企业)")


def earners(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return whose results or outlook it is: a company's, or a whole sector's where the clause names it and no company."""
    low = line.clauses[trigger.clause][0]
    sectors = [a for a in line.actors if a.kind == "sector/theme" and low <= a.start and a.end <= trigger.start]
    said = opinion_end(line, trigger.start, scene)
    companies = [a for a in line.actors if a.kind == "company" and max(low, said) <= a.start and a.end <= trigger.start]
    if sectors and not companies and _WHOLE.match(line.text, sectors[-1].end):
        return (("agent", sectors[-1]),)
    return tuple(roles("agent", subject_of(line, trigger, COMPANY, scene)))


_SUMMED = re.compile(r"(?:\(.{0,20}\))?等(?:多只|多家|个|只)?(?:[a-z0-9一-鿿]{0,4})")
_NO_SHARE = re.compile(r"^(?:美元指数|美債|美债|.*国债|.*國債|人民币|人民幣|日元|欧元|歐元|VIX.*)$")
"""Indices and assets of money, not of shares."""
_LAST_TIME = re.compile(r"上一?次[^,，]{0,10}[涨跌]")
"""上一次跌幅更大的交易日是…: an older move, told for comparison."""
_COMPARED = re.compile(r"同期|相比之下|对比|跑赢|跑输")
_STOCK_WORDS = re.compile(r"股价|盘中|盘后|盘前|收盘|早盘|午盘|尾盘|开盘|a股|h股|港股|美股|该股|股份|午后|收报|报收|当日|涨停|跌停|\d%|市值|截至")


_SECTOR = re.compile(
    r"(?:(?:a|h|港|台|美|日)股)?(?P<name>[一-鿿]{1,8}?|[a-z]{2,6})(?:概念股|概念板块|板块|概念|产业链|族群|赛道|股)(?!份|价|东|息|票|权|本|指)"
)
_NO_SECTOR = re.compile(r"^(?:.*[个该本此其这只多家两三权重概念份分龙头蓝筹白马题材妖热门次新人港美台日a-h]|)$")
"""个股, 权重股, 港股, 三只股 name no sector."""
_NEAR = 80
"""How far ahead of a move its subject is looked for by words; a text without punctuation is one clause."""
_PER_UNIT = re.compile(r"每[吨桶盎克公磅]|/[吨桶瓶公克]|批价|平仓价|现货价")
"""A price of goods stands in between: it is what then rebounds."""
_SETTING = re.compile(
    r"[\W\d\ue000a-z_]|早盘|午盘|午间|午后|夜盘|晚间|早间|尾盘|盘初|竞价|首|最|盘中|盘后|盘前|收盘|收市|开盘|开市|截至|收报|报收|报|收|股价|该股|此股|公司|其|周[一二三四五六日天]|[今昨当次翌首]日|隔夜|上午|下午|上市|月|日|年|元|港|美|点|最新|最高|最低|一度|随后|其后|此后|之后|"
    r"随即|累计|累|近|过去|连续|交易日|个|分别|均|全|双双|齐|涨|跌|升|幅|较|发行价|前|成交|总市值|市值|约|逾|超|达|至|为|于|后|时|直线|迅速|大幅|小幅|快速|明显|集体|应声|逆势|再度|再次|继续|持续|则|也|亦|都|又|更|仍|还|并|但|却|而|微|消息|公布|公告|发布|传出|受|影响|股|"
    r"高|低|开|走|盘|一|二|三|两|十|亿|万|换手率|振幅|本周|上周|单日|当天|期间|以来|今年|去年|内|中|和|与|同时|同样|表现|维持|以|在|因|曾|触及|下|上|了|即|被|临近|封|板"
)
"""What may stand ahead of a share's move whose subject is carried over: times, measures, adverbs. Anything else names a stranger."""


def _stranger(line: Line, low: int, position: int) -> bool:
    """Return whether words stand there that could be a name no reader linked: then the move is not that of the clause before."""
    return len(_SETTING.sub("", line.masked[max(low, position - _NEAR) : position])) > 1


def _unlinked_sector(line: Line, low: int, position: int) -> tuple[Actor, ...]:
    """Return the sector that a clause names by its shares: 铜矿股延续强势, 白色家电板块下挫."""
    for found in _SECTOR.finditer(line.masked, max(low, position - _NEAR), position):
        if not _NO_SECTOR.match(found["name"]):
            return (replace(unnamed(line, found.start("name"), found.end("name")), kind="sector/theme"),)
    return ()


_WHOLE_MARKET = re.compile(
    r"(?P<name>台股|港股|a股|美股|日股|韩股|欧股|两市|大盘|沪指|深成指|创业板指|道指|纳指|标普|南韩综指|韩国综指|日经指数|日经225|恒指|国指|加权指数|富时100)(?:三大指数|大盘|指数|市场)?(?:[当今昨全]日|\d{1,2}日|全天|周[一二三四五六日]|早盘|午后|尾盘|收盘|随后|集体|双双|一度|再度|亦|也|则|早段|午盘){0,3}"
)
FUND_CLASS = re.compile(
    r"^(?:[当上本一近]?[周月日])?(?:全市场|国内|境内)?(?:股票|债券|宽基|主题|行业|跨境|商品|货币|混合|权益|策略)(?:型|类)?(?:etf|基金)$",
    re.IGNORECASE,
)
"""股票型ETF is a class of funds, none of them."""


def _whole_market(line: Line, low: int, position: int) -> tuple[Actor, ...]:
    """Return the market that a clause says moves and that no reader of names linked: 台股当日收跌0.4%."""
    if any(a.start < position and (a.kind == "company" or (a.kind in MOVER and low <= a.start)) for a in line.actors):
        return ()  # 兖矿能源A股低开3.3%，港股跌2.8%: its own shares there
    found = _WHOLE_MARKET.fullmatch(line.text, low, position)
    return (replace(unnamed(line, found.start("name"), found.end("name")), kind="index"),) if found else ()


_DRIVES = frozenset(["冲击", "拖累", "打压", "重创", "压制", "提振", "带动", "刺激", "引爆", "推升", "催化"])
"""消息冲击航运股: what moves stands behind the word."""
_STEP = 4


_HOLDS = re.compile(r"(?:股东|实控人|实际控制人|董事长?|高管|总裁)$")


def movers(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return what moves: shares, funds, indices, sectors."""
    if _LAST_TIME.search(line.text, 0, trigger.start):
        return ()
    low, high = line.clauses[trigger.clause]
    if trigger.word in _DRIVES:
        sectors = [a for a in line.actors if a.kind == "sector/theme" and 0 <= a.start - trigger.end <= _STEP and a.end <= max(high, trigger.end)]
        return tuple(roles("agent", sectors[:1] or _unlinked_sector(line, trigger.end, min(trigger.end + 2 * _STEP + _STEP, max(high, trigger.end)))))
    group = group_before(line, trigger.start, low, MOVER) or _unlinked_sector(line, low, trigger.start)
    group = group or subject_of(line, trigger, MOVER, scene, carried=False)
    if group and group[0].end <= low and (_stranger(line, low, trigger.start) or _PER_UNIT.search(line.text, group[0].end, trigger.start)):
        return ()
    if not group and _STOCK_WORDS.search(line.text, low, max(high, trigger.end)):
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
    if whole := _whole_market(line, low, trigger.start):
        group = whole
    if group and group[0].kind == "company" and group[0].end <= low and _HOLDS.search(line.text[: group[0].start]):
        # 泡泡玛特控股股东GWF Holding出售450万股，股价收跌5.4%: the share is the company's, not its holder's.
        group = tuple(a for a in line.actors if a.kind == "company" and a.end < group[0].start)[-1:]
    group = tuple(a for a in group if not _NO_SHARE.search(a.folded) and not FUND_CLASS.search(a.folded))
    if group and _COMPARED.search(line.text, line.clauses[trigger.clause][0], group[0].start) and group[0].kind in {"index", "etf"}:
        return ()  # 而同期恒生科技指数累升约24%: only what the share is measured against
    followed = any(a.kind == "company" and a.start >= trigger.end for a in line.actors)
    if (
        group
        and group[0].kind == "sector/theme"
        and not followed
        and any(a.kind in {"company", "etf", "index"} and a.end <= group[0].start for a in line.actors)
    ):
        return ()  # 恒瑞医药涨停，创新药概念股走强: the sector only goes along
    return tuple(roles("agent", group))


_METAL_PRICE = re.compile(r"[铜铝锌铅镍锡锂钴钨锑钼银]价")
"""Of 铜价 the metal is the thing."""


_MODIFIED = re.compile(rf"(?:国际|国内|现货|期货|伦敦|纽约|comex|lme|全球|进口|国产|主力)+(?P<goods>{COMMODITY})")


def _plain_goods(line: Line, actor: Actor) -> Actor:
    """Return goods without the word that only says where they are traded: 现货黄金 is 黄金."""
    found = _MODIFIED.fullmatch(line.text, actor.start, actor.end)
    if not found or found["goods"].endswith("价"):
        return actor
    return replace(unnamed(line, found.start("goods"), found.end("goods")), kind=actor.kind)


def _commodity(line: Line, trigger: Trigger) -> tuple[Actor, ...]:
    """Return the goods whose price it is: a linked product or sector, else the words of the table."""
    low, high = line.clauses[trigger.clause]
    named = [a for a in line.actors if a.kind in THING and low <= a.start and a.end <= trigger.start]
    if named and not any(a.kind == "company" and a.start > named[-1].start and a.end <= trigger.start for a in line.actors):
        return tuple(_plain_goods(line, a) for a in grown(line, named, len(named) - 1))
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
    bare = _METAL_PRICE.fullmatch(found.group())
    return (unnamed(line, found.start(), found.end() - bool(bare)),)


_REASON = re.compile(r"(?:[^,，]{0,12})?(?:因|由于|受|受到|随着|鉴于|基于|得益于|受益于)")
_BRINGS = re.compile(r"(?:所)?(?:带来|导致|引发|造成|引起|推动|推升|压力|预期|潮|周期|趋势)")
_QUOTED_PRICE = re.compile(r"挂牌价|出厂价|售价|报价|指导价|零售价|结算价|产品价格|合约价|宣布|公告|通知|决定")
"""A price that a maker sets itself; any other one rises or falls in the market."""
_OWN_PRICE = re.compile(r"加价|加收|附加费|提价|涨价|降价|调价|上调|下调|提高|调涨|挺价|rais|cut|hike")


_NOTIFIES = re.compile(r"通知|宣布|公告|知会|致函|告知")


def prices(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return who sets a price, and the goods it is the price of."""
    low, _ = line.clauses[trigger.clause]
    goods = _commodity(line, trigger)
    makers = group_before(line, trigger.start, low, COMPANY)
    ahead = any(a.start < trigger.start for a in goods)
    deliberate = bool(_OWN_PRICE.search(trigger.word))
    if _REASON.match(line.text, low, trigger.start) and not re.search(r"\d", line.text[low : max(line.clauses[trigger.clause][1], trigger.end)]):
        return ()  # 因记忆体涨价，第四季营收估减: a reason given, no news
    if trigger.word in {"涨价", "降价", "提价"} and goods and goods[-1].end == trigger.start and goods[0].start - low <= 1:
        return tuple(roles("object", goods))  # 硅料涨价是主因: the market's price, whoever stood in the clause before
    if _BRINGS.match(line.text, trigger.end):
        return tuple(roles("object", goods))  # 运营商面临组件涨价带来的成本压力: not the one who suffers it sets the price
    quoted = bool(_QUOTED_PRICE.search(line.text, low, trigger.start))
    if not deliberate and not quoted:
        makers = ()
    if not makers and not deliberate and trigger.clause and _NOTIFIES.search(line.text, *line.clauses[trigger.clause - 1]):
        makers = group_before(line, low, line.clauses[trigger.clause - 1][0], COMPANY)  # 联华电子通知客户，明年代工价降5%
    if not makers and goods and ahead and deliberate and trigger.clause:
        makers = subject_of(line, trigger, COMPANY, scene, carried=False)
    elif not makers and deliberate and not (goods and ahead):
        makers = subject_of(line, trigger, COMPANY, scene)
    if not makers and not goods:
        return ()
    return (*roles("agent", makers), *roles("object", goods))


_HOUSE = re.compile(
    r"标普|穆迪|惠誉|(?<![一-鿿])大摩|(?<![一-鿿])小摩|(?<![一-鿿])摩通|大和资本|(?<![一-鿿])大和(?=[将把予给看下上首维重列:：称指认]|证券|资本)|里昂|晨星|富瑞|杰富瑞|伯恩斯坦|"
    r"野村|瑞银|瑞信|德银|汇丰研究|巴克莱|麦格理|星展|花旗|高盛|美银证券|海通国际|中银国际|建银国际|招银国际|交银国际|农银国际|工银国际|国泰君安国际|联合资信|中诚信国际|东方金诚|大公国际"
)


_SAME_HOUSE = re.compile(r"该(?:行|券商|机构|投行|大行|评级机构|研究机构)|其分析师")


def _unlinked_rater(line: Line, position: int) -> Actor | None:
    """Return the house of renown that no reader of names linked."""
    found = None
    for found in _HOUSE.finditer(line.masked, max(0, position - 3 * _NEAR), position):  # noqa: B007 - the nearest one counts
        pass
    return replace(unnamed(line, found.start(), found.end()), kind="organisation") if found else None


def _digest(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return the house whose opinion on a sector the whole article tells: its title begins with the house."""
    houses = [a for a in line.actors if a.end <= trigger.start and a.kind in {"company", "organisation"} and rates(a.folded)]
    subject = group_after(line, trigger.end, len(line.text), THING | COMPANY)[:1]
    if not houses or not subject or houses[0].key not in {a.key for a in scene.title}:
        return ()
    return (("agent", houses[0]), ("object", subject[0]))


def raters(line: Line, trigger: Trigger, scene: Scene) -> Cast:
    """Return the house that rates and what it rates."""
    low, high = line.clauses[trigger.clause]
    high = max(high, trigger.end)
    if trigger.weak:
        return _digest(line, trigger, scene)
    parties = [a for a in line.actors if a.kind in {"company", "organisation"} and not a.optional]
    ahead = [a for a in parties if a.end <= trigger.start]
    raters = [a for a in ahead if rates(line.text[a.start : a.end] + a.folded)]
    if not raters and (house := _unlinked_rater(line, trigger.start)):
        raters = [house]
    again = _SAME_HOUSE.search(line.text, max(0, trigger.start - _NEAR), trigger.start)
    rater = raters[-1] if raters else (scene.rater if scene.rater is not None and (again or not parties[1:]) else None)
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
            rated = [unnamed(line, found.start(), found.end())]
        else:
            rated = [a for a in subject_of(line, trigger, COMPANY, scene) if rater is None or a.key != rater.key]
            rated = rated or [a for a in (*scene.topic, *scene.title) if rater is None or a.key != rater.key][:1]
    if not rated:
        return ()
    scene.rater = rater or scene.rater  # 中信建投：上调赣锋锂业至买入；维持天齐锂业增持
    last = rated[-1:] if len(rated) == 1 or not joined(line, rated[-2], rated[-1]) else grown(line, rated, len(rated) - 1)
    return (*roles("agent", [rater] if rater else []), *roles("object", last))
