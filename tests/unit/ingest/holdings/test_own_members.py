"""Our own table of theme members."""

from datetime import date

import pytest

from themegraph.errors import UnknownFormat
from themegraph.ingest.holdings import read_holdings

DAY = date(2026, 9, 10)
CSV = """题材,上级,代码,名称,日期,来源
先进工艺,半导体,688981.SH,中芯国际,2026-09-01,自编
先进工艺,半导体,000063.SZ,,2026-09-01,自编
算力租赁,,600519,贵州茅台,,
"""


def test_members_and_their_themes_are_read(save, resolver):
    found = read_holdings(save("themes.csv", CSV), resolver=resolver, run_on=DAY)
    assert dict(found.formats) == {"themes.csv": "own-members"}
    assert {(m.company, m.group, m.as_of, m.known_at) for m in found.memberships} == {
        ("company:688981.SH", "theme:先进工艺", date(2026, 9, 1), DAY),
        ("company:000063.SZ", "theme:先进工艺", date(2026, 9, 1), DAY),
        ("company:600519.SH", "theme:算力租赁", None, DAY),
    }
    assert {(e.id, e.broader) for e in found.entities} == {
        ("theme:半导体", None), ("theme:先进工艺", "theme:半导体"), ("theme:算力租赁", None),
    }  # fmt: skip
    assert not found.quarantined


def test_a_stated_day_of_knowledge_counts_and_a_later_one_is_refused(save, resolver):
    text = "theme,code,known_at\n甲,688981.SH,2026-08-03\n甲,000063.SZ,2026-10-01\n甲,600519.SH,someday\n"
    found = read_holdings(save("a.csv", text), resolver=resolver, run_on=DAY)
    assert [(m.company, m.known_at) for m in found.memberships] == [("company:688981.SH", date(2026, 8, 3))]
    assert [(q.line, q.reason) for q in found.quarantined] == [(3, "future-date"), (4, "bad-cell")]


def test_a_list_cannot_describe_a_day_after_it_was_known(save, resolver):
    text = "theme,code,as_of,known_at\n甲,688981.SH,2026-08-04,2026-08-03\n"
    found = read_holdings(save("a.csv", text), resolver=resolver, run_on=DAY)
    assert [q.reason for q in found.quarantined] == ["future-date"]


def test_a_code_that_its_name_contradicts_is_no_member(save, resolver):
    found = read_holdings(save("a.csv", "theme,code,name\n甲,600519,平安银行\n甲,688981.SH,中芯国际\n"), resolver=resolver, run_on=DAY)
    assert [m.company for m in found.memberships] == ["company:688981.SH"]
    assert any(n.kind == "unlinked" and "600519" in n.message for n in found.notes)


def test_a_sure_code_with_the_name_of_another_company_is_no_member_and_is_reported(save, resolver):
    found = read_holdings(save("a.csv", "theme,code,name\n甲,600519.SH,平安银行\n甲,688981.SH,中芯国际\n"), resolver=resolver, run_on=DAY)
    assert [m.company for m in found.memberships] == ["company:688981.SH"]
    ((line, kind, message),) = [(n.line, n.kind, n.message) for n in found.notes]
    assert (line, kind) == (2, "code-name-mismatch")
    assert "600519.SH" in message
    assert "000001.SZ" in message


def test_a_sure_code_with_a_name_that_nobody_has_is_a_member_and_is_noted(save, resolver):
    found = read_holdings(save("a.csv", "theme,code,name\n甲,600519.SH,贵州茅苔\n"), resolver=resolver, run_on=DAY)
    assert [m.company for m in found.memberships] == ["company:600519.SH"]
    assert [(n.kind, "贵州茅苔" in n.message) for n in found.notes] == [("name-differs", True)]


def test_without_any_day_the_list_is_refused(save, resolver):
    found = read_holdings(save("a.csv", "theme,code\n甲,688981.SH\n"), resolver=resolver)
    assert [q.reason for q in found.quarantined] == ["no-date"]


def test_a_table_with_weights_is_no_list_of_members(save, resolver):
    found = read_holdings(save("a.csv", "fund,theme,code,weight,as_of\n510300.SH,甲,600519.SH,1,2026-06-30\n"), resolver=resolver)
    assert dict(found.formats) == {"a.csv": "own"}
    with pytest.raises(UnknownFormat):
        read_holdings(save("b.csv", "theme,remark\n甲,x\n"), resolver=resolver)


def test_a_name_that_a_theme_goes_by_already_makes_no_second_theme(save, resolver):
    text = "题材,上级,代码\n国产芯片,,688981.SH\n封测,国产芯片,688981.SH\n"
    found = read_holdings(save("themes.csv", text), resolver=resolver, run_on=DAY)
    assert {m.group for m in found.memberships} == {"theme:国产芯片概念", "theme:封测"}
    assert {(e.id, e.broader) for e in found.entities} == {("theme:国产芯片概念", None), ("theme:封测", "theme:国产芯片概念")}
