"""Names, codes and funds in memory: what every kind of knowledge is looked up in, and knowledge from reference data alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import daachorse

from themegraph.model import ReferenceData, code_of, kind_of
from themegraph.report.lint.document import normal
from themegraph.report.lint.knowledge import CompanyFacts, FundFacts, IndexFacts, NameHit, SourceText, WeightFact

__all__ = ["ORDINARY", "Lookup", "ReferenceKnowledge", "build_lookup"]

_KINDS = {"company", "etf", "index", "org"}
ORDINARY = frozenset(
    [
        "机器人",
        "太阳能",
        "苹果",
        "平安",
        "黄金",
        "光伏",
        "创新",
        "发展",
        "长江",
        "黄山",
        "银河",
        "东方",
        "南方",
        "北方",
        "新希望",
        "大众",
        "三星",
        "索尼",
        "国际",
        "中国",
        "上海",
        "北京",
        "深圳",
        "广东",
        "江苏",
        "浙江",
        "华山",
        "庐山",
        "国家",
        "央行",
        "日本",
        "美国",
        "欧洲",
        "亚洲",
        "太平洋",
        "老百姓",
        "数字人",
        "新产业",
        "大自然",
        "天地在线",
        "新媒股份",
        "国企",
        "民生",
        "光大",
        "兴业",
        "华夏",
        "招商",
        "中信",
        "广发",
        "建信",
        "创业板",
        "科创板",
        "主板",
        "a股",
        "港股",
        "美股",
        "h股",
        "b股",
        "恒生",
        "上证",
        "深证",
        "中证",
        "纳斯达克",
        "标普",
        "道指",
        "大悦城",
        "老板",
        "同行",
        "高盛集团",
        "好想你",
        "三六零",
        "机构",
        "证券",
        "银行",
        "保险",
        "基金",
        "梦想",
        "传奇",
        "长虹",
        "红旗",
        "海尔",
        "幸福",
        "蓝天",
        "时代",
        "联合",
        "兄弟",
        "中心",
        "领先",
        "优势",
        "ai",
        "meta",
        "all",
        "on",
        "a",
        "is",
        "it",
        "key",
        "now",
        "open",
        "play",
        "real",
        "so",
        "well",
        "any",
        "are",
        "big",
        "can",
        "for",
        "has",
        "fun",
        "key",
        "low",
        "man",
        "max",
        "one",
        "out",
        "see",
        "snow",
        "work",
        "target",
        "visa",
        "gap",
        "best",
        "buy",
        "block",
        "unity",
        "match",
        "crown",
        "ball",
        "global",
        "first",
        "data",
        "cloud",
        "energy",
        "power",
        "solar",
        "gold",
        "silver",
    ]
)
"""Names of companies that are common words."""
_ASCII = re.compile(r"[a-z0-9]")


@dataclass(slots=True)
class Lookup:
    """Names and facts by id, code and name. Built once; reading is safe from many threads."""

    funds: dict[str, FundFacts] = field(default_factory=dict)
    companies: dict[str, CompanyFacts] = field(default_factory=dict)
    indices: dict[str, IndexFacts] = field(default_factory=dict)
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    managers: tuple[str, ...] = ()
    _machine: daachorse.CharwiseDoubleArrayAhoCorasick | None = None
    _words: tuple[str, ...] = ()

    def find(self, norm: str) -> tuple[NameHit, ...]:
        """Return the names in a normalised text, leftmost and longest. A Latin name is a word of its own."""
        if self._machine is None:
            self._words = tuple(sorted(self.names)) or ("\0",)
            self._machine = daachorse.CharwiseDoubleArrayAhoCorasick(list(self._words), daachorse.MATCH_KIND_LEFTMOST_LONGEST)
        out = []
        for start, end, number in self._machine.find(norm):
            if _ASCII.match(norm[start]) and start and _ASCII.match(norm[start - 1]):
                continue
            if _ASCII.match(norm[end - 1]) and end < len(norm) and _ASCII.match(norm[end]):
                continue
            out.append(NameHit(start=start, end=end, ids=self.names.get(self._words[number], ())))
        return tuple(out)


def build_lookup(
    *,
    funds: Iterable[FundFacts],
    companies: Iterable[tuple[CompanyFacts, Iterable[str]]],
    indices: Iterable[tuple[IndexFacts, Iterable[str]]],
    others: Iterable[tuple[str, Iterable[str]]] = (),
) -> Lookup:
    """Return the look-up over these things.

    Parameters
    ----------
    funds
        Each with all its names.
    companies, indices, others
        Each with its names; ``others`` are (id, names) of organisations.
    """
    names: dict[str, set[str]] = {}
    codes: dict[str, set[str]] = {}
    out = Lookup()

    def name(text: str, identifier: str) -> None:
        norm = normal(text)
        for form in {norm.strip(), norm if text.isascii() else norm.replace(" ", "")}:
            if len(form) >= (2 if not form.isascii() else 3) and form not in ORDINARY and not form.replace(".", "").isdigit():
                names.setdefault(form, set()).add(identifier)

    def code(text: str, identifier: str) -> None:
        codes.setdefault(text.lower(), set()).add(identifier)
        codes.setdefault(text.lower().rpartition(".")[0] or text.lower(), set()).add(identifier)

    for company, called in companies:
        out.companies[company.id] = company
        for text in called:
            name(text, company.id)
        for listed in company.codes:
            code(listed, company.id)
    for fund in funds:
        out.funds[fund.id] = fund
        for text in fund.names:
            name(text, fund.id)
        code(fund.code, fund.id)
    for index, called in indices:
        out.indices[index.id] = index
        for text in called:
            if len(text) >= 4:
                name(text, index.id)
        code(code_of(index.id), index.id)
    for identifier, called in others:
        for text in called:
            name(text, identifier)
    out.names = {text: tuple(sorted(ids)) for text, ids in names.items()}
    out.codes = {text: tuple(sorted(ids)) for text, ids in codes.items()}
    out.managers = tuple(sorted({f.manager for f in out.funds.values() if f.manager}))
    return out


def _lookup_of(data: ReferenceData) -> Lookup:
    listed: dict[str, list[str]] = {}
    called: dict[str, list[str]] = {}
    for listing in data.listings:
        spot = listed.setdefault(listing.issuer, [])
        if listing.primary:
            spot.insert(0, listing.code)
        else:
            spot.append(listing.code)
        called.setdefault(listing.issuer, []).append(listing.name)
    funds = [
        FundFacts(
            id=f.id, code=f.code, name=f.name, names=tuple(dict.fromkeys([f.name, *(n.text for n in f.names)])), manager=f.manager,
            index=f.index or "", index_name=f.index_name, kind=f.kind,
        )
        for f in data.funds
    ]  # fmt: skip
    entities = [e for e in data.entities if kind_of(e.id) in _KINDS]

    def words(entity_id: str, label: str, label_en: str, names: Iterable[str]) -> list[str]:
        return [w for w in [label, label_en, *names, *called.get(entity_id, ())] if w]

    companies = [
        (CompanyFacts(id=e.id, name=e.label, codes=tuple(listed.get(e.id, ()))), words(e.id, e.label, e.label_en, [n.text for n in e.names]))
        for e in entities
        if kind_of(e.id) == "company"
    ]
    indices = [
        (IndexFacts(id=e.id, code=code_of(e.id).partition(".")[0], name=e.label), words(e.id, e.label, e.label_en, [n.text for n in e.names]))
        for e in entities
        if kind_of(e.id) == "index"
    ]
    others = [(e.id, words(e.id, e.label, e.label_en, [n.text for n in e.names])) for e in entities if kind_of(e.id) == "org"]
    return build_lookup(funds=funds, companies=companies, indices=indices, others=others)


class ReferenceKnowledge:
    """Knowledge from reference data, and from articles where some are given: for use without a workspace, and in tests.

    Parameters
    ----------
    data
        Names, funds, weights and memberships.
    articles
        Evidence; with none the claim rules find nothing.
    as_of
        Weight tables count from the day they were known; ``None``: all of them.
    """

    def __init__(self, data: ReferenceData, *, articles: Iterable[SourceText] = (), as_of: date | None = None) -> None:
        self._lookup = _lookup_of(data)
        self._articles = tuple(articles)
        self._tables: dict[str, list[tuple[str, WeightFact]]] = {}
        by_index: dict[str, list[str]] = {}
        for fund in self._lookup.funds.values():
            if fund.index:
                by_index.setdefault(fund.index, []).append(fund.id)
        for table in data.tables:
            if as_of is not None and table.known_at > as_of:
                continue
            rows = [
                (
                    h.issuer or h.security,
                    WeightFact(weight=h.weight, as_of=table.as_of, known_at=table.known_at, basis=table.basis, source=table.source),
                )
                for h in table.holdings
            ]
            for fund_id in sorted({table.fund, *by_index.get(table.index or "", ())} - {""}):
                self._tables.setdefault(fund_id, []).extend(rows)
        self._joined: dict[str, set[str]] = {}
        for row in data.statements:
            a, b = row.statement.subject, row.statement.object
            self._joined.setdefault(a, set()).add(b)
            self._joined.setdefault(b, set()).add(a)

    def find_names(self, norm: str) -> tuple[NameHit, ...]:
        """Return the names in a normalised text, leftmost and longest, without overlaps."""
        return self._lookup.find(norm)

    def ids_of(self, name: str) -> tuple[str, ...]:
        """Return what a normalised name may mean."""
        return self._lookup.names.get(name, ())

    def fund(self, identifier: str) -> FundFacts | None:
        """Return a fund by id."""
        return self._lookup.funds.get(identifier)

    def company(self, identifier: str) -> CompanyFacts | None:
        """Return a company by id."""
        return self._lookup.companies.get(identifier)

    def index(self, identifier: str) -> IndexFacts | None:
        """Return an index by id."""
        return self._lookup.indices.get(identifier)

    def coded(self, code: str) -> tuple[str, ...]:
        """Return the ids with a code, with or without suffix."""
        return self._lookup.codes.get(code.lower(), ())

    def managers(self) -> tuple[str, ...]:
        """Return the names of all fund managers."""
        return self._lookup.managers

    def texts(self, ids: frozenset[str]) -> tuple[SourceText, ...]:
        """Return every article; ``ids`` narrows nothing here."""
        return self._articles

    def sources(self) -> frozenset[tuple[str, date]]:
        """Return (source, day of publication) of every dated article."""
        return frozenset((a.source, a.published) for a in self._articles if a.source and a.published)

    def weights(self, fund: str) -> tuple[tuple[str, WeightFact], ...] | None:
        """Return (company id, weight) of a fund in every table; ``None``: no table."""
        rows = self._tables.get(fund)
        return tuple(rows) if rows else None

    def related(self, companies: frozenset[str]) -> frozenset[str]:
        """Return the companies that one stated relation joins to these."""
        return frozenset(other for c in companies for other in self._joined.get(c, ()))
