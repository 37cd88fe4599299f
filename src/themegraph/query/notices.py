"""Notices of the engine, which are codes with arguments, as sentences."""

from __future__ import annotations

from collections.abc import Callable

from themegraph.exposure.answers import Notice
from themegraph.model.answers.exposures import WarningNote
from themegraph.query.facts import Facts
from themegraph.query.labels import fund_kind_words

__all__ = ["note", "notes"]

_TEXTS = {
    "event-not-known-yet": "事件“{event_name}”在该日之前没有公开的证据，未计入。",
    "event-denied": "事件“{event_name}”是否认性的报道：所述之事没有发生，不产生冲击。",
    "event-disputed": "事件“{event_name}”有报道否认，信念降为 {belief}。",
    "single-source": "只有一个独立来源：{event_name}。",
    "no-shock": "事件没有对任何公司产生有方向的冲击（都是中性提及，或没有点名公司），只列事实。",
    "no-session-calendar": "没有交易日历，事件年龄按工作日计。",
    "no-rebalance-calendar": "没有指数调样日历，权重新旧只按天数判断。",
    "shares-quarantined": "{company_name} 的已知份额合计 {sum}，超过 1.02，已隔离不用。",
    "scenario-weights": "情景：使用了 {weights_as_of} 之前可知的权重，晚于所问之日，不可用于回测。",
    "weights-ageing": "权重已有 {age_days} 天，仅供参考。",
    "weights-widened": "权重已有 {age_days} 天，其间跨过 {crossed} 次定期调样，未知权重已相应放宽。",
    "weights-too-old": "权重过旧（{age_days} 天，跨过 {crossed} 次调样），不据此排名，只列名称。",
    "fund-kind-not-applicable": "基金类型（{kind}）不适用权益穿透。",
    "fund-cycle": "基金持有关系成环，已在环处停止。",
    "no-relations-known": "成份公司之间没有已知关系，标为未分析，不等于没有影响。",
    "few-constituents-linked": "只有 {c_link} 的权重识别到公司，不排名。",
    "few-relations-known": "只有 {c_rel} 的权重有成份关系证据，模型数值不排名，只看直接权重。",
    "no-weights": "截至该日没有可用的权重表。",
    "none-hurt": "谁受损：在 {hops} 步之内按竞争、供应、客户、持股、合作、板块各类关系查过，图中未见受损的公司。",
    "none-helped": "谁受益：在 {hops} 步之内按竞争、供应、客户、持股、合作、板块各类关系查过，图中未见受益的公司。",
    "no-fund-reached": "没有可用的权重表持有相关公司。",
    "below-threshold": "等效权重 {equivalent_weight}，绝对值低于 {threshold}，记为可忽略。",
    "below-top": "排在第 {place} 位，在所示的前 {top} 条之外。",
    "in-no-table": "{company_name} 不在任何可用的权重表中。",
    "in-the-answer": "该基金在回答之中，排在第 {place} 位。",
    "listed-elsewhere-only": "{company_name} 只列于其他基金的 {tables} 张权重表。",
    "no-path": "{hops} 步之内，图中未见从事件公司到该基金成份的路径；图中未见不等于没有影响。",
    "not-in-index-yet": "{company_name} 在该日之后才列入：最早一张列有它的权重表到 {known_at} 才可知。",
    "not-listed": "{company_name} 未列于该基金的权重表，若在未列出的部分，每家至多 {at_most}。",
    "not-listed-full": "{company_name} 不在该基金的完整权重表中，直接权重为零。",
    "not-listed-then": "{company_name} 不在该基金最近可用的完整权重表中，但其后有过调样，可能已经调入。",
    "path-beyond-hops": "有路径，但长于所问的步数；{hops} 步可达。",
    "weight-unknown": "{company_name} 列于该基金的成份，权重未知。",
    "weights-dated-later": "有权重表，但到 {known_at} 才可知（权重日 {as_of}）。",
}
_SMALL = 0.001
_SILENT = {"listing-dates-unknown"}
"""True of nearly every question and of no consequence to what is shown."""


def _value(key: str, value: str | float | None) -> str:
    if value is None:
        return "未知"
    if isinstance(value, float):
        if key in {"at_most", "equivalent_weight", "threshold"}:
            return f"{value:.3g}" if abs(value) < _SMALL and value else f"{value:.2%}"
        return f"{value:.0%}" if key.startswith("c_") or key == "needed" else f"{value:.2f}"
    return fund_kind_words(str(value)) if key == "kind" else str(value)


def note(notice: Notice, facts: Facts) -> WarningNote:
    """Return a notice in words; one without a sentence is shown as its code and arguments, never dropped."""
    args = {k: _value(k, v) for k, v in notice.args}
    name_of: Callable[[str], str] = lambda i: facts.snapshot.label_of(n) if (n := facts.snapshot.node(i)) >= 0 else i  # noqa: E731
    names = {f"{k}_name": name_of(str(v)) for k, v in notice.args}
    if "event" in args:
        row = facts.snapshot.event(args["event"])
        names["event_name"] = facts.event_label(row) if row >= 0 else args["event"]
    text = _TEXTS.get(notice.code)
    if text is None:
        shown = "，".join(f"{k} = {v}" for k, v in args.items())
        return WarningNote(code=notice.code, message=f"{notice.code}：{shown}" if shown else notice.code)
    values = {**args, **names}
    for key, value in values.items():
        text = text.replace("{" + key + "}", value)
    return WarningNote(code=notice.code, message=text)


def notes(notices: tuple[Notice, ...], facts: Facts) -> tuple[WarningNote, ...]:
    """Return notices in words, each sentence once."""
    found = [note(n, facts) for n in notices if n.code not in _SILENT]
    return tuple({n.message: n for n in found}.values())
