"""Which sectors a registered company is in, by the classes of the reference data: 隆基绿能 is in 光伏设备, so a text on 光伏 means it, too.

The classes only confirm what a text suggests; by themselves they state nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from themegraph.folding import fold_name
from themegraph.model import EntityId, ReferenceData

__all__ = ["company_sectors"]

# Sector of the news -> classes of the three classifications whose companies are in it, where the words differ.
# Chinese words are labels of Shenwan 2021 (without Ⅱ and Ⅲ) or of the older registry, English ones of GICS.
_CLASSES: Mapping[str, str] = {
    "theme:银行": "银行 国有大型银行 股份制银行 城商行 农商行 Banks",
    "theme:券商": "证券 Capital_Markets",
    "theme:保险": "保险 Insurance",
    "theme:大金融": "银行 证券 保险 非银金融 多元金融 Banks Insurance",
    "theme:房地产": "房地产 房地产开发 住宅开发 全国地产 区域地产 Real_Estate_Management_&_Development",
    "theme:物业管理": "物业管理",
    "theme:白酒概念": "白酒",
    "theme:啤酒板块": "啤酒",
    "theme:食品饮料": "食品饮料 Beverages Food,_Beverage_&_Tobacco",
    "theme:乳业": "乳品 乳制品 饮料乳品",
    "theme:调味品": "调味发酵品",
    "theme:零食": "零食 休闲食品",
    "theme:餐饮": "餐饮 酒店餐饮 Hotels,_Restaurants_&_Leisure",
    "theme:新茶饮": "",
    "theme:家电": "家用电器 白色家电 黑色家电 小家电 厨卫电器 空调 冰洗",
    "theme:煤炭概念": "煤炭 煤炭开采 动力煤 焦煤 焦炭",
    "theme:钢铁": "钢铁 普钢 特钢 特种钢",
    "theme:有色金属": "有色金属 工业金属 小金属 能源金属 贵金属 铜 铝 铅锌 黄金 Metals_&_Mining",
    "theme:工业金属": "工业金属 铜 铝 铅锌",
    "theme:金属铜": "铜",
    "theme:能源金属": "能源金属 锂 钴 镍",
    "theme:锂矿": "锂 能源金属",
    "theme:小金属": "小金属 其他小金属 钨 钼",
    "theme:稀土": "稀土",
    "theme:稀土永磁": "稀土 磁性材料",
    "theme:贵金属": "贵金属 黄金 白银",
    "theme:黄金概念": "黄金 贵金属",
    "theme:黄金珠宝": "饰品 钟表珠宝 其他饰品",
    "theme:珠宝": "饰品 钟表珠宝 其他饰品",
    "theme:石油化工": "石油石化 油气开采 石油开采 石油加工 炼化及贸易 Oil,_Gas_&_Consumable_Fuels",
    "theme:油服": "油服工程 油田服务 Energy_Equipment_&_Services",
    "theme:基础化工": "基础化工 化学制品 化学原料 化工原料 农化制品 Chemicals",
    "theme:化肥行业": "农药化肥 磷肥及磷化工 氮肥 钾肥 复合肥",
    "theme:农药行业": "农药",
    "theme:氟化工": "氟化工",
    "theme:煤化工": "煤化工",
    "theme:造纸": "造纸 大宗用纸 特种纸 生活用纸 Paper_&_Forest_Products",
    "theme:建筑材料": "建筑材料 水泥 玻璃玻纤 装修建材 Construction_Materials",
    "theme:建筑装饰": "建筑装饰 基础建设 建筑工程 基建市政工程 Construction_&_Engineering",
    "theme:工程机械": "工程机械 工程机械整机",
    "theme:电力": "电力 火力发电 水力发电 核力发电 风力发电 光伏发电 新型电力 Electric_Utilities Utilities",
    "theme:火电": "火力发电",
    "theme:水电": "水力发电",
    "theme:绿电": "风力发电 光伏发电 新型电力",
    "theme:核电": "核力发电",
    "theme:燃气": "燃气 供气供热 Gas_Utilities",
    "theme:电网": "电网设备 输变电设备 配电设备 电网自动化设备",
    "theme:特高压": "输变电设备",
    "theme:光伏概念": "光伏设备 光伏电池组件 光伏加工设备 光伏辅材 硅料硅片 逆变器 光伏发电",
    "theme:风电": "风电设备 风电整机 风电零部件",
    "theme:储能": "",
    "theme:锂电池概念": "锂电池 电池化学品 电池 锂电专用设备",
    "theme:电池": "锂电池 电池 电池化学品",
    "theme:新能源": "光伏设备 风电设备 电池",
    "theme:新能源汽车": "电动乘用车 综合乘用车 乘用车 汽车整车 Automobiles",
    "theme:汽车": "汽车 乘用车 汽车整车 综合乘用车 电动乘用车 Automobiles",
    "theme:商用车": "商用车 商用载货车 商用载客车",
    "theme:汽车零部件": "汽车零部件 汽车配件 Auto_Components",
    "theme:汽车经销": "汽车经销商",
    "theme:两轮车": "摩托车 摩托车及其他",
    "theme:机器人": "机器人",
    "theme:工业机器人": "机器人",
    "theme:工业母机": "机床工具 机床制造",
    "theme:轨道交通设备": "轨交设备 运输设备",
    "theme:军工": "国防军工 航空装备 航天装备 航海装备 军工电子 地面兵装 Aerospace_&_Defense",
    "theme:军工电子": "军工电子",
    "theme:航空装备": "航空装备",
    "theme:商业航天": "航天装备",
    "theme:航空航天": "航空装备 航天装备",
    "theme:船舶制造": "航海装备 船舶",
    "theme:航空": "航空运输 空运 Airlines",
    "theme:机场": "机场",
    "theme:航运": "航运 水运 Marine",
    "theme:港口": "港口",
    "theme:物流": "物流 快递 仓储物流 Air_Freight_&_Logistics",
    "theme:快递": "快递 Air_Freight_&_Logistics",
    "theme:铁路公路": "铁路公路 铁路运输 高速公路 铁路 路桥",
    "theme:交通运输": "交通运输 航运港口 航空机场 物流 铁路公路",
    "theme:芯片概念": "半导体 半导体设备 半导体材料 数字芯片设计 模拟芯片设计 集成电路制造 集成电路封测 分立器件 Semiconductors_&_Semiconductor_Equipment",
    "theme:芯片设计": "数字芯片设计 模拟芯片设计",
    "theme:模拟芯片板块": "模拟芯片设计",
    "theme:晶圆代工": "集成电路制造",
    "theme:封装测试": "集成电路封测",
    "theme:功率半导体": "分立器件",
    "theme:消费电子概念": "消费电子 消费电子零部件及组装 品牌消费电子",
    "theme:PCB概念": "印制电路板",
    "theme:面板": "面板",
    "theme:计算机": "计算机",
    "theme:软件": "软件开发 垂直应用软件 横向通用软件 软件服务 Software",
    "theme:通信": "通信 通信设备",
    "theme:电信运营商": "电信运营商 电信运营 Diversified_Telecommunication_Services",
    "theme:光通信": "通信网络设备及器件 通信线缆及配套",
    "theme:传媒": "传媒 Media",
    "theme:影视": "影视院线 院线 影视动漫制作 影视音像",
    "theme:网络游戏": "游戏",
    "theme:互联网": "Interactive_Media_&_Services Internet_&_Direct_Marketing_Retail 互联网",
    "theme:电商": "互联网电商 综合电商 跨境电商 Internet_&_Direct_Marketing_Retail",
    "theme:教育": "教育 培训教育 学历教育",
    "theme:旅游": "旅游及景区 旅游综合 自然景区 人工景区 旅游景点 旅游服务",
    "theme:酒店": "酒店 酒店餐饮",
    "theme:免税": "旅游零售",
    "theme:零售": "一般零售 商贸零售 百货 超市连锁 超市 Specialty_Retail Food_&_Staples_Retailing",
    "theme:纺织服装": "纺织服饰 服装家纺 运动服装 非运动服装 纺织制造 服饰 纺织 Textiles,_Apparel_&_Luxury_Goods",
    "theme:美容护理": "美容护理 化妆品 个护用品",
    "theme:医美": "医疗美容 医美耗材 医美服务",
    "theme:家居": "家居用品 定制家居 成品家居",
    "theme:养殖业": "养殖业 生猪养殖 肉鸡养殖 其他养殖",
    "theme:水产": "渔业 水产养殖",
    "theme:种业": "种子",
    "theme:农业": "农林牧渔 种植业 养殖业 农产品加工 农业综合 饲料",
    "theme:宠物经济": "宠物食品",
    "theme:医药": "医药生物 化学制药 生物制药 中成药 Pharmaceuticals Biotechnology",
    "theme:创新药": "化学制剂 其他生物制品 Biotechnology Pharmaceuticals",
    "theme:仿制药": "化学制剂",
    "theme:中药": "中药 中成药",
    "theme:原料药": "原料药",
    "theme:CXO": "医疗研发外包",
    "theme:疫苗行业": "疫苗",
    "theme:血液制品行业": "血液制品",
    "theme:生物制品": "生物制品 生物制药",
    "theme:医疗器械": "医疗器械 医疗设备 医疗耗材 体外诊断 医疗保健 Health_Care_Equipment_&_Supplies",
    "theme:医疗服务": "医疗服务 医院 诊断服务 Health_Care_Providers_&_Services",
    "theme:医药商业": "医药商业 线下药店 医药流通",
    "theme:环保": "环保 环境治理 环保设备 环境保护",
    "theme:期货公司": "期货",
    "theme:体育": "体育",
    "theme:油运": "",
    "theme:干散货": "",
}  # fmt: skip

# Sectors that differ by name only by their breadth: a company of the wider class passes for one of the narrower where the text says so.
_WITHIN: Mapping[str, str] = {
    "theme:油运": "theme:航运",
    "theme:干散货": "theme:航运",
    "theme:黄金珠宝": "theme:珠宝",
    "theme:固态电池": "theme:锂电池概念",
    "theme:减肥药": "theme:创新药",
    "theme:国产芯片": "theme:芯片概念",
}
_TAIL = ("概念", "板块", "行业", "产业")


def _bare(label: str) -> str:
    text = label.rstrip("ⅡⅢ")
    for tail in _TAIL:
        if len(text) > len(tail) + 1:
            text = text.removesuffix(tail)
    return fold_name(text)


def company_sectors(reference: ReferenceData) -> dict[EntityId, tuple[EntityId, ...]]:
    """Return the ``theme:`` sectors that each company is in: by class, and the sectors above those.

    Theme boards are left out: a text on a theme does not make one of it of every company on the theme's board.
    """
    entities = {entity.id: entity for entity in reference.entities}
    themes = [entity for entity in reference.entities if entity.id.startswith("theme:")]
    by_label: dict[str, set[EntityId]] = defaultdict(set)
    for theme in themes:
        for text in (theme.label, *(name.text for name in theme.names)):
            by_label[_bare(text)].add(theme.id)
    for identifier, labels in _CLASSES.items():
        if identifier in entities:
            for label in labels.split():
                by_label[_bare(label.replace("_", " "))].add(EntityId(identifier))

    def above(identifier: EntityId) -> set[EntityId]:
        found: set[EntityId] = set()
        todo = [identifier]
        while todo:
            current = todo.pop()
            if current in found:
                continue
            found.add(current)
            entity = entities.get(current)
            if entity and entity.broader:
                todo.append(entity.broader)
        return found

    reached: dict[EntityId, frozenset[EntityId]] = {}
    for group in {membership.group for membership in reference.memberships if not membership.group.startswith("theme:")}:
        sectors: set[EntityId] = set()
        for step in above(group):
            entity = entities.get(step)
            if entity is not None and not step.startswith("theme:"):
                for theme_id in by_label.get(_bare(entity.label), ()):
                    sectors |= {s for s in above(theme_id) if s.startswith("theme:")}
        for narrow, wide in _WITHIN.items():
            if wide and wide in sectors:
                sectors.add(EntityId(narrow))
        reached[group] = frozenset(sectors)
    members: dict[EntityId, set[EntityId]] = defaultdict(set)
    for membership in reference.memberships:
        members[membership.company] |= reached.get(membership.group, frozenset())
    return {company: tuple(sorted(sectors)) for company, sectors in sorted(members.items()) if sectors}
