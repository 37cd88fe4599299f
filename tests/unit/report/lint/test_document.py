"""Reports as places in their file."""

from themegraph.report.lint.document import normal, read_document

POST = '---\ntitle: "甲"\ndate: "2025-12-21 15:31:03 +0800"\n---\n\n# 摘要\n\n1. **第一条。**第二句。\n2. 链接[来源](https://example.org/a)。\n\n| 代码 | 名称 |\n|---|---|\n| 515070 | 人工智能\\|ETF |\n'


def _places(doc):
    for block in doc.blocks:
        for char, at in zip(block.plain, block.offsets, strict=False):
            yield char, doc.text[at]


def test_every_character_of_a_block_stands_where_its_offset_says():
    for char, there in _places(read_document(POST)):
        assert char in {there, " "}


def test_markup_is_no_text_and_an_escaped_bar_stays_in_its_cell():
    doc = read_document(POST)
    assert [b.kind for b in doc.blocks] == ["heading", "item", "item", "row", "row"]
    assert doc.blocks[1].plain == "第一条。第二句。"
    row = doc.blocks[4]
    assert [row.plain[a:b] for a, b in row.cells] == ["515070", "人工智能|ETF"]


def test_front_matter_values_keep_their_places():
    doc = read_document(POST)
    field = doc.front_matter.get("date")
    assert field.value == "2025-12-21 15:31:03 +0800"
    assert doc.text[field.start : field.end] == '"2025-12-21 15:31:03 +0800"'


def test_html_gives_headings_items_and_cells_and_no_script():
    html = "<html><head><title>x</title></head><body><h2>风险</h2><ol><li>甲&amp;乙<li>丙</ol><script>alert('建议买入')</script><table><tr><td>515070</td><td>名称</td></tr></table></body></html>"
    doc = read_document(html)
    assert [(b.kind, b.plain.strip()) for b in doc.blocks] == [("heading", "风险"), ("item", "甲&乙"), ("item", "丙"), ("row", "515070 名称")]
    assert [b.number for b in doc.blocks if b.kind == "item"] == [1, 2]


def test_code_in_fences_is_not_read():
    assert read_document("```\n建议买入\n```\n\n正文。").blocks[0].plain == "正文。"


def test_normal_keeps_the_length_in_any_script():
    text = "漲７５％（ＮＶＤＡ）İ"
    assert len(normal(text)) == len(text)


def test_headings_of_a_block_come_outermost_first():
    doc = read_document("# 甲\n\n## 乙\n\n### 丙\n\n正文。\n\n## 丁\n\n结尾。")
    assert [h.plain for h in doc.headings(doc.blocks[3])] == ["甲", "乙", "丙"]
    assert [h.plain for h in doc.headings(doc.blocks[5])] == ["甲", "丁"]
