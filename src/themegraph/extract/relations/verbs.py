"""Rules for verbs of dealings between companies, in the voices and word orders of announcements: who holds, buys, sells, founds, supplies, signs.

They come after those of :mod:`themegraph.extract.relations.rules` and read what those leave: 所持B股权, B由A持有40%, 被A收购后，B…, 采购自A, 独供A.
"""

from __future__ import annotations

from themegraph.extract.relations.patterns import OTHER_DEAL, Rule, rule

__all__ = ["VERB_RULES"]

_HOLDER = "CHOL"
_FREE = "(?<![由向从被给替为对与和及、])(?<!持有)(?<!收购)(?<!受让)(?<!通过)(?<!旗下)"
"""A subject is no object of what stands ahead of it."""
_WHOSE = "(?!的?(?:«-4»子公司|旗下|参股公司|孙公司|控股公司))"
"""Whose subsidiary is meant is not meant itself."""
_OTHERS = "北向|南向|资金|外资|主力|散户|显示|高管|董事|经理|分析师|评级|多家机构|投资者|融资客"
"""Somebody else acts."""
_EQUITY = "(?:股[权份票]|权益|流通股|[ah]股|\\d)"
_SALE = "(?:采购|供货|供应|销售|设备|订货|供销|买卖|购销|建造|租售|承包|总包|供销)(?:框架|长期)?(?:合同|协议|长单|长协|订单)"
_AGENTS = "(?:等)?«-8»"

HOLDINGS = (
    rule("hold.held", "invests_in", f"{_FREE}<s:{_HOLDER}>«,18»<T>(?:有)?(?:的)?«-4»<o:C>{_WHOSE}«-4»{_EQUITY}", "所持 手中 名下", given=True, presupposed=True, confidence=0.85, unless=_OTHERS),
    rule("hold.holds", "invests_in", f"{_FREE}<s:{_HOLDER}>«,18»<T>(?:有)?(?:的)?«-4»<o:C>{_WHOSE}«-4»{_EQUITY}", "持有 手持 握有 仍持 共持 合持", given=True, confidence=0.85, unless=_OTHERS),
    rule("hold.by", "invests_in", f"<o:C>«,10»(?:由|被|获)<s:{_HOLDER}>{_AGENTS}<T>«-4»(?:\\d|股|权益|全部|其)", "持有 持股 直接持有 间接持有 合计持有 分别持有 各持", given=True, confidence=0.85, unless=_OTHERS),
    rule("hold.in", "invests_in", f"{_FREE}<s:{_HOLDER}>«-6»(?:在|于|对)<o:C>{_WHOSE}«-6»<T>«-6»(?:股[权份]|权益|\\d)", "拥有 持有 占有 有 占 持股 的持股", given=True, confidence=0.8, unless=_OTHERS),
    rule("hold.gets", "invests_in", f"{_FREE}<s:{_HOLDER}>«,18»<T>(?:了|其|到|得)?«-6»<o:C>{_WHOSE}«-8»(?:股[权份票]|权益|%|[ah]股)", "取得 获得 换取 换得 获取 拿到 拿下 受让 买入 建仓 购入 购得 吃下 揽下 拍得 摘牌 摘得 承接 认缴 新进", confidence=0.8, unless=_OTHERS),
    rule("hold.sells", "invests_in", f"{_FREE}<s:{_HOLDER}>«,18»<T>(?:了|其|所持|所持有的|持有的|手中的?)?«-6»<o:C>{_WHOSE}«-6»(?:股[权份票]|权益|\\d)", "卖出 沽出 甩卖 抛售 减持 挂牌转让 公开转让 挂牌出售 转让 出售 转手 减仓 拍卖 剥离 质押 冻结", given=True, presupposed=True, confidence=0.75, unless=_OTHERS),
    rule("hold.trims", "invests_in", f"{_FREE}<s:{_HOLDER}>«-8»<T>(?:了)?<o:C>{_WHOSE}(?!«-6»(?:评级|目标价|建议|产品|份额))", "减持 增持 清仓 建仓 加仓 减仓 举牌", given=True, presupposed=True, confidence=0.75, unless=_OTHERS),
    rule("hold.listed", "invests_in", f"<s:{_HOLDER}>«,10»(?:现身|进入|跻身|新进|浮出|出现在|位列|入列|登上|新晋|成为|进驻)<o:C>(?:的)?(?:前|第)?«-4»<T>", "股东名单 十大股东 前十大股东 大股东 流通股东 流通股股东 股东 股东榜 股东行列 股东序列", given=True, confidence=0.85),
    rule("hold.as-holder", "invests_in", f"<s:{_HOLDER}>«4»(?:是|为|系|作为)<o:C>(?:的)?«-8»股东,«-6»<T>«-6»\\d", "持股 持股比例 持有 直接持股 合计持股", given=True, confidence=0.85),
    rule("hold.follows", "invests_in", f"(?:领投|投资|参投|领头)(?:了)?<o:C>«,16»<s:{_HOLDER}>(?:等)?«-4»<T>", "跟投 参投 联合投资 共同投资 继续跟投 追加投资", given=True, confidence=0.8),
    rule("hold.round", "invests_in", f"<o:C>«-6»(?:轮|融资)«*40»<s:{_HOLDER}>(?:等)?«-4»<T>", "跟投 参投 联合跟投 继续跟投 领投 联合领投", given=True, confidence=0.8),
    rule("hold.joint", "invests_in", f"<s:{_HOLDER}>{_AGENTS}<T>(?:设立|成立|组建|创办)?的«-8»<o:C>", "合资 共同出资 共同设立 合资成立 联合设立 合资组建 共同成立 共同组建 联合成立 联合出资", given=True, confidence=0.85),
    rule("hold.moves", "invests_in", f"{_FREE}<s:{_HOLDER}>«,12»(?:将|把)(?:其)?<T>(?:的|有的?)?<o:C>{_WHOSE}«-10»(?:股[权份票]|权益|\\d)", "所持 持有 所持有 手中 名下", given=True, presupposed=True, confidence=0.8, unless=_OTHERS),
    rule("hold.into", "invests_in", f"{_FREE}<s:{_HOLDER}>«,12»(?:向|对|给)<o:C>{_WHOSE}«-14»(?<!获)<T>(?!者|人|机构|方|建议|品)", "投资 增资 注资 增资扩股 入股 战略投资 战略入股 追加投资 进行投资 投资了 股权投资 出资", confidence=0.8, unless=_OTHERS),
    rule("hold.takes-part", "invests_in", f"{_FREE}<s:{_HOLDER}>«,12»<T>(?:了)?<o:C>{_WHOSE}«-8»(?:定增|定向增发|战略配售|融资|混改|增资|增发|配售|轮|ipo|发行|基石)", "参与 认购 参与了 参加 加入 现身 入围 获配", confidence=0.8, unless=_OTHERS),
    rule("hold.placed-with", "invests_in", f"<o:C>{_WHOSE}«,12»<T>(?:了)?«-6»<s:{_HOLDER}>«-6»(?:为|作为|等|入股|战略|参与|投资|增资|认购|$|,|。)(?!«-6»(?:合作|协议|供应|设备|技术|人才))", "战略配售引入 定增引入 增资引入 混改引入 引入战略投资者 引入战投 引入投资者 引入基石投资者 引进战略投资者 获配方包括 引入股东", confidence=0.8, unless=_OTHERS),
    rule("hold.backed", "invests_in", f"(?:由|被|获|受|得到|接受)<s:{_HOLDER}>{_AGENTS}<T>的«-6»<o:C>{_WHOSE}", "投资 入股 参股 增资 注资 持股 举牌 战略投资 领投 支持 持有 增持 加持 孵化", given=True, confidence=0.8, unless=_OTHERS),
    rule("hold.who", "invests_in", f"<T>(?:了|过|有)?<o:C>{_WHOSE}«-8»的«-6»<s:{_HOLDER}>", "持有 入股 投资 参股 增资 注资 举牌 重仓 增持 领投 投资了 参投 间接持有", given=True, confidence=0.8, unless=_OTHERS),
    rule("hold.founded-by", "invests_in", f"(?:由|系由)<s:{_HOLDER}>{_AGENTS}<T>(?:设立|成立|组建|创立|创办|发起|建立|投资)?(?:设立|成立)?的«-8»<o:C>{_WHOSE}", "共同 合资 联合 共同出资 出资 合资成立 共同发起 发起 投资 联合出资 共同投资 参与 牵头", given=True, confidence=0.85, unless=_OTHERS),
    rule("hold.founded", "invests_in", f"<o:C>{_WHOSE}«8»(?:由|系由|是由|为)<s:{_HOLDER}>{_AGENTS}<T>(?:设立|成立|组建|创立|创办|发起|建立|投资|而成)", "共同 合资 联合 共同出资 出资 合资成立 共同发起 发起 投资 联合出资 共同投资 牵头", given=True, confidence=0.85, unless=_OTHERS),
    rule("hold.founds", "invests_in", f"{_FREE}<s:{_HOLDER}>«,12»(?:共同|联合|合资|合作|出资|独资|投资|发起|斥资«-8»|分别出资|拟|计划|参与|双方|合力)«-8»<T>(?:了|的)?«-8»<o:C>{_WHOSE}", "设立 成立 组建 创立 创办 新设 组成 设立了 成立了 组建了 注册成立", confidence=0.8, unless=_OTHERS),
    rule("hold.indirectly", "invests_in", f"{_FREE}<s:{_HOLDER}>«,10»(?:通过|透过|经由?|借道|借助)«*24»<T>(?:了|有)?«-6»<o:C>{_WHOSE}", "参投 参股 持有 间接持有 投资 入股 间接投资 间接参股 间接入股 投资了 增持 减持 持股 举牌 增资 认购", given=False, confidence=0.8, unless=_OTHERS),
    rule("hold.plain", "invests_in", f"{_FREE}<s:{_HOLDER}>«-10»<T>(?:了|有)?<o:C>{_WHOSE}(?!«-6»(?:旗下|所持|产品|产业基金))", "间接投资 间接投资了 间接参股 间接入股 间接持股 战略入股 入股了 参投 战投 控股 参股了 举牌了", confidence=0.85, unless=_OTHERS),
    rule("hold.en-owns", "invests_in", f"<s:{_HOLDER}>[^.,\\n]{{0,24}}? <T> [^.,\\n]{{0,24}}?(?:of|in) (?:the )?<o:C>", "owns own holds took takes bought buys acquired raised increased cut trimmed", confidence=0.8),
)  # fmt: skip

DEALS = (
    rule("deal.after", "acquires", "(?:被|获|遭|由)<s:CH>(?:等)?«-6»<T>(?:后|之后|以来|的消息«-6»)?,«-4»<o:C>", "收购 并购 私有化 吞并 接手 控股 要约收购 吸收合并 接管 入主", confidence=0.8),
    rule("deal.passive-of", "acquires", "(?:被|获|遭|由)<s:CH>(?:等)?«-6»<T>的«-6»<o:C>", "收购 并购 私有化 吞并 兼并 接手 要约收购 吸收合并 接管 买下", confidence=0.85),
    rule("deal.completes", "acquires", "<s:CH>«,16»(?:完成|宣布|启动|推进|终止|放弃|达成|敲定|实施|筹划|拟)(?:了)?(?:对)?<o:C>«-12»的?<T>", "收购 并购 要约收购 私有化 控股权收购 股权收购 吸收合并 合并", confidence=0.85),
    rule("deal.sold-to", "acquires", "(?:将|把)«-8»<o:C>«-14»<T>(?:给|予|至|于|了)?«-2»<s:CH>", "卖给 出售给 转让给 售予 出售予 转让予 注入 卖予 转让至 出让给 卖 售 注入到 转售 转手给 让渡给 出售 转让", confidence=0.8),
    rule("deal.sells-to", "acquires", "(?:向|对)<s:CH>«-4»<T>(?:其|所持|旗下|持有的|名下|全资子公司|控股子公司|子公司|了|其所持){0,3}«-4»<o:C>«-10»(?:股[权份]|%|控制权|全部)", "出售 转让 出让 卖出 售出", confidence=0.8),
    rule("deal.takes", "acquires", "<s:CH>«,10»(?:将|把)<o:C>«-4»<T>", "吸收合并 收购 并购 私有化 收入囊中 纳入麾下 收归旗下 吃下 揽入怀中 收归囊中 全资收购", confidence=0.85),
    rule("deal.control", "acquires", "<s:CH>«,20»<T>(?:了|其)?«-4»<o:C>«-8»(?:控制权|控股权|实控权|全部股权|100%)", "拿下 取得 获得 购得 揽入 收获 夺得 谋求 筹划 争夺 购买 竞购", confidence=0.85),
)  # fmt: skip

OWNERSHIP = (
    rule("own.subordinate", "subsidiary_of", "<o:C>«-2»<T>(?:的|之|子公司|公司|企业|单位|机构|、){0,2}«-6»<s:C>", "下属 下辖 属下 所属 辖下 麾下 控制的 管理的 名下的 旗下控股 名下 实控的", given=True, confidence=0.85),
    rule("own.belongs", "subsidiary_of", "<s:C>«6»<T>(?:于|自)?(?:的)?<o:C>(?:旗下|麾下|体系|集团|系统|阵营|所有|控股|全资|管理)?", "归属于 隶属 隶属于 归属 归于 附属于 同属于", confidence=0.75),
    rule("own.taken-in", "subsidiary_of", "<s:C>«6»<T>(?:了|到)?<o:C>(?:集团)?(?:旗下|麾下|体系|版图)", "纳入 并入 归入 收归 划归 划入 归", confidence=0.8),
    rule("own.who", "subsidiary_of", "<T><o:C>(?:集团)?(?:旗下)?的«-6»<s:C>", "隶属于 隶属 归属于 归属 从属于 附属于 背靠 直属于", given=True, confidence=0.85),
    rule("own.bracket", "subsidiary_of", "<s:C>\\(«-2»<o:C>(?:的)?«-4»<T>«-4»\\)", "子公司 旗下 全资子公司 控股子公司 附属公司", given=True, confidence=0.85),
    rule("own.all-of", "subsidiary_of", "<s:C>«-4»(?:由|被|归|为|是)<o:CO>«-4»<T>", "全资拥有 全资持有 全资控股 控股 绝对控股 全资所有 100%持有 实际控制 间接控股 100%控股 相对控股 全资子 控制", given=True, confidence=0.85),
    rule("own.controls", "subsidiary_of", f"{_FREE}<o:C>«-10»<T>(?:了)?<s:C>(?!«-8»(?:股东|产品|业务|市场|,被))", "控股 控制 直接控制 间接控制 实际控制 全资拥有 全资持有 全资控股 绝对控股 间接控股 直接控股", given=True, confidence=0.8),
    rule("own.en-possessive", "subsidiary_of", "<o:C>(?:'s|’s) (?:(?!rival|suppl|partner|customer|compet|peer|invest|backer|owner|parent|deal|bid|talks)[a-z-]{2,12} ){0,2}<s:C>(?! (?:stake|shares|deal|bid))", "", given=True, confidence=0.75),
)  # fmt: skip

GOODS = (
    rule("goods.to", "supplies_to", f"{_FREE}<s:C>«,24»<T>(?:给|予|至|到|于|了|过)?(?!的|«-2»(?:超|高于|低于|多于|少于|不及|领先))«-4»<o:C>(?!«-10»(?:担保|股权|股份|%|产业园))", "供应 供货 配套 独供 直供 送样 批量配套 批量供应 交付 出货 供给 装配 装机 外供 全部供 批量交付 小批量供应 独家供应 已供", confidence=0.8),
    rule("goods.to-topic", "supplies_to", "[,;]«-8»<T>(?:给|予|至|到)<o:C>(?!«-10»(?:担保|股权|股份|%))", "出货 供货 供应 交付 送样 批量供货 批量出货 销售 发货", topic="s", confidence=0.7),
    rule("goods.sold-to", "supplies_to", f"{_FREE}<s:C>«,20»<T>(?:了|给)?<o:C>", "卖给了 卖给 销往 售予 销售给 供给了", confidence=0.7, unless="股|权益|资产|子公司|旗下|公司"),
    rule("goods.adopted", "supplies_to", f"{_FREE}<s:C>«,20»(?:被|获|获得)<o:C>(?:等)?«-6»<T>", "采用 选用 采购 搭载 导入 选中 使用 订购 批量采购", confidence=0.75),
    rule("goods.switch", "supplies_to", "<s:C>«,24»<T>«-2»<o:C>«14»(?:代工|供应|供货|配套|总成|订单|组装|赛道|制造|采购)", "切入 进入 打入 切进 导入 跻身 杀入 挤入", confidence=0.8),
    rule("goods.bought-of", "supplies_to", "<o:C>«,24»<T>(?:了|于)?«-2»<s:C>", "采购自 购自 购买自 进口自 采购于 外采自 外购自 来源于 均采购自 源自 供应来自 定点 定点了", confidence=0.8),
    rule("goods.made-by", "supplies_to", "<o:C>«-14»(?:由|系由|来自|出自|均由|均来自|主要由|交由|委托)«-2»<s:C>«-6»<T>", "提供 供应 供货 独供 代工 生产 制造 配套 独家提供 独家供应 定制 打造 承制 承建 代工生产 组装", confidence=0.8),
    rule("goods.made-by-short", "supplies_to", "<o:C>«-14»(?:主要|均|全部|大多)?<T>«-2»<s:C>(?=[,。;]|$)", "来自 来自于 出自", confidence=0.65, unless="收入|利润|营收|资金|订单|竞争|压力|消息|高管|团队|投资|影响|贡献|业绩|数据|支持|挑战|威胁|创始人|人士|董事|传"),
    rule("goods.sales", "supplies_to", f"{_FREE}<s:C>«-6»(?:对|来自|向|来源于)<o:C>«-8»<T>", "收入占比 销售占比 销售额 销售收入 营收占比 收入 的销售 的订单 营收 销售金额 出货量 的供货 供货 出货 销售", given=True, confidence=0.75),
    rule("goods.builds", "supplies_to", "<s:C>«,12»<T>(?:了)?«-2»<o:C>«12»(?:项目|工程|基地|工厂|厂房|高炉|产线|生产线|标段|电站|大楼|总部|数据中心|园区|船坞|储能)", "承建 总包 承揽 承接 负责建设 中标 施工 总承包 参建 中选", confidence=0.8),
    rule("goods.order-to", "supplies_to", "<o:C>«14»(?:订单|定点|标段|大单|合同|代工)«-4»<T>«-2»<s:C>", "落入 花落 归于 被 由 交给 转向 给了 敲定 选定 落到", confidence=0.7, unless="终止|取消|砍"),
    rule("goods.from-topic", "supplies_to", "[,;]«-6»(?:则|均|都|也|主要|大多|全部|也是)?<T>(?:于)?<s:C>(?=和|、|的|等|,|。|;|$)", "来自 采购自 外采自 外购自 购自 进口自", topic="o", confidence=0.65, unless="收入|利润|营收|资金|竞争|压力|消息|高管|团队|投资|影响|贡献|业绩|数据|支持|挑战|威胁|人士|董事|增量|订单|占比|金额|募集|部分"),
    rule("goods.uses-in", "supplies_to", "<s:C>«,20»(?:已|被|批量|成功|率先|可)?<T>(?:于|在|到|至)?«-4»<o:C>", "应用于 搭载于 配套于 装配于 装机于 批量用于", confidence=0.7),
    rule("goods.order-of", "supplies_to", "<s:C>«,16»<T>(?:了|到|来自|过)?«-2»<o:CO>«-24»(?:订单|大单|定点|定点函|采购合同|供货合同|供货协议|采购协议|订货|框架合同|中标通知书|采购订单|长单|项目定点|招标|采购项目|集采|标段)", "接获 接到 接下 承接 拿下 揽下 斩获 签下 获得 获 收获 拿到 赢得 收到 喜获 中标 获取 吃下 签获 抢下 取得 再获 手握", confidence=0.8),
    rule("goods.contract-group", "supplies_to", f"<g:CO>«-10»<T>«14»(?:{_SALE}|订单|大单|长单|长协|供货合作|供应合作)", "签署 签订 签下 订立 达成 签 续签 敲定", confidence=0.7),
    rule("goods.part-from", "supplies_to", "<:P>«-4»(?:则|均|也|都|主要|全部|也是|将|已)?<T>(?:了)?<s:C>(?=[,。;的和、]|等|$)", "来自 出自 采购自 产自 选用 采用 用了 来自于 购自", topic="o", confidence=0.7),
    rule("goods.contract", "supplies_to", f"<s:C>«,10»(?:与|和|同)<o:C>«-10»<T>«-14»{_SALE}", "签署 签订 签下 订立 达成 签", confidence=0.7),
    rule("goods.ships-en", "supplies_to", "<s:C>[^.\\n]{0,60}? <T> [^.\\n]{0,60}? (?:to|for) (?:the )?<o:C>", "supply supplying deliver provide sell ship manufacture build assemble assembles assembling makes making", confidence=0.7),
)  # fmt: skip

TERMS = (
    rule("terms.with", "cooperates_with", f"(?<![向从被给对为])<s:C>«,16»(?:与|和|同|跟|携)<o:CO>«20»<T>{OTHER_DEAL}(?:了|的)?«16»(?:协议|备忘录|意向书|一致|许可|合作|战略|伙伴|联盟|实验室|研究院|创新中心|平台|生态)", "签署 签订 签约 订立 达成 缔结 共建 建立 共同组建 成立 开展 展开 深化 结成 宣布 合作开发 共同开发 联合研发 敲定 签了 完成", confidence=0.8),
    rule("terms.together", "cooperates_with", "<g:CO>«-10»<T>", "合作研发 合作开发 合作推出 联合推出 联合发布 联合完成 共同研发 共同打造 共建 达成合作 达成战略合作 建立合作 互相合作 深度合作 强强联合 结成联盟", confidence=0.8),
    rule("terms.hand-in-hand", "cooperates_with", "(?:^|[,:;])«-6»<T><o:CO>,«-10»<s:C>", "携手 联手 牵手 联合 拥抱 绑定 结盟 合作 搭档", confidence=0.8),
    rule("terms.grants", "cooperates_with", "<s:C>«,10»<T>(?:了)?<o:C>«24»(?:权益|权利|许可|开发权|销售权|商业化权|独家权|经销权|代理权|使用权)", "授予 授权 许可 授出 独家授权 独家许可 授权给", confidence=0.85),
    rule("terms.entrusted", "cooperates_with", "<s:C>«20»(?:由|交由)<o:C>«-2»<T>«-4»(?:商业化|推广|销售|开发|分销|发行|运营|代理)", "负责 主导 承担 独家 独家负责", confidence=0.8),
    rule("terms.joins", "cooperates_with", "<s:C>«,14»<T>(?:了)?<o:CO>«-12»(?:生态|打造|推出|共建|开发|研发|布局|发力|探索|落地|上线|发布)", "加入 接入 携手 联合 联手 牵手 拥抱 结盟 搭档 协同", confidence=0.75),
)  # fmt: skip

CONTEST = (
    rule("contest.facing", "competes_with", "<s:C>«,8»<T>(?:来自|着|到)?«-4»<o:C>«-6»(?:竞争|挑战|冲击|围剿|围攻|夹攻|狙击|分流|蚕食|夹击|追赶|挤压|阻击|威胁)", "面临 面对 遭遇 遭到 受到 迎来 正面对 不敌", given=True, confidence=0.8),
    rule("contest.with-topic", "competes_with", "(?:^|[,;:])«-6»(?:与|和|同)<o:C>«-10»<T>«-10»,«-4»<s:C>", "竞争 正面竞争 较量 抗衡 对垒 争夺 交锋 角逐 展开正面竞争 展开竞争 对决 开战", confidence=0.8),
    rule("contest.mutual", "competes_with", "<g:C>«,16»<T>", "互为对手 互为竞争对手 互为劲敌 是竞争对手 直接竞争 正面竞争 竞争激烈 竞争日趋激烈 竞争日益激烈 竞争加剧 竞争升级 同台竞争 短兵相接 正面交锋 狭路相逢 一对对手 竞争关系 对垒 缠斗 竞争白热化 互为竞品 同台竞技 展开竞争 争夺", confidence=0.8, given=True),
    rule("contest.peer", "competes_with", "<s:C>(?:的)?<T>(?:公司|企业|厂商|龙头|巨头)?<o:C>", "同业 同行 同行业公司 同行业 可比公司 竞对", given=True, confidence=0.7),
    rule("contest.against", "competes_with", "<s:C>«-8»<T><o:C>(?=[,。;:]|$|«-6»(?:战|竞争))", "对垒 硬刚 叫阵 正面硬刚 单挑 迎战 追赶 直面", confidence=0.7),
)  # fmt: skip

VERB_RULES: tuple[Rule, ...] = (*HOLDINGS, *DEALS, *OWNERSHIP, *GOODS, *TERMS, *CONTEST)
"""All of them, in the order in which they are tried."""
