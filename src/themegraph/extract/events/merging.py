"""Tell each thing once: drafts of one event become one, constituents follow their index, denials reach back to what they deny."""

from __future__ import annotations

import re
from collections.abc import Sequence

from themegraph.extract.events.drafts import PERIODIC, STATEMENTS, Draft
from themegraph.extract.text.cues import Cue, CueReading, refuses
from themegraph.extract.text.lines import Line
from themegraph.model import Modality, Polarity

__all__ = ["carry_denials", "tell_once"]

_CONSTITUENTS = re.compile(r"成[分份]股|权重股|持仓股")
_MEMBERS = re.compile(r"成[分份]股|权重股|个股|其中|持仓股|概念股|板块")


def _without_weak(drafts: list[Draft]) -> list[Draft]:
    """Leave out what only names a kind of event where another word tells it: 持股比例升至5% beside 举牌."""
    firm = {d.trigger.type for d in drafts if not d.trigger.weak}
    return [d for d in drafts if not d.trigger.weak or d.trigger.type not in firm]


_ASKED = re.compile(r"[^,，]{0,4}(?:能否|是否|会否|与否)")
_HALTS = {"退市", "停牌", "复牌", "终止上市", "摘牌", "更名", "变更名称", "更改名称"}


_MENTIONED = re.compile(r"担心|忧虑|担忧|此前的|所谓|关于|有关|是否|传|误读|质疑|猜测")


def _denies(denial: Draft, draft: Draft) -> bool:
    """Return whether a denied fact is the very one that another clause of its sentence only mentions (担心停产…，未停产) or that was hearsay before."""
    if _hearsay(draft) and _follows(denial, draft) and denial.trigger.type == draft.trigger.type != "other" and denial.keys & draft.everybody:
        return True
    if draft.trigger.type != denial.trigger.type or draft.trigger.type in {"market_move", "earnings", "other"}:
        return False
    if not (denial.trigger.word in draft.trigger.word or draft.trigger.word in denial.trigger.word):
        return False
    if draft.dated and denial.dated and draft.when != denial.when:
        return False
    low = draft.line.clauses[draft.trigger.clause][0]
    mentioned = draft.line is denial.line and bool(_MENTIONED.search(draft.line.text, low, draft.trigger.start))
    return mentioned and bool(denial.keys & draft.everybody)


_HEARD = re.compile(r"网上|网传|视频|帖|网友|有人|股吧|报道|传闻|消息称|爆料|自媒体|外媒|博主|问及")
_ASKS = re.compile(r"[?？][”」』\"]?$")


def _hearsay(draft: Draft) -> bool:
    """Return whether a draft is only rumoured, asked or told of a posting."""
    if _HEARD.search(draft.line.text, 0, draft.trigger.start):
        return True
    return draft.said.modality is Modality.RUMOURED or (draft.said.speculative and bool(_ASKS.search(draft.line.text)))


def _follows(denial: Draft, draft: Draft) -> bool:
    """Return whether a denial stands behind a draft, at most some sentences."""
    if denial.line is draft.line:
        return denial.trigger.start > draft.trigger.start
    if denial.line.sentence.title:
        return draft.line.number <= _ANSWERED
    return 0 < denial.line.number - draft.line.number <= _ANSWERED + 1


_FORMAL = re.compile(r"公告|声明|重讯")


def _answers(drafts: Sequence[Draft]) -> list[Draft]:
    """Read a company's answer as an event of its own only where it is an announcement; a reply in passing is none beside the fact it denies.

    Where that fact has no type of its own, the answer stands for it, denied.
    """
    denied = [d for d in drafts if d.said.negated and not (d.trigger.type == "other" and d.trigger.word in STATEMENTS)]
    for draft in drafts:
        if not draft.said.negated and any(_denies(d, draft) for d in denied):
            draft.said = CueReading(modality=Modality.NEGATED, negated=True, speculative=draft.said.speculative, quoted_from=draft.said.quoted_from)
    kept: list[Draft] = []
    for draft in drafts:
        if draft.trigger.type == "other" and draft.trigger.word in STATEMENTS:
            if any(d.everybody & draft.everybody or abs(d.line.number - draft.line.number) <= 1 for d in denied):
                if not _FORMAL.search(draft.trigger.word):
                    continue
            else:
                draft.said = CueReading(modality=Modality.NEGATED, negated=True, speculative=True, quoted_from=draft.said.quoted_from)
        kept.append(draft)
    for draft in kept:
        if draft.said.negated:
            low, high = draft.line.clauses[draft.trigger.clause]
            off = _CALLED_OFF.search(draft.line.text, low, max(high, draft.trigger.end))
            draft.polarity = {s: Polarity.NEGATIVE if off and p is Polarity.POSITIVE else Polarity.NEUTRAL for s, p in draft.polarity.items()}
    return kept


_CALLED_OFF = re.compile(r"终止|取消|撤回|告吹|失败|未获|流产|否决|未生效|搁浅|中止|作罢")
"""What was under way and comes to nothing is bad news; what never was is none."""


_PAID = {"派息", "末期息", "中期息", "特别息"}
"""A detail of the results told in the same sentence."""
_ANNOUNCES = {"决定", "提出", "宣布", "明确", "发布", "公布", "强调", "部署", "通知", "实施", "公告", "下发", "要求"}


def _announced(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Return whether what an office announces is told in the same clause by a word of its own: 决定自12月1日起停止缩表."""
    return any(
        d.line is draft.line
        and d.trigger.clause == draft.trigger.clause
        and d.trigger.type in {"macro", "export_control/sanction", "lawsuit/investigation"}
        for d in drafts
    )


def _without_details(drafts: list[Draft]) -> list[Draft]:
    """Leave out what only belongs to another event: the halt of a share in its merger, an opinion on a price that names no goods."""
    merging = {a.key for d in drafts if d.trigger.type == "m&a" for _, a in d.cast}
    banked = any(d.trigger.type == "macro" and any(role == "agent" for role, _ in d.cast) for d in drafts)
    kept: list[Draft] = []
    for draft in drafts:
        if draft.trigger.type == "other" and draft.trigger.word in _HALTS and merging & draft.everybody:
            continue
        if draft.trigger.word in _PAID and any(d.line is draft.line and d.trigger.type == "earnings" and d.keys & draft.keys for d in drafts):
            continue
        if draft.trigger.type == "policy/regulation" and draft.trigger.word in _ANNOUNCES and _announced(draft, drafts):
            continue
        if draft.trigger.type == "macro" and banked and not draft.quantities and not any(role == "agent" for role, _ in draft.cast):
            continue
        guessed = draft.trigger.type == "price_change" and draft.said.speculative and not draft.line.sentence.title
        if guessed and (not any(a.entity for _, a in draft.cast) or _ASKED.match(draft.line.text, draft.trigger.end)):
            continue
        kept.append(draft)
    return kept


_APPROVAL = re.compile(r"获批|过审|版号|审批|名单|核准|目录|中选")
_LISTED = re.compile(r"名单|在列|入围|均有|上榜|入选|获批|过审|纳入|进入目录|获得|各有|拿下|分得|斩获")
_DROPPED = re.compile(r"落选|调出|未获|剔除|未能|移出|出局")


def _approved(drafts: list[Draft], lines: Sequence[Line]) -> list[Draft]:
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
    return [d for d in drafts if not (_of_the_list(d) and d.line.number >= host.line.number)]


def _of_the_list(draft: Draft) -> bool:
    """Return whether a draft only tells that a company stands on an office's list: its product approved, its bid chosen."""
    if draft.trigger.type == "contract/order":
        return "中选" in draft.trigger.word
    return draft.trigger.type == "product_launch" and bool(_LISTED.search(draft.line.text))


def _folded_members(drafts: Sequence[Draft]) -> list[Draft]:
    """Fold the moves of constituents into their index's event: 指数大涨5.98%，晓程科技涨18.09% is one event with a polarity for each."""
    kept: list[Draft] = []
    for draft in drafts:
        if draft.trigger.type == "market_move" and not draft.members:
            host = next(
                (d for d in reversed(kept) if d.trigger.type == "market_move" and d.members and 0 <= draft.line.number - d.line.number <= 2), None
            )
            if host is not None and _folds(host, draft):
                for surface, polarity in draft.polarity.items():
                    host.polarity.setdefault(surface, polarity)
                host.folded |= draft.everybody
                continue
        kept.append(draft)
    body = [d for d in kept if d.trigger.type == "market_move" and not d.line.sentence.title]
    return [
        d
        for d in kept
        if not (
            d.line.sentence.title
            and d.trigger.type == "market_move"
            and ((_sector_move(d) and body and not any(d.keys & b.keys for b in body)) or _among(d, body))
        )
    ]


def _among(draft: Draft, body: Sequence[Draft]) -> bool:
    """Return whether a headline's move is told in the body as one of those that a sector's or index's move is made of."""
    mine = {a.key for _, a in draft.cast}
    return not draft.members and any(b.members and mine <= b.everybody | b.folded for b in body)


def _sector_move(draft: Draft) -> bool:
    return draft.trigger.type == "market_move" and all(a.kind == "sector/theme" for _, a in draft.cast)


def _folds(host: Draft, draft: Draft) -> bool:
    """Return whether a company's move only spells out that of its index, fund or sector."""
    members = _MEMBERS if host.line is draft.line else _CONSTITUENTS
    marked = bool(members.search(draft.line.text) or members.search(host.line.text))
    if host.line is draft.line or (host.line.text.rstrip().endswith((";", "；")) and draft.line.number == host.line.number + 1):
        if host.line is draft.line and draft.trigger.start < host.trigger.start:
            return False
        shares = any(a.kind in {"index", "sector/theme"} for _, a in host.cast)
        return shares or marked
    if host.line.sentence.paragraph != draft.line.sentence.paragraph:
        return False
    # 煤炭股应声造好。陕西煤业升5.2%…: where the sector's own sentence names nobody, the next one does.
    bare = not any(a.kind == "company" and a.start >= host.trigger.end for a in host.line.actors) and (
        host.trigger.sense * draft.trigger.sense >= 0 or "bucked" in draft.trigger.word
    )
    near = draft.line.number == host.line.number + 1
    return (marked and near) or bare


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


_GOODS_ROOTS = (
    ("金", re.compile(r"金价|黄金|现货金|伦敦金|沪金|gold")),
    ("银", re.compile(r"银价|白银|silver")),
    ("油", re.compile(r"油价|原油|布油|布伦特|wti|brent|crude")),
    ("铜", re.compile(r"铜")),
    ("铝", re.compile(r"(?<!氧化)铝")),
    ("煤", re.compile(r"动力煤|煤价")),
    ("锂", re.compile(r"碳酸锂|锂价")),
    ("猪", re.compile(r"猪")),
    ("硅料", re.compile(r"多晶硅|硅料")),
    ("运价", re.compile(r"运价|运费|集运|scfi|bdi|货柜")),
    ("内存", re.compile(r"内存|dram|nand|存储")),
)
"""Names of one price: 伦铜 and 铜价 move as one."""


def _goods(draft: Draft) -> set[str]:
    """Return the roots of the goods whose price a draft tells."""
    return {root for role, a in draft.cast if role == "object" for root, names in _GOODS_ROOTS if names.search(a.folded)}


def _one_price(one: Draft, other: Draft) -> bool:
    """Return whether two drafts tell the price of one kind of goods, by whatever name, going one way."""
    if one.trigger.type != "price_change" or one.trigger.sense * other.trigger.sense < 0 or one.said.speculative != other.said.speculative:
        return False
    makers = [{a.key for role, a in d.cast if role == "agent"} for d in (one, other)]
    return not any(makers) and bool(_goods(one) & _goods(other))


def _rated(draft: Draft) -> set[str]:
    """Return the companies that a rating is about; two of them are two ratings, be they of one house."""
    return {a.key for role, a in draft.cast if role == "object" and a.kind == "company"}


def _same(one: Draft, other: Draft) -> bool:
    """Return whether two drafts tell the same thing."""
    if one.trigger.type != other.trigger.type:
        return False
    if (
        not (one.keys & other.keys)
        and not _one_price(one, other)
        and not (one.trigger.type in _TWO_SIDED and (one.keys <= other.everybody or other.keys <= one.everybody))
    ):
        return False
    if one.trigger.type == "rating/target" and not _rated(one) & _rated(other) and _rated(one) and _rated(other):
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


def _yet_to_come(told: Draft, draft: Draft) -> bool:
    """Return whether a planned launch brings something beside what the body tells as out: 发布架构“花港”, 计划推出两款芯片."""
    if draft.trigger.type != "product_launch" or not told.confirmed or not draft.said.speculative:
        return False
    return bool(_things(draft) - told.confirmed)


def _things(draft: Draft) -> frozenset[str]:
    return frozenset(a.key for role, a in draft.cast if role == "object")


_PROFIT = re.compile(r"利润|净利|纯利|溢利|盈利|亏|profit|net income|loss")


def _bottom_line(draft: Draft) -> bool:
    """Return whether results are told by their profit: it outweighs turnover (营收增长，净利润下降)."""
    low, high = draft.line.clauses[draft.trigger.clause]
    return bool(_PROFIT.search(draft.line.text, low, max(high, draft.trigger.end)))


_SUBSIDIARY = re.compile(r"子公司|孙公司|附属公司|旗下|控股公司|合资公司|subsidiary")


def _with_subsidiaries(drafts: Sequence[Draft]) -> list[Draft]:
    """Leave the headline's event to the body's where the body names the subsidiary that does it (亿纬锂能：子公司收到定点 … 亿纬动力收到定点)."""
    kept: list[Draft] = []
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


def _merged(drafts: Sequence[Draft]) -> list[Draft]:
    told: list[Draft] = []
    for draft in _with_subsidiaries(drafts):
        if draft.trigger.type == "earnings" and _bottom_line(draft):
            for other in told:
                if other.trigger.type == "earnings" and not _bottom_line(other) and not other.said.negated:
                    other.polarity.update((s, p) for s, p in draft.polarity.items() if s in other.polarity)
        host = next((d for d in told if _same(d, draft) and not _yet_to_come(d, draft)), None)
        if host is None:
            told.append(draft)
            continue
        better = host.line.sentence.title and not draft.line.sentence.title
        confirmed = host.confirmed
        if better and not host.said.speculative and not draft.said.speculative:
            confirmed |= _things(draft)
        more = len(draft.cast) > len(host.cast) and not any(role == "agent" for role, _ in host.cast)
        if (better and draft.near and len(draft.keys) >= len(host.keys)) or (better and more) or (better and not draft.keys & host.keys):
            draft.polarity = {**draft.polarity, **{s: p for s, p in host.polarity.items() if s not in draft.polarity}}
            draft.said = draft.said if draft.said.speculative or not host.said.speculative else host.said
            told[told.index(host)] = draft
            host, draft = draft, host
        if draft.line is host.line and any(r == "agent" for r, _ in draft.cast) and not any(r == "agent" for r, _ in host.cast):
            told[told.index(host)] = draft
            host, draft = draft, host
        if _one_price(host, draft) and not host.keys & draft.keys:
            # The plainest name that is known stands for all: 黄金 before 现货黄金 before 金价.
            plainest = min((host, draft), key=lambda d: min((a.folded.endswith("价"), a.entity is None, len(a.surface)) for _, a in d.cast))
            host.cast = list(plainest.cast)
            draft.cast = host.cast
        keys = {a.key for _, a in host.cast}
        host.cast.extend((role, a) for role, a in draft.cast if a.key not in keys and (role != "agent" or host.trigger.type in _PLURAL))
        weightier = draft.trigger.type == "earnings" and _bottom_line(draft) and not _bottom_line(host)
        for surface, polarity in draft.polarity.items():
            if weightier or (draft.trigger.type in PERIODIC and host.polarity.get(surface) is Polarity.NEUTRAL and polarity is not Polarity.NEUTRAL):
                host.polarity[surface] = polarity
            host.polarity.setdefault(surface, polarity)
        if (draft.dated and not host.dated) or host.when is None:
            host.when, host.dated = draft.when, True
        if draft.said.speculative and not host.said.speculative and host.line.sentence.title:
            host.said = draft.said  # a headline is shorter than the truth; in the body the first telling decides
        host.confirmed = confirmed
        seen = {q.span for q in host.quantities}
        host.quantities = (*host.quantities, *(q for q in draft.quantities if q.span not in seen))
        host.keys |= draft.keys
    return told


_REPORT = re.compile(r"报道|消息|传|媒体?称|媒体|博主|网友|帖|路透|彭博|说法|据悉|reported|a report")
_POINTING = re.compile(r"上述|该|此|相关|the report")


def carry_denials(drafts: Sequence[Draft], lines: Sequence[Line], cues: Sequence[Sequence[Cue]]) -> list[Draft]:
    """Carry a denial back to the rumour it denies, and a lack of confirmation to the report it doubts; return what then stands."""
    for line, line_cues in zip(lines, cues, strict=True):
        for cue in line_cues:
            refusal = refuses(line, cue)
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
                    close = (
                        0 <= line.number - draft.line.number <= _ANSWERED
                        and draft.trigger.type != "earnings"
                        and bool(_REPORT.search(draft.line.text, 0, draft.trigger.start))
                    )
                    heard = reported or (
                        close and (cue.kind == "denial" or draft.said.speculative) and not (refusal and _of_its_own(line, draft, drafts))
                    )
                    about = heard and (not speakers or bool(speakers & draft.everybody) or (cue.kind == "denial" and len(speakers) == 1))
                    if about and not draft.said.negated:
                        draft.said = CueReading(modality=Modality.NEGATED, negated=True, speculative=True, quoted_from=draft.said.quoted_from)
                elif (reported or near) and not draft.said.negated:
                    draft.said = CueReading(modality=Modality.RUMOURED, negated=False, speculative=True, quoted_from=draft.said.quoted_from)
    _carry_endings(drafts, lines, cues)
    return _answers(drafts)


_ANSWERED = 2
"""Sentences between a report and the answer to it."""


def _of_its_own(line: Line, report: Draft, drafts: Sequence[Draft]) -> bool:
    """Return whether a refusal denies something else that its own sentence names: it is then no answer to the report."""
    return any(d.line is line and d is not report and d.said.negated and d.trigger.type not in {report.trigger.type, "other"} for d in drafts)


_ENDED = re.compile(r"(?:交易|谈判|商谈|磋商|事项|该?计划|方案|协议|该交易)[^,，。;；]{0,8}?(?:终止|告吹|取消|作罢|流产|破裂|失败|搁浅|泡汤|落空)")
_DEALS = {"m&a", "financing/ipo", "cooperation", "contract/order", "shareholding_change"}


def _carry_endings(drafts: Sequence[Draft], lines: Sequence[Line], cues: Sequence[Sequence[Cue]]) -> None:
    """Carry an ending back to the planned deal it ends: 原计划收购…，公告交易终止."""
    for line, line_cues in zip(lines, cues, strict=True):
        if not any(c.kind == "called-off" for c in line_cues):
            continue
        for low, high in line.clauses:
            if not _ENDED.search(line.text, low, high) or any(d.line is line and low <= d.trigger.start < high for d in drafts):
                continue
            planned = [
                d
                for d in drafts
                if d.trigger.type in _DEALS
                and d.said.speculative
                and not d.said.negated
                and 0 <= line.number - d.line.number <= 1
                and (d.line is not line or d.trigger.start < low)
            ]
            for draft in planned[-1:]:
                draft.said = CueReading(modality=Modality.NEGATED, negated=True, speculative=False, quoted_from=draft.said.quoted_from)


def tell_once(drafts: Sequence[Draft], lines: Sequence[Line]) -> list[Draft]:
    """Return the drafts with each event told once, in the order they were first told."""
    return _merged(_folded_members(_approved(_without_details(_without_weak(list(drafts))), lines)))
