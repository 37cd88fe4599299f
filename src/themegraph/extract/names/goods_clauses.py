"""Goods that a whole clause tells: who supplies them (快接头由…供应, 冷板来自…), what was recalled, how many were ordered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from themegraph.extract.names.goods_told import Told, is_thing, name_begin, name_items, one_name, too_wide
from themegraph.extract.text.segment import Words

__all__ = ["find_clause_goods", "find_recalled"]

_MAKES = r"供应|供货|提供|独供|生产|制造|组装|代工|承建|配套|承制|研发|开发|交付|设计|打造|建造|自研|集成|独家"
_SUPPLIED = re.compile(rf"(?P<by>(?:交)?由)(?=[^,。;:!?\n]{{2,24}}?(?:{_MAKES}))|(?P<of>来自|出自|产自|采购自|用的是|用了|购自)(?=[^,。;:!?\n]{{2}})")
_ADVERBS = re.compile(r"(?:则|也|亦|均|都|主要|全部|部分|大多|多数|分别|独家|目前|现|继续|仍|还|,)+$")
_CLAUSE = ',。;:!?\n()"“”「」'
_NO_SUPPLY = re.compile(
    r"(?:资金|贷款|担保|融资|支持|数据|信息|图片|报告|消息|会议|股份|股权|需求|增长|增量|利润|压力|竞争|贡献|资料|服务器租用|意见|建议|证据|材料|培训|仪式|活动|场地|货款|款项|内容|工作|任务|部分|费用|现金|机票|灵感|优势|差距|变化|影响|风险|保障|该部件|上述部件|该产品|产品|部件|零部件|设备|原料|原材料|一半|多数|大部分|其中|这|那|其|它|他|后者|前者|双方|今年|去年|中断|伙伴|夥伴|合同|协议|紧张|不足|过剩|体系|关系|商|链|能力|周期|问题|短缺|端|方|业务|安全)$"
)
_RECALLED = re.compile(
    r"召回(?:[^,。;\n]{0,40}?(?:生产|制造|出厂|上市|进口|销售|期间|日期|批次)的)?(?:部分|旗下|其|以下|上述|国产|进口)*(?P<names>[^,。;\n\d约逾超近共][^,。;\n]{1,36}?)(?:等)?(?:车型|电动汽车|汽车|系列|车辆|产品)?,?(?:共|合计|总计|共计|涉及)*(?:约|逾|超)?\d[\d,.]*[万千]?余?[辆台支件部盒瓶批]"
)
_RECALLED_COUNT = re.compile(
    r"召回(?:了|其|的|约|逾|超|共)*\d[\d,.]*[万千]?余?[辆台](?P<names>[a-z][a-z0-9\-]{1,9}|[\u4e00-\u9fff]{1,4}[a-z0-9]{1,5}|[\u4e00-\u9fff]{2,5}?)(?=已|将|中|的|均|,|。|$|电动|汽车|车型|轿车|suv)"
)
_ORDERED = re.compile(
    r"\d[\d,.]*[万千]?余?[艘架台套辆颗枚座列](?P<name>[^,。;:\n\d]{2,14}?)(?:的)?(?:建造|采购|供应|销售|租售|购销|供货|订货|制造|承建|设备采购)?(?:框架|意向)?(?:合同|订单|协议)"
)


_LOT = re.compile(r"(?:^|[,。;:、])(?P<name>[^,。;:、的\n]{2,10}?)(?:部分|标包|标段|品类)(?=[^,。;]{2,10}(?:中标|中选|入围|拿下))")
_CONTEST = re.compile(
    r"在(?:家用|国内|海外|高端)?(?P<name>[^,。;:的\n]{2,12}?)(?:市场|领域|业务|产品|方面)?上?(?:的)?(?:直接|正面|展开|存在|激烈)*(?:竞争|角逐|交锋|对垒)(?!力|优势|格局|对手)"
)
_DELIVERS = re.compile(r"(?:独家供应|批量供应|供应|独供|代工|自研|量产)(?:其中的|其|了|的)?(?P<name>[^,。;:!?\n、的]{2,8}?)(?=[,。;]|$|等)")
_COUNTS = re.compile(r"[\d.]+|.*(?:\d[万千亿].*|[万亿])")
_PREPOSITIONS = frozenset("在对向从由于因与和及或被将把其该这")


def _clause(text: str, end: int) -> int:
    """Return where the clause that holds an offset begins, at most 30 characters before it."""
    start = end
    while start > 0 and end - start < 30 and text[start - 1] not in _CLAUSE:
        start -= 1
    return start


def _supplied(text: str, words: Words) -> Iterator[Told]:
    for found in _SUPPLIED.finditer(text):
        end = found.start()
        first = _clause(text, end)
        adverbs = _ADVERBS.search(text, first, end)
        end = adverbs.start() if adverbs else end
        if end - first < 2:
            continue
        for start, last in reversed(list(name_items(text, first, end, words))):
            start = name_begin(text, max(start, text.rfind("的", start, last) + 1), last, words)
            plain = one_name(text, start, last, words) and not _NO_SUPPLY.search(text, start, last)
            if not plain or not (is_thing(text, start, last) or text[start:last].isascii() or (found["by"] and last - start >= 3)):
                break
            yield start, last


def find_recalled(text: str, words: Words) -> Iterator[Told]:
    """Yield the names of what a folded text says was recalled: …生产的CX-5、昂克赛拉共11.3万辆. A name may begin with a maker's."""
    for pattern in (_RECALLED, _RECALLED_COUNT):
        for found in pattern.finditer(text):
            for first, last in name_items(text, *found.span("names"), words):
                start = max(first, text.rfind("的", first, last) + 1)
                named = words.breaks[start] and words.breaks[last] and not _COUNTS.fullmatch(text, start, last) and not too_wide(text[start:last])
                if named and 2 <= last - start <= 8 and text[start] not in _PREPOSITIONS:
                    yield start, last


def find_clause_goods(text: str, words: Words) -> Iterator[Told]:
    """Yield the goods that the clauses of a folded text tell; Latin ones in any case."""
    yield from _supplied(text, words)
    for found in _DELIVERS.finditer(text):
        start = name_begin(text, *found.span("name"), words)
        end = found.end("name")
        if one_name(text, start, end, words) and not _NO_SUPPLY.search(text, start, end) and (is_thing(text, start, end) or end - start > 2):
            yield start, end
    for found in (*_LOT.finditer(text), *_CONTEST.finditer(text)):
        start = name_begin(text, *found.span("name"), words)
        if one_name(text, start, found.end("name"), words) and (found.re is _LOT or is_thing(text, start, found.end("name"))):
            yield start, found.end("name")
    for found in _ORDERED.finditer(text):
        start = name_begin(text, *found.span("name"), words)
        if one_name(text, start, found.end("name"), words):
            yield start, found.end("name")
