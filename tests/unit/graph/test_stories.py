from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from themegraph.graph.stories import Telling, Text, find_stories, find_voices, shingles, signature

LONG = "甲能科技12月20日发布华岳芯片，算力密度提升50%，公司同时与丙云集团签订供货协议，协议金额3.2亿元，首批产品已在三座机房完成部署，预计明年一季度交付。"
TRADITIONAL = "甲能科技12月20日發布華嶽芯片，算力密度提升50%，公司同時與丙雲集團簽訂供貨協議，協議金額3.2億元，首批產品已在三座機房完成部署，預計明年一季度交付。"
OTHER = "乙芯股份公告称董事会审议通过回购方案，拟以不超过5亿元回购公司股份，回购价格不超过每股40元，实施期限为十二个月，资金来源为自有资金。"


def voices(*texts: tuple[str, str], days: list[date | None] | None = None, subjects: list[str] | None = None) -> dict[str, str]:
    content = dict(texts)
    made = [
        Text(
            id=i,
            signature=signature(t),
            day=days[n] if days else date(2025, 12, 20),
            subjects=frozenset({subjects[n]} if subjects else {"company:a"}),
        )
        for n, (i, t) in enumerate(texts)
    ]
    return find_voices(made, content=content.__getitem__)


def test_a_reprint_in_traditional_script_is_the_same_voice() -> None:
    found = voices(("1", LONG), ("2", TRADITIONAL), ("3", OTHER))
    assert found["1"] == found["2"] != found["3"]


def test_a_reprint_that_is_cut_and_signed_is_the_same_voice() -> None:
    found = voices(("1", LONG + "发布会在北京举行，" + LONG[:30]), ("2", "【转载】" + LONG + "（来源：财联社）"))
    assert found["1"] == found["2"]


def test_the_same_form_with_other_numbers_is_another_voice() -> None:
    text = "甲能科技关于回购进展的公告：截至{}，公司通过集中竞价方式累计回购股份{}股，占总股本的{}，成交总金额{}元，符合相关规定和既定方案，公司将继续履行披露义务。"
    found = voices(("1", text.format("10月31日", "120万", "0.31%", "3400万")), ("2", text.format("11月30日", "260万", "0.66%", "7100万")))
    assert found["1"] != found["2"]


def test_the_same_text_about_another_company_is_another_voice() -> None:
    found = voices(("1", LONG), ("2", LONG.replace("甲能科技", "丁光科技")), subjects=["company:a", "company:d"])
    assert found["1"] != found["2"]


def test_a_text_that_comes_back_after_months_is_another_voice() -> None:
    found = voices(("1", LONG), ("2", LONG), days=[date(2025, 1, 1), date(2025, 6, 1)])
    assert found["1"] != found["2"]


@given(st.permutations([("1", LONG), ("2", TRADITIONAL), ("3", OTHER), ("4", LONG + "（来源：财联社）")]))
def test_voices_do_not_depend_on_the_order_of_reading(order) -> None:
    assert voices(*order) == voices(("1", LONG), ("2", TRADITIONAL), ("3", OTHER), ("4", LONG + "（来源：财联社）"))


def test_short_and_empty_texts_have_signatures() -> None:
    assert shingles("") == frozenset()
    assert shingles("，。") == frozenset()
    assert len({len(signature(t)) for t in ("", "甲", "甲能科技", LONG)}) == 1


def told(event: str, day: int, *, kind: str = "product_launch", agent: str = "company:a", others: tuple[str, ...] = (), negated: bool = False,
         start: date | None = None, numbers: dict[tuple[str, str], set[float]] | None = None, voice: str = "", sign: int = 0) -> Telling:  # fmt: skip
    return Telling(
        event=event, type=kind, negated=negated, agents=frozenset({agent}), others=frozenset(others), start=start, end=start, day=date(2025, 12, day),
        numbers={k: frozenset(v) for k, v in (numbers or {}).items()}, voices={voice or f"voice:{event}": date(2025, 12, day)}, sign=sign,
    )  # fmt: skip


def same(one: Telling, other: Telling) -> bool:
    found = find_stories([one, other])
    return found[one.event] == found[other.event]


def test_two_tellings_of_one_launch_are_one_story() -> None:
    assert same(told("1", 20), told("2", 21))
    assert same(told("1", 20, others=("product:x",)), told("2", 21))


def test_other_subjects_types_sides_and_days_are_other_stories() -> None:
    assert not same(told("1", 20), told("2", 20, agent="company:b"))
    assert not same(told("1", 20), told("2", 20, kind="earnings"))
    assert not same(told("1", 20, others=("company:x",)), told("2", 20, others=("company:y",)))
    assert not same(told("1", 1), told("2", 20))
    assert not same(told("1", 20, start=date(2025, 12, 1)), told("2", 20, start=date(2025, 12, 19)))


def test_numbers_that_disagree_part_two_stories() -> None:
    profit = ("净利润", "%")
    assert same(told("1", 20, numbers={profit: {32.1}}), told("2", 20, numbers={profit: {32.0}}))
    assert not same(told("1", 20, numbers={profit: {32.1}}), told("2", 20, numbers={profit: {12.0}}))


def test_two_partners_swap_places_and_it_is_one_story() -> None:
    assert same(
        told("1", 20, kind="cooperation", agent="company:a", others=("company:b",)),
        told("2", 20, kind="cooperation", agent="company:b", others=("company:a",)),
    )


def test_a_rise_and_a_fall_on_one_day_are_two_stories() -> None:
    assert not same(told("1", 20, kind="market_move", sign=1), told("2", 20, kind="market_move", sign=-1))


def test_a_denial_belongs_to_the_story_it_denies_even_weeks_later() -> None:
    assert same(told("1", 1), told("2", 24, negated=True))
    assert not same(told("1", 1), told("2", 24))


def test_weekly_news_of_one_company_does_not_chain_into_one_story() -> None:
    found = find_stories([told(str(d), d) for d in (1, 5, 9, 13, 17)])
    assert len(set(found.values())) > 1


@given(st.permutations(list(range(6))))
def test_stories_do_not_depend_on_the_order_of_reading(order) -> None:
    tellings = [
        told("1", 20), told("2", 21), told("3", 21, negated=True), told("4", 20, agent="company:b"), told("5", 28), told("6", 22, others=("company:b",)),
    ]  # fmt: skip
    assert find_stories([tellings[i] for i in order]) == find_stories(tellings)
