"""The words that say how a thing is said, by kind, with those that only look like them.

All words are folded (simplified, half width, lower case). Each group says in a line why its words belong together. ``ignore`` shadows a shorter
cue inside an unrelated word: 不动产 holds no negation.
"""

from __future__ import annotations

__all__ = ["CUE_WORDS", "Reach"]

from enum import StrEnum


class Reach(StrEnum):
    """Which part of the sentence a cue governs."""

    AHEAD = "ahead"
    """From the cue to the end of its clause."""
    ONWARD = "onward"
    """From the cue to the end of the sentence."""
    BEHIND = "behind"
    """The sentence up to the cue: what was denied stands before 不实."""
    DENIED = "denied"
    """What a verb of denial has as its object: the rest of its clause, or what stands before where nothing follows it."""
    CLAUSE = "clause"
    """The whole clause of the cue."""
    NOUN = "noun"
    """The few words right before the cue: 收购 in 收购终止."""
    SENTENCE = "sentence"


def _all(words: str, kind: str, reach: Reach) -> dict[str, tuple[str, Reach]]:
    return {word.replace("_", " "): (kind, reach) for word in words.split()}


_UNTRUE = "不实 不属实 不实信息 不实消息 不准确 不真实 不存在此事 无此事 无根据 没有根据 没有依据 没有事实依据 没有此事 非事实 非属实 不是事实 不符合事实 与事实不符 纯属虚构 属误读 未属实"
_STRESS = ("并", "均", "皆", "亦", "都", "也", "完全", "严重", "纯属", "系", "为")


def _stressed(words: str) -> str:
    """Return each word with every word of stress ahead of it: 并不准确, 均不属实."""
    return " ".join(stress + word for word in words.split() for stress in _STRESS)


CUE_WORDS: dict[str, tuple[str, Reach]] = {
    # Plain negation: what follows in the clause does not hold.
    **_all(
        "不 未 没 没有 无 无人员 无人员伤亡 非 并未 不等于 不代表 不意味着 并不 并没有 并无 并非 从未 从不 从没有 未曾 未有 未能 尚未 尚无 还没有 还未 仍未 至今未 至今仍未 不会 不能 不可 不再 不是 不存在 "
        "未发生 不涉及 未涉及 没能 无法 无需 无须 毫无 绝无 不打算 不计划 没有计划 无计划 暂无 暂未 暂不 未达成 未签订 未签署 未参与 未持有 未与 没有与 不具备 "
        "不得继续 不得再 拒绝 拒 放弃 避免 免于 不拟 不考虑 不构成 不含 不包括 除外",
        "negation",
        Reach.AHEAD,
    ),
    # Called off: what the verb governs, before or after it, will not be.
    **_all(
        "终止 中止 暂缓 搁置 取消 叫停 撤回 撤销 告吹 落空 流产 泡汤 夭折 搁浅 作罢 谈崩 破裂 失败 未果 到期未续 未获通过 未通过 未能通过 未生效 均未生效 被否 否决 会否决 被否决 撤单 "
        "未能落地 未落地 没有落地 未能成行 未成行 未能如愿 未能谈拢 没有谈拢 没有谈成 没能谈成 没谈成 未谈成 谈不拢 不了了之 无疾而终 无果而终 以失败告终 无望 被拒 被拒绝 被驳回 遭拒 遭拒绝 遭驳回 遭否决 不再续签 不再续约 未续签 未续约 不续签 不续约 胎死腹中 化为泡影 八字没一撇 八字还没一撇 解除",
        "called-off",
        Reach.CLAUSE,
    ),
    # Denial: somebody says that a report is not true.
    **_all("否认 予以否认 辟谣 驳斥 反驳 否定", "denial", Reach.DENIED),
    **_all(
        "不实 不属实 并不属实 不实信息 不实消息 不实传闻 系谣言 为谣言 是谣言 属谣言 纯属谣言 均为谣言 谣言 假消息 虚假信息 系误读 为误读 误读 子虚乌有 纯属虚构 "
        "系捏造 为捏造 属捏造 捏造的 凭空捏造 恶意捏造 系伪造 为伪造 属伪造 伪造的 假的 误传 系误传 空穴来风 无稽之谈 没有这回事 没这回事 没这事 没有的事 没听说 没有听说 未听说 从未听说 "
        "报道有误 信息有误 消息有误 虚假内容 虚假传闻 ai合成 ai生成 与公司无关 与本公司无关 与我司无关 与我公司无关 无中生有 与事实不符 不符合事实 没有事实依据 没有依据 毫无依据 缺乏依据 没有根据 毫无根据 查无此事 并无此事 没有此事 无此事 并非事实 不是事实 不准确 失实 纯属捏造",
        "denial",
        Reach.BEHIND,
    ),
    **_all(_stressed(_UNTRUE), "denial", Reach.BEHIND),
    **_all(
        "_was_denied _were_denied _is_untrue _was_untrue _was_false _were_false _is_false _were_untrue _was_incorrect _is_incorrect",
        "denial",
        Reach.BEHIND,
    ),
    # Two negations that affirm, or nearly.
    **_all("无不 无一不 并非不 不得不 不能不 不会不 未尝不 不无 无非 不可不 没有不 毫无疑问 无疑 不容忽视 不可忽视 不容小觑", "ignore", Reach.AHEAD),
    **_all("不排除 不能排除 未排除 无法排除 未必 不一定", "hedge", Reach.AHEAD),
    **_all("尚不确定 存在不确定性 不确定 仍存变数 存变数 不明朗 尚不明朗 未定 待定 板上钉钉", "hedge", Reach.CLAUSE),
    # Words with 不, 未, 无, 没, 非 in them that negate nothing.
    **_all(
        "不仅 不但 不光 不只 不单 不过 不断 不少 不足 不同 不久 不久前 不日 不止 不乏 不料 不利 不佳 不及 不如 不变 不等 不低于 不超过 不少于 不高于 不大于 不小于 "
        "应披露而未披露 应披露未披露 应予披露而未披露 应予以披露而未披露 不愧 不锈钢 不动产 不全 不完整 不规范 不达标 不合规 不严 不力 不清 不周 不善 不合理 不透明 不匹配 不变 不涨反跌 不跌反涨 不良 不良率 不确定性 不论 不管 不惜 不俗 不菲 不凡 不错 不满 不畅 不振 不均 不齐 不一 不当 不正当 不景气 不含税 不公平 不法 不可抗力 "
        "不可逆 不良资产 不良贷款 不容 不限 不设 不得 不稳 不易 不减 不改 不绝 不甘 不敌 不二 不谋而合 不期而遇 不可持续 不可或缺 不可 分不开 离不开 少不了 不到 "
        "不足为 供不应求 供不應求 入不敷出 居高不下 持续不断 源源不断 层出不穷 创新不断 价格不菲 未来 未遂 未来三年 未来五年 未上市 未成年 未分配利润 未平仓 未经审计 "
        "未履行 无人 无人机 无人驾驶 无人车 无线 无锡 无限 无忧 无菌 无机 无源 无缝 无纺布 无风险 无风险利率 无息 无偿 无烟 无形资产 无论 无独有偶 无创 无水 无印良品 无氧铜 "
        "无花果 无担保 无极 全无 没收 没落 埋没 淹没 出没 没食子酸 非常 非洲 非凡 非银 非银金融 非公开发行 非公开 非经常性 非经常性损益 扣非 除非 非农 非农就业 非标 非上市 非控股 "
        "非流通股 非独立董事 非独立 非执行董事 非小细胞肺癌 非晶 非洲猪瘟 非全资 非法 非主营 非核心 非美 是非 莫非 南非 非对称 非织造 非酒精 非营利 前所未有 史无前例 没有硝烟 "
        "理想 思想 设想 联想 构想 猜想 梦想 想象 感想 幻想 空想 冥想 不想 预想 回想 妄想 "
        "浸没 湮没 沉没 覆没 吞没 隐没 模拟 虚拟 拟态 拟合 拟人 拟南芥 拟录用 比拟 拟任",
        "ignore",
        Reach.AHEAD,
    ),
    # Plans: decided or wished, not done.
    **_all(
        "拟 计划 拟以 拟向 拟于 拟将 拟通过 拟定增 打算 筹划 正筹划 谋划 酝酿 筹备 准备 即将 将于 将在 将会 将以 将向 将由 将与 将对 将从 将成为 将为 将有 将 力争 争取 寻求 谋求 "
        "目标是 目标为 目标到 意向 意向性 意向书 推迟至 推迟到 延期至 延后至 有意 意图 欲 想 讨论 接洽 正接洽 洽谈 商讨 磋商 正在谈判 正在洽谈 尚需 尚待 仍需 仍待 有待 待批准 "
        "可减持 可增持 可回购 可认购 征求意见 征求意见稿 草案 提议 建议 呼吁 承诺 希望",
        "plan",
        Reach.AHEAD,
    ),
    # Forecasts and possibilities.
    **_all(
        "有望 可望 预计 预料 预期将 预期 预测 估计 预判 料将 料会 料为 势将 势必 恐 恐将 恐会 恐怕 或 或将 或会 或可 或许 也许 可能 或有望 可能会 大概率 有可能 有机会 料 押注 押宝 "
        "应会 会否 会否决定 能否 是否 潜在 望 似乎 疑似",
        "forecast",
        Reach.AHEAD,
    ),
    **_all("考虑 正考虑 倾向于 视乎 取决于 视情况", "hedge", Reach.AHEAD),
    # Suppositions govern what hangs on them too.
    **_all("若 如果 假如 倘若 假若 一旦 要是 如若 假设 若是 万一 除非 如能 若能", "hypothetical", Reach.ONWARD),
    # Hearsay.
    **_all(
        "有人说 有人称 有人爆料 网友称 网友爆料 有网友 有股民 发帖称 发帖说 发帖爆料 有报道说 有报道称 有报道指 热议 疯传 市场猜测 外界猜测 市场揣测 听说 市场流传 流传 有自媒体称 自媒体称 传闻 市场传闻 有传闻 据传闻 据传 市场传 网传 盛传 风传 有传 消息传 谣传 坊间 传言 流言 小道消息 市场消息 有消息称 有消息指 消息称 知情人士 消息人士 知情者 据称 据闻 "
        "网上流传 网络流传 网络传言 小作文 爆料 疑传 据知情人士 接近公司的人士 有市场消息 传出将 被传 被曝 曝",
        "rumour",
        Reach.ONWARD,
    ),
    **_all(
        "未经证实 未获证实 尚未证实 未证实 均未证实 未予证实 没有证实 无法证实 未得到证实 有待证实 未置评 不予置评 拒绝置评 未予置评 未回应 暂未回应 尚未回应",
        "unconfirmed",
        Reach.BEHIND,
    ),
    # Words with 拟, 将, 传, 或, 若, 料, 望, 欲, 恐 in them that hedge nothing.
    **_all(
        "计划生育 五年计划 召回计划 将军 将近 即将到期 大将 干将 名将 行将 将领 将士 传统 消息传出 消息传来 消息传开 传出后 传媒 传输 传动 传感 传播 传导 传递 传奇 传真 传承 传染 宣传 流传甚广 若干 或者 抑或 或缺 材料 原料 "
        "资料 饮料 燃料 塑料 布料 面料 涂料 染料 香料 肥料 饲料 料理 料到 硅料 原辅料 史料 不料 意料 毛料 水料 复投料 致密料 母料 辅料 供料 投料 备料 用料 多晶料 再生料 预料中 原奶料 单晶料 粉料 浆料 坯料 填料 配料 废料 预料之中 原材料 新材料 电池材料 渴望 期望 愿望 名望 声望 观望 展望 "
        "威望 遥望 回望 失望 希望小学 新希望 欲望 恐慌 恐惧 目标价 目标区间 目标价格 研究院 研究所 研究员 研究报告 研究中心 研究生 研究机构 研究部 评估值 评估机构 评估报告 草案修订 "
        "超预期 不及预期 低于预期 高于预期 符合预期 好于预期 逊于预期 逊预期 差过预期 胜预期 优于预期 市场预期 预期目标 超出预期 预期值 一致预期 预期管理 涨价预期 降息预期 加息预期 "
        "潜在客户 有机会成本 规划设计 规划院 建议关注 投资建议 建议投资者 评估后 意向金 传导至 讨论区 曝光 曝光度 曝光量 疑问 质疑 嫌疑 申报稿 申报材料 承诺函 业绩承诺 不建议 "
        "应用研究 基础研究 无传闻 磋商会 期待已久 备受期待 准备金 存款准备金 法定准备金 拨备准备 恐袭 市场研究",
        "ignore",
        Reach.AHEAD,
    ),
    # Words of the past: what they govern happened before the story's own day.
    **_all("此前 早前 先前 曾 曾经 去年 前年 上月 上周 当时 早在 历史上 往年 年前 月前 周前 日前曾 前不久 一度", "past", Reach.AHEAD),
    **_all("被问及 被问到 吗 呢 何时 如何 为何 何以 怎么", "question", Reach.CLAUSE),
    # English, the lighter path.
    **_all(
        "_has_yet_to_ _have_yet_to_ _had_yet_to_ _is_yet_to_ _are_yet_to_ _not_ _never_ _no_ n't _neither_ _nor_ _without_ _denied_ _denies_ _deny_ _failed_to_ _refused_to_ _has_not_ _have_not_ _had_not_ _did_not_ _does_not_ _will_not_ _is_not_",
        "negation",
        Reach.AHEAD,
    ),
    **_all("_not_only_ _no_longer_than_ _no_less_than_ _not_least_ no._", "ignore", Reach.AHEAD),
    **_all("_called_off_ _scrapped_ _cancelled_ _canceled_ _terminated_ _abandoned_", "called-off", Reach.CLAUSE),
    **_all(
        "_plans_to_ _plan_to_ _planned_to_ _planning_to_ _aims_to_ _intends_to_ _will_ _to_be_ _set_to_ _agreed_to_ _seeks_to_ _considering_ _in_talks_ _weighing_",
        "plan",
        Reach.AHEAD,
    ),
    **_all(
        "_may_ _might_ _could_ _would_ _expected_ _expects_ _expect_ _forecast_ _forecasts_ _likely_ _possible_ _possibly_ _potential_ _should_ _estimates_",
        "forecast",
        Reach.AHEAD,
    ),
    **_all("_may_1 _may_2 _may_3 _in_may_ _last_may_ _on_may_", "ignore", Reach.AHEAD),
    **_all("_if_ _unless_ _should_the_", "hypothetical", Reach.ONWARD),
    **_all(
        "_reportedly_ _rumour _rumor _rumoured_ _rumored_ _sources_said _people_familiar _has_reported_that_ _have_reported_that_ _unconfirmed_ _speculation_",
        "rumour",
        Reach.ONWARD,
    ),
    **_all("_not_confirmed_ _has_not_confirmed_ _have_not_confirmed_ _declined_to_comment", "unconfirmed", Reach.BEHIND),
}
"""Word to (kind, reach)."""
