"""From a creation basket to weights: what the SSE and SZSE lists have in common.

A basket gives share counts. ``w = Quantity x unadjusted close of PreTradingDay x exchange rate / NAVperCU``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from themegraph.ingest.holdings.cells import coded, exchange_market
from themegraph.ingest.holdings.resolve import settled
from themegraph.ingest.holdings.values import CASH, Asked, Draft, Found, Line
from themegraph.model import EntityId, WeightTable, market_of

__all__ = ["Basket", "Component", "basket_draft"]

_CASH_CODE = "159900"
"""申赎现金: the exchange's name for the cash of a creation, not a security; its amount holds the whole basket with a premium."""
_LOT = 100
"""Shares in a board lot on the mainland; baskets are rounded to it. Lots elsewhere differ by share."""
_ROUGH = 0.2
"""A weight whose rounding error exceeds this part of it is rough."""
_HOLIDAY = 20
"""No two sessions in a row lie further apart."""
_NAV_APART = 0.01
"""Net asset value per unit and per share agree to the rounding of the latter, far below this."""
_STAND_IN_DAYS = 45
"""An index table may stand in for that long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One line of a basket."""

    at: int
    code: str
    market: str = ""
    """As the file writes it; blank: it does not say."""
    name: str
    quantity: float | None
    cash: float | None
    """Cash that replaces the shares; ``None``: not given."""


@dataclass(slots=True, kw_only=True)
class Basket:
    """A creation basket."""

    fund: EntityId | None
    trading_day: date | None
    """The list is out before this day opens (09:15)."""
    previous_day: date | None
    """The day whose prices and net asset value it uses."""
    nav: float | None
    """Yuan per creation unit."""
    cash: float | None
    """Estimated cash component, yuan."""
    per_share: float | None = None
    unit: float | None = None
    """Net asset value of one share, and shares in a creation unit: a check of ``nav``."""
    components: list[Component] = field(default_factory=list)


def basket_draft(basket: Basket, asked: Asked, found: Found) -> Draft | None:
    """Return the draft table of a basket, or ``None`` with the reason in ``found``.

    Notes
    -----
    Without a price a line is kept with unknown weight. A leg without shares weighs its cash amount, or is dropped if it has none.
    """
    on, nav = basket.previous_day, basket.nav
    if basket.trading_day is None or on is None:
        found.refuse(1, "no-date", "清单没有写明 YYYYMMDD 的 TradingDay 与 PreTradingDay")
        return None
    if nav is None or nav <= 0:
        found.refuse(1, "bad-cell", f"最小申赎单位净值 NAVperCU 应大于 0，实为 {nav}")
        return None
    if (basket.trading_day - on).days > _HOLIDAY:
        found.refuse(1, "bad-cell", f"TradingDay {basket.trading_day} 比 PreTradingDay {on} 晚 {(basket.trading_day - on).days} 天")
        return None
    if basket.per_share and basket.unit and abs(basket.per_share * basket.unit / nav - 1) > _NAV_APART:
        found.note(
            1,
            "nav-differs",
            f"NAVperCU {nav:,.2f} 不等于 NAV × CreationRedemptionUnit（{basket.per_share * basket.unit:,.2f}）；权重按前者计算",
        )
    stand_in = _index_weights(basket.fund, on, asked)
    notes = _Notes()
    draft = Draft(fund=basket.fund, basis="pcf_derived", coverage="full", as_of=on, known_at=basket.trading_day, falling=False)
    for part in basket.components:
        if part.code == _CASH_CODE:
            continue
        market = exchange_market(part.market) or (asked.other_market if part.market in {"9999", "其他市场"} else None)
        # A foreign code of six digits looks like a mainland one: where the file says "other market", no guess is made.
        candidates, sure = coded(part.code, market) if market or not part.market else ((), False)
        line = Line(at=part.at, code=part.code, candidates=candidates, sure=sure, name=part.name)
        if part.quantity is None:
            found.refuse(part.at, "bad-cell", f"{part.code} {part.name} 的数量不是数字")
            return None
        weight: float | None = None
        code = settled(line, asked.resolver)
        if part.quantity == 0:
            if not part.cash:
                notes.dropped.append(f"{part.code} {part.name}")
                continue
            weight = part.cash / nav
        else:
            price = asked.prices.close(code, on) if asked.prices and code else None
            if price is None:
                notes.unpriced.append(f"{part.code} {part.name}")
            else:
                weight = part.quantity * price.close / nav
                if price.on != on:
                    notes.old.append(f"{part.code} {price.on}")
                error = _LOT * price.close / (2 * nav)
                # A count that is no multiple of the lot was not rounded to it (STAR shares trade singly above 200).
                rounded = code is not None and market_of(code) in {"SH", "SZ", "BJ"} and part.quantity % _LOT == 0
                if code and rounded and error > _ROUGH * weight:
                    security = (asked.resolver.security(code) or (None,))[0]
                    if security in stand_in:
                        weight = stand_in[security]
                        notes.replaced.append(f"{part.code} {part.name}")
                    else:
                        notes.rough.append(f"{part.code} {part.name} （{weight:.3%} ±{error:.3%}）")
        draft.lines.append(Line(at=part.at, code=part.code, candidates=candidates, sure=sure, name=part.name, weight=weight))
    draft.n_total = len(draft.lines) or None
    if draft.lines and basket.cash is not None:
        draft.lines.append(Line(at=1, code="CNY", name="预估现金", weight=basket.cash / nav, kind=CASH))
    if any(line.weight is None for line in draft.lines):
        draft.coverage = "partial"
    notes.write(found, priced=asked.prices is not None)
    return draft


@dataclass(slots=True)
class _Notes:
    dropped: list[str] = field(default_factory=list)
    unpriced: list[str] = field(default_factory=list)
    old: list[str] = field(default_factory=list)
    rough: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)

    def write(self, found: Found, *, priced: bool) -> None:
        if self.unpriced and not priced:
            found.note(1, "weights-unknown", f"没有给出价格，{len(self.unpriced)} 行的权重未知；成份仍保留")
        elif self.unpriced:
            found.note(1, "price-missing", f"{len(self.unpriced)} 行没有价格，权重未知：{_few(self.unpriced)}")
        if self.dropped:
            found.note(1, "dropped", f"{len(self.dropped)} 行占位、既无股数也无现金，已略去：{_few(self.dropped)}")
        if self.old:
            found.note(1, "price-old", f"{len(self.old)} 行按更早的最近一个收盘价计值：{_few(self.old)}")
        if self.rough:
            found.note(
                1,
                "lot-error",
                f"{len(self.rough)} 行按整手取整，误差超过其权重的五分之一，宜改用指数权重：{_few(self.rough)}",
            )
        if self.replaced:
            found.note(
                1,
                "lot-error",
                f"{len(self.replaced)} 行按整手取整误差超过五分之一，已改用指数权重：{_few(self.replaced)}",
            )


def _few(items: list[str]) -> str:
    return "；".join(items[:5]) + (f"；另有 {len(items) - 5} 项" if len(items) > 5 else "")


def _index_weights(fund: EntityId | None, on: date, asked: Asked) -> dict[EntityId | None, float]:
    """Return the newest weights of the tracked index that are no older than 45 days on a day."""
    index = asked.resolver.tracked(fund) if fund else None

    def fits(table: WeightTable) -> bool:
        same = index is not None and index in (table.index, table.fund)
        return (
            same and table.basis == "index_weight" and table.as_of is not None and table.known_at <= on and (on - table.as_of).days <= _STAND_IN_DAYS
        )

    tables = sorted((t for t in asked.index_tables if fits(t)), key=lambda t: (str(t.as_of), t.id))
    return {h.security: h.weight for h in tables[-1].holdings if h.weight is not None} if tables else {}
