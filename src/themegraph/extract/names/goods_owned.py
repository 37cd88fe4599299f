"""Goods right behind their maker's name: 农夫山泉的东方树叶增速放缓, 以岭药业连花清瘟收入占比, 斯达半导的碳化硅模块.

A known firm's name, perhaps 的, then a short noun phrase, then what only a good has or does. The owner is sure, so the name may be any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from themegraph.extract.names.goods_told import Told, is_thing, name_begin, one_name, too_wide
from themegraph.extract.text.segment import Words
from themegraph.folding import is_cjk

__all__ = ["find_owned_goods"]

_LINK = re.compile(
    r"(?:\([^()]{0,24}\))?(?P<of>的|旗下的?|自研的?|自主研发的?|生产的|推出的|研发的|代理的|独家)?(?:(?:\d{1,2}|[一二三四]|上|下|前三|本|当|今|去)(?:月|季度|半年|年)(?:份)?|全年|年内|核心产品|主力产品|明星产品|大单品|新品|新车|新一代|高端|全新|首款|首创|国产)*(?P<open>[“\"「『《])?"
)
_FATE = re.compile(
    r"[”\"」』》]?(?:系列|产品|系列产品|品牌|系列新品)?(?:的)?(?:全球|国内|海外|出口|终端|市场|累计|年|月|季度|全年|单月|前三季度|三季度|上半年|整体|渠道|平均|首次|正|已|也|均|再度|继续|陆续|同步){0,3}"
    r"(?:销量|销售额|销售收入|增速|份额|市占率|占有率|出货|库存|动销|供货价|终端价|控货|停货|推广面积|种植面积|达产|纳入(?:集采|医保|国家)|出厂价|零售价|批发价|批价|二手价|拿货价|售价|指导价|提价|涨价|降价|获批|获准|集采|中选|中标|放量|召回|量产|列装|装车|上车|装机|上险|开售|开订|预售|交付|定档|公测|流水|毛利率|停产|减产|扩产|投产|产线|产能|产量|批签发|适应症|上市申请|临床|占收入|占营收|占比|供不应求|"
    r"热销|断货|批量|送样|缺货|断供|铺货|(?:收入|营收|订单|价格|销售)(?:占|增|降|跌|升|下|上|超|达|为|约|同比|环比|继续|平稳|稳|排|饱满|放缓|仍|均)|(?:仍在|开始|已经?|正)(?:亏损|盈利|放量|出货|量产|铺开|爬坡|替代)|在[^,。;]{1,8}(?:市场|上市|热销|超过|份额|销量)|下线|发布会|亮相)"
)
_NO_OWNED = re.compile(
    r"(?:股价|股票|净利[润率]?|市盈率|估值|涨幅|跌幅|营收|营业收入|收入|利润|业绩|市值|目标价|评级|产品|业务|订单|产能|毛利率?|销售|费用|成本|现金流?|资产|负债|股份|股权|[ah]股|股东|董事长?|总裁|高管|员工|子公司|公司|集团|工厂|基地|项目|客户|供应商|门店|渠道|市场|板块|行业|"
    r"份额|价格|技术|专利|品牌|海外|国内|全球|国际|主营|主业|核心|增速|合同|公告|季报|年报|财报|计划|方案|投资者?|机构|单日|单月|月|季度|新签|新增|累计|平均|整体|合并|综合|首次|再次|同比|环比|前三季度|上半年|对手|竞争对手|回应|否认|称|表示|预计|拟|将|已|仍|均|也|则|又|还|被|获|因|在|与|和|及|对|向|从|由|为|是|等)"
)
_NO_OWNED_END = re.compile(
    r"(?:全线|上|中|下|内|里|问题|程度|伙伴|夥伴|或|约|由|有|周|月|家族|中断|的|主要|部分|全部|方面|环节|相关|业务|产品|系列|新增|续约|续作|权重|代码|评级|基地|工厂|项目|公司|集团|子公司|市场|板块|收入|订单|产能|销售|平均|整体|合计)$|的"
)
_MODEL = re.compile(r"[\u4e00-\u9fff]{0,4}(?:[a-z]{1,6}-?\d{1,4}[a-z+]{0,3}|(?<=[\u4e00-\u9fff])\d{3,4})(?<![年月日时分元亿万])")
_COUNTED = re.compile(r"[约近超逾达共仅占第权重每]|[%年月日元亿万家只股.倍个]")
"""A number that counts is no model's: 权重约15, 坦克400 | 辆."""
_STOP_TAGS = frozenset({"p", "c", "d", "r", "u", "uj", "ul", "uv", "ud", "uz", "y", "m", "t", "v", "vd", "vi", "f", "w"})
_LONGEST = 9


def _ends(text: str, start: int, words: Words) -> Iterator[int]:
    """Yield where the words of a phrase end, one after the other, as far as a phrase can go."""
    at = start
    while at < len(text) and at - start < _LONGEST:
        if not (is_cjk(text[at]) or (text[at].isascii() and text[at].isalnum()) or text[at] in "-+"):
            return
        after = words.breaks.find(1, at + 1)
        after = len(text) if after < 0 else after
        tag = words.tags.get(at, "")
        if at > start and words.gaps[at] and is_cjk(text[at]):
            return
        if tag in _STOP_TAGS and after - at > 1 and not text[at:after].isascii():
            return
        at = after
        yield at


def find_owned_goods(text: str, words: Words, owners: Iterable[Told]) -> Iterator[Told]:
    """Yield the goods behind the names of firms in a folded text.

    Parameters
    ----------
    owners
        Where known firms are named.

    Notes
    -----
    Behind 的 any noun is a good where its fate follows, a thing or a model even where none does; right behind the firm only a thing whose fate follows.
    """
    for _, end in owners:
        link = _LINK.match(text, end)
        if link is None or link["open"]:
            continue
        first = link.end()
        owned = link["of"] is not None
        best = 0
        for stop in _ends(text, first, words):
            phrase = text[first:stop]
            model = owned and _MODEL.fullmatch(phrase) is not None and not _COUNTED.search(phrase) and not _COUNTED.match(text, stop)
            barred = stop - first < 2 or _NO_OWNED.match(phrase) or _NO_OWNED_END.search(phrase)
            if barred or not (model or one_name(text, first, stop, words)):
                continue
            thing, fate = is_thing(text, first, stop), _FATE.match(text, stop) is not None
            if model or (thing and (fate or (owned and stop - first > 2))) or (owned and fate and stop - first > 2):
                best = stop
                if fate:
                    break
        if best and not (text[first:best].isascii() and text[first:best].isalpha() and best - first > 6):
            start = name_begin(text, first, best, words)
            if not too_wide(text[start:best]):
                yield start, best
