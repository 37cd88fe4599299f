"""Say how a thing is said: negated, denied, called off, planned, forecast, rumoured, quoted, asked; and how far each such word reaches.

The words are in :mod:`themegraph.extract.text.cue_table`; here are only their reach and the few words that need a look at their neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain

from themegraph.extract.text.cue_table import CUE_WORDS, Reach
from themegraph.extract.text.lines import MASK, Line
from themegraph.extract.text.words import Hit, WordTable, behind_commas
from themegraph.model import Modality, Span
from themegraph.model.values import dataclass

__all__ = ["SPECULATIVE", "Cue", "CueReading", "find_cues", "line_cues", "modality_at", "refuses"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A word that changes how something is said."""

    kind: str
    """negation, called-off, denial, hedge, plan, forecast, hypothetical, rumour, unconfirmed, quote, past or question."""
    span: Span
    scope: Span
    """What it governs; always inside its sentence."""
    source: str = ""
    """For a quote: who is quoted, in the text's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CueReading:
    """How the words at one place are said."""

    modality: Modality
    negated: bool
    speculative: bool
    quoted_from: str = ""


@cache
def _words() -> WordTable[tuple[str, Reach]]:
    return WordTable(behind_commas(CUE_WORDS))


# 将 before a verb means "will"; before a noun it only moves the object forward (将目标价上调至…). The nouns that follow it, and the verbs that then must come.
_BA_NOUN = re.compile(
    rf"(?:{MASK}|\d|[一二三四五六七八九十两]|其|该|本|此|这|目标|评级|股|持[股仓有]|所|旗下|公司|出厂|售价|零售|指导价|报价|票价|运费|租金|联邦|利率|存款|价|产[能品]|业务|部分|全部|资[产金源]|原|税|关税|首|总部|年|全年|今年|明年|去年|预[测期]|"
    r"指引|战略|研发|更多|先进|生产|项目|合作|投资评|盈利|销售|库存|电池|芯片|核心|子公司|募集|控股|合同|权益|独家|国内|海外|中国|全球)"
)
_BA_VERB = re.compile(
    r"上调|下调|调[升降高低至为]|提[高升至]|[升降增减涨定列改更]至|[升降增减涨改更定]为|降低|授予|授权|出售|转让|转移|列入|纳入|移出|剔除|注入|置入|置出|更名|用于|投[入向]|质押|收购|卖给|交[给由付]|"
    r"提前|推迟|延[长期]|剥离|分拆|合并|视为|作为|分[为成]|扩[大展]|缩[减短]|压缩|转向|转为|带[到入]|推[向至]|应用|引入|评[为级]"
)
# 将个人养老金领取税率降至3%: a thing, then where it is put; 将大幅上调至, 将于明年提高到 are of the future.
_MOVED = re.compile(
    r"(?!于|在|会|对|向|以|由|继续|进一步|逐步|再|大幅|全面|同步|从|按|自|根据|视|陆续|适时|不|有|可|要|被|获|是|使|令|让|带|推|导致|率先|分|择机|尽快|至少|投资|募|斥资|收购|建设|新建|出资|增加|减少|通过|成为|支付|实现|达到|开始|启动|引进|加大|加快|联合|与|和|较|比)"
    r"[^,，。;；]{2,24}?(?:上调|下调|调[升降高低]?|提[高升]|降低|[升降增减涨扩])[至到]"
)
_AFTER: dict[str, re.Pattern[str]] = {
    # 或 between nouns is "or"; before a verb it is "may".
    "或": re.compile(
        r"[将可能受成有达被面迎为会因于致使引带推令再进超加降上下涨跌转暂继触影冲利提挤拖遭失出创增减缩走延放收需破获签终退停调让现难仍启推开]|不|中标|入选|重[启组]|首次"
    ),
    "料": re.compile(r"[将会可于为逐未不较今明全年需有再续持成达录进]"),
    "望": re.compile(r"[将于成达年在明今实进迎受]"),
    "恐": re.compile(r"[将会成难面有引致影拖使令低高下降减亏跌增再]"),
    "欲": re.compile(r"[收出购进入以将在与向]"),
    "讨论": re.compile(r"(?:出售|收购|合并|并购|合作|入股|转让|重组|投资|分拆)(?!事宜已|通过)"),
    "想": re.compile(r"[买收并把入卖投造让与和在进自通借]"),
    "拟": re.compile(r"[^态合人音]"),
    "曝": re.compile(r"[将计拟正已公]|" + MASK),
    "解除": re.compile(r"[^,，。;；]{0,24}(?:协议|合作|合同|合约|伙伴关系)"),
    "没": re.compile(r"[^收落入]"),
    "非": re.compile(r"[为因由同属]|" + MASK),
    "无": re.compile(
        r"[一-鿿]{2,5}(?:计划|安排|打算|意向)|[关必意任何法需须计影实重直关联]|诉讼|仲裁|订单|合作|采购|供[货应]|收购|并购|减持|增持|回购|[停减扩]产|裁员|[涨提降]价|上市|融资|合同|协议|交易|投资|股权|业务往来|"
        + MASK
    ),
}
_NOUN_TAIL = re.compile(r"[,，、。;；)）的已获完公实正覆执落]|$|中[的,，]|书")
_NOUN_HEAD = re.compile(
    r"(?:召回|增持|减持|回购|收购|投资|扩产|重组|发行|激励|持股|发展|五年|建设|行动|融资|分红|采购|生产|招聘|定增|募资|该|此|上述|本次|这一|一项|原|商业|备案.{0,2})$"
)
_PAST_PLAN = re.compile(r"(?:早已|已经|已|正式)$")

# Speech verbs; 宣布 and 公告 are deeds of the speaker, not quotations.
_SPEECH_WORDS = "表示 声称 坦言 强调 指出 认为 透露 回应称 称 直言 相信 判断 解释 补充说 补充 提醒 警告 呼吁 写道 说道 说 介绍 告诉(?:记者)? 预言 反驳 坚称 看来 指(?![数标引导定示令纹挥责控向望甲])"
_SPEECH = re.compile(
    "|".join(
        [
            *(rf'{word}(?=[,，:：“「『"]|[^,，]{{2}})' for word in _SPEECH_WORDS.split()),
            *(rf"{word[0]}(?<=\b{word[0]}){word[1:]}\b" for word in ("said", "says", "told", "noted", "added")),
        ]
    )
)
_SPEECH_NOT = re.compile(r"(?:名|简|俗|统|并|堪|号|所|人|通|代|据|宣|职|对|匀|被誉为|被|昵|旧|全|又|可|自|美其名曰)$")
_SPEAKER = re.compile(
    r"(?:[一-鿿]{0,8}(?:分析师|分析人士|业内人士|市场人士|发言人|负责人|董事长|总裁|首席经济学家|经济学家|研报|机构|专家|官员|专栏|作者|券商|人士|总经理|高管|记者|主席|行长|部长|声明|年报|报告))(?=[^,，。]{0,12}$)"
)
_OFFICIAL = re.compile(r"公告|披露|通告|年报|季报|半年报|招股书|招股说明书|数据|数字|统计|资料|信息|公示|通报|通知|文件|报道|消息|传闻|显示$")
_CONTRAST = re.compile(r"但是?|不过|然而|而是|却|反而|只是|仅")
_QUESTION_END = re.compile(r"[?？]\W*$")
_REPORT = re.compile(
    r"(?:针对|对于|关于|就|对|回应|有关|所谓|一则|网上|网传|流传的)[^。;；]{2,60}?的?(?P<word>市场传闻|传闻|传言|说法|市场消息|网络消息|不实消息|猜测|质疑|谣言|流言|(?:外媒|媒体|相关|网络|有关)报道|(?:(?<=[”」\"])|(?<=[”」\"]的))(?:报道|旧闻|旧消息|截图|帖子|网帖|视频|聊天记录|文章|名单|信息|一事|一说))"
)
"""针对…即将合并的说法: what stands between is hearsay, whatever the sentence then makes of it."""
_TITLE_RUMOUR = re.compile(r"传(?:(?<=^传)|(?<=[:：,，“\n]传))(?=[^统媒输动感播导递奇真承染说])")


_NOT_OURS = re.compile(
    rf"(?:并非|并不是|不是|非|不属于|并不属于)(?:{MASK}+|[本该]?公司|我司|本品牌)的?(?:产品|车辆|车型|所为|所有|所属|所产|生产|制造|员工|项目|工厂|门店|客户)"
)
"""涉事电梯并非公司产品: what stands ahead did not happen to the company."""
_UNRELATED = re.compile(rf"与(?:{MASK}+|[本该]?公司|我司|我们|门店)[^,，。;；]{{0,10}}?(?:无关|没有关系|没有任何关系|无任何关系|并无关联|无任何关联)")
_RESCINDED = re.compile(r"解除[^,，。;；]{0,14}?(?:协议|合同|备忘录|合作|合约)")
_NOT_BEGUN = re.compile(r"(?:[尚还仍并]未|还没有?|没有|从未)(?:正式)?(?:启动|开始|开工|动工|成立|开展|落地)(?=[,，。;；!！]|$)")
"""上市辅导尚未启动: what stands ahead has not come about."""
_ASKED = re.compile(r"[?？]")
_GIVEN = re.compile(r"(?:因|受|随着|基于|出于|在|受益于|围绕)[^,，。;；]{1,10}$")
_GIVEN_REACH = 14
"""因替代预期涨停: the expectation is the reason of a fact."""
_NOT_PASSED = re.compile(
    r"(?:合作|协议|交易|收购|合并|重组|谈判|共识)(?:最终|终|仍|尚|至今|均)?(?:未|没有|未能|没能)(?:达成|谈成|敲定|成行|落地|成功|实现)(?=[,，。;；!！]|$)|(?:未|没有|未能)(?:获|获得|得到|通过|取得)[^,，。;；]{0,12}?(?:通过|批准|核准|同意|认可)"
)


def _plan_noun(line: Line, hit: Hit[tuple[str, Reach]]) -> bool:
    """Return whether 计划 is a noun here (备案召回计划, 增持计划已完成)."""
    return bool(_NOUN_HEAD.search(line.text[max(0, hit.start - 6) : hit.start])) and bool(_NOUN_TAIL.match(line.text, hit.end))


def _holds(line: Line, hit: Hit[tuple[str, Reach]]) -> bool:
    """Return whether a word is the cue it looks like, given its neighbours."""
    text = line.masked
    word = hit.word
    if word == "将":
        if _BA_NOUN.match(text, hit.end) or any(a.start == hit.end for a in line.actors):
            end = line.clauses[line.clause_at(hit.start)][1]
            return not _BA_VERB.search(text, hit.end, max(end, hit.end))
        end = line.clauses[line.clause_at(hit.start)][1]
        return not _MOVED.match(text, hit.end, max(end, hit.end))
    if word in {"预期", "潜在"} and _GIVEN.search(text[max(0, hit.start - _GIVEN_REACH) : hit.start]):
        return False
    if word == "计划":
        return not _plan_noun(line, hit)
    if word in {"终止", "取消", "中止", "撤销", "失败"} and hit.start > 0 and text[hit.start - 1] in "不未":
        return False
    guard = _AFTER.get(word)
    if guard and not guard.match(text, hit.end):
        return False
    return not (word == "或" and hit.start > 0 and text[hit.start - 1] == "、")


def _clause_end(line: Line, position: int) -> int:
    return max(line.clauses[line.clause_at(position)][1], position)


def _reach(line: Line, hit: Hit[tuple[str, Reach]]) -> tuple[int, int]:
    """Return the folded range that a cue governs."""
    kind, reach = hit.value
    number = line.clause_at(hit.start + hit.word.startswith((" ", ",")))  # of an English word the blank ahead may end the clause before
    start, end = line.clauses[number]
    if reach is Reach.AHEAD:
        stop = max(end, hit.end)
        if kind == "negation":
            if (
                hit.start - start <= _FOREWORD
                and MASK not in line.masked[start : hit.start]
                and (attribute := _ATTRIBUTE.match(line.masked, hit.end))
            ):
                return hit.start, attribute.end() - 1  # 无实际控制人的格力电器获增持
            turn = _CONTRAST.search(line.masked, hit.end, stop)
            if turn and turn.start() > hit.end:
                stop = turn.start()
        elif kind in {"plan", "forecast", "hedge"}:
            # A plan goes on over the following clauses while they name no new subject: 拟募资80亿元，用于扩产.
            while number + 1 < len(line.clauses) and _continues(line, number + 1):
                number += 1
                stop = line.clauses[number][1]
        return hit.start, stop
    if reach is Reach.ONWARD:
        if hit.word in _REPORTS and not _REPORTED.match(line.masked, hit.end):
            # 回应…传闻：不实，午间跌近13%: the noun governs what stands ahead of it, not what follows.
            return start, max(hit.end, start)
        return hit.start, len(line.text)
    if reach is Reach.DENIED:
        return _object_of_denial(line, hit, number)
    if reach is Reach.BEHIND:
        begin = 0
        for found in _SPEECH.finditer(line.masked, 0, hit.start):
            if found.end() < hit.start - 1 and not _SPEECH_NOT.search(line.masked[: found.start()]):
                begin = found.end()
        return begin, hit.end
    if kind == "called-off" and number and _ENDS_ALONE.match(line.masked, start, max(end, hit.end)):
        start = line.clauses[number - 1][0]  # 增发未能获得足够认购，宣告失败
    return min(start, hit.start), max(end, hit.end)


_ENDS_ALONE = re.compile(
    r"(?:最终|最后|终|现|已|今|遂|并|双方|但|但最终|因[^,，]{1,14}?)?(?:宣告|宣布|以|被迫|不得不)?(?:失败|作罢|告吹|流产|落空|泡汤|夭折|搁浅|终止|取消|不了了之|无疾而终|无果而终)[^,，]{0,2}$"
)
_ATTRIBUTE = re.compile(rf"[^,，:：与和向对把将被由给为]{{1,10}}的{MASK}")
_FOREWORD = 4
_ITSELF = re.compile(
    r"了?(?:对)?(?:此事|此|该|这|上述|相关|有关|以上|前述|市场|外界|网络)?(?:一|些|则|项)?(?:传闻|消息|报道|说法|传言|猜测|信息|内容)?[”」』\"]?[。!?；;！？]*$"
)
_MORE_DENIED = re.compile(r"以及|或|和|及|并(?:将|称将|拟)|亦?将|拟|也|包括")


def _object_of_denial(line: Line, hit: Hit[tuple[str, Reach]], number: int) -> tuple[int, int]:
    """Return what a verb of denial denies: its clause and those that go on with it; what stands ahead where nothing follows (…一事，双方均予以否认)."""
    end = max(line.clauses[number][1], hit.end)
    if _ITSELF.match(line.masked, hit.end, end):
        return 0, end
    while number + 1 < len(line.clauses) and _MORE_DENIED.match(line.masked, line.clauses[number + 1][0]):
        number += 1
        end = line.clauses[number][1]
    return hit.start, end


_REPORTS = {"传闻", "市场传闻", "传言", "流言", "谣言", "市场消息", "小作文", "网络传言", "有传闻"}
_REPORTED = re.compile(r"[:：,，]?(?:称|指|说|显示|[\"“「]|" + MASK + r"|[:：](?!不实|否认))")
_CONTINUES = re.compile(r"(?:并|且|以|用于|从而|进而|使|届时|其中|同时|预计|约|占|较|同比|增长|提高)")


def _continues(line: Line, number: int) -> bool:
    start, end = line.clauses[number]
    return bool(_CONTINUES.match(line.masked, start, end))


def _speaker(line: Line, verb: int) -> str:
    """Return who speaks: the last name or role word before the speech verb in its clause, else in the clause before."""
    number = line.clause_at(verb)
    for clause in (number, number - 1):
        if clause < 0:
            break
        start, end = line.clauses[clause]
        end = min(end, verb)
        role = None
        for found in _SPEAKER.finditer(line.text[start:end]):
            role = found
        named = [a for a in line.actors if start <= a.start and a.end <= end and a.kind in {"company", "organisation", "person", "place"}]
        if named:
            return named[-1].surface
        if role:
            return role.group()
    return ""


def _quotes(line: Line) -> list[Cue]:
    quotes: list[Cue] = []
    for found in _SPEECH.finditer(line.masked):
        if _SPEECH_NOT.search(line.masked[max(0, found.start() - 4) : found.start()]):
            continue
        start = line.clauses[line.clause_at(found.start())][0]
        if found.group() in {"指", "说", "看来"} and found.start() - start > 14:
            continue
        if _OFFICIAL.search(line.masked[max(start, found.start() - 8) : found.start()]):
            continue
        who = _speaker(line, found.start())
        if not who and found.group() not in {"表示", "认为", "指出", "称", "透露", "强调"}:
            continue
        scope = (found.end(), len(line.text)) if found.end() < len(line.text) else (found.start(), found.end())
        quotes.append(Cue(kind="quote", span=line.span(found.start(), found.end()), scope=line.span(*scope), source=who))
    return quotes


_STOPS = re.compile(
    r"(?:[已将会再予以被要计划]{0,3})(?P<word>停止|暂停|中断|中止|终止|推迟|延后|延缓|放缓|缩减|取消|叫停|搁置|撤回|撤销|放弃|告吹|失败|破裂)"
)


def _affirming(line: Line, hits: Sequence[Hit[tuple[str, Reach]]]) -> dict[int, tuple[int, int]]:
    """Return the cues, by where they stand, that only say that something goes on, with the word of ending that alone they govern.

    不会停止扩建, 否认交易已终止: neither the negation nor the ending reaches the building or the deal.
    """
    told: dict[int, tuple[int, int]] = {}
    for number, hit in enumerate(hits):
        kind, reach = hit.value
        if kind == "negation" and (found := _STOPS.match(line.masked, hit.end)):
            told[hit.start] = told[found.start("word")] = found.span("word")
        elif kind == "denial" and reach is Reach.DENIED:
            end = max(line.clauses[line.clause_at(hit.start)][1], hit.end)
            ending = next((h for h in hits[number + 1 :] if h.end <= end and h.value[0] == "called-off"), None)
            if ending is not None:
                told[hit.start] = told[ending.start] = (ending.start, ending.end)
    return told


def line_cues(line: Line) -> tuple[Cue, ...]:
    """Return the cues of one line in text order."""
    cues: list[Cue] = []
    hits = [hit for hit in _words().find(line.masked) if hit.value[0] != "ignore" and _holds(line, hit)]
    affirming = _affirming(line, hits)
    for hit in hits:
        kind, _ = hit.value
        if hit.start in affirming:
            if kind != "called-off":
                cues.append(Cue(kind="negation", span=line.span(hit.start, hit.end), scope=line.span(*affirming[hit.start])))
            continue
        cues.append(Cue(kind=kind, span=line.span(hit.start, hit.end), scope=line.span(*_reach(line, hit))))
    cues.extend(
        Cue(kind="rumour", span=line.span(found.end() - 1, found.end()), scope=line.span(found.end(), _rumour_end(line, found.end())))
        for found in _TITLE_RUMOUR.finditer(line.masked)
    )
    cues.extend(
        Cue(kind="rumour", span=line.span(found.start("word"), found.end("word")), scope=line.span(found.start(), found.end("word")))
        for found in _REPORT.finditer(line.masked)
    )
    cues.extend(
        Cue(kind="denial", span=line.span(*found.span()), scope=line.span(0, found.end()))
        for pattern in (_NOT_OURS, _UNRELATED)
        for found in pattern.finditer(line.masked)
    )
    for found in chain(_RESCINDED.finditer(line.masked), _NOT_BEGUN.finditer(line.masked)):
        low, high = line.clauses[line.clause_at(found.start())]
        cues.append(Cue(kind="called-off", span=line.span(*found.span()), scope=line.span(min(low, found.start()), max(high, found.end()))))
    if line.sentence.title:
        for found in _ASKED.finditer(line.masked):
            low = line.clauses[line.clause_at(found.start())][0]
            cues.append(Cue(kind="question", span=line.span(*found.span()), scope=line.span(min(low, found.start()), found.end())))
    for found in _NOT_PASSED.finditer(line.masked):
        number = line.clause_at(found.start())
        low, high = line.clauses[number]
        cues.append(Cue(kind="called-off", span=line.span(*found.span()), scope=line.span(min(low, found.start()), max(high, found.end()))))
    if _QUESTION_END.search(line.text):
        number = line.clause_at(len(line.text))
        cues.append(
            Cue(kind="question", span=line.span(len(line.text) - 1, len(line.text)), scope=line.span(line.clauses[number][0], len(line.text)))
        )
    cues.extend(_quotes(line))
    return tuple(sorted(cues, key=lambda c: (c.span.start, c.span.end, c.kind)))


def _rumour_end(line: Line, position: int) -> int:
    """In a title 传 governs its own clause: what follows the comma is what happened (传A收购B，B午后涨停)."""
    return _clause_end(line, position) if line.sentence.title else len(line.text)


def find_cues(lines: Iterable[Line]) -> tuple[tuple[Cue, ...], ...]:
    """Return the cues of each line, in text order. They are not looked for inside names, and speakers are named by them.

    Notes
    -----
    Linear in the length of the lines.
    """
    return tuple(line_cues(line) for line in lines)


_REFUSAL = re.compile(
    r"(?:并|从|暂|尚|均|也|至今)?(?:未|没有|不存在|无此|不会)(?:与|就|筹划|计划|进行|开展|任何|应披露|达成|涉及|曾|收购|签订|签署|洽谈|讨论|参与|参股|投资|入股|持有|被列|这样|这种|这类|类似|此类|该等|上述|"
    r"(?:收到|接到|得到|获得|接获|获悉)[一-鿿\ue000]{0,30}?(?:通知|信息|消息|问询|告知|要约|文件|函|订单|定点)?|"
    r"[一-鿿\ue000]{0,8}(?:计划|事项|接触|情况|打算|意向|安排|磋商|洽谈|动作|行为|时间表|协议|决定|想法|意愿|意图))|没有(?=[,，。!！]|$)|(?:公司)?(?:并|暂)?(?:无|没有)(?:此|该|相关|任何|这|变动|变化|进展)"
)


def refuses(line: Line, cue: Cue) -> bool:
    """Return whether a plain negation answers a report: 未与任何一方接触, 没有此计划."""
    return cue.kind == "negation" and bool(_REFUSAL.match(line.masked, line.position(cue.span.start)))


SPECULATIVE = {"hedge", "plan", "forecast", "hypothetical", "rumour", "unconfirmed", "question"}


_PLAIN = CueReading(modality=Modality.ASSERTED, negated=False, speculative=False)


def modality_at(cues: Sequence[Cue], span: Span) -> CueReading:
    """Return how the words at ``span`` are said: the strongest doubt of all cues that govern it.

    A cue inside the span itself does not govern it (取消限购 is a deed, 不及预期 a finding). Two plain negations cancel each other; a denial or
    a calling off is not cancelled by one.
    """
    governing = [c for c in cues if c.scope.start <= span.start < c.scope.end and not (c.span.start >= span.start and c.span.end <= span.end)]
    if not governing:
        return _PLAIN
    plain = sum(c.kind == "negation" for c in governing)
    firm = any(c.kind in {"called-off", "denial"} for c in governing)
    negated = firm if plain % 2 == 0 else True
    speculative = any(c.kind in SPECULATIVE for c in governing)
    source = next((c.source for c in governing if c.kind == "quote" and c.source), "")
    if negated:
        modality = Modality.NEGATED
    elif any(c.kind in {"rumour", "unconfirmed"} for c in governing):
        modality = Modality.RUMOURED
    elif speculative:
        modality = Modality.HEDGED
    elif any(c.kind == "quote" for c in governing):
        modality = Modality.QUOTED
    else:
        modality = Modality.ASSERTED
    return CueReading(modality=modality, negated=negated, speculative=speculative, quoted_from=source)
