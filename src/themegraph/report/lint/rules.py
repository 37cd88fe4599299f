"""The rules: id, how bad, what is wrong, an example and its correction. The reference page is written from this table."""

from __future__ import annotations

from dataclasses import dataclass

from themegraph.report.lint.findings import Severity

__all__ = ["RULES", "Rule", "rule_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the lint."""

    id: str
    severity: Severity
    title: str
    """One English sentence: what the rule finds."""
    example: str
    """Words that it finds; Chinese, as reports have them."""
    correction: str
    needs: str = ""
    """``reference``: names and funds · ``graph``: articles and weights too · empty: the text alone."""
    on: bool = True
    """Whether it runs without being asked for."""


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_FAMILIES = {
    "Identity": (
        Rule(id="etf-code-name", severity=_E, title="The code belongs to another fund than the name says.", example="芯片ETF（159996）", correction="芯片ETF（159995 或 512760）；159996 是家电ETF国泰", needs="reference"),
        Rule(id="etf-code-unknown", severity=_I, title="The code of a fund is in no registry we have.", example="某某ETF（519999）", correction="核对代码：图中未见", needs="reference"),
        Rule(id="etf-alias", severity=_I, title="The fund's name is an alias without a date, or one that more than one fund has had.", example="人工智能AIETF（515070）", correction="人工智能ETF华夏（515070）", needs="reference"),
        Rule(id="etf-index", severity=_E, title="The fund tracks another index.", example="516630 跟踪中证云计算50指数", correction="516630 跟踪中证云计算与大数据主题指数（930851）", needs="reference"),
        Rule(id="index-code-name", severity=_E, title="The code belongs to another index than the name says.", example="中证光伏产业指数（931743）", correction="中证光伏产业指数（931151）", needs="reference"),
        Rule(id="etf-manager", severity=_E, title="The fund has another manager.", example="煤炭ETF（515220）由鹏华基金管理", correction="由国泰基金管理", needs="reference"),
        Rule(id="etf-market", severity=_E, title="The fund is listed in another market or on another exchange.", example="美股ETF：沪深300ETF（510300）", correction="A股ETF：沪深300ETF（510300.SH）", needs="reference"),
        Rule(id="company-code-name", severity=_E, title="The code belongs to another company than the name says, or names the wrong exchange.", example="摩尔线程（688759.SH）", correction="摩尔线程（688795.SH）", needs="reference"),
    ),
    "Claims against evidence": (
        Rule(id="claim-number", severity=_E, title="The evidence gives another number for the same thing.", example="首付款50亿美元", correction="首付款5亿美元", needs="graph"),
        Rule(id="claim-unit", severity=_E, title="The evidence gives the number in another unit.", example="首付款5亿元", correction="首付款5亿美元", needs="graph"),
        Rule(id="claim-sign", severity=_E, title="The evidence says the opposite direction.", example="节后首日上涨11.7%", correction="节后首日下跌11.7%", needs="graph"),
        Rule(id="claim-window", severity=_E, title="The evidence gives the number for another window or period.", example="12月最后一周上涨概率75%", correction="12月最后两周上涨概率75%", needs="graph"),
        Rule(id="claim-ratio", severity=_E, title="A share of a window is told as an unbroken run.", example="连续32周净买入", correction="33周中有32周净买入", needs="graph"),
        Rule(id="claim-base", severity=_E, title="The evidence compares with another base.", example="环比增长58.9%", correction="同比增长58.9%", needs="graph"),
        Rule(id="claim-subject", severity=_E, title="The evidence gives the number for somebody else.", example="宁德时代收涨9.8%", correction="海博思创收涨9.8%", needs="graph"),
        Rule(id="claim-date", severity=_E, title="The evidence gives another day.", example="12月6日登陆科创板", correction="12月5日登陆科创板", needs="graph"),
        Rule(id="quote-altered", severity=_E, title="A quotation differs from the words it quotes.", example="「年底前涨幅一定大」", correction="「年底前的涨幅不一定大」", needs="graph"),
        Rule(id="weight-differs", severity=_E, title="The weight differs from the weight table of that day, or that day has no table.", example="寒武纪占8.2%（2025-04-01）", correction="寒武纪占7.2%（2025-04-01）", needs="graph"),
        Rule(id="source-unknown", severity=_W, title="The source named published nothing on that day, or has another title.", example="（样例财经，2025-12-22）", correction="（样例财经，2025-12-20）", needs="graph"),
    ),
    "Consistency": (
        Rule(id="compare-range", severity=_W, title="A comparison does not follow from its own numbers.", example="40%，显著高于行业的30%-50%", correction="40%，处于行业的30%-50%之内"),
        Rule(id="number-conflict", severity=_W, title="The text gives two numbers for one thing.", example="净利润12亿元……净利润21亿元", correction="两处写同一个数，或写明口径与期间"),
        Rule(id="sum-mismatch", severity=_W, title="A sum is not the sum of its parts.", example="4.9%、4.6%和4.1%，合计15.6%", correction="合计13.6%"),
        Rule(id="item-count", severity=_W, title="A heading promises another number of items than follow.", example="最重要的10条信息（下列8条）", correction="最重要的8条信息"),
        Rule(id="percent-no-base", severity=_I, title="A percentage of change has neither base nor date in its sentence, the one before or its heading.", example="销量增长30%", correction="销量同比增长30%（2025年11月）"),
    ),
    "Structure": (
        Rule(id="no-sources", severity=_W, title="No claim has a source.", example="（全文没有来源）", correction="每条信息后写媒体与日期，文末列来源"),
        Rule(id="item-no-source", severity=_W, title="An item has no source while others have one.", example="2. 某公司发布新品。", correction="2. 某公司发布新品。（媒体，日期）"),
        Rule(id="no-losers", severity=_W, title="The report names who gains and nobody who loses.", example="（只写受益方）", correction="以同样篇幅写受损方，或写明图中未见"),
        Rule(id="no-weights", severity=_W, title="ETFs are named without the weight of the companies in question.", example="人工智能AIETF（515070）等", correction="515070：寒武纪7.2%（指数权重，2025-04-01）"),
        Rule(id="no-path", severity=_I, title="No path from the companies of the report to the fund is in the graph, or no weight is known.", example="半导体设备ETF（159516）", correction="写明图中未见，或给出持仓与日期", needs="graph"),
        Rule(id="no-risks", severity=_W, title="There is no section on risks.", example="（无风险部分）", correction="加上与本题材有关的风险与不确定性"),
        Rule(id="no-disclaimer", severity=_W, title="There is no disclaimer.", example="（无免责声明）", correction="**免责声明**：本报告……不构成投资建议"),
        Rule(id="no-ai-label", severity=_W, title="The front matter says generated and the first visible line does not.", example="ai_generated: true", correction="> 本文由程序自动生成（AI 生成内容）"),
        Rule(id="items-one-story", severity=_W, title="Several items tell one story and are counted as several.", example="10 条信息，3 个独立事件", correction="并为 3 条，或在标题写明独立事件数"),
    ),
    "Wording": (
        Rule(id="advice", severity=_W, title="Words that advise to buy, sell or hold.", example="具备配置价值", correction="删去，或只写事实与权重"),
        Rule(id="price-target", severity=_W, title="A target price without anybody it is attributed to.", example="目标价120元", correction="删去，或写明机构与日期"),
        Rule(id="certainty", severity=_W, title="A promise of gains.", example="必将大涨", correction="删去，或写条件与不确定性"),
        Rule(id="quoted-rating", severity=_I, title="A rating, target or opinion of a named house: not advice, but it needs house and date.", example="花旗维持“买入”评级", correction="写明机构、报告日期"),
    ),
    "Dates": (
        Rule(id="date-impossible", severity=_E, title="There is no such day.", example="2025年2月30日", correction="核对日期"),
        Rule(id="date-weekday", severity=_E, title="The day is another weekday.", example="2025年12月20日（周五）", correction="2025年12月20日（周六）"),
        Rule(id="date-after-publication", severity=_W, title="Something told as done lies after the day of publication.", example="（12月21日发表）12月26日已完成", correction="写成计划，或核对日期"),
    ),
    "Front matter": (
        Rule(id="front-matter-yaml", severity=_E, title="Jekyll cannot read the front matter.", example='title: "甲', correction='title: "甲"'),
        Rule(id="front-matter-field", severity=_W, title="A field is missing: layout, title or date.", example="（没有 date）", correction='date: "2025-12-21 15:31:03 +0800"'),
        Rule(id="front-matter-date", severity=_E, title="A date that Jekyll cannot read.", example='date: "2025年12月21日"', correction='date: "2025-12-21 15:31:03 +0800"'),
        Rule(id="front-matter-timezone", severity=_W, title="A time without a zone, or not in +0800: the site may show another day.", example='date: "2025-12-21 15:31:03"', correction='date: "2025-12-21 15:31:03 +0800"'),
        Rule(id="front-matter-mismatch", severity=_W, title="date, posttime, the day in the title and the day in the file name differ.", example='date 2025-12-21, posttime 2025-12-20', correction="写成同一天"),
    ),
    "Links": (
        Rule(id="unsafe-link", severity=_E, title="A link that runs a script or carries data.", example="[甲](javascript:alert)", correction="[甲](https://…)"),
        Rule(id="empty-link", severity=_W, title="A link that leads nowhere.", example="[来源]()", correction="[来源](https://…)"),
        Rule(id="unlinked-name", severity=_I, title="A company or fund is never linked and has no code.", example="寒武纪", correction="寒武纪（688256.SH）", needs="reference", on=False),
    ),
}  # fmt: skip
RULES: dict[str, Rule] = {rule.id: rule for rules in _FAMILIES.values() for rule in rules}
"""Every rule by its id."""


def rule_page() -> str:
    """Return the reference page of the rules as Markdown; a test holds ``docs/reference/lint-rules.md`` to it."""
    needs = {"": "the text", "reference": "reference data", "graph": "a workspace"}
    out = [
        "# Rules of the lint", "",
        "Errors contradict reference data, evidence or the calendar. Warnings mislead a reader. Infos are notes and never fail a run.", "",
        "*Needs* says what a rule compares with: the text alone, the shipped reference data (names, codes, indices, managers), or a workspace (`--kg`).", "",
    ]  # fmt: skip
    for family, rules in _FAMILIES.items():
        out += [f"## {family}", ""]
        for rule in rules:
            off = "" if rule.on else " Off unless asked for."
            out += [f"### {rule.id}", "", f"{rule.title} *{rule.severity.capitalize()}; needs {needs[rule.needs]}.*{off}", ""]
            out += [f"- Found: {rule.example}", f"- Better: {rule.correction}", ""]
    from themegraph.report.lint.advice import WORDING  # the list stands with the rule that uses it

    out += ["## The words of the wording rules", ""]
    out += [
        "Each line is a pattern as Python reads it. Denials (不建议, 不构成), sentences that warn of the phrase, and attributed opinions are not advice.",
        "",
    ]
    out += ["| Rule | Pattern | Example |", "|---|---|---|"]
    out += [f"| {w.rule} | `{w.pattern.replace('|', chr(92) + '|')}` | {w.example} |" for w in WORDING]
    return "\n".join(out) + "\n"
