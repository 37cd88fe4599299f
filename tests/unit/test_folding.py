"""Folding: one name is found however it is written, and every span leads back to the original."""

from pathlib import Path

import pytest

from themegraph.folding import fold, fold_name, simplify


def opencc_rows() -> list[str]:
    opencc = pytest.importorskip("opencc")
    ideographs = [chr(p) for p in range(0x3400, 0xA000)]
    simplified = opencc.OpenCC("t2s").convert("\n".join(ideographs)).split("\n")
    return [old + new for old, new in zip(ideographs, simplified, strict=True) if old != new and len(new) == 1]


def test_the_shipped_table_is_what_opencc_gives() -> None:
    table = Path(__file__).parents[2] / "data" / "folding.txt"
    rows = [line for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert rows == opencc_rows()


def test_scripts_and_widths_fold_to_one_name() -> None:
    assert fold_name("輝達") == fold_name("辉达")
    assert fold_name("ＳＫ 海力士") == fold_name("SK海力士") == "sk海力士"
    assert fold_name("万  科Ａ") == "万科a"


@pytest.mark.parametrize("text", ["輝達 （ NVDA ）\n與 ＡＭＤ 爭雄", "  前后空白  ", "", "a b　c", "中 文\t字"])
def test_every_folded_character_leads_back_to_its_original(text: str) -> None:
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    for i, char in enumerate(folded.text):
        span = folded.span(i, i + 1)
        assert fold_name(text[span.start : span.end]) == char.strip()
    assert simplify(text).__len__() == len(text)


def test_space_between_latin_words_stays_one_space() -> None:
    assert fold("MP  Materials 大涨").text == "mp materials大涨"


if __name__ == "__main__":
    path = Path(__file__).parents[2] / "data" / "folding.txt"
    head = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    path.write_text("\n".join([*head, *opencc_rows()]) + "\n", encoding="utf-8")
