"""An event in a few words: who did what to whom."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["event_words", "fund_kind_words"]

_FUND_KINDS = {
    "equity": "股票", "cross_border_equity": "跨境股票", "bond": "债券", "money": "货币", "gold": "黄金", "commodity": "商品", "fund_of_funds": "基金中基金", "unknown": "未知",
}  # fmt: skip
_MOVES = {"price_change", "market_move"}
_OPEN_ENDS = ("涨幅在", "跌幅在", "由", "至", "约", "超", "逾", "称")
"""Ends of a trigger that wait for the number or the words behind it."""
_MODAL = {"预计", "预期", "预估", "料", "可能", "有望"}
_NOUNS = ("订单", "大单", "合同", "协议", "合作", "合资公司")
_TARGETS = ("目标价", "评级")


def event_words(
    kind: str, kind_label: str, *, trigger: str, agents: Sequence[str], partners: Sequence[str], objects: Sequence[str], receivers: Sequence[str] = ()
) -> str:
    """Return an event as a short clause; empty if nothing is known of it but its type.

    Parameters
    ----------
    kind, kind_label
        Notation and Chinese label of the type.
    trigger
        The word of the text that tells the event, in simplified script.
    agents, partners, objects, receivers
        Names by role, each in the order of the text; receivers are those whom it benefits.
    """
    who, whom = _listed(agents), "、".join(objects[:2])
    deed = _closed(trigger)
    if deed and deed.isascii():
        # English words stand apart from what is around them.
        named = "" if whom in deed else whom
        return " ".join(part for part in ((who, deed, named) if who else (named, deed)) if part) + (f"（{_listed(partners)}）" if partners else "")
    if kind == "guidance" and deed in _MODAL:
        return f"{who}{kind_label}" if who else kind_label
    if whom and who and kind == "rating/target" and deed.startswith(_TARGETS):
        return f"{who}：{whom}{deed}"
    if not who and whom and whom not in deed and kind in _MOVES:
        return f"{whom}{deed}"
    if who and receivers and not partners and deed.endswith(_NOUNS):
        return f"{who}给{_listed(receivers)}的{deed}" + (f"（{whom}）" if whom and whom not in deed else "")
    with_whom = _listed(partners)
    if not (with_whom and who):
        return f"{who}{deed}{'' if whom in deed else whom}"
    if deed.endswith(_NOUNS) and whom and whom not in deed:
        return f"{who}与{with_whom}{'' if deed.endswith('合作') else '的'}{deed}（{whom}）"
    return f"{who}与{with_whom}{deed}{'' if whom in deed else whom}"


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:2]) + ("等" if len(names) > 2 else "")


def _closed(trigger: str) -> str:
    """Return a trigger without an end that waits for what the label leaves out."""
    for end in _OPEN_ENDS:
        if trigger.endswith(end) and len(trigger) > len(end):
            return trigger.removesuffix(end)
    return trigger


def fund_kind_words(kind: str) -> str:
    """Return the kind of a fund in Chinese."""
    return _FUND_KINDS.get(kind, kind)
