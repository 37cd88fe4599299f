"""Products that no list has: goods named by what they are (干法电极设备, 商品猪), by number (朱雀三号), by brand and model (问界M8), by drug stems.

A good is read at its full length, modifiers included, and only where the words around it make or sell it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from themegraph.extract.names.guards import word_set
from themegraph.extract.text.scan import scan_near
from themegraph.extract.text.segment import Words
from themegraph.extract.text.words import WordTable
from themegraph.folding import Folded, is_cjk

__all__ = ["HEADS", "INNER_VERB", "Good", "find_goods", "trim_good"]

Good = tuple[int, int, str]
"""Start, end and the rule that found it: ``goods`` for a noun phrase, ``model`` for a name with a number or a stem."""

# Nouns that name goods, by trade. A noun phrase that ends with one of them is a product.
HEADS = word_set("""
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
    锻件 外延片 衬底 衬底片 颗粒硅 复投料 硅料 硅棒 电子纱 电子布 载板 封装材料 存储芯片 存储卡 内存条 固态硬盘 光器件 光引擎 硅光芯片 滤波器 振荡器 晶振 陶瓷电容 功率器件 功率模块 碳化硅器件 加速卡 算力卡 推理卡 液冷机柜 液冷系统 液冷板 电源 冷却系统 测试机 分选机
    探针台 划片机 清洗机 涂胶显影机 离子注入机 薄膜设备 键合机 贴片机 雷达 航空发动机 发动机叶片 高温合金 钛合金 机载设备 导引头 相控阵 箭体 火箭发动机 卫星载荷 星载终端 机翼 舱门 起落架 战机 战斗机 教练机 运输机 护卫舰 潜艇 航母 舰船 坦克 弹药
    煤炭 商品煤 动力煤 焦煤 焦炭 铁矿石 铁精粉 铜精矿 锌精矿 金精矿 阴极铜 电解镍 高冰镍 氢氧化镍 氢氧化钴 四氧化三钴 硫酸钴 硫酸镍 三元前驱体 三元材料 六氟磷酸锂 电解钴 锂盐 锂精矿 钨精矿 钼精矿 钼铁 稀土氧化物 氧化镨钕 永磁体 黄金饰品 白银 铝锭 铝板 铝箔坯 钢材 钢板 线材 螺纹钢 硅钢 不锈钢 铁合金 硅铁
    聚丙烯 聚乙烯 聚氯乙烯 乙二醇 涤纶 涤纶长丝 短纤 氨纶 粘胶 纯苯 丙烯腈 丁二烯 顺丁橡胶 轮胎 炭黑 己内酰胺 草甘膦 尿素 磷酸铁 磷酸一铵 氯碱 液氯 环氧丙烷 聚醚 电石 合成氨 氢气 液氢 工业气体 电子气体 特种气体 湿电子化学品 光引发剂 阻燃剂 抗氧剂 粘结剂
    储能电站 储能电池 钠电池 固态电池 半固态电池 动力电池 圆柱电池 刀片电池 换电站 充电模块 电驱 电驱系统 电控 热管理系统 空气悬架 制动系统 转向系统 智驾方案 智驾系统 智能座舱 座舱芯片 车规芯片 车机 摄像模组 毫米波雷达 天幕玻璃 汽车玻璃 保险杠 仪表盘 变速器 燃料电池系统 增程器 房车 牵引车 自卸车 矿卡 装载机 压路机 高空作业平台 塔吊
    光伏玻璃 光伏胶膜 光伏支架 微型逆变器 跟踪支架 焊带 接线盒 硅片切割 金刚线 石英坩埚 海上风机 风电叶片 风电轴承 管桩 导管架 海底电缆 高压电缆 电力电缆 智能电表 环网柜 开关柜 继电保护 互感器 电容器 燃气轮机 汽轮机 核电主泵 核燃料 蒸汽发生器 压力容器 锅炉
    生物类似药 双特异性抗体 抗体偶联药物 降糖药 减肥药 减重药 吸入剂 滴眼液 贴剂 颗粒剂 丸剂 滴丸 凝胶 疫苗产品 流感疫苗 血制品 静丙 人工晶体 人工关节 支架系统 骨科耗材 超声刀 监护仪 影像设备 磁共振 基因测序仪 隐形眼镜 助听器 血糖仪 透析机 医美针剂 玻尿酸 重组胶原蛋白 肉毒素 角膜塑形镜
    酱香酒 浓香型白酒 葡萄酒 黄酒 威士忌 矿泉水 瓶装水 功能饮料 茶饮 奶茶 咖啡豆 奶酪 黄油 婴幼儿奶粉 方便面 火腿肠 调味料 蚝油 食醋 榨菜 坚果 辣条 薯片 魔芋 速冻水饺 猪肉 牛肉 羊肉 鸡肉 鸡蛋 白羽鸡 水产品 白糖 棕榈油 豆油 豆粕 玉米种子 转基因玉米 转基因大豆 化妆品 护肤品 防晒霜 香水 洗发水 卫生巾 牙刷 羽绒服 冲锋衣 童装 运动服 行李箱 珠宝 钻石 手办 毛绒玩具 积木
    智能眼镜 折叠屏手机 笔记本电脑 平板电脑 游戏机 头显 无人机整机 扫地机器人 割草机器人 泳池机器人 人形机器人 四足机器人 机器狗 协作机器人 工业机器人 谐波减速器 行星滚柱丝杠 空心杯电机 力传感器 视觉传感器 编码器 伺服电机 电子皮肤 数控系统 五轴机床 注塑机 激光切割机 缝纫机
    集装箱船 lng运输船 油船 甲醇船 邮轮 汽车运输船 集装箱 起重船 风电安装船 海工平台 钻井平台 电动飞机 支线客机 大飞机 盾构 高铁 地铁车辆 信号系统 轨道车辆
    智能体 办公软件 工业软件 安全软件 浏览器 搜索引擎 云服务 算力服务 支付系统 音视频会议 输入法
    """)
_ALONE = HEADS - word_set("""
    雷达 电源 衬底 锻件 煤炭 焦煤 焦炭 黄金饰品 白银 钢材 线材 珠宝 高铁 盾构 坦克 智能体 浏览器 储能电站 氢气 猪肉 牛肉 鸡蛋 凝胶 化妆品 茶饮 云服务 集装箱 智能座舱 人形机器人 工业机器人 固态电池 减肥药 豆粕 豆油 白糖 钻石 铁矿石 不锈钢 螺纹钢 动力煤 尿素 游戏机 车机 战机 煤炭 舰船 弹药
    芯片 晶片 设备 耗材 面板 手机 平板 电视 机器人 服务器 卫星 火箭 大模型 数据库 操作系统 底盘 支架 正极 负极 抑制剂 激动剂 小分子 中间体 添加剂 薄膜 原料药 眼镜 手表 咖啡 白酒 啤酒 饮料 玻璃 水泥 种子 模组 导弹
    抗体 发动机 电池 电容 电阻 客车 疫苗 单抗 双抗 胶囊 片剂 板材 机床 无人机 刀具 树脂 橡胶 涂料 化肥 精矿 铸件 硅片 晶圆 存储器 处理器 控制器 传感器
    """)
"""Heads that are goods without a modifier; the others are too wide."""
_BARE = re.compile(
    r"(?:没有|并无|暂无|尚无|(?<=[这该首两三数每一多])[款种台辆批]|全部|所有|递交|车上|车载自研|同靶点|巨额|后者|前者|主因|主要因|新一轮|大容量|一系列|系列|某|新一代|下一代|新款|全新|首款|首批|国产|高端|核心|主要|相关|上述|部分|各类|多款|传统|下游|上游|海外|国内|全球|自研|大量|优质|新型|成熟|主力|合格|同类|其他|其它|各种|类似|多种|公司|本土|有关|配套|整套|专用|通用|所需|关键|标的|多家|头部|整机|批量|年产|自产|企业级(?!ssd))+"
)
_MAKES = word_set(
    "推出 发布 研发 开发 生产 量产 自研 研制 销售 售出 交付 供应 供货 提供 出货 制造 主营 主产 经营 从事 出售 展出 代工 出口 投产 扩产 布局 升级 采购 购买 使用 采用 搭载 包括 收购 进口 推广 上线 下线 获批 拥有 召回 需要 应用 涉及 减产 停产 上市 发运 中标 签下 增加 减少"
)
INNER_VERB = re.compile(
    r".*(?:供应|供货|提供|交付|生产|销售|出货|推出|研发|发布|量产|开发|建设|采购|投建|兴建|签订|中标|取得|获得|应用于|用于|搭载|包括|涉及|转向|布局|聚焦|主攻|主推|主做|主营|主产|主打|从事|专注于|召回|停产|减产|扩产|代工|研制|制造|出口|订购|引进|及其|以及|由于)"
)
"""What stands before the good and is no part of it: 合肥建设 | 全固态电池."""
# Who makes or sells says so right before the good, an amount or an attribute between.
_MADE = re.compile(
    r"(?:推出|发布|研发|开发|生产|量产|自研|研制|销售|售出|交付|供应|供货|提供|出货|制造|主营|主产|主打|经营|从事|出售|展出|代工|出口|首发|投产|扩产|布局|升级|产销|靠的主要是|靠的是|主要是|加工|铸造|养殖|种植|酿造|冶炼|在售|下线|定制|独供|屠宰|出栏|旗下|的)"
    r"(?:了|过|其|的|自主|包括|新一代|全新|首款|一款|两款|三款|多款|首批|部分|全球首款|国内首款|\d[\d,.]*[万亿千]?[台套件颗只头吨辆片支座根羽瓶米]|约|超|逾|近){0,3}[“\"]?$"
)
_SOLD = re.compile(
    r"[”\"]?(?:由|均由|则由|采购自|供货|供应商|停产|减产|停售|停货|售价|出厂价|批发价|毛利|在研|出海|出口|产销|为(?:公司|其)?自|因|产品|业务|订单|收入|销量|销售|产能|产量|产线|生产线|项目|系列|量产|下线|获批|批价|出货|交付|占比|装机|供应|研发|均价|提价|涨价|报价|制造商|供应商|生产商|厂商|龙头|合同|试产|送样|小批量|样品|中试线|工厂|基地|已|将于|预计|尚未|中标|中选|断裂|召回)"
)
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]{1,2}|\d{1,3})号(?:[a-z]{1,2}(?![a-z]))?")
_NUMBER_MARK = re.compile("号")
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
    r"[A-Zt](?<![A-Za-z0-9.\-/&' ][A-Zt])(?:(?<=t)he [A-Z]|(?<=[A-Z]))[A-Za-z]{2,11} (?:\d{1,3}|[A-Z]\d{1,2})(?:[a-z])?(?: ?(?:Pro Max|Pro|Max|Ultra|Mini|Plus|Lite|Air))?(?![A-Za-z0-9.%年月日亿万元点])"
)
_LATIN_NOT = re.compile(
    r"(?:Top|Form|Phase|Level|Note|Class|Rule|Item|Table|FY|Chapter|Section|Article|Fortune|Euro|Stoxx|Nikkei|Dow|CSI|MSCI|Hang|Russell|Nasdaq|Nov|Dec|Oct|Sep|Aug|July?|June?|May|Apr|Mar|Feb|Jan|About|Just|Only|Over|Group|Tier|Web|Route|Round)[a-z]* "
)
_AFTER_NOUN = re.compile(
    r"(?:机器人|药物|产品|车型|机型|管线|候选药|新药|单抗|双抗|分子|疫苗|芯片|款)[“\"]?(?P<name>[a-z]{1,6}-?\d{1,5}[a-z+]{0,3}|\d{3}(?![\d.%万亿元年]))(?P<more>(?:[、和与及](?:[a-z]{1,6}-?\d{1,5}[a-z+]{0,3}))*)"
)
_CODE = re.compile(r"[a-z]{1,6}-?\d{1,5}[a-z+]{0,3}")
_DRUG_STEM = "替尼|单抗|格鲁肽|泊肽|度肽|列净|沙班|帕利|那韦|司他|西普|昔布|他汀|拉唑|沙坦|地平|利珠|妥珠|西尼|胰岛素|鲁胺|司韦"
_DRUG, _DRUG_TAIL = (
    re.compile(rf"[\u4e00-\u9fff]{{1,4}}(?P<stem>{_DRUG_STEM})(?:(?:缓释)?片(?![区面段仔])|胶囊|注射液|颗粒|软膏|乳膏|滴眼液)?"),
    re.compile(_DRUG_STEM),
)
_BEFORE_DRUG = re.compile(r".*(?:制剂|药物|产品|生物|医药|制药|新药|单药|联合|注射|药业|进口|国产|口服)")
_DRUG_EN = re.compile(
    r"[a-z](?<![a-z][a-z])[a-z]{2,11}(?:glipron|tinib|zumab|ximab|limab|tamab|mab|glutide|patide|ciclib|parib|gliptin|gliflozin|tecan)(?![a-z])"
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


_SIZE = re.compile(
    r"(?:\d{1,4}(?:\.\d{1,2})?(?:英寸|寸|毫米|微米|纳米|奈米|兆瓦|吨级|万吨级|层|伏|安时|升|公里|代|度|马力|匹|座)|\d{1,4}(?:\.\d{1,2})?(?:mm|nm|mw|kw|gw|gwh|kwh|kv|v|ah|cc|tb|gb|g|t|wh)|[npv]型)(?:级|以上)?$"
)
"""A measure that belongs to the good behind it: 12英寸 | 硅片, 300mm | 外延片."""
_SITE_KIND = "煤矿|铜矿|金矿|锂矿|铁矿|镍矿|铜钴矿|钴矿|钾肥矿|油田|气田|水电站|核电站|抽水蓄能电站"
_SITE, _SITE_TAIL = re.compile(rf"(?P<name>[\u4e00-\u9fff]{{2,5}}?|[a-z]{{2,8}})(?:{_SITE_KIND})(?!企|业|山股|石|商|区|产)"), re.compile(_SITE_KIND)


def trim_good(text: str, start: int, end: int) -> int:
    """Return where a good begins without the words that only point at it or count it: 全部 | 12英寸硅片."""
    bare = _BARE.match(text, start, end)
    return bare.end() if bare and bare.end() < end else start


def _heads() -> WordTable[bool]:
    return WordTable((head, head in _ALONE) for head in sorted(HEADS))


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
        if verb := INNER_VERB.match(text, start, hit.start):
            start = verb.end()
        if start == hit.start or words.breaks[start]:
            size = _SIZE.search(text, max(0, start - 8), start)
            start = size.start() if size else start
        while start < hit.start and not (is_cjk(text[start]) or text[start].isalnum()):
            start += 1
        if not hit.value and hit.start - start < 2:
            continue
        if not (words.breaks[start] or start == hit.start):
            continue
        if _MADE.search(text[max(0, start - 16) : start]) or _SOLD.match(text, hit.end):
            yield start, hit.end, "goods"


def _own_site(text: str, start: int, end: int, words: Words) -> bool:
    """Return whether a mine or a field has a name of its own: 同忻煤矿, but not 大型煤矿 or 澳大利亚铁矿."""
    odd = any(words.breaks[i] and words.breaks[i + 1] for i in range(start, end))
    return odd or words.tags.get(start, "") in {"nr", "nz", "nrt"} or text[start:end].isascii()


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
    for found in scan_near(_NUMBERED, _NUMBER_MARK, text, reach=3):
        start = max(left_edge(found.start()), found.start() - 4)
        body = text[start : found.start()]
        if len(body) >= 2 and all(map(is_cjk, body)) and body not in _NUMBER_FRONT and not _NOT_NUMBERED.match(text, found.end()):
            yield start, found.end(), "model"
    for pattern in (_MARQUE_MODEL, _WARPLANE, _DRUG_EN):
        for found in pattern.finditer(text):
            yield found.start(), found.end(), "model"
    for found in scan_near(_DRUG, _DRUG_TAIL, text, reach=4):
        start = max(found.start(), left_edge(found.end("stem") - 2))
        if front := _BEFORE_DRUG.match(text, start, found.end("stem") - 3):
            start = front.end()
        if found.end("stem") - start >= 4:
            yield start, found.end(), "model"
    for found in scan_near(_SITE, _SITE_TAIL, text, reach=8):
        start = max(found.start(), left_edge(found.end("name")))
        if found.end("name") - start >= 2 and words.breaks[start] and _own_site(text, start, found.end("name"), words):
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
