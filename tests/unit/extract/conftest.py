"""A small registry made by hand and the names read with it; texts with their names marked by hand, for what is read between the names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from themegraph.extract.events.reader import EventReading, extract_events
from themegraph.extract.names.lexicon import Lexicon
from themegraph.extract.names.reader import NameReader, NameReading
from themegraph.extract.text.cues import Cue, find_cues
from themegraph.extract.text.lines import Line, read_lines
from themegraph.extract.text.sentences import Sentence, split_sentences
from themegraph.folding import fold
from themegraph.model import Article, Entity, EntityId, EntityLink, Event, Fund, Listing, Mention, Name, ReferenceData, Span, article_id

ReadNames = Callable[..., NameReading]


def _company(code: str, label: str, *names: tuple[str, str], english: str = "", source: str = "registry") -> Entity:
    return Entity(
        id=EntityId(f"company:{code}"),
        type="company",
        label=label,
        label_en=english,
        names=tuple(Name(text=text, kind=kind, source=source if kind in {"short", "full"} else "market usage") for text, kind in names),
        source="test",
    )


COMPANIES = (
    _company(
        "688795.SH",
        "摩尔线程-U",
        ("摩尔线程", "former"),
        ("摩尔线程智能科技(北京)股份有限公司", "full"),
        english="Moore Threads Technology Co., Ltd.",
    ),
    _company("688256.SH", "寒武纪"),
    _company("688041.SH", "海光信息"),
    _company("002050.SZ", "三花智控"),
    _company("600276.SH", "恒瑞医药"),
    _company("000001.SZ", "平安银行"),
    _company("601318.SH", "中国平安", ("平安", "short")),
    _company("601988.SH", "中国银行"),
    _company("600118.SH", "中国卫星"),
    _company("000831.SZ", "中国稀土"),
    _company("0769.HK", "中国稀土"),
    _company("300024.SZ", "机器人"),
    _company("000591.SZ", "太阳能"),
    _company("600015.SH", "华夏银行"),
    _company("1810.HK", "小米集团-W", ("小米", "short")),
    _company("NVDA.US", "英伟达", ("輝達", "short"), ("NVIDIA", "english"), english="NVIDIA CORP"),
    _company("AMD.US", "AMD", ("超威半导体", "short"), ("超微", "short")),
    _company("TSLA.US", "特斯拉", english="TESLA INC"),
    _company("AAPL.US", "苹果", english="APPLE INC"),
    _company("GSK.L", "葛兰素史克"),
    _company("300308.SZ", "中际旭创", ("易中天", "group")),
    _company("300502.SZ", "新易盛", ("易中天", "group")),
    _company("300394.SZ", "天孚通信", ("易中天", "group")),
    _company("600588.SH", "用友网络"),
    _company("600745.SH", "闻泰科技", ("*ST闻泰", "former")),
    _company("600030.SH", "中信证券"),
    _company("601998.SH", "中信银行"),
    _company("600519.SH", "贵州茅台"),
    _company("300059.SZ", "东方财富"),
    _company("0388.HK", "香港交易所", ("港交所", "short")),
    _company("600111.SH", "北方稀土"),
)
OTHERS = (
    Entity(id=EntityId("company:燧原科技"), type="company", label="燧原科技"),
    Entity(id=EntityId("theme:机器人"), type="sector/theme", label="机器人"),
    Entity(id=EntityId("theme:光伏概念"), type="sector/theme", label="光伏概念"),
    Entity(id=EntityId("theme:英伟达概念"), type="sector/theme", label="英伟达概念"),
    Entity(id=EntityId("product:GPU"), type="product/technology", label="GPU"),
    Entity(id=EntityId("index:931865.CSI"), type="index", label="中证半导体产业指数"),
    Entity(id=EntityId("org:商务部"), type="organisation", label="商务部"),
)


def _fund(code: str, name: str, manager: str = "", *aliases: str) -> Fund:
    return Fund(
        id=EntityId(f"etf:{code}"), code=code, name=name, names=tuple(Name(text=a, kind="short", source="exchange") for a in aliases), manager=manager,
        index=None, index_name="", kind="equity", leverage=1.0, fee=None, as_of=None, source="test",
    )  # fmt: skip


FUNDS = (
    _fund("515070.SH", "人工智能ETF华夏", "华夏基金"),
    _fund("159819.SZ", "人工智能ETF易方达", "易方达基金"),
    _fund("588000.SH", "科创50ETF华夏", "华夏基金", "科创50ETF"),
    _fund("588080.SH", "科创50ETF易方达", "易方达基金"),
    _fund("159869.SZ", "游戏ETF华夏", "华夏基金", "游戏ETF"),
)


def reference() -> ReferenceData:
    listings = tuple(
        Listing(
            id=EntityId(f"share:{entity.id.partition(':')[2]}"), issuer=entity.id, code=entity.id.partition(":")[2], name=entity.label, exchange="",
            primary=True, listed_on=None, source="test",
        )
        for entity in COMPANIES
    )  # fmt: skip
    hong_kong = Listing(
        id=EntityId("share:1276.HK"), issuer=EntityId("company:600276.SH"), code="1276.HK", name="恒瑞医药", exchange="HKEX", primary=False, listed_on=None, source="test"
    )  # fmt: skip
    return ReferenceData(entities=(*COMPANIES, *OTHERS), listings=(*listings, hong_kong), funds=FUNDS, tables=(), memberships=(), statements=())


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.build(reference())


@pytest.fixture(scope="session")
def read_names(lexicon: Lexicon) -> ReadNames:
    reader = NameReader(lexicon)

    def read(text: str, title: str = "") -> NameReading:
        article = Article(id=article_id(title, text), external_id="t", title=title, text=text, published_at=None)
        return reader.read(article, split_sentences(article), fold(article.content))

    return read


@pytest.fixture(scope="session")
def names_of(read_names: ReadNames) -> Callable[..., dict[str, str | None]]:
    """Return surface -> entity of all links of a text that are no anaphors."""

    def names(text: str, title: str = "") -> dict[str, str | None]:
        return {link.mention.surface: link.entity for link in read_names(text, title).links if link.antecedent is None}

    return names


_KINDS = {
    "c": ("company", "company"),
    "o": ("organisation", "org"),
    "t": ("sector/theme", "theme"),
    "p": ("product/technology", "product"),
    "e": ("etf", "etf"),
    "i": ("index", "index"),
    "n": ("person", "person"),
    "l": ("place", "place"),
}
_MARK = re.compile(r"\[(?P<kind>[cotpeinla]):(?P<surface>[^\]]+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A marked text, read."""

    article: Article
    sentences: tuple[Sentence, ...]
    links: tuple[EntityLink, ...]
    cues: tuple[tuple[Cue, ...], ...]
    lines: tuple[Line, ...]
    reading: EventReading

    @property
    def events(self) -> tuple[Event, ...]:
        return self.reading.events

    def told(self) -> set[tuple[str, str]]:
        """Return (type, agent) of every event; the object where there is no agent."""
        pairs: set[tuple[str, str]] = set()
        for event in self.events:
            agents = [a for a in event.arguments if a.role == "agent"] or list(event.arguments)
            pairs |= {(event.type, a.surface) for a in agents}
        return pairs

    def one(self, kind: str) -> Event:
        """Return the only event of a type."""
        (event,) = [e for e in self.events if e.type == kind]
        return event

    def roles(self, kind: str) -> set[tuple[str, str]]:
        """Return (role, surface) of the only event of a type."""
        return {(a.role, a.surface) for a in self.one(kind).arguments}

    def helped(self) -> set[str]:
        return {e.surface for e in self.reading.effects if e.helped}

    def hurt(self) -> set[str]:
        return {e.surface for e in self.reading.effects if not e.helped}


ReadMarked = Callable[..., Marked]


def read_marked_text(text: str, *, title: str = "", day: str | None = "2026-03-10") -> Marked:
    """Read ``[c:宁德时代]`` as a link to a company, ``[o:…]`` an organisation, ``[t:…]`` a theme, ``[a:公司]`` as the company before it."""
    raw = f"{title}\n{text}" if title else text
    links: list[EntityLink] = []
    plain = ""
    at = 0
    last: EntityLink | None = None
    for found in _MARK.finditer(raw):
        plain += raw[at : found.start()]
        at = found.end()
        surface = found["surface"]
        span = Span(start=len(plain), end=len(plain) + len(surface))
        plain += surface
        if found["kind"] == "a":
            assert last is not None
            links.append(
                EntityLink(
                    mention=Mention(span=span, surface=surface, type="company"),
                    entity=last.entity,
                    score=0.7,
                    rule="coreference",
                    antecedent=last.mention.span,
                )
            )
            continue
        kind, prefix = _KINDS[found["kind"]]
        link = EntityLink(mention=Mention(span=span, surface=surface, type=kind), entity=EntityId(f"{prefix}:{surface}"), score=1.0, rule="registry")
        links.append(link)
        last = link if kind == "company" else last
    plain += raw[at:]
    head, _, body = plain.partition("\n") if title else ("", "", plain)
    published = datetime.fromisoformat(day).replace(hour=12, tzinfo=ZoneInfo("Asia/Shanghai")) if day else None
    article = Article(id=article_id(head, body), external_id="marked", title=head, text=body, published_at=published)
    sentences = split_sentences(article)
    named = tuple(links)
    lines = read_lines(article, sentences, named)
    cues = find_cues(lines)
    return Marked(
        article=article,
        sentences=sentences,
        links=named,
        cues=cues,
        lines=lines,
        reading=extract_events(article, lines, cues),
    )


@pytest.fixture(scope="session")
def read_marked() -> ReadMarked:
    """Return the reader of marked texts."""
    return read_marked_text
