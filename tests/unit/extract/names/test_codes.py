from __future__ import annotations

import pytest

from themegraph.extract.names.codes import find_codes, fund_code_by_prefix
from themegraph.folding import fold


def codes(text):
    return [(hit.code, hit.digits, hit.hint) for hit in find_codes(fold(text).text)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("688795.SH", "688795.SH"),
        ("SH688795", "688795.SH"),
        ("sz.000001", "000001.SZ"),
        ("000001.XSHE", "000001.SZ"),
        ("00700.HK", "0700.HK"),
        ("700 HK", "0700.HK"),
        ("HK.00700", "0700.HK"),
        ("港交所：1810", "1810.HK"),
        ("NVDA.US", "NVDA.US"),
        ("NVDA.O", "NVDA.US"),
        ("NASDAQ: NVDA", "NVDA.US"),
        ("纳斯达克：EH", "EH.US"),
        ("NYSE:TSM", "TSM.US"),
        ("930713.CSI", "930713.CSI"),
        ("005930.KS", "005930.KS"),
        ("８３０７９９．ＢＪ", "830799.BJ"),
    ],
)
def test_codes_with_a_market_are_read_in_all_their_forms(text, code):
    assert codes(f"公司（{text}）公告")[0][0] == code


def test_six_digits_alone_have_no_market():
    assert codes("摩尔线程（688795）") == [(None, "688795", "cn")]


def test_four_digits_and_letters_count_only_in_brackets():
    assert codes("小米（1810）与英伟达（NVDA）") == [(None, "1810", "hk"), (None, "NVDA", "us")]
    assert codes("小米1810与NVDA") == []


@pytest.mark.parametrize("text", ["募资114288万元", "2025年12月", "共116887辆", "增长123456.78", "1,234,567股", "（2025年）", "涨幅12.345678%"])
def test_numbers_of_other_things_are_no_codes(text):
    assert [code for code in codes(text) if code[0]] == []
    assert not any(code[1] in {"2025", "116887辆"} for code in codes(text))


def test_funds_tell_their_market_by_their_first_digits():
    assert fund_code_by_prefix("561980") == "561980.SH"
    assert fund_code_by_prefix("159322") == "159322.SZ"
    assert fund_code_by_prefix("000001") is None
    assert fund_code_by_prefix("5619") is None


def test_blanks_around_a_code_change_nothing():
    assert codes("寒武纪 （ SH688256 ） 公告") == codes("寒武纪（SH688256）公告")
