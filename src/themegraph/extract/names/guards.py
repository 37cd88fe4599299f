"""Names that are also words: which ones they are, and what must stand beside one for it to be a company."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

__all__ = ["COMMON_ENGLISH", "COMMON_WORDS", "TICKER_WORDS", "is_dictionary_word", "is_quality_word", "takes_company", "vetoed", "word_set"]


def word_set(text: str) -> frozenset[str]:
    """Return the words of a table written as text with blanks between."""
    return frozenset(text.split())


COMMON_WORDS = word_set(
    "微博 东方明珠 太阳能 机器人 平安 苹果 小米 长城 东方 联想 小鹏 理想 大众 太平洋 大西洋 老百姓 农产品 新世界 新大陆 向日葵 指南针 驱动力 动力源 红太阳 百合花 红蜻蜓 葫芦娃 探路者 火星人 数字人 "
    "夜光明 太平鸟 好太太 三人行 七匹狼 步步高 万年青 黑芝麻 黑牡丹 一品红 新天地 新动力 阳光 岩石 春天 联合 生物 立方 天山 创意 起步 应急 星光 岭南 熊猫 节能 人民网 新华网 金融街 电子城 "
    "数据港 首都在线 长白山 峨眉山 张家界 白云山 连云港 中关村 王府井 陆家嘴 徐家汇 外高桥 珍宝岛 目标 贝壳 粉笔 大酒店 自然美 未来 美的 海尔 格力 万达 恒大 快手 网易 虎牙 知乎 亚马逊 "
    "元气 长江 黄河 泰山 华山 嵩山 西部 南方 北方 中原 华夏 中华 国泰 海通 光大 民生 兴业 招商 农业 工商 建设 交通 蓝天 蔚来 极氪 问界 方正 同方 紫光 旗滨 航天 航空 石化 石油 海油 "
    "奇迹 甲骨文 可口可乐 星巴克 高通 目标公司 国宝 大地 大连 重庆港 唐山港 天津港 青岛港 宁波港 广州港 日照港 南京港 盐田港 厦门港 北部湾港 白云机场 深圳机场 上海机场 厦门空港 "
    "黄金 华阳 盛业 富阳 天安 欧化 联众 万方 天龙 宏达 开元 太和 金刚 高斯 凯利 亚太 华西 摩登 波导 中地 交投 椰岛 联创 新元 晨鸣 威尔 百灵 特力 四环 长方 四通 恒久 天圣 合纵 中装 路通 "
    "金泰 复华 正平 返利 花王 国华 未名 金科 景谷 智胜 通脉 天择 希望 新希望 海天 双汇 伊利 蒙牛 光明 三元 安踏 李宁 特步 海底捞 九毛九 呷哺 奈雪 茶百道 古茗 沪上 霸王 瑞幸 名创 泡泡 "
    "华润 中粮 中化 保利 绿地 龙湖 融创 富力 雅居乐 世茂 中海 招商局 三一 徐工 中联 柳工 潍柴 玉柴 五矿 中铝 鞍钢 宝钢 首钢 武钢 包钢 河钢 沙钢 华菱 马钢 攀钢 太钢 本钢"
)
"""Words that also name a company; one alone, without company-like context, is the word. A name of a well-known firm stands here
only where its word reading is common in news (小米, 苹果, 平安), or where it is short for several firms (华润, 中粮, 保利)."""

_PLAIN = word_set(
    "高通 可口可乐 星巴克 亚马逊 甲骨文 瑞幸 安踏 李宁 特步 海底捞 九毛九 蔚来 极氪 快手 网易 虎牙 知乎 海尔 格力 恒大 三一 徐工 柳工 潍柴 玉柴 伊利 蒙牛 双汇 碧桂园 鞍钢 宝钢 首钢 武钢 包钢 河钢 沙钢 马钢 攀钢 太钢 本钢 融创 龙湖 新希望 招商局 "
    "小鹏"
)
"""Of those, the ones that are hardly ever anything but the firm: no guard."""

COMMON_WORDS = COMMON_WORDS - _PLAIN

COMMON_ENGLISH = word_set(
    "target visa gap block match progressive root square chase nice snap unity five below ally best buy carnival coach dollar general edison energy express fox "
    "federal first ford general genius global gold international key loop lucky mission national news next nova ocean open oracle pilot pioneer plug post premier "
    "prime public realty republic rocket royal safe sea security select service shell signet simple smart southern spirit spotlight sprout stride summit sun "
    "super symbol target terminal trade transit tree trinity triumph twin union unified united universal upwork urban valley value vector venture vertex victory "
    "viking vision vital vivid wave western whole wolf world zoom ambition american apple arrow atlas aura avalon ball banner beacon bell bloom blue bread bright "
    "bumble bridge capital cars chart china choice city clean clear cloud coin core corner credit cross crown culture delta digital direct domo dream duke eagle "
    "east echo element elevate embark energy enterprise evolve fastly ferrari finance flex flow focus forward freedom frontier fuel fusion gen global globe gold "
    "grab green group growth guardian harbor hawk health hope ideal impact independence info insight intel intuitive iron jack life light lion live main market "
    "matrix media metal meta micro mid modern moody motion mountain network noble north now omega on one orange organic pacific park pathway patriot peak "
    "penguin people perfect phoenix planet popular power premium pro project pulse pure quest rapid ready red regal regions resource rise river rush sage saga "
    "shift silver sky snow solar sonic source south sphere spring star steel stone stream strong surge swift target team tech texas titan toast today token tower "
    "trex trip true trust turning two ultra under vail via vita vox warrior waters wayfair wire work workday xp yes young zest hello lemonade compass udemy "
    "chegg gopro lovesac roku hims etsy ebay chewy robinhood coupang sunrun array first solar bank bancorp financial insurance holding holdings group partners "
    "beijing shanghai hong kong japan asia europe africa india korea taiwan singapore"
) - {
    "intel",
    "ferrari",
    "oracle",
    "wayfair",
    "workday",
    "etsy",
    "ebay",
    "gopro",
    "roku",
    "coupang",
    "robinhood",
    "udemy",
    "chegg",
    "fastly",
    "upwork",
    "lovesac",
    "meta",
    "apple",
}
"""English words that also name a company: such a name needs a code or the company's full name in the same text."""

TICKER_WORDS = word_set(
    "AI IT CEO CFO CTO COO IPO GDP CPI PPI PMI GPU CPU NPU DPU TPU AIGC AGI LLM SUV EV PC TV APP API USB LED LCD OLED CT MRI DNA RNA ETF LOF FOF REIT QDII QFII ROE EPS PE PB PS NAV "
    "AH A B C D E F G H ON ALL ARE OUT GO IN NOW OR SO BY IS IT BE CAN FOR HAS ANY ONE TWO NEW BIG KEY LOW OPEN REAL SEE TRUE WELL MAN CAR CARS DAY FAST FUN GAIN JOB LIFE LOVE MAIN PLAY PEAK "
    "RUN SAFE SKY STEP SUN TECH TEAM TOP TREE USA US UK EU UN WTO IMF OPEC FDA SEC FED NATO OPEC WHO BBC CNN MIT DC AC IC ID IP OS PR TMT VR AR XR MR HBM DDR SSD NAND DRAM EDA ERP SAAS PAAS IAAS "
    "ESG BOM OEM ODM BD CRO CMO CXO ADC PD GLP MA MACD KDJ RSI VIX OTC RMB USD HKD EUR JPY CNY BTC ETH COM NET ORG WWW HTTP DOC PDF CES MWC GTC CPO PCB FPC MLCC LPU OTA SU SOC BMS L2 L3 L4 NDA MOU"
)
"""Upper-case words that are tickers somewhere and mean something else in news: never a ticker without a market mark or brackets after the name."""


@cache
def _dictionary() -> dict[str, tuple[int, str]]:
    words: dict[str, tuple[int, str]] = {}
    with files("jieba").joinpath("dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, count, tag = line.split(" ")
            if 2 <= len(word) <= 4:
                words[word] = (int(count), tag.strip())
    return words


def is_dictionary_word(name: str) -> bool:
    """Return whether a folded name is an ordinary word of the segmenter's dictionary, not marked there as a name.

    Only used while a lexicon is built: the dictionary has 350,000 lines.
    """
    entry = _dictionary().get(name)
    if entry is None:
        return False
    count, tag = entry
    return count >= 20 and tag in {"n", "v", "vn", "a", "ad", "an", "d", "t", "q", "m", "i", "l", "j", "ns", "f", "s", "b", "z", "c", "p", "r"}


def is_quality_word(name: str) -> bool:
    """Return whether a folded name is first of all an adjective, adverb or verb of the dictionary: 有利, 领先. While a lexicon is built."""
    count, tag = _dictionary().get(name, (0, ""))
    return count >= 20 and tag in {"a", "ad", "an", "d", "v", "vd", "vn", "c", "p"}


_STRONG_RIGHT = re.compile(
    r"(?:将|已|正在|正|拟|亦|也|均|则|再|近日|日前|此前|曾|还|又|率先|首次|同日|当日|今日|昨日|周[一二三四五六日]|\d{1,2}月\d{1,2}日|盘中|早盘|午后|收盘|股价|方面){0,2}(?:[的之]?(?:公司|集团|股份|方面|官方|官网|官宣|ceo|cfo|创始人|联合创始人|董事长|董秘|总裁|总经理|高管|员工|工厂|供应商|供应链|产业链|链|股价|市值|财报|年报|季报|业绩|营收|净利|股东|新品|门店|手机|电脑|平板|耳机|发布会|旗下|子公司|"
    r"a股|h股|早盘|午后|盘中|盘前|盘后|首席|工程师|股票|证券部|汽车(?!行业|板块|产业|股))|发布|推出|宣布|公告|公布|披露|表示|称(?!为)|回应|否认|召回|收购|增持|减持|回购|"
    r"拟|计划|获(?!利|得感)|签约|收[报涨跌盘]|大涨|大跌|上涨|下跌|领涨|领跌|跳水|拉升|涨停|跌停|涨超|跌超|涨逾|跌逾|微涨|微跌|涨\d|跌\d|上市(?!公司)|停牌|复牌|中标|交付|量产|扩产|遭|被(?!称)|起诉|代工|供货|供应(?!链)|折叠屏|折叠机|新机|iphone|ipad|vision pro|评级(?!标准|体系|机构|方法|模型)|目标价(?!位)|开出|处以|因|今年|去年|上半年|下半年|前三季度|第[一二三四]季度|"
    r"[“\"「『](?:增持|减持|买入|卖出|中性|持有|沽售|跑赢|跑输|优于大市|推荐|强烈推荐)[”\"」』]|"
    r"[（(](?:股票代码|证券代码|代码|\d{4,6}|sh|sz|hk|nasdaq|nyse))"
)
_WEAK_RIGHT = re.compile(r"与|和|及|跟|向|将|已|正|在|就|、|,|:|\)|的|等")
_STRONG_LEFT = re.compile(
    r"(?:旗下|控股股东|大股东|合作伙伴|客户|供应商|龙头|巨头|厂商|公司|企业|车企|品牌|收购|入股|持有|增持|减持|买入|卖出|看好|竞争对手|对手|友商|起诉|对标|牵手|携手|联手|打入|切入|供货|供应给|投资者|创始人|股东|合并|吸收合并|参股|押注|加仓|减仓|做空|上调|下调|首予|重申|投向|卖给|销往|交付给|授予|授权给|携|联合|来自|代工厂)$"
)
_WEAK_LEFT = re.compile(
    r"(?:与|和|及|跟|同|向|对|被|由|给|从|包括|例如|如|像|以及|为|找|把|让|予|给予|投资|来自|[、:“\"「『(]|其中|传|据|\n|。|,|;)$"
)
_VETO = {
    "苹果": re.compile(r"种植|期货|产区|果农|价格|脱脂|醋|汁|树|产量|主产|每斤|收购价|批发"),
    "小米": re.compile(r"粥|种植|谷子|杂粮|产区|每斤|批发"),
    "平安": re.compile(r"夜|健康快乐|归来|无事|度过"),
    "石头": re.compile(r"山|砸|块"),
    "理想": re.compile(r"状态|结果|目标|的选择|情况|情形|水平|化"),
    "机器人": re.compile(r"行业|产业|板块|概念|业务|收入|产品|订单|领域|赛道|企业|公司|厂商|技术|应用|关节|大会|股|等"),
    "太阳能": re.compile(r"电池|组件|发电|光伏|板|热水|行业|产业|股|电站|资源"),
}


_ENGLISH_RIGHT = re.compile(
    r"(?:'s)? ?(?:said|says|reported|rose|fell|shares|stock|announced|gained|lost|jumped|dropped|slid|agreed|plans|unveiled|launched|recalled|surged|posted|expects|climbed|added|slumped|closed|ended|"
    r"executives?|ceo|inc|corp|co\b|plc|declined|denied|will|has|have|is|was|also|would)\b"
)
_ENGLISH_WEAK_RIGHT = re.compile(r" ?(?:and|or|,|\.|;|\(|'s)|$")
_ENGLISH_LEFT = re.compile(r"(?:shares of|rivals?|maker|makers|giant|at|from|by|by|with|acquire|buy|supplier|suppliers to|supply|against) ?$")
_ENGLISH_WEAK_LEFT = re.compile(r"(?:\band|\bor|,|\.|;|\bwhile|\bfor|\bto|\bof|\n|^) ?$")


def _english_context(before: str, after: str) -> int:
    chinese = any("\u4e00" <= c <= "\u9fff" for c in before[-2:] + after[:2])
    if chinese:
        right = 2 if _STRONG_RIGHT.match(after) else 1 if _WEAK_RIGHT.match(after) or not after else 0
        left = 2 if _STRONG_LEFT.search(before) else 1 if _WEAK_LEFT.search(before) or not before else 0
    else:
        right = 2 if _ENGLISH_RIGHT.match(after) else 1 if _ENGLISH_WEAK_RIGHT.match(after) else 0
        left = 2 if _ENGLISH_LEFT.search(before) else 1 if _ENGLISH_WEAK_LEFT.search(before) else 0
    return right + left


def vetoed(name: str, after: str) -> bool:
    """Return whether the words behind a common word go with its other meaning: 苹果 | 期货, 机器人 | 板块."""
    veto = _VETO.get(name)
    return veto is not None and veto.match(after) is not None


def takes_company(before: str, after: str, name: str = "") -> int:
    """Return how company-like the words on both sides of a folded name are, from 0 (not at all) to 4.

    A word that only goes with companies (发布, 股价, 旗下) counts two, a mark or particle that may (、 与 被) one. Words that go with the
    name's other meaning (苹果 期货) make it 0.

    Examples
    --------
    >>> takes_company("近日,", "宣布推出新手机"), takes_company("山东的", "价格下跌"), takes_company("", "期货上涨", "苹果")
    (3, 0, 0)
    """
    if vetoed(name, after):
        return 0
    if name.isascii() and name:
        return _english_context(before, after)
    right = 2 if _STRONG_RIGHT.match(after) else 1 if _WEAK_RIGHT.match(after) or not after else 0
    left = 2 if _STRONG_LEFT.search(before) else 1 if _WEAK_LEFT.search(before) or not before else 0
    return right + left
