"""The words of what is measured: moves of shares, prices of goods, ratings, outlooks and results."""

from __future__ import annotations

from themegraph.extract.trigger_table import EARNINGS_METRIC, GOODS_PRICE, LISTED_PRICE, NOT_GOODS, OWN_OUTLOOK, PERCENT, RATERS, UNMOVED, Rule, rule

__all__ = ["FIGURES"]

_SHARES = r"(?:板块|概念|股|指数|etf)[^,，]{0,8}$"
"""Ahead of a word that tells a move only of shares: 白酒股活跃."""

FIGURES: tuple[Rule, ...] = (
    # --- market moves ---------------------------------------------------------------------------------------------
    rule(
        "market_move",
        "转涨 转升 由跌转涨 由跌转升 涨停 一字涨停 封住涨停 封涨停 触及涨停 冲击涨停 直线涨停 20cm涨停 连板 封板 涨停板",
        sense=1,
        not_following="潮|基因|复盘|板块|数|家数",
        not_before=UNMOVED,
    ),
    rule(
        "market_move", "转跌 由涨转跌 由升转跌 跌停 一字跌停 触及跌停 封死跌停 封跌停 跌停板", sense=-1, not_following="潮|家数", not_before=UNMOVED
    ),
    rule(
        "market_move",
        "大涨 暴涨 飙升 飙涨 急涨 拉升 走强 收涨 高开 领涨 普涨 齐涨 齐升 齐飙 狂飙 翻红 收高 劲升 急升 劲扬 走高 上扬 冲高 大幅走高 大幅走强 集体走强 集体走高 全线走强 逆势走强 震荡走强 集体上涨 全线上涨 直线拉升 涨超 涨逾 涨近 涨约 "
        "升逾 升超 升近 涨幅居前 涨幅靠前 涨幅领先 涨幅超 涨幅在 涨幅均 涨幅约 涨幅达 涨幅为 涨幅扩大 累升 累涨 累计上涨 累计涨幅 跟涨 跟随走强 跟随走高 联动走高 联动走强 联袂走强 同步走高 小幅上涨 同步上涨 不同程度上涨 应声上涨 应声走强 应声大涨 逆市上涨 逆势上涨 涨势 强势上涨 放量上涨 放量大涨 反弹 大幅反弹 大幅上涨 大幅拉升 大升 弹升 收升 收红 飘红",
        sense=1,
        not_before=UNMOVED,
        not_following="的?(?:可能|预期|空间|动力)",
    ),
    rule(
        "market_move",
        "创历史新高 再创历史新高 创新高 创出新高 刷新历史新高 创年内新高 创阶段新高 新高 续创新高",
        sense=1,
        not_before=UNMOVED,
        not_following="的?(?:可能|预期|空间|动力)",
        # 交付4.2万辆,创历史新高: the record is one of deliveries.
        not_line=rf"^(?!.*(?:股|盘|收[涨跌报高]|指数)).*(?:{EARNINGS_METRIC}|交付|订单|产量|装机|出口|出货|成交|规模|签约)",
    ),
    rule(
        "market_move",
        "跟跌 走跌 齐挫 跟随走弱 联动走低 小幅下跌 同步下跌 应声下跌 应声大跌 不同程度下跌 逆市跌 逆势下跌 大跌 暴跌 重挫 下挫 急挫 急跌 走弱 收跌 低开 领跌 普跌 齐跌 跳水 闪崩 崩盘 翻绿 收低 大幅走低 走低 集体走弱 集体下跌 全线下跌 震荡走低 跌超 跌逾 跌近 跌约 跌幅居前 跌幅靠前 跌幅超 跌幅在 跌幅均 跌幅约 跌幅达 跌幅为 跌幅扩大 创历史新低 创新低 创年内新低 累跌 累计下跌 累计跌幅 "
        "放量下跌 大幅下跌 大幅回落 高位回落 杀跌 挫逾 泻 插水 收绿 飘绿 大幅下挫 尾盘跳水 破发 破净 熔断",
        sense=-1,
        not_before=UNMOVED,
        not_following="的?(?:可能|预期|空间|风险)",
    ),
    rule(
        "market_move",
        "涨 上涨 升 续涨 连涨 微涨 小涨 飘升 上扬 回升 弹 攀升 飙 高走 收报上涨 上升 回暖",
        sense=1,
        following=rf"(?:了|约|近|超|逾|超过|幅|至|达|逾越|最多|最高|到)*(?:{PERCENT})|\d+(?:\.\d+)?点",
        not_before=UNMOVED,
    ),
    rule(
        "market_move",
        "跌 下跌 续跌 连跌 微跌 小跌 挫 回落 下滑 低走 回调 回撤",
        sense=-1,
        following=rf"(?:了|约|近|超|逾|超过|幅|至|达|最多|最高|到)*(?:{PERCENT})|\d+(?:\.\d+)?点",
        not_before=UNMOVED,
    ),
    rule("market_move", "活跃 表现活跃 造好 爆发 上行 延续强势 表现强势 逞强 向好", sense=1, before=_SHARES, not_before=UNMOVED),
    rule(
        "market_move",
        "冲击 拖累 打压 重创 压制",
        sense=-1,
        following=r"(?:[ah港台美]股)?(?:的)?[一-鿿a-z]{1,6}(?:概念股|板块|股)(?!价|东|市|份|票|权|息|本|指)",
        not_before=r"受[^,，]{0,10}$|不|未",
    ),
    rule(
        "market_move",
        "提振 带动 刺激 引爆 推升 催化",
        sense=1,
        following=r"(?:[ah港台美]股)?(?:的)?[一-鿿a-z]{1,6}(?:概念股|板块|股)(?!价|东|市|份|票|权|息|本|指)",
        not_before=r"受[^,，]{0,10}$|不|未",
    ),
    rule("market_move", "受压 走软 低迷 疲软 承压 受挫 走势疲弱 表现低迷 回吐涨幅", sense=-1, before=_SHARES, not_before=UNMOVED),
    rule("market_move", "分化 走势分化 涨跌互现 涨跌不一 表现分化 表现分歧 走势不一 个别发展 表现不一", before=_SHARES, not_before=UNMOVED),
    rule(
        "market_move",
        "平收 收平 平盘 持平 无升跌 无涨跌 平开 平盘报收 收盘持平 收市持平 股价持平",
        preceding=r"\ue000(?:\([^()]{0,14}\))?(?:收盘|收市|股价|当日|最终|午后|则|亦|也){0,2}",
    ),
    rule("market_move", "高位回落 回落 走弱 回调", sense=-1, around=r"股价|高位|该股|港元|股份|\d元"),
    rule("market_move", "上涨 走高 走强 回升 翻倍 反弹 涨", sense=1, preceding=r"股价[^,，。]{0,6}"),
    rule("market_move", "下跌 走低 走弱 回落 腰斩 承压 跌", sense=-1, preceding=r"股价[^,，。]{0,6}"),
    # --- prices of goods -------------------------------------------------------------------------------------------
    rule(
        "price_change",
        "涨价 提价 上调价格 价格上调 涨价函 上调报价 调涨 调升报价 上调出厂价 上调售价 上调产品价格 上调指导价 上调零售价 涨价通知 提价函 复价 提涨 封盘停报 提高价格 调价函 挺价 报价上调 附加费",
        sense=1,
        not_following="的?(?:预期|潮|题材|概念|空间|逻辑|周期|传闻|影响|压力|风波|质疑|风险)",
    ),
    rule(
        "price_change",
        "降价 下调价格 价格下调 下调售价 下调报价 降价促销 下调出厂价 下调零售价 下调指导价 大幅降价 调降 减价",
        sense=-1,
        not_following="的?(?:空间|潮|基金|影响|压力|传闻|风波|质疑|风险|预期)",
    ),
    rule(
        "price_change",
        "上调 提高 调高 调升 提升",
        sense=1,
        after=LISTED_PRICE,
        not_after="目标价|评级|转股价|发行价|收购价|行权价|要约价",
        not_before="目标价",
    ),
    rule(
        "price_change",
        "下调 降低 调低 调降 削减",
        sense=-1,
        after=LISTED_PRICE,
        not_after="目标价|评级|转股价|发行价|收购价|行权价|要约价",
        not_before="目标价",
    ),
    rule(
        "price_change",
        "上涨 上调 上调至 上调到 提高至 调高至 提升至 提高 提升 回升 攀升 上升 走高 走强 反弹 升破 突破 涨破 站上 重返 站回 涨回 冲上 冲破 周涨 月涨 涨至 升至 涨到 大涨 暴涨 飙升 创新高 创历史新高 涨超 涨逾 新高 企稳 上行 收涨 领涨 急涨 续涨 连涨 涨停 齐涨",
        sense=1,
        before=GOODS_PRICE,
        not_before=NOT_GOODS,
        around=r"\d|新高|新低|大幅|持续|价格|连续|小幅|报价|价|涨停|跌停|期货",
    ),
    rule(
        "price_change",
        "下跌 下调 下调至 下调到 调降至 降低至 回落 下滑 下降 走低 走弱 走跌 跌回 失守 周跌 月跌 周减 滑落 跌破 跌至 降至 跌到 大跌 暴跌 创新低 创历史新低 跌超 跌逾 下行 重挫 下挫 收跌 领跌 急跌 续跌 连跌 跌停 齐跌",
        sense=-1,
        before=GOODS_PRICE,
        not_before=NOT_GOODS,
        around=r"\d|新高|新低|大幅|持续|价格|连续|小幅|报价|价|涨停|跌停|期货",
    ),
    rule(
        "price_change",
        "涨 升 增 高",
        sense=1,
        before=GOODS_PRICE,
        not_before=NOT_GOODS,
        following=r"(?:了|约|近|超|逾|至|到|破|价)*\d",
    ),
    rule(
        "price_change",
        "跌 降 减 挫",
        sense=-1,
        before=GOODS_PRICE,
        not_before=NOT_GOODS,
        following=r"(?:了|约|近|超|逾|至|到|破|价)*\d",
    ),
    rule(
        "price_change",
        "下调 调降 降低 上调 同步下调 集体下调",
        sense=1,
        after=r"存款[^,，]{0,8}利率|挂牌利率|存款利率",
        not_after="基点.{0,10}lpr",
    ),
    # --- ratings and targets ---------------------------------------------------------------------------------------
    rule(
        "rating/target",
        "上调 调高 上调至 提升 提高 调升 升至 升为 上调到 调高至 上调评级 上修",
        sense=1,
        around=r"目标价|评级|评等|目标位|目标点位|盈利预测|金价目标|价目标|投资评级",
        not_around=r"信用评级展望$",
    ),
    rule(
        "rating/target",
        "下调 调低 下调至 降低 调降 降至 降为 削至 下调到 下调评级 下修",
        sense=-1,
        around=r"目标价|评级|评等|目标位|目标点位|盈利预测|价目标|[“「\"](?:中性|卖出|减持|持有|沽售|跑输|与大市同步)",
    ),
    rule("rating/target", "削 砍 下砍", sense=-1, following=r"[^,，。;；]{0,8}目标价"),
    rule("rating/target", "升 看高 唱好", sense=1, following=r"[^,，。;；]{0,8}目标价"),
    rule("rating/target", "维持 重申 给予 予以 首予 首次覆盖 首次给予 授予", around=r"评级|目标价|增持|买入|跑赢|强烈推荐|中性|减持|卖出|优于大市"),
    rule("rating/target", "目标价 目标价为 目标价由 目标价从 看高至 看到 看至", around=r"\d", before="\ue000", not_around="公告"),
    rule("rating/target", "评级展望 展望负面 列入负面观察 负面观察名单 展望调整", around="负面|正面|稳定"),
    rule(
        "rating/target",
        "评级 投资评级 评等",
        following=r"为?[“「『\"‘]?(?:买入|增持|跑赢|中性|减持|卖出|持有|沽售|优于大市|强烈推荐|推荐|与大市同步|区间操作)",
        not_preceding=r"信用|主体|维持|重申|给予|上调|下调|的",
    ),
    rule("rating/target", "买入评级 增持评级 推荐评级 跑赢行业评级 优于大市评级"),
    rule("rating/target", "研报认为 研报指出 研报称 报告认为 报告指出 研报表示", speculative=True, weak=True),
    # --- guidance --------------------------------------------------------------------------------------------------
    rule(
        "guidance", "预增 预盈 预喜 业绩预增 业绩预喜 预计扭亏 上调业绩指引 上调全年指引 上调指引 盈喜 正面盈利预告 发盈喜", sense=1, speculative=True
    ),
    rule(
        "guidance",
        "预亏 预减 续亏 首亏 业绩预亏 业绩预减 下调业绩指引 下调全年指引 下调指引 盈警 盈利警告 发盈警",
        sense=-1,
        speculative=True,
    ),
    rule(
        "guidance",
        "业绩预告 业绩指引 营收指引 业绩展望 指引 财测",
        speculative=True,
        not_after="编制",
        not_following="(?:意见|文件|目录|\\(试行)",
    ),
    rule(
        "guidance",
        "预计 预期 料 预测 估计 料将 有望 目标 力争 预料",
        after=rf"(?:{EARNINGS_METRIC})",
        speculative=True,
        not_after=r"市场预期|需求|市场规模|产生[^,，]{0,8}影响|影响",
        not_before=r"市场|行业|分析师|机构|券商|\d家",
    ),
    rule(
        "guidance",
        "估计 预计 预期",
        before=rf"(?:{EARNINGS_METRIC})[^,，]{{0,6}}$",
        speculative=True,
        not_before=r"市场|机构|分析师|超|不及|低于|高于",
        not_following="的",
    ),
    rule(
        "guidance",
        "预计 预期 料 预估 可能 有望 目标",
        after=r"(?:产量|销量|出货量|交付量|资本支出|资本开支|分红|派息率|股东回报率)[^,，]{0,22}(?:增|降|减|升|跌|达|至|落在|超|稳定|\d)",
        speculative=True,
        not_after=r"需求|市场规模",
        not_before=r"市场|行业|分析师|机构|券商|\d家|全球|全国",
    ),
    rule(
        "guidance",
        "预告 预告称",
        after=rf"(?:{EARNINGS_METRIC})[^,，]{{0,10}}(?:增|降|减|升|跌|下滑|亏|盈|翻)",
        speculative=True,
    ),
    rule(
        "guidance",
        "估 预估 估计 料 预计 预期",
        before=rf"(?:{EARNINGS_METRIC})[^,，]{{0,4}}$",
        following=r"(?:将|可|会|落在|达|为|约)*(?:(?:较?[季年月]|同比|环比|按[年季])?[增减升降跌]|\d)",
        speculative=True,
        not_before=r"市场|机构|分析师",
    ),
    rule(
        "guidance",
        "可能 或 预计 将",
        before=r"(?:产量|销量|出货量|交付量)[^,，]{0,4}$",
        after=r"(?:增|降|减|升|跌)[^,，]{0,8}\d",
        speculative=True,
        not_before=r"市场|行业|全球|全国|机构",
    ),
    rule("guidance", "上调 调升 上修 调高", sense=1, after=OWN_OUTLOOK, not_after="评级|目标价", not_before=RATERS, speculative=True),
    rule("guidance", "下调 调低 下修 调降", sense=-1, after=OWN_OUTLOOK, not_after="评级|目标价", not_before=RATERS, speculative=True),
    # --- earnings --------------------------------------------------------------------------------------------------
    rule(
        "earnings",
        "扭亏为盈 扭亏 扭亏转盈 扭转亏损 转亏为盈 由亏转盈 实现盈利 首次盈利 减亏 亏损收窄 亏损大幅收窄 亏损缩窄 亏损减少 净亏损收窄 净亏收窄 净亏损大幅收窄 净亏大幅收窄 净亏损缩窄 净亏缩窄 净亏损减少 净亏减少",
        sense=1,
        not_before=r"目标[^,，]{0,14}$",
    ),
    rule(
        "earnings",
        "由盈转亏 转亏 盈转亏 亏损扩大 亏损加剧 净亏损扩大 净亏扩大 净亏损加剧 增收不增利 增亏 未获利 尚未盈利 仍未盈利 未盈利 业绩暴雷 业绩爆雷 业绩变脸",
        sense=-1,
    ),
    rule(
        "earnings",
        "亏损 净亏损 巨亏 亏",
        sense=-1,
        after=r"\d|亿|万",
        not_before=r"(?:去年|上年)[^,，]{0,6}$",
        not_following="股|企业|公司|面|额?收窄|额?扩大|原因",
    ),
    rule(
        "",
        "上年同期盈利 上年同期亏损 去年同期盈利 去年同期亏损 上年同期为盈利 上年同期为亏损 去年同期为盈利 去年同期为亏损 上年同期净利润 去年同期净利润 扩产谨慎 扩产周期 扩产节奏",
    ),
    rule("earnings", "盈利 净赚 赚 狂赚 大赚 日赚", sense=1, following=r"[^,，\s]{0,6}\d", not_preceding="预告"),
    rule("earnings", "亏损", sense=-1, preceding=r"(?:仍|出现|继续|持续|连续|由|录得|同比|大幅|首次|季度|年)"),
    rule(
        "earnings",
        "增长 同比增长 大增 增加 增 上升 提升 提高 攀升 翻倍 翻番 劲增 猛增 激增 暴增 飙升 创新高 创历史新高 创高 大涨 上涨 回升 回暖 改善 增逾 增超 增近 飙增 同比大增 同比上升 同比增加 同比提升 按年增长 按年升 按年增 升",
        sense=1,
        before=rf"(?:{EARNINGS_METRIC})[^,，;；]{{0,40}}$",
        not_before=r"股价|市值|持股|预期|评级|预计",
    ),
    rule(
        "earnings",
        "下降 同比下降 下滑 减少 降 减 同比减少 同比下滑 同比降 大降 骤降 锐减 暴跌 下跌 大跌 腰斩 按年下降 按年跌 按年减 年减 季减 月减 年跌 季跌 衰退 年衰退 收缩 萎缩 承压 缩水 跌 挫 大挫 急挫",
        sense=-1,
        before=rf"(?:{EARNINGS_METRIC})[^,，;；]{{0,40}}$",
        not_before=r"股价|市值|持股|预期|评级|预计|亏损[^,，]{0,6}$",
    ),
    rule(
        "earnings",
        "增长 同比增长 大增 增 同比增 同比上升 同比大增 按年增长 翻倍",
        sense=1,
        following=rf"[^,，;；、]{{0,8}}(?:{PERCENT}|倍)",
        line=rf"(?:{EARNINGS_METRIC})",
        not_before=r"产能|产量|出口|进口|用电|需求|市场规模|投资|订单|装机",
    ),
    rule(
        "earnings",
        "下降 同比下降 下滑 降 同比降 同比减少 同比下滑 按年跌 按年下降",
        sense=-1,
        following=rf"[^,，;；、]{{0,8}}(?:{PERCENT}|倍)",
        line=rf"(?:{EARNINGS_METRIC})",
        not_before=r"产能|产量|出口|进口|用电|需求|市场规模|投资|订单|装机|利率",
    ),
    rule(
        "earnings",
        "净利润 归母净利润 净利 纯利 归母净利 营收 营业收入 扣非净利润 营业总收入 经调整净利润 归属于上市公司股东的净利润 净溢利 毛利率",
        following=r"(?:约|为|达|达到|仅|录得|实现|报|[^,，]{0,4})?[:：]?[^,，一-鿿]{0,3}\d",
        not_before="预计|预期|目标|承诺|预测|占|估计|募",
    ),
    rule("earnings", "超预期 好于预期 高于预期 胜预期 优于预期 超出预期 超市场预期", sense=1, line=rf"(?:{EARNINGS_METRIC}|财报|季报|年报)"),
    rule("earnings", "不及预期 低于预期 逊于预期 逊预期 差过预期 低于市场预期 不如预期", sense=-1, line=rf"(?:{EARNINGS_METRIC}|财报|季报|年报)"),
    rule("earnings", "财报 年报 季报 半年报 中报 一季报 三季报 业绩快报 业绩公告", preceding=r"(?:发布|公布|披露|公告)[^,，]{0,14}", weak=True),
    rule(
        "earnings",
        "销售 销量 累计销售 售出 合同销售金额 签约销售额 原保费收入 保费收入 票房 总票房 销售额 合约销售 销售收入 商品猪 生猪",
        following=r"[^,，。;；]{0,10}?(?:约|为|达|超|逾|合计|分别|[:：])?\d[\d.,]*(?:万|亿)?(?:头|吨|元|只|套|人次|架|部|公斤|美元|港元)",
        not_before=r"预计|目标|计划|全国|行业|全球|市场|国内|关联|日常",
        not_following="(?:目标|价格|渠道|模式|额?不超过|的)",
    ),
    rule("earnings", "增速放缓 增速下滑 增速回落 增长放缓 增速依次放缓", sense=-1, around=rf"(?:{EARNINGS_METRIC})"),
)
