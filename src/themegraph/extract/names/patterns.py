"""Names by their shape: ETFs, indices, authorities, companies, products, titled persons, documents. Tables and one pass each.

All patterns run on folded text (simplified, half width, lower case) and are linear: no nested quantifiers, bounded repeats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from themegraph.extract.names.goods import find_goods
from themegraph.extract.names.goods_clauses import find_clause_goods, find_recalled
from themegraph.extract.names.goods_told import find_groups, find_owned_english, find_told
from themegraph.extract.names.guards import word_set
from themegraph.extract.names.variants import HOUSES
from themegraph.extract.text.scan import scan_near
from themegraph.extract.text.segment import Words
from themegraph.folding import Folded, is_cjk
from themegraph.model.values import dataclass

__all__ = [
    "COMPARED_AFTER",
    "COMPARED_BEFORE",
    "FOREIGN_KIN",
    "FOREIGN_TAILS",
    "FUND_PREFIX",
    "GENERIC_AFTER",
    "INDEX_PREFIX",
    "KIN_FIRM",
    "KIN_TAILS",
    "KIN_TAILS_OF_SHORT",
    "NO_KIN_AFTER",
    "OPINION_HOUSE",
    "OTHER_FIRM",
    "OTHER_FIRM_AFTER",
    "Shaped",
    "left_edge",
    "shaped_names",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaped:
    """A piece of text shaped like a name."""

    start: int
    end: int
    type: str
    rule: str
    """``pattern``, or ``firm-shape`` where only the tail says that it is a firm: the tagger or its spelling must agree."""
    weight: float


# A nickname that only compares is no mention: 中国版英伟达, 下一个特斯拉, 芯片界的茅台, 第二个宁德时代.
COMPARED_BEFORE = re.compile(r"(?:版的?|下一个|下一家|第二个|又一个|另一个|界的?|圈的?|国产的?|平价|低配)[“\"「『]?$")
COMPARED_AFTER = re.compile(r"^[”\"」』]?(?:平替|第二|杀手|之父|二号|模式|时刻)")
# 中国稀土 + 出口 is a country's trade, not the company of that name.
GENERIC_AFTER = re.compile(
    r"^(?:产业|行业|市场|协会|学会|出口|进口|企业|厂商|成分|工业|业|经济|制造|资产|储备|需求|消费|价格|产品|产量|销量|供应|技术|品牌|系统|导航|卫星|频道|概念|板块|赛道|间|用户|互联网|支付|电话|票房|院线|史|梦|队|人|政府|"
    r"开发者|供给|管制|资源|矿)"
)
# Two characters before these words name another firm: 华夏基金 is not 华夏银行.
OTHER_FIRM_AFTER = re.compile(
    r"^(?:基金|资本|期货|信托|租赁|人寿|财险|产险|资管|理财|保险|证券|银行|地产|置业|物业|影业|音乐|健康|医药|药业|电子|科技|生物|能源|电力|电气|重工|股份|集团|控股|国际|投资|资产|传媒|文化|网络|软件|信息|通信|材料|化工|机械|装备|航空|航天|"
    r"汽车|半导体|智能|筑工|数科|数码|影像|存储|新材|足球|机器人(?=拟|完成|宣布|获|创始|首席|公司|科技|上市|ipo|分拆|招股|递表|董事长|ceo|股份)|环保|建设|实业|食品|医疗|商业|百货|高速|港口|矿业|钢铁|水泥|农业|种业|时报|日报|晚报|中国|大学|医院|动力|光电|发展|高科|大道|路|广场|大厦|杯|区|县|市|镇|省|村|河|山)"
)
OTHER_FIRM = re.compile(
    r"基金|资本|期货|信托|租赁|人寿|财险|产险|资管|理财|保险|证券|银行|地产|置业|物业|影业|音乐|健康|医药|药业|电子|科技|生物|能源|电力|电气|重工|股份|集团|控股|传媒|网络|软件|信息|通信|材料|化工|机械|装备|汽车|半导体|智能|筑工|数科|数码|影像|存储|新材|机器人|环保|实业|食品|医疗|矿业|钢铁|水泥|种业"
)
"""Of those, the ones that make a firm's name of the two characters, where a deed of the firm follows."""
KIN_TAILS = word_set("集团 资本 控股 基金 证券 期货 信托 租赁 人寿 财险 产险 资管 理财 保险 银行 地产 置业 物业 影业 创投")
"""A known company's name before these words names a relative of its own: 茅台集团, 中国移动资本."""
NO_KIN_AFTER = re.compile(
    r"(?<=控股)的|开支|支出|金|运作|公积|充足|回报|利得|品|股东|子公司|股权|权|方|比例|地位|经理|板块|行业|业务|产品|指数|公告|股(?!份)|[a-z]|化|业|类|市场|概念"
)
"""Behind such a tail the words go on: 藏格矿业 | 控股股东, 贵州茅台 | 基金经理."""
OPINION_HOUSE = re.compile(
    r"(?:中金公司|中信建投|国泰海通|国泰君安|申万宏源|中国银河|招银国际|建银国际|交银国际|中银国际|海通国际|摩通|美银|德银|星展|大和|证券|期货|咨询|研究院?|资讯|基金|银行|投行|评级|大摩|小摩|高盛|摩根士丹利|摩根大通|花旗|瑞银|野村|麦格理|里昂|中金|汇丰|巴克莱|杰富瑞|trendforce|idc|counterpoint|morgan stanley|goldman sachs|jefferies|ubs|citi|nomura)$"
)
"""Who deals in opinions: it makes no goods (集邦咨询预计硅片价格止跌), and what it says is of another (高盛上调该公司目标价)."""
_FIELD = (
    "资产管理|基金管理|投资管理|融资租赁|金融租赁|资产经营|供应链管理|供应链|小额贷款|小贷|商业保理|保理|保险经纪|保险代理|汽车金融|消费金融|财务|投资|资本|食品|饮料|物流|贸易|进出口|置业|房地产|地产|物业|物业管理|科技|技术|"
    "信息技术|信息|网络|软件|半导体|微电子|新能源|能源|电力|燃气|环保|水务|建设|工程|建筑|装饰|设计|咨询|传媒|文化|旅游|酒店|商业|零售|百货|机电|机械|装备|重工|化工|医药|医疗|健康|生物|保险|证券|期货|信托|人寿|财产|养老|担保|典当|"
    "电子|通信|航空|航运|港务|矿业|钢铁|资源|农业|种业|畜牧|乳业|酒业|销售|服务|实业|发展|国际|控股|集团|经营|运营|管理|数字|智能|云计算|数据|海外"
)
KIN_FIRM = re.compile(
    rf"(?!(?:管理|服务|发展|国际|经营|运营|技术|科技|集团|控股)公司)(?:\([\u4e00-\u9fff]{{2,6}}\))?(?:{_FIELD}){{1,4}}(?:\([\u4e00-\u9fff]{{2,6}}\))?(?:股份有限公司|有限责任公司|有限公司|公司)"
    r"|第?[一二三四五六七八九十]{1,3}[\u4e00-\u9fff]{0,6}(?:工程局|工程|建设|建筑|设计院)(?:集团)?(?:股份)?(?:有限公司|公司)"
    r"|资产管理(?=\(|[,。;、]|公司|被|发|获|宣|称|表示|认为|首席|子公司)"
)
"""Behind a known name: a firm of its own whose trade is told, 东方航空食品投资公司, 长江证券(上海)资产管理有限公司."""
FOREIGN_KIN = word_set(
    "通商 纺织 合成 织机 商事 物产 金属 矿山 化学 电工 橡胶 造船 制铁 不动产 仓库 生命 信托 电装 航运 邮船 汽船 建设 工程 物流 食品 资源 材料"
)
"""Behind a firm listed abroad: a sister of its own name, 丰田通商."""
FOREIGN_TAILS = word_set("制药 药业 汽车 科技 半导体 电子 石油 集团 航空 飞机 能源 化工")
"""Behind a firm listed abroad these only say what it does: 礼来制药 is 礼来."""
KIN_TAILS_OF_SHORT = KIN_TAILS - {"银行", "保险", "地产", "控股"}
_HOUSE = "|".join(sorted(HOUSES, key=lambda h: (-len(h), h)))
FUND_PREFIX = re.compile(
    rf"(?:{_HOUSE}|基金|中证|国证|上证|深证|沪深|恒生|港股通?|科创板?|创业板?|央企|国企|a股|标普|纳斯达克|中韩|全指|主题|产业){{1,5}}"
)
INDEX_PREFIX = re.compile(
    r"(?:中证|国证|上证|深证|沪深港?|恒生|港股通?|科创板?|创业板?|央企|国企|标普|纳斯达克|全指|中华|富时|msci|沪港深|cs|cni|万得|申万|中信|费城|道琼斯|日经|韩国|台湾|美国|德国){1,4}"
)

_STOP = word_set("""
    获 计划 裁定 批准 重整 判决 提交 申请 受理 审理 跟踪 该 的 和 与 及 等 或 说 是 把 买 在 对 从 向 由 为 被 让 给 将 已 也 都 又 而 但 若 如 其 这 那 某 每 各 本 称 据 即 当 则 因 所 布局 关注 聚焦 通过 借助 购买 持有 买入 卖出 成为 包括 其中 例如 比如 以及 还有
    想买 旗下 同名 产品 基金 截至 今日 昨日 目前 消息面 相关 规模 场内 全市场 首只 首批 唯一 最大 两只 多只 一只 三只 重仓 涉及 对应 挂钩 关联 追踪 紧密 复制 近期 此前 日前 近日 当日 当天 盘中 早盘 午后 收盘 尾盘 盘面上 资金 净流入
    可以 可 借道 利好 提振 带动 影响 受益 代码 写成 名称 名为 更名 原名 简称 要么 公告 并 同时 随后 此外 另外 另 还 仍 再 均 双双 分别 一致 成员 客户 股东 合作方 供应商 对手 子公司 国内 国外 海外 本土 今年 去年 明年 上半年 下半年
    一家 多家 两家 几家 三家 数家 知名 老牌 头部 龙头 明星 独角兽 初创 新锐 前 后 上 下 中 内 外 起 至 到 了 着 过 不 没有 没 未 无 非 有 叫 做 就 才 之 以 于 使 同期 反观 母公司 控股股东
    大股东 第一大股东 创始人 竞争对手 友商 厂商 巨头 企业 公司 车企 药企 券商 机构 行业 板块 个股 标的 记者 分析师 投资者 市场 事件 消息 传闻 港股 美股 a股 外资 内资 民营 国有 国资 地方 当地 全球 国家级 省级 市级 头部
    机构投资者 主力 权重股 成分股 成份股 概念股 题材 领涨 领跌 方面 表示 认为 指出 透露 披露 宣布 发布 推出 获得 收到 位于 来自 隶属 参股 收购 入股 领投 跟投 联手 携手 联合发布 牵手 起诉 控告 状告 举报 涉嫌 增持 减持 转让
    """)
_MEASURES = word_set("年 月 日 号 个 家 股 名 次 元 万 亿 时 里 台 座 款 项 只 条 位")
"""Words that end a number there, and stand inside names elsewhere: 亿纬锂能, 万科."""
_STOP_TAGS = frozenset(
    {"p", "c", "u", "uj", "ul", "uz", "ug", "ud", "uv", "d", "r", "rr", "rz", "y", "e", "o", "t", "m", "mq", "q", "f", "k", "zg", "i", "l"}
)
_VERB_TAGS = frozenset({"v", "vd", "vi", "vq", "df"})
# Verbs that stand inside names of firms, funds, indices and authorities.
_NAME_VERBS = word_set(
    "联合 发展 建设 投资 创新 控股 通信 交通 服务 保险 制造 管理 监督 监管 反 反垄断 改革 出版 合作 运输 开发 进出口 出口 运营 增强 增长 回购 养老 旅游 存储 传播 证券 教育 检验 认证 卫生 健康 研究 统计"
)


# What the dictionary splits into single characters and thereby lets through, at the left end only.
_LEAD = re.compile(
    r"(?:拟|欲|购买|收购|借道|买入|卖出|布局|跟踪|持有|转让|出售|受让|取得|加仓|减仓|增持|减持|看好|推动|拉动|带动|截止|截至|新设|设立|组建|中标|新签|签约|斥资|入主|重仓|押注|申购|赎回){1,3}"
)


def _stops(text: str, at: int, word: str, tag: str) -> bool:
    """Return whether a word cannot stand inside a name."""
    if word in _STOP or (word in _MEASURES and at > 0 and (text[at - 1].isdigit() or text[at - 1] in "一二三四五六七八九十百千万亿两几多")):
        return True
    return len(word) > 1 and not word.isascii() and (tag in _STOP_TAGS or (tag in _VERB_TAGS and word not in _NAME_VERBS))


def left_edge(text: str, end: int, words: Words, *, longest: int, allow: frozenset[str] = frozenset()) -> int:
    """Return where a name that ends at ``end`` begins: going left word by word until a function word, a verb, a mark or ``longest`` characters.

    Words of ``allow`` do not stop it.
    """
    start = end
    while start > 0 and end - start < longest:
        last = text[start - 1]
        if not (is_cjk(last) or (last.isascii() and last.isalnum()) or last in "&·-"):
            break
        if words.gaps[start]:
            break  # a blank of the original stands here: 油价急升 航空股走低
        at = words.before(start)
        if end - at > longest + 6:
            break
        word = text[at:start]
        if word not in allow and _stops(text, at, word, words.tags.get(at, "")):
            break
        start = at
    while start < end and text[start] in "-·&":
        start += 1
    lead = _LEAD.match(text, start, end)
    return lead.end() if lead and end - lead.end() >= 2 else start


_IN_FUNDS = word_set("龙头 港股 美股 a股 行业 企业 全球 市场 中国 美国 日本 德国 法国 韩国 民营 国有 头部 巨头 消费 价格 国家级 地方 上市 创业 创新")
_IN_NAMES = word_set("通讯 幸福 公益 慈善 教育 医学 职业 技术 集团 发展 创业 教育 体育 足球 产业 新能源 美的 希望 新希望")
_IN_LEGAL = _IN_NAMES | word_set(
    "融资 租赁 担保 贸易 销售 咨询 物流 设计 安装 维修 加工 养殖 种植 广告 印刷 包装 装饰 工程 经营 开采 勘探 冶炼 酿造 供应 采购 典当 拍卖 测试 检测 清洗 出租 旅行 承包 代理 配送 播种 审计 评估 保理 "
    "修造 制作 铸造 锻造 开发 孵化 推广 传动 控制 显示 国际 全球 环球 国内 海外 西部 东部 南部 北部 中部 东方 西方 南方 北方 华东 华南 华北 第一 产品 资金 市场 企业 民营 机构 行业 消费 家庭 生活 未来 时代 新希望"
)
"""Words of trades and places that stand inside the full names of firms, whatever they are elsewhere: 国际融资租赁有限公司."""
_IN_GOODS = word_set(
    "动力 储能 通信 激光 机械 智能 服装 运动 试验 投资 口服 复合 精密 冻干 干法 湿法 高速 高压 低压 超高压 海上 汽车 显示 控制 检测 自动 加工 连接 转向 制动"
)
_KINDS_OF_FUND = word_set(
    "股票 股票型 存量 债券 债券型 宽基 行业 主题 跨境 货币 商品 场内 全市场 境内 增量 新发 被动 指数 规模指数 主动 各类 权益 权益类 类 型 挂牌 上市 a股 港股 新 中国 国内 大型 宽基类 策略"
)
_ETF = re.compile(r"etf(?:联接基金|联接|基金|lof)?(?![a-z0-9])")
_INDEX = re.compile(
    r"指数(?<!股票指数)(?<!消费价格指数)(?<!者价格指数)(?<!物价指数)(?<!经理指数)(?<!信心指数)(?!基金|级|型|化|增强|样本|成份|成分|权重|点位|编制|公司|函数|etf)"
)
_AUTHORITY = re.compile(
    r"(?:市场监督管理总局|市场监管总局|管理总局|监督总局|监管总局|税务总局|海关总署|新闻出版署|出版署|能源局|药监局|医保局|证监会|银保监会|金融监管局|发改委|发展改革委|国资委|财政部|商务部|工信部|科技部|教育部|农业农村部|交通运输部|生态环境部|自然资源部|人力资源社会保障部|"
    r"国防部|外交部|司法部|能源部|劳工部|财政厅|发改局|工信厅|财务省|经产省|交易所|交易中心|人民法院|高等法院|地方法院|联邦法院|巡回法院|法院|检察院|仲裁委员会|委员会办公室|委员会|监管局|管理局|统计局|证监局|市监局|"
    r"国务院常务会议|国常会|中共中央政治局|中央政治局|中共中央|投资局|行业协会|工业协会|协会|联合会|商会|学会|创新院|设计院|科学院|工程院|研究院|研究所|实验室|大学|人民政府|市政府|省政府|中央银行|人民银行|国务院|央行)"
)
_INSTITUTION = re.compile(
    r"基金会|医院(?!集团|管理)|大学(?!生|堂|路|城)|学院(?!派|路)|学校|中学|小学|幼儿园|俱乐部|家族信托|大酒店|酒店|度假村|大道|足球队|篮球队|排球队|博物馆|美术馆|科技馆|图书馆|大剧院|艺术团|艺术中心|体育场|体育馆|律师事务所|会计师事务所|党校|商学院|达摩院|研习社|工会|团委|职业技能培训中心|体育中心|产业投资基金|创业投资基金|股权投资基金|战略投资基金|并购投资基金|专项投资基金|母投资基金|投(?<!证券投)(?<!公募投)(?<!私募投)资基金|产业基金|并购基金|引导基金|母基金"
)
"""What a firm founds, owns or lends its name to, and is another thing: 茅台学院, 格力足球俱乐部, 恒瑞医学基金会."""
_ALONE = word_set(
    "市场监督管理总局 市场监管总局 商务部 财政部 国务院 发改委 工信部 证监会 国资委 教育部 科技部 国防部 外交部 司法部 能源部 劳工部 农业农村部 交通运输部 生态环境部 自然资源部 海关总署 税务总局 药监局 医保局 能源局 统计局 人民银行"
)
_LEGAL = re.compile(r"股份有限公司|有限责任公司|集团有限公司|有限公司|\(有限合伙\)|有限合伙")
_FIRM = re.compile(
    r"股份|集团|控股|证券|资本|创投|药业|制药|基金|银行|保险|信托|期货(?!主力|合约|价|盘|市场|夜盘|日盘|品种|上市|收|大?[涨跌])|锂业|铝业|铜业|钴业|乳业|酒业|种业|置业|重工|影业|传媒|微电子|半导体|人寿|财险|产险|资管|理财|租赁|投资局|"
    r"科技|汽车|电子|生物|医药|能源|电气|材料|新材|智能|机器人|航天|航空|钢铁|矿业|石化|化工|食品|网络|信息|软件|通信|光电|精密|动力|物流|快递|地产|环保|船舶|海运|航运|存储|电池|医疗|健康|投资|数据|激光"
)
_STRONG = word_set(
    "股份 集团 控股 证券 资本 创投 药业 制药 基金 银行 保险 信托 期货 锂业 铝业 铜业 钴业 乳业 酒业 种业 置业 重工 影业 传媒 微电子 半导体 人寿 财险 产险 资管 理财 租赁 投资局"
)
"""Tails that make a firm of words that no dictionary has; looked up here, since a pattern without groups is found several times faster."""
_HOUSE_FUND = re.compile(rf"(?:{_HOUSE})基金(?:管理(?:有限)?公司|公司)?(?!指数|产品|[a-z])")
_BRACKETED_PLACE = re.compile(r"\([\u4e00-\u9fff]{2,6}\)$")
_FLAGGED = re.compile(r"\*?(?<![a-z0-9*])(?:\*st|st)[\u4e00-\u9fff]{2}(?![\u4e00-\u9fff](?:股|板块))")
"""*ST鼎峰: the exchange's flag makes a firm of the two characters behind it."""
_OWN_NAME_TAGS = frozenset({"nt", "nz"})
_FIRM_END = re.compile(r"(?:人寿|财险|集团|股份|医药|药业|制药|重工|电器|电子|汽车|钢铁|石化|航空|地产|控股|水泥|化工|矿业|建设|科技|酒业|乳业)$")
_LEADS_FIRM = re.compile(r"(?:子公司|孙公司|控股股东|参股公司|合资公司|母公司|第一大股东|实控人|旗下公司|竞争对手)$")
_NO_STAKE = re.compile(r"(?:公司|合计|剩余|其余|部分|全部|股东|流通|比例|少数|总股本|标的|资产|占比|累计|表决权|左右|上限)$")
_STAKE = re.compile(r"\d{1,3}(?:\.\d{1,4})?%的?(?:股权|股份|股东权益|出资|权益|表决权)")
_LATIN_PRODUCT = re.compile(
    r"[a-z0-9](?<![a-z0-9.\-][a-z0-9])[a-z0-9+\-/.]{0,18}(?:架构|芯片|处理器|显卡|大模型|模型|抑制剂|激动剂|单抗|双抗|注射液|胶囊|片(?![区面段中仔])|颗粒|软膏|滴眼液|疫苗|标准版|长续航版|系列|车型|平台|引擎|操作系统|机器人|运载火箭|火箭|卫星|飞机|客机|算力卡|加速卡|超节点|工艺)"
)
_CODE_WORD = re.compile(
    r"[a-z\d](?<![a-z0-9.\-/][a-z\d])(?:(?<=\d)\d?[a-z]{2,6}|(?<=[a-z])(?=[a-z0-9\-+/]{0,13}\d)[a-z]{0,7}-?\d{1,5}[a-z]{0,4}(?:[-+/][a-z0-9]{1,6})?\+?)(?![a-z0-9.])"
)
_NOT_PRODUCT = re.compile(
    r"(?:q[1-4]|h[12]|[1-4]q\d{0,4}|[12]h\d{0,4}|a\d{2,4}|l[1-5]|m[012]|fy\d+|t\+?\d|n\+?\d|pm2|co2|so2|ipv\d|web3|covid-?19|g20|g7|[2-6]g|20\d\d|e\d+|p[1-9]0|top\d+|mp3|b2b|b2c|c2c|o2o|c\d{1,2}|v\d|no\d+|st\d+|"
    r"(?:sh|sz|bj|hk)\d+|\d+(?:bp|bps|pct|gw|gwh|mw|mwh|kw|kwh|km|kg|nm|mm|cm|tb|gb|mb|pe|ghz|mhz|hz|w|v|ma|mah|usd|rmb|hkd|am|pm|th|st|nd|rd|etf|lof|a|d|b|c|m|x|k|t|g|l)|s\d{1,2}|\d+e|r\d|cpi\d*|ai\d*)"
)
_GENERIC_LATIN = re.compile(
    r"(?:gpu|cpu|npu|ai|soc|asic|dram|nand|hbm|lcd|oled|5g|4g|llm|pc|iot|mcu|fpga|suv|ev|mpv|app|ar|vr|xr)[\u4e00-\u9fff]+|(?:a|b|c|d)(?:a|aa)?\d"
)
_TITLE = re.compile(r"《(?P<body>[^《》\n]{1,60})》")
_DOCUMENT = re.compile(
    r"(?:办法|条例|通知|意见|方案|规划|规定|法案|细则|指引|纲要|措施|计划|法|决定|公告|指南|清单|目录|报告|协议|合同|白皮书|说明书|问询函|决定书|公报|议案|声明|意向书|备忘录|函|书|表)(?:\([^)]*\))?$"
)
_PRESS = re.compile(r"(?:日报|时报|晚报|早报|周刊|新闻|周报|商报|财经|导报|月刊|杂志|电讯|评论|在线|网|报|纪事)$")
_QUOTED_PRODUCT = re.compile(
    r"[“「『\"](?P<name>[^“”「」『』\"\n]{2,10})[”」』\"](?:gpu|ai)?(?=架构|芯片|处理器|大模型|模型|平台|系列|机器人|火箭|卫星|操作系统|超节点|集群|智算)"
)
_CODENAME = re.compile(r"(?:名为|命名为|取名|代号)[“「『\"](?P<name>[^“”「」『』\"\n]{2,10})[”」』\"]")
_SURNAME = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关"
    "兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_OFFICE = (
    "董事长|总经理|副总裁|总裁|首席执行官|首席财务官|首席技术官|首席运营官|首席科学家|首席分析师|ceo|cfo|cto|coo|创始人|联合创始人|联席董事长|实控人|实际控制人|董秘|董事会秘书|执行董事|主席|行长|局长|部长|司长|主任|秘书长|总监|分析师|经济学家|教授|院士|总统|总理|首相|财长|"
    "执行长|财务长|掌门人|基金经理|副总经理|财务总监"
)
_TITLED = re.compile(rf"(?:{_OFFICE})(?P<name>[{_SURNAME}][\u4e00-\u9fff]{{1,2}})")
_APPOINTED = re.compile(
    rf"(?:推荐|提名|选举|聘任|任命|聘请|选聘|委任|增补|推举)(?P<name>[{_SURNAME}][\u4e00-\u9fff]{{1,2}}?)(?=(?:先生|女士)?(?:为|担任|出任|任))"
)
_ADDRESS, _SAYING = "先生|女士|博士", "表示|认为|指出|介绍称|透露|坦言|强调"
_ADDRESSED = re.compile(rf"(?<![\u4e00-\u9fff])(?P<name>[{_SURNAME}][\u4e00-\u9fff]{{1,2}})(?={_ADDRESS})")
_SAID = re.compile(rf"(?<![\u4e00-\u9fff])(?P<name>[{_SURNAME}][\u4e00-\u9fff]{{1,2}})(?={_SAYING})")
_ADDRESS_WORD, _SAYING_WORD = re.compile(_ADDRESS), re.compile(_SAYING)
# Characters that end no given name here: they begin the verb or particle behind a name of two characters.
_NOT_GIVEN = frozenset("在称说曾将也就对于向与和及或的因被把已表近今昨介指认透宣出则却仍并拟则日月年周上前此早均任兼为是有从再还等一二三两这其本个")
_NOT_PERSON = word_set(
    "高管 高层 方面 向外 于是 和其 成员 全体 全球 公司 单位 时任 时间 明确 安全 金融 华为 任命 任职 连续 应当 成立 成为 解释 管理 向好 商业 和信 解除 辞职 于近 简单 明年 成功 查处 康复 温和 范围 单独 关于 关联 施压 卫星 安排 计划"
)
_ENGLISH_FIRM = re.compile(
    r"[A-Z](?<![A-Za-z0-9][A-Z])[A-Za-z0-9&-]{1,20}(?: [A-Z&][A-Za-z0-9&-]{0,20}){0,3} "
    r"(?:Inc|Corp|Corporation|Ltd|LLC|PLC|Pharma|Pharmaceuticals|Therapeutics|Biotech|Biosciences|Technologies|Technology|Motors|Capital|Partners|Labs|Semiconductor|Holdings|Group|Bank|Heavy Industries|Industries|Metals|Mining|Minerals|Resources|Airlines|Robotics|Holding Company|Holding|Company|Energy)(?![A-Za-z])"
)
_LATIN_NAME = re.compile(r"[A-Z](?<![A-Za-z0-9.\-/&' ][A-Z])[a-z]{3,14}(?:[A-Z][a-z]{1,10})?(?![A-Za-z0-9.\-/&'])")
_LATIN_CALLED = re.compile(
    r"(?=[与主交供入全创初創合和大始委子孙孫投持控携收旗机母牵独獨由竞联股與附領领])"  # what the words below begin with
    r"(?:(?:(?:大|控股|主要|机构|創始|创始)?(?:股东|股東)|(?:全资|控股|全資)?(?:子|孙|孫|附属|附屬)公司|初创公司|初創公司|初创企业|独角兽|獨角獸|持股平台|竞争对手|合作方|合作伙伴|供应商|供應商|领投方|投资方|母公司)(?:之一|及其一致行动人|为|是|、)?"
    r"(?P<role>[A-Z][A-Za-z&.\-]+(?: [A-Z&][A-Za-z&.\-]*){0,3})"
    r"|(?:旗下|交由|交给|委托|携手|联手|牵手|收购|收購|入股|投资了|领投|由|与|與|和)(?P<deed>[A-Z][A-Za-z&.\-]+(?: [A-Z&][A-Za-z&.\-]*){0,3})"
    r"(?=(?:的持股|持股|出售|增持|减持|減持|提出|负责|負責|承建|代工|领投|跟投|独家|签署|簽署|签订|达成|達成|合资|合資|合作|共同投资|控股权|股权|股權)))"
)
"""A name in Latin letters that the words before it, or around it, call a firm: 控股股东GWF Holding, 交由Level Infinite负责."""
_LATIN_FIRM_AFTER = re.compile(r"^(?:公司|ceo|首席|创始人|宣布|表示|发布公告|的股|股价|集团|获得?融资|完成|收购|拟|计划上市|母公司|估值)")
_LATIN_COMMON = word_set("Reuters Bloomberg Choice Wind Form Note Table Beta Alpha Plus Turbo Lite Mini Class Rating Level Phase Type Level")


def _fund_index_authority(text: str, words: Words) -> Iterator[Shaped]:
    for found in _ETF.finditer(text):
        start = left_edge(text, found.start(), words, longest=16, allow=_IN_FUNDS)
        if start < found.start() and text[start : found.start()] not in _KINDS_OF_FUND:
            yield Shaped(start=start, end=found.end(), type="etf", rule="pattern", weight=-0.5)
    for found in _INDEX.finditer(text):
        start = left_edge(text, found.start(), words, longest=18, allow=_IN_FUNDS)
        if found.end() - start >= 4 and text[start : found.start()] not in {
            "该",
            "股票",
            "大盘",
            "主要",
            "三大",
            "同一",
            "两大",
            "各大",
            "多个",
            "重要",
            "相关",
            "上述",
            "宽基",
            "行业",
            "主题",
        }:
            yield Shaped(start=start, end=found.end(), type="index", rule="pattern", weight=-0.5)
    for found in _AUTHORITY.finditer(text):
        tail = found.group()
        start = left_edge(text, found.start(), words, longest=16)
        body = found.start() - start
        if body >= 2 or tail in _ALONE or (body and len(tail) > 3):
            yield Shaped(start=start, end=found.end(), type="organisation", rule="pattern", weight=-0.5)


def _institutions(text: str, words: Words) -> Iterator[Shaped]:
    for found in _INSTITUTION.finditer(text):
        start = left_edge(text, found.start(), words, longest=16, allow=_IN_NAMES)
        if found.start() - start >= 2 and words.breaks[found.end()] and not _INSTITUTION.search(text, start, found.start()):
            fund = found.group().endswith("基金")
            yield Shaped(start=start, end=found.end(), type="company" if fund else "organisation", rule="institution", weight=-0.5)


def _firms(text: str, words: Words) -> Iterator[Shaped]:
    for found in _LEGAL.finditer(text):
        end = found.start()
        # 摩尔线程智能科技(北京)股份有限公司: step over one bracketed place.
        inner = _BRACKETED_PLACE.search(text, max(0, end - 8), end)
        own = inner.start() if inner else end
        start = left_edge(text, own, words, longest=20, allow=_IN_LEGAL)
        # 长江证券(上海)资产管理有限公司: the bracket may stand further left.
        if inner is None and (place := _BRACKETED_PLACE.search(text, max(0, start - 8), start)):
            start = left_edge(text, place.start(), words, longest=20, allow=_IN_LEGAL)
        if own - start >= 2:
            yield Shaped(start=start, end=found.end(), type="company", rule="pattern", weight=-0.5)
    for found in _FLAGGED.finditer(text):
        yield Shaped(start=found.start(), end=found.end(), type="company", rule="pattern", weight=-0.5)
    for start, tag in words.tags.items():
        if tag in _OWN_NAME_TAGS and (end := words.breaks.find(1, start + 1)) - start >= 4 and _FIRM_END.search(text, start + 2, end):
            yield Shaped(start=start, end=end, type="company", rule="dictionary-firm", weight=-0.5)
    for found in _HOUSE_FUND.finditer(text):
        yield Shaped(start=found.start(), end=found.end(), type="company", rule="pattern", weight=-0.5)
    for found in _FIRM.finditer(text):
        start = left_edge(text, found.start(), words, longest=6)
        body = found.start() - start
        if not 2 <= body <= 6 or not (words.breaks[found.start()] and words.breaks[found.end()]):
            continue
        body_text = text[start : found.start()]
        if body_text.endswith(("a股", "h股", "b股", "%")) or body_text[0].isdigit():
            continue
        led = _LEADS_FIRM.search(text, max(0, start - 8), start) is not None
        singles = sum(1 for i in range(start, found.start()) if words.breaks[i] and words.breaks[i + 1])
        named = {words.tags.get(i, "") for i in range(start, found.start())} & {"nr", "nz", "nrt", "nt"}
        if led or singles >= 2 or (singles and named) or (found.group() in _STRONG and (singles or named)):
            yield Shaped(
                start=start,
                end=found.end(),
                type="company",
                rule="led-firm" if led else "odd-firm" if singles == body == 2 else "firm-shape",
                weight=-0.5,
            )
    for found in _STAKE.finditer(text):
        start = left_edge(text, found.start(), words, longest=12)
        start += text.startswith("所持", max(0, start - 1))  # 华为所|持引望10%股权
        if found.start() - start >= 2 and not _NO_STAKE.search(text, start, found.start()) and all(map(is_cjk, text[start : found.start()])):
            end = found.start()
            while text[end - 1] in "约近逾超共":
                end -= 1  # 持有宇树科技约0.3%股权
            if end - start >= (2 if text[start - 1] == "持" else 3):
                yield Shaped(start=start, end=end, type="company", rule="stake", weight=-0.5)


def _products(text: str, content: str, folded: Folded) -> Iterator[Shaped]:
    for pattern in (_LATIN_PRODUCT, _CODE_WORD):
        for found in pattern.finditer(text):
            word = found.group()
            raw = folded.span(found.start(), found.end())
            letters = content[raw.start : raw.end]
            if _NOT_PRODUCT.fullmatch(word) or not any(c.isupper() for c in letters):
                continue
            if _GENERIC_LATIN.fullmatch(word):
                continue
            yield Shaped(start=found.start(), end=found.end(), type="product/technology", rule="pattern", weight=-1)
    for found in _TITLE.finditer(text):
        body = found["body"]
        if not _PRESS.search(body):
            kind = "macro/policy" if _DOCUMENT.search(body) else "product/technology"
            yield Shaped(start=found.start("body"), end=found.end("body"), type=kind, rule="title", weight=1)
    for pattern in (_QUOTED_PRODUCT, _CODENAME):
        for found in pattern.finditer(text):
            yield Shaped(start=found.start("name"), end=found.end("name"), type="product/technology", rule="quoted", weight=0.5)


def _goods(text: str, content: str, folded: Folded, words: Words) -> Iterator[Shaped]:
    def edge(end: int) -> int:
        return left_edge(text, end, words, longest=8, allow=_IN_GOODS)

    for start, end, rule in find_goods(text, content, folded, words, left_edge=edge):
        yield Shaped(start=start, end=end, type="product/technology", rule=rule, weight=-0.5)

    def wide_edge(end: int) -> int:
        return left_edge(text, end, words, longest=12, allow=_IN_GOODS)

    for start, end in chain(find_told(text, words, left_edge=wide_edge), find_clause_goods(text, words)):
        if text[start:end].isascii() and not any(c.isupper() for c in content[folded.offsets[start] : folded.offsets[end - 1] + 1]):
            continue
        yield Shaped(start=start, end=end, type="product/technology", rule="told", weight=-0.6)
    for start, end in find_recalled(text, words):
        yield Shaped(start=start, end=end, type="product/technology", rule="recalled", weight=-0.3)
    for start, end in find_owned_english(content):
        yield Shaped(start=folded.position(start), end=folded.position(end), type="product/technology", rule="told", weight=-0.6)
    for start, end in find_groups(text, words, left_edge=wide_edge):
        yield Shaped(start=start, end=end, type="sector/theme", rule="group", weight=-0.6)


def _persons(text: str, words: Words) -> Iterator[Shaped]:
    for found in chain(_APPOINTED.finditer(text), scan_near(_ADDRESSED, _ADDRESS_WORD, text, reach=3)):
        yield Shaped(start=found.start("name"), end=found.end("name"), type="person", rule="pattern", weight=4)
    for found in chain(_TITLED.finditer(text), scan_near(_SAID, _SAYING_WORD, text, reach=3)):
        start, end = found.span("name")
        if end - start == 3 and (text[end - 1] in _NOT_GIVEN or not words.breaks[end]):
            end -= 1
        name = text[start:end]
        if name[-1] in _NOT_GIVEN or name[:2] in _NOT_PERSON or not words.breaks[end]:
            continue
        yield Shaped(start=start, end=end, type="person", rule="pattern", weight=-0.5)


def _latin_names(content: str, folded: Folded) -> Iterator[Shaped]:
    text = folded.text
    for found in _ENGLISH_FIRM.finditer(content):
        yield Shaped(start=folded.position(found.start()), end=folded.position(found.end()), type="company", rule="pattern", weight=-0.5)
    for found in _LATIN_CALLED.finditer(content):
        start, end = found.span("role" if found["role"] else "deed")
        yield Shaped(start=folded.position(start), end=folded.position(end), type="company", rule="pattern", weight=-0.5)
    for found in _LATIN_NAME.finditer(content):
        if found.group() in _LATIN_COMMON:
            continue
        before, after = content[found.start() - 1 : found.start()], content[found.end() : found.end() + 1]
        if not (before and is_cjk(before)) and not (after and is_cjk(after)):
            continue
        start, end = folded.position(found.start()), folded.position(found.end())
        firm = _LATIN_FIRM_AFTER.match(text, end)
        yield Shaped(start=start, end=end, type="company" if firm else "product/technology", rule="pattern", weight=-1)


def shaped_names(text: str, content: str, folded: Folded, words: Words) -> Iterator[Shaped]:
    """Yield names by their shape, overlapping ones too."""
    yield from _fund_index_authority(text, words)
    yield from _institutions(text, words)
    yield from _firms(text, words)
    yield from _products(text, content, folded)
    yield from _goods(text, content, folded, words)
    yield from _persons(text, words)
    yield from _latin_names(content, folded)
