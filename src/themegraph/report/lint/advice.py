"""Wording: advice, promises and targets that a public text does not give, and ratings that it quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from themegraph.report.lint.context import Context
from themegraph.report.lint.document import normal
from themegraph.report.lint.findings import Finding

__all__ = ["WORDING", "Wording", "gives_opinion", "lint_advice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A pattern over normalised text (simplified script, half width, lower case)."""

    rule: str
    pattern: str
    example: str


_ACT = r"(?:买入|买进|卖出|增持|减持|加仓|减仓|建仓|清仓|满仓|重仓|布局|配置|超配|低配|持有|定投|申购|介入|吸纳|抄底|上车|跟进|离场|止盈|潜伏)"
_NOUN = r"(?!比例|文件|范围|要求|方案|项|股东|计划|期|价|额|人)"
WORDING = (
    Wording(rule="advice", pattern=rf"建议(?:广大|各位)?(?:投资者|大家|读者|客户|持有人)?(?:们)?[^,。;!?()]{{0,8}}?(?:{_ACT}{_NOUN}|重点关注|积极关注|关注)", example="建议投资者逢低买入"),
    Wording(rule="advice", pattern=rf"(?:可以|可|宜|应当|应|不妨|值得|适宜|适合|推荐|务必|尽快|赶紧|抓紧)(?:考虑|继续|开始)?(?:逢低|逢高|择机|积极|适当|适度|果断|分批|大胆|逐步|提前|坚定|长期)*(?:地)?{_ACT}{_NOUN}", example="可逢低布局"),
    Wording(rule="advice", pattern=r"(?:具备|具有|凸显|显现|突显|存在|有)[^,。;!?]{0,10}?(?:配置价值|配置机会|投资价值|布局价值|交易价值)|(?:配置|投资|布局)价值(?:突出|凸显|显著|较高|显现)", example="具备配置价值"),
    Wording(rule="advice", pattern=r"(?:买入|布局|配置|上车|入场|建仓|抄底|加仓|介入)(?:的)?(?:良机|时机|机会|窗口|信号|好时候|黄金期|窗口期)|黄金坑|上车机会", example="布局良机"),
    Wording(rule="advice", pattern=r"(?:逢低|逢回调|择机|越跌越)(?:买入|布局|吸纳|加仓|增持|配置|买)", example="逢低吸纳"),
    Wording(rule="advice", pattern=r"(?:首选标的|最佳标的|首选配置|必配|必买|核心推荐|强烈推荐|重点推荐|不容错过|不可错过)", example="强烈推荐"),
    Wording(rule="advice", pattern=r"(?:给予|维持|上调至|下调至|首次覆盖)?[“\"「]?(?:买入|增持|减持|卖出|推荐|强烈推荐|跑赢大市|跑赢行业|优于大市|强于大市|中性|中立|持有)[”\"」]?(?:的)?(?:投资)?(?:评级|评等)", example="给予“买入”评级"),
    Wording(rule="price-target", pattern=r"目标价位?(?:[^,。;!?]{0,12}?\d[\d.,]*(?:美元|港元|元)?|[上下]调|看|提高)|(?:看高|看到|上看|剑指|直指|冲击)(?:至|到)?\d[\d,.]*(?:元|美元|港元|点)", example="目标价120元"),
    Wording(rule="certainty", pattern=r"必涨|必将(?:大涨|上涨|暴涨|大幅上涨|走强|翻倍|迎来大涨)|(?:一定|必定|肯定|注定)(?:会|要|将)?(?:大)?(?:涨|翻倍|赚|盈利|走强)|稳赚(?:不赔)?|稳赢|包赚|只赚不赔|只涨不跌|保本(?:保息|保收益)|零风险|毫无风险|没有任何风险|百分之?百(?:上涨|盈利|赚)|闭眼(?:买|入)|躺赚|躺赢|翻倍可期|涨停可期|大牛股|下一个十倍股|收益有保证|保证(?:上涨|盈利|收益)", example="稳赚不赔"),
)  # fmt: skip
"""The documented list, in the order in which it is tried."""
_COMPILED = tuple((w, re.compile(w.pattern)) for w in WORDING)


def gives_opinion(text: str) -> bool:
    """Return whether a text advises, rates or sets a target, in whoever's name: a neutral report does not pass that on."""
    said = normal(text)
    return any(pattern.search(said) for _, pattern in _COMPILED)


_DENIED = re.compile(
    r"(?:不|并不|并未|未|没有|无意|从不|绝不|不再|不宜|不应|不得|禁止|切勿|请勿|勿|不可|并非|不是|不能|不会|不作|非|没有必要|难言|未必|谈不上)[^,。;!?]{0,10}$"
)
_AFTER_DENIAL = re.compile(
    r"^[^,。;!?]{0,14}(?:并不成立|不成立|站不住|不可信|不实|尚待|尚需|有待|存疑|的说法|之类|等字眼|等表述|均无依据|没有依据|的(?:广告|骗局|宣传|承诺|话术|诱惑))"
)
_WARNS = re.compile(r"谨防|警惕|当心|骗局|诈骗|不实|谣言|辟谣|违规|处罚|不构成|不作为|禁用|避免使用|不使用|所谓|误导")
_HOUSE = (
    r"券商|证券|投行|机构|分析师|分析人士|研报|报告|高盛|花旗|大摩|小摩|摩根|瑞银|瑞信|中金|中信|海通|美银|美国银行|野村|汇丰|杰富瑞|伯恩斯坦|麦格理|里昂|大和|富瑞|德银|德意志银行|巴克莱|"
    r"标普|穆迪|惠誉|晨星|研究院|研究所|基金经理|首席|策略师|法人|外资|大行|投顾|jpmorgan|morgan stanley|goldman|citi|ubs|analysts?|jefferies|bernstein|susquehanna|萨斯奎哈纳|行家|业内人士|有观点|该行|该机构|其分析师"
)
_SAYS = r"认为|表示|称|指出|维持|给予|重申|上调|下调|调高|调低|预计|提示|建议|评级|评等|看好|看淡|覆盖|写道|评为|升至|降至|提到|发布|said|say|rate|maintain"
_ATTRIBUTED = re.compile(rf"(?:{_HOUSE})[^。!?]{{0,40}}?(?:{_SAYS})|(?:据|按|根据)[^,。]{{0,16}}(?:{_HOUSE})")
_FACT = re.compile(r"(?:客户|散户|机构|资金|基金|外资|股东|高管|险资|公司|控股股东|交易员|投资者|北向资金|南向资金|社保|大基金)[^,。;!?]{0,16}$")
"""Somebody did it: a report of a deed is no advice."""


def _lead(context: Context, number: int) -> bool:
    """Return whether a list or digest is introduced as somebody's view: 某证券发布周报，主要观点如下："""
    blocks = context.doc.blocks
    if blocks[number].kind not in {"item", "paragraph"}:
        return False
    for block in reversed(blocks[max(0, number - 12) : number]):
        if block.kind == "heading":
            return False
        if block.norm.rstrip().endswith(":"):
            return bool(re.search(_HOUSE, block.norm)) and bool(re.search("观点|评级|认为|如下|建议|发布", block.norm))
    return False


def lint_advice(context: Context) -> Iterator[Finding]:
    """Yield advice, targets and promises; attributed ones as ``quoted-rating``. A phrase is told once, by the first pattern that fits."""
    doc = context.doc
    for number, sentence in enumerate(doc.sentences):
        block = doc.blocks[sentence.block]
        words = doc.words(sentence)
        taken: list[tuple[int, int]] = []
        for wording, pattern in _COMPILED:
            for found in pattern.finditer(words):
                if any(found.start() < b and a < found.end() for a, b in taken):
                    continue
                before, after = words[: found.start()], words[found.end() :]
                clause = re.split(r"[,;:]", before)[-1]
                if (
                    _DENIED.search(before)
                    or (found.group().startswith("有") and before.endswith(("没", "未", "仅")))
                    or _AFTER_DENIAL.match(after)
                    or _WARNS.search(words)
                ):
                    continue
                if wording.rule == "advice" and found.group()[0] in "逢择越" and _FACT.search(clause):
                    continue
                taken.append((found.start(), found.end()))
                start, end = sentence.start + found.start(), sentence.start + found.end()
                earlier = doc.words(doc.sentences[number - 1]) if number and doc.sentences[number - 1].block == sentence.block else ""
                lead = _lead(context, sentence.block)
                attributed = (
                    _ATTRIBUTED.search(words) or ("该行" in before) or (wording.rule == "price-target" and _ATTRIBUTED.search(earlier)) or lead
                )
                if attributed and wording.rule != "certainty":
                    message = "转述他人的评级、目标价或观点：写明机构与日期，本文不作推荐。"
                    yield context.finding("quoted-rating", block, start, end, message)
                    continue
                shown = block.plain[start:end]
                message = {
                    "advice": f"“{shown}”是投资建议用语。",
                    "price-target": f"“{shown}”是没有出处的目标价位。",
                    "certainty": f"“{shown}”承诺收益或断言涨跌。",
                }[wording.rule]
                yield context.finding(wording.rule, block, start, end, message, suggestion="删去此句，或只写事实、权重与日期。")
