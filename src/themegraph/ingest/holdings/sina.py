"""The list of funds of 新浪: code with its exchange in front, and name."""

from __future__ import annotations

import re

from themegraph.ingest.holdings.classes import fund_of
from themegraph.ingest.holdings.forms import Table, TableForm
from themegraph.ingest.holdings.values import Asked, Found

__all__ = ["FORMS"]


def read_sina(table: Table, asked: Asked) -> Found:
    """Return the funds: ``sz159516`` is 159516.SZ."""
    found = Found()
    for row in table.lines:
        stated = re.fullmatch(r"(sh|sz)([0-9]{6})", row["code"].lower())
        if stated is None:
            found.note(row.at, "dropped", f"{row['code']!r} {row['name']} 不是如 sz159516 的代码")
            continue
        code = f"{stated[2]}.{stated[1].upper()}"
        found.funds.append(fund_of(code, row["name"], f"新浪, {table.name}", as_of=asked.run_on or asked.as_of))
    return found


FORMS = (
    TableForm(
        name="sina-etf-list",
        label="新浪 ETF list",
        columns={"code": "代码", "name": "名称", "price": "最新价", "bid": "买入", "ask": "卖出"},
        shown="代码, 名称, 最新价, 涨跌额, 涨跌幅, 买入, 卖出, 昨收, 今开, 最高, 最低, 成交量, 成交额",
        read=read_sina,
    ),
)
