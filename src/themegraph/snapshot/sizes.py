"""How large an event is, where its text says it."""

from __future__ import annotations

import re

from themegraph.model import Event

__all__ = ["contract_size", "stated_amount", "stated_size"]

_OF_REVENUE = re.compile(
    r"(?:占[^,，。；;]{0,24}(?:营业总?收入|营收|主营业务收入|销售收入|销售额)(?:总额)?(?:的)?(?:比例|比重)?(?:约|约为|为|达|近|超过|超)?)\s*$"
)
"""What stands before the share of revenue that a contract comes to; growth of revenue reads otherwise."""

_CURRENCIES = frozenset({"CNY", "HKD", "USD", "EUR", "JPY", "GBP", "KRW", "TWD", "SGD", "AUD", "CAD", "CHF"})
_OTHER_MONEY = re.compile(r"收入|营收|销售额|利润|盈利|亏损|市值|股价|估值|成交|注册资本|保证金|罚|投资|资产|价$|单价|[Rr]evenue|[Pp]rofit|[Ii]ncome")
"""What is measured in money beside a contract and is not the contract's amount."""


def contract_size(amount: float, trailing_revenue: float) -> float:
    """Return the size of a contract: ``min(1, 2 · amount / trailing revenue)``, both in one currency, revenue positive.

    Examples
    --------
    >>> contract_size(10.0, 100.0), contract_size(80.0, 100.0)
    (0.2, 1.0)
    """
    return min(1.0, 2.0 * amount / trailing_revenue)


def stated_size(event: Event, content: str) -> float | None:
    """Return the size that a text gives an event, in (0, 1]; ``None`` where it gives none.

    Notes
    -----
    Companies announce a contract with the share of last year's revenue that it comes to (占公司上一年度经审计营业收入的 15%), which is all the
    formula asks. An amount alone has no size of its own: it depends on the revenue of the company it is taken for (:func:`stated_amount`).
    Several shares in one telling: the largest.
    """
    if not event.type.startswith("contract"):
        return None
    shares = [
        q.value
        for q in event.quantities
        if q.unit == "%" and 0 < q.value <= 1000 and _OF_REVENUE.search(content[max(event.sentence.start, q.span.start - 48) : q.span.start])
    ]
    return contract_size(max(shares), 100.0) if shares else None


def stated_amount(event: Event) -> tuple[float, str] | None:
    """Return what a contract comes to and in which currency; ``None`` where its text does not say, or says several amounts."""
    if not event.type.startswith("contract"):
        return None
    found = {
        (q.value, q.unit) for q in event.quantities if q.unit in _CURRENCIES and q.value > 0 and not q.base and not _OTHER_MONEY.search(q.metric)
    }
    return found.pop() if len(found) == 1 else None
