"""Firms that only what they do gives away: who sells a stake (股东中科百孚拟减持), who owns a thing (上海垣信的“千帆星座”), who stands between firms.

Their names have no tail that says firm; the words around them must.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from themegraph.extract.text.scan import scan_near
from themegraph.extract.text.segment import Words

__all__ = ["find_doers", "find_peers"]

_NAME = r"[\u4e00-\u9fff]{3,10}?"
_TRADES = r"(?:并未|尚未|从未|没有|并没有|未|不会|暂不|可|则|也|亦|同时|合计|各|均|分别|累计|又|再|继续|于|近日|在\d{1,2}月)?(?:拟|计划|已完成|完成|已|将|仍)?(?:减持|增持|质押|转让|清仓|抛售|协议转让|询价转让|解除质押|认购|参与认购)"
_STAKE = r"(?:直接|间接|合计|共|仍|现|已)?(?:持股|持有|参股|控股|所持)"
# 股东X拟减持, 控股股东X…, 旗下X持股30%: the role stands before the name, a deed or a stop behind it.
_ROLE = re.compile(
    r"(?:持股\d[\d.%]*以上(?:的)?股东|(?:控股|原始|早期|机构|重要|主要|创始)?股东|第[一二三四五]大股东|一致行动人|员工持股平台|持股平台|领投方|投资方|实际控制人|实控人)(?:之一|及其一致行动人|为|是|系)?[:\"“]?"
    rf"(?P<name>{_NAME})(?=(?:{_TRADES}|{_STAKE}|不在|承诺|提名|未|今年|去年|累计|向公司|通过|所持|因自身|出具|[,、及和与](?=[\u4e00-\u9fff])|[,。;\n(]))"
)
_OWNED = re.compile(rf"(?:旗下|子公司|孙公司|参股公司|参股企业|合资公司|关联方)(?P<name>{_NAME})(?={_STAKE}|{_TRADES})")
_CLAUSE = re.compile(
    rf"(?:^|[,。;\n、及和与])(?P<name>{_NAME})(?=(?:[、及和与][\u4e00-\u9fff]{{3,10}}?)?{_TRADES}(?:不超过|公司|其|所持|约|逾|超|\d|股份|上限))"
)
_OWNS = re.compile(
    r"(?:^|[,。;\n、和与及])(?P<name>[\u4e00-\u9fff]{4,6}?)的?[“\"](?=[^“”\"\n]{1,10}(?:星座|号|-\d{1,3})[”\"]|[^“”\"\n]{1,10}[”\"](?:星座|卫星|火箭|飞船|系列|芯片|大模型|机器人|电池|平台|系统|架构))"
)
# 未上市的青海丽豪、东方希望, 设备厂弘塑、辛耘订单…: the word before says that a firm follows.
_CALLED = re.compile(
    r"(?:未上市的|初创(?:公司|企业)|独角兽|设备[厂商]|代工[厂商]|民营(?:火箭|航天)(?:公司|企业)|(?:全资|控股)?(?:子|孙)公司|参股公司)(?:的)?"
    r"(?P<name>[\u4e00-\u9fff]{2,8}?)(?=[、,。;(]|和|及|与|将|拟|已|本月|今年|近日|日前|此前|也|均|则|亦|订单|中标|宣布|获|完成|向|因|签|收到|于)"
)
_OWNED_DOES = re.compile(
    r"旗下(?:的)?(?P<name>[\u4e00-\u9fff]{2,8}?)(?=从未|拟|宣布|中标|签署|签订|收到|提出|公告|起诉|被|向|完成[^,。]{0,8}融资|仍在|将独立|独立上市)"
)
# 米哈游《星布谷地》: who stands right before a work's title made it.
_MAKER = re.compile(
    r"(?:^|[,。;:、\n]|其中|包括)(?:其中,?|包括|如)?(?P<name>[\u4e00-\u9fff]{2,6})(?=《[^《》\n]{1,20}》)(?!《[^《》\n]{0,20}(?:办法|条例|通知|意见|方案|规划|规定|协议|公告|报告|书|函|表|法|指引|细则)》)"
)
# 由中航技归口承担, 与先正达洽谈合并, 收购游动网络剩余20%股权: what is done by, with or to it only a firm takes part in.
_DONE_BY = re.compile(
    r"由(?<![\u4e00-\u9fff]理由)(?P<name>[\u4e00-\u9fff]{2,8}?)(?=(?:[、和与及][\u4e00-\u9fff]{2,8}?)?(?:等)?(?:独家|共同|联合|牵头|归口)?(?:领投|跟投|承建|供应|供货|代工|承担|运营|控股|代理|总包|配套|全资|收购|接手|承接|承销))"
)
_DONE_WITH = re.compile(
    r"(?:与|同|向|携手|联手|牵手|起诉|状告)(?P<name>[\u4e00-\u9fff]{2,8}?)(?=(?:[、和及][\u4e00-\u9fff]{2,8}?)?(?:洽谈|签署|签订|签约|达成|合资|成立合资|共同成立|共同出资|的(?:专利|合同|股权|商标|诉讼|仲裁|合作)|小批量|批量|供货|供应|交付|采购|订购|下达))"
)
_DONE_TO = re.compile(
    r"(?:收购|并购|入股|参股|控股|投资|增资|受让|转让|出售|持有|剥离)(?:了|其)?(?P<name>[\u4e00-\u9fff]{3,8}?)(?=(?:剩余|全部|部分|多数|少数|控股权|控制权|约|逾|不超过)?(?:[\d.]{1,6}%)?(?:的)?(?:股权|股份|控股权|控制权))"
)
# 郎酒、习酒、剑南春三家未上市酒企: a count of firms sums a list up.
_COUNTED = re.compile(
    r"(?:^|[,。;:\n]|其中|包括|来自)(?P<name>[\u4e00-\u9fff]{2,6}?)(?=(?:[、和与及][\u4e00-\u9fff]{2,6}?){1,7}(?:等)?[两二三四五六七八九十\d]{1,2}家)"
)
_MORE_CALLED = re.compile(
    r"[、及和与](?P<name>[\u4e00-\u9fff]{2,8}?)(?=[、,。;(]|等|[两二三四五六七八九十\d]{1,2}家|独家|共同|联合|领投|跟投|供应|供货|代工|洽谈|签署|签订|签约|达成|也|均|订单|将|拟|已|则|亦|和|与)"
)
_MORE = re.compile(rf"[、及和与](?P<name>[\u4e00-\u9fff]{{3,10}}?)(?={_TRADES}|{_STAKE}|等)")
# What begins none of these names.
_NOT = re.compile(
    r"某|任何|亦|均|都|尚|暂|仍|旗下|海外|国内|国外|欧洲|美国|日本|韩国|全球|当地|的|所持|之|再|又|则|会|大会|们|名册|数量|结构|权益|减持|增持|股份|回报|利益|包括|方面|名单|户数|质押|承诺|提议|及|与|和|或|未来|不|无|有|将|拟|已|为|是|均|在|通过|计划|合计|公司|该|本|上述|其|这|此|等|持股|高管|董事|监事|股权|净|投资者|投资方|基金经理|方|个人|主要|由|部分|多名|多位|两名|三名|四名|五名|另|还|也|并|但|而|从|因|对|向|根据|按|若|如|表决"
)
_INSIDE = re.compile(
    r"[的了着过是在将拟已把被为对向与和及或若未]|没有|公司|股东|公告|披露|宣布|计划|减持|增持|持股|董事|高管|监事|股份|总股本|不超过|合计|目前|此前|以来|亿元|万股|同时|其中|以及|资金|分别|某|旗下|监管|政府|厂商|开发商|供应商|运营商|客户|企业|机构|用户|消费者|关联方|(?:局|委员会|法院|协会|政府|办公室|集团军|大学|部门|部|署|方|者|人|叫|名为)$|市场|板块|机构|投资者|员工|控制人|累计|去年|今年"
)


_LONGEST_LIST = 8
# Words that no match can do without, and how far behind its beginning they begin at most.
_ROLE_WORD = re.compile(r"股东|持股(?=[\d平])|一致行动人|领投方|投资方|实际控制人|实控人")
_TRADE_WORD = re.compile("减持|增持|质押|转让|清仓|抛售|协议转让|询价转让|解除质押|认购|参与认购")
_ANCHORS = {
    _CALLED: (re.compile("未上市的|初创|独角兽|设备[厂商]|代工[厂商]|民营|子公司|孙公司|参股公司"), 2),
    _MAKER: (re.compile("《"), 14),
}
_LISTS = (_CALLED, _DONE_BY, _DONE_WITH, _COUNTED)


def _good(name: str) -> bool:
    return not _NOT.match(name) and not _INSIDE.search(name)


def _own_name(text: str, start: int, end: int, words: Words) -> bool:
    """Return whether a piece is a name rather than words: part of it is in no dictionary."""
    singles = sum(1 for i in range(start, end) if words.breaks[i] and words.breaks[i + 1])
    return bool(words.breaks[start] and words.breaks[end]) and (
        singles >= 1
        or (end - start >= 4 and words.tags.get(start) == "ns")
        or any(words.tags.get(i, "") in {"nr", "nz", "nrt", "nt", "nrfg"} for i in range(start, end))
    )


def find_doers(text: str, words: Words) -> Iterator[tuple[int, int]]:
    """Yield where firms stand that the words around them give away; ends may overlap with known names."""
    sellers = (scan_near(_ROLE, _ROLE_WORD, text, reach=4), _OWNED.finditer(text), scan_near(_CLAUSE, _TRADE_WORD, text, reach=34))
    for found in chain.from_iterable(sellers):
        start, end = found.span("name")
        if not _good(found["name"]) or not _own_name(text, start, end, words):
            continue
        yield start, end
        more = _MORE.match(text, end)
        if more and _good(more["name"]) and _own_name(text, *more.span("name"), words):
            yield more.span("name")
    for pattern in (_CALLED, _OWNED_DOES, _MAKER, _DONE_BY, _DONE_WITH, _DONE_TO, _COUNTED):
        anchored = _ANCHORS.get(pattern)
        for found in scan_near(pattern, anchored[0], text, reach=anchored[1]) if anchored else pattern.finditer(text):
            step: re.Match[str] | None = found
            # A list goes on: 青海丽豪、东方希望.
            for _ in range(_LONGEST_LIST):
                if step is None or not _good(step["name"]) or not _own_name(text, *step.span("name"), words):
                    break
                yield step.span("name")
                step = _MORE_CALLED.match(text, step.end("name")) if pattern in _LISTS else None
    for found in _OWNS.finditer(text):
        if _good(found["name"]):
            yield found.span("name")


_BETWEEN = re.compile(r"(?:\([^()]{0,20}\))?[、,](?P<name>[\u4e00-\u9fffa-z]{2,6})(?:、|以及|和|与|及)")


def find_peers(text: str, words: Words, firms: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the names that stand in an enumeration between two known firms: A、x和B makes x one of them.

    Parameters
    ----------
    firms
        Start and end of the firms known, ascending.
    """
    starts = {start for start, _ in firms}
    for _, end in firms:
        found = _BETWEEN.match(text, end)
        if found is None or found.end() not in starts or text[end] == ",":
            continue
        start, stop = found.span("name")
        if _good(found["name"]) and _own_name(text, start, stop, words):
            yield start, stop
