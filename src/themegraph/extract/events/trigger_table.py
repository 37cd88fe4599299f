"""The words that tell of an event, by type, and what must or must not stand around them.

Folded words (simplified, half width, lower case). Of several rules for one word the first whose conditions hold is taken; a rule of type
``""`` shadows: the word tells no event there. Conditions are patterns over the clause with names masked, so 中标 inside a name is never met.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

__all__ = [
    "ATTRIBUTE",
    "COMMODITY",
    "DENYING",
    "DRUGS",
    "EARNINGS_METRIC",
    "GOODS_PRICE",
    "LISTED_PRICE",
    "NOT_GOODS",
    "OWN_AHEAD",
    "OWN_OUTLOOK",
    "PERCENT",
    "PRICED",
    "PRODUCTS",
    "RATERS",
    "SHADOWS",
    "STATEMENTS",
    "UNMOVED",
    "Rule",
    "compiled",
    "rule",
]

EARNINGS_METRIC = (
    r"归母净利润?|扣非净利润?|净利润?|净亏损|税后纯益|税前纯益|纯益|营益率|每股盈余|每股纯益|纯利|溢利|利润|营业总?收入|营业额|营收|收入|毛利率?|净利率|每股收益|每股盈利|eps|销售额|销售收入|业绩|盈利|亏损|保费|净息差|"
    r"销量|交付量|产销|合同销售|签约销售|签约金额|签约面积|新业务价值|不良(?:贷款)?率|拨备覆盖率|资本充足率|票房|吞吐量|客流量|旅客周转量|发电量|revenue|profit|earnings|sales|net income|net loss"
)
COMMODITY = (
    r"黄金|金价|白银|银价|现货金|伦敦金|沪金|原油|油价|布油|布伦特|wti|天然气|气价|lng|动力煤|焦煤|焦炭|煤炭|煤价|铁矿石?|螺纹钢?|钢价|钢材|热卷|铜价|沪铜|伦铜|电解铜|铝价|电解铝|氧化铝|沪铝|锌价|沪锌|镍价|沪镍|锡价|"
    r"沪锡|碳酸锂|氢氧化锂|锂价|锂精矿|钴价|电解钴|四氧化三钴|钨精矿|钨价|仲钨酸铵|锑锭|锑价|钼精矿|稀土氧化物|氧化镨钕|镨钕|氧化镝|氧化铽|多晶硅|复投料|致密料|颗粒硅|硅料|工业硅|硅片|电池片|组件|光伏玻璃|玻璃期货|纯碱|尿素|甲醇|pta|pvc|mdi|tdi|"
    r"钛白粉|草甘膦|维生素[ae]?|有机硅|制冷剂|六氟磷酸锂|六氟|磷酸铁锂|电解液|隔膜|生猪|猪价|猪肉|仔猪|鸡苗|鸡蛋|白羽鸡|玉米|大豆|豆粕|豆油|菜籽油|菜油|菜粕|棕榈油|白糖|糖价|棉花|棉价|小麦|稻谷|橡胶|天胶|苹果期货|红枣期货|"
    r"集运指数|运价|运费|bdi|波罗的海干散货指数|scfi|ccfi|航运价格|飞天茅台|茅台批价|批价|dram|nand|ddr[45]|存储芯片|内存|闪存|硬盘|面板|mlcc|覆铜板|晶圆代工|碳价|电价|房价|水泥|纸价|白卡纸|箱板纸|瓦楞纸|铂|钯|比特币|以太坊"
)
PRICED = rf"价|{COMMODITY}|费率|票面|每[吨公斤盎司桶克瓶台]|元/[吨公千克]"

UNMOVED = (
    rf"(?:{EARNINGS_METRIC}|成本|需求|订单|出口|进口|产量|增速|利率|收益率|汇率|汇价|费用|租金|占比|比例|成交额|成交量|换手|持股|份额|市占率|渗透率|产能|装机|库存|目标价|关税|价格|报价|均价|运价|"
    rf"(?:{COMMODITY})(?!etf|股|概念|板块|指数|产业|企业|厂商|公司))(?:(?!板块|概念|产业链|族群)[^,，股]){{0,14}}$|同比$|环比$|按年$|cpi|ppi|pmi|gdp|营收|净利|概率"
)
"""Ahead of a word of rise or fall: it is no share that moves."""

GOODS_PRICE = rf"(?:{COMMODITY})(?!etf|股|概念|板块|指数|产业|企业|厂商|公司|期货公司)(?:(?!板块|概念|产业链|族群)[^,，股\ue000]){{0,22}}$|(?:价格|售价|报价|现货价|出厂价|批发价|均价|单价|合约价|零售价|收购价|到岸价|油价|金价|煤价|猪价|运价|电价|票价|水价|气价|代工价|料价|片价|铝价|铜价|锂价|钢价|粮价|肉价|糖价|棉价|盐价|租价|浆价|纸价|酒价|批价|通行费|加工费)[^,，股\ue000]{{0,26}}$"
NOT_GOODS = r"开工率|稼动率|利用率|负荷|出货|良率|毛利|利润|盈利|价差|占比|关税|税率|消费量|用量|持仓|仓单|预[测估]|排产|份额|股价|股票|板块|指数[^,，]{0,4}$|概念股|目标价|价目标|目标位|发行价|收盘价|转股价|行权价|市值|成本|etf|需求|产量|库存|销量|出口|进口|评级|产能|装机|增速|现价|换手率|成份股|成分股"
LISTED_PRICE = r"(?:挂牌|出厂|产品|销售|零售|指导|终端|批发|合约|现货|电|油|运|票|起售|官方|建议|供货|结算|基准|目录|单)价|价格|售价|报价|附加费|运费"
RATERS = "证券|研报|大行|机构|分析师|高盛|大摩|瑞银|花旗|央行"
OWN_OUTLOOK = r"(?:全年|年度|本年|财年|季度|20\d\d年)[^,，]{0,12}(?:指引|预期|目标|预测|资本支出|资本开支|财测|展望|销量|产量)|业绩指引|营收指引|盈利指引|销量目标|资本支出|财测"
OWN_AHEAD = (
    r"(?:将|把|对)?[^,，]{0,10}(?:全年|年度|本年|今年|明年|财年|季度|20\d\d年|\d月|年)[^,，]{0,14}(?:指引|展望|目标|预期|预测|财测|计划)[^,，]{0,20}$"
)
"""An outlook of one's own stands ahead of the word that changes it: 将全年交付目标由70万辆砍至."""
PERCENT = r"\d+(?:\.\d+)?\s?%|[一二三四五六七八九]成|[点]\b"
DRUGS = r"药|适应症|单抗|双抗|注射|制剂|胶囊|疫苗|片剂|临床|nmpa|fda|抑制剂|激动剂|adc"
PRODUCTS = r"芯片|药|片|胶囊|注射液|疫苗|器械|系统|平台|模型|机器人|车型|车|手机|产品|新品|架构|软件|游戏|终端|电池|飞机|卫星|服务|版|系列|方案|大模型|gpu|cpu|处理器|设备|仪|机|灯|酒|饮料|剧|影片|电影|应用"


STATEMENTS = (
    "回应称",
    "回应",
    "回复称",
    "澄清",
    "辟谣",
    "声明",
    "否认",
    "澄清公告",
    "发布澄清公告",
    "澄清称",
    "回应媒体",
    "声明称",
    "回复投资者",
    "对此回应",
    "对外回应称",
    "重讯澄清",
    "发布声明",
    "发表声明",
    "予以否认",
)
"""A company answers: an event of its own where the same sentence denies something."""
DENYING = r"不实|不属实|谣言|否认|辟谣|澄清|未|没有|不存在|并非|不涉及|失实|不准确|误读|虚假|无关|不会|无此"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When a word tells of an event of one type."""

    type: str
    """Event type; empty: no event."""
    words: tuple[str, ...]
    sense: int = 0
    """What it means for whoever does or undergoes it: 1 good, -1 bad, 0 open."""
    after: str = ""
    """Must be found behind the word in its clause."""
    before: str = ""
    """Must be found ahead of the word in its clause."""
    around: str = ""
    """Must be found in the clause."""
    line: str = ""
    """Must be found in the sentence."""
    following: str = ""
    """Must stand right behind the word."""
    preceding: str = ""
    """Must stand right ahead of the word."""
    by: str = ""
    """Kinds of names, of which one must be the subject: ahead of the word in its clause, or in the clause before where its own names nobody; ``office``: whoever can rule."""
    to: str = ""
    """Kinds of names, of which one must stand behind the word in its clause."""
    not_after: str = ""
    not_before: str = ""
    not_around: str = ""
    not_line: str = ""
    not_following: str = ""
    not_preceding: str = ""
    speculative: bool = False
    """Speaks of the future by itself: 预增, 指引."""
    weak: bool = False
    """Tells something only in an article where no other word of its type does: 持股比例 beside 举牌."""


def rule(kind: str, words: str, **conditions: object) -> Rule:
    """Return a rule for blank-separated words; ``_`` stands for a blank inside a word."""
    return Rule(type=kind, words=tuple(w.replace("_", " ") for w in words.split()), **conditions)  # type: ignore[arg-type]


ATTRIBUTE = r"的(?!股价|价格|公告|消息|同时|是)"
"""收购的公司, 上市的寒武纪: the word only describes the noun behind it."""

SHADOWS: tuple[Rule, ...] = (
    # --- words that hide shorter ones and tell nothing --------------------------------------------------------------
    rule(
        "",
        "上市公司 已上市 上市银行 上市企业 上市以来 未上市 非上市 上市市值 上市平台 上市后 上市前 上市时 上市规则 发布会 新闻发布会 发布者 合作伙伴 合作方 合作社 合作银行 合作医疗 合作区 投资者 投资人 投资机构 "
        "投资银行 投资建议 投资评级 投资收益 投资机会 投资逻辑 投资价值 投资风险 投资回报 投资标的 投资策略 投资主线 投资情绪 投资组合 投资需求 固定资产投资 房地产投资 基建投资 风险投资 长期投资 价值投资 投资公司 投资领域 投资总监 投资总额 投资额 "
        "融资余额 融资融券 融资客 融资净买入 融资买入 融资买入额 融资盘 融资净偿还 融资租赁 融资成本 融资环境 融资渠道 融资需求 社会融资 社会融资规模 调查问卷 调查显示 问卷调查 市场调查 调查数据 调查失业率 招股书 招股说明书 发行价 发行人 发行股份 发行量 "
        "合作共赢 产能利用率 产能过剩 订单能见度 订单饱满 在手订单 订单充足 订单簿 下错单 错单 中标率 中标价 中标候选人公示期 涨价潮 涨跌 涨跌互现 涨跌幅 涨跌不一 升级 升学 升温 升值空间 上升通道 上升空间 提升 高增长 处罚力度 事故率 "
        "并购基金 并购贷款 并购市场 重组家用 基因重组 重组蛋白 重组人 重组胶原 重组胶原蛋白 回购利率 正回购 任命书 战略合作伙伴 获利丰厚 推出历史舞台 降息周期 降息空间 加息周期 降息概率 收购价 收购要约书 收购资金 收购标准 粮食收购 收购小麦 增持评级 减持评级 跌宕 跌破发行价风险 "
        "首发阵容 首发出场 首发名单 发布时间 推出时间 签约仪式 中标公告 量产能力 最大单 最大单日 单日 稳定增长 确定增长 固定增 一定增 开发债 通过会议 通过会 上市场 独立案 成立案 新增发 展开工 公开工 质量产 大量产 流量产 能量产 其中标 有限产 无限产 前提价 增资金 新增资 综合并 结合并 配合并 整合并 联合并 符合并 融合并 关注资 专注资 通过审 主打新 打新能 打新一 打新的 打新品 开源节流 中标的 新增长 加增长 新上市公司 高开高走 高开低走 重组支持 交易日 最新高 创新高地 新高度 新高考 量产经验 合计投资 发生事故后 谈判处于 谈判处 研判处 起诉书 罚金制 罚球 罚款单 减产能 涨停板块 下单 上线时间 扩产周期 制裁风险 关税政策 辞职信 涨粉 召回算法 召回率 复投料 致密料 燃料 材料 原料 饲料 塑料 饮料 资料 涂料 物料 肥料 染料 面料 布料 香料 废料 辅料 史料 原材料 新材料 半导体材料 不料 意料 料理 供应紧张 供应短缺 供应不足 供应链 供应商",
    ),
)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern of the table, compiled once."""
    return re.compile(pattern)
