"""The ways a text says that two things stand in a relation: a table of patterns over sentence skeletons.

:mod:`themegraph.extract.relations.patterns` says how to read a pattern. A rule that claims a word keeps later rules of the same predicate from
reading it again: put the particular before the general.
"""

from __future__ import annotations

from themegraph.extract.relations.nouns import NOUN_RULES
from themegraph.extract.relations.pairs import KINDS
from themegraph.extract.relations.patterns import OTHER_DEAL, Rule
from themegraph.extract.relations.patterns import rule as _rule
from themegraph.extract.relations.verbs import VERB_RULES

__all__ = ["RULES"]

# What may stand between a verb and its object: aspect, amounts, shares of it.
_ASPECT = "(?:了|过|着|其|的|由)?"
_NOT_FINANCE = "(?!«10»(?:担保|贷款|借款|资金支持|财务资助|授信|融资|反担保|咨询|审计))"
_NOT_SHARES = "(?!«14»(?:股权|股份|股票|资产包|债权|基金份额|a股|h股|\\d{1,3}%))"

SUPPLY = (
    _rule("supply.in-chain", "supplies_to", "<s:C>«,18»<T>«4»<o:C>«8»(?:供应链|产业链|供应商名单|供应商体系|供应体系|采购体系|供货体系|供应商名录|合格供应商|果链)", "打入 进入 切入 跻身 纳入 入围 嵌入 挤进 加入 导入", confidence=0.85),
    _rule("supply.enters", "supplies_to", "<s:C>«,24»<T>«4»<o:C>«8»(?:产线|生产线|工厂|机型|车型|新机|项目|平台|整车|服务器|数据中心|验证)", "进入 打入 导入 切入 应用于 用于 搭载于 配套于 装机于 批量用于", confidence=0.8),
    _rule("supply.used-at", "supplies_to", "<s:C>«,24»在«2»<o:C>«10»(?:产线|生产线|工厂|车间|数据中心)«4»<T>", "使用 应用 验证 运行 量产 上线 通过验证 批量应用", confidence=0.75),
    _rule("supply.chain-of", "supplies_to", "<s:C>«,10»(?:被«2»|获«2»)?<T>«2»<o:C>«6»(?:供应链|供应商|合格供应商)", "纳入 列入 列为 认证为 选为"),
    _rule("supply.is-supplier", "supplies_to", "<s:C>«,14»<T>«8»<o:C>(?:«12»的?«8»|«12»)(?:供应商|供货商|代工厂|代工商|供应伙伴|供货方|承包商|分包商|服务商|一供|二供)", "是 为 成为 系 作为 属于 担任 充当", given=True, confidence=0.9),
    _rule("supply.its-supplier", "supplies_to", "<o:C>«,30»其(?:核心|主要|上游|重要)?<T>(?:包括|有|如|、|商|之一)?«-2»<s:C>", "供应商 代工厂 供货商 供应链企业 代工商", given=True),
    _rule("supply.supplier-named", "supplies_to", "<o:C>«8»<T>(?:之一|包括|包含|有|为|是|的|、|:|—|名单中的)?«3»<s:C>", "供应商 供货商 代工厂 代工商 代工伙伴 上游供应商 供应链企业 供应链公司 供应链龙头 概念供应商", given=True),
    _rule("supply.upstream", "supplies_to", "作为<o:C>(?:的)?«6»<T>(?:之一|企业|厂商|公司)?,<s:C>", "上游 供应商 设备商 材料商 代工厂 一供 核心供应商", given=True),
    _rule("supply.designed-for", "supplies_to", "<s:C>«,24»(?:为|给|替|帮)«2»<o:C>«4»<T>", "设计 定制 研发 开发 定制开发 设计的 打造", confidence=0.8),
    _rule("supply.made-for-designer", "supplies_to", "<o:C>«,24»(?:为|给|替|帮)«2»<:C>«4»(?:设计|定制|研发|开发|打造)«,30»由«2»<s:C>«12»<T>", "代工 生产 制造 封测 封装", confidence=0.8),
    _rule("supply.order-given", "supplies_to", "<o:C>«,10»(?:将|把)«*14»(?:订单|生产|制造|业务|代工)«2»<T>«2»<s:C>", "交给 交由 授予 下给 委托给 外包给 转给 给了"),
    _rule("supply.for", "supplies_to", f"<s:C>«,34»(?:为|向|给|对|替|帮)«2»<o:C>«12»{_NOT_FINANCE}<T>", "供应 供货 供给 供应链 独供 代工 配套 交付 出货 发货 供电 批量供货 提供 生产 制造 封装 代销 输送", confidence=0.85),
    _rule("supply.to", "supplies_to", "<s:C>«14»<T>(?!的)«4»(?:给|予|至|于|到)?(?!的)«1»<o:C>", "供货 供货给 供应给 供货于 供应于 出货给 配套于 配套给 独家供应 批量供货 送样给 销售给 交付 交付给 交付予 应用于"),
    _rule("supply.order-placed", "supplies_to", "(?<![由向从被给对为])<o:C>«,14»(?:向|给|对|与)«2»<s:C>«26»(?<!签)<T>", "下达 下单 下订单 下了 追加订单 订购 采购 订货 加单 砍单 订单 追单 购入 进货 拿货 采买 购电", confidence=0.85),
    _rule("supply.bought-from", "supplies_to", f"(?<![由向从被给对为自])(?<!用了)(?<!采用)<o:C>«,14»(?:从|自|由)«2»<s:C>«12»{_NOT_SHARES}<T>", "采购 购买 购入 订购 进口 拿货 外购 外采 直采 供货 供应 提货 代工 独家供应 提供 生产 制造 承建 进货"),
    _rule("supply.bought-topic", "supplies_to", "(?:^|,|;)«14»(?:向|从|自)«2»<s:C>«12»<T>", "采购 购买 订购 进口 购入 外购 外采 直采", topic="o", confidence=0.75),
    _rule("supply.made-topic", "supplies_to", "(?:^|,|;)«14»由«2»<s:C>(?:等)?«12»<T>", "代工 供货 供应 独家供应 生产 制造 封测 配套", topic="o", confidence=0.75),
    _rule("supply.delivery", "supplies_to", "<o:C>«14»<T>«,24»(?:来自|从|自|由)«4»<s:C>(?:«2»的|«8»(?:订购|建造|交付))?", "接收 接获 接收了 提货 引进", given=True, confidence=0.7),
    _rule("supply.order-won", "supplies_to", "<s:C>«,16»<T>«3»(?:了|到|来自|由)?«6»<o:CO>«30»(?:订单|定点|采购|合同|大单|招标|集采|标段|项目|意向|通知书|提名|认证|包)", "获得 获 收到 斩获 拿下 接获 接到 拿到 中标 签下 签订 取得 承接 赢得 喜获 揽获 手握 再获 夺得"),
    _rule("supply.order-won-topic", "supplies_to", "(?:^|,|:|\\))(?:«6»)?<T>(?:了|来自)?«3»<o:C>«24»(?:订单|定点|采购合同|大单|供货合同|中标通知书)", "获得 获 收到 斩获 拿下 接获 拿到 中标 签下", topic="s", confidence=0.75),
    _rule("supply.customers", "supplies_to", "<s:C>«,12»(?:的|主要|核心|下游|前五大|海外|第一大|最大|重要|大|战略|终端)<T>(?:主要|已)?(?:包括了?|有|为|涵盖|覆盖|包含|含|:|是|系|如|、)«4»<o:CO>", "客户 客户群 客户名单 下游客户 大客户 用户", given=True),
    _rule("supply.customer-of", "supplies_to", "<o:C>«4»(?:是|为|系|成为|作为)«2»<s:C>«10»<T>", "客户 大客户 买家 用户", given=True),
    _rule("supply.customer-named", "supplies_to", "<s:C>(?:的)?(?:第一大|最大|主要|重要|核心|下游|大|海外|新)?<T>(?:、|的|为|是|:)?<o:C>", "客户 大客户", given=True, confidence=0.75),
    _rule("supply.customers-topic", "supplies_to", "(?:公司|其|主要|核心|下游|产品|^|,)«4»<T>(?:主要)?(?:包括了?|有|为|涵盖|覆盖|包含)«6»<o:C>", "客户 客户群 下游客户", topic="s", given=True, confidence=0.75),
    _rule("supply.uses-more", "supplies_to", "<T>«3»<:C>(?:的|自研|供应的?|提供的?)?«-2»<:P>(?:和|、|与|以及|,)<s:C>(?:的|自研|供应的?|提供的?)?«-2»<:P>", "采用 选用 搭载 标配 配备", topic="o", claims=False, confidence=0.7),
    _rule("supply.uses-topic", "supplies_to", "(?:^|,|版|车|型|产品|系列|款)«-10»<T>«3»<s:C>(?:的|提供|生产|供应|制造|研发|自研|(?=<:P>))", "采用 选用 搭载 标配 配备", topic="o", confidence=0.7),
    _rule("supply.agency", "supplies_to", "<o:C>«,24»<T>(?:的|了|其)?«-2»<s:C>", "代理 独家代理 代理销售 经销", given=True, confidence=0.8),
    _rule("supply.uses", "supplies_to", f"<o:C>«-14»<T>{_ASPECT}«6»<s:C>(?:的|提供|生产|供应|制造|研发|自研|旗下|«0»(?=<:P>)|«4»(?:芯片|产品|电池|设备|方案|服务|gpu|模型|系统|组件|材料|显卡|算力卡|器件|零部件|激光雷达|发动机|电机|屏幕|面板))", "采用 选用 搭载 采购 导入 订购 装配 使用 部署 购买 购入 配备 换装 引进 采购了 改用 换用 转用", confidence=0.75),
    _rule("supply.made-by", "supplies_to", "(?<![替为给帮由])<o:C>«,20»(?:由|交由|委托|交给|转由)«2»<s:C>«8»<T>", "代工 供应 独家供应 供货 制造 生产 提供 独供 承制 承建 总装 配套 封测 代工生产", confidence=0.8),
    _rule("supply.capex", "supplies_to", "<o:C>«12»(?:扩产|扩建|采购|资本开支|加大投入|建设|招标|投产)«,24»<T>«,16»<s:C>«*24»(?:订单|受益|能见度|需求)", "采购 设备 材料 零部件 招标 扩产 资本开支", hedged=True, confidence=0.6),
    _rule("supply.exports", "supplies_to", "<s:L>«10»(?:向|对|至|往)<o:L>«10»<T>", "出口 供应 供货 输出 运往", confidence=0.75),
    _rule("supply.en-to", "supplies_to", "<s:CL>[^.\\n]{0,40}? <T> [^.\\n]{0,60}?(?:to|for) (?:the )?<o:CL>", "shipped ships supplied supplies supply delivers delivered exports exported sold sells provides", confidence=0.75),
    _rule("supply.en-makes-for", "supplies_to", "<s:C>[^.\\n]{0,20}? <T> [^.\\n]{0,40}? for (?:the )?<o:C>", "makes manufactures builds assembles produces", confidence=0.8),
    _rule("supply.en-supplier", "supplies_to", "<s:C>[^.\\n]{0,30}?(?:a|an|the|,|key|main|major|sole|as) (?:[a-z0-9-]{1,12} ){0,3}<T> (?:to|of|for) (?:the )?<o:C>", "supplier vendor contractor foundry"),
    _rule("supply.en-possessive", "supplies_to", "<o:C>(?:'s|’s)? <T>,? <s:C>", "supplier vendor", given=True),
    _rule("supply.en-order", "supplies_to", "<s:C>[^.\\n]{0,20}? (?:won|wins|received|secured|landed|bags|bagged) [^.\\n]{0,50}?<T>s? [^.\\n]{0,20}?from (?:the )?<o:C>", "order contract deal"),
    _rule("supply.en-signed", "supplies_to", "<o:C> [^.,\\n]{0,24}?<T> [^.,\\n]{0,24}?<s:C>(?! shares| stake)", "signed_for ordered orders", confidence=0.7),
    _rule("supply.en-buys", "supplies_to", "<o:C>[^.\\n]{0,20}? <T> [^.\\n]{0,50}?from (?:the |both |either )?<s:C>", "buys buy bought purchased purchases ordered orders sources sourced imports"),
)  # fmt: skip

_COOPERATE = (
    "合作 战略合作 签署 签订 签约 达成 共建 共同 联合 携手 联手 结盟 合资 合营 协同 战略协议 合作协议 框架协议 伙伴 合作备忘录 谅解备忘录 联盟 "
    "共研 联合开发 协议 独家授权 授权 备忘录 深度绑定 成立 组建 设立 长协 长单"
    " 交叉许可 专利许可 许可协议 续签 长协 长单"
)

COOPERATION = (
    _rule("cooperate.jv-group", "cooperates_with", "<g:CO>«4»(?:拟|计划|将|已|共同|联合|合资)«6»<T>«14»(?:合资|公司|实验室|基金|平台|联盟)", "设立 成立 组建 投建 兴建", confidence=0.85),
    _rule("cooperate.group", "cooperates_with", f"<g:CO>«12»<T>{OTHER_DEAL}«8»(?:合作|交叉许可|许可|长协|协议|备忘录|框架|伙伴|合同|联盟|意向书)", "签署 签订 达成 签约 缔结 建立 深化 开展 展开 拓展 宣布 续签 启动 推进 加强 扩大 升级"),
    _rule("cooperate.group-short", "cooperates_with", "<g:CO>(?:将|拟|已|再度|再次|正式|宣布|正|双双|也|共同|就«10»|在«12»)?(?:进行|展开|开展|的)?«3»<T>", "合作 携手 联手 结盟 强强联合 战略合作 共同开发 共同研发 联合研发 联合开发 联合发布 联合推出 联合打造 共同打造 合作打造 合作生产 合作研发 合作开发 共同推出 合资 共建 牵手 签约 深度合作 战略签约 合作协议 深度绑定"),
    _rule("cooperate.with", "cooperates_with", f"<s:C>«*30»(?:与|和|同|跟|与其)«3»<o:CO>«22»{_NOT_FINANCE}<T>{OTHER_DEAL}", _COOPERATE),
    _rule("cooperate.partner-topic", "cooperates_with", "<T>(?:公司|企业|方|为|是|包括)?«-2»<o:CO>", "合作方 合作伙伴 战略伙伴", topic="s", given=True, confidence=0.8),
    _rule("cooperate.verb", "cooperates_with", "<s:C>«10»<T>«3»<o:CO>", "携手 联手 牵手 联合 搭档 绑定 结盟 合作方 合作伙伴 伙伴 合作 拥抱 签约", confidence=0.8),
    _rule("cooperate.partner", "cooperates_with", "<s:C>«10»(?:是|为|系|成为|作为)«4»<o:CO>«10»<T>", "合作伙伴 战略伙伴 合作方 生态伙伴 核心伙伴 合作商 经销商 代理商"),
    _rule("cooperate.entrusts", "cooperates_with", "<s:C>«12»(?:将|把)«*24»(?:交由|交给|委托给?|授权给?|授予)«2»<o:C>«8»<T>", "负责 代理 发行 运营 推广 开发 销售 商业化 独家代理"),
    _rule("cooperate.rights-to", "cooperates_with", "<s:C>«,20»(?:将|把)«*30»(?:权利|权益|销售权|开发权|商业化权|许可权|权)«*6»<T>«4»<o:C>", "交给 授予 转让给 许可给 授权给 出售给 卖给 授予了 授给"),
    _rule("cooperate.joint", "cooperates_with", "<g:C>«14»<T>", "的联盟 旗下合资 联合体 共同运营 联合运营 共同中标", given=True, confidence=0.75),
    _rule("cooperate.license", "cooperates_with", "<s:C>«,20»(?:将|把)«*30»<T>(?:给|予|于)?«3»<o:C>", "授权 许可 授予 授权给 授予给 许可给"),
    _rule("cooperate.licensed-out", "cooperates_with", "<s:C>«,16»<T>«2»<o:C>", "授权给了 授权给 许可给 许可给了 授权予"),
    _rule("cooperate.licenses", "cooperates_with", "<s:C>«6»(?:向|给|对)<o:C>«4»<T>", "授权 许可 转让技术 输出技术 开放"),
    _rule("cooperate.license-passive", "cooperates_with", "<s:C>«12»(?:从|自|获|获得)«3»<o:C>«14»<T>", "引进 授权 许可 独家代理", confidence=0.75),
    _rule("cooperate.topic", "cooperates_with", f"(?:^|,|:)«6»(?:与|和|同|携手|联手|牵手)«2»<o:CO>«18»<T>{OTHER_DEAL}", "签署 签订 达成 合作 战略合作 签约 共建 合资 携手 联合开发", topic="s", confidence=0.75),
    _rule("cooperate.title-topic", "cooperates_with", "(?:^|,|:)«4»<T>«2»<o:C>", "携手 联手 牵手", topic="s", confidence=0.7),
    _rule("cooperate.en", "cooperates_with", "<s:C>[^.\\n]{0,50}? <T> (?:up |an? [^.\\n]{0,30})?with (?:the )?<o:CO>", "partner partners partnered partnering collaborate collaborates collaborated collaboration teamed partnership agreement deal alliance venture teams joined"),
    _rule("cooperate.en-group", "cooperates_with", "<g:C>[^.\\n]{0,30}? <T>", "partner partnered collaborate collaborated partnership team agreed"),
)  # fmt: skip

COMPETITION = (
    _rule("compete.from", "competes_with", "竞争«6»<T>«2»<o:C>", "来自 来自于", topic="s"),
    _rule("compete.from-more", "competes_with", "竞争«6»<T>«2»<:C>(?:旗下的?)?«-2»<:P>(?:与|和|、|以及)<o:C>", "来自 来自于", topic="s", claims=False),
    _rule("compete.en-peer", "competes_with", "<T>(?: such as| like| including)? <o:C>", "rival rivals competitor competitors peer peers", topic="s", given=True, confidence=0.8),
    _rule("compete.rival-is", "competes_with", "<s:C>«8»(?:是|为|系|成为|作为|视为)«4»<o:C>«14»<T>", "竞争对手 对手 劲敌 竞争者 竞品 挑战者 死对头", given=True),
    _rule("compete.rival-named", "competes_with", "<s:C>«10»<T>(?:包括|有|为|是|:|、|主要是|主要包括|如|—)?«4»<o:C>", "竞争对手 劲敌 竞品 老对手 主要对手 同业对手 对手 竞争者", given=True),
    _rule("compete.group", "competes_with", "<g:C>«12»<T>", "竞争 争夺 抢占 竞逐 角逐 较量 交锋 对决 争锋 价格战 争霸 正面交锋 同台竞技 抗衡 厮杀 鏖战 分庭抗礼 双雄 贴身肉搏"),
    _rule("compete.contest", "competes_with", '<g:C>«,20»<T>', "之争 争霸战 座次战 正面对决 龙头之战 大战 补贴战 口水战 专利战", given=True, confidence=0.7),
    _rule("compete.with", "competes_with", "<s:C>«,16»(?:与|和|同|跟)«4»<o:C>«14»<T>", "竞争 争夺 抢占 竞逐 角逐 较量 交锋 对决 抢夺 抗衡 正面竞争 竞争对手 一较高下 分庭抗礼 争抢 开战 价格战 展开竞争"),
    _rule("compete.peer-business", "competes_with", "<s:C>«,10»(?:与|和|同)«2»<o:C>«8»<T>", "同业竞争 正面交锋 竞争关系", given=True),
    _rule("compete.challenge", "competes_with", "<s:C>«8»<T>«4»<o:C>", "抗衡 叫板 迎战 挑战 对垒 赶超 反超 抢走 狙击 对阵 正面对标 直接对标", confidence=0.75, unless="市值|营收|收入|利润|股价|涨幅|规模|体量|销量|净利|成交"),
    _rule("compete.share", "competes_with", "<s:C>«8»(?:从|自)«2»<o:C>«8»<T>", "抢走 夺走 抢得 抢到 抢下 夺得 夺回 抢夺"),
    _rule("compete.en", "competes_with", "<s:C>[^.\\n]{0,30}? <T> (?:with |against |to )?(?:the )?<o:C>", "rival rivals competes compete competing competitor competitors challenge challenges"),
)  # fmt: skip

_HOLDERS = "CHOL"

INVESTMENT = (
    _rule("invest.no-link", "invests_in", "<g:C>«,12»<T>", "股权关系 持股关系 参股关系 股权往来 股权投资关系", given=True),
    _rule("invest.no-link-with", "invests_in", "<s:C>«,8»(?:与|和|同)«2»<o:C>«10»<T>", "股权关系 持股关系 参股关系 股权往来 股权投资关系", given=True),
    _rule("invest.of-issuer", "invests_in", f"<s:{_HOLDERS}>«,30»<T>(?:了|有)?«2»(?:本|该|上市)?公司(?:的)?(?:股份|股票|股权|a股|h股)", "持有 增持 减持 认购 直接持有 合计持有", topic="issuer", given=True, confidence=0.8),
    _rule("invest.holder-acts", "invests_in", f"<o:C>(?:-[a-z]{1,2})?(?:的)?<T>(?:之一|及其一致行动人|、|:)?«-2»<s:{_HOLDERS}>(?=(?:则|也|亦|已|拟|将|再|又|合计|累计|于|近日|今日|«-6»)?(?:增持|减持|减|增|出售|抛售|质押|套现|清仓|转让|解除质押|所持|的持股|持股|旗下))", "控股股东 大股东 第一大股东 第二大股东 股东 一致行动人 实控人 主要股东 原股东", given=True, confidence=0.85),
    _rule("invest.holder-topic", "invests_in", f"(?:^|,|:|;|公告|公司)<T>(?:之一)?«-2»<s:{_HOLDERS}>(?=(?:则|也|亦|已|拟|将|再|又|合计|累计|于|近日|今日|«-6»)?(?:增持|减持|减|增|出售|抛售|质押|套现|清仓|转让|解除质押|所持|的持股|持股|旗下))", "控股股东 大股东 第一大股东 第二大股东 股东 主要股东", topic="issuer", given=True, confidence=0.8),
    _rule("invest.holder-sub", "invests_in", "(?:^|,|:|;|公告|公司)<T><:CHO>旗下(?:的)?<s:CO>(?=«6»(?:增持|减持|减|增|出售|抛售|质押|套现|清仓|持股|所持))", "控股股东 大股东 第一大股东 股东 主要股东", topic="issuer", given=True, confidence=0.8),
    _rule("invest.reduced-by", "invests_in", f"<o:C>«12»(?:获|遭|被|遭到|获得)«2»<s:{_HOLDERS}>(?:等)?«8»<T>(?!«2»评级)", "减持 清仓 抛售 沽售 沽出 减仓 出售 质押", given=True, presupposed=True),
    _rule("invest.seller", "invests_in", "(?:向|自|从)«2»<s:CHO>(?:等)?«12»<T>«12»<o:C>«16»(?:股权|股份)", "收购 购买 受让", given=True, presupposed=True, confidence=0.8),
    _rule("invest.sells-stake", "invests_in", f"<s:{_HOLDERS}>«,10»<T>(?:了|所持|持有的)?«4»<o:C>«6»(?:股权|股份)(?!质押)", "出售 转让 剥离 挂牌转让 处置 抛售 清仓", given=True, presupposed=True, confidence=0.75),
    _rule("invest.sells-holding", "invests_in", f"<s:{_HOLDERS}>«,18»<T>«4»(?:所持|持有的?|手中)(?:有的?|的)?«4»<o:C>«8»(?:股权|股份|股票|部分)", "出售 减持 转让 处置 抛售 清仓 质押", given=True, presupposed=True),
    _rule("invest.sells-shares", "invests_in", f"<s:{_HOLDERS}>«,26»<T>(?:了)?«2»<o:C>«4»(?:股份|股票|股权|\\d)", "减持 增持 抛售 质押", given=True, confidence=0.8),
    _rule("invest.holds", "invests_in", f"(?<!持有)(?<!通过)(?<!收购)(?<!受让)<s:{_HOLDERS}>«,14»<T>(?:有|了)?«6»<o:C>«16»(?:股权|股份|%|股票|的股|万股|亿股|份额)", "持有 直接持有 间接持有 合计持有 持股 手握 仍持有 共持有 拥有", given=True, confidence=0.9),
    _rule("invest.stake-of", "invests_in", f"<s:{_HOLDERS}>(?:«4»对|«2»在|«8»于)«2»<o:C>«8»<T>", "持股 持股比例 的持股 投资 增资 注资 入股 战略投资 持股量", confidence=0.85),
    _rule("invest.holds-percent", "invests_in", f"<s:{_HOLDERS}>«8»<T>«2»<o:C>", "持股 参股 入股 战略入股 战略投资 领投 跟投 参投 参与投资 注资 举牌 战投 增资 追加投资 加仓 增持", confidence=0.85),
    _rule("invest.backed-by", "invests_in", f"<o:C>«10»(?:由|获得?|被|引入|引进|迎来|吸引|接受|得到|获了)(?:了)?«4»<s:{_HOLDERS}>(?:等)?«10»<T>", "投资 入股 参投 领投 注资 战略投资 增资 融资 跟投 增持 持股 举牌 战投 参股 青睐 战略入股 独家投资 联合投资 加持"),
    _rule("invest.introduces", "invests_in", f"<o:C>«,8»<T>«2»<s:{_HOLDERS}>«8»(?:战略投资|战略投资者|投资者|投资方|股东|战投|作为)", "引入 引进 迎来 引战"),
    _rule("invest.verb", "invests_in", f"<s:{_HOLDERS}>«,16»<T>(?!者|方|人|金|性|收益|评级|机构|人|策略|组合|建议|顾问|需求|机会|热|回报|标的|风险|银行|价值|额|项目|公司|逻辑|主线|情绪|活动|意向|关系){_ASPECT}«12»<o:C>(?!«3»(?:旗下|所持|持有的))", "投资 入股 参股 参投 领投 跟投 注资 战略投资 增资 增持 举牌 认购 投资入股 战略入股 投向 投了 押注 注资入股 参与认购", unless="北向|南向|资金|外资|主力|散户|显示|高管|董事|多家机构"),
    _rule("invest.heavy", "invests_in", f"<s:{_HOLDERS}>«-14»<T>(?:了|持有)?«-6»<o:C>", "重仓", confidence=0.8),
    _rule("invest.shareholder-is", "invests_in", f"<s:{_HOLDERS}>«4»(?:是|为|系|成为|作为|晋升为?|跃升为?)«6»<o:C>«12»(?<!控股)<T>", "股东 大股东 第一大股东 第二大股东 投资方 投资人 投资者 基石投资者 实际控制人 实控人 早期投资者", given=True),
    _rule("invest.shareholder-named", "invests_in", f"<o:C>«10»(?<!控股)<T>(?:包括|有|为|是|:|、|中的|之一的?|主要有|还有|则为|系|名单中)?«3»<s:{_HOLDERS}>", "股东 大股东 第一大股东 第二大股东 投资方 投资人 投资者 基石投资者 战略投资者 实际控制人 实控人 早期股东 资方", given=True),
    _rule("invest.shareholder-topic", "invests_in", f"(?:早期|主要|重要|公司|原始|前十大|机构|产业|战略|基石|第[一二三四五]大)<T>(?:包括|有|为|是|:|中|里|系|«10»:)«4»<s:{_HOLDERS}>", "股东 投资方 投资者 资方 投资人", topic="o", given=True, confidence=0.75),
    _rule("invest.in-fund-raise", "invests_in", f"<s:{_HOLDERS}>(?:等)?(?:机构|资本|基金|股东|多家)?«6»<T>«3»<o:C>", "参投了 领投了 跟投了 联合领投 共同投资 联合投资 联手投资 加码", confidence=0.85),
    _rule("invest.holder-of-issuer", "invests_in", f"股东(?:之一)?<s:{_HOLDERS}>«20»<T>(?!的)(?!«-4»<:C>)", "减持 增持 质押 持股 持有 解除质押", topic="issuer", given=True, confidence=0.8),
    _rule("invest.owner-of-issuer", "invests_in", "(?:第[一二三四]大股东|大股东|控股股东|(?<!控股)股东|一致行动人|持股平台)(?:之一)?<s:CO>(?=«-8»(?:不在|承诺|今年|已|累计|提供|未|将|拟|表示|持股|所持|减持|增持|质押|及))<T>?", "", topic="issuer", given=True, confidence=0.7),
    _rule("invest.trades-issuer", "invests_in", "<s:C>(?:合计|各|均|分别|累计)?(?:拟|计划|已|将)?<T>(?:不超过|公司|其所?持?|所持|约|逾|超|\\d|上限)", "减持 增持 清仓减持 质押", topic="issuer", given=True, confidence=0.75),
    _rule("invest.founders", "invests_in", "<o:C>«,30»(?:注册|成立|设立|增资|股权结构|股东)«*60»<s:CO>(?:方面)?<T>(?=\\d)", "持股 出资 认缴 持股比例", given=True, confidence=0.8),
    _rule("invest.en", "invests_in", f"<s:{_HOLDERS}>[^.\\n]{{0,40}}? <T> [^.\\n]{{0,40}}?<o:C>", "invested invests invest stake investment shareholder backs backed funding", confidence=0.75),
)  # fmt: skip

ACQUISITION = (
    _rule("acquire.from-holder", "acquires", "<s:CH>«,20»<T>{ASPECT}«8»<:CHO>(?:所持有?|持有|旗下|手中|拥有|转让|名下)(?:的)?«6»<o:C>".replace("{ASPECT}", _ASPECT), "收购 并购 购买 买下 受让 竞得 拿下 接手 购入"),
    _rule("acquire.from-seller", "acquires", "<s:CH>«,44»(?:向|从|自)«2»<:CHO>(?:等)?«14»<T>«6»<o:C>", "收购 并购 购买 受让 购入"),
    _rule("acquire.passive", "acquires", "<o:C>«8»(?:被|遭|获|由|将被|拟被)«2»<s:CH>«10»<T>", "收购 并购 私有化 要约收购 要约 吞并 兼并 买下 吸收合并 收入囊中 接盘 合并"),
    _rule("acquire.noun", "acquires", "<s:CH>«4»对«2»<o:C>«12»<T>", "收购 并购 要约 要约收购 吸收合并 私有化"),
    _rule("acquire.merge", "acquires", "<s:C>«10»<T>«2»<o:C>", "吸收合并 换股吸收合并 吸并 合并", confidence=0.8),
    _rule("acquire.merged-into", "acquires", "<o:C>«8»<T>«2»<s:C>", "并入 整体并入 划入 归入 并给", confidence=0.85),
    _rule("acquire.verb", "acquires", f"<s:CH>«,26»<T>{_ASPECT}«24»<o:C>(?!«3»(?:所持|持有的?|旗下|拥有的?|名下|手中|控制的))", "收购 并购 买下 兼并 吞并 私有化 要约收购 竞得 全资收购 收购了 接盘 并购了 收入囊中 控股收购 现金收购 拟购"),
    _rule("acquire.shares", "acquires", f"<s:CH>«,20»<T>{_ASPECT}«6»<o:C>«10»(?:100%|全部|控制权|控股权|多数|\\d\\d(?:\\.\\d{1,3})?%)«2»(?:股权|股份)?", "购买 受让 取得 拿下 购入 获得 入主 接手", confidence=0.85),
    _rule("acquire.to-control", "acquires", "<s:CH>«,6»(?:以|拟|将|斥资|计划|宣布|完成)«14»<T>(?!子公司|股东|权|平台|公司|孙公司)(?:了)?«2»<o:C>", "控股 全资控股 入主 接管"),
    _rule("acquire.changes-hands", "acquires", "<o:C>«10»(?:控制权|易主|实控人变更|实际控制人变更)«,10»<s:C>«6»<T>", "入主 接手 控股 接盘 上位"),
    _rule("acquire.control", "acquires", "<s:CH>«10»<T>«3»<o:C>", "入主 接管 收编", confidence=0.75),
    _rule("acquire.topic", "acquires", "(?:^|,|:)«14»<T>«10»<o:C>«8»(?:股权|股份|控制权|控股权|100%|全部)", "收购 并购 买下 受让", topic="s", confidence=0.7),
    _rule("acquire.en", "acquires", "<s:C>[^.\\n]{0,50}? <T> (?:of |over |out )?(?:(?! from | for )[^.\\n]){0,30}?<o:C>", "acquire acquires acquired acquiring buy buys buying bought takeover acquisition"),
)  # fmt: skip

SUBSIDIARY = (
    _rule("subsidiary.named", "subsidiary_of", "<o:C>(?:«6»的)?«6»<T>(?:、|的|之一|—|:|公司|企业|品牌|平台|子公司)?(?!«-3»(?:入股|投资|收购|参股|增持|减持|中标|签|向|与|和|为|从|由|对|获|被|给|将|以))«-4»<s:C>", "子公司 全资子公司 控股子公司 孙公司 附属公司 旗下 旗下的 全资孙公司 下属 下属公司 旗下公司 旗下子公司 附属 子品牌 控股公司 全资附属 分公司 旗下全资子公司 旗下控股子公司", given=True, confidence=0.9),
    _rule("subsidiary.is", "subsidiary_of", "<s:C>«4»(?:是|为|系|作为|成为|属于?|乃)«2»<o:C>«12»<T>", "子公司 旗下 全资 控股子公司 附属公司 下属 孙公司 附属 旗下公司 控股的 实际控制的", given=True, confidence=0.9),
    _rule("subsidiary.controlled-by", "subsidiary_of", "<s:C>«8»(?:由|被|受)«-2»<o:C>(?:间接|直接|绝对|全资)?<T>", "控股 全资控股 100%持股 全资持有 实际控制", given=True),
    _rule("subsidiary.under", "subsidiary_of", "<s:C>«4»<T>(?:于)?«2»<o:C>", "隶属 隶属于 从属于 归属于 背靠 脱胎于 分拆自", given=True),
    _rule("subsidiary.parent", "subsidiary_of", "<s:C>«,24»<T>(?:公司)?(?:为|是|系|、|:|的)?«-2»<o:C>(?!«-8»(?:增持|减持|出售|抛售|质押|套现|解除质押|转让|所持))", "母公司 控股母公司 控股股东 间接控股股东 母集团", given=True, unless="减持|增持|质押|股东[^,]{0,8}拟"),
    _rule("subsidiary.controller", "subsidiary_of", "<o:C>«,24»(?:是|为|系|仍为|成为)«2»<s:C>«2»<T>", "控股股东 间接控股股东 母公司", given=True),
    _rule("subsidiary.ultimate", "subsidiary_of", "<s:C>«8»的?<T>(?:均|都)?(?:为|是|系)<o:CO>", "实际控制人 实控人 最终控股股东", given=True),
    _rule("subsidiary.controls-issuer", "subsidiary_of", "<o:C>«,30»(?:为|是|系|成为|仍为)(?:本|该|上市)?公司的?<T>", "控股股东 间接控股股东 母公司", topic="issuer", given=True),
    _rule("subsidiary.parent-topic", "subsidiary_of", "(?:^|,|其|公司|收到)<T>(?:为|是|系)?<o:C>(?!«-8»(?:增持|减持|出售|抛售|质押|套现|解除质押|转让|所持))", "控股股东 间接控股股东 母公司", topic="s", given=True, confidence=0.8),
    _rule("subsidiary.parent-is", "subsidiary_of", "<o:C>«4»(?:是|为|系|作为)«2»<s:C>«6»<T>", "母公司 控股母公司 母集团", given=True),
    _rule("subsidiary.owns", "subsidiary_of", "<o:C>«4»<T>(?!股东|权)«-2»<s:C>(?!«8»(?:收购|并购))", "分拆 拆分 间接控股 控股 全资拥有 全资持有 100%持有 100%控股 孵化", confidence=0.8),
    _rule("subsidiary.via", "subsidiary_of", "<o:C>«,6»(?:通过|透过|经由?|借助)«2»(?:旗下|其)?«2»<T>(?![向与和为从由对给参入收])«-3»<s:C>", "子公司 全资子公司 控股子公司 附属公司 孙公司 旗下 控股平台"),
    _rule("subsidiary.under-topic", "subsidiary_of", "(?:^|,|:|;|强调|表示|称|而)(?:其|公司)?<T>(?:的)?(?:子公司|公司|企业|平台)?«-2»<s:C>(?!«-6»(?:系列|车型|手机))", "旗下", topic="o", given=True, confidence=0.8),
    _rule("subsidiary.en-controlled", "subsidiary_of", "<s:C>,? ?[^.,\\n]{0,10}?<T> by (?:the )?<o:C>", "controlled owned majority-owned wholly_owned", given=True),
    _rule("subsidiary.topic", "subsidiary_of", "(?:公司|其|集团|本公司|^|,|:)(?:的)?<T>«-3»<s:C>", "子公司 全资子公司 控股子公司 孙公司 附属公司 下属公司 全资附属公司", topic="o", given=True, confidence=0.8),
    _rule("subsidiary.en", "subsidiary_of", "<s:C>[^.\\n]{0,20}?(?:,|is|,? an?|as) [^.\\n]{0,24}?<T> of (?:the |[a-z]{2,12}'s )?<o:C>", "subsidiary unit arm division"),
    _rule("subsidiary.en-possessive", "subsidiary_of", "<o:C>(?:'s|’s)? [^.\\n]{0,12}?<T>,? <s:C>", "subsidiary unit arm", given=True),
)  # fmt: skip

_MAKE = (
    "推出 发布 研发 生产 自研 量产 开发 研制 打造 上线 销售 发售 出货 设计 制造 投产 首发 开源 在研 主打 召回 上市 主营 生产的 推广 交付 亮出 展示 "
    "展出 亮相 布局 首款 自主研发 独家代理 冶炼 开采 种植 养殖 酿造 拥有 提供 官宣 迭代 升级 预售 公布 扩产 减产 停产 复产 产能 供应 屠宰 自产 出栏 在售 签下 研制的 热销"
)

PRODUCTION = (
    _rule("produce.market", "produces", "<o:P>«,8»市场«,10»(?:由|被)?«2»<s:C>(?:等|两家|三家|几家|«6»)?«6»<T>", "把持 主导 垄断 占据 瓜分 统治 占领 掌控 把控 主宰 包揽", given=True),
    _rule("produce.by", "produces", f"<o:P>[^。;!?\\n,{KINDS['company']}{KINDS['product/technology']}]{{0,6}}?(?:由|是由|系|为|出自|来自)(?:未上市的|国内的?|老牌)?«2»<s:C>«8»<T>", "研发 开发 生产 制造 推出 打造 研制 独家 自研 设计 自主研发 供应 出品 代工 交付 供货 提供 组装 建造 承建 承制 独供", given=True, confidence=0.9),
    _rule("produce.of-maker", "produces", "<o:P>«2»<T>«2»<s:C>", "持有人 原研药企 研发商 研发企业 上市许可持有人 开发者 出品方 发行方 制造商 生产商 厂商 供应商 开发商 龙头 巨头 大厂 原厂 企业 公司 厂家 霸主 龙头企业 龙头股 生产企业 龙头公司 生产厂商 老大 新贵", given=True),
    _rule("produce.is-maker", "produces", "<s:C>«10»(?:是|为|系|作为|成为|等|属于?)«10»<o:P>«4»<T>", "龙头 厂商 生产商 企业 供应商 制造商 公司 开发商 巨头 大厂 原厂 生产企业 生产厂家 品牌 龙头企业 领军企业 霸主 原研厂", given=True),
    _rule("produce.sold", "produces", "<:C>«,14»(?:向|从)«2»<s:C>«10»<T>«20»<o:P>", "采购 订购 购买 购入 订货", given=True),
    _rule("produce.ordered", "produces", "(?<![向给替帮对为])<s:C>«,14»<T>«26»<o:P>(?:产品|设备|系统)?(?:订单|合同|项目|定点|大单)", "取得 获得 斩获 拿下 中标 接获 收到", given=True, confidence=0.8),
    _rule("produce.supplied", "produces", "<s:C>«,24»(?:向|为|给|对)<:C>«14»<T>«8»<o:P>", "交付 供应 提供 供货 出货 销售 送样 配套 批量供应 独家供应", given=True, confidence=0.8),
    _rule("produce.builds-line", "produces", "(?<![向给替帮对为])<s:C>«,12»(?:拟|将|计划|已)?(?:在<:L>|在«10»|于«10»)?<T>«6»<o:P>(?:中试线|量产线|产线|生产线|示范线|项目|基地|工厂)", "建设 兴建 投建 新建 扩建 投产 建成", given=True, confidence=0.8),
    _rule("produce.kind-of-firm", "produces", "<s:C>(?:等|为代表的)(?:下游|上游|头部|国内|一体化|龙头|主要|大型)?<o:P><T>", "企业 厂商 公司 龙头 制造商 生产商 供应商 厂 巨头 端 环节 股 生产企业 商 类企业", given=True, confidence=0.85),
    _rule("produce.says", "produces", "<s:C>«,26»<T>,?(?:公司|其|旗下|目前|现有|自研)?(?:的)?«-4»<o:P>(?=(?:产品|业务|项目)?(?:尚未|已向|已|目前|仍|将|正|预计|暂未|未|出货|量产|供货|交付|扩|获|推迟|延期|公测|上线|上市|销售|订单|产能|收入|毛利|营收|占比|处于|进入|通过|小批量|批量|实现|没有))", "说 称 表示 公告 指出 披露 回应 透露 公布 介绍 强调 澄清 否认 提示 答复", given=True, confidence=0.75),
    _rule("produce.disclaims", "produces", "<s:C>«*14»<T>«,10»(?:尚?未有?|没有|暂无|并无|无)«2»<o:P>«2»(?:提价|调价|减产|停产|扩产|涨价|降价|降配|召回|延期|推迟|的?安排|的?计划)", "回应 表示 称 公告 澄清 披露 答复 强调", given=True, confidence=0.75),
    _rule("produce.rumoured-own", "produces", '(?:传|报道|消息)«12»[《"]?<o:P>[》"]?«20»,<s:C>«8»<T>', "否认 予以否认 澄清 辟谣 回应", given=True, confidence=0.7),
    _rule("produce.handed", "produces", '<s:C>«8»(?:把|将)[《"]?<o:P>[》"]?«12»<T>', "交由 交给 授权 授予 委托 定价 售价 价格 提价 涨价 出口 销往 投放 推向 发行", given=True, confidence=0.8),
    _rule("produce.orders-stopped", "produces", "<s:C>«,26»(?:\\d{2}度)?<o:P>«-8»<T>", "停止接收订单 停货 控货 停止供货 停供 提价 上调 恢复供货 停止发货 停止接单", given=True, confidence=0.8),
    _rule("produce.self-made", "produces", "<o:P>(?:均|都|也|则)?(?:为|由|系|是)(?:公司|其)?<T>", "自研 自主研发 自产 自制 自主设计 自供 自主开发", topic="s", given=True, confidence=0.8),
    _rule("produce.designed", "produces", "<s:C>«,10»(?:为|给|替|帮)<:C>«4»<T>的?«4»<o:P>", "设计 定制 研发 开发 代工 生产 打造 制造 供应 提供", given=True, confidence=0.8),
    _rule("produce.bought-of", "produces", "<o:P>(?:则|也|亦|均|主要|全部|部分)?(?:由|向|从|自|来自)«2»<s:C>«10»<T>", "供货 供应 采购 提供 配套 生产 代工 购买 独家供应 进口 订购", given=True, confidence=0.85),
    _rule("produce.supply-stopped", "produces", "<s:C>«,16»<T>«4»<o:P>", "停止供应 停供 恢复供应 暂停供应 减少供应 限供 断供 停止销售 恢复销售 延期交付 推迟交付 恢复生产", given=True, confidence=0.8),
    _rule("produce.output-of", "produces", "<s:C>«,14»<o:P><T>", "产量 销量 产销量 产能 出货量 排产 交付量 开采量", given=True, confidence=0.8),
    _rule("produce.own-price", "produces", "<s:C>«-3»<o:P><T>", "批价 价格 出厂价 零售价 售价 均价 批发价 销量 销售收入 产品 中标 中选 并网 下线 断货 热销 扩产 提价 涨价 满产 出货 量产", given=True, confidence=0.75),
    _rule("produce.stage", "produces", "(?<![向给替帮对为])<s:C>«,16»<o:P>(?:产品|业务|项目|样机)?«6»(?:处于?|尚处于?|仍处于?|进入|已进入|实现)«4»<T>", "研发 试产 小批量 样机 验证 量产 临床 中试 试验 送样", given=True, confidence=0.8),
    _rule("produce.able", "produces", "(?<![向给替帮对为])<s:C>«,6»(?:具备|拥有|实现|掌握|形成)«2»<o:P>«6»<T>", "自给 自产 量产 生产 产能 制造 自供", given=True),
    _rule("produce.unit", "produces", "(?<![向给替帮对为])<s:C>«,30»<o:P><T>", "装置 工厂 产线 生产线 生产基地", given=True, confidence=0.8),
    _rule("produce.mainly", "produces", "<T><o:P>为(?:主(?:业|营|打)?|核心|主要|支柱)(?:业务|产品)?(?:的)?«-4»<s:C>", "以", given=True),
    _rule("produce.mainly-is", "produces", "<s:C>«-6»<T><o:P>(?:为(?:主|核心|支柱)|起家|著称|闻名|见长)", "以", given=True),
    _rule("produce.brand-topic", "produces", "(?:^|,|反映|因|由于|其|公司)<T>(?:的)?<o:P>", "旗下", topic="s", given=True, confidence=0.7),
    _rule("produce.item-topic", "produces", "<T>(?:为|包括|是|涵盖|(?<=[心力打头研]产品))«-3»<o:P>", "产品 主营产品 主要产品", topic="s", given=True, confidence=0.75),
    _rule("produce.named", "produces", '<s:C>(?!«-4»(?:合作|采购|采用|搭载|使用|购买|投资|订购|代理))(?:的|旗下的?|自研的?|自主研发的?|新一代|新款|在研的?|产|制|核心产品|主力产品|最新|首款|研发的|生产的|推出的|开发的|独家|爆款|全新|«-6»的)?(?:[一两三首该这][款台种批条架辆代]?)?[》"]?[《"]?<o:P>(?!«-6»(?:成本|招标|中标|采购|集采(?!中选|中标|降价|影响)|订单(?!排|饱满|充足|同比|增)|大单|供应商|概念|<:M>)|(?:则|均|主要|全部|也)?(?:由|来自|采购自|出自|产自))', "", given=True, confidence=0.8),
    _rule("produce.owner", "produces", "<T>(?:了|有)?«12»<o:P>«4»的«2»<s:C>", "拥有 生产 研发 开发 制造 推出 主营 专注 从事 主打 手握", given=True),
    _rule("produce.lot", "produces", "<o:P>(?:部分|标包|包|标段|品类|类|领域|方面|环节)?(?:则|由|中)?,?<s:C>«2»<T>", "中标 中选 入围 拟中标", given=True, confidence=0.8),
    _rule("produce.comes-from", "produces", "<o:P>(?:则|也|亦|均|主要|全部|部分|大多|多数)?<T>«2»<s:C>", "来自 出自 产自 采购自 用的是 用了 购自", given=True),
    _rule("produce.by-next", "produces", "<o:P>,(?:均|全部|主要|则)?由«6»<s:C>«8»<T>", "研发 开发 生产 制造 打造 研制 供应 供货 提供 交付 组装 建造 承建 代工", given=True),
    _rule("produce.certified", "produces", "(?:向|为|给)«6»<s:C>«4»<T>(?:了)?«6»<o:P>", "颁发 签发 核发 发放 颁予", given=True),
    _rule("produce.contest", "produces", "<s:C>«4»在«6»<o:P>(?:上|领域|市场|方面|业务|赛道)?«6»<T>", "竞争 直接竞争 角逐 正面竞争 展开竞争 对决", given=True),
    _rule("produce.contract", "produces", "<s:C>(?:与|和|同|向|«,6»)?«*24»<T>«20»<o:P>(?:的)?(?:建造|销售|供应|供货|承建|制造)(?:框架)?(?:合同|订单|协议)", "签订 签署 签约 签下 达成", given=True, confidence=0.8),
    _rule("produce.engaged", "produces", "(?<![向给替帮对为])<s:C>«,16»<T>«12»<o:P>", "主要从事 专业从事 专门从事 从事 专注于 专注 深耕 深耕于 聚焦 聚焦于 主要生产 专业生产", confidence=0.8),
    _rule("produce.as-maker", "produces", "<T>«10»<o:P>(?:生产|制造|细分|行业|领域|研发|业务)?(?:的)?(?:初创|创新|科技|高新技术|国家级|头部)?(?:厂商|生产商|制造商|供应商|生产企业|制造企业|企业|公司|龙头企业|龙头|厂家|巨头|开发商)(?:之一)?,<s:C>", "作为 身为", given=True),
    _rule("produce.own-figure", "produces", "(?<![向给替帮对为])<s:C>«,40»,(?:公司|其)?<o:P>(?:业务|产品|系列)?<T>", "收入 营收 毛利率 订单 市占率 市场份额 出货量 销量 销售额 累计出货 出货 发货 新品", given=True, confidence=0.75),
    _rule("produce.verb", "produces", f"(?<![向给替帮对为用购])<s:C>(?!的?(?:主要|最大)?(?:竞争)?(?:对手|客户|供应商|股东|同行|下游|友商))«,40»<T>{_ASPECT}«28»<o:P>", _MAKE),
    _rule("produce.work", "produces", '(?<![向给替帮对为])<s:C>«10»<T>«4»《<o:P>', "有 凭 凭借 携 靠 运营 发行 的 代理 旗下 新游 新作 新品 新片 游戏 手游 出品 研发 自研 主控", given=True),
    _rule("produce.price", "produces", "(?<![向给替帮对为])<s:C>«,12»(?:把|将|对|拟将|计划将|计划把)«*24»<o:P>«10»<T>", "价格 售价 报价 出厂价 合约价 提价 涨价 降价 调价 指导价 召回", given=True),
    _rule("produce.reprice", "produces", "(?<![向给替帮对为])<s:C>«,14»<T>«10»<o:P>«4»(?:价格|售价|报价|出厂价|挂牌价|合约价|产品|系列|的|产能|产量)", "上调 下调 提高 调整 调降 调升 涨价 降低 提升 扩大 削减", given=True),
    _rule("produce.plant", "produces", "(?<![向给替帮对为])<s:C>«,24»<T>«20»<o:P>«6»(?:工厂|产线|生产线|产能|项目|基地|厂房|晶圆厂|矿)", "兴建 新建 建设 投建 扩建 投资 建成 扩产 建造 投产 开建 布局", confidence=0.85),
    _rule("produce.approved", "produces", "<s:C>«,12»<T>«16»<o:P>", "获批 获准 注册申请 受理 上市申请 临床试验 临床 适应症 新药 注射液 临床试验批准 获得批准", confidence=0.75),
    _rule("produce.approved-own", "produces", "(?<![向给替帮对为])<s:C>«,22»(?<![在于载])<o:P>(?!行业|市场|板块|概念|需求|供给)«-10»<T>", "获批 获准 上市 上市申请 适应症 临床 销量 交付 销售额 出货量 收入 产能 产量 售价 正式发布 量产 下线 亮相 开售 提价 出货 放量 挂牌价 出厂价 销售收入", given=True, confidence=0.75),
    _rule("produce.price-own", "produces", "(?<![向给替帮对为])<s:C>«16»(?<![在于载])<o:P>(?!行业|市场|板块|概念|需求|供给)«-10»<T>", "价格", given=True, confidence=0.75),
    _rule("produce.rights", "produces", "<s:C>(?:«12»,?(?:与|和|同|向|授予)<:C>)?«,30»(?:将|把|就|拥有|关于|授予|授出|转让)«*30»<o:P>(?!<:P>)«24»<T>", "权益 权利 商业化 独家开发 授权 许可 开发权 商业化权 授予 专利", given=True, confidence=0.8),
    _rule("produce.news-moves", "produces", "<o:P>«10»<T>(?:后|以来|消息)?,?«4»<s:C>«*8»(?:涨|跌|升|走强|走高|走弱)", "出口 销售 获批 禁售 发布 上市 提价 涨价 降价 召回 停产 热销", given=True, confidence=0.65),
    _rule("produce.en-makers", "produces", "<o:P> <T>(?:,? (?:such as|including|like))? <s:C>", "maker makers producer producers manufacturer manufacturers developer developers giant supplier suppliers", given=True),
    _rule("produce.en", "produces", "<s:C>(?:'s|’s)? (?:new |latest |own |next-generation )?<o:P>", "", given=True),
    _rule("produce.en-by", "produces", "<o:P>[^.\\n]{0,20}? <T> by <s:C>", "supplied made produced built developed manufactured", given=True),
    _rule("produce.en-own", "produces", "<s:C>[^.\\n]{0,40}? <T> (?:[a-z\\-]{2,14} ){0,3}<o:P>", "its", given=True, confidence=0.75),
    _rule("produce.en-verb", "produces", "<s:C>[^.\\n]{0,40}? <T> [^.\\n]{0,30}?<o:P>", "launching developing making selling producing shipping testing recalling shipped ships introduced introduces launched launches unveiled unveils makes makers produces produced builds developed develops released releases recalls recalled sells manufactures"),
)  # fmt: skip

TECHNOLOGY = (
    _rule("uses.verb", "uses_technology", f"<s:CP>«,14»<T>{_ASPECT}«10»<o:P>", "采用 搭载 接入 部署 引入 应用 选用 运用 内置 导入 集成 使用 配备 采用了 搭载了 基于", confidence=0.75),
    _rule("uses.of", "uses_technology", "<T>«8»<o:P>«4»的«4»<s:CP>", "采用 搭载 接入 应用 使用 基于", given=True, confidence=0.7),
    _rule("uses.en", "uses_technology", "<s:C>[^.\\n]{0,30}? <T> [^.\\n]{0,20}?<o:P>", "uses adopts adopted deploys deployed integrates integrated", confidence=0.7),
)  # fmt: skip

HOLDING = (
    _rule("holds.verb", "holds", "<s:E>«12»<T>(?:了|有)?«4»<o:C>", "持有 重仓 重仓持有 重仓了 重点配置 配置了 第一大重仓股 头号重仓股 第一大权重股", given=True, confidence=0.85),
    _rule("holds.trades", "holds", "<s:E>«*36»<T>(?:了)?«-2»<o:C>(?!«-6»(?:评级|目标价))", "加仓 减仓 增仓 增配 减配", given=True, confidence=0.75),
    _rule("holds.who", "holds", "<T>(?:了)?<o:C>«-6»的«-4»<s:E>", "持有 重仓 重仓持有 重点配置 集中持有", given=True, confidence=0.85),
    _rule("holds.is-constituent", "holds", "<o:C>«8»(?:是|为|系|成为|位列|入选|现身|位居|稳居|跻身|进入)«2»<s:E>«10»<T>", "权重 大权重 前五大 重仓股 权重股 成份股 成分股 持仓 重仓 前十大", given=True),
)  # fmt: skip

INDEX = (
    _rule("track.both", "tracks_index", "<s:E>(?:与|和|及|、)«12»<:E>«4»(?:均|都|同|皆|共同|同样)«4»<T>«4»<o:I>", "跟踪 追踪 紧密跟踪 挂钩", given=True, claims=False),
    _rule("track.verb", "tracks_index", f"<s:E>[^。;!?\\n{KINDS['etf']}]{{0,12}}?<T>(?:的?(?:是|为|指数为|标的指数为|标的为|指数是|标的是|标的))?«4»<o:I>", "跟踪 追踪 紧密跟踪 挂钩 复制 标的指数为 标的指数是 跟踪标的 业绩比较基准 标的指数 标的为 标的是", given=True, confidence=0.95),
    _rule("track.index-of", "tracks_index", "<s:E>(?:所)?<T>的<o:I>", "跟踪 追踪 挂钩", given=True, confidence=0.95),
    _rule("track.of", "tracks_index", "<T>«2»<o:I>«4»的«8»<s:E>", "跟踪 追踪 紧密跟踪 挂钩 复制", given=True, confidence=0.95),
    _rule("track.benchmark", "tracks_index", "<s:E>«-4»(?:以|将)«-4»<o:I>(?:收益率)?(?:作)?为«-4»<T>", "标的 跟踪标的 跟踪指数 业绩基准 标的指数 业绩比较基准 跟踪对象 基准", given=True),
    _rule("track.of-products", "tracks_index", "<T>«2»<o:I>的«,14»<s:E>", "跟踪 追踪 紧密跟踪 挂钩 复制", given=True, confidence=0.85),
    _rule("track.counterpart", "tracks_index", "<o:I>«,20»<T>«-4»<s:E>", "对应的 相关的 挂钩的 跟踪该指数的 跟踪它的 与之对应的 跟踪这一指数的", given=True, confidence=0.8),
    _rule("track.topic", "tracks_index", "(?:^|,|该基金|该产品|该etf|其)(?:紧密|密切)?<T>(?:的?(?:标的|指数)?(?:为|是))?<o:I>", "跟踪 追踪 标的 标的指数", topic="s", given=True),
    _rule("track.product", "tracks_index", "<o:I>«4»(?:的)?<T>(?:有|包括|为|是|:)?«3»<s:E>", "相关etf 对应etf 跟踪产品 跟踪基金 场内产品 对应产品 相关产品 挂钩产品 跟踪的etf etf产品 etf", given=True),
    _rule("track.en", "tracks_index", "<s:E>[^.\\n]{0,30}? <T> (?:the )?<o:I>", "tracks tracking follows", given=True),
)  # fmt: skip

_OVERSEE = (
    "立案 立案调查 调查 处罚 罚款 约谈 问询 监管函 警示函 责令 批准 核准 审批 备案 受理 反垄断 审查 注册批复 同意注册 通报 行政处罚 批复 下发 点名 "
    "采取监管措施 警示 警示措施 出具 移入 拉入 开罚 监管工作函 关注函 罚单 开出 禁止 要求 评估 问询函 公开谴责 获批 过审 整改 列入 纳入 制裁 移出"
)

REGULATION = (
    _rule("regulate.case-by", "regulated_by", "<s:CSE>«,18»(?:被|遭|遭到|收到|获|获得|经|接获|因«14»被|接受|取得|领|吃|已获)«3»<o:O>«24»<T>", _OVERSEE),
    _rule("regulate.filed", "regulated_by", "<s:CE>«,14»(?:向|报|经|获|已向|通过)«2»<o:O>«16»<T>", "备案 申请 提交 报送 递交 申报 注册 报备 受理 审核 批准 核准 审议 过会", unless="尚需|尚须|需经|须经|仍待|有待|尚待|仍需"),
    _rule("regulate.acts-on", "regulated_by", "<o:O>«,20»(?:对|就|向|依法对|决定对|因|将|把)«8»<s:CS>«20»<T>", _OVERSEE),
    _rule("regulate.acts", "regulated_by", "<o:O>«,20»<T>(?:了|过)?«6»<s:C>", "约谈 处罚 批准 核准 受理 责令 立案调查 调查 问询 点名 通报 罚款 要求 同意 起诉 警告 叫停", confidence=0.8),
    _rule("regulate.announces", "regulated_by", "<o:O>«6»(?:网站)?(?:公告|公示|发布|通报|披露|公布|称|消息)«,8»<s:C>«14»<T>", "备案 召回 获批 立案 处罚 过审 注册 获准 批准 受理 违规 被罚 罚款 调查", confidence=0.85),
    _rule("regulate.en", "regulated_by", "<o:O>[^.\\n]{0,40}? <T> (?:into |against )?[^.\\n]{0,20}?<s:C>", "fined approved probe investigating investigation sued banned cleared probes investigates", confidence=0.75),
)  # fmt: skip

EFFECT = (
    _rule("benefit.drive", "benefits", "<s:PIMOL>«,14»<T>(?:了|于)?«6»<o:CSPI>", "提振 助推 推升 支撑 带动 推动 催化 刺激", confidence=0.6),
    _rule("benefit.verb", "benefits", "<s:CSPIMOL>«,14»<T>(?:了|于)?«6»<o:CSPI>", "利好 惠及 有利于 利多", confidence=0.7),
    _rule("benefit.from", "benefits", "<o:CSPI>«12»<T>«6»<s:CSPMOI>", "受益于 得益于 受惠于 受惠", confidence=0.75),
    _rule("harm.verb", "harms", "<s:PIMOL>«,14»<T>(?:了|于)?«6»<o:CSPI>", "打击 冲击 重创 拖累 压制 损害 挤压 侵蚀 施压 削弱 压低", confidence=0.6),
    _rule("harm.plain", "harms", "<s:CSPIMOL>«,14»<T>(?:了|于)?«6»<o:CSPI>", "利空 不利于 有损", confidence=0.7),
    _rule("harm.from", "harms", "<o:CSPI>«10»<T>«6»<s:CSPMOI>", "受累于 受制于 受压于 受困于 拖累于", confidence=0.7),
)  # fmt: skip

_MEMBER_NOUN = "龙头 巨头 厂商 企业 公司 概念股 龙头股 新贵 新势力 第一股 领军企业 独角兽 大厂 股 上市公司 龙头企业 龙头公司 板块 生产商 制造商 服务商 运营商 标的 个股 权重股 茅 双雄 三巨头 四小龙 代表企业 设备商 央企 国企 民企 房企 车企 药企 险企 券商 银行 权重 双龙头 一哥 黑马 白马 白马股 蓝筹 中军"

SECTOR = (
    _rule("sector.head", "belongs_to_sector", "<o:S>(?:行业|板块|领域|赛道|产业链?|概念)?(?:的)?<T>(?:的|、|:|代表|为|是|有|包括|分别为|分别是)?\"?<s:C>", _MEMBER_NOUN, given=True),
    _rule("sector.etc", "belongs_to_sector", "<s:C>(?:等|[两三四五六七八九十]大|为代表的|在内的|这类|等多[家只]|等[一二两三四五六七八九十\\d]{1,3}[家只])«6»<o:S>(?:行业|板块|领域|赛道|产业链?|概念)?(?:的)?<T>", _MEMBER_NOUN, given=True),
    _rule("sector.etc-plain", "belongs_to_sector", "<s:C><T>(?:多家|[一二两三四五六七八九十\\d]{1,3}[家只])?(?:头部|上市|大型|国内|传统|下游|上游|a股|港股|美股|主要)?<o:S>", "等", given=True),
    _rule("sector.mainly", "belongs_to_sector", "<s:C>«2»<T><o:S>为主", "以", given=True),
    _rule("sector.is", "belongs_to_sector", "<s:C>«4»(?:同属|同为|是|(?<![认因])为|系|作为|属于?|成为|所属|跻身|位列|稳居|身处|被称为|号称)«10»<o:S>(?:行业|板块|领域|赛道|产业链?|概念)?(?:的)?«4»<T>", _MEMBER_NOUN + " 行业 领域 赛道 代表 梯队 第一梯队 行列 阵营 族群 板块 概念", given=True, unless="像|误|曾"),
    _rule("sector.alike", "belongs_to_sector", "<s:C>(?:均|都|也)?<T>«2»<o:SP>(?=[,。;])", "同属 同属于", given=True),
    _rule("sector.placed", "belongs_to_sector", "<s:C>«6»(?<!不)<T>(?:的|于|在)?«4»<o:SP>(?:行业|板块|赛道|领域|概念|产业链|产业|题材)", "处于 位于 身处 隶属于 隶属 属于 所属 所处 所在 归属于 归入 划入 列入 同属 同处", given=True),
    _rule("sector.picks", "belongs_to_sector", "<o:S>«,20»<T>(?:标的|个股|公司|方面|的|:|为|包括|有)?«4»<s:C>", "标的 推荐 首选 重点推荐 建议关注 重点关注 可关注 受益标的 相关标的 相关公司 相关个股 核心标的 首推 首选股 选股", given=True, confidence=0.75),
    _rule("sector.en", "belongs_to_sector", "<o:S> <T>(?:,? (?:such as|including|like|led by))? <s:C>", "maker makers producer producers giant giants stocks companies developers lenders miners names shares firms manufacturers leader leaders operators startup startups", given=True, confidence=0.8),
    _rule("sector.in", "belongs_to_sector", "<o:SP>(?:板块|概念股?|行业|赛道|领域|产业链|股)(?:中|内|里|方面|个股中|的),?«4»<s:C>", "", given=True),
    _rule("sector.shares", "belongs_to_sector", "<o:SP><T>(?:的|、|:|代表)?\"?<s:C>", "概念股 龙头股 个股 权重股 标的 板块龙头 概念龙头", given=True),
    _rule("sector.etc-shares", "belongs_to_sector", "<s:C>(?:等|为代表的|在内的)«6»<o:SP>(?:行业|板块|领域|概念)?(?:的)?<T>", "概念股 股 个股 龙头股 板块", given=True),
    _rule("sector.as", "belongs_to_sector", "<T>«6»<o:S>(?:行业|领域|板块|赛道)?(?:的)?«4»(?:企业|龙头|公司|厂商|巨头|代表|央企|国企|领军者|龙头企业),<s:C>", "作为 身为", given=True),
    _rule("sector.such-as", "belongs_to_sector", "<o:S>(?:行业|板块|领域|赛道|概念)?(?:的)?(?:龙头|企业|公司|厂商|股|标的|巨头|个股|头部企业)?,?<T>«-2»<s:C>", "包括 例如 比如 诸如 如 主要有 代表有", given=True, confidence=0.8),
    _rule("sector.engaged", "belongs_to_sector", "<T>«2»<o:S>(?:业务|领域|行业)?的«4»<s:C>", "从事 主营 深耕 专注 专注于 聚焦", given=True),
    _rule("sector.first", "belongs_to_sector", "<o:S><T>«,14»<s:C>", "第一股 首股 龙头股 一哥", given=True),
    _rule("sector.business", "belongs_to_sector", "<s:C>«6»<T>«6»<o:S>(?:业务|行业|领域|赛道|产业)", "主营 从事 深耕 专注 专注于 深耕于 聚焦 聚焦于 切入 布局 主营业务为", confidence=0.8),
)  # fmt: skip

RULES: tuple[Rule, ...] = (
    *SUPPLY,
    *COMPETITION,
    *ACQUISITION,
    *SUBSIDIARY,
    *INVESTMENT,
    *COOPERATION,
    *PRODUCTION,
    *TECHNOLOGY,
    *HOLDING,
    *INDEX,
    *REGULATION,
    *EFFECT,
    *SECTOR,
    *NOUN_RULES,
    *VERB_RULES,
)
"""All rules, in the order in which they are tried."""
