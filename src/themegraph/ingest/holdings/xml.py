"""Read the flat XML of the exchanges: elements by local name, entities and document types refused."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from themegraph.ingest.holdings.cells import clean

__all__ = ["child_texts", "local_name", "parse_xml"]


def parse_xml(raw: bytes) -> Element | str:
    """Return the root element, or a message that says why there is none."""
    declared = re.match(rb"<\?xml[^>]*encoding=[\"']gb[^\"']*[\"'][^>]*\?>", raw, re.IGNORECASE)
    if declared:
        # The parser knows no multi-byte encodings of its own.
        raw = raw[declared.end() :].decode("gb18030", "replace").encode()
    try:
        root: Element = fromstring(raw, forbid_dtd=True)
    except DefusedXmlException:
        return "文件含有文档类型或实体声明，这类清单不会有；未读即拒绝"
    except (ParseError, ValueError, LookupError) as problem:
        return f"不是合法的 XML（{problem}）"
    return root


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def child_texts(element: Element) -> dict[str, str]:
    """Return the texts of the direct children by local name; of those without children of their own."""
    return {local_name(child): clean(child.text or "") for child in element if len(child) == 0}
