"""Say what an event means for each company in it, from that company's own point of view."""

from __future__ import annotations

import re
from collections.abc import Sequence

from themegraph.extract.events.roles_deeds import PLACES_ORDER
from themegraph.extract.events.triggers import Trigger
from themegraph.extract.text.lines import Actor, Line
from themegraph.model import Polarity

__all__ = ["clause_sense", "event_polarity"]

# Findings whose plain words mislead: a loss that shrinks is good, growth that slows is bad.
_TURNED_GOOD = re.compile(
    r"亏损[^;；。]{0,30}?(?:有所|明显|大幅|显著)收窄|亏损(?:额|幅度)?(?:同比|环比|大幅|明显|显著|较[^,，]{1,10}?)*(?:收窄|减少|下降|缩小|缩窄|减小|降低|改善)|减亏|扭亏|亏转盈|转亏为盈|由亏转盈|实现盈利|首次盈利|成本(?:同比|环比|大幅)?(?:下降|降低|下滑)|"
    r"费用率?(?:同比)?(?:下降|降低)|不良(?:贷款)?率(?:同比|环比|较[^,，]{1,8}?)?(?:下降|降低|下行|改善)|降幅(?:收窄|缩小)|但(?:都|均|仍|依旧)?(?:为正|保持正增长|保持增长|实现增长)|跌幅收窄|好于预期|超(?:市场)?预期|高于(?:市场)?预期|优于(?:市场)?预期|胜预期|利空出尽|负债率(?:下降|降低)|narrow(?:ed|er) loss|beat"
)
_TURNED_BAD = re.compile(
    r"增速(?:[^,，]{0,6})(?:放缓|下滑|回落|减慢|降至|降到|跌至|下降|降(?=\d))|增长放缓|增收不增利|不及(?:市场)?预期|低于(?:市场)?预期|逊于?(?:市场)?预期|差过预期|亏损(?:额|幅度)?(?:同比|环比|进一步|持续)*(?:扩大|加剧|增加|增长|上升|走阔|扩至)|由盈转亏|盈转亏|转亏|"
    r"成本(?:同比|环比|大幅)?(?:上升|上涨|增加|高企)|费用率?(?:同比)?(?:上升|增加)|不良(?:贷款)?率(?:同比|环比|较[^,，]{1,8}?)?(?:上升|抬升|增加|走高)|利好出尽|涨幅收窄|负债率(?:上升|攀升)|毛利率(?:[^,，]{0,8})(?:下降|下滑|承压|走低)|missed"
)
_STILL_GOOD = re.compile(r"但(?:都|均|仍|依旧)?(?:为正|保持正增长|保持增长|实现增长)")
_UP = re.compile(
    r"升至|提高至|多了|多赚|翻两番|翻了|增长|大增|增加|上升|提升|攀升|翻倍|翻番|猛增|激增|暴增|增逾|增超|回升|改善|创新高|创历史新高|(?:同比|按年|按季|环比)[增升涨]|增(?=\d)|rose|grew|jumped|climbed|increased|surged|record|\bup \d"
)
_DOWN = re.compile(
    r"降至|砍半|少了|少赚|衰退|下降|下滑|减少|大降|骤降|锐减|萎缩|收缩|承压|(?:同比|按年|按季|环比)[降减跌]|降(?=\d)|减(?=\d)|跌(?=\d)|fell|declined|dropped|decreased|slumped|\bdown \d"
)
_LOSS = re.compile(r"亏损|净亏|巨亏|续亏|预亏|首亏|未盈利|未获利|loss")

_BUY = re.compile(r"买入|增持|首选股|跑赢|强烈推荐|优于大市|推荐|看好|buy|overweight|outperform|\badd\b")
_SELL = re.compile(r"卖出|减持|跑输|沽售|回避|弱于大市|逊于大市|sell|underweight|underperform")
_RAISED = re.compile(r"上调|调高|调升|提升|升至|提高|upgrad|rais|升(?=\d)")
_CUT = re.compile(r"下调|削|砍|调低|调降|降低|降至|downgrad|\bcut\b|lower")
_KEPT = re.compile(r"维持|重申|reiterat|maintain|仍给予")

_WON = re.compile(r"胜诉|撤诉|撤案|结案|和解|不起诉|解除|终结调查|dismiss|settle")
_FIXED: dict[str, tuple[int, int]] = {
    # (agent, object), 2 = by the trigger's own sense
    "financing/ipo": (2, 1),
    "m&a": (0, 1),
    "contract/order": (1, 0),
    "cooperation": (1, 1),
    "capacity/expansion": (2, 0),
    "product_launch": (1, 0),
    "recall/accident": (-1, 0),
    "management_change": (0, 0),
    "market_move": (2, 0),
    "export_control/sanction": (0, 2),
    "policy/regulation": (0, 0),
    "other": (0, 0),
}
_BUYS = re.compile(r"订购|订造|下单|采购|placed|ordered")
_TAKES = re.compile(r"获|收到|接到|中标|签|斩")
_DELAYED = re.compile(r"暂停|搁置|叫停|缩水|推迟|延期|延后|暂缓|延迟|放缓")
_MERGED = re.compile(r"吸收合并|换股合并|合并重组|控股股东[^,，]{0,16}(?:资产|股权)|资产注入|注入上市公司")
_SELLING = {"出售", "转让", "剥离", "处置", "挂牌转让", "卖出", "变卖", "置出"}
_LOST_ORDER = re.compile(r"取消|砍|削减|丢失|失去|退单")
_OTHER_GOOD = (
    "派",
    "纳入",
    "获纳入",
    "被纳入",
    "撤销退市风险警示",
    "股权激励",
    "员工持股计划",
    "限制性股票激励",
    "股权激励计划",
    "股票激励计划",
    "分红",
    "派现",
    "现金分红",
    "派息",
    "中期分红",
    "摘帽",
    "入选",
    "纳入指数",
    "调入",
    "高送转",
    "送转",
    "派发",
)
_OTHER_BAD = ("退市", "终止上市", "摘牌", "调出", "剔除", "被剔除", "移出", "被调出", "被实施风险警示", "st", "披星戴帽", "戴帽")
_VOLUME = re.compile(r"交付|产量|[发电]电量|吞吐量|出货量|客运量|运输量|销[量售]|售出|deliver")
"""Figures of what was made or handed over: their news is their growth."""
_OF = {1: Polarity.POSITIVE, -1: Polarity.NEGATIVE, 0: Polarity.NEUTRAL}


def clause_sense(text: str) -> int:
    """Return whether words about results are good (1), bad (-1) or open (0) news, wrong first readings put right.

    Examples
    --------
    >>> clause_sense("亏损收窄至3亿元"), clause_sense("净利润增速放缓"), clause_sense("净利润同比下降32.1%"), clause_sense("营收46亿元")
    (1, -1, -1, 0)
    """
    good, bad = _TURNED_GOOD.search(text), _TURNED_BAD.search(text)
    if good and (not bad or good.start() <= bad.start()):
        return 1
    if bad:
        return -1
    if _LOSS.search(text):
        return -1
    up, down = _UP.search(text), _DOWN.search(text)
    if up and (not down or up.start() < down.start()):
        return 1
    return -1 if down else 0


def _window(line: Line, trigger: Trigger, actors: Sequence[Actor]) -> str:
    """Return the words about the agents: from the last of them to the next company."""
    agents = [a for a in actors if a.end <= trigger.start and line.number >= 0]
    start = max((a.end for a in agents), default=line.clauses[trigger.clause][0])
    others = [a.start for a in line.actors if a.kind == "company" and a.start >= trigger.end and a.key not in {b.key for b in actors}]
    return line.text[start : min([*others, len(line.text)])]


def _results(line: Line, trigger: Trigger, agents: Sequence[Actor]) -> int:
    text = _window(line, trigger, [a for a in agents if line.sentence.span.start <= a.span.start < line.sentence.span.end])
    begin, end = line.clauses[trigger.clause]
    own = line.text[begin : max(end, trigger.end)]
    if _STILL_GOOD.search(text):
        return 1
    for piece in (own, text):
        turned = clause_sense(piece) if _TURNED_GOOD.search(piece) or _TURNED_BAD.search(piece) else 0
        if turned:
            return turned
    return trigger.sense or clause_sense(text) or clause_sense(own)


def _about(line: Line, trigger: Trigger, cast: Sequence[tuple[str, Actor]]) -> str:
    """Return the words on what is rated: up to the next company that another opinion is about."""
    rated = {a.key for role, a in cast if role == "object"}
    named = [a for a in line.actors if a.kind == "company" and a.key not in {b.key for _, b in cast}]
    start = max((a.end for a in named if a.end <= trigger.start), default=0)
    stop = min((a.start for a in named if a.start >= trigger.end), default=len(line.text))
    return line.text[start:stop] if rated else line.text


_TARGET_CUT = re.compile(
    r"目标价[^,。;]*(?:下调|调低|调降|下修|降至|降到|砍至|削至)|(?:下调|调低|调降|下修|削减)[^,。;]{0,6}目标价|target[^.;]*(?:cut|lowered|trimmed) to"
)
"""Beside a good rating that is kept: two verdicts that point apart."""


def _rating(line: Line, trigger: Trigger, whole: str) -> int:
    begin, end = line.clauses[trigger.clause]
    text = line.text[begin : max(end, trigger.end)]
    if "展望" in text and not _RAISED.search(text) and not _CUT.search(text):
        return -1 if "负面" in text else 1 if "正面" in text else 0
    raised, cut = bool(_RAISED.search(text)) or trigger.sense > 0, bool(_CUT.search(text)) or trigger.sense < 0
    if raised and not cut:
        return 1
    if cut and not raised:
        # A lower target with the good rating kept is no verdict against the company.
        return 0 if re.search(r"目标价|盈利预测", whole) and _KEPT.search(whole) and _BUY.search(whole) else -1
    if _BUY.search(whole):
        return 0 if _KEPT.search(whole) and _TARGET_CUT.search(whole) else 1
    return -1 if _SELL.search(whole) else 0


def event_polarity(line: Line, trigger: Trigger, cast: Sequence[tuple[str, Actor]]) -> tuple[tuple[str, Polarity], ...]:
    """Return the polarity of each company of an event, in the order of the cast; funds, indices and offices have none."""
    agents = [a for role, a in cast if role == "agent"]
    kind = trigger.type
    if kind in {"earnings", "guidance"}:
        agent, target = _results(line, trigger, agents), 0
    elif kind == "rating/target":
        agent, target = 9, _rating(line, trigger, _about(line, trigger, cast))
    elif kind == "price_change":
        agent, target = trigger.sense or clause_sense(line.text), 0
    elif kind == "lawsuit/investigation":
        agent, target = 0, (0 if _WON.search(line.text) else -1)
    elif kind == "shareholding_change":
        has_object = any(role == "object" and a.kind == "company" for role, a in cast)
        agent, target = (0 if has_object else trigger.sense), trigger.sense
    elif kind == "m&a" and trigger.word in _SELLING:
        agent, target = 0, 0
    elif kind == "m&a":
        # A purchase pleases who is bought; a merger of two, or what the parent hands over, both.
        agent, target = (1 if _MERGED.search(line.text, *line.clauses[trigger.clause]) else 0), 1
    elif kind == "macro":
        agent, target = 9, 0
    elif kind == "other" and _VOLUME.search(trigger.word):
        agent, target = clause_sense(_window(line, trigger, agents)), 0
    elif kind == "other" and trigger.sense and trigger.word not in _OTHER_GOOD:
        agent, target = trigger.sense, 0
    elif kind == "other":
        agent, target = (1 if trigger.word in _OTHER_GOOD else -1 if trigger.word in _OTHER_BAD else 0), 0
    elif kind == "contract/order":
        begin = line.clauses[trigger.clause][0]
        gives = bool(PLACES_ORDER.search(line.masked, begin, trigger.end)) and any(role == "beneficiary" for role, _ in cast)
        worse = bool(_TURNED_BAD.search(line.text, trigger.end)) or bool(_LOST_ORDER.search(line.text, begin, trigger.end))
        buys = bool(_BUYS.search(line.masked, begin, trigger.end)) and not _TAKES.search(line.masked, begin, trigger.start)
        agent, target = (9 if gives else -1 if worse else 0 if buys else 1), 0
    elif kind in {"capacity/expansion", "product_launch"} and _DELAYED.search(line.text, *line.clauses[trigger.clause]):
        agent, target = -1, 0
    else:
        agent, target = _FIXED[kind]
        agent = trigger.sense if agent == 2 else agent
        target = trigger.sense if target == 2 else target
    told: dict[str, Polarity] = {}
    for role, actor in cast:
        if actor.kind != "company":
            continue
        sense = {"agent": agent, "object": target, "partner": 1 if kind == "cooperation" else 9, "beneficiary": 1, "harmed": -1}[role]
        if sense in _OF:
            told.setdefault(actor.surface, _OF[sense])
    return tuple(told.items())
