"""The size of an event where its text states it."""

from __future__ import annotations

import pytest

from themegraph.model import Event, Modality, Quantity, Span
from themegraph.snapshot import contract_size, stated_size


def told(text: str, number: str, *, kind: str = "contract/order", unit: str = "%") -> float | None:
    start = text.index(number)
    quantity = Quantity(value=float(number.rstrip("%")), unit=unit, metric="", base="", subject=None, span=Span(start=start, end=start + len(number)))
    event = Event(
        id="event:1", type=kind, trigger="签订", trigger_span=Span(start=0, end=2), sentence=Span(start=0, end=len(text)), arguments=(), polarity=(),
        when=None, quantities=(quantity,), modality=Modality.ASSERTED, negated=False, speculative=False,
    )  # fmt: skip
    return stated_size(event, text)


def test_the_size_of_a_contract_is_bounded() -> None:
    assert contract_size(5, 100) == 0.1
    assert contract_size(500, 100) == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "签订供货合同，金额占公司2024年度经审计营业收入的15%。",
        "签订合同，约占去年营收的15%。",
        "签订合同，占公司最近一年营业总收入比例为15%。",
    ],
)
def test_a_share_of_revenue_is_the_size_of_a_contract(text: str) -> None:
    assert told(text, "15%") == pytest.approx(0.30)


@pytest.mark.parametrize("text", ["签订合同，公司营业收入同比增长15%。", "签订合同，占公司股本的15%。", "签订合同，毛利率15%。"])
def test_another_percentage_is_no_size(text: str) -> None:
    assert told(text, "15%") is None


def test_an_amount_alone_and_another_event_have_no_size() -> None:
    assert told("签订合同，金额占营业收入的15亿元", "15", unit="CNY") is None
    assert told("亏损占营业收入的15%", "15%", kind="earnings") is None
