"""A small world: two chip makers, a customer, a fund; three articles about one launch, one denial."""

from __future__ import annotations

import base64
import http.server
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from themegraph.graph.keep import add_article, load_reference
from themegraph.graph.store import OxigraphStore
from themegraph.model import (
    Argument,
    Article,
    Candidate,
    DateInterval,
    Entity,
    EntityId,
    EntityLink,
    Event,
    Evidence,
    Extraction,
    Fund,
    Holding,
    Listing,
    Membership,
    Mention,
    Modality,
    Name,
    NamedFund,
    Note,
    Polarity,
    Provenance,
    Quantity,
    Reading,
    ReferenceData,
    ReferenceStatement,
    Revenue,
    Span,
    StatedEffect,
    Statement,
    WeightTable,
    article_id,
    event_id,
)
from themegraph.ontology import load_ontology

NOW = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
SHANGHAI = timezone(timedelta(hours=8))
ALPHA, BETA, BUYER = EntityId("company:600901.SH"), EntityId("company:000902.SZ"), EntityId("company:0903.HK")
NEWCO = EntityId("company:甲芯科技")
FUND, INDEX, THEME, CHIP = EntityId("etf:510901.SH"), EntityId("index:930901.CSI"), EntityId("theme:算力"), EntityId("product:华岳芯片")
PROVENANCE = Provenance(extractor="relations.rules/supply", version="1", settings_hash="ab")


def reference(*, weight: float = 0.1, label: str = "甲能科技") -> ReferenceData:
    def name(text: str, kind: str = "short") -> Name:
        return Name(text=text, kind=kind, source="手工")

    return ReferenceData(
        entities=(
            Entity(
                id=ALPHA, type="company", label=label, label_en="Alpha", source="手工",
                names=(name("Alpha", "english"), Name(text="旧名", kind="former", source="手工", valid_from=date(2010, 1, 1), valid_to=date(2020, 1, 1)), name(label)),
            ),
            Entity(id=BETA, type="company", label="乙芯股份", names=(name("乙芯股份"),), source="手工"),
            Entity(id=BUYER, type="company", label="丙云集团", names=(name("丙云集团"),), source="别处"),
            Entity(id=INDEX, type="index", label="算力指数", source="手工"),
            Entity(id=THEME, type="sector/theme", label="算力", source="手工"),
            Entity(id=EntityId("industry:sw2021/270108"), type="sector/theme", label="芯片", broader=EntityId("industry:sw2021/270100"), source="手工"),
        ),
        listings=(
            Listing(id=EntityId("share:600901.SH"), issuer=ALPHA, code="600901.SH", name=label, exchange="SSE", primary=True, listed_on=date(2021, 3, 4), source="手工"),
            Listing(id=EntityId("share:000902.SZ"), issuer=BETA, code="000902.SZ", name="乙芯股份", exchange="SZSE", primary=True, listed_on=None, source="手工"),
            Listing(id=EntityId("share:0903.HK"), issuer=BUYER, code="0903.HK", name="丙云集团", exchange="HKEX", primary=True, listed_on=None, source="手工"),
        ),
        funds=(
            Fund(
                id=FUND, code="510901.SH", name="算力ETF某某", names=(name("算力ETF某某"),), manager="某某基金", index=INDEX, index_name="算力指数", kind="equity",
                leverage=1.0, fee=0.005, as_of=date(2025, 12, 1), source="手工",
            ),
        ),
        tables=(
            WeightTable(
                id=f"weights:t{weight}", fund=FUND, index=INDEX, basis="index_weight", coverage="top", n_total=30, sorted=True, as_of=date(2025, 11, 28),
                known_at=date(2025, 12, 1), source="手工",
                holdings=(
                    Holding(security=EntityId("share:000902.SZ"), issuer=BETA, name="乙芯股份", weight=weight),
                    Holding(security=EntityId("share:0903.HK"), issuer=BUYER, name="丙云集团", weight=None),
                ),
            ),
        ),
        memberships=(Membership(company=ALPHA, group=THEME, as_of=date(2025, 6, 1), known_at=date(2025, 6, 2), source="手工"),),
        statements=(
            ReferenceStatement(
                statement=Statement(subject=ALPHA, predicate="competes_with", object=BETA), known_at=date(2025, 5, 1), source="某年报", quote="主要竞争对手为乙芯股份",
            ),
        ),
        revenues=(Revenue(company=BUYER, value=1.5e9, currency="HKD", cny=0.92, period=date(2024, 12, 31), known_at=date(2025, 3, 28), source="某年报"),),
    )  # fmt: skip


@dataclass
class Draft:
    """A text under construction; finds spans by their words."""

    title: str
    text: str
    source: str = "财联社"
    published: datetime | None = datetime(2025, 12, 20, 20, 0, tzinfo=SHANGHAI)

    def __post_init__(self) -> None:
        self.links: list[EntityLink] = []
        self.events: list[Event] = []
        self.readings: list[Reading] = []
        self.effects: list[StatedEffect] = []
        self.article = Article(
            id=article_id(self.title, self.text),
            external_id="x",
            title=self.title,
            text=self.text,
            published_at=self.published,
            source=self.source,
            path="a/b.md",
        )

    def span(self, words: str) -> Span:
        start = self.article.content.index(words)
        return Span(start=start, end=start + len(words))

    def link(self, surface: str, entity: EntityId | None, kind: str = "company") -> None:
        self.links.append(
            EntityLink(
                mention=Mention(span=self.span(surface), surface=surface, type=kind), entity=entity, score=0.9, rule="registry",
                candidates=(Candidate(entity=BUYER, score=0.25),), listing=EntityId("share:600901.SH") if entity == ALPHA else None,
                optional=entity == CHIP, antecedent=Span(start=0, end=1) if entity == BUYER else None,
            )
        )  # fmt: skip

    def event(
        self, kind: str, trigger: str, arguments: list[tuple[str, str, EntityId | None]], polarity: dict[str, str], *, negated: bool = False,
        speculative: bool = False, when: date | None = date(2025, 12, 20),
    ) -> None:  # fmt: skip
        args = tuple(Argument(role=role, surface=surface, entity=entity, span=self.span(surface)) for role, surface, entity in arguments)
        interval = DateInterval(start=when, end=when, text="12月20日") if when else None
        numbers = (Quantity(value=50.0, unit="%", metric="算力密度", base="同比", subject=arguments[0][2], span=self.span(trigger)),)
        self.events.append(
            Event(
                id=event_id(kind, args, interval, numbers, negated=negated, speculative=speculative), type=kind, trigger=trigger,
                trigger_span=self.span(trigger), sentence=self.span(self.text), arguments=args,
                polarity=tuple((s, Polarity(p)) for s, p in polarity.items()), when=interval, quantities=numbers,
                modality=Modality.NEGATED if negated else Modality.HEDGED if speculative else Modality.ASSERTED, negated=negated, speculative=speculative,
            )
        )  # fmt: skip

    def reading(
        self, subject: EntityId, predicate: str, value: EntityId, quote: str, *, negated: bool = False, speculative: bool = False,
        qualifiers: tuple[tuple[str, str | float], ...] = (),
    ) -> None:  # fmt: skip
        self.readings.append(
            Reading(
                statement=Statement(subject=subject, predicate=predicate, object=value, qualifiers=qualifiers),
                evidence=Evidence(
                    article=self.article.id, span=self.span(quote), quote=quote,
                    modality=Modality.NEGATED if negated else Modality.HEDGED if speculative else Modality.ASSERTED, confidence=0.8, provenance=PROVENANCE, quoted_from="董事长",
                ),
                subject_surface="甲", object_surface="乙", negated=negated, speculative=speculative,
            )
        )  # fmt: skip

    def done(self) -> tuple[Article, Extraction]:
        extraction = Extraction(
            article=self.article.id, links=tuple(self.links), events=tuple(self.events), readings=tuple(self.readings), effects=tuple(self.effects),
            funds=(NamedFund(surface="甲", code="510901.SH", span=Span(start=0, end=1)), NamedFund(surface="乙", code=None, span=Span(start=0, end=1))),
            notes=(Note(code="undated", message="无日期"), Note(code="skipped", message="跳过", span=Span(start=0, end=2))),
        )  # fmt: skip
        return self.article, extraction


_BODY = (
    "甲能科技12月20日发布华岳芯片，算力密度提升50%，公司同时与丙云集团签订供货协议，丙云集团的采购占甲能科技收入的两成。"
    "发布会在北京举行，甲能科技董事长介绍了新架构的设计思路、制造工艺和软件生态，并称首批产品已在三座机房完成部署。"
)


def launch(
    *, title: str = "甲能科技发布华岳芯片", text: str = _BODY, source: str = "财联社", published: datetime | None = None
) -> tuple[Article, Extraction]:
    draft = Draft(title, text, source, published or datetime(2025, 12, 20, 20, 0, tzinfo=SHANGHAI))
    name = "甲能科技" if "甲能科技" in text else "甲能"
    draft.link(name, ALPHA)
    draft.link("华岳芯片", CHIP, "product/technology")
    draft.event("product_launch", "发布", [("agent", name, ALPHA), ("object", "华岳芯片", CHIP)], {name: "positive"})
    if "丙云集团" in text:
        draft.link("丙云集团", BUYER)
        draft.reading(
            BUYER, "customer_of", ALPHA, "丙云集团的采购占甲能科技收入的两成", qualifiers=(("share", 0.2), ("share_of", "revenue_of_object")),
        )  # fmt: skip
        draft.effects.append(StatedEffect(surface="丙云集团", entity=BUYER, helped=True, span=draft.span("丙云集团")))
    return draft.done()


def reprint() -> tuple[Article, Extraction]:
    return launch(text=_BODY + "（来源：财联社）", source="某地方网", published=datetime(2025, 12, 21, 9, 0, tzinfo=SHANGHAI))


def other_voice() -> tuple[Article, Extraction]:
    return launch(
        title="国产算力再添新品", text="记者从现场获悉，甲能科技昨日发布华岳芯片。多家服务器厂商派员到场，行业人士对其性能给出了各自的判断。", source="上交所",
        published=datetime(2025, 12, 21, 10, 0, tzinfo=SHANGHAI),
    )  # fmt: skip


def denial() -> tuple[Article, Extraction]:
    text = "针对市场消息，甲能科技澄清：公司并未发布华岳芯片，也没有向丙云集团供货。"
    draft = Draft("甲能科技澄清", text, "巨潮资讯网", datetime(2025, 12, 23, 18, 0, tzinfo=SHANGHAI))
    draft.link("甲能科技", ALPHA)
    draft.event("product_launch", "发布", [("agent", "甲能科技", ALPHA), ("object", "华岳芯片", CHIP)], {"甲能科技": "neutral"}, negated=True)
    draft.reading(ALPHA, "supplies_to", BUYER, "没有向丙云集团供货", negated=True, qualifiers=(("share", 0.2), ("share_of", "revenue_of_subject")))
    return draft.done()


@pytest.fixture
def onto():
    return load_ontology()


@pytest.fixture
def store():
    """The reference data alone."""
    kept = OxigraphStore()
    load_reference(kept, reference(), dataset="starter", learned_at=NOW, ontology=load_ontology())
    return kept


@pytest.fixture
def world():
    """Names that tests build articles with."""
    import types

    return types.SimpleNamespace(
        NOW=NOW, ALPHA=ALPHA, BETA=BETA, BUYER=BUYER, FUND=FUND, INDEX=INDEX, THEME=THEME, CHIP=CHIP, Draft=Draft, reference=reference, launch=launch,
        reprint=reprint, other_voice=other_voice, denial=denial,
    )  # fmt: skip


@pytest.fixture
def full(store, onto):
    """Reference data, a launch, its reprint, another voice and a denial."""
    for article, extraction in (launch(), reprint(), other_voice(), denial()):
        assert add_article(store, article, extraction, learned_at=NOW, ontology=onto)
    return store


# ---------------------------------------------------------------- a real SPARQL 1.1 server, and a proxy that asks for a password and fails at will


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


class OxigraphServer:
    """``oxigraph serve`` on a folder, a process of its own."""

    def __init__(self, folder: Path) -> None:
        program = Path(sys.executable).with_name("oxigraph")
        found = str(program) if program.exists() else shutil.which("oxigraph")
        if found is None:
            pytest.skip("the package oxigraph is not installed")
        self._program = found
        self._folder = folder
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it, and return when it answers."""
        self.stop()
        self._process = subprocess.Popen(
            [self._program, "serve", "--location", str(self._folder), "--bind", f"127.0.0.1:{self._port}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
            except OSError:
                assert self._process.poll() is None, "oxigraph serve ended"
                assert time.monotonic() < until, "oxigraph serve did not start"
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """Kill it as ``kill -9`` does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = None

    def kill_after(self, seconds: float) -> None:
        threading.Timer(seconds, self.stop).start() if seconds else self.stop()

    def start_after(self, seconds: float) -> None:
        threading.Timer(seconds, self.start).start()

    def clear(self) -> None:
        """Empty it."""
        request = urllib.request.Request(f"{self.url}/update", data=b"DROP ALL", headers={"Content-Type": "application/sparql-update"})
        urllib.request.urlopen(request, timeout=30).close()


@pytest.fixture(scope="module")
def oxigraph_server(tmp_path_factory):
    """A server that the tests of a module share; each empties it first."""
    server = OxigraphServer(tmp_path_factory.mktemp("oxigraph"))
    yield server
    server.stop()


@pytest.fixture
def own_server(tmp_path):
    """A server for one test, which may kill it."""
    server = OxigraphServer(tmp_path / "oxigraph")
    yield server
    server.stop()


class Proxy(http.server.ThreadingHTTPServer):
    """Passes requests with the right name and password on to a server; the next of :attr:`faults` happens to the next request."""

    daemon_threads = True
    user, secret = "tester", "geheim"

    def __init__(self, target: str) -> None:
        self.target = target
        self.faults: list[str] = []
        self.requests = 0
        super().__init__(("127.0.0.1", 0), _Pass)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Pass(http.server.BaseHTTPRequestHandler):
    server: Proxy
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _answer(self, status: int, body: bytes = b"", head: Iterable[tuple[str, str]] = (), *, length: int | None = None) -> None:
        self.send_response(status)
        for name, value in head:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.server.requests += 1
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
        basic = "Basic " + base64.b64encode(f"{self.server.user}:{self.server.secret}".encode()).decode()
        if self.headers.get("Authorization") not in {basic, f"Bearer token-{self.server.secret}"}:
            self._answer(401, b"who are you?")
            return
        fault = self.server.faults.pop(0) if self.server.faults else ""
        if fault in {"503", "429"}:
            self._answer(int(fault), b"later")
            return
        if fault == "redirect":
            self._answer(307, head=[("Location", "http://127.0.0.1:1/")])
            return
        if fault == "drop before":
            self.close_connection = True
            return
        if fault == "stall":
            time.sleep(2)
        kept = {k: v for k, v in self.headers.items() if k.lower() in {"accept", "content-type"}}
        request = urllib.request.Request(self.server.target + self.path, data=body, headers=kept, method=self.command)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                status, raw, kind = answer.status, answer.read(), answer.headers.get("Content-Type", "")
        except urllib.error.HTTPError as problem:
            with problem:
                status, raw, kind = problem.code, problem.read(), problem.headers.get("Content-Type", "")
        if fault in {"drop after", "stall"}:
            self.close_connection = True
            return
        if fault == "cut":
            self.close_connection = True
            self._answer(status, raw[: len(raw) // 2], [("Content-Type", kind)], length=len(raw))
            return
        extra = [("X-SPARQL-MaxRows", "10000")] if fault == "max rows" else []
        self._answer(status, raw, [("Content-Type", kind), *extra])

    def do_POST(self) -> None:
        self.do_GET()


@pytest.fixture(scope="module")
def proxy(oxigraph_server):
    """A proxy before the shared server."""
    with Proxy(oxigraph_server.url) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.shutdown()
