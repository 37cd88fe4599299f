from __future__ import annotations

from datetime import date

from themegraph.extract.names.trades import company_sectors
from themegraph.model import Entity, EntityId, Membership, ReferenceData


def test_a_class_of_other_words_confirms_its_sector_and_the_sector_above_but_a_board_does_not() -> None:
    def entity(identifier: str, label: str, broader: str = "") -> Entity:
        return Entity(id=EntityId(identifier), type="sector/theme", label=label, broader=EntityId(broader) if broader else None)

    def member(group: str, company: str = "company:601012.SH") -> Membership:
        return Membership(company=EntityId(company), group=EntityId(group), as_of=None, known_at=date(2025, 1, 1), source="t")

    reference = ReferenceData(
        entities=(
            entity("theme:新能源", "新能源"),
            entity("theme:光伏概念", "光伏概念", "theme:新能源"),
            entity("theme:储能", "储能"),
            entity("industry:sw2021/630500", "光伏设备"),
            entity("industry:sw2021/630502", "光伏辅材", "industry:sw2021/630500"),
        ),
        listings=(),
        funds=(),
        tables=(),
        memberships=(member("industry:sw2021/630502"), member("theme:储能"), member("theme:储能", "company:300274.SZ")),
        statements=(),
    )
    assert company_sectors(reference) == {"company:601012.SH": ("theme:光伏概念", "theme:新能源")}
