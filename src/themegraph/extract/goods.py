"""Products that no list has: goods named by what they are (干法电极设备, 商品猪), by number (朱雀三号), by brand and model (问界M8), by drug stems.

A good is read at its full length, modifiers included, and only where the words around it make or sell it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from themegraph.extract.guards import word_set
from themegraph.extract.segment import Words
from themegraph.extract.words import WordTable
from themegraph.folding import Folded, is_cjk

__all__ = ["Good", "find_goods"]

Good = tuple[int, int, str]
"""Start, end and the rule that found it: ``goods`` for a noun phrase, ``model`` for a name with a number or a stem."""

# Nouns that name goods, by trade. A noun phrase that ends with one of them is a product.
_HEADS = word_set("""
    芯片 晶片 驱动器 彩超 彩超设备 光模块 连接器 电感 电容 电阻 传感器 镜头 模组 面板 显示屏 电路板 覆铜板 铜箔 光棒 光纤 光缆 激光器 服务器 机柜 交换机 存储器 控制器 处理器 探测器 光刻胶 靶材 硅片 晶圆 掩膜版 抛光垫 抛光液
    前驱体 引线框架 封装基板 散热器 冷板 显卡 通信终端 手机 平板 耳机 眼镜 手表 音箱 电视 路由器 摄像头 机顶盒 电源模块
    电池 电芯 电解液 隔膜 正极材料 负极材料 正极 负极 组件 电池片 逆变器 胶膜 支架 银浆 变流器 储能系统 储能柜 充电桩 叶片 单桩 塔筒 铸件 主轴 齿轮箱 风机 风电机组 试验样机 电缆 海缆 变压器 组合电器 断路器 电表 绝缘子 换流阀 电解槽 储氢瓶
    轿车 suv 皮卡 卡车 客车 重卡 底盘 座椅 车灯 轮胎 轮毂 制动器 转向器 悬架 电机 减速器 减速机 轴承 丝杠 齿轮 执行器 关节模组 灵巧手 域控制器 激光雷达 变速箱 发动机 压铸件 线束
    机床 机械臂 机器人 挖掘机 起重机 盾构机 叉车 阀门 压缩机 无人机 直升机 火箭 卫星 导弹 油轮 集装箱船 散货船 燃料船 lng船 刀具 设备 检测仪 光刻机 刻蚀机
    疫苗 单抗 双抗 注射液 胶囊 片剂 口服液 试剂盒 诊断试剂 标测导管 导管 球囊 起搏器 瓣膜 种植体 内窥镜 呼吸机 手术机器人 白蛋白 免疫球蛋白 胰岛素 原料药 中间体 抑制剂 激动剂 小分子 偶联药物 耗材 敷料
    树脂 橡胶 碳纤维 薄膜 涂料 染料 催化剂 添加剂 制冷剂 化肥 钾肥 复合肥 磷肥 除草剂 甲醇 纯碱 烧碱 钛白粉 硅胶 玻璃 水泥 钢管 特钢 板材 铝箔 铝材 铜杆 磁材 磁体 精矿 碳酸锂 氢氧化锂 磷酸铁锂 胶黏剂 光学膜 包装纸
    白酒 啤酒 饮料 酸奶 牛奶 奶粉 食用油 菜籽油 酱油 预制菜 冻干食品 卤制品 烘焙食品 速冻食品 糕点 冰淇淋 咖啡 空调 冰箱 洗衣机 扫地机 吸尘器 床垫 运动鞋 面膜 牙膏 纸尿裤 盲盒 金条 金饰 首饰 手游 端游 短剧
    种子 商品猪 仔猪 肉猪 生猪 肉鸡 鸡苗 饲料 对虾 氯化钾 吸附剂 萃取剂 氧化铝 电解铝 工业硅 有机硅 动车组 扫描仪 打印机 投影仪 咖啡机 净水器 电动车 摩托车 电梯 太阳镜 香精 香料 甜味剂 维生素 氨基酸
    大模型 操作系统 数据库
    """)
_ALONE = _HEADS - word_set("""
    芯片 晶片 设备 耗材 面板 手机 平板 电视 机器人 服务器 卫星 火箭 大模型 数据库 操作系统 底盘 支架 正极 负极 抑制剂 激动剂 小分子 中间体 添加剂 薄膜 原料药 眼镜 手表 咖啡 白酒 啤酒 饮料 玻璃 水泥 种子 模组 导弹
    抗体 发动机 电池 电容 电阻 客车 疫苗 单抗 双抗 胶囊 片剂 板材 机床 无人机 刀具 树脂 橡胶 涂料 化肥 精矿 铸件 硅片 晶圆 存储器 处理器 控制器 传感器
    """)
"""Heads that are goods without a modifier; the others are too wide."""
_BARE = re.compile(
    r"(?:全部|所有|巨额|后者|前者|主因|主要因|新一轮|大容量|一系列|系列|某|新一代|下一代|新款|全新|首款|首批|国产|高端|核心|主要|相关|上述|部分|各类|多款|传统|下游|上游|海外|国内|全球|自研|大量|优质|新型|成熟|主力|合格|同类|其他|其它|各种|类似|多种|公司|本土|有关|配套|整套|专用|通用|所需|关键|标的|多家|头部|整机|批量|年产|自产|企业级(?!ssd))+"
)
_MAKES = word_set(
    "推出 发布 研发 开发 生产 量产 自研 研制 销售 售出 交付 供应 供货 提供 出货 制造 主营 主产 经营 从事 出售 展出 代工 出口 投产 扩产 布局 升级 采购 购买 使用 采用 搭载 包括 收购 进口 推广 上线 下线 获批 拥有 召回 需要 应用 涉及 减产 停产 上市 发运 中标 签下 增加 减少"
)
_INNER_VERB = re.compile(
    r".*(?:供应|供货|提供|交付|生产|销售|出货|推出|研发|发布|量产|开发|建设|采购|投建|兴建|签订|中标|取得|获得|应用于|用于|搭载|包括|涉及|转向|布局|聚焦|及其|以及|由于)"
)
"""What stands before the good and is no part of it: 合肥建设 | 全固态电池."""
# Who makes or sells says so right before the good, an amount or an attribute between.
_MADE = re.compile(
    r"(?:推出|发布|研发|开发|生产|量产|自研|研制|销售|售出|交付|供应|供货|提供|出货|制造|主营|主产|主打|经营|从事|出售|展出|代工|出口|首发|投产|扩产|布局|升级|产销|靠的主要是|靠的是|主要是|加工|铸造|养殖|种植|酿造|冶炼|在售|下线|定制|独供|屠宰|出栏|旗下|的)"
    r"(?:了|过|其|的|自主|包括|新一代|全新|首款|一款|两款|三款|多款|首批|部分|全球首款|国内首款|\d[\d,.]*[万亿千]?[台套件颗只头吨辆片支座根羽瓶米]|约|超|逾|近){0,3}[“\"]?$"
)
_SOLD = re.compile(
    r"[”\"]?(?:产品|业务|订单|收入|销量|销售|产能|产量|产线|生产线|项目|系列|量产|下线|获批|批价|出货|交付|占比|装机|供应|研发|均价|提价|涨价|报价|制造商|供应商|生产商|厂商|龙头|合同|试产|送样|小批量|样品|中试线|工厂|基地|已|将于|预计|尚未|中标|中选|断裂|召回)"
)
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]{1,2}|\d{1,3})号(?:[a-z]{1,2}(?![a-z]))?")
_NOT_NUMBERED = re.compile(
    r"文|文件|公告|楼|院|机组|高炉|线|矿|井|令|台风|公路|站|函|通知|标段|地块|专机|决议|议案|提案|炉|门|馆|厅|厂|泊位|航站|店|仓|库|工厂|船坞|中心|会计|准则|解释|股东|基金|产品|账户|资管|信托|私募"
)
_NUMBER_FRONT = word_set(
    "地铁 附件 编号 代号 第 文件 公告 银保监 证监 会计准则 准则 股权投资 资产管理 资管计划 信托计划 基金 员工持股计划 指引 高速 国道 省道 政治局 日 月 本月 当月 今年"
)
# Marques whose models are named by letters and numbers behind them.
_MARQUES = (
    "问界|智界|享界|尊界|尚界|哈弗|坦克|欧拉|海豹|海鸥|海豚|海狮|海豹|仰望|腾势|方程豹|宋|唐|秦|汉|元|深蓝|阿维塔|极氪|领克|银河|岚图|智己|昊铂|埃安|红旗|小鹏|理想|蔚来|零跑|小米|极狐|宝骏|五菱|乐道|萤火虫|长征|歼|运|直|枭龙|东风|麒麟|骁龙|天玑|昇腾|鲲鹏|玄戒|"
    "荣耀|红米|华龙|国和|波音|空客|宇树|银河|特斯拉"
)
_WARPLANE = re.compile(r"(?:歼|运|轰|直|武直|枭龙|翼龙|攻击|红旗|东风|鹰击|彩虹|翼龙)-\d{1,3}[a-z]{0,3}(?![a-z\d])")
_MARQUE_MODEL = re.compile(
    rf"(?:{_MARQUES})(?=[a-z]{{0,5}}-? ?[a-z\d])(?:[a-z]{{1,2}}\d{{1,4}}[a-z+]{{0,3}}|\d{{1,4}}[a-z]{{0,2}}\+?(?: ?(?:max|pro|ultra|plus))?|l?plus|dm-i|pro|max|ultra)(?:i|l)?(?![a-z\d%.])"
)
_LATIN_MODEL = re.compile(
    r"(?<![A-Za-z0-9.\-/&' ])(?:(?:the )?[A-Z][A-Za-z]{2,11}) (?:\d{1,3}|[A-Z]\d{1,2})(?:[a-z])?(?: ?(?:Pro Max|Pro|Max|Ultra|Mini|Plus|Lite|Air))?(?![A-Za-z0-9.%年月日亿万元点])"
)
_LATIN_NOT = re.compile(
    r"(?:Top|Form|Phase|Level|Note|Class|Rule|Item|Table|FY|Chapter|Section|Article|Fortune|Euro|Stoxx|Nikkei|Dow|CSI|MSCI|Hang|Russell|Nasdaq|Nov|Dec|Oct|Sep|Aug|July?|June?|May|Apr|Mar|Feb|Jan|About|Just|Only|Over|Group|Tier|Web|Route|Round)[a-z]* "
)
_AFTER_NOUN = re.compile(
    r"(?:机器人|药物|产品|车型|机型|管线|候选药|新药|单抗|双抗|分子|疫苗|芯片|款)[“\"]?(?P<name>[a-z]{1,6}-?\d{1,5}[a-z+]{0,3}|\d{3}(?![\d.%万亿元年]))(?P<more>(?:[、和与及](?:[a-z]{1,6}-?\d{1,5}[a-z+]{0,3}))*)"
)
_CODE = re.compile(r"[a-z]{1,6}-?\d{1,5}[a-z+]{0,3}")
_DRUG = re.compile(
    r"[\u4e00-\u9fff]{1,4}(?:替尼|单抗|格鲁肽|泊肽|度肽|列净|沙班|帕利|那韦|司他|西普|昔布|他汀|拉唑|沙坦|地平|利珠|妥珠|西尼|胰岛素|鲁胺|司韦)"
)
_BEFORE_DRUG = re.compile(r".*(?:制剂|药物|产品|生物|医药|制药|新药|单药|联合|注射|药业|进口|国产|口服)")
_DRUG_EN = re.compile(
    r"(?<![a-z])[a-z]{3,12}(?:glipron|tinib|zumab|ximab|limab|tamab|mab|glutide|patide|ciclib|parib|gliptin|gliflozin|tecan)(?![a-z])"
)
_QUOTED = re.compile(
    r"[“「『\"](?P<name>[^“”「」『』\"\n，。,;；%]{2,8})[”」』\"](?:[a-z0-9.]{0,6})(?=(?:全固态|半固态|固态|钠离子|动力|储能)?(?:电池|电芯|疫苗|新药|注射液|胶囊|手机|轿车|车型|suv|星座|飞船|空间站|客机|无人机|游戏|手游|应用|app|软件|系统|设备|咖啡|白酒|啤酒|饮料|品牌|技术|航母|战机|导弹|核电|芯|app|智能体|助手))"
)
_QUOTED_OWN = re.compile(r"[\u4e00-\u9fff]的[“「『\"](?P<name>[^“”「」『』\"\n，。,;；%]{1,8}(?:星座|号|-\d{1,3}))[”」』\"]")
_QUOTED_MADE = re.compile(
    r"(?:推出|发布|研发|自研|上线|首发|打造)(?:了|的|其|一款|新款|新品|新一代|全新|旗舰)*[“「『\"](?P<name>[^“”「」『』\"\n，。,;；%]{2,8})[”」』\"]"
)


_COUNTED = re.compile(r".*\d[\d,.]*[万亿千]?余?[艘台套架辆颗片只支件座条枚部吨头](?:的|新|大型)?")
"""新接10艘|集装箱船: the count and what stands before it tell of the order, not of the thing."""


def _heads() -> WordTable[bool]:
    return WordTable((head, head in _ALONE) for head in sorted(_HEADS))


_TABLE = _heads()


def _phrases(text: str, words: Words, left_edge: Callable[[int], int]) -> Iterator[Good]:
    for hit in _TABLE.find(text):
        if not words.breaks[hit.end]:
            continue
        # 伺服驱动器, 检测设备: a verb right before the noun says what it is for, unless it is the verb that makes it.
        inner = words.before(hit.start)
        bound = hit.start - inner == 2 and words.tags.get(inner, "").startswith("v") and text[inner : hit.start] not in _MAKES
        start = left_edge(inner if bound else hit.start)
        if counted := _COUNTED.match(text, start, hit.start):
            start = counted.end()
        if bare := _BARE.match(text, start, hit.start):
            start = bare.end()
        if verb := _INNER_VERB.match(text, start, hit.start):
            start = verb.end()
        while start < hit.start and not (is_cjk(text[start]) or text[start].isalnum()):
            start += 1
        if not hit.value and hit.start - start < 2:
            continue
        if not (words.breaks[start] or start == hit.start):
            continue
        if _MADE.search(text[max(0, start - 16) : start]) or _SOLD.match(text, hit.end):
            yield start, hit.end, "goods"


def find_goods(text: str, content: str, folded: Folded, words: Words, *, left_edge: Callable[[int], int]) -> Iterator[Good]:
    """Yield the goods of a folded text, overlapping ones too.

    Parameters
    ----------
    text
        Folded.
    content
        The original, for capitals.
    left_edge
        Where a name that ends at an offset begins at most.
    """
    yield from _phrases(text, words, left_edge)
    for found in _NUMBERED.finditer(text):
        start = max(left_edge(found.start()), found.start() - 4)
        body = text[start : found.start()]
        if len(body) >= 2 and all(map(is_cjk, body)) and body not in _NUMBER_FRONT and not _NOT_NUMBERED.match(text, found.end()):
            yield start, found.end(), "model"
    for pattern in (_MARQUE_MODEL, _WARPLANE, _DRUG_EN):
        for found in pattern.finditer(text):
            yield found.start(), found.end(), "model"
    for found in _DRUG.finditer(text):
        start = max(found.start(), left_edge(found.end() - 2))
        if front := _BEFORE_DRUG.match(text, start, found.end() - 3):
            start = front.end()
        if found.end() - start >= 4:
            yield start, found.end(), "model"
    for found in _AFTER_NOUN.finditer(text):
        yield *found.span("name"), "model"
        for more in _CODE.finditer(text, *found.span("more")):
            yield more.start(), more.end(), "model"
    for pattern in (_QUOTED, _QUOTED_MADE, _QUOTED_OWN):
        for found in pattern.finditer(text):
            yield *found.span("name"), "quoted"
    for found in _LATIN_MODEL.finditer(content):
        if not _LATIN_NOT.match(found.group()):
            yield folded.position(found.start()), folded.position(found.end()), "model"
