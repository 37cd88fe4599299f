"""Two workspaces that many tests ask: a small one of made-up companies, and the demonstration one of the shipped data.

Both are made once a run and only read. A test that writes takes ``kg_copy`` or ``bare_copy``, copies of its own.
"""

from __future__ import annotations

import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from themegraph.cli import cli
from themegraph.engine import ThemeGraph
from themegraph.resources import data_path

LEARNED_AT = datetime(2025, 12, 2, 8, tzinfo=UTC)
"""When the test workspaces learned all they know: after their articles, before any clock that runs these tests."""

_REFERENCE = {
    "issuers.csv": (
        "id,label,label_en,source\n"
        "company:600901.SH,星澜算力,Xinglan Compute,样例\n"
        "company:600902.SH,云砚半导体,Yunyan Semiconductor,样例\n"
        "company:600903.SH,北槐光电,,样例\n"
        "company:0991.HK,东岚汽车,Donglan Auto,样例\n"
    ),
    "listings.csv": (
        "code,issuer,name,exchange,primary,listed_on,source\n"
        "600901.SH,company:600901.SH,星澜算力,SSE,yes,2020-01-02,样例\n"
        "600902.SH,company:600902.SH,云砚半导体,SSE,yes,2020-01-02,样例\n"
        "600903.SH,company:600903.SH,北槐光电,SSE,yes,2020-01-02,样例\n"
        "0991.HK,company:0991.HK,东岚汽车,HKEX,yes,2019-03-01,样例\n"
    ),
    "indices.csv": "id,label,label_en,rebalance,source\nindex:939901.CSI,样例算力指数,,,样例\n",
    "etfs.csv": (
        "code,name,manager,index,kind,leverage,fee,index_source,as_of,source\n"
        "510991.SH,样例算力ETF,样例基金,index:939901.CSI,equity,1,0.005,样例,2025-01-02,样例\n"
        "159991.SZ,样例汽车ETF,样例基金,,equity,1,0.005,,2025-01-02,样例\n"
    ),
    "weight_tables.csv": (
        "table,fund,index,basis,coverage,n_total,sorted,as_of,known_at,source\n"
        "early,,index:939901.CSI,index_weight,full,3,no,2025-04-30,2025-05-06,样例\n"
        "late,,index:939901.CSI,index_weight,full,3,no,2025-09-30,2025-10-09,样例\n"
        "auto,etf:159991.SZ,,fund_disclosed,full,2,no,2025-04-30,2025-05-20,样例\n"
    ),
    "weights.csv": (
        "table,code,kind,name,weight\n"
        "early,600901.SH,,,0.4\nearly,600902.SH,,,0.35\nearly,600903.SH,,,0.25\n"
        "late,600901.SH,,,0.1\nlate,600902.SH,,,0.5\nlate,600903.SH,,,0.4\n"
        "auto,0991.HK,,,0.9\nauto,600903.SH,,,0.1\n"
    ),
    "themes.csv": "id,label,label_en,broader,source\ntheme:算力芯片,算力芯片,,,样例\n",
    "theme_members.csv": (
        "code,theme,as_of,known_at,source\n600901.SH,theme:算力芯片,2025-03-01,2025-03-01,样例\n600902.SH,theme:算力芯片,2025-03-01,2025-03-01,样例\n"
    ),
    "relations.csv": (
        "subject,predicate,object,qualifiers,valid_from,valid_to,known_at,source,quote\n"
        "600902.SH,supplies_to,600901.SH,share=0.3; share_of=revenue_of_subject,,,2025-03-01,样例,云砚半导体约三成收入来自星澜算力\n"
        "600903.SH,supplies_to,0991.HK,share=0.4; share_of=revenue_of_subject,,,2025-03-01,样例,北槐光电约四成收入来自东岚汽车\n"
    ),
}  # fmt: skip


def _article(title: str, published: str, source: str, text: str) -> str:
    day = f'date: "{published}"\n' if published else ""
    return f'---\ntitle: "{title}"\n{day}source: {source}\n---\n\n{text}\n'


_ARTICLES = {
    "launch.md": _article(
        "星澜算力发布新一代GPU芯片", "2025-06-10 09:30:00 +0800", "样例证券报", "6月10日，星澜算力（600901.SH）发布新一代GPU芯片“青崖”。公司表示，云砚半导体是其供应商。"
    ),
    "recall.md": _article(
        "东岚汽车召回三万辆电动车", "2025-06-12 18:00:00 +0800", "样例汽车网", "东岚汽车（0991.HK）6月12日宣布，因电池隐患召回三万辆电动车，公司股价下跌5%。"
    ),
    "later.md": _article("北槐光电中标大单", "2025-12-01 10:00:00 +0800", "样例证券报", "12月1日，北槐光电（600903.SH）公告，中标5亿元光模块订单。"),
    "undated.md": _article("云砚半导体扩产", "", "样例通讯社", "云砚半导体宣布投资20亿元扩建晶圆产线。"),
}  # fmt: skip


def _write_all(folder: Path, files: Mapping[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def article_text() -> Callable[[str, str, str, str], str]:
    """Return the maker of a Markdown article: title, published, source, text."""
    return _article


@pytest.fixture(scope="session")
def learned_at() -> datetime:
    """When the test workspaces learned all they know."""
    return LEARNED_AT


@pytest.fixture(scope="session")
def reference_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four made-up companies, two funds, three weight tables, two supply relations, one theme."""
    return _write_all(tmp_path_factory.mktemp("reference"), _REFERENCE)


@pytest.fixture(scope="session")
def article_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A launch, a recall, a later order, and an undated article."""
    return _write_all(tmp_path_factory.mktemp("articles"), _ARTICLES)


@pytest.fixture(scope="session")
def bare_kg(tmp_path_factory: pytest.TempPathFactory, reference_folder: Path) -> Path:
    """A workspace with the small reference data and no article. Only read it."""
    folder = tmp_path_factory.mktemp("bare") / "kg"
    ThemeGraph.create(folder, data=reference_folder, run_at=LEARNED_AT)
    return folder


@pytest.fixture(scope="session")
def small_kg(tmp_path_factory: pytest.TempPathFactory, bare_kg: Path, article_folder: Path) -> Path:
    """A workspace with the small reference data and the four articles. Only read it."""
    folder = tmp_path_factory.mktemp("small") / "kg"
    shutil.copytree(bare_kg, folder)
    ThemeGraph.open(folder).ingest([article_folder], run_at=LEARNED_AT)
    return folder


@pytest.fixture
def bare_copy(tmp_path: Path, bare_kg: Path) -> Path:
    """A workspace without articles to write to."""
    return Path(shutil.copytree(bare_kg, tmp_path / "bare"))


@pytest.fixture
def kg_copy(tmp_path: Path, small_kg: Path) -> Path:
    """A copy of the small workspace to write to."""
    return Path(shutil.copytree(small_kg, tmp_path / "kg"))


@pytest.fixture(scope="session")
def demo_kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped reference data and sample articles. Only read it."""
    folder = tmp_path_factory.mktemp("demo") / "kg"
    ThemeGraph.create(folder, run_at=LEARNED_AT).ingest([data_path("articles")], run_at=LEARNED_AT)
    return folder


Call = Callable[..., Result]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Call:
    """Return a function that runs the command line in this process: ``call("events", "--kg", folder)``."""
    monkeypatch.delenv("THEMEGRAPH_KG", raising=False)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*args: object, env: Mapping[str, str] | None = None) -> Result:
        return CliRunner().invoke(cli, [str(a) for a in args], env=dict(env or {}))

    return run


Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def program_env() -> dict[str, str]:
    """The environment of a process of its own that finds this package."""
    source = str(Path(next(iter(sys.modules["themegraph"].__path__))).parent)
    kept = {k: v for k, v in os.environ.items() if k != "THEMEGRAPH_KG"}
    return {**kept, "PYTHONPATH": source, "PYTHONIOENCODING": "utf-8"}


@pytest.fixture(scope="session")
def program(program_env: dict[str, str]) -> Program:
    """Return a function that runs Python in a process of its own: ``program("-m", "themegraph", "stats")``."""

    def run(*args: object, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *map(str, args)], capture_output=True, text=True, env={**program_env, **(env or {})}, cwd=cwd, check=False, timeout=240
        )

    return run


class ModelServer(http.server.ThreadingHTTPServer):
    """A chat-completions server of the test's own: it keeps what it is asked and answers what the test has put in ``answers``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _ModelHandler)
        self.asked: list[dict[str, Any]] = []
        self.secrets: list[str] = []
        self.answers: list[Any] = []
        """The next answers in turn, the last one again and again: a value for the model's message, bytes for the whole body, a number for a status."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class _ModelHandler(http.server.BaseHTTPRequestHandler):
    server: ModelServer

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.secrets.append(self.headers.get("Authorization", ""))
        if self.path != "/v1/chat/completions":
            self.send_error(404)
            return
        self.server.asked.append(json.loads(body))
        answer = self.server.answers.pop(0) if len(self.server.answers) > 1 else self.server.answers[0]
        if isinstance(answer, int):
            self.send_error(answer)
            return
        if not isinstance(answer, bytes):
            content = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
            answer = json.dumps({"choices": [{"finish_reason": "stop", "message": {"role": "assistant", "content": content}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    """A server that speaks the protocol of chat completions, on the loopback."""
    with ModelServer() as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.shutdown()
