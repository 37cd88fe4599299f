"""Firms that no list has and no shape shows, found where a sentence can only name a firm: 全资子公司城家公寓, 收购成都海亚特100%股权, 德尔股份、舍弗勒等客户.

What stands in such a place is taken for a firm's name only if it also looks like a name: with characters that the dictionary leaves alone, or with
words that the dictionary marks as names. A place that takes firms also takes plain words (收购优质资产, 客户包括国内厂商).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from themegraph.extract.text.segment import Words
from themegraph.folding import is_cjk

__all__ = ["find_slot_names"]

_LONGEST, _SHORTEST = 10, 2

# What a firm follows, and what may follow it there.
_LEAD_WORDS = (
    "旗下 旗下的 下属 下属的 子公司 孙公司 参股公司 联营公司 合营公司 母公司 控股股东 大股东 第二大股东 竞争对手 大客户 核心客户 重要客户 主要客户 第一大客户 战略伙伴 合作伙伴 "
    "收购 并购 入股 参股 私有化 增资 注资 领投 跟投 举牌 要约收购 吸收合并 收购了 投资了 入股了 控股 间接持股 参投 买下 拿下 分拆 拆分"
)
_LEAD = re.compile("|".join(sorted(_LEAD_WORDS.split(), key=lambda w: (-len(w), w))))
_LISTS = re.compile(
    r"(?:客户|供应商|竞争对手|对手|股东|投资方|投资者|合作伙伴|合作方|子公司|竞争者|代工厂|参股公司|企业|厂商|公司)(?:则|还|主要|目前|已|分别|依次|均)?(?:包括了?|有|为|是|涵盖|:)"
)
_WITH = re.compile(r"与|和|同|跟|携手|联手|牵手|联合|向|从|由|被|为|获|给|对")

_AFTER_FIRM = (
    r"(?=[,。;、:()\n]|$|\d|约|逾|超|等|和|与|及|的|拟|将|已|在|于|获|被|向|为|是|由|发布|宣布|推出|中标|完成|签|递表|递交|提交|上市|启动|计划|赴|拆分|"
    r"股权|股份|控制权|控股权|全部|多数|剩余|部分|少数|一事|交易|案|后|复产|停产|投产|出资|持股|增持|减持|跟投|领投|获批|启用|更名|表示|称|则|也|均)"
)
_AFTER_STAKE = re.compile(
    r"(?=[,。;、()\n]|$|\d|约|逾|超|等|和|与|及|的(?:股|控|全|多|少|剩|交|\d)|股权|股份|控制权|控股权|全部|多数|剩余|部分|少数|一事|交易|案|完成|后|a股|h股)"
)
_AFTER_LED = re.compile(_AFTER_FIRM)
_AFTER_PARTNER = re.compile(
    r"(?=(?:[、和与及][\u4e00-\u9fffa-z]{2,8}){0,3}?(?:等)?(?:就|在|于|近日|今日|昨日|日前|正式|共同|已|将|拟|再度|双方|分别|深度|独家|进行|开展|战略){0,3}(?:签署|签订|签约|达成|合作|共建|共同|联合|成立|组建|续签|订立|合资|采购|购买|供货|供应|销售|收购|入股|领投|投资|增资|持有|控股|代工|提供|出售|转让|授予|交付|配套|出货|竞争|争夺|抗衡))"
)
_NOT_BEFORE = re.compile(
    r"(?:控股|投资|股份|基金|集团|资本|实业|科技|热电|电力|中国|国际|移动|银行|证券|信托|保险|创投|能源|地产|置业|商贸|贸易|物流|汽车|电子|药业|医药|油气|石油|货航|航空|管理|有限|公司|委|省|市|县)"
)
"""Here a firm's name still goes on: 永泰|控股."""
_SURNAMED = re.compile(
    r"[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文凌庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵欧阳解强柴华车冉房边]"
)
_AFTER_ITEM = re.compile(r"(?=等|、|和|及|与|,|。|;|\)|$)")

_NO_PART = frozenset(["u", "p", "c", "d", "r", "m", "q", "y", "e", "o", "w", "k", "h"])
"""Parts of speech that no name is made of."""
_FUNCTION = frozenset("的了在是和与及或将已对向从为把由等被其该本此这那某各每")
"""The dictionary gives single characters any tag; these alone are never part of a name that no list has."""
_VERB_TAILS = ("控股", "投资", "创投")
"""Verbs that firms' names end in."""
_NAMED = frozenset({"nz", "nt", "nr", "nrt", "nrfg"})
_COMMON = re.compile(
    r"[涨跌]|比例|(?:至|破|到|前|后|时|手中|目前|贷款|区|局|社|院|省|市|县|银行间|中心|大学)$|增持|减持|借壳|上市|计划|综合|基金(?!$)|公司|企业|客户|机构|股东|厂商|市场|行业|业务|项目|产品|股权|股份|团队|部门|政府|平台|系统|设备|材料|资产|资金|对手|伙伴|经销商|供应商|自然人|先生|女士|董事|高管|员工|旗下|子公司|方面|双方|对方|多家|国内|海外|投资者|资本市场|"
    r"该|其|本|此|这|那|某|各|每|何|谁|几|多|未|不|没|无|可|能|会|要|应|需|曾|再|又|更|最|很|已|将|拟|均|都|也|还|则|即|若|如|但|而|且|或|因|以|对|向|从|被|由|把|给|让|使|令|年|月|日|元|亿|万|届|期|季|(?<!控)股|份额|标的|资质|产能|技术|专利|订单|合同|协议"
)


def _name_end(text: str, start: int, words: Words, after: re.Pattern[str]) -> int:
    """Return where a name that begins at ``start`` ends: at the first word's edge that one of the words behind it follows, or -1."""
    position = start
    while position < len(text) and position - start < _LONGEST:
        char = text[position]
        if not (is_cjk(char) or (char.isascii() and char.isalnum()) or char == "·"):
            return -1
        following = words.breaks.find(1, position + 1)
        following = following if following > 0 else len(text)
        if (char in _FUNCTION) if following - position == 1 else (words.tags.get(position, "") in _NO_PART):
            return -1
        position = following
        if position - start >= _SHORTEST and after.match(text, position) and not _NOT_BEFORE.match(text, position):
            return position if position - start <= _LONGEST else -1
    return -1


def _named(text: str, start: int, end: int, words: Words) -> bool:
    """Return whether a stretch looks like a name: unknown characters, or words that the dictionary has as names."""
    name = text[start:end]
    if _COMMON.search(name) or not is_cjk(name[0]):
        return False
    singles = sum(1 for i in range(start, end) if words.breaks[i] and words.breaks[i + 1] and is_cjk(text[i]))
    whole = [words.tags[i] for i in range(start, end) if i in words.tags and not words.breaks[i + 1] and not text.startswith(_VERB_TAILS, i)]
    if any(tag.startswith("v") and tag != "vn" for tag in whole):
        return False
    named = sum(tag in _NAMED for tag in whole)
    return singles >= 2 or named > 0 or (singles == 1 and "ns" in whole)


def find_slot_names(text: str, words: Words, taken: bytearray) -> Iterator[tuple[int, int]]:
    """Yield where firms stand that nothing else shows, as (start, end), in no order.

    Parameters
    ----------
    text
        The folded text.
    words
        Its dictionary words.
    taken
        One byte for each offset: 1 inside names that are known, 2 where a known firm ends.
    """

    def tried(start: int, after: re.Pattern[str], *, people: bool = False) -> Iterator[tuple[int, int]]:
        if start >= len(text) or taken[start] == 1 or not words.breaks[start]:
            return
        end = _name_end(text, start, words, after)
        if people and end - start <= 3 and _SURNAMED.match(text, start):
            return  # 公司与王某签订: people sign, too.
        if end > 0 and 1 not in taken[start:end] and _named(text, start, end, words):
            yield start, end

    for found in _LEAD.finditer(text):
        stake = found.group()[0] in "收并入参私增注领跟举要吸投控间买拿分拆"
        yield from tried(found.end(), _AFTER_STAKE if stake else _AFTER_LED)
    for found in _LISTS.finditer(text):
        yield from tried(found.end(), _AFTER_ITEM, people=True)
    for found in _WITH.finditer(text):
        yield from tried(found.end(), _AFTER_PARTNER, people=True)
    # 千禾味业、李锦记的竞争: what goes on with an enumeration of known firms.
    for position, value in enumerate(taken):
        if value == 2 and position < len(text) and text[position] in "、和与及":
            yield from tried(position + 1, _AFTER_LED if text[position] == "、" else _AFTER_PARTNER, people=True)
