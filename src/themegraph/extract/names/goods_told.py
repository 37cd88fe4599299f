"""Goods that no table has a word for: told by what a firm is in (主营轮胎模具), by the deed done to them, by a brand's owner, and groups told by their noun.

What a noun ends with says whether it is a thing (抛光液, 减速机, 覆膜支架): that class of endings is closed, the things are not. A thing becomes a
good only where the words around it make or sell it, or beside a good in an enumeration.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from themegraph.extract.names.goods import HEADS, INNER_VERB
from themegraph.extract.names.guards import word_set
from themegraph.extract.text.scan import scan_at
from themegraph.extract.text.segment import Words
from themegraph.folding import is_cjk

__all__ = ["Told", "find_groups", "find_owned_english", "find_told", "is_thing", "name_begin", "name_items", "one_name", "too_wide"]

Told = tuple[int, int]
"""Start and end in folded text."""

LeftEdge = Callable[[int], int]
"""Where a name that ends at an offset begins at most."""

_THING_ENDS = "器机仪剂药膜胶酒船缸艇舰箱柜泵阀轴灯镜粉粒液酸碱盐酯醇醚酮酚烯烷胺糖肽苷菌苗屏瓶罐杯椅鞋袜巾帽砖瓷钢铝锌镍钴锂钨钼锡煤肥蛋奶豆菜鱼虾蟹棒丝绳绒棉革漆霜乳膏丸饮浆酱醋糕垫毯伞桨砂酵釉烟晶醛腈苯萘酐脂蜡髓肠枣桃梅床弹粮麦薯茶纸桩塔锯钻刀炉针板头件钛油"
_THING_WORDS = word_set("""
    零件 部件 配件 组件 元件 器件 软件 管件 锻件 铸件 紧固件 结构件 标准件 构件 壳体 粉体 晶体 磁体 抗体 气体 箭体 缸体 腔体 弹体 模块 模组 电池组 机组 芯片 刀片 叶片 硅片 晶片 镜片 薄片 切片 电池片 基片 贴片 膜片 药片 材料 原料 辅料 饲料
    涂料 染料 颜料 燃料 肥料 面料 布料 香料 饮料 塑料 油料 浆料 粉料 调料 填料 石料 线材 板材 管材 型材 钢材 铝材 铜材 木材 药材 器材 磁材 建材 棒材 线缆 电缆 光缆 电线 天线 导线 钢线 漆包线 切割线 钢丝线 纱线 数据线 面板 基板 背板 钢板
    铝板 铜板 电路板 线路板 石膏板 地板 盖板 蓄热板 纤维板 胶合板 钢管 铜管 铝管 软管 油管 导管 管道 真空管 汽车 轿车 卡车 客车 货车 挂车 房车 叉车 摩托车 自行车 电动车 三轮车 校车 专用车 皮卡 越野车 列车 机车 动车组 系统 装置 设备 装备 终端
    成衣 外套 羽绒服 西服 童装 服装 家居服 制品 食品 药品 饮品 甜品 饰品 血制品 乳品 礼品 提取物 抽提物 化合物 衍生物 混合物 氧化物 氟化物 聚合物 蛋白 电源 光源 激光源 玻璃 胶囊 微球 支架 导轨 滑轨 货架 螺栓 螺母 弹簧 垫片 密封圈 齿圈 轮毂
    链轮 滚轮 叶轮 涡轮 转子 定子 端子 电子纱 电子布 玻纤布 无纺布 水刺布 窗帘布 帆布 铜箔 铝箔 锂箔 箔 铜杆 拉杆 连杆 活塞杆 模具 刀具 量具 夹具 灯具 厨具 餐具 家具 玩具 洁具 渔具 文具 钟表 仪表 电表 水表 手表 燃气表 水泥 混凝土 沥青 碳黑
    石墨 白炭黑 泡沫 海绵 硅油 齿轮油 润滑油 食用油 花生油 菜籽油 变压器油 精油 香精 色素 维生素 激素 抗生素 毒素 辣椒红素 叶黄素 胰岛素 虾青素 纤维素 青霉素 霉素 引物 探针 试剂盒 套件 套装 礼盒 绷带 敷贴 输液袋 包装袋 种鸡 雏鸡 种猪 肉牛 奶牛
    肉羊 肉鸭 面包 饼干 零食 卤味 火锅底料 方便面 挂面 面条 水饺 汤圆 馄饨 月饼 奶酪 咖啡 可可 巧克力 糖果 坚果 果汁 果冻 果蔬 海苔 海带 海参 牛排 猪排 鸡排 丸子 火腿 门窗 幕墙 卫浴 马桶 水龙头 沙发 窗帘 吊顶 开关 插座 灯带 灯泡 音响 键盘
    鼠标 硬盘 显卡 主板 内存 闪存 固态硬盘 平板 手环 墨盒 硒鼓 硬件 机器人 重卡 轻卡 皮卡 游戏机 显卡 声卡 芯棒
    """)
_THING = re.compile(
    f"(?:[{_THING_ENDS}]|{'|'.join(sorted(_THING_WORDS))})$(?<!老板)(?<!板块)(?<!业板)(?<!创板)(?<!停板)(?<!封板)(?<!龙头)(?<!巨头)(?<!源头)(?<!势头)(?<!口头)(?<!码头)(?<!街头)(?<!牵头)(?<!年头)(?<!多头)(?<!空头)"
    r"(?<!寡头)(?<!头头)(?<!盘头)(?<!念头)(?<!苗头)(?<!风头)(?<!关头)(?<!回头)(?<!点头)(?<!抬头)(?<!矛头)(?<!条件)(?<!事件)(?<!案件)(?<!文件)(?<!邮件)(?<!证件)(?<!要件)(?<!稿件)(?<!附件)(?<!信件)(?<!快件)(?<!物件)(?<!业务件)(?<!主板)(?<!连板)(?<!首板)(?<!加油)(?<!石油)(?<!用油)(?<!耗油)(?<!漏油)"
)
"""How nouns of things end."""
_LAST = re.compile(f"[{_THING_ENDS}{''.join(sorted({word[-1] for word in _THING_WORDS}))}]")
_NO_THING = word_set("""
    创新药 新能源汽车 新能源车 电动汽车 电动车 中药 乘用车 商用车 机器人 方针 指针 时针 打针 危机 时机 商机 契机 动机 转机 生机 有机 随机 投机 司机 登机 停机 宕机 待机 伺机 趁机 良机 先机 玄机 医药 用药 售药 购药 制药 吃药 武器 机器 仪器 设备 材料 原料 装备 装置 系统 礼仪 发酵 凝胶 电器 容器 利器 神器
    规模 建模 大船 停船 造船 机构 透镜 一粒 颗粒 加盐 喝酒 茅台酒 酗酒 试剂 催化 冲击 反弹 导弹 子弹 炸弹 钻 高炉 出炉 停炉 剪刀 开刀 心肠 热肠 起床 临床 上床 机床 山东 烟 禁烟 吸烟 戒烟 加工 邮箱 信箱 汽车 列车 机车 动车组
    开关 主板 硬件 软件 木材 建材 钢材 电池 零件 元件 器件 组件 构件 系统 终端 原油 蛋白 货架 家具 气体 药品 食品 服装 制品 礼品 家居 厨具 电源 光源 能源 核酸 面板 平板 手机 眼镜 水泥 玻璃 汽车 轿车 卡车 客车 货车 叉车 饮料 零食
    果蔬 海鲜 内存 开发 燃料 建筑材料 会议材料 申报材料 证明材料 宣传材料 书面材料 新材料 原材料 红茶 吃饭 水饺 牛奶 茶 糖 鱼 虾 蛋 煤 钢 铝 锌 镍 锡 漆 醋 酱 床 灯 伞 塔 桩 豆 菜 酒 船 药 膜 胶 纸 粉 液 酸 碱 盐 棉 丝 粮 麦
    降糖 控糖 管理系统 股票 报纸 图纸 折纸 对手 领袖 灯塔 金字塔 政策 生态系统 操作系统 银行系统 司法系统 公安系统 教育系统 电力系统 金融系统 全系统 交易系统 支付系统 基础设备
    """)
"""Ends like a thing and is none, or is too wide a word without a modifier."""
_ABSTRACT = re.compile(
    r"(?:业务|服务|市场|公司|企业|技术|方案|领域|行业|产业|工作|活动|项目|能力|研究|投资|管理|经营|运营|贸易|销售|开发|咨询|工程|施工|建设|金融|板块|渠道|模式|平台|渗透|客户|品牌|战略|布局|机会|概念|股|赛道|产业链|价值|创新|转型|发展|合作|增长|消费|生态|产能|收入|利润|成本|价格|订单|部门|员工)$"
)
_LOOSE = word_set("p c u uj ul uz ug ud uv d r rr rz y e o zg_ t")
_POINTING = re.compile(
    r"(?:高性能|高端|中高端|各类|各种|相关|主要|多种|多款|一款|两款|三款|首款|新款|新一代|下一代|全新|系列|传统|国产|进口|优质|新型|大型|小型|中小型|自有|自主|核心|知名|著名|部分|上述|其他|其它|全球|国内|国际|海外|旗下|以及|包括|公司|上游|下游|中游|关键|专业|领先|"
    r"从事|所属|老牌|头部|最大|第[一二三四五]大|大|的|了|是|为|在|全国|我国|中国|同属|同为|归属|隶属|属于|新(?=.{2})|某|款|a股|港股|美股|h股|指(?!数|纹)|含|售|卖)+"
)
_TAIL = re.compile(r"(?:系列产品|类产品|产品|系列|等|业务)+$")
_SEPARATORS = word_set("、 和 与 及 以及 或 / 及其")

# What a firm is in: a list of goods stands behind, as far as the next mark or the work done on them.
_FRAME = re.compile(
    r"(?P<goods>(?:主营|主要|主导|核心|主力|拳头|代表|明星|重点|畅销|热销|支柱)产品(?:主要|线|已)?(?:为|是|包括|涵盖|覆盖|包含|有|系|:)了?|产品(?:主要|线|组合|矩阵|已)?(?:包括|涵盖|覆盖|包含)了?|(?:主要|专业|专门)?(?:生产销售|生产和销售|产销|生产经营)|主要生产|专业生产|专门生产|主产)"
    r"|(?:主营业务|主要业务|主业|业务)(?:主要|范围|已)?(?:为|是|包括|涵盖|覆盖|包含|涉及|系|:)了?|主营(?!业务|收入|产品|利润|构成)|主要从事|专业从事|专门从事|长期从事|从事|专注于?|主打|主攻|主做|致力于|深耕于?|聚焦于?|靠|凭借|以(?=[^,。]{2,12}(?:起家|为主|为核心|为支柱|著称|闻名|见长))"
)
_FRAME_START = re.compile(
    "主(?=[要营导力打攻做产业])|核(?=心)|拳(?=头)|代(?=表)|明(?=星)|重(?=点)|畅(?=销)|热(?=销)|支(?=柱)|产(?=[品销])|专(?=[业门注])|生(?=产)|业(?=务)|从(?=事)|长(?=期)|致(?=力)|深(?=耕)|聚(?=焦)|靠|凭(?=借)|以"
)
"""What a frame begins with."""
_FRAME_END = re.compile(
    r"[,。;:!?\n()]|等(?!离子|静压|温|轴)|的?(?:研究|研发|设计|开发|生产|制造|加工|销售|供应|贸易|代工|经营|组装|制备|推广|租赁|服务|起家|著称|闻名|见长|应用|研制|量产)|业务|领域|行业|赛道|为主|为核心|为支柱|打开|拿下|抢占|撑起|两大|三大|四大|两块|三块|的(?=企业|公司|厂商)|在内"
)

# The deed that makes or sells stands right before the good ...
_MADE = re.compile(
    r"(?:(?:推出|发布|上市)[^,。;、的]{0,6}(?:款|新一代|全新|首个|旗舰)[^,。;、的]{0,6}|推出|发布|研发|开发|生产|量产|自研|研制|销售|售出|交付|供应|供货|提供|制造|主营|主产|主打|出售|代工|出口|首发|投产|扩产|产销|建造|承建|召回|上市|下线|打造|酿造|出品|在研|自产|生产的|销售的|研发的|推出的|自主研发的?|自研的|制造的|建造的|开发的|独家供应|批量供应|种植|养殖|加工|停产|减产|复产|断供|停供|停售|扩建|新建|订购|交付)"
    r"(?:了|过|其|的|自主|包括|新一代|全新|首款|首个|一款|两款|三款|多款|首批|部分|全球首款|国内首款|全国首款|\d[\d,.]*[万亿千]?余?[艘台套件颗只头吨辆片支座根羽瓶米架]|约|超|逾|近|高端|国产|新款){0,3}[“\"「]?$"
)
_OWNED = re.compile(
    r"(?:旗下|的|公司|其|自有)(?:新款|新一代|自有|核心|主力|主打|明星|高端|全新|首款|这款|该款|第[一二三四五六七八九十]代){0,2}[“\"「]?$"
)
_NEAR = re.compile(
    r"推出|发布|研发|开发|生产|量产|自研|研制|销售|售出|交付|供应|供货|提供|制造|主营|主产|主打|出售|代工|出口|首发|投产|扩产|产销|建造|承建|召回|上市|下线|打造|酿造|出品|在研|自产|种植|养殖|加工|停产|减产|复产|断供|停供|停售|扩建|新建|订购|旗下|的|公司|其|自有|、|和|与|及|或|/"
)
"""What the two above begin with, and what parts an enumeration."""
# ... or what became of it behind.
_SOLD = re.compile(
    r"[”\"」]?(?:产品|系列|系列产品|新品)?(?:的)?(?:全球|国内|累计|年|月|季度|单月|全年|海外|出口|总|整体|平均|市场|首次|已经?|也|均|正式|年内|近日|日前|将|再度|再次|先后|相继|陆续|双双|分别|两次|多次|继续|持续){0,3}"
    r"(?:销量|销售额|销售收入|出货量|产量|产能|产线|生产线|装机量|批签发|市占率|占有率|市场份额|出厂价|零售价|批发价|批价|售价|挂牌价|提价|涨价|降价|调价|停产|减产|扩产|复产|量产|投产|获批|获准|上市申请|注册申请|临床试验|适应症|打破|填补|供不应求|热销|脱销|断货|停售|召回|中标|中选|批量供货|小批量|送样|"
    r"放量|毛利率|仍?(?:是|为)(?:公司|其)?(?:最大|主要|核心|第一大)的?(?:收入|利润|营收|产品|单品|业务)|新增订单|(?:收入|营收)(?:占|增|同比|达|为|约|跌|升|下|按|超|均|同|环)|订单(?:饱满|增|排|充足|同比)|价格(?:上调|下调|上涨|下跌|提高)|可用于|可应用于|主要用于|广泛应用于|应用于|用于|已用于|装机|交付量|下线|上市(?!公司|以来|后)|发售|开售|开卖|亮相|签发)"
)
_SOLD_TOO = re.compile(
    r"[”\"」]?(?:产品|系列|系列产品|新品|业务|项目|生产|订单|收入|价格|出货|交付|销售|已|将|仍|均|获|进入|通过|实现|在|首次|成为|占|凭|正|替代|取代|供不应求|(?:等)?[一二两三四五]大(?:品类|产品|单品|系列|业务|板块)|的(?:销量|收入|市占|毛利|产能|价格|订单))"
)
# Who makes it is named behind.
_MAKER = re.compile(
    r"(?:的)?(?:生产商|制造商|厂商|供应商|生产企业|制造企业|生产厂家|厂家|生产厂商|制造厂商|龙头企业?|原厂|大厂|代工厂|巨头|领军企业)"
)

_BRAND = re.compile(
    r"旗下(?:的|拥有|核心|主力|高端|自有|知名|有|多个|产品|子|新能源|汽车|饮料|游戏|手游|应用|app|餐饮|服装|护肤|白酒|啤酒|新茶饮|品牌|、|大单品|爆款|主打|明星|大模型|短剧){0,3}[“「『\"](?P<name>[^“”「」『』\"\n，。,;；%]{1,12})[”」』\"](?!(?:公司|基金|集团|股份|银行))"
)
_BRAND_MORE = re.compile(r"(?:、|和|与|及|以及)?[“「『\"](?P<name>[^“”「」『』\"\n，。,;；%]{1,12})[”」』\"]")
_BRAND_BARE = re.compile(
    r"旗下(?P<names>[\u4e00-\u9fffa-z]{2,7}?(?:[、和与及][\u4e00-\u9fffa-z]{2,7}?){0,5})(?:等)?(?:[一二两三四五六七八九十]大)?(?:多个)?(?:高端|自主|新能源|汽车|子|自有|餐饮|服装|护肤|电动|主要|核心|白酒|智能|纯电|混动){0,2}品牌"
)
_NO_BRAND = re.compile(
    r"(?:自主|国产|高端|知名|民族|中国|自有|新能源|公司|国际|豪华|合资|本土|老字号|多个|核心|主力|新|主|子|拥有|各|全部|所有|主要|两|三|四|五|几|电动|汽车|乘用车|服装|餐饮|其他|多|奢侈|护肤|食品|饮料|白酒|啤酒|运动|众多|一线|二线|海外|有|已|的|是|和|与)"
)
_EN_OWN = re.compile(
    r"(?:(?<=[A-Za-z])['’]s|\b[Ii]ts|\d[\d,]*) (?:new |latest |flagship |first )?(?P<name>[A-Z][A-Za-z]*[A-Za-z0-9\-]*(?: (?:[A-Z][A-Za-z0-9\-]*|\d{1,3}[A-Za-z]{0,2})){0,2})(?= (?:\w+ ){0,2}?(?:sales|deliveries|shipments|chips?|phones?|drugs?|vaccines?|cars?|models?|(?:pickup )?trucks?|hybrids?|minivans?|vehicles|batter(?:y|ies)|jets?|platform|apps?|games?|consoles?|headsets?|processors?|tablets?|robots?|sedans?|SUVs?|software|deployments|subscribers|subscriptions|accelerators?|GPUs?|medicine|injections?|pills?)\b)"
)
_EN_PLACES = word_set(
    "Shanghai Beijing Hong Chinese China US U.S American Asian European Japanese Korean German Indian Taiwan First Second Third Fourth Chief"
)

# A group of shares or firms, told by the noun behind its name.
_GROUP = re.compile(
    r"(?:行业|产业)?(?:板块|概念板块|概念股|概念|赛道|产业链)(?!化)|方向(?=,?(?:标的|推荐|建议|相关|受益|首选|关注))|(?:行业|领域|细分|产业|赛道)?(?:的)?(?:绝对|双|隐形|细分|全球|国内)?(?:龙头|领军企业|领军者|领军公司|头部企业|头部公司|隐形冠军|巨头)|领域的?(?:龙头|领军|头部|企业|公司|佼佼者)"
    r"|行业(?=的?(?:龙头|领军|头部|代表|企业|公司))|(?<!个)股(?=(?:们|普遍|普|集体|全线|纷纷|盘中|早盘|午后|尾盘|开盘|今日|昨日|再度|持续|延续|逆市|逆势|齐|领|大|急|微|小幅|震荡|一度|表现|继续|多数|悉数|亦|也|却|则){0,3}(?:[涨跌升]|走强|走弱|走高|走低|拉升|飙|活跃|受压|受捧|受挫|造好|向好|异动|跳水|反弹|回调|回落|承压|强势|上扬|下挫|重挫|分化|爆发|熄火|降温))"
)
_GROUP_START = re.compile(
    "行(?=业)|产(?=业)|板(?=块)|概(?=念)|赛(?=道)|领(?=[域军])|细(?=分)|的(?=[绝双隐细全国龙领头巨])|绝(?=对)|双|隐(?=形)|全(?=球)|国(?=内)|龙(?=头)|头(?=部)|巨(?=头)|方(?=向)|股"
)
"""What a noun of a group begins with."""
_ALIKE = re.compile(r"同属于?(?P<name>[\u4e00-\u9fff]{2,6})(?=[,。;])")
"""What several firms are said to be of: 同属定制家居."""
_METAL_START = re.compile("[铜铝锂钴镍锡钨钼锌铅锑]")
_METAL = re.compile(
    r"(?<![\u4e00-\u9fff])[铜铝锂钴镍锡钨钼锌铅锑](?=概念|板块|矿?股(?:[涨跌普集全走大]|价)|矿?企|产业链|行业)|(?<=a股|今日|昨日|早盘|午后|盘中)[铜铝锂钴镍锡钨钼锌铅锑](?=概念|板块)"
)
_ETC = re.compile(
    r"等(?:多家|[一二两三四五六七八九十\d]{1,2}家|头部|主流|上市|国内|国产|本土|大型|老牌|台湾|台系|大陆|港股|a股|美股|传统|一线|二线|核心|相关|下游|上游|中游){0,2}(?P<name>[\u4e00-\u9fffa-z]{2,7}?)(?:厂商|大厂|厂(?![房区长家])|企业|公司|供应商|制造商|生产商|龙头|概念股|个股|股(?![份东权票价]))"
)
"""甲、乙等铜箔基板厂: what the firms before 等 are in."""
_GROUP_TAIL = re.compile(r"(?:生产|制造|销售|服务|[一二两三四五六七八九十]大?|双|等)$")
_NO_GROUP = re.compile(
    r"(?:^(?:国产|相关|多个|多数|各|主要|热门|权重|周期|成长|大|小|两|三|其他|其它|题材|有关|强势|弱势|细分|上述|该|本|涨幅|跌幅|涨停|传统|新兴|上游|下游|中游|上下游|核心|领涨|领跌|优质|高位|低位|热点|行业|产业|全球|国内|国际|世界|中国|海外|本土|绝对|双|新|老牌|昔日|区域|地方|整个|全|所属|同|部分|"
    r"防御|进攻|科创|创业|北证|主|a股|港股|美股|h股|市场|市值|股价|业务|公司|供应|完整|关键|业绩|价值|红利|高股息|概念|题材|投资|估值|价格|营收|利润|资金|交易|品牌|全产业链|互联网|科技|一|二|三|四|五|单|双|多|重点|重要|本地|民营|国有|国资|产品|消费类|所有|几乎|产业|供应|自身|安全|次新|蓝筹|白马|小盘|大盘|中盘|低价|高价|人气|强势|妖|红利|破净|优先|原始|流通|新|老|持|控|参|入|炒|选|个|成[份分]|绩优|绩差|问题|中小盘|微盘|题材|转债|正|可转债|增发|配|送|抛|卖|买|高位|低位|连板|涨停|昨日|热门|高负债|高成长|低估值|困境|中小|亏损|盈利|上榜|入选|候选|参与|会员|试点|境内|境外|关联|跨国|外资|合资|民企|央企|国企|电站|大型|大中型|同行|同类|可比|受益|龙头)$)|"
    r"(?:业务|相关|所有|方面|多个|部分|两大|三大|四大|五大|各大|个|等|类|大|小|新|概念|投资|公司|企业|行业|产业|市场|全|股|及|和|与|有|的|是|为|在|型|级|性|化|其他|题材)$"
)


@dataclass(slots=True)
class _Thing:
    """A phrase that ends like a thing, and what its neighbours say; the items of an enumeration share their outer neighbours."""

    start: int
    end: int
    made: bool
    """The deed that makes or sells it stands before."""
    owned: bool
    """Its owner stands before."""
    sold: bool
    """What became of it, or who makes it, stands behind."""
    sold_too: bool
    """A word that goes with goods among other things stands behind."""
    plain: bool
    """One wide word: a good only with both sides."""

    def is_good(self) -> bool:
        """Return whether the neighbours make a good of it."""
        both = (self.made or self.owned) and (self.sold or self.sold_too)
        return both or (not self.plain and (self.made or self.sold))


def _noun(words: Words, text: str, start: int, end: int) -> bool:
    """Return whether the word at the end of a phrase can be a noun."""
    tag = words.tags.get(start, "x")
    if end - start > 1 and tag.startswith("v") and tag != "vn":
        return _THING.search(text, start, end) is not None
    return not (end - start > 1 and tag in {"a", "ad", "d", "p", "c", "m", "q", "t", "r", "f", "u", "i"})


def name_begin(text: str, start: int, end: int, words: Words) -> int:
    """Return where a phrase begins without the words that only point, count or grade."""
    inner = INNER_VERB.match(text, start, end)
    if inner and inner.end() <= end - 2 and words.breaks[inner.end()]:
        start = inner.end()
    while start < end:
        if (pointing := _POINTING.match(text, start, end)) and pointing.end() < end and words.breaks[pointing.end()]:
            start = pointing.end()
            continue
        after = words.breaks.find(1, start + 1, end)
        tag = words.tags.get(start, "")
        if after > 0 and tag in {"m", "q", "mq", "r", "uj", "d", "c", "p", "f"}:
            start = after
            continue
        break
    return start


def _whole(text: str, start: int, end: int, words: Words) -> bool:
    """Return whether no word of a phrase ties clauses or points: then it may be one name."""
    at = start
    while at < end:
        after = words.breaks.find(1, at + 1, end)
        after = end if after < 0 else after
        if words.tags.get(at, "") in _LOOSE and not text[at:after].isascii():
            return False
        at = after
    return True


def name_items(text: str, start: int, end: int, words: Words) -> Iterator[Told]:
    """Yield the parts of an enumeration, blanks of meaning trimmed on both sides."""
    first = at = start
    while at <= end:
        after = words.breaks.find(1, at + 1, end) if at < end else end
        after = end if after < 0 else after
        if at == end or text[at:after] in _SEPARATORS:
            last = at
            while first < last and text[first] in '“"「『《 ':
                first += 1
            tail = _TAIL.search(text, first, last)
            last = tail.start() if tail and tail.start() - first >= 2 else last
            while last > first and text[last - 1] in '”"」』》 ':
                last -= 1
            if last > first:
                yield first, last
            first = after
        if at == end:
            return
        at = after


def is_thing(text: str, start: int, end: int) -> bool:
    """Return whether a phrase ends like a thing, and is not one of the words that only do."""
    ends = any(text[end - size : end] in HEADS for size in range(2, min(6, end - start + 1))) or _THING.search(text, start, end) is not None
    return ends and not too_wide(text[start:end])


def too_wide(word: str) -> bool:
    """Return whether a word only ends like a thing, or is too wide to be a good by itself: 汽车, 设备."""
    return word in _NO_THING


def one_name(text: str, start: int, end: int, words: Words) -> bool:
    """Return whether a phrase can be the name of one kind of thing: whole words, ending with a noun that is no abstract one."""
    if not 2 <= end - start <= 12 or not (words.breaks[start] and words.breaks[end]) or text[start:end] in _NO_THING:
        return False
    return _whole(text, start, end, words) and not _ABSTRACT.search(text, start, end) and _noun(words, text, words.before(end), end)


def _frames(text: str, words: Words) -> Iterator[Told]:
    for frame in scan_at(_FRAME, _FRAME_START, text):
        limit = frame.end() + 60
        stop = _FRAME_END.search(text, frame.end() + 1, limit)
        if stop is None and limit < len(text):
            continue
        for first, last in name_items(text, frame.end(), stop.start() if stop else len(text), words):
            start = name_begin(text, first, last, words)
            noun = words.before(last)
            if not 2 <= last - start <= 14 or not (words.breaks[start] and words.breaks[last]) or not _whole(text, start, last, words):
                break
            if _ABSTRACT.search(text, start, last) or not _noun(words, text, noun, last):
                continue
            if frame["goods"] or (_THING.search(text, start, last) and text[start:last] not in _NO_THING):
                yield start, last


def _things(text: str, words: Words, left_edge: LeftEdge) -> list[_Thing]:
    """Return the phrases that end like things and are whole words, with what their neighbours say."""
    found: list[_Thing] = []
    breaks = words.breaks
    near = bytearray(len(text) + 1)
    for verb in _NEAR.finditer(text):
        near[verb.end()] = 1
    for last in _LAST.finditer(text):
        end = last.end()
        if not breaks[end]:
            continue
        at = words.before(end)
        sold = _SOLD.match(text, end) is not None
        maker = not sold and _MAKER.match(text, end) is not None
        if not (sold or maker or near.find(1, max(0, at - 24), end) >= 0):
            continue  # nothing around that makes, sells or owns, and no enumeration
        if not _THING.search(text, max(at, end - 5), end) or not _noun(words, text, at, end):
            continue
        following = breaks.find(1, end + 1)
        if following > 0 and not words.gaps[end] and _THING.search(text, end, following) and _noun(words, text, end, following):
            continue  # 电池|设备: the phrase goes on.
        inner = words.before(at)
        bound = at - inner == 2 and words.tags.get(inner, "").startswith("v") and not _MADE.search(text[inner:at])
        start = name_begin(text, left_edge(inner if bound else at), end, words)
        if start >= end or (end - start == 2 and text[start] in "新老旧大小好坏散空满整单双三两"):
            continue
        before = text[max(0, start - 24) : start]
        wide = text[start:end] in _NO_THING
        found.append(
            _Thing(
                start=start,
                end=end,
                made=_MADE.search(before) is not None,
                owned=not wide and _OWNED.search(before) is not None,
                sold=sold or maker,
                sold_too=not wide and _SOLD_TOO.match(text, end) is not None,
                plain=wide or end - start <= 2,
            )
        )
    return found


def _enumerated(text: str, things: list[_Thing]) -> None:
    """Hand what stands before an enumeration on to all its items, and what stands behind it back."""
    for left, right in pairwise(things):
        if text[left.end : right.start] in _SEPARATORS:
            right.made, right.owned = left.made or right.made, left.owned or right.owned
    for right, left in pairwise(things[::-1]):
        if text[left.end : right.start] in _SEPARATORS:
            left.sold, left.sold_too = right.sold or left.sold, right.sold_too or left.sold_too


def _makers(text: str, words: Words, left_edge: LeftEdge) -> Iterator[Told]:
    """Yield what stands before a word for who makes it, whatever it ends with: 轮胎模具 | 制造商."""
    for found in re.finditer(r"(?:的)?(?:生产商|制造商|生产企业|制造企业|生产厂家|生产厂商)", text):
        end = found.start()
        if end < 2:
            continue
        noun = words.before(end)
        start = name_begin(text, left_edge(end), end, words)
        named = 2 <= end - start <= 12 and words.breaks[end] and text[start:end] not in _NO_THING and not _ABSTRACT.search(text, start, end)
        if named and _noun(words, text, noun, end) and _whole(text, start, end, words):
            yield start, end


_SERIES = re.compile(
    r"系列(?:产品|新品|药物|化妆品|酒)?(?=销|收入|营收|新品|价格|产能|订单|提价|获批|上市|出货|贡献|占比|在[^,。]{0,8}(?:上市|发布|销))"
)


def _series(text: str, words: Words, left_edge: LeftEdge) -> Iterator[Told]:
    """Yield the name in front of 系列 where a clause or an owner begins before it: 嗨体 | 系列产品销售承压."""
    for found in _SERIES.finditer(text):
        end = found.start()
        start = name_begin(text, left_edge(end), end, words)
        if (
            2 <= end - start <= 6
            and (start == 0 or text[start - 1] in ",:;。的\n“「《" or text.startswith("公司", start - 2))
            and not _ABSTRACT.search(text, start, end)
        ):
            yield start, end


_NAMED = re.compile(
    r"(?:高端|核心|主力|新|旗舰|明星|第一大|拳头|独家|爆款|重磅|创新|大|战略)(?:产品|单品|品种|大单品|药|游戏|手游|车型|新车|新品|品牌)(?P<name>[\u4e00-\u9fffa-z0-9]{2,7}?)(?=(?:的)?(?:全年|前三季度|三季度|上半年|单月|累计)?(?:销量|销售|收入|营收|流水|提价|获批|上市|毛利率|产量|价格|同比|贡献))"
)


def _brands(text: str) -> Iterator[Told]:
    for found in _BRAND.finditer(text):
        yield found.span("name")
        at = found.end()
        while more := _BRAND_MORE.match(text, at):
            yield more.span("name")
            at = more.end()
    for found in _BRAND_BARE.finditer(text):
        first = found.start("names")
        for name in re.split("[、和与及]", found["names"]):
            if not _NO_BRAND.match(name):
                yield first, first + len(name)
            first += len(name) + 1
    for found in _NAMED.finditer(text):
        if not _NO_BRAND.match(found["name"]) and not _ABSTRACT.search(found["name"]):
            yield found.span("name")


def find_told(text: str, words: Words, *, left_edge: LeftEdge) -> Iterator[Told]:
    """Yield the goods that a folded text tells, overlapping ones too.

    Parameters
    ----------
    text
        Folded.
    left_edge
        Where a name that ends at an offset begins at most.
    """
    yield from _frames(text, words)
    things = _things(text, words, left_edge)
    _enumerated(text, things)
    yield from ((thing.start, thing.end) for thing in things if thing.is_good())
    yield from _makers(text, words, left_edge)
    yield from _series(text, words, left_edge)
    yield from ((start, end) for start, end in _summed_up(text, words) if is_thing(text, start, end))
    yield from _brands(text)


def _summed_up(text: str, words: Words) -> Iterator[Told]:
    for found in _ETC.finditer(text):
        start, end = name_begin(text, *found.span("name"), words), found.end("name")
        if one_name(text, start, end, words) and not _NO_GROUP.search(text[start:end]):
            yield start, end


def find_owned_english(content: str) -> Iterator[Told]:
    """Yield the goods of an English text that a possessive gives a maker: Tesla's Megapack sales. Offsets are the original's."""
    for found in _EN_OWN.finditer(content):
        if found["name"].partition(" ")[0] not in _EN_PLACES:
            yield found.span("name")


def find_groups(text: str, words: Words, *, left_edge: LeftEdge) -> Iterator[Told]:
    """Yield the names of groups of shares or firms in a folded text: 光伏支架 | 板块, 热管理 | 领域的领军企业."""
    yield from ((start, end) for start, end in _summed_up(text, words) if not is_thing(text, start, end))
    for found in _ALIKE.finditer(text):
        if one_name(text, *found.span("name"), words):
            yield found.span("name")
    for found in scan_at(_METAL, _METAL_START, text):
        yield found.span()
    for found in scan_at(_GROUP, _GROUP_START, text):
        end = found.start()
        if end < 2 or not words.breaks[end]:
            continue
        start = name_begin(text, left_edge(end), end, words)
        if (tail := _GROUP_TAIL.search(text, start, end)) and tail.start() - start >= 2:
            end = tail.start()
        name = text[start:end]
        if not 2 <= end - start <= 8 or not words.breaks[start] or _NO_GROUP.search(name) or not any(map(is_cjk, name)):
            continue
        if _noun(words, text, words.before(end), end) and _whole(text, start, end, words):
            yield start, end
