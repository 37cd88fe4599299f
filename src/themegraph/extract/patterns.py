"""Names by their shape: ETFs, indices, authorities, companies, products, titled persons, documents. Tables and one pass each.

All patterns run on folded text (simplified, half width, lower case) and are linear: no nested quantifiers, bounded repeats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from themegraph.extract.fold import Folded, is_cjk

__all__ = ["COMPARED_AFTER", "COMPARED_BEFORE", "GENERIC_AFTER", "OTHER_FIRM_AFTER", "Shaped", "left_edge", "shaped_names"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaped:
    """A piece of text shaped like a name."""

    start: int
    end: int
    type: str
    rule: str
    weight: float


# A nickname that only compares is no mention: 中国版英伟达, 下一个特斯拉, 芯片界的茅台, 第二个宁德时代.
COMPARED_BEFORE = re.compile(r"(?:版的?|下一个|下一家|第二个|又一个|另一个|界的?|圈的?|国产的?|小|平价|低配)[“\"「『]?$")
COMPARED_AFTER = re.compile(r"^[”\"」』]?(?:平替|第二|杀手|之父|二号|模式|时刻)")
# 中国稀土 + 出口 is a country's trade, not the company of that name.
GENERIC_AFTER = re.compile(
    r"^(?:产业|行业|市场|协会|学会|出口|进口|企业|厂商|成分|工业|业|经济|制造|资产|储备|需求|消费|价格|产品|产量|销量|供应|技术|品牌|系统|导航|卫星|频道|概念|板块|赛道|间|用户|互联网|支付|电话|票房|院线|史|梦|队|人|政府|"
    r"公司们|开发者|供给|管制|资源|矿)"
)
# Two characters before these words name another firm: 华夏基金 is not 华夏银行.
OTHER_FIRM_AFTER = re.compile(
    r"^(?:基金|资本|期货|信托|租赁|人寿|财险|产险|资管|理财|保险|证券|银行|地产|置业|物业|影业|音乐|健康|医药|药业|电子|科技|生物|能源|电力|电气|重工|股份|集团|控股|国际|投资|资产|传媒|文化|网络|软件|信息|通信|材料|化工|机械|装备|航空|航天|"
    r"汽车|半导体|智能|环保|建设|实业|食品|医疗|商业|百货|高速|港口|矿业|钢铁|水泥|农业|种业|时报|日报|晚报|中国|大学|医院|动力|光电|发展|高科|大道|路|广场|大厦|杯|区|县|市|镇|省|村|河|山)"
)

_FUNCTION = (
    "跟踪 该 的 和 与 及 等 或 说 是 把 买 在 对 从 向 由 为 被 让 给 将 已 也 都 又 而 但 若 如 其 这 那 只 某 每 各 本 称 据 即 当 则 因 所 布局 关注 聚焦 通过 借助 购买 持有 买入 卖出 成为 包括 其中 例如 比如 以及 还有 "
    "成交 想买 旗下 同名 产品 基金 截至 今日 昨日 目前 消息面 数据显示 相关 规模 场内 全市场 首只 首批 唯一 最大 两只 多只 一只 三只 认购 申购 赎回 增持 减持 重仓 投资 涉及 对应 挂钩 关联 追踪 紧密 复制 上市 发行 "
    "近期 此前 日前 近日 当日 当天 盘中 早盘 午后 收盘 尾盘 盘面上 资金 净流入 显示 可以 可 借道 利好 提振 带动 影响 受益 代码 写成 名称 名为 更名 原名 简称 若只 要么 "
    "公告 宣布 表示 认为 指出 透露 披露 发布 推出 获得 收到 拟 向 与 并 同时 随后 此外 另外 另 还 仍 再 均 双双 分别 一致 成员 客户 股东 合作方 供应商 对手 子公司 参股 控股 收购 入股 领投 跟投 美国 中国 日本 韩国 德国 法国 英国 "
    "国内 国外 海外 本土 全球 今年 去年 明年 上半年 下半年 来自 隶属 一家 多家 两家 几家 三家 知名 老牌 头部 龙头 明星 独角兽 初创 创业 新锐 年 月 日 号 前 后 上 下 中 内 外 起 至 到 了 着 过 不 没有 没 未 无 非 有 称 叫 做 就 才 之 以".split()  # noqa: SIM905
)
_STOP = frozenset(_FUNCTION)


def left_edge(text: str, end: int, breaks: bytearray, *, longest: int, stop: frozenset[str] = _STOP) -> int:
    """Return where a name that ends at ``end`` begins: going left word by word until a function word, a mark or ``longest`` characters."""
    start = end
    while start > 0 and end - start < longest:
        at = start - 1
        if not (is_cjk(text[at]) or (text[at].isascii() and text[at].isalnum()) or text[at] in "&·-"):
            break
        while at > 0 and not breaks[at] and end - at < longest + 4:
            at -= 1
        word = text[at:start]
        if word in stop:
            break
        start = at
    while start < end and text[start] in "-·&":
        start += 1
    return start


_ETF = re.compile(r"etf(?:联接基金|联接|基金|lof)?")
_INDEX = re.compile(r"(?<!股票)(?:价格指数|综合指数|成份指数|主题指数|产业指数|指数)(?!基金|级|型|化|增强|样本|成份|成分|权重|点位|编制|公司|函数)")
_AUTHORITY = re.compile(
    r"(?:管理总局|监督总局|监管总局|税务总局|海关总署|新闻出版署|出版署|国家能源局|能源局|药监局|医保局|证监会|银保监会|金融监管局|发改委|发展改革委|国资委|财政部|商务部|工信部|科技部|教育部|农业农村部|交通运输部|生态环境部|自然资源部|人力资源社会保障部|"
    r"国防部|外交部|司法部|能源部|劳工部|财务省|经产省|交易所|交易中心|人民法院|高等法院|地方法院|联邦法院|法院|检察院|仲裁委员会|委员会办公室|委员会|监管局|管理局|统计局|交易委员会|行业协会|工业协会|协会|联合会|商会|学会|"
    r"研究院|研究所|实验室|大学|人民政府|市政府|省政府|中央银行|人民银行|国务院|联盟)"
)
_FIRM = re.compile(
    r"股份有限公司|有限责任公司|集团有限公司|有限公司|有限合伙|"
    r"(?:科技|股份|集团|控股|证券|银行|基金|资本|创投|投资|保险|人寿|信托|期货|汽车|半导体|微电子|电子|生物|医药|药业|制药|能源|新能源|电气|电力|材料|新材|智能|机器人|航天|航空|重工|钢铁|矿业|石化|化工|化学|食品|乳业|酒业|传媒|影业|网络|信息|软件|数据|通信|光电|精密|"
    r"动力|物流|快递|地产|置业|物业|置地|资源|稀土|锂业|铝业|铜业|钴业|环境|环保|水务|种业|农牧|牧业|渔业|船舶|海运|港口|航运|航空公司|存储|芯|微|公司)"
)
_CODE_WORD = re.compile(
    r"(?<![a-z0-9.\-])(?=[a-z0-9\-+/]{0,12}\d)(?:[a-z]{1,8}-?\d{1,5}[a-z]{0,4}(?:[-+/][a-z0-9]{1,6})?\+?|[a-z]{1,4}\d/\d)(?![a-z0-9])"
)
_TITLE = re.compile(r"《(?P<body>[^《》\n]{1,60})》")
_NOT_PRODUCT = re.compile(
    r"^(?:q[1-4]|h[12]|a\d{2,4}|l[1-5]|m[012]|[1-9]\d*[a-z]?|fy\d+|t\+?\d|n\+?\d|pm2|co2|so2|ipv\d|web3|covid-?19|g20|g7|5g|4g|6g|20\d\d|e\d+|p[1-9]0|top\d+|mp3|b2b|b2c|c2c|o2o|c\d{1,2}|v\d|no\d+|st\d+)$"
)
_DOCUMENT = re.compile(
    r"(?:办法|条例|通知|意见|方案|规划|规定|法案|细则|指引|纲要|措施|计划|法|决定|公告|指南|清单|目录|报告|协议|合同|白皮书|说明书|问询函|决定书)(?:\([^)]*\))?$"
)
_PRESS = re.compile(r"(?:日报|时报|晚报|早报|周刊|新闻|周报|商报|财经|导报|月刊|杂志|电讯|评论|在线|网|报)$")
_SURNAME = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关"
    "兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝司马欧阳诸葛上官"
)
_TITLED_AFTER = re.compile(
    rf"(?:董事长兼ceo|董事长兼总经理|董事长|总经理|副总裁|总裁|首席执行官|首席财务官|首席技术官|首席科学家|ceo|cfo|cto|coo|创始人|联合创始人|实控人|实际控制人|董秘|董事会秘书|主席|行长|局长|部长|总监|分析师|经济学家|教授|院士|总统|总理|首相|财长)(?P<name>[{_SURNAME}][\u4e00-\u9fff]{{1,2}})"
    r"(?=表示|称|说|指出|认为|介绍|透露|在|曾|于|近日|早前|此前|早|、|,|。|:|;|\(|\)|和|与|强调|坦言|告诉|宣布|出席|持有|辞|因|向|对|及|将|也|则|[日周昨今])"
)


def shaped_names(text: str, content: str, folded: Folded, breaks: bytearray) -> Iterator[Shaped]:
    """Yield names by their shape, overlapping ones too."""
    for found in _ETF.finditer(text):
        if found.end() < len(text) and text[found.end()].isascii() and text[found.end()].isalnum():
            continue
        start = left_edge(text, found.start(), breaks, longest=16)
        if start < found.start():
            yield Shaped(start=start, end=found.end(), type="etf", rule="pattern", weight=-0.5)
    for found in _INDEX.finditer(text):
        start = left_edge(text, found.start(), breaks, longest=18)
        if found.end() - start >= 4 and start < found.start():
            yield Shaped(start=start, end=found.end(), type="index", rule="pattern", weight=-0.5)
    for found in _AUTHORITY.finditer(text):
        start = left_edge(text, found.start(), breaks, longest=14)
        if found.end() - start >= 3 and (
            start < found.start() or len(found.group()) > 3 or found.group() in {"商务部", "财政部", "国务院", "发改委", "工信部", "证监会", "国资委"}
        ):
            yield Shaped(start=start, end=found.end(), type="organisation", rule="pattern", weight=-0.5)
    for found in _FIRM.finditer(text):
        full = found.group().endswith("公司") and len(found.group()) > 2
        if not full:
            continue
        start = left_edge(text, found.start(), breaks, longest=20)
        if found.start() - start >= 2:
            yield Shaped(start=start, end=found.end(), type="company", rule="pattern", weight=-0.5)
    for found in _CODE_WORD.finditer(text):
        word = found.group()
        raw = content[folded.span(found.start(), found.end()).start : folded.span(found.start(), found.end()).end]
        if _NOT_PRODUCT.match(word) or not any(c.isupper() for c in raw) or sum(c.isdigit() for c in word) == len(word):
            continue
        yield Shaped(start=found.start(), end=found.end(), type="product/technology", rule="pattern", weight=-1)
    for found in _TITLE.finditer(text):
        body = found["body"]
        if _PRESS.search(body):
            continue
        kind = "macro/policy" if _DOCUMENT.search(body) else "product/technology"
        yield Shaped(start=found.start("body"), end=found.end("body"), type=kind, rule="pattern", weight=1)
    for found in _TITLED_AFTER.finditer(text):
        yield Shaped(start=found.start("name"), end=found.end("name"), type="person", rule="pattern", weight=-0.5)
