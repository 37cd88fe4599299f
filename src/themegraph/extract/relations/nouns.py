"""Rules for nouns that name what one company is to another: supplier, customer, rival, partner, shareholder, subsidiary, parent, holding.

Such a noun is said in few ways, whichever it is: B是A的供应商, A的供应商包括B, A供应商B, 作为A的供应商，B…, A以B为客户, B被A选为供应商. Here each way is
written once, and each noun is read in all of them. These rules come after those of :mod:`themegraph.extract.relations.rules`, which know the ways
that only one noun has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from themegraph.extract.relations.patterns import Rule, rule

__all__ = ["NOUN_RULES"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Noun:
    """Words for what the bearer is to the owner: B is A's supplier, A the owner and B the bearer."""

    name: str
    predicate: str
    bearer: str
    """``s`` or ``o``: the side of the statement on which the bearer stands."""
    words: str
    kinds: str = "C"
    """Which types a bearer may have, as in a pattern."""
    owners: str = "C"
    unlike: str = ""
    """What must not stand right ahead of the word."""
    enters: bool = False
    """Whether one becomes such by entering a list: 进入A供应商名录."""


_NOUNS = (
    _Noun(
        name="supplier",
        predicate="supplies_to",
        bearer="s",
        words="供应商 供货商 供货方 供应方 代工厂 代工商 代工方 代工伙伴 供应伙伴 配套商 配套企业 设备供应商 材料供应商 独供商 一级供应商 核心供应商 分包商 承包商 一供 二供 供应链企业 供应链公司",
        enters=True,
    ),
    _Noun(
        name="customer",
        predicate="supplies_to",
        bearer="o",
        words="客户 大客户 下游客户 核心客户 终端客户 终端用户 客户群 客户群体 采购方 买家 大买家 购货方 标杆客户",
        kinds="CO",
    ),
    _Noun(
        name="rival",
        predicate="competes_with",
        bearer="o",
        words="竞争对手 对手 劲敌 竞争者 竞品 宿敌 老对手 死对头 头号对手 强敌 竞对 挑战者 竞品公司 竞争品牌 竞争企业 竞争厂商 主要对手 最大对手",
    ),
    _Noun(
        name="partner",
        predicate="cooperates_with",
        bearer="o",
        words="合作伙伴 战略伙伴 合作方 合作商 合作机构 合作企业 战略合作伙伴 生态伙伴 核心伙伴 分销商 分销伙伴 经销商 代理商 总代理 独家代理 渠道商 渠道伙伴 合资伙伴 合资方",
        kinds="CO",
    ),
    _Noun(
        name="shareholder",
        predicate="invests_in",
        bearer="s",
        words="股东 大股东 第一大股东 第二大股东 第三大股东 第四大股东 第五大股东 重要股东 投资方 投资人 投资者 战略投资者 战略投资人 基石投资者 财务投资者 战投 战投方 出资方 出资人 发起人 机构股东 创始股东 领投方 单一最大股东",
        kinds="CHOL",
        unlike="(?<!控股)(?<!流通股)",
    ),
    _Noun(
        name="child",
        predicate="subsidiary_of",
        bearer="s",
        words="子公司 全资子公司 控股子公司 附属公司 孙公司 下属公司 下属企业 成员企业 成员单位 所属企业 全资附属公司 控股公司 旗下公司 旗下企业 全资公司 控股平台 上市平台 全资企业",
    ),
    _Noun(name="parent", predicate="subsidiary_of", bearer="o", words="母公司 母集团 控股母公司 间接控股股东 最终控股股东 总公司 股权持有母公司"),
    _Noun(
        name="holding",
        predicate="invests_in",
        bearer="o",
        words="参股公司 参股企业 参股子公司 联营公司 联营企业 合营公司 合营企业 被投企业 被投公司 参股投资企业 投资企业",
    ),
)

_IS = "(?:也|均|都|同|同时|亦|既|正|就|已|还|一跃|将)?(?:是|为|系|成为|作为|充当|属于?|乃|成了|位列|稳居|位居|跃居|跃升为|晋升为|跻身|变身|升至|升为)"
_ARE = '(?:中|里|内)?,?(?:主要|则|目前|分别|依次|还|已|现|当前|均|都|也|就|仅)?(?:是|为|有|包括|包含|涵盖|覆盖|系|:|如|即|囊括|遍及|遍布|来自)(?:了)?(?:但不限于)?(?:"|“)?'
_END = r"(?=之一|[,。;:)\"、》\]!?]|$|并且?|且|也|和|与|及|的(?!产品|股|业务)|地位|身份|名单|名录|体系|资格|认证|认定|行列|序列|,)"
_MANY = "(?:名单|名录|阵容|阵营|群|群体|体系|资源)?"
_DEEDS = frozenset({"made", "named-as", "enters", "has"})
"""Ways that tell how the tie came about: plans, rumours and denials of it touch the tie."""
_NOT_FORMER = "(?<![原前])"


def _rules(noun: _Noun) -> Iterator[Rule]:
    """Yield one rule for each way to say the noun."""
    other = "o" if noun.bearer == "s" else "s"
    bearer, owner = f"<{noun.bearer}:{noun.kinds}>", f"<{other}:{noun.owners}>"
    word = f"{_NOT_FORMER}{noun.unlike}<T>"
    ways: tuple[tuple[str, str, float, str], ...] = (
        ("is", f"{bearer}«,8»{_IS}«4»{owner}(?:的)?«10»{word}{_END}", 0.9, ""),
        ("are", f"{owner}(?:的)?«-8»{word}{_MANY}{_ARE}«-8»{bearer}", 0.9, ""),
        ("named", f"{owner}(?:的)?«-8»{word}(?:之一)?(?:的|—{{1,2}}|-{{1,2}})?{bearer}", 0.8, ""),
        ("bracket", f"{bearer}\\({owner}(?:的)?«-8»{word}(?:之一)?\\)", 0.85, ""),
        ("as", f"作为{owner}(?:的)?«-10»{word}(?:之一)?,«-6»{bearer}", 0.85, ""),
        ("taken-for", f"{owner}«,12»以{bearer}(?:等)?(?:作)?为«-8»{word}", 0.85, ""),
        ("made", f"{owner}«,10»(?:将|把|选择|选定|确定|视){bearer}(?:列为|作为|视为|视作|当作|定为|选为|选定为|确定为|认定为|指定为|为|担任)«-8»{word}", 0.8, ""),
        ("named-as", f"{bearer}«,10»(?:被|获|获得)«-2»{owner}(?:的)?(?:列为|选为|认定为|指定为|评为|纳入|列入|选定为|授予|确定为|认可为)«-8»{word}", 0.8, ""),
        ("has", f"{owner}«,12»(?:拥有|积累了?|开拓了?|服务于?|覆盖|汇聚了?|绑定|锁定|新增|新增了|引入了?|引进了?|导入了?|迎来|发展了?|进入了?)«-6»{bearer}(?:等|在内的)?«-12»{word}", 0.75, ""),
        ("etc-topic", f"{bearer}等«-10»{word}(?!«6»(?:减持|增持|提起|起诉|要求|表示|认为|投诉))", 0.7, other),
        ("are-topic", f"(?:^|[,;:]|公司|其)(?:的)?«-8»{word}{_MANY}{_ARE}«-8»{bearer}", 0.75, other),
        ("named-topic", f"(?:公司的?|其|集团的?)«-8»{word}(?:之一)?{bearer}", 0.75, other),
    )  # fmt: skip
    if noun.enters:
        ways = (*ways, ("enters", f"{bearer}«,10»(?:入选|入列|进入|跻身|通过|取得|列入|入围|拿到|获得|打入|加入)(?:了)?«-2»{owner}(?:的)?«-8»{word}{_MANY}(?!«-4»(?:认可|好评|订单))", 0.8, ""))  # fmt: skip
    for name, pattern, confidence, topic in ways:
        yield rule(f"{noun.name}.{name}", noun.predicate, pattern, noun.words, given=name not in _DEEDS, confidence=confidence, topic=topic)


NOUN_RULES: tuple[Rule, ...] = tuple(made for noun in _NOUNS for made in _rules(noun))
"""All of them, in the order in which they are tried."""
